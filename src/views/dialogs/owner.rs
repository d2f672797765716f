//! *Who manages what?*: a question in free words or picked, and the answer with its rule and source.

use egui::{ScrollArea, Ui};

use super::frame::{Answer, Answers, dialog, focus_first};
use crate::document::{Dialog, OwnerDraft, TakeBackDraft};
use crate::look::text::{label, wrapped};
use crate::look::widgets::{Button, DateRule, Field, Kind, choice, date_field, paint_position, text_field};
use crate::picture::{Ink, TypeRole};
use crate::plan::{Authority, PhaseScope, Workload};
use crate::report::owner::OwnerAnswer;
use crate::report::owner_question::{Choice, Reply, Understood, When, reply_to, understand};
use crate::report::wording::list;
use crate::views::workloads::position;
use crate::views::{Action, Actions, ViewInput};

const WIDTH: f32 = 640.0;

pub fn show(ui: &Ui, input: &ViewInput<'_>, draft: &mut OwnerDraft, actions: &mut Actions) -> bool {
    let mut taken_back = None;
    let (answer, is_left) = dialog(ui, "Who manages what?", WIDTH, |ui| {
        ask(ui, input, draft);
        ui.add_space(8.0);
        let asked = understood(draft, understand(&input.situation(), &draft.typed));
        let reply = reply_to(&input.situation(), &asked);
        let answered = answer(ui, &reply, draft, &asked.unknown);
        let why_not = match &answered {
            None => Some("Pick a workload and a phase first"),
            Some(authority) if *authority == Authority::ConfigurationManager => {
                Some("Configuration Manager has it already")
            }
            Some(_) => None,
        };
        taken_back = take_back(draft);
        Answers { main: "Take it back…", main_kind: Kind::Secondary, why_not, ..Answers::CLOSE }
    });
    match (answer, taken_back) {
        (Some(Answer::Main), Some(draft)) => actions.push(Action::Ask(Dialog::TakeBack(draft))),
        (Some(_), _) => {}
        (None, _) => return !is_left,
    }
    false
}

fn take_back(draft: &OwnerDraft) -> Option<TakeBackDraft> {
    let (workload, phase) = draft.workload.zip(draft.phase)?;
    let phases = PhaseScope::Only(vec![phase]);
    Some(TakeBackDraft { workloads: vec![workload], phases, day: draft.day })
}

/// What the picked values ask; where nothing is picked, the several that the words fit.
fn understood(draft: &OwnerDraft, read: Understood) -> Understood {
    Understood {
        workloads: draft.workload.map_or(read.workloads, |workload| vec![workload]),
        phases: draft.phase.map_or(read.phases, |phase| vec![phase]),
        when: Some(When::On(draft.day)),
        unknown: read.unknown,
    }
}

/// The field of free words and the three picks.
fn ask(ui: &mut Ui, input: &ViewInput<'_>, draft: &mut OwnerDraft) {
    let field = Field::new("Question").hint("client apps in Wave 2 on 1 March, then Enter");
    let response = text_field(ui, field, &mut draft.typed);
    focus_first(ui, &response);
    if response.changed() {
        take_over(input, draft);
    }
    picks(ui, input, draft);
}

/// The draft with its words taken over.
pub fn understood_owner(input: &ViewInput<'_>, mut draft: OwnerDraft) -> OwnerDraft {
    take_over(input, &mut draft);
    draft
}

/// The words fill the picks; what they leave open stays open.
fn take_over(input: &ViewInput<'_>, draft: &mut OwnerDraft) {
    let situation = input.situation();
    let read = understand(&situation, &draft.typed);
    let one = |len: usize| len == 1;
    draft.workload = read.workloads.first().copied().filter(|_| one(read.workloads.len()));
    draft.phase = read.phases.first().copied().filter(|_| one(read.phases.len()));
    let dates = draft.phase.and_then(|id| situation.dates(input.plan.phase_index(id)?));
    let day = match read.when {
        Some(When::On(day)) => Some(day),
        Some(When::Start) => dates.and_then(|dates| dates.start),
        Some(When::Gate) => dates.and_then(|dates| dates.gate),
        Some(When::Finish) => input.outlook.expected.finish,
        None => Some(input.plan.status_date),
    };
    draft.day = day.unwrap_or(input.plan.status_date);
}

fn picks(ui: &mut Ui, input: &ViewInput<'_>, draft: &mut OwnerDraft) {
    let situation = input.situation();
    let titles: Vec<String> = (0..input.plan.phases.len()).map(|index| situation.title(index)).collect();
    ui.columns(3, |columns| {
        let names: Vec<&str> =
            std::iter::once("any").chain(Workload::ALL.iter().map(|workload| workload.name())).collect();
        let mut chosen = draft.workload.map_or(0, |workload| workload.index() + 1);
        if choice(&mut columns[0], Field::new("Workload"), &mut chosen, &names, "").changed() {
            draft.workload = chosen.checked_sub(1).map(|at| Workload::ALL[at]);
        }
        let names: Vec<&str> = std::iter::once("any").chain(titles.iter().map(String::as_str)).collect();
        let index = draft.phase.and_then(|phase| input.plan.phase_index(phase));
        let mut chosen = index.map_or(0, |index| index + 1);
        if choice(&mut columns[1], Field::new("Phase"), &mut chosen, &names, "").changed() {
            let phase = chosen.checked_sub(1).and_then(|at| input.plan.phases.get(at));
            draft.phase = phase.map(|phase| phase.id);
        }
        let rule = DateRule { status_date: Some(input.plan.status_date), ..DateRule::default() };
        date_field(&mut columns[2], Field::new("Day"), &rule, &mut draft.day);
    });
}

/// Shows the answer, or what it could be; the authority where there is one.
fn answer(ui: &mut Ui, reply: &Reply, draft: &mut OwnerDraft, unknown: &[String]) -> Option<Authority> {
    if !unknown.is_empty() {
        let words: Vec<String> = unknown.iter().map(|word| format!("“{word}”")).collect();
        let verb = if words.len() == 1 { "names" } else { "name" };
        let said = format!("{} {verb} no workload, phase or day of this plan.", list(&words));
        wrapped(ui, &said, TypeRole::LABEL, Ink::WarnText);
    }
    match reply {
        Reply::One(answer) => {
            one(ui, answer);
            Some(answer.authority)
        }
        Reply::Which { question, choices } => {
            label(ui, question, TypeRole::BODY_STRONG, Ink::Text);
            which(ui, choices, draft);
            None
        }
        Reply::Nothing => {
            let said = "Ask for a workload, a phase and a day, in any words: “updates hospitals”, “defender in the \
                        pilot at the gate”.";
            wrapped(ui, said, TypeRole::BODY, Ink::Text2);
            None
        }
    }
}

fn one(ui: &mut Ui, answer: &OwnerAnswer) {
    wrapped(ui, &answer.sentence, TypeRole::BODY, Ink::Text);
    for (title, said) in [("Rule in this plan", answer.rule.as_str()), ("Why that makes it so", answer.law)] {
        ui.add_space(2.0);
        label(ui, title, TypeRole::LABEL_STRONG, Ink::Text);
        wrapped(ui, said, TypeRole::LABEL, Ink::Text2);
    }
    wrapped(ui, &format!("Source: {}", answer.source), TypeRole::CAPTION, Ink::Text3);
}

/// Each way to read the question with its answer; a click picks it.
fn which(ui: &mut Ui, choices: &[Choice], draft: &mut OwnerDraft) {
    ScrollArea::vertical().max_height(260.0).auto_shrink([false, true]).show(ui, |ui| {
        for choice in choices {
            ui.horizontal(|ui| {
                let (_, place) = ui.allocate_space(egui::vec2(30.0, 18.0));
                let at = position(choice.authority);
                paint_position(ui.painter(), place.left_center(), at, true);
                if Button::new(Kind::Link, &choice.label).small().show(ui).clicked() {
                    draft.workload = Some(choice.asked.workload);
                    draft.phase = Some(choice.asked.phase);
                    draft.day = choice.asked.day;
                }
                label(ui, &choice.brief, TypeRole::LABEL, Ink::Text2);
            });
        }
    });
}
