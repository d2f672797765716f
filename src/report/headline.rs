//! The sentence that opens a page, and how the plan stands by it. Each page writes its own.

/// How good the news is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    OnCourse,
    AtRisk,
    OffCourse,
}

/// The finding of a page with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    pub standing: Standing,
    pub text: String,
}

impl Headline {
    pub fn new(standing: Standing, text: impl Into<String>) -> Self {
        Self { standing, text: text.into() }
    }
}
