//! What must hold for any edit of any plan: it never panics, a refusal changes nothing, lists stay in order.
//! How single edits behave is tested beside them.

use baton::plan::diff::{Cause, Difference, differences, steps};
use baton::plan::*;
use proptest::prelude::*;

use crate::common::edits::{edits, small_plan};

proptest! {
    #[test]
    fn any_run_of_edits_leaves_a_plan_in_order(edits in edits()) {
        let mut plan = small_plan();
        for edit in &edits {
            let before = plan.clone();
            prop_assert!(!edit.label(&before).trim().is_empty());
            if edit.apply(&mut plan).is_err() {
                prop_assert_eq!(&plan, &before);
                prop_assert!(edit.changes_nothing(&before));
            } else {
                prop_assert_eq!(edit.changes_nothing(&before), plan == before);
            }
            let mut ordered = plan.clone();
            ordered.put_in_order();
            prop_assert_eq!(&ordered, &plan);
            prop_assert_eq!(names_nobody_unknown(&plan), None);
        }
    }

    #[test]
    fn every_remedy_of_any_plan_mends_what_it_is_for(edits in edits()) {
        let mut plan = small_plan();
        for edit in &edits {
            let _ = edit.apply(&mut plan);
        }
        for problem in check(&plan) {
            let Some(remedy) = &problem.remedy else { continue };
            let mut mended = plan.clone();
            prop_assert_eq!(remedy.edit.apply(&mut mended), Ok(()), "{}", problem.text);
            let left = check(&mended);
            prop_assert!(!left.contains(&problem), "“{}” leaves: {}", remedy.label, problem.text);
        }
    }

    #[test]
    fn two_states_differ_where_the_differences_say_so(edits in edits()) {
        let before = small_plan();
        let mut after = small_plan();
        for edit in &edits {
            let _ = edit.apply(&mut after);
        }
        let found = differences(&before, &after);
        prop_assert_eq!(found.is_empty(), before == after, "{:?}", found);
        let back = differences(&after, &before);
        prop_assert_eq!(found.len(), back.len());
        let steps = steps(&before, &after);
        if let Some(last) = steps.last() {
            prop_assert_eq!(&last.plan, &after);
        }
        let moves = |of: &[Difference]| of.iter().any(|difference| difference.cause() != Cause::Words);
        prop_assert!(!steps.is_empty() || !moves(&found));
        prop_assert!(steps.is_empty() || !found.is_empty());
    }

    #[test]
    fn saying_the_same_twice_changes_nothing_more(edits in edits()) {
        let mut plan = small_plan();
        for edit in &edits {
            let once = edit.apply(&mut plan);
            if once.is_ok() && matches!(edit, Edit::Put(_) | Edit::Set(_)) {
                prop_assert!(edit.changes_nothing(&plan), "{edit:?}");
            }
        }
    }
}

/// The first place that names a phase which no schedule has.
fn names_nobody_unknown(plan: &Plan) -> Option<String> {
    let actuals = &plan.actuals;
    let shared = actuals.phases.iter().map(|a| a.phase);
    let shared = shared.chain(actuals.measurements.iter().map(|m| m.phase));
    let shared = shared.chain(actuals.sign_offs.iter().map(|s| s.phase));
    let shared = shared.chain(plan.prerequisites.iter().filter_map(|p| p.blocks));
    let shared = shared.chain(plan.tasks.iter().filter_map(|t| t.anchor.phase()));
    let shared = shared.chain(plan.decisions.iter().filter_map(|d| d.phase));
    let mut shared = shared.chain(plan.questions.iter().filter_map(|q| q.phase));
    if let Some(phase) = shared.find(|phase| !plan.knows_phase(*phase)) {
        return Some(format!("{phase:?} outside the schedule"));
    }
    let cells = plan.workloads.iter().flat_map(|row| row.cells.iter().map(|cell| cell.phase));
    let scopes =
        plan.calendar.pauses.iter().map(|p| &p.phases).chain(plan.switch_backs.iter().map(|s| &s.phases));
    let scoped = scopes.flat_map(|scope| match scope {
        PhaseScope::All => Vec::new(),
        PhaseScope::Only(phases) => phases.clone(),
    });
    let sliders = plan.workloads.iter().filter_map(|row| match row.full {
        FullSwitch::AfterGate { phase, .. } => Some(phase),
        _ => None,
    });
    let mut own = cells.chain(scoped).chain(sliders);
    own.find(|phase| plan.phase(*phase).is_none()).map(|phase| format!("{phase:?} in the schedule"))
}
