//! What a cell of the grid and a slider's column show: position, date or reason, and a sign where
//! something is to be seen to. Longer words first, so that a narrow cell can take shorter ones.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};

use crate::forecast::{CellReason, CellState, Dates, phase_authority};
use crate::picture::format;
use crate::plan::{Authority, FullSwitch, PhaseId, SwitchRule, Workload};
use crate::report::{Situation, ranges};

/// The sign at the corner of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Badge {
    #[default]
    None,
    Done,
    Conflict,
    /// Another workload takes it along.
    Follows,
    /// It was taken back to Configuration Manager.
    Back,
}

/// One cell as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    pub position: Authority,
    pub is_done: bool,
    /// Nothing moves it away from Configuration Manager.
    pub stays: bool,
    /// `Pilot Intune`
    pub line1: &'static str,
    /// `done 8 Jun`, the longest form first.
    pub line2: Vec<String>,
    /// Line 2 says that something is to be seen to.
    pub is_warning: bool,
    pub badge: Badge,
    pub tip: String,
}

/// The cell at the end of a day. `open` problems stand at it.
pub fn face(
    situation: &Situation<'_>,
    (workload, phase): (Workload, PhaseId),
    day: NaiveDate,
    open: usize,
) -> Face {
    let state = phase_authority(situation.plan, situation.outlook, phase, workload, day);
    if let Some(back) = state.back_since {
        return taken_back(situation, (workload, phase), (&state, back), open);
    }
    let stays = state.position == Authority::ConfigurationManager;
    let (mut line2, mut is_warning, badge) = second_line(situation, workload, phase, &state, open);
    let back = back_after(situation, (workload, phase), day).filter(|_| state.is_done && !stays && open == 0);
    if let Some(back) = back {
        let [long, short] = dates(back, situation.today());
        line2 = vec![format!("back on {long}"), format!("back {short}")];
        is_warning = true;
    }
    Face {
        position: state.position,
        is_done: state.is_done && !stays,
        stays,
        line1: match state.position {
            Authority::ConfigurationManager => "ConfigMgr",
            Authority::PilotIntune => "Pilot Intune",
            Authority::Intune => "Intune",
        },
        tip: match back_after(situation, (workload, phase), day) {
            Some(back) => {
                let back = format::weekday_date(back);
                format!(
                    "{}\nGoes back to Configuration Manager on {back}",
                    tip(situation, workload, phase, &state, open)
                )
            }
            None => tip(situation, workload, phase, &state, open),
        },
        line2,
        is_warning,
        badge,
    }
}

/// Configuration Manager has it again, whatever is planned next.
fn taken_back(
    situation: &Situation<'_>,
    (workload, phase): (Workload, PhaseId),
    (state, back): (&CellState, NaiveDate),
    open: usize,
) -> Face {
    let near = situation.today();
    let [long, short] = dates(back, near);
    let mut tip = tip(situation, workload, phase, state, open);
    let _ = write!(tip, "\nTaken back to Configuration Manager on {}", format::weekday_date(back));
    Face {
        position: Authority::ConfigurationManager,
        is_done: false,
        stays: true,
        line1: "ConfigMgr",
        line2: vec![format!("taken back {long}"), format!("taken back {short}"), format!("back {short}")],
        is_warning: true,
        badge: if open > 0 { Badge::Conflict } else { Badge::Back },
        tip,
    }
}

/// The day after `day` on which the cell goes back to Configuration Manager.
fn back_after(
    situation: &Situation<'_>,
    (workload, phase): (Workload, PhaseId),
    day: NaiveDate,
) -> Option<NaiveDate> {
    let dates = situation.dates(situation.plan.phase_index(phase)?)?;
    dates.backs[workload.index()].filter(|back| *back > day)
}

fn second_line(
    situation: &Situation<'_>,
    workload: Workload,
    phase: PhaseId,
    state: &CellState,
    open: usize,
) -> (Vec<String>, bool, Badge) {
    let near = situation.today();
    let Some(date) = state.date.filter(|_| state.position != Authority::ConfigurationManager) else {
        let (words, is_warning) = staying(situation, workload, phase);
        let badge = if open > 0 { Badge::Conflict } else { Badge::None };
        return (words, is_warning || open > 0, badge);
    };
    let [long, short] = dates(date, near);
    if state.is_done {
        if open > 0 {
            let more = format!("{short}, {open} open");
            return (vec![more, short], true, Badge::Conflict);
        }
        let words = match state.pilot_since {
            Some(since) => {
                let [long, short] = dates(since, near);
                vec![
                    format!("pilot from {long}"),
                    format!("pilot from {short}"),
                    format!("pilot {short}"),
                    short,
                ]
            }
            // Nothing is done that lies ahead, also when it is seen from a later day.
            None if state.position == Authority::Intune || date > near => forms("since ", date, near),
            None => forms("done ", date, near),
        };
        return (words, false, Badge::Done);
    }
    let mut days = vec![long, short];
    if let Some(range) = range(situation, workload, phase) {
        days = ranges::forms(range, near).unwrap_or(days);
    }
    let shortest = days.last().cloned().unwrap_or_default();
    let note = |word: &str| {
        let forms = days.iter().map(|day| format!("{day}, {word}"));
        forms.chain([shortest.clone()]).collect::<Vec<_>>()
    };
    if open > 0 {
        return (note("conflict"), true, Badge::Conflict);
    }
    if is_late(situation, phase, date) {
        return (note("late"), true, Badge::Conflict);
    }
    if state.reason == CellReason::FollowsDeviceConfiguration {
        return (note("follows"), true, Badge::Follows);
    }
    match state.head_start {
        Some(devices) => {
            let devices = format::plural(devices.into(), "device", "devices");
            let all = |day: &String| format!("all {day}");
            let mut forms: Vec<String> = days.iter().map(all).chain([shortest.clone()]).collect();
            forms.insert(0, format!("{devices}, all {shortest}"));
            (forms, false, Badge::None)
        }
        None => (days, false, Badge::None),
    }
}

/// The futures' days of a cell that is still to come.
fn range<'a>(situation: &Situation<'a>, workload: Workload, phase: PhaseId) -> Option<&'a Dates> {
    situation.cell_range(situation.plan.phase_index(phase)?, workload)
}

/// A switch that comes after the phase's gate has passed.
fn is_late(situation: &Situation<'_>, phase: PhaseId, date: NaiveDate) -> bool {
    let dates = situation.plan.phase_index(phase).and_then(|index| situation.dates(index));
    let rule_waits = situation
        .plan
        .workloads
        .iter()
        .flat_map(|row| &row.cells)
        .any(|cell| cell.phase == phase && matches!(cell.rule, SwitchRule::AfterGate(_)));
    !rule_waits && dates.is_some_and(|dates| dates.gate_is_done && dates.gate.is_some_and(|gate| gate < date))
}

fn staying(situation: &Situation<'_>, workload: Workload, phase: PhaseId) -> (Vec<String>, bool) {
    let cell = situation.plan.workload(workload).and_then(|row| row.cell(phase));
    let note = cell.map(|cell| cell.note.trim()).filter(|note| !note.is_empty());
    let is_planned = cell.is_some_and(|cell| cell.rule != SwitchRule::Never);
    match note {
        Some(note) => (vec![note.to_owned()], false),
        // A rule is there, but the course does not come to it.
        None if is_planned => (vec!["not within reach".to_owned(), "not reached".to_owned()], true),
        None => (vec!["stays".to_owned()], false),
    }
}

/// `8 Feb 2027` where the year is another one, and the shorter `8 Feb`.
fn dates(day: NaiveDate, near: NaiveDate) -> [String; 2] {
    let short = format::date_short(day);
    if day.year() == near.year() { [short.clone(), short] } else { [format::date(day), short] }
}

fn forms(word: &str, day: NaiveDate, near: NaiveDate) -> Vec<String> {
    let [long, short] = dates(day, near);
    vec![format!("{word}{long}"), format!("{word}{short}"), short]
}

fn tip(
    situation: &Situation<'_>,
    workload: Workload,
    phase: PhaseId,
    state: &CellState,
    open: usize,
) -> String {
    let plan = situation.plan;
    let mut lines = vec![format!("{}, {}", workload.name(), plan.phase_name(phase))];
    let day = state.date.map(format::weekday_date).unwrap_or_default();
    lines.push(match (state.position, state.is_done) {
        (Authority::ConfigurationManager, _) => "Configuration Manager keeps the authority".to_owned(),
        (position, _) if state.date.is_none() => {
            format!("{}, but the course does not come to it", position.name())
        }
        (position, true) => format!("{} since {day}", position.name()),
        (position, false) => match range(situation, workload, phase) {
            Some(range) => format!("{}: {}", position.name(), ranges::middle_and_late(range)),
            None => format!("{} from {day}", position.name()),
        },
    });
    lines.push(rule_words(plan.cell_rule(workload, phase)));
    if let Some(devices) = state.head_start {
        let devices = format::plural(devices.into(), "device has", "devices have");
        lines.push(format!("Head start: {devices} Pilot Intune"));
    }
    match state.reason {
        CellReason::FollowsDeviceConfiguration => {
            lines.push("Device configuration takes it along".to_owned());
        }
        CellReason::Recorded if state.is_done => lines.push("Recorded as done".to_owned()),
        _ => {}
    }
    if let Some(observed) = super::observed(situation, workload, phase) {
        lines.push(format!("Observed: {}, {}", observed.words(), observed.verdict()));
    }
    if open > 0 {
        lines.push(format!(
            "{} to be seen to: click for the remedy",
            format::plural(open as u64, "problem", "problems")
        ));
    }
    lines.join("\n")
}

/// The rule of a cell in plain words.
pub fn rule_words(rule: SwitchRule) -> String {
    let days = |n: u32| format::plural(n.into(), "working day", "working days");
    match rule {
        SwitchRule::Never => "Rule: never by itself".to_owned(),
        SwitchRule::AtEnrollment => "Rule: with the phase's start".to_owned(),
        SwitchRule::AfterStart(n) => format!("Rule: {} after the phase's start", days(n)),
        SwitchRule::AfterGate(n) => format!("Rule: {} after the phase's gate", days(n)),
        SwitchRule::OnDate(day) => format!("Rule: on {}", format::weekday_date(day)),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SliderState {
    Done,
    Planned,
    StaysInPilot,
    /// Neither the slider nor any cell moves.
    NotPlanned,
    Locked,
}

/// The column *Slider to Intune* of one workload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SliderFace {
    pub state: SliderState,
    /// `done 3 Aug`, the longest form first.
    pub words: Vec<String>,
    pub tip: String,
}

/// At the end of a day.
pub fn slider_face(situation: &Situation<'_>, workload: Workload, day: NaiveDate) -> SliderFace {
    let plan = situation.plan;
    let near = situation.today();
    let name = workload.name();
    if workload == Workload::ResourceAccessPolicies && plan.is_resource_access_locked() {
        let tip = format!("{name}\nFixed on Intune from site version 2403 on");
        return SliderFace { state: SliderState::Locked, words: vec!["locked".to_owned()], tip };
    }
    let at = workload.index();
    let expected = &situation.outlook.expected;
    let rule = plan.workload(workload).map_or(FullSwitch::Never, |row| row.full);
    if let Some(moved) = expected.sliders[at] {
        let is_recorded = expected.slider_is_done[at];
        let range = situation.slider_range(workload);
        let (state, words) = if moved <= day {
            (SliderState::Done, forms(if is_recorded { "done " } else { "since " }, moved, near))
        } else {
            let words = range.and_then(|range| ranges::forms(range, near));
            (SliderState::Planned, words.unwrap_or_else(|| dates(moved, near).to_vec()))
        };
        let when = match range {
            Some(range) => format!("goes to Intune: {}", ranges::middle_and_late(range)),
            None if is_recorded => format!("went to Intune on {}", format::weekday_date(moved)),
            None => format!("goes to Intune on {}", format::weekday_date(moved)),
        };
        let tip = format!("{name}\nThe slider {when}\n{}", full_words(situation, rule));
        return SliderFace { state, words, tip };
    }
    let has_cells = expected.phases.iter().any(|dates| dates.cells[at].is_some());
    match (rule, has_cells) {
        (FullSwitch::Never, true) => SliderFace {
            state: SliderState::StaysInPilot,
            words: vec!["stays in Pilot".to_owned(), "Pilot".to_owned()],
            tip: format!("{name}\nThe slider stays at Pilot Intune for good"),
        },
        (FullSwitch::Never, false) => SliderFace {
            state: SliderState::NotPlanned,
            words: vec!["not planned".to_owned(), "none".to_owned()],
            tip: format!("{name}\nNothing moves it away from Configuration Manager"),
        },
        (rule, _) => SliderFace {
            state: SliderState::NotPlanned,
            words: vec!["not reached".to_owned()],
            tip: format!("{name}\n{}\nThe course does not come to it", full_words(situation, rule)),
        },
    }
}

/// The rule of a slider in plain words.
pub fn full_words(situation: &Situation<'_>, rule: FullSwitch) -> String {
    let days = |n: u32| format::plural(n.into(), "working day", "working days");
    match rule {
        FullSwitch::Never => "Rule: stays in Pilot Intune".to_owned(),
        FullSwitch::OnDate(day) => format!("Rule: on {}", format::weekday_date(day)),
        FullSwitch::AfterGate { phase, days: n } => {
            format!("Rule: {} after the gate of {}", days(n), situation.plan.phase_label(phase))
        }
        FullSwitch::AfterLast(n) => format!("Rule: {} after the last gate", days(n)),
    }
}
