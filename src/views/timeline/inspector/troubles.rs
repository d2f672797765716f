//! What is wrong or risky about the phase, each with the click that mends it.

use egui::{Rect, Ui, pos2, vec2};

use super::About;
use super::flow::Flow;
use crate::look::text::{text_at_wrapped, words};
use crate::look::widgets::{Button, Kind};
use crate::look::{Verdict, glyphs};
use crate::picture::{Ink, TypeRole, text};
use crate::plan::check::{Problem, Severity};
use crate::report::troubles;
use crate::report::wording::counted;
use crate::views::Actions;

pub fn show(ui: &mut Ui, flow: &mut Flow, about: &About<'_>, problems: &[Problem], actions: &mut Actions) {
    let own: Vec<&Problem> = troubles::of_phase(problems, about.own.id).collect();
    if own.is_empty() {
        return;
    }
    flow.divider(ui);
    flow.title(ui, "To be seen to", &counted(own.len(), "problem", "problems"));
    for (n, problem) in own.into_iter().enumerate() {
        ui.push_id(("problem", n), |ui| one(ui, flow, problem, actions));
    }
}

/// The sentence with its glyph, and the remedy under it.
pub fn one(ui: &mut Ui, flow: &mut Flow, problem: &Problem, actions: &mut Actions) {
    const INDENT: f32 = 22.0;
    let room = flow.width - INDENT;
    let lines = text::break_lines(TypeRole::LABEL, &problem.text, room).len() as f32;
    let place = flow.row(lines * TypeRole::LABEL.line + 4.0);
    let verdict = glyph(problem.severity);
    glyphs::paint_verdict(ui.painter(), verdict, place.min + vec2(7.0, 9.0), 14.0);
    let said = words(&problem.text, TypeRole::LABEL, Ink::Text);
    text_at_wrapped(ui, pos2(place.left() + INDENT, place.top() + 13.0), said, room);
    if let Some(remedy) = &problem.remedy {
        let line = flow.row(30.0);
        let button = Button::new(Kind::Secondary, &remedy.label).small();
        let width = button.size().x.min(room);
        let at = Rect::from_min_size(pos2(line.left() + INDENT, line.top()), vec2(width, 26.0));
        if button.at(at).show(ui).on_hover_text(remedy.label.as_str()).clicked() {
            actions.edit(remedy.edit.clone());
        }
    }
    flow.gap(6.0);
}

pub const fn glyph(severity: Severity) -> Verdict {
    match severity {
        Severity::Error => Verdict::Missed,
        Severity::Warning => Verdict::Risk,
        Severity::Note => Verdict::Running,
    }
}
