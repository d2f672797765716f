//! The list of problems above the status line: each with its place, which can be gone to, and its remedy,
//! which can be applied.

use egui::{Id, Key, Modifiers, Rect, Ui, UiBuilder, pos2, vec2};

use super::float;
use crate::document::Workspace;
use crate::look::text::{text_at, text_at_wrapped, words};
use crate::look::widgets::{Button, Kind, icon_button};
use crate::look::{Icon, Verdict, glyphs, style};
use crate::picture::{Anchor, Ink, TypeRole, format, text};
use crate::plan::{Problem, Severity};
use crate::report::troubles;
use crate::views::{Action, Actions, ViewInput};

const WIDTH: f32 = 560.0;
const HEAD: f32 = 44.0;
const PAD: f32 = 16.0;
const TEXT: f32 = 26.0;

/// "3 problems" as the status line says it, with the gravest of them.
pub fn summary(problems: &[Problem]) -> (Verdict, String) {
    let open = problems.iter().filter(|problem| problem.severity != Severity::Note).count();
    let notes = problems.len() - open;
    let gravest = problems.iter().map(|problem| problem.severity).min();
    let words = match (open, notes) {
        (0, 0) => "No problems".to_owned(),
        (0, notes) => format::plural(notes as u64, "note", "notes"),
        (open, _) => format::plural(open as u64, "problem", "problems"),
    };
    (gravest.map_or(Verdict::Met, glyph), words)
}

pub fn show(ui: &Ui, page: Rect, input: &ViewInput<'_>, workspace: &mut Workspace, actions: &mut Actions) {
    if !workspace.are_problems_open {
        return;
    }
    let width = WIDTH.min(page.width() - 24.0);
    let most = (page.height() - 24.0).min(640.0);
    let heights: Vec<f32> = input.problems.iter().map(|problem| height(problem, width)).collect();
    let height = (HEAD + heights.iter().sum::<f32>().max(48.0) + 8.0).min(most);
    let corner = pos2(page.right() - 12.0 - width, page.bottom() - 8.0 - height);
    let rect = Rect::from_min_size(corner, vec2(width, height));
    let id = Id::unique("problems");
    let shown = float::card(ui, id, rect, |ui| panel(ui, rect, (input, &heights), actions));
    let is_left = ui.input_mut(|events| events.consume_key(Modifiers::NONE, Key::Escape));
    // The press that opened it must not close it.
    let is_elsewhere = shown.response.clicked_elsewhere()
        && ui.input(|events| events.pointer.interact_pos().is_some_and(|at| page.contains(at)));
    if shown.inner || is_left || is_elsewhere {
        workspace.are_problems_open = false;
    }
}

/// Draws the panel; true = it was closed.
fn panel(ui: &mut Ui, rect: Rect, (input, heights): (&ViewInput<'_>, &[f32]), actions: &mut Actions) -> bool {
    let title = title(input.problems);
    let at = pos2(rect.left() + PAD, rect.top() + 27.0);
    text_at(ui, at, Anchor::Start, words(&title, TypeRole::CARD_TITLE, Ink::Text));
    let close = Rect::from_min_size(pos2(rect.right() - 38.0, rect.top() + 8.0), vec2(28.0, 28.0));
    let is_closed = icon_button(ui, close, Icon::Close, "Close the list of problems").clicked();
    let body = Rect::from_min_max(pos2(rect.left(), rect.top() + HEAD), rect.max - vec2(2.0, 8.0));
    let mut child = ui.new_child(UiBuilder::new().max_rect(body).id_salt("problem list"));
    if input.problems.is_empty() {
        let at = body.min + vec2(PAD, 18.0);
        let sentence = "The check finds nothing wrong and nothing risky in this plan.";
        text_at(&mut child, at, Anchor::Start, words(sentence, TypeRole::LABEL, Ink::Text2));
        return is_closed;
    }
    child.spacing_mut().item_spacing = vec2(0.0, 0.0);
    egui::ScrollArea::vertical().auto_shrink(false).show_viewport(&mut child, |ui, view| {
        let (_, space) = ui.allocate_space(vec2(body.width(), heights.iter().sum()));
        let mut top = space.top();
        for (n, (problem, height)) in input.problems.iter().zip(heights).enumerate() {
            let row = Rect::from_min_size(pos2(space.left(), top), vec2(rect.width(), *height));
            let shift = space.top();
            if row.bottom() - shift >= view.top() && row.top() - shift <= view.bottom() {
                ui.push_id(n, |ui| one(ui, row, (problem, n > 0), input, actions));
            }
            top += height;
        }
    });
    is_closed
}

fn title(problems: &[Problem]) -> String {
    let count = |severity| problems.iter().filter(|problem| problem.severity == severity).count() as u64;
    let parts = [
        (count(Severity::Error), "error", "errors"),
        (count(Severity::Warning), "warning", "warnings"),
        (count(Severity::Note), "note", "notes"),
    ];
    let said: Vec<String> =
        parts.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| format::plural(*n, one, many)).collect();
    if said.is_empty() { "No problems".to_owned() } else { said.join(", ") }
}

fn room(width: f32) -> f32 {
    width - 2.0 * PAD - TEXT
}

fn height(problem: &Problem, width: f32) -> f32 {
    let lines = text::break_lines(TypeRole::LABEL, &problem.text, room(width)).len() as f32;
    10.0 + lines * TypeRole::LABEL.line + 32.0 + 8.0
}

fn one(
    ui: &mut Ui,
    row: Rect,
    (problem, has_line): (&Problem, bool),
    input: &ViewInput<'_>,
    actions: &mut Actions,
) {
    if has_line {
        let line = style::stroke(ui, 1.0, Ink::Grid);
        ui.painter().hline(row.left() + PAD..=row.right() - PAD, row.top(), line);
    }
    let glyph_at = pos2(row.left() + PAD + 8.0, row.top() + 10.0 + TypeRole::LABEL.line / 2.0);
    glyphs::paint_verdict(ui.painter(), glyph(problem.severity), glyph_at, 14.0);
    let left = row.left() + PAD + TEXT;
    let first = row.top() + 10.0 + text::baseline_offset(TypeRole::LABEL);
    let said = words(&problem.text, TypeRole::LABEL, Ink::Text);
    let shown = text_at_wrapped(ui, pos2(left, first), said, room(row.width()));
    let y = shown.rect.bottom() + 4.0;
    let name = troubles::place_name(&problem.place, input.plan);
    let go = Button::new(Kind::Link, &name).small();
    let place =
        Rect::from_min_size(pos2(left - 4.0, y), vec2(go.size().x.min(room(row.width()) * 0.5), 26.0));
    if go.at(place).show(ui).on_hover_text("Go to this place").clicked() {
        actions.push(Action::GoTo(problem.place.clone()));
    }
    if let Some(remedy) = &problem.remedy {
        let mend = Button::new(Kind::Secondary, &remedy.label).small();
        let width = mend.size().x.min(row.right() - PAD - place.right() - 8.0);
        let at = Rect::from_min_size(pos2(row.right() - PAD - width, y), vec2(width, 26.0));
        if mend.at(at).show(ui).on_hover_text(remedy.label.as_str()).clicked() {
            actions.edit(remedy.edit.clone());
        }
    }
}

const fn glyph(severity: Severity) -> Verdict {
    match severity {
        Severity::Error => Verdict::Missed,
        Severity::Warning => Verdict::Risk,
        Severity::Note => Verdict::Running,
    }
}
