//! The grid of workloads by keys, one rule for many cells, and the scrubber.

use baton::files::plan_file;
use baton::plan::{Event, EventKind, PhaseId, PhaseScope, SwitchRule, Workload};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{By, Queryable};

use crate::common::window::{Window, example};

fn workloads() -> Window {
    let mut window = Window::northwind();
    window.ctrl(Key::Num3);
    window
}

fn focus(window: &mut Window, label: &str) {
    let by = By::new().role(Role::Slider).label(label);
    window.harness.query_all(by).next().expect("it is there").focus();
    window.settle();
}

fn keys(window: &mut Window, keys: &[Key]) {
    for key in keys {
        window.press(Modifiers::NONE, *key);
    }
}

fn rule(window: &Window, workload: Workload, phase: u32) -> SwitchRule {
    window.document().plan().cell_rule(workload, PhaseId(phase))
}

#[test]
fn a_cell_is_reached_and_edited_by_keys() {
    let mut window = workloads();
    focus(&mut window, "Workloads by phase");
    // The cursor begins at the running phase, Clinics North.
    keys(&mut window, &[Key::ArrowRight, Key::ArrowRight]);
    let cursor = window.state().workspace.workloads.cursor;
    assert_eq!(cursor, Some((Workload::CompliancePolicies, Some(PhaseId(6)))));
    keys(&mut window, &[Key::Enter]);
    window.expect("Compliance policies, Hospitals");
    window.expect("Joins the pilot collection");
    keys(&mut window, &[Key::Escape]);
    assert!(!window.sees("Joins the pilot collection"));
    keys(&mut window, &[Key::ArrowRight]);
    assert_eq!(window.state().workspace.workloads.cursor, Some((Workload::CompliancePolicies, None)));
    keys(&mut window, &[Key::Enter]);
    window.expect("Compliance policies, slider");
}

#[test]
fn a_switch_that_was_taken_back_is_done_anew_only_after_that() {
    let mut plan = plan_file::open(&example("northwind-health")).unwrap().plan;
    let (workload, phase) = (Workload::CompliancePolicies, PhaseId(4));
    let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 10, day).unwrap();
    let switched = EventKind::CellSwitched { workload, phase, head_start: false };
    let back = EventKind::SwitchedBack { workload, phases: PhaseScope::All };
    let happened = [(1, switched.clone()), (12, back)];
    plan.actuals.events.extend(happened.map(|(on, what)| Event { date: day(on), what, note: String::new() }));
    let mut window = Window::of_plan(&plan);
    let done = |window: &Window| -> Vec<chrono::NaiveDate> {
        let events = &window.document().plan().actuals.events;
        events.iter().filter(|event| event.what == switched).map(|event| event.date).collect()
    };
    let before = done(&window);
    window.ctrl(Key::Num3);
    focus(&mut window, "Workloads by phase");
    keys(&mut window, &[Key::Enter]);
    window.expect("Compliance policies, Clinics North");
    window.fill("Done on", "5 Oct 2026");
    window.expect("Not before Tue 13 Oct 2026");
    assert_eq!(done(&window), before, "it would be taken back at once");
    window.fill("Done on", "13 Oct 2026");
    assert_eq!(done(&window).len(), before.len() + 1);
    assert!(done(&window).contains(&day(13)));
}

#[test]
fn several_cells_get_one_rule_as_one_step() {
    let mut window = workloads();
    focus(&mut window, "Workloads by phase");
    let before = window.document().plan().clone();
    keys(&mut window, &[Key::ArrowRight, Key::ArrowRight, Key::ArrowDown]);
    window.press(Modifiers::SHIFT, Key::ArrowDown);
    window.press(Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(window.state().workspace.workloads.chosen.len(), 4, "Resource access is skipped");
    keys(&mut window, &[Key::Enter]);
    window.expect("4 cells");
    window.click("Join the pilot collection");
    window.click("Days after the gate");
    window.click("Set for four cells");
    for workload in [Workload::WindowsUpdatePolicies, Workload::EndpointProtection] {
        for phase in [5, 6] {
            assert_eq!(rule(&window, workload, phase), SwitchRule::AfterGate(5));
        }
    }
    window.ctrl(Key::Z);
    assert_eq!(*window.document().plan(), before);
}

#[test]
fn several_cells_are_offered_the_rule_of_the_first_of_them() {
    let mut window = workloads();
    focus(&mut window, "Workloads by phase");
    keys(&mut window, &[Key::ArrowRight]);
    window.press(Modifiers::SHIFT, Key::ArrowRight);
    for _ in 0..5 {
        window.press(Modifiers::SHIFT, Key::ArrowDown);
    }
    let chosen = window.state().workspace.workloads.chosen.clone();
    let rules = |window: &Window| -> Vec<SwitchRule> {
        chosen.iter().map(|(workload, phase)| rule(window, *workload, phase.unwrap().0)).collect()
    };
    let before = rules(&window);
    assert!(before.iter().any(|rule| *rule != before[0]), "{before:?}");
    let plan = window.document().plan().clone();
    keys(&mut window, &[Key::Enter]);
    window.click("Set for 12 cells");
    assert_eq!(rules(&window), vec![before[0]; 12]);
    window.ctrl(Key::Z);
    assert_eq!(*window.document().plan(), plan, "undone in one step");
}

#[test]
fn the_scrubber_steps_and_plays_up_to_the_next_gate() {
    let mut window = workloads();
    window.expect("18,020 of 74,400");
    focus(&mut window, "Day");
    window.press(Modifiers::SHIFT, Key::ArrowRight);
    let day = window.state().workspace.workloads.day.unwrap();
    assert_eq!((day - crate::common::window::TODAY).num_days(), 7);
    window.expect("21 Oct 2026");
    assert!(!window.sees("18,020 of 74,400"), "the figures follow the day");
    window.press(Modifiers::NONE, Key::Home);
    window.expect("0.0% of authority");
    window.click("Play to the next gate");
    for _ in 0..40 {
        window.harness.step();
    }
    let state = &window.state().workspace.workloads;
    assert!(!state.is_playing, "it stops by itself");
    assert_eq!(state.day, chrono::NaiveDate::from_ymd_opt(2026, 6, 19), "at the gate of the first pilot");
}

#[test]
fn a_cell_is_dragged_to_another_day_along_its_row() {
    let mut window = workloads();
    let before = rule(&window, Workload::EndpointProtection, 4);
    assert_eq!(before, SwitchRule::AfterStart(20));
    let by = By::new().role(Role::Slider).label("Workloads by phase");
    let grid = window.harness.query_all(by).next().expect("it is there").rect();
    // The fourth phase in the fourth row, ten days to the right.
    let cell = grid.left_top() + vec2(grid.width() / 6.0 * 3.5, 52.0 + 44.0 * 3.5);
    window.drag(cell, cell + vec2(70.0, 0.0));
    assert_eq!(rule(&window, Workload::EndpointProtection, 4), SwitchRule::AfterStart(28));
    assert!(window.state().workspace.workloads.grab.is_none(), "it was let go");
    window.ctrl(Key::Z);
    assert_eq!(rule(&window, Workload::EndpointProtection, 4), before);
    window.drag(cell, cell + vec2(0.0, 60.0));
    assert!(!window.document().is_dirty(), "down is no other day");
}
