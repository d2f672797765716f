//! What a person keeps from one start to the next, whatever plan is open. Plain data: reading and writing
//! it is the work of files.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// As the system has it.
    #[default]
    System,
    Light,
    Dark,
}

impl ThemeChoice {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "As the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }
}

/// The window's size in points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowSize {
    pub width: f32,
    pub height: f32,
    #[serde(default)]
    pub maximized: bool,
}

/// Sizes of text on offer.
pub const TEXT_SCALES: [f32; 9] = [0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5];

/// Recent plans that are remembered.
const MOST_RECENT: usize = 8;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub theme: ThemeChoice,
    pub text_scale: f32,
    pub reduced_motion: bool,
    pub high_contrast: bool,
    /// Newest first.
    pub recent: Vec<PathBuf>,
    pub window: Option<WindowSize>,
    /// The plan that was open at the end, to be opened at the next start.
    pub last_open: Option<PathBuf>,
    /// Where the files of the last import were.
    pub import_folder: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::default(),
            text_scale: 1.0,
            reduced_motion: false,
            high_contrast: false,
            recent: Vec::new(),
            window: None,
            last_open: None,
            import_folder: None,
        }
    }
}

impl Settings {
    /// The plan comes to the head of the recent ones.
    pub fn remember(&mut self, path: &Path) {
        self.forget(path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(MOST_RECENT);
    }

    pub fn forget(&mut self, path: &Path) {
        self.recent.retain(|recent| recent != path);
    }

    /// The next size of text up or down; the same at the end of the range.
    pub fn next_text_scale(&self, larger: bool) -> f32 {
        let now = self.text_scale;
        let is_past = |scale: &f32| if larger { *scale > now + 0.005 } else { *scale < now - 0.005 };
        let next = if larger {
            TEXT_SCALES.into_iter().find(is_past)
        } else {
            TEXT_SCALES.into_iter().rev().find(is_past)
        };
        next.unwrap_or(now)
    }

    /// Sizes that no screen has would hide the window, or its words.
    #[must_use]
    pub fn in_bounds(mut self) -> Self {
        let is_sound = |size: f32| (100.0..=16_000.0).contains(&size);
        self.window = self.window.filter(|window| is_sound(window.width) && is_sound(window.height));
        self.text_scale = if self.text_scale.is_finite() { self.text_scale.clamp(0.5, 3.0) } else { 1.0 };
        self.recent.truncate(MOST_RECENT);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_recent_plan_comes_first_and_once() {
        let mut settings = Settings::default();
        for n in 0..12 {
            settings.remember(Path::new(&format!("{n}.baton.ron")));
        }
        settings.remember(Path::new("9.baton.ron"));
        assert_eq!(settings.recent.len(), MOST_RECENT);
        assert_eq!(settings.recent[0], Path::new("9.baton.ron"));
        assert_eq!(settings.recent.iter().filter(|path| path.ends_with("9.baton.ron")).count(), 1);
    }

    #[test]
    fn text_grows_and_shrinks_within_its_range() {
        let at = |text_scale| Settings { text_scale, ..Settings::default() };
        assert_eq!(at(1.0).next_text_scale(true), 1.1);
        assert_eq!((at(1.33).next_text_scale(false), at(1.33).next_text_scale(true)), (1.25, 1.5));
        assert_eq!(at(2.5).next_text_scale(true), 2.5);
        assert_eq!(at(0.8).next_text_scale(false), 0.8);
    }

    #[test]
    fn sizes_that_no_screen_has_are_dropped() {
        let window = Some(WindowSize { width: 0.0, height: 1e9, maximized: false });
        let odd = Settings { window, text_scale: f32::INFINITY, ..Settings::default() };
        assert_eq!(odd.in_bounds(), Settings::default());
    }
}
