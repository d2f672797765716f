//! Dated steps around the phases, and the prerequisites that must hold before they begin.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Anchor, PhaseId, Plan, PrerequisiteId};

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

    /// It belongs before the first device moves.
    pub const fn opens_a_plan(&self) -> bool {
        match self {
            Self::TenantAttach | Self::CoManagementEnabled => true,
            Self::AutoEnrollmentSet(to) => !matches!(to, AutoEnrollment::All),
            _ => false,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    pub kind: MilestoneKind,
    /// None = never, or not planned yet. One that moves with a phase has a day of its own once it is done.
    pub date: Option<NaiveDate>,
    #[serde(default)]
    pub done: bool,
    /// What its day depends on until it is done; it comes before `date`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relative: Option<Relative>,
}

/// A day that moves with what it belongs to, as that of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relative {
    /// Anything but another milestone.
    pub anchor: Anchor,
    /// Working days after it; negative = before.
    #[serde(default)]
    pub days: i32,
}

impl Milestone {
    /// Planned for a typed day, or for none yet.
    pub const fn new(kind: MilestoneKind, date: Option<NaiveDate>) -> Self {
        Self { kind, date, done: false, relative: None }
    }

    /// Planned for so many working days after, or before, something of the plan.
    pub const fn moving(kind: MilestoneKind, anchor: Anchor, days: i32) -> Self {
        Self { kind, date: None, done: false, relative: Some(Relative { anchor, days }) }
    }

    /// What it moves with: once it is done its day is a fact.
    pub fn moves_with(&self) -> Option<&Relative> {
        self.relative.as_ref().filter(|_| !self.done)
    }

    /// On a typed day from now on.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> Self {
        Self { date: Some(date), relative: None, ..self.clone() }
    }

    /// As many working days from something else when what it moved with is gone or never comes: what opens the
    /// plan from the start of its first phase, or of the plan without one; all else from the finish, for without a
    /// day Conditional Access would never enforce.
    #[must_use]
    pub fn moved_on(&self, plan: &Plan) -> Self {
        let days = self.relative.as_ref().map_or(0, |relative| relative.days);
        let with = |anchor| Self { relative: Some(Relative { anchor, days }), ..self.clone() };
        if !self.kind.opens_a_plan() {
            return with(Anchor::Finish);
        }
        match plan.phases.first() {
            Some(first) => with(Anchor::PhaseStart(first.id)),
            None if self.done => Self { relative: None, ..self.clone() },
            None => Self {
                date: plan.calendar.working_days_from(plan.start, days),
                relative: None,
                ..self.clone()
            },
        }
    }

    /// Done on the day for which it stood in the plan, which stays.
    #[must_use]
    pub fn settled(&self, day: Option<NaiveDate>) -> Self {
        let typed = self.date.filter(|_| self.relative.is_none());
        Self { date: day.or(typed), done: true, ..self.clone() }
    }

    /// Not done after all: it moves again if it did before.
    #[must_use]
    pub fn reopened(&self) -> Self {
        let date = self.date.filter(|_| self.relative.is_none());
        Self { date, done: false, ..self.clone() }
    }
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
