//! What is said and shown about a plan, ready for a page or for paper: sentences, figures, charts.
//! It computes nothing about the future and draws nothing on a screen.

pub mod actuals;
pub mod agenda;
pub mod assumed;
pub mod benefits;
pub mod course;
pub mod decision_record;
pub mod decisions;
pub mod devices;
pub mod diff;
pub mod events;
pub mod explained;
pub mod figures;
pub mod findings;
mod gate_explained;
pub mod gate_rows;
pub mod gate_verdict;
pub mod mirror;
pub mod odds;
pub mod odds_charts;
pub mod odds_knobs;
pub mod odds_takes;
pub mod odds_ways;
pub mod owner;
pub mod owner_question;
pub mod pack;
pub mod paper;
pub mod pasted;
pub mod phase_cards;
pub mod prerequisites;
pub mod project;
pub mod ranges;
pub mod readiness;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod readiness_tests;
pub mod recorded;
pub mod refusal;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod sample_odds_tests;
#[cfg(test)]
mod sample_tests;
#[cfg(test)]
mod sentences_tests;
pub mod situation;
pub mod slides;
pub mod stays;
pub mod study;
pub mod tasks;
pub mod timeline;
pub mod troubles;
pub mod way_back;
pub mod wording;
pub mod workloads;

pub use crate::picture::explanation::Explanation;
pub use crate::picture::markers::Verdict as Mark;
pub use situation::Situation;

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
