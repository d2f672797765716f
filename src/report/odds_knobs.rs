//! The levers as the What-if card shows them: where each stands and can go, and where its value comes from.

use super::Situation;
use super::odds_charts::moved;
use super::study::Tried;
use super::wording::sentence_case;
use crate::forecast::{Belief, Learned, informed};
use crate::plan::{Lever, Parameter, Plan};

/// A lever with everything its knob says.
#[derive(Clone, Debug, PartialEq)]
pub struct KnobFace {
    pub lever: Lever,
    pub name: String,
    pub unit: &'static str,
    /// As planned, or as the data say.
    pub value: f64,
    pub low: f64,
    pub high: f64,
    pub step: f64,
    pub decimals: usize,
    /// What the data say.
    pub seen: Option<f64>,
    pub source: String,
    pub is_assumption: bool,
    /// The values of a switch.
    pub on: f64,
    pub off: f64,
}

pub fn faces(at: &Situation<'_>) -> Vec<KnobFace> {
    let learned = &at.outlook.learned;
    let plan = informed(at.plan, learned);
    Lever::all(&plan).into_iter().filter_map(|lever| face(&plan, lever, learned)).collect()
}

/// `plan` is informed: where there are data its parameters stand where they say.
fn face(plan: &Plan, lever: Lever, learned: &Learned) -> Option<KnobFace> {
    let value = lever.value(plan)?;
    let range = lever.range(plan)?;
    let belief = belief(lever, learned);
    let seen = belief
        .filter(|belief| belief.data.is_some())
        .map(|belief| scaled(lever, plan, belief.posterior.mean()));
    let (source, is_assumption) = match belief {
        Some(belief) if belief.data.is_some() => (from_data(lever, plan, belief), false),
        Some(_) if plan_source(lever, plan).is_empty() => ("assumption, no data yet".to_owned(), true),
        Some(_) => (plan_source(lever, plan).to_owned(), false),
        None => (lever.note(plan), false),
    };
    let name = match lever {
        Lever::Brake => {
            sentence_case(&format!("{} {}", lever.name(plan), lever.note(plan))).trim_end().to_owned()
        }
        lever => lever.name(plan),
    };
    let decimals = match range.step {
        step if step < 0.1 => 2,
        step if step < 1.0 => 1,
        _ => usize::from(value.fract() != 0.0),
    };
    Some(KnobFace {
        lever,
        name,
        unit: lever.unit(),
        value,
        low: range.low,
        high: range.high,
        step: range.step,
        decimals,
        seen,
        source,
        is_assumption,
        on: lever.toggled(plan, true),
        off: lever.toggled(plan, false),
    })
}

const fn belief(lever: Lever, learned: &Learned) -> Option<&Belief> {
    match lever {
        Lever::Success => Some(&learned.success),
        Lever::Reach => Some(&learned.reach),
        Lever::SwitchTickets => Some(&learned.ticket_factor),
        _ => None,
    }
}

/// The parameter as the knob shows it: tickets are the plan's own times the factor.
fn scaled(lever: Lever, plan: &Plan, value: f64) -> f64 {
    let factor = plan.assumptions.ticket_factor.mean;
    match lever {
        Lever::SwitchTickets if factor > 0.0 => lever.value(plan).unwrap_or(0.0) * value / factor,
        _ => value,
    }
}

/// `from data: 0.93 – 0.95`
fn from_data(lever: Lever, plan: &Plan, belief: &Belief) -> String {
    let words =
        |share| super::odds_charts::value_words(lever, scaled(lever, plan, belief.posterior.quantile(share)));
    format!("from data: {} – {}", words(0.10), words(0.90))
}

fn plan_source(lever: Lever, plan: &Plan) -> &str {
    let parameter = match lever {
        Lever::Success => Parameter::Success,
        Lever::Reach => Parameter::Reach,
        _ => Parameter::TicketFactor,
    };
    plan.assumptions.get(parameter).source.trim()
}

/// What applying is called when it is undone: `Apply 16 agents, soak 3 days`.
pub fn label(plan: &Plan, moves: &[(Lever, f64)]) -> String {
    format!("Apply {}", moved(plan, moves).join(", "))
}

/// `16 agents, soak 3 days`
pub fn scenario_name(plan: &Plan, tried: &Tried) -> String {
    let moves = moved(plan, &tried.moves);
    let name = if moves.len() > 3 { format!("{} changes", moves.len()) } else { moves.join(", ") };
    sentence_case(&name)
}
