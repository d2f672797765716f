//! What becomes of devices and tickets on a day: their means in the expected course, draws in a
//! simulated one. The course asks; which of the two answers is all that tells them apart.

use super::rates::Parameters;

/// A phase, by its place in the plan, on a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    pub phase: usize,
    pub day: usize,
}

pub(crate) trait Fate {
    /// Nobody asks which phase a ticket comes from once the phase is over.
    const IS_POOLED: bool;

    /// Of devices targeted today, those that never check in.
    fn stale(&mut self, at: At, targeted: f64) -> f64;
    /// Of failed devices, those repaired today.
    fn repaired(&mut self, at: At, failed: f64) -> f64;
    /// Of pending devices, those that attempt enrollment today.
    fn attempts(&mut self, at: At, pending: f64) -> f64;
    /// Of first attempts, those that succeed.
    fn succeeded(&mut self, at: At, attempts: f64) -> f64;
    /// Of first attempts that failed, those that no repair will mend.
    fn lost(&mut self, at: At, bad: f64) -> f64;
    /// Tickets of a phase today, by the tickets that its events cause on average by the plan's own rates.
    fn tickets(&mut self, at: At, mean: f64) -> f64;
    /// Tickets today of all phases that are over.
    fn late_tickets(&mut self, day: usize, mean: f64) -> f64;
    /// Tickets of a working day that no migration causes.
    fn ordinary(&mut self, day: usize, weekday: usize, mean: f64) -> f64;
}

/// Everything as on average.
#[derive(Clone, Debug)]
pub(crate) struct Means {
    pub parameters: Parameters,
}

impl Fate for Means {
    /// The expected course shows each phase's tickets to the last.
    const IS_POOLED: bool = false;

    fn stale(&mut self, _: At, targeted: f64) -> f64 {
        targeted * self.parameters.stale
    }

    fn repaired(&mut self, _: At, failed: f64) -> f64 {
        failed * self.parameters.repair
    }

    fn attempts(&mut self, _: At, pending: f64) -> f64 {
        pending * self.parameters.reach
    }

    fn succeeded(&mut self, at: At, attempts: f64) -> f64 {
        attempts * self.parameters.success[at.phase]
    }

    fn lost(&mut self, _: At, bad: f64) -> f64 {
        bad * self.parameters.unfixable
    }

    fn tickets(&mut self, _: At, mean: f64) -> f64 {
        mean * self.parameters.factor
    }

    fn late_tickets(&mut self, _: usize, mean: f64) -> f64 {
        mean * self.parameters.factor
    }

    fn ordinary(&mut self, _: usize, _: usize, mean: f64) -> f64 {
        mean
    }
}
