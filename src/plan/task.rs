//! Tasks: what people have to do around the phases and switches, dated relative to what it belongs to, so that
//! it moves with that. The dates themselves come from the forecast.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Calendar, MilestoneKind, PhaseId, PrerequisiteState, TaskId, Workload};

/// What a task belongs to; its date is so many working days before or after this.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Anchor {
    /// The day on which a phase joins the workload's pilot collection, or the slider takes it along.
    Cell {
        workload: Workload,
        phase: PhaseId,
    },
    /// The first such day of any phase.
    First(Workload),
    /// The day on which the slider goes to Intune.
    Full(Workload),
    PhaseStart(PhaseId),
    /// The day on which its last device is targeted.
    PhaseTargeted(PhaseId),
    PhaseGate(PhaseId),
    Milestone(MilestoneKind),
    /// The last of all gates and switches.
    Finish,
    Date(NaiveDate),
}

impl Anchor {
    /// The phase without which it means nothing.
    pub const fn phase(&self) -> Option<PhaseId> {
        match self {
            Self::Cell { phase, .. }
            | Self::PhaseStart(phase)
            | Self::PhaseTargeted(phase)
            | Self::PhaseGate(phase) => Some(*phase),
            _ => None,
        }
    }

    pub const fn workload(&self) -> Option<Workload> {
        match self {
            Self::Cell { workload, .. } | Self::First(workload) | Self::Full(workload) => Some(*workload),
            _ => None,
        }
    }
}

/// What a task is about; the lane of the timeline and the list are ordered by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TaskKind {
    /// What administrators do before or after a workload moves.
    #[default]
    Switch,
    /// What users are told.
    Communication,
    /// The helpdesk made ready.
    Support,
    ConditionalAccess,
    /// What must hold before Configuration Manager's client, a site or the old product can go.
    Retirement,
}

impl TaskKind {
    pub const ALL: [Self; 5] =
        [Self::Switch, Self::Communication, Self::Support, Self::ConditionalAccess, Self::Retirement];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Switch => "Switch",
            Self::Communication => "Communication",
            Self::Support => "Support",
            Self::ConditionalAccess => "Conditional Access",
            Self::Retirement => "Retirement",
        }
    }

    /// The letter inside its marker.
    pub const fn letter(self) -> char {
        match self {
            Self::Switch => 'S',
            Self::Communication => 'C',
            Self::Support => 'H',
            Self::ConditionalAccess => 'A',
            Self::Retirement => 'R',
        }
    }
}

/// Something that somebody has to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    pub id: TaskId,
    pub name: String,
    #[serde(default)]
    pub kind: TaskKind,
    pub anchor: Anchor,
    /// Working days after its anchor; negative = before.
    #[serde(default)]
    pub days: i32,
    #[serde(default)]
    pub state: PrerequisiteState,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// What it is anchored to should not happen before it is done.
    #[serde(default)]
    pub is_blocking: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Task {
    pub fn new(id: TaskId, name: impl Into<String>, kind: TaskKind, anchor: Anchor, days: i32) -> Self {
        Self {
            id,
            name: name.into(),
            kind,
            anchor,
            days,
            state: PrerequisiteState::Open,
            owner: String::new(),
            is_blocking: false,
            note: String::new(),
        }
    }

    /// What it belongs to should wait for it, done or not.
    pub const fn holds_up(&self) -> bool {
        self.is_blocking && self.days <= 0
    }

    /// It is to be done, and what it belongs to waits for it.
    pub const fn is_holding_up(&self) -> bool {
        self.holds_up() && !self.state.is_settled()
    }

    /// Its date, given that of its anchor.
    pub fn due(&self, calendar: &Calendar, anchor: NaiveDate) -> Option<NaiveDate> {
        calendar.working_days_from(anchor, self.days)
    }
}
