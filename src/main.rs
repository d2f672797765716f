//! The program's entry: arguments, then the window or a command.

fn main() {}
