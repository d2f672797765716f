//! The timeline by keys alone: walking, taking hold, dropping and putting back; and the inspector's draft.

use baton::document::{Element, Page};
use baton::plan::{PhaseId, Workload};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{By, NodeT, Queryable};

use crate::common::window::Window;

/// Northwind on the Timeline with the chart focused.
fn timeline() -> Window {
    let mut window = Window::northwind();
    window.ctrl(Key::Num2);
    focus(&mut window, "Timeline");
    window
}

fn focus(window: &mut Window, label: &str) {
    let by = By::new().role(Role::Slider).label(label);
    window.harness.query_all(by).next().expect("the chart is there").focus();
    window.settle();
}

fn value(window: &Window, label: &str) -> String {
    let by = By::new().role(Role::Slider).label(label);
    let node = window.harness.query_all(by).next().expect("the chart is there");
    node.accesskit_node().value().unwrap_or_default()
}

fn keys(window: &mut Window, keys: &[Key]) {
    for key in keys {
        window.press(Modifiers::NONE, *key);
    }
}

fn cursor(window: &Window) -> Option<Element> {
    window.state().workspace.timeline.cursor
}

#[test]
fn a_bar_is_taken_moved_and_dropped_by_keys_as_one_step() {
    let mut window = timeline();
    // From the running phase down to the last, then to its bar.
    keys(&mut window, &[Key::End, Key::ArrowRight]);
    let last = window.document().plan().phases.last().unwrap().id;
    assert_eq!(cursor(&window), Some(Element::Bar(last)));
    let before = window.document().plan().phases.last().unwrap().clone();
    keys(&mut window, &[Key::Enter, Key::ArrowRight, Key::ArrowRight]);
    window.press(Modifiers::SHIFT, Key::ArrowRight);
    assert!(value(&window, "Timeline").contains("working days)"), "{}", value(&window, "Timeline"));
    assert!(!window.document().is_dirty(), "nothing is changed before it is dropped");
    keys(&mut window, &[Key::Enter]);
    let after = window.document().plan().phases.last().unwrap().clone();
    assert!(after.start.not_before > before.start.not_before.max(None));
    window.ctrl(Key::Z);
    assert_eq!(window.document().plan().phases.last(), Some(&before), "one step takes it back");
}

#[test]
fn escape_puts_back_what_was_held() {
    let mut window = timeline();
    keys(&mut window, &[Key::End, Key::ArrowRight, Key::Enter, Key::ArrowRight, Key::Escape]);
    assert_eq!(window.state().workspace.timeline.grab, None);
    assert!(!window.document().is_dirty());
    assert_eq!(window.state().workspace.page, Page::Timeline);
}

#[test]
fn what_is_done_cannot_be_taken_and_says_why() {
    let mut window = timeline();
    keys(&mut window, &[Key::Home, Key::ArrowRight, Key::Enter]);
    assert_eq!(window.state().workspace.timeline.grab, None);
    assert!(value(&window, "Timeline").contains("What happened is not moved"));
}

#[test]
fn a_switch_is_reached_after_the_gate_and_moved() {
    let mut window = timeline();
    keys(&mut window, &[Key::End, Key::ArrowRight, Key::ArrowRight, Key::ArrowRight]);
    let Some(Element::Switch(phase, workload)) = cursor(&window) else { panic!("{:?}", cursor(&window)) };
    let before = window.document().plan().cell_rule(workload, phase);
    keys(&mut window, &[Key::Enter, Key::ArrowRight, Key::Enter]);
    assert_ne!(window.document().plan().cell_rule(workload, phase), before);
}

#[test]
fn enter_on_a_name_opens_the_phase() {
    let mut window = timeline();
    keys(&mut window, &[Key::Home, Key::Enter]);
    assert_eq!(window.state().workspace.page, Page::Phases);
    assert_eq!(window.state().workspace.phase, Some(PhaseId(1)));
}

#[test]
fn a_changed_rate_waits_beside_its_effect_until_it_is_applied() {
    let mut window = timeline();
    let by = By::new().role(Role::Slider).label("Rollout rate");
    window.harness.query_all(by).next().unwrap().focus();
    window.settle();
    let rate = |window: &Window| window.document().plan().phase(PhaseId(4)).unwrap().rate;
    let before = rate(&window);
    keys(&mut window, &[Key::ArrowLeft, Key::ArrowLeft]);
    window.expect("If the rate falls from");
    assert_eq!(rate(&window), before);
    window.click("Revert");
    assert!(!window.sees("If the rate falls from"));
    let by = By::new().role(Role::Slider).label("Rollout rate");
    window.harness.query_all(by).next().unwrap().focus();
    window.settle();
    keys(&mut window, &[Key::ArrowLeft]);
    window.click("Apply");
    assert_eq!(rate(&window), before.map(|rate| rate - 1));
}

#[test]
fn a_phase_is_added_with_its_switches_and_taken_back_in_one_step() {
    let mut window = timeline();
    let before = window.document().plan().clone();
    window.click("Add phase");
    let plan = window.document().plan();
    assert_eq!(plan.phases.len(), before.phases.len() + 1);
    let added = plan.phases.iter().find(|phase| before.phase(phase.id).is_none()).unwrap().id;
    assert!(plan.workload(Workload::CompliancePolicies).unwrap().cell(added).is_some());
    window.ctrl(Key::Z);
    assert_eq!(*window.document().plan(), before);
}
