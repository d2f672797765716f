//! The Forecast page by its words: knobs are tried without touching the plan, then applied, kept or put
//! back; schedules are compared; and what it would take is asked.

use baton::document::{MovesTab, Page};
use baton::plan::{Edit, Lever, Plan, Record, Scenario, Setting};
use baton::views::Action;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{By, NodeT, Queryable};

use crate::common::window::{TODAY, Window};

fn forecast() -> Window {
    let mut window = Window::northwind();
    window.click_first("Forecast");
    assert_eq!(window.state().workspace.page, Page::Forecast);
    settled(&mut window);
    window
}

/// The study begins once the plan's own futures are in.
fn settled(window: &mut Window) {
    for _ in 0..3 {
        window.settle();
    }
}

fn knob(window: &mut Window, name: &str) {
    let by = By::new().role(Role::Slider).label(name);
    window.harness.query_all(by).next().expect("the knob is there").focus();
    window.settle();
}

fn agents(window: &Window) -> f64 {
    let plan = window.document().shown();
    Lever::Agents.value(plan).unwrap()
}

fn tried(window: &Window) -> Option<&[(Lever, f64)]> {
    let open = window.state().open.as_ref().unwrap();
    open.trying.tried().map(|tried| tried.moves.as_slice())
}

fn act(window: &mut Window, action: Action) {
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().act(&ctx, action);
    settled(window);
}

#[test]
fn a_knob_is_tried_without_touching_the_plan_and_applied_as_one_step() {
    let mut window = forecast();
    let before = window.document().plan().clone();
    knob(&mut window, "Helpdesk agents");
    for _ in 0..2 {
        window.press(Modifiers::NONE, Key::ArrowRight);
    }
    knob(&mut window, "Soak after a wave");
    window.press(Modifiers::NONE, Key::ArrowLeft);
    settled(&mut window);
    assert_eq!(tried(&window), Some(&[(Lever::Agents, 16.0), (Lever::Soak, 4.0)][..]));
    assert_eq!(window.document().plan(), &before, "nothing is changed before it is applied");
    window.expect("Expected course");
    window.expect("with the knobs");
    window.click("Apply");
    assert_eq!((agents(&window), Lever::Soak.value(window.document().plan())), (16.0, Some(4.0)));
    assert_eq!(tried(&window), None, "the knobs are where the plan is now");
    window.ctrl(Key::Z);
    assert_eq!(window.document().plan(), &before, "one step takes it all back");
}

#[test]
fn a_knob_takes_a_typed_number_and_leaves_one_that_cannot_be() {
    let mut window = forecast();
    knob(&mut window, "Helpdesk agents");
    window.type_text("17");
    window.press(Modifiers::NONE, Key::Enter);
    settled(&mut window);
    assert_eq!(tried(&window), Some(&[(Lever::Agents, 17.0)][..]));
    window.type_text("5000");
    window.press(Modifiers::NONE, Key::Enter);
    window.press(Modifiers::NONE, Key::Escape);
    settled(&mut window);
    assert_eq!(tried(&window), Some(&[(Lever::Agents, 17.0)][..]));
}

#[test]
fn a_recommendation_says_by_what_rule() {
    let mut window = forecast();
    settled(&mut window);
    let study = window.state().open.as_ref().unwrap().studying.study();
    let best = study.recommended.expect("some number of agents will do");
    assert!(best.gist.by_target.unwrap() >= 0.85 && best.gist.breaks <= 0.15 + 1e-9, "{best:?}");
    let now = study.frontier.iter().find(|point| point.is_now).unwrap().agents;
    assert!(best.agents > now, "the plan as it stands does not keep the promise");
    window.expect(&format!("recommended {} helpdesk agents", best.agents));
}

#[test]
fn reset_puts_every_knob_back() {
    let mut window = forecast();
    knob(&mut window, "Helpdesk agents");
    window.press(Modifiers::NONE, Key::End);
    assert!(tried(&window).is_some());
    window.click("Reset");
    assert_eq!(tried(&window), None);
    assert!(!window.document().is_dirty());
    let by = By::new().role(Role::Slider).label("Helpdesk agents");
    let value = window.harness.query_all(by).next().unwrap().accesskit_node().value();
    assert_eq!(value.as_deref(), Some("14"));
}

#[test]
fn what_is_held_is_kept_as_a_scenario_and_compared_future_by_future() {
    let mut window = forecast();
    knob(&mut window, "Helpdesk agents");
    for _ in 0..2 {
        window.press(Modifiers::NONE, Key::ArrowRight);
    }
    window.click("Keep as scenario…");
    window.fill("Name", "Sixteen agents");
    window.click("Keep scenario");
    settled(&mut window);
    assert_eq!(window.document().scenario(), None, "the plan itself is still worked on");
    assert_eq!(agents(&window), 14.0);
    assert_eq!(tried(&window), None);
    let kept = window.document().plan().with_scenario("Sixteen agents").unwrap();
    assert_eq!(Lever::Agents.value(&kept), Some(16.0));
    window.expect("of 100 futures");
    let row = window.labels().into_iter().find(|label| label.starts_with("Sixteen agents"));
    assert!(row.as_ref().is_some_and(|row| row.contains("by the target")), "{row:?}");
    window.click(&row.unwrap());
    assert_eq!(window.document().scenario(), Some("Sixteen agents"));
    act(&mut window, Action::ChooseScenario(None));
    while window.document().undo_label().is_some() {
        window.ctrl(Key::Z);
    }
    assert!(window.document().plan().scenarios.iter().all(|s| s.name != "Sixteen agents"));
    assert!(!window.document().is_dirty(), "one undoable step");
}

#[test]
fn what_it_would_take_is_asked_and_put_into_the_knobs() {
    let mut window = forecast();
    window.click("What would it take");
    settled(&mut window);
    assert_eq!(window.state().workspace.forecast.tab, MovesTab::Takes);
    let answers = window.labels().into_iter().filter(|label| label.starts_with("Try ")).collect::<Vec<_>>();
    // Whether one lever alone will do is the plan's matter; what is offered can be taken.
    if let Some(first) = answers.first() {
        window.click(first);
        assert!(tried(&window).is_some_and(|moves| moves.len() == 1), "{first}");
        assert!(!window.document().is_dirty());
    } else {
        let says = ["not by this alone", "as it stands"].into_iter().any(|words| window.sees(words));
        assert!(says, "{:?}", window.labels());
    }
}

#[test]
fn only_so_many_schedules_stand_side_by_side_and_one_chooses_which() {
    let mut window = forecast();
    let plan = window.document().plan().clone();
    for n in 0..4 {
        let scenario = Scenario::of(&plan, format!("Way {n}"));
        act(&mut window, Action::Edit(Edit::Put(Record::Scenario(Box::new(scenario)))));
    }
    let rows =
        |window: &Window| window.labels().into_iter().filter(|label| label.contains("extra effort")).count();
    assert_eq!(rows(&window), 4);
    window.expect("more not shown");
    window.click("Choose");
    window.click_last("Way 0");
    assert_eq!(window.state().workspace.forecast.hidden, ["Way 0"]);
}

#[test]
fn a_plan_without_a_target_or_without_phases_says_so() {
    let mut window = forecast();
    act(&mut window, Action::Edit(Setting::Target(None).into()));
    window.expect("no target date is set");
    window.click("What would it take");
    window.expect("Set a target date");
    let mut window = Window::welcome();
    act(&mut window, Action::CreatePlan(Box::new(Plan::new("Nothing yet", TODAY))));
    window.ctrl(Key::Num5);
    window.expect("A forecast needs phases");
}
