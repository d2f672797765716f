//! The charts: numbers in, a [`Scene`] out. One drawing serves the screen and every paper format.
//! It knows neither egui nor the disk; colours are roles and text is measured here, once.

pub mod axis;
pub mod bars;
pub mod before_after;
pub mod course;
pub mod density;
pub mod dumbbell;
pub mod eligibility;
pub mod enrollment;
mod enrollment_words;
pub mod explanation;
pub mod flags;
pub mod fonts;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod forecast_tests;
pub mod format;
pub mod frontier;
pub mod funnel;
pub mod gained;
pub mod gantt;
pub mod gantt_layout;
mod gantt_legend;
mod gantt_rows;
pub mod hatch;
pub mod helpdesk;
mod helpdesk_open;
mod helpdesk_words;
pub mod histogram;
mod histogram_flags;
mod histogram_words;
pub mod journey;
pub mod labels;
pub mod lane;
pub mod legend;
pub mod markers;
pub mod mini_gantt;
pub mod operating_characteristic;
pub mod palette;
pub mod pareto;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod readiness_tests;
pub mod river;
mod river_names;
mod river_table;
mod river_words;
pub mod scenario_rows;
pub mod scene;
pub mod scrub;
pub mod sliders;
pub mod small;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod soundness_tests;
pub mod stack;
pub mod status_strip;
pub mod text;
pub mod tornado;
pub mod type_roles;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod words_tests;

pub use palette::{Ink, Palette, Rgba, Theme};
pub use scene::{Anchor, Dash, Node, Paint, Point, Rect, Scene, Stroke, Table};
pub use type_roles::{Face, TypeRole};
