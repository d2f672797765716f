//! A drawing as shapes that can be taken apart and edited: one group per drawing, with the drawing's finding for
//! those who listen. Presentations know no clip, so what lies outside one is cut off here.

use std::fmt::Write as _;

use super::xml::{emu, fill, named, place, run};
use crate::picture::scene::pt;
use crate::picture::{Anchor, Node, Paint, Palette, Point, Rect, Scene, Stroke, TypeRole, hatch, text};

/// The height of capitals and accents of the document's face above its baseline, in em.
const ASCENT: f32 = 1.08;

/// The drawing as wide as `room`, at its top left.
pub fn group(scene: &Scene, room: Rect, name: &str, palette: Palette, ids: &mut u32) -> String {
    let scale = room.w / scene.width.max(1.0);
    let whole = Rect { h: scene.height * scale, ..room };
    let own = place("a:xfrm", whole);
    let child = own
        .replace("<a:off ", "<a:chOff ")
        .replace("<a:ext ", "<a:chExt ")
        .replace("<a:xfrm>", "")
        .replace("</a:xfrm>", "");
    let own = own.replace("</a:xfrm>", &format!("{child}</a:xfrm>"));
    *ids += 1;
    let mut drawn = Shapes { out: String::new(), origin: pt(room.x, room.y), scale, palette, ids };
    drawn.nodes(&scene.nodes, None);
    let shapes = drawn.out;
    *ids += 1;
    format!(
        "<p:grpSp><p:nvGrpSpPr>{}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>{own}</p:grpSpPr>{shapes}</p:grpSp>",
        named(*ids, name, &scene.sentence)
    )
}

struct Shapes<'i> {
    out: String,
    origin: Point,
    scale: f32,
    palette: Palette,
    ids: &'i mut u32,
}

impl Shapes<'_> {
    fn nodes(&mut self, nodes: &[Node], clip: Option<Rect>) {
        for node in nodes {
            self.node(node, clip);
        }
    }

    fn node(&mut self, node: &Node, clip: Option<Rect>) {
        match node {
            Node::Rect { rect, radius, fill, stroke } => self.rect(cut(*rect, clip), *radius, *fill, *stroke),
            Node::Polyline { points, stroke } => {
                let lines: Vec<Vec<Point>> = match clip {
                    None => vec![points.clone()],
                    Some(clip) => cut_line(points, clip),
                };
                self.path(&lines, false, None, Some(*stroke));
            }
            Node::Area { x, top, bottom, fill } => {
                let there = x.iter().zip(top).map(|(x, y)| pt(*x, *y));
                let back = x.iter().zip(bottom).rev().map(|(x, y)| pt(*x, *y));
                let outline = cut_polygon(there.chain(back).collect(), clip);
                self.path(&[outline], true, Some(*fill), None);
            }
            Node::Convex { points, fill, stroke } => {
                self.path(&[cut_polygon(points.clone(), clip)], true, *fill, *stroke);
            }
            Node::Circle { center, radius, fill, stroke } if is_in(*center, clip) => {
                let (r, d) = (*radius, radius * 2.0);
                let rect = Rect::new(center.x - r, center.y - r, d, d);
                self.shape("ellipse", "", rect, *fill, *stroke);
            }
            Node::Hatch { rect, spacing, stroke } => {
                let Some(rect) = cut(*rect, clip) else { return };
                let lines: Vec<Vec<Point>> =
                    hatch::lines(rect, *spacing).into_iter().map(Vec::from).collect();
                self.path(&lines, false, None, Some(*stroke));
            }
            Node::Text { at, anchor, role, paint, text } if is_in(*at, clip) => {
                self.text(*at, *anchor, (*role, *paint), text);
            }
            Node::Group { clip: own, nodes, .. } => {
                let both = match (clip, own) {
                    (Some(outer), Some(own)) => {
                        Some(cut(*own, Some(outer)).unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0)))
                    }
                    (outer, own) => own.or(outer),
                };
                self.nodes(nodes, both);
            }
            Node::Circle { .. } | Node::Text { .. } | Node::Hit { .. } => {}
        }
    }

    fn at(&self, p: Point) -> Point {
        pt(self.origin.x + p.x * self.scale, self.origin.y + p.y * self.scale)
    }

    fn placed(&self, rect: Rect) -> String {
        let p = self.at(pt(rect.x, rect.y));
        place("a:xfrm", Rect::new(p.x, p.y, rect.w * self.scale, rect.h * self.scale))
    }

    fn name(&mut self, name: &str) -> String {
        *self.ids += 1;
        named(*self.ids, name, "")
    }

    fn rect(&mut self, rect: Option<Rect>, radius: f32, fill: Option<Paint>, stroke: Option<Stroke>) {
        let Some(rect) = rect else { return };
        let least = rect.w.min(rect.h);
        if radius <= 0.0 || least <= 0.0 {
            self.shape("rect", "", rect, fill, stroke);
            return;
        }
        let share = (radius / least).clamp(0.0, 0.5) * 100_000.0;
        let round = format!("<a:gd name=\"adj\" fmla=\"val {}\"/>", share.round());
        self.shape("roundRect", &round, rect, fill, stroke);
    }

    fn shape(&mut self, form: &str, guides: &str, rect: Rect, fill: Option<Paint>, stroke: Option<Stroke>) {
        let (name, placed, look) = (self.name("Shape"), self.placed(rect), self.look(fill, stroke));
        let _ = write!(
            self.out,
            "<p:sp><p:nvSpPr>{name}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{placed}<a:prstGeom prst=\"{form}\">\
             <a:avLst>{guides}</a:avLst></a:prstGeom>{look}</p:spPr></p:sp>"
        );
    }

    /// Lines or outlines as one shape.
    fn path(&mut self, lines: &[Vec<Point>], is_closed: bool, fill: Option<Paint>, stroke: Option<Stroke>) {
        let least = if is_closed { 3 } else { 2 };
        let lines: Vec<&Vec<Point>> = lines.iter().filter(|line| line.len() >= least).collect();
        let points = || lines.iter().flat_map(|line| line.iter());
        if points().next().is_none() || points().any(|p| !p.x.is_finite() || !p.y.is_finite()) {
            return;
        }
        let span = |of: fn(&Point) -> f32| {
            points().map(of).fold((f32::INFINITY, f32::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)))
        };
        let ((left, right), (top, bottom)) = (span(|p| p.x), span(|p| p.y));
        let rect = Rect::new(left, top, right - left, bottom - top);
        let (name, placed, look) = (self.name("Shape"), self.placed(rect), self.look(fill, stroke));
        let (wide, high) = (emu(rect.w * self.scale), emu(rect.h * self.scale));
        let kind = if is_closed { "" } else { " fill=\"none\"" };
        let mut path = format!("<a:path w=\"{wide}\" h=\"{high}\"{kind}>");
        for line in lines {
            for (at, p) in line.iter().enumerate() {
                let (x, y) = (emu((p.x - left) * self.scale), emu((p.y - top) * self.scale));
                let step = if at == 0 { "moveTo" } else { "lnTo" };
                let _ = write!(path, "<a:{step}><a:pt x=\"{x}\" y=\"{y}\"/></a:{step}>");
            }
            if is_closed {
                path.push_str("<a:close/>");
            }
        }
        let _ = write!(
            self.out,
            "<p:sp><p:nvSpPr>{name}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{placed}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/>\
             <a:cxnLst/><a:rect l=\"0\" t=\"0\" r=\"r\" b=\"b\"/><a:pathLst>{path}</a:path></a:pathLst></a:custGeom>{look}</p:spPr></p:sp>"
        );
    }

    fn text(&mut self, at: Point, anchor: Anchor, (role, paint): (TypeRole, Paint), words: &str) {
        if words.trim().is_empty() {
            return;
        }
        let wide = text::width(role, words);
        let left = match anchor {
            Anchor::Start => at.x,
            Anchor::Middle => at.x - wide / 2.0,
            Anchor::End => at.x - wide,
        };
        let side = match anchor {
            Anchor::Start => "l",
            Anchor::Middle => "ctr",
            Anchor::End => "r",
        };
        let rect = Rect::new(left, at.y - ASCENT * role.size, wide, role.size * 1.33);
        let (name, placed) = (self.name("Text"), self.placed(rect));
        let words = run(words, role.at(role.size * self.scale), paint.resolve(self.palette));
        let _ = write!(
            self.out,
            "<p:sp><p:nvSpPr>{name}<p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr>{placed}<a:prstGeom prst=\"rect\"><a:avLst/>\
             </a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap=\"none\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"t\">\
             <a:noAutofit/></a:bodyPr><a:lstStyle/><a:p><a:pPr algn=\"{side}\"/>{words}</a:p></p:txBody></p:sp>"
        );
    }

    fn look(&self, filled: Option<Paint>, stroke: Option<Stroke>) -> String {
        let mut look =
            filled.map_or_else(|| "<a:noFill/>".to_owned(), |paint| fill(paint.resolve(self.palette)));
        match stroke {
            None => look.push_str("<a:ln><a:noFill/></a:ln>"),
            Some(stroke) => {
                let color = fill(stroke.paint.resolve(self.palette));
                let width = emu(stroke.width * self.scale).max(1);
                let dash = stroke.dash.filter(|dash| dash.on > 0.0 && dash.off > 0.0 && stroke.width > 0.0);
                let dash = dash.map_or_else(String::new, |dash| {
                    let share = |length: f32| (length / stroke.width * 100_000.0).round();
                    format!(
                        "<a:custDash><a:ds d=\"{}\" sp=\"{}\"/></a:custDash>",
                        share(dash.on),
                        share(dash.off)
                    )
                });
                let _ = write!(look, "<a:ln w=\"{width}\" cap=\"flat\">{color}{dash}<a:round/></a:ln>");
            }
        }
        look
    }
}

fn is_in(p: Point, clip: Option<Rect>) -> bool {
    clip.is_none_or(|clip| p.x >= clip.x && p.x <= clip.right() && p.y >= clip.y && p.y <= clip.bottom())
}

/// What both rectangles hold.
fn cut(rect: Rect, clip: Option<Rect>) -> Option<Rect> {
    let Some(clip) = clip else { return Some(rect) };
    let (left, top) = (rect.x.max(clip.x), rect.y.max(clip.y));
    let (right, bottom) = (rect.right().min(clip.right()), rect.bottom().min(clip.bottom()));
    (right >= left && bottom >= top).then(|| Rect::new(left, top, right - left, bottom - top))
}

/// The pieces of a line within a rectangle (Liang and Barsky 1984).
fn cut_line(points: &[Point], clip: Rect) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    for pair in points.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let (mut from, mut to) = (0.0_f32, 1.0_f32);
        let mut is_seen = true;
        for (step, room) in
            [(-dx, a.x - clip.x), (dx, clip.right() - a.x), (-dy, a.y - clip.y), (dy, clip.bottom() - a.y)]
        {
            if step == 0.0 {
                is_seen &= room >= 0.0;
            } else if step < 0.0 {
                from = from.max(room / step);
            } else {
                to = to.min(room / step);
            }
        }
        if !is_seen || from > to {
            continue;
        }
        let at = |share: f32| pt(a.x + dx * share, a.y + dy * share);
        let (start, end) = (if from > 0.0 { at(from) } else { a }, if to < 1.0 { at(to) } else { b });
        match pieces.last_mut() {
            Some(piece) if piece.last() == Some(&start) => piece.push(end),
            _ => pieces.push(vec![start, end]),
        }
    }
    pieces
}

/// The part of an outline within a rectangle, edge by edge (Sutherland and Hodgman 1974).
fn cut_polygon(mut outline: Vec<Point>, clip: Option<Rect>) -> Vec<Point> {
    let Some(clip) = clip else { return outline };
    // How far inside of each edge a point lies.
    let edges: [&dyn Fn(Point) -> f32; 4] =
        [&|p| p.x - clip.x, &|p| clip.right() - p.x, &|p| p.y - clip.y, &|p| clip.bottom() - p.y];
    for inside in edges {
        let mut cut = Vec::with_capacity(outline.len() + 4);
        for (at, b) in outline.iter().enumerate() {
            let a = outline[(at + outline.len() - 1) % outline.len()];
            let (da, db) = (inside(a), inside(*b));
            if (da < 0.0) != (db < 0.0) {
                let share = da / (da - db);
                cut.push(pt(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share));
            }
            if db >= 0.0 {
                cut.push(*b);
            }
        }
        outline = cut;
    }
    outline
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nothing_leaves_its_clip_and_what_lies_inside_stays(
            corners in proptest::collection::vec((-50.0f32..150.0, -50.0f32..150.0), 3..8),
        ) {
            let clip = Rect::new(0.0, 0.0, 100.0, 80.0);
            let points: Vec<Point> = corners.iter().map(|(x, y)| pt(*x, *y)).collect();
            let inside = |p: &Point| p.x >= -0.01 && p.x <= 100.01 && p.y >= -0.01 && p.y <= 80.01;
            prop_assert!(cut_polygon(points.clone(), Some(clip)).iter().all(inside));
            let lines = cut_line(&points, clip);
            prop_assert!(lines.iter().flatten().all(inside));
            for p in points.iter().filter(|p| p.x > 0.0 && p.x < 100.0 && p.y > 0.0 && p.y < 80.0) {
                prop_assert!(lines.iter().flatten().any(|q| q == p), "{p:?} is lost");
            }
        }
    }
}
