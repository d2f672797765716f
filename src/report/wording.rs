//! Counts, dates and distances as they stand in a running sentence. What stands alone is `format`'s.

use chrono::{Datelike, NaiveDate};

use crate::picture::format;
use crate::plan::Calendar;
pub use crate::plan::wording::lower_first;

const WORDS: [&str; 11] =
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// `two`, `12`: small counts of things are words in a sentence.
pub fn number(n: usize) -> String {
    WORDS.get(n).map_or_else(|| format::count(n as u64), |word| (*word).to_owned())
}

/// `one prerequisite`, `12 prerequisites`
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// The verb or ending that goes with a count.
pub const fn agree<'a>(n: usize, one: &'a str, many: &'a str) -> &'a str {
    if n == 1 { one } else { many }
}

/// The first letter large, for a sentence that begins with a computed word.
pub fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// `5 working days before`, `1 working day after`, `on`: where a day lies, seen from another.
pub fn away(calendar: &Calendar, day: NaiveDate, from: NaiveDate) -> String {
    let days = calendar.working_days_between(from, day);
    let n = days.unsigned_abs();
    match days {
        0 if day == from => "on".to_owned(),
        // Both lie in the same run of days without work.
        0 => if day < from { "just before" } else { "just after" }.to_owned(),
        1.. => format::plural(n, "working day", "working days") + " after",
        _ => format::plural(n, "working day", "working days") + " before",
    }
}

/// `14 Oct`, with the year where it is not the year of `near`.
pub fn day_near(day: NaiveDate, near: NaiveDate) -> String {
    if day.year() == near.year() { format::date_short(day) } else { format::date(day) }
}

/// `Mon 6 Jul`, with the year where it is not the year of `near`.
pub fn weekday_near(day: NaiveDate, near: NaiveDate) -> String {
    if day.year() == near.year() { format::weekday_date_short(day) } else { format::weekday_date(day) }
}

/// `a`, `a and b`, `a, b and c`
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn distances_count_working_days_and_say_the_direction() {
        let calendar = Calendar::default();
        let target = day(2027, 3, 31);
        assert_eq!(away(&calendar, day(2027, 3, 24), target), "5 working days before");
        assert_eq!(away(&calendar, day(2027, 4, 1), target), "1 working day after");
        assert_eq!(away(&calendar, target, target), "on");
        // A Saturday and the Sunday after it.
        assert_eq!(away(&calendar, day(2027, 4, 4), day(2027, 4, 3)), "just after");
        assert_eq!(away(&calendar, day(2027, 4, 3), day(2027, 4, 4)), "just before");
    }

    #[test]
    fn small_counts_are_words_and_agree_with_their_noun() {
        assert_eq!(counted(1, "prerequisite", "prerequisites"), "one prerequisite");
        assert_eq!(counted(2, "prerequisite", "prerequisites"), "two prerequisites");
        assert_eq!(counted(12, "prerequisite", "prerequisites"), "12 prerequisites");
        assert_eq!(sentence_case("two phases"), "Two phases");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }

    #[test]
    fn a_year_stands_only_where_it_differs() {
        assert_eq!(day_near(day(2026, 11, 13), day(2026, 10, 14)), "13 Nov");
        assert_eq!(day_near(day(2027, 3, 31), day(2026, 10, 14)), "31 Mar 2027");
        assert_eq!(weekday_near(day(2026, 7, 6), day(2026, 6, 29)), "Mon 6 Jul");
    }
}
