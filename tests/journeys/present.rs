//! Presenting: the keys of the room, the slides' settings, and what is written to be handed out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use baton::app::Picked;
use baton::document::Page;
use baton::files::{groups, plan_file, roster};
use baton::fleet::{Device, Fleet, Roster, Seat};
use baton::plan::{Colour, Colours, Plan};
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use crate::common::window::{TODAY, Window, example};

const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="red"/></svg>"#;

fn run(window: &mut Window, command: &str) {
    window.ctrl(Key::K);
    window.type_text(command);
    window.press(Modifiers::NONE, Key::Enter);
}

fn key(window: &mut Window, key: Key) {
    window.press(Modifiers::NONE, key);
}

fn keys_of(window: &Window) -> Vec<String> {
    window.document().plan().presentation.slides.iter().map(|slide| slide.key.clone()).collect()
}

#[test]
fn slides_are_reached_by_overview_number_and_phase() {
    let mut window = Window::northwind();
    key(&mut window, Key::F5);
    window.expect("Slide 1 of 15");
    key(&mut window, Key::G);
    window.expect("4  Wave 2");
    key(&mut window, Key::ArrowRight);
    key(&mut window, Key::Enter);
    window.expect("Slide 2 of 15");
    key(&mut window, Key::Num7);
    window.expect("Slide 7, then Enter");
    key(&mut window, Key::Enter);
    window.expect("Slide 7 of 15");
    key(&mut window, Key::P);
    window.type_text("clinics north");
    key(&mut window, Key::Enter);
    window.expect("Slide 4 of 15");
    key(&mut window, Key::P);
    window.type_text("hospitals");
    key(&mut window, Key::Enter);
    window.expect("Hospitals");
    window.expect("Not in the order");
    key(&mut window, Key::ArrowLeft);
    window.expect("Slide 4 of 15");
    key(&mut window, Key::Escape);
    assert!(window.state().workspace.present.is_none());
}

#[test]
fn a_blank_screen_notes_and_the_rooms_theme_leave_the_program_as_it_was() {
    let mut window = Window::northwind();
    let is_dark = |window: &Window| window.harness.ctx.global_style().visuals.dark_mode;
    let before = (is_dark(&window), window.state().settings.clone());
    key(&mut window, Key::F5);
    key(&mut window, Key::PageDown);
    key(&mut window, Key::Period);
    window.expect("The screen is black");
    window.expect_not("Slide 2 of 15");
    key(&mut window, Key::PageDown);
    window.expect("Slide 2 of 15");
    assert!(!window.sees_exactly("Notes"), "never there by themselves");
    key(&mut window, Key::N);
    assert!(window.sees_exactly("Notes"));
    key(&mut window, Key::D);
    assert_ne!(is_dark(&window), before.0);
    key(&mut window, Key::Questionmark);
    window.expect("Keys while presenting");
    key(&mut window, Key::Escape);
    window.expect_not("Keys while presenting");
    key(&mut window, Key::Escape);
    assert_eq!((is_dark(&window), window.state().settings.clone()), before);
}

#[test]
fn slides_are_hidden_ordered_and_named_each_as_one_step() {
    let mut window = Window::northwind();
    key(&mut window, Key::F5);
    key(&mut window, Key::PageDown);
    key(&mut window, Key::E);
    assert_eq!(window.state().workspace.page, Page::PlanSettings);
    window.expect("15 of 20 slides shown now");
    window.click("Show Problems");
    assert_eq!(keys_of(&window), ["problems"]);
    window.expect("14 of 20 slides shown now");
    window.click("Authority over time");
    window.press(Modifiers::ALT, Key::ArrowUp);
    assert_eq!(keys_of(&window)[..3], ["summary", "authority", "timeline"]);
    window.fill("Own title (optional)", "Who is in charge");
    window.fill("Own notes (optional)", "Say why it takes until March.");
    let slide = window.document().plan().presentation.slides[1].clone();
    assert_eq!(
        (slide.title.as_str(), slide.notes.as_str()),
        ("Who is in charge", "Say why it takes until March.")
    );
    key(&mut window, Key::F5);
    key(&mut window, Key::PageDown);
    window.expect("Who is in charge");
    window.expect("Slide 2 of 14");
    key(&mut window, Key::N);
    window.expect("Say why it takes until March.");
    key(&mut window, Key::Escape);
    for expected in [20, 20, 1, 0] {
        window.ctrl(Key::Z);
        assert_eq!(keys_of(&window).len(), expected, "{:?}", keys_of(&window));
    }
}

#[test]
fn the_organizations_name_logo_and_colors_are_on_the_slide() {
    let mut window = Window::northwind();
    run(&mut window, "choose slides");
    window.fill("Name (optional)", "Contoso");
    let wrong = window.folder().join("logo.gif");
    std::fs::write(&wrong, "GIF89a").unwrap();
    window.will_pick(Picked::File(wrong));
    window.click("Choose logo…");
    window.expect("This is neither a PNG nor an SVG picture.");
    let logo = window.folder().join("logo.svg");
    std::fs::write(&logo, SVG).unwrap();
    window.will_pick(Picked::File(logo));
    window.click("Choose logo…");
    window.expect_not("neither a PNG");
    window.fill("Main color", "ffd000");
    window.expect("words need 4.5:1");
    window.fill("Second color", "nothing");
    window.expect("Six digits");
    let presentation = window.document().plan().presentation.clone();
    assert!(presentation.logo.is_some());
    let colours = presentation.colours;
    assert_eq!((colours.main.map(String::from).as_deref(), colours.second), (Some("#FFD000"), None));
    key(&mut window, Key::F5);
    window.expect("Contoso  ·  Northwind Health  ·  Wed 14 Oct 2026");
    key(&mut window, Key::Escape);
    for _ in 0..3 {
        window.ctrl(Key::Z);
    }
    assert!(window.document().plan().presentation.is_default());
}

#[test]
fn a_plan_without_phases_is_presented() {
    let mut window = Window::of_plan(&Plan::new("Bare", TODAY));
    key(&mut window, Key::F5);
    window.expect("Slide 1 of ");
    key(&mut window, Key::G);
    key(&mut window, Key::End);
    key(&mut window, Key::Enter);
    window.expect("Slide ");
}

#[test]
fn the_steering_pack_is_written_whole_or_it_is_said_why_not() {
    let mut window = Window::northwind();
    window.ctrl(Key::E);
    let folder = window.folder().join("gone").join("pack");
    window.fill("Folder", &folder.display().to_string());
    window.click("Write the pack");
    window.expect("does not exist");
    assert!(!folder.exists() && !folder.with_file_name("").exists());
    let folder = window.folder().join("pack");
    window.fill("Folder", "~/pack");
    window.click("Markdown");
    window.click("Write the pack");
    window.expect("3 files written to");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let stem = "Northwind Health - steering pack";
    assert_eq!(names, ["md", "pdf", "pptx"].map(|ending| format!("{stem}.{ending}")));
    let bytes = std::fs::read(folder.join(format!("{stem}.pdf"))).unwrap();
    assert!(bytes.starts_with(b"%PDF"));
    window.click("Close");
    assert!(!window.document().is_dirty());
}

#[test]
fn a_pack_that_is_being_made_can_be_stopped() {
    let mut window = Window::northwind();
    window.ctrl(Key::E);
    window.fill("Folder", "~/pack");
    // Far longer than the frames until it shows.
    window.click("PNG of every chart");
    window.harness.get_by_label("Write the pack").click();
    for _ in 0..4 {
        window.harness.step();
    }
    window.expect_not("Write the pack");
    window.click("Stop");
    window.expect("Stopped; nothing was written.");
    window.expect("Write the pack");
    assert!(!window.folder().join("pack").exists());
}

fn exported(window: &mut Window, path: &Path) -> String {
    window.fill("File", &path.display().to_string());
    window.click_last("Export");
    std::fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn the_plan_goes_to_other_programs_from_the_window() {
    let mut window = Window::northwind();
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    let path = window.folder().join("plan.xml");
    assert!(exported(&mut window, &path).contains("<Project"));
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    window.click("As");
    window.click("Calendar (ICS)");
    let path = window.folder().join("plan.ics");
    assert!(exported(&mut window, &path).starts_with("BEGIN:VCALENDAR"));
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    let nowhere = window.folder().join("gone").join("plan.xml");
    assert_eq!(exported(&mut window, &nowhere), "");
    window.expect("does not exist");
    window.click("Cancel");
}

fn export_groups(window: &mut Window, folder: &Path) {
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    window.click("As");
    window.click("Device groups");
    window.fill("Folder", &folder.display().to_string());
    window.click_last("Export");
}

#[test]
fn the_members_of_phases_go_to_other_programs_as_groups() {
    let mut window = Window::northwind();
    let folder = window.folder().join("groups");
    export_groups(&mut window, &folder);
    window.expect("Nobody is in a phase yet: choose the members of phases first.");
    assert!(!folder.exists());
    window.click("Cancel");

    let plan = Arc::clone(window.document().plan());
    let mut fleet = Fleet::default();
    fleet.put(Device { name: "PC-0001".into(), ..Device::default() });
    let seat = Seat { phase: Some(plan.phases[0].id), rule: None };
    let roster = Roster::of(Vec::new(), Arc::new(fleet), vec![seat]);
    roster::save(&roster::beside(window.document().path().unwrap()), &roster, &plan).unwrap();
    export_groups(&mut window, &folder);
    window.expect("Exported");
    let names = folder.join(format!("01 {} - names.txt", plan.phases[0].name));
    assert_eq!(std::fs::read_to_string(names).unwrap(), "PC-0001\r\n");
    assert!(folder.join(groups::READ_ME).is_file());
}

#[test]
fn a_chart_is_saved_from_its_menu_in_the_plans_own_colors() {
    let text = std::fs::read_to_string(example("northwind-health")).unwrap();
    let mut plan = plan_file::from_ron(text.as_bytes()).unwrap().plan;
    let green = Colour(0x0A, 0x5C, 0x36);
    plan.presentation.colours = Colours { main: Some(green), second: None };
    let mut window = Window::of_plan(&plan);
    let at = window.rect_of_chart().center();
    let path = window.folder().join("authority.svg");
    window.will_pick(Picked::File(path.clone()));
    window.ask_menu(at);
    window.click("Save as SVG…");
    let drawing = std::fs::read_to_string(&path).unwrap();
    assert!(drawing.contains("<svg") && drawing.contains("#0A5C36"), "the running phase has the main color");
    assert!(window.state().workspace.dialog.is_none());
}

fn older(window: &Window) -> PathBuf {
    let text = std::fs::read_to_string(example("northwind-health")).unwrap();
    let text = text.replacen("devices: 3600,", "devices: 3400,", 1);
    let path = window.folder().join("last-week.baton.ron");
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn what_changed_since_another_file_is_told_with_what_each_cause_did() {
    let mut window = Window::northwind();
    let path = older(&window);
    run(&mut window, "what changed");
    window.click("From");
    window.click("Another file");
    window.expect("Choose the plan's file of another day");
    window.fill("Other plan", &window.folder().join("gone.ron").display().to_string());
    window.expect("There is no such file.");
    window.will_pick(Picked::File(path));
    window.click("Choose file…");
    window.expect_not("There is no such file.");
    window.expect("+200 devices");
    window.expect("What each cause did");
    window.expect_not("Still simulating");
    window.click("From");
    window.click("Now");
    window.click("To");
    window.click("Another file");
    window.expect("200 devices");
    window.click("Close");
    assert!(!window.document().is_dirty());
}
