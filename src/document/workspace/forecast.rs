//! What the Forecast page remembers between frames. What the knobs hold is kept with what was computed of
//! it, not here.

/// The face of the card that says what moves the finish.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MovesTab {
    #[default]
    Moves,
    /// What it would take to reach a chance.
    Takes,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ForecastState {
    pub tab: MovesTab,
    /// The chance to finish by the target that is asked for.
    pub wanted: f64,
    /// Scenarios that are left out of the comparison.
    pub hidden: Vec<String>,
}

impl ForecastState {
    /// The chances that can be asked for.
    pub const WANTED: [f64; 6] = [0.50, 0.60, 0.70, 0.80, 0.90, 0.95];
    /// Schedules that are compared at most.
    pub const MOST: usize = 4;
}

impl Default for ForecastState {
    fn default() -> Self {
        Self { tab: MovesTab::default(), wanted: 0.80, hidden: Vec::new() }
    }
}
