//! What the outcomes so far say about a share of devices or a rate of tickets, and how many more would
//! settle it. Pure mathematics: which of it a gate asks for is the judge's and the verdict's business.

use crate::plan::{Gate, Plan, Prior};

use super::Law;
use super::learn::prior_share;
use super::special::{beta_cdf, gamma_cdf, ln_gamma};

/// A belief about a share that further outcomes can move: what a [`Law`] of any shape cannot promise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Share {
    Beta { a: f64, b: f64 },
    Exact(f64),
}

impl Share {
    /// After so many good and bad outcomes, with nothing believed before them.
    pub const fn jeffreys(good: f64, bad: f64) -> Self {
        Self::Beta { a: 0.5 + good, b: 0.5 + bad }
    }

    /// The success of a phase by the prior that its gate asks for; none without an outcome, for no data
    /// is never an argument.
    pub fn of_success(plan: &Plan, gate: &Gate, enrolled: f64, bad: f64) -> Option<Self> {
        Self::before(plan, gate).with_outcomes(enrolled, bad)
    }

    /// None without an outcome.
    pub fn with_outcomes(self, good: f64, bad: f64) -> Option<Self> {
        (good + bad > 0.0).then(|| self.after(good, bad))
    }

    /// The prior of a phase's success.
    pub fn before(plan: &Plan, gate: &Gate) -> Self {
        if gate.prior == Prior::Jeffreys {
            return Self::jeffreys(0.0, 0.0);
        }
        match prior_share(&plan.assumptions.success) {
            Law::Beta { a, b } => Self::Beta { a, b },
            other => Self::Exact(other.mean()),
        }
    }

    fn after(self, good: f64, bad: f64) -> Self {
        match self {
            Self::Beta { a, b } => Self::Beta { a: a + good, b: b + bad },
            Self::Exact(mean) => Self::Exact(mean),
        }
    }

    /// P(share ≥ min).
    pub fn at_least(self, min: f64) -> f64 {
        match self {
            Self::Beta { a, b } => 1.0 - beta_cdf(min, a, b),
            Self::Exact(mean) => f64::from(u8::from(mean >= min)),
        }
    }

    /// The smallest number of further outcomes, up to `most`, which at the rate observed so far would make
    /// P(share ≥ min) reach `assurance`; none = not even all of them would.
    pub fn settled_by(self, (good, bad): (f64, f64), min: f64, assurance: f64, most: u32) -> Option<u32> {
        let rate = good / (good + bad);
        smallest(most, |more| {
            let more = f64::from(more);
            self.after(more * rate, more * (1.0 - rate)).at_least(min) >= assurance
        })
    }

    /// P(`need` or more of `of` further outcomes are good).
    pub fn chance_of(self, need: u32, of: u32) -> f64 {
        if need == 0 {
            return 1.0;
        }
        if need > of {
            return 0.0;
        }
        match self {
            Self::Beta { a, b } => beta_binomial_at_least(need, of, a, b),
            // A binomial tail is an incomplete beta function.
            Self::Exact(mean) => beta_cdf(mean, f64::from(need), f64::from(of - need) + 1.0),
        }
    }
}

/// P(100 tickets per device ≤ max), `exposed` being the devices whose tickets have had time to come; none
/// before any had.
pub(crate) fn chance_of_tickets(tickets: f64, exposed: f64, max: f64) -> Option<f64> {
    (exposed > 0.0).then(|| gamma_cdf(exposed * max / 100.0, 0.5 + tickets))
}

/// The smallest number of further devices, up to `most`, which at the rate observed so far would make
/// that chance reach `assurance`.
pub(crate) fn tickets_settled_by(
    (tickets, exposed): (f64, f64),
    max: f64,
    assurance: f64,
    most: u32,
) -> Option<u32> {
    let rate = tickets / exposed;
    smallest(most, |more| {
        let more = f64::from(more);
        chance_of_tickets(tickets + more * rate, exposed + more, max).is_some_and(|p| p >= assurance)
    })
}

/// The smallest count up to `most` that is enough, given that more is never worse.
fn smallest(most: u32, is_enough: impl Fn(u32) -> bool) -> Option<u32> {
    if !is_enough(most) {
        return None;
    }
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_enough(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(high)
}

/// P(X ≥ need) for X ~ BetaBinomial(of, a, b), by its terms from the largest outwards: each follows from
/// its neighbour, and far from the largest they no longer count.
fn beta_binomial_at_least(need: u32, of: u32, a: f64, b: f64) -> f64 {
    let n = f64::from(of);
    // P(k + 1) / P(k).
    let ratio = |k: u32| {
        let k = f64::from(k);
        (n - k) * (a + k) / ((k + 1.0) * (b + n - k - 1.0))
    };
    let ln_choose = |k: f64| ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
    let ln_beta = |x: f64, y: f64| ln_gamma(x) + ln_gamma(y) - ln_gamma(x + y);
    let begin = ((a / (a + b)) * n).round().clamp(0.0, n) as u32;
    let k = f64::from(begin);
    let first = (ln_choose(k) + ln_beta(k + a, n - k + b) - ln_beta(a, b)).exp();
    let (mut above, mut all) = (if begin >= need { first } else { 0.0 }, first);
    let mut count = |k: u32, term: f64| {
        all += term;
        if k >= need {
            above += term;
        }
        term > all * 1e-18
    };
    let mut term = first;
    for k in begin..of {
        term *= ratio(k);
        if !count(k + 1, term) {
            break;
        }
    }
    term = first;
    for k in (0..begin).rev() {
        term /= ratio(k);
        if !count(k, term) {
            break;
        }
    }
    if all > 0.0 { (above / all).clamp(0.0, 1.0) } else { 0.0 }
}
