//! What a meeting has before it: another schedule beside the plan as it stands, and what comes of putting a start
//! or a gate off. Read off the futures and the expected course that there are, with nothing simulated for it.

use chrono::Days;

use super::decisions::{Asked, NextDecision};
use super::study::{Study, Way};
use super::wording::day_near;
use super::{Situation, ranges};
use crate::forecast::{Odds, bears};
use crate::picture::format;
use crate::plan::PROMISE;

/// The other schedule that a question is shown beside; it may be about something else. Of those that finish by the target in more futures than the
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

/// `As the plan stands, 65 of 100 futures finish by the target, with “Two agents” 99; 85 of 100 finish by 5 Apr,
/// with “Two agents” by 19 Mar.`
pub fn words(at: &Situation<'_>, study: Option<&Study>, decision: &NextDecision) -> Option<String> {
    match decision.asked {
        Asked::Nothing => None,
        Asked::Question => {
            let other = study.and_then(|study| other_way(at, study)).zip(at.odds);
            let said = other.and_then(|((way, with), without)| beside(at, (way.label(), with), without));
            // Of any other question nobody knows what a later answer would move.
            said.or_else(|| if decision.conditions.is_empty() { None } else { put_off(at) })
        }
        Asked::Start | Asked::Gate | Asked::Next => put_off(at),
    }
}

/// Only what differs as it is written; none where nothing does.
fn beside(at: &Situation<'_>, (name, with): (&str, &Odds), without: &Odds) -> Option<String> {
    let (more, less) = (with.by_target?, without.by_target?);
    let mut said = Vec::new();
    if ranges::of_100(more) != ranges::of_100(less) {
        let futures = ranges::futures(less, "finishes", "finish");
        said.push(format!("{futures} by the target, with “{name}” {}", ranges::of_100(more)));
    }
    let late = |odds: &Odds| odds.finish.quantile(0.85).map(|day| day_near(day, at.today()));
    let noun = if said.is_empty() { "futures finish" } else { "finish" };
    match (late(without), late(with)) {
        (Some(is), Some(then)) if is != then => {
            said.push(format!("85 of 100 {noun} by {is}, with “{name}” by {then}"));
        }
        (None, Some(then)) => {
            said.push(format!("fewer than 85 of 100 {noun} at all, with “{name}” 85 by {then}"));
        }
        (Some(is), None) => {
            said.push(format!("85 of 100 {noun} by {is}, with “{name}” fewer finish at all"));
        }
        _ => {}
    }
    (!said.is_empty()).then(|| format!("As the plan stands, {}.", said.join("; ")))
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
    let off = "If put off by a week with all that follows";
    Some(if ranges::of_100(later) == now {
        format!("{off}, still {futures} by the target.")
    } else {
        format!("{off}, {futures} by the target instead of {now}.")
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::report::decisions;
    use crate::report::sample_odds_tests::{a_day_apart, odds};
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
    fn no_number_stands_instead_of_itself() {
        let plan = sample().with_baseline().running(320);
        let own = odds(&plan);
        let first = own.first_day;
        // All futures finish within a hundred days, years before the target.
        let mut sure = own.clone();
        sure.finish = a_day_apart(first, first, 0);
        sure.by_target = Some(0.999);
        let mut late = plan.plan.clone();
        late.target = Some(first + Days::new(1000));
        let at = crate::report::Situation::new(&late, &plan.outlook);
        let said = put_off(&at.with_odds(Some(&sure))).unwrap();
        assert_eq!(
            said,
            "If put off by a week with all that follows, still more than 99 of 100 futures finish by the target."
        );
        let mut surer = sure.clone();
        surer.by_target = Some(1.0);
        assert_eq!(beside(&at, ("Two", &surer), &sure), None);
        let runs: Vec<u32> = sure.finish.runs().iter().map(|day| day / 2).collect();
        surer.finish = crate::forecast::Dates::new(first, runs);
        let said = beside(&at, ("Two", &surer), &sure).unwrap();
        let (is, then) = (first + Days::new(84), first + Days::new(42));
        assert_eq!(
            said,
            format!(
                "As the plan stands, 85 of 100 futures finish by {}, with “Two” by {}.",
                format::date_short(is),
                format::date_short(then)
            )
        );
    }

    #[test]
    fn another_schedule_is_told_by_its_name_whatever_is_asked() {
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
        let start =
            "As the plan stands, 61 of 100 futures finish by the target, with “Two” 86; 85 of 100 finish by ";
        assert!(said.starts_with(start) && said.contains(", with “Two” by "), "{said}");
        // What a late answer to it would move is nothing that the plan knows.
        assert_eq!(words(&at, None, &asked), None);
        let gate = NextDecision { asked: Asked::Gate, ..asked };
        let said = words(&at, None, &gate).unwrap();
        assert!(said.starts_with("If put off by a week with all that follows, "), "{said}");
    }
}
