//! What became of a file's rows: how many count, which were left and why, and the first of these.

use std::collections::BTreeMap;

use super::Field;
use super::dates::Dates;
use super::layout::LONGEST_NAME;
use super::rows::Row;
use crate::picture::format::count;

/// Why a row was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Left {
    /// Nothing in it.
    Blank,
    /// The line under the header, or a footer like "(30 rows affected)".
    Footer,
    /// Fewer or more cells than the header has columns.
    Cells,
    /// The same, and a quote at the beginning of one has no second one.
    Quote,
    /// No name or id by which a device could be told.
    Nameless,
    /// A date that is none.
    Date,
    /// A server, a phone, a Mac.
    NoWindows,
    /// Retired, wiped, or not enrolled in truth.
    Leaving,
    /// A record left behind by one that counts.
    Obsolete,
    NoClient,
    /// Managed by something that Baton does not plan.
    OutOfScope,
    /// The same device stands there again; its newest row counts.
    Double,
    /// Not an object as the others are.
    Shape,
    /// A cell is longer than anything that is kept.
    TooLong,
}

/// Bytes of a name, a site, a model: what is kept of a device, in the plan perhaps.
pub(super) const LONGEST_WORD: usize = 1_000;
/// Characters of a ticket's text. ServiceNow cuts its own there.
pub(super) const LONGEST_TEXT: usize = 32_000;

impl Left {
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Blank => "empty",
            Self::Footer => "a footer",
            Self::Cells => "not as many cells as columns",
            Self::Quote => "with a quote that is not closed",
            Self::Nameless => "without a name or id",
            Self::Date => "with a date that cannot be read",
            Self::NoWindows => "no Windows client",
            Self::Leaving => "in a state in which devices do not count",
            Self::Obsolete => "obsolete",
            Self::NoClient => "without the Configuration Manager client",
            Self::OutOfScope => "managed by something else",
            Self::Double => "of a device that stands there again",
            Self::Shape => "not like the others",
            Self::TooLong => "with a text longer than is kept",
        }
    }
}

/// How many rows shown of each reason.
const SHOWN: usize = 5;

/// A row that is left: why, and which of its cells says so.
#[derive(Clone, Copy, Debug)]
pub struct Refused {
    pub why: Left,
    pub field: Option<Field>,
}

impl Left {
    /// Told by the cell of this field.
    pub const fn by(self, field: Field) -> Refused {
        Refused { why: self, field: Some(field) }
    }
}

impl From<Left> for Refused {
    fn from(why: Left) -> Self {
        Self { why, field: None }
    }
}

/// One of the first rows that were left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftRow {
    pub line: u64,
    /// Of JSON it is counted which object it is, not in which line it stands.
    pub is_record: bool,
    /// The column that says so, as the file calls it.
    pub column: Option<String>,
    /// What stands there, cut short. It may name somebody: it is to be looked at on the screen and never kept.
    pub value: String,
}

/// No more of a cell is shown.
const LONGEST_VALUE: usize = 40;

impl LeftRow {
    pub(super) fn at(line: u64) -> Self {
        Self { line, ..Self::default() }
    }

    pub(super) fn of(row: &Row<'_>, field: Option<Field>, header: &[String]) -> Self {
        let (place, cell) = field.map(|field| row.as_written(field)).unwrap_or_default();
        let column = place.and_then(|place| header.get(place)).map(|name| cut(name, LONGEST_NAME));
        Self { line: row.number, is_record: row.is_record, column, value: shortened(&cell.text()) }
    }

    /// `line 7`, or `record 7` where objects have no lines of their own.
    pub fn spot(&self) -> String {
        format!("{} {}", if self.is_record { "record" } else { "line" }, count(self.line))
    }

    /// [`Self::spot`] and, where a column says why, its name; what stands there is for the screen alone.
    pub fn place(&self) -> String {
        let column = self.column.as_ref().map_or_else(String::new, |column| format!(", {column}"));
        format!("{}{column}", self.spot())
    }

    /// `line 7, Opened: “soon”`
    pub fn words(&self) -> String {
        match (self.value.as_str(), &self.column) {
            ("", None) => self.place(),
            ("", Some(_)) => format!("{} is empty", self.place()),
            (value, _) => format!("{}: “{value}”", self.place()),
        }
    }
}

/// As much of a text as is shown, in one line.
pub fn shortened(text: &str) -> String {
    cut(text, LONGEST_VALUE)
}

/// The first characters of a text of which nobody knows how long it is and what it does to a terminal.
pub fn cut(text: &str, most: usize) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let mut short: String = text.trim().chars().take(most).map(plain).collect();
    if text.trim().chars().nth(most).is_some() {
        short.push('…');
    }
    short
}

/// The rows left for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftRows {
    pub count: u64,
    /// The first ones.
    pub first: Vec<LeftRow>,
}

impl LeftRows {
    pub(super) fn add(&mut self, row: impl FnOnce() -> LeftRow) {
        self.count += 1;
        if self.first.len() < SHOWN {
            self.first.push(row());
        }
    }

    /// Adds what came after it; `lines` is where that began.
    pub(super) fn join(&mut self, other: Self, lines: u64) {
        self.count += other.count;
        let room = SHOWN.saturating_sub(self.first.len());
        let below = |row: LeftRow| LeftRow { line: row.line + lines, ..row };
        self.first.extend(other.first.into_iter().take(room).map(below));
    }
}

/// What became of the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub rows: u64,
    pub left: BTreeMap<Left, LeftRows>,
    /// The columns whose dates can only be read in part, or not at all; their rows count all the same.
    pub undated: BTreeMap<Field, Dates>,
    /// Cells that were not UTF-8.
    pub recoded: u64,
    /// Rows with a question mark in a name, as stands where an export without Unicode has lost a letter.
    pub questioned: u64,
}

impl Tally {
    /// The rows that the export wrote, whether they count or not.
    pub fn all_rows(&self) -> u64 {
        let is_row = |why: &Left| !matches!(why, Left::Blank | Left::Footer);
        self.rows + self.left.iter().filter(|(why, _)| is_row(why)).map(|(_, left)| left.count).sum::<u64>()
    }

    pub(super) fn leave_row(&mut self, why: Left, row: impl FnOnce() -> LeftRow) {
        self.left.entry(why).or_default().add(row);
    }

    /// Adds what came after it; `lines` is where that began.
    pub(super) fn join(&mut self, other: Self, lines: u64) {
        self.rows += other.rows;
        self.recoded += other.recoded;
        for (why, rows) in other.left {
            self.left.entry(why).or_default().join(rows, lines);
        }
    }
}
