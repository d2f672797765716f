//! A helpdesk that cannot answer, or whose load cannot be told.

use super::look::Look;
use super::{Place, Problem, Rule};
use crate::plan::wording::{date, number};
use crate::plan::{AgentsFrom, Day, Desk, Edit, Key, MigrationOption, Record, Setting};

pub(super) const RULES: &[Rule] =
    &[no_ordinary_tickets, no_agents, no_capacity, agents_gone, overloaded_already, no_weekday, late_brake];

/// Without devices that move there are no tickets to speak of.
fn has_tickets(look: &Look) -> bool {
    look.plan.option != MigrationOption::TenantAttach && !look.phases.is_empty()
}

fn no_ordinary_tickets(look: &Look, out: &mut Vec<Problem>) {
    if look.plan.desk.ordinary_per_day.is_some() || !has_tickets(look) {
        return;
    }
    let text =
        "No ordinary tickets a day are typed in, so the load counts only those that the migration brings.";
    out.push(Problem::warning("no-ordinary-tickets", Place::Desk, text));
}

fn most_agents(desk: &Desk) -> f64 {
    desk.agents.iter().map(|entry| entry.agents).fold(0.0, f64::max)
}

fn no_agents(look: &Look, out: &mut Vec<Problem>) {
    let desk = &look.plan.desk;
    if most_agents(desk) > 0.0 || !has_tickets(look) {
        return;
    }
    let from = desk.agents.iter().map(|entry| entry.from).min().unwrap_or(look.plan.start);
    let one = Edit::Put(Record::Agents(AgentsFrom { from, agents: 1.0 }));
    let text = "The helpdesk has no agents, so every ticket waits for good.";
    out.push(Problem::warning("no-agents", Place::Desk, text).mend("Start with one agent", one));
}

fn no_capacity(look: &Look, out: &mut Vec<Problem>) {
    let desk = &look.plan.desk;
    if most_agents(desk) <= 0.0 || !has_tickets(look) {
        return;
    }
    if desk.tickets_per_agent_day <= 0.0 {
        let text = "An agent closes 0 tickets a day, so every ticket waits for good.";
        out.push(
            Problem::warning("no-capacity", Place::Desk, text)
                .mend("Count on 15 tickets a day", Edit::Set(Setting::TicketsPerAgentDay(15.0))),
        );
    } else if desk.shrinkage >= 1.0 {
        let text = "The shrinkage of 100% leaves the agents no time for tickets.";
        out.push(
            Problem::warning("no-capacity", Place::Desk, text)
                .mend("Set the shrinkage to 30%", Edit::Set(Setting::Shrinkage(0.30))),
        );
    }
}

fn agents_gone(look: &Look, out: &mut Vec<Problem>) {
    let desk = &look.plan.desk;
    if most_agents(desk) <= 0.0 || !has_tickets(look) {
        return;
    }
    for entry in desk.agents.iter().filter(|entry| entry.agents <= 0.0) {
        let text = format!("From {} on the helpdesk has no agents.", date(entry.from));
        out.push(
            Problem::warning("agents-gone", Place::Desk, text)
                .mend("Remove this change of agents", Edit::Remove(Key::Agents(entry.from))),
        );
    }
}

/// Ordinary tickets of a week's working days, and the capacity of those days with so many agents.
fn week(look: &Look, agents: f64) -> (f64, f64) {
    let desk = &look.plan.desk;
    let days = &look.plan.calendar.working_days;
    let factors = Day::ALL.into_iter().zip(desk.weekday_factors).filter(|(day, _)| days.contains(day));
    let tickets: f64 = factors.map(|(_, factor)| factor * desk.ordinary_per_day.unwrap_or(0.0)).sum();
    (tickets, desk.capacity_of(agents) * days.len() as f64)
}

fn overloaded_already(look: &Look, out: &mut Vec<Problem>) {
    let desk = &look.plan.desk;
    if !has_tickets(look) {
        return;
    }
    for entry in desk.agents.iter().filter(|entry| entry.agents > 0.0) {
        let (tickets, capacity) = week(look, entry.agents);
        if capacity <= 0.0 || tickets <= capacity {
            continue;
        }
        let text = format!(
            "From {} on {} ordinary tickets come in a week and {} agents close {}: the desk falls behind without any migration.",
            date(entry.from),
            number(tickets.round()),
            number(entry.agents),
            number(capacity.round())
        );
        let enough = (entry.agents * tickets / capacity).ceil();
        let more = Edit::Put(Record::Agents(AgentsFrom { from: entry.from, agents: enough }));
        out.push(
            Problem::warning("desk-overloaded-already", Place::Desk, text)
                .mend(format!("Plan {} agents", number(enough)), more),
        );
    }
}

fn no_weekday(look: &Look, out: &mut Vec<Problem>) {
    let desk = &look.plan.desk;
    let (tickets, _) = week(look, 1.0);
    let typed = desk.ordinary_per_day.unwrap_or(0.0);
    if typed <= 0.0 || tickets > 0.0 || look.plan.calendar.working_days.is_empty() || !has_tickets(look) {
        return;
    }
    let text = format!(
        "{} ordinary tickets a day are typed in, but every working day's factor is 0.",
        number(typed)
    );
    out.push(
        Problem::warning("weekday-factors-zero", Place::Desk, text)
            .mend("Count every weekday alike", Edit::Set(Setting::WeekdayFactors([1.0; 7]))),
    );
}

fn late_brake(look: &Look, out: &mut Vec<Problem>) {
    let desk = &look.plan.desk;
    let Some(brake) = desk.brake_wait_days.filter(|brake| *brake > desk.wait_limit_days) else { return };
    let text = format!(
        "The brake holds targeting at a wait of {} days, after the desk has broken at {}.",
        number(brake),
        number(desk.wait_limit_days)
    );
    let earlier = Edit::Set(Setting::BrakeWaitDays(Some(desk.wait_limit_days)));
    out.push(
        Problem::note("brake-late", Place::Desk, text)
            .mend(format!("Brake at {} days", number(desk.wait_limit_days)), earlier),
    );
}
