//! Dates and times as exports write them. A column's order of day and month is told from all its values,
//! never from one; what can be read both ways is said to be open.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

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

    /// The order of a column, where it tells one.
    pub fn of(&self, field: Field) -> Option<Order> {
        self.0.get(&field).and_then(|evidence| evidence.order())
    }

    /// Columns whose dates can be read both ways.
    pub fn open(&self) -> Vec<Field> {
        self.0.iter().filter(|(_, evidence)| evidence.must_ask()).map(|(field, _)| *field).collect()
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

/// Reads a moment; none for what is no date, and for the dates that mean "none".
pub fn parse(text: &str, order: Order) -> Option<Moment> {
    let text = text.trim();
    let moment = iso(text).or_else(|| other(text, order))?;
    (1980..2200).contains(&moment.day.year()).then_some(moment)
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

/// `6:08`, `06:08:39.8396834`, `3:54 PM`: minutes since midnight, and what stands behind.
fn clock(text: &str) -> Option<(u16, &str)> {
    let text = text.trim_start();
    let (hours, rest) = text.split_once([':', '.'])?;
    let hours: u16 = hours.parse().ok()?;
    let minutes: u16 = rest.get(..2)?.parse().ok()?;
    let rest = rest[2..].trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ','));
    let rest = rest.trim_start();
    let half = rest.get(..2).map(str::to_ascii_uppercase);
    let (hours, rest) = match half.as_deref() {
        Some("AM") => (hours % 12, &rest[2..]),
        Some("PM") => (hours % 12 + 12, &rest[2..]),
        _ => (hours, rest),
    };
    (hours < 24 && minutes < 60).then(|| (hours * 60 + minutes, rest))
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

/// `03.08.2026 06:08`, `8/3/2026 6:08 AM`, `09/Jan/24 3:54 PM`.
fn other(text: &str, order: Order) -> Option<Moment> {
    let mark = text.find(['.', '/', '-'])?;
    let separator = text.as_bytes()[mark] as char;
    let mut parts = text.splitn(3, separator);
    let (first, second, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (year, time) = rest.split_at(end);
    let year = match year.len() {
        4 => year.parse().ok()?,
        2 => 2000 + year.parse::<i32>().ok()?,
        _ => return None,
    };
    let first: u32 = first.trim().parse().ok()?;
    let day = if let Some(month) = month(second) {
        NaiveDate::from_ymd_opt(year, month, first)?
    } else {
        let second: u32 = second.parse().ok()?;
        let is_day_first = separator == '.' || order == Order::DayFirst;
        let (day, month) = if is_day_first { (first, second) } else { (second, first) };
        NaiveDate::from_ymd_opt(year, month, day)?
    };
    let time = time.trim_start_matches([',', ' ', 'T']);
    if time.is_empty() {
        return Some(Moment { day, minutes: 0, ahead: None });
    }
    let (minutes, rest) = clock(time)?;
    Some(Moment { day, minutes, ahead: zone(rest)?.ahead() })
}

/// The month's name or its beginning, in English, German, French or Spanish.
fn month(text: &str) -> Option<u32> {
    const NAMES: [&[&str]; 12] = [
        &["jan", "ene", "jän"],
        &["feb", "fév", "fev"],
        &["mar", "mär", "mrz"],
        &["apr", "avr", "abr"],
        &["may", "mai"],
        &["jun", "juin"],
        &["jul", "juil"],
        &["aug", "aoû", "aou", "ago"],
        &["sep", "set"],
        &["oct", "okt"],
        &["nov"],
        &["dec", "dez", "déc", "dic"],
    ];
    let text = text.trim().trim_end_matches('.').to_lowercase();
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
            OrderEvidence::default().add(&text);
        }
    }
}
