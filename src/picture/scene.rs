//! The display list of a chart: what every back end can draw alike. It refuses what one of them
//! could not match: free polygons, clip paths, group opacity, rotation, gradients.

use super::palette::{Ink, Palette, Rgba};
use super::type_roles::TypeRole;

/// A position in the scene's own points, y downwards. Never carries a half-pixel offset: back ends snap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

/// Shorthand for a [`Point`].
#[must_use]
pub const fn pt(x: f32, y: f32) -> Point {
    Point { x, y }
}

/// An axis-parallel rectangle: left, top, width and height in scene points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
}

impl Rect {
    #[must_use]
    pub const fn new(x: f32, y: f32, w: f32, h: f32) -> Self {
        Self { x, y, w, h }
    }

    #[must_use]
    pub fn right(&self) -> f32 {
        self.x + self.w
    }

    #[must_use]
    pub fn bottom(&self) -> f32 {
        self.y + self.h
    }
}

/// What a mark is filled with. `alpha` is 0–1; with `over` the colour is blended beforehand and drawn
/// opaque, so that neighbouring areas drawn back to front show no hairline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paint {
    pub ink: Ink,
    pub alpha: f32,
    pub over: Option<Ink>,
}

impl Paint {
    #[must_use]
    pub const fn solid(ink: Ink) -> Self {
        Self { ink, alpha: 1.0, over: None }
    }

    #[must_use]
    pub const fn alpha(ink: Ink, alpha: f32) -> Self {
        Self { ink, alpha, over: None }
    }

    /// `ink` at `alpha` blended over `over`, opaque.
    #[must_use]
    pub const fn blend(ink: Ink, alpha: f32, over: Ink) -> Self {
        Self { ink, alpha, over: Some(over) }
    }
}

impl Paint {
    /// The colour it has in a palette, blended where it says so.
    #[must_use]
    pub fn resolve(self, palette: Palette) -> Rgba {
        let Rgba(r, g, b, a) = palette.color(self.ink);
        let Some(under) = self.over else {
            return Rgba(r, g, b, (f32::from(a) * self.alpha).round() as u8);
        };
        let Rgba(ur, ug, ub, _) = palette.color(under);
        let mix = |over: u8, under: u8| {
            (f32::from(under) + (f32::from(over) - f32::from(under)) * self.alpha).round() as u8
        };
        Rgba(mix(r, ur), mix(g, ug), mix(b, ub), 255)
    }
}

impl From<Ink> for Paint {
    fn from(ink: Ink) -> Self {
        Self::solid(ink)
    }
}

/// Lengths of mark and gap in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dash {
    pub on: f32,
    pub off: f32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    pub width: f32,
    pub paint: Paint,
    pub dash: Option<Dash>,
}

impl Stroke {
    #[must_use]
    pub fn new(width: f32, paint: impl Into<Paint>) -> Self {
        Self { width, paint: paint.into(), dash: None }
    }

    #[must_use]
    pub fn dashed(width: f32, paint: impl Into<Paint>, on: f32, off: f32) -> Self {
        Self { width, paint: paint.into(), dash: Some(Dash { on, off }) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// One thing to draw. Later nodes lie on top.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Rect {
        rect: Rect,
        radius: f32,
        fill: Option<Paint>,
        stroke: Option<Stroke>,
    },
    /// An open line; dashes run through its vertices.
    Polyline {
        points: Vec<Point>,
        stroke: Stroke,
    },
    /// The band between `top` and `bottom` over strictly increasing `x` (a step is two points 0.01 apart).
    Area {
        x: Vec<f32>,
        top: Vec<f32>,
        bottom: Vec<f32>,
        fill: Paint,
    },
    /// A convex polygon.
    Convex {
        points: Vec<Point>,
        fill: Option<Paint>,
        stroke: Option<Stroke>,
    },
    Circle {
        center: Point,
        radius: f32,
        fill: Option<Paint>,
        stroke: Option<Stroke>,
    },
    /// 45° lines every `spacing` points, clipped to `rect`.
    Hatch {
        rect: Rect,
        spacing: f32,
        stroke: Stroke,
    },
    /// One line of text; `at` is on the baseline, at the anchor.
    Text {
        at: Point,
        anchor: Anchor,
        role: TypeRole,
        paint: Paint,
        text: String,
    },
    /// Nodes that belong together, clipped to a rectangle if one is given.
    Group {
        name: String,
        description: String,
        clip: Option<Rect>,
        nodes: Vec<Node>,
    },
    /// An invisible place that can be pointed at: `key` says what it is, `tip` what it has to say.
    Hit {
        key: String,
        rect: Rect,
        tip: String,
    },
}

impl Node {
    /// How far down it is seen.
    pub fn bottom(&self) -> f32 {
        let lowest = |points: &[Point]| points.iter().map(|point| point.y).fold(0.0, f32::max);
        match self {
            Self::Rect { rect, .. } | Self::Hatch { rect, .. } => rect.bottom(),
            Self::Polyline { points, .. } | Self::Convex { points, .. } => lowest(points),
            Self::Area { bottom, .. } => bottom.iter().copied().fold(0.0, f32::max),
            Self::Circle { center, radius, .. } => center.y + radius,
            Self::Text { at, role, .. } => at.y + role.size * 0.3,
            Self::Group { clip: Some(clip), .. } => clip.bottom(),
            Self::Group { nodes, .. } => nodes.iter().map(Self::bottom).fold(0.0, f32::max),
            Self::Hit { .. } => 0.0,
        }
    }

    /// The same thing elsewhere.
    #[must_use]
    pub fn moved(self, dx: f32, dy: f32) -> Self {
        let point = |p: Point| pt(p.x + dx, p.y + dy);
        let rectangle = |r: Rect| Rect { x: r.x + dx, y: r.y + dy, ..r };
        let line = |points: Vec<Point>| points.into_iter().map(point).collect();
        let shift = |values: Vec<f32>, by: f32| values.into_iter().map(|v| v + by).collect();
        match self {
            Self::Rect { rect, radius, fill, stroke } => {
                Self::Rect { rect: rectangle(rect), radius, fill, stroke }
            }
            Self::Polyline { points, stroke } => Self::Polyline { points: line(points), stroke },
            Self::Area { x, top, bottom, fill } => {
                Self::Area { x: shift(x, dx), top: shift(top, dy), bottom: shift(bottom, dy), fill }
            }
            Self::Convex { points, fill, stroke } => Self::Convex { points: line(points), fill, stroke },
            Self::Circle { center, radius, fill, stroke } => {
                Self::Circle { center: point(center), radius, fill, stroke }
            }
            Self::Hatch { rect, spacing, stroke } => Self::Hatch { rect: rectangle(rect), spacing, stroke },
            Self::Text { at, anchor, role, paint, text } => {
                Self::Text { at: point(at), anchor, role, paint, text }
            }
            Self::Group { name, description, clip, nodes } => Self::Group {
                name,
                description,
                clip: clip.map(rectangle),
                nodes: nodes.into_iter().map(|node| node.moved(dx, dy)).collect(),
            },
            Self::Hit { key, rect, tip } => Self::Hit { key, rect: rectangle(rect), tip },
        }
    }
}

/// The numbers behind a drawing, for export and for screen readers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// A finished drawing with the sentence that states its finding and the table of its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// What it is called: its title, for the name of a file.
    pub name: String,
    pub width: f32,
    pub height: f32,
    pub nodes: Vec<Node>,
    pub sentence: String,
    pub table: Table,
}

impl Scene {
    #[must_use]
    pub fn new(width: f32, height: f32) -> Self {
        Self {
            name: String::new(),
            width,
            height,
            nodes: Vec::new(),
            sentence: String::new(),
            table: Table::default(),
        }
    }

    /// Every text that is seen in it.
    pub fn texts(&self) -> Vec<&str> {
        fn gather<'n>(nodes: &'n [Node], texts: &mut Vec<&'n str>) {
            for node in nodes {
                match node {
                    Node::Text { text, .. } => texts.push(text),
                    Node::Group { nodes, .. } => gather(nodes, texts),
                    _ => {}
                }
            }
        }
        let mut texts = Vec::new();
        gather(&self.nodes, &mut texts);
        texts
    }

    pub fn push(&mut self, node: Node) {
        self.nodes.push(node);
    }

    pub fn rect(&mut self, rect: Rect, radius: f32, fill: impl Into<Paint>) {
        self.push(Node::Rect { rect, radius, fill: Some(fill.into()), stroke: None });
    }

    pub fn line(&mut self, from: Point, to: Point, stroke: Stroke) {
        self.push(Node::Polyline { points: vec![from, to], stroke });
    }

    pub fn polyline(&mut self, points: Vec<Point>, stroke: Stroke) {
        self.push(Node::Polyline { points, stroke });
    }

    /// Takes over the nodes of another scene, moved by `dx` and `dy`.
    pub fn embed(&mut self, other: Self, dx: f32, dy: f32) {
        self.nodes.extend(other.nodes.into_iter().map(|node| node.moved(dx, dy)));
    }

    /// Without the empty room below what is drawn.
    #[must_use]
    pub fn cropped(self) -> Self {
        const MARGIN: f32 = 14.0;
        let end = self.nodes.iter().map(Node::bottom).fold(0.0, f32::max);
        let height = if end > 0.0 { self.height.min((end + MARGIN).ceil()) } else { self.height };
        Self { height, ..self }
    }

    pub fn hit(&mut self, key: impl Into<String>, rect: Rect, tip: impl Into<String>) {
        self.push(Node::Hit { key: key.into(), rect, tip: tip.into() });
    }
}
