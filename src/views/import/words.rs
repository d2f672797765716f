//! Sentences of the import screen: what was made of a file, and what was left of it.

use crate::files::import::{Kind, LeftRow};
use crate::intake::FileReport;
pub use crate::look::widgets::sentence::{Line, line};
use crate::picture::format;

/// What was made of a file, in one line: kind, rows, days.
pub fn summary(report: &FileReport) -> String {
    let kind = report.kind.map_or("Not recognized", Kind::name);
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
