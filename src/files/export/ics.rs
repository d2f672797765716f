//! Dated entries as an iCalendar file (RFC 5545): whole days, one event an entry. An entry keeps its UID whatever
//! its date, so that a calendar that reads the file again moves the event instead of adding one.

use chrono::{Datelike, Days, NaiveDate};

use crate::plan::Plan;
use crate::report::agenda::{Entry, fingerprint};

/// Octets of a line without its end.
const LINE: usize = 75;

/// A domain that is nobody's.
const DOMAIN: &str = "baton.invalid";

/// The calendar of a plan. Its time stamp is the status date.
pub fn calendar(plan: &Plan, entries: &[Entry]) -> String {
    let mut out = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Baton//Baton//EN", "CALSCALE:GREGORIAN"] {
        fold(&mut out, line);
    }
    fold(&mut out, "METHOD:PUBLISH");
    fold(&mut out, &format!("X-WR-CALNAME:{}", escaped(&plan.name)));
    let stamp = format!("DTSTAMP:{}T000000Z", compact(plan.status_date));
    // A later state of the plan outranks an earlier one: counted from a day that no plan can move.
    let sequence = plan.status_date.num_days_from_ce();
    // Two plans may stand in one calendar. Of a plan only the name tells them apart; its dates move.
    let own = fingerprint(plan.name.trim());
    for entry in entries {
        let Some(end) = entry.to.max(entry.from).checked_add_days(Days::new(1)) else { continue };
        fold(&mut out, "BEGIN:VEVENT");
        fold(&mut out, &format!("UID:{}.{own}@{DOMAIN}", entry.key));
        fold(&mut out, &stamp);
        fold(&mut out, &format!("SEQUENCE:{sequence}"));
        fold(&mut out, &format!("DTSTART;VALUE=DATE:{}", compact(entry.from)));
        // The end is the day after the last.
        fold(&mut out, &format!("DTEND;VALUE=DATE:{}", compact(end)));
        fold(&mut out, &format!("SUMMARY:{}", escaped(&entry.title)));
        if !entry.notes.is_empty() {
            fold(&mut out, &format!("DESCRIPTION:{}", escaped(&entry.notes)));
        }
        fold(&mut out, &format!("CATEGORIES:{}", escaped(entry.kind.name())));
        fold(&mut out, if entry.is_fixed { "STATUS:CONFIRMED" } else { "STATUS:TENTATIVE" });
        // It takes nobody's time.
        fold(&mut out, "TRANSP:TRANSPARENT");
        fold(&mut out, "END:VEVENT");
    }
    fold(&mut out, "END:VCALENDAR");
    out
}

/// `20261014`
fn compact(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// Text as a value: what has a meaning is escaped, lines are joined, other control characters are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => out.push_str("\\n"),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Writes a line, folded so that no part has more than 75 octets and no letter is cut.
fn fold(out: &mut String, line: &str) {
    let mut room = LINE;
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE - 1;
        }
        room -= c.len_utf8();
        out.push(c);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::agenda::EntryKind;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn entry(title: &str, from: NaiveDate, to: NaiveDate) -> Entry {
        Entry {
            key: "freeze-1".into(),
            kind: EntryKind::Freeze,
            title: title.into(),
            notes: String::new(),
            from,
            to,
            is_fixed: true,
        }
    }

    #[test]
    fn an_entry_keeps_its_uid_and_outranks_its_past_when_the_plan_moves() {
        let of = |plan: &Plan, name: &str| {
            let text = calendar(plan, &[entry("Year-end", day(12, 14), day(12, 31))]);
            let line = text.split("\r\n").find_map(|line| line.strip_prefix(&format!("{name}:")));
            line.unwrap().to_owned()
        };
        let early = Plan { status_date: day(6, 3), ..Plan::new("Clinics", day(6, 1)) };
        let moved = Plan { start: day(7, 1), status_date: day(6, 20), ..early.clone() };
        assert_eq!(of(&early, "UID"), of(&moved, "UID"));
        let sequence = |plan| of(plan, "SEQUENCE").parse::<i64>().unwrap();
        assert_eq!(sequence(&moved) - sequence(&early), 17);
        let other = Plan { name: "Plants".into(), ..early.clone() };
        assert_ne!(of(&early, "UID"), of(&other, "UID"), "two plans in one calendar");
    }

    fn text(entries: &[Entry]) -> String {
        calendar(&Plan::new("Clinics, “North”", day(6, 1)), entries)
    }

    #[test]
    fn an_event_ends_on_the_day_after_its_last_and_keeps_its_name() {
        let text = text(&[entry("Year-end; all, of us", day(12, 14), day(12, 31))]);
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
        for line in [
            "X-WR-CALNAME:Clinics\\, “North”",
            &format!("UID:freeze-1.{}@baton.invalid", fingerprint("Clinics, “North”")),
            "DTSTAMP:20260531T000000Z",
            "DTSTART;VALUE=DATE:20261214",
            "DTEND;VALUE=DATE:20270101",
            "SUMMARY:Year-end\\; all\\, of us",
        ] {
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{line} is not in\n{text}");
        }
        assert!(text.ends_with("END:VCALENDAR\r\n"));
    }

    proptest! {
        #[test]
        fn whatever_it_is_called_every_line_is_short_and_the_text_comes_back(title in "\\PC{0,200}") {
            let text = text(&[entry(&title, day(7, 1), day(7, 1))]);
            for line in text.split("\r\n") {
                prop_assert!(line.len() <= LINE, "{line}");
                prop_assert!(!line.contains(['\r', '\n']));
            }
            let unfolded = text.replace("\r\n ", "");
            let line = unfolded.split("\r\n").find_map(|line| line.strip_prefix("SUMMARY:")).unwrap();
            let back = line.replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
            // A backslash before one of these marks reads the same only in order.
            if !title.contains('\\') {
                // Unicode's own line ends are line ends here too.
                prop_assert_eq!(back, title.replace(['\u{2028}', '\u{2029}'], "\\n"));
            }
        }
    }
}
