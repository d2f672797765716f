//! Plans that nobody should make: there is a result, devices are conserved, and it ends.

use baton::forecast::{Ending, Expected, authority_daily, outlook};
use baton::plan::*;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::expected;
use crate::common::plans::{day, event, freeze, plan, record, set_cell, set_full, six_phases, stock};

fn is_sound(plan: &Plan) -> Result<(), String> {
    let outlook = outlook(plan);
    let course = &outlook.expected;
    for (phase, track) in plan.phases.iter().zip(&course.track.phases) {
        let mut enrolled_before = 0.0;
        for at in 0..course.track.len() {
            let parts = [
                track.pending[at],
                track.stale[at],
                track.failed[at],
                track.abandoned[at],
                track.enrolled[at],
            ];
            if parts
                .iter()
                .chain([&track.targeted[at], &track.tickets[at]])
                .any(|part| part.is_nan() || *part < 0.0)
            {
                return Err(format!("a part is negative or no number on day {at}: {parts:?}"));
            }
            let sum: f64 = parts.iter().sum();
            if (sum - track.targeted[at]).abs() > 1e-6 || sum > f64::from(phase.devices) + 1e-6 {
                return Err(format!("{sum} of {} targeted on day {at}", track.targeted[at]));
            }
            if track.enrolled[at] < enrolled_before - 1e-9 {
                return Err(format!("enrolled falls on day {at}"));
            }
            enrolled_before = track.enrolled[at];
        }
    }
    let desk = &course.track.desk;
    let figures = desk.load.iter().chain(&desk.backlog).chain(&desk.wait_days).chain(&desk.arrivals);
    if figures.flatten().any(|figure| figure.is_nan() || *figure < 0.0) {
        return Err("the desk's figures are no numbers".into());
    }
    let daily = authority_daily(plan, &outlook);
    let all = plan.devices() as f64;
    for counts in daily.days.iter().flatten() {
        let sum = counts.configuration_manager + counts.pilot_intune + counts.intune;
        if (sum - all).abs() > 1e-6 {
            return Err(format!("{counts:?} are not {all} devices"));
        }
    }
    has_an_ending(plan, course)
}

fn has_an_ending(plan: &Plan, course: &Expected) -> Result<(), String> {
    let is_consistent = match course.ending {
        Ending::Finished => course.finish.is_some() && course.phases.iter().all(|dates| dates.gate.is_some()),
        Ending::Stalled => course.phases.iter().any(|dates| dates.stalled.is_some()),
        Ending::Unfinished => course.finish.is_none(),
    };
    let order = course
        .phases
        .iter()
        .all(|dates| dates.start.is_none_or(|start| dates.last_targeting.is_none_or(|l| l >= start)));
    if is_consistent && order && course.phases.len() == plan.phases.len() {
        Ok(())
    } else {
        Err(format!("{:?} with {:?}", course.ending, course.phases))
    }
}

fn check(plan: &Plan, what: &str) {
    if let Err(wrong) = is_sound(plan) {
        panic!("{what}: {wrong}");
    }
}

#[test]
fn the_six_phase_plan_is_sound() {
    check(&six_phases(), "six phases");
}

#[test]
fn absurd_calendars_end() {
    let mut idle = plan(&[100, 50]);
    idle.calendar.working_days.clear();
    check(&idle, "no working day");
    assert_eq!(expected(&idle).ending, Ending::Unfinished);
    let mut frozen = plan(&[100]);
    freeze(&mut frozen, "0001-01-01", "9999-12-31", FreezeScope::Both);
    check(&frozen, "frozen for ever");
    let mut backwards = plan(&[100]);
    freeze(&mut backwards, "2026-07-01", "2026-06-01", FreezeScope::Both);
    check(&backwards, "a freeze that ends before it begins");
    assert_eq!(expected(&backwards).ending, Ending::Finished);
}

#[test]
fn absurd_dates_end() {
    for start in [NaiveDate::MIN, day("0001-01-01"), day("9999-12-31"), NaiveDate::MAX] {
        for status in [NaiveDate::MIN, day("2026-06-01"), NaiveDate::MAX] {
            let mut plan = six_phases();
            plan.start = start;
            plan.status_date = status;
            plan.horizon_days = u32::MAX;
            set_full(&mut plan, Workload::ClientApps, FullSwitch::OnDate(NaiveDate::MAX));
            set_cell(&mut plan, Workload::ClientApps, 1, SwitchRule::AfterStart(u32::MAX));
            check(&plan, &format!("{start} to {status}"));
            event(&mut plan, "2026-06-01", EventKind::PhaseStarted(PhaseId(1)));
            record(&mut plan, 1, stock("2026-06-02", 10, 5, 5, None));
            check(&plan, &format!("{start} to {status} with records"));
        }
    }
}

#[test]
fn a_status_date_before_the_start_or_after_the_horizon_has_a_result() {
    for status in ["2020-01-01", "2026-05-31", "2026-06-01", "2030-01-01"] {
        let mut plan = six_phases();
        plan.status_date = day(status);
        check(&plan, status);
        event(&mut plan, "2020-01-01", EventKind::PhaseStarted(PhaseId(1)));
        event(&mut plan, "2020-01-01", EventKind::SliderMoved(Workload::DeviceConfiguration));
        record(&mut plan, 1, stock("2026-06-05", 100, 90, 10, None));
        check(&plan, status);
    }
    let mut short = six_phases();
    short.horizon_days = 0;
    check(&short, "a horizon of one day");
    assert_eq!(expected(&short).track.len(), 1);
}

#[test]
fn figures_that_are_no_figures_count_as_none() {
    let mut plan = six_phases();
    plan.assumptions.success = Assumption::exact(f64::NAN);
    plan.assumptions.reach = Assumption::exact(7.0);
    plan.assumptions.repair = Assumption::exact(-1.0);
    plan.assumptions.half_life_days = Assumption::exact(f64::NEG_INFINITY);
    plan.assumptions.ticket_factor = Assumption::exact(f64::INFINITY);
    plan.desk.ordinary_per_day = Some(f64::NAN);
    plan.desk.agents[0].agents = f64::NAN;
    plan.desk.weekday_factors = [f64::INFINITY; 7];
    plan.phases[0].gate.criteria = vec![Criterion::Coverage { min: f64::NAN }];
    check(&plan, "no numbers");
    let mut plan = six_phases();
    plan.desk.shrinkage = 2.0;
    plan.phases[0].ticket_multiplier = -4.0;
    plan.phases[2].devices = 0;
    plan.phases[3].not_ready =
        vec![
            NotReady { reason: NotReadyReason::Other, devices: u32::MAX, until: Some(day("2026-06-03")) };
            3
        ];
    check(&plan, "negative");
}

fn rule() -> impl Strategy<Value = SwitchRule> {
    prop_oneof![
        Just(SwitchRule::Never),
        Just(SwitchRule::AtEnrollment),
        (0u32..20).prop_map(SwitchRule::AfterStart),
        (0u32..20).prop_map(SwitchRule::AfterGate),
        (0u64..200).prop_map(|n| SwitchRule::OnDate(after(n))),
    ]
}

fn full() -> impl Strategy<Value = FullSwitch> {
    prop_oneof![
        Just(FullSwitch::Never),
        (0u64..200).prop_map(|n| FullSwitch::OnDate(after(n))),
        (1u32..5, 0u32..9).prop_map(|(phase, days)| FullSwitch::AfterGate { phase: PhaseId(phase), days }),
        (0u32..9).prop_map(FullSwitch::AfterLast),
    ]
}

fn criterion() -> impl Strategy<Value = Criterion> {
    prop_oneof![
        (0.0..1.0).prop_map(|min| Criterion::Coverage { min }),
        (0.5..1.0).prop_map(|min| Criterion::Success { min }),
        (0u32..9).prop_map(|days| Criterion::Soak { days }),
        (0u32..9).prop_map(|days| Criterion::SwitchSoak { days }),
        (0.0..90.0).prop_map(|max| Criterion::TicketsPer100 { max }),
        (0.0..2.0).prop_map(|max| Criterion::DeskLoad { max }),
        (0.0..3.0).prop_map(|max_days| Criterion::Wait { max_days }),
    ]
}

fn after(days: u64) -> NaiveDate {
    day("2026-06-01").checked_add_days(Days::new(days)).unwrap()
}

prop_compose! {
    fn phase()(
        devices in 0u32..3_000,
        rate in proptest::option::of(0u32..400),
        waits in proptest::option::of(0u32..6),
        from in proptest::option::of(0u64..90),
        not_ready in proptest::collection::vec((0u32..900, proptest::option::of(0u64..90)), 0..3),
        criteria in proptest::collection::vec(criterion(), 0..3),
        is_assured in any::<bool>(),
    ) -> Phase {
        let mut phase = Phase::new(PhaseId(0), "P", PhaseKind::Wave, devices);
        phase.rate = rate;
        phase.start = StartRule { not_before: from.map(after), after_previous: waits };
        phase.gate.criteria = criteria;
        phase.gate.judged = if is_assured { Judged::Assured } else { Judged::Observed };
        let group = |(devices, until): (u32, Option<u64>)| {
            NotReady { reason: NotReadyReason::Other, devices, until: until.map(after) }
        };
        phase.not_ready = not_ready.into_iter().map(group).collect();
        phase
    }
}

prop_compose! {
    fn calendar()(
        freezes in proptest::collection::vec((0u64..120, 0u64..20, 0u8..3), 0..3),
        pauses in proptest::collection::vec((0u64..120, 0u64..20, 0u32..5), 0..3),
        holidays in proptest::collection::vec(0u64..120, 0..5),
        cadence in proptest::option::of(0usize..7),
    ) -> Calendar {
        let scopes = [FreezeScope::Enrollment, FreezeScope::Switches, FreezeScope::Both];
        Calendar {
            freezes: freezes.into_iter().map(|(from, length, scope)| Freeze {
                id: FreezeId(1), name: String::new(), from: after(from), to: after(from + length),
                scope: scopes[scope as usize],
            }).collect(),
            pauses: pauses.into_iter().map(|(from, length, phase)| Pause {
                id: PauseId(1),
                phases: if phase == 0 { PhaseScope::All } else { PhaseScope::Only(vec![PhaseId(phase)]) },
                from: after(from), until: after(from + length), by: String::new(), reason: String::new(),
            }).collect(),
            holidays: holidays.into_iter().map(|n| Holiday { date: after(n), name: String::new() }).collect(),
            cadence: cadence.map(|n| Day::ALL[n]),
            ..Calendar::default()
        }
    }
}

prop_compose! {
    /// Records that may be impossible, events and decisions in any order.
    fn facts()(
        status in 0u64..150,
        stocks in proptest::collection::vec((1u32..5, 0u64..150, 0u32..900, 0u32..900, 0u32..90, 0u32..9), 0..8),
        events in proptest::collection::vec((0u8..4, 1u32..5, 0usize..7, 0u64..150), 0..6),
        gos in proptest::collection::vec((1u32..5, 0u64..150), 0..2),
    ) -> (u64, Actuals, Vec<Decision>) {
        let mut holder = plan(&[]);
        for (phase, date, targeted, enrolled, failed, abandoned) in stocks {
            let date = after(date).to_string();
            record(&mut holder, phase, Stock { abandoned, ..stock(&date, targeted, enrolled, failed, None) });
        }
        for (kind, phase, workload, date) in events {
            let (phase, workload) = (PhaseId(phase), Workload::ALL[workload]);
            let what = match kind {
                0 => EventKind::PhaseStarted(phase),
                1 => EventKind::CellSwitched { workload, phase, head_start: date % 2 == 0 },
                2 => EventKind::SliderMoved(workload),
                _ => EventKind::SwitchedBack { workload, phases: PhaseScope::Only(vec![phase]) },
            };
            event(&mut holder, &after(date).to_string(), what);
        }
        for (phase, date) in gos {
            crate::common::plans::decide(&mut holder, &after(date).to_string(), phase, DecisionKind::Go);
        }
        (status, holder.actuals, holder.decisions)
    }
}

prop_compose! {
    pub fn any_plan()(
        mut phases in proptest::collection::vec(phase(), 1..5),
        cells in proptest::collection::vec((0usize..7, 1u32..5, rule(), proptest::option::of((0u32..500, rule()))), 0..12),
        fulls in proptest::collection::vec((0usize..7, full()), 0..5),
        backs in proptest::collection::vec((0usize..7, 0u32..5, 0u64..150), 0..3),
        calendar in calendar(),
        facts in proptest::option::of(facts()),
        shares in (0.0..=1.0, 0.0..=1.0, 0.0..=1.0, 0.0..=1.0, 0.0..=1.0),
        agents in 0.0..20.0,
        brake in proptest::option::of(0.0..2.0),
        hold_limit in 3u32..70,
        site_version in prop_oneof![Just(2309u16), Just(2509u16)],
    ) -> Plan {
        for (place, phase) in phases.iter_mut().enumerate() {
            phase.id = PhaseId(place as u32 + 1);
        }
        let mut plan = plan(&[]);
        plan.phases = phases;
        plan.site_version = site_version;
        plan.horizon_days = 260;
        plan.hold_limit_days = hold_limit;
        plan.calendar = calendar;
        for (workload, phase, rule, head) in cells {
            let head = head.map(|(devices, rule)| HeadStart { devices, rule });
            crate::common::plans::set_head_start(&mut plan, Workload::ALL[workload], phase, rule, head);
        }
        for (workload, full) in fulls {
            set_full(&mut plan, Workload::ALL[workload], full);
        }
        for (workload, phase, date) in backs {
            let phases = if phase == 0 { PhaseScope::All } else { PhaseScope::Only(vec![PhaseId(phase)]) };
            let id = plan.fresh_switch_back_id();
            let workload = Workload::ALL[workload];
            plan.switch_backs.push(SwitchBack { id, workload, phases, date: after(date), reason: String::new() });
        }
        let assumed = &mut plan.assumptions;
        assumed.success.mean = shares.0;
        assumed.reach.mean = shares.1;
        assumed.stale.mean = shares.2;
        assumed.repair.mean = shares.3;
        assumed.unfixable.mean = shares.4;
        plan.desk = Desk::new(plan.start, agents);
        plan.desk.ordinary_per_day = Some(100.0);
        plan.desk.brake_wait_days = brake;
        if let Some((status, actuals, decisions)) = facts {
            plan.status_date = after(status);
            plan.actuals = actuals;
            plan.decisions = decisions;
        }
        plan
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn devices_are_conserved_in_any_plan(plan in any_plan()) {
        if let Err(wrong) = is_sound(&plan) {
            return Err(TestCaseError::fail(wrong));
        }
    }

    #[test]
    fn the_same_plan_has_the_same_course(plan in any_plan()) {
        prop_assert!(outlook(&plan) == outlook(&plan.clone()));
    }
}
