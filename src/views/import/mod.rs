//! An import is a conversation on one screen: what was recognised of each file, open to correction; what
//! would change in the plan; then one step. It reads no file and changes no plan.

mod changes;
mod columns;
mod counting;
mod file;
mod tickets;
mod words;

use egui::{Id, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::{Action, Actions, ImportRead, ImportSeen, ViewInput};
use crate::document::ImportDraft;
use crate::look::color;
use crate::look::text::{text_at_elided, words};
use crate::look::widgets::card::divider;
use crate::look::widgets::dialog::{Dialog, dialog};
use crate::look::widgets::{Button, Kind, typed_path};
use crate::picture::{Anchor, Ink, TypeRole};

const MARGIN: f32 = 24.0;
/// The line under the files, with the way to add others.
const ADD: f32 = 52.0;
/// Narrower than this the changes stand under the files.
const TWO_COLUMNS: f32 = 800.0;

pub fn show(ui: &Ui, input: &ViewInput<'_>, draft: &mut ImportDraft, actions: &mut Actions) -> bool {
    let seen = &input.import;
    let response = dialog(ui.ctx(), Dialog::new("Import files", vec2(1140.0, 772.0)), |ui, rooms| {
        let body = rooms.body.shrink2(vec2(1.0, 0.5));
        if body.width() > TWO_COLUMNS {
            let (left, right) = body.split_left_right_at_fraction(0.64);
            ui.painter().rect_filled(right, 0.0, color(ui, Ink::Bg2));
            ui.painter().vline(
                left.right(),
                left.y_range(),
                crate::look::style::stroke(ui, 1.0, Ink::Stroke),
            );
            scrolled(ui, left.with_max_y(left.bottom() - ADD), "files", |ui, width| {
                files(ui, width, input, draft);
            });
            add(ui, left.with_min_y(left.bottom() - ADD), draft, actions);
            scrolled(ui, right, "changes", |ui, width| changes::show(ui, width, seen, draft));
        } else {
            scrolled(ui, body.with_max_y(body.bottom() - ADD), "files", |ui, width| {
                files(ui, width, input, draft);
                changes::show(ui, width, seen, draft);
            });
            add(ui, body.with_min_y(body.bottom() - ADD), draft, actions);
        }
        let held_back = rooms.held_back(ui);
        rooms.in_foot(ui, |ui, place| foot(ui, place, (seen, draft), held_back))
    });
    match response.inner {
        Some(Answer::Import) => {
            actions.push(Action::Import);
            true
        }
        Some(Answer::Cancel) => false,
        None => !response.should_close,
    }
}

enum Answer {
    Import,
    Cancel,
}

/// A column of the screen, which scrolls by itself.
fn scrolled(ui: &mut Ui, place: Rect, name: &str, content: impl FnOnce(&mut Ui, f32)) {
    let mut inside = ui.new_child(UiBuilder::new().max_rect(place).id_salt(name));
    ScrollArea::vertical().id_salt(name).auto_shrink(false).show(&mut inside, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        content(ui, place.width());
        ui.allocate_space(vec2(1.0, 12.0));
    });
}

/// A line of a column, between its margins.
fn row(ui: &mut Ui, width: f32, height: f32) -> Rect {
    let (_, line) = ui.allocate_space(vec2(width, height));
    line.shrink2(vec2(MARGIN, 0.0))
}

/// For controls at rectangles, which must not move where the next line begins.
fn inside(ui: &mut Ui) -> Ui {
    ui.new_child(UiBuilder::new().max_rect(ui.max_rect()))
}

fn files(ui: &mut Ui, width: f32, input: &ViewInput<'_>, draft: &mut ImportDraft) {
    let read = input.import.read;
    let mut shown = 0;
    let mut left_out = None;
    let paths = std::mem::take(&mut draft.paths);
    for path in &paths {
        let of_it: Vec<_> =
            read.iter().flat_map(|read| &read.intake.files).filter(|file| file.path == *path).collect();
        if of_it.is_empty() && file::waiting(ui, width, path) {
            left_out = Some(path.clone());
        }
        for report in of_it {
            let place = file::Place { index: shown, width };
            ui.push_id(shown, |ui| {
                if file::show(ui, place, report, draft) {
                    left_out = Some(path.clone());
                }
            });
            shown += 1;
        }
    }
    draft.paths = paths;
    if draft.paths.is_empty() {
        let said = "Exports of Intune, Configuration Manager or Graph, ticket lists, and calendars with holidays and freezes: CSV, JSON, ZIP or iCalendar.";
        words::line(ui, width - 2.0 * MARGIN, MARGIN, words::Line::new(said).above(18.0));
    }
    if let Some(path) = left_out {
        draft.paths.retain(|kept| *kept != path);
        draft.unfolded = None;
    }
    if let Some(read) = read
        && let Some(counting) = &read.counting
    {
        counting::show(ui, width, (read, counting), draft);
    }
    if let Some(read) = read.filter(|read| !read.intake.tickets.is_empty() && !input.plan.phases.is_empty()) {
        tickets::show(ui, width, (input.plan, read), draft);
    }
}

/// More files: by the system's dialog, or by a path where there is none.
fn add(ui: &mut Ui, place: Rect, draft: &mut ImportDraft, actions: &mut Actions) {
    divider(ui.painter(), place.left_top(), place.width());
    let line = place.shrink2(vec2(MARGIN, 0.0));
    let middle = line.center().y;
    let at = |left: f32, size: egui::Vec2| Rect::from_min_size(pos2(left, middle - size.y / 2.0), size);
    let Some(typed) = &mut draft.typed else {
        let button = Button::new(Kind::Secondary, "Add files…").small();
        let box_ = at(line.left(), button.size());
        if button.at(box_).show(ui).clicked() {
            actions.push(Action::AskImport);
        }
        let said = words("Or drop them onto the window.", TypeRole::LABEL, Ink::Text2);
        let from = pos2(box_.right() + 12.0, middle + 4.2);
        text_at_elided(ui, from, Anchor::Start, said, line.right() - from.x);
        return;
    };
    let is_empty = draft.paths.is_empty();
    if let Some(path) = typed_path(ui, line, ("Add", is_empty), typed) {
        actions.push(Action::ImportFiles(vec![path.into()]));
    }
}

fn foot(
    ui: &mut Ui,
    foot: Rect,
    (seen, draft): (&ImportSeen<'_>, &ImportDraft),
    held_back: Option<&'static str>,
) -> Option<Answer> {
    let cancel = Button::new(Kind::Secondary, "Cancel").min_width(84.0);
    let place = Rect::from_min_size(foot.min, cancel.size());
    if cancel.at(place).show(ui).clicked() {
        return Some(Answer::Cancel);
    }
    let current = seen.current(draft);
    let why_not = held_back.or_else(|| why_not(draft, current));
    let changes = |read: &ImportRead| read.proposal.edit.is_some() || read.seats.is_some();
    let is_done = why_not.is_none() && !current.is_some_and(changes);
    let main = Button::new(Kind::Primary, if is_done { "Done" } else { "Import" }).min_width(120.0);
    let place_main = Rect::from_min_size(pos2(foot.right() - main.size().x, foot.top()), main.size());
    let at = pos2(place.right() + 16.0, foot.center().y + 4.5);
    let said = words(
        "One step, which can be undone. No file is changed until the plan is saved.",
        TypeRole::LABEL,
        Ink::Text2,
    );
    text_at_elided(ui, at, Anchor::Start, said, place_main.left() - 16.0 - at.x);
    let response = main.at(place_main).disabled_because(why_not).show(ui);
    let was_ready = Id::unique("import was ready");
    let is_ready = why_not.is_none();
    let before: bool = ui.data(|data| data.get_temp(was_ready)).unwrap_or_default();
    ui.data_mut(|data| data.insert_temp(was_ready, is_ready));
    // Enter is the answer as soon as there is one, unless the keyboard is with a correction.
    if is_ready && !before && ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    (response.clicked() && is_ready).then_some(Answer::Import)
}

/// Why nothing can be imported yet.
fn why_not(draft: &ImportDraft, current: Option<&ImportRead>) -> Option<&'static str> {
    if draft.paths.is_empty() {
        return Some("Add a file first");
    }
    let Some(read) = current else { return Some("The files are still being read") };
    if read.intake.files.iter().all(|file| file.error.is_some()) {
        return Some("None of the files can be imported");
    }
    let rules = draft.ticket_rules.iter().flatten();
    rules
        .into_iter()
        .any(|rule| rule.complaint().is_some())
        .then_some("One of the ticket rules cannot be read")
}
