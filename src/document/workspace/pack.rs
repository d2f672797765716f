//! The steering pack being asked for: where to, as what, and how far it is.

use crate::files::export::{Medium, PaperSize};

#[derive(Clone, Debug, PartialEq)]
pub struct PackDraft {
    /// As it is typed; `~` is the home folder.
    pub folder: String,
    /// In the order of [`Medium::ALL`].
    pub media: Vec<Medium>,
    /// Of the PDF.
    pub paper: PaperSize,
    pub stage: PackStage,
}

#[derive(Clone, Debug, PartialEq)]
pub enum PackStage {
    Asked {
        /// Why the last try came to nothing.
        complaint: String,
    },
    Working {
        share: f32,
        what: String,
    },
    Done {
        files: Vec<WrittenFile>,
        folder: String,
        /// What those who open the files should know.
        note: Option<String>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFile {
    pub name: String,
    pub bytes: u64,
}

impl Default for PackStage {
    fn default() -> Self {
        Self::Asked { complaint: String::new() }
    }
}

impl PackDraft {
    pub fn set(&mut self, medium: Medium, is_on: bool) {
        let is_chosen = |other: &Medium| if *other == medium { is_on } else { self.media.contains(other) };
        self.media = Medium::ALL.into_iter().filter(is_chosen).collect();
    }
}
