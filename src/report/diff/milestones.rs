//! What differs in a milestone, in words: its day, what it moves with, and whether it is done.

use super::words::{Both, day, state};
use crate::picture::format;
use crate::plan::wording as plain;
use crate::plan::{Milestone, Plan, Record};

pub(super) fn words(milestone: &Milestone, both: Both<'_>, (old, new): (&Plan, &Plan)) -> String {
    let name = milestone.kind.name();
    let name = if name.trim().is_empty() { "A milestone without a name".to_owned() } else { name };
    match both {
        (Some(Record::Milestone(was)), Some(Record::Milestone(is))) => {
            let done = match (was.done, is.done) {
                (false, true) => Some("done".to_owned()),
                (true, false) => Some("not done after all".to_owned()),
                _ => None,
            };
            let (before, after) = (milestone_day(was, old), milestone_day(is, new));
            let moved = (before != after).then(|| format!("{after} instead of {before}"));
            format!("{name}: {}.", moved.into_iter().chain(done).collect::<Vec<_>>().join("; "))
        }
        (was, is) => {
            let on = match milestone.moves_with() {
                Some(_) => format!(", {}", milestone_day(milestone, if is.is_some() { new } else { old })),
                None => milestone.date.map_or_else(String::new, |day| format!(" on {}", format::date(day))),
            };
            state(&format!("{name}{on}"), was, is)
        }
    }
}

/// `12 Apr 2027`, `10 working days after the gate of Wave 3`.
fn milestone_day(milestone: &Milestone, plan: &Plan) -> String {
    match milestone.moves_with() {
        Some(relative) => plain::milestone_day(relative, plan),
        None => day(milestone.date),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::{Anchor, MilestoneKind, PhaseId};
    use crate::report::sample_tests::{day, sample};

    #[test]
    fn a_milestone_that_moves_is_told_by_its_rule() {
        let plan = sample().plan;
        let kind = MilestoneKind::ConditionalAccess;
        let typed = Milestone::new(kind.clone(), Some(day(2026, 9, 1)));
        let moving = Milestone::moving(kind, Anchor::PhaseGate(PhaseId(2)), 10);
        let said = |was: Option<&Milestone>, is: Option<&Milestone>| {
            let record = |milestone: &Milestone| Record::Milestone(milestone.clone());
            let (was, is) = (was.map(record), is.map(record));
            words(
                is.as_ref().or(was.as_ref()).map_or(&typed, |record| match record {
                    Record::Milestone(milestone) => milestone,
                    _ => &typed,
                }),
                (was.as_ref(), is.as_ref()),
                (&plan, &plan),
            )
        };
        let changed = said(Some(&typed), Some(&moving));
        assert!(
            changed.contains("10 working days after the gate of Retail instead of 1 Sep 2026"),
            "{changed}"
        );
        let added = said(None, Some(&moving));
        assert!(added.contains(", 10 working days after the gate of Retail: added"), "{added}");
        let done = said(Some(&moving), Some(&moving.settled(Some(day(2026, 9, 25)))));
        assert!(
            done.contains("25 Sep 2026 instead of 10 working days after") && done.ends_with("done."),
            "{done}"
        );
    }
}
