//! The rest about a phase: how it waits, its path and size in words, who it concerns.

use egui::Ui;

use super::About;
use super::flow::{Flow, at};
use crate::look::widgets::{Number, check_at, choice, count_field, number_field, text_field};
use crate::plan::{EnrollmentPath, Phase, PhaseKind};

pub fn show(ui: &mut Ui, flow: &mut Flow, about: &About<'_>, phase: &mut Phase) {
    flow.divider(ui);
    flow.title(ui, "Start and rate", "");
    waiting(ui, flow, about, phase);
    let (left, right) = flow.pair();
    let mut rate = phase.rate.unwrap_or(0);
    let all_at_once = phase.rate.is_none().then_some("All devices are targeted on the first day");
    let number = Number::whole(0.0, 10_000_000.0, "a day");
    if count_field(ui, at("Devices targeted", left).locked(all_at_once), &number, &mut rate).changed() {
        phase.rate = Some(rate);
    }
    let mut at_once = phase.rate.is_none();
    if check_at(ui, right.with_min_y(right.bottom() - 28.0), &mut at_once, "All at once").changed() {
        let usual = about.own.rate.unwrap_or_else(|| phase.devices.div_ceil(20).max(1));
        phase.rate = (!at_once).then_some(usual);
    }
    flow.clear(ui);
    flow.divider(ui);
    flow.title(ui, "About the phase", "");
    identity(ui, flow, phase);
    people(ui, flow, phase);
}

/// Whether it waits for the gate before it, and how long.
fn waiting(ui: &mut Ui, flow: &mut Flow, about: &About<'_>, phase: &mut Phase) {
    if about.index == 0 {
        return;
    }
    let before = about.input.plan.phase_label(about.input.plan.phases[about.index - 1].id);
    let line = flow.row(28.0);
    let mut waits = phase.start.after_previous.is_some();
    let words = format!("Waits for the gate of {before}");
    if check_at(ui, line, &mut waits, &words).changed() {
        phase.start.after_previous = waits.then_some(about.own.start.after_previous.unwrap_or(1));
    }
    if let Some(days) = &mut phase.start.after_previous {
        flow.gap(2.0);
        let (left, _) = flow.pair();
        let number = Number::whole(0.0, 250.0, "working days");
        count_field(ui, at("Starts after that gate", left), &number, days);
        flow.clear(ui);
    }
    flow.gap(6.0);
}

fn identity(ui: &mut Ui, flow: &mut Flow, phase: &mut Phase) {
    let (left, right) = flow.pair();
    text_field(ui, at("Name", left), &mut phase.name);
    let kinds = [PhaseKind::Pilot, PhaseKind::Wave];
    let mut kind = usize::from(phase.kind == PhaseKind::Wave);
    if choice(ui, at("Kind", right), &mut kind, &kinds.map(PhaseKind::name), "").changed() {
        phase.kind = kinds[kind.min(1)];
    }
    flow.clear(ui);
    flow.gap(8.0);
    let line = flow.row(crate::look::widgets::FIELD_HEIGHT);
    let names = EnrollmentPath::ALL.map(EnrollmentPath::name);
    let mut path = EnrollmentPath::ALL.iter().position(|path| *path == phase.path).unwrap_or(0);
    if choice(ui, at("Path into co-management", line), &mut path, &names, "").changed()
        && let Some(path) = EnrollmentPath::ALL.get(path)
    {
        phase.path = *path;
    }
    flow.clear(ui);
    flow.gap(8.0);
}

fn people(ui: &mut Ui, flow: &mut Flow, phase: &mut Phase) {
    let (left, right) = flow.pair();
    text_field(ui, at("Owner", left).hint("nobody named"), &mut phase.owner);
    let number = Number::whole(0.0, 10_000_000.0, "");
    count_field(ui, at("Users affected", right), &number, &mut phase.users);
    flow.clear(ui);
    flow.gap(8.0);
    let (left, right) = flow.pair();
    let times = Number::whole(0.0, 100.0, "× assumed").with_decimals(2, 0.1).trimmed();
    number_field(ui, at("Tickets of this phase", left), &times, &mut phase.ticket_multiplier);
    let place = right.with_min_y(right.bottom() - 28.0);
    check_at(ui, place, &mut phase.it_staff_only, "IT staff only");
    flow.clear(ui);
    flow.gap(8.0);
    let line = flow.row(crate::look::widgets::FIELD_HEIGHT);
    text_field(ui, at("Note", line).hint("what others should know"), &mut phase.note);
    flow.clear(ui);
}
