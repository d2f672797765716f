//! Records that name a phase or a segment that the plan does not have. Edits leave none behind; a file
//! written by hand can.

use super::look::Look;
use super::milestones::moved_on;
use super::{Place, Problem, Rule};
use crate::plan::{Edit, EventKind, FullSwitch, Key, PhaseId, PhaseScope, Record, SegmentId};

pub(super) const RULES: &[Rule] =
    &[in_grid, in_scopes, in_takes, in_tasks, in_milestones, in_side_records, in_actuals];

const CODE: &str = "unknown-phase";

fn gone(phase: PhaseId) -> String {
    format!("phase {}, which the plan does not have", phase.0)
}

fn in_grid(look: &Look, out: &mut Vec<Problem>) {
    for row in &look.plan.workloads {
        let workload = row.workload;
        for cell in row.cells.iter().filter(|cell| !look.index.contains_key(&cell.phase)) {
            let text = format!("{} is to switch for {}.", workload.name(), gone(cell.phase));
            let place = Place::Cell { workload, phase: cell.phase };
            let remove = Edit::Remove(Key::Cell { workload, phase: cell.phase });
            out.push(Problem::warning(CODE, place, text).mend("Remove this switch", remove));
        }
        let FullSwitch::AfterGate { phase, days } = row.full else { continue };
        if !look.index.contains_key(&phase) {
            let text = format!("The slider of {} waits for the gate of {}.", workload.name(), gone(phase));
            let last = Edit::Put(Record::FullSwitch { workload, full: FullSwitch::AfterLast(days) });
            out.push(
                Problem::error(CODE, Place::Slider(workload), text)
                    .mend("Wait for the last gate instead", last),
            );
        }
    }
}

/// The phases of a scope that exist, if some do not; and the first of those that do not.
fn known_part(look: &Look, scope: &PhaseScope) -> Option<(Vec<PhaseId>, PhaseId)> {
    let PhaseScope::Only(phases) = scope else { return None };
    let stranger = phases.iter().find(|phase| !look.index.contains_key(phase))?;
    let known = phases.iter().filter(|phase| look.index.contains_key(phase)).copied().collect();
    Some((known, *stranger))
}

fn in_scopes(look: &Look, out: &mut Vec<Problem>) {
    for pause in &look.plan.calendar.pauses {
        let Some((known, stranger)) = known_part(look, &pause.phases) else { continue };
        let text = format!("A pause holds {}.", gone(stranger));
        let edit = if known.is_empty() {
            Edit::Remove(Key::Pause(pause.id))
        } else {
            let mut pause = pause.clone();
            pause.phases = PhaseScope::Only(known);
            Edit::Put(Record::Pause(pause))
        };
        out.push(Problem::warning(CODE, Place::Calendar, text).mend("Take it out of the pause", edit));
    }
    for back in &look.plan.switch_backs {
        let Some((known, stranger)) = known_part(look, &back.phases) else { continue };
        let text = format!("A switch-back of {} names {}.", back.workload.name(), gone(stranger));
        let edit = if known.is_empty() {
            Edit::Remove(Key::SwitchBack(back.id))
        } else {
            let mut back = back.clone();
            back.phases = PhaseScope::Only(known);
            Edit::Put(Record::SwitchBack(back))
        };
        out.push(
            Problem::warning(CODE, Place::Slider(back.workload), text)
                .mend("Take it out of the switch-back", edit),
        );
    }
}

fn in_takes(look: &Look, out: &mut Vec<Problem>) {
    let known: std::collections::BTreeSet<SegmentId> =
        look.plan.estate.segments.iter().map(|segment| segment.id).collect();
    for entry in &look.phases {
        let Some(take) = entry.phase.takes.iter().find(|take| !known.contains(&take.segment)) else {
            continue;
        };
        let text = format!(
            "{} takes devices from segment {}, which the estate does not have.",
            entry.name(),
            take.segment.0
        );
        let without = entry.changed(|phase| phase.takes.retain(|take| known.contains(&take.segment)));
        out.push(
            Problem::error("unknown-segment", Place::Phase(entry.id()), text)
                .mend("Take nothing from there", without),
        );
    }
}

fn in_tasks(look: &Look, out: &mut Vec<Problem>) {
    for task in &look.plan.tasks {
        let stranger = |phase: &PhaseId| !look.plan.knows_phase(*phase);
        let Some(phase) = task.anchor.phase().filter(stranger) else { continue };
        let text = format!("{} is due around {}.", task.name, gone(phase));
        out.push(
            Problem::warning(CODE, Place::Task(task.id), text)
                .mend("Remove this task", Edit::Remove(Key::Task(task.id))),
        );
    }
}

fn in_milestones(look: &Look, out: &mut Vec<Problem>) {
    for milestone in &look.plan.milestones {
        let stranger = |phase: &PhaseId| !look.plan.knows_phase(*phase);
        let of = milestone.relative.as_ref().and_then(|relative| relative.anchor.phase());
        let Some(phase) = of.filter(stranger) else { continue };
        let text = format!("{} moves with {}.", milestone.kind.name(), gone(phase));
        let problem = Problem::warning(CODE, Place::Milestone(milestone.kind.clone()), text);
        out.push(moved_on(problem, milestone, look.plan));
    }
}

fn in_side_records(look: &Look, out: &mut Vec<Problem>) {
    let stranger = |phase: Option<PhaseId>| phase.filter(|phase| !look.plan.knows_phase(*phase));
    for entry in &look.plan.prerequisites {
        let Some(phase) = stranger(entry.blocks) else { continue };
        let text = format!("{} holds up {}.", entry.name, gone(phase));
        let mut freed = entry.clone();
        freed.blocks = None;
        out.push(
            Problem::warning(CODE, Place::Prerequisite(entry.id), text)
                .mend("Let it hold up no phase", Edit::Put(Record::Prerequisite(freed))),
        );
    }
    for decision in &look.plan.decisions {
        let Some(phase) = stranger(decision.phase) else { continue };
        let text = format!("A decision is about {}.", gone(phase));
        let mut general = decision.clone();
        general.phase = None;
        out.push(
            Problem::warning(CODE, Place::Decision(decision.id), text)
                .mend("Let it be about the plan", Edit::Put(Record::Decision(general))),
        );
    }
    for question in &look.plan.questions {
        let Some(phase) = stranger(question.phase) else { continue };
        let text = format!("A question is about {}.", gone(phase));
        let mut general = question.clone();
        general.phase = None;
        out.push(
            Problem::warning(CODE, Place::Question(question.id), text)
                .mend("Let it be about the plan", Edit::Put(Record::Question(general))),
        );
    }
}

fn in_actuals(look: &Look, out: &mut Vec<Problem>) {
    let plan = look.plan;
    for record in plan.actuals.phases.iter().filter(|record| !plan.knows_phase(record.phase)) {
        let phase = record.phase;
        let stocks = record.stocks.iter().map(|stock| Key::Stock { phase, date: stock.date });
        let flows = record.flows.iter().map(|flow| Key::Flow { phase, date: flow.date });
        let failures =
            record.failures.iter().map(|f| Key::Failure { phase, date: f.date, code: f.code.clone() });
        let positions = record.positions.iter().map(|p| Key::Position { phase, workload: p.workload });
        let keys: Vec<Edit> =
            stocks.chain(flows).chain(failures).chain(positions).map(Edit::Remove).collect();
        let text = format!("Figures are recorded for {}.", gone(phase));
        let day = record.stocks.first().map_or(plan.status_date, |stock| stock.date);
        let place = Place::Actuals { phase: Some(phase), date: day };
        let problem = Problem::warning(CODE, place, text);
        out.push(if keys.is_empty() { problem } else { problem.mend_all("Remove these figures", keys) });
    }
    for event in &plan.actuals.events {
        let phase = match &event.what {
            EventKind::PhaseStarted(phase) | EventKind::CellSwitched { phase, .. } => Some(*phase),
            _ => None,
        };
        let Some(phase) = phase.filter(|phase| !plan.knows_phase(*phase)) else { continue };
        let text = format!("Something is recorded as done for {}.", gone(phase));
        let place = Place::Actuals { phase: Some(phase), date: event.date };
        let remove = Edit::Remove(Record::Event(event.clone()).key());
        out.push(Problem::warning(CODE, place, text).mend("Remove this record", remove));
    }
}
