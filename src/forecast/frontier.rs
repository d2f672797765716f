//! The finish and the load against the number of agents, and the smallest number that will do.

use crate::plan::{Lever, Plan};

use super::gist::Gist;
use super::{Basis, Observed};

/// One number of agents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrontierPoint {
    pub agents: f64,
    pub is_now: bool,
    /// Tickets wait above the desk's limit in no more futures than may miss the target.
    pub is_within_rule: bool,
    pub gist: Gist,
}

/// Agents from two less than now to six more, one at a time.
#[derive(Clone, Debug)]
pub struct Frontier {
    plan: Plan,
    observed: Observed,
    basis: Basis,
    /// The chance that a recommended number must give: to finish by the target, and that the desk bears it.
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
        let is_within_rule = bears(gist.breaks, self.wanted);
        self.points.push(FrontierPoint { agents, is_now, is_within_rule, gist });
        true
    }

    /// The points so far, fewest agents first.
    pub fn points(&self) -> &[FrontierPoint] {
        &self.points
    }

    /// The smallest number with the wanted chance by the target at a desk that bears it; none = no number is,
    /// or the plan has no target.
    pub fn recommended(&self) -> Option<FrontierPoint> {
        let will_do = |point: &&FrontierPoint| {
            point.is_within_rule && point.gist.by_target.is_some_and(|chance| chance >= self.wanted)
        };
        self.points.iter().find(will_do).copied()
    }
}

/// Whether a desk that breaks in this share of futures holds as surely as wanted.
pub fn bears(breaks: f64, wanted: f64) -> bool {
    breaks <= 1.0 - wanted + 1e-9
}

/// All numbers of agents at once.
pub fn frontier(plan: &Plan, observed: &Observed, basis: &Basis, wanted: f64) -> Frontier {
    let mut frontier = Frontier::new(plan, observed, basis, wanted);
    while frontier.advance() {}
    frontier
}
