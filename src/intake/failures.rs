//! Why devices of a phase have failed, by error code or reason, as of the day of the list. What was recorded
//! for the same day gives way.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::fleet::Word;
use crate::picture::format;
use crate::plan::{Edit, Failure, Key, Phase, Plan, Record, enrollment_error};

/// More codes than this are no causes any more; the rarest are left.
const MOST_CODES: usize = 40;
/// Codes that a sentence names.
const NAMED: usize = 3;

/// The records that change, and the sentences about them.
pub fn failures(
    plan: &Plan,
    phase: &Phase,
    troubles: &BTreeMap<Word, u32>,
    as_of: NaiveDate,
) -> (Vec<Edit>, Vec<String>) {
    let mut codes: Vec<(&str, u32)> = troubles.iter().map(|(code, n)| (code.as_ref(), *n)).collect();
    codes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    codes.truncate(MOST_CODES);
    let known = plan.actuals.phase(phase.id).map_or(&[][..], |actuals| &actuals.failures);
    let gone: Vec<_> = known
        .iter()
        .filter(|old| old.date == as_of && codes.iter().all(|(code, _)| *code != old.code))
        .collect();
    let key = |old: &Failure| Key::Failure { phase: phase.id, date: old.date, code: old.code.clone() };
    let mut edits: Vec<Edit> = gone.iter().map(|old| Edit::Remove(key(old))).collect();
    let new = codes.iter().map(|(code, n)| Failure { date: as_of, code: (*code).to_owned(), devices: *n });
    let new = new.filter(|failure| !known.contains(failure));
    edits.extend(new.map(|failure| Record::Failure { phase: phase.id, failure }.into()));
    let mut says = Vec::new();
    if !edits.is_empty() && !codes.is_empty() {
        says.push(format!("{}: failed with {}.", phase.name, named(&codes)));
    }
    if !gone.is_empty() {
        let old: Vec<_> = gone.iter().map(|old| format!("{} ({})", old.code, old.devices)).collect();
        says.push(format!("{}: recorded for the same day and replaced: {}.", phase.name, old.join(", ")));
    }
    (edits, says)
}

/// `0x8018002A MFA prompt not answered (16), 0x80180018 User license state (7) and 3 more codes`
fn named(codes: &[(&str, u32)]) -> String {
    let words = codes.iter().take(NAMED).map(|(code, n)| {
        let meaning = enrollment_error(code).map_or(String::new(), |error| format!(" {}", error.meaning));
        format!("{code}{meaning} ({})", format::count(u64::from(*n)))
    });
    let words = words.collect::<Vec<_>>().join(", ");
    match codes.len().saturating_sub(NAMED) {
        0 => words,
        more => format!("{words} and {}", format::plural(more as u64, "more code", "more codes")),
    }
}
