//! A path typed by hand, for desktops without a file dialog and for those who prefer it.

use std::path::PathBuf;

use egui::Ui;

use super::frame::{Answer, Answers, dialog, focus_first, paragraph};
use crate::document::PathDraft;
use crate::look::text::label;
use crate::look::widgets::{Field, text_field};
use crate::picture::{Ink, TypeRole};
use crate::views::{Action, Actions};

pub fn show_open(ui: &Ui, draft: &mut PathDraft, actions: &mut Actions) -> bool {
    let words = ("Open a plan", "Type the path of a plan file, or drop the file onto the window.", "Open");
    show(ui, words, draft, |path| actions.push(Action::OpenPath(path)))
}

pub fn show_save(ui: &Ui, draft: &mut PathDraft, actions: &mut Actions) -> bool {
    let words = (
        "Save the plan",
        "Type the path of the file. Its previous state stays beside it as a backup.",
        "Save",
    );
    let next = draft.then.clone();
    show(ui, words, draft, |path| actions.push(Action::SaveTo { path, then: next }))
}

fn show(
    ui: &Ui,
    (title, sentence, verb): (&str, &str, &str),
    draft: &mut PathDraft,
    take: impl FnOnce(PathBuf),
) -> bool {
    let mut is_entered = false;
    let (answer, is_left) = dialog(ui, title, 560.0, |ui| {
        paragraph(ui, sentence);
        let field = Field::new("Path").hint("/home/me/plans/name.baton.ron");
        let complaint = draft.complaint.clone();
        let remedy = Some(complaint.as_str()).filter(|complaint| !complaint.is_empty());
        let response = text_field(ui, field.remedy(remedy), &mut draft.typed);
        focus_first(ui, &response);
        if response.changed() {
            draft.complaint.clear();
        }
        is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if remedy.is_some() {
            ui.add_space(8.0);
        }
        label(ui, "A path that begins with ~ begins in your home folder.", TypeRole::CAPTION, Ink::Text3);
        let why_not = draft.typed.trim().is_empty().then_some("Type a path first");
        is_entered &= why_not.is_none();
        Answers { why_not, ..Answers::new(verb) }
    });
    match answer.or(is_entered.then_some(Answer::Main)) {
        Some(Answer::Main) => take(PathBuf::from(draft.typed.trim())),
        Some(_) => {}
        None => return !is_left,
    }
    false
}
