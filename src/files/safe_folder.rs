//! A folder of files, whole or not at all: written under a temporary name beside its place, then renamed to it.
//! What it replaces must have been written here before.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::WriteError;
use super::safe_write::{WriteReason, folder_of, no_folder, reason_of, sync_folder};

/// Puts `files` into a new folder under the name `path`. A folder that is there is replaced if it is empty, or
/// if it has the file `mark`, by which it is known as written here.
pub fn write(path: &Path, files: &[(String, Vec<u8>)], mark: &str) -> Result<(), WriteError> {
    write_by(path, files, mark, &mut |from, to| fs::rename(from, to))
}

/// [`write()`], renaming as it is told.
fn write_by(
    path: &Path,
    files: &[(String, Vec<u8>)],
    mark: &str,
    rename: &mut dyn FnMut(&Path, &Path) -> io::Result<()>,
) -> Result<(), WriteError> {
    let fail = |reason| WriteError { path: path.to_owned(), reason };
    let place = path.components().collect::<PathBuf>();
    let parent = folder_of(&place);
    if !parent.is_dir() {
        return Err(fail(no_folder(parent)));
    }
    if place.exists() && !may_replace(&place, files, mark) {
        return Err(fail(WriteReason::Other(
            "it is there already and has files that are not of this export; name another folder".into(),
        )));
    }
    let mut replace = || -> io::Result<()> {
        let new = tempfile::Builder::new().prefix(".baton-").suffix(".part").tempdir_in(&parent)?;
        let made = new.path().join("new");
        fs::create_dir(&made)?;
        for (name, bytes) in files {
            let mut file = fs::File::create_new(made.join(name))?;
            file.write_all(bytes)?;
            file.sync_all()?;
        }
        sync_folder(&made);
        let old = new.path().join("old");
        let had = place.exists();
        if had {
            rename(&place, &old)?;
        }
        if let Err(error) = rename(&made, &place) {
            if had && rename(&old, &place).is_err() {
                // The temporary folder would take it away.
                let kept = new.keep().join("old");
                let why = format!("{error}; the folder that was there is kept as {}", kept.display());
                return Err(io::Error::other(why));
            }
            return Err(error);
        }
        sync_folder(&parent);
        Ok(())
    };
    replace().map_err(|error| fail(reason_of(&error)))
}

/// File systems count 255 bytes, of which two names, an ending and what a temporary name adds take their parts.
const LONGEST_NAME: usize = 80;

/// A name that every system takes for a file; `otherwise` where nothing of it is left.
pub fn plain_name(name: &str, otherwise: &str) -> String {
    let is_plain = |c: char| !c.is_control() && !r#"/\:*?"<>|"#.contains(c);
    let mut plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    plain.truncate(plain.floor_char_boundary(LONGEST_NAME));
    let plain = plain.trim_matches([' ', '.', '_']).to_owned();
    if plain.is_empty() { otherwise.to_owned() } else { plain }
}

/// Only files that an export of this kind writes: nothing of anybody else is lost.
fn may_replace(place: &Path, files: &[(String, Vec<u8>)], mark: &str) -> bool {
    let Ok(entries) = fs::read_dir(place) else { return false };
    let names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let has_mark = names.iter().any(|name| name == mark);
    let is_ours = |name: &String| {
        let kind = |name: &str| name.rsplit_once(" - ").map(|(_, kind)| kind.to_owned());
        files.iter().any(|(own, _)| own == name)
            || kind(name).is_some_and(|of| files.iter().any(|(own, _)| kind(own).as_ref() == Some(&of)))
    };
    names.is_empty() || (has_mark && names.iter().all(is_ours))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn files(names: &[&str]) -> Vec<(String, Vec<u8>)> {
        names.iter().map(|name| ((*name).to_owned(), name.as_bytes().to_vec())).collect()
    }

    fn inside(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn two_long_names_of_any_script_are_one_file_that_a_system_takes() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["🚀", "é", "東", "x"] {
            let part = plain_name(&name.repeat(500), "plan");
            assert!(part.starts_with(name) && (77..=80).contains(&part.len()), "{part}");
            let file = format!("{part} - {part} - steering pack.html");
            crate::files::safe_write::put_all(folder.path(), &[(file.clone(), b"x".to_vec())]).unwrap();
            assert!(folder.path().join(file).is_file());
        }
        assert_eq!(plain_name("a/b: c.", "plan"), "a_b_ c");
        assert_eq!(plain_name(" ./ ", "plan"), "plan");
    }

    #[test]
    fn a_folder_is_replaced_whole_and_only_if_it_is_an_export() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("groups");
        write(&path, &files(&["READ ME", "a - x.csv", "b - x.csv"]), "READ ME").unwrap();
        write(&path, &files(&["READ ME", "c - x.csv"]), "READ ME").unwrap();
        assert_eq!(
            inside(&path),
            ["READ ME", "c - x.csv"],
            "what is gone from the plan is gone from the folder"
        );
        assert_eq!(inside(parent.path()), ["groups"], "nothing is left behind");

        fs::write(path.join("my notes.txt"), "mine").unwrap();
        let refused = write(&path, &files(&["READ ME"]), "READ ME").unwrap_err();
        assert!(refused.to_string().contains("name another folder"));
        assert_eq!(inside(&path).len(), 3);
    }

    #[test]
    fn what_can_neither_be_replaced_nor_put_back_is_kept_and_named() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("groups");
        write(&path, &files(&["READ ME", "a - x.csv"]), "READ ME").unwrap();
        let mut renames = 0;
        let mut only_away = |from: &Path, to: &Path| {
            renames += 1;
            if renames == 1 { fs::rename(from, to) } else { Err(io::Error::other("held by another program")) }
        };
        let new = files(&["READ ME", "b - x.csv"]);
        let error = write_by(&path, &new, "READ ME", &mut only_away).unwrap_err().to_string();
        let (_, kept) = error.split_once("is kept as ").unwrap();
        assert_eq!(inside(Path::new(kept)), ["READ ME", "a - x.csv"], "{error}");
        // Where only the new one cannot take its place, the old one is put back.
        write(&path, &files(&["READ ME", "c - x.csv"]), "READ ME").unwrap();
        let mut renames = 0;
        let mut not_new = |from: &Path, to: &Path| {
            renames += 1;
            if renames == 2 { Err(io::Error::other("held")) } else { fs::rename(from, to) }
        };
        assert!(write_by(&path, &new, "READ ME", &mut not_new).is_err());
        assert_eq!(inside(&path), ["READ ME", "c - x.csv"]);
    }

    #[test]
    fn a_failure_in_the_middle_leaves_what_was_there() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("groups");
        write(&path, &files(&["READ ME", "a - x.csv"]), "READ ME").unwrap();
        let broken = files(&["READ ME", "b - x.csv", "no/such/folder - x.csv"]);
        assert!(write(&path, &broken, "READ ME").is_err());
        assert_eq!(inside(&path), ["READ ME", "a - x.csv"]);
        assert_eq!(inside(parent.path()), ["groups"]);
        let nowhere = parent.path().join("gone/groups");
        assert!(matches!(write(&nowhere, &[], "x").unwrap_err().reason, WriteReason::NoFolder(_)));
    }
}
