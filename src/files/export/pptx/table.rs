//! A table of the pack as a table of the presentation, as high as its room; what has no room is counted.

use std::fmt::Write as _;

use super::page::{Maker, STRONG, TEXT};
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

/// Draws the table at the top of its room and says how much of it is taken.
pub fn draw(maker: &mut Maker, table: &Table, room: Rect) -> f32 {
    let room_for_words = room.w - GUTTER * table.columns.len() as f32;
    let measure = |words: &str, is_head: bool| width(if is_head { HEAD } else { STRONG }, words);
    let widths = table.widths(room_for_words, SIGN, measure);
    let high = |row: &Vec<Cell>| {
        let lines = row.iter().zip(&widths).map(|(cell, width)| {
            let sign = if cell.mark().is_some() { SIGN } else { 0.0 };
            text::break_lines(STRONG, &cell.text(), (width - sign).max(20.0)).len()
        });
        lines.max().unwrap_or(1).max(1) as f32 * TEXT.line + 2.0 * PADDING
    };
    let mut used = HEAD_HEIGHT;
    let mut heights = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        let own = high(row);
        let reserve = if at + 1 == table.rows.len() { 0.0 } else { MORE };
        if used + own + reserve > room.h {
            break;
        }
        used += own;
        heights.push(own);
    }
    let left_out = table.rows.len() - heights.len();
    frame(maker, table, (&widths, &heights), Rect { h: used, ..room });
    if left_out > 0 {
        let words = format!("and {} more", format::count(left_out as u64));
        maker.note(&words, Rect::new(room.x, room.y + used + 6.0, room.w, MORE));
        used += MORE;
    }
    used + 8.0
}

fn frame(maker: &mut Maker, table: &Table, (widths, heights): (&[f32], &[f32]), rect: Rect) {
    let name = maker.name(&table.title, &table.title);
    let place = place("p:xfrm", rect);
    let mut out = format!(
        "<p:graphicFrame><p:nvGraphicFramePr>{name}<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/>\
         </p:nvGraphicFramePr>{place}<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\">\
         <a:tbl><a:tblPr firstRow=\"1\"/><a:tblGrid>"
    );
    for width in widths {
        let _ = write!(out, "<a:gridCol w=\"{}\"/>", emu(width + GUTTER));
    }
    let _ = write!(out, "</a:tblGrid><a:tr h=\"{}\">", emu(HEAD_HEIGHT));
    for (at, column) in table.columns.iter().enumerate() {
        let words = maker.run(&column.name, HEAD, Ink::Text2);
        cell(maker, &mut out, (&words, table.is_right(at)), Ink::Stroke2);
    }
    out.push_str("</a:tr>");
    for (row, height) in table.rows.iter().zip(heights) {
        let _ = write!(out, "<a:tr h=\"{}\">", emu(*height));
        for (at, value) in row.iter().enumerate() {
            let role = if at == 0 { STRONG } else { TEXT };
            let words =
                format!("{}{}", maker.sign(value.mark(), role), maker.run(&value.text(), role, Ink::Text));
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
