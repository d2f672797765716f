//! What the charts over time draw: authority of the whole plan, enrollment and helpdesk of one phase. Past
//! days come from the records, later ones from the expected course or the middle of the simulated futures, the
//! plan from its baseline.

pub(super) mod bands;
mod notes;

pub use bands::{authority as authority_band, middle_authority, moved};

use chrono::{Datelike, Days, NaiveDate};

use super::Situation;
use super::gate_rows::passed_on;
use super::timeline::{DeskWeek, weeks};
use crate::forecast::{PhaseStage, Track};
use crate::picture::course::DayValue;
use crate::picture::enrollment::{EnrollmentInput, GateMark};
use crate::picture::flags::Freeze;
use crate::picture::format;
use crate::picture::helpdesk::{DeskDay, HelpdeskInput, OpenTickets};
use crate::picture::legend::Heading;
use crate::picture::river::{AuthorityDay, Finish, PhaseSpan, RiverInput};
use crate::plan::{Criterion, Phase, PhaseKind, Workload};

/// Workload authority over time.
pub fn river(at: &Situation<'_>) -> RiverInput {
    let (first, last) = plan_span(at);
    let count = at.plan.switchable_workloads().count();
    let noun = if count == 1 { "workload" } else { "workloads" };
    let title = if at.has_begun() { "Workload authority over time" } else { "Expected authority" };
    let devices = format::count(at.plan.devices());
    let begun = at.has_begun();
    let mut days = authority(at, first, last);
    let band = bands::authority(at, None, &days);
    middle_authority(at, None, &mut days);
    RiverInput {
        heading: Some(Heading::new(title, format!("share of {devices} devices × {count} switchable {noun}"))),
        first,
        last,
        today: Some(at.today()),
        days,
        baseline: if begun { planned_authority(at, first, last) } else { Vec::new() },
        band,
        phases: (0..at.plan.phases.len()).filter_map(|index| span(at, index)).collect(),
        freezes: freezes(at),
        target: at.plan.target,
        finish: finish(at),
        decisions: notes::decisions(at),
        notes: notes::notes(at, first, last),
    }
}

/// When the plan ends: from P50 to P85 of the futures, else on the expected day.
fn finish(at: &Situation<'_>) -> Option<Finish> {
    let range = at.ranges().and_then(|odds| {
        let p50 = odds.finish.quantile(0.50)?;
        Some(Finish::Range { p50, p85: odds.finish.quantile(0.85) })
    });
    range.or_else(|| at.outlook.expected.finish.map(Finish::Expected))
}

/// The enrollment of one phase, planned, actual and expected.
pub fn enrollment(at: &Situation<'_>, index: usize) -> Option<EnrollmentInput> {
    let phase = at.phase(index)?;
    let (first, last) = phase_span(at, index);
    let mut expected = expected(at, index, last);
    let (band, outer_band) = bands::enrolled(at, index, &expected).map(|[band, outer]| (band, outer)).unzip();
    bands::middle_enrolled(at, index, &mut expected);
    Some(EnrollmentInput {
        heading: Some(Heading::new("Enrollment", "devices, cumulative")),
        first,
        last,
        today: Some(at.today()),
        devices: f64::from(phase.devices),
        actual: actual(at, index, first),
        plan: planned(at, phase, first, last),
        expected,
        band,
        outer_band,
        gate: Some(gate_mark(at, index, phase)),
        behind_days: at.behind_days(index).filter(|_| at.stage(index) != PhaseStage::Done),
        freezes: freezes(at),
    })
}

/// The desk over the days of one phase.
pub fn helpdesk(at: &Situation<'_>, index: usize) -> HelpdeskInput {
    let (first, last) = phase_span(at, index);
    let desk = &at.plan.desk;
    let agents = desk.agents_on(at.today().max(first));
    let capacity = format::decimal(desk.capacity_of(agents), 1);
    let each = format::decimal(desk.tickets_per_agent_day * (1.0 - desk.shrinkage), 1);
    let subtitle = if agents > 0.0 {
        let agents = format::plural_decimal(agents, 1, "agent", "agents");
        format!("tickets per day, capacity {capacity}: {agents} × {each} a day")
    } else {
        "tickets per day; no agents typed in".to_owned()
    };
    let mean = at.gate(index).and_then(|gate| gate.desk_load);
    HelpdeskInput {
        heading: Some(Heading::new("Helpdesk", subtitle)),
        first,
        last,
        today: Some(at.today()),
        days: desk_days(at, first, last),
        bar_days: 1,
        today_note: mean.map_or_else(String::new, |load| format!("5-day mean {}", format::percent0(load))),
        future_note: if at.ranges().is_some() {
            "forecast, P10–P90 whiskers"
        } else {
            "expected, no range yet"
        }
        .into(),
        open: open_tickets(at, index, (first, last)),
    }
}

/// The weeks of the desk, with the futures' ranges and their middle where there are some.
pub fn desk_weeks(at: &Situation<'_>) -> Vec<DeskWeek> {
    let mut weeks = weeks(at.outlook, at.today());
    for week in &mut weeks {
        if let Some(odds) = at.ranges() {
            week.spread(odds, !at.is_behind);
        }
    }
    weeks
}

/// The desk over the whole plan, a bar a week: the mean of its days.
pub fn helpdesk_weeks(at: &Situation<'_>) -> HelpdeskInput {
    let (first, last) = plan_span(at);
    let monday = |day: NaiveDate| back(day, day.weekday().num_days_from_monday().into());
    let (first, last) = (monday(first), on(monday(last), 6));
    let shown = |week: &DeskWeek| first <= week.monday && week.monday <= last;
    let weeks: Vec<DeskWeek> = desk_weeks(at).into_iter().filter(shown).collect();
    let days = desk_days(at, first, last);
    let ordinary = |week: NaiveDate| {
        let own: Vec<f64> =
            days.iter().filter(|day| monday(day.date) == week).map(|day| day.baseline).collect();
        own.iter().sum::<f64>() / own.len().max(1) as f64
    };
    let bar = |week: &DeskWeek| {
        let baseline = ordinary(week.monday).min(week.arrivals_per_day);
        DeskDay {
            date: week.monday,
            baseline,
            migration: week.arrivals_per_day - baseline,
            capacity: (week.capacity_per_day > 0.0).then_some(week.capacity_per_day),
            range: week.range,
        }
    };
    let future_note = if at.ranges().is_some() { "forecast, P10–P90 whiskers" } else { "expected" };
    HelpdeskInput {
        heading: Some(Heading::new("Helpdesk", "tickets per day, weekly mean")),
        first,
        last,
        // A week that is not over is still ahead.
        today: weeks.iter().rfind(|week| week.is_past).map(|week| on(week.monday, 6)),
        days: weeks.iter().map(bar).collect(),
        bar_days: 7,
        today_note: String::new(),
        future_note: future_note.to_owned(),
        open: None,
    }
}

/// Every freeze of the calendar, for any chart over time.
pub fn freezes(at: &Situation<'_>) -> Vec<Freeze> {
    let of = |freeze: &crate::plan::Freeze| Freeze {
        name: freeze.name.clone(),
        first: freeze.from,
        last: freeze.to,
    };
    at.plan.calendar.freezes.iter().map(of).collect()
}

/// The days that the plan's charts show: from its start, or today, to a little after its end.
pub fn plan_span(at: &Situation<'_>) -> (NaiveDate, NaiveDate) {
    let today = at.today();
    // A plan that is looked at years before its start shows its own time.
    let first =
        if (at.plan.start - today).num_days() <= 60 { at.plan.start.min(today) } else { at.plan.start };
    let first = if first == at.plan.start { first } else { back(first, 7) };
    let planned = at.baseline().and_then(|baseline| baseline.finish);
    let gates = (0..at.plan.phases.len()).filter_map(|index| at.dates(index)?.gate).max();
    // The chart holds the finish of nearly all futures, but a few that never end would stretch it for nothing.
    let late = at.ranges().and_then(|odds| odds.finish.quantile(0.85));
    let ends = [at.outlook.expected.finish, late, at.plan.target, planned, gates, Some(today)];
    let last = ends.into_iter().flatten().max().unwrap_or(today).max(first);
    let room = ((last - first).num_days() as f64 * 0.06).ceil().clamp(6.0, 60.0);
    (first, on(last, room as u64).min(at.plan.horizon().max(last)))
}

/// The days around one phase: from a little before its start to a while after its gate.
pub fn phase_span(at: &Situation<'_>, index: usize) -> (NaiveDate, NaiveDate) {
    let planned = at.phase(index).and_then(|phase| at.baseline()?.phase(phase.id));
    let starts = [at.start(index), planned.and_then(|phase| phase.start)];
    // The evening before, so that the curve begins at none.
    let first = back(starts.into_iter().flatten().min().unwrap_or(at.plan.start), 1);
    let gates = [
        at.dates(index).and_then(|dates| dates.gate),
        at.gate(index).and_then(|gate| gate.planned),
        at.end(index),
        planned.and_then(|phase| phase.targeted),
    ];
    let last = gates.into_iter().flatten().max().unwrap_or(first).max(first);
    // A phase that has not passed by now is not over.
    let is_late = !matches!(at.stage(index), PhaseStage::Done | PhaseStage::Planned) && at.today() > last;
    let last = if is_late { at.today() } else { last };
    let room = ((last - first).num_days() / 6).clamp(7, 21) as u64;
    (first, on(last, room))
}

/// Shares of all pairs of device and switchable workload, past and expected in one series.
pub fn authority(at: &Situation<'_>, first: NaiveDate, last: NaiveDate) -> Vec<AuthorityDay> {
    let workloads: Vec<Workload> = at.plan.switchable_workloads().collect();
    let pairs = at.plan.devices() as f64 * workloads.len() as f64;
    if pairs <= 0.0 {
        return Vec::new();
    }
    let (past, future) = (&at.outlook.observed.track, &at.outlook.expected.track);
    let ahead = if past.is_empty() { first } else { on(at.today(), 1) };
    let day_of = |track: &Track, date: NaiveDate| {
        let place = track.index(date)?;
        let sum = |pick: fn(&crate::forecast::AuthorityTrack) -> &Vec<f64>| -> f64 {
            let each = workloads.iter().map(|w| pick(&track.authority[w.index()]).get(place));
            each.flatten().sum::<f64>() / pairs
        };
        Some(AuthorityDay { date, intune: sum(|track| &track.intune), pilot: sum(|track| &track.pilot) })
    };
    let none = |date| AuthorityDay { date, intune: 0.0, pilot: 0.0 };
    let days = first.iter_days().take_while(|day| *day <= last);
    let mut before = none(first);
    days.map(|date| {
        let track = if date < ahead { past } else { future };
        // Before its first day nothing has moved; after its last nothing moves any more.
        let found = day_of(track, date);
        before = found.unwrap_or(AuthorityDay { date, ..before });
        before
    })
    .collect()
}

fn planned_authority(at: &Situation<'_>, first: NaiveDate, last: NaiveDate) -> Vec<DayValue> {
    let Some(baseline) = at.baseline() else { return Vec::new() };
    let workloads: Vec<Workload> = at.plan.switchable_workloads().collect();
    let devices: u64 = baseline.phases.iter().map(|phase| u64::from(phase.devices)).sum();
    let devices = if devices == 0 { at.plan.devices() } else { devices };
    let pairs = devices as f64 * workloads.len() as f64;
    if pairs <= 0.0 {
        return Vec::new();
    }
    let end = baseline.finish.map_or(last, |finish| finish.min(last));
    let days = first.iter_days().take_while(|day| *day <= end);
    let value = |date| {
        let moved = baseline.on(date).map_or(0.0, |day| {
            let each = workloads.iter().map(|w| day.pilot[w.index()] + day.intune[w.index()]);
            each.map(f64::from).sum()
        });
        DayValue::new(date, moved / pairs)
    };
    days.map(value).collect()
}

fn span(at: &Situation<'_>, index: usize) -> Option<PhaseSpan> {
    let phase = at.phase(index)?;
    let start = at.start(index)?;
    let label = at.label(index);
    let long = if phase.name.is_empty() || phase.name == label {
        label.clone()
    } else if phase.kind == PhaseKind::Pilot {
        phase.name.clone()
    } else {
        format!("{label} · {}", phase.name)
    };
    Some(PhaseSpan {
        key: phase.id.0.to_string(),
        label: long,
        short: label,
        start,
        end: at.dates(index).and_then(|dates| dates.gate).or_else(|| at.end(index)).unwrap_or(start),
        is_current: at.current() == Some(index),
    })
}

/// Recorded devices from the phase's start on; one point before it makes the line begin at zero.
fn actual(at: &Situation<'_>, index: usize, first: NaiveDate) -> Vec<DayValue> {
    let track = &at.outlook.observed.track;
    let Some(series) = track.phases.get(index) else { return Vec::new() };
    let Some(until) = at.now(index).as_of else { return Vec::new() };
    let start = at.start(index).unwrap_or(first);
    let until = if at.stage(index) == PhaseStage::Done { at.today() } else { until };
    let days = back(start, 1).iter_days().take_while(|day| *day <= until);
    days.filter_map(|day| {
        let value = track.index(day).and_then(|place| series.enrolled.get(place)).copied();
        (day >= first).then(|| DayValue::new(day, value.unwrap_or(0.0)))
    })
    .collect()
}

fn planned(at: &Situation<'_>, phase: &Phase, first: NaiveDate, last: NaiveDate) -> Vec<DayValue> {
    let Some(baseline) = at.baseline().filter(|baseline| baseline.phase(phase.id).is_some()) else {
        return Vec::new();
    };
    let start = baseline.phase(phase.id).and_then(|planned| planned.start).unwrap_or(first);
    let days = back(start, 1).max(first).iter_days().take_while(|day| *day <= last);
    days.map(|day| DayValue::new(day, f64::from(baseline.enrolled_on(phase.id, day)))).collect()
}

/// The dashed line: from the last record, or from the start, on.
fn expected(at: &Situation<'_>, index: usize, last: NaiveDate) -> Vec<DayValue> {
    let track = &at.outlook.expected.track;
    let Some(series) = track.phases.get(index) else { return Vec::new() };
    if at.stage(index) == PhaseStage::Done {
        return Vec::new();
    }
    let mut line = Vec::new();
    let now = at.now(index);
    if now.as_of.is_some() {
        line.push(DayValue::new(at.today().min(back(track.first, 1)), f64::from(now.enrolled)));
    }
    let from = at.start(index).map_or(track.first, |start| back(start, 1).max(track.first));
    let days = from.iter_days().take_while(|day| *day <= last);
    line.extend(days.filter_map(|day| Some(DayValue::new(day, *series.enrolled.get(track.index(day)?)?))));
    line
}

fn gate_mark(at: &Situation<'_>, index: usize, phase: &Phase) -> GateMark {
    let asked = phase.gate.criteria.iter().find_map(|criterion| match criterion {
        Criterion::Coverage { min } => Some(*min),
        _ => None,
    });
    let devices = asked.map(|min| (min * f64::from(phase.devices)).ceil());
    let label = asked.zip(devices).map_or_else(String::new, |(min, devices)| {
        format!("Gate {} = {}", format::percent_trimmed(min), format::count_f64(devices))
    });
    let passed = passed_on(at, index);
    let date = passed.or_else(|| at.gate(index).and_then(|gate| gate.planned));
    GateMark { devices, label, date, is_passed: passed.is_some() }
}

/// Working days with a desk: recorded ones up to today, expected ones after it.
fn desk_days(at: &Situation<'_>, first: NaiveDate, last: NaiveDate) -> Vec<DeskDay> {
    let (past, future) = (&at.outlook.observed.track, &at.outlook.expected.track);
    let days = first.iter_days().take_while(|day| *day <= last);
    days.filter(|day| at.plan.calendar.is_working_day(*day))
        .filter_map(|date| {
            let track = if date <= at.today() && !past.is_empty() { past } else { future };
            let place = track.index(date)?;
            let arrivals = track.desk.arrivals.get(place).copied().flatten()?;
            let migration = track.desk.migration.get(place).copied().flatten().unwrap_or(0.0).min(arrivals);
            let capacity = track.desk.capacity.get(place).copied().filter(|capacity| *capacity > 0.0);
            let range = bands::tickets(at, date, capacity).filter(|_| date > at.today());
            Some(DeskDay { date, baseline: arrivals - migration, migration, capacity, range })
        })
        .collect()
}

/// What stays open, with the gate's limit where the phase has one.
fn open_tickets(at: &Situation<'_>, index: usize, span: (NaiveDate, NaiveDate)) -> Option<OpenTickets> {
    let series = |track: &Track, from: NaiveDate, to: NaiveDate| -> Vec<DayValue> {
        let days = from.iter_days().take_while(|day| *day <= to);
        let value = |day| track.desk.backlog.get(track.index(day)?).copied().flatten();
        days.filter_map(|day| Some(DayValue::new(day, value(day)?))).collect()
    };
    let (first, last) = span;
    let actual = series(&at.outlook.observed.track, first, last.min(at.today()));
    let ahead = if at.outlook.observed.track.is_empty() { first } else { on(at.today(), 1) };
    let mut expected = series(&at.outlook.expected.track, first.max(ahead), last);
    if let Some(now) = actual.last().filter(|_| !expected.is_empty()) {
        expected.insert(0, *now);
    }
    if actual.is_empty() && expected.is_empty() {
        return None;
    }
    let band = bands::open(at, actual.last().copied(), last);
    let limit = at.phase(index)?.gate.criteria.iter().find_map(|criterion| match criterion {
        Criterion::Wait { max_days } => Some(*max_days),
        _ => None,
    });
    let capacity = at.plan.desk.capacity_on(at.today().max(first));
    let limit = limit.filter(|_| capacity > 0.0).map(|days| {
        let noun = if days == 1.0 { "day" } else { "days" };
        let tickets = days * capacity;
        (tickets, format!("Gate ≤ {} {noun} = {}", format::decimal(days, 1), format::count_f64(tickets)))
    });
    Some(OpenTickets { title: "Tickets open".into(), actual, expected, band, limit })
}

fn back(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

fn on(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::report::sample_tests::{day, sample, track};

    #[test]
    fn shares_of_authority_count_switchable_pairs_alone() {
        let mut plan = sample();
        plan.outlook.expected.track = track(day(2026, 7, 6), 10);
        for (index, workload) in plan.outlook.expected.track.authority.iter_mut().enumerate() {
            // Resource access is locked on Intune and counts for nothing.
            let locked = index == Workload::ResourceAccessPolicies.index();
            workload.intune = vec![if locked { 1100.0 } else { 275.0 }; 10];
            workload.pilot = vec![if locked { 0.0 } else { 550.0 }; 10];
        }
        let days = authority(&plan.at(), day(2026, 7, 1), day(2026, 8, 1));
        assert_eq!(days.len(), 32);
        assert_eq!((days[0].intune, days[0].pilot), (0.0, 0.0), "nothing has moved before the start");
        let last = days.last().unwrap();
        assert!((last.intune - 0.25).abs() < 1e-9 && (last.pilot - 0.5).abs() < 1e-9, "{last:?}");
    }

    #[test]
    fn the_past_is_what_was_recorded_and_the_future_what_is_expected() {
        let mut plan = sample().with_baseline().running(320);
        plan.outlook.observed.track = track(day(2026, 7, 6), 38);
        plan.outlook.observed.track.phases[1].enrolled[37] = 320.0;
        plan.outlook.expected.track = track(day(2026, 8, 13), 60);
        plan.outlook.expected.track.phases[1].enrolled = vec![400.0; 60];
        let input = enrollment(&plan.at(), 1).unwrap();
        assert_eq!(input.actual.last().unwrap(), &DayValue::new(day(2026, 8, 12), 320.0));
        assert_eq!(input.actual[0], DayValue::new(input.first, 0.0));
        assert_eq!(
            input.expected[0],
            DayValue::new(day(2026, 8, 12), 320.0),
            "the dashes begin at today's point"
        );
        assert_eq!(input.expected[1].value, 400.0);
        assert_eq!(input.behind_days, Some(4));
        assert_eq!(input.plan.iter().map(|point| point.value).fold(0.0, f64::max), 960.0);
        let gate = input.gate.unwrap();
        assert_eq!((gate.devices, gate.label.as_str()), (Some(900.0), "Gate 90% = 900"));
        assert!(input.first <= day(2026, 7, 27) && input.last > day(2026, 9, 11));
    }

    #[test]
    fn the_span_holds_today_the_target_and_the_finish() {
        let mut plan = sample();
        for (target, finish) in [
            (Some(day(2026, 10, 30)), Some(day(2026, 12, 1))),
            (None, None),
            (Some(day(2026, 1, 1)), Some(day(2028, 1, 1))),
        ] {
            plan.plan.target = target;
            plan.outlook.expected.finish = finish;
            let (first, last) = plan_span(&plan.at());
            assert!(first <= plan.plan.status_date.min(plan.plan.start));
            assert!(finish.is_none_or(|day| day < last) && target.is_none_or(|day| day < last));
        }
        plan.plan.status_date = day(2020, 1, 1);
        assert_eq!(plan_span(&plan.at()).0, plan.plan.start);
    }

    #[test]
    fn desk_days_nobody_recorded_are_left_out_of_the_past() {
        let mut plan = sample().running(320);
        plan.outlook.observed.track = track(day(2026, 7, 6), 38);
        plan.outlook.observed.track.desk.arrivals[36] = None;
        let input = helpdesk(&plan.at(), 1);
        assert!(input.days.iter().all(|desk| desk.date != day(2026, 8, 11)));
        assert!(input.days.iter().any(|desk| desk.date == day(2026, 8, 12)));
        assert!(input.days.iter().all(|desk| plan.plan.calendar.is_working_day(desk.date)));
    }
}
