//! Whether the pilots prove anything for the waves: is there one, whom does it stand for, is the next
//! step of a size that it can carry.

use super::look::{Look, PhaseLook};
use super::{Place, Problem, Rule};
use crate::plan::wording::{count, devices};
use crate::plan::{Edit, Phase, PhaseKind, Record, Workload};

pub(super) const RULES: &[Rule] = &[no_pilot, pilots_of_it_only, wave_too_large];

/// A wave may be so many times larger than all that was proven before it.
pub const LARGEST_STEP: u64 = 10;
/// Devices from outside IT that a remedy adds to a pilot.
const SOME_OTHERS: u32 = 20;
/// Below this a plan needs no pilot.
const SMALL_FLEET: u64 = 50;

fn no_pilot(look: &Look, out: &mut Vec<Problem>) {
    let Some(first) = look.phases.first() else { return };
    if look.phases.iter().any(PhaseLook::is_pilot) || look.plan.devices() <= SMALL_FLEET {
        return;
    }
    let text =
        format!("No phase is a pilot: {} of {} move unproven.", devices(first.phase.devices), first.name());
    let pilot = first.changed(|phase| phase.kind = PhaseKind::Pilot);
    out.push(
        Problem::warning("no-pilot", Place::Plan, text)
            .mend(format!("Make {} the pilot", first.name()), pilot),
    );
}

fn pilots_of_it_only(look: &Look, out: &mut Vec<Problem>) {
    let pilots: Vec<&PhaseLook> = look.phases.iter().filter(|entry| entry.is_pilot()).collect();
    let Some(last) = pilots.last() else { return };
    if !pilots.iter().all(|entry| entry.phase.it_staff_only) {
        return;
    }
    let text = match pilots.as_slice() {
        [only] => format!("{} is IT only: the rest of the fleet is unlike it.", only.name()),
        [_, _] => "Both pilots are IT only: the rest of the fleet is unlike them.".to_owned(),
        _ => format!("All {} pilots are IT only: the rest of the fleet is unlike them.", pilots.len()),
    };
    let problem = Problem::warning("pilots-of-it-only", Place::Phase(last.id()), text);
    out.push(match others_for(look, last) {
        Some((label, edits)) => problem.mend_all(label, edits),
        None => problem,
    });
}

/// Moves some devices of the first wave that can spare them into the pilot.
fn others_for(look: &Look, pilot: &PhaseLook) -> Option<(String, Vec<Edit>)> {
    if pilot.has_started {
        return None;
    }
    let can_spare =
        |entry: &&PhaseLook| !entry.is_pilot() && !entry.has_started && entry.phase.devices > SOME_OTHERS;
    let donor = look.phases.iter().find(can_spare)?;
    let (mut giving, mut receiving) = (donor.phase.clone(), pilot.phase.clone());
    giving.hand_over(&mut receiving, SOME_OTHERS);
    receiving.it_staff_only = false;
    let label = format!("Add {SOME_OTHERS} devices of {} to {}", donor.name(), pilot.name());
    Some((label, [giving, receiving].map(|phase| Edit::Put(Record::Phase(Box::new(phase)))).into()))
}

fn wave_too_large(look: &Look, out: &mut Vec<Problem>) {
    for (at, entry) in look.phases.iter().enumerate() {
        let proven = entry.devices_before;
        let size = u64::from(entry.phase.devices);
        if entry.is_pilot() || proven == 0 || size <= LARGEST_STEP * proven || entry.has_started {
            continue;
        }
        let text = format!(
            "{} moves {}, {} times the {} that all phases before it have proven.",
            entry.name(),
            devices(size),
            count(size / proven),
            count(proven)
        );
        let first = (LARGEST_STEP * proven) as u32;
        let label = format!("Split it after {}", devices(first));
        out.push(
            Problem::warning("wave-too-large", Place::Phase(entry.id()), text)
                .mend_all(label, split(look, at, first)),
        );
    }
}

/// The phase keeps `first` devices; the rest follows in a phase of its own with the same rules.
fn split(look: &Look, at: usize, first: u32) -> Vec<Edit> {
    let entry = &look.phases[at];
    let mut rest: Phase = entry.phase.clone();
    rest.id = look.plan.fresh_phase_id();
    rest.name = free_name(look, entry.name());
    rest.devices = entry.phase.devices - first;
    rest.start.not_before = None;
    rest.start.after_previous = Some(entry.phase.start.after_previous.unwrap_or(1));
    rest.gate.planned = None;
    rest.not_ready.clear();
    rest.users = (u64::from(rest.users) * u64::from(rest.devices) / u64::from(entry.phase.devices)) as u32;
    let users = entry.phase.users - rest.users;
    let mut moved = Vec::new();
    let kept = entry.changed(|phase| {
        moved = phase.take_out(phase.devices - first);
        phase.devices = first;
        phase.users = users;
        let mut left = first;
        for group in &mut phase.not_ready {
            let here = group.devices.min(left);
            if here < group.devices {
                rest.not_ready.push(crate::plan::NotReady { devices: group.devices - here, ..*group });
            }
            group.devices = here;
            left -= here;
        }
        phase.not_ready.retain(|group| group.devices > 0);
    });
    rest.takes = moved;
    let id = rest.id;
    let mut edits =
        vec![kept, Edit::Put(Record::Phase(Box::new(rest))), Edit::MovePhase { phase: id, to: at + 1 }];
    for workload in Workload::ALL {
        if let Some(cell) = entry.cells[workload.index()] {
            let mut cell = cell.clone();
            cell.phase = id;
            edits.push(Edit::Put(Record::Cell { workload, cell }));
        }
    }
    edits
}

/// "Clinics 2", or the next number that no phase has.
fn free_name(look: &Look, name: &str) -> String {
    let taken = |fresh: &str| look.phases.iter().any(|entry| entry.phase.has_name(fresh));
    let mut number = 2;
    while taken(&format!("{name} {number}")) {
        number += 1;
    }
    format!("{name} {number}")
}
