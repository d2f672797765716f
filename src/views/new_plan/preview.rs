//! The preview of a new plan: its expected finish, its timeline, and what it starts with. Computed once per
//! set of answers, for a frame must not wait.

use std::sync::Arc;

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use crate::forecast::{Outlook, outlook};
use crate::look::text::{text_at, text_at_elided, words};
use crate::look::widgets::{card, tint_panel};
use crate::look::{Verdict, glyphs, paint};
use crate::picture::mini_gantt::{self, MiniGanttInput, MiniRow};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::plan::check::Severity;
use crate::plan::template::{Answers, plan_from};
use crate::plan::{Parameter, Plan};
use crate::report::{Situation, troubles};

/// A plan made of the answers, with what follows from it.
struct Preview {
    answers: Answers,
    plan: Plan,
    outlook: Outlook,
    /// The most severe problem, if there is one.
    problem: Option<(Verdict, String)>,
}

const MARGIN: f32 = 20.0;

pub fn show(ui: &mut Ui, rect: Rect, answers: &Answers) {
    let preview = preview(ui, answers);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(rect.shrink2(vec2(0.0, 1.0))).id_salt("preview"));
    ScrollArea::vertical().id_salt("preview").auto_shrink(false).show(&mut inside, |ui| {
        let top = ui.min_rect().top();
        let bottom = content(ui, rect.translate(vec2(0.0, top - rect.top())), &preview);
        ui.allocate_space(vec2(rect.width(), bottom - top + 12.0));
    });
}

/// Draws it from the rectangle's top on; returns where it ends.
fn content(ui: &mut Ui, rect: Rect, preview: &Preview) -> f32 {
    let left = rect.left() + MARGIN;
    let width = rect.width() - 2.0 * MARGIN;
    let y = rect.top() + 28.0;
    let title = text_at(ui, pos2(left, y), Anchor::Start, words("Preview", TypeRole::CARD_TITLE, Ink::Text));
    let note = words("expected course, no range yet", TypeRole::LABEL, Ink::Text3);
    text_at(ui, pos2(title.rect.right() + 8.0, y), Anchor::Start, note);
    figures(ui, pos2(left, rect.top() + 66.0), width, preview);
    let rows = preview.plan.phases.len().clamp(2, 6) as f32;
    let chart = Rect::from_min_size(pos2(left, rect.top() + 104.0), vec2(width, 44.0 + rows * 50.0));
    card::paint_surface(ui.painter(), chart, card::Surface::Card);
    timeline(ui, chart.shrink(1.0), preview);
    starts_with(ui, pos2(left, chart.bottom() + 28.0), left + width, preview)
}

/// The preview of these answers, kept until they change.
fn preview(ui: &Ui, answers: &Answers) -> Arc<Preview> {
    let id = egui::Id::unique("new plan preview");
    let kept: Option<Arc<Preview>> = ui.data(|data| data.get_temp(id));
    if let Some(kept) = kept.filter(|kept| kept.answers == *answers) {
        return kept;
    }
    let plan = plan_from(answers);
    let outlook = outlook(&plan);
    let problems = troubles::problems(&Situation::new(&plan, &outlook));
    let problem = problems.into_iter().min_by_key(|problem| problem.severity);
    let problem = problem.filter(|problem| problem.severity != Severity::Note).map(|problem| {
        let verdict = if problem.severity == Severity::Error { Verdict::Missed } else { Verdict::Risk };
        (verdict, problem.text)
    });
    let made = Arc::new(Preview { answers: answers.clone(), plan, outlook, problem });
    ui.data_mut(|data| data.insert_temp(id, Arc::clone(&made)));
    made
}

fn figures(ui: &mut Ui, at: egui::Pos2, width: f32, preview: &Preview) {
    let expected = &preview.outlook.expected;
    let finish = expected.finish.filter(|_| !preview.plan.phases.is_empty());
    let against = match (finish, preview.plan.target) {
        (Some(finish), Some(target)) => {
            let days = (target - finish).num_days();
            let word = if days < 0 { "after the target" } else { "before the target" };
            (format::plural(days.unsigned_abs(), "day", "days"), word)
        }
        _ => ("–".to_owned(), "no target date"),
    };
    let peak = expected.peak.filter(|peak| peak.load.is_finite());
    let shown = [
        (finish.map_or("–".to_owned(), format::date), "expected finish"),
        against,
        (peak.map_or("–".to_owned(), |peak| format::percent0(peak.load)), "peak helpdesk load"),
    ];
    for (n, (figure, meaning)) in shown.iter().enumerate() {
        let x = at.x + n as f32 * width / 3.0;
        let room = width / 3.0 - 8.0;
        text_at_elided(
            ui,
            pos2(x, at.y),
            Anchor::Start,
            words(figure, TypeRole::PAGE_TITLE, Ink::Text),
            room,
        );
        text_at_elided(
            ui,
            pos2(x, at.y + 20.0),
            Anchor::Start,
            words(meaning, TypeRole::CAPTION, Ink::Text2),
            room,
        );
    }
}

fn timeline(ui: &mut Ui, rect: Rect, preview: &Preview) {
    let plan = &preview.plan;
    let dates = &preview.outlook.expected.phases;
    if plan.phases.is_empty() {
        let said = words("No phases: nothing is enrolled.", TypeRole::LABEL, Ink::Text3);
        text_at(ui, rect.center(), Anchor::Middle, said);
        return;
    }
    let last = dates.iter().filter_map(|dates| dates.gate).max().unwrap_or(plan.start);
    let last = last.max(preview.outlook.expected.finish.unwrap_or(last)).max(plan.target.unwrap_or(last));
    let rows = plan.phases.iter().zip(dates).map(|(phase, dates)| MiniRow {
        key: format!("phase:{}", phase.id.0),
        name: phase.name.clone(),
        note: format::plural(phase.devices.into(), "device", "devices"),
        start: dates.start,
        end: dates.targeted,
        gate: dates.gate,
        ..MiniRow::default()
    });
    let margin = chrono::Days::new(12);
    let input = MiniGanttInput {
        has_legend: false,
        first: plan.start.checked_sub_days(chrono::Days::new(4)).unwrap_or(plan.start),
        last: last.checked_add_days(margin).unwrap_or(last),
        today: None,
        target: plan.target,
        freezes: Vec::new(),
        rows: rows.collect(),
    };
    let scene = mini_gantt::scene(&input, rect.width(), rect.height());
    paint::show(ui, rect, &scene);
}

/// Returns where it ends.
fn starts_with(ui: &mut Ui, at: egui::Pos2, right: f32, preview: &Preview) -> f32 {
    let plan = &preview.plan;
    text_at(ui, at, Anchor::Start, words("The plan starts with", TypeRole::LABEL_MEDIUM, Ink::Text2));
    let all = Parameter::ALL.len() as u64;
    let unsourced =
        Parameter::ALL.iter().filter(|one| plan.assumptions.get(**one).source.is_empty()).count() as u64;
    let mut lines = Vec::new();
    if !plan.phases.is_empty() {
        lines.push((Verdict::Met, "gates: 95% success, 90% enrolled, soak of 5 working days".to_owned()));
        lines.push((Verdict::Met, "workloads in the usual order, Device configuration last".to_owned()));
    }
    let count = plan.prerequisites.len() as u64;
    let prerequisites = format::plural(count, "prerequisite", "prerequisites");
    lines.push((Verdict::Met, format!("{prerequisites} with owners and dates to fill in")));
    lines.push((
        Verdict::Risk,
        format!("{}, {unsourced} of them without a source", format::plural(all, "assumption", "assumptions")),
    ));
    let mut y = at.y + 24.0;
    for (verdict, said) in lines {
        glyphs::paint_verdict(ui.painter(), verdict, pos2(at.x + 7.0, y - 4.5), 14.0);
        let room = right - at.x - 24.0;
        text_at_elided(
            ui,
            pos2(at.x + 24.0, y),
            Anchor::Start,
            words(&said, TypeRole::LABEL, Ink::Text),
            room,
        );
        y += 23.0;
    }
    let Some((verdict, said)) = &preview.problem else { return y - 12.0 };
    let panel = Rect::from_min_max(pos2(at.x, y - 6.0), pos2(right, y + 44.0));
    panel.top() + tint_panel(ui, panel, *verdict, "To look at first", said)
}
