//! The sliders as the console would show them on the scrubber's day, with the devices they reach.

use chrono::NaiveDate;
use egui::{Rect, Ui, pos2, vec2};

use super::editor::next_day;
use super::scrubber;
use crate::document::{Dialog, OwnerDraft, TakeBackDraft, WorkloadsState};
use crate::forecast::Slider;
use crate::look::paint;
use crate::look::text::{paint_text, text_at, text_at_elided, words};
use crate::look::widgets::card::PADDING;
use crate::look::widgets::{Button, Card, Kind, tip};
use crate::picture::markers::Authority;
use crate::picture::{Anchor, Ink, TypeRole, format, sliders};
use crate::plan::{PhaseScope, Workload};
use crate::report::workloads::{self, Moved};
use crate::views::kept::kept;
use crate::views::{Action, Actions, ViewInput};

pub fn show(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, state: &WorkloadsState, actions: &mut Actions) {
    let day = scrubber::day(input, state);
    let subtitle = format!("on {}", format::date(day));
    Card::new(rect).title("Sliders", &subtitle).show(ui, |ui, _| {
        asked(ui, rect, (input, day), actions);
        let sliders =
            kept(ui, input, ("workloads sliders", day), || workloads::sliders(&input.situation(), day));
        let right = rect.right() - PADDING;
        // The slider stands in the middle of what names and counts leave.
        let middle = rect.center().x - sliders::LARGE.0 / 2.0;
        let left =
            (rect.left() + 187.0).max(middle).min(right - 60.0 - sliders::LARGE.0).max(rect.left() + 120.0);
        head(ui, rect, left, right);
        let pitch = ((rect.height() - 92.0) / 6.0).min(46.0);
        for (row, slider) in sliders.iter().enumerate() {
            let middle = rect.top() + 70.0 + (row as f32) * pitch;
            line(ui, (rect.left() + PADDING, left, right), middle, slider);
        }
    });
}

/// What can be asked about the day, at the right of the title.
fn asked(ui: &mut Ui, rect: Rect, (input, day): (&ViewInput<'_>, NaiveDate), actions: &mut Actions) {
    let mut right = rect.right() - PADDING + 6.0;
    for (name, dialog) in [
        ("Take back…", take_back_draft as fn(&ViewInput<'_>, NaiveDate) -> Dialog),
        ("Who manages…", owner_draft),
    ] {
        let button = Button::new(Kind::Link, name).small();
        let size = button.size();
        let place = Rect::from_min_size(pos2(right - size.x, rect.top() + 20.5 - size.y / 2.0), size);
        if button.at(place).show(ui).clicked() {
            actions.push(Action::Ask(dialog(input, day)));
        }
        right = place.left() - 2.0;
    }
}

fn owner_draft(_: &ViewInput<'_>, day: NaiveDate) -> Dialog {
    Dialog::Owner(OwnerDraft::new(day))
}

/// Planned for the day on the scrubber; where that is known already, for the next one.
fn take_back_draft(input: &ViewInput<'_>, day: NaiveDate) -> Dialog {
    let day = if day > input.plan.status_date { day } else { next_day(input.plan) };
    Dialog::TakeBack(TakeBackDraft { workloads: Vec::new(), phases: PhaseScope::All, day })
}

fn head(ui: &Ui, rect: Rect, left: f32, right: f32) {
    let y = rect.top() + 43.0;
    for (position, name) in
        [(Authority::ConfigManager, "ConfigMgr"), (Authority::Pilot, "Pilot"), (Authority::Intune, "Intune")]
    {
        let at = pos2(left + sliders::stop(position), y);
        paint_text(ui.painter(), at, Anchor::Middle, words(name, TypeRole::CAPTION_MEDIUM, position.text()));
    }
    paint_text(ui.painter(), pos2(right, y), Anchor::End, words("devices", TypeRole::CAPTION, Ink::Text2));
}

fn line(ui: &mut Ui, (name, left, right): (f32, f32, f32), middle: f32, row: &(Workload, Slider, Moved)) {
    let (workload, slider, moved) = row;
    let (position, is_locked) = match slider {
        Slider::ConfigurationManager => (Authority::ConfigManager, false),
        Slider::PilotIntune => (Authority::Pilot, false),
        Slider::Intune => (Authority::Intune, false),
        Slider::Locked => (Authority::Intune, true),
    };
    let ink = if is_locked { Ink::Text2 } else { Ink::Text };
    let title = words(workload.short_name(), TypeRole::LABEL_MEDIUM, ink);
    text_at_elided(ui, pos2(name, middle + 4.5), Anchor::Start, title, left - 10.0 - name);
    let scene = sliders::large(position, is_locked);
    let (width, height) = sliders::LARGE;
    let place = Rect::from_min_size(pos2(left, middle - height / 2.0), vec2(width, height));
    paint::paint(&ui.painter_at(place.expand(2.0)), place, &scene);
    let devices = format::count_f64(moved.count);
    let figure = words(&devices, TypeRole::BODY_MEDIUM, ink);
    let range = moved.range.map(|(low, high)| {
        let (low, high) = (format::count_f64(low), format::count_f64(high));
        if low == high { String::new() } else { format!("{low} – {high}") }
    });
    let range = range.unwrap_or_default();
    let rise = if range.is_empty() { 0.0 } else { 6.5 };
    let said = text_at(ui, pos2(right, middle + 4.7 - rise), Anchor::End, figure);
    let below = words(&range, TypeRole::CAPTION, Ink::Text2);
    paint_text(ui.painter(), pos2(right, middle + 11.5), Anchor::End, below);
    let state = if is_locked { "locked on Intune" } else { position.name() };
    let futures = if range.is_empty() { String::new() } else { format!(", {range} in 80 of 100 futures") };
    let spoken = format!("{}: {state}, {devices} devices{futures}", workload.name());
    said.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, spoken.as_str()));
    if !range.is_empty() {
        let _ = tip(said, &format!("P10 – P90: {range} devices in 80 of 100 futures"));
    }
}
