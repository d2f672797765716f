//! The page *Forecast*: how sure the finish is, what moves it, and which schedule to take. Its knobs touch
//! no plan until they are applied or kept as a scenario.

mod finish;
mod knobs;
mod moves;
mod scenarios;

use egui::{Rect, Ui, pos2};

use super::grid::{Cell, GAP, Grid, NARROW, Row};
use super::kept::kept;
use super::{Action, Actions, ViewInput, frame};
use crate::document::{Page, Workspace};
use crate::report::odds;

const WHAT_IF: f32 = 264.0;
const FINISH: f32 = 268.0;
const MIDDLE: f32 = 236.0;
const SCENARIOS: f32 = 226.0;
/// The figures beside the finish distribution, with their padding.
const FIGURES: f32 = 212.0;

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let finding =
        kept(ui, input, ("forecast finding", (input.beside.edition, input.beside.is_study_of_plan)), || {
            let beside = &input.beside;
            odds::headline(&input.situation(), Some(beside.study).filter(|_| beside.is_study_of_plan))
        });
    let is_empty = input.plan.phases.is_empty();
    let headline = if is_empty { "There is nothing to forecast yet." } else { finding.text.as_str() };
    let verdict = finding.mark.filter(|_| !is_empty);
    let content = frame::head(ui, rect, &frame::Head::plain("Forecast", verdict, headline)).content;
    if is_empty {
        empty(ui, content, actions);
    } else if ui.ctx().content_rect().width() < NARROW {
        one_column(ui, content, input, workspace, actions);
    } else {
        grid(ui, content, input, workspace, actions);
    }
}

fn empty(ui: &mut Ui, content: Rect, actions: &mut Actions) {
    let sentence = "A forecast needs phases. Plan the first one, and its futures are simulated at once.";
    if frame::empty(ui, content, sentence, &["Go to the timeline"]).is_some() {
        actions.push(Action::Go(Page::Timeline));
    }
}

/// The knobs stand beside three rows; the grid knows those as one.
fn grid(ui: &mut Ui, content: Rect, input: &ViewInput<'_>, workspace: &mut Workspace, actions: &mut Actions) {
    let least = FINISH + MIDDLE + SCENARIOS + 2.0 * GAP;
    let rest = Cell::share(1.0, least);
    let grid = Grid::new([Row::fill(least, [Cell::fixed(WHAT_IF, least).folding("What if"), rest])]);
    frame::cards(ui, content, &grid, workspace, |ui, card, rect, workspace| {
        if card == 0 {
            knobs::show(ui, rect, input, actions);
            return;
        }
        let middle = rect.bottom() - SCENARIOS - GAP;
        let upper = middle - MIDDLE - GAP;
        let half = rect.left() + ((rect.width() - GAP) / 2.0).round();
        finish::show(ui, rect.with_max_y(upper), input);
        let left = Rect::from_min_max(pos2(rect.left(), upper + GAP), pos2(half, middle));
        moves::show(ui, left, input, workspace, actions);
        let right = Rect::from_min_max(pos2(half + GAP, upper + GAP), pos2(rect.right(), middle));
        moves::frontier(ui, right, input);
        scenarios::show(ui, rect.with_min_y(middle + GAP), input, workspace, actions);
    });
}

fn one_column(
    ui: &mut Ui,
    content: Rect,
    input: &ViewInput<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let heights = [FINISH + finish::FIGURES_BELOW, 620.0, MIDDLE, MIDDLE, SCENARIOS];
    let row = |height: f32| Row::fixed(height, [Cell::share(1.0, height)]);
    let grid = Grid::new(heights.map(row));
    frame::cards(ui, content, &grid, workspace, |ui, card, rect, workspace| match card {
        0 => finish::show(ui, rect, input),
        1 => knobs::show(ui, rect, input, actions),
        2 => moves::show(ui, rect, input, workspace, actions),
        3 => moves::frontier(ui, rect, input),
        _ => scenarios::show(ui, rect, input, workspace, actions),
    });
}
