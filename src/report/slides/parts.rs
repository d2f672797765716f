//! The parts of a slide's body: sentences, lists and tables, cut to what the slide holds and never silently.

use super::{Finding, LABEL, LARGE, SMALL, TEXT, Table};
use crate::picture::labels::{Line, width};
use crate::picture::markers;
use crate::picture::scene::{Rect, Scene, Stroke, pt};
use crate::picture::{Ink, TypeRole, format, text};
use crate::report::pack::Cell;

const RULE_LEFT: f32 = super::MARGIN;
const STRONG_TEXT: TypeRole = TypeRole::BODY_STRONG.at(20.0);
const HEAD: TypeRole = TypeRole::BODY_MEDIUM.at(16.0);
/// Between two columns of a table.
const GUTTER: f32 = 24.0;
/// The room of a sign before its words.
const SIGN: f32 = 30.0;
const ROW_PADDING: f32 = 9.0;

pub fn rule(scene: &mut Scene, y: f32, ink: Ink) {
    scene.line(pt(RULE_LEFT, y), pt(super::RIGHT, y), Stroke::new(1.0, ink));
}

pub fn line(scene: &mut Scene, (x, y): (f32, f32), (role, ink): (TypeRole, Ink), text: &str) {
    Line::start(pt(x, y), role, ink, text).draw(scene);
}

/// Lines within a width, at most so many; the last one ends in an ellipsis when more would follow. Returns
/// the baseline after them.
pub fn lines(
    scene: &mut Scene,
    (x, mut y): (f32, f32),
    (role, ink): (TypeRole, Ink),
    (words, room, most): (&str, f32, usize),
) -> f32 {
    if words.is_empty() {
        return y;
    }
    let broken = text::break_lines(role, words, room);
    for (row, text) in broken.iter().take(most).enumerate() {
        let is_cut = row + 1 == most && broken.len() > most;
        let text = if is_cut {
            text::elide(role, &format!("{text} {}", broken[row + 1]), room).into_owned()
        } else {
            text.clone()
        };
        line(scene, (x, y), (role, ink), &text);
        y += role.line;
    }
    y
}

/// Each part returns where the next one begins.
pub fn heading(scene: &mut Scene, room: Rect, words: &str) -> f32 {
    lines(scene, (room.x, room.y + 34.0), (LABEL, Ink::Text), (words, room.w, 1)) - 10.0
}

pub fn sentence(scene: &mut Scene, room: Rect, finding: &Finding) -> f32 {
    if finding.text.is_empty() {
        return room.y;
    }
    let indent = if finding.mark.is_some() { 36.0 } else { 0.0 };
    let y = room.y + 32.0;
    if let Some(mark) = finding.mark {
        markers::verdict(scene, mark, pt(room.x + 12.0, y - 8.0), 24.0);
    }
    let words = (finding.text.as_str(), room.w - indent, 3);
    lines(scene, (room.x + indent, y), (LARGE, Ink::Text), words) + 2.0
}

pub fn bullets(scene: &mut Scene, room: Rect, bullets: &[Finding]) -> f32 {
    let mut y = room.y;
    for (at, bullet) in bullets.iter().enumerate() {
        let left = Rect { y, h: room.bottom() - y, ..room };
        if left.h < 90.0 && at + 1 < bullets.len() {
            return more(scene, (room.x, y + 26.0), bullets.len() - at);
        }
        y = sentence(scene, left, bullet);
    }
    y
}

fn more(scene: &mut Scene, (x, y): (f32, f32), count: usize) -> f32 {
    let words = format!("and {} more", format::count(count as u64));
    line(scene, (x, y), (SMALL, Ink::Text2), &words);
    y + SMALL.line
}

/// A table as high as the room: words broken into lines, and what has no room counted.
pub fn table(scene: &mut Scene, room: Rect, table: &Table) -> f32 {
    let widths = widths(table, room.w);
    let mut y = room.y + 30.0;
    let mut x = room.x;
    for (at, (column, width)) in table.columns.iter().zip(&widths).enumerate() {
        let name = text::elide(HEAD, &column.name, *width);
        Line::within((x, y, *width), table.is_right(at), (HEAD, Ink::Text2), name).draw(scene);
        x += width + GUTTER;
    }
    y += 12.0;
    scene.line(pt(room.x, y), pt(room.right(), y), Stroke::new(1.0, Ink::Stroke2));
    for (at, row) in table.rows.iter().enumerate() {
        let broken: Vec<Vec<String>> =
            row.iter().zip(&widths).map(|(cell, width)| wrapped(cell, *width)).collect();
        let most = broken.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let height = TEXT.line * most as f32 + 2.0 * ROW_PADDING;
        let is_last = at + 1 == table.rows.len();
        if y + height + if is_last { 0.0 } else { SMALL.line + 12.0 } > room.bottom() {
            return more(scene, (room.x, y + 28.0), table.rows.len() - at);
        }
        cells(scene, (room.x, y + ROW_PADDING), (table, row, &broken), &widths);
        y += height;
        scene.line(pt(room.x, y), pt(room.right(), y), Stroke::new(1.0, Ink::Grid));
    }
    y + 8.0
}

fn wrapped(cell: &Cell, width: f32) -> Vec<String> {
    const MOST: usize = 3;
    let room = if cell.mark().is_some() { width - SIGN } else { width };
    let mut lines = text::break_lines(STRONG_TEXT, &cell.text(), room.max(20.0));
    if lines.len() > MOST {
        lines[MOST - 1] =
            text::elide(STRONG_TEXT, &format!("{} {}", lines[MOST - 1], lines[MOST]), room).into_owned();
        lines.truncate(MOST);
    }
    lines
}

fn cells(
    scene: &mut Scene,
    (left, top): (f32, f32),
    (table, row, broken): (&Table, &[Cell], &[Vec<String>]),
    widths: &[f32],
) {
    let mut x = left;
    for (at, ((cell, lines), width)) in row.iter().zip(broken).zip(widths).enumerate() {
        let is_right = table.is_right(at);
        let mut y = top + TEXT.size * 0.95;
        let indent = match cell.mark() {
            Some(mark) => {
                markers::verdict(scene, mark, pt(x + 10.0, y - 7.0), 20.0);
                SIGN
            }
            None => 0.0,
        };
        let (role, ink) = if at == 0 { (STRONG_TEXT, Ink::Text) } else { (TEXT, Ink::Text) };
        for line in lines {
            let line = text::elide(role, line, width - indent);
            Line::within((x + indent, y, width - indent), is_right, (role, ink), line).draw(scene);
            y += TEXT.line;
        }
        x += width + GUTTER;
    }
}

/// What each column gets: numbers what they need, words the rest by their length.
fn widths(table: &Table, room: f32) -> Vec<f32> {
    let room = room - GUTTER * table.columns.len().saturating_sub(1) as f32;
    table.widths(room, SIGN, |text, is_head| width(if is_head { HEAD } else { STRONG_TEXT }, text))
}
