//! Setting a property of the plan as a whole, within the bounds in which it means something.

use super::refusal::{MAX_HORIZON_DAYS, MAX_LAG_DAYS};
use super::{Refusal, Setting, faults};
use crate::plan::{
    Assumption, EnrollmentTickets, LARGEST_LOGO, Parameter, Plan, Presentation, Strength, SwitchTickets,
    TicketRule,
};

/// A thousand million of any currency, for a day or a week.
const MAX_PRICE: f64 = 1e9;
const LONGEST_CURRENCY: usize = 12;

pub(super) fn set(plan: &mut Plan, setting: &Setting) -> Result<(), Refusal> {
    if let Some(fault) = faults_of(setting).into_iter().next() {
        return Err(fault);
    }
    write(plan, setting);
    Ok(())
}

fn write(plan: &mut Plan, setting: &Setting) {
    match setting {
        Setting::Name(name) => plan.name.clone_from(name),
        Setting::Option(option) => plan.option = *option,
        Setting::SiteVersion(version) => plan.site_version = *version,
        Setting::Start(day) => plan.start = *day,
        Setting::StatusDate(day) => plan.status_date = *day,
        Setting::Target(day) => plan.target = *day,
        Setting::HorizonDays(days) => plan.horizon_days = *days,
        Setting::HoldLimitDays(days) => plan.hold_limit_days = *days,
        Setting::Assurance(share) => plan.assurance = *share,
        Setting::WorkingDays(days) => {
            plan.calendar.working_days.clone_from(days);
            plan.put_in_order();
        }
        Setting::Cadence(day) => plan.calendar.cadence = *day,
        Setting::TicketsPerAgentDay(tickets) => plan.desk.tickets_per_agent_day = *tickets,
        Setting::Shrinkage(share) => plan.desk.shrinkage = *share,
        Setting::OrdinaryTickets(tickets) => plan.desk.ordinary_per_day = *tickets,
        Setting::WeekdayFactors(factors) => plan.desk.weekday_factors = *factors,
        Setting::Dispersion(value) => plan.desk.dispersion = *value,
        Setting::WaitLimitDays(days) => plan.desk.wait_limit_days = *days,
        Setting::BrakeWaitDays(days) => plan.desk.brake_wait_days = *days,
        Setting::AgentDayPrice(price) => plan.prices.agent_day = *price,
        Setting::WeekOfBothPrice(price) => plan.prices.week_of_both = *price,
        Setting::Currency(word) => plan.prices.currency.clone_from(word),
        Setting::TicketRules(rules) => {
            // A rule for a phase that the plan does not have would catch tickets for nobody.
            let is_known = |rule: &&TicketRule| rule.phase.is_none_or(|phase| plan.knows_phase(phase));
            plan.ticket_rules = rules.iter().filter(is_known).cloned().collect();
        }
        Setting::Assumption { parameter, assumption } => {
            *plan.assumptions.get_mut(*parameter) = assumption.clone();
        }
        Setting::SuccessBetweenPhases(attempts) => plan.assumptions.success_between_phases = *attempts,
        Setting::TicketsExistingClient(rates) => plan.assumptions.tickets_existing_client = *rates,
        Setting::TicketsOtherPaths(rates) => plan.assumptions.tickets_other_paths = *rates,
        Setting::SwitchTickets(rates) => plan.assumptions.tickets_switch = *rates,
        Setting::EstateDuplicates(records) => plan.estate.duplicates = *records,
        Setting::EstateSource(text) => plan.estate.source.clone_from(text),
        Setting::ActualsSource(text) => plan.actuals.source.clone_from(text),
        Setting::Presentation(presentation) => plan.presentation.clone_from(presentation),
    }
}

pub(in crate::plan) fn faults_of(setting: &Setting) -> Vec<Refusal> {
    let mut faults = Vec::new();
    let out = &mut faults;
    match setting {
        Setting::Name(name) => faults::name(out, "The plan", name),
        Setting::SiteVersion(version) => {
            if *version < 1600 || *version > 9912 || !(1..=12).contains(&(version % 100)) {
                out.push(Refusal::SiteVersion(*version));
            }
        }
        Setting::Start(day) | Setting::StatusDate(day) => faults::date(out, *day),
        Setting::Target(day) => faults::dates(out, *day),
        Setting::HorizonDays(days) => faults::whole(out, "The horizon in days", *days, 1, MAX_HORIZON_DAYS),
        Setting::HoldLimitDays(days) => {
            faults::whole(out, "The hold limit in working days", *days, 1, MAX_LAG_DAYS);
        }
        // At a half or less Go and No-go would both be due.
        Setting::Assurance(share) => faults::number(out, "Assurance", *share, 0.501, 0.999),
        Setting::TicketsPerAgentDay(n) => faults::number(out, "Tickets per agent and day", *n, 0.0, 1_000.0),
        Setting::Shrinkage(share) => faults::share(out, "Shrinkage", *share),
        Setting::OrdinaryTickets(n) => {
            faults::number(out, "Ordinary tickets a day", n.unwrap_or(0.0), 0.0, 1e6);
        }
        Setting::WeekdayFactors(factors) => {
            for factor in factors {
                faults::number(out, "A weekday's factor", *factor, 0.0, 100.0);
            }
        }
        Setting::Dispersion(value) => {
            faults::number(out, "The spread of daily tickets", *value, 1.0, 1_000.0);
        }
        Setting::WaitLimitDays(days) => faults::number(out, "The wait limit in days", *days, 0.0, 365.0),
        Setting::BrakeWaitDays(days) => {
            faults::number(out, "The brake's wait in days", days.unwrap_or(0.0), 0.0, 365.0);
        }
        Setting::AgentDayPrice(price) | Setting::WeekOfBothPrice(price) => {
            faults::number(out, "A price", price.unwrap_or(0.0), 0.0, MAX_PRICE);
        }
        Setting::Currency(word) => {
            let length = word.chars().count();
            if length > LONGEST_CURRENCY {
                out.push(Refusal::LongCurrency(length));
            }
        }
        Setting::Assumption { parameter, assumption } => of_assumption(out, *parameter, assumption),
        Setting::SuccessBetweenPhases(attempts) => {
            faults::number(out, "Likeness of phases in attempts", attempts.unwrap_or(1.0), 0.001, 1e9);
        }
        Setting::TicketsExistingClient(rates) | Setting::TicketsOtherPaths(rates) => {
            of_enrollment(out, *rates);
        }
        Setting::SwitchTickets(rates) => of_switches(out, *rates),
        Setting::TicketRules(rules) => {
            for condition in rules.iter().flat_map(|rule| &rule.conditions) {
                faults::name(out, "A ticket rule", &condition.text);
            }
        }
        Setting::Presentation(presentation) => of_presentation(out, presentation),
        Setting::Option(_)
        | Setting::WorkingDays(_)
        | Setting::Cadence(_)
        | Setting::EstateDuplicates(_)
        | Setting::EstateSource(_)
        | Setting::ActualsSource(_) => {}
    }
    faults
}

fn of_presentation(out: &mut Vec<Refusal>, presentation: &Presentation) {
    const LONGEST: usize = 200;
    let titles = presentation.slides.iter().map(|slide| &slide.title);
    for name in titles.chain([&presentation.organisation]) {
        let length = name.chars().count();
        if length > LONGEST {
            out.push(Refusal::LongName(length));
        }
    }
    if let Some(logo) = presentation.logo.as_ref().filter(|logo| logo.data.len() > LARGEST_LOGO) {
        out.push(Refusal::LargeLogo(logo.data.len() / 4 * 3 / 1000));
    }
}

fn of_assumption(out: &mut Vec<Refusal>, parameter: Parameter, assumption: &Assumption) {
    let name = parameter.name();
    match parameter {
        Parameter::TicketFactor => faults::number(out, name, assumption.mean, 0.001, 100.0),
        Parameter::HalfLife => faults::number(out, name, assumption.mean, 0.0, 365.0),
        _ => faults::share(out, name, assumption.mean),
    }
    if let Strength::Observations(n) = assumption.strength {
        faults::number(out, "Observations behind an assumption", n, 0.001, 1e9);
    }
}

const TICKETS: &str = "Tickets per device";

fn of_enrollment(out: &mut Vec<Refusal>, rates: EnrollmentTickets) {
    faults::number(out, TICKETS, rates.per_enrolled, 0.0, 100.0);
    faults::number(out, TICKETS, rates.per_failure, 0.0, 100.0);
}

fn of_switches(out: &mut Vec<Refusal>, rates: SwitchTickets) {
    let all = [
        rates.compliance_policies,
        rates.compliance_policies_enforced,
        rates.windows_update_policies,
        rates.endpoint_protection,
        rates.device_configuration,
        rates.office_click_to_run,
        rates.client_apps,
    ];
    for rate in all {
        faults::number(out, TICKETS, rate, 0.0, 100.0);
    }
}

impl Setting {
    /// Both set the same thing, to whatever value.
    pub(super) fn is_same_property(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Assumption { parameter: a, .. }, Self::Assumption { parameter: b, .. }) => a == b,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    /// A scenario has its own calendar, desk and assumptions.
    pub(super) fn fits_scenario(&self) -> bool {
        !matches!(
            self,
            Self::Name(_)
                | Self::Option(_)
                | Self::SiteVersion(_)
                | Self::Start(_)
                | Self::StatusDate(_)
                | Self::Target(_)
                | Self::HorizonDays(_)
                | Self::HoldLimitDays(_)
                | Self::Assurance(_)
                | Self::AgentDayPrice(_)
                | Self::WeekOfBothPrice(_)
                | Self::Currency(_)
                | Self::TicketRules(_)
                | Self::EstateDuplicates(_)
                | Self::EstateSource(_)
                | Self::ActualsSource(_)
                | Self::Presentation(_)
        )
    }

    /// What it does, in the user's words.
    pub(super) fn label(&self) -> String {
        match self {
            Self::Name(_) => "Rename plan".into(),
            Self::Option(_) => "Change migration option".into(),
            Self::SiteVersion(_) => "Set site version".into(),
            Self::Start(_) => "Move start of plan".into(),
            Self::StatusDate(_) => "Set status date".into(),
            Self::Target(None) => "Remove target date".into(),
            Self::Target(Some(_)) => "Set target date".into(),
            Self::HorizonDays(_) => "Set horizon".into(),
            Self::HoldLimitDays(_) => "Set hold limit".into(),
            Self::Assurance(_) => "Set assurance".into(),
            Self::WorkingDays(_) => "Change working days".into(),
            Self::Cadence(_) => "Set steering weekday".into(),
            Self::TicketsPerAgentDay(_) => "Set tickets per agent".into(),
            Self::Shrinkage(_) => "Set shrinkage".into(),
            Self::OrdinaryTickets(_) => "Set ordinary tickets".into(),
            Self::WeekdayFactors(_) => "Change tickets by weekday".into(),
            Self::Dispersion(_) => "Set spread of tickets".into(),
            Self::WaitLimitDays(_) => "Set wait limit".into(),
            Self::BrakeWaitDays(None) => "Remove brake".into(),
            Self::BrakeWaitDays(Some(_)) => "Set brake".into(),
            Self::AgentDayPrice(None) => "Remove price of an agent-day".into(),
            Self::AgentDayPrice(Some(_)) => "Set price of an agent-day".into(),
            Self::WeekOfBothPrice(None) => "Remove price of running both".into(),
            Self::WeekOfBothPrice(Some(_)) => "Set price of running both".into(),
            Self::Currency(_) => "Set currency".into(),
            Self::TicketRules(_) => "Change ticket rules".into(),
            Self::Assumption { parameter, .. } => format!("Change assumption: {}", parameter.name()),
            Self::SuccessBetweenPhases(_) => "Change likeness of phases".into(),
            Self::TicketsExistingClient(_) => "Change tickets of existing clients".into(),
            Self::TicketsOtherPaths(_) => "Change tickets of other paths".into(),
            Self::SwitchTickets(_) => "Change tickets per switch".into(),
            Self::EstateDuplicates(_) => "Count duplicates of the estate".into(),
            Self::EstateSource(_) => "Name source of estate".into(),
            Self::ActualsSource(_) => "Name source of actuals".into(),
            Self::Presentation(_) => "Change presentation".into(),
        }
    }
}
