//! The dashboard of one phase: its enrollment, what became of its devices, the helpdesk, and its exit gate
//! with the decisions on it. It reads the plan and pushes actions.

mod gate;
mod log;

use std::sync::Arc;

use egui::{Rect, Ui, UiBuilder, pos2, vec2};

use crate::document::{PhaseTab, Workspace};
use crate::look::Verdict;
use crate::look::text::{text_at_wrapped, words};
use crate::look::widgets::{Button, Card, Kind};
use crate::picture::{Ink, Scene, TypeRole, enrollment, funnel, helpdesk, pareto};
use crate::report::decisions::{self, LogEntry};
use crate::report::devices::{self, Failures};
use crate::report::gate_rows::{self, GateTable};
use crate::report::{course, findings};
use crate::views::grid::{Cell, Grid, Row};
use crate::views::kept::{kept, size};
use crate::views::{Actions, ViewInput, chart, frame};

/// What the cards say, worked out once a revision.
struct Facts {
    failures: Failures,
    gate: GateTable,
    log: Vec<LogEntry>,
}

/// How the phase stands, and the sentence that says it.
pub fn headline(input: &ViewInput<'_>, index: usize) -> (Option<Verdict>, String) {
    let finding = findings::phase(&input.situation(), index);
    (finding.mark, finding.text)
}

/// Draws the cards into `content`, below the control that chooses the view.
pub fn show(
    ui: &mut Ui,
    content: Rect,
    (input, index): (&ViewInput<'_>, usize),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    ui.multiply_opacity(input.strength());
    let facts = kept(ui, input, ("dashboard", index), || {
        let at = input.situation();
        Facts {
            failures: devices::failures(&at, index),
            gate: gate_rows::table(&at, index),
            log: decisions::log(&at, Some(index)),
        }
    });
    let grid = Grid::new([
        Row::fill_share(
            316.0,
            300.0,
            [
                Cell::share(1.0, 316.0),
                Cell::fixed(352.0, 316.0),
                Cell::fixed(380.0, 316.0).folding("Failures"),
            ],
        ),
        Row::fill_share(
            394.0,
            340.0,
            [
                Cell::share(1.0, 394.0),
                Cell::fixed(484.0, 394.0),
                Cell::fixed(248.0, 360.0).folding("Decision log"),
            ],
        ),
    ]);
    frame::cards(ui, content, &grid, workspace, |ui, card, rect, workspace| match card {
        0 | 1 | 3 => {
            if let Some(scene) = scene(ui, rect, (input, index), (card, workspace.stretch)) {
                chart::over_time(ui, rect, &scene, &mut workspace.stretch);
            }
        }
        2 => why_failed(ui, rect, (input, index, &facts.failures), workspace),
        4 => gate::show(ui, rect, (input, index, &facts.gate), workspace, actions),
        _ => log::show(ui, rect, (input, index, &facts.log), actions),
    });
}

/// The drawing of a card, kept while plan and size stay.
fn scene(
    ui: &Ui,
    rect: Rect,
    (input, index): (&ViewInput<'_>, usize),
    (card, stretch): (usize, chart::Stretch),
) -> Option<Arc<Scene>> {
    let name = ["dashboard enrollment", "dashboard funnel", "", "dashboard helpdesk"][card];
    let (w, h) = (rect.width(), rect.height());
    let made = kept(ui, input, (name, (index, size(rect), stretch)), || {
        let at = input.situation();
        let scene = match card {
            0 => course::enrollment(&at, index).map(|mut input| {
                (input.first, input.last) = chart::seen((input.first, input.last), stretch);
                enrollment::scene(&input, w, h)
            }),
            1 => devices::funnel(&at, index).map(|input| funnel::scene(&input, w, h)),
            _ => {
                let mut input = course::helpdesk(&at, index);
                (input.first, input.last) = chart::seen((input.first, input.last), stretch);
                input.days.retain(|day| input.first <= day.date && day.date <= input.last);
                Some(helpdesk::scene(&input, w, h))
            }
        };
        scene.map(Arc::new)
    });
    Option::clone(&made)
}

/// The Pareto of the error codes, or what to type to get one.
fn why_failed(
    ui: &mut Ui,
    rect: Rect,
    (input, index, failures): (&ViewInput<'_>, usize, &Failures),
    workspace: &mut Workspace,
) {
    if let Some(codes) = &failures.pareto {
        let scene = kept(ui, input, ("dashboard failures", (index, size(rect))), || {
            pareto::scene(codes, rect.width(), rect.height())
        });
        chart::chart(ui, rect, &scene);
        return;
    }
    Card::new(rect).title(&failures.title, &failures.subtitle).show(ui, |ui, body| {
        let at = pos2(body.left(), body.top() + 16.0);
        let sentence = words(&failures.empty, TypeRole::LABEL, Ink::Text2);
        let shown = text_at_wrapped(ui, at, sentence, body.width());
        let button = Button::new(Kind::Secondary, "Open actuals");
        let place = Rect::from_min_size(shown.rect.left_bottom() + vec2(0.0, 12.0), button.size());
        ui.scope_builder(UiBuilder::new().max_rect(place).id_salt("open actuals"), |ui| {
            if button.at(place).show(ui).clicked() {
                workspace.phases.tab = PhaseTab::Actuals;
            }
        });
    });
}
