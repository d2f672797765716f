//! What a chart of the pack is drawn from: the same inputs as on screen, at any size.

use super::plotted;
use super::series::Series;
use crate::picture::Scene;
use crate::picture::before_after::{self, BeforeAfterInput};
use crate::picture::enrollment::{self, EnrollmentInput};
use crate::picture::funnel::{self, FunnelInput};
use crate::picture::gantt::{self, GanttInput};
use crate::picture::helpdesk::{self, HelpdeskInput};
use crate::picture::histogram::{self, HistogramInput};
use crate::picture::mini_gantt::{self, MiniGanttInput};
use crate::picture::pareto::{self, ParetoInput};
use crate::picture::river::{self, RiverInput};
use crate::picture::scenario_rows::{self, ScenarioRowsInput};
use crate::picture::small::{self, SmallInput};

#[derive(Clone, Debug, PartialEq)]
pub enum Drawing {
    River(RiverInput),
    Enrollment(EnrollmentInput),
    Helpdesk(HelpdeskInput),
    Timeline(GanttInput),
    Outline(MiniGanttInput),
    Finish(HistogramInput),
    Ways(ScenarioRowsInput),
    Small(SmallInput),
    Funnel(FunnelInput),
    Pareto(ParetoInput),
    BeforeAfter(BeforeAfterInput),
}

/// As high as a sheet of paper allows at a size that can be read: beyond it rows close up, and what is left out
/// is said.
const HIGHEST: f32 = 960.0;
/// Above the rows of schedules, and each of them.
const WAYS: (f32, f32) = (34.0, 30.0);

impl Drawing {
    pub fn scene(&self, width: f32, height: f32) -> Scene {
        match self {
            Self::River(input) => river::scene(input, width, height),
            Self::Enrollment(input) => enrollment::scene(input, width, height),
            Self::Helpdesk(input) => helpdesk::scene(input, width, height),
            Self::Timeline(input) => gantt::scene(input, width, height),
            Self::Outline(input) => mini_gantt::scene(input, width, height),
            Self::Finish(input) => histogram::scene(input, width, height),
            Self::Ways(input) => scenario_rows::scene(input, width, WAYS),
            Self::Small(input) => small::scene(input, width, height),
            Self::Funnel(input) => funnel::scene(input, width, height),
            Self::Pareto(input) => pareto::scene(input, width, height),
            Self::BeforeAfter(input) => before_after::scene(input, width, height),
        }
    }

    /// How high it wants to be at a width; none = any height will do.
    pub fn natural_height(&self, width: f32) -> Option<f32> {
        match self {
            Self::Timeline(input) => Some(gantt::natural_height(input, width)),
            Self::Outline(input) => Some(mini_gantt::natural_height(input).min(HIGHEST)),
            Self::Ways(input) => Some(WAYS.0 + WAYS.1 * input.rows.len() as f32),
            Self::Small(input) => Some(small::natural_height(input, width)),
            Self::BeforeAfter(input) => Some(before_after::height(input).min(HIGHEST)),
            _ => None,
        }
    }

    /// Whether it has title and legend inside it, with the padding of a card.
    pub const fn has_heading(&self) -> bool {
        !matches!(self, Self::Timeline(_) | Self::Outline(_) | Self::Ways(_))
    }

    pub(super) fn series(&self) -> Option<Series> {
        match self {
            Self::River(input) => plotted::authority(input),
            Self::Enrollment(input) => Some(plotted::enrolled(input)),
            Self::Helpdesk(input) => Some(plotted::tickets(input)),
            Self::Finish(input) => plotted::finishes(input),
            _ => None,
        }
    }
}
