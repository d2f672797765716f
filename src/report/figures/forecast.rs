//! The key figures as ranges of simulated futures, from the first actuals on.

use chrono::NaiveDate;

use super::{Figure, Gauge, Topic, beside_load, load_mark, phase_in_week};
use crate::forecast::Odds;
use crate::picture::{Ink, format};
use crate::plan::PROMISE;
use crate::report::wording::day_near;
use crate::report::{Mark, Situation, ranges};

/// From P50 to P85, with the chance by the target.
pub fn finish(at: &Situation<'_>, odds: &Odds) -> Figure {
    let title = "Forecast finish, P50 – P85".to_owned();
    let by_target = at.plan.target.zip(odds.by_target);
    let Some(range) = ranges::p50_to_p85(&odds.finish) else {
        let finished = 1.0 - odds.stalled - odds.unfinished;
        let meaning = format!(
            "{} by {}",
            ranges::futures(finished, "finishes", "finish"),
            format::date(at.plan.horizon())
        );
        return Figure::unknown(Topic::Finish, title, Mark::Missed, meaning);
    };
    let (meaning, short, mark) = match by_target {
        Some((target, chance)) => {
            let (target, words) = (format::date(target), format::chance(chance));
            let mark = ranges::chance_mark(chance, PROMISE);
            (format!("{words} chance to meet the target of {target}"), format!("{words} by {target}"), mark)
        }
        None => ("no target date".to_owned(), String::new(), Mark::Empty),
    };
    Figure {
        topic: Topic::Finish,
        title,
        figure: range.days,
        unit: range.years,
        unit_short: String::new(),
        gauge: Some(range_gauge(at, odds)),
        mark: Some(mark),
        meaning,
        meaning_short: short,
        explanation: None,
    }
}

/// The heaviest week of the futures, from P50 to P90.
pub fn peak_load(at: &Situation<'_>, odds: &Odds) -> Option<Figure> {
    let load = odds.peak_load.spread();
    let week = heaviest_week(odds)?;
    let agents = at.plan.desk.agents_on(week);
    if agents <= 0.0 || !load.p90.is_finite() {
        return None;
    }
    let (low, high) = (format::percent0(load.p50), format::percent0(load.p90));
    let figure = if low == high { high } else { format!("{} – {high}", low.trim_end_matches('%')) };
    let words = format!("Week of {}", day_near(week, at.today()));
    let phase = phase_in_week(at, week).map_or_else(String::new, |index| format!(", {}", at.label(index)));
    let span = load.p90.max(1.0) * 1.2;
    let mark = match load_mark(load.p90) {
        Mark::Missed if load.p50 <= 1.0 => Mark::Risk,
        mark => mark,
    };
    Some(Figure {
        topic: Topic::Load,
        title: "Peak load ahead, P50 – P90".into(),
        figure,
        unit: format!("of capacity, {}", format::plural_decimal(agents, 1, "agent", "agents")),
        unit_short: "of capacity".into(),
        gauge: Some(Gauge::Interval {
            ink: match mark {
                Mark::Missed => Ink::BadSolid,
                Mark::Risk => Ink::WarnSolid,
                _ => Ink::NeutralSolid,
            },
            from: load.p10 / span,
            to: load.p90 / span,
            at: load.p50 / span,
            tick: Some(1.0 / span),
        }),
        mark: Some(mark),
        meaning: format!("{words}{phase}{}", beside_load(at)),
        meaning_short: words + &phase,
        explanation: None,
    })
}

/// The Monday of the week whose middle load is the highest before nearly all futures have finished.
fn heaviest_week(odds: &Odds) -> Option<NaiveDate> {
    let weekly = &odds.weekly;
    let last = odds.finish.quantile(0.85);
    let weeks = weekly.mondays.iter().zip(&weekly.load.p50);
    let before = weeks.filter(|(monday, load)| load.is_finite() && last.is_none_or(|last| **monday <= last));
    before.max_by(|a, b| a.1.total_cmp(b.1)).map(|(monday, _)| *monday)
}

/// P10 to P90 with P50 to P85 in it; a day that never comes lies at the end.
fn range_gauge(at: &Situation<'_>, odds: &Odds) -> Gauge {
    let first = at.plan.start.min(at.today());
    let days = |day: NaiveDate| (day - first).num_days() as f64;
    let dates = [0.10, 0.50, 0.85, 0.90].map(|share| odds.finish.quantile(share).map(days));
    let last = dates.iter().flatten().copied().chain(at.plan.target.map(days)).fold(1.0, f64::max);
    let span = last * 1.08;
    let [p10, p50, p85, p90] = dates.map(|day| day.map_or(1.0, |day| (day / span).clamp(0.0, 1.0)));
    Gauge::Days { outer: (p10, p90), inner: (p50, p85), tick: at.plan.target.map(|day| days(day) / span) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::{Amounts, Band, Dates};
    use crate::report::figures;
    use crate::report::sample_odds_tests::odds;
    use crate::report::sample_tests::{day, sample};

    #[test]
    fn the_finish_is_a_range_with_its_chance_once_there_are_actuals() {
        let plan = sample().with_baseline().running(320);
        let mut odds = odds(&plan);
        let at = plan.at().with_odds(Some(&odds));
        let shown = figures::finish(&at);
        assert_eq!((shown.figure.as_str(), shown.unit.as_str()), ("19 Oct – 23 Nov", "2026"));
        assert_eq!(shown.meaning, "61% chance to meet the target of 30 Oct 2026");
        assert_eq!(shown.mark, Some(Mark::Risk));
        let Some(Gauge::Days { outer, inner, tick }) = shown.gauge else { unreachable!() };
        assert!(outer.0 < inner.0 && inner.0 < inner.1 && inner.1 < outer.1 && outer.1 <= 1.0);
        assert!(tick.is_some_and(|tick| inner.0 < tick && tick < inner.1));
        odds.finish = Dates::new(odds.first_day, vec![Dates::NEVER; 100]);
        (odds.stalled, odds.by_target) = (1.0, Some(0.0));
        let shown = figures::finish(&plan.at().with_odds(Some(&odds)));
        assert_eq!(shown.figure, "–");
        assert!(shown.meaning.starts_with("fewer than 1 of 100 futures finish by"), "{}", shown.meaning);
    }

    #[test]
    fn before_the_first_actuals_the_expected_course_stays() {
        let plan = sample();
        let odds = odds(&plan);
        assert_eq!(figures::finish(&plan.at().with_odds(Some(&odds))).title, "Expected finish");
    }

    #[test]
    fn the_peak_is_a_range_of_its_heaviest_week() {
        let plan = sample().with_baseline().running(320);
        let mut odds = odds(&plan);
        let mondays = vec![day(2026, 8, 17), day(2026, 8, 24), day(2027, 3, 1)];
        odds.weekly.load = Band { p50: vec![0.8, 0.95, 9.0], ..Band::default() };
        odds.weekly.mondays = mondays;
        let shown = figures::peak_load(&plan.at().with_odds(Some(&odds)));
        assert_eq!((shown.figure.as_str(), shown.mark), ("100 – 108%", Some(Mark::Risk)));
        assert!(
            shown.meaning.starts_with("Week of 24 Aug, Wave 1"),
            "not after the finish: {}",
            shown.meaning
        );
        odds.peak_load = Amounts::new(vec![0.5; 100]);
        let shown = figures::peak_load(&plan.at().with_odds(Some(&odds)));
        assert_eq!((shown.figure.as_str(), shown.mark), ("50%", Some(Mark::Met)));
    }
}
