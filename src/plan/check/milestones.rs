//! Milestones in an order that cannot be: before what they need, after what needs them, done tomorrow.

use chrono::NaiveDate;

use super::look::Look;
use super::{Place, Problem, Rule};
use crate::plan::wording::{anchor, date, milestone_day};
use crate::plan::{
    Anchor, AutoEnrollment, Edit, FullSwitch, Milestone, MilestoneKind, Plan, Record, SwitchRule, Workload,
};

pub(super) const RULES: &[Rule] = &[
    co_management_late,
    everybody_early,
    access_without_compliance,
    client_gone_early,
    done_in_future,
    overdue,
    never_comes,
];

fn find<'l>(look: &'l Look, kind: &MilestoneKind) -> Option<&'l Milestone> {
    look.plan.milestones.iter().find(|milestone| milestone.kind == *kind)
}

fn dated(milestone: &Milestone, date: NaiveDate) -> Edit {
    Edit::Put(Record::Milestone(milestone.on(date)))
}

fn place(milestone: &Milestone) -> Place {
    Place::Milestone(milestone.kind.clone())
}

fn co_management_late(look: &Look, out: &mut Vec<Problem>) {
    let Some(milestone) = find(look, &MilestoneKind::CoManagementEnabled) else { return };
    let Some((first, start)) =
        look.phases.iter().filter_map(|entry| Some((entry, entry.start?))).min_by_key(|(_, d)| *d)
    else {
        return;
    };
    let Some(enabled) = look.milestone_date(milestone).filter(|enabled| *enabled > start) else { return };
    let text = format!(
        "Co-management is enabled on {}, after {} starts on {}.",
        date(enabled),
        first.name(),
        date(start)
    );
    let problem = Problem::error("co-management-after-start", place(milestone), text);
    out.push(match look.plan.calendar.working_days_before(start, 1) {
        Some(before) => problem.mend(format!("Enable it on {}", date(before)), dated(milestone, before)),
        None => problem,
    });
}

/// With automatic enrollment at All no phase holds anybody back.
fn everybody_early(look: &Look, out: &mut Vec<Problem>) {
    let kind = MilestoneKind::AutoEnrollmentSet(AutoEnrollment::All);
    let Some(milestone) = find(look, &kind) else { return };
    let Some((entry, start)) = look.phases.last().and_then(|entry| Some((entry, entry.start?))) else {
        return;
    };
    let Some(all) = look.milestone_date(milestone).filter(|all| *all < start) else { return };
    let text = format!(
        "Automatic enrollment goes to All on {}: the devices of {} enroll before the phase starts on {}.",
        date(all),
        entry.name(),
        date(start)
    );
    out.push(
        Problem::warning("auto-enrollment-early", place(milestone), text)
            .mend(format!("Move it to {}", date(start)), dated(milestone, start)),
    );
}

fn access_without_compliance(look: &Look, out: &mut Vec<Problem>) {
    let workload = Workload::CompliancePolicies;
    let Some(milestone) = find(look, &MilestoneKind::ConditionalAccess) else { return };
    let is_asked = look.is_co_managed() && !look.phases.is_empty();
    let Some(from) = look.milestone_date(milestone).filter(|_| is_asked) else { return };
    if !look.moves(workload) {
        let text = format!(
            "Conditional Access enforces device compliance from {} on, but Compliance policies stay with Configuration Manager.",
            date(from)
        );
        let plan = look.plan_workload(workload, SwitchRule::AtEnrollment, 1);
        out.push(
            Problem::warning("conditional-access-without-compliance", place(milestone), text)
                .mend_all("Plan Compliance policies for every phase", plan),
        );
        return;
    }
    let switches = look.phases.iter().filter_map(|entry| look.cell_date(entry, workload));
    let slider = match look.full[workload.index()] {
        FullSwitch::OnDate(day) => Some(day),
        _ => None,
    };
    let Some(first) = switches.chain(slider).min().filter(|first| *first > from) else { return };
    let text = format!(
        "Conditional Access enforces from {}, but the first device has Compliance policies with Intune only on {}.",
        date(from),
        date(first)
    );
    out.push(
        Problem::warning("conditional-access-early", place(milestone), text)
            .mend(format!("Enforce it from {}", date(first)), dated(milestone, first)),
    );
}

fn client_gone_early(look: &Look, out: &mut Vec<Problem>) {
    let Some(milestone) = find(look, &MilestoneKind::ClientRemoved) else { return };
    let Some(gone) = look.milestone_date(milestone) else { return };
    let sliders = look.plan.switchable_workloads().filter_map(|w| match look.full[w.index()] {
        FullSwitch::OnDate(day) => Some((day, format!("{} goes to Intune", w.name()))),
        _ => None,
    });
    let gates =
        look.phases.iter().filter_map(|e| Some((e.gate?, format!("the gate of {} passes", e.name()))));
    let starts = look.phases.iter().filter_map(|e| Some((e.start?, format!("{} starts", e.name()))));
    let last = sliders.chain(gates).chain(starts).max_by_key(|(day, _)| *day);
    let Some((day, what)) = last.filter(|(day, _)| *day >= gone) else { return };
    let text =
        format!("The Configuration Manager client goes on {}, but {what} on {}.", date(gone), date(day));
    let problem = Problem::error("client-removed-early", place(milestone), text);
    out.push(match look.plan.calendar.add_working_days(day, 1) {
        Some(after) => problem.mend(format!("Remove it on {}", date(after)), dated(milestone, after)),
        None => problem,
    });
}

fn done_in_future(look: &Look, out: &mut Vec<Problem>) {
    for milestone in look.plan.milestones.iter().filter(|milestone| milestone.done) {
        let Some(day) = look.milestone_date(milestone).filter(|day| *day > look.plan.status_date) else {
            continue;
        };
        let text = format!(
            "{} is marked done on {}, after the status date {}.",
            milestone.kind.name(),
            date(day),
            date(look.plan.status_date)
        );
        let open = Edit::Put(Record::Milestone(milestone.reopened()));
        out.push(
            Problem::warning("milestone-done-early", place(milestone), text).mend("Mark it not done", open),
        );
    }
}

fn overdue(look: &Look, out: &mut Vec<Problem>) {
    for milestone in look.plan.milestones.iter().filter(|milestone| !milestone.done) {
        let Some(day) = look.milestone_date(milestone).filter(|day| *day <= look.plan.status_date) else {
            continue;
        };
        let text = format!("{} was planned for {} and is not marked done.", milestone.kind.name(), date(day));
        let done = Edit::Put(Record::Milestone(milestone.settled(Some(day))));
        out.push(Problem::note("milestone-overdue", place(milestone), text).mend("Mark it done", done));
    }
}

/// One that moves with a switch that nobody plans, or with what is not expected to come.
fn never_comes(look: &Look, out: &mut Vec<Problem>) {
    let plan = look.plan;
    for milestone in &plan.milestones {
        let Some(relative) = milestone.moves_with() else { continue };
        // Of a phase that is gone another check tells.
        if relative.anchor.phase().is_some_and(|phase| !plan.knows_phase(phase)) {
            continue;
        }
        let is_planned = match relative.anchor {
            Anchor::Cell { workload, phase } => plan.has_cell(workload, phase) || plan.has_slider(workload),
            Anchor::First(workload) => plan.moves(workload),
            Anchor::Full(workload) => plan.has_slider(workload),
            _ => true,
        };
        if is_planned && look.expected_milestone(milestone).is_none_or(|(_, day)| day.is_some()) {
            continue;
        }
        let (name, when) = (milestone.kind.name(), milestone_day(relative, plan));
        let why = if is_planned { "not expected to come" } else { "not planned" };
        let text = format!("{name} is to be {when}, which is {why}.");
        let problem = Problem::warning("milestone-never", place(milestone), text);
        out.push(moved_on(problem, milestone, plan));
    }
}

/// With the mend by which it moves with something else that comes, if that is not what it moves with already.
pub(super) fn moved_on(problem: Problem, milestone: &Milestone, plan: &Plan) -> Problem {
    let moved = milestone.moved_on(plan);
    match &moved.relative {
        Some(relative) if moved != *milestone => {
            let mend = format!("Let it move with {}", anchor(&relative.anchor, plan));
            problem.mend(mend, Edit::Put(Record::Milestone(moved)))
        }
        _ => problem,
    }
}
