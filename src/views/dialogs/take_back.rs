//! *Take back*: workloads go back to Configuration Manager on a day. Before anything is changed it shows what
//! that hits, how long it takes, what stays, what is left to do, and what becomes of the finish.

use egui::Ui;

use super::frame::{Answer, Answers, growing_dialog};
use crate::document::TakeBackDraft;
use crate::look::text::{label, wrapped};
use crate::look::widgets::{DateRule, Field, check, complaints, date_field};
use crate::picture::{Ink, TypeRole};
use crate::plan::{PhaseScope, Plan, Workload};
use crate::report::owner_question::{Understood, When, day_of};
use crate::report::way_back::{self, Retreat, WayBack};
use crate::views::kept::kept;
use crate::views::workloads::next_day;
use crate::views::{Action, Actions, ViewInput};

/// As high as it grows with an answer in it.
const SIZE: egui::Vec2 = egui::vec2(980.0, 620.0);

pub fn show(ui: &Ui, input: &ViewInput<'_>, draft: &mut TakeBackDraft, actions: &mut Actions) -> bool {
    let (answer, is_left) = growing_dialog(ui, "Take back to Configuration Manager", SIZE, |ui| {
        picks(ui, input.plan, draft);
        ui.add_space(4.0);
        let back = kept(ui, input, ("take back", draft.clone()), || {
            way_back::way_back(&input.situation(), &retreat(draft))
        });
        shown(ui, input.plan, &back);
        answers(input.plan, draft, &back)
    });
    let retreat = retreat(draft);
    match answer {
        Some(Answer::Main) if is_past(input.plan, draft) => actions.edit(way_back::as_done(&retreat)),
        Some(Answer::Main) => {
            let name = way_back::scenario_name(input.own, &retreat);
            actions.edit(way_back::as_scenario(input.plan, &retreat, &name));
            actions.push(Action::ChooseScenario(Some(name)));
        }
        Some(Answer::Other) => actions.edit(way_back::planned(input.plan, &retreat)),
        Some(Answer::Cancel) => {}
        None => return !is_left,
    }
    false
}

/// What the words of a question ask back; none where all that they name is locked. A gate of several phases is no
/// one day: then it is the next one.
pub fn take_back_draft(input: &ViewInput<'_>, read: &Understood) -> Option<TakeBackDraft> {
    let day = match (read.when, read.phases.as_slice()) {
        (Some(When::On(day)), _) => Some(day),
        (Some(When::Finish), _) => input.outlook.expected.finish,
        (Some(_), [phase]) => Some(day_of(&input.situation(), *phase, read.when)),
        _ => None,
    };
    let day = day.unwrap_or_else(|| next_day(input.plan));
    let mut workloads: Vec<Workload> = input.plan.switchable_workloads().collect();
    workloads.retain(|workload| read.workloads.contains(workload));
    let phases = if read.phases.is_empty() { PhaseScope::All } else { PhaseScope::Only(read.phases.clone()) };
    let is_locked = workloads.is_empty() && !read.workloads.is_empty();
    (!is_locked).then_some(TakeBackDraft { workloads, phases, day })
}

fn retreat(draft: &TakeBackDraft) -> Retreat {
    Retreat { workloads: draft.workloads.clone(), phases: draft.phases.clone(), day: draft.day }
}

/// What has happened by the status date is recorded, and not planned.
fn is_past(plan: &Plan, draft: &TakeBackDraft) -> bool {
    draft.day <= plan.status_date
}

fn answers(plan: &Plan, draft: &TakeBackDraft, back: &WayBack) -> Answers<'static> {
    let is_empty = matches!(&draft.phases, PhaseScope::Only(phases) if phases.is_empty());
    let why_not = if draft.workloads.is_empty() {
        Some("Choose what is taken back")
    } else if is_empty {
        Some("Choose the phases that go back")
    } else if back.hits.is_empty() {
        Some("Intune has none of it on that day")
    } else {
        None
    };
    let (main, other) = if is_past(plan, draft) {
        ("Record as done", None)
    } else {
        ("Plan as a scenario", Some("Plan it").filter(|_| why_not.is_none()))
    };
    Answers { why_not, other, ..Answers::new(main) }
}

/// The workloads take two of four columns where there is room.
fn picks(ui: &mut Ui, plan: &Plan, draft: &mut TakeBackDraft) {
    let all: Vec<Workload> = plan.switchable_workloads().collect();
    let per_column = if is_wide(ui) { all.len().div_ceil(2) } else { all.len() };
    let parts: Vec<&[Workload]> = all.chunks(per_column.max(1)).collect();
    ui.columns(parts.len() + 2, |columns| {
        for column in columns.iter_mut() {
            column.spacing_mut().item_spacing.y = 0.0;
        }
        for (n, (column, part)) in columns.iter_mut().zip(&parts).enumerate() {
            label(column, if n == 0 { "Workloads" } else { " " }, TypeRole::LABEL_STRONG, Ink::Text);
            workloads(column, part, draft);
        }
        let Some((when, columns)) = columns.split_last_mut() else { return };
        if let Some(column) = columns.last_mut() {
            label(column, "Phases", TypeRole::LABEL_STRONG, Ink::Text);
            phases(column, plan, draft);
        }
        label(when, "When", TypeRole::LABEL_STRONG, Ink::Text);
        day(when, plan, draft);
    });
}

fn workloads(ui: &mut Ui, part: &[Workload], draft: &mut TakeBackDraft) {
    for workload in part {
        let mut is_on = draft.workloads.contains(workload);
        if check(ui, &mut is_on, workload.name()).changed() {
            draft.workloads.retain(|other| other != workload);
            if is_on {
                draft.workloads.push(*workload);
                draft.workloads.sort();
            }
        }
    }
}

fn day(ui: &mut Ui, plan: &Plan, draft: &mut TakeBackDraft) {
    let rule = DateRule {
        earliest: Some(plan.start),
        latest: Some(plan.horizon()),
        status_date: Some(plan.status_date),
        ..DateRule::default()
    };
    let before = complaints(ui);
    date_field(ui, Field::new("Day").without_label(), &rule, &mut draft.day);
    if complaints(ui) > before {
        return;
    }
    ui.add_space(4.0);
    let said = if is_past(plan, draft) {
        "On or before the status date: it is recorded as done."
    } else {
        "After the status date: it is planned."
    };
    wrapped(ui, said, TypeRole::CAPTION, Ink::Text3);
}

fn phases(ui: &mut Ui, plan: &Plan, draft: &mut TakeBackDraft) {
    let mut all = draft.phases == PhaseScope::All;
    if check(ui, &mut all, "All phases").changed() {
        let each = plan.phases.iter().map(|phase| phase.id).collect();
        draft.phases = if all { PhaseScope::All } else { PhaseScope::Only(each) };
    }
    let PhaseScope::Only(chosen) = &mut draft.phases else { return };
    egui::ScrollArea::vertical().max_height(112.0).auto_shrink([false, true]).show(ui, |ui| {
        for phase in &plan.phases {
            let mut is_on = chosen.contains(&phase.id);
            if check(ui, &mut is_on, &plan.phase_name(phase.id)).changed() {
                chosen.retain(|id| *id != phase.id);
                if is_on {
                    chosen.push(phase.id);
                }
            }
        }
        // In the plan's order, so that two ways of choosing them are one choice.
        chosen.sort_by_key(|id| plan.phase_index(*id));
    });
}

/// The answer first; then what happens at the left and what follows from it at the right.
fn shown(ui: &mut Ui, plan: &Plan, back: &WayBack) {
    let headline = format!("{} {}", way_back::headline(back), way_back::consequence(plan, back));
    wrapped(ui, headline.trim_end(), TypeRole::BODY_STRONG, Ink::Text);
    if back.hits.is_empty() {
        return;
    }
    let happens = |ui: &mut Ui| {
        part(ui, "Finish", &way_back::finish_words(plan, back));
        part(ui, "What it hits", &way_back::hit_words(plan, back));
        part(ui, "How long it takes to arrive", &[way_back::arrival_words(back)]);
    };
    let follows = |ui: &mut Ui| {
        part(ui, "What does not return", &back.advice.stays);
        part(ui, "What to do", &back.advice.todo);
        part(ui, "What else it touches", &back.advice.touches);
    };
    if !is_wide(ui) {
        happens(ui);
        return follows(ui);
    }
    ui.spacing_mut().item_spacing.x = 24.0;
    ui.columns(2, |columns| {
        if let [left, right] = columns {
            happens(left);
            follows(right);
        }
    });
}

fn is_wide(ui: &Ui) -> bool {
    ui.available_width() >= 760.0
}

fn part(ui: &mut Ui, title: &str, sentences: &[String]) {
    if sentences.is_empty() {
        return;
    }
    ui.add_space(2.0);
    label(ui, title, TypeRole::LABEL_STRONG, Ink::Text);
    for sentence in sentences {
        wrapped(ui, sentence, TypeRole::LABEL, Ink::Text2);
    }
}
