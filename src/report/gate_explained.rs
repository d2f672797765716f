//! How the value of a gate's criterion came about: the formula in words, the counts it is made of, until when
//! there are data, and how sure it is: the interval, the honest band, the chance. It judges nothing.

use super::gate_rows::{needed, value};
use super::wording::{agree, sentence_case};
use super::{Explanation, Situation, gate_verdict};
use crate::forecast::{CriterionState, CriterionVerdict};
use crate::picture::format;
use crate::plan::Criterion;

/// The explanation of one row; `judged` says whether the gate's day has come.
pub fn of(
    at: &Situation<'_>,
    index: usize,
    (state, judged): (&CriterionState, Option<(&CriterionVerdict, bool)>),
) -> Explanation {
    let criterion = &state.criterion;
    let mut explained = Explanation::new(criterion.name(), format!("{}.", formula(criterion)))
        .input("Today", value(state))
        .input("Needed", needed(criterion));
    if let Some((part, whole)) = state.counts {
        let (part_name, whole_name) = counted(criterion);
        explained = explained
            .input(part_name, format::count(part.into()))
            .input(whole_name, format::count(whole.into()));
    }
    if let Some(days) = state.days_left.filter(|days| *days > 0) {
        explained = explained.input("Left", format::plural(days.into(), "working day", "working days"));
    }
    explained.until(until(at, index, state)).sure(how_sure(at, index, (state, judged)).join(" "))
}

/// What its figure is, in words.
const fn formula(criterion: &Criterion) -> &'static str {
    match criterion {
        Criterion::Coverage { .. } => "Enrolled ÷ all devices of the phase, ready or not",
        Criterion::Success { .. } => "Enrolled ÷ (enrolled + failed + given up)",
        Criterion::Soak { .. } => "Working days since the last targeting, with every ready device targeted",
        Criterion::SwitchSoak { .. } => "Working days since the last of the phase's planned switches",
        Criterion::TicketsPer100 { .. } => "100 × tickets of the phase ÷ devices enrolled",
        Criterion::DeskLoad { .. } => {
            "Tickets opened ÷ tickets the desk can close, over the last five working days"
        }
        Criterion::Wait { .. } => "Open tickets ÷ tickets the desk can close in a day",
        Criterion::Measured { .. } => "The newest figure typed in; not simulated",
        Criterion::SignOff { .. } => "Signed off by hand; not simulated",
    }
}

/// What the two counts of a share are.
const fn counted(criterion: &Criterion) -> (&'static str, &'static str) {
    match criterion {
        Criterion::Coverage { .. } => ("Enrolled", "Devices of the phase"),
        Criterion::TicketsPer100 { .. } => ("Tickets", "Enrolled"),
        _ => ("Enrolled", "Attempts with an outcome"),
    }
}

fn until(at: &Situation<'_>, index: usize, state: &CriterionState) -> String {
    if state.criterion.is_typed() {
        return state.recorded.map_or_else(
            || "Not typed in yet.".to_owned(),
            |day| format!("Recorded on {}.", format::date(day)),
        );
    }
    let as_of = at.now(index).as_of.filter(|_| state.value.is_some());
    as_of.map_or_else(
        || "Nothing to compute it from yet.".to_owned(),
        |day| format!("Data until {}.", format::date(day)),
    )
}

fn how_sure(
    at: &Situation<'_>,
    index: usize,
    (state, judged): (&CriterionState, Option<(&CriterionVerdict, bool)>),
) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(interval) = state.interval {
        let low = format!("{:.1}", interval.low * 100.0);
        said.push(format!("95% interval by Wilson {low} – {}.", format::percent1(interval.high)));
    }
    if let Some(band) = state.honest {
        let silent = at.now(index).unheard as usize;
        said.push(format!(
            "{} if the {} {} not heard of {}, {} if all enroll.",
            format::percent1(band.low),
            format::count(silent as u64),
            agree(silent, "device", "devices"),
            agree(silent, "fails", "fail"),
            format::percent1(band.high)
        ));
    }
    let Some((verdict, is_due)) = judged else { return said };
    let day = at.gate(index).and_then(|gate| gate.planned);
    if let (Some(chance), Some(day), false) = (verdict.on_gate_day, day, is_due) {
        let runs = at.odds.map_or(0, |odds| odds.finish.runs().len() as u64);
        let (chance, day, runs) = (format::chance(chance), format::date(day), format::count(runs));
        said.push(format!("{chance} chance to hold on {day}, by {runs} simulated futures."));
    }
    if let Some(chance) = verdict.chance {
        let what = match verdict.criterion {
            Criterion::Coverage { .. } => "chance that enough devices enroll, by the outcomes so far",
            _ => "sure that it is within its limit, by the outcomes so far",
        };
        said.push(format!("{} {what}.", format::chance(chance)));
    }
    let turn = gate_verdict::turn(verdict).filter(|_| is_due);
    said.extend(turn.map(|turn| format!("{}.", sentence_case(turn.trim_end_matches('.')))));
    said
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use crate::plan::{Bound, Criterion};
    use crate::report::gate_rows::rows;
    use crate::report::sample_odds_tests::odds;
    use crate::report::sample_tests::{day, sample};

    #[test]
    fn a_share_names_its_counts_its_day_and_how_sure_it_is() {
        let plan = sample().running(490);
        let mut odds = odds(&plan);
        odds.phases[1].criteria[0].chance = Some(0.97);
        let explained = &rows(&plan.at().with_odds(Some(&odds)), 1)[0].explanation;
        let inputs: Vec<_> =
            explained.inputs.iter().map(|input| (input.name.as_str(), input.value.as_str())).collect();
        let counts = [("Enrolled", "1,568"), ("Attempts with an outcome", "1,613")];
        assert_eq!(inputs, [("Today", "97.2%"), ("Needed", "≥ 95%"), counts[0], counts[1]]);
        assert_eq!(explained.until, "Data until 12 Aug 2026.");
        for part in [
            "95% interval by Wilson 96.3 – 97.9%.",
            "90.0% if the 20 devices not heard of fail, 98.0% if all enroll.",
            "97% chance to hold on 11 Sep 2026, by 100 simulated futures.",
        ] {
            assert!(explained.how_sure.contains(part), "{part:?} is not in {:?}", explained.how_sure);
        }
    }

    #[test]
    fn what_is_typed_says_when_and_what_is_not_says_so() {
        let mut plan = sample().running(490);
        let state = &mut plan.outlook.gates[1].criteria[0];
        state.criterion = Criterion::Measured { what: "Compliant devices".into(), bound: Bound::Min(0.9) };
        (state.value, state.holds, state.interval, state.honest) = (None, None, None, None);
        assert_eq!(rows(&plan.at(), 1)[0].explanation.until, "Not typed in yet.");
        let state = &mut plan.outlook.gates[1].criteria[0];
        (state.value, state.holds, state.recorded) = (Some(0.931), Some(true), Some(day(2026, 8, 12)));
        assert_eq!(rows(&plan.at(), 1)[0].explanation.until, "Recorded on 12 Aug 2026.");
    }
}
