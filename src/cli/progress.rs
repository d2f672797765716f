//! How far long work is, on a terminal; in a pipe nothing at all.

use std::io::{self, IsTerminal, Write};

/// One line that is written over, and gone when the work is done.
pub struct Progress<'a> {
    what: &'a str,
    of: usize,
    is_watched: bool,
}

impl<'a> Progress<'a> {
    pub fn new(what: &'a str, of: usize) -> Self {
        Self { what, of, is_watched: io::stderr().is_terminal() }
    }

    pub fn show(&mut self, done: usize) {
        if self.is_watched && done < self.of {
            // Where nobody listens nobody can be told.
            let _ = write!(io::stderr(), "\r\x1b[K{done} of {} {}", self.of, self.what);
            let _ = io::stderr().flush();
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if self.is_watched {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
