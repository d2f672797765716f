//! The open plan and the only door through which it changes. It knows whether the plan differs from the
//! file, and which scenario is being worked on; it touches no disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::history::{History, Step};
use super::members::{Filed, Members, Seats};
use crate::fleet::Roster;
use crate::plan::{Edit, Plan, Refusal};

/// Names a press of the pointer on one control, so that all its edits are one step to undo.
pub type Gesture = u64;

#[derive(Clone, Debug)]
pub struct Document {
    plan: Arc<Plan>,
    /// The plan with the active scenario in place of its own schedule.
    shown: Arc<Plan>,
    /// What the file holds; none = there is no file, or it is not the plan's.
    saved: Option<Arc<Plan>>,
    path: Option<PathBuf>,
    scenario: Option<String>,
    members: Members,
    history: History,
    is_dirty: bool,
    revision: u64,
}

impl Document {
    /// A plan that was never saved: closing it asks.
    pub fn new(plan: Plan) -> Self {
        Self::with(Arc::new(plan), None, None)
    }

    /// A plan as read from `path`.
    pub fn opened(plan: Arc<Plan>, path: PathBuf) -> Self {
        Self::with(Arc::clone(&plan), Some(plan), Some(path))
    }

    /// A built-in example: it has no file of its own, and nothing is lost until it is changed.
    pub fn example(plan: Plan) -> Self {
        let plan = Arc::new(plan);
        Self::with(Arc::clone(&plan), Some(plan), None)
    }

    /// What a crash left: the plan as it was then, to be saved where it came from.
    pub fn recovered(plan: Plan, path: Option<PathBuf>, members: Option<Arc<Roster>>) -> Self {
        Self { members: Members::recovered(members), ..Self::with(Arc::new(plan), None, path) }
    }

    /// The plan as the file has it, with its own schedule.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// The plan as it is worked on: with the active scenario's schedule.
    pub fn shown(&self) -> &Arc<Plan> {
        &self.shown
    }

    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    pub fn scenario(&self) -> Option<&str> {
        self.scenario.as_deref()
    }

    /// Who is in which phase, where that is not in the file beside the plan yet.
    pub const fn members(&self) -> &Members {
        &self.members
    }

    /// Grows with every change of what is shown.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// The plan, or who is in its phases, differs from what was saved.
    pub const fn is_dirty(&self) -> bool {
        self.is_dirty
    }

    pub fn undo_label(&self) -> Option<&str> {
        self.history.undo_label()
    }

    pub fn redo_label(&self) -> Option<&str> {
        self.history.redo_label()
    }

    /// Changes the plan. While a scenario is active, edits of the schedule, the desk and the assumptions go
    /// into it. Edits of one gesture are one step. What changes nothing leaves no step.
    pub fn apply(&mut self, edit: &Edit, gesture: Option<Gesture>) -> Result<(), Refusal> {
        let (label, changed) = self.changed(edit)?;
        if changed == *self.plan {
            return Ok(());
        }
        let before = std::mem::replace(&mut self.plan, Arc::new(changed));
        self.history.record(before, label, gesture);
        if gesture.is_some() {
            let now = Arc::clone(&self.plan);
            self.history.forget_last_if(|before| *before == *now);
        }
        self.refresh();
        Ok(())
    }

    /// Changes the plan and who is in its phases, as one step. The members alone are a step too; it has `label`
    /// where there is no edit to name it.
    pub fn seat(&mut self, edit: Option<&Edit>, label: &str, seats: Option<Seats>) -> Result<(), Refusal> {
        let Some(seats) = seats else { return edit.map_or(Ok(()), |edit| self.apply(edit, None)) };
        let (label, changed) = match edit {
            Some(edit) => self.changed(edit)?,
            None => (label.to_owned(), Plan::clone(&self.plan)),
        };
        let before = Arc::clone(&self.plan);
        if changed != *before {
            self.plan = Arc::new(changed);
        }
        let members = self.members.replace(seats);
        self.history.record_members(before, label, members);
        self.refresh();
        Ok(())
    }

    /// The plan as it would be, and what the step is called.
    fn changed(&self, edit: &Edit) -> Result<(String, Plan), Refusal> {
        let edit = match &self.scenario {
            Some(scenario) => into_scenario(edit.clone(), scenario),
            None => edit.clone(),
        };
        let mut changed = Plan::clone(&self.plan);
        edit.apply(&mut changed)?;
        Ok((edit.label(&self.plan), changed))
    }

    pub fn end_gesture(&mut self) {
        self.history.end_gesture();
    }

    /// Takes the last step back; its label.
    pub fn undo(&mut self) -> Option<String> {
        let step = self.history.undo(Arc::clone(&self.plan), self.members.now())?;
        Some(self.cross(step))
    }

    pub fn redo(&mut self) -> Option<String> {
        let step = self.history.redo(Arc::clone(&self.plan), self.members.now())?;
        Some(self.cross(step))
    }

    fn cross(&mut self, step: Step) -> String {
        self.plan = step.plan;
        if let Some(members) = step.members {
            self.members.put(members);
        }
        self.refresh();
        step.label
    }

    /// Works on a scenario from now on, or on the plan's own schedule. An unknown name is the plan's own.
    pub fn choose_scenario(&mut self, name: Option<&str>) {
        self.scenario = name.map(str::to_owned);
        self.refresh();
    }

    /// `plan` is what `path` holds now.
    pub fn saved_as(&mut self, path: PathBuf, plan: Arc<Plan>) {
        self.path = Some(path);
        self.saved = Some(plan);
        self.refresh_dirty();
    }

    /// The file beside the plan holds these members now.
    pub fn members_saved(&mut self, filed: Filed) {
        self.members.saved(filed);
        self.refresh_dirty();
    }

    fn with(plan: Arc<Plan>, saved: Option<Arc<Plan>>, path: Option<PathBuf>) -> Self {
        let is_dirty = saved.is_none();
        let shown = Arc::clone(&plan);
        let (members, history) = Default::default();
        let revision = next_revision();
        Self { plan, shown, saved, path, scenario: None, members, history, is_dirty, revision }
    }

    fn refresh(&mut self) {
        let shown = self.scenario.as_deref().and_then(|name| self.plan.with_scenario(name));
        if shown.is_none() {
            self.scenario = None;
        }
        self.shown = shown.map_or_else(|| Arc::clone(&self.plan), Arc::new);
        self.revision = next_revision();
        self.refresh_dirty();
    }

    fn refresh_dirty(&mut self) {
        let is_saved = |saved: &Arc<Plan>| Arc::ptr_eq(saved, &self.plan) || **saved == *self.plan;
        self.is_dirty = !self.saved.as_ref().is_some_and(is_saved) || self.members.held().is_some();
    }
}

/// No two states of any plans share one, so that what is kept for one is never taken for another's.
fn next_revision() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

/// The edit as it is meant while a scenario is active.
fn into_scenario(edit: Edit, scenario: &str) -> Edit {
    match edit {
        Edit::Several { label, edits } => {
            let edits = edits.into_iter().map(|edit| into_scenario(edit, scenario)).collect();
            Edit::Several { label, edits }
        }
        edit if edit.fits_scenario() => {
            Edit::InScenario { scenario: scenario.to_owned(), edit: Box::new(edit) }
        }
        edit => edit,
    }
}
