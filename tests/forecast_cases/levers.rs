//! What moves the six-phase plan, and what it would take: known directions, and answers that can be checked
//! by simulating them.

use baton::forecast::{
    Basis, Detail, End, Factor, Frontier, SensitivityRow, Takes, compare, frontier, observed, sensitivity,
    simulate, what_it_takes,
};
use baton::plan::{Lever, Parameter, Phase, PhaseId, Plan};

use crate::common::plans::six_phases;

const BASIS: Basis = Basis::new(400, Detail::Dates);

fn row(rows: &[SensitivityRow], factor: Factor) -> SensitivityRow {
    *rows.iter().find(|row| row.factor == factor).unwrap_or_else(|| panic!("{factor:?} in {rows:?}"))
}

fn with(plan: &Plan, lever: Lever, value: f64) -> Plan {
    let mut after = plan.clone();
    if let Some(edit) = lever.edit(plan, value) {
        edit.apply(&mut after).unwrap();
    }
    after
}

#[test]
fn each_row_moves_the_finish_the_way_it_must() {
    let plan = six_phases();
    let rows = sensitivity(&plan, &observed(&plan), &BASIS);
    let days = |end: End| end.p50.days().unwrap();
    let soak = row(&rows, Factor::Soak);
    assert_eq!((soak.low.value, soak.high.value), (3.0, 7.0));
    // Two days at each of six gates, as far as the freeze and slow devices let them through.
    assert!((-14..=-6).contains(&days(soak.low)) && (6..=25).contains(&days(soak.high)), "{soak:?}");
    let rates = row(&rows, Factor::Rates);
    assert!(days(rates.low) > 10 && days(rates.high) < -8, "{rates:?}");
    assert!(rates.high.peak.unwrap() > 0.0 && rates.low.peak.unwrap() < 0.0, "faster is heavier: {rates:?}");
    // No gate asks for the desk, so agents move the load alone.
    let agents = row(&rows, Factor::Agents);
    assert_eq!((agents.low.p50.days(), agents.high.p50.days()), (Some(0), Some(0)));
    assert!(agents.low.peak.unwrap() > 0.0 && agents.high.peak.unwrap() < 0.0);
    let tickets = row(&rows, Factor::Parameter(Parameter::TicketFactor));
    assert!(tickets.low.peak.unwrap() < 0.0 && tickets.high.peak.unwrap() > 0.0);
    assert!(tickets.low.value < 1.0 && tickets.high.value > 1.0);
    let reach = row(&rows, Factor::Parameter(Parameter::Reach));
    assert!(days(reach.low) >= days(reach.high), "{reach:?}");
    let sizes = rows.iter().filter(|row| matches!(row.factor, Factor::Size(_))).count();
    assert_eq!(sizes, 5, "the last phase has nobody to hand devices to");
    let swing = |row: &SensitivityRow| {
        let (low, high) = (days(row.low), days(row.high));
        low.max(high).max(0) - low.min(high).min(0)
    };
    assert!(rows.windows(2).all(|pair| swing(&pair[0]) >= swing(&pair[1])), "{rows:?}");
}

#[test]
fn more_agents_lower_the_peak_and_the_smallest_number_that_will_do_is_recommended() {
    let mut plan = six_phases();
    plan.target = simulate(&plan, &BASIS).finish.quantile(0.95);
    let points = frontier(&plan, &observed(&plan), &BASIS, 0.90);
    let agents: Vec<f64> = points.points().iter().map(|point| point.agents).collect();
    assert_eq!(agents, (12..=20).map(f64::from).collect::<Vec<_>>());
    assert!(points.points().windows(2).all(|pair| pair[0].gist.peak_p50 > pair[1].gist.peak_p50));
    assert_eq!(points.points().iter().filter(|point| point.is_now).map(|p| p.agents).sum::<f64>(), 14.0);
    let found = points.recommended().unwrap();
    let will_do = points.points().iter().filter(|point| {
        point.gist.by_target.is_some_and(|chance| chance >= 0.90) && point.gist.breaks <= 0.10 + 1e-9
    });
    assert_eq!(Some(found.agents), will_do.map(|point| point.agents).min_by(f64::total_cmp));
    assert!(points.points().iter().all(|point| point.is_within_rule == (point.gist.breaks <= 0.10 + 1e-9)));
    plan.target = None;
    let mut without = Frontier::new(&plan, &observed(&plan), &BASIS, 0.90);
    assert_eq!((without.steps(), without.done()), (9, 0));
    assert!(without.advance() && without.done() == 1);
    assert_eq!(without.recommended(), None, "there is nothing to be in time for");
}

#[test]
fn what_it_takes_is_the_nearest_value_that_gives_the_chance() {
    let mut plan = six_phases();
    let odds = simulate(&plan, &BASIS);
    plan.target = odds.finish.quantile(0.20);
    let past = observed(&plan);
    let chance = |lever, value| simulate(&with(&plan, lever, value), &BASIS).by_target.unwrap();
    for (lever, towards_now) in [(Lever::Soak, 1.0), (Lever::Rate(PhaseId(5)), -1.0)] {
        let Some(Takes::Value { value, chance: promised }) =
            what_it_takes(&plan, &past, &BASIS, (lever, 0.80))
        else {
            panic!("{lever:?} can do it")
        };
        assert!(promised >= 0.80);
        assert_eq!(chance(lever, value), promised, "{lever:?} at {value}");
        assert!(chance(lever, value + towards_now) < 0.80, "{lever:?} need not go as far as {value}");
    }
    let agents = what_it_takes(&plan, &past, &BASIS, (Lever::Agents, 0.80));
    assert!(matches!(agents, Some(Takes::OutOfReach { best, .. }) if best == 14.0), "{agents:?}");
    let nothing = what_it_takes(&plan, &past, &BASIS, (Lever::Soak, 0.10));
    assert!(matches!(nothing, Some(Takes::Nothing { chance }) if chance >= 0.10), "{nothing:?}");
    plan.target = None;
    assert_eq!(what_it_takes(&plan, &past, &BASIS, (Lever::Soak, 0.80)), None);
}

#[test]
fn lifting_the_freeze_is_an_answer_too() {
    let mut plan = six_phases();
    let free = simulate(&with(&plan, Lever::Freezes, 0.0), &BASIS);
    plan.target = free.finish.quantile(0.90);
    let takes = what_it_takes(&plan, &observed(&plan), &BASIS, (Lever::Freezes, 0.85));
    assert!(matches!(takes, Some(Takes::Value { value: 0.0, chance }) if chance >= 0.85), "{takes:?}");
}

#[test]
fn a_shorter_soak_is_never_later() {
    let plan = six_phases();
    let odds = simulate(&plan, &BASIS);
    let shorter = simulate(&with(&plan, Lever::Soak, 3.0), &BASIS);
    let paired = compare(&odds, &shorter);
    // A few futures stall at a pilot, whatever its soak.
    assert!(paired.runs == 400 && paired.both_finish > 360, "{paired:?}");
    assert!(paired.later == 0.0 && paired.earlier > 0.85, "{paired:?}");
    assert!(paired.median_days.unwrap() <= -8, "{paired:?}");
    let same = compare(&odds, &odds);
    assert_eq!((same.earlier, same.later, same.median_days), (0.0, 0.0, Some(0)));
    assert_eq!(same.neither, odds.stalled + odds.unfinished);
}

#[test]
fn plans_with_nothing_to_move_have_no_rows() {
    let mut plan = six_phases();
    plan.phases.clear();
    for row in &mut plan.workloads {
        row.cells.clear();
    }
    let basis = Basis::new(20, Detail::Dates);
    let rows = sensitivity(&plan, &observed(&plan), &basis);
    assert!(rows.iter().all(|row| !matches!(row.factor, Factor::Size(_) | Factor::Rates | Factor::Soak)));
    let mut one = Plan::new("One", plan.start);
    one.phases.push(Phase::new(PhaseId(1), "All", baton::plan::PhaseKind::Wave, 50));
    assert!(!sensitivity(&one, &observed(&one), &basis).is_empty());
}
