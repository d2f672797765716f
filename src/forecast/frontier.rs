//! The finish and the load against the number of agents, and the smallest number that will do.

use crate::plan::{Criterion, Lever, Plan};

use super::gist::Gist;
use super::{Basis, Observed};

/// One number of agents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrontierPoint {
    pub agents: f64,
    pub is_now: bool,
    /// The largest weekly load stays within the rule in half of the futures.
    pub is_within_rule: bool,
    pub gist: Gist,
}

/// Agents from two less than now to six more, one at a time.
#[derive(Clone, Debug)]
pub struct Frontier {
    plan: Plan,
    observed: Observed,
    basis: Basis,
    /// The chance to finish by the target that a recommended number must give.
    wanted: f64,
    agents: Vec<f64>,
    points: Vec<FrontierPoint>,
}

impl Frontier {
    pub fn new(plan: &Plan, observed: &Observed, basis: &Basis, wanted: f64) -> Self {
        let now = Lever::Agents.value(plan).unwrap_or(0.0);
        let agents = (-2..=6).map(|more| now + f64::from(more)).filter(|agents| *agents >= 0.0).collect();
        let (plan, observed) = (plan.clone(), observed.clone());
        Self { plan, observed, basis: *basis, wanted, agents, points: Vec::new() }
    }

    pub fn steps(&self) -> usize {
        self.agents.len()
    }

    pub fn done(&self) -> usize {
        self.points.len()
    }

    /// Computes one more number of agents; false = none was left.
    pub fn advance(&mut self) -> bool {
        let Some(agents) = self.agents.get(self.points.len()).copied() else { return false };
        let mut variant = self.plan.clone();
        let edit = Lever::Agents.edit(&self.plan, agents);
        let is_now = edit.is_none();
        if let Some(edit) = edit {
            let _ = edit.apply(&mut variant);
        }
        let gist = Gist::simulate(&variant, &self.observed, &self.basis);
        let is_within_rule = gist.peak_p50 <= load_limit(&self.plan);
        self.points.push(FrontierPoint { agents, is_now, is_within_rule, gist });
        true
    }

    /// The points so far, fewest agents first.
    pub fn points(&self) -> &[FrontierPoint] {
        &self.points
    }

    /// The smallest number with the wanted chance and a peak within the rule; none = no number is, or the
    /// plan has no target.
    pub fn recommended(&self) -> Option<FrontierPoint> {
        let will_do = |point: &&FrontierPoint| {
            point.is_within_rule && point.gist.by_target.is_some_and(|chance| chance >= self.wanted)
        };
        self.points.iter().find(will_do).copied()
    }
}

/// The load that a week may have: the strictest that a gate ahead asks for, else the desk's capacity.
pub fn load_limit(plan: &Plan) -> f64 {
    let ahead = plan.phases.iter().filter(|phase| !plan.has_passed(phase.id));
    let limits = ahead.flat_map(|phase| &phase.gate.criteria).filter_map(|criterion| match criterion {
        Criterion::DeskLoad { max } => Some(*max),
        _ => None,
    });
    limits.min_by(f64::total_cmp).unwrap_or(1.0)
}

/// All numbers of agents at once.
pub fn frontier(plan: &Plan, observed: &Observed, basis: &Basis, wanted: f64) -> Frontier {
    let mut frontier = Frontier::new(plan, observed, basis, wanted);
    while frontier.advance() {}
    frontier
}
