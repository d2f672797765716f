//! The dialogs of the shell: pause, decision, baseline, scenario, preferences; and the list of problems.

use baton::document::ThemeChoice;
use baton::plan::DecisionKind;
use eframe::egui::{Id, Key, Modifiers};

use crate::common::window::Window;

fn run(window: &mut Window, command: &str) {
    window.ctrl(Key::K);
    window.type_text(command);
    window.press(Modifiers::NONE, Key::Enter);
}

#[test]
fn a_pause_says_what_stops_and_is_one_step_with_its_decision() {
    let mut window = Window::northwind();
    let before = window.document().plan().clone();
    run(&mut window, "pause rollout");
    window.expect("What stops");
    window.expect("What goes on");
    window.fill("Paused by", "Steering committee");
    window.click_last("Pause rollout");
    let plan = window.document().plan().clone();
    assert_eq!(plan.calendar.pauses.len(), before.calendar.pauses.len() + 1);
    let decision = plan.decisions.iter().find(|d| d.kind == DecisionKind::Pause).unwrap();
    assert_eq!(decision.who, "Steering committee");
    window.ctrl(Key::Z);
    assert_eq!(*window.document().plan(), before, "undone in one step");
}

#[test]
fn a_decision_keeps_the_evidence_of_its_moment() {
    let mut window = Window::northwind();
    window.ctrl(Key::D);
    window.expect("Evidence as it stands today, frozen with the decision");
    window.fill("Decision and reason, in one sentence", "Keep the rate until the desk is through.");
    window.fill("Decided by", "Steering committee");
    window.click_last("Record decision");
    let decision = window.document().plan().decisions.last().unwrap().clone();
    assert_eq!(decision.text, "Keep the rate until the desk is through.");
    let success = decision.evidence.iter().find(|evidence| evidence.what == "Enrollment success").unwrap();
    assert!(success.value.contains("1,568 of 1,613"), "{success:?}");
    assert_eq!(success.asked, "≥ 95%");
}

#[test]
fn what_changed_since_the_baseline_is_told_with_its_cause() {
    let mut window = Window::northwind();
    run(&mut window, "what changed");
    window.expect("Planned was a finish on 26 Feb 2027; now half of the futures finish by");
    window.expect("it began with Pilot 2.");
    window.expect("Wave 1: started and passed its gate 5 working days later because Pilot 2's gate slipped.");
    window.click("Close");
    assert!(window.state().workspace.dialog.is_none());
}

#[test]
fn an_entry_of_the_log_opens_its_record() {
    let mut window = Window::northwind();
    run(&mut window, "decision record");
    window.expect("Note for Wave 2 – Clinics North");
    window.expect("No figures were recorded with it.");
    window.click("Close");
    window.ctrl(Key::Num4);
    window.click_first("Open decision record");
    window.expect("Two sites moved to Wave 3.");
    window.expect("The change itself was made in the plan.");
}

#[test]
fn every_dialog_can_be_answered_in_the_smallest_window() {
    let mut window = Window::northwind_at(640.0, 420.0);
    let commands = ["pause rollout", "record decision", "freeze baseline", "preferences", "help and"];
    let more = ["what changed", "decision record", "steering pack", "export…", "ask who", "take workloads"];
    for command in commands.into_iter().chain(more) {
        run(&mut window, command);
        assert!(window.state().workspace.dialog.is_some(), "{command}");
        let height = window.harness.ctx.content_rect().height();
        let close = ["Cancel", "Close"].into_iter().find(|words| window.sees_exactly(words)).unwrap();
        let rect = window.rect_of(close);
        assert!(rect.top() >= 0.0 && rect.bottom() <= height, "{command}: {close} is at {rect:?}");
        let dialog = window.harness.ctx.memory(|memory| memory.area_rect(Id::unique("dialog"))).unwrap();
        assert_eq!(dialog.bottom() - rect.bottom(), 21.0, "{command}: the foot and its edge");
        window.click(close);
        assert!(window.state().workspace.dialog.is_none(), "{command}");
    }
}

#[test]
fn a_pilot_is_sized_by_what_nobody_can_live_with() {
    let mut window = Window::welcome();
    window.click("Fabrikam Stores");
    window.ctrl(Key::Num2);
    let before = window.document().plan().clone();
    window.click("Size the pilot…");
    window.expect("Which failure rate can you not live with?");
    window.fill("Which failure rate can you not live with?", "10");
    window.expect("If 10% really fail");
    let said = |window: &Window| window.labels().into_iter().find(|label| label.ends_with("and this gate"));
    assert!(said(&window).is_some_and(|said| !said.contains("Use 40 ")), "{:?}", said(&window));
    window.fill("Devices of the pilot", "40");
    window.expect("Use 40 devices and this gate");
    window.expect("needed");
    window.fill("And which one should pass?", "20");
    window.expect("It must be less than the other");
    window.fill("And which one should pass?", "3");
    window.expect("Use 40 devices and this gate");
    window.click("Use 40 devices and this gate");
    window.expect_not("Which failure rate can you not live with?");
    let pilot = &window.document().plan().phases[0];
    assert_eq!((pilot.devices, pilot.gate.judged), (40, baton::plan::Judged::Assured));
    window.ctrl(Key::Z);
    assert_eq!(*window.document().plan(), before);
}

#[test]
fn a_decision_needs_its_words() {
    let mut window = Window::northwind();
    let before = window.document().plan().decisions.len();
    window.ctrl(Key::D);
    window.click_last("Record decision");
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(window.document().plan().decisions.len(), before);
}

#[test]
fn a_scenario_is_changed_without_the_plan() {
    let mut window = Window::northwind();
    run(&mut window, "save as scenario");
    window.fill("Name", "Sixteen agents");
    window.click("Save scenario");
    assert_eq!(window.document().scenario(), Some("Sixteen agents"));
    assert!(window.document().plan().scenarios.iter().any(|scenario| scenario.name == "Sixteen agents"));
    run(&mut window, "work on the current plan");
    assert_eq!(window.document().scenario(), None);
}

#[test]
fn a_baseline_is_frozen_under_a_name_of_its_own() {
    let mut window = Window::northwind();
    let before = window.document().plan().baselines.len();
    run(&mut window, "freeze baseline");
    window.click("Freeze");
    let plan = window.document().plan();
    assert_eq!(plan.baselines.len(), before + 1);
    assert_eq!(plan.baseline().unwrap().name, "Baseline 14 Oct 2026");
}

#[test]
fn preferences_take_effect_at_once_and_are_kept() {
    let mut window = Window::welcome();
    window.ctrl(Key::Comma);
    window.click("Dark");
    window.click("Larger");
    let ground = |window: &Window| window.harness.ctx.global_style().visuals.panel_fill;
    let usual = ground(&window);
    window.click("High contrast");
    assert_ne!(ground(&window), usual);
    window.click("Close");
    assert_eq!(window.state().settings.theme, ThemeChoice::Dark);
    assert!((window.state().settings.text_scale - 1.1).abs() < 0.001);
    assert!(window.harness.ctx.global_style().visuals.dark_mode);
    let strong = ground(&window);
    let kept = window.again();
    assert_eq!(ground(&kept), strong, "from the first frame of the next start");
    assert_eq!(kept.state().settings.theme, ThemeChoice::Dark);
}

#[test]
fn problems_are_listed_with_a_way_to_their_place() {
    let mut window = Window::northwind();
    let first = window.state().open.as_ref().unwrap().computed.problems[0].clone();
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::M);
    window.expect(&first.text);
    window.press(Modifiers::NONE, Key::Escape);
    window.expect_not(&first.text);
}
