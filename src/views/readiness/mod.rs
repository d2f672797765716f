//! The page *Readiness*: what of the estate can move now, whether the pilot was like the rest, and what must hold
//! before the next phases begin.

mod eligibility;
mod pilot;
mod prerequisites;
mod rows;
mod segments;

use egui::{Rect, Ui, pos2, vec2};

use super::grid::{Cell, GAP, Grid, NARROW, Row};
use super::kept::kept;
use super::{Action, Actions, ViewInput, frame};
use crate::document::workspace::settings::SettingsTab;
use crate::document::{Page, Workspace};
use crate::forecast;
use crate::look::color;
use crate::picture::Ink;
use crate::plan::{Prerequisite, missing_prerequisites};
use crate::report::mirror::{self, PilotCard};
use crate::report::prerequisites::PrerequisiteCard;
use crate::report::readiness::{self, SegmentTable};
use crate::report::{Finding, Situation};

const ELIGIBILITY: f32 = 104.0;
const SIDE: f32 = 452.0;
/// Less than this is no list of prerequisites.
const LIST: f32 = 176.0;

/// Everything the page says, worked out once for a state of the plan.
struct Facts {
    finding: Finding,
    table: SegmentTable,
    pilot: PilotCard,
    prerequisites: PrerequisiteCard,
    /// The usual ones that the plan lacks.
    missing: Vec<Prerequisite>,
}

impl Facts {
    fn new(at: &Situation<'_>) -> Self {
        let standings = forecast::standings(at.plan, at.outlook);
        let mirror = forecast::mirror(at.plan);
        Self {
            finding: readiness::headline(at, &standings, &mirror),
            table: readiness::table(at, &standings),
            pilot: mirror::card(at, &mirror),
            prerequisites: crate::report::prerequisites::card(at),
            missing: missing_prerequisites(at.plan),
        }
    }
}

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let facts = kept(ui, input, ("readiness", ()), || Facts::new(&input.situation()));
    let head = frame::Head::plain("Readiness", facts.finding.mark, &facts.finding.text);
    let content = frame::head(ui, rect, &head).content;
    if facts.table.rows.is_empty() {
        undescribed(ui, content, &facts, workspace, actions);
    } else if ui.ctx().content_rect().width() < NARROW {
        one_column(ui, content, (input, &facts), workspace, actions);
    } else {
        grid(ui, content, (input, &facts), workspace, actions);
    }
}

/// Without segments there is nothing to count, but prerequisites there may be.
fn undescribed(ui: &mut Ui, content: Rect, facts: &Facts, workspace: &mut Workspace, actions: &mut Actions) {
    let list = prerequisites::height(facts).clamp(LIST, 420.0);
    let columns = [Cell::share(1.0, 200.0), Cell::fixed(SIDE, list).folding("Prerequisites")];
    let grid = Grid::new([Row::fill(300.0, columns)]);
    frame::cards(ui, content, &grid, workspace, |ui, card, rect, workspace| {
        if card == 1 {
            prerequisites::show(ui, rect, facts, actions);
            return;
        }
        let sentence = "Say what the estate is made of, site by site, or import a list of devices.";
        match frame::empty(ui, rect, sentence, &["Import…", "Describe the estate"]) {
            Some(0) => actions.push(Action::AskImport),
            Some(_) => {
                workspace.plan_settings.tab = SettingsTab::Estate;
                actions.push(Action::Go(Page::PlanSettings));
            }
            None => {}
        }
    });
}

/// Two columns, each with two cards.
fn grid(
    ui: &mut Ui,
    content: Rect,
    (input, facts): (&ViewInput<'_>, &Facts),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let least = 470.0;
    let columns = [Cell::share(1.0, least), Cell::fixed(SIDE, least).folding("Pilot and prerequisites")];
    let grid = Grid::new([Row::fill(least, columns)]);
    frame::cards(ui, content, &grid, workspace, |ui, card, rect, workspace| {
        if card == 0 {
            let below = rect.top() + eligibility::height(facts, rect.width());
            eligibility::show(ui, rect.with_max_y(below), (input, facts), &mut workspace.readiness);
            segments::show(ui, rect.with_min_y(below + GAP), facts, &mut workspace.readiness, actions);
            return;
        }
        // Open over the page, nothing of that shows between the two.
        ui.painter().rect_filled(rect, 8.0, color(ui, Ink::Bg0));
        let most = (rect.height() - GAP - LIST).max(rect.height() * 0.55);
        let upper = rect.top() + pilot::height(facts, rect.width()).min(most);
        pilot::show(ui, rect.with_max_y(upper), (input, facts), actions);
        prerequisites::show(ui, rect.with_min_y(upper + GAP), facts, actions);
    });
}

fn one_column(
    ui: &mut Ui,
    content: Rect,
    (input, facts): (&ViewInput<'_>, &Facts),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let heights = [
        eligibility::height(facts, content.width()),
        segments::height(facts).min(640.0),
        pilot::height(facts, content.width()),
        prerequisites::height(facts).min(420.0),
    ];
    let row = |height: f32| Row::fixed(height, [Cell::share(1.0, height)]);
    let grid = Grid::new(heights.map(row));
    frame::cards(ui, content, &grid, workspace, |ui, card, rect, workspace| match card {
        0 => eligibility::show(ui, rect, (input, facts), &mut workspace.readiness),
        1 => segments::show(ui, rect, facts, &mut workspace.readiness, actions),
        2 => pilot::show(ui, rect, (input, facts), actions),
        _ => prerequisites::show(ui, rect, facts, actions),
    });
}

/// A part of a card that scrolls on its own, without a bar over its last column.
fn inside(ui: &mut Ui, body: Rect, name: &str) -> Ui {
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(body).id_salt(name));
    child.set_clip_rect(body.expand2(vec2(4.0, 0.0)).intersect(ui.clip_rect()));
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    child
}

/// A rectangle from the left to the right of `of`, from one height to another.
fn band(of: Rect, top: f32, bottom: f32) -> Rect {
    Rect::from_min_max(pos2(of.left(), top), pos2(of.right(), bottom.max(top)))
}
