//! Collections: complete, nobody twice, in the words of the programs that read them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::fleet::{Fleet, Seat};
use crate::plan::{Cell, PhaseKind, SwitchRule};

fn plan() -> Plan {
    let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
    let names = ["Pilot: IT/HQ", "Wave 1", "Wave 2", "Empty"];
    for (id, name) in (1..).zip(names) {
        plan.phases.push(Phase::new(PhaseId(id), name, PhaseKind::Wave, 2));
    }
    plan.phases[1].collection = "=COL00042".into();
    for (workload, phases) in [
        (Workload::CompliancePolicies, &[1, 2][..]),
        (Workload::ClientApps, &[3]),
        (Workload::OfficeClickToRun, &[]),
    ] {
        let row = plan.workloads.iter_mut().find(|row| row.workload == workload).unwrap();
        row.cells = phases
            .iter()
            .map(|id| Cell {
                phase: PhaseId(*id),
                rule: SwitchRule::AfterGate(2),
                head_start: None,
                note: String::new(),
            })
            .collect();
    }
    plan
}

fn roster() -> Roster {
    let mut fleet = Fleet::default();
    let mut seats = Vec::new();
    for n in 0..10_u32 {
        fleet.put(Device {
            name: format!("PC-{n}").into(),
            entra_id: Some(u128::from(n) + 1),
            object_id: u128::from(n % 3).try_into().ok(),
            resource_id: (16_000_000 * (n % 2)).try_into().ok(),
            ..Device::default()
        });
        // Phase 4 has nobody, phase 9 is not in the plan, 0 is none.
        let phase = [1, 1, 2, 2, 2, 3, 3, 9, 0, 0][n as usize];
        seats.push(Seat { phase: (phase > 0).then_some(PhaseId(phase)), rule: None });
    }
    Roster::of(Vec::new(), Arc::new(fleet), seats)
}

fn names(group: &Group<'_>) -> Vec<String> {
    group.devices.iter().map(|(device, _)| device.name.to_string()).collect()
}

#[test]
fn auto_enrollment_contains_every_collection() {
    let (plan, roster) = (plan(), roster());
    let groups = groups(&plan, &roster);
    let files: Vec<&str> = groups.iter().map(|group| group.file.as_str()).collect();
    assert_eq!(
        files,
        [
            "01 Pilot_ IT_HQ",
            "02 Wave 1",
            "03 Wave 2",
            "04 Empty",
            "Pilot Compliance policies",
            "Pilot Client apps",
            "Intune Auto Enrollment"
        ]
    );
    let all: BTreeSet<String> = names(groups.last().unwrap()).into_iter().collect();
    assert_eq!(all.len(), 7);
    for group in &groups {
        assert!(names(group).iter().all(|name| all.contains(name)), "{}", group.file);
    }
    assert_eq!(names(&groups[4]), ["PC-0", "PC-1", "PC-2", "PC-3", "PC-4"]);
    assert_eq!(groups[1].unknown(), (1, 2));
}

#[test]
fn each_program_reads_its_own_words() {
    let (plan, roster) = (plan(), roster());
    let files = files(&plan, &groups(&plan, &roster));
    let text = |name: &str| {
        let (_, bytes) = files.iter().find(|(file, _)| file == name).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    assert_eq!(
        text("02 Wave 1 - Entra members.csv"),
        "Member object ID or user principal name [memberObjectIdOrUpn] Required\r\n\
         00000000-0000-0000-0000-000000000002\r\n00000000-0000-0000-0000-000000000001\r\n"
    );
    assert_eq!(
        text("02 Wave 1 - Configuration Manager.csv"),
        "\u{feff}CollectionName,Name,ResourceID\r\n'=COL00042,PC-2,\r\n'=COL00042,PC-3,16000000\r\n'=COL00042,PC-4,\r\n"
    );
    assert_eq!(text("03 Wave 2 - names.txt"), "PC-5\r\nPC-6\r\n");
    assert!(text("03 Wave 2 - devices.csv").contains("PC-5,Wave 2,00000000-0000-0000-0000-000000000006,"));
    assert!(
        text(READ_ME)
            .contains("02 Wave 1\r\n  The devices of Wave 1. 3 devices.\r\n  1 of them without Entra")
    );
    assert!(!files.iter().any(|(name, _)| name.starts_with("04 Empty")), "an empty list is no file");
}
