//! Numbers, dates, rules and assumptions of a plan in plain words, the same on every page and in files.
//! It decides nothing; it only says.

use chrono::NaiveDate;

/// `14 Oct 2026`.
pub fn date(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// `14 Oct`, where the year is clear.
pub fn short_date(day: NaiveDate) -> String {
    day.format("%-d %b").to_string()
}

/// `12,400`.
pub fn count(n: impl Into<u64>) -> String {
    let digits = n.into().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `12,400 devices`, `1 device`.
pub fn devices(n: impl Into<u64>) -> String {
    let n = n.into();
    if n == 1 { "1 device".into() } else { format!("{} devices", count(n)) }
}

/// `5 working days`, `1 working day`.
pub fn working_days(n: u32) -> String {
    if n == 1 { "1 working day".into() } else { format!("{} working days", count(n)) }
}

/// As many decimals as the number needs, three at most: `12,400`, `0.05`.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return "unknown".into();
    }
    let rounded = format!("{:.3}", value.abs());
    let (whole, decimals) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let decimals = decimals.trim_end_matches('0');
    let sign =
        if value < 0.0 && (rounded.chars().any(|c| c.is_ascii_digit() && c != '0')) { "–" } else { "" };
    let whole = whole.parse::<u64>().map_or_else(|_| whole.to_owned(), count);
    if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") }
}

/// `95%`, `94.5%`.
pub fn percent(share: f64) -> String {
    format!("{}%", number((share * 1000.0).round() / 10.0))
}
