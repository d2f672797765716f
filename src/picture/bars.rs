//! Bars without axes: the shape of a plan's rings, and a progress strip with its reference ticks.

use super::format;
use super::palette::Ink;
use super::scene::{Paint, Rect, Scene, Stroke, Table, pt};

/// Phase sizes as a row of bars on a ground line; the chosen shape in full colour.
pub fn shape(sizes: &[u64], is_chosen: bool, width: f32, height: f32) -> Scene {
    let mut scene = Scene::new(width.max(1.0), height.max(1.0));
    let (w, ground) = (scene.width, scene.height - 1.0);
    scene.line(pt(0.0, ground), pt(w, ground), Stroke::new(1.0, Ink::Stroke2));
    let most = sizes.iter().copied().max().unwrap_or(0);
    let alpha = if is_chosen { 0.86 } else { 0.38 };
    let slot = w / sizes.len().max(1) as f32;
    let gap = (slot * 0.14).min(4.0);
    for (index, size) in sizes.iter().enumerate() {
        if *size == 0 || most == 0 {
            continue;
        }
        // The square root keeps the smallest ring in sight beside one a hundred times its size.
        let share = ((*size as f64) / (most as f64)).sqrt() as f32;
        let h = ((ground - 1.0) * share).max(3.0);
        let bar = Rect::new(index as f32 * slot + gap / 2.0, ground - h, (slot - gap).max(0.5), h);
        scene.rect(bar, 2.0_f32.min(bar.w / 2.0), Paint::blend(Ink::IntuneSolid, alpha, Ink::Bg1));
    }
    let words: Vec<String> = sizes.iter().map(|size| format::count(*size)).collect();
    scene.sentence =
        format!("{}: {}.", format::plural(sizes.len() as u64, "phase", "phases"), words.join(", "));
    scene.table = Table {
        head: vec!["Phase".to_owned(), "Devices".to_owned()],
        rows: words.into_iter().enumerate().map(|(i, size)| vec![(i + 1).to_string(), size]).collect(),
    };
    scene
}

/// A stretch of a strip: `from` and `to` as shares of its length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    pub from: f64,
    pub to: f64,
    pub paint: Paint,
}

/// A track with stretches on it and reference ticks (plan, target, gate or capacity) across.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProgressInput {
    pub stretches: Vec<Stretch>,
    pub ticks: Vec<f64>,
}

/// A track of six points, or all of a lower height.
pub fn progress(input: &ProgressInput, width: f32, height: f32) -> Scene {
    let mut scene = Scene::new(width.max(1.0), height.max(1.0));
    let thick = 6.0_f32.min(scene.height);
    let (w, top) = (scene.width, (scene.height - thick) / 2.0);
    scene.rect(Rect::new(0.0, top, w, thick), thick / 2.0, Ink::Bg3);
    let at = |share: f64| if share.is_finite() { share.clamp(0.0, 1.0) as f32 * w } else { 0.0 };
    for stretch in &input.stretches {
        let (x0, x1) = (at(stretch.from), at(stretch.to));
        if x1 - x0 > 0.1 {
            let rect = Rect::new(x0, top, x1 - x0, thick);
            scene.rect(rect, (thick / 2.0).min(rect.w / 2.0), stretch.paint);
        }
    }
    for tick in input.ticks.iter().filter(|tick| tick.is_finite()) {
        let x = at(*tick).clamp(1.0, (w - 1.0).max(1.0));
        scene.line(pt(x, 0.0), pt(x, scene.height), Stroke::new(2.0, Ink::Text));
    }
    scene
}
