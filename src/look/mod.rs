//! How things look in egui: the tokens as a style, the widgets, and a Scene painted on screen.
//! It knows drawings, never plans.

pub mod focus;
pub mod geometry;
pub mod glyphs;
pub mod icons;
pub mod motion;
pub mod paint;
#[cfg(test)]
pub(crate) mod stage;
pub mod style;
pub mod text;
pub mod widgets;

pub use glyphs::{Position, Verdict};
pub use icons::Icon;
pub use style::{Themed, apply_contrast, apply_motion, apply_theme, color, font, install, palette};
pub use text::{
    label, paint_elided, paint_text, paint_wrapped, text_at, text_at_elided, text_at_wrapped, words, wrapped,
};
