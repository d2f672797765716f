//! The versions of the plan file: the number at its head, and the way from every old one to the newest.
//! A version newer than this program is refused, never guessed at.

use ron::extensions::Extensions;

use super::ron_text::Position;
use crate::plan::Plan;

/// The version that this program writes.
pub const CURRENT: u32 = 4;

/// How plans are read and written: `target: "2027-03-31"`, without a `Some` around it.
pub fn dialect() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// What stands at the head of a plan file.
#[derive(Debug, PartialEq, Eq)]
pub enum Head {
    /// A version, and the text with the version blanked out, so that all places stay what they are.
    Version(u32, String),
    /// A number that no version of this program knows; as written.
    Newer(String),
    /// No version where one must stand.
    Missing(Position),
}

/// Reads the version without reading anything else: a newer plan may be written in ways unknown here.
pub fn head(text: &str) -> Head {
    let missing = |rest: &str| Head::Missing(Position::of(text, text.len() - rest.len()));
    let opening = skip_preamble(text);
    let Some(inside) = opening.strip_prefix('(') else { return missing(opening) };
    let field = skip_blank(inside);
    let Some(colon) = field.strip_prefix("version").map(skip_blank) else {
        let is_cut_off = "version".starts_with(field.trim_end());
        return missing(if is_cut_off { "" } else { field });
    };
    let Some(number) = colon.strip_prefix(':').map(skip_blank) else { return missing(colon) };
    let digits = &number[..number.bytes().take_while(u8::is_ascii_digit).count()];
    let after = skip_blank(&number[digits.len()..]);
    match digits.parse::<u32>() {
        Err(_) if digits.is_empty() => missing(number),
        Ok(0) => missing(number),
        Ok(version) if version <= CURRENT => {
            let start = text.len() - field.len();
            let end = text.len() - after.strip_prefix(',').unwrap_or(after).len();
            let blank = text[start..end].chars().map(|c| if c == '\n' { c } else { ' ' });
            let body = text[..start].chars().chain(blank).chain(text[end..].chars()).collect();
            Head::Version(version, body)
        }
        _ => Head::Newer(digits.to_owned()),
    }
}

/// The plan of a body of any known version, stepped up to the newest one version at a time.
///
/// Version 2 added prices, version 3 ticket rules and observed workload positions, version 4 tasks and
/// the estate's duplicates, which the versions before had none of: what their files say is read as it stands. The
/// next change of what is there already keeps today's records as types of their own here, with one function from
/// them to the newer ones.
pub fn plan_of(version: u32, body: &str) -> Result<Plan, ron::error::SpannedError> {
    match version {
        // Versions start at 1, and `head` lets none above CURRENT pass.
        0 | 1.. => dialect().from_str(body),
    }
}

/// Space, comments and `#![enable(…)]` before the plan begins.
fn skip_preamble(text: &str) -> &str {
    let mut rest = skip_blank(text);
    while rest.starts_with("#!") {
        rest = rest.find(']').map_or("", |end| skip_blank(&rest[end + 1..]));
    }
    rest
}

fn skip_blank(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        if let Some(comment) = rest.strip_prefix("//") {
            rest = comment.find('\n').map_or("", |end| &comment[end..]).trim_start();
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.find("*/").map_or("", |end| &comment[end + 2..]).trim_start();
        } else {
            return rest;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_before_anything_else_and_leaves_places_alone() {
        let Head::Version(1, body) = head("// ours\n(\n    version: 1,\n    name: \"x\",\n)") else {
            panic!()
        };
        assert_eq!(body, "// ours\n(\n               \n    name: \"x\",\n)");
        assert_eq!(head("(version: 5, something: <new>"), Head::Newer("5".into()));
        assert_eq!(head("(version:99999999999999999999)"), Head::Newer("99999999999999999999".into()));
    }

    #[test]
    fn a_file_without_a_version_says_where_it_was_expected() {
        assert_eq!(head("(\n  name: \"x\")"), Head::Missing(Position { line: 2, column: 3 }));
        assert_eq!(head("hello"), Head::Missing(Position { line: 1, column: 1 }));
        assert_eq!(head("(version: one)"), Head::Missing(Position { line: 1, column: 11 }));
        assert_eq!(head("(version: 0)"), Head::Missing(Position { line: 1, column: 11 }));
        assert_eq!(head("/*"), Head::Missing(Position { line: 1, column: 3 }));
    }
}
