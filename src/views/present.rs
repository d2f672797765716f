//! The plan full screen for a room: the overview, then each phase, by arrow keys or clicker.

use egui::{Rect, Ui};

use super::{Actions, ViewInput};
use crate::document::PresentState;
use crate::look::text::{text_at, words};
use crate::picture::{Anchor, Ink, TypeRole};

/// How many slides there are.
pub fn slides(input: &ViewInput<'_>) -> usize {
    input.plan.phases.len() + 1
}

/// Draws the slide into `rect`, which is the whole window. Keys that turn slides are read here.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    _state: &mut PresentState,
    _actions: &mut Actions,
) {
    let name = words(&input.plan.name, TypeRole::PAGE_TITLE.at(52.0), Ink::Text);
    text_at(ui, rect.center(), Anchor::Middle, name);
}
