//! What the plan takes for granted, in words: the assumptions that no source stands behind, as the Overview
//! lists them before the start, and how each of them fares once there are actuals.

use super::Situation;
use crate::forecast::{Belief, Evidence};
use crate::picture::density::{self, ALMOST_SURE, DensityInput};
use crate::picture::{Scene, format};
use crate::plan::{Assumption, Parameter, Strength, wording};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssumedRow {
    pub name: &'static str,
    /// `94 of 100`, `3 days`
    pub value: String,
    /// The whole sentence, with how sure it is.
    pub tip: String,
}

/// Assumptions without a source, and of how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumed {
    pub rows: Vec<AssumedRow>,
    pub of: usize,
}

pub fn without_source(at: &Situation<'_>) -> Assumed {
    let all = Parameter::ALL.into_iter().map(|parameter| (parameter, at.plan.assumptions.get(parameter)));
    let rows =
        all.filter(|(_, assumption)| assumption.source.trim().is_empty()).map(|(parameter, assumption)| {
            AssumedRow {
                name: parameter.name(),
                value: value(parameter, assumption),
                tip: sentence(parameter, assumption),
            }
        });
    Assumed { rows: rows.collect(), of: Parameter::ALL.len() }
}

fn value(parameter: Parameter, assumption: &Assumption) -> String {
    match parameter {
        Parameter::HalfLife => {
            let noun = if assumption.mean == 1.0 { "day" } else { "days" };
            format!("{} {noun}", format::decimal(assumption.mean, 1))
        }
        Parameter::TicketFactor => times(assumption.mean),
        _ => format::percent_trimmed(assumption.mean),
    }
}

fn sentence(parameter: Parameter, assumption: &Assumption) -> String {
    let sentence = wording::assumption(parameter, assumption);
    let learns = match assumption.strength {
        Strength::Exact => "It stays as it is.",
        Strength::Observations(_) => "What is observed replaces it.",
    };
    format!("{}.\n{learns}", super::wording::sentence_case(&sentence))
}

/// One parameter before the data, what these say, and after them.
#[derive(Clone, Debug, PartialEq)]
pub struct LearnedRow {
    pub parameter: Parameter,
    /// `94 of 100 enroll at the first attempt, as sure as after 40 attempts.`
    pub before: String,
    /// `1,613 attempts since: 97.1%. Now 96.8%, almost surely between 95.9 and 97.6%.`; none without data.
    pub since: Option<String>,
    belief: Option<Belief>,
}

/// All parameters, in the order in which they are shown.
pub fn learned(at: &Situation<'_>) -> Vec<LearnedRow> {
    let beliefs = at.outlook.learned.all();
    let row = |parameter: Parameter| {
        let belief = beliefs.into_iter().find(|belief| belief.parameter == parameter);
        let said = wording::assumption(parameter, at.plan.assumptions.get(parameter));
        LearnedRow {
            parameter,
            before: super::wording::sentence_case(&said) + ".",
            since: belief.and_then(|belief| Some(format!("{} {}", data(belief)?, now(belief)))),
            belief: belief.cloned(),
        }
    };
    Parameter::ALL.into_iter().map(row).collect()
}

impl LearnedRow {
    /// The curves before and after the data; none where nothing is in doubt.
    pub fn drawing(&self, width: f32, height: f32) -> Option<Scene> {
        let belief = self.belief.as_ref().filter(|belief| !belief.prior.is_exact())?;
        let input = DensityInput {
            name: self.parameter.name(),
            prior: &belief.prior,
            posterior: belief.data.map(|_| &belief.posterior),
            label: if self.parameter == Parameter::TicketFactor { times } else { format::percent_trimmed },
        };
        Some(density::scene(&input, width, height))
    }
}

fn times(factor: f64) -> String {
    format!("×\u{a0}{}", format::decimal(factor, 2))
}

/// What the actuals say, by themselves.
fn data(belief: &Belief) -> Option<String> {
    let Evidence { count, of } = belief.data?;
    let whole = format::count_f64;
    let share = format::percent_trimmed(count / of);
    Some(match belief.parameter {
        Parameter::Success => format!("{} since: {share}.", counted(of, "attempt")),
        Parameter::Reach => {
            format!("{} since, {} a working day of those waiting.", counted(count, "attempt"), share)
        }
        Parameter::Stale => {
            format!("{} of {} targeted not heard of since.", whole(count), whole(of))
        }
        Parameter::Repair => {
            format!("{} since, {} a working day of those failed.", counted(count, "repair"), share)
        }
        Parameter::Unfixable => {
            format!("{} of {} given up since: {share}.", whole(count), counted(of, "failure"))
        }
        Parameter::TicketFactor => {
            format!("{} since, {} expected at these rates.", counted(count, "ticket"), whole(of))
        }
        Parameter::HalfLife => return None,
    })
}

fn counted(value: f64, one: &str) -> String {
    format::plural(value.round().max(0.0) as u64, one, &format!("{one}s"))
}

/// What is believed after them.
fn now(belief: &Belief) -> String {
    let law = &belief.posterior;
    if law.is_exact() {
        return "It is exact and does not learn.".to_owned();
    }
    let label = if belief.parameter == Parameter::TicketFactor { times } else { format::percent_trimmed };
    let [low, high] = [ALMOST_SURE.0, ALMOST_SURE.1].map(|share| law.quantile(share));
    let mean = label(law.mean());
    match (label(low), label(high)) {
        (low, high) if low == high => format!("Now {mean}, almost surely."),
        (low, high) => {
            let (low, high) = match belief.parameter {
                Parameter::TicketFactor => (low, high.replace("×\u{a0}", "")),
                _ => (low.replace('%', ""), high),
            };
            format!("Now {mean}, almost surely between {low} and {high}.")
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::{Flow, PhaseActuals, PhaseId};
    use crate::report::sample_tests::sample;

    #[test]
    fn each_parameter_says_what_was_assumed_what_came_and_what_is_believed_now() {
        let mut plan = sample();
        assert!(learned(&plan.at()).iter().all(|row| row.since.is_none()));
        let flow = |day, targeted, ok, bad, lost, repaired| Flow {
            date: chrono::NaiveDate::from_ymd_opt(2026, 7, day).unwrap(),
            targeted,
            enrolled_first_attempt: ok,
            bad,
            lost,
            repaired,
            tickets: Some(1),
        };
        let flows = vec![flow(6, 100, 45, 5, 1, 0), flow(7, 0, 20, 0, 0, 2)];
        plan.plan.status_date = chrono::NaiveDate::from_ymd_opt(2026, 7, 7).unwrap();
        plan.plan.actuals.phases = vec![PhaseActuals { phase: PhaseId(1), flows, ..Default::default() }];
        plan.plan.assumptions.repair.strength = Strength::Exact;
        plan.outlook = crate::forecast::outlook(&plan.plan);
        let rows = learned(&plan.at());
        assert_eq!(rows[0].before, "94 of 100 enroll at the first attempt, as sure as after 40 attempts.");
        let since: Vec<&str> = rows.iter().map(|row| row.since.as_deref().unwrap_or("–")).collect();
        assert!(since[0].starts_with("70 attempts since: 92.9%. Now 93."), "{}", since[0]);
        assert!(since[0].contains("%, almost surely between 8") && since[0].ends_with("%."), "{}", since[0]);
        assert!(since[1].starts_with("70 attempts since, 4"), "{}", since[1]);
        assert!(since[2].starts_with("30 of 100 targeted not heard of since."), "{}", since[2]);
        assert_eq!(
            since[3],
            "2 repairs since, 50% a working day of those failed. It is exact and does not learn."
        );
        assert!(since[4].starts_with("1 of 5 failures given up since: 20%."), "{}", since[4]);
        assert!(since[5].starts_with("2 tickets since, "), "{}", since[5]);
        assert!(since[5].contains("Now ×\u{a0}") && since[6] == "–");
        assert!(rows[0].drawing(160.0, 46.0).is_some() && rows[3].drawing(160.0, 46.0).is_none());
    }

    #[test]
    fn what_has_a_source_is_not_listed() {
        let mut plan = sample();
        let all = without_source(&plan.at());
        assert_eq!((all.rows.len(), all.of), (7, 7));
        assert_eq!((all.rows[0].name, all.rows[0].value.as_str()), ("First-attempt success", "94%"));
        assert!(all.rows[0].tip.starts_with("94 of 100 enroll at the first attempt, as sure as after 40"));
        plan.plan.assumptions.success.source = "Pilot of 2025".into();
        assert_eq!(without_source(&plan.at()).rows.len(), 6);
    }
}
