//! A small plan with a hand-made course, for the tests of the sentences and figures.
#![allow(clippy::unwrap_used, reason = "tests")]

use chrono::NaiveDate;

use crate::forecast::{
    AuthorityTrack, CriterionState, DeskTrack, Ending, Expected, GateState, Interval, Observed, Outlook,
    PeakLoad, PhaseDates, PhaseNow, PhaseStage, PhaseTrack, Track,
};
use crate::plan::{
    Baseline, BaselineDay, BaselinePhase, Criterion, Gate, Phase, PhaseId, PhaseKind, Plan, Prerequisite,
    PrerequisiteId, PrerequisiteState,
};
use crate::report::Situation;

pub fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

pub struct Sample {
    pub plan: Plan,
    pub outlook: Outlook,
}

/// A pilot of 100 and a wave of 1,000 devices that start on Mon 6 Jul and Mon 27 Jul 2026; nothing has
/// happened by Mon 29 Jun.
pub fn sample() -> Sample {
    let mut plan = Plan::new("Sample", day(2026, 7, 6));
    plan.status_date = day(2026, 6, 29);
    plan.target = Some(day(2026, 10, 30));
    plan.desk = crate::plan::Desk::new(plan.start, 6.0);
    plan.desk.ordinary_per_day = Some(60.0);
    plan.phases = vec![
        Phase { gate: Gate::usual(), ..Phase::new(PhaseId(1), "IT", PhaseKind::Pilot, 100) },
        Phase { gate: Gate::usual(), ..Phase::new(PhaseId(2), "Retail", PhaseKind::Wave, 1000) },
    ];
    let phases = vec![
        dates(1, day(2026, 7, 6), day(2026, 7, 17), day(2026, 7, 24)),
        dates(2, day(2026, 7, 27), day(2026, 9, 4), day(2026, 9, 11)),
    ];
    let observed = Observed {
        track: track(plan.start, 0),
        bad: Vec::new(),
        open: None,
        due: Vec::new(),
        now: (1..=2).map(|n| PhaseNow { phase: PhaseId(n), ..PhaseNow::default() }).collect(),
    };
    let outlook = Outlook {
        learned: crate::forecast::learn(&plan, &observed),
        observed,
        expected: Expected {
            track: track(plan.start, 120),
            phases,
            sliders: [None; 7],
            slider_is_done: [false; 7],
            finish: Some(day(2026, 10, 23)),
            ending: Ending::Finished,
            peak: Some(PeakLoad { week: day(2026, 8, 24), load: 0.88 }),
            longest_wait_days: 0.0,
            breaks_on: None,
        },
        gates: (1..=2).map(gate).collect(),
    };
    Sample { plan, outlook }
}

impl Sample {
    pub fn at(&self) -> Situation<'_> {
        Situation::new(&self.plan, &self.outlook)
    }

    pub fn block(&mut self, count: u32) {
        for n in 1..=count {
            self.plan.prerequisites.push(Prerequisite {
                id: PrerequisiteId(n),
                name: format!("Licences {n}"),
                state: PrerequisiteState::Open,
                owner: String::new(),
                due: Some(day(2026, 7, 3)),
                blocks: Some(PhaseId(1)),
                note: String::new(),
            });
        }
    }

    /// The pilot is done; the wave runs with so many devices enrolled on Wed 12 Aug.
    pub fn running(mut self, enrolled: u32) -> Self {
        self.plan.status_date = day(2026, 8, 12);
        self.outlook.gates[0].stage = PhaseStage::Done;
        self.outlook.gates[1].stage = PhaseStage::Running;
        self.outlook.observed.now[0] = now(1, day(2026, 7, 24), 98);
        self.outlook.observed.now[1] = now(2, day(2026, 8, 12), enrolled);
        for dates in &mut self.outlook.expected.phases {
            dates.start_is_done = true;
        }
        self
    }

    /// The wave enrolls 40 devices each working day from 28 Jul on in the baseline.
    pub fn with_baseline(mut self) -> Self {
        let mut days = Vec::new();
        let mut wave = 0;
        let mut date = day(2026, 7, 6);
        while date <= day(2026, 9, 11) {
            if date >= day(2026, 7, 28) && self.plan.calendar.is_working_day(date) {
                wave = (wave + 40).min(960);
            }
            days.push(BaselineDay {
                date,
                enrolled: vec![98, wave],
                pilot: [0; 7],
                intune: [0; 7],
                load: 0.5,
            });
            date = date.succ_opt().unwrap();
        }
        self.plan.baselines = vec![Baseline {
            name: "Start".into(),
            frozen_on: day(2026, 7, 6),
            by: String::new(),
            phases: vec![
                planned(1, (day(2026, 7, 6), day(2026, 7, 17), day(2026, 7, 24))),
                planned(2, (day(2026, 7, 27), day(2026, 9, 4), day(2026, 9, 11))),
            ],
            switches: Vec::new(),
            finish: Some(day(2026, 10, 23)),
            days,
        }];
        self
    }
}

pub fn now(phase: u32, as_of: NaiveDate, enrolled: u32) -> PhaseNow {
    PhaseNow {
        phase: PhaseId(phase),
        as_of: Some(as_of),
        targeted: enrolled + 30,
        enrolled,
        failed: 10,
        unheard: 20,
        ..PhaseNow::default()
    }
}

fn planned(phase: u32, (start, targeted, gate): (NaiveDate, NaiveDate, NaiveDate)) -> BaselinePhase {
    BaselinePhase {
        phase: PhaseId(phase),
        name: String::new(),
        devices: 0,
        start: Some(start),
        targeted: Some(targeted),
        gate: Some(gate),
    }
}

fn dates(phase: u32, start: NaiveDate, targeted: NaiveDate, gate: NaiveDate) -> PhaseDates {
    PhaseDates {
        phase: PhaseId(phase),
        start: Some(start),
        targeted: Some(targeted),
        last_targeting: Some(targeted),
        gate: Some(gate),
        ..PhaseDates::default()
    }
}

fn gate(phase: u32) -> GateState {
    let state = |criterion, value, holds| CriterionState {
        criterion,
        value,
        holds,
        interval: None,
        honest: None,
        counts: None,
        days_left: None,
        recorded: None,
    };
    GateState {
        phase: PhaseId(phase),
        stage: PhaseStage::Planned,
        criteria: vec![
            CriterionState {
                interval: Some(Interval { low: 0.963, high: 0.979 }),
                honest: Some(Interval { low: 0.90, high: 0.98 }),
                counts: Some((1_568, 1_613)),
                ..state(Criterion::Success { min: 0.95 }, Some(0.972), Some(true))
            },
            state(Criterion::Coverage { min: 0.9 }, Some(0.49), Some(false)),
            CriterionState {
                days_left: Some(5),
                ..state(Criterion::Soak { days: 5 }, Some(0.0), Some(false))
            },
        ],
        planned: Some(if phase == 1 { day(2026, 7, 24) } else { day(2026, 9, 11) }),
        desk_load: None,
        exposed: 0.0,
    }
}

/// A track of so many days in which nothing happens.
pub fn track(first: NaiveDate, len: usize) -> Track {
    let phase = |n| PhaseTrack {
        phase: PhaseId(n),
        targeted: vec![0.0; len],
        enrolled: vec![0.0; len],
        failed: vec![0.0; len],
        abandoned: vec![0.0; len],
        pending: vec![0.0; len],
        stale: vec![0.0; len],
        tickets: vec![0.0; len],
        ..PhaseTrack::default()
    };
    Track {
        first,
        phases: vec![phase(1), phase(2)],
        authority: std::array::from_fn(|_| AuthorityTrack { pilot: vec![0.0; len], intune: vec![0.0; len] }),
        desk: DeskTrack {
            arrivals: vec![Some(0.0); len],
            migration: vec![Some(0.0); len],
            capacity: vec![90.0; len],
            load: vec![Some(0.0); len],
            backlog: vec![Some(0.0); len],
            wait_days: vec![Some(0.0); len],
        },
    }
}
