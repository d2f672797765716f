//! All that differs beside the phases, in words, one line a thing, with what it was before.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::schedule::called;
use super::{Pair, milestones, recorded, settings};
use crate::picture::format;
use crate::plan::diff::Difference;
use crate::plan::wording as plain;
use crate::plan::{
    AgentsFrom, Cell, Freeze, FullSwitch, HeadStart, Pause, PhaseId, PhaseScope, Plan, Prerequisite,
    PrerequisiteState, Record, SwitchBack, SwitchRule, Task, Workload,
};
use crate::report::wording::{counted, list, lower_first, sentence_case};

/// Lines about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub title: String,
    pub lines: Vec<String>,
}

pub(super) const RECORDED: &str = "What was recorded";
const DECIDED: &str = "Decisions";
const SWITCHES: &str = "Rules of the workload switches";
pub(super) const CALENDAR: &str = "Calendar";
pub(super) const DESK: &str = "Helpdesk";
pub(super) const ASSUMED: &str = "Assumptions";
pub(super) const PLAN: &str = "Plan";
pub(super) const ESTATE: &str = "Estate";
const KEPT: &str = "Kept for comparison";
const ORDER: [&str; 9] = [RECORDED, DECIDED, CALENDAR, SWITCHES, DESK, ASSUMED, PLAN, ESTATE, KEPT];

/// The lines of a group in the making.
#[derive(Default)]
pub(super) struct Said {
    groups: BTreeMap<&'static str, Vec<String>>,
}

impl Said {
    pub(super) fn add(&mut self, title: &'static str, line: impl Into<String>) {
        self.groups.entry(title).or_default().push(line.into());
    }
}

pub(super) fn groups(pair: &Pair<'_, '_>, differences: &[Difference]) -> Vec<Group> {
    let Some((old, new)) = pair.plans() else { return Vec::new() };
    let mut said = Said::default();
    recorded::all(pair, differences, &mut said);
    cells(pair, differences, &mut said);
    estate((old, new), differences, &mut said);
    for difference in differences {
        match difference {
            Difference::Setting { old, new } => {
                let (title, line) = settings::line(old, new);
                said.add(title, line);
            }
            Difference::Presentation => said.add(PLAN, "How it is presented: changed."),
            Difference::Order => said.add(PLAN, "The phases stand in another order."),
            Difference::Record { old: was, new: is } => {
                let pair = (was.as_deref(), is.as_deref());
                schedule_record(pair, (old, new), &mut said);
                log_record(pair, (old, new), &mut said);
            }
        }
    }
    let mut groups = said.groups;
    let lines = ORDER.iter().filter_map(|title| Some((*title, groups.remove(title)?)));
    lines.map(|(title, lines)| Group { title: title.to_owned(), lines }).collect()
}

/// `A: 3 instead of 2.`
pub(super) fn instead(what: &str, new: &str, old: &str) -> String {
    format!("{what}: {new} instead of {old}.")
}

pub(super) fn label(plan: &Plan, id: PhaseId) -> String {
    if plan.phase(id).is_some() { plan.phase_label(id) } else { format!("phase {}", id.0) }
}

pub(super) fn day(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "none".to_owned(), format::date)
}

fn scope(phases: &PhaseScope, plan: &Plan) -> String {
    match phases {
        PhaseScope::All => "all phases".to_owned(),
        PhaseScope::Only(phases) => list(&phases.iter().map(|id| label(plan, *id)).collect::<Vec<_>>()),
    }
}

/// The rules of cells, those of one workload that changed alike in one line.
fn cells(pair: &Pair<'_, '_>, differences: &[Difference], said: &mut Said) {
    let mut alike: BTreeMap<(Workload, String), Vec<String>> = BTreeMap::new();
    for difference in differences {
        let Difference::Record { old, new } = difference else { continue };
        let cell = |record: Option<&Record>| match record {
            Some(Record::Cell { workload, cell }) => Some((*workload, cell.clone())),
            _ => None,
        };
        let (was, is) = (cell(old.as_deref()), cell(new.as_deref()));
        let Some((workload, phase)) = is.as_ref().or(was.as_ref()).map(|(w, cell)| (*w, cell.phase)) else {
            continue;
        };
        let words = |cell: Option<&(Workload, Cell)>| {
            let rule = cell.map_or(SwitchRule::Never, |(_, cell)| cell.rule);
            let head = cell.and_then(|(_, cell)| cell.head_start).filter(HeadStart::is_planned);
            let head = head.map_or_else(String::new, |head| {
                format!(", {} {}", plain::devices(head.devices), plain::switch_rule(head.rule))
            });
            plain::switch_rule(rule) + &head
        };
        let (before, now) = (words(was.as_ref()), words(is.as_ref()));
        let line = if before == now {
            "its note changed".to_owned()
        } else {
            format!("{now} instead of “{before}”")
        };
        alike.entry((workload, line)).or_default().push(pair.label(phase));
    }
    for ((workload, line), phases) in alike {
        let line = match line.split_once(" instead of ") {
            Some((now, before)) => format!("“{now}” instead of {before}"),
            None => line,
        };
        said.add(SWITCHES, format!("{} for {}: {line}.", workload.name(), list(&phases)));
    }
}

/// The estate as a whole; its segments are too many to be told one by one.
fn estate((old, new): (&Plan, &Plan), differences: &[Difference], said: &mut Said) {
    let has = |is_it: fn(&Record) -> bool| {
        differences.iter().filter_map(Difference::record).filter(|record| is_it(record)).count()
    };
    let segments = has(|record| matches!(record, Record::Segment(_)));
    if segments > 0 {
        let counts = |plan: &Plan| {
            let n = plan.estate.segments.len() as u64;
            let devices = plain::devices(plan.estate.devices());
            format!("{devices} in {}", format::plural(n, "segment", "segments"))
        };
        let (was, is) = (counts(old), counts(new));
        said.add(
            ESTATE,
            if was == is {
                format!(
                    "{} counted anew, {is} in all.",
                    sentence_case(&counted(segments, "segment", "segments"))
                )
            } else {
                instead("Devices in scope", &is, &was)
            },
        );
    }
    let ends = has(|record| matches!(record, Record::SupportEnd(_)));
    if ends > 0 {
        said.add(
            ESTATE,
            format!(
                "{} of Windows versions changed.",
                sentence_case(&counted(ends, "end of support", "ends of support"))
            ),
        );
    }
}

pub(super) type Both<'a> = (Option<&'a Record>, Option<&'a Record>);

fn schedule_record(both: Both<'_>, (old, new): (&Plan, &Plan), said: &mut Said) {
    match both {
        (Some(Record::FullSwitch { full: was, .. }), Some(Record::FullSwitch { workload, full })) => {
            let words = |full: FullSwitch, plan: &Plan| format!("“{}”", plain::full_switch(full, plan));
            let what = format!("Slider of {}", workload.name());
            said.add(SWITCHES, instead(&what, &words(*full, new), &words(*was, old)));
        }
        (was, is) => {
            let Some(record) = is.or(was) else { return };
            let line = match record {
                Record::SwitchBack(back) => {
                    Some((SWITCHES, switch_back(back, new, is.is_some(), was.is_some())))
                }
                Record::Holiday(holiday) => {
                    let name =
                        if holiday.name.is_empty() { String::new() } else { format!(", {}", holiday.name) };
                    Some((
                        CALENDAR,
                        state(&format!("Holiday on {}{name}", format::date(holiday.date)), was, is),
                    ))
                }
                Record::Freeze(freeze) => Some((CALENDAR, freeze_words(freeze, (was, is)))),
                Record::Pause(pause) => Some((CALENDAR, pause_words(pause, new, (was, is)))),
                Record::Agents(entry) => Some((DESK, agents(*entry, (old, new)))),
                Record::Milestone(milestone) => {
                    Some((PLAN, milestones::words(milestone, (was, is), (old, new))))
                }
                _ => None,
            };
            if let Some((title, line)) = line {
                said.add(title, line);
            }
        }
    }
}

/// `Task “Tell the users”`, `Task without a name`
pub(super) fn named(what: &str, name: &str) -> String {
    if name.trim().is_empty() {
        format!("{what} without a name")
    } else {
        format!("{what} “{}”", name.trim())
    }
}

/// `X was added.`, `X was taken out.`, `X was changed.`
pub(super) fn state(what: &str, was: Option<&Record>, is: Option<&Record>) -> String {
    match (was, is) {
        (None, _) => format!("{what}: added."),
        (_, None) => format!("{what}: taken out."),
        _ => format!("{what}: changed."),
    }
}

fn switch_back(back: &SwitchBack, plan: &Plan, is: bool, was: bool) -> String {
    let verb = match (was, is) {
        (false, _) => "planned",
        (_, false) => "no longer planned",
        _ => "changed",
    };
    let (name, whom) = (back.workload.name(), scope(&back.phases, plan));
    format!("Switch-back of {name} for {whom} on {}: {verb}.", format::date(back.date))
}

fn freeze_words(freeze: &Freeze, both: Both<'_>) -> String {
    let days = |freeze: &Freeze| format::date_range_year(freeze.from, freeze.to);
    let what = named("Freeze", &freeze.name);
    match both {
        (Some(Record::Freeze(old)), Some(Record::Freeze(new))) => {
            let mut said = Vec::new();
            if (old.from, old.to) != (new.from, new.to) {
                said.push(format!("{} instead of {}", days(new), days(old)));
            }
            if old.scope != new.scope {
                said.push(format!("{} instead of {}", new.scope.name(), old.scope.name()));
            }
            if old.name != new.name {
                said.push(called(&old.name));
            }
            format!("{what}: {}.", said.join("; "))
        }
        (was, is) => state(&format!("{what}, {}, {}", days(freeze), freeze.scope.name()), was, is),
    }
}

fn pause_words(pause: &Pause, plan: &Plan, both: Both<'_>) -> String {
    let days = format::date_range_year(pause.from, pause.until);
    let whom = scope(&pause.phases, plan);
    let why = if pause.reason.is_empty() { String::new() } else { format!(" ({})", pause.reason) };
    match both {
        (Some(Record::Pause(old)), Some(_)) if (old.from, old.until) != (pause.from, pause.until) => {
            let was = format::date_range_year(old.from, old.until);
            instead(&format!("Pause of {whom}{why}"), &days, &was)
        }
        (was, is) => state(&format!("Pause of {whom}, {days}{why}"), was, is),
    }
}

/// As many as the other plan had on that day.
fn agents(entry: AgentsFrom, (old, new): (&Plan, &Plan)) -> String {
    let (was, is) = (old.desk.agents_on(entry.from), new.desk.agents_on(entry.from));
    let from = format::date(entry.from);
    if was == is {
        return format!("Agents from {from}: {} as before, written down otherwise.", plain::number(is));
    }
    instead(&format!("Agents from {from}"), &plain::number(is), &plain::number(was))
}

fn log_record(both: Both<'_>, (old, new): (&Plan, &Plan), said: &mut Said) {
    let Some(record) = both.1.or(both.0) else { return };
    let about = |phase: Option<PhaseId>| {
        let plan = if both.1.is_some() { new } else { old };
        phase.map_or_else(String::new, |id| format!(" for {}", label(plan, id)))
    };
    let (title, line) = match record {
        Record::Decision(decision) => {
            let what =
                format!("{}{}, {}", decision.kind.name(), about(decision.phase), format::date(decision.date));
            let text = decision.text.trim().trim_end_matches('.');
            let who = if decision.who.is_empty() { String::new() } else { format!(" ({})", decision.who) };
            (
                DECIDED,
                match both {
                    (None, _) if text.is_empty() => format!("{what}{who}, without a reason."),
                    (None, _) => format!("{what}{who}: {text}."),
                    (_, None) => format!("{what}: no longer in the log."),
                    _ => format!("{what}: its entry in the log was changed."),
                },
            )
        }
        Record::Question(question) => {
            let text = question.question.trim();
            let text = text.trim_end_matches(['.', '?']);
            let text = if text.is_empty() { "a question without words" } else { text };
            let what = format!("To decide on {}: {text}", format::date(question.date));
            (DECIDED, state(&what, both.0, both.1))
        }
        Record::Prerequisite(entry) => (PLAN, prerequisite(entry, both)),
        Record::Task(entry) => (PLAN, task(entry, both, (old, new))),
        Record::Baseline(baseline) => (
            KEPT,
            state(
                &format!("{} of {}", named("Baseline", &baseline.name), format::date(baseline.frozen_on)),
                both.0,
                both.1,
            ),
        ),
        Record::Scenario(scenario) => (KEPT, state(&named("Scenario", &scenario.name), both.0, both.1)),
        _ => return,
    };
    said.add(title, line);
}

/// What of a prerequisite or a task differs, `changed` where nothing of this does.
fn progress(
    (was, is): (PrerequisiteState, PrerequisiteState),
    (old_due, new_due): (String, String),
) -> String {
    let mut said = Vec::new();
    if was != is {
        said.push(format!("{}, was {}", lower_first(is.name()), lower_first(was.name())));
    }
    if old_due != new_due {
        said.push(format!("due {new_due} instead of {old_due}"));
    }
    if said.is_empty() { "changed".to_owned() } else { said.join("; ") }
}

fn prerequisite(entry: &Prerequisite, both: Both<'_>) -> String {
    let what = named("Prerequisite", &entry.name);
    match both {
        (Some(Record::Prerequisite(old)), Some(Record::Prerequisite(new))) => {
            format!("{what}: {}.", progress((old.state, new.state), (day(old.due), day(new.due))))
        }
        (was, is) => state(&what, was, is),
    }
}

fn task(entry: &Task, both: Both<'_>, (old_plan, new_plan): (&Plan, &Plan)) -> String {
    let what = named("Task", &entry.name);
    match both {
        (Some(Record::Task(old)), Some(Record::Task(new))) => {
            let due = (plain::task_day(old, old_plan), plain::task_day(new, new_plan));
            format!("{what}: {}.", progress((old.state, new.state), due))
        }
        (was, is) => state(&what, was, is),
    }
}
