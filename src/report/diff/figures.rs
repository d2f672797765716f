//! The figures of both states beside each other.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::effects::{points, points_words};
use super::{Pair, later};
use crate::forecast::{Dates, Gist, Odds, compare};
use crate::picture::format;
use crate::plan::Plan;
use crate::report::{Situation, odds_ways};

/// One figure before and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureRow {
    pub name: String,
    pub before: String,
    pub after: String,
    /// `9 working days later`, `4 points more`; empty = no difference that shows.
    pub moved: String,
    /// None = neither better nor worse.
    pub is_better: Option<bool>,
}

pub(super) fn figures(pair: &Pair<'_, '_>) -> Vec<FigureRow> {
    let mut rows = Vec::new();
    if let (Some(old), Some(new)) = (pair.before.gist(), pair.after.gist()) {
        rows.push(date_row(pair, "Finish P50", (old.finish_p50, new.finish_p50)));
        rows.push(date_row(pair, "Finish P85", (old.finish_p85, new.finish_p85)));
        rows.extend(chance_row(pair, (&old, &new)));
        rows.push(load_row((&old, &new)));
        rows.extend(paired_row(pair));
    } else {
        let old = pair.before.schedule.finish;
        if let Some(odds) = pair.after.at.and_then(|at| at.ranges()) {
            rows.push(date_row(pair, "Finish, planned and P50", (old, odds.finish.quantile(0.50))));
            rows.push(date_row(pair, "Finish, planned and P85", (old, odds.finish.quantile(0.85))));
        } else {
            rows.push(date_row(pair, "Expected finish", (old, pair.after.schedule.finish)));
        }
        rows.extend(enrolled_row(pair));
    }
    rows
}

/// The devices of a frozen course by the status date, and those that there are.
fn enrolled_row(pair: &Pair<'_, '_>) -> Option<FigureRow> {
    let at = pair.after.at.filter(Situation::has_begun)?;
    let old = &pair.before.schedule;
    let planned = old.phases.iter().map(|phase| u64::from(old.enrolled_on(phase.phase, at.today()))).sum();
    let enrolled = at.enrolled();
    let n = format::plural(enrolled.abs_diff(planned), "device", "devices");
    let moved = match enrolled.cmp(&planned) {
        Ordering::Equal => String::new(),
        Ordering::Greater => format!("{n} more"),
        Ordering::Less => format!("{n} fewer"),
    };
    Some(FigureRow {
        name: format!("Devices enrolled by {}", format::date(at.today())),
        before: format::count(planned),
        after: format::count(enrolled),
        moved,
        is_better: (enrolled != planned).then_some(enrolled > planned),
    })
}

fn date_row(
    pair: &Pair<'_, '_>,
    name: &str,
    (old, new): (Option<NaiveDate>, Option<NaiveDate>),
) -> FigureRow {
    let write = |day: Option<NaiveDate>| day.map_or_else(|| "never".to_owned(), format::date);
    let is_better = match (old, new) {
        (Some(old), Some(new)) if old != new => Some(new < old),
        (None, Some(_)) => Some(true),
        (Some(_), None) => Some(false),
        _ => None,
    };
    let moved = pair.moved(old, new).and_then(later).unwrap_or_default();
    FigureRow { name: name.to_owned(), before: write(old), after: write(new), moved, is_better }
}

/// Of two targets the chance by each.
fn chance_row(pair: &Pair<'_, '_>, (old, new): (&Gist, &Gist)) -> Option<FigureRow> {
    let (old, new) = (old.by_target?, new.by_target?);
    let target = |plan: &Plan| plan.target.map_or_else(String::new, format::date);
    let (was, is) = pair.plans()?;
    let name = if was.target == is.target {
        format!("Chance by {}", target(is))
    } else {
        format!("Chance by the target, {} instead of {}", target(is), target(was))
    };
    let (before, after) = (format::chance(old), format::chance(new));
    let points = ((new * 100.0).round() - (old * 100.0).round()) as i64;
    let is_better = (before != after).then_some(new > old);
    let moved = if before == after || points == 0 { String::new() } else { points_words(points) };
    Some(FigureRow { name, before, after, moved, is_better })
}

fn load_row((old, new): (&Gist, &Gist)) -> FigureRow {
    let write = |load: f64| {
        if load.is_finite() { format::percent0(load) } else { "nobody to answer".to_owned() }
    };
    let (before, after) = (write(old.peak_p50), write(new.peak_p50));
    let moved = points(old.peak_p50, new.peak_p50).filter(|points| *points != 0);
    FigureRow {
        name: "Heaviest helpdesk week, P50".to_owned(),
        is_better: (before != after).then_some(new.peak_p50 < old.peak_p50),
        moved: moved.map_or_else(String::new, points_words),
        before,
        after,
    }
}

/// Run by run; the luck is shared only where what has happened is the same.
fn paired_row(pair: &Pair<'_, '_>) -> Option<FigureRow> {
    let (before, after) = (pair.before.at?, pair.after.at?);
    let (old, new) = (before.odds?, after.odds?);
    let is_same_past = before.plan.status_date == after.plan.status_date
        && before.plan.actuals == after.plan.actuals
        && old.basis.runs == new.basis.runs;
    is_same_past.then(|| {
        let (paired, days) = (compare(old, new), working_days(pair, old, new));
        let unit = |days: i64| format::plural(days.unsigned_abs(), "working day", "working days");
        FigureRow {
            name: "Future by future".to_owned(),
            before: format::DASH.to_owned(),
            after: odds_ways::paired_in(&paired, days, unit),
            moved: String::new(),
            is_better: None,
        }
    })
}

/// The middle of what lies between the two finishes of a future, in the days that everything else is told in.
fn working_days(pair: &Pair<'_, '_>, old: &Odds, new: &Odds) -> i64 {
    let mut known: BTreeMap<(u32, u32), i64> = BTreeMap::new();
    let (from, to) = (&old.finish, &new.finish);
    let both = from.runs().iter().zip(to.runs());
    let both = both.filter(|(a, b)| **a != Dates::NEVER && **b != Dates::NEVER);
    let day = |of: &Dates, n: u32| of.first() + Days::new(n.into());
    let between = |(a, b): (&u32, &u32)| {
        let calendar = &pair.plan.calendar;
        *known.entry((*a, *b)).or_insert_with(|| calendar.working_days_between(day(from, *a), day(to, *b)))
    };
    let mut days: Vec<i64> = both.map(between).collect();
    days.sort_unstable();
    days.get(days.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}
