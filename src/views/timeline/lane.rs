//! The milestones and tasks under the rows: a line of marks that opens to a row for each kind. A click on one
//! goes to where it is changed.

use egui::{Rect, Ui, pos2, vec2};

use crate::document::{Dialog, TimelineState};
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
            if let Some(action) = taken(key, plan) {
                actions.push(action);
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

/// Where a mark can be changed: the day of a milestone right here, unless it is a fact.
fn taken(key: &str, plan: &Plan) -> Option<Action> {
    if let Some(id) = key.strip_prefix("task:") {
        return id.parse().ok().map(|id| Action::GoTo(Place::Task(TaskId(id))));
    }
    let name = key.strip_prefix("milestone:")?;
    let found = plan.milestones.iter().find(|milestone| milestone.kind.name() == name)?;
    Some(if found.done {
        Action::GoTo(Place::Milestone(found.kind.clone()))
    } else {
        Action::Ask(Dialog::Milestone(Box::new(found.clone())))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::{Milestone, MilestoneKind};

    #[test]
    fn a_milestone_is_changed_where_it_is_clicked_and_a_fact_is_looked_up() {
        let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        let access = Milestone::new(MilestoneKind::ConditionalAccess, "2027-04-12".parse().ok());
        plan.milestones = vec![access.clone()];
        let key = format!("milestone:{}", access.kind.name());
        assert_eq!(taken(&key, &plan), Some(Action::Ask(Dialog::Milestone(Box::new(access)))));
        plan.milestones[0].done = true;
        let place = Place::Milestone(MilestoneKind::ConditionalAccess);
        assert_eq!(taken(&key, &plan), Some(Action::GoTo(place)));
        assert_eq!(taken("task:7", &plan), Some(Action::GoTo(Place::Task(TaskId(7)))));
        assert_eq!(taken("milestone:gone", &plan), None);
    }
}
