//! A rule of a switch as two fields: its kind, and the day or the lag that the kind asks for.

use chrono::NaiveDate;
use egui::Ui;

use crate::look::widgets::{DateRule, Number, choice, count_field, date_field};
use crate::plan::SwitchRule;
use crate::views::timeline::inspector::flow::{Flow, at};

const KINDS: [&str; 5] =
    ["Never", "With the phase's start", "Days after the start", "Days after the gate", "On a date"];

/// Edits a rule; says whether it changed. `near` is the day a new date begins at.
pub fn edit(ui: &mut Ui, flow: &mut Flow, label: &str, near: NaiveDate, rule: &mut SwitchRule) -> bool {
    let before = *rule;
    let (left, right) = flow.pair();
    let mut kind = match rule {
        SwitchRule::Never => 0,
        SwitchRule::AtEnrollment => 1,
        SwitchRule::AfterStart(_) => 2,
        SwitchRule::AfterGate(_) => 3,
        SwitchRule::OnDate(_) => 4,
    };
    if choice(ui, at(label, left), &mut kind, &KINDS, "").changed() {
        *rule = match kind {
            0 => SwitchRule::Never,
            1 => SwitchRule::AtEnrollment,
            2 => SwitchRule::AfterStart(5),
            3 => SwitchRule::AfterGate(5),
            _ => SwitchRule::OnDate(near),
        };
    }
    let number = Number::whole(0.0, 1000.0, "working days");
    match rule {
        SwitchRule::AfterStart(days) => {
            count_field(ui, at("After the start", right), &number, days);
        }
        SwitchRule::AfterGate(days) => {
            count_field(ui, at("After the gate", right), &number, days);
        }
        SwitchRule::OnDate(day) => {
            let allowed = DateRule { status_date: Some(near), ..DateRule::default() };
            date_field(ui, at("On", right), &allowed, day);
        }
        SwitchRule::Never | SwitchRule::AtEnrollment => {}
    }
    flow.clear(ui);
    *rule != before
}
