//! Tests of the differences between two states of a plan, over small changes whose words and causes are known.

use chrono::NaiveDate;

use super::*;
use crate::plan::{Decision, DecisionId, Freeze, FreezeId, FreezeScope, FullSwitch, Gate, Stock, Workload};

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn plan() -> Plan {
    let mut plan = Plan::new("P", day(6, 1));
    for (n, name) in (1..).zip(["Pilot", "North", "South"]) {
        let phase = Phase { gate: Gate::usual(), ..Phase::new(PhaseId(n), name, PhaseKind::Wave, 100 * n) };
        plan.phases.push(phase);
    }
    plan
}

fn causes(old: &Plan, new: &Plan) -> Vec<Cause> {
    steps(old, new).iter().map(|step| step.cause).collect()
}

#[test]
fn a_plan_does_not_differ_from_itself() {
    assert_eq!(differences(&plan(), &plan()), []);
    assert_eq!(steps(&plan(), &plan()), []);
}

#[test]
fn each_change_is_one_difference_with_its_cause() {
    let old = plan();
    let mut new = plan();
    new.status_date = day(6, 20);
    new.phases[1].devices = 400;
    new.workloads[0].full = FullSwitch::AfterLast(5);
    new.calendar.freezes.push(Freeze {
        id: FreezeId(1),
        name: "Year-end".into(),
        from: day(12, 14),
        to: day(12, 31),
        scope: FreezeScope::Both,
    });
    new.desk.agents[0].agents = 9.0;
    new.name = "Q".into();
    let found = differences(&old, &new);
    let found: Vec<Cause> = found.iter().map(Difference::cause).collect();
    let switches = [Cause::Switches, Cause::Calendar, Cause::Desk];
    let [a, b, c] = switches;
    assert_eq!(found, [Cause::Words, Cause::Facts, Cause::Phase(PhaseId(2)), a, b, c]);
    assert_eq!(causes(&old, &new), [Cause::Facts, Cause::Phase(PhaseId(2)), a, b, c]);
    let between = &steps(&old, &new)[1].plan;
    assert_eq!((between.status_date, between.phases[1].devices), (day(6, 20), 400));
    assert_eq!(between.desk, old.desk, "the desk comes later");
    assert_eq!(steps(&old, &new).last().unwrap().plan, new);
}

#[test]
fn a_phase_that_is_only_renamed_moves_nothing() {
    let mut new = plan();
    new.phases[1].name = "Clinics North".into();
    new.phases[1].note = "with Oslo".into();
    assert_eq!(differences(&plan(), &new)[0].cause(), Cause::Words);
    assert_eq!(causes(&plan(), &new), []);
}

#[test]
fn phases_that_come_and_go_bring_their_switches_along() {
    let mut new = plan();
    new.phases.remove(2);
    new.phases.push(Phase::new(PhaseId(7), "East", PhaseKind::Wave, 50));
    new.workloads[0].full = FullSwitch::AfterGate { phase: PhaseId(7), days: 2 };
    assert_eq!(causes(&plan(), &new), [Cause::Phases]);
    new.phases[0].rate = Some(5);
    let steps = steps(&plan(), &new);
    assert_eq!(steps.len(), 2);
    assert_eq!(steps[0].plan.workload(Workload::ALL[0]).unwrap().full, new.workloads[0].full);
    assert_eq!(steps[0].plan.phases[0].rate, None);
    let mut turned = plan();
    turned.phases.swap(1, 2);
    assert_eq!(differences(&plan(), &turned), [Difference::Order]);
}

#[test]
fn plans_of_two_rollouts_are_one_step() {
    let mut other = plan();
    for phase in &mut other.phases {
        phase.name.insert_str(0, "Another ");
    }
    other.desk.agents[0].agents = 3.0;
    assert!(!is_same_rollout(&plan(), &other));
    assert_eq!(causes(&plan(), &other), [Cause::Phases]);
}

#[test]
fn records_and_gates_are_what_happened() {
    let mut new = plan();
    new.actuals.phases.push(crate::plan::PhaseActuals {
        phase: PhaseId(1),
        stocks: vec![Stock {
            date: day(6, 5),
            targeted: 10,
            enrolled: 4,
            failed: 0,
            abandoned: 0,
            pending: None,
            stale: None,
            tickets: None,
        }],
        ..crate::plan::PhaseActuals::default()
    });
    new.decisions.push(Decision {
        id: DecisionId(1),
        date: day(6, 12),
        kind: DecisionKind::Go,
        phase: Some(PhaseId(1)),
        text: "Go".into(),
        who: "Lead".into(),
        evidence: Vec::new(),
    });
    let found = differences(&plan(), &new);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|difference| difference.cause() == Cause::Facts));
    assert_eq!(causes(&plan(), &new), [Cause::Facts]);
}
