//! Thin bars: how much of a whole, with a tick at what it is held against. Painted marks, not controls.

use egui::{Painter, Pos2, Rect, Stroke, pos2, vec2};

use crate::look::style::{color, stroke};
use crate::look::{geometry, paint};
use crate::picture::{Ink, Paint};

/// What a strip shows; all places are shares of its width from 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub enum Strip {
    /// Filled up to each share in turn, with a tick at the plan, the target or the capacity.
    Progress { parts: Vec<(f32, Ink)>, tick: Option<f32> },
    /// Pieces side by side, by weight.
    Segments(Vec<(f32, Ink)>),
    /// Pieces side by side, by weight, of what is still to come: pale.
    Planned(Vec<f32>),
    /// A pale range with a strong one or a dot in it.
    Range { ink: Ink, outer: (f32, f32), inner: Option<(f32, f32)>, dot: Option<f32>, tick: Option<f32> },
    /// A course without a range yet: dashes up to a ring.
    Expected { from: f32, to: f32, tick: Option<f32> },
}

/// A track filled to `share`, as high as `rect`, with an optional tick.
pub fn bar(painter: &Painter, rect: Rect, share: f32, ink: Ink, tick: Option<f32>) {
    track(painter, rect);
    fill(painter, rect, (0.0, share), color(painter, ink));
    paint_tick(painter, rect, tick);
}

/// Paints a strip into `rect`, usually 6 points high.
pub fn paint_strip(painter: &Painter, rect: Rect, strip: &Strip) {
    match strip {
        Strip::Progress { parts, tick } => {
            track(painter, rect);
            // From the longest to the shortest: only the last end is round over the track.
            for (share, ink) in parts.iter().rev() {
                fill(painter, rect, (0.0, *share), color(painter, *ink));
            }
            paint_tick(painter, rect, *tick);
        }
        Strip::Segments(parts) => {
            let solid = |(weight, ink): &(f32, Ink)| (*weight, color(painter, *ink));
            segments(painter, rect, &parts.iter().map(solid).collect::<Vec<_>>());
        }
        Strip::Planned(weights) => {
            let pale =
                paint::resolve(crate::look::palette(painter), Paint::blend(Ink::IntuneSolid, 0.46, Ink::Bg1));
            segments(painter, rect, &weights.iter().map(|weight| (*weight, pale)).collect::<Vec<_>>());
        }
        Strip::Range { ink, outer, inner, dot, tick } => {
            thin_track(painter, rect);
            let pale = paint::resolve(crate::look::palette(painter), Paint::alpha(*ink, 0.30));
            fill(painter, rect, *outer, pale);
            if let Some(inner) = inner {
                fill(painter, rect, *inner, color(painter, *ink));
            }
            if let Some(dot) = dot {
                painter.circle_filled(along(rect, *dot), 4.0, color(painter, *ink));
            }
            paint_tick(painter, rect, *tick);
        }
        Strip::Expected { from, to, tick } => {
            thin_track(painter, rect);
            let line = Stroke::new(2.0, color(painter, Ink::IntuneSolid));
            for piece in geometry::dashes(&[along(rect, *from), along(rect, *to)], 6.0, 4.0) {
                painter.line(piece, line);
            }
            painter.circle(along(rect, *to), 4.5, color(painter, Ink::Bg1), Stroke::new(2.0, line.color));
            paint_tick(painter, rect, *tick);
        }
    }
}

fn along(rect: Rect, share: f32) -> Pos2 {
    pos2(rect.left() + rect.width() * share.clamp(0.0, 1.0), rect.center().y)
}

fn track(painter: &Painter, rect: Rect) {
    painter.rect_filled(rect, rect.height() / 2.0, color(painter, Ink::Bg3));
}

fn thin_track(painter: &Painter, rect: Rect) {
    let line = Rect::from_center_size(rect.center(), vec2(rect.width(), 2.0));
    painter.rect_filled(line, 1.0, color(painter, Ink::Bg3));
}

fn fill(painter: &Painter, rect: Rect, (from, to): (f32, f32), tint: egui::Color32) {
    let part =
        Rect::from_min_max(pos2(along(rect, from).x, rect.top()), pos2(along(rect, to).x, rect.bottom()));
    if part.width() > 0.0 {
        painter.rect_filled(part, (part.width() / 2.0).min(rect.height() / 2.0), tint);
    }
}

fn segments(painter: &Painter, rect: Rect, parts: &[(f32, egui::Color32)]) {
    const GAP: f32 = 2.0;
    let total: f32 = parts.iter().map(|(weight, _)| weight).sum();
    let room = rect.width() - GAP * (parts.len().saturating_sub(1)) as f32;
    let mut left = rect.left();
    for (weight, tint) in parts {
        let width = (room * weight / total.max(f32::MIN_POSITIVE)).max(1.0);
        let part = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        painter.rect_filled(part, (width / 2.0).min(2.5), *tint);
        left += width + GAP;
    }
}

fn paint_tick(painter: &Painter, rect: Rect, tick: Option<f32>) {
    if let Some(share) = tick {
        let x = along(rect, share).x;
        let reach = rect.y_range().expand(3.0);
        painter.vline(x, reach, stroke(painter, 1.5, Ink::Today));
    }
}
