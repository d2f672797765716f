//! Why an edit was not made, as one sentence for the person who asked for it.

use chrono::NaiveDate;

use crate::plan::wording;

/// Bounds of what a plan can contain at all.
pub const MAX_DEVICES: u32 = 10_000_000;
/// Twenty years.
pub const MAX_HORIZON_DAYS: u32 = 7_305;
/// Ten years of working days.
pub const MAX_LAG_DAYS: u32 = 2_600;

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("The plan has no {what} {which}.")]
    Unknown { what: &'static str, which: String },
    #[error("{what} needs a name.")]
    Unnamed { what: &'static str },
    #[error("A name can have at most 200 characters; this one has {0}.")]
    LongName(usize),
    #[error("A currency is a short word like EUR: at most 12 characters, not {0}.")]
    LongCurrency(usize),
    #[error("A logo can have at most 200 kB; this one has {0} kB.")]
    LargeLogo(usize),
    #[error("Another phase is already called {0}.")]
    NameTaken(String),
    #[error("{what} must be a number.")]
    NotANumber { what: String },
    #[error("{what} must be from {low} to {high}, not {value}.")]
    OutOfBounds { what: String, low: String, high: String, value: String },
    #[error("{} is not a date that a plan can have: it must be from 1990 to 2199.", wording::date(*.0))]
    Date(NaiveDate),
    #[error("{0} is not a site version: write year and month, like 2509.")]
    SiteVersion(u16),
    #[error("{what} must name at least one phase.")]
    NoPhase { what: &'static str },
    #[error("A milestone moves with a phase, a switch or the finish, not with another milestone.")]
    MilestoneOfMilestone,
    #[error("The same is recorded on {} already.", wording::date(*.0))]
    RecordedThen(NaiveDate),
    #[error("A scenario shares this with the plan: change it in the plan itself.")]
    NotInScenario,
}

impl Refusal {
    pub(super) fn unknown(what: &'static str, which: impl std::fmt::Display) -> Self {
        Self::Unknown { what, which: format!("{which}") }
    }
}
