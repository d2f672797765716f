//! The charts: numbers in, a [`Scene`] out. One drawing serves the screen and every paper format.
//! It knows neither egui nor the disk; colours are roles and text is measured here, once.

pub mod fonts;
pub mod palette;
pub mod scene;
pub mod text;
pub mod type_roles;

pub use palette::{Ink, Palette, Rgba, Theme};
pub use scene::{Anchor, Dash, Node, Paint, Point, Rect, Scene, Stroke, Table};
pub use type_roles::{Face, TypeRole};
