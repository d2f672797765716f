//! Where the devices of a phase come from, and which of them cannot enroll yet.

use egui::{Rect, Ui, pos2, vec2};

use super::About;
use super::flow::{Flow, at};
use crate::look::Icon;
use crate::look::text::{text_at_elided, words};
use crate::look::widgets::{
    Button, DateRule, Kind, Number, choice, count_field, icon_button, optional_date_field,
};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::plan::{NotReady, NotReadyReason, Phase, Take};

const ROW: f32 = 33.0;

pub fn show(ui: &mut Ui, flow: &mut Flow, about: &About<'_>, phase: &mut Phase) {
    flow.divider(ui);
    let waiting: u32 = phase.not_ready.iter().map(|group| group.devices).sum();
    let note = if waiting == 0 { "all ready".to_owned() } else { format::count(waiting.into()) };
    flow.title(ui, "Devices not ready", &note);
    not_ready(ui, flow, about, phase);
    flow.divider(ui);
    let taken: u32 = phase.takes.iter().map(|take| take.devices).sum();
    let note = format!("{} of {}", format::count(taken.into()), format::count(phase.devices.into()));
    flow.title(ui, "Devices taken from", &note);
    takes(ui, flow, about, phase);
}

fn not_ready(ui: &mut Ui, flow: &mut Flow, about: &About<'_>, phase: &mut Phase) {
    let names = NotReadyReason::ALL.map(NotReadyReason::name);
    let rule = DateRule {
        earliest: None,
        latest: None,
        is_optional: true,
        status_date: Some(about.input.plan.status_date),
    };
    let mut gone = None;
    for (n, group) in phase.not_ready.iter_mut().enumerate() {
        let line = flow.row(ROW);
        ui.push_id(("not ready", n), |ui| {
            let columns = columns(line, [112.0, 64.0]);
            let mut reason = NotReadyReason::ALL.iter().position(|r| *r == group.reason).unwrap_or(0);
            choice(ui, at("Reason", columns[0]).without_label(), &mut reason, &names, "");
            group.reason = NotReadyReason::ALL.get(reason).copied().unwrap_or(group.reason);
            let number = Number::whole(0.0, 10_000_000.0, "");
            count_field(ui, at("Devices not ready", columns[1]).without_label(), &number, &mut group.devices);
            let field = at("Ready from", columns[2]).without_label().hint("never");
            optional_date_field(ui, field, &rule, &mut group.until);
            if remove(ui, line, "Remove the group") {
                gone = Some(n);
            }
        });
        flow.clear(ui);
    }
    if let Some(n) = gone {
        phase.not_ready.remove(n);
    }
    if add(ui, flow, "Add a group") {
        phase.not_ready.push(NotReady { reason: NotReadyReason::NeedsOsUpdate, devices: 0, until: None });
    }
}

fn takes(ui: &mut Ui, flow: &mut Flow, about: &About<'_>, phase: &mut Phase) {
    let segments = &about.input.plan.estate.segments;
    if segments.is_empty() {
        let line = flow.row(20.0);
        let said = "Describe the estate in Plan settings to say where they come from.";
        let at = pos2(line.left(), line.top() + 12.0);
        text_at_elided(ui, at, Anchor::Start, words(said, TypeRole::CAPTION, Ink::Text2), flow.width);
        return;
    }
    let titles: Vec<String> = segments.iter().map(crate::plan::Segment::title).collect();
    let names: Vec<&str> = titles.iter().map(String::as_str).collect();
    let mut gone = None;
    for (n, take) in phase.takes.iter_mut().enumerate() {
        let line = flow.row(ROW);
        ui.push_id(("take", n), |ui| {
            let columns = columns(line, [line.width() - 28.0 - 82.0, 74.0]);
            let mut chosen = segments.iter().position(|s| s.id == take.segment).unwrap_or(usize::MAX);
            choice(ui, at("Segment", columns[0]).without_label().hint("gone"), &mut chosen, &names, "");
            if let Some(segment) = segments.get(chosen) {
                take.segment = segment.id;
            }
            let most = segments.get(chosen).map_or(10_000_000, |segment| segment.devices);
            let number = Number::whole(0.0, f64::from(most.max(take.devices)), "");
            count_field(ui, at("Devices taken", columns[1]).without_label(), &number, &mut take.devices);
            if remove(ui, line, "Take none from it") {
                gone = Some(n);
            }
        });
        flow.clear(ui);
    }
    if let Some(n) = gone {
        phase.takes.remove(n);
    }
    let free = segments.iter().find(|s| !phase.takes.iter().any(|take| take.segment == s.id));
    if let Some(segment) = free
        && add(ui, flow, "Add a segment")
    {
        let taken: u32 = phase.takes.iter().map(|take| take.devices).sum();
        let devices = phase.devices.saturating_sub(taken).min(segment.devices);
        phase.takes.push(Take { segment: segment.id, devices });
    }
}

/// Two columns of given widths, a third with what is left before the cross.
fn columns(line: Rect, widths: [f32; 2]) -> [Rect; 3] {
    let box_ = |left: f32, width: f32| Rect::from_min_size(pos2(left, line.top()), vec2(width, 28.0));
    let second = line.left() + widths[0] + 6.0;
    let third = second + widths[1] + 6.0;
    [
        box_(line.left(), widths[0]),
        box_(second, widths[1]),
        box_(third, (line.right() - 28.0 - third).max(0.0)),
    ]
}

fn remove(ui: &mut Ui, line: Rect, name: &str) -> bool {
    let place = Rect::from_min_size(pos2(line.right() - 24.0, line.top() + 2.0), vec2(24.0, 24.0));
    icon_button(ui, place, Icon::Close, name).clicked()
}

fn add(ui: &mut Ui, flow: &mut Flow, name: &str) -> bool {
    let line = flow.row(26.0);
    let button = Button::new(Kind::Link, name).icon(Icon::Plus).small();
    let size = button.size();
    button.at(Rect::from_min_size(line.min - vec2(4.0, 0.0), size)).show(ui).clicked()
}
