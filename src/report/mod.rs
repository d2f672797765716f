//! What is said and shown about a plan, ready for a page or for paper: sentences, figures, charts.
//! It computes nothing about the future and draws nothing on a screen.

pub mod headline;

pub use headline::{Headline, Standing};
