//! Gates: the day on which each criterion holds, the committee's weekday, decisions and the hold limit.

use baton::forecast::Ending;
use baton::plan::*;

use super::{expected, text};
use crate::common::plans::{day, decide, freeze, plan, set_cell, sure_plan};

fn gate(plan: &Plan) -> String {
    text(expected(plan).phases[0].gate)
}

/// A plan with one phase of 20 devices at 10 a day: targeted on Monday 1 and Tuesday 2 June.
fn one_phase(criteria: Vec<Criterion>) -> Plan {
    let mut plan = sure_plan(&[20]);
    plan.phases[0].rate = Some(10);
    plan.phases[0].gate.criteria = criteria;
    plan
}

#[test]
fn without_criteria_a_gate_opens_when_all_ready_devices_are_targeted() {
    assert_eq!(gate(&one_phase(vec![])), "02 Jun 26");
}

#[test]
fn soak_counts_working_days_after_the_last_targeting() {
    for (days, date) in
        [(0, "02 Jun 26"), (1, "03 Jun 26"), (3, "05 Jun 26"), (4, "08 Jun 26"), (9, "15 Jun 26")]
    {
        assert_eq!(gate(&one_phase(vec![Criterion::Soak { days }])), date, "soak {days}");
    }
    // A freeze is made of working days, and gates open in it.
    let mut plan = one_phase(vec![Criterion::Soak { days: 3 }]);
    freeze(&mut plan, "2026-06-03", "2026-06-12", FreezeScope::Both);
    assert_eq!(gate(&plan), "05 Jun 26");
}

#[test]
fn coverage_counts_devices_that_are_not_ready_too() {
    assert_eq!(gate(&one_phase(vec![Criterion::Coverage { min: 0.5 }])), "01 Jun 26", "already half");
    let mut plan = one_phase(vec![Criterion::Coverage { min: 0.75 }]);
    assert_eq!(gate(&plan), "02 Jun 26");
    let until = Some(day("2026-06-18"));
    plan.phases[0].not_ready = vec![NotReady { reason: NotReadyReason::NeedsJoin, devices: 8, until }];
    assert_eq!(gate(&plan), "18 Jun 26", "12 of 20 are not enough before the others join");
}

#[test]
fn success_waits_for_repairs() {
    let mut plan = one_phase(vec![Criterion::Success { min: 0.95 }]);
    plan.phases[0].rate = None;
    plan.assumptions.success = Assumption::exact(0.9);
    plan.assumptions.unfixable = Assumption::exact(0.0);
    plan.assumptions.repair = Assumption::exact(0.25);
    // 18 of 20; failed 2, 1.5, 1.125, 0.84: from Thursday on fewer than 5 % have failed.
    assert_eq!(gate(&plan), "04 Jun 26");
    plan.phases[0].gate.criteria = vec![Criterion::Success { min: 0.9 }];
    assert_eq!(gate(&plan), "01 Jun 26", "exactly the minimum holds");
}

#[test]
fn assured_asks_for_evidence_and_not_only_for_the_figure() {
    let mut plan = one_phase(vec![Criterion::Success { min: 0.95 }]);
    plan.phases[0].devices = 60;
    plan.phases[0].gate.judged = Judged::Assured;
    // Without failures P(p ≥ 0.95) is 0.848 after 20, 0.911 after 28 and 0.917 after 30 devices.
    assert_eq!(gate(&plan), "03 Jun 26");
    plan.assurance = 0.99;
    assert_eq!(gate(&plan), "–", "and 60 devices cannot give 99 %");
}

#[test]
fn switch_soak_counts_from_the_last_planned_cell() {
    let mut plan = one_phase(vec![Criterion::SwitchSoak { days: 2 }]);
    assert_eq!(gate(&plan), "01 Jun 26", "no cell planned, nothing to wait for");
    set_cell(&mut plan, Workload::ClientApps, 1, SwitchRule::AfterStart(2));
    set_cell(&mut plan, Workload::CompliancePolicies, 1, SwitchRule::AtEnrollment);
    // Switched on Wednesday 3 June; two working days later.
    assert_eq!(gate(&plan), "05 Jun 26");
}

#[test]
fn desk_criteria_wait_until_the_desk_has_room() {
    let mut plan = one_phase(vec![Criterion::DeskLoad { max: 0.5 }]);
    plan.desk = Desk::new(plan.start, 1.0);
    plan.desk.tickets_per_agent_day = 10.0;
    plan.desk.ordinary_per_day = Some(0.0);
    plan.assumptions.tickets_existing_client.per_enrolled = 0.8;
    // Loads 0.8, 0.8, 0, 0, …: the mean over the days so far is at 0.4 on Thursday.
    assert_eq!(gate(&plan), "04 Jun 26");
    plan.phases[0].gate.criteria = vec![Criterion::Wait { max_days: 0.1 }];
    plan.assumptions.tickets_existing_client.per_enrolled = 1.5;
    // 15 come and 10 are answered on two days: 5, 10 open, then none on Wednesday.
    assert_eq!(gate(&plan), "03 Jun 26");
    plan.phases[0].gate.criteria = vec![Criterion::TicketsPer100 { max: 149.0 }];
    assert_eq!(gate(&plan), "–");
    plan.phases[0].gate.criteria = vec![Criterion::TicketsPer100 { max: 150.0 }];
    assert_eq!(gate(&plan), "01 Jun 26");
}

#[test]
fn typed_criteria_are_taken_as_given() {
    let measured = Criterion::Measured { what: "Compliant devices".into(), bound: Bound::Min(0.9) };
    let signed = Criterion::SignOff { what: "Works council".into() };
    assert_eq!(gate(&one_phase(vec![measured, signed])), "01 Jun 26");
}

#[test]
fn a_committee_judges_on_its_weekday() {
    let mut plan = one_phase(vec![Criterion::Soak { days: 3 }]);
    for (weekday, date) in [(Day::Fri, "05 Jun 26"), (Day::Thu, "11 Jun 26"), (Day::Sat, "08 Jun 26")] {
        plan.calendar.cadence = Some(weekday);
        assert_eq!(gate(&plan), date, "{}", weekday.name());
    }
    plan.calendar.cadence = Some(Day::Fri);
    plan.calendar.holidays.push(Holiday { date: day("2026-06-05"), name: String::new() });
    assert_eq!(gate(&plan), "08 Jun 26", "a meeting on a holiday is held on the next working day");
}

#[test]
fn recorded_decisions_come_before_criteria() {
    let mut plan = one_phase(vec![Criterion::Soak { days: 3 }]);
    decide(&mut plan, "2026-06-09", 1, DecisionKind::NoGo { not_before: None });
    assert_eq!(gate(&plan), "10 Jun 26", "shut up to its date");
    decide(&mut plan, "2026-06-09", 1, DecisionKind::NoGo { not_before: Some(day("2026-06-17")) });
    assert_eq!(gate(&plan), "17 Jun 26", "shut up to the day it names");
    decide(&mut plan, "2026-06-13", 1, DecisionKind::Go);
    assert_eq!(gate(&plan), "13 Jun 26", "a Go counts on its date, even a Saturday");
}

/// Two devices of three can never reach 90 %.
#[test]
fn a_phase_that_cannot_pass_stalls_the_plan_at_the_hold_limit() {
    let mut plan = plan(&[100, 100]);
    plan.phases[0].gate.criteria = vec![Criterion::Coverage { min: 0.99 }];
    plan.hold_limit_days = 10;
    let course = expected(&plan);
    assert_eq!(course.ending, Ending::Stalled);
    // All targeted on Monday 1 June; the tenth working day after it is Monday 15 June.
    assert_eq!(text(course.phases[0].stalled), "15 Jun 26");
    assert_eq!((text(course.phases[1].start), text(course.finish)), ("–".into(), "–".into()));
    // While ready devices wait in a freeze nobody stalls.
    plan.phases[0].rate = Some(50);
    freeze(&mut plan, "2026-06-02", "2026-08-31", FreezeScope::Enrollment);
    assert_eq!(text(expected(&plan).phases[0].stalled), "15 Sep 26");
}
