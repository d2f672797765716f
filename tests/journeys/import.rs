//! Importing files: what the screen says, how it is corrected, and that it is one step.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use baton::app::Picked;
use baton::document::{Dialog, ImportDraft, Next};
use baton::plan::{Edit, Freeze, FreezeId, FreezeScope, Record};
use baton::views::Action;
use eframe::egui::{self, Key, Modifiers};
use egui_kittest::kittest::Queryable;

use crate::common::window::Window;

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/imports").join(name)
}

fn choose(window: &mut Window, paths: &[PathBuf]) {
    window.will_pick(Picked::Files(paths.to_vec()));
    window.ctrl(Key::I);
}

fn write(window: &Window, name: &str, text: &str) -> PathBuf {
    let path = window.folder().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn draft(window: &Window) -> &ImportDraft {
    match &window.state().workspace.dialog {
        Some(Dialog::Import(draft)) => draft,
        other => panic!("no import is open but {other:?}"),
    }
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("only the path is asked for".into())
    }
}

fn drop_files(window: &mut Window, paths: &[PathBuf]) {
    for path in paths {
        window.harness.input_mut().dropped_files.push(Arc::new(Dropped(path.clone())));
    }
    window.harness.step();
    window.harness.input_mut().dropped_files.clear();
    window.settle();
}

/// A choice is opened and one of its rows taken.
fn pick(window: &mut Window, field: &str, row: &str) {
    // What devices are counted by has some of the same names, below.
    window.click_first(field);
    window.click_last(row);
    window.settle();
}

#[test]
fn files_are_understood_shown_imported_in_one_step_and_nothing_the_second_time() {
    let mut window = Window::northwind();
    let before = window.document().plan().clone();
    let files = ["intune_portal_all_inventory_utf8.csv", "calendar_freezes_edge_cases.ics"].map(sample);
    choose(&mut window, &files);
    window.expect("intune_portal_all_inventory_utf8.csv: Intune devices · 240 rows read");
    window.expect("calendar_freezes_edge_cases.ics: Calendar");
    window.expect("What changes in the plan");
    window.expect("→ 240 devices");
    assert_eq!(*window.document().plan(), before, "said first, then done");
    // The answer has the keyboard.
    assert_eq!(window.focused_label().as_deref(), Some("Import"));
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.document().plan().estate.devices(), 240);
    window.expect("Imported 2 files");
    assert_eq!(window.document().undo_label(), Some("Import 2 files"));
    let after = window.document().plan().clone();

    choose(&mut window, &files);
    window.expect("Nothing changes in the plan.");
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.state().workspace.dialog.is_none());
    assert_eq!(*window.document().plan(), after);
    window.click("Undo this step");
    assert_eq!(*window.document().plan(), before, "one step");
    window.expect_not("Undo this step");
}

#[test]
fn a_file_is_corrected_on_the_screen_and_the_correction_is_remembered() {
    let mut window = Window::northwind();
    let text = "Where,Box,When\nBerlin,A-1,03/04/2026\nBonn,A-2,05/06/2026\n";
    let own = write(&window, "own.csv", text);
    choose(&mut window, std::slice::from_ref(&own));
    window.expect("own.csv is a table with the columns \"Where\", \"Box\", \"When\"");
    pick(&mut window, "What it is", "List of devices");
    window.expect("no column for Device name or Entra device ID or Serial number");
    pick(&mut window, "Device name", "Box");
    window.expect("→ 2 devices");
    window.click("Show all fields");
    pick(&mut window, "Last check-in", "When");
    pick(&mut window, "Site", "Where");
    pick(&mut window, "Dates that can be read both ways", "Day first: 03/04 is 3 April");
    window.expect("newest date 5 Jun 2026");
    window.expect("Corrected: kind List of devices; Device name = Box");
    window.click("Import");
    let sites: Vec<_> =
        window.document().plan().estate.segments.iter().map(|segment| segment.site.clone()).collect();
    assert_eq!(sites, ["Berlin", "Bonn"]);

    // In another order of columns, at the next start.
    let path = window.document().path().unwrap().to_owned();
    window.ctrl(Key::S);
    let mut window = window.again();
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().act(&ctx, Action::OpenPath(path));
    window.settle();
    let other = write(&window, "next.csv", "Box,When,Where\nA-1,03/04/2026,Berlin\nA-2,05/06/2026,Bonn\n");
    choose(&mut window, &[other]);
    window.expect("newest date 5 Jun 2026");
    window.click("As recognized");
    window.expect("next.csv is a table with the columns");
}

#[test]
fn a_wrong_file_stands_in_its_own_row_and_stops_no_other() {
    let mut window = Window::northwind();
    let recipe = write(&window, "recipe.csv", "Recipe,Flour\nCake,1\n");
    let gone = window.folder().join("gone.csv");
    let folder = window.folder().to_owned();
    let devices = sample("intune_portal_selected_columns_bom.csv");
    drop_files(&mut window, &[recipe.clone(), gone.clone(), folder, devices]);
    window.expect("recipe.csv: Not recognized");
    window.expect("→ 60 devices");
    window.click("gone.csv: Not recognized");
    window.expect("gone.csv cannot be read");
    window.click("Leave gone.csv out");
    window.expect_not("gone.csv");
    window.click("Leave recipe.csv out");
    assert_eq!(draft(&window).paths.len(), 2);
    window.press(Modifiers::NONE, Key::Escape);
    assert!(window.state().workspace.dialog.is_none());
    assert!(!window.document().is_dirty(), "given up: nothing is changed");

    drop_files(&mut window, &[recipe, gone]);
    window.click("Import");
    assert_eq!(draft(&window).paths.len(), 2, "there is nothing to import: the screen stays");
}

#[test]
fn what_is_proposed_follows_the_plan() {
    let mut window = Window::northwind();
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Stock-taking freeze\nDTSTART:20270201\nDTEND:20270206\nEND:VEVENT\nEND:VCALENDAR\n";
    let file = write(&window, "freezes.ics", text);
    choose(&mut window, &[file]);
    window.expect("Freeze: Stock-taking freeze, 1 – 5 Feb 2027.");
    let ctx = window.harness.ctx.clone();
    let id = FreezeId(99);
    let (from, to) = ("2027-02-01".parse().unwrap(), "2027-02-05".parse().unwrap());
    let freeze = Freeze { id, name: "Stock-taking freeze".into(), from, to, scope: FreezeScope::Both };
    window.harness.state_mut().act(&ctx, Action::Edit(Edit::from(Record::Freeze(freeze))));
    window.settle();
    window.expect("Nothing changes in the plan.");
    pick(&mut window, "Its events are", "Freezes of switches");
    window.expect("Freeze: Stock-taking freeze");
    window.click("Import");
    let freezes = &window.document().plan().calendar.freezes;
    let own: Vec<_> = freezes.iter().filter(|freeze| freeze.name == "Stock-taking freeze").collect();
    assert_eq!((own.len(), own[0].scope), (1, FreezeScope::Switches), "updated, not doubled");

    choose(&mut window, &[sample("intune_portal_selected_columns_bom.csv")]);
    window.harness.state_mut().act(&ctx, Action::DiscardThen(Next::Close));
    window.settle();
    window.expect("Welcome");
    assert!(window.state().workspace.dialog.is_none(), "the plan it was for is gone");
}

#[test]
fn many_files_are_read_in_the_background_and_given_up_with_the_screen() {
    let mut window = Window::northwind();
    let row = "HQ-1,Co-managed,2026-08-03,2026-08-31,S1\n";
    let head = "Device name,Managed by,Enrollment date,Last check-in,Serial number\n";
    let paths: Vec<_> =
        (0..200).map(|n| write(&window, &format!("{n}.csv"), &format!("{head}{row}"))).collect();
    let large = write(&window, "large.csv", &format!("{head}{}", row.repeat(400_000)));
    let ctx = window.harness.ctx.clone();
    let mut both = vec![large];
    both.extend(paths.iter().cloned());
    window.harness.state_mut().act(&ctx, Action::ImportFiles(both));
    window.harness.step();
    window.harness.step();
    window.expect("Reading:");
    window.expect("large.csv");
    window.harness.key_press(Key::Escape);
    window.settle();
    assert!(window.state().workspace.dialog.is_none());
    assert!(!window.document().is_dirty());

    window.harness.state_mut().act(&ctx, Action::ImportFiles(paths));
    window.settle();
    assert_eq!(draft(&window).paths.len(), 200);
    window.expect("→ 1 device in 1 segment.");
}

#[test]
fn devices_are_counted_as_the_person_says() {
    let mut window = Window::northwind();
    choose(&mut window, &[sample("intune_portal_all_inventory_utf8.csv")]);
    window.expect("Devices are counted by");
    window.harness.get_by_label_contains("240 rows read").click();
    window.settle();
    for name in ["Windows version", "Join type"] {
        window.click_last(name);
    }
    window.expect("→ 240 devices");
    window.click("Import");
    let plan = window.document().plan();
    assert!(plan.estate.segments.iter().all(|segment| segment.os.is_empty()), "{:?}", plan.estate.segments);
    assert_eq!(plan.estate.devices(), 240);
    // The same choice holds for the next list with the same columns.
    let after = plan.clone();
    choose(&mut window, &[sample("intune_portal_all_inventory_utf8.csv")]);
    window.expect("Nothing changes in the plan.");
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.state().workspace.dialog.is_none());
    assert_eq!(*window.document().plan(), after);
}

#[test]
fn without_a_file_dialog_a_path_is_typed_and_without_a_plan_it_is_said() {
    let mut window = Window::northwind();
    window.will_pick(Picked::NoService);
    window.ctrl(Key::K);
    window.type_text("import");
    window.press(Modifiers::NONE, Key::Enter);
    let file = write(&window, "typed.csv", "Device name,Serial number\nA,1\n");
    window.type_text("~/typed.csv");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(draft(&window).paths, std::slice::from_ref(&file));
    window.expect("typed.csv: List of devices");
    window.click("Cancel");

    let mut window = Window::welcome();
    drop_files(&mut window, &[file]);
    window.expect("Files are imported into a plan.");
}

#[test]
fn the_screen_can_be_answered_in_the_smallest_window() {
    let mut window = Window::northwind_at(640.0, 420.0);
    choose(&mut window, &[sample("intune_portal_all_inventory_utf8.csv")]);
    for words in ["Import", "Cancel", "Add files…"] {
        let rect = window.rect_of(words);
        assert!(rect.top() >= 0.0 && rect.bottom() <= 420.0 && rect.right() <= 640.0, "{words}: {rect:?}");
    }
    window.click("Cancel");
    assert!(window.state().workspace.dialog.is_none());
}

#[test]
fn ticket_rules_are_typed_on_the_screen_and_kept_in_the_plan() {
    let mut window = Window::northwind();
    let phases: Vec<String> =
        window.document().plan().phases.iter().map(|phase| phase.name.clone()).collect();
    let before = window.document().plan().clone();
    let text = "Ticket ID,Subject,Created time,Category\n1,Company Portal stuck,2026-09-21 10:00,Enrollment\n\
                2,Printer,2026-09-22 11:00,Hardware\n3,VPN after Intune,2026-09-22 12:00,Network\n";
    let list = write(&window, "tickets.csv", text);
    choose(&mut window, std::slice::from_ref(&list));
    window.expect("Which tickets are which phase's");
    window.click("Add ticket rule");
    window.expect("Say what tells these tickets");
    window.click("Import");
    assert!(window.state().workspace.dialog.is_some(), "a rule that does not read is kept by nobody");
    pick(&mut window, "Rule 1: phase", &phases[2]);
    window.fill("Rule 1: tickets with", "subject is portal");
    window.expect("there is no = or ~ in");
    window.fill("Rule 1: tickets with", "text ~ intune");
    window.expect("1 ticket, the first: VPN after Intune");
    window.click("Add ticket rule");
    window.fill("Rule 2: tickets with", "category = Hardware");
    window.expect("1 ticket, the first: Printer");
    window.fill("Rule 2: tickets with", "category = Enrollment");
    window.expect("1 ticket, the first: Company Portal stuck");
    window.expect("2 ticket rules are kept in the plan.");
    window.click("Import");
    let plan = window.document().plan();
    let rules: Vec<_> = plan.ticket_rules.iter().map(|rule| baton::intake::rule_words(plan, rule)).collect();
    assert_eq!(rules, [format!("{}: text ~ intune", phases[2]), "*: category = Enrollment".to_owned()]);

    choose(&mut window, std::slice::from_ref(&list));
    window.expect("1 ticket, the first: VPN after Intune");
    window.click("Remove ticket rule 1");
    window.expect("1 ticket rule is kept in the plan.");
    window.click("Remove ticket rule 1");
    window.expect("The plan has no ticket rules any more");
    window.click("Import");
    assert!(window.document().plan().ticket_rules.is_empty());
    window.ctrl(Key::Z);
    window.ctrl(Key::Z);
    assert_eq!(*window.document().plan(), before);
}

#[test]
fn the_tool_of_a_ticket_list_is_corrected_and_remembered() {
    let mut window = Window::northwind();
    let mut text = String::from("Ticket ID,Subject,Created time\n");
    for n in 0..1_000 {
        let _ = writeln!(text, "{n},Portal,2026-09-21 10:00");
    }
    let list = write(&window, "tickets.csv", &text);
    choose(&mut window, std::slice::from_ref(&list));
    window.expect("Read as an export of Freshdesk.");
    pick(&mut window, "Which tool it is from", "Jira");
    window.expect("It has exactly 1,000 rows, where Jira cuts an export");
    window.expect("Corrected: from Jira.");
    window.click_last("Done");
    choose(&mut window, std::slice::from_ref(&list));
    window.expect("where Jira cuts an export");
    window.click("As recognized");
    window.expect("Read as an export of Freshdesk.");
    pick(&mut window, "Which tool it is from", "Another tool");
    window.expect_not("Read as an export");
}

#[test]
fn of_several_dropped_files_one_plan_is_opened_and_the_others_are_named() {
    let mut window = Window::northwind();
    let plan = window.folder().join("OTHER.RON");
    std::fs::copy(window.document().path().unwrap(), &plan).unwrap();
    let list = write(&window, "devices.csv", "Device name,Serial number\nA,1\n");
    drop_files(&mut window, &[list, plan.clone()]);
    assert_eq!(window.document().path(), Some(plan.as_path()));
    window.expect("One plan is opened at a time; the other files were left.");
    window.expect("devices.csv");
    assert!(window.state().workspace.dialog.is_none());
}
