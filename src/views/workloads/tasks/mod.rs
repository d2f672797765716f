//! What has to be done around the moves: the list, the task in hand, and what stays with Configuration Manager.

mod editor;
mod rows;
mod stays;

pub(in crate::views) use stays::paragraph;

use std::sync::Arc;

use egui::{Rect, Ui, pos2, vec2};

use crate::document::Workspace;
use crate::look::icons::Icon;
use crate::look::text::{text_at, words};
use crate::look::widgets::{Button, Card, Item, Kind, check_at, menu, segmented};
use crate::picture::{Anchor, Ink, TypeRole};
use crate::plan::{Anchor as TaskAnchor, Edit, PrerequisiteState, Record, Task, TaskId, TaskKind};
use crate::report::Finding;
use crate::report::tasks::{self, Grouping, TaskList};
use crate::report::wording::counted;
use crate::views::grid::{Cell, Grid, Row};
use crate::views::kept::kept;
use crate::views::{Actions, ViewInput, frame};

pub fn headline(ui: &Ui, input: &ViewInput<'_>) -> Finding {
    Finding::clone(&kept(ui, input, ("tasks headline", ()), || tasks::headline(&input.situation())))
}

pub fn show(
    ui: &mut Ui,
    content: Rect,
    input: &ViewInput<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let grid = Grid::new([Row::fill(
        380.0,
        [Cell::share(1.0, 640.0), Cell::fixed(372.0, stays::HEIGHT).folding("Task")],
    )]);
    // What is chosen is seen, also where its card is folded.
    if workspace.tasks.is_to_be_seen && workspace.tasks.chosen.is_some() {
        workspace.unfolded = Some(1);
    }
    frame::cards(ui, content, &grid, workspace, |ui, index, rect, workspace| {
        if index == 0 {
            return list(ui, rect, input, workspace, actions);
        }
        let chosen = workspace.tasks.chosen;
        match input.plan.tasks.iter().find(|task| Some(task.id) == chosen) {
            Some(task) => editor::show(ui, rect, (input, task), workspace, actions),
            None => stays::show(ui, rect, input),
        }
    });
}

/// The list as the workspace wants it.
fn listed(ui: &Ui, input: &ViewInput<'_>, workspace: &Workspace) -> Arc<TaskList> {
    let state = &workspace.tasks;
    let grouping = Grouping::ALL.get(state.grouping).copied().unwrap_or_default();
    kept(ui, input, ("tasks", (state.grouping, state.with_settled)), || {
        tasks::list(&input.situation(), grouping, state.with_settled)
    })
}

fn list(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, workspace: &mut Workspace, actions: &mut Actions) {
    let listed = listed(ui, input, workspace);
    Card::new(rect).title("Tasks", &listed.subtitle).show(ui, |ui, body| {
        usual(ui, rect, &listed.missing, actions);
        if input.plan.tasks.is_empty() {
            let sentence =
                "Announcements, policies, client settings: what somebody has to do around each move.";
            let at = pos2(body.left(), body.top() + 14.0);
            text_at(ui, at, Anchor::Start, words(sentence, TypeRole::LABEL, Ink::Text2));
        } else {
            tools(ui, body, workspace);
            let room = Rect::from_min_max(
                pos2(body.left(), body.top() + 38.0),
                pos2(rect.right() - 6.0, body.bottom() - 38.0),
            );
            rows::show(ui, room, (input, &listed), workspace, actions);
        }
        let add = Button::new(Kind::Secondary, "Add task").icon(Icon::Plus);
        let place = Rect::from_min_size(pos2(body.left(), body.bottom() - 30.0), add.size());
        if add.at(place).show(ui).clicked() {
            let task = new_task(input, workspace);
            workspace.tasks.go_to(task.id);
            workspace.tasks.with_settled = false;
            actions.edit(Record::Task(task));
        }
    });
}

/// How the list is grouped, and whether it holds what is settled.
fn tools(ui: &mut Ui, body: Rect, workspace: &mut Workspace) {
    let names = Grouping::ALL.map(Grouping::name);
    let state = &mut workspace.tasks;
    let place = Rect::from_min_size(body.min, vec2(segmented::width(&names), 28.0));
    segmented::segmented_at(ui, place, &mut state.grouping, &names);
    let room = Rect::from_min_size(pos2(place.right() + 16.0, body.top()), vec2(120.0, 28.0));
    check_at(ui, room, &mut state.with_settled, "Show settled");
}

/// Around what is looked at: the chosen task's anchor, else the start of the phase in view.
fn new_task(input: &ViewInput<'_>, workspace: &Workspace) -> Task {
    let beside = input.plan.tasks.iter().find(|task| Some(task.id) == workspace.tasks.chosen);
    let phase = input.phase(workspace).map(|(_, phase)| TaskAnchor::PhaseStart(phase.id));
    let anchor = beside.map(|task| task.anchor.clone()).or(phase).unwrap_or(TaskAnchor::Finish);
    let kind = beside.map_or(TaskKind::Switch, |task| task.kind);
    Task::new(input.plan.fresh_task_id(), "New task", kind, anchor, -5)
}

/// The usual tasks that are not there yet: all of them in one step, or those of one kind.
fn usual(ui: &mut Ui, card: Rect, missing: &[Task], actions: &mut Actions) {
    if missing.is_empty() {
        return;
    }
    let verb = format!("Add {} usual…", missing.len());
    let button = Button::new(Kind::Link, &verb).small();
    let size = button.size();
    let place = Rect::from_min_size(pos2(card.right() - 12.0 - size.x, card.top() + 7.5), size);
    let response = button.at(place).show(ui);
    let kinds: Vec<(TaskKind, usize)> = TaskKind::ALL
        .into_iter()
        .map(|kind| (kind, missing.iter().filter(|task| task.kind == kind).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    let all = format!("Add all {}", missing.len());
    let names: Vec<String> = kinds.iter().map(|(kind, count)| format!("{}: {count}", kind.name())).collect();
    let mut items = vec![Item::new(&all)];
    items.extend(names.iter().enumerate().map(|(n, name)| Item { begins_group: n == 0, ..Item::new(name) }));
    let Some(taken) = menu(&response, &items) else { return };
    let kind = taken.checked_sub(1).and_then(|at| kinds.get(at)).map(|(kind, _)| *kind);
    let added: Vec<Edit> = missing
        .iter()
        .filter(|task| kind.is_none_or(|kind| task.kind == kind))
        .map(|task| Record::Task(task.clone()).into())
        .collect();
    let label = format!("Add {}", counted(added.len(), "usual task", "usual tasks"));
    actions.edit(Edit::Several { label, edits: added });
}

/// The task done, or open again.
pub(in crate::views) fn ticked(input: &ViewInput<'_>, id: TaskId) -> Option<Edit> {
    let task = input.plan.tasks.iter().find(|task| task.id == id)?;
    let state =
        if task.state == PrerequisiteState::Done { PrerequisiteState::Open } else { PrerequisiteState::Done };
    Some(Record::Task(Task { state, ..task.clone() }).into())
}
