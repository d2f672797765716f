//! The Readiness page by its words: what is ready, what the pilots missed, and what must hold, each with the way
//! to mend it.

use baton::document::Page;
use baton::document::workspace::readiness::SortBy;
use baton::document::workspace::settings::SettingsTab;
use baton::forecast::Standing;
use baton::plan::{Plan, SegmentId};
use baton::views::Action;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use crate::common::window::{TODAY, Window};

fn readiness() -> Window {
    let mut window = Window::northwind();
    window.click_first("Readiness");
    assert_eq!(window.state().workspace.page, Page::Readiness);
    window
}

/// The sites of the rows from the top down, as screen readers hear them.
fn rows(window: &Window) -> Vec<String> {
    let is_row = |label: &String| label.contains("% ready, ") && !label.starts_with("All segments");
    window.labels().into_iter().filter(is_row).collect()
}

#[test]
fn the_page_shows_the_figures_of_the_example() {
    let window = readiness();
    window.expect("11,168 of 12,400 devices are ready (90.0%).");
    window.expect("72% of the gaps are at Hospitals, which no pilot has tried.");
    window.expect("4,085 co-managed, 627 scheduled, 6,456 eligible");
    window.expect("426 in need of an OS update, 754 not Entra joined, 52 ineligible");
    window.expect("All segments: 12,400 devices, 90.0% ready, 1,232 not ready");
    window
        .expect("Hospitals, Windows 10 22H2, support ended Oct 2025, AD joined only: 610 devices, 0% ready");
    window.expect("Head office 3.5× over");
    window.expect("Hospitals missing");
    window.expect("Add 58 devices of Hospitals, 22 of them with Windows 10 LTSC 2021, to Wave 2:");
    window.expect("610 devices of Hospitals need hybrid join, due 11 Jan");
    window.expect("Windows 11 23H2 leaves support before Wave 3, 10 Nov");
}

#[test]
fn heads_sort_and_the_bar_narrows_the_segments() {
    let mut window = readiness();
    assert_eq!(rows(&window).len(), 13, "{:#?}", rows(&window));
    assert!(rows(&window)[0].starts_with("Head office"));
    window.click("Sort by gaps");
    assert_eq!(window.state().workspace.readiness.by, SortBy::Gaps);
    assert!(rows(&window)[0].contains("610 not ready"), "{:?}", rows(&window));
    window.click("Sorted by gaps, largest first");
    assert!(rows(&window)[0].contains(", 0 not ready"), "{:?}", rows(&window));
    window.click("Sorted by gaps, smallest first");
    assert!(rows(&window)[0].starts_with("Head office"));
    // The bar is one stop for the keyboard; its first part is of what is co-managed.
    let bar = window.labels().into_iter().find(|label| label.starts_with("Of 12,400 devices:")).unwrap();
    window.harness.get_by_label(&bar).focus();
    window.settle();
    window.press(Modifiers::NONE, Key::ArrowRight);
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().workspace.readiness.only, Some(Standing::CoManaged));
    assert!(rows(&window).iter().all(|row| !row.starts_with("Hospitals")), "{:?}", rows(&window));
    window.click("Show all");
    assert_eq!(rows(&window).len(), 13, "{:#?}", rows(&window));
}

#[test]
fn a_segment_leads_to_where_it_is_described_and_a_prerequisite_to_its_list() {
    let mut window = readiness();
    let row = rows(&window).into_iter().find(|row| row.contains("LTSC")).unwrap();
    window.click(&row);
    assert_eq!(window.state().workspace.page, Page::PlanSettings);
    assert_eq!(window.state().workspace.plan_settings.tab, SettingsTab::Estate);
    window.ctrl(Key::Num6);
    let line = window.labels().into_iter().find(|label| label.contains("MFA exclusion")).unwrap();
    window.click(&line);
    assert_eq!(window.state().workspace.plan_settings.tab, SettingsTab::Prerequisites);
}

#[test]
fn the_advice_is_taken_in_one_step_that_can_be_undone() {
    let mut window = readiness();
    let before = window.document().plan().clone();
    window.click("Add 58 devices of Hospitals, 22 of them with Windows 10 LTSC 2021, to Wave 2");
    let plan = window.document().plan();
    assert_eq!((plan.phases[3].devices, plan.phases[5].devices), (3_258, 2_942));
    let taken = |plan: &Plan, segment| {
        plan.phases[3].takes.iter().find(|take| take.segment == SegmentId(segment)).map(|take| take.devices)
    };
    assert_eq!((taken(plan, 11), taken(plan, 12)), (Some(36), Some(22)));
    window.ctrl(Key::Z);
    assert_eq!(window.document().plan(), &before);
}

#[test]
fn the_usual_prerequisites_that_are_missing_are_added_in_one_step() {
    let mut window = readiness();
    let before = window.document().plan().prerequisites.len();
    let button = window.labels().into_iter().find(|label| label.ends_with(" usual…")).unwrap();
    let missing: usize = button.split(' ').nth(1).unwrap().parse().unwrap();
    window.click(&button);
    window.click(&format!("Add all {missing}"));
    assert_eq!(window.document().plan().prerequisites.len(), before + missing);
    window.expect_not(" usual…");
    window.ctrl(Key::Z);
    assert_eq!(window.document().plan().prerequisites.len(), before);
}

#[test]
fn a_plan_without_an_estate_says_how_to_describe_it() {
    let mut window = Window::welcome();
    let ctx = window.harness.ctx.clone();
    let plan = Box::new(Plan::new("Nothing yet", TODAY));
    window.harness.state_mut().act(&ctx, Action::CreatePlan(plan));
    window.settle();
    window.ctrl(Key::Num6);
    window.expect("The estate is not described yet");
    window.click("Describe the estate");
    assert_eq!(window.state().workspace.plan_settings.tab, SettingsTab::Estate);
}
