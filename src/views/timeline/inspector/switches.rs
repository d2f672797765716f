//! The workloads of the phase in the inspector: a marker and a date each. They are changed on the
//! Workloads page, which a click opens at the cell.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::About;
use super::flow::Flow;
use crate::document::{Page, Workspace};
use crate::look::glyphs::paint_marker;
use crate::look::style::color;
use crate::look::text::{paint_elided, words};
use crate::look::widgets::tip;
use crate::look::{Position, focus};
use crate::picture::{Anchor, Ink, TypeRole, format, text};
use crate::plan::Workload;
use crate::report::ranges;
use crate::report::wording::day_near;
use crate::views::{Action, Actions};

const ROW: f32 = 28.0;

pub fn show(
    ui: &mut Ui,
    flow: &mut Flow,
    about: &About<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    flow.divider(ui);
    let plan = about.input.plan;
    let workloads: Vec<Workload> = plan.switchable_workloads().collect();
    let dates = about.situation.dates(about.index);
    let done = |workload: &Workload| dates.is_some_and(|dates| dates.cell_is_done[workload.index()]);
    let switched = workloads.iter().filter(|workload| done(workload)).count();
    flow.title(ui, "Workloads in this phase", &format!("{switched} of {} switched", workloads.len()));
    let width = flow.width / 3.0;
    for chunk in workloads.chunks(3) {
        let line = flow.row(ROW);
        for (column, workload) in chunk.iter().enumerate() {
            let left = line.left() + column as f32 * width;
            let place = Rect::from_min_size(pos2(left, line.top()), vec2(width - 4.0, ROW));
            if one(ui, place, about, *workload) {
                workspace.workloads.go_to(*workload, Some(about.own.id));
                actions.push(Action::Go(Page::Workloads));
            }
        }
    }
}

/// A marker with its date; a click opens the cell.
fn one(ui: &mut Ui, place: Rect, about: &About<'_>, workload: Workload) -> bool {
    let at = workload.index();
    let dates = about.situation.dates(about.index);
    let date = dates.and_then(|dates| dates.cells[at]);
    let is_done = dates.is_some_and(|dates| dates.cell_is_done[at]);
    let slider = about.input.outlook.expected.sliders[at];
    let is_full = slider.zip(date).is_some_and(|(slider, date)| slider <= date);
    let position = match (date, is_full) {
        (None, _) => Position::ConfigMgr,
        (Some(_), true) => Position::Intune,
        (Some(_), false) => Position::Pilot,
    };
    let near = about.input.plan.status_date;
    let range = about.situation.cell_range(about.index, workload);
    let one = || vec![date.map_or_else(|| "never".to_owned(), |day| day_near(day, near))];
    let forms = range.and_then(|range| ranges::forms(range, near)).unwrap_or_else(one);
    let role = if is_done { TypeRole::LABEL_MEDIUM } else { TypeRole::LABEL };
    let room = place.width() - 26.0;
    let fits = |form: &&String| text::width(role, form) <= room;
    let said = forms.iter().find(fits).or(forms.last()).cloned().unwrap_or_default();
    let response = ui.allocate_rect(place, Sense::click());
    let state = if is_done { "done" } else { "planned" };
    let spoken = format!("{}: {} {state} {said}", workload.name(), position.name());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    focus::shape(&response, place, 5.0);
    if response.hovered() {
        ui.painter().rect_filled(place.expand2(vec2(4.0, 0.0)), 5.0, color(ui, Ink::Bg2));
    }
    let middle = pos2(place.left() + 9.0, place.center().y);
    paint_marker(ui.painter(), middle, workload.letter(), (position, is_done), 9.0);
    let ink = if is_done { Ink::Text } else { Ink::Text2 };
    let from = pos2(place.left() + 24.0, place.center().y + 4.5);
    paint_elided(ui.painter(), from, Anchor::Start, words(&said, role, ink), room);
    let day = match range {
        Some(range) => ranges::middle_and_late(range),
        None => date.map_or_else(|| "no date".to_owned(), format::weekday_date),
    };
    tip(response, &format!("{}\n{} {state} {day}\nOpen on Workloads", workload.name(), position.name()))
        .clicked()
}
