//! The drawings of the Readiness page: what they say, and that they hold together whatever they are given.

use super::dumbbell::{self, DumbbellInput, DumbbellRow, Remark};
use super::eligibility::{self, EligibilityInput};
use super::legend::Heading;
use super::soundness_tests::{assert_sound, keys, words};
use crate::forecast::{Standing, outlook, standings};
use crate::plan::{Plan, Segment, SegmentId};
use proptest::prelude::*;

fn estate(devices: u32, [update, join, ineligible, stale, unknown]: [u32; 5]) -> EligibilityInput {
    let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
    plan.estate.segments = vec![Segment {
        needs_os_update: update,
        needs_join: join,
        ineligible,
        stale,
        unknown,
        ..Segment::new(SegmentId(1), "HQ", devices)
    }];
    EligibilityInput {
        heading: Some(Heading::new("Eligibility of the estate", "Windows devices")),
        standings: standings(&plan, &outlook(&plan)).into_iter().sum(),
        chosen: None,
    }
}

#[test]
fn the_bar_says_what_there_is_and_leaves_out_what_there_is_not() {
    let input = estate(1_000, [40, 60, 0, 0, 0]);
    let scene = eligibility::scene(&input, 852.0, 104.0);
    assert_sound(&scene);
    let words = words(&scene);
    for word in ["Eligible", "900", "Needs OS update", "40", "Not Entra joined", "60"] {
        assert!(words.contains(&word), "{word} is missing among {words:?}");
    }
    assert!(!words.contains(&"Ineligible"));
    let found: Vec<Standing> = keys(&scene).into_iter().filter_map(eligibility::standing_of).collect();
    let once = [Standing::Eligible, Standing::NeedsOsUpdate, Standing::NeedsJoin];
    assert_eq!(found, [once, once].concat(), "part and legend lead to the same standing");
    assert_eq!(
        scene.sentence,
        "Of 1,000 devices: 900 eligible, 40 in need of an OS update, 60 not Entra joined."
    );
}

fn row(name: &str, whole: f64, sample: f64, remark: Remark) -> DumbbellRow {
    DumbbellRow { key: format!("Site:{name}"), name: name.into(), whole, sample, remark, tip: String::new() }
}

fn pilots(rows: Vec<DumbbellRow>) -> DumbbellInput {
    DumbbellInput {
        heading: Heading::new("Is the pilot like the fleet?", ""),
        whole: "fleet share".into(),
        sample: "pilot share (750)".into(),
        groups: vec![("Site".into(), rows)],
    }
}

#[test]
fn what_is_missing_is_said_in_words_and_by_a_crossed_dot() {
    let input = pilots(vec![
        row("Head office", 0.19, 0.667, Remark::Chip("3.5× over".into())),
        row("Hospitals", 0.242, 0.0, Remark::Missing),
        row("Clinics", 0.568, 0.333, Remark::Plain("0.6×".into())),
    ]);
    let scene = dumbbell::scene(&input, 452.0, dumbbell::height(&input));
    assert_sound(&scene);
    let words = words(&scene);
    for word in ["Head office", "3.5× over", "Missing", "0.6×", "fleet share", "pilot share (750)", "100%"]
    {
        assert!(words.contains(&word), "{word} is missing among {words:?}");
    }
    assert_eq!(keys(&scene).len(), 3);
    assert_eq!(scene.sentence, "Is the pilot like the fleet? Head office 3.5× over, Hospitals missing.");
}

fn remark() -> impl Strategy<Value = Remark> {
    prop_oneof![
        Just(Remark::Missing),
        Just(Remark::Chip("12× over".to_owned())),
        Just(Remark::Plain("0.9×".to_owned()))
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn dumbbells(
        rows in prop::collection::vec(("[A-Za-z ]{0,40}", 0.0_f64..1.2, 0.0_f64..1.2, remark()), 0..12),
        width in 1.0_f32..900.0, height in 1.0_f32..600.0,
    ) {
        let input = pilots(rows.into_iter().map(|(name, whole, sample, r)| row(&name, whole, sample, r)).collect());
        assert_sound(&dumbbell::scene(&input, width, height));
    }

    #[test]
    fn bars(devices in 0_u32..20_000, gaps in prop::array::uniform5(0_u32..4_000), width in 1.0_f32..1200.0, height in 1.0_f32..160.0) {
        let input = estate(devices, gaps);
        assert_sound(&eligibility::scene(&input, width, height));
        assert_sound(&eligibility::bar(&input.standings, width, height));
    }
}
