//! What the workloads page remembers between frames: the day on the scrubber, the cells that are chosen,
//! and what is being edited.

use chrono::NaiveDate;

use super::timeline::Grab;
use crate::plan::{PhaseId, SwitchRule, Workload};

/// A cell of the grid; without a phase it is the workload's slider.
pub type Spot = (Workload, Option<PhaseId>);

/// The pages under the head.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum WorkloadsTab {
    /// The grid, the sliders and authority over time.
    #[default]
    Positions,
    /// What has to be done around the moves.
    Tasks,
    /// What is gained, when.
    Gained,
}

impl WorkloadsTab {
    pub const ALL: [Self; 3] = [Self::Positions, Self::Tasks, Self::Gained];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Positions => "Positions",
            Self::Tasks => "Tasks",
            Self::Gained => "Gained",
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct WorkloadsState {
    pub tab: WorkloadsTab,
    /// The share in percent whose days are told of what is gained; none = the usual one.
    pub share: Option<u32>,
    /// The day whose sliders are shown; none = the status date.
    pub day: Option<NaiveDate>,
    /// Where the keyboard is.
    pub cursor: Option<Spot>,
    /// It is shown only while keys are used.
    pub is_by_keys: bool,
    /// Where a selection with Shift began.
    pub anchor: Option<Spot>,
    /// Chosen together, to be given one rule.
    pub chosen: Vec<Spot>,
    /// The spot whose editor is open.
    pub editing: Option<Spot>,
    /// The switch that is being dragged along its row.
    pub grab: Option<Grab>,
    /// The spot whose menu is open.
    pub menu: Option<Spot>,
    /// The rule that is about to be given to all chosen cells, with the cell whose rule it began as.
    pub rule: Option<(Spot, SwitchRule)>,
    /// The cursor was moved: its column is to be scrolled into view.
    pub is_to_be_seen: bool,
    pub is_playing: bool,
    /// Up to when days have been played, in the window's seconds.
    pub played_at: f64,
}

impl WorkloadsState {
    /// Chooses a spot from elsewhere and opens its editor.
    pub fn go_to(&mut self, workload: Workload, phase: Option<PhaseId>) {
        let spot = (workload, phase);
        self.tab = WorkloadsTab::Positions;
        self.cursor = Some(spot);
        self.anchor = Some(spot);
        self.chosen = vec![spot];
        self.editing = Some(spot);
        self.is_to_be_seen = true;
    }
}
