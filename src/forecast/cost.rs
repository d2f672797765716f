//! What one way of doing it costs against the plan's own: agent-days beside the plan's desk, and weeks in
//! which both systems run. Money only where a price is typed.

use chrono::NaiveDate;

use crate::plan::Plan;

use super::Odds;

/// A price may be missing; what it would price is counted all the same.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cost {
    /// Beside the plan's own desk, from the first simulated day to the P50 finish; negative = fewer.
    pub extra_agent_days: f64,
    pub agents_price: Option<f64>,
    /// From the first simulated day to the finish; none = it has none.
    pub weeks_p50: Option<f64>,
    pub weeks_p85: Option<f64>,
    pub weeks_price_p50: Option<f64>,
    pub weeks_price_p85: Option<f64>,
}

impl Cost {
    /// Of what has a price, to the P50 finish; none = no price is typed, or what has one has no end.
    pub fn total_p50(&self) -> Option<f64> {
        self.total(self.weeks_p50, self.weeks_price_p50)
    }

    /// The same to the P85 finish.
    pub fn total_p85(&self) -> Option<f64> {
        self.total(self.weeks_p85, self.weeks_price_p85)
    }

    fn total(&self, weeks: Option<f64>, price: Option<f64>) -> Option<f64> {
        match (self.agents_price, price) {
            (None, None) => None,
            (agents, price) => weeks.map(|_| agents.unwrap_or(0.0) + price.unwrap_or(0.0)),
        }
    }
}

/// What `way`, another schedule of `plan` or the plan itself, costs by its odds.
pub fn cost(plan: &Plan, way: &Plan, odds: &Odds) -> Cost {
    let first = odds.first_day;
    let finish = |share| odds.finish.quantile(share);
    let weeks = |share| finish(share).map(|end| ((end - first).num_days() + 1).max(0) as f64 / 7.0);
    // Without a finish the desk is staffed as far as anything is computed.
    let until = finish(0.50).unwrap_or_else(|| way.horizon());
    let extra_agent_days = extra_agent_days(plan, way, first, until);
    let (weeks_p50, weeks_p85) = (weeks(0.50), weeks(0.85));
    let priced = |amount: Option<f64>, price: Option<f64>| Some(amount? * price?);
    Cost {
        extra_agent_days,
        agents_price: priced(Some(extra_agent_days), plan.prices.agent_day),
        weeks_p50,
        weeks_p85,
        weeks_price_p50: priced(weeks_p50, plan.prices.week_of_both),
        weeks_price_p85: priced(weeks_p85, plan.prices.week_of_both),
    }
}

fn extra_agent_days(plan: &Plan, way: &Plan, first: NaiveDate, until: NaiveDate) -> f64 {
    let days = first.iter_days().take_while(|day| *day <= until);
    let working = days.filter(|day| way.calendar.is_working_day(*day));
    working.map(|day| way.desk.agents_on(day) - plan.desk.agents_on(day)).sum()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::Lever;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn extra_agents_are_counted_on_working_days_and_a_smaller_desk_saves() {
        let mut plan = Plan::new("Test", day("2026-06-01"));
        plan.desk.agents[0].agents = 14.0;
        let with = |agents| {
            let mut way = plan.clone();
            Lever::Agents.edit(&plan, agents).unwrap().apply(&mut way).unwrap();
            extra_agent_days(&plan, &way, day("2026-06-01"), day("2026-06-14"))
        };
        assert_eq!(with(16.0), 20.0);
        assert_eq!(with(13.0), -10.0);
        assert_eq!(extra_agent_days(&plan, &plan, day("2026-06-01"), day("2026-06-14")), 0.0);
    }

    #[test]
    fn what_has_no_price_is_not_counted() {
        let free = Cost { extra_agent_days: 20.0, weeks_p50: Some(10.0), ..Cost::default() };
        assert_eq!(free.total_p50(), None);
        let some = Cost { agents_price: Some(6_000.0), ..free };
        assert_eq!(some.total_p50(), Some(6_000.0));
        let both = Cost { weeks_price_p50: Some(30_000.0), ..some };
        assert_eq!(both.total_p50(), Some(36_000.0));
        assert_eq!(both.total_p85(), None, "it has no P85 finish");
    }
}
