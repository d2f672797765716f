//! The tables of actuals as people read and type them: rows of weeks or days, what is new in each, and the
//! edits that a typed or pasted value stands for. Totals so far stay in the plan; nothing is judged here.

use chrono::{Datelike, Days, NaiveDate};

use crate::forecast::Outlook;
use crate::plan::{Calendar, DeskActual, Edit, Key, PhaseId, Plan, Record, Stock};

/// How the rows divide time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    #[default]
    Week,
    Day,
}

impl Step {
    pub const fn of(is_by_day: bool) -> Self {
        if is_by_day { Self::Day } else { Self::Week }
    }
}

/// One row's span, from its first to its last working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// It begins after the status date.
    pub is_to_come: bool,
    /// The status date lies within it, before its end.
    pub is_running: bool,
}

impl Period {
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// The date of a record that is typed into this row.
    pub fn entry_date(&self, status: NaiveDate) -> NaiveDate {
        if self.contains(status) { status } else { self.to }
    }
}

/// A column of a phase's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Targeted,
    Enrolled,
    Failed,
    GivenUp,
    Pending,
    Stale,
    Tickets,
}

impl Column {
    pub const ALL: [Self; 7] = [
        Self::Targeted,
        Self::Enrolled,
        Self::Failed,
        Self::GivenUp,
        Self::Pending,
        Self::Stale,
        Self::Tickets,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Targeted => "targeted",
            Self::Enrolled => "enrolled",
            Self::Failed => "failed",
            Self::GivenUp => "given up",
            Self::Pending => "pending",
            Self::Stale => "stale",
            Self::Tickets => "tickets",
        }
    }

    /// New in the period, against a state at its end.
    pub const fn is_new_in_period(self) -> bool {
        matches!(self, Self::Targeted | Self::Enrolled | Self::GivenUp | Self::Tickets)
    }

    fn total(self, stock: &Stock) -> Option<u32> {
        match self {
            Self::Targeted => Some(stock.targeted),
            Self::Enrolled => Some(stock.enrolled),
            Self::Failed => Some(stock.failed),
            Self::GivenUp => Some(stock.abandoned),
            Self::Pending => stock.pending,
            Self::Stale => stock.stale,
            Self::Tickets => stock.tickets,
        }
    }

    /// Sets the total that mends a record.
    pub fn set_total(self, stock: &mut Stock, total: u32) {
        self.set(stock, Some(total));
    }

    fn set(self, stock: &mut Stock, value: Option<u32>) {
        let known = value.unwrap_or(0);
        match self {
            Self::Targeted => stock.targeted = known,
            Self::Enrolled => stock.enrolled = known,
            Self::Failed => stock.failed = known,
            Self::GivenUp => stock.abandoned = known,
            Self::Pending => stock.pending = value,
            Self::Stale => stock.stale = value,
            Self::Tickets => stock.tickets = value,
        }
    }
}

/// One row of a phase's table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PhaseRow {
    pub period: Period,
    /// The newest record within the period.
    pub stock: Option<Stock>,
    /// The newest record before it.
    before: Option<Stock>,
}

impl PhaseRow {
    /// What the cell shows.
    pub fn value(&self, column: Column) -> Option<u32> {
        let now = column.total(&self.stock?)?;
        if !column.is_new_in_period() {
            return Some(now);
        }
        let before = self.before.and_then(|stock| column.total(&stock)).unwrap_or(0);
        // A total that shrinks stands as the total itself, so that it can be seen and mended.
        Some(now.checked_sub(before).unwrap_or(now))
    }
}

/// The rows of a phase: from its start or first record to two periods after the status date.
pub fn phase_rows(plan: &Plan, outlook: &Outlook, phase: PhaseId, step: Step) -> Vec<PhaseRow> {
    let stocks = stocks(plan, phase);
    let starts =
        outlook.expected.phases.iter().find(|dates| dates.phase == phase).and_then(|dates| dates.start);
    let dates = stocks.iter().map(|stock| stock.date);
    let first = dates.clone().chain(starts).min().unwrap_or(plan.start);
    let last = dates.max().unwrap_or(first).max(first);
    let row = |period: Period| PhaseRow {
        period,
        stock: stocks.iter().rev().find(|stock| period.contains(stock.date)).copied(),
        before: stocks.iter().rev().find(|stock| stock.date < period.from).copied(),
    };
    periods(plan, (first, last), step).into_iter().map(row).collect()
}

/// The rows of the desk: from the plan's start or the first record on.
pub fn desk_periods(plan: &Plan, step: Step) -> Vec<Period> {
    let dates = plan.actuals.desk.iter().map(|record| record.to);
    let first = dates.clone().min().unwrap_or(plan.start).min(plan.start);
    periods(plan, (first, dates.max().unwrap_or(first)), step)
}

/// No table grows beyond so many rows; the newest are kept.
const MOST_ROWS: usize = 600;

fn periods(plan: &Plan, (first, last): (NaiveDate, NaiveDate), step: Step) -> Vec<Period> {
    let calendar = &plan.calendar;
    let status = plan.status_date;
    let end = last.max(status).max(first);
    let mut rows = Vec::new();
    let mut day = match step {
        Step::Week => monday(first),
        Step::Day => first,
    };
    let mut left_to_come = 2;
    // A calendar without working days ends here as well.
    for _ in 0..20_000 {
        let (span, next) = match step {
            Step::Week => (working_span(calendar, day), day.checked_add_days(Days::new(7))),
            Step::Day => (calendar.is_working_day(day).then_some((day, day)), day.succ_opt()),
        };
        if let Some((from, to)) = span {
            let is_to_come = from > status;
            if is_to_come && from > end {
                if left_to_come == 0 {
                    break;
                }
                left_to_come -= 1;
            }
            rows.push(Period { from, to, is_to_come, is_running: from <= status && status < to });
        } else if day > end {
            left_to_come -= i32::from(left_to_come > 0);
            if left_to_come == 0 {
                break;
            }
        }
        let Some(next) = next else { break };
        day = next;
    }
    let surplus = rows.len().saturating_sub(MOST_ROWS);
    rows.drain(..surplus);
    rows
}

fn monday(day: NaiveDate) -> NaiveDate {
    let back = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(back)).unwrap_or(day)
}

/// The first and the last working day of the week that begins on `monday`; a week of holidays counts whole.
fn working_span(calendar: &Calendar, monday: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let days: Vec<NaiveDate> = (0..7).filter_map(|n| monday.checked_add_days(Days::new(n))).collect();
    let mut works = days.iter().copied().filter(|day| calendar.is_working_day(*day));
    let first = works.next();
    match (first, works.next_back()) {
        (Some(first), Some(last)) => Some((first, last)),
        (Some(only), None) => Some((only, only)),
        (None, _) => Some((*days.first()?, *days.get(4)?)),
    }
}

fn stocks(plan: &Plan, phase: PhaseId) -> Vec<Stock> {
    let mut stocks = plan.actuals.phase(phase).map(|actuals| actuals.stocks.clone()).unwrap_or_default();
    stocks.sort_by_key(|stock| stock.date);
    stocks
}

/// A value for a cell: row, column, and the figure or nothing.
pub type Typed = (Period, Column, Option<u32>);

/// The edit that typed or pasted values of a phase stand for, as one step; none when nothing changes.
/// Later totals move along with a total that changes.
pub fn record_phase(plan: &Plan, phase: PhaseId, values: &[Typed]) -> Option<Edit> {
    let old = stocks(plan, phase);
    let mut new = old.clone();
    for (period, column, value) in values {
        put(&mut new, (*period, period.entry_date(plan.status_date)), *column, *value);
    }
    new.retain(|stock| !is_blank(stock));
    let gone = old.iter().filter(|stock| !new.iter().any(|other| other.date == stock.date));
    let mut edits: Vec<Edit> =
        gone.map(|stock| Edit::Remove(Key::Stock { phase, date: stock.date })).collect();
    let changed = new.iter().filter(|stock| !old.contains(stock));
    edits.extend(changed.map(|stock| Edit::Put(Record::Stock { phase, stock: *stock })));
    several(edits, format!("Record actuals of {}", plan.phase_name(phase)))
}

fn several(mut edits: Vec<Edit>, label: String) -> Option<Edit> {
    match edits.len() {
        0 => None,
        1 => edits.pop(),
        _ => Some(Edit::Several { label, edits }),
    }
}

fn put(stocks: &mut Vec<Stock>, (period, date): (Period, NaiveDate), column: Column, value: Option<u32>) {
    let before = stocks.iter().rev().find(|stock| stock.date < period.from).copied();
    let at = match stocks.iter().rposition(|stock| period.contains(stock.date)) {
        Some(at) => at,
        None if value.is_none() => return,
        None => {
            let at = stocks.partition_point(|stock| stock.date < date);
            stocks.insert(at, carried(before, date));
            at
        }
    };
    let Some(stock) = stocks.get_mut(at) else { return };
    if !column.is_new_in_period() {
        column.set(stock, value);
        return;
    }
    let base = before.and_then(|stock| column.total(&stock)).unwrap_or(0);
    let total = value.map(|new| base.saturating_add(new));
    let shift = i64::from(total.unwrap_or(base)) - i64::from(column.total(stock).unwrap_or(base));
    column.set(stock, if column == Column::Tickets { total } else { Some(total.unwrap_or(base)) });
    for later in stocks.iter_mut().skip(at + 1) {
        if let Some(total) = column.total(later) {
            let moved = (i64::from(total) + shift).clamp(0, i64::from(u32::MAX));
            column.set(later, Some(moved as u32));
        }
    }
}

/// A record in which nothing new has happened since the one before.
fn carried(before: Option<Stock>, date: NaiveDate) -> Stock {
    let none = Stock {
        date,
        targeted: 0,
        enrolled: 0,
        failed: 0,
        abandoned: 0,
        pending: None,
        stale: None,
        tickets: None,
    };
    before.map_or(none, |stock| Stock { date, failed: 0, pending: None, stale: None, ..stock })
}

/// Nothing is left of a record whose cells were all emptied.
fn is_blank(stock: &Stock) -> bool {
    stock.targeted == 0
        && stock.enrolled == 0
        && stock.failed == 0
        && stock.abandoned == 0
        && stock.pending.is_none_or(|n| n == 0)
        && stock.stale.is_none_or(|n| n == 0)
        && stock.tickets.is_none_or(|n| n == 0)
}

/// A column of the desk's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskColumn {
    Opened,
    Closed,
    Open,
    OpenOver3Days,
    Agents,
}

impl DeskColumn {
    pub const ALL: [Self; 5] = [Self::Opened, Self::Closed, Self::Open, Self::OpenOver3Days, Self::Agents];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Closed => "closed",
            Self::Open => "open",
            Self::OpenOver3Days => "over 3 days",
            Self::Agents => "agents",
        }
    }

    pub fn value(self, record: &DeskActual) -> Option<f64> {
        match self {
            Self::Opened => Some(f64::from(record.opened)),
            Self::Closed => record.closed.map(f64::from),
            Self::Open => record.open.map(f64::from),
            Self::OpenOver3Days => record.open_over_3_days.map(f64::from),
            Self::Agents => record.agents,
        }
    }

    fn set(self, record: &mut DeskActual, value: Option<f64>) {
        let count = value.map(|value| value.max(0.0).round() as u32);
        match self {
            Self::Opened => record.opened = count.unwrap_or(0),
            Self::Closed => record.closed = count,
            Self::Open => record.open = count,
            Self::OpenOver3Days => record.open_over_3_days = count,
            Self::Agents => record.agents = value,
        }
    }
}

/// The desk's records within a period; more than one when they were recorded by the day.
pub fn desk_records(plan: &Plan, period: Period) -> Vec<&DeskActual> {
    plan.actuals.desk.iter().filter(|record| period.contains(record.to)).collect()
}

/// The edit that typed or pasted values of the desk stand for; none when nothing changes.
pub fn record_desk(plan: &Plan, values: &[(Period, DeskColumn, Option<f64>)]) -> Option<Edit> {
    let mut touched: Vec<DeskActual> = Vec::new();
    for (period, column, value) in values {
        let to = period.entry_date(plan.status_date);
        let known = touched.iter().rposition(|record| period.contains(record.to));
        let at = known.unwrap_or_else(|| {
            let old = plan.actuals.desk.iter().rev().find(|record| period.contains(record.to)).copied();
            let none = DeskActual {
                from: period.from,
                to,
                opened: 0,
                closed: None,
                open: None,
                open_over_3_days: None,
                agents: None,
            };
            touched.push(old.unwrap_or(none));
            touched.len() - 1
        });
        if let Some(record) = touched.get_mut(at) {
            column.set(record, *value);
        }
    }
    let edits: Vec<Edit> = touched.into_iter().filter_map(|record| desk_edit(plan, record)).collect();
    several(edits, "Record helpdesk".to_owned())
}

fn desk_edit(plan: &Plan, record: DeskActual) -> Option<Edit> {
    let old = plan.actuals.desk.iter().find(|old| old.to == record.to);
    let is_blank = record.opened == 0
        && [record.closed, record.open, record.open_over_3_days].iter().all(|n| n.is_none_or(|n| n == 0))
        && record.agents.is_none();
    match (old, is_blank) {
        (Some(old), true) => Some(Edit::Remove(Key::Desk(old.to))),
        (None, true) => None,
        (Some(old), false) if *old == record => None,
        _ => Some(Edit::Put(Record::Desk(record))),
    }
}

/// What share of the desk's capacity a phase's tickets took in a period.
pub fn phase_load(plan: &Plan, row: &PhaseRow) -> Option<f64> {
    let tickets = row.value(Column::Tickets)?;
    let capacity = period_capacity(plan, row.period, None);
    (capacity > 0.0).then(|| f64::from(tickets) / capacity)
}

/// Tickets that the desk closes in a period up to the status date, with the agents typed or else planned.
pub fn period_capacity(plan: &Plan, period: Period, agents: Option<f64>) -> f64 {
    let last = if period.is_to_come { period.to } else { period.to.min(plan.status_date) };
    period
        .from
        .iter_days()
        .take_while(|day| *day <= last)
        .filter(|day| plan.calendar.is_working_day(*day))
        .map(|day| agents.map_or_else(|| plan.desk.capacity_on(day), |agents| plan.desk.capacity_of(agents)))
        .sum()
}

#[cfg(test)]
#[path = "actuals_tests.rs"]
mod tests;
