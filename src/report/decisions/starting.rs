//! May a phase begin: its start rule and the prerequisites without which it cannot, as the evidence of that
//! decision.

use chrono::NaiveDate;

use super::{Asked, NextDecision};
use crate::forecast::PhaseStage;
use crate::picture::format;
use crate::plan::{PhaseKind, Prerequisite};
use crate::report::wording::{
    agree, counted, day_near, list, lower_first, number, sentence_case, weekday_near,
};
use crate::report::{Mark, Situation};

/// One thing that a start depends on, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub mark: Mark,
    /// `Gate of Wave 1`, a prerequisite's name.
    pub name: String,
    /// `expected for 13 Nov`, `due 3 Jul`, `done`
    pub state: String,
    /// Who has it in hand.
    pub owner: String,
}

/// Mark, verdict and what it means.
type Judged = (Mark, String, String);

/// May the first phase begin, and the plan with it?
pub(super) fn start(at: &Situation<'_>) -> NextDecision {
    let Some(phase) = at.phase(0) else { return super::nothing(at) };
    let is_pilot = phase.kind == PhaseKind::Pilot;
    let title = if is_pilot { "Start the pilot?".to_owned() } else { format!("Start {}?", at.label(0)) };
    let (mark, verdict, order) = judged(at, 0).unwrap_or_else(|| {
        let order = match at.open_prerequisites().count() {
            0 => "The start freezes this plan as the baseline that all later states are compared with."
                .to_owned(),
            n => format!(
                "{} can follow while it runs; the start freezes this plan as the baseline.",
                sentence_case(&counted(n, "open prerequisite", "open prerequisites"))
            ),
        };
        (Mark::Met, "Nothing blocks".to_owned(), order)
    });
    let devices = format::plural(phase.devices.into(), "device", "devices");
    let rate = match phase.rate {
        Some(rate) => format!(", {} a day", format::count(rate.into())),
        None => ", all at once".to_owned(),
    };
    NextDecision {
        asked: Asked::Start,
        phase: Some(0),
        when: when("Planned start", at, 0),
        title,
        subtitle: format!("{}, {devices}{rate}", at.title(0)),
        mark,
        verdict,
        order,
        conditions: conditions(at, 0),
        ..super::nothing(at)
    }
}

/// May a phase begin that is still to come?
pub(super) fn starts(at: &Situation<'_>, index: usize) -> NextDecision {
    let (mark, verdict, order) = judged(at, index).unwrap_or_else(|| {
        let day = at.start(index);
        let before = waits(at, index).filter(|before| at.stage(*before) != PhaseStage::Done);
        let order = match (before, day) {
            (Some(before), Some(day)) => {
                let date = day_near(day, at.today());
                format!("It starts on {date} as expected, once the gate of {} has passed.", at.label(before))
            }
            (_, Some(day)) => format!("It can start on {}.", weekday_near(day, at.today())),
            (_, None) => String::new(),
        };
        (Mark::Met, "Nothing blocks".to_owned(), order)
    });
    NextDecision {
        asked: Asked::Next,
        phase: Some(index),
        when: when("Expected start", at, index),
        title: format!("Start {}?", at.label(index)),
        subtitle: at.title(index),
        mark,
        verdict,
        order,
        conditions: conditions(at, index),
        ..super::nothing(at)
    }
}

fn when(what: &str, at: &Situation<'_>, index: usize) -> String {
    at.start(index).map_or_else(String::new, |day| format!("{what}, {}", weekday_near(day, at.today())))
}

/// What keeps a phase from its start; none where nothing does.
fn judged(at: &Situation<'_>, index: usize) -> Option<Judged> {
    if at.start(index).is_none() {
        let why = sentence_case(&why_never(at, index));
        return Some((Mark::Missed, "It never starts as planned".to_owned(), format!("{why}.")));
    }
    let blocking: Vec<&Prerequisite> = at.blocking(index).collect();
    if blocking.is_empty() {
        return None;
    }
    let n = blocking.len();
    let blocks = agree(n, "prerequisite blocks", "prerequisites block");
    let due = blocking.iter().filter_map(|p| p.due).max();
    let verdict = format!("Not yet: {} {blocks}", number(n));
    Some((Mark::Risk, verdict, blocking_order(at, &blocking, due)))
}

fn blocking_order(at: &Situation<'_>, blocking: &[&Prerequisite], due: Option<NaiveDate>) -> String {
    let names: Vec<String> = blocking.iter().take(3).map(|p| p.name.clone()).collect();
    let more = blocking.len().saturating_sub(3);
    let names = if more > 0 { format!("{} and {more} more", names.join(", ")) } else { list(&names) };
    let by = due.map_or_else(String::new, |day| format!(" by {}", weekday_near(day, at.today())));
    let others = at.open_prerequisites().count() - blocking.len();
    let rest = if others > 0 { " All else can follow while it runs." } else { "" };
    format!("Settle {names}{by}.{rest}")
}

/// The phase whose gate a start waits for.
fn waits(at: &Situation<'_>, index: usize) -> Option<usize> {
    let rule = at.phase(index)?.start;
    rule.after_previous.and(index.checked_sub(1))
}

/// Why a phase has no day to start, without its full stop: the phase where the plan stalls, else the earliest
/// gate that it waits for in vain, else its own rule.
pub(in crate::report) fn why_never(at: &Situation<'_>, index: usize) -> String {
    let phases = &at.outlook.expected.phases;
    if let Some(stalled) = phases.iter().position(|dates| dates.stalled.is_some()) {
        let limit = format::plural(at.plan.hold_limit_days.into(), "working day", "working days");
        let label = at.label(stalled);
        return format!("{label} does not pass its gate within {limit} of its last device");
    }
    let has_gate = |index: usize| at.dates(index).is_some_and(|dates| dates.gate.is_some());
    let mut first = index;
    while let Some(before) = waits(at, first).filter(|before| !has_gate(*before)) {
        first = before;
    }
    let horizon = format::date(at.plan.horizon());
    if at.start(first).is_some() {
        return format!("{} does not pass its gate by {horizon}", at.label(first));
    }
    let whose = if first == index { "its".to_owned() } else { format!("{}'s", at.label(first)) };
    format!("{whose} start rule is met on no working day outside freezes by {horizon}")
}

/// The start rule, then the prerequisites that it needs, open ones first.
fn conditions(at: &Situation<'_>, index: usize) -> Vec<Condition> {
    let Some(phase) = at.phase(index) else { return Vec::new() };
    let mut all = Vec::new();
    let mut add = |mark, name: String, state: String, owner: &str| {
        all.push(Condition { mark, name, state, owner: owner.to_owned() });
    };
    if let Some(day) = phase.start.not_before {
        let is_reached = day <= at.today();
        let state = if is_reached { "reached".to_owned() } else { ahead(at, day) };
        let mark = if is_reached { Mark::Met } else { Mark::Empty };
        add(mark, format!("Not before {}", weekday_near(day, at.today())), state, "");
    }
    if let Some(before) = waits(at, index) {
        let gate = at.dates(before).and_then(|dates| dates.gate);
        let (mark, state) = match gate {
            Some(day) if at.stage(before) == PhaseStage::Done => {
                (Mark::Met, format!("passed on {}", day_near(day, at.today())))
            }
            Some(day) => (Mark::Empty, format!("expected for {}", day_near(day, at.today()))),
            None => (Mark::Missed, "does not pass as planned".to_owned()),
        };
        let owner = at.phase(before).map_or("", |before| before.owner.as_str());
        add(mark, format!("Gate of {}", at.label(before)), state, owner);
    }
    let (mark, state) = match at.start(index) {
        Some(day) => (Mark::Met, weekday_near(day, at.today())),
        None => (Mark::Missed, "none as planned".to_owned()),
    };
    add(mark, "Working day outside freezes and pauses".to_owned(), state, "");
    let needed = at.plan.prerequisites.iter().filter(|p| p.blocks == Some(phase.id));
    let (settled, open): (Vec<&Prerequisite>, Vec<&Prerequisite>) =
        needed.partition(|p| p.state.is_settled());
    for p in open {
        let due = match p.due {
            Some(day) if day < at.today() => format!("was due {}", day_near(day, at.today())),
            Some(day) => format!("due {}", day_near(day, at.today())),
            None => "no date".to_owned(),
        };
        let state = format!("{}, {due}", lower_first(p.state.name()));
        add(Mark::Missed, p.name.clone(), state, &p.owner);
    }
    for p in settled {
        add(Mark::Met, p.name.clone(), lower_first(p.state.name()), &p.owner);
    }
    all
}

/// `in 3 working days`
fn ahead(at: &Situation<'_>, day: NaiveDate) -> String {
    let days = at.plan.calendar.working_days_between(at.today(), day).max(0);
    format!("in {}", format::plural(days.unsigned_abs(), "working day", "working days"))
}
