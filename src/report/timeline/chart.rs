//! The timeline's rows: what of each phase is planned, done and expected, as the chart wants to have it.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::forecast::{Cause, PhaseDates, PhaseStage};
use crate::picture::flags::Freeze;
use crate::picture::format;
use crate::picture::gantt::{GanttGate, GanttInput, GanttRow, GanttSwitch, SwitchNote, Tone, WorkloadKey};
use crate::picture::lane::{DeskLane, LaneWeek};
use crate::picture::markers::{Authority, Verdict};
use crate::plan::{Criterion, PhaseId, PhaseKind, Workload};
use crate::report::course::desk_weeks;
use crate::report::wording::day_near;
use crate::report::{Situation, ranges};

/// The whole timeline of a plan between two days. `conflicts` says which cells are out of order.
pub fn chart(
    situation: &Situation<'_>,
    (first, last): (NaiveDate, NaiveDate),
    selected: Option<PhaseId>,
    conflicts: &[(Workload, PhaseId)],
) -> GanttInput {
    let plan = situation.plan;
    let freezes = plan.calendar.freezes.iter();
    GanttInput {
        first,
        last,
        today: situation.has_begun().then(|| situation.today()),
        target: plan.target,
        freezes: freezes
            .map(|freeze| Freeze { name: freeze.name.clone(), first: freeze.from, last: freeze.to })
            .collect(),
        rows: (0..plan.phases.len()).map(|index| row(situation, index, conflicts)).collect(),
        selected: selected.map(key),
        desk: desk(situation),
        workloads: plan
            .switchable_workloads()
            .map(|workload| WorkloadKey {
                letter: workload.letter(),
                name: workload.name().to_owned(),
                short: workload.short_name().to_owned(),
            })
            .collect(),
    }
}

/// The days that hold everything planned, done and expected, in whole months at the start.
pub fn whole_span(situation: &Situation<'_>) -> (NaiveDate, NaiveDate) {
    let (plan, expected) = (situation.plan, &situation.outlook.expected);
    let baseline = plan.baseline();
    let firsts = expected.phases.iter().filter_map(|dates| dates.start);
    let first = firsts.chain([plan.start]).min().unwrap_or(plan.start);
    let dates = expected.phases.iter();
    let last = dates
        .flat_map(|dates| [dates.start, dates.targeted, dates.last_targeting, dates.gate])
        .chain(plan.phases.iter().map(|phase| phase.gate.planned))
        .chain(situation.ranges().map(|odds| odds.finish.quantile(0.85)))
        .chain([expected.finish, plan.target, baseline.and_then(|baseline| baseline.finish)])
        .flatten()
        .max()
        .unwrap_or_else(|| plan.start + Days::new(180));
    let first = first.with_day(1).unwrap_or(first);
    let room = u64::try_from((last - first).num_days() / 14).unwrap_or(0).max(10);
    (first, last.checked_add_days(Days::new(room)).unwrap_or(last).max(first + Months::new(1)))
}

/// Under a name that tells pilots apart, `Pilot` is enough; waves keep their number.
pub fn kind_words(situation: &Situation<'_>, index: usize) -> String {
    match situation.phase(index) {
        Some(phase) if phase.kind == PhaseKind::Pilot && !phase.name.is_empty() => {
            phase.kind.name().to_owned()
        }
        _ => situation.label(index),
    }
}

fn key(phase: PhaseId) -> String {
    phase.0.to_string()
}

fn row(situation: &Situation<'_>, index: usize, conflicts: &[(Workload, PhaseId)]) -> GanttRow {
    let plan = situation.plan;
    let phase = &plan.phases[index];
    let blank = PhaseDates::default();
    let dates = situation.dates(index).unwrap_or(&blank);
    let stage = situation.stage(index);
    let end = dates.start.and_then(|_| situation.end(index));
    let (line3, tone) = third_line(situation, index, stage);
    let done_until = dates.start.filter(|_| dates.start_is_done).map(|_| match (stage, end) {
        (PhaseStage::Done, Some(end)) => end,
        _ => situation.today(),
    });
    let baseline = plan.baseline().and_then(|baseline| baseline.phase(phase.id));
    let name = plan.phase_name(phase.id);
    let devices = format::plural(phase.devices.into(), "device", "devices");
    GanttRow {
        key: key(phase.id),
        state: state(stage),
        line2: format!("{} · {devices}", kind_words(situation, index)),
        line3,
        tone,
        start: dates.start,
        end,
        done_until,
        count: format::count(situation.now(index).enrolled.into()),
        baseline: baseline.and_then(|was| was.start.zip(was.targeted.or(was.gate))),
        soak_until: soak_until(situation, index, end),
        gate: gate(situation, index),
        tail: tail(situation, index),
        dates: gate_words(situation, index),
        switches: switches(situation, index, conflicts),
        tip: tip(situation, index, &name, end),
        name,
    }
}

const fn state(stage: PhaseStage) -> Verdict {
    match stage {
        PhaseStage::Planned => Verdict::Empty,
        PhaseStage::Running | PhaseStage::Soaking => Verdict::Running,
        PhaseStage::Paused => Verdict::Paused,
        PhaseStage::Done => Verdict::Met,
        PhaseStage::Stalled => Verdict::Missed,
    }
}

/// How far it has come, against the plan; before its start what it waits for.
fn third_line(situation: &Situation<'_>, index: usize, stage: PhaseStage) -> (String, Tone) {
    let phase = &situation.plan.phases[index];
    let now = situation.now(index);
    let share = |n: u32| f64::from(n) / f64::from(phase.devices.max(1));
    let is_open = situation.dates(index).is_some_and(|dates| dates.start_is_done);
    match stage {
        PhaseStage::Done => (format!("{} enrolled", format::percent1(share(now.enrolled))), Tone::Plain),
        PhaseStage::Stalled => ("stalled at its gate".to_owned(), Tone::Bad),
        PhaseStage::Paused if !is_open => ("paused before its start".to_owned(), Tone::Warn),
        PhaseStage::Running | PhaseStage::Soaking | PhaseStage::Paused => {
            let so_far = format::percent1(share(now.enrolled));
            match now.as_of.and_then(|day| situation.planned_of(index, day)) {
                Some(planned) => {
                    let tone = if now.enrolled < planned { Tone::Warn } else { Tone::Plain };
                    (format!("{so_far}, plan {}", format::percent1(share(planned))), tone)
                }
                None => (format!("{so_far} enrolled"), Tone::Plain),
            }
        }
        PhaseStage::Planned => (waiting(situation, index), Tone::Plain),
    }
}

fn waiting(situation: &Situation<'_>, index: usize) -> String {
    let phase = &situation.plan.phases[index];
    let before = index.checked_sub(1).filter(|_| phase.start.after_previous.is_some());
    let near = situation.today();
    if let Some(range) = before.and_then(|before| ranges::short(&situation.range_of(before)?.gate, near)) {
        return format!("needs gate {range}");
    }
    match (before, situation.start(index)) {
        (Some(before), _) => match situation.dates(before).and_then(|dates| dates.gate) {
            Some(gate) => format!("needs gate {}", day_near(gate, near)),
            None => format!("waits for {}", situation.label(before)),
        },
        (None, Some(start)) => format!("starts {}", day_near(start, near)),
        (None, None) => "does not start".to_owned(),
    }
}

/// The last day of the soak that its gate asks for.
fn soak_until(situation: &Situation<'_>, index: usize, end: Option<NaiveDate>) -> Option<NaiveDate> {
    let plan = situation.plan;
    let days = plan.phases[index].gate.criteria.iter().find_map(|criterion| match criterion {
        Criterion::Soak { days } => Some(*days),
        _ => None,
    })?;
    let over = plan.calendar.add_working_days(end?, days)?;
    let dates = situation.dates(index)?;
    // A recorded Go may have come before the soak was over.
    Some(dates.gate.filter(|_| dates.gate_is_done).map_or(over, |gate| over.min(gate)))
}

fn gate(situation: &Situation<'_>, index: usize) -> Option<GanttGate> {
    let dates = situation.dates(index)?;
    let typed = situation.plan.phases[index].gate.planned;
    let middle = situation.range_of(index).filter(|_| !situation.is_behind);
    let ahead = middle.and_then(|odds| odds.gate.quantile(0.50)).or(dates.gate);
    let date = if dates.gate_is_done { dates.gate } else { typed.or(ahead) };
    date.map(|date| GanttGate { date, is_passed: dates.gate_is_done })
}

/// From P50 to P85 of a gate to come.
fn tail(situation: &Situation<'_>, index: usize) -> Option<(NaiveDate, Option<NaiveDate>)> {
    situation.dates(index).filter(|dates| !dates.gate_is_done)?;
    let gate = &situation.range_of(index)?.gate;
    Some((gate.quantile(0.50)?, gate.quantile(0.85)))
}

/// `19 Jun`; `13 – 19 Nov`, `13 Nov, forecast 16 – 19 Nov` where another day is planned. On the expected
/// course `13 Nov, expected 19 Nov` where the plan and the course differ.
fn gate_words(situation: &Situation<'_>, index: usize) -> String {
    let Some(shown) = gate(situation, index) else { return String::new() };
    let said = |day: NaiveDate| {
        // Over years the axis has not every one of them.
        let last = situation.outlook.expected.finish.unwrap_or_else(|| situation.plan.horizon());
        let is_long = (last - situation.plan.start).num_days() > 730;
        if is_long { day_near(day, situation.today()) } else { format::date_short(day) }
    };
    let words = said(shown.date);
    if let Some(odds) = situation.range_of(index).filter(|_| !shown.is_passed) {
        let Some(range) = ranges::short(&odds.gate, situation.today()) else {
            return format!("{words}, not expected to pass");
        };
        let is_typed = situation.phase(index).is_some_and(|phase| phase.gate.planned.is_some());
        let is_elsewhere = is_typed && odds.gate.quantile(0.50) != Some(shown.date);
        return if is_elsewhere { format!("{words}, forecast {range}") } else { range };
    }
    match situation.dates(index).and_then(|dates| dates.gate) {
        Some(expected) if expected != shown.date => {
            format!("{words}, expected {}", said(expected))
        }
        None => format!("{words}, not expected to pass"),
        Some(_) => words,
    }
}

fn switches(situation: &Situation<'_>, index: usize, conflicts: &[(Workload, PhaseId)]) -> Vec<GanttSwitch> {
    let Some(dates) = situation.dates(index) else { return Vec::new() };
    let expected = &situation.outlook.expected;
    let mut switches: Vec<GanttSwitch> = situation
        .plan
        .switchable_workloads()
        .map(|workload| {
            let at = workload.index();
            let date = dates.cells[at];
            let slider = expected.sliders[at];
            let is_full = slider.zip(date).is_some_and(|(slider, date)| slider <= date);
            let to = if is_full { Authority::Intune } else { Authority::Pilot };
            let is_done = dates.cell_is_done[at];
            let follows = !is_done && date.is_some_and(|date| follows(situation, index, workload, date));
            let range = situation.cell_range(index, workload);
            let when = match range {
                Some(range) => ranges::middle_and_late(range),
                None => date.map(format::weekday_date).unwrap_or_default(),
            };
            let note = if conflicts.contains(&(workload, dates.phase)) {
                Some(SwitchNote::Conflict)
            } else {
                follows.then_some(SwitchNote::Follows)
            };
            GanttSwitch {
                workload: workload.name().to_owned(),
                letter: workload.letter(),
                to,
                // Where a drag takes hold of it; the futures' days are in the words.
                date,
                is_done,
                note,
                tip: switch_tip(workload, to, &when, (is_done, follows)),
            }
        })
        .collect();
    // After all that can be dragged, which are found by their place.
    switches.extend(backs(situation, index));
    switches
}

/// Workloads that go back to Configuration Manager.
fn backs(situation: &Situation<'_>, index: usize) -> Vec<GanttSwitch> {
    let Some(dates) = situation.dates(index) else { return Vec::new() };
    let back = |workload: Workload| {
        let date = dates.backs[workload.index()]?;
        let is_done = situation.has_begun() && date <= situation.today();
        let to = Authority::ConfigManager;
        Some(GanttSwitch {
            workload: format!("{} back", workload.name()),
            letter: workload.letter(),
            to,
            date: Some(date),
            is_done,
            note: None,
            tip: switch_tip(workload, to, &format::weekday_date(date), (is_done, false)),
        })
    };
    situation.plan.switchable_workloads().filter_map(back).collect()
}

fn switch_tip(workload: Workload, to: Authority, when: &str, (is_done, follows): (bool, bool)) -> String {
    let word = if is_done { "done" } else { "planned for" };
    let why = if follows { "\nmoves with Device configuration" } else { "" };
    format!("{} to {}\n{word} {when}{why}", workload.name(), to.name())
}

/// Device configuration moved and took the workload along on that day.
pub fn follows(situation: &Situation<'_>, index: usize, workload: Workload, date: NaiveDate) -> bool {
    let track = &situation.outlook.expected.track;
    let change = track.index(date).and_then(|at| track.phases.get(index)?.change(workload, at));
    change.is_some_and(|change| change.cause == Cause::Follows)
}

fn tip(situation: &Situation<'_>, index: usize, name: &str, end: Option<NaiveDate>) -> String {
    let phase = &situation.plan.phases[index];
    let mut lines = vec![name.to_owned()];
    if let Some(start) = situation.start(index) {
        let until = end.map_or_else(|| "no end".to_owned(), format::weekday_date);
        lines.push(format!("{} – {until}", format::weekday_date(start)));
    }
    if let Some(slip) = situation.slip_days(index).filter(|days| *days != 0) {
        lines.push(format!("{} against the baseline", format::signed_working_days(slip)));
    }
    lines.push(match phase.rate {
        Some(rate) => format!("{} a day", format::plural(rate.into(), "device", "devices")),
        None => "all devices at once".to_owned(),
    });
    lines.join("\n")
}

/// The helpdesk lane; none until somebody typed a desk or its tickets.
fn desk(situation: &Situation<'_>) -> Option<DeskLane> {
    let plan = situation.plan;
    let weeks = desk_weeks(situation);
    if weeks.is_empty() {
        return None;
    }
    let agents = plan.desk.agents_on(situation.today());
    let each = format::decimal(plan.desk.tickets_per_agent_day * (1.0 - plan.desk.shrinkage), 1);
    let capacity = format::decimal(plan.desk.capacity_on(situation.today()), 1);
    let who = format!("{} × {each} = {capacity} a day", agents_words(agents));
    Some(DeskLane {
        title: "Helpdesk load".to_owned(),
        lines: vec!["tickets per day, weekly mean".to_owned(), who],
        weeks: weeks
            .iter()
            .map(|week| LaneWeek {
                monday: week.monday,
                tickets_per_day: week.arrivals_per_day,
                capacity_per_day: (week.capacity_per_day > 0.0).then_some(week.capacity_per_day),
                range: week.range,
                is_actual: week.is_past,
            })
            .collect(),
    })
}

fn agents_words(agents: f64) -> String {
    let number = format::decimal(agents, 1);
    if number == "1" { "1 agent".to_owned() } else { format!("{number} agents") }
}
