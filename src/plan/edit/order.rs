//! The order in which every list of a plan is kept, so that equal plans have equal files.
//! Phases, baselines and scenarios keep the order that their owner gave them.

use std::collections::BTreeMap;

use crate::plan::{
    Actuals, AgentsFrom, Calendar, EventKind, Phase, PhaseId, PhaseScope, Plan, SwitchBack, WorkloadPlan,
};

impl Plan {
    /// Every list in its canonical order; what is in order already stays as it is.
    pub fn put_in_order(&mut self) {
        let ranks = ranks(&self.phases);
        order_workloads(&mut self.workloads, &ranks);
        order_switch_backs(&mut self.switch_backs, &ranks);
        order_calendar(&mut self.calendar, &ranks);
        order_agents(&mut self.desk.agents);
        for scenario in &mut self.scenarios {
            let ranks = self::ranks(&scenario.phases);
            order_workloads(&mut scenario.workloads, &ranks);
            order_switch_backs(&mut scenario.switch_backs, &ranks);
            order_calendar(&mut scenario.calendar, &ranks);
            order_agents(&mut scenario.desk.agents);
        }
        self.estate.segments.sort_by_key(|segment| segment.id);
        self.estate.support_ends.sort_by(|a, b| a.os.cmp(&b.os));
        self.milestones.sort_by(|a, b| a.kind.cmp(&b.kind));
        self.prerequisites.sort_by_key(|prerequisite| prerequisite.id);
        self.tasks.sort_by_key(|task| task.id);
        self.decisions.sort_by_key(|decision| (decision.date, decision.id));
        self.questions.sort_by_key(|question| (question.date, question.id));
        order_actuals(&mut self.actuals, &ranks);
    }
}

type Ranks = BTreeMap<PhaseId, usize>;

fn ranks(phases: &[Phase]) -> Ranks {
    phases.iter().enumerate().map(|(at, phase)| (phase.id, at)).collect()
}

/// Phases in the plan's order; those it does not have come last, by number.
fn rank(ranks: &Ranks, phase: PhaseId) -> (usize, PhaseId) {
    (ranks.get(&phase).copied().unwrap_or(usize::MAX), phase)
}

fn order_workloads(workloads: &mut [WorkloadPlan], ranks: &Ranks) {
    workloads.sort_by_key(|row| row.workload);
    for row in workloads {
        row.cells.sort_by_key(|cell| rank(ranks, cell.phase));
    }
}

fn order_scope(scope: &mut PhaseScope, ranks: &Ranks) {
    if let PhaseScope::Only(phases) = scope {
        phases.sort_by_key(|phase| rank(ranks, *phase));
        phases.dedup();
    }
}

fn order_switch_backs(switch_backs: &mut [SwitchBack], ranks: &Ranks) {
    switch_backs.sort_by_key(|back| (back.date, back.id));
    for back in switch_backs {
        order_scope(&mut back.phases, ranks);
    }
}

fn order_calendar(calendar: &mut Calendar, ranks: &Ranks) {
    calendar.working_days.sort_unstable();
    calendar.working_days.dedup();
    calendar.holidays.sort_by_key(|holiday| holiday.date);
    calendar.freezes.sort_by_key(|freeze| (freeze.from, freeze.id));
    calendar.pauses.sort_by_key(|pause| (pause.from, pause.id));
    for pause in &mut calendar.pauses {
        order_scope(&mut pause.phases, ranks);
    }
}

fn order_agents(agents: &mut [AgentsFrom]) {
    agents.sort_by_key(|entry| entry.from);
}

fn order_actuals(actuals: &mut Actuals, ranks: &Ranks) {
    actuals.phases.sort_by_key(|entry| rank(ranks, entry.phase));
    for entry in &mut actuals.phases {
        entry.stocks.sort_by_key(|stock| stock.date);
        entry.flows.sort_by_key(|flow| flow.date);
        entry.positions.sort_by_key(|position| position.workload);
        entry.failures.sort_by(|a, b| (a.date, &a.code).cmp(&(b.date, &b.code)));
    }
    actuals.desk.sort_by_key(|entry| entry.to);
    actuals.events.sort_by_cached_key(|event| (event.date, event_rank(&event.what, ranks)));
    actuals.measurements.sort_by(|a, b| {
        (a.date, rank(ranks, a.phase), &a.what).cmp(&(b.date, rank(ranks, b.phase), &b.what))
    });
    actuals.sign_offs.sort_by(|a, b| {
        (a.date, rank(ranks, a.phase), &a.what).cmp(&(b.date, rank(ranks, b.phase), &b.what))
    });
}

/// Within a day: starts, then switches, sliders and switch-backs, each by phase and workload.
fn event_rank(what: &EventKind, ranks: &Ranks) -> (u8, usize, usize, bool) {
    match what {
        EventKind::PhaseStarted(phase) => (0, rank(ranks, *phase).0, phase.0 as usize, false),
        EventKind::CellSwitched { workload, phase, head_start } => {
            (1, rank(ranks, *phase).0, workload.index(), !head_start)
        }
        EventKind::SliderMoved(workload) => (2, 0, workload.index(), false),
        EventKind::SwitchedBack { workload, .. } => (3, 0, workload.index(), false),
    }
}
