//! What is gained, when: the benefits of the journey as a share of devices over time.

use std::sync::Arc;

use egui::{Rect, Ui, pos2, vec2};

use crate::document::Workspace;
use crate::look::text::{centered_baseline, text_at, words};
use crate::look::widgets::{BOX_HEIGHT, Field, Number, count_field};
use crate::picture::{Anchor, Ink, TypeRole, gained, text};
use crate::report::Finding;
use crate::report::benefits::{self, Gained};
use crate::views::grid::{Cell, Grid, Row};
use crate::views::kept::{kept, size};
use crate::views::{ViewInput, chart, frame};

fn all(ui: &Ui, input: &ViewInput<'_>, percent: u32) -> Arc<Vec<Gained>> {
    // Asking for another share costs nothing beside what is known of all.
    let known = kept(ui, input, ("benefits", ()), || benefits::gained(&input.situation()));
    let share = f64::from(percent) / 100.0;
    kept(ui, input, ("benefits asked", percent), || {
        known.iter().map(|gained| gained.clone().asking(share)).collect()
    })
}

fn percent(workspace: &Workspace) -> u32 {
    workspace.workloads.share.unwrap_or((benefits::MOST * 100.0).round() as u32)
}

pub fn headline(ui: &Ui, input: &ViewInput<'_>, workspace: &Workspace) -> Finding {
    benefits::headline(&input.situation(), &all(ui, input, percent(workspace)))
}

pub fn show(ui: &mut Ui, content: Rect, input: &ViewInput<'_>, workspace: &mut Workspace) {
    let asked = percent(workspace);
    let gained = all(ui, input, asked);
    let height = gained::height(gained.len());
    let rows = vec![
        Row::fixed(BOX_HEIGHT, [Cell::share(1.0, BOX_HEIGHT)]),
        Row::fill(height, [Cell::share(1.0, height)]),
    ];
    frame::cards(ui, content, &Grid::new(rows), workspace, |ui, index, rect, workspace| {
        if index == 0 {
            ask(ui, rect, asked, workspace);
            return;
        }
        let scene = kept(ui, input, ("gained", (size(rect), asked)), || {
            gained::scene(&benefits::chart(&input.situation(), &gained), rect.width(), rect.height())
        });
        chart::chart(ui, rect, &scene);
    });
}

/// Which share the dates are of: `When do [90%] of devices have it?`
fn ask(ui: &mut Ui, rect: Rect, asked: u32, workspace: &mut Workspace) {
    const BEFORE: &str = "When do";
    let baseline = centered_baseline(TypeRole::BODY, rect.center().y);
    let before = words(BEFORE, TypeRole::BODY, Ink::Text);
    text_at(ui, pos2(rect.left(), baseline), Anchor::Start, before);
    let left = rect.left() + text::width(TypeRole::BODY, BEFORE) + 10.0;
    let field = Rect::from_min_size(pos2(left, rect.top()), vec2(84.0, rect.height()));
    let mut percent = asked;
    let number = Number::whole(1.0, 100.0, "%");
    let label = Field::new("Share of devices").at(field).without_label();
    if count_field(ui, label, &number, &mut percent).changed() {
        workspace.workloads.share = Some(percent);
    }
    let after = words("of devices have it?", TypeRole::BODY, Ink::Text);
    text_at(ui, pos2(field.right() + 10.0, baseline), Anchor::Start, after);
}
