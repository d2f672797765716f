//! What a meeting gets by refusing what it is asked, or by putting it off: read off the futures and the
//! expected course that there are, with nothing simulated for it.

use chrono::Days;

use super::decisions::{Asked, NextDecision};
use super::study::{Study, Way};
use super::wording::day_near;
use super::{Situation, ranges};
use crate::forecast::{Odds, bears};
use crate::picture::format;
use crate::plan::PROMISE;

/// The other schedule that a question is about: of those that finish by the target in more futures than the
/// plan the first that keeps the promise, else the surest. None where none is better.
pub fn other_way<'a>(at: &Situation<'_>, study: &'a Study) -> Option<(&'a Way, &'a Odds)> {
    let own = at.odds?.by_target?;
    let chance = |odds: &Odds| odds.by_target.unwrap_or(0.0);
    let better = || {
        let known = study.ways.iter().filter_map(|way| Some((way, way.odds.as_deref()?)));
        known.filter(|(_, odds)| chance(odds) > own)
    };
    let keeps = |(_, odds): &(&Way, &Odds)| chance(odds) >= PROMISE && bears(odds.breaks, PROMISE);
    better().find(keeps).or_else(|| better().max_by(|a, b| chance(a.1).total_cmp(&chance(b.1))))
}

/// `If refused, 65 of 100 futures finish by the target instead of 99, and 85 of 100 by 5 Apr instead of 19 Mar.`
pub fn words(at: &Situation<'_>, study: Option<&Study>, decision: &NextDecision) -> Option<String> {
    match decision.asked {
        Asked::Nothing => None,
        Asked::Question => {
            let other = study.and_then(|study| other_way(at, study)).zip(at.odds);
            other.and_then(|((_, with), without)| refused(at, with, without)).or_else(|| put_off(at))
        }
        Asked::Start | Asked::Gate | Asked::Next => put_off(at),
    }
}

fn refused(at: &Situation<'_>, with: &Odds, without: &Odds) -> Option<String> {
    let (than, less) = (with.by_target?, without.by_target?);
    let futures = ranges::futures(less, "finishes", "finish");
    let late = |odds: &Odds| {
        let day = odds.finish.quantile(0.85);
        day.map_or_else(|| "no day within the horizon".to_owned(), |day| day_near(day, at.today()))
    };
    let (is, was) = (late(without), late(with));
    let late = if is == was { String::new() } else { format!(", and 85 of 100 by {is} instead of {was}") };
    Some(format!("If refused, {futures} by the target instead of {}{late}.", ranges::of_100(than)))
}

/// A week later, with all that follows: nothing is simulated anew, every future's finish moves with it.
fn put_off(at: &Situation<'_>) -> Option<String> {
    let target = at.plan.target?;
    let Some(odds) = at.ranges() else {
        let finish = at.outlook.expected.finish.filter(|day| *day > at.today())?;
        let room = at.plan.calendar.working_days_between(finish, target);
        let moves = format!("If put off, the expected finish of {} moves with it", format::date(finish));
        let days = format::plural(room.unsigned_abs(), "working day", "working days");
        return Some(match room {
            1.. => format!("{moves}: the target leaves room for {days}."),
            0 => format!("{moves}: the target leaves no room."),
            _ => format!("{moves}, which is {days} after the target already."),
        });
    };
    let later = odds.finish.by(target.checked_sub_days(Days::new(7))?);
    let futures = ranges::futures(later, "finishes", "finish");
    let now = ranges::of_100(odds.by_target?);
    Some(format!("If put off by a week with all that follows, {futures} by the target instead of {now}."))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::report::decisions;
    use crate::report::sample_odds_tests::odds;
    use crate::report::sample_tests::sample;

    #[test]
    fn a_start_put_off_eats_the_room_before_the_target() {
        let plan = sample();
        let said = words(&plan.at(), None, &decisions::next(&plan.at())).unwrap();
        let expected = "If put off, the expected finish of 23 Oct 2026 moves with it: the target leaves room for 5 \
                        working days.";
        assert_eq!(said, expected);
    }

    #[test]
    fn a_refusal_is_told_by_the_futures_with_and_without() {
        let mut plan = sample().with_baseline().running(320);
        plan.plan.questions = vec![crate::plan::Question {
            id: crate::plan::QuestionId(1),
            date: plan.plan.status_date,
            who: String::new(),
            phase: None,
            question: "Add two agents?".into(),
            note: String::new(),
        }];
        let own = odds(&plan);
        let mut with = own.clone();
        with.by_target = Some(0.86);
        let runs: Vec<u32> = own.finish.runs().iter().map(|day| day - 10).collect();
        with.finish = crate::forecast::Dates::new(own.first_day, runs);
        let way =
            Way { name: Some("Two".into()), plan: Arc::new(plan.plan.clone()), odds: Some(Arc::new(with)) };
        let study = Study::of(vec![way]).unwrap();
        let at = plan.at().with_odds(Some(&own));
        let asked = decisions::next(&at);
        let said = words(&at, Some(&study), &asked).unwrap();
        assert!(
            said.starts_with("If refused, 61 of 100 futures finish by the target instead of 86, and 85"),
            "{said}"
        );
        // Without such a schedule only the delay is known.
        let said = words(&at, None, &asked).unwrap();
        assert!(said.starts_with("If put off by a week with all that follows, "), "{said}");
    }
}
