//! What the plan settings page remembers between frames.

/// A part of the page, as its tabs name it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SettingsTab {
    #[default]
    Plan,
    Estate,
    Phases,
    Calendar,
    Helpdesk,
    Assumptions,
    Prerequisites,
}

#[derive(Clone, Debug, Default)]
pub struct PlanSettingsState {
    pub tab: SettingsTab,
}
