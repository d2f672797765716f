//! What the program remembers for its user: recent plans, window, looks, and which renderer last failed.
//! Settings that are missing or broken never stop the start: they are as on the first day.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::safe_write;

/// Recent plans remembered.
const MOST_RECENT: usize = 12;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    /// As the system is set.
    #[default]
    System,
    Light,
    Dark,
}

/// The window's size in points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowSize {
    pub width: f32,
    pub height: f32,
    #[serde(default)]
    pub maximized: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The newest first.
    pub recent: Vec<PathBuf>,
    pub window: Option<WindowSize>,
    pub theme: Theme,
    pub text_scale: f32,
    pub reduced_motion: bool,
    pub high_contrast: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            recent: Vec::new(),
            window: None,
            theme: Theme::System,
            text_scale: 1.0,
            reduced_motion: false,
            high_contrast: false,
        }
    }
}

impl Settings {
    /// What stands in `folder`, with a sentence when that could not be used.
    pub fn load(folder: &Path) -> (Self, Option<String>) {
        let path = folder.join(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return (Self::default(), None),
            Err(error) => return (Self::default(), Some(start_afresh(&path, &error.to_string()))),
        };
        match ron::from_str::<Self>(&text) {
            Ok(settings) => (settings.in_bounds(), None),
            Err(error) => (Self::default(), Some(start_afresh(&path, &error.to_string()))),
        }
    }

    pub fn save(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let text = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::new().new_line("\n"));
        safe_write::write(&folder.join(FILE), text.map_err(io::Error::other)?.as_bytes())
            .map_err(io::Error::other)
    }

    /// The plan comes to the head of the recent ones.
    pub fn remember(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.recent.retain(|other| *other != path);
        self.recent.insert(0, path);
        self.recent.truncate(MOST_RECENT);
    }

    pub fn forget(&mut self, path: &Path) {
        self.recent.retain(|other| other != path);
    }

    /// Sizes that no screen has would hide the window.
    fn in_bounds(mut self) -> Self {
        let is_sound = |size: f32| (100.0..=20_000.0).contains(&size);
        self.window = self.window.filter(|window| is_sound(window.width) && is_sound(window.height));
        self.text_scale = if self.text_scale.is_finite() { self.text_scale.clamp(0.5, 4.0) } else { 1.0 };
        self.recent.truncate(MOST_RECENT);
        self
    }
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

    #[test]
    fn settings_come_back_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings { theme: Theme::Dark, text_scale: 1.25, ..Settings::default() };
        settings.window = Some(WindowSize { width: 1440.0, height: 900.0, maximized: true });
        settings.remember(Path::new("/plans/a.ron"));
        settings.remember(Path::new("/plans/b.ron"));
        settings.remember(Path::new("/plans/a.ron"));
        assert_eq!(settings.recent, [PathBuf::from("/plans/a.ron"), PathBuf::from("/plans/b.ron")]);
        settings.save(&folder.path().join("deep/down")).unwrap();
        assert_eq!(Settings::load(&folder.path().join("deep/down")), (settings, None));
    }

    #[test]
    fn broken_or_foreign_settings_do_not_stop_the_start() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Settings::load(folder.path()), (Settings::default(), None));
        for broken in ["", "(", "\0\0", "(theme: Purple)"] {
            fs::write(folder.path().join(FILE), broken).unwrap();
            let (settings, sentence) = Settings::load(folder.path());
            assert_eq!(settings, Settings::default(), "{broken}");
            assert!(sentence.unwrap().contains("settings.ron"), "{broken}");
        }
        let odd = "(text_scale: inf, window: Some((width: 0.0, height: 1e9)), from_a_newer_version: 3)";
        fs::write(folder.path().join(FILE), odd).unwrap();
        assert_eq!(Settings::load(folder.path()), (Settings::default(), None));
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
