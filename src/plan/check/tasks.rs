//! Tasks that are not done when what they belong to comes, that are late, or that nobody will do.

use chrono::NaiveDate;

use super::look::Look;
use super::{ExpectedTask, Place, Problem, Rule};
use crate::plan::wording::{self, date};
use crate::plan::{Anchor, Edit, PrerequisiteState, Record, Task};

pub(super) const RULES: &[Rule] = &[unprepared, overdue, nobody_in_charge];

/// Working days ahead from which on a switch or a start that is not made ready is a warning.
const NEAR_DAYS: i64 = 2;

fn open<'l>(look: &'l Look) -> impl Iterator<Item = (&'l Task, &'l ExpectedTask)> {
    let is_open = |task: &&Task| !task.state.is_settled();
    look.plan.tasks.iter().filter(is_open).filter_map(|task| Some((task, look.task(task.id)?)))
}

fn done(task: &Task) -> Edit {
    Edit::Put(Record::Task(Task { state: PrerequisiteState::Done, ..task.clone() }))
}

/// Where the switch is that waits for the task; else the task itself.
fn place(task: &Task, dates: &ExpectedTask) -> Place {
    match (&task.anchor, dates.phase) {
        (Anchor::Cell { workload, .. } | Anchor::First(workload), Some(phase)) => {
            Place::Cell { workload: *workload, phase }
        }
        (Anchor::Full(workload), _) => Place::Slider(*workload),
        _ => Place::Task(task.id),
    }
}

/// What waits for an open task comes within days, or has come without it.
fn unprepared(look: &Look, out: &mut Vec<Problem>) {
    let today = look.plan.status_date;
    for (task, dates) in open(look).filter(|(task, _)| task.holds_up()) {
        let Some(anchor) = dates.anchor else { continue };
        let (name, what) = (&task.name, wording::anchor(&task.anchor, look.plan));
        let expected = date(anchor);
        let late = dates.due.filter(|due| *due < today).map(date);
        let problem = if dates.has_come {
            let text = format!("“{name}” is not done, but {what} came on {expected}.");
            Problem::error("task-skipped", place(task, dates), text)
        } else if anchor <= today {
            let text = format!("“{name}” is not done and holds up {what}, which was to come on {expected}.");
            Problem::warning("task-holds-up", place(task, dates), text)
        } else if let Some(due) = late {
            let text = format!("“{name}” was due on {due} and holds up {what}, expected on {expected}.");
            Problem::warning("task-holds-up", place(task, dates), text)
        } else if is_near(look, anchor) {
            let text = format!("“{name}” is not done yet, and {what} is expected on {expected}.");
            Problem::warning("task-holds-up", place(task, dates), text)
        } else {
            continue;
        };
        out.push(problem.mend("Mark it done", done(task)));
    }
}

fn is_near(look: &Look, day: NaiveDate) -> bool {
    look.plan.calendar.working_days_between(look.plan.status_date, day) <= NEAR_DAYS
}

fn overdue(look: &Look, out: &mut Vec<Problem>) {
    for (task, dates) in open(look).filter(|(task, _)| !task.holds_up()) {
        let Some(due) = dates.due.filter(|due| *due < look.plan.status_date) else { continue };
        let text =
            format!("“{}”, {}, was due on {}.", task.name, wording::task_day(task, look.plan), date(due));
        out.push(Problem::note("task-overdue", Place::Task(task.id), text).mend("Mark it done", done(task)));
    }
}

/// What others wait for, is due within a week and has no owner will not be done.
fn nobody_in_charge(look: &Look, out: &mut Vec<Problem>) {
    for (task, dates) in open(look).filter(|(task, _)| task.holds_up() && task.owner.trim().is_empty()) {
        let Some(due) = dates.due else { continue };
        if (0..=7).contains(&(due - look.plan.status_date).num_days()) {
            let text = format!("“{}” is due on {} and has no owner.", task.name, date(due));
            out.push(Problem::note("task-without-owner", Place::Task(task.id), text));
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::super::{ExpectedDates, Severity, check_with};
    use super::*;
    use crate::plan::{Phase, PhaseId, PhaseKind, Plan, TaskId, TaskKind, Workload};

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
    }

    /// One phase; a task five working days before Client apps move first, which is on `switch`. Today is the 12th.
    fn found(switch: NaiveDate, change: impl Fn(&mut Task)) -> Vec<(&'static str, Place, String)> {
        found_when(switch, true, change)
    }

    /// `has_come`: a switch whose day is past was made.
    fn found_when(
        switch: NaiveDate,
        has_come: bool,
        change: impl Fn(&mut Task),
    ) -> Vec<(&'static str, Place, String)> {
        let mut plan = Plan::new("Small", day(1));
        plan.status_date = day(12);
        plan.phases.push(Phase::new(PhaseId(1), "North", PhaseKind::Wave, 100));
        let anchor = Anchor::First(Workload::ClientApps);
        let mut task = Task::new(TaskId(1), "Publish apps", TaskKind::Switch, anchor, -5);
        task.is_blocking = true;
        task.owner = "Ola".into();
        change(&mut task);
        let due = task.due(&plan.calendar, switch);
        plan.tasks.push(task);
        let has_come = has_come && switch <= plan.status_date;
        let phase = Some(PhaseId(1));
        let task = ExpectedTask { task: TaskId(1), anchor: Some(switch), has_come, due, phase };
        let expected = ExpectedDates { tasks: vec![task], ..ExpectedDates::default() };
        let problems = check_with(&plan, Some(&expected));
        let of_tasks = problems.into_iter().filter(|problem| problem.code.starts_with("task-"));
        of_tasks
            .map(|problem| {
                if let Some(remedy) = &problem.remedy {
                    let mut mended = plan.clone();
                    remedy.edit.apply(&mut mended).unwrap();
                    let left = check_with(&mended, Some(&expected));
                    assert!(!left.contains(&problem), "{}", problem.text);
                }
                assert_eq!(problem.severity == Severity::Error, problem.code == "task-skipped");
                (problem.code, problem.place, problem.text)
            })
            .collect()
    }

    #[test]
    fn a_switch_that_comes_without_what_it_needs_is_found_where_it_is() {
        let cell = Place::Cell { workload: Workload::ClientApps, phase: PhaseId(1) };
        let text = "“Publish apps” is not done, but the first switch of Client apps came on 12 Jun 2026.";
        assert_eq!(found(day(12), |_| ()), [("task-skipped", cell.clone(), text.into())]);
        let text = "“Publish apps” is not done and holds up the first switch of Client apps, which was to come on 12 Jun 2026.";
        assert_eq!(found_when(day(12), false, |_| ()), [("task-holds-up", cell.clone(), text.into())]);
        let text = "“Publish apps” was due on 11 Jun 2026 and holds up the first switch of Client apps, expected on 18 Jun 2026.";
        assert_eq!(found(day(18), |_| ()), [("task-holds-up", cell.clone(), text.into())]);
        assert_eq!(found(day(19), |_| ()), [], "due today");
        // Due after what it belongs to would be too late; near it is said in time.
        let text =
            "“Publish apps” is not done yet, and the first switch of Client apps is expected on 16 Jun 2026.";
        let near = |task: &mut Task| task.days = -1;
        assert_eq!(found(day(16), near), [("task-holds-up", cell, text.into())]);
        assert_eq!(found(day(17), near), [], "three working days ahead");
    }

    #[test]
    fn what_is_done_not_needed_or_blocks_nothing_is_no_problem_of_the_switch() {
        for state in [PrerequisiteState::Done, PrerequisiteState::NotNeeded] {
            assert_eq!(found(day(12), |task| task.state = state), []);
        }
        let late = found(day(18), |task| task.is_blocking = false);
        let text =
            "“Publish apps”, 5 working days before the first switch of Client apps, was due on 11 Jun 2026.";
        assert_eq!(late, [("task-overdue", Place::Task(TaskId(1)), text.into())]);
    }

    #[test]
    fn what_others_wait_for_needs_an_owner_a_week_ahead() {
        let lonely = |switch| found(switch, |task| task.owner.clear());
        let text = "“Publish apps” is due on 19 Jun 2026 and has no owner.";
        assert_eq!(lonely(day(26)), [("task-without-owner", Place::Task(TaskId(1)), text.into())]);
        assert_eq!(lonely(day(29)), []);
    }
}
