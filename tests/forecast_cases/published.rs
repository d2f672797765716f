//! Four plans whose futures a separate program has simulated, written from the model's description in
//! another language and sharing nothing with this one: its figures lie in `tests/data/futures`. The plans
//! hold between them every rule of the calendar, of switches and of gates, and records to learn from.

use std::fs;
use std::path::Path;

use baton::files::plan_file;
use baton::forecast::{Amounts, Band, Basis, Dates, Detail, Odds, outlook, simulate};
use baton::plan::Plan;

use crate::common::plans::day;

const RUNS: u32 = 4_000;

fn text(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/futures");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// `gate.2` → `gate` and 2.
fn place(name: &str) -> (&str, usize) {
    let (what, place) = name.split_once('.').unwrap_or((name, "0"));
    (what, place.parse().unwrap())
}

fn dates<'a>(odds: &'a Odds, name: &str) -> &'a Dates {
    match place(name) {
        ("start", phase) => &odds.phases[phase].start,
        ("gate", phase) => &odds.phases[phase].gate,
        ("finish", _) => &odds.finish,
        _ => panic!("{name}"),
    }
}

fn share(odds: &Odds, name: &str) -> f64 {
    match name {
        "stalled" => odds.stalled,
        "unfinished" => odds.unfinished,
        "breaks" => odds.breaks,
        _ => {
            let (phase, criterion) = name.strip_prefix("criterion.").unwrap().split_once('.').unwrap();
            let phase = &odds.phases[phase.parse::<usize>().unwrap()];
            phase.criteria[criterion.parse::<usize>().unwrap()].chance.unwrap()
        }
    }
}

fn band<'a>(odds: &'a Odds, name: &str) -> &'a Band {
    let daily = odds.daily.as_ref().unwrap();
    match place(name) {
        ("enrolled", _) => &daily.enrolled,
        ("failed", _) => &daily.failed,
        ("tickets", _) => &daily.tickets,
        ("load", _) => &daily.load,
        ("backlog", _) => &daily.backlog,
        ("pilot", workload) => &daily.authority[workload].pilot_intune,
        ("intune", workload) => &daily.authority[workload].intune,
        _ => panic!("{name}"),
    }
}

fn amounts<'a>(odds: &'a Odds, name: &str) -> &'a Amounts {
    match place(name) {
        ("peak_load", _) => &odds.peak_load,
        ("longest_wait", _) => &odds.longest_wait_days,
        ("blocked", _) => &odds.exposure.blocked,
        ("unprotected", _) => &odds.exposure.unprotected,
        ("enrolled", phase) => &odds.phases[phase].enrolled,
        ("success", phase) => &odds.phases[phase].success,
        ("tp100", phase) => &odds.phases[phase].tickets_per_100,
        _ => panic!("{name}"),
    }
}

/// Whether two shares of so many futures may be of one chance: within five standard errors.
fn is_alike(here: f64, there: f64, others: f64) -> bool {
    let runs = f64::from(RUNS);
    let chance = (here * runs + there * others + 1.0) / (runs + others + 2.0);
    (here - there).abs() <= 5.0 * (chance * (1.0 - chance) * (1.0 / runs + 1.0 / others)).sqrt()
}

fn number(text: &str) -> f64 {
    if text == "never" { f64::INFINITY } else { text.parse().unwrap() }
}

/// What a day's bins may blur: a five-hundredth of what lies between the runs that fare worst and best.
fn blur(name: &str) -> f64 {
    match place(name).0 {
        "pilot" | "intune" => 0.002,
        "load" => 0.02,
        "enrolled" => 20.0,
        _ => 4.0,
    }
}

/// Low, middle, high of each quantile against the figures found.
fn is_within(quantiles: &[&str], found: &[f64], slack: f64) -> bool {
    quantiles.iter().zip(found).all(|(quantile, found)| {
        let bound: Vec<f64> = quantile.split(',').map(number).collect();
        bound[0] - slack <= *found && *found <= bound[2] + slack
    })
}

/// Every line of the table that does not hold.
fn differences(odds: &Odds, table: &str) -> Vec<String> {
    let mut others = 0.0;
    let mut wrong = Vec::new();
    let mut lines = 0;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        lines += 1;
        let words: Vec<&str> = line.split(' ').collect();
        let (holds, found) = match words[..] {
            ["runs", runs] => {
                others = number(runs);
                (true, String::new())
            }
            ["share", name, there] => {
                let here = share(odds, name);
                (is_alike(here, number(there), others), here.to_string())
            }
            ["by", name, date, there] => {
                let here = dates(odds, name).by(day(date));
                (is_alike(here, number(there), others), here.to_string())
            }
            ["day", name, date, ref quantiles @ ..] => {
                let (band, at) = (band(odds, name), odds.day_index(day(date)).unwrap());
                let found = [band.p10[at], band.p50[at], band.p90[at]];
                (is_within(quantiles, &found, blur(name)), format!("{found:?}"))
            }
            ["amount", name, ref quantiles @ ..] => {
                let found = [0.5, 0.9].map(|share| amounts(odds, name).quantile(share));
                (is_within(quantiles, &found, 1e-4), format!("{found:?}"))
            }
            _ => panic!("{line}"),
        };
        if !holds {
            wrong.push(format!("{line}: {found}"));
        }
    }
    assert!(lines > 100, "the table has {lines} lines");
    wrong
}

fn check(plan: &Plan, table: &str) {
    let odds = simulate(plan, &Basis::new(RUNS, Detail::Site));
    let wrong = differences(&odds, &text(table));
    assert!(wrong.is_empty(), "{table}:\n{}", wrong.join("\n"));
}

fn stored(name: &str) -> Plan {
    plan_file::from_ron(text(name).as_bytes()).unwrap().plan
}

#[test]
fn the_six_phase_plan_has_its_known_futures() {
    check(&crate::common::plans::six_phases(), "six-phases.txt");
}

/// Holidays, freezes of each scope, a pause, a cadence, a brake, dispersed ordinary tickets, devices that are
/// not ready, head starts, followers, a switch-back, every criterion that can be simulated, Conditional Access
/// and devices that leave another product.
#[test]
fn a_plan_with_every_rule_has_its_known_futures() {
    check(&stored("every-rule.ron"), "every-rule.txt");
}

/// A week of six days, devices targeted all at once, gates that want assurance, tickets that come at once,
/// parameters that are exact or hardly known, and a stall in one of five futures.
#[test]
fn a_plan_that_often_stalls_has_its_known_futures() {
    check(&stored("often-stalls.ron"), "often-stalls.txt");
}

/// Stocks, flows, events and decisions: what they teach, and what follows from them. The separate program works
/// out exactly what this one approximates.
#[test]
fn a_plan_under_way_has_its_known_futures() {
    check(&stored("under-way.ron"), "under-way.txt");
}

/// The tenth, the middle and the ninetieth of each parameter as the separate program works them out, which
/// sums over what this one approximates.
#[test]
fn a_plan_under_way_teaches_what_its_records_say() {
    let learned = outlook(&stored("under-way.ron")).learned;
    let known = [
        (&learned.success, [0.8982, 0.9217, 0.9422]),
        (&learned.repair, [0.1339, 0.1852, 0.2460]),
        (&learned.unfixable, [0.0599, 0.1034, 0.1533]),
        (&learned.reach, [0.3070, 0.3216, 0.3371]),
        (&learned.stale, [0.0129, 0.0231, 0.0356]),
    ];
    for (belief, known) in known {
        let spread = known[2] - known[0];
        for (share, known) in [0.1, 0.5, 0.9].into_iter().zip(known) {
            let found = belief.posterior.quantile(share);
            assert!((found - known).abs() < 0.12 * spread, "{:?}: {found}, not {known}", belief.parameter);
        }
    }
}
