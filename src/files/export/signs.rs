//! The states of the pack where nothing can be drawn: a word for tables that are filtered, a character for
//! running text.

use crate::picture::Ink;
use crate::report::Mark;
use crate::report::slides::tones;

/// As a spreadsheet's column says it.
pub const fn word(mark: Mark) -> &'static str {
    match mark {
        Mark::Met => "Met",
        Mark::Risk => "At risk",
        Mark::Missed => "Missed",
        Mark::Running => "Running",
        Mark::Paused => "Paused",
        Mark::Empty => "Open",
    }
}

/// As it stands before words; each is in the type that systems bring along.
pub const fn character(mark: Mark) -> char {
    match mark {
        Mark::Met => '✓',
        Mark::Risk => '▲',
        Mark::Missed => '✕',
        Mark::Running => '●',
        Mark::Paused => '‖',
        Mark::Empty => '○',
    }
}

/// The colour of its words.
pub const fn ink(mark: Mark) -> Ink {
    tones(mark).1
}
