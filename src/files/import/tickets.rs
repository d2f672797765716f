//! Ticket lists of any helpdesk, by mapped columns: when each was opened and resolved, and what tells what it
//! is about. Who called and what the body says is never read.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{Datelike, NaiveDate};

use super::devices::Choices;
use super::left::{LONGEST_TEXT, Left, Tally};
use super::limits::Limit;
use super::moment::{self, Moment, Order, Orders};
use super::rows::{Progress, Row, Table};
use super::{Field, ImportError};

/// One ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    pub opened: NaiveDate,
    pub resolved: Option<NaiveDate>,
    /// Minutes from opening to resolution; none = open, or impossible.
    pub minutes: Option<u32>,
    pub about: About,
}

/// What rules look at, in memory only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Tells tickets apart that two lists have; 0 = the list has no numbers.
    pub number: u64,
    pub subject: Box<str>,
    pub category: Box<str>,
    pub group: Box<str>,
    pub device: Box<str>,
    pub tags: Box<str>,
}

impl About {
    fn of(row: &Row<'_>) -> Self {
        let text = |field: Field| -> Box<str> { row.all_text(field).trim().into() };
        let number = text(Field::TicketNumber);
        let mut hasher = DefaultHasher::new();
        number.hash(&mut hasher);
        Self {
            number: if number.is_empty() { 0 } else { hasher.finish().max(1) },
            subject: text(Field::Subject),
            category: text(Field::TicketCategory),
            group: text(Field::Group),
            device: text(Field::TicketDevice),
            tags: text(Field::Tags),
        }
    }

    fn fill(&mut self, other: Self) {
        let own = [&mut self.subject, &mut self.category, &mut self.group, &mut self.device, &mut self.tags];
        let others = [other.subject, other.category, other.group, other.device, other.tags];
        for (own, other) in own.into_iter().zip(others).filter(|(own, _)| own.is_empty()) {
            *own = other;
        }
    }
}

/// The tool that a list comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tool {
    ServiceNow,
    Jira,
    Zendesk,
    Freshservice,
    Freshdesk,
    /// Anything else with a date is read as well.
    #[default]
    Other,
}

impl Tool {
    pub const ALL: [Self; 6] =
        [Self::ServiceNow, Self::Jira, Self::Zendesk, Self::Freshservice, Self::Freshdesk, Self::Other];

    pub const fn name(self) -> &'static str {
        match self {
            Self::ServiceNow => "ServiceNow",
            Self::Jira => "Jira",
            Self::Zendesk => "Zendesk",
            Self::Freshservice => "Freshservice",
            Self::Freshdesk => "Freshdesk",
            Self::Other => "Another tool",
        }
    }

    /// Told by columns that only its exports have.
    pub fn of(header: &[String]) -> Self {
        let plain: Vec<_> = header.iter().map(|name| super::fields::plain(name)).collect();
        let has = |name: &&str| plain.iter().any(|header| header == name);
        TELLING.iter().find(|(_, names)| names.iter().all(has)).map_or(Self::Other, |(tool, _)| *tool)
    }

    /// Under which its tickets are told from those of other desks: one view of Freshservice lacks the column that
    /// tells it from Freshdesk.
    #[must_use]
    pub const fn desk(self) -> Self {
        if matches!(self, Self::Freshdesk) { Self::Freshservice } else { self }
    }

    /// The list ends where the tool's export may, so there may be more. ServiceNow's limit is a setting that its
    /// owners raise and lower by thousands.
    pub const fn is_cut(self, rows: u64) -> bool {
        match self {
            Self::ServiceNow => rows > 0 && rows.is_multiple_of(1_000),
            Self::Jira => rows == 1_000,
            _ => false,
        }
    }
}

/// Headers, in the form of [`super::fields::plain`], all of which a tool's export has.
const TELLING: &[(Tool, &[&str])] = &[
    (Tool::ServiceNow, &["number", "openedat"]),
    (Tool::ServiceNow, &["number", "opened", "shortdescription"]),
    (Tool::ServiceNow, &["nummer", "geöffnet", "kurzbeschreibung"]),
    (Tool::ServiceNow, &["numéro", "ouvert", "descriptionbrève"]),
    (Tool::ServiceNow, &["nummer", "geopend", "kortebeschrijving"]),
    (Tool::Jira, &["issuekey", "created"]),
    (Tool::Jira, &["key", "fieldscreated"]),
    (Tool::Jira, &["vorgangsschlüssel", "erstellt"]),
    (Tool::Jira, &["clédeticket", "création"]),
    (Tool::Zendesk, &["summationcolumn", "createdat"]),
    (Tool::Freshservice, &["ticketid", "createdtime", "urgency"]),
    (Tool::Freshdesk, &["ticketid", "createdtime"]),
];

/// The tickets of one file.
#[derive(Clone, Debug, Default)]
pub struct TicketReading {
    pub tool: Tool,
    /// In order of opening.
    pub tickets: Vec<Ticket>,
    pub tally: Tally,
    pub orders: Orders,
    /// Rows about a ticket that stands there before, as in a log of its changes.
    pub repeated: u64,
    /// A column says of any ticket when it was resolved; without it none is known to be open or closed.
    pub has_resolved: bool,
    /// Resolved before they were opened, or more than 90 days after: they count, but not their duration.
    pub odd_durations: u64,
}

impl TicketReading {
    pub fn median_minutes(&self) -> Option<u32> {
        let mut minutes: Vec<_> = self.tickets.iter().filter_map(|ticket| ticket.minutes).collect();
        minutes.sort_unstable();
        minutes.get(minutes.len() / 2).copied()
    }

    /// The first opening.
    pub fn first(&self) -> Option<NaiveDate> {
        self.tickets.first().map(|ticket| ticket.opened)
    }

    /// The last opening; resolved may be some of them long after.
    pub fn last(&self) -> Option<NaiveDate> {
        self.tickets.last().map(|ticket| ticket.opened)
    }
}

const DATES: [Field; 2] = [Field::Opened, Field::Resolved];

/// Longer than this nobody worked on it.
const LONGEST_MINUTES: i64 = 90 * 24 * 60;

/// What is read of a ticket beside its dates.
const KEPT: [Field; 6] = [
    Field::TicketNumber,
    Field::Subject,
    Field::TicketCategory,
    Field::Group,
    Field::TicketDevice,
    Field::Tags,
];

/// One row; a ticket may have several.
struct Entry {
    number: Box<str>,
    opened: Moment,
    resolved: Option<Moment>,
    about: About,
}

#[derive(Default)]
struct Part {
    entries: Vec<Entry>,
    orders: Orders,
}

/// Reads the tickets of a table. Dates are read again when later rows tell another order than was assumed.
pub fn read_tickets(
    open: &dyn Fn() -> Result<Table, ImportError>,
    choices: &Choices,
    limit: Limit,
    progress: Progress<'_>,
) -> Result<TicketReading, ImportError> {
    let assumed = choices.order.unwrap_or(Order::MonthFirst);
    let reading = read_once(open()?, choices, [assumed; 2], (limit, progress))?;
    let found = DATES.map(|field| reading.orders.of(field).unwrap_or(assumed));
    if found == [assumed; 2] { Ok(reading) } else { read_once(open()?, choices, found, (limit, progress)) }
}

fn read_once(
    table: Table,
    choices: &Choices,
    orders: [Order; 2],
    (limit, progress): (Limit, Progress<'_>),
) -> Result<TicketReading, ImportError> {
    let mut reading = TicketReading::default();
    let mut met = Met::default();
    let take = |part: &mut Part, row: &Row<'_>| {
        let mut date = |at: usize| {
            let text = row.text(DATES[at]);
            part.orders.add(DATES[at], &text);
            moment::parse(&text, orders[at])
        };
        let (opened, resolved) = (date(0), date(1));
        let opened = opened.ok_or(Left::Date.by(Field::Opened))?;
        row.too_long(&KEPT, LONGEST_TEXT)?;
        part.entries.push(Entry {
            number: row.text(Field::TicketNumber).trim().into(),
            opened,
            resolved,
            about: About::of(row),
        });
        Ok(())
    };
    let put = |part: Part, _lines: u64| {
        reading.orders.join(part.orders);
        part.entries.into_iter().for_each(|entry| met.take(entry));
        limit.holds(met.entries.len())
    };
    reading.tally = table.read(Part::default, take, put, progress)?;
    reading.repeated = met.repeated;
    for entry in met.entries {
        let minutes = entry.resolved.map(|resolved| minutes_between(entry.opened, resolved));
        let is_odd = minutes.is_some_and(|minutes| !(0..=LONGEST_MINUTES).contains(&minutes));
        reading.odd_durations += u64::from(is_odd);
        let day = |moment: Moment| moment.day_at(choices.written_ahead, choices.counted_ahead);
        reading.tickets.push(Ticket {
            opened: day(entry.opened),
            resolved: entry.resolved.map(day).filter(|resolved| *resolved >= day(entry.opened)),
            minutes: minutes.filter(|_| !is_odd).and_then(|minutes| u32::try_from(minutes).ok()),
            about: entry.about,
        });
    }
    reading.tickets.sort_by_key(|ticket| ticket.opened);
    // A column that is empty everywhere tells as little as none.
    reading.has_resolved = reading.tickets.iter().any(|ticket| ticket.resolved.is_some());
    Ok(reading)
}

fn minutes_between(opened: Moment, resolved: Moment) -> i64 {
    let minutes = |moment: Moment| {
        i64::from(moment.day.num_days_from_ce()) * 24 * 60 + i64::from(moment.minutes)
            - i64::from(moment.ahead.unwrap_or(0))
    };
    minutes(resolved) - minutes(opened)
}

/// One entry a ticket: first opened, last resolved.
#[derive(Default)]
struct Met {
    places: HashMap<Box<str>, usize>,
    entries: Vec<Entry>,
    repeated: u64,
}

impl Met {
    fn take(&mut self, entry: Entry) {
        if let Some(place) = self.places.get(&entry.number) {
            self.repeated += 1;
            let known = &mut self.entries[*place];
            known.opened = known.opened.min(entry.opened);
            known.resolved = known.resolved.max(entry.resolved);
            known.about.fill(entry.about);
            return;
        }
        if !entry.number.is_empty() {
            self.places.insert(entry.number.clone(), self.entries.len());
        }
        self.entries.push(entry);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::fmt::Write;
    use std::ops::ControlFlow;

    use super::super::{Input, Limits};
    use super::*;

    fn read(text: &str) -> TicketReading {
        let bytes = text.as_bytes().to_vec();
        let open = || Table::of(Input::of_bytes("tickets.csv", bytes.clone())?);
        read_tickets(&open, &Choices::default(), Limits::REAL.tickets, &mut |_, _| ControlFlow::Continue(()))
            .unwrap()
    }

    #[test]
    fn a_log_of_changes_is_its_tickets() {
        // Audit rows repeat the number; the order of the day is told by the third of them.
        let mut text = String::from("number,opened_at,resolved_at,incident_state,category\n");
        for n in 0..900 {
            for _ in 0..6 {
                let (day, month) = (n % 28 + 1, n % 3 + 1);
                let _ = writeln!(
                    text,
                    "INC{n:04},{day:02}-{month:02}-2026 09:30,{day:02}-{month:02}-2026 11:00,Active,?"
                );
            }
        }
        let reading = read(&text);
        assert_eq!((reading.tickets.len(), reading.repeated, reading.tally.rows), (900, 4_500, 5_400));
        assert_eq!(reading.orders.open(), []);
        assert_eq!(reading.first(), "2026-01-01".parse().ok());
        assert_eq!(reading.median_minutes(), Some(90));
        assert!(reading.tickets.iter().all(|ticket| ticket.resolved == Some(ticket.opened)));
    }

    #[test]
    fn durations_that_cannot_be_are_counted_apart() {
        let reading = read(
            "Ticket Id,Subject,Created Time,Resolved Time\n1,MFA,2026-08-03 10:00,2026-08-03 12:00\n2,VPN,2026-08-03 10:00,2026-08-01 12:00\n\
             3,Disk,2026-01-03 10:00,2026-08-01 12:00\n4,,2026-08-04 10:00,\n5,x,soon,\n",
        );
        assert_eq!((reading.tickets.len(), reading.odd_durations), (4, 2));
        assert_eq!(reading.tally.left[&Left::Date].first[0].words(), "line 6, Created Time: “soon”");
        let resolved: Vec<_> = reading.tickets.iter().map(|ticket| ticket.resolved.is_some()).collect();
        assert_eq!(resolved, [true, true, false, false], "nothing ends before it begins");
        let subjects: Vec<_> = reading.tickets.iter().map(|ticket| ticket.about.subject.as_ref()).collect();
        assert_eq!(subjects, ["Disk", "MFA", "VPN", ""]);
    }

    #[test]
    fn columns_that_are_repeated_are_one_text() {
        let reading = read(
            "Summary,Issue key,Created,Labels,Labels,Labels,Request Type\nA,IT-1,2026-08-03 10:00,vpn,,\"intune\",x\n\
             B,IT-2,2026-08-03 11:00,,intune,,\nC,IT-3,2026-08-03 12:00,,,,\n",
        );
        let tags: Vec<_> = reading.tickets.iter().map(|ticket| ticket.about.tags.as_ref()).collect();
        assert_eq!(tags, ["vpn, intune", "intune", ""]);
        let long = "x".repeat(16_001);
        let reading = read(&format!(
            "Summary,Issue key,Created,Labels,Labels\nA,IT-1,2026-08-03 10:00,{long},{long}\nB,IT-2,2026-08-03 10:00,{long},\n"
        ));
        assert_eq!(
            (reading.tickets.len(), reading.tally.left[&Left::TooLong].count),
            (1, 1),
            "together too long"
        );
    }

    #[test]
    fn the_tool_is_told_by_its_columns() {
        let tool = |header: &str| Tool::of(&header.split(',').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(tool("number,opened_at,priority"), Tool::ServiceNow);
        assert_eq!(tool("Summary,Issue key,Created"), Tool::Jira);
        assert_eq!(tool("Ticket Id,Urgency,Created Time"), Tool::Freshservice);
        assert_eq!(tool("Ticket ID,Created time"), Tool::Freshdesk);
        assert_eq!(tool("Date,Title"), Tool::Other);
        assert_eq!(tool("Nummer,Geöffnet,Kurzbeschreibung"), Tool::ServiceNow);
        assert_eq!(tool("Zusammenfassung,Vorgangsschlüssel,Erstellt"), Tool::Jira);
        let snow = tool("number,opened_at");
        assert!(snow.is_cut(10_000) && snow.is_cut(5_000) && !snow.is_cut(0) && !snow.is_cut(10_001));
        assert!(Tool::Jira.is_cut(1_000) && !Tool::Jira.is_cut(2_000) && !Tool::Other.is_cut(10_000));
    }

    #[test]
    fn a_text_that_no_desk_exports_is_left() {
        let long = |n: usize| "é".repeat(n);
        let (fits, not) = (long(32_000), long(32_001));
        let reading = read(&format!(
            "number,opened_at,short_description\n1,2026-08-03,{fits}\n2,2026-08-03,{not}\n3,2026-08-03,x\n"
        ));
        assert_eq!(reading.tickets.len(), 2);
        assert_eq!(reading.tally.left[&Left::TooLong].first[0].line, 3);
        assert_eq!(reading.tally.all_rows(), 3);
    }

    #[test]
    fn lists_of_other_desks_and_languages_are_read_with_their_own_names() {
        for (header, has_resolved) in [
            (
                "Nummer,Geöffnet,Kurzbeschreibung,Anrufer,Priorität,Status,Kategorie,Zuweisungsgruppe,Gelöst",
                true,
            ),
            (
                "Numéro,Ouvert,Description brève,Appelant,Priorité,État,Catégorie,Groupe d'affectation,Résolu",
                true,
            ),
            ("Vorgangsschlüssel,Erstellt,Zusammenfassung,x,Priorität,Status,Vorgangstyp,x,Erledigt", true),
            ("Meldingnummer,Datum aangemeld,Korte omschrijving,x,x,Status,Categorie,x,Datum gereed", true),
            (
                "Incident number,Creation date,Brief description,x,x,Status,Category,Operator group,Completion date",
                true,
            ),
            (
                "Request ID,Created Time,Subject,Requester,Priority,Request Status,Category,x,Completed Time",
                true,
            ),
            (
                "Ticket Number,Date Created,Subject,From,Priority,Current Status,Help Topic,Source,Last Updated",
                false,
            ),
            ("ID,Requested,Subject,Requester,Priority,Ticket status,x,Group,Updated", false),
        ] {
            let row = "7,2026-08-03 10:00,Intune,A,2,Done,Software,Desk,2026-08-04 12:00";
            let reading = read(&format!("{header}\n{row}\n"));
            let ticket = reading.tickets.first().expect(header);
            assert_eq!(
                (ticket.opened.to_string().as_str(), ticket.about.subject.as_ref()),
                ("2026-08-03", "Intune")
            );
            assert!(ticket.about.number != 0, "{header}");
            assert_eq!(
                (reading.has_resolved, ticket.resolved.is_some()),
                (has_resolved, has_resolved),
                "{header}"
            );
            let open = read(&format!("{header}\n{}\n", row.replace("2026-08-04 12:00", "")));
            assert!(!open.has_resolved, "{header}: nothing stands there");
        }
    }
}
