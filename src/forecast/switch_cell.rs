//! One workload on one phase: its rules, what is done of them, and how far it has come. When a rule may
//! fire, and what it takes along, is decided for all cells together.

use crate::plan::{HeadStart, SwitchRule};

use super::Reach;
use super::days::NEVER;

/// A rule with its day, once that is known; it fires once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Trigger {
    pub due: usize,
    pub is_fired: bool,
}

impl Trigger {
    pub const fn on(due: usize) -> Self {
        Self { due, is_fired: false }
    }

    pub const fn waits(self, day: usize) -> bool {
        !self.is_fired && self.due <= day
    }

    pub const fn next(self) -> usize {
        if self.is_fired { NEVER } else { self.due }
    }
}

/// One workload on one phase.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    pub rule: SwitchRule,
    pub head_start: Option<HeadStart>,
    pub own: Trigger,
    pub own_head: Trigger,
    /// The day from which Device configuration takes it along, and the devices of its head start.
    pub pulled: usize,
    pub pulled_head: usize,
    pub pulled_devices: u32,
    /// The days on which it was switched, while it is.
    pub joined: Option<usize>,
    pub head: Option<usize>,
    pub full: Option<usize>,
    head_devices: u32,
    /// The last days, whether undone since or not.
    pub last_joined: Option<usize>,
    pub last_head: Option<usize>,
    pub last_back: Option<usize>,
    pub reach: Reach,
}

impl Cell {
    pub fn new() -> Self {
        Self {
            rule: SwitchRule::Never,
            head_start: None,
            own: Trigger::on(NEVER),
            own_head: Trigger::on(NEVER),
            pulled: NEVER,
            pulled_head: NEVER,
            pulled_devices: 0,
            joined: None,
            head: None,
            full: None,
            head_devices: 0,
            last_joined: None,
            last_head: None,
            last_back: None,
            reach: Reach::None,
        }
    }

    pub const fn is_planned(&self) -> bool {
        !matches!(self.rule, SwitchRule::Never)
    }

    /// It stands where another one stands and has the same before it.
    pub fn goes_like(&self, other: &Self) -> bool {
        let way = |cell: &Self| {
            let stand = (cell.joined, cell.head, cell.full, cell.head_devices);
            let ahead = (cell.own, cell.own_head, cell.pulled, cell.pulled_head, cell.pulled_devices);
            (cell.rule, cell.head_start, cell.reach, stand, ahead)
        };
        way(self) == way(other)
    }

    /// The day from which it counts as done.
    pub fn done(&self) -> Option<usize> {
        match (self.joined, self.full) {
            (Some(joined), Some(full)) => Some(joined.min(full)),
            (joined, full) => joined.or(full),
        }
    }

    /// The day from which the devices of a phase that started then have a position of Intune's: its own
    /// switch, else the slider, which holds from the phase's start on.
    pub fn switched(&self, start: Option<usize>) -> Option<usize> {
        let with_slider = || Some(start?.max(self.full?));
        self.last_joined.or_else(with_slider)
    }

    pub fn next(&self) -> usize {
        self.own.next().min(self.own_head.next()).min(self.pulled).min(self.pulled_head)
    }

    /// True when that changed anything.
    pub fn join(&mut self, day: usize) -> bool {
        if self.done().is_some() {
            return false;
        }
        self.joined = Some(day);
        self.last_joined = Some(day);
        true
    }

    pub fn join_head(&mut self, day: usize, devices: u32) -> bool {
        if self.done().is_some() || devices <= self.head_devices {
            return false;
        }
        self.head = self.head.or(Some(day));
        self.head_devices = devices;
        self.last_head = self.head;
        true
    }

    pub fn undo(&mut self, day: usize) -> bool {
        if self.joined.is_none() && self.head.is_none() && self.full.is_none() {
            return false;
        }
        (self.joined, self.head, self.full, self.head_devices) = (None, None, None, 0);
        self.last_back = Some(day);
        true
    }

    /// How far it has come by now; none when that is as before.
    pub fn renew_reach(&mut self) -> Option<Reach> {
        let reach = match (self.full, self.joined, self.head) {
            (Some(_), _, _) => Reach::Intune,
            (None, Some(_), _) => Reach::Pilot,
            (None, None, Some(_)) => Reach::HeadStart(self.head_devices),
            (None, None, None) => Reach::None,
        };
        (std::mem::replace(&mut self.reach, reach) != reach).then_some(reach)
    }
}
