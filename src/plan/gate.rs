//! The exit rule of a phase: criteria that must all hold. It says what is asked, not how it stands.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One condition of a gate. Shares are 0–1, days are working days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Criterion {
    /// Enrolled of all devices of the phase.
    Coverage { min: f64 },
    /// Enrolled of enrolled, failed and abandoned.
    Success { min: f64 },
    /// Working days since the last targeting, with every ready device targeted.
    Soak { days: u32 },
    /// Working days since the last of the phase's switches.
    SwitchSoak { days: u32 },
    /// Tickets of the phase per 100 enrolled devices.
    TicketsPer100 { max: f64 },
    /// Mean desk load of the last five working days.
    DeskLoad { max: f64 },
    /// The desk's backlog in days of its capacity.
    Wait { max_days: f64 },
    /// A figure typed in by hand.
    Measured { what: String, bound: Bound },
    /// Signed off by hand.
    SignOff { what: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Bound {
    Min(f64),
    Max(f64),
}

impl Bound {
    /// Strictly between 0 and 1 it is a share, anything else a count.
    pub fn is_share(self) -> bool {
        let (Self::Min(limit) | Self::Max(limit)) = self;
        limit > 0.0 && limit < 1.0
    }

    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::Min(min) => value >= min,
            Self::Max(max) => value <= max,
        }
    }
}

impl Criterion {
    /// Its name on a gate row.
    pub fn name(&self) -> String {
        match self {
            Self::Coverage { .. } => "Phase enrolled".into(),
            Self::Success { .. } => "Enrollment success".into(),
            Self::Soak { .. } => "Soak after the last device".into(),
            Self::SwitchSoak { .. } => "Soak after the last switch".into(),
            Self::TicketsPer100 { .. } => "Tickets per 100 devices".into(),
            Self::DeskLoad { .. } => "Helpdesk load".into(),
            Self::Wait { .. } => "Helpdesk wait".into(),
            Self::Measured { what, .. } | Self::SignOff { what } => what.clone(),
        }
    }

    /// A figure or a signature that a person types in, which no simulation knows.
    pub const fn is_typed(&self) -> bool {
        matches!(self, Self::Measured { .. } | Self::SignOff { .. })
    }
}

/// How Success and TicketsPer100 are judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Judged {
    /// By the figures as they stand.
    #[default]
    Observed,
    /// By the posterior chance, at the plan's assurance.
    Assured,
}

/// What is believed of enrollment success before its first outcome, where its chance is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Prior {
    /// Nothing: Jeffreys' prior, half a success and half a failure.
    #[default]
    Jeffreys,
    /// What the plan assumes of first attempts, as sure as it says.
    Plan,
}

impl Prior {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
    const fn is_usual(&self) -> bool {
        matches!(self, Self::Jeffreys)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    #[serde(default)]
    pub criteria: Vec<Criterion>,
    #[serde(default)]
    pub judged: Judged,
    #[serde(default, skip_serializing_if = "Prior::is_usual")]
    pub prior: Prior,
    /// The planned date as typed; none = the baseline's, else the expected one.
    #[serde(default)]
    pub planned: Option<NaiveDate>,
}

impl Gate {
    /// What a new phase asks: 95 % success, 90 % enrolled, five working days of soak.
    pub fn usual() -> Self {
        Self {
            criteria: vec![
                Criterion::Success { min: 0.95 },
                Criterion::Coverage { min: 0.90 },
                Criterion::Soak { days: 5 },
            ],
            judged: Judged::Observed,
            prior: Prior::Jeffreys,
            planned: None,
        }
    }
}
