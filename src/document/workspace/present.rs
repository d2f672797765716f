//! What is shown while presenting. It ends with the presentation; nothing of it is kept in the plan.

use super::PaletteState;
use crate::plan::PhaseId;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PresentState {
    /// Its place in the plan's own order.
    pub slide: usize,
    /// A phase that was asked about and has no slide in the order; the next turn goes on from `slide`.
    pub aside: Option<PhaseId>,
    pub over: Over,
    /// The digits of a slide's number, on their way to Enter.
    pub typed: String,
    /// The presenter's notes stand below the slide.
    pub has_notes: bool,
    /// What this room can see better; none = as the program is.
    pub is_dark: Option<bool>,
}

/// What lies over the slide or stands in its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Over {
    #[default]
    Nothing,
    /// All slides, one of them chosen.
    Overview {
        chosen: usize,
    },
    Black,
    White,
    /// The phases, to go to one of them.
    Phases(PaletteState),
    /// What every key does.
    Keys,
}

impl PresentState {
    pub fn at(slide: usize) -> Self {
        Self { slide, ..Self::default() }
    }
}
