//! What holds for every chart, whatever it is given: finite places, areas that run to the right, words
//! inside the drawing and never on each other.

use super::course::{DayRange, DayValue};
use super::flags::Freeze;
use super::gantt::{GanttGate, GanttInput, GanttRow, GanttSwitch, SwitchNote, Tone, WorkloadKey};
use super::labels::{overlaps, text_rect};
use super::lane::{DeskLane, LaneWeek};
use super::legend::Heading;
use super::markers::{Authority, Verdict};
use super::river::{AuthorityDay, DayNote, Finish, PhaseSpan, RiverInput};
use super::scene::{Node, Point, Rect, Scene};
use super::{enrollment, funnel, gantt, helpdesk, mini_gantt, pareto, river, scrub, small, status_strip};
use chrono::{Duration, NaiveDate};
use proptest::prelude::*;

/// Asserts everything that a drawing has to hold to.
pub fn assert_sound(scene: &Scene) {
    assert!(scene.width.is_finite() && scene.height.is_finite());
    assert!(!scene.sentence.is_empty(), "no sentence");
    for row in &scene.table.rows {
        assert_eq!(row.len(), scene.table.head.len(), "a row of the table is not as long as its head");
    }
    let mut words = Vec::new();
    for node in &scene.nodes {
        check(node, scene, &mut words);
    }
    for (index, (rect, text)) in words.iter().enumerate() {
        for (other, other_text) in &words[index + 1..] {
            assert!(!overlaps(rect, other), "{text:?} {rect:?} lies on {other_text:?} {other:?}");
        }
    }
}

/// What a scene writes, piece by piece.
pub(super) fn words(scene: &Scene) -> Vec<&str> {
    let nodes = scene.nodes.iter();
    nodes
        .filter_map(|node| if let Node::Text { text, .. } = node { Some(text.as_str()) } else { None })
        .collect()
}

/// Where it can be pointed at.
pub(super) fn keys(scene: &Scene) -> Vec<&str> {
    let nodes = scene.nodes.iter();
    nodes
        .filter_map(|node| if let Node::Hit { key, .. } = node { Some(key.as_str()) } else { None })
        .collect()
}

fn check(node: &Node, scene: &Scene, words: &mut Vec<(Rect, String)>) {
    let finite = |p: &Point| p.x.is_finite() && p.y.is_finite();
    let sound = |r: &Rect| {
        r.x.is_finite() && r.y.is_finite() && r.w.is_finite() && r.h.is_finite() && r.w >= 0.0 && r.h >= 0.0
    };
    match node {
        Node::Rect { rect, radius, .. } => assert!(sound(rect) && *radius >= 0.0, "{node:?}"),
        Node::Hatch { rect, .. } => assert!(sound(rect), "{node:?}"),
        Node::Hit { rect, key, .. } => assert!(sound(rect) && !key.is_empty(), "{node:?}"),
        Node::Polyline { points, .. } => assert!(points.len() > 1 && points.iter().all(finite), "{node:?}"),
        Node::Convex { points, .. } => assert!(points.len() > 2 && points.iter().all(finite), "{node:?}"),
        Node::Circle { center, radius, .. } => assert!(finite(center) && *radius > 0.0, "{node:?}"),
        Node::Area { x, top, bottom, .. } => {
            assert!(x.len() > 1 && x.len() == top.len() && x.len() == bottom.len(), "{node:?}");
            assert!(x.windows(2).all(|pair| pair[0] < pair[1]), "an area runs back: {x:?}");
            assert!(top.iter().zip(bottom).all(|(top, bottom)| top.is_finite() && *top <= bottom + 0.01));
        }
        Node::Text { at, anchor, role, text, .. } => {
            let rect = text_rect(*at, *anchor, *role, text);
            assert!(!text.contains(['\u{2009}', '\u{202F}', '\n']), "{text:?}");
            let inside = rect.x >= -0.5
                && rect.y >= -0.5
                && rect.right() <= scene.width + 0.5
                && rect.bottom() <= scene.height + 0.5;
            assert!(inside, "{text:?} at {rect:?} leaves {} × {}", scene.width, scene.height);
            // Letters may touch by a hair.
            words.push((Rect::new(rect.x + 0.3, rect.y + 0.3, rect.w - 0.6, rect.h - 0.6), text.clone()));
        }
        Node::Group { nodes, .. } => nodes.iter().for_each(|node| check(node, scene, words)),
    }
}

fn start() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()
}

fn day(offset: i64) -> NaiveDate {
    start() + Duration::days(offset)
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("IT".to_owned()),
        Just("Wave 2 · Clinics North".to_owned()),
        Just("Human resources, finance and everybody else at headquarters".to_owned()),
        Just("Übergangsprüfung – Größe 東京 🚀".to_owned()),
        "[A-Za-z ]{1,30}",
    ]
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![8 => 0.0_f64..5000.0, 1 => Just(0.0), 1 => Just(f64::NAN), 1 => Just(f64::INFINITY)]
}

fn share() -> impl Strategy<Value = f64> {
    prop_oneof![8 => 0.0_f64..1.0, 1 => Just(0.0), 1 => Just(1.0), 1 => Just(f64::NAN)]
}

fn days_of(value: impl Strategy<Value = f64>) -> impl Strategy<Value = Vec<DayValue>> {
    prop::collection::vec((0_i64..700, value), 0..60).prop_map(|mut points| {
        points.sort_by_key(|point| point.0);
        points.into_iter().map(|(at, value)| DayValue::new(day(at), value)).collect()
    })
}

fn ranges() -> impl Strategy<Value = Option<Vec<DayRange>>> {
    prop::option::of(prop::collection::vec((0_i64..700, share(), share()), 0..30).prop_map(|mut points| {
        points.sort_by_key(|point| point.0);
        points.into_iter().map(|(at, low, high)| DayRange { date: day(at), low, high }).collect()
    }))
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (-30_i64..760).prop_map(day)
}

fn maybe_date() -> impl Strategy<Value = Option<NaiveDate>> {
    prop::option::of(date())
}

fn span() -> impl Strategy<Value = (NaiveDate, NaiveDate)> {
    (0_i64..400, prop_oneof![Just(0_i64), 1_i64..40, 40_i64..700])
        .prop_map(|(from, length)| (day(from), day(from + length)))
}

fn size() -> impl Strategy<Value = (f32, f32)> {
    (
        prop_oneof![1.0_f32..80.0, 280.0_f32..320.0, 300.0_f32..1600.0],
        prop_oneof![1.0_f32..60.0, 60.0_f32..900.0],
    )
}

fn freezes() -> impl Strategy<Value = Vec<Freeze>> {
    prop::collection::vec((name(), date(), 0_i64..60), 0..4).prop_map(|freezes| {
        let freeze = |(name, first, length)| Freeze { name, first, last: first + Duration::days(length) };
        freezes.into_iter().map(freeze).collect()
    })
}

fn heading() -> impl Strategy<Value = Option<Heading>> {
    prop::option::of((name(), name()).prop_map(|(title, subtitle)| Heading { title, subtitle }))
}

fn authority_days() -> impl Strategy<Value = Vec<AuthorityDay>> {
    prop::collection::vec((0_i64..700, share(), share()), 0..80).prop_map(|mut days| {
        days.sort_by_key(|day| day.0);
        days.dedup_by_key(|day| day.0);
        let of =
            |(at, a, b): (i64, f64, f64)| AuthorityDay { date: day(at), intune: a * 0.6, pilot: b * 0.4 };
        days.into_iter().map(of).collect()
    })
}

fn phases() -> impl Strategy<Value = Vec<PhaseSpan>> {
    prop::collection::vec((name(), name(), date(), 0_i64..90, any::<bool>()), 0..40).prop_map(|phases| {
        let of =
            |(index, (label, short, start, length, is_current)): (usize, (String, String, _, i64, bool))| {
                PhaseSpan {
                    key: index.to_string(),
                    label,
                    short,
                    start,
                    end: start + Duration::days(length),
                    is_current,
                }
            };
        phases.into_iter().enumerate().map(of).collect()
    })
}

prop_compose! {
    fn river_input()(
        heading in heading(), range in span(), today in maybe_date(), days in authority_days(),
        baseline in days_of(share()), band in ranges(), phases in phases(), freezes in freezes(),
        target in maybe_date(), finish in prop::option::of((date(), date(), any::<bool>())),
        notes in prop::collection::vec((date(), name()), 0..20),
    ) -> RiverInput {
        let notes: Vec<DayNote> = notes.into_iter().map(|(date, text)| DayNote { date, text }).collect();
        let finish = finish.map(|(p50, p85, is_range)| {
            if is_range { Finish::Range { p50, p85: Some(p85) } } else { Finish::Expected(p50) }
        });
        RiverInput {
            heading, first: range.0, last: range.1, today, days, baseline, band, phases, freezes, target, finish,
            decisions: notes.clone(), notes,
        }
    }
}

fn authority() -> impl Strategy<Value = Authority> {
    prop_oneof![Just(Authority::ConfigManager), Just(Authority::Pilot), Just(Authority::Intune)]
}

fn verdict() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        Just(Verdict::Met),
        Just(Verdict::Risk),
        Just(Verdict::Missed),
        Just(Verdict::Running),
        Just(Verdict::Paused),
        Just(Verdict::Empty),
    ]
}

prop_compose! {
    fn gantt_switch()(
        to in authority(), date in maybe_date(), is_done in any::<bool>(),
        note in prop_oneof![Just(None), Just(Some(SwitchNote::Follows)), Just(Some(SwitchNote::Conflict))],
        letter in prop::char::range('A', 'Z'),
    ) -> GanttSwitch {
        GanttSwitch { workload: letter.to_string(), letter, to, date, is_done, note, tip: String::new() }
    }
}

prop_compose! {
    fn gantt_row()(
        names in (name(), name(), name(), name()), state in verdict(), start in maybe_date(),
        length in prop::option::of(-5_i64..120), done in maybe_date(), baseline in prop::option::of((date(), date())),
        gate in prop::option::of((date(), any::<bool>())), tail in prop::option::of((date(), maybe_date())), soak in maybe_date(),
        switches in prop::collection::vec(gantt_switch(), 0..9),
    ) -> GanttRow {
        GanttRow {
            key: names.0.clone(), state, name: names.0, line2: names.1, line3: names.2, tone: Tone::Warn, start,
            end: start.zip(length).map(|(start, length)| start + Duration::days(length)), done_until: done,
            count: "1,568".to_owned(), baseline, soak_until: soak,
            gate: gate.map(|(date, is_passed)| GanttGate { date, is_passed }), tail, dates: names.3, switches,
            tip: String::new(),
        }
    }
}

prop_compose! {
    fn gantt_input()(
        range in span(), today in maybe_date(), target in maybe_date(), freezes in freezes(),
        rows in prop::collection::vec(gantt_row(), 0..12),
        weeks in prop::option::of(prop::collection::vec((value(), prop::option::of(value())), 0..60)),
        workloads in prop::collection::vec((name(), name()), 0..7),
    ) -> GanttInput {
        let week = |(index, (tickets, capacity)): (usize, (f64, Option<f64>))| LaneWeek {
            monday: day(index as i64 * 7), tickets_per_day: tickets, capacity_per_day: capacity,
            range: capacity.map(|capacity| (tickets, capacity)), is_actual: index < 20,
        };
        let desk = weeks.map(|weeks| DeskLane {
            title: "Helpdesk load".to_owned(), lines: vec!["tickets per day, weekly mean".to_owned()],
            weeks: weeks.into_iter().enumerate().map(week).collect(),
        });
        let selected = rows.first().map(|row: &GanttRow| row.key.clone());
        let workloads =
            workloads.into_iter().map(|(name, short)| WorkloadKey { letter: 'C', name, short }).collect();
        GanttInput { first: range.0, last: range.1, today, target, freezes, rows, selected, desk, workloads }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rivers(input in river_input(), size in size()) {
        assert_sound(&river::scene(&input, size.0, size.1));
    }

    #[test]
    fn small_multiples(
        heading in heading(), range in span(), today in maybe_date(), size in size(),
        cells in prop::collection::vec((name(), authority_days(), ranges(), any::<bool>()), 0..10),
    ) {
        let cell = |(title, days, band, is_locked)| small::SmallCell { key: "k".to_owned(), title, days, band, is_locked, of: 12_400.0 };
        let cells = cells.into_iter().map(cell).collect();
        let input = small::SmallInput { heading, first: range.0, last: range.1, today, at: None, cells };
        assert_sound(&small::scene(&input, size.0, size.1));
    }

    #[test]
    fn enrollments(
        heading in heading(), range in span(), today in maybe_date(), devices in value(),
        curves in (days_of(value()), days_of(value()), days_of(value())), bands in (ranges(), ranges()),
        gate in prop::option::of((prop::option::of(value()), name(), maybe_date(), any::<bool>())),
        behind_days in prop::option::of(-30_i64..30), freezes in freezes(), size in size(),
    ) {
        let gate = gate.map(|(devices, label, date, is_passed)| enrollment::GateMark { devices, label, date, is_passed });
        let input = enrollment::EnrollmentInput {
            heading, first: range.0, last: range.1, today, devices, actual: curves.0, plan: curves.1,
            expected: curves.2, band: bands.0, outer_band: bands.1, gate, behind_days, freezes,
        };
        assert_sound(&enrollment::scene(&input, size.0, size.1));
    }

    #[test]
    fn helpdesks(
        heading in heading(), range in span(), today in maybe_date(), size in size(), notes in (name(), name()),
        days in prop::collection::vec((0_i64..500, value(), value(), prop::option::of(value())), 0..80), bar_days in 0_u32..9,
        open in prop::option::of((name(), days_of(value()), days_of(value()), ranges(), prop::option::of((value(), name())))),
    ) {
        let of = |(at, baseline, migration, capacity)| helpdesk::DeskDay {
            date: day(at), baseline, migration, capacity, range: None,
        };
        let open = open.map(|(title, actual, expected, band, limit)| helpdesk::OpenTickets {
            title, actual, expected, band, limit,
        });
        let input = helpdesk::HelpdeskInput {
            heading, first: range.0, last: range.1, today, days: days.into_iter().map(of).collect(), bar_days,
            today_note: notes.0, future_note: notes.1, open,
        };
        assert_sound(&helpdesk::scene(&input, size.0, size.1));
    }

    #[test]
    fn timelines(input in gantt_input(), size in size()) {
        let scene = gantt::scene(&input, size.0, size.1);
        assert_sound(&scene);
    }

    #[test]
    fn previews(
        range in span(), target in maybe_date(), freezes in freezes(), size in size(),
        rows in prop::collection::vec((name(), name(), maybe_date(), maybe_date(), maybe_date()), 0..40),
        past in prop::option::of((maybe_date(), maybe_date(), maybe_date(), any::<bool>())), today in maybe_date(),
    ) {
        let (done_until, p50, p85, is_passed) = past.unwrap_or_default();
        let of = |(name, note, start, end, gate)| mini_gantt::MiniRow {
            key: "k".to_owned(), name, note, start, end, gate, is_passed, done_until,
            baseline: p50.zip(p85), tail: p50.map(|p50| (p50, p85)),
        };
        let rows = rows.into_iter().map(of).collect();
        let input = mini_gantt::MiniGanttInput { first: range.0, last: range.1, today, target, freezes, rows, has_legend: true };
        assert_sound(&mini_gantt::scene(&input, size.0, size.1));
    }

    #[test]
    fn funnels(
        heading in heading(), total in 0_u64..10_000, size in size(),
        stages in prop::collection::vec((name(), name(), 0_u64..20_000), 0..7),
        parts in prop::option::of((name(), prop::collection::vec((name(), verdict(), 0_u64..20_000), 0..6))),
    ) {
        let status = parts.map(|(title, parts)| status_strip::StatusStrip {
            title,
            parts: parts
                .into_iter()
                .map(|(label, verdict, devices)| status_strip::StatusPart { label, verdict, devices })
                .collect(),
        });
        if let Some(status) = &status {
            assert_sound(&status_strip::scene(status, size.0, size.1));
        }
        let of = |(label, note, devices)| funnel::FunnelStage { label, note, devices };
        let stages = stages.into_iter().map(of).collect();
        assert_sound(&funnel::scene(&funnel::FunnelInput { heading, total, stages, status }, size.0, size.1));
    }

    #[test]
    fn causes(
        heading in heading(), advice in name(), size in size(),
        rows in prop::collection::vec((name(), name(), 0_u64..9000, any::<bool>()), 0..20),
    ) {
        let of = |(code, meaning, devices, is_transient): (String, String, u64, bool)| pareto::ParetoRow {
            code, meaning, devices, is_transient,
        };
        let rows = rows.into_iter().map(of).collect();
        assert_sound(&pareto::scene(&pareto::ParetoInput { heading, rows, advice }, size.0, size.1));
    }

    #[test]
    fn scrubbers(
        range in span(), at in date(), phases in phases(), target in maybe_date(), freezes in freezes(), size in size(),
        switches in prop::collection::vec((date(), authority()), 0..40),
    ) {
        let of = |phase: PhaseSpan| scrub::ScrubPhase { key: phase.key, label: phase.short, start: phase.start, when: None };
        let switch = |(date, to)| scrub::ScrubSwitch { date, to };
        let input = scrub::ScrubInput {
            first: range.0, last: range.1, at, phases: phases.into_iter().map(of).collect(),
            switches: switches.into_iter().map(switch).collect(), freezes, target,
        };
        assert_sound(&scrub::scene(&input, size.0, size.1));
    }
}
