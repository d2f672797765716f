//! Phases that cannot run, or not in the order and at the pace that was meant.

use std::collections::BTreeMap;

use super::look::{Look, PhaseLook};
use super::{Place, Problem, Rule};
use crate::plan::wording::{count, devices};
use crate::plan::{Edit, Gate, MigrationOption, Phase, PhaseKind, Record};

pub(super) const RULES: &[Rule] = &[
    no_phases,
    phase_without_devices,
    names_twice,
    same_number_twice,
    pilot_after_wave,
    more_not_ready_than_devices,
    nobody_ready,
    nobody_targeted,
    not_waiting,
];

fn no_phases(look: &Look, out: &mut Vec<Problem>) {
    if !look.phases.is_empty() || look.plan.option == MigrationOption::TenantAttach {
        return;
    }
    let size = look.plan.estate.devices().clamp(1, 50) as u32;
    let mut pilot = Phase::new(look.plan.fresh_phase_id(), "Pilot", PhaseKind::Pilot, size);
    pilot.start.not_before = Some(look.plan.start);
    pilot.rate = Some(10);
    pilot.gate = Gate::usual();
    let text = "The plan has no phases yet, so no device moves.";
    let add = Edit::Put(Record::Phase(Box::new(pilot)));
    out.push(
        Problem::warning("no-phases", Place::Plan, text)
            .mend(format!("Add a pilot of {}", devices(size)), add),
    );
}

fn phase_without_devices(look: &Look, out: &mut Vec<Problem>) {
    for entry in look.phases.iter().filter(|entry| entry.phase.devices == 0) {
        let text = format!("{} has no devices, so its gate never passes.", entry.name());
        let remove = Edit::Remove(crate::plan::Key::Phase(entry.id()));
        out.push(Problem::error("phase-empty", place(entry), text).mend("Remove the phase", remove));
    }
}

fn names_twice(look: &Look, out: &mut Vec<Problem>) {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for entry in &look.phases {
        let name = entry.name().trim().to_lowercase();
        let times = taken.entry(name).or_default();
        *times += 1;
        if *times == 1 {
            continue;
        }
        let mut number = *times;
        let free = |n: usize| !look.phases.iter().any(|p| p.phase.has_name(&format!("{} {n}", entry.name())));
        while !free(number) {
            number += 1;
        }
        let fresh = format!("{} {number}", entry.name().trim());
        let text =
            format!("Two phases are called {}; nobody can tell them apart in a report.", entry.name().trim());
        let rename = entry.changed(|phase| phase.name.clone_from(&fresh));
        out.push(
            Problem::warning("phase-name-twice", place(entry), text)
                .mend(format!("Rename this one to {fresh}"), rename),
        );
    }
}

fn same_number_twice(look: &Look, out: &mut Vec<Problem>) {
    for (at, entry) in look.phases.iter().enumerate() {
        if look.index.get(&entry.id()) != Some(&at) {
            let text = format!("{} has the same number {} as another phase.", entry.name(), entry.id().0);
            out.push(Problem::error("phase-number-twice", place(entry), text));
        }
    }
}

fn pilot_after_wave(look: &Look, out: &mut Vec<Problem>) {
    let Some(first_wave) = look.phases.iter().position(|entry| !entry.is_pilot()) else { return };
    let wave = look.phases[first_wave].name();
    for entry in look.phases[first_wave..].iter().filter(|entry| entry.is_pilot()) {
        let text = format!("The pilot {} comes after the wave {wave}, too late to learn from.", entry.name());
        let forward = Edit::MovePhase { phase: entry.id(), to: first_wave };
        out.push(
            Problem::warning("pilot-after-wave", place(entry), text)
                .mend(format!("Move it before {wave}"), forward),
        );
    }
}

fn more_not_ready_than_devices(look: &Look, out: &mut Vec<Problem>) {
    for entry in &look.phases {
        let not_ready: u64 = entry.phase.not_ready.iter().map(|group| u64::from(group.devices)).sum();
        if not_ready <= u64::from(entry.phase.devices) {
            continue;
        }
        let text = format!(
            "{} counts {} not ready, but has only {}.",
            entry.name(),
            devices(not_ready),
            count(entry.phase.devices)
        );
        let cut = entry.changed(|phase| {
            let mut left = phase.devices;
            for group in &mut phase.not_ready {
                group.devices = group.devices.min(left);
                left -= group.devices;
            }
            phase.not_ready.retain(|group| group.devices > 0);
        });
        out.push(
            Problem::error("not-ready-over-devices", place(entry), text)
                .mend(format!("Cut the counts to {}", devices(entry.phase.devices)), cut),
        );
    }
}

fn nobody_ready(look: &Look, out: &mut Vec<Problem>) {
    for entry in look.phases.iter().filter(|entry| entry.phase.devices > 0) {
        let never = entry.phase.not_ready.iter().filter(|group| group.until.is_none());
        let never: u64 = never.map(|group| u64::from(group.devices)).sum();
        if never >= u64::from(entry.phase.devices) {
            let text = format!(
                "None of the {} of {} ever becomes ready, so it never ends.",
                devices(entry.phase.devices),
                entry.name()
            );
            out.push(Problem::error("phase-never-ready", place(entry), text));
        }
    }
}

fn nobody_targeted(look: &Look, out: &mut Vec<Problem>) {
    for entry in look.phases.iter().filter(|entry| entry.phase.rate == Some(0)) {
        let rate = entry.phase.devices.div_ceil(20).max(1);
        let text = format!("{} targets 0 devices a day, so it never ends.", entry.name());
        let faster = entry.changed(|phase| phase.rate = Some(rate));
        out.push(
            Problem::error("rate-zero", place(entry), text)
                .mend(format!("Target {} a day", devices(rate)), faster),
        );
    }
}

fn not_waiting(look: &Look, out: &mut Vec<Problem>) {
    for pair in look.phases.windows(2) {
        let [previous, entry] = pair else { continue };
        if entry.phase.start.after_previous.is_some() || entry.has_started {
            continue;
        }
        let text = format!(
            "{} does not wait for the gate of {}: the two may overlap, and a fault would reach both.",
            entry.name(),
            previous.name()
        );
        let wait = entry.changed(|phase| phase.start.after_previous = Some(1));
        out.push(
            Problem::warning("phase-does-not-wait", place(entry), text)
                .mend(format!("Start it after the gate of {}", previous.name()), wait),
        );
    }
}

fn place(entry: &PhaseLook) -> Place {
    Place::Phase(entry.id())
}
