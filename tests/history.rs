//! Undo and redo over random edits: all the way back is the start, all the way on is the end, and a plan
//! is unsaved exactly while it differs from its file.

use std::path::PathBuf;
use std::sync::Arc;

use baton::document::Document;
use baton::plan::{Edit, Plan, Setting};
use proptest::prelude::*;

use crate::common::edits::{edits, small_plan};

fn open(plan: Plan) -> Document {
    Document::opened(Arc::new(plan), PathBuf::from("/plans/a.baton.ron"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn back_to_the_start_and_on_to_the_end(edits in edits()) {
        let mut document = open(small_plan());
        let mut states = vec![Arc::clone(document.plan())];
        for edit in &edits {
            let before = Arc::clone(document.plan());
            let is_refused = document.apply(edit, None).is_err();
            prop_assert!(!is_refused || *document.plan() == before, "a refusal changes nothing");
            if *document.plan() != before {
                prop_assert!(document.undo_label().is_some_and(|label| !label.is_empty()));
                states.push(Arc::clone(document.plan()));
            }
        }
        for state in states.iter().rev() {
            prop_assert_eq!(document.plan(), state);
            prop_assert_eq!(document.is_dirty(), **state != *states[0]);
            document.undo();
        }
        prop_assert!(document.undo().is_none() && document.undo_label().is_none());
        for state in &states {
            prop_assert_eq!(document.plan(), state);
            document.redo();
        }
        prop_assert!(document.redo().is_none());
    }

    #[test]
    fn saving_in_the_middle_makes_that_the_clean_state(edits in edits(), at in 0usize..24) {
        let mut document = open(small_plan());
        let mut saved = Arc::clone(document.plan());
        for (n, edit) in edits.iter().enumerate() {
            let _ = document.apply(edit, None);
            if n == at {
                saved = Arc::clone(document.plan());
                document.saved_as(PathBuf::from("/plans/b.baton.ron"), Arc::clone(&saved));
            }
        }
        loop {
            prop_assert_eq!(document.is_dirty(), *document.plan() != saved);
            if document.undo().is_none() {
                break;
            }
        }
    }

    #[test]
    fn a_gesture_is_one_step_however_many_edits_it_has(edits in edits()) {
        let mut document = open(small_plan());
        let start = Arc::clone(document.plan());
        for edit in &edits {
            let _ = document.apply(edit, Some(7));
        }
        let end = Arc::clone(document.plan());
        document.end_gesture();
        if end == start {
            prop_assert!(document.undo_label().is_none(), "a gesture that ended where it began leaves no step");
        } else {
            document.undo();
            prop_assert_eq!(document.plan(), &start);
            document.redo();
            prop_assert_eq!(document.plan(), &end);
        }
    }

    #[test]
    fn what_is_done_in_a_scenario_leaves_the_plan_s_own_schedule_alone(edits in edits()) {
        let mut document = open(small_plan());
        let own = |plan: &Plan| (plan.phases.clone(), plan.workloads.clone(), plan.calendar.clone(), plan.desk.clone());
        let before = own(document.plan());
        document.choose_scenario(Some("Faster"));
        for edit in &edits {
            let is_addressed = matches!(edit, Edit::Set(Setting::StatusDate(_)));
            let _ = document.apply(edit, None);
            if is_addressed || document.scenario().is_none() {
                break;
            }
            prop_assert_eq!(&own(document.plan()), &before);
        }
    }
}

#[test]
fn two_presses_on_one_control_are_two_steps() {
    let mut document = open(small_plan());
    let name = |name: &str| Edit::Set(Setting::Name(name.into()));
    document.apply(&name("a"), Some(1)).unwrap();
    document.apply(&name("ab"), Some(1)).unwrap();
    document.end_gesture();
    document.apply(&name("abc"), Some(1)).unwrap();
    document.undo();
    assert_eq!(document.plan().name, "ab");
    document.undo();
    assert_eq!(document.plan().name, "Small");
    assert!(document.undo().is_none());
}

#[test]
fn a_plan_that_was_never_saved_is_unsaved_and_an_example_is_not() {
    assert!(Document::new(small_plan()).is_dirty());
    assert!(!Document::example(small_plan()).is_dirty());
    let mut recovered = Document::recovered(small_plan(), None, None);
    assert!(recovered.is_dirty());
    recovered.saved_as("/plans/a.ron".into(), Arc::clone(recovered.plan()));
    assert!(!recovered.is_dirty());
}
