//! The tasks around the moves: ticked, changed, added; the lane on the timeline; switches moved on the grid.

use baton::plan::{Anchor, PhaseId, PrerequisiteState, SwitchRule, Task, Workload};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{By, Queryable};

use crate::common::window::Window;

fn tasks() -> Window {
    let mut window = Window::northwind();
    window.ctrl(Key::Num3);
    window.click("Tasks");
    window
}

fn find(window: &Window, name: &str, anchor: &Anchor) -> Task {
    let tasks = &window.document().plan().tasks;
    tasks.iter().find(|task| task.name == name && task.anchor == *anchor).expect("it is there").clone()
}

/// A box of the list whose words begin so; the first of them.
fn tick(window: &mut Window, name: &str) {
    let by = By::new().role(Role::CheckBox).label(name);
    window.harness.query_all(by).next().expect("it is there").click();
    window.settle();
}

#[test]
fn a_task_is_ticked_off_and_that_is_undone() {
    let mut window = tasks();
    window.expect("Within a week");
    let anchor = Anchor::PhaseStart(PhaseId(4));
    assert_eq!(find(&window, "Follow up", &anchor).state, PrerequisiteState::InProgress);
    tick(&mut window, "Done: Follow up");
    assert_eq!(find(&window, "Follow up", &anchor).state, PrerequisiteState::Done);
    window.ctrl(Key::Z);
    assert_eq!(find(&window, "Follow up", &anchor).state, PrerequisiteState::InProgress);
}

#[test]
fn days_of_a_task_that_are_dragged_are_one_step() {
    let mut window = tasks();
    window.harness.get_by_label_contains("Follow up, 20 working days after the start").click();
    window.settle();
    let before = window.document().plan().clone();
    let field = window.rect_of("Working days").left_center() + vec2(24.0, 0.0);
    window.drag(field, field + vec2(40.0, 0.0));
    assert_eq!(find(&window, "Follow up", &Anchor::PhaseStart(PhaseId(4))).days, 30);
    window.ctrl(Key::Z);
    assert_eq!(*window.document().plan(), before);
}

#[test]
fn a_task_of_ones_own_is_added_and_removed() {
    let mut window = tasks();
    let before = window.document().plan().tasks.len();
    window.click("Add task");
    window.expect("It belongs to");
    let added = window.document().plan().tasks.last().expect("it was added").clone();
    assert_eq!((added.name.as_str(), added.days), ("New task", -5));
    window.click("Remove task");
    assert_eq!(window.document().plan().tasks.len(), before);
    window.expect("What stays with Configuration Manager");
}

#[test]
fn a_usual_task_that_was_removed_is_offered_again() {
    let mut window = tasks();
    let before = window.document().plan().clone();
    let row = "Announce the move, 15 working days before the start of Hospitals";
    window.harness.get_by_label_contains(row).click();
    window.settle();
    window.click("Remove task");
    assert_eq!(window.document().plan().tasks.len(), before.tasks.len() - 1);
    window.click("Add 1 usual…");
    window.click("Add all 1");
    let plan = window.document().plan();
    assert_eq!(plan.tasks.len(), before.tasks.len());
    window.ctrl(Key::Z);
    window.ctrl(Key::Z);
    assert_eq!(*window.document().plan(), before);
}

fn grid() -> Window {
    let mut window = Window::northwind();
    window.ctrl(Key::Num3);
    let by = By::new().role(Role::Slider).label("Workloads by phase");
    window.harness.query_all(by).next().expect("it is there").focus();
    window.settle();
    window
}

#[test]
fn the_editor_of_a_cell_says_what_its_move_asks_for() {
    let mut window = grid();
    // From Compliance policies of the running phase.
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.press(Modifiers::NONE, Key::Enter);
    window.expect("Windows Update policies, Clinics North");
    window.expect("Intune takes over: deferrals, deadlines and rings of quality and feature updates.");
    let anchor = Anchor::Cell { workload: Workload::WindowsUpdatePolicies, phase: PhaseId(4) };
    let name = "Turn off the client setting Software updates";
    assert_eq!(find(&window, name, &anchor).state, PrerequisiteState::InProgress);
    tick(&mut window, &format!("Done: {name}"));
    assert_eq!(find(&window, name, &anchor).state, PrerequisiteState::Done);
}

#[test]
fn the_lane_of_the_timeline_folds_and_opens() {
    let mut window = Window::northwind();
    window.ctrl(Key::Num2);
    window.click("Show milestones and tasks");
    window.expect("Fold milestones and tasks");
    window.click("Fold milestones and tasks");
    window.expect("Show milestones and tasks");
}

#[test]
fn a_switch_moves_by_keys_on_the_grid_and_copies_another_phase() {
    let mut window = grid();
    let rule = |window: &Window| window.document().plan().cell_rule(Workload::ClientApps, PhaseId(5));
    assert_eq!(rule(&window), SwitchRule::AfterStart(36));
    window.press(Modifiers::NONE, Key::ArrowRight);
    for _ in 0..5 {
        window.press(Modifiers::NONE, Key::ArrowDown);
    }
    window.press(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(rule(&window), SwitchRule::AfterStart(37));
    window.ctrl(Key::Z);
    assert_eq!(rule(&window), SwitchRule::AfterStart(36));
    window.press(Modifiers::NONE, Key::Enter);
    window.expect("Client apps, Clinics South");
    window.click("Like another phase…");
    window.click("Set like IT");
    assert_eq!(rule(&window), SwitchRule::AfterStart(10));
}
