//! What really happened, as typed or pasted: stocks and flows of phases, the desk's days, events.
//! Impossible figures are kept as typed; judging them is the forecast's and the check's work.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::workload::Workload;
use super::{PhaseId, PhaseScope};

/// How a phase stands at the end of a day. All counts are totals so far, but for `failed`, `pending`
/// and `stale`, which are the state of that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stock {
    pub date: NaiveDate,
    pub targeted: u32,
    pub enrolled: u32,
    #[serde(default)]
    pub failed: u32,
    #[serde(default)]
    pub abandoned: u32,
    #[serde(default)]
    pub pending: Option<u32>,
    #[serde(default)]
    pub stale: Option<u32>,
    /// Tickets attributed to the phase so far.
    #[serde(default)]
    pub tickets: Option<u32>,
}

/// What happened to a phase on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    pub date: NaiveDate,
    pub targeted: u32,
    pub enrolled_first_attempt: u32,
    /// First attempts that failed.
    pub bad: u32,
    /// Of the failures, those given up on that day.
    #[serde(default)]
    pub lost: u32,
    #[serde(default)]
    pub repaired: u32,
    #[serde(default)]
    pub tickets: Option<u32>,
}

/// Devices of a phase that show an enrollment error at a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    pub date: NaiveDate,
    /// As the console prints it: `0x8018002A`.
    pub code: String,
    pub devices: u32,
}

/// Who has a workload on a phase's enrolled devices, as these or Intune report it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    pub workload: Workload,
    pub date: NaiveDate,
    /// Devices that say who has it.
    pub devices: u32,
    /// Of those, with Intune.
    pub with_intune: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhaseActuals {
    pub phase: PhaseId,
    #[serde(default)]
    pub stocks: Vec<Stock>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flows: Vec<Flow>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<Failure>,
    /// The newest of each workload.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<Position>,
}

impl PhaseActuals {
    /// Nothing of any kind has been recorded.
    pub fn is_empty(&self) -> bool {
        self.stocks.is_empty()
            && self.flows.is_empty()
            && self.failures.is_empty()
            && self.positions.is_empty()
    }

    pub fn position(&self, workload: Workload) -> Option<&Position> {
        self.positions.iter().find(|position| position.workload == workload)
    }
}

/// The desk over a day or a week, all causes together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskActual {
    pub from: NaiveDate,
    /// Last day, included; the record's key.
    pub to: NaiveDate,
    pub opened: u32,
    #[serde(default)]
    pub closed: Option<u32>,
    /// Open at the end of `to`.
    #[serde(default)]
    pub open: Option<u32>,
    /// Of those, open for more than three days.
    #[serde(default)]
    pub open_over_3_days: Option<u32>,
    #[serde(default)]
    pub agents: Option<f64>,
}

/// Something planned that was really done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum EventKind {
    PhaseStarted(PhaseId),
    /// The phase joined the workload's pilot collection; with a count, its head start only.
    CellSwitched {
        workload: Workload,
        phase: PhaseId,
        head_start: bool,
    },
    /// The slider went to Intune.
    SliderMoved(Workload),
    SwitchedBack {
        workload: Workload,
        phases: PhaseScope,
    },
}

impl EventKind {
    /// It can happen again: what was switched back is switched anew, and back once more.
    pub const fn can_repeat(&self) -> bool {
        !matches!(self, Self::PhaseStarted(_))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    pub date: NaiveDate,
    pub what: EventKind,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Event {
    /// It is of this kind, and on this day if one is given.
    pub fn is(&self, what: &EventKind, on: Option<NaiveDate>) -> bool {
        self.what == *what && on.is_none_or(|day| day == self.date)
    }
}

/// A measured criterion's figure as typed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    pub phase: PhaseId,
    pub what: String,
    pub date: NaiveDate,
    pub value: f64,
}

/// A criterion signed off by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOff {
    pub phase: PhaseId,
    pub what: String,
    pub date: NaiveDate,
    pub by: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actuals {
    /// Where the figures come from: "co-management export, 14 Oct 2026".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    #[serde(default)]
    pub phases: Vec<PhaseActuals>,
    #[serde(default)]
    pub desk: Vec<DeskActual>,
    #[serde(default)]
    pub events: Vec<Event>,
    #[serde(default)]
    pub measurements: Vec<Measurement>,
    #[serde(default)]
    pub sign_offs: Vec<SignOff>,
}

impl Actuals {
    pub fn phase(&self, id: PhaseId) -> Option<&PhaseActuals> {
        self.phases.iter().find(|actuals| actuals.phase == id)
    }

    /// Nothing of any kind has been recorded.
    pub fn is_empty(&self) -> bool {
        self.phases.iter().all(PhaseActuals::is_empty)
            && self.desk.is_empty()
            && self.events.is_empty()
            && self.measurements.is_empty()
            && self.sign_offs.is_empty()
    }

    /// The day on which the event was recorded, the earliest if more than once.
    pub fn done(&self, what: &EventKind) -> Option<NaiveDate> {
        self.events.iter().filter(|event| &event.what == what).map(|event| event.date).min()
    }

    /// It was done, and has not been switched back since.
    pub fn stands(&self, what: &EventKind) -> bool {
        let last = self.events.iter().filter(|event| event.what == *what).map(|event| event.date).max();
        last.is_some_and(|last| self.undone_on(what).is_none_or(|back| back < last))
    }

    /// The last day on which it was switched back, whether it was done before or not.
    pub fn undone_on(&self, what: &EventKind) -> Option<NaiveDate> {
        let undoes = |event: &&Event| match (&event.what, what) {
            (
                EventKind::SwitchedBack { workload, phases },
                EventKind::CellSwitched { workload: w, phase, .. },
            ) => workload == w && phases.contains(*phase),
            (EventKind::SwitchedBack { workload, .. }, EventKind::SliderMoved(w)) => workload == w,
            _ => false,
        };
        self.events.iter().filter(undoes).map(|back| back.date).max()
    }
}
