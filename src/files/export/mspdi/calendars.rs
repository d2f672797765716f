//! The calendars of a project file: the plan's working days and holidays; the same without freezes of switches; and
//! one for the targeting of each phase, without freezes of enrollment and without its pauses. Equal ones are one.

use chrono::NaiveDate;

use super::xml::Xml;
use crate::plan::{Day, PhaseId, Plan};
use crate::report::project::{Days, Span};

/// Days without work, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Off {
    name: String,
    from: NaiveDate,
    to: NaiveDate,
}

struct Own {
    name: String,
    off: Vec<Off>,
}

pub(super) struct Calendars {
    working_days: Vec<Day>,
    /// Numbered from 1.
    all: Vec<Own>,
    /// Of each phase the number of its calendar.
    phases: Vec<(PhaseId, usize)>,
    switches: usize,
}

impl Calendars {
    pub(super) fn new(plan: &Plan) -> Self {
        let calendar = &plan.calendar;
        let holidays: Vec<Off> = calendar
            .holidays
            .iter()
            .map(|holiday| Off {
                name: named(&holiday.name, "Holiday"),
                from: holiday.date,
                to: holiday.date,
            })
            .collect();
        let freezes = |bars: fn(crate::plan::FreezeScope) -> bool| {
            let barring =
                calendar.freezes.iter().filter(move |freeze| bars(freeze.scope) && freeze.from <= freeze.to);
            barring.map(|freeze| Off {
                name: named(&freeze.name, "Freeze"),
                from: freeze.from,
                to: freeze.to,
            })
        };
        let mut calendars = Self {
            working_days: calendar.working_days.clone(),
            all: vec![Own { name: "Working days".to_owned(), off: holidays.clone() }],
            phases: Vec::new(),
            switches: 1,
        };
        let with = |more: Vec<Off>| holidays.iter().cloned().chain(more).collect::<Vec<_>>();
        let switches = with(freezes(crate::plan::FreezeScope::bars_switches).collect());
        calendars.switches = calendars.number("Days outside change freezes", switches);
        for phase in &plan.phases {
            let mut off: Vec<Off> = freezes(crate::plan::FreezeScope::bars_enrollment).collect();
            let pauses = calendar
                .pauses
                .iter()
                .filter(|pause| pause.phases.contains(phase.id) && pause.from <= pause.until);
            let paused: Vec<Off> = pauses
                .map(|pause| Off { name: named(&pause.reason, "Pause"), from: pause.from, to: pause.until })
                .collect();
            let name = if paused.is_empty() {
                "Days on which devices are targeted".to_owned()
            } else {
                format!("Days on which devices of {} are targeted", plan.phase_label(phase.id))
            };
            off.extend(paused);
            let number = calendars.number(&name, with(off));
            calendars.phases.push((phase.id, number));
        }
        calendars
    }

    /// The number of a calendar with these days off, a new one if there is none yet.
    fn number(&mut self, name: &str, off: Vec<Off>) -> usize {
        if let Some(place) = self.all.iter().position(|own| own.off == off) {
            return place + 1;
        }
        self.all.push(Own { name: name.to_owned(), off });
        self.all.len()
    }

    pub(super) fn uid(&self, days: Days) -> usize {
        match days {
            Days::Working => 1,
            Days::Switches => self.switches,
            Days::Enrollment(phase) => {
                self.phases.iter().find(|(id, _)| *id == phase).map_or(1, |(_, number)| *number)
            }
        }
    }

    /// Working days of a span, at least one.
    pub(super) fn days(&self, days: Days, span: Span) -> i64 {
        let own = &self.all[self.uid(days) - 1];
        let all = (span.last - span.first).num_days().max(0);
        let is_worked = |day: NaiveDate| {
            self.working_days.contains(&Day::of(day))
                && !own.off.iter().any(|off| off.from <= day && day <= off.to)
        };
        let days = (0..=all).filter_map(|n| span.first.checked_add_days(chrono::Days::new(n.unsigned_abs())));
        days.filter(|day| is_worked(*day)).count().max(1) as i64
    }

    pub(super) fn write(&self, xml: &mut Xml) {
        xml.open("Calendars");
        for (place, own) in self.all.iter().enumerate() {
            xml.open("Calendar");
            xml.put("UID", &(place + 1).to_string());
            xml.put("Name", &own.name);
            xml.put("IsBaseCalendar", "1");
            xml.put("BaseCalendarUID", "-1");
            self.week(xml);
            if !own.off.is_empty() {
                xml.open("Exceptions");
                for off in &own.off {
                    exception(xml, off);
                }
                xml.close("Exceptions");
            }
            xml.close("Calendar");
        }
        xml.close("Calendars");
    }

    /// Sunday is the first day.
    fn week(&self, xml: &mut Xml) {
        xml.open("WeekDays");
        let sunday_first = [Day::Sun, Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat];
        for (number, day) in (1..).zip(sunday_first) {
            let is_worked = self.working_days.contains(&day);
            xml.open("WeekDay");
            xml.put("DayType", &i32::to_string(&number));
            xml.put("DayWorking", if is_worked { "1" } else { "0" });
            if is_worked {
                xml.open("WorkingTimes");
                for (from, to) in [("08:00:00", "12:00:00"), ("13:00:00", "17:00:00")] {
                    xml.open("WorkingTime");
                    xml.put("FromTime", from);
                    xml.put("ToTime", to);
                    xml.close("WorkingTime");
                }
                xml.close("WorkingTimes");
            }
            xml.close("WeekDay");
        }
        xml.close("WeekDays");
    }
}

fn named(name: &str, other: &str) -> String {
    if name.trim().is_empty() { other.to_owned() } else { name.to_owned() }
}

fn exception(xml: &mut Xml, off: &Off) {
    let days = (off.to - off.from).num_days() + 1;
    xml.open("Exception");
    xml.put("EnteredByOccurrences", "0");
    xml.open("TimePeriod");
    xml.put("FromDate", &off.from.format("%Y-%m-%dT00:00:00").to_string());
    xml.put("ToDate", &off.to.format("%Y-%m-%dT23:59:00").to_string());
    xml.close("TimePeriod");
    xml.put("Occurrences", &days.to_string());
    xml.put("Name", &off.name);
    xml.put("Type", "1");
    xml.put("DayWorking", "0");
    xml.close("Exception");
}
