//! What moved in the schedule: each phase with the reason, then the workload switches. The reasons are read off
//! the two schedules: a gate that slipped, a freeze in between, a rule that was changed.

use chrono::NaiveDate;

use super::{Group, Pair, PhaseLine, blame, later};
use crate::picture::format;
use crate::plan::diff::Cause;
use crate::plan::{BaselinePhase, Criterion, DecisionKind, Freeze, Phase, PhaseId, PhaseKind, Workload};
use crate::report::timeline::phase_changes;
use crate::report::wording::{list, lower_first};

/// The phases that differ, in the newer order, then those that are gone.
pub(super) fn phases(pair: &Pair<'_, '_>) -> Vec<PhaseLine> {
    if !pair.is_same_rollout() {
        return Vec::new();
    }
    let (old, new) = (&pair.before.schedule, &pair.after.schedule);
    let mut lines: Vec<PhaseLine> = new
        .phases
        .iter()
        .enumerate()
        .filter_map(|(index, now)| match old.phase(now.phase) {
            Some(was) => moved(pair, index, (was, now)),
            None => Some(added(pair, now)),
        })
        .collect();
    let gone = old.phases.iter().filter(|was| new.phase(was.phase).is_none());
    lines.extend(gone.map(|was| PhaseLine {
        phase: was.phase,
        text: format!(
            "{} is no longer planned: {} less.",
            pair.label(was.phase),
            format::plural(was.devices.into(), "device", "devices")
        ),
        is_better: None,
    }));
    lines
}

fn added(pair: &Pair<'_, '_>, now: &BaselinePhase) -> PhaseLine {
    let day = |day: Option<NaiveDate>| day.map(format::date);
    let devices = format::plural(now.devices.into(), "device", "devices");
    let dates = match (day(now.start), day(now.gate)) {
        (Some(start), Some(gate)) => format!(", from {start} to its gate on {gate}"),
        (Some(start), None) => format!(", from {start} without a day for its gate"),
        (None, _) => ", without a day to start".to_owned(),
    };
    let text = format!("{} is new: {devices}{dates}.", pair.label(now.phase));
    PhaseLine { phase: now.phase, text, is_better: None }
}

/// The shifts of one phase, in working days.
#[derive(Clone, Copy, Default)]
struct Shift {
    start: Option<i64>,
    end: Option<i64>,
    gate: Option<i64>,
}

impl Shift {
    fn of(pair: &Pair<'_, '_>, was: &BaselinePhase, now: &BaselinePhase) -> Self {
        Self {
            start: pair.moved(was.start, now.start),
            end: pair.moved(was.targeted, now.targeted),
            gate: pair.moved(was.gate, now.gate),
        }
    }
}

fn moved(
    pair: &Pair<'_, '_>,
    index: usize,
    (was, now): (&BaselinePhase, &BaselinePhase),
) -> Option<PhaseLine> {
    let shift = Shift::of(pair, was, now);
    let mut parts = rules(pair, was, now);
    let started = pair.after.at.is_some_and(|at| {
        at.dates(index).is_some_and(|dates| dates.start_is_done && dates.phase == now.phase)
    });
    let (verb, passes) = (
        if started { "started" } else { "starts" },
        if gate_is_done(pair, index) { "passed its gate" } else { "passes its gate" },
    );
    let start = shift.start.and_then(later);
    let gate = shift.gate.and_then(later);
    match (&start, &gate) {
        (Some(start), Some(_)) if shift.start == shift.gate => {
            parts.push(format!("{verb} and {passes} {start}{}", start_reason(pair, index, was)));
        }
        _ => {
            parts.extend(start.map(|start| format!("{verb} {start}{}", start_reason(pair, index, was))));
            let reason = |pair| gate_reason(pair, index, (was, now), shift);
            parts.extend(gate.as_ref().map(|gate| format!("{passes} {gate}{}", reason(pair))));
            parts.extend(end_alone(pair, index, (was, now), shift).filter(|_| gate.is_none()));
        }
    }
    parts.extend(never(was, now));
    parts.extend(effect(pair, now.phase));
    if parts.is_empty() {
        return None;
    }
    // What counts is the gate; where it stays, when the last device is targeted.
    let ends = [shift.gate, shift.end].into_iter().flatten().find(|days| *days != 0);
    let has_no_end = shift.gate.is_none() && shift.end.is_none();
    let sign = ends.or(shift.start.filter(|days| has_no_end && *days != 0));
    Some(PhaseLine {
        phase: now.phase,
        text: format!("{}: {}.", pair.label(now.phase), parts.join("; ")),
        is_better: sign.map(|days| days < 0),
    })
}

/// The last targeting, where it moved by other than the start did and the gate stays.
fn end_alone(
    pair: &Pair<'_, '_>,
    index: usize,
    both: (&BaselinePhase, &BaselinePhase),
    shift: Shift,
) -> Option<String> {
    let (start, end) = (shift.start.unwrap_or(0), shift.end?);
    let longer = end - start;
    let moved = later(end).filter(|_| longer != 0)?;
    let is_past = pair.after.at.zip(both.1.targeted).is_some_and(|(at, day)| day <= at.today());
    let verb = if is_past { "targeted" } else { "targets" };
    let why = if longer.signum() == end.signum() {
        format!(" because {}", enrollment_reason(pair, index, both, longer))
    } else {
        String::new()
    };
    Some(format!("{verb} its last device {moved}{why}"))
}

fn gate_is_done(pair: &Pair<'_, '_>, index: usize) -> bool {
    pair.after.at.and_then(|at| at.dates(index)).is_some_and(|dates| dates.gate_is_done)
}

/// A day that there was, or is, only on one side.
fn never(was: &BaselinePhase, now: &BaselinePhase) -> Option<String> {
    match ((was.start, now.start), (was.gate, now.gate)) {
        ((Some(_), None), _) => Some("no longer has a day to start".to_owned()),
        ((None, Some(day)), _) => Some(format!("now starts on {}", format::date(day))),
        (_, (Some(day), None)) => {
            Some(format!("no longer passes its gate, which was expected for {}", format::date(day)))
        }
        (_, (None, Some(day))) => Some(format!("now passes its gate on {}", format::date(day))),
        _ => None,
    }
}

/// The first phase whose gate moved that way; what comes after follows from it.
pub(super) fn first_mover(pair: &Pair<'_, '_>, is_later: bool) -> Option<String> {
    let (old, new) = (&pair.before.schedule, &pair.after.schedule);
    let moved = |now: &&BaselinePhase| {
        let days = old.phase(now.phase).and_then(|was| pair.moved(was.gate, now.gate)).unwrap_or(0);
        days != 0 && (days > 0) == is_later
    };
    new.phases.iter().find(moved).map(|phase| in_text(&pair.label(phase.phase)))
}

/// What was changed in it by hand: `+200 devices, the rate falls from 40 to 20 per day`.
pub(super) fn changed(pair: &Pair<'_, '_>, id: PhaseId) -> String {
    let both = pair.before.schedule.phase(id).zip(pair.after.schedule.phase(id));
    both.map_or_else(String::new, |(was, now)| rules(pair, was, now).join(", "))
}

/// The phases that came and went: `Wave 3 is new and Wave 5 is no longer planned`.
pub(super) fn came_and_went(pair: &Pair<'_, '_>) -> String {
    let (old, new) = (&pair.before.schedule, &pair.after.schedule);
    let came = new.phases.iter().filter(|phase| old.phase(phase.phase).is_none());
    let came = came.map(|phase| format!("{} is new", pair.label(phase.phase)));
    let went = old.phases.iter().filter(|phase| new.phase(phase.phase).is_none());
    let went = went.map(|phase| format!("{} is no longer planned", pair.label(phase.phase)));
    let all: Vec<String> = came.chain(went).collect();
    if all.len() > 4 { String::new() } else { list(&all) }
}

/// Its size, and where both plans are known what was changed in it by hand.
pub(super) fn rules(pair: &Pair<'_, '_>, was: &BaselinePhase, now: &BaselinePhase) -> Vec<String> {
    let mut said = Vec::new();
    let more = i64::from(now.devices) - i64::from(was.devices);
    // A baseline of an early version kept no sizes.
    if more != 0 && was.devices > 0 {
        let noun = if more.abs() == 1 { "device" } else { "devices" };
        said.push(format!("{} {noun}", format::signed_count(more)));
    }
    if let Some((old, new)) = own_phases(pair, now.phase) {
        // Its size is said above, and where the devices come from is the estate's matter.
        let old = Phase { devices: new.devices, takes: new.takes.clone(), ..old.clone() };
        said.extend(phase_changes(&old, new));
        if old.name != new.name {
            said.retain(|words| words != "its description changes");
            said.push(renamed(&old.name, &new.name));
        }
    } else if was.name != now.name && !was.name.is_empty() && pair.plans().is_none() {
        said.push(renamed(&was.name, &now.name));
    }
    said
}

/// `now called “Depots”, was “Clinics South”`
fn renamed(old: &str, new: &str) -> String {
    let now = if new.trim().is_empty() {
        "now without a name".to_owned()
    } else {
        format!("now called “{}”", new.trim())
    };
    let was =
        if old.trim().is_empty() { ", had none".to_owned() } else { format!(", was “{}”", old.trim()) };
    now + &was
}

/// What it was called, for what is called otherwise now.
pub(super) fn called(name: &str) -> String {
    if name.trim().is_empty() {
        "it had no name".to_owned()
    } else {
        format!("it was called “{}”", name.trim())
    }
}

fn own_phases<'a>(pair: &'a Pair<'_, '_>, id: PhaseId) -> Option<(&'a Phase, &'a Phase)> {
    let (old, new) = pair.plans()?;
    old.phase(id).zip(new.phase(id))
}

/// What its own changes did to the finish and the helpdesk, where they were followed alone.
fn effect(pair: &Pair<'_, '_>, id: PhaseId) -> Vec<String> {
    let rows = super::effects::causes(pair);
    let row = rows.into_iter().find(|row| row.cause == Cause::Phase(id));
    row.map(|row| lower_p(&row.text)).into_iter().collect()
}

/// `P85 finish …` stays as it is; all else begins small.
fn lower_p(text: &str) -> String {
    if text.starts_with('P') { text.to_owned() } else { lower_first(text) }
}

/// Why the start moved, most telling first.
fn start_reason(pair: &Pair<'_, '_>, index: usize, was: &BaselinePhase) -> String {
    let now = &pair.after.schedule.phases[index];
    let shift = pair.moved(was.start, now.start).unwrap_or(0);
    if let Some(before) = index.checked_sub(1).filter(|_| waits(pair, now.phase)) {
        let now = &pair.after.schedule.phases[before];
        let gate = pair.before.schedule.phase(now.phase);
        let gate = gate.and_then(|was| pair.moved(was.gate, now.gate)).unwrap_or(0);
        if gate.signum() == shift.signum() && gate != 0 {
            let label = in_text(&pair.label(now.phase));
            let verb = match (gate > 0, gate_is_done(pair, before)) {
                (true, _) => "slipped",
                (false, true) => "passed earlier",
                (false, false) => "comes earlier",
            };
            let freeze = barred(pair, now.gate, pair.after.schedule.phases[index].start);
            let more = freeze.filter(|_| shift > gate).map(|what| format!(" and {what} lies in between"));
            return format!(" because {label}'s gate {verb}{}", more.unwrap_or_default());
        }
    }
    if let Some((old, new)) = own_phases(pair, now.phase)
        && old.start != new.start
    {
        return " by its new start rule".to_owned();
    }
    if shift > 0
        && let Some(what) = barred(pair, was.start, now.start)
    {
        return format!(" because of {what}");
    }
    String::new()
}

/// A lone pilot has no number.
pub(super) fn in_text(label: &str) -> String {
    if label == PhaseKind::Pilot.name() { "the pilot".to_owned() } else { label.to_owned() }
}

/// It starts when the gate before it has passed.
fn waits(pair: &Pair<'_, '_>, id: PhaseId) -> bool {
    let plan = pair.after.at.map_or(pair.plan, |at| at.plan);
    plan.phase(id).is_some_and(|phase| phase.start.after_previous.is_some())
}

/// The freeze that lies between two days.
fn barred(pair: &Pair<'_, '_>, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Option<String> {
    let (from, to) = (from?, to?);
    let plan = pair.after.at.map_or(pair.plan, |at| at.plan);
    let freezes = plan.calendar.freezes.iter();
    let hit = freezes.filter(|freeze| freeze.scope.bars_enrollment());
    hit.filter(|freeze| freeze.from <= to && from <= freeze.to).map(|freeze| the_freeze(&freeze.name)).next()
}

fn the_freeze(name: &str) -> String {
    let name = name.trim();
    if name.is_empty() { "a freeze".to_owned() } else { format!("the freeze “{name}”") }
}

/// Why the gate moved further than the start.
fn gate_reason(
    pair: &Pair<'_, '_>,
    index: usize,
    (was, now): (&BaselinePhase, &BaselinePhase),
    shift: Shift,
) -> String {
    let (start, gate) = (shift.start.unwrap_or(0), shift.gate.unwrap_or(0));
    let end = shift.end.unwrap_or(start);
    // What speaks for the shift, and what took some of it back.
    let (mut reasons, mut despite) = (Vec::new(), Vec::new());
    if start != 0 {
        let list = if start.signum() == gate.signum() { &mut reasons } else { &mut despite };
        list.push("its start moved".to_owned());
    }
    if end != start {
        let is_for_it = (end - start).signum() == gate.signum();
        let list = if is_for_it { &mut reasons } else { &mut despite };
        list.push(enrollment_reason(pair, index, (was, now), end - start));
    }
    if gate != end {
        let is_for_it = (gate - end).signum() == gate.signum();
        let known = decision_reason(pair, index, (was, now)).filter(|_| is_for_it);
        let list = if is_for_it { &mut reasons } else { &mut despite };
        list.push(known.unwrap_or_else(|| {
            let verb = if gate_is_done(pair, index) { "held" } else { "hold" };
            let when = if gate > end { "later" } else { "sooner" };
            let why = blame::criteria(pair, (was, now)).unwrap_or_default();
            format!("its criteria {verb} {when} after the last device{why}")
        }));
    }
    match (reasons.is_empty(), despite.is_empty()) {
        (true, _) => String::new(),
        (_, true) => format!(" because {}", list(&reasons)),
        _ => format!(" because {}, although {}", list(&reasons), list(&despite)),
    }
}

/// Why its enrollment takes longer or shorter.
fn enrollment_reason(
    pair: &Pair<'_, '_>,
    index: usize,
    (was, now): (&BaselinePhase, &BaselinePhase),
    longer: i64,
) -> String {
    if let Some((old, new)) = own_phases(pair, now.phase) {
        let (from, to) = (old.rate.unwrap_or(u32::MAX), new.rate.unwrap_or(u32::MAX));
        let explains = (longer > 0) == (to < from);
        if from != to && explains {
            return match new.rate {
                Some(rate) => format!("{} devices a day are targeted", format::count(rate.into())),
                None => "all its devices are targeted at once".to_owned(),
            };
        }
    }
    if longer > 0
        && let Some(what) = crossed(pair, (was, now))
    {
        return format!("it no longer fits before {what}");
    }
    // Two files may both be behind their baseline: then that is not what differs.
    let is_open = longer > 0 && !gate_is_done(pair, index) && pair.before.at.is_none();
    let behind = pair.after.at.and_then(|at| at.behind_days(index)).filter(|days| *days > 0 && is_open);
    if let Some(days) = behind {
        let days = format::plural(days.unsigned_abs(), "working day", "working days");
        return format!("its enrollment is {days} behind the baseline");
    }
    let more = i64::from(now.devices) - i64::from(was.devices);
    if more != 0 && was.devices > 0 && (more > 0) == (longer > 0) {
        return if more > 0 { "it has more devices" } else { "it has fewer devices" }.to_owned();
    }
    let n = format::plural(longer.unsigned_abs(), "working day", "working days");
    let verb = if gate_is_done(pair, index) { "took" } else { "takes" };
    let why = blame::enrollment(pair, (was, now)).unwrap_or_default();
    format!("its enrollment {verb} {n} {}{why}", if longer > 0 { "longer" } else { "less" })
}

/// The freeze before which its enrollment ended, and ends no more.
fn crossed(pair: &Pair<'_, '_>, (was, now): (&BaselinePhase, &BaselinePhase)) -> Option<String> {
    let (before, after) = (was.targeted?, now.targeted?);
    let plan = pair.after.at.map_or(pair.plan, |at| at.plan);
    let freeze = plan
        .calendar
        .freezes
        .iter()
        .find(|f| f.scope.bars_enrollment() && before < f.from && after >= f.from)?;
    Some(the_freeze(&freeze.name))
}

/// Why the gate comes later or earlier after the last device than it did.
fn decision_reason(
    pair: &Pair<'_, '_>,
    index: usize,
    (was, now): (&BaselinePhase, &BaselinePhase),
) -> Option<String> {
    let at = pair.after.at?;
    let mut decided = at.plan.decisions.iter().filter(|decision| decision.phase == Some(now.phase));
    if gate_is_done(pair, index)
        && let Some(go) = decided.clone().find(|d| d.kind == DecisionKind::Go && Some(d.date) == now.gate)
    {
        return Some(format!("it was decided so on {}", format::date(go.date)));
    }
    let refused = decided.rfind(|d| matches!(d.kind, DecisionKind::NoGo { .. }));
    if let Some(no_go) = refused.filter(|d| was.gate.is_none_or(|gate| d.date >= gate)) {
        return Some(format!("No-go was decided on {}", format::date(no_go.date)));
    }
    let soak = |phase: &Phase| {
        phase
            .gate
            .criteria
            .iter()
            .find_map(|c| if let Criterion::Soak { days } = c { Some(*days) } else { None })
    };
    let (old, new) = own_phases(pair, now.phase)?;
    if soak(old) != soak(new) {
        return Some("its soak was changed".to_owned());
    }
    (old.gate.criteria != new.gate.criteria).then(|| "its gate asks something else".to_owned())
}

/// Why a switch moved by other than its phase did.
fn switch_reason(
    pair: &Pair<'_, '_>,
    index: usize,
    workload: Workload,
    (was, is): (NaiveDate, NaiveDate),
) -> String {
    let now = &pair.after.schedule.phases[index];
    let moved = pair.moved(Some(was), Some(is));
    let before = pair.before.schedule.phase(now.phase);
    let shift = before.map_or_else(Shift::default, |before| Shift::of(pair, before, now));
    if moved == shift.start || moved == shift.gate {
        return String::new();
    }
    let dates = pair.after.at.and_then(|at| at.dates(index));
    if dates.is_some_and(|dates| dates.cell_is_done[workload.index()]) {
        return format!(", done on {}", format::date(is));
    }
    let plan = pair.after.at.map_or(pair.plan, |at| at.plan);
    // One that is only passed on the way to a later day holds nothing up.
    let holds = |freeze: &&Freeze| {
        let next = plan.calendar.add_working_days(freeze.to, 1);
        freeze.scope.bars_switches() && was <= freeze.to && next == Some(is)
    };
    let freeze = plan.calendar.freezes.iter().find(holds).filter(|_| is > was);
    freeze.map_or_else(String::new, |freeze| format!(" because of {}", the_freeze(&freeze.name)))
}

/// The workload switches that moved, one line a workload.
pub(super) fn switches(pair: &Pair<'_, '_>) -> Option<Group> {
    if !pair.is_same_rollout() {
        return None;
    }
    let (old, new) = (&pair.before.schedule, &pair.after.schedule);
    let line = |workload: Workload| {
        let cells = new.phases.iter().enumerate().filter_map(|(index, phase)| {
            let id = phase.phase;
            let days = (old.switch(workload, Some(id))?, new.switch(workload, Some(id))?);
            let moved = later(pair.plan.calendar.working_days_between(days.0, days.1))?;
            Some(format!("{moved} in {}{}", pair.label(id), switch_reason(pair, index, workload, days)))
        });
        let mut parts: Vec<String> = cells.collect();
        let (was, is) = (old.switch(workload, None), new.switch(workload, None));
        match (was, is) {
            (Some(was), Some(is)) => {
                let days = pair.plan.calendar.working_days_between(was, is);
                parts.extend(later(days).map(|moved| format!("to Intune {moved}, {}", format::date(is))));
            }
            (None, Some(is)) => {
                parts.push(format!("to Intune on {}, which it was not before", format::date(is)));
            }
            (Some(was), None) => {
                parts.push(format!("no longer to Intune, which was expected for {}", format::date(was)));
            }
            (None, None) => {}
        }
        (!parts.is_empty()).then(|| format!("{}: {}.", workload.name(), parts.join("; ")))
    };
    let lines: Vec<String> = Workload::ALL.into_iter().filter_map(line).collect();
    (!lines.is_empty()).then(|| Group { title: "When workloads pass to Intune".to_owned(), lines })
}
