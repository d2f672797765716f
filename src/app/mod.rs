//! The running program: its window, what each action does, work in the background, and the doors to the
//! system. Nothing here draws a page or knows what a plan means.

mod asking;
mod beside;
mod differing;
mod exporting;
mod feed;
mod filing;
mod guard;
mod importing;
mod jobs;
mod keys;
mod members;
mod packing;
pub mod platform;
mod presenting;
mod previewing;
mod simulating;
mod size;
mod start;
pub mod state;
mod studying;
mod trying;
mod update;
mod window;

pub use platform::{Picked, Platform, Question};
pub use start::run;
pub use state::State;
pub use window::App;
