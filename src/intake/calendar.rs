//! Calendar events as holidays and freezes. Importing the same calendar again updates what came from it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Proposal;
use crate::files::import::calendar::{CalendarEvent, CalendarReading, Use};
use crate::picture::format;
use crate::plan::{Edit, Freeze, FreezeId, FreezeScope, Holiday, Plan, Record};

/// Words by which people call a change freeze.
const FREEZE_WORDS: [&str; 9] =
    ["freeze", "freezes", "frozen", "change", "changes", "blackout", "moratorium", "stop", "gel"];
/// The same, where words are put together: Änderungssperre, Einfrierzeit, Jahresendfreeze.
const FREEZE_ENDS: [&str; 6] = ["sperre", "sperren", "sperrzeit", "freeze", "moratorium", "stopp"];
const FREEZE_BEGINNING: &str = "einfrier";
/// More days in a row than public holidays have.
const LONGEST_HOLIDAY_DAYS: i64 = 4;

/// What an event freezes; none = it is a holiday.
fn scope_of(usage: Use, event: &CalendarEvent) -> Option<FreezeScope> {
    match usage {
        Use::Holidays => None,
        Use::Freezes(scope) => Some(scope),
        Use::Told => {
            let is_called = is_called_freeze(&event.name);
            let is_long = (event.to - event.from).num_days() >= LONGEST_HOLIDAY_DAYS;
            (is_called || is_long).then_some(FreezeScope::Both)
        }
    }
}

/// By whole words: an Exchange migration is no change.
fn is_called_freeze(name: &str) -> bool {
    let name = name.to_lowercase();
    name.split(|c: char| !c.is_alphanumeric()).any(|word| {
        FREEZE_WORDS.contains(&word)
            || FREEZE_ENDS.iter().any(|end| word.ends_with(end))
            || word.starts_with(FREEZE_BEGINNING)
    })
}

/// Holidays and freezes out of a calendar.
pub fn calendar(plan: &Plan, reading: &CalendarReading, usage: Use) -> Proposal {
    let mut edits: Vec<Edit> = Vec::new();
    let (mut holidays, mut freezes) = (BTreeSet::new(), Vec::new());
    let mut next = plan.calendar.freezes.iter().map(|freeze| freeze.id.0).max().unwrap_or(0);
    let (named, known_days) = (freezes_by_name(plan), holidays_by_day(plan));
    let mut taken = BTreeSet::new();
    for event in &reading.events {
        if let Some(scope) = scope_of(usage, event) {
            let alike = named.get(event.name.as_str()).into_iter().flatten().copied();
            let mut alike = alike.filter(|freeze| overlaps(freeze, event) && !taken.contains(&freeze.id.0));
            let known = alike.next();
            let id = known.map_or_else(
                || {
                    next += 1;
                    FreezeId(next)
                },
                |known| known.id,
            );
            taken.insert(id.0);
            let scope = known.map_or(scope, |known| if usage == Use::Told { known.scope } else { scope });
            let freeze = Freeze { id, name: event.name.clone(), from: event.from, to: event.to, scope };
            if known != Some(&freeze) {
                let dates = format::date_range_year(event.from, event.to);
                freezes.push(format!("{}, {dates}", event.name));
                edits.push(Record::Freeze(freeze).into());
            }
        } else {
            for date in event.from.iter_days().take_while(|day| *day <= event.to) {
                // Two events on one day are one holiday; the first one names it.
                if may_name(&known_days, date, &event.name) && holidays.insert(date) {
                    edits.push(Record::Holiday(Holiday { date, name: event.name.clone() }).into());
                }
            }
        }
    }
    let mut says = Vec::new();
    if let (Some(first), Some(last)) = (holidays.first(), holidays.last()) {
        let count = format::plural(holidays.len() as u64, "holiday", "holidays");
        says.push(format!("{count} from {}.", format::date_range_year(*first, *last)));
    }
    says.extend(freezes.into_iter().map(|freeze| format!("Freeze: {freeze}.")));
    let cancelled = (reading.cancelled > 0).then(|| {
        format!(
            "{} in the calendar.",
            format::plural(
                u64::from(reading.cancelled),
                "cancelled event is left",
                "cancelled events are left"
            )
        )
    });
    let left = reading.left.iter().map(|(line, why)| format!("Line {line}: {why}."));
    let mut proposal = Proposal::of("Import a calendar", edits, says).warn(cancelled);
    proposal.warns.extend(left);
    let more = (reading.more_left > 0).then(|| {
        let more = format::plural(reading.more_left, "more is", "more are");
        format!("{more} left of the calendar.")
    });
    proposal.warn(more)
}

fn freezes_by_name(plan: &Plan) -> BTreeMap<&str, Vec<&Freeze>> {
    let mut named: BTreeMap<&str, Vec<&Freeze>> = BTreeMap::new();
    for freeze in &plan.calendar.freezes {
        named.entry(&freeze.name).or_default().push(freeze);
    }
    named
}

/// Of two on one day the first.
fn holidays_by_day(plan: &Plan) -> BTreeMap<NaiveDate, &Holiday> {
    plan.calendar.holidays.iter().rev().map(|holiday| (holiday.date, holiday)).collect()
}

/// A freeze of the same name at about the same time is the same freeze moved.
fn overlaps(freeze: &Freeze, event: &CalendarEvent) -> bool {
    let about = chrono::Days::new(45);
    let until = freeze.to.checked_add_days(about).unwrap_or(freeze.to);
    let from = freeze.from.checked_sub_days(about).unwrap_or(freeze.from);
    event.from <= until && event.to >= from
}

/// Two calendars may call a day by two names; the one that is there stays.
fn may_name(known: &BTreeMap<NaiveDate, &Holiday>, date: NaiveDate, name: &str) -> bool {
    known.get(&date).is_none_or(|known| known.name.is_empty() && !name.is_empty())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::files::import::calendar::read_calendar;

    fn reading(events: &[(&str, &str, &str)]) -> CalendarReading {
        let mut body = String::new();
        for (name, from, to) in events {
            let _ = writeln!(body, "BEGIN:VEVENT\nSUMMARY:{name}\nDTSTART:{from}\nDTEND:{to}\nEND:VEVENT");
        }
        let text = format!("BEGIN:VCALENDAR\n{body}END:VCALENDAR\n");
        let range = ("2026-06-01".parse().unwrap(), "2028-06-01".parse().unwrap());
        read_calendar("x.ics", text.as_bytes(), range).unwrap()
    }

    #[test]
    fn importing_again_updates_and_never_doubles() {
        let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        let first = reading(&[
            ("Year-end change freeze", "20261214", "20270109"),
            ("Christmas Day", "20261225", "20261226"),
        ]);
        let proposal = calendar(&plan, &first, Use::Told);
        assert_eq!(
            proposal.says,
            ["1 holiday from 25 Dec 2026.", "Freeze: Year-end change freeze, 14 Dec 2026 – 8 Jan 2027."]
        );
        proposal.edit.unwrap().apply(&mut plan).unwrap();
        assert_eq!(calendar(&plan, &first, Use::Told), Proposal::default());
        let moved = reading(&[
            ("Year-end change freeze", "20261221", "20270109"),
            ("Christmas", "20261225", "20261226"),
        ]);
        calendar(&plan, &moved, Use::Told).edit.unwrap().apply(&mut plan).unwrap();
        assert_eq!((plan.calendar.freezes.len(), plan.calendar.holidays.len()), (1, 1));
        assert_eq!(plan.calendar.freezes[0].from.to_string(), "2026-12-21");
    }

    #[test]
    fn a_freeze_is_called_one_by_a_whole_word() {
        let freezes = [
            "Change freeze",
            "Code Freezes",
            "Year-end blackout",
            "Änderungssperre",
            "Gel de Noël",
            "IT-Stopp",
        ];
        let others = ["Exchange mailbox migration", "Angel Day", "St. Christopher", "Stopover", "Labour Day"];
        for (names, is_freeze) in [(&freezes[..], true), (&others[..], false)] {
            for name in names {
                assert_eq!(is_called_freeze(name), is_freeze, "{name}");
            }
        }
    }

    #[test]
    fn a_person_may_say_what_events_are() {
        let plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        let events = reading(&[("Works outing", "20260703", "20260704")]);
        let as_freeze = calendar(&plan, &events, Use::Freezes(FreezeScope::Enrollment));
        assert_eq!(as_freeze.says, ["Freeze: Works outing, 3 Jul 2026."]);
        let long = reading(&[("Summer", "20260703", "20260720")]);
        assert_eq!(calendar(&plan, &long, Use::Holidays).says, ["17 holidays from 3 – 19 Jul 2026."]);
    }

    #[test]
    fn two_events_on_one_day_are_one_holiday_and_the_first_names_it() {
        let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        let both =
            reading(&[("Labour Day", "20260901", "20260902"), ("Office closed", "20260901", "20260903")]);
        let proposal = calendar(&plan, &both, Use::Holidays);
        assert_eq!(proposal.says, ["2 holidays from 1 – 2 Sep 2026."]);
        proposal.edit.unwrap().apply(&mut plan).unwrap();
        let days: Vec<_> = plan.calendar.holidays.iter().map(|day| day.name.as_str()).collect();
        assert_eq!(days, ["Labour Day", "Office closed"]);
    }
}
