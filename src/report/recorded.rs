//! Criteria as they stand and events in words, as they are written into records.

use super::gate_rows;
use super::wording::{list, sentence_case};
use crate::forecast::CriterionState;
use crate::picture::format;
use crate::plan::{Criterion, EventKind, PhaseId, PhaseScope, Plan};

/// The figure of a criterion as it stands, in its own unit; a dash when nobody knows.
pub fn value(state: &CriterionState) -> String {
    let none = || "–".to_owned();
    match &state.criterion {
        Criterion::Coverage { .. } | Criterion::Success { .. } => match (state.counts, state.value) {
            (Some((part, whole)), Some(share)) => {
                let (part, whole) = (format::count(part.into()), format::count(whole.into()));
                format!("{} ({part} of {whole})", format::percent1(share))
            }
            (None, Some(share)) => format::percent1(share),
            (_, None) => none(),
        },
        Criterion::DeskLoad { .. } => {
            state.value.filter(|v| v.is_finite()).map_or_else(none, format::percent0)
        }
        Criterion::Soak { .. } | Criterion::SwitchSoak { .. } => match state.days_left {
            Some(0) => "done".to_owned(),
            Some(days) => format!("{} left", format::plural(days.into(), "working day", "working days")),
            None => "not begun".to_owned(),
        },
        Criterion::Wait { .. } => state
            .value
            .filter(|v| v.is_finite())
            .map_or_else(none, |days| format::plural_decimal(days, 1, "day", "days")),
        Criterion::TicketsPer100 { .. } => state.value.map_or_else(none, |v| format::decimal(v, 1)),
        Criterion::Measured { bound, .. } => {
            state.value.map_or_else(none, |value| gate_rows::measured(value, *bound))
        }
        Criterion::SignOff { .. } => state
            .recorded
            .map_or_else(|| "not signed".to_owned(), |day| format!("signed {}", format::date(day))),
    }
}

/// What the criterion asks for: "≥ 95%".
pub fn asked(criterion: &Criterion) -> String {
    match criterion {
        Criterion::Coverage { min } | Criterion::Success { min } => {
            format!("≥ {}", format::percent_trimmed(*min))
        }
        Criterion::Soak { days } | Criterion::SwitchSoak { days } => {
            format::plural((*days).into(), "working day", "working days")
        }
        Criterion::TicketsPer100 { max } => format!("≤ {}", plain(*max)),
        Criterion::DeskLoad { max } => format!("≤ {}", format::percent_trimmed(*max)),
        Criterion::Wait { max_days } => format!("≤ {}", format::plural_decimal(*max_days, 1, "day", "days")),
        Criterion::Measured { .. } => gate_rows::needed(criterion),
        Criterion::SignOff { .. } => "signature".to_owned(),
    }
}

/// What happened: "Device configuration of Wave 2 switched to Pilot Intune".
pub fn event(plan: &Plan, what: &EventKind) -> String {
    let label = |id: PhaseId| match plan.phase(id) {
        Some(_) => plan.phase_label(id),
        None => "a phase that is gone".to_owned(),
    };
    match what {
        EventKind::PhaseStarted(phase) => sentence_case(&format!("{} started", label(*phase))),
        EventKind::CellSwitched { workload, phase, head_start } => {
            let who = if *head_start { "the head start of " } else { "" };
            format!("{} of {who}{} switched to Pilot Intune", workload.name(), label(*phase))
        }
        EventKind::SliderMoved(workload) => format!("The slider of {} moved to Intune", workload.name()),
        EventKind::SwitchedBack { workload, phases } => {
            let whose = match phases {
                PhaseScope::All => "all phases".to_owned(),
                PhaseScope::Only(ids) => list(&ids.iter().map(|id| label(*id)).collect::<Vec<_>>()),
            };
            format!("{} of {whose} switched back to Configuration Manager", workload.name())
        }
    }
}

/// A number without needless zeros.
fn plain(value: f64) -> String {
    if value.fract() == 0.0 { format::decimal(value, 0) } else { format::decimal(value, 1) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::Bound;

    #[test]
    fn thresholds_read_as_on_a_gate_row() {
        assert_eq!(asked(&Criterion::Success { min: 0.95 }), "≥ 95%");
        assert_eq!(asked(&Criterion::Soak { days: 1 }), "1 working day");
        assert_eq!(asked(&Criterion::Wait { max_days: 1.5 }), "≤ 1.5 days");
        assert_eq!(asked(&Criterion::Wait { max_days: 1.0 }), "≤ 1 day");
        let what = "Compliant devices".to_owned();
        assert_eq!(asked(&Criterion::Measured { what: what.clone(), bound: Bound::Max(40.0) }), "≤ 40");
        assert_eq!(asked(&Criterion::Measured { what, bound: Bound::Min(0.9) }), "≥ 90%", "a share is one");
    }
    #[test]
    fn an_event_of_a_phase_that_is_gone_has_no_hole() {
        let mut plan = crate::report::sample_tests::sample().plan;
        let both = EventKind::SwitchedBack {
            workload: crate::plan::Workload::ClientApps,
            phases: PhaseScope::Only(vec![PhaseId(1), PhaseId(2)]),
        };
        assert_eq!(
            event(&plan, &both),
            "Client apps of Pilot and Wave 1 switched back to Configuration Manager"
        );
        plan.phases.pop();
        assert_eq!(event(&plan, &EventKind::PhaseStarted(PhaseId(2))), "A phase that is gone started");
        assert!(event(&plan, &both).contains("Pilot and a phase that is gone"));
    }
}
