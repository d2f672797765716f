//! Nothing is drawn while nothing happens.

use std::time::Duration;

use eframe::egui::Key;

use crate::common::window::Window;

#[test]
fn an_idle_window_sleeps_for_good_on_every_page() {
    let mut window = Window::welcome();
    window.harness.step();
    assert_eq!(window.sleeps_for(), Duration::MAX, "the welcome page");
    window.click("Northwind Health");
    for key in [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7] {
        window.ctrl(key);
        window.harness.step();
        assert_eq!(window.sleeps_for(), Duration::MAX, "{key:?}: {:?}", window.harness.ctx.repaint_causes());
    }
}

#[test]
fn after_a_change_it_wakes_to_keep_a_copy_and_then_sleeps() {
    let mut window = Window::northwind();
    window.click("Next working day");
    window.harness.step();
    assert!(window.sleeps_for() < Duration::from_secs(10), "a copy against a crash is due");
    for _ in 0..60 {
        window.harness.step();
    }
    window.settle();
    window.harness.step();
    assert_eq!(window.sleeps_for(), Duration::MAX, "{:?}", window.harness.ctx.repaint_causes());
}
