//! What the timeline remembers between frames: what is seen of time, the cursor, the drag under way and
//! the changes of the inspector that are not applied yet.

use chrono::NaiveDate;

use crate::plan::{FreezeId, Phase, PhaseId, Workload};

/// A part of the chart that can be pointed at and grabbed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Element {
    /// The phase itself, at its name.
    Row(PhaseId),
    /// The whole bar of a phase: its start.
    Bar(PhaseId),
    /// The bar's right edge: the rate.
    End(PhaseId),
    /// The gate diamond.
    Gate(PhaseId),
    /// A workload's switch.
    Switch(PhaseId, Workload),
    /// A freeze as a whole, its first day, its last day.
    Freeze(FreezeId),
    FreezeFirst(FreezeId),
    FreezeLast(FreezeId),
}

impl Element {
    pub const fn phase(self) -> Option<PhaseId> {
        match self {
            Self::Row(phase)
            | Self::Bar(phase)
            | Self::End(phase)
            | Self::Gate(phase)
            | Self::Switch(phase, _) => Some(phase),
            Self::Freeze(_) | Self::FreezeFirst(_) | Self::FreezeLast(_) => None,
        }
    }
}

/// Something that is being moved, by pointer or by keys; the plan keeps its value until it is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grab {
    pub element: Element,
    /// Where it began: the same day twice for what has no length.
    pub from: (NaiveDate, NaiveDate),
    /// Where its first day is held now; none = not moved.
    pub first: Option<NaiveDate>,
    /// Where its last day is held now; none = not moved.
    pub last: Option<NaiveDate>,
    pub by_keyboard: bool,
}

/// A phase as the inspector has changed it, before Apply.
#[derive(Clone, Debug, PartialEq)]
pub struct PhaseDraft {
    /// The phase as it was when the changes began; when the plan has another since, they are dropped.
    pub base: Phase,
    pub phase: Phase,
}

#[derive(Clone, Debug, Default)]
pub struct TimelineState {
    /// The days that are seen; none = all of the plan.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// Where the keyboard is; none = at the chosen phase's bar.
    pub cursor: Option<Element>,
    /// It is shown only while keys are used.
    pub is_by_keys: bool,
    pub grab: Option<Grab>,
    /// By phase, so that looking at another one loses nothing.
    pub drafts: Vec<PhaseDraft>,
    /// The day at which the pointer began to mark a stretch of time.
    pub marking: Option<NaiveDate>,
    /// The phase whose menu is open.
    pub menu: Option<PhaseId>,
    /// The milestones and tasks under the rows take their full height.
    pub is_lane_open: bool,
    /// Why the last grab was refused, until the pointer or the cursor moves on.
    pub refused: Option<(Element, String)>,
}
