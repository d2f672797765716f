//! What a command answers: results for stdout, messages for stderr, an exit code.
//! A reader that has gone away is no error.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::files::{FileError, WriteError, roster};

/// Done, and what was found needs attention.
pub const NEEDS_ATTENTION: u8 = 1;
const WRONG_USE: u8 = 2;
const FILE_TROUBLE: u8 = 3;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    pub result: String,
    pub messages: Vec<String>,
    pub code: u8,
}

impl Answer {
    pub fn result(result: impl Into<String>) -> Self {
        Self { result: result.into(), ..Self::default() }
    }

    /// JSON for other programs: one line.
    pub fn json(value: &impl serde::Serialize) -> Self {
        match serde_json::to_string(value) {
            Ok(text) => Self::result(text + "\n"),
            Err(error) => Self::file_trouble(format!("the result cannot be written as JSON: {error}")),
        }
    }

    pub fn message(message: impl Into<String>) -> Self {
        Self { messages: vec![message.into()], ..Self::default() }
    }

    pub fn wrong_use(message: impl Into<String>) -> Self {
        Self { code: WRONG_USE, ..Self::message(message) }
    }

    pub fn file_trouble(message: impl Into<String>) -> Self {
        Self { code: FILE_TROUBLE, ..Self::message(message) }
    }

    /// Writes everything out and names the exit code.
    pub fn give(self) -> ExitCode {
        let mut errors = io::stderr().lock();
        for message in &self.messages {
            // Where nobody listens nobody can be told.
            let _ = writeln!(errors, "{message}");
        }
        let mut out = io::stdout().lock();
        let written = out.write_all(self.result.as_bytes()).and_then(|()| out.flush());
        match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                let _ = writeln!(errors, "The result could not be written: {error}");
                ExitCode::from(FILE_TROUBLE)
            }
            _ => ExitCode::from(self.code),
        }
    }
}

impl From<&FileError> for Answer {
    fn from(error: &FileError) -> Self {
        let mut answer = Self { code: error.error.exit_code(), ..Self::message(error.to_string()) };
        if let Some(backup) = &error.backup {
            answer.messages.push(format!("The plan as it was saved before is in {}.", backup.display()));
        }
        answer
    }
}

impl From<&roster::FileError> for Answer {
    fn from(error: &roster::FileError) -> Self {
        Self { code: error.error.exit_code(), ..Self::message(error.to_string()) }
    }
}

impl From<&WriteError> for Answer {
    fn from(error: &WriteError) -> Self {
        Self::file_trouble(error.to_string())
    }
}
