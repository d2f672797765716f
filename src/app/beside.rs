//! Who is in which phase as it stands: held with the open plan, else in the file beside it. It is read in a
//! background job.

use std::path::PathBuf;
use std::sync::Arc;

use crate::document::{Document, Filed};
use crate::files::roster::{self, FileError};
use crate::fleet::Roster;

/// Where the roster of the open plan is.
#[derive(Clone)]
pub(super) struct Beside {
    held: Option<Arc<Roster>>,
    /// None = the plan has no file yet.
    file: Option<PathBuf>,
}

/// A roster that was found there.
#[derive(Clone, Default)]
pub(super) struct Found {
    pub roster: Arc<Roster>,
    /// The file that it was read from; none = it was not read now.
    pub filed: Option<Filed>,
    /// What the file itself had to say.
    pub notes: Vec<String>,
}

impl Beside {
    pub fn of(document: &Document) -> Self {
        Self { held: document.members().held().cloned(), file: document.path().map(roster::beside) }
    }

    /// An empty one where there is none.
    pub fn read(&self) -> Result<Found, FileError> {
        if let Some(held) = &self.held {
            return Ok(Found { roster: Arc::clone(held), ..Found::default() });
        }
        let opened = match &self.file {
            Some(file) => roster::open(file)?,
            None => None,
        };
        let (roster, stamp, notes) = opened.map_or_else(Default::default, |opened| {
            (Arc::new(opened.roster), Some(opened.stamp), opened.notes)
        });
        Ok(Found { filed: Some(Filed { roster: Arc::clone(&roster), stamp }), roster, notes })
    }
}
