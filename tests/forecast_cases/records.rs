//! Records that cannot be true: named with their remedy, left out of every sum.

use baton::forecast::{BadRecord, Field, PhaseStage, outlook};
use baton::plan::*;

use super::{close, text};
use crate::common::plans::{day, decide, event, plan, record, stock};

/// The third wave of a clinic, week by week, known up to Wednesday 14 October.
fn clinics() -> Plan {
    let mut plan = plan(&[3_200]);
    plan.status_date = day("2026-10-14");
    event(&mut plan, "2026-09-21", EventKind::PhaseStarted(PhaseId(1)));
    record(&mut plan, 1, stock("2026-09-25", 480, 272, 9, Some((196, 3))));
    record(&mut plan, 1, stock("2026-10-02", 1_040, 825, 26, Some((176, 13))));
    record(&mut plan, 1, stock("2026-10-09", 1_640, 1_269, 39, Some((311, 21))));
    plan
}

fn bad(plan: &Plan) -> Vec<BadRecord> {
    outlook(plan).observed.bad
}

fn words(bad: &BadRecord) -> (Field, &str, &str, Option<u32>) {
    (bad.field, &bad.what, &bad.remedy, bad.value)
}

#[test]
fn a_column_that_does_not_add_up_is_left_out_and_says_how_to_mend_it() {
    let mut plan = clinics();
    assert_eq!(bad(&plan), []);
    record(&mut plan, 1, stock("2026-10-14", 2_240, 1_568, 61, Some((595, 32))));
    let outlook = outlook(&plan);
    let [record] = &outlook.observed.bad[..] else { panic!("one record is wrong") };
    assert_eq!((record.phase, record.date), (Some(PhaseId(1)), day("2026-10-14")));
    assert_eq!(
        words(record),
        (
            Field::Failed,
            "61 failed is 16 more than the other columns leave: 2,240 − 1,568 − 595 − 32 = 45.",
            "Enter 45, or raise targeted to 616.",
            Some(45),
        )
    );
    let now = outlook.observed.now[0];
    assert_eq!((now.enrolled, text(now.as_of)), (1_269, "09 Oct 26".into()));
    // Mended, it counts.
    let stocks = &mut plan.actuals.phases[0].stocks;
    stocks[3].failed = 45;
    let now = baton::forecast::outlook(&plan).observed.now[0];
    assert_eq!((now.enrolled, now.unheard, now.attempts()), (1_568, 627, 1_613));
}

#[test]
fn each_impossible_figure_has_its_remedy() {
    let cases = [
        (
            stock("2026-10-14", 3_300, 1_568, 45, None),
            (
                Field::Targeted,
                "3,300 targeted so far is 100 devices more than the phase has: 3,200.",
                "Enter 1,560 (3,200 so far), or give the phase 3,300 devices.",
                Some(3_200),
            ),
        ),
        (
            stock("2026-10-14", 1_640, 1_700, 0, None),
            (
                Field::Enrolled,
                "1,700 enrolled is 60 more than the 1,640 targeted.",
                "Enter 371 (1,640 so far), or raise targeted to 60.",
                Some(1_640),
            ),
        ),
        (
            stock("2026-10-14", 2_240, 1_200, 45, None),
            (
                Field::Enrolled,
                "Enrolled so far falls from 1,269 on 9 Oct 2026 to 1,200.",
                "Enter at least what makes 1,269 so far, or correct 9 Oct 2026.",
                Some(1_269),
            ),
        ),
        (
            stock("2026-10-15", 2_240, 1_568, 45, None),
            (
                Field::Date,
                "15 Oct 2026 is after the status date, 14 Oct 2026.",
                "Correct the date, or move the status date to 15 Oct 2026.",
                None,
            ),
        ),
        (
            stock("2026-09-18", 10, 5, 0, None),
            (
                Field::Date,
                "18 Sep 2026 is before the phase started, 21 Sep 2026.",
                "Correct this date, or the one of the start.",
                None,
            ),
        ),
        (
            stock("2026-05-20", 10, 5, 0, None),
            (
                Field::Date,
                "20 May 2026 is before the plan's start, 1 Jun 2026.",
                "Correct the date, or let the plan start by 20 May 2026.",
                None,
            ),
        ),
    ];
    for (stock, known) in cases {
        let mut plan = clinics();
        record(&mut plan, 1, stock);
        let bad = bad(&plan);
        assert_eq!(bad.len(), 1, "{known:?}");
        assert_eq!(words(&bad[0]), known);
    }
}

#[test]
fn the_desk_must_add_up_too() {
    let mut plan = clinics();
    let week = |from, to, opened, closed, open| DeskActual {
        from: day(from),
        to: day(to),
        opened,
        closed: Some(closed),
        open: Some(open),
        open_over_3_days: Some(20),
        agents: Some(14.0),
    };
    plan.actuals.desk =
        vec![week("2026-09-21", "2026-09-25", 816, 798, 76), week("2026-09-28", "2026-10-02", 962, 934, 140)];
    let found = bad(&plan);
    assert_eq!(
        words(&found[0]),
        (
            Field::Open,
            "140 open does not follow: 76 + 962 − 934 = 104.",
            "Enter 104, or correct opened or closed.",
            Some(104),
        )
    );
    assert_eq!(outlook(&plan).observed.open, Some(76), "a wrong record does not count");
    plan.actuals.desk[1].open = Some(104);
    plan.actuals.desk[1].open_over_3_days = Some(105);
    assert_eq!(bad(&plan)[0].field, Field::OpenOver3Days);
    plan.actuals.desk[1].open_over_3_days = None;
    assert_eq!(bad(&plan), []);
    let load = baton::forecast::record_load(&plan, &plan.actuals.desk[0]);
    assert_eq!(load, Some(816.0 / (14.0 * 15.0 * 5.0)));
    // A week on its own, after a gap, has nothing to follow from.
    plan.actuals.desk.push(week("2026-10-12", "2026-10-14", 591, 604, 118));
    assert_eq!(bad(&plan), []);
}

#[test]
fn a_gate_shows_its_criteria_as_of_the_status_date() {
    let mut plan = clinics();
    plan.phases[0].gate.criteria = vec![
        Criterion::Success { min: 0.95 },
        Criterion::Coverage { min: 0.95 },
        Criterion::Soak { days: 5 },
        Criterion::Measured { what: "Compliant devices".into(), bound: Bound::Min(0.90) },
        Criterion::SignOff { what: "Clinics lead".into() },
    ];
    let measure = |date, value| Measurement {
        phase: PhaseId(1),
        what: "Compliant devices".into(),
        date: day(date),
        value,
    };
    plan.actuals.measurements = vec![measure("2026-10-14", 0.931), measure("2026-10-07", 0.88)];
    let state = &outlook(&plan).gates[0];
    assert_eq!(state.stage, PhaseStage::Running);
    let [success, coverage, soak, measured, signed] = &state.criteria[..] else { panic!("five criteria") };
    assert_eq!((success.counts, success.holds), (Some((1_269, 1_308)), Some(true)));
    let interval = success.interval.unwrap();
    assert_eq!(format!("{:.3} {:.3}", interval.low, interval.high), "0.960 0.978");
    // 332 were not heard of: all of them fail, or all succeed.
    let honest = success.honest.unwrap();
    close(honest.low, 1_269.0 / 1_640.0, "honest band");
    close(honest.high, 1_601.0 / 1_640.0, "honest band");
    assert_eq!((coverage.holds, coverage.counts), (Some(false), Some((1_269, 3_200))));
    assert_eq!((soak.holds, soak.days_left, soak.value), (Some(false), None, None));
    assert_eq!((measured.value, text(measured.recorded)), (Some(0.931), "14 Oct 26".into()));
    assert_eq!((measured.holds, signed.holds), (Some(true), None));
}

#[test]
fn a_soak_says_how_many_days_are_left() {
    let mut plan = clinics();
    plan.phases[0].devices = 1_640;
    plan.phases[0].gate.criteria = vec![Criterion::Soak { days: 5 }];
    // All targeted by Friday 9 October; Monday to Wednesday are three days.
    let gates = outlook(&plan).gates;
    assert_eq!(gates[0].stage, PhaseStage::Soaking);
    assert_eq!((gates[0].criteria[0].value, gates[0].criteria[0].days_left), (Some(3.0), Some(2)));
    assert_eq!(text(gates[0].planned), "16 Oct 26", "expected, for nothing else is planned");
    plan.hold_limit_days = 3;
    assert_eq!(outlook(&plan).gates[0].stage, PhaseStage::Stalled);
    decide(&mut plan, "2026-10-14", 1, DecisionKind::Go);
    assert_eq!(outlook(&plan).gates[0].stage, PhaseStage::Done);
}
