//! The shapes of what is computed: daily series, dates per phase, the state of gates. No computing here.

use chrono::NaiveDate;

use crate::plan::{Authority, Criterion, PhaseId, Workload};

use super::Learned;

/// Daily series from `first` on, one value a calendar day, each at the end of its day. Non-working days
/// repeat stocks and have no tickets, no load and no capacity.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    pub first: NaiveDate,
    /// In the plan's order of phases.
    pub phases: Vec<PhaseTrack>,
    /// By [`Workload::index`].
    pub authority: [AuthorityTrack; 7],
    pub desk: DeskTrack,
}

impl Track {
    /// Number of days.
    pub fn len(&self) -> usize {
        self.desk.load.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of a day in the series.
    pub fn index(&self, day: NaiveDate) -> Option<usize> {
        let at = usize::try_from((day - self.first).num_days()).ok()?;
        (at < self.len()).then_some(at)
    }

    /// The day at a place in the series.
    pub fn day(&self, index: usize) -> NaiveDate {
        self.first.checked_add_days(chrono::Days::new(index as u64)).unwrap_or(self.first)
    }
}

/// Devices of one phase; stocks but for `tickets`, which are new on the day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhaseTrack {
    pub phase: PhaseId,
    pub targeted: Vec<f64>,
    pub enrolled: Vec<f64>,
    pub failed: Vec<f64>,
    pub abandoned: Vec<f64>,
    pub pending: Vec<f64>,
    pub stale: Vec<f64>,
    pub tickets: Vec<f64>,
    /// How far each workload has come, by [`Workload::index`]: the changes in order of time. Devices
    /// follow from it and from `enrolled`; twice seven series more would be most of the memory.
    pub reach: [Vec<Change>; 7],
}

impl PhaseTrack {
    /// How far a workload has come at a place in the series.
    pub fn reach(&self, workload: Workload, at: usize) -> Reach {
        self.change(workload, at).map_or(Reach::None, |change| change.reach)
    }

    /// The change that holds at a place in the series; none = nothing has been switched yet.
    pub fn change(&self, workload: Workload, at: usize) -> Option<&Change> {
        let changes = &self.reach[workload.index()];
        let after = changes.partition_point(|change| change.at <= at);
        after.checked_sub(1).map(|last| &changes[last])
    }

    /// Devices of this phase with Pilot Intune at a place in the series.
    pub fn pilot(&self, workload: Workload, at: usize) -> f64 {
        self.enrolled.get(at).map_or(0.0, |enrolled| self.reach(workload, at).pilot(*enrolled))
    }

    /// Devices of this phase with Intune at a place in the series.
    pub fn intune(&self, workload: Workload, at: usize) -> f64 {
        self.enrolled.get(at).map_or(0.0, |enrolled| self.reach(workload, at).intune(*enrolled))
    }
}

/// How far authority over a workload has come on the enrolled devices of one phase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Configuration Manager has them all.
    #[default]
    None,
    /// A head start: the first so many enrolled devices have Pilot Intune.
    HeadStart(u32),
    Pilot,
    Intune,
}

impl Reach {
    /// Of so many enrolled devices, those with Pilot Intune.
    pub fn pilot(self, enrolled: f64) -> f64 {
        match self {
            Self::None | Self::Intune => 0.0,
            Self::HeadStart(devices) => enrolled.min(f64::from(devices)),
            Self::Pilot => enrolled,
        }
    }

    /// Of so many enrolled devices, those with Intune.
    pub fn intune(self, enrolled: f64) -> f64 {
        if self == Self::Intune { enrolled } else { 0.0 }
    }

    /// The authority that most of the phase's enrolled devices have.
    pub const fn authority(self) -> Authority {
        match self {
            Self::None | Self::HeadStart(_) => Authority::ConfigurationManager,
            Self::Pilot => Authority::PilotIntune,
            Self::Intune => Authority::Intune,
        }
    }
}

/// Why a workload changed hands on a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It was so before the series begins.
    Before,
    /// A recorded event.
    Recorded,
    /// The cell's own rule, or its head start's.
    Rule,
    /// Device configuration moved and took it along.
    Follows,
    /// The slider went to Intune.
    FullSwitch,
    SwitchedBack,
    /// Fixed on Intune by the site's version.
    Locked,
}

/// From the place `at` of a series on, a workload has come so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub at: usize,
    pub reach: Reach,
    pub cause: Cause,
}

/// Devices of all phases by authority over one workload; the rest is with Configuration Manager.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuthorityTrack {
    pub pilot: Vec<f64>,
    pub intune: Vec<f64>,
}

/// The helpdesk per day. `NaN` never occurs; a day that nobody recorded has `None` in the past.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeskTrack {
    /// All tickets that arrive.
    pub arrivals: Vec<Option<f64>>,
    /// Of these, the ones the migration causes.
    pub migration: Vec<Option<f64>>,
    pub capacity: Vec<f64>,
    /// Arrivals over capacity; infinite when there is work and no capacity.
    pub load: Vec<Option<f64>>,
    /// Tickets open at the end of the day.
    pub backlog: Vec<Option<f64>>,
    /// Backlog over capacity, in days.
    pub wait_days: Vec<Option<f64>>,
}

/// When the steps of one phase happen; done and to come alike.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhaseDates {
    pub phase: PhaseId,
    pub start: Option<NaiveDate>,
    /// The first day on which every ready device is targeted.
    pub targeted: Option<NaiveDate>,
    /// The day of the last targeting.
    pub last_targeting: Option<NaiveDate>,
    pub gate: Option<NaiveDate>,
    pub stalled: Option<NaiveDate>,
    /// The day of each cell's last switch, by [`Workload::index`], the phase's start where the slider was at
    /// Intune before it; none = not within the horizon, or never.
    pub cells: [Option<NaiveDate>; 7],
    pub head_starts: [Option<NaiveDate>; 7],
    /// The day on which each cell was last switched back.
    pub backs: [Option<NaiveDate>; 7],
    /// Which of these dates are recorded facts.
    pub start_is_done: bool,
    pub gate_is_done: bool,
    pub cell_is_done: [bool; 7],
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    Finished,
    /// A phase did not pass its gate within the hold limit.
    Stalled,
    #[default]
    Unfinished,
}

/// The heaviest ISO week ahead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeakLoad {
    /// Its Monday.
    pub week: NaiveDate,
    pub load: f64,
}

/// The expected course: the plan's recurrences with every draw replaced by its mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    pub track: Track,
    pub phases: Vec<PhaseDates>,
    /// The day on which each slider goes to Intune, by [`Workload::index`].
    pub sliders: [Option<NaiveDate>; 7],
    pub slider_is_done: [bool; 7],
    pub finish: Option<NaiveDate>,
    pub ending: Ending,
    pub peak: Option<PeakLoad>,
    pub longest_wait_days: f64,
    /// The first day on which the wait is above the desk's limit.
    pub breaks_on: Option<NaiveDate>,
}

/// A record that cannot be true, left out of every sum until it is mended.
#[derive(Clone, Debug, PartialEq)]
pub struct BadRecord {
    /// None = the desk.
    pub phase: Option<PhaseId>,
    pub date: NaiveDate,
    /// The column that is wrong.
    pub field: Field,
    /// What is wrong, in one sentence with the numbers.
    pub what: String,
    /// How to mend it, in one sentence.
    pub remedy: String,
    /// The value that would mend it if put into the record; totals so far where the record has totals.
    pub value: Option<u32>,
}

/// A column of the tables of actuals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Date,
    Targeted,
    Enrolled,
    Failed,
    Abandoned,
    Pending,
    Stale,
    Repaired,
    Tickets,
    Opened,
    Closed,
    Open,
    OpenOver3Days,
    Agents,
}

/// The past as recorded, day by day from the plan's start to the status date.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// Empty when nothing is recorded.
    pub track: Track,
    pub bad: Vec<BadRecord>,
    /// By phase in the plan's order: the newest sound stock, with flows summed up.
    pub now: Vec<PhaseNow>,
    /// The desk's last open count that counts.
    pub open: Option<u32>,
    /// How far each workload should have come, recorded or not, by phase in the plan's order and
    /// [`Workload::index`]: the changes in order of time, `at` in days from the plan's start.
    pub due: Vec<[Vec<Change>; 7]>,
}

/// How a phase stands on the status date.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PhaseNow {
    pub phase: PhaseId,
    /// The start as recorded, else the first working day in the week of the first record.
    pub start: Option<NaiveDate>,
    /// The newest record that counts; none = nothing recorded.
    pub as_of: Option<NaiveDate>,
    pub targeted: u32,
    pub enrolled: u32,
    pub failed: u32,
    pub abandoned: u32,
    /// Targeted and not heard of, pending and stale together.
    pub unheard: u32,
    pub pending: Option<u32>,
    pub stale: Option<u32>,
    /// Attributed to the phase so far; none = nobody counted them.
    pub tickets: Option<u32>,
}

impl PhaseNow {
    /// Attempts whose outcome is known: enrolled, failed and abandoned.
    pub fn attempts(&self) -> u32 {
        self.enrolled.saturating_add(self.failed).saturating_add(self.abandoned)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhaseStage {
    Planned,
    Running,
    Paused,
    /// Every ready device is targeted; the gate is awaited.
    Soaking,
    Done,
    Stalled,
}

/// An interval of a share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

/// One criterion as it stands on the status date.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionState {
    pub criterion: Criterion,
    /// Share, days or count, in the criterion's own unit; none = nothing to compute it from.
    pub value: Option<f64>,
    /// None = not known yet; no data never holds.
    pub holds: Option<bool>,
    /// Wilson 95 % interval, for shares.
    pub interval: Option<Interval>,
    /// Success if every device not heard of fails, or succeeds.
    pub honest: Option<Interval>,
    /// Numerator and denominator, for shares.
    pub counts: Option<(u32, u32)>,
    /// Working days still to wait, for soaks.
    pub days_left: Option<u32>,
    /// When a typed figure or signature was recorded.
    pub recorded: Option<NaiveDate>,
}

/// A phase's gate by the actuals.
#[derive(Clone, Debug, PartialEq)]
pub struct GateState {
    pub phase: PhaseId,
    pub stage: PhaseStage,
    pub criteria: Vec<CriterionState>,
    /// The planned gate date: typed, else the baseline's, else the expected one.
    pub planned: Option<NaiveDate>,
    /// Share of the latest desk day or week record that counts, for the dashboard.
    pub desk_load: Option<f64>,
    /// Enrolled devices, each by the share of its tickets that has had time to come.
    pub exposed: f64,
}

/// Everything the window shows about a plan's past and expected future.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    pub observed: Observed,
    /// What the past says about the parameters.
    pub learned: Learned,
    pub expected: Expected,
    /// In the plan's order of phases.
    pub gates: Vec<GateState>,
}

/// A workload's slider as the console would show it on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slider {
    ConfigurationManager,
    PilotIntune,
    Intune,
    Locked,
}

impl Slider {
    pub const fn name(self) -> &'static str {
        match self {
            Self::ConfigurationManager => "Configuration Manager",
            Self::PilotIntune => "Pilot Intune",
            Self::Intune => "Intune",
            Self::Locked => "locked",
        }
    }
}

/// Devices by authority over one workload on one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AuthorityCount {
    pub workload: Workload,
    pub configuration_manager: f64,
    pub pilot_intune: f64,
    pub intune: f64,
    pub slider: Slider,
}
