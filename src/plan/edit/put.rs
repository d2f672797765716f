//! Putting a record in its place. It names the phases and segments it refuses, not the figures:
//! those are judged by `faults`.

use chrono::NaiveDate;

use super::{Edit, Refusal, faults, remove};
use crate::plan::{
    Anchor, Cell, Event, FullSwitch, HeadStart, Key, Phase, PhaseActuals, PhaseId, PhaseKind, PhaseScope,
    Plan, Record, SwitchRule, Workload, WorkloadPlan,
};

pub(super) fn put(plan: &mut Plan, record: &Record) -> Result<(), Refusal> {
    let key = record.key();
    let present = plan.record(&key);
    if present.as_ref() == Some(record) {
        return Ok(());
    }
    refuse_strangers(plan, record)?;
    refuse_taken_name(plan, record)?;
    // What was wrong before may stay wrong: else a plan with two faults could never be mended.
    let old = present.as_ref().map(faults::of_record).unwrap_or_default();
    if let Some(fault) = faults::of_record(record).into_iter().find(|fault| !old.contains(fault)) {
        return Err(fault);
    }
    place(plan, record, &key);
    plan.put_in_order();
    Ok(())
}

pub(super) fn move_phase(plan: &mut Plan, phase: PhaseId, to: usize) -> Result<(), Refusal> {
    let from = plan.phase_index(phase).ok_or_else(|| Refusal::unknown("phase", phase.0))?;
    let moved = plan.phases.remove(from);
    plan.phases.insert(to.min(plan.phases.len()), moved);
    plan.put_in_order();
    Ok(())
}

pub(super) fn move_event(plan: &mut Plan, event: &Event, to: NaiveDate) -> Result<(), Refusal> {
    let is_same =
        |other: &Event| event.what.can_repeat() && to != event.date && other.is(&event.what, Some(to));
    if plan.actuals.events.iter().any(is_same) {
        return Err(Refusal::RecordedThen(to));
    }
    let moved = Record::Event(Event { date: to, ..event.clone() });
    let edits = vec![Edit::Remove(Record::Event(event.clone()).key()), Edit::Put(moved)];
    Edit::Several { label: String::new(), edits }.apply(plan)
}

fn place(plan: &mut Plan, record: &Record, key: &Key) {
    match record {
        Record::Phase(phase) => put_phase(&mut plan.phases, phase),
        Record::Segment(segment) => upsert(&mut plan.estate.segments, segment, |s| s.id == segment.id),
        Record::SupportEnd(end) => {
            upsert(&mut plan.estate.support_ends, end, |e| e.os.eq_ignore_ascii_case(&end.os));
        }
        Record::Cell { workload, cell } => put_cell(plan, *workload, cell),
        Record::FullSwitch { workload, full } => row(plan, *workload).full = *full,
        Record::SwitchBack(back) => upsert(&mut plan.switch_backs, back, |b| b.id == back.id),
        Record::Holiday(holiday) => {
            upsert(&mut plan.calendar.holidays, holiday, |h| h.date == holiday.date);
        }
        Record::Freeze(freeze) => upsert(&mut plan.calendar.freezes, freeze, |f| f.id == freeze.id),
        Record::Pause(pause) => upsert(&mut plan.calendar.pauses, pause, |p| p.id == pause.id),
        Record::Agents(entry) => upsert(&mut plan.desk.agents, entry, |a| a.from == entry.from),
        Record::Milestone(milestone) => upsert(&mut plan.milestones, milestone, |m| m.kind == milestone.kind),
        Record::Prerequisite(entry) => upsert(&mut plan.prerequisites, entry, |p| p.id == entry.id),
        Record::Task(task) => upsert(&mut plan.tasks, task, |t| t.id == task.id),
        Record::Decision(decision) => upsert(&mut plan.decisions, decision, |d| d.id == decision.id),
        Record::Question(question) => upsert(&mut plan.questions, question, |q| q.id == question.id),
        Record::Baseline(baseline) => {
            upsert(&mut plan.baselines, baseline.as_ref(), |b| b.name == baseline.name);
        }
        Record::Scenario(scenario) => {
            let before = remove::known_phases(plan);
            upsert(&mut plan.scenarios, scenario.as_ref(), |s| s.name == scenario.name);
            remove::drop_orphans(plan, &before, None);
        }
        _ => place_actual(plan, record, key),
    }
}

fn place_actual(plan: &mut Plan, record: &Record, key: &Key) {
    let actuals = &mut plan.actuals;
    match record {
        Record::Stock { phase, stock } => {
            upsert(&mut phase_actuals(&mut actuals.phases, *phase).stocks, stock, |s| s.date == stock.date);
        }
        Record::Flow { phase, flow } => {
            upsert(&mut phase_actuals(&mut actuals.phases, *phase).flows, flow, |f| f.date == flow.date);
        }
        Record::Failure { phase, failure } => {
            let failures = &mut phase_actuals(&mut actuals.phases, *phase).failures;
            upsert(failures, failure, |f| f.date == failure.date && f.code == failure.code);
        }
        Record::Position { phase, position } => {
            let positions = &mut phase_actuals(&mut actuals.phases, *phase).positions;
            upsert(positions, position, |p| p.workload == position.workload);
        }
        Record::Desk(entry) => upsert(&mut actuals.desk, entry, |e| e.to == entry.to),
        Record::Event(event) => {
            let on = event.what.can_repeat().then_some(event.date);
            upsert(&mut actuals.events, event, |e| e.is(&event.what, on));
        }
        Record::Measurement(m) => {
            upsert(&mut actuals.measurements, m, |o| Record::Measurement(o.clone()).key() == *key);
        }
        Record::SignOff(sign) => {
            upsert(&mut actuals.sign_offs, sign, |o| o.phase == sign.phase && o.what == sign.what);
        }
        _ => {}
    }
}

fn upsert<T: Clone>(list: &mut Vec<T>, value: &T, is_it: impl Fn(&T) -> bool) {
    match list.iter_mut().find(|entry| is_it(entry)) {
        Some(entry) => *entry = value.clone(),
        None => list.push(value.clone()),
    }
}

/// A new pilot goes behind the last pilot, a new wave to the end.
fn put_phase(phases: &mut Vec<Phase>, phase: &Phase) {
    if let Some(entry) = phases.iter_mut().find(|entry| entry.id == phase.id) {
        *entry = phase.clone();
        return;
    }
    let at = match phase.kind {
        PhaseKind::Pilot => {
            phases.iter().rposition(|other| other.kind == PhaseKind::Pilot).map_or(0, |last| last + 1)
        }
        PhaseKind::Wave => phases.len(),
    };
    phases.insert(at, phase.clone());
}

/// A cell that says nothing is not kept.
fn put_cell(plan: &mut Plan, workload: Workload, cell: &Cell) {
    let cells = &mut row(plan, workload).cells;
    if cell.rule == SwitchRule::Never && cell.head_start.is_none() && cell.note.is_empty() {
        cells.retain(|entry| entry.phase != cell.phase);
    } else {
        upsert(cells, cell, |entry| entry.phase == cell.phase);
    }
}

fn row(plan: &mut Plan, workload: Workload) -> &mut WorkloadPlan {
    let at = plan.workloads.iter().position(|row| row.workload == workload).unwrap_or_else(|| {
        plan.workloads.push(WorkloadPlan::new(workload));
        plan.workloads.len() - 1
    });
    &mut plan.workloads[at]
}

fn phase_actuals(phases: &mut Vec<PhaseActuals>, phase: PhaseId) -> &mut PhaseActuals {
    let at = phases.iter().position(|entry| entry.phase == phase).unwrap_or_else(|| {
        phases.push(PhaseActuals { phase, ..PhaseActuals::default() });
        phases.len() - 1
    });
    &mut phases[at]
}

/// Phases and segments that the record names must exist: those of its own schedule, and for what all
/// schedules share those of any.
fn refuse_strangers(plan: &Plan, record: &Record) -> Result<(), Refusal> {
    let own = |phase: PhaseId| known(plan.phase(phase).is_some(), phase);
    let any = |phase: PhaseId| known(plan.knows_phase(phase), phase);
    match record {
        Record::Phase(phase) => phase.takes.iter().try_for_each(|take| {
            let found = plan.estate.segment(take.segment);
            found.map(|_| ()).ok_or_else(|| Refusal::unknown("segment", take.segment.0))
        }),
        Record::Cell { cell, .. } => own(cell.phase),
        Record::FullSwitch { full: FullSwitch::AfterGate { phase, .. }, .. } => own(*phase),
        Record::SwitchBack(back) => scope_is_known(plan, &back.phases),
        Record::Pause(pause) => scope_is_known(plan, &pause.phases),
        Record::Prerequisite(entry) => entry.blocks.map_or(Ok(()), any),
        Record::Task(task) => task.anchor.phase().map_or(Ok(()), any),
        Record::Milestone(milestone) => {
            let anchor = milestone.relative.as_ref().map(|relative| &relative.anchor);
            anchor.and_then(Anchor::phase).map_or(Ok(()), any)
        }
        Record::Stock { phase, .. }
        | Record::Flow { phase, .. }
        | Record::Failure { phase, .. }
        | Record::Position { phase, .. } => any(*phase),
        Record::Event(event) => match &event.what {
            crate::plan::EventKind::PhaseStarted(phase)
            | crate::plan::EventKind::CellSwitched { phase, .. } => any(*phase),
            crate::plan::EventKind::SwitchedBack { phases: PhaseScope::Only(phases), .. } => {
                phases.iter().copied().try_for_each(any)
            }
            _ => Ok(()),
        },
        Record::Measurement(m) => any(m.phase),
        Record::SignOff(sign) => any(sign.phase),
        Record::Decision(decision) => decision.phase.map_or(Ok(()), any),
        Record::Question(question) => question.phase.map_or(Ok(()), any),
        _ => Ok(()),
    }
}

fn known(is_known: bool, phase: PhaseId) -> Result<(), Refusal> {
    if is_known { Ok(()) } else { Err(Refusal::unknown("phase", phase.0)) }
}

fn scope_is_known(plan: &Plan, scope: &PhaseScope) -> Result<(), Refusal> {
    match scope {
        PhaseScope::All => Ok(()),
        PhaseScope::Only(phases) => {
            phases.iter().try_for_each(|phase| known(plan.phase(*phase).is_some(), *phase))
        }
    }
}

/// Renaming to a name in use is refused; two phases that share one already can still be changed.
fn refuse_taken_name(plan: &Plan, record: &Record) -> Result<(), Refusal> {
    let Record::Phase(phase) = record else { return Ok(()) };
    if plan.phase(phase.id).is_some_and(|present| present.name == phase.name) {
        return Ok(());
    }
    let same = |other: &&Phase| other.id != phase.id && other.has_name(&phase.name);
    plan.phases.iter().find(same).map_or(Ok(()), |other| Err(Refusal::NameTaken(other.name.clone())))
}

impl Plan {
    /// The plan or one of its scenarios has this phase.
    pub fn knows_phase(&self, id: PhaseId) -> bool {
        self.phase(id).is_some() || self.scenarios.iter().any(|s| s.phases.iter().any(|p| p.id == id))
    }
}

impl Phase {
    /// Two names are the same to people whatever their case and outer spaces.
    pub fn has_name(&self, name: &str) -> bool {
        self.name.trim().to_lowercase() == name.trim().to_lowercase()
    }
}

impl HeadStart {
    /// It comes to something.
    pub fn is_planned(&self) -> bool {
        self.devices > 0 && self.rule != SwitchRule::Never
    }
}
