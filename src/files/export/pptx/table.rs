//! A table of the pack as a table of the presentation, as high as its room; what has no room is counted.

use std::fmt::Write as _;

use super::page::Maker;
use super::xml::{emu, fill, place};
use crate::picture::labels::width;
use crate::picture::scene::Rect;
use crate::picture::{Ink, TypeRole, format, text};
use crate::report::pack::{Cell, Table};

const HEAD: TypeRole = TypeRole::BODY_MEDIUM.at(16.0);
const HEAD_HEIGHT: f32 = 36.0;
const GUTTER: f32 = 24.0;
const PADDING: f32 = 7.0;
/// The room of a sign before its words.
const SIGN: f32 = 28.0;
const MORE: f32 = 30.0;
/// How much wider words may be, strong and plain, where the typeface is missing and another one stands in for it.
const STAND_IN: (f32, f32) = (1.16, 1.04);

/// In which a table is set, the first in which all of it has room.
const SIZES: [f32; 3] = [20.0, 18.0, 16.0];

/// What a table is drawn by in type of one size.
struct Grid {
    plain: TypeRole,
    strong: TypeRole,
    widths: Vec<f32>,
    heights: Vec<f32>,
    /// Some word is wider than its column.
    is_torn: bool,
}

impl Grid {
    fn new(table: &Table, room: f32, size: f32) -> Self {
        let (plain, strong) = (TypeRole::BODY.at(size), TypeRole::BODY_STRONG.at(size));
        let room = room - GUTTER * table.columns.len() as f32;
        let measure =
            |words: &str, is_head: bool| width(if is_head { HEAD } else { strong }, words) * STAND_IN.0;
        let widths = table.widths(room, SIGN, measure);
        let is_torn = table.tears(&widths, SIGN, measure);
        let high = |row: &Vec<Cell>| {
            let lines = row.iter().zip(&widths).enumerate().map(|(at, (cell, width))| {
                let sign = if cell.mark().is_some() { SIGN } else { 0.0 };
                let wider = if at == 0 { STAND_IN.0 } else { STAND_IN.1 };
                text::break_lines(strong, &cell.text(), ((width - sign) / wider).max(20.0)).len()
            });
            lines.max().unwrap_or(1).max(1) as f32 * plain.line + 2.0 * PADDING
        };
        let heights = table.rows.iter().map(high).collect();
        Self { plain, strong, widths, heights, is_torn }
    }

    fn height(&self) -> f32 {
        HEAD_HEIGHT + self.heights.iter().sum::<f32>()
    }
}

/// Draws the table at the top of its room and says how much of it is taken.
pub fn draw(maker: &mut Maker, table: &Table, room: Rect) -> f32 {
    let mut grids = SIZES.into_iter().map(|size| Grid::new(table, room.w, size));
    let fitting = grids.find(|grid| grid.height() <= room.h && !grid.is_torn);
    let mut grid = fitting.unwrap_or_else(|| Grid::new(table, room.w, SIZES[2]));
    let mut used = HEAD_HEIGHT;
    let mut shown = 0;
    for own in &grid.heights {
        let reserve = if shown + 1 == table.rows.len() { 0.0 } else { MORE };
        if used + own + reserve > room.h + 0.5 {
            break;
        }
        used += own;
        shown += 1;
    }
    grid.heights.truncate(shown);
    let left_out = table.rows.len() - shown;
    frame(maker, table, &grid, Rect { h: used, ..room });
    if left_out > 0 {
        let words = format!("and {} more", format::count(left_out as u64));
        maker.note(&words, Rect::new(room.x, room.y + used + 6.0, room.w, MORE));
        used += MORE;
    }
    used + 8.0
}

fn frame(maker: &mut Maker, table: &Table, grid: &Grid, rect: Rect) {
    let name = maker.name(&table.title, &table.title);
    let place = place("p:xfrm", rect);
    let mut out = format!(
        "<p:graphicFrame><p:nvGraphicFramePr>{name}<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/>\
         </p:nvGraphicFramePr>{place}<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\">\
         <a:tbl><a:tblPr firstRow=\"1\"/><a:tblGrid>"
    );
    for width in &grid.widths {
        let _ = write!(out, "<a:gridCol w=\"{}\"/>", emu(width + GUTTER));
    }
    let _ = write!(out, "</a:tblGrid><a:tr h=\"{}\">", emu(HEAD_HEIGHT));
    for (at, column) in table.columns.iter().enumerate() {
        let words = maker.run(&column.name, HEAD, Ink::Text2);
        cell(maker, &mut out, (&words, table.is_right(at)), Ink::Stroke2);
    }
    out.push_str("</a:tr>");
    for (row, height) in table.rows.iter().zip(&grid.heights) {
        let _ = write!(out, "<a:tr h=\"{}\">", emu(*height));
        for (at, value) in row.iter().enumerate() {
            let role = if at == 0 { grid.strong } else { grid.plain };
            // A sign stays with its number.
            let text = value.text().replace("> ", ">\u{a0}").replace("< ", "<\u{a0}");
            let words = format!("{}{}", maker.sign(value.mark(), role), maker.run(&text, role, Ink::Text));
            cell(maker, &mut out, (&words, table.is_right(at)), Ink::Grid);
        }
        out.push_str("</a:tr>");
    }
    out.push_str("</a:tbl></a:graphicData></a:graphic></p:graphicFrame>");
    maker.out.push_str(&out);
}

fn cell(maker: &Maker, out: &mut String, (words, is_right): (&str, bool), line: Ink) {
    let side = if is_right { "r" } else { "l" };
    let (right, padding) = (emu(GUTTER), emu(PADDING));
    let none = |edge: &str| format!("<a:{edge} w=\"0\"><a:noFill/></a:{edge}>");
    let _ = write!(
        out,
        "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn=\"{side}\"/>{words}</a:p></a:txBody>\
         <a:tcPr marL=\"0\" marR=\"{right}\" marT=\"{padding}\" marB=\"{padding}\">{}{}{}<a:lnB w=\"9525\">{}</a:lnB><a:noFill/></a:tcPr></a:tc>",
        none("lnL"),
        none("lnR"),
        none("lnT"),
        fill(maker.palette.color(line))
    );
}
