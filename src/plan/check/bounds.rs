//! Figures outside what a plan can contain. Edits refuse them; a file written by hand can have them.

use super::look::Look;
use super::{Place, Problem, Rule};
use crate::plan::edit::{Refusal, faults_of_record, faults_of_setting};
use crate::plan::{Parameter, Plan, Record, Setting};

pub(super) const RULES: &[Rule] = &[phases, estate, switches, tasks, settings];

fn report(out: &mut Vec<Problem>, place: &Place, faults: Vec<Refusal>, whose: &str) {
    for fault in faults {
        let text = if whose.is_empty() { fault.to_string() } else { format!("{whose}: {fault}") };
        out.push(Problem::error("out-of-bounds", place.clone(), text));
    }
}

fn phases(look: &Look, out: &mut Vec<Problem>) {
    for entry in &look.phases {
        let faults = faults_of_record(&Record::Phase(Box::new(entry.phase.clone())));
        report(out, &Place::Phase(entry.id()), faults, entry.name());
    }
}

fn estate(look: &Look, out: &mut Vec<Problem>) {
    for segment in &look.plan.estate.segments {
        let faults = faults_of_record(&Record::Segment(segment.clone()));
        report(out, &Place::Segment(segment.id), faults, &segment.title());
    }
    for end in &look.plan.estate.support_ends {
        report(out, &Place::Estate, faults_of_record(&Record::SupportEnd(end.clone())), &end.os);
    }
}

fn switches(look: &Look, out: &mut Vec<Problem>) {
    for row in &look.plan.workloads {
        let workload = row.workload;
        for cell in &row.cells {
            let faults = faults_of_record(&Record::Cell { workload, cell: cell.clone() });
            report(out, &Place::Cell { workload, phase: cell.phase }, faults, workload.name());
        }
        let faults = faults_of_record(&Record::FullSwitch { workload, full: row.full });
        report(out, &Place::Slider(workload), faults, workload.name());
    }
    for entry in &look.plan.desk.agents {
        report(out, &Place::Desk, faults_of_record(&Record::Agents(*entry)), "Helpdesk");
    }
    for freeze in &look.plan.calendar.freezes {
        report(out, &Place::Calendar, faults_of_record(&Record::Freeze(freeze.clone())), &freeze.name);
    }
    for pause in &look.plan.calendar.pauses {
        report(out, &Place::Calendar, faults_of_record(&Record::Pause(pause.clone())), "Pause");
    }
}

fn tasks(look: &Look, out: &mut Vec<Problem>) {
    for milestone in &look.plan.milestones {
        let place = Place::Milestone(milestone.kind.clone());
        let faults = faults_of_record(&Record::Milestone(milestone.clone()));
        report(out, &place, faults, &milestone.kind.name());
    }
    for task in &look.plan.tasks {
        report(out, &Place::Task(task.id), faults_of_record(&Record::Task(task.clone())), &task.name);
    }
}

fn settings(look: &Look, out: &mut Vec<Problem>) {
    for (place, setting) in all_settings(look.plan) {
        report(out, &place, faults_of_setting(&setting), "");
    }
}

fn all_settings(plan: &Plan) -> Vec<(Place, Setting)> {
    let desk = &plan.desk;
    let assumptions = &plan.assumptions;
    let mut settings = vec![
        (Place::Plan, Setting::Name(plan.name.clone())),
        (Place::Plan, Setting::SiteVersion(plan.site_version)),
        (Place::Plan, Setting::Start(plan.start)),
        (Place::Plan, Setting::StatusDate(plan.status_date)),
        (Place::Plan, Setting::Target(plan.target)),
        (Place::Plan, Setting::HorizonDays(plan.horizon_days)),
        (Place::Plan, Setting::HoldLimitDays(plan.hold_limit_days)),
        (Place::Plan, Setting::Assurance(plan.assurance)),
        (Place::Desk, Setting::TicketsPerAgentDay(desk.tickets_per_agent_day)),
        (Place::Desk, Setting::Shrinkage(desk.shrinkage)),
        (Place::Desk, Setting::OrdinaryTickets(desk.ordinary_per_day)),
        (Place::Desk, Setting::WeekdayFactors(desk.weekday_factors)),
        (Place::Desk, Setting::Dispersion(desk.dispersion)),
        (Place::Desk, Setting::WaitLimitDays(desk.wait_limit_days)),
        (Place::Desk, Setting::BrakeWaitDays(desk.brake_wait_days)),
        (Place::Plan, Setting::AgentDayPrice(plan.prices.agent_day)),
        (Place::Plan, Setting::WeekOfBothPrice(plan.prices.week_of_both)),
        (Place::Plan, Setting::Currency(plan.prices.currency.clone())),
        (Place::Assumptions, Setting::SuccessBetweenPhases(assumptions.success_between_phases)),
        (Place::Assumptions, Setting::TicketsExistingClient(assumptions.tickets_existing_client)),
        (Place::Assumptions, Setting::TicketsOtherPaths(assumptions.tickets_other_paths)),
        (Place::Assumptions, Setting::SwitchTickets(assumptions.tickets_switch)),
    ];
    settings.extend(Parameter::ALL.into_iter().map(|parameter| {
        let assumption = assumptions.get(parameter).clone();
        (Place::Assumptions, Setting::Assumption { parameter, assumption })
    }));
    settings
}
