//! What the Forecast page says about the plan's simulated futures: the finding that opens it, and the
//! figures beside the finish distribution, each with how it came about.

use chrono::NaiveDate;

use super::study::{Study, Tried};
use super::wording::{agree, counted, day_near, sentence_case};
use super::{Explanation, Finding, Mark, Situation, explained, ranges};
use crate::forecast::{Dates, Factor, Odds, SensitivityRow};
use crate::picture::format;
use crate::plan::{PROMISE, Plan};

/// The answer, and the lever that moves it most.
/// Without a study of this very plan it says nothing of levers.
pub fn headline(at: &Situation<'_>, study: Option<&Study>) -> Finding {
    let Some(odds) = at.odds else {
        return Finding::plain("The futures of this plan are being simulated.");
    };
    let (mark, mut text) = answer(at.plan, odds);
    let swing = |row: &SensitivityRow| row.swing().0;
    let rows = study.filter(|study| study.rows_to_come == 0).map_or(&[][..], |study| &study.rows);
    let lever = rows.iter().filter(|row| is_lever(row.factor)).max_by_key(|row| swing(row));
    let lever = lever.filter(|row| swing(row) > 0);
    let step = study.and_then(|study| enough_agents(at.plan, study));
    let strongest = lever.map(|row| format!("{} is the strongest lever", lever_name(at.plan, row.factor)));
    let more = match (lever, strongest, step) {
        (Some(row), Some(strongest), Some(step)) if row.factor == Factor::Agents => {
            format!(" {strongest}; {step}.")
        }
        (_, Some(strongest), Some(step)) => format!(" {strongest}. {}.", sentence_case(&step)),
        (_, Some(strongest), None) => format!(" {strongest}."),
        (_, None, Some(step)) => format!(" {}.", sentence_case(&step)),
        (_, None, None) => String::new(),
    };
    text.push_str(&more);
    Finding::new(mark, text)
}

fn answer(plan: &Plan, odds: &Odds) -> (Mark, String) {
    let finishes = odds.finish.sorted().first().is_some_and(|day| *day != Dates::NEVER);
    if !finishes {
        let text = format!(
            "No future finishes by {}: {}.",
            format::date(plan.horizon()),
            ranges::without_finish(odds)
        );
        return (Mark::Missed, text);
    }
    if let (Some(target), Some(chance)) = (plan.target, odds.by_target) {
        let runs = ranges::of_100(chance);
        let verb = if runs == "1" { "finishes" } else { "finish" };
        let text = format!("{} of 100 futures {verb} by {}.", sentence_case(&runs), format::date(target));
        return (ranges::chance_mark(chance, PROMISE), text);
    }
    let horizon = format::date(plan.horizon());
    let said = match (odds.finish.quantile(0.50), odds.finish.quantile(0.85)) {
        (Some(p50), Some(p85)) => {
            format!("Half of the futures finish by {}, 85 of 100 by {}", format::date(p50), format::date(p85))
        }
        (Some(p50), None) => {
            format!("Half of the futures finish by {}, fewer than 85 of 100 by {horizon}", format::date(p50))
        }
        (None, _) => format!("Fewer than half of the futures finish by {horizon}"),
    };
    (Mark::Empty, format!("{said}; no target date is set."))
}

const fn is_lever(factor: Factor) -> bool {
    !matches!(factor, Factor::Parameter(_))
}

fn lever_name(plan: &Plan, factor: Factor) -> String {
    match factor {
        Factor::Agents => "The helpdesk".to_owned(),
        Factor::Rates => "The rollout rate".to_owned(),
        factor => factor.name(plan),
    }
}

/// `two more agents move P85 to 31 Mar, the target`
fn enough_agents(plan: &Plan, study: &Study) -> Option<String> {
    let target = plan.target?;
    let best = study.recommended?;
    let now = study.frontier.iter().find(|point| point.is_now)?;
    let more = best.agents - now.agents;
    let p85 = best.gist.finish_p85?;
    let near = plan.status_date;
    let day = if p85 == target {
        format!("{}, the target", day_near(p85, near))
    } else {
        format!("{}, before the target", day_near(p85, near))
    };
    if more > 0.0 {
        let count = more.round() as usize;
        let verb = agree(count, "moves", "move");
        return Some(format!("{} {verb} P85 to {day}", counted(count, "more agent", "more agents")));
    }
    (more < 0.0).then(|| {
        let count = (-more).round() as usize;
        format!("{} would still do: P85 on {day}", counted(count, "agent less", "agents fewer"))
    })
}

/// One line beside the finish distribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OddsFigure {
    pub name: String,
    pub value: String,
    /// With the knobs as they are held; none = nothing is tried, or it stays the same.
    pub tried: Option<String>,
    /// The tried one is better or worse; none = neither.
    pub is_better: Option<bool>,
    pub explanation: Explanation,
}

/// What stands beside the finish distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct OddsFigures {
    /// The chance by the target; without one the P50 finish.
    pub main: OddsFigure,
    /// As a share, for the strip; none without a target.
    pub chance: Option<f64>,
    pub tried_chance: Option<f64>,
    pub rows: Vec<OddsFigure>,
    /// What to add to the target to promise P85.
    pub reserve: Option<(OddsFigure, bool)>,
}

pub fn figures(at: &Situation<'_>, odds: &Odds, tried: Option<&Tried>) -> OddsFigures {
    let after = tried.and_then(|tried| tried.odds.as_deref());
    let of = Of { at, odds, after };
    let main = match (at.plan.target, odds.by_target) {
        (Some(target), Some(chance)) => of.figure(
            format!("finish by {}", format::date(target)),
            |odds| format::chance(odds.by_target.unwrap_or(0.0)),
            |odds| odds.by_target.unwrap_or(chance),
            "Futures whose finish is on or before the target, of all futures, also those that never finish.",
        ),
        _ => of.quantile("half of the futures finish by", 0.50, "50"),
    };
    let mut rows = vec![of.quantile("P85", 0.85, "85"), of.quantile("P95", 0.95, "95")];
    if let Some(target) = at.plan.target {
        // Without a target P50 stands above already.
        rows.insert(0, of.quantile("P50", 0.50, "50"));
        let late = |odds: &Odds| late_by(&odds.finish, target);
        rows.push(of.figure(
            "If late, by".to_owned(),
            |odds| late(odds).map_or_else(|| format::DASH.to_owned(), mean_days),
            |odds| -late(odds).unwrap_or(0.0),
            "Calendar days from the target to the finish, the mean of the futures that finish after it.",
        ));
    }
    rows.push(of.count("Stalled", |odds| odds.stalled, "Futures in which a gate stays shut for so long after the last targeting that the rollout comes to a standstill."));
    if odds.unfinished > 0.0 || after.is_some_and(|odds| odds.unfinished > 0.0) {
        rows.push(of.count(
            "Unfinished",
            |odds| odds.unfinished,
            "Futures that neither stall nor finish within the horizon.",
        ));
    }
    let reserve = at.plan.target.map(|target| of.reserve(target));
    OddsFigures {
        main,
        chance: odds.by_target,
        tried_chance: after.and_then(|odds| odds.by_target),
        rows,
        reserve,
    }
}

struct Of<'a> {
    at: &'a Situation<'a>,
    odds: &'a Odds,
    after: Option<&'a Odds>,
}

impl Of<'_> {
    /// `rank`: more is better.
    fn figure(
        &self,
        name: String,
        words: impl Fn(&Odds) -> String,
        rank: impl Fn(&Odds) -> f64,
        formula: &str,
    ) -> OddsFigure {
        let value = words(self.odds);
        let tried = self.after.map(&words).filter(|tried| *tried != value);
        let (old, new) = (rank(self.odds), self.after.map(rank));
        let is_better = new.filter(|new| tried.is_some() && *new != old).map(|new| new > old);
        let explanation = self.explained(&name, formula).input("As planned", value.as_str());
        let explanation = match &tried {
            Some(tried) => explanation.input("With the knobs as held", tried.as_str()),
            None => explanation,
        };
        OddsFigure { name, value, tried, is_better, explanation }
    }

    fn quantile(&self, name: &str, share: f64, of_100: &str) -> OddsFigure {
        let horizon = self.at.plan.horizon();
        let day = |odds: &Odds| odds.finish.quantile(share);
        let shown = |odds: &Odds| day(odds).map_or_else(|| "never".to_owned(), format::date);
        let rank = |odds: &Odds| -((day(odds).unwrap_or(horizon) - self.odds.first_day).num_days() as f64);
        let formula = format!("The first day by which at least {of_100} of 100 futures have finished.");
        self.figure(name.to_owned(), shown, rank, &formula)
    }

    fn count(&self, name: &str, share: impl Fn(&Odds) -> f64, formula: &str) -> OddsFigure {
        let words = |odds: &Odds| {
            let runs = odds.finish.runs().len();
            let count = (share(odds) * runs as f64).round() as u64;
            format!("{} of {}", format::count(count), format::count(runs as u64))
        };
        let mut figure = self.figure(name.to_owned(), words, |odds| -share(odds), formula);
        // The two may hold different numbers of runs; only another share is a change.
        if self.after.is_none_or(|after| (share(after) - share(self.odds)).abs() < 1e-9) {
            figure.tried = None;
        }
        figure
    }

    fn reserve(&self, target: NaiveDate) -> (OddsFigure, bool) {
        let days = |odds: &Odds| odds.finish.quantile(0.85).map(|day| (day - target).num_days());
        let words = |odds: &Odds| match days(odds) {
            None => "P85 never comes".to_owned(),
            Some(0) => "none: P85 is the target".to_owned(),
            Some(days @ 1..) => {
                format!("{} after the target", format::plural(days.unsigned_abs(), "day", "days"))
            }
            Some(days) => {
                format!("none: {} to spare", format::plural(days.unsigned_abs(), "day", "days"))
            }
        };
        let rank = |odds: &Odds| -(days(odds).unwrap_or(100_000) as f64);
        let name = "Reserve to promise P85:".to_owned();
        let figure = self.figure(name, words, rank, "Calendar days from the target to the P85 finish: with them in hand, 85 of 100 futures keep the promise.");
        (figure, days(self.odds).is_none_or(|days| days > 0))
    }

    fn explained(&self, title: &str, formula: &str) -> Explanation {
        Explanation::new(sentence_case(title.trim_end_matches(':')), formula)
            .input("Simulated", ranges::basis(self.odds))
            .until(explained::data_until(self.at))
            .sure(sure(self.odds))
    }
}

fn mean_days(days: f64) -> String {
    format::plural_decimal(days, 0, "day", "days") + ", mean"
}

/// How far the number of runs alone can move a share.
fn sure(odds: &Odds) -> String {
    let runs = odds.finish.runs().len().max(1) as f64;
    let p = odds.by_target.unwrap_or(0.5);
    let points = 100.0 * 1.96 * (p * (1.0 - p) / runs).sqrt();
    let points = match points {
        few if few < 1.0 => "less than one point".to_owned(),
        points => format::plural_decimal(points, 0, "point", "points"),
    };
    format!(
        "The number of futures alone moves the chance by {points} either way; the assumptions move it more."
    )
}

/// The mean of the days after the target, over the futures that finish after it.
fn late_by(finish: &Dates, target: NaiveDate) -> Option<f64> {
    let late: Vec<i64> = finish
        .sorted()
        .iter()
        .filter_map(|day| finish.date(*day))
        .map(|day| (day - target).num_days())
        .filter(|days| *days > 0)
        .collect();
    (!late.is_empty()).then(|| late.iter().sum::<i64>() as f64 / late.len() as f64)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::{Basis, Detail, Sensitivity};
    use crate::report::sample_tests::day;

    #[test]
    fn what_is_recommended_is_no_risk() {
        let sample = crate::report::sample_tests::sample();
        let odds = crate::report::sample_odds_tests::odds(&sample);
        assert!(PROMISE < 0.87 && sample.plan.assurance > 0.87);
        let mark = |chance| {
            let odds = Odds { by_target: Some(chance), ..odds.clone() };
            let (at, study) = (sample.at().with_odds(Some(&odds)), Study::default());
            (headline(&at, Some(&study)).mark, crate::report::findings::forecast_finish(&at, &odds).1)
        };
        assert_eq!([0.87, 0.84].map(mark), [(Some(Mark::Met), Mark::Met), (Some(Mark::Risk), Mark::Risk)]);
    }

    #[test]
    fn a_share_that_is_never_reached_is_said_in_whole_words() {
        let mut sample = crate::report::sample_tests::sample();
        let mut odds = crate::report::sample_odds_tests::odds(&sample);
        (sample.plan.target, odds.by_target) = (None, None);
        let said = |odds: &Odds| headline(&sample.at().with_odds(Some(odds)), None).text;
        let (first, end) = (odds.first_day, format::date(sample.plan.horizon()));
        let half = format::date(odds.finish.quantile(0.50).unwrap());
        let of = |never: usize| {
            let mut runs = vec![30; 100 - never];
            runs.extend(vec![Dates::NEVER; never]);
            Dates::new(first, runs)
        };
        assert!(said(&odds).starts_with(&format!("Half of the futures finish by {half}, 85 of 100 by ")));
        odds.finish = of(30);
        let text = said(&odds);
        assert!(text.ends_with(&format!("fewer than 85 of 100 by {end}; no target date is set.")), "{text}");
        odds.finish = of(60);
        let text = said(&odds);
        assert_eq!(text, format!("Fewer than half of the futures finish by {end}; no target date is set."));
    }

    #[test]
    fn levers_are_said_only_where_they_were_studied() {
        let sample = crate::report::sample_tests::sample();
        let odds = crate::report::sample_odds_tests::odds(&sample);
        let at = sample.at().with_odds(Some(&odds));
        let basis = Basis::new(64, Detail::Dates);
        let mut sensitivity = Sensitivity::new(at.plan, &at.outlook.observed, &basis);
        while sensitivity.advance() {}
        let study = Study { rows: sensitivity.rows(), ..Study::default() };
        assert!(headline(&at, Some(&study)).text.contains("is the strongest lever"));
        assert!(!headline(&at, None).text.contains("lever"));
        let begun = Study { rows_to_come: 1, ..study };
        assert!(!headline(&at, Some(&begun)).text.contains("lever"));
    }

    #[test]
    fn lateness_is_the_mean_of_the_late_alone() {
        let first = day(2026, 12, 1);
        let dates = Dates::new(first, vec![0, 5, 10, 20, Dates::NEVER]);
        assert_eq!(late_by(&dates, dates.date(5).unwrap()), Some(10.0));
        assert_eq!(late_by(&dates, dates.date(20).unwrap()), None);
        assert_eq!([1.2, 10.0].map(mean_days), ["1 day, mean", "10 days, mean"]);
    }
}
