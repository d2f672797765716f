//! What is recognised of a file before its rows are read: its form, its columns, which of them is what, and
//! under what a person's corrections of it are remembered.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;

use super::fields::{Field, plain};
use super::input::Encoding;
use super::kinds::Kind;
use super::left::cut;
use super::rows::{FIELDS, NOWHERE, Places};

/// No more is kept of a column's name; Graph's longest have 70 characters.
pub(super) const LONGEST_NAME: usize = 120;

/// Fields that a row may have several of, each in a column of the same name.
const SEVERAL: [Field; 3] = [Field::Tags, Field::TicketCategory, Field::TicketDevice];

/// What was recognised of a file before its rows are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    pub file: String,
    pub encoding: Encoding,
    /// None = JSON.
    pub separator: Option<char>,
    pub header: Vec<String>,
    /// None = nothing that is known.
    pub kind: Option<Kind>,
    /// Which column is which field.
    pub columns: Vec<(Field, usize)>,
    /// What the file itself says of its rows' type.
    pub type_line: Option<String>,
    /// The file is one page of several, and names a next one.
    pub has_next_page: bool,
    /// A page with no object in it, as the last one of a list may be.
    pub is_empty_page: bool,
    /// The day on which the file was written, if it is one: nothing in it is later.
    pub written_on: Option<NaiveDate>,
}

impl Layout {
    pub(super) fn new(
        file: String,
        encoding: Encoding,
        (separator, header): (Option<char>, Vec<String>),
        type_line: Option<String>,
    ) -> Self {
        let header: Vec<_> = header.iter().map(|name| cut(name, LONGEST_NAME)).collect();
        let kind = Kind::of_header(&header);
        let columns = kind.map_or_else(Vec::new, |kind| kind.columns(&header));
        Self {
            file,
            encoding,
            separator,
            header,
            kind,
            columns,
            type_line,
            has_next_page: false,
            is_empty_page: false,
            written_on: None,
        }
    }

    /// The column of each field.
    pub(super) fn places(&self) -> Places {
        let mut places = [NOWHERE; FIELDS];
        for (field, column) in &self.columns {
            places[*field as usize] = *column;
        }
        places
    }

    /// The other columns of the same name, of fields of which a row has several: Jira repeats its labels.
    pub(super) fn further(&self) -> Vec<(Field, usize)> {
        let mut further = Vec::new();
        for (field, column) in self.columns.iter().filter(|(field, _)| SEVERAL.contains(field)) {
            let name = plain(&self.header[*column]);
            let is_taken = |place: usize| self.columns.iter().any(|(_, taken)| *taken == place);
            let alike = (0..self.header.len()).filter(|place| !is_taken(*place));
            further.extend(
                alike.filter(|place| plain(&self.header[*place]) == name).map(|place| (*field, place)),
            );
        }
        further
    }

    /// The kind as a person says it is, with the columns that its names find.
    pub fn set_kind(&mut self, kind: Kind) {
        self.kind = Some(kind);
        self.columns = kind.columns(&self.header);
    }

    /// The column of a field as a person says it is; none = in no column.
    pub fn set_column(&mut self, field: Field, column: Option<usize>) {
        self.columns.retain(|(known, taken)| *known != field && Some(*taken) != column);
        if let Some(column) = column.filter(|column| *column < self.header.len()) {
            self.columns.push((field, column));
        }
    }

    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().find(|(known, _)| *known == field).map(|(_, column)| *column)
    }

    /// The file begins with a row: what stands where the names should be names a person or a device.
    pub fn is_headless(&self) -> bool {
        self.separator.is_some() && self.header.iter().any(|name| is_value(name))
    }

    /// The key under which a correction by hand is remembered: the names of the columns, in whatever order. Of
    /// what may name somebody only a number is told, and [`is_passing`] of it.
    pub fn key(&self) -> String {
        if self.is_headless() {
            let mut hasher = DefaultHasher::new();
            self.header.hash(&mut hasher);
            return format!("{PASSING}{:x}", hasher.finish());
        }
        let names: BTreeSet<_> = self.header.iter().map(|name| plain(name)).collect();
        names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// How the key of a file without header begins.
const PASSING: &str = "#";

/// A key that is of one file alone, and not to be kept.
pub fn is_passing(key: &str) -> bool {
    key.starts_with(PASSING)
}

/// An address, an identity, a date or a long number: not the name of a column.
fn is_value(name: &str) -> bool {
    let is_number =
        name.chars().filter(char::is_ascii_digit).count() >= 5 && !name.chars().any(char::is_alphabetic);
    // What begins with it is a name of Graph's, as @odata.etag.
    let is_address = name.find('@').is_some_and(|at| at > 0);
    is_number || is_address || crate::fleet::guid(name.as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_values_is_told_from_a_header() {
        for value in ["jo@example.com", "2026-08-03 10:00", "4c9c1a67-9a3f-4a53-8a5b-2b0b2d1c6e11"] {
            assert!(is_value(value), "{value}");
        }
        for name in ["@odata.etag", "Name0", "Device name", ""] {
            assert!(!is_value(name), "{name}");
        }
    }
}
