//! The command palette, the menu's commands and the help page.

use baton::document::Page;
use eframe::egui::{Key, Modifiers};

use crate::common::window::Window;

#[test]
fn letters_arrows_and_enter_run_a_command() {
    let mut window = Window::northwind();
    window.ctrl(Key::K);
    window.type_text("workl");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().workspace.page, Page::Workloads);
    assert!(window.state().workspace.palette.is_none());

    window.ctrl(Key::K);
    let first = window.chosen_option();
    window.press(Modifiers::NONE, Key::ArrowDown);
    assert_ne!(window.chosen_option(), first);
    window.press(Modifiers::NONE, Key::ArrowUp);
    assert_eq!(window.chosen_option(), first);
    window.press(Modifiers::NONE, Key::Escape);
    assert!(window.state().workspace.palette.is_none());
}

#[test]
fn enter_means_what_the_letters_before_it_find_within_one_frame_too() {
    let mut window = Window::northwind();
    window.ctrl(Key::K);
    window.type_and_enter_at_once("workl");
    assert_eq!(window.state().workspace.page, Page::Workloads);
    assert!(window.state().workspace.palette.is_none());
}

#[test]
fn phases_are_targets() {
    let mut window = Window::northwind();
    window.ctrl(Key::K);
    window.type_text("hospitals");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().workspace.page, Page::Phases);
    window.expect("Wave 4 – Hospitals");
}

#[test]
fn what_cannot_be_done_now_stays_and_says_why() {
    let mut window = Window::northwind();
    window.ctrl(Key::K);
    window.type_text("undo");
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.state().workspace.palette.is_some(), "nothing to undo: the palette stays open");
}

#[test]
fn the_help_lists_every_shortcut_and_escape_leaves_it() {
    let mut window = Window::welcome();
    window.press(Modifiers::NONE, Key::F1);
    window.expect("Help and shortcuts");
    for command in baton::views::commands::COMMANDS.iter().filter(|command| !command.shortcuts.is_empty()) {
        window.expect(command.name);
    }
    window.press(Modifiers::NONE, Key::Escape);
    window.expect_not("Help and shortcuts");
}

#[test]
fn without_a_plan_commands_of_plans_are_refused() {
    let mut window = Window::welcome();
    window.ctrl(Key::S);
    window.press(Modifiers::NONE, Key::F5);
    window.ctrl(Key::Num3);
    window.expect("Welcome");
}
