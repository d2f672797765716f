//! What is typed into the command field, and which of the answers is chosen.

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaletteState {
    pub typed: String,
    pub chosen: usize,
}
