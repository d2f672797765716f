//! The real window, driven by the words on the screen and by keys. One file per part of the program.

mod dialogs;
mod files;
mod forecast;
mod forms;
mod idle;
mod import;
mod members;
mod owners;
mod pages;
mod palette;
mod present;
mod ranges;
mod readiness;
mod tasks;
mod timeline;
mod workloads;
