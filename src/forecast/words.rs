//! Dates and counts in the sentences about records, as the window writes them.

use chrono::NaiveDate;

/// `14 Oct 2026`.
pub(crate) fn date(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

/// `2,240`.
pub(crate) fn count(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0 { format!("−{text}") } else { text }
}

/// `1 device`, `2 devices`.
pub(crate) fn devices(value: i64) -> String {
    format!("{} {}", count(value), if value == 1 { "device" } else { "devices" })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_in_the_window() {
        assert_eq!(
            [0, 999, 1_000, 12_400, 1_234_567].map(count),
            ["0", "999", "1,000", "12,400", "1,234,567"]
        );
        assert_eq!(count(-1_500), "−1,500");
        assert_eq!(date("2026-10-04".parse().unwrap()), "4 Oct 2026");
    }
}
