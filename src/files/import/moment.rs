//! Dates and times as exports write them. A column's order of day and month is told from all its values,
//! never from one; what can be read both ways is said to be open.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, Timelike};

use super::Field;

/// A point in time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub day: NaiveDate,
    /// Minutes since midnight.
    pub minutes: u16,
    /// Minutes by which its clock is ahead of UTC, where it says so.
    pub ahead: Option<i16>,
}

impl Moment {
    /// The day on a clock `to` minutes ahead of UTC; a moment without zone is read `from` minutes ahead.
    pub fn day_at(self, from: i16, to: i16) -> NaiveDate {
        let ahead = self.ahead.unwrap_or(from);
        let minutes = i64::from(self.minutes) - i64::from(ahead) + i64::from(to);
        self.day.checked_add_signed(chrono::TimeDelta::days(minutes.div_euclid(24 * 60))).unwrap_or(self.day)
    }
}

/// Which of two small numbers is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    DayFirst,
    MonthFirst,
}

impl Order {
    pub const ALL: [Self; 2] = [Self::DayFirst, Self::MonthFirst];

    pub const fn name(self) -> &'static str {
        match self {
            Self::DayFirst => "day first",
            Self::MonthFirst => "month first",
        }
    }

    /// The word for the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
        }
    }
}

/// What a column's values tell about their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderEvidence {
    pub day_first: u64,
    pub month_first: u64,
    /// Values that can be read both ways.
    pub open: u64,
}

impl OrderEvidence {
    pub fn add(&mut self, text: &str) {
        let Some((first, second)) = slashed(text) else { return };
        match (first > 12, second > 12) {
            (true, false) => self.day_first += 1,
            (false, true) => self.month_first += 1,
            (false, false) if first != second => self.open += 1,
            _ => {}
        }
    }

    pub fn join(&mut self, other: Self) {
        self.day_first += other.day_first;
        self.month_first += other.month_first;
        self.open += other.open;
    }

    /// The order, where the values agree on one; a dotted date is day first everywhere.
    pub const fn order(self) -> Option<Order> {
        match (self.day_first > 0, self.month_first > 0) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        }
    }

    /// Someone has to say it.
    pub const fn must_ask(self) -> bool {
        self.order().is_none() && (self.open > 0 || self.day_first > 0)
    }
}

/// What each column of dates tells of its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Orders(BTreeMap<Field, OrderEvidence>);

impl Orders {
    pub fn add(&mut self, field: Field, text: &str) {
        self.0.entry(field).or_default().add(text);
    }

    pub fn join(&mut self, other: Self) {
        for (field, evidence) in other.0 {
            self.0.entry(field).or_default().join(evidence);
        }
    }

    /// The order of a column, where it tells one, else what the others agree on: one program writes all columns
    /// of a file. Of a column that contradicts itself nothing is told.
    pub fn of(&self, field: Field) -> Option<Order> {
        let own = self.0.get(&field).copied().unwrap_or_default();
        if own.day_first > 0 && own.month_first > 0 {
            return None;
        }
        let told = || self.0.values().filter_map(|evidence| evidence.order());
        own.order().or_else(|| told().next().filter(|first| told().all(|order| order == *first)))
    }

    /// Columns whose dates can be read both ways.
    pub fn open(&self) -> Vec<Field> {
        let is_open =
            |(field, evidence): &(&Field, &OrderEvidence)| evidence.must_ask() && self.of(**field).is_none();
        self.0.iter().filter(is_open).map(|(field, _)| *field).collect()
    }
}

/// The two leading numbers of a date whose order is not told by its form.
fn slashed(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().splitn(3, ['/', '-']);
    let (first, second) = (parts.next()?, parts.next()?);
    parts.next()?;
    (first.len() <= 2).then_some(())?;
    Some((first.parse().ok()?, second.parse().ok()?))
}

/// What stands in a cell of a column of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    At(Moment),
    /// That there is no date: nothing, a word for it, or a day long before or after all others.
    Nothing,
    /// Something that cannot be read.
    Unread,
}

/// Reads a moment; none for what is no date, and for the dates that mean "none".
pub fn parse(text: &str, order: Order) -> Option<Moment> {
    match written(text, order) {
        Written::At(moment) => Some(moment),
        Written::Nothing | Written::Unread => None,
    }
}

pub fn written(text: &str, order: Order) -> Written {
    match dated(text.trim(), order) {
        Some(moment) if (1980..2200).contains(&moment.day.year()) => Written::At(moment),
        Some(_) => Written::Nothing,
        None if means_none(text) => Written::Nothing,
        None => Written::Unread,
    }
}

/// Words that stand where there is no date.
fn means_none(text: &str) -> bool {
    matches!(super::fields::plain(text).as_str(), "" | "0" | "null" | "none" | "never" | "na" | "unknown")
}

fn dated(text: &str, order: Order) -> Option<Moment> {
    iso(text).or_else(|| other(text, order)).or_else(|| named(text)).or_else(|| since_1970(text))
}

/// A day as spreadsheets count them, `46237.13`. Any number can be one: only a whole column of them is dates.
pub fn serial(text: &str) -> Option<Moment> {
    let text = text.trim();
    let is_number = text.len() >= 5 && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
    let days: f64 = is_number.then(|| text.replace(',', ".").parse().ok())??;
    let day = (20_000.0..80_000.0).contains(&days).then(|| NaiveDate::from_ymd_opt(1899, 12, 30))??;
    let minutes = ((days.fract() * 24.0 * 60.0).round() as u16).min(24 * 60 - 1);
    Some(Moment { day: day.checked_add_days(Days::new(days as u64))?, minutes, ahead: None })
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0_u32, |sum, byte| {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        sum.checked_mul(10)?.checked_add(digit)
    })
}

/// `2026-08-03`, with a time after a blank or a T, fractions, `Z` or an offset.
fn iso(text: &str) -> Option<Moment> {
    let bytes = text.as_bytes();
    if bytes.len() < 10 || bytes[4] != bytes[7] || !matches!(bytes[4], b'-' | b'/') {
        return None;
    }
    let day =
        NaiveDate::from_ymd_opt(digits(&bytes[..4])? as i32, digits(&bytes[5..7])?, digits(&bytes[8..10])?)?;
    let Some(time) = text.get(10..).filter(|rest| !rest.is_empty()) else {
        return Some(Moment { day, minutes: 0, ahead: None });
    };
    let time = time.strip_prefix(['T', ' ', 't'])?;
    let (minutes, rest) = clock(time)?;
    Some(Moment { day, minutes, ahead: zone(rest)?.ahead() })
}

/// `6:08`, `06:08:39.8396834`, `3:54 PM`, `03:54 p. m.`: minutes since midnight, and what stands behind.
fn clock(text: &str) -> Option<(u16, &str)> {
    let (early, text) = half(text.trim_start());
    let (hours, rest) = text.trim_start().split_once([':', '.'])?;
    let hours: u16 = hours.parse().ok()?;
    let minutes: u16 = rest.get(..2)?.parse().ok()?;
    let rest = rest[2..].trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ','));
    let (late, rest) = half(rest.trim_start());
    let hours = late.or(early).map_or(hours, |is_pm| hours % 12 + if is_pm { 12 } else { 0 });
    (hours < 24 && minutes < 60).then(|| (hours * 60 + minutes, rest))
}

/// Which half of the day the text begins with, whatever dots and blanks are in it: `PM`, `p.m.`, `p. m.`, `午後`.
fn half(text: &str) -> (Option<bool>, &str) {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return (None, text);
    }
    let mut letters = text.char_indices().filter(|(_, c)| *c != '.' && !c.is_whitespace());
    let (Some((_, first)), Some((at, second))) = (letters.next(), letters.next()) else {
        return (None, text);
    };
    let is_pm = match [first, second].map(|letter| letter.to_lowercase().next().unwrap_or(letter)) {
        ['a', 'm'] | ['π', 'μ'] | ['上', '午'] | ['午', '前'] | ['오', '전'] => false,
        ['p', 'm'] | ['μ', 'μ'] | ['下', '午'] | ['午', '後'] | ['오', '후'] => true,
        _ => return (None, text),
    };
    (Some(is_pm), text[at + second.len_utf8()..].trim_start_matches('.'))
}

/// What stands behind a time of day.
enum Zone {
    Unsaid,
    /// Minutes ahead of UTC.
    Ahead(i16),
}

impl Zone {
    const fn ahead(self) -> Option<i16> {
        match self {
            Self::Unsaid => None,
            Self::Ahead(minutes) => Some(minutes),
        }
    }
}

/// `Z`, `+02:00`, `+0200`, or nothing; none for anything else.
fn zone(text: &str) -> Option<Zone> {
    let text = text.trim();
    match text.as_bytes() {
        [] => Some(Zone::Unsaid),
        [b'Z' | b'z'] | b"UTC" | b"GMT" => Some(Zone::Ahead(0)),
        [sign @ (b'+' | b'-'), rest @ ..] => {
            let plain: Vec<u8> = rest.iter().copied().filter(|byte| *byte != b':').collect();
            let (hours, minutes) = (digits(plain.get(..2)?)?, digits(plain.get(2..)?)?);
            let is_zone = hours < 15 && minutes < 60;
            let ahead = is_zone.then(|| (hours * 60 + minutes) as i16)?;
            Some(Zone::Ahead(if *sign == b'-' { -ahead } else { ahead }))
        }
        _ => None,
    }
}

/// `03.08.2026 06:08`, `8/3/2026 6:08 AM`, `09/Jan/24 3:54 PM`, `2026/8/3 6:08`.
fn other(text: &str, order: Order) -> Option<Moment> {
    let mark = text.find(['.', '/', '-'])?;
    let separator = text.as_bytes()[mark] as char;
    let mut parts = text.splitn(3, separator);
    let (first, second, rest) = (parts.next()?.trim(), parts.next()?, parts.next()?.trim_start());
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (third, time) = rest.split_at(end);
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let (year, month, day) = match (first.len(), third.len()) {
        (4, 1 | 2) => (first, month_of(second)?, number(third)?),
        (_, 2 | 4) => match (month(second), separator == '.' || order == Order::DayFirst) {
            (Some(month), _) => (third, month, number(first)?),
            (None, true) => (third, number(second)?, number(first)?),
            (None, false) => (third, number(first)?, number(second)?),
        },
        _ => return None,
    };
    let century = if year.len() == 2 { 2000 } else { 0 };
    let year = century + year.parse::<i32>().ok()?;
    at_time(NaiveDate::from_ymd_opt(year, month, day)?, time.strip_prefix(separator).unwrap_or(time))
}

/// The month by its number or its name.
fn month_of(text: &str) -> Option<u32> {
    text.trim().parse().ok().or_else(|| month(text))
}

/// `31 Aug 2026 06:08`, `Aug 31, 2026 6:08 AM`, `Monday, 31. August 2026`, `31 de agosto de 2026`.
fn named(text: &str) -> Option<Moment> {
    let (mut found, mut day, mut from) = (None, None, 0);
    for word in text.split(|c: char| !c.is_alphanumeric()).take(MOST_WORDS) {
        let behind = from + word.len();
        match (word.len(), digits(word.as_bytes())) {
            (0, _) => {}
            (1 | 2, Some(number)) if day.is_none() => day = Some(number),
            (4, Some(year)) => {
                let day = NaiveDate::from_ymd_opt(year as i32, found?, day?)?;
                return at_time(day, &text[behind..]);
            }
            (_, Some(_)) => return None,
            // A weekday stands before the month, and may begin like one.
            (_, None) => found = month(word).or(found),
        }
        from = behind + text[behind..].chars().next().map_or(0, char::len_utf8);
    }
    None
}

/// A date in words has no more before its year: `segunda-feira, 31 de agosto de`.
const MOST_WORDS: usize = 12;

/// `/Date(1785600000000+0200)/`, as Windows PowerShell writes JSON: thousandths of a second in UTC, whatever
/// zone stands behind.
fn since_1970(text: &str) -> Option<Moment> {
    let number = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
    let end = number.rfind(['+', '-']).filter(|at| *at > 0).unwrap_or(number.len());
    let time = DateTime::from_timestamp_millis(number[..end].parse().ok()?)?;
    let minutes = (time.hour() * 60 + time.minute()) as u16;
    Some(Moment { day: time.date_naive(), minutes, ahead: Some(0) })
}

/// A day with the time that stands behind it, if any does.
fn at_time(day: NaiveDate, time: &str) -> Option<Moment> {
    let time = time.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | 'T'));
    let time = ["at ", "um ", "kl. "].iter().find_map(|word| time.strip_prefix(word)).unwrap_or(time);
    if time.is_empty() {
        return Some(Moment { day, minutes: 0, ahead: None });
    }
    let (minutes, rest) = clock(time)?;
    Some(Moment { day, minutes, ahead: zone(rest)?.ahead() })
}

/// The month's name or its beginning, in the languages whose exports have been met.
fn month(text: &str) -> Option<u32> {
    const NAMES: [&[&str]; 12] = [
        &["jan", "ene", "jän", "gen"],
        &["feb", "fév", "fev"],
        &["mar", "mär", "mrz", "maa", "mrt"],
        &["apr", "avr", "abr"],
        &["may", "mai", "mag", "mei", "maj"],
        &["jun", "juin", "giu"],
        &["jul", "juil", "lug"],
        &["aug", "aoû", "aou", "ago"],
        &["sep", "set"],
        &["oct", "okt", "ott", "out"],
        &["nov"],
        &["dec", "dez", "déc", "dic"],
    ];
    let text = text.trim().trim_end_matches('.').to_lowercase();
    if !text.chars().all(char::is_alphabetic) {
        return None;
    }
    // The longest beginning decides: "juin" and "juil" share three letters.
    let fits = |name: &&&str| text.starts_with(**name);
    let found = NAMES
        .iter()
        .enumerate()
        .filter_map(|(n, names)| names.iter().filter(fits).map(|name| (name.len(), n as u32 + 1)).max());
    found.max().map(|(_, month)| month)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> String {
        let Some(moment) = parse(text, Order::MonthFirst) else { return "none".into() };
        let zone = moment.ahead.map_or(String::new(), |ahead| format!(" {ahead:+}"));
        format!("{} {:02}:{:02}{zone}", moment.day, moment.minutes / 60, moment.minutes % 60)
    }

    #[test]
    fn numbers_beyond_all_clocks_are_no_time() {
        for text in ["2026-08-31 65535:59", "2026-08-31 06:08 +0099999999999999", "31.08.2026 9999:00"] {
            assert_eq!(parse(text, Order::DayFirst), None, "{text}");
        }
    }

    #[test]
    fn dates_are_read_as_each_export_writes_them() {
        assert_eq!(read("2026-08-31 06:08:39.8396834"), "2026-08-31 06:08");
        assert_eq!(read("2026-08-03T03:16:06.5340631Z"), "2026-08-03 03:16 +0");
        assert_eq!(read("2026-08-03T23:16:06+02:00"), "2026-08-03 23:16 +120");
        assert_eq!(read("2024-01-09T12:00:00.000+0300"), "2024-01-09 12:00 +180");
        assert_eq!(read("2026-08-03"), "2026-08-03 00:00");
        assert_eq!(read("31.08.2026 06:08:39"), "2026-08-31 06:08");
        assert_eq!(read("8/3/2026 6:08:00 AM"), "2026-08-03 06:08");
        assert_eq!(read("8/3/2026 12:08 AM"), "2026-08-03 00:08");
        assert_eq!(read("09/Jan/24 3:54 PM"), "2024-01-09 15:54");
        assert_eq!(read("09/Mär/24 15:54"), "2024-03-09 15:54");
        assert_eq!(read("09/juin/24 3:54 PM"), "2024-06-09 15:54");
        assert_eq!(read("09/juil./24 3:54 PM"), "2024-07-09 15:54");
        assert_eq!(read("9-dic-2024"), "2024-12-09 00:00");
        assert_eq!(parse("03-08-2026 10:00", Order::DayFirst).unwrap().day.to_string(), "2026-08-03");
    }

    #[test]
    fn dates_are_read_as_each_culture_writes_them() {
        for (text, is) in [
            ("08/20/2026 06:00:00 a. m.", "2026-08-20 06:00"),
            ("08/20/2026 06:00:00\u{a0}p.\u{a0}m.", "2026-08-20 18:00"),
            ("8/31/2026 2:39:13\u{202f}PM", "2026-08-31 14:39"),
            ("2026-08-31 06:08:39 a.m.", "2026-08-31 06:08"),
            ("2026-08-31 12:08:39 p.m.", "2026-08-31 12:08"),
            ("2026/8/31 6:08:39", "2026-08-31 06:08"),
            ("2026/8/3 下午 6:08:39", "2026-08-03 18:08"),
            ("2026. 8. 31. 오전 6:08:39", "2026-08-31 06:08"),
            ("2026. 08. 31. 6:08:39", "2026-08-31 06:08"),
            ("31.8.2026 6.08.39", "2026-08-31 06:08"),
            ("31 Aug 2026 06:08", "2026-08-31 06:08"),
            ("Aug 31, 2026 06:08 AM", "2026-08-31 06:08"),
            ("August 3, 2026 at 6:08 PM", "2026-08-03 18:08"),
            ("Monday, 31. August 2026 06:08", "2026-08-31 06:08"),
            ("mar. 4 ago. 2026 06:08 p. m.", "2026-08-04 18:08"),
            ("31 de agosto de 2026", "2026-08-31 00:00"),
            ("31. August 2026 06.08", "2026-08-31 06:08"),
            ("31 août 2026 23:10:00 +02:00", "2026-08-31 23:10 +120"),
            ("Mon, 31 Aug 2026 06:08:39 GMT", "2026-08-31 06:08 +0"),
            ("/Date(1785600000000)/", "2026-08-01 16:00 +0"),
            ("/Date(1785600000000+0200)/", "2026-08-01 16:00 +0"),
        ] {
            assert_eq!(read(text), is, "{text}");
        }
    }

    #[test]
    fn what_means_none_is_told_from_what_cannot_be_read() {
        for text in [
            "",
            " - ",
            "NULL",
            "Never",
            "0001-01-01T00:00:00Z",
            "1/1/0001 12:00:00 AM",
            "9999-12-31",
            "/Date(-62135596800000)/",
        ] {
            assert_eq!(written(text, Order::MonthFirst), Written::Nothing, "{text}");
        }
        for text in ["soon", "2026-13-01", "31/31/2026", "46237.13", "2026-08-03 25:00", "31 Foo 2026"] {
            assert_eq!(written(text, Order::MonthFirst), Written::Unread, "{text}");
        }
    }

    #[test]
    fn a_spreadsheets_number_is_a_day_only_within_its_century() {
        let day = |text: &str| serial(text).map(|at| format!("{} {}", at.day, at.minutes));
        assert_eq!(day("46237").as_deref(), Some("2026-08-03 0"));
        assert_eq!(day(" 46237,5 ").as_deref(), Some("2026-08-03 720"));
        assert_eq!(day("46237.99999").as_deref(), Some("2026-08-03 1439"));
        for text in ["", "0", "19999", "80000", "4623x", "1.2.3.4", "46.237,5"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn dates_that_mean_none_are_none() {
        for text in [
            "0001-01-01T00:00:00Z",
            "9999-12-31 23:59:59",
            "",
            "-",
            "NULL",
            "soon",
            "2026-13-01",
            "31/31/2026",
            "2026-08-03 25:00",
            "1/2",
            "-/-/-",
            "é/é/é",
        ] {
            assert_eq!(read(text), "none", "{text}");
        }
    }

    #[test]
    fn a_column_tells_its_order_together() {
        let evidence = |values: &[&str]| {
            let mut evidence = OrderEvidence::default();
            for value in values {
                evidence.add(value);
            }
            evidence
        };
        assert_eq!(evidence(&["01-02-2016 10:00", "29-02-2016 10:00"]).order(), Some(Order::DayFirst));
        assert_eq!(evidence(&["1/2/2026", "2/28/2026 1:00 PM"]).order(), Some(Order::MonthFirst));
        assert!(evidence(&["1/2/2026"]).must_ask());
        assert!(evidence(&["31/1/2026", "1/31/2026"]).must_ask());
        assert!(!evidence(&["2026-08-03", "03.08.2026", "4/4/2026"]).must_ask());
    }

    #[test]
    fn the_day_depends_on_the_clock() {
        let late = parse("2026-08-03T23:30:00Z", Order::DayFirst).unwrap();
        assert_eq!(late.day_at(0, 120).to_string(), "2026-08-04");
        let plain = parse("2026-08-03 00:30", Order::DayFirst).unwrap();
        assert_eq!(plain.day_at(120, 0).to_string(), "2026-08-02");
        assert_eq!(plain.day_at(120, 120).to_string(), "2026-08-03");
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,30}", digits in "[0-9./: TZ+-]{0,24}") {
            let _ = parse(&text, Order::DayFirst);
            let _ = parse(&digits, Order::MonthFirst);
            let _ = (serial(&digits), named(&text), half(&text));
            OrderEvidence::default().add(&text);
        }
    }
}
