//! The program's icons and its logo as vector marks on a grid of 20, in any colour and size.
//! No icon font: a missing one would be an empty box.

use std::f32::consts::PI;

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use super::style::color;
use crate::picture::{Ink, Palette, Rgba, Theme};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icon {
    Overview,
    Timeline,
    Workloads,
    Phases,
    Forecast,
    Readiness,
    Settings,
    Present,
    Search,
    Undo,
    Redo,
    Left,
    Right,
    Up,
    Down,
    Plus,
    Minus,
    Close,
    Lock,
    Link,
    File,
    Folder,
    Clipboard,
    Play,
    Pause,
    Clock,
    Tick,
    Warning,
    More,
    Trash,
    Copy,
    Calendar,
}

/// Paints an icon centred on `center`, `size` points wide.
pub fn paint(painter: &Painter, icon: Icon, center: Pos2, size: f32, tint: Color32) {
    let width = if size >= 18.0 { 1.5 } else { (size * 0.09).clamp(1.25, 1.6) };
    let pen = Pen {
        painter,
        origin: center - vec2(size, size) / 2.0,
        scale: size / 20.0,
        stroke: Stroke::new(width, tint),
    };
    if !navigation(&pen, icon) && !pointing(&pen, icon) {
        object(&pen, icon);
    }
}

/// The logo: a baton on a dark rounded tile (light on dark), `height` of the rectangle deciding its size.
pub fn paint_logo(painter: &Painter, rect: Rect) {
    let unit = rect.height() / 26.0;
    painter.rect_filled(rect, 7.0 * unit, color(painter, Ink::Text));
    let [from, joint, to] =
        BATON.map(|(x, y)| rect.center() + vec2((x - 0.5) * 26.0 * unit, (y - 0.5) * 26.0 * unit));
    capsule(painter, joint, to, 4.4 * unit, color(painter, Ink::PilotSolid));
    capsule(painter, from, joint, 4.4 * unit, color(painter, Ink::Inverse));
}

/// The logo as the window's icon, 256 pixels square.
#[must_use]
pub fn app_icon() -> egui::IconData {
    let size = ICON_SIZE;
    let mut rgba = Vec::with_capacity((size * size * 4) as usize);
    for y in 0..size {
        for x in 0..size {
            let at = ((x as f32 + 0.5) / size as f32, (y as f32 + 0.5) / size as f32);
            let Rgba(r, g, b, a) = logo_color(at);
            rgba.extend([r, g, b, a]);
        }
    }
    egui::IconData { rgba, width: size, height: size }
}

const ICON_SIZE: u32 = 256;

/// The baton in parts of its tile: lower end, joint of its two colours, upper end.
const BATON: [(f32, f32); 3] = [(0.25, 0.73), (0.52, 0.49), (0.75, 0.285)];

struct Pen<'a> {
    painter: &'a Painter,
    origin: Pos2,
    scale: f32,
    stroke: Stroke,
}

impl Pen<'_> {
    fn at(&self, (x, y): (f32, f32)) -> Pos2 {
        self.origin + vec2(x, y) * self.scale
    }

    fn line(&self, points: &[(f32, f32)]) {
        self.painter.add(Shape::line(points.iter().map(|&p| self.at(p)).collect(), self.stroke));
    }

    fn closed(&self, points: &[(f32, f32)]) {
        self.painter.add(Shape::closed_line(points.iter().map(|&p| self.at(p)).collect(), self.stroke));
    }

    fn circle(&self, center: (f32, f32), radius: f32) {
        self.painter.circle_stroke(self.at(center), radius * self.scale, self.stroke);
    }

    fn dot(&self, center: (f32, f32), radius: f32) {
        self.painter.circle_filled(self.at(center), radius * self.scale, self.stroke.color);
    }

    fn rect(&self, (left, top): (f32, f32), (right, bottom): (f32, f32), radius: f32) {
        let rect = Rect::from_two_pos(self.at((left, top)), self.at((right, bottom)));
        self.painter.rect_stroke(rect, radius * self.scale, self.stroke, StrokeKind::Middle);
    }

    /// An arc by angles in turns of 1, clockwise from the right.
    fn arc(&self, center: (f32, f32), radius: f32, from: f32, to: f32) {
        let steps = 14;
        let points: Vec<_> = (0..=steps)
            .map(|step| {
                let turn = from + (to - from) * step as f32 / steps as f32;
                let (sin, cos) = (turn * 2.0 * PI).sin_cos();
                (center.0 + radius * cos, center.1 + radius * sin)
            })
            .collect();
        self.line(&points);
    }
}

fn navigation(pen: &Pen<'_>, icon: Icon) -> bool {
    match icon {
        Icon::Overview => {
            for (x, y) in [(2.5, 2.5), (11.3, 2.5), (2.5, 11.3), (11.3, 11.3)] {
                pen.rect((x, y), (x + 6.2, y + 6.2), 1.0);
            }
        }
        Icon::Timeline => {
            pen.line(&[(2.0, 4.5), (10.5, 4.5)]);
            pen.line(&[(5.8, 10.0), (15.2, 10.0)]);
            pen.line(&[(10.6, 15.5), (18.0, 15.5)]);
        }
        Icon::Workloads => {
            pen.line(&[(1.8, 5.6), (4.3, 5.6)]);
            pen.circle((6.6, 5.6), 2.3);
            pen.line(&[(8.9, 5.6), (18.2, 5.6)]);
            pen.line(&[(1.8, 14.4), (11.1, 14.4)]);
            pen.circle((13.4, 14.4), 2.3);
            pen.line(&[(15.7, 14.4), (18.2, 14.4)]);
        }
        Icon::Phases => {
            pen.closed(&[(10.0, 2.2), (18.0, 6.4), (10.0, 10.6), (2.0, 6.4)]);
            pen.line(&[(2.0, 10.2), (10.0, 14.3), (18.0, 10.2)]);
            pen.line(&[(2.0, 13.8), (10.0, 17.9), (18.0, 13.8)]);
        }
        Icon::Forecast => {
            let bell: Vec<_> = (0..=32u8)
                .map(|step| {
                    let x = 1.6 + f32::from(step) * 0.525;
                    (x, 16.4 - 13.2 * (-((x - 10.0) / 3.5).powi(2)).exp())
                })
                .collect();
            pen.line(&bell);
        }
        Icon::Readiness => {
            for y in [0.0, 9.0] {
                pen.line(&[(2.2, 5.6 + y), (3.8, 7.2 + y), (7.0, 3.6 + y)]);
                pen.line(&[(10.0, 5.6 + y), (18.0, 5.6 + y)]);
            }
        }
        Icon::Settings => {
            pen.closed(&gear());
            pen.circle((10.0, 10.0), 2.6);
        }
        Icon::Present => {
            pen.rect((2.0, 3.2), (18.0, 14.0), 0.8);
            pen.line(&[(10.0, 14.0), (10.0, 17.2)]);
            pen.line(&[(6.6, 17.2), (13.4, 17.2)]);
        }
        _ => return false,
    }
    true
}

fn pointing(pen: &Pen<'_>, icon: Icon) -> bool {
    match icon {
        Icon::Undo => {
            pen.line(&[(7.2, 3.4), (3.2, 7.4), (7.2, 11.4)]);
            pen.line(&[(3.2, 7.4), (12.4, 7.4)]);
            pen.arc((12.4, 12.0), 4.6, -0.25, 0.25);
            pen.line(&[(12.4, 16.6), (7.4, 16.6)]);
        }
        Icon::Redo => {
            pen.line(&[(12.8, 3.4), (16.8, 7.4), (12.8, 11.4)]);
            pen.line(&[(16.8, 7.4), (7.6, 7.4)]);
            pen.arc((7.6, 12.0), 4.6, 0.75, 0.25);
            pen.line(&[(7.6, 16.6), (12.6, 16.6)]);
        }
        Icon::Left => pen.line(&[(12.4, 4.6), (7.0, 10.0), (12.4, 15.4)]),
        Icon::Right => pen.line(&[(7.6, 4.6), (13.0, 10.0), (7.6, 15.4)]),
        Icon::Up => pen.line(&[(4.2, 12.6), (10.0, 6.8), (15.8, 12.6)]),
        Icon::Down => pen.line(&[(4.2, 7.4), (10.0, 13.2), (15.8, 7.4)]),
        Icon::Plus => {
            pen.line(&[(10.0, 3.6), (10.0, 16.4)]);
            pen.line(&[(3.6, 10.0), (16.4, 10.0)]);
        }
        Icon::Minus => pen.line(&[(3.6, 10.0), (16.4, 10.0)]),
        Icon::Close => {
            pen.line(&[(4.6, 4.6), (15.4, 15.4)]);
            pen.line(&[(15.4, 4.6), (4.6, 15.4)]);
        }
        Icon::Tick => pen.line(&[(3.6, 10.6), (8.0, 15.0), (16.4, 5.4)]),
        Icon::Play => pen.closed(&[(5.4, 3.6), (16.2, 10.0), (5.4, 16.4)]),
        Icon::Pause => {
            pen.line(&[(6.8, 4.0), (6.8, 16.0)]);
            pen.line(&[(13.2, 4.0), (13.2, 16.0)]);
        }
        Icon::More => {
            for x in [4.0, 10.0, 16.0] {
                pen.dot((x, 10.0), 1.5);
            }
        }
        _ => return false,
    }
    true
}

fn object(pen: &Pen<'_>, icon: Icon) {
    match icon {
        Icon::Search => {
            pen.circle((8.6, 8.6), 5.4);
            pen.line(&[(12.6, 12.6), (17.2, 17.2)]);
        }
        Icon::Lock => {
            pen.rect((4.4, 9.2), (15.6, 17.2), 1.2);
            pen.line(&[(6.8, 9.2), (6.8, 6.4)]);
            pen.arc((10.0, 6.4), 3.2, 0.5, 1.0);
            pen.line(&[(13.2, 6.4), (13.2, 9.2)]);
        }
        Icon::Link => {
            chain_half(pen, 1.0);
            chain_half(pen, -1.0);
            pen.line(&[(7.4, 12.6), (12.6, 7.4)]);
        }
        Icon::File => {
            pen.line(&[(11.6, 2.6), (4.8, 2.6), (4.8, 17.4), (15.2, 17.4), (15.2, 6.2), (11.6, 2.6)]);
            pen.line(&[(11.4, 2.8), (11.4, 6.4), (15.0, 6.4)]);
        }
        Icon::Folder => {
            pen.closed(&[(2.4, 4.4), (8.0, 4.4), (9.8, 6.6), (17.6, 6.6), (17.6, 16.0), (2.4, 16.0)]);
        }
        Icon::Clipboard => {
            pen.rect((4.4, 4.4), (15.6, 17.6), 1.2);
            pen.line(&[(7.4, 4.4), (7.4, 2.6), (12.6, 2.6), (12.6, 4.4)]);
            pen.line(&[(7.2, 5.6), (12.8, 5.6)]);
        }
        Icon::Clock => {
            pen.circle((10.0, 10.0), 7.4);
            pen.line(&[(10.0, 5.6), (10.0, 10.4), (13.2, 12.0)]);
        }
        Icon::Warning => {
            pen.closed(&[(10.0, 2.8), (18.2, 17.0), (1.8, 17.0)]);
            pen.line(&[(10.0, 7.6), (10.0, 12.2)]);
            pen.dot((10.0, 14.6), 0.95);
        }
        Icon::Trash => {
            pen.line(&[(3.4, 5.4), (16.6, 5.4)]);
            pen.line(&[(7.6, 5.2), (7.6, 3.0), (12.4, 3.0), (12.4, 5.2)]);
            pen.line(&[(5.0, 5.6), (5.8, 17.2), (14.2, 17.2), (15.0, 5.6)]);
        }
        Icon::Copy => {
            pen.rect((7.2, 7.2), (17.0, 17.0), 1.2);
            pen.line(&[(4.8, 12.8), (3.0, 12.8), (3.0, 3.0), (12.8, 3.0), (12.8, 4.8)]);
        }
        Icon::Calendar => {
            pen.rect((2.8, 4.2), (17.2, 17.2), 1.2);
            pen.line(&[(2.8, 8.4), (17.2, 8.4)]);
            pen.line(&[(6.6, 2.4), (6.6, 5.6)]);
            pen.line(&[(13.4, 2.4), (13.4, 5.6)]);
        }
        _ => {}
    }
}

/// One of the two open links of a chain, the other being its mirror image through the centre.
fn chain_half(pen: &Pen<'_>, side: f32) {
    let at = |x: f32, y: f32| (10.0 + side * x, 10.0 + side * y);
    let mut outline = vec![at(-1.2, -4.0), at(1.4, -6.6)];
    for step in 0..=10u8 {
        let (sin, cos) = (PI * (-0.75 + f32::from(step) * 0.1)).sin_cos();
        outline.push(at(4.0 + 3.6 * cos, -4.0 + 3.6 * sin));
    }
    outline.push(at(4.0, 1.2));
    pen.line(&outline);
}

/// Eight teeth, each with a flat top.
fn gear() -> Vec<(f32, f32)> {
    let mut outline = Vec::with_capacity(32);
    for tooth in 0..8u8 {
        for (turn, radius) in [(-0.30, 6.3), (-0.20, 8.2), (0.20, 8.2), (0.30, 6.3)] {
            let (sin, cos) = ((f32::from(tooth) + turn) * PI / 4.0).sin_cos();
            outline.push((10.0 + radius * cos, 10.0 + radius * sin));
        }
    }
    outline
}

fn capsule(painter: &Painter, from: Pos2, to: Pos2, width: f32, tint: Color32) {
    painter.line_segment([from, to], Stroke::new(width, tint));
    painter.circle_filled(from, width / 2.0, tint);
    painter.circle_filled(to, width / 2.0, tint);
}

/// The logo's colour at a point of the unit square, with edges smoothed over one pixel.
fn logo_color((x, y): (f32, f32)) -> Rgba {
    let palette = Palette::new(Theme::Light);
    let pixel = 1.0 / ICON_SIZE as f32;
    let cover = |distance: f32| (0.5 - distance / pixel).clamp(0.0, 1.0);
    let (dx, dy) = ((x - 0.5).abs() - 0.5 + 0.22, (y - 0.5).abs() - 0.5 + 0.22);
    let tile = dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0) - 0.22;
    let [from, joint, to] = BATON;
    let mut tint = palette.color(Ink::Text);
    tint = mix(tint, palette.color(Ink::PilotSolid), cover(segment_distance((x, y), joint, to) - 0.085));
    tint = mix(tint, palette.color(Ink::Inverse), cover(segment_distance((x, y), from, joint) - 0.085));
    Rgba(tint.0, tint.1, tint.2, (cover(tile) * 255.0).round() as u8)
}

fn segment_distance(p: (f32, f32), a: (f32, f32), b: (f32, f32)) -> f32 {
    let (abx, aby) = (b.0 - a.0, b.1 - a.1);
    let along = (((p.0 - a.0) * abx + (p.1 - a.1) * aby) / (abx * abx + aby * aby)).clamp(0.0, 1.0);
    (p.0 - a.0 - along * abx).hypot(p.1 - a.1 - along * aby)
}

fn mix(under: Rgba, over: Rgba, share: f32) -> Rgba {
    let channel = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
    Rgba(channel(under.0, over.0), channel(under.1, over.1), channel(under.2, over.2), 255)
}

/// The place of an icon inside a square control.
#[must_use]
pub fn square(center: Pos2, side: f32) -> Rect {
    Rect::from_center_size(pos2(center.x, center.y), vec2(side, side))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_icon_shows_both_halves_of_the_baton_on_a_dark_tile() {
        let icon = app_icon();
        assert_eq!(icon.rgba.len(), (icon.width * icon.height * 4) as usize);
        let at = |x: f32, y: f32| {
            let index = ((y * 256.0) as usize * 256 + (x * 256.0) as usize) * 4;
            [icon.rgba[index], icon.rgba[index + 1], icon.rgba[index + 2], icon.rgba[index + 3]]
        };
        let light = Palette::new(Theme::Light);
        let solid = |ink| {
            let Rgba(r, g, b, _) = light.color(ink);
            [r, g, b, 255]
        };
        assert_eq!(at(0.005, 0.005)[3], 0, "corners are cut");
        assert_eq!(at(0.5, 0.1), solid(Ink::Text));
        assert_eq!(at(0.3, 0.68), solid(Ink::Inverse));
        assert_eq!(at(0.7, 0.33), solid(Ink::PilotSolid));
    }
}
