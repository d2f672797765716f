//! The plan written anew: canonically over itself (`fmt`), or for other programs (`export`): as JSON, as a project
//! schedule, as a calendar, or its devices as groups.

use std::path::PathBuf;

use clap::ValueEnum;

use super::answer::Answer;
use super::table::{Column, table};
use crate::files::export::{PlanText, plan_text};
use crate::files::lock;
use crate::files::{self, groups, plan_file, roster, safe_folder, safe_write};
use crate::picture::format;
use crate::plan::Plan;

/// Rewrite the plan file canonically
#[derive(Debug, clap::Args)]
pub struct Format {
    /// The plan file
    plan: PathBuf,
}

impl Format {
    pub fn run(self) -> Answer {
        let opened = match plan_file::open(&self.plan) {
            Ok(opened) => opened,
            Err(error) => return Answer::from(&error),
        };
        let path = self.plan.display();
        let text = plan_file::to_ron(&opened.plan);
        if opened.stamp == files::Stamp::of(text.as_bytes()) {
            return Answer::message(format!("{path}: is canonical already"));
        }
        // Held while the file is replaced; a window that has it already is warned by what it finds.
        let lock = lock::take(&self.plan);
        if let Err(error) = plan_file::save(&self.plan, &opened.plan, Some(opened.stamp)) {
            return Answer::from(&error);
        }
        let mut answer = Answer::message(format!("{path}: rewritten"));
        answer.messages.extend(super::import::elsewhere(&lock, &self.plan));
        if opened.comments > 0 {
            let comments = if opened.comments == 1 { "comment was" } else { "comments were" };
            answer.messages.push(format!(
                "{} {comments} not kept; the file as it was is {}",
                opened.comments,
                safe_write::backup_of(&self.plan).display()
            ));
        }
        answer
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// The plan as it stands in its file, as JSON
    Json,
    /// Phases with rollout, soak, gate and switches as tasks with links, as XML of Microsoft Project
    Mspdi,
    /// Starts, gates, freezes, switches, communications and decisions, as a calendar
    Ics,
    /// A folder of device lists: of each phase, of each workload's pilot, and of all for auto-enrollment, for
    /// Entra groups and Configuration Manager collections
    Groups,
}

/// Write the plan for other programs
#[derive(Debug, clap::Args)]
pub struct Export {
    /// The plan file
    plan: PathBuf,
    /// What to write
    #[arg(long = "as", value_enum, value_name = "KIND")]
    kind: Kind,
    /// Where to write it: a file, or for groups a folder; all others go to the terminal or pipe without it
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

impl Export {
    pub fn run(self) -> Answer {
        let plan = match super::open(&self.plan) {
            Ok(plan) => plan,
            Err(answer) => return answer,
        };
        let kind = match self.kind {
            Kind::Groups => return self.groups(&plan),
            Kind::Mspdi => PlanText::Mspdi,
            Kind::Ics => PlanText::Ics,
            Kind::Json => PlanText::Json,
        };
        let text = match plan_text(&plan, kind) {
            Ok(text) => text,
            Err(why) => return Answer::file_trouble(why),
        };
        let Some(output) = self.output else { return Answer::result(text) };
        match safe_write::write(&output, text.as_bytes()) {
            Ok(()) => Answer::message(format!("{}: written", output.display())),
            Err(error) => Answer::from(&error),
        }
    }

    /// The devices of the roster beside the plan, as a folder of lists.
    fn groups(&self, plan: &Plan) -> Answer {
        let Some(output) = &self.output else {
            return Answer::wrong_use("groups are written into a folder: say which with -o");
        };
        let path = roster::beside(&self.plan);
        let opened = match roster::open(&path) {
            Ok(Some(opened)) => opened,
            Ok(None) => {
                return Answer::file_trouble(format!(
                    "{}: there is no such roster; `baton members` makes it",
                    path.display()
                ));
            }
            Err(error) => return Answer::from(&error),
        };
        let groups = groups::groups(plan, &opened.roster);
        let files = groups::files(plan, &groups);
        if let Err(error) = safe_folder::write(output, &files, groups::READ_ME) {
            return Answer::from(&error);
        }
        let mut answer = Answer::message(format!("{}: written", output.display()));
        answer.messages.extend(opened.notes);
        let rows: Vec<Vec<String>> = groups
            .iter()
            .map(|group| {
                let (objects, resources) = group.unknown();
                let numbers = [group.devices.len(), objects, resources].map(|n| format::count(n as u64));
                std::iter::once(group.collection.clone()).chain(numbers).collect()
            })
            .collect();
        let columns = [
            Column::Words("collection"),
            Column::Number("devices"),
            Column::Number("without object ID"),
            Column::Number("without ResourceID"),
        ];
        answer.result = table(&columns, &rows);
        answer
    }
}
