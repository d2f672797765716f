//! The one test binary: eight would be eight links of the whole window.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod cli;
mod common;
mod edits;
mod forecast_cases;
mod history;
mod house;
mod import_actuals;
mod imports;
mod journeys;
mod levers;
mod owners;
mod plan_files;
mod verdicts;
