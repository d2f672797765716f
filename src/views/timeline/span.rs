//! The stretch of time that is seen: zooming about a day and moving along, never out of sight of the plan.

use chrono::{Days, NaiveDate};

pub type Span = (NaiveDate, NaiveDate);

/// No closer than two weeks.
const SHORTEST_DAYS: f32 = 14.0;

/// Shows `factor` times less time, keeping `about` where it is on screen. None = all of `whole`.
pub fn zoom(span: Span, whole: Span, factor: f32, about: NaiveDate) -> Option<Span> {
    let length = days(span);
    let wanted = (length / factor.max(0.01)).clamp(SHORTEST_DAYS, days(whole).max(SHORTEST_DAYS));
    let share = ((about - span.0).num_days() as f32 / length).clamp(0.0, 1.0);
    let first = shift(about, -(share * wanted).round() as i64);
    hold((first, shift(first, wanted.round() as i64)), whole)
}

/// Moves along by so many days.
pub fn pan(span: Span, whole: Span, by_days: i64) -> Option<Span> {
    hold((shift(span.0, by_days), shift(span.1, by_days)), whole)
}

/// Moves along so far that the day is seen.
pub fn reveal(span: Span, whole: Span, day: NaiveDate) -> Option<Span> {
    let margin = (days(span) / 10.0).ceil() as i64;
    let by = if day < shift(span.0, margin) {
        (day - span.0).num_days() - margin
    } else if day > shift(span.1, -margin) {
        (day - span.1).num_days() + margin
    } else {
        return Some(span);
    };
    pan(span, whole, by)
}

/// What was marked with the pointer, at least two weeks of it.
pub fn marked(a: NaiveDate, b: NaiveDate, whole: Span) -> Option<Span> {
    let (first, last) = (a.min(b), a.max(b));
    let lacking = (SHORTEST_DAYS as i64 - (last - first).num_days()).max(0);
    hold((shift(first, -lacking / 2), shift(last, lacking - lacking / 2)), whole)
}

/// Inside `whole`, at its own length; none when it is all of it.
fn hold(span: Span, whole: Span) -> Option<Span> {
    let length = (span.1 - span.0).num_days();
    if length >= (whole.1 - whole.0).num_days() {
        return None;
    }
    let first = span.0.clamp(whole.0, shift(whole.1, -length));
    Some((first, shift(first, length)))
}

fn days(span: Span) -> f32 {
    (span.1 - span.0).num_days().max(1) as f32
}

fn shift(day: NaiveDate, by: i64) -> NaiveDate {
    let moved = if by >= 0 {
        day.checked_add_days(Days::new(by.unsigned_abs()))
    } else {
        day.checked_sub_days(Days::new(by.unsigned_abs()))
    };
    moved.unwrap_or(day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole() -> Span {
        let first = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
        (first, shift(first, 330))
    }

    #[test]
    fn zooming_out_far_enough_shows_everything_again() {
        let about = shift(whole().0, 100);
        let near = zoom(whole(), whole(), 4.0, about).unwrap();
        assert!((days(near) - 83.0).abs() <= 1.0);
        assert_eq!(zoom(near, whole(), 0.1, about), None);
    }

    #[test]
    fn a_day_out_of_sight_is_brought_into_it() {
        let near = marked(whole().0, shift(whole().0, 30), whole()).unwrap();
        let day = shift(whole().0, 200);
        let seen = reveal(near, whole(), day).unwrap();
        assert!(seen.0 <= day && day <= seen.1);
        assert_eq!(days(seen), days(near));
    }

    proptest! {
        #[test]
        fn what_is_seen_lies_within_the_plan(
            from in 0_i64..330, length in 14_i64..330, factor in 0.1_f32..10.0, about in 0_i64..330, by in -500_i64..500,
        ) {
            let start = shift(whole().0, from.min(330 - length.min(329)));
            let span = hold((start, shift(start, length)), whole()).unwrap_or(whole());
            for seen in [zoom(span, whole(), factor, shift(whole().0, about)), pan(span, whole(), by)].into_iter().flatten() {
                prop_assert!(seen.0 >= whole().0 && seen.1 <= whole().1 && days(seen) >= 13.0);
            }
        }
    }
}
