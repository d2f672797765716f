//! What several tests share: random edits. Nothing here asserts.

pub mod edits;
pub mod plans;
pub mod window;
