//! What must hold for any lever of any plan: it reads back where it was moved, no device is lost, and the
//! plan is as sound as it was.

use std::collections::BTreeMap;

use baton::plan::*;
use proptest::prelude::*;

use crate::common::edits::{edits, small_plan};

/// Devices that the phases take from each segment.
fn taken(plan: &Plan) -> BTreeMap<SegmentId, u64> {
    let mut taken = BTreeMap::new();
    for take in plan.phases.iter().flat_map(|phase| &phase.takes) {
        *taken.entry(take.segment).or_default() += u64::from(take.devices);
    }
    taken.retain(|_, devices| *devices > 0);
    taken
}

fn errors(plan: &Plan) -> Vec<&'static str> {
    let errors = check(plan).into_iter().filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| problem.code).collect()
}

proptest! {
    #[test]
    fn any_lever_of_any_plan_goes_where_it_is_moved(edits in edits(), part in 0.0..=1.0_f64) {
        let mut plan = small_plan();
        for edit in &edits {
            let _ = edit.apply(&mut plan);
        }
        for lever in Lever::all(&plan) {
            let range = lever.range(&plan).unwrap();
            let now = lever.value(&plan).unwrap();
            prop_assert!(range.low <= range.high && range.step > 0.0, "{lever:?} {range:?}");
            prop_assert!(lever.is_toggle() || (range.low <= now && now <= range.high), "{lever:?} {now} {range:?}");
            prop_assert!(!lever.name(&plan).is_empty());
            let wanted = range.low + part * (range.high - range.low);
            let Some(edit) = lever.edit(&plan, wanted) else { continue };
            let mut after = plan.clone();
            prop_assert_eq!(edit.apply(&mut after), Ok(()), "{:?} to {}", lever, wanted);
            let read = lever.value(&after).unwrap();
            let is_whole = matches!(lever, Lever::Rate(_) | Lever::Size(_) | Lever::Soak | Lever::Freezes);
            let slack = if is_whole { 0.5 } else { 1e-6 * wanted.abs().max(1.0) };
            prop_assert!((read - wanted).abs() <= slack, "{lever:?} to {wanted} reads {read}");
            prop_assert_eq!(after.devices(), plan.devices(), "{:?}", lever);
            if !has_odd_takes(&plan) {
                prop_assert_eq!(taken(&after), taken(&plan), "{:?}", lever);
            }
            let (before, found) = (errors(&plan), errors(&after));
            // A slower plan may need more days than are computed: it says so, and its remedy makes it sound.
            let is_slower = matches!(lever, Lever::Rate(_) | Lever::Size(_) | Lever::Soak);
            let found = if is_slower { errors(&with_more_days(&after)) } else { found };
            prop_assert!(found.iter().all(|code| before.contains(code)), "{lever:?} to {wanted}: {found:?}");
            prop_assert_eq!(lever.edit(&after, read), None, "{:?} stands there", lever);
        }
    }
}

/// The plan with as many days computed as it asks for.
fn with_more_days(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    let asked = check(&plan).into_iter().find(|problem| problem.code == "horizon-too-short");
    if let Some(remedy) = asked.and_then(|problem| problem.remedy) {
        remedy.edit.apply(&mut plan).unwrap();
    }
    plan
}

/// Some take of no device, which a move clears away.
fn has_odd_takes(plan: &Plan) -> bool {
    plan.phases.iter().flat_map(|phase| &phase.takes).any(|take| take.devices == 0)
}
