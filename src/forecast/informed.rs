//! The plan with what the data say of a parameter in place of what was assumed, so that a lever begins where
//! things stand and not where somebody once put them.

use crate::plan::Plan;

use super::Learned;

/// The means alone change; how sure the plan is of each stays what it says.
pub fn informed(plan: &Plan, learned: &Learned) -> Plan {
    let mut informed = plan.clone();
    for belief in learned.all().into_iter().filter(|belief| belief.data.is_some()) {
        informed.assumptions.get_mut(belief.parameter).mean = belief.posterior.mean();
    }
    informed
}
