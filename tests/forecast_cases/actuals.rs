//! The past as recorded, and a course that goes on from there.

use baton::forecast::{PhaseStage, authority_on, baseline_of, outlook, phase_authority};
use baton::plan::*;

use super::{at, close, text};
use crate::common::plans::{day, decide, event, plan, record, set_cell, stock, sure_plan};

use Workload::{ClientApps, DeviceConfiguration, EndpointProtection};

/// A phase of 100 devices that started on Monday 1 June, known up to Wednesday 10 June.
fn started() -> Plan {
    let mut plan = plan(&[100, 50]);
    plan.status_date = day("2026-06-10");
    plan.phases[0].rate = Some(10);
    event(&mut plan, "2026-06-01", EventKind::PhaseStarted(PhaseId(1)));
    plan
}

#[test]
fn totals_between_records_are_spread_over_working_days() {
    let mut plan = started();
    record(&mut plan, 1, stock("2026-06-05", 42, 21, 4, None));
    record(&mut plan, 1, stock("2026-06-10", 63, 33, 1, None));
    let track = outlook(&plan).observed.track;
    assert_eq!((track.first, track.len()), (day("2026-06-01"), 10));
    let phase = &track.phases[0];
    // 42 over five working days, then 21 over three; half a device counts as one.
    assert_eq!(phase.targeted, [8.0, 17.0, 25.0, 34.0, 42.0, 42.0, 42.0, 49.0, 56.0, 63.0]);
    assert_eq!(phase.enrolled, [4.0, 8.0, 13.0, 17.0, 21.0, 21.0, 21.0, 25.0, 29.0, 33.0]);
    assert_eq!(phase.failed, [1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 4.0, 3.0, 2.0, 1.0]);
    assert_eq!(phase.pending[9], 29.0);
}

#[test]
fn daily_flows_add_up() {
    let mut plan = started();
    let flow = |date, targeted, ok, bad, lost, repaired| Flow {
        date: day(date),
        targeted,
        enrolled_first_attempt: ok,
        bad,
        lost,
        repaired,
        tickets: Some(2),
    };
    plan.actuals.phases.push(PhaseActuals {
        phase: PhaseId(1),
        flows: vec![flow("2026-06-01", 20, 8, 3, 1, 0), flow("2026-06-03", 10, 5, 0, 0, 2)],
        ..PhaseActuals::default()
    });
    let outlook = outlook(&plan);
    assert_eq!(outlook.observed.bad, []);
    let now = outlook.observed.now[0];
    assert_eq!((now.targeted, now.enrolled, now.failed, now.abandoned, now.unheard), (30, 15, 0, 1, 14));
    assert_eq!((now.tickets, text(now.as_of)), (Some(4), "03 Jun 26".into()));
}

#[test]
fn the_course_begins_with_the_stocks_of_the_status_date() {
    let mut plan = started();
    // What is exact does not learn from these stocks.
    plan.assumptions.success = Assumption::exact(0.94);
    plan.assumptions.success_between_phases = None;
    plan.assumptions.reach = Assumption::exact(0.35);
    plan.assumptions.stale = Assumption::exact(0.03);
    plan.assumptions.repair = Assumption::exact(0.2);
    record(&mut plan, 1, stock("2026-06-10", 80, 60, 5, None));
    let outlook = outlook(&plan);
    assert_eq!(outlook.expected.track.first, day("2026-06-11"));
    let dates = &outlook.expected.phases[0];
    assert!(dates.start_is_done && !dates.gate_is_done);
    assert_eq!(text(dates.start), "01 Jun 26");
    // Ten more are targeted on the first day; 15 of the 80 were not heard of. Ten were targeted on each of
    // eight working days, eight days ago and less: the split between silent and stale is worked out here.
    let (stale, reach) = (0.03, 0.35);
    let silent: f64 = (1..=8).map(|days| 10.0 * (stale + (1.0 - stale) * (1.0f64 - reach).powi(days))).sum();
    let pending = 15.0 * (1.0 - stale * 80.0 / silent) + 9.7;
    close(at(&outlook, 1, "2026-06-11", |p| &p.targeted), 90.0, "targeted");
    close(at(&outlook, 1, "2026-06-11", |p| &p.pending), pending * 0.65, "pending");
    let enrolled = 60.0 + 5.0 * 0.2 + pending * reach * 0.94;
    close(at(&outlook, 1, "2026-06-11", |p| &p.enrolled), enrolled, "enrolled");
}

/// Two records of one day each, so that every flow is known.
#[test]
fn tickets_of_what_was_done_are_still_to_come() {
    let mut plan = started();
    plan.status_date = day("2026-06-02");
    plan.phases[0].rate = Some(0);
    plan.assumptions.reach = Assumption::exact(0.0);
    plan.assumptions.repair = Assumption::exact(0.5);
    plan.assumptions.half_life_days = Assumption::exact(1.0);
    plan.assumptions.tickets_existing_client = EnrollmentTickets { per_enrolled: 1.0, per_failure: 10.0 };
    record(&mut plan, 1, stock("2026-06-01", 20, 8, 4, None));
    record(&mut plan, 1, stock("2026-06-02", 20, 12, 3, None));
    set_cell(&mut plan, ClientApps, 1, SwitchRule::AtEnrollment);
    event(
        &mut plan,
        "2026-06-02",
        EventKind::CellSwitched { workload: ClientApps, phase: PhaseId(1), head_start: false },
    );
    // Monday: 8 enrolled, 4 failed; a quarter of their tickets is left. Tuesday: half of Monday's failures
    // are taken as repaired, so one of today's is new; all 12 switched Client apps; half is left.
    let pool = (8.0 + 40.0) / 4.0 + (4.0 + 10.0 + 12.0 * 0.06) / 2.0;
    // Wednesday: half of the three failures are repaired.
    let tickets = (pool + 1.5 + 1.5 * 0.06) / 2.0;
    close(at(&outlook(&plan), 1, "2026-06-03", |p| &p.tickets), tickets, "tickets on Wednesday");
}

#[test]
fn what_was_due_and_is_not_recorded_falls_due_on_the_first_day() {
    let mut plan = started();
    record(&mut plan, 1, stock("2026-06-10", 100, 95, 0, None));
    set_cell(&mut plan, ClientApps, 1, SwitchRule::AtEnrollment);
    set_cell(&mut plan, DeviceConfiguration, 1, SwitchRule::AfterStart(2));
    let done =
        EventKind::CellSwitched { workload: DeviceConfiguration, phase: PhaseId(1), head_start: false };
    event(&mut plan, "2026-06-04", done);
    let outlook = outlook(&plan);
    let dates = &outlook.expected.phases[0];
    assert_eq!(text(dates.cells[DeviceConfiguration.index()]), "04 Jun 26");
    assert!(dates.cell_is_done[DeviceConfiguration.index()] && !dates.cell_is_done[ClientApps.index()]);
    assert_eq!(text(dates.cells[ClientApps.index()]), "11 Jun 26");
    assert_eq!(text(dates.cells[EndpointProtection.index()]), "11 Jun 26", "what follows was due with it");
    assert_eq!(text(dates.gate), "11 Jun 26", "nobody recorded the gate");
    assert_eq!(text(outlook.expected.phases[1].start), "12 Jun 26");
    // Authority of the past is what was recorded.
    let pilots = |date| authority_on(&plan, &outlook, day(date))[DeviceConfiguration.index()].pilot_intune;
    assert_eq!((pilots("2026-06-03"), pilots("2026-06-10")), (0.0, 95.0));
    let state = phase_authority(&plan, &outlook, PhaseId(1), DeviceConfiguration, day("2026-06-10"));
    assert_eq!((state.is_done, text(state.date)), (true, "04 Jun 26".into()));
}

#[test]
fn recorded_decisions_and_switch_backs_are_facts() {
    let mut plan = started();
    record(&mut plan, 1, stock("2026-06-10", 100, 95, 0, None));
    set_cell(&mut plan, ClientApps, 1, SwitchRule::AtEnrollment);
    let id = SwitchBackId(1);
    let planned = SwitchBack {
        id,
        workload: ClientApps,
        phases: PhaseScope::All,
        date: day("2026-06-08"),
        reason: String::new(),
    };
    plan.switch_backs.push(planned);
    event(
        &mut plan,
        "2026-06-02",
        EventKind::CellSwitched { workload: ClientApps, phase: PhaseId(1), head_start: false },
    );
    event(&mut plan, "2026-06-09", EventKind::SwitchedBack { workload: ClientApps, phases: PhaseScope::All });
    decide(&mut plan, "2026-06-08", 1, DecisionKind::Go);
    let outlook = outlook(&plan);
    let dates = &outlook.expected.phases[0];
    assert!(dates.gate_is_done);
    assert_eq!(
        (text(dates.gate), text(outlook.expected.phases[1].start)),
        ("08 Jun 26".into(), "11 Jun 26".into())
    );
    assert_eq!(outlook.gates[0].stage, PhaseStage::Done);
    let pilots = |date| authority_on(&plan, &outlook, day(date))[ClientApps.index()].pilot_intune;
    assert!(pilots("2026-06-08") > 0.0);
    assert_eq!((pilots("2026-06-09"), pilots("2026-07-01")), (0.0, 0.0), "and the rule does not fire again");
}

#[test]
fn the_desk_goes_on_with_its_last_open_count() {
    let mut plan = started();
    plan.desk = Desk::new(plan.start, 2.0);
    plan.desk.tickets_per_agent_day = 10.0;
    plan.desk.ordinary_per_day = Some(20.0);
    plan.desk.brake_wait_days = Some(1.5);
    let week = |from, to, opened, closed, open| DeskActual {
        from: day(from),
        to: day(to),
        opened,
        closed: Some(closed),
        open: Some(open),
        open_over_3_days: None,
        agents: Some(2.0),
    };
    plan.actuals.desk =
        vec![week("2026-06-01", "2026-06-05", 90, 70, 30), week("2026-06-08", "2026-06-10", 48, 42, 36)];
    let outlook = outlook(&plan);
    assert_eq!((outlook.observed.open, outlook.observed.bad.len()), (Some(36), 0));
    let desk = &outlook.observed.track.desk;
    assert_eq!((desk.arrivals[0], desk.load[0], desk.arrivals[5]), (Some(18.0), Some(0.9), Some(0.0)));
    assert_eq!((desk.backlog[4], desk.backlog[7], desk.wait_days[9]), (Some(30.0), Some(32.0), Some(1.8)));
    // 36 open over 20 a day hold the targeting of Thursday; then 19 come and 20 are answered.
    assert_eq!(at(&outlook, 1, "2026-06-11", |p| &p.targeted), 0.0);
    close(outlook.expected.track.desk.backlog[0].unwrap(), 35.0, "backlog on Thursday");
}

/// A start that nobody recorded is taken from the week of the first record.
#[test]
fn a_first_weekly_record_says_when_the_phase_started() {
    let mut plan = sure_plan(&[100]);
    plan.status_date = day("2026-06-19");
    record(&mut plan, 1, stock("2026-06-12", 50, 50, 0, None));
    let outlook = outlook(&plan);
    assert_eq!(text(outlook.expected.phases[0].start), "08 Jun 26");
    assert_eq!(outlook.observed.track.phases[0].targeted[6..12], [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]);
}

#[test]
fn a_baseline_keeps_whole_devices_on_days_of_change() {
    let plan = crate::common::plans::six_phases();
    let outlook = outlook(&plan);
    let baseline = baseline_of(&plan, &outlook.expected, "Approved", day("2026-05-20"), "Steering committee");
    assert_eq!(
        (baseline.finish, baseline.phases[5].gate),
        (Some(day("2027-01-25")), Some(day("2027-01-18")))
    );
    assert_eq!(baseline.switch(ClientApps, Some(PhaseId(2))), Some(day("2026-06-15")));
    assert_eq!(baseline.switch(ClientApps, None), Some(day("2027-01-25")));
    assert!(baseline.days.len() < 300, "{} days", baseline.days.len());
    let devices = |day: &BaselineDay| (day.enrolled.clone(), day.pilot, day.intune);
    let mut pairs = baseline.days.windows(2);
    assert!(pairs.all(|pair| pair[0].date < pair[1].date && devices(&pair[0]) != devices(&pair[1])));
    for (at, track) in [("2026-07-01", 684.1), ("2026-10-14", 7_313.9), ("2027-03-31", 11_955.8)] {
        let day = baseline.on(day(at)).unwrap();
        let enrolled: u32 = day.enrolled.iter().sum();
        assert!((f64::from(enrolled) - track).abs() <= 3.0, "{enrolled} on {at}");
        let most = Workload::ALL.map(|w| day.pilot[w.index()] + day.intune[w.index()]).into_iter().max();
        assert!(most <= Some(enrolled));
    }
}
