//! Sentences of the import screen: broken to the room, with a sign before them.

use egui::{Ui, pos2, vec2};

use crate::files::import::{Kind, LeftRow};
use crate::intake::FileReport;
use crate::look::glyphs::paint_verdict;
use crate::look::text::{text_at_wrapped, words};
use crate::look::{Verdict, color};
use crate::picture::{Ink, TypeRole, format, text};

/// One sentence, and how it is set.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    said: &'a str,
    mark: Option<Verdict>,
    has_dot: bool,
    role: TypeRole,
    ink: Ink,
    above: f32,
}

impl<'a> Line<'a> {
    pub const fn new(said: &'a str) -> Self {
        Self { said, mark: None, has_dot: false, role: TypeRole::LABEL, ink: Ink::Text2, above: 2.0 }
    }

    pub const fn mark(self, mark: Verdict) -> Self {
        Self { mark: Some(mark), ..self }
    }

    /// One of several.
    pub const fn dot(self) -> Self {
        Self { has_dot: true, ..self }
    }

    pub const fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    pub const fn role(self, role: TypeRole) -> Self {
        Self { role, ..self }
    }

    pub const fn above(self, above: f32) -> Self {
        Self { above, ..self }
    }
}

/// Puts a sentence under the last one, `left` from the column's edge and `room` wide.
pub fn line(ui: &mut Ui, room: f32, left: f32, line: Line<'_>) {
    let indent = if line.mark.is_some() || line.has_dot { 22.0 } else { 0.0 };
    let lines = text::break_lines(line.role, line.said, room - indent).len().max(1) as f32;
    let height = line.above + lines * line.role.line;
    let (_, place) = ui.allocate_space(vec2(left + room, height));
    let top = place.top() + line.above;
    let sign = pos2(place.left() + left + 7.0, top + line.role.line / 2.0);
    if let Some(mark) = line.mark {
        paint_verdict(ui.painter(), mark, sign, 14.0);
    } else if line.has_dot {
        ui.painter().circle_filled(sign, 2.5, color(ui, Ink::Text2));
    }
    let at = pos2(place.left() + left + indent, top + text::baseline_offset(line.role));
    text_at_wrapped(ui, at, words(line.said, line.role, line.ink), room - indent);
}

/// What was made of a file, in one line: kind, rows, days.
pub fn summary(report: &FileReport) -> String {
    let kind = report.kind.map_or("Not recognised", Kind::name);
    if report.error.is_some() {
        return kind.to_owned();
    }
    let what = if report.kind == Some(Kind::Calendar) { ("event", "events") } else { ("row", "rows") };
    let mut parts =
        vec![kind.to_owned(), format!("{} read", format::plural(report.tally.rows, what.0, what.1))];
    let left: u64 = report.tally.left.values().map(|left| left.count).sum();
    if left > 0 {
        parts.push(format!("{} left", format::count(left)));
    }
    if let Some((first, last)) = report.dates {
        parts.push(format::date_range_year(first, last));
    }
    parts.join(" · ")
}

/// How the file is written; none for what is no table.
pub fn form(report: &FileReport) -> Option<String> {
    let layout = report.layout.as_ref()?;
    let separator = match layout.separator {
        None => "JSON".to_owned(),
        Some('\t') => "separated by tabs".to_owned(),
        Some(',') => "separated by commas".to_owned(),
        Some(';') => "separated by semicolons".to_owned(),
        Some(mark) => format!("separated by {mark}"),
    };
    let columns = format::plural(layout.header.len() as u64, "column", "columns");
    let newest = report.dates.map(|(_, last)| format!(", newest date {}", format::date(last)));
    let recoded = (report.tally.recoded > 0).then(|| {
        let rows = format::plural(report.tally.recoded, "row", "rows");
        format!("; {rows} not in UTF-8, read as Windows-1252")
    });
    let encoding = layout.encoding.name();
    Some(format!(
        "{encoding}, {separator}, {columns}{}{}.",
        newest.unwrap_or_default(),
        recoded.unwrap_or_default()
    ))
}

/// Each reason for which rows were left, with what is wrong in the first of them.
pub fn left(report: &FileReport) -> impl Iterator<Item = String> + '_ {
    report.tally.left.iter().map(|(why, left)| {
        let first: Vec<_> = left.first.iter().map(LeftRow::words).collect();
        let rows = format::plural(left.count, "row", "rows");
        let more = if left.count > left.first.len() as u64 { "; …" } else { "" };
        format!("{rows} left: {}: {}{more}", why.reason(), first.join("; "))
    })
}
