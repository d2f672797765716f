//! What it would take: lever by lever the smallest change that brings the finish to the target with the
//! chance that is wanted.

use super::odds_charts::value_words;
use super::study::Wanted;
use crate::forecast::Takes;
use crate::picture::format;
use crate::plan::{Lever, Plan};

/// One lever's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct TakesRow {
    pub lever: Lever,
    pub name: String,
    /// `14 → 17 agents`, `not by this alone; at most 74%`.
    pub answer: String,
    /// `84%`; empty while it is looked for.
    pub chance: String,
    /// Where to put the knob; none = nothing to do, or nothing that helps.
    pub value: Option<f64>,
}

/// Levers that will do first, those that will not last.
pub fn rows(plan: &Plan, wanted: &Wanted) -> Vec<TakesRow> {
    let mut rows: Vec<TakesRow> =
        wanted.levers.iter().map(|(lever, takes)| row(plan, *lever, takes.as_ref())).collect();
    let place = |row: &TakesRow| match (row.value, row.chance.is_empty()) {
        (Some(_), _) => 0,
        (None, true) => 1,
        (None, false) => 2,
    };
    rows.sort_by_key(place);
    rows
}

fn row(plan: &Plan, lever: Lever, takes: Option<&Takes>) -> TakesRow {
    let words = |value: f64| value_words(lever, value);
    let now = lever.value(plan).map_or_else(String::new, words);
    let (answer, chance, value) = match takes {
        None => ("being looked for".to_owned(), String::new(), None),
        Some(Takes::Nothing { chance }) => ("holds as planned".to_owned(), format::chance(*chance), None),
        Some(Takes::Value { value, chance }) => {
            (format!("{now} → {}", words(*value)), format::chance(*chance), Some(*value))
        }
        Some(Takes::OutOfReach { best, chance }) => {
            (format!("not by this alone; best at {}", words(*best)), format::chance(*chance), None)
        }
    };
    TakesRow { lever, name: lever.name(plan), answer, chance, value }
}

/// What the list says before there is anything in it; none = it has rows.
pub fn empty(plan: &Plan, wanted: &Wanted, is_chance_met: bool) -> Option<String> {
    if plan.target.is_none() {
        return Some(
            "Set a target date in Plan settings; then it can be asked what it would take.".to_owned(),
        );
    }
    if is_chance_met {
        return Some(format!(
            "The plan has a chance of {} or more as it stands.",
            format::chance(wanted.chance)
        ));
    }
    wanted.levers.is_empty().then(|| "The smallest change of each knob is being looked for.".to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::report::sample_tests::sample;

    #[test]
    fn what_will_do_comes_first_and_only_that_can_be_taken() {
        let plan = sample();
        let levers = vec![
            (Lever::Reach, Some(Takes::OutOfReach { best: 0.8, chance: 0.7 })),
            (Lever::Success, None),
            (Lever::Agents, Some(Takes::Value { value: 17.0, chance: 0.84 })),
        ];
        let rows = rows(plan.at().plan, &Wanted { chance: 0.8, levers });
        assert_eq!(
            rows.iter().map(|row| row.lever).collect::<Vec<_>>(),
            [Lever::Agents, Lever::Success, Lever::Reach]
        );
        assert!(rows[0].answer.ends_with("→ 17") && rows[0].value == Some(17.0), "{:?}", rows[0]);
        assert_eq!((rows[2].answer.as_str(), rows[2].value), ("not by this alone; best at 0.80", None));
    }
}
