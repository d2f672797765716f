//! The one dialog that may be open, with what is typed into it. What its answer does is decided elsewhere.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::{ExportDraft, ImportDraft, MembersDraft, NewPlanDraft, PackDraft, PilotDraft};
use crate::plan::{
    DecisionId, DecisionKind, EventKind, Evidence, Milestone, PhaseId, PhaseScope, Plan, Workload,
};
use crate::report::owner_question::{Understood, When};

/// What was about to happen when unsaved changes stood in the way.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// The plan that the New plan dialog made.
    Create(Box<Plan>),
    OpenPath(PathBuf),
    OpenExample(String),
    Revert,
    Close,
    Quit,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    NewPlan(Box<NewPlanDraft>),
    /// What files of other programs would change.
    Import(Box<ImportDraft>),
    /// Unsaved changes: save, discard or cancel, then what comes next.
    Unsaved(Next),
    /// A path typed by hand.
    OpenPath(PathDraft),
    SavePath(PathDraft),
    /// The file on disk is not the one that was opened.
    FileChanged(PathBuf),
    /// The file is damaged, and the backup beside it is not.
    Broken(BrokenFile),
    /// A crash left unsaved work.
    Recovered(RecoveredFacts),
    Help,
    About,
    Preferences,
    /// What has changed since a baseline.
    Changed(ChangedDraft),
    /// The decisions with their evidence, opened at one of them.
    Record(Option<DecisionId>),
    /// The steering pack as documents.
    Pack(Box<PackDraft>),
    /// The plan for other programs, or a chart.
    Export(Box<ExportDraft>),
    Pause(PauseDraft),
    Decision(DecisionDraft),
    Done(DoneDraft),
    Pilot(Box<PilotDraft>),
    Members(Box<MembersDraft>),
    /// The day of a milestone, or what it moves with.
    Milestone(Box<Milestone>),
    /// Who manages a workload on a phase on a day.
    Owner(OwnerDraft),
    /// What would come of workloads going back to Configuration Manager.
    TakeBack(TakeBackDraft),
    FreezeBaseline(NameDraft),
    SaveScenario(NameDraft),
    /// What the knobs of the Forecast page hold, as a scenario.
    KeepTried(NameDraft),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathDraft {
    pub typed: String,
    /// Why the last try failed.
    pub complaint: String,
    /// What to do once it is saved.
    pub then: Option<Next>,
}

/// A file that does not open, and what could be opened instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenFile {
    pub path: PathBuf,
    /// Line, column and what was expected.
    pub why: String,
    pub backup: PathBuf,
}

/// What is known of a copy that a crash left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveredFacts {
    pub name: String,
    pub path: Option<PathBuf>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameDraft {
    pub name: String,
    pub by: String,
}

/// Which two states are compared, the older one first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedDraft {
    pub from: Against,
    pub to: Against,
    /// The path of another plan, as it is typed.
    pub typed: String,
    /// The same, once it is whole.
    pub file: Option<PathBuf>,
    /// Why that file cannot be compared with.
    pub complaint: String,
}

/// A state of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Against {
    Now,
    /// By its place.
    Baseline(usize),
    /// Another file.
    File,
}

impl ChangedDraft {
    /// What has changed since the newest of so many baselines; without one, since another file.
    pub fn since_newest(baselines: usize) -> Self {
        let from = baselines.checked_sub(1).map_or(Against::File, Against::Baseline);
        Self { from, to: Against::Now, typed: String::new(), file: None, complaint: String::new() }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PauseDraft {
    pub phases: PhaseScope,
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub by: String,
    pub reason: String,
}

/// A decision being written. Its evidence is taken when the dialog opens and recorded as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionDraft {
    pub kind: DecisionKind,
    pub phase: Option<PhaseId>,
    pub date: NaiveDate,
    pub text: String,
    pub who: String,
    pub evidence: Vec<Evidence>,
}

/// Something planned was really done, on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoneDraft {
    pub what: EventKind,
    pub planned: Option<NaiveDate>,
    pub date: NaiveDate,
    pub note: String,
}

/// A question about who manages what; what is not picked yet is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerDraft {
    /// In free words, as it was typed last.
    pub typed: String,
    /// What the words and the picks ask together: where they differ, the later one counts.
    pub asked: Understood,
}

impl OwnerDraft {
    /// A question about a day that names nothing yet.
    pub fn new(day: NaiveDate) -> Self {
        let asked = Understood { when: Some(When::On(day)), ..Understood::default() };
        Self { typed: String::new(), asked }
    }

    /// A question about one workload on one phase.
    pub fn of(workload: Workload, phase: PhaseId, day: NaiveDate) -> Self {
        let open = Self::new(day);
        let asked = Understood { workloads: vec![workload], phases: vec![phase], ..open.asked };
        Self { asked, ..open }
    }
}

/// Workloads that are to go back to Configuration Manager.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TakeBackDraft {
    pub workloads: Vec<Workload>,
    pub phases: PhaseScope,
    pub day: NaiveDate,
}
