//! The program's entry: arguments, then the window or a command.

use std::process::ExitCode;

use baton::app;
use baton::cli::{self, Invocation};

fn main() -> ExitCode {
    env_logger::init();
    match cli::run(std::env::args_os()) {
        Invocation::Window(arguments) => app::run(&arguments),
        Invocation::Done(code) => code,
    }
}
