//! What the check finds in a plan, with the dates of its course: sorted by where it is to be seen to.

use super::Situation;
use super::workloads::OpenCells;
use crate::plan::check::{ExpectedDates, ExpectedPhase, Place, Problem, Severity, check_with};
use crate::plan::{PhaseId, Workload};

/// Every problem of a plan, sharpened by what its course says of dates.
pub fn problems(situation: &Situation<'_>) -> Vec<Problem> {
    let phases = situation.outlook.expected.phases.iter();
    let phases = phases
        .map(|dates| ExpectedPhase {
            phase: dates.phase,
            start: dates.start,
            gate: dates.gate,
            cells: dates.cells,
        })
        .collect();
    check_with(situation.plan, Some(&ExpectedDates { phases }))
}

/// The cells at which something is wrong or risky, and how many things.
pub fn open_cells(problems: &[Problem]) -> OpenCells {
    let mut open = OpenCells::new();
    for problem in problems.iter().filter(|problem| problem.severity != Severity::Note) {
        if let Place::Cell { workload, phase } = problem.place {
            *open.entry((workload, phase)).or_default() += 1;
        }
    }
    open
}

/// The problems of one phase: its own and those of its cells.
pub fn of_phase(problems: &[Problem], id: PhaseId) -> impl Iterator<Item = &Problem> {
    problems.iter().filter(move |problem| match &problem.place {
        Place::Phase(phase) | Place::Cell { phase, .. } => *phase == id,
        Place::Actuals { phase, .. } => *phase == Some(id),
        _ => false,
    })
}

/// The problems of one cell, or of a workload's slider.
pub fn of_spot(
    problems: &[Problem],
    workload: Workload,
    phase: Option<PhaseId>,
) -> impl Iterator<Item = &Problem> {
    problems.iter().filter(move |problem| match &problem.place {
        Place::Cell { workload: w, phase: p } => *w == workload && Some(*p) == phase,
        Place::Slider(w) => *w == workload && phase.is_none(),
        _ => false,
    })
}
