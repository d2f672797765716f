//! Conditions of rules that no device fits: a word that stands nowhere in its column is most likely misspelt.

use std::collections::BTreeMap;

use crate::fleet::{Column, Condition, Device, Roster, Rule, conditions_text};
use crate::plan::Plan;

/// Values of a column, as they are named.
const MOST_VALUES: usize = 8;

/// What is to be said of them, with what the columns have. A column that says nothing at all is no question of
/// words.
pub(super) fn unmatched(plan: &Plan, roster: &Roster) -> Vec<String> {
    let devices = roster.fleet().devices();
    let empty = roster.rules().iter().zip(&roster.tally().caught).filter(|(_, caught)| **caught == 0);
    let mut warns = Vec::new();
    for (rule, _) in empty {
        let phase = plan.phase(rule.phase).map_or("a phase that is gone", |phase| phase.name.as_str());
        for condition in &rule.only {
            let Condition::Column { column, .. } = condition else { continue };
            let by = column.by();
            let is_told = devices.iter().any(|device| by.is_none_or(|by| by.says(device)));
            let alone = Rule { only: vec![condition.clone()], ..Rule::rest(rule.phase) }.filter();
            if is_told && !devices.iter().any(|device| alone.holds(device)) {
                let text = conditions_text(std::slice::from_ref(condition));
                warns.push(format!("{phase}: no device fits “{text}”{}.", values(*column, devices)));
            }
        }
    }
    warns
}

/// What stands in the column most; names of devices are nobody's business.
fn values(column: Column, devices: &[Device]) -> String {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for text in devices.iter().map(|device| column.of(device)).filter(|text| !text.is_empty()) {
        *counts.entry(text).or_default() += 1;
    }
    if column.by().is_none() || counts.is_empty() {
        return String::new();
    }
    let mut values: Vec<(&str, u64)> = counts.into_iter().collect();
    values.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let named: Vec<&str> = values.iter().take(MOST_VALUES).map(|(value, _)| *value).collect();
    let more = if values.len() > MOST_VALUES { ", …" } else { "" };
    format!("; {} is {}{more}", column.name().to_lowercase(), named.join(", "))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::fleet::{Fleet, parse};
    use crate::plan::{JoinType, Phase, PhaseId, PhaseKind};

    #[test]
    fn a_word_that_no_device_has_is_said_with_those_that_they_have() {
        let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        plan.phases.push(Phase::new(PhaseId(1), "Wave 3", PhaseKind::Wave, 12));
        let mut fleet = Fleet::default();
        for n in 0..12 {
            fleet.put(Device {
                name: format!("PC-{n}").into(),
                site: format!("S{n:02}").as_str().into(),
                join: if n < 4 { JoinType::HybridJoined } else { JoinType::EntraJoined },
                ..Device::default()
            });
        }
        let fleet = Arc::new(fleet);
        let said = |rule: &str| {
            let rule = parse(PhaseId(1), rule, &mut |_| Err(String::new())).unwrap();
            unmatched(&plan, &Roster::seat(vec![rule], Arc::clone(&fleet), &Roster::default()))
        };
        assert_eq!(
            said("join = hybrid"),
            ["Wave 3: no device fits “join = hybrid”; join type is Entra joined, Hybrid joined."]
        );
        let sites = said("site = S1 and name begins with PC");
        assert_eq!(
            sites,
            ["Wave 3: no device fits “site = S1”; site is S00, S01, S02, S03, S04, S05, S06, S07, …."]
        );
        assert_eq!(said("name = X"), ["Wave 3: no device fits “name = X”."], "no name is told");
        assert_eq!(said("join = Hybrid joined"), Vec::<String>::new());
        assert_eq!(said("department = Sales"), Vec::<String>::new(), "no device says anything");
    }
}
