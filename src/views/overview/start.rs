//! Starting the plan: the day on which the first phase may begin, and the one step that records it and
//! freezes the plan as its baseline.

use chrono::NaiveDate;

use crate::forecast::{Expected, baseline_of};
use crate::plan::{Edit, Event, EventKind, Plan, Record, Setting};
use crate::views::ViewInput;

/// The planned day; once that has passed, the first day from the status date on that allows a start.
pub fn day(input: &ViewInput<'_>) -> Option<NaiveDate> {
    day_of(input.plan, &input.outlook.expected)
}

fn day_of(plan: &Plan, expected: &Expected) -> Option<NaiveDate> {
    let first = plan.phases.first()?;
    let planned = expected.phases.first()?.start?;
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
    edit_of(input.plan, &input.outlook.expected, day)
}

fn edit_of(plan: &Plan, expected: &Expected, day: NaiveDate) -> Option<Edit> {
    let first = plan.phases.first()?;
    let baseline = baseline_of(plan, expected, &baseline_name(plan), day, "");
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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::{PhaseStage, outlook};
    use crate::plan::{Gate, Phase, PhaseId, PhaseKind, StartRule};

    fn plan() -> Plan {
        let start = NaiveDate::from_ymd_opt(2026, 7, 6).unwrap();
        let mut plan = Plan::new("Sample", start);
        plan.phases = vec![Phase {
            start: StartRule { not_before: Some(start), after_previous: None },
            rate: Some(20),
            gate: Gate::usual(),
            ..Phase::new(PhaseId(1), "IT", PhaseKind::Pilot, 100)
        }];
        plan
    }

    fn started(mut plan: Plan) -> Plan {
        let course = outlook(&plan);
        let day = day_of(&plan, &course.expected).unwrap();
        edit_of(&plan, &course.expected, day).unwrap().apply(&mut plan).unwrap();
        plan
    }

    #[test]
    fn a_start_is_recorded_and_freezes_what_was_expected() {
        let before = plan();
        let expected = outlook(&before).expected;
        let plan = started(before);
        assert_eq!(plan.status_date, plan.start, "what has happened is not later than what is known");
        let baseline = plan.baseline().unwrap();
        assert_eq!((baseline.name.as_str(), baseline.finish), ("At the start", expected.finish));
        let outlook = outlook(&plan);
        assert_eq!(outlook.gates[0].stage, PhaseStage::Running);
        assert!(outlook.observed.bad.is_empty(), "{:?}", outlook.observed.bad);
    }

    #[test]
    fn a_start_that_is_overdue_is_of_the_next_day_that_allows_it() {
        let mut late = plan();
        // A Saturday.
        late.status_date = NaiveDate::from_ymd_opt(2026, 7, 11).unwrap();
        let plan = started(late);
        assert_eq!(plan.status_date, NaiveDate::from_ymd_opt(2026, 7, 13).unwrap());
        assert_eq!(plan.actuals.events[0].date, plan.status_date);
    }
}
