//! *Decision record*: one decision with the figures on which it rested, frozen, and beside each what has become of
//! it since.

use egui::{Rect, Sense, Ui, pos2, vec2};

use super::frame::{Answers, dialog, paragraph};
use crate::look::glyphs::paint_verdict;
use crate::look::style::stroke;
use crate::look::text::{label, text_at_elided, words, wrapped};
use crate::look::widgets::sentence::{Line, line as sentence};
use crate::look::widgets::{Field, choice};
use crate::picture::{Anchor, Ink, TypeRole};
use crate::plan::DecisionId;
use crate::report::Mark;
use crate::report::decision_record::{DecisionPage, EvidenceRow, pages};
use crate::views::ViewInput;
use crate::views::kept::kept;

const ROW: f32 = 26.0;
/// Where the columns begin, as shares of the width.
const COLUMNS: [f32; 4] = [0.0, 0.36, 0.60, 0.76];

pub fn show(ui: &Ui, input: &ViewInput<'_>, shown: &mut Option<DecisionId>) -> bool {
    let (answer, is_left) = dialog(ui, "Decision record", 760.0, |ui| {
        let pages = kept(ui, input, ("decision record", ()), || pages(&input.situation()));
        if pages.is_empty() {
            paragraph(ui, "Nothing has been decided yet. A decision keeps the figures of its moment.");
            return Answers::CLOSE;
        }
        // The newest is what people come for.
        let place = shown.and_then(|id| pages.iter().position(|page| page.id == id));
        let mut place = place.unwrap_or(pages.len() - 1);
        let names: Vec<String> = pages.iter().map(|page| format!("{}: {}", page.when, page.title)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if choice(ui, Field::new("Decision"), &mut place, &names, "").changed() {
            *shown = pages.get(place).map(|page| page.id);
        }
        if let Some(page) = pages.get(place) {
            draw(ui, page);
        }
        Answers::CLOSE
    });
    answer.is_none() && !is_left
}

fn draw(ui: &mut Ui, page: &DecisionPage) {
    ui.add_space(8.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let left = match page.mark {
        Some(mark) => {
            paint_verdict(ui.painter(), mark, rect.left_center() + vec2(9.0, 0.0), 18.0);
            28.0
        }
        None => 0.0,
    };
    let title = words(&page.title, TypeRole::CARD_TITLE, Ink::Text);
    let at = pos2(rect.left() + left, rect.center().y + 5.0);
    text_at_elided(ui, at, Anchor::Start, title, rect.width() - left);
    label(ui, &page.when, TypeRole::LABEL, Ink::Text2);
    ui.add_space(4.0);
    wrapped(ui, &page.text, TypeRole::BODY, Ink::Text);
    wrapped(ui, &page.effect, TypeRole::LABEL, Ink::Text2);
    if let Some(against) = &page.against {
        let room = ui.available_width();
        sentence(ui, room, 0.0, Line::new(against).mark(Mark::Risk).ink(Ink::WarnText));
    }
    ui.add_space(6.0);
    if !page.rows.is_empty() {
        line(ui, (["Evidence", "Then", "Asked", "Now"], TypeRole::CAPTION), None);
        for row in &page.rows {
            evidence(ui, row);
        }
    }
    ui.add_space(4.0);
    wrapped(ui, &page.since, TypeRole::LABEL, Ink::Text2);
}

fn evidence(ui: &mut Ui, row: &EvidenceRow) {
    let now = row.now.as_deref().unwrap_or("as then");
    let rect = line(ui, ([&row.what, &row.then, &row.asked, now], TypeRole::LABEL), row.now.as_ref());
    if let Some(holds) = row.holds {
        let mark = if holds { Mark::Met } else { Mark::Missed };
        paint_verdict(ui.painter(), mark, rect.left_center() + vec2(8.0, 0.0), 13.0);
    }
}

/// One row of the table; a figure that has changed stands out.
fn line(ui: &mut Ui, (cells, role): ([&str; 4], TypeRole), changed: Option<&String>) -> Rect {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let inner = rect.width() - 24.0;
    for (place, cell) in cells.iter().enumerate() {
        let next = COLUMNS.get(place + 1).copied().unwrap_or(1.0);
        let at = pos2(rect.left() + 24.0 + inner * COLUMNS[place], rect.center().y + 4.0);
        let ink = match place {
            _ if role == TypeRole::CAPTION => Ink::Text3,
            1 => Ink::Text,
            3 if changed.is_some() => Ink::WarnText,
            _ => Ink::Text2,
        };
        let role = if place == 3 && changed.is_some() { TypeRole::LABEL_MEDIUM } else { role };
        let room = inner * (next - COLUMNS[place]) - 10.0;
        text_at_elided(ui, at, Anchor::Start, words(cell, role, ink), room);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), stroke(ui, 1.0, Ink::Stroke));
    rect
}
