//! The one dialog that may be open, over the veil. Each answers with actions; Esc is always the way out.

mod about;
mod changed;
mod decision;
mod done;
mod export;
mod frame;
mod help;
mod milestone;
mod names;
mod owner;
mod pack;
mod path;
mod pause;
mod pilot;
mod preferences;
mod record;
mod take_back;
mod unsaved;

use egui::Ui;

use super::shell::Shown;
use super::{Actions, import, members, new_plan};
use crate::document::{Dialog, Workspace};

pub use frame::dialog;
pub use take_back::take_back_draft;

pub fn show(ui: &mut Ui, shown: Shown<'_, '_>, workspace: &mut Workspace, actions: &mut Actions) {
    let Some(mut dialog) = workspace.dialog.take() else { return };
    if ui.memory(|memory| memory.top_modal_layer().is_none()) {
        // The page learns only in the next pass that it is covered: until then its tooltip stays.
        ui.ctx().request_repaint();
    }
    let (program, input) = shown;
    let stays = match &mut dialog {
        Dialog::NewPlan(draft) => new_plan::show(ui, program, draft, actions),
        Dialog::Import(draft) => input.is_some_and(|input| import::show(ui, input, draft, actions)),
        Dialog::Unsaved(next) => unsaved::show(ui, input, next, actions),
        Dialog::OpenPath(draft) => path::show_open(ui, draft, actions),
        Dialog::SavePath(draft) => path::show_save(ui, draft, actions),
        Dialog::FileChanged(path) => unsaved::show_changed(ui, path, actions),
        Dialog::Broken(broken) => unsaved::show_broken(ui, broken, actions),
        Dialog::Recovered(left) => unsaved::show_recovered(ui, left, actions),
        Dialog::Help => help::show(ui),
        Dialog::About => about::show(ui, program),
        Dialog::Preferences => preferences::show(ui, program, actions),
        Dialog::Pause(draft) => input.is_some_and(|input| pause::show(ui, input, draft, actions)),
        Dialog::Changed(draft) => input.is_some_and(|input| changed::show(ui, input, draft, actions)),
        Dialog::Pack(draft) => input.is_some_and(|input| pack::show(ui, input, draft, actions)),
        Dialog::Export(draft) => export::show(ui, draft, actions),
        Dialog::Record(shown) => input.is_some_and(|input| record::show(ui, input, shown)),
        Dialog::Decision(draft) => input.is_some_and(|input| decision::show(ui, input, draft, actions)),
        Dialog::Members(draft) => input.is_some_and(|input| members::show(ui, input, draft, actions)),
        Dialog::Milestone(draft) => input.is_some_and(|input| milestone::show(ui, input, draft, actions)),
        Dialog::Owner(draft) => input.is_some_and(|input| owner::show(ui, input, draft, actions)),
        Dialog::TakeBack(draft) => input.is_some_and(|input| take_back::show(ui, input, draft, actions)),
        Dialog::Pilot(draft) => pilot::show(ui, input, draft, actions),
        Dialog::Done(draft) => input.is_some_and(|input| done::show(ui, input, draft, actions)),
        Dialog::FreezeBaseline(draft) => {
            input.is_some_and(|input| names::baseline(ui, input, draft, actions))
        }
        Dialog::SaveScenario(draft) => input.is_some_and(|input| names::scenario(ui, input, draft, actions)),
        Dialog::KeepTried(draft) => input.is_some_and(|input| names::tried(ui, input, draft, actions)),
    };
    if stays {
        workspace.dialog = Some(dialog);
    } else if let Dialog::Export(draft) = dialog {
        workspace.dialog = draft.behind.map(|behind| *behind);
    }
}
