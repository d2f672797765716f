//! What files that were read would change in a plan: one edit, said in sentences before it is made. Reading
//! is the files' business, and nothing here changes a plan.

mod calendar;
mod counted;
mod desk;
mod enrollment;
mod estate;
mod failures;
mod lists;
mod members;
mod noting;
mod observing;
mod positions;
mod reading;
mod refused;
mod staying;
mod telling;
mod ticket_lists;
mod ticket_rules;
mod tickets;
mod unmatched;
mod wish;

pub use crate::files::import::calendar::Use;
pub use calendar::calendar;
pub use desk::desk;
pub use enrollment::{Evidence, enrollment};
pub use estate::{Counting, estate};
pub use members::members;
pub use positions::positions;
pub use reading::{FileReport, Intake, calendar_range};
pub use telling::{Named, Telling, phase_called};
pub use ticket_rules::{RuleText, rule_words, ticket_conditions, ticket_conditions_words};
pub use tickets::{Caught, tickets};
pub use wish::Wish;

use crate::plan::Edit;

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposal {
    /// None = nothing would change.
    pub edit: Option<Edit>,
    /// What would change, a sentence each.
    pub says: Vec<String>,
    /// What a person should know before.
    pub warns: Vec<String>,
    /// Which tickets each rule catches, to be looked at and never kept.
    pub caught: Vec<Caught>,
}

impl Proposal {
    fn of(label: &str, edits: Vec<Edit>, says: Vec<String>) -> Self {
        let edit = (!edits.is_empty()).then(|| Edit::Several { label: label.to_owned(), edits });
        Self { edit, says, ..Self::default() }
    }

    fn warn(mut self, warning: Option<String>) -> Self {
        self.warns.extend(warning);
        self
    }

    /// Two imports as one step.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let edit = match (self.edit, other.edit) {
            (Some(Edit::Several { label, mut edits }), Some(Edit::Several { edits: more, .. })) => {
                edits.extend(more);
                Some(Edit::Several { label, edits })
            }
            (edit, more) => edit.or(more),
        };
        let says = self.says.into_iter().chain(other.says).collect();
        let warns = self.warns.into_iter().chain(other.warns).collect();
        let caught = self.caught.into_iter().chain(other.caught).collect();
        Self { edit, says, warns, caught }
    }
}
