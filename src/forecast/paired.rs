//! Two sets of simulated futures of one rollout, run by run: who finishes first, and by how much. The runs
//! of one seed share their luck, so that what differs is what was planned.

use super::{Dates, Odds};

/// How the second of two compares with the first.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paired {
    /// Futures that both have.
    pub runs: u32,
    /// Shares of all futures; together with `neither` they add up to 1.
    pub earlier: f64,
    pub same: f64,
    pub later: f64,
    /// Share in which neither finishes.
    pub neither: f64,
    /// Futures in which both finish.
    pub both_finish: u32,
    /// The second's finish after the first's where both finish, in days; negative = earlier.
    pub median_days: Option<i64>,
}

/// How `second` finishes against `first`; a finish is earlier than none.
pub fn compare(first: &Odds, second: &Odds) -> Paired {
    compare_dates(&first.finish, &second.finish)
}

/// The same of the days themselves.
pub fn compare_dates(first: &Dates, second: &Dates) -> Paired {
    let ahead = (second.first() - first.first()).num_days();
    let (mut earlier, mut same, mut later, mut neither) = (0_u32, 0_u32, 0_u32, 0_u32);
    let mut differences = Vec::new();
    for (a, b) in first.runs().iter().zip(second.runs()) {
        match (*a == Dates::NEVER, *b == Dates::NEVER) {
            (true, true) => neither += 1,
            (true, false) => earlier += 1,
            (false, true) => later += 1,
            (false, false) => {
                let days = i64::from(*b) + ahead - i64::from(*a);
                match days {
                    ..0 => earlier += 1,
                    0 => same += 1,
                    1.. => later += 1,
                }
                differences.push(days);
            }
        }
    }
    differences.sort_unstable();
    let runs = earlier + same + later + neither;
    let share = |count: u32| if runs == 0 { 0.0 } else { f64::from(count) / f64::from(runs) };
    Paired {
        runs,
        earlier: share(earlier),
        same: share(same),
        later: share(later),
        neither: share(neither),
        both_finish: differences.len() as u32,
        // The smallest that at least half do not exceed, as with every quantile.
        median_days: differences.get(differences.len().saturating_sub(1) / 2).copied(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn dates(first: &str, runs: &[u32]) -> Dates {
        Dates::new(first.parse().unwrap(), runs.to_vec())
    }

    #[test]
    fn futures_are_compared_one_by_one_and_not_by_their_quantiles() {
        let a = dates("2026-06-01", &[10, 20, 30, Dates::NEVER, 50, Dates::NEVER]);
        let b = dates("2026-06-01", &[8, 20, 33, 40, Dates::NEVER, Dates::NEVER]);
        let paired = compare_dates(&a, &b);
        let sixth = 1.0 / 6.0;
        assert_eq!((paired.earlier, paired.same, paired.later), (2.0 * sixth, sixth, 2.0 * sixth));
        assert_eq!((paired.neither, paired.both_finish, paired.median_days), (sixth, 3, Some(0)));
        let back = compare_dates(&b, &a);
        assert_eq!((back.earlier, back.later, back.median_days), (paired.later, paired.earlier, Some(0)));
    }

    #[test]
    fn days_count_from_the_same_day_whatever_the_series_begin_with() {
        let a = dates("2026-06-01", &[10, 10, 10]);
        let b = dates("2026-06-05", &[3, 4, 9]);
        assert_eq!(compare_dates(&a, &b).median_days, Some(-2));
        assert_eq!(compare_dates(&dates("2026-06-01", &[]), &b), Paired::default());
    }
}
