//! Schedules side by side: how each finishes, what it asks of the helpdesk, what it costs, and in how many
//! futures it is the earlier one. All run on the same luck.

use std::collections::BTreeSet;

use super::Situation;
use super::odds_charts::value_words;
use super::study::{Study, Way};
use crate::forecast::{Odds, Paired, bears, compare, cost};
use crate::picture::format;
use crate::picture::scenario_rows::{ScenarioFinish, ScenarioRowsInput};
use crate::plan::{Lever, OWN_SCHEDULE, PROMISE, Plan};

/// One schedule of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayRow {
    /// None = the plan's own schedule.
    pub scenario: Option<String>,
    pub name: String,
    /// In what it differs from the plan's own: `16 agents, soak 3`.
    pub about: String,
    pub is_active: bool,
    pub is_recommended: bool,
    pub by_target: String,
    /// It keeps the promise; none without a target.
    pub by_target_is_met: Option<bool>,
    pub peak_load: String,
    pub peak_is_over: bool,
    pub days_over: String,
    pub effort: String,
    /// Empty where no price is typed.
    pub cost: String,
    /// `earlier in 83 of 100 futures, by 12 days`; empty for the one that is worked on.
    pub paired: String,
    pub finish: ScenarioFinish,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ways {
    pub rows: Vec<WayRow>,
    /// Why the recommended one is.
    pub rule: String,
    pub has_prices: bool,
    /// Of these there are more than are shown.
    pub left_out: usize,
    pub chart: ScenarioRowsInput,
}

struct Candidate<'a> {
    scenario: Option<&'a str>,
    /// None = it has not been looked at yet.
    plan: Option<&'a Plan>,
    odds: Option<&'a Odds>,
    is_active: bool,
}

/// The schedules that are shown, the plan's own first; `most` of them.
pub fn ways(
    at: &Situation<'_>,
    study: &Study,
    (own, worked_on): (&Plan, Option<&str>),
    (hidden, most): (&[String], usize),
) -> Ways {
    let active = Candidate { scenario: worked_on, plan: Some(at.plan), odds: at.odds, is_active: true };
    let mut all: Vec<Candidate<'_>> = vec![active];
    all.extend(study.ways.iter().map(|way: &Way| Candidate {
        scenario: way.name.as_deref(),
        plan: Some(&way.plan),
        odds: way.odds.as_deref(),
        is_active: false,
    }));
    let names = std::iter::once(None).chain(own.scenarios.iter().map(|s| Some(s.name.as_str())));
    let known: Vec<Option<&str>> = all.iter().map(|candidate| candidate.scenario).collect();
    let unknown = names.filter(|name| !known.contains(name));
    all.extend(unknown.map(|scenario| Candidate { scenario, plan: None, odds: None, is_active: false }));
    // A scenario that was removed stays in the study until that is made anew.
    all.retain(|c| c.scenario.is_none_or(|name| own.scenarios.iter().any(|s| s.name == name)));
    let order = |name: Option<&str>| match name {
        None => 0,
        Some(name) => 1 + own.scenarios.iter().position(|s| s.name == name).unwrap_or(usize::MAX - 1),
    };
    all.sort_by_key(|candidate| order(candidate.scenario));
    let is_hidden =
        |c: &Candidate<'_>| !c.is_active && c.scenario.is_some_and(|name| hidden.iter().any(|h| h == name));
    let shown: Vec<&Candidate<'_>> = all.iter().filter(|c| !is_hidden(c)).collect();
    let mut kept: Vec<&Candidate<'_>> = shown.iter().copied().take(most).collect();
    // The one that is worked on is always among them.
    if let Some(active) =
        shown.iter().copied().find(|c| c.is_active).filter(|_| !kept.iter().any(|c| c.is_active))
    {
        kept.pop();
        kept.push(active);
    }
    let best = recommended(&kept, own);
    let rows: Vec<WayRow> =
        kept.iter().enumerate().map(|(n, candidate)| row(at, candidate, own, best == Some(n))).collect();
    let chart = ScenarioRowsInput {
        rows: rows.iter().map(|row| row.finish.clone()).collect(),
        has_names: false,
        target: at.plan.target,
    };
    let [asked, _] = Study::rule(own);
    let rule = format!("Recommended: of these the least extra effort with {asked}.");
    Ways { has_prices: !own.prices.is_empty(), left_out: all.len() - kept.len(), rows, rule, chart }
}

/// The schedule with the least extra effort that keeps the promise at a desk that bears it; of those that take
/// the same the surest.
fn recommended(candidates: &[&Candidate<'_>], own: &Plan) -> Option<usize> {
    let will_do =
        |odds: &Odds| odds.by_target.is_some_and(|chance| chance >= PROMISE) && bears(odds.breaks, PROMISE);
    let ranked = candidates.iter().enumerate().filter_map(|(n, candidate)| {
        let odds = candidate.odds.filter(|odds| will_do(odds))?;
        let effort = cost(own, candidate.plan?, odds).extra_agent_days;
        Some((n, effort, odds.by_target.unwrap_or(0.0)))
    });
    ranked.min_by(|a, b| a.1.total_cmp(&b.1).then(b.2.total_cmp(&a.2))).map(|(n, ..)| n)
}

fn row(at: &Situation<'_>, candidate: &Candidate<'_>, own: &Plan, is_recommended: bool) -> WayRow {
    let dash = || format::DASH.to_owned();
    let odds = candidate.odds;
    let name = candidate.scenario.map_or_else(|| OWN_SCHEDULE.to_owned(), str::to_owned);
    let quantile = |share| odds.and_then(|odds| odds.finish.quantile(share));
    let peak = odds.map(|odds| odds.peak_load.quantile(0.50));
    let costs = candidate.plan.zip(odds).map(|(plan, odds)| cost(own, plan, odds));
    let finish = ScenarioFinish {
        name: name.clone(),
        is_known: odds.is_some(),
        p50: quantile(0.50),
        p85: quantile(0.85),
        p95: quantile(0.95),
    };
    let chance = odds.and_then(|odds| odds.by_target);
    let paired = match (candidate.is_active, at.odds, odds) {
        (false, Some(active), Some(odds)) => paired_words(&compare(active, odds)),
        _ => String::new(),
    };
    WayRow {
        scenario: candidate.scenario.map(str::to_owned),
        about: about(own, candidate),
        is_active: candidate.is_active,
        is_recommended,
        by_target: chance.map_or_else(dash, format::chance),
        by_target_is_met: chance.map(|chance| chance >= PROMISE),
        peak_load: peak.filter(|peak| peak.is_finite()).map_or_else(dash, format::percent0),
        peak_is_over: peak.is_some_and(|peak| peak > 1.0),
        days_over: odds.and_then(days_over).map_or_else(dash, |days| format::count(days as u64)),
        effort: costs.map_or_else(dash, |costs| effort(costs.extra_agent_days)),
        cost: costs
            .filter(|_| !own.prices.is_empty())
            .map_or_else(String::new, |costs| costs.total_p50().map_or_else(dash, |sum| money(own, sum))),
        paired,
        finish,
        name,
    }
}

/// Days on which half of the futures have more tickets than the desk can close, up to the P50 finish.
fn days_over(odds: &Odds) -> Option<usize> {
    let daily = odds.daily.as_ref()?;
    let until = odds.finish.quantile(0.50).and_then(|day| odds.day_index(day));
    let load = &daily.load.p50;
    Some(load.iter().take(until.map_or(load.len(), |at| at + 1)).filter(|load| **load > 1.0).count())
}

fn effort(agent_days: f64) -> String {
    match agent_days.round() as i64 {
        0 => format::DASH.to_owned(),
        days @ 1.. => format::plural(days.unsigned_abs(), "agent-day", "agent-days"),
        days => format!("{} fewer", format::plural(days.unsigned_abs(), "agent-day", "agent-days")),
    }
}

fn money(plan: &Plan, sum: f64) -> String {
    format!("{} {}", plan.prices.currency, format::count_f64(sum)).trim_start().to_owned()
}

/// `earlier in 83 of 100 futures, by 12 days`
pub fn paired_words(paired: &Paired) -> String {
    let unit = |days: i64| format::plural(days.unsigned_abs(), "day", "days");
    paired_in(paired, paired.median_days.unwrap_or(0), unit)
}

/// The same with the middle difference in another unit.
pub(super) fn paired_in(paired: &Paired, days: i64, unit: impl Fn(i64) -> String) -> String {
    let of_100 = |share: f64| super::ranges::of_100(share);
    let by = unit(days);
    if paired.same + paired.neither > 0.995 {
        return "the same in more than 99 of 100 futures".to_owned();
    }
    if paired.earlier >= paired.later {
        let by = if days < 0 { format!(", by {by}") } else { String::new() };
        format!("earlier in {} of 100 futures{by}", of_100(paired.earlier))
    } else {
        let by = if days > 0 { format!(", by {by}") } else { String::new() };
        format!("later in {} of 100 futures{by}", of_100(paired.later))
    }
}

/// Its note, else the levers in which it differs from the plan's own schedule.
fn about(own: &Plan, candidate: &Candidate<'_>) -> String {
    let scenario = candidate.scenario.and_then(|name| own.scenarios.iter().find(|s| s.name == name));
    if let Some(note) = scenario.map(|scenario| &scenario.note).filter(|note| !note.is_empty()) {
        return note.clone();
    }
    if candidate.scenario.is_none() {
        let soak = Lever::Soak.value(own).map(|days| format!(", soak {}", value_words(Lever::Soak, days)));
        let agents = Lever::Agents.value(own).unwrap_or(0.0);
        return format::plural_decimal(agents, 1, "agent", "agents") + &soak.unwrap_or_default();
    }
    let Some(plan) = candidate.plan else { return String::new() };
    let levers: BTreeSet<Lever> = Lever::all(own).into_iter().chain(Lever::all(plan)).collect();
    let differs = |lever: &Lever| {
        let (old, new) = (lever.value(own)?, lever.value(plan)?);
        (old != new).then_some((*lever, new))
    };
    let moves: Vec<_> = levers.iter().filter_map(differs).collect();
    if moves.is_empty() {
        return "other dates or switches".to_owned();
    }
    super::odds_charts::moved(own, &moves).join(", ")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_pair_of_schedules_is_told_by_the_futures_in_which_one_is_earlier() {
        let paired =
            Paired { earlier: 0.83, same: 0.05, later: 0.12, median_days: Some(-12), ..Paired::default() };
        assert_eq!(paired_words(&paired), "earlier in 83 of 100 futures, by 12 days");
        let back = Paired { earlier: 0.12, later: 0.83, median_days: Some(12), ..paired };
        assert_eq!(paired_words(&back), "later in 83 of 100 futures, by 12 days");
        let same = Paired { earlier: 0.0, same: 1.0, later: 0.0, median_days: Some(0), ..paired };
        assert_eq!(paired_words(&same), "the same in more than 99 of 100 futures");
    }

    #[test]
    fn the_plans_own_schedule_is_told_by_its_levers() {
        let mut own = crate::report::sample_tests::sample().plan;
        let candidate = Candidate { scenario: None, plan: None, odds: None, is_active: true };
        assert!(about(&own, &candidate).starts_with("6 agents"), "{}", about(&own, &candidate));
        own.desk.agents[0].agents = 1.0;
        let said = about(&own, &candidate);
        assert!(said.starts_with("1 agent") && !said.starts_with("1 agents"), "{said}");
    }

    #[test]
    fn effort_is_counted_either_way_and_nothing_is_a_dash() {
        assert_eq!(effort(216.2), "216 agent-days");
        assert_eq!(effort(-1.0), "1 agent-day fewer");
        assert_eq!(effort(0.2), "–");
    }
}
