//! What the phases page remembers between frames.

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PhaseTab {
    #[default]
    Dashboard,
    Actuals,
}

#[derive(Clone, Debug, Default)]
pub struct PhasesState {
    pub tab: PhaseTab,
}
