//! Tickets as the desk's days: opened and closed since the start, and the ordinary load before it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Proposal;
use crate::files::import::tickets::TicketReading;
use crate::picture::format;
use crate::plan::{DeskActual, Edit, Key, Plan, Record, Setting};

/// Working days before the start without which no ordinary load is told.
const FEWEST_DAYS: usize = 20;
/// Working days of each kind without which weekdays are not told apart.
const FEWEST_WEEKS: usize = 6;

/// The desk out of a list of all its tickets.
pub fn desk(plan: &Plan, reading: &TicketReading) -> Proposal {
    let per_day = reading.per_day();
    let (Some(first), Some(last)) = (reading.first(), reading.last()) else {
        return Proposal::default().warn(Some("The list has no ticket with a date.".into()));
    };
    let until = last.min(plan.status_date);
    let mut edits = Vec::new();
    let mut says = Vec::new();
    let days = record_days(plan, &per_day, (first.max(plan.start), until), &mut edits);
    if days > 0 {
        let range = format::date_range_year(first.max(plan.start), until);
        says.push(format!(
            "Tickets opened and closed on {} of the desk, {range}.",
            format::plural(days, "day", "days")
        ));
    }
    let ordinary = Ordinary::of(plan, &per_day, first);
    if let Some(ordinary) = &ordinary {
        ordinary.put(plan, &mut edits, &mut says);
    }
    let late = (last > plan.status_date)
        .then(|| format!("Tickets after the status date, {}, are left.", format::date(plan.status_date)));
    let early = (ordinary.is_none() && first < plan.start)
        .then(|| "The days before the start are too few to tell the ordinary load.".to_owned());
    Proposal::of("Import tickets", edits, says).warn(late).warn(early)
}

/// A record a day in place of what is recorded of these days; gives the days that change.
fn record_days(
    plan: &Plan,
    per_day: &BTreeMap<NaiveDate, (u32, u32)>,
    (from, until): (NaiveDate, NaiveDate),
    edits: &mut Vec<Edit>,
) -> u64 {
    let mut changed = 0;
    let records = &plan.actuals.desk;
    // A week typed by hand gives way to its days, when all of them are in the list.
    let is_week = |record: &&DeskActual| record.from < record.to;
    for week in records.iter().filter(is_week).filter(|week| week.from >= from && week.to <= until) {
        edits.push(Edit::Remove(Key::Desk(week.to)));
    }
    let stays = |day: NaiveDate| {
        let mut weeks = records.iter().filter(is_week).filter(|week| week.from < from || week.to > until);
        weeks.any(|week| week.from <= day && day <= week.to)
    };
    for day in from.iter_days().take_while(|day| *day <= until) {
        let (opened, closed) = per_day.get(&day).copied().unwrap_or_default();
        let is_empty = opened == 0 && closed == 0 && !plan.calendar.is_working_day(day);
        if is_empty || stays(day) {
            continue;
        }
        let known = records.iter().find(|record| record.to == day && record.from == day);
        let record = DeskActual {
            from: day,
            to: day,
            opened,
            closed: Some(closed),
            open: known.and_then(|known| known.open),
            open_over_3_days: known.and_then(|known| known.open_over_3_days),
            agents: known.and_then(|known| known.agents),
        };
        if known != Some(&record) {
            edits.push(Record::Desk(record).into());
            changed += 1;
        }
    }
    changed
}

/// The desk's load before the migration began.
struct Ordinary {
    per_day: f64,
    factors: Option<[f64; 7]>,
    days: usize,
}

impl Ordinary {
    fn of(plan: &Plan, per_day: &BTreeMap<NaiveDate, (u32, u32)>, first: NaiveDate) -> Option<Self> {
        let days: Vec<_> = first
            .iter_days()
            .take_while(|day| *day < plan.start)
            .filter(|day| plan.calendar.is_working_day(*day))
            .collect();
        if days.len() < FEWEST_DAYS {
            return None;
        }
        let opened = |day: &NaiveDate| f64::from(per_day.get(day).map_or(0, |counts| counts.0));
        let mean = days.iter().map(opened).sum::<f64>() / days.len() as f64;
        let of_weekday = |weekday: usize| {
            use chrono::Datelike;
            let same: Vec<_> =
                days.iter().filter(|day| day.weekday().num_days_from_monday() as usize == weekday).collect();
            let is_enough = same.len() >= FEWEST_WEEKS && mean > 0.0;
            is_enough.then(|| same.iter().map(|day| opened(day)).sum::<f64>() / same.len() as f64 / mean)
        };
        let found: [Option<f64>; 7] = std::array::from_fn(of_weekday);
        let mut factors = plan.desk.weekday_factors;
        for (factor, found) in factors.iter_mut().zip(found) {
            // To the hundredth: more would claim what a few weeks cannot know.
            *factor = found.map_or(*factor, |found| (found * 100.0).round() / 100.0);
        }
        let has_all = days.len() >= FEWEST_WEEKS * 5;
        Some(Self {
            per_day: (mean * 10.0).round() / 10.0,
            factors: has_all.then_some(factors),
            days: days.len(),
        })
    }

    fn put(&self, plan: &Plan, edits: &mut Vec<Edit>, says: &mut Vec<String>) {
        if plan.desk.ordinary_per_day != Some(self.per_day) {
            edits.push(Setting::OrdinaryTickets(Some(self.per_day)).into());
            let before =
                plan.desk.ordinary_per_day.map_or("not typed".to_owned(), |old| format::decimal(old, 1));
            says.push(format!(
                "Ordinary tickets per working day: {before} → {}, the mean of {} before the start.",
                format::decimal(self.per_day, 1),
                format::plural(self.days as u64, "working day", "working days"),
            ));
        }
        if let Some(factors) = self.factors.filter(|factors| *factors != plan.desk.weekday_factors) {
            edits.push(Setting::WeekdayFactors(factors).into());
            let days: Vec<_> = factors[..5].iter().map(|factor| format::decimal(*factor, 2)).collect();
            says.push(format!("Weekday factors, Monday to Friday: {}.", days.join(", ")));
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::files::import::tickets::{About, Ticket};

    fn reading(from: &str, days: u64, per_day: u32) -> TicketReading {
        let from: NaiveDate = from.parse().unwrap();
        let tickets = from.iter_days().take(days as usize).flat_map(|day| {
            let ticket =
                Ticket { opened: day, resolved: Some(day), minutes: Some(60), about: About::default() };
            std::iter::repeat_n(ticket, per_day as usize)
        });
        TicketReading { tickets: tickets.collect(), ..TicketReading::default() }
    }

    fn plan() -> Plan {
        let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        plan.status_date = "2026-06-12".parse().unwrap();
        plan
    }

    #[test]
    fn importing_tickets_again_changes_nothing() {
        let mut plan = plan();
        let week = DeskActual {
            from: "2026-06-01".parse().unwrap(),
            to: "2026-06-07".parse().unwrap(),
            opened: 3,
            closed: None,
            open: None,
            open_over_3_days: None,
            agents: None,
        };
        plan.actuals.desk.push(week);
        let list = reading("2026-04-01", 100, 8);
        let proposal = desk(&plan, &list);
        proposal.edit.unwrap().apply(&mut plan).unwrap();
        assert_eq!(plan.desk.ordinary_per_day, Some(8.0));
        assert_eq!(plan.desk.weekday_factors[..5], [1.0; 5]);
        assert_eq!(plan.actuals.desk.len(), 12);
        assert!(plan.actuals.desk.iter().all(|day| (day.opened, day.closed) == (8, Some(8))));
        assert_eq!(proposal.warns, ["Tickets after the status date, 12 Jun 2026, are left."]);
        assert_eq!(desk(&plan, &list).edit, None);
    }

    #[test]
    fn a_short_list_leaves_the_ordinary_load_alone() {
        let proposal = desk(&plan(), &reading("2026-05-25", 10, 8));
        assert_eq!(proposal.says, ["Tickets opened and closed on 3 days of the desk, 1 – 3 Jun 2026."]);
        assert_eq!(proposal.warns.len(), 1);
    }
}
