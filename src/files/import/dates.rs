//! A column of dates whose rows count whether or not the date can be read: what was read of it, and what not.

use super::left::{LeftRow, LeftRows};
use super::moment::{Moment, Order, Written, serial, written};

/// How a column writes its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text(Order),
    /// As spreadsheets count days.
    Serial,
}

/// What became of the cells of one column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    pub read: u64,
    /// Neither a date nor a word for none.
    pub unread: LeftRows,
    /// Of these the numbers that a spreadsheet would take for days.
    serials: u64,
}

impl Dates {
    /// Takes a cell; `place` says where it stands.
    pub(super) fn take(&mut self, text: &str, form: Form, place: impl FnOnce() -> LeftRow) -> Option<Moment> {
        let found = match form {
            Form::Text(order) => written(text, order),
            Form::Serial => serial(text).map_or_else(|| written(text, Order::MonthFirst), Written::At),
        };
        match found {
            Written::At(moment) => {
                self.read += 1;
                return Some(moment);
            }
            Written::Nothing => {}
            Written::Unread => {
                self.serials += u64::from(serial(text).is_some());
                self.unread.add(place);
            }
        }
        None
    }

    /// Adds what came after it; `lines` is where that began.
    pub(super) fn join(&mut self, other: Self, lines: u64) {
        self.read += other.read;
        self.serials += other.serials;
        self.unread.join(other.unread, lines);
    }

    /// No value is a date unless all are numbers of days.
    pub(super) const fn are_serials(&self) -> bool {
        self.read == 0 && self.serials > 0 && self.serials == self.unread.count
    }

    /// More of its values cannot be read than can: nothing may be concluded from it.
    pub const fn tells_nothing(&self) -> bool {
        self.unread.count > self.read
    }
}
