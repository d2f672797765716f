//! A side-car lock, `.NAME.lock`, by which two windows on one plan warn each other.
//! It never locks the plan itself, and never stands in the way: without it one works unwarned.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::safe_write::beside;

/// Held as long as a plan is open in a window; the system frees it when the program ends in any way.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

#[derive(Debug)]
pub enum Locked {
    /// Nobody else has the plan open.
    Mine(Lock),
    /// Another window has it open, here or on another machine that shares the folder.
    Elsewhere,
    /// The folder allows no lock; nobody can be warned.
    Impossible,
}

/// Takes the lock of the plan at `path`, or says who has it.
pub fn take(path: &Path) -> Locked {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let side_car = beside(&path, ".", ".lock");
    // A lock taken on a file that its last holder is just removing is worth nothing: look again.
    for _ in 0..10 {
        let Ok(file) = File::options().create(true).truncate(false).write(true).open(&side_car) else {
            return Locked::Impossible;
        };
        match file.try_lock() {
            Ok(()) if is_at(&file, &side_car) => return Locked::Mine(Lock { file, path: side_car }),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Locked::Elsewhere,
            Err(TryLockError::Error(error)) => {
                log::debug!("{}: {error}", side_car.display());
                return Locked::Impossible;
            }
        }
    }
    Locked::Impossible
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still held, so that nobody's newer lock is removed.
        let removed = fs::remove_file(&self.path);
        let unlocked = self.file.unlock();
        if let Err(error) = removed.and(unlocked) {
            log::debug!("{}: {error}", self.path.display());
        }
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |meta: fs::Metadata| (meta.dev(), meta.ino());
    matches!((file.metadata(), fs::metadata(path)), (Ok(a), Ok(b)) if identity(a.clone()) == identity(b.clone()))
}

#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_second_window_is_warned_until_the_first_closes_and_nothing_stays_behind() {
        let folder = tempfile::tempdir().unwrap();
        let plan = folder.path().join("a.baton.ron");
        fs::write(&plan, "").unwrap();
        let first = take(&plan);
        assert!(matches!(first, Locked::Mine(_)));
        assert!(matches!(take(&plan), Locked::Elsewhere));
        drop(first);
        let again = take(&plan);
        assert!(matches!(again, Locked::Mine(_)));
        drop(again);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn where_no_lock_can_be_written_work_goes_on() {
        assert!(matches!(take(Path::new("/nowhere/at/all/a.ron")), Locked::Impossible));
    }
}
