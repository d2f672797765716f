//! *What changed*: between any two of the plan as it stands, one of its baselines and another file: the effect on
//! the finish, both schedules on one timeline, and what moved each phase.

use std::path::PathBuf;

use egui::{Sense, Ui, vec2};

use super::frame::{Answer, Answers, dialog, paragraph};
use crate::document::{Against, ChangedDraft};
use crate::look::style::stroke;
use crate::look::text::{label, text_at, text_at_elided, words};
use crate::look::widgets::sentence::{Line, line as sentence};
use crate::look::widgets::{Button, Field, Kind, choice, text_field};
use crate::picture::{Anchor, Ink, Scene, TypeRole, before_after, format};
use crate::plan::Plan;
use crate::report::diff::{Changes, FigureRow, Side, Stage, changes};
use crate::report::{Finding, Situation};
use crate::views::kept::kept;
use crate::views::{Action, Actions, OtherPlan, Out, ViewInput, chart};

const WIDTH: f32 = 1040.0;
const ROW: f32 = 28.0;

/// What is shown, made once.
struct Told {
    changes: Changes,
    scene: Scene,
}

pub fn show(ui: &Ui, input: &ViewInput<'_>, draft: &mut ChangedDraft, actions: &mut Actions) -> bool {
    let has_baseline = !input.plan.baselines.is_empty();
    let (answer, is_left) = dialog(ui, "What changed", WIDTH, |ui| {
        choices(ui, input, draft);
        let has_file = draft.from == Against::File || draft.to == Against::File;
        if has_file {
            file(ui, draft, actions);
        }
        let other = input.other.filter(|_| draft.file.is_some());
        if draft.from == draft.to {
            paragraph(ui, "A plan is the same as itself: choose two of them.");
        } else if has_file && other.is_none() {
            let said = if draft.file.is_some() {
                "Reading the file…"
            } else {
                "Choose the plan's file of another day, or of somebody else."
            };
            paragraph(ui, said);
        } else {
            told(ui, input, draft, other);
        }
        if has_baseline || draft.file.is_some() {
            return Answers::CLOSE;
        }
        ui.add_space(6.0);
        paragraph(
            ui,
            "No baseline is frozen yet. A baseline keeps the schedule and its expected course as they stand, so \
             that later states can be compared with them; the start of the first phase freezes one by itself.",
        );
        Answers { cancel: "Close", ..Answers::new("Freeze baseline…") }
    });
    match answer {
        Some(Answer::Main) => {
            actions.push(Action::AskFreezeBaseline);
            false
        }
        Some(_) => false,
        None => !is_left,
    }
}

/// Everything that can be one of the two, with its name.
fn sides(input: &ViewInput<'_>) -> Vec<(Against, String)> {
    let baselines = input.plan.baselines.iter().enumerate().map(|(place, baseline)| {
        let name = Side::baseline_name(baseline);
        (Against::Baseline(place), name.replacen("baseline", "Baseline", 1))
    });
    let now = (Against::Now, "Now".to_owned());
    std::iter::once(now).chain(baselines).chain([(Against::File, "Another file".to_owned())]).collect()
}

fn choices(ui: &mut Ui, input: &ViewInput<'_>, draft: &mut ChangedDraft) {
    let sides = sides(input);
    let names: Vec<&str> = sides.iter().map(|(_, name)| name.as_str()).collect();
    let place = |against: Against| sides.iter().position(|(side, _)| *side == against).unwrap_or(0);
    let mut from = place(draft.from);
    let mut to = place(draft.to);
    ui.columns(2, |columns| {
        choice(&mut columns[0], Field::new("From"), &mut from, &names, "");
        choice(&mut columns[1], Field::new("To"), &mut to, &names, "");
    });
    (draft.from, draft.to) = (sides[from].0, sides[to].0);
}

/// The line that names the other file.
fn file(ui: &mut Ui, draft: &mut ChangedDraft, actions: &mut Actions) {
    let choose = Button::new(Kind::Secondary, "Choose file…");
    let room = ui.available_width() - choose.size().x - 8.0;
    ui.horizontal(|ui| {
        let complaint = draft.complaint.clone();
        let remedy = Some(complaint.as_str()).filter(|complaint| !complaint.is_empty());
        let field = Field::new("Other plan").hint("/home/me/plans/last-week.baton.ron");
        if text_field(ui, field.width(room).remedy(remedy), &mut draft.typed).changed() {
            draft.complaint.clear();
            draft.file = Some(PathBuf::from(&draft.typed)).filter(|_| !draft.typed.is_empty());
        }
        ui.vertical(|ui| {
            ui.add_space(18.0);
            if choose.show(ui).clicked() {
                actions.push(Action::Out(Out::AskOtherPlan));
            }
        });
    });
}

fn told(ui: &mut Ui, input: &ViewInput<'_>, draft: &ChangedDraft, other: Option<&OtherPlan>) {
    let width = ui.available_width();
    let edition = other.map(|other| other.edition);
    let key = (draft.from, draft.to, edition, width.round() as i32);
    let told = kept(ui, input, ("what changed", key), || {
        let sides = [draft.from, draft.to].map(|against| side(input, against, other));
        let stages: &[Stage] = match (draft.from, draft.to, other) {
            (Against::Now, Against::File, Some(other)) if other.is_newer == Some(true) => &other.stages,
            (Against::File, Against::Now, Some(other)) if other.is_newer == Some(false) => &other.stages,
            _ => &[],
        };
        let newer: &Plan = match (draft.to, other) {
            (Against::File, Some(other)) => &other.plan,
            _ => input.plan,
        };
        let changes = changes(&sides[0], &sides[1], newer, stages);
        let height = before_after::height(&changes.chart);
        let scene = before_after::scene(&changes.chart, width, height);
        Told { changes, scene }
    });
    if let Some(other) = other.filter(|other| !other.is_whole) {
        let what = if other.odds.is_none() { "its futures" } else { "what each cause did" };
        label(ui, &format!("Still simulating {what}…"), TypeRole::LABEL, Ink::Text2);
    }
    draw(ui, &told);
}

fn side<'a>(input: &ViewInput<'a>, against: Against, other: Option<&'a OtherPlan>) -> Side<'a> {
    let now = || Side::plan("now", input.situation());
    match (against, other) {
        (Against::Baseline(place), _) => input.plan.baselines.get(place).map_or_else(now, Side::baseline),
        (Against::File, Some(other)) => {
            let at = Situation::new(&other.plan, &other.outlook).with_odds(other.odds.as_deref());
            Side::plan(format!("{} of {}", other.name, format::date(other.plan.status_date)), at)
        }
        (Against::Now | Against::File, _) => now(),
    }
}

fn draw(ui: &mut Ui, told: &Told) {
    let changes = &told.changes;
    let width = ui.available_width();
    ui.add_space(6.0);
    finding(ui, &changes.headline, TypeRole::BODY_MEDIUM);
    if let Some(desk) = &changes.desk {
        finding(ui, &Finding::plain(desk.clone()), TypeRole::LABEL);
    }
    ui.add_space(6.0);
    let (_, rect) = ui.allocate_space(vec2(width, told.scene.height));
    chart::chart(ui, rect, &told.scene);
    ui.add_space(8.0);
    heading(ui, "Figures");
    for row in &changes.figures {
        figure(ui, row);
    }
    if !changes.causes.is_empty() {
        heading(ui, "What each cause did, one after the other");
    }
    for cause in &changes.causes {
        let said = format!("{}: {}.", cause.name, cause.text);
        finding(ui, &Finding::plain(said), TypeRole::LABEL);
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
