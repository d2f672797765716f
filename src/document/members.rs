//! Which device is in which phase, while that is not written yet: it changes with the plan in one step, is taken
//! back with it, and is written when the plan is saved.

use std::sync::Arc;

use crate::files::Stamp;
use crate::files::roster::Expected;
use crate::fleet::Roster;

/// A roster as the file beside the plan has it.
#[derive(Clone, Debug)]
pub struct Filed {
    /// An empty one where there is no file.
    pub roster: Arc<Roster>,
    pub stamp: Option<Stamp>,
}

/// A roster that is to take the place of another.
#[derive(Clone, Debug)]
pub struct Seats {
    /// The file's; none = what the document holds stands in its place already.
    pub filed: Option<Filed>,
    pub after: Arc<Roster>,
}

/// What the document holds of it.
#[derive(Clone, Debug, Default)]
pub struct Members {
    /// None = as the file has it.
    held: Option<Arc<Roster>>,
    /// The file as it was read or written last; none = never.
    filed: Option<Filed>,
}

impl Members {
    /// As a crash left them.
    pub(super) const fn recovered(held: Option<Arc<Roster>>) -> Self {
        Self { held, filed: None }
    }

    pub const fn held(&self) -> Option<&Arc<Roster>> {
        self.held.as_ref()
    }

    /// What the file must be to be written over.
    pub fn expected(&self) -> Expected {
        self.filed.as_ref().map_or(Expected::Anything, |filed| Expected::opened(filed.stamp))
    }

    /// What is held or in the file.
    pub(super) fn now(&self) -> Option<Arc<Roster>> {
        self.held.clone().or_else(|| self.filed.as_ref().map(|filed| Arc::clone(&filed.roster)))
    }

    pub(super) fn put(&mut self, roster: Arc<Roster>) {
        let is_filed = self.filed.as_ref().is_some_and(|filed| Arc::ptr_eq(&filed.roster, &roster));
        self.held = (!is_filed).then_some(roster);
    }

    /// Takes others in; what stood there before.
    pub(super) fn replace(&mut self, seats: Seats) -> Option<Arc<Roster>> {
        if self.held.is_none() && seats.filed.is_some() {
            self.filed = seats.filed;
        }
        let before = self.now();
        self.put(seats.after);
        before
    }

    /// The file holds this one now.
    pub(super) fn saved(&mut self, filed: Filed) {
        let held = self.held.take();
        self.filed = Some(filed);
        if let Some(held) = held {
            self.put(held);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::fleet::{Rule, Share};
    use crate::plan::{Edit, PhaseId, Plan, Setting};

    fn roster(phase: u32) -> Arc<Roster> {
        let rule = Rule { phase: PhaseId(phase), only: Vec::new(), share: Share::All };
        Arc::new(Roster::seat(vec![rule], Arc::default(), &Roster::default()))
    }

    /// The phase of the rule that is to be written, if one is.
    fn held(document: &Document) -> Option<u32> {
        document.members().held().map(|roster| roster.rules().first().map_or(0, |rule| rule.phase.0))
    }

    #[test]
    fn members_are_taken_back_with_their_step_and_are_dirty_while_the_file_has_others() {
        let plan = Arc::new(Plan::new("Test", "2026-06-01".parse().unwrap()));
        let mut document = Document::opened(plan, "/plans/a.baton.ron".into());
        let file = Filed { roster: Arc::default(), stamp: None };
        let name = |name: &str| Edit::Set(Setting::Name(name.into()));
        let first = Seats { filed: Some(file), after: roster(1) };
        document.seat(Some(&name("One")), "", Some(first)).unwrap();
        document.apply(&name("Two"), None).unwrap();
        document.seat(None, "Set members", Some(Seats { filed: None, after: roster(2) })).unwrap();
        assert_eq!((held(&document), document.undo_label()), (Some(2), Some("Set members")));
        assert_eq!(document.members().expected(), Expected::NoFile, "there was no file");
        document.undo();
        assert_eq!((held(&document), document.plan().name.as_str()), (Some(1), "Two"));
        document.undo();
        assert_eq!(held(&document), Some(1), "that step was none of theirs");
        document.undo();
        assert_eq!((held(&document), document.is_dirty()), (None, false), "as the file has it");
        for _ in 0..3 {
            document.redo();
        }
        assert_eq!((held(&document), document.is_dirty()), (Some(2), true));

        let stamp = Some(Stamp::of(b"two"));
        let saved = Filed { roster: document.members().held().cloned().unwrap(), stamp };
        document.members_saved(saved);
        document.saved_as("/plans/a.baton.ron".into(), Arc::clone(document.plan()));
        assert_eq!((held(&document), document.is_dirty()), (None, false));
        document.undo();
        assert_eq!((held(&document), document.is_dirty()), (Some(1), true), "the file has others now");
        assert_eq!(document.members().expected(), Expected::opened(stamp));
        document.redo();
        assert_eq!((held(&document), document.is_dirty()), (None, false));
    }

    #[test]
    fn a_refused_edit_seats_nobody() {
        let plan = Arc::new(Plan::new("Test", "2026-06-01".parse().unwrap()));
        let mut document = Document::opened(plan, "/plans/a.baton.ron".into());
        let edit = Edit::MovePhase { phase: PhaseId(7), to: 0 };
        let seats = Seats { filed: None, after: roster(1) };
        assert!(document.seat(Some(&edit), "", Some(seats)).is_err());
        assert_eq!((held(&document), document.undo_label(), document.is_dirty()), (None, None, false));
    }
}
