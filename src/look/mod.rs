//! How things look in egui: the tokens as a style, the widgets, and a Scene painted on screen.
//! It knows drawings, never plans.

pub mod style;
pub mod text;

pub use style::{Themed, apply_motion, apply_theme, color, font, install, palette};
pub use text::{label, paint_elided, paint_text, wrapped};
