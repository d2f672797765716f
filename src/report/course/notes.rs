//! What a day of the authority chart has to say: whose pairs of device and workload have left Configuration
//! Manager, by phase and by workload, and what was decided.

use chrono::NaiveDate;

use crate::forecast::moved_on;
use crate::picture::format;
use crate::picture::river::DayNote;
use crate::plan::Workload;
use crate::report::Situation;

/// Phases that are named; the smaller ones are counted.
const NAMED: usize = 5;

/// One note a day, as far as the course goes.
pub fn notes(at: &Situation<'_>, first: NaiveDate, last: NaiveDate) -> Vec<DayNote> {
    let days = first.iter_days().take_while(|day| *day <= last.min(at.plan.horizon()));
    days.map(|date| DayNote { date, text: note(at, date) }).collect()
}

/// `18,020 of 74,400 pairs`, then phases and workloads with theirs.
fn note(at: &Situation<'_>, day: NaiveDate) -> String {
    let workloads: Vec<Workload> = at.plan.switchable_workloads().collect();
    let mut by_workload = vec![0.0; workloads.len()];
    let mut by_phase = Vec::new();
    for (phase, devices) in at.plan.phases.iter().zip(moved_on(at.outlook, day)) {
        let mut of_phase = 0.0;
        for (sum, workload) in by_workload.iter_mut().zip(&workloads) {
            *sum += devices[workload.index()];
            of_phase += devices[workload.index()];
        }
        if of_phase >= 0.5 {
            by_phase.push((at.plan.phase_name(phase.id), of_phase));
        }
    }
    let moved: f64 = by_workload.iter().sum();
    let all = at.plan.devices() as f64 * workloads.len() as f64;
    let expected = if day > at.today() { "Expected: " } else { "" };
    let mut lines = vec![format!(
        "{expected}{} of {} pairs of device and workload",
        format::count_f64(moved),
        format::count_f64(all)
    )];
    if moved >= 0.5 {
        lines.push(named(&by_phase));
        let said = workloads.iter().zip(&by_workload).filter(|(_, devices)| **devices >= 0.5);
        let said = said
            .map(|(workload, devices)| format!("{} {}", workload.short_name(), format::count_f64(*devices)));
        lines.push(said.collect::<Vec<_>>().join(", "));
    }
    lines.join("\n")
}

/// The largest by name, in the plan's order.
fn named(phases: &[(String, f64)]) -> String {
    let mut sizes: Vec<f64> = phases.iter().map(|(_, pairs)| *pairs).collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    let least = sizes.get(NAMED - 1).copied().unwrap_or(0.0);
    let large = phases.iter().filter(|(_, pairs)| *pairs >= least).take(NAMED);
    let mut said: Vec<String> =
        large.map(|(name, pairs)| format!("{name} {}", format::count_f64(*pairs))).collect();
    if phases.len() > said.len() {
        said.push(format!("{} more", phases.len() - said.len()));
    }
    said.join(", ")
}

/// Every decision with a word of its kind; notes decide nothing.
pub fn decisions(at: &Situation<'_>) -> Vec<DayNote> {
    let of = |decision: &crate::plan::Decision| {
        let about = decision.phase.and_then(|id| at.plan.phase_index(id)).map(|index| at.title(index));
        let about = about.map_or(String::new(), |title| format!(", {title}"));
        let kind = decision.kind.name();
        let text = decision.text.trim();
        let why = if text.is_empty() { String::new() } else { format!(": {text}") };
        DayNote { date: decision.date, text: format!("{kind}{about}{why}") }
    };
    let decided =
        at.plan.decisions.iter().filter(|decision| decision.kind != crate::plan::DecisionKind::Note);
    decided.map(of).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::{Cause, Change, Reach};
    use crate::report::sample_tests::{day, sample, track};

    #[test]
    fn a_day_names_phases_and_workloads_with_their_devices() {
        let mut sample = sample();
        sample.outlook.expected.track = track(day(2026, 7, 6), 120);
        let phases = &mut sample.outlook.expected.track.phases;
        phases[0].enrolled = vec![100.0; 120];
        phases[1].enrolled = vec![400.0; 120];
        let pilot = Change { at: 0, reach: Reach::Pilot, cause: Cause::Rule };
        phases[0].reach[Workload::CompliancePolicies.index()] = vec![pilot];
        phases[1].reach[Workload::CompliancePolicies.index()] = vec![pilot];
        phases[0].reach[Workload::ClientApps.index()] = vec![pilot];
        let note = notes(&sample.at(), day(2026, 7, 8), day(2026, 7, 8)).remove(0).text;
        let all = 1100 * sample.plan.switchable_workloads().count();
        let expected = format!(
            "Expected: 600 of {} pairs of device and workload\nIT 200, Retail 400\nCompliance 500, Client apps 100",
            format::count(all as u64)
        );
        assert_eq!(note, expected);
    }

    #[test]
    fn many_phases_are_counted_and_the_large_ones_named() {
        let phases: Vec<(String, f64)> = (1..=8).map(|n| (format!("P{n}"), f64::from(n))).collect();
        assert_eq!(named(&phases), "P4 4, P5 5, P6 6, P7 7, P8 8, 3 more");
    }
}
