//! What a list of devices makes of a phase's record, counted by hand, and what importing again may never do.

use proptest::prelude::*;

use super::*;
use crate::fleet::{Agent, Step};
use crate::plan::{Decision, DecisionId, DecisionKind, PhaseKind};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A pilot of 20 from Monday 3 Aug 2026 on, four a day; a wave of 100 after its gate.
fn plan() -> Plan {
    let mut plan = Plan::new("Test", day("2026-08-03"));
    plan.status_date = day("2026-08-14");
    plan.phases = vec![
        Phase::new(PhaseId(1), "IT", PhaseKind::Pilot, 20),
        Phase::new(PhaseId(2), "Clinics", PhaseKind::Wave, 100),
    ];
    plan.phases[0].rate = Some(4);
    plan
}

/// So many devices of a phase that enrolled on a day.
fn enrolled(phase: &str, n: u32, on: &str) -> Vec<Device> {
    let one = |at| Device {
        name: format!("{phase}-{on}-{at}").into(),
        phase: phase.into(),
        agent: Agent::CoManaged,
        enrolled: Some(day(on)),
        ..Device::default()
    };
    (0..n).map(one).collect()
}

fn waiting(phase: &str, n: u32, step: Step, seen: &str) -> Vec<Device> {
    let one = |at| Device {
        name: format!("{phase}-{step:?}-{seen}-{at}").into(),
        phase: phase.into(),
        agent: Agent::ConfigurationManager,
        step,
        last_seen: Some(day(seen)),
        ..Device::default()
    };
    (0..n).map(one).collect()
}

fn propose(plan: &Plan, devices: &[Device], as_of: &str) -> Proposal {
    let devices: Vec<&Device> = devices.iter().collect();
    let telling = super::super::Telling::of(plan, &[], None);
    let phase_of = |device: &Device| telling.phase_of(device);
    let (as_of, source) = (day(as_of), "list.csv".to_owned());
    enrollment(plan, &Evidence { devices: &devices, as_of, stale_after_days: 7, source, phase_of: &phase_of })
}

fn import(plan: &mut Plan, devices: &[Device], as_of: &str) -> Proposal {
    let proposal = propose(plan, devices, as_of);
    if let Some(edit) = &proposal.edit {
        edit.apply(plan).unwrap();
    }
    proposal
}

fn record(plan: &Plan, phase: u32) -> Vec<(String, u32, u32)> {
    let actuals = plan.actuals.phase(PhaseId(phase));
    let stocks = actuals.into_iter().flat_map(|actuals| &actuals.stocks);
    stocks.map(|s| (s.date.format("%d %b").to_string(), s.targeted, s.enrolled)).collect()
}

#[test]
fn every_day_gets_what_enrolled_on_it() {
    let mut plan = plan();
    let mut list = enrolled("IT", 2, "2026-08-04");
    list.extend(enrolled("IT", 5, "2026-08-05"));
    list.extend(enrolled("IT", 1, "2026-08-08"));
    list.extend(enrolled("Elsewhere", 3, "2026-08-05"));
    let proposal = import(&mut plan, &list, "2026-08-14");
    let days: Vec<_> = record(&plan, 1);
    let days: Vec<_> = days.iter().map(|(date, t, e)| (date.as_str(), *t, *e)).collect();
    // Four are targeted a day, and never fewer than have enrolled; from Monday 10 Aug all twenty.
    assert_eq!(
        days,
        [
            ("04 Aug", 4, 2),
            ("05 Aug", 8, 7),
            ("06 Aug", 12, 7),
            ("07 Aug", 16, 7),
            ("08 Aug", 16, 8),
            ("10 Aug", 20, 8),
            ("14 Aug", 20, 8),
        ]
    );
    assert_eq!(plan.actuals.done(&EventKind::PhaseStarted(PhaseId(1))), Some(day("2026-08-04")));
    assert_eq!(
        proposal.says,
        ["IT: 8 of 20 devices enrolled by 14 Aug 2026; 7 days are recorded. Started on 4 Aug 2026."]
    );
    assert_eq!(proposal.warns.len(), 1);
    assert!(proposal.warns[0].starts_with("No phase could be told for 3 enrolled devices of 11"));
    assert_eq!(propose(&plan, &list, "2026-08-14").edit, None);
}

#[test]
fn failed_pending_and_stale_are_of_the_lists_day_only() {
    let mut plan = plan();
    let mut list = enrolled("IT", 10, "2026-08-04");
    list.extend(waiting("IT", 3, Step::Failed, "2026-08-13"));
    list.extend(waiting("IT", 2, Step::PendingSignIn, "2026-08-13"));
    list.extend(waiting("IT", 1, Step::Eligible, "2026-08-01"));
    list.extend(waiting("IT", 4, Step::NotTargeted, "2026-08-13"));
    let proposal = import(&mut plan, &list, "2026-08-18");
    let stocks = &plan.actuals.phase(PhaseId(1)).unwrap().stocks;
    let newest = stocks.last().unwrap();
    assert_eq!((newest.targeted, newest.enrolled, newest.failed), (16, 10, 3));
    assert_eq!((newest.pending, newest.stale), (Some(2), Some(1)));
    assert!(stocks.iter().rev().skip(1).all(|s| (s.failed, s.pending, s.stale) == (0, None, None)));
    assert!(stocks.iter().all(|stock| stock.targeted <= 16), "no more than the list shows as targeted");
    assert_eq!(plan.status_date, day("2026-08-18"));
    assert_eq!(proposal.says[1], "Status date: 14 Aug 2026 → 18 Aug 2026, the day of the list.");
    assert_eq!(propose(&plan, &list, "2026-08-18").edit, None);
}

#[test]
fn what_was_typed_gives_way_only_with_a_sentence_and_never_loses_devices() {
    let mut plan = plan();
    let typed = |date: &str, targeted, enrolled, failed| Stock {
        targeted,
        enrolled,
        failed,
        tickets: Some(2),
        ..blank(day(date))
    };
    let stocks =
        vec![typed("2026-08-04", 4, 3, 1), typed("2026-08-07", 12, 9, 2), typed("2026-08-11", 500, 400, 0)];
    plan.actuals.phases.push(crate::plan::PhaseActuals {
        phase: PhaseId(1),
        stocks,
        ..crate::plan::PhaseActuals::default()
    });
    let mut list = enrolled("IT", 4, "2026-08-04");
    list.extend(enrolled("IT", 4, "2026-08-06"));
    let proposal = import(&mut plan, &list, "2026-08-14");
    let of = |date: &str| {
        let stocks = &plan.actuals.phase(PhaseId(1)).unwrap().stocks;
        *stocks.iter().find(|stock| stock.date == day(date)).unwrap()
    };
    // The list knows four on the fourth; the ninth of the seventh has left Intune since.
    assert_eq!((of("2026-08-04").enrolled, of("2026-08-04").failed, of("2026-08-04").targeted), (4, 0, 4));
    assert_eq!((of("2026-08-07").enrolled, of("2026-08-07").failed, of("2026-08-07").targeted), (9, 2, 12));
    assert_eq!((of("2026-08-14").enrolled, of("2026-08-11").enrolled), (9, 9), "impossible figures go");
    assert_eq!(of("2026-08-04").tickets, Some(2));
    assert_eq!(
        proposal.says[1],
        "IT: 2 days already recorded change, the first on 4 Aug 2026: enrolled 3 → 4, failed 1 → 0."
    );
    assert!(proposal.warns[0].starts_with("IT: 9 enrolled is recorded, the list has 1 device fewer."));
    assert_eq!(propose(&plan, &list, "2026-08-14").edit, None);
}

/// Twelve were recorded, and nine others fail of a phase that has only twenty: somebody has to look, but what
/// was recorded does not change from import to import.
#[test]
fn a_record_and_a_list_that_exceed_the_phase_together_stay_as_they_are() {
    let mut plan = plan();
    let stock = Stock { targeted: 20, enrolled: 12, ..blank(day("2026-08-14")) };
    Edit::from(Record::Stock { phase: PhaseId(1), stock }).apply(&mut plan).unwrap();
    let list = waiting("IT", 9, Step::Failed, "2026-08-13");
    let proposal = import(&mut plan, &list, "2026-08-14");
    assert!(proposal.warns[1].contains("accounts for 21 devices, the phase has 20"), "{:?}", proposal.warns);
    assert_eq!(record(&plan, 1), [("14 Aug".into(), 21, 12)]);
    assert_eq!(propose(&plan, &list, "2026-08-14").edit, None);
}

/// A pilot in which every sign-in meets a second factor: nobody enrolls, and that is what has to be seen.
#[test]
fn a_phase_in_which_all_have_failed_has_started() {
    let code = |device: Device| Device { trouble: "0x8018002A".into(), ..device };
    let failed: Vec<_> = waiting("IT", 20, Step::Failed, "2026-08-13").into_iter().map(code).collect();
    let mut with_enrolled = failed[..16].to_vec();
    with_enrolled.extend(enrolled("IT", 4, "2026-08-04").into_iter().map(|d| Device { enrolled: None, ..d }));
    for (list, enrolled, failed) in [(&failed, 0, 20), (&with_enrolled, 4, 16)] {
        let mut plan = plan();
        let proposal = import(&mut plan, list, "2026-08-14");
        let actuals = plan.actuals.phase(PhaseId(1)).unwrap();
        let [stock] = actuals.stocks.as_slice() else { panic!("{:?}", actuals.stocks) };
        assert_eq!((stock.date, stock.enrolled, stock.failed), (day("2026-08-14"), enrolled, failed));
        let codes: Vec<_> = actuals.failures.iter().map(|f| (f.code.as_str(), f.devices)).collect();
        assert_eq!(codes, [("0x8018002A", failed)]);
        assert_eq!(plan.actuals.done(&EventKind::PhaseStarted(PhaseId(1))), Some(day("2026-08-14")));
        assert!(proposal.says[0].ends_with(" Started on 14 Aug 2026 at the latest."), "{:?}", proposal.says);
        assert_eq!(propose(&plan, list, "2026-08-14").edit, None);
    }
}

/// Attempts say when they failed; and of a wave whose gate has not passed a few failures are early tries.
#[test]
fn failures_start_a_phase_as_enrollments_do() {
    let mut plan = plan();
    let on = |device: Device, on: &str| Device { failed: Some(day(on)), agent: Agent::Unknown, ..device };
    let mut list: Vec<_> =
        waiting("IT", 2, Step::Failed, "2026-08-05").into_iter().map(|d| on(d, "2026-08-05")).collect();
    list.extend(waiting("Clinics", 2, Step::Failed, "2026-08-13"));
    let proposal = import(&mut plan, &list, "2026-08-14");
    assert_eq!(plan.actuals.done(&EventKind::PhaseStarted(PhaseId(1))), Some(day("2026-08-05")));
    assert!(proposal.says[0].ends_with(" Started on 5 Aug 2026."), "{:?}", proposal.says);
    assert!(record(&plan, 2).is_empty());
    let not_yet =
        |said: &str| vec![format!("Clinics has not started yet, and {said}: they count once it has.")];
    assert_eq!(proposal.warns, not_yet("2 of its devices have failed"));
    list.extend(enrolled("Clinics", 1, "2026-08-13"));
    let both = propose(&plan, &list, "2026-08-14");
    assert_eq!(both.warns, not_yet("1 of its devices is enrolled and 2 have failed"));
    list.extend(waiting("Clinics", 4, Step::Failed, "2026-08-12"));
    import(&mut plan, &list, "2026-08-14");
    assert_eq!(record(&plan, 2).last().unwrap().0, "14 Aug", "six of a hundred are no early tries");
}

#[test]
fn a_few_early_devices_start_no_phase() {
    let mut plan = plan();
    let mut list = enrolled("IT", 4, "2026-08-04");
    list.extend(enrolled("Clinics", 2, "2026-08-05"));
    let proposal = import(&mut plan, &list, "2026-08-14");
    assert!(record(&plan, 2).is_empty());
    assert_eq!(
        proposal.warns,
        ["Clinics has not started yet, and 2 of its devices are enrolled: they count once it has."]
    );
    // Its gate has passed: now the first enrollment after it starts the phase, and the early ones count.
    let go = Decision {
        id: DecisionId(1),
        date: day("2026-08-12"),
        phase: Some(PhaseId(1)),
        kind: DecisionKind::Go,
        text: String::new(),
        who: String::new(),
        evidence: Vec::new(),
    };
    plan.decisions.push(go);
    list.extend(enrolled("Clinics", 1, "2026-08-13"));
    import(&mut plan, &list, "2026-08-14");
    assert_eq!(record(&plan, 2)[0], ("13 Aug".into(), 100, 3));
    // Without the Go many at once show that it has started all the same.
    plan.decisions.clear();
    plan.actuals = crate::plan::Actuals::default();
    list.extend(enrolled("Clinics", 5, "2026-08-13"));
    import(&mut plan, &list, "2026-08-14");
    assert_eq!(record(&plan, 2)[0], ("13 Aug".into(), 100, 8));
}

#[test]
fn attempts_tell_the_failures_of_every_day_and_why() {
    let mut plan = plan();
    let failed = |n: u32, on: &str, code: &str, mended: Option<&str>| {
        let one = move |at| Device {
            name: format!("F-{on}-{code}-{at}").into(),
            phase: "IT".into(),
            step: if mended.is_some() { Step::Enrolled } else { Step::Failed },
            failed: Some(day(on)),
            enrolled: mended.map(day),
            trouble: if mended.is_some() { "".into() } else { code.into() },
            ..Device::default()
        };
        (0..n).map(one).collect::<Vec<_>>()
    };
    let mut list = enrolled("IT", 4, "2026-08-04");
    list.extend(failed(2, "2026-08-05", "", Some("2026-08-07")));
    list.extend(failed(3, "2026-08-06", "0x8018002A", None));
    list.extend(failed(1, "2026-08-06", "User validation", None));
    let proposal = import(&mut plan, &list, "2026-08-10");
    let stocks = &plan.actuals.phase(PhaseId(1)).unwrap().stocks;
    let days: Vec<_> = stocks.iter().map(|s| (s.date, s.enrolled, s.failed)).collect();
    let expected = [("04", 4, 0), ("05", 4, 2), ("06", 4, 6), ("07", 6, 4), ("10", 6, 4)]
        .map(|(date, enrolled, failed)| (day(&format!("2026-08-{date}")), enrolled, failed));
    assert_eq!(days, expected);
    assert!(stocks.iter().all(|stock| stock.pending.is_none()), "attempts say nothing of who has not tried");
    let codes: Vec<_> =
        plan.actuals.phases[0].failures.iter().map(|f| (f.code.as_str(), f.devices)).collect();
    assert_eq!(codes, [("0x8018002A", 3), ("User validation", 1)]);
    assert_eq!(
        proposal.says[1],
        "IT: failed with 0x8018002A MFA prompt not answered (3), User validation (1)."
    );
    // One of them is mended; the same day's other reason is gone with it.
    list.retain(|device| device.trouble.as_ref() != "User validation");
    let again = import(&mut plan, &list, "2026-08-10");
    assert_eq!(plan.actuals.phases[0].failures.len(), 1);
    assert_eq!(
        again.says.last().unwrap(),
        "IT: recorded for the same day and replaced: User validation (1)."
    );
}

#[test]
fn clients_without_dates_are_counted_on_the_lists_day() {
    let mut plan = plan();
    let list: Vec<_> = enrolled("IT", 6, "2026-08-04")
        .into_iter()
        .map(|device| Device { enrolled: None, step: Step::Enrolled, ..device })
        .collect();
    import(&mut plan, &list, "2026-08-12");
    assert_eq!(record(&plan, 1), [("12 Aug".into(), 6, 6)]);
}

#[test]
fn more_devices_than_the_phase_has_are_said() {
    let mut plan = plan();
    let list = enrolled("IT", 23, "2026-08-04");
    let proposal = import(&mut plan, &list, "2026-08-14");
    assert!(proposal.warns[0].contains("accounts for 23 devices, the phase has 20"), "{:?}", proposal.warns);
    assert_eq!(propose(&plan, &list, "2026-08-14").edit, None);
    // Tickets that were counted on such a day stay too.
    for stock in &mut plan.actuals.phases[0].stocks {
        stock.tickets = Some(2);
    }
    assert_eq!(propose(&plan, &list, "2026-08-14").edit, None);
}

/// Devices of both phases with any date, any step.
fn lists() -> impl Strategy<Value = Vec<(u32, i64, u8)>> {
    prop::collection::vec((0..3_u32, -20..40_i64, 0..9_u8), 0..60)
}

fn device((phase, offset, step): (u32, i64, u8), at: usize) -> Device {
    let on = day("2026-08-03") + chrono::Duration::days(offset);
    let phase = ["IT", "Clinics", "Nowhere"][phase as usize];
    let steps = [Step::Failed, Step::PendingSignIn, Step::Eligible, Step::NotTargeted, Step::Unknown];
    let base = Device { name: format!("D{at}").into(), phase: phase.into(), ..Device::default() };
    match steps.get(usize::from(step)) {
        Some(step) => Device { agent: Agent::ConfigurationManager, step: *step, last_seen: Some(on), ..base },
        None if step == 8 => Device {
            failed: Some(on),
            enrolled: (at.is_multiple_of(2)).then_some(on + chrono::Duration::days(2)),
            step: if at.is_multiple_of(2) { Step::Enrolled } else { Step::Failed },
            trouble: if at.is_multiple_of(2) { "".into() } else { ["0x8018002A", "Why"][at / 2 % 2].into() },
            ..base
        },
        None => Device { agent: Agent::CoManaged, enrolled: (step > 5).then_some(on), ..base },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn importing_again_changes_nothing_and_a_newer_list_never_doubles(
        first in lists(),
        more in lists(),
        gone in 0..20_usize,
        typed in prop::collection::vec((0..25_i64, 0..30_u32, 0..30_u32, 0..5_u32), 0..4),
    ) {
        let mut plan = plan();
        let typed = typed.into_iter().map(|(at, targeted, enrolled, failed)| Stock {
            targeted, enrolled, failed, ..blank(day("2026-08-03") + chrono::Duration::days(at))
        });
        for stock in typed {
            Edit::from(Record::Stock { phase: PhaseId(1), stock }).apply(&mut plan).unwrap();
        }
        let mut list: Vec<_> = first.into_iter().enumerate().map(|(at, d)| device(d, at)).collect();
        import(&mut plan, &list, "2026-08-20");
        prop_assert_eq!(propose(&plan, &list, "2026-08-20").edit, None);
        let before = list.len();
        list.extend(more.into_iter().enumerate().map(|(at, d)| device(d, before + at)));
        list.drain(..gone.min(list.len()));
        import(&mut plan, &list, "2026-08-27");
        prop_assert_eq!(propose(&plan, &list, "2026-08-27").edit, None);
        for actuals in &plan.actuals.phases {
            let phase = plan.phase(actuals.phase).unwrap();
            let says = |device: &Device| {
                let has_step = !matches!(device.step, Step::Unknown | Step::NotTargeted);
                device.phase.as_ref() == phase.name && (device.is_enrolled() || has_step)
            };
            // What was typed falls as it was typed, where no list says anything.
            if !list.iter().any(says) {
                continue;
            }
            let written: Vec<_> = actuals.stocks.iter().filter(|stock| is_sound(stock, phase)).collect();
            for pair in written.windows(2) {
                prop_assert!(pair[0].date < pair[1].date);
                prop_assert!(pair[0].enrolled <= pair[1].enrolled && pair[0].targeted <= pair[1].targeted);
            }
        }
    }
}
