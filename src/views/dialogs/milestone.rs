//! When a milestone is: on a typed day, or so many working days before or after something of the plan, with which
//! it moves then.

use egui::Ui;

use super::frame::{Answer, Answers, dialog};
use crate::forecast::{milestone_date, nearest_relative};
use crate::look::text::wrapped;
use crate::look::widgets::{DateRule, Field, choice, optional_date_field};
use crate::picture::{Ink, TypeRole, format};
use crate::plan::{Anchor, Milestone, Record, Relative, wording};
use crate::report::wording::sentence_case;
use crate::views::anchor::{self, Form};
use crate::views::timeline::inspector::flow::Flow;
use crate::views::{Actions, ViewInput};

const WIDTH: f32 = 460.0;
const WHENS: [&str; 2] = ["On a date", "It moves with the plan"];

pub fn show(ui: &Ui, input: &ViewInput<'_>, draft: &mut Milestone, actions: &mut Actions) -> bool {
    let (answer, is_left) = dialog(ui, &draft.kind.name(), WIDTH, |ui| {
        when(ui, input, draft);
        wrapped(ui, &said(input, draft), TypeRole::LABEL, Ink::Text2);
        let day = milestone_date(input.plan, input.outlook, draft);
        if !draft.done && day.is_some_and(|day| day <= input.plan.status_date) {
            let said = "That day has passed, and it is not done: it would be late from the first day on.";
            wrapped(ui, said, TypeRole::LABEL, Ink::WarnText);
        }
        let is_there = input.plan.milestones.iter().any(|one| one.kind == draft.kind);
        Answers { why_not: (!is_there).then_some("The plan has it no more"), ..Answers::new("Apply") }
    });
    match answer {
        Some(Answer::Main) => actions.edit(Record::Milestone(draft.clone())),
        Some(_) => {}
        None => return !is_left,
    }
    false
}

fn when(ui: &mut Ui, input: &ViewInput<'_>, draft: &mut Milestone) {
    let day = milestone_date(input.plan, input.outlook, draft);
    let mut chosen = usize::from(draft.relative.is_some());
    if choice(ui, Field::new("When"), &mut chosen, &WHENS, "").changed() {
        *draft = match (chosen, input.plan.phases.first()) {
            // It begins where it stands now.
            (0, _) => Milestone { date: day, relative: None, ..draft.clone() },
            (_, phase) => {
                let anchor = phase.map_or(Anchor::Finish, |phase| Anchor::PhaseStart(phase.id));
                let first = Relative { anchor, days: -10 };
                // It moves with what is nearest to its day.
                let near = day.and_then(|day| nearest_relative(input.plan, input.outlook, day));
                // The typed day goes, unless it is a fact.
                let date = draft.date.filter(|_| draft.done);
                Milestone { date, relative: Some(near.unwrap_or(first)), ..draft.clone() }
            }
        };
    }
    ui.add_space(4.0);
    let Some(relative) = &mut draft.relative else {
        let rule =
            DateRule { is_optional: true, status_date: Some(input.plan.status_date), ..DateRule::default() };
        optional_date_field(ui, Field::new("Date").hint("not planned yet"), &rule, &mut draft.date);
        return;
    };
    let top = ui.cursor().top();
    let mut flow = Flow { left: ui.cursor().left(), width: ui.available_width(), y: top };
    let is_offered = |form| !matches!(form, Form::Milestone | Form::Date);
    anchor::fields(ui, &mut flow, input.plan, (&mut relative.anchor, &mut relative.days), is_offered);
    flow.finish(ui, top);
}

/// The rule in words, and the day that it comes to now.
fn said(input: &ViewInput<'_>, draft: &Milestone) -> String {
    let day = milestone_date(input.plan, input.outlook, draft);
    match (&draft.relative, day) {
        (Some(relative), Some(day)) => {
            let rule = sentence_case(&wording::milestone_day(relative, input.plan));
            format!("{rule}: now {}.", format::weekday_date(day))
        }
        (Some(relative), None) => {
            format!("No day yet: {} has none.", wording::anchor(&relative.anchor, input.plan))
        }
        (None, None) => "It has no day yet.".to_owned(),
        (None, Some(_)) => "It stays on this day when phases move.".to_owned(),
    }
}
