//! The page *Overview*: what the plan takes and whether it may begin, or where it stands and what is to be
//! decided next. It reads the plan and pushes actions.

mod decision;
mod empty;
mod figures;
mod lists;
mod start;
mod strip;

use std::sync::Arc;

use egui::{Rect, Ui, pos2};

use super::grid::{Cell, GAP, Grid, NARROW, Row};
use super::kept::{kept, size};
use super::{Action, Actions, ViewInput, chart, frame};
use crate::document::Workspace;
use crate::picture::{Scene, river};
use crate::plan::PhaseId;
use crate::report::assumed::{self, Assumed};
use crate::report::decisions::{self, NextDecision, PrerequisiteRow};
use crate::report::figures::Figure;
use crate::report::phase_cards::{self, PhaseCard, PhaseRow};
use crate::report::{Finding, course, findings};

/// Everything the page says, worked out once a revision.
pub(super) struct Facts {
    pub finding: Finding,
    pub has_begun: bool,
    pub figures: [Figure; 4],
    pub decision: NextDecision,
    pub cards: Vec<PhaseCard>,
    pub rows: Vec<PhaseRow>,
    pub prerequisites: Vec<PrerequisiteRow>,
    pub prerequisites_done: String,
    pub assumed: Assumed,
}

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    ui.multiply_opacity(input.strength());
    let facts = facts(ui, input);
    let head = frame::Head::plain("Overview", facts.finding.mark, &facts.finding.text);
    let content = frame::head(ui, rect, &head).content;
    if input.plan.phases.is_empty() {
        empty::show(ui, content, input, (workspace, actions));
    } else if facts.has_begun {
        under_way(ui, content, (input, &facts), workspace, actions);
    } else {
        before(ui, content, (input, &facts), workspace, actions);
    }
}

fn facts(ui: &Ui, input: &ViewInput<'_>) -> Arc<Facts> {
    kept(ui, input, ("overview", ()), || {
        let at = input.situation();
        Facts {
            finding: findings::overview(&at),
            has_begun: at.has_begun(),
            figures: crate::report::figures::overview(&at),
            decision: decisions::next(&at),
            cards: phase_cards::cards(&at),
            rows: phase_cards::rows(&at),
            prerequisites: decisions::prerequisites(&at),
            prerequisites_done: decisions::prerequisites_done(&at),
            assumed: assumed::without_source(&at),
        }
    })
}

const KPI: Row4 = [Cell::share(1.0, 104.0); 4];
type Row4 = [Cell; 4];

/// Where it stands: figures, authority, the next decision, the phases.
fn under_way(
    ui: &mut Ui,
    content: Rect,
    (input, facts): (&ViewInput<'_>, &Facts),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let grid = Grid::new([
        Row::fixed(104.0, KPI),
        // In the lowest window that is checked nothing scrolls.
        Row::fill(292.0, [Cell::share(1.0, 420.0), Cell::fixed(384.0, 494.0).folding("Next decision")]),
        Row::fixed(132.0, [Cell::share(1.0, 132.0)]),
    ]);
    frame::cards(ui, content, &grid, workspace, |ui, card, rect, workspace| match card {
        0..4 => figures::show(ui, rect, &facts.figures[card], (input, workspace), actions),
        4 => authority(ui, rect, input, (workspace, actions)),
        5 => decision::show(ui, rect, (input, facts), workspace, actions),
        _ => strip::show(ui, rect, &facts.cards, input, actions),
    });
}

/// What it will take: figures, expected authority, what is open, and whether it may start.
fn before(
    ui: &mut Ui,
    content: Rect,
    (input, facts): (&ViewInput<'_>, &Facts),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let is_narrow = ui.ctx().content_rect().width() < NARROW;
    let decision = Cell::fixed(384.0, 638.0).folding("Next decision");
    let grid = if is_narrow {
        let lists = [Cell::share(1.0, 244.0), Cell::share(1.0, 244.0)];
        let chart = Row::fill(300.0, [Cell::share(1.0, 382.0)]);
        Grid::new([Row::fixed(104.0, KPI), chart, Row::fixed(244.0, lists), Row::fixed(638.0, [decision])])
    } else {
        // The decision stands beside two rows; the grid knows them as one.
        let both = Cell::share(1.0, 638.0);
        Grid::new([Row::fixed(104.0, KPI), Row::fill(556.0, [both, decision])])
    };
    frame::cards(ui, content, &grid, workspace, |ui, card, rect, workspace| match (card, is_narrow) {
        (0..4, _) => figures::show(ui, rect, &facts.figures[card], (input, workspace), actions),
        (4, true) => authority(ui, rect, input, (workspace, actions)),
        (5, true) => lists::prerequisites(ui, rect, facts, (workspace, actions)),
        (6, true) => lists::assumptions(ui, rect, facts, (workspace, actions)),
        (4, false) => {
            let lower = rect.with_min_y(rect.bottom() - 244.0);
            let upper = rect.with_max_y(lower.top() - GAP);
            let middle = lower.center().x;
            authority(ui, upper, input, (workspace, actions));
            let left = Rect::from_min_max(lower.min, pos2(middle - GAP / 2.0, lower.bottom()));
            let right = Rect::from_min_max(pos2(middle + GAP / 2.0, lower.top()), lower.max);
            lists::prerequisites(ui, left, facts, (workspace, actions));
            lists::assumptions(ui, right, facts, (workspace, actions));
        }
        _ => decision::show(ui, rect, (input, facts), workspace, actions),
    });
}

/// Authority over time; a phase in its strip opens that phase.
fn authority(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    (workspace, actions): (&mut Workspace, &mut Actions),
) {
    let scene = authority_scene(ui, rect, input, workspace.stretch);
    let response = chart::over_time(ui, rect, &scene, &mut workspace.stretch);
    if let Some(id) = response.clicked.as_deref().and_then(phase_of) {
        actions.push(Action::OpenPhase(id));
    }
}

fn authority_scene(ui: &Ui, rect: Rect, input: &ViewInput<'_>, stretch: chart::Stretch) -> Arc<Scene> {
    kept(ui, input, ("authority", (size(rect), stretch)), || {
        let mut river = course::river(&input.situation());
        (river.first, river.last) = chart::seen((river.first, river.last), stretch);
        river::scene(&river, rect.width(), rect.height())
    })
}

fn phase_of(key: &str) -> Option<PhaseId> {
    key.strip_prefix("phase:")?.parse().ok().map(PhaseId)
}
