//! The screen of an import while it is open: which files, and what the person says of them.

use std::path::PathBuf;

use crate::files::Correction;
use crate::intake::Wish;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportDraft {
    pub paths: Vec<PathBuf>,
    pub wish: Wish,
    /// The file whose details are seen, by its place in the list; none = all are folded.
    pub unfolded: Option<usize>,
    /// Fields that were matched to no column are listed too.
    pub has_all_fields: bool,
    /// The desktop has no file dialog: a path is typed.
    pub typed: Option<String>,
}

impl ImportDraft {
    /// Adds files, each once.
    pub fn add(&mut self, paths: Vec<PathBuf>) {
        for path in paths {
            if !self.paths.contains(&path) {
                self.paths.push(path);
            }
        }
        // Of a single file everything is seen at once; of many first how they were read.
        self.unfolded =
            self.unfolded.filter(|_| self.paths.len() > 1).or((self.paths.len() == 1).then_some(0));
    }

    /// Changes what is said of files with certain columns.
    pub fn correct(&mut self, key: &str, change: impl FnOnce(&mut Correction)) {
        let mut correction = self.wish.corrections.of(key).cloned().unwrap_or_default();
        change(&mut correction);
        self.wish.corrections.set(key, correction);
    }
}
