//! Where the columns of the tables of actuals stand, and the words of their rows and heads.

use chrono::NaiveDate;
use egui::{Id, Rect, Ui, pos2, vec2};

use crate::look::style::stroke;
use crate::look::text::{text_at, text_at_elided, words};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::report::actuals::Period;

/// One line of a table.
pub const LINE: f32 = 44.0;
/// The box of a cell.
pub const CELL: egui::Vec2 = vec2(62.0, 28.0);

/// The place of the cells of a table: the first column's right edge and the distance between columns.
#[derive(Clone, Copy)]
pub struct Columns {
    pub left: f32,
    pub pitch: f32,
}

impl Columns {
    pub fn cell(self, column: usize, line: Rect) -> Rect {
        let x = self.left + column as f32 * self.pitch;
        Rect::from_min_size(pos2(x, line.center().y - CELL.y / 2.0), CELL)
    }

    /// A heading over a column, at the right like its figures.
    pub fn head(self, ui: &mut Ui, column: usize, (y, name): (f32, &str)) {
        let right = self.left + column as f32 * self.pitch + CELL.x;
        text_at(ui, pos2(right, y), Anchor::End, words(name, TypeRole::LABEL, Ink::Text2));
    }
}

/// The name of a cell for the keyboard, so that the one above can hand it down.
pub fn cell_id(table: &str, row: usize, column: usize) -> Id {
    Id::unique(("actuals", table, row, column))
}

/// The span of a row up to the last day that is known, with a second line below it.
pub fn period_words(
    ui: &mut Ui,
    (left, line): (f32, Rect),
    (period, until): (&Period, NaiveDate),
    note: &str,
) {
    let ink = if period.is_to_come { Ink::Text3 } else { Ink::Text };
    let text = if period.from == until {
        format::weekday_date_short(period.from)
    } else {
        format::date_range(period.from, until)
    };
    let lift = if note.is_empty() { 4.5 } else { -2.5 };
    let at = pos2(left, line.center().y + lift);
    text_at(ui, at, Anchor::Start, words(&text, TypeRole::BODY, ink));
    if !note.is_empty() {
        let at = pos2(left, line.center().y + 13.0);
        text_at_elided(ui, at, Anchor::Start, words(note, TypeRole::CAPTION, Ink::Text3), 116.0);
    }
}

/// A figure at the right of a place, with its making below.
pub fn figure_over(
    ui: &mut Ui,
    (right, line): (f32, Rect),
    (figure, making): (&str, &str),
    (strong, weak): (Ink, Ink),
) {
    let lift = if making.is_empty() { 4.5 } else { -2.5 };
    text_at(
        ui,
        pos2(right, line.center().y + lift),
        Anchor::End,
        words(figure, TypeRole::BODY_STRONG, strong),
    );
    if !making.is_empty() {
        text_at(ui, pos2(right, line.center().y + 13.0), Anchor::End, words(making, TypeRole::CAPTION, weak));
    }
}

/// The line below a row or a head.
pub fn rule(ui: &Ui, line: Rect, ink: Ink) {
    ui.painter().hline(line.x_range(), line.bottom() - 0.5, stroke(ui, 1.0, ink));
}
