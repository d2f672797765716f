//! The controls and surfaces every page is made of. Each returns egui's response and is named for screen
//! readers by the words on it.

pub mod tooltip;
