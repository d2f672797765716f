//! Who manages what, asked in the window; taking it back; what is gained.

use baton::document::WorkloadsTab;
use baton::plan::{PhaseScope, Workload};
use eframe::egui::{Key, Modifiers};

use crate::common::window::Window;

/// The example with its questions open.
fn asking() -> Window {
    let mut window = Window::northwind();
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::W);
    window
}

#[test]
fn a_question_in_words_is_answered_with_rule_and_source() {
    let mut window = asking();
    window.expect("Who manages what?");
    window.type_text("device configuration clinics north");
    window.press(Modifiers::NONE, Key::Enter);
    window.expect("On Wed 14 Oct 2026 Device configuration on Wave 2 – Clinics North is managed by Configuration Manager");
    window.expect("1,568 of 3,200 devices are enrolled");
    window.expect("35 working days after its start on 21 Sep 2026");
    window.expect("How to switch workloads, Microsoft Learn");
    window.press(Modifiers::NONE, Key::Escape);
    window.expect_not("Who manages what?");
}

#[test]
fn an_open_question_offers_what_it_could_mean() {
    let mut window = asking();
    window.type_text("printers and updates");
    window.press(Modifiers::NONE, Key::Enter);
    window.expect("“printers” names no workload, phase or day of this plan.");
    window.expect("Which phase?");
    window.click_last("Wave 4 – Hospitals");
    window.expect("none of its 3,000 devices is enrolled");
}

#[test]
fn picks_stay_while_other_words_change_and_overrule_them() {
    let mut window = asking();
    window.fill("Question", "device configuration clinics north");
    window.fill("Day", "1 Mar 2027");
    window.expect("On Mon 1 Mar 2027 Device configuration on Wave 2 – Clinics North");
    window.fill("Question", "device configuration hospitals");
    window.expect("On Mon 1 Mar 2027 Device configuration on Wave 4 – Hospitals");
    window.click("Workload");
    window.click_last("any");
    window.expect("Which workload?");
    window.fill("Question", "device configuration head office");
    window.expect("Which workload?");
    window.click_last("Compliance policies");
    window.expect("On Mon 1 Mar 2027 Compliance policies on Wave 1 – Head office");
    window.click("Take it back…");
    window.expect("go back to Configuration Manager with Compliance policies on Mon 1 Mar 2027");
}

#[test]
fn a_gate_is_each_phases_own_day() {
    let mut window = asking();
    window.fill("Question", "updates at the gate");
    window.expect("19 Jun 2026: Intune (Pilot Intune)");
    window.expect("10 Nov 2026: Intune (Pilot Intune)");
    window.click_last("Wave 2 – Clinics North");
    window.expect("On Tue 10 Nov 2026 Windows Update policies on Wave 2 – Clinics North");
    window.click("When");
    window.click_last("On a day");
    window.fill("Day", "1 Mar 2027");
    window.expect("On Mon 1 Mar 2027 Windows Update policies on Wave 2 – Clinics North");
}

#[test]
fn taking_back_shows_what_it_comes_to_and_becomes_a_scenario() {
    let mut window = Window::northwind();
    window.ctrl(Key::Num3);
    window.click("Take back…");
    window.click_last("Device configuration");
    window.expect("What it hits");
    window.expect("Endpoint Protection does not go back with it");
    window.click("Plan as a scenario");
    let document = window.document();
    let scenario = document.plan().scenarios.last().unwrap();
    assert_eq!(scenario.switch_backs.len(), 1);
    let back = &scenario.switch_backs[0];
    assert_eq!((back.workload, &back.phases), (Workload::DeviceConfiguration, &PhaseScope::All));
    assert!(document.plan().switch_backs.is_empty(), "the plan itself stays as it is");
    assert_eq!(document.scenario(), Some(scenario.name.as_str()), "it is worked on");
}

#[test]
fn a_question_typed_into_the_palette_is_answered_there() {
    let mut window = Window::northwind();
    window.ctrl(Key::K);
    window.type_text("what happens if we take device configuration back on 1 March?");
    assert_eq!(window.chosen_option().as_deref(), Some("Take Device configuration back on 1 Mar 2027…"));
    window.press(Modifiers::NONE, Key::Enter);
    window.expect("go back to Configuration Manager with Device configuration on Mon 1 Mar 2027");
    window.expect("What to do");
    window.press(Modifiers::NONE, Key::Escape);
    window.ctrl(Key::K);
    window.type_text("who manages defender in the pilot");
    window.press(Modifiers::NONE, Key::Enter);
    window.expect("Which phase?");
}

#[test]
fn a_question_about_the_way_back_leads_there_from_both_fields() {
    let words = "What happens if we take device configuration back in Wave 2 on 1 March 2027?";
    let headline = "go back to Configuration Manager with Device configuration on Mon 1 Mar 2027";
    let mut window = Window::northwind();
    window.ctrl(Key::K);
    window.type_text(words);
    let option = "Take Device configuration of Clinics North back on 1 Mar 2027…";
    assert_eq!(window.chosen_option().as_deref(), Some(option));
    window.press(Modifiers::NONE, Key::Enter);
    window.expect(headline);
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::W);
    window.type_text(words);
    window.press(Modifiers::NONE, Key::Enter);
    window.expect("Take back to Configuration Manager");
    window.expect(headline);
}

#[test]
fn enter_on_what_cannot_be_taken_back_keeps_the_question() {
    let mut window = Window::northwind();
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::W);
    window.type_text("everything back to sccm");
    window.press(Modifiers::NONE, Key::Enter);
    window.expect("Who manages what?");
    window.fill("Question", "device configuration back");
    window.fill("Day", "some day");
    window.expect("Enter a date such as");
    window.click("Question");
    window.press(Modifiers::NONE, Key::Enter);
    window.expect("Who manages what?");
    window.fill("Day", "1 Mar 2027");
    window.click("Question");
    window.press(Modifiers::NONE, Key::Enter);
    window.expect("go back to Configuration Manager with Device configuration on Mon 1 Mar 2027");
}

#[test]
fn what_is_locked_on_intune_is_not_offered_to_be_taken_back() {
    let mut window = Window::northwind();
    window.ctrl(Key::K);
    window.type_text("what if we take resource access back");
    let option = "Who manages Resource access policies on 14 Oct 2026?";
    assert_eq!(window.chosen_option().as_deref(), Some(option));
    window.press(Modifiers::NONE, Key::Enter);
    window.expect("Which phase?");
    for phase in [None, Some("Wave 2 – Clinics North")] {
        if let Some(phase) = phase {
            window.click_last(phase);
            window.expect("From site version 2403 on the slider of Resource access is fixed on Intune.");
        }
        window.click("Take it back…");
        window.expect_not("Take back to Configuration Manager");
    }
}

#[test]
fn the_workloads_page_says_what_is_gained() {
    let mut window = Window::northwind();
    window.ctrl(Key::Num3);
    window.click("Gained");
    assert_eq!(window.state().workspace.workloads.tab, WorkloadsTab::Gained);
    window.expect("Conditional Access with device compliance: 32.9% of devices today");
}
