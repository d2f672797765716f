//! Single edits: what they are called, what they refuse, what they take with them.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use chrono::NaiveDate;

use super::*;
use crate::plan::*;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn plan() -> Plan {
    let mut plan = Plan::new("Northwind", day(6, 1));
    for (id, name, kind) in [(1, "IT", PhaseKind::Pilot), (2, "Clinics North", PhaseKind::Wave)] {
        plan.phases.push(Phase::new(PhaseId(id), name, kind, 100));
    }
    plan.workloads[0].cells = vec![Cell {
        phase: PhaseId(2),
        rule: SwitchRule::AtEnrollment,
        head_start: None,
        note: String::new(),
    }];
    plan
}

fn phase(plan: &Plan, id: u32, change: impl FnOnce(&mut Phase)) -> Edit {
    let mut phase = plan.phase(PhaseId(id)).unwrap().clone();
    change(&mut phase);
    Edit::Put(Record::Phase(Box::new(phase)))
}

fn stock(phase: u32) -> Record {
    let (targeted, enrolled, failed, abandoned, pending) = (50, 40, 2, 0, None);
    let (date, stale, tickets) = (day(10, 9), None, None);
    let stock = Stock { date, targeted, enrolled, failed, abandoned, pending, stale, tickets };
    Record::Stock { phase: PhaseId(phase), stock }
}

#[test]
fn labels_name_the_one_thing_that_changed() {
    let plan = plan();
    let label = |change: fn(&mut Phase)| phase(&plan, 2, change).label(&plan);
    assert_eq!(label(|p| p.start.not_before = Some(day(9, 21))), "Move start of Clinics North");
    assert_eq!(label(|p| p.rate = Some(9)), "Change rate of Clinics North");
    assert_eq!(label(|p| p.devices = 120), "Change size of Clinics North");
    assert_eq!(label(|p| p.gate.planned = Some(day(10, 30))), "Move gate of Clinics North");
    assert_eq!(label(|p| p.name = "North".into()), "Rename Clinics North to North");
    let both = |p: &mut Phase| {
        p.rate = Some(9);
        p.owner = "Ola".into();
    };
    assert_eq!(label(both), "Change Clinics North");
}

#[test]
fn labels_of_records_settings_and_scenarios() {
    let mut plan = plan();
    plan.scenarios.push(Scenario::of(&plan, "More agents"));
    let label = |edit: &Edit| edit.label(&plan);
    assert_eq!(label(&stock(2).into()), "Record actuals of Clinics North, 9 Oct");
    let slider = EventKind::SliderMoved(Workload::CompliancePolicies);
    let event = Event { date: day(8, 3), what: slider.clone(), note: String::new() };
    assert_eq!(label(&Record::Event(event).into()), "Mark slider of Compliance policies done");
    assert_eq!(
        label(&Edit::Remove(Key::Event { what: slider, on: None })),
        "Mark slider of Compliance policies not done"
    );
    let name = "Stocktaking".into();
    let (id, from, to) = (FreezeId(1), day(12, 14), day(12, 31));
    let freeze = Freeze { id, name, from, to, scope: FreezeScope::Both };
    assert_eq!(label(&Record::Freeze(freeze).into()), "Add freeze");
    assert_eq!(label(&Setting::Target(Some(day(12, 1))).into()), "Set target date");
    let edit = Box::new(phase(&plan, 2, |p| p.rate = Some(9)));
    let inside = Edit::InScenario { scenario: "More agents".into(), edit };
    assert_eq!(label(&inside), "Change rate of Clinics North in More agents");
}

#[test]
fn refusals_say_in_a_sentence_what_is_wrong() {
    let plan = plan();
    let refused = |edit: &Edit| edit.apply(&mut plan.clone()).unwrap_err().to_string();
    let shrinkage = Edit::Set(Setting::Shrinkage(1.2));
    assert_eq!(refused(&shrinkage), "Shrinkage must be from 0% to 100%, not 120%.");
    let long = Edit::Set(Setting::HorizonDays(8_000));
    assert_eq!(refused(&long), "The horizon in days must be from 1 to 7,305, not 8,000.");
    let twin = phase(&plan, 2, |p| p.name = "it".into());
    assert_eq!(refused(&twin), "Another phase is already called IT.");
    let many = phase(&plan, 2, |p| p.devices = 10_000_001);
    assert_eq!(refused(&many), "Devices must be from 0 to 10,000,000, not 10,000,001.");
    assert_eq!(refused(&stock(9).into()), "The plan has no phase 9.");
    let nan = Edit::Set(Setting::OrdinaryTickets(Some(f64::NAN)));
    assert_eq!(refused(&nan), "Ordinary tickets a day must be a number.");
}

#[test]
fn a_plan_with_two_faults_can_be_mended_one_at_a_time() {
    let mut plan = plan();
    plan.phases[1].ticket_multiplier = f64::NAN;
    plan.phases[1].devices = u32::MAX;
    phase(&plan, 2, |p| p.devices = 100).apply(&mut plan).unwrap();
    assert_eq!(plan.phases[1].devices, 100);
    phase(&plan, 2, |p| p.ticket_multiplier = 1.0).apply(&mut plan).unwrap();
}

#[test]
fn a_phase_takes_what_hangs_on_it_along() {
    let mut plan = plan();
    Edit::Put(stock(2)).apply(&mut plan).unwrap();
    plan.workloads[1].full = FullSwitch::AfterGate { phase: PhaseId(2), days: 3 };
    let (phases, from, until) = (PhaseScope::Only(vec![PhaseId(2)]), day(9, 1), day(9, 3));
    let (id, by, reason) = (PauseId(1), String::new(), String::new());
    plan.calendar.pauses.push(Pause { id, phases, from, until, by, reason });
    let access = |anchor| Milestone::moving(MilestoneKind::ConditionalAccess, anchor, 10);
    plan.milestones = vec![access(Anchor::PhaseGate(PhaseId(2)))];
    Edit::Remove(Key::Phase(PhaseId(2))).apply(&mut plan).unwrap();
    assert_eq!(plan.milestones, [access(Anchor::Finish)], "without a day it would never enforce");
    assert!(plan.workloads[0].cells.is_empty() && plan.calendar.pauses.is_empty());
    assert!(plan.actuals.is_empty());
    assert_eq!(plan.workloads[1].full, FullSwitch::AfterLast(3));
}

#[test]
fn what_opens_a_plan_stays_before_its_start_whatever_phase_goes() {
    let mut plan = plan_from(&Answers::new(day(6, 1)));
    let access = Milestone::moving(MilestoneKind::ConditionalAccess, Anchor::PhaseStart(PhaseId(2)), 5);
    Edit::Put(Record::Milestone(access)).apply(&mut plan).unwrap();
    let of = |plan: &Plan, kind: MilestoneKind| plan.milestone(&kind).unwrap().clone();
    let all = || MilestoneKind::AutoEnrollmentSet(AutoEnrollment::All);
    let opening = [
        (MilestoneKind::TenantAttach, -10),
        (MilestoneKind::CoManagementEnabled, -1),
        (MilestoneKind::AutoEnrollmentSet(AutoEnrollment::Pilot), -1),
    ];
    while let [first, rest @ ..] = plan.phases.as_slice() {
        let (first, rest) = (first.id, rest.iter().map(|phase| phase.id).collect::<Vec<_>>());
        for (kind, days) in &opening {
            let start = Milestone::moving(kind.clone(), Anchor::PhaseStart(first), *days);
            assert_eq!(of(&plan, kind.clone()), start, "{} phases", rest.len() + 1);
        }
        if let Some(last) = rest.last() {
            assert_eq!(of(&plan, all()).relative.unwrap().anchor, Anchor::PhaseStart(*last));
        }
        Edit::Remove(Key::Phase(first)).apply(&mut plan).unwrap();
    }
    assert_eq!(of(&plan, MilestoneKind::TenantAttach).date, Some(day(5, 18)), "before the plan's own start");
    assert_eq!(of(&plan, all()).relative.unwrap().anchor, Anchor::Finish);
    let access = of(&plan, MilestoneKind::ConditionalAccess);
    assert_eq!(access.relative.unwrap().anchor, Anchor::Finish, "not before any device moves");
}

#[test]
fn what_a_scenario_still_needs_outlives_the_plans_own_phase() {
    let mut plan = plan();
    plan.scenarios.push(Scenario::of(&plan, "Other"));
    Edit::Put(stock(2)).apply(&mut plan).unwrap();
    Edit::Remove(Key::Phase(PhaseId(2))).apply(&mut plan).unwrap();
    assert!(!plan.actuals.is_empty());
    Edit::Remove(Key::Scenario("Other".into())).apply(&mut plan).unwrap();
    assert!(plan.actuals.is_empty());
}

#[test]
fn a_scenario_changes_alone_and_not_what_all_share() {
    let mut plan = plan();
    plan.scenarios.push(Scenario::of(&plan, "Other"));
    let in_other = |edit: Edit| Edit::InScenario { scenario: "Other".into(), edit: Box::new(edit) };
    in_other(phase(&plan, 2, |p| p.rate = Some(7))).apply(&mut plan).unwrap();
    assert_eq!((plan.phases[1].rate, plan.scenarios[0].phases[1].rate), (None, Some(7)));
    assert_eq!(in_other(stock(2).into()).apply(&mut plan), Err(Refusal::NotInScenario));
}

#[test]
fn several_edits_are_all_made_or_none() {
    let mut plan = plan();
    let before = plan.clone();
    let edits = vec![Setting::Name("X".into()).into(), Setting::Shrinkage(7.0).into()];
    let edit = Edit::Several { label: "Both".into(), edits };
    assert!(edit.apply(&mut plan).is_err());
    assert_eq!(plan, before);
}

#[test]
fn a_new_pilot_stands_before_the_waves() {
    let mut plan = plan();
    let pilot = Phase::new(plan.fresh_phase_id(), "Early adopters", PhaseKind::Pilot, 20);
    Edit::Put(Record::Phase(Box::new(pilot))).apply(&mut plan).unwrap();
    let names: Vec<_> = plan.phases.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["IT", "Early adopters", "Clinics North"]);
}

#[test]
fn edits_of_one_thing_merge_and_of_two_do_not() {
    let plan = plan();
    let faster = phase(&plan, 2, |p| p.rate = Some(1));
    assert!(faster.merges_with(&phase(&plan, 2, |p| p.rate = Some(2))));
    assert!(!faster.merges_with(&phase(&plan, 1, |p| p.rate = Some(2))));
    assert!(!faster.merges_with(&Setting::Shrinkage(0.1).into()));
    let learn = |parameter| Edit::Set(Setting::Assumption { parameter, assumption: Assumption::exact(0.5) });
    assert!(learn(Parameter::Reach).merges_with(&learn(Parameter::Reach)));
    assert!(!learn(Parameter::Reach).merges_with(&learn(Parameter::Stale)));
}

#[test]
fn a_second_return_is_a_record_of_its_own_and_each_can_be_moved_and_taken_away() {
    let mut plan = plan();
    let what = EventKind::SwitchedBack { workload: Workload::ClientApps, phases: PhaseScope::All };
    let on = |n| crate::plan::Event { date: day(6, n), what: what.clone(), note: String::new() };
    let days = |plan: &Plan| plan.actuals.events.iter().map(|event| event.date).collect::<Vec<_>>();
    for n in [3, 12, 12] {
        Edit::from(Record::Event(on(n))).apply(&mut plan).unwrap();
    }
    assert_eq!(days(&plan), [day(6, 3), day(6, 12)]);
    let onto = |to| Edit::MoveEvent { event: on(3), to };
    assert_eq!(onto(day(6, 12)).apply(&mut plan), Err(Refusal::RecordedThen(day(6, 12))));
    assert_eq!(days(&plan), [day(6, 3), day(6, 12)], "neither record is lost");
    let moved = onto(day(6, 5));
    assert_eq!(moved.label(&plan), "Mark switch-back of Client apps done");
    moved.apply(&mut plan).unwrap();
    assert_eq!(days(&plan), [day(6, 5), day(6, 12)]);
    Edit::Remove(Record::Event(on(12)).key()).apply(&mut plan).unwrap();
    assert_eq!(days(&plan), [day(6, 5)]);
    // A phase starts once.
    let start = |n| crate::plan::Event { what: EventKind::PhaseStarted(PhaseId(1)), ..on(n) };
    for n in [1, 2] {
        Edit::from(Record::Event(start(n))).apply(&mut plan).unwrap();
    }
    assert_eq!(days(&plan), [day(6, 2), day(6, 5)]);
}
