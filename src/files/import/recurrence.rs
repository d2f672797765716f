//! Recurrences of calendar events, as far as holidays and freezes use them. A rule that is not understood is
//! none, and no rule is followed for longer than a calendar may ask for.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::calendar::When;

/// Days that are looked at for all recurrences of a calendar together.
const MOST_LOOKED_AT: usize = 10_000_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Every {
    Week,
    Month,
    Year,
}

/// The part of RFC 5545's recurrences that holidays and freezes use.
pub(super) struct Rule {
    every: Every,
    interval: u64,
    count: Option<u32>,
    until: Option<NaiveDate>,
    months: Vec<i32>,
    month_days: Vec<i32>,
    /// Which one in the month (0 = each), and the weekday, from Monday on.
    weekdays: Vec<(i32, u32)>,
}

/// Occurrences of one event; a day a week for a century.
const MOST_OCCURRENCES: usize = 5_300;

impl Rule {
    pub fn parse(text: &str, start: NaiveDate) -> Option<Self> {
        let mut rule = Self {
            every: Every::Year,
            interval: 1,
            count: None,
            until: None,
            months: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
        };
        let mut has_frequency = false;
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=')?;
            match name.to_uppercase().as_str() {
                "FREQ" => {
                    has_frequency = true;
                    rule.every = match value.to_uppercase().as_str() {
                        "WEEKLY" => Every::Week,
                        "MONTHLY" => Every::Month,
                        "YEARLY" => Every::Year,
                        _ => return None,
                    };
                }
                "INTERVAL" => rule.interval = value.parse().ok().filter(|n| *n > 0)?,
                "COUNT" => rule.count = Some(value.parse().ok()?),
                "UNTIL" => rule.until = Some(When::parse(value)?.day),
                "BYMONTH" => rule.months = list(value, |text| number(text, 1, 12))?,
                "BYMONTHDAY" => rule.month_days = list(value, |text| number(text, -31, 31))?,
                "BYDAY" => rule.weekdays = list(value, weekday)?,
                "WKST" => {}
                _ => return None,
            }
        }
        let is_weekly = rule.every == Every::Week;
        if !has_frequency || (is_weekly && !(rule.months.is_empty() && rule.month_days.is_empty())) {
            return None;
        }
        // Without a month, a weekday of the year is counted from New Year; no holiday is.
        if rule.every == Every::Year && rule.months.is_empty() && !rule.weekdays.is_empty() {
            return None;
        }
        if rule.every == Every::Year && rule.months.is_empty() {
            rule.months = vec![start.month() as i32];
        }
        Some(rule)
    }

    /// Its days from `from` to `to`; none where more days would be looked at than a calendar may ask for.
    pub fn days(
        &self,
        start: NaiveDate,
        (from, to): (NaiveDate, NaiveDate),
        looked_at: &mut usize,
    ) -> Option<Vec<NaiveDate>> {
        let last = self.until.map_or(to, |until| until.min(to));
        let (mut days, mut count) = (Vec::new(), 0);
        let mut step = self.first_step(start, from);
        for _ in 0..MOST_OCCURRENCES {
            let Some((begin, mut period)) = self.period(start, step) else { break };
            if begin > last {
                break;
            }
            *looked_at += self.looks_at();
            if *looked_at > MOST_LOOKED_AT {
                return None;
            }
            period.sort_unstable();
            period.dedup();
            for day in period.into_iter().filter(|day| *day >= start) {
                if day > last || self.count.is_some_and(|most| count >= most) {
                    return Some(days);
                }
                count += 1;
                days.extend((day >= from).then_some(day));
            }
            let Some(next) = step.checked_add(self.interval) else { break };
            step = next;
        }
        Some(days)
    }

    /// Days that are looked at in one period.
    fn looks_at(&self) -> usize {
        let each = self.weekdays.len().max(1);
        match self.every {
            Every::Week => each,
            Every::Month => each * 31,
            Every::Year => each * 31 * self.months.len(),
        }
    }

    /// The first period that can matter: all before it are passed over, unless they must be counted.
    fn first_step(&self, start: NaiveDate, from: NaiveDate) -> u64 {
        let days = (from - start).num_days();
        let periods = match self.every {
            _ if self.count.is_some() => 0,
            Every::Week => days / 7 - 1,
            Every::Month => days / 31 - 1,
            Every::Year => days / 366 - 1,
        };
        u64::try_from(periods).unwrap_or(0) / self.interval * self.interval
    }

    /// The beginning of the period `step` after the start's, and the days in it.
    fn period(&self, start: NaiveDate, step: u64) -> Option<(NaiveDate, Vec<NaiveDate>)> {
        match self.every {
            Every::Week => {
                let back = Days::new(u64::from(start.weekday().num_days_from_monday()));
                let ahead = Days::new(step.checked_mul(7)?);
                let monday = start.checked_sub_days(back)?.checked_add_days(ahead)?;
                let at = |weekday: u32| monday.checked_add_days(Days::new(weekday.into()));
                let days = if self.weekdays.is_empty() {
                    vec![at(start.weekday().num_days_from_monday())?]
                } else {
                    self.weekdays.iter().filter_map(|(_, weekday)| at(*weekday)).collect()
                };
                Some((monday, days))
            }
            Every::Month => {
                let ahead = Months::new(u32::try_from(step).ok()?);
                let first = start.with_day(1)?.checked_add_months(ahead)?;
                let is_wanted = self.months.is_empty() || self.months.contains(&(first.month() as i32));
                Some((first, if is_wanted { self.of_month(first, start) } else { Vec::new() }))
            }
            Every::Year => {
                let year = start.year().checked_add_unsigned(u32::try_from(step).ok()?)?;
                let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
                let begin = |month: &i32| NaiveDate::from_ymd_opt(year, *month as u32, 1);
                let months = self.months.iter().filter_map(begin);
                Some((first, months.flat_map(|month| self.of_month(month, start)).collect()))
            }
        }
    }

    fn of_month(&self, first: NaiveDate, start: NaiveDate) -> Vec<NaiveDate> {
        let length =
            first.checked_add_months(Months::new(1)).map_or(28, |next| (next - first).num_days() as i32);
        let is_day = |n: i32| match (self.month_days.is_empty(), self.weekdays.is_empty()) {
            (true, true) => n == start.day() as i32,
            (true, false) => true,
            // From the start of the month, or from its end.
            _ => self.month_days.contains(&n) || self.month_days.contains(&(n - length - 1)),
        };
        let is_weekday = |n: i32, weekday: u32| {
            let places = [0, (n - 1) / 7 + 1, -((length - n) / 7 + 1)];
            self.weekdays.iter().any(|(which, wanted)| *wanted == weekday && places.contains(which))
        };
        let days = (1..=length).filter_map(|n| first.with_day(n as u32).map(|day| (n, day)));
        let wanted = days.filter(|(n, day)| {
            let weekday = day.weekday().num_days_from_monday();
            is_day(*n) && (self.weekdays.is_empty() || is_weekday(*n, weekday))
        });
        wanted.map(|(_, day)| day).collect()
    }
}

/// No list in a rule says more.
const LONGEST_LIST: usize = 100;

/// The values of a list, each once.
fn list<T: Ord>(text: &str, value: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let mut values = BTreeSet::new();
    for part in text.split(',') {
        values.insert(value(part.trim())?);
        if values.len() > LONGEST_LIST {
            return None;
        }
    }
    Some(values.into_iter().collect())
}

/// From 1 up, or from the end.
fn number(text: &str, least: i32, most: i32) -> Option<i32> {
    text.parse().ok().filter(|n| (least..=most).contains(n) && *n != 0)
}

/// `MO`, `2TU`, `-1MO`.
fn weekday(text: &str) -> Option<(i32, u32)> {
    const NAMES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let split = text.len().checked_sub(2).filter(|at| text.is_char_boundary(*at))?;
    let (which, name) = text.split_at(split);
    let weekday = NAMES.iter().position(|known| *known == name)? as u32;
    let which = if which.is_empty() { 0 } else { which.trim_start_matches('+').parse().ok()? };
    (-53..=53).contains(&which).then_some((which, weekday))
}
