//! Every sentence of a plan over a grid of situations: before, under way, late, done, without target, desk or
//! baseline, with one device and with many. Whatever the numbers are, the grammar holds and nothing is left open.
#![allow(clippy::unwrap_used, reason = "tests")]

use chrono::{Days, NaiveDate};

use super::pack::{Block, Cell, Options, pack};
use super::{Situation, decision_record, decisions, findings, timeline};
use crate::forecast::{Basis, Detail, baseline_of, outlook, simulate};
use crate::picture::format;
use crate::plan::{
    Criterion, Decision, DecisionId, DecisionKind, Gate, Phase, PhaseActuals, PhaseId, PhaseKind, Plan,
    Question, QuestionId, Stock,
};

/// A number stands with the noun of its count, nothing is said twice, no figure is empty.
pub fn assert_sound(text: &str) {
    let wrongs = [
        "  ",
        "..",
        " .",
        " ,",
        "NaN",
        "inf ",
        "{",
        "}",
        "Some(",
        "None,",
        ": .",
        ";;",
        " 0 working",
        "+0 ",
        "()",
    ];
    for wrong in wrongs {
        // Two spaces set the dot between parts of a line apart.
        let is_dot = wrong == "  " && text.contains("  ·  ");
        assert!(is_dot || !text.contains(wrong), "{wrong:?} in {text:?}");
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    for (place, pair) in words.windows(2).enumerate() {
        // `0 of 1 devices`: the noun is that of all.
        if place > 0 && words[place - 1] == "of" {
            continue;
        }
        let number = pair[0].trim_start_matches(['(', '“']);
        let noun = pair[1].trim_end_matches([',', '.', ';', ':', ')', '?']);
        let is_number = number.ends_with(|c: char| c.is_ascii_digit()) && !number.contains('/');
        let is_one = ["1", "+1", "−1", "one", "One"].contains(&number);
        if ["days", "devices", "points", "records", "agents", "phases", "tickets"].contains(&noun) {
            assert!(!is_one, "{text:?}");
        }
        if is_number && ["day", "device", "point", "record", "phase", "ticket"].contains(&noun) {
            assert!(is_one, "{text:?}");
        }
    }
}

fn start() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()
}

/// So many phases of so many devices each.
fn plan(phases: u32, devices: u32) -> Plan {
    let mut plan = Plan::new("Sample", start());
    plan.desk.agents[0].agents = 6.0;
    for n in 1..=phases {
        let kind = if n == 1 { PhaseKind::Pilot } else { PhaseKind::Wave };
        let gate = Gate {
            criteria: vec![Criterion::Coverage { min: 0.8 }, Criterion::Soak { days: n % 3 }],
            ..Gate::usual()
        };
        let phase = Phase {
            gate,
            rate: (n > 1).then_some(devices / 10 + 1),
            ..Phase::new(PhaseId(n), format!("P{n}"), kind, devices)
        };
        plan.phases.push(phase);
    }
    if let Some(first) = plan.phases.first_mut() {
        first.start.after_previous = None;
    }
    plan
}

/// Records up to a day: the first `done` phases enrolled to this share, the next one halfway.
fn record(plan: &mut Plan, day: NaiveDate, share: f64) {
    plan.status_date = day;
    for (place, phase) in plan.phases.clone().iter().enumerate().take(2) {
        let date = start() + Days::new(7 + 21 * place as u64);
        if date > day {
            break;
        }
        let enrolled = (f64::from(phase.devices) * share) as u32;
        let stock = Stock {
            date,
            targeted: phase.devices,
            enrolled,
            failed: phase.devices.min(1),
            abandoned: 0,
            pending: None,
            stale: None,
            tickets: Some(1),
        };
        let stock = Stock { failed: stock.failed.min(phase.devices - enrolled), ..stock };
        plan.actuals.phases.push(PhaseActuals {
            phase: phase.id,
            stocks: vec![stock],
            ..PhaseActuals::default()
        });
    }
    plan.decisions.push(Decision {
        id: DecisionId(1),
        date: day,
        kind: DecisionKind::Go,
        phase: plan.phases.first().map(|phase| phase.id),
        text: "It may go on.".into(),
        who: String::new(),
        evidence: Vec::new(),
    });
}

/// What is asked of each plan of the grid.
fn variants(plan: &Plan) -> Vec<Plan> {
    let mut all = Vec::new();
    for target in [None, Some(start() + Days::new(20)), Some(start() + Days::new(200))] {
        for has_baseline in [false, true] {
            for (days, share) in
                [(None, 0.0), (Some(10), 0.0), (Some(10), 1.0), (Some(60), 0.5), (Some(60), 1.0)]
            {
                let mut variant = Plan { target, ..plan.clone() };
                if has_baseline {
                    let expected = outlook(&variant).expected;
                    let baseline = baseline_of(&variant, &expected, "Start", start(), "");
                    variant.baselines.push(baseline);
                }
                if let Some(days) = days {
                    record(&mut variant, start() + Days::new(days), share);
                }
                if has_baseline {
                    // One of each: the nouns go with them.
                    variant.desk.ordinary_per_day = Some(1.0);
                    variant.desk.agents[0].agents = 1.0;
                    variant.desk.wait_limit_days = 1.0;
                    for phase in &mut variant.phases {
                        phase.gate.criteria.push(Criterion::Wait { max_days: 1.0 });
                    }
                    variant.questions.push(Question {
                        id: QuestionId(1),
                        date: variant.status_date + Days::new(1),
                        who: "Board".into(),
                        phase: None,
                        question: "Go on?".into(),
                        note: String::new(),
                    });
                }
                all.push(variant);
            }
        }
    }
    all
}

fn sentences(at: &Situation<'_>) -> Vec<String> {
    let next = decisions::next(at);
    let mut all = vec![findings::overview(at).text, timeline::headline(at).text];
    all.extend([next.title, next.subtitle, next.verdict, next.order, decisions::prerequisites_done(at)]);
    all.extend((0..at.plan.phases.len()).map(|index| findings::phase(at, index).text));
    for page in decision_record::pages(at) {
        all.extend([page.title, page.effect, page.since]);
        all.extend(page.against);
    }
    for page in pack(at, Options::default()).pages {
        all.push(page.finding.text);
        all.push(page.title);
        for block in page.blocks.into_iter().chain(page.details) {
            match block {
                Block::Heading(words) => all.push(words),
                Block::Figures(figures) => all.extend(figures.into_iter().flat_map(|figure| {
                    // The figure is read together with what it counts.
                    [format!("{} {}", figure.figure, figure.label), figure.note]
                })),
                Block::Table(table) => {
                    all.extend(
                        table.rows.iter().flatten().map(Cell::text).filter(|text| text != format::DASH),
                    );
                }
                Block::Chart(chart) => all.push(chart.sentence),
                Block::Text(finding) => all.push(finding.text),
                Block::Bullets(bullets) => all.extend(bullets.into_iter().map(|bullet| bullet.text)),
                Block::Callout(callout) => all.extend([callout.title, callout.verdict, callout.order]),
            }
        }
    }
    all
}

#[test]
fn every_sentence_is_sound_in_every_situation() {
    for (phases, devices) in [(0, 0), (1, 1), (2, 1), (2, 40), (3, 900)] {
        for plan in variants(&plan(phases, devices)) {
            let outlook = outlook(&plan);
            let odds = simulate(&plan, &Basis::new(60, Detail::Phases));
            for odds in [None, Some(&odds)] {
                let at = Situation::new(&plan, &outlook).with_odds(odds);
                for text in sentences(&at) {
                    assert_sound(&text);
                }
            }
        }
    }
}
