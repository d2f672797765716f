//! Plans far larger than most, for the benches.
#![allow(dead_code, reason = "each bench takes what it needs")]

use baton::plan::{
    Cell, Desk, Event, EventKind, Flow, Freeze, FreezeId, FreezeScope, FullSwitch, Gate, Phase, PhaseActuals,
    PhaseId, PhaseKind, Plan, StartRule, Stock, SwitchRule,
};
use chrono::{Datelike, Days, NaiveDate};

/// So many phases over so many days: they overlap, three at a time, and every workload moves.
/// `known` is the share of the phases of which weekly records exist.
pub fn large_plan(phases: u32, devices: u32, days: u32, known: f64) -> Plan {
    let start = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap_or_default();
    let mut plan = Plan::new(format!("{phases} phases"), start);
    plan.horizon_days = days;
    plan.desk = Desk::new(start, 40.0);
    plan.desk.ordinary_per_day = Some(400.0);
    let step = u64::from(days) * 8 / 10 / u64::from(phases.max(1));
    for place in 0..phases {
        let kind = if place < 3 { PhaseKind::Pilot } else { PhaseKind::Wave };
        let mut phase = Phase::new(PhaseId(place + 1), format!("Site {}", place + 1), kind, devices / phases);
        let from = start.checked_add_days(Days::new(u64::from(place) * step)).unwrap_or(start);
        phase.start = StartRule { not_before: Some(from), after_previous: (place < 3).then_some(1) };
        phase.rate = Some((phase.devices / 12).max(1));
        phase.gate = Gate::usual();
        phase.gate.criteria[0] = baton::plan::Criterion::Success { min: 0.90 };
        plan.phases.push(phase);
    }
    for row in &mut plan.workloads {
        row.full = FullSwitch::AfterLast(10);
        let rule = SwitchRule::AfterStart(row.workload.index() as u32 * 3);
        let cell = |phase: &Phase| Cell { phase: phase.id, rule, head_start: None, note: String::new() };
        row.cells = plan.phases.iter().map(cell).collect();
    }
    for year in 0..days.div_ceil(365) as i32 {
        let date =
            |year: i32, month, day| NaiveDate::from_ymd_opt(start.year() + year, month, day).unwrap_or(start);
        plan.calendar.freezes.push(Freeze {
            id: FreezeId(year as u32 + 1),
            name: "Year end".into(),
            from: date(year, 12, 14),
            to: date(year + 1, 1, 8),
            scope: FreezeScope::Both,
        });
    }
    record(&mut plan, known);
    plan
}

/// Weekly stocks of the first phases, up to the status date.
fn record(plan: &mut Plan, known: f64) {
    let recorded = (plan.phases.len() as f64 * known) as usize;
    if recorded == 0 {
        return;
    }
    let starts: Vec<_> = plan.phases[..recorded].iter().filter_map(|phase| phase.start.not_before).collect();
    plan.status_date = starts.last().copied().unwrap_or(plan.start);
    for (phase, start) in plan.phases.iter().zip(starts) {
        let mut actuals = PhaseActuals { phase: phase.id, ..PhaseActuals::default() };
        let started = Event { date: start, what: EventKind::PhaseStarted(phase.id), note: String::new() };
        plan.actuals.events.push(started);
        for week in 0..8u32 {
            let date = start.checked_add_days(Days::new(u64::from(week) * 7 + 4)).unwrap_or(start);
            let targeted = (phase.devices * (week + 1) / 4).min(phase.devices);
            let (enrolled, failed) = (targeted * 9 / 10, targeted / 20);
            let (abandoned, pending, stale, tickets) = (0, None, None, None);
            if date <= plan.status_date {
                actuals.stocks.push(Stock {
                    date,
                    targeted,
                    enrolled,
                    failed,
                    abandoned,
                    pending,
                    stale,
                    tickets,
                });
            }
        }
        plan.actuals.phases.push(actuals);
    }
}

/// The same records day by day: what each week says is what its working days add up to.
pub fn daily(mut plan: Plan) -> Plan {
    for actuals in &mut plan.actuals.phases {
        let (mut last, mut day) = ((0, 0, 0), None);
        for stock in std::mem::take(&mut actuals.stocks) {
            let from = day.map_or(stock.date - Days::new(4), |day: NaiveDate| day + Days::new(3));
            for n in 0..5_u32 {
                let share = |now: u32, before: u32| (now - before) * (n + 1) / 5 - (now - before) * n / 5;
                actuals.flows.push(Flow {
                    date: from + Days::new(n.into()),
                    targeted: share(stock.targeted, last.0),
                    enrolled_first_attempt: share(stock.enrolled, last.1),
                    bad: share(stock.failed, last.2),
                    lost: 0,
                    repaired: 0,
                    tickets: None,
                });
            }
            (day, last) = (Some(stock.date), (stock.targeted, stock.enrolled, stock.failed));
        }
    }
    plan
}
