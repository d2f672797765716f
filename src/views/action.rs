//! What the user meant, in the user's words. Actions run after the frame, first to last; views never wait
//! for what they do.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::document::{Dialog, Exported, Gesture, Next, NoticeId, Page, Picture, Settings};
use crate::forecast::pilot::Question;
use crate::plan::{Edit, EventKind, Lever, PhaseId, Place, Plan};

#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    // The plan
    /// Changes the plan: one step to undo.
    Edit(Edit),
    /// Changes the plan while something is dragged: all edits of one gesture are one step.
    EditInGesture {
        edit: Edit,
        gesture: Gesture,
    },
    Undo,
    Redo,
    SetStatusDate(NaiveDate),
    /// Works on a scenario, or with none on the plan's own schedule.
    ChooseScenario(Option<String>),
    /// Asks what the edit would come to in simulated futures; the plan is not changed.
    Preview(Box<Edit>),
    /// Holds a lever elsewhere to see what comes of it; the plan is not changed.
    Try(Lever, f64),
    /// Puts every lever back to where the plan has it.
    StopTrying,

    // Where the user is
    Go(Page),
    /// Goes to where a problem can be seen to.
    GoTo(Place),
    /// Goes to the phase's dashboard.
    OpenPhase(PhaseId),
    /// Chooses a phase without leaving the page.
    SelectPhase(PhaseId),
    /// Goes to what is gained, with the days of another share of devices in percent if one is given.
    ShowGained(Option<u32>),
    Present,
    /// From this slide on, counted from 0.
    PresentFrom(usize),
    StopPresenting,
    /// Goes to the settings of presenting, to the slide with this key.
    EditSlides(Option<String>),

    // Dialogs
    Ask(Dialog),
    /// Opens the dialog that sizes a pilot.
    AskPilot(PhaseId),
    /// Simulates pilots to answer the question, of the size wished for if one is.
    SizePilot(Question, Option<u32>),
    /// Opens the dialog with the members of phases, for one of them or for all.
    AskMembers(Option<PhaseId>),
    /// Keeps the members that the open dialog has tried.
    KeepMembers,
    /// Opens the pause dialog, for one phase or for all.
    AskPause(Option<PhaseId>),
    /// Opens the decision dialog with the evidence of this moment.
    AskDecision(Option<PhaseId>),
    /// Opens the dialog that records an event as done.
    AskDone(EventKind),
    AskFreezeBaseline,
    /// Freezes the schedule and its expected course.
    FreezeBaseline {
        name: String,
        by: String,
    },
    AskSaveScenario,
    OpenPalette,
    ShowProblems(bool),

    /// About what leaves the program.
    Out(Out),

    // Files
    /// Asks for files of other programs to import.
    AskImport,
    /// Shows what these files would change in the plan.
    ImportFiles(Vec<PathBuf>),
    /// Makes the change that the open import proposes.
    Import,
    AskNewPlan,
    /// Opens the plan that the New plan dialog made.
    CreatePlan(Box<Plan>),
    Open,
    OpenPath(PathBuf),
    OpenExample(String),
    /// Opens a backup in the place of the plan it is of; nothing is written until it is saved.
    OpenBackup {
        backup: PathBuf,
        of: PathBuf,
    },
    Save,
    SaveAs,
    SaveTo {
        path: PathBuf,
        then: Option<Next>,
    },
    /// Over a file that somebody else has written meanwhile.
    SaveOver,
    Revert,
    /// Takes over what a crash left, or throws it away.
    Recover(bool),
    /// The question about it is put off to the next start.
    RecoverLater,
    /// Back to the welcome page.
    Close,
    ForgetRecent(PathBuf),
    Quit,
    /// Unsaved changes are given up, then this is done.
    DiscardThen(Next),
    /// Saves, and when that worked does this.
    SaveThen(Next),

    // The program
    ChangeSettings(Settings),
    TextLarger(bool),
    DismissNotice(NoticeId),
    /// Tells the user that something was done.
    Say(String),
}

/// What is shown to others and written for them.
#[derive(Clone, Debug, PartialEq)]
pub enum Out {
    /// Asks for a picture that becomes the plan's logo.
    AskLogo,
    TakeLogo(PathBuf),
    /// Asks for the plan file that *What changed* compares with.
    AskOtherPlan,
    /// Opens the dialog that writes the steering pack.
    AskPack,
    AskPackFolder,
    /// Makes what that dialog asks for.
    WritePack,
    StopPacking,
    /// Opens the dialog that writes the plan for other programs.
    AskExport,
    ChooseExport(Exported),
    AskExportPath,
    /// Writes what that dialog asks for.
    Export,
    /// Asks where a chart is to be saved.
    SavePicture(Picture),
    /// A chart is in the clipboard; with the characters that stand as boxes in it.
    Copied(Option<String>),
}

/// What was meant during one frame, in order.
#[derive(Debug, Default)]
pub struct Actions(Vec<Action>);

impl Actions {
    pub fn push(&mut self, action: Action) {
        self.0.push(action);
    }

    /// Changes the plan by one step.
    pub fn edit(&mut self, edit: impl Into<Edit>) {
        self.push(Action::Edit(edit.into()));
    }

    /// Changes the plan if there is anything to change.
    pub fn push_edit(&mut self, edit: Option<Edit>) {
        self.0.extend(edit.map(Action::Edit));
    }

    /// Changes the plan by fields of `ui`: while one of its numbers is dragged all edits are one step.
    pub fn edit_within(&mut self, ui: &egui::Ui, edit: impl Into<Edit>) {
        let edit = edit.into();
        self.push(if ui.input(|input| input.pointer.any_down()) {
            Action::EditInGesture { edit, gesture: ui.scope_id().value() }
        } else {
            Action::Edit(edit)
        });
    }

    /// Changes the plan while `response`'s widget is dragged. All its edits are one step.
    pub fn edit_while_dragging(&mut self, response: &egui::Response, edit: impl Into<Edit>) {
        self.push(Action::EditInGesture { edit: edit.into(), gesture: response.id.value() });
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn take(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.0)
    }
}
