//! Tickets that the migration caused, by a person's rules, as totals of each phase. Tickets that no rule
//! catches are left, and no word of any ticket is kept.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::ticket_lists::{Listed, Spans, each_once};
use super::ticket_rules::{Words, rule_words};
use super::{Proposal, RuleText};
use crate::files::import::tickets::{Ticket, TicketReading};
use crate::picture::format;
use crate::plan::{Edit, EventKind, PhaseActuals, PhaseId, Plan, Record, Setting, Stock, TicketRule};

/// The tickets that one rule catches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caught {
    /// As it is written.
    pub rule: String,
    pub tickets: u64,
    /// Of the first ones, to see whether the rule means them.
    pub subjects: Vec<String>,
}

impl Caught {
    /// `Wave 1: text ~ portal catches 27 tickets, the first: Company Portal stuck; Portal is empty`
    pub fn words(&self) -> String {
        let tickets = format::plural(self.tickets, "ticket", "tickets");
        let first = if self.subjects.is_empty() {
            String::new()
        } else {
            format!(", the first: {}", self.subjects.join("; "))
        };
        format!("{} catches {tickets}{first}", self.rule)
    }

    fn put(&mut self, subject: &str) {
        self.tickets += 1;
        let is_shown = self.subjects.len() < SHOWN && !subject.is_empty();
        if is_shown && !self.subjects.iter().any(|known| known == subject) {
            self.subjects.push(subject.to_owned());
        }
    }
}

/// Subjects shown of each rule.
const SHOWN: usize = 3;

type PerDay = BTreeMap<NaiveDate, u32>;

/// What the rules make of all lists.
#[derive(Default)]
struct Sorted {
    caught: Vec<Caught>,
    phases: BTreeMap<PhaseId, PerDay>,
    all: u64,
    /// Caught by a rule, but nobody knows whose device it names.
    untold: u64,
    left: u64,
    /// The days that the lists tell of.
    spans: Spans,
}

/// Tickets by phase and day. `wished` are new rules, in place of the plan's; `phase_of` tells the phase of the
/// device of a ticket.
pub fn tickets(
    plan: &Plan,
    readings: &[TicketReading],
    wished: Option<&[RuleText]>,
    phase_of: &dyn Fn(&Ticket) -> Option<PhaseId>,
) -> Proposal {
    if readings.is_empty() || plan.phases.is_empty() {
        return Proposal::default();
    }
    let (rules, strangers) = rules(plan, wished);
    if rules.is_empty() && !plan.ticket_rules.is_empty() && strangers.is_none() {
        let edits = vec![Setting::TicketRules(rules).into()];
        let says =
            vec!["The plan has no ticket rules any more; the tickets recorded so far stay.".to_owned()];
        return Proposal::of("Import tickets of phases", edits, says);
    }
    if rules.is_empty() {
        let none = "No ticket is put down to a phase: there is no ticket rule.".to_owned();
        return Proposal::default().warn(Some(none)).warn(strangers);
    }
    let sorted = sort(plan, readings, &rules, phase_of);
    let mut made = Proposal { caught: sorted.caught.clone(), ..Proposal::default() };
    let (mut edits, mut says) = (Vec::new(), Vec::new());
    if rules != plan.ticket_rules {
        edits.push(Setting::TicketRules(rules.clone()).into());
        says.push(format!(
            "{} kept in the plan.",
            format::plural(rules.len() as u64, "ticket rule is", "ticket rules are")
        ));
    }
    for (phase, per_day) in &sorted.phases {
        let has_new_rules = rules != plan.ticket_rules;
        let totals = Totals { plan, phase: *phase, per_day, sorted: &sorted, has_new_rules };
        let (new, said, waits) = totals.records();
        edits.extend(new);
        says.extend(said);
        made.warns.extend(waits);
    }
    if !edits.is_empty() {
        says.push(sorted.sentence());
    }
    let proposal = Proposal::of("Import tickets of phases", edits, says);
    made.and(proposal).warn(strangers).warn(sorted.untold_sentence())
}

/// The rules that hold from now on, and the phases that the plan does not have.
fn rules(plan: &Plan, wished: Option<&[RuleText]>) -> (Vec<TicketRule>, Option<String>) {
    let Some(wished) = wished else { return (plan.ticket_rules.clone(), None) };
    let known: Vec<_> = wished.iter().filter_map(|text| text.rule(plan)).collect();
    let strangers: Vec<_> =
        wished.iter().filter(|text| text.rule(plan).is_none()).map(|text| text.phase.as_str()).collect();
    let said = (!strangers.is_empty()).then(|| {
        format!(
            "The plan has no phase that is called {}: its ticket rules are left.",
            strangers.join(", nor ")
        )
    });
    (known, said)
}

fn sort(
    plan: &Plan,
    readings: &[TicketReading],
    rules: &[TicketRule],
    phase_of: &dyn Fn(&Ticket) -> Option<PhaseId>,
) -> Sorted {
    let caught =
        rules.iter().map(|rule| Caught { rule: rule_words(plan, rule), ..Caught::default() }).collect();
    let mut sorted = Sorted { caught, spans: Spans::of(readings), ..Sorted::default() };
    // A phase whose rules catch nothing any more has no tickets.
    sorted.phases.extend(rules.iter().filter_map(|rule| rule.phase).map(|phase| (phase, PerDay::new())));
    let ready: Vec<Words> = rules.iter().map(Words::of).collect();
    for Listed { ticket, .. } in each_once(readings) {
        sorted.all += 1;
        let Some(at) = ready.iter().position(|words| words.hold(ticket)) else {
            sorted.left += 1;
            continue;
        };
        sorted.caught[at].put(&ticket.about.subject);
        match rules[at].phase.or_else(|| phase_of(ticket)) {
            Some(phase) => {
                *sorted.phases.entry(phase).or_default().entry(ticket.opened).or_default() += 1;
            }
            None => sorted.untold += 1,
        }
    }
    sorted
}

impl Sorted {
    fn sentence(&self) -> String {
        let caught = self.all - self.left;
        format!(
            "The rules catch {} of {}; {} left.",
            format::count(caught),
            format::plural(self.all, "ticket", "tickets"),
            format::plural(self.left, "is unrelated and", "are unrelated and")
        )
    }

    fn untold_sentence(&self) -> Option<String> {
        (self.untold > 0).then(|| {
            let tickets = format::plural(self.untold, "ticket names", "tickets name");
            format!("{tickets} no device whose phase is known, and no rule says the phase: left.")
        })
    }
}

/// One phase's tickets so far, on the days that have a record.
struct Totals<'a> {
    plan: &'a Plan,
    phase: PhaseId,
    per_day: &'a PerDay,
    sorted: &'a Sorted,
    /// What stands after the end of the list was counted by others.
    has_new_rules: bool,
}

impl Totals<'_> {
    /// The records that change, a sentence about them, and what cannot be recorded yet.
    fn records(&self) -> (Vec<Edit>, Option<String>, Option<String>) {
        let name = self.plan.phase(self.phase).map_or_else(String::new, |phase| phase.name.clone());
        let stocks = self.plan.actuals.phase(self.phase).map_or(&[][..], |actuals| &actuals.stocks);
        let (Some(start), Some(last)) = (self.start(), stocks.last().map(|stock| stock.date)) else {
            let n = self.per_day.values().sum::<u32>();
            let waits = (n > 0).then(|| {
                let tickets = format::plural(n.into(), "ticket is", "tickets are");
                format!("{name} has no figures yet, so its {tickets} not recorded.")
            });
            return (Vec::new(), None, waits);
        };
        let new = self.totals(start, stocks);
        let changed: Vec<_> = new.into_iter().filter(|stock| !stocks.contains(stock)).collect();
        let typed = changed
            .iter()
            .filter(|new| stocks.iter().any(|old| old.date == new.date && old.tickets.is_some()));
        let replaced = match typed.count() as u64 {
            0 => String::new(),
            n => format!("; on {} of them another number stood", format::count(n)),
        };
        let so_far = changed.last().and_then(|stock| stock.tickets).unwrap_or(0);
        let said = changed.last().map(|newest| {
            format!(
                "{name}: {} by {}, on {}{replaced}.",
                format::plural(so_far.into(), "ticket", "tickets"),
                format::date(newest.date),
                format::plural(changed.len() as u64, "recorded day", "recorded days"),
            )
        });
        let later: u32 = self.per_day.range(last.succ_opt().unwrap_or(last)..).map(|(_, n)| n).sum();
        let waits = (later > 0).then(|| {
            let tickets = format::plural(later.into(), "ticket waits", "tickets wait");
            format!("{name}: {tickets} for figures after {}.", format::date(last))
        });
        let edits = changed.into_iter().map(|stock| Record::Stock { phase: self.phase, stock }.into());
        (edits.collect(), said, waits)
    }

    /// No ticket before it is the phase's.
    fn start(&self) -> Option<NaiveDate> {
        let actuals = &self.plan.actuals;
        let first = |actuals: &PhaseActuals| {
            actuals.stocks.iter().find(|stock| stock.targeted > 0).map(|stock| stock.date)
        };
        actuals
            .done(&EventKind::PhaseStarted(self.phase))
            .or_else(|| actuals.phase(self.phase).and_then(first))
            .map(|day| day.max(self.plan.start))
    }

    fn totals(&self, start: NaiveDate, stocks: &[Stock]) -> Vec<Stock> {
        let mut all: Vec<Stock> = Vec::new();
        let runs = self.sorted.spans.runs();
        let Some((first, _)) = runs.first() else { return all };
        // A list that begins later than the phase continues what is recorded.
        let before = stocks.iter().rfind(|stock| stock.date < *first && stock.tickets.is_some());
        let mut so_far = before.and_then(|stock| stock.tickets).unwrap_or(0);
        for (at, (first, last)) in runs.iter().enumerate() {
            let run = Run { from: start.max(*first), last: *last, before: so_far };
            let end = Some(run.total(self.per_day, *last));
            all.extend(self.of_run(&run, stocks));
            // Totals never fall after the end of a list.
            let next = runs.get(at + 1).map(|next| next.0);
            let later = stocks.iter().filter(|stock| {
                let is_later = stock.date > *last && stock.date >= run.from;
                is_later && next.is_none_or(|next| stock.date < next) && stock.tickets.is_some()
            });
            let of_later = |stock: &Stock| if self.has_new_rules { end } else { end.max(stock.tickets) };
            let later: Vec<Stock> = later.map(|stock| Stock { tickets: of_later(stock), ..*stock }).collect();
            so_far = later.last().map_or(end, |stock| stock.tickets).unwrap_or(so_far);
            all.extend(later);
        }
        all.sort_by_key(|stock| stock.date);
        all
    }

    /// The records of the days that a run of lists tells of.
    fn of_run(&self, run: &Run, stocks: &[Stock]) -> Vec<Stock> {
        let is_covered = |day: NaiveDate| day >= run.from && day <= run.last && day <= self.plan.status_date;
        let total = |day: NaiveDate| Some(run.total(self.per_day, day));
        let known = stocks.iter().filter(|stock| is_covered(stock.date));
        let mut all: Vec<Stock> = known.map(|stock| Stock { tickets: total(stock.date), ..*stock }).collect();
        // Where nothing else changes from one record to the next, a day of tickets gets its own.
        for day in self.per_day.keys().copied().filter(|day| is_covered(*day)) {
            let at = stocks.partition_point(|stock| stock.date < day);
            let (Some(before), Some(after)) =
                (at.checked_sub(1).and_then(|at| stocks.get(at)), stocks.get(at))
            else {
                continue;
            };
            let is_flat = (before.targeted, before.enrolled, before.failed, before.abandoned)
                == (after.targeted, after.enrolled, after.failed, after.abandoned);
            if after.date > day && is_flat {
                all.push(Stock { date: day, pending: None, stale: None, tickets: total(day), ..*before });
            }
        }
        all
    }
}

/// A run of days that lists tell of, and the phase's tickets before it.
struct Run {
    from: NaiveDate,
    last: NaiveDate,
    before: u32,
}

impl Run {
    fn total(&self, per_day: &PerDay, day: NaiveDate) -> u32 {
        let since = if day < self.from { 0 } else { per_day.range(self.from..=day).map(|(_, n)| n).sum() };
        self.before.saturating_add(since)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
#[path = "tickets_tests.rs"]
mod tests;
