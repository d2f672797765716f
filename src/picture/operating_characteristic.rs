//! The operating characteristic of a pilot's gate: how often it passes, over what is really true of the
//! rollout; the wrong passes shaded. It simulates nothing.

use super::axis::ValueAxis;
use super::format;
use super::labels::{Canvas, Line, text_rect};
use super::legend::{self, Entry, Heading};
use super::palette::Ink;
use super::scene::{Anchor, Node, Paint, Rect, Scene, Stroke, Table, pt};
use super::type_roles::TypeRole;

/// Chances to pass at one true share of success.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    pub success: f64,
    pub assured: f64,
    pub observed: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CharacteristicInput {
    pub heading: Option<Heading>,
    /// In order of success, the last at 1.
    pub points: Vec<CurvePoint>,
    /// True success that must not pass, and such that should.
    pub unacceptable: f64,
    pub acceptable: f64,
}

pub fn scene(input: &CharacteristicInput, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width, height);
    let entries = [
        Entry::line(assured(), "As assured"),
        Entry::line(observed(), "As observed"),
        Entry::swatch(Paint::alpha(Ink::BadSolid, 0.22), "Wrong passes"),
    ];
    let inner = legend::open(&mut canvas, input.heading.as_ref(), &entries);
    let bottom = (inner.bottom() - 32.0).max(inner.y + 1.0);
    let axis = ValueAxis::percent(inner.y + 8.0, bottom);
    let left = inner.x + axis.label_width() + 8.0;
    let plot = Rect::new(left, axis.top, (inner.right() - 8.0 - left).max(1.0), bottom - axis.top);
    axis.draw(&mut canvas, plot.x, plot.right(), Stroke::new(1.0, Ink::Grid));
    let low = input.points.first().map_or(0.0, |point| point.success);
    let x = |success: f64| {
        let share = if low < 1.0 { (success - low) / (1.0 - low) } else { 1.0 };
        plot.x + plot.w * share.clamp(0.0, 1.0) as f32
    };
    wrong_passes(&mut canvas, input, (&axis, &x));
    canvas.scene.line(pt(plot.x, bottom), pt(plot.right(), bottom), Stroke::new(1.0, Ink::Stroke2));
    ticks(&mut canvas, (low, plot), &x);
    for (is_assured, stroke) in [(false, observed()), (true, assured())] {
        let chance = |point: &CurvePoint| if is_assured { point.assured } else { point.observed };
        let line: Vec<_> =
            input.points.iter().map(|point| pt(x(point.success), axis.y(chance(point)))).collect();
        if line.len() > 1 {
            canvas.scene.polyline(line, stroke);
        }
    }
    limits(&mut canvas, input, (plot, &axis), &x);
    hits(&mut canvas, input, plot, &x);
    let mut scene = canvas.scene;
    scene.sentence = sentence(input);
    scene.table = table(input);
    scene
}

fn assured() -> Stroke {
    Stroke::new(2.5, Ink::IntuneText)
}

fn observed() -> Stroke {
    Stroke::dashed(1.5, Ink::Text2, 6.0, 4.0)
}

/// Below the curve of the assured gate, up to the unacceptable share.
fn wrong_passes(
    canvas: &mut Canvas,
    input: &CharacteristicInput,
    (axis, x): (&ValueAxis, &impl Fn(f64) -> f32),
) {
    let mut points: Vec<(f32, f32)> = input
        .points
        .iter()
        .filter(|point| point.success < input.unacceptable)
        .map(|point| (x(point.success), axis.y(point.assured)))
        .collect();
    if let Some(chance) = at(input, input.unacceptable) {
        points.push((x(input.unacceptable), axis.y(chance.assured)));
    }
    points.dedup_by(|a, b| a.0 - b.0 < 0.01);
    if points.len() > 1 {
        let bottom = vec![axis.y(0.0); points.len()];
        let (x, top) = points.into_iter().unzip();
        let fill = Paint::alpha(Ink::BadSolid, 0.22);
        canvas.scene.push(Node::Area { x, top, bottom, fill });
    }
}

/// The chances at a share between two points.
fn at(input: &CharacteristicInput, success: f64) -> Option<CurvePoint> {
    let after = input.points.iter().position(|point| point.success >= success)?;
    let (from, to) = (input.points.get(after.checked_sub(1).unwrap_or(after))?, input.points.get(after)?);
    let span = to.success - from.success;
    let share = if span > 0.0 { (success - from.success) / span } else { 0.0 };
    let between = |a: f64, b: f64| a + (b - a) * share;
    Some(CurvePoint {
        success,
        assured: between(from.assured, to.assured),
        observed: between(from.observed, to.observed),
    })
}

fn ticks(canvas: &mut Canvas, (low, plot): (f64, Rect), x: &impl Fn(f64) -> f32) {
    // Steps of which about six fit.
    let step = [0.01, 0.02, 0.05, 0.1, 0.2].into_iter().find(|step| (1.0 - low) / step <= 8.0);
    let step = step.unwrap_or(0.25);
    let baseline = plot.bottom() + 16.0;
    let mut value = (low / step - 1e-9).ceil() * step;
    while value <= 1.0 + 1e-9 {
        let label = format::percent_trimmed(value.min(1.0));
        canvas.write(&Line::middle(pt(x(value), baseline), TypeRole::CAPTION, Ink::Text3, label));
        value += step;
    }
    let words = "true enrollment success";
    let at = pt(plot.x + plot.w / 2.0, baseline + 16.0);
    canvas.write(&Line::middle(at, TypeRole::CAPTION, Ink::Text2, words));
}

/// The two shares asked about, each with what the gate makes of it.
fn limits(
    canvas: &mut Canvas,
    input: &CharacteristicInput,
    (plot, axis): (Rect, &ValueAxis),
    x: &impl Fn(f64) -> f32,
) {
    for (share, is_wrong) in [(input.unacceptable, true), (input.acceptable, false)] {
        let Some(point) = at(input, share) else { continue };
        let (across, up) = (x(share), axis.y(point.assured));
        let rule = Stroke::dashed(1.0, Ink::Text, 5.0, 3.0);
        canvas.scene.line(pt(across, plot.y), pt(across, plot.bottom()), rule);
        let ink = if is_wrong { Ink::BadSolid } else { Ink::OkSolid };
        canvas.scene.push(Node::Circle {
            center: pt(across, up),
            radius: 4.5,
            fill: Some(Ink::Bg1.into()),
            stroke: Some(Stroke::new(2.0, ink)),
        });
        let chance = format::chance(point.assured);
        let words = format!("passes in {chance}");
        let ink = if is_wrong { Ink::BadText } else { Ink::OkText };
        let role = TypeRole::LABEL_STRONG;
        let size = text_rect(pt(0.0, 0.0), Anchor::Start, role, &words);
        // The bad one above its dot at the left of its line, the good one below at the right end's side.
        let (dx, dy) = if is_wrong { (-10.0, -8.0) } else { (-10.0, 20.0) };
        let place =
            pt((across + dx).max(plot.x + size.w), (up + dy).min(plot.bottom() - 6.0).max(plot.y + 12.0));
        canvas.write(&Line::end(place, role, ink, words).on(Ink::Bg1));
    }
}

fn hits(canvas: &mut Canvas, input: &CharacteristicInput, plot: Rect, x: &impl Fn(f64) -> f32) {
    for (place, point) in input.points.iter().enumerate() {
        let half =
            |other: Option<&CurvePoint>| other.map(|other| f32::midpoint(x(other.success), x(point.success)));
        let from = half(place.checked_sub(1).and_then(|before| input.points.get(before))).unwrap_or(plot.x);
        let to = half(input.points.get(place + 1)).unwrap_or(plot.right());
        let tip = format!(
            "True success {}\nPasses in {} as assured\n{} as observed",
            format::percent1(point.success),
            format::chance(point.assured),
            format::chance(point.observed)
        );
        let rect = Rect::new(from, plot.y, (to - from).max(1.0), plot.h);
        canvas.scene.hit(format!("success:{place}"), rect, tip);
    }
}

fn sentence(input: &CharacteristicInput) -> String {
    let said = |share: f64| {
        let point = at(input, share)?;
        Some(format!(
            "a rollout with a true success of {} in {} as assured and {} as observed",
            format::percent_trimmed(share),
            format::chance(point.assured),
            format::chance(point.observed)
        ))
    };
    match (said(input.unacceptable), said(input.acceptable)) {
        (Some(bad), Some(good)) => format!("The gate passes {bad}, {good}."),
        (Some(one), None) | (None, Some(one)) => format!("The gate passes {one}."),
        (None, None) => "Nothing is simulated yet.".to_owned(),
    }
}

fn table(input: &CharacteristicInput) -> Table {
    let rows = input.points.iter().map(|point| {
        vec![format::percent1(point.success), format::chance(point.assured), format::chance(point.observed)]
    });
    Table {
        head: ["True success", "Passes, as assured", "Passes, as observed"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::picture::soundness_tests::words;

    fn input() -> CharacteristicInput {
        let points = (0..=20).map(|n| {
            let success = 0.8 + 0.01 * f64::from(n);
            let assured = ((success - 0.8) / 0.2).powi(2);
            CurvePoint { success, assured, observed: assured.sqrt() }
        });
        CharacteristicInput {
            heading: Some(Heading::new("Chance to pass", "84 devices")),
            points: points.collect(),
            unacceptable: 0.9,
            acceptable: 0.97,
        }
    }

    #[test]
    fn it_says_both_mistakes_and_shades_the_wrong_passes() {
        let scene = scene(&input(), 520.0, 300.0);
        let expected = "The gate passes a rollout with a true success of 90% in 25% as assured and 50% as \
                        observed, a rollout with a true success of 97% in 72% as assured and 85% as observed.";
        assert_eq!(scene.sentence, expected);
        assert_eq!(scene.table.rows.len(), 21);
        let area = scene.nodes.iter().find_map(|node| match node {
            Node::Area { x, .. } => Some(x.clone()),
            _ => None,
        });
        let area = area.unwrap();
        // Up to the unacceptable share and no further, in strict order.
        assert!(area.windows(2).all(|pair| pair[0] < pair[1]));
        let words = words(&scene);
        assert!(words.contains(&"passes in 25%") && words.contains(&"passes in 72%"), "{words:?}");
    }

    #[test]
    fn a_scene_without_points_or_room_is_still_a_scene() {
        let nothing = CharacteristicInput { points: Vec::new(), ..input() };
        assert_eq!(scene(&nothing, 300.0, 200.0).sentence, "Nothing is simulated yet.");
        for (w, h) in [(0.0, 0.0), (40.0, 30.0), (f32::NAN, 10.0)] {
            let _ = scene(&input(), w, h);
        }
    }
}
