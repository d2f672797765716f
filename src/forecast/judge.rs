//! Whether a gate opens on a day of a course. Figures that a person types in are taken as given here,
//! for nobody can know them beforehand; how a gate stands by the actuals is `gate`'s question.

use crate::plan::{Criterion, Judged};

use super::course::{Course, PhaseState};
use super::posterior::{Share, chance_of_tickets};

/// All criteria of the phase's gate hold at the end of `day`.
pub(crate) fn passes(course: &mut Course, phase: usize, day: usize) -> bool {
    let ready = course.facts[phase].ready(day);
    let course = &*course;
    let state = &course.phases[phase];
    let is_all_targeted = state.targeted >= ready;
    let gate = &course.plan.phases[phase].gate;
    if gate.criteria.is_empty() {
        return is_all_targeted;
    }
    gate.criteria.iter().all(|criterion| match criterion {
        Criterion::Coverage { min } => state.enrolled / course.facts[phase].devices >= *min,
        Criterion::Success { min } => match gate.judged {
            Judged::Observed => is_success(state, *min),
            Judged::Assured => {
                let bad = state.failed + state.abandoned;
                Share::of_success(course.plan, gate, state.enrolled, bad)
                    .is_some_and(|share| share.at_least(*min) >= course.plan.assurance)
            }
        },
        Criterion::Soak { days } => {
            let waited = state.last_targeting.map(|last| course.days.between(last, day));
            is_all_targeted && waited.is_some_and(|waited| waited >= *days as usize)
        }
        Criterion::SwitchSoak { days } => match Switched::of(course, phase) {
            Switched::NonePlanned => true,
            Switched::Open => false,
            Switched::All(last) => course.days.between(last, day) >= *days as usize,
        },
        Criterion::TicketsPer100 { max } => match gate.judged {
            Judged::Observed => state.enrolled > 0.0 && 100.0 * state.tickets / state.enrolled <= *max,
            Judged::Assured => {
                let exposed = state.enrolled - state.unexposed;
                chance_of_tickets(state.tickets, exposed, *max).is_some_and(|p| p >= course.plan.assurance)
            }
        },
        Criterion::DeskLoad { max } => course.desk.mean_load().is_some_and(|load| load <= *max),
        Criterion::Wait { max_days } => course.desk.wait_days <= *max_days,
        Criterion::Measured { .. } | Criterion::SignOff { .. } => true,
    })
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
    pub fn of(course: &Course, phase: usize) -> Self {
        let mut switched = Self::NonePlanned;
        for cell in course.switches.cells[phase].iter().filter(|cell| cell.is_planned()) {
            switched = match (cell.done(), switched) {
                (None, _) => return Self::Open,
                (Some(done), Self::All(last)) => Self::All(last.max(done)),
                (Some(done), _) => Self::All(done),
            };
        }
        switched
    }
}
