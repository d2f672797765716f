//! Why devices failed: error codes from frequent to rare, with their running share, and the one fix that
//! pays most. It knows no codes: meanings come in with them.

use super::format;
use super::labels::{Canvas, Line, fitted, width};
use super::legend::{self, Heading};
use super::palette::Ink;
use super::scene::{Paint, Rect, Scene, Stroke, Table, pt};
use super::type_roles::TypeRole;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParetoRow {
    /// `0x8018002A`, or `Other` for the rest.
    pub code: String,
    /// Empty where it is not known.
    pub meaning: String,
    pub devices: u64,
    /// Retried without anybody's doing; else it needs a fix.
    pub is_transient: bool,
}

/// Rows in falling order, `Other` last.
#[derive(Clone, Debug, PartialEq)]
pub struct ParetoInput {
    pub heading: Option<Heading>,
    pub rows: Vec<ParetoRow>,
    /// One sentence with the one fix that pays most; empty where none is known.
    pub advice: String,
}

const PITCH: f32 = 34.7;
const FOOT: f32 = 46.0;

pub fn scene(input: &ParetoInput, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width, height);
    let inner = legend::open(&mut canvas, input.heading.as_ref(), &[]);
    let room = inner.h - FOOT;
    let shown = input.rows.len().min((room / 28.0).floor().max(1.0) as usize);
    let pitch = (room / shown.max(1) as f32).clamp(28.0, PITCH);
    let total = total(input);
    let code_width =
        input.rows.iter().map(|row| self::width(TypeRole::LABEL_STRONG, &row.code)).fold(0.0, f32::max);
    let mut before = 0;
    for (index, row) in input.rows.iter().take(shown).enumerate() {
        let rect = Rect::new(inner.x, inner.y + index as f32 * pitch, inner.w, pitch);
        let running = share(before + row.devices, total);
        draw(
            &mut canvas,
            input,
            Row { cause: row, index, running, is_tail: share(before, total) > 0.7, code_width },
            rect,
        );
        before += row.devices;
    }
    if !input.rows.is_empty() {
        foot(&mut canvas, input, inner, inner.y + shown as f32 * pitch + 9.0);
    }
    let mut scene = canvas.scene;
    scene.sentence = sentence(input);
    scene.table = table(input);
    scene
}

#[derive(Clone, Copy)]
struct Row<'a> {
    cause: &'a ParetoRow,
    index: usize,
    running: f64,
    /// The many small causes at the end are paler.
    is_tail: bool,
    code_width: f32,
}

fn draw(canvas: &mut Canvas, input: &ParetoInput, row: Row<'_>, rect: Rect) {
    let Row { cause: row, index, running, is_tail, code_width } = row;
    let baseline = rect.y + 14.0;
    let bar_right = (rect.right() - 97.0).max(rect.x + rect.w * 0.4);
    let code = fitted(TypeRole::LABEL_STRONG, &row.code, bar_right - rect.x);
    if let Some(code) = code {
        canvas.write(&Line::start(pt(rect.x, baseline), TypeRole::LABEL_STRONG, Ink::Text, code));
    }
    let from = rect.x + code_width + 6.0;
    let running_word = "running";
    let until =
        if index == 0 { rect.right() - width(TypeRole::CAPTION, running_word) - 8.0 } else { rect.right() };
    if let Some(meaning) = fitted(TypeRole::LABEL, &row.meaning, until.min(bar_right + 40.0) - from) {
        canvas.write(&Line::start(pt(from, baseline), TypeRole::LABEL, Ink::Text2, meaning));
    }
    if index == 0 {
        let at = pt(rect.right(), baseline);
        canvas.write(&Line::end(at, TypeRole::CAPTION, Ink::Text2, running_word));
    }
    let bar = Rect::new(rect.x, rect.y + 23.0, bar_right - rect.x, 8.0);
    canvas.scene.rect(bar, 2.0, Ink::Bg3);
    let most = input.rows.iter().map(|row| row.devices).max().unwrap_or(0);
    let length = bar.w * share(row.devices, most) as f32;
    if length > 0.0 {
        let ink = ink(row);
        let paint = if is_tail { Paint::blend(ink, 0.75, Ink::Bg1) } else { Paint::solid(ink) };
        canvas.scene.rect(Rect::new(bar.x, bar.y, length.max(2.0), bar.h), 2.0, paint);
    }
    let y = bar.y + 8.5;
    let count = format::count(row.devices);
    let share = format::percent0(running);
    let right = rect.right();
    let share_width = width(TypeRole::LABEL, &share).max(30.0);
    canvas.write(&Line::end(pt(right, y), TypeRole::LABEL, Ink::Text2, share));
    let middle = pt((bar_right + 30.0).min(right - share_width - 8.0), y);
    canvas.write(&Line::end(middle, TypeRole::BODY_STRONG, Ink::Text, count));
    canvas.scene.hit(format!("code:{}", row.code), rect, tip(row, running));
}

fn ink(row: &ParetoRow) -> Ink {
    if row.is_transient { Ink::WarnSolid } else { Ink::BadSolid }
}

fn foot(canvas: &mut Canvas, input: &ParetoInput, inner: Rect, y: f32) {
    if y + 36.0 > canvas.scene.height {
        return;
    }
    canvas.scene.line(pt(inner.x, y), pt(inner.right(), y), Stroke::new(1.0, Ink::Stroke));
    let transient: u64 = input.rows.iter().filter(|row| row.is_transient).map(|row| row.devices).sum();
    let verb = if transient == 1 { "retries by itself" } else { "retry by themselves" };
    let words = format!("transient, {} {verb}", format::count(transient));
    let mut x = inner.x;
    // Codes whose meaning nobody knows are neither.
    let kinds = [(Ink::BadSolid, "needs a fix"), (Ink::WarnSolid, words.as_str())];
    for (ink, text) in kinds.into_iter().filter(|_| has_meanings(input)) {
        let end = x + 15.0 + width(TypeRole::CAPTION, text);
        if end > inner.right() {
            break;
        }
        canvas.scene.rect(Rect::new(x, y + 12.0, 9.0, 9.0), 2.0, ink);
        canvas.write(&Line::start(pt(x + 15.0, y + 20.5), TypeRole::CAPTION, Ink::Text2, text));
        x = end + 18.0;
    }
    let y = if has_meanings(input) { y + 39.0 } else { y + 22.0 };
    if let Some(advice) = fitted(TypeRole::LABEL_MEDIUM, &input.advice, inner.w) {
        canvas.write(&Line::start(pt(inner.x, y), TypeRole::LABEL_MEDIUM, Ink::Text, advice));
    }
}

/// Something is known about a code: that it passes by itself, or what it means.
fn has_meanings(input: &ParetoInput) -> bool {
    let is_code = |row: &&ParetoRow| row.code.starts_with("0x");
    input.rows.iter().filter(is_code).any(|row| row.is_transient || !row.meaning.is_empty())
}

fn total(input: &ParetoInput) -> u64 {
    input.rows.iter().map(|row| row.devices).fold(0, u64::saturating_add)
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn tip(row: &ParetoRow, running: f64) -> String {
    let kind = match (row.is_transient, row.meaning.is_empty()) {
        (true, _) => ", transient",
        (false, true) => "",
        (false, false) => ", needs a fix",
    };
    let name =
        if row.meaning.is_empty() { row.code.clone() } else { format!("{} {}", row.code, row.meaning) };
    let devices = format::plural(row.devices, "device", "devices");
    format!("{name}\n{devices}{kind}\n{} with those above", format::percent0(running))
}

fn sentence(input: &ParetoInput) -> String {
    let total = total(input);
    match input.rows.first().filter(|_| total > 0) {
        Some(first) => format!(
            "{} failed; most with {} ({}). {}",
            format::plural(total, "device", "devices"),
            if first.meaning.is_empty() { &first.code } else { &first.meaning },
            format::count(first.devices),
            input.advice
        )
        .trim_end()
        .to_owned(),
        None => "No failures by error code are recorded.".to_owned(),
    }
}

fn table(input: &ParetoInput) -> Table {
    let total = total(input);
    let mut before = 0_u64;
    let rows = input.rows.iter().map(|row| {
        before = before.saturating_add(row.devices);
        vec![
            row.code.clone(),
            row.meaning.clone(),
            format::count(row.devices),
            format::percent0(share(before, total)),
            if row.is_transient { "transient" } else { "needs a fix" }.to_owned(),
        ]
    });
    let rows = rows.collect();
    Table { head: ["Code", "Meaning", "Devices", "Running share", "Kind"].map(str::to_owned).to_vec(), rows }
}
