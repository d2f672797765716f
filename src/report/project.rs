//! The plan as a tree of tasks with links, as programs for project schedules have it: phases with rollout, soak,
//! gate and switches, then sliders, milestones, prerequisites and tasks. Dates are those of the expected course.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Situation, agenda, timeline};
use crate::forecast::{milestone_date, task_dates};
use crate::picture::format;
use crate::plan::{
    Anchor, Authority, Criterion, FullSwitch, PhaseId, PrerequisiteState, SwitchRule, Workload, wording,
};

/// Which days count as working days of a task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Days {
    /// All but holidays.
    #[default]
    Working,
    /// Also without the freezes and pauses in which nobody of the phase is targeted.
    Enrollment(PhaseId),
    /// Also without the freezes of switches.
    Switches,
}

/// How the start of one task hangs on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The number of the task before.
    pub after: usize,
    pub is_from_start: bool,
    /// Working days in between.
    pub lag_days: u32,
}

/// First and last day, both included; a milestone has one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// One line of the schedule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// 1, 2, … as listed.
    pub number: usize,
    /// 1 = outermost.
    pub level: usize,
    pub name: String,
    pub is_summary: bool,
    pub is_milestone: bool,
    /// None = not within the horizon.
    pub span: Option<Span>,
    pub baseline: Option<Span>,
    /// Share that is done, 0 to 100.
    pub percent: u32,
    pub days: Days,
    /// Its day is typed, and follows from nothing.
    pub is_on_date: bool,
    pub deadline: Option<NaiveDate>,
    pub contact: String,
    pub notes: String,
    pub links: Vec<Link>,
}

/// The lines in the making, with the numbers that later ones refer to.
struct Draft<'a> {
    at: &'a Situation<'a>,
    lines: Vec<Line>,
    rollouts: BTreeMap<PhaseId, usize>,
    gates: BTreeMap<PhaseId, usize>,
}

/// All lines in the order of an outline.
pub fn lines(at: &Situation<'_>) -> Vec<Line> {
    let mut draft = Draft { at, lines: Vec::new(), rollouts: BTreeMap::new(), gates: BTreeMap::new() };
    for index in 0..at.plan.phases.len() {
        phase(&mut draft, index);
    }
    group(&mut draft, "Workloads to Intune", sliders);
    group(&mut draft, "Milestones", milestones);
    group(&mut draft, "Prerequisites", prerequisites);
    group(&mut draft, "Tasks", tasks);
    appointments(&mut draft);
    draft.lines
}

/// A gate stands on the day of its appointment, as in people's calendars, where all that waits for it is
/// expected after that day; else on the day on which it is expected to pass. The notes say the other one.
fn appointments(draft: &mut Draft<'_>) {
    for (index, phase) in draft.at.plan.phases.iter().enumerate() {
        let days = (agenda::gate_day(draft.at, index), draft.at.dates(index).and_then(|dates| dates.gate));
        let (Some(&number), (Some(day), Some(expected))) = (draft.gates.get(&phase.id), days) else {
            continue;
        };
        let shift = draft.at.plan.calendar.working_days_between(expected, day);
        let hangs = |link: &Link| link.after == number && !link.is_from_start;
        let waits = |line: &&mut Line| line.links.iter().any(hangs);
        let keeps = shift > 0
            && draft.lines.iter_mut().filter(waits).all(|line| line.span.is_none_or(|span| span.first > day));
        if keeps {
            let shift = u32::try_from(shift).unwrap_or(0);
            for link in draft.lines.iter_mut().flat_map(|line| &mut line.links).filter(|link| hangs(link)) {
                link.lag_days = link.lag_days.saturating_sub(shift);
            }
            let summary = draft.lines[..number].iter_mut().rfind(|line| line.is_summary);
            if let Some(span) = summary.and_then(|line| line.span.as_mut()) {
                span.last = span.last.max(day);
            }
        }
        let line = &mut draft.lines[number - 1];
        let (on_day, what, other) =
            if keeps { (day, "Expected to pass on", expected) } else { (expected, "Planned for", day) };
        line.span = Some(on(on_day));
        if other != on_day {
            let note = format!("{what} {}.", format::date(other));
            line.notes = if line.notes.is_empty() { note } else { format!("{note}\n{}", line.notes) };
        }
    }
}

impl Draft<'_> {
    /// Adds a line, whose number it sets. Nothing is done on a day that is still to come, and a milestone is
    /// done or not.
    fn add(&mut self, line: Line) -> usize {
        let number = self.lines.len() + 1;
        let today = self.at.today();
        let percent = match line.span {
            None => 0,
            Some(span) if span.first > today => 0,
            Some(span) if span.last > today => line.percent.min(99),
            Some(_) => line.percent.min(100),
        };
        let percent = if line.is_milestone && percent < 100 { 0 } else { percent };
        self.lines.push(Line { number, percent, ..line });
        number
    }

    /// What hangs on a start or a gate. Only what comes after its anchor does; what comes before has a day of
    /// its own.
    fn link(&self, anchor: &Anchor, days: i32) -> Option<Link> {
        let days = u32::try_from(days).ok()?;
        let (after, is_from_start) = match anchor {
            Anchor::PhaseStart(phase) => (*self.rollouts.get(phase)?, true),
            Anchor::PhaseTargeted(phase) => (*self.rollouts.get(phase)?, false),
            Anchor::PhaseGate(phase) => (*self.gates.get(phase)?, false),
            _ => return None,
        };
        Some(Link {
            after,
            is_from_start,
            lag_days: if is_from_start { days } else { days.saturating_sub(1) },
        })
    }

    /// Closes a summary over the lines after it: it spans them, and is done as far as they are, each by its
    /// working days; where none of them lasts, each alike.
    fn close(&mut self, summary: usize) {
        let parts = &self.lines[summary..];
        let calendar = &self.at.plan.calendar;
        let lasts = |line: &&Line| !line.is_milestone && line.span.is_some();
        let days =
            |span: Span| calendar.working_days_between(span.first, span.last).max(0).unsigned_abs() + 1;
        let weigh = |line: &Line| match (parts.iter().any(|line| lasts(&line)), line.span) {
            (true, Some(span)) if lasts(&line) => days(span),
            (true, _) => 0,
            (false, _) => 1,
        };
        let all: u64 = parts.iter().map(weigh).sum();
        let done: u64 = parts.iter().map(|line| weigh(line) * u64::from(line.percent)).sum();
        let is_done = parts.iter().all(|line| line.percent == 100);
        let most = if is_done { 100 } else { 99 };
        let percent = u32::try_from(done.checked_div(all).unwrap_or(0)).unwrap_or(0).min(most);
        let span = join(parts.iter().filter_map(|line| line.span));
        let baseline = join(parts.iter().filter_map(|line| line.baseline));
        let line = &mut self.lines[summary - 1];
        line.span = span;
        line.baseline = baseline;
        line.percent = percent;
    }
}

fn join(spans: impl Iterator<Item = Span>) -> Option<Span> {
    spans.reduce(|a, b| Span { first: a.first.min(b.first), last: a.last.max(b.last) })
}

const fn on(day: NaiveDate) -> Span {
    Span { first: day, last: day }
}

/// A summary with what `fill` puts under it; nothing when that is nothing.
fn group(draft: &mut Draft<'_>, name: &str, fill: fn(&mut Draft<'_>)) {
    let summary = draft.add(Line { level: 1, name: name.to_owned(), is_summary: true, ..Line::default() });
    fill(draft);
    if draft.lines.len() == summary {
        draft.lines.pop();
    } else {
        draft.close(summary);
    }
}

fn phase(draft: &mut Draft<'_>, index: usize) {
    let at = draft.at;
    let phase = &at.plan.phases[index];
    let id = phase.id;
    let planned = at.baseline().and_then(|baseline| baseline.phase(id));
    let now = at.now(index);
    let share = u64::from(now.enrolled) * 100 / u64::from(phase.devices.max(1));
    let gate_is_done = at.dates(index).is_some_and(|dates| dates.gate_is_done);
    let percent = if gate_is_done { 100 } else { share.min(99) as u32 };
    let summary = draft.add(Line {
        level: 1,
        name: at.title(index),
        is_summary: true,
        contact: phase.owner.clone(),
        notes: phase_notes(at, index),
        ..Line::default()
    });
    let Some(start) = at.start(index) else { return };
    let mut links = Vec::new();
    let before = index.checked_sub(1).and_then(|before| at.phase(before));
    if let (Some(lag), Some(before)) = (phase.start.after_previous, before)
        && let Some(after) = draft.gates.get(&before.id)
    {
        // A lag is over on its n-th working day; here it is counted up to the start of that day.
        links.push(Link { after: *after, is_from_start: false, lag_days: lag.saturating_sub(1) });
    }
    let end = at.end(index).unwrap_or(start).max(start);
    let devices = format::plural(phase.devices.into(), "device", "devices");
    let rollout = draft.add(Line {
        level: 2,
        name: format!("Rollout to {devices}"),
        span: Some(Span { first: start, last: end }),
        baseline: planned.and_then(|was| Some(Span { first: was.start?, last: was.targeted.or(was.start)? })),
        percent,
        days: Days::Enrollment(id),
        is_on_date: links.is_empty(),
        links,
        ..Line::default()
    });
    draft.rollouts.insert(id, rollout);
    let last = soak(draft, index, (rollout, end));
    gate(draft, index, last);
    // Those that Device configuration takes along hang on it, so it comes first.
    let mut workloads: Vec<Workload> = at.plan.switchable_workloads().collect();
    workloads.sort_by_key(|workload| workload.follows_device_configuration());
    let mut leader = None;
    for workload in workloads {
        let number = cell(draft, index, workload, leader);
        if workload == Workload::DeviceConfiguration {
            leader = number;
        }
    }
    draft.close(summary);
}

fn phase_notes(at: &Situation<'_>, index: usize) -> String {
    let phase = &at.plan.phases[index];
    let mut notes = vec![format!("{}, {}.", wording::devices(phase.devices), phase.path.name())];
    notes.push(match phase.rate {
        Some(rate) => format!("{} targeted per working day.", wording::devices(rate)),
        None => "All targeted at once.".to_owned(),
    });
    if at.now(index).as_of.is_some() {
        notes.push(format!("{} enrolled.", wording::devices(at.now(index).enrolled)));
    }
    if at.start(index).is_none() {
        notes.push(format!("It has no day to start by {}.", format::date(at.plan.horizon())));
    }
    if !phase.note.is_empty() {
        notes.push(phase.note.clone());
    }
    notes.join("\n")
}

/// The working days after the last device for which the gate asks; the line that the gate comes after.
fn soak(draft: &mut Draft<'_>, index: usize, (rollout, end): (usize, NaiveDate)) -> usize {
    let at = draft.at;
    let phase = &at.plan.phases[index];
    let days = phase.gate.criteria.iter().find_map(|criterion| match criterion {
        Criterion::Soak { days } => Some(*days),
        _ => None,
    });
    let calendar = &at.plan.calendar;
    let span = days.filter(|days| *days > 0).and_then(|days| {
        Some(Span { first: calendar.add_working_days(end, 1)?, last: calendar.add_working_days(end, days)? })
    });
    let gate = at.dates(index).filter(|dates| dates.gate_is_done).and_then(|dates| dates.gate);
    // A recorded Go may have come before the soak was over.
    let span = match (span, gate) {
        (Some(span), Some(gate)) if gate < span.first => None,
        (Some(span), Some(gate)) => Some(Span { last: span.last.min(gate), ..span }),
        (span, None) => span,
        (None, _) => None,
    };
    let Some(span) = span else { return rollout };
    let between = |from, to| calendar.working_days_between(from, to).max(0);
    let (past, all) = (between(end, at.today()), between(end, span.last).max(1));
    let percent = u32::try_from(past * 100 / all).unwrap_or(100);
    let links = vec![Link { after: rollout, is_from_start: false, lag_days: 0 }];
    draft.add(Line { level: 2, name: "Soak".to_owned(), span: Some(span), percent, links, ..Line::default() })
}

fn gate(draft: &mut Draft<'_>, index: usize, last: usize) {
    let at = draft.at;
    let phase = &at.plan.phases[index];
    let Some(dates) = at.dates(index) else { return };
    let criteria = phase.gate.criteria.iter().map(|c| format!("{}: {}", c.name(), wording::asked(c)));
    let planned = at.baseline().and_then(|baseline| baseline.phase(phase.id)?.gate);
    let number = draft.add(Line {
        level: 2,
        name: "Gate".to_owned(),
        is_milestone: true,
        span: dates.gate.map(on),
        baseline: planned.map(on),
        percent: if dates.gate_is_done { 100 } else { 0 },
        deadline: phase.gate.planned,
        notes: criteria.collect::<Vec<_>>().join("\n"),
        links: vec![Link { after: last, is_from_start: false, lag_days: 0 }],
        ..Line::default()
    });
    if dates.gate.is_some() {
        draft.gates.insert(phase.id, number);
    }
}

/// The day on which the phase joins a pilot collection; the number of its line, if it has one.
fn cell(draft: &mut Draft<'_>, index: usize, workload: Workload, leader: Option<usize>) -> Option<usize> {
    let at = draft.at;
    let (phase, place) = (at.plan.phases[index].id, workload.index());
    let dates = at.dates(index)?;
    let slider = at.outlook.expected.sliders[place];
    let day = dates.cells[place].filter(|day| slider.is_none_or(|slider| *day < slider))?;
    let rollout = draft.rollouts.get(&phase).copied();
    let gate = draft.gates.get(&phase).copied();
    let rule = at.plan.cell_rule(workload, phase);
    let taken_along = timeline::follows(at, index, workload, day) && !dates.cell_is_done[place];
    let link = match rule {
        _ if taken_along => leader.map(|after| Link { after, is_from_start: true, lag_days: 0 }),
        SwitchRule::AtEnrollment => rollout.map(|after| Link { after, is_from_start: true, lag_days: 0 }),
        SwitchRule::AfterStart(days) => {
            rollout.map(|after| Link { after, is_from_start: true, lag_days: days })
        }
        SwitchRule::AfterGate(days) => {
            let lag_days = days.saturating_sub(1);
            gate.map(|after| Link { after, is_from_start: false, lag_days })
        }
        SwitchRule::Never | SwitchRule::OnDate(_) => None,
    };
    let planned = at.baseline().and_then(|baseline| baseline.switch(workload, Some(phase)));
    Some(draft.add(Line {
        level: 2,
        name: format!("{} to {}", workload.name(), Authority::PilotIntune.name()),
        is_milestone: true,
        span: Some(on(day)),
        baseline: planned.map(on),
        percent: if dates.cell_is_done[place] { 100 } else { 0 },
        days: Days::Switches,
        is_on_date: link.is_none(),
        links: link.into_iter().collect(),
        ..Line::default()
    }))
}

fn sliders(draft: &mut Draft<'_>) {
    let at = draft.at;
    let expected = &at.outlook.expected;
    for workload in at.plan.switchable_workloads() {
        let place = workload.index();
        let Some(day) = expected.sliders[place] else { continue };
        let full = at.plan.workload(workload).map(|row| row.full).unwrap_or_default();
        let after = |phase: Option<PhaseId>, days: u32| {
            let gate = draft.gates.get(&phase?).copied()?;
            Some(Link { after: gate, is_from_start: false, lag_days: days.saturating_sub(1) })
        };
        let links: Vec<Link> = match full {
            FullSwitch::AfterGate { phase, days } => after(Some(phase), days).into_iter().collect(),
            // The last of all gates is whichever comes last.
            FullSwitch::AfterLast(days) => {
                at.plan.phases.iter().filter_map(|phase| after(Some(phase.id), days)).collect()
            }
            FullSwitch::Never | FullSwitch::OnDate(_) => Vec::new(),
        };
        let planned = at.baseline().and_then(|baseline| baseline.switch(workload, None));
        let line = Line {
            level: 2,
            name: format!("{} to {}", workload.name(), Authority::Intune.name()),
            is_milestone: true,
            span: Some(on(day)),
            baseline: planned.map(on),
            percent: if expected.slider_is_done[place] { 100 } else { 0 },
            days: Days::Switches,
            is_on_date: links.is_empty(),
            links,
            ..Line::default()
        };
        draft.add(line);
    }
}

fn milestones(draft: &mut Draft<'_>) {
    for milestone in &draft.at.plan.milestones {
        let Some(day) = milestone_date(draft.at.plan, draft.at.outlook, milestone) else { continue };
        let percent = if milestone.done { 100 } else { 0 };
        let line = typed(draft.at, milestone.kind.name(), (day, percent));
        let Some(relative) = milestone.moves_with() else {
            draft.add(line);
            continue;
        };
        let link = draft.link(&relative.anchor, relative.days);
        let rule = super::wording::sentence_case(&wording::milestone_day(relative, draft.at.plan));
        draft.add(Line {
            notes: format!("{rule}."),
            is_on_date: link.is_none(),
            links: link.into_iter().collect(),
            ..line
        });
    }
}

fn prerequisites(draft: &mut Draft<'_>) {
    for entry in &draft.at.plan.prerequisites {
        let Some(day) = entry.due.filter(|_| entry.state != PrerequisiteState::NotNeeded) else { continue };
        let percent = state_percent(entry.state);
        let line = typed(draft.at, entry.name.clone(), (day, percent));
        draft.add(Line { contact: entry.owner.clone(), notes: entry.note.clone(), ..line });
    }
}

/// A milestone on a typed day. What is done before its day was done by the status date at the latest.
fn typed(at: &Situation<'_>, name: String, (day, percent): (NaiveDate, u32)) -> Line {
    let is_early = percent == 100 && day > at.today();
    Line {
        level: 2,
        name,
        is_milestone: true,
        span: Some(on(if is_early { at.today() } else { day })),
        percent,
        is_on_date: true,
        deadline: is_early.then_some(day),
        ..Line::default()
    }
}

const fn state_percent(state: PrerequisiteState) -> u32 {
    if matches!(state, PrerequisiteState::Done) { 100 } else { 0 }
}

fn tasks(draft: &mut Draft<'_>) {
    let at = draft.at;
    for (task, expected) in at.plan.tasks.iter().zip(task_dates(at.plan, at.outlook)) {
        let Some(day) = expected.due.filter(|_| task.state != PrerequisiteState::NotNeeded) else { continue };
        let link = draft.link(&task.anchor, task.days);
        let rule = super::wording::sentence_case(&wording::task_day(task, at.plan));
        let note = if task.note.is_empty() { String::new() } else { format!("\n{}", task.note) };
        let line = typed(at, task.name.clone(), (day, state_percent(task.state)));
        // What was done before its day hangs on nothing any more.
        let link = link.filter(|_| line.deadline.is_none());
        draft.add(Line {
            contact: task.owner.clone(),
            notes: format!("{}: {rule}.{note}", task.kind.name()),
            is_on_date: link.is_none(),
            links: link.into_iter().collect(),
            ..line
        });
    }
}

/// The plan's own title and its last day.
pub fn finish(at: &Situation<'_>, lines: &[Line]) -> NaiveDate {
    let last = lines.iter().filter_map(|line| line.span).map(|span| span.last).max();
    last.unwrap_or(at.plan.start).max(at.plan.start)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::{Milestone, MilestoneKind};
    use crate::report::sample_tests::{day, sample};

    #[test]
    fn phases_hang_on_the_gate_before_and_summaries_span_their_lines() {
        let mut sample = sample().with_baseline();
        sample.plan.phases[1].start.after_previous = Some(3);
        let date = Some(day(2026, 7, 1));
        sample.plan.milestones =
            vec![Milestone { done: true, ..Milestone::new(MilestoneKind::TenantAttach, date) }];
        let lines = lines(&sample.at());
        let names: Vec<(&str, usize)> = lines.iter().map(|line| (line.name.as_str(), line.level)).collect();
        assert_eq!(
            names,
            [
                ("Pilot – IT", 1),
                ("Rollout to 100 devices", 2),
                ("Soak", 2),
                ("Gate", 2),
                ("Wave 1 – Retail", 1),
                ("Rollout to 1,000 devices", 2),
                ("Soak", 2),
                ("Gate", 2),
                ("Milestones", 1),
                ("Tenant attach", 2),
            ]
        );
        let link = |after, lag_days| vec![Link { after, is_from_start: false, lag_days }];
        assert_eq!(
            [&lines[2].links, &lines[3].links, &lines[5].links],
            [&link(2, 0), &link(3, 0), &link(4, 2)]
        );
        assert_eq!(lines[0].span, Some(Span { first: day(2026, 7, 6), last: day(2026, 7, 24) }));
        assert_eq!(
            lines[2].span,
            Some(Span { first: day(2026, 7, 20), last: day(2026, 7, 24) }),
            "five working days"
        );
        assert_eq!(lines[5].baseline, Some(Span { first: day(2026, 7, 27), last: day(2026, 9, 4) }));
        assert_eq!((lines[9].percent, lines[9].is_on_date), (100, true));
        assert!(lines.iter().enumerate().all(|(place, line)| line.number == place + 1));
    }

    #[test]
    fn nothing_is_done_after_the_status_date_and_summaries_weigh_their_lines_by_days() {
        let mut sample = sample().with_baseline().running(490);
        let milestone = |kind, date, done| Milestone { done, ..Milestone::new(kind, Some(date)) };
        sample.plan.milestones = vec![
            milestone(MilestoneKind::TenantAttach, day(2026, 7, 1), true),
            milestone(MilestoneKind::CoManagementEnabled, day(2026, 9, 1), true),
            milestone(MilestoneKind::ConditionalAccess, day(2026, 9, 1), false),
        ];
        let mut entry = crate::plan::Prerequisite {
            id: crate::plan::PrerequisiteId(1),
            name: "Licences".into(),
            state: PrerequisiteState::InProgress,
            owner: String::new(),
            due: Some(day(2026, 8, 3)),
            blocks: None,
            note: String::new(),
        };
        sample.plan.prerequisites.push(entry.clone());
        entry.state = PrerequisiteState::Done;
        sample.plan.prerequisites.push(entry);
        // The pilot's gate was passed by a Go before its last device.
        sample.outlook.expected.phases[0].gate_is_done = true;
        let at = sample.at();
        let lines = lines(&at);
        for line in &lines {
            let span = line.span.unwrap();
            assert!(line.percent == 0 || span.first <= at.today(), "{line:?}");
            assert!(line.percent < 100 || span.last <= at.today(), "{line:?}");
            assert!(!line.is_milestone || [0, 100].contains(&line.percent), "{line:?}");
        }
        let of = |name: &str| lines.iter().find(|line| line.name == name).unwrap();
        let early = of("Co-management enabled");
        assert_eq!((early.percent, early.deadline), (100, Some(day(2026, 9, 1))));
        assert_eq!(early.span, Some(on(at.today())));
        assert_eq!(of("Pilot – IT").percent, 100);
        // 30 days of rollout, 49 % done, and five of soak that have not begun.
        assert_eq!(of("Rollout to 1,000 devices").percent, 49);
        assert_eq!(of("Wave 1 – Retail").percent, 49 * 30 / 35);
        assert_eq!((of("Milestones").percent, of("Prerequisites").percent), (200 / 3, 50));
    }

    #[test]
    fn a_gate_stands_on_the_day_that_calendars_have_unless_what_follows_comes_before() {
        let mut sample = sample();
        sample.plan.phases[1].start.after_previous = Some(3);
        // Expected for Fri 24 Jul, the wave for Mon 27 Jul.
        sample.outlook.expected.phases[0].gate = Some(day(2026, 7, 22));
        sample.plan.phases[0].gate.planned = Some(day(2026, 7, 24));
        let told = |sample: &crate::report::sample_tests::Sample| {
            let lines = lines(&sample.at());
            let gate = lines.iter().find(|line| line.name == "Gate").unwrap().clone();
            let rollout = lines.iter().find(|line| line.name.contains("1,000")).unwrap().clone();
            (gate.span, gate.notes, rollout.links[0].lag_days, lines[0].span.unwrap().last)
        };
        let (span, notes, lag, last) = told(&sample);
        assert_eq!((span, lag, last), (Some(on(day(2026, 7, 24))), 0, day(2026, 7, 24)));
        assert_eq!(span.map(|span| span.first), agenda::gate_day(&sample.at(), 0));
        assert!(notes.starts_with("Expected to pass on 22 Jul 2026."), "{notes}");
        sample.plan.phases[0].gate.planned = Some(day(2026, 7, 30));
        let (span, notes, lag, _) = told(&sample);
        assert_eq!((span, lag), (Some(on(day(2026, 7, 22))), 2));
        assert!(notes.starts_with("Planned for 30 Jul 2026."), "{notes}");
    }

    #[test]
    fn a_phase_that_never_starts_says_so_and_opens_nothing() {
        let mut sample = sample();
        sample.outlook.expected.phases[0].start = None;
        sample.outlook.expected.phases[0].gate = None;
        sample.plan.phases[1].start.after_previous = Some(1);
        let lines = lines(&sample.at());
        assert!(lines[0].is_summary && lines[0].span.is_none());
        assert!(lines[0].notes.contains("no day to start"), "{}", lines[0].notes);
        assert_eq!((lines[1].name.as_str(), lines[1].level), ("Wave 1 – Retail", 1));
        assert!(lines.iter().flat_map(|line| &line.links).all(|link| link.after > 1));
    }
}
