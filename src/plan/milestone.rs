//! Dated steps around the phases, and the prerequisites that must hold before they begin.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{PhaseId, PrerequisiteId};

/// Who is enrolled automatically.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AutoEnrollment {
    None,
    Pilot,
    All,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum MilestoneKind {
    TenantAttach,
    CoManagementEnabled,
    AutoEnrollmentSet(AutoEnrollment),
    /// From this day Conditional Access enforces device compliance.
    ConditionalAccess,
    ClientRemoved,
    Other(String),
}

impl MilestoneKind {
    pub fn name(&self) -> String {
        match self {
            Self::TenantAttach => "Tenant attach".into(),
            Self::CoManagementEnabled => "Co-management enabled".into(),
            Self::AutoEnrollmentSet(AutoEnrollment::None) => "Automatic enrollment: None".into(),
            Self::AutoEnrollmentSet(AutoEnrollment::Pilot) => "Automatic enrollment: Pilot".into(),
            Self::AutoEnrollmentSet(AutoEnrollment::All) => "Automatic enrollment: All".into(),
            Self::ConditionalAccess => "Conditional Access enforces".into(),
            Self::ClientRemoved => "Configuration Manager client removed".into(),
            Self::Other(name) => name.clone(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    pub kind: MilestoneKind,
    /// None = never, or not planned yet.
    pub date: Option<NaiveDate>,
    #[serde(default)]
    pub done: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PrerequisiteState {
    #[default]
    Open,
    InProgress,
    Done,
    /// It does not apply here.
    NotNeeded,
}

impl PrerequisiteState {
    pub const ALL: [Self; 4] = [Self::Open, Self::InProgress, Self::Done, Self::NotNeeded];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::InProgress => "In progress",
            Self::Done => "Done",
            Self::NotNeeded => "Not needed",
        }
    }

    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Done | Self::NotNeeded)
    }
}

/// Something that must hold before a phase may begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prerequisite {
    pub id: PrerequisiteId,
    pub name: String,
    #[serde(default)]
    pub state: PrerequisiteState,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    #[serde(default)]
    pub due: Option<NaiveDate>,
    /// The phase that cannot begin without it.
    #[serde(default)]
    pub blocks: Option<PhaseId>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}
