//! *Who manages what?*: a question in free words or picked, and the answer with its rule and source.

use egui::{Key, ScrollArea, Ui};

use super::frame::{Answer, Answers, dialog, focus_first};
use super::take_back::take_back_draft;
use crate::document::{Dialog, OwnerDraft, TakeBackDraft};
use crate::look::text::{label, wrapped};
use crate::look::widgets::{Button, DateRule, Field, Kind, choice, date_field, paint_position, text_field};
use crate::picture::{Ink, TypeRole, format};
use crate::plan::{Authority, PhaseId, PhaseScope, Workload};
use crate::report::owner::OwnerAnswer;
use crate::report::owner_question::{Choice, Reply, Understood, When, day_of, reply_to, understand};
use crate::report::wording::list;
use crate::views::kept::kept;
use crate::views::workloads::position;
use crate::views::{Action, Actions, ViewInput};

const WIDTH: f32 = 740.0;

pub fn show(ui: &Ui, input: &ViewInput<'_>, draft: &mut OwnerDraft, actions: &mut Actions) -> bool {
    let mut taken_back = None;
    let (answer, is_left) = dialog(ui, "Who manages what?", WIDTH, |ui| {
        let is_entered = ask(ui, input, draft) && draft.asked.is_back;
        ui.add_space(8.0);
        let asked = draft.asked.clone();
        let reply = kept(ui, input, ("owner", asked.clone()), move || reply_to(&input.situation(), &asked));
        shown(ui, &reply, &mut draft.asked);
        let (back, why_not) = take_back(input, &draft.asked, &reply);
        taken_back = back;
        let main_kind = if draft.asked.is_back { Kind::Primary } else { Kind::Secondary };
        Answers { main: "Take it back…", main_kind, why_not, is_entered, ..Answers::CLOSE }
    });
    match (answer, taken_back) {
        (Some(Answer::Main), Some(draft)) => actions.push(Action::Ask(Dialog::TakeBack(draft))),
        (Some(_), _) => {}
        (None, _) => return !is_left,
    }
    false
}

const LOCKED: &str = "It is locked on Intune";

/// What is taken back is what the question asks back, else what the answer is about, picked or not; or why it
/// cannot be.
fn take_back(
    input: &ViewInput<'_>,
    asked: &Understood,
    reply: &Reply,
) -> (Option<TakeBackDraft>, Option<&'static str>) {
    if asked.is_back && (!asked.workloads.is_empty() || !asked.phases.is_empty()) {
        return take_back_draft(input, asked).map_or((None, Some(LOCKED)), |draft| (Some(draft), None));
    }
    let Reply::One(answer) = reply else { return (None, Some("Pick a workload and a phase first")) };
    if answer.authority == Authority::ConfigurationManager {
        return (None, Some("Configuration Manager has it already"));
    }
    let owner = &answer.owner;
    if !input.plan.switchable_workloads().any(|workload| workload == owner.workload) {
        return (None, Some(LOCKED));
    }
    let (workloads, phases) = (vec![owner.workload], PhaseScope::Only(vec![owner.phase]));
    (Some(TakeBackDraft { workloads, phases, day: owner.day }), None)
}

/// The field of free words and the picks. True = Enter was pressed in the field.
fn ask(ui: &mut Ui, input: &ViewInput<'_>, draft: &mut OwnerDraft) -> bool {
    let field = Field::new("Question").hint("client apps in Wave 2 on 1 March, then Enter");
    let mut typed = draft.typed.clone();
    let response = text_field(ui, field, &mut typed);
    focus_first(ui, &response);
    if response.changed() {
        take_over(input, draft, typed);
    }
    ui.columns(2, |columns| {
        workload(&mut columns[0], &mut draft.asked);
        phase(&mut columns[1], input, &mut draft.asked);
    });
    ui.columns(2, |columns| day(columns, input, &mut draft.asked));
    response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

/// What the words say anew is taken over; what they leave as it was stays as it was picked.
fn take_over(input: &ViewInput<'_>, draft: &mut OwnerDraft, typed: String) {
    let situation = input.situation();
    let (before, now) = (understand(&situation, &draft.typed), understand(&situation, &typed));
    let asked = &mut draft.asked;
    if now.workloads != before.workloads {
        asked.workloads = now.workloads;
    }
    if now.phases != before.phases {
        asked.phases = now.phases;
    }
    if now.when != before.when {
        asked.when = now.when;
    }
    asked.is_back = now.is_back;
    asked.unknown = now.unknown;
    draft.typed = typed;
}

fn workload(ui: &mut Ui, asked: &mut Understood) {
    let all = Workload::ALL.map(|workload| (workload, workload.name().to_owned()));
    pick(ui, "Workload", &all, &mut asked.workloads);
}

fn phase(ui: &mut Ui, input: &ViewInput<'_>, asked: &mut Understood) {
    let situation = input.situation();
    let phases = input.plan.phases.iter().enumerate();
    let all: Vec<(PhaseId, String)> =
        phases.map(|(index, phase)| (phase.id, situation.title(index))).collect();
    pick(ui, "Phase", &all, &mut asked.phases);
}

/// Any, one of them, or the several that the words fit.
fn pick<T: Copy + PartialEq>(ui: &mut Ui, label: &str, all: &[(T, String)], picked: &mut Vec<T>) {
    let several = format!("{} that the words fit", picked.len());
    let mut names: Vec<&str> = vec!["any"];
    names.extend(all.iter().map(|(_, name)| name.as_str()));
    if picked.len() > 1 {
        names.push(&several);
    }
    let mut chosen = match picked.as_slice() {
        [] => 0,
        [one] => all.iter().position(|(of, _)| of == one).map_or(0, |at| at + 1),
        _ => all.len() + 1,
    };
    if choice(ui, Field::new(label), &mut chosen, &names, "").changed() {
        *picked = chosen.checked_sub(1).and_then(|at| all.get(at)).map(|(one, _)| *one).into_iter().collect();
    }
}

const WHENS: [&str; 4] =
    ["On a day", "At the start of the phase", "At the gate of the phase", "At the finish"];

/// A day, or what happens on it.
fn day(columns: &mut [Ui], input: &ViewInput<'_>, asked: &mut Understood) {
    let [left, right] = columns else { return };
    let today = input.plan.status_date;
    let when = asked.when.unwrap_or(When::On(today));
    let day = match (when, asked.phases.as_slice()) {
        (When::On(day), _) => Some(day),
        (When::Finish, _) => input.outlook.expected.finish,
        (_, [phase]) => Some(day_of(&input.situation(), *phase, Some(when))),
        _ => None,
    };
    let mut chosen = match when {
        When::On(_) => 0,
        When::Start => 1,
        When::Gate => 2,
        When::Finish => 3,
    };
    if choice(left, Field::new("When"), &mut chosen, &WHENS, "").changed() {
        asked.when = Some(match chosen {
            0 => When::On(day.unwrap_or(today)),
            1 => When::Start,
            2 => When::Gate,
            _ => When::Finish,
        });
    }
    if let When::On(mut day) = when {
        let rule = DateRule { status_date: Some(today), ..DateRule::default() };
        if date_field(right, Field::new("Day"), &rule, &mut day).changed() {
            asked.when = Some(When::On(day));
        }
        return;
    }
    let mut said = day.map_or_else(|| "each phase's own".to_owned(), format::date);
    let field =
        Field::new("Day").locked(Some("It moves with the plan. Choose “On a day” to name another one."));
    text_field(right, field, &mut said);
}

/// Shows the answer, or what it could be.
fn shown(ui: &mut Ui, reply: &Reply, asked: &mut Understood) {
    if !asked.unknown.is_empty() {
        let words: Vec<String> = asked.unknown.iter().map(|word| format!("“{word}”")).collect();
        let verb = if words.len() == 1 { "names" } else { "name" };
        let said = format!("{} {verb} no workload, phase or day of this plan.", list(&words));
        wrapped(ui, &said, TypeRole::LABEL, Ink::WarnText);
    }
    match reply {
        Reply::One(answer) => one(ui, answer),
        Reply::Which { question, choices } => {
            label(ui, question, TypeRole::BODY_STRONG, Ink::Text);
            which(ui, choices, asked);
        }
        Reply::Nothing => {
            let said = "Ask for a workload, a phase and a day, in any words: “updates hospitals”, “defender in the \
                        pilot at the gate”.";
            wrapped(ui, said, TypeRole::BODY, Ink::Text2);
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
fn which(ui: &mut Ui, choices: &[Choice], asked: &mut Understood) {
    let is_one_day = matches!(asked.when, None | Some(When::On(_) | When::Finish));
    ScrollArea::vertical().max_height(260.0).auto_shrink([false, true]).show(ui, |ui| {
        for choice in choices {
            ui.horizontal(|ui| {
                let (_, place) = ui.allocate_space(egui::vec2(30.0, 18.0));
                let at = position(choice.authority);
                paint_position(ui.painter(), place.left_center(), at, true);
                if Button::new(Kind::Link, &choice.label).small().show(ui).clicked() {
                    asked.workloads = vec![choice.asked.workload];
                    asked.phases = vec![choice.asked.phase];
                }
                if is_one_day {
                    label(ui, &choice.brief, TypeRole::LABEL, Ink::Text2);
                } else {
                    let said = format!("{}: {}", format::date(choice.asked.day), choice.brief);
                    label(ui, &said, TypeRole::LABEL, Ink::Text2);
                }
            });
        }
    });
}
