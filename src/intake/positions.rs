//! Who has the workloads of a phase's enrolled devices, as these, Graph or Intune's report say.

use std::collections::BTreeMap;

use super::enrollment::TELLS_PHASES;
use super::{Evidence, Proposal};
use crate::fleet::{Agent, Device, count};
use crate::picture::format;
use crate::plan::{Edit, Phase, PhaseId, Plan, Position, Record, Workload};

/// Devices that say who has a workload, and of those with Intune.
type Seen = [(u32, u32); 7];

/// The positions of each phase; an older list than the recorded one changes nothing.
pub fn positions(plan: &Plan, evidence: &Evidence<'_>) -> Proposal {
    let put = |seen: &mut BTreeMap<PhaseId, Seen>, device: &&Device| {
        // Nothing passes to Intune on a device that is not co-managed, and on one without Configuration
        // Manager nothing can.
        let is_co_managed = matches!(device.agent, Agent::CoManaged | Agent::Unknown);
        if !is_co_managed || device.positions.is_unknown() {
            return;
        }
        let Some(phase) = (evidence.phase_of)(device) else { return };
        let seen = seen.entry(phase).or_default();
        for (workload, (devices, with_intune)) in Workload::ALL.into_iter().zip(seen) {
            if let Some(is_with_intune) = device.positions.is_with_intune(workload) {
                *devices += 1;
                *with_intune += u32::from(is_with_intune);
            }
        }
    };
    let seen = count(evidence.devices, put, |all, more| {
        for (phase, seen) in more {
            for (all, more) in all.entry(phase).or_default().iter_mut().zip(seen) {
                *all = (all.0 + more.0, all.1 + more.1);
            }
        }
    });
    let untold = if seen.is_empty() { untold(plan, evidence) } else { None };
    let (mut edits, mut says) = (Vec::new(), Vec::new());
    for phase in &plan.phases {
        let Some(seen) = seen.get(&phase.id) else { continue };
        let new = changed(plan, phase, seen, evidence);
        if !new.is_empty() {
            says.push(sentence(phase, seen, evidence));
        }
        edits.extend(new);
    }
    Proposal::of("Import workload positions", edits, says).warn(untold)
}

/// Of enrolled devices without a phase their enrollment tells already.
fn untold(plan: &Plan, evidence: &Evidence<'_>) -> Option<String> {
    let says = |device: &&&Device| device.agent == Agent::Unknown && !device.positions.is_unknown();
    let devices = evidence.devices.iter().filter(says).count() as u64;
    (devices > 0 && !plan.phases.is_empty()).then(|| {
        format!(
            "No phase could be told for the {} of which the list says who has their workloads. {TELLS_PHASES}",
            format::plural(devices, "device", "devices")
        )
    })
}

fn changed(plan: &Plan, phase: &Phase, seen: &Seen, evidence: &Evidence<'_>) -> Vec<Edit> {
    let actuals = plan.actuals.phase(phase.id);
    let known = |workload| actuals.and_then(|actuals| actuals.position(workload));
    let new = Workload::ALL.into_iter().zip(seen).filter(|(_, (devices, _))| *devices > 0);
    new.map(|(workload, (devices, with_intune))| Position {
        workload,
        date: evidence.as_of,
        devices: *devices,
        with_intune: *with_intune,
    })
    .filter(|new| known(new.workload).is_none_or(|old| old.date <= new.date && old != new))
    .map(|position| Record::Position { phase: phase.id, position }.into())
    .collect()
}

/// `Pilot: with Intune are Compliance 20 of 21, Windows Update 10 of 21 devices, on 1 Sep 2026.`
fn sentence(phase: &Phase, seen: &Seen, evidence: &Evidence<'_>) -> String {
    let all = seen.iter().map(|(devices, _)| *devices).max().unwrap_or(0);
    let words = Workload::ALL.into_iter().zip(seen).filter(|(_, (devices, _))| *devices > 0);
    let words = words.map(|(workload, (devices, with_intune))| {
        let of =
            if *devices == all { String::new() } else { format!(" of {}", format::count((*devices).into())) };
        format!("{} {}{of}", workload.short_name(), format::count((*with_intune).into()))
    });
    format!(
        "{}: with Intune on {}, of {}: {}.",
        phase.name,
        format::date(evidence.as_of),
        format::plural(all.into(), "device", "devices"),
        words.collect::<Vec<_>>().join(", ")
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::fleet::Positions;
    use crate::plan::PhaseKind;

    fn plan() -> Plan {
        let mut plan = Plan::new("Test", "2026-08-03".parse().unwrap());
        plan.phases.push(Phase::new(PhaseId(1), "Pilot", PhaseKind::Pilot, 20));
        plan
    }

    fn device(flags: i64, agent: Agent) -> Device {
        Device { agent, positions: Positions::of_flags(flags).unwrap(), ..Device::default() }
    }

    fn propose(plan: &Plan, devices: &[Device], as_of: &str) -> Proposal {
        let devices: Vec<&Device> = devices.iter().collect();
        let as_of = as_of.parse().unwrap();
        let evidence = Evidence {
            devices: &devices,
            as_of,
            stale_after_days: 30,
            source: String::new(),
            phase_of: &|_| Some(PhaseId(1)),
        };
        positions(plan, &evidence)
    }

    #[test]
    fn who_has_workloads_of_devices_without_a_phase_is_said_to_be_left() {
        let list = [device(8195, Agent::Unknown), device(8193, Agent::Unknown)];
        let evidence = Evidence {
            devices: &list.each_ref(),
            as_of: "2026-08-20".parse().unwrap(),
            stale_after_days: 30,
            source: String::new(),
            phase_of: &|_| None,
        };
        let warns = positions(&plan(), &evidence).warns;
        assert!(
            warns[0].starts_with("No phase could be told for the 2 devices of which the list says who has")
        );
        assert!(propose(&plan(), &list, "2026-08-20").warns.is_empty());
    }

    #[test]
    fn co_managed_devices_are_counted_and_older_lists_change_nothing() {
        let mut plan = plan();
        let mut list = vec![
            device(8195, Agent::CoManaged),
            device(8193, Agent::CoManaged),
            device(12543, Agent::CoManaged),
            device(12543, Agent::Intune),
            device(12543, Agent::ConfigurationManager),
        ];
        let proposal = propose(&plan, &list, "2026-09-01");
        proposal.edit.unwrap().apply(&mut plan).unwrap();
        assert_eq!(
            proposal.says,
            [
                "Pilot: with Intune on 1 Sep 2026, of 3 devices: Compliance 2, Windows Update 1, Resource access 1, \
                 Endpoint Protection 1, Device configuration 1, Office Click-to-Run 1, Client apps 1."
            ]
        );
        let of = |plan: &Plan, workload| *plan.actuals.phases[0].position(workload).unwrap();
        let compliance = of(&plan, Workload::CompliancePolicies);
        assert_eq!((compliance.devices, compliance.with_intune), (3, 2));
        assert_eq!(propose(&plan, &list, "2026-09-01").edit, None);
        list.remove(0);
        assert_eq!(propose(&plan, &list, "2026-08-31").edit, None, "an older list");
        propose(&plan, &list, "2026-09-02").edit.unwrap().apply(&mut plan).unwrap();
        assert_eq!(of(&plan, Workload::CompliancePolicies).with_intune, 1);
        assert_eq!(plan.actuals.phases[0].positions.len(), 7);
    }
}
