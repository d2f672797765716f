//! Starting, targeting and enrolling: which day each of them falls on.

use baton::forecast::{Ending, outlook};
use baton::plan::*;

use super::{at, close, expected, text};
use crate::common::plans::{day, freeze, plan, sure_plan};

fn starts(plan: &Plan) -> Vec<String> {
    expected(plan).phases.iter().map(|dates| text(dates.start)).collect()
}

/// Phase 1 targets all on Monday 1 June and passes that day, for it asks for nothing.
#[test]
fn a_phase_starts_so_many_working_days_after_the_gate_before_it() {
    let mut plan = sure_plan(&[10, 10]);
    for (lag, start) in [
        (0, "02 Jun 26"),
        (1, "02 Jun 26"),
        (2, "03 Jun 26"),
        (4, "05 Jun 26"),
        (5, "08 Jun 26"),
        (10, "15 Jun 26"),
    ] {
        plan.phases[1].start.after_previous = Some(lag);
        assert_eq!(starts(&plan), ["01 Jun 26", start], "lag {lag}");
    }
    plan.phases[1].start.after_previous = Some(1);
    plan.phases[1].start.not_before = Some(day("2026-06-06"));
    assert_eq!(starts(&plan)[1], "08 Jun 26", "a Saturday waits for Monday");
    plan.phases[1].start.after_previous = None;
    plan.phases[1].start.not_before = None;
    assert_eq!(starts(&plan)[1], "01 Jun 26", "without a predecessor it starts at once");
    // The first phase has nobody to wait for.
    plan.phases[0].start.after_previous = Some(30);
    assert_eq!(starts(&plan)[0], "01 Jun 26");
}

#[test]
fn starts_wait_for_holidays_freezes_and_pauses() {
    let mut plan = sure_plan(&[10, 10]);
    plan.calendar.holidays.push(Holiday { date: day("2026-06-02"), name: "Republic Day".into() });
    assert_eq!(starts(&plan)[1], "03 Jun 26");
    freeze(&mut plan, "2026-06-03", "2026-06-04", FreezeScope::Enrollment);
    freeze(&mut plan, "2026-06-05", "2026-06-05", FreezeScope::Switches);
    assert_eq!(starts(&plan)[1], "05 Jun 26", "a freeze of switches bars no start");
    let phases = PhaseScope::Only(vec![PhaseId(2)]);
    let (from, until) = (day("2026-06-05"), day("2026-06-09"));
    let pause = Pause { id: PauseId(1), phases, from, until, by: String::new(), reason: String::new() };
    plan.calendar.pauses.push(pause);
    assert_eq!(starts(&plan), ["01 Jun 26", "10 Jun 26"]);
}

/// 25 devices at 10 a day, frozen on Wednesday and Thursday.
#[test]
fn targeting_stops_in_a_freeze_and_enrolling_goes_on() {
    let mut plan = sure_plan(&[25]);
    plan.assumptions.reach = Assumption::exact(0.5);
    plan.phases[0].rate = Some(10);
    freeze(&mut plan, "2026-06-03", "2026-06-04", FreezeScope::Enrollment);
    let outlook = outlook(&plan);
    let days =
        ["2026-06-01", "2026-06-02", "2026-06-03", "2026-06-04", "2026-06-05", "2026-06-06", "2026-06-08"];
    let targeted = days.map(|date| at(&outlook, 1, date, |p| &p.targeted));
    assert_eq!(targeted, [10.0, 20.0, 20.0, 20.0, 25.0, 25.0, 25.0]);
    // Half of those pending each working day: 10, 5 + 10, 7.5, 3.75, 1.875 + 5, Saturday, 3.4375.
    let pending = days.map(|date| at(&outlook, 1, date, |p| &p.pending));
    assert_eq!(pending, [5.0, 7.5, 3.75, 1.875, 3.4375, 3.4375, 1.71875]);
    let dates = &outlook.expected.phases[0];
    assert_eq!((text(dates.targeted), text(dates.last_targeting)), ("05 Jun 26".into(), "05 Jun 26".into()));
}

#[test]
fn devices_that_are_not_ready_join_on_their_date() {
    let mut plan = sure_plan(&[20]);
    let group = |devices, until: Option<&str>| NotReady {
        reason: NotReadyReason::NeedsOsUpdate,
        devices,
        until: until.map(day),
    };
    plan.phases[0].not_ready =
        vec![group(5, Some("2026-06-06")), group(2, Some("2026-06-10")), group(3, None)];
    let outlook = outlook(&plan);
    let days =
        ["2026-06-01", "2026-06-05", "2026-06-07", "2026-06-08", "2026-06-09", "2026-06-10", "2026-07-10"];
    let targeted = days.map(|date| at(&outlook, 1, date, |p| &p.targeted));
    assert_eq!(targeted, [10.0, 10.0, 10.0, 15.0, 15.0, 17.0, 17.0]);
}

#[test]
fn no_rate_targets_all_at_once_and_a_rate_of_zero_nobody() {
    let mut plan = sure_plan(&[20]);
    assert_eq!(at(&outlook(&plan), 1, "2026-06-01", |p| &p.enrolled), 20.0);
    plan.phases[0].rate = Some(0);
    let course = expected(&plan);
    assert!(course.track.phases[0].targeted.iter().all(|targeted| *targeted == 0.0));
    assert_eq!((course.ending, course.finish), (Ending::Unfinished, None), "nobody targeted, nobody stalled");
}

/// 100 devices on Monday, every mean at its default: worked out by hand for two days.
#[test]
fn devices_fail_are_repaired_or_given_up_by_the_assumed_shares() {
    let plan = plan(&[100]);
    let outlook = outlook(&plan);
    let on = |date, series| at(&outlook, 1, date, series);
    // Monday: 97 pending, 33.95 attempts, 31.913 enroll, 2.037 fail, of these 0.2037 for good.
    close(on("2026-06-01", |p| &p.stale), 3.0, "stale");
    close(on("2026-06-01", |p| &p.pending), 63.05, "pending on Monday");
    close(on("2026-06-01", |p| &p.enrolled), 31.913, "enrolled on Monday");
    close(on("2026-06-01", |p| &p.failed), 1.8333, "failed on Monday");
    close(on("2026-06-01", |p| &p.abandoned), 0.2037, "abandoned on Monday");
    // Tuesday: 0.36666 of Monday's failures repaired; 22.0675 attempts, 20.74345 enroll, 1.32405 fail.
    close(on("2026-06-02", |p| &p.enrolled), 31.913 + 0.366_66 + 20.743_45, "enrolled on Tuesday");
    close(on("2026-06-02", |p| &p.failed), 1.8333 - 0.366_66 + 0.9 * 1.324_05, "failed on Tuesday");
    close(on("2026-06-02", |p| &p.abandoned), 0.2037 + 0.132_405, "abandoned on Tuesday");
}
