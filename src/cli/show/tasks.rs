//! What people have to do around the moves, as `baton show` prints it: what is late and what comes within four
//! weeks; as JSON every task.

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::table::{Column, table};
use crate::report::Situation;
use crate::report::tasks::{self, Grouping, TaskLine};

/// The open tasks that are late or due within four weeks.
pub fn text(at: &Situation<'_>) -> Option<String> {
    if at.plan.tasks.is_empty() {
        return None;
    }
    let list = tasks::list(at, Grouping::Date, false);
    let columns =
        [Column::Words("Task"), Column::Words("Due"), Column::Words("Owner"), Column::Words("Belongs to")];
    let row =
        |line: &TaskLine| vec![line.name.clone(), line.when.clone(), line.owner.clone(), line.rule.clone()];
    let near = list.groups.iter().filter(|group| group.is_near);
    let rows: Vec<Vec<String>> = near.flat_map(|group| group.lines.iter().map(row)).collect();
    let head = format!("Tasks: {}\n", list.subtitle);
    Some(if rows.is_empty() { head } else { format!("{head}{}", table(&columns, &rows)) })
}

#[derive(Serialize)]
pub struct TaskStanding {
    id: u32,
    name: String,
    kind: &'static str,
    state: &'static str,
    owner: String,
    due: Option<NaiveDate>,
    rule: String,
    blocking: bool,
}

/// Every task in the order of its date.
pub fn standing(at: &Situation<'_>) -> Vec<TaskStanding> {
    let list = tasks::list(at, Grouping::Date, true);
    let mut all: Vec<TaskStanding> = list
        .groups
        .into_iter()
        .flat_map(|group| group.lines)
        .map(|line| TaskStanding {
            id: line.id.0,
            name: line.name,
            kind: line.kind.name(),
            state: line.state.name(),
            owner: line.owner,
            due: line.due,
            rule: line.rule,
            blocking: line.is_blocking,
        })
        .collect();
    all.sort_by_key(|task| (task.due.is_none(), task.due, task.id));
    all
}
