//! Every way in which a plan can change, as data: put a record, remove one, set a property.
//! It refuses what would leave the plan without meaning; what is merely unwise is `check`'s work.

mod faults;
mod find;
mod label;
mod order;
mod put;
mod refusal;
mod remove;
mod set;

use chrono::NaiveDate;

pub(super) use faults::of_record as faults_of_record;
pub use refusal::{MAX_DEVICES, MAX_HORIZON_DAYS, MAX_LAG_DAYS, Refusal};
pub(super) use set::faults_of as faults_of_setting;

use super::{
    AgentsFrom, Assumption, Baseline, Cell, Day, Decision, DecisionId, DeskActual, EnrollmentTickets, Event,
    EventKind, Failure, Flow, Freeze, FreezeId, FullSwitch, Holiday, Measurement, MigrationOption, Milestone,
    MilestoneKind, Parameter, Pause, PauseId, Phase, PhaseId, Plan, Position, Prerequisite, PrerequisiteId,
    Presentation, Question, QuestionId, Scenario, Segment, SegmentId, SignOff, Stock, SupportEnd, SwitchBack,
    SwitchBackId, SwitchTickets, Task, TaskId, TicketRule, Workload,
};

/// A record of the plan. Putting one replaces the record with the same key, or adds it in its place.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    Phase(Box<Phase>),
    Segment(Segment),
    SupportEnd(SupportEnd),
    Cell { workload: Workload, cell: Cell },
    FullSwitch { workload: Workload, full: FullSwitch },
    SwitchBack(SwitchBack),
    Holiday(Holiday),
    Freeze(Freeze),
    Pause(Pause),
    Agents(AgentsFrom),
    Milestone(Milestone),
    Prerequisite(Prerequisite),
    Task(Task),
    Stock { phase: PhaseId, stock: Stock },
    Flow { phase: PhaseId, flow: Flow },
    Failure { phase: PhaseId, failure: Failure },
    Position { phase: PhaseId, position: Position },
    Desk(DeskActual),
    Event(Event),
    Measurement(Measurement),
    SignOff(SignOff),
    Decision(Decision),
    Question(Question),
    Baseline(Box<Baseline>),
    Scenario(Box<Scenario>),
}

/// What names a record within the plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    Phase(PhaseId),
    Segment(SegmentId),
    SupportEnd(String),
    Cell {
        workload: Workload,
        phase: PhaseId,
    },
    /// Removing it leaves the slider where the pilot ends.
    FullSwitch(Workload),
    SwitchBack(SwitchBackId),
    Holiday(NaiveDate),
    Freeze(FreezeId),
    Pause(PauseId),
    Agents(NaiveDate),
    Milestone(MilestoneKind),
    Prerequisite(PrerequisiteId),
    Task(TaskId),
    Stock {
        phase: PhaseId,
        date: NaiveDate,
    },
    Flow {
        phase: PhaseId,
        date: NaiveDate,
    },
    Failure {
        phase: PhaseId,
        date: NaiveDate,
        code: String,
    },
    Position {
        phase: PhaseId,
        workload: Workload,
    },
    /// By its last day.
    Desk(NaiveDate),
    /// A start happens once; what can be switched again goes by its day too. Without a day it is the first.
    Event {
        what: EventKind,
        on: Option<NaiveDate>,
    },
    Measurement {
        phase: PhaseId,
        what: String,
        date: NaiveDate,
    },
    SignOff {
        phase: PhaseId,
        what: String,
    },
    Decision(DecisionId),
    Question(QuestionId),
    Baseline(String),
    Scenario(String),
}

/// A property of the plan as a whole.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    Name(String),
    Option(MigrationOption),
    SiteVersion(u16),
    Start(NaiveDate),
    StatusDate(NaiveDate),
    Target(Option<NaiveDate>),
    HorizonDays(u32),
    HoldLimitDays(u32),
    Assurance(f64),
    WorkingDays(Vec<Day>),
    Cadence(Option<Day>),
    TicketsPerAgentDay(f64),
    Shrinkage(f64),
    OrdinaryTickets(Option<f64>),
    WeekdayFactors([f64; 7]),
    Dispersion(f64),
    WaitLimitDays(f64),
    BrakeWaitDays(Option<f64>),
    AgentDayPrice(Option<f64>),
    WeekOfBothPrice(Option<f64>),
    Currency(String),
    TicketRules(Vec<TicketRule>),
    Assumption { parameter: Parameter, assumption: Assumption },
    SuccessBetweenPhases(Option<f64>),
    TicketsExistingClient(EnrollmentTickets),
    TicketsOtherPaths(EnrollmentTickets),
    SwitchTickets(SwitchTickets),
    EstateDuplicates(Option<u32>),
    EstateSource(String),
    ActualsSource(String),
    Presentation(Presentation),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    Put(Record),
    Remove(Key),
    /// A phase to another place in the order.
    MovePhase {
        phase: PhaseId,
        to: usize,
    },
    Set(Setting),
    /// What happened, to another day: refused where the same is recorded on that day already.
    MoveEvent {
        event: Event,
        to: NaiveDate,
    },
    /// In a scenario instead of the plan's own schedule.
    InScenario {
        scenario: String,
        edit: Box<Edit>,
    },
    /// Several at once, one step, under the user's word for it.
    Several {
        label: String,
        edits: Vec<Edit>,
    },
}

impl From<Record> for Edit {
    fn from(record: Record) -> Self {
        Self::Put(record)
    }
}

impl From<Setting> for Edit {
    fn from(setting: Setting) -> Self {
        Self::Set(setting)
    }
}

impl Record {
    /// What names this record within the plan.
    pub fn key(&self) -> Key {
        match self {
            Self::Phase(phase) => Key::Phase(phase.id),
            Self::Segment(segment) => Key::Segment(segment.id),
            Self::SupportEnd(end) => Key::SupportEnd(end.os.clone()),
            Self::Cell { workload, cell } => Key::Cell { workload: *workload, phase: cell.phase },
            Self::FullSwitch { workload, .. } => Key::FullSwitch(*workload),
            Self::SwitchBack(back) => Key::SwitchBack(back.id),
            Self::Holiday(holiday) => Key::Holiday(holiday.date),
            Self::Freeze(freeze) => Key::Freeze(freeze.id),
            Self::Pause(pause) => Key::Pause(pause.id),
            Self::Agents(entry) => Key::Agents(entry.from),
            Self::Milestone(milestone) => Key::Milestone(milestone.kind.clone()),
            Self::Prerequisite(prerequisite) => Key::Prerequisite(prerequisite.id),
            Self::Task(task) => Key::Task(task.id),
            Self::Stock { phase, stock } => Key::Stock { phase: *phase, date: stock.date },
            Self::Flow { phase, flow } => Key::Flow { phase: *phase, date: flow.date },
            Self::Failure { phase, failure } => {
                Key::Failure { phase: *phase, date: failure.date, code: failure.code.clone() }
            }
            Self::Position { phase, position } => {
                Key::Position { phase: *phase, workload: position.workload }
            }
            Self::Desk(entry) => Key::Desk(entry.to),
            Self::Event(event) => {
                let on = event.what.can_repeat().then_some(event.date);
                Key::Event { what: event.what.clone(), on }
            }
            Self::Measurement(m) => Key::Measurement { phase: m.phase, what: m.what.clone(), date: m.date },
            Self::SignOff(sign) => Key::SignOff { phase: sign.phase, what: sign.what.clone() },
            Self::Decision(decision) => Key::Decision(decision.id),
            Self::Question(question) => Key::Question(question.id),
            Self::Baseline(baseline) => Key::Baseline(baseline.name.clone()),
            Self::Scenario(scenario) => Key::Scenario(scenario.name.clone()),
        }
    }
}

impl Edit {
    /// Changes the plan, or says why not and leaves it as it was.
    pub fn apply(&self, plan: &mut Plan) -> Result<(), Refusal> {
        match self {
            Self::Put(record) => put::put(plan, record),
            Self::Remove(key) => remove::remove(plan, key),
            Self::MovePhase { phase, to } => put::move_phase(plan, *phase, *to),
            Self::Set(setting) => set::set(plan, setting),
            Self::MoveEvent { event, to } => put::move_event(plan, event, *to),
            Self::InScenario { scenario, edit } => in_scenario(plan, scenario, edit),
            Self::Several { edits, .. } => {
                let mut after = plan.clone();
                edits.iter().try_for_each(|edit| edit.apply(&mut after))?;
                *plan = after;
                Ok(())
            }
        }
    }

    /// The plan is the same afterwards; a refused edit changes nothing either.
    pub fn changes_nothing(&self, plan: &Plan) -> bool {
        let mut after = plan.clone();
        self.apply(&mut after).is_err() || after == *plan
    }

    /// What the edit does to `before`, in the user's words: "Move start of Clinics North".
    pub fn label(&self, before: &Plan) -> String {
        label::label(self, before)
    }

    /// `next` says anew what this edit said, so that within one gesture the two are one step.
    pub fn merges_with(&self, next: &Self) -> bool {
        match (self, next) {
            (Self::Put(a), Self::Put(b)) => a.key() == b.key(),
            (Self::MovePhase { phase: a, .. }, Self::MovePhase { phase: b, .. }) => a == b,
            (Self::Set(a), Self::Set(b)) => a.is_same_property(b),
            (Self::InScenario { scenario: a, edit: x }, Self::InScenario { scenario: b, edit: y }) => {
                a == b && x.merges_with(y)
            }
            (Self::Several { label: a, edits: x }, Self::Several { label: b, edits: y }) => {
                a == b && x.len() == y.len() && x.iter().zip(y).all(|(x, y)| x.merges_with(y))
            }
            _ => false,
        }
    }

    /// It touches only what a scenario has of its own.
    pub fn fits_scenario(&self) -> bool {
        match self {
            Self::Put(record) => matches!(
                record,
                Record::Phase(_)
                    | Record::Cell { .. }
                    | Record::FullSwitch { .. }
                    | Record::SwitchBack(_)
                    | Record::Holiday(_)
                    | Record::Freeze(_)
                    | Record::Pause(_)
                    | Record::Agents(_)
            ),
            Self::Remove(key) => matches!(
                key,
                Key::Phase(_)
                    | Key::Cell { .. }
                    | Key::FullSwitch(_)
                    | Key::SwitchBack(_)
                    | Key::Holiday(_)
                    | Key::Freeze(_)
                    | Key::Pause(_)
                    | Key::Agents(_)
            ),
            Self::MovePhase { .. } => true,
            Self::Set(setting) => setting.fits_scenario(),
            Self::MoveEvent { .. } | Self::InScenario { .. } => false,
            Self::Several { edits, .. } => edits.iter().all(Self::fits_scenario),
        }
    }
}

/// The scenario takes the plan's place while the edit runs; a refused edit has changed neither.
fn in_scenario(plan: &mut Plan, name: &str, edit: &Edit) -> Result<(), Refusal> {
    if !edit.fits_scenario() {
        return Err(Refusal::NotInScenario);
    }
    let at = plan.scenarios.iter().position(|scenario| scenario.name == name);
    let at = at.ok_or_else(|| Refusal::unknown("scenario", name))?;
    let exchange = |plan: &mut Plan| {
        let mut scenario = plan.scenarios.remove(at);
        scenario.swap(plan);
        plan.scenarios.insert(at, scenario);
    };
    exchange(plan);
    let outcome = edit.apply(plan);
    exchange(plan);
    outcome?;
    // What all schedules share follows the order of the plan's own phases, not of the scenario's.
    plan.put_in_order();
    Ok(())
}

#[cfg(test)]
#[path = "edit/edit_tests.rs"]
mod tests;
