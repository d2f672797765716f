//! Members of phases: rules over a list of devices become counts of the plan in one step, and who they are is
//! written beside it when the plan is saved.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use baton::app::Picked;
use baton::document::Dialog;
use baton::files::{roster, safe_write};
use baton::fleet::{Share, Size};
use baton::views::Action;
use eframe::egui::Key;
use egui_kittest::kittest::Queryable;

use crate::common::window::Window;

/// Devices of two sites, three in four of them at the first.
fn devices(window: &Window, name: &str, count: usize) -> PathBuf {
    let mut text = String::from("Device name,Site\n");
    for n in 0..count {
        let _ = writeln!(text, "PC-{n:04},{}", if n % 4 == 0 { "Lyon" } else { "Head office" });
    }
    let path = window.folder().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn act(window: &mut Window, action: Action) {
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().act(&ctx, action);
    window.settle();
}

/// The dialog with this list.
fn open(window: &mut Window, list: &Path) {
    act(window, Action::AskMembers(None));
    act(window, Action::ImportFiles(vec![list.to_owned()]));
}

/// All devices of Lyon are the first phase's.
fn lyon_first(window: &mut Window) {
    window.click("Add rule");
    window.fill("Of devices with", "site = Lyon");
}

fn is_open(window: &Window) -> bool {
    matches!(window.state().workspace.dialog, Some(Dialog::Members(_)))
}

fn beside(window: &Window) -> PathBuf {
    roster::beside(window.document().path().unwrap())
}

fn counts(window: &Window) -> Vec<u32> {
    window.document().plan().phases.iter().take(3).map(|phase| phase.devices).collect()
}

#[test]
fn rules_shares_and_samples_become_counts_in_one_step_and_a_file_with_the_plan() {
    let mut window = Window::northwind();
    let (before, file) = (counts(&window), beside(&window));
    let list = devices(&window, "devices.csv", 200);
    act(&mut window, Action::AskMembers(None));
    window.expect("There is no list of devices beside this plan yet.");
    window.will_pick(Picked::Files(vec![list]));
    window.click("Choose device lists…");
    window.expect("200 devices of devices.csv");
    lyon_first(&mut window);
    window.click("Add rule");
    window.click("A share");
    window.fill("Share of what is left", "20");
    window.click("Add rule");
    window.click("A sample");
    window.fill("Devices of the sample", "30");
    for said in ["site = Lyon", "20% by", "sample 30 by"] {
        assert!(window.labels().iter().any(|label| label.contains(said)), "{said}: {:?}", window.labels());
    }
    window.click("Apply");
    assert!(!is_open(&window));
    let after = counts(&window);
    assert_eq!(after, [50, 30, 30]);
    assert!(!file.exists(), "no file is changed before the plan is saved");
    window.expect("Members of phases set");
    window.click("Undo this step");
    assert_eq!((counts(&window), window.document().is_dirty()), (before.clone(), false));
    window.ctrl(Key::Y);
    assert_eq!(counts(&window), after);
    window.ctrl(Key::S);
    let kept = roster::open(&file).unwrap().unwrap().roster;
    assert_eq!((kept.rules().len(), kept.fleet().len()), (3, 200));

    // What was kept is what the dialog begins with; other rules with the same counts are a step too.
    act(&mut window, Action::AskMembers(None));
    window.expect("200 devices of northwind.roster.csv");
    window.expect("Rule 3:");
    window.click("Remove rule");
    window.fill("Of devices with", "site = Lyon and name begins with PC");
    window.click("Apply");
    assert_eq!(window.document().undo_label(), Some("Set members of phases"));
    let rule = |window: &Window| {
        let rules = window.document().members().held()?.rules().to_vec();
        Some(rules.len())
    };
    assert_eq!(rule(&window), Some(2));
    window.ctrl(Key::Z);
    assert_eq!((rule(&window), window.document().is_dirty()), (None, false), "as the file has it");
    window.ctrl(Key::Z);
    assert_eq!(counts(&window), before);
    window.ctrl(Key::S);
    assert!(!file.exists() && safe_write::backup_of(&file).exists(), "there was none at first");
}

#[test]
fn a_damaged_roster_is_never_replaced() {
    let mut window = Window::northwind();
    let file = beside(&window);
    std::fs::write(&file, "# Baton roster version 99\nof tomorrow").unwrap();
    let list = devices(&window, "devices.csv", 40);
    open(&mut window, &list);
    window.expect("the roster was written by a newer Baton");
    lyon_first(&mut window);
    window.click("Apply");
    assert!(is_open(&window), "it cannot be applied");
    window.click("Cancel");
    window.ctrl(Key::S);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "# Baton roster version 99\nof tomorrow");
}

#[test]
fn a_roster_that_others_changed_meanwhile_is_asked_about() {
    let mut window = Window::northwind();
    let file = beside(&window);
    let list = devices(&window, "devices.csv", 40);
    open(&mut window, &list);
    lyon_first(&mut window);
    window.click("Apply");
    window.ctrl(Key::S);
    let theirs = std::fs::read_to_string(&file).unwrap().replace("PC-0004", "PC-4444");
    act(&mut window, Action::AskMembers(None));
    window.click_first("Remove rule");
    std::fs::write(&file, &theirs).unwrap();
    window.click("Apply");
    window.ctrl(Key::S);
    window.expect("The file was changed by somebody else");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), theirs);
    window.click("Replace their file");
    assert!(!window.document().is_dirty());
    assert_eq!(std::fs::read_to_string(safe_write::backup_of(&file)).unwrap(), theirs);
}

#[test]
fn a_copy_of_the_plan_has_its_members_and_a_crash_leaves_them() {
    let mut window = Window::northwind();
    let list = devices(&window, "devices.csv", 40);
    open(&mut window, &list);
    lyon_first(&mut window);
    window.click("Apply");
    window.ctrl(Key::S);
    let own = std::fs::read(beside(&window)).unwrap();
    let copy = window.folder().join("copy.baton.ron");
    act(&mut window, Action::SaveTo { path: copy.clone(), then: None });
    assert_eq!(std::fs::read(roster::beside(&copy)).unwrap(), own);

    let more = devices(&window, "more.csv", 60);
    open(&mut window, &more);
    window.expect("60 devices of more.csv");
    window.click("Apply");
    assert!(window.document().is_dirty());
    for _ in 0..60 {
        window.harness.step();
    }
    window.settle();
    let mut window = window.again();
    window.click("Recover it");
    assert_eq!(window.document().plan().phases[0].devices, 15);
    assert_eq!(window.document().members().held().unwrap().fleet().len(), 60);
}

#[test]
fn a_plan_saved_over_another_has_its_own_members_or_none_and_says_where_the_others_are() {
    let mut window = Window::northwind();
    let other = window.folder().join("other.baton.ron");
    let file = roster::beside(&other);
    std::fs::write(&file, "the other plan's").unwrap();
    act(&mut window, Action::SaveTo { path: other.clone(), then: None });
    window.expect("Saved; the roster of the replaced plan is put aside, for this plan has none.");
    let aside = safe_write::backup_of(&file);
    window.expect(&aside.display().to_string());
    assert!(!file.exists());
    assert_eq!(std::fs::read_to_string(&aside).unwrap(), "the other plan's");

    let list = devices(&window, "devices.csv", 40);
    open(&mut window, &list);
    lyon_first(&mut window);
    window.click("Apply");
    window.ctrl(Key::S);
    let own = std::fs::read(&file).unwrap();
    let third = window.folder().join("third.baton.ron");
    std::fs::write(roster::beside(&third), "the third plan's").unwrap();
    act(&mut window, Action::SaveTo { path: third.clone(), then: None });
    assert_eq!(std::fs::read(roster::beside(&third)).unwrap(), own, "its own, as it stood beside it");
    let aside = safe_write::backup_of(&roster::beside(&third));
    assert_eq!(std::fs::read_to_string(aside).unwrap(), "the third plan's");
}

#[test]
fn another_list_takes_the_place_of_the_one_before_and_is_read_where_it_can_be_seen() {
    let mut window = Window::northwind();
    let first = devices(&window, "first.csv", 40);
    let large = devices(&window, "large.csv", 300_000);
    let ctx = window.harness.ctx.clone();
    act(&mut window, Action::AskMembers(None));
    window.harness.state_mut().act(&ctx, Action::ImportFiles(vec![large]));
    window.harness.step();
    window.harness.step();
    window.expect("Reading");
    window.expect_not("There is no list of devices");
    window.harness.state_mut().act(&ctx, Action::ImportFiles(vec![first]));
    window.settle();
    window.expect("40 devices of first.csv");
    let Some(Dialog::Members(draft)) = &window.state().workspace.dialog else { panic!("it is open") };
    assert_eq!(draft.paths.len(), 1);
}

#[test]
fn a_list_that_is_imported_again_keeps_members_and_changes_no_file() {
    let mut window = Window::northwind();
    let list = devices(&window, "devices.csv", 40);
    open(&mut window, &list);
    lyon_first(&mut window);
    window.click("Apply");
    window.ctrl(Key::S);
    let file = beside(&window);
    act(&mut window, Action::ImportFiles(vec![list.clone()]));
    window.click("Import");
    window.ctrl(Key::S);
    let before = std::fs::read(&file).unwrap();
    act(&mut window, Action::ImportFiles(vec![list]));
    window.expect("Nothing changes in the plan.");
    window.expect_not("is kept anew");
    window.click_last("Done");
    assert!(!window.document().is_dirty());

    // A device more changes the roster at once in the plan's own step, and its file with the plan.
    let more = devices(&window, "devices.csv", 44);
    act(&mut window, Action::ImportFiles(vec![more]));
    window.expect("Who is in which phase is kept anew, of 44 devices.");
    window.click("Import");
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert_eq!(window.document().plan().phases[0].devices, 11);
    window.ctrl(Key::Z);
    assert_eq!((window.document().is_dirty(), window.document().plan().phases[0].devices), (false, 10));
}

#[test]
fn the_dialog_is_whole_in_a_small_window() {
    let mut window = Window::northwind_at(1024.0, 700.0);
    let list = devices(&window, "devices.csv", 40);
    open(&mut window, &list);
    lyon_first(&mut window);
    for words in ["Apply", "Cancel", "Add rule", "Of devices with"] {
        let rect = window.rect_of(words);
        assert!(rect.top() >= 0.0 && rect.bottom() <= 700.0 && rect.right() <= 1024.0, "{words}: {rect:?}");
    }
    window.click("A sample");
    let Some(Dialog::Members(draft)) = &window.state().workspace.dialog else { panic!() };
    let Share::Part(part) = &draft.rules.as_ref().unwrap()[0].share else { panic!("a part is drawn") };
    assert_eq!(part.size, Size::Devices(50));
}

#[test]
fn every_part_of_the_dialog_is_reached_in_the_smallest_window() {
    let mut window = Window::northwind_at(640.0, 420.0);
    let list = devices(&window, "devices.csv", 40);
    open(&mut window, &list);
    lyon_first(&mut window);
    let height = window.harness.ctx.content_rect().height();
    for words in ["Apply", "Cancel", "Newer list…"] {
        let rect = window.rect_of(words);
        assert!(rect.top() >= 0.0 && rect.bottom() <= height && rect.right() <= 640.0, "{words}: {rect:?}");
    }
    window.harness.get_by_label("Add rule").scroll_to_me();
    window.settle();
    let rule = window.rect_of("Add rule");
    assert!(rule.top() > 64.0 && rule.bottom() < height - 61.0, "{rule:?}");
    window.click("Apply");
    assert_eq!(window.document().plan().phases[0].devices, 10);
}
