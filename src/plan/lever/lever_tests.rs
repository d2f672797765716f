use super::*;
use crate::plan::{
    Cell, Event, FreezeId, FreezeScope, Gate, NotReady, NotReadyReason, PhaseActuals, PhaseKind, Segment,
    SegmentId, Severity, Stock, SwitchRule, Take, check,
};
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Three waves of two segments, the first half done.
fn plan() -> Plan {
    let mut plan = Plan::new("Test", day("2026-06-01"));
    plan.estate.segments =
        vec![Segment::new(SegmentId(1), "Oslo", 2_000), Segment::new(SegmentId(2), "Bergen", 3_000)];
    for (id, devices, takes) in
        [(1, 1_000, vec![(1, 1_000)]), (2, 1_500, vec![(1, 1_000), (2, 500)]), (3, 2_500, vec![(2, 2_500)])]
    {
        let mut phase = Phase::new(PhaseId(id), format!("Site {id}"), PhaseKind::Wave, devices);
        phase.rate = Some(100);
        phase.gate = Gate::usual();
        phase.takes = takes.into_iter().map(|(s, devices)| Take { segment: SegmentId(s), devices }).collect();
        plan.phases.push(phase);
    }
    plan.desk.agents[0].agents = 14.0;
    for row in &mut plan.workloads {
        let cell = |id| Cell {
            phase: PhaseId(id),
            rule: SwitchRule::AtEnrollment,
            head_start: None,
            note: String::new(),
        };
        row.cells = [1, 2, 3].map(cell).into();
    }
    plan
}

/// The first wave has targeted 400 devices in five working days.
fn running() -> Plan {
    let mut plan = plan();
    plan.status_date = day("2026-06-05");
    plan.actuals.events.push(Event {
        date: day("2026-06-01"),
        what: EventKind::PhaseStarted(PhaseId(1)),
        note: String::new(),
    });
    let stock = Stock {
        date: day("2026-06-05"),
        targeted: 400,
        enrolled: 300,
        failed: 10,
        abandoned: 0,
        pending: None,
        stale: None,
        tickets: None,
    };
    plan.actuals.phases.push(PhaseActuals {
        phase: PhaseId(1),
        stocks: vec![stock],
        ..PhaseActuals::default()
    });
    plan
}

fn moved(plan: &Plan, lever: Lever, value: f64) -> Plan {
    let mut after = plan.clone();
    lever.edit(plan, value).unwrap().apply(&mut after).unwrap();
    after
}

#[test]
fn every_lever_stands_where_it_was_moved_within_its_range() {
    for plan in [plan(), running()] {
        for lever in Lever::all(&plan).into_iter().filter(|lever| !lever.is_toggle()) {
            let range = lever.range(&plan).unwrap();
            let now = lever.value(&plan).unwrap();
            assert!(range.low <= now && now <= range.high && range.low < range.high, "{lever:?} {range:?}");
            for part in [0.0, 0.3, 0.5, 1.0] {
                let value = (range.low + part * (range.high - range.low)).round().max(range.low);
                if lever.settled(value) == now {
                    continue;
                }
                let after = moved(&plan, lever, value);
                let read = lever.value(&after).unwrap();
                assert!((read - value).abs() < 1e-9, "{lever:?} to {value} reads {read}");
                assert!(lever.edit(&after, value).is_none() || (read - value).abs() > 0.0, "{lever:?}");
                let errors = |plan: &Plan| {
                    check(plan).into_iter().filter(|p| p.severity == Severity::Error).collect::<Vec<_>>()
                };
                assert_eq!(errors(&after), errors(&plan), "{lever:?} to {value}");
            }
        }
    }
}

#[test]
fn ranges_are_round_and_as_wide_as_a_decision() {
    let mut plan = plan();
    let ends = |lever: Lever, plan: &Plan| lever.range(plan).map(|range| (range.low, range.high));
    assert_eq!(ends(Lever::Agents, &plan), Some((8.0, 24.0)));
    plan.phases[1].rate = Some(148);
    assert_eq!(ends(Lever::Rate(PhaseId(2)), &plan), Some((50.0, 250.0)));
    plan.phases[1].rate = Some(128);
    assert_eq!(ends(Lever::Rate(PhaseId(2)), &plan), Some((50.0, 250.0)));
    (plan.phases[1].devices, plan.phases[2].devices) = (3_600, 3_000);
    assert_eq!(ends(Lever::Size(PhaseId(2)), &plan), Some((1_000.0, 6_000.0)));
    assert_eq!(ends(Lever::Soak, &plan), Some((0.0, 15.0)));
    assert_eq!(ends(Lever::Success, &plan), Some((0.8, 1.0)));
    plan.desk.agents[0].agents = 2.0;
    assert_eq!(ends(Lever::Agents, &plan), Some((0.0, 8.0)));
    plan.phases[0].devices = 20;
    plan.phases[0].rate = None;
    assert_eq!(Lever::Rate(PhaseId(1)).value(&plan), Some(20.0));
    assert_eq!(ends(Lever::Rate(PhaseId(1)), &plan), Some((5.0, 20.0)));
}

#[test]
fn a_size_moves_devices_users_and_segments_to_the_next_phase_and_back() {
    let plan = running();
    assert_eq!(Lever::Size(PhaseId(1)).value(&plan), None, "it has started");
    assert_eq!(Lever::Size(PhaseId(3)).value(&plan), None, "nobody takes the rest");
    let lever = Lever::Size(PhaseId(2));
    let after = moved(&plan, lever, 700.0);
    assert_eq!(after.phases[1].takes, [Take { segment: SegmentId(1), devices: 700 }]);
    assert_eq!(after.phases[2].devices, 3_300);
    assert_eq!((after.phases[1].users, after.phases[2].users), (700, 3_300));
    let segments = |plan: &Plan, id: u32| -> u32 {
        let takes = plan.phases.iter().flat_map(|phase| &phase.takes);
        takes.filter(|take| take.segment == SegmentId(id)).map(|take| take.devices).sum()
    };
    assert_eq!([1, 2].map(|id| segments(&after, id)), [2_000, 3_000]);
    assert_eq!(after.devices(), plan.devices());
    let back = moved(&after, lever, 1_500.0);
    assert_eq!([1, 2].map(|id| segments(&back, id)), [2_000, 3_000]);
    assert_eq!(back.phases[1].devices, 1_500);
    assert!(lever.edit(&plan, 4_001.0).is_none(), "more than there are");
}

#[test]
fn devices_that_are_not_ready_stay_where_they_are() {
    let mut plan = plan();
    let group = |devices| NotReady { reason: NotReadyReason::NeedsJoin, devices, until: None };
    plan.phases[1].not_ready = vec![group(900)];
    plan.phases[2].not_ready = vec![group(2_300)];
    let range = Lever::Size(PhaseId(2)).range(&plan).unwrap();
    assert_eq!((range.low, range.high), (900.0, 1_700.0));
    // Seen from a day before the record as well.
    plan.actuals = running().actuals;
    (plan.actuals.phases[0].phase, plan.actuals.phases[0].stocks[0].targeted) = (PhaseId(3), 2_400);
    plan.actuals.events.clear();
    assert!(plan.status_date < plan.actuals.phases[0].stocks[0].date);
    assert_eq!(Lever::Size(PhaseId(2)).range(&plan).unwrap().high, 1_600.0);
}

#[test]
fn staff_planned_for_later_comes_on_top() {
    let mut plan = running();
    plan.desk.agents.push(AgentsFrom { from: day("2026-11-02"), agents: 16.0 });
    let after = moved(&plan, Lever::Agents, 12.0);
    let on = |date| after.desk.agents_on(day(date));
    assert_eq!(["2026-06-05", "2026-06-06", "2026-11-02"].map(on), [14.0, 12.0, 14.0]);
    let mut only_later = running();
    only_later.desk.agents = vec![AgentsFrom { from: day("2026-06-06"), agents: 10.0 }];
    let after = moved(&only_later, Lever::Agents, 20.0);
    assert_eq!(after.desk.agents_on(day("2026-06-03")), 10.0, "the past keeps its staff");
}

#[test]
fn soak_moves_the_gates_ahead_alike_and_leaves_those_behind() {
    let mut plan = running();
    let soak = |phase: &Phase| match phase.gate.criteria[2] {
        Criterion::Soak { days } => days,
        _ => unreachable!(),
    };
    plan.phases[2].gate.criteria[2] = Criterion::Soak { days: 10 };
    let after = moved(&plan, Lever::Soak, 3.0);
    assert_eq!(after.phases.iter().map(soak).collect::<Vec<_>>(), [3, 3, 8]);
    plan.decisions.push(crate::plan::Decision {
        id: plan.fresh_decision_id(),
        date: day("2026-06-05"),
        kind: crate::plan::DecisionKind::Go,
        phase: Some(PhaseId(1)),
        text: String::new(),
        who: String::new(),
        evidence: Vec::new(),
    });
    let after = moved(&plan, Lever::Soak, 0.0);
    assert_eq!(after.phases.iter().map(soak).collect::<Vec<_>>(), [5, 0, 5]);
    assert_eq!(Lever::Rate(PhaseId(1)).value(&plan), None, "its gate is behind");
}

#[test]
fn with_data_a_supposed_mean_holds_beyond_doubt() {
    let before = moved(&plan(), Lever::Success, 0.9);
    assert_eq!(before.assumptions.success.strength, Strength::Observations(40.0));
    let after = moved(&running(), Lever::Success, 0.9);
    assert_eq!(after.assumptions.success, Assumption::exact(0.9));
}

#[test]
fn tickets_per_switch_scale_all_rates_also_from_none() {
    let mut plan = plan();
    // Compliance, Windows Update, Endpoint Protection, Click-to-Run at 0.02, Device configuration and apps at 0.06.
    assert!((Lever::SwitchTickets.value(&plan).unwrap() - 20.0).abs() < 1e-9);
    let after = moved(&plan, Lever::SwitchTickets, 10.0);
    assert!((after.assumptions.tickets_switch.client_apps - 0.03).abs() < 1e-12);
    assert!((after.assumptions.tickets_switch.compliance_policies_enforced - 0.05).abs() < 1e-12);
    let none = moved(&plan, Lever::SwitchTickets, 0.0);
    let some = moved(&none, Lever::SwitchTickets, 6.0);
    assert!((some.assumptions.tickets_switch.windows_update_policies - 0.01).abs() < 1e-12);
    plan.workloads.iter_mut().for_each(|row| row.cells.clear());
    assert_eq!(Lever::SwitchTickets.value(&plan), None, "nothing moves");
}

#[test]
fn freezes_ahead_are_lifted_for_enrollment_alone() {
    let mut plan = running();
    assert_eq!(Lever::Freezes.value(&plan), Some(0.0));
    let freeze = |id, from, to, scope| crate::plan::Freeze {
        id: FreezeId(id),
        name: format!("Freeze {id}"),
        from: day(from),
        to: day(to),
        scope,
    };
    plan.calendar.freezes = vec![
        freeze(1, "2026-05-01", "2026-05-08", FreezeScope::Both),
        freeze(2, "2026-06-03", "2026-06-12", FreezeScope::Both),
        freeze(3, "2026-08-03", "2026-08-07", FreezeScope::Enrollment),
        freeze(4, "2026-12-14", "2027-01-08", FreezeScope::Both),
        freeze(5, "2027-02-01", "2027-02-05", FreezeScope::Switches),
    ];
    let after = moved(&plan, Lever::Freezes, 0.0);
    assert_eq!(Lever::Freezes.value(&after), Some(0.0));
    let calendar = &after.calendar;
    let bars = |date: &str| {
        let date = day(date);
        (calendar.enrollment_freeze(date).is_some(), calendar.switch_freeze(date).is_some())
    };
    assert_eq!(bars("2026-06-05"), (true, true), "the past stays");
    assert_eq!(bars("2026-06-08"), (false, true));
    assert_eq!(bars("2026-08-04"), (false, false));
    assert_eq!(bars("2026-12-15"), (false, true));
    assert_eq!(bars("2027-02-01"), (false, true));
    assert_eq!(Lever::Freezes.edit(&after, 1.0), None);
}

#[test]
fn the_brake_is_set_at_the_wait_limit_and_released() {
    let plan = plan();
    let on = Lever::Brake.toggled(&plan, true);
    let braked = moved(&plan, Lever::Brake, on);
    assert_eq!(braked.desk.brake_wait_days, Some(2.0));
    let free = moved(&braked, Lever::Brake, Lever::Brake.toggled(&braked, false));
    assert_eq!(free.desk.brake_wait_days, None);
    assert_eq!(Lever::Brake.edit(&plan, f64::INFINITY), None, "it is off");
}

#[test]
fn several_levers_of_one_phase_do_not_undo_each_other() {
    let plan = plan();
    let moves = [
        (Lever::Size(PhaseId(1)), 900.0),
        (Lever::Rate(PhaseId(2)), 130.0),
        (Lever::Size(PhaseId(2)), 1_000.0),
        (Lever::Soak, 3.0),
        (Lever::Agents, 14.0),
    ];
    let edit = Lever::move_all(&plan, &moves, "Apply what-if").unwrap();
    let mut after = plan.clone();
    edit.apply(&mut after).unwrap();
    for (lever, value) in moves {
        assert_eq!(lever.value(&after), Some(value), "{lever:?}");
    }
    assert_eq!(after.devices(), plan.devices());
    assert_eq!(Lever::move_all(&plan, &[(Lever::Agents, 14.0)], "Nothing"), None);
}

#[test]
fn notes_say_what_limits_a_lever() {
    let plan = running();
    assert_eq!(Lever::Agents.note(&plan), "each closes 15 tickets a day");
    assert_eq!(Lever::Rate(PhaseId(2)).note(&plan), "Wave 1 so far: 80 per day");
    assert_eq!(Lever::Size(PhaseId(2)).note(&plan), "rest moves to Wave 3");
    assert_eq!(Lever::Size(PhaseId(2)).name(&plan), "Wave 2 size");
    assert_eq!(Lever::Agents.edit(&plan, 16.0).unwrap().label(&plan), "Set helpdesk agents to 16");
}
