//! What simulated futures, and the pace of the last days, say against the plan: a gate that stalls, a rate
//! nobody has kept, a desk that breaks, a target out of reach. Without them it finds nothing.

use super::look::Look;
use super::{Place, Problem, Rule};
use crate::plan::wording::{asked, count, date, number, working_days};
use crate::plan::{Lever, PROMISE, Setting};

pub(super) const RULES: &[Rule] = &[gate_stalls, rate_above_pace, desk_breaks, target_unlikely];

/// A gate may stall in this share of futures.
pub const MOST_STALLS: f64 = 0.05;
/// A planned rate may be so many times the pace.
pub const LARGEST_RATE: f64 = 1.15;
/// A target with a smaller chance is none.
pub const LEAST_CHANCE: f64 = 0.10;

/// "12 of 100 futures"; what happens in few is not said to happen in none.
fn futures(share: f64) -> String {
    match (share * 100.0).round() {
        n if n < 1.0 => "fewer than 1 of 100 futures".into(),
        n if n >= 100.0 && share < 1.0 => "more than 99 of 100 futures".into(),
        n => format!("{} of 100 futures", number(n)),
    }
}

/// `1 day`, `1.5 days`
fn days(limit: f64) -> String {
    if limit == 1.0 { "1 day".into() } else { format!("{} days", number(limit)) }
}

fn gate_stalls(look: &Look, out: &mut Vec<Problem>) {
    let Some(odds) = look.odds() else { return };
    for stall in odds.stalls.iter().filter(|stall| stall.share > MOST_STALLS) {
        let Some(entry) = look.phase(stall.phase) else { continue };
        let text = format!(
            "{} stalls in {}: its gate does not pass within {} of the last device.",
            entry.name(),
            futures(stall.share),
            working_days(look.plan.hold_limit_days)
        );
        let problem = Problem::warning("gate-stalls", Place::Phase(entry.id()), text);
        let eased = stall.eased.as_ref().and_then(|eased| {
            let kind = std::mem::discriminant(eased);
            let at = entry.phase.gate.criteria.iter().position(|own| std::mem::discriminant(own) == kind)?;
            Some((at, eased))
        });
        out.push(match eased {
            Some((at, eased)) => {
                let label = format!("Ask for {} of {}", asked(eased), eased.name().to_lowercase());
                problem.mend(label, entry.changed(|phase| phase.gate.criteria[at] = eased.clone()))
            }
            None => problem,
        });
    }
}

fn rate_above_pace(look: &Look, out: &mut Vec<Problem>) {
    for pace in look.paces() {
        let Some(entry) = look.phase(pace.phase) else { continue };
        let Some(rate) = entry.phase.rate.filter(|rate| f64::from(*rate) > LARGEST_RATE * pace.per_day)
        else {
            continue;
        };
        let kept = pace.per_day.round().max(1.0);
        let text = format!(
            "{} is planned at {} devices a day; its last {} came to {}.",
            entry.name(),
            count(rate),
            working_days(pace.days),
            number(kept)
        );
        let problem = Problem::warning("rate-above-pace", Place::Phase(entry.id()), text);
        out.push(match Lever::Rate(entry.id()).edit(look.plan, kept) {
            Some(edit) => problem.mend(format!("Plan {} a day", number(kept)), edit),
            None => problem,
        });
    }
}

fn desk_breaks(look: &Look, out: &mut Vec<Problem>) {
    let Some(odds) = look.odds() else { return };
    if odds.breaks <= 1.0 - PROMISE + 1e-9 {
        return;
    }
    let week = odds
        .break_week
        .map_or_else(String::new, |week| format!(", most often in the week of {}", date(week)));
    let text = format!(
        "The helpdesk breaks in {}: tickets wait longer than {}{week}.",
        futures(odds.breaks),
        days(look.plan.desk.wait_limit_days)
    );
    let problem = Problem::warning("desk-breaks", Place::Desk, text);
    let now = look.plan.desk.agents_on(look.plan.first_forecast_day());
    // With the heaviest week within the capacity nothing is left to pile up.
    let wanted = (now * odds.peak_load_p90).ceil();
    let edit = (wanted.is_finite() && wanted > now).then(|| Lever::Agents.edit(look.plan, wanted)).flatten();
    out.push(match edit {
        Some(edit) => problem.mend(format!("Plan {} agents", number(wanted)), edit),
        None => problem,
    });
}

fn target_unlikely(look: &Look, out: &mut Vec<Problem>) {
    let (Some(odds), Some(target)) = (look.odds(), look.plan.target) else { return };
    let Some(chance) = odds.by_target.filter(|chance| *chance < LEAST_CHANCE) else { return };
    let half = odds.finish_p50.map_or_else(
        || "half of them have no finish".to_owned(),
        |day| format!("half of them finish by {}", date(day)),
    );
    let share = if chance == 0.0 { "None of the futures".to_owned() } else { futures(chance) };
    let share = share.replacen("fewer", "Fewer", 1);
    let verb = if chance == 0.0 { "finishes" } else { "finish" };
    let text = format!("{share} {verb} by the target, {}; {half}.", date(target));
    let problem = Problem::warning("target-unlikely", Place::Plan, text);
    out.push(match odds.finish_p85 {
        Some(day) => problem.mend(format!("Move the target to {}", date(day)), Setting::Target(Some(day))),
        None => problem,
    });
}
