//! When tasks and milestones are due: the dates of what they belong to, recorded or expected, so many working
//! days away.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::plan::{Anchor, ExpectedTask, Milestone, MilestoneKind, PhaseId, Plan, Workload};

use super::begin::Begin;
use super::expected::expected_from;
use super::{Expected, Observed, Outlook, PhaseDates};

/// The dates of every task, in the plan's order.
pub fn task_dates(plan: &Plan, outlook: &Outlook) -> Vec<ExpectedTask> {
    let dated = |task: &crate::plan::Task| {
        let anchor = anchor_date(plan, outlook, &task.anchor);
        let first = match task.anchor {
            Anchor::First(workload) => first_cell(&outlook.expected, workload).map(|(phase, _)| phase),
            _ => None,
        };
        ExpectedTask {
            task: task.id,
            anchor,
            has_come: anchor.is_some_and(|day| day <= plan.status_date)
                && has_come(plan, outlook, &task.anchor),
            due: anchor.and_then(|day| task.due(&plan.calendar, day)),
            phase: task.anchor.phase().or(first),
        }
    };
    plan.tasks.iter().map(dated).collect()
}

/// The date of what a task belongs to; none = not within the horizon, not planned, or never.
pub fn anchor_date(plan: &Plan, outlook: &Outlook, anchor: &Anchor) -> Option<NaiveDate> {
    match anchor {
        Anchor::Milestone(kind) => milestone_date(plan, outlook, plan.milestone(kind)?),
        _ => course_date(&outlook.expected, anchor),
    }
}

/// What has a day that is past has happened, by record; a typed day by itself.
fn has_come(plan: &Plan, outlook: &Outlook, anchor: &Anchor) -> bool {
    let expected = &outlook.expected;
    let of = |phase: PhaseId| expected.phases.iter().find(|dates| dates.phase == phase);
    match anchor {
        Anchor::Cell { workload, phase } => {
            of(*phase).is_some_and(|dates| dates.cell_is_done[workload.index()])
        }
        Anchor::First(workload) => expected.phases.iter().any(|dates| dates.cell_is_done[workload.index()]),
        Anchor::Full(workload) => expected.slider_is_done[workload.index()],
        Anchor::PhaseStart(phase) | Anchor::PhaseTargeted(phase) => {
            of(*phase).is_some_and(|dates| dates.start_is_done)
        }
        Anchor::PhaseGate(phase) => of(*phase).is_some_and(|dates| dates.gate_is_done),
        Anchor::Milestone(kind) => plan.milestone(kind).is_some_and(|milestone| milestone.done),
        Anchor::Finish => expected.phases.iter().all(|dates| dates.gate_is_done),
        Anchor::Date(_) => true,
    }
}

/// The day of a milestone: typed, a fact, or that of what it moves with.
pub fn milestone_date(plan: &Plan, outlook: &Outlook, milestone: &Milestone) -> Option<NaiveDate> {
    day_of(plan, &outlook.expected, milestone)
}

/// The day from which Conditional Access enforces, if it ever does.
pub fn enforced_from(plan: &Plan, outlook: &Outlook) -> Option<NaiveDate> {
    milestone_date(plan, outlook, plan.milestone(&MilestoneKind::ConditionalAccess)?)
}

fn day_of(plan: &Plan, expected: &Expected, milestone: &Milestone) -> Option<NaiveDate> {
    match milestone.moves_with() {
        Some(relative) => {
            let anchor = course_date(expected, &relative.anchor)?;
            plan.calendar.working_days_from(anchor, relative.days)
        }
        None => milestone.date,
    }
}

/// The course knows no milestones: they do not move with each other.
fn course_date(expected: &Expected, anchor: &Anchor) -> Option<NaiveDate> {
    let of = |phase: PhaseId| expected.phases.iter().find(|dates| dates.phase == phase);
    let read = |phase: PhaseId, date: fn(&PhaseDates) -> Option<NaiveDate>| of(phase).and_then(date);
    match anchor {
        Anchor::Cell { workload, phase } => of(*phase)?.cells[workload.index()],
        Anchor::First(workload) => first_cell(expected, *workload).map(|(_, day)| day),
        Anchor::Full(workload) => expected.sliders[workload.index()],
        Anchor::PhaseStart(phase) => read(*phase, |dates| dates.start),
        Anchor::PhaseTargeted(phase) => read(*phase, |dates| dates.targeted),
        Anchor::PhaseGate(phase) => read(*phase, |dates| dates.gate),
        Anchor::Milestone(_) => None,
        Anchor::Finish => expected.finish,
        Anchor::Date(day) => Some(*day),
    }
}

fn first_cell(expected: &Expected, workload: Workload) -> Option<(PhaseId, NaiveDate)> {
    let cells = expected.phases.iter();
    cells.filter_map(|dates| Some((dates.phase, dates.cells[workload.index()]?))).min_by_key(|(_, day)| *day)
}

/// Courses after which a day that moves with what it moves itself is left as it is.
const ROUNDS: usize = 4;

/// The plan with a day for Conditional Access where that moves with a phase. It is the only milestone that a
/// course goes by: from then on a switch of Compliance policies brings more tickets, which can hold up the gate
/// that the day depends on. So its day is that of the course in which it enforces from that day. A future in
/// which the phase comes later keeps the day: it has been announced by then.
pub(super) fn with_enforcement<'a>(plan: &'a Plan, observed: &Observed) -> Cow<'a, Plan> {
    let is_it = |milestone: &Milestone| {
        milestone.kind == MilestoneKind::ConditionalAccess && milestone.moves_with().is_some()
    };
    let Some(at) = plan.milestones.iter().position(is_it) else { return Cow::Borrowed(plan) };
    let mut dated = plan.clone();
    dated.milestones[at].relative = None;
    dated.milestones[at].date = None;
    for _ in 0..ROUNDS {
        let expected = expected_from(&dated, &Begin::new(&dated, observed));
        let day = day_of(plan, &expected, &plan.milestones[at]);
        if dated.milestones[at].date == day {
            break;
        }
        dated.milestones[at].date = day;
    }
    Cow::Owned(dated)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::{Basis, Detail, outlook, simulate};
    use crate::plan::{Cell, Gate, Phase, PhaseKind, SwitchRule, TaskId, TaskKind, WorkloadPlan};

    const PHASE: PhaseId = PhaseId(1);

    /// A wave of 300 devices from Mon 1 Jun 2026 on, whose Compliance policies move once it has passed.
    fn plan(start: &str) -> Plan {
        let mut plan = Plan::new("Test", start.parse().unwrap());
        plan.desk.agents[0].agents = 6.0;
        let gate = Gate::usual();
        plan.phases.push(Phase { gate, rate: Some(30), ..Phase::new(PHASE, "North", PhaseKind::Wave, 300) });
        let cell =
            Cell { phase: PHASE, rule: SwitchRule::AfterGate(15), head_start: None, note: String::new() };
        let workload = Workload::CompliancePolicies;
        plan.workloads = vec![WorkloadPlan { cells: vec![cell], ..WorkloadPlan::new(workload) }];
        plan
    }

    fn access(anchor: Anchor, days: i32) -> Milestone {
        Milestone::moving(MilestoneKind::ConditionalAccess, anchor, days)
    }

    #[test]
    fn a_milestone_moves_with_its_phase_until_it_is_done_and_a_task_moves_with_it() {
        let mut plan = plan("2026-06-01");
        plan.milestones =
            vec![Milestone::moving(MilestoneKind::TenantAttach, Anchor::PhaseStart(PHASE), -10)];
        let anchor = Anchor::Milestone(MilestoneKind::TenantAttach);
        plan.tasks = vec![crate::plan::Task::new(TaskId(1), "Announce", TaskKind::Communication, anchor, -5)];
        let days = |plan: &Plan| {
            let outlook = outlook(plan);
            let day = milestone_date(plan, &outlook, &plan.milestones[0]);
            (day.unwrap().to_string(), task_dates(plan, &outlook)[0].due.unwrap().to_string())
        };
        assert_eq!(days(&plan), ("2026-05-18".into(), "2026-05-11".into()));
        plan.phases[0].start.not_before = Some("2026-06-08".parse().unwrap());
        assert_eq!(days(&plan).0, "2026-05-25");
        plan.milestones[0] = plan.milestones[0].settled(Some("2026-05-20".parse().unwrap()));
        assert_eq!(days(&plan).0, "2026-05-20", "what is done stays where it was");
        plan.milestones[0] = plan.milestones[0].reopened();
        assert_eq!(days(&plan).0, "2026-05-25");
        // A day that was typed before it got its rule is not the day on which it was done.
        plan.milestones[0].date = Some("2026-01-05".parse().unwrap());
        plan.milestones[0] = plan.milestones[0].settled(None);
        assert_eq!(milestone_date(&plan, &outlook(&plan), &plan.milestones[0]), None);
    }

    #[test]
    fn enforcement_that_moves_counts_from_the_day_that_it_comes_to() {
        let mut moving = plan("2026-06-01");
        moving.milestones = vec![access(Anchor::PhaseGate(PHASE), 10)];
        let ahead = outlook(&moving);
        let day = enforced_from(&moving, &ahead).unwrap();
        let gate = ahead.expected.phases[0].gate.unwrap();
        assert_eq!(moving.calendar.working_days_between(gate, day), 10);
        let mut typed = moving.clone();
        typed.milestones[0] = typed.milestones[0].on(day);
        assert_eq!(outlook(&typed).expected, ahead.expected);
        let mut never = moving.clone();
        never.milestones.clear();
        assert_ne!(outlook(&never).expected.track, ahead.expected.track, "it brings tickets");
        let basis = Basis::new(40, Detail::Dates);
        let (a, b) = (simulate(&moving, &basis), simulate(&typed, &basis));
        assert_eq!(a.peak_load, b.peak_load);
        assert_ne!(a.peak_load, simulate(&never, &basis).peak_load);
    }

    #[test]
    fn what_moves_with_what_never_comes_has_no_day() {
        let mut plan = plan("2026-06-01");
        plan.milestones = vec![access(Anchor::Full(Workload::ClientApps), 0)];
        let ahead = outlook(&plan);
        assert_eq!(enforced_from(&plan, &ahead), None);
        // Only a file written by hand can have it.
        plan.milestones = vec![access(Anchor::Milestone(MilestoneKind::ConditionalAccess), 1)];
        assert_eq!(enforced_from(&plan, &outlook(&plan)), None);
    }
}
