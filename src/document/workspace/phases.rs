//! What the phases page remembers between frames.

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PhaseTab {
    #[default]
    Dashboard,
    Actuals,
}

/// The table below the phase's own, on the actuals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LowerTable {
    #[default]
    Desk,
    Errors,
    Figures,
}

#[derive(Clone, Debug, Default)]
pub struct PhasesState {
    pub tab: PhaseTab,
    /// The tables of actuals have a row a day instead of a week.
    pub is_by_day: bool,
    pub lower: LowerTable,
}
