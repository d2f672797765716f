//! The assumptions that no source stands behind, as the Overview lists them before the start.

use super::Situation;
use crate::picture::format;
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
        Parameter::TicketFactor => format!("× {}", format::decimal(assumption.mean, 2)),
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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::report::sample_tests::sample;

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
