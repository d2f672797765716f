//! The properties of a plan as a whole, as they are and as they were, one line each.

use super::words::{ASSUMED, CALENDAR, DESK, ESTATE, PLAN, RECORDED, day, instead};
use crate::picture::format;
use crate::plan::Setting;
use crate::plan::wording as plain;
use crate::report::wording::list;

/// The group that a property belongs to, and what it is instead of what.
pub(super) fn line(old: &Setting, new: &Setting) -> (&'static str, String) {
    let (title, name) = place(new);
    let line = match (value(old), value(new)) {
        (Some(old), Some(new)) => instead(&name, &new, &old),
        _ => format!("{name}: changed."),
    };
    (title, line)
}

/// Where a property is told, and its name.
fn place(setting: &Setting) -> (&'static str, String) {
    let (title, name) = match setting {
        Setting::Name(_) => (PLAN, "Name"),
        Setting::Option(_) => (PLAN, "Goal"),
        Setting::SiteVersion(_) => (PLAN, "Site version"),
        Setting::Start(_) => (PLAN, "Start of the plan"),
        Setting::StatusDate(_) => (RECORDED, "Status date"),
        Setting::Target(_) => (PLAN, "Target date"),
        Setting::HorizonDays(_) => (PLAN, "Horizon in days"),
        Setting::HoldLimitDays(_) => (PLAN, "Hold limit in working days"),
        Setting::Assurance(_) => (PLAN, "Assurance asked of a verdict"),
        Setting::WorkingDays(_) => (CALENDAR, "Working days"),
        Setting::Cadence(_) => (CALENDAR, "Weekday on which gates are judged"),
        Setting::TicketsPerAgentDay(_) => (DESK, "Tickets per agent and day"),
        Setting::Shrinkage(_) => (DESK, "Time not spent on tickets"),
        Setting::OrdinaryTickets(_) => (DESK, "Ordinary tickets per working day"),
        Setting::WeekdayFactors(_) => (DESK, "Tickets by weekday"),
        Setting::Dispersion(_) => (DESK, "Spread of daily tickets"),
        Setting::WaitLimitDays(_) => (DESK, "Wait limit in days"),
        Setting::BrakeWaitDays(_) => (DESK, "Wait in days above which targeting stops"),
        Setting::AgentDayPrice(_) => (PLAN, "Price of an agent-day"),
        Setting::WeekOfBothPrice(_) => (PLAN, "Price of a week of both"),
        Setting::Currency(_) => (PLAN, "Currency"),
        Setting::TicketRules(_) => (DESK, "Rules that tell tickets apart"),
        Setting::Assumption { parameter, .. } => (ASSUMED, parameter.name()),
        Setting::SuccessBetweenPhases(_) => (ASSUMED, "Likeness of phases"),
        Setting::TicketsExistingClient(_) => {
            (ASSUMED, "Tickets per enrollment and per failure, existing clients")
        }
        Setting::TicketsOtherPaths(_) => (ASSUMED, "Tickets per enrollment and per failure, other paths"),
        Setting::SwitchTickets(_) => (ASSUMED, "Tickets per switched device"),
        Setting::EstateSource(_) => (ESTATE, "Source"),
        Setting::EstateDuplicates(_) => (ESTATE, "Duplicates in the list"),
        Setting::ActualsSource(_) => (RECORDED, "Source"),
        Setting::Presentation(_) => (PLAN, "How it is presented"),
    };
    (title, name.to_owned())
}

/// Its value, where that can be said in a line.
fn value(setting: &Setting) -> Option<String> {
    let or_none = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), plain::number);
    let text = |text: &String| if text.is_empty() { "none".to_owned() } else { format!("“{text}”") };
    Some(match setting {
        Setting::Name(name) => text(name),
        Setting::Option(option) => option.name().to_owned(),
        Setting::SiteVersion(version) => version.to_string(),
        Setting::Start(date) | Setting::StatusDate(date) => format::date(*date),
        Setting::Target(date) => day(*date),
        Setting::HorizonDays(days) | Setting::HoldLimitDays(days) => format::count((*days).into()),
        Setting::Assurance(share) | Setting::Shrinkage(share) => plain::percent(*share),
        Setting::WorkingDays(days) => list(&days.iter().map(|day| day.name().to_owned()).collect::<Vec<_>>()),
        Setting::EstateDuplicates(n) => n.map_or_else(|| "none".to_owned(), |n| format::count(n.into())),
        Setting::Cadence(weekday) => weekday.map_or("every working day", crate::plan::Day::name).to_owned(),
        Setting::TicketsPerAgentDay(n) | Setting::Dispersion(n) | Setting::WaitLimitDays(n) => {
            plain::number(*n)
        }
        Setting::OrdinaryTickets(n)
        | Setting::BrakeWaitDays(n)
        | Setting::AgentDayPrice(n)
        | Setting::WeekOfBothPrice(n) => or_none(*n),
        Setting::Currency(word) | Setting::EstateSource(word) | Setting::ActualsSource(word) => text(word),
        Setting::Assumption { parameter, assumption } => {
            format!("“{}”", plain::assumption(*parameter, assumption))
        }
        Setting::SuccessBetweenPhases(attempts) => format!("“{}”", plain::between_phases(*attempts)),
        Setting::TicketsExistingClient(rates) | Setting::TicketsOtherPaths(rates) => {
            format!("{} and {}", plain::number(rates.per_enrolled), plain::number(rates.per_failure))
        }
        Setting::SwitchTickets(_)
        | Setting::WeekdayFactors(_)
        | Setting::TicketRules(_)
        | Setting::Presentation(_) => return None,
    })
}
