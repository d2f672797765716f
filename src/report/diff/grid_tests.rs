//! The sentences on what changed, over a grid of situations: what they must always keep, and single ones to the
//! letter.

use chrono::NaiveDate;

use super::*;
use crate::forecast::{Basis, Detail, Odds, Outlook, outlook, simulate};
use crate::plan::diff::steps;
use crate::plan::{
    AgentsFrom, Freeze, FreezeId, FreezeScope, Gate, Phase, PhaseActuals, PhaseId, PhaseKind, Stock,
    SwitchRule,
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

/// Cause by cause comes to the whole.
fn assert_adds_up(told: &Changes, pair: (&str, &str)) {
    let p85: Option<i64> = told.causes.iter().map(|cause| cause.p85_days).sum();
    let row = told.figures.iter().find(|row| row.name == "Finish P85").unwrap();
    let Some(days) = p85.filter(|_| !told.causes.is_empty()) else { return };
    let said = super::later(days).unwrap_or_default();
    assert_eq!(row.moved, said, "{pair:?}");
}
