//! What the rules of the open dialog come to, as they were tried last.

use std::path::PathBuf;
use std::sync::Arc;

use crate::document::{MembersDraft, RuleDraft, Seats};
use crate::fleet::Roster;
use crate::intake::{Intake, Proposal};

#[derive(Clone, Copy, Default)]
pub struct MembersSeen<'a> {
    /// None until the roster was read.
    pub read: Option<&'a MembersRead>,
    /// It is of the plan as it stands.
    pub is_of_plan: bool,
    /// Bytes read of all bytes of the lists, while a job is at it.
    pub progress: Option<(u64, u64)>,
}

/// A roster and lists, the rules as they are typed, and what they would change in the plan.
pub struct MembersRead {
    /// None = the roster's own.
    pub rules: Option<Vec<RuleDraft>>,
    pub paths: Vec<PathBuf>,
    /// For each rule why it does not read.
    pub complaints: Vec<Option<String>>,
    pub intake: Arc<Intake>,
    pub roster: Arc<Roster>,
    /// What takes the place of the roster that stands; none = it is the same.
    pub seats: Option<Seats>,
    pub proposal: Proposal,
    /// Devices that the lists do not have any more.
    pub gone: usize,
    /// What a person should know.
    pub warnings: Vec<String>,
    /// Why the roster that is there cannot be read.
    pub trouble: Option<String>,
}

impl<'a> MembersSeen<'a> {
    /// What was tried, if it is what the dialog asks for now.
    pub fn current(&self, draft: &MembersDraft) -> Option<&'a MembersRead> {
        self.read.filter(|read| self.is_of_plan && read.paths == draft.paths && read.rules == draft.rules)
    }
}
