//! Authority: cells, head starts, followers, sliders and switch-backs, day by day.

use baton::forecast::{CellReason, Ending, Outlook, Slider, authority_on, outlook, phase_authority};
use baton::plan::*;

use super::{expected, text};
use crate::common::plans::{
    day, freeze, plan, set_cell, set_full, set_head_start, sure_plan, switch_tickets,
};

use SwitchRule::{AfterGate, AfterStart, AtEnrollment, Never, OnDate};
use Workload::{
    ClientApps, CompliancePolicies, DeviceConfiguration, EndpointProtection, ResourceAccessPolicies,
};

/// One phase of 20 devices at 10 a day that passes on Friday 5 June.
fn one_phase() -> Plan {
    let mut plan = sure_plan(&[20]);
    plan.phases[0].rate = Some(10);
    plan.phases[0].gate.criteria = vec![Criterion::Soak { days: 3 }];
    plan
}

/// Devices with Pilot Intune and with Intune on a day.
fn devices(outlook: &Outlook, plan: &Plan, workload: Workload, date: &str) -> (f64, f64) {
    let counts = authority_on(plan, outlook, day(date));
    let count = counts[workload.index()];
    let all = count.configuration_manager + count.pilot_intune + count.intune;
    assert!((all - plan.devices() as f64).abs() < 1e-9);
    (count.pilot_intune, count.intune)
}

fn pilots(plan: &Plan, workload: Workload, dates: &[&str]) -> Vec<f64> {
    let outlook = outlook(plan);
    dates.iter().map(|date| devices(&outlook, plan, workload, date).0).collect()
}

fn cell(plan: &Plan, workload: Workload) -> String {
    text(expected(plan).phases[0].cells[workload.index()])
}

fn slider(plan: &Plan, workload: Workload) -> String {
    text(expected(plan).sliders[workload.index()])
}

fn switch_back(plan: &mut Plan, workload: Workload, phases: PhaseScope, date: &str) {
    let (id, date) = (plan.fresh_switch_back_id(), day(date));
    plan.switch_backs.push(SwitchBack { id, workload, phases, date, reason: String::new() });
}

#[test]
fn a_cell_switches_on_the_day_its_rule_names() {
    let mut plan = one_phase();
    let rules = [
        (Never, "–"),
        (AtEnrollment, "01 Jun 26"),
        (AfterStart(0), "01 Jun 26"),
        (AfterStart(1), "02 Jun 26"),
        (AfterStart(5), "08 Jun 26"),
        // The gate is passed at the end of Friday: nothing follows before Monday.
        (AfterGate(0), "08 Jun 26"),
        (AfterGate(1), "08 Jun 26"),
        (AfterGate(2), "09 Jun 26"),
        (OnDate(day("2026-06-04")), "04 Jun 26"),
        (OnDate(day("2026-06-06")), "08 Jun 26"),
        (OnDate(day("2026-01-01")), "01 Jun 26"),
    ];
    for (rule, date) in rules {
        set_cell(&mut plan, ClientApps, 1, rule);
        assert_eq!(cell(&plan, ClientApps), date, "{rule:?}");
    }
}

#[test]
fn a_switch_waits_for_the_first_day_outside_freezes_and_pauses() {
    let mut plan = one_phase();
    set_cell(&mut plan, ClientApps, 1, AtEnrollment);
    set_full(&mut plan, ClientApps, FullSwitch::OnDate(day("2026-06-10")));
    freeze(&mut plan, "2026-06-01", "2026-06-05", FreezeScope::Switches);
    assert_eq!(cell(&plan, ClientApps), "08 Jun 26");
    let (from, until) = (day("2026-06-08"), day("2026-06-10"));
    let phases = PhaseScope::Only(vec![PhaseId(1)]);
    let pause = Pause { id: PauseId(1), phases, from, until, by: String::new(), reason: String::new() };
    plan.calendar.pauses.push(pause);
    assert_eq!(cell(&plan, ClientApps), "11 Jun 26");
    assert_eq!(slider(&plan, ClientApps), "11 Jun 26", "the pause covers every phase");
    plan.phases.push(Phase::new(PhaseId(2), "Phase 2", PhaseKind::Wave, 5));
    assert_eq!(slider(&plan, ClientApps), "10 Jun 26", "and now not every one any more");
}

/// Devices that enroll in a freeze of switches into a cell that is done do change hands.
#[test]
fn authority_follows_enrollment_once_a_cell_is_done() {
    let mut plan = one_phase();
    set_cell(&mut plan, ClientApps, 1, AtEnrollment);
    freeze(&mut plan, "2026-06-02", "2026-06-05", FreezeScope::Switches);
    assert_eq!(pilots(&plan, ClientApps, &["2026-05-31", "2026-06-01", "2026-06-02"]), [0.0, 10.0, 20.0]);
}

#[test]
fn a_head_start_moves_its_first_devices_only() {
    let mut plan = one_phase();
    let head = HeadStart { devices: 12, rule: AtEnrollment };
    set_head_start(&mut plan, ClientApps, 1, AfterGate(0), Some(head));
    let dates = ["2026-06-01", "2026-06-02", "2026-06-05", "2026-06-08"];
    assert_eq!(pilots(&plan, ClientApps, &dates), [10.0, 12.0, 12.0, 20.0]);
    let state = phase_authority(&plan, &outlook(&plan), PhaseId(1), ClientApps, day("2026-06-03"));
    assert_eq!((state.position, state.is_done), (Authority::PilotIntune, false));
    assert_eq!((text(state.date), state.head_start), ("08 Jun 26".into(), Some(12)));
}

#[test]
fn endpoint_protection_goes_at_the_latest_with_device_configuration() {
    let mut plan = one_phase();
    set_cell(&mut plan, DeviceConfiguration, 1, AfterStart(2));
    set_cell(&mut plan, EndpointProtection, 1, AfterGate(3));
    set_full(&mut plan, DeviceConfiguration, FullSwitch::OnDate(day("2026-07-01")));
    let outlook_then = outlook(&plan);
    let state = phase_authority(&plan, &outlook_then, PhaseId(1), EndpointProtection, day("2026-06-01"));
    assert_eq!(state.reason, CellReason::FollowsDeviceConfiguration);
    assert_eq!((text(state.date), state.is_done), ("03 Jun 26".into(), false));
    assert_eq!(slider(&plan, EndpointProtection), "01 Jul 26", "in full as well");
    set_cell(&mut plan, EndpointProtection, 1, AtEnrollment);
    assert_eq!(cell(&plan, EndpointProtection), "01 Jun 26", "it may go before");
    // The head start is taken over too.
    set_cell(&mut plan, EndpointProtection, 1, Never);
    let head = HeadStart { devices: 5, rule: AtEnrollment };
    set_head_start(&mut plan, DeviceConfiguration, 1, AfterStart(2), Some(head));
    let dates = ["2026-06-01", "2026-06-02", "2026-06-03"];
    assert_eq!(pilots(&plan, EndpointProtection, &dates), [5.0, 5.0, 20.0]);
}

#[test]
fn resource_access_follows_on_an_old_site_and_is_locked_from_2403() {
    let mut plan = one_phase();
    set_cell(&mut plan, DeviceConfiguration, 1, AfterStart(1));
    plan.site_version = 2309;
    assert_eq!(cell(&plan, ResourceAccessPolicies), "02 Jun 26");
    plan.site_version = 2403;
    set_cell(&mut plan, ResourceAccessPolicies, 1, OnDate(day("2030-01-01")));
    let outlook = outlook(&plan);
    assert_eq!(devices(&outlook, &plan, ResourceAccessPolicies, "2026-06-01"), (0.0, 10.0));
    let counts = authority_on(&plan, &outlook, day("2026-06-02"));
    assert_eq!(counts[ResourceAccessPolicies.index()].slider, Slider::Locked);
    let total = baton::forecast::total_authority(&plan, &outlook, day("2026-06-02"));
    assert_eq!(
        (total.all(), total.pilot_intune, total.intune),
        (120.0, 40.0, 0.0),
        "six workloads, not seven"
    );
    assert_eq!(text(outlook.expected.finish), "05 Jun 26", "its rule is not waited for");
}

#[test]
fn a_slider_goes_to_intune_for_every_device() {
    let mut plan = sure_plan(&[10, 10]);
    plan.phases[0].gate.criteria = vec![Criterion::Soak { days: 1 }];
    plan.phases[1].gate.criteria = vec![Criterion::Soak { days: 1 }];
    set_cell(&mut plan, ClientApps, 1, AtEnrollment);
    set_cell(&mut plan, ClientApps, 2, AfterGate(0));
    // Gates on Tuesday 2 and Thursday 4 June.
    let fulls = [
        (FullSwitch::AfterGate { phase: PhaseId(1), days: 0 }, "03 Jun 26"),
        (FullSwitch::AfterGate { phase: PhaseId(1), days: 2 }, "04 Jun 26"),
        (FullSwitch::AfterLast(0), "05 Jun 26"),
        (FullSwitch::AfterLast(5), "11 Jun 26"),
        (FullSwitch::OnDate(day("2026-06-07")), "08 Jun 26"),
        (FullSwitch::Never, "–"),
    ];
    for (full, date) in fulls {
        set_full(&mut plan, ClientApps, full);
        assert_eq!(slider(&plan, ClientApps), date, "{full:?}");
    }
    // Before its own cell is due, the second phase has Intune from its start on.
    set_full(&mut plan, ClientApps, FullSwitch::AfterGate { phase: PhaseId(1), days: 0 });
    let outlook = outlook(&plan);
    assert_eq!(devices(&outlook, &plan, ClientApps, "2026-06-02"), (10.0, 0.0));
    assert_eq!(devices(&outlook, &plan, ClientApps, "2026-06-03"), (0.0, 20.0));
    let state = phase_authority(&plan, &outlook, PhaseId(1), ClientApps, day("2026-06-03"));
    assert_eq!((state.position, text(state.pilot_since)), (Authority::Intune, "01 Jun 26".into()));
    assert_eq!(text(outlook.expected.finish), "04 Jun 26", "a cell is done once its slider is");
}

#[test]
fn a_switch_back_undoes_what_was_done_and_the_rule_does_not_fire_again() {
    let mut plan = one_phase();
    set_cell(&mut plan, ClientApps, 1, AtEnrollment);
    switch_back(&mut plan, ClientApps, PhaseScope::All, "2026-06-03");
    let dates = ["2026-06-02", "2026-06-03", "2026-07-01"];
    assert_eq!(pilots(&plan, ClientApps, &dates), [20.0, 0.0, 0.0]);
    let course = expected(&plan);
    assert_eq!((course.ending, course.finish), (Ending::Unfinished, None), "nothing leads to the finish");
    assert_eq!(text(course.phases[0].backs[ClientApps.index()]), "03 Jun 26");
    // A later rule switches anew.
    set_full(&mut plan, ClientApps, FullSwitch::AfterLast(1));
    let course = expected(&plan);
    assert_eq!(text(course.sliders[ClientApps.index()]), "08 Jun 26");
    assert_eq!(text(course.finish), "08 Jun 26");
    // On the day itself the switch-back comes after the switch, and it waits for freezes as switches do.
    plan.switch_backs.clear();
    switch_back(&mut plan, ClientApps, PhaseScope::Only(vec![PhaseId(1)]), "2026-06-01");
    assert_eq!(pilots(&plan, ClientApps, &["2026-06-01"]), [0.0]);
    freeze(&mut plan, "2026-06-02", "2026-06-02", FreezeScope::Switches);
    plan.switch_backs[0].date = day("2026-06-02");
    assert_eq!(pilots(&plan, ClientApps, &["2026-06-01", "2026-06-02", "2026-06-03"]), [10.0, 20.0, 0.0]);
}

#[test]
fn switching_a_follower_back_leaves_its_leader() {
    let mut plan = one_phase();
    set_cell(&mut plan, DeviceConfiguration, 1, AtEnrollment);
    set_cell(&mut plan, EndpointProtection, 1, OnDate(day("2026-06-09")));
    switch_back(&mut plan, EndpointProtection, PhaseScope::All, "2026-06-03");
    let dates = ["2026-06-02", "2026-06-03", "2026-06-08", "2026-06-09"];
    assert_eq!(pilots(&plan, DeviceConfiguration, &dates), [20.0, 20.0, 20.0, 20.0]);
    // It was pulled along on 1 June; its own rule is a later one, and switches it anew.
    assert_eq!(pilots(&plan, EndpointProtection, &dates), [20.0, 0.0, 0.0, 20.0]);
}

#[test]
fn a_switch_back_of_one_phase_leaves_the_slider_where_it_is() {
    let mut plan = sure_plan(&[10, 6]);
    plan.phases[1].start.after_previous = None;
    set_full(&mut plan, ClientApps, FullSwitch::OnDate(day("2026-06-02")));
    switch_back(&mut plan, ClientApps, PhaseScope::Only(vec![PhaseId(2)]), "2026-06-04");
    let outlook = outlook(&plan);
    assert_eq!(devices(&outlook, &plan, ClientApps, "2026-06-03"), (0.0, 16.0));
    assert_eq!(devices(&outlook, &plan, ClientApps, "2026-06-04"), (0.0, 10.0));
    let counts = authority_on(&plan, &outlook, day("2026-06-04"));
    assert_eq!(counts[ClientApps.index()].slider, Slider::Intune);
    let state = phase_authority(&plan, &outlook, PhaseId(2), ClientApps, day("2026-06-04"));
    assert_eq!((state.position, state.reason), (Authority::ConfigurationManager, CellReason::SwitchedBack));
}

/// 0.02 tickets a device before Conditional Access enforces and 0.10 from that day on.
#[test]
fn compliance_costs_more_once_conditional_access_enforces() {
    let mut plan = one_phase();
    plan.assumptions.tickets_switch = switch_tickets(0.02);
    plan.assumptions.tickets_switch.compliance_policies_enforced = 0.10;
    let date = Some(day("2026-06-02"));
    plan.milestones.push(Milestone::new(MilestoneKind::ConditionalAccess, date));
    set_cell(&mut plan, CompliancePolicies, 1, AtEnrollment);
    let tickets = |plan: &Plan| expected(plan).track.phases[0].tickets[..3].to_vec();
    let close = |values: Vec<f64>, known: [f64; 3]| {
        assert!(values.iter().zip(known).all(|(a, b)| (a - b).abs() < 1e-12), "{values:?} is not {known:?}");
    };
    close(tickets(&plan), [0.2, 1.0, 0.0]);
    // All twenty at once on Wednesday.
    set_cell(&mut plan, CompliancePolicies, 1, OnDate(day("2026-06-03")));
    close(tickets(&plan), [0.0, 0.0, 2.0]);
}

#[test]
fn the_plan_is_finished_with_its_last_gate_and_switch() {
    let mut plan = one_phase();
    assert_eq!(text(expected(&plan).finish), "05 Jun 26");
    set_cell(&mut plan, ClientApps, 1, AfterGate(10));
    assert_eq!(text(expected(&plan).finish), "19 Jun 26");
    plan.horizon_days = 17;
    assert_eq!(expected(&plan).ending, Ending::Unfinished);
    plan.horizon_days = 18;
    assert_eq!(expected(&plan).ending, Ending::Finished);
    assert_eq!(expected(&self::plan(&[])).ending, Ending::Unfinished, "a plan of nothing is never finished");
}
