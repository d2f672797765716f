//! Several lists of tickets as one: two desks', two months', or the same tickets twice. A ticket counts once,
//! and only of days that a list tells of is anything known.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::files::import::tickets::{Ticket, TicketReading, Tool};

/// A ticket, and the last day on which any list says that it was resolved.
#[derive(Clone, Copy)]
pub struct Listed<'a> {
    pub ticket: &'a Ticket,
    pub resolved: Option<NaiveDate>,
}

/// The tickets of all lists, each once. Two desks may number theirs alike: a ticket is the same where desk,
/// number and day of opening are. Those without a number are all different. The tool is told by columns, which
/// two views of one desk show differently: a list whose tool is not told may be of any desk.
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
        let key = |desk: Tool| (desk, ticket.about.number, ticket.opened);
        let desk = tool.desk();
        let known = if desk == Tool::Other {
            Tool::ALL.into_iter().find_map(|desk| places.get(&key(desk)).copied())
        } else {
            // What no desk was told of is this one's from now on.
            places.get(&key(desk)).copied().or_else(|| places.remove(&key(Tool::Other)))
        };
        if let Some(place) = known {
            // The newer list knows of the end what the older one could not.
            all[place].resolved = all[place].resolved.max(listed.resolved);
        }
        if known.is_none() || desk != Tool::Other {
            places.insert(key(desk), known.unwrap_or(all.len()));
        }
        if known.is_none() {
            all.push(listed);
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
        Self::among(readings, |_| true)
    }

    /// The days of the lists that do not say when tickets were closed.
    pub fn of_unclosed(readings: &[TicketReading]) -> Self {
        Self::among(readings, |reading| !reading.has_resolved)
    }

    fn among(readings: &[TicketReading], counts: impl Fn(&TicketReading) -> bool) -> Self {
        let counted = readings.iter().filter(|reading| counts(reading));
        let mut all: Vec<_> = counted.filter_map(|reading| reading.first().zip(reading.last())).collect();
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
    use crate::files::import::tickets::About;

    fn ticket(number: u64, opened: &str, resolved: Option<&str>) -> Ticket {
        Ticket {
            opened: opened.parse().unwrap(),
            resolved: resolved.map(|day| day.parse().unwrap()),
            minutes: None,
            about: About { number, ..About::default() },
        }
    }

    fn list(tool: Tool, tickets: Vec<Ticket>) -> TicketReading {
        TicketReading { tool, tickets, ..TicketReading::default() }
    }

    #[test]
    fn two_desks_may_number_their_tickets_alike() {
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

    #[test]
    fn two_views_of_one_desk_are_one_desk_in_whatever_order() {
        let (resolved, none) = (Some("2026-08-05"), None);
        let tickets = |tools: &[Tool]| {
            let list =
                |(n, tool)| list(tool, vec![ticket(7, "2026-08-03", if n == 1 { resolved } else { none })]);
            let lists: Vec<_> = tools.iter().copied().enumerate().map(list).collect();
            let all = each_once(&lists);
            assert!(all.iter().any(|one| one.resolved.is_some()), "{tools:?}");
            all.len()
        };
        let (other, jira, zendesk) = (Tool::Other, Tool::Jira, Tool::Zendesk);
        for one in [
            [Tool::ServiceNow, other, other],
            [other, Tool::ServiceNow, other],
            [other, other, Tool::ServiceNow],
            [Tool::Freshservice, Tool::Freshdesk, other],
            [Tool::Freshdesk, other, Tool::Freshservice],
        ] {
            assert_eq!(tickets(&one), 1, "{one:?}");
        }
        for two in [[other, jira, zendesk], [jira, other, zendesk], [jira, zendesk, other]] {
            assert_eq!(tickets(&two), 2, "{two:?}");
        }
    }
}
