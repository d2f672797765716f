//! What is said about a drag while it lasts: the new date, how far it is from the old one, and what it
//! does to the finish.

use chrono::NaiveDate;

use super::moves::Ground;
use crate::document::{Element, Grab};
use crate::picture::format;
use crate::plan::{Edit, Plan, Record, SwitchRule};
use crate::report::wording::day_near;

/// The first line is what is moved and where to, the second its effect.
pub fn lines(
    ground: &Ground<'_>,
    grab: &Grab,
    edit: Option<&Edit>,
    after: Option<&Ground<'_>>,
) -> [String; 2] {
    let Some(edit) = edit else {
        return [resting(ground, grab), hint(grab)];
    };
    [moved(ground, grab, edit), after.map(|after| effect(ground, after)).unwrap_or_default()]
}

/// Nothing has moved yet.
fn resting(ground: &Ground<'_>, grab: &Grab) -> String {
    format!("{}: {}", name(ground.plan, grab.element), span_words(grab.from))
}

fn hint(grab: &Grab) -> String {
    if !grab.by_keyboard {
        return String::new();
    }
    let end = matches!(grab.element, Element::Bar(_) | Element::Freeze(_));
    let ctrl = if end { ", Ctrl+arrows the end" } else { "" };
    format!("Arrows move it a working day, Shift+arrows a week{ctrl}; Enter drops, Esc restores")
}

fn moved(ground: &Ground<'_>, grab: &Grab, edit: &Edit) -> String {
    let first = grab.first.unwrap_or(grab.from.0);
    let last = grab.last.unwrap_or(grab.from.1);
    let far = |from: NaiveDate, to: NaiveDate| {
        let days = ground.plan.calendar.working_days_between(from, to);
        if days == 0 { String::new() } else { format!(" ({})", format::signed_working_days(days)) }
    };
    let name = name(ground.plan, grab.element);
    match grab.element {
        Element::Bar(_) if grab.first.is_some() && grab.last.is_none() => {
            format!("{name} starts {}{}", format::weekday_date(first), far(grab.from.0, first))
        }
        Element::Bar(_) | Element::End(_) => {
            let start = if grab.first.is_some() && grab.last.is_some() {
                format!("starts {}, ", format::weekday_date(first))
            } else {
                String::new()
            };
            let rate = rate_words(edit);
            format!("{name} {start}ends {}{}{rate}", format::weekday_date(last), far(grab.from.1, last))
        }
        Element::Gate(_) => {
            format!("{name} planned for {}{}", format::weekday_date(last), far(grab.from.1, last))
        }
        Element::Switch(..) => {
            let rule = rule_words(edit);
            format!("{name} on {}{}{rule}", format::weekday_date(last), far(grab.from.1, last))
        }
        Element::Freeze(_) | Element::FreezeFirst(_) | Element::FreezeLast(_) => {
            format!("{name} {}", format::date_range_year(first.min(last), last.max(first)))
        }
        Element::Row(_) => name,
    }
}

/// What an element is called: `Clinics South`, `Gate of Clinics South`, `Device configuration`.
pub fn name(plan: &Plan, element: Element) -> String {
    let phase = element.phase().and_then(|id| plan.phase(id)).map(|phase| phase.name.clone());
    let phase = phase.unwrap_or_default();
    match element {
        Element::Row(_) | Element::Bar(_) | Element::End(_) => phase,
        Element::Gate(_) => format!("Gate of {phase}"),
        Element::Switch(_, workload) => workload.name().to_owned(),
        Element::Freeze(id) | Element::FreezeFirst(id) | Element::FreezeLast(id) => {
            let freeze = plan.calendar.freezes.iter().find(|freeze| freeze.id == id);
            freeze.map(|freeze| freeze.name.clone()).unwrap_or_default()
        }
    }
}

/// What a screen reader hears when the cursor stands on an element.
pub fn spoken(ground: &Ground<'_>, element: Element) -> String {
    let plan = ground.plan;
    let phase = element.phase().and_then(|id| plan.phase(id)).map(|phase| phase.name.as_str());
    let where_ = ground.place(element).map_or_else(|| "no date".to_owned(), span_words);
    let lock = if ground.locked(element).is_some() { ", done" } else { "" };
    match element {
        Element::Row(_) => format!("{}, Enter opens the phase", phase.unwrap_or_default()),
        Element::Switch(..) => {
            format!("{}, {} {where_}{lock}", phase.unwrap_or_default(), name(plan, element))
        }
        _ => format!("{} {where_}{lock}", name(plan, element)),
    }
}

fn span_words((first, last): (NaiveDate, NaiveDate)) -> String {
    if first == last { format::weekday_date(first) } else { format::date_range_year(first, last) }
}

fn rate_words(edit: &Edit) -> String {
    match edit {
        Edit::Put(Record::Phase(phase)) => match phase.rate {
            Some(rate) => format!(" at {} a day", format::count(rate.into())),
            None => String::new(),
        },
        _ => String::new(),
    }
}

fn rule_words(edit: &Edit) -> String {
    let days = |n: u32| format::plural(n.into(), "working day", "working days");
    match edit {
        Edit::Put(Record::Cell { cell, .. }) => match cell.rule {
            SwitchRule::AtEnrollment => ", with the phase's start".to_owned(),
            SwitchRule::AfterStart(n) => format!(", {} after the start", days(n)),
            SwitchRule::AfterGate(n) => format!(", {} after the gate", days(n)),
            SwitchRule::OnDate(_) | SwitchRule::Never => String::new(),
        },
        _ => String::new(),
    }
}

/// `Expected finish 12 Apr, 5 working days later`
fn effect(before: &Ground<'_>, after: &Ground<'_>) -> String {
    let plan = before.plan;
    match (before.outlook.expected.finish, after.outlook.expected.finish) {
        (Some(was), Some(is)) if was == is => format!("Expected finish stays {}", format::date(is)),
        (Some(was), Some(is)) => {
            let days = plan.calendar.working_days_between(was, is);
            let far = format::plural(days.unsigned_abs(), "working day", "working days");
            let word = if days >= 0 { "later" } else { "earlier" };
            format!("Expected finish {}, {far} {word}", day_near(is, plan.status_date))
        }
        (Some(_), None) => "The plan would not finish within the horizon".to_owned(),
        (None, Some(is)) => format!("The plan would finish on {}", format::date(is)),
        (None, None) => "The plan does not finish within the horizon".to_owned(),
    }
}
