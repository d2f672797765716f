//! The keys of all records of a plan, and all of its properties, each in a fixed order.

use crate::plan::{Actuals, Key, Parameter, Plan, Record, Setting, Workload};

/// Every property, the same ones in the same order for every plan.
pub(super) fn settings(plan: &Plan) -> Vec<Setting> {
    let (desk, calendar, assumptions) = (&plan.desk, &plan.calendar, &plan.assumptions);
    let mut all = vec![
        Setting::Name(plan.name.clone()),
        Setting::Option(plan.option),
        Setting::SiteVersion(plan.site_version),
        Setting::Start(plan.start),
        Setting::StatusDate(plan.status_date),
        Setting::Target(plan.target),
        Setting::HorizonDays(plan.horizon_days),
        Setting::HoldLimitDays(plan.hold_limit_days),
        Setting::Assurance(plan.assurance),
        Setting::WorkingDays(calendar.working_days.clone()),
        Setting::Cadence(calendar.cadence),
        Setting::TicketsPerAgentDay(desk.tickets_per_agent_day),
        Setting::Shrinkage(desk.shrinkage),
        Setting::OrdinaryTickets(desk.ordinary_per_day),
        Setting::WeekdayFactors(desk.weekday_factors),
        Setting::Dispersion(desk.dispersion),
        Setting::WaitLimitDays(desk.wait_limit_days),
        Setting::BrakeWaitDays(desk.brake_wait_days),
        Setting::AgentDayPrice(plan.prices.agent_day),
        Setting::WeekOfBothPrice(plan.prices.week_of_both),
        Setting::Currency(plan.prices.currency.clone()),
        Setting::TicketRules(plan.ticket_rules.clone()),
    ];
    all.extend(
        Parameter::ALL.map(|parameter| Setting::Assumption {
            parameter,
            assumption: assumptions.get(parameter).clone(),
        }),
    );
    all.extend([
        Setting::SuccessBetweenPhases(assumptions.success_between_phases),
        Setting::TicketsExistingClient(assumptions.tickets_existing_client),
        Setting::TicketsOtherPaths(assumptions.tickets_other_paths),
        Setting::SwitchTickets(assumptions.tickets_switch),
        Setting::EstateSource(plan.estate.source.clone()),
        Setting::EstateDuplicates(plan.estate.duplicates),
        Setting::ActualsSource(plan.actuals.source.clone()),
    ]);
    all
}

/// The key of every record, in the plan's order.
pub(super) fn keys(plan: &Plan) -> Vec<Key> {
    let mut keys: Vec<Key> = plan.phases.iter().map(|phase| Key::Phase(phase.id)).collect();
    for row in &plan.workloads {
        let workload = row.workload;
        keys.extend(row.cells.iter().map(|cell| Key::Cell { workload, phase: cell.phase }));
    }
    keys.extend(Workload::ALL.map(Key::FullSwitch));
    keys.extend(plan.switch_backs.iter().map(|back| Key::SwitchBack(back.id)));
    keys.extend(plan.calendar.holidays.iter().map(|holiday| Key::Holiday(holiday.date)));
    keys.extend(plan.calendar.freezes.iter().map(|freeze| Key::Freeze(freeze.id)));
    keys.extend(plan.calendar.pauses.iter().map(|pause| Key::Pause(pause.id)));
    keys.extend(plan.desk.agents.iter().map(|entry| Key::Agents(entry.from)));
    keys.extend(plan.milestones.iter().map(|milestone| Key::Milestone(milestone.kind.clone())));
    keys.extend(plan.prerequisites.iter().map(|entry| Key::Prerequisite(entry.id)));
    keys.extend(plan.tasks.iter().map(|task| Key::Task(task.id)));
    keys.extend(actuals(&plan.actuals));
    keys.extend(plan.decisions.iter().map(|decision| Key::Decision(decision.id)));
    keys.extend(plan.questions.iter().map(|question| Key::Question(question.id)));
    keys.extend(plan.estate.segments.iter().map(|segment| Key::Segment(segment.id)));
    keys.extend(plan.estate.support_ends.iter().map(|end| Key::SupportEnd(end.os.clone())));
    keys.extend(plan.baselines.iter().map(|baseline| Key::Baseline(baseline.name.clone())));
    keys.extend(plan.scenarios.iter().map(|scenario| Key::Scenario(scenario.name.clone())));
    keys
}

fn actuals(actuals: &Actuals) -> Vec<Key> {
    let mut keys = Vec::new();
    for entry in &actuals.phases {
        let phase = entry.phase;
        keys.extend(entry.stocks.iter().map(|stock| Key::Stock { phase, date: stock.date }));
        keys.extend(entry.flows.iter().map(|flow| Key::Flow { phase, date: flow.date }));
        keys.extend(entry.failures.iter().map(|failure| Key::Failure {
            phase,
            date: failure.date,
            code: failure.code.clone(),
        }));
        keys.extend(entry.positions.iter().map(|at| Key::Position { phase, workload: at.workload }));
    }
    keys.extend(actuals.desk.iter().map(|entry| Key::Desk(entry.to)));
    keys.extend(actuals.events.iter().map(|event| Record::Event(event.clone()).key()));
    keys.extend(actuals.measurements.iter().map(|m| Record::Measurement(m.clone()).key()));
    keys.extend(actuals.sign_offs.iter().map(|sign| Record::SignOff(sign.clone()).key()));
    keys
}
