//! Benches of a frame.
fn main() {}
