//! Calendar events as holidays and freezes. Importing the same calendar again updates what came from it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Proposal;
use crate::files::import::calendar::{CalendarEvent, CalendarReading, Use};
use crate::files::import::occasion::Occasion;
use crate::picture::format;
use crate::plan::{Edit, Freeze, FreezeId, FreezeScope, Holiday, Plan, Record};

/// Words by which people call a change freeze.
const FREEZE_WORDS: [&str; 6] = ["freeze", "freezes", "frozen", "blackout", "moratorium", "gel"];
/// The same, of whole days: a meeting may be about changes.
const FREEZE_WORDS_OF_DAYS: [&str; 3] = ["change", "changes", "stop"];
/// The same, where words are put together: Änderungssperre, Einfrierzeit, Jahresendfreeze.
const FREEZE_ENDS: [&str; 6] = ["sperre", "sperren", "sperrzeit", "freeze", "moratorium", "stopp"];
const FREEZE_BEGINNING: &str = "einfrier";
/// More days in a row than public holidays have.
const LONGEST_HOLIDAY_DAYS: i64 = 4;
/// Observances that are left, as they are named.
const MOST_NAMED: usize = 5;

/// What an event freezes; none = it is a holiday; an error = it is neither, by what it is.
fn scope_of(usage: Use, event: &CalendarEvent) -> Result<Option<FreezeScope>, Occasion> {
    match usage {
        Use::Holidays => Ok(None),
        Use::Freezes(scope) => Ok(Some(scope)),
        Use::Told => {
            let is_days = event.occasion == Occasion::Days;
            let is_called = is_called_freeze(&event.name, is_days);
            if event.occasion == Occasion::Observance || !(is_days || is_called) {
                return Err(event.occasion);
            }
            let is_long = (event.to - event.from).num_days() >= LONGEST_HOLIDAY_DAYS;
            Ok((is_called || is_long).then_some(FreezeScope::Both))
        }
    }
}

/// By whole words: an Exchange migration is no change.
fn is_called_freeze(name: &str, is_days: bool) -> bool {
    let name = name.to_lowercase();
    name.split(|c: char| !c.is_alphanumeric()).any(|word| {
        FREEZE_WORDS.contains(&word)
            || (is_days && FREEZE_WORDS_OF_DAYS.contains(&word))
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
    let mut left: Vec<&CalendarEvent> = Vec::new();
    for event in &reading.events {
        let Ok(scope) = scope_of(usage, event) else {
            left.push(event);
            continue;
        };
        if let Some(scope) = scope {
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
    Proposal { warns: notes(reading, &left), ..Proposal::of("Import a calendar", edits, says) }
}

/// What of the calendar is left, and why. Of meetings and people's days no name is told.
fn notes(reading: &CalendarReading, left: &[&CalendarEvent]) -> Vec<String> {
    let of = |occasion: Occasion| {
        let mut names: BTreeMap<u64, &str> = BTreeMap::new();
        for event in left.iter().filter(|event| event.occasion == occasion) {
            names.insert(event.line, &event.name);
        }
        names
    };
    let said = |n: usize, one: &str, several: &str, why: &str| {
        (n > 0).then(|| format!("{} left: {why}.", format::plural(n as u64, one, several)))
    };
    let cancelled = (reading.cancelled > 0).then(|| {
        let cancelled = u64::from(reading.cancelled);
        let events = format::plural(cancelled, "cancelled event is left", "cancelled events are left");
        format!("{events} in the calendar.")
    });
    let observances: Vec<&str> = of(Occasion::Observance).into_values().collect();
    let mut named: Vec<&str> = Vec::new();
    for name in &observances {
        if !named.contains(name) {
            named.push(name);
        }
    }
    let more = if named.len() > MOST_NAMED { ", …" } else { "" };
    let named = format!(
        "the calendar tells public holidays from {}{more}",
        named[..named.len().min(MOST_NAMED)].join(", ")
    );
    let lines = reading.left.iter().map(|(line, why)| format!("Line {line}: {why}."));
    let more = (reading.more_left > 0).then(|| {
        let more = format::plural(reading.more_left, "more is", "more are");
        format!("{more} left of the calendar.")
    });
    let hours = "they are called no freeze";
    let people = "no person's name comes into the plan";
    let absences = ("absence or birthday is", "absences or birthdays are");
    cancelled
        .into_iter()
        .chain(said(
            of(Occasion::Hours).len(),
            "event of less than a day is",
            "events of less than a day are",
            hours,
        ))
        .chain(said(of(Occasion::OfPerson).len(), absences.0, absences.1, people))
        .chain(said(observances.len(), "observance is", "observances are", &named))
        .chain(lines)
        .chain(more)
        .collect()
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
                assert_eq!(is_called_freeze(name, true), is_freeze, "{name}");
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

    fn told(body: &str) -> (Vec<String>, Vec<String>) {
        let text = format!("BEGIN:VCALENDAR\n{body}END:VCALENDAR\n");
        let range = ("2026-06-01".parse().unwrap(), "2028-06-01".parse().unwrap());
        let reading = read_calendar("x.ics", text.as_bytes(), range).unwrap();
        let proposal = calendar(&Plan::new("Test", range.0), &reading, Use::Told);
        (proposal.says, proposal.warns)
    }

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n")
    }

    #[test]
    fn meetings_and_peoples_days_are_neither_holidays_nor_freezes() {
        let weekly = "SUMMARY:CAB change review\nDTSTART:20261105T090000\nDTEND:20261105T100000\nRRULE:FREQ=WEEKLY;COUNT=9";
        let body = [
            weekly,
            "SUMMARY:1:1 with Anna\nDTSTART:20261106T090000\nDURATION:PT1H",
            "SUMMARY:Urlaub Max Mustermann\nDTSTART:20261201\nDTEND:20261215",
            "SUMMARY:Geburtstag Anna\nDTSTART:20261203\nRRULE:FREQ=YEARLY",
            "SUMMARY:Max Mustermann\nDTSTART:20261120\nX-MICROSOFT-CDO-BUSYSTATUS:OOF",
            "SUMMARY:Month-end freeze\nDTSTART:20261001T180000\nDTEND:20261002T060000",
            "SUMMARY:Quarter close\nDTSTART:20261228T180000\nDTEND:20270105T060000",
            "SUMMARY:Day off\nDTSTART:20260901T000000\nDTEND:20260901T235900",
        ];
        let (says, warns) = told(&body.map(event).concat());
        assert_eq!(
            says,
            [
                "1 holiday from 1 Sep 2026.",
                "Freeze: Month-end freeze, 1 – 2 Oct 2026.",
                "Freeze: Quarter close, 28 Dec 2026 – 5 Jan 2027."
            ]
        );
        assert_eq!(
            warns,
            [
                "2 events of less than a day are left: they are called no freeze.",
                "3 absences or birthdays are left: no person's name comes into the plan."
            ]
        );
        let alone = event("SUMMARY:Company day\nDTSTART:20261120\nX-MICROSOFT-CDO-BUSYSTATUS:OOF");
        assert_eq!(told(&alone).0.len(), 1, "a calendar of holidays shows everybody as away");
    }

    #[test]
    fn observances_are_left_only_where_the_calendar_tells_them_from_holidays() {
        let day = |name: &str, date: u32, what: &str| {
            event(&format!("SUMMARY:{name}\nDTSTART:{date}\nDESCRIPTION:{what}"))
        };
        let holiday = day("Tag der Deutschen Einheit", 20_261_003, "Gesetzlicher Feiertag");
        let observance = day("Martinstag", 20_261_111, "Festtag\\nUm Festtage auszublenden")
            + &day("Nikolaustag", 20_261_206, "Festtag");
        let (says, warns) = told(&(holiday + &observance));
        assert_eq!(says, ["1 holiday from 3 Oct 2026."]);
        assert_eq!(
            warns,
            ["2 observances are left: the calendar tells public holidays from Martinstag, Nikolaustag."]
        );
        assert_eq!(told(&observance).0, ["2 holidays from 11 Nov – 6 Dec 2026."], "it has nothing else");
    }
}
