//! Writing without losing: beside, sync, rename; the file that is replaced stays as `NAME.bak`.
//! At every moment the name holds the old file or the new one, whole.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};

use crate::report::wording::list;

/// Why a file was not written. Whatever stood under the name still stands there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: not saved, {}", path.display(), reason)]
pub struct WriteError {
    pub path: PathBuf,
    pub reason: WriteReason,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteReason {
    #[error("the folder {} does not exist (any more)", .0.display())]
    NoFolder(PathBuf),
    #[error("the folder may not be written to; save it elsewhere")]
    FolderReadOnly,
    #[error("the file is write-protected; save it under another name")]
    FileReadOnly,
    #[error("this is a folder")]
    IsFolder,
    #[error("{} is a file, not a folder", .0.display())]
    NotFolder(PathBuf),
    #[error("nothing can be made in this folder; save it elsewhere")]
    Refused,
    #[error("the disk is full; nothing was written")]
    DiskFull,
    #[error("your quota on this disk is used up; nothing was written")]
    QuotaUsedUp,
    #[error("the file is larger than this disk or your limit takes; nothing was written")]
    TooLarge,
    #[error("somebody else has changed the file since it was opened")]
    ChangedByOther,
    #[error("the plan could not be opened again: {0}")]
    WouldNotOpen(String),
    /// Of several files some have got their names; each is the old one or the new one, whole.
    #[error("{why}; {}", partly(written, missing))]
    Partly { why: String, written: Vec<String>, missing: Vec<String> },
    #[error("{0}")]
    Other(String),
}

/// What stands in a folder by now and what does not.
fn partly(written: &[String], missing: &[String]) -> String {
    match written {
        [] => "none of the files was written".to_owned(),
        _ => format!("written before it: {}; not written: {}", named(written), named(missing)),
    }
}

/// Some names, and how many there are beyond them.
fn named(names: &[String]) -> String {
    const MOST: usize = 6;
    match names.get(MOST..) {
        Some(more @ [_, _, ..]) => format!("{} and {} more", names[..MOST].join(", "), more.len()),
        _ => list(names),
    }
}

/// The steps of one write, in order; a test stops between any two of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteStep {
    /// The new text stands beside the file, on the disk.
    Written,
    /// The old file has a copy, still under a temporary name.
    Copied,
    /// That copy is `NAME.bak`.
    Kept,
    /// The new text stands under the name.
    Renamed,
}

impl WriteError {
    pub(super) fn would_not_open(path: &Path, why: &str) -> Self {
        Self { path: path.to_owned(), reason: WriteReason::WouldNotOpen(why.to_owned()) }
    }

    pub(super) fn changed(path: &Path) -> Self {
        Self { path: path.to_owned(), reason: WriteReason::ChangedByOther }
    }
}

/// `NAME.bak` beside `NAME`.
pub fn backup_of(path: &Path) -> PathBuf {
    beside(path, "", ".bak")
}

/// Puts `bytes` under the name `path`; a file that stood there stays as its backup.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    write_in_steps(path, bytes, &mut |_| Ok(()))
}

/// Takes a write back: what stood under the name before stands there again, if anything `had` stood there.
pub fn take_back(path: &Path, had: bool) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    // A rename needs no room, which a full disk has not.
    if had { fs::rename(backup_of(&target), &target) } else { fs::remove_file(&target) }
}

/// Takes the file at `path` away; it stays as its backup. Whether there was one.
pub fn put_aside(path: &Path) -> Result<bool, WriteError> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::rename(&target, backup_of(&target)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(WriteError { path: path.to_owned(), reason: reason_of(&error) })
        }
        moved => Ok(moved.is_ok()),
    }
}

/// [`write()`], asking before it goes on after each step.
pub fn write_in_steps(
    path: &Path,
    bytes: &[u8],
    after: &mut dyn FnMut(WriteStep) -> io::Result<()>,
) -> Result<(), WriteError> {
    let Prepared { new, target, folder, old } = prepared(path, bytes)?;
    let replace = || -> io::Result<()> {
        after(WriteStep::Written)?;
        if old.is_some() {
            let copy = temporary(&target, &folder)?;
            fs::copy(&target, copy.path())?;
            File::options().write(true).open(copy.path())?.sync_all()?;
            after(WriteStep::Copied)?;
            rename(copy, &backup_of(&target))?;
            after(WriteStep::Kept)?;
        }
        rename(new, &target)?;
        sync_folder(&folder);
        after(WriteStep::Renamed)
    };
    replace().map_err(|error| WriteError { path: path.to_owned(), reason: reason_of(&error) })
}

/// A file on the disk beside the one whose place it is to take.
struct Prepared {
    new: NamedTempFile,
    target: PathBuf,
    folder: PathBuf,
    /// What stands under the name now.
    old: Option<fs::Metadata>,
}

fn prepared(path: &Path, bytes: &[u8]) -> Result<Prepared, WriteError> {
    // A link stays a link: what it points to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let fail = |reason| WriteError { path: path.to_owned(), reason };
    let folder = folder_of(&target);
    if !folder.is_dir() {
        return Err(fail(no_folder(folder)));
    }
    let old = fs::metadata(&target).ok();
    if old.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(fail(WriteReason::IsFolder));
    }
    if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
        return Err(fail(WriteReason::FileReadOnly));
    }
    let beside = || -> io::Result<NamedTempFile> {
        let new = temporary(&target, &folder)?;
        new.as_file().write_all_and_sync(bytes)?;
        fs::set_permissions(new.path(), mode(old.as_ref(), &folder)?)?;
        Ok(new)
    };
    let new = beside().map_err(|error| fail(reason_of(&error)))?;
    Ok(Prepared { new, target, folder, old })
}

/// Whether files could be put into the folder: asked before they are made, which takes seconds. Nothing stays.
pub fn try_folder(folder: &Path) -> Result<(), WriteError> {
    let takes = folder_that_takes(folder)?;
    let fail = |error| WriteError { path: folder.to_owned(), reason: reason_of(&error) };
    Builder::new().prefix(".baton-").suffix(".part").tempfile_in(takes).map(drop).map_err(fail)
}

/// The folder itself, or the one that it would be made in.
fn folder_that_takes(folder: &Path) -> Result<PathBuf, WriteError> {
    let fail = |reason| Err(WriteError { path: folder.to_owned(), reason });
    if folder.is_dir() {
        return Ok(folder.to_owned());
    }
    if folder.exists() {
        return fail(WriteReason::NotFolder(folder.to_owned()));
    }
    let parent = folder_of(&folder.components().collect::<PathBuf>());
    if parent.is_dir() { Ok(parent) } else { fail(no_folder(parent)) }
}

/// Puts several files into a folder, which is made if only it is missing; files of these names are replaced
/// without a backup, for they can be made again. All are on the disk beside their names before the first of
/// them has its own: a disk that is full leaves everything as it was.
pub fn put_all(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), WriteError> {
    put_all_by(folder, files, &mut rename)
}

/// [`put_all()`], renaming as it is told.
fn put_all_by(
    folder: &Path,
    files: &[(String, Vec<u8>)],
    rename: &mut dyn FnMut(NamedTempFile, &Path) -> io::Result<()>,
) -> Result<(), WriteError> {
    let fail = |path: &Path, reason| WriteError { path: path.to_owned(), reason };
    let is_made = folder_that_takes(folder)? != folder;
    if is_made {
        fs::create_dir(folder).map_err(|error| fail(folder, reason_of(&error)))?;
    }
    let prepared = |(name, bytes): &(String, Vec<u8>)| prepared(&folder.join(name), bytes);
    let ready = files.iter().map(prepared).collect::<Result<Vec<_>, _>>().inspect_err(|_| {
        if is_made {
            // Nothing is in it any more; if something is, it is somebody else's and stays.
            let _ = fs::remove_dir(folder);
        }
    })?;
    let mut folders = BTreeSet::new();
    let mut ready = ready.into_iter().enumerate();
    while let Some((at, Prepared { new, target, folder, .. })) = ready.next() {
        if let Err(error) = rename(new, &target) {
            let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect();
            let (written, missing) = (names(&files[..at]), names(&files[at..]));
            let why = match reason_of(&error) {
                // The folder has just taken all of them.
                WriteReason::FolderReadOnly => "another program holds this file: close it there".to_owned(),
                reason => reason.to_string().replace("; nothing was written", ""),
            };
            if at == 0 && is_made {
                drop(ready);
                let _ = fs::remove_dir(&folder);
            }
            return Err(fail(&target, WriteReason::Partly { why, written, missing }));
        }
        folders.insert(folder);
    }
    for folder in folders {
        sync_folder(&folder);
    }
    Ok(())
}

trait WriteAndSync {
    fn write_all_and_sync(self, bytes: &[u8]) -> io::Result<()>;
}

impl WriteAndSync for &File {
    fn write_all_and_sync(mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)?;
        self.sync_all()
    }
}

/// `NAME` with something before and after it, in the same folder.
pub(super) fn beside(path: &Path, before: &str, after: &str) -> PathBuf {
    let mut name = OsString::from(before);
    name.push(path.file_name().unwrap_or_default());
    name.push(after);
    path.with_file_name(name)
}

pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn temporary(target: &Path, folder: &Path) -> io::Result<NamedTempFile> {
    let prefix = beside(Path::new(target.file_name().unwrap_or_default()), ".", ".");
    Builder::new().prefix(prefix.as_os_str()).suffix(".part").tempfile_in(folder)
}

/// The old file's mode; a new file gets what the system gives new files, which a temporary one lacks.
fn mode(old: Option<&fs::Metadata>, folder: &Path) -> io::Result<fs::Permissions> {
    if let Some(old) = old {
        return Ok(old.permissions());
    }
    let probe =
        Builder::new().prefix(".baton-").suffix(".part").make_in(folder, |path| File::create_new(path))?;
    Ok(probe.as_file().metadata()?.permissions())
}

/// Renames over what is there. Windows refuses while a scanner or a viewer holds the file: try again a while.
fn rename(file: NamedTempFile, to: &Path) -> io::Result<()> {
    let tries = if cfg!(windows) { 10 } else { 1 };
    let mut file = file;
    for n in 1.. {
        match file.persist(to) {
            Ok(_) => return Ok(()),
            Err(error) if n < tries && error.error.kind() == io::ErrorKind::PermissionDenied => {
                std::thread::sleep(Duration::from_millis(30 * n));
                file = error.file;
            }
            Err(error) => return Err(error.error),
        }
    }
    Ok(())
}

/// Makes the rename itself durable. Not every system or file system can; the file is whole either way.
pub(super) fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        if let Err(error) = synced {
            log::debug!("{}: the folder was not synced: {error}", folder.display());
        }
    }
}

/// Why nothing can be put into what should be a folder.
pub(super) fn no_folder(path: PathBuf) -> WriteReason {
    // A folder below a file is as little there as one below nothing.
    let there = path.ancestors().find(|place| place.exists()).filter(|place| !place.is_dir());
    match there.map(Path::to_owned) {
        Some(file) => WriteReason::NotFolder(file),
        None => WriteReason::NoFolder(path),
    }
}

pub(super) fn reason_of(error: &io::Error) -> WriteReason {
    use io::ErrorKind as K;
    match error.kind() {
        K::StorageFull => WriteReason::DiskFull,
        K::QuotaExceeded => WriteReason::QuotaUsedUp,
        K::FileTooLarge => WriteReason::TooLarge,
        K::PermissionDenied | K::ReadOnlyFilesystem => WriteReason::FolderReadOnly,
        // The folder was there: a system that lists processes or devices as files takes none.
        K::NotFound | K::Unsupported => WriteReason::Refused,
        _ => WriteReason::Other(error.to_string()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn stopped_between_any_two_steps_the_name_holds_a_whole_file() {
        use WriteStep::{Copied, Kept, Renamed, Written};
        for stop in [Written, Copied, Kept, Renamed] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.baton.ron");
            write(&path, b"oldest").unwrap();
            write(&path, b"old").unwrap();
            let stopped = write_in_steps(&path, b"new", &mut |step| {
                if step == stop { Err(io::Error::other("stopped")) } else { Ok(()) }
            });
            assert!(stopped.is_err());
            let now = fs::read(&path).unwrap();
            assert_eq!(now, if stop == Renamed { b"new".to_vec() } else { b"old".to_vec() }, "{stop:?}");
            let backup = fs::read(backup_of(&path)).unwrap();
            let expected: &[u8] = if [Kept, Renamed].contains(&stop) { b"old" } else { b"oldest" };
            assert_eq!(backup, expected, "{stop:?}");
            let left = fs::read_dir(folder.path()).unwrap().count();
            assert_eq!(left, 2, "{stop:?}: something was left behind");
        }
    }

    #[test]
    fn several_files_are_put_whole_into_a_folder_that_may_have_to_be_made() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("pack");
        let files = |word: &str| vec![("a.pdf".to_owned(), word.into()), ("b.svg".to_owned(), word.into())];
        put_all(&folder, &files("old")).unwrap();
        put_all(&folder, &files("new")).unwrap();
        assert_eq!(fs::read(folder.join("b.svg")).unwrap(), b"new");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "neither a backup nor a rest is left");

        fs::create_dir(folder.join("c.png")).unwrap();
        let mut more = files("newest");
        more.push(("c.png".to_owned(), b"x".to_vec()));
        assert_eq!(put_all(&folder, &more).unwrap_err().reason, WriteReason::IsFolder);
        assert_eq!(fs::read(folder.join("a.pdf")).unwrap(), b"new", "none is replaced when one cannot be");
        let nowhere = parent.path().join("gone/pack");
        assert!(matches!(put_all(&nowhere, &more).unwrap_err().reason, WriteReason::NoFolder(_)));
        for inside in ["a.pdf", "a.pdf/pack", "a.pdf/pack/deep"] {
            let file = WriteReason::NotFolder(folder.join("a.pdf"));
            assert_eq!(put_all(&folder.join(inside), &more).unwrap_err().reason, file, "{inside}");
            assert_eq!(try_folder(&folder.join(inside)).unwrap_err().reason, file, "{inside}");
        }
        assert_eq!(reason_of(&io::ErrorKind::NotFound.into()), WriteReason::Refused);
        assert!(!WriteReason::DiskFull.to_string().contains("unchanged"), "there may have been no file");
        assert!(matches!(try_folder(&nowhere).unwrap_err().reason, WriteReason::NoFolder(_)));
    }

    fn inside(folder: &Path) -> Vec<(String, Vec<u8>)> {
        let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
        let file = |entry: fs::DirEntry| {
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap_or_default())
        };
        let mut files: Vec<_> = entries.map(file).collect();
        files.sort();
        files
    }

    #[test]
    fn where_a_name_cannot_be_given_it_is_said_which_files_are_new_and_each_is_whole() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("pack");
        let names: Vec<String> = (0..10).map(|n| format!("{n}.svg")).collect();
        let files = |word: &str| names.iter().map(|name| (name.clone(), word.into())).collect::<Vec<_>>();
        put_all(&folder, &files("the old one")).unwrap();
        let refused_at = |stop: usize| {
            let mut renames = 0;
            let mut held = |file, to: &Path| {
                renames += 1;
                if renames > stop {
                    Err(io::ErrorKind::PermissionDenied.into())
                } else {
                    super::rename(file, to)
                }
            };
            put_all_by(&folder, &files("the new one"), &mut held).unwrap_err()
        };
        let none = refused_at(0);
        let why = "another program holds this file: close it there";
        assert_eq!(none.reason.to_string(), format!("{why}; none of the files was written"));
        assert_eq!(inside(&folder), files("the old one"));
        let some = refused_at(2);
        assert_eq!(some.path, folder.join("2.svg"));
        assert_eq!(
            some.reason.to_string(),
            format!(
                "{why}; written before it: 0.svg and 1.svg; not written: 2.svg, 3.svg, 4.svg, 5.svg, 6.svg, 7.svg \
                 and 2 more"
            )
        );
        let expected = [&files("the new one")[..2], &files("the old one")[2..]].concat();
        assert_eq!(inside(&folder), expected, "nothing is half, and nothing is left beside them");
    }

    #[test]
    fn a_folder_that_was_made_for_nothing_is_gone_again() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("pack");
        let files = vec![("a.md".to_owned(), b"x".to_vec()), ("no/such/folder.md".to_owned(), b"x".to_vec())];
        assert!(put_all(&folder, &files).is_err());
        assert_eq!(inside(parent.path()), []);
        let mut held = |_, _: &Path| Err(io::ErrorKind::PermissionDenied.into());
        assert!(put_all_by(&folder, &files[..1], &mut held).is_err());
        assert_eq!(inside(parent.path()), []);
    }

    #[test]
    fn a_full_disk_a_quota_and_a_size_are_named_apart_and_the_old_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        write(&path, b"old").unwrap();
        for (kind, words) in [
            (io::ErrorKind::StorageFull, "the disk is full"),
            (io::ErrorKind::QuotaExceeded, "your quota on this disk is used up"),
            (io::ErrorKind::FileTooLarge, "the file is larger than this disk or your limit takes"),
        ] {
            let full = write_in_steps(&path, b"new", &mut |_| Err(kind.into())).unwrap_err();
            assert_eq!(full.reason.to_string(), format!("{words}; nothing was written"));
            assert_eq!(fs::read(&path).unwrap(), b"old");
            let files = [("a.ron".to_owned(), b"new".to_vec())];
            let partly = put_all_by(folder.path(), &files, &mut |_, _| Err(kind.into())).unwrap_err();
            assert_eq!(partly.reason.to_string(), format!("{words}; none of the files was written"));
        }
    }

    #[test]
    fn a_folder_that_went_away_a_folder_under_the_name_and_a_protected_file_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone/a.ron");
        assert!(matches!(write(&gone, b"x").unwrap_err().reason, WriteReason::NoFolder(_)));
        assert_eq!(write(folder.path(), b"x").unwrap_err().reason, WriteReason::IsFolder);
        let protected = folder.path().join("p.ron");
        fs::write(&protected, "old").unwrap();
        let mut mode = fs::metadata(&protected).unwrap().permissions();
        mode.set_readonly(true);
        fs::set_permissions(&protected, mode).unwrap();
        assert_eq!(write(&protected, b"x").unwrap_err().reason, WriteReason::FileReadOnly);
        assert_eq!(fs::read(&protected).unwrap(), b"old");
    }

    #[cfg(unix)]
    #[test]
    fn the_mode_of_the_old_file_and_a_link_to_it_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).unwrap();
        let link = folder.path().join("link.ron");
        symlink(&path, &link).unwrap();
        write(&link, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o664);
        put_all(folder.path(), &[("link.ron".to_owned(), b"newer".to_vec())]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"newer");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        let fresh = folder.path().join("fresh.ron");
        write(&fresh, b"new").unwrap();
        let plain = folder.path().join("plain");
        fs::write(&plain, "").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&fresh), mode(&plain), "a new file is as readable as any other");
    }
}
