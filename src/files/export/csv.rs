//! The tables of the pack as CSV for other programs: plain numbers, ISO dates, and no word that computes.

use super::sheets::{Sheet, sheets};
use crate::files::safe_folder::plain_name;
use crate::files::spreadsheet;
use crate::report::pack::{Cell, Pack};

/// Each table as a file, by its name.
pub fn files(pack: &Pack, stem: &str) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for sheet in sheets(pack) {
        let plain = format!("{stem} - {}", plain_name(&sheet.name, "table"));
        let is_free = |name: &str| {
            !files.iter().any(|(file, _)| file.to_lowercase() == format!("{name}.csv").to_lowercase())
        };
        let name = super::sheets::free_name(&plain, is_free);
        files.push((format!("{name}.csv"), table(&sheet)));
    }
    files
}

fn table(sheet: &Sheet<'_>) -> Vec<u8> {
    let head =
        sheet.table.columns.iter().map(|column| spreadsheet::text(&column.name).into_owned()).collect();
    let rows: Vec<Vec<String>> = std::iter::once(head)
        .chain(sheet.table.rows.iter().map(|row| row.iter().map(value).collect()))
        .collect();
    spreadsheet::table(rows.iter().map(Vec::as_slice))
}

fn value(cell: &Cell) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Words(text) | Cell::Marked(_, text) => spreadsheet::text(text).into_owned(),
        Cell::Count(n) => n.to_string(),
        Cell::Share(share) | Cell::Chance(share) => plain(*share),
        Cell::Date(day) => day.format("%Y-%m-%d").to_string(),
        Cell::Number(value, _) => plain(*value),
    }
}

/// Six decimals are more than any of them is known to.
fn plain(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::super::pack_for_tests::{figures_of, hostile, northwind};
    use super::*;

    fn read(bytes: &[u8]) -> Vec<csv::StringRecord> {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").expect("the mark of UTF-8");
        csv::ReaderBuilder::new().has_headers(false).from_reader(text).records().map(Result::unwrap).collect()
    }

    #[test]
    fn every_figure_and_every_row_can_be_read_back() {
        let pack = northwind();
        let files = files(&pack, "Northwind");
        let of = |name: &str| {
            let name = format!("Northwind - {name}.csv");
            read(&files.iter().find(|(file, _)| *file == name).unwrap_or_else(|| panic!("no {name}")).1)
        };
        let figures = of("Figures");
        for (figure, label) in figures_of(&pack) {
            let is_there =
                |row: &csv::StringRecord| spreadsheet::plain(&row[1]) == figure && &row[2] == label;
            assert!(figures.iter().any(is_there), "{figure}");
        }
        let phases = of("Phases");
        assert_eq!((&phases[0][0], &phases[1][0], &phases[1][2]), ("Phase", "Pilot 1 – IT", "150"));
        let clinics = phases.iter().find(|row| row[0].contains("North")).unwrap();
        assert_eq!((&clinics[2], &clinics[3], &clinics[4]), ("3200", "1568", "0.49"));
        assert!(files.iter().all(|(_, bytes)| read(bytes).len() > 1), "a file without a row");
    }

    #[test]
    fn names_that_compute_in_a_spreadsheet_are_words() {
        for (name, bytes) in files(&hostile(), "x") {
            assert!(!name.contains(['/', '\\', '<', '\n']), "{name}");
            for cell in read(&bytes).iter().flatten() {
                let is_safe = !cell.starts_with(['=', '+', '-', '@']) || cell.parse::<f64>().is_ok();
                assert!(is_safe, "{name}: {cell}");
            }
        }
    }
}
