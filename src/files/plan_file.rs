//! The plan file: a plan as canonical text and back, with a sentence and a place for everything that is wrong.
//! It never guesses: what it cannot read in full it refuses in full.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::bounds;
use super::ron_text::{self, Position};
use super::safe_write::{self, WriteError};
use super::versions::{self, Head};
use crate::plan::Plan;
use crate::plan::wording::{fingerprint, lower_first};

/// No plan file is larger.
pub const LARGEST_MEGABYTES: u64 = 64;
const MEGABYTE: u64 = 1 << 20;

/// A plan as it was read.
#[derive(Clone, Debug)]
pub struct Opened {
    pub plan: Plan,
    /// The version of the file; older ones are written in the newest form when saved.
    pub version: u32,
    /// Comments in the file, which saving does not keep.
    pub comments: usize,
    pub stamp: Stamp,
}

/// What a file contained, to notice whether somebody else has written it since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp(u64);

impl Stamp {
    pub fn of(bytes: &[u8]) -> Self {
        Self(fingerprint(bytes.iter().copied()))
    }
}

/// Why a plan cannot be opened; each is one sentence, without the file's name.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum OpenError {
    #[error("there is no such file")]
    NotFound,
    #[error("this is a folder, not a plan file")]
    Folder,
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    #[error("the file is empty; a plan begins with `(version: {}, …`", versions::CURRENT)]
    Empty,
    #[error("the file is larger than {LARGEST_MEGABYTES} MB, which no plan is")]
    TooLarge,
    #[error("this is {0}, not a plan file")]
    Binary(&'static str),
    #[error("the file is UTF-16 text; save it as UTF-8")]
    Utf16,
    #[error("line {}, column {}: the text is not UTF-8; save it as UTF-8", .0.line, .0.column)]
    NotUtf8(Position),
    #[error("line {}, column {}: expected a plan, which begins with `(version: {}, …`", .0.line, .0.column, versions::CURRENT)]
    NoVersion(Position),
    #[error("the plan was written by a newer Baton (file version {0}; this one reads up to {newest}); nothing was changed", newest = versions::CURRENT)]
    Newer(String),
    #[error("line {}, column {}: the file ends in the middle of the plan; {expected}", .at.line, .at.column)]
    CutOff { at: Position, expected: String },
    #[error("line {}, column {}: {expected}", .at.line, .at.column)]
    Malformed { at: Position, expected: String },
    #[error("line {}, column {}: {what}", .at.line, .at.column)]
    Absurd { at: Position, what: String },
}

/// A plan file that could not be opened, and the backup beside it if that one can be.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}: {error}", path.display())]
pub struct FileError {
    pub path: PathBuf,
    pub error: OpenError,
    /// The previous state of the file, which opens.
    pub backup: Option<PathBuf>,
}

/// The canonical text of a plan: same plan, same bytes.
pub fn to_ron(plan: &Plan) -> String {
    // Serializing plain records into a string cannot fail; the empty text would be refused by `save`.
    let record = versions::dialect().to_string(&in_order(plan)).unwrap_or_default();
    let body = record.replacen('(', &format!("(version: {}, ", versions::CURRENT), 1);
    ron_text::read(&body).map(|tree| ron_text::lay_out(&tree)).unwrap_or_default()
}

/// The plan in the bytes of a file.
pub fn from_ron(bytes: &[u8]) -> Result<Opened, OpenError> {
    if bytes.len() as u64 > LARGEST_MEGABYTES * MEGABYTE {
        return Err(OpenError::TooLarge);
    }
    let text = decode(bytes)?;
    if text.trim().is_empty() {
        return Err(OpenError::Empty);
    }
    let (version, body) = match versions::head(text) {
        Head::Version(version, body) => (version, body),
        Head::Newer(version) => return Err(OpenError::Newer(version)),
        Head::Missing(at) if at >= end_of(text) => {
            return Err(OpenError::CutOff { at, expected: "not even its version is complete".into() });
        }
        Head::Missing(at) => return Err(OpenError::NoVersion(at)),
    };
    let mut plan = versions::plan_of(version, &body).map_err(|error| malformed(text, &error))?;
    let tree = ron_text::read(text).ok_or_else(|| OpenError::Malformed {
        at: Position { line: 1, column: 1 },
        expected: "the brackets of the file do not match".into(),
    })?;
    if let Some(absurd) = bounds::absurdity(&plan, &tree, text) {
        return Err(OpenError::Absurd { at: absurd.at, what: absurd.what });
    }
    plan.put_in_order();
    Ok(Opened { plan, version, comments: tree.comments, stamp: Stamp::of(bytes) })
}

/// Opens the plan file at `path`; an error offers the backup beside it if that opens.
pub fn open(path: &Path) -> Result<Opened, FileError> {
    read(path).and_then(|bytes| from_ron(&bytes)).map_err(|error| {
        let backup = Some(safe_write::backup_of(path))
            .filter(|_| error.is_damage())
            .filter(|backup| read(backup).and_then(|bytes| from_ron(&bytes)).is_ok());
        FileError { path: path.to_owned(), error, backup }
    })
}

/// Whether a file is called as plans are.
pub fn is_called_so(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ron"))
}

/// Writes a plan over the file at `path`, which stays as `NAME.bak`. With the stamp of what was opened,
/// a file that somebody else has written since is not replaced.
pub fn save(path: &Path, plan: &Plan, opened: Option<Stamp>) -> Result<Stamp, WriteError> {
    let text = to_ron(plan);
    match from_ron(text.as_bytes()) {
        Ok(read_back) if read_back.plan == in_order(plan) => {}
        Ok(_) => return Err(WriteError::would_not_open(path, "it would not be read back as it is")),
        Err(error) => return Err(WriteError::would_not_open(path, &error.to_string())),
    }
    if let Some(opened) = opened
        && let Ok(now) = read(path)
        && Stamp::of(&now) != opened
    {
        return Err(WriteError::changed(path));
    }
    safe_write::write(path, text.as_bytes())?;
    Ok(Stamp::of(text.as_bytes()))
}

impl OpenError {
    /// 4 for a newer version, else 3, as the command line reports it.
    pub const fn exit_code(&self) -> u8 {
        if matches!(self, Self::Newer(_)) { 4 } else { 3 }
    }

    /// The file is there and broken: its backup may help.
    const fn is_damage(&self) -> bool {
        !matches!(self, Self::NotFound | Self::Folder | Self::Unreadable(_) | Self::Newer(_))
    }
}

fn in_order(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    plan.put_in_order();
    plan
}

fn read(path: &Path) -> Result<Vec<u8>, OpenError> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => OpenError::NotFound,
        io::ErrorKind::IsADirectory => OpenError::Folder,
        io::ErrorKind::PermissionDenied => OpenError::Unreadable("you may not read it".into()),
        _ => OpenError::Unreadable(error.to_string()),
    };
    if path.is_dir() {
        return Err(OpenError::Folder);
    }
    let mut bytes = Vec::new();
    // One byte more than allowed is read, never 100 MB more.
    let limit = LARGEST_MEGABYTES * MEGABYTE + 1;
    File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)).map_err(unreadable)?;
    Ok(bytes)
}

fn decode(bytes: &[u8]) -> Result<&str, OpenError> {
    let known: [(&[u8], &str); 5] = [
        (b"PK\x03\x04", "a zip archive or an Office file"),
        (b"%PDF", "a PDF"),
        (b"\x89PNG", "a picture"),
        (b"\x7fELF", "a program"),
        (b"\xd0\xcf\x11\xe0", "an old Office file"),
    ];
    if let Some((_, what)) = known.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(OpenError::Binary(what));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(OpenError::Utf16);
    }
    if bytes.contains(&0) {
        let looks_wide =
            bytes.len() > 3 && (bytes[0] == 0) != (bytes[1] == 0) && (bytes[2] == 0) != (bytes[3] == 0);
        return Err(if looks_wide { OpenError::Utf16 } else { OpenError::Binary("binary data") });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let sound = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
        OpenError::NotUtf8(Position::of(sound, sound.len()))
    })
}

fn end_of(text: &str) -> Position {
    Position::of(text, text.trim_end().len())
}

/// What the reader of RON stumbled over, in a planner's words.
fn malformed(text: &str, error: &ron::error::SpannedError) -> OpenError {
    use ron::Error as E;
    let found = Position { line: error.span.end.line, column: error.span.end.col };
    let is_open = matches!(error.code, E::ExpectedStringEnd | E::UnclosedBlockComment);
    // `Non`: the last word is not complete.
    let last_word = text[found.byte_in(text)..].trim_end();
    let is_at_end = is_open || !last_word.contains(|c: char| c.is_whitespace() || ",:()[]{}".contains(c));
    // A comma is missed after space and line ends; it belongs before them.
    let at = if error.code == E::ExpectedComma { end_of(&text[..found.byte_in(text)]) } else { found };
    let expected = match &error.code {
        E::Eof => "more was expected".to_owned(),
        E::ExpectedStringEnd => "the text in quotes that begins here never ends".to_owned(),
        E::UnclosedBlockComment => "the comment that begins here never ends".to_owned(),
        E::TrailingCharacters => "the plan is complete, but more text follows".to_owned(),
        E::IntegerOutOfBounds => "the number is too large, or negative where none may be".to_owned(),
        E::ExceededRecursionLimit => "the brackets are nested deeper than in any plan".to_owned(),
        E::NoSuchStructField { expected, found, outer } => {
            let within = outer.as_ref().map(|outer| format!(" in `{outer}`")).unwrap_or_default();
            format!("`{found}` is not known{within}; expected {}", one_of(expected))
        }
        E::NoSuchEnumVariant { expected, found, .. } => {
            format!("`{found}` is not known here; expected {}", one_of(expected))
        }
        E::MissingStructField { field, outer } => {
            let within = outer.as_ref().map(|outer| format!(" of `{outer}`")).unwrap_or_default();
            format!("the field `{field}`{within} is missing before this place")
        }
        E::DuplicateStructField { field, .. } => format!("the field `{field}` stands here twice"),
        E::Message(message) if is_about_a_date(message) => {
            format!("expected a date such as \"2026-06-01\" ({message})")
        }
        other => lower_first(&other.to_string()),
    };
    if is_at_end && !matches!(error.code, E::MissingStructField { .. } | E::TrailingCharacters) {
        OpenError::CutOff { at, expected }
    } else {
        OpenError::Malformed { at, expected }
    }
}

/// chrono's messages for text that is no date.
fn is_about_a_date(message: &str) -> bool {
    ["invalid characters", "premature end", "out of range", "trailing input", "enough", "match"]
        .iter()
        .any(|part| message.contains(part))
}

fn one_of(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [head @ .., last] => format!("{} or {last}", head.join(", ")),
    }
}
