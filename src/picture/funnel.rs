//! The enrollment funnel of a phase: from eligible devices to enrolled ones, each stage with what is
//! missing to the one before. It derives no stage from another.

use super::format;
use super::labels::{Canvas, Line, fitted, width};
use super::legend::{self, Heading};
use super::palette::Ink;
use super::scene::{Paint, Rect, Scene, Stroke, Table, pt};
use super::status_strip::{self, StatusStrip};
use super::type_roles::TypeRole;

/// A stage: `Eligible`, 3,168 devices, `32 not ready`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunnelStage {
    pub label: String,
    pub note: String,
    pub devices: u64,
}

/// Stages from wide to narrow, and what became of those that were reached.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelInput {
    pub heading: Option<Heading>,
    /// Devices of the phase: a full bar.
    pub total: u64,
    pub stages: Vec<FunnelStage>,
    pub status: Option<StatusStrip>,
}

const PITCH: f32 = 39.5;

pub fn scene(input: &FunnelInput, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width, height);
    let inner = legend::open(&mut canvas, input.heading.as_ref(), &[]);
    let status_height = input.status.as_ref().map_or(0.0, status_strip::height);
    let room = (inner.h - status_height - 24.0).max(24.0);
    let pitch = (room / input.stages.len().max(1) as f32).clamp(24.0, PITCH);
    let mut y = inner.y;
    for (index, stage) in input.stages.iter().enumerate() {
        if y + 24.0 > canvas.scene.height {
            break;
        }
        draw(&mut canvas, input, (index, stage), Rect::new(inner.x, y, inner.w, pitch));
        y += pitch;
    }
    if let Some(status) = &input.status {
        let top = y + 8.0;
        canvas.scene.line(pt(inner.x, top), pt(inner.right(), top), Stroke::new(1.0, Ink::Stroke));
        let rect = Rect::new(inner.x, top + 5.0, inner.w, (inner.bottom() + 8.0 - top).max(1.0));
        status_strip::draw(&mut canvas, status, rect);
    }
    let mut scene = canvas.scene;
    scene.sentence = sentence(input);
    scene.table = table(input);
    scene
}

fn draw(canvas: &mut Canvas, input: &FunnelInput, stage: (usize, &FunnelStage), rect: Rect) {
    let (index, stage) = stage;
    let baseline = rect.y + 14.0;
    let count = format::count(stage.devices);
    let count_width = width(TypeRole::BODY_STRONG, &count);
    canvas.write(&Line::end(pt(rect.right(), baseline), TypeRole::BODY_STRONG, Ink::Text, count));
    let room = rect.w - count_width - 10.0;
    if let Some(label) = fitted(TypeRole::LABEL_MEDIUM, &stage.label, room) {
        canvas.write(&Line::start(pt(rect.x, baseline), TypeRole::LABEL_MEDIUM, Ink::Text, label));
    }
    let at = pt(rect.right() - count_width - 10.0, baseline);
    let note = Line::end(at, TypeRole::CAPTION, Ink::Text2, stage.note.as_str());
    if note.rect().x >= rect.x {
        canvas.write(&note);
    }
    let bar = Rect::new(rect.x, rect.y + 20.5, rect.w, 10.0);
    canvas.scene.rect(bar, 2.5, Ink::Bg3);
    let share = share(stage.devices, input.total);
    if share > 0.0 {
        let last = input.stages.len().saturating_sub(1).max(1) as f32;
        let alpha = 0.40 + 0.60 * index as f32 / last;
        let fill = Rect::new(bar.x, bar.y, (bar.w * share).max(2.0), bar.h);
        canvas.scene.rect(fill, 2.5, Paint::blend(Ink::IntuneSolid, alpha.min(1.0), Ink::Bg1));
    }
    let tip = format!(
        "{}: {} of {}\n{}",
        stage.label,
        format::count(stage.devices),
        format::count(input.total),
        stage.note
    );
    canvas.scene.hit(format!("stage:{index}"), rect, tip);
}

fn share(part: u64, whole: u64) -> f32 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64).min(1.0) as f32 }
}

fn sentence(input: &FunnelInput) -> String {
    let stages =
        input.stages.iter().map(|s| format!("{} {}", format::count(s.devices), s.label.to_lowercase()));
    let stages: Vec<String> = stages.collect();
    format!("Of {}: {}.", format::plural(input.total, "device", "devices"), stages.join(", "))
}

fn table(input: &FunnelInput) -> Table {
    let rows =
        input.stages.iter().map(|s| vec![s.label.clone(), format::count(s.devices), s.note.clone()]).chain(
            input.status.iter().flat_map(|status| {
                status.parts.iter().map(|p| vec![p.label.clone(), format::count(p.devices), String::new()])
            }),
        );
    Table { head: ["Stage", "Devices", "Note"].map(str::to_owned).to_vec(), rows: rows.collect() }
}
