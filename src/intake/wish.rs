//! What a person says about files beyond what they say themselves, now and earlier.

use chrono::NaiveDate;

use super::{RuleText, Use};
use crate::files::corrections::{Correction, Corrections};
use crate::files::import::{Choices, Field, Kind};
use crate::fleet::{By, Rule};

/// What a person says about the files beyond what they say themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wish {
    /// The kind of all files; none = told by each file.
    pub kind: Option<Kind>,
    /// Columns by their names.
    pub columns: Vec<(Field, String)>,
    pub choices: Choices,
    /// What the estate is counted by; none = what the list says most about.
    pub by: Option<Vec<By>>,
    pub stale_after_days: Option<u64>,
    pub usage: Option<Use>,
    /// Which devices are which phase's, before the roster says so.
    pub phases: Vec<Rule>,
    /// Ticket rules in place of those that the plan keeps; none = those.
    pub ticket_rules: Option<Vec<RuleText>>,
    /// The day of lists that name none; none = the newest day in them, else the plan's status date.
    pub as_of: Option<NaiveDate>,
    /// What was said of files with the same columns; it gives way to all of the above.
    pub corrections: Corrections,
}

impl Wish {
    /// What holds for files with these columns.
    pub(super) fn of(&self, key: &str) -> Correction {
        let before = self.corrections.of(key).cloned().unwrap_or_default();
        let mut now = before.clone();
        if self.kind.is_some() && self.kind != before.kind {
            now.set_kind(self.kind);
        }
        for (field, column) in &self.columns {
            now.set_column(*field, Some(column.clone()));
        }
        Correction {
            order: self.choices.order.or(before.order),
            usage: self.usage.or(before.usage),
            by: self.by.clone().or(before.by),
            stale_after_days: self.stale_after_days.or(before.stale_after_days),
            ..now
        }
    }

    pub(super) fn choices(&self, said: &Correction) -> Choices {
        let written_ahead = said.written_ahead.unwrap_or(self.choices.written_ahead);
        let counted_ahead = said.counted_ahead.unwrap_or(self.choices.counted_ahead);
        Choices { order: said.order, written_ahead, counted_ahead }
    }

    /// Whether files with these columns read the same: what only tells how they count makes no difference.
    pub fn reads_like(&self, other: &Self, keys: &[&str]) -> bool {
        let of_reading = |wish: &Self, key: &str| Correction {
            usage: None,
            by: None,
            stale_after_days: None,
            ..wish.of(key)
        };
        let is_same = |key: &&str| of_reading(self, key) == of_reading(other, key);
        (self.kind, &self.choices) == (other.kind, &other.choices) && keys.iter().all(is_same)
    }
}
