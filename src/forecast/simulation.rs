//! Many simulated futures of a plan, in batches of any size and on all cores, and what they come to.
//! Each run is known by its number alone; neither the batches nor the threads leave a trace.

use chrono::{Days as Span, NaiveDate};
use rayon::prelude::*;

use crate::plan::{Criterion, Plan, Workload};

use super::bands::{Bands, Part};
use super::begin::Begin;
use super::drawn::Odd;
use super::run::{Runner, Setting, Weeks};
use super::tally::Tally;
use super::trace::Layout;
use super::{
    Amounts, Basis, CriterionChance, Dates, Detail, Exposure, Observed, Odds, PhaseOdds, observed,
    planned_gate,
};

/// Values of rows that wait to be counted, at most: few enough to stay near the processor.
const ROWS_AT_ONCE: usize = 4 << 20;

/// Runs that one thread simulates before it takes the next ones.
const RUNS_AT_ONCE: usize = 8;

/// A plan's futures while more and more of them are simulated.
pub struct Simulation {
    basis: Basis,
    pub(super) setting: Setting,
    plan: Outline,
    pub(super) tally: Tally,
    /// By series of the layout.
    pub(super) bands: Bands,
}

/// What the results say in the plan's own terms.
struct Outline {
    target: Option<NaiveDate>,
    phases: Vec<(crate::plan::PhaseId, Vec<Criterion>, Option<NaiveDate>)>,
}

/// All futures of the basis at once.
pub fn simulate(plan: &Plan, basis: &Basis) -> Odds {
    let mut simulation = Simulation::new(plan, &observed(plan), basis);
    simulation.advance(basis.runs);
    simulation.odds()
}

impl Simulation {
    pub fn new(plan: &Plan, observed: &Observed, basis: &Basis) -> Self {
        let begin = Begin::new(plan, observed);
        let expected = super::expected::expected_from(plan, &begin);
        let planned: Vec<_> =
            plan.phases.iter().map(|phase| planned_gate(plan, &expected, phase.id)).collect();
        let rules = &begin.rules;
        let ahead = |date: Option<NaiveDate>| rules.days.place(date?).filter(|day| *day >= rules.days.begin);
        let mut checks: Vec<_> =
            planned.iter().enumerate().filter_map(|(phase, date)| Some((ahead(*date)?, phase))).collect();
        checks.sort_unstable();
        let weeks = Weeks::new(rules);
        let layout = Layout::new(rules, &begin.state.switches, basis.detail, weeks.len());
        let part = |series| Part { range: layout.range(series), is_whole: layout.is_whole(series) };
        let bands = Bands::new((0..layout.len()).map(part).collect(), layout.row_len());
        let outline = plan.phases.iter().zip(planned);
        Self {
            basis: *basis,
            plan: Outline {
                target: plan.target,
                phases: outline.map(|(p, date)| (p.id, p.gate.criteria.clone(), date)).collect(),
            },
            tally: Tally::new(rules, weeks.len()),
            bands,
            setting: Setting {
                odd: Odd::new(rules, begin.learned.clone(), basis.seed, basis.is_exact),
                passed: (0..plan.phases.len()).map(|phase| passed(&begin, observed, phase)).collect(),
                wait_limit_days: plan.desk.wait_limit_days,
                state: begin.state.without_history(),
                begin,
                layout,
                weeks,
                checks,
            },
        }
    }

    /// Futures simulated so far.
    pub const fn runs(&self) -> u32 {
        self.tally.runs
    }

    /// Simulates so many further futures.
    pub fn advance(&mut self, runs: u32) {
        let row = self.setting.layout.row_len().max(1);
        let batch = (ROWS_AT_ONCE / row).clamp(RUNS_AT_ONCE, 4096) as u32;
        let end = self.tally.runs.saturating_add(runs);
        while self.tally.runs < end {
            let from = self.tally.runs;
            self.advance_to(from.saturating_add(batch).min(end));
        }
    }

    fn advance_to(&mut self, end: u32) {
        let setting = &self.setting;
        let numbers: Vec<u32> = (self.tally.runs..end).collect();
        let simulate = |numbers: &[u32]| {
            let mut runner = Runner::new(setting, numbers.len());
            for run in numbers {
                runner.run(*run);
            }
            (runner.tally, runner.rows)
        };
        let parts: Vec<_> = numbers.par_chunks(RUNS_AT_ONCE).map(simulate).collect();
        let (tallies, rows): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        self.bands.add(rows);
        for tally in tallies {
            self.tally.append(tally);
        }
    }

    /// What the futures so far come to.
    pub fn odds(&self) -> Odds {
        let (tally, days) = (&self.tally, &self.setting.begin.rules.days);
        let share = |count: u32| f64::from(count) / f64::from(tally.runs.max(1));
        let finish = self.dates(tally.finish.clone());
        let finished = tally.finish.iter().filter(|day| **day != Dates::NEVER).count() as u32;
        let unfinished = tally.runs - finished - tally.stalled;
        let phases = (0..self.plan.phases.len()).into_par_iter().map(|phase| self.phase(phase)).collect();
        Odds {
            basis: Basis { runs: tally.runs, ..self.basis },
            first_day: days.date(days.begin),
            stalled: share(tally.stalled),
            unfinished: share(unfinished),
            by_target: self.plan.target.map(|target| finish.by(target)),
            finish,
            phases,
            sliders: std::array::from_fn(|workload| self.dates(tally.sliders[workload].clone())),
            peak_load: Amounts::new(tally.peak_load.clone()),
            longest_wait_days: Amounts::new(tally.longest_wait_days.clone()),
            breaks: share(tally.broken),
            break_week: self.break_week(),
            exposure: Exposure {
                blocked: Amounts::new(tally.blocked.clone()),
                unprotected: Amounts::new(tally.unprotected.clone()),
            },
            weekly: self.weekly(),
            daily: (self.basis.detail > Detail::Dates).then(|| self.daily()),
        }
    }

    fn dates(&self, places: Vec<u32>) -> Dates {
        Dates::new(self.setting.begin.rules.days.origin, places)
    }

    fn phase(&self, phase: usize) -> PhaseOdds {
        let tally = &self.tally;
        let count = self.plan.phases.len();
        let share = |hits: u32| f64::from(hits) / f64::from(tally.runs.max(1));
        let dates = |all: &[u32]| self.dates(all.iter().skip(phase).step_by(count).copied().collect());
        let amounts = |all: &[f32]| Amounts::new(all.iter().skip(phase).step_by(count).copied().collect());
        let (id, criteria, planned) = &self.plan.phases[phase];
        let gate = dates(&tally.gates);
        let cell = |workload: usize| {
            let cells = tally.cells.iter().skip(phase * Workload::ALL.len() + workload);
            self.dates(cells.step_by(count * Workload::ALL.len()).copied().collect())
        };
        let is_checked = self.setting.checks.iter().any(|check| check.1 == phase);
        let criteria = criteria.iter().zip(&tally.criteria[phase]).map(|(criterion, hits)| CriterionChance {
            criterion: criterion.clone(),
            chance: (is_checked && !criterion.is_typed()).then(|| share(*hits)),
        });
        PhaseOdds {
            phase: *id,
            start: dates(&tally.starts),
            planned: *planned,
            by_planned: planned.map(|date| gate.by(date)),
            gate,
            cells: std::array::from_fn(cell),
            criteria: criteria.collect(),
            stalled: share(tally.stalled_by[phase]),
            enrolled: amounts(&tally.enrolled),
            success: amounts(&tally.success),
            tickets_per_100: amounts(&tally.tickets_per_100),
        }
    }

    pub(super) fn monday(&self, week: usize) -> NaiveDate {
        let days = &self.setting.begin.rules.days;
        let first = days.date(days.begin);
        let monday = first.checked_sub_days(Span::new(days.weekday(days.begin) as u64)).unwrap_or(first);
        monday.checked_add_days(Span::new(week as u64 * 7)).unwrap_or(first)
    }

    /// The week in which most runs break, the first of several.
    fn break_week(&self) -> Option<NaiveDate> {
        let weeks = self.tally.broken_weeks.iter().enumerate().filter(|(_, runs)| **runs > 0);
        weeks.max_by_key(|(week, runs)| (**runs, std::cmp::Reverse(*week))).map(|(week, _)| self.monday(week))
    }
}

/// The figures of a phase on the day of its gate, where that is past and recorded.
fn passed(begin: &Begin, observed: &Observed, phase: usize) -> Option<[f32; 3]> {
    let days = &begin.rules.days;
    let gate = begin.state.phases[phase].gate?;
    let track = observed.track.phases.get(phase)?;
    let at = observed.track.index(days.date(gate))?;
    let [enrolled, failed, abandoned] = [&track.enrolled, &track.failed, &track.abandoned].map(|all| all[at]);
    let tickets: f64 = track.tickets[..=at].iter().sum();
    let is_counted = observed.now[phase].tickets.is_some() && enrolled > 0.0;
    let tickets = if is_counted { 100.0 * tickets / enrolled } else { f64::NAN };
    Some([enrolled, enrolled / (enrolled + failed + abandoned), tickets].map(|figure| figure as f32))
}
