//! Files that name devices: a name, a serial number or an Entra device ID a line, or a table with a column of
//! them.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::{decode, reader};
use crate::files::import::fields::{DEVICES, matched};
use crate::files::import::{Field, Limits};
use crate::files::spreadsheet::plain;
use crate::picture::format;

/// Two million IDs of 36 letters, in UTF-16 too.
const MOST_BYTES: u64 = 160 << 20;

/// What a file names, each once, in its order. The surest column of a table counts.
pub fn names(path: &Path) -> Result<Vec<String>, String> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes));
    read.map_err(|error| format!("{} to be a file that can be read: {error}", path.display()))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(format!("{} to be smaller than 160 MB", path.display()));
    }
    let most = Limits::REAL.devices.most;
    let found = of_text(&decode(&bytes), most);
    if found.len() > most {
        return Err(format!(
            "{} to name no more than {} devices",
            path.display(),
            format::count(most as u64)
        ));
    }
    if found.is_empty() { Err(format!("{} to name devices", path.display())) } else { Ok(found) }
}

/// Stops where there are more.
fn of_text(text: &str, most: usize) -> Vec<String> {
    let mut column = None;
    let mut names = Vec::new();
    let mut known = std::collections::HashSet::new();
    for record in reader(text.trim_start_matches('\u{feff}')).records().flatten() {
        if names.len() > most {
            break;
        }
        let Some(column) = column else {
            let header: Vec<String> = record.iter().map(str::to_owned).collect();
            let fields = matched(&header, DEVICES);
            let of = |wanted| fields.iter().find(|(field, _)| *field == wanted).map(|(_, at)| *at);
            let titled = of(Field::EntraId).or_else(|| of(Field::Serial)).or_else(|| of(Field::DeviceName));
            column = Some(titled.unwrap_or(0));
            if titled.is_none() {
                keep(&mut names, &mut known, record.get(0));
            }
            continue;
        };
        keep(&mut names, &mut known, record.get(column));
    }
    names
}

fn keep(names: &mut Vec<String>, known: &mut std::collections::HashSet<String>, cell: Option<&str>) {
    let name = plain(cell.unwrap_or_default());
    let name = name.trim();
    if !name.is_empty() && known.insert(name.to_lowercase()) {
        names.push(name.to_owned());
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        of_text(text, 3)
    }

    #[test]
    fn a_file_of_too_many_names_is_not_read_to_its_end() {
        assert_eq!(read("A\nB\nb\nC\n").len(), 3);
        assert_eq!(read("A\nB\nC\nD\nE\n").len(), 4, "one more, which tells");
    }

    #[test]
    fn bare_lists_and_tables_name_devices() {
        assert_eq!(read("PC-1\r\n\r\n pc-1\nPC-2, somewhere\n"), ["PC-1", "PC-2"]);
        assert_eq!(read("Where;Serial number;Name\nHQ;SN1;A\nHQ;'=SN2;B\n"), ["SN1", "=SN2"]);
        assert_eq!(read("\u{feff}Name\nPC-1\n"), ["PC-1"]);
        assert_eq!(read(""), [""; 0]);
        let folder = tempfile::tempdir().unwrap();
        assert!(names(&folder.path().join("x.txt")).unwrap_err().contains("x.txt to be a file"));
    }
}
