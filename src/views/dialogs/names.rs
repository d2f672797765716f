//! Names for what is kept of a plan: a frozen baseline, a scenario.

use egui::Ui;

use super::frame::{Answer, Answers, dialog, focus_first, paragraph};
use crate::document::NameDraft;
use crate::look::widgets::{Field, text_field};
use crate::plan::{Record, Scenario};
use crate::views::{Action, Actions, ViewInput};

pub fn baseline(ui: &Ui, input: &ViewInput<'_>, draft: &mut NameDraft, actions: &mut Actions) -> bool {
    let taken = input.own.baselines.iter().any(|baseline| baseline.name == draft.name.trim());
    let sentence = "The schedule and its expected course are frozen as they are now. Every later state of the \
                    plan is compared with the newest baseline.";
    let answer = ask(ui, ("Freeze baseline", sentence, "Freeze"), taken, draft, true);
    if answer == Some(Answer::Main) {
        let (name, by) = (draft.name.trim().to_owned(), draft.by.trim().to_owned());
        actions.push(Action::FreezeBaseline { name, by });
    }
    answer.is_none()
}

pub fn scenario(ui: &Ui, input: &ViewInput<'_>, draft: &mut NameDraft, actions: &mut Actions) -> bool {
    let taken = input.own.scenarios.iter().any(|scenario| scenario.name == draft.name.trim());
    let sentence = "The schedule, the helpdesk and the assumptions are kept under a name and can be changed \
                    without changing the current plan. Devices and actuals stay common to both.";
    let answer = ask(ui, ("Save as scenario", sentence, "Save scenario"), taken, draft, false);
    if answer == Some(Answer::Main) {
        let name = draft.name.trim().to_owned();
        actions.edit(Record::Scenario(Box::new(Scenario::of(input.plan, name.clone()))));
        actions.push(Action::ChooseScenario(Some(name)));
    }
    answer.is_none()
}

/// What the knobs hold, kept beside the plan; the plan itself stays as it is and is still worked on.
pub fn tried(ui: &Ui, input: &ViewInput<'_>, draft: &mut NameDraft, actions: &mut Actions) -> bool {
    let Some(tried) = input.beside.tried else { return false };
    let taken = input.own.scenarios.iter().any(|scenario| scenario.name == draft.name.trim());
    let sentence = "The plan with the knobs as you hold them is kept under a name, to be compared with the \
                    others. The plan itself stays as it is.";
    let answer = ask(ui, ("Keep as scenario", sentence, "Keep scenario"), taken, draft, false);
    if answer == Some(Answer::Main) {
        actions.edit(Record::Scenario(Box::new(Scenario::of(&tried.plan, draft.name.trim()))));
        actions.push(Action::StopTrying);
    }
    answer.is_none()
}

/// None = the dialog stays.
fn ask(
    ui: &Ui,
    (title, sentence, verb): (&str, &str, &str),
    is_taken: bool,
    draft: &mut NameDraft,
    asks_by: bool,
) -> Option<Answer> {
    let (answer, is_left) = dialog(ui, title, 460.0, |ui| {
        paragraph(ui, sentence);
        let remedy = is_taken.then_some("This name is taken; choose another");
        let response = text_field(ui, Field::new("Name").remedy(remedy), &mut draft.name);
        focus_first(ui, &response);
        if is_taken {
            ui.add_space(8.0);
        }
        if asks_by {
            text_field(ui, Field::new("Frozen by"), &mut draft.by);
        }
        let why_not = if draft.name.trim().is_empty() { Some("It needs a name") } else { remedy };
        Answers { why_not, ..Answers::new(verb) }
    });
    answer.or(is_left.then_some(Answer::Cancel))
}
