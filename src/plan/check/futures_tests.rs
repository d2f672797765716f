//! What simulated futures and the pace of the last days say against a sound plan.

use super::*;
use crate::plan::{Criterion, ExpectedOdds, Pace, Stall};

fn odds() -> ExpectedOdds {
    ExpectedOdds {
        stalls: Vec::new(),
        breaks: 0.0,
        break_week: None,
        peak_load_p90: 0.9,
        by_target: Some(0.6),
        finish_p50: Some(day(2026, 12, 1)),
        finish_p85: Some(day(2026, 12, 22)),
    }
}

fn found(plan: &Plan, odds: ExpectedOdds) -> Vec<Problem> {
    check_with(plan, Some(&ExpectedDates { odds: Some(odds), ..ExpectedDates::default() }))
}

/// The only problem found, and the plan with its remedy.
fn only(plan: &Plan, problems: &[Problem]) -> (&'static str, Place, String, Plan) {
    let [problem] = problems else { panic!("{problems:#?}") };
    let mut mended = plan.clone();
    problem.remedy.as_ref().unwrap().edit.apply(&mut mended).unwrap();
    (problem.code, problem.place.clone(), problem.text.clone(), mended)
}

#[test]
fn good_odds_speak_against_nothing() {
    assert_eq!(found(&sound(), odds()), []);
    let stall = Stall { phase: PhaseId(1), share: 0.05, eased: None };
    let at_the_edge = ExpectedOdds { stalls: vec![stall], breaks: 0.05, by_target: Some(0.10), ..odds() };
    assert_eq!(found(&sound(), at_the_edge), []);
}

#[test]
fn a_gate_that_stalls_is_eased_to_what_nearly_all_futures_reach() {
    let plan = sound();
    let eased = Some(Criterion::Success { min: 0.92 });
    let stall = Stall { phase: PhaseId(2), share: 0.12, eased };
    let problems = found(&plan, ExpectedOdds { stalls: vec![stall], ..odds() });
    let (code, place, text, mended) = only(&plan, &problems);
    assert_eq!((code, place), ("gate-stalls", Place::Phase(PhaseId(2))));
    let name = &plan.phases[1].name;
    let end = "its gate does not pass within 60 working days of the last device.";
    assert_eq!(text, format!("{name} stalls in 12 of 100 futures: {end}"));
    assert!(mended.phases[1].gate.criteria.contains(&Criterion::Success { min: 0.92 }));
    assert_eq!(mended.phases[1].gate.criteria.len(), plan.phases[1].gate.criteria.len());
}

#[test]
fn a_rate_that_nobody_kept_is_planned_as_it_was_kept() {
    let mut plan = sound();
    plan.phases[1].rate = Some(20);
    let with = |plan: &Plan, per_day| {
        let pace = Pace { phase: PhaseId(2), per_day, days: 10 };
        check_with(plan, Some(&ExpectedDates { paces: vec![pace], ..ExpectedDates::default() }))
    };
    assert_eq!(with(&plan, 17.5), [], "within 15 percent");
    let problems = with(&plan, 14.2);
    let (code, place, text, mended) = only(&plan, &problems);
    assert_eq!((code, place), ("rate-above-pace", Place::Phase(PhaseId(2))));
    assert!(text.ends_with("is planned at 20 devices a day; its last 10 working days came to 14."), "{text}");
    assert_eq!(mended.phases[1].rate, Some(14));
    assert_eq!(with(&mended, 14.2), []);
}

#[test]
fn a_desk_that_breaks_gets_the_agents_of_its_heaviest_week() {
    let mut plan = sound();
    plan.desk.agents[0].agents = 14.0;
    let breaking =
        ExpectedOdds { breaks: 0.34, break_week: Some(day(2026, 9, 7)), peak_load_p90: 1.19, ..odds() };
    let problems = found(&plan, breaking.clone());
    let (code, place, text, mended) = only(&plan, &problems);
    assert_eq!((code, place), ("desk-breaks", Place::Desk));
    let text_end = "tickets wait longer than 2 days, most often in the week of 7 Sep 2026.";
    assert_eq!(text, format!("The helpdesk breaks in 34 of 100 futures: {text_end}"));
    assert_eq!(mended.desk.agents_on(mended.first_forecast_day()), 17.0);
    let breaks = |breaks| found(&plan, ExpectedOdds { breaks, ..breaking.clone() }).len();
    // What is recommended bears as much and no more.
    assert_eq!([0.15, 0.151].map(breaks), [0, 1]);
    let mut short = plan.clone();
    short.desk.wait_limit_days = 1.0;
    let text = &found(&short, breaking.clone())[0].text;
    assert!(text.contains("tickets wait longer than 1 day, most"), "{text}");
    let nobody = found(&plan, ExpectedOdds { peak_load_p90: f64::INFINITY, ..breaking });
    assert_eq!(nobody.first().map(|problem| problem.remedy.is_some()), Some(false));
}

#[test]
fn a_target_out_of_reach_moves_to_the_p85_finish() {
    let mut plan = sound();
    plan.target = Some(day(2026, 11, 2));
    let late = |chance| found(&plan, ExpectedOdds { by_target: Some(chance), ..odds() });
    let problems = late(0.04);
    let (code, place, text, mended) = only(&plan, &problems);
    assert_eq!((code, place), ("target-unlikely", Place::Plan));
    let half = "half of them finish by 1 Dec 2026.";
    assert_eq!(text, format!("4 of 100 futures finish by the target, 2 Nov 2026; {half}"));
    assert_eq!(mended.target, Some(day(2026, 12, 22)));
    assert!(late(0.0)[0].text.starts_with("None of the futures finishes by the target"));
    assert!(late(0.002)[0].text.starts_with("Fewer than 1 of 100 futures finish by"));
}
