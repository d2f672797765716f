//! Ranges follow the plan: simulated in the background, shown once there are actuals, explained on demand.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{By, NodeT, Queryable};

use crate::common::window::Window;

/// How many futures of the plan as it stands are in, and how many it takes.
fn runs(window: &Window) -> (u32, u32) {
    let open = window.state().open.as_ref().unwrap();
    let progress = open.simulated.progress(&open.computed.plan);
    (progress.runs, progress.wanted)
}

#[test]
fn an_opened_plan_is_simulated_and_every_change_of_it_anew() {
    let mut window = Window::northwind();
    let (done, wanted) = runs(&window);
    assert!(done == wanted && wanted > 0, "{done} of {wanted}");
    window.expect("simulated futures · seed 1");
    window.expect("Forecast finish, P50 – P85");
    window.expect("of 100 futures");
    window.click("Next working day");
    assert_eq!(runs(&window), (wanted, wanted), "the new status date has odds of its own");
    window.ctrl(Key::Z);
    assert_eq!(runs(&window), (wanted, wanted));
}

#[test]
fn before_the_first_actuals_the_overview_keeps_to_the_expected_course() {
    let mut window = Window::welcome();
    window.click("Fabrikam Stores");
    assert!(runs(&window).0 > 0, "the Forecast page has its odds");
    window.expect("Expected finish");
    window.expect_not("Forecast finish");
}

/// By keys: four weeks on from the status date.
fn scrub_ahead(window: &mut Window) {
    let by = By::new().role(Role::Slider).label("Day");
    window.harness.query_all(by).next().unwrap().focus();
    window.settle();
    window.press(Modifiers::NONE, Key::PageDown);
}

#[test]
fn ahead_of_the_status_date_workloads_and_timeline_show_ranges_once_there_are_actuals() {
    let mut window = Window::northwind();
    window.ctrl(Key::Num2);
    window.expect("forecast ");
    window.ctrl(Key::Num3);
    window.expect_not("in 80 of 100 futures");
    scrub_ahead(&mut window);
    window.expect("P90");
    window.expect("in 80 of 100 futures");

    let mut window = Window::welcome();
    window.click("Fabrikam Stores");
    window.ctrl(Key::Num2);
    window.expect_not("forecast ");
    window.ctrl(Key::Num3);
    scrub_ahead(&mut window);
    window.expect_not("in 80 of 100 futures");
}

#[test]
fn a_key_figure_says_how_it_came_about() {
    let mut window = Window::northwind();
    let description = |window: &Window| {
        let figure = window.harness.query_all_by_label_contains("Forecast finish, P50 – P85: ").next();
        figure.unwrap().accesskit_node().description()
    };
    let said = description(&window).unwrap();
    for part in [
        "every gate has passed",
        "simulated futures, seed 1",
        "Devices not enrolled yet: 8,315",
        "Data until 14 Oct",
    ] {
        assert!(said.contains(part), "{part:?} is not in {said:?}");
    }
    window.expect_not("The first day on which every gate has passed");
    window.harness.query_all_by_label_contains("Forecast finish, P50 – P85: ").next().unwrap().focus();
    window.press(Modifiers::NONE, Key::Tab);
    window.press(Modifiers::SHIFT, Key::Tab);
    window.expect("The first day on which every gate has passed");
}
