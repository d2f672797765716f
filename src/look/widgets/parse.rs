//! Numbers and dates as people type them, and as the program writes them.

use chrono::{Datelike, NaiveDate};

use crate::picture::format::month_of;

/// `12,400`, or `0.94` with two decimals.
#[must_use]
pub fn number(value: f64, decimals: usize) -> String {
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let mut grouped = String::with_capacity(plain.len() + 4);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let is_zero = plain.chars().all(|c| matches!(c, '0' | '.'));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    match fraction {
        Some(fraction) => format!("{sign}{grouped}.{fraction}"),
        None => format!("{sign}{grouped}"),
    }
}

/// Reads `12,400`, `12 400`, `12.5`, `12,5`, `95%` or `5 working days`.
#[must_use]
pub fn read_number(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches(|c: char| c.is_alphabetic() || c.is_whitespace() || c == '%');
    let mut digits: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\'')
        .map(|c| if c == '−' || c == '–' { '-' } else { c })
        .collect();
    if is_decimal_comma(&digits) {
        digits = digits.replace(',', ".");
    }
    digits.retain(|c| c != ',');
    digits.parse().ok().filter(|value: &f64| value.is_finite())
}

/// `Wed 14 Oct 2026`.
#[must_use]
pub fn date(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// Reads `14 Oct 2026`, `Wed 14 October 2026`, `14 Oct`, `2026-10-14` or `14.10.2026`. Without a year it is the
/// day nearest to `near`: of those that are allowed, where there is one.
#[must_use]
pub fn read_date(
    text: &str,
    near: Option<NaiveDate>,
    allows: impl Fn(NaiveDate) -> bool,
) -> Option<NaiveDate> {
    let text = text.trim().replace(',', " ");
    if let Ok(date) = NaiveDate::parse_from_str(&text, "%Y-%m-%d") {
        return sensible(date);
    }
    if let Ok(date) = NaiveDate::parse_from_str(&text, "%d.%m.%Y") {
        return sensible(date);
    }
    let mut parts: Vec<&str> = text.split_whitespace().collect();
    if parts.first().is_some_and(|first| first.chars().all(char::is_alphabetic)) && parts.len() > 2 {
        parts.remove(0);
    }
    let (day, month, year) = match parts[..] {
        [day, month, year] => (day, month, Some(year.parse::<i32>().ok()?)),
        [day, month] => (day, month, None),
        _ => return None,
    };
    let (day, month) = (day.parse().ok()?, month_of(month)?);
    let of = |year: i32| NaiveDate::from_ymd_opt(year, month, day).and_then(sensible);
    let Some(near) = near.filter(|_| year.is_none()) else { return of(year?) };
    // Only every fourth year has a 29 February.
    let around = (near.year() - 8..=near.year() + 8).filter_map(of);
    around.min_by_key(|date| (!allows(*date), (*date - near).num_days().abs()))
}

/// One comma that does not stand before exactly three digits is a decimal comma.
fn is_decimal_comma(digits: &str) -> bool {
    match digits.split_once(',') {
        Some((_, after)) => !digits.contains('.') && !after.contains(',') && after.len() != 3,
        None => false,
    }
}

/// Two-digit and runaway years are slips of the finger.
fn sensible(date: NaiveDate) -> Option<NaiveDate> {
    (2000..=2100).contains(&date.year()).then_some(date)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let near = Some(day(2026, 6, 1));
        for text in
            ["14 Oct 2026", "Wed 14 Oct 2026", "14 october 2026", "2026-10-14", "14.10.2026", " 14 Oct "]
        {
            assert_eq!(read_date(text, near, |_| true), Some(day(2026, 10, 14)), "{text}");
        }
        for text in ["", "14", "31 Feb 2026", "14 Oct 26", "10/14/2026", "14 Xyz 2026", "Oct 14 2026"] {
            assert_eq!(read_date(text, near, |_| true), None, "{text}");
        }
        assert_eq!(read_date("14 Oct", None, |_| true), None);
        assert_eq!(date(day(2026, 10, 14)), "Wed 14 Oct 2026");
    }

    #[test]
    fn a_day_without_a_year_is_the_nearest_that_is_allowed() {
        let near = Some(day(2026, 10, 15));
        let from_june = |date: NaiveDate| date >= day(2026, 6, 1);
        assert_eq!(read_date("1 March", near, from_june), Some(day(2027, 3, 1)));
        assert_eq!(read_date("12 Oct", near, from_june), Some(day(2026, 10, 12)), "just past");
        assert_eq!(read_date("10 Jan", Some(day(2026, 12, 20)), |_| true), Some(day(2027, 1, 10)));
        let until_today = |date: NaiveDate| date <= day(2026, 10, 14);
        assert_eq!(read_date("5 Nov", near, until_today), Some(day(2025, 11, 5)), "a record is past");
        assert_eq!(read_date("29 Feb", near, |_| true), Some(day(2028, 2, 29)));
        assert_eq!(read_date("1 March", near, |_| false), Some(day(2027, 3, 1)), "for the reason to be said");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value) in [
            ("12,400", 12_400.0),
            ("12 400", 12_400.0),
            ("12'400", 12_400.0),
            ("1,012,400.5", 1_012_400.5),
            ("0,94", 0.94),
            ("95%", 95.0),
            ("5 working days", 5.0),
            ("−3", -3.0),
        ] {
            assert_eq!(read_number(text), Some(value), "{text}");
        }
        for text in ["", "abc", "1.2.3", "--4", "nan", "inf"] {
            assert_eq!(read_number(text), None, "{text}");
        }
        assert_eq!(number(-0.001, 1), "0.0");
        assert_eq!(number(1_234_567.0, 0), "1,234,567");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(thousandths in -10_000_000_000i64..10_000_000_000, decimals in 0usize..4) {
            let unit = 10f64.powi(i32::try_from(decimals).unwrap());
            let value = (thousandths as f64 / 1000.0 * unit).round() / unit;
            let read = read_number(&number(value, decimals)).unwrap();
            prop_assert!((read - value).abs() < 1e-6);
        }

        #[test]
        fn every_date_is_read_back(offset in 0i64..30_000) {
            let there = day(2000, 1, 1) + chrono::Duration::days(offset);
            prop_assert_eq!(read_date(&date(there), None, |_| true), Some(there));
        }
    }
}
