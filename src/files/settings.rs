//! Settings on the disk, and the note of which renderer is being started. What is remembered is the caller's.
//! Settings that are missing or broken never stop the start: they are as on the first day.

use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::safe_write;

/// What stands in `folder`, with a sentence when that could not be used.
pub fn load<T: DeserializeOwned + Default>(folder: &Path) -> (T, Option<String>) {
    let path = folder.join(FILE);
    match read(&path) {
        Ok(settings) => (settings, None),
        Err(why) => (T::default(), Some(start_afresh(&path, &why))),
    }
}

/// What a file of a person's own holds; nothing when there is none, or why it cannot be read.
pub(super) fn read<T: DeserializeOwned + Default>(path: &Path) -> Result<T, String> {
    match fs::read_to_string(path) {
        Ok(text) => ron::from_str(&text).map_err(|error| error.to_string()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(error.to_string()),
    }
}

/// Writes the settings into `folder`, which is made if it is missing.
pub fn save<T: Serialize>(settings: &T, folder: &Path) -> io::Result<()> {
    write(settings, &folder.join(FILE))
}

/// Writes a file of a person's own; its folder is made if it is missing.
pub(super) fn write<T: Serialize>(value: &T, path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let text = ron::ser::to_string_pretty(value, ron::ser::PrettyConfig::new().new_line("\n"));
    safe_write::write(path, text.map_err(io::Error::other)?.as_bytes()).map_err(io::Error::other)
}

/// Notes that a renderer is being started, for a driver may never return; the answer is the one noted by
/// a start that did not come to its end.
pub fn note_start(folder: &Path, renderer: &str) -> Option<String> {
    let path = folder.join(STARTING);
    let failed = unfinished_start(folder);
    if let Err(error) = fs::create_dir_all(folder).and_then(|()| fs::write(&path, renderer)) {
        log::debug!("{}: {error}", path.display());
    }
    failed
}

/// The renderer whose start did not come to its end, if any.
pub fn unfinished_start(folder: &Path) -> Option<String> {
    let noted = fs::read_to_string(folder.join(STARTING)).ok()?;
    Some(noted.trim().to_owned()).filter(|name| !name.is_empty())
}

/// The window has drawn: the renderer works.
pub fn note_started(folder: &Path) {
    let path = folder.join(STARTING);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => log::debug!("{}: {error}", path.display()),
        _ => {}
    }
}

const FILE: &str = "settings.ron";
const STARTING: &str = "starting-with";

fn start_afresh(path: &Path, why: &str) -> String {
    format!("The settings could not be read and are as on the first day ({why}; {}).", path.display())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    use serde::Deserialize;

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(default)]
    struct Kept {
        dark: bool,
        recent: Vec<std::path::PathBuf>,
    }

    #[test]
    fn settings_come_back_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Kept { dark: true, recent: vec!["/plans/ä.ron".into()] };
        save(&settings, &folder.path().join("deep/down")).unwrap();
        save(&settings, &folder.path().join("deep/down")).unwrap();
        assert_eq!(load(&folder.path().join("deep/down")), (settings, None));
    }

    #[test]
    fn broken_or_foreign_settings_do_not_stop_the_start() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(load(folder.path()), (Kept::default(), None));
        for broken in ["", "(", "\0\0", "(dark: Purple)"] {
            fs::write(folder.path().join(FILE), broken).unwrap();
            let (settings, sentence) = load::<Kept>(folder.path());
            assert_eq!(settings, Kept::default(), "{broken}");
            assert!(sentence.unwrap().contains("settings.ron"), "{broken}");
        }
        fs::write(folder.path().join(FILE), "(dark: true, from_a_newer_version: 3)").unwrap();
        assert_eq!(load::<Kept>(folder.path()), (Kept { dark: true, recent: Vec::new() }, None));
    }

    #[test]
    fn a_start_that_never_ended_is_found_by_the_next_one() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(note_start(folder.path(), "wgpu"), None);
        assert_eq!(note_start(folder.path(), "software").as_deref(), Some("wgpu"));
        note_started(folder.path());
        assert_eq!(note_start(folder.path(), "wgpu"), None);
    }
}
