//! The helpdesk week by week: a week's tickets against what the desk can close in it.

use chrono::{Datelike, Days, NaiveDate};

use crate::forecast::{DeskTrack, Odds, Outlook, Track};

/// One ISO week of the desk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DeskWeek {
    pub monday: NaiveDate,
    /// Tickets per day on which the desk worked.
    pub arrivals_per_day: f64,
    /// What the desk can close on such a day.
    pub capacity_per_day: f64,
    /// Arrivals over capacity; infinite when there is work and nobody to do it.
    pub load: f64,
    /// Every day of it that counts is recorded.
    pub is_past: bool,
    /// P10 and P90 of the tickets per day, where futures are simulated.
    pub range: Option<(f64, f64)>,
    /// Of the tickets per day those that are recorded, and of the capacity per day what is still ahead.
    known_per_day: f64,
    ahead_per_day: f64,
}

impl DeskWeek {
    /// Puts the futures' range over a week that is not over, and their middle in the place of the mean.
    pub fn spread(&mut self, odds: &Odds, has_middle: bool) {
        let weekly = &odds.weekly;
        let Some(place) = weekly.mondays.iter().position(|monday| *monday == self.monday) else { return };
        let tickets = |load: &[f64]| {
            let tickets = self.known_per_day + load.get(place)? * self.ahead_per_day;
            tickets.is_finite().then_some(tickets)
        };
        let band = &weekly.load;
        let (Some(low), Some(middle), Some(high)) =
            (tickets(&band.p10), tickets(&band.p50), tickets(&band.p90))
        else {
            return;
        };
        if self.is_past || self.ahead_per_day <= 0.0 {
            return;
        }
        self.range = Some((low, high));
        if has_middle {
            self.arrivals_per_day = middle;
            self.load = if self.capacity_per_day > 0.0 { middle / self.capacity_per_day } else { self.load };
        }
    }
}

/// The weeks of the past as recorded and of the future as expected. Days that nobody recorded are left out;
/// a week without a day that counts does not appear.
pub fn weeks(outlook: &Outlook, status_date: NaiveDate) -> Vec<DeskWeek> {
    let mut sums: Vec<Sum> = Vec::new();
    let past = days(&outlook.observed.track).filter(|day| day.date <= status_date);
    let first_ahead = outlook.expected.track.first;
    let past = past.filter(|day| day.date < first_ahead);
    let ahead = days(&outlook.expected.track);
    for (day, is_past) in past.map(|day| (day, true)).chain(ahead.map(|day| (day, false))) {
        let back = u64::from(day.date.weekday().num_days_from_monday());
        let monday = day.date.checked_sub_days(Days::new(back)).unwrap_or(day.date);
        if sums.last().is_none_or(|sum| sum.monday != monday) {
            sums.push(Sum {
                monday,
                arrivals: 0.0,
                known: 0.0,
                capacity: 0.0,
                ahead: 0.0,
                days: 0,
                is_past: true,
            });
        }
        if let Some(sum) = sums.last_mut() {
            sum.add(&day, is_past);
        }
    }
    sums.iter().map(Sum::week).collect()
}

/// The highest weekly load of the weeks that touch the days from `first` to `last`.
pub fn peak_between(weeks: &[DeskWeek], first: NaiveDate, last: NaiveDate) -> Option<DeskWeek> {
    weeks
        .iter()
        .filter(|week| week.monday <= last && week.monday + Days::new(6) >= first)
        .copied()
        .max_by(|a, b| a.load.total_cmp(&b.load))
}

struct Day {
    date: NaiveDate,
    arrivals: f64,
    capacity: f64,
}

struct Sum {
    monday: NaiveDate,
    arrivals: f64,
    /// Of these the recorded ones.
    known: f64,
    capacity: f64,
    /// Of this what is still to come.
    ahead: f64,
    days: u32,
    is_past: bool,
}

impl Sum {
    fn add(&mut self, day: &Day, is_past: bool) {
        self.arrivals += day.arrivals;
        self.capacity += day.capacity;
        if is_past {
            self.known += day.arrivals;
        } else {
            self.ahead += day.capacity;
        }
        self.days += 1;
        self.is_past &= is_past;
    }

    fn week(&self) -> DeskWeek {
        let days = f64::from(self.days.max(1));
        let load = if self.capacity > 0.0 {
            self.arrivals / self.capacity
        } else if self.arrivals > 0.0 {
            f64::INFINITY
        } else {
            0.0
        };
        DeskWeek {
            monday: self.monday,
            arrivals_per_day: self.arrivals / days,
            capacity_per_day: self.capacity / days,
            load,
            is_past: self.is_past,
            range: None,
            known_per_day: self.known / days,
            ahead_per_day: self.ahead / days,
        }
    }
}

/// The days on which the desk worked or tickets came.
fn days(track: &Track) -> impl Iterator<Item = Day> + '_ {
    let desk: &DeskTrack = &track.desk;
    (0..track.len()).filter_map(|at| {
        let arrivals = desk.arrivals.get(at).copied().flatten()?;
        let is_worked = desk.load.get(at).copied().flatten().is_some_and(|load| load > 0.0) || arrivals > 0.0;
        let capacity = desk.capacity.get(at).copied().unwrap_or(0.0);
        is_worked.then(|| Day { date: track.day(at), arrivals, capacity })
    })
}
