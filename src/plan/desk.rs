//! The helpdesk: who answers tickets, how many a day, and how many come without any migration.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::PhaseId;

/// From this date on so many agents work.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgentsFrom {
    pub from: NaiveDate,
    pub agents: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    /// In order of date; the first entry holds from the plan's start.
    pub agents: Vec<AgentsFrom>,
    /// Tickets that one agent closes on a working day.
    pub tickets_per_agent_day: f64,
    /// Share of paid time that is not spent on tickets.
    #[serde(default)]
    pub shrinkage: f64,
    /// Ordinary tickets per working day; none = not typed yet.
    #[serde(default)]
    pub ordinary_per_day: Option<f64>,
    /// Ordinary tickets by weekday, Monday first, relative to the mean.
    pub weekday_factors: [f64; 7],
    /// Variance over mean of the ordinary tickets of a day; 1 = Poisson.
    #[serde(default = "poisson")]
    pub dispersion: f64,
    /// The desk breaks when tickets wait longer than this many days of capacity.
    pub wait_limit_days: f64,
    /// Targeting stops while the wait is above this; none = never.
    #[serde(default)]
    pub brake_wait_days: Option<f64>,
}

/// What a ticket says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TicketColumn {
    /// Subject, category, group and device together.
    Any,
    Subject,
    Category,
    Group,
    Device,
}

impl TicketColumn {
    pub const ALL: [Self; 5] = [Self::Any, Self::Subject, Self::Category, Self::Group, Self::Device];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Any => "text",
            Self::Subject => "subject",
            Self::Category => "category",
            Self::Group => "group",
            Self::Device => "device",
        }
    }
}

/// How a ticket's word is compared; case never counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TicketTest {
    Is,
    Contains,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TicketCondition {
    pub column: TicketColumn,
    pub test: TicketTest,
    pub text: String,
}

/// Which tickets of the desk's list the migration caused, and in which phase. The first rule that holds
/// counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TicketRule {
    /// None = the phase of the device that the ticket names.
    #[serde(default)]
    pub phase: Option<PhaseId>,
    /// All of them must hold.
    pub conditions: Vec<TicketCondition>,
}

fn poisson() -> f64 {
    1.0
}

impl Desk {
    pub fn new(from: NaiveDate, agents: f64) -> Self {
        Self {
            agents: vec![AgentsFrom { from, agents }],
            tickets_per_agent_day: 15.0,
            shrinkage: 0.0,
            ordinary_per_day: None,
            weekday_factors: [1.20, 1.05, 1.00, 0.95, 0.80, 0.0, 0.0],
            dispersion: 1.0,
            wait_limit_days: 2.0,
            brake_wait_days: None,
        }
    }

    /// Agents at work on `day`.
    pub fn agents_on(&self, day: NaiveDate) -> f64 {
        let latest = self.agents.iter().filter(|entry| entry.from <= day).max_by_key(|entry| entry.from);
        let first = self.agents.iter().min_by_key(|entry| entry.from);
        latest.or(first).map_or(0.0, |entry| entry.agents)
    }

    /// Tickets that the desk closes on a working day.
    pub fn capacity_on(&self, day: NaiveDate) -> f64 {
        self.capacity_of(self.agents_on(day))
    }

    /// Tickets that so many agents close on a working day.
    pub fn capacity_of(&self, agents: f64) -> f64 {
        (agents * self.tickets_per_agent_day * (1.0 - self.shrinkage)).max(0.0)
    }
}
