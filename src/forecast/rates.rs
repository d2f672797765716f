//! The assumptions of a plan as plain means within their bounds, for runs that draw nothing.
//! Figures that no assumption may have (negative, not a number) count as none.

use crate::plan::{Phase, Plan, Workload};

/// Means of the uncertain parameters, each a share of 0–1.
#[derive(Clone, Debug)]
pub(crate) struct Rates {
    pub success: f64,
    pub reach: f64,
    pub stale: f64,
    pub repair: f64,
    pub unfixable: f64,
    /// Share of the pool of tickets to come that is left after a working day.
    pub keep: f64,
    /// Tickets per switched device, by workload, before Conditional Access enforces and from then on.
    pub switch: [f64; 7],
    pub switch_enforced: [f64; 7],
    /// Factor on every ticket rate.
    factor: f64,
}

/// Tickets per event of one phase.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PhaseRates {
    pub enrolled: f64,
    pub bad: f64,
    pub multiplier: f64,
}

impl Rates {
    pub fn new(plan: &Plan) -> Self {
        let assumed = &plan.assumptions;
        let factor = amount(assumed.ticket_factor.mean);
        let switch = |enforced| {
            Workload::ALL.map(|workload| {
                let is_locked =
                    workload == Workload::ResourceAccessPolicies && plan.is_resource_access_locked();
                if is_locked { 0.0 } else { factor * amount(assumed.switch_tickets(workload, enforced)) }
            })
        };
        Self {
            success: share(assumed.success.mean),
            reach: share(assumed.reach.mean),
            stale: share(assumed.stale.mean),
            repair: share(assumed.repair.mean),
            unfixable: share(assumed.unfixable.mean),
            keep: keep(assumed.half_life_days.mean),
            switch: switch(false),
            switch_enforced: switch(true),
            factor,
        }
    }

    pub fn of_phase(&self, plan: &Plan, phase: &Phase) -> PhaseRates {
        let tickets = plan.assumptions.enrollment_tickets(phase.path);
        PhaseRates {
            enrolled: self.factor * amount(tickets.per_enrolled),
            bad: self.factor * amount(tickets.per_failure),
            multiplier: amount(phase.ticket_multiplier),
        }
    }

    /// Of devices targeted and not heard of, the share that never checks in. `waits` are devices
    /// targeted on a day with the working days from it to the status date, both included.
    pub fn stale_of_unheard(&self, waits: impl Iterator<Item = (f64, usize)>) -> f64 {
        let (mut targeted, mut silent) = (0.0, 0.0);
        for (devices, days) in waits {
            targeted += devices;
            let unreached = (1.0 - self.reach).powi(days.min(100_000) as i32);
            silent += devices * (self.stale + (1.0 - self.stale) * unreached);
        }
        if silent > 0.0 { (self.stale * targeted / silent).min(1.0) } else { 1.0 }
    }
}

fn keep(half_life_days: f64) -> f64 {
    if half_life_days > 0.0 { (-1.0 / half_life_days).exp2() } else { 0.0 }
}

fn share(value: f64) -> f64 {
    if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) }
}

fn amount(value: f64) -> f64 {
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

    #[test]
    fn silence_makes_a_device_stale_with_time() {
        let rates = Rates::new(&Plan::new("Test", "2026-06-01".parse().unwrap()));
        // Prior shares 0.03 stale and 0.35 reached a day: after one day 0.03 / (0.03 + 0.97 · 0.65).
        let one_day = rates.stale_of_unheard([(100.0, 1)].into_iter());
        assert!((one_day - 0.03 / (0.03 + 0.97 * 0.65)).abs() < 1e-12);
        let month = rates.stale_of_unheard([(100.0, 20)].into_iter());
        assert!(one_day < 0.05 && month > 0.99);
    }
}
