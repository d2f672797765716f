//! Which device is in which phase. The first rule that catches a device has it, and a device keeps its seat
//! as long as its rule and those before it stay what they are. No rule is right or wrong here: what none
//! catches is left and counted.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::sample::{self, Stratum};
use super::{Device, Fleet, Index, Part, Rule, Share, Word};
use crate::plan::PhaseId;

/// Where one device sits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seat {
    pub phase: Option<PhaseId>,
    /// The place of the rule that caught it; none beside a phase = a person put it there.
    pub rule: Option<usize>,
}

/// The devices of a plan, each in one phase or in none.
#[derive(Default)]
pub struct Roster {
    rules: Vec<Rule>,
    fleet: Arc<Fleet>,
    /// One for each device, in the fleet's order.
    seats: Vec<Seat>,
    index: Option<Index>,
    tally: Tally,
}

/// Devices by where they sit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// By the rules in their order.
    pub caught: Vec<usize>,
    pub phases: BTreeMap<PhaseId, usize>,
    /// In no phase.
    pub left: usize,
    /// Where a person put them.
    pub by_hand: usize,
}

impl Tally {
    fn of(rules: &[Rule], seats: &[Seat]) -> Self {
        let mut tally = Self { caught: vec![0; rules.len()], ..Self::default() };
        for seat in seats {
            let Some(phase) = seat.phase else {
                tally.left += 1;
                continue;
            };
            *tally.phases.entry(phase).or_default() += 1;
            match seat.rule.and_then(|rule| tally.caught.get_mut(rule)) {
                Some(caught) => *caught += 1,
                None => tally.by_hand += 1,
            }
        }
        tally
    }
}

/// Whom it names is nobody's business who reads a log.
impl std::fmt::Debug for Roster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Roster").field("tally", &self.tally).finish_non_exhaustive()
    }
}

impl Roster {
    /// Seats as they were written down; a device without one has none.
    pub fn of(rules: Vec<Rule>, fleet: Arc<Fleet>, mut seats: Vec<Seat>) -> Self {
        seats.resize(fleet.len(), Seat::default());
        let index = Some(fleet.index());
        let tally = Tally::of(&rules, &seats);
        Self { rules, fleet, seats, index, tally }
    }

    /// Seats a list of devices by rules. Devices that `before` has keep their seat, unless their rule or one
    /// before it was changed; those that a person seated stay where they are.
    pub fn seat(rules: Vec<Rule>, fleet: Arc<Fleet>, before: &Self) -> Self {
        let same = rules.iter().zip(&before.rules).take_while(|(new, old)| new == old).count();
        let kept = |device: &Device| {
            let seat = before.seat_of(device)?;
            let stays = match seat.rule {
                Some(rule) => rule < same,
                None => seat.phase.is_some(),
            };
            stays.then_some(seat)
        };
        let seats = fleet.devices().iter().map(|device| kept(device).unwrap_or_default()).collect();
        let mut roster = Self::of(rules, fleet, seats);
        for rule in 0..roster.rules.len() {
            roster.fill(rule);
        }
        roster.tally = Tally::of(&roster.rules, &roster.seats);
        roster
    }

    /// Lets one rule catch what those before it have left.
    fn fill(&mut self, rule: usize) {
        let Rule { phase, share, .. } = &self.rules[rule];
        let filter = self.rules[rule].filter();
        let devices = self.fleet.devices();
        let fits: Vec<usize> = (0..devices.len()).filter(|at| filter.holds(&devices[*at])).collect();
        let caught = match share {
            Share::All => fits.into_iter().filter(|at| self.seats[*at].phase.is_none()).collect(),
            Share::Part(part) => self.drawn(rule, part, &fits),
        };
        let phase = *phase;
        for at in caught {
            self.seats[at] = Seat { phase: Some(phase), rule: Some(rule) };
        }
    }

    /// The devices that a rule draws beside those that it has already.
    fn drawn(&self, rule: usize, part: &Part, fits: &[usize]) -> Vec<usize> {
        struct Pool {
            weight: usize,
            held: usize,
            free: Vec<usize>,
        }
        let devices = self.fleet.devices();
        let mut pools: BTreeMap<Vec<Word>, Pool> = BTreeMap::new();
        // A seat that a later rule gave counts as left by the rules before this one.
        let mut base = 0;
        for at in fits {
            let key = part.mirror.iter().map(|by| by.word(&devices[*at])).collect();
            let pool = pools.entry(key).or_insert(Pool { weight: 0, held: 0, free: Vec::new() });
            pool.weight += 1;
            let seat = self.seats[*at];
            base += usize::from(seat.phase.is_none() || seat.rule.is_some_and(|by| by >= rule));
            if seat.rule == Some(rule) {
                pool.held += 1;
            } else if seat.phase.is_none() {
                pool.free.push(*at);
            }
        }
        let strata: Vec<Stratum> = pools
            .values()
            .map(|pool| Stratum { weight: pool.weight, least: pool.held, most: pool.held + pool.free.len() })
            .collect();
        let parts = sample::allocate(part.size.of(base), &strata);
        let mut drawn = Vec::new();
        for (pool, count) in pools.into_values().zip(parts) {
            let lot = |at: usize| {
                let mark = devices[at].mark();
                (sample::lot(part.seed, &mark), mark, at)
            };
            let mut lots: Vec<_> = pool.free.into_iter().map(lot).collect();
            lots.sort_unstable();
            drawn.extend(lots.into_iter().take(count.saturating_sub(pool.held)).map(|(_, _, at)| at));
        }
        drawn
    }

    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// It seats nobody and says of nobody where to.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.fleet.is_empty()
    }

    /// The same rules seat the same devices of one list in the same places.
    pub fn is_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.fleet, &other.fleet) && self.rules == other.rules && self.seats == other.seats
    }

    pub fn fleet(&self) -> &Arc<Fleet> {
        &self.fleet
    }

    /// Every device with its seat.
    pub fn seats(&self) -> impl Iterator<Item = (&Device, Seat)> {
        self.fleet.devices().iter().zip(self.seats.iter().copied())
    }

    pub fn members(&self, phase: PhaseId) -> impl Iterator<Item = &Device> {
        self.seats().filter(move |(_, seat)| seat.phase == Some(phase)).map(|(device, _)| device)
    }

    fn seat_of(&self, device: &Device) -> Option<Seat> {
        let place = self.index.as_ref()?.find(&self.fleet, device)?;
        self.seats.get(place).copied()
    }

    /// The phase of a device, known here by its Entra ID, its serial number or its name.
    pub fn phase_of(&self, device: &Device) -> Option<PhaseId> {
        self.seat_of(device)?.phase
    }

    /// The roster has this device.
    pub fn has(&self, device: &Device) -> bool {
        self.seat_of(device).is_some()
    }

    /// The rules that go by a list, with the names on it that no device has.
    pub fn unlisted(&self) -> Vec<(usize, usize)> {
        let count = |rule: &Rule| rule.unlisted(self.fleet.devices());
        self.rules.iter().enumerate().map(|(at, rule)| (at, count(rule))).filter(|(_, n)| *n > 0).collect()
    }

    pub const fn tally(&self) -> &Tally {
        &self.tally
    }
}

#[cfg(test)]
#[path = "roster_tests.rs"]
mod tests;
