//! Removing a record and everything that would point into the void without it.
//! Baselines are never touched: they say what was planned once.

use std::collections::BTreeSet;

use super::Refusal;
use crate::plan::{
    Anchor, EventKind, FullSwitch, Key, Milestone, PhaseId, PhaseScope, Plan, Relative, SegmentId,
};

pub(super) fn remove(plan: &mut Plan, key: &Key) -> Result<(), Refusal> {
    match key {
        Key::Phase(id) => remove_phase(plan, *id)?,
        Key::Segment(id) => remove_segment(plan, *id)?,
        Key::SupportEnd(os) => {
            take_out(&mut plan.estate.support_ends, |e| e.os.eq_ignore_ascii_case(os), "support end of", os)?;
        }
        Key::Cell { workload, phase } => {
            let row = plan.workloads.iter_mut().find(|row| row.workload == *workload);
            let row = row.ok_or_else(|| Refusal::unknown("row", workload.name()))?;
            take_out(&mut row.cells, |cell| cell.phase == *phase, "switch of phase", phase.0)?;
        }
        Key::FullSwitch(workload) => {
            let row = plan.workloads.iter_mut().find(|row| row.workload == *workload);
            row.ok_or_else(|| Refusal::unknown("row", workload.name()))?.full = FullSwitch::Never;
        }
        Key::SwitchBack(id) => take_out(&mut plan.switch_backs, |b| b.id == *id, "switch-back", id.0)?,
        Key::Holiday(date) => take_out(&mut plan.calendar.holidays, |h| h.date == *date, "holiday", date)?,
        Key::Freeze(id) => take_out(&mut plan.calendar.freezes, |f| f.id == *id, "freeze", id.0)?,
        Key::Pause(id) => take_out(&mut plan.calendar.pauses, |p| p.id == *id, "pause", id.0)?,
        Key::Agents(from) => take_out(&mut plan.desk.agents, |a| a.from == *from, "agents from", from)?,
        Key::Milestone(kind) => {
            take_out(&mut plan.milestones, |m| m.kind == *kind, "milestone", kind.name())?;
        }
        Key::Prerequisite(id) => {
            take_out(&mut plan.prerequisites, |p| p.id == *id, "prerequisite", id.0)?;
        }
        Key::Task(id) => take_out(&mut plan.tasks, |t| t.id == *id, "task", id.0)?,
        Key::Decision(id) => take_out(&mut plan.decisions, |d| d.id == *id, "decision", id.0)?,
        Key::Question(id) => take_out(&mut plan.questions, |q| q.id == *id, "question", id.0)?,
        Key::Baseline(name) => take_out(&mut plan.baselines, |b| b.name == *name, "baseline", name)?,
        Key::Scenario(name) => {
            let before = known_phases(plan);
            take_out(&mut plan.scenarios, |s| s.name == *name, "scenario", name)?;
            drop_orphans(plan, &before, None);
        }
        _ => remove_actual(plan, key)?,
    }
    plan.put_in_order();
    Ok(())
}

fn remove_actual(plan: &mut Plan, key: &Key) -> Result<(), Refusal> {
    let actuals = &mut plan.actuals;
    match key {
        Key::Stock { phase, .. }
        | Key::Flow { phase, .. }
        | Key::Failure { phase, .. }
        | Key::Position { phase, .. } => {
            let entry = actuals.phases.iter_mut().find(|entry| entry.phase == *phase);
            let entry = entry.ok_or_else(|| Refusal::unknown("record of phase", phase.0))?;
            match key {
                Key::Stock { date, .. } => {
                    take_out(&mut entry.stocks, |s| s.date == *date, "record of", date)?;
                }
                Key::Flow { date, .. } => {
                    take_out(&mut entry.flows, |f| f.date == *date, "record of", date)?;
                }
                Key::Failure { date, code, .. } => {
                    let is_it = |f: &crate::plan::Failure| f.date == *date && f.code == *code;
                    take_out(&mut entry.failures, is_it, "failure", code)?;
                }
                Key::Position { workload, .. } => {
                    let name = workload.name();
                    take_out(&mut entry.positions, |p| p.workload == *workload, "position of", name)?;
                }
                _ => {}
            }
            actuals.phases.retain(|entry| !entry.is_empty());
            Ok(())
        }
        Key::Desk(to) => take_out(&mut actuals.desk, |entry| entry.to == *to, "helpdesk record of", to),
        Key::Event { what, on } => {
            take_out(&mut actuals.events, |event| event.is(what, *on), "such", "event")
        }
        Key::Measurement { phase, what, date } => {
            let is_it =
                |m: &crate::plan::Measurement| m.phase == *phase && m.what == *what && m.date == *date;
            take_out(&mut actuals.measurements, is_it, "figure of", what)
        }
        Key::SignOff { phase, what } => {
            take_out(&mut actuals.sign_offs, |s| s.phase == *phase && s.what == *what, "signature of", what)
        }
        _ => Ok(()),
    }
}

fn take_out<T>(
    list: &mut Vec<T>,
    is_it: impl Fn(&T) -> bool,
    what: &'static str,
    which: impl std::fmt::Display,
) -> Result<(), Refusal> {
    let before = list.len();
    list.retain(|entry| !is_it(entry));
    if list.len() == before { Err(Refusal::unknown(what, which)) } else { Ok(()) }
}

fn remove_segment(plan: &mut Plan, id: SegmentId) -> Result<(), Refusal> {
    take_out(&mut plan.estate.segments, |segment| segment.id == id, "segment", id.0)?;
    let scenarios = plan.scenarios.iter_mut().flat_map(|scenario| scenario.phases.iter_mut());
    for phase in plan.phases.iter_mut().chain(scenarios) {
        phase.takes.retain(|take| take.segment != id);
    }
    Ok(())
}

fn remove_phase(plan: &mut Plan, id: PhaseId) -> Result<(), Refusal> {
    let before = known_phases(plan);
    let at = plan.phase_index(id);
    take_out(&mut plan.phases, |phase| phase.id == id, "phase", id.0)?;
    let heir = at.and_then(|at| plan.phases.get(at)).map(|phase| phase.id);
    for row in &mut plan.workloads {
        row.cells.retain(|cell| cell.phase != id);
        // A slider that waited for this gate waits for the last of those that are left.
        if let FullSwitch::AfterGate { phase, days } = row.full
            && phase == id
        {
            row.full = FullSwitch::AfterLast(days);
        }
    }
    plan.switch_backs.retain_mut(|back| leave_scope(&mut back.phases, &|phase| phase != id));
    plan.calendar.pauses.retain_mut(|pause| leave_scope(&mut pause.phases, &|phase| phase != id));
    drop_orphans(plan, &before, heir);
    Ok(())
}

/// Takes phases out of a scope; false when nothing is left of it.
fn leave_scope(scope: &mut PhaseScope, stays: &impl Fn(PhaseId) -> bool) -> bool {
    match scope {
        PhaseScope::All => true,
        PhaseScope::Only(phases) => {
            let was_empty = phases.is_empty();
            phases.retain(|phase| stays(*phase));
            was_empty || !phases.is_empty()
        }
    }
}

/// A milestone after its phase has gone: with the start that comes in the place of that phase's, else where all
/// milestones go that have lost what they moved with.
fn left_behind(
    milestone: &Milestone,
    plan: &Plan,
    stays: &impl Fn(PhaseId) -> bool,
    heir: Option<PhaseId>,
) -> Milestone {
    let Some(relative) = &milestone.relative else { return milestone.clone() };
    if relative.anchor.phase().is_none_or(stays) {
        return milestone.clone();
    }
    match (&relative.anchor, heir) {
        (Anchor::PhaseStart(_), Some(heir)) => {
            let relative = Some(Relative { anchor: Anchor::PhaseStart(heir), ..relative.clone() });
            Milestone { relative, ..milestone.clone() }
        }
        _ => milestone.moved_on(plan),
    }
}

/// The phases of the plan and of its scenarios.
pub(super) fn known_phases(plan: &Plan) -> BTreeSet<PhaseId> {
    let scenarios = plan.scenarios.iter().flat_map(|scenario| scenario.phases.iter());
    plan.phases.iter().chain(scenarios).map(|phase| phase.id).collect()
}

/// Takes out of what all schedules share the phases that no schedule has any more. `heir` is in the place of the
/// one that went.
pub(super) fn drop_orphans(plan: &mut Plan, before: &BTreeSet<PhaseId>, heir: Option<PhaseId>) {
    let after = known_phases(plan);
    let gone: BTreeSet<PhaseId> = before.difference(&after).copied().collect();
    if gone.is_empty() {
        return;
    }
    let stays = |phase: PhaseId| !gone.contains(&phase);
    let actuals = &mut plan.actuals;
    actuals.phases.retain(|entry| stays(entry.phase));
    actuals.measurements.retain(|m| stays(m.phase));
    actuals.sign_offs.retain(|sign| stays(sign.phase));
    actuals.events.retain_mut(|event| match &mut event.what {
        EventKind::PhaseStarted(phase) | EventKind::CellSwitched { phase, .. } => stays(*phase),
        EventKind::SwitchedBack { phases, .. } => leave_scope(phases, &stays),
        EventKind::SliderMoved(_) => true,
    });
    plan.ticket_rules.retain(|rule| rule.phase.is_none_or(stays));
    let forget = |phase: &mut Option<PhaseId>| *phase = phase.filter(|phase| stays(*phase));
    plan.prerequisites.iter_mut().for_each(|entry| forget(&mut entry.blocks));
    let moved: Vec<_> = plan.milestones.iter().map(|own| left_behind(own, plan, &stays, heir)).collect();
    plan.milestones = moved;
    plan.tasks.retain(|task| task.anchor.phase().is_none_or(stays));
    // What was decided stays in the log; its text says what it was about.
    plan.decisions.iter_mut().for_each(|decision| forget(&mut decision.phase));
    plan.questions.iter_mut().for_each(|question| forget(&mut question.phase));
}
