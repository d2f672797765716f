//! The desk's recorded days and weeks: which of them can be true, and what they say of each day.
//! A week's figures are spread evenly over its working days.

use crate::plan::wording::date;
use crate::plan::{DeskActual, Plan, wording};

use super::days::Days;
use super::desk_state::DeskState;
use super::{BadRecord, DeskTrack, Field};

/// The records that count, in order of time.
pub(crate) struct DeskPast {
    pub sound: Vec<DeskActual>,
    pub bad: Vec<BadRecord>,
}

pub(crate) fn judge(plan: &Plan) -> DeskPast {
    let mut past = DeskPast { sound: Vec::new(), bad: Vec::new() };
    let mut records = plan.actuals.desk.clone();
    records.sort_by_key(|record| (record.to, record.from));
    for record in records {
        let before = past.sound.last();
        match wrong_dates(plan, &record, before)
            .or_else(|| wrong_agents(&record))
            .or_else(|| wrong_open(plan, &record, before))
        {
            Some(bad) => past.bad.push(bad),
            None => past.sound.push(record),
        }
    }
    past
}

fn bad(record: &DeskActual, field: Field, what: String, remedy: String, value: Option<u32>) -> BadRecord {
    BadRecord { phase: None, date: record.to, field, what, remedy, value }
}

fn wrong_dates(plan: &Plan, record: &DeskActual, before: Option<&DeskActual>) -> Option<BadRecord> {
    let (what, remedy) = if record.to > plan.status_date {
        (
            format!("{} is after the status date, {}.", date(record.to), date(plan.status_date)),
            format!("Correct the date, or move the status date to {}.", date(record.to)),
        )
    } else if record.from > record.to {
        (
            format!("{} to {} runs backwards.", date(record.from), date(record.to)),
            "Exchange the two dates.".to_owned(),
        )
    } else if let Some(before) = before.filter(|before| record.from <= before.to) {
        (
            format!(
                "The days from {} are counted in the record to {} too.",
                date(record.from),
                date(before.to)
            ),
            "Let each day belong to one record.".to_owned(),
        )
    } else {
        return None;
    };
    Some(bad(record, Field::Date, what, remedy, None))
}

fn wrong_agents(record: &DeskActual) -> Option<BadRecord> {
    let agents = record.agents?;
    if agents.is_finite() && agents >= 0.0 {
        return None;
    }
    let what = "The number of agents is not a number of people.".to_owned();
    Some(bad(record, Field::Agents, what, "Enter 0 or more.".to_owned(), None))
}

/// Open = open before + opened − closed, where one record follows on the other.
fn wrong_open(plan: &Plan, record: &DeskActual, before: Option<&DeskActual>) -> Option<BadRecord> {
    let number = |value: u32| count(i64::from(value));
    if let (Some(open), Some(older)) = (record.open, record.open_over_3_days)
        && older > open
    {
        let what =
            format!("{} open for more than 3 days is more than the {} open.", number(older), number(open));
        let remedy = format!("Enter {} or less.", number(open));
        return Some(bad(record, Field::OpenOver3Days, what, remedy, Some(open)));
    }
    let before = before.filter(|before| follows(plan, before, record))?;
    let (was, closed, open) = (before.open?, record.closed?, record.open?);
    let available = i64::from(was) + i64::from(record.opened);
    if i64::from(closed) > available {
        let what = format!(
            "{} closed is more than there were: {} open before and {} opened.",
            number(closed),
            number(was),
            number(record.opened)
        );
        let remedy = format!("Enter {} or less.", count(available));
        return Some(bad(record, Field::Closed, what, remedy, u32::try_from(available).ok()));
    }
    let expected = available - i64::from(closed);
    if i64::from(open) == expected {
        return None;
    }
    let what = format!(
        "{} open does not follow: {} + {} − {} = {}.",
        number(open),
        number(was),
        number(record.opened),
        number(closed),
        count(expected)
    );
    let remedy = format!("Enter {}, or correct opened or closed.", count(expected));
    Some(bad(record, Field::Open, what, remedy, u32::try_from(expected).ok()))
}

/// No working day lies between the two records.
fn follows(plan: &Plan, before: &DeskActual, record: &DeskActual) -> bool {
    let Some(eve) = record.from.pred_opt() else { return false };
    plan.calendar.working_days_between(before.to, eve) <= 0
}

/// Tickets opened over the capacity of a record's working days; none when it has no working day.
pub fn record_load(plan: &Plan, record: &DeskActual) -> Option<f64> {
    // Longer than any period that a desk reports over.
    let dates = record.from.iter_days().take(400).take_while(|date| *date <= record.to);
    let mut capacity = None;
    for date in dates.filter(|date| plan.calendar.is_working_day(*date)) {
        let agents = record.agents.unwrap_or_else(|| plan.desk.agents_on(date));
        capacity = Some(capacity.unwrap_or(0.0) + plan.desk.capacity_of(agents));
    }
    capacity.map(|capacity| DeskState::ratio(f64::from(record.opened), capacity))
}

impl DeskPast {
    /// The load of the newest record.
    pub fn newest_load(&self, plan: &Plan) -> Option<f64> {
        self.sound.last().and_then(|record| record_load(plan, record))
    }

    /// The last open count typed.
    pub fn open(&self) -> Option<u32> {
        self.sound.iter().rev().find_map(|record| record.open)
    }

    /// The desk on each day from the plan's start to the status date.
    pub fn track(&self, plan: &Plan, days: &Days, migration: Vec<Option<f64>>) -> DeskTrack {
        let length = migration.len();
        let mut track = DeskTrack {
            arrivals: vec![None; length],
            migration,
            capacity: Vec::with_capacity(length),
            load: vec![None; length],
            backlog: vec![None; length],
            wait_days: vec![None; length],
        };
        for day in days.start..days.start + length {
            let is_working = days.is_working(day);
            track.capacity.push(if is_working { plan.desk.capacity_on(days.date(day)) } else { 0.0 });
        }
        let mut open = None;
        for record in &self.sound {
            spread(record, open, days, plan, &mut track);
            open = record.open;
        }
        rest(days, &mut track);
        track
    }
}

/// Days off between two records need no record: nothing comes, and what is open stays so.
fn rest(days: &Days, track: &mut DeskTrack) {
    for at in 1..track.arrivals.len() {
        let is_gap = track.arrivals[at].is_none() && track.arrivals[at - 1].is_some();
        if is_gap && !days.is_working(days.start + at) {
            track.arrivals[at] = Some(0.0);
            track.load[at] = Some(0.0);
            track.backlog[at] = track.backlog[at - 1];
            track.wait_days[at] = track.wait_days[at - 1];
        }
    }
}

/// Puts one record's figures on its days.
fn spread(record: &DeskActual, open_before: Option<u32>, days: &Days, plan: &Plan, track: &mut DeskTrack) {
    let length = track.arrivals.len();
    let first = days.due(record.from).max(days.start);
    let Some(last) = days.place(record.to).filter(|last| *last >= days.start) else { return };
    let working = (first..=last).filter(|day| days.is_working(*day)).count();
    let mut worked = 0;
    for day in first..=last {
        let at = day - days.start;
        if at >= length {
            break;
        }
        let is_working = days.is_working(day);
        worked += usize::from(is_working);
        // A record of days off alone still counts: on its last day.
        let carries = if working == 0 { day == last } else { is_working };
        let share = if carries { 1.0 / working.max(1) as f64 } else { 0.0 };
        let arrivals = f64::from(record.opened) * share;
        track.arrivals[at] = Some(arrivals);
        if carries {
            track.capacity[at] =
                record.agents.map_or(track.capacity[at], |agents| plan.desk.capacity_of(agents));
        }
        let capacity = track.capacity[at];
        track.load[at] = Some(if carries { DeskState::ratio(arrivals, capacity) } else { 0.0 });
        let backlog = match (open_before, record.open) {
            _ if day == last => record.open.map(f64::from),
            (Some(was), Some(is)) => {
                let part = worked as f64 / working.max(1) as f64;
                Some(f64::from(was) + (f64::from(is) - f64::from(was)) * part)
            }
            _ => None,
        };
        track.backlog[at] = backlog;
        let daily =
            record.agents.map_or_else(|| plan.desk.capacity_on(record.to), |n| plan.desk.capacity_of(n));
        track.wait_days[at] = backlog.map(|backlog| DeskState::ratio(backlog, daily));
    }
}

/// A figure that is never negative where it is shown.
fn count(value: i64) -> String {
    wording::count(value.unsigned_abs())
}
