//! The milestones and tasks under the rows: a line of marks that opens to a row for each kind. A click on one
//! goes to where it is changed.

use egui::{Rect, Ui, pos2, vec2};

use crate::document::TimelineState;
use crate::look::icons::Icon;
use crate::look::paint;
use crate::look::widgets::icon_button;
use crate::picture::Scene;
use crate::picture::journey::FOLDED;
use crate::plan::{Place, Plan, TaskId};
use crate::views::{Action, Actions};

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    (plan, scene): (&Plan, &Scene),
    state: &mut TimelineState,
    actions: &mut Actions,
) {
    if rect.height() < 1.0 {
        return;
    }
    let response = paint::show(ui, rect, scene);
    let at = Rect::from_min_size(rect.min + vec2(6.0, (FOLDED - 24.0) / 2.0), vec2(24.0, 24.0));
    let (icon, name) = if state.is_lane_open {
        (Icon::Down, "Fold milestones and tasks")
    } else {
        (Icon::Right, "Show milestones and tasks")
    };
    if icon_button(ui, at, icon, name).clicked() {
        state.is_lane_open = !state.is_lane_open;
    }
    match response.clicked.as_deref() {
        Some(key) => {
            if let Some(place) = place(key, plan) {
                actions.push(Action::GoTo(place));
            }
        }
        None if response.response.clicked() => {
            let title = Rect::from_min_max(rect.min, pos2(rect.left() + 196.0, rect.top() + FOLDED));
            if response.response.interact_pointer_pos().is_some_and(|at| title.contains(at)) {
                state.is_lane_open = !state.is_lane_open;
            }
        }
        None => {}
    }
}

/// Where a mark can be changed.
fn place(key: &str, plan: &Plan) -> Option<Place> {
    if let Some(id) = key.strip_prefix("task:") {
        return id.parse().ok().map(|id| Place::Task(TaskId(id)));
    }
    let name = key.strip_prefix("milestone:")?;
    let found = plan.milestones.iter().find(|milestone| milestone.kind.name() == name)?;
    Some(Place::Milestone(found.kind.clone()))
}
