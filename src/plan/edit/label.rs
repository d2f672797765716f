//! What an edit does, in the user's words, found by comparing with the record as it stood before.

use super::{Edit, Key, Record};
use crate::plan::wording;
use crate::plan::{
    Cell, DecisionKind, Event, EventKind, FullSwitch, Phase, PhaseId, PhaseScope, Plan, PrerequisiteState,
    Segment, Workload,
};

pub(super) fn label(edit: &Edit, before: &Plan) -> String {
    match edit {
        Edit::Put(record) => of_put(record, before),
        Edit::Remove(key) => of_removal(key, before),
        Edit::MovePhase { phase, .. } => format!("Move {} in the order", name(before, *phase)),
        Edit::Set(setting) => setting.label(),
        Edit::MoveEvent { event, to } => of_put(&Record::Event(Event { date: *to, ..event.clone() }), before),
        Edit::InScenario { scenario, edit } => {
            let inside = before.with_scenario(scenario);
            format!("{} in {scenario}", label(edit, inside.as_ref().unwrap_or(before)))
        }
        Edit::Several { label, .. } => label.clone(),
    }
}

fn of_put(record: &Record, before: &Plan) -> String {
    let present = before.record(&record.key());
    match record {
        Record::Phase(phase) => of_phase(phase, before.phase(phase.id)),
        Record::Segment(segment) => of_segment(segment, before),
        Record::SupportEnd(end) => format!("Set support end of {}", end.os),
        Record::Cell { workload, cell } => of_cell(*workload, cell, before),
        Record::FullSwitch { workload, full } => of_full(*workload, *full, present.as_ref()),
        Record::SwitchBack(back) => {
            verb(present.as_ref(), "Plan", "Change", &format!("switch-back of {}", back.workload.name()))
        }
        Record::Holiday(holiday) => {
            let day = wording::short_date(holiday.date);
            verb(present.as_ref(), "Add", "Rename", &format!("holiday on {day}"))
        }
        Record::Freeze(freeze) => match &present {
            Some(Record::Freeze(old)) if old.name != freeze.name => format!("Rename freeze {}", old.name),
            Some(Record::Freeze(old)) if (old.from, old.to) != (freeze.from, freeze.to) => {
                format!("Move freeze {}", freeze.name)
            }
            Some(_) => format!("Change freeze {}", freeze.name),
            None => "Add freeze".into(),
        },
        Record::Pause(pause) => {
            let whom = scope(&pause.phases, before);
            verb(present.as_ref(), "Pause", "Change pause of", &whom)
        }
        Record::Agents(entry) => format!("Set agents from {}", wording::short_date(entry.from)),
        Record::Milestone(milestone) => match &present {
            Some(Record::Milestone(old)) if old.done != milestone.done => {
                let state = if milestone.done { "done" } else { "not done" };
                format!("Mark {} {state}", milestone.kind.name())
            }
            Some(_) => format!("Move {}", milestone.kind.name()),
            None => format!("Add milestone {}", milestone.kind.name()),
        },
        Record::Prerequisite(entry) => match &present {
            Some(Record::Prerequisite(old)) if old.state != entry.state => {
                format!("Mark {} {}", entry.name, state_word(entry.state))
            }
            Some(_) => format!("Change prerequisite {}", entry.name),
            None => format!("Add prerequisite {}", entry.name),
        },
        Record::Task(task) => match &present {
            Some(Record::Task(old)) if old.state != task.state => {
                format!("Mark {} {}", task.name, state_word(task.state))
            }
            Some(Record::Task(old)) if (&old.anchor, old.days) != (&task.anchor, task.days) => {
                format!("Move task {}", task.name)
            }
            Some(_) => format!("Change task {}", task.name),
            None => format!("Add task {}", task.name),
        },
        Record::Decision(decision) => {
            let about = decision.phase.map_or_else(String::new, |id| format!(" for {}", name(before, id)));
            let what = match decision.kind {
                DecisionKind::Note => "note".to_owned(),
                DecisionKind::Go => "Go".to_owned(),
                kind => kind.name().to_lowercase(),
            };
            verb(present.as_ref(), "Record", "Change", &format!("{what}{about}"))
        }
        Record::Question(_) => verb(present.as_ref(), "Add", "Change", "question to decide"),
        Record::Baseline(baseline) => format!("Freeze baseline {}", baseline.name),
        Record::Scenario(scenario) => {
            verb(present.as_ref(), "Keep", "Change", &format!("scenario {}", scenario.name))
        }
        _ => of_actual(record, before),
    }
}

fn of_actual(record: &Record, before: &Plan) -> String {
    match record {
        Record::Stock { phase, stock } => recorded("actuals of", *phase, stock.date, before),
        Record::Flow { phase, flow } => recorded("day of", *phase, flow.date, before),
        Record::Failure { phase, failure } => recorded("failures of", *phase, failure.date, before),
        Record::Position { phase, position } => {
            recorded("workload positions of", *phase, position.date, before)
        }
        Record::Desk(entry) => format!("Record helpdesk, {}", wording::short_date(entry.to)),
        Record::Event(event) => of_event(&event.what, before),
        Record::Measurement(m) => format!("Record {}, {}", m.what, wording::short_date(m.date)),
        Record::SignOff(sign) => format!("Sign off {}", sign.what),
        _ => "Change plan".into(),
    }
}

fn recorded(what: &str, phase: PhaseId, date: chrono::NaiveDate, before: &Plan) -> String {
    format!("Record {what} {}, {}", name(before, phase), wording::short_date(date))
}

fn of_event(what: &EventKind, before: &Plan) -> String {
    match what {
        EventKind::PhaseStarted(phase) => format!("Mark start of {} done", name(before, *phase)),
        EventKind::CellSwitched { workload, phase, head_start } => {
            let part = if *head_start { "head start" } else { "switch" };
            format!("Mark {part} of {} for {} done", workload.name(), name(before, *phase))
        }
        EventKind::SliderMoved(workload) => format!("Mark slider of {} done", workload.name()),
        EventKind::SwitchedBack { workload, .. } => {
            format!("Mark switch-back of {} done", workload.name())
        }
    }
}

fn of_phase(phase: &Phase, old: Option<&Phase>) -> String {
    let Some(old) = old else { return format!("Add phase {}", phase.name) };
    let of = |what: &str| format!("{what} of {}", phase.name);
    let gate_moved = old.gate.planned != phase.gate.planned;
    let asks = |phase: &Phase| (phase.gate.judged, phase.gate.prior);
    let asks_differ = old.gate.criteria != phase.gate.criteria || asks(old) != asks(phase);
    let changes = [
        (old.name != phase.name, format!("Rename {} to {}", old.name, phase.name)),
        (old.start != phase.start, of("Move start")),
        (old.rate != phase.rate, of("Change rate")),
        (old.devices != phase.devices || old.takes != phase.takes, of("Change size")),
        (gate_moved, of("Move gate")),
        (asks_differ, of("Change gate")),
        (old.not_ready != phase.not_ready, of("Change readiness")),
        (old.path != phase.path, of("Change path")),
        (old.kind != phase.kind, format!("Make {} a {}", phase.name, phase.kind.name().to_lowercase())),
        (old.owner != phase.owner, of("Change owner")),
        (old.users != phase.users, of("Change users")),
        (old.note != phase.note, of("Change note")),
        (old.collection != phase.collection, of("Change collection")),
        (old.ticket_multiplier != phase.ticket_multiplier, of("Change tickets")),
        (old.it_staff_only != phase.it_staff_only, of("Change users")),
    ];
    let mut differing = changes.into_iter().filter(|(differs, _)| *differs).map(|(_, words)| words);
    match (differing.next(), differing.next()) {
        (Some(only), None) => only,
        _ => format!("Change {}", phase.name),
    }
}

fn of_segment(segment: &Segment, before: &Plan) -> String {
    match before.estate.segment(segment.id) {
        None => format!("Add segment {}", segment.title()),
        Some(old) if old.devices != segment.devices => format!("Change size of {}", segment.title()),
        Some(old) if old.gaps() != segment.gaps() => format!("Change readiness of {}", segment.title()),
        Some(_) => format!("Change segment {}", segment.title()),
    }
}

fn of_cell(workload: Workload, cell: &Cell, before: &Plan) -> String {
    let place = format!("{} for {}", workload.name(), name(before, cell.phase));
    let old = before.workload(workload).and_then(|row| row.cell(cell.phase));
    match old {
        Some(old) if old.rule == cell.rule && old.head_start != cell.head_start => {
            format!("Change head start of {place}")
        }
        Some(old) if old.rule == cell.rule && old.note != cell.note => format!("Change note of {place}"),
        _ => format!("Change switch of {place}"),
    }
}

fn of_full(workload: Workload, full: FullSwitch, present: Option<&Record>) -> String {
    let was_never = matches!(present, None | Some(Record::FullSwitch { full: FullSwitch::Never, .. }));
    match full {
        FullSwitch::Never => format!("Keep {} in Pilot Intune", workload.name()),
        _ if was_never => format!("Plan slider of {}", workload.name()),
        _ => format!("Move slider of {}", workload.name()),
    }
}

fn of_removal(key: &Key, before: &Plan) -> String {
    let day = |date: &chrono::NaiveDate| wording::short_date(*date);
    let what = match key {
        Key::Phase(id) => format!("phase {}", name(before, *id)),
        Key::Segment(id) => {
            let segment = before.estate.segment(*id);
            format!("segment {}", segment.map_or_else(|| id.0.to_string(), Segment::title))
        }
        Key::SupportEnd(os) => format!("support end of {os}"),
        Key::Cell { workload, phase } => {
            format!("switch of {} for {}", workload.name(), name(before, *phase))
        }
        Key::FullSwitch(workload) => return format!("Keep {} in Pilot Intune", workload.name()),
        Key::SwitchBack(_) => match before.record(key) {
            Some(Record::SwitchBack(back)) => format!("switch-back of {}", back.workload.name()),
            _ => "switch-back".into(),
        },
        Key::Holiday(date) => format!("holiday on {}", day(date)),
        Key::Freeze(_) => match before.record(key) {
            Some(Record::Freeze(freeze)) => format!("freeze {}", freeze.name),
            _ => "freeze".into(),
        },
        Key::Pause(_) => match before.record(key) {
            Some(Record::Pause(pause)) => format!("pause of {}", scope(&pause.phases, before)),
            _ => "pause".into(),
        },
        Key::Agents(from) => format!("agents from {}", day(from)),
        Key::Milestone(kind) => format!("milestone {}", kind.name()),
        Key::Prerequisite(_) => match before.record(key) {
            Some(Record::Prerequisite(entry)) => format!("prerequisite {}", entry.name),
            _ => "prerequisite".into(),
        },
        Key::Task(_) => match before.record(key) {
            Some(Record::Task(task)) => format!("task {}", task.name),
            _ => "task".into(),
        },
        Key::Stock { phase, date } => format!("actuals of {}, {}", name(before, *phase), day(date)),
        Key::Flow { phase, date } => format!("day of {}, {}", name(before, *phase), day(date)),
        Key::Failure { phase, date, code } => {
            format!("failures {code} of {}, {}", name(before, *phase), day(date))
        }
        Key::Position { phase, workload } => {
            format!("observed position of {} on {}", workload.name(), name(before, *phase))
        }
        Key::Desk(to) => format!("helpdesk record, {}", day(to)),
        Key::Event { what, .. } => {
            let marked = of_event(what, before);
            return marked.strip_suffix("done").map_or(marked.clone(), |head| format!("{head}not done"));
        }
        Key::Measurement { what, date, .. } => format!("{what}, {}", day(date)),
        Key::SignOff { what, .. } => format!("signature of {what}"),
        Key::Decision(_) => "decision".into(),
        Key::Question(_) => "question to decide".into(),
        Key::Baseline(name) => format!("baseline {name}"),
        Key::Scenario(name) => format!("scenario {name}"),
    };
    format!("Remove {what}")
}

fn verb(present: Option<&Record>, new: &str, changed: &str, what: &str) -> String {
    format!("{} {what}", if present.is_some() { changed } else { new })
}

fn name(plan: &Plan, phase: PhaseId) -> String {
    let scenarios = plan.scenarios.iter().flat_map(|scenario| scenario.phases.iter());
    let found = plan.phases.iter().chain(scenarios).find(|entry| entry.id == phase);
    found.map_or_else(|| format!("phase {}", phase.0), |phase| phase.name.clone())
}

fn scope(phases: &PhaseScope, plan: &Plan) -> String {
    match phases {
        PhaseScope::All => "the rollout".into(),
        PhaseScope::Only(phases) => match phases.as_slice() {
            [only] => name(plan, *only),
            several => format!("{} phases", several.len()),
        },
    }
}

const fn state_word(state: PrerequisiteState) -> &'static str {
    match state {
        PrerequisiteState::Open => "open",
        PrerequisiteState::InProgress => "in progress",
        PrerequisiteState::Done => "done",
        PrerequisiteState::NotNeeded => "not needed",
    }
}
