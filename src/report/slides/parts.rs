//! The parts of a slide's body: sentences, lists and tables, cut to what the slide holds and never silently.

use super::board::Board;
use super::{Finding, LABEL, LARGE, SMALL, Table};
use crate::picture::labels::{Line, width};
use crate::picture::markers;
use crate::picture::scene::{Rect, Scene, Stroke, pt};
use crate::picture::{Ink, TypeRole, format, text};
use crate::report::pack::Cell;

const RULE_LEFT: f32 = super::MARGIN;
const HEAD: TypeRole = TypeRole::BODY_MEDIUM.at(16.0);
/// Between two columns of a table.
const GUTTER: f32 = 24.0;
/// The room of a sign before its words.
const SIGN: f32 = 30.0;
const HEAD_HEIGHT: f32 = 42.0;
/// In which a table is set, the first in which all of it has room.
const SIZES: [f32; 3] = [20.0, 18.0, 16.0];

pub fn rule(scene: &mut Scene, y: f32, ink: Ink) {
    scene.line(pt(RULE_LEFT, y), pt(super::RIGHT, y), Stroke::new(1.0, ink));
}

pub fn line(scene: &mut Scene, (x, y): (f32, f32), (role, ink): (TypeRole, Ink), text: &str) {
    Line::start(pt(x, y), role, ink, text).draw(scene);
}

/// Lines within a width, at most so many; the last one ends in an ellipsis when more would follow. Returns
/// the baseline after them.
pub fn lines(
    scene: &mut Board,
    (x, mut y): (f32, f32),
    (role, ink): (TypeRole, Ink),
    (words, room, most): (&str, f32, usize),
) -> f32 {
    if words.is_empty() {
        return y;
    }
    let broken = text::break_lines(role, words, room);
    scene.text(|scene| {
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
    });
    y
}

/// Each part returns where the next one begins.
pub fn heading(scene: &mut Board, room: Rect, words: &str) -> f32 {
    lines(scene, (room.x, room.y + 34.0), (LABEL, Ink::Text), (words, room.w, 1)) - 10.0
}

pub fn sentence(scene: &mut Board, room: Rect, finding: &Finding) -> f32 {
    if finding.text.is_empty() {
        return room.y;
    }
    let indent = if finding.mark.is_some() { 36.0 } else { 0.0 };
    let y = room.y + 32.0;
    if let Some(mark) = finding.mark {
        markers::verdict(scene, mark, pt(room.x + 12.0, y - 8.0), 24.0);
    }
    // What follows needs room as well.
    let most = (room.h * 0.4 / LARGE.line).floor().max(3.0) as usize;
    let words = (finding.text.as_str(), room.w - indent, most);
    lines(scene, (room.x + indent, y), (LARGE, Ink::Text), words) + 2.0
}

pub fn bullets(scene: &mut Board, room: Rect, bullets: &[Finding]) -> f32 {
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

/// A table in type as large as lets all of it stand; of one that is too long even then, what has no room is
/// counted.
pub fn table(scene: &mut Board, room: Rect, table: &Table) -> f32 {
    let mut grids = SIZES.into_iter().map(|size| Grid::new(table, room, size));
    let grid = grids.find(|grid| grid.height() <= room.h).unwrap_or_else(|| Grid::new(table, room, SIZES[2]));
    let mut y = room.y + 30.0;
    let mut x = room.x;
    for (at, (column, width)) in table.columns.iter().zip(&grid.widths).enumerate() {
        let name = text::elide(HEAD, &column.name, *width);
        let name = Line::within((x, y, *width), table.is_right(at), (HEAD, Ink::Text2), name);
        scene.cell(0, at, |scene| name.draw(scene));
        x += width + GUTTER;
    }
    y = room.y + HEAD_HEIGHT;
    scene.line(pt(room.x, y), pt(room.right(), y), Stroke::new(1.0, Ink::Stroke2));
    for at in 0..table.rows.len() {
        let height = grid.row_height(at);
        let is_last = at + 1 == table.rows.len();
        if y + height + if is_last { 0.0 } else { SMALL.line + 12.0 } > room.bottom() + 0.5 {
            scene.tables += 1;
            return more(scene, (room.x, y + 28.0), table.rows.len() - at);
        }
        grid.cells(scene, (room.x, y + grid.padding), at);
        y += height;
        scene.line(pt(room.x, y), pt(room.right(), y), Stroke::new(1.0, Ink::Grid));
    }
    scene.tables += 1;
    y + 8.0
}

/// A table in type of one size: how wide its columns are, and the lines of every cell.
struct Grid<'t> {
    table: &'t Table,
    plain: TypeRole,
    strong: TypeRole,
    padding: f32,
    widths: Vec<f32>,
    lines: Vec<Vec<Vec<String>>>,
}

impl<'t> Grid<'t> {
    fn new(table: &'t Table, room: Rect, size: f32) -> Self {
        let (plain, strong) = (TypeRole::BODY.at(size), TypeRole::BODY_STRONG.at(size));
        let padding = size * 0.45;
        let words = room.w - GUTTER * table.columns.len().saturating_sub(1) as f32;
        // What each column gets: numbers what they need, words the rest by their length.
        let widths =
            table.widths(words, SIGN, |text, is_head| width(if is_head { HEAD } else { strong }, text));
        // Words are cut only where one row alone is higher than the room.
        let left = room.h - HEAD_HEIGHT - 2.0 * padding - SMALL.line - 12.0;
        let most = (left / plain.line).floor().max(1.0) as usize;
        let row = |row: &Vec<Cell>| {
            row.iter().zip(&widths).map(|(cell, width)| wrapped(cell, (strong, *width), most)).collect()
        };
        let lines = table.rows.iter().map(row).collect();
        Self { table, plain, strong, padding, widths, lines }
    }

    fn row_height(&self, at: usize) -> f32 {
        let most = self.lines[at].iter().map(Vec::len).max().unwrap_or(1).max(1);
        self.plain.line * most as f32 + 2.0 * self.padding
    }

    fn height(&self) -> f32 {
        HEAD_HEIGHT + (0..self.lines.len()).map(|at| self.row_height(at)).sum::<f32>()
    }

    fn cells(&self, scene: &mut Board, (left, top): (f32, f32), row: usize) {
        let mut x = left;
        for (at, width) in self.widths.iter().enumerate() {
            scene.cell(row + 1, at, |scene| self.cell(scene, (x, top, *width), (row, at)));
            x += width + GUTTER;
        }
    }

    fn cell(&self, scene: &mut Scene, (x, top, width): (f32, f32, f32), (row, at): (usize, usize)) {
        let (Some(cell), Some(lines)) = (self.table.rows[row].get(at), self.lines[row].get(at)) else {
            return;
        };
        let mut y = top + self.plain.size * 0.95;
        let indent = match cell.mark() {
            Some(mark) => {
                markers::verdict(scene, mark, pt(x + 10.0, y - self.plain.size * 0.35), self.plain.size);
                SIGN
            }
            None => 0.0,
        };
        let role = if at == 0 { self.strong } else { self.plain };
        for line in lines {
            let line = text::elide(role, line, width - indent);
            let place = (x + indent, y, width - indent);
            Line::within(place, self.table.is_right(at), (role, Ink::Text), line).draw(scene);
            y += self.plain.line;
        }
    }
}

fn wrapped(cell: &Cell, (role, width): (TypeRole, f32), most: usize) -> Vec<String> {
    let room = if cell.mark().is_some() { width - SIGN } else { width };
    let mut lines = text::break_lines(role, &cell.text(), room.max(20.0));
    if lines.len() > most {
        let last = format!("{} {}", lines[most - 1], lines[most]);
        lines[most - 1] = text::elide(role, &last, room).into_owned();
        lines.truncate(most);
    }
    lines
}
