//! Whether a gate opens on a day of a course. Figures that a person types in are taken as given here,
//! for nobody can know them beforehand; how a gate stands by the actuals is `gate`'s question.

use crate::plan::Criterion;

use super::course::{PhaseState, State};
use super::posterior::chance_of_tickets;
use super::rules::Rules;
use super::switches::Switches;

/// All criteria of the phase's gate hold at the end of `day`.
pub(crate) fn passes(rules: &Rules, state: &State, phase: usize, day: usize) -> bool {
    let facts = &rules.facts[phase];
    if facts.criteria.is_empty() {
        return state.phases[phase].targeted >= facts.ready(day);
    }
    facts.judged_by.iter().all(|criterion| holds(criterion, rules, state, phase, day))
}

/// One criterion holds at the end of `day`.
pub(crate) fn holds(criterion: &Criterion, rules: &Rules, state: &State, phase: usize, day: usize) -> bool {
    let facts = &rules.facts[phase];
    let own = &state.phases[phase];
    match criterion {
        Criterion::Coverage { min } => own.enrolled / facts.devices >= *min,
        Criterion::Success { min } => match facts.assured {
            None => is_success(own, *min),
            Some(prior) => prior
                .with_outcomes(own.enrolled, own.failed + own.abandoned)
                .is_some_and(|share| share.at_least(*min) >= rules.assurance),
        },
        Criterion::Soak { days } => {
            let waited = own.last_targeting.map(|last| rules.days.between(last, day));
            own.targeted >= facts.ready(day) && waited.is_some_and(|waited| waited >= *days as usize)
        }
        Criterion::SwitchSoak { days } => match Switched::of(&state.switches, phase) {
            Switched::NonePlanned => true,
            Switched::Open => false,
            Switched::All(last) => rules.days.between(last, day) >= *days as usize,
        },
        Criterion::TicketsPer100 { max } if facts.assured.is_some() => {
            chance_of_tickets(own.tickets, own.enrolled - own.unexposed, *max)
                .is_some_and(|chance| chance >= rules.assurance)
        }
        Criterion::TicketsPer100 { max } => own.enrolled > 0.0 && 100.0 * own.tickets / own.enrolled <= *max,
        Criterion::DeskLoad { max } => state.desk.mean_load().is_some_and(|load| load <= *max),
        Criterion::Wait { max_days } => state.desk.wait_days <= *max_days,
        Criterion::Measured { .. } | Criterion::SignOff { .. } => true,
    }
}

fn is_success(state: &PhaseState, min: f64) -> bool {
    let attempts = state.enrolled + state.failed + state.abandoned;
    attempts > 0.0 && state.enrolled / attempts >= min
}

/// How far the planned switches of a phase have come.
pub(crate) enum Switched {
    NonePlanned,
    /// One is not done, or not any more.
    Open,
    /// The day of the last one.
    All(usize),
}

impl Switched {
    pub fn of(switches: &Switches, phase: usize) -> Self {
        let mut switched = Self::NonePlanned;
        for cell in switches.cells[phase].iter().filter(|cell| cell.is_planned()) {
            switched = match (cell.done(), switched) {
                (None, _) => return Self::Open,
                (Some(done), Self::All(last)) => Self::All(last.max(done)),
                (Some(done), _) => Self::All(done),
            };
        }
        switched
    }
}
