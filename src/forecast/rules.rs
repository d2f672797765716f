//! What never changes in the courses of one plan: devices, rates, criteria, capacity, all by place and day,
//! so that a course looks up and never searches. It holds no state and draws nothing.

use crate::plan::{Criterion, EnrollmentPath, Gate, Judged, Phase, Plan};

use super::begin::Decided;
use super::days::{Days, NEVER};
use super::posterior::Share;
use super::rates::TicketRates;

/// What never changes about a phase.
pub(crate) struct PhaseFacts {
    /// The number by which the plan knows it.
    pub id: u32,
    pub devices: f64,
    /// Devices that can be targeted from a day on, in order of time; the first entry holds from day 0.
    ready: Vec<(usize, f64)>,
    pub not_before: usize,
    pub after_previous: Option<u32>,
    /// Devices targeted on a working day; infinite = all at once.
    pub rate: f64,
    /// In the order of the gate, and what of it is left to judge in a course, cheapest first.
    pub criteria: Vec<Criterion>,
    pub judged_by: Vec<Criterion>,
    /// What is believed of its success before any outcome; none = the gate goes by the figures as they stand.
    pub assured: Option<Share>,
    /// The day of a recorded Go; [`NEVER`] without one.
    pub go: usize,
    /// The first day on which no recorded No-go keeps the gate shut.
    pub shut_until: usize,
    /// Its devices leave another product when they are targeted, and are on their own until they enroll.
    pub is_exposed: bool,
}

impl PhaseFacts {
    fn new(plan: &Plan, place: usize, days: &Days) -> Self {
        let phase = &plan.phases[place];
        let decided = Decided::of(plan, phase.id, days);
        let (criteria, judged_by) = criteria(&phase.gate);
        Self {
            id: phase.id.0,
            devices: f64::from(phase.devices),
            ready: ready(phase, days),
            not_before: phase.start.not_before.map_or(0, |date| days.due(date)),
            after_previous: phase.start.after_previous.filter(|_| place > 0),
            rate: phase.rate.map_or(f64::INFINITY, f64::from),
            criteria,
            judged_by,
            assured: (phase.gate.judged == Judged::Assured).then(|| Share::before(plan, &phase.gate)),
            go: decided.go,
            shut_until: decided.shut_until,
            is_exposed: matches!(phase.path, EnrollmentPath::ThirdPartyMdm | EnrollmentPath::OtherManager),
        }
    }

    /// Devices that can be targeted by `day`.
    #[inline]
    pub fn ready(&self, day: usize) -> f64 {
        match self.ready.as_slice() {
            [(_, always)] => *always,
            steps => steps[steps.partition_point(|step| step.0 <= day) - 1].1,
        }
    }

    /// No more devices become ready after `day`.
    pub fn is_all_ready(&self, day: usize) -> bool {
        self.ready.last().is_none_or(|last| last.0 <= day)
    }
}

fn ready(phase: &Phase, days: &Days) -> Vec<(usize, f64)> {
    let mut joins: Vec<_> = phase
        .not_ready
        .iter()
        .filter_map(|group| Some((days.due(group.until?), u64::from(group.devices))))
        .filter(|join| join.0 != NEVER)
        .collect();
    joins.sort_unstable_by_key(|join| join.0);
    let mut waiting: u64 = phase.not_ready.iter().map(|group| u64::from(group.devices)).sum();
    // More may be said not to be ready than there are.
    let ready = |waiting: u64| u64::from(phase.devices).saturating_sub(waiting) as f64;
    let mut steps = vec![(0, ready(waiting))];
    for (day, devices) in joins {
        waiting -= devices;
        steps.push((day, ready(waiting)));
    }
    // Of several steps on one day the last one counts.
    steps.dedup_by(|later, earlier| {
        let is_same = later.0 == earlier.0;
        if is_same {
            earlier.1 = later.1;
        }
        is_same
    });
    steps
}

/// The criteria of a gate; and those that a course judges, the ones that cost least and fail most first.
fn criteria(gate: &Gate) -> (Vec<Criterion>, Vec<Criterion>) {
    let mut judged_by: Vec<_> = gate.criteria.iter().filter(|c| !c.is_typed()).cloned().collect();
    judged_by.sort_by_key(|criterion| match criterion {
        Criterion::Soak { .. } => 0,
        Criterion::Coverage { .. } | Criterion::Wait { .. } => 1,
        Criterion::DeskLoad { .. } | Criterion::SwitchSoak { .. } => 2,
        _ => 3,
    });
    (gate.criteria.clone(), judged_by)
}

/// A plan as its courses need it.
pub(crate) struct Rules {
    pub days: Days,
    pub facts: Vec<PhaseFacts>,
    pub tickets: TicketRates,
    /// Capacity of each day of the tables if it is a working day.
    pub capacity: Vec<f64>,
    /// Mean of the ordinary tickets, Monday first, and their variance over their mean.
    pub ordinary: [f64; 7],
    pub dispersion: f64,
    pub brake_wait_days: Option<f64>,
    /// The day from which Conditional Access enforces.
    pub enforced_from: usize,
    pub hold_limit_days: usize,
    pub assurance: f64,
    /// Phases whose devices are on their own until they enroll.
    pub exposed: Vec<usize>,
    /// Days on which a recorded Go passes a gate.
    pub go_days: Vec<usize>,
}

impl Rules {
    pub fn new(plan: &Plan, days: Days, enforced_from: usize) -> Self {
        let facts: Vec<_> = (0..plan.phases.len()).map(|place| PhaseFacts::new(plan, place, &days)).collect();
        let ordinary = plan.desk.ordinary_per_day.unwrap_or(0.0);
        let amount = |value: f64| if value.is_finite() { value.max(0.0) } else { 0.0 };
        let mut go_days: Vec<_> = facts.iter().map(|facts| facts.go).filter(|go| *go != NEVER).collect();
        go_days.sort_unstable();
        Self {
            tickets: TicketRates::new(plan),
            capacity: capacities(plan, &days),
            ordinary: plan.desk.weekday_factors.map(|factor| amount(ordinary * factor)),
            dispersion: amount(plan.desk.dispersion),
            brake_wait_days: plan.desk.brake_wait_days,
            enforced_from,
            hold_limit_days: plan.hold_limit_days as usize,
            assurance: plan.assurance,
            exposed: (0..facts.len()).filter(|phase| facts[*phase].is_exposed).collect(),
            go_days,
            facts,
            days,
        }
    }
}

/// What the desk closes on each day of the tables; on days off nobody asks.
fn capacities(plan: &Plan, days: &Days) -> Vec<f64> {
    let mut entries: Vec<_> = plan.desk.agents.iter().collect();
    entries.sort_by_key(|entry| entry.from);
    let mut agents = entries.first().map_or(0.0, |entry| entry.agents);
    let mut upcoming = entries.into_iter().peekable();
    let mut capacities = Vec::with_capacity(days.end);
    for place in 0..days.end {
        while let Some(entry) = upcoming.next_if(|entry| days.due(entry.from) <= place) {
            agents = entry.agents;
        }
        capacities.push(plan.desk.capacity_of(agents));
    }
    capacities
}
