//! The dialog that says which devices are in which phase, while it is open: the rules as they are typed.

use std::path::PathBuf;
use std::sync::Arc;

use crate::fleet::{Condition, Rule, Share, conditions_text};
use crate::plan::PhaseId;

/// A rule while it is typed.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleDraft {
    pub phase: PhaseId,
    pub share: Share,
    /// Its conditions as text; what does not read says so and catches nobody.
    pub only: String,
    /// Devices by their names; none = it does not go by a list.
    pub listed: Option<Arc<[String]>>,
}

impl RuleDraft {
    pub const fn new(phase: PhaseId) -> Self {
        Self { phase, share: Share::All, only: String::new(), listed: None }
    }

    pub fn of(rule: &Rule) -> Self {
        let (mut columns, mut listed) = (Vec::new(), None);
        for condition in &rule.only {
            match condition {
                Condition::Listed(names) if listed.is_none() => listed = Some(names.as_slice().into()),
                other => columns.push(other.clone()),
            }
        }
        Self { phase: rule.phase, share: rule.share.clone(), only: conditions_text(&columns), listed }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct MembersDraft {
    /// None until the roster that is there was read.
    pub rules: Option<Vec<RuleDraft>>,
    /// The rule that is open for changes, by its place.
    pub chosen: usize,
    /// Lists of devices that take the place of the roster's.
    pub paths: Vec<PathBuf>,
    /// The desktop has no file dialog: a path is typed.
    pub typed: Option<String>,
    /// The phase that the dialog was opened for.
    pub phase: Option<PhaseId>,
}

impl MembersDraft {
    pub fn open(phase: Option<PhaseId>) -> Self {
        Self { phase, ..Self::default() }
    }

    /// Takes these lists, each once, in place of those that were chosen before.
    pub fn choose(&mut self, paths: Vec<PathBuf>) {
        self.paths.clear();
        for path in paths {
            if !self.paths.contains(&path) {
                self.paths.push(path);
            }
        }
    }

    /// Takes the rules of the roster over, and opens the one of the phase that was asked for.
    pub fn begin(&mut self, rules: &[Rule]) {
        if self.rules.is_some() {
            return;
        }
        let of_phase = rules.iter().position(|rule| Some(rule.phase) == self.phase);
        self.chosen = of_phase.unwrap_or(0);
        self.rules = Some(rules.iter().map(RuleDraft::of).collect());
    }
}
