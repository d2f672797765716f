//! What can be done with a phase as a whole: the menu of a row, and the same edits for the page's buttons.

use egui::{Response, Ui};

use super::chart::Chart;
use crate::document::Workspace;
use crate::look::Icon;
use crate::look::widgets::{Item, context_menu};
use crate::picture::Scene;
use crate::picture::gantt::{self, GanttInput};
use crate::plan::{Cell, Edit, Gate, Key, Phase, PhaseId, PhaseKind, Plan, Record, SwitchRule};
use crate::views::chart::taken;
use crate::views::{Action, Actions};

/// The menu of the row on which the secondary button was pressed, and what can be taken along of the chart.
pub fn show(
    ui: &Ui,
    response: &Response,
    chart: &Chart<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let plan = chart.ground.plan;
    let index = workspace.timeline.menu.and_then(|id| plan.phase_index(id));
    let own = index.map(|index| items(plan, index)).unwrap_or_default();
    let mut all = own.clone();
    for (place, item) in taken::items().into_iter().enumerate() {
        all.push(Item { begins_group: item.begins_group || (place == 0 && !own.is_empty()), ..item });
    }
    let Some(row) = context_menu(response, &all) else { return };
    match (row.checked_sub(own.len()), index) {
        (Some(row), _) => taken::take(ui, row, &whole(chart)),
        (None, Some(index)) => run(plan, index, row, actions),
        (None, None) => {}
    }
    workspace.timeline.menu = None;
}

/// The same for the head and the foot, which have no rows.
pub fn of_ends(ui: &Ui, response: &Response, chart: &Chart<'_>) {
    if let Some(row) = context_menu(response, &taken::items()) {
        taken::take(ui, row, &whole(chart));
    }
}

/// Every row of the stretch that is seen, without what is only chosen on screen.
fn whole(chart: &Chart<'_>) -> Scene {
    let input = GanttInput { selected: None, ..chart.base.input.clone() };
    let width = chart.base.layout.width;
    gantt::scene(&input, width, gantt::natural_height(&input, width))
}

/// The rows of a phase's menu, in the order [`run`] knows.
pub fn items(plan: &Plan, index: usize) -> Vec<Item<'static>> {
    let is_first = index == 0;
    let is_last = index + 1 == plan.phases.len();
    let kind_changes = |other: Option<usize>| {
        other.and_then(|other| plan.phases.get(other)).is_some_and(|p| p.kind != plan.phases[index].kind)
    };
    let why_not_up = if is_first {
        Some("It is the first phase")
    } else if kind_changes(index.checked_sub(1)) {
        Some("Pilots come before waves")
    } else {
        None
    };
    let why_not_down = if is_last {
        Some("It is the last phase")
    } else if kind_changes(Some(index + 1)) {
        Some("Pilots come before waves")
    } else {
        None
    };
    vec![
        Item { note: "Enter", ..Item::new("Open phase") },
        Item { icon: Some(Icon::Plus), begins_group: true, ..Item::new("Add a phase after it") },
        Item { icon: Some(Icon::Copy), ..Item::new("Duplicate") },
        Item { icon: Some(Icon::Up), why_not: why_not_up, ..Item::new("Move up") },
        Item { icon: Some(Icon::Down), why_not: why_not_down, ..Item::new("Move down") },
        Item { icon: Some(Icon::Pause), begins_group: true, ..Item::new("Pause rollout…") },
        Item { icon: Some(Icon::Trash), begins_group: true, ..Item::new("Remove phase") },
    ]
}

/// Does what row `taken` of the menu says.
pub fn run(plan: &Plan, index: usize, taken: usize, actions: &mut Actions) {
    let Some(phase) = plan.phases.get(index) else { return };
    match taken {
        0 => actions.push(Action::OpenPhase(phase.id)),
        1 => add(plan, Some(index), actions),
        2 => duplicate(plan, index, actions),
        3 => actions.edit(Edit::MovePhase { phase: phase.id, to: index.saturating_sub(1) }),
        4 => actions.edit(Edit::MovePhase { phase: phase.id, to: index + 1 }),
        5 => actions.push(Action::AskPause(Some(phase.id))),
        _ => actions.edit(Edit::Remove(Key::Phase(phase.id))),
    }
}

/// A new phase after `index`, or at the end, that takes what is not allotted yet and is switched as the
/// phase before it is.
pub fn add(plan: &Plan, index: Option<usize>, actions: &mut Actions) {
    let before = index.or_else(|| plan.phases.len().checked_sub(1)).and_then(|at| plan.phases.get(at));
    let left = plan.estate.devices().saturating_sub(plan.devices());
    let devices = u32::try_from(left).unwrap_or(u32::MAX).clamp(0, 10_000_000);
    let devices = if devices == 0 { 100 } else { devices };
    let id = plan.fresh_phase_id();
    let kind = before.map_or(PhaseKind::Pilot, |_| PhaseKind::Wave);
    let mut phase = Phase::new(id, "", kind, devices);
    phase.name = free_name(plan, if kind == PhaseKind::Pilot { "Pilot" } else { "New wave" });
    phase.gate = Gate::usual();
    phase.rate = Some(devices.div_ceil(20));
    phase.path = before.map(|phase| phase.path).unwrap_or_default();
    if before.is_none() {
        phase.start.after_previous = None;
        phase.start.not_before = Some(plan.start);
    }
    let cells = cells_like(plan, before.map(|phase| phase.id), id);
    put(plan, "Add phase", phase, (cells, index), actions);
}

fn duplicate(plan: &Plan, index: usize, actions: &mut Actions) {
    let Some(original) = plan.phases.get(index) else { return };
    let mut phase = original.clone();
    phase.id = plan.fresh_phase_id();
    phase.name = free_name(plan, &format!("{} copy", original.name));
    // Devices can be allotted once only, and the dates are the original's.
    phase.takes.clear();
    phase.start.not_before = None;
    phase.start.after_previous = Some(phase.start.after_previous.unwrap_or(1));
    phase.gate.planned = None;
    let cells = cells_like(plan, Some(original.id), phase.id);
    put(plan, "Duplicate phase", phase, (cells, Some(index)), actions);
}

fn put(
    plan: &Plan,
    label: &str,
    phase: Phase,
    (cells, after): (Vec<Edit>, Option<usize>),
    actions: &mut Actions,
) {
    let id = phase.id;
    let mut edits = vec![Record::Phase(Box::new(phase)).into()];
    edits.extend(cells);
    if let Some(index) = after.filter(|index| index + 1 < plan.phases.len()) {
        edits.push(Edit::MovePhase { phase: id, to: index + 1 });
    }
    actions.edit(Edit::Several { label: label.to_owned(), edits });
    actions.push(Action::SelectPhase(id));
}

/// The switches of one phase for another; what was tied to a date comes with the enrollment.
fn cells_like(plan: &Plan, like: Option<PhaseId>, phase: PhaseId) -> Vec<Edit> {
    let cell = |rule: SwitchRule, note: String| {
        let rule = if matches!(rule, SwitchRule::OnDate(_)) { SwitchRule::AtEnrollment } else { rule };
        Cell { phase, rule, head_start: None, note }
    };
    plan.switchable_workloads()
        .filter_map(|workload| {
            let cell = match like {
                Some(like) => {
                    let known = plan.workload(workload)?.cell(like)?;
                    cell(known.rule, known.note.clone())
                }
                None => cell(SwitchRule::AtEnrollment, String::new()),
            };
            Some(Record::Cell { workload, cell }.into())
        })
        .collect()
}

fn free_name(plan: &Plan, wish: &str) -> String {
    let is_taken = |name: &str| plan.phases.iter().any(|phase| phase.name.eq_ignore_ascii_case(name));
    if !is_taken(wish) {
        return wish.to_owned();
    }
    (2..10_000).map(|n| format!("{wish} {n}")).find(|name| !is_taken(name)).unwrap_or_default()
}
