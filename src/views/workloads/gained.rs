//! What is gained, when: the benefits of the journey as a share of devices over time.

use std::sync::Arc;

use egui::{Rect, Ui};

use crate::document::Workspace;
use crate::picture::gained;
use crate::report::Finding;
use crate::report::benefits::{self, Gained};
use crate::views::grid::{Cell, Grid, Row};
use crate::views::kept::{kept, size};
use crate::views::{ViewInput, chart, frame};

fn all(ui: &Ui, input: &ViewInput<'_>) -> Arc<Vec<Gained>> {
    kept(ui, input, ("benefits", ()), || benefits::gained(&input.situation()))
}

pub fn headline(ui: &Ui, input: &ViewInput<'_>) -> Finding {
    benefits::headline(&input.situation(), &all(ui, input))
}

pub fn show(ui: &mut Ui, content: Rect, input: &ViewInput<'_>, workspace: &mut Workspace) {
    let gained = all(ui, input);
    let height = gained::height(gained.len());
    let grid = Grid::new(vec![Row::fill(height, [Cell::share(1.0, height)])]);
    frame::cards(ui, content, &grid, workspace, |ui, _, rect, _| {
        let scene = kept(ui, input, ("gained", size(rect)), || {
            gained::scene(&benefits::chart(&input.situation(), &gained), rect.width(), rect.height())
        });
        chart::chart(ui, rect, &scene);
    });
}
