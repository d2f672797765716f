//! Working days, holidays, freezes, pauses and the steering cadence. All dates are civil dates.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{FreezeId, PauseId, PhaseId, PhaseScope};

/// What a freeze forbids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FreezeScope {
    /// Nobody new is targeted.
    Enrollment,
    /// No workload switch.
    Switches,
    Both,
}

impl FreezeScope {
    pub const fn bars_enrollment(self) -> bool {
        matches!(self, Self::Enrollment | Self::Both)
    }

    pub const fn bars_switches(self) -> bool {
        matches!(self, Self::Switches | Self::Both)
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Enrollment => "no new devices",
            Self::Switches => "no workload switches",
            Self::Both => "no new devices, no switches",
        }
    }
}

/// An inclusive range of dates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Freeze {
    pub id: FreezeId,
    pub name: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub scope: FreezeScope,
}

/// A rollout that is held: a freeze of both scopes for its phases that also bars their start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    pub id: PauseId,
    pub phases: PhaseScope,
    pub from: NaiveDate,
    /// Planned last day, included.
    pub until: NaiveDate,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    pub date: NaiveDate,
    #[serde(default)]
    pub name: String,
}

/// A day of the week as the file writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Day {
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    pub fn of(date: NaiveDate) -> Self {
        Self::ALL[date.weekday().num_days_from_monday() as usize]
    }

    pub const fn weekday(self) -> Weekday {
        match self {
            Self::Mon => Weekday::Mon,
            Self::Tue => Weekday::Tue,
            Self::Wed => Weekday::Wed,
            Self::Thu => Weekday::Thu,
            Self::Fri => Weekday::Fri,
            Self::Sat => Weekday::Sat,
            Self::Sun => Weekday::Sun,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Mon => "Monday",
            Self::Tue => "Tuesday",
            Self::Wed => "Wednesday",
            Self::Thu => "Thursday",
            Self::Fri => "Friday",
            Self::Sat => "Saturday",
            Self::Sun => "Sunday",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    pub working_days: Vec<Day>,
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    #[serde(default)]
    pub freezes: Vec<Freeze>,
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// The steering committee's weekday: gates are judged then; none = every working day.
    #[serde(default)]
    pub cadence: Option<Day>,
}

impl Default for Calendar {
    fn default() -> Self {
        Self {
            working_days: vec![Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri],
            holidays: Vec::new(),
            freezes: Vec::new(),
            pauses: Vec::new(),
            cadence: None,
        }
    }
}

/// No search for a day goes further than this, so that a calendar without working days ends.
const SEARCH_DAYS: u64 = 366 * 25;

impl Calendar {
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        self.working_days.contains(&Day::of(day)) && !self.holidays.iter().any(|holiday| holiday.date == day)
    }

    fn pauses_phase(&self, phase: PhaseId, day: NaiveDate) -> bool {
        self.pauses
            .iter()
            .any(|pause| pause.from <= day && day <= pause.until && pause.phases.contains(phase))
    }

    /// Nobody new of `phase` is targeted on `day`; its start is barred as well.
    pub fn bars_enrollment(&self, phase: PhaseId, day: NaiveDate) -> bool {
        self.enrollment_freeze(day).is_some() || self.pauses_phase(phase, day)
    }

    /// No cell of `phase` switches on `day`.
    pub fn bars_switch(&self, phase: PhaseId, day: NaiveDate) -> bool {
        self.switch_freeze(day).is_some() || self.pauses_phase(phase, day)
    }

    /// No slider moves on `day`: a switch freeze, or pauses that together cover every phase.
    pub fn bars_full_switch(&self, phases: &[PhaseId], day: NaiveDate) -> bool {
        self.switch_freeze(day).is_some()
            || (!phases.is_empty() && phases.iter().all(|phase| self.pauses_phase(*phase, day)))
    }

    pub fn enrollment_freeze(&self, day: NaiveDate) -> Option<&Freeze> {
        self.freezes.iter().find(|f| f.scope.bars_enrollment() && f.from <= day && day <= f.to)
    }

    pub fn switch_freeze(&self, day: NaiveDate) -> Option<&Freeze> {
        self.freezes.iter().find(|f| f.scope.bars_switches() && f.from <= day && day <= f.to)
    }

    pub fn pause_of(&self, phase: PhaseId, day: NaiveDate) -> Option<&Pause> {
        self.pauses
            .iter()
            .find(|pause| pause.from <= day && day <= pause.until && pause.phases.contains(phase))
    }

    /// The first day from `day` on (itself included) for which `allowed` holds.
    pub fn first_day(&self, day: NaiveDate, mut allowed: impl FnMut(NaiveDate) -> bool) -> Option<NaiveDate> {
        (0..SEARCH_DAYS).filter_map(|n| day.checked_add_days(Days::new(n))).find(|d| allowed(*d))
    }

    /// The first working day from `day` on, itself included.
    pub fn working_day_from(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.first_day(day, |d| self.is_working_day(d))
    }

    /// The day on which a lag of `n` working days after `day` is over; 0 is `day` itself.
    pub fn add_working_days(&self, day: NaiveDate, n: u32) -> Option<NaiveDate> {
        let mut left = n;
        if left == 0 {
            return Some(day);
        }
        self.first_day(day.checked_add_days(Days::new(1))?, |d| {
            // first_day walks in order and asks once a day, so counting here is sound.
            self.is_working_day(d) && {
                left -= 1;
                left == 0
            }
        })
    }

    /// The working day with `n − 1` working days between it and `day`; 0 is `day` itself.
    pub fn working_days_before(&self, day: NaiveDate, n: u32) -> Option<NaiveDate> {
        let mut earlier = (1..SEARCH_DAYS).filter_map(|back| day.checked_sub_days(Days::new(back)));
        match n.checked_sub(1) {
            None => Some(day),
            Some(skipped) => earlier.by_ref().filter(|d| self.is_working_day(*d)).nth(skipped as usize),
        }
    }

    /// So many working days after a day, or before it if negative.
    pub fn working_days_from(&self, day: NaiveDate, n: i32) -> Option<NaiveDate> {
        let days = n.unsigned_abs();
        if n < 0 { self.working_days_before(day, days) } else { self.add_working_days(day, days) }
    }

    /// Working days after `from` up to and including `to`; negative when `to` is earlier.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let (a, b, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
        let span = (b - a).num_days().min(SEARCH_DAYS as i64);
        let count = (1..=span).filter(|n| self.is_working_day(a + chrono::Duration::days(*n))).count();
        sign * count as i64
    }
}
