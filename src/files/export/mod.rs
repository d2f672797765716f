//! What goes out to other programs: each format as bytes, made from the report, the same bytes each time.

pub mod ics;
pub mod mspdi;
