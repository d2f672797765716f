//! What the timeline remembers between frames: what is seen of time, the cursor, and the drag under way.

use chrono::NaiveDate;

use crate::plan::{PhaseId, Workload};

/// A part of a row that can be grabbed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handle {
    /// The whole bar: its start date.
    Bar,
    /// The bar's right edge: the rate.
    End,
    /// The gate diamond.
    Gate,
    /// A workload's switch.
    Switch(Workload),
}

/// Something that is being moved, by pointer or by keys; the plan keeps its value until it is dropped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grab {
    pub phase: PhaseId,
    pub handle: Handle,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub by_keyboard: bool,
}

#[derive(Clone, Debug, Default)]
pub struct TimelineState {
    /// The days that are seen; none = all of the plan.
    pub span: Option<(NaiveDate, NaiveDate)>,
    pub scroll: f32,
    /// The keyboard's place: row and element within it.
    pub cursor: (usize, usize),
    pub grab: Option<Grab>,
}
