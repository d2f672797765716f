//! How much lists may hold. More is refused, with the limit named, before it fills the memory.

use super::ImportError;

/// So many things of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub most: usize,
    pub words: &'static str,
}

impl Limit {
    /// What is left beside what others hold.
    #[must_use]
    pub const fn beside(self, held: usize) -> Self {
        Self { most: self.most.saturating_sub(held), ..self }
    }

    /// Whether there is room for so many.
    pub const fn holds(self, count: usize) -> Result<(), Self> {
        if count > self.most { Err(self) } else { Ok(()) }
    }

    /// What is said of the file that goes beyond it.
    pub fn refuses(self, file: &str) -> ImportError {
        ImportError::TooLarge { file: file.to_owned(), limit: self.words }
    }
}

/// How much all lists together may hold.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub devices: Limit,
    pub attempts: Limit,
    pub tickets: Limit,
}

impl Limits {
    /// A device takes 0.4 KB of memory, an attempt no more, a ticket its texts.
    pub const REAL: Self = Self {
        devices: Limit { most: 2_000_000, words: "2,000,000 devices in all lists" },
        attempts: Limit { most: 2_000_000, words: "2,000,000 attempts in all lists" },
        tickets: Limit { most: 2_000_000, words: "2,000,000 tickets in all lists" },
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::REAL
    }
}
