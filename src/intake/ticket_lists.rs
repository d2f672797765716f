//! Several lists of tickets as one: two desks', two months', or the same tickets twice. A ticket counts once,
//! and only of days that a list tells of is anything known.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::files::import::tickets::{Ticket, TicketReading};

/// A ticket, and the last day on which any list says that it was resolved.
#[derive(Clone, Copy)]
pub struct Listed<'a> {
    pub ticket: &'a Ticket,
    pub resolved: Option<NaiveDate>,
}

/// The tickets of all lists, each once. Two desks may number theirs alike: a ticket is the same where tool,
/// number and day of opening are. Those without a number are all different.
pub fn each_once(readings: &[TicketReading]) -> Vec<Listed<'_>> {
    let mut places: HashMap<_, usize> = HashMap::new();
    let mut all: Vec<Listed<'_>> = Vec::new();
    let tickets = readings.iter().flat_map(|reading| reading.tickets.iter().map(|one| (reading.tool, one)));
    for (tool, ticket) in tickets {
        let listed = Listed { ticket, resolved: ticket.resolved };
        if ticket.about.number == 0 {
            all.push(listed);
            continue;
        }
        let place = *places.entry((tool, ticket.about.number, ticket.opened)).or_insert(all.len());
        match all.get_mut(place) {
            // The newer list knows of the end what the older one could not.
            Some(known) => known.resolved = known.resolved.max(listed.resolved),
            None => all.push(listed),
        }
    }
    all
}

/// The days that lists tell of: from the first opening of each to its last, in runs and in order. What was
/// resolved later says nothing of what was opened then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans(Vec<(NaiveDate, NaiveDate)>);

impl Spans {
    pub fn of(readings: &[TicketReading]) -> Self {
        let mut all: Vec<_> =
            readings.iter().filter_map(|reading| reading.first().zip(reading.last())).collect();
        all.sort_unstable();
        let mut runs: Vec<(NaiveDate, NaiveDate)> = Vec::new();
        for (first, last) in all {
            match runs.last_mut() {
                Some(run) if run.1.succ_opt().is_none_or(|next| first <= next) => run.1 = run.1.max(last),
                _ => runs.push((first, last)),
            }
        }
        Self(runs)
    }

    pub fn runs(&self) -> &[(NaiveDate, NaiveDate)] {
        &self.0
    }

    pub fn first(&self) -> Option<NaiveDate> {
        self.0.first().map(|run| run.0)
    }

    pub fn last(&self) -> Option<NaiveDate> {
        self.0.last().map(|run| run.1)
    }

    pub fn has(&self, day: NaiveDate) -> bool {
        let at = self.0.partition_point(|run| run.1 < day);
        self.0.get(at).is_some_and(|run| run.0 <= day)
    }

    /// All days of a stretch are told of.
    pub fn has_all(&self, from: NaiveDate, to: NaiveDate) -> bool {
        self.0.iter().any(|run| run.0 <= from && to <= run.1)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::files::import::tickets::{About, Tool};

    #[test]
    fn two_desks_may_number_their_tickets_alike() {
        let ticket = |number, opened: &str, resolved: Option<&str>| Ticket {
            opened: opened.parse().unwrap(),
            resolved: resolved.map(|day| day.parse().unwrap()),
            minutes: None,
            about: About { number, ..About::default() },
        };
        let list = |tool, tickets| TicketReading { tool: Some(tool), tickets, ..TicketReading::default() };
        let lists = [
            list(Tool::Jira, vec![ticket(7, "2026-08-03", None), ticket(8, "2026-08-04", None)]),
            list(Tool::Zendesk, vec![ticket(7, "2026-08-03", None)]),
            list(
                Tool::Jira,
                vec![ticket(7, "2026-08-03", Some("2026-08-05")), ticket(8, "2026-09-01", None)],
            ),
        ];
        let all = each_once(&lists);
        let seen: Vec<_> = all
            .iter()
            .map(|one| (one.ticket.about.number, one.resolved.map(|day| day.to_string())))
            .collect();
        assert_eq!(seen, [(7, Some("2026-08-05".into())), (8, None), (7, None), (8, None)]);
    }
}
