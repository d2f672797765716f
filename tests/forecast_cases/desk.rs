//! Tickets and the helpdesk: when they come, who answers them, and what waits.

use baton::forecast::Expected;
use baton::plan::*;

use super::{close, expected, text};
use crate::common::plans::{day, set_full, sure_plan};

fn all_close(values: &[f64], known: &[f64], what: &str) {
    assert_eq!(values.len(), known.len());
    for (value, expected) in values.iter().zip(known) {
        close(*value, *expected, what);
    }
}

fn first_week(series: &[Option<f64>]) -> Vec<f64> {
    series[..5].iter().map(|value| value.unwrap()).collect()
}

/// One agent who answers ten tickets a day.
fn desk(plan: &mut Plan, ordinary: f64) {
    plan.desk = Desk::new(plan.start, 1.0);
    plan.desk.tickets_per_agent_day = 10.0;
    plan.desk.ordinary_per_day = Some(ordinary);
}

/// Sixteen tickets caused on Monday with a half-life of one day: 8, 4, 2, 1, then 0.5 after the weekend.
#[test]
fn tickets_come_by_their_half_life_in_working_days() {
    let mut plan = sure_plan(&[10]);
    plan.start = day("2026-06-04");
    plan.assumptions.half_life_days = Assumption::exact(1.0);
    plan.assumptions.tickets_existing_client.per_enrolled = 0.8;
    plan.phases[0].ticket_multiplier = 2.0;
    let course = expected(&plan);
    all_close(&course.track.phases[0].tickets[..6], &[8.0, 4.0, 0.0, 0.0, 2.0, 1.0], "tickets");
    plan.assumptions.ticket_factor.mean = 0.5;
    all_close(&expected(&plan).track.phases[0].tickets[..2], &[4.0, 2.0], "half as many");
}

#[test]
fn other_paths_have_rates_of_their_own() {
    let mut plan = sure_plan(&[10]);
    plan.assumptions.success = Assumption::exact(0.5);
    plan.assumptions.tickets_other_paths = EnrollmentTickets { per_enrolled: 0.3, per_failure: 0.8 };
    plan.phases[0].path = EnrollmentPath::ThirdPartyMdm;
    close(expected(&plan).track.phases[0].tickets[0], 5.0 * 0.3 + 5.0 * 0.8, "tickets");
}

#[test]
fn the_backlog_is_what_the_desk_cannot_answer() {
    let mut plan = sure_plan(&[10]);
    desk(&mut plan, 10.0);
    plan.desk.agents.push(AgentsFrom { from: day("2026-06-04"), agents: 2.0 });
    plan.assumptions.tickets_existing_client.per_enrolled = 0.6;
    let Expected { track, longest_wait_days, breaks_on, peak, .. } = expected(&plan);
    // Ordinary tickets 12, 10.5, 10, 9.5, 8, and six more on Monday; capacity 10, and 20 from Thursday.
    all_close(&first_week(&track.desk.arrivals), &[18.0, 10.5, 10.0, 9.5, 8.0], "arrivals");
    all_close(&first_week(&track.desk.backlog), &[8.0, 8.5, 8.5, 0.0, 0.0], "backlog");
    all_close(&first_week(&track.desk.load), &[1.8, 1.05, 1.0, 0.475, 0.4], "load");
    all_close(&first_week(&track.desk.wait_days), &[0.8, 0.85, 0.85, 0.0, 0.0], "wait");
    assert_eq!(
        (track.desk.load[5], track.desk.arrivals[5], track.desk.capacity[5]),
        (Some(0.0), Some(0.0), 0.0)
    );
    // The plan is finished on Monday: its week counts whole for the load, the wait only up to then.
    close(peak.unwrap().load, 56.0 / 70.0, "the week's load");
    assert_eq!(peak.unwrap().week, day("2026-06-01"));
    close(longest_wait_days, 0.8, "longest wait");
    assert_eq!(breaks_on, None);
    plan.desk.wait_limit_days = 0.5;
    assert_eq!(text(expected(&plan).breaks_on), "01 Jun 26");
}

#[test]
fn shrinkage_takes_its_share_of_the_paid_time() {
    let mut plan = sure_plan(&[10]);
    desk(&mut plan, 10.0);
    plan.desk.shrinkage = 0.3;
    close(expected(&plan).track.desk.capacity[0], 7.0, "capacity");
}

#[test]
fn without_capacity_work_waits_for_ever_and_idleness_does_not() {
    let mut plan = sure_plan(&[10]);
    plan.desk = Desk::new(plan.start, 0.0);
    let course = expected(&plan);
    assert_eq!((course.track.desk.load[0], course.longest_wait_days), (Some(0.0), 0.0));
    plan.desk.ordinary_per_day = Some(1.0);
    let course = expected(&plan);
    assert_eq!((course.track.desk.load[0], course.longest_wait_days), (Some(f64::INFINITY), f64::INFINITY));
    assert_eq!(text(course.breaks_on), "01 Jun 26");
    assert_eq!(course.peak.unwrap().load, f64::INFINITY);
}

/// Ten a day make ten tickets more than the desk answers: the brake holds every other day.
#[test]
fn the_brake_stops_targeting_after_a_day_that_ended_with_too_long_a_wait() {
    let mut plan = sure_plan(&[30]);
    plan.phases[0].rate = Some(10);
    desk(&mut plan, 0.0);
    plan.desk.brake_wait_days = Some(0.5);
    plan.assumptions.tickets_existing_client.per_enrolled = 2.0;
    let targeted = &expected(&plan).track.phases[0].targeted;
    // Open at the end of the day: 10, 0, 10, 0, weekend.
    assert_eq!(targeted[..8], [10.0, 10.0, 20.0, 20.0, 30.0, 30.0, 30.0, 30.0]);
}

/// A switch of all seven days later than the last device finishes on a Wednesday: the week counts whole.
#[test]
fn the_week_of_the_finish_counts_whole_and_later_ones_do_not() {
    let mut plan = sure_plan(&[10]);
    desk(&mut plan, 10.0);
    set_full(&mut plan, Workload::ClientApps, FullSwitch::OnDate(day("2026-06-10")));
    plan.desk.agents.push(AgentsFrom { from: day("2026-06-12"), agents: 0.5 });
    plan.desk.agents.push(AgentsFrom { from: day("2026-06-15"), agents: 0.1 });
    let peak = expected(&plan).peak.unwrap();
    // 50 ordinary tickets a week; 45 can be answered in that of the finish, 5 in the one after it.
    assert_eq!(peak.week, day("2026-06-08"));
    close(peak.load, 50.0 / 45.0, "load");
}
