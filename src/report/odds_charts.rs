//! The charts of the Forecast page from the numbers behind them: the finish distribution, what moves it, and
//! the finish against the helpdesk.

use super::study::{Study, Tried};
use crate::forecast::{End, Factor, FrontierPoint, Odds, SensitivityRow};
use crate::picture::format;
use crate::picture::frontier::{FrontierDot, FrontierInput};
use crate::picture::histogram::{HistogramInput, OtherFinish};
use crate::picture::legend::Heading;
use crate::picture::tornado::{TornadoEnd, TornadoInput, TornadoRow};
use crate::plan::{Lever, Parameter, Plan};

/// The finish of the plan, with that of the levers as they are held as its outline.
pub fn finish(plan: &Plan, odds: &Odds, tried: Option<&Tried>, of_what: &str) -> HistogramInput {
    let runs = format::count(odds.finish.runs().len() as u64);
    let other = tried.and_then(|tried| {
        let odds = tried.odds.as_ref()?;
        Some(OtherFinish { label: format!("with {}", moved_short(plan, tried)), finish: odds.finish.clone() })
    });
    HistogramInput {
        heading: Some(Heading::new("Finish date", format!("{runs} simulated futures of {of_what}"))),
        finish: odds.finish.clone(),
        stalled: odds.stalled,
        unfinished: odds.unfinished,
        target: plan.target,
        other,
        is_spelled: false,
    }
}

/// `16 agents`, `16 agents, soak 3 days`, `4 changes`
fn moved_short(plan: &Plan, tried: &Tried) -> String {
    match &tried.moves[..] {
        moves @ ([_] | [_, _]) => moved(plan, moves).join(", "),
        moves => format::plural(moves.len() as u64, "change", "changes"),
    }
}

/// Each move in a few words: `16 agents`.
pub fn moved(plan: &Plan, moves: &[(Lever, f64)]) -> Vec<String> {
    moves.iter().map(|(lever, value)| moved_one(plan, *lever, *value)).collect()
}

fn moved_one(plan: &Plan, lever: Lever, value: f64) -> String {
    let number = value_words(lever, value);
    match lever {
        Lever::Agents => format::plural_decimal(value, 1, "agent", "agents"),
        Lever::Rate(id) => format!("{} at {number} a day", plan.phase_label(id)),
        Lever::Size(id) => format!("{} of {number}", plan.phase_label(id)),
        Lever::Soak => format!("soak {}", format::plural_decimal(value, 1, "day", "days")),
        Lever::Success => format!("success {number}"),
        Lever::Reach => format!("reach {number}"),
        Lever::SwitchTickets => format!("{number} tickets per 100"),
        Lever::Freezes => "the freezes lifted".to_owned(),
        Lever::Brake if value.is_finite() => {
            format!("a brake at {}", format::plural_decimal(value, 1, "day", "days"))
        }
        Lever::Brake => "no brake".to_owned(),
    }
}

/// A lever's value as it is written.
pub fn value_words(lever: Lever, value: f64) -> String {
    match lever {
        Lever::Rate(_) | Lever::Size(_) => format::count_f64(value),
        Lever::Success | Lever::Reach => format!("{value:.2}"),
        Lever::SwitchTickets => format!("{value:.1}"),
        Lever::Freezes => if value > 0.0 { "respected" } else { "lifted" }.to_owned(),
        Lever::Brake if value.is_infinite() => "off".to_owned(),
        Lever::Agents | Lever::Soak | Lever::Brake => format::decimal(value, 1),
    }
}

pub fn tornado(plan: &Plan, study: &Study) -> TornadoInput {
    let row = |row: &SensitivityRow| TornadoRow {
        key: row.factor.name(plan),
        name: match row.factor {
            Factor::Parameter(Parameter::TicketFactor) => "Tickets per event".to_owned(),
            factor => factor.name(plan),
        },
        ends: [&row.low, &row.high]
            .map(|end| TornadoEnd { value: end_words(row.factor, end), shift: end.p50 }),
        note: note(row),
    };
    TornadoInput { heading: None, rows: study.rows.iter().map(row).collect(), to_come: study.rows_to_come }
}

fn end_words(factor: Factor, end: &End) -> String {
    let value = end.value;
    match factor {
        Factor::Rates if value < 1.0 => format!("\u{2212}{}", format::percent0(1.0 - value)),
        Factor::Rates => format!("+{}", format::percent0(value - 1.0)),
        Factor::Agents => format::decimal(value, 1),
        Factor::Soak => format!("{} d", format::decimal(value, 0)),
        Factor::Size(_) => format::count_f64(value),
        Factor::Parameter(Parameter::HalfLife) => format!("{} d", format::decimal(value, 1)),
        Factor::Parameter(Parameter::TicketFactor) => format!("\u{d7}{value:.2}"),
        Factor::Parameter(_) => format!("{value:.2}"),
    }
}

/// What the tip adds: P85 and the peak.
fn note(row: &SensitivityRow) -> String {
    let days = |end: &End| end.p85.days().map_or_else(|| format::DASH.to_owned(), format::signed_count);
    let peak = |end: &End| {
        end.peak.map_or_else(
            || format::DASH.to_owned(),
            |peak| format::signed_count((peak * 100.0).round() as i64),
        )
    };
    format!(
        "P85 {} and {} working days\nPeak load {} and {} points",
        days(&row.low),
        days(&row.high),
        peak(&row.low),
        peak(&row.high)
    )
}

pub fn frontier(plan: &Plan, study: &Study) -> FrontierInput {
    let dot = |point: &FrontierPoint| FrontierDot {
        agents: format::decimal(point.agents, 1),
        p50: point.gist.finish_p50,
        p85: point.gist.finish_p85,
        by_target: point.gist.by_target,
        peak_load: point.gist.peak_p50,
        breaks_rule: !point.is_within_rule,
    };
    let at = |wanted: f64| study.frontier.iter().position(|point| point.agents == wanted);
    FrontierInput {
        heading: Some(Heading::new("Agents against finish", "P50 dot, P85 tail")),
        dots: study.frontier.iter().map(dot).collect(),
        to_come: study.frontier_to_come,
        now: study.frontier.iter().position(|point| point.is_now),
        recommended: study.recommended.and_then(|point| at(point.agents)),
        target: plan.target,
        rule: format!(
            "tickets wait over {}",
            format::plural_decimal(plan.desk.wait_limit_days, 1, "day", "days")
        ),
        // Without a target nothing can be asked for by it.
        asked: plan.target.map_or_else(Vec::new, |_| Study::rule(plan).to_vec()),
        unit: ["helpdesk agent", "helpdesk agents"].map(str::to_owned),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::report::sample_tests::sample;

    #[test]
    fn one_of_a_kind_is_no_several() {
        let mut plan = sample().plan;
        let moves = [(Lever::Agents, 1.0), (Lever::Soak, 1.0), (Lever::Brake, 1.0)];
        assert_eq!(moved(&plan, &moves), ["1 agent", "soak 1 day", "a brake at 1 day"]);
        let moves = [(Lever::Agents, 1.5), (Lever::Soak, 0.0), (Lever::Brake, 2.0)];
        assert_eq!(moved(&plan, &moves), ["1.5 agents", "soak 0 days", "a brake at 2 days"]);
        plan.desk.wait_limit_days = 1.0;
        let input = frontier(&plan, &Study::default());
        assert_eq!(input.rule, "tickets wait over 1 day");
        assert!(input.asked.iter().all(|asked| asked.ends_with("over 1 day")), "{:?}", input.asked);
    }
}
