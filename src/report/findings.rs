//! The finding that opens the Overview and each phase's dashboard: one or two sentences with their numbers.
//! Each case of a plan's life has its own; none of them hedges.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::wording::{agree, away, counted, day_near, lower_first, sentence_case, weekday_near};
use super::{Finding, Mark, Situation, decisions, gate_verdict, ranges};
use crate::forecast::{Ending, Odds, PhaseStage, milestone_date};
use crate::picture::format;
use crate::plan::{Criterion, MigrationOption, MilestoneKind, PROMISE};

/// What the Overview says first.
pub fn overview(at: &Situation<'_>) -> Finding {
    if at.plan.phases.is_empty() {
        return without_phases(at);
    }
    if !at.has_begun() {
        return before_start(at);
    }
    let (course, course_mark) = course(at);
    let (finish, finish_mark) = finish(at);
    Finding::new(worse(course_mark, finish_mark), format!("{course} {finish}"))
}

/// What a phase's dashboard says first.
pub fn phase(at: &Situation<'_>, index: usize) -> Finding {
    match at.stage(index) {
        PhaseStage::Planned => planned(at, index),
        PhaseStage::Done => done(at, index),
        PhaseStage::Running | PhaseStage::Soaking if at.now(index).as_of.is_some() => running(at, index),
        _ => {
            let (text, mark) = under_way(at, index, "The phase");
            let (gate, gate_mark) = gate(at, index);
            Finding::new(worse(mark, gate_mark), format!("{text} {}.", sentence_case(&gate)))
        }
    }
}

/// A phase with records in one line: how far, how late, and what its gate waits for.
fn running(at: &Situation<'_>, index: usize) -> Finding {
    let devices = at.phase(index).map_or(0, |phase| phase.devices);
    let enrolled = format::percent1(share(at.now(index).enrolled.into(), devices.into()));
    let (gate, gate_mark) = gate(at, index);
    let (pace, mark) = match at.behind_days(index) {
        Some(days) => (format!(", {}", format::behind(days)), if days > 0 { Mark::Risk } else { Mark::Met }),
        None => (String::new(), Mark::Running),
    };
    let stage = if at.stage(index) == PhaseStage::Soaking { "all targeted, " } else { "" };
    let text = format!("{stage}{enrolled} enrolled{pace}; {gate}.");
    Finding::new(worse(mark, gate_mark), sentence_case(&text))
}

fn without_phases(at: &Situation<'_>) -> Finding {
    if at.plan.option != MigrationOption::TenantAttach {
        return Finding::plain(
            "The plan has no phases yet: a phase is a group of devices that moves together.",
        );
    }
    let attach = at.plan.milestone(&MilestoneKind::TenantAttach);
    let attach = attach.map(|milestone| (milestone.done, milestone_date(at.plan, at.outlook, milestone)));
    let when = match attach {
        Some((true, Some(day))) => format!("done on {}", format::date(day)),
        Some((true, None)) => "done".to_owned(),
        Some((false, Some(day))) if day < at.today() => {
            format!("{} late", days_from(at, day))
        }
        Some((false, Some(day))) => format!("planned for {}", format::date(day)),
        Some((false, None)) | None => "without a date".to_owned(),
    };
    let mark = match attach {
        Some((true, _)) => Mark::Met,
        Some((false, Some(day))) if day < at.today() => Mark::Risk,
        _ => Mark::Empty,
    };
    Finding::new(mark, format!("Tenant attach is {when}; no device is enrolled and no workload moves."))
}

fn before_start(at: &Situation<'_>) -> Finding {
    let Some(start) = at.start(0) else {
        let text =
            format!("Nothing has started yet, and {} has no day on which it can start.", at.first_name());
        return Finding::new(Mark::Missed, text);
    };
    let blocking = at.blocking(0).count();
    if start < at.today() {
        let late = days_from(at, start);
        let text = format!(
            "{} was to start on {}, {late} ago, and nothing has been recorded.",
            sentence_case(&at.first_name()),
            day_near(start, at.today()),
        );
        return Finding::new(Mark::Risk, text);
    }
    let when = format!("{} of {}", at.first_name(), weekday_near(start, at.today()));
    let ready = if blocking > 0 {
        let blocks = agree(blocking, "blocks", "block");
        format!("{} {blocks} {when}", counted(blocking, "prerequisite", "prerequisites"))
    } else if at.plan.prerequisites.is_empty() {
        format!("no prerequisites of {when} are typed in")
    } else {
        format!("nothing blocks {when}")
    };
    let (end, mark) = match at.outlook.expected.finish {
        Some(day) => (format!("The expected finish is {}", format::date(day)), target_mark(at, day)),
        None => (no_finish(at), Mark::Missed),
    };
    let mark = if blocking > 0 { worse(mark, Mark::Risk) } else { mark };
    Finding::new(mark, format!("Nothing has started yet. {end}; {ready}."))
}

/// How the phase that is under way stands, or what lies between two phases.
fn course(at: &Situation<'_>) -> (String, Mark) {
    if let Some(index) = at.current() {
        let others = at.under_way().saturating_sub(1);
        let name = match others {
            0 => at.label(index),
            n => {
                format!("{}, with {} under way,", at.label(index), counted(n, "other phase", "other phases"))
            }
        };
        return under_way(at, index, &name);
    }
    if at.is_done() {
        let devices = at.plan.devices();
        let enrolled = format::count(at.enrolled());
        let share = format::percent1(share(at.enrolled(), devices));
        let phases = match at.plan.phases.len() {
            1 => "The one phase has".to_owned(),
            2 => "Both phases have".to_owned(),
            n => format!("All {} phases have", super::wording::number(n)),
        };
        let text = format!(
            "{phases} passed; {enrolled} of {} devices are co-managed ({share}).",
            format::count(devices)
        );
        return (text, Mark::Met);
    }
    let before = (0..at.plan.phases.len()).rfind(|index| at.stage(*index) == PhaseStage::Done);
    let done = before.map_or_else(String::new, |index| format!("{} is done; ", at.label(index)));
    let Some(next) = at.next() else { return (String::new(), Mark::Empty) };
    let text = match at.start(next) {
        Some(day) => {
            format!("{done}{} is to start on {}.", at.label(next), weekday_near(day, at.today()))
        }
        None => format!("{done}{} has no day on which it can start.", at.label(next)),
    };
    let late = at.slip_days(next).unwrap_or(0) > 0;
    (sentence_case(&text), if late { Mark::Risk } else { Mark::Met })
}

/// A started phase in one sentence; `name` is its subject.
fn under_way(at: &Situation<'_>, index: usize, name: &str) -> (String, Mark) {
    let devices = at.phase(index).map_or(0, |phase| phase.devices);
    let now = at.now(index);
    let counts =
        format!("{} of {} devices", format::count(now.enrolled.into()), format::count(devices.into()));
    let enrolled = format::percent1(share(now.enrolled.into(), devices.into()));
    match at.stage(index) {
        PhaseStage::Stalled => {
            let limit = format::plural(at.plan.hold_limit_days.into(), "working day", "working days");
            let text =
                format!("{name} has stalled: its gate did not pass within {limit} of the last targeting.");
            return (text, Mark::Missed);
        }
        PhaseStage::Paused => {
            let pause = at.phase(index).and_then(|phase| at.plan.calendar.pause_of(phase.id, at.today()));
            let until =
                pause.map_or_else(String::new, |p| format!(" until {}", day_near(p.until, at.today())));
            return (format!("{name} is paused{until} with {counts} enrolled."), Mark::Paused);
        }
        _ => {}
    }
    if now.as_of.is_none() {
        let since =
            at.start(index).map_or_else(String::new, |day| format!(" on {}", day_near(day, at.today())));
        return (format!("{name} started{since}; no devices have been recorded yet."), Mark::Running);
    }
    let (pace, mark) = match at.behind_days(index) {
        Some(days) => (format::behind(days), if days > 0 { Mark::Risk } else { Mark::Met }),
        None => ("with no baseline to compare with".to_owned(), Mark::Running),
    };
    if at.stage(index) == PhaseStage::Soaking {
        let text = format!("{name} has targeted every ready device and is {enrolled} enrolled ({counts}).");
        return (text, mark);
    }
    (format!("{name} is {enrolled} enrolled, {pace}."), mark)
}

/// When the plan ends, against its target.
fn finish(at: &Situation<'_>) -> (String, Mark) {
    if let Some(odds) = at.ranges() {
        return forecast_finish(at, odds);
    }
    let Some(day) = at.outlook.expected.finish else {
        return (no_finish(at) + ".", Mark::Missed);
    };
    if day <= at.today() {
        return (format!("The plan finished on {}.", format::date(day)), Mark::Met);
    }
    (format!("The expected finish is {}.", against_target(at, day)), target_mark(at, day))
}

/// How many futures finish by the target; without one, by when half of them and nearly all.
pub(super) fn forecast_finish(at: &Situation<'_>, odds: &Odds) -> (String, Mark) {
    if let Some((target, chance)) = at.plan.target.zip(odds.by_target) {
        let futures = sentence_case(&ranges::futures(chance, "finishes", "finish"));
        let text = format!("{futures} by the target of {}.", format::date(target));
        return (text, ranges::chance_mark(chance, PROMISE));
    }
    let Some(half) = odds.finish.quantile(0.50) else {
        let finished =
            sentence_case(&ranges::futures(1.0 - odds.stalled - odds.unfinished, "finishes", "finish"));
        return (format!("{finished} by {}.", format::date(at.plan.horizon())), Mark::Missed);
    };
    let late = match odds.finish.quantile(0.85) {
        Some(day) => format!(", 85 of 100 by {}", format::date(day)),
        None => String::new(),
    };
    (format!("Half of the futures finish by {}{late}.", format::date(half)), Mark::Empty)
}

/// `24 Mar 2027, 5 working days before the target`
fn against_target(at: &Situation<'_>, day: NaiveDate) -> String {
    let Some(target) = at.plan.target else { return format::date(day) };
    let place = away(&at.plan.calendar, day, target);
    match day.cmp(&target) {
        Ordering::Equal => format!("{}, the target day", format::date(day)),
        Ordering::Less => format!("{}, {place} the target", format::date(day)),
        Ordering::Greater => {
            format!("{}, {place} the target of {}", format::date(day), day_near(target, day))
        }
    }
}

fn target_mark(at: &Situation<'_>, finish: NaiveDate) -> Mark {
    match at.plan.target {
        Some(target) if finish > target => Mark::Risk,
        Some(_) => Mark::Met,
        None => Mark::Empty,
    }
}

/// Why there is no finish, without its full stop.
fn no_finish(at: &Situation<'_>) -> String {
    if at.outlook.expected.ending == Ending::Stalled {
        let stalled = at.outlook.expected.phases.iter().position(|dates| dates.stalled.is_some());
        let name = stalled.map_or_else(|| "a phase".to_owned(), |index| at.label(index));
        return format!("As planned it stalls: {name} does not pass its gate");
    }
    format!("As planned it does not finish by {}", format::date(at.plan.horizon()))
}

/// The verdict on its gate, and what it rests on.
fn judged(at: &Situation<'_>, index: usize) -> Option<(String, Mark)> {
    let verdict = at.verdict(index)?;
    let (clause, mark) = (gate_verdict::clause(at, index, &verdict)?, gate_verdict::sign(verdict.word?));
    if verdict.is_due {
        let reason = gate_verdict::reason(at, index, &verdict);
        return Some((format!("{clause}: {}", lower_first(reason.trim_end_matches('.'))), mark));
    }
    let weakest = gate_verdict::weakest(&verdict);
    Some(match weakest.first() {
        Some(weakest) => (format!("{clause}; least sure: {weakest}"), mark),
        None => (clause, mark),
    })
}

/// What a phase still needs for its gate, or that it needs nothing more; without its full stop.
fn gate(at: &Situation<'_>, index: usize) -> (String, Mark) {
    let Some(gate) = at.gate(index).filter(|gate| !gate.criteria.is_empty()) else {
        return ("it passes when every ready device is targeted".to_owned(), Mark::Empty);
    };
    if let Some(judged) = judged(at, index) {
        return judged;
    }
    let missing: Vec<&Criterion> = gate
        .criteria
        .iter()
        .filter(|state| state.holds != Some(true))
        .map(|state| &state.criterion)
        .collect();
    let due = match gate.planned {
        Some(day) if day < at.today() => format!("the gate of {}, now late,", day_near(day, at.today())),
        Some(day) if day == at.today() => "today's gate".to_owned(),
        Some(day) => format!("the gate on {}", day_near(day, at.today())),
        None => "the gate".to_owned(),
    };
    let is_late = gate.planned.is_some_and(|day| day < at.today());
    let mark = if is_late { Mark::Risk } else { Mark::Met };
    match missing.as_slice() {
        [] => (format!("{due} has all its criteria met"), Mark::Met),
        [one] => (format!("{due} waits for {} alone", lower_first(&one.name())), mark),
        several => {
            let (open, all) = (several.len(), gate.criteria.len());
            (format!("{due} waits for {open} of its {all} criteria"), mark)
        }
    }
}

fn planned(at: &Situation<'_>, index: usize) -> Finding {
    let blocking = at.blocking(index).count();
    let Some(start) = at.start(index) else {
        let why = decisions::why_never(at, index);
        return Finding::new(Mark::Missed, format!("The phase never starts as planned: {why}."));
    };
    let moved = match at.slip_days(index) {
        Some(days @ 1..) => format!(", ending {} later than planned", days_text(days)),
        Some(days) if days < 0 => format!(", ending {} earlier than planned", days_text(-days)),
        _ => String::new(),
    };
    let blocks = match blocking {
        0 => String::new(),
        n => format!("; {} {} it", counted(n, "prerequisite", "prerequisites"), agree(n, "blocks", "block")),
    };
    let when = weekday_near(start, at.today());
    let mark =
        if blocking > 0 || at.slip_days(index).is_some_and(|d| d > 0) { Mark::Risk } else { Mark::Empty };
    if let Some(range) = at.range_of(index).filter(|_| start > at.today())
        && let Some((half, late)) = range.start.quantile(0.50).zip(range.start.quantile(0.85))
    {
        let when = if half == late {
            format!("starts on {} in nearly all futures", weekday_near(half, at.today()))
        } else {
            let half = weekday_near(half, at.today());
            format!(
                "starts by {half} in half of the futures, by {} in 85 of 100",
                weekday_near(late, at.today())
            )
        };
        return Finding::new(mark, format!("The phase {when}{moved}{blocks}."));
    }
    let verb = if start <= at.today() { "was expected to start" } else { "is expected to start" };
    Finding::new(mark, format!("The phase {verb} on {when}{moved}{blocks}."))
}

fn done(at: &Situation<'_>, index: usize) -> Finding {
    let devices = at.phase(index).map_or(0, |phase| phase.devices);
    let enrolled = at.now(index).enrolled;
    let passed = at.dates(index).and_then(|dates| dates.gate);
    let on = passed.map_or_else(String::new, |day| format!(" on {}", day_near(day, at.today())));
    let planned = passed.zip(at.dates(index)).zip(at.baseline()).and_then(|((day, dates), baseline)| {
        let planned = baseline.phase(dates.phase)?.gate?;
        Some(at.plan.calendar.working_days_between(planned, day))
    });
    let late = match planned {
        Some(0) => ", as planned".to_owned(),
        Some(days @ 1..) => format!(", {} later than planned", days_text(days)),
        Some(days) => format!(", {} earlier than planned", days_text(-days)),
        None => String::new(),
    };
    let share = format::percent1(share(enrolled.into(), devices.into()));
    Finding::new(
        Mark::Met,
        format!(
            "The gate passed{on}{late}; {} of {} devices are enrolled ({share}).",
            format::count(enrolled.into()),
            format::count(devices.into())
        ),
    )
}

fn days_from(at: &Situation<'_>, day: NaiveDate) -> String {
    days_text(at.plan.calendar.working_days_between(day, at.today()))
}

fn days_text(days: i64) -> String {
    format::plural(days.unsigned_abs(), "working day", "working days")
}

pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn worse(a: Mark, b: Mark) -> Mark {
    let weight = |mark| match mark {
        Mark::Missed => 5,
        Mark::Paused => 4,
        Mark::Risk => 3,
        Mark::Met => 2,
        Mark::Running => 1,
        Mark::Empty => 0,
    };
    if weight(a) >= weight(b) { a } else { b }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::{Milestone, Pause, PauseId, PhaseScope, Plan};
    use crate::report::sample_odds_tests::odds;
    use crate::report::sample_tests::{Sample, day, sample};

    fn said(sample: &Sample) -> (Option<Mark>, String) {
        let finding = overview(&sample.at());
        (finding.mark, finding.text)
    }

    #[test]
    fn before_the_start_it_names_the_finish_and_what_blocks() {
        let mut plan = sample();
        let start = "Nothing has started yet. The expected finish is 23 Oct 2026";
        let (mark, text) = said(&plan);
        assert_eq!(text, format!("{start}; no prerequisites of the pilot of Mon 6 Jul are typed in."));
        assert_eq!(mark, Some(Mark::Met));
        plan.block(1);
        let (mark, text) = said(&plan);
        assert_eq!(text, format!("{start}; one prerequisite blocks the pilot of Mon 6 Jul."));
        assert_eq!(mark, Some(Mark::Risk));
        plan.block(1);
        assert_eq!(said(&plan).1, format!("{start}; two prerequisites block the pilot of Mon 6 Jul."));
        for prerequisite in &mut plan.plan.prerequisites {
            prerequisite.state = crate::plan::PrerequisiteState::Done;
        }
        assert_eq!(said(&plan).1, format!("{start}; nothing blocks the pilot of Mon 6 Jul."));
        plan.plan.status_date = day(2026, 7, 9);
        let text = "The pilot was to start on 6 Jul, 3 working days ago, and nothing has been recorded.";
        assert_eq!(said(&plan), (Some(Mark::Risk), text.into()));
    }

    #[test]
    fn a_running_phase_is_measured_against_the_baseline() {
        let end = "The expected finish is 23 Oct 2026, 5 working days before the target.";
        // Planned for Wed 12 Aug: 12 working days of 40.
        let behind = sample().with_baseline().running(320);
        let text = format!("Wave 1 is 32.0% enrolled, 4 working days behind. {end}");
        assert_eq!(said(&behind), (Some(Mark::Risk), text));
        let ahead = sample().with_baseline().running(520);
        let text = format!("Wave 1 is 52.0% enrolled, 1 working day ahead. {end}");
        assert_eq!(said(&ahead), (Some(Mark::Met), text));
        let even = sample().with_baseline().running(480);
        assert_eq!(said(&even).1, format!("Wave 1 is 48.0% enrolled, on plan. {end}"));
        let alone = sample().running(480);
        let text = format!("Wave 1 is 48.0% enrolled, with no baseline to compare with. {end}");
        assert_eq!(said(&alone).1, text);
    }

    #[test]
    fn the_target_is_met_missed_or_hit() {
        let mut plan = sample().with_baseline().running(480);
        let mut end = |finish, target| {
            plan.outlook.expected.finish = Some(finish);
            plan.plan.target = target;
            let (mark, text) = said(&plan);
            (mark, text.split_once("plan. ").unwrap().1.to_owned())
        };
        let target = Some(day(2026, 10, 30));
        assert_eq!(end(day(2026, 10, 30), target).1, "The expected finish is 30 Oct 2026, the target day.");
        let (mark, text) = end(day(2026, 11, 2), target);
        assert_eq!(text, "The expected finish is 2 Nov 2026, 1 working day after the target of 30 Oct.");
        assert_eq!(mark, Some(Mark::Risk));
        assert_eq!(end(day(2026, 11, 2), None).1, "The expected finish is 2 Nov 2026.");
        plan.outlook.expected.finish = None;
        assert!(
            said(&plan).1.ends_with("As planned it does not finish by 22 Dec 2028."),
            "{:?}",
            said(&plan)
        );
        plan.outlook.expected.ending = Ending::Stalled;
        plan.outlook.expected.phases[1].stalled = Some(day(2026, 12, 1));
        let text = "As planned it stalls: Wave 1 does not pass its gate.";
        assert!(said(&plan).1.ends_with(text), "{:?}", said(&plan));
        assert_eq!(said(&plan).0, Some(Mark::Missed));
    }

    #[test]
    fn paused_stalled_soaking_between_and_done_each_say_so() {
        let mut plan = sample().with_baseline().running(480);
        plan.plan.calendar.pauses.push(Pause {
            id: PauseId(1),
            phases: PhaseScope::All,
            from: day(2026, 8, 10),
            until: day(2026, 8, 21),
            by: String::new(),
            reason: String::new(),
        });
        let mut stage = |stage| {
            plan.outlook.gates[1].stage = stage;
            let (mark, text) = said(&plan);
            (mark, text.split(" The ").next().unwrap().to_owned())
        };
        let paused = "Wave 1 is paused until 21 Aug with 480 of 1,000 devices enrolled.";
        assert_eq!(stage(PhaseStage::Paused), (Some(Mark::Paused), paused.into()));
        let soaking = "Wave 1 has targeted every ready device and is 48.0% enrolled (480 of 1,000 devices).";
        assert_eq!(stage(PhaseStage::Soaking).1, soaking);
        let stalled =
            "Wave 1 has stalled: its gate did not pass within 60 working days of the last targeting.";
        assert_eq!(stage(PhaseStage::Stalled), (Some(Mark::Missed), stalled.into()));
        assert_eq!(stage(PhaseStage::Planned).1, "Pilot is done; Wave 1 is to start on Mon 27 Jul.");
        let done = "Both phases have passed; 578 of 1,100 devices are co-managed (52.5%).";
        assert_eq!(stage(PhaseStage::Done).1, done);
        plan.outlook.expected.finish = Some(day(2026, 8, 3));
        assert_eq!(said(&plan), (Some(Mark::Met), format!("{done} The plan finished on 3 Aug 2026.")));
    }

    #[test]
    fn a_start_without_records_asks_for_no_comparison() {
        let mut plan = sample().with_baseline().running(0);
        plan.outlook.observed.now[1].as_of = None;
        let text = "Wave 1 started on 27 Jul; no devices have been recorded yet. ";
        assert!(said(&plan).1.starts_with(text), "{:?}", said(&plan));
    }

    #[test]
    fn a_plan_without_phases_says_what_it_is_about() {
        let mut plan = Sample { plan: Plan::new("Empty", day(2026, 7, 6)), ..sample() };
        plan.outlook.gates.clear();
        plan.outlook.observed.now.clear();
        assert!(said(&plan).1.starts_with("The plan has no phases yet"));
        plan.plan.option = MigrationOption::TenantAttach;
        let rest = "; no device is enrolled and no workload moves.";
        assert_eq!(said(&plan), (Some(Mark::Empty), format!("Tenant attach is without a date{rest}")));
        let kind = MilestoneKind::TenantAttach;
        plan.plan.milestones = vec![Milestone::new(kind, Some(day(2026, 7, 1)))];
        assert_eq!(said(&plan), (Some(Mark::Risk), format!("Tenant attach is 2 working days late{rest}")));
        plan.plan.milestones[0].done = true;
        assert_eq!(said(&plan), (Some(Mark::Met), format!("Tenant attach is done on 1 Jul 2026{rest}")));
    }

    #[test]
    fn with_simulated_futures_the_end_is_a_share_of_them() {
        let mut plan = sample().with_baseline().running(320);
        let odds = odds(&plan);
        let said = overview(&plan.at().with_odds(Some(&odds)));
        let text = "Wave 1 is 32.0% enrolled, 4 working days behind. \
                    61 of 100 futures finish by the target of 30 Oct 2026.";
        assert_eq!(said, Finding::new(Mark::Risk, text));
        let text = "32.0% enrolled, 4 working days behind; 30% chance to pass the gate by 11 Sep; least sure: \
                    Enrollment success 80%.";
        assert_eq!(phase(&plan.at().with_odds(Some(&odds)), 1).text, text);
        plan.plan.target = None;
        let said = overview(&plan.at().with_odds(Some(&odds))).text;
        let text = "Half of the futures finish by 19 Oct 2026, 85 of 100 by 23 Nov 2026.";
        assert!(said.ends_with(text), "{said}");
    }

    #[test]
    fn a_phase_says_what_its_gate_waits_for() {
        let mut plan = sample().with_baseline().running(320);
        let text = "32.0% enrolled, 4 working days behind; the gate on 11 Sep waits for 2 of its 3 criteria.";
        assert_eq!(phase(&plan.at(), 1), Finding::new(Mark::Risk, text));
        plan.outlook.gates[1].criteria.remove(2);
        let text =
            "32.0% enrolled, 4 working days behind; the gate on 11 Sep waits for phase enrolled alone.";
        assert_eq!(phase(&plan.at(), 1).text, text);
        plan.outlook.gates[1].stage = PhaseStage::Soaking;
        plan.outlook.gates[1].criteria[1].holds = Some(true);
        plan.outlook.gates[1].planned = Some(day(2026, 8, 12));
        let text = "All targeted, 32.0% enrolled, 4 working days behind; Hold at today's gate: waits for Phase \
                    enrolled.";
        assert_eq!(phase(&plan.at(), 1).text, text);
        plan.outlook.gates[1].stage = PhaseStage::Stalled;
        plan.outlook.gates[1].planned = Some(day(2026, 8, 3));
        let text = "No-go at the gate of 3 Aug: the hold limit has passed: 60 working days since the last \
                    targeting.";
        assert!(phase(&plan.at(), 1).text.ends_with(text), "{}", phase(&plan.at(), 1).text);
        let text = "The gate passed on 24 Jul, as planned; 98 of 100 devices are enrolled (98.0%).";
        assert_eq!(phase(&plan.at(), 0), Finding::new(Mark::Met, text));
        plan.outlook.gates[1].stage = PhaseStage::Planned;
        plan.outlook.expected.phases[1].last_targeting = Some(day(2026, 9, 11));
        let text = "The phase was expected to start on Mon 27 Jul, ending 5 working days later than planned.";
        assert_eq!(phase(&plan.at(), 1), Finding::new(Mark::Risk, text));
    }
}
