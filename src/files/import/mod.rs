//! Exports of other programs into facts: which file it is, its rows, what was left and why. A plan is
//! never touched here.

pub mod attempts;
mod blocks;
pub mod calendar;
mod dates;
mod desks;
mod devices;
pub mod fields;
mod foreign;
mod input;
mod json;
pub mod kinds;
mod layout;
mod left;
mod limits;
mod memo;
pub mod moment;
pub mod occasion;
mod preamble;
mod recurrence;
mod rows;
mod split;
mod states;
pub mod tickets;
mod zipped;

pub use dates::Dates;
pub use devices::{Choices, DeviceReading, missing, read_devices};
pub use fields::Field;
pub use input::{Encoding, Input};
pub use kinds::Kind;
pub use layout::{Layout, is_passing};
pub use left::{Left, LeftRow, LeftRows, Tally, cut, shortened};
pub use limits::{Limit, Limits};
pub use rows::{Progress, Row, Table};

/// What a file may be of which devices, tickets or days off are read.
pub const EXPECTED: &str =
    "a list of devices from Intune, Graph or Configuration Manager, a ticket list, or a calendar";

/// Why a file could not be read at all. Single bad rows are no error: they are counted.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{file} {}", why_unreadable(.error))]
    Unreadable { file: String, error: std::io::Error },
    #[error("{file} is larger than can be read: {limit}")]
    TooLarge { file: String, limit: &'static str },
    #[error("{file} is a damaged ZIP file: {why}")]
    BrokenZip { file: String, why: String },
    #[error("{file} is no JSON that can be read: {why}")]
    BrokenJson { file: String, why: String },
    #[error("{file} is empty")]
    Empty { file: String },
    #[error("{file} is {found}; expected {expected}")]
    Unknown { file: String, found: String, expected: String },
    #[error("{file} was given up")]
    GivenUp { file: String },
}

/// In our words where the system's are its own numbers.
fn why_unreadable(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "cannot be read: there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "cannot be read: access to it is denied".to_owned(),
        std::io::ErrorKind::IsADirectory => "cannot be read: it is a folder".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}

impl ImportError {
    /// Why reading stopped.
    pub fn of_reading(file: &str, error: std::io::Error) -> Self {
        let file = file.to_owned();
        match error.kind() {
            std::io::ErrorKind::FileTooLarge => Self::TooLarge { file, limit: "1 GB when unpacked" },
            _ => Self::Unreadable { file, error },
        }
    }
}
