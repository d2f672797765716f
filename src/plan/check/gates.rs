//! Gates that ask nothing, ask what can never be, or are planned for a day on which they cannot pass.

use chrono::{Datelike, Days, NaiveDate};

use super::look::{Look, PhaseLook};
use super::{Place, Problem, Rule};
use crate::plan::wording::{date, devices, percent, working_days};
use crate::plan::{Criterion, Edit, FullSwitch, Gate, Parameter, Setting, SwitchRule, Workload};

pub(super) const RULES: &[Rule] = &[
    no_criteria,
    coverage_out_of_reach,
    success_out_of_reach,
    switch_soak_deadlock,
    switch_soak_without_switch,
    soak_beyond_hold_limit,
    gate_before_last_switch,
    gate_before_soak,
    no_patch_tuesday,
];

fn no_criteria(look: &Look, out: &mut Vec<Problem>) {
    for entry in look.phases.iter().filter(|e| e.phase.gate.criteria.is_empty() && !e.has_passed) {
        let text = format!(
            "{} has no gate: it counts as passed once its {} are targeted, whatever came of it.",
            entry.name(),
            devices(entry.phase.devices)
        );
        let ask = entry.changed(|phase| phase.gate.criteria = Gate::usual().criteria);
        out.push(
            Problem::warning("no-gate", Place::Phase(entry.id()), text)
                .mend("Ask for 95% success, 90% enrolled and 5 days of soak", ask),
        );
    }
}

/// Never-ready devices make a coverage impossible; stale and lost ones make it unlikely.
fn coverage_out_of_reach(look: &Look, out: &mut Vec<Problem>) {
    let assumptions = &look.plan.assumptions;
    let share = |parameter| assumptions.get(parameter).mean;
    let lost = (1.0 - share(Parameter::Success)) * share(Parameter::Unfixable);
    let heard = (1.0 - share(Parameter::Stale)) * (1.0 - lost);
    for entry in look.phases.iter().filter(|entry| entry.phase.devices > 0 && !entry.has_passed) {
        let Some(asked) = entry.phase.gate.criteria.iter().find_map(coverage) else { continue };
        let all = f64::from(entry.phase.devices);
        let never = entry.phase.not_ready.iter().filter(|group| group.until.is_none());
        let never: f64 = never.map(|group| f64::from(group.devices)).sum();
        let possible = ((all - never) / all).max(0.0);
        let likely = possible * heard;
        let place = Place::Phase(entry.id());
        let problem = if asked > possible {
            let text = format!(
                "The gate of {} asks for {} enrolled, but {} of its {} can never enroll.",
                entry.name(),
                percent(asked),
                devices(never as u64),
                devices(entry.phase.devices)
            );
            Problem::error("coverage-out-of-reach", place, text)
        } else if asked > likely {
            let text = format!(
                "The gate of {} asks for {} enrolled, but with the shares assumed as stale or lost only {} are to be expected.",
                entry.name(),
                percent(asked),
                percent(likely)
            );
            Problem::warning("coverage-unlikely", place, text)
        } else {
            continue;
        };
        let min = (likely * 100.0).floor() / 100.0;
        let lower = entry.changed(|phase| {
            for criterion in &mut phase.gate.criteria {
                if let Criterion::Coverage { min: asked } = criterion {
                    *asked = asked.min(min);
                }
            }
        });
        out.push(problem.mend(format!("Ask for {} enrolled", percent(min)), lower));
    }
}

fn coverage(criterion: &Criterion) -> Option<f64> {
    if let Criterion::Coverage { min } = criterion { Some(*min) } else { None }
}

fn success_out_of_reach(look: &Look, out: &mut Vec<Problem>) {
    let assumptions = &look.plan.assumptions;
    let repaired = if assumptions.repair.mean > 0.0 { 1.0 - assumptions.unfixable.mean } else { 0.0 };
    let best = 1.0 - (1.0 - assumptions.success.mean) * (1.0 - repaired);
    for entry in look.phases.iter().filter(|entry| !entry.has_passed) {
        let asked = entry.phase.gate.criteria.iter().find_map(|criterion| match criterion {
            Criterion::Success { min } if *min > best => Some(*min),
            _ => None,
        });
        let Some(asked) = asked else { continue };
        let text = format!(
            "The gate of {} asks for {} success, but by the assumptions {} is the best after all repairs.",
            entry.name(),
            percent(asked),
            percent(best)
        );
        let min = (best * 100.0).floor() / 100.0;
        let lower = entry.changed(|phase| {
            for criterion in &mut phase.gate.criteria {
                if let Criterion::Success { min: asked } = criterion {
                    *asked = asked.min(min);
                }
            }
        });
        out.push(
            Problem::warning("success-out-of-reach", Place::Phase(entry.id()), text)
                .mend(format!("Ask for {} success", percent(min)), lower),
        );
    }
}

fn switch_soak(entry: &PhaseLook) -> Option<u32> {
    entry.phase.gate.criteria.iter().find_map(|criterion| match criterion {
        Criterion::SwitchSoak { days } => Some(*days),
        _ => None,
    })
}

/// The gate waits for a switch that waits for the gate.
fn switch_soak_deadlock(look: &Look, out: &mut Vec<Problem>) {
    let open = |entry: &&PhaseLook| switch_soak(entry).is_some() && !entry.has_passed;
    for entry in look.phases.iter().filter(open) {
        for workload in look.plan.switchable_workloads() {
            let waits = matches!(entry.rule(workload), SwitchRule::AfterGate(_));
            if !waits || entry.cells_done[workload.index()].is_some() || comes_anyway(look, entry, workload) {
                continue;
            }
            let text = format!(
                "The gate of {} waits for its last switch, but {} waits for that gate.",
                entry.name(),
                workload.name()
            );
            let place = Place::Cell { workload, phase: entry.id() };
            let earlier = entry.cell_with(workload, SwitchRule::AfterStart(5));
            out.push(
                Problem::error("switch-soak-deadlock", place, text)
                    .mend("Switch it 5 working days after the start", earlier),
            );
        }
    }
}

/// The slider, or Device configuration, takes the cell along without waiting for this gate.
fn comes_anyway(look: &Look, entry: &PhaseLook, workload: Workload) -> bool {
    let slider = match look.full[workload.index()] {
        FullSwitch::OnDate(_) => true,
        FullSwitch::AfterGate { phase, .. } => look.index.get(&phase) < look.index.get(&entry.id()),
        FullSwitch::Never | FullSwitch::AfterLast(_) => false,
    };
    let led = workload.follows_device_configuration()
        && !matches!(entry.rule(Workload::DeviceConfiguration), SwitchRule::Never | SwitchRule::AfterGate(_));
    slider || led
}

fn switch_soak_without_switch(look: &Look, out: &mut Vec<Problem>) {
    for entry in look.phases.iter().filter(|entry| switch_soak(entry).is_some() && !entry.has_passed) {
        if look.plan.switchable_workloads().any(|workload| entry.rule(workload) != SwitchRule::Never) {
            continue;
        }
        let text = format!("The gate of {} waits for its last switch, but it has no switch.", entry.name());
        let drop = entry.changed(|phase| {
            phase.gate.criteria.retain(|criterion| !matches!(criterion, Criterion::SwitchSoak { .. }));
        });
        out.push(
            Problem::warning("switch-soak-without-switch", Place::Phase(entry.id()), text)
                .mend("Take this criterion out", drop),
        );
    }
}

fn longest_soak(entry: &PhaseLook) -> u32 {
    let days = entry.phase.gate.criteria.iter().map(|criterion| match criterion {
        Criterion::Soak { days } => *days,
        _ => 0,
    });
    days.max().unwrap_or(0)
}

fn soak_beyond_hold_limit(look: &Look, out: &mut Vec<Problem>) {
    let limit = look.plan.hold_limit_days;
    let longest = look.phases.iter().map(longest_soak).max().unwrap_or(0);
    for entry in look.phases.iter().filter(|entry| longest_soak(entry) > limit && !entry.has_passed) {
        let text = format!(
            "{} soaks for {}, longer than the hold limit of {}, so the plan stalls there.",
            entry.name(),
            working_days(longest_soak(entry)),
            working_days(limit)
        );
        let fresh = longest.saturating_add(10);
        let raise = Edit::Set(Setting::HoldLimitDays(fresh));
        out.push(
            Problem::error("soak-beyond-hold-limit", Place::Phase(entry.id()), text)
                .mend(format!("Raise the hold limit to {}", working_days(fresh)), raise),
        );
    }
}

fn gate_before_last_switch(look: &Look, out: &mut Vec<Problem>) {
    for entry in look.phases.iter().filter(|entry| !entry.has_passed) {
        let Some(planned) = entry.phase.gate.planned else { continue };
        let own = look.plan.switchable_workloads().filter(|workload| {
            !matches!(entry.rule(*workload), SwitchRule::Never | SwitchRule::AfterGate(_))
        });
        let last = own.filter_map(|w| Some((look.cell_date(entry, w)?, w))).max();
        let Some((switch, workload)) = last.filter(|(switch, _)| *switch > planned) else { continue };
        let Some(later) = next_gate_day(look, switch) else { continue };
        let text = format!(
            "The gate of {} is planned for {}, but {} switches on {}.",
            entry.name(),
            date(planned),
            workload.name(),
            date(switch)
        );
        let shift = entry.changed(|phase| phase.gate.planned = Some(later));
        out.push(
            Problem::warning("gate-before-last-switch", Place::Phase(entry.id()), text)
                .mend(format!("Move the gate to {}", date(later)), shift),
        );
    }
}

/// A typed gate date that comes before targeting and soak can be over.
fn gate_before_soak(look: &Look, out: &mut Vec<Problem>) {
    for entry in look.phases.iter().filter(|entry| !entry.has_passed && entry.phase.rate != Some(0)) {
        let Some(planned) = entry.phase.gate.planned else { continue };
        let needed = entry.targeting_days().saturating_add(longest_soak(entry));
        let ready = look.plan.calendar.add_working_days(entry.earliest_start, needed.min(6_000));
        let Some(ready) = ready.filter(|ready| *ready > planned) else { continue };
        let Some(later) = next_gate_day(look, ready) else { continue };
        let text = format!(
            "The gate of {} is planned for {}, but from its start on {} targeting and soak take {}.",
            entry.name(),
            date(planned),
            date(entry.earliest_start),
            working_days(needed)
        );
        let shift = entry.changed(|phase| phase.gate.planned = Some(later));
        out.push(
            Problem::warning("gate-before-soak", Place::Phase(entry.id()), text)
                .mend(format!("Move the gate to {}", date(later)), shift),
        );
    }
}

/// A pilot of Windows Update policies that sees no update has piloted nothing.
fn no_patch_tuesday(look: &Look, out: &mut Vec<Problem>) {
    let workload = Workload::WindowsUpdatePolicies;
    for entry in look.phases.iter().filter(|entry| entry.is_pilot() && !entry.has_passed) {
        if entry.rule(workload) == SwitchRule::Never {
            continue;
        }
        let dates = look.cell_date(entry, workload).zip(entry.gate);
        let Some((switch, gate)) = dates.filter(|(switch, gate)| switch <= gate) else { continue };
        let Some(tuesday) = patch_tuesday_from(switch).filter(|tuesday| *tuesday > gate) else { continue };
        // A day for the devices to install and show it.
        let after = tuesday.checked_add_days(Days::new(1)).and_then(|day| next_gate_day(look, day));
        let Some(later) = after else { continue };
        let text = format!(
            "{} pilots Windows Update policies from {} to {}, without a Patch Tuesday: the next is {}.",
            entry.name(),
            date(switch),
            date(gate),
            date(tuesday)
        );
        let shift = entry.changed(|phase| phase.gate.planned = Some(later));
        out.push(
            Problem::warning("no-patch-tuesday", Place::Cell { workload, phase: entry.id() }, text)
                .mend(format!("Move the gate to {}", date(later)), shift),
        );
    }
}

/// The first second Tuesday of a month from `day` on.
fn patch_tuesday_from(day: NaiveDate) -> Option<NaiveDate> {
    let of = |month: NaiveDate| {
        NaiveDate::from_weekday_of_month_opt(month.year(), month.month(), chrono::Weekday::Tue, 2)
    };
    let this = of(day)?;
    if this >= day { Some(this) } else { of(day.with_day(1)?.checked_add_months(chrono::Months::new(1))?) }
}

/// The first day from `day` on, on which gates are judged.
pub(super) fn next_gate_day(look: &Look, day: NaiveDate) -> Option<NaiveDate> {
    let calendar = &look.plan.calendar;
    let Some(cadence) = calendar.cadence else { return calendar.working_day_from(day) };
    let back = u64::from(day.weekday().days_since(cadence.weekday()));
    let mut committee = day.checked_sub_days(Days::new(back))?;
    for _ in 0..60 {
        let judged = calendar.working_day_from(committee)?;
        if judged >= day {
            return Some(judged);
        }
        committee = committee.checked_add_days(Days::new(7))?;
    }
    None
}
