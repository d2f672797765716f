//! What a reader must find on the charts at the sizes they are shown at: every word of the design's
//! pictures, and a place to point at behind each of them.

use super::course::{DayValue, value_at};
use super::enrollment::{self, EnrollmentInput, GateMark};
use super::flags::Freeze;
use super::gantt::{self, GanttGate, GanttInput, GanttRow, GanttSwitch, SwitchNote, Tone, WorkloadKey};
use super::helpdesk::{self, DeskDay, HelpdeskInput, OpenTickets};
use super::lane::{DeskLane, LaneWeek};
use super::legend::Heading;
use super::markers::{Authority, Verdict};
use super::river::{self, AuthorityDay, DayNote, Finish, PhaseSpan, RiverInput};
use super::scene::{Node, Scene};
use super::soundness_tests::{assert_sound, keys, words};
use chrono::{Datelike, NaiveDate};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn today() -> NaiveDate {
    day(2026, 10, 14)
}

/// Days between the knots, straight from one to the next.
fn curve(knots: &[(NaiveDate, f64)]) -> Vec<DayValue> {
    let knots: Vec<DayValue> = knots.iter().map(|(date, value)| DayValue::new(*date, *value)).collect();
    let (first, last) = (knots[0].date, knots[knots.len() - 1].date);
    let days = first.iter_days().take_while(|day| *day <= last);
    days.map(|day| DayValue::new(day, value_at(&knots, day).unwrap())).collect()
}

fn assert_says(scene: &Scene, expected: &[&str]) {
    assert_sound(scene);
    let words = words(scene);
    for text in expected {
        assert!(words.contains(text), "{text:?} is missing among {words:?}");
    }
}

fn freeze() -> Freeze {
    Freeze { name: "Change freeze".to_owned(), first: day(2026, 12, 14), last: day(2027, 1, 8) }
}

fn river() -> RiverInput {
    let (first, last) = (day(2026, 6, 1), day(2027, 4, 30));
    let phase = |key: &str, label: &str, short: &str, start, end| PhaseSpan {
        key: key.to_owned(),
        label: label.to_owned(),
        short: short.to_owned(),
        start,
        end,
        is_current: key == "3",
    };
    let total = curve(&[
        (first, 0.0),
        (day(2026, 8, 31), 0.13),
        (today(), 0.242),
        (day(2026, 12, 11), 0.59),
        (day(2027, 1, 8), 0.59),
        (day(2027, 3, 29), 0.93),
        (last, 0.93),
    ]);
    let intune = curve(&[
        (first, 0.0),
        (today(), 0.11),
        (day(2027, 2, 15), 0.3),
        (day(2027, 3, 17), 0.8),
        (last, 0.8),
    ]);
    let share = |(total, intune): (&DayValue, &DayValue)| AuthorityDay {
        date: total.date,
        intune: intune.value.min(total.value),
        pilot: (total.value - intune.value).max(0.0),
    };
    RiverInput {
        heading: Some(Heading::new(
            "Workload authority over time",
            "share of 12,400 devices × 6 switchable workloads",
        )),
        first,
        last,
        today: Some(today()),
        days: total.iter().zip(&intune).map(share).collect(),
        baseline: curve(&[(first, 0.0), (today(), 0.307), (day(2027, 2, 25), 0.93)]),
        band: None,
        phases: vec![
            phase("0", "IT", "IT", day(2026, 6, 1), day(2026, 6, 19)),
            phase("1", "Early adopters", "Early", day(2026, 6, 22), day(2026, 7, 24)),
            phase("2", "Wave 1 · Head office", "Wave 1", day(2026, 8, 3), day(2026, 9, 11)),
            phase("3", "Wave 2 · Clinics North", "Wave 2", day(2026, 9, 21), day(2026, 11, 6)),
            phase("4", "Wave 3 · Clinics South", "Wave 3", day(2026, 11, 16), day(2027, 1, 27)),
            phase("5", "Wave 4 · Hospitals", "Wave 4", day(2027, 2, 8), day(2027, 3, 29)),
        ],
        freezes: vec![freeze()],
        target: Some(day(2027, 3, 31)),
        finish: Some(Finish::Expected(day(2027, 3, 29))),
        decisions: vec![DayNote { date: day(2026, 6, 19), text: "Go: the pilot passed.".to_owned() }],
        notes: vec![DayNote { date: today(), text: "18,020 of 74,400".to_owned() }],
    }
}

#[test]
fn the_authority_chart_answers_for_days_and_decisions() {
    let scene = river::scene(&river(), 920.0, 494.0);
    let tip = |key: &str| {
        let of = |node: &Node| match node {
            Node::Hit { key: own, tip, .. } if own == key => Some(tip.clone()),
            _ => None,
        };
        scene.nodes.iter().find_map(of).unwrap_or_default()
    };
    assert!(tip("day:2026-10-14").contains("18,020 of 74,400"), "{}", tip("day:2026-10-14"));
    assert!(tip("decision:2026-06-19").contains("Go: the pilot passed."));
}

#[test]
fn the_authority_chart_says_where_it_stands_and_where_it_ends() {
    let scene = river::scene(&river(), 920.0, 494.0);
    assert_says(
        &scene,
        &[
            "Workload authority over time",
            "share of 12,400 devices × 6 switchable workloads",
            "Actual",
            "Expected course",
            "Baseline plan",
            "IT",
            "Early adopters",
            "Wave 1 · Head office",
            "Wave 2 · Clinics North",
            "Wave 3 · Clinics South",
            "Wave 4 · Hospitals",
            "Today 14 Oct",
            "Target 31 Mar",
            "24.2%",
            "30.7%",
            "75.8% today",
            "Pilot Intune",
            "Intune",
            "Change freeze",
            "14 Dec – 8 Jan",
            "Expected finish 29 Mar",
            "100%",
            "0%",
            "Jun 2026",
            "Jan 2027",
            "Apr",
        ],
    );
    let keys = keys(&scene);
    for key in ["phase:3", "day:2026-10-14", "target", "finish", "freeze:0"] {
        assert!(keys.contains(&key), "{key} cannot be pointed at");
    }
    assert!(scene.sentence.contains("24.2%") && scene.sentence.contains("29 Mar 2027"), "{}", scene.sentence);
    assert!(scene.table.rows.iter().any(|row| row[0] == "14 Oct 2026" && row[4] == "30.7%"));
}

#[test]
fn a_simulated_finish_is_a_range() {
    let finish = Finish::Range { p50: day(2027, 3, 29), p85: Some(day(2027, 4, 13)) };
    let scene = river::scene(&RiverInput { finish: Some(finish), ..river() }, 920.0, 494.0);
    assert_says(&scene, &["Finish P50 29 Mar – P85 13 Apr"]);
}

#[test]
fn the_authority_chart_is_still_read_on_a_narrow_page() {
    let scene = river::scene(&river(), 300.0, 300.0);
    assert_says(&scene, &["Workload authority over time", "Today 14 Oct", "Target 31 Mar", "100%", "0%"]);
}

fn enrollment() -> EnrollmentInput {
    let (first, last) = (day(2026, 9, 14), day(2026, 11, 27));
    EnrollmentInput {
        heading: Some(Heading::new("Enrollment", "devices, cumulative")),
        first,
        last,
        today: Some(today()),
        devices: 3200.0,
        actual: curve(&[(day(2026, 9, 18), 0.0), (today(), 1568.0)]),
        plan: curve(&[(first, 0.0), (today(), 2051.0), (day(2026, 10, 30), 3101.0), (last, 3101.0)]),
        expected: curve(&[(today(), 1568.0), (day(2026, 11, 9), 3101.0), (last, 3101.0)]),
        band: None,
        outer_band: None,
        gate: Some(GateMark {
            devices: Some(3040.0),
            label: "Gate 95% = 3,040".to_owned(),
            date: Some(day(2026, 11, 13)),
            is_passed: false,
        }),
        behind_days: Some(4),
        freezes: Vec::new(),
    }
}

#[test]
fn the_enrollment_chart_says_how_far_the_phase_is_and_how_far_behind() {
    let scene = enrollment::scene(&enrollment(), 560.0, 316.0);
    assert_says(
        &scene,
        &[
            "1,568",
            "49.0%",
            "plan 2,051 (64.1%)",
            "4 working days behind",
            "Gate 95% = 3,040",
            "Gate 13 Nov",
            "3,101 expected (96.9%)",
            "Today 14 Oct",
            "3,200",
            "12 Oct",
        ],
    );
    assert!(keys(&scene).contains(&"gate"));
}

#[test]
fn tickets_over_capacity_stand_out() {
    let (first, last) = (day(2026, 9, 14), day(2026, 11, 27));
    let working = |date: &NaiveDate| date.weekday().num_days_from_monday() < 5;
    let desk_day = |date: NaiveDate| DeskDay {
        date,
        baseline: 150.0,
        migration: if date == day(2026, 10, 26) { 80.0 } else { 30.0 },
        capacity: Some(210.0),
        range: None,
    };
    let input = HelpdeskInput {
        bar_days: 1,
        heading: Some(Heading::new("Helpdesk", "tickets per day")),
        first,
        last,
        today: Some(today()),
        days: first.iter_days().take_while(|day| *day <= last).filter(working).map(desk_day).collect(),
        today_note: "5-day mean 86%".to_owned(),
        future_note: "expected, no range yet".to_owned(),
        open: Some(OpenTickets {
            title: "Tickets open".to_owned(),
            actual: curve(&[(first, 14.0), (today(), 52.0)]),
            expected: curve(&[(today(), 52.0), (last, 28.0)]),
            band: None,
            limit: Some((40.0, "Gate ≤ 40".to_owned())),
        }),
    };
    let scene = helpdesk::scene(&input, 560.0, 394.0);
    assert_says(
        &scene,
        &[
            "Capacity 210",
            "5-day mean 86%",
            "expected, no range yet",
            "Tickets open",
            "Gate ≤ 40",
            "52",
            "over capacity",
        ],
    );
    assert_eq!(
        scene.sentence,
        "The highest daily load is 110% of capacity on 26 Oct 2026; 1 day is over capacity."
    );
    let mut calm = input.clone();
    for day in &mut calm.days {
        day.capacity = Some(10_000.0);
        day.range = Some((0.0, 500.0));
    }
    calm.today = None;
    let said = helpdesk::scene(&calm, 560.0, 394.0).sentence;
    assert!(said.starts_with("By the median of the futures, the highest daily load is "), "{said}");
    assert!(said.ends_with("; no day is over capacity."), "{said}");
}

fn timeline() -> GanttInput {
    let switch = |letter, to, date, is_done, note| GanttSwitch {
        workload: String::from(letter),
        letter,
        to,
        date: Some(date),
        is_done,
        note,
        tip: String::new(),
    };
    let row = GanttRow {
        key: "3".to_owned(),
        state: Verdict::Running,
        name: "Clinics North".to_owned(),
        line2: "Wave 2 · 3,200 devices".to_owned(),
        line3: "49.0%, plan 64.1%".to_owned(),
        tone: Tone::Warn,
        start: Some(day(2026, 9, 21)),
        end: Some(day(2026, 11, 6)),
        done_until: Some(today()),
        count: "1,568".to_owned(),
        baseline: Some((day(2026, 9, 14), day(2026, 10, 30))),
        soak_until: Some(day(2026, 11, 13)),
        gate: Some(GanttGate { date: day(2026, 11, 13), is_passed: false }),
        tail: Some((day(2026, 11, 13), Some(day(2026, 11, 19)))),
        dates: "13 Nov – 19 Nov".to_owned(),
        switches: vec![
            switch('C', Authority::Intune, day(2026, 9, 21), true, None),
            switch('D', Authority::Pilot, day(2026, 11, 9), false, Some(SwitchNote::Conflict)),
        ],
        tip: "Clinics North".to_owned(),
    };
    let week = |index: u64| LaneWeek {
        monday: day(2026, 6, 1) + chrono::Days::new(index * 7),
        tickets_per_day: if index == 30 { 212.0 } else { 150.0 },
        capacity_per_day: Some(210.0),
        range: (index > 20).then_some((140.0, 160.0)),
        is_actual: index < 20,
    };
    GanttInput {
        first: day(2026, 6, 1),
        last: day(2027, 5, 6),
        today: Some(today()),
        target: Some(day(2027, 3, 31)),
        freezes: vec![freeze()],
        rows: vec![row],
        selected: Some("3".to_owned()),
        desk: Some(DeskLane {
            title: "Helpdesk load".to_owned(),
            lines: vec!["tickets per day, weekly mean".to_owned()],
            weeks: (0..48).map(week).collect(),
        }),
        workloads: vec![WorkloadKey {
            letter: 'C',
            name: "Compliance policies".to_owned(),
            short: "Compliance".to_owned(),
        }],
    }
}

#[test]
fn the_timeline_names_what_it_shows() {
    let scene = gantt::scene(&timeline(), 960.0, 754.0);
    assert_says(
        &scene,
        &[
            "Baseline",
            "Forecast P50",
            "to P85",
            "Gate ahead",
            "Workload to Pilot Intune",
            "Jun 2026",
            "Today 14 Oct",
            "Target 31 Mar",
            "Change freeze",
            "Clinics North",
            "Wave 2 · 3,200 devices",
            "49.0%, plan 64.1%",
            "1,568",
            "13 Nov – 19 Nov",
            "C",
            "D",
            "Capacity 210",
            "101% expected, week of 28 Dec",
            "Compliance policies",
        ],
    );
    let keys = keys(&scene);
    for key in ["row:3", "bar:3", "start:3", "edge:3", "gate:3", "switch:3:C", "switch:3:D", "freeze:0"] {
        assert!(keys.contains(&key), "{key} cannot be pointed at");
    }
}

#[test]
fn what_is_done_is_solid_and_what_is_to_come_is_outlined() {
    let scene = gantt::scene(&timeline(), 960.0, 754.0);
    let layout = super::gantt_layout::GanttLayout::new(&timeline(), 960.0);
    let split = layout.axis.x(day(2026, 10, 15));
    let bars: Vec<_> = scene
        .nodes
        .iter()
        .filter_map(|node| match node {
            Node::Rect { rect, stroke, .. } if rect.h == 19.0 => Some((*rect, stroke.is_some())),
            _ => None,
        })
        .collect();
    assert_eq!(bars.len(), 2);
    assert!(bars.iter().any(|(rect, outlined)| *outlined && (rect.x - split).abs() < 0.1));
    assert!(bars.iter().any(|(rect, outlined)| !*outlined && (rect.right() - split).abs() < 0.1));
}
