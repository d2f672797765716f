//! The changes behind a cause, in the words of their own lines, and which of them hold a phase up.

use chrono::NaiveDate;

use super::{Pair, words};
use crate::plan::diff::{Cause, Difference};
use crate::plan::{BaselinePhase, Criterion, PhaseId, Record};
use crate::report::wording::{counted, lower_first};

/// More words than this in brackets and a sentence is no longer read to its end.
const MOST: usize = 160;

/// What was changed: `agents from 2 Nov 2026: 16 instead of 14`; of many changes how many there are. Empty where
/// that says nothing.
pub(super) fn of_cause(pair: &Pair<'_, '_>, cause: Cause) -> String {
    let own: Vec<Difference> = pair.differences.iter().filter(|d| d.cause() == cause).cloned().collect();
    let lines = lines(pair, cause, &own);
    let all = lines.join("; ");
    match lines.len() {
        1 => all,
        2 if all.chars().count() <= MOST => all,
        // What was recorded since is many lines every day.
        0 | 2.. if cause == Cause::Facts => String::new(),
        0 => String::new(),
        n => counted(n, "change", "changes"),
    }
}

/// Each change in a few words, as they stand within a sentence.
pub(super) fn lines(pair: &Pair<'_, '_>, cause: Cause, own: &[Difference]) -> Vec<String> {
    let lines = words::groups(pair, own).into_iter().flat_map(|group| group.lines);
    let in_text = |line: String| {
        let line = line.trim_end_matches('.').to_owned();
        // The names of workloads, phases and milestones keep their capitals.
        let is_plain = matches!(cause, Cause::Calendar | Cause::Desk | Cause::Assumptions);
        if is_plain { lower_first(&line) } else { line }
    };
    lines.map(in_text).collect()
}

/// Of two states of a phase what a change beside it does to the days between its start and its last device:
/// the calendar, and a helpdesk whose wait stops the targeting.
pub(super) fn enrollment(
    pair: &Pair<'_, '_>,
    (was, now): (&BaselinePhase, &BaselinePhase),
) -> Option<String> {
    let (old, new) = pair.plans()?;
    let window = was.start.min(now.start).zip(was.targeted.max(now.targeted));
    let mut said = calendar(pair, now.phase, window);
    if old.desk.brake_wait_days.is_some() || new.desk.brake_wait_days.is_some() {
        let desk = of_cause(pair, Cause::Desk);
        if !desk.is_empty() {
            said.push(format!("the helpdesk's wait stops the targeting; {desk}"));
        }
    }
    in_brackets(pair, now.phase, &said)
}

/// The same of the days between its last device and its gate.
pub(super) fn criteria(pair: &Pair<'_, '_>, (was, now): (&BaselinePhase, &BaselinePhase)) -> Option<String> {
    let (_, new) = pair.plans()?;
    let window = was.targeted.min(now.targeted).zip(was.gate.max(now.gate));
    let mut said = calendar(pair, now.phase, window);
    let asks = |is_it: fn(&Criterion) -> bool| {
        new.phase(now.phase).is_some_and(|phase| phase.gate.criteria.iter().any(is_it))
    };
    let of_desk =
        |criterion: &Criterion| matches!(criterion, Criterion::DeskLoad { .. } | Criterion::Wait { .. });
    let of_devices =
        |criterion: &Criterion| matches!(criterion, Criterion::Success { .. } | Criterion::Coverage { .. });
    for (cause, is_it) in [(Cause::Desk, asks(of_desk)), (Cause::Assumptions, asks(of_devices))] {
        said.extend(Some(of_cause(pair, cause)).filter(|words| is_it && !words.is_empty()));
    }
    in_brackets(pair, now.phase, &said)
}

/// Where nothing is found the only change that there is, for then everything comes from it.
fn in_brackets(pair: &Pair<'_, '_>, id: PhaseId, said: &[String]) -> Option<String> {
    let words = match (said, pair.stages) {
        ([], [only]) if only.cause != Cause::Phase(id) => of_cause(pair, only.cause),
        (said, _) => said.join("; "),
    };
    (!words.is_empty()).then(|| format!(" ({words})"))
}

/// Freezes, pauses and holidays of these days that are not as they were, and the rules of the working week.
fn calendar(pair: &Pair<'_, '_>, id: PhaseId, window: Option<(NaiveDate, NaiveDate)>) -> Vec<String> {
    let Some((first, last)) = window else { return Vec::new() };
    let lies_in = |from: NaiveDate, to: NaiveDate| from <= last && to >= first;
    let touches = |record: &Record| match record {
        Record::Holiday(holiday) => lies_in(holiday.date, holiday.date),
        Record::Freeze(freeze) => freeze.scope.bars_enrollment() && lies_in(freeze.from, freeze.to),
        Record::Pause(pause) => pause.phases.contains(id) && lies_in(pause.from, pause.until),
        _ => false,
    };
    let is_here = |difference: &Difference| match difference {
        Difference::Record { old, new } => old.iter().chain(new).any(|record| touches(record)),
        other => other.cause() == Cause::Calendar,
    };
    let here: Vec<Difference> = pair.differences.iter().filter(|d| is_here(d)).cloned().collect();
    let lines = lines(pair, Cause::Calendar, &here);
    if lines.len() > 2 { vec![counted(lines.len(), "change", "changes") + " of the calendar"] } else { lines }
}
