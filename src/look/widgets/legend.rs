//! The key of a chart on its card's title line: what each line and colour stands for.

use egui::{Painter, Rect, Stroke, pos2, vec2};

use crate::look::paint::resolve;
use crate::look::style::{color, palette};
use crate::look::text::{paint_text, words};
use crate::look::{geometry, glyphs::Position};
use crate::picture::{Anchor, Ink, Paint, TypeRole, text};

/// What stands before a word of the key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark {
    Line(Ink),
    Dashed(Ink),
    Dotted(Ink),
    /// A field of colour at its strength.
    Swatch(Ink, f32),
    Dot(Ink),
    Ring(Ink),
}

impl Mark {
    #[must_use]
    pub const fn of(position: Position) -> Self {
        Self::Swatch(position.solid(), 1.0)
    }
}

/// Paints the key so that it ends at `right`. Returns its left end; what does not fit is left out from the
/// start.
pub fn legend(painter: &Painter, (left, right): (f32, f32), baseline: f32, items: &[(Mark, &str)]) -> f32 {
    let mut end = right;
    for (mark, name) in items.iter().rev() {
        let start = end - text::width(ROLE, name) - 6.0 - mark_width(*mark);
        if start < left {
            break;
        }
        paint_mark(painter, *mark, pos2(start, baseline - text::cap_height(ROLE) / 2.0));
        paint_text(painter, pos2(end, baseline), Anchor::End, words(name, ROLE, Ink::Text2));
        end = start - 16.0;
    }
    end + 16.0
}

const ROLE: TypeRole = TypeRole::CAPTION;

fn mark_width(mark: Mark) -> f32 {
    match mark {
        Mark::Line(_) | Mark::Dashed(_) | Mark::Dotted(_) => 20.0,
        Mark::Swatch(_, alpha) if alpha < 1.0 => 20.0,
        Mark::Swatch(..) | Mark::Dot(_) | Mark::Ring(_) => 11.0,
    }
}

fn paint_mark(painter: &Painter, mark: Mark, at: egui::Pos2) {
    let end = at + vec2(mark_width(mark), 0.0);
    let dashed = |ink: Ink, width: f32, on: f32, off: f32| {
        let line = Stroke::new(width, color(painter, ink));
        for piece in geometry::dashes(&[at, end], on, off) {
            painter.line(piece, line);
        }
    };
    match mark {
        Mark::Line(ink) => {
            painter.line_segment([at, end], Stroke::new(2.0, color(painter, ink)));
        }
        Mark::Dashed(ink) => dashed(ink, 2.0, 6.0, 4.0),
        Mark::Dotted(ink) => dashed(ink, 1.5, 2.0, 4.0),
        Mark::Swatch(ink, alpha) => {
            let rect = Rect::from_min_max(at - vec2(0.0, 5.5), end + vec2(0.0, 5.5));
            painter.rect_filled(rect, 2.5, resolve(palette(painter), Paint::alpha(ink, alpha)));
        }
        Mark::Dot(ink) => {
            painter.circle_filled(at + vec2(5.5, 0.0), 5.0, color(painter, ink));
        }
        Mark::Ring(ink) => {
            painter.circle_stroke(at + vec2(5.5, 0.0), 4.25, Stroke::new(1.5, color(painter, ink)));
        }
    }
}
