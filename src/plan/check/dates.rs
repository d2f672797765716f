//! Dates that were typed and on which nothing can happen: freezes, pauses, free days, days without a
//! committee. Each comes with the next day that would do.

use chrono::NaiveDate;

use super::gates::next_gate_day;
use super::look::Look;
use super::{Place, Problem, Rule};
use crate::plan::wording::date;
use crate::plan::{Edit, FullSwitch, PhaseId, PhaseScope, Record, SwitchRule};

pub(super) const RULES: &[Rule] = &[start_dates, cell_dates, slider_dates, switch_back_dates, gate_dates];

/// Why nothing happens on `day`, if the calendar says so.
fn barred(look: &Look, day: NaiveDate, freeze: Option<&str>, is_paused: bool) -> Option<String> {
    if let Some(name) = freeze {
        return Some(format!("lies in the freeze {name}"));
    }
    if is_paused {
        return Some("lies in a pause".into());
    }
    if look.plan.calendar.is_working_day(day) {
        return None;
    }
    let holiday = look.plan.calendar.holidays.iter().find(|holiday| holiday.date == day);
    Some(match holiday {
        Some(holiday) if !holiday.name.is_empty() => format!("is a holiday ({})", holiday.name),
        _ => "is not a working day".into(),
    })
}

fn start_dates(look: &Look, out: &mut Vec<Problem>) {
    let calendar = &look.plan.calendar;
    for entry in look.phases.iter().filter(|entry| !entry.has_started) {
        let Some(day) = entry.phase.start.not_before else { continue };
        let freeze = calendar.enrollment_freeze(day).map(|freeze| freeze.name.as_str());
        let paused = calendar.pause_of(entry.id(), day).is_some();
        let Some(why) = barred(look, day, freeze, paused) else { continue };
        let text = format!("{} is to start on {}, which {why}.", entry.name(), date(day));
        let problem = Problem::warning("start-barred", Place::Phase(entry.id()), text);
        out.push(match look.first_start(entry.id(), day) {
            Some(next) => problem.mend(
                format!("Move the start to {}", date(next)),
                entry.changed(|phase| phase.start.not_before = Some(next)),
            ),
            None => problem,
        });
    }
}

/// The first day from `day` on, on which a cell of the phase may switch.
fn switch_day(look: &Look, phase: PhaseId, day: NaiveDate) -> Option<NaiveDate> {
    let calendar = &look.plan.calendar;
    calendar.first_day(day, |d| calendar.is_working_day(d) && !calendar.bars_switch(phase, d))
}

fn cell_dates(look: &Look, out: &mut Vec<Problem>) {
    let calendar = &look.plan.calendar;
    for workload in look.plan.switchable_workloads() {
        let at = workload.index();
        for entry in look.phases.iter().filter(|e| e.cells_done[at].is_none()) {
            let Some(cell) = entry.cells[at] else { continue };
            let SwitchRule::OnDate(day) = cell.rule else { continue };
            let freeze = calendar.switch_freeze(day).map(|freeze| freeze.name.as_str());
            let paused = calendar.pause_of(entry.id(), day).is_some();
            let Some(why) = barred(look, day, freeze, paused) else { continue };
            let text = format!(
                "{} is to switch for {} on {}, which {why}.",
                workload.name(),
                entry.name(),
                date(day)
            );
            let place = Place::Cell { workload, phase: entry.id() };
            let problem = Problem::warning("switch-barred", place, text);
            out.push(match switch_day(look, entry.id(), day) {
                Some(next) => problem.mend(
                    format!("Move it to {}", date(next)),
                    entry.cell_with(workload, SwitchRule::OnDate(next)),
                ),
                None => problem,
            });
        }
    }
}

fn slider_dates(look: &Look, out: &mut Vec<Problem>) {
    let calendar = &look.plan.calendar;
    let phases: Vec<PhaseId> = look.phases.iter().map(|entry| entry.phase.id).collect();
    for workload in look.plan.switchable_workloads() {
        let FullSwitch::OnDate(day) = look.full[workload.index()] else { continue };
        if look.slider_done[workload.index()].is_some() {
            continue;
        }
        let freeze = calendar.switch_freeze(day).map(|freeze| freeze.name.as_str());
        let paused = calendar.bars_full_switch(&phases, day);
        let Some(why) = barred(look, day, freeze, paused) else { continue };
        let text = format!("The slider of {} is to move on {}, which {why}.", workload.name(), date(day));
        let problem = Problem::warning("slider-barred", Place::Slider(workload), text);
        let allowed = |d| calendar.is_working_day(d) && !calendar.bars_full_switch(&phases, d);
        out.push(match calendar.first_day(day, allowed) {
            Some(next) => problem.mend(
                format!("Move it to {}", date(next)),
                Edit::Put(Record::FullSwitch { workload, full: FullSwitch::OnDate(next) }),
            ),
            None => problem,
        });
    }
}

fn switch_back_dates(look: &Look, out: &mut Vec<Problem>) {
    let calendar = &look.plan.calendar;
    for back in &look.plan.switch_backs {
        let phases: Vec<PhaseId> = match &back.phases {
            PhaseScope::All => look.phases.iter().map(|entry| entry.phase.id).collect(),
            PhaseScope::Only(phases) => phases.clone(),
        };
        let freeze = calendar.switch_freeze(back.date).map(|freeze| freeze.name.as_str());
        let paused = calendar.bars_full_switch(&phases, back.date);
        let Some(why) = barred(look, back.date, freeze, paused) else { continue };
        let text = format!(
            "{} is to go back to Configuration Manager on {}, which {why}.",
            back.workload.name(),
            date(back.date)
        );
        let problem = Problem::warning("switch-back-barred", Place::Slider(back.workload), text);
        let allowed = |d| calendar.is_working_day(d) && !calendar.bars_full_switch(&phases, d);
        out.push(match calendar.first_day(back.date, allowed) {
            Some(next) => {
                let mut moved = back.clone();
                moved.date = next;
                problem.mend(format!("Move it to {}", date(next)), Edit::Put(Record::SwitchBack(moved)))
            }
            None => problem,
        });
    }
}

/// Gates are judged on working days, or when the committee meets.
fn gate_dates(look: &Look, out: &mut Vec<Problem>) {
    for entry in look.phases.iter().filter(|entry| !entry.has_passed) {
        let Some(day) = entry.phase.gate.planned else { continue };
        let Some(next) = next_gate_day(look, day).filter(|next| *next != day) else { continue };
        let why = match look.plan.calendar.cadence {
            Some(weekday) if look.plan.calendar.is_working_day(day) => {
                format!("gates are judged on {}s", weekday.name())
            }
            _ => "that is not a working day".into(),
        };
        let text = format!("The gate of {} is planned for {}, but {why}.", entry.name(), date(day));
        let edit = entry.changed(|phase| phase.gate.planned = Some(next));
        out.push(
            Problem::warning("gate-barred", Place::Phase(entry.id()), text)
                .mend(format!("Move the gate to {}", date(next)), edit),
        );
    }
}
