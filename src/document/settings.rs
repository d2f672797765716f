//! The settings as the program changes them: the steps of the text size and the names of the themes.
//! What they are and how they are kept is the work of files.

pub use crate::files::Settings;
pub use crate::files::settings::{Theme as ThemeChoice, WindowSize};

/// Sizes of text on offer.
pub const TEXT_SCALES: [f32; 9] = [0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5];

/// The next size of text up or down; the same at the end of the range.
pub fn next_text_scale(now: f32, larger: bool) -> f32 {
    let is_past = |scale: &f32| if larger { *scale > now + 0.005 } else { *scale < now - 0.005 };
    let next = if larger {
        TEXT_SCALES.into_iter().find(is_past)
    } else {
        TEXT_SCALES.into_iter().rev().find(is_past)
    };
    next.unwrap_or(now)
}

pub const THEMES: [ThemeChoice; 3] = [ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark];

pub const fn theme_name(theme: ThemeChoice) -> &'static str {
    match theme {
        ThemeChoice::System => "As the system",
        ThemeChoice::Light => "Light",
        ThemeChoice::Dark => "Dark",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_grows_and_shrinks_within_its_range() {
        assert_eq!(next_text_scale(1.0, true), 1.1);
        assert_eq!((next_text_scale(1.33, false), next_text_scale(1.33, true)), (1.25, 1.5));
        assert_eq!(next_text_scale(2.5, true), 2.5);
        assert_eq!(next_text_scale(0.8, false), 0.8);
    }
}
