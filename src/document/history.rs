//! The plans before and after the one that is open, each with the label of the step between them.
//! A step is a whole plan behind an `Arc`; what an edit means is not known here.

use std::sync::Arc;

use crate::fleet::Roster;
use crate::plan::Plan;

/// One change as it can be undone or done again.
#[derive(Clone, Debug)]
pub struct Step {
    /// The plan on the other side of the step.
    pub plan: Arc<Plan>,
    /// In the user's words: "Move start of Wave 2".
    pub label: String,
    /// Who is in which phase on the other side, where the step changes that.
    pub members: Option<Arc<Roster>>,
    /// Edits of one gesture are one step.
    gesture: Option<u64>,
}

#[derive(Clone, Debug, Default)]
pub struct History {
    undo: Vec<Step>,
    redo: Vec<Step>,
}

/// Steps that are kept, however small the plan.
const MOST_STEPS: usize = 400;
/// Figures (counts of a baseline, mostly) that all kept steps may hold together: about 200 MB.
const MOST_FIGURES: usize = 50_000_000;

impl History {
    /// Notes that `before` was changed under `label`. Within one gesture the first plan and the last label count.
    pub fn record(&mut self, before: Arc<Plan>, label: String, gesture: Option<u64>) {
        self.redo.clear();
        if let Some(last) = self.undo.last_mut()
            && gesture.is_some()
            && last.gesture == gesture
        {
            last.label = label;
            return;
        }
        self.push(Step { plan: before, label, members: None, gesture });
    }

    /// Notes a change of the phases' members, which is a step even where the plan stays as it was.
    pub fn record_members(&mut self, before: Arc<Plan>, label: String, members: Option<Arc<Roster>>) {
        self.redo.clear();
        self.push(Step { plan: before, label, members, gesture: None });
    }

    fn push(&mut self, step: Step) {
        self.undo.push(step);
        self.make_room();
    }

    /// The gesture is over: the same widget begins a step of its own next time.
    pub fn end_gesture(&mut self) {
        if let Some(last) = self.undo.last_mut() {
            last.gesture = None;
        }
    }

    /// A gesture that ended where it began leaves no step behind.
    pub fn forget_last_if(&mut self, unchanged: impl FnOnce(&Plan) -> bool) {
        if self.undo.last().is_some_and(|step| unchanged(&step.plan)) {
            self.undo.pop();
        }
    }

    /// The plan before the last step; `now`, with the members of its phases, becomes what redo leads back to.
    pub fn undo(&mut self, now: Arc<Plan>, members: Option<Arc<Roster>>) -> Option<Step> {
        let step = self.undo.pop()?;
        self.redo.push(step.from(now, members));
        Some(step)
    }

    pub fn redo(&mut self, now: Arc<Plan>, members: Option<Arc<Roster>>) -> Option<Step> {
        let step = self.redo.pop()?;
        self.undo.push(step.from(now, members));
        Some(step)
    }

    pub fn undo_label(&self) -> Option<&str> {
        self.undo.last().map(|step| step.label.as_str())
    }

    pub fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|step| step.label.as_str())
    }

    fn make_room(&mut self) {
        let figures = self.undo.last().map_or(1, Step::figures).max(1);
        let most = (MOST_FIGURES / figures).clamp(20, MOST_STEPS);
        let excess = self.undo.len().saturating_sub(most);
        self.undo.drain(..excess);
    }
}

impl Step {
    /// The same step seen from where it leads to.
    fn from(&self, plan: Arc<Plan>, members: Option<Arc<Roster>>) -> Self {
        let members = members.filter(|_| self.members.is_some());
        Self { plan, label: self.label.clone(), members, gesture: None }
    }

    fn figures(&self) -> usize {
        figures(&self.plan) + self.members.as_ref().map_or(0, |members| members.fleet().len() * 20)
    }
}

/// A measure of a plan's size; exact enough to keep a very large one from filling the memory.
fn figures(plan: &Plan) -> usize {
    let baselines: usize = plan.baselines.iter().map(|b| b.days.len() * (b.phases.len() + 15)).sum();
    let scenarios = plan.scenarios.len() * plan.phases.len() * 80;
    let actuals: usize = plan.actuals.phases.iter().map(|p| (p.stocks.len() + p.flows.len()) * 10).sum();
    baselines + scenarios + actuals + plan.phases.len() * 80 + plan.actuals.desk.len() * 10
}
