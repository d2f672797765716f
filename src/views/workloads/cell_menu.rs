//! The menu of a cell: what can be asked and done about one workload on one phase.

use chrono::NaiveDate;
use egui::{Popup, Response};

use super::editor::next_day;
use crate::document::{Dialog, OwnerDraft, TakeBackDraft, Workspace};
use crate::look::Icon;
use crate::look::widgets::{Item, context_menu};
use crate::plan::{Authority, EventKind, PhaseScope};
use crate::report::owner::owner_answer;
use crate::views::{Action, Actions, ViewInput};

/// The menu of the cell on which the secondary button was pressed, as the grid shows it on `day`.
pub fn show(
    response: &Response,
    (input, day): (&ViewInput<'_>, NaiveDate),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let Some((workload, Some(phase))) = workspace.workloads.menu else { return };
    if !Popup::is_id_open(&response.ctx, Popup::default_response_id(response))
        && !response.secondary_clicked()
    {
        workspace.workloads.menu = None;
        return;
    }
    let kind = EventKind::CellSwitched { workload, phase, head_start: false };
    let is_done = input.plan.actuals.done(&kind).is_some();
    let authority = owner_answer(&input.situation(), phase, workload, day).map(|answer| answer.authority);
    let has_it = authority.is_some_and(|authority| authority != Authority::ConfigurationManager);
    let why_not_back = (!has_it).then_some("Configuration Manager has it on this day");
    let why_not_done = is_done.then_some("It is recorded as done");
    let items = [
        Item { note: "Enter", ..Item::new("Edit…") },
        Item { icon: Some(Icon::Search), begins_group: true, ..Item::new("Who manages it…") },
        Item { why_not: why_not_done, begins_group: true, ..Item::new("Record as done…") },
        Item { icon: Some(Icon::Undo), why_not: why_not_back, ..Item::new("Take it back…") },
    ];
    let Some(taken) = context_menu(response, &items) else { return };
    workspace.workloads.menu = None;
    match taken {
        0 => workspace.workloads.go_to(workload, Some(phase)),
        1 => {
            actions.push(Action::Ask(Dialog::Owner(OwnerDraft::of(workload, phase, day))));
        }
        2 => actions.push(Action::AskDone(kind)),
        _ => {
            let phases = PhaseScope::Only(vec![phase]);
            let day = if day > input.plan.status_date { day } else { next_day(input.plan) };
            let draft = TakeBackDraft { workloads: vec![workload], phases, day };
            actions.push(Action::Ask(Dialog::TakeBack(draft)));
        }
    }
}
