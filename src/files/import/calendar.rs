//! Holidays and freezes out of an iCalendar file: whole days with their names. Times of day do not matter
//! here; a rule of recurrence that is not understood is reported and never guessed.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::ImportError;
use crate::plan::FreezeScope;

/// One run of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEvent {
    pub name: String,
    pub from: NaiveDate,
    /// The last day, included.
    pub to: NaiveDate,
    /// Line of its beginning.
    pub line: u64,
}

/// What a calendar says within a range of days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarReading {
    pub name: Option<String>,
    /// In order of time, each once.
    pub events: Vec<CalendarEvent>,
    pub cancelled: u32,
    /// Events outside the range.
    pub outside: u32,
    /// What was not understood, with its line.
    pub left: Vec<(u64, String)>,
}

/// What events are taken for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Use {
    /// By their names and lengths: a freeze is called one, or is longer than a holiday.
    #[default]
    Told,
    Holidays,
    Freezes(FreezeScope),
}

impl Use {
    pub const ALL: [Self; 5] = [
        Self::Told,
        Self::Holidays,
        Self::Freezes(FreezeScope::Both),
        Self::Freezes(FreezeScope::Enrollment),
        Self::Freezes(FreezeScope::Switches),
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Told => "By their names and lengths",
            Self::Holidays => "Holidays",
            Self::Freezes(FreezeScope::Both) => "Freezes of enrollment and switches",
            Self::Freezes(FreezeScope::Enrollment) => "Freezes of enrollment",
            Self::Freezes(FreezeScope::Switches) => "Freezes of switches",
        }
    }

    /// The word for the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Holidays => "holidays",
            Self::Freezes(FreezeScope::Both) => "freezes",
            Self::Freezes(FreezeScope::Enrollment) => "enrollment-freezes",
            Self::Freezes(FreezeScope::Switches) => "switch-freezes",
        }
    }
}

/// One line after unfolding: `NAME;PARAM=x:VALUE`.
struct Property {
    line: u64,
    name: String,
    value: String,
}

/// Reads the events that touch `from` to `to`.
pub fn read_calendar(
    file: &str,
    bytes: &[u8],
    (from, to): (NaiveDate, NaiveDate),
) -> Result<CalendarReading, ImportError> {
    let properties = unfold(bytes);
    let first = properties.first().map(|first| format!("{}:{}", first.name, first.value));
    if first.as_deref().is_none_or(|first| !first.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err(ImportError::Unknown {
            file: file.to_owned(),
            found: format!("no calendar: line 1 is \"{}\"", cut(&first.unwrap_or_default())),
            expected: "BEGIN:VCALENDAR".into(),
        });
    }
    let mut reading = CalendarReading::default();
    let mut event: Option<Draft> = None;
    // Alarms stand inside events, and have dates of their own.
    let mut inside: Vec<String> = Vec::new();
    for property in properties {
        match property.name.as_str() {
            "BEGIN" => {
                inside.push(property.value.to_uppercase());
                if property.value.eq_ignore_ascii_case("VEVENT") {
                    event = Some(Draft { line: property.line, ..Draft::default() });
                }
            }
            "END" => {
                inside.pop();
                if property.value.eq_ignore_ascii_case("VEVENT")
                    && let Some(event) = event.take()
                {
                    event.put((from, to), &mut reading);
                }
            }
            "X-WR-CALNAME" => reading.name = Some(unescape(&property.value)),
            _ if inside.last().is_some_and(|inside| inside == "VEVENT") => {
                if let Some(event) = &mut event {
                    event.take(property);
                }
            }
            _ => {}
        }
    }
    reading.events.sort_by(|a, b| (a.from, a.to, &a.name).cmp(&(b.from, b.to, &b.name)));
    reading.events.dedup_by(|a, b| (a.from, a.to, &a.name) == (b.from, b.to, &b.name));
    Ok(reading)
}

/// Joins folded lines as bytes, for a fold may fall inside a letter, then splits name and value.
fn unfold(bytes: &[u8]) -> Vec<Property> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut lines: Vec<(u64, Vec<u8>)> = Vec::new();
    for (n, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match (line.first(), lines.last_mut()) {
            (Some(b' ' | b'\t'), Some((_, last))) => last.extend_from_slice(&line[1..]),
            (None, _) => {}
            _ => lines.push((n as u64 + 1, line.to_vec())),
        }
    }
    let property = |(line, bytes): (u64, Vec<u8>)| {
        let text = super::split::Cell::of(&bytes).text().into_owned();
        let colon = value_start(&text)?;
        let (head, value) = (&text[..colon], &text[colon + 1..]);
        let name = head.split(';').next().unwrap_or_default().trim().to_uppercase();
        Some(Property { line, name, value: value.trim().to_owned() })
    };
    lines.into_iter().filter_map(property).collect()
}

/// The colon before the value; one in a quoted parameter is none.
fn value_start(text: &str) -> Option<usize> {
    let mut is_quoted = false;
    text.char_indices().find_map(|(at, c)| {
        is_quoted ^= c == '"';
        (c == ':' && !is_quoted).then_some(at)
    })
}

fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match (c, c == '\\') {
            (_, true) => match characters.next() {
                Some('n' | 'N') => plain.push(' '),
                Some(other) => plain.push(other),
                None => {}
            },
            (c, false) => plain.push(c),
        }
    }
    plain
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}

#[derive(Default)]
struct Draft {
    line: u64,
    summary: String,
    start: Option<When>,
    end: Option<When>,
    duration: Option<String>,
    rule: Option<String>,
    except: Vec<NaiveDate>,
    is_cancelled: bool,
}

/// A day, and whether a time of day followed it.
#[derive(Clone, Copy)]
struct When {
    day: NaiveDate,
    /// Seconds since midnight; none = the whole day.
    seconds: Option<u32>,
}

impl When {
    /// `20261224`, `20261224T180000Z`; the day as written counts, whatever its zone.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let part = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
        let day = NaiveDate::from_ymd_opt(part(0, 4)? as i32, part(4, 6)?, part(6, 8)?)?;
        if text.len() == 8 {
            return Some(Self { day, seconds: None });
        }
        text.get(8..9).filter(|mark| *mark == "T")?;
        Some(Self { day, seconds: Some(part(9, 11)? * 3600 + part(11, 13)? * 60) })
    }
}

impl Draft {
    fn take(&mut self, property: Property) {
        match property.name.as_str() {
            "SUMMARY" => self.summary = unescape(&property.value),
            "DTSTART" => self.start = When::parse(&property.value),
            "DTEND" => self.end = When::parse(&property.value),
            "DURATION" => self.duration = Some(property.value),
            "RRULE" => self.rule = Some(property.value),
            "EXDATE" => {
                let days = property.value.split(',').filter_map(When::parse).map(|when| when.day);
                self.except.extend(days);
            }
            "STATUS" => self.is_cancelled = property.value.eq_ignore_ascii_case("CANCELLED"),
            _ => {}
        }
    }

    fn put(self, (from, to): (NaiveDate, NaiveDate), reading: &mut CalendarReading) {
        if self.is_cancelled {
            reading.cancelled += 1;
            return;
        }
        let Some(start) = self.start else {
            reading.left.push((self.line, format!("{} has no start that can be read", self.title())));
            return;
        };
        let length = self.length(start);
        let starts = match self.rule.as_deref().map(|rule| Rule::parse(rule, start.day)) {
            None => vec![start.day],
            Some(Some(rule)) => rule.days(start.day, to),
            Some(None) => {
                let rule = cut(self.rule.as_deref().unwrap_or_default());
                reading
                    .left
                    .push((self.line, format!("{}: the recurrence {rule} is not understood", self.title())));
                vec![start.day]
            }
        };
        let name = self.title();
        let before = reading.events.len();
        for day in starts.into_iter().filter(|day| !self.except.contains(day)) {
            let last = day.checked_add_days(Days::new(length)).unwrap_or(day);
            if last >= from && day <= to {
                reading.events.push(CalendarEvent {
                    name: name.clone(),
                    from: day,
                    to: last,
                    line: self.line,
                });
            }
        }
        reading.outside += u32::from(reading.events.len() == before);
    }

    fn title(&self) -> String {
        if self.summary.trim().is_empty() { "Untitled".into() } else { self.summary.trim().to_owned() }
    }

    /// Days after the first one. An end is exclusive; midnight belongs to the day before.
    fn length(&self, start: When) -> u64 {
        let last = match (self.end, self.duration.as_deref()) {
            (Some(end), _) if end.seconds.unwrap_or(0) == 0 => end.day.pred_opt().unwrap_or(end.day),
            (Some(end), _) => end.day,
            (None, Some(duration)) => {
                let seconds = seconds_of(duration).unwrap_or(0) + u64::from(start.seconds.unwrap_or(0));
                let days = seconds.saturating_sub(1) / 86_400;
                start.day.checked_add_days(Days::new(days)).unwrap_or(start.day)
            }
            (None, None) => start.day,
        };
        // Two years of one event are a mistake of the file.
        (last - start.day).num_days().clamp(0, 731) as u64
    }
}

/// `P3D`, `P1W`, `PT36H`.
fn seconds_of(duration: &str) -> Option<u64> {
    let mut seconds = 0_u64;
    let mut digits = String::new();
    for c in duration.trim().strip_prefix('+').unwrap_or(duration.trim()).strip_prefix('P')?.chars() {
        let unit = match c {
            '0'..='9' => {
                digits.push(c);
                continue;
            }
            'T' => continue,
            'W' => 7 * 86_400,
            'D' => 86_400,
            'H' => 3_600,
            'M' => 60,
            'S' => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(digits.parse::<u64>().ok()?.checked_mul(unit)?)?;
        digits.clear();
    }
    Some(seconds)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Every {
    Week,
    Month,
    Year,
}

/// The part of RFC 5545's recurrences that holidays and freezes use.
struct Rule {
    every: Every,
    interval: u32,
    count: Option<u32>,
    until: Option<NaiveDate>,
    months: Vec<u32>,
    month_days: Vec<i32>,
    /// Which one in the month or the year (0 = each), and the weekday.
    weekdays: Vec<(i32, Weekday)>,
}

/// Occurrences of one event; a day a week for a century.
const MOST_OCCURRENCES: usize = 5_300;

impl Rule {
    fn parse(text: &str, start: NaiveDate) -> Option<Self> {
        let mut rule = Self {
            every: Every::Year,
            interval: 1,
            count: None,
            until: None,
            months: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
        };
        let mut has_frequency = false;
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=')?;
            match name.to_uppercase().as_str() {
                "FREQ" => {
                    has_frequency = true;
                    rule.every = match value.to_uppercase().as_str() {
                        "WEEKLY" => Every::Week,
                        "MONTHLY" => Every::Month,
                        "YEARLY" => Every::Year,
                        _ => return None,
                    };
                }
                "INTERVAL" => rule.interval = value.parse().ok().filter(|n| *n > 0)?,
                "COUNT" => rule.count = Some(value.parse().ok()?),
                "UNTIL" => rule.until = Some(When::parse(value)?.day),
                "BYMONTH" => rule.months = list(value)?,
                "BYMONTHDAY" => rule.month_days = list(value)?,
                "BYDAY" => rule.weekdays = value.split(',').map(weekday).collect::<Option<_>>()?,
                "WKST" => {}
                _ => return None,
            }
        }
        let is_weekly = rule.every == Every::Week;
        if !has_frequency || (is_weekly && !(rule.months.is_empty() && rule.month_days.is_empty())) {
            return None;
        }
        // Without a month, a weekday of the year is counted from New Year; no holiday is.
        if rule.every == Every::Year && rule.months.is_empty() && !rule.weekdays.is_empty() {
            return None;
        }
        if rule.every == Every::Year && rule.months.is_empty() {
            rule.months = vec![start.month()];
        }
        Some(rule)
    }

    fn days(&self, start: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        let last = self.until.map_or(to, |until| until.min(to));
        let mut days = Vec::new();
        for step in (0_u32..).step_by(self.interval as usize).take(MOST_OCCURRENCES) {
            let Some(mut period) = self.period(start, step) else { break };
            if period.0 > last {
                break;
            }
            period.1.sort_unstable();
            for day in period.1.into_iter().filter(|day| *day >= start) {
                let is_full = self.count.is_some_and(|count| days.len() >= count as usize);
                if day > last || is_full {
                    return days;
                }
                days.push(day);
            }
        }
        days
    }

    /// The beginning of the period `step` after the start's, and the days in it.
    fn period(&self, start: NaiveDate, step: u32) -> Option<(NaiveDate, Vec<NaiveDate>)> {
        match self.every {
            Every::Week => {
                let back = Days::new(u64::from(start.weekday().num_days_from_monday()));
                let monday =
                    start.checked_sub_days(back)?.checked_add_days(Days::new(7 * u64::from(step)))?;
                let at = |weekday: Weekday| {
                    monday.checked_add_days(Days::new(u64::from(weekday.num_days_from_monday())))
                };
                let days = if self.weekdays.is_empty() {
                    vec![at(start.weekday())?]
                } else {
                    self.weekdays.iter().filter_map(|(_, weekday)| at(*weekday)).collect()
                };
                Some((monday, days))
            }
            Every::Month => {
                let first = start.with_day(1)?.checked_add_months(Months::new(step))?;
                let is_wanted = self.months.is_empty() || self.months.contains(&first.month());
                Some((first, if is_wanted { self.of_month(first, start) } else { Vec::new() }))
            }
            Every::Year => {
                let year = start.year().checked_add_unsigned(step)?;
                let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
                let months = self.months.iter().filter_map(|month| NaiveDate::from_ymd_opt(year, *month, 1));
                Some((first, months.flat_map(|month| self.of_month(month, start)).collect()))
            }
        }
    }

    fn of_month(&self, first: NaiveDate, start: NaiveDate) -> Vec<NaiveDate> {
        let length =
            first.checked_add_months(Months::new(1)).map_or(28, |next| (next - first).num_days() as i32);
        let day = |n: i32| first.with_day(u32::try_from(if n < 0 { length + 1 + n } else { n }).ok()?);
        if !self.weekdays.is_empty() {
            let all = |weekday: Weekday| -> Vec<NaiveDate> {
                (1..=length).filter_map(day).filter(|date| date.weekday() == weekday).collect()
            };
            let chosen = self.weekdays.iter().flat_map(|(which, weekday)| {
                let all = all(*weekday);
                match *which {
                    0 => all,
                    n if n > 0 => all.into_iter().skip(n as usize - 1).take(1).collect(),
                    n => all.into_iter().rev().skip(n.unsigned_abs() as usize - 1).take(1).collect(),
                }
            });
            let is_day = |date: &NaiveDate| {
                self.month_days.is_empty() || self.month_days.contains(&(date.day() as i32))
            };
            return chosen.filter(is_day).collect();
        }
        if self.month_days.is_empty() {
            return day(start.day() as i32).into_iter().collect();
        }
        self.month_days.iter().filter_map(|n| day(*n)).collect()
    }
}

fn list<T: std::str::FromStr>(text: &str) -> Option<Vec<T>> {
    text.split(',').map(|part| part.trim().parse().ok()).collect()
}

/// `MO`, `2TU`, `-1MO`.
fn weekday(text: &str) -> Option<(i32, Weekday)> {
    let text = text.trim();
    let split = text.len().checked_sub(2).filter(|at| text.is_char_boundary(*at))?;
    let (which, name) = text.split_at(split);
    let weekday = match name {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    };
    let which = if which.is_empty() { 0 } else { which.trim_start_matches('+').parse().ok()? };
    (-53..=53).contains(&which).then_some((which, weekday))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn range() -> (NaiveDate, NaiveDate) {
        ("2026-06-01".parse().unwrap(), "2028-05-31".parse().unwrap())
    }

    fn events(body: &str) -> Vec<String> {
        let text = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{body}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        let reading = read_calendar("x.ics", text.as_bytes(), range()).unwrap();
        let left = reading.left.iter().map(|(line, why)| format!("{line}: {why}"));
        reading.events.iter().map(|e| format!("{} {}..{}", e.name, e.from, e.to)).chain(left).collect()
    }

    #[test]
    fn an_end_is_the_day_after_the_last() {
        assert_eq!(
            events("DTEND;VALUE=DATE:20270104\r\nDTSTART;VALUE=DATE:20261224\r\nSUMMARY:Year end"),
            ["Year end 2026-12-24..2027-01-03"]
        );
        assert_eq!(events("DTSTART:20261224\r\nSUMMARY:A"), ["A 2026-12-24..2026-12-24"]);
        assert_eq!(events("DTSTART:20261224\r\nDTEND:20261224\r\nSUMMARY:A"), ["A 2026-12-24..2026-12-24"]);
        assert_eq!(events("DTSTART:20261224\r\nDURATION:P3D\r\nSUMMARY:A"), ["A 2026-12-24..2026-12-26"]);
        assert_eq!(
            events("DTSTART:20261224T180000Z\r\nDTEND:20261226T000000Z\r\nSUMMARY:A"),
            ["A 2026-12-24..2026-12-25"]
        );
        assert_eq!(
            events("DTSTART;TZID=\"A:B\":20261224T180000\r\nDTEND;TZID=X:20261225T010000\r\nSUMMARY:A\\, b"),
            ["A, b 2026-12-24..2026-12-25"]
        );
    }

    #[test]
    fn recurrences_are_expanded_within_the_range() {
        assert_eq!(
            events("DTSTART:20201225\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:X"),
            ["X 2026-12-25..2026-12-25", "X 2027-12-25..2027-12-25"]
        );
        // Thanksgiving, and the last Monday of August.
        assert_eq!(
            events("DTSTART:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\nSUMMARY:T")[0],
            "T 2026-11-26..2026-11-26"
        );
        assert_eq!(
            events("DTSTART:20200831\r\nRRULE:FREQ=YEARLY;BYMONTH=8;BYDAY=-1MO\r\nSUMMARY:B")[0],
            "B 2026-08-31..2026-08-31"
        );
        let patch = events(
            "DTSTART:20260609\r\nRRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=3\r\nEXDATE:20260714T000000Z\r\nSUMMARY:P",
        );
        assert_eq!(patch, ["P 2026-06-09..2026-06-09", "P 2026-08-11..2026-08-11"]);
        let weekly = events("DTSTART:20260601\r\nRRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20260629\r\nSUMMARY:W");
        assert_eq!(weekly.len(), 3);
        assert_eq!(
            events("DTSTART:20260131\r\nRRULE:FREQ=MONTHLY;COUNT=9\r\nSUMMARY:M")[0],
            "M 2026-07-31..2026-07-31"
        );
    }

    #[test]
    fn what_is_not_understood_is_said() {
        let daily = events("DTSTART:20261224\r\nRRULE:FREQ=DAILY;BYHOUR=3\r\nSUMMARY:D");
        assert_eq!(
            daily,
            ["D 2026-12-24..2026-12-24", "2: D: the recurrence FREQ=DAILY;BYHOUR=3 is not understood"]
        );
        assert_eq!(events("SUMMARY:No start"), ["2: No start has no start that can be read"]);
        let error = read_calendar("x.ics", b"EGIN:VCALENDAR\n", range()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "x.ics is no calendar: line 1 is \"EGIN:VCALENDAR\"; expected BEGIN:VCALENDAR"
        );
    }

    #[test]
    fn folds_inside_a_letter_and_alarms_do_no_harm() {
        let mut text = b"BEGIN:VCALENDAR\nX-WR-CALNAME:Freezes\nBEGIN:VEVENT\nSUMMARY:Z\xc3".to_vec();
        text.extend_from_slice(
            b"\r\n \xbcrich\nDTSTART:20261224\nBEGIN:VALARM\nDTSTART:20200101\nEND:VALARM\nEND:VEVENT\n",
        );
        text.extend_from_slice(
            b"BEGIN:VEVENT\nDTSTART:20261224\nSTATUS:CANCELLED\nEND:VEVENT\nEND:VCALENDAR",
        );
        let reading = read_calendar("x.ics", &text, range()).unwrap();
        assert_eq!(reading.events.iter().map(|event| event.name.as_str()).collect::<Vec<_>>(), ["Zürich"]);
        assert_eq!((reading.name.as_deref(), reading.cancelled), (Some("Freezes"), 1));
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(body in "((DTSTART|DTEND|RRULE|DURATION|EXDATE|SUMMARY)[:;][A-Z0-9=;,:+T-]{0,30}\r\n){0,6}", bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            events(&body);
            let _ = read_calendar("x", &bytes, range());
        }
    }
}
