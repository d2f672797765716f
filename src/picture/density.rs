//! What is believed of one parameter as two small curves: before the data dotted, after them filled. Each
//! curve has the full height, for where it lies is what is read off, not how high it is.

use super::palette::Ink;
use super::scene::{Anchor, Node, Paint, Rect, Scene, Stroke, Table, pt};
use super::text::width;
use super::type_roles::TypeRole;
use crate::forecast::Law;

/// One parameter; `label` writes a value of it.
#[derive(Clone, Copy)]
pub struct DensityInput<'a> {
    pub name: &'a str,
    pub prior: &'a Law,
    /// None without data.
    pub posterior: Option<&'a Law>,
    pub label: fn(f64) -> String,
}

/// The ends of the interval that almost surely holds the parameter.
pub const ALMOST_SURE: (f64, f64) = (0.025, 0.975);

/// Points of a curve.
const POINTS: usize = 96;

/// Room below the axis for its two figures.
const FOOT: f32 = 14.0;

pub fn scene(input: &DensityInput<'_>, width: f32, height: f32) -> Scene {
    let mut scene = Scene::new(width.max(1.0), height.max(FOOT + 8.0));
    let ground = scene.height - FOOT;
    let plot = Rect::new(0.0, 2.0, scene.width, ground - 2.0);
    if let Some((low, high)) = range(input) {
        if let Some((x, y)) = input.posterior.and_then(|law| curve(law, (low, high), plot)) {
            let fill = Paint::alpha(Ink::IntuneSolid, 0.26);
            let bottom = vec![ground; x.len()];
            scene.push(Node::Area { x: x.clone(), top: y.clone(), bottom, fill });
            line(&mut scene, &x, &y, Stroke::new(2.0, Ink::IntuneText));
        }
        if let Some((x, y)) = curve(input.prior, (low, high), plot) {
            line(&mut scene, &x, &y, Stroke::dashed(1.5, Ink::Text2, 2.0, 4.0));
        }
        ends(&mut scene, [(input.label)(low), (input.label)(high)]);
    }
    scene.line(pt(0.0, ground), pt(scene.width, ground), Stroke::new(1.0, Ink::Stroke2));
    scene.sentence = sentence(input);
    scene.table = table(input);
    let all = Rect::new(0.0, 0.0, scene.width, scene.height);
    scene.hit("density", all, scene.sentence.clone());
    scene
}

/// From the lowest to the highest value that either curve finds plausible; none where nothing is in doubt.
fn range(input: &DensityInput<'_>) -> Option<(f64, f64)> {
    let laws = std::iter::once(input.prior).chain(input.posterior).filter(|law| !law.is_exact());
    let (low, high) = laws.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), law| {
        (low.min(law.quantile(0.003)), high.max(law.quantile(0.997)))
    });
    (low.is_finite() && high.is_finite() && high - low > 1e-9).then_some((low, high))
}

type Curve = (Vec<f32>, Vec<f32>);

/// The density as a line from the left to the right edge; none where it is no curve.
fn curve(law: &Law, (low, high): (f64, f64), plot: Rect) -> Option<Curve> {
    let at = |n: usize| n as f64 / (POINTS - 1) as f64;
    let mut heights: Vec<f64> = (0..POINTS).map(|n| law.density(low + (high - low) * at(n))).collect();
    // A density without end, at the edge of a scale, is as high as the chart.
    let most = heights.iter().copied().filter(|height| height.is_finite()).fold(0.0, f64::max);
    if law.is_exact() || most <= 0.0 {
        return None;
    }
    for height in &mut heights {
        *height = if height.is_nan() { 0.0 } else { (*height / most).min(1.0) };
    }
    let x = (0..POINTS).map(|n| plot.x + plot.w * at(n) as f32).collect();
    let y = heights.iter().map(|height| plot.bottom() - plot.h * *height as f32).collect();
    Some((x, y))
}

fn line(scene: &mut Scene, x: &[f32], y: &[f32], stroke: Stroke) {
    scene.polyline(x.iter().zip(y).map(|(x, y)| pt(*x, *y)).collect(), stroke);
}

/// The two ends of the scale, if both have room.
fn ends(scene: &mut Scene, [low, high]: [String; 2]) {
    let role = TypeRole::CAPTION;
    if width(role, &low) + width(role, &high) + 8.0 > scene.width {
        return;
    }
    let y = scene.height - 3.0;
    for (x, anchor, text) in [(0.0, Anchor::Start, low), (scene.width, Anchor::End, high)] {
        scene.push(Node::Text { at: pt(x, y), anchor, role, paint: Ink::Text3.into(), text });
    }
}

/// Low, mean and high.
fn figures(law: &Law, label: fn(f64) -> String) -> [String; 3] {
    [law.quantile(ALMOST_SURE.0), law.mean(), law.quantile(ALMOST_SURE.1)].map(label)
}

fn sentence(input: &DensityInput<'_>) -> String {
    let say = |law: &Law| {
        let [low, mean, high] = figures(law, input.label);
        if law.is_exact() { mean } else { format!("{mean}, almost surely {low} to {high}") }
    };
    let prior = format!("{}: assumed {}", input.name, say(input.prior));
    input.posterior.map_or_else(|| format!("{prior}."), |law| format!("{prior}; now {}.", say(law)))
}

fn table(input: &DensityInput<'_>) -> Table {
    let head = ["Belief", "2.5% lie below", "Mean", "2.5% lie above"].map(str::to_owned).to_vec();
    let row = |name: &str, law: &Law| {
        let mut row = vec![name.to_owned()];
        row.extend(figures(law, input.label));
        row
    };
    let mut rows = vec![row("Assumed", input.prior)];
    rows.extend(input.posterior.map(|law| row("Now", law)));
    Table { head, rows }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::picture::soundness_tests::assert_sound;

    fn percent(share: f64) -> String {
        crate::picture::format::percent_trimmed(share)
    }

    fn draw(prior: &Law, posterior: Option<&Law>) -> Scene {
        let scene = scene(&DensityInput { name: "Success", prior, posterior, label: percent }, 160.0, 46.0);
        assert_sound(&scene);
        scene
    }

    #[test]
    fn prior_and_posterior_lie_where_their_figures_say() {
        let (prior, posterior) = (Law::Beta { a: 37.6, b: 2.4 }, Law::Beta { a: 970.0, b: 30.0 });
        let scene = draw(&prior, Some(&posterior));
        assert_eq!(scene.table.rows[1], ["Now", "95.9%", "97%", "98%"]);
        assert!(scene.sentence.starts_with("Success: assumed 94%, almost surely "));
        let peak = scene.nodes.iter().find_map(|node| match node {
            Node::Area { x, top, .. } => {
                let place = (0..x.len()).min_by(|a, b| top[*a].total_cmp(&top[*b]))?;
                Some(x[place] / scene.width)
            }
            _ => None,
        });
        let (low, high) = (prior.quantile(0.003), prior.quantile(0.997));
        let expected = (0.97 - low) / (high - low);
        assert!((f64::from(peak.unwrap()) - expected).abs() < 0.03, "{peak:?} instead of {expected}");
    }

    /// Laws that pile up at the ends, points and grids have drawings too.
    #[test]
    fn every_law_can_be_drawn() {
        let grid = Law::Grid((0..60).map(|n| (0.2 + f64::from(n) * 0.005, 1.0 / 60.0)).collect());
        let laws = [
            Law::Exact(0.3),
            Law::Beta { a: 0.094, b: 0.006 },
            Law::Beta { a: 940_000.0, b: 60_000.0 },
            Law::Gamma { shape: 0.1, rate: 0.1 },
            grid,
        ];
        for prior in &laws {
            draw(prior, None);
            for posterior in &laws {
                draw(prior, Some(posterior));
            }
        }
    }
}
