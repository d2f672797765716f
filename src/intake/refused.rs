//! Files that are not taken: what each is, and what was expected in its place.

use std::path::Path;

use crate::files::import::kinds::lists_people;
use crate::files::import::{EXPECTED, ImportError, Kind, Layout, missing, shortened};

/// What can be read to its end: a folder cannot, and a pipe may never end.
pub fn regular(path: &Path) -> Result<(), ImportError> {
    let file = file_name(path);
    let about = path.metadata().map_err(|error| ImportError::Unreadable { file: file.clone(), error })?;
    if about.is_file() {
        return Ok(());
    }
    let found = if about.is_dir() { "a folder" } else { "no regular file" };
    Err(ImportError::Unknown { file, found: found.into(), expected: "a file".into() })
}

pub fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// An empty page of a list lacks all columns, and nothing with it.
pub fn check_whole(layout: &Layout) -> Result<(), ImportError> {
    if layout.is_empty_page {
        return Ok(());
    }
    if layout.kind.is_none() || !missing(layout).is_empty() {
        return Err(not_taken(layout, layout.kind));
    }
    Ok(())
}

/// What a file is, and what was expected.
pub fn not_taken(layout: &Layout, kind: Option<Kind>) -> ImportError {
    let shown: Vec<_> = layout.header.iter().take(6).map(|name| format!("\"{}\"", shortened(name))).collect();
    let found = match kind {
        None if lists_people(&layout.header) => "a list of users".into(),
        None if layout.is_headless() => "a table that begins with a row in place of its column names".into(),
        None => format!("a table with the columns {}", shown.join(", ")),
        Some(kind) => {
            format!("not enough for {}: no column for {}", kind.name(), missing(layout).join(", nor for "))
        }
    };
    ImportError::Unknown { file: layout.file.clone(), found, expected: EXPECTED.into() }
}
