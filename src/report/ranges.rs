//! What simulated futures say in words: chances, ranges of dates, and how many of 100 futures do something.

use chrono::{Datelike, NaiveDate};

use super::Mark;
use crate::forecast::{Dates, Odds};
use crate::picture::format;
use crate::plan::Plan;

/// `61`, `fewer than 1`, `more than 99`: of 100 futures. Never none and never all, for nobody has seen them all.
pub fn of_100(share: f64) -> String {
    match share {
        s if s < 0.01 => "fewer than 1".to_owned(),
        s if s > 0.99 => "more than 99".to_owned(),
        s => format!("{:.0}", s * 100.0),
    }
}

/// `61 of 100 futures finish`, with the verb of its number.
pub fn futures(share: f64, one: &str, many: &str) -> String {
    let count = of_100(share);
    let verb = if count == "1" { one } else { many };
    format!("{count} of 100 futures {verb}")
}

/// A range of two days: `29 Mar – 13 Apr`, with the years beside it: `2027`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayRange {
    pub days: String,
    pub years: String,
}

/// From P50 to P85; what does not come within the horizon is open at the end. None when not even half of
/// the futures get there.
pub fn p50_to_p85(dates: &Dates) -> Option<DayRange> {
    let from = dates.quantile(0.50)?;
    let Some(to) = dates.quantile(0.85) else {
        return Some(DayRange {
            days: format!("from {}", format::date_short(from)),
            years: from.year().to_string(),
        });
    };
    let years = if from.year() == to.year() {
        to.year().to_string()
    } else {
        format!("{} / {}", from.year(), to.year())
    };
    Some(DayRange { days: format::date_range(from, to), years })
}

/// `13 – 19 Nov`, with the year where it lies far from `near`; `from 13 Nov` when P85 never comes.
pub fn short(dates: &Dates, near: NaiveDate) -> Option<String> {
    let from = dates.quantile(0.50)?;
    // Days a year and more away are another year's of the same name.
    let is_far = |day: NaiveDate| (day - near).num_days() > 365;
    let Some(to) = dates.quantile(0.85) else {
        let from = if is_far(from) { format::date(from) } else { format::date_short(from) };
        return Some(format!("from {from}"));
    };
    Some(if is_far(to) { format::date_range_year(from, to) } else { format::date_range(from, to) })
}

/// A day to come, the longest form first: `7 – 14 Dec`, `7 Dec`, with the year where it is another than that
/// of `near`. None when not even half of the futures get there.
pub fn forms(dates: &Dates, near: NaiveDate) -> Option<Vec<String>> {
    let middle = dates.quantile(0.50)?;
    let last = dates.quantile(0.85);
    let mut forms = Vec::new();
    match last {
        Some(last) if last != middle => {
            if middle.year() != near.year() || last.year() != near.year() {
                forms.push(format::date_range_year(middle, last));
            }
            forms.push(format::date_range(middle, last));
        }
        Some(_) => {}
        None => forms.push(format!("from {}", format::date_short(middle))),
    }
    if middle.year() != near.year() {
        forms.push(format::date(middle));
    }
    forms.push(format::date_short(middle));
    Some(forms)
}

/// `P50 Mon 7 Dec 2026, P85 Mon 14 Dec 2026`, one day where both are the same, or how many futures come to
/// it at all.
pub fn middle_and_late(dates: &Dates) -> String {
    match (dates.quantile(0.50), dates.quantile(0.85)) {
        (None, _) => {
            let reached = dates.runs().iter().filter(|day| **day != Dates::NEVER).count();
            let share = reached as f64 / dates.runs().len().max(1) as f64;
            format!("only in {} of 100 futures", of_100(share))
        }
        (Some(middle), Some(late)) if middle == late => {
            format!("{} in most futures", format::weekday_date(middle))
        }
        (Some(middle), Some(late)) => {
            format!("P50 {}, P85 {}", format::weekday_date(middle), format::weekday_date(late))
        }
        (Some(middle), None) => {
            format!("P50 {}, P85 not within the horizon", format::weekday_date(middle))
        }
    }
}

/// A day that may never come: `22 Apr 2027`, `not by 14 Jan 2029`.
pub fn day_or_never(day: Option<NaiveDate>, plan: &Plan) -> String {
    day.map_or_else(|| format!("not by {}", format::date(plan.horizon())), format::date)
}

/// `10,000 simulated futures, seed 1`
pub fn basis(odds: &Odds) -> String {
    let runs = format::count(odds.finish.runs().len() as u64);
    format!("{runs} simulated futures, seed {}", odds.basis.seed)
}

/// Futures that come to no finish, in a sentence; always said, also when there are none.
pub fn without_finish(odds: &Odds) -> String {
    let share = |share: f64, what: &str| {
        if share == 0.0 { format!("none {what}") } else { format!("{} of 100 {what}", of_100(share)) }
    };
    format!("{}, {}", share(odds.stalled, "stall"), share(odds.unfinished, "are unfinished at the horizon"))
}

/// A chance against the one that is asked for: met from there on, missed where the opposite is as sure.
pub fn chance_mark(chance: f64, asked: f64) -> Mark {
    if chance >= asked {
        Mark::Met
    } else if 1.0 - chance >= asked - 1e-9 {
        Mark::Missed
    } else {
        Mark::Risk
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::report::sample_tests::day;

    #[test]
    fn futures_are_counted_of_a_hundred_and_never_all_of_them() {
        assert_eq!(futures(0.614, "finishes", "finish"), "61 of 100 futures finish");
        assert_eq!(futures(0.01, "finishes", "finish"), "1 of 100 futures finishes");
        assert_eq!(of_100(0.0), "fewer than 1");
        assert_eq!(of_100(1.0), "more than 99");
    }

    #[test]
    fn a_range_says_its_years_once_and_stays_open_where_it_has_no_end() {
        let first = day(2026, 12, 1);
        let at = |day: NaiveDate| (day - first).num_days() as u32;
        let of = |from, to| {
            let mut runs = vec![at(from); 6];
            runs.extend(vec![to; 4]);
            Dates::new(first, runs)
        };
        let range = p50_to_p85(&of(day(2027, 3, 29), at(day(2027, 4, 13)))).unwrap();
        assert_eq!((range.days.as_str(), range.years.as_str()), ("29 Mar – 13 Apr", "2027"));
        let range = p50_to_p85(&of(day(2026, 12, 28), at(day(2027, 1, 8)))).unwrap();
        assert_eq!((range.days.as_str(), range.years.as_str()), ("28 Dec – 8 Jan", "2026 / 2027"));
        let open = of(day(2027, 3, 29), Dates::NEVER);
        assert_eq!(p50_to_p85(&open).unwrap().days, "from 29 Mar");
        assert_eq!(short(&open, day(2026, 10, 14)).unwrap(), "from 29 Mar");
        assert_eq!(p50_to_p85(&Dates::new(first, vec![Dates::NEVER; 4])), None);
    }

    #[test]
    fn a_day_to_come_says_its_range_where_there_is_room_and_else_its_middle() {
        let (first, near) = (day(2026, 12, 1), day(2026, 10, 14));
        let of = |days: [u32; 4]| Dates::new(first, days.to_vec());
        assert_eq!(forms(&of([6, 6, 13, 13]), near).unwrap(), ["7 – 14 Dec", "7 Dec"]);
        assert_eq!(
            forms(&of([30, 30, 41, 41]), near).unwrap(),
            ["31 Dec 2026 – 11 Jan 2027", "31 Dec – 11 Jan", "31 Dec"]
        );
        assert_eq!(forms(&of([6; 4]), near).unwrap(), ["7 Dec"]);
        assert_eq!(forms(&of([6, 6, Dates::NEVER, Dates::NEVER]), near).unwrap(), ["from 7 Dec", "7 Dec"]);
        let rare = of([6, Dates::NEVER, Dates::NEVER, Dates::NEVER]);
        assert_eq!(
            (forms(&rare, near), middle_and_late(&rare).as_str()),
            (None, "only in 25 of 100 futures")
        );
        assert_eq!(middle_and_late(&of([6, 6, 13, 13])), "P50 Mon 7 Dec 2026, P85 Mon 14 Dec 2026");
    }

    #[test]
    fn a_chance_is_met_from_the_one_asked_for_on() {
        assert_eq!(
            [0.9, 0.89, 0.11, 0.1].map(|c| chance_mark(c, 0.9)),
            [Mark::Met, Mark::Risk, Mark::Risk, Mark::Missed]
        );
    }
}
