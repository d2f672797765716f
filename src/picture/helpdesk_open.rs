//! The small chart under the helpdesk's bars: tickets that stay open, on the same days, against the gate's
//! limit.

use super::axis::ValueAxis;
use super::course::{self, DayValue};
use super::format;
use super::helpdesk::{Frame, HelpdeskInput, OpenTickets, is_past, sound};
use super::labels::{Canvas, Line, width};
use super::palette::Ink;
use super::scene::{Node, Paint, Point, Rect, Stroke, pt};
use super::type_roles::TypeRole;

pub(super) fn draw(
    canvas: &mut Canvas,
    input: &HelpdeskInput,
    open: &OpenTickets,
    frame: &Frame,
    rect: Rect,
) {
    let values = ValueAxis::count(highest(open), rect.y, rect.bottom());
    let half = frame.axis.day_width() / 2.0;
    let mut axis = frame.axis;
    axis.left += half;
    axis.right += half;
    let room = rect.right();
    let title = super::labels::fitted(TypeRole::LABEL, &open.title, room - frame.plot.x).unwrap_or_default();
    let at = pt(frame.plot.x - 36.0, rect.y - 12.0);
    canvas.write(&Line::start(at, TypeRole::LABEL, Ink::Text2, title).on(Ink::Bg1));
    values.draw(canvas, rect.x, rect.right(), Stroke::new(1.0, Ink::Grid));
    let actual: Vec<DayValue> = open.actual.iter().copied().filter(|p| is_past(input, p.date)).collect();
    let points = course::points(&actual, &axis, &values);
    if points.len() > 1 {
        let (x, top): (Vec<f32>, Vec<f32>) = points.iter().map(|p| (p.x, p.y)).unzip();
        let bottom = vec![rect.bottom(); x.len()];
        let fill = Paint::alpha(Ink::IntuneSolid, 0.14);
        canvas.scene.push(Node::Area { x, top, bottom, fill });
    }
    let ahead = course::points(&open.expected, &axis, &values);
    // Everything drawn of the days to come, from above: words stand over it.
    let mut above: Vec<Point> = ahead.clone();
    if let Some(band) = &open.band {
        let (x, top, bottom) = course::band(band, &axis, &values);
        above.extend(x.iter().zip(&top).map(|(x, y)| pt(*x, *y)));
        if x.len() > 1 {
            canvas.scene.push(Node::Area { x, top, bottom, fill: Paint::alpha(Ink::IntuneSolid, 0.26) });
        }
    }
    for (line, stroke) in [
        (ahead, Stroke::dashed(2.0, Ink::IntuneText, 6.0, 4.0)),
        (points.clone(), Stroke::new(2.0, Ink::IntuneText)),
    ] {
        if line.len() > 1 {
            canvas.scene.polyline(line, stroke);
        }
    }
    if let (Some(last), Some(point)) = (actual.last(), points.last()) {
        canvas.scene.push(Node::Circle {
            center: *point,
            radius: 4.0,
            fill: Some(Ink::Bg1.into()),
            stroke: Some(Stroke::new(2.0, Ink::IntuneText)),
        });
        canvas.labels.reserve(Rect::new(point.x - 6.0, rect.y, 12.0, rect.h));
        let text = format::count_f64(last.value);
        let x = point.x + 9.0;
        let right = x + width(TypeRole::LABEL_STRONG, &text) + 3.0;
        let over = above.iter().filter(|at| at.x > point.x && at.x < right);
        let y = over.map(|at| at.y - 4.0).fold(point.y - 5.0, f32::min).max(rect.y + 9.0);
        canvas.write(&Line::start(pt(x, y), TypeRole::LABEL_STRONG, Ink::IntuneText, text));
    }
    if let Some((limit, words)) = &open.limit {
        draw_limit(canvas, rect, values.y(*limit), words);
    }
}

/// The gate's limit as a line with its words.
fn draw_limit(canvas: &mut Canvas, rect: Rect, y: f32, words: &str) {
    canvas.scene.line(pt(rect.x, y), pt(rect.right(), y), Stroke::dashed(1.5, Ink::Text, 5.0, 3.0));
    let role = TypeRole::CAPTION_MEDIUM;
    let short = words.split(" = ").next().unwrap_or_default();
    // Where the words reach the day's marker, fewer of them or another place.
    let left = |down: f32, words: &str| Line::start(pt(rect.x + 5.0, y + down), role, Ink::Text, words);
    let mut places = vec![left(-7.0, words), left(-7.0, short)];
    places.extend((y + 17.0 < rect.bottom()).then(|| left(13.0, short)));
    places.push(Line::end(pt(rect.right() - 2.0, y - 7.0), role, Ink::Text, words).on(Ink::Bg1));
    let _drawn = places.iter().any(|line| canvas.write(line));
}

/// The top of its values, limit and band.
pub(super) fn highest(open: &OpenTickets) -> f64 {
    let limit = open.limit.as_ref().map_or(0.0, |(limit, _)| sound(*limit) * 1.2);
    let band = open.band.iter().flatten().map(|range| sound(range.high));
    let values = open.actual.iter().chain(&open.expected).map(|point| sound(point.value));
    values.chain(band).fold(limit, f64::max)
}
