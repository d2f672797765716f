//! What a reader must find on the charts of the forecast, whatever the futures come to: the words of the
//! design's picture, flags that lie apart, and honest words where nothing finishes.

use super::frontier::{self, FrontierDot, FrontierInput};
use super::histogram::{self, HistogramInput, OtherFinish};
use super::labels::overlaps;
use super::legend::Heading;
use super::palette::Ink;
use super::scenario_rows::{self, ScenarioFinish, ScenarioRowsInput};
use super::scene::{Node, Rect, Scene};
use super::soundness_tests::{assert_sound, words};
use super::tornado::{self, TornadoEnd, TornadoInput, TornadoRow};
use crate::forecast::{Dates, Shift};
use chrono::{Datelike, Duration, NaiveDate};
use proptest::prelude::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A bell over the working days around `middle`, in the order of some runs.
fn bell(middle: NaiveDate, width: f64, runs: u32) -> Dates {
    let first = day(2026, 10, 15);
    let days = (0..runs).map(|run| {
        let u = (f64::from(run.wrapping_mul(7919) % runs) + 0.5) / f64::from(runs);
        let z = (u / (1.0 - u)).ln() * 0.55;
        let mut date = middle + Duration::days((z * width).round() as i64);
        while date.weekday().num_days_from_monday() > 4 {
            date += Duration::days(1);
        }
        u32::try_from((date - first).num_days().max(0)).unwrap()
    });
    Dates::new(first, days.collect())
}

fn northwind() -> HistogramInput {
    HistogramInput {
        heading: Some(Heading::new("Finish date", "10,000 simulated futures of the current plan")),
        finish: bell(day(2027, 3, 29), 16.0, 10_000),
        stalled: 0.0,
        unfinished: 0.0,
        target: Some(day(2027, 3, 31)),
        other: Some(OtherFinish {
            label: "with 16 agents".to_owned(),
            finish: bell(day(2027, 3, 15), 14.0, 10_000),
        }),
        is_spelled: false,
    }
}

fn flags(scene: &Scene) -> Vec<Rect> {
    let place = |node: &Node| match node {
        Node::Hit { key, rect, .. } if key.starts_with("flag:") => Some(*rect),
        _ => None,
    };
    scene.nodes.iter().filter_map(place).collect()
}

fn assert_flags_lie_apart(scene: &Scene) {
    let flags = flags(scene);
    for (at, flag) in flags.iter().enumerate() {
        for other in &flags[at + 1..] {
            assert!(!overlaps(flag, other), "{flag:?} lies on {other:?}");
        }
    }
}

fn bars(scene: &Scene, ink: Ink) -> Vec<Rect> {
    let bar = |node: &Node| match node {
        Node::Rect { rect, fill: Some(fill), .. } if fill.ink == ink => Some(*rect),
        _ => None,
    };
    scene.nodes.iter().filter_map(bar).collect()
}

#[test]
fn the_finish_distribution_says_target_and_quantiles_and_turns_amber_after_the_target() {
    let input = northwind();
    let scene = histogram::scene(&input, 812.0, 268.0);
    assert_sound(&scene);
    let words = words(&scene);
    let flag = |share, name: &str| {
        let day = input.finish.quantile(share).unwrap();
        format!("{name} {}", super::format::date_short(day))
    };
    for text in [flag(0.5, "P50"), flag(0.85, "P85"), flag(0.95, "P95"), "Target 31 Mar".to_owned()] {
        assert!(words.contains(&text.as_str()), "{text} is missing among {words:?}");
    }
    assert!(words.contains(&"with 16 agents") && words.contains(&"0 of 10,000 futures stall"), "{words:?}");
    let (early, late) = (bars(&scene, Ink::IntuneSolid), bars(&scene, Ink::WarnSolid));
    let last_early = early.iter().map(Rect::right).fold(0.0, f32::max);
    let first_late = late.iter().map(|bar| bar.x).fold(f32::MAX, f32::min);
    assert!(last_early <= first_late + 0.01, "blue after amber");
    assert!(early.len() > 15 && late.len() > 10);
    assert_flags_lie_apart(&scene);
    assert!(scene.sentence.contains("by the target, 31 Mar 2027"), "{}", scene.sentence);
}

#[test]
fn a_flag_left_of_the_target_opens_to_the_left() {
    let scene = histogram::scene(&northwind(), 1040.0, 268.0);
    let place = |name: &str| {
        let found = scene.nodes.iter().find_map(|node| match node {
            Node::Hit { key, rect, .. } if key.starts_with(&format!("flag:{name}")) => Some(*rect),
            _ => None,
        });
        found.unwrap()
    };
    assert!(place("P50").right() <= place("Target").x);
    assert!(place("Target").right() <= place("P85").x);
    assert_eq!(place("P50").y, place("P85").y, "there is room for all of them on one line");
}

#[test]
fn a_gate_that_opens_on_one_weekday_is_counted_by_weeks() {
    let first = day(2027, 1, 6);
    let runs = (0..1000_u32).map(|run| 7 * (run % 19)).collect();
    let input = HistogramInput { finish: Dates::new(first, runs), target: None, other: None, ..northwind() };
    let scene = histogram::scene(&input, 812.0, 268.0);
    assert_eq!(bars(&scene, Ink::IntuneSolid).len(), 19);
    let widest = bars(&scene, Ink::IntuneSolid)[0].w;
    assert!(widest > 30.0, "a week's bar is as wide as its week: {widest}");
}

#[test]
fn flags_of_one_day_are_all_there() {
    let target = day(2027, 3, 31);
    let finish = Dates::new(target, vec![0; 100]);
    for target in [Some(target), None] {
        let input = HistogramInput { finish: finish.clone(), target, other: None, ..northwind() };
        let scene = histogram::scene(&input, 812.0, 268.0);
        assert_sound(&scene);
        assert_flags_lie_apart(&scene);
        assert_eq!(flags(&scene).len(), 3 + usize::from(target.is_some()));
    }
}

#[test]
fn the_week_of_the_target_has_both_colours() {
    let first = day(2027, 1, 4);
    let runs = (0..1400_u32).map(|run| run % 200).collect();
    let target = Some(day(2027, 3, 3));
    let input = HistogramInput { finish: Dates::new(first, runs), target, other: None, ..northwind() };
    let scene = histogram::scene(&input, 812.0, 268.0);
    let (early, late) = (bars(&scene, Ink::IntuneSolid), bars(&scene, Ink::WarnSolid));
    let shared = early.iter().find(|bar| late.iter().any(|other| (other.x - bar.x).abs() < 0.1));
    let above = late.iter().find(|bar| (bar.x - shared.unwrap().x).abs() < 0.1).unwrap();
    assert!((above.bottom() - shared.unwrap().y).abs() < 0.1, "the late part stands on the early one");
}

#[test]
fn runs_without_a_finish_are_said_and_a_plan_that_never_finishes_has_no_blank_chart() {
    let first = day(2027, 1, 6);
    let mut runs = vec![10; 60];
    runs.extend(vec![Dates::NEVER; 40]);
    let some =
        HistogramInput { finish: Dates::new(first, runs), stalled: 0.3, unfinished: 0.1, ..northwind() };
    let scene = histogram::scene(&some, 812.0, 268.0);
    assert_sound(&scene);
    let words_of = words(&scene);
    assert!(
        words_of.contains(&"30 of 100 futures stall, 10 do not finish within the horizon"),
        "{words_of:?}"
    );
    assert!(words_of.contains(&"P85 never") && words_of.contains(&"P95 never"), "{words_of:?}");
    assert!(scene.sentence.contains("fewer than 85 of 100 ever"), "{}", scene.sentence);
    let scene = histogram::scene(&HistogramInput { is_spelled: true, ..some }, 812.0, 268.0);
    assert_sound(&scene);
    let words_of = words(&scene);
    for text in ["half by 16 Jan", "fewer than 85 of 100 ever", "fewer than 95 of 100 ever"] {
        assert!(words_of.contains(&text), "{text} is missing among {words_of:?}");
    }
    let none = HistogramInput {
        finish: Dates::new(first, vec![Dates::NEVER; 100]),
        stalled: 1.0,
        unfinished: 0.0,
        other: None,
        ..northwind()
    };
    let scene = histogram::scene(&none, 812.0, 268.0);
    assert!(words(&scene).contains(&"No future finishes: 100 of 100 futures stall."), "{:?}", words(&scene));
    assert_eq!(scene.table.rows, [["never", "100", "–"]]);
}

#[test]
fn the_tornado_is_sorted_by_swing_and_says_each_end() {
    let row = |name: &str, a: (&str, Shift), b: (&str, Shift)| TornadoRow {
        key: name.to_owned(),
        name: name.to_owned(),
        ends: [a, b].map(|(value, shift)| TornadoEnd { value: value.to_owned(), shift }),
        note: String::new(),
    };
    let input = TornadoInput {
        heading: Some(Heading::new("What moves the finish", "working days against P50")),
        rows: vec![
            row("Soak", ("3 d", Shift::Days(-4)), ("10 d", Shift::Days(16))),
            row("Daily reach", ("0.42", Shift::Days(-1)), ("0.28", Shift::Days(6))),
            row("Helpdesk agents", ("16", Shift::Days(-6)), ("12", Shift::Days(29))),
        ],
        to_come: 0,
    };
    let scene = tornado::scene(&input, 514.0, 236.0);
    assert_sound(&scene);
    let said = words(&scene);
    for text in ["Helpdesk agents", "16", "12", "3 d", "10 d", "0.42", "0.28", "earlier", "later", "+10"] {
        assert!(said.contains(&text), "{text} is missing among {said:?}");
    }
    let first: Vec<_> = scene.table.rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(first, ["Helpdesk agents", "Soak", "Daily reach"]);
    assert!(
        scene.sentence.starts_with("Helpdesk agents moves the finish most: 6 working days earlier at 16")
    );
    let rows = vec![row("Rate", ("+20%", Shift::Days(-2)), ("−20%", Shift::Lost))];
    let stops = TornadoInput { rows, ..input.clone() };
    let scene = tornado::scene(&stops, 514.0, 236.0);
    assert!(words(&scene).contains(&"−20% never"));
    assert!(scene.sentence.contains("half of the futures never finish at −20%"), "{}", scene.sentence);
    // A plan of which half of the futures never finish: what brings the finish is not said to take it away.
    let neither = Shift::Neither;
    let won = row("Rate", ("+20%", Shift::Won(day(2027, 3, 29))), ("−20%", neither));
    let rows = vec![row("Agents", ("12", neither), ("16", neither)), won];
    let stuck = TornadoInput { rows, ..input.clone() };
    let scene = tornado::scene(&stuck, 514.0, 236.0);
    assert_sound(&scene);
    assert!(words(&scene).contains(&"+20%: 29 Mar"), "{:?}", words(&scene));
    let said = "Rate moves the finish most: half of the futures finish by 29 Mar 2027 at +20%, \
                half of the futures never finish either way at −20%.";
    assert_eq!(scene.sentence, said);
    let earlier = bars(&scene, Ink::OkSolid);
    assert!(earlier.len() == 1 && earlier[0].w > 50.0, "{earlier:?}");
    let still = TornadoInput { rows: vec![row("Soak", ("3 d", Shift::Days(0)), ("10 d", neither))], ..input };
    assert_eq!(tornado::scene(&still, 514.0, 236.0).sentence, "Nothing moves the finish.");
}

fn desk() -> FrontierInput {
    let dot = |agents: u32| FrontierDot {
        agents: agents.to_string(),
        p50: Some(day(2027, 3, 18) + Duration::days(i64::from(3 * 18_u32.saturating_sub(agents)))),
        p85: Some(day(2027, 3, 31) + Duration::days(i64::from(4 * 18_u32.saturating_sub(agents)))),
        by_target: Some(if agents < 16 { 0.61 } else { 0.86 }),
        peak_load: 14.0 / f64::from(agents),
        breaks_rule: agents < 16,
    };
    FrontierInput {
        heading: Some(Heading::new("Agents against finish", "P50 dot, P85 tail")),
        dots: (12..=20).map(dot).collect(),
        to_come: 0,
        now: Some(2),
        recommended: Some(4),
        target: Some(day(2027, 3, 31)),
        rule: "tickets wait over 3 days".to_owned(),
        asked: vec!["85% by the target, 85% without a wait over 3 days".to_owned()],
        unit: ["helpdesk agent", "helpdesk agents"].map(str::to_owned),
    }
}

#[test]
fn the_frontier_marks_now_and_the_recommendation_and_washes_what_breaks_the_rule() {
    let scene = frontier::scene(&desk(), 514.0, 236.0);
    assert_sound(&scene);
    let said = words(&scene);
    let rule = "recommended: the fewest with 85% by the target, 85% without a wait over 3 days";
    let marks = ["now", "recommended: 86% by the target", "tickets wait over 3 days", "Target 31 Mar"];
    for text in marks.into_iter().chain([rule, "12", "20"]) {
        assert!(said.contains(&text), "{text} is missing among {said:?}");
    }
    let washes = bars(&scene, Ink::WarnTint).into_iter().filter(|rect| rect.h > 50.0);
    assert_eq!(washes.count(), 1);
    assert_eq!(
        scene.sentence,
        "14 helpdesk agents: 61% by the target; recommended 16 helpdesk agents: 86% by the target."
    );
    let mut alone = desk();
    alone.dots[2].agents = "1".to_owned();
    let said = frontier::scene(&alone, 514.0, 236.0).sentence;
    assert!(said.starts_with("1 helpdesk agent: 61%"), "{said}");
    let mut late = desk();
    late.dots[0].p50 = Some(day(2028, 8, 12));
    let scene = frontier::scene(&late, 514.0, 236.0);
    let said = words(&scene);
    assert!(said.contains(&"12 Aug"), "it is named");
    assert!(said.iter().all(|text| !text.contains("2028")), "and does not stretch the scale: {said:?}");
    let none = FrontierInput { dots: Vec::new(), now: None, recommended: None, ..desk() };
    assert!(words(&frontier::scene(&none, 514.0, 236.0)).contains(&"No helpdesk is planned."));
}

#[test]
fn schedules_stand_on_one_axis_with_the_target() {
    let row =
        |name: &str, p50, p85, p95| ScenarioFinish { name: name.to_owned(), is_known: true, p50, p85, p95 };
    let input = ScenarioRowsInput {
        rows: vec![
            row("Current plan", Some(day(2027, 3, 29)), Some(day(2027, 4, 13)), Some(day(2027, 4, 22))),
            row("Two extra agents", Some(day(2027, 3, 18)), Some(day(2027, 3, 31)), None),
            row("Nobody", None, None, None),
        ],
        has_names: true,
        target: Some(day(2027, 3, 31)),
    };
    let scene = scenario_rows::scene(&input, 300.0, (34.0, 36.0));
    assert_sound(&scene);
    let said = words(&scene);
    for text in ["Current plan", "Nobody", "29 Mar – 13 Apr", "18 – 31 Mar", "never", "31 Mar"] {
        assert!(said.contains(&text), "{text} is missing among {said:?}");
    }
    let dots: Vec<f32> = scene
        .nodes
        .iter()
        .filter_map(|node| if let Node::Circle { center, .. } = node { Some(center.x) } else { None })
        .collect();
    assert!(dots.len() == 2 && dots[1] < dots[0], "the earlier finish lies further left: {dots:?}");
}

#[test]
fn what_is_not_simulated_yet_is_not_said_to_never_finish() {
    let known = ScenarioFinish {
        name: "Current plan".to_owned(),
        is_known: true,
        p50: Some(day(2027, 3, 29)),
        p85: Some(day(2027, 4, 13)),
        p95: None,
    };
    let waiting =
        ScenarioFinish { name: "Late".to_owned(), is_known: false, p50: None, p85: None, p95: None };
    // A target before all finishes lies where the words of a row without a dot begin.
    let input =
        ScenarioRowsInput { rows: vec![known, waiting], has_names: false, target: Some(day(2027, 3, 26)) };
    let scene = scenario_rows::scene(&input, 300.0, (34.0, 36.0));
    assert_sound(&scene);
    assert_eq!(scene.table.rows[0][1..], ["29 Mar 2027", "13 Apr 2027", "never"]);
    assert_eq!(scene.table.rows[1][1..], ["–", "–", "–"]);
    let tip = scene.nodes.iter().find_map(|node| match node {
        Node::Hit { key, tip, .. } if key == "row:1" => Some(tip.as_str()),
        _ => None,
    });
    assert_eq!(tip, Some("Late\nP50 –\nP85 –\nP95 –"));
    let line = scene.nodes.iter().find_map(|node| match node {
        Node::Polyline { points, .. } if points[0].x == points[1].x => Some(points[0].x),
        _ => None,
    });
    let from = scene.nodes.iter().find_map(|node| match node {
        Node::Text { at, text, .. } if text == "simulating" => Some(at.x),
        _ => None,
    });
    assert!(from.unwrap() > line.unwrap(), "the target's line does not run through the words");
}

fn size() -> impl Strategy<Value = (f32, f32)> {
    (
        prop_oneof![1.0_f32..80.0, 280.0_f32..320.0, 300.0_f32..1600.0],
        prop_oneof![1.0_f32..60.0, 60.0_f32..900.0],
    )
}

fn dates() -> impl Strategy<Value = Dates> {
    let one = prop_oneof![9 => 0_u32..900, 1 => Just(Dates::NEVER)];
    (prop::collection::vec(one, 0..60), 1_u32..40).prop_map(|(days, tight)| {
        let scaled = |day: u32| if day == Dates::NEVER { day } else { day / tight };
        Dates::new(day(2026, 6, 1), days.into_iter().map(scaled).collect())
    })
}

fn shift() -> impl Strategy<Value = Shift> {
    let won = (0_i64..900).prop_map(|n| Shift::Won(day(2026, 6, 1) + Duration::days(n)));
    let still = [Shift::Lost, Shift::Neither, Shift::Days(0), Shift::Days(100_000), Shift::Days(-100_000)];
    prop_oneof![8 => (-200_i64..200).prop_map(Shift::Days), 1 => won, 2 => prop::sample::select(still.to_vec())]
}

fn maybe_day() -> impl Strategy<Value = Option<NaiveDate>> {
    prop::option::of((0_i64..900).prop_map(|n| day(2026, 6, 1) + Duration::days(n)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn finishes(
        finish in dates(), other in prop::option::of(dates()), target in maybe_day(), size in size(),
        stalled in 0.0_f64..1.0, has_heading in any::<bool>(),
    ) {
        let input = HistogramInput {
            heading: has_heading.then(|| Heading::new("Finish date", "10,000 simulated futures")),
            finish, stalled, unfinished: 0.0, target,
            other: other.map(|finish| OtherFinish { label: "what if".to_owned(), finish }),
            is_spelled: !has_heading,
        };
        let scene = histogram::scene(&input, size.0, size.1);
        assert_sound(&scene);
        assert_flags_lie_apart(&scene);
    }

    #[test]
    fn tornados(
        rows in prop::collection::vec(("[A-Za-z ]{1,30}", "[0-9.]{1,6}", shift(), "[0-9.]{1,6}", shift()), 0..20),
        to_come in 0_usize..4, size in size(),
    ) {
        let of = |(name, low, a, high, b): (String, String, _, String, _)| TornadoRow {
            key: name.clone(), name, note: String::new(),
            ends: [TornadoEnd { value: low, shift: a }, TornadoEnd { value: high, shift: b }],
        };
        let input = TornadoInput { heading: None, rows: rows.into_iter().map(of).collect(), to_come };
        assert_sound(&tornado::scene(&input, size.0, size.1));
    }

    #[test]
    fn frontiers(
        dots in prop::collection::vec((maybe_day(), maybe_day(), any::<bool>()), 0..14),
        target in maybe_day(), now in prop::option::of(0_usize..14), best in prop::option::of(0_usize..14), size in size(),
    ) {
        let of = |(at, (p50, p85, breaks_rule)): (usize, _)| FrontierDot {
            agents: at.to_string(), p50, p85, by_target: None, peak_load: 1.0, breaks_rule,
        };
        let dots = dots.into_iter().enumerate().map(of).collect();
        let input = FrontierInput { dots, now, recommended: best, target, ..desk() };
        assert_sound(&frontier::scene(&input, size.0, size.1));
    }

    #[test]
    fn schedules(
        rows in prop::collection::vec((maybe_day(), maybe_day(), maybe_day()), 0..6), target in maybe_day(), has_names: bool, width in 1.0_f32..900.0,
    ) {
        let of = |(p50, p85, p95)| ScenarioFinish { name: "A schedule".to_owned(), is_known: true, p50, p85, p95 };
        let input = ScenarioRowsInput { rows: rows.into_iter().map(of).collect(), has_names, target };
        assert_sound(&scenario_rows::scene(&input, width, (34.0, 36.0)));
    }
}
