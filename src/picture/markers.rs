//! Small signs with a fixed meaning, as scene nodes: verdicts, workload switches, gates, tick, lock and
//! link. It gives none of them a place in time.

use super::labels::Line;
use super::palette::Ink;
use super::scene::{Node, Paint, Point, Rect, Scene, Stroke, pt};
use super::type_roles::TypeRole;

/// Who has the authority over a workload on a device: the three positions of its slider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Authority {
    #[default]
    ConfigManager,
    Pilot,
    Intune,
}

impl Authority {
    pub const fn solid(self) -> Ink {
        match self {
            Self::ConfigManager => Ink::CmSolid,
            Self::Pilot => Ink::PilotSolid,
            Self::Intune => Ink::IntuneSolid,
        }
    }

    pub const fn text(self) -> Ink {
        match self {
            Self::ConfigManager => Ink::CmText,
            Self::Pilot => Ink::PilotText,
            Self::Intune => Ink::IntuneText,
        }
    }

    pub const fn tint(self) -> Ink {
        match self {
            Self::ConfigManager => Ink::CmTint,
            Self::Pilot => Ink::PilotTint,
            Self::Intune => Ink::IntuneTint,
        }
    }

    /// Letters on its solid.
    pub const fn on_solid(self) -> Ink {
        match self {
            Self::ConfigManager => Ink::Inverse,
            Self::Pilot => Ink::OnPilot,
            Self::Intune => Ink::OnIntune,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::ConfigManager => "Configuration Manager",
            Self::Pilot => "Pilot Intune",
            Self::Intune => "Intune",
        }
    }
}

/// What a state glyph says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Verdict {
    /// Met, on course, go, done.
    Met,
    /// At risk, hold.
    Risk,
    /// Missed, off course, no-go.
    Missed,
    Running,
    Paused,
    /// Not started.
    #[default]
    Empty,
}

impl Verdict {
    /// The colour of the mark itself.
    pub const fn solid(self) -> Ink {
        match self {
            Self::Met => Ink::OkSolid,
            Self::Risk | Self::Paused => Ink::WarnSolid,
            Self::Missed => Ink::BadSolid,
            Self::Running => Ink::IntuneSolid,
            Self::Empty => Ink::Stroke2,
        }
    }

    /// Words of the same meaning, on a card or on the tint.
    pub const fn text(self) -> Ink {
        match self {
            Self::Met => Ink::OkText,
            Self::Risk | Self::Paused => Ink::WarnText,
            Self::Missed => Ink::BadText,
            Self::Running => Ink::IntuneText,
            Self::Empty => Ink::NeutralText,
        }
    }

    /// The ground behind such words.
    pub const fn tint(self) -> Ink {
        match self {
            Self::Met => Ink::OkTint,
            Self::Risk | Self::Paused => Ink::WarnTint,
            Self::Missed => Ink::BadTint,
            Self::Running => Ink::IntuneTint,
            Self::Empty => Ink::NeutralTint,
        }
    }

    /// What a screen reader says where the glyph stands alone.
    pub const fn spoken(self) -> &'static str {
        match self {
            Self::Met => "Met",
            Self::Risk => "At risk",
            Self::Missed => "Missed",
            Self::Running => "Running",
            Self::Paused => "Paused",
            Self::Empty => "Not started",
        }
    }
}

/// A state glyph, `size` across: each state by its shape first.
pub fn verdict(scene: &mut Scene, verdict: Verdict, center: Point, size: f32) {
    let r = size / 2.0;
    let ring = |scene: &mut Scene, ink| {
        let stroke = Stroke::new(r * 0.22, ink);
        scene.push(Node::Circle {
            center,
            radius: r * 0.9,
            fill: Some(Ink::Bg1.into()),
            stroke: Some(stroke),
        });
    };
    match verdict {
        Verdict::Met => {
            disc(scene, center, r, Ink::OkSolid);
            tick(scene, center, r * 0.95, Ink::Inverse);
        }
        Verdict::Missed => {
            disc(scene, center, r, Ink::BadSolid);
            let a = r * 0.36;
            let stroke = Stroke::new(r * 0.24, Ink::Inverse);
            scene.line(pt(center.x - a, center.y - a), pt(center.x + a, center.y + a), stroke);
            scene.line(pt(center.x - a, center.y + a), pt(center.x + a, center.y - a), stroke);
        }
        Verdict::Risk => triangle(scene, center, size),
        Verdict::Running => {
            ring(scene, Ink::IntuneSolid);
            disc(scene, center, r * 0.42, Ink::IntuneSolid);
        }
        Verdict::Paused => {
            ring(scene, Ink::WarnSolid);
            for side in [-0.3, 0.12] {
                scene.rect(
                    Rect::new(center.x + r * side, center.y - r * 0.4, r * 0.2, r * 0.8),
                    0.0,
                    Ink::WarnSolid,
                );
            }
        }
        Verdict::Empty => ring(scene, Ink::Stroke2),
    }
}

/// The triangle with an exclamation mark, `size` across.
pub fn triangle(scene: &mut Scene, center: Point, size: f32) {
    let r = size / 2.0;
    let fill = Ink::WarnSolid;
    let points = vec![
        pt(center.x, center.y - r * 0.86),
        pt(center.x + r * 0.96, center.y + r * 0.8),
        pt(center.x - r * 0.96, center.y + r * 0.8),
    ];
    let stroke = Some(Stroke::new(r * 0.2, fill));
    scene.push(Node::Convex { points, fill: Some(fill.into()), stroke });
    let mark = Stroke::new(r * 0.24, Ink::Inverse);
    scene.line(pt(center.x, center.y - r * 0.3), pt(center.x, center.y + r * 0.28), mark);
    disc(scene, pt(center.x, center.y + r * 0.55), r * 0.14, Ink::Inverse);
}

/// A tick within a radius.
pub fn tick(scene: &mut Scene, center: Point, r: f32, ink: Ink) {
    let points = vec![
        pt(center.x - r * 0.46, center.y + r * 0.02),
        pt(center.x - r * 0.12, center.y + r * 0.36),
        pt(center.x + r * 0.48, center.y - r * 0.32),
    ];
    scene.polyline(points, Stroke::new((r * 0.26).max(1.0), ink));
}

/// The radius of a switch marker.
pub const SWITCH_RADIUS: f32 = 6.5;

/// A workload's switch: filled when done, hollow when planned, in the colour of its position.
pub fn switch(scene: &mut Scene, center: Point, letter: char, to: Authority, is_done: bool) {
    let (fill, ink) = if is_done { (to.solid(), to.on_solid()) } else { (Ink::Bg1, to.text()) };
    scene.push(Node::Circle {
        center,
        radius: if is_done { SWITCH_RADIUS } else { SWITCH_RADIUS - 0.6 },
        fill: Some(fill.into()),
        stroke: (!is_done).then(|| Stroke::new(1.25, to.solid())),
    });
    let at = pt(center.x, center.y + 3.6);
    Line::middle(at, TypeRole::MARKER, ink, letter.to_string()).draw(scene);
}

/// The letter of a workload on a neutral disc, for keys.
pub fn letter_disc(scene: &mut Scene, center: Point, letter: char) {
    disc(scene, center, 7.0, Ink::Bg3);
    let at = pt(center.x, center.y + 3.6);
    Line::middle(at, TypeRole::MARKER, Ink::Text2, letter.to_string()).draw(scene);
}

/// A gate: a diamond of `size` from corner to corner, filled when passed.
pub fn gate(scene: &mut Scene, center: Point, size: f32, is_passed: bool) {
    let r = size / 2.0;
    let (fill, edge) = if is_passed { (Ink::OkSolid, Ink::OkSolid) } else { (Ink::Bg1, Ink::Text) };
    scene.push(Node::Convex {
        points: vec![
            pt(center.x, center.y - r),
            pt(center.x + r, center.y),
            pt(center.x, center.y + r),
            pt(center.x - r, center.y),
        ],
        fill: Some(fill.into()),
        stroke: Some(Stroke::new(1.5, edge)),
    });
}

/// A closed padlock, `size` high.
pub fn lock(scene: &mut Scene, center: Point, size: f32, ink: Ink) {
    let (w, h) = (size * 0.78, size * 0.56);
    let top = center.y + size / 2.0 - h;
    let arch = size * 0.24;
    let stroke = Stroke::new((size * 0.13).max(1.0), ink);
    let points = vec![
        pt(center.x - arch, top),
        pt(center.x - arch, top - size * 0.2),
        pt(center.x - arch * 0.55, top - size * 0.36),
        pt(center.x + arch * 0.55, top - size * 0.36),
        pt(center.x + arch, top - size * 0.2),
        pt(center.x + arch, top),
    ];
    scene.polyline(points, stroke);
    let rect = Rect::new(center.x - w / 2.0, top, w, h);
    scene.push(Node::Rect { rect, radius: size * 0.12, fill: None, stroke: Some(stroke) });
}

/// Two links of a chain, `size` across: a date that follows another.
pub fn link(scene: &mut Scene, center: Point, size: f32, ink: Ink) {
    let stroke = Stroke::new((size * 0.12).max(1.0), ink);
    for side in [-1.0_f32, 1.0] {
        let middle = pt(center.x + side * size * 0.17, center.y - side * size * 0.17);
        scene.polyline(capsule(middle, size * 0.36, size * 0.17), stroke);
    }
}

/// The outline of a rounded bar that leans to the right.
fn capsule(center: Point, length: f32, radius: f32) -> Vec<Point> {
    let along = std::f32::consts::FRAC_1_SQRT_2;
    let half = length / 2.0;
    let mut points: Vec<Point> = (0_u8..=16)
        .map(|step| {
            let turn = f32::from(step) / 16.0 * std::f32::consts::TAU;
            let end = if turn < std::f32::consts::PI { half } else { -half };
            let angle = turn + std::f32::consts::FRAC_PI_4 + std::f32::consts::PI;
            pt(center.x + end * along + radius * angle.cos(), center.y - end * along + radius * angle.sin())
        })
        .collect();
    points.extend(points.first().copied());
    points
}

fn disc(scene: &mut Scene, center: Point, radius: f32, fill: impl Into<Paint>) {
    scene.push(Node::Circle { center, radius, fill: Some(fill.into()), stroke: None });
}
