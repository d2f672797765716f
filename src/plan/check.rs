//! Everything that is wrong or risky in a plan, as data: where it is, what it is, how to mend it.
//! It computes no forecast; where a date is needed it takes what is typed, recorded, frozen or handed in.

mod actuals;
mod bounds;
mod calendar;
mod dates;
mod desk;
mod estate;
mod followers;
pub mod futures;
mod gates;
mod look;
mod milestones;
mod phases;
mod pilots;
mod prerequisites;
mod sliders;
mod strangers;
mod switches;
mod tasks;
mod waves;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use self::look::Look;
use super::{
    Criterion, DecisionId, Edit, MilestoneKind, PhaseId, Plan, PrerequisiteId, QuestionId, SegmentId, TaskId,
    Workload,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The plan cannot come to its end, or says something impossible.
    Error,
    /// It can, but at a risk that somebody should have accepted.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "Error",
            Self::Warning => "Warning",
            Self::Note => "Note",
        }
    }
}

/// Where a problem can be seen and mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Plan,
    Phase(PhaseId),
    Cell {
        workload: Workload,
        phase: PhaseId,
    },
    Slider(Workload),
    Calendar,
    Desk,
    Estate,
    Segment(SegmentId),
    Prerequisite(PrerequisiteId),
    Task(TaskId),
    Milestone(MilestoneKind),
    Assumptions,
    /// Without a phase: the desk's records.
    Actuals {
        phase: Option<PhaseId>,
        date: NaiveDate,
    },
    Decision(DecisionId),
    Question(QuestionId),
}

/// An edit that makes the problem go away.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    /// Begins with a verb: "Move the gate to 12 Oct 2026".
    pub label: String,
    pub edit: Edit,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Stays the same from version to version.
    pub code: &'static str,
    pub severity: Severity,
    pub place: Place,
    /// One sentence with the numbers.
    pub text: String,
    pub remedy: Option<Remedy>,
}

impl Problem {
    fn new(severity: Severity, code: &'static str, place: Place, text: impl Into<String>) -> Self {
        Self { code, severity, place, text: text.into(), remedy: None }
    }

    fn error(code: &'static str, place: Place, text: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, place, text)
    }

    fn warning(code: &'static str, place: Place, text: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, place, text)
    }

    fn note(code: &'static str, place: Place, text: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, place, text)
    }

    fn mend(mut self, label: impl Into<String>, edit: impl Into<Edit>) -> Self {
        self.remedy = Some(Remedy { label: label.into(), edit: edit.into() });
        self
    }

    /// Several edits as one step, under the remedy's own name.
    fn mend_all(self, label: impl Into<String>, edits: Vec<Edit>) -> Self {
        let label = label.into();
        let edit = Edit::Several { label: label.clone(), edits };
        self.mend(label, edit)
    }
}

/// When the steps of a phase are expected, from a forecast; sharper than what the plan alone says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpectedPhase {
    pub phase: PhaseId,
    pub start: Option<NaiveDate>,
    pub gate: Option<NaiveDate>,
    /// By [`Workload::index`].
    pub cells: [Option<NaiveDate>; 7],
}

/// When a task is due, and what it belongs to is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpectedTask {
    pub task: TaskId,
    pub anchor: Option<NaiveDate>,
    /// That has happened, by record.
    pub has_come: bool,
    pub due: Option<NaiveDate>,
    /// The phase that it belongs to; of a workload's first switch the phase that is first.
    pub phase: Option<PhaseId>,
}

/// What is known of a plan's course beside the plan; whatever is missing is not judged by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExpectedDates {
    pub phases: Vec<ExpectedPhase>,
    pub tasks: Vec<ExpectedTask>,
    /// Of the milestones that move with something: their days, none = it is not expected to come.
    pub milestones: Vec<(MilestoneKind, Option<NaiveDate>)>,
    /// Of the phases under way.
    pub paces: Vec<Pace>,
    /// Parts of the estate that are still to come and that the pilots cannot speak for.
    pub unspoken: Vec<Unspoken>,
    /// What lets them speak for the largest of these.
    pub spoken_by: Option<Remedy>,
    /// None without simulated futures.
    pub odds: Option<ExpectedOdds>,
}

/// Devices alike in something, of which too few are in a pilot to show a fault that some of them have.
#[derive(Clone, Debug, PartialEq)]
pub struct Unspoken {
    /// "Hospitals", "Windows 10 LTSC 2021".
    pub name: String,
    pub devices: u64,
    pub pilot: u64,
    /// As many would show it.
    pub needed: u64,
    /// The share that has the fault.
    pub fault: f64,
}

/// Devices that a phase has targeted per working day, over its last working days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    pub phase: PhaseId,
    pub per_day: f64,
    pub days: u32,
}

/// A phase that some futures stall at.
#[derive(Clone, Debug, PartialEq)]
pub struct Stall {
    pub phase: PhaseId,
    /// Share of futures.
    pub share: f64,
    /// The criterion most in doubt, as it would hold in nearly all futures; none = easing one does not help.
    pub eased: Option<Criterion>,
}

/// What simulated futures come to, as far as it can speak against a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpectedOdds {
    pub stalls: Vec<Stall>,
    pub breaks: f64,
    /// Its Monday.
    pub break_week: Option<NaiveDate>,
    pub peak_load_p90: f64,
    pub by_target: Option<f64>,
    pub finish_p50: Option<NaiveDate>,
    pub finish_p85: Option<NaiveDate>,
}

/// All problems, the gravest first.
pub fn check(plan: &Plan) -> Vec<Problem> {
    check_with(plan, None)
}

/// All problems, with expected dates where the plan itself does not say when.
pub fn check_with(plan: &Plan, expected: Option<&ExpectedDates>) -> Vec<Problem> {
    let look = Look::new(plan, expected);
    let mut problems = Vec::new();
    for rules in [
        bounds::RULES,
        strangers::RULES,
        phases::RULES,
        waves::RULES,
        gates::RULES,
        switches::RULES,
        followers::RULES,
        sliders::RULES,
        dates::RULES,
        calendar::RULES,
        desk::RULES,
        estate::RULES,
        pilots::RULES,
        prerequisites::RULES,
        milestones::RULES,
        tasks::RULES,
        actuals::RULES,
        futures::RULES,
    ] {
        for rule in rules {
            rule(&look, &mut problems);
        }
    }
    problems.sort_by_key(|problem| problem.severity);
    problems
}

/// One rule: looks, and adds what it finds.
type Rule = fn(&Look, &mut Vec<Problem>);
