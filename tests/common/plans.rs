//! Plans that several tests share, built in code.

use baton::plan::*;
use chrono::NaiveDate;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A plan from Monday 1 June 2026 whose phases wait for each other and ask for nothing at their gates.
pub fn plan(devices: &[u32]) -> Plan {
    let mut plan = Plan::new("Test", day("2026-06-01"));
    for (place, devices) in devices.iter().enumerate() {
        let id = PhaseId(place as u32 + 1);
        plan.phases.push(Phase::new(id, format!("Phase {}", id.0), PhaseKind::Wave, *devices));
    }
    plan
}

/// The same with devices that all enroll on the day on which they are targeted, without any ticket.
pub fn sure_plan(devices: &[u32]) -> Plan {
    let mut plan = plan(devices);
    let none = EnrollmentTickets { per_enrolled: 0.0, per_failure: 0.0 };
    plan.assumptions.success = Assumption::exact(1.0);
    plan.assumptions.reach = Assumption::exact(1.0);
    plan.assumptions.stale = Assumption::exact(0.0);
    plan.assumptions.half_life_days = Assumption::exact(0.0);
    plan.assumptions.tickets_existing_client = none;
    plan.assumptions.tickets_other_paths = none;
    plan.assumptions.tickets_switch = switch_tickets(0.0);
    plan
}

pub fn switch_tickets(each: f64) -> SwitchTickets {
    SwitchTickets {
        compliance_policies: each,
        compliance_policies_enforced: each,
        windows_update_policies: each,
        endpoint_protection: each,
        device_configuration: each,
        office_click_to_run: each,
        client_apps: each,
    }
}

/// Sets one cell of the grid.
pub fn set_cell(plan: &mut Plan, workload: Workload, phase: u32, rule: SwitchRule) {
    set_head_start(plan, workload, phase, rule, None);
}

pub fn set_head_start(
    plan: &mut Plan,
    workload: Workload,
    phase: u32,
    rule: SwitchRule,
    head_start: Option<HeadStart>,
) {
    let row = plan.workloads.iter_mut().find(|row| row.workload == workload).unwrap();
    row.cells.retain(|cell| cell.phase != PhaseId(phase));
    row.cells.push(Cell { phase: PhaseId(phase), rule, head_start, note: String::new() });
}

pub fn set_full(plan: &mut Plan, workload: Workload, full: FullSwitch) {
    plan.workloads.iter_mut().find(|row| row.workload == workload).unwrap().full = full;
}

pub fn freeze(plan: &mut Plan, from: &str, to: &str, scope: FreezeScope) {
    let id = plan.fresh_freeze_id();
    plan.calendar.freezes.push(Freeze { id, name: String::new(), from: day(from), to: day(to), scope });
}

pub fn event(plan: &mut Plan, date: &str, what: EventKind) {
    plan.actuals.events.push(Event { date: day(date), what, note: String::new() });
}

pub fn decide(plan: &mut Plan, date: &str, phase: u32, kind: DecisionKind) {
    plan.decisions.push(Decision {
        id: plan.fresh_decision_id(),
        date: day(date),
        kind,
        phase: Some(PhaseId(phase)),
        text: String::new(),
        who: String::new(),
        evidence: Vec::new(),
    });
}

/// A stock without abandoned devices and tickets.
pub fn stock(date: &str, targeted: u32, enrolled: u32, failed: u32, unheard: Option<(u32, u32)>) -> Stock {
    Stock {
        date: day(date),
        targeted,
        enrolled,
        failed,
        abandoned: 0,
        pending: unheard.map(|pair| pair.0),
        stale: unheard.map(|pair| pair.1),
        tickets: None,
    }
}

pub fn record(plan: &mut Plan, phase: u32, stock: Stock) {
    let phases = &mut plan.actuals.phases;
    if !phases.iter().any(|actuals| actuals.phase == PhaseId(phase)) {
        phases.push(PhaseActuals { phase: PhaseId(phase), ..PhaseActuals::default() });
    }
    let actuals = phases.iter_mut().find(|actuals| actuals.phase == PhaseId(phase)).unwrap();
    actuals.stocks.push(stock);
}

/// The six-phase plan: 12,400 existing clients in two pilots and four waves.
pub fn six_phases() -> Plan {
    let rows = [
        (150, 30, 1.5),
        (600, 60, 1.2),
        (1_850, 100, 1.0),
        (3_200, 120, 1.0),
        (3_600, 120, 1.0),
        (3_000, 120, 1.0),
    ];
    let mut plan = plan(&rows.map(|row| row.0));
    plan.site_version = 2503;
    for (phase, (_, rate, multiplier)) in plan.phases.iter_mut().zip(rows) {
        phase.rate = Some(rate);
        phase.ticket_multiplier = multiplier;
        phase.gate.criteria = vec![Criterion::Coverage { min: 0.90 }, Criterion::Soak { days: 5 }];
    }
    freeze(&mut plan, "2026-12-14", "2027-01-08", FreezeScope::Both);
    for workload in Workload::ALL.into_iter().filter(|w| *w != Workload::ResourceAccessPolicies) {
        for phase in 1..=6 {
            set_cell(&mut plan, workload, phase, SwitchRule::AtEnrollment);
        }
        set_full(&mut plan, workload, FullSwitch::AfterLast(5));
    }
    plan.desk = Desk::new(plan.start, 14.0);
    plan.desk.shrinkage = 0.30;
    plan.desk.ordinary_per_day = Some(110.0);
    let tickets = EnrollmentTickets { per_enrolled: 0.05, per_failure: 0.60 };
    plan.assumptions.tickets_existing_client = tickets;
    plan.assumptions.tickets_other_paths = tickets;
    plan.assumptions.tickets_switch = switch_tickets(0.02);
    plan
}
