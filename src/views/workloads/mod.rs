//! The page *Workloads*: who is in charge of what, for which devices, on any date, and what is out of
//! order. The grid is edited; the scrubber moves the sliders and the small charts through time.

mod cell_menu;
mod cells;
mod editor;
#[cfg(test)]
mod faces_tests;
mod gained;
mod keys;
mod matrix;
mod multiples;
mod scrubber;
mod shift;
mod sliders;
mod tasks;

use std::sync::Arc;

use chrono::NaiveDate;
use egui::{Rect, Ui};

pub use cells::position;
pub use editor::next_day;

use super::grid::{Cell, Grid, Row};
use super::kept::kept;
use super::{Actions, ViewInput, frame};
use crate::document::{WorkloadsTab, Workspace};
use crate::plan::Workload;
use crate::report::troubles::open_cells;
use crate::report::workloads::{self, Face, OpenCells, SliderFace, WithIntune};
use crate::report::{Finding, Situation};

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
    let open = open_cells(input.problems);
    let finding = match workspace.workloads.tab {
        WorkloadsTab::Positions => {
            let make = || workloads::headline(&input.situation(), &open);
            Finding::clone(&kept(ui, input, ("workloads headline", &open), make))
        }
        WorkloadsTab::Tasks => tasks::headline(ui, input),
        WorkloadsTab::Gained => gained::headline(ui, input, workspace),
    };
    let tabs = WorkloadsTab::ALL.map(WorkloadsTab::name);
    let tab = WorkloadsTab::ALL.iter().position(|tab| *tab == workspace.workloads.tab).unwrap_or(0);
    let head =
        frame::Head { title: "Workloads", verdict: finding.mark, headline: &finding.text, tabs: &tabs, tab };
    let response = frame::head(ui, rect, &head);
    if let Some(picked) = response.picked {
        workspace.workloads.tab = WorkloadsTab::ALL[picked];
    }
    let content = response.content;
    if input.plan.phases.is_empty() {
        empty(ui, content, actions);
        return;
    }
    match workspace.workloads.tab {
        WorkloadsTab::Positions => positions(ui, content, (input, &open), workspace, actions),
        WorkloadsTab::Tasks => tasks::show(ui, content, input, workspace, actions),
        WorkloadsTab::Gained => gained::show(ui, content, input, workspace),
    }
}

/// The grid, and authority on any day below it.
fn positions(
    ui: &mut Ui,
    content: Rect,
    (input, open): (&ViewInput<'_>, &OpenCells),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    scrubber::play(ui, input, &mut workspace.workloads);
    let faces = faces(ui, input, open, scrubber::day(input, &workspace.workloads));
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
        2 => sliders::show(ui, rect, input, &workspace.workloads, actions),
        _ => multiples::show(ui, rect, input, &workspace.workloads),
    });
}

fn empty(ui: &mut Ui, content: Rect, actions: &mut Actions) {
    let sentence = "Workloads move phase by phase. Plan the first phase to begin.";
    if frame::empty(ui, content, sentence, &["Go to the timeline"]).is_some() {
        actions.push(super::Action::Go(crate::document::Page::Timeline));
    }
}

/// Everything the grid shows, worked out once per change of the plan and per day of the scrubber.
pub(super) struct Faces {
    pub day: NaiveDate,
    pub is_today: bool,
    /// By [`Workload::index`], then by phase.
    pub cells: Vec<Vec<Face>>,
    pub sliders: Vec<SliderFace>,
    pub totals: [WithIntune; 7],
    /// Under each phase's name: `Wave 2 · 3,200`.
    pub lines: Vec<String>,
    pub running: Option<usize>,
}

/// The cells as they stand on the scrubber's day. Problems are those of the status date.
fn faces(ui: &Ui, input: &ViewInput<'_>, open: &OpenCells, day: NaiveDate) -> Arc<Faces> {
    kept(ui, input, ("workloads faces", day), || make(input, open, day))
}

fn make(input: &ViewInput<'_>, open: &OpenCells, day: NaiveDate) -> Faces {
    let situation = input.situation();
    let is_today = day == situation.today();
    let row = |workload: Workload| -> Vec<Face> {
        let phases = input.plan.phases.iter();
        phases
            .map(|phase| {
                let problems = open.get(&(workload, phase.id)).copied().filter(|_| is_today).unwrap_or(0);
                workloads::face(&situation, (workload, phase.id), day, problems)
            })
            .collect()
    };
    let phases = input.plan.phases.iter().enumerate();
    Faces {
        day,
        is_today,
        cells: Workload::ALL.into_iter().map(row).collect(),
        sliders: Workload::ALL.into_iter().map(|w| workloads::slider_face(&situation, w, day)).collect(),
        totals: workloads::with_intune(&situation, day),
        lines: phases.map(|(index, phase)| line_of(&situation, index, phase)).collect(),
        running: situation.current(),
    }
}

fn line_of(situation: &Situation<'_>, index: usize, phase: &crate::plan::Phase) -> String {
    let kind = crate::report::timeline::kind_words(situation, index);
    format!("{kind} · {}", crate::picture::format::count(phase.devices.into()))
}
