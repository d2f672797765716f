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
    Presentation,
}

#[derive(Clone, Debug, Default)]
pub struct PlanSettingsState {
    pub tab: SettingsTab,
    /// The slide that is looked at, by its key.
    pub slide: Option<String>,
    /// Why the picture that was chosen is no logo.
    pub logo_complaint: String,
    /// The path of a picture, where the desktop has no file dialog.
    pub typed_logo: Option<String>,
}
