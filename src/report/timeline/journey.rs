//! The lane around the phases: milestones with what must hold before them, and the tasks by what they are about.

use chrono::NaiveDate;

use crate::forecast;
use crate::picture::format;
use crate::picture::journey::{Journey, JourneyMark, JourneyRow, MarkState};
use crate::plan::wording as plain;
use crate::plan::{ExpectedTask, Milestone, MilestoneKind, PrerequisiteState, Task, TaskKind};
use crate::report::Situation;
use crate::report::stays::exposure;
use crate::report::wording::{counted, sentence_case};

/// Milestones first, then each kind of task that the plan has.
pub fn journey(situation: &Situation<'_>) -> Journey {
    let plan = situation.plan;
    let dates = forecast::task_dates(plan, situation.outlook);
    let mut rows = Vec::new();
    let mut milestones: Vec<JourneyMark> =
        plan.milestones.iter().filter_map(|milestone| of_milestone(situation, milestone)).collect();
    milestones.sort_by_key(|mark| mark.date);
    if !milestones.is_empty() {
        rows.push(JourneyRow { title: "Milestones".to_owned(), is_milestones: true, marks: milestones });
    }
    for kind in TaskKind::ALL {
        let of_kind = plan.tasks.iter().zip(&dates).filter(|(task, _)| task.kind == kind);
        let mut marks: Vec<JourneyMark> =
            of_kind.filter_map(|(task, dates)| of_task(situation, task, dates)).collect();
        marks.sort_by_key(|mark| mark.date);
        if !marks.is_empty() {
            rows.push(JourneyRow { title: kind.name().to_owned(), is_milestones: false, marks });
        }
    }
    let tasks = rows.iter().filter(|row| !row.is_milestones).flat_map(|row| &row.marks);
    let late = tasks.filter(|mark| mark.state == MarkState::Late).count();
    let note = if late == 0 { String::new() } else { format!("{late} late") };
    Journey { rows, note, is_note_bad: late > 0 }
}

fn state(is_done: bool, day: NaiveDate, today: NaiveDate) -> MarkState {
    match is_done {
        true => MarkState::Done,
        false if day < today => MarkState::Late,
        false => MarkState::Open,
    }
}

fn of_task(situation: &Situation<'_>, task: &Task, dates: &ExpectedTask) -> Option<JourneyMark> {
    let due = dates.due.filter(|_| task.state != PrerequisiteState::NotNeeded)?;
    let state = state(task.state.is_settled(), due, situation.today());
    let word = match state {
        MarkState::Done => "done",
        MarkState::Open => "due",
        MarkState::Late => "was due",
    };
    let of = match dates.phase {
        Some(phase) => situation.plan.phase_name(phase),
        None => plain::anchor(&task.anchor, situation.plan),
    };
    let tip = format!("{}, {of}: {word} {}", task.name, format::weekday_date(due));
    Some(JourneyMark { key: format!("task:{}", task.id.0), date: due, state, label: String::new(), tip })
}

fn of_milestone(situation: &Situation<'_>, milestone: &Milestone) -> Option<JourneyMark> {
    let date = forecast::milestone_date(situation.plan, situation.outlook, milestone)?;
    let mut lines = vec![format!(
        "{}: {}{}",
        milestone.kind.name(),
        format::weekday_date(date),
        if milestone.done { ", done" } else { "" }
    )];
    if let Some(relative) = milestone.moves_with() {
        lines.push(sentence_case(&plain::milestone_day(relative, situation.plan)));
    }
    let holds = |kind: &MilestoneKind| {
        matches!(kind, MilestoneKind::TenantAttach | MilestoneKind::CoManagementEnabled)
    };
    if holds(&milestone.kind) && !milestone.done {
        let open = situation.open_prerequisites().filter(|p| p.due.is_none_or(|due| due <= date)).count();
        if open > 0 {
            lines.push(format!("{} open before it", counted(open, "prerequisite is", "prerequisites are")));
        }
    }
    if milestone.kind == MilestoneKind::ConditionalAccess {
        lines.extend(exposure(situation));
    }
    Some(JourneyMark {
        key: format!("milestone:{}", milestone.kind.name()),
        date,
        state: state(milestone.done, date, situation.today()),
        label: milestone.kind.name(),
        tip: lines.join("\n"),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::{Anchor, PhaseId, TaskId};
    use crate::report::sample_tests::{day, sample};

    #[test]
    fn the_lane_has_a_row_for_each_kind_and_its_marks_move_with_their_phase() {
        let mut sample = sample();
        let start = Anchor::PhaseStart(PhaseId(2));
        let tell = Task::new(TaskId(1), "Announce", TaskKind::Communication, start.clone(), -21);
        let train = Task::new(TaskId(2), "Train", TaskKind::Support, start, -10);
        sample.plan.tasks = vec![tell, train];
        sample.plan.milestones = vec![Milestone::new(MilestoneKind::TenantAttach, Some(day(2026, 7, 1)))];
        let at = Situation::new(&sample.plan, &sample.outlook);
        let lane = journey(&at);
        let titles: Vec<&str> = lane.rows.iter().map(|row| row.title.as_str()).collect();
        assert_eq!(titles, ["Milestones", "Communication", "Support"]);
        assert_eq!(lane.note, "1 late");
        assert_eq!(lane.rows[1].marks[0].tip, "Announce, Retail: was due Fri 26 Jun 2026");
        let before = lane.rows[2].marks[0].date;
        sample.outlook.expected.phases[1].start = Some(day(2026, 8, 3));
        let moved = journey(&Situation::new(&sample.plan, &sample.outlook));
        assert_eq!((moved.rows[2].marks[0].date - before).num_days(), 7);
        assert_eq!(moved.note, "");
    }
}
