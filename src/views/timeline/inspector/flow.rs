//! Where the parts of the inspector stand, one under the other in two columns. It draws only dividers
//! and titles.

use egui::{Rect, Ui, pos2, vec2};

use crate::look::style::stroke;
use crate::look::text::{text_at, text_at_elided, words};
use crate::look::widgets::{FIELD_HEIGHT, Field};
use crate::picture::{Anchor, Ink, TypeRole, text};

/// The room of a column and how much of it is taken.
pub struct Flow {
    pub left: f32,
    pub width: f32,
    pub y: f32,
}

const GUTTER: f32 = 10.0;

impl Flow {
    pub fn new(rect: Rect) -> Self {
        Self { left: rect.left(), width: rect.width(), y: rect.top() }
    }

    pub fn right(&self) -> f32 {
        self.left + self.width
    }

    /// A row of this height over the whole width.
    pub fn row(&mut self, height: f32) -> Rect {
        let rect = Rect::from_min_size(pos2(self.left, self.y), vec2(self.width, height));
        self.y += height;
        rect
    }

    /// Two fields side by side.
    pub fn pair(&mut self) -> (Rect, Rect) {
        let rect = self.row(FIELD_HEIGHT);
        let half = (self.width - GUTTER) / 2.0;
        (
            Rect::from_min_size(rect.min, vec2(half, FIELD_HEIGHT)),
            Rect::from_min_size(pos2(rect.left() + half + GUTTER, rect.top()), vec2(half, FIELD_HEIGHT)),
        )
    }

    /// What is said under the two fields of a pair, cut to their width; nothing takes no room.
    pub fn under(&mut self, ui: &mut Ui, (left, right): (Rect, Rect), said: [Option<String>; 2]) {
        if said.iter().all(Option::is_none) {
            return;
        }
        for (rect, said) in [left, right].into_iter().zip(said) {
            let Some(said) = said else { continue };
            let at = pos2(rect.left(), self.y + 12.0);
            let said = words(&said, TypeRole::CAPTION, Ink::Text2);
            text_at_elided(ui, at, Anchor::Start, said, rect.width());
        }
        self.y += 17.0;
    }

    pub fn gap(&mut self, height: f32) {
        self.y += height;
    }

    /// Leaves room for the remedy that a field wrote below itself.
    pub fn clear(&mut self, ui: &Ui) {
        self.y = self.y.max(ui.min_rect().bottom());
    }

    pub fn divider(&mut self, ui: &Ui) {
        self.y += 11.0;
        let range = self.left - 16.0..=self.right() + 16.0;
        ui.painter().hline(range, self.y, stroke(ui, 1.0, Ink::Stroke));
        self.y += 10.0;
    }

    /// A group's title with a note at the right end.
    pub fn title(&mut self, ui: &mut Ui, title: &str, note: &str) {
        let baseline = self.y + 13.0;
        let mut room = self.width;
        if !note.is_empty() {
            let said = words(note, TypeRole::LABEL, Ink::Text2);
            text_at(ui, pos2(self.right(), baseline), Anchor::End, said);
            room -= text::width(TypeRole::LABEL, note) + 8.0;
        }
        let title = words(title, TypeRole::BODY_STRONG, Ink::Text);
        text_at_elided(ui, pos2(self.left, baseline), Anchor::Start, title, room);
        self.y += 22.0;
    }

    /// Takes the whole height for the layout that scrolls.
    pub fn finish(&self, ui: &mut Ui, top: f32) {
        ui.expand_to_include_rect(Rect::from_min_max(pos2(self.left, top), pos2(self.right(), self.y)));
        ui.advance_cursor_after_rect(Rect::from_min_max(pos2(self.left, top), pos2(self.right(), self.y)));
    }
}

/// A field at a place.
pub fn at(label: &str, rect: Rect) -> Field<'_> {
    Field::new(label).at(rect)
}
