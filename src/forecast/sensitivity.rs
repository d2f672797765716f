//! What moves the finish: each uncertain parameter at its P10 and P90, each lever a step down and up, all
//! else as it is. One row at a time, so that who asks can show how far it is, or stop.

use chrono::NaiveDate;

use crate::plan::{Calendar, Edit, Lever, Parameter, PhaseId, Plan, Setting, Strength};

use super::gist::Gist;
use super::{Basis, Belief, Law, Observed, learn};

/// What is moved in one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    Parameter(Parameter),
    /// Agents, two less and two more.
    Agents,
    /// The rates of all phases that have devices left, a fifth slower and faster.
    Rates,
    /// Soak, two days less and more.
    Soak,
    /// The size of one phase, a fifth less and more.
    Size(PhaseId),
}

impl Factor {
    pub fn name(self, plan: &Plan) -> String {
        match self {
            Self::Parameter(parameter) => parameter.name().to_owned(),
            Self::Agents => Lever::Agents.name(plan),
            Self::Rates => "Rollout rate".to_owned(),
            Self::Soak => Lever::Soak.name(plan),
            Self::Size(phase) => Lever::Size(phase).name(plan),
        }
    }

    /// Its ends are shares of the plan's own figure, 0.8 and 1.2.
    pub const fn is_relative(self) -> bool {
        matches!(self, Self::Rates)
    }
}

/// How far a finish moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// Working days, later if positive.
    Days(i64),
    /// The plan finishes as it stands, and does not any more.
    Lost,
    /// It does not as it stands, and finishes then.
    Won(NaiveDate),
    /// It finishes neither way.
    Neither,
}

impl Shift {
    fn of(from: Option<NaiveDate>, to: Option<NaiveDate>, calendar: &Calendar) -> Self {
        match (from, to) {
            (Some(from), Some(to)) => Self::Days(calendar.working_days_between(from, to)),
            (Some(_), None) => Self::Lost,
            (None, Some(day)) => Self::Won(day),
            (None, None) => Self::Neither,
        }
    }

    /// Working days; none = one of the two has no finish.
    pub const fn days(self) -> Option<i64> {
        if let Self::Days(days) = self { Some(days) } else { None }
    }

    /// Working days between two of them, the plan as it stands among them; what takes the finish away or
    /// brings it weighs most.
    pub fn swing(self, other: Self) -> i64 {
        let days = |shift| match shift {
            Self::Days(days) => Some(days),
            Self::Neither => Some(0),
            Self::Lost | Self::Won(_) => None,
        };
        let both = days(self).zip(days(other));
        both.map_or(i64::MAX, |(one, other)| one.max(other).max(0) - one.min(other).min(0))
    }
}

/// One value of a factor, and how far it moves the plan from where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    pub value: f64,
    pub p50: Shift,
    pub p85: Shift,
    /// Added to the P50 of the largest weekly load; none = one of the two is infinite.
    pub peak: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SensitivityRow {
    pub factor: Factor,
    pub low: End,
    pub high: End,
}

impl SensitivityRow {
    /// Between the two ends, P50 before P85.
    pub fn swing(&self) -> (i64, i64) {
        (self.low.p50.swing(self.high.p50), self.low.p85.swing(self.high.p85))
    }
}

/// A factor with its two ends and how to get there; no edit = the plan stands there.
type Task = (Factor, [(f64, Option<Edit>); 2]);

/// The rows still to be computed, and those that are.
#[derive(Clone, Debug)]
pub struct Sensitivity {
    plan: Plan,
    observed: Observed,
    basis: Basis,
    tasks: Vec<Task>,
    base: Option<Gist>,
    rows: Vec<SensitivityRow>,
}

impl Sensitivity {
    /// As many futures as a row needs.
    pub const RUNS: u32 = 1_000;

    pub fn new(plan: &Plan, observed: &Observed, basis: &Basis) -> Self {
        Self {
            plan: plan.clone(),
            observed: observed.clone(),
            basis: *basis,
            tasks: tasks(plan, observed),
            base: None,
            rows: Vec::new(),
        }
    }

    /// Rows in all.
    pub fn steps(&self) -> usize {
        self.tasks.len()
    }

    /// Rows computed.
    pub fn done(&self) -> usize {
        self.rows.len()
    }

    /// Computes one more row; false = none was left.
    pub fn advance(&mut self) -> bool {
        let Some((factor, ends)) = self.tasks.get(self.rows.len()) else { return false };
        let base = *self.base.get_or_insert_with(|| Gist::simulate(&self.plan, &self.observed, &self.basis));
        let [low, high] = ends.each_ref().map(|(value, edit)| {
            let mut variant = self.plan.clone();
            // An end that the plan refuses moves nothing: the row says so by its zeros.
            let _ = edit.as_ref().map(|edit| edit.apply(&mut variant));
            let gist = Gist::simulate(&variant, &self.observed, &self.basis);
            end(*value, &base, &gist, &self.plan.calendar)
        });
        self.rows.push(SensitivityRow { factor: *factor, low, high });
        true
    }

    /// The rows computed so far, the widest swing first.
    pub fn rows(&self) -> Vec<SensitivityRow> {
        let mut rows = self.rows.clone();
        rows.sort_by_key(|row| std::cmp::Reverse(row.swing()));
        rows
    }
}

/// All rows at once.
pub fn sensitivity(plan: &Plan, observed: &Observed, basis: &Basis) -> Vec<SensitivityRow> {
    let mut sensitivity = Sensitivity::new(plan, observed, basis);
    while sensitivity.advance() {}
    sensitivity.rows()
}

fn end(value: f64, base: &Gist, gist: &Gist, calendar: &Calendar) -> End {
    let peak = gist.peak_p50 - base.peak_p50;
    End {
        value,
        p50: Shift::of(base.finish_p50, gist.finish_p50, calendar),
        p85: Shift::of(base.finish_p85, gist.finish_p85, calendar),
        peak: Some(peak).filter(|peak| peak.is_finite()),
    }
}

fn tasks(plan: &Plan, observed: &Observed) -> Vec<Task> {
    let learned = learn(plan, observed);
    let mut tasks: Vec<_> = learned.all().into_iter().filter_map(|belief| of_belief(plan, belief)).collect();
    let mut lever = |factor: Factor, lever: Lever, move_by: &dyn Fn(f64, f64) -> f64| {
        let Some(now) = lever.value(plan) else { return };
        let ends = [-1.0, 1.0].map(|sign| {
            let value = move_by(now, sign);
            (value, lever.edit(plan, value))
        });
        if ends.iter().any(|(_, edit)| edit.is_some()) {
            tasks.push((factor, ends));
        }
    };
    lever(Factor::Agents, Lever::Agents, &|now, sign| (now + 2.0 * sign).max(0.0));
    lever(Factor::Soak, Lever::Soak, &|now, sign| (now + 2.0 * sign).max(0.0));
    for phase in &plan.phases {
        let size = Lever::Size(phase.id);
        let Some(range) = size.range(plan) else { continue };
        let all = |now: f64, sign: f64| (now * (1.0 + 0.2 * sign)).round().clamp(range.low, range.high);
        lever(Factor::Size(phase.id), size, &all);
    }
    tasks.extend(rates(plan));
    tasks
}

/// A parameter that is uncertain, fixed at either end of what is believed of it.
fn of_belief(plan: &Plan, belief: &Belief) -> Option<Task> {
    if matches!(belief.posterior, Law::Exact(_)) {
        return None;
    }
    let ends = [0.10, 0.90].map(|share| {
        let value = belief.posterior.quantile(share);
        let mut assumption = plan.assumptions.get(belief.parameter).clone();
        assumption.mean = value;
        assumption.strength = Strength::Exact;
        (value, Some(Setting::Assumption { parameter: belief.parameter, assumption }.into()))
    });
    Some((Factor::Parameter(belief.parameter), ends))
}

fn rates(plan: &Plan) -> Option<Task> {
    let levers: Vec<(Lever, f64)> = plan
        .phases
        .iter()
        // What is targeted all at once has no rate to change.
        .filter(|phase| phase.rate.is_some())
        .map(|phase| Lever::Rate(phase.id))
        .filter_map(|lever| Some((lever, lever.value(plan)?)))
        .collect();
    let end = |share: f64| {
        let moves: Vec<_> = levers.iter().map(|(lever, now)| (*lever, now * share)).collect();
        (share, Lever::move_all(plan, &moves, "Change rates"))
    };
    let ends = [end(0.8), end(1.2)];
    ends.iter().any(|(_, edit)| edit.is_some()).then_some((Factor::Rates, ends))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_finish_that_comes_only_so_is_won_and_not_lost() {
        let calendar = Calendar::default();
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let of = |from, to| Shift::of(from, to, &calendar);
        let (friday, tuesday) = (day("2027-03-05"), day("2027-03-09"));
        assert_eq!(of(friday, tuesday), Shift::Days(2));
        assert_eq!(of(friday, None), Shift::Lost);
        assert_eq!(of(None, friday), Shift::Won(friday.unwrap()));
        assert_eq!(of(None, None), Shift::Neither);
        // What finishes neither way moves nothing, and so moves less than a day.
        assert_eq!(Shift::Neither.swing(Shift::Neither), 0);
        assert_eq!(Shift::Days(-2).swing(Shift::Days(5)), 7);
        assert_eq!(Shift::Days(3).swing(Shift::Days(5)), 5);
        assert_eq!(Shift::Lost.swing(Shift::Lost), i64::MAX);
        assert_eq!(Shift::Neither.swing(of(None, friday)), i64::MAX);
    }
}
