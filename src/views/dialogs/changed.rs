//! *What changed*: the plan as it stands against one of its baselines: the effect on the finish, both schedules on
//! one timeline, and what moved each phase.

use egui::{Sense, Ui, vec2};

use super::frame::{Answer, Answers, dialog, paragraph};
use crate::document::ChangedDraft;
use crate::look::style::stroke;
use crate::look::text::{label, text_at, text_at_elided, words};
use crate::look::widgets::sentence::{Line, line as sentence};
use crate::look::widgets::{Field, choice};
use crate::picture::{Anchor, Ink, Scene, TypeRole, before_after};
use crate::report::Finding;
use crate::report::diff::{Changes, FigureRow, Side, changes};
use crate::views::kept::kept;
use crate::views::{Actions, ViewInput, chart};

const WIDTH: f32 = 1040.0;
const ROW: f32 = 28.0;

/// What is shown, made once.
struct Told {
    changes: Changes,
    scene: Scene,
}

pub fn show(ui: &Ui, input: &ViewInput<'_>, draft: &mut ChangedDraft, actions: &mut Actions) -> bool {
    let names: Vec<String> = input.plan.baselines.iter().map(Side::baseline_name).collect();
    let has_baseline = !names.is_empty();
    let (answer, is_left) = dialog(ui, "What changed", WIDTH, |ui| {
        if has_baseline {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            draft.baseline = draft.baseline.min(names.len() - 1);
            ui.scope(|ui| {
                ui.set_max_width(420.0);
                choice(ui, Field::new("Since"), &mut draft.baseline, &names, "");
            });
            told(ui, input, draft.baseline);
            return Answers::CLOSE;
        }
        paragraph(
            ui,
            "No baseline is frozen yet. A baseline keeps the schedule and its expected course as they stand, so \
             that later states can be compared with them; the start of the first phase freezes one by itself.",
        );
        Answers { cancel: "Close", ..Answers::new("Freeze baseline…") }
    });
    match answer {
        Some(Answer::Main) => {
            actions.push(crate::views::Action::AskFreezeBaseline);
            false
        }
        Some(_) => false,
        None => !is_left,
    }
}

fn told(ui: &mut Ui, input: &ViewInput<'_>, baseline: usize) {
    let width = ui.available_width();
    let told = kept(ui, input, ("what changed", (baseline, width.round() as i32)), || {
        let before = Side::baseline(&input.plan.baselines[baseline]);
        let changes = changes(&before, &Side::plan("now", input.situation()), input.plan, &[]);
        let height = before_after::height(&changes.chart);
        let scene = before_after::scene(&changes.chart, width, height);
        Told { changes, scene }
    });
    let changes = &told.changes;
    ui.add_space(6.0);
    finding(ui, &changes.headline, TypeRole::BODY_MEDIUM);
    ui.add_space(6.0);
    let (_, rect) = ui.allocate_space(vec2(width, told.scene.height));
    chart::chart(ui, rect, &told.scene);
    ui.add_space(8.0);
    heading(ui, "Figures");
    for row in &changes.figures {
        figure(ui, row);
    }
    if !changes.phases.is_empty() {
        heading(ui, "Phases");
    }
    for line in &changes.phases {
        let mark = match line.is_better {
            Some(true) => Some(crate::report::Mark::Met),
            Some(false) => Some(crate::report::Mark::Risk),
            None => None,
        };
        finding(ui, &Finding { mark, text: line.text.clone() }, TypeRole::LABEL);
    }
    for group in &changes.others {
        heading(ui, &group.title);
        for line in &group.lines {
            finding(ui, &Finding::plain(line.clone()), TypeRole::LABEL);
        }
    }
}

fn heading(ui: &mut Ui, title: &str) {
    ui.add_space(6.0);
    label(ui, title, TypeRole::BODY_STRONG, Ink::Text);
}

/// A sentence with its sign before it.
fn finding(ui: &mut Ui, finding: &Finding, role: TypeRole) {
    let line = Line::new(&finding.text).role(role).ink(Ink::Text).above(3.0);
    let line = finding.mark.map_or(line.dot(), |mark| line.mark(mark));
    let room = ui.available_width();
    sentence(ui, room, 0.0, line);
}

/// `Finish P85   29 Mar 2027   13 Apr 2027   9 working days later`
fn figure(ui: &mut Ui, row: &FigureRow) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let y = rect.center().y + 4.0;
    let column = |share: f32| egui::pos2(rect.left() + 22.0 + (rect.width() - 22.0) * share, y);
    let room = (rect.width() - 22.0) * 0.24;
    let ink = match row.is_better {
        Some(true) => Ink::OkText,
        Some(false) => Ink::WarnText,
        None => Ink::Text2,
    };
    let name = words(&row.name, TypeRole::LABEL, Ink::Text2);
    text_at_elided(ui, column(0.0), Anchor::Start, name, room);
    text_at(ui, column(0.26), Anchor::Start, words(&row.before, TypeRole::LABEL, Ink::Text));
    text_at(ui, column(0.44), Anchor::Start, words(&row.after, TypeRole::LABEL_STRONG, Ink::Text));
    text_at(ui, column(0.62), Anchor::Start, words(&row.moved, TypeRole::LABEL, ink));
    ui.painter().hline(rect.x_range(), rect.bottom(), stroke(ui, 1.0, Ink::Stroke));
}
