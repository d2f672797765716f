//! What is typed: a new plan in three steps, actuals with a figure that cannot be true, the plan's settings.

use baton::plan::PhaseId;
use eframe::egui::{self, Event, Key};

use crate::common::window::Window;

const CLINICS_NORTH: PhaseId = PhaseId(4);

/// Clinics North's actuals; it is the running phase.
fn actuals() -> Window {
    let mut window = Window::northwind();
    window.ctrl(Key::Num4);
    window.click("Actuals");
    window
}

fn newest(window: &Window) -> baton::plan::Stock {
    let actuals = window.document().plan().actuals.phase(CLINICS_NORTH).unwrap();
    *actuals.stocks.iter().max_by_key(|stock| stock.date).unwrap()
}

#[test]
fn a_plan_is_made_in_three_steps_and_opens_unsaved() {
    let mut window = Window::welcome();
    window.ctrl(Key::N);
    window.expect("expected course, no range yet");
    window.click("Next");
    window.click_first("Autopatch split");
    window.click("Next");
    window.fill("Name of the plan", "Contoso");
    window.fill("Devices in scope", "32,000,000");
    window.click("Create plan");
    assert!(window.state().document().is_none(), "not with the devices from before");
    window.fill("Devices in scope", "1,000");
    window.expect("sum 1,000 of 1,000");
    window.click("Create plan");
    let plan = window.document().plan();
    assert_eq!((plan.name.as_str(), plan.devices(), plan.phases.len()), ("Contoso", 1000, 3));
    assert!(window.document().path().is_none(), "nothing is saved until a file is chosen");
}

#[test]
fn a_figure_that_cannot_be_true_stays_marked_until_its_remedy_is_taken() {
    let mut window = actuals();
    window.expect("Actuals are complete to Wed 14 Oct 2026.");
    window.fill("failed, 12 – 16 Oct", "61");
    assert_eq!(newest(&window).failed, 61, "it is kept as typed");
    window.expect("One record cannot be true");
    window.expect("2,240");
    window.click("Enter 45");
    assert_eq!(newest(&window).failed, 45);
    window.expect("Actuals are complete");
    window.ctrl(Key::Z);
    assert_eq!(newest(&window).failed, 61);
}

#[test]
fn rows_from_a_spreadsheet_fill_the_table_as_one_step() {
    let mut window = actuals();
    let before = newest(&window);
    window.click("targeted, 12 – 16 Oct");
    window.harness.event(Event::Paste("500\t310\n100\t90\n".to_owned()));
    window.settle();
    let stocks = window.document().plan().actuals.phase(CLINICS_NORTH).unwrap().stocks.clone();
    let last = stocks.last().unwrap();
    assert_eq!(last.targeted, before.targeted - 600 + 500 + 100, "the weeks' news add up to the total");
    window.expect("Pasted 4 figures.");
    // Out of the field, whose text has an undo of its own.
    window.press(egui::Modifiers::NONE, Key::Escape);
    window.ctrl(Key::Z);
    assert_eq!(newest(&window), before);
}

#[test]
fn settings_are_edited_where_they_stand() {
    let mut window = Window::northwind();
    window.ctrl(Key::Num7);
    window.fill("Name", "Northwind Trust");
    assert_eq!(window.document().plan().name, "Northwind Trust");
    window.click("Helpdesk");
    window.fill("Tickets per agent and day", "16");
    assert_eq!(window.document().plan().desk.tickets_per_agent_day, 16.0);
    window.click("Assumptions");
    window.expect("of 100 enroll at the first attempt");
    for tab in ["Estate", "Phases", "Calendar", "Prerequisites"] {
        window.click_last(tab);
        assert!(window.sees("Add"), "{tab} offers to add a record");
    }
    window.ctrl(Key::Z);
    window.ctrl(Key::Z);
    assert!(!window.document().is_dirty(), "looking changes nothing");
}
