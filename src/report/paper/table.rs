//! Tables on paper: words broken into lines, the head again on every sheet, no row torn apart.

use super::flow::{Flow, MARGIN};
use super::{Place, Role};
use crate::picture::labels::{Line, width};
use crate::picture::markers;
use crate::picture::scene::{Stroke, pt};
use crate::picture::{Ink, TypeRole, text};
use crate::report::pack::{Cell, Table};

const CELL: TypeRole = TypeRole { line: 12.0, ..TypeRole::BODY.at(8.5) };
const HEAD: TypeRole = TypeRole { line: 11.0, ..TypeRole::BODY_MEDIUM.at(8.0) };
const SIGN: f32 = 14.0;
const PADDING: f32 = 3.5;

/// How large a table is set, and how far apart its columns are.
#[derive(Clone, Copy)]
struct Setting {
    cell: TypeRole,
    /// Of the first column, which says what a row is about.
    first: TypeRole,
    head: TypeRole,
    gutter: f32,
}

const USUAL: Setting = Setting {
    cell: CELL,
    first: TypeRole { line: CELL.line, ..TypeRole::BODY_MEDIUM.at(8.5) },
    head: HEAD,
    gutter: 10.0,
};
const CLOSE: Setting = Setting {
    cell: TypeRole { line: CELL.line, ..TypeRole::BODY.at(8.0) },
    first: TypeRole { line: CELL.line, ..TypeRole::BODY_MEDIUM.at(8.0) },
    head: TypeRole { line: HEAD.line, ..TypeRole::BODY_MEDIUM.at(7.5) },
    gutter: 7.0,
};

impl Setting {
    /// As usual, and closer only where that gives every row a single line: a table of many columns is then half as
    /// high.
    fn of(table: &Table, room: f32) -> Self {
        let fits = |own: &Self| table.fits(own.room(table, room), SIGN, own.measure());
        if fits(&USUAL) || !fits(&CLOSE) { USUAL } else { CLOSE }
    }

    /// What its columns have without the gutters.
    fn room(&self, table: &Table, room: f32) -> f32 {
        room - self.gutter * table.columns.len().saturating_sub(1) as f32
    }

    fn measure(self) -> impl Fn(&str, bool) -> f32 {
        move |text, is_head| width(if is_head { self.head } else { self.first }, text)
    }
}

/// What a row is drawn by.
struct Grid<'a> {
    table: &'a Table,
    set: Setting,
    widths: Vec<f32>,
    number: usize,
}

pub fn draw(flow: &mut Flow, table: &Table) {
    let set = Setting::of(table, flow.room());
    let widths = table.widths(set.room(table, flow.room()), SIGN, set.measure());
    let grid = Grid { table, set, widths, number: flow.tables };
    flow.tables += 1;
    let heads: Vec<Vec<String>> = table
        .columns
        .iter()
        .zip(&grid.widths)
        .map(|(column, width)| text::break_lines(set.head, &column.name, *width))
        .collect();
    let first = table.rows.first().map_or(0.0, |row| height(&wrapped(&grid, row, flow.whole())));
    flow.need(head_height(&heads) + first.min(flow.whole() - head_height(&heads)));
    head(flow, &grid, &heads, true);
    for (at, row) in table.rows.iter().enumerate() {
        if flow.is_done() {
            return;
        }
        let lines = wrapped(&grid, row, flow.whole() - head_height(&heads) - 8.0);
        if flow.need(height(&lines)) {
            head(flow, &grid, &heads, false);
        }
        cells(flow, &grid, (at + 1, row), &lines);
    }
    flow.y += 4.0;
}

fn head_height(heads: &[Vec<String>]) -> f32 {
    heads.iter().map(Vec::len).max().unwrap_or(1) as f32 * HEAD.line + 2.0 * PADDING
}

fn height(lines: &[Vec<String>]) -> f32 {
    lines.iter().map(Vec::len).max().unwrap_or(1).max(1) as f32 * CELL.line + 2.0 * PADDING
}

/// The lines of every cell of a row, never more than a sheet holds.
fn wrapped(grid: &Grid<'_>, row: &[Cell], most: f32) -> Vec<Vec<String>> {
    let most = (((most - 2.0 * PADDING) / CELL.line).floor() as usize).max(1);
    row.iter()
        .zip(&grid.widths)
        .map(|(cell, width)| {
            let room = (width - if cell.mark().is_some() { SIGN } else { 0.0 }).max(8.0);
            let mut lines = text::break_lines(grid.set.first, &cell.text(), room);
            if lines.len() > most {
                lines.truncate(most);
                let last = format!("{} …", lines[most - 1]);
                lines[most - 1] = text::elide(grid.set.first, &last, room).into_owned();
            }
            lines
        })
        .collect()
}

/// The names of the columns; where a table goes on they are only for those who see it.
fn head(flow: &mut Flow, grid: &Grid<'_>, heads: &[Vec<String>], is_first: bool) {
    let mut x = MARGIN;
    let height = head_height(heads);
    let rows = heads.iter().map(Vec::len).max().unwrap_or(1);
    for (at, (lines, width)) in heads.iter().zip(&grid.widths).enumerate() {
        let mut scene = flow.blank();
        let is_right = grid.table.is_right(at);
        // At the foot of the head, over their columns.
        let mut y = flow.y + PADDING + (rows - lines.len()) as f32 * HEAD.line;
        for line in lines {
            let baseline = y + text::baseline_offset(grid.set.head);
            let face = (grid.set.head, Ink::Text2);
            Line::within((x, baseline, *width), is_right, face, line.as_str()).draw(&mut scene);
            y += HEAD.line;
        }
        let place = Place { table: grid.number, row: 0, column: at };
        flow.put(if is_first { Role::Cell(place) } else { Role::Furniture }, scene);
        x += width + grid.set.gutter;
    }
    flow.y += height;
    rule(flow, Ink::Stroke2);
}

fn cells(flow: &mut Flow, grid: &Grid<'_>, (number, row): (usize, &[Cell]), lines: &[Vec<String>]) {
    let mut x = MARGIN;
    for (at, ((cell, lines), width)) in row.iter().zip(lines).zip(&grid.widths).enumerate() {
        let mut scene = flow.blank();
        let mut y = flow.y + PADDING;
        let indent = match cell.mark() {
            Some(mark) => {
                markers::verdict(&mut scene, mark, pt(x + 5.0, y + 6.0), 10.0);
                SIGN
            }
            None => 0.0,
        };
        let role = if at == 0 { grid.set.first } else { grid.set.cell };
        let is_right = grid.table.is_right(at);
        for line in lines {
            let baseline = y + text::baseline_offset(grid.set.cell);
            let place = (x + indent, baseline, width - indent);
            Line::within(place, is_right, (role, Ink::Text), line.as_str()).draw(&mut scene);
            y += CELL.line;
        }
        flow.put(Role::Cell(Place { table: grid.number, row: number, column: at }), scene);
        x += width + grid.set.gutter;
    }
    flow.y += height(lines);
    rule(flow, Ink::Grid);
}

fn rule(flow: &mut Flow, ink: Ink) {
    let mut scene = flow.blank();
    let (right, y) = (flow.width - MARGIN, flow.y);
    scene.line(pt(MARGIN, y), pt(right, y), Stroke::new(0.5, ink));
    flow.put(Role::Furniture, scene);
}
