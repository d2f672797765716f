//! The verdict glyphs and the markers of workload switches: a state by its shape first, by colour second.

use egui::{Color32, Painter, Pos2, Shape, Stroke, pos2, vec2};

use super::style::color;
use super::text::{paint_text, words};
use crate::picture::{Anchor, Ink, TypeRole, text};

pub use crate::picture::markers::Verdict;

/// Paints a verdict `size` points wide; 13 to 16 in rows, 20 in the decision card.
pub fn paint_verdict(painter: &Painter, verdict: Verdict, center: Pos2, size: f32) {
    let solid = color(painter, verdict.solid());
    let inverse = color(painter, Ink::Inverse);
    let radius = size / 2.0;
    let mark = Stroke::new(size * 0.125, inverse);
    let at = |x: f32, y: f32| center + vec2(x, y) * radius;
    match verdict {
        Verdict::Met => {
            painter.circle_filled(center, radius, solid);
            painter.add(Shape::line(vec![at(-0.42, 0.04), at(-0.12, 0.36), at(0.44, -0.3)], mark));
        }
        Verdict::Missed => {
            painter.circle_filled(center, radius, solid);
            painter.line_segment([at(-0.33, -0.33), at(0.33, 0.33)], mark);
            painter.line_segment([at(0.33, -0.33), at(-0.33, 0.33)], mark);
        }
        Verdict::Risk => {
            painter.add(Shape::convex_polygon(rounded_triangle(center, size), solid, Stroke::NONE));
            bar(painter, at(0.0, -0.22), at(0.0, 0.3), (size * 0.13, inverse));
            painter.circle_filled(at(0.0, 0.6), size * 0.07, inverse);
        }
        Verdict::Running => {
            ring(painter, center, size, solid);
            painter.circle_filled(center, radius * 0.44, solid);
        }
        Verdict::Paused => {
            ring(painter, center, size, solid);
            for x in [-0.2, 0.2] {
                bar(painter, at(x, -0.34), at(x, 0.34), (size * 0.11, solid));
            }
        }
        Verdict::Empty => ring(painter, center, size, solid),
    }
}

/// Where the authority over a workload lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Position {
    ConfigMgr,
    Pilot,
    Intune,
}

impl Position {
    pub const ALL: [Self; 3] = [Self::ConfigMgr, Self::Pilot, Self::Intune];

    #[must_use]
    pub const fn solid(self) -> Ink {
        match self {
            Self::ConfigMgr => Ink::CmSolid,
            Self::Pilot => Ink::PilotSolid,
            Self::Intune => Ink::IntuneSolid,
        }
    }

    #[must_use]
    pub const fn tint(self) -> Ink {
        match self {
            Self::ConfigMgr => Ink::CmTint,
            Self::Pilot => Ink::PilotTint,
            Self::Intune => Ink::IntuneTint,
        }
    }

    #[must_use]
    pub const fn text(self) -> Ink {
        match self {
            Self::ConfigMgr => Ink::CmText,
            Self::Pilot => Ink::PilotText,
            Self::Intune => Ink::IntuneText,
        }
    }

    /// A letter on the solid of this position.
    #[must_use]
    pub const fn on_solid(self) -> Ink {
        match self {
            Self::ConfigMgr => Ink::Inverse,
            Self::Pilot => Ink::OnPilot,
            Self::Intune => Ink::OnIntune,
        }
    }

    /// The name of the slider's stop.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ConfigMgr => "Configuration Manager",
            Self::Pilot => "Pilot Intune",
            Self::Intune => "Intune",
        }
    }
}

/// A workload's letter in a disc: filled when the switch is done, hollow while planned.
pub fn paint_marker(
    painter: &Painter,
    center: Pos2,
    letter: char,
    (to, done): (Position, bool),
    radius: f32,
) {
    let solid = color(painter, to.solid());
    if done {
        painter.circle_filled(center, radius, solid);
    } else {
        let edge = Stroke::new(1.25, solid);
        painter.circle(center, radius - 0.6, color(painter, Ink::Bg1), edge);
    }
    let role = TypeRole::MARKER.at((radius * 1.45).max(TypeRole::MARKER.size));
    let ink = if done { to.on_solid() } else { to.text() };
    let mut utf8 = [0; 4];
    let baseline = pos2(center.x, center.y + text::cap_height(role) / 2.0);
    paint_text(painter, baseline, Anchor::Middle, words(letter.encode_utf8(&mut utf8), role, ink));
}

fn ring(painter: &Painter, center: Pos2, size: f32, tint: Color32) {
    painter.circle_stroke(center, size / 2.0 - 0.75, Stroke::new(1.5, tint));
}

fn bar(painter: &Painter, from: Pos2, to: Pos2, (width, tint): (f32, Color32)) {
    let rect = egui::Rect::from_two_pos(from, to).expand2(vec2(width / 2.0, 0.0));
    let shape = egui::epaint::RectShape::filled(rect, width / 2.0, tint).with_round_to_pixels(false);
    painter.add(shape);
}

/// A triangle as wide and nearly as high as the disc it stands beside, its corners rounded.
fn rounded_triangle(center: Pos2, size: f32) -> Vec<Pos2> {
    let radius = size * 0.09;
    let (half_width, top, bottom) = (size * 0.54 - radius, size * -0.5 + radius, size * 0.46 - radius);
    let corners = [vec2(0.0, top), vec2(half_width, bottom), vec2(-half_width, bottom)];
    // The outward directions between which each corner turns, in degrees clockwise from the right.
    let turns = [(-150.0_f32, -30.0_f32), (-30.0, 90.0), (90.0, 210.0)];
    let mut outline = Vec::with_capacity(15);
    for (corner, (from, to)) in corners.into_iter().zip(turns) {
        for step in 0..=4u8 {
            let angle = (from + (to - from) * f32::from(step) / 4.0).to_radians();
            outline.push(center + corner + vec2(angle.cos(), angle.sin()) * radius);
        }
    }
    outline
}
