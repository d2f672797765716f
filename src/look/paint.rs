//! A Scene on screen: every node as egui's shapes, what lies under the pointer or the keyboard's cursor,
//! and the finding for screen readers. It draws what it is given and decides nothing about charts.

use egui::epaint::{BandPoint, BandShape};
use egui::{
    Color32, EventFilter, FontId, Key, Painter, Pos2, Rect, Response, Role, Sense, Shape, StrokeKind,
    Tooltip, Ui, WidgetInfo, vec2,
};

use super::style::{color32, font, palette};
use super::widgets::tooltip;
use super::{focus, geometry};
use crate::picture::{self, Anchor, Dash, Node, Paint, Palette, Scene, hatch};

/// What the user did with a chart.
pub struct ChartResponse {
    pub response: Response,
    /// The key of the place under the pointer, or under the keyboard's cursor while the chart has the focus.
    pub hovered: Option<String>,
    /// The key of the place that was clicked, or entered with the keyboard.
    pub clicked: Option<String>,
}

/// Paints `scene` into `rect`, scaled to its width. The chart is one stop for the keyboard: left and right
/// walk through its places, Enter takes the one reached.
pub fn show(ui: &mut Ui, rect: Rect, scene: &Scene) -> ChartResponse {
    let response = ui.allocate_rect(rect, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, ui.is_enabled(), &scene.sentence));
    focus::take_on_press(&response);
    focus::shape(&response, rect, 4.0);

    let mut places = Vec::new();
    if ui.is_rect_visible(rect) {
        let painter = ui.painter_at(rect.expand(1.0));
        let canvas = Canvas::new(&painter, rect, scene, palette(ui));
        canvas.nodes(&scene.nodes, &mut places);
    }
    let pointed = response.hover_pos().and_then(|at| top_place(&places, at));
    let walked = walk(ui, &response, &places);
    if let Some(place) = pointed.filter(|place| !place.tip.is_empty()) {
        tooltip::at_pointer(&response, place.tip);
    } else if let Some(place) = walked.filter(|place| !place.tip.is_empty()) {
        Tooltip::always_open(ui.ctx().clone(), response.layer_id, response.id, place.rect)
            .show(|ui| tooltip::content(ui, place.tip));
    }
    let entered = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let clicked = if entered {
        walked
    } else if response.clicked() {
        pointed
    } else {
        None
    };
    let key = |place: &Place<'_>| place.key.to_owned();
    ChartResponse { hovered: pointed.or(walked).map(key), clicked: clicked.map(key), response }
}

/// Paints a scene without any interaction: previews, slides, the small charts of a table.
pub fn paint(painter: &Painter, rect: Rect, scene: &Scene) {
    paint_in(painter, rect, scene, palette(painter));
}

/// The same in other colours than the window's: an organization's own.
pub fn paint_in(painter: &Painter, rect: Rect, scene: &Scene, palette: Palette) {
    let canvas = Canvas::new(painter, rect, scene, palette);
    canvas.nodes(&scene.nodes, &mut Vec::new());
}

/// The colour a paint has on screen.
#[must_use]
pub fn resolve(palette: Palette, paint: Paint) -> Color32 {
    color32(paint.resolve(palette))
}

/// A place of the scene that can be pointed at, in screen points.
struct Place<'a> {
    key: &'a str,
    tip: &'a str,
    rect: Rect,
}

struct Canvas {
    painter: Painter,
    origin: Pos2,
    scale: f32,
    palette: Palette,
}

impl Canvas {
    fn new(painter: &Painter, rect: Rect, scene: &Scene, palette: Palette) -> Self {
        let scale = if scene.width > 0.0 { rect.width() / scene.width } else { 1.0 };
        Self { painter: painter.clone(), origin: rect.min, scale, palette }
    }

    fn nodes<'n>(&self, nodes: &'n [Node], places: &mut Vec<Place<'n>>) {
        for node in nodes {
            self.node(node, places);
        }
    }

    fn node<'n>(&self, node: &'n Node, places: &mut Vec<Place<'n>>) {
        match node {
            Node::Rect { rect, radius, fill, stroke } => self.rectangle(*rect, *radius, *fill, *stroke),
            Node::Polyline { points, stroke } => {
                self.line(&points.iter().map(|p| self.at(*p)).collect::<Vec<_>>(), *stroke);
            }
            Node::Area { x, top, bottom, fill } => self.area((x, top, bottom), *fill),
            Node::Convex { points, fill, stroke } => {
                let outline: Vec<_> = points.iter().map(|p| self.at(*p)).collect();
                let fill = fill.map_or(Color32::TRANSPARENT, |fill| self.tint(fill));
                self.painter.add(Shape::convex_polygon(outline, fill, self.stroke(*stroke)));
            }
            Node::Circle { center, radius, fill, stroke } => {
                let fill = fill.map_or(Color32::TRANSPARENT, |fill| self.tint(fill));
                self.painter.circle(self.at(*center), radius * self.scale, fill, self.stroke(*stroke));
            }
            Node::Hatch { rect, spacing, stroke } => {
                let line = self.stroke(Some(*stroke));
                let lines = hatch::lines(*rect, *spacing).into_iter().map(|ends| ends.map(|p| self.at(p)));
                self.painter.extend(lines.map(|points| Shape::line_segment(points, line)));
            }
            Node::Text { at, anchor, role, paint, text } => self.text(*at, *anchor, (*role, *paint), text),
            Node::Group { clip, nodes, .. } => match clip {
                Some(clip) => self.clipped(*clip).nodes(nodes, places),
                None => self.nodes(nodes, places),
            },
            Node::Hit { key, rect, tip } => {
                let rect = self.rect(*rect).intersect(self.painter.clip_rect());
                if rect.is_positive() {
                    places.push(Place { key, tip, rect });
                }
            }
        }
    }

    fn rectangle(
        &self,
        rect: picture::Rect,
        radius: f32,
        fill: Option<Paint>,
        stroke: Option<picture::Stroke>,
    ) {
        let radius = radius * self.scale;
        let place = self.rect(rect);
        if let Some(fill) = fill {
            self.painter.rect_filled(place, radius, self.tint(fill));
        }
        match stroke {
            Some(line) if line.dash.is_some() => {
                let [a, b, c, d] =
                    [place.left_top(), place.right_top(), place.right_bottom(), place.left_bottom()];
                self.line(&[a, b, c, d, a], line);
            }
            Some(line) => {
                self.painter.rect_stroke(place, radius, self.stroke(Some(line)), StrokeKind::Middle);
            }
            None => {}
        }
    }

    fn line(&self, points: &[Pos2], stroke: picture::Stroke) {
        let line = self.stroke(Some(stroke));
        let piece = |points: &[Pos2]| match points {
            // Two points are snapped to whole pixels by the tessellator, longer lines are not.
            [a, b] => Shape::line_segment([*a, *b], line),
            _ => Shape::line(points.to_vec(), line),
        };
        match stroke.dash {
            None => {
                self.painter.add(piece(points));
            }
            Some(Dash { on, off }) => {
                let pieces = geometry::dashes(points, on * self.scale, off * self.scale);
                self.painter.extend(pieces.iter().map(|points| piece(points)));
            }
        }
    }

    fn area(&self, (x, top, bottom): (&[f32], &[f32], &[f32]), fill: Paint) {
        let points: Vec<_> = x
            .iter()
            .zip(top.iter().zip(bottom))
            .map(|(&x, (&top, &bottom))| {
                let upper = self.origin.y + top.min(bottom) * self.scale;
                let lower = self.origin.y + top.max(bottom) * self.scale;
                BandPoint::new(self.origin.x + x * self.scale, upper..=lower)
            })
            .collect();
        if points.len() > 1 {
            self.painter.add(Shape::from(BandShape::filled(points, self.tint(fill))));
        }
    }

    fn text(
        &self,
        at: picture::Point,
        anchor: Anchor,
        (role, paint): (picture::TypeRole, Paint),
        text: &str,
    ) {
        if text.is_empty() {
            return;
        }
        // The face is that of the scene's own size: a slide shown small keeps its proportional digits.
        let id = FontId::new(role.size * self.scale, font(role).family);
        let tint = self.tint(paint);
        super::text::paint_galley(&self.painter, self.at(at), anchor, (text, id, tint));
    }

    fn clipped(&self, clip: picture::Rect) -> Self {
        let clip = self.rect(clip).intersect(self.painter.clip_rect());
        Self {
            painter: self.painter.with_clip_rect(clip),
            origin: self.origin,
            scale: self.scale,
            palette: self.palette,
        }
    }

    fn at(&self, point: picture::Point) -> Pos2 {
        self.origin + vec2(point.x, point.y) * self.scale
    }

    fn rect(&self, rect: picture::Rect) -> Rect {
        let min = self.origin + vec2(rect.x, rect.y) * self.scale;
        Rect::from_min_size(min, vec2(rect.w, rect.h) * self.scale)
    }

    fn tint(&self, paint: Paint) -> Color32 {
        resolve(self.palette, paint)
    }

    fn stroke(&self, stroke: Option<picture::Stroke>) -> egui::Stroke {
        stroke.map_or(egui::Stroke::NONE, |stroke| {
            egui::Stroke::new(stroke.width * self.scale, self.tint(stroke.paint))
        })
    }
}

/// Later places lie on top.
fn top_place<'p, 'a>(places: &'p [Place<'a>], at: Pos2) -> Option<&'p Place<'a>> {
    places.iter().rev().find(|place| place.rect.contains(at))
}

/// The place the keyboard has walked to; nothing while the chart is not focused or was not walked in.
fn walk<'p, 'a>(ui: &Ui, response: &Response, places: &'p [Place<'a>]) -> Option<&'p Place<'a>> {
    let memory = response.id.with("place");
    if !response.has_focus() || places.is_empty() {
        ui.data_mut(|data| data.remove::<String>(memory));
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|&a, &b| {
        let key = |place: &Place<'_>| (place.rect.min.x, place.rect.min.y);
        key(&places[a]).partial_cmp(&key(&places[b])).unwrap_or(std::cmp::Ordering::Equal)
    });
    let known: Option<String> = ui.data(|data| data.get_temp(memory));
    let here = known.and_then(|key| order.iter().position(|&at| places[at].key == key));
    let (left, right) =
        ui.input(|input| (input.key_pressed(Key::ArrowLeft), input.key_pressed(Key::ArrowRight)));
    let last = order.len() - 1;
    let next = match (left, right, here) {
        (true, _, Some(at)) => Some(at.saturating_sub(1)),
        (_, true, Some(at)) => Some((at + 1).min(last)),
        (true, _, None) => Some(last),
        (_, true, None) => Some(0),
        (false, false, here) => here,
    };
    let place = &places[order[next?]];
    ui.data_mut(|data| data.insert_temp::<String>(memory, place.key.to_owned()));
    Some(place)
}

#[cfg(test)]
mod tests {
    use egui::pos2;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::look::stage::stage;
    use crate::picture::Ink;

    fn two_places() -> Scene {
        let mut scene = Scene::new(400.0, 200.0);
        scene.sentence = "Two phases, one late".to_owned();
        scene.rect(picture::Rect::new(0.0, 0.0, 400.0, 200.0), 0.0, Ink::Bg1);
        scene.hit("wave 2", picture::Rect::new(200.0, 0.0, 200.0, 200.0), "Wave 2\nlate");
        scene.hit("wave 1", picture::Rect::new(0.0, 0.0, 200.0, 200.0), "Wave 1");
        scene.hit("gate", picture::Rect::new(250.0, 90.0, 20.0, 20.0), "");
        scene
    }

    #[derive(Default)]
    struct Seen {
        hovered: Option<String>,
        clicked: Vec<String>,
    }

    fn show_two(ui: &mut Ui, seen: &mut Seen) {
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 400.0));
        let chart = show(ui, rect, &two_places());
        seen.hovered = chart.hovered;
        seen.clicked.extend(chart.clicked);
    }

    #[test]
    fn the_topmost_place_under_the_pointer_is_the_one_meant() {
        let mut harness = stage(Seen::default(), show_two);
        harness.hover_at(pos2(520.0, 200.0));
        harness.run();
        assert_eq!(harness.state().hovered.as_deref(), Some("gate"), "scaled by two, and drawn last");
        harness.hover_at(pos2(700.0, 20.0));
        harness.run();
        assert_eq!(harness.state().hovered.as_deref(), Some("wave 2"));
    }

    #[test]
    fn arrows_walk_the_places_from_left_to_right_and_enter_takes_one() {
        let mut harness = stage(Seen::default(), show_two);
        harness.get_by_label("Two phases, one late").focus();
        harness.run();
        for _ in 0..2 {
            harness.key_press(Key::ArrowRight);
            harness.run();
        }
        assert_eq!(harness.state().hovered.as_deref(), Some("wave 2"));
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().clicked, ["wave 2"]);
    }

    #[test]
    fn a_blended_paint_is_opaque_and_lies_between_its_colours() {
        let palette = Palette::new(picture::Theme::Light);
        let blended = resolve(palette, Paint::blend(Ink::IntuneSolid, 0.5, Ink::Bg1));
        assert_eq!(blended.a(), 255);
        let (top, ground) = (resolve(palette, Ink::IntuneSolid.into()), resolve(palette, Ink::Bg1.into()));
        assert!(top.r() < blended.r() && blended.r() < ground.r());
        assert_eq!(resolve(palette, Paint::alpha(Ink::IntuneSolid, 0.5)).a(), 128);
    }
}
