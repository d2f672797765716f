//! The program's entry: arguments, then the window or a command.

use std::process::ExitCode;

use baton::cli::{self, Invocation};

fn main() -> ExitCode {
    env_logger::init();
    match cli::run(std::env::args_os()) {
        Invocation::Window(_) => ExitCode::SUCCESS,
        Invocation::Done(code) => code,
    }
}
