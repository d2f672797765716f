//! The rules of another phase, so many working days later, for the cells that are chosen.

use egui::{Rect, Ui, vec2};

use crate::look::widgets::{Button, Kind, Number, choice, count_field};
use crate::plan::{Cell, Edit, PhaseId, Plan, Record, SwitchRule, Workload};
use crate::report::wording::counted;
use crate::views::timeline::inspector::flow::{Flow, at};
use crate::views::{Actions, ViewInput};

/// Which phase, and how many days later; kept while the editor is open.
#[derive(Clone, Copy, Default)]
struct Wanted {
    phase: usize,
    days: u32,
}

/// The fields, and the button that sets the cells; whether it was pressed.
pub fn show(
    ui: &mut Ui,
    flow: &mut Flow,
    input: &ViewInput<'_>,
    cells: &[(Workload, PhaseId)],
    actions: &mut Actions,
) -> bool {
    let plan = input.plan;
    if plan.phases.len() < 2 || cells.is_empty() {
        return false;
    }
    let id = ui.scope_id().with("like");
    let mut wanted: Wanted = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    wanted.phase = wanted.phase.min(plan.phases.len() - 1);
    let names: Vec<String> = plan.phases.iter().map(|phase| plan.phase_name(phase.id)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (left, right) = flow.pair();
    choice(ui, at("Like", left), &mut wanted.phase, &names, "");
    count_field(ui, at("Working days later", right), &Number::whole(0.0, 260.0, ""), &mut wanted.days);
    flow.clear(ui);
    flow.gap(6.0);
    ui.data_mut(|data| data.insert_temp(id, wanted));
    let source = plan.phases[wanted.phase].id;
    let rules: Vec<(Workload, PhaseId, SwitchRule)> = cells
        .iter()
        .filter(|(_, phase)| *phase != source)
        .filter_map(|(workload, phase)| {
            let rule = plan.cell_rule(*workload, source).later(wanted.days, &plan.calendar)?;
            (rule != plan.cell_rule(*workload, *phase)).then_some((*workload, *phase, rule))
        })
        .collect();
    let label = format!("Set like {}", names[wanted.phase]);
    let why_not = rules.is_empty().then_some("They are so already, or are cells of that phase itself");
    let button = Button::new(Kind::Secondary, &label).disabled_because(why_not);
    let line = flow.row(30.0);
    let size = vec2(button.size().x.min(flow.width), 30.0);
    let is_pressed = button.at(Rect::from_min_size(line.min, size)).show(ui).clicked();
    if is_pressed {
        let of = counted(rules.len(), "cell", "cells");
        let label = format!("Set {of} like {}", names[wanted.phase]);
        let edits = rules.into_iter().map(|(workload, phase, rule)| set(plan, workload, phase, rule));
        actions.edit(Edit::Several { label, edits: edits.collect() });
    }
    is_pressed
}

/// The rule of a cell; its note and its head start stay.
pub fn set(plan: &Plan, workload: Workload, phase: PhaseId, rule: SwitchRule) -> Edit {
    let known = plan.workload(workload).and_then(|row| row.cell(phase)).cloned();
    let blank = Cell { phase, rule, head_start: None, note: String::new() };
    let cell = Cell { rule, ..known.unwrap_or(blank) };
    Record::Cell { workload, cell }.into()
}
