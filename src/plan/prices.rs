//! What a day and a week cost, where the organization has said so. What has no price is not counted.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// One helpdesk agent for a day.
    #[serde(default)]
    pub agent_day: Option<f64>,
    /// A week of running Configuration Manager and Intune side by side.
    #[serde(default)]
    pub week_of_both: Option<f64>,
    /// What stands before an amount, as people write it: `EUR`, `$`; empty = the bare number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub currency: String,
}

impl Prices {
    /// Nobody has said what anything costs.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
