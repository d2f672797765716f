//! What the list of tasks remembers between frames: how it is grouped, what it leaves out, the task in hand.

use crate::plan::TaskId;

#[derive(Clone, Debug, Default)]
pub struct TasksState {
    /// Which of the list's groupings, in their order.
    pub grouping: usize,
    /// Those that are done or not needed are listed too.
    pub with_settled: bool,
    /// The task whose fields are shown.
    pub chosen: Option<TaskId>,
    /// It was chosen elsewhere and is to be scrolled into view.
    pub is_to_be_seen: bool,
}

impl TasksState {
    /// Chooses a task from elsewhere.
    pub fn go_to(&mut self, task: TaskId) {
        self.chosen = Some(task);
        self.with_settled = true;
        self.is_to_be_seen = true;
    }
}
