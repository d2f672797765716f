//! Holidays and freezes out of an iCalendar file: whole days with their names. Times of day do not matter
//! here; a rule of recurrence that is not understood is reported and never guessed.

use std::collections::{BTreeSet, HashMap};

use chrono::{Days, NaiveDate};

use super::ImportError;
use super::left::shortened;
use super::occasion::{Mark, Occasion, is_of_person};
use super::recurrence::Rule;
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
    pub occasion: Occasion,
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
    /// What was not understood, with its line; the first ones.
    pub left: Vec<(u64, String)>,
    /// What was left beside these.
    pub more_left: u64,
}

/// Events that are read, and runs of days that are kept of them. A calendar of a company's holidays and freezes
/// has a few hundred.
const MOST_EVENTS: usize = 20_000;
/// What was left, as it is named.
const MOST_LEFT: usize = 20;
/// No event's name is longer.
const LONGEST_NAME: usize = 200;
/// Two years of one event are a mistake of the file.
const LONGEST_EVENT_DAYS: i64 = 731;

impl CalendarReading {
    fn leave(&mut self, line: u64, why: String) {
        if self.left.len() < MOST_LEFT {
            self.left.push((line, why));
        } else {
            self.more_left += 1;
        }
    }

    fn leave_unended(&mut self, draft: Option<Draft>) {
        if let Some(draft) = draft {
            self.leave(draft.line, format!("{} has no end: the file may be cut", draft.title()));
        }
    }

    /// Keeps an event until all are there, for each may say that another one is moved.
    fn gather(&mut self, draft: Draft, drafts: &mut Vec<Draft>) {
        if drafts.len() < MOST_EVENTS {
            drafts.push(draft);
        } else if draft.is_cancelled {
            self.cancelled += 1;
        } else {
            self.leave_beyond(&draft);
        }
    }

    fn leave_beyond(&mut self, draft: &Draft) {
        let events = crate::picture::format::count(MOST_EVENTS as u64);
        self.leave(draft.line, format!("only {events} events are read: {} is left", draft.title()));
    }
}

/// A day of a series that an event of the same identity stands for, moved or cancelled, is no day of the series.
fn except_moved(drafts: &mut [Draft]) {
    let mut moved: HashMap<String, BTreeSet<NaiveDate>> = HashMap::new();
    for draft in drafts.iter().filter(|draft| !draft.identity.is_empty()) {
        if let Some(day) = draft.stands_for {
            moved.entry(draft.identity.clone()).or_default().insert(day);
        }
    }
    for draft in drafts.iter_mut().filter(|draft| draft.stands_for.is_none()) {
        if let Some(days) = moved.get(&draft.identity) {
            draft.except.extend(days);
        }
    }
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
    let mut properties = unfold(bytes).peekable();
    let first = properties.peek().map(|first| format!("{}:{}", first.name, first.value));
    if first.as_deref().is_none_or(|first| !first.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err(ImportError::Unknown {
            file: file.to_owned(),
            found: format!("no calendar: line 1 is \"{}\"", shortened(&first.unwrap_or_default())),
            expected: "BEGIN:VCALENDAR".into(),
        });
    }
    let mut reading = CalendarReading::default();
    let mut drafts = Vec::new();
    let (mut event, mut last_line): (Option<Draft>, u64) = (None, 0);
    // Alarms stand inside events, and have dates of their own.
    let mut inside: Vec<String> = Vec::new();
    for property in properties {
        last_line = property.line;
        match property.name.as_str() {
            "BEGIN" => {
                inside.push(property.value.to_uppercase());
                if property.value.eq_ignore_ascii_case("VEVENT") {
                    let next = Draft { line: property.line, ..Draft::default() };
                    reading.leave_unended(event.replace(next));
                }
            }
            "END" => {
                inside.pop();
                if property.value.eq_ignore_ascii_case("VEVENT")
                    && let Some(event) = event.take()
                {
                    reading.gather(event, &mut drafts);
                }
            }
            "X-WR-CALNAME" => reading.name = Some(name_of(&property.value)),
            _ if inside.last().is_some_and(|inside| inside == "VEVENT") => {
                if let Some(event) = &mut event {
                    event.take(property);
                }
            }
            _ => {}
        }
    }
    let is_cut = event.is_some();
    reading.leave_unended(event);
    if !is_cut && !inside.is_empty() {
        reading.leave(last_line, "the file ends without END:VCALENDAR: events may be missing".into());
    }
    except_moved(&mut drafts);
    let mut taking = Taking { range: (from, to), looked_at: 0, around: Around::of(&drafts) };
    for draft in &drafts {
        taking.take(draft, &mut reading);
    }
    reading.left.sort();
    reading.events.sort_by(|a, b| (a.from, a.to, &a.name).cmp(&(b.from, b.to, &b.name)));
    reading.events.dedup_by(|a, b| (a.from, a.to, &a.name) == (b.from, b.to, &b.name));
    Ok(reading)
}

/// Joins folded lines as bytes, for a fold may fall inside a letter, then splits name and value.
fn unfold(bytes: &[u8]) -> impl Iterator<Item = Property> + '_ {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let lines = bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let mut lines = (1_u64..).zip(lines).filter(|(_, line)| !line.is_empty()).peekable();
    let is_more = |line: &[u8]| matches!(line.first(), Some(b' ' | b'\t'));
    let whole = std::iter::from_fn(move || {
        let (number, line) = lines.next()?;
        let mut whole = line.to_vec();
        while let Some((_, more)) = lines.next_if(|(_, line)| is_more(line)) {
            whole.extend_from_slice(&more[1..]);
        }
        Some((number, whole))
    });
    whole.filter_map(|(line, bytes)| {
        let text = super::split::Cell::of(&bytes).text();
        let colon = value_start(&text)?;
        let (head, value) = (&text[..colon], &text[colon + 1..]);
        let name = head.split(';').next().unwrap_or_default().trim().to_uppercase();
        Some(Property { line, name, value: value.trim().to_owned() })
    })
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

/// A name that is as long as names are.
fn name_of(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let line: String = unescape(text).chars().map(plain).collect();
    line.trim().chars().take(LONGEST_NAME).collect()
}

#[derive(Default)]
struct Draft {
    line: u64,
    summary: String,
    start: Option<When>,
    end: Option<When>,
    duration: Option<String>,
    rule: Option<String>,
    except: BTreeSet<NaiveDate>,
    /// Days beside the first one and those of the rule.
    further: BTreeSet<NaiveDate>,
    /// Further days of which not each can be read.
    has_odd_days: bool,
    is_cancelled: bool,
    /// Whose calendar it is is out of office.
    is_away: bool,
    /// What it is called beside its name.
    mark: Option<Mark>,
    /// What all events of a series have in common.
    identity: String,
    /// The day of its series that it is in place of.
    stands_for: Option<NaiveDate>,
}

/// A day, and whether a time of day followed it.
#[derive(Clone, Copy)]
pub(super) struct When {
    pub day: NaiveDate,
    /// Seconds since midnight; none = the whole day.
    seconds: Option<u32>,
}

impl When {
    /// `20261224`, `20261224T180000Z`; the day as written counts, whatever its zone.
    pub fn parse(text: &str) -> Option<Self> {
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
            "SUMMARY" => self.summary = name_of(&property.value),
            "DTSTART" => self.start = When::parse(&property.value),
            "DTEND" => self.end = When::parse(&property.value),
            "DURATION" => self.duration = Some(property.value),
            "RRULE" => self.rule = Some(property.value),
            "EXDATE" => {
                let days = property.value.split(',').filter_map(When::parse).map(|when| when.day);
                self.except.extend(days);
            }
            "RDATE" => {
                // A period has a length of its own.
                let day = |text: &str| When::parse(text).filter(|_| !text.contains('/')).map(|when| when.day);
                for day in property.value.split(',').map(day) {
                    self.has_odd_days |= day.is_none();
                    self.further.extend(day);
                }
            }
            "UID" => self.identity = name_of(&property.value),
            "RECURRENCE-ID" => self.stands_for = When::parse(&property.value).map(|when| when.day),
            "DESCRIPTION" | "CATEGORIES" => self.mark = self.mark.max(Mark::of(&unescape(&property.value))),
            "X-MICROSOFT-CDO-BUSYSTATUS" => self.is_away = property.value.eq_ignore_ascii_case("OOF"),
            "STATUS" => self.is_cancelled = property.value.eq_ignore_ascii_case("CANCELLED"),
            _ => {}
        }
    }

    fn title(&self) -> String {
        if self.summary.is_empty() { "Untitled".into() } else { self.summary.clone() }
    }

    /// It begins by the clock, and is over before a day has passed.
    fn lasts_hours(&self) -> bool {
        let Some(When { day, seconds: Some(begin) }) = self.start else { return false };
        let seconds = match (self.end, self.duration.as_deref()) {
            (Some(end), _) => {
                (end.day - day).num_days() * DAY + i64::from(end.seconds.unwrap_or(0)) - i64::from(begin)
            }
            (None, Some(duration)) => {
                seconds_of(duration).map_or(0, |seconds| i64::try_from(seconds).unwrap_or(DAY))
            }
            (None, None) => 0,
        };
        // A day may end at 23:59.
        seconds < DAY - 60
    }

    fn occasion(&self, around: Around) -> Occasion {
        let is_away = self.is_away && around.is_diary && self.mark.is_none();
        if self.lasts_hours() {
            Occasion::Hours
        } else if self.mark == Some(Mark::Observance) && around.tells_holidays {
            Occasion::Observance
        } else if self.mark.is_none() && (is_away || is_of_person(&self.summary)) {
            Occasion::OfPerson
        } else {
            Occasion::Days
        }
    }

    /// Days after the first one. An end is exclusive; midnight belongs to the day before.
    fn length(&self, start: When) -> u64 {
        let last = match (self.end, self.duration.as_deref()) {
            (Some(end), _) if end.seconds.unwrap_or(0) == 0 => end.day.pred_opt().unwrap_or(end.day),
            (Some(end), _) => end.day,
            (None, Some(duration)) => {
                let seconds = u64::from(start.seconds.unwrap_or(0));
                let seconds = seconds_of(duration).unwrap_or(0).saturating_add(seconds);
                let days = seconds.saturating_sub(1) / 86_400;
                start.day.checked_add_days(Days::new(days)).unwrap_or(start.day)
            }
            (None, None) => start.day,
        };
        (last - start.day).num_days().clamp(0, LONGEST_EVENT_DAYS) as u64
    }
}

/// Seconds.
const DAY: i64 = 86_400;

/// What a calendar holds, which tells what a single event of it is.
#[derive(Clone, Copy)]
struct Around {
    /// Meetings: it is somebody's own.
    is_diary: bool,
    /// It tells public holidays from observances.
    tells_holidays: bool,
}

impl Around {
    fn of(drafts: &[Draft]) -> Self {
        let has = |mark| drafts.iter().any(|draft| draft.mark == Some(mark));
        Self {
            is_diary: drafts.iter().any(Draft::lasts_hours),
            tells_holidays: has(Mark::PublicHoliday) && has(Mark::Observance),
        }
    }
}

/// Takes events into a reading, within what a calendar may ask for.
struct Taking {
    range: (NaiveDate, NaiveDate),
    around: Around,
    /// Days that were looked at for recurrences.
    looked_at: usize,
}

impl Taking {
    fn take(&mut self, draft: &Draft, reading: &mut CalendarReading) {
        if draft.is_cancelled {
            reading.cancelled += 1;
            return;
        }
        if reading.events.len() >= MOST_EVENTS {
            return reading.leave_beyond(draft);
        }
        let Some(start) = draft.start else {
            return reading.leave(draft.line, format!("{} has no start that can be read", draft.title()));
        };
        let length = draft.length(start);
        let mut starts = self.starts(draft, start.day, length, reading);
        starts.extend(&draft.further);
        if draft.has_odd_days {
            let why = format!("{}: not all of its further days (RDATE) can be read", draft.title());
            reading.leave(draft.line, why);
        }
        let (from, to) = self.range;
        let before = reading.events.len();
        for day in starts.into_iter().filter(|day| !draft.except.contains(day)) {
            let last = day.checked_add_days(Days::new(length)).unwrap_or(day);
            if last >= from && day <= to && reading.events.len() < MOST_EVENTS {
                let (name, line, occasion) = (draft.title(), draft.line, draft.occasion(self.around));
                reading.events.push(CalendarEvent { name, from: day, to: last, line, occasion });
            }
        }
        reading.outside += u32::from(reading.events.len() == before);
    }

    /// The first days of an event, by its rule of recurrence if that is understood.
    fn starts(
        &mut self,
        draft: &Draft,
        start: NaiveDate,
        length: u64,
        reading: &mut CalendarReading,
    ) -> Vec<NaiveDate> {
        let Some(text) = draft.rule.as_deref() else { return vec![start] };
        let mut leave = |why: &str| {
            reading.leave(draft.line, format!("{}: the recurrence {} {why}", draft.title(), shortened(text)));
            vec![start]
        };
        let Some(rule) = Rule::parse(text, start) else { return leave("is not understood") };
        let earliest = self.range.0.checked_sub_days(Days::new(length)).unwrap_or(self.range.0);
        match rule.days(start, (earliest, self.range.1), &mut self.looked_at) {
            Some(days) => days,
            None => leave("asks for more days than are looked at"),
        }
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
    fn a_moved_or_cancelled_day_of_a_series_is_none_of_its_days() {
        let event = |body: &str| format!("BEGIN:VEVENT\n{body}\nEND:VEVENT\n");
        let series = event("UID:a@x\nDTSTART:20260609\nRRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=4\nSUMMARY:P");
        let moved = event("UID:a@x\nRECURRENCE-ID;VALUE=DATE:20260714\nDTSTART:20260716\nSUMMARY:P");
        let gone =
            event("UID:a@x\nRECURRENCE-ID:20260811T000000Z\nSTATUS:CANCELLED\nDTSTART:20260811\nSUMMARY:P");
        let other = event("UID:b@x\nRECURRENCE-ID:20260908\nDTSTART:20260910\nSUMMARY:Q");
        for order in [[&series, &moved, &gone, &other], [&other, &gone, &moved, &series]] {
            let text = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", order.map(String::as_str).concat());
            let reading = read_calendar("x.ics", text.as_bytes(), range()).unwrap();
            let days: Vec<_> = reading.events.iter().map(|e| format!("{} {}", e.name, e.from)).collect();
            assert_eq!(days, ["P 2026-06-09", "P 2026-07-16", "P 2026-09-08", "Q 2026-09-10"]);
            assert_eq!((reading.cancelled, reading.left.len()), (1, 0));
        }
    }

    #[test]
    fn further_days_of_an_event_are_read() {
        let body = "DTSTART:20260609\nRDATE;VALUE=DATE:20260701,20260801\nRDATE:20260901T080000Z\nEXDATE:20260801\nSUMMARY:A";
        assert_eq!(
            events(body),
            ["2026-06-09", "2026-07-01", "2026-09-01"].map(|day| format!("A {day}..{day}"))
        );
        let period = events("DTSTART:20260609\nRDATE;VALUE=PERIOD:20260701T000000Z/P3D\nSUMMARY:A");
        assert_eq!(period[1], "2: A: not all of its further days (RDATE) can be read");
    }

    #[test]
    fn a_calendar_that_is_cut_says_so() {
        let whole = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224\nSUMMARY:A\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:B\nDTSTART:20261231\nEND:VEVENT\nEND:VCALENDAR\n";
        let left = |lines: usize| {
            let text = whole.lines().take(lines).collect::<Vec<_>>().join("\n");
            let reading = read_calendar("x.ics", text.as_bytes(), range()).unwrap();
            assert_eq!(reading.events.len(), 1 + usize::from(lines > 8));
            reading.left
        };
        assert_eq!(left(10), []);
        assert_eq!(left(9), [(9, "the file ends without END:VCALENDAR: events may be missing".to_owned())]);
        assert_eq!(left(8), [(6, "B has no end: the file may be cut".to_owned())]);
    }

    #[test]
    fn what_is_not_understood_is_said() {
        let daily = events("DTSTART:20261224\r\nRRULE:FREQ=DAILY;BYHOUR=3\r\nSUMMARY:D");
        assert_eq!(
            daily,
            ["D 2026-12-24..2026-12-24", "2: D: the recurrence FREQ=DAILY;BYHOUR=3 is not understood"]
        );
        let line = events("DTSTART:20261224\r\nSUMMARY:Company\\nholiday\u{7}");
        assert_eq!(line, ["Company holiday 2026-12-24..2026-12-24"], "a name is one line");
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

    #[test]
    fn a_day_that_is_named_twice_comes_once() {
        let twice = events("DTSTART:20260601\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,MO;COUNT=4\r\nSUMMARY:A");
        let four = ["2026-06-01", "2026-06-08", "2026-06-15", "2026-06-22"];
        assert_eq!(twice, four.map(|day| format!("A {day}..{day}")));
        let days = vec!["1"; 10_000].join(",");
        let monthly = events(&format!(
            "DTSTART:20260601\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY={days},-30;COUNT=3\r\nSUMMARY:A"
        ));
        assert_eq!(monthly, ["2026-06-01", "2026-07-01", "2026-07-02"].map(|day| format!("A {day}..{day}")));
        let last = events(
            "DTSTART:20260601\r\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;BYMONTHDAY=31,30,29;COUNT=2\r\nSUMMARY:A",
        );
        assert_eq!(last, ["2026-07-31", "2026-10-30"].map(|day| format!("A {day}..{day}")));
    }

    #[test]
    fn figures_beyond_all_calendars_do_no_harm() {
        assert_eq!(
            events("DTSTART:20261224T235900\r\nDURATION:P213503982334601D\r\nSUMMARY:A"),
            ["A 2026-12-24..2026-12-24"]
        );
        for every in ["WEEKLY", "MONTHLY", "YEARLY"] {
            for count in ["", ";COUNT=4"] {
                let rule = format!("RRULE:FREQ={every};INTERVAL=4294967295{count}");
                let found = events(&format!("DTSTART:20261224\r\n{rule}\r\nSUMMARY:A"));
                assert_eq!(found, ["A 2026-12-24..2026-12-24"], "{rule}");
            }
        }
        // What recurs since the year 1 is found in this one.
        assert_eq!(events("DTSTART:00011225\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:X").len(), 2);
        assert_eq!(events("DTSTART:00010101\r\nRRULE:FREQ=WEEKLY;INTERVAL=3\r\nSUMMARY:X").len(), 35);
    }

    #[test]
    fn a_calendar_of_a_million_days_stops_at_its_limits_and_says_so() {
        let of = |count: usize, body: &str| {
            let event = format!("BEGIN:VEVENT\n{body}\nEND:VEVENT\n");
            let text = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", event.repeat(count));
            read_calendar("x.ics", text.as_bytes(), range()).unwrap()
        };
        let daily = of(30_000, "DTSTART:19700101\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU\nSUMMARY:A");
        assert_eq!((daily.events.len(), daily.left.len()), (731, MOST_LEFT), "each day once");
        // 28 events of 731 days each come to more than are kept.
        assert_eq!(daily.more_left, 30_000 - 28 - MOST_LEFT as u64);
        assert_eq!(daily.left[0].1, "only 20,000 events are read: A is left");
        let all: Vec<_> = (1..=31).map(|day| day.to_string()).collect();
        let rule = format!("RRULE:FREQ=MONTHLY;COUNT=900000;BYMONTHDAY={}", all.join(","));
        let counted = of(400, &format!("DTSTART:00010101\n{rule}\nSUMMARY:A"));
        assert!(
            counted.left[0].1.ends_with("asks for more days than are looked at"),
            "{:?}",
            counted.left[0]
        );
        let named = of(3, &format!("DTSTART:20200101\nRRULE:FREQ=WEEKLY\nSUMMARY:{}", "é".repeat(1 << 20)));
        assert!(named.events.iter().all(|event| event.name.chars().count() == LONGEST_NAME));
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(body in "((DTSTART|DTEND|RRULE|DURATION|EXDATE|SUMMARY)[:;][A-Z0-9=;,:+T-]{0,30}\r\n){0,6}", bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            events(&body);
            let _ = read_calendar("x", &bytes, range());
        }
    }
}
