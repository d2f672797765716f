//! What is said and shown about a plan, ready for a page or for paper: sentences, figures, charts.
//! It computes nothing about the future and draws nothing on a screen.

pub mod figures;
pub mod findings;
pub mod gate_rows;
pub mod headline;
#[cfg(test)]
mod sample_tests;
pub mod situation;
pub mod wording;

pub use headline::{Headline, Standing};
pub use situation::Situation;

/// How something stands. It is shown as a glyph, never by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Met, on course, done.
    Met,
    /// Late, close to a limit, not met yet.
    Risk,
    /// Missed, over a limit, stalled.
    Missed,
    Running,
    Paused,
    /// Not started, or nothing known.
    Empty,
}

/// A sentence with its glyph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub mark: Option<Mark>,
    pub text: String,
}

impl Finding {
    pub fn new(mark: Mark, text: impl Into<String>) -> Self {
        Self { mark: Some(mark), text: text.into() }
    }

    pub fn plain(text: impl Into<String>) -> Self {
        Self { mark: None, text: text.into() }
    }
}
