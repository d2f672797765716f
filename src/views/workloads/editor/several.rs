//! One rule for all the cells that are chosen, as one step.

use egui::{Rect, Ui, pos2, vec2};

use super::cell::next_day;
use super::{like, rule as rule_fields};
use crate::document::Workspace;
use crate::look::text::{text_at_elided, words};
use crate::look::widgets::{Button, Kind};
use crate::picture::{Anchor, Ink, TypeRole};
use crate::plan::{Edit, EventKind, PhaseId, SwitchRule, Workload};
use crate::report::wording::counted;
use crate::views::timeline::inspector::flow::Flow;
use crate::views::{Actions, ViewInput};

pub(in crate::views::workloads) fn show(
    ui: &mut Ui,
    flow: &mut Flow,
    input: &ViewInput<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let state = &mut workspace.workloads;
    let cells: Vec<(Workload, PhaseId)> =
        state.chosen.iter().filter_map(|(workload, phase)| Some((*workload, (*phase)?))).collect();
    let open: Vec<(Workload, PhaseId)> =
        cells.iter().copied().filter(|(workload, phase)| !is_done(input, *workload, *phase)).collect();
    // It begins as the rule of the first of them, and anew when another one is the first.
    let first = open.first().or(cells.first()).copied();
    let Some((workload, phase)) = first else { return };
    let spot = (workload, Some(phase));
    let begun = state.rule.filter(|(of, _)| *of == spot).map(|(_, rule)| rule);
    let mut rule = begun.unwrap_or_else(|| input.plan.cell_rule(workload, phase));
    let line = flow.row(20.0);
    let said = match cells.len() - open.len() {
        0 => "One rule for all of them".to_owned(),
        done => {
            format!("One rule for the {} still open; {} done already", open.len(), counted(done, "is", "are"))
        }
    };
    let said = words(&said, TypeRole::LABEL, Ink::Text2);
    text_at_elided(ui, pos2(line.left(), line.top() + 8.0), Anchor::Start, said, flow.width);
    rule_fields::edit(ui, flow, "Join the pilot collection", next_day(input.plan), &mut rule);
    state.rule = Some((spot, rule));
    flow.gap(12.0);
    let line = flow.row(30.0);
    let label = format!("Set for {}", counted(open.len(), "cell", "cells"));
    let why_not = open.is_empty().then_some("All of them are done: what happened is not changed by a rule");
    let button = Button::new(Kind::Primary, &label).disabled_because(why_not);
    let place = Rect::from_min_size(line.min, vec2(button.size().x, 30.0));
    if button.at(place).show(ui).clicked() {
        actions.edit(set(input, &open, rule));
        state.editing = None;
    }
    let clear = Button::new(Kind::Secondary, "Choose none");
    let place = Rect::from_min_size(pos2(place.right() + 8.0, line.top()), clear.size());
    if clear.at(place).show(ui).clicked() {
        state.chosen.clear();
        state.editing = None;
    }
    flow.divider(ui);
    if like::show(ui, flow, input, &open, actions) {
        workspace.workloads.editing = None;
    }
}

fn is_done(input: &ViewInput<'_>, workload: Workload, phase: PhaseId) -> bool {
    input.plan.actuals.done(&EventKind::CellSwitched { workload, phase, head_start: false }).is_some()
}

/// One edit for all; notes and head starts stay.
fn set(input: &ViewInput<'_>, cells: &[(Workload, PhaseId)], rule: SwitchRule) -> Edit {
    let edits = cells.iter().map(|(workload, phase)| like::set(input.plan, *workload, *phase, rule));
    Edit::Several {
        label: format!("Set the rule of {}", counted(cells.len(), "cell", "cells")),
        edits: edits.collect(),
    }
}
