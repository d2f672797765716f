//! What is open: the plan with its path and history, where the user is in it, notices and settings.
//! No egui, no disk; nothing here draws and nothing here is computed from the plan.

pub mod history;
pub mod members;
pub mod notice;
pub mod open;
pub mod settings;
pub mod workspace;

pub use history::{History, Step};
pub use members::{Filed, Members, Seats};
pub use notice::{Notice, NoticeId, Notices, Severity};
pub use open::{Document, Gesture};
pub use settings::{Settings, ThemeChoice, WindowSize};
pub use workspace::*;
