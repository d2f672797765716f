//! What was really done for a phase and what is still to come, each with the date it was planned for.

use chrono::NaiveDate;

use crate::forecast::Outlook;
use crate::picture::format;
use crate::plan::{DecisionId, DecisionKind, EventKind, PhaseId, PhaseScope, Plan, SwitchRule, Workload};

/// The kind of a happening, as its glyph says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Start,
    Gate,
    Go,
    NoGo,
    Pilot,
    Intune,
    Back,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    Event(EventKind),
    Decision(DecisionId),
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    pub what: Happening,
    pub sign: Sign,
    pub title: &'static str,
    pub subject: String,
    pub date: NaiveDate,
    pub planned: Option<NaiveDate>,
}

/// Something that is still to be done; without an event it is the gate, which a decision settles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToCome {
    pub what: Option<EventKind>,
    pub phase: PhaseId,
    pub sign: Sign,
    pub subject: String,
    pub when: String,
    date: Option<NaiveDate>,
}

/// What was done that concerns a phase: its own events, its predecessor's gate, and every slider; oldest
/// first.
pub fn done(plan: &Plan, phase: PhaseId) -> Vec<Done> {
    let mut all: Vec<Done> = plan
        .actuals
        .events
        .iter()
        .filter_map(|event| {
            let (sign, title, subject, planned) = describe(plan, &event.what, phase)?;
            Some(Done {
                what: Happening::Event(event.what.clone()),
                sign,
                title,
                subject,
                date: event.date,
                planned,
            })
        })
        .collect();
    let index = plan.phase_index(phase);
    let before =
        index.and_then(|index| index.checked_sub(1)).and_then(|index| plan.phases.get(index)).map(|p| p.id);
    for decision in &plan.decisions {
        let concerns =
            decision.phase == Some(phase) || (decision.phase.is_some() && decision.phase == before);
        let (sign, word) = match decision.kind {
            DecisionKind::Go => (Sign::Go, "Go"),
            DecisionKind::NoGo { .. } => (Sign::NoGo, "No-go"),
            _ => continue,
        };
        let Some(id) = decision.phase.filter(|_| concerns) else { continue };
        all.push(Done {
            what: Happening::Decision(decision.id),
            sign,
            title: "Gate decided",
            subject: format!("{}: {word}", named(plan, id)),
            date: decision.date,
            planned: plan.baseline().and_then(|baseline| baseline.phase(id)?.gate),
        });
    }
    all.sort_by_key(|event| event.date);
    all
}

fn named(plan: &Plan, phase: PhaseId) -> String {
    plan.phase(phase).map_or_else(|| "a phase that is gone".to_owned(), |phase| plan.phase_title(phase.id))
}

type Description = (Sign, &'static str, String, Option<NaiveDate>);

/// An event in words, if it concerns the phase.
fn describe(plan: &Plan, event: &EventKind, phase: PhaseId) -> Option<Description> {
    let baseline = plan.baseline();
    Some(match event {
        EventKind::PhaseStarted(id) if *id == phase => {
            (Sign::Start, "Phase started", named(plan, *id), baseline.and_then(|b| b.phase(*id)?.start))
        }
        EventKind::CellSwitched { workload, phase: id, head_start } if *id == phase => {
            let title = if *head_start { "Head start switched" } else { "Cell switched" };
            let planned = baseline.filter(|_| !head_start).and_then(|b| b.switch(*workload, Some(*id)));
            (Sign::Pilot, title, format!("{}, Pilot Intune", workload.name()), planned)
        }
        EventKind::SliderMoved(workload) => {
            let planned = baseline.and_then(|b| b.switch(*workload, None));
            (Sign::Intune, "Slider moved", format!("{}, to Intune", workload.name()), planned)
        }
        EventKind::SwitchedBack { workload, phases } if phases.contains(phase) => {
            let planned =
                plan.switch_backs.iter().find(|back| back.workload == *workload).map(|back| back.date);
            (Sign::Back, "Switched back", format!("{}, to Configuration Manager", workload.name()), planned)
        }
        _ => return None,
    })
}

/// What is planned for a phase and not recorded as done, in order of its expected date.
pub fn to_come(plan: &Plan, outlook: &Outlook, phase: PhaseId) -> Vec<ToCome> {
    let Some(index) = plan.phase_index(phase) else { return Vec::new() };
    let Some(dates) = outlook.expected.phases.get(index) else { return Vec::new() };
    let mut all = Vec::new();
    let entry = |what, sign, subject, date: Option<NaiveDate>| ToCome {
        what,
        phase,
        sign,
        subject,
        when: date.map_or("no date within the horizon".into(), |date| {
            format!("expected {}", format::weekday_date_short(date))
        }),
        date,
    };
    let started = EventKind::PhaseStarted(phase);
    if plan.actuals.done(&started).is_none() && !dates.start_is_done {
        all.push(entry(
            Some(started),
            Sign::Start,
            format!("Start of {}", plan.phase_label(phase)),
            dates.start,
        ));
    }
    for workload in plan.switchable_workloads() {
        let is_planned = plan.cell_rule(workload, phase) != SwitchRule::Never;
        let at = workload.index();
        // Once the slider is at Intune there is no cell left to switch.
        if is_planned && !dates.cell_is_done[at] && !outlook.expected.slider_is_done[at] {
            let what = EventKind::CellSwitched { workload, phase, head_start: false };
            all.push(entry(Some(what), Sign::Pilot, workload.name().into(), dates.cells[at]));
        }
    }
    if !dates.gate_is_done {
        let next = plan.phases.get(index + 1).map(|next| format!(", opens {}", plan.phase_label(next.id)));
        let subject = format!("Gate of {}{}", plan.phase_label(phase), next.unwrap_or_default());
        all.push(entry(None, Sign::Gate, subject, dates.gate));
    }
    // What has no date comes last.
    all.sort_by_key(|event| (event.date.is_none(), event.date));
    all
}

/// Everything that can be recorded as done for a phase and is not yet, by name.
pub fn possible(plan: &Plan, phase: PhaseId) -> Vec<(String, EventKind)> {
    let mut all = vec![("Phase started".to_owned(), EventKind::PhaseStarted(phase))];
    for workload in plan.switchable_workloads() {
        let name = workload.name();
        all.push((
            format!("{name} to Pilot Intune"),
            EventKind::CellSwitched { workload, phase, head_start: false },
        ));
        if has_head_start(plan, workload, phase) {
            let what = EventKind::CellSwitched { workload, phase, head_start: true };
            all.push((format!("{name}, head start"), what));
        }
        all.push((format!("{name}: slider to Intune"), EventKind::SliderMoved(workload)));
        let phases = PhaseScope::Only(vec![phase]);
        all.push((
            format!("{name} back to Configuration Manager"),
            EventKind::SwitchedBack { workload, phases },
        ));
    }
    // What has been switched back can be switched anew, and back again.
    all.retain(|(_, kind)| match kind {
        EventKind::SwitchedBack { .. } => true,
        kind => !plan.actuals.stands(kind),
    });
    all
}

fn has_head_start(plan: &Plan, workload: Workload, phase: PhaseId) -> bool {
    plan.workload(workload).and_then(|row| row.cell(phase)).is_some_and(|cell| cell.head_start.is_some())
}
