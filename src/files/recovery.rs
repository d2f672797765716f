//! Copies of unsaved work in the user's own folder, found again after a crash and removed on a clean end.
//! They never touch the plan file itself.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use tempfile::Builder;

use super::{plan_file, roster, safe_write};
use crate::fleet::Roster;
use crate::plan::Plan;

const LOCK: &str = "lock";
const COPY: &str = "baton.ron";
const ORIGIN: &str = "origin.ron";
const MEMBERS: &str = "roster.csv";

/// One window's place for copies. While the window lives it holds a lock, so that no other takes its copy
/// for a crash's.
#[derive(Debug)]
pub struct Session {
    lock: File,
    lock_path: PathBuf,
    /// The roster of which the copy is: that of half a million devices is 40 MB, and few edits change it.
    members: Mutex<Weak<Roster>>,
}

/// What a crash left behind.
#[derive(Clone, Debug)]
pub struct Left {
    pub plan: Plan,
    /// The file that it was to be saved to; none = never saved.
    pub path: Option<PathBuf>,
    /// Who was in which phase, where that was not saved either.
    pub members: Option<Arc<Roster>>,
    /// When the copy was made.
    pub made: Option<SystemTime>,
    lock_path: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Origin {
    path: Option<PathBuf>,
}

impl Session {
    /// Opens a place in `folder`, which is made if it is missing.
    pub fn begin(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let file = Builder::new().prefix("session-").suffix(&format!(".{LOCK}")).tempfile_in(folder)?;
        let (lock, lock_path) = file.keep().map_err(|error| error.error)?;
        lock.try_lock().map_err(io::Error::from)?;
        Ok(Self { lock, lock_path, members: Mutex::default() })
    }

    /// Keeps a copy of unsaved work, in place of the one before.
    pub fn keep(&self, plan: &Plan, path: Option<&Path>, members: Option<&Arc<Roster>>) -> io::Result<()> {
        let origin = Origin { path: path.map(Path::to_owned) };
        let origin = ron::to_string(&origin).map_err(io::Error::other)?;
        write_over(&self.lock_path.with_extension(ORIGIN), origin.as_bytes())?;
        let beside = self.lock_path.with_extension(MEMBERS);
        match members {
            Some(members) if self.is_kept(members) && beside.exists() => {}
            Some(members) => {
                write_over(&beside, &roster::to_csv(members, plan))?;
                *self.kept() = Arc::downgrade(members);
            }
            None => remove(&beside),
        }
        write_over(&self.lock_path.with_extension(COPY), plan_file::to_ron(plan).as_bytes())
    }

    fn kept(&self) -> MutexGuard<'_, Weak<Roster>> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_kept(&self, members: &Arc<Roster>) -> bool {
        std::ptr::eq(self.kept().as_ptr(), Arc::as_ptr(members))
    }

    /// Saved, or given up on purpose: the copy goes.
    pub fn clear(&self) {
        remove_copy(&self.lock_path);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A window that ends with its copy still there has crashed or was killed: the copy stays.
        if !self.lock_path.with_extension(COPY).exists() {
            remove_copy(&self.lock_path);
            remove(&self.lock_path);
        }
        if let Err(error) = self.lock.unlock() {
            log::debug!("{}: {error}", self.lock_path.display());
        }
    }
}

/// The copies in `folder` that belong to no living window, the newest first.
pub fn left_behind(folder: &Path) -> Vec<Left> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let locks =
        entries.flatten().map(|entry| entry.path()).filter(|p| p.extension().is_some_and(|e| e == LOCK));
    let mut left: Vec<Left> = locks.filter_map(|lock_path| read_left(&lock_path)).collect();
    left.sort_by(|a, b| b.made.cmp(&a.made).then_with(|| a.lock_path.cmp(&b.lock_path)));
    left
}

impl Left {
    /// Recovered and kept elsewhere, or not wanted: the copy goes.
    pub fn discard(&self) {
        remove_copy(&self.lock_path);
        remove(&self.lock_path);
    }
}

/// A dead session's copy; a session without one is cleared away.
fn read_left(lock_path: &Path) -> Option<Left> {
    let lock = File::options().write(true).open(lock_path).ok()?;
    lock.try_lock().ok()?;
    let copy = lock_path.with_extension(COPY);
    if !copy.exists() {
        remove_copy(lock_path);
        remove(lock_path);
        return None;
    }
    // A copy that does not open stays where it is: a newer version may read it.
    let plan = plan_file::open(&copy).ok()?.plan;
    let origin = fs::read_to_string(lock_path.with_extension(ORIGIN)).ok();
    let origin = origin.and_then(|text| ron::from_str::<Origin>(&text).ok());
    let made = fs::metadata(&copy).and_then(|meta| meta.modified()).ok();
    let members = roster::open(&lock_path.with_extension(MEMBERS)).ok().flatten();
    Some(Left {
        plan,
        path: origin.and_then(|origin| origin.path),
        members: members.map(|opened| Arc::new(opened.roster)),
        made,
        lock_path: lock_path.to_owned(),
    })
}

/// The safe way, without a backup of the copy before.
fn write_over(path: &Path, bytes: &[u8]) -> io::Result<()> {
    safe_write::write(path, bytes).map_err(io::Error::other)?;
    remove(&safe_write::backup_of(path));
    Ok(())
}

fn remove_copy(lock_path: &Path) {
    remove(&lock_path.with_extension(COPY));
    remove(&lock_path.with_extension(ORIGIN));
    remove(&lock_path.with_extension(MEMBERS));
}

fn remove(path: &Path) {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => log::debug!("{}: {error}", path.display()),
        _ => {}
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::fleet::{Rule, Share};
    use crate::plan::PhaseId;
    use chrono::NaiveDate;

    fn plan(name: &str) -> Plan {
        Plan::new(name, NaiveDate::from_ymd_opt(2026, 6, 1).unwrap())
    }

    fn members() -> Roster {
        let rule = Rule { phase: PhaseId(1), only: Vec::new(), share: Share::All };
        Roster::seat(vec![rule], Arc::default(), &Roster::default())
    }

    #[test]
    fn a_crash_leaves_the_newest_copy_and_where_it_belongs() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::begin(folder.path()).unwrap();
        session.keep(&plan("first"), None, Some(&Arc::default())).unwrap();
        session
            .keep(&plan("second"), Some(Path::new("/plans/ä.baton.ron")), Some(&members().into()))
            .unwrap();
        assert!(left_behind(folder.path()).is_empty(), "a living window's copy is its own");
        drop(session);
        let left = left_behind(folder.path());
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].plan, plan("second"));
        assert_eq!(left[0].path.as_deref(), Some(Path::new("/plans/ä.baton.ron")));
        assert_eq!(left[0].members.as_ref().unwrap().rules(), members().rules());
        left[0].discard();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_roster_is_written_when_it_changed_and_when_its_copy_went() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::begin(folder.path()).unwrap();
        let file = session.lock_path.with_extension(MEMBERS);
        let (one, other) = (Arc::new(members()), Arc::new(Roster::default()));
        let keep = |members| session.keep(&plan("x"), None, members).unwrap();
        keep(Some(&one));
        let written = fs::read(&file).unwrap();
        fs::write(&file, "as it was").unwrap();
        keep(Some(&one));
        assert_eq!(fs::read(&file).unwrap(), b"as it was", "the same roster is not written again");
        keep(Some(&other));
        assert_ne!(fs::read(&file).unwrap(), b"as it was");
        keep(Some(&one));
        assert_eq!(fs::read(&file).unwrap(), written);
        keep(None);
        assert!(!file.exists());
        keep(Some(&one));
        assert_eq!(fs::read(&file).unwrap(), written);
        session.clear();
        keep(Some(&one));
        assert_eq!(fs::read(&file).unwrap(), written);
        session.clear();
    }

    #[test]
    fn a_clean_end_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::begin(&folder.path().join("new/folder")).unwrap();
        session.keep(&plan("x"), None, None).unwrap();
        session.clear();
        drop(session);
        assert_eq!(fs::read_dir(folder.path().join("new/folder")).unwrap().count(), 0);
    }
}
