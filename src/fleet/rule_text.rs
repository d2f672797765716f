//! Rules as a person writes and reads them: `sample 50 by site, os where site = Berlin, Bonn`. What is written
//! here reads back as the same rule.

use std::fmt::Write as _;

use super::{By, Column, Compare, Condition, Part, Rule, Share, Size};
use crate::plan::PhaseId;

/// Why a text is no rule: what was expected in its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{text}”: expected {expected}")]
pub struct Expected {
    pub text: String,
    pub expected: String,
}

const FORMS: &str = "rest, sample 50 by site,os, 30%, site = Berlin, name begins with HQ- or names in FILE";

/// The rule without its phase: `30% by site where os contains Windows 11`.
pub fn text(rule: &Rule) -> String {
    written(rule, &condition_text)
}

/// The rule for reading alone: lists say how many they name, not whom.
pub fn title(rule: &Rule) -> String {
    written(rule, &|condition| match condition {
        Condition::Listed(names) => listed_title(names.len()),
        Condition::Column { .. } => condition_text(condition),
    })
}

/// A list of so many names.
pub fn listed_title(names: usize) -> String {
    format!("named in a list of {}", crate::plan::wording::devices(names as u64))
}

fn written(rule: &Rule, condition_text: &dyn Fn(&Condition) -> String) -> String {
    let mut text = match &rule.share {
        Share::All => String::new(),
        Share::Part(part) => share_text(part),
    };
    if rule.only.is_empty() {
        return if text.is_empty() { "rest".into() } else { text };
    }
    if !text.is_empty() {
        text += " where ";
    }
    text + &joined(&rule.only, condition_text)
}

fn joined(conditions: &[Condition], condition_text: &dyn Fn(&Condition) -> String) -> String {
    conditions.iter().map(condition_text).collect::<Vec<_>>().join(" and ")
}

/// Conditions alone: `site = Berlin, Bonn and os contains Windows 11`.
pub fn conditions_text(conditions: &[Condition]) -> String {
    joined(conditions, &condition_text)
}

fn share_text(part: &Part) -> String {
    let mut text = match part.size {
        Size::Devices(devices) => format!("sample {devices}"),
        Size::Percent(percent) => format!("{percent}%"),
    };
    if !part.mirror.is_empty() {
        let columns: Vec<&str> = part.mirror.iter().map(|by| by.key()).collect();
        let _ = write!(text, " by {}", columns.join(","));
    }
    if part.seed != 0 {
        let _ = write!(text, " seed {}", part.seed);
    }
    text
}

fn condition_text(condition: &Condition) -> String {
    match condition {
        Condition::Column { column, compare, words } => {
            let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            format!("{} {} {}", column.key(), compare.name(), words.join(", "))
        }
        Condition::Listed(names) => {
            format!("listed {}", names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", "))
        }
    }
}

/// Words that would be read as something else stand in quotes; a quote within is doubled.
fn quoted(word: &str) -> String {
    let is_plain = !word.is_empty()
        && word.split_whitespace().collect::<Vec<_>>().join(" ") == word
        && !word.contains([',', '"', '='])
        && !word.split_whitespace().any(|part| ["and", "where"].contains(&part.to_lowercase().as_str()))
        && !word.to_lowercase().starts_with("with ");
    if is_plain { word.to_owned() } else { format!("\"{}\"", word.replace('"', "\"\"")) }
}

/// Reads a rule for a phase.
pub fn parse(phase: PhaseId, text: &str, names: NamesOf<'_>) -> Result<Rule, Expected> {
    let text = text.trim();
    let mut rule = Rule::rest(phase);
    if ["rest", "all"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Ok(rule);
    }
    let pieces = pieces(text);
    let lower = |piece: &Piece| if piece.is_quoted { String::new() } else { piece.text.to_lowercase() };
    let at_where = pieces.iter().position(|piece| lower(piece) == "where");
    let (share, only) = match at_where {
        Some(at) => (&pieces[..at], &pieces[at + 1..]),
        None if starts_share(&pieces) => (&pieces[..], &pieces[..0]),
        None => (&pieces[..0], &pieces[..]),
    };
    let is_all = share.len() == 1 && lower(&share[0]) == "all";
    if !share.is_empty() && !is_all {
        rule.share = Share::Part(part(text, share)?);
    }
    if at_where.is_some() || share.is_empty() {
        rule.only = all_conditions(text, only, names)?;
    }
    Ok(rule)
}

/// Reads what [`conditions_text`] writes; nothing is no condition.
pub fn parse_conditions(text: &str, names: NamesOf<'_>) -> Result<Vec<Condition>, Expected> {
    let pieces = pieces(text);
    if pieces.is_empty() { Ok(Vec::new()) } else { all_conditions(text.trim(), &pieces, names) }
}

fn all_conditions(text: &str, pieces: &[Piece], names: NamesOf<'_>) -> Result<Vec<Condition>, Expected> {
    let is_and = |piece: &Piece| !piece.is_quoted && piece.text.eq_ignore_ascii_case("and");
    pieces.split(is_and).map(|pieces| condition(text, pieces, &mut *names)).collect()
}

/// Reads the file of names that a rule says.
pub type NamesOf<'n> = &'n mut dyn FnMut(&str) -> Result<Vec<String>, String>;

/// A word, or what stands in quotes, or a comma.
#[derive(Clone, Debug, PartialEq)]
struct Piece {
    text: String,
    is_quoted: bool,
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (piece, after) = if first == '"' {
            in_quotes(&rest[1..])
        } else {
            // `site=Berlin` and `Berlin,Bonn` need no spaces.
            let single = matches!(first, ',' | '=');
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | '=' | '"'));
            let end = if single { 1 } else { end.unwrap_or(rest.len()) };
            (Piece { text: rest[..end].to_owned(), is_quoted: false }, &rest[end..])
        };
        pieces.push(piece);
        rest = after.trim_start();
    }
    pieces
}

fn in_quotes(text: &str) -> (Piece, &str) {
    let mut word = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != '"' {
            word.push(c);
        } else if chars.next_if(|(_, next)| *next == '"').is_some() {
            word.push('"');
        } else {
            return (Piece { text: word, is_quoted: true }, &text[at + 1..]);
        }
    }
    (Piece { text: word, is_quoted: true }, "")
}

fn starts_share(pieces: &[Piece]) -> bool {
    pieces.first().is_some_and(|piece| {
        let word = piece.text.to_lowercase();
        !piece.is_quoted && (word == "sample" || word.ends_with('%'))
    })
}

fn expected(text: &str, expected: impl Into<String>) -> Expected {
    Expected { text: text.to_owned(), expected: expected.into() }
}

/// `sample 50 by site,os seed 2`, `30% by site`
fn part(text: &str, pieces: &[Piece]) -> Result<Part, Expected> {
    let mut words =
        pieces.iter().map(|piece| piece.text.to_lowercase()).filter(|word| word != ",").peekable();
    let first = words.next().unwrap_or_default();
    let number = if first == "sample" { words.next().unwrap_or_default() } else { first };
    let size = match number.strip_suffix('%') {
        Some(percent) => {
            let percent = percent.parse::<f64>().ok().filter(|percent| (0.0..=100.0).contains(percent));
            Size::Percent(percent.ok_or_else(|| expected(text, "a share from 0% to 100%"))?)
        }
        None => {
            Size::Devices(number.parse().map_err(|_| expected(text, "a number of devices or a percentage"))?)
        }
    };
    let mut part = Part { size, mirror: Vec::new(), seed: 0 };
    while let Some(word) = words.next() {
        match word.as_str() {
            "by" => {
                while let Some(key) = words.next_if(|word| word != "seed") {
                    let by = By::ALL.into_iter().find(|by| by.key() == key);
                    let known = By::ALL.map(By::key).join(", ");
                    part.mirror
                        .push(by.ok_or_else(|| expected(text, format!("columns after “by”: {known}")))?);
                }
            }
            "seed" => {
                let seed = words.next().and_then(|word| word.parse().ok());
                part.seed = seed.ok_or_else(|| expected(text, "a whole number after “seed”"))?;
            }
            _ => return Err(expected(text, "“by” with columns, “seed” or “where” after the size")),
        }
    }
    Ok(part)
}

fn condition(text: &str, pieces: &[Piece], names: NamesOf<'_>) -> Result<Condition, Expected> {
    let word = |at: usize| {
        pieces.get(at).filter(|piece| !piece.is_quoted).map_or_else(String::new, |p| p.text.to_lowercase())
    };
    if word(0) == "names" && word(1) == "in" {
        let file = words(&pieces[2..]).join(", ");
        return names(&file).map(Condition::Listed).map_err(|why| expected(text, why));
    }
    if word(0) == "listed" {
        return Ok(Condition::Listed(words(&pieces[1..])));
    }
    let Some(column) = Column::ALL.into_iter().find(|column| column.key() == word(0)) else {
        return Err(expected(text, FORMS));
    };
    let (compare, used) = match word(1).as_str() {
        "=" | "is" => (Compare::Equals, 2),
        "begins" if word(2) == "with" => (Compare::BeginsWith, 3),
        "begins" => (Compare::BeginsWith, 2),
        "contains" => (Compare::Contains, 2),
        _ => return Err(expected(text, format!("=, begins with or contains after “{}”", column.key()))),
    };
    let words = words(&pieces[used..]);
    if words.is_empty() {
        return Err(expected(text, "at least one word to compare with"));
    }
    Ok(Condition::Column { column, compare, words })
}

/// Pieces between commas, with one space between those that stand together.
fn words(pieces: &[Piece]) -> Vec<String> {
    pieces
        .split(|piece| !piece.is_quoted && piece.text == ",")
        .filter(|group| !group.is_empty())
        .map(|group| group.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" "))
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Rule, Expected> {
        parse(PhaseId(1), text, &mut |file| {
            if file == "pilot.txt" { Ok(vec!["PC-1".into()]) } else { Err(format!("{file} to be there")) }
        })
    }

    fn equals(column: Column, words: &[&str]) -> Condition {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        Condition::Column { column, compare: Compare::Equals, words }
    }

    #[test]
    fn rules_are_read_as_people_write_them() {
        assert_eq!(read("rest").unwrap(), Rule::rest(PhaseId(1)));
        assert_eq!(
            read("site=Head office, Bonn").unwrap().only,
            [equals(Column::Site, &["Head office", "Bonn"])]
        );
        assert_eq!(
            read("Department is \"Research and Development\" and name begins HQ-").unwrap().only,
            [
                equals(Column::Department, &["Research and Development"]),
                Condition::Column {
                    column: Column::Name,
                    compare: Compare::BeginsWith,
                    words: vec!["HQ-".into()]
                }
            ]
        );
        let sample = read("sample 50 by site, os seed 7 where join = Hybrid joined").unwrap();
        let part = Part { size: Size::Devices(50), mirror: vec![By::Site, By::Windows], seed: 7 };
        assert_eq!(sample.share, Share::Part(part));
        assert_eq!(sample.only, [equals(Column::Join, &["Hybrid joined"])]);
        let percent = Part { size: Size::Percent(12.5), mirror: vec![], seed: 0 };
        assert_eq!(read("12.5%").unwrap().share, Share::Part(percent));
        assert_eq!(read("names in pilot.txt").unwrap().only, [Condition::Listed(vec!["PC-1".into()])]);
        assert_eq!(read("all where site = X").unwrap().share, Share::All);
    }

    #[test]
    fn what_is_no_rule_says_what_was_expected() {
        let says = |text: &str| read(text).unwrap_err().to_string();
        assert!(says("everything").contains("expected rest, sample 50"));
        assert!(says("site near Berlin").contains("=, begins with or contains after “site”"));
        assert!(says("site =").contains("at least one word"));
        assert!(says("sample many").contains("a number of devices"));
        assert!(says("130%").contains("0% to 100%"));
        assert!(says("sample 5 by colour").contains("site, prefix"));
        assert!(says("names in other.txt").contains("other.txt to be there"));
        assert!(says("sample 5 where").contains("expected"));
        assert!(says("").contains("expected rest"));
    }

    fn any_rule() -> impl Strategy<Value = Rule> {
        let words = || prop::collection::vec("[a-zA-Z,\" =-]{0,8}|and|where|with x|rest|50%", 1..4);
        let condition = prop_oneof![
            (
                prop::sample::select(Column::ALL.to_vec()),
                prop::sample::select(Compare::ALL.to_vec()),
                words()
            )
                .prop_map(|(column, compare, words)| Condition::Column {
                    column,
                    compare,
                    words
                }),
            words().prop_map(Condition::Listed),
        ];
        let size = prop_oneof![
            any::<u32>().prop_map(Size::Devices),
            (0_u32..=1_000).prop_map(|n| Size::Percent(f64::from(n) / 10.0))
        ];
        let mirror = prop::sample::subsequence(By::ALL.to_vec(), 0..4);
        let share = prop_oneof![
            Just(Share::All),
            (size, mirror, 0_u32..9).prop_map(|(size, mirror, seed)| Share::Part(Part {
                size,
                mirror,
                seed
            }))
        ];
        (share, prop::collection::vec(condition, 0..3)).prop_map(|(share, only)| Rule {
            phase: PhaseId(1),
            only,
            share,
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(rule in any_rule()) {
            let text = text(&rule);
            prop_assert_eq!(&read(&text), &Ok(rule.clone()), "{}", text);
            let alone = conditions_text(&rule.only);
            let none = &mut |_: &str| Err(String::new());
            prop_assert_eq!(parse_conditions(&alone, none), Ok(rule.only), "{}", alone);
        }

        #[test]
        fn no_text_breaks_the_reader(text in any::<String>(), near in "(sample|50%|where|and|site|=|names in|,|\"| |by|seed|é){0,12}") {
            let _ = (read(&text), read(&near));
        }
    }
}
