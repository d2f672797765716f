//! Starting the plan: the day on which the first phase may begin, and the one step that records it and
//! freezes the plan as its baseline.

use chrono::NaiveDate;

use crate::forecast::baseline_of;
use crate::plan::{Edit, Event, EventKind, Plan, Record, Setting};
use crate::views::ViewInput;

/// The planned day; once that has passed, the first day from the status date on that allows a start.
pub fn day(input: &ViewInput<'_>) -> Option<NaiveDate> {
    let plan = input.plan;
    let first = plan.phases.first()?;
    let planned = input.outlook.expected.phases.first()?.start?;
    if planned >= plan.status_date {
        return Some(planned);
    }
    let calendar = &plan.calendar;
    let is_allowed = |day| calendar.is_working_day(day) && !calendar.bars_enrollment(first.id, day);
    calendar.first_day(plan.status_date, is_allowed)
}

/// Records the start, freezes the baseline, and moves the status date on to that day if it lies ahead: what
/// has happened is never later than what is known.
pub fn edit(input: &ViewInput<'_>, day: NaiveDate) -> Option<Edit> {
    let plan = input.plan;
    let first = plan.phases.first()?;
    let baseline = baseline_of(plan, &input.outlook.expected, &baseline_name(plan), day, "");
    let started = Event { date: day, what: EventKind::PhaseStarted(first.id), note: String::new() };
    let mut edits = vec![Edit::Put(Record::Baseline(Box::new(baseline)))];
    if day > plan.status_date {
        edits.push(Edit::Set(Setting::StatusDate(day)));
    }
    edits.push(Edit::Put(Record::Event(started)));
    Some(Edit::Several { label: format!("Start {}", first.name), edits })
}

/// `At the start`, with a number when that is taken.
fn baseline_name(plan: &Plan) -> String {
    let base = "At the start";
    let is_taken = |name: &str| plan.baselines.iter().any(|baseline| baseline.name == name);
    if !is_taken(base) {
        return base.to_owned();
    }
    (2..10_000).map(|n| format!("{base} {n}")).find(|name| !is_taken(name)).unwrap_or_default()
}
