//! Tables of records that are edited in place: a head, one line of fields a record, a button to add one.
//! It owns where the cells stand; what is in them is the section's.

use egui::{Rect, ScrollArea, Ui, pos2, vec2};

use crate::look::icons::Icon;
use crate::look::style::stroke;
use crate::look::text::{centered_baseline, paint_elided, words};
use crate::look::widgets::{Button, Kind, icon_button};
use crate::picture::{Anchor, Ink, TypeRole};

/// Between two cells.
const GAP: f32 = 8.0;
const HEAD: f32 = 26.0;
const ROW: f32 = 36.0;
const REMOVE: f32 = 28.0;

/// A column: its title, and a share of the width with a least width in points.
#[derive(Clone, Copy)]
pub struct Column {
    pub title: &'static str,
    pub share: f32,
    pub least: f32,
    pub is_number: bool,
}

/// A column of words or choices.
pub const fn words_column(title: &'static str, share: f32, least: f32) -> Column {
    Column { title, share, least, is_number: false }
}

/// A column of figures.
pub const fn figure_column(title: &'static str, least: f32) -> Column {
    Column { title, share: 0.0, least, is_number: true }
}

/// What the user did with a table this frame.
pub struct TableResponse {
    /// The record whose cross was clicked.
    pub removed: Option<usize>,
    pub is_added: bool,
}

/// Fills one record's line into the rectangles it is given.
type Cells<'a> = dyn FnMut(&mut Ui, usize, &[Rect]) + 'a;

pub struct Records<'a> {
    pub columns: &'a [Column],
    pub count: usize,
    /// The button below: "Add freeze".
    pub add: &'a str,
    /// What a table without records says.
    pub empty: &'a str,
    /// Spoken name of the cross.
    pub remove: &'a str,
}

impl Records<'_> {
    /// Draws the table in `body`; `cells` fills one record's line into the rectangles it is given.
    pub fn show(&self, ui: &mut Ui, body: Rect, cells: impl FnMut(&mut Ui, usize, &[Rect])) -> TableResponse {
        let mut response = self.show_without_button(ui, body, cells);
        let button = Button::new(Kind::Secondary, self.add).icon(Icon::Plus);
        let at = Rect::from_min_size(pos2(body.left(), body.bottom() - 30.0), button.size());
        response.is_added = button.at(at).show(ui).clicked();
        response
    }

    /// The table alone; below it stays room for a button of the caller's.
    pub fn show_without_button(
        &self,
        ui: &mut Ui,
        body: Rect,
        mut cells: impl FnMut(&mut Ui, usize, &[Rect]),
    ) -> TableResponse {
        let mut response = TableResponse { removed: None, is_added: false };
        let foot = 38.0;
        let room = body.with_max_y((body.bottom() - foot).max(body.top()));
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(room).id_salt(self.add));
        ScrollArea::horizontal().id_salt(self.add).auto_shrink(false).show(&mut inside, |ui| {
            let width = self.width(room.width());
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            self.head(ui, width);
            // The bar that moves the columns stands below the last line, not over it.
            let bar = if width > room.width() { 10.0 } else { 0.0 };
            let lines = ScrollArea::vertical().auto_shrink(false);
            lines.max_height(ui.available_height() - bar).show(ui, |ui| {
                self.lines(ui, width, (&mut cells, &mut response));
            });
        });
        response
    }

    fn lines(&self, ui: &mut Ui, width: f32, (cells, response): (&mut Cells<'_>, &mut TableResponse)) {
        if self.count == 0 {
            let (_, line) = ui.allocate_space(vec2(width, ROW));
            let at = pos2(line.left(), centered_baseline(TypeRole::LABEL, line.center().y));
            paint_elided(
                ui.painter(),
                at,
                Anchor::Start,
                words(self.empty, TypeRole::LABEL, Ink::Text3),
                width,
            );
        }
        let first = ui.cursor().top();
        let seen = ui.clip_rect();
        for index in 0..self.count {
            // Only what is seen is laid out, so that hundreds of records cost nothing.
            let top = first + index as f32 * ROW;
            let (_, line) = ui.allocate_space(vec2(width, ROW));
            if top > seen.bottom() || top + ROW < seen.top() {
                continue;
            }
            ui.push_id(index, |ui| {
                let places = self.places(line.shrink2(vec2(0.0, 4.0)), width);
                cells(ui, index, &places);
                let cross = Rect::from_min_size(
                    pos2(line.left() + width - REMOVE, line.top() + 4.0),
                    vec2(REMOVE, REMOVE),
                );
                if icon_button(ui, cross, Icon::Close, self.remove).clicked() {
                    response.removed = Some(index);
                }
            });
        }
    }

    fn width(&self, available: f32) -> f32 {
        let least: f32 = self.columns.iter().map(|column| column.least + GAP).sum();
        (available - 10.0).max(least + REMOVE)
    }

    fn places(&self, line: Rect, width: f32) -> Vec<Rect> {
        let least: f32 = self.columns.iter().map(|column| column.least + GAP).sum();
        let shares: f32 = self.columns.iter().map(|column| column.share).sum::<f32>().max(f32::EPSILON);
        let left = (width - REMOVE - least).max(0.0);
        let mut x = line.left();
        let place = |column: &Column| {
            let cell = column.least + left * column.share / shares;
            let rect = Rect::from_min_size(pos2(x, line.top()), vec2(cell, line.height()));
            x += cell + GAP;
            rect
        };
        self.columns.iter().map(place).collect()
    }

    fn head(&self, ui: &mut Ui, width: f32) {
        let (_, line) = ui.allocate_space(vec2(width, HEAD));
        let y = centered_baseline(TypeRole::LABEL_MEDIUM, line.center().y - 2.0);
        for (column, place) in self.columns.iter().zip(self.places(line, width)) {
            let text = words(column.title, TypeRole::LABEL_MEDIUM, Ink::Text2);
            let (at, anchor) = if column.is_number {
                (pos2(place.right() - 8.0, y), Anchor::End)
            } else {
                (pos2(place.left(), y), Anchor::Start)
            };
            paint_elided(ui.painter(), at, anchor, text, place.width());
        }
        let edge = stroke(ui, 1.0, Ink::Stroke);
        ui.painter().hline(line.left()..=line.left() + width, line.bottom() - 1.0, edge);
    }
}
