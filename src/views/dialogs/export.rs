//! *Export*: the plan for other programs, or a chart as a file: as what, and where to.

use egui::{Key, Ui};

use super::frame::{Answer, Answers, dialog, focus_first, paragraph};
use crate::document::{ExportDraft, Exported};
use crate::look::text::label;
use crate::look::widgets::{Button, Field, Kind, choice, text_field};
use crate::picture::{Ink, TypeRole};
use crate::views::{Action, Actions, Out};

const WIDTH: f32 = 600.0;

pub fn show(ui: &Ui, draft: &mut ExportDraft, actions: &mut Actions) -> bool {
    let is_chart = matches!(draft.what, Exported::Picture(_));
    let title = if is_chart { "Save chart" } else { "Export" };
    let mut is_entered = false;
    let (answer, is_left) = dialog(ui, title, WIDTH, |ui| {
        if !is_chart {
            kind(ui, draft, actions);
        }
        is_entered = path(ui, draft, actions);
        let why_not = draft.path.trim().is_empty().then_some("Type a path first");
        is_entered &= why_not.is_none();
        Answers { why_not, ..Answers::new(if is_chart { "Save" } else { "Export" }) }
    });
    match answer.or(is_entered.then_some(Answer::Main)) {
        Some(Answer::Main) => {
            actions.push(Action::Out(Out::Export));
            true
        }
        Some(_) => false,
        None => !is_left,
    }
}

fn kind(ui: &mut Ui, draft: &mut ExportDraft, actions: &mut Actions) {
    let names = Exported::PLAN.map(|what| words(&what).0);
    let mut chosen = Exported::PLAN.iter().position(|what| *what == draft.what).unwrap_or(0);
    if choice(ui, Field::new("As"), &mut chosen, &names, "").changed() {
        actions.push(Action::Out(Out::ChooseExport(Exported::PLAN[chosen].clone())));
    }
    paragraph(ui, words(&draft.what).1);
    ui.add_space(4.0);
}

const fn words(what: &Exported) -> (&'static str, &'static str) {
    match what {
        Exported::Mspdi => (
            "Project schedule (MSPDI)",
            "Phases with rollout, soak, gate, switches and tasks, with links, calendar and baseline, as XML that \
             Microsoft Project and its kin read. Dates are those of the expected course.",
        ),
        Exported::Ics => (
            "Calendar (ICS)",
            "Starts, gates, freezes, switches, communications and decisions. Written anew, an event keeps its \
             identity and moves in the calendar that has it.",
        ),
        Exported::Json => ("JSON", "The plan as it stands in its file, for other programs."),
        Exported::Groups => (
            "Device groups",
            "A folder of device lists: of each phase, of each workload's pilot, and of all for auto-enrollment, for \
             Entra groups and Configuration Manager collections.",
        ),
        Exported::Picture(_) => ("Chart", ""),
    }
}

/// The path with its button; whether Enter said that it is whole.
fn path(ui: &mut Ui, draft: &mut ExportDraft, actions: &mut Actions) -> bool {
    let choose = Button::new(Kind::Secondary, "Choose…");
    let room = ui.available_width() - choose.size().x - 8.0;
    let mut is_entered = false;
    ui.horizontal(|ui| {
        let remedy = Some(draft.complaint.clone()).filter(|complaint| !complaint.is_empty());
        let name = if draft.what.ending().is_empty() { "Folder" } else { "File" };
        let field = Field::new(name).salt("path").width(room).remedy(remedy.as_deref());
        let response = text_field(ui, field, &mut draft.path);
        focus_first(ui, &response);
        if response.changed() {
            draft.complaint.clear();
        }
        is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        ui.vertical(|ui| {
            ui.add_space(18.0);
            if choose.show(ui).clicked() {
                actions.push(Action::Out(Out::AskExportPath));
            }
        });
    });
    label(ui, "A path that begins with ~ begins in your home folder.", TypeRole::CAPTION, Ink::Text3);
    is_entered
}
