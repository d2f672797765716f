//! The tables of the pack as programs take them that sort, filter and sum: each table once, the figures of all
//! pages, and the numbers of each chart, with columns that have a name each and cells of one kind.

use chrono::NaiveDate;

use super::signs;
use crate::picture::{format, scene};
use crate::report::pack::{
    Block, Categories, Cell, Chart, Column, ColumnKind, Drawing, Pack, Page, Part, Series, Table, Unit,
};

/// One table with where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet<'p> {
    pub page: &'p Page,
    /// `Phases`; no two sheets of a pack have the same.
    pub name: String,
    /// What it says, where it says more than its rows.
    pub sentence: &'p str,
    pub table: Table,
    /// What draws these numbers.
    pub chart: Option<&'p Chart>,
}

/// Every table of the pack in reading order, the figures first.
pub fn sheets(pack: &Pack) -> Vec<Sheet<'_>> {
    let mut sheets: Vec<Sheet<'_>> = Vec::new();
    let mut add = |page, name: &str, sentence, table: Table, chart| {
        // A table that two pages show is one table, and so is the finish under another title.
        let is_finish =
            |chart: Option<&Chart>| matches!(chart, Some(c) if matches!(c.drawing, Drawing::Finish(_)));
        let is_there = |sheet: &Sheet<'_>| {
            let is_again = is_finish(sheet.chart) && is_finish(chart);
            (is_again || sheet.table.title == table.title)
                && (&sheet.table.columns, &sheet.table.rows) == (&table.columns, &table.rows)
        };
        if table.rows.is_empty() || sheets.iter().any(is_there) {
            return;
        }
        let is_free = |name: &str| !sheets.iter().any(|s| s.name.to_lowercase() == name.to_lowercase());
        let name = free_name(name, is_free);
        sheets.push(Sheet { page, name, sentence, table, chart });
    };
    if let Some(first) = pack.pages.first() {
        add(first, "Figures", "", figures(pack), None);
    }
    for page in &pack.pages {
        for block in page.all_blocks() {
            match block {
                Block::Table(table) => add(page, &table.title, "", stated(table), None),
                Block::Chart(chart) => {
                    let table = chart.series.as_ref().map_or_else(|| typed(&chart.table), series);
                    add(
                        page,
                        &chart.title,
                        &chart.sentence,
                        Table { title: chart.title.clone(), ..table },
                        Some(chart),
                    );
                }
                _ => {}
            }
        }
    }
    sheets
}

/// The name, or the name with the first number that makes it one of its own.
pub fn free_name(name: &str, is_free: impl Fn(&str) -> bool) -> String {
    if is_free(name) {
        return name.to_owned();
    }
    (2..=99_999).map(|n| format!("{name} {n}")).find(|name| is_free(name)).unwrap_or_default()
}

/// The large figures of all pages.
fn figures(pack: &Pack) -> Table {
    let columns =
        ["Page", "Figure", "What", "Note", "State"].map(|name| Column::new(name, ColumnKind::Words));
    let mut rows = Vec::new();
    for page in &pack.pages {
        for block in page.all_blocks() {
            let Block::Figures(figures) = block else { continue };
            rows.extend(figures.iter().map(|big| {
                vec![
                    Cell::words(page.title.as_str()),
                    Cell::words(big.figure.as_str()),
                    Cell::words(big.label.as_str()),
                    Cell::words(big.note.as_str()),
                    Cell::Marked(big.mark, signs::word(big.mark).to_owned()),
                ]
            }));
        }
    }
    Table::new("Figures", columns.to_vec(), rows)
}

/// A table with every column named, and with a column for the states that are only signs on a page.
fn stated(table: &Table) -> Table {
    let mut table = table.clone();
    let has_signs = table.rows.iter().any(|row| row.first().is_some_and(|cell| cell.mark().is_some()));
    if has_signs && !table.columns.first().is_none_or(|column| column.name.is_empty()) {
        let at = table.columns.len().min(1);
        table.columns.insert(at, Column::new("State", ColumnKind::Words));
        for row in &mut table.rows {
            let state = match row.first().and_then(Cell::mark) {
                Some(mark) => Cell::Marked(mark, signs::word(mark).to_owned()),
                None => Cell::Nothing,
            };
            row.insert(at.min(row.len()), state);
        }
    }
    named(table)
}

/// No column without a name, and none with another's.
fn named(mut table: Table) -> Table {
    for at in 0..table.columns.len() {
        let (before, rest) = table.columns.split_at_mut(at);
        let column = &mut rest[0];
        if column.name.trim().is_empty() {
            "Kind".clone_into(&mut column.name);
        }
        let is_free =
            |name: &str| !before.iter().any(|other| other.name.to_lowercase() == name.to_lowercase());
        column.name = free_name(&column.name, is_free);
    }
    table
}

/// The series of a chart side by side, and behind them what it tells beside what is drawn.
pub fn series(series: &Series) -> Table {
    let kind = match series.unit {
        Unit::Share => ColumnKind::Share,
        Unit::Devices | Unit::Tickets => ColumnKind::Number(1),
    };
    let first = match &series.categories {
        Categories::Dates(_) => Column::new("Date", ColumnKind::Date),
        Categories::Words(_) => Column::new("Name", ColumnKind::Words),
    };
    let all: Vec<&Part> = series.parts.iter().chain(&series.told).collect();
    let parts = all.iter().map(|part| Column::new(part.name.as_str(), kind));
    let columns = std::iter::once(first).chain(parts).collect();
    let value = |value: f64| match series.unit {
        Unit::Share => Cell::Share(value),
        Unit::Devices | Unit::Tickets => Cell::Number(value, 1),
    };
    let row = |at: usize| {
        let first = match &series.categories {
            Categories::Dates(days) => Cell::Date(days[at]),
            Categories::Words(words) => Cell::words(words[at].as_str()),
        };
        let values = all.iter().map(|part| part.values.get(at).copied().flatten());
        std::iter::once(first).chain(values.map(|v| v.map_or(Cell::Nothing, value))).collect()
    };
    named(Table::new("", columns, (0..series.categories.len()).map(row).collect()))
}

/// The numbers that a drawing gives in words, as numbers again: a column is of a kind when each of its cells
/// would be written just so.
pub fn typed(table: &scene::Table) -> Table {
    let width = table.head.len();
    let mut columns: Vec<Column> =
        table.head.iter().map(|name| Column::new(name.as_str(), ColumnKind::Words)).collect();
    let text = |row: &Vec<String>, at: usize| row.get(at).cloned().unwrap_or_default();
    let mut rows: Vec<Vec<Cell>> =
        table.rows.iter().map(|row| (0..width).map(|at| words(text(row, at))).collect()).collect();
    for at in 0..width {
        for kind in [
            ColumnKind::Count,
            ColumnKind::Number(1),
            ColumnKind::Number(2),
            ColumnKind::Share,
            ColumnKind::Chance,
            ColumnKind::Date,
        ] {
            let read: Option<Vec<Cell>> = rows.iter().map(|row| read(&row[at], kind)).collect();
            let Some(read) = read.filter(|cells| cells.iter().any(|cell| *cell != Cell::Nothing)) else {
                continue;
            };
            columns[at].kind = kind;
            for (row, cell) in rows.iter_mut().zip(read) {
                row[at] = cell;
            }
            break;
        }
    }
    named(Table::new("", columns, rows))
}

fn words(text: String) -> Cell {
    if text.is_empty() || text == format::DASH { Cell::Nothing } else { Cell::Words(text) }
}

/// The value of a cell of words, if as that kind it is written alike.
fn read(cell: &Cell, kind: ColumnKind) -> Option<Cell> {
    let Cell::Words(text) = cell else { return Some(Cell::Nothing) };
    let number = || text.trim_end_matches('%').replace(',', "").replace('\u{2212}', "-").parse::<f64>().ok();
    let value = match kind {
        ColumnKind::Words => return None,
        ColumnKind::Count => Cell::Count(number()? as i64),
        ColumnKind::Number(places) => Cell::Number(number()?, places),
        ColumnKind::Share => Cell::Share(number()? / 100.0),
        ColumnKind::Chance => Cell::Chance(number()? / 100.0),
        ColumnKind::Date => Cell::Date(NaiveDate::parse_from_str(text, "%d %b %Y").ok()?),
    };
    (as_drawn(&value) == *text).then_some(value)
}

/// As drawings write it, whose numbers have no more decimals than they need.
fn as_drawn(cell: &Cell) -> String {
    match cell {
        Cell::Number(value, places) => format::decimal(*value, *places),
        other => other.text(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::Mark;

    fn written(rows: &[&[&str]], head: &[&str]) -> scene::Table {
        let all = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        scene::Table { head: all(head), rows: rows.iter().map(|row| all(row)).collect() }
    }

    #[test]
    fn numbers_in_words_are_numbers_again_where_the_whole_column_is() {
        use ColumnKind::{Count, Date, Number, Share, Words};

        let table = typed(&written(
            &[
                &["Wave 1", "1,850", "32.9%", "14 Oct 2026", "61%", "2.5", "2026"],
                &["Wave 2", "–", "100.0%", "1 Nov 2026", "< 1%", "7", "−3"],
            ],
            &["", "Devices", "Share", "Gate", "Chance", "Wait", "share"],
        ));
        let kinds: Vec<ColumnKind> = table.columns.iter().map(|column| column.kind).collect();
        assert_eq!(kinds, [Words, Count, Share, Date, Words, Number(1), Words]);
        assert_eq!(table.rows[0][1], Cell::Count(1850));
        assert_eq!(table.rows[1][1], Cell::Nothing);
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["Kind", "Devices", "Share", "Gate", "Chance", "Wait", "share 2"]);
    }

    #[test]
    fn a_sign_before_a_name_is_a_column_that_can_be_filtered() {
        let column = |name: &str| Column::new(name, ColumnKind::Words);
        let rows = vec![vec![Cell::Marked(Mark::Missed, "Success".into())], vec![Cell::words("Load")]];
        let table = stated(&Table::new("Gate", vec![column("Criterion")], rows.clone()));
        assert_eq!(table.columns[1].name, "State");
        assert_eq!(table.rows[0][1].text(), "Missed");
        assert_eq!((table.rows[1][1].clone(), table.rows[1].len()), (Cell::Nothing, 2));
        // The words of a column without a name are the state.
        assert_eq!(stated(&Table::new("Problems", vec![column("")], rows)).columns.len(), 1);
    }

    #[test]
    fn the_finish_is_one_sheet_under_whatever_title_and_no_other_chart_is_lost() {
        let mut pack = super::super::pack_for_tests::northwind();
        let before = sheets(&pack).len();
        let again = |pack: &Pack, key: &str| {
            let (_, chart) = pack.charts().find(|(_, chart)| chart.key == key).unwrap();
            Block::Chart(Box::new(Chart { title: "Once more".into(), ..chart.clone() }))
        };
        let finish = again(&pack, "finish");
        pack.pages[0].details.push(finish);
        assert_eq!(sheets(&pack).len(), before);
        let desk = again(&pack, "helpdesk");
        pack.pages[0].details.push(desk);
        assert_eq!(sheets(&pack).len(), before + 1);
    }

    proptest! {
        #[test]
        fn what_is_read_as_a_number_is_written_as_it_was(cells in proptest::collection::vec("[0-9,.%–−]{0,7}|[0-9]{1,2} (Oct|May) 20[0-9]{2}", 1..4)) {
            let rows: Vec<Vec<String>> = cells.iter().map(|cell| vec![cell.clone()]).collect();
            let table = typed(&scene::Table { head: vec!["x".into()], rows });
            for (cell, was) in table.rows.iter().zip(&cells) {
                let was = if was.is_empty() { format::DASH } else { was.as_str() };
                prop_assert_eq!(as_drawn(&cell[0]), was);
            }
        }
    }
}
