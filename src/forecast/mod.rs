//! The future and the past in numbers: functions from a plan to daily series, dates and gate states.
//! No disk, no clock, no window; it never fails, and says by `None` what nobody can know.

pub mod series;

pub use series::*;
