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

/// A chance against what the plan asks for: met from the assurance on, missed where the opposite is as sure.
pub fn chance_mark(chance: f64, assurance: f64) -> Mark {
    if chance >= assurance {
        Mark::Met
    } else if 1.0 - chance >= assurance - 1e-9 {
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
    fn a_chance_is_met_from_the_assurance_on() {
        assert_eq!(
            [0.9, 0.89, 0.11, 0.1].map(|c| chance_mark(c, 0.9)),
            [Mark::Met, Mark::Risk, Mark::Risk, Mark::Missed]
        );
    }
}
