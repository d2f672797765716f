//! What the move of a workload on a phase means: what Intune takes over, what is to be done with boxes to tick,
//! what comes along, what Windows Autopatch still lacks, and what is good to know.

use egui::{Rect, Ui, pos2, vec2};

use crate::look::icons::Icon;
use crate::look::text::{paint_elided, paint_text, text_at_elided, words};
use crate::look::widgets::check::tick_at;
use crate::look::widgets::{Button, Kind, tip};
use crate::look::{color, icons};
use crate::picture::{Anchor, Ink, TypeRole, text};
use crate::plan::{PhaseId, Place, PrerequisiteState, Workload, consequence};
use crate::report::Mark;
use crate::report::tasks::{self, TaskLine};
use crate::views::kept::kept;
use crate::views::timeline::inspector::flow::Flow;
use crate::views::workloads::tasks::{paragraph, ticked};
use crate::views::{Action, Actions, ViewInput};

const LINE: f32 = 24.0;

pub fn show(
    ui: &mut Ui,
    flow: &mut Flow,
    input: &ViewInput<'_>,
    (workload, phase): (Workload, Option<PhaseId>),
    actions: &mut Actions,
) {
    let found = kept(ui, input, ("consequences", (workload, phase)), || {
        let at = input.situation();
        let autopatch = phase.and_then(|phase| tasks::autopatch(&at, workload, phase));
        (tasks::of_switch(&at, workload, phase), autopatch)
    });
    let (lines, autopatch) = &*found;
    let about = workload.consequences();
    flow.divider(ui);
    let takes_over = format!("Intune takes over: {}.", about.takes_over);
    paragraph(ui, flow, &takes_over, (TypeRole::LABEL, Ink::Text2), 0.0);
    flow.gap(4.0);
    comes_along(ui, flow, input, workload);
    for one in lines {
        task(ui, flow, (input, one), actions);
    }
    if let Some(said) = autopatch {
        flow.gap(2.0);
        paragraph(ui, flow, said, (TypeRole::CAPTION, Ink::Text2), 0.0);
    }
    let id = ui.scope_id().with("good to know");
    let mut is_open = ui.data(|data| data.get_temp::<bool>(id)).unwrap_or(false);
    let all: Vec<&consequence::Fact> = about.facts.iter().chain(consequence::ALWAYS).collect();
    let label = if is_open {
        "Hide what is good to know".to_owned()
    } else {
        format!("{} things to know", all.len())
    };
    let button = Button::new(Kind::Link, &label).small();
    let line = flow.row(28.0);
    let place = Rect::from_min_size(pos2(line.left() - 4.0, line.top()), button.size());
    if button.at(place).show(ui).clicked() {
        is_open = !is_open;
        ui.data_mut(|data| data.insert_temp(id, is_open));
    }
    if is_open {
        for fact in all {
            fact_line(ui, flow, fact);
        }
    }
}

fn fact_line(ui: &mut Ui, flow: &mut Flow, fact: &consequence::Fact) {
    let dot = pos2(flow.left + 4.0, flow.y + 8.0);
    ui.painter().circle_filled(dot, 2.0, color(ui, Ink::Text3));
    paragraph(ui, flow, fact.text, (TypeRole::CAPTION, Ink::Text2), 14.0);
    paragraph(ui, flow, fact.source, (TypeRole::CAPTION, Ink::Text3), 14.0);
    flow.gap(3.0);
}

/// A task with its box, and its date; a click on it goes to its fields.
fn task(ui: &mut Ui, flow: &mut Flow, (input, line): (&ViewInput<'_>, &TaskLine), actions: &mut Actions) {
    let place = flow.row(LINE);
    ui.push_id(line.id, |ui| {
        let mut is_done = line.state == PrerequisiteState::Done;
        let square = Rect::from_min_size(place.min, vec2(24.0, LINE));
        if tick_at(ui, square, &mut is_done, &format!("Done: {}", line.name)).changed() {
            actions.push_edit(ticked(input, line.id));
        }
        let body = place.with_min_x(place.left() + 24.0);
        let response = ui.interact(body, ui.scope_id().with("task"), egui::Sense::click());
        let said = format!("{}, {}", line.name, line.when);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &said));
        crate::look::focus::shape(&response, body, 4.0);
        if response.hovered() {
            ui.painter().rect_filled(body.expand2(vec2(2.0, 0.0)), 4.0, color(ui, Ink::Bg2));
        }
        let y = place.center().y + 4.2;
        let ink = if matches!(line.mark, Mark::Missed | Mark::Risk) { line.mark.text() } else { Ink::Text3 };
        paint_text(
            ui.painter(),
            pos2(body.right(), y),
            Anchor::End,
            words(&line.when, TypeRole::CAPTION, ink),
        );
        let room = body.width() - text::width(TypeRole::CAPTION, &line.when) - 8.0;
        let ink = if line.state.is_settled() { Ink::Text2 } else { Ink::Text };
        paint_elided(
            ui.painter(),
            pos2(body.left(), y),
            Anchor::Start,
            words(&line.name, TypeRole::LABEL, ink),
            room,
        );
        if tip(response, &line.tip).clicked() {
            actions.push(Action::GoTo(Place::Task(line.id)));
        }
    });
}

/// What comes along with Device configuration, said where it is moved.
fn comes_along(ui: &mut Ui, flow: &mut Flow, input: &ViewInput<'_>, workload: Workload) {
    if workload != Workload::DeviceConfiguration {
        return;
    }
    let along: Vec<String> = input
        .plan
        .switchable_workloads()
        .filter(|workload| workload.follows_device_configuration())
        .map(|workload| workload.name().to_owned())
        .collect();
    let line = flow.row(20.0);
    icons::paint(
        ui.painter(),
        Icon::Link,
        pos2(line.left() + 6.0, line.center().y - 2.0),
        12.0,
        color(ui, Ink::WarnText),
    );
    let said = format!("{} comes along at the latest with it", crate::report::wording::list(&along));
    let said = words(&said, TypeRole::LABEL, Ink::Text2);
    text_at_elided(ui, pos2(line.left() + 18.0, line.top() + 12.0), Anchor::Start, said, flow.width - 18.0);
}
