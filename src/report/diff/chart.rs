//! The two schedules on one timeline, as the drawing wants to have them.

use chrono::{Datelike, Days, NaiveDate};

use super::Pair;
use crate::picture::before_after::{BeforeAfterInput, BeforeAfterRow, Span};
use crate::picture::flags::Freeze;
use crate::picture::format;
use crate::picture::legend::Heading;
use crate::plan::BaselinePhase;

pub(super) fn chart(pair: &Pair<'_, '_>) -> BeforeAfterInput {
    let rows = rows(pair);
    let plan = pair.after.at.map_or(pair.plan, |at| at.plan);
    let spans = rows.iter().flat_map(|row| [row.before, row.after]).flatten();
    let days: Vec<NaiveDate> = spans.flat_map(|span| [span.start, span.end, span.gate]).flatten().collect();
    let first = days.iter().min().copied().unwrap_or(plan.start);
    let last = days.iter().max().copied().unwrap_or_else(|| first + Days::new(180));
    let first = first.with_day(1).unwrap_or(first);
    let room = Days::new(u64::try_from((last - first).num_days() / 20).unwrap_or(0).max(7));
    let today = pair.after.at.filter(super::Situation::has_begun).map(|at| at.today());
    BeforeAfterInput {
        heading: Heading::new("Before and after", ""),
        before: pair.before.name.clone(),
        // The rows are one course also where futures give ranges.
        after: match pair.after.at.and_then(|at| at.ranges()) {
            Some(_) => format!("{}, expected course", pair.after.name),
            None => pair.after.name.clone(),
        },
        first,
        last: last.checked_add_days(room).unwrap_or(last),
        today,
        target: plan.target,
        freezes: plan
            .calendar
            .freezes
            .iter()
            .map(|freeze| Freeze { name: freeze.name.clone(), first: freeze.from, last: freeze.to })
            .collect(),
        rows,
    }
}

fn rows(pair: &Pair<'_, '_>) -> Vec<BeforeAfterRow> {
    let (old, new) = (&pair.before.schedule, &pair.after.schedule);
    let span = |phase: &BaselinePhase| Span { start: phase.start, end: phase.targeted, gate: phase.gate };
    let is_one = pair.is_same_rollout();
    let mut rows: Vec<BeforeAfterRow> = new
        .phases
        .iter()
        .map(|now| {
            let was = old.phase(now.phase).filter(|_| is_one);
            let own = pair.after.at.and_then(|at| Some(at.title(at.plan.phase_index(now.phase)?)));
            let name = own.unwrap_or_else(|| pair.label(now.phase));
            let dates = pair.after.at.and_then(|at| at.dates(at.plan.phase_index(now.phase)?));
            BeforeAfterRow {
                is_passed: dates.is_some_and(|dates| dates.gate_is_done),
                ..row(pair, (now.phase.0.to_string(), name), (was.map(span), Some(span(now))))
            }
        })
        .collect();
    let gone = old.phases.iter().filter(|was| !is_one || new.phase(was.phase).is_none());
    rows.extend(gone.map(|was| {
        let name = pair.before.label(was.phase).unwrap_or_else(|| pair.label(was.phase));
        row(pair, (format!("gone:{}", was.phase.0), name), (Some(span(was)), None))
    }));
    let end = |day: Option<NaiveDate>| Some(Span { start: None, end: None, gate: Some(day?) });
    let range = pair.after.at.and_then(|at| at.ranges());
    let (was, is, name) = match (pair.before.gist(), pair.after.gist(), range) {
        (Some(old), Some(new), _) => (old.finish_p85, new.finish_p85, "Finish P85"),
        (_, _, Some(odds)) => (old.finish, odds.finish.quantile(0.50), "Finish, now P50"),
        _ => (old.finish, new.finish, "Expected finish"),
    };
    rows.push(row(pair, ("finish".to_owned(), name.to_owned()), (end(was), end(is))));
    rows
}

fn row(
    pair: &Pair<'_, '_>,
    (key, name): (String, String),
    (before, after): (Option<Span>, Option<Span>),
) -> BeforeAfterRow {
    let last = |span: Span| span.gate.or(span.end).or(span.start);
    let days = before.zip(after).and_then(|(before, after)| pair.moved(last(before), last(after)));
    let remark = match (before, after) {
        (None, Some(_)) => "new".to_owned(),
        (Some(_), None) => "gone".to_owned(),
        (Some(was), Some(is)) if days == Some(0) && (was.start, was.end) != (is.start, is.end) => {
            "same gate".to_owned()
        }
        _ => match days {
            Some(0) => "no change".to_owned(),
            days => days.map_or_else(String::new, format::signed_days),
        },
    };
    let say = |what: &str, span: Option<Span>| {
        let day = |day: Option<NaiveDate>| day.map_or_else(|| format::DASH.to_owned(), format::date);
        span.map(|span| match span.start {
            Some(_) => format!("{what}: {} to {}, gate {}", day(span.start), day(span.end), day(span.gate)),
            None => format!("{what}: {}", day(span.gate)),
        })
    };
    let words = [say(&pair.before.name, before), say(&pair.after.name, after)];
    let tip = std::iter::once(name.clone()).chain(words.into_iter().flatten()).collect::<Vec<_>>().join("\n");
    BeforeAfterRow {
        key,
        name,
        before,
        after,
        remark,
        is_later: days.filter(|n| *n != 0).map(|n| n > 0),
        is_passed: false,
        tip,
    }
}
