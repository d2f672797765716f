//! Cells that contradict their slider, their phase's path or the site; switches that lead nowhere.

use chrono::{Days, NaiveDate};

use super::look::{Look, PhaseLook};
use super::{Place, Problem, Rule};
use crate::plan::wording::date;
use crate::plan::{
    Edit, EventKind, FullSwitch, Key, MigrationOption, PhaseScope, Record, SwitchRule, Workload,
};

pub(super) const RULES: &[Rule] =
    &[never_under_slider, autopilot_in_pilot, locked_but_planned, pointless_head_start, stranded_switch_back];

/// A slider knows no exceptions: a phase that is meant to stay moves with it all the same.
fn never_under_slider(look: &Look, out: &mut Vec<Problem>) {
    if look.plan.option == MigrationOption::FromScratch {
        return;
    }
    for workload in look.plan.switchable_workloads() {
        if look.full[workload.index()] == FullSwitch::Never {
            continue;
        }
        let stays =
            |entry: &&PhaseLook| entry.has_pilot_collections() && !entry.has_cell_plan(look, workload);
        let staying: Vec<&PhaseLook> = look.phases.iter().filter(stays).collect();
        let rule = look.usual_rule(workload);
        let join = |entry: &&PhaseLook| entry.cell_with(workload, rule);
        let label = format!("Switch {}", crate::plan::wording::switch_rule(rule));
        if staying.len() > 1 && staying.len() == look.phases.len() {
            let text = format!(
                "The slider of {} goes to Intune, but no phase joins its pilot before.",
                workload.name()
            );
            let edits = staying.iter().map(join).collect();
            out.push(
                Problem::error("cell-never-under-slider", Place::Slider(workload), text)
                    .mend_all(format!("{label} in every phase"), edits),
            );
            continue;
        }
        for entry in staying {
            let text = format!(
                "{} is to stay with Configuration Manager for {}, but its slider goes to Intune for every device.",
                workload.name(),
                entry.name()
            );
            let place = Place::Cell { workload, phase: entry.id() };
            out.push(
                Problem::error("cell-never-under-slider", place, text).mend(label.clone(), join(&entry)),
            );
        }
    }
}

impl PhaseLook<'_> {
    /// It joins the pilot by its own rule, has joined, or follows Device configuration into it.
    fn has_cell_plan(&self, look: &Look, workload: Workload) -> bool {
        let is_planned = look.plan.movers(workload).any(|mover| self.rule(mover) != SwitchRule::Never);
        is_planned || self.cells_done[workload.index()].is_some()
    }
}

fn autopilot_in_pilot(look: &Look, out: &mut Vec<Problem>) {
    for entry in look.phases.iter().filter(|entry| !entry.has_pilot_collections()) {
        let planned = |workload: &Workload| {
            entry.rule(*workload) != SwitchRule::Never || entry.head_start(*workload).is_some()
        };
        let workloads: Vec<Workload> = look.plan.switchable_workloads().filter(planned).collect();
        let Some(first) = workloads.first() else { continue };
        let text = format!(
            "{} comes through Windows Autopilot, which knows no Pilot Intune, but joins the pilots of {} workloads.",
            entry.name(),
            workloads.len()
        );
        let out_of_it = |w: &Workload| Edit::Remove(Key::Cell { workload: *w, phase: entry.id() });
        let edits = workloads.iter().map(out_of_it).collect();
        let place = Place::Cell { workload: *first, phase: entry.id() };
        out.push(
            Problem::error("autopilot-in-pilot", place, text)
                .mend_all(format!("Take {} out of the pilot collections", entry.name()), edits),
        );
    }
}

fn locked_but_planned(look: &Look, out: &mut Vec<Problem>) {
    let workload = Workload::ResourceAccessPolicies;
    let Some(row) = look.plan.workload(workload).filter(|_| look.plan.is_resource_access_locked()) else {
        return;
    };
    if row.cells.is_empty() && row.full == FullSwitch::Never {
        return;
    }
    let text = format!(
        "Resource access policies are fixed on Intune from site version 2403 on; what is planned for them on {} is ignored.",
        look.plan.site_version
    );
    let mut edits: Vec<Edit> =
        row.cells.iter().map(|cell| Edit::Remove(Key::Cell { workload, phase: cell.phase })).collect();
    edits.push(Edit::Remove(Key::FullSwitch(workload)));
    out.push(
        Problem::note("resource-access-locked", Place::Slider(workload), text)
            .mend_all("Remove its switches", edits),
    );
}

fn pointless_head_start(look: &Look, out: &mut Vec<Problem>) {
    for entry in &look.phases {
        for workload in look.plan.switchable_workloads() {
            let Some(head_start) = entry.head_start(workload) else { continue };
            let rule = entry.rule(workload);
            let dates = look.rule_date(entry, head_start.rule).zip(look.rule_date(entry, rule));
            let is_later = dates.is_some_and(|(ahead, all)| ahead >= all);
            if head_start.is_planned() && head_start.rule != rule && !is_later {
                continue;
            }
            let text = format!(
                "The head start of {} for {} comes no earlier than the whole phase.",
                workload.name(),
                entry.name()
            );
            let mut cell = entry.cells[workload.index()].cloned();
            let without = cell.take().map(|mut cell| {
                cell.head_start = None;
                Edit::Put(Record::Cell { workload, cell })
            });
            let place = Place::Cell { workload, phase: entry.id() };
            let problem = Problem::note("head-start-pointless", place, text);
            out.push(match without {
                Some(edit) => problem.mend("Remove the head start", edit),
                None => problem,
            });
        }
    }
}

/// Authority goes back and no later rule brings it to Intune again, so the plan has no finish.
fn stranded_switch_back(look: &Look, out: &mut Vec<Problem>) {
    let planned = look.plan.switch_backs.iter().map(|back| (back.workload, &back.phases, back.date));
    let recorded = look.plan.actuals.events.iter().filter_map(|event| match &event.what {
        EventKind::SwitchedBack { workload, phases } => Some((*workload, phases, event.date)),
        _ => None,
    });
    for (workload, scope, day) in planned.chain(recorded) {
        let stranded = stranded(look, workload, scope, day);
        if stranded.is_empty() {
            continue;
        }
        let after = day.checked_add_days(Days::new(28)).unwrap_or(day);
        let calendar = &look.plan.calendar;
        let allowed = |entry: &PhaseLook| {
            calendar.first_day(after, |d| calendar.is_working_day(d) && !calendar.bars_switch(entry.id(), d))
        };
        let names: Vec<&str> = stranded.iter().map(|entry| entry.name()).collect();
        let text = format!(
            "{} goes back to Configuration Manager on {} for {}, and nothing switches it again.",
            workload.name(),
            date(day),
            names.join(", ")
        );
        let edits: Vec<Edit> = stranded
            .iter()
            .map(|entry| entry.cell_with(workload, SwitchRule::OnDate(allowed(entry).unwrap_or(after))))
            .collect();
        out.push(
            Problem::error("switch-back-stranded", Place::Slider(workload), text)
                .mend_all("Switch again four weeks later", edits),
        );
    }
}

fn stranded<'l, 'a>(
    look: &'l Look<'a>,
    workload: Workload,
    scope: &PhaseScope,
    day: NaiveDate,
) -> Vec<&'l PhaseLook<'a>> {
    let slider_returns = match look.full[workload.index()] {
        FullSwitch::Never => false,
        FullSwitch::OnDate(on) => on > day,
        FullSwitch::AfterGate { .. } | FullSwitch::AfterLast(_) => {
            look.slider_done[workload.index()].is_none_or(|done| done > day)
        }
    };
    if slider_returns {
        return Vec::new();
    }
    let was_switched = |entry: &&PhaseLook| {
        scope.contains(entry.id())
            && entry.rule(workload) != SwitchRule::Never
            && look.cell_date(entry, workload).is_some_and(|on| on <= day)
            && !matches!(entry.rule(workload), SwitchRule::OnDate(on) if on > day)
    };
    let switched_anew = |entry: &&PhaseLook| {
        look.plan.actuals.events.iter().any(|event| {
            event.date > day
                && matches!(&event.what, EventKind::CellSwitched { workload: w, phase, head_start: false }
                    if *w == workload && *phase == entry.id())
        })
    };
    look.phases.iter().filter(was_switched).filter(|entry| !switched_anew(entry)).collect()
}
