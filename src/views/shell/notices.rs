//! The notices, stacked above the status line, the newest at the foot.

use egui::{Id, Rect, Ui, pos2, vec2};

use super::float;
use crate::document::{Notice, Severity};
use crate::look::text::{text_at_wrapped, words};
use crate::look::widgets::{Button, Kind, icon_button};
use crate::look::{Icon, Verdict, glyphs};
use crate::picture::{Ink, TypeRole, text};
use crate::views::{Action, Actions};

const WIDTH: f32 = 440.0;
const PAD: f32 = 12.0;
/// The line of a button below the words.
const FOOT: f32 = 28.0;

/// `last_step` is what Undo would take back now.
pub fn show(ui: &mut Ui, page: Rect, (notices, last_step): (&[Notice], Option<&str>), actions: &mut Actions) {
    let width = WIDTH.min(page.width() - 40.0);
    let mut bottom = page.bottom() - 12.0;
    for notice in notices.iter().rev() {
        let foot = if can_undo(notice, last_step) { FOOT } else { 0.0 };
        let height = height(notice, width) + foot;
        let left = page.right() - 20.0 - width;
        let rect = Rect::from_min_size(pos2(left, bottom - height), vec2(width, height));
        let id = Id::unique("notice").with(notice.id);
        float::card(ui, id, rect, |ui| {
            one(ui, rect, notice, actions);
            if can_undo(notice, last_step) {
                undo(ui, rect, notice, actions);
            }
        });
        bottom -= height + 8.0;
    }
}

/// The step that it is about is still the last one.
fn can_undo(notice: &Notice, last_step: Option<&str>) -> bool {
    notice.undoes.is_some() && notice.undoes.as_deref() == last_step
}

fn undo(ui: &mut Ui, rect: Rect, notice: &Notice, actions: &mut Actions) {
    let button = Button::new(Kind::Link, "Undo this step").small();
    let at = pos2(rect.left() + PAD + 20.0, rect.bottom() - PAD - 24.0);
    let place = Rect::from_min_size(at, button.size());
    if button.at(place).show(ui).clicked() {
        actions.push(Action::Undo);
        actions.push(Action::DismissNotice(notice.id));
    }
}

fn room(width: f32) -> f32 {
    width - PAD - 24.0 - 36.0
}

fn height(notice: &Notice, width: f32) -> f32 {
    let room = room(width);
    let title = text::break_lines(TypeRole::LABEL_MEDIUM, &notice.text, room).len() as f32;
    let detail = if notice.detail.is_empty() {
        0.0
    } else {
        notice
            .detail
            .split('\n')
            .map(|line| text::break_lines(TypeRole::LABEL, line, room).len())
            .sum::<usize>() as f32
    };
    (title + detail) * TypeRole::LABEL.line + 2.0 * PAD
}

fn one(ui: &mut Ui, rect: Rect, notice: &Notice, actions: &mut Actions) {
    let verdict = match notice.severity {
        Severity::Info => Verdict::Met,
        Severity::Warning => Verdict::Risk,
        Severity::Error => Verdict::Missed,
    };
    let first = rect.top() + PAD + text::baseline_offset(TypeRole::LABEL_MEDIUM);
    let glyph = pos2(rect.left() + PAD + 8.0, rect.top() + PAD + TypeRole::LABEL.line / 2.0);
    glyphs::paint_verdict(ui.painter(), verdict, glyph, 15.0);
    let left = rect.left() + PAD + 24.0;
    let room = room(rect.width());
    let title = words(&notice.text, TypeRole::LABEL_MEDIUM, Ink::Text);
    let mut y = text_at_wrapped(ui, pos2(left, first), title, room).rect.height() + first;
    for line in notice.detail.split('\n').filter(|line| !line.is_empty()) {
        let detail = words(line, TypeRole::LABEL, Ink::Text2);
        y += text_at_wrapped(ui, pos2(left, y), detail, room).rect.height();
    }
    let close = Rect::from_min_size(pos2(rect.right() - 34.0, rect.top() + 6.0), vec2(28.0, 28.0));
    if icon_button(ui, close, Icon::Close, "Dismiss").clicked() {
        actions.push(Action::DismissNotice(notice.id));
    }
}
