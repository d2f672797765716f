//! Workloads as wholes: which of them nobody moves, and what is missing for things that need several.

use super::look::{Look, PhaseLook};
use super::{Place, Problem, Rule};
use crate::plan::consequence::FOR_AUTOPATCH;
use crate::plan::{Edit, FullSwitch, MigrationOption, Record, SwitchRule, Workload};

pub(super) const RULES: &[Rule] =
    &[nobody_moves, stays_in_pilot, autopatch_incomplete, autopatch_gap, resource_access_left];

fn nobody_moves(look: &Look, out: &mut Vec<Problem>) {
    if !look.is_co_managed() || look.phases.is_empty() {
        return;
    }
    for workload in look.plan.switchable_workloads() {
        if workload == Workload::ResourceAccessPolicies || look.moves(workload) {
            continue;
        }
        let text =
            format!("{} stays with Configuration Manager in every phase: nobody moves it.", workload.name());
        let plan = look.plan_workload(workload, SwitchRule::AfterStart(5), 5);
        let place = Place::Slider(workload);
        let problem = if look.plan.option == MigrationOption::CoManagement {
            Problem::note("workload-unmoved", place, text)
        } else {
            Problem::warning("workload-unmoved", place, text)
        };
        out.push(problem.mend_all(format!("Plan {} for every phase", workload.name()), plan));
    }
}

/// The client cannot go while a slider still waits in Pilot Intune.
fn stays_in_pilot(look: &Look, out: &mut Vec<Problem>) {
    if look.plan.option != MigrationOption::ConfigurationManagerToIntune {
        return;
    }
    for workload in look.plan.switchable_workloads() {
        if workload == Workload::ResourceAccessPolicies
            || look.full[workload.index()] != FullSwitch::Never
            || !look.moves(workload)
        {
            continue;
        }
        let text = format!(
            "{} ends in Pilot Intune, but without Configuration Manager every workload has to end with Intune.",
            workload.name()
        );
        let full = FullSwitch::AfterLast(5);
        let edit = Edit::Put(Record::FullSwitch { workload, full });
        out.push(
            Problem::warning("workload-ends-in-pilot", Place::Slider(workload), text)
                .mend("Move its slider after the last gate", edit),
        );
    }
}

fn names(workloads: &[Workload]) -> String {
    let names: Vec<&str> = workloads.iter().map(|workload| workload.name()).collect();
    names.join(" and ")
}

fn autopatch_incomplete(look: &Look, out: &mut Vec<Problem>) {
    if !look.is_co_managed() {
        return;
    }
    let (there, missing): (Vec<Workload>, Vec<Workload>) =
        FOR_AUTOPATCH.into_iter().partition(|workload| look.moves(*workload));
    let Some(first) = missing.first().filter(|_| !there.is_empty()) else { return };
    let text =
        format!("Windows Autopatch needs {} with Intune too, not only {}.", names(&missing), names(&there));
    let plan = missing.iter().flat_map(|w| look.plan_workload(*w, SwitchRule::AfterStart(5), 5)).collect();
    out.push(
        Problem::note("autopatch-incomplete", Place::Slider(*first), text)
            .mend_all(format!("Plan {} for every phase", names(&missing)), plan),
    );
}

/// A device must be in all three pilot collections; a phase in one or two of them gains nothing.
fn autopatch_gap(look: &Look, out: &mut Vec<Problem>) {
    if !look.is_co_managed() || !FOR_AUTOPATCH.into_iter().all(|workload| look.moves(workload)) {
        return;
    }
    for entry in look.phases.iter().filter(|entry| entry.has_pilot_collections()) {
        let (there, missing): (Vec<Workload>, Vec<Workload>) =
            FOR_AUTOPATCH.into_iter().partition(|workload| joins(look, entry, *workload));
        if there.is_empty() || missing.is_empty() {
            continue;
        }
        let text = format!(
            "Windows Autopatch cannot take the devices of {}: {} never comes to them.",
            entry.name(),
            names(&missing)
        );
        let edits = missing.iter().map(|w| entry.cell_with(*w, look.usual_rule(*w))).collect();
        out.push(
            Problem::note("autopatch-gap", Place::Phase(entry.id()), text)
                .mend_all(format!("Plan {} here too", names(&missing)), edits),
        );
    }
}

fn joins(look: &Look, entry: &PhaseLook, workload: Workload) -> bool {
    entry.rule(workload) != SwitchRule::Never || look.full[workload.index()] != FullSwitch::Never
}

/// Below 2403 the slider still has to be moved by hand before the site can be upgraded.
fn resource_access_left(look: &Look, out: &mut Vec<Problem>) {
    let workload = Workload::ResourceAccessPolicies;
    let leads = look.full[Workload::DeviceConfiguration.index()] != FullSwitch::Never;
    let moves = look.full[workload.index()] != FullSwitch::Never || leads;
    if look.plan.is_resource_access_locked() || moves || !look.is_co_managed() || look.phases.is_empty() {
        return;
    }
    let text = format!(
        "Resource access policies must be with Intune before site version {} can be upgraded to 2403 or later.",
        look.plan.site_version
    );
    let plan = look.plan_workload(workload, SwitchRule::AfterStart(5), 5);
    out.push(
        Problem::warning("resource-access-left", Place::Slider(workload), text)
            .mend_all("Plan it for every phase", plan),
    );
}
