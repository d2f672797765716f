//! The parameters of one course, and a plan's ticket rates, within their bounds.
//! Figures that no assumption may have (negative, not a number) count as none.

use crate::plan::{Plan, Workload};

use super::Learned;

/// The uncertain parameters as they are in one course, each a share of 0–1 but for the factor.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters {
    /// Success at the first attempt, by phase: each phase's own first attempts weigh most with it.
    pub success: Vec<f64>,
    pub reach: f64,
    pub stale: f64,
    pub repair: f64,
    pub unfixable: f64,
    /// On every ticket rate.
    pub factor: f64,
}

impl Parameters {
    /// All at the means of what is believed after the actuals, which before any is what was assumed.
    pub fn means(learned: &Learned, phases: usize) -> Self {
        Self {
            success: (0..phases).map(|phase| learned.success_of(phase)).collect(),
            reach: learned.reach.posterior.mean(),
            stale: learned.stale.posterior.mean(),
            repair: learned.repair.posterior.mean(),
            unfixable: learned.unfixable.posterior.mean(),
            factor: learned.ticket_factor.posterior.mean(),
        }
    }
}

/// Tickets per event while the factor on them is 1.
#[derive(Clone, Debug)]
pub(crate) struct TicketRates {
    /// Share of the pool of tickets to come that is left after a working day.
    pub keep: f64,
    /// Per switched device, by workload, before Conditional Access enforces and from then on.
    pub switch: [f64; 7],
    pub switch_enforced: [f64; 7],
    /// By phase.
    pub phases: Vec<PhaseTickets>,
}

/// Tickets per event of one phase.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PhaseTickets {
    pub enrolled: f64,
    pub bad: f64,
    pub multiplier: f64,
}

impl TicketRates {
    pub fn new(plan: &Plan) -> Self {
        let assumed = &plan.assumptions;
        let switch = |enforced| {
            Workload::ALL.map(|workload| {
                let is_locked =
                    workload == Workload::ResourceAccessPolicies && plan.is_resource_access_locked();
                if is_locked { 0.0 } else { amount(assumed.switch_tickets(workload, enforced)) }
            })
        };
        let phases = plan.phases.iter().map(|phase| {
            let tickets = assumed.enrollment_tickets(phase.path);
            PhaseTickets {
                enrolled: amount(tickets.per_enrolled),
                bad: amount(tickets.per_failure),
                multiplier: amount(phase.ticket_multiplier),
            }
        });
        Self {
            keep: keep(assumed.half_life_days.mean),
            switch: switch(false),
            switch_enforced: switch(true),
            phases: phases.collect(),
        }
    }
}

fn keep(half_life_days: f64) -> f64 {
    if half_life_days > 0.0 { (-1.0 / half_life_days).exp2() } else { 0.0 }
}

pub(crate) fn share(value: f64) -> f64 {
    if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) }
}

pub(crate) fn amount(value: f64) -> f64 {
    if value.is_finite() { value.max(0.0) } else { 0.0 }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_tickets_come_within_the_half_life() {
        assert!((keep(3.0).powi(3) - 0.5).abs() < 1e-12);
        assert_eq!(keep(0.0), 0.0);
        assert_eq!(keep(f64::NAN), 0.0);
        assert_eq!(keep(f64::INFINITY), 1.0);
    }
}
