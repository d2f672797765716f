//! Sentences in a column: broken to the room, with a sign before them.

use egui::{Ui, pos2, vec2};

use crate::look::color;
use crate::look::glyphs::{Verdict, paint_verdict};
use crate::look::text::{text_at_wrapped, words};
use crate::picture::{Ink, TypeRole, text};

/// One sentence, and how it is set.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    said: &'a str,
    mark: Option<Verdict>,
    has_dot: bool,
    role: TypeRole,
    ink: Ink,
    above: f32,
}

impl<'a> Line<'a> {
    pub const fn new(said: &'a str) -> Self {
        Self { said, mark: None, has_dot: false, role: TypeRole::LABEL, ink: Ink::Text2, above: 2.0 }
    }

    #[must_use]
    pub const fn mark(self, mark: Verdict) -> Self {
        Self { mark: Some(mark), ..self }
    }

    /// One of several.
    #[must_use]
    pub const fn dot(self) -> Self {
        Self { has_dot: true, ..self }
    }

    #[must_use]
    pub const fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    #[must_use]
    pub const fn role(self, role: TypeRole) -> Self {
        Self { role, ..self }
    }

    #[must_use]
    pub const fn above(self, above: f32) -> Self {
        Self { above, ..self }
    }
}

/// Puts a sentence under the last one, `left` from the column's edge and `room` wide.
pub fn line(ui: &mut Ui, room: f32, left: f32, line: Line<'_>) {
    let indent = if line.mark.is_some() || line.has_dot { 22.0 } else { 0.0 };
    let lines = text::break_lines(line.role, line.said, room - indent).len().max(1) as f32;
    let height = line.above + lines * line.role.line;
    let (_, place) = ui.allocate_space(vec2(left + room, height));
    let top = place.top() + line.above;
    let sign = pos2(place.left() + left + 7.0, top + line.role.line / 2.0);
    if let Some(mark) = line.mark {
        paint_verdict(ui.painter(), mark, sign, 14.0);
    } else if line.has_dot {
        ui.painter().circle_filled(sign, 2.5, color(ui, Ink::Text2));
    }
    let at = pos2(place.left() + left + indent, top + text::baseline_offset(line.role));
    text_at_wrapped(ui, at, words(line.said, line.role, line.ink), room - indent);
}
