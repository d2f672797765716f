//! The future and the past in numbers: functions from a plan to daily series, dates and gate states.
//! No disk, no clock, no window; it never fails, and says by `None` what nobody can know.

mod authority;
mod bands;
mod baseline;
mod begin;
mod belief;
mod cost;
mod course;
mod daily;
mod days;
mod desk_records;
mod desk_state;
pub mod draw;
mod drawn;
mod due;
mod expected;
mod exposure;
mod fate;
mod frontier;
mod gate;
mod gist;
mod informed;
mod judge;
mod law;
mod learn;
mod mirror;
mod observed;
mod odds;
mod owner;
mod paired;
mod past;
pub mod pilot;
mod planned;
mod posterior;
mod rates;
mod records;
mod rules;
mod run;
mod sensitivity;
pub mod series;
mod simulation;
pub mod special;
mod standing;
mod switch_cell;
mod switches;
mod takes;
mod tally;
mod tasks;
mod together;
mod trace;
mod verdict;
mod written;

use crate::plan::Plan;

pub use authority::*;
pub use baseline::baseline_of;
pub use belief::*;
pub use cost::*;
pub use desk_records::record_load;
pub use due::*;
pub use expected::expected;
pub use exposure::*;
pub use frontier::*;
pub use gist::Gist;
pub use informed::informed;
pub use learn::learn;
pub use mirror::*;
pub use observed::observed;
pub use odds::*;
pub use owner::*;
pub use paired::*;
pub use planned::*;
pub use sensitivity::*;
pub use series::*;
pub use simulation::{Simulation, simulate};
pub use standing::{Standing, Standings, standings};
pub use takes::*;
pub use tasks::*;
pub use together::*;
pub use verdict::*;
#[doc(hidden)]
pub use written::{Future, Futures, Stand, Truth};

/// Everything the window shows about a plan's past and expected future.
pub fn outlook(plan: &Plan) -> Outlook {
    let observed = observed(plan);
    let begin = begin::Begin::new(plan, &observed);
    let expected = expected::expected_from(plan, &begin);
    let gates = gate::gates(plan, &begin, &observed, &expected);
    Outlook { observed, learned: begin.learned, expected, gates }
}
