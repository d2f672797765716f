//! The example plans, part of the program: they open on a machine that has nothing but it.
//! They are files like any other, and are read like any other.

use super::plan_file::{self, OpenError};
use crate::plan::Plan;

/// A plan to look at and to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    pub name: &'static str,
    /// What it shows, in one line.
    pub description: &'static str,
    /// Its file's name.
    pub file: &'static str,
    pub text: &'static str,
}

pub const NORTHWIND_HEALTH: Example = Example {
    name: "Northwind Health",
    description: "12,400 devices in six phases, in the middle of the second wave",
    file: "northwind-health.ron",
    text: include_str!("../../assets/plans/northwind-health.ron"),
};

pub const FABRIKAM_STORES: Example = Example {
    name: "Fabrikam Stores",
    description: "3,380 devices in five phases, one week before the start",
    file: "fabrikam-stores.ron",
    text: include_str!("../../assets/plans/fabrikam-stores.ron"),
};

pub const PLANNING_GUIDE: Example = Example {
    name: "Intune planning guide",
    description: "The sample rollout of the Intune planning guide, July to October",
    file: "planning-guide.ron",
    text: include_str!("../../assets/plans/planning-guide.ron"),
};

pub const ADATUM_LOGISTICS: Example = Example {
    name: "Adatum Logistics",
    description: "2,600 devices leave a third-party MDM in four phases, days before the start",
    file: "adatum-logistics.ron",
    text: include_str!("../../assets/plans/adatum-logistics.ron"),
};

/// What the welcome page offers, the one to begin with first.
pub const EXAMPLES: [Example; 4] = [NORTHWIND_HEALTH, FABRIKAM_STORES, PLANNING_GUIDE, ADATUM_LOGISTICS];

impl Example {
    /// Opens it. The tests open every example, so an error means a program that was built wrongly.
    pub fn plan(&self) -> Result<Plan, OpenError> {
        plan_file::from_ron(self.text.as_bytes()).map(|opened| opened.plan)
    }
}
