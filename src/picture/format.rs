//! Numbers and dates as this product writes them, on screen and on paper. It rounds and words values;
//! it refuses to compute them.

use chrono::{Datelike, NaiveDate};

/// What stands where there is no value.
pub const DASH: &str = "–";

const MINUS: char = '\u{2212}';
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// `12,400`
pub fn count(value: u64) -> String {
    group(&value.to_string())
}

/// A course's value as whole things: `12,400`, `–` when it is no number.
pub fn count_f64(value: f64) -> String {
    if !value.is_finite() {
        return DASH.to_owned();
    }
    let rounded = value.round();
    let sign = if rounded < 0.0 { MINUS.to_string() } else { String::new() };
    sign + &group(&format!("{:.0}", rounded.abs()))
}

/// `+387`, `−16`, `0`
pub fn signed_count(value: i64) -> String {
    sign(value) + &count(value.unsigned_abs())
}

/// At most `places` decimals, trailing zeros trimmed: `2.5`, `7`, `1,234.5`.
pub fn decimal(value: f64, places: usize) -> String {
    let text = fixed(value, places);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// With all its decimals, for numbers below each other: `2.5`, `7.0`, `1,234.5`.
pub fn fixed(value: f64, places: usize) -> String {
    if !value.is_finite() {
        return DASH.to_owned();
    }
    let text = format!("{:.places$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
    let mut out = if value < 0.0 && !is_zero { MINUS.to_string() } else { String::new() };
    out += &group(whole);
    if !fraction.is_empty() {
        out.push('.');
        out += fraction;
    }
    out
}

/// A share of devices: `32.9%`.
pub fn percent1(share: f64) -> String {
    percent(share, 1)
}

/// A share where a decimal would claim too much: `33%`.
pub fn percent0(share: f64) -> String {
    percent(share, 0)
}

/// A threshold as it was typed: `95%`, `97.5%`.
pub fn percent_trimmed(share: f64) -> String {
    if share.is_finite() { decimal(share * 100.0, 1) + "%" } else { DASH.to_owned() }
}

/// A chance is never 0% or 100%: `64%`, `< 1%`, `> 99%`.
pub fn chance(probability: f64) -> String {
    if !probability.is_finite() {
        DASH.to_owned()
    } else if probability < 0.01 {
        "< 1%".to_owned()
    } else if probability > 0.99 {
        "> 99%".to_owned()
    } else {
        percent0(probability)
    }
}

/// A readiness share with one decimal, rounded down, so that `100%` means all.
pub fn share_floor(part: u64, whole: u64) -> String {
    let Some(permille) = floor_share(part, whole, 1000) else { return DASH.to_owned() };
    if permille == 1000 { "100%".to_owned() } else { format!("{}.{}%", permille / 10, permille % 10) }
}

/// A readiness share without decimals, rounded down: `99%` until it is all.
pub fn share_floor0(part: u64, whole: u64) -> String {
    floor_share(part, whole, 100).map_or_else(|| DASH.to_owned(), |share| format!("{share}%"))
}

/// `14 Oct 2026`
pub fn date(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month_name(day), day.year())
}

/// `14 Oct`, where the axis or the title gives the year.
pub fn date_short(day: NaiveDate) -> String {
    format!("{} {}", day.day(), month_name(day))
}

/// `Wed 14 Oct 2026`
pub fn weekday_date(day: NaiveDate) -> String {
    format!("{} {}", weekday_name(day), date(day))
}

/// `Wed 14 Oct`
pub fn weekday_date_short(day: NaiveDate) -> String {
    format!("{} {}", weekday_name(day), date_short(day))
}

/// `18 – 31 Mar`, `16 Nov – 27 Jan`, `14 Oct` for one day.
pub fn date_range(first: NaiveDate, last: NaiveDate) -> String {
    if first == last {
        date_short(first)
    } else if first.year() == last.year() && first.month() == last.month() {
        format!("{} – {}", first.day(), date_short(last))
    } else {
        format!("{} – {}", date_short(first), date_short(last))
    }
}

/// `18 – 31 Mar 2027`, `16 Nov 2026 – 27 Jan 2027`
pub fn date_range_year(first: NaiveDate, last: NaiveDate) -> String {
    if first.year() == last.year() {
        format!("{} {}", date_range(first, last), last.year())
    } else {
        format!("{} – {}", date(first), date(last))
    }
}

/// `Jun 2026`
pub fn month_year(day: NaiveDate) -> String {
    format!("{} {}", month_name(day), day.year())
}

/// `Jun`
pub fn month_name(day: NaiveDate) -> &'static str {
    MONTHS[day.month0() as usize]
}

/// 1 to 12 by a month's English name, or its first three letters and more: "Sept" is as common as "Sep".
pub fn month_of(name: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.trim_end_matches('.').to_lowercase();
    let place = NAMES.iter().position(|month| name.len() >= 3 && month.starts_with(&name))?;
    Some(place as u32 + 1)
}

/// `Wed`
pub fn weekday_name(day: NaiveDate) -> &'static str {
    WEEKDAYS[day.weekday().num_days_from_monday() as usize]
}

/// `1 device`, `12,400 devices`
pub fn plural(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// `1 agent`, `1.5 agents`: the noun goes with the number as it is written.
pub fn plural_decimal(value: f64, places: usize, one: &str, many: &str) -> String {
    let number = decimal(value, places);
    let noun = if number == "1" { one } else { many };
    format!("{number} {noun}")
}

/// `+5 working days`, `−1 working day`
pub fn signed_working_days(days: i64) -> String {
    sign(days) + &working_days(days)
}

/// `+5 days`, `−1 day`, where there is no room to say that they are working days.
pub fn signed_days(days: i64) -> String {
    sign(days) + &plural(days.unsigned_abs(), "day", "days")
}

/// How late or early a phase runs, in words: `4 working days behind`, `on plan`.
pub fn behind(days: i64) -> String {
    match days {
        0 => "on plan".to_owned(),
        1.. => working_days(days) + " behind",
        _ => working_days(days) + " ahead",
    }
}

/// `5 working days`, whichever way they go
pub fn working_days(days: i64) -> String {
    plural(days.unsigned_abs(), "working day", "working days")
}

fn sign(value: i64) -> String {
    match value {
        0 => String::new(),
        1.. => "+".to_owned(),
        _ => MINUS.to_string(),
    }
}

fn percent(share: f64, places: usize) -> String {
    if !share.is_finite() {
        return DASH.to_owned();
    }
    let value = share * 100.0;
    let text = format!("{:.places$}", value.abs());
    let is_zero = text.bytes().all(|b| b == b'0' || b == b'.');
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = if value < 0.0 && !is_zero { MINUS.to_string() } else { String::new() };
    out += &group(whole);
    if let Some(fraction) = fraction {
        out.push('.');
        out += fraction;
    }
    out + "%"
}

/// `None` of nothing has no share.
fn floor_share(part: u64, whole: u64, scale: u64) -> Option<u64> {
    let scaled = u128::from(part.min(whole)) * u128::from(scale);
    scaled.checked_div(u128::from(whole)).map(|share| share as u64)
}

fn group(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn counts_are_grouped() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(12_400), "12,400");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(count_f64(1_567.6), "1,568");
        assert_eq!(count_f64(-0.2), "0");
        assert_eq!(count_f64(f64::NAN), "–");
        assert_eq!(signed_count(387), "+387");
        assert_eq!(signed_count(-1_016), "−1,016");
        assert_eq!(signed_count(0), "0");
    }

    #[test]
    fn decimals_are_trimmed() {
        assert_eq!(decimal(7.0, 1), "7");
        assert_eq!([fixed(7.0, 1), fixed(-0.01, 1), fixed(1234.56, 1)], ["7.0", "0.0", "1,234.6"]);
        assert_eq!(decimal(2.50, 2), "2.5");
        assert_eq!(decimal(-0.001, 2), "0");
        assert_eq!(decimal(-1.25, 2), "−1.25");
        assert_eq!(decimal(1234.5, 1), "1,234.5");
    }

    #[test]
    fn percentages_have_the_decimals_they_deserve() {
        assert_eq!(percent1(0.3294), "32.9%");
        assert_eq!(percent1(1.0), "100.0%");
        assert_eq!(percent1(f64::INFINITY), "–");
        assert_eq!(percent0(1.007), "101%");
        assert_eq!(percent1(-0.0001), "0.0%");
        assert_eq!(percent_trimmed(0.95), "95%");
        assert_eq!(percent_trimmed(0.975), "97.5%");
    }

    #[test]
    fn a_chance_is_never_certain() {
        assert_eq!(chance(0.0), "< 1%");
        assert_eq!(chance(0.009), "< 1%");
        assert_eq!(chance(0.01), "1%");
        assert_eq!(chance(0.64), "64%");
        assert_eq!(chance(0.99), "99%");
        assert_eq!(chance(0.9951), "> 99%");
        assert_eq!(chance(1.0), "> 99%");
    }

    #[test]
    fn readiness_is_rounded_down() {
        assert_eq!(share_floor(11_168, 12_400), "90.0%");
        assert_eq!(share_floor(12_399, 12_400), "99.9%");
        assert_eq!(share_floor(12_400, 12_400), "100%");
        assert_eq!(share_floor(5, 0), "–");
        assert_eq!(share_floor0(999, 1000), "99%");
        assert_eq!(share_floor0(u64::MAX, u64::MAX), "100%");
    }

    #[test]
    fn dates_and_ranges() {
        let oct = day(2026, 10, 14);
        assert_eq!(date(oct), "14 Oct 2026");
        assert_eq!(date_short(oct), "14 Oct");
        assert_eq!(weekday_date(oct), "Wed 14 Oct 2026");
        assert_eq!(weekday_date_short(day(2026, 7, 6)), "Mon 6 Jul");
        assert_eq!(date_range(day(2027, 3, 18), day(2027, 3, 31)), "18 – 31 Mar");
        assert_eq!(date_range(day(2026, 6, 1), day(2026, 6, 19)), "1 – 19 Jun");
        assert_eq!(date_range(day(2026, 11, 16), day(2027, 1, 27)), "16 Nov – 27 Jan");
        assert_eq!(date_range(day(2026, 3, 1), day(2027, 3, 31)), "1 Mar – 31 Mar");
        assert_eq!(date_range(oct, oct), "14 Oct");
        assert_eq!(date_range_year(day(2026, 11, 16), day(2027, 1, 27)), "16 Nov 2026 – 27 Jan 2027");
        assert_eq!(date_range_year(day(2027, 3, 18), day(2027, 3, 31)), "18 – 31 Mar 2027");
        assert_eq!(month_year(oct), "Oct 2026");
    }

    #[test]
    fn words_follow_their_number() {
        assert_eq!(plural(1, "device", "devices"), "1 device");
        assert_eq!(plural(12_400, "device", "devices"), "12,400 devices");
        let agents = |value| plural_decimal(value, 1, "agent", "agents");
        assert_eq!([0.0, 1.0, 1.04, 1.5].map(agents), ["0 agents", "1 agent", "1 agent", "1.5 agents"]);
        assert_eq!(signed_working_days(5), "+5 working days");
        assert_eq!(signed_working_days(-1), "−1 working day");
        assert_eq!(behind(4), "4 working days behind");
        assert_eq!(behind(-1), "1 working day ahead");
        assert_eq!(behind(0), "on plan");
    }

    /// Half of the renderers squeeze or drop these two spaces.
    #[test]
    fn no_thin_spaces() {
        for text in
            [date_range(day(2026, 1, 1), day(2026, 2, 2)), count(1_000_000), chance(0.0), percent1(0.5)]
        {
            assert!(!text.contains(['\u{2009}', '\u{202F}']), "{text}");
        }
    }
}
