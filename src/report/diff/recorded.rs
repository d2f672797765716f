//! What was recorded since, in words: how the phases stand, the helpdesk, events, figures and signatures.

use super::Pair;
use super::words::{RECORDED, Said, label};
use crate::picture::format;
use crate::plan::diff::Difference;
use crate::plan::{Event, PhaseId, Plan, Record};
use crate::report::recorded as events;
use crate::report::wording::{counted, sentence_case};

/// What each phase has recorded now and had before, and the rest of what happened.
pub(super) fn all(pair: &Pair<'_, '_>, differences: &[Difference], said: &mut Said) {
    let Some((old, new)) = pair.plans() else { return };
    let touched = |id: PhaseId| {
        differences.iter().any(|difference| match difference.record() {
            Some(Record::Stock { phase, .. } | Record::Flow { phase, .. }) => *phase == id,
            _ => false,
        })
    };
    for phase in new.phases.iter().filter(|phase| touched(phase.id)) {
        let now = |plan: &Plan, at: Option<crate::report::Situation<'_>>| {
            let index = plan.phase_index(phase.id)?;
            at.map(|at| at.now(index)).filter(|now| now.as_of.is_some())
        };
        let (was, is) = (now(old, pair.before.at), now(new, pair.after.at));
        let name = label(new, phase.id);
        let of = format::count(phase.devices.into());
        let line = match (was, is) {
            (Some(was), Some(is)) if was.enrolled == is.enrolled && was.as_of == is.as_of => {
                format!(
                    "{name}: records were corrected; {} of {of} devices enrolled as before.",
                    format::count(is.enrolled.into())
                )
            }
            (Some(was), Some(is)) if is.as_of < was.as_of => {
                let by = is.as_of.map_or_else(String::new, |day| format!(" by {}", format::date(day)));
                let count = format::count(is.enrolled.into());
                format!(
                    "{name}: its newest records were taken out; {count} of {of} devices were enrolled{by}."
                )
            }
            (was, Some(is)) => {
                let by = is.as_of.map_or_else(String::new, |day| format!(" by {}", format::date(day)));
                let count = format::count(is.enrolled.into());
                let more = was.map_or_else(String::new, |was| {
                    let more = i64::from(is.enrolled) - i64::from(was.enrolled);
                    format!(", {} since", format::signed_count(more))
                });
                format!("{name}: {count} of {of} devices enrolled{by}{more}.")
            }
            (_, None) => format!("{name}: its records were taken out."),
        };
        said.add(RECORDED, line);
    }
    let [added, corrected, gone] = came_and_went(differences, |record| matches!(record, Record::Desk(_)));
    let records = |n| counted(n, "record", "records");
    let last = new.actuals.desk.iter().map(|entry| entry.to).max();
    if added > 0 {
        let until = last.map_or_else(String::new, |day| format!(", up to {}", format::date(day)));
        said.add(RECORDED, format!("Helpdesk: {} more{until}.", records(added)));
    }
    for (n, verb) in [(corrected, "corrected"), (gone, "taken out")] {
        if n > 0 {
            said.add(RECORDED, format!("Helpdesk: {} {verb}.", records(n)));
        }
    }
    others_recorded(differences, new, said);
}

/// How many records of a kind were added, changed and removed.
fn came_and_went(differences: &[Difference], is_it: impl Fn(&Record) -> bool) -> [usize; 3] {
    let mut counts = [0; 3];
    for difference in differences {
        let Difference::Record { old, new } = difference else { continue };
        if difference.record().is_some_and(&is_it) {
            let place = match (old, new) {
                (None, _) => 0,
                (_, Some(_)) => 1,
                (_, None) => 2,
            };
            counts[place] += 1;
        }
    }
    counts
}

/// Failures, positions, figures and signatures, counted.
fn others_recorded(differences: &[Difference], plan: &Plan, said: &mut Said) {
    type Kind = (fn(&Record) -> bool, &'static str, &'static str);
    let kinds: [Kind; 3] = [
        (|r| matches!(r, Record::Failure { .. }), "enrollment error", "enrollment errors"),
        (|r| matches!(r, Record::Position { .. }), "observed position", "observed positions"),
        (|r| matches!(r, Record::Measurement(_)), "measured figure", "measured figures"),
    ];
    for (is_it, one, many) in kinds {
        let counts = came_and_went(differences, is_it);
        for (n, verb) in counts.into_iter().zip(["recorded", "corrected", "taken out"]) {
            if n > 0 {
                said.add(RECORDED, format!("{} {verb}.", sentence_case(&counted(n, one, many))));
            }
        }
    }
    events_recorded(differences, plan, said);
    for difference in differences {
        let Difference::Record { old, new } = difference else { continue };
        let (record, is_gone) = match (old.as_deref(), new.as_deref()) {
            (_, Some(new)) => (new, false),
            (Some(old), None) => (old, true),
            _ => continue,
        };
        let taken_back = if is_gone { "; that was taken back" } else { "" };
        let Record::SignOff(sign) = record else { continue };
        let what = if sign.what.trim().is_empty() { "Sign-off" } else { sign.what.trim() };
        let by = if sign.by.trim().is_empty() { String::new() } else { format!(" by {}", sign.by) };
        let name = label(plan, sign.phase);
        said.add(RECORDED, format!("{what} of {name}: signed{by}{taken_back}."));
    }
}

/// One line for each event. What can happen again is known by its day, so that there its move is one that went
/// and one that came.
fn events_recorded(differences: &[Difference], plan: &Plan, said: &mut Said) {
    let event = |record: Option<&Record>| match record {
        Some(Record::Event(event)) => Some(event.clone()),
        _ => None,
    };
    let mut moves: Vec<(Option<Event>, Option<Event>)> = Vec::new();
    for difference in differences {
        let Difference::Record { old, new } = difference else { continue };
        let (was, is) = (event(old.as_deref()), event(new.as_deref()));
        let Some(what) = was.as_ref().or(is.as_ref()).map(|event| &event.what) else { continue };
        let fits = |open: &Option<Event>| open.as_ref().is_some_and(|open| open.what == *what);
        let half = moves.iter_mut().find(|half| match (&was, &is, &half) {
            (Some(_), None, (None, came)) => fits(came),
            (None, Some(_), (went, None)) => fits(went),
            _ => false,
        });
        match half {
            Some(half) => *half = (half.0.take().or(was), half.1.take().or(is)),
            None => moves.push((was, is)),
        }
    }
    for (was, is) in &moves {
        let Some(event) = is.as_ref().or(was.as_ref()) else { continue };
        let before = was.as_ref().filter(|was| was.date != event.date);
        let instead =
            before.map_or_else(String::new, |was| format!(" instead of {}", format::date(was.date)));
        let taken_back = if is.is_none() { "; that was taken back" } else { "" };
        let (what, on) = (events::event(plan, &event.what), format::date(event.date));
        said.add(RECORDED, format!("{what} on {on}{instead}{taken_back}."));
    }
}
