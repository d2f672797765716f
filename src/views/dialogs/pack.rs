//! *Steering pack*: the folder, what is written into it, how far that is, and what came of it.

use egui::{Ui, pos2, vec2};

use super::frame::{Answer, Answers, dialog, focus_first, paragraph};
use crate::document::{PackDraft, PackStage, WrittenFile};
use crate::files::export::{Medium, PaperSize};
use crate::look::text::{label, text_at_elided, words, wrapped};
use crate::look::widgets::sentence::{Line, line as sentence};
use crate::look::widgets::{Button, Field, Kind, bar, check, segmented, text_field};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::report::Mark;
use crate::views::{Action, Actions, Out, ViewInput};

const WIDTH: f32 = 620.0;

/// As the size is chosen.
const fn paper(size: PaperSize) -> &'static str {
    match size {
        PaperSize::A4 => "A4",
        PaperSize::Letter => "Letter",
        PaperSize::Screen => "Slides, 16:9",
    }
}

pub fn show(ui: &Ui, input: &ViewInput<'_>, draft: &mut PackDraft, actions: &mut Actions) -> bool {
    let (answer, is_left) = dialog(ui, "Steering pack", WIDTH, |ui| match draft.stage.clone() {
        PackStage::Asked { complaint } => ask(ui, input, draft, (&complaint, actions)),
        PackStage::Working { share, what } => {
            working(ui, share, &what);
            Answers { cancel: "Stop", ..Answers::CLOSE }
        }
        PackStage::Done { files, folder, note } => {
            done(ui, &files, &folder, note.as_deref());
            Answers::CLOSE
        }
    });
    let is_working = matches!(draft.stage, PackStage::Working { .. });
    match answer {
        Some(Answer::Main) => {
            actions.push(Action::Out(Out::WritePack));
            true
        }
        Some(_) if is_working => {
            actions.push(Action::Out(Out::StopPacking));
            true
        }
        Some(_) => false,
        None => !is_left,
    }
}

fn ask<'a>(
    ui: &mut Ui,
    input: &ViewInput<'_>,
    draft: &mut PackDraft,
    (complaint, actions): (&str, &mut Actions),
) -> Answers<'a> {
    paragraph(
        ui,
        "The slides as documents, with everything that stands behind them: the same pages, the same figures.",
    );
    if let Some(scenario) = input.document.scenario {
        let said = format!("It is of the scenario {scenario}, which is worked on.");
        wrapped(ui, &said, TypeRole::LABEL, Ink::Text2);
    }
    ui.add_space(4.0);
    folder(ui, draft, actions);
    if !complaint.is_empty() {
        // Whole: it names the files that were written and those that were not.
        let room = ui.available_width();
        sentence(ui, room, 0.0, Line::new(complaint).mark(Mark::Missed).ink(Ink::BadText));
    }
    ui.add_space(6.0);
    label(ui, "What is written", TypeRole::LABEL_STRONG, Ink::Text);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.columns(2, |columns| {
        for (place, medium) in Medium::ALL.into_iter().enumerate() {
            let ui = &mut columns[place % 2];
            let mut is_on = draft.media.contains(&medium);
            if check(ui, &mut is_on, medium.name()).changed() {
                draft.set(medium, is_on);
            }
            let (_, line) = ui.allocate_space(vec2(ui.available_width(), 20.0));
            let said = words(medium.note(), TypeRole::CAPTION, Ink::Text3);
            let at = pos2(line.left() + 23.0, line.top() + 7.0);
            text_at_elided(ui, at, Anchor::Start, said, line.width() - 23.0);
        }
    });
    ui.add_space(8.0);
    if draft.media.contains(&Medium::Pdf) {
        label(ui, "Paper of the PDF", TypeRole::CAPTION, Ink::Text2);
        let mut chosen = PaperSize::ALL.iter().position(|size| *size == draft.paper).unwrap_or(0);
        if segmented(ui, &mut chosen, &PaperSize::ALL.map(paper)).changed() {
            draft.paper = PaperSize::ALL[chosen];
        }
    }
    let why_not = if draft.media.is_empty() {
        Some("Choose what is written")
    } else if draft.folder.trim().is_empty() {
        Some("Name a folder first")
    } else {
        None
    };
    Answers { why_not, ..Answers::new("Write the pack") }
}

fn folder(ui: &mut Ui, draft: &mut PackDraft, actions: &mut Actions) {
    let choose = Button::new(Kind::Secondary, "Choose folder…");
    let room = ui.available_width() - choose.size().x - 8.0;
    ui.horizontal(|ui| {
        let field = Field::new("Folder").hint("/home/me/meeting").width(room);
        let response = text_field(ui, field, &mut draft.folder);
        focus_first(ui, &response);
        if response.changed() {
            draft.stage = PackStage::default();
        }
        ui.vertical(|ui| {
            ui.add_space(18.0);
            if choose.show(ui).clicked() {
                actions.push(Action::Out(Out::AskPackFolder));
            }
        });
    });
    let said = "It is made if it is missing. Files of the same names in it are replaced.";
    label(ui, said, TypeRole::CAPTION, Ink::Text3);
}

fn working(ui: &mut Ui, share: f32, what: &str) {
    label(ui, what, TypeRole::BODY, Ink::Text2);
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), 6.0));
    bar(ui.painter(), rect, share, Ink::Accent, None);
    ui.add_space(40.0);
}

fn done(ui: &mut Ui, files: &[WrittenFile], folder: &str, note: Option<&str>) {
    let count = format::plural(files.len() as u64, "file", "files");
    let room = ui.available_width();
    sentence(
        ui,
        room,
        0.0,
        Line::new(&format!("{count} written to {folder}")).mark(Mark::Met).ink(Ink::Text),
    );
    ui.add_space(4.0);
    for file in files {
        let kilobytes = format::count(file.bytes.div_ceil(1000));
        label(ui, &format!("{}  ({kilobytes} kB)", file.name), TypeRole::LABEL, Ink::Text2);
    }
    if let Some(note) = note {
        ui.add_space(4.0);
        sentence(ui, room, 0.0, Line::new(note).mark(Mark::Risk).ink(Ink::WarnText));
    }
}
