//! Every rule on a plan that breaks it and on one that does not; every remedy must remove its problem.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::collections::BTreeSet;

use super::*;
use crate::plan::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Six phases of 10 to 500 devices from Monday 6 July 2026, without anything to complain of.
fn sound() -> Plan {
    let mut answers = Answers::new(day(2026, 7, 6));
    answers.template = Template::CarefulRamp;
    answers.devices = 1_000;
    answers.ordinary_tickets = Some(50.0);
    let mut plan = plan_from(&answers);
    for entry in &mut plan.prerequisites {
        entry.owner = "Ola".into();
    }
    plan.status_date = day(2026, 7, 5);
    let first = Anchor::PhaseStart(PhaseId(1));
    for milestone in &mut plan.milestones {
        if let Some(days) = milestone.moves_with().filter(|to| to.anchor == first).map(|to| to.days) {
            let day = plan.calendar.working_days_from(plan.start, days).unwrap();
            *milestone = Milestone { done: true, ..milestone.on(day) };
        }
    }
    for entry in &mut plan.prerequisites {
        if entry.due <= Some(plan.status_date) {
            entry.state = PrerequisiteState::Done;
        }
    }
    plan
}

/// The same with its devices in two segments that the phases take from.
fn with_segments(plan: &mut Plan) {
    plan.estate.segments =
        vec![Segment::new(SegmentId(1), "Oslo", 80), Segment::new(SegmentId(2), "Bergen", 920)];
    for (at, phase) in plan.phases.iter_mut().enumerate() {
        let segment = SegmentId(if at < 3 { 1 } else { 2 });
        phase.takes = vec![Take { segment, devices: phase.devices }];
    }
}

fn row(plan: &mut Plan, workload: Workload) -> &mut WorkloadPlan {
    &mut plan.workloads[workload.index()]
}

fn cell(plan: &mut Plan, workload: Workload, phase: usize) -> &mut Cell {
    &mut row(plan, workload).cells[phase]
}

fn stock(phase: u32, date: NaiveDate, targeted: u32, enrolled: u32) -> PhaseActuals {
    let stock = Stock {
        date,
        targeted,
        enrolled,
        failed: 0,
        abandoned: 0,
        pending: None,
        stale: None,
        tickets: None,
    };
    PhaseActuals { phase: PhaseId(phase), stocks: vec![stock], ..PhaseActuals::default() }
}

fn event(date: NaiveDate, what: EventKind) -> Event {
    Event { date, what, note: String::new() }
}

fn milestone(plan: &mut Plan, kind: MilestoneKind, date: NaiveDate, done: bool) {
    plan.milestones.retain(|milestone| milestone.kind != kind);
    plan.milestones.push(Milestone { done, ..Milestone::new(kind, Some(date)) });
}

/// A prerequisite of the first phase that is still open.
fn open(plan: &mut Plan) -> &mut Prerequisite {
    let entry = plan.prerequisites.iter_mut().find(|entry| entry.blocks == Some(PhaseId(1))).unwrap();
    entry.state = PrerequisiteState::Open;
    entry
}

fn freeze(plan: &mut Plan, from: NaiveDate, to: NaiveDate) {
    let name = "Stocktaking".into();
    plan.calendar.freezes.push(Freeze { id: FreezeId(1), name, from, to, scope: FreezeScope::Both });
}

fn switch_back(plan: &mut Plan, date: NaiveDate) {
    let (id, workload, phases) = (SwitchBackId(1), Workload::ClientApps, PhaseScope::Only(vec![PhaseId(1)]));
    plan.switch_backs.push(SwitchBack { id, workload, phases, date, reason: String::new() });
}

fn decision(plan: &mut Plan, date: NaiveDate, phase: u32) {
    let (id, kind, phase) = (DecisionId(1), DecisionKind::Go, Some(PhaseId(phase)));
    let (text, who) = ("It holds".into(), "Board".into());
    plan.decisions.push(Decision { id, date, kind, phase, text, who, evidence: Vec::new() });
}

type Sample = (&'static str, fn(&mut Plan));

/// How to break each rule.
const PHASES: &[Sample] = &[
    ("no-phases", |p| p.phases.clear()),
    ("phase-empty", |p| p.phases[2].devices = 0),
    ("phase-name-twice", |p| p.phases[3].name = " wave 1".into()),
    ("phase-number-twice", |p| p.phases[3].id = PhaseId(1)),
    ("pilot-after-wave", |p| p.phases.swap(1, 3)),
    ("not-ready-over-devices", |p| p.phases[1].not_ready = not_ready(90)),
    ("phase-never-ready", |p| p.phases[1].not_ready = not_ready(20)),
    ("rate-zero", |p| p.phases[1].rate = Some(0)),
    ("phase-does-not-wait", |p| p.phases[2].start.after_previous = None),
    ("no-pilot", |p| p.phases.iter_mut().for_each(|phase| phase.kind = PhaseKind::Wave)),
    ("pilots-of-it-only", |p| p.phases[..2].iter_mut().for_each(|phase| phase.it_staff_only = true)),
    ("wave-too-large", |p| p.phases[2].devices = 311),
    ("no-gate", |p| p.phases[5].gate.criteria.clear()),
    ("coverage-out-of-reach", |p| p.phases[3].not_ready = not_ready(30)),
    ("coverage-unlikely", |p| p.phases[3].gate.criteria = vec![Criterion::Coverage { min: 0.98 }]),
    ("success-out-of-reach", |p| p.phases[3].gate.criteria = vec![Criterion::Success { min: 1.0 }]),
    ("switch-soak-deadlock", |p| {
        p.phases[0].gate.criteria.push(Criterion::SwitchSoak { days: 3 });
        cell(p, Workload::ClientApps, 0).rule = SwitchRule::AfterGate(2);
    }),
    ("switch-soak-without-switch", |p| {
        p.phases[0].gate.criteria.push(Criterion::SwitchSoak { days: 3 });
        p.workloads = Workload::ALL.into_iter().map(WorkloadPlan::new).collect();
    }),
    ("soak-beyond-hold-limit", |p| p.phases[4].gate.criteria = vec![Criterion::Soak { days: 61 }]),
    ("gate-before-last-switch", |p| {
        p.phases[1].gate.planned = Some(day(2026, 9, 1));
        cell(p, Workload::ClientApps, 1).rule = SwitchRule::OnDate(day(2026, 9, 2));
    }),
    ("gate-before-soak", |p| p.phases[0].gate.planned = Some(day(2026, 7, 10))),
    ("no-patch-tuesday", |p| {
        p.phases[0].start.not_before = Some(day(2026, 7, 15));
        p.phases[0].gate.planned = Some(day(2026, 7, 31));
    }),
    ("unknown-segment", |p| p.phases[0].takes = vec![Take { segment: SegmentId(9), devices: 10 }]),
    ("out-of-bounds", |p| p.phases[0].ticket_multiplier = f64::NAN),
];

const SWITCHES: &[Sample] = &[
    ("cell-never-under-slider", |p| {
        row(p, Workload::ClientApps).cells.remove(3);
    }),
    ("cell-never-under-slider", |p| row(p, Workload::ClientApps).cells.clear()),
    ("autopilot-in-pilot", |p| p.phases[2].path = EnrollmentPath::Autopilot),
    ("resource-access-locked", |p| row(p, Workload::ResourceAccessPolicies).full = FullSwitch::AfterLast(5)),
    ("head-start-pointless", |p| {
        let rule = SwitchRule::AfterStart(9);
        cell(p, Workload::ClientApps, 0).head_start = Some(HeadStart { devices: 5, rule });
    }),
    ("switch-back-stranded", |p| {
        row(p, Workload::ClientApps).full = FullSwitch::Never;
        switch_back(p, day(2026, 8, 3));
    }),
    ("follower-later", |p| cell(p, Workload::EndpointProtection, 1).rule = SwitchRule::AfterStart(6)),
    ("follower-later", |p| {
        cell(p, Workload::EndpointProtection, 0).rule = SwitchRule::OnDate(day(2026, 8, 3));
    }),
    ("slider-follower-later", |p| row(p, Workload::EndpointProtection).full = FullSwitch::Never),
    ("workload-unmoved", |p| p.workloads[6] = WorkloadPlan::new(Workload::ClientApps)),
    ("workload-ends-in-pilot", |p| {
        p.option = MigrationOption::ConfigurationManagerToIntune;
        row(p, Workload::ClientApps).full = FullSwitch::Never;
    }),
    ("autopatch-incomplete", |p| p.workloads[5] = WorkloadPlan::new(Workload::OfficeClickToRun)),
    ("autopatch-gap", |p| {
        let office = row(p, Workload::OfficeClickToRun);
        office.full = FullSwitch::Never;
        office.cells.remove(4);
    }),
    ("resource-access-left", |p| {
        p.site_version = 2309;
        row(p, Workload::DeviceConfiguration).full = FullSwitch::Never;
    }),
    ("start-barred", |p| {
        p.phases[0].start.not_before = Some(day(2026, 7, 11));
    }),
    ("switch-barred", |p| {
        freeze(p, day(2026, 12, 14), day(2027, 1, 8));
        cell(p, Workload::ClientApps, 5).rule = SwitchRule::OnDate(day(2026, 12, 15));
    }),
    ("slider-barred", |p| row(p, Workload::CompliancePolicies).full = FullSwitch::OnDate(day(2026, 12, 19))),
    ("switch-back-barred", |p| switch_back(p, day(2026, 12, 19))),
    ("gate-barred", |p| p.phases[0].gate.planned = Some(day(2026, 7, 25))),
    ("gate-barred", |p| {
        p.calendar.cadence = Some(Day::Wed);
        p.phases[0].gate.planned = Some(day(2026, 7, 23));
    }),
    ("unknown-phase", |p| cell(p, Workload::ClientApps, 2).phase = PhaseId(77)),
    ("unknown-phase", |p| {
        let phase = PhaseId(77);
        row(p, Workload::ClientApps).full = FullSwitch::AfterGate { phase, days: 1 };
    }),
    ("unknown-phase", |p| {
        let (phases, from, until) = (PhaseScope::Only(vec![PhaseId(77)]), day(2026, 8, 3), day(2026, 8, 4));
        let (id, by, reason) = (PauseId(1), String::new(), String::new());
        p.calendar.pauses.push(Pause { id, phases, from, until, by, reason });
    }),
    ("unknown-phase", |p| p.prerequisites[0].blocks = Some(PhaseId(77))),
    ("unknown-phase", |p| decision(p, day(2026, 7, 1), 77)),
    ("unknown-phase", |p| p.actuals.phases.push(stock(77, day(2026, 7, 3), 1, 1))),
    ("unknown-phase", |p| {
        p.actuals.events.push(event(day(2026, 7, 3), EventKind::PhaseStarted(PhaseId(77))));
    }),
];

const AROUND: &[Sample] = &[
    ("no-working-days", |p| p.calendar.working_days.clear()),
    ("freeze-backwards", |p| freeze(p, day(2027, 1, 8), day(2026, 12, 14))),
    ("pause-backwards", |p| {
        let (id, phases, by, reason) = (PauseId(1), PhaseScope::All, String::new(), String::new());
        let (from, until) = (day(2026, 8, 5), day(2026, 8, 4));
        p.calendar.pauses.push(Pause { id, phases, from, until, by, reason });
    }),
    ("target-before-start", |p| p.target = Some(day(2026, 7, 6))),
    ("date-after-target", |p| {
        p.target = Some(day(2026, 9, 1));
        p.phases[5].start.not_before = Some(day(2026, 9, 3));
    }),
    ("horizon-too-short", |p| p.horizon_days = 50),
    ("horizon-too-short", |p| p.target = Some(day(2029, 7, 6))),
    ("no-ordinary-tickets", |p| p.desk.ordinary_per_day = None),
    ("no-agents", |p| p.desk.agents.clear()),
    ("no-capacity", |p| p.desk.tickets_per_agent_day = 0.0),
    ("no-capacity", |p| p.desk.shrinkage = 1.0),
    ("agents-gone", |p| p.desk.agents.push(AgentsFrom { from: day(2026, 9, 1), agents: 0.0 })),
    ("desk-overloaded-already", |p| p.desk.ordinary_per_day = Some(91.0)),
    ("weekday-factors-zero", |p| p.desk.weekday_factors = [0.0; 7]),
    ("brake-late", |p| p.desk.brake_wait_days = Some(3.0)),
    ("takes-differ", |p| {
        with_segments(p);
        p.phases[2].devices += 5;
    }),
    ("segment-allotted-twice", |p| {
        with_segments(p);
        p.estate.segments[1].devices = 600;
    }),
    ("segment-left-out", |p| {
        with_segments(p);
        p.estate.segments[1].devices = 921;
    }),
    ("estate-differs", |p| p.estate.segments.push(Segment::new(SegmentId(1), "Oslo", 999))),
    ("gaps-over-devices", |p| {
        with_segments(p);
        p.estate.segments[0].stale = 81;
    }),
    ("windows-leaves-support", |p| {
        with_segments(p);
        p.estate.segments[1].os = "Windows 11 22H2".into();
    }),
    ("join-unsupported", |p| {
        with_segments(p);
        p.estate.segments[1].join = JoinType::EntraRegistered;
    }),
    ("gaps-forgotten", |p| {
        with_segments(p);
        p.estate.segments[1].needs_join = 92;
    }),
    ("site-version-unsupported", |p| p.site_version = 2409),
    ("site-version-ends", |p| {
        p.site_version = 2503;
        p.target = Some(day(2026, 12, 1));
    }),
    ("prerequisite-overdue", |p| open(p).due = Some(day(2026, 7, 1))),
    ("prerequisite-skipped", |p| {
        open(p).owner = "Kari".into();
        p.actuals.events.push(event(day(2026, 7, 6), EventKind::PhaseStarted(PhaseId(1))));
    }),
    ("prerequisite-after-start", |p| open(p).due = Some(day(2026, 7, 6))),
    ("prerequisite-undated", |p| open(p).due = None),
    ("prerequisite-without-owner", |p| {
        let entry = open(p);
        entry.owner.clear();
        entry.due = Some(day(2026, 7, 8));
    }),
    ("co-management-after-start", |p| {
        milestone(p, MilestoneKind::CoManagementEnabled, day(2026, 7, 7), false);
    }),
    ("auto-enrollment-early", |p| {
        p.phases[5].start = StartRule { not_before: Some(day(2026, 12, 1)), after_previous: None };
        milestone(p, MilestoneKind::AutoEnrollmentSet(AutoEnrollment::All), day(2026, 11, 30), false);
    }),
    ("conditional-access-without-compliance", |p| {
        p.workloads[0] = WorkloadPlan::new(Workload::CompliancePolicies);
        milestone(p, MilestoneKind::ConditionalAccess, day(2026, 9, 1), false);
    }),
    ("conditional-access-early", |p| {
        milestone(p, MilestoneKind::ConditionalAccess, day(2026, 7, 3), false);
    }),
    ("client-removed-early", |p| milestone(p, MilestoneKind::ClientRemoved, day(2026, 7, 6), false)),
    ("milestone-done-early", |p| milestone(p, MilestoneKind::TenantAttach, day(2026, 7, 6), true)),
    ("milestone-never", |p| {
        p.workloads.retain(|row| row.workload != Workload::ClientApps);
        let anchor = Anchor::First(Workload::ClientApps);
        p.milestones.push(Milestone::moving(MilestoneKind::Other("Portal open".into()), anchor, 5));
    }),
    ("milestone-overdue", |p| p.milestones[0].done = false),
    ("record-in-future", |p| p.actuals.phases.push(stock(1, day(2026, 7, 8), 5, 5))),
    ("event-in-future", |p| {
        p.actuals.events.push(event(day(2026, 7, 8), EventKind::SliderMoved(Workload::ClientApps)));
    }),
    ("targeted-over-devices", |p| p.actuals.phases.push(stock(1, day(2026, 7, 5), 11, 5))),
    ("enrolled-over-targeted", |p| p.actuals.phases.push(stock(1, day(2026, 7, 5), 5, 6))),
    ("total-shrinks", |p| {
        let mut actuals = stock(1, day(2026, 7, 3), 9, 3);
        actuals.stocks.extend(stock(1, day(2026, 7, 4), 8, 4).stocks);
        p.actuals.phases.push(actuals);
    }),
    ("desk-record-backwards", |p| {
        let (closed, open, open_over_3_days, agents) = (None, None, None, None);
        let (from, to) = (day(2026, 7, 3), day(2026, 7, 1));
        p.actuals.desk.push(DeskActual { from, to, opened: 9, closed, open, open_over_3_days, agents });
    }),
    ("no-baseline", |p| {
        p.actuals.events.push(event(day(2026, 7, 5), EventKind::PhaseStarted(PhaseId(1))));
    }),
    ("decision-in-future", |p| decision(p, day(2026, 7, 9), 1)),
    ("go-before-start", |p| {
        decision(p, day(2026, 7, 1), 1);
        p.actuals.events.push(event(day(2026, 7, 2), EventKind::PhaseStarted(PhaseId(1))));
    }),
    ("question-overdue", |p| {
        let (id, who, note) = (QuestionId(1), "Board".into(), String::new());
        let (question, date) = ("Client apps in hospitals?".into(), day(2026, 7, 1));
        p.questions.push(Question { id, date, who, phase: None, question, note });
    }),
];

fn not_ready(devices: u32) -> Vec<NotReady> {
    vec![NotReady { reason: NotReadyReason::Other, devices, until: None }]
}

fn samples() -> impl Iterator<Item = &'static Sample> {
    PHASES.iter().chain(SWITCHES).chain(AROUND)
}

fn broken(sample: &Sample) -> (Plan, Vec<Problem>) {
    let mut plan = sound();
    (sample.1)(&mut plan);
    let mut problems = check(&plan);
    problems.retain(|problem| problem.code == sample.0);
    (plan, problems)
}

#[test]
fn a_sound_plan_has_no_problem() {
    assert_eq!(check(&sound()), Vec::new());
    let mut plan = sound();
    with_segments(&mut plan);
    assert_eq!(check(&plan), Vec::new());
}

#[test]
fn every_rule_finds_what_it_is_for() {
    for sample in samples() {
        let (_, problems) = broken(sample);
        assert!(!problems.is_empty(), "{} is not found", sample.0);
        for problem in problems {
            assert!(problem.text.ends_with('.') && problem.text.len() > 20, "{}: {}", sample.0, problem.text);
            assert!(!problem.text.contains("  "), "{}", problem.text);
        }
    }
}

#[test]
fn every_remedy_removes_its_problem() {
    for sample in samples() {
        let (plan, problems) = broken(sample);
        for problem in problems {
            let Some(remedy) = &problem.remedy else { continue };
            let mut mended = plan.clone();
            let applied = remedy.edit.apply(&mut mended);
            assert_eq!(applied, Ok(()), "{}: {}", problem.code, remedy.label);
            let left = check(&mended);
            let same =
                |p: &&Problem| p.code == problem.code && p.place == problem.place && p.text == problem.text;
            assert_eq!(left.iter().find(same), None, "{} after “{}”", problem.code, remedy.label);
            let more = left.iter().filter(|p| p.code == problem.code).count();
            assert!(
                more < check(&plan).iter().filter(|p| p.code == problem.code).count(),
                "{}",
                problem.code
            );
        }
    }
}

/// What only a person can answer.
const WITHOUT_REMEDY: &[&str] = &[
    "estate-differs",
    "go-before-start",
    "no-baseline",
    "no-ordinary-tickets",
    "out-of-bounds",
    "phase-never-ready",
    "phase-number-twice",
    "prerequisite-overdue",
    "prerequisite-skipped",
    "prerequisite-without-owner",
    "question-overdue",
];

#[test]
fn every_problem_that_an_edit_can_mend_offers_it() {
    for sample in samples() {
        let (_, problems) = broken(sample);
        let has = problems.iter().any(|problem| problem.remedy.is_some());
        assert_eq!(has, !WITHOUT_REMEDY.contains(&sample.0), "{}", sample.0);
    }
}

#[test]
fn no_rule_goes_without_a_sample() {
    let sources = [
        include_str!("actuals.rs"),
        include_str!("bounds.rs"),
        include_str!("calendar.rs"),
        include_str!("dates.rs"),
        include_str!("desk.rs"),
        include_str!("estate.rs"),
        include_str!("followers.rs"),
        include_str!("gates.rs"),
        include_str!("milestones.rs"),
        include_str!("phases.rs"),
        include_str!("prerequisites.rs"),
        include_str!("sliders.rs"),
        include_str!("strangers.rs"),
        include_str!("switches.rs"),
        include_str!("waves.rs"),
    ];
    let mut codes: BTreeSet<String> = BTreeSet::from(["unknown-phase".to_owned()]);
    for source in sources {
        for part in source.split("Problem::").skip(1) {
            let Some((call, rest)) = part.split_once('(') else { continue };
            let literal = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'));
            if let Some((code, _)) = literal.filter(|_| ["error", "warning", "note"].contains(&call)) {
                codes.insert(code.to_owned());
            }
        }
    }
    let sampled: BTreeSet<String> = samples().map(|(code, _)| (*code).to_owned()).collect();
    assert_eq!(codes, sampled);
}

#[test]
fn expected_dates_sharpen_what_the_plan_alone_cannot_say() {
    let plan = sound();
    let wave = PhaseId(2);
    let start = Some(day(2026, 7, 15));
    let mut phase = ExpectedPhase { phase: wave, start, gate: Some(day(2026, 8, 3)), cells: [None; 7] };
    phase.cells[Workload::WindowsUpdatePolicies.index()] = start;
    let expected = ExpectedDates { phases: vec![phase], ..ExpectedDates::default() };
    let found: Vec<_> = check_with(&plan, Some(&expected)).iter().map(|problem| problem.code).collect();
    assert_eq!(found, ["no-patch-tuesday"]);
}

#[test]
fn a_typed_gate_says_when_the_next_phase_starts() {
    let mut plan = sound();
    plan.phases[4].gate.planned = Some(day(2026, 11, 13));
    cell(&mut plan, Workload::DeviceConfiguration, 5).rule = SwitchRule::OnDate(day(2026, 12, 7));
    cell(&mut plan, Workload::EndpointProtection, 5).rule = SwitchRule::AfterStart(20);
    let found = check(&plan);
    let texts: Vec<_> = found.iter().map(|p| (p.code, p.text.as_str())).collect();
    let conflict = "Endpoint Protection is planned for 14 Dec 2026 in Wave 4, but Device configuration takes it along earlier: 7 Dec 2026.";
    assert_eq!(texts, [("follower-later", conflict)]);
}

#[test]
fn the_gravest_come_first() {
    let mut plan = sound();
    plan.desk.ordinary_per_day = None;
    plan.phases[4].devices = 0;
    plan.milestones[0].done = false;
    let severities: Vec<Severity> = check(&plan).iter().map(|problem| problem.severity).collect();
    assert!(severities.is_sorted() && severities.first() == Some(&Severity::Error));
}

#[test]
fn templates_have_no_errors() {
    for template in Template::ALL {
        for option in MigrationOption::ALL {
            for path in EnrollmentPath::ALL {
                let answers = Answers { option, path, template, ..Answers::new(day(2026, 7, 6)) };
                let problems = check(&plan_from(&answers));
                let errors: Vec<_> = problems.iter().filter(|p| p.severity == Severity::Error).collect();
                assert!(errors.is_empty(), "{template:?} {option:?} {path:?}: {errors:?}");
            }
        }
    }
}

/// A plan of so many sites, with holidays and typed gates.
fn of_sites(count: u32) -> Plan {
    let sites = (0..count).map(|n| (format!("Site {n}"), 3_000)).collect();
    let answers =
        Answers { template: Template::BySite, devices: 1_000_000, sites, ..Answers::new(day(2026, 7, 6)) };
    let mut plan = plan_from(&answers);
    for n in 0..150 {
        let date = day(2026, 7, 6) + chrono::Days::new(n * 9);
        plan.calendar.holidays.push(Holiday { date, name: String::new() });
    }
    for phase in &mut plan.phases {
        phase.gate.planned = Some(day(2027, 7, 6));
    }
    plan
}

#[test]
fn four_times_the_phases_take_no_more_than_their_pairs_to_check() {
    let quickest = |plan: &Plan| {
        let took = (0..3).map(|_| {
            let began = std::time::Instant::now();
            assert!(!check(plan).is_empty());
            began.elapsed()
        });
        took.min().unwrap()
    };
    let (few, many) = (quickest(&of_sites(75)), quickest(&of_sites(300)));
    let times = many.as_secs_f64() / few.as_secs_f64();
    assert!(times < 16.0, "{times:.1} times as long: {many:?} after {few:?}");
}

// Its rules need more than a plan to break.
#[path = "futures_tests.rs"]
mod futures_tests;

#[test]
fn a_milestone_that_moves_is_judged_by_the_day_that_is_expected() {
    let mut plan = sound();
    let kind = MilestoneKind::ConditionalAccess;
    plan.milestones.retain(|milestone| milestone.kind != kind);
    plan.milestones.push(Milestone::moving(kind.clone(), Anchor::PhaseStart(PhaseId(1)), -3));
    let codes = |milestones| {
        let expected = ExpectedDates { milestones, ..ExpectedDates::default() };
        let found = check_with(&plan, Some(&expected));
        found.iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(Vec::new()), [""; 0], "nobody knows its day");
    assert_eq!(
        codes(vec![(kind.clone(), Some(day(2026, 7, 3)))]),
        ["conditional-access-early", "milestone-overdue"]
    );
    assert_eq!(codes(vec![(kind.clone(), None)]), ["milestone-never"]);
    // Of a phase that is gone one warning is enough, and its mend leaves a day.
    let moving = plan.milestones.iter_mut().find(|milestone| milestone.kind == kind).unwrap();
    moving.relative.as_mut().unwrap().anchor = Anchor::PhaseStart(PhaseId(77));
    let expected = ExpectedDates { milestones: vec![(kind, None)], ..ExpectedDates::default() };
    let found = check_with(&plan, Some(&expected));
    assert_eq!(found.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["unknown-phase"]);
    found[0].remedy.as_ref().unwrap().edit.apply(&mut plan).unwrap();
    assert!(plan.milestones.iter().any(|m| m.moves_with().is_some_and(|r| r.anchor == Anchor::Finish)));
    // What opens the plan is not sent to its end.
    let gone = Anchor::PhaseStart(PhaseId(77));
    plan.milestones = vec![Milestone::moving(MilestoneKind::CoManagementEnabled, gone, -1)];
    let remedy = check(&plan)[0].remedy.clone().unwrap();
    assert_eq!(remedy.label, format!("Let it move with the start of {}", plan.phases[0].name));
    remedy.edit.apply(&mut plan).unwrap();
    assert_eq!(plan.milestones[0].relative.as_ref().unwrap().anchor, Anchor::PhaseStart(plan.phases[0].id));
}
