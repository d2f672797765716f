//! What the timeline says: its headline, the helpdesk week by week, and what a change does to the end.
//! It compares courses that were computed elsewhere.

mod chart;
mod effect;
mod journey;
mod weeks;

use chrono::NaiveDate;

pub use chart::{chart, follows, kind_words, whole_span};
pub(super) use effect::changes as phase_changes;
pub use effect::{Effect, EffectRow, effect};
pub use journey::journey;
pub use weeks::{DeskWeek, peak_between, weeks};

use super::wording::{agree, away, lower_first, number, sentence_case};
use super::{Finding, Mark, Situation, findings, ranges};
use crate::forecast::{Dates, PhaseDates, PhaseStage};
use crate::picture::format;
use crate::plan::{Baseline, Plan};

/// A phase's gate against the baseline's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Delay {
    index: usize,
    /// Working days; negative = earlier.
    days: i64,
}

/// Which phase slips, by how much, and what that does to the end.
pub fn headline(situation: &Situation<'_>) -> Finding {
    let (plan, expected) = (situation.plan, &situation.outlook.expected);
    if plan.phases.is_empty() {
        return Finding::new(Mark::Empty, "No phase is planned yet. Add the pilot to begin.");
    }
    if let Some(index) = expected.phases.iter().position(|phase| phase.stalled.is_some()) {
        return Finding::new(Mark::Missed, stalled(situation, index));
    }
    if let (Some(odds), None) = (situation.ranges(), expected.finish) {
        // One course on means may miss what many futures reach.
        if odds.finish.quantile(0.50).is_some() {
            let (text, mark) = findings::forecast_finish(situation, odds);
            return Finding::new(mark, text);
        }
    }
    let Some(finish) = expected.finish else {
        return Finding::new(Mark::Missed, unfinished(situation));
    };
    let delays = plan.baseline().map(|baseline| delays(plan, baseline, &expected.phases)).unwrap_or_default();
    match (delays.iter().find(|delay| delay.days > 0), delays.last()) {
        (Some(first), Some(last)) => slipping(situation, (*first, *last), finish),
        (None, Some(last)) => {
            Finding::new(by_target(situation, finish), on_plan(situation, last.days, finish))
        }
        (_, None) => Finding::new(by_target(situation, finish), without_baseline(situation, finish)),
    }
}

/// The phases whose gate has a day both in the baseline and in the course.
fn delays(plan: &Plan, baseline: &Baseline, dates: &[PhaseDates]) -> Vec<Delay> {
    dates
        .iter()
        .enumerate()
        .filter_map(|(index, phase)| {
            let was = baseline.phase(phase.phase)?.gate?;
            Some(Delay { index, days: plan.calendar.working_days_between(was, phase.gate?) })
        })
        .collect()
}

fn slipping(situation: &Situation<'_>, (first, last): (Delay, Delay), finish: NaiveDate) -> Finding {
    let name = situation.label(first.index);
    let days = first.days.unsigned_abs() as usize;
    let cost =
        format!("{} working {} of delay in {name}", sentence_case(&number(days)), agree(days, "day", "days"));
    let reason = behind_a_freeze(situation)
        .map(|(index, freeze)| format!(": {} no longer fits before {freeze}", situation.label(index)))
        .unwrap_or_default();
    let end = finish_words(situation, finish);
    let at_the_last = || number(last.days.unsigned_abs() as usize);
    let text = if first.index == last.index {
        let late = format::plural(first.days.unsigned_abs(), "working day", "working days");
        format!("{name} passes its gate {late} after the baseline{reason}; {end}.")
    } else if last.days > first.days {
        format!("{cost} became {} at the last gate{reason}.", at_the_last())
    } else if last.days == first.days {
        format!("{cost} {} the last gate{reason}; {end}.", agree(days, "reaches", "reach"))
    } else if last.days > 0 {
        format!("{cost} {} {} at the last gate; {end}.", agree(days, "is", "are"), at_the_last())
    } else {
        format!("{cost} {} made up by the last gate; {end}.", agree(days, "is", "are"))
    };
    let mark = match by_target(situation, finish) {
        Mark::Met if last.days > 0 => Mark::Risk,
        mark => mark,
    };
    Finding::new(mark, text)
}

/// The first phase that ended before a freeze in the baseline and now reaches behind it.
fn behind_a_freeze(situation: &Situation<'_>) -> Option<(usize, String)> {
    let plan = situation.plan;
    let baseline = plan.baseline()?;
    plan.phases.iter().enumerate().find_map(|(index, phase)| {
        let was = baseline.phase(phase.id)?.targeted?;
        let is = situation.end(index)?;
        let freeze = plan.calendar.freezes.iter().find(|freeze| was < freeze.from && is > freeze.from)?;
        Some((index, freeze_words(&freeze.name)))
    })
}

fn freeze_words(name: &str) -> String {
    let mut letters = name.trim().chars();
    match letters.next() {
        Some(first) => format!("the {}{}", first.to_lowercase(), letters.as_str()),
        None => "the freeze".to_owned(),
    }
}

fn on_plan(situation: &Situation<'_>, last: i64, finish: NaiveDate) -> String {
    if last < 0 {
        let gained = format::plural(last.unsigned_abs(), "working day", "working days");
        format!("The last phase is {gained} ahead of the baseline; {}.", finish_words(situation, finish))
    } else {
        format!("Every phase is on plan; {}.", finish_words(situation, finish))
    }
}

fn without_baseline(situation: &Situation<'_>, finish: NaiveDate) -> String {
    let plan = situation.plan;
    let phases = super::wording::counted(plan.phases.len(), "phase", "phases");
    let begins = format::date(plan.start);
    format!("{} from {begins}; {}.", sentence_case(&phases), finish_words(situation, finish))
}

/// `the expected finish is 29 Mar 2027, 2 working days before the target`; with ranges
/// `61 of 100 futures finish by the target of 31 Mar 2027`
fn finish_words(situation: &Situation<'_>, finish: NaiveDate) -> String {
    let plan = situation.plan;
    if let Some(odds) = situation.ranges() {
        let text = findings::forecast_finish(situation, odds).0;
        return lower_first(text.trim_end_matches('.'));
    }
    let text = format!("the expected finish is {}", format::date(finish));
    if let Some(target) = plan.target {
        let where_ = away(&plan.calendar, finish, target);
        return format!("{text}, {where_} the target");
    }
    text
}

fn by_target(situation: &Situation<'_>, finish: NaiveDate) -> Mark {
    let plan = situation.plan;
    if let Some((odds, _)) = situation.ranges().zip(plan.target) {
        return findings::forecast_finish(situation, odds).1;
    }
    if plan.target.is_some_and(|target| finish > target) { Mark::Missed } else { Mark::Met }
}

/// `forecast 16 – 17 Nov`: from P50 to P85 of a day to come. None where no ranges are shown.
fn forecast_words(situation: &Situation<'_>, dates: &Dates) -> String {
    match ranges::short(dates, situation.today()) {
        Some(range) => format!("forecast {range}"),
        None => ranges::middle_and_late(dates),
    }
}

/// When a phase to come starts.
pub fn start_forecast(situation: &Situation<'_>, index: usize) -> Option<String> {
    situation.dates(index).filter(|dates| !dates.start_is_done)?;
    Some(forecast_words(situation, &situation.range_of(index)?.start))
}

/// When a phase's gate passes.
pub fn gate_forecast(situation: &Situation<'_>, index: usize) -> Option<String> {
    situation.dates(index).filter(|dates| !dates.gate_is_done)?;
    Some(forecast_words(situation, &situation.range_of(index)?.gate))
}

/// When the rollout finishes, said at its last phase.
pub fn finish_forecast(situation: &Situation<'_>, index: usize) -> Option<String> {
    let odds = situation.ranges().filter(|_| index + 1 == situation.plan.phases.len())?;
    Some(format!("Finish: {}", forecast_words(situation, &odds.finish)))
}

fn stalled(situation: &Situation<'_>, index: usize) -> String {
    let days = u64::from(situation.plan.hold_limit_days);
    let limit = format::plural(days, "working day", "working days");
    let name = situation.label(index);
    format!("{name} does not pass its gate within {limit} of its last device: the plan stalls there.")
}

fn unfinished(situation: &Situation<'_>) -> String {
    let horizon = format::date(situation.plan.horizon());
    match situation.outlook.expected.phases.iter().position(|phase| phase.gate.is_none()) {
        Some(index) => format!("{} does not pass its gate by {horizon}.", situation.label(index)),
        None => format!("Every gate is passed, but not every switch is done by {horizon}."),
    }
}

/// Devices targeted per working day over the last five that are recorded, of a phase that still rolls out.
pub fn seen_rate(situation: &Situation<'_>, index: usize) -> Option<f64> {
    let as_of = situation.now(index).as_of?;
    if situation.stage(index) == PhaseStage::Done {
        return None;
    }
    let track = &situation.outlook.observed.track;
    let series = track.phases.get(index)?;
    let calendar = &situation.plan.calendar;
    let start = situation.start(index)?;
    let mut before = as_of;
    let mut days = 0_u32;
    while days < 5 && before >= start {
        days += u32::from(calendar.is_working_day(before));
        before = before.pred_opt()?;
    }
    let value = |day: NaiveDate| track.index(day).and_then(|at| series.targeted.get(at)).copied();
    let rate = (value(as_of)? - value(before).unwrap_or(0.0)) / f64::from(days.max(1));
    (days > 0 && rate > 0.0).then_some(rate)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::report::sample_odds_tests::odds;
    use crate::report::sample_tests::{day, sample};

    #[test]
    fn a_plan_without_phases_says_how_to_begin() {
        let mut sample = sample();
        sample.plan.phases.clear();
        sample.outlook.expected.phases.clear();
        assert!(headline(&sample.at()).text.contains("Add the pilot"));
    }

    #[test]
    fn without_a_baseline_the_finish_is_held_against_the_target() {
        let found = headline(&sample().at());
        assert_eq!(
            found.text,
            "Two phases from 6 Jul 2026; the expected finish is 23 Oct 2026, 5 working days before the target."
        );
        assert_eq!(found.mark, Some(Mark::Met));
    }

    #[test]
    fn a_delay_is_told_from_where_it_began_to_the_end_with_its_reason() {
        let mut sample = sample().with_baseline();
        assert!(headline(&sample.at()).text.starts_with("Every phase is on plan"));
        sample.outlook.expected.phases[0].gate = Some(day(2026, 7, 27));
        sample.outlook.expected.phases[1].gate = Some(day(2026, 9, 18));
        sample.outlook.expected.phases[1].targeted = Some(day(2026, 9, 9));
        sample.outlook.expected.phases[1].last_targeting = Some(day(2026, 9, 9));
        sample.plan.calendar.freezes.push(crate::plan::Freeze {
            id: crate::plan::FreezeId(1),
            name: "Change freeze".into(),
            from: day(2026, 9, 7),
            to: day(2026, 9, 8),
            scope: crate::plan::FreezeScope::Both,
        });
        let found = headline(&sample.at());
        assert_eq!(
            found.text,
            "One working day of delay in Pilot became five at the last gate: Wave 1 no longer fits before the change freeze."
        );
        assert_eq!(found.mark, Some(Mark::Risk));
    }

    #[test]
    fn with_simulated_futures_rows_have_tails_and_the_end_is_a_share() {
        let plan = sample().with_baseline().running(320);
        let odds = odds(&plan);
        let at = plan.at().with_odds(Some(&odds));
        assert!(headline(&at).text.ends_with("61 of 100 futures finish by the target of 30 Oct 2026."));
        assert_eq!(headline(&at).mark, Some(Mark::Risk));
        let rows = chart(&at, whole_span(&at), None, &[]).rows;
        let (p50, p85) =
            (odds.phases[1].gate.quantile(0.5).unwrap(), odds.phases[1].gate.quantile(0.85).unwrap());
        assert_eq!(rows[1].tail, Some((p50, Some(p85))));
        assert_eq!(rows[1].gate.unwrap().date, p50, "no day is typed: the diamond stands at the middle");
        assert_eq!(rows[1].dates, "1 Oct – 5 Nov");
        assert_eq!(gate_forecast(&at, 1).as_deref(), Some("forecast 1 Oct – 5 Nov"));
        assert_eq!(start_forecast(&at, 1), None, "it has started");
        assert_eq!(finish_forecast(&at, 0), None, "it is not the last phase");
        assert_eq!(gate_forecast(&plan.at(), 1), None, "no futures");
        let expected = chart(&plan.at(), whole_span(&at), None, &[]).rows;
        assert_eq!((expected[1].tail, expected[1].dates.as_str()), (None, "11 Sep"));
        assert!(whole_span(&at).1 > odds.finish.quantile(0.85).unwrap());
    }

    #[test]
    fn the_box_before_apply_compares_futures_on_the_same_runs() {
        let plan = sample().with_baseline().running(320);
        let (mut ahead, odds) = (odds(&plan), odds(&plan));
        // Ten days earlier, and only the first half of the runs so far.
        let runs: Vec<u32> = odds.finish.runs()[..50].iter().map(|day| day - 10).collect();
        ahead.finish = crate::forecast::Dates::new(odds.first_day, runs);
        let at = plan.at().with_odds(Some(&odds));
        let row =
            |effect: &Effect, name: &str| effect.rows.iter().find(|row| row.name == name).cloned().unwrap();
        let effect_of = |then: Option<&crate::forecast::Odds>| {
            effect(crate::plan::PhaseId(2), &at, &plan.at().with_odds(then))
        };
        let told = effect_of(Some(&ahead));
        let p50 = row(&told, "Finish P50");
        assert_eq!((p50.old.as_str(), p50.new.as_str(), p50.is_better), ("24 Sep", "14 Sep", Some(true)));
        let chance = row(&told, "Chance by 30 Oct");
        assert_eq!((chance.old.as_str(), chance.new.as_str()), ("> 99%", "> 99%"));
        assert_eq!(row(&effect_of(None), "Finish P50").new, "…", "while it is simulated");
        assert!(
            effect(crate::plan::PhaseId(2), &plan.at(), &plan.at())
                .rows
                .iter()
                .any(|row| row.name == "Expected finish")
        );
    }

    #[test]
    fn a_stall_and_an_end_beyond_the_horizon_are_said_first() {
        let mut sample = sample();
        sample.outlook.expected.finish = None;
        sample.outlook.expected.phases[1].gate = None;
        assert!(headline(&sample.at()).text.starts_with("Wave 1 does not pass its gate by"));
        sample.outlook.expected.phases[0].stalled = Some(day(2026, 9, 1));
        let found = headline(&sample.at());
        assert!(found.text.contains("within 60 working days"), "{}", found.text);
        assert_eq!(found.mark, Some(Mark::Missed));
    }
}
