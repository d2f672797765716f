//! Where the user is: page, selection, open dialogs. Never saved in the plan, never undone.
//! One file per page, so that each page owns what it remembers.

pub mod dialog;
pub mod export;
pub mod forecast;
pub mod import;
pub mod members;
pub mod new_plan;
pub mod pack;
pub mod palette;
pub mod phases;
pub mod pilot;
pub mod present;
pub mod readiness;
pub mod settings;
pub mod tasks;
pub mod timeline;
pub mod workloads;

pub use dialog::*;
pub use export::{ExportDraft, Exported, Picture};
pub use forecast::{ForecastState, MovesTab};
pub use import::{ImportDraft, TicketRuleDraft};
pub use members::{MembersDraft, RuleDraft};
pub use new_plan::NewPlanDraft;
pub use pack::{PackDraft, PackStage, WrittenFile};
pub use palette::PaletteState;
pub use phases::{PhaseTab, PhasesState};
pub use pilot::{PilotDraft, PilotOf};
pub use present::{Over, PresentState};
pub use readiness::ReadinessState;
pub use settings::PlanSettingsState;
pub use tasks::TasksState;
pub use timeline::{Element, Grab, PhaseDraft, TimelineState};
pub use workloads::{Spot, WorkloadsState, WorkloadsTab};

use chrono::NaiveDate;

use crate::plan::PhaseId;

/// A page of the rail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    #[default]
    Overview,
    Timeline,
    Workloads,
    Phases,
    Forecast,
    Readiness,
    PlanSettings,
}

impl Page {
    pub const ALL: [Self; 7] = [
        Self::Overview,
        Self::Timeline,
        Self::Workloads,
        Self::Phases,
        Self::Forecast,
        Self::Readiness,
        Self::PlanSettings,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Timeline => "Timeline",
            Self::Workloads => "Workloads",
            Self::Phases => "Phases",
            Self::Forecast => "Forecast",
            Self::Readiness => "Readiness",
            Self::PlanSettings => "Plan settings",
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Workspace {
    pub page: Page,
    /// The phase that is looked at, on every page; a page shows the first one when it is gone.
    pub phase: Option<PhaseId>,
    pub timeline: TimelineState,
    pub workloads: WorkloadsState,
    pub tasks: TasksState,
    pub phases: PhasesState,
    pub forecast: ForecastState,
    pub readiness: ReadinessState,
    pub plan_settings: PlanSettingsState,
    /// Some = the plan is being presented.
    pub present: Option<PresentState>,
    pub palette: Option<PaletteState>,
    pub dialog: Option<Dialog>,
    pub are_problems_open: bool,
    /// The folded card of the page that is open at the right edge.
    pub unfolded: Option<usize>,
    /// The first and last day that the page's charts over time show; none = all of them.
    pub stretch: Option<(NaiveDate, NaiveDate)>,
}

impl Workspace {
    /// Goes to a page; what was folded open on the one before is folded again, and its charts show all days.
    pub fn go(&mut self, page: Page) {
        if self.page != page {
            self.page = page;
            self.unfolded = None;
            self.stretch = None;
        }
    }
}
