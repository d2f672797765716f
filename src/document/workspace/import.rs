//! The screen of an import while it is open: which files, and what the person says of them.

use std::path::PathBuf;

use crate::files::Correction;
use crate::intake::{RuleText, Wish, ticket_conditions, ticket_conditions_words};
use crate::plan::{PhaseId, Plan};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportDraft {
    pub paths: Vec<PathBuf>,
    pub wish: Wish,
    /// The file whose details are seen, by its place in the list; none = all are folded.
    pub unfolded: Option<usize>,
    /// Fields that were matched to no column are listed too.
    pub has_all_fields: bool,
    /// The desktop has no file dialog: a path is typed.
    pub typed: Option<String>,
    /// Ticket rules as they are typed; none = those of the plan.
    pub ticket_rules: Option<Vec<TicketRuleDraft>>,
}

/// A ticket rule while it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketRuleDraft {
    /// None = the phase of the device that the ticket names.
    pub phase: Option<PhaseId>,
    /// Its conditions; what does not read says so and catches nothing.
    pub text: String,
}

impl TicketRuleDraft {
    /// Why it does not read.
    pub fn complaint(&self) -> Option<String> {
        if self.text.trim().is_empty() {
            return Some("Say what tells these tickets: category = Enrollment, text ~ intune".to_owned());
        }
        ticket_conditions(&self.text).err()
    }
}

impl ImportDraft {
    /// Adds files, each once.
    pub fn add(&mut self, paths: Vec<PathBuf>) {
        for path in paths {
            if !self.paths.contains(&path) {
                self.paths.push(path);
            }
        }
        // Of a single file everything is seen at once; of many first how they were read.
        self.unfolded =
            self.unfolded.filter(|_| self.paths.len() > 1).or((self.paths.len() == 1).then_some(0));
    }

    /// The rules as they are typed, else those that the plan keeps.
    pub fn ticket_rules(&self, plan: &Plan) -> Vec<TicketRuleDraft> {
        let of_plan = || {
            let text = |rule: &crate::plan::TicketRule| ticket_conditions_words(&rule.conditions);
            let draft =
                |rule: &crate::plan::TicketRule| TicketRuleDraft { phase: rule.phase, text: text(rule) };
            plan.ticket_rules.iter().map(draft).collect()
        };
        self.ticket_rules.clone().unwrap_or_else(of_plan)
    }

    pub fn set_ticket_rules(&mut self, plan: &Plan, rules: Vec<TicketRuleDraft>) {
        let name =
            |id| plan.phase(id).map_or_else(|| "(removed phase)".to_owned(), |phase| phase.name.clone());
        let read = |rule: &TicketRuleDraft| RuleText {
            phase: rule.phase.map_or_else(String::new, name),
            conditions: ticket_conditions(&rule.text).unwrap_or_default(),
        };
        self.wish.ticket_rules = Some(rules.iter().map(read).collect());
        self.ticket_rules = Some(rules);
    }

    /// Changes what is said of files with certain columns.
    pub fn correct(&mut self, key: &str, change: impl FnOnce(&mut Correction)) {
        let mut correction = self.wish.corrections.of(key).cloned().unwrap_or_default();
        change(&mut correction);
        self.wish.corrections.set(key, correction);
    }
}
