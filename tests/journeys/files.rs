//! Opening, editing, saving, reopening; and that nothing unsaved is ever lost without a question.

use baton::app::Picked;
use baton::document::Settings;
use baton::files::plan_file;
use baton::views::Action;
use eframe::egui::{Key, Modifiers};

use crate::common::window::Window;

/// One step to undo: the status date moves on by a working day.
fn edit(window: &mut Window) {
    window.click("Next working day");
    assert!(window.document().is_dirty());
}

#[test]
fn an_example_is_opened_edited_undone_saved_and_reopened() {
    let mut window = Window::welcome();
    window.expect("Welcome");
    window.click("Northwind Health");
    window.expect("12,400 devices");
    window.expect("Saved");
    let original = window.document().plan().clone();

    edit(&mut window);
    window.expect("Unsaved");
    window.ctrl(Key::Z);
    assert!(!window.document().is_dirty(), "undone to what was opened is not unsaved");
    assert_eq!(*window.document().plan(), original);
    window.ctrl(Key::Y);
    assert!(window.document().is_dirty());

    let path = window.folder().join("mine.baton.ron");
    window.will_pick(Picked::File(path.clone()));
    window.ctrl(Key::S);
    window.expect("Saved");
    assert!(!window.document().is_dirty());
    assert_eq!(plan_file::open(&path).unwrap().plan, **window.document().plan());

    let saved = window.document().plan().clone();
    let window = window.again();
    window.expect("Welcome");
    assert_eq!(window.state().recent, std::slice::from_ref(&path), "it is among the recent plans");
    let mut window = window;
    window.click("Open mine");
    assert_eq!(*window.document().plan(), saved);
}

#[test]
fn a_second_save_goes_to_the_same_file_without_a_question_and_keeps_a_backup() {
    let mut window = Window::northwind();
    let path = window.document().path().unwrap().to_owned();
    let before = std::fs::read(&path).unwrap();
    edit(&mut window);
    window.ctrl(Key::S);
    assert!(!window.document().is_dirty());
    let backup = baton::files::safe_write::backup_of(&path);
    assert_eq!(std::fs::read(backup).unwrap(), before);
    assert_ne!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn closing_with_unsaved_changes_asks_and_each_answer_does_what_it_says() {
    let mut window = Window::northwind();
    assert!(window.ask_to_close(), "nothing unsaved, nothing asked");

    edit(&mut window);
    assert!(!window.ask_to_close());
    window.expect("Save the changes to Northwind Health?");
    window.click("Cancel");
    window.expect_not("Save the changes");
    assert!(window.document().is_dirty(), "cancelled: everything is as it was");

    assert!(!window.ask_to_close());
    window.click("Save");
    assert!(!window.document().is_dirty());
    assert!(window.ask_to_close(), "saved: it may go");
}

#[test]
fn discarding_gives_up_the_changes_and_opens_what_was_asked_for() {
    let mut window = Window::northwind();
    edit(&mut window);
    window.ctrl(Key::W);
    window.expect("Save the changes to Northwind Health?");
    window.press(Modifiers::NONE, Key::Escape);
    assert!(window.document().is_dirty(), "Esc is Cancel");
    window.ctrl(Key::W);
    window.click("Discard");
    window.expect("Welcome");
    assert!(window.state().document().is_none());
}

#[test]
fn reverting_is_asked_about_and_brings_back_the_file() {
    let mut window = Window::northwind();
    let original = window.document().plan().clone();
    edit(&mut window);
    window.ctrl(Key::K);
    window.type_text("revert");
    window.press(Modifiers::NONE, Key::Enter);
    window.expect("Give up the changes to Northwind Health?");
    window.click("Revert");
    assert_eq!(*window.document().plan(), original);
    assert!(!window.document().is_dirty());
}

#[test]
fn without_a_file_dialog_a_path_is_typed() {
    let mut window = Window::northwind();
    edit(&mut window);
    window.will_pick(Picked::NoService);
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    window.expect("Save the plan");
    window.fill("Path", "~/typed");
    window.click("Save");
    let path = window.folder().join("typed.baton.ron");
    assert_eq!(window.document().path(), Some(path.as_path()));
    assert_eq!(plan_file::open(&path).unwrap().plan, **window.document().plan());
}

#[test]
fn a_file_that_does_not_open_says_why_and_where() {
    let mut window = Window::northwind();
    let broken = window.folder().join("broken.baton.ron");
    std::fs::write(&broken, "(version: 1, name: \"cut").unwrap();
    window.will_pick(Picked::File(broken.clone()));
    window.ctrl(Key::O);
    window.expect("The plan could not be opened.");
    window.expect("broken.baton.ron");
    assert_eq!(window.document().plan().name, "Northwind Health", "what was open stays open");
    window.click("Dismiss");
    window.expect_not("could not be opened");
}

#[test]
fn a_damaged_file_offers_its_backup_which_replaces_it_only_when_saved() {
    let mut window = Window::northwind();
    let path = window.document().path().unwrap().to_owned();
    edit(&mut window);
    window.ctrl(Key::S);
    window.ctrl(Key::W);
    std::fs::write(&path, "(version: 1, name: \"cut").unwrap();
    window.click("Open northwind");
    window.expect("The plan could not be opened");
    window.click("Open the backup");
    assert!(window.document().is_dirty());
    assert_eq!(window.document().path(), Some(path.as_path()));
    assert!(plan_file::open(&path).is_err(), "nothing is written by opening");
    window.ctrl(Key::S);
    assert_eq!(plan_file::open(&path).unwrap().plan, **window.document().plan());
}

#[test]
fn a_file_that_somebody_else_has_written_is_not_replaced_without_a_question() {
    let mut window = Window::northwind();
    let path = window.document().path().unwrap().to_owned();
    edit(&mut window);
    let mut theirs = plan_file::open(&path).unwrap().plan;
    theirs.name = "Theirs".into();
    plan_file::save(&path, &theirs, None).unwrap();
    window.ctrl(Key::S);
    window.expect("The file was changed by somebody else");
    assert_eq!(plan_file::open(&path).unwrap().plan.name, "Theirs");
    window.click("Replace their file");
    assert_eq!(plan_file::open(&path).unwrap().plan.name, "Northwind Health");
    assert!(!window.document().is_dirty());
}

#[test]
fn a_new_plan_never_replaces_unsaved_work_silently() {
    let mut window = Window::northwind();
    edit(&mut window);
    window.will_pick(Picked::File(window.folder().join("northwind.baton.ron")));
    window.ctrl(Key::O);
    window.expect("Save the changes to Northwind Health?");
}

#[test]
fn the_question_about_a_crash_outlives_the_opening_of_the_last_plan() {
    let mut window = Window::northwind();
    let path = window.document().path().unwrap().to_owned();
    edit(&mut window);
    let unsaved = window.document().plan().clone();
    for _ in 0..60 {
        window.harness.step();
    }
    window.settle();
    let settings = Settings { last_open: Some(path.clone()), ..Settings::default() };
    baton::files::settings::save(&settings, &window.folder().join("settings")).unwrap();
    let mut window = window.again();
    assert_eq!(window.document().path(), Some(path.as_path()), "the last plan is open behind the question");
    window.expect("Unsaved work was found");
    // Whatever takes its place, it comes back.
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().act(&ctx, Action::OpenPath(path.clone()));
    window.settle();
    window.expect("Unsaved work was found");
    window.press(Modifiers::NONE, Key::Escape);
    window.expect_not("Unsaved work was found");
    let mut window = window.again();
    window.click("Recover it");
    assert_eq!(*window.document().plan(), unsaved, "it was only put off");
}

#[test]
fn what_a_crash_leaves_is_offered_at_the_next_start() {
    let mut window = Window::northwind();
    let path = window.document().path().unwrap().to_owned();
    edit(&mut window);
    let unsaved = window.document().plan().clone();
    for _ in 0..60 {
        window.harness.step();
    }
    window.settle();
    // A crash: the window goes without having been asked.
    let mut window = window.again();
    window.expect("Unsaved work was found");
    window.click("Recover it");
    assert_eq!(*window.document().plan(), unsaved);
    assert!(window.document().is_dirty(), "it is not in the file yet");
    assert_eq!(window.document().path(), Some(path.as_path()));
    window.ctrl(Key::S);
    let window = window.again();
    window.expect_not("Unsaved work was found");
}
