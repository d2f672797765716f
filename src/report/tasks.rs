//! The tasks around phases and switches as a list: by date, by phase or by workload, what is late first. And
//! what the move of one workload on one phase asks for.

use chrono::{Days, NaiveDate};

use super::wording::{agree, counted, day_near, sentence_case};
use super::{Finding, Mark, Situation};
use crate::forecast;
use crate::picture::format;
use crate::plan::wording as plain;
use crate::plan::{
    Anchor, ExpectedTask, PhaseId, PrerequisiteState, Task, TaskId, TaskKind, Workload, missing_tasks,
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    #[default]
    Date,
    Phase,
    Workload,
}

impl Grouping {
    pub const ALL: [Self; 3] = [Self::Date, Self::Phase, Self::Workload];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Date => "By date",
            Self::Phase => "By phase",
            Self::Workload => "By workload",
        }
    }
}

/// One task in words.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskLine {
    pub id: TaskId,
    pub kind: TaskKind,
    pub name: String,
    /// Sentence case: `15 working days before the start of Clinics North`.
    pub rule: String,
    pub due: Option<NaiveDate>,
    /// `due 30 Oct`, `was due 2 Oct`, `no date`.
    pub when: String,
    pub mark: Mark,
    pub state: PrerequisiteState,
    pub owner: String,
    pub is_blocking: bool,
    /// It is to be done, and something waits for it.
    pub holds_up: bool,
    pub tip: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TaskGroup {
    pub title: String,
    /// Late, or due within four weeks.
    pub is_near: bool,
    pub lines: Vec<TaskLine>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TaskList {
    pub groups: Vec<TaskGroup>,
    /// `31 of 62 done`: of those that are needed.
    pub subtitle: String,
    /// The usual ones that the plan lacks.
    pub missing: Vec<Task>,
}

struct Dated<'a> {
    task: &'a Task,
    dates: ExpectedTask,
}

impl Dated<'_> {
    fn is_late(&self, today: NaiveDate) -> bool {
        !self.task.state.is_settled() && self.dates.due.is_some_and(|due| due < today)
    }
}

fn dated<'a>(at: &Situation<'a>) -> Vec<Dated<'a>> {
    let dates = forecast::task_dates(at.plan, at.outlook);
    at.plan.tasks.iter().zip(dates).map(|(task, dates)| Dated { task, dates }).collect()
}

/// The list; without `with_settled` only what is still to do.
pub fn list(at: &Situation<'_>, grouping: Grouping, with_settled: bool) -> TaskList {
    let mut all = dated(at);
    let done = all.iter().filter(|entry| entry.task.state == PrerequisiteState::Done).count();
    let needed = all.iter().filter(|entry| entry.task.state != PrerequisiteState::NotNeeded).count();
    let subtitle = match (all.is_empty(), needed) {
        (true, _) => "none yet".to_owned(),
        (false, 0) => "none needed".to_owned(),
        (false, needed) => format!("{done} of {needed} done"),
    };
    all.retain(|entry| with_settled || !entry.task.state.is_settled());
    all.sort_by_key(|entry| (entry.dates.due.is_none(), entry.dates.due, entry.task.id));
    let mut groups: Vec<(usize, TaskGroup)> = Vec::new();
    for entry in &all {
        let (rank, title) = group_of(at, entry, grouping);
        let line = line(at, entry);
        if let Some((_, group)) = groups.iter_mut().find(|(other, _)| *other == rank) {
            group.lines.push(line);
        } else {
            let is_near = grouping == Grouping::Date && rank < LATER;
            groups.push((rank, TaskGroup { title, is_near, lines: vec![line] }));
        }
    }
    groups.sort_by_key(|(rank, _)| *rank);
    TaskList {
        groups: groups.into_iter().map(|(_, group)| group).collect(),
        subtitle,
        missing: missing_tasks(at.plan),
    }
}

fn group_of(at: &Situation<'_>, entry: &Dated<'_>, grouping: Grouping) -> (usize, String) {
    match grouping {
        Grouping::Date => by_date(at.today(), entry),
        Grouping::Phase => match entry.task.anchor.phase().and_then(|id| at.plan.phase_index(id)) {
            Some(index) => (index, at.title(index)),
            None => (usize::MAX, "All phases".to_owned()),
        },
        Grouping::Workload => match entry.task.anchor.workload() {
            Some(workload) => (workload.index(), workload.name().to_owned()),
            None => (Workload::ALL.len() + entry.task.kind as usize, entry.task.kind.name().to_owned()),
        },
    }
}

/// The rank of what is due later than in four weeks.
const LATER: usize = 3;

fn by_date(today: NaiveDate, entry: &Dated<'_>) -> (usize, String) {
    let within = |days: u64| today.checked_add_days(Days::new(days)).unwrap_or(today);
    let (rank, title) = match (entry.task.state.is_settled(), entry.dates.due) {
        (true, _) => (5, "Settled"),
        (false, None) => (4, "No date"),
        (false, Some(due)) if due < today => (0, "Late"),
        (false, Some(due)) if due <= within(7) => (1, "Within a week"),
        (false, Some(due)) if due <= within(28) => (2, "Within four weeks"),
        (false, Some(_)) => (LATER, "Later"),
    };
    (rank, title.to_owned())
}

fn line(at: &Situation<'_>, entry: &Dated<'_>) -> TaskLine {
    let (task, today) = (entry.task, at.today());
    let is_late = entry.is_late(today);
    let when = match (task.state, entry.dates.due) {
        (PrerequisiteState::NotNeeded, _) => "not needed".to_owned(),
        (PrerequisiteState::Done, due) => due.map_or_else(String::new, |due| day_near(due, today)),
        (_, Some(due)) if is_late => format!("was due {}", day_near(due, today)),
        (_, Some(due)) => format!("due {}", day_near(due, today)),
        (_, None) => "no date".to_owned(),
    };
    let mark = match task.state {
        PrerequisiteState::Done => Mark::Met,
        PrerequisiteState::NotNeeded => Mark::Empty,
        _ if is_late && task.holds_up() => Mark::Missed,
        _ if is_late => Mark::Risk,
        PrerequisiteState::InProgress => Mark::Running,
        PrerequisiteState::Open => Mark::Empty,
    };
    let rule = sentence_case(&plain::task_day(task, at.plan));
    TaskLine {
        id: task.id,
        kind: task.kind,
        name: task.name.clone(),
        due: entry.dates.due,
        when,
        mark,
        state: task.state,
        owner: task.owner.clone(),
        is_blocking: task.is_blocking,
        holds_up: task.is_holding_up(),
        tip: tip(at, entry, &rule),
        rule,
    }
}

fn tip(at: &Situation<'_>, entry: &Dated<'_>, rule: &str) -> String {
    let task = entry.task;
    let owner = if task.owner.is_empty() { "No owner".to_owned() } else { format!("Owner: {}", task.owner) };
    let mut lines =
        vec![task.name.clone(), format!("{}  ·  {}  ·  {owner}", task.kind.name(), task.state.name())];
    lines.push(match entry.dates.due {
        Some(due) => format!("{rule}: {}", format::weekday_date(due)),
        None => format!("{rule}, which has no date"),
    });
    if task.holds_up() {
        lines.push(format!("Holds up {}", plain::anchor(&task.anchor, at.plan)));
    }
    lines.extend(Some(task.note.clone()).filter(|note| !note.is_empty()));
    lines.join("\n")
}

/// The sentence of the page.
pub fn headline(at: &Situation<'_>) -> Finding {
    let all = dated(at);
    let today = at.today();
    let open: Vec<&Dated<'_>> = all.iter().filter(|entry| !entry.task.state.is_settled()).collect();
    let late: Vec<&&Dated<'_>> = open.iter().filter(|entry| entry.is_late(today)).collect();
    let first =
        |of: &[&&Dated<'_>]| of.iter().min_by_key(|entry| entry.dates.due).map(|e| e.task.name.clone());
    if all.is_empty() {
        return Finding::plain("No tasks yet: add the usual ones, and they move with their phases.");
    }
    if open.is_empty() {
        return Finding::new(Mark::Met, "Every task is done.");
    }
    let blocking: Vec<&&Dated<'_>> = late.iter().copied().filter(|entry| entry.task.holds_up()).collect();
    if let Some(name) = first(&blocking) {
        let n = blocking.len();
        let text = format!(
            "{} {} late and {} up what comes next, first “{name}”.",
            sentence_case(&counted(n, "task", "tasks")),
            agree(n, "is", "are"),
            agree(n, "holds", "hold")
        );
        return Finding::new(Mark::Missed, text);
    }
    if let Some(name) = first(&late) {
        let n = late.len();
        let late = sentence_case(&counted(n, "task", "tasks"));
        return Finding::new(Mark::Risk, format!("{late} {} late, first “{name}”.", agree(n, "is", "are")));
    }
    let next = open.iter().filter(|entry| entry.dates.due.is_some()).min_by_key(|entry| entry.dates.due);
    let text = match next.and_then(|entry| Some((entry.task, entry.dates.due?))) {
        Some((task, due)) => format!(
            "Nothing is late; {} to do, next “{}” by {}.",
            counted(open.len(), "task is", "tasks are"),
            task.name,
            day_near(due, today)
        ),
        None => format!(
            "{} to do, none with a date.",
            sentence_case(&counted(open.len(), "task is", "tasks are"))
        ),
    };
    Finding::new(Mark::Running, text)
}

/// The tasks that belong to one switch: of the cell itself, of the workload's first switch, of its slider, and
/// of the phase's start where that is when it switches. In the order of their dates.
pub fn of_switch(at: &Situation<'_>, workload: Workload, phase: Option<PhaseId>) -> Vec<TaskLine> {
    let belongs = |entry: &&Dated<'_>| match &entry.task.anchor {
        Anchor::Cell { workload: w, phase: p } => *w == workload && Some(*p) == phase,
        Anchor::First(w) => *w == workload && (phase.is_none() || entry.dates.phase == phase),
        Anchor::Full(w) => *w == workload && phase.is_none(),
        Anchor::PhaseStart(p) => Some(*p) == phase && entry.task.kind == TaskKind::Switch,
        _ => false,
    };
    let all = dated(at);
    let mut own: Vec<&Dated<'_>> = all.iter().filter(belongs).collect();
    own.sort_by_key(|entry| (entry.dates.due.is_none(), entry.dates.due, entry.task.id));
    own.into_iter().map(|entry| line(at, entry)).collect()
}

/// What Windows Autopatch still lacks on a phase on a day; empty = it can manage the phase's devices.
pub fn autopatch_lacks(at: &Situation<'_>, phase: PhaseId, day: NaiveDate) -> Vec<Workload> {
    let is_with_intune = |workload: Workload| {
        let state = forecast::phase_authority(at.plan, at.outlook, phase, workload, day);
        state.is_done && state.position != crate::plan::Authority::ConfigurationManager
    };
    Workload::ALL.into_iter().filter(|w| w.is_needed_by_autopatch() && !is_with_intune(*w)).collect()
}

/// `Windows Autopatch still lacks Device configuration and Office Click-to-Run apps on that day.`
pub fn autopatch(at: &Situation<'_>, workload: Workload, phase: PhaseId) -> Option<String> {
    if !workload.is_needed_by_autopatch() {
        return None;
    }
    let dates = at.outlook.expected.phases.iter().find(|dates| dates.phase == phase)?;
    let day = dates.cells[workload.index()]?;
    let lacking: Vec<String> =
        autopatch_lacks(at, phase, day).into_iter().map(|w| w.name().to_owned()).collect();
    let when = day_near(day, at.today());
    Some(if lacking.is_empty() {
        format!("From {when} on Windows Autopatch can manage these devices: nothing is lacking.")
    } else {
        format!("For Windows Autopatch there is still lacking on {when}: {}.", super::wording::list(&lacking))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::report::sample_tests::{Sample, day, sample};

    /// The pilot starts on 6 Jul, the wave on 27 Jul; today is 29 Jun.
    fn with_tasks() -> Sample {
        let mut sample = sample();
        let wave = PhaseId(2);
        let tell = |id: u32, name: &str, days: i32| {
            Task::new(TaskId(id), name, TaskKind::Communication, Anchor::PhaseStart(wave), days)
        };
        sample.plan.tasks = vec![tell(1, "Announce", -21), tell(2, "Instruct", -8), tell(3, "Follow up", 10)];
        let anchor = Anchor::First(Workload::ClientApps);
        sample.plan.tasks.push(Task::new(TaskId(4), "Publish apps", TaskKind::Switch, anchor, -5));
        sample
    }

    fn situation(sample: &Sample) -> Situation<'_> {
        Situation::new(&sample.plan, &sample.outlook)
    }

    #[test]
    fn a_task_moves_with_its_phase() {
        let mut sample = with_tasks();
        let dues = |sample: &Sample| -> Vec<Option<NaiveDate>> {
            let list = list(&situation(sample), Grouping::Phase, true);
            list.groups[0].lines.iter().map(|line| line.due).collect()
        };
        assert_eq!(dues(&sample), [Some(day(2026, 6, 26)), Some(day(2026, 7, 15)), Some(day(2026, 8, 10))]);
        sample.outlook.expected.phases[1].start = Some(day(2026, 8, 3));
        assert_eq!(dues(&sample), [Some(day(2026, 7, 3)), Some(day(2026, 7, 22)), Some(day(2026, 8, 17))]);
    }

    #[test]
    fn what_is_late_stands_first_and_is_said() {
        let mut sample = with_tasks();
        let titles = |sample: &Sample| -> Vec<String> {
            let list = list(&situation(sample), Grouping::Date, false);
            list.groups.into_iter().map(|group| format!("{} {}", group.title, group.lines.len())).collect()
        };
        assert_eq!(titles(&sample), ["Late 1", "Within four weeks 1", "Later 1", "No date 1"]);
        assert_eq!(headline(&situation(&sample)).text, "One task is late, first “Announce”.");
        sample.plan.tasks[0].is_blocking = true;
        let found = headline(&situation(&sample));
        assert_eq!(found.text, "One task is late and holds up what comes next, first “Announce”.");
        assert_eq!(found.mark, Some(Mark::Missed));
        sample.plan.tasks[0].state = PrerequisiteState::Done;
        assert_eq!(
            headline(&situation(&sample)).text,
            "Nothing is late; three tasks are to do, next “Instruct” by 15 Jul."
        );
        assert_eq!(titles(&sample), ["Within four weeks 1", "Later 1", "No date 1"]);
        assert_eq!(list(&situation(&sample), Grouping::Date, false).subtitle, "1 of 4 done");
    }

    #[test]
    fn a_switch_has_the_tasks_of_its_cell_its_workload_and_its_phase() {
        let mut sample = with_tasks();
        let apps = Workload::ClientApps;
        sample.outlook.expected.phases[0].cells[apps.index()] = Some(day(2026, 7, 8));
        sample.outlook.expected.phases[1].cells[apps.index()] = Some(day(2026, 7, 29));
        let assign = Task::new(TaskId(5), "Assign", TaskKind::Switch, Anchor::PhaseStart(PhaseId(2)), -3);
        sample.plan.tasks.push(assign);
        let names = |phase| -> Vec<String> {
            of_switch(&situation(&sample), apps, phase).into_iter().map(|line| line.name).collect()
        };
        assert_eq!(names(Some(PhaseId(1))), ["Publish apps"], "the first phase to switch");
        assert_eq!(names(Some(PhaseId(2))), ["Assign"]);
        assert_eq!(names(None), ["Publish apps"]);
    }
}
