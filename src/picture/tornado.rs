//! What moves the finish: each lever and each uncertain parameter at two ends, from the one that moves it
//! most to the one that moves it least. It computes no futures.

use super::format;
use super::labels::{Canvas, Line, fitted, width};
use super::legend::{self, Heading};
use super::palette::Ink;
use super::scene::{Paint, Rect, Scene, Stroke, Table, pt};
use super::type_roles::TypeRole;
use crate::forecast::Shift;

/// One end of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoEnd {
    /// The value there: `16`, `3 d`, `0.96`.
    pub value: String,
    /// How far the P50 finish moves.
    pub shift: Shift,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TornadoRow {
    pub key: String,
    pub name: String,
    pub ends: [TornadoEnd; 2],
    /// More about it, for the tip.
    pub note: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TornadoInput {
    pub heading: Option<Heading>,
    /// In any order.
    pub rows: Vec<TornadoRow>,
    /// Rows that are still being computed.
    pub to_come: usize,
}

const PITCH: f32 = 25.0;
const HEAD: f32 = 14.0;
const AXIS: f32 = 24.0;

pub fn scene(input: &TornadoInput, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width, height);
    let inner = legend::open(&mut canvas, input.heading.as_ref(), &[]);
    let rows = sorted(input);
    let room = ((inner.h - HEAD - AXIS) / PITCH).floor().max(1.0) as usize;
    let shown = rows.len().min(room);
    let frame = Frame::new(&rows[..shown], inner);
    if shown > 0 {
        frame.axis(&mut canvas);
    }
    for (at, row) in rows[..shown].iter().enumerate() {
        draw(&mut canvas, &frame, row, at);
    }
    rest(&mut canvas, input, (rows.len() - shown, shown), inner);
    let mut scene = canvas.scene;
    scene.sentence = sentence(input, &rows);
    scene.table = table(&rows);
    scene
}

/// By total swing, the largest first; what stops the finish or brings it moves it most.
pub fn sorted(input: &TornadoInput) -> Vec<&TornadoRow> {
    let mut rows: Vec<&TornadoRow> = input.rows.iter().collect();
    rows.sort_by(|a, b| swing(b).cmp(&swing(a)).then_with(|| a.name.cmp(&b.name)));
    rows
}

fn swing(row: &TornadoRow) -> i64 {
    row.ends[0].shift.swing(row.ends[1].shift)
}

struct Frame {
    inner: Rect,
    bars: Rect,
    zero: f32,
    /// Points per working day.
    scale: f32,
    step: f64,
    /// Days at the plot's ends.
    ends: (f64, f64),
}

impl Frame {
    fn new(rows: &[&TornadoRow], inner: Rect) -> Self {
        let name = |row: &&TornadoRow| width(TypeRole::LABEL_MEDIUM, &row.name);
        let label = rows.iter().map(name).fold(0.0, f32::max).min(inner.w * 0.42) + 14.0;
        let ends = || rows.iter().flat_map(|row| &row.ends);
        let value = ends().map(|end| width(TypeRole::CAPTION, &words(end))).fold(0.0, f32::max) + 8.0;
        let left = inner.x + label + value;
        let right = (inner.right() - value).max(left + 20.0);
        let bars = Rect::new(left, inner.y + HEAD, right - left, rows.len() as f32 * PITCH);
        let shown = ends().map(days).filter(|days| days.is_finite());
        let (low, high) = shown.fold((0.0_f64, 0.0_f64), |(low, high), d| (low.min(d), high.max(d)));
        // A finish that never comes, or only so, reaches past every other.
        let is_any = |all: f64| ends().any(|end| days(end) == all);
        let high = if is_any(f64::INFINITY) { (high * 1.25).max(5.0) } else { high };
        let low = if is_any(f64::NEG_INFINITY) { (low * 1.25).min(-5.0) } else { low };
        let (low, high) = if high - low < 2.0 { (low.min(-1.0), high.max(1.0)) } else { (low, high) };
        let step = step((high - low) / f64::from((bars.w / 62.0).floor().clamp(2.0, 6.0)));
        let scale = bars.w / (high - low) as f32;
        Self { inner, bars, zero: left + (-low) as f32 * scale, scale, step, ends: (low, high) }
    }

    fn x(&self, days: f64) -> f32 {
        (self.zero + days as f32 * self.scale).clamp(self.bars.x, self.bars.right())
    }

    fn axis(&self, canvas: &mut Canvas) {
        let (top, bottom) = (self.bars.y - 4.0, self.bars.bottom() + 2.0);
        let (from, to) = ((self.ends.0 / self.step).ceil() as i64, (self.ends.1 / self.step).floor() as i64);
        for tick in from..=to {
            let days = tick as f64 * self.step;
            let x = self.x(days);
            canvas.scene.line(pt(x, top), pt(x, bottom), Stroke::new(1.0, Ink::Grid));
            let at = pt(x, bottom + 15.0);
            canvas.write(&Line::middle(at, TypeRole::CAPTION, Ink::Text3, format::signed_count(days as i64)));
        }
        let y = self.inner.y + 10.0;
        let role = TypeRole::CAPTION_MEDIUM;
        canvas.write(&Line::end(pt(self.zero - 8.0, y), role, Ink::OkText, "earlier"));
        canvas.write(&Line::start(pt(self.zero + 8.0, y), role, Ink::WarnText, "later"));
        canvas.scene.line(pt(self.zero, top), pt(self.zero, bottom), Stroke::new(1.0, Ink::Stroke2));
    }
}

fn draw(canvas: &mut Canvas, frame: &Frame, row: &TornadoRow, at: usize) {
    let top = frame.bars.y + at as f32 * PITCH;
    let baseline = top + PITCH / 2.0 + 4.0;
    let label_room = frame.bars.x - frame.inner.x - 8.0;
    if let Some(name) = fitted(TypeRole::LABEL_MEDIUM, &row.name, label_room.min(frame.inner.w * 0.42)) {
        canvas.write(&Line::start(pt(frame.inner.x, baseline), TypeRole::LABEL_MEDIUM, Ink::Text, name));
    }
    let mut ends: Vec<&TornadoEnd> = row.ends.iter().collect();
    // The longer bar first, so that a shorter one on the same side lies on it.
    ends.sort_by(|a, b| reach(b).total_cmp(&reach(a)));
    let one_side = ends.iter().all(|end| days(end) > 0.0) || ends.iter().all(|end| days(end) < 0.0);
    for (n, end) in ends.iter().enumerate() {
        bar(canvas, frame, end, (top, one_side && n == 1));
    }
    if one_side {
        let text = format!("{}, {}", words(ends[1]), words(ends[0]));
        end_label(canvas, frame, (days(ends[0]), baseline), &text);
    } else {
        // Ends that move nothing stand on the side the other leaves free.
        let sign = |end: &TornadoEnd, other: &TornadoEnd| {
            if days(end) == 0.0 { -days(other).signum() * 1e-9 } else { days(end) }
        };
        if ends.iter().all(|end| days(end) == 0.0) {
            end_label(canvas, frame, (0.0, baseline), "no change");
        } else {
            for (end, other) in [(ends[0], ends[1]), (ends[1], ends[0])] {
                end_label(canvas, frame, (sign(end, other), baseline), &words(end));
            }
        }
    }
    let rect = Rect::new(frame.inner.x, top, frame.inner.w, PITCH);
    canvas.scene.hit(format!("row:{}", row.key), rect, tip(row));
}

fn bar(canvas: &mut Canvas, frame: &Frame, end: &TornadoEnd, (top, is_inner): (f32, bool)) {
    let x = frame.x(days(end).clamp(-1e6, 1e6));
    let (from, to) = (frame.zero.min(x), frame.zero.max(x));
    if to - from < 0.5 {
        return;
    }
    let ink = if days(end) < 0.0 { Ink::OkSolid } else { Ink::WarnSolid };
    let inset = if is_inner { 9.0 } else { 5.5 };
    let rect = Rect::new(from, top + inset, to - from, PITCH - 2.0 * inset);
    let paint = if is_inner { Paint::blend(ink, 0.55, Ink::Bg1) } else { Paint::solid(ink) };
    canvas.scene.rect(rect, 2.0_f32.min(rect.w / 2.0), paint);
}

fn end_label(canvas: &mut Canvas, frame: &Frame, (days, baseline): (f64, f32), text: &str) {
    let x = frame.x(days.clamp(-1e6, 1e6));
    let line = if days < 0.0 {
        Line::end(pt(x - 5.0, baseline), TypeRole::CAPTION, Ink::Text2, text)
    } else {
        Line::start(pt(x + 5.0, baseline), TypeRole::CAPTION, Ink::Text2, text)
    };
    canvas.write(&line);
}

/// How many rows find no place, or are not there yet.
fn rest(canvas: &mut Canvas, input: &TornadoInput, (hidden, shown): (usize, usize), inner: Rect) {
    let text = match (input.to_come, hidden) {
        (0, 0) if shown == 0 => "Nothing that is uncertain moves this plan.".to_owned(),
        (0, 0) => return,
        (0, n) => format!("{n} more move it less"),
        (n, _) => format!("computing {n} more"),
    };
    let y = inner.bottom() - 5.0;
    if let Some(text) = fitted(TypeRole::CAPTION, &text, inner.w) {
        canvas.write(&Line::start(pt(inner.x, y), TypeRole::CAPTION, Ink::Text3, text));
    }
}

fn words(end: &TornadoEnd) -> String {
    match end.shift {
        Shift::Days(_) | Shift::Neither => end.value.clone(),
        Shift::Lost => format!("{} never", end.value),
        Shift::Won(day) => format!("{}: {}", end.value, format::date_short(day)),
    }
}

fn days(end: &TornadoEnd) -> f64 {
    match end.shift {
        Shift::Days(days) => days as f64,
        Shift::Lost => f64::INFINITY,
        Shift::Won(_) => f64::NEG_INFINITY,
        Shift::Neither => 0.0,
    }
}

fn reach(end: &TornadoEnd) -> f64 {
    days(end).abs()
}

fn moved(end: &TornadoEnd) -> String {
    match end.shift {
        Shift::Days(0) => "no change".to_owned(),
        Shift::Days(days) => {
            let side = if days < 0 { "earlier" } else { "later" };
            format!("{} {side}", format::working_days(days))
        }
        Shift::Lost => "half of the futures never finish".to_owned(),
        Shift::Won(day) => format!("half of the futures finish by {}", format::date(day)),
        Shift::Neither => "half of the futures never finish either way".to_owned(),
    }
}

fn tip(row: &TornadoRow) -> String {
    let [a, b] = &row.ends;
    let mut lines =
        vec![row.name.clone(), format!("{}: {}", a.value, moved(a)), format!("{}: {}", b.value, moved(b))];
    if !row.note.is_empty() {
        lines.push(row.note.clone());
    }
    lines.join("\n")
}

fn sentence(input: &TornadoInput, rows: &[&TornadoRow]) -> String {
    match rows.first() {
        Some(row) if swing(row) == 0 => "Nothing moves the finish.".to_owned(),
        Some(row) => {
            let [a, b] = &row.ends;
            format!(
                "{} moves the finish most: {} at {}, {} at {}.",
                row.name,
                moved(a),
                a.value,
                moved(b),
                b.value
            )
        }
        None if input.to_come > 0 => "What moves the finish is being computed.".to_owned(),
        None => "Nothing that is uncertain moves this plan.".to_owned(),
    }
}

fn table(rows: &[&TornadoRow]) -> Table {
    let head = ["What", "At", "Finish", "At", "Finish"].map(str::to_owned).to_vec();
    let row = |row: &&TornadoRow| {
        let [a, b] = &row.ends;
        vec![row.name.clone(), a.value.clone(), moved(a), b.value.clone(), moved(b)]
    };
    Table { head, rows: rows.iter().map(row).collect() }
}

/// The smallest of 1, 2, 4, 5 times a power of ten that is at least `raw`, and whole.
fn step(raw: f64) -> f64 {
    let raw = if raw.is_finite() { raw.max(1.0) } else { 1.0 };
    let power = 10_f64.powf(raw.log10().floor());
    [1.0, 2.0, 4.0, 5.0, 10.0].into_iter().map(|f| f * power).find(|s| *s >= raw - 1e-9).unwrap_or(raw.ceil())
}
