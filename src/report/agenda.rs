//! The dated things that people put into their calendars: starts and gates of phases, freezes and pauses, workload
//! switches, what is to be decided, communications and other tasks. It knows no format of any calendar.

use chrono::NaiveDate;

use super::Situation;
use super::wording::list;
use crate::forecast::{milestone_date, task_dates};
use crate::picture::format;
use crate::plan::{
    Authority, MilestoneKind, PhaseId, PhaseScope, PrerequisiteState, TaskKind, Workload, wording,
};

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    Start,
    Gate,
    Decision,
    Freeze,
    Pause,
    Switch,
    Milestone,
    Task(TaskKind),
}

impl EntryKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "Phase start",
            Self::Gate => "Gate",
            Self::Decision => "Decision",
            Self::Freeze => "Freeze",
            Self::Pause => "Pause",
            Self::Switch => "Workload switch",
            Self::Milestone => "Milestone",
            Self::Task(kind) => kind.name(),
        }
    }
}

/// One entry: whole days, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Names it for good within the plan, whatever its date: `gate-4`.
    pub key: String,
    pub kind: EntryKind,
    pub title: String,
    pub notes: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// It has happened, or is fixed by hand; what is not is expected and may move.
    pub is_fixed: bool,
}

impl Entry {
    fn on(key: String, kind: EntryKind, day: NaiveDate, title: String) -> Self {
        Self { key, kind, title, notes: String::new(), from: day, to: day, is_fixed: false }
    }
}

/// All entries by date, those of a day by their kind.
pub fn agenda(at: &Situation<'_>) -> Vec<Entry> {
    let mut entries = phases(at);
    entries.extend(calendar(at));
    entries.extend(switches(at));
    entries.extend(decisions(at));
    entries.extend(tasks(at));
    entries.sort_by(|a, b| (a.from, a.kind, &a.key).cmp(&(b.from, b.kind, &b.key)));
    entries
}

/// The day of a gate: passed, typed and still to come, else expected.
pub fn gate_day(at: &Situation<'_>, index: usize) -> Option<NaiveDate> {
    let dates = at.dates(index)?;
    let typed = at.phase(index)?.gate.planned.filter(|day| *day >= at.today());
    if dates.gate_is_done { dates.gate } else { typed.or(dates.gate) }
}

fn phases(at: &Situation<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (index, phase) in at.plan.phases.iter().enumerate() {
        let Some(dates) = at.dates(index) else { continue };
        let (id, title) = (phase.id.0, at.title(index));
        if let Some(start) = dates.start {
            let devices = format::plural(phase.devices.into(), "device", "devices");
            let pace = match phase.rate {
                Some(rate) => format!("{} a working day", format::count(rate.into())),
                None => "all at once".to_owned(),
            };
            let owner =
                if phase.owner.is_empty() { String::new() } else { format!("\nOwner: {}", phase.owner) };
            let notes = format!("{devices}, {pace}.{owner}");
            let entry = Entry::on(format!("start-{id}"), EntryKind::Start, start, format!("{title}: start"));
            entries.push(Entry { notes, is_fixed: dates.start_is_done, ..entry });
        }
        if let Some(day) = gate_day(at, index) {
            let entry = Entry::on(format!("gate-{id}"), EntryKind::Gate, day, format!("{title}: gate"));
            let other = dates.gate.filter(|gate| *gate != day);
            let expected = other.map(|gate| format!("Expected to pass on {}.\n", format::date(gate)));
            let notes = expected.unwrap_or_default() + &asked(at, index);
            entries.push(Entry { notes, is_fixed: dates.gate_is_done, ..entry });
        }
    }
    entries
}

/// What the gate asks, one criterion a line.
fn asked(at: &Situation<'_>, index: usize) -> String {
    let Some(phase) = at.phase(index) else { return String::new() };
    if phase.gate.criteria.is_empty() {
        return "It passes when every ready device is targeted.".to_owned();
    }
    let lines = phase.gate.criteria.iter().map(|c| format!("{}: {}", c.name(), wording::asked(c)));
    lines.collect::<Vec<_>>().join("\n")
}

fn calendar(at: &Situation<'_>) -> Vec<Entry> {
    let freezes = at.plan.calendar.freezes.iter().map(|freeze| Entry {
        key: format!("freeze-{}", freeze.id.0),
        kind: EntryKind::Freeze,
        title: if freeze.name.is_empty() { "Freeze".to_owned() } else { freeze.name.clone() },
        notes: super::wording::sentence_case(freeze.scope.name()),
        from: freeze.from,
        to: freeze.to,
        is_fixed: true,
    });
    let pauses = at.plan.calendar.pauses.iter().map(|pause| Entry {
        key: format!("pause-{}", pause.id.0),
        kind: EntryKind::Pause,
        title: format!("Pause: {}", scope(at, &pause.phases)),
        notes: pause.reason.clone(),
        from: pause.from,
        to: pause.until,
        is_fixed: true,
    });
    let all = freezes.chain(pauses).filter(|entry| entry.from <= entry.to);
    let milestones = at.plan.milestones.iter().filter_map(|milestone| {
        let (key, name) = (milestone_key(&milestone.kind), milestone.kind.name());
        let name = if name.trim().is_empty() { "Milestone".to_owned() } else { name };
        let day = milestone_date(at.plan, at.outlook, milestone)?;
        let entry = Entry::on(key, EntryKind::Milestone, day, name);
        let rule = milestone.moves_with().map(|relative| wording::milestone_day(relative, at.plan));
        let notes = rule.as_ref().map_or_else(String::new, |rule| super::wording::sentence_case(rule) + ".");
        Some(Entry { is_fixed: rule.is_none(), notes, ..entry })
    });
    all.chain(milestones).collect()
}

/// A milestone has no number but its name, of which a slug may be the same as another's, or nothing at all.
fn milestone_key(kind: &MilestoneKind) -> String {
    let name = kind.name();
    match kind {
        MilestoneKind::Other(own) => {
            format!("milestone-{}-{}", wording::slug(&name), fingerprint(own)).replace("--", "-")
        }
        _ => format!("milestone-{}", wording::slug(&name)),
    }
}

/// A short sign of a text that is the same at all times and on all machines.
pub fn fingerprint(text: &str) -> String {
    format!("{:016x}", wording::fingerprint(text.bytes()))
}

/// The phases in words.
fn scope(at: &Situation<'_>, phases: &PhaseScope) -> String {
    match phases {
        PhaseScope::All => "the whole rollout".to_owned(),
        PhaseScope::Only(ids) => list(&ids.iter().map(|id| at.plan.phase_label(*id)).collect::<Vec<_>>()),
    }
}

/// Each cell that switches by itself, each slider, each switch-back.
fn switches(at: &Situation<'_>) -> Vec<Entry> {
    let expected = &at.outlook.expected;
    let mut entries = Vec::new();
    for workload in at.plan.switchable_workloads() {
        let place = workload.index();
        let slider = expected.sliders[place];
        if let Some(day) = slider {
            let title = format!("{} to Intune for every co-managed device", workload.name());
            let entry = Entry::on(format!("slider-{place}"), EntryKind::Switch, day, title);
            entries.push(Entry { is_fixed: expected.slider_is_done[place], ..entry });
        }
        for (index, dates) in expected.phases.iter().enumerate() {
            // With the slider at Intune there is nothing to switch for the phase alone.
            let Some(day) = dates.cells[place].filter(|day| slider.is_none_or(|slider| *day < slider)) else {
                continue;
            };
            let to = Authority::PilotIntune.name();
            let title = format!("{} to {to}: {}", workload.name(), at.title(index));
            let key = cell_key(workload, dates.phase);
            let entry = Entry::on(key, EntryKind::Switch, day, title);
            entries.push(Entry { is_fixed: dates.cell_is_done[place], ..entry });
        }
    }
    entries.extend(at.plan.switch_backs.iter().map(|back| {
        let title =
            format!("{} back to Configuration Manager: {}", back.workload.name(), scope(at, &back.phases));
        let entry = Entry::on(format!("back-{}", back.id.0), EntryKind::Switch, back.date, title);
        Entry { notes: back.reason.clone(), is_fixed: true, ..entry }
    }));
    entries
}

fn cell_key(workload: Workload, phase: PhaseId) -> String {
    format!("switch-{}-{}", workload.index(), phase.0)
}

fn decisions(at: &Situation<'_>) -> Vec<Entry> {
    let questions = at.plan.questions.iter().map(|question| {
        let who = if question.who.is_empty() { String::new() } else { format!("{}: ", question.who) };
        let title = format!("{who}{}", question.question);
        let entry =
            Entry::on(format!("question-{}", question.id.0), EntryKind::Decision, question.date, title);
        Entry { notes: question.note.clone(), is_fixed: true, ..entry }
    });
    questions.collect()
}

/// Communications and whatever else is to be done, open or done, where it has a date.
fn tasks(at: &Situation<'_>) -> Vec<Entry> {
    let dates = task_dates(at.plan, at.outlook);
    let dated =
        at.plan.tasks.iter().zip(dates).filter(|(task, _)| task.state != PrerequisiteState::NotNeeded);
    let entry = |(task, expected): (&crate::plan::Task, crate::plan::ExpectedTask)| {
        let mut notes = vec![super::wording::sentence_case(&wording::task_day(task, at.plan)) + "."];
        if !task.owner.is_empty() {
            notes.push(format!("Owner: {}", task.owner));
        }
        if !task.note.is_empty() {
            notes.push(task.note.clone());
        }
        let kind = EntryKind::Task(task.kind);
        let entry = Entry::on(format!("task-{}", task.id.0), kind, expected.due?, task.name.clone());
        Some(Entry { notes: notes.join("\n"), is_fixed: task.state == PrerequisiteState::Done, ..entry })
    };
    dated.filter_map(entry).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::plan::{Anchor, Freeze, FreezeId, FreezeScope, Question, QuestionId, Task, TaskId};
    use crate::report::sample_tests::{day, sample};

    #[test]
    fn every_dated_thing_is_there_once_in_order_of_time() {
        let mut sample = sample().running(490);
        sample.plan.calendar.freezes.push(Freeze {
            id: FreezeId(3),
            name: "Year-end".into(),
            from: day(2026, 12, 14),
            to: day(2027, 1, 8),
            scope: FreezeScope::Both,
        });
        sample.plan.questions.push(Question {
            id: QuestionId(1),
            date: day(2026, 8, 14),
            who: "Steering committee".into(),
            phase: None,
            question: "Add two agents?".into(),
            note: String::new(),
        });
        let anchor = Anchor::PhaseStart(crate::plan::PhaseId(2));
        let mail = Task::new(TaskId(4), "Tell the users", TaskKind::Communication, anchor, -5);
        sample.plan.tasks = vec![mail];
        sample.outlook.expected.phases[1].cells[0] = Some(day(2026, 8, 3));
        sample.outlook.expected.sliders[1] = Some(day(2026, 9, 18));
        let entries = agenda(&sample.at());
        let keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
        let all = [
            "start-1",
            "task-4",
            "gate-1",
            "start-2",
            "switch-0-2",
            "question-1",
            "gate-2",
            "slider-1",
            "freeze-3",
        ];
        assert_eq!(keys, all);
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
        let of = |key: &str| entries.iter().find(|entry| entry.key == key).unwrap();
        assert_eq!((of("task-4").from, of("task-4").kind.name()), (day(2026, 7, 20), "Communication"));
        assert_eq!(of("switch-0-2").title, "Compliance policies to Pilot Intune: Wave 1 – Retail");
        assert_eq!((of("freeze-3").from, of("freeze-3").to), (day(2026, 12, 14), day(2027, 1, 8)));
        assert!(of("gate-2").notes.contains("Enrollment success: at least 95%"));
        assert!(!of("gate-2").is_fixed && of("freeze-3").is_fixed);
    }

    #[test]
    fn milestones_of_like_names_are_told_apart_wherever_they_stand() {
        let mut sample = sample();
        let own = |name: &str| {
            crate::plan::Milestone::new(MilestoneKind::Other(name.into()), Some(day(2026, 9, 1)))
        };
        sample.plan.milestones = ["Go live!", "Go live", "Пуск", "Старт"].map(own).to_vec();
        let keys = |sample: &crate::report::sample_tests::Sample| -> BTreeSet<String> {
            let entries = agenda(&sample.at()).into_iter();
            entries.filter(|e| e.kind == EntryKind::Milestone).map(|e| e.key).collect()
        };
        let before = keys(&sample);
        assert_eq!(before.len(), 4, "{before:?}");
        sample.plan.milestones.reverse();
        assert_eq!(keys(&sample), before);
    }

    #[test]
    fn a_typed_gate_counts_until_it_is_past() {
        let mut sample = sample().running(490);
        sample.plan.phases[1].gate.planned = Some(day(2026, 9, 4));
        assert_eq!(gate_day(&sample.at(), 1), Some(day(2026, 9, 4)));
        let notes = agenda(&sample.at()).into_iter().find(|entry| entry.key == "gate-2").unwrap().notes;
        assert!(notes.starts_with("Expected to pass on 11 Sep 2026.\n"), "{notes}");
        sample.plan.phases[1].gate.planned = Some(day(2026, 8, 3));
        assert_eq!(gate_day(&sample.at(), 1), Some(day(2026, 9, 11)), "that day has gone by without a Go");
    }
}
