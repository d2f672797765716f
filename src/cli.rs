//! The command line: arguments in, text or JSON and an exit code out, with the same engine as the window.
//! It needs no display, never reads the clock, and writes nothing but the files it is told to.

mod answer;
mod authority;
mod check;
mod compare;
mod diff;
mod forecast;
mod import;
mod members;
mod new;
mod pilot;
mod progress;
mod report;
mod rewrite;
mod show;
mod table;
mod verdict;
mod without_window;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Parser, Subcommand, ValueEnum};

use crate::files::plan_file;
use crate::plan::{OWN_SCHEDULE, Plan};

pub use answer::Answer;
pub use without_window::{missing_library_sentence, show_without_display};

/// What the arguments ask for.
#[derive(Debug)]
pub enum Invocation {
    Window(WindowArguments),
    /// A command has run, or the arguments were wrong or asked for help.
    Done(ExitCode),
}

/// How the window was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub struct WindowArguments {
    /// The plan to open; without one the last plan, or the welcome page
    pub plan: Option<PathBuf>,
    /// What draws the window
    #[arg(long, value_enum, default_value_t)]
    pub renderer: Renderer,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Renderer {
    /// The first of the others that works here
    #[default]
    Auto,
    /// The graphics adapter
    Wgpu,
    /// The processor, by way of a software adapter
    Software,
    /// OpenGL
    Glow,
}

#[derive(Debug, Parser)]
#[command(
    name = "baton",
    version,
    about = "Plans, tracks and presents the move of Windows device management from Configuration Manager to Intune",
    long_about = None,
    args_conflicts_with_subcommands = true,
    after_help = "Exit codes: 0 done; 1 done, and what was found needs attention; 2 wrong use; \
                  3 a file cannot be read or written; 4 the plan was written by a newer version."
)]
struct Arguments {
    #[command(flatten)]
    window: WindowArguments,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a plan from a template
    New(new::New),
    /// List what is wrong or risky in a plan, each with its place and remedy
    Check(check::Check),
    /// Show where a plan stands: phases with their gates, and who manages what
    Show(show::Show),
    /// Simulate the futures of a plan: finish, gates and helpdesk with their chances
    Forecast(forecast::Forecast),
    /// Compare scenarios of a plan, future by future
    Compare(compare::Compare),
    /// Say what changed between two plan files, or since a baseline, and what it does to the finish
    Diff(diff::Diff),
    /// Judge the gate of a phase, criterion by criterion
    Verdict(verdict::Verdict),
    /// How large must a pilot be? Which failure rate can you not live with?
    Pilot(pilot::Pilot),
    /// Show devices per workload by Configuration Manager, Pilot Intune and Intune, or who manages one of them
    Authority(authority::Authority),
    /// Read estate, tickets, holidays and freezes out of files that other programs exported
    Import(import::Import),
    /// Say by rules which devices are in which phase; they are kept beside the plan, not in it
    Members(members::Members),
    /// Write the steering pack: documents, and every chart as a file
    Report(report::Report),
    /// Write the plan, or its groups of devices, for other programs
    Export(rewrite::Export),
    /// Rewrite the plan file canonically, so that two people's files differ only where they differ
    Fmt(rewrite::Format),
}

/// A plan file, and the day that counts as today.
#[derive(Clone, Debug, clap::Args)]
struct PlanArguments {
    /// The plan file
    plan: PathBuf,
    /// The day to look from, as 2026-10-14; without it the plan's own status date
    #[arg(long, value_name = "DATE")]
    today: Option<NaiveDate>,
}

impl PlanArguments {
    fn open(&self) -> Result<Plan, Answer> {
        let mut plan = open(&self.plan)?;
        if let Some(today) = self.today {
            let distance = (today - plan.start).num_days().unsigned_abs();
            if distance > u64::from(crate::files::LONGEST_DAYS) {
                return Err(Answer::wrong_use("--today is more than 20 years from the plan's start"));
            }
            plan.status_date = today;
        }
        Ok(plan)
    }
}

/// Reads the arguments and runs the command, if one is asked for.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Invocation {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            // Help goes to stdout, mistakes to stderr; nothing can be done about either being closed.
            let _ = error.print();
            return Invocation::Done(ExitCode::from(code));
        }
    };
    match arguments.command {
        None => Invocation::Window(arguments.window),
        Some(command) => Invocation::Done(command.run().give()),
    }
}

impl Command {
    fn run(self) -> Answer {
        match self {
            Self::New(new) => new.run(),
            Self::Check(check) => check.run(),
            Self::Show(show) => show.run(),
            Self::Forecast(forecast) => forecast.run(),
            Self::Compare(compare) => compare.run(),
            Self::Diff(diff) => diff.run(),
            Self::Verdict(verdict) => verdict.run(),
            Self::Pilot(pilot) => pilot.run(),
            Self::Authority(authority) => authority.run(),
            Self::Import(import) => import.run(),
            Self::Members(members) => members.run(),
            Self::Report(report) => report.run(),
            Self::Export(export) => export.run(),
            Self::Fmt(format) => format.run(),
        }
    }
}

/// The plan with the schedule of this name: a scenario's, or its own.
fn schedule(plan: &Plan, name: &str) -> Result<Plan, Answer> {
    if let Some(plan) = plan.with_scenario(name) {
        return Ok(plan);
    }
    if name == OWN_SCHEDULE {
        return Ok(plan.clone());
    }
    let names: Vec<&str> = plan.scenarios.iter().map(|scenario| scenario.name.as_str()).collect();
    let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    Err(Answer::wrong_use(format!(
        "The plan has no scenario “{name}”; it has {known}. Its own schedule is “{OWN_SCHEDULE}”."
    )))
}

/// The plan at `path`, or what to say and the exit code.
fn open(path: &Path) -> Result<Plan, Answer> {
    plan_file::open(path).map(|opened| opened.plan).map_err(|error| Answer::from(&error))
}
