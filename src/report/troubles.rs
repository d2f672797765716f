//! What the check finds in a plan, with the dates of its course: sorted by where it is to be seen to.

use super::Situation;
use super::workloads::OpenCells;
use crate::plan::check::{ExpectedDates, ExpectedPhase, Place, Problem, Severity, check_with};
use crate::plan::{PhaseId, Plan, Segment, Workload};

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

/// A date that is overruled by Device configuration's is shown as what it is: a switch that follows.
const FOLLOWS: &str = "follower-later";

/// The cells at which something is wrong or risky, and how many things.
pub fn open_cells(problems: &[Problem]) -> OpenCells {
    let mut open = OpenCells::new();
    let is_open = |problem: &&Problem| problem.severity != Severity::Note && problem.code != FOLLOWS;
    for problem in problems.iter().filter(is_open) {
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

/// "Device configuration, Wave 2".
pub fn place_name(place: &Place, plan: &Plan) -> String {
    match place {
        Place::Plan | Place::Milestone(_) => "Plan settings".to_owned(),
        Place::Estate => "Estate".to_owned(),
        Place::Segment(id) => plan.estate.segment(*id).map_or_else(|| "Estate".to_owned(), Segment::title),
        Place::Calendar => "Calendar".to_owned(),
        Place::Desk => "Helpdesk".to_owned(),
        Place::Assumptions => "Assumptions".to_owned(),
        Place::Prerequisite(_) => "Prerequisites".to_owned(),
        Place::Phase(phase) => plan.phase_label(*phase),
        Place::Cell { workload, phase } => format!("{}, {}", workload.name(), plan.phase_label(*phase)),
        Place::Slider(workload) => format!("Slider of {}", workload.name()),
        Place::Actuals { phase: Some(phase), .. } => format!("Actuals of {}", plan.phase_label(*phase)),
        Place::Actuals { phase: None, .. } => "Actuals of the helpdesk".to_owned(),
        Place::Decision(_) => "Decision log".to_owned(),
        Place::Question(_) => "Next decision".to_owned(),
    }
}
