//! When tasks are due: the dates of what they belong to, recorded or expected, so many working days away.

use chrono::NaiveDate;

use crate::plan::{Anchor, ExpectedTask, PhaseId, Plan, Workload};

use super::{Outlook, PhaseDates};

/// The dates of every task, in the plan's order.
pub fn task_dates(plan: &Plan, outlook: &Outlook) -> Vec<ExpectedTask> {
    let dated = |task: &crate::plan::Task| {
        let anchor = anchor_date(plan, outlook, &task.anchor);
        let first = match task.anchor {
            Anchor::First(workload) => first_cell(outlook, workload).map(|(phase, _)| phase),
            _ => None,
        };
        ExpectedTask {
            task: task.id,
            anchor,
            due: anchor.and_then(|day| task.due(&plan.calendar, day)),
            phase: task.anchor.phase().or(first),
        }
    };
    plan.tasks.iter().map(dated).collect()
}

/// The date of what a task belongs to; none = not within the horizon, not planned, or never.
pub fn anchor_date(plan: &Plan, outlook: &Outlook, anchor: &Anchor) -> Option<NaiveDate> {
    let expected = &outlook.expected;
    let of = |phase: PhaseId| expected.phases.iter().find(|dates| dates.phase == phase);
    let read = |phase: PhaseId, date: fn(&PhaseDates) -> Option<NaiveDate>| of(phase).and_then(date);
    match anchor {
        Anchor::Cell { workload, phase } => of(*phase)?.cells[workload.index()],
        Anchor::First(workload) => first_cell(outlook, *workload).map(|(_, day)| day),
        Anchor::Full(workload) => expected.sliders[workload.index()],
        Anchor::PhaseStart(phase) => read(*phase, |dates| dates.start),
        Anchor::PhaseTargeted(phase) => read(*phase, |dates| dates.targeted),
        Anchor::PhaseGate(phase) => read(*phase, |dates| dates.gate),
        Anchor::Milestone(kind) => plan.milestones.iter().find(|m| m.kind == *kind)?.date,
        Anchor::Finish => expected.finish,
        Anchor::Date(day) => Some(*day),
    }
}

fn first_cell(outlook: &Outlook, workload: Workload) -> Option<(PhaseId, NaiveDate)> {
    let cells = outlook.expected.phases.iter();
    cells.filter_map(|dates| Some((dates.phase, dates.cells[workload.index()]?))).min_by_key(|(_, day)| *day)
}
