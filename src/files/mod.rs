//! The edge: bytes in, bytes out. The only folder that touches the disk.

mod bounds;
pub mod corrections;
pub mod examples;
pub mod export;
pub mod folders;
pub mod groups;
pub mod import;
pub mod lock;
pub mod plan_file;
pub mod recovery;
pub mod ron_text;
pub mod roster;
pub mod safe_folder;
pub mod safe_write;
pub mod settings;
pub mod spreadsheet;
mod versions;

pub use bounds::{LONGEST_DAYS, MOST_DEVICES, MOST_PHASES};
pub use corrections::{Correction, Corrections};
pub use examples::{EXAMPLES, Example};
pub use folders::Folders;
pub use plan_file::{FileError, OpenError, Opened, Stamp};
pub use safe_write::{WriteError, WriteReason};
pub use versions::CURRENT as CURRENT_VERSION;
