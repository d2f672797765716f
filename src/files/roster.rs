//! The roster file beside a plan: which device is in which phase, and by which rules. A table that opens in a
//! spreadsheet and may be changed there; its first rows begin with `#` and hold version, phases and rules.
//! What cannot be read in full is refused in full.

mod columns;
mod names;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use encoding_rs::{Encoding, WINDOWS_1252};
use serde::{Deserialize, Serialize};

pub(super) use self::columns::id_text;
use self::columns::{COLUMNS, Columns};
pub use self::names::names;
use super::import::Limits;
use super::import::moment::{Order, OrderEvidence};
use super::plan_file::Stamp;
use super::safe_write::{self, WriteError, WriteReason};
use super::{spreadsheet, versions};
use crate::fleet::{Condition, Fleet, Roster, Rule, Seat, Share, Size, Words};
use crate::picture::format;
use crate::plan::{PhaseId, Plan};

/// The version that this program writes.
pub const VERSION: u32 = 1;
/// Two million devices.
const LARGEST_MEGABYTES: u64 = 512;
const MOST_RULES: usize = 1_000;
/// Phases that rows may name; those that were removed are among them.
const MOST_NAMES: usize = 10_000;
const TITLE: &str = "# Baton roster version ";

/// A roster as it was read.
pub struct Opened {
    pub roster: Roster,
    /// What the reader of the plan should know: rows that a person changed so that they name no phase.
    pub notes: Vec<String>,
    pub stamp: Stamp,
}

/// Why a roster cannot be read; each is one sentence, without the file's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    #[error("the file is larger than {LARGEST_MEGABYTES} MB, which no roster is")]
    TooLarge,
    #[error("this is no roster, which begins with “{TITLE}{VERSION}”")]
    NoRoster,
    #[error(
        "the roster was written by a newer Baton (version {0}; this one reads up to {VERSION}); nothing was changed"
    )]
    Newer(String),
    #[error("line {line}: {what}")]
    Malformed { line: u64, what: String },
    #[error(
        "the file ends early: it has {found} of {told} devices; if they were taken out on purpose, correct the number after “# devices”"
    )]
    CutOff { told: u64, found: u64 },
}

/// A roster file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {error}", path.display())]
pub struct FileError {
    pub path: PathBuf,
    pub error: RosterError,
}

impl RosterError {
    /// 4 for a newer version, else 3, as the command line reports it.
    pub const fn exit_code(&self) -> u8 {
        if matches!(self, Self::Newer(_)) { 4 } else { 3 }
    }
}

/// A phase by its number and the name that it has in the table.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    id: PhaseId,
    name: String,
}

/// `stores.roster.csv` beside `stores.baton.ron`.
pub fn beside(plan: &Path) -> PathBuf {
    let name = plan.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let stem = name.strip_suffix(".ron").unwrap_or(&name);
    plan.with_file_name(format!("{}.roster.csv", stem.strip_suffix(".baton").unwrap_or(stem)))
}

/// The roster at `path`; none when there is no such file.
pub fn open(path: &Path) -> Result<Option<Opened>, FileError> {
    let opened = read(path).and_then(|bytes| bytes.map(|bytes| from_csv(&bytes)).transpose());
    opened.map_err(|error| FileError { path: path.to_owned(), error })
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, RosterError> {
    let unreadable = |error: io::Error| RosterError::Unreadable(error.to_string());
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    let limit = LARGEST_MEGABYTES << 20;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limit { Err(RosterError::TooLarge) } else { Ok(Some(bytes)) }
}

/// Writes the roster; the file that it replaces stays as `NAME.bak`.
pub fn save(path: &Path, roster: &Roster, plan: &Plan) -> Result<(), WriteError> {
    safe_write::write(path, &to_csv(roster, plan))
}

/// Writes the roster, then what counts on it: where that fails, the roster that stood there comes back.
pub fn save_before<T>(
    path: &Path,
    roster: &Roster,
    plan: &Plan,
    then: impl FnOnce() -> Result<T, WriteError>,
) -> Result<T, WriteError> {
    before(path, || save(path, roster, plan), then).map(|((), then)| then)
}

/// What a file must be to be written over: as it was opened, if anything is known of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    Anything,
    NoFile,
    Stamp(Stamp),
}

impl Expected {
    /// A file that was read, or was found not to be there.
    pub fn opened(stamp: Option<Stamp>) -> Self {
        stamp.map_or(Self::NoFile, Self::Stamp)
    }

    /// One that has gone meanwhile stands in nobody's way.
    fn allows(self, now: Option<Stamp>) -> bool {
        match (self, now) {
            (Self::Anything, _) | (_, None) => true,
            (Self::NoFile, Some(_)) => false,
            (Self::Stamp(then), Some(now)) => then == now,
        }
    }
}

/// [`save_before()`] of a roster that was worked on, with its stamp. A file that somebody else has written since
/// it was opened is not replaced. A roster of nothing is none: a file that is there becomes its backup.
pub fn keep_before<T>(
    path: &Path,
    (roster, expected): (&Roster, Expected),
    plan: &Plan,
    then: impl FnOnce() -> Result<T, WriteError>,
) -> Result<(Option<Stamp>, T), WriteError> {
    if !expected.allows(stamp_of(path)?) {
        return Err(WriteError::changed(path));
    }
    let write = || {
        if roster.is_empty() {
            return safe_write::put_aside(path).map(|_| None);
        }
        let bytes = to_csv(roster, plan);
        safe_write::write(path, &bytes).map(|()| Some(Stamp::of(&bytes)))
    };
    before(path, write, then)
}

/// The roster of one plan beside a copy of it, as it stands, even where it makes no sense. A plan without a
/// roster takes over nobody's: one that stands there, of the plan that it replaces, becomes its backup. Whether
/// one did.
pub fn copy_before<T>(
    from: Option<&Path>,
    to: &Path,
    then: impl FnOnce() -> Result<T, WriteError>,
) -> Result<(bool, T), WriteError> {
    let copy = || match from.map(std::fs::read) {
        Some(Ok(bytes)) => safe_write::write(to, &bytes).map(|()| false),
        None => safe_write::put_aside(to),
        Some(Err(error)) if error.kind() == io::ErrorKind::NotFound => safe_write::put_aside(to),
        Some(Err(error)) => Err(unreadable(from.unwrap_or(to), &error)),
    };
    before(to, copy, then)
}

/// What a file contains, if it is there. Of one that cannot be read nobody knows.
fn stamp_of(path: &Path) -> Result<Option<Stamp>, WriteError> {
    let bytes = read(path).map_err(|error| unreadable(path, &error))?;
    Ok(bytes.map(|bytes| Stamp::of(&bytes)))
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> WriteError {
    WriteError { path: path.to_owned(), reason: WriteReason::Other(error.to_string()) }
}

fn before<T, U>(
    path: &Path,
    write: impl FnOnce() -> Result<T, WriteError>,
    then: impl FnOnce() -> Result<U, WriteError>,
) -> Result<(T, U), WriteError> {
    let had = stamp_of(path)?;
    let written = write()?;
    match then() {
        Ok(then) => Ok((written, then)),
        Err(mut error) => {
            if stamp_of(path).as_ref() != Ok(&had)
                && let Err(why) = safe_write::take_back(path, had.is_some())
            {
                let roster = path.display();
                error.reason = WriteReason::Other(format!(
                    "{}; and {roster} could not be put back: {why}",
                    error.reason
                ));
            }
            Err(error)
        }
    }
}

/// The canonical bytes of a roster: the order in which its devices were read is no matter.
pub fn to_csv(roster: &Roster, plan: &Plan) -> Vec<u8> {
    let dialect = versions::dialect();
    let ron = |record: Result<String, ron::Error>| record.unwrap_or_default();
    let mut head = vec![format!("{TITLE}{VERSION}")];
    let names: Vec<Named> = phases_of(roster)
        .into_iter()
        .map(|id| Named { id, name: plan.phase(id).map_or_else(|| lost(id), |phase| phase.name.clone()) })
        .collect();
    head.extend(names.iter().map(|named| format!("# phase {}", ron(dialect.to_string(named)))));
    head.extend(roster.rules().iter().map(|rule| format!("# rule {}", ron(dialect.to_string(rule)))));
    head.push(format!("# devices {}", roster.fleet().len()));
    let places: HashMap<PhaseId, usize> = names.iter().map(|named| named.id).zip(0..).collect();
    let mut rows: Vec<(usize, Vec<String>)> = roster
        .seats()
        .map(|(device, seat)| {
            let place = seat.phase.and_then(|id| places.get(&id).copied());
            let name = place.map_or("", |place| names[place].name.as_str());
            (place.unwrap_or(usize::MAX), columns::row(device, name, seat.rule))
        })
        .collect();
    rows.sort_unstable();
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(_, row)| row).collect();
    let head: Vec<Vec<String>> = head.into_iter().map(|line| vec![line]).collect();
    let header = COLUMNS.map(|(_, title)| title.to_owned()).to_vec();
    spreadsheet::table(head.iter().chain(std::iter::once(&header)).chain(&rows).map(Vec::as_slice))
}

/// Both are the same file.
pub fn is_same(one: &Roster, other: &Roster, plan: &Plan) -> bool {
    one.is_as(other) || (one.rules() == other.rules() && to_csv(one, plan) == to_csv(other, plan))
}

/// What a phase is called that the plan does not have any more.
fn lost(id: PhaseId) -> String {
    format!("(removed phase {})", id.0)
}

/// Every phase that rules or seats name, in the order in which rules name them first.
fn phases_of(roster: &Roster) -> Vec<PhaseId> {
    let mut phases: Vec<PhaseId> = Vec::new();
    let of_rules = roster.rules().iter().map(|rule| rule.phase);
    let mut of_seats: Vec<PhaseId> = roster.seats().filter_map(|(_, seat)| seat.phase).collect();
    of_seats.sort();
    of_seats.dedup();
    for id in of_rules.chain(of_seats) {
        if !phases.contains(&id) {
            phases.push(id);
        }
    }
    phases
}

/// The roster in the bytes of a file, as written here or saved anew by a spreadsheet.
pub fn from_csv(bytes: &[u8]) -> Result<Opened, RosterError> {
    up_to(Limits::REAL.devices.most, bytes)
}

fn up_to(most: usize, bytes: &[u8]) -> Result<Opened, RosterError> {
    let text = decode(bytes);
    let body = text.trim_start_matches(['"', '\u{feff}']);
    let Some(after) = body.strip_prefix(TITLE) else { return Err(RosterError::NoRoster) };
    let version = &after[..after.bytes().take_while(u8::is_ascii_digit).count()];
    match version.parse() {
        Ok(1..=VERSION) => {}
        Err(_) if version.is_empty() => return Err(RosterError::NoRoster),
        Ok(0) => return Err(RosterError::NoRoster),
        _ => return Err(RosterError::Newer(version.to_owned())),
    }
    let mut records = reader(&text);
    let mut reading = Reading { orders: orders(&text), ..Reading::default() };
    for record in records.records() {
        let malformed = |at: Option<&csv::Position>, what| RosterError::Malformed {
            line: line_of(&text, at.map_or(0, csv::Position::byte) as usize),
            what,
        };
        let record =
            record.map_err(|error| malformed(error.position(), "the row cannot be read".to_owned()))?;
        reading.take(&record).map_err(|what| malformed(record.position(), what))?;
        if reading.fleet.len() > most {
            return Err(malformed(
                record.position(),
                format!("more than {} devices", format::count(most as u64)),
            ));
        }
    }
    reading.end(Stamp::of(bytes))
}

/// By its mark, else UTF-8, else what a spreadsheet of Windows saves.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// What stands between the cells of the header.
fn separator(text: &str) -> u8 {
    let is_head = |line: &&str| line.trim_start_matches('"').starts_with('#');
    let header = text.lines().find(|line| !is_head(line)).unwrap_or_default();
    let count = |mark: u8| header.bytes().filter(|byte| *byte == mark).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

/// The line of a record, whose reader may stand before the end of the line above.
fn line_of(text: &str, byte: usize) -> u64 {
    let rest = text.as_bytes().get(byte..).unwrap_or_default();
    let end = byte + rest.iter().take_while(|byte| b"\r\n".contains(byte)).count();
    1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..end.min(text.len())]).count() as u64
}

fn reader(text: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(text.as_bytes())
}

/// Whether day or month stands first where a spreadsheet has written the dates its own way.
fn orders(text: &str) -> OrderEvidence {
    let mut evidence = OrderEvidence::default();
    if text.contains('/') {
        let mut columns = None;
        for record in reader(text).records().flatten() {
            match &columns {
                None => columns = Columns::of(&record).ok(),
                Some(columns) => columns.dates(&record).for_each(|date| evidence.add(date)),
            }
        }
    }
    evidence
}

#[derive(Default)]
struct Reading {
    orders: OrderEvidence,
    /// By their names in small letters.
    phases: HashMap<String, PhaseId>,
    rules: Vec<Rule>,
    told: Option<u64>,
    columns: Option<Columns>,
    words: Words,
    fleet: Fleet,
    seats: Vec<Seat>,
    /// Rows of devices, doubles and all.
    rows: u64,
    /// Rows that name a phase which is none.
    strange: Vec<String>,
    strangers: u64,
}

impl Reading {
    fn take(&mut self, record: &csv::StringRecord) -> Result<(), String> {
        let first = record.get(0).unwrap_or_default();
        if first.starts_with('#') && self.columns.is_none() {
            return self.head(first);
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        let Some(columns) = &self.columns else {
            self.columns = Some(Columns::of(record)?);
            return Ok(());
        };
        let device =
            columns.device(record, &mut self.words, self.orders.order().unwrap_or(Order::MonthFirst))?;
        let seat = self.seat(&columns.phase(record), columns.rule(record));
        self.rows += 1;
        let before = self.fleet.len();
        self.fleet.put(device);
        if self.fleet.len() > before {
            self.seats.push(seat);
        }
        Ok(())
    }

    fn head(&mut self, line: &str) -> Result<(), String> {
        let dialect = versions::dialect();
        if let Some(phase) = line.strip_prefix("# phase ") {
            let Named { id, name } = dialect.from_str(phase).map_err(|error| format!("no phase: {error}"))?;
            self.phases.entry(name.trim().to_lowercase()).or_insert(id);
        } else if let Some(rule) = line.strip_prefix("# rule ") {
            let rule: Rule = dialect.from_str(rule).map_err(|error| format!("no rule: {error}"))?;
            refuse_absurd(&rule)?;
            self.rules.push(rule);
        } else if let Some(count) = line.strip_prefix("# devices ") {
            self.told = Some(count.trim().parse().map_err(|_| "expected a number of devices".to_owned())?);
        }
        if self.phases.len() > MOST_NAMES {
            return Err(format!("more than {MOST_NAMES} phases"));
        }
        if self.rules.len() > MOST_RULES {
            return Err(format!("more than {MOST_RULES} rules"));
        }
        Ok(())
    }

    /// The seat that a row says. A phase that is not its rule's was written by a person.
    fn seat(&mut self, phase: &str, rule: &str) -> Seat {
        if phase.is_empty() {
            return Seat::default();
        }
        let Some(id) = self.phases.get(&phase.to_lowercase()).copied() else {
            self.strangers += 1;
            if self.strange.len() < 3 && !self.strange.iter().any(|known| known == phase) {
                self.strange.push(phase.to_owned());
            }
            return Seat::default();
        };
        let rule = rule.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        Seat {
            phase: Some(id),
            rule: rule.filter(|at| self.rules.get(*at).is_some_and(|rule| rule.phase == id)),
        }
    }

    fn end(self, stamp: Stamp) -> Result<Opened, RosterError> {
        let told = self.told.unwrap_or(0);
        if self.columns.is_none() || self.told.is_none() || self.rows < told {
            return Err(RosterError::CutOff { told, found: self.rows });
        }
        let mut notes = Vec::new();
        if self.strangers > 0 {
            notes.push(format!(
                "{} of the roster are in no phase, for there is none called {}.",
                crate::plan::wording::devices(self.strangers),
                self.strange.join(", ")
            ));
        }
        if self.orders.must_ask() {
            notes.push("Dates of the roster that can be read both ways were read month first.".into());
        }
        let roster = Roster::of(self.rules, Arc::new(self.fleet), self.seats);
        Ok(Opened { roster, notes, stamp })
    }
}

/// Figures that no rule can mean.
fn refuse_absurd(rule: &Rule) -> Result<(), String> {
    if let Share::Part(part) = &rule.share
        && let Size::Percent(percent) = part.size
        && !(0.0..=100.0).contains(&percent)
    {
        return Err(format!("a rule takes from 0 to 100 percent, not {percent}"));
    }
    let is_empty = |condition: &Condition| match condition {
        Condition::Column { words, .. } => words.is_empty(),
        Condition::Listed(_) => false,
    };
    if rule.only.iter().any(is_empty) { Err("a rule compares with no word".into()) } else { Ok(()) }
}

#[cfg(test)]
#[path = "roster_tests.rs"]
mod tests;
