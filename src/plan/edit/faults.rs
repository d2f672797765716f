//! What makes the figures of a record meaningless: no number, out of bounds, no name, no such date.
//! It knows nothing of the rest of the plan, and lets pass what is merely unwise.

use chrono::{Datelike, NaiveDate};

use super::Refusal;
use super::refusal::{MAX_DEVICES, MAX_LAG_DAYS};
use crate::plan::wording;
use crate::plan::{
    Anchor, Baseline, Bound, Cell, Criterion, FullSwitch, Gate, MilestoneKind, Phase, PhaseScope, Record,
    Scenario, Segment, SwitchRule,
};

type Faults = Vec<Refusal>;

/// Everything that is wrong with a record by itself.
pub(in crate::plan) fn of_record(record: &Record) -> Faults {
    let mut faults = Vec::new();
    let out = &mut faults;
    match record {
        Record::Phase(phase) => of_phase(out, phase),
        Record::Segment(segment) => of_segment(out, segment),
        Record::SupportEnd(end) => {
            name(out, "A Windows version", &end.os);
            date(out, end.date);
        }
        Record::Cell { cell, .. } => of_cell(out, cell),
        Record::FullSwitch { full, .. } => of_full(out, *full),
        Record::SwitchBack(back) => {
            date(out, back.date);
            scope(out, "A switch-back", &back.phases);
        }
        Record::Holiday(holiday) => date(out, holiday.date),
        Record::Freeze(freeze) => {
            name(out, "A freeze", &freeze.name);
            date(out, freeze.from);
            date(out, freeze.to);
        }
        Record::Pause(pause) => {
            scope(out, "A pause", &pause.phases);
            date(out, pause.from);
            date(out, pause.until);
        }
        Record::Agents(entry) => {
            date(out, entry.from);
            number(out, "Agents", entry.agents, 0.0, 100_000.0);
        }
        Record::Milestone(milestone) => {
            if let MilestoneKind::Other(text) = &milestone.kind {
                name(out, "A milestone", text);
            }
            dates(out, milestone.date);
            if let Some(relative) = &milestone.relative {
                place_in_time(out, &relative.anchor, relative.days);
                if matches!(relative.anchor, Anchor::Milestone(_)) {
                    out.push(Refusal::MilestoneOfMilestone);
                }
            }
        }
        Record::Prerequisite(entry) => {
            name(out, "A prerequisite", &entry.name);
            dates(out, entry.due);
        }
        Record::Task(task) => {
            name(out, "A task", &task.name);
            place_in_time(out, &task.anchor, task.days);
        }
        Record::Decision(decision) => date(out, decision.date),
        Record::Question(question) => {
            name(out, "A question", &question.question);
            date(out, question.date);
        }
        Record::Baseline(baseline) => of_baseline(out, baseline),
        Record::Scenario(scenario) => of_scenario(out, scenario),
        _ => of_actual(out, record),
    }
    faults
}

fn place_in_time(out: &mut Faults, anchor: &Anchor, days: i32) {
    whole(out, "Working days", days.unsigned_abs(), 0, MAX_LAG_DAYS);
    if let Anchor::Date(day) = anchor {
        date(out, *day);
    }
}

/// Recorded figures are kept as typed; only dates that no plan can have are refused.
fn of_actual(out: &mut Faults, record: &Record) {
    match record {
        Record::Stock { stock, .. } => date(out, stock.date),
        Record::Flow { flow, .. } => date(out, flow.date),
        Record::Failure { failure, .. } => {
            date(out, failure.date);
            name(out, "An error", &failure.code);
        }
        Record::Position { position, .. } => date(out, position.date),
        Record::Desk(entry) => {
            date(out, entry.from);
            date(out, entry.to);
            if let Some(agents) = entry.agents {
                number(out, "Agents", agents, 0.0, 100_000.0);
            }
        }
        Record::Event(event) => date(out, event.date),
        Record::Measurement(m) => {
            date(out, m.date);
            name(out, "A figure", &m.what);
            if !m.value.is_finite() {
                out.push(Refusal::NotANumber { what: m.what.clone() });
            }
        }
        Record::SignOff(sign) => {
            date(out, sign.date);
            name(out, "A signature", &sign.what);
        }
        _ => {}
    }
}

fn of_phase(out: &mut Faults, phase: &Phase) {
    name(out, "A phase", &phase.name);
    count(out, "Devices", phase.devices);
    count(out, "Users affected", phase.users);
    count(out, "Devices per working day", phase.rate.unwrap_or(0));
    number(out, "The ticket multiplier", phase.ticket_multiplier, 0.0, 100.0);
    for take in &phase.takes {
        count(out, "Devices from a segment", take.devices);
    }
    for group in &phase.not_ready {
        count(out, "Devices not ready", group.devices);
        dates(out, group.until);
    }
    dates(out, phase.start.not_before);
    lag(out, phase.start.after_previous.unwrap_or(0));
    of_gate(out, &phase.gate);
}

fn of_gate(out: &mut Faults, gate: &Gate) {
    dates(out, gate.planned);
    for criterion in &gate.criteria {
        match criterion {
            Criterion::Coverage { min } => share(out, "Coverage", *min),
            Criterion::Success { min } => share(out, "Success", *min),
            Criterion::Soak { days } | Criterion::SwitchSoak { days } => lag(out, *days),
            Criterion::TicketsPer100 { max } => number(out, "Tickets per 100 devices", *max, 0.0, 10_000.0),
            Criterion::DeskLoad { max } => number(out, "Helpdesk load", *max, 0.0, 100.0),
            Criterion::Wait { max_days } => number(out, "Helpdesk wait", *max_days, 0.0, 365.0),
            Criterion::Measured { what, bound } => {
                name(out, "A criterion", what);
                let (Bound::Min(value) | Bound::Max(value)) = *bound;
                if !value.is_finite() {
                    out.push(Refusal::NotANumber { what: what.clone() });
                }
            }
            Criterion::SignOff { what } => name(out, "A criterion", what),
        }
    }
}

fn of_segment(out: &mut Faults, segment: &Segment) {
    let gaps =
        [segment.needs_os_update, segment.needs_join, segment.ineligible, segment.stale, segment.unknown];
    count(out, "Devices", segment.devices);
    for gap in gaps {
        count(out, "Devices not ready", gap);
    }
}

fn of_cell(out: &mut Faults, cell: &Cell) {
    of_rule(out, cell.rule);
    if let Some(head_start) = cell.head_start {
        of_rule(out, head_start.rule);
        count(out, "Devices of the head start", head_start.devices);
    }
}

fn of_rule(out: &mut Faults, rule: SwitchRule) {
    match rule {
        SwitchRule::Never | SwitchRule::AtEnrollment => {}
        SwitchRule::AfterStart(days) | SwitchRule::AfterGate(days) => lag(out, days),
        SwitchRule::OnDate(on) => date(out, on),
    }
}

fn of_full(out: &mut Faults, full: FullSwitch) {
    match full {
        FullSwitch::Never => {}
        FullSwitch::OnDate(on) => date(out, on),
        FullSwitch::AfterGate { days, .. } | FullSwitch::AfterLast(days) => lag(out, days),
    }
}

fn of_baseline(out: &mut Faults, baseline: &Baseline) {
    name(out, "A baseline", &baseline.name);
    date(out, baseline.frozen_on);
    dates(out, baseline.finish);
}

fn of_scenario(out: &mut Faults, scenario: &Scenario) {
    name(out, "A scenario", &scenario.name);
    scenario.phases.iter().for_each(|phase| of_phase(out, phase));
    for row in &scenario.workloads {
        of_full(out, row.full);
        row.cells.iter().for_each(|cell| of_cell(out, cell));
    }
}

pub(super) fn name(out: &mut Faults, what: &'static str, text: &str) {
    if text.trim().is_empty() {
        out.push(Refusal::Unnamed { what });
    }
    let length = text.chars().count();
    if length > 200 {
        out.push(Refusal::LongName(length));
    }
}

pub(super) fn date(out: &mut Faults, day: NaiveDate) {
    if !(1990..2200).contains(&day.year()) {
        out.push(Refusal::Date(day));
    }
}

pub(super) fn dates(out: &mut Faults, day: Option<NaiveDate>) {
    if let Some(day) = day {
        date(out, day);
    }
}

pub(super) fn number(out: &mut Faults, what: &str, value: f64, low: f64, high: f64) {
    if !value.is_finite() {
        out.push(Refusal::NotANumber { what: what.to_owned() });
    } else if !(low..=high).contains(&value) {
        out.push(Refusal::OutOfBounds {
            what: what.to_owned(),
            low: wording::number(low),
            high: wording::number(high),
            value: wording::number(value),
        });
    }
}

pub(super) fn share(out: &mut Faults, what: &str, value: f64) {
    if value.is_finite() && !(0.0..=1.0).contains(&value) {
        out.push(Refusal::OutOfBounds {
            what: what.to_owned(),
            low: "0%".into(),
            high: "100%".into(),
            value: wording::percent(value),
        });
    } else {
        number(out, what, value, 0.0, 1.0);
    }
}

fn count(out: &mut Faults, what: &str, value: u32) {
    whole(out, what, value, 0, MAX_DEVICES);
}

fn lag(out: &mut Faults, days: u32) {
    whole(out, "Working days", days, 0, MAX_LAG_DAYS);
}

pub(super) fn whole(out: &mut Faults, what: &str, value: u32, low: u32, high: u32) {
    if !(low..=high).contains(&value) {
        out.push(Refusal::OutOfBounds {
            what: what.to_owned(),
            low: wording::count(low),
            high: wording::count(high),
            value: wording::count(value),
        });
    }
}

fn scope(out: &mut Faults, what: &'static str, scope: &PhaseScope) {
    if matches!(scope, PhaseScope::Only(phases) if phases.is_empty()) {
        out.push(Refusal::NoPhase { what });
    }
}
