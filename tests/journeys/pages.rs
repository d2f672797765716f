//! Every page by mouse and by keyboard, at every size of the window.

use baton::document::Page;
use eframe::egui::{Key, Modifiers, pos2};

use crate::common::window::Window;

const PAGES: [(Page, Key); 7] = [
    (Page::Overview, Key::Num1),
    (Page::Timeline, Key::Num2),
    (Page::Workloads, Key::Num3),
    (Page::Phases, Key::Num4),
    (Page::Forecast, Key::Num5),
    (Page::Readiness, Key::Num6),
    (Page::PlanSettings, Key::Num7),
];

#[test]
fn every_page_is_reached_by_its_word_and_by_its_key() {
    let mut window = Window::northwind();
    for (page, _) in PAGES.into_iter().rev() {
        window.click_first(page.name());
        assert_eq!(window.state().workspace.page, page);
    }
    for (page, key) in PAGES {
        window.ctrl(key);
        assert_eq!(window.state().workspace.page, page);
    }
}

#[test]
fn every_page_is_drawn_at_every_size_without_a_plan_changing() {
    for (width, height) in [(1440.0, 900.0), (1920.0, 1080.0), (1024.0, 700.0), (640.0, 420.0)] {
        let mut window = Window::northwind_at(width, height);
        for (_, key) in PAGES {
            window.ctrl(key);
            assert!(!window.document().is_dirty(), "looking changes nothing");
        }
    }
}

#[test]
fn tab_walks_through_the_rail_in_reading_order() {
    let mut window = Window::northwind();
    let mut seen = Vec::new();
    for _ in 0..8 {
        window.press(Modifiers::NONE, Key::Tab);
        seen.extend(window.focused_label());
    }
    let place = |name: &str| seen.iter().position(|label| label == name);
    assert_eq!(place("Menu"), Some(0), "{seen:?}");
    assert!(place("Overview") < place("Timeline") && place("Timeline") < place("Workloads"), "{seen:?}");
    window.press(Modifiers::NONE, Key::Enter);
}

#[test]
fn phases_are_chosen_by_keys_and_presenting_begins_and_ends_with_one() {
    let mut window = Window::northwind();
    window.ctrl(Key::Num4);
    window.expect("Clinics North");
    window.press(Modifiers::ALT, Key::PageDown);
    window.expect("Clinics South");
    window.press(Modifiers::NONE, Key::F5);
    assert!(window.state().workspace.present.is_some());
    window.press(Modifiers::NONE, Key::Escape);
    assert!(window.state().workspace.present.is_none());
    window.expect("Clinics South");
}

#[test]
fn escape_shows_all_days_again_only_where_it_closes_nothing() {
    let mut window = Window::northwind();
    let (from, to) = (pos2(400.0, 560.0), pos2(600.0, 560.0));
    window.drag(from, to);
    let part = window.state().workspace.stretch;
    assert!(part.is_some());
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::M);
    assert!(window.state().workspace.are_problems_open);
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.state().workspace.are_problems_open);
    assert_eq!(window.state().workspace.stretch, part, "it was for the problems");
    window.ask_menu(from);
    window.expect("Copy as picture");
    window.press(Modifiers::NONE, Key::Escape);
    window.expect_not("Copy as picture");
    assert_eq!(window.state().workspace.stretch, part, "it was for the menu");
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().workspace.stretch, None);
}

#[test]
fn who_copies_a_chart_is_told_of_it() {
    let mut window = Window::northwind();
    window.ctrl(Key::Num2);
    window.ask_menu(pos2(900.0, 330.0));
    window.click("Copy as picture");
    window.expect("Copied");
    assert!(!window.sees("stand as boxes"));
}

#[test]
fn dragging_along_a_chart_shows_those_days_and_a_double_click_all_of_them() {
    let mut window = Window::northwind();
    let (from, to) = (pos2(400.0, 560.0), pos2(600.0, 560.0));
    window.drag(to, from);
    let (first, last) = window.state().workspace.stretch.expect("a stretch is chosen");
    let days = (last - first).num_days();
    assert!((30..150).contains(&days), "{first} to {last}");
    window.drag(from, to);
    let (inner_first, inner_last) = window.state().workspace.stretch.unwrap();
    assert!(inner_first > first && inner_last < last, "the second stretch lies in the first");
    for pressed in [true, false, true, false] {
        window.button(from, pressed);
    }
    window.settle();
    assert_eq!(window.state().workspace.stretch, None);
    window.drag(from, from + (to - from) * 0.03);
    assert_eq!(window.state().workspace.stretch, None, "a slip of the hand chooses nothing");
    window.drag(from, to);
    window.ctrl(Key::Num2);
    window.ctrl(Key::Num1);
    assert_eq!(window.state().workspace.stretch, None, "another page begins with all days");
}
