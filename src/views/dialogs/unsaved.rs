//! The questions about a file: unsaved changes in the way, a file that somebody else has written, and work
//! that a crash left behind.

use std::path::Path;

use egui::Ui;

use super::frame::{Answer, Answers, dialog, paragraph};
use crate::document::{BrokenFile, Next, RecoveredFacts};
use crate::look::widgets::Kind;
use crate::views::{Action, Actions, ViewInput};

/// Save, discard or cancel, before what comes next.
pub fn show(ui: &Ui, input: Option<&ViewInput<'_>>, next: &Next, actions: &mut Actions) -> bool {
    let name = input.map_or("this plan", |input| input.plan.name.as_str());
    let title = match next {
        Next::Revert => format!("Give up the changes to {name}?"),
        _ => format!("Save the changes to {name}?"),
    };
    let (answer, is_left) = dialog(ui, &title, 460.0, |ui| {
        let steps = input.and_then(|input| input.document.undo_label);
        if let Some(last) = steps {
            paragraph(ui, &format!("The last change was: {last}."));
        }
        if *next == Next::Revert {
            paragraph(ui, "The plan will be as it was last saved. This cannot be undone.");
            let kind = Kind::Danger;
            return Answers { main_kind: kind, ..Answers::new("Revert") }.focused();
        }
        paragraph(ui, "They are lost if you do not save them.");
        Answers { other: Some("Discard"), ..Answers::new("Save") }.focused()
    });
    match answer {
        Some(Answer::Main) if *next == Next::Revert => actions.push(Action::DiscardThen(next.clone())),
        Some(Answer::Main) => actions.push(Action::SaveThen(next.clone())),
        Some(Answer::Other) => actions.push(Action::DiscardThen(next.clone())),
        Some(Answer::Cancel) => {}
        None => return !is_left,
    }
    false
}

/// The file holds something else than what was opened.
pub fn show_changed(ui: &Ui, path: &Path, actions: &mut Actions) -> bool {
    let (answer, is_left) = dialog(ui, "The file was changed by somebody else", 480.0, |ui| {
        paragraph(
            ui,
            "Since you opened it, another program or person has written this file. Saving over it would \
             undo their work; save yours under another name, and compare the two.",
        );
        paragraph(ui, &path.display().to_string());
        Answers { other: Some("Replace their file"), ..Answers::new("Save under another name…") }.focused()
    });
    match answer {
        Some(Answer::Main) => actions.push(Action::SaveAs),
        Some(Answer::Other) => actions.push(Action::SaveOver),
        Some(Answer::Cancel) => {}
        None => return !is_left,
    }
    false
}

/// The file is damaged; the state before the last save is not.
pub fn show_broken(ui: &Ui, broken: &BrokenFile, actions: &mut Actions) -> bool {
    let (answer, is_left) = dialog(ui, "The plan could not be opened", 520.0, |ui| {
        paragraph(ui, &broken.why);
        paragraph(ui, &broken.path.display().to_string());
        paragraph(ui, "The backup beside it, the plan before its last save, can be opened.");
        Answers::new("Open the backup").focused()
    });
    match answer {
        Some(Answer::Main) => {
            actions.push(Action::OpenBackup { backup: broken.backup.clone(), of: broken.path.clone() });
        }
        Some(_) => {}
        None => return !is_left,
    }
    false
}

/// A crash left unsaved work.
pub fn show_recovered(ui: &Ui, left: &RecoveredFacts, actions: &mut Actions) -> bool {
    let (answer, is_left) = dialog(ui, "Unsaved work was found", 480.0, |ui| {
        paragraph(
            ui,
            &format!(
                "Baton did not end properly the last time. It kept a copy of {} with changes that were not saved.",
                left.name
            ),
        );
        paragraph(
            ui,
            &match &left.path {
                Some(path) => format!(
                    "It belongs to {}. Nothing is written to that file until you save.",
                    path.display()
                ),
                None => "It was never saved to a file.".to_owned(),
            },
        );
        Answers { other: Some("Discard the copy"), cancel: "Ask me next time", ..Answers::new("Recover it") }
            .focused()
    });
    match answer {
        Some(Answer::Main) => actions.push(Action::Recover(true)),
        Some(Answer::Other) => actions.push(Action::Recover(false)),
        None if !is_left => return true,
        Some(Answer::Cancel) | None => actions.push(Action::RecoverLater),
    }
    false
}
