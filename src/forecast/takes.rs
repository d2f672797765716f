//! What it would take: the smallest change of one lever that brings the chance to finish by the target to
//! what is wanted. It asks one value at a time, so that who waits can show how far it is, or stop.

use std::collections::BTreeMap;

use crate::plan::{Lever, Plan};

use super::gist::Gist;
use super::{Basis, Observed, informed, learn};

/// What the search found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Takes {
    /// The plan has the chance as it stands.
    Nothing { chance: f64 },
    /// The value nearest to the present one that gives it.
    Value { value: f64, chance: f64 },
    /// No value in the lever's range gives it; this one gives most.
    OutOfReach { best: f64, chance: f64 },
}

/// The search for one lever.
#[derive(Clone, Debug)]
pub struct Search {
    plan: Plan,
    /// Where the lever stands by what is known.
    informed: Plan,
    observed: Observed,
    basis: Basis,
    lever: Lever,
    wanted: f64,
    grid: Grid,
    /// The chance by steps away from the present value.
    known: BTreeMap<i64, f64>,
}

/// The values that are tried: the present one and whole steps away from it, within the range.
#[derive(Clone, Copy, Debug)]
struct Grid {
    now: f64,
    step: f64,
    low: i64,
    high: i64,
    /// The one other value of a lever that is on or off.
    other: Option<f64>,
}

impl Grid {
    fn of(plan: &Plan, lever: Lever) -> Option<Self> {
        let (now, range) = (lever.value(plan)?, lever.range(plan)?);
        if lever.is_toggle() {
            let is_on = now == lever.toggled(plan, true);
            let other = Some(lever.toggled(plan, !is_on));
            return Some(Self { now, step: 1.0, low: 0, high: 1, other });
        }
        let steps = |distance: f64| (distance / range.step + 1e-9).floor() as i64;
        Some(Self {
            now,
            step: range.step,
            low: -steps(now - range.low),
            high: steps(range.high - now),
            other: None,
        })
    }

    fn value(&self, at: i64) -> f64 {
        match self.other {
            Some(other) if at != 0 => other,
            // Whole hundredths: 0.94 + 3 · 0.01 is 0.97 and nothing beside it.
            _ => ((self.now + at as f64 * self.step) * 1e6).round() / 1e6,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Next {
    Ask(i64),
    Found(i64),
    Nowhere,
}

impl Search {
    /// None = the plan has no target, or no such lever.
    pub fn new(
        plan: &Plan,
        observed: &Observed,
        basis: &Basis,
        (lever, wanted): (Lever, f64),
    ) -> Option<Self> {
        plan.target?;
        let informed = informed(plan, &learn(plan, observed));
        let grid = Grid::of(&informed, lever)?;
        Some(Self {
            plan: plan.clone(),
            informed,
            observed: observed.clone(),
            basis: *basis,
            lever,
            wanted,
            grid,
            known: BTreeMap::new(),
        })
    }

    pub const fn lever(&self) -> Lever {
        self.lever
    }

    /// Values tried.
    pub fn done(&self) -> usize {
        self.known.len()
    }

    /// Tries one more value; false = the answer is known.
    pub fn advance(&mut self) -> bool {
        let Next::Ask(at) = next(&self.known, &self.grid, self.wanted) else { return false };
        let mut variant = self.plan.clone();
        if at != 0
            && let Some(edit) = self.lever.edit(&self.informed, self.grid.value(at))
        {
            let _ = edit.apply(&mut variant);
        }
        let gist = Gist::simulate(&variant, &self.observed, &self.basis);
        self.known.insert(at, gist.by_target.unwrap_or(0.0));
        true
    }

    /// None = there is more to try.
    pub fn answer(&self) -> Option<Takes> {
        let chance = |at: i64| self.known.get(&at).copied().unwrap_or(0.0);
        match next(&self.known, &self.grid, self.wanted) {
            Next::Ask(_) => None,
            Next::Found(0) => Some(Takes::Nothing { chance: chance(0) }),
            Next::Found(at) => Some(Takes::Value { value: self.grid.value(at), chance: chance(at) }),
            Next::Nowhere => {
                let (at, chance) = best(&self.known);
                Some(Takes::OutOfReach { best: self.grid.value(at), chance })
            }
        }
    }
}

/// The whole search at once.
pub fn what_it_takes(
    plan: &Plan,
    observed: &Observed,
    basis: &Basis,
    question: (Lever, f64),
) -> Option<Takes> {
    let mut search = Search::new(plan, observed, basis, question)?;
    while search.advance() {}
    search.answer()
}

/// The highest chance, nearest to the present value.
fn best(known: &BTreeMap<i64, f64>) -> (i64, f64) {
    let by_chance = |a: &(i64, f64), b: &(i64, f64)| a.1.total_cmp(&b.1).then(b.0.abs().cmp(&a.0.abs()));
    known.iter().map(|(at, chance)| (*at, *chance)).max_by(by_chance).unwrap_or((0, 0.0))
}

/// Places between the ends at which a lever is tried whose ends both fall short.
const BETWEEN: i64 = 8;

/// What to try next, from what is known. Towards an end that gives the chance it halves the way.
fn next(known: &BTreeMap<i64, f64>, grid: &Grid, wanted: f64) -> Next {
    let gives = |at: i64| known.get(&at).map(|chance| *chance >= wanted);
    match gives(0) {
        None => return Next::Ask(0),
        Some(true) => return Next::Found(0),
        Some(false) => {}
    }
    let ends = [grid.low, grid.high].into_iter().filter(|end| *end != 0);
    if let Some(end) = ends.clone().find(|end| gives(*end).is_none()) {
        return Next::Ask(end);
    }
    let mut goals: Vec<i64> = ends.filter(|end| gives(*end) == Some(true)).collect();
    if goals.is_empty() {
        let between = || (1..BETWEEN).map(|n| grid.low + (grid.high - grid.low) * n / BETWEEN);
        if let Some(at) = between().find(|at| gives(*at).is_none()) {
            return Next::Ask(at);
        }
        goals = between().filter(|at| gives(*at) == Some(true)).collect();
    }
    let mut found: Option<i64> = None;
    for goal in goals {
        // The tightest pair known between the present value and the goal.
        let side = |at: &i64| at.signum() == goal.signum() && at.abs() <= goal.abs();
        let good = known.keys().copied().filter(|at| side(at) && gives(*at) == Some(true));
        let Some(good) = good.min_by_key(|at| at.abs()) else { continue };
        let bad = known.keys().copied().filter(|at| side(at) && at.abs() < good.abs());
        let bad = bad.max_by_key(|at| at.abs()).unwrap_or(0);
        if (good - bad).abs() > 1 {
            return Next::Ask(i64::midpoint(good, bad));
        }
        if found.is_none_or(|found| good.abs() < found.abs()) {
            found = Some(good);
        }
    }
    found.map_or(Next::Nowhere, Next::Found)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn grid(low: i64, high: i64) -> Grid {
        Grid { now: 14.0, step: 1.0, low, high, other: None }
    }

    /// Asks a chance that depends on the value alone; what was found and in how many questions.
    fn search(grid: &Grid, wanted: f64, chance: impl Fn(f64) -> f64) -> (Next, usize, (f64, f64)) {
        let mut known = BTreeMap::new();
        loop {
            match next(&known, grid, wanted) {
                Next::Ask(at) => assert_eq!(known.insert(at, chance(grid.value(at))), None, "asked twice"),
                end => {
                    let (at, chance) = best(&known);
                    return (end, known.len(), (grid.value(at), chance));
                }
            }
        }
    }

    #[test]
    fn the_nearest_value_that_gives_the_chance_is_found_on_either_side() {
        for threshold in 15..=24 {
            let more = |value: f64| if value >= f64::from(threshold) { 0.9 } else { 0.4 };
            assert_eq!(search(&grid(-6, 10), 0.85, more).0, Next::Found(i64::from(threshold) - 14));
            let fewer = |value: f64| if value <= f64::from(28 - threshold) { 0.9 } else { 0.4 };
            assert_eq!(search(&grid(-10, 6), 0.85, fewer).0, Next::Found(14 - i64::from(threshold)));
        }
        let both = |value: f64| if value <= 10.0 || value >= 16.0 { 0.9 } else { 0.4 };
        assert_eq!(search(&grid(-6, 10), 0.85, both).0, Next::Found(2));
    }

    #[test]
    fn few_questions_are_asked_of_a_wide_range() {
        let (found, questions, _) = search(&grid(-2_600, 2_400), 0.85, |value| value / 2_500.0);
        assert_eq!(found, Next::Found(2_125 - 14));
        assert!(questions <= 15, "{questions}");
    }

    #[test]
    fn a_best_value_between_the_ends_is_not_overlooked() {
        let peak = |value: f64| 0.9 - (value - 20.0).abs() / 100.0;
        assert_eq!(search(&grid(-14, 20), 0.875, peak).0, Next::Found(4));
        let (found, _, (value, chance)) = search(&grid(-14, 20), 0.95, peak);
        assert_eq!(found, Next::Nowhere);
        assert!((18.0..=22.0).contains(&value) && chance > 0.87, "{value} {chance}");
    }

    #[test]
    fn what_holds_already_takes_nothing() {
        assert_eq!(search(&grid(-6, 10), 0.85, |_| 0.9).0, Next::Found(0));
        assert_eq!(search(&grid(0, 0), 0.85, |_| 0.1).0, Next::Nowhere, "no room to move");
    }
}
