//! Baton plans, tracks and presents the move of Windows device management from Microsoft
//! Configuration Manager to Microsoft Intune.
//!
//! The modules in reading order; each may use those above it, never those below:
//!
//! - [`picture`]: numbers to drawings (no egui)
//! - [`look`]: tokens, widgets and drawings in egui (knows no plans)

pub mod look;
pub mod picture;
