//! `baton compare`: scenarios side by side, and run by run against the first of them.
//! All have the same luck, so that what differs is what was planned.

use serde::Serialize;

use super::answer::Answer;
use super::forecast::odds::{Breaks, Finish, High};
use super::forecast::words::{futures, of_100};
use super::forecast::{Luck, simulate};
use super::table::{Column, table};
use super::{PlanArguments, schedule};
use crate::forecast::{self, Cost, Detail, Odds, Paired};
use crate::picture::format;
use crate::plan::{OWN_SCHEDULE, Plan, Prices};

/// More do not fit beside each other, nor in one decision.
const MOST: usize = 8;

/// Compare scenarios of a plan, future by future
#[derive(Debug, clap::Args)]
pub struct Compare {
    #[command(flatten)]
    plan: PlanArguments,
    /// A scenario, or “Current plan”; the others are compared with the first, and one alone with the plan
    #[arg(long, value_name = "NAME", required = true)]
    scenario: Vec<String>,
    #[command(flatten)]
    luck: Luck,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
}

/// One scenario with its future.
struct Way {
    name: String,
    odds: Odds,
    cost: Cost,
}

impl Compare {
    pub fn run(self) -> Answer {
        let plan = match self.plan.open() {
            Ok(plan) => plan,
            Err(answer) => return answer,
        };
        let mut names = self.scenario;
        if names.len() == 1 {
            names.insert(0, OWN_SCHEDULE.to_owned());
        }
        if names.len() > MOST {
            return Answer::wrong_use(format!("At most {MOST} scenarios can be compared at once."));
        }
        let basis = self.luck.basis(Detail::Dates);
        let mut ways = Vec::new();
        // Every name is looked up before any time is spent.
        let variants: Result<Vec<Plan>, Answer> = names.iter().map(|name| schedule(&plan, name)).collect();
        let variants = match variants {
            Ok(variants) => variants,
            Err(answer) => return answer,
        };
        for (name, variant) in names.into_iter().zip(variants) {
            let odds = simulate(&variant, &basis, &format!("futures of {name}"));
            let cost = forecast::cost(&plan, &variant, &odds);
            ways.push(Way { name, odds, cost });
        }
        if self.json { Answer::json(&compared(&plan, &ways)) } else { Answer::result(text(&plan, &ways)) }
    }
}

/// Each of the others against the first.
fn pairs(ways: &[Way]) -> impl Iterator<Item = (&Way, &Way, Paired)> {
    let first = ways.first();
    ways.iter().skip(1).filter_map(move |second| {
        let first = first?;
        Some((first, second, forecast::compare(&first.odds, &second.odds)))
    })
}

#[derive(Serialize)]
struct Compared<'a> {
    plan: &'a str,
    runs: u32,
    seed: u64,
    scenarios: Vec<Scenario<'a>>,
    paired: Vec<Pair<'a>>,
}

#[derive(Serialize)]
struct Scenario<'a> {
    name: &'a str,
    finish: Finish,
    chance_by_target: Option<f64>,
    stalled: f64,
    unfinished: f64,
    peak_load: High,
    longest_wait_days: High,
    desk_breaks: Breaks,
    cost: Costs<'a>,
}

#[derive(Serialize)]
struct Costs<'a> {
    currency: &'a str,
    extra_agent_days: f64,
    extra_agent_days_price: Option<f64>,
    weeks_of_both: Weeks,
    weeks_of_both_price: Weeks,
}

#[derive(Serialize)]
struct Weeks {
    p50: Option<f64>,
    p85: Option<f64>,
}

#[derive(Serialize)]
struct Pair<'a> {
    first: &'a str,
    second: &'a str,
    earlier: f64,
    same: f64,
    later: f64,
    neither_finishes: f64,
    both_finish: u32,
    median_days: Option<i64>,
}

fn compared<'a>(plan: &'a Plan, ways: &'a [Way]) -> Compared<'a> {
    let basis = ways.first().map(|way| way.odds.basis);
    Compared {
        plan: &plan.name,
        runs: basis.map_or(0, |basis| basis.runs),
        seed: basis.map_or(0, |basis| basis.seed),
        scenarios: ways.iter().map(|way| scenario(way, &plan.prices)).collect(),
        paired: pairs(ways)
            .map(|(first, second, paired)| Pair {
                first: &first.name,
                second: &second.name,
                earlier: paired.earlier,
                same: paired.same,
                later: paired.later,
                neither_finishes: paired.neither,
                both_finish: paired.both_finish,
                median_days: paired.median_days,
            })
            .collect(),
    }
}

fn scenario<'a>(way: &'a Way, prices: &'a Prices) -> Scenario<'a> {
    let (odds, cost) = (&way.odds, &way.cost);
    Scenario {
        name: &way.name,
        finish: Finish::of(&odds.finish),
        chance_by_target: odds.by_target,
        stalled: odds.stalled,
        unfinished: odds.unfinished,
        peak_load: High::of(&odds.peak_load),
        longest_wait_days: High::of(&odds.longest_wait_days),
        desk_breaks: Breaks::of(odds),
        cost: Costs {
            currency: &prices.currency,
            extra_agent_days: cost.extra_agent_days,
            extra_agent_days_price: cost.agents_price,
            weeks_of_both: Weeks { p50: cost.weeks_p50, p85: cost.weeks_p85 },
            weeks_of_both_price: Weeks { p50: cost.weeks_price_p50, p85: cost.weeks_price_p85 },
        },
    }
}

fn text(plan: &Plan, ways: &[Way]) -> String {
    let Some(basis) = ways.first().map(|way| way.odds.basis) else { return String::new() };
    let mut columns = vec![
        Column::Words("Scenario"),
        Column::Words("Finish P50"),
        Column::Words("P85"),
        Column::Number("By target"),
        Column::Number("Stalled"),
        Column::Number("Heaviest week P50"),
        Column::Number("Desk breaks"),
        Column::Number("Extra agent-days"),
    ];
    let is_priced = plan.prices.agent_day.is_some() || plan.prices.week_of_both.is_some();
    if is_priced {
        columns.push(Column::Number("Cost to P50"));
    }
    let row = |way: &Way| {
        let (odds, dash) = (&way.odds, || format::DASH.to_owned());
        let day = |share| odds.finish.quantile(share).map_or_else(|| "never".to_owned(), format::date);
        let peak = odds.peak_load.quantile(0.50);
        let mut cells = vec![
            way.name.clone(),
            day(0.50),
            day(0.85),
            odds.by_target.map_or_else(dash, format::chance),
            of_100(odds.stalled),
            if peak.is_finite() { format::percent0(peak) } else { dash() },
            of_100(odds.breaks),
            format::decimal(way.cost.extra_agent_days, 1),
        ];
        if is_priced {
            let money = |total: f64| format!("{} {}", plan.prices.currency, format::decimal(total, 0));
            cells.push(way.cost.total_p50().map_or_else(dash, |total| money(total).trim().to_owned()));
        }
        cells
    };
    let rows: Vec<Vec<String>> = ways.iter().map(row).collect();
    let mut text = format!(
        "{}, {} paired futures (seed {})\n\n{}\n",
        plan.name,
        format::count(u64::from(basis.runs)),
        basis.seed,
        table(&columns, &rows)
    );
    for (first, second, paired) in pairs(ways) {
        text += &sentence(&first.name, &second.name, &paired);
    }
    text
}

/// "Two extra agents finishes earlier than Current plan in 83 of 100 futures, …"
fn sentence(first: &str, second: &str, paired: &Paired) -> String {
    let shares = format!(
        "{second} against {first}: earlier in {}, the same day in {}, later in {}",
        futures(paired.earlier),
        of_100(paired.same),
        of_100(paired.later)
    );
    let neither = if paired.neither > 0.0 {
        format!("; neither finishes in {}", of_100(paired.neither))
    } else {
        String::new()
    };
    let median = match paired.median_days {
        None => String::new(),
        Some(0) => "; median difference where both finish: none".to_owned(),
        Some(days) => {
            let way = if days < 0 { "earlier" } else { "later" };
            let days = format::plural(days.unsigned_abs(), "day", "days");
            format!("; median difference where both finish: {days} {way}")
        }
    };
    format!("{shares}{neither}{median}.\n")
}
