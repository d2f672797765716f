//! The effect of the changes on the finish and on the helpdesk, as a whole and cause by cause.

use chrono::NaiveDate;

use super::{Group, Other, Pair, PhaseLine, blame, later, schedule};
use crate::forecast::{Dates, Gist};
use crate::picture::format;
use crate::plan::diff::Cause;
use crate::report::wording::{agree, counted, list, lower_first, sentence_case};
use crate::report::{Finding, Mark};

/// What one cause did to the finish and to the heaviest week.
#[derive(Clone, Debug, PartialEq)]
pub struct CauseRow {
    pub cause: Cause,
    /// `What was recorded`, `Wave 3`
    pub name: String,
    /// `P85 finish 6 working days later, heaviest week 4 points more`
    pub text: String,
    /// Working days by which the finish moves; none where one side has no such day.
    pub p50_days: Option<i64>,
    pub p85_days: Option<i64>,
    /// Points of the helpdesk's capacity.
    pub peak_points: Option<i64>,
}

/// The finish: amount, comparison, cause.
pub(super) fn headline(
    pair: &Pair<'_, '_>,
    (is_same, is_told_nothing): (bool, bool),
    (phases, others): (&[PhaseLine], &[Group]),
) -> Finding {
    let differences = pair.differences;
    if is_same {
        return Finding::new(Mark::Met, format!("Nothing has changed since {}.", pair.before.name));
    }
    if !pair.is_same_rollout() {
        let text = format!(
            "These are two different rollouts, for no phase has the same name in both; {}.",
            finish(pair).0
        );
        return Finding::plain(sentence_case(&text));
    }
    // Causes that are still followed are no sign of it: only words are known to move nothing.
    let is_words = !differences.is_empty() && differences.iter().all(|d| d.cause() == Cause::Words);
    if pair.plans().is_some() && is_words {
        let lines = phases.iter().map(|line| &line.text).chain(others.iter().flat_map(|group| &group.lines));
        return moves_nothing(pair, differences.len(), &lines.map(String::as_str).collect::<Vec<_>>());
    }
    let (text, is_later) = finish(pair);
    let is_in_between = is_told_nothing && pair.plans().is_none();
    if let Some((day, what)) = is_in_between.then(|| pair.other_course()).flatten() {
        let what = match what {
            Other::Devices => "devices enrolled or switched differ",
            Other::Load => "helpdesk's load differs",
        };
        let text = format!("{text}, but the {what} from {} on.", format::date(day));
        return Finding::plain(sentence_case(&text));
    }
    let mark = match is_later {
        Some(true) => Mark::Risk,
        Some(false) => Mark::Met,
        None => Mark::Running,
    };
    Finding::new(mark, format!("{}{}.", sentence_case(&text), mostly(pair, is_later)))
}

/// Nothing that a future depends on differs: what differs, and the chance where the target is another one.
fn moves_nothing(pair: &Pair<'_, '_>, differences: usize, lines: &[&str]) -> Finding {
    const MOST: usize = 180;
    let named = lines.iter().map(|line| line.trim_end_matches('.')).collect::<Vec<_>>().join("; ");
    let is_told = !named.is_empty() && lines.len() <= 3 && named.chars().count() <= MOST;
    let what = match (is_told, lines.len()) {
        (true, 1) => format!("{named}; that moves"),
        (true, _) => format!("{named}; they move"),
        (false, _) => {
            let n = sentence_case(&counted(differences, "difference", "differences"));
            format!("{n} {}", agree(differences, "moves", "move"))
        }
    };
    let chances = pair.before.gist().zip(pair.after.gist()).and_then(|(old, new)| {
        let (old, new) = (old.by_target?, new.by_target?);
        let (was, is) = (format::chance(old), format::chance(new));
        (was != is).then(|| (format!(", and the chance by the target is {is} instead of {was}"), new < old))
    });
    let (chance, is_worse) = chances.unwrap_or_default();
    let mark = if is_worse { Mark::Risk } else { Mark::Met };
    Finding::new(mark, format!("{what} neither the finish nor the helpdesk{chance}."))
}

/// What is said of the end, and whether it comes later.
fn finish(pair: &Pair<'_, '_>) -> (String, Option<bool>) {
    let (Some(old), Some(new)) = (pair.before.gist(), pair.after.gist()) else {
        return expected_finish(pair);
    };
    let horizon = format::date(pair.plan.horizon());
    match (old.finish_p85, new.finish_p85) {
        (Some(from), Some(to)) => dated(pair, "P85 finish", (from, to)),
        (Some(from), None) => {
            let was = format::date(from);
            (
                format!("fewer than 85 of 100 futures now finish by {horizon}; the P85 finish was {was}"),
                Some(true),
            )
        }
        (None, Some(to)) => {
            let is = format::date(to);
            (
                format!("the P85 finish is now {is}; before, fewer than 85 of 100 futures finished at all"),
                Some(false),
            )
        }
        (None, None) => match (old.finish_p50, new.finish_p50) {
            (Some(from), Some(to)) => dated(pair, "P50 finish", (from, to)),
            (Some(_), None) => {
                (format!("fewer than half of the futures now finish by {horizon}"), Some(true))
            }
            (None, Some(to)) => (
                format!("half of the futures now finish by {}, which they did not before", format::date(to)),
                Some(false),
            ),
            (None, None) => (format!("as before, fewer than half of the futures finish by {horizon}"), None),
        },
    }
}

/// Where one of the two knows no futures: the expected days, or from the first actuals on the range.
fn expected_finish(pair: &Pair<'_, '_>) -> (String, Option<bool>) {
    let (old, new) = (pair.before.schedule.finish, pair.after.schedule.finish);
    if let (Some(odds), Some(was)) = (pair.after.at.and_then(|at| at.ranges()), old) {
        return against_range(pair, was, &odds.finish);
    }
    match (old, new) {
        (Some(from), Some(to)) => dated(pair, "expected finish", (from, to)),
        (Some(from), None) => {
            let (was, horizon) = (format::date(from), format::date(pair.plan.horizon()));
            (format!("the plan now comes to no finish by {horizon}; expected was {was}"), Some(true))
        }
        (None, Some(to)) => {
            (format!("the expected finish is now {}; before there was none", format::date(to)), Some(false))
        }
        (None, None) => ("neither of the two comes to a finish".to_owned(), None),
    }
}

/// A planned day against the range that has taken its place.
fn against_range(pair: &Pair<'_, '_>, was: NaiveDate, finish: &Dates) -> (String, Option<bool>) {
    let (middle, late) = (finish.quantile(0.50), finish.quantile(0.85));
    let planned = format!("planned was a finish on {}", format::date(was));
    let Some(p50) = middle else {
        let horizon = format::date(pair.plan.horizon());
        return (format!("{planned}; now fewer than half of the futures finish by {horizon}"), Some(true));
    };
    let days = pair.plan.calendar.working_days_between(was, p50);
    let moved = later(days).map_or_else(String::new, |moved| format!(", {moved}"));
    let late = match late {
        Some(p85) if p85 == p50 => ", and 85 of 100 as well".to_owned(),
        Some(p85) => format!(", and 85 of 100 by {}", format::date(p85)),
        None => ", and never as many as 85 of 100".to_owned(),
    };
    let text = format!("{planned}; now half of the futures finish by {}{moved}{late}", format::date(p50));
    let began = schedule::first_mover(pair, days > 0).filter(|_| days != 0);
    let began = began.map_or_else(String::new, |phase| format!("; it began with {phase}"));
    (text + &began, (days != 0).then_some(days > 0))
}

fn dated(pair: &Pair<'_, '_>, what: &str, (from, to): (NaiveDate, NaiveDate)) -> (String, Option<bool>) {
    let days = pair.plan.calendar.working_days_between(from, to);
    match later(days) {
        Some(moved) => {
            let text =
                format!("the {what} is {moved}: {} instead of {}", format::date(to), format::date(from));
            (text, Some(days > 0))
        }
        None if from == to => (format!("the {what} stays {}", format::date(to)), None),
        None => (format!("the {what} is {} instead of {}", format::date(to), format::date(from)), None),
    }
}

/// `, because of Wave 3`; `, 6 working days of it because of what was recorded`.
fn mostly(pair: &Pair<'_, '_>, is_later: Option<bool>) -> String {
    if is_later.is_none() {
        return String::new();
    }
    let rows = causes(pair);
    let (Some(old), Some(new)) = (pair.before.gist(), pair.after.gist()) else { return String::new() };
    // The day that the headline tells.
    let day = |gist: &Gist| match (old.finish_p85, new.finish_p85) {
        (None, None) => gist.finish_p50,
        _ => gist.finish_p85,
    };
    let because = |row: &CauseRow| format!(", because {}", in_sentence(pair, row));
    if let [row] = rows.as_slice() {
        return because(row);
    }
    let states: Vec<Option<NaiveDate>> =
        std::iter::once(&old).chain(pair.stages.iter().map(|stage| &stage.gist)).map(day).collect();
    if states.first().is_some_and(Option::is_some) != states.last().is_some_and(Option::is_some) {
        // It was the last to take the finish away, or to bring it back.
        let turn = states.windows(2).rposition(|pair| pair[0].is_some() != pair[1].is_some());
        return turn.and_then(|place| rows.get(place)).map(because).unwrap_or_default();
    }
    let shares: Option<Vec<i64>> = states.windows(2).map(|days| pair.moved(days[0], days[1])).collect();
    let unit = |days: i64| format::plural(days.unsigned_abs(), "working day", "working days");
    let Some(shares) = shares else {
        // With some of the causes alone there would be no such day.
        let names: Vec<String> = rows.iter().map(in_text).collect();
        return format!(", because of {} together", list(&names));
    };
    shared(pair, (&rows, &shares), unit, |days| later(days).unwrap_or_default())
}

/// How much of a whole comes from its largest part. Where some parts go the other way, both sides are named:
/// then a part may be larger than the whole.
fn shared(
    pair: &Pair<'_, '_>,
    (rows, shares): (&[CauseRow], &[i64]),
    unit: impl Fn(i64) -> String,
    signed: impl Fn(i64) -> String,
) -> String {
    let all: i64 = shares.iter().sum();
    let parts = || rows.iter().zip(shares).filter(|(_, share)| **share != 0);
    let Some((row, share)) =
        parts().filter(|(_, share)| share.signum() == all.signum()).max_by_key(|(_, share)| share.abs())
    else {
        return String::new();
    };
    let cause = in_sentence(pair, row);
    let rest: Vec<&CauseRow> = parts().map(|(row, _)| row).filter(|other| other.cause != row.cause).collect();
    if rest.is_empty() {
        return format!(", because {cause}");
    }
    if parts().all(|(_, share)| share.signum() == all.signum()) {
        return format!(", {} of it because {cause}", unit(*share));
    }
    let others = match rest.as_slice() {
        [one] => in_sentence(pair, one),
        _ => "of the other changes together".to_owned(),
    };
    match all - share {
        0 => format!(", because {cause}; the other changes make up for each other"),
        left => format!("; {} because {cause} and {} because {others}", signed(*share), signed(left)),
    }
}

/// A cause as it stands within a sentence.
fn in_text(row: &CauseRow) -> String {
    if matches!(row.cause, Cause::Phase(_)) { schedule::in_text(&row.name) } else { lower_first(&row.name) }
}

/// The cause after `because`.
fn in_sentence(pair: &Pair<'_, '_>, row: &CauseRow) -> String {
    let (name, words) = match row.cause {
        Cause::Phase(id) => (in_text(row), schedule::changed(pair, id)),
        Cause::Phases => match schedule::came_and_went(pair) {
            words if words.is_empty() => ("of the other phases".to_owned(), words),
            words => return words,
        },
        cause => (in_text(row), blame::of_cause(pair, cause)),
    };
    if words.is_empty() { format!("of {name}") } else { format!("of {name} ({words})") }
}

/// The heaviest week before and now.
pub(super) fn desk(pair: &Pair<'_, '_>) -> Option<String> {
    let (old, new) = (pair.before.gist()?.peak_p50, pair.after.gist()?.peak_p50);
    Some(match (old.is_finite(), new.is_finite()) {
        (true, true) => {
            let (was, is) = (format::percent0(old), format::percent0(new));
            match points(old, new) {
                Some(0) | None => format!("The heaviest helpdesk week stays at {is} of its capacity."),
                Some(points) => {
                    let more = points_words(points);
                    let why = desk_cause(pair);
                    format!(
                        "The heaviest helpdesk week takes {is} of its capacity instead of {was}: {more}{why}."
                    )
                }
            }
        }
        (true, false) => "The helpdesk now has a week with tickets and nobody to answer them.".to_owned(),
        (false, true) => {
            let is = format::percent0(new);
            format!(
                "Somebody now answers every week's tickets; the heaviest takes {is} of the helpdesk's capacity."
            )
        }
        (false, false) => {
            "As before, the helpdesk has a week with tickets and nobody to answer them.".to_owned()
        }
    })
}

/// `, because of Wave 3 (+200 devices)`
fn desk_cause(pair: &Pair<'_, '_>) -> String {
    let rows = causes(pair);
    let shares: Option<Vec<i64>> = rows.iter().map(|row| row.peak_points).collect();
    let unit = |points: i64| format::plural(points.unsigned_abs(), "point", "points");
    shares.map_or_else(String::new, |shares| shared(pair, (&rows, &shares), unit, points_words))
}

/// As the two rounded percentages differ, so that the sentence adds up.
pub(super) fn points(old: f64, new: f64) -> Option<i64> {
    let whole = |share: f64| (share * 100.0).round();
    (old.is_finite() && new.is_finite()).then(|| (whole(new) - whole(old)) as i64)
}

pub(super) fn points_words(points: i64) -> String {
    let n = format::plural(points.unsigned_abs(), "point", "points");
    if points > 0 { format!("{n} more") } else { format!("{n} less") }
}

/// What each stage adds to the one before.
pub(super) fn causes(pair: &Pair<'_, '_>) -> Vec<CauseRow> {
    let Some(mut before) = pair.before.gist() else { return Vec::new() };
    let mut rows = Vec::new();
    for stage in pair.stages {
        let now = stage.gist;
        let p50_days = pair.moved(before.finish_p50, now.finish_p50);
        let p85_days = pair.moved(before.finish_p85, now.finish_p85);
        let peak_points = points(before.peak_p50, now.peak_p50);
        rows.push(CauseRow {
            cause: stage.cause,
            name: cause_name(pair, stage.cause),
            text: effect_words((&before, &now), (p50_days, p85_days, peak_points)),
            p50_days,
            p85_days,
            peak_points,
        });
        before = now;
    }
    rows
}

fn cause_name(pair: &Pair<'_, '_>, cause: Cause) -> String {
    match cause {
        Cause::Facts => "What was recorded".to_owned(),
        Cause::Frame => "The frame of the plan".to_owned(),
        Cause::Phases if !pair.is_same_rollout() => "The other rollout".to_owned(),
        Cause::Phases => "The phases that were added, removed or put in another order".to_owned(),
        Cause::Phase(id) => pair.label(id),
        Cause::Switches => "The workload switches".to_owned(),
        Cause::Calendar => "The calendar".to_owned(),
        Cause::Desk => "The helpdesk".to_owned(),
        Cause::Assumptions => "The assumptions".to_owned(),
        Cause::Words => "What is only read".to_owned(),
    }
}

/// `P85 finish 6 working days later, heaviest week 4 points more`
fn effect_words(
    (old, new): (&Gist, &Gist),
    (p50, p85, peak): (Option<i64>, Option<i64>, Option<i64>),
) -> String {
    let mut said = Vec::new();
    match (old.finish_p85, new.finish_p85) {
        (Some(_), Some(_)) => {
            if let Some(moved) = p85.and_then(later) {
                said.push(format!("P85 finish {moved}"));
            } else if let Some(moved) = p50.and_then(later) {
                said.push(format!("P50 finish {moved}"));
            }
        }
        (Some(_), None) => said.push("no P85 finish any more".to_owned()),
        (None, Some(day)) => said.push(format!("a P85 finish, {}", format::date(day))),
        (None, None) => said.extend(p50.and_then(later).map(|moved| format!("P50 finish {moved}"))),
    }
    match (old.peak_p50.is_finite(), new.peak_p50.is_finite()) {
        (true, false) => said.push("a week with nobody to answer".to_owned()),
        (false, true) => said.push("somebody to answer every week".to_owned()),
        _ => said.extend(peak.filter(|n| *n != 0).map(|n| format!("heaviest week {}", points_words(n)))),
    }
    if said.is_empty() {
        "moves neither the finish nor the heaviest week".to_owned()
    } else {
        said.join(", ")
    }
}
