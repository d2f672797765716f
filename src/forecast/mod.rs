//! The future and the past in numbers: functions from a plan to daily series, dates and gate states.
//! No disk, no clock, no window; it never fails, and says by `None` what nobody can know.

mod authority;
mod baseline;
mod begin;
mod belief;
mod cost;
mod course;
mod days;
mod desk_records;
pub mod draw;
mod expected;
mod gate;
mod judge;
mod known;
mod law;
mod learn;
mod observed;
mod odds;
mod paired;
mod past;
mod planned;
mod posterior;
mod rates;
mod records;
pub mod series;
pub mod special;
mod switch_cell;
mod switches;
mod verdict;

use crate::plan::Plan;

pub use authority::*;
pub use baseline::baseline_of;
pub use belief::*;
pub use cost::*;
pub use desk_records::record_load;
pub use expected::expected;
pub use learn::learn;
pub use observed::observed;
pub use odds::*;
pub use paired::*;
pub use planned::*;
pub use series::*;
pub use verdict::*;

/// Everything the window shows about a plan's past and expected future.
pub fn outlook(plan: &Plan) -> Outlook {
    let days = days::Days::new(plan);
    let observed = observed(plan);
    let known = known::Known::new(plan, &days, &observed);
    let mut course = begin::course(&known);
    let expected = expected::from_known(&known);
    let gates = gate::gates(&mut course, &observed, &expected);
    let learned = known.learned;
    Outlook { observed, learned, expected, gates }
}
