//! When tasks and milestones are due: the dates of what they belong to, recorded or expected, so many working
//! days away.

use chrono::NaiveDate;

use crate::plan::{Anchor, ExpectedTask, Milestone, MilestoneKind, PhaseId, Plan, Relative, Workload};

use super::{Expected, Outlook, PhaseDates};

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
    moving_day(plan, &outlook.expected, milestone).1
}

/// What is to come in the course and nearest to a day, and so many working days from it that what moves with it
/// stays on that day; from a day off it goes to the last working day before, unless it is the very day of what it
/// moves with. Of a day that is past also what is past.
pub fn nearest_relative(plan: &Plan, outlook: &Outlook, day: NaiveDate) -> Option<Relative> {
    let expected = &outlook.expected;
    let of_phases = expected.phases.iter().flat_map(|dates| {
        let (gate, start) = (Anchor::PhaseGate(dates.phase), Anchor::PhaseStart(dates.phase));
        [(gate, dates.gate), (start, dates.start)]
    });
    let sliders = plan.switchable_workloads().map(|w| (Anchor::Full(w), expected.sliders[w.index()]));
    let all = of_phases.chain(sliders).chain([(Anchor::Finish, expected.finish)]);
    let ahead = |date: &NaiveDate| *date > plan.status_date || day <= plan.status_date;
    let dated = all.filter_map(|(anchor, date)| Some((anchor, date.filter(ahead)?)));
    let (anchor, date) = dated.min_by_key(|(_, date)| (*date - day).num_days().abs())?;
    let between = plan.calendar.working_days_between(date, day);
    // Back from a day off the first step only reaches the working day before it.
    let is_back_from_off = day < date && !plan.calendar.is_working_day(date);
    let days = between - i64::from(is_back_from_off);
    Some(Relative { anchor, days: i32::try_from(days).ok()? })
}

/// The day from which Conditional Access enforces, if it ever does.
pub fn enforced_from(plan: &Plan, outlook: &Outlook) -> Option<NaiveDate> {
    milestone_date(plan, outlook, plan.milestone(&MilestoneKind::ConditionalAccess)?)
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

/// Conditional Access where its day moves with a phase.
pub(super) fn moving_enforcement(plan: &Plan) -> Option<&Milestone> {
    plan.milestone(&MilestoneKind::ConditionalAccess).filter(|milestone| milestone.moves_with().is_some())
}

/// The day of what a milestone moves with, and its own.
pub(super) fn moving_day(
    plan: &Plan,
    expected: &Expected,
    milestone: &Milestone,
) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let Some(relative) = milestone.moves_with() else { return (milestone.date, milestone.date) };
    let anchor = course_date(expected, &relative.anchor);
    (anchor, anchor.and_then(|day| plan.calendar.working_days_from(day, relative.days)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::{Basis, Detail, outlook, simulate};
    use crate::plan::{
        Cell, Criterion, Event, EventKind, Gate, Phase, PhaseActuals, PhaseKind, Stock, SwitchRule, TaskId,
        TaskKind, WorkloadPlan,
    };

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
    fn what_begins_to_move_stays_on_its_day() {
        let plan = plan("2026-06-01");
        let ahead = outlook(&plan);
        let gate = ahead.expected.phases[0].gate.unwrap();
        for (away, anchor) in [(3, Anchor::PhaseGate(PHASE)), (-2, Anchor::PhaseGate(PHASE))] {
            let day = plan.calendar.working_days_from(gate, away).unwrap();
            let relative = nearest_relative(&plan, &ahead, day).unwrap();
            assert_eq!((relative.anchor.clone(), relative.days), (anchor, away));
            let milestone = access(relative.anchor, relative.days);
            assert_eq!(milestone_date(&plan, &ahead, &milestone), Some(day));
        }
        let start = ahead.expected.phases[0].start.unwrap();
        let before = plan.calendar.working_days_before(start, 5).unwrap();
        let relative = nearest_relative(&plan, &ahead, before).unwrap();
        assert_eq!((relative.anchor, relative.days), (Anchor::PhaseStart(PHASE), -5));
    }

    #[test]
    fn no_day_becomes_later_by_beginning_to_move_and_no_working_day_another() {
        let mut plan = plan("2026-06-01");
        let mut ahead = outlook(&plan);
        let days_of_may = || NaiveDate::from_ymd_opt(2026, 5, 1).unwrap().iter_days().take(45);
        plan.status_date = "2026-04-30".parse().unwrap();
        // A slider that is moved on a Sunday, a gate on a Monday, a holiday beside them.
        ahead.expected.phases.clear();
        ahead.expected.finish = Some("2026-05-18".parse().unwrap());
        ahead.expected.sliders[0] = Some("2026-05-31".parse().unwrap());
        let name = String::new();
        plan.calendar.holidays.push(crate::plan::Holiday { date: "2026-05-29".parse().unwrap(), name });
        for day in days_of_may() {
            let relative = nearest_relative(&plan, &ahead, day).unwrap();
            let moving = milestone_date(&plan, &ahead, &access(relative.anchor.clone(), relative.days));
            let off = |day: &NaiveDate| !plan.calendar.is_working_day(*day);
            let earlier = std::iter::successors(Some(day), |day| off(day).then(|| day.pred_opt()).flatten());
            let expected = if Some(day) == ahead.expected.sliders[0] { Some(day) } else { earlier.last() };
            assert_eq!(moving, expected, "{day}: {relative:?}");
        }
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

    /// The day by the long way: a course of the plan in which that day is typed, until it stays.
    fn by_courses(plan: &Plan) -> Plan {
        let mut dated = plan.clone();
        dated.milestones[0] = Milestone::new(MilestoneKind::ConditionalAccess, None);
        for _ in 0..4 {
            let day = moving_day(plan, &outlook(&dated).expected, &plan.milestones[0]).1;
            if dated.milestones[0].date == day {
                break;
            }
            dated.milestones[0].date = day;
        }
        dated
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(60))]
        /// A desk that a switch can overrun, gates that wait for it, and a past that enforcement explains.
        #[test]
        fn the_day_of_enforcement_is_that_of_as_many_courses_as_it_takes(
            place in 0..7_usize,
            days in -15..15_i32,
            agents in 1..5_u32,
            rate in 15..60_u32,
            recorded in 0..40_u64,
        ) {
            let mut plan = plan("2026-06-01");
            plan.desk.agents[0].agents = f64::from(agents) / 2.0;
            plan.desk.brake_wait_days = Some(1.0);
            let second = PhaseId(2);
            let gate = Gate { criteria: vec![Criterion::DeskLoad { max: 0.9 }, Criterion::Wait { max_days: 1.0 }], ..Gate::usual() };
            plan.phases.push(Phase {
                gate,
                rate: Some(rate),
                ..Phase::new(second, "South", PhaseKind::Wave, 400)
            });
            let workload = Workload::CompliancePolicies;
            let of = |phase, rule| Cell { phase, rule, head_start: None, note: String::new() };
            plan.workloads[0].cells =
                vec![of(PHASE, SwitchRule::AfterStart(3)), of(second, SwitchRule::AtEnrollment)];
            if recorded > 0 {
                plan.status_date = plan.start + chrono::Days::new(recorded);
                let cell = EventKind::CellSwitched { workload, phase: PHASE, head_start: false };
                for (date, what) in [
                    (plan.start, EventKind::PhaseStarted(PHASE)),
                    (plan.start + chrono::Days::new(3), cell),
                ] {
                    plan.actuals.events.push(Event { date, what, note: String::new() });
                }
                let stock = Stock {
                    date: plan.status_date,
                    targeted: 200,
                    enrolled: 150,
                    failed: 10,
                    abandoned: 0,
                    pending: None,
                    stale: None,
                    tickets: Some(90),
                };
                plan.actuals.phases =
                    vec![PhaseActuals { phase: PHASE, stocks: vec![stock], ..PhaseActuals::default() }];
            }
            let anchor = [
                Anchor::PhaseStart(PHASE),
                Anchor::PhaseGate(PHASE),
                Anchor::Cell { workload, phase: PHASE },
                Anchor::PhaseTargeted(second),
                Anchor::PhaseGate(second),
                Anchor::First(workload),
                Anchor::Finish,
            ][place].clone();
            plan.milestones = vec![access(anchor, days)];
            let (moving, typed) = (outlook(&plan), outlook(&by_courses(&plan)));
            proptest::prop_assert_eq!(moving.expected, typed.expected);
            proptest::prop_assert_eq!(moving.learned, typed.learned);
        }
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
