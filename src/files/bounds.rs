//! What no plan can mean: numbers, dates and lists beyond every bound, judged where they stand in the text.
//! It does not judge what is merely unwise, nor the actuals, which are kept as typed.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::ron_text::{Position, Step, Tree};
use crate::plan::{Phase, Plan};

/// Devices of a plan.
pub const MOST_DEVICES: u64 = 10_000_000;
pub const MOST_PHASES: usize = 1_000;
/// Twenty years of days.
pub const LONGEST_DAYS: u32 = 7_305;
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2199;
const MOST_RECORDS: usize = 100_000;

/// Field, or enum, and the least and the greatest number that it may hold.
const NUMBERS: &[(&str, f64, f64)] = &[
    ("site_version", 0.0, 9_999.0),
    ("horizon_days", 1.0, LONGEST_DAYS as f64),
    ("hold_limit_days", 1.0, LONGEST_DAYS as f64),
    ("assurance", 0.0, 1.0),
    ("devices", 0.0, MOST_DEVICES as f64),
    ("rate", 0.0, MOST_DEVICES as f64),
    ("after_previous", 0.0, LONGEST_DAYS as f64),
    ("days", 0.0, LONGEST_DAYS as f64),
    ("max_days", 0.0, LONGEST_DAYS as f64),
    ("AfterStart", 0.0, LONGEST_DAYS as f64),
    ("AfterGate", 0.0, LONGEST_DAYS as f64),
    ("AfterLast", 0.0, LONGEST_DAYS as f64),
    ("min", 0.0, 1.0),
    ("max", 0.0, 1e6),
    ("ticket_multiplier", 0.0, 1_000.0),
    ("agents", 0.0, 1e6),
    ("tickets_per_agent_day", 0.0, 10_000.0),
    ("shrinkage", 0.0, 1.0),
    ("ordinary_per_day", 0.0, 1e7),
    ("weekday_factors", 0.0, 100.0),
    ("dispersion", 1.0, 10_000.0),
    ("wait_limit_days", 0.0, LONGEST_DAYS as f64),
    ("brake_wait_days", 0.0, LONGEST_DAYS as f64),
    ("agent_day", 0.0, 1e9),
    ("week_of_both", 0.0, 1e9),
    ("success_between_phases", 1e-6, 1e12),
    ("Observations", 1e-6, 1e12),
    ("per_enrolled", 0.0, 100.0),
    ("per_failure", 0.0, 100.0),
    ("compliance_policies", 0.0, 100.0),
    ("compliance_policies_enforced", 0.0, 100.0),
    ("windows_update_policies", 0.0, 100.0),
    ("endpoint_protection", 0.0, 100.0),
    ("device_configuration", 0.0, 100.0),
    ("office_click_to_run", 0.0, 100.0),
    ("client_apps", 0.0, 100.0),
];

/// The greatest mean of an assumption that is no share.
const MEANS: &[(&str, f64)] = &[("ticket_factor", 100.0), ("half_life_days", 1_000.0)];

/// Fields that hold a date, and so are not free text.
const DATES: &[&str] = &[
    "date",
    "from",
    "to",
    "until",
    "not_before",
    "start",
    "status_date",
    "target",
    "targeted",
    "gate",
    "planned",
    "due",
    "finish",
    "frozen_on",
    "OnDate",
    "Date",
];

/// What is absurd, with the place where it stands.
#[derive(Debug, PartialEq)]
pub struct Absurdity {
    pub at: Position,
    pub what: String,
}

/// The first thing in a plan that no plan can mean.
pub fn absurdity(plan: &Plan, tree: &Tree<'_>, text: &str) -> Option<Absurdity> {
    let mut first: Option<(usize, String)> = None;
    tree.scalars(&mut |path, scalar, start| {
        if first.is_none() {
            first = scalar_absurdity(path, scalar).map(|what| (start, what));
        }
    });
    let (at, what) = first.or_else(|| plan_absurdity(plan).map(|(path, what)| (tree.locate(&path), what)))?;
    Some(Absurdity { at: Position::of(text, at), what })
}

fn scalar_absurdity(path: &[&str], scalar: &str) -> Option<String> {
    let field = path.last().copied().unwrap_or_default();
    if let Some(quoted) = scalar.strip_prefix('"') {
        let date: NaiveDate = quoted.trim_end_matches('"').parse().ok().filter(|_| DATES.contains(&field))?;
        return (!YEARS.contains(&date.year()))
            .then(|| format!("the year {} of `{field}` is not between 1970 and 2199", date.year()));
    }
    let number = as_number(scalar)?;
    if !number.is_finite() {
        return Some(format!("`{field}` must be a finite number, not `{scalar}`"));
    }
    if path.first() == Some(&"actuals") {
        return None;
    }
    let (low, high) = bounds_of(path, field)?;
    (number < low || number > high)
        .then(|| format!("`{field}` must be between {} and {}, not {scalar}", plain(low), plain(high)))
}

fn bounds_of(path: &[&str], field: &str) -> Option<(f64, f64)> {
    if field == "mean" {
        let assumption = path.len().checked_sub(2).map(|at| path[at]).unwrap_or_default();
        let high = MEANS.iter().find(|(name, _)| *name == assumption).map_or(1.0, |(_, high)| *high);
        return Some((0.0, high));
    }
    // A task and a milestone may come before what they belong to.
    if matches!(path.first(), Some(&("tasks" | "milestones"))) && field == "days" {
        return Some((-f64::from(LONGEST_DAYS), f64::from(LONGEST_DAYS)));
    }
    NUMBERS.iter().find(|(name, ..)| *name == field).map(|(_, low, high)| (*low, *high))
}

/// A scalar as a number; names and `true` are none.
fn as_number(scalar: &str) -> Option<f64> {
    let bare = scalar.trim_start_matches(['+', '-']);
    let is_number =
        bare.starts_with(|c: char| c.is_ascii_digit() || c == '.') || ["inf", "NaN"].contains(&bare);
    is_number.then(|| scalar.replace('_', "").parse().ok()).flatten()
}

fn plain(bound: f64) -> String {
    if bound == 0.0 || (0.001..1e9).contains(&bound) { bound.to_string() } else { format!("{bound:e}") }
}

/// What only the plan as a whole shows.
fn plan_absurdity(plan: &Plan) -> Option<(Vec<Step>, String)> {
    use Step::{Field, Item};
    if (plan.status_date - plan.start).num_days().unsigned_abs() > u64::from(LONGEST_DAYS) {
        return Some((
            vec![Field("status_date")],
            "the status date is more than 20 years from the start".into(),
        ));
    }
    let named = std::iter::once((vec![Field("phases")], &plan.phases)).chain(
        plan.scenarios
            .iter()
            .enumerate()
            .map(|(n, scenario)| (vec![Field("scenarios"), Item(n), Field("phases")], &scenario.phases)),
    );
    for (path, phases) in named {
        if let Some((inner, what)) = phases_absurdity(phases) {
            return Some((path.into_iter().chain(inner).collect(), what));
        }
    }
    let mut rows = BTreeSet::new();
    if let Some(n) = plan.workloads.iter().position(|row| !rows.insert(row.workload)) {
        let what = format!("{} is planned twice", plan.workloads[n].workload.name());
        return Some((vec![Field("workloads"), Item(n)], what));
    }
    let mut seen = BTreeSet::new();
    if let Some(n) = plan.actuals.phases.iter().position(|actuals| !seen.insert(actuals.phase)) {
        let what = format!("the actuals of phase {} stand here twice", plan.actuals.phases[n].phase.0);
        return Some((vec![Field("actuals"), Field("phases"), Item(n)], what));
    }
    too_many(plan)
}

fn phases_absurdity(phases: &[Phase]) -> Option<(Vec<Step>, String)> {
    use Step::{Field, Item};
    if phases.len() > MOST_PHASES {
        return Some((Vec::new(), format!("{} phases are more than {MOST_PHASES}", phases.len())));
    }
    let mut ids = BTreeSet::new();
    if let Some(n) = phases.iter().position(|phase| !ids.insert(phase.id)) {
        let what = format!("two phases have the id {}; each needs its own", phases[n].id.0);
        return Some((vec![Item(n), Field("id")], what));
    }
    let devices: u64 = phases.iter().map(|phase| u64::from(phase.devices)).sum();
    (devices > MOST_DEVICES)
        .then(|| (Vec::new(), format!("{devices} devices in all phases are more than {MOST_DEVICES}")))
}

fn too_many(plan: &Plan) -> Option<(Vec<Step>, String)> {
    let lists = [
        ("estate", plan.estate.segments.len()),
        ("calendar", plan.calendar.holidays.len() + plan.calendar.freezes.len() + plan.calendar.pauses.len()),
        ("desk", plan.desk.agents.len()),
        ("ticket_rules", plan.ticket_rules.len()),
        ("tasks", plan.tasks.len()),
        ("actuals", plan.actuals.desk.len() + plan.actuals.events.len()),
        ("decisions", plan.decisions.len()),
        ("baselines", plan.baselines.iter().map(|baseline| baseline.days.len()).sum()),
        ("scenarios", plan.scenarios.len()),
    ];
    let (section, count) = lists.into_iter().find(|(_, count)| *count > MOST_RECORDS)?;
    Some((vec![Step::Field(section)], format!("{count} records in `{section}` are more than {MOST_RECORDS}")))
}
