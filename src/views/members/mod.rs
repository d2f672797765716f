//! Which device is in which phase: the rules with what each catches, one of them open for changes, and what
//! becomes of the phases. It reads no file and changes no plan.

mod editor;
mod results;
mod rules;
mod seen;

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

pub use seen::{MembersRead, MembersSeen};

use super::{Action, Actions, ViewInput};
use crate::document::{MembersDraft, RuleDraft};
use crate::files::roster;
use crate::look::color;
use crate::look::style::stroke;
use crate::look::text::{text_at, text_at_elided, text_at_wrapped, words};
use crate::look::widgets::dialog::{Dialog, dialog};
use crate::look::widgets::{Button, Kind, typed_path};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::plan::Plan;

const MARGIN: f32 = 24.0;
/// The rules have it; the rest shows the open one and the results.
const LEFT: f32 = 0.46;
/// The line that says which devices there are.
const SOURCE: f32 = 48.0;
/// The open rule with its fields.
const EDITOR: f32 = 244.0;

pub fn show(ui: &Ui, input: &ViewInput<'_>, draft: &mut MembersDraft, actions: &mut Actions) -> bool {
    let seen = &input.members;
    let response = dialog(ui.ctx(), Dialog::new("Members of phases", vec2(1100.0, 720.0)), |ui, rooms| {
        let body = rooms.body.shrink2(vec2(1.0, 0.5));
        if has_devices(seen) {
            let top = body.with_max_y(body.top() + SOURCE);
            source(ui, top.shrink2(vec2(MARGIN, 0.0)), (input, seen), (draft, actions));
            let below = body.with_min_y(top.bottom());
            ui.painter().hline(below.x_range(), below.top(), stroke(ui, 1.0, Ink::Stroke));
            if below.width() < 760.0 || below.height() < EDITOR + 120.0 {
                stacked(ui, below, input.plan, (seen, draft));
                let held_back = rooms.held_back(ui);
                return rooms.in_foot(ui, |ui, place| foot(ui, place, (input, draft), held_back));
            }
            let (left, right) = below.split_left_right_at_fraction(LEFT);
            ui.painter().rect_filled(right, 0.0, color(ui, Ink::Bg2));
            ui.painter().vline(left.right(), left.y_range(), stroke(ui, 1.0, Ink::Stroke));
            rules::show(ui, left, input.plan, (seen, draft));
            let open = right.with_max_y(right.top() + EDITOR);
            editor::show(ui, open.shrink2(vec2(MARGIN, 12.0)), input.plan, (seen, draft));
            ui.painter().hline(right.x_range(), open.bottom(), stroke(ui, 1.0, Ink::Stroke));
            let results = right.with_min_y(open.bottom()).shrink2(vec2(MARGIN, 12.0));
            results::show(ui, results, input.plan, (seen, draft));
        } else {
            nothing_yet(ui, body.shrink(MARGIN), seen, (draft, actions));
        }
        let held_back = rooms.held_back(ui);
        rooms.in_foot(ui, |ui, place| foot(ui, place, (input, draft), held_back))
    });
    match response.inner {
        Some(Answer::Keep) => {
            actions.push(Action::KeepMembers);
            true
        }
        Some(Answer::Cancel) => false,
        None => !response.should_close,
    }
}

/// In a small window the rules, the open one and the results stand one below the other and scroll together.
fn stacked(ui: &mut Ui, place: Rect, plan: &Plan, (seen, draft): (&MembersSeen<'_>, &mut MembersDraft)) {
    let count = draft.rules.as_ref().map_or(0, Vec::len).clamp(1, 4);
    let rules = rules::height(count);
    let results = results::height(plan.phases.len().min(8)) + 24.0;
    let mut inside = ui.new_child(UiBuilder::new().max_rect(place).id_salt("members"));
    inside.set_clip_rect(place.intersect(ui.clip_rect()));
    ScrollArea::vertical().id_salt("members").auto_shrink(false).show(&mut inside, |ui| {
        let (_, all) = ui.allocate_space(vec2(place.width(), rules + EDITOR + results));
        let line = |ui: &Ui, y: f32| {
            ui.painter().hline(all.x_range(), y, stroke(ui, 1.0, Ink::Stroke));
        };
        let top = all.with_max_y(all.top() + rules);
        rules::show(ui, top, plan, (seen, draft));
        line(ui, top.bottom());
        let open = Rect::from_min_size(top.left_bottom(), vec2(all.width(), EDITOR));
        editor::show(ui, open.shrink2(vec2(MARGIN, 12.0)), plan, (seen, draft));
        line(ui, open.bottom());
        results::show(ui, all.with_min_y(open.bottom()).shrink2(vec2(MARGIN, 12.0)), plan, (seen, draft));
    });
}

enum Answer {
    Keep,
    Cancel,
}

fn has_devices(seen: &MembersSeen<'_>) -> bool {
    seen.read.is_some_and(|read| !read.roster.fleet().is_empty())
}

/// `12,400 devices in stores.roster.csv`, and the way to a newer list.
fn source(
    ui: &mut Ui,
    line: Rect,
    (input, seen): (&ViewInput<'_>, &MembersSeen<'_>),
    (draft, actions): (&mut MembersDraft, &mut Actions),
) {
    let middle = line.center().y + 4.5;
    let Some(read) = seen.read.filter(|_| has_devices(seen)) else { return };
    let devices = format::plural(read.roster.fleet().len() as u64, "device", "devices");
    let files: Vec<&str> = read.intake.files.iter().map(|file| file.file.as_str()).collect();
    let from = if files.is_empty() {
        file_of(input).unwrap_or_else(|| "this plan".to_owned())
    } else {
        files.join(", ")
    };
    let button = Button::new(Kind::Secondary, "Newer list…").small();
    let place = Rect::from_min_size(
        pos2(line.right() - button.size().x, line.center().y - button.size().y / 2.0),
        button.size(),
    );
    let gone = read.gone as u64;
    let more = if gone > 0 {
        format!("; {} not on the list any more", format::plural(gone, "device is", "devices are"))
    } else {
        String::new()
    };
    let is_current = read.paths == draft.paths;
    let said = if is_current { format!("{devices} of {from}{more}") } else { reading(seen) };
    let half = line.left() + line.width() * 0.5;
    let end = if draft.typed.is_some() { half } else { place.left() };
    let room = end - 12.0 - line.left();
    text_at_elided(
        ui,
        pos2(line.left(), middle),
        Anchor::Start,
        words(&said, TypeRole::BODY, Ink::Text),
        room,
    );
    if draft.typed.is_some() {
        type_path(ui, line.with_min_x(half), false, (draft, actions));
    } else if button.at(place).show(ui).clicked() {
        actions.push(Action::AskImport);
    }
}

/// `Reading …`, or how far it is.
fn reading(seen: &MembersSeen<'_>) -> String {
    let share = |(done, whole): (u64, u64)| (done as f64 / whole.max(1) as f64).min(1.0);
    seen.progress.map_or_else(
        || "Reading …".to_owned(),
        |progress| format!("Reading: {}", format::percent0(share(progress))),
    )
}

fn file_of(input: &ViewInput<'_>) -> Option<String> {
    let file = roster::beside(input.document.path?);
    file.file_name().map(|name| name.to_string_lossy().into_owned())
}

/// A plan has no roster until a list of devices makes it.
fn nothing_yet(
    ui: &mut Ui,
    place: Rect,
    seen: &MembersSeen<'_>,
    (draft, actions): (&mut MembersDraft, &mut Actions),
) {
    let Some(read) = seen.read.filter(|read| read.paths == draft.paths) else {
        let said = reading(seen);
        let said = words(&said, TypeRole::BODY, Ink::Text2);
        text_at(ui, place.min + vec2(0.0, 20.0), Anchor::Start, said);
        return;
    };
    let wrong = read.intake.files.iter().find_map(|file| file.error.clone());
    let said = read.trouble.clone().or(wrong).unwrap_or_else(|| {
        "There is no list of devices beside this plan yet. Choose an export of Intune or Configuration Manager: \
         its devices are kept beside the plan, never in it, and rules say which of them are in which phase."
            .to_owned()
    });
    let drawn = text_at_wrapped(
        ui,
        place.min + vec2(0.0, 20.0),
        words(&said, TypeRole::BODY, Ink::Text),
        place.width().min(640.0),
    );
    let at = pos2(place.left(), drawn.rect.bottom() + 20.0);
    if draft.typed.is_some() {
        let line = Rect::from_min_size(at, vec2(place.width().min(640.0), 28.0));
        type_path(ui, line, true, (draft, actions));
        return;
    }
    let button = Button::new(Kind::Primary, "Choose device lists…");
    let box_ = Rect::from_min_size(at, button.size());
    if button.at(box_).show(ui).clicked() {
        actions.push(Action::AskImport);
    }
}

/// Where the desktop has no file dialog.
fn type_path(
    ui: &mut Ui,
    line: Rect,
    takes_keyboard: bool,
    (draft, actions): (&mut MembersDraft, &mut Actions),
) {
    let Some(typed) = &mut draft.typed else { return };
    if let Some(path) = typed_path(ui, line, ("Read", takes_keyboard), typed) {
        actions.push(Action::ImportFiles(vec![path.into()]));
    }
}

fn foot(
    ui: &mut Ui,
    foot: Rect,
    (input, draft): (&ViewInput<'_>, &MembersDraft),
    held_back: Option<&'static str>,
) -> Option<Answer> {
    let cancel = Button::new(Kind::Secondary, "Cancel").min_width(84.0);
    let place = Rect::from_min_size(foot.min, cancel.size());
    if cancel.at(place).show(ui).clicked() {
        return Some(Answer::Cancel);
    }
    let main = Button::new(Kind::Primary, "Apply").min_width(120.0);
    let place_main = Rect::from_min_size(pos2(foot.right() - main.size().x, foot.top()), main.size());
    let at = pos2(place.right() + 16.0, foot.center().y + 4.5);
    let file =
        file_of(input).map_or_else(|| "a file beside it".to_owned(), |file| format!("{file} beside it"));
    let said = format!(
        "One step, which can be undone. Saving the plan keeps its counts, and the devices in {file}."
    );
    let room = place_main.left() - 16.0 - at.x;
    text_at_elided(ui, at, Anchor::Start, words(&said, TypeRole::LABEL, Ink::Text2), room);
    let why_not = held_back.or_else(|| why_not(input, draft));
    let response = main.at(place_main).disabled_because(why_not).show(ui);
    (response.clicked() && why_not.is_none()).then_some(Answer::Keep)
}

/// Why nothing can be kept yet.
fn why_not(input: &ViewInput<'_>, draft: &MembersDraft) -> Option<&'static str> {
    let seen = &input.members;
    if !has_devices(seen) {
        return Some("Choose a list of devices first");
    }
    let Some(read) = seen.current(draft) else {
        return Some("It is still being worked out");
    };
    if read.trouble.is_some() {
        return Some("The roster beside the plan cannot be read");
    }
    let is_bad = read.complaints.iter().any(Option::is_some);
    is_bad.then_some("One of the rules cannot be read")
}

/// The rule that is open for changes.
fn open_rule(draft: &mut MembersDraft) -> Option<&mut RuleDraft> {
    let chosen = draft.chosen;
    draft.rules.as_mut()?.get_mut(chosen)
}

/// What was found out of a rule, if it is the one in this place.
fn caught(read: Option<&MembersRead>, rules: &[RuleDraft], at: usize) -> Option<usize> {
    let read = read?;
    let is_same = read.rules.as_ref().is_some_and(|read| read.get(..=at) == rules.get(..=at));
    read.roster.tally().caught.get(at).copied().filter(|_| is_same)
}
