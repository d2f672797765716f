//! The slider of a workload: when it goes to Intune for every co-managed device, and when it did.

use egui::{Ui, pos2};

use super::cell::{back_on, day_field, done_on, next_day};
use crate::look::text::{text_at_elided, words};
use crate::look::widgets::{Number, choice, count_field};
use crate::picture::{Anchor, Ink, TypeRole};
use crate::plan::{EventKind, FullSwitch, PhaseScope, Record, Workload};
use crate::views::timeline::inspector::flow::{Flow, at};
use crate::views::workloads::Faces;
use crate::views::{Actions, ViewInput};

const KINDS: [&str; 4] =
    ["Never: stays in Pilot", "On a date", "Days after a gate", "Days after the last gate"];

pub(in crate::views::workloads) fn show(
    ui: &mut Ui,
    flow: &mut Flow,
    (input, faces): (&ViewInput<'_>, &Faces),
    workload: Workload,
    actions: &mut Actions,
) {
    let plan = input.plan;
    let said = faces.sliders.get(workload.index()).and_then(|face| face.tip.lines().nth(1));
    let line = flow.row(20.0);
    let said = words(said.unwrap_or_default(), TypeRole::LABEL, Ink::Text2);
    text_at_elided(ui, pos2(line.left(), line.top() + 8.0), Anchor::Start, said, flow.width);
    let own = plan.workload(workload).map_or(FullSwitch::Never, |row| row.full);
    let mut full = own;
    rule(ui, flow, input, &mut full);
    if full != own {
        actions.edit_within(ui, Record::FullSwitch { workload, full });
    }
    flow.gap(8.0);
    let (left, right) = flow.pair();
    done_on(ui, left, input, &EventKind::SliderMoved(workload), actions);
    back_on(ui, right, input, (workload, &PhaseScope::All), actions);
    flow.clear(ui);
}

fn rule(ui: &mut Ui, flow: &mut Flow, input: &ViewInput<'_>, full: &mut FullSwitch) {
    let plan = input.plan;
    let (left, right) = flow.pair();
    let mut kind = match full {
        FullSwitch::Never => 0,
        FullSwitch::OnDate(_) => 1,
        FullSwitch::AfterGate { .. } => 2,
        FullSwitch::AfterLast(_) => 3,
    };
    if choice(ui, at("Slider to Intune", left), &mut kind, &KINDS, "").changed() {
        *full = match kind {
            0 => FullSwitch::Never,
            1 => FullSwitch::OnDate(next_day(plan)),
            2 => match plan.phases.last() {
                Some(phase) => FullSwitch::AfterGate { phase: phase.id, days: 5 },
                None => FullSwitch::Never,
            },
            _ => FullSwitch::AfterLast(5),
        };
    }
    let number = Number::whole(0.0, 1000.0, "working days");
    match full {
        FullSwitch::OnDate(day) => {
            day_field(ui, right, "On", plan, day);
        }
        FullSwitch::AfterLast(days) => {
            count_field(ui, at("After the last gate", right), &number, days);
        }
        FullSwitch::AfterGate { phase, days } => {
            count_field(ui, at("After the gate", right), &number, days);
            flow.clear(ui);
            flow.gap(8.0);
            let labels: Vec<String> = plan.phases.iter().map(|phase| phase.name.clone()).collect();
            let names: Vec<&str> = labels.iter().map(String::as_str).collect();
            let mut chosen = plan.phase_index(*phase).unwrap_or(usize::MAX);
            let line = flow.row(crate::look::widgets::FIELD_HEIGHT);
            if choice(ui, at("The gate of", line).hint("removed phase"), &mut chosen, &names, "").changed()
                && let Some(taken) = plan.phases.get(chosen)
            {
                *phase = taken.id;
            }
        }
        FullSwitch::Never => {}
    }
    flow.clear(ui);
}
