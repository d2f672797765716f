//! What is written for other programs, and where to.

use std::sync::Arc;

use super::Dialog;

#[derive(Clone, Debug, PartialEq)]
pub struct ExportDraft {
    pub what: Exported,
    /// As it is typed; `~` is the home folder.
    pub path: String,
    /// Why the last try came to nothing.
    pub complaint: String,
    /// The desktop's own dialog was asked first: when that is left, this one is left too.
    pub is_asked_first: bool,
    /// The dialog whose chart is saved: it is there again afterwards as it was.
    pub behind: Option<Box<Dialog>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exported {
    Mspdi,
    Ics,
    Json,
    /// Into a folder.
    Groups,
    Picture(Picture),
}

/// A chart as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// What the chart is of.
    pub name: String,
    /// `svg` or `png`
    pub ending: &'static str,
    pub bytes: Arc<[u8]>,
    /// The characters that stand as boxes in it, in words.
    pub unprintable: Option<String>,
}

impl Exported {
    /// What the plan is written as.
    pub const PLAN: [Self; 4] = [Self::Mspdi, Self::Ics, Self::Json, Self::Groups];

    /// Of the file's name; empty for a folder.
    pub const fn ending(&self) -> &'static str {
        match self {
            Self::Mspdi => "xml",
            Self::Ics => "ics",
            Self::Json => "json",
            Self::Groups => "",
            Self::Picture(picture) => picture.ending,
        }
    }
}
