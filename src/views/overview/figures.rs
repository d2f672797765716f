//! The key figures of the Overview as cards. A click opens the page that explains the figure.

use egui::{Rect, Ui};

use crate::document::workspace::settings::SettingsTab;
use crate::document::{Page, Workspace};
use crate::look::widgets::{Kpi, Strip, kpi};
use crate::picture::{Ink, TypeRole, text};
use crate::report::figures::{Figure, Gauge, Topic};
use crate::views::{Action, Actions, ViewInput};

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    figure: &Figure,
    (input, workspace): (&ViewInput<'_>, &mut Workspace),
    actions: &mut Actions,
) {
    let card = card(figure, rect.width() - 32.0);
    if kpi(ui, rect, &card).clicked() {
        open(figure.topic, input, workspace, actions);
    }
}

/// The figure as a card with so much room for its words.
pub fn card(figure: &Figure, room: f32) -> Kpi {
    let figure_width = text::width(TypeRole::FIGURE, &figure.figure);
    let unit_room = room - figure_width - 9.0;
    let meaning_room = room - if figure.mark.is_some() { 19.0 } else { 0.0 };
    // What stands before the comma says the most.
    let first = figure.meaning_short.split(", ").next().unwrap_or_default();
    Kpi {
        title: figure.title.clone(),
        figure: figure.figure.clone(),
        unit: longest(TypeRole::BODY, &[&figure.unit, &figure.unit_short], unit_room),
        strip: figure.gauge.as_ref().map(strip),
        glyph: figure.mark,
        meaning: longest(TypeRole::LABEL, &[&figure.meaning, &figure.meaning_short, first], meaning_room),
        explanation: figure.explanation.clone(),
    }
}

/// The first of the forms that fits, the longest first, else the shortest that there is.
fn longest(role: TypeRole, forms: &[&str], room: f32) -> String {
    let mut forms = forms.iter().filter(|form| !form.is_empty()).peekable();
    while let Some(form) = forms.next() {
        if forms.peek().is_none() || text::width(role, form) <= room {
            return (*form).to_owned();
        }
    }
    String::new()
}

fn strip(gauge: &Gauge) -> Strip {
    let place = |share: f64| share as f32;
    match gauge {
        Gauge::Progress { parts, tick } => Strip::Progress {
            parts: parts.iter().map(|(share, ink)| (place(*share), *ink)).collect(),
            tick: tick.map(place),
        },
        Gauge::Segments(parts) => {
            Strip::Segments(parts.iter().map(|(weight, ink)| (place(*weight), *ink)).collect())
        }
        Gauge::Planned(weights) => Strip::Planned(weights.iter().copied().map(place).collect()),
        Gauge::Interval { ink, from, to, at, tick } => Strip::Range {
            ink: *ink,
            outer: (place(*from), place(*to)),
            inner: None,
            dot: Some(place(*at)),
            tick: tick.map(place),
        },
        Gauge::Days { outer, inner, tick } => Strip::Range {
            ink: Ink::IntuneSolid,
            outer: (place(outer.0), place(outer.1)),
            inner: Some((place(inner.0), place(inner.1))),
            dot: None,
            tick: tick.map(place),
        },
        Gauge::Expected { from, to, tick } => {
            Strip::Expected { from: place(*from), to: place(*to), tick: tick.map(place) }
        }
    }
}

fn open(topic: Topic, input: &ViewInput<'_>, workspace: &mut Workspace, actions: &mut Actions) {
    match topic {
        Topic::Devices => actions.push(Action::Go(Page::Workloads)),
        Topic::Finish | Topic::Load => actions.push(Action::Go(Page::Timeline)),
        Topic::Success(index) => match index.and_then(|index| input.plan.phases.get(index)) {
            Some(phase) => actions.push(Action::OpenPhase(phase.id)),
            None => actions.push(Action::Go(Page::Phases)),
        },
        Topic::Prerequisites => {
            workspace.plan_settings.tab = SettingsTab::Prerequisites;
            actions.push(Action::Go(Page::PlanSettings));
        }
    }
}
