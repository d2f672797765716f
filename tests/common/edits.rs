//! Random edits over a small plan, sound and unsound alike, for the invariants of editing and undo.
//! It knows no document: it only makes plans and edits.

use baton::plan::*;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

pub const START: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();

/// Three phases, two segments, a scenario and a few records of each kind.
pub fn small_plan() -> Plan {
    let mut plan = Plan::new("Small", START);
    plan.estate.segments =
        vec![Segment::new(SegmentId(1), "Oslo", 400), Segment::new(SegmentId(2), "Bergen", 90)];
    let kinds =
        [("Pilot", PhaseKind::Pilot, 40), ("North", PhaseKind::Wave, 200), ("South", PhaseKind::Wave, 250)];
    for (n, (name, kind, devices)) in (1..).zip(kinds) {
        let mut phase = Phase::new(PhaseId(n), name, kind, devices);
        phase.gate = Gate::usual();
        plan.phases.push(phase);
    }
    let row = &mut plan.workloads[0];
    row.full = FullSwitch::AfterGate { phase: PhaseId(2), days: 3 };
    row.cells = [1, 3].map(|n| cell(PhaseId(n), SwitchRule::AtEnrollment)).to_vec();
    plan.scenarios.push(Scenario::of(&plan, "Faster"));
    plan.put_in_order();
    plan
}

/// A few edits in a row.
pub fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec(edit(), 1..24)
}

/// Any edit, also one that a plan refuses.
pub fn edit() -> impl Strategy<Value = Edit> {
    let simple = prop_oneof![
        6 => record().prop_map(Edit::Put),
        3 => record().prop_map(|record| Edit::Remove(record.key())),
        1 => (phase_id(), 0..5_usize).prop_map(|(phase, to)| Edit::MovePhase { phase, to }),
        3 => setting().prop_map(Edit::Set),
    ];
    simple.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            (prop_oneof![4 => Just("Faster"), 1 => Just("Nowhere")], inner.clone()).prop_map(
                |(scenario, edit)| { Edit::InScenario { scenario: scenario.into(), edit: Box::new(edit) } }
            ),
            prop::collection::vec(inner, 0..3)
                .prop_map(|edits| Edit::Several { label: "Several at once".into(), edits }),
        ]
    })
}

fn record() -> impl Strategy<Value = Record> {
    prop_oneof![schedule_record(), side_record(), actual_record(), log_record()]
}

fn schedule_record() -> impl Strategy<Value = Record> {
    prop_oneof![
        3 => phase().prop_map(|phase| Record::Phase(Box::new(phase))),
        3 => (workload(), phase_id(), rule(), any::<bool>()).prop_map(|(workload, phase, rule, ahead)| {
            let mut cell = cell(phase, rule);
            cell.head_start = ahead.then_some(HeadStart { devices: 20, rule: SwitchRule::AfterStart(1) });
            Record::Cell { workload, cell }
        }),
        2 => (workload(), full()).prop_map(|(workload, full)| Record::FullSwitch { workload, full }),
        1 => (number(), workload(), scope(), date()).prop_map(|(id, workload, phases, date)| {
            let id = SwitchBackId(id);
            Record::SwitchBack(SwitchBack { id, workload, phases, date, reason: String::new() })
        }),
        1 => (date(), name()).prop_map(|(date, name)| Record::Holiday(Holiday { date, name })),
        1 => (number(), name(), date(), date()).prop_map(|(id, name, from, to)| {
            Record::Freeze(Freeze { id: FreezeId(id), name, from, to, scope: FreezeScope::Both })
        }),
        1 => (number(), scope(), date(), date()).prop_map(|(id, phases, from, until)| {
            let id = PauseId(id);
            Record::Pause(Pause { id, phases, from, until, by: String::new(), reason: String::new() })
        }),
        1 => (date(), value()).prop_map(|(from, agents)| Record::Agents(AgentsFrom { from, agents })),
    ]
}

fn side_record() -> impl Strategy<Value = Record> {
    let milestones = prop_oneof![
        Just(MilestoneKind::TenantAttach),
        Just(MilestoneKind::ConditionalAccess),
        name().prop_map(MilestoneKind::Other),
    ];
    prop_oneof![
        (number(), name(), count()).prop_map(|(id, site, n)| Record::Segment(Segment::new(
            SegmentId(id),
            site,
            n
        ))),
        (name(), date()).prop_map(|(os, date)| Record::SupportEnd(SupportEnd { os, date })),
        (milestones, prop::option::of(date()), any::<bool>(), prop::option::of((anchor(), -9..9_i32)))
            .prop_map(|(kind, date, done, relative)| {
                let relative = relative.map(|(anchor, days)| Relative { anchor, days });
                Record::Milestone(Milestone { kind, date, done, relative })
            }),
        (number(), name(), prop::option::of(phase_id())).prop_map(|(id, name, blocks)| {
            let (id, state) = (PrerequisiteId(id), PrerequisiteState::Open);
            let (owner, note) = (String::new(), String::new());
            Record::Prerequisite(Prerequisite { id, name, state, owner, due: None, blocks, note })
        }),
        (number(), name(), anchor(), -9..9_i32).prop_map(|(id, name, anchor, days)| {
            Record::Task(Task::new(TaskId(id), name, TaskKind::Switch, anchor, days))
        }),
        (name(), any::<bool>()).prop_map(|(name, bare)| {
            let mut scenario =
                Scenario::of(&small_plan(), if name.is_empty() { "Faster".into() } else { name });
            if bare {
                scenario.phases.clear();
            }
            Record::Scenario(Box::new(scenario))
        }),
    ]
}

fn actual_record() -> impl Strategy<Value = Record> {
    prop_oneof![
        (phase_id(), date(), count(), count()).prop_map(|(phase, date, targeted, enrolled)| {
            let (failed, abandoned, pending, stale, tickets) = (0, 0, None, None, None);
            let stock = Stock { date, targeted, enrolled, failed, abandoned, pending, stale, tickets };
            Record::Stock { phase, stock }
        }),
        (phase_id(), date(), count()).prop_map(|(phase, date, devices)| {
            let code = format!("0x8018{:04X}", devices % 3);
            Record::Failure { phase, failure: Failure { date, code, devices } }
        }),
        (phase_id(), workload(), date(), count()).prop_map(|(phase, workload, date, devices)| {
            let position = Position { workload, date, devices, with_intune: devices / 2 };
            Record::Position { phase, position }
        }),
        (date(), date(), count()).prop_map(|(from, to, opened)| {
            let (closed, open, open_over_3_days, agents) = (None, None, None, None);
            Record::Desk(DeskActual { from, to, opened, closed, open, open_over_3_days, agents })
        }),
        (date(), event()).prop_map(|(date, what)| Record::Event(Event { date, what, note: String::new() })),
        (phase_id(), name(), date(), value()).prop_map(|(phase, what, date, value)| Record::Measurement(
            Measurement { phase, what, date, value }
        )),
        (phase_id(), name(), date()).prop_map(|(phase, what, date)| {
            Record::SignOff(SignOff { phase, what, date, by: "Ola".into() })
        }),
    ]
}

fn log_record() -> impl Strategy<Value = Record> {
    prop_oneof![
        (number(), date(), prop::option::of(phase_id())).prop_map(|(id, date, phase)| {
            let (kind, text, who) = (DecisionKind::Go, "The pilot holds".into(), "Board".into());
            Record::Decision(Decision {
                id: DecisionId(id),
                date,
                kind,
                phase,
                text,
                who,
                evidence: Vec::new(),
            })
        }),
        (number(), date(), prop::option::of(phase_id()), name()).prop_map(|(id, date, phase, question)| {
            let (id, who, note) = (QuestionId(id), "Board".into(), String::new());
            Record::Question(Question { id, date, who, phase, question, note })
        }),
        (name(), date()).prop_map(|(name, frozen_on)| {
            let (by, phases, switches, days) = (String::new(), Vec::new(), Vec::new(), Vec::new());
            let finish = None;
            Record::Baseline(Box::new(Baseline { name, frozen_on, by, phases, switches, finish, days }))
        }),
    ]
}

fn setting() -> impl Strategy<Value = Setting> {
    prop_oneof![
        name().prop_map(Setting::Name),
        date().prop_map(Setting::Start),
        date().prop_map(Setting::StatusDate),
        prop::option::of(date()).prop_map(Setting::Target),
        any::<u32>().prop_map(Setting::HorizonDays),
        any::<u16>().prop_map(Setting::SiteVersion),
        value().prop_map(Setting::Assurance),
        value().prop_map(Setting::Shrinkage),
        prop::option::of(value()).prop_map(Setting::OrdinaryTickets),
        prop::option::of(value()).prop_map(Setting::AgentDayPrice),
        prop::option::of(value()).prop_map(Setting::WeekOfBothPrice),
        name().prop_map(Setting::Currency),
        prop::collection::vec((prop::option::of(phase_id()), name()), 0..3).prop_map(|rules| {
            let rule = |(phase, text)| TicketRule {
                phase,
                conditions: vec![TicketCondition {
                    column: TicketColumn::Subject,
                    test: TicketTest::Contains,
                    text,
                }],
            };
            Setting::TicketRules(rules.into_iter().map(rule).collect())
        }),
        prop::sample::subsequence(Day::ALL.to_vec(), 0..=7).prop_shuffle().prop_map(Setting::WorkingDays),
        (prop::sample::select(Parameter::ALL.to_vec()), value(), value()).prop_map(|(parameter, mean, n)| {
            Setting::Assumption { parameter, assumption: Assumption::new(mean, n) }
        }),
    ]
}

fn phase() -> impl Strategy<Value = Phase> {
    let kinds = prop_oneof![Just(PhaseKind::Pilot), Just(PhaseKind::Wave)];
    let take =
        (number(), count()).prop_map(|(segment, devices)| Take { segment: SegmentId(segment), devices });
    let parts = (phase_id(), name(), kinds, count(), prop::option::of(0..500_u32));
    (parts, value(), prop::collection::vec(take, 0..2), prop::option::of(date())).prop_map(
        |((id, name, kind, devices, rate), min, takes, not_before)| {
            let mut phase = Phase::new(id, name, kind, devices);
            phase.rate = rate;
            phase.takes = takes;
            phase.start.not_before = not_before;
            phase.gate.criteria = vec![Criterion::Success { min }];
            phase
        },
    )
}

fn cell(phase: PhaseId, rule: SwitchRule) -> Cell {
    Cell { phase, rule, head_start: None, note: String::new() }
}

fn rule() -> impl Strategy<Value = SwitchRule> {
    prop_oneof![
        Just(SwitchRule::Never),
        Just(SwitchRule::AtEnrollment),
        (0..9_u32).prop_map(SwitchRule::AfterStart),
        any::<u32>().prop_map(SwitchRule::AfterGate),
        date().prop_map(SwitchRule::OnDate),
    ]
}

fn full() -> impl Strategy<Value = FullSwitch> {
    prop_oneof![
        Just(FullSwitch::Never),
        date().prop_map(FullSwitch::OnDate),
        (phase_id(), 0..9_u32).prop_map(|(phase, days)| FullSwitch::AfterGate { phase, days }),
        (0..9_u32).prop_map(FullSwitch::AfterLast),
    ]
}

fn event() -> impl Strategy<Value = EventKind> {
    prop_oneof![
        phase_id().prop_map(EventKind::PhaseStarted),
        (workload(), phase_id(), any::<bool>()).prop_map(|(workload, phase, head_start)| {
            EventKind::CellSwitched { workload, phase, head_start }
        }),
        workload().prop_map(EventKind::SliderMoved),
        (workload(), scope()).prop_map(|(workload, phases)| EventKind::SwitchedBack { workload, phases }),
    ]
}

fn anchor() -> impl Strategy<Value = Anchor> {
    prop_oneof![
        (workload(), phase_id()).prop_map(|(workload, phase)| Anchor::Cell { workload, phase }),
        workload().prop_map(Anchor::First),
        phase_id().prop_map(Anchor::PhaseStart),
        phase_id().prop_map(Anchor::PhaseGate),
        Just(Anchor::Finish),
        date().prop_map(Anchor::Date),
    ]
}

fn scope() -> impl Strategy<Value = PhaseScope> {
    prop_oneof![Just(PhaseScope::All), prop::collection::vec(phase_id(), 0..4).prop_map(PhaseScope::Only),]
}

fn workload() -> impl Strategy<Value = Workload> {
    prop::sample::select(Workload::ALL.to_vec())
}

/// Small, so that records meet again; one of them is not in [`small_plan`].
fn number() -> impl Strategy<Value = u32> {
    1..5_u32
}

fn phase_id() -> impl Strategy<Value = PhaseId> {
    number().prop_map(PhaseId)
}

fn date() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        30 => (0..40_u64).prop_map(|n| START + Days::new(n)),
        1 => Just(NaiveDate::MAX),
        1 => Just(NaiveDate::MIN),
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(vec!["Alpha", "Beta", "North ", "Windows 11 24H2"]).prop_map(String::from),
        1 => Just(String::new()),
        1 => Just("x".repeat(300)),
    ]
}

fn count() -> impl Strategy<Value = u32> {
    prop_oneof![9 => 0..5_000_u32, 1 => any::<u32>()]
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![8 => 0.0..1.0_f64, 2 => 0.0..50.0_f64, 1 => Just(-0.5), 1 => Just(f64::NAN), 1 => Just(f64::INFINITY)]
}
