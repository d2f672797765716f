//! A total split into states: one stacked bar, and a row with glyph, count and share for each part.

use super::format;
use super::labels::{Canvas, Line, fitted, width};
use super::markers::{self, Verdict};
use super::palette::Ink;
use super::scene::{Rect, Scene, Table, pt};
use super::type_roles::TypeRole;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusPart {
    pub label: String,
    pub verdict: Verdict,
    pub devices: u64,
}

impl StatusPart {
    fn ink(&self) -> Ink {
        match self.verdict {
            Verdict::Met => Ink::OkSolid,
            Verdict::Risk | Verdict::Paused => Ink::WarnSolid,
            Verdict::Missed => Ink::BadSolid,
            Verdict::Running => Ink::IntuneSolid,
            Verdict::Empty => Ink::NeutralSolid,
        }
    }
}

/// `Status of 1,640 initiated` and its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusStrip {
    pub title: String,
    pub parts: Vec<StatusPart>,
}

const ROW: f32 = 18.0;

/// How high [`draw`] gets.
pub fn height(strip: &StatusStrip) -> f32 {
    36.0 + strip.parts.len() as f32 * ROW
}

pub fn scene(strip: &StatusStrip, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width, height);
    let rect = Rect::new(0.0, 0.0, canvas.scene.width, canvas.scene.height);
    draw(&mut canvas, strip, rect);
    let mut scene = canvas.scene;
    let total = total(strip);
    let share = |devices: u64| share(devices, total);
    let words: Vec<String> =
        strip.parts.iter().map(|p| format!("{} {}", format::count(p.devices), p.label)).collect();
    scene.sentence = format!("{}: {}.", strip.title, words.join(", "));
    scene.table = Table {
        head: ["State", "Devices", "Share"].map(str::to_owned).to_vec(),
        rows: strip
            .parts
            .iter()
            .map(|p| vec![p.label.clone(), format::count(p.devices), share(p.devices)])
            .collect(),
    };
    scene
}

/// Title, bar and as many rows as fit into `rect`.
pub fn draw(canvas: &mut Canvas, strip: &StatusStrip, rect: Rect) {
    if let Some(title) = fitted(TypeRole::LABEL, &strip.title, rect.w) {
        canvas.write(&Line::start(pt(rect.x, rect.y + 12.0), TypeRole::LABEL, Ink::Text2, title));
    }
    bar(canvas, strip, Rect::new(rect.x, rect.y + 21.0, rect.w, 14.0));
    let total = total(strip);
    for (index, part) in strip.parts.iter().enumerate() {
        let y = rect.y + 51.0 + index as f32 * ROW;
        if y + 4.0 > canvas.scene.height.min(rect.bottom() + 8.0) {
            return;
        }
        row(canvas, part, total, Rect::new(rect.x, y, rect.w, ROW));
        let hit = Rect::new(rect.x, y - 13.0, rect.w, ROW);
        canvas.scene.hit(
            format!("state:{index}"),
            hit,
            format!("{} {}", format::count(part.devices), part.label),
        );
    }
}

fn bar(canvas: &mut Canvas, strip: &StatusStrip, rect: Rect) {
    let shown: Vec<&StatusPart> = strip.parts.iter().filter(|part| part.devices > 0).collect();
    if shown.is_empty() {
        canvas.scene.rect(rect, 2.0, Ink::Bg3);
        return;
    }
    let gap = if shown.len() as f32 * 4.0 < rect.w { 2.0 } else { 0.0 };
    // Every part is seen: the small ones get three points, the rest share what is left.
    let least = 3.0_f32.min(rect.w / shown.len() as f32 / 2.0);
    let free = rect.w - gap * (shown.len() - 1) as f32 - least * shown.len() as f32;
    let total = total(strip).max(1) as f64;
    let mut x = rect.x;
    for part in shown {
        let w = least + free.max(0.0) * (part.devices as f64 / total) as f32;
        canvas.scene.rect(Rect::new(x, rect.y, w, rect.h), 2.0_f32.min(w / 2.0), part.ink());
        x += w + gap;
    }
}

fn row(canvas: &mut Canvas, part: &StatusPart, total: u64, rect: Rect) {
    let (y, right) = (rect.y, rect.right());
    markers::verdict(&mut canvas.scene, part.verdict, pt(rect.x + 6.5, y - 4.0), 12.0);
    canvas.write(&Line::end(pt(right, y), TypeRole::LABEL, Ink::Text2, share(part.devices, total)));
    let count = format::count(part.devices);
    let at = pt(right - 54.0, y);
    let room = rect.w - 54.0 - width(TypeRole::LABEL_STRONG, &count) - 28.0;
    canvas.write(&Line::end(at, TypeRole::LABEL_STRONG, Ink::Text, count));
    if let Some(label) = fitted(TypeRole::LABEL, &part.label, room) {
        canvas.write(&Line::start(pt(rect.x + 20.0, y), TypeRole::LABEL, Ink::Text, label));
    }
}

fn total(strip: &StatusStrip) -> u64 {
    strip.parts.iter().map(|part| part.devices).fold(0, u64::saturating_add)
}

fn share(devices: u64, total: u64) -> String {
    if total == 0 { format::DASH.to_owned() } else { format::percent1(devices as f64 / total as f64) }
}
