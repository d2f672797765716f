//! Every way in which a plan can change, as data: put a record, remove one, set a property.
//! It refuses what would leave the plan without meaning; what is merely unwise is `check`'s work.

use chrono::NaiveDate;

use super::{
    AgentsFrom, Assumption, Baseline, Cell, Day, Decision, DecisionId, DeskActual, EnrollmentTickets, Event,
    EventKind, Failure, Flow, Freeze, FreezeId, FullSwitch, Holiday, Measurement, MigrationOption, Milestone,
    MilestoneKind, Parameter, Pause, PauseId, Phase, PhaseId, Prerequisite, PrerequisiteId, Question,
    QuestionId, Scenario, Segment, SegmentId, SignOff, Stock, SupportEnd, SwitchBack, SwitchBackId,
    SwitchTickets, Workload,
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
    Stock { phase: PhaseId, stock: Stock },
    Flow { phase: PhaseId, flow: Flow },
    Failure { phase: PhaseId, failure: Failure },
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
    SwitchBack(SwitchBackId),
    Holiday(NaiveDate),
    Freeze(FreezeId),
    Pause(PauseId),
    Agents(NaiveDate),
    Milestone(MilestoneKind),
    Prerequisite(PrerequisiteId),
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
    /// By its last day.
    Desk(NaiveDate),
    Event(EventKind),
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
    Assumption { parameter: Parameter, assumption: Assumption },
    SuccessBetweenPhases(Option<f64>),
    TicketsExistingClient(EnrollmentTickets),
    TicketsOtherPaths(EnrollmentTickets),
    SwitchTickets(SwitchTickets),
    EstateSource(String),
    ActualsSource(String),
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
