//! *Done*: something planned really happened, on a day.

use egui::Ui;

use super::frame::{Answer, Answers, dialog, focus_first, paragraph};
use crate::document::DoneDraft;
use crate::look::widgets::{DateRule, Field, date_field, text_field};
use crate::picture::format;
use crate::plan::{Event, Record};
use crate::report::recorded;
use crate::views::{Actions, ViewInput};

pub fn show(ui: &Ui, input: &ViewInput<'_>, draft: &mut DoneDraft, actions: &mut Actions) -> bool {
    let title = recorded::event(input.plan, &draft.what);
    let (answer, is_left) = dialog(ui, &title, 460.0, |ui| {
        let difference = draft.planned.map(|planned| {
            let days = input.plan.calendar.working_days_between(planned, draft.date);
            let late = if days == 0 { "on plan".to_owned() } else { format::signed_working_days(days) };
            format!("It was planned for {}: {late}.", format::date(planned))
        });
        paragraph(ui, difference.as_deref().unwrap_or("The plan had no date for it."));
        // What has not happened yet cannot be recorded as done.
        let status_date = input.plan.status_date;
        let rule =
            DateRule { latest: Some(status_date), status_date: Some(status_date), ..DateRule::default() };
        let response = date_field(ui, Field::new("Date"), &rule, &mut draft.date);
        focus_first(ui, &response);
        text_field(ui, Field::new("Note"), &mut draft.note);
        let why_not = (draft.date > status_date).then_some("The date lies after the status date");
        Answers { why_not, ..Answers::new("Record as done") }
    });
    match answer {
        Some(Answer::Main) => {
            let note = draft.note.trim().to_owned();
            actions.edit(Record::Event(Event { date: draft.date, what: draft.what.clone(), note }));
        }
        Some(_) => {}
        None => return !is_left,
    }
    false
}
