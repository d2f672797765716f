//! A scene drawn onto a PDF page: the same nodes as on screen, text by our own glyphs.

use krilla::Data;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect as PdfRect, Size, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineJoin, Stroke as PdfStroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{Font, GlyphId, KrillaGlyph};

use crate::picture::text::{self, Glyph};
use crate::picture::{
    Anchor, Node, Paint, Palette, Point as At, Rect, Rgba, Scene, Stroke, TypeRole, fonts, hatch,
};
use crate::report::paper::{Part, Role};

/// The faces in the order of [`fonts::FACES`].
pub fn faces() -> Option<Vec<Font>> {
    fonts::FACES.iter().map(|face| Font::new(Data::from(face.bytes), 0)).collect()
}

pub struct Canvas<'a, 's> {
    pub surface: &'a mut Surface<'s>,
    pub palette: Palette,
    pub faces: &'a [Font],
}

/// Where a part's first line stands, in its own points.
pub fn top(scene: &Scene) -> f32 {
    let of = |node: &Node| match node {
        Node::Text { at, .. } => Some(at.y),
        _ => None,
    };
    scene.nodes.iter().filter_map(of).fold(f32::INFINITY, f32::min).min(scene.height)
}

/// What only decorates.
const fn furniture() -> ContentTag<'static> {
    ContentTag::Artifact(Artifact { kind: ArtifactType::Layout, bbox: None })
}

/// The logo within its place, at its right edge.
pub fn image(surface: &mut Surface<'_>, image: &Image, room: Rect, is_read: bool) -> Option<Identifier> {
    let (w, h) = image.size();
    let scale = (room.w / w.max(1) as f32).min(room.h / h.max(1) as f32);
    let (w, h) = (w as f32 * scale, h as f32 * scale);
    let leaf = surface.start_tagged(if is_read { ContentTag::Other } else { furniture() });
    surface.push_transform(&Transform::from_translate(room.right() - w, room.y + (room.h - h) / 2.0));
    if let Some(size) = Size::from_wh(w, h) {
        surface.draw_image(image.clone(), size);
    }
    surface.pop();
    surface.end_tagged();
    is_read.then_some(leaf)
}

impl Canvas<'_, '_> {
    /// Draws a part; what it leaves to be read comes back.
    pub fn part(&mut self, part: &Part) -> Vec<Identifier> {
        match &part.role {
            Role::Furniture => {
                let _ = self.tagged(furniture(), |canvas| canvas.nodes(&part.scene.nodes));
                Vec::new()
            }
            Role::Figure(_) => {
                vec![self.tagged(ContentTag::Other, |canvas| canvas.nodes(&part.scene.nodes))]
            }
            _ => {
                let mut leaves = Vec::new();
                for node in &part.scene.nodes {
                    if let Node::Text { text, .. } = node {
                        let actual =
                            if text::missing_glyphs(text).is_empty() { None } else { Some(text.as_str()) };
                        let span = ContentTag::Span(SpanTag::empty().with_actual_text(actual));
                        leaves.push(self.tagged(span, |canvas| canvas.node(node)));
                    } else {
                        let _ = self.tagged(furniture(), |canvas| canvas.node(node));
                    }
                }
                leaves
            }
        }
    }

    fn tagged(&mut self, tag: ContentTag<'_>, draw: impl FnOnce(&mut Self)) -> Identifier {
        let leaf = self.surface.start_tagged(tag);
        draw(self);
        self.surface.end_tagged();
        leaf
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Rect { rect, radius, fill, stroke } => {
                self.path(rectangle(*rect, *radius), *fill, *stroke);
            }
            Node::Polyline { points, stroke } => self.path(line(points, false), None, Some(*stroke)),
            Node::Area { x, top, bottom, fill } => {
                let there = x.iter().zip(top).map(|(x, y)| At { x: *x, y: *y });
                let back = x.iter().zip(bottom).rev().map(|(x, y)| At { x: *x, y: *y });
                let outline: Vec<At> = there.chain(back).collect();
                self.path(line(&outline, true), Some(*fill), None);
            }
            Node::Convex { points, fill, stroke } => self.path(line(points, true), *fill, *stroke),
            Node::Circle { center, radius, fill, stroke } => {
                let side = radius * 2.0;
                let around = Rect::new(center.x - radius, center.y - radius, side, side);
                self.path(rectangle(around, *radius), *fill, *stroke);
            }
            Node::Hatch { rect, spacing, stroke } => {
                let mut path = PathBuilder::new();
                for [a, b] in hatch::lines(*rect, *spacing) {
                    path.move_to(a.x, a.y);
                    path.line_to(b.x, b.y);
                }
                self.path(path.finish(), None, Some(*stroke));
            }
            Node::Text { at, anchor, role, paint, text } => self.text(*at, *anchor, (*role, *paint), text),
            Node::Group { clip, nodes, .. } => {
                let clip = clip.and_then(|clip| rectangle(clip, 0.0));
                if let Some(clip) = &clip {
                    self.surface.push_clip_path(clip, &FillRule::NonZero);
                }
                self.nodes(nodes);
                if clip.is_some() {
                    self.surface.pop();
                }
            }
            Node::Hit { .. } => {}
        }
    }

    fn path(&mut self, path: Option<Path>, fill: Option<Paint>, stroke: Option<Stroke>) {
        let Some(path) = path else { return };
        let fill = fill.map(|fill| self.fill(fill));
        let stroke = stroke.filter(|stroke| stroke.width > 0.0).map(|stroke| self.stroke(stroke));
        if fill.is_none() && stroke.is_none() {
            return;
        }
        self.surface.set_fill(fill);
        self.surface.set_stroke(stroke);
        self.surface.draw_path(&path);
    }

    fn fill(&self, paint: Paint) -> Fill {
        let Rgba(r, g, b, a) = paint.resolve(self.palette);
        Fill { paint: rgb::Color::new(r, g, b).into(), opacity: opacity(a), rule: FillRule::NonZero }
    }

    fn stroke(&self, stroke: Stroke) -> PdfStroke {
        let Rgba(r, g, b, a) = stroke.paint.resolve(self.palette);
        let dash = stroke.dash.filter(|dash| dash.on > 0.0 && dash.off > 0.0);
        PdfStroke {
            paint: rgb::Color::new(r, g, b).into(),
            width: stroke.width,
            opacity: opacity(a),
            line_join: LineJoin::Round,
            dash: dash.map(|dash| StrokeDash { array: vec![dash.on, dash.off], offset: 0.0 }),
            ..PdfStroke::default()
        }
    }

    fn text(&mut self, at: At, anchor: Anchor, (role, paint): (TypeRole, Paint), words: &str) {
        // What is no letter has no place in a font, and a line is one line.
        let words: String = words.chars().filter(|c| !c.is_control() && *c != '\u{feff}').collect();
        let x = match anchor {
            Anchor::Start => at.x,
            Anchor::Middle => at.x - text::width(role, &words) / 2.0,
            Anchor::End => at.x - text::width(role, &words),
        };
        let Some(face) = self.faces.get(fonts::index_of(role)) else { return };
        let face = face.clone();
        self.surface.set_fill(Some(self.fill(paint)));
        self.surface.set_stroke(None);
        let glyphs = text::glyphs(role, &words);
        let mut start = x;
        for run in glyphs.chunk_by(|a, b| (a.id == 0) == (b.id == 0)) {
            let advance: f32 = run.iter().map(|glyph| glyph.advance * role.size).sum();
            if run[0].id == 0 {
                self.boxes((start, at.y), role, run, paint);
            } else {
                let own: Vec<KrillaGlyph> = run.iter().map(glyph).collect();
                let from = Point::from_xy(start, at.y);
                self.surface.draw_glyphs(from, &own, face.clone(), &words, role.size, false);
            }
            start += advance;
        }
    }

    /// A box for each character that no face has, as on screen: seen, never dropped.
    fn boxes(&mut self, (mut x, y): (f32, f32), role: TypeRole, run: &[Glyph], paint: Paint) {
        for glyph in run {
            let wide = glyph.advance * role.size;
            let inset = role.size * 0.08;
            let high = text::cap_height(role);
            let rect = Rect::new(x + inset, y - high, (wide - 2.0 * inset).max(1.0), high);
            let stroke = Stroke::new(role.size * 0.06, paint);
            self.path(rectangle(rect, 0.0), None, Some(stroke));
            self.surface.set_fill(Some(self.fill(paint)));
            self.surface.set_stroke(None);
            x += wide;
        }
    }
}

fn glyph(glyph: &Glyph) -> KrillaGlyph {
    KrillaGlyph::new(
        GlyphId::new(glyph.id),
        glyph.advance,
        glyph.dx,
        glyph.dy,
        0.0,
        glyph.bytes.clone(),
        None,
    )
}

fn opacity(alpha: u8) -> NormalizedF32 {
    NormalizedF32::new(f32::from(alpha) / 255.0).unwrap_or(NormalizedF32::ONE)
}

fn line(points: &[At], is_closed: bool) -> Option<Path> {
    let mut sound = points.iter().filter(|p| p.x.is_finite() && p.y.is_finite());
    let first = sound.next()?;
    let mut path = PathBuilder::new();
    path.move_to(first.x, first.y);
    for point in sound {
        path.line_to(point.x, point.y);
    }
    if is_closed {
        path.close();
    }
    path.finish()
}

/// A rectangle with round corners; with a radius of half its side a circle.
fn rectangle(rect: Rect, radius: f32) -> Option<Path> {
    /// How far a cubic's handles reach to follow a quarter of a circle.
    const QUARTER: f32 = 0.552_284_8;
    let mut path = PathBuilder::new();
    let radius = radius.min(rect.w / 2.0).min(rect.h / 2.0);
    if radius <= 0.01 {
        path.push_rect(PdfRect::from_xywh(rect.x, rect.y, rect.w, rect.h)?);
        return path.finish();
    }
    let (l, t, r, b) = (rect.x, rect.y, rect.right(), rect.bottom());
    let k = radius * (1.0 - QUARTER);
    path.move_to(l + radius, t);
    path.line_to(r - radius, t);
    path.cubic_to(r - k, t, r, t + k, r, t + radius);
    path.line_to(r, b - radius);
    path.cubic_to(r, b - k, r - k, b, r - radius, b);
    path.line_to(l + radius, b);
    path.cubic_to(l + k, b, l, b - k, l, b - radius);
    path.line_to(l, t + radius);
    path.cubic_to(l, t + k, l + k, t, l + radius, t);
    path.close();
    path.finish()
}
