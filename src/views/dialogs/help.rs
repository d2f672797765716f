//! The help page: what each page is for, how charts are worked with keys, and every command's shortcut.

use egui::Ui;

use super::frame::{Answer, Answers, dialog};
use crate::look::text::{label, text_at, words, wrapped};
use crate::picture::{Anchor, Ink, TypeRole};
use crate::views::commands::{COMMANDS, Group, written};

const SECTIONS: [(&str, &str); 8] = [
    ("Overview", "Where the rollout stands, when it is expected to finish, and what must be decided next."),
    (
        "Timeline",
        "Phases and workload switches over time. Drag a bar, its end or a gate; with the keyboard, arrows choose, Enter grabs, arrows move by a working day, Shift by a week, Enter drops, Esc restores.",
    ),
    (
        "Workloads",
        "Who has the authority over which workload, for which phase, on any day. Drag a cell along its row, or press Alt with an arrow, to move its switch in time; Shift or Ctrl chooses several. Tasks lists what has to be done around the moves.",
    ),
    (
        "Phases",
        "One phase: its course against the plan, its gate, its failures; under Actuals, what really happened.",
    ),
    (
        "Plan settings",
        "The estate, the phases, the calendar, the helpdesk and what the plan takes for granted.",
    ),
    (
        "Import",
        "Drop exported files onto the window, or choose Import: device lists of Intune, Configuration Manager and Graph, ticket lists, and calendars. One screen says what was recognized and what would change; every column can be corrected, and corrections are remembered for files with the same columns.",
    ),
    (
        "Presenting",
        "The plan full screen, live. Arrows or a clicker turn, a number and Enter go to a slide, G shows all of them, P finds a phase, B blanks the screen, N shows your notes, D changes light and dark, ? lists all keys. Order, titles, notes, logo and colors are in Plan settings; Steering pack writes the same pages as documents.",
    ),
    (
        "Charts",
        "A chart is one stop of the Tab key: left and right move the day, Enter opens what is there, and the tooltip says the figures. Drag along a chart over time to see those days alone; a double click shows all of them again. Its menu copies it or saves it as PNG or SVG.",
    ),
];

pub fn show(ui: &Ui) -> bool {
    let (answer, is_left) = dialog(ui, "Help and shortcuts", 720.0, |ui| {
        for (title, sentence) in SECTIONS {
            label(ui, title, TypeRole::BODY_STRONG, Ink::Text);
            wrapped(ui, sentence, TypeRole::LABEL, Ink::Text2);
            ui.add_space(2.0);
        }
        for group in Group::ALL {
            shortcuts(ui, group);
        }
        ui.add_space(6.0);
        wrapped(
            ui,
            "Files can be dropped onto the window except under Wayland. Text that runs from right to left may be ordered wrongly. Reduced motion and text size are set in Preferences, since the system does not report them.",
            TypeRole::CAPTION,
            Ink::Text3,
        );
        Answers::CLOSE
    });
    answer != Some(Answer::Cancel) && !is_left
}

fn shortcuts(ui: &mut Ui, group: Group) {
    let rows: Vec<_> =
        COMMANDS.iter().filter(|command| command.group == group && !command.shortcuts.is_empty()).collect();
    if rows.is_empty() {
        return;
    }
    ui.add_space(6.0);
    label(ui, group.name(), TypeRole::BODY_STRONG, Ink::Text);
    for command in rows {
        let (_, place) = ui.allocate_space(egui::vec2(ui.available_width(), 22.0));
        let y = place.center().y + 4.0;
        let keys: Vec<String> =
            command.shortcuts.iter().map(|shortcut| written(ui.ctx(), shortcut)).collect();
        text_at(
            ui,
            egui::pos2(place.left(), y),
            Anchor::Start,
            words(command.name, TypeRole::LABEL, Ink::Text2),
        );
        let keys = keys.join("  or  ");
        let at = egui::pos2(place.right(), y);
        text_at(ui, at, Anchor::End, words(&keys, TypeRole::LABEL_MEDIUM, Ink::Text));
    }
}
