//! A scene as SVG: vectors, and text that stays text at its exact place, with the scene's finding for those
//! who cannot see it. It needs no font file: a reader without Inter gets another face of the same width.

use std::fmt::Write as _;

use crate::picture::{
    Anchor, Face, Ink, Node, Paint, Palette, Point, Rect, Rgba, Scene, Stroke, TypeRole, hatch, text,
};

/// What an SVG is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A file of its own, or part of a page.
    File,
    /// For our own rasteriser, which has the faces: no substitute has to be fitted in.
    Raster,
}

/// The whole drawing on a ground of its theme.
pub fn svg(scene: &Scene, title: &str, palette: Palette, purpose: Purpose) -> String {
    let mut svg = Writer { out: String::new(), palette, purpose, clips: 0 };
    let (width, height) = (number(scene.width), number(scene.height));
    let _ = write!(
        svg.out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" xml:lang=\"en\">"
    );
    let _ = write!(svg.out, "<title>{}</title><desc>{}</desc>", escaped(title), escaped(&scene.sentence));
    let ground = Rect::new(0.0, 0.0, scene.width, scene.height);
    svg.rect(ground, 0.0, Some(Ink::Bg1.into()), None);
    svg.nodes(&scene.nodes);
    svg.out.push_str("</svg>\n");
    svg.out
}

struct Writer {
    out: String,
    palette: Palette,
    purpose: Purpose,
    clips: u32,
}

impl Writer {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Rect { rect, radius, fill, stroke } => self.rect(*rect, *radius, *fill, *stroke),
            Node::Polyline { points, stroke } => self.polyline(points, *stroke),
            Node::Area { x, top, bottom, fill } => {
                let there = x.iter().zip(top).map(|(x, y)| Point { x: *x, y: *y });
                let back = x.iter().zip(bottom).rev().map(|(x, y)| Point { x: *x, y: *y });
                let outline: Vec<Point> = there.chain(back).collect();
                self.polygon(&outline, Some(*fill), None);
            }
            Node::Convex { points, fill, stroke } => self.polygon(points, *fill, *stroke),
            Node::Circle { center, radius, fill, stroke } => {
                let (x, y, r) = (number(center.x), number(center.y), number(*radius));
                let look = self.look(*fill, *stroke);
                let _ = write!(self.out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"{look}/>");
            }
            Node::Hatch { rect, spacing, stroke } => {
                let mut path = String::new();
                for [a, b] in hatch::lines(*rect, *spacing) {
                    let (ax, ay, bx, by) = (number(a.x), number(a.y), number(b.x), number(b.y));
                    let _ = write!(path, "M{ax} {ay}L{bx} {by}");
                }
                if !path.is_empty() {
                    let look = self.look(None, Some(*stroke));
                    let _ = write!(self.out, "<path d=\"{path}\"{look}/>");
                }
            }
            Node::Text { at, anchor, role, paint, text } => {
                self.text(*at, *anchor, (*role, *paint), text);
            }
            Node::Group { clip, nodes, .. } => self.group(*clip, nodes),
            Node::Hit { .. } => {}
        }
    }

    fn rect(&mut self, rect: Rect, radius: f32, fill: Option<Paint>, stroke: Option<Stroke>) {
        let [x, y, w, h] = [rect.x, rect.y, rect.w.max(0.0), rect.h.max(0.0)].map(number);
        let round = if radius > 0.0 {
            format!(" rx=\"{}\"", number(radius.min(rect.w / 2.0).min(rect.h / 2.0).max(0.0)))
        } else {
            String::new()
        };
        let look = self.look(fill, stroke);
        let _ = write!(self.out, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"{round}{look}/>");
    }

    fn polyline(&mut self, points: &[Point], stroke: Stroke) {
        // A straight line of one point is drawn on whole pixels, as on screen.
        let is_crisp = matches!(points, [a, b] if (a.x == b.x || a.y == b.y) && stroke.dash.is_none() && stroke.width <= 1.0);
        let crisp = if is_crisp { " shape-rendering=\"crispEdges\"" } else { "" };
        let points = joined(points);
        let look = self.look(None, Some(stroke));
        let _ = write!(self.out, "<polyline points=\"{points}\"{look}{crisp}/>");
    }

    fn polygon(&mut self, points: &[Point], fill: Option<Paint>, stroke: Option<Stroke>) {
        let points = joined(points);
        let look = self.look(fill, stroke);
        let _ = write!(self.out, "<polygon points=\"{points}\"{look}/>");
    }

    fn text(&mut self, at: Point, anchor: Anchor, (role, paint): (TypeRole, Paint), words: &str) {
        if words.is_empty() {
            return;
        }
        let (x, y, size) = (number(at.x), number(at.y), number(role.size));
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = match role.face {
            Face::Regular => "",
            Face::Medium => " font-weight=\"500\"",
            Face::SemiBold => " font-weight=\"600\"",
        };
        let own = if role.is_tabular() { "Inter Tabular" } else { "Inter" };
        let (family, fitted) = match self.purpose {
            Purpose::Raster => (own.to_owned(), String::new()),
            Purpose::File => {
                let wide = number(text::width(role, words));
                let fitted = format!(" textLength=\"{wide}\" lengthAdjust=\"spacingAndGlyphs\"");
                (format!("{own}, Inter, Segoe UI, Helvetica, Arial, sans-serif"), fitted)
            }
        };
        let fill = self.fill(Some(paint));
        let _ = write!(
            self.out,
            "<text x=\"{x}\" y=\"{y}\"{anchor} font-family=\"{family}\" font-size=\"{size}\"{weight}{fill}{fitted} \
             xml:space=\"preserve\">{}</text>",
            escaped(words)
        );
    }

    fn group(&mut self, clip: Option<Rect>, nodes: &[Node]) {
        let Some(clip) = clip else {
            self.out.push_str("<g>");
            self.nodes(nodes);
            self.out.push_str("</g>");
            return;
        };
        self.clips += 1;
        let id = format!("clip{}", self.clips);
        let [x, y, w, h] = [clip.x, clip.y, clip.w.max(0.0), clip.h.max(0.0)].map(number);
        let _ = write!(
            self.out,
            "<clipPath id=\"{id}\"><rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/></clipPath>\
             <g clip-path=\"url(#{id})\">"
        );
        self.nodes(nodes);
        self.out.push_str("</g>");
    }

    /// Fill and stroke as attributes.
    fn look(&self, fill: Option<Paint>, stroke: Option<Stroke>) -> String {
        let mut look = self.fill(fill);
        if let Some(stroke) = stroke {
            let color = stroke.paint.resolve(self.palette);
            let _ = write!(look, " stroke=\"{}\"", hex(color));
            if color.3 < 255 {
                let _ = write!(look, " stroke-opacity=\"{}\"", opacity(color));
            }
            if (stroke.width - 1.0).abs() > f32::EPSILON {
                let _ = write!(look, " stroke-width=\"{}\"", number(stroke.width));
            }
            if let Some(dash) = stroke.dash.filter(|dash| dash.on > 0.0 && dash.off > 0.0) {
                let _ = write!(look, " stroke-dasharray=\"{} {}\"", number(dash.on), number(dash.off));
            }
        }
        look
    }

    fn fill(&self, fill: Option<Paint>) -> String {
        let Some(fill) = fill else { return " fill=\"none\"".to_owned() };
        let color = fill.resolve(self.palette);
        let alpha =
            if color.3 < 255 { format!(" fill-opacity=\"{}\"", opacity(color)) } else { String::new() };
        format!(" fill=\"{}\"{alpha}", hex(color))
    }
}

fn joined(points: &[Point]) -> String {
    points.iter().map(|p| format!("{},{}", number(p.x), number(p.y))).collect::<Vec<_>>().join(" ")
}

pub(super) fn hex(Rgba(r, g, b, _): Rgba) -> String {
    format!("#{r:02X}{g:02X}{b:02X}")
}

fn opacity(Rgba(.., a): Rgba) -> String {
    number(f32::from(a) / 255.0)
}

/// At most two decimals; what is no number is no place either.
pub(super) fn number(value: f32) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text for XML: markup as words, and nothing that XML cannot hold.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::picture::{Theme, scene::pt};

    fn drawn(scene: &Scene) -> String {
        svg(scene, "Chart", Palette::new(Theme::Light), Purpose::File)
    }

    #[test]
    fn names_are_words_never_markup_and_the_finding_is_there_for_those_who_listen() {
        let mut scene = Scene::new(200.0, 50.0);
        scene.sentence = "Wave <2> & \"all\"".to_owned();
        scene.push(Node::Text {
            at: pt(10.0, 20.0),
            anchor: Anchor::End,
            role: TypeRole::BODY_STRONG,
            paint: Ink::Text.into(),
            text: "</text><script>\u{1}".into(),
        });
        let svg = drawn(&scene);
        assert!(svg.contains("<desc>Wave &lt;2&gt; &amp; &quot;all&quot;</desc>"));
        assert!(svg.contains(">&lt;/text&gt;&lt;script&gt;</text>") && !svg.contains("<script"));
        assert!(svg.contains("text-anchor=\"end\"") && svg.contains("font-weight=\"600\""));
    }

    #[test]
    fn a_clip_holds_only_its_own_group_and_dashes_and_see_through_colours_are_kept() {
        let mut scene = Scene::new(100.0, 100.0);
        let line = Node::Polyline {
            points: vec![pt(0.0, 0.0), pt(50.0, 40.0), pt(90.123_4, 1.0)],
            stroke: Stroke::dashed(2.0, Paint::alpha(Ink::Text, 0.5), 4.0, 3.0),
        };
        let clip = Some(Rect::new(1.0, 2.0, 3.0, 4.0));
        for _ in 0..2 {
            scene.push(Node::Group {
                name: String::new(),
                description: String::new(),
                clip,
                nodes: vec![line.clone()],
            });
        }
        let svg = drawn(&scene);
        assert!(svg.contains("id=\"clip1\"") && svg.contains("url(#clip2)"));
        assert!(svg.contains("stroke-dasharray=\"4 3\"") && svg.contains("stroke-opacity=\"0.5\""));
        assert!(svg.contains("0,0 50,40 90.12,1"));
        assert_eq!(svg.matches("<g").count(), svg.matches("</g>").count());
    }
}
