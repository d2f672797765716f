//! What the check finds in a plan, with the dates of its course: sorted by where it is to be seen to.

use super::Situation;
use super::workloads::{OpenCells, differing};
use crate::forecast::{self, CriterionChance, Odds, PhaseOdds};
use crate::picture::format;
use crate::plan::check::{
    ExpectedDates, ExpectedOdds, ExpectedPhase, Pace, Place, Problem, Severity, Stall, check_with,
};
use crate::plan::{Criterion, Phase, PhaseId, Plan, Segment, Workload};

/// As many futures as chances are judged by: they tell a chance of 5 in 100 from one of 8, so that what is found
/// does not come and go with the luck of a first answer.
pub const FUTURES: u32 = 1_000;

/// Every problem of a plan, sharpened by what its course says of dates, and its futures of chances.
pub fn problems(situation: &Situation<'_>) -> Vec<Problem> {
    let phases = situation.outlook.expected.phases.iter();
    let phases = phases
        .map(|dates| ExpectedPhase {
            phase: dates.phase,
            start: dates.start,
            gate: dates.gate,
            cells: dates.cells,
        })
        .collect();
    let tasks = forecast::task_dates(situation.plan, situation.outlook);
    let paces = (0..situation.plan.phases.len()).filter_map(|index| pace(situation, index)).collect();
    let odds = situation.odds.map(|odds| expected_odds(situation.plan, odds));
    let (unspoken, spoken_by) = super::mirror::unspoken(situation, &forecast::mirror(situation.plan));
    let moving = situation.plan.milestones.iter().filter(|milestone| milestone.moves_with().is_some());
    let day = |milestone| forecast::milestone_date(situation.plan, situation.outlook, milestone);
    let milestones = moving.map(|milestone| (milestone.kind.clone(), day(milestone))).collect();
    let expected = ExpectedDates { phases, tasks, milestones, paces, unspoken, spoken_by, odds };
    let mut problems = check_with(situation.plan, Some(&expected));
    let unsaid = left_out(situation, &problems);
    problems.extend(unsaid);
    problems.extend(differing(situation));
    problems.sort_by_key(|problem| problem.severity);
    problems
}

/// The records that no sum counts, where the check of the plan alone does not see why: one judge decides what
/// counts, and whatever does not is said. What lies ahead of the status date only waits for it.
fn left_out(situation: &Situation<'_>, known: &[Problem]) -> Vec<Problem> {
    let plan = situation.plan;
    let bad = situation.outlook.observed.bad.iter().filter(|bad| bad.date <= plan.status_date);
    let problem = bad.map(|bad| {
        let who = bad.phase.map_or_else(|| "The helpdesk".to_owned(), |id| plan.phase_name(id));
        Problem {
            code: "record-left-out",
            severity: Severity::Error,
            place: Place::Actuals { phase: bad.phase, date: bad.date },
            text: format!("{who}, {}: {} {}", format::date(bad.date), bad.what, bad.remedy),
            remedy: None,
        }
    });
    problem.filter(|problem| !known.iter().any(|other| other.place == problem.place)).collect()
}

/// A pace is judged over so many working days, and not over fewer than half of them.
const PACE_DAYS: u32 = 10;

/// How fast a phase that still targets devices has been of late. Days on which nobody may be targeted say
/// nothing of it.
fn pace(situation: &Situation<'_>, index: usize) -> Option<Pace> {
    let (plan, observed) = (situation.plan, &situation.outlook.observed);
    let phase = plan.phases.get(index)?;
    let now = observed.now.get(index)?;
    let (last, start) = (now.as_of?, now.start?);
    if now.targeted >= phase.devices || plan.has_passed(phase.id) {
        return None;
    }
    let targeted = &observed.track.phases.get(index)?.targeted;
    let end = observed.track.index(last)?;
    let at = |day: usize| targeted.get(day).copied().unwrap_or(0.0);
    let counts = |day: &usize| {
        let date = observed.track.day(*day);
        date >= start && plan.calendar.is_working_day(date) && !plan.calendar.bars_enrollment(phase.id, date)
    };
    let days: Vec<usize> = (0..=end).rev().filter(counts).take(PACE_DAYS as usize).collect();
    let new = |day: &usize| at(*day) - day.checked_sub(1).map_or(0.0, at);
    let per_day = days.iter().map(new).sum::<f64>() / days.len().max(1) as f64;
    let is_long_enough = days.len() as u32 >= PACE_DAYS / 2;
    (is_long_enough && per_day > 0.0).then_some(Pace { phase: phase.id, per_day, days: days.len() as u32 })
}

fn expected_odds(plan: &Plan, odds: &Odds) -> ExpectedOdds {
    let stalls = plan.phases.iter().zip(&odds.phases).map(|(phase, odds)| Stall {
        phase: odds.phase,
        share: odds.stalled,
        eased: eased(phase, odds),
    });
    ExpectedOdds {
        stalls: stalls.collect(),
        breaks: odds.breaks,
        break_week: odds.break_week,
        peak_load_p90: odds.peak_load.quantile(0.90),
        by_target: odds.by_target,
        finish_p50: odds.finish.quantile(0.50),
        finish_p85: odds.finish.quantile(0.85),
    }
}

/// The criterion of a gate that is most in doubt, as all but one future in forty would meet it.
fn eased(phase: &Phase, odds: &PhaseOdds) -> Option<Criterion> {
    let doubt = |at: &&CriterionChance| at.chance.is_some_and(|chance| chance < 1.0);
    let by_chance = |a: &&CriterionChance, b: &&CriterionChance| {
        a.chance.unwrap_or(1.0).total_cmp(&b.chance.unwrap_or(1.0))
    };
    let down = |share: f64| (share * 100.0).floor() / 100.0;
    let (low, high) = (1.0 - EASED, EASED);
    let eased = |criterion: &Criterion| match criterion {
        Criterion::Success { min } => {
            let reached = down(odds.success.quantile(low));
            (reached > 0.0 && reached < *min).then_some(Criterion::Success { min: reached })
        }
        Criterion::Coverage { min } => {
            let reached = down(odds.enrolled.quantile(low) / f64::from(phase.devices.max(1)));
            (reached > 0.0 && reached < *min).then_some(Criterion::Coverage { min: reached })
        }
        Criterion::TicketsPer100 { max } => {
            let reached = odds.tickets_per_100.quantile(high).ceil();
            (reached.is_finite() && reached > *max).then_some(Criterion::TicketsPer100 { max: reached })
        }
        _ => None,
    };
    let doubtful = odds.criteria.iter().filter(doubt).filter(|at| eased(&at.criterion).is_some());
    doubtful.min_by(by_chance).and_then(|at| eased(&at.criterion))
}

/// Share of futures that an eased criterion lets pass: well above those that may stall.
const EASED: f64 = 0.975;

/// A date that is overruled by Device configuration's is shown as what it is: a switch that follows.
const FOLLOWS: &str = "follower-later";

/// The cells at which something is wrong or risky, and how many things.
pub fn open_cells(problems: &[Problem]) -> OpenCells {
    let mut open = OpenCells::new();
    let is_open = |problem: &&Problem| problem.severity != Severity::Note && problem.code != FOLLOWS;
    for problem in problems.iter().filter(is_open) {
        if let Place::Cell { workload, phase } = problem.place {
            *open.entry((workload, phase)).or_default() += 1;
        }
    }
    open
}

/// The problems of one phase: its own and those of its cells.
pub fn of_phase(problems: &[Problem], id: PhaseId) -> impl Iterator<Item = &Problem> {
    problems.iter().filter(move |problem| match &problem.place {
        Place::Phase(phase) | Place::Cell { phase, .. } => *phase == id,
        Place::Actuals { phase, .. } => *phase == Some(id),
        _ => false,
    })
}

/// The problems of one cell, or of a workload's slider.
pub fn of_spot(
    problems: &[Problem],
    workload: Workload,
    phase: Option<PhaseId>,
) -> impl Iterator<Item = &Problem> {
    problems.iter().filter(move |problem| match &problem.place {
        Place::Cell { workload: w, phase: p } => *w == workload && Some(*p) == phase,
        Place::Slider(w) => *w == workload && phase.is_none(),
        _ => false,
    })
}

/// "Device configuration, Wave 2".
pub fn place_name(place: &Place, plan: &Plan) -> String {
    match place {
        Place::Plan | Place::Milestone(_) => "Plan settings".to_owned(),
        Place::Estate => "Estate".to_owned(),
        Place::Segment(id) => plan.estate.segment(*id).map_or_else(|| "Estate".to_owned(), Segment::title),
        Place::Calendar => "Calendar".to_owned(),
        Place::Desk => "Helpdesk".to_owned(),
        Place::Assumptions => "Assumptions".to_owned(),
        Place::Prerequisite(_) => "Prerequisites".to_owned(),
        Place::Task(_) => "Tasks".to_owned(),
        Place::Phase(phase) => plan.phase_label(*phase),
        Place::Cell { workload, phase } => format!("{}, {}", workload.name(), plan.phase_label(*phase)),
        Place::Slider(workload) => format!("Slider of {}", workload.name()),
        Place::Actuals { phase: Some(phase), .. } => format!("Actuals of {}", plan.phase_label(*phase)),
        Place::Actuals { phase: None, .. } => "Actuals of the helpdesk".to_owned(),
        Place::Decision(_) => "Decision log".to_owned(),
        Place::Question(_) => "Next decision".to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::outlook;
    use crate::forecast::{Amounts, Dates, PhaseTrack, Track};
    use crate::plan::{PhaseActuals, PhaseKind, Stock};
    use crate::report::sample_tests::{Sample, day, sample};

    /// A phase of 100 devices of which so many futures end with 85 enrolled, the others with 95.
    fn stalling(futures: usize, chances: [Option<f64>; 2]) -> PhaseOdds {
        let amounts = |low: f32, high: f32| {
            Amounts::new((0..100).map(|run| if run < futures { low } else { high }).collect())
        };
        let never = Dates::new(day(2026, 7, 6), vec![Dates::NEVER; 100]);
        let asked = [Criterion::Success { min: 0.95 }, Criterion::Coverage { min: 0.90 }];
        let criteria = asked.into_iter().zip(chances);
        PhaseOdds {
            phase: PhaseId(1),
            start: never.clone(),
            cells: std::array::from_fn(|_| never.clone()),
            gate: never,
            planned: Some(day(2026, 7, 24)),
            by_planned: Some(0.5),
            criteria: criteria.map(|(criterion, chance)| CriterionChance { criterion, chance }).collect(),
            stalled: futures as f64 / 100.0,
            enrolled: amounts(85.0, 95.0),
            success: amounts(0.92, 0.99),
            tickets_per_100: amounts(4.0, 2.0),
        }
    }

    #[test]
    fn the_criterion_most_in_doubt_is_eased_to_what_nearly_all_futures_reach() {
        let phase = &sample().plan.phases[0];
        let coverage = stalling(6, [Some(0.9), Some(0.6)]);
        assert_eq!(eased(phase, &coverage), Some(Criterion::Coverage { min: 0.85 }));
        let success = stalling(6, [Some(0.5), Some(0.6)]);
        assert_eq!(eased(phase, &success), Some(Criterion::Success { min: 0.92 }));
        assert_eq!(eased(phase, &stalling(0, [Some(0.9), Some(0.6)])), None, "all reach what is asked");
        assert_eq!(eased(phase, &stalling(6, [None, None])), None, "nothing is in doubt");
    }

    /// The wave of the sample with so many devices targeted on each of its last working days.
    fn with_pace(days: usize, per_day: f64) -> Sample {
        let mut sample = sample().running(400);
        let now = &mut sample.outlook.observed.now[1];
        let (start, last) = (day(2026, 7, 27), day(2026, 8, 12));
        (now.start, now.as_of, now.targeted) = (Some(start), Some(last), 500);
        let working: Vec<_> = start
            .iter_days()
            .take_while(|date| *date <= last)
            .filter(|date| sample.plan.calendar.is_working_day(*date))
            .collect();
        let counted = working.len() - days..;
        let length = (last - sample.plan.start).num_days() as usize + 1;
        let dates = sample.plan.start.iter_days().take(length);
        let mut total = 0.0;
        let targeted = dates.map(|date| {
            total += if working[counted.clone()].contains(&date) { per_day } else { 0.0 };
            total
        });
        let wave = PhaseTrack { phase: PhaseId(2), targeted: targeted.collect(), ..PhaseTrack::default() };
        let desk = crate::forecast::DeskTrack { load: vec![None; length], ..Default::default() };
        let phases = vec![PhaseTrack { phase: PhaseId(1), ..PhaseTrack::default() }, wave];
        let authority = std::array::from_fn(|_| crate::forecast::AuthorityTrack::default());
        sample.outlook.observed.track = Track { first: sample.plan.start, phases, authority, desk };
        sample
    }

    #[test]
    fn the_pace_is_that_of_the_last_ten_working_days() {
        let sample = with_pace(10, 40.0);
        assert_eq!(pace(&sample.at(), 1), Some(Pace { phase: PhaseId(2), per_day: 40.0, days: 10 }));
        assert_eq!(pace(&with_pace(5, 40.0).at(), 1).map(|pace| pace.per_day), Some(20.0));
        let mut done = with_pace(10, 40.0);
        done.outlook.observed.now[1].targeted = 1_000;
        assert_eq!(pace(&done.at(), 1), None, "nobody is left to be targeted");
        let mut young = with_pace(3, 40.0);
        young.outlook.observed.now[1].start = Some(day(2026, 8, 10));
        assert_eq!(pace(&young.at(), 1), None, "three days are no pace");
        let mut paused = with_pace(10, 40.0);
        paused.plan.phases[1].rate = Some(60);
        let found = problems(&paused.at());
        let rate = found.iter().find(|problem| problem.code == "rate-above-pace").unwrap();
        assert!(rate.text.ends_with("is planned at 60 devices a day; its last 10 working days came to 40."));
    }

    /// A pilot of 100 devices with these records of 12 June, 19 June, …
    fn found(records: &[(u32, u32, u32)]) -> Vec<Problem> {
        let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        plan.status_date = "2026-07-20".parse().unwrap();
        plan.phases.push(Phase::new(PhaseId(1), "IT", PhaseKind::Pilot, 100));
        found_in(plan, records)
    }

    fn found_in(mut plan: Plan, records: &[(u32, u32, u32)]) -> Vec<Problem> {
        let start = plan.start;
        let stock = |(week, (targeted, enrolled, failed)): (u64, &(u32, u32, u32))| Stock {
            date: start + chrono::Days::new(11 + 7 * week),
            targeted: *targeted,
            enrolled: *enrolled,
            failed: *failed,
            abandoned: 0,
            pending: Some(0),
            stale: Some(0),
            tickets: None,
        };
        let stocks = (0..).zip(records).map(stock).collect();
        plan.actuals.phases.push(PhaseActuals { phase: PhaseId(1), stocks, ..PhaseActuals::default() });
        let outlook = outlook(&plan);
        let problems = problems(&Situation::new(&plan, &outlook));
        problems.into_iter().filter(|problem| matches!(problem.place, Place::Actuals { .. })).collect()
    }

    #[test]
    fn every_record_that_does_not_count_is_said_once_with_its_remedy() {
        assert_eq!(found(&[(20, 18, 2), (40, 38, 2)]), []);
        let short = found(&[(20, 15, 2)]);
        assert_eq!(short.len(), 1, "{short:?}");
        assert_eq!((short[0].code, short[0].severity), ("record-left-out", Severity::Error));
        assert!(short[0].text.contains("IT, 12 Jun 2026") && short[0].text.contains("Enter"), "{short:?}");
        let falling = found(&[(20, 18, 2), (40, 17, 23)]);
        assert_eq!(falling.len(), 1, "enrolled falls: {falling:?}");
        let mut unnamed = Plan::new("Test", "2026-06-01".parse().unwrap());
        unnamed.status_date = "2026-07-20".parse().unwrap();
        unnamed.phases.push(Phase::new(PhaseId(1), "", PhaseKind::Pilot, 100));
        let said = found_in(unnamed, &[(20, 15, 2)]);
        assert!(said[0].text.starts_with("Pilot, 12 Jun 2026: "), "{said:?}");
        // What the check knows with an edit that mends it is not said a second time.
        let over = found(&[(120, 120, 0)]);
        assert_eq!(over.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["targeted-over-devices"]);
    }
}
