//! What should have been switched by a day of the past: by the plan's own rules, each on the day on which it
//! fell due and was allowed, and by record. Whether anybody recorded a switch that was due is another matter.

use chrono::NaiveDate;

use crate::plan::{EventKind, PhaseId, Plan, Workload};

use super::begin;
use super::days::{Days, NEVER};
use super::switches::Switches;
use super::{Cause, Change, Observed, Reach};

/// How far a workload should have come on a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day on which it came so far.
    pub since: NaiveDate,
    pub reach: Reach,
    pub cause: Cause,
}

/// How far a workload should have come on a phase by the end of a day that is known; none = nothing had moved
/// it. Where a record says on which later day it was moved, its rule does not count before that.
pub fn due_authority(
    plan: &Plan,
    observed: &Observed,
    phase: PhaseId,
    workload: Workload,
    day: NaiveDate,
) -> Option<Due> {
    let is_recorded_later = |cause: Cause| {
        let is_it = |what: &EventKind| match (cause, what) {
            (Cause::Rule | Cause::Follows, EventKind::CellSwitched { workload: w, phase: p, .. }) => {
                *w == workload && *p == phase
            }
            (Cause::FullSwitch, EventKind::SliderMoved(w)) => *w == workload,
            (Cause::SwitchedBack, EventKind::SwitchedBack { workload: w, phases }) => {
                *w == workload && phases.contains(phase)
            }
            _ => false,
        };
        let later = |date| date > day && date <= plan.status_date;
        plan.actuals.events.iter().any(|event| later(event.date) && is_it(&event.what))
    };
    let changes = &observed.due.get(plan.phase_index(phase)?)?[workload.index()];
    let since = |change: &Change| plan.start.checked_add_days(chrono::Days::new(change.at as u64));
    let due = changes
        .iter()
        .rev()
        .filter_map(|change| Some(Due { since: since(change)?, reach: change.reach, cause: change.cause }));
    due.filter(|due| due.since <= day).find(|due| !is_recorded_later(due.cause))
}

/// The past once more, with the same rules as the days ahead: by phase and [`Workload::index`] what changed, in
/// days from the plan's start. `starts` are the days on which phases are known to have started.
pub(super) fn replayed(plan: &Plan, days: &Days, starts: &[Option<usize>]) -> Vec<[Vec<Change>; 7]> {
    let mut switches = Switches::new(plan, days, days.start);
    let gates: Vec<_> = plan.phases.iter().map(|phase| begin::Decided::of(plan, phase.id, days).go).collect();
    let last_gate = gates.iter().copied().max().unwrap_or(NEVER);
    let mut events = begin::events(plan).into_iter().peekable();
    for day in 0..days.known_until {
        for phase in (0..starts.len()).filter(|phase| starts[*phase] == Some(day)) {
            switches.on_start(phase, day, days);
        }
        while let Some(event) = events.next_if(|event| days.due(event.date) <= day) {
            begin::apply_event(plan, days, &mut switches, event);
        }
        if day >= days.start && days.is_working(day) {
            switches.run(day, days);
        }
        for phase in (0..gates.len()).filter(|phase| gates[*phase] == day) {
            switches.on_gate(phase, day, days);
        }
        if last_gate == day {
            switches.on_last_gate(day, days);
        }
    }
    switches.changes
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::observed;
    use crate::plan::{
        Cell, Decision, DecisionId, DecisionKind, Event, Freeze, FreezeId, FreezeScope, FullSwitch, Pause,
        PauseId, Phase, PhaseKind, PhaseScope, SwitchRule, WorkloadPlan,
    };

    const PHASE: PhaseId = PhaseId(1);
    const WORKLOAD: Workload = Workload::ClientApps;

    fn day(text: &str) -> NaiveDate {
        format!("2026-{text}").parse().unwrap()
    }

    /// A pilot since Monday 3 August whose client apps are to join Pilot Intune by this rule.
    fn plan(rule: SwitchRule) -> Plan {
        let mut plan = Plan::new("Test", day("08-03"));
        plan.status_date = day("09-30");
        plan.phases.push(Phase::new(PHASE, "IT", PhaseKind::Pilot, 100));
        record(&mut plan, "08-03", EventKind::PhaseStarted(PHASE));
        let cell = Cell { phase: PHASE, rule, head_start: None, note: String::new() };
        plan.workloads = vec![WorkloadPlan { cells: vec![cell], ..WorkloadPlan::new(WORKLOAD) }];
        plan
    }

    fn record(plan: &mut Plan, date: &str, what: EventKind) {
        plan.actuals.events.push(Event { date: day(date), what, note: String::new() });
    }

    fn switched() -> EventKind {
        EventKind::CellSwitched { workload: WORKLOAD, phase: PHASE, head_start: false }
    }

    fn pass(plan: &mut Plan, date: &str) {
        plan.decisions.push(Decision {
            id: DecisionId(1),
            date: day(date),
            kind: DecisionKind::Go,
            phase: Some(PHASE),
            text: String::new(),
            who: String::new(),
            evidence: Vec::new(),
        });
    }

    /// The position on a day, and since when.
    fn on(plan: &Plan, date: &str) -> Option<(Reach, NaiveDate)> {
        due_authority(plan, &observed(plan), PHASE, WORKLOAD, day(date)).map(|due| (due.reach, due.since))
    }

    #[test]
    fn a_rule_waits_for_a_working_day_outside_freezes_and_pauses() {
        // A Saturday.
        let mut plan = plan(SwitchRule::OnDate(day("08-15")));
        assert_eq!(on(&plan, "08-16"), None);
        assert_eq!(on(&plan, "08-17"), Some((Reach::Pilot, day("08-17"))));
        plan.calendar.freezes.push(Freeze {
            id: FreezeId(1),
            name: "Quarter end".into(),
            from: day("08-17"),
            to: day("08-21"),
            scope: FreezeScope::Switches,
        });
        assert_eq!((on(&plan, "08-23"), on(&plan, "08-24")), (None, Some((Reach::Pilot, day("08-24")))));
        plan.calendar.pauses.push(Pause {
            id: PauseId(1),
            phases: PhaseScope::Only(vec![PHASE]),
            from: day("08-24"),
            until: day("08-26"),
            by: String::new(),
            reason: String::new(),
        });
        assert_eq!((on(&plan, "08-26"), on(&plan, "08-27")), (None, Some((Reach::Pilot, day("08-27")))));
    }

    #[test]
    fn the_slider_comes_after_the_gates_and_takes_the_place_of_the_pilot() {
        let mut plan = plan(SwitchRule::AtEnrollment);
        plan.workloads[0].full = FullSwitch::AfterGate { phase: PHASE, days: 2 };
        assert_eq!(on(&plan, "09-30"), Some((Reach::Pilot, day("08-03"))), "no gate, no slider");
        pass(&mut plan, "08-28");
        assert_eq!(on(&plan, "08-31"), Some((Reach::Pilot, day("08-03"))));
        let moved = Some((Reach::Intune, day("09-01")));
        assert_eq!((on(&plan, "09-01"), on(&plan, "09-30")), (moved, moved));
        plan.workloads[0].full = FullSwitch::AfterLast(2);
        assert_eq!(on(&plan, "09-01"), moved);
    }

    #[test]
    fn a_record_of_a_later_day_takes_the_place_of_the_rule() {
        let mut plan = plan(SwitchRule::OnDate(day("08-10")));
        record(&mut plan, "08-14", switched());
        assert_eq!((on(&plan, "08-13"), on(&plan, "08-14").unwrap().0), (None, Reach::Pilot));
        let phases = PhaseScope::All;
        record(&mut plan, "08-20", EventKind::SwitchedBack { workload: WORKLOAD, phases });
        assert_eq!(on(&plan, "08-19").unwrap().0, Reach::Pilot);
        assert_eq!(on(&plan, "08-20"), Some((Reach::None, day("08-20"))));
        assert_eq!(on(&plan, "09-30").unwrap().0, Reach::None, "the rule does not fire again");
    }
}
