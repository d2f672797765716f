//! The records of phases: which of them can be true, and the totals that these make. What cannot be true
//! is named with the figure that would mend it, and never counts.

use std::cmp::Ordering;

use chrono::NaiveDate;

use crate::plan::wording::{date, devices};
use crate::plan::{EventKind, Flow, Phase, Plan, Stock, wording};

use super::days::Days;
use super::{BadRecord, Field};

/// A phase's totals at the end of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Point {
    pub day: usize,
    pub targeted: u32,
    pub enrolled: u32,
    pub failed: u32,
    pub abandoned: u32,
    pub pending: Option<u32>,
    pub stale: Option<u32>,
    pub tickets: Option<u32>,
    /// What happened on the day, where a record of the day says so: nothing did since the record before.
    pub flow: Option<Flow>,
}

/// What counts of a phase's records.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sound {
    /// In order of time, one a day.
    pub points: Vec<Point>,
    pub bad: Vec<BadRecord>,
    /// The start as recorded, else the first working day in the week of the first record.
    pub start: Option<usize>,
    /// The day of the last record that counts tickets.
    pub tickets_on: Option<usize>,
}

pub(crate) fn of_phase(plan: &Plan, phase: &Phase, days: &Days) -> Sound {
    let started = plan.actuals.done(&EventKind::PhaseStarted(phase.id));
    let started = started.filter(|date| *date <= plan.status_date);
    let mut sound = Sound { start: started.map(|date| days.due(date)), ..Sound::default() };
    let Some(actuals) = plan.actuals.phase(phase.id) else { return sound };
    let mut records: Vec<_> = actuals.stocks.iter().map(Record::Stock).collect();
    records.extend(actuals.flows.iter().map(Record::Flow));
    // The stock of a day comes first and makes its flow superfluous.
    records.sort_by_key(|record| (record.date(), matches!(record, Record::Flow(_))));
    let mut judge = Judge { plan, phase, days, started, typed: (0, 0), newest: Point::default(), last: None };
    for record in records {
        match judge.judge(record) {
            Ok(Some(point)) => {
                sound.points.push(point);
                if record.counts_tickets() {
                    sound.tickets_on = Some(point.day);
                }
            }
            Ok(None) => {}
            Err(bad) => sound.bad.push(*bad),
        }
    }
    if sound.start.is_none() {
        sound.start =
            sound.points.iter().find(|point| point.targeted > 0).map(|point| first_day(point.day, days));
    }
    sound
}

/// The first working day in the week of the first record, but not before the plan's start.
fn first_day(record: usize, days: &Days) -> usize {
    let monday = record.saturating_sub(days.weekday(record)).max(days.start);
    days.work_from(monday).map_or(record, |day| day.min(record))
}

#[derive(Clone, Copy)]
enum Record<'a> {
    Stock(&'a Stock),
    Flow(&'a Flow),
}

impl Record<'_> {
    const fn date(&self) -> NaiveDate {
        match self {
            Self::Stock(stock) => stock.date,
            Self::Flow(flow) => flow.date,
        }
    }

    const fn counts_tickets(&self) -> bool {
        match self {
            Self::Stock(stock) => stock.tickets.is_some(),
            Self::Flow(flow) => flow.tickets.is_some(),
        }
    }
}

type Judged<T> = Result<T, Box<BadRecord>>;

/// Goes through the records in order of time.
struct Judge<'a> {
    plan: &'a Plan,
    phase: &'a Phase,
    days: &'a Days,
    started: Option<NaiveDate>,
    /// Targeted and enrolled of the record before as typed, sound or not: the window's table shows what is
    /// new since then.
    typed: (u32, u32),
    /// The newest one that counts.
    newest: Point,
    last: Option<NaiveDate>,
}

impl Judge<'_> {
    fn judge(&mut self, record: Record) -> Judged<Option<Point>> {
        let on = record.date();
        let is_second = self.last == Some(on);
        if is_second && matches!(record, Record::Flow(_)) {
            return Ok(None);
        }
        let result =
            self.date_is_possible(on, is_second, record_total(&record)).and_then(|day| match record {
                Record::Stock(stock) => self.stock(stock, day),
                Record::Flow(flow) => self.flow(flow, day),
            });
        self.last = Some(on);
        if let Record::Stock(stock) = record {
            self.typed = (stock.targeted, stock.enrolled);
        }
        let point = result?;
        self.newest = point;
        self.typed = (point.targeted, point.enrolled);
        Ok(Some(point))
    }

    fn bad(&self, on: NaiveDate, field: Field, what: String, remedy: String) -> BadRecord {
        BadRecord { phase: Some(self.phase.id), date: on, field, what, remedy, value: None }
    }

    fn date_is_possible(&self, on: NaiveDate, is_second: bool, total: u32) -> Judged<usize> {
        let (what, remedy) = if on > self.plan.status_date {
            (
                format!("{} is after the status date, {}.", date(on), date(self.plan.status_date)),
                format!("Correct the date, or move the status date to {}.", date(on)),
            )
        } else if is_second {
            (format!("There is another record for {}.", date(on)), "Remove one of the two.".to_owned())
        } else if on < self.plan.start {
            (
                format!("{} is before the plan's start, {}.", date(on), date(self.plan.start)),
                format!("Correct the date, or let the plan start by {}.", date(on)),
            )
        } else if let Some(started) = self.started.filter(|started| on < *started && total > 0) {
            (
                format!("{} is before the phase started, {}.", date(on), date(started)),
                "Correct this date, or the one of the start.".to_owned(),
            )
        } else if let Some(day) = self.days.place(on) {
            return Ok(day);
        } else {
            (format!("{} is too far from the plan's start.", date(on)), "Correct the date.".to_owned())
        };
        Err(self.bad(on, Field::Date, what, remedy).into())
    }

    fn stock(&self, stock: &Stock, day: usize) -> Judged<Point> {
        self.fits_phase(stock.date, stock.targeted)?;
        self.adds_up(stock)?;
        self.grows(stock)?;
        Ok(Point {
            day,
            targeted: stock.targeted,
            enrolled: stock.enrolled,
            failed: stock.failed,
            abandoned: stock.abandoned,
            pending: stock.pending,
            stale: stock.stale,
            tickets: stock.tickets.or(self.newest.tickets),
            flow: None,
        })
    }

    fn fits_phase(&self, on: NaiveDate, targeted: u32) -> Judged<()> {
        let limit = self.phase.devices;
        if targeted <= limit {
            return Ok(());
        }
        let over = devices(u64::from(targeted - limit));
        let what = format!(
            "{} targeted so far is {over} more than the phase has: {}.",
            count(i64::from(targeted)),
            count(i64::from(limit))
        );
        let remedy =
            format!("{}, or give the phase {}.", enter(limit, self.typed.0), devices(u64::from(targeted)));
        let mut bad = self.bad(on, Field::Targeted, what, remedy);
        bad.value = Some(limit);
        Err(bad.into())
    }

    /// Targeted = enrolled + failed + abandoned + pending + stale, as far as these are typed.
    fn adds_up(&self, stock: &Stock) -> Judged<()> {
        let columns = Column::of(stock);
        let sum: i64 = columns.iter().map(|column| column.value).sum();
        let over = sum - i64::from(stock.targeted);
        let is_complete = stock.pending.is_some() && stock.stale.is_some();
        match over.cmp(&0) {
            Ordering::Equal => Ok(()),
            Ordering::Less if !is_complete => Ok(()),
            _ => Err(self.does_not_add_up(stock, &columns, over).into()),
        }
    }

    fn does_not_add_up(&self, stock: &Stock, columns: &[Column], over: i64) -> BadRecord {
        let targeted = i64::from(stock.targeted) + over;
        // The column that alone could be the wrong one, failed first, for it is counted by hand.
        let Some(wrong) = columns.iter().find(|column| column.value - over >= 0) else {
            let what = format!(
                "{} targeted is {} fewer than the other columns add up to.",
                count(i64::from(stock.targeted)),
                count(over)
            );
            let total = u32::try_from(targeted).ok();
            let remedy = total.map_or("Correct the columns.".to_owned(), |total| {
                format!("{}.", enter(total, self.typed.0))
            });
            return BadRecord { value: total, ..self.bad(stock.date, Field::Targeted, what, remedy) };
        };
        let left = u32::try_from(wrong.value - over).unwrap_or(0);
        let others = Column::in_table_order(columns).filter(|c| c.field != wrong.field && c.value > 0);
        let terms: Vec<_> = others.map(|column| format!(" − {}", count(column.value))).collect();
        let (more, raise) = if over > 0 { ("more", "raise") } else { ("fewer", "lower") };
        let all = count(i64::from(stock.targeted));
        let leave = if terms.is_empty() {
            format!("the {all} targeted")
        } else {
            format!("the other columns leave: {all}{} = {}", terms.concat(), count(i64::from(left)))
        };
        let what =
            format!("{} {} is {} {more} than {leave}.", count(wrong.value), wrong.name, count(over.abs()));
        let before = if wrong.field == Field::Enrolled { self.typed.1 } else { 0 };
        let mut remedy = enter(left, before);
        if u32::try_from(targeted).is_ok_and(|total| total <= self.phase.devices) {
            let new = targeted - i64::from(self.typed.0);
            let new = if new < 0 { targeted } else { new };
            remedy = format!("{remedy}, or {raise} targeted to {}", count(new));
        }
        BadRecord { value: Some(left), ..self.bad(stock.date, wrong.field, what, remedy + ".") }
    }

    /// Totals never shrink.
    fn grows(&self, stock: &Stock) -> Judged<()> {
        let before = &self.newest;
        let totals = [
            (Field::Targeted, "Targeted", before.targeted, stock.targeted),
            (Field::Enrolled, "Enrolled", before.enrolled, stock.enrolled),
            (Field::Abandoned, "Abandoned", before.abandoned, stock.abandoned),
            (Field::Tickets, "Tickets", before.tickets.unwrap_or(0), stock.tickets.unwrap_or(u32::MAX)),
        ];
        let Some((field, name, was, is)) = totals.into_iter().find(|(_, _, was, is)| is < was) else {
            return Ok(());
        };
        let since = date(self.days.date(before.day));
        let what = format!(
            "{name} so far falls from {} on {since} to {}.",
            count(i64::from(was)),
            count(i64::from(is))
        );
        let remedy =
            format!("Enter at least what makes {} so far, or correct {since}.", count(i64::from(was)));
        let mut bad = self.bad(stock.date, field, what, remedy);
        bad.value = Some(was);
        Err(bad.into())
    }

    fn flow(&self, flow: &Flow, day: usize) -> Judged<Point> {
        let before = &self.newest;
        let targeted = before.targeted.saturating_add(flow.targeted);
        self.fits_phase(flow.date, targeted)?;
        let unheard = targeted.saturating_sub(before.enrolled + before.failed + before.abandoned);
        let limits = [
            (Field::Abandoned, "given up", flow.lost, flow.bad, "first attempts that failed"),
            (Field::Repaired, "repaired", flow.repaired, before.failed, "failed the day before"),
            (
                Field::Enrolled,
                "enrolled",
                flow.enrolled_first_attempt,
                unheard,
                "were targeted and not heard of",
            ),
            (
                Field::Failed,
                "failed",
                flow.bad,
                unheard.saturating_sub(flow.enrolled_first_attempt),
                "had not enrolled and were not heard of",
            ),
        ];
        if let Some((field, name, is, limit, of)) = limits.into_iter().find(|(_, _, is, limit, _)| is > limit)
        {
            let what = format!(
                "{} {name} is more than the {} that {of}.",
                count(i64::from(is)),
                count(i64::from(limit))
            );
            let remedy = format!("Enter {} or less.", count(i64::from(limit)));
            let mut bad = self.bad(flow.date, field, what, remedy);
            bad.value = Some(limit);
            return Err(bad.into());
        }
        let tickets = match (before.tickets, flow.tickets) {
            (None, None) => None,
            (so_far, today) => Some(so_far.unwrap_or(0).saturating_add(today.unwrap_or(0))),
        };
        Ok(Point {
            day,
            targeted,
            enrolled: before.enrolled + flow.enrolled_first_attempt + flow.repaired,
            failed: before.failed + flow.bad - flow.lost - flow.repaired,
            abandoned: before.abandoned + flow.lost,
            pending: None,
            stale: None,
            tickets,
            flow: Some(*flow),
        })
    }
}

fn record_total(record: &Record) -> u32 {
    match record {
        Record::Stock(stock) => stock.targeted.max(stock.enrolled),
        Record::Flow(flow) => flow.targeted.max(flow.enrolled_first_attempt),
    }
}

/// How to type a total into a table that shows what is new since the record before.
fn enter(total: u32, before: u32) -> String {
    let all = count(i64::from(total));
    match total.checked_sub(before) {
        Some(new) if before > 0 => format!("Enter {} ({all} so far)", count(i64::from(new))),
        _ => format!("Enter {all}"),
    }
}

/// A part of the targeted devices.
struct Column {
    field: Field,
    name: &'static str,
    value: i64,
}

impl Column {
    /// Those typed, the likeliest to be wrong first.
    fn of(stock: &Stock) -> Vec<Self> {
        let column = |field, name, value: u32| Self { field, name, value: i64::from(value) };
        let mut columns = vec![column(Field::Failed, "failed", stock.failed)];
        columns.extend(stock.pending.map(|value| column(Field::Pending, "pending", value)));
        columns.extend(stock.stale.map(|value| column(Field::Stale, "stale", value)));
        columns.push(column(Field::Abandoned, "abandoned", stock.abandoned));
        columns.push(column(Field::Enrolled, "enrolled", stock.enrolled));
        columns
    }

    /// In the order in which the window shows them.
    fn in_table_order(columns: &[Self]) -> impl Iterator<Item = &Self> {
        let order = [Field::Enrolled, Field::Failed, Field::Abandoned, Field::Pending, Field::Stale];
        order.into_iter().filter_map(|field| columns.iter().find(|column| column.field == field))
    }
}

/// A figure that is never negative where it is shown.
fn count(value: i64) -> String {
    wording::count(value.unsigned_abs())
}
