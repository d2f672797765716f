//! The first group of the inspector: when it starts, how large it is, how long it soaks, how fast it goes.

use egui::Ui;

use super::About;
use super::flow::{Flow, at};
use crate::look::widgets::knob::{KNOB_HEIGHT, Knob, knob};
use crate::look::widgets::{DateRule, Number, count_field, optional_date_field, text_field};
use crate::picture::format;
use crate::plan::{Criterion, Phase};
use crate::report::timeline::{seen_rate, start_forecast};

pub fn show(ui: &mut Ui, flow: &mut Flow, about: &About<'_>, phase: &mut Phase) {
    let (left, right) = flow.pair();
    start(ui, left, about, phase);
    let number = Number::whole(1.0, 10_000_000.0, "");
    count_field(ui, at("Devices", right), &number, &mut phase.devices);
    flow.clear(ui);
    flow.under(ui, (left, right), [start_forecast(&about.situation, about.index), None]);
    flow.gap(8.0);
    let (left, right) = flow.pair();
    soak(ui, left, phase);
    text_field(ui, at("Enrollment collection", right).hint("none named"), &mut phase.collection);
    flow.clear(ui);
    flow.gap(10.0);
    rate(ui, flow, about, phase);
}

/// The day it may start from; the day it did start on is a fact.
fn start(ui: &mut Ui, rect: egui::Rect, about: &About<'_>, phase: &mut Phase) {
    let dates = about.situation.dates(about.index);
    let started = dates.and_then(|dates| dates.start).filter(|_| about.has_started);
    if let Some(day) = started {
        let mut fact = Some(day);
        let reason =
            "It has started: the day is a fact. Correct it with the recorded events under Phases, Actuals.";
        optional_date_field(ui, at("Start", rect).locked(Some(reason)), &DateRule::default(), &mut fact);
        return;
    }
    let rule = DateRule {
        earliest: None,
        latest: None,
        is_optional: true,
        status_date: Some(about.input.plan.status_date),
    };
    let field = at("Starts not before", rect).hint("as soon as it may");
    optional_date_field(ui, field, &rule, &mut phase.start.not_before);
}

/// The soak is a criterion of the gate; 0 takes it away.
fn soak(ui: &mut Ui, rect: egui::Rect, phase: &mut Phase) {
    let place = phase.gate.criteria.iter().position(|criterion| matches!(criterion, Criterion::Soak { .. }));
    let mut days = match place.and_then(|at| phase.gate.criteria.get(at)) {
        Some(Criterion::Soak { days }) => *days,
        _ => 0,
    };
    let number = Number::whole(0.0, 250.0, if days == 1 { "working day" } else { "working days" });
    if !count_field(ui, at("Soak after last device", rect), &number, &mut days).changed() {
        return;
    }
    match (place, days) {
        (Some(at), 0) => {
            phase.gate.criteria.remove(at);
        }
        (Some(at), days) => phase.gate.criteria[at] = Criterion::Soak { days },
        (None, 0) => {}
        (None, days) => phase.gate.criteria.push(Criterion::Soak { days }),
    }
}

fn rate(ui: &mut Ui, flow: &mut Flow, about: &About<'_>, phase: &mut Phase) {
    let seen = seen_rate(&about.situation, about.index);
    let own = about.own.rate.map(f64::from);
    // The ends stay where they are while the knob is dragged between them.
    let (min, max) = bounds([own, seen].into_iter().flatten(), about.own.devices);
    let drafted = phase.rate.map(f64::from);
    let (min, max) = (drafted.map_or(min, |rate| min.min(rate)), drafted.map_or(max, |rate| max.max(rate)));
    let source = match (seen, own.filter(|_| about.own.rate != phase.rate)) {
        (Some(seen), Some(plan)) => {
            format!("last 5 days: {}, plan {}", format::count_f64(seen), format::count_f64(plan))
        }
        (Some(seen), None) => format!("last 5 days: {}", format::count_f64(seen)),
        (None, Some(plan)) => format!("plan {}", format::count_f64(plan)),
        (None, None) if phase.rate.is_none() => "all devices at once".to_owned(),
        (None, None) => String::new(),
    };
    let mut value = phase.rate.map_or(f64::from(phase.devices).min(max), f64::from);
    let place = flow.row(KNOB_HEIGHT);
    let knob_ = Knob {
        seen,
        planned: own.filter(|_| about.own.rate != phase.rate),
        source: &source,
        ..Knob::new("Rollout rate", Number::whole(min, max, "devices per day"))
    };
    if knob(ui, place, &knob_, &mut value).changed() {
        phase.rate = Some(value.round() as u32);
    }
}

/// Round ends that leave room on both sides of what is planned and seen.
fn bounds(values: impl Iterator<Item = f64>, devices: u32) -> (f64, f64) {
    let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
    for value in values {
        low = low.min(value);
        high = high.max(value);
    }
    if high <= 0.0 {
        high = (f64::from(devices) / 20.0).max(1.0);
        low = high;
    }
    let step = 10_f64.powf((high.log10() - 0.5).floor()).max(1.0);
    let min = ((low * 0.4) / step).floor() * step;
    let max = ((high * 1.75) / step).ceil() * step;
    (min.max(1.0), max.max(2.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_knob_of_the_pictures_runs_from_about_40_to_about_200() {
        let (min, max) = bounds([111.0, 86.0].into_iter(), 3200);
        assert!((30.0..=40.0).contains(&min) && (190.0..=200.0).contains(&max), "{min} {max}");
        let (min, max) = bounds(std::iter::empty(), 3);
        assert!(min >= 1.0 && max > min);
    }
}
