//! Devices one by one, in memory: what each is ready for, which are the same, which segment they count in.
//! No disk and no plan file: what leaves this room for a plan are counts.

mod device;
mod readiness;
mod segments;
mod windows;

pub use device::{Agent, Device, Fleet, Word, Words};
pub use readiness::{Readiness, STALE_AFTER_DAYS, readiness};
pub use segments::{By, Counted, segments};
pub use windows::windows_name;
