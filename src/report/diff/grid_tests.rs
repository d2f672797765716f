//! The sentences on what changed, over a grid of situations: what they must always keep, and single ones to the
//! letter.

use chrono::NaiveDate;

use super::*;
use crate::forecast::{Basis, Detail, Odds, Outlook, outlook, simulate};
use crate::plan::diff::steps;
use crate::plan::{
    AgentsFrom, Event, EventKind, Freeze, FreezeId, FreezeScope, Gate, Phase, PhaseActuals, PhaseId,
    PhaseKind, PhaseScope, Stock, SwitchRule, Workload,
};
use crate::report::sentences_tests::assert_sound;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A pilot and two waves from Monday 1 Jun 2026, with a desk and a switch.
fn plan() -> Plan {
    let mut plan = Plan::new("Sample", day("2026-06-01"));
    plan.desk.ordinary_per_day = Some(60.0);
    plan.desk.agents[0].agents = 6.0;
    plan.target = Some(day("2026-10-30"));
    let kinds =
        [("IT", PhaseKind::Pilot, 60), ("North", PhaseKind::Wave, 600), ("South", PhaseKind::Wave, 900)];
    for (n, (name, kind, devices)) in (1..).zip(kinds) {
        let gate = Gate { criteria: Gate::usual().criteria[1..].to_vec(), ..Gate::usual() };
        let phase = Phase { gate, rate: Some(20 * n), ..Phase::new(PhaseId(n), name, kind, devices) };
        plan.phases.push(phase);
    }
    plan.phases[0].start.after_previous = None;
    for id in 1..=3 {
        let rule = SwitchRule::AtEnrollment;
        plan.workloads[0].cells.push(crate::plan::Cell {
            phase: PhaseId(id),
            rule,
            head_start: None,
            note: String::new(),
        });
    }
    plan.put_in_order();
    plan
}

/// A plan with all that is computed of it.
struct State {
    plan: Plan,
    outlook: Outlook,
    odds: Odds,
}

impl State {
    fn new(plan: Plan) -> Self {
        let basis = Basis::new(200, Detail::Dates);
        Self { outlook: outlook(&plan), odds: simulate(&plan, &basis), plan }
    }

    fn side(&self, name: &str) -> Side<'_> {
        Side::plan(name, Situation::new(&self.plan, &self.outlook).with_odds(Some(&self.odds)))
    }
}

fn told(old: &State, new: &State) -> Changes {
    let basis = Basis::new(200, Detail::Dates);
    let stage = |step: &crate::plan::diff::Step| Stage {
        cause: step.cause,
        gist: Gist::of(&simulate(&step.plan, &basis)),
    };
    let stages: Vec<Stage> = steps(&old.plan, &new.plan).iter().map(stage).collect();
    changes(&old.side("1 Jun 2026"), &new.side("now"), &new.plan, &stages)
}

fn stock(date: &str, targeted: u32, enrolled: u32) -> Stock {
    Stock {
        date: day(date),
        targeted,
        enrolled,
        failed: 0,
        abandoned: 0,
        pending: None,
        stale: None,
        tickets: None,
    }
}

/// A way in which a plan becomes another, under a name.
type Way = (&'static str, fn(&mut Plan));

fn ways() -> Vec<Way> {
    vec![
        ("nothing", |_| {}),
        ("words", |plan| plan.phases[1].note = "with Oslo".into()),
        ("larger", |plan| plan.phases[2].devices += 200),
        ("one more", |plan| plan.phases[2].devices += 1),
        ("smaller", |plan| plan.phases[1].devices -= 300),
        ("slower", |plan| plan.phases[1].rate = Some(20)),
        ("faster", |plan| plan.phases[2].rate = Some(300)),
        ("later", |plan| plan.phases[1].start.not_before = Some(day("2026-08-03"))),
        ("gone", |plan| {
            plan.phases.pop();
        }),
        ("new", |plan| plan.phases.push(Phase::new(PhaseId(9), "East", PhaseKind::Wave, 50))),
        ("soak", |plan| plan.phases[1].gate.criteria[1] = crate::plan::Criterion::Soak { days: 15 }),
        ("impossible", |plan| plan.phases[1].rate = Some(0)),
        ("freeze", |plan| {
            plan.calendar.freezes.push(Freeze {
                id: FreezeId(1),
                name: "Summer".into(),
                from: day("2026-07-06"),
                to: day("2026-07-31"),
                scope: FreezeScope::Both,
            });
        }),
        ("desk", |plan| plan.desk.agents.push(AgentsFrom { from: day("2026-07-01"), agents: 9.0 })),
        ("nobody", |plan| plan.desk.agents[0].agents = 0.0),
        ("assumption", |plan| plan.assumptions.reach.mean = 0.2),
        ("cells", |plan| {
            for cell in &mut plan.workloads[0].cells {
                cell.rule = SwitchRule::AfterGate(5);
            }
        }),
        ("target", |plan| plan.target = Some(day("2026-09-30"))),
        ("records", |plan| {
            plan.status_date = day("2026-06-19");
            plan.actuals.phases.push(PhaseActuals {
                phase: PhaseId(1),
                stocks: vec![stock("2026-06-12", 30, 12), stock("2026-06-19", 40, 21)],
                ..PhaseActuals::default()
            });
        }),
    ]
}

fn sentences(changes: &Changes) -> Vec<String> {
    let mut all = vec![changes.headline.text.clone()];
    all.extend(changes.desk.clone());
    all.extend(changes.phases.iter().map(|line| line.text.clone()));
    all.extend(changes.others.iter().flat_map(|group| group.lines.clone()));
    all
}

/// A whole sentence, and a sound one.
fn assert_said(text: &str) {
    assert!(text.ends_with('.') || text.ends_with(".)"), "{text}");
    assert!(text.chars().next().is_some_and(|c| !c.is_lowercase()), "{text}");
    assert_sound(text);
}

#[test]
fn every_pair_of_states_is_told_in_sound_sentences() {
    let states: Vec<(&str, State)> = ways()
        .into_iter()
        .map(|(name, change)| {
            let mut changed = plan();
            change(&mut changed);
            (name, State::new(changed))
        })
        .collect();
    for (from, old) in &states {
        for (to, new) in &states {
            // Each against the plan as made and as under way, both ways round.
            if ![from, to].iter().any(|name| ["nothing", "records"].contains(name)) {
                continue;
            }
            let told = told(old, new);
            assert_eq!(told.is_same, from == to, "{from} → {to}");
            for text in sentences(&told) {
                assert_said(&text);
            }
            assert_adds_up(&told, (from, to));
        }
    }
}

/// Cause by cause comes to the whole; where that cannot be, because there is no such day in between, no cause
/// is said to be a part of it.
fn assert_adds_up(told: &Changes, pair: (&str, &str)) {
    if told.causes.is_empty() {
        return;
    }
    let of = |name: &str| told.figures.iter().find(|row| row.name == name).unwrap();
    for (name, part) in [
        ("Finish P85", (|row: &CauseRow| row.p85_days) as fn(&CauseRow) -> Option<i64>),
        ("Finish P50", |row| row.p50_days),
    ] {
        match told.causes.iter().map(part).sum::<Option<i64>>() {
            Some(days) => assert_eq!(of(name).moved, super::later(days).unwrap_or_default(), "{pair:?}"),
            None => assert!(!told.headline.text.contains(" of it "), "{pair:?}: {}", told.headline.text),
        }
    }
    if let Some(points) = told.causes.iter().map(|row| row.peak_points).sum::<Option<i64>>() {
        let moved = &of("Heaviest helpdesk week, P50").moved;
        let n = moved.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0);
        assert_eq!(if moved.ends_with("less") { -n } else { n }, points, "{pair:?}");
    }
}

fn frozen(plan: &Plan) -> Baseline {
    forecast::baseline_of(plan, &outlook(plan).expected, "Start", plan.start, "")
}

/// A frozen state against what has become of the plan.
fn since(baseline: &Baseline, plan: Plan) -> Changes {
    let now = State::new(plan);
    changes(&Side::baseline(baseline), &now.side("now"), &now.plan, &[])
}

#[test]
fn a_baseline_has_changed_wherever_its_course_has() {
    let baseline = frozen(&plan());
    let same = since(&baseline, plan());
    assert!(same.is_same);
    assert_eq!(same.headline.text, "Nothing has changed since the baseline “Start” of 1 Jun 2026.");
    // All dates stay, but not the load of the helpdesk; nor, below, the devices on one day.
    let mut busier = plan();
    busier.desk.agents[0].agents = 9.0;
    let mut fewer = baseline.clone();
    fewer.days.last_mut().unwrap().enrolled[0] -= 1;
    let last = format::date(fewer.days.last().unwrap().date);
    let load = ", but the helpdesk's load differs from 1 Jun 2026 on.".to_owned();
    let devices = format!(", but the devices enrolled or switched differ from {last} on.");
    for (told, but) in [(since(&baseline, busier), load), (since(&fewer, plan()), devices)] {
        assert!(told.phases.is_empty() && !told.is_same);
        let text = told.headline.text;
        assert!(text.starts_with("The expected finish stays ") && text.ends_with(&but), "{text}");
    }
}

#[test]
fn devices_enrolled_stand_against_the_frozen_course() {
    let mut old = plan();
    let baseline = frozen(&old);
    ways().iter().find(|(name, _)| *name == "records").unwrap().1(&mut old);
    let told = since(&baseline, old);
    let row = told.figures.iter().find(|row| row.name == "Devices enrolled by 19 Jun 2026").unwrap();
    let (before, after): (i64, i64) = (row.before.parse().unwrap(), row.after.parse().unwrap());
    assert_eq!(after, 21);
    let more = after - before;
    let word = if more < 0 { "fewer" } else { "more" };
    assert_eq!(row.moved, format!("{} {word}", format::plural(more.unsigned_abs(), "device", "devices")));
    assert_eq!(row.is_better, Some(more > 0));
}

#[test]
fn a_last_device_that_comes_later_is_told_although_start_and_gate_stay() {
    let (plan, old) = (plan(), frozen(&plan()));
    let mut new = old.clone();
    let end = new.phases[1].targeted.unwrap();
    new.phases[1].targeted = plan.calendar.add_working_days(end, 2);
    let told = changes(&Side::baseline(&old), &Side::baseline(&new), &plan, &[]);
    let said: Vec<&str> = told.phases.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(
        said,
        [
            "Wave 1: targets its last device 2 working days later because its enrollment takes 2 working days longer."
        ]
    );
    assert_eq!((told.phases[0].is_better, told.is_same), (Some(false), false));
    assert_eq!(told.chart.rows[1].remark, "same gate");
    assert_eq!(told.chart.rows[2].remark, "no change");
}

/// The number of working days right before a place in a text.
fn days_before(text: &str, place: &str) -> Option<i64> {
    let (before, _) = text.split_once(place)?;
    let before = before.strip_suffix(" working days").or_else(|| before.strip_suffix(" working day"))?;
    before.rsplit(' ').next()?.parse().ok()
}

#[test]
fn of_two_changes_each_has_its_part_and_no_part_is_more_than_the_whole() {
    let told_apart: Vec<Way> =
        ways().into_iter().filter(|(name, _)| !["nothing", "words", "one more"].contains(name)).collect();
    let old = State::new(plan());
    let mut both_ways = 0;
    for (place, (first, one)) in told_apart.iter().enumerate() {
        for (second, two) in &told_apart[place + 1..] {
            let mut changed = plan();
            one(&mut changed);
            if changed.phases.len() == 3 {
                two(&mut changed);
            }
            let told = told(&old, &State::new(changed));
            for text in sentences(&told) {
                assert_said(&text);
            }
            assert_adds_up(&told, (first, second));
            let text = &told.headline.text;
            if let Some(part) = days_before(text, " of it because") {
                let later = days_before(text, " later:").or_else(|| days_before(text, " earlier:"));
                assert!(part < later.unwrap(), "{text}");
            }
            both_ways += usize::from(text.contains("; ") && text.contains(" earlier because "));
        }
    }
    assert!(both_ways > 2, "some changes work against each other: {both_ways}");
}

#[test]
fn an_event_that_was_moved_is_one_line() {
    let event = |date, what: &EventKind| Event { date: day(date), what: what.clone(), note: String::new() };
    let (workload, phase) = (Workload::ClientApps, PhaseId(1));
    let switched = EventKind::CellSwitched { workload, phase, head_start: false };
    let back = EventKind::SwitchedBack { workload, phases: PhaseScope::All };
    let other = EventKind::SwitchedBack { workload: Workload::EndpointProtection, phases: PhaseScope::All };
    let mut old = plan();
    old.actuals.events =
        vec![event("2026-06-08", &switched), event("2026-06-15", &back), event("2026-06-17", &back)];
    let mut new = old.clone();
    new.actuals.events = vec![
        event("2026-06-09", &switched),
        event("2026-06-16", &back),
        event("2026-06-17", &back),
        event("2026-06-16", &other),
    ];
    let (old, new) = (State::new(old), State::new(new));
    let lines = |told: Changes| -> Vec<String> {
        let group = told.others.into_iter().find(|group| group.title == "What was recorded").unwrap();
        group.lines.into_iter().map(|line| line.split_once(" on ").unwrap().1.to_owned()).collect()
    };
    assert_eq!(
        lines(told(&old, &new)),
        ["9 Jun 2026 instead of 8 Jun 2026.", "16 Jun 2026 instead of 15 Jun 2026.", "16 Jun 2026.",]
    );
    assert_eq!(
        lines(told(&new, &old)),
        [
            "8 Jun 2026 instead of 9 Jun 2026.",
            "15 Jun 2026 instead of 16 Jun 2026.",
            "16 Jun 2026; that was taken back.",
        ]
    );
}

#[test]
fn what_was_taken_out_is_not_called_recorded() {
    let mut old = plan();
    ways().iter().find(|(name, _)| *name == "records").unwrap().1(&mut old);
    let failure =
        |code: &str, devices| crate::plan::Failure { date: day("2026-06-19"), code: code.into(), devices };
    old.actuals.phases[0].failures = vec![failure("80180014", 2), failure("8018002b", 1)];
    let desk = |to: &str| crate::plan::DeskActual {
        from: day(to),
        to: day(to),
        opened: 60,
        closed: Some(60),
        open: None,
        open_over_3_days: None,
        agents: None,
    };
    old.actuals.desk = vec![desk("2026-06-18"), desk("2026-06-19")];
    let mut new = old.clone();
    new.actuals.phases[0].stocks.pop();
    new.actuals.phases[0].failures = vec![failure("80180014", 3)];
    new.actuals.desk.pop();
    let told = told(&State::new(old), &State::new(new));
    let recorded = told.others.iter().find(|group| group.title == "What was recorded").unwrap();
    assert_eq!(
        recorded.lines,
        [
            "Pilot: its newest records were taken out; 12 of 60 devices were enrolled by 12 Jun 2026.",
            "Helpdesk: one record taken out.",
            "One enrollment error corrected.",
            "One enrollment error taken out.",
        ]
    );
}

#[test]
fn what_has_no_words_is_said_to_have_none() {
    let (old, mut new) = (plan(), plan());
    let freeze = |name: &str| Freeze {
        id: FreezeId(1),
        name: name.into(),
        from: day("2026-12-14"),
        to: day("2026-12-31"),
        scope: FreezeScope::Both,
    };
    new.calendar.freezes.push(freeze(" "));
    new.decisions.push(crate::plan::Decision {
        id: crate::plan::DecisionId(1),
        date: day("2026-06-01"),
        kind: crate::plan::DecisionKind::Note,
        phase: Some(PhaseId(2)),
        text: String::new(),
        who: String::new(),
        evidence: Vec::new(),
    });
    new.questions.push(crate::plan::Question {
        id: crate::plan::QuestionId(1),
        date: day("2026-06-05"),
        who: String::new(),
        phase: None,
        question: "?".into(),
        note: String::new(),
    });
    let baseline = Baseline { name: String::new(), ..frozen(&old) };
    new.baselines.push(baseline);
    let told = told(&State::new(old), &State::new(new));
    let lines: Vec<&str> = told.others.iter().flat_map(|group| &group.lines).map(String::as_str).collect();
    for line in &lines {
        assert_said(line);
        assert!(!line.contains("“”") && !line.contains("“ ”"), "{line}");
    }
    for said in [
        "Note for Wave 1, 1 Jun 2026, without a reason.",
        "To decide on 5 Jun 2026: a question without words: added.",
        "Freeze without a name, 14 – 31 Dec 2026, ",
        "Baseline without a name of 1 Jun 2026: added.",
    ] {
        assert!(lines.iter().any(|line| line.starts_with(said)), "{said} is not in {lines:#?}");
    }
}

#[test]
fn a_cause_of_one_change_says_the_change_with_its_amount() {
    let old = State::new(plan());
    let after = |change: &dyn Fn(&mut Plan)| {
        let mut changed = plan();
        change(&mut changed);
        told(&old, &State::new(changed))
    };
    let agents = |plan: &mut Plan| plan.desk.agents.push(AgentsFrom { from: day("2026-07-01"), agents: 9.0 });
    let desk = after(&agents).desk.unwrap();
    assert!(desk.contains("because of the helpdesk (agents from 1 Jul 2026: 9 instead of 6)"), "{desk}");
    let gate = after(&|plan| {
        plan.phases[1].gate.criteria = vec![
            crate::plan::Criterion::Coverage { min: 0.95 },
            crate::plan::Criterion::Soak { days: 5 },
            crate::plan::Criterion::Wait { max_days: 3.0 },
        ];
    });
    let said = gate.phases.iter().find(|line| line.phase == PhaseId(2)).unwrap().text.clone();
    assert!(said.contains("phase enrolled ≥ 95% instead of ≥ 90%"), "{said}");
    // The words of a gate that asks one thing more.
    assert!(said.contains("also asks helpdesk wait ≤ 3 days"), "{said}");
}

#[test]
fn a_longer_freeze_is_named_where_the_enrollment_takes_longer() {
    let freeze = |to: &str| Freeze {
        id: FreezeId(1),
        name: "Summer".into(),
        from: day("2026-07-06"),
        to: day(to),
        scope: FreezeScope::Both,
    };
    let with = |to: &str| {
        let mut plan = plan();
        plan.phases[1].rate = Some(20);
        plan.calendar.freezes.push(freeze(to));
        State::new(plan)
    };
    let told = told(&with("2026-07-17"), &with("2026-07-24"));
    let change = "freeze “Summer”: 6 – 24 Jul 2026 instead of 6 – 17 Jul 2026)";
    let headline = &told.headline.text;
    assert!(headline.contains(&format!("because of the calendar ({change}")), "{headline}");
    let said = &told.phases.iter().find(|line| line.phase == PhaseId(2)).unwrap().text;
    assert!(said.contains(&format!("working days longer ({change}")), "{said}");
}

#[test]
fn what_moves_nothing_is_named_and_a_new_target_says_its_chance() {
    let mut old = plan();
    old.target = Some(day("2026-07-31"));
    let mut new = plan();
    new.target = Some(day("2027-07-30"));
    let told_of = |new: &Plan| told(&State::new(old.clone()), &State::new(new.clone()));
    let text = told_of(&new).headline.text;
    let start = "Target date: 30 Jul 2027 instead of 31 Jul 2026; that moves neither the finish nor the \
                 helpdesk, and the chance by the target is ";
    assert!(text.starts_with(start), "{text}");
    let mut renamed = old.clone();
    renamed.phases[1].name = "Oslo".into();
    let told = told_of(&renamed);
    let named = "Wave 1: now called “Oslo”, was “North”";
    assert_eq!(told.phases[0].text, format!("{named}."));
    assert_eq!(told.headline.text, format!("{named}; that moves neither the finish nor the helpdesk."));
}

#[test]
fn while_the_causes_are_followed_nobody_says_that_nothing_moves() {
    let old = State::new(plan());
    for (name, change) in ways() {
        let mut changed = plan();
        change(&mut changed);
        let new = State::new(changed);
        let told = changes(&old.side("1 Jun 2026"), &new.side("now"), &new.plan, &[]);
        let moves_nothing = told.headline.text.contains("neither the finish nor the helpdesk");
        let is_words = steps(&old.plan, &new.plan).is_empty();
        assert_eq!(moves_nothing, is_words && name != "nothing", "{name}: {}", told.headline.text);
    }
}

#[test]
fn a_freeze_is_blamed_only_where_the_switch_comes_right_behind_it() {
    let with = |on: &str| {
        let mut plan = plan();
        plan.horizon_days = 500;
        plan.calendar.freezes.push(Freeze {
            id: FreezeId(1),
            name: "Year end".into(),
            from: day("2026-12-14"),
            to: day("2027-01-08"),
            scope: FreezeScope::Both,
        });
        for cell in &mut plan.workloads[0].cells {
            cell.rule = SwitchRule::OnDate(day(on));
        }
        State::new(plan)
    };
    let said = |on: &str| {
        let told = told(&with("2026-12-01"), &with(on));
        let group = told.others.into_iter().find(|group| group.title == "When workloads pass to Intune");
        group.unwrap().lines.join(" ")
    };
    let held = said("2026-12-21");
    assert!(held.contains(" later in Wave 1 because of the freeze “Year end”"), "{held}");
    let by_hand = said("2027-02-01");
    assert!(by_hand.contains("Wave 1") && !by_hand.contains("because of"), "{by_hand}");
}

#[test]
fn future_by_future_counts_the_days_that_all_else_counts() {
    let mut slower = plan();
    slower.phases[2].rate = Some(20);
    let told = told(&State::new(plan()), &State::new(slower));
    let row = told.figures.iter().find(|row| row.name == "Future by future").unwrap();
    assert!(row.after.starts_with("later in ") && row.after.ends_with(" working days"), "{}", row.after);
}
