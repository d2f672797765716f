//! Tickets as the desk's days: opened and closed since the start, and the ordinary load before it.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::Proposal;
use super::ticket_lists::{Listed, Spans, each_once};
use crate::files::import::tickets::TicketReading;
use crate::picture::format;
use crate::plan::{DeskActual, Edit, Key, Plan, Record, Setting};

/// Working days before the start without which no ordinary load is told.
const FEWEST_DAYS: usize = 20;
/// Working days of each kind without which weekdays are not told apart.
const FEWEST_WEEKS: usize = 6;
/// Days before the start by which the ordinary load is told: a year has all its seasons.
const ORDINARY_DAYS: u64 = 364;
/// The oldest of so many tickets is left: a list has a few that nobody closed for years.
const ONE_IN: usize = 100;

/// The desk out of all lists of its tickets; two desks' add up.
pub fn desk(plan: &Plan, readings: &[TicketReading]) -> Proposal {
    if readings.is_empty() {
        return Proposal::default();
    }
    let spans = Spans::of(readings);
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else {
        return Proposal::default().warn(Some("The list has no ticket with a date.".into()));
    };
    let tickets = each_once(readings);
    let told = Told { per_day: per_day(&tickets), spans, unclosed: Spans::of_unclosed(readings) };
    let mut edits = Vec::new();
    let mut says = Vec::new();
    let days = told.record_days(plan, &mut edits);
    if days > 0 {
        let range = format::date_range_year(first.max(plan.start), last.min(plan.status_date));
        let days = format::plural(days, "day", "days");
        says.push(match told.unclosed.first() {
            None => format!("Tickets opened and closed on {days} of the desk, {range}."),
            Some(_) => format!(
                "Tickets opened on {days} of the desk, {range}; when they were closed is not on {} list.",
                if readings.len() == 1 { "the" } else { "every" }
            ),
        });
    }
    let ordinary = Ordinary::of(plan, &told, &tickets);
    if let Some(ordinary) = &ordinary {
        ordinary.put(plan, &mut edits, &mut says);
    }
    let late = (last > plan.status_date)
        .then(|| format!("Tickets after the status date, {}, are left.", format::date(plan.status_date)));
    let early = (ordinary.is_none() && first < plan.start)
        .then(|| "The days before the start are too few to tell the ordinary load.".to_owned());
    Proposal::of("Import tickets", edits, says).warn(late).warn(early)
}

/// Opened and closed per day.
fn per_day(tickets: &[Listed<'_>]) -> BTreeMap<NaiveDate, (u32, u32)> {
    let mut days: BTreeMap<NaiveDate, (u32, u32)> = BTreeMap::new();
    for Listed { ticket, resolved } in tickets {
        days.entry(ticket.opened).or_default().0 += 1;
        if let Some(resolved) = resolved {
            days.entry(*resolved).or_default().1 += 1;
        }
    }
    days
}

/// The desk's days as all lists together tell them.
struct Told {
    per_day: BTreeMap<NaiveDate, (u32, u32)>,
    spans: Spans,
    /// The days of lists that do not tell what was closed: the others tell only a part of it.
    unclosed: Spans,
}

impl Told {
    /// A record a day in place of what is recorded of the days that the lists tell of; gives the days that
    /// change.
    fn record_days(&self, plan: &Plan, edits: &mut Vec<Edit>) -> u64 {
        let mut changed = 0;
        let records = &plan.actuals.desk;
        let is_told = |from: NaiveDate, to: NaiveDate| {
            from >= plan.start && to <= plan.status_date && self.spans.has_all(from, to)
        };
        let tells_less = |week: &DeskActual| {
            let mut days = week.from.iter_days().take_while(|day| *day <= week.to);
            week.closed.is_some() && days.any(|day| self.unclosed.has(day))
        };
        // A week typed by hand gives way to its days, when all of them are in the lists.
        let (gone, staying): (Vec<&DeskActual>, Vec<_>) = records
            .iter()
            .filter(|record| record.from < record.to)
            .partition(|week| is_told(week.from, week.to) && !tells_less(week));
        edits.extend(gone.iter().map(|week| Edit::Remove(Key::Desk(week.to))));
        let stays = |day: NaiveDate| staying.iter().any(|week| week.from <= day && day <= week.to);
        let days = self.spans.runs().iter().flat_map(|(from, to)| {
            let to = (*to).min(plan.status_date);
            (*from).max(plan.start).iter_days().take_while(move |day| *day <= to)
        });
        for day in days {
            let (opened, closed) = self.per_day.get(&day).copied().unwrap_or_default();
            let is_empty = opened == 0 && closed == 0 && !plan.calendar.is_working_day(day);
            if is_empty || stays(day) {
                continue;
            }
            let known = records.iter().find(|record| record.to == day && record.from == day);
            let record = DeskActual {
                from: day,
                to: day,
                opened,
                closed: if self.unclosed.has(day) {
                    known.and_then(|known| known.closed)
                } else {
                    Some(closed)
                },
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
}

/// The desk's load before the migration began.
struct Ordinary {
    per_day: f64,
    factors: Option<[f64; 7]>,
    days: usize,
}

/// The first day by which the ordinary load is told: neither years ago nor before nearly all of the tickets.
fn ordinary_from(plan: &Plan, tickets: &[Listed<'_>]) -> Option<NaiveDate> {
    let earliest = plan.start.checked_sub_days(Days::new(ORDINARY_DAYS))?;
    let opened = tickets.iter().map(|listed| listed.ticket.opened);
    let mut opened: Vec<NaiveDate> = opened.filter(|day| (earliest..plan.start).contains(day)).collect();
    let at = opened.len().div_ceil(ONE_IN);
    (at < opened.len()).then(|| *opened.select_nth_unstable(at).1)
}

impl Ordinary {
    fn of(plan: &Plan, told: &Told, tickets: &[Listed<'_>]) -> Option<Self> {
        let days: Vec<_> = ordinary_from(plan, tickets)?
            .iter_days()
            .take_while(|day| *day < plan.start)
            .filter(|day| told.spans.has(*day) && plan.calendar.is_working_day(*day))
            .collect();
        if days.len() < FEWEST_DAYS {
            return None;
        }
        let opened = |day: &NaiveDate| f64::from(told.per_day.get(day).map_or(0, |counts| counts.0));
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
        TicketReading { tickets: tickets.collect(), has_resolved: true, ..TicketReading::default() }
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
        let proposal = desk(&plan, std::slice::from_ref(&list));
        proposal.edit.unwrap().apply(&mut plan).unwrap();
        assert_eq!(plan.desk.ordinary_per_day, Some(8.0));
        assert_eq!(plan.desk.weekday_factors[..5], [1.0; 5]);
        assert_eq!(plan.actuals.desk.len(), 12);
        assert!(plan.actuals.desk.iter().all(|day| (day.opened, day.closed) == (8, Some(8))));
        assert_eq!(proposal.warns, ["Tickets after the status date, 12 Jun 2026, are left."]);
        assert_eq!(desk(&plan, std::slice::from_ref(&list)).edit, None);
    }

    #[test]
    fn a_short_list_leaves_the_ordinary_load_alone() {
        let proposal = desk(&plan(), &[reading("2026-05-25", 10, 8)]);
        assert_eq!(proposal.says, ["Tickets opened and closed on 3 days of the desk, 1 – 3 Jun 2026."]);
        assert_eq!(proposal.warns.len(), 1);
    }

    fn ticket(number: u64, opened: &str, resolved: &str) -> Ticket {
        let about = About { number, ..About::default() };
        Ticket { opened: opened.parse().unwrap(), resolved: resolved.parse().ok(), minutes: None, about }
    }

    fn list(tickets: &[Ticket]) -> TicketReading {
        TicketReading { tickets: tickets.to_vec(), has_resolved: true, ..TicketReading::default() }
    }

    /// Opened and closed by the plan's records, as `07-02 3 1`.
    fn recorded(plan: &Plan, lists: &[TicketReading]) -> Vec<String> {
        let mut plan = plan.clone();
        desk(&plan, lists).edit.unwrap().apply(&mut plan).unwrap();
        let days = plan.actuals.desk.iter();
        days.map(|d| format!("{} {} {}", d.to.format("%m-%d"), d.opened, d.closed.unwrap_or(99))).collect()
    }

    #[test]
    fn a_list_tells_only_of_the_days_on_which_its_tickets_were_opened() {
        let mut plan = plan();
        plan.status_date = "2026-07-31".parse().unwrap();
        let day = |date: &str, opened| DeskActual {
            from: date.parse().unwrap(),
            to: date.parse().unwrap(),
            opened,
            closed: Some(7),
            open: None,
            open_over_3_days: None,
            agents: None,
        };
        plan.actuals.desk.push(day("2026-07-02", 5));
        let june = list(&[ticket(1, "2026-06-29", "2026-07-02"), ticket(2, "2026-06-30", "2026-07-10")]);
        assert_eq!(recorded(&plan, std::slice::from_ref(&june)), ["06-29 1 0", "06-30 1 0", "07-02 5 7"]);
        let july = list(&[ticket(3, "2026-07-01", "2026-07-01"), ticket(4, "2026-07-03", "")]);
        let both = ["06-29 1 0", "06-30 1 0", "07-01 1 1", "07-02 0 1", "07-03 1 0"];
        assert_eq!(recorded(&plan, &[july.clone(), june.clone()]), both, "in whatever order");
        assert_eq!(recorded(&plan, &[june, july]), both);
    }

    #[test]
    fn two_desks_add_up_and_a_ticket_on_two_lists_counts_once() {
        let first = list(&[ticket(1, "2026-06-01", ""), ticket(2, "2026-06-02", "2026-06-02")]);
        let second = list(&[ticket(7, "2026-06-01", "2026-06-01"), ticket(8, "2026-06-02", "")]);
        assert_eq!(recorded(&plan(), &[first.clone(), second]), ["06-01 2 1", "06-02 2 1"]);
        // The newer list knows when the first one's ticket was closed.
        let newer = list(&[ticket(1, "2026-06-01", "2026-06-02"), ticket(2, "2026-06-02", "2026-06-02")]);
        assert_eq!(recorded(&plan(), &[first, newer]), ["06-01 1 0", "06-02 1 2"]);
    }

    #[test]
    fn a_week_that_was_typed_stays_unless_the_lists_tell_of_all_its_days() {
        let mut plan = plan();
        plan.status_date = "2026-06-30".parse().unwrap();
        let week = |from: &str, to: &str| DeskActual {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            opened: 40,
            closed: None,
            open: None,
            open_over_3_days: None,
            agents: None,
        };
        plan.actuals.desk = vec![week("2026-06-01", "2026-06-07"), week("2026-06-08", "2026-06-14")];
        let lists = [
            list(&[ticket(1, "2026-06-01", "2026-06-12"), ticket(2, "2026-06-07", "")]),
            list(&[ticket(3, "2026-06-15", "2026-06-15")]),
        ];
        let days = ["06-01 1 0", "06-02 0 0", "06-03 0 0", "06-04 0 0", "06-05 0 0", "06-07 1 0"];
        let all: Vec<_> = days.into_iter().chain(["06-14 40 99", "06-15 1 1"]).collect();
        assert_eq!(recorded(&plan, &lists), all);
    }

    #[test]
    fn a_ticket_that_nobody_closed_for_years_does_not_thin_the_ordinary_load() {
        let mut long = reading("2026-04-01", 60, 130);
        let clean = desk(&plan(), std::slice::from_ref(&long));
        assert!(clean.says[0].contains("→ 130, the mean of 43 working days"), "{:?}", clean.says);
        long.tickets.insert(0, ticket(0, "2025-07-01", ""));
        long.tickets.insert(0, ticket(0, "2019-03-01", ""));
        let with_old = desk(&plan(), &[long]);
        assert_eq!(with_old.says, clean.says);
    }

    #[test]
    fn what_no_list_tells_of_closed_tickets_is_unknown_and_not_zero() {
        let open = |n, day| ticket(n, day, "");
        let mut untold = list(&[open(1, "2026-06-01"), open(2, "2026-06-02")]);
        untold.has_resolved = false;
        let mut plan = plan();
        let known = DeskActual {
            from: "2026-06-02".parse().unwrap(),
            to: "2026-06-02".parse().unwrap(),
            opened: 9,
            closed: Some(4),
            open: None,
            open_over_3_days: None,
            agents: None,
        };
        plan.actuals.desk = vec![known];
        let proposal = desk(&plan, std::slice::from_ref(&untold));
        assert_eq!(
            proposal.says,
            [
                "Tickets opened on 2 days of the desk, 1 – 2 Jun 2026; when they were closed is not on the list."
            ]
        );
        let days = ["06-01 1 99", "06-02 1 4"];
        assert_eq!(recorded(&plan, std::slice::from_ref(&untold)), days, "what was known of a day stays");
        let told = list(&[ticket(7, "2026-06-02", "2026-06-02"), ticket(8, "2026-06-03", "2026-06-03")]);
        let both = recorded(&plan, &[untold, told]);
        assert_eq!(both, ["06-01 1 99", "06-02 2 4", "06-03 1 1"], "one desk's are only a part");
    }
}
