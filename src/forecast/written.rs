//! Single simulated futures, written down day by day as if somebody had kept records of them: what the plan
//! would have seen, the parameters behind it, and how it ended. Examples are made of them, and what is
//! learned from such records is held to the truth. Only tests and those who make examples ask for this.

use chrono::NaiveDate;

use crate::plan::{
    Decision, DecisionKind, DeskActual, Event, EventKind, Flow, PhaseActuals, PhaseId, Plan, Workload,
};

use super::Observed;
use super::begin::Begin;
use super::course::{Course, PhaseState, State};
use super::drawn::{Drawn, Odd};
use super::fate::{At, Fate};
use super::rates::Parameters;

/// A plan's futures, one at a time.
pub struct Futures {
    begin: Begin,
    odd: Odd,
}

/// The parameters of one future.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// Success at the first attempt that phases have in common, and of each in the plan's order.
    pub success: f64,
    pub success_of: Vec<f64>,
    pub reach: f64,
    pub stale: f64,
    pub repair: f64,
    pub unfixable: f64,
    pub ticket_factor: f64,
}

/// Devices of one phase at the end of a day: of those targeted each is in one of the other states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stand {
    pub targeted: f64,
    pub pending: f64,
    pub stale: f64,
    pub failed: f64,
    pub abandoned: f64,
    pub enrolled: f64,
}

/// One future from the first day that is not known to the horizon.
#[derive(Clone, Debug)]
pub struct Future {
    pub truth: Truth,
    pub first_day: NaiveDate,
    /// Where each phase's devices stand at the end of each day, in the plan's order of phases.
    pub stands: Vec<Vec<Stand>>,
    pub finish: Option<NaiveDate>,
    /// In the plan's order, each working day from the phase's start on.
    pub flows: Vec<(PhaseId, Vec<Flow>)>,
    /// Working days.
    pub desk: Vec<DeskActual>,
    /// Starts, switches and sliders, in order of time.
    pub events: Vec<Event>,
    /// The days on which gates were passed.
    pub gates: Vec<(PhaseId, NaiveDate)>,
}

impl Futures {
    pub fn new(plan: &Plan, observed: &Observed, seed: u64) -> Self {
        let begin = Begin::new(plan, observed);
        let odd = Odd::new(&begin.rules, begin.learned.clone(), seed, false);
        Self { begin, odd }
    }

    /// The future of one number: the run of that number in a simulation with the same seed, but for late
    /// tickets, which are told apart by phase here.
    pub fn future(&self, run: u32) -> Future {
        let Self { begin, odd } = self;
        let luck = odd.luck(run);
        let parameters = odd.parameters(luck, &begin.rules);
        let fate = Drawn::new(&begin.rules, odd, luck, &parameters);
        let mut state = begin.state.clone();
        begin.settle(&mut state, &parameters, |phase, silent, share| fate.silent(phase, silent, share));
        let success = odd.success(luck);
        let clerk = Clerk { fate, begin, flows: vec![Vec::new(); state.phases.len()] };
        let mut course = Course::new(&begin.rules, clerk, state);
        let days = &begin.rules.days;
        let mut future = Future {
            truth: Truth::new(success, parameters),
            first_day: days.date(days.begin),
            stands: Vec::with_capacity(days.end - days.begin),
            finish: None,
            flows: Vec::new(),
            desk: Vec::new(),
            events: Vec::new(),
            gates: Vec::new(),
        };
        for day in days.begin..days.end {
            course.step(day);
            future.write(&course, day);
        }
        future.close(begin, course);
        future
    }
}

impl Stand {
    const fn of(phase: &PhaseState) -> Self {
        let PhaseState { targeted, pending, stale, failed, abandoned, enrolled, .. } = *phase;
        Self { targeted, pending, stale, failed, abandoned, enrolled }
    }
}

impl Truth {
    fn new(success: f64, parameters: Parameters) -> Self {
        Self {
            success,
            success_of: parameters.success,
            reach: parameters.reach,
            stale: parameters.stale,
            repair: parameters.repair,
            unfixable: parameters.unfixable,
            ticket_factor: parameters.factor,
        }
    }
}

impl Future {
    fn write(&mut self, course: &Course<'_, Clerk<'_>>, day: usize) {
        let (state, days) = (&course.state, &course.rules.days);
        self.stands.push(state.phases.iter().map(Stand::of).collect());
        if self.finish.is_none() && state.is_finished() {
            self.finish = Some(days.date(day));
        }
        if days.is_working(day) {
            let date = days.date(day);
            self.desk.push(DeskActual {
                from: date,
                to: date,
                opened: state.desk.arrivals as u32,
                closed: None,
                open: Some(state.desk.backlog.round() as u32),
                open_over_3_days: None,
                agents: None,
            });
        }
    }

    /// What can be told only at the end.
    fn close(&mut self, begin: &Begin, course: Course<'_, Clerk<'_>>) {
        let Course { rules, fate, state } = course;
        let ids: Vec<_> = rules.facts.iter().map(|facts| PhaseId(facts.id)).collect();
        let date = |day: usize| rules.days.date(day);
        let is_new = |day: &usize| *day >= rules.days.begin;
        let flows = fate.flows.into_iter().zip(&state.phases);
        self.flows = ids
            .iter()
            .zip(flows)
            .map(|(id, (flows, phase))| (*id, every_day(flows, phase.start, begin)))
            .collect();
        for (id, phase) in ids.iter().zip(&state.phases) {
            self.gates.extend(phase.gate.filter(is_new).map(|day| (*id, date(day))));
            let what = EventKind::PhaseStarted(*id);
            self.events.extend(phase.start.filter(is_new).map(|day| event(date(day), what)));
        }
        self.events.extend(
            switches(&state, &ids).filter(|(day, _)| is_new(day)).map(|(day, what)| event(date(day), what)),
        );
        self.events.sort_by_key(|event| event.date);
    }

    /// The plan with this future as its past up to the end of `until`. What a future takes as given,
    /// figures and signatures, is not written.
    pub fn recorded(&self, plan: &Plan, until: NaiveDate) -> Plan {
        let mut plan = plan.clone();
        plan.status_date = until;
        for (id, flows) in &self.flows {
            let flows: Vec<_> = flows.iter().copied().filter(|flow| flow.date <= until).collect();
            match plan.actuals.phases.iter_mut().find(|actuals| actuals.phase == *id) {
                Some(actuals) => actuals.flows.extend(flows),
                None if flows.is_empty() => {}
                None => plan.actuals.phases.push(PhaseActuals { phase: *id, flows, ..Default::default() }),
            }
        }
        plan.actuals.desk.extend(self.desk.iter().filter(|day| day.to <= until));
        plan.actuals.events.extend(self.events.iter().filter(|event| event.date <= until).cloned());
        for (id, date) in self.gates.iter().filter(|(_, date)| *date <= until) {
            let decision = Decision {
                id: plan.fresh_decision_id(),
                date: *date,
                kind: DecisionKind::Go,
                phase: Some(*id),
                text: String::new(),
                who: String::new(),
                evidence: Vec::new(),
            };
            plan.decisions.push(decision);
        }
        plan
    }
}

fn event(date: NaiveDate, what: EventKind) -> Event {
    Event { date, what, note: String::new() }
}

/// The last switches of each cell and slider with their days.
fn switches(state: &State, ids: &[PhaseId]) -> impl Iterator<Item = (usize, EventKind)> {
    let cells = ids.iter().zip(&state.switches.cells).flat_map(|(phase, cells)| {
        Workload::ALL.into_iter().zip(cells).flat_map(|(workload, cell)| {
            let switched = |day: Option<usize>, head_start| {
                day.map(|day| (day, EventKind::CellSwitched { workload, phase: *phase, head_start }))
            };
            let undone = cell.last_back.map(|day| {
                let phases = crate::plan::PhaseScope::Only(vec![*phase]);
                (day, EventKind::SwitchedBack { workload, phases })
            });
            [switched(cell.last_head, true), switched(cell.last_joined, false), undone]
        })
    });
    let sliders = Workload::ALL.into_iter().map(|workload| {
        state.switches.slider(workload.index()).map(|day| (day, EventKind::SliderMoved(workload)))
    });
    cells.chain(sliders).flatten()
}

/// A record for each working day from the start on, also where nothing happened.
fn every_day(flows: Vec<Flow>, start: Option<usize>, begin: &Begin) -> Vec<Flow> {
    let days = &begin.rules.days;
    let Some(start) = start else { return Vec::new() };
    let mut written = flows.into_iter().peekable();
    let working = (start.max(days.begin)..days.end).filter(|day| days.is_working(*day));
    let on = |day| written.next_if(|flow| flow.date == days.date(day)).unwrap_or(nothing(days.date(day)));
    working.map(on).collect()
}

const fn nothing(date: NaiveDate) -> Flow {
    Flow { date, targeted: 0, enrolled_first_attempt: 0, bad: 0, lost: 0, repaired: 0, tickets: Some(0) }
}

/// Writes down what fate says.
struct Clerk<'a> {
    fate: Drawn<'a>,
    begin: &'a Begin,
    /// By phase, the days on which anything happened.
    flows: Vec<Vec<Flow>>,
}

impl Clerk<'_> {
    fn flow(&mut self, at: At) -> &mut Flow {
        let date = self.begin.rules.days.date(at.day);
        let flows = &mut self.flows[at.phase];
        if flows.last().is_none_or(|last| last.date != date) {
            flows.push(nothing(date));
        }
        let last = flows.len() - 1;
        &mut flows[last]
    }
}

impl Fate for Clerk<'_> {
    /// Records say of each ticket which phase it comes from.
    const IS_POOLED: bool = false;

    fn stale(&mut self, at: At, targeted: f64) -> f64 {
        self.flow(at).targeted = targeted as u32;
        self.fate.stale(at, targeted)
    }

    fn repaired(&mut self, at: At, failed: f64) -> f64 {
        let repaired = self.fate.repaired(at, failed);
        self.flow(at).repaired = repaired as u32;
        repaired
    }

    fn attempts(&mut self, at: At, pending: f64) -> f64 {
        self.fate.attempts(at, pending)
    }

    fn succeeded(&mut self, at: At, attempts: f64) -> f64 {
        let ok = self.fate.succeeded(at, attempts);
        let flow = self.flow(at);
        flow.enrolled_first_attempt = ok as u32;
        flow.bad = (attempts - ok) as u32;
        ok
    }

    fn lost(&mut self, at: At, bad: f64) -> f64 {
        let lost = self.fate.lost(at, bad);
        self.flow(at).lost = lost as u32;
        lost
    }

    fn tickets(&mut self, at: At, mean: f64) -> f64 {
        let tickets = self.fate.tickets(at, mean);
        self.flow(at).tickets = Some(tickets as u32);
        tickets
    }

    fn late_tickets(&mut self, day: usize, mean: f64) -> f64 {
        self.fate.late_tickets(day, mean)
    }

    fn ordinary(&mut self, day: usize, weekday: usize, mean: f64) -> f64 {
        self.fate.ordinary(day, weekday, mean)
    }
}
