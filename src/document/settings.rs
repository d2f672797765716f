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

/// Where the window was, in points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowPlace {
    pub width: f32,
    pub height: f32,
    #[serde(default)]
    pub maximized: bool,
}

/// Sizes of text on offer, in percent.
pub const TEXT_SCALES: [u16; 9] = [80, 90, 100, 110, 125, 150, 175, 200, 250];

/// Recent plans that are remembered.
const RECENT: usize = 8;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub theme: ThemeChoice,
    pub text_scale_percent: u16,
    pub reduced_motion: bool,
    /// Newest first.
    pub recent: Vec<PathBuf>,
    pub window: Option<WindowPlace>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::default(),
            text_scale_percent: 100,
            reduced_motion: false,
            recent: Vec::new(),
            window: None,
        }
    }
}

impl Settings {
    pub fn remember(&mut self, path: &Path) {
        self.forget(path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(RECENT);
    }

    pub fn forget(&mut self, path: &Path) {
        self.recent.retain(|recent| recent != path);
    }

    /// The next size of text up or down; the same at the end of the range.
    pub fn scaled(&self, larger: bool) -> u16 {
        let now = self.text_scale_percent;
        let next = if larger {
            TEXT_SCALES.into_iter().find(|scale| *scale > now)
        } else {
            TEXT_SCALES.into_iter().rev().find(|scale| *scale < now)
        };
        next.unwrap_or(now)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_newest_recent_plan_comes_first_and_once() {
        let mut settings = Settings::default();
        for n in 0..12 {
            settings.remember(Path::new(&format!("{n}.baton.ron")));
        }
        settings.remember(Path::new("9.baton.ron"));
        assert_eq!(settings.recent.len(), RECENT);
        assert_eq!(settings.recent[0], Path::new("9.baton.ron"));
        assert_eq!(settings.recent.iter().filter(|path| path.ends_with("9.baton.ron")).count(), 1);
    }

    #[test]
    fn text_grows_and_shrinks_within_its_range() {
        let mut settings = Settings::default();
        assert_eq!(settings.scaled(true), 110);
        for _ in 0..20 {
            settings.text_scale_percent = settings.scaled(true);
        }
        assert_eq!(settings.text_scale_percent, 250);
        settings.text_scale_percent = 133;
        assert_eq!((settings.scaled(false), settings.scaled(true)), (125, 150));
    }
}
