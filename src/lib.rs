//! Baton plans, tracks and presents the move of Windows device management from Microsoft
//! Configuration Manager to Microsoft Intune.
//!
//! The modules in reading order; each may use those above it, never those below:
//!
//! - [`plan`]: the plan, plain data and its rules
//! - [`forecast`]: the past and the expected future in numbers
//! - [`picture`]: numbers to drawings (no egui)
//! - [`report`]: what is said and shown about a plan
//! - [`fleet`]: devices one by one, in memory: readiness, segments
//! - [`files`]: bytes in, bytes out; the only folder that touches the disk
//! - [`intake`]: what files that were read would change in a plan
//! - [`document`]: what is open: the plan, its history, where the user is
//! - [`look`]: how things look in egui (knows no plans)
//! - [`views`]: what is on screen, one page a file
//! - [`app`]: the running program: window, actions, jobs, the doors to the system
//! - [`cli`]: the headless commands, their JSON and exit codes

pub mod app;
pub mod cli;
pub mod document;
pub mod files;
pub mod fleet;
pub mod forecast;
pub mod intake;
pub mod look;
pub mod picture;
pub mod plan;
pub mod report;
pub mod views;
