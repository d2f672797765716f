//! Members in counts: they add up, they repeat, and they name nobody.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::sync::Arc;

use super::*;
use crate::files::plan_file;
use crate::fleet::{Fleet, Part, Rule, STALE_AFTER_DAYS, Share, Size};
use crate::intake::{Counting, estate};
use crate::plan::{Decision, DecisionId, DecisionKind, PhaseKind};

/// Values of personal columns, each unlike anything that a plan says by itself.
const PERSONAL: [&str; 4] = ["ZANZIBAR", "zanzibar", "QX77SERIAL", "5eca11ed"];

fn fleet() -> Fleet {
    let mut fleet = Fleet::default();
    for n in 0..300_u32 {
        fleet.put(Device {
            name: format!("ZANZIBAR{n:04}").into(),
            serial: format!("QX77SERIAL{n:04}").into(),
            entra_id: Some(0x5eca_11ed_0000_0000_0000_0000_0000_0000 + u128::from(n)),
            site: ["HQ", "Lyon", ""][n as usize % 3].into(),
            windows: "Windows 11 24H2".into(),
            join: if n.is_multiple_of(10) { JoinType::EntraRegistered } else { JoinType::HybridJoined },
            last_seen: if n == 7 { "2026-01-01" } else { "2026-06-01" }.parse().ok(),
            ..Device::default()
        });
    }
    fleet
}

fn plan() -> Plan {
    let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
    for (id, name, kind, devices) in [
        (1, "Pilot", PhaseKind::Pilot, 50),
        (2, "Wave", PhaseKind::Wave, 100),
        (3, "Later", PhaseKind::Wave, 9),
    ] {
        plan.phases.push(Phase::new(PhaseId(id), name, kind, devices));
    }
    plan.phases[0].not_ready = vec![
        NotReady { reason: NotReadyReason::NeedsJoin, devices: 1, until: "2026-09-01".parse().ok() },
        NotReady { reason: NotReadyReason::Licence, devices: 2, until: None },
    ];
    plan.phases[1].users = 70;
    plan
}

fn rules() -> Vec<Rule> {
    let sample = Part { size: Size::Devices(60), mirror: vec![By::Site, By::Join], seed: 0 };
    vec![
        Rule { share: Share::Part(sample), ..Rule::rest(PhaseId(1)) },
        Rule {
            share: Share::Part(Part { size: Size::Percent(50.0), mirror: vec![], seed: 0 }),
            ..Rule::rest(PhaseId(2))
        },
    ]
}

fn roster() -> Roster {
    Roster::seat(rules(), Arc::new(fleet()), &Roster::default())
}

#[test]
fn counts_reach_the_plan_as_one_step_and_once() {
    let mut plan = plan();
    let list = Counting::new(vec![By::Site, By::Join], "devices.csv");
    estate(&plan, &fleet(), &list).edit.unwrap().apply(&mut plan).unwrap();
    let proposal = members(&plan, &roster(), STALE_AFTER_DAYS);
    assert_eq!(proposal.says[0], "Pilot: 50 → 60 devices, 8 of them not ready.");
    assert_eq!(proposal.says.last().unwrap(), "120 devices are in no phase.");
    assert_eq!((proposal.says.len(), proposal.warns.len()), (3, 0));
    let edit = proposal.edit.unwrap();
    assert_eq!(edit.label(&plan), "Set members of phases");
    edit.apply(&mut plan).unwrap();
    for phase in &plan.phases[..2] {
        let taken: u32 = phase.takes.iter().map(|take| take.devices).sum();
        assert_eq!(taken, phase.devices, "{}", phase.name);
    }
    let [pilot, wave, later] = &plan.phases[..] else { panic!() };
    assert_eq!((pilot.devices, wave.devices, later.devices), (60, 120, 9));
    assert_eq!((pilot.users, wave.users), (60, 70), "users that are not the devices stay");
    let groups: Vec<_> = pilot.not_ready.iter().map(|g| (g.reason, g.devices, g.until.is_some())).collect();
    assert_eq!(groups, [(NotReadyReason::NeedsJoin, 6, true), (NotReadyReason::Licence, 2, false)]);
    assert_eq!(
        members(&plan, &roster(), STALE_AFTER_DAYS),
        Proposal::default(),
        "a second time changes nothing"
    );
}

#[test]
fn what_was_ready_of_a_phase_that_has_passed_is_history() {
    let mut plan = plan();
    let before = plan.phases[0].not_ready.clone();
    plan.decisions.push(Decision {
        id: DecisionId(1),
        date: "2026-06-30".parse().unwrap(),
        kind: DecisionKind::Go,
        phase: Some(PhaseId(1)),
        text: String::new(),
        who: String::new(),
        evidence: Vec::new(),
    });
    members(&plan, &roster(), STALE_AFTER_DAYS).edit.unwrap().apply(&mut plan).unwrap();
    assert_eq!((plan.phases[0].devices, &plan.phases[0].not_ready), (60, &before));
}

#[test]
fn a_phase_that_is_gone_and_devices_of_no_segment_are_said() {
    let mut plan = plan();
    plan.estate.segments.push(Segment::new(SegmentId(1), "HQ", 100));
    plan.phases.remove(0);
    let proposal = members(&plan, &roster(), STALE_AFTER_DAYS);
    assert_eq!(proposal.warns[0], "The roster names 1 phase that the plan does not have, with 60 devices.");
    assert!(proposal.warns[1].ends_with("of no segment of the estate: import the same list as the estate."));
}

#[test]
fn no_personal_value_reaches_the_plan_or_what_is_said() {
    let mut plan = plan();
    let list = Counting::new(vec![By::Site, By::Join], "devices.csv");
    let roster = roster();
    let proposals = [estate(&plan, &fleet(), &list), members(&plan, &roster, STALE_AFTER_DAYS)];
    for proposal in proposals {
        let said = format!("{proposal:?}");
        proposal.edit.unwrap().apply(&mut plan).unwrap();
        for text in [said, plan_file::to_ron(&plan), format!("{plan:?}")] {
            for personal in PERSONAL {
                assert!(!text.contains(personal), "{personal} in {text}");
            }
        }
    }
    let file = String::from_utf8(crate::files::roster::to_csv(&roster, &plan)).unwrap();
    assert!(PERSONAL.iter().filter(|personal| file.contains(**personal)).count() >= 3, "the roster has them");
}

/// A plan with a roster in which HQ-1 and HQ-2 are the pilot's, and what these files make of it.
fn with_roster(files: &[(&str, &str)], wish: &crate::intake::Wish) -> (Plan, Intake) {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<_> = files.iter().map(|(name, _)| folder.path().join(name)).collect();
    for (path, (_, text)) in paths.iter().zip(files) {
        std::fs::write(path, text).unwrap();
    }
    let mut fleet = Fleet::default();
    for name in ["HQ-1", "HQ-2", "LON-1"] {
        fleet.put(Device { name: name.into(), ..Device::default() });
    }
    let rule = crate::fleet::parse(PhaseId(1), "name begins with HQ", &mut |_| Err(String::new())).unwrap();
    let before = Roster::seat(vec![rule], Arc::new(fleet), &Roster::default());
    let mut plan = plan();
    plan.status_date = "2026-06-30".parse().unwrap();
    let mut go = |_: u64, _: u64| std::ops::ControlFlow::Continue(());
    let mut intake = Intake::read(&paths, wish, &plan, &mut go);
    intake.take_roster(Arc::new(before));
    (plan, intake)
}

#[test]
fn without_a_list_of_devices_the_roster_tells_phases_and_stays_as_it_is() {
    let wish = crate::intake::Wish {
        ticket_rules: Some(vec!["*: subject ~ portal".parse().unwrap()]),
        ..crate::intake::Wish::default()
    };
    let tickets = (
        "t.csv",
        "Ticket ID,Subject,Created time,Device\n1,Portal stuck,2026-06-02 10:00,hq-1\n2,Portal of HQ-2,2026-06-02 10:00,\n",
    );
    let activity = (
        "a.csv",
        "DeviceName,EnrollmentDateTime,Failure,FailureReason,OS\nHQ-2,2026-06-02 10:00:00,,,Windows\n",
    );
    let (mut plan, intake) = with_roster(&[tickets, activity], &wish);
    assert!(intake.files.iter().all(|file| file.error.is_none()), "{:?}", intake.files);
    let proposal = intake.proposal(&plan, &wish);
    assert!(intake.new_roster().is_none(), "nobody is seated anew");
    assert_eq!(proposal.caught[0].tickets, 2);
    assert!(!proposal.warns.iter().any(|line| line.contains("names no device")), "{:?}", proposal.warns);
    proposal.edit.unwrap().apply(&mut plan).unwrap();
    assert_eq!(plan.phases[0].devices, 50, "and nobody is counted anew");
    let stocks = &plan.actuals.phase(PhaseId(1)).unwrap().stocks;
    assert_eq!((stocks.last().unwrap().enrolled, stocks.last().unwrap().tickets), (1, Some(2)));

    let list =
        ("d.csv", "Device name,Managed by,Last check-in\nHQ-1,Intune,2026-06-03\nHQ-9,Intune,2026-06-03\n");
    let (plan, intake) = with_roster(&[list], &crate::intake::Wish::default());
    assert_eq!(intake.new_roster().unwrap().tally().caught, [3], "of HQ-2 Intune alone knows nothing");
    assert!(intake.proposal(&plan, &wish).says.iter().any(|line| line.starts_with("Pilot: 50 → 3 devices")));
}

#[test]
fn a_rule_by_a_column_of_which_no_device_says_anything_is_named() {
    let mut plan = plan();
    let mut fleet = Fleet::default();
    for n in 0..20 {
        fleet.put(Device {
            name: format!("HQ-{n}").into(),
            windows: "Windows 11".into(),
            ..Device::default()
        });
    }
    let rule = |text: &str| crate::fleet::parse(PhaseId(1), text, &mut |_| Err(String::new())).unwrap();
    let warns = |plan: &Plan, text: &str| {
        let roster = Roster::seat(vec![rule(text)], Arc::new(fleet.clone()), &Roster::default());
        members(plan, &roster, STALE_AFTER_DAYS).warns
    };
    assert_eq!(
        warns(&plan, "sample 12 by site,os"),
        ["Pilot: the rule “sample 12 by site,os” goes by site, of which no device says anything."]
    );
    assert_eq!(warns(&plan, "join = hybrid").len(), 1);
    assert!(
        warns(&plan, "sample 12 by prefix,os").is_empty() && warns(&plan, "name begins with HQ").is_empty()
    );
    estate(&plan, &fleet, &Counting::new(vec![By::NamePrefix], "a.csv"))
        .edit
        .unwrap()
        .apply(&mut plan)
        .unwrap();
    assert!(warns(&plan, "site = HQ")[0].ends_with("beginnings of names or another column: go by that."));
}
