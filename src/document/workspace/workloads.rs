//! What the workloads page remembers between frames: the day on the scrubber and the chosen cell.

use chrono::NaiveDate;

use crate::plan::{PhaseId, Workload};

#[derive(Clone, Debug, Default)]
pub struct WorkloadsState {
    /// The day whose sliders are shown; none = the status date.
    pub day: Option<NaiveDate>,
    /// The chosen cell; without a phase the workload's slider.
    pub selected: Option<(Workload, Option<PhaseId>)>,
    pub is_playing: bool,
}
