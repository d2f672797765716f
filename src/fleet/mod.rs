//! Devices one by one, in memory: what each is ready for, which are the same, which segment and which phase
//! they count in.
//! No disk and no plan file: what leaves this room for a plan are counts.

mod counting;
mod device;
mod guid;
mod index;
mod positions;
mod readiness;
mod roster;
mod rule_text;
mod rules;
mod sample;
mod segments;
mod serial;
mod twins;
mod windows;
mod word;

pub use counting::count;
pub use device::{Agent, Device, Fleet, Step};
pub use guid::guid;
pub use index::Index;
pub use positions::Positions;
pub use readiness::{Readiness, STALE_AFTER_DAYS, readiness};
pub use roster::{Roster, Seat, Tally};
pub use rule_text::{Expected, NamesOf, conditions_text, listed_title, parse, parse_conditions, text, title};
pub use rules::{Column, Compare, Condition, Filter, Part, Rule, Share, Size};
pub use segments::{By, Counted, Key, OTHER, rare_prefixes, segments};
pub use twins::Twins;
pub use windows::{is_server_build, windows_name};
pub use word::{Word, Words};
