//! The page *Workloads*: who is in charge of what, for which devices, on any date, and what is out of
//! order. The grid is edited; the scrubber moves the sliders and the small charts through time.

mod cells;
mod editor;
#[cfg(test)]
mod faces_tests;
mod keys;
mod matrix;
mod multiples;
mod scrubber;
mod sliders;

use std::sync::Arc;

use egui::{Id, Rect, Ui};

use super::grid::{Cell, Grid, Row};
use super::{Actions, ViewInput, frame};
use crate::document::Workspace;
use crate::plan::Workload;
use crate::report::Situation;
use crate::report::troubles::open_cells;
use crate::report::workloads::{self, Face, OpenCells, SliderFace, WithIntune};

const MATRIX: f32 = matrix::HEAD + 7.0 * matrix::ROW + 6.0;
const SCRUBBER: f32 = 54.0;
const LOWER: f32 = 310.0;

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let situation = input.situation();
    let open = open_cells(input.problems);
    let finding = workloads::headline(&situation, &open);
    let head = frame::Head::plain("Workloads", finding.mark, &finding.text);
    let content = frame::head(ui, rect, &head).content;
    if input.plan.phases.is_empty() {
        empty(ui, content, actions);
        return;
    }
    let faces = faces(ui, input, &open);
    scrubber::play(ui, input, &mut workspace.workloads);
    let sliders = Cell { width: super::grid::Width::Fixed(452.0), ..Cell::share(1.0, LOWER) };
    let rows = if content.width() >= 1100.0 {
        vec![
            Row::fixed(MATRIX, [Cell::share(1.0, MATRIX)]),
            Row::fixed(SCRUBBER, [Cell::share(1.0, SCRUBBER)]),
            Row::fill(LOWER, [sliders, Cell::share(1.0, LOWER)]),
        ]
    } else {
        [MATRIX, SCRUBBER, LOWER, LOWER]
            .into_iter()
            .map(|height| Row::fixed(height, [Cell::share(1.0, height)]))
            .collect()
    };
    frame::cards(ui, content, &Grid::new(rows), workspace, |ui, index, rect, workspace| match index {
        0 => matrix::show(ui, rect, (input, &faces), workspace, actions),
        1 => scrubber::show(ui, rect, input, &mut workspace.workloads),
        2 => sliders::show(ui, rect, input, &workspace.workloads),
        _ => multiples::show(ui, rect, input, &workspace.workloads),
    });
}

fn empty(ui: &mut Ui, content: Rect, actions: &mut Actions) {
    let sentence = "Workloads move phase by phase. Plan the first phase to begin.";
    if frame::empty(ui, content, sentence, &["Go to the timeline"]).is_some() {
        actions.push(super::Action::Go(crate::document::Page::Timeline));
    }
}

/// Everything the grid shows, worked out once per change of the plan.
pub(super) struct Faces {
    /// By [`Workload::index`], then by phase.
    pub cells: Vec<Vec<Face>>,
    pub sliders: Vec<SliderFace>,
    pub totals: Vec<WithIntune>,
    /// Under each phase's name: `Wave 2 · 3,200`.
    pub lines: Vec<String>,
    pub running: Option<usize>,
}

fn faces(ui: &Ui, input: &ViewInput<'_>, open: &OpenCells) -> Arc<Faces> {
    let id = Id::unique("views::workloads::faces");
    let kept: Option<((u64, u64), Arc<Faces>)> = ui.data(|data| data.get_temp(id));
    if let Some((_, faces)) = kept.filter(|(edition, _)| *edition == input.edition) {
        return faces;
    }
    let situation = input.situation();
    let today = situation.today();
    let row = |workload: Workload| -> Vec<Face> {
        let phases = input.plan.phases.iter();
        phases
            .map(|phase| {
                let problems = open.get(&(workload, phase.id)).copied().unwrap_or(0);
                workloads::face(&situation, workload, phase.id, problems)
            })
            .collect()
    };
    let phases = input.plan.phases.iter().enumerate();
    let faces = Arc::new(Faces {
        cells: Workload::ALL.into_iter().map(row).collect(),
        sliders: Workload::ALL.into_iter().map(|w| workloads::slider_face(&situation, w)).collect(),
        totals: Workload::ALL.into_iter().map(|w| workloads::with_intune(&situation, w, today)).collect(),
        lines: phases.map(|(index, phase)| line_of(&situation, index, phase)).collect(),
        running: situation.current(),
    });
    ui.data_mut(|data| data.insert_temp(id, (input.edition, Arc::clone(&faces))));
    faces
}

fn line_of(situation: &Situation<'_>, index: usize, phase: &crate::plan::Phase) -> String {
    let kind = crate::report::timeline::kind_words(situation, index);
    format!("{kind} · {}", crate::picture::format::count(phase.devices.into()))
}
