//! How far the devices of each segment are, in the words of Microsoft's eligibility report. Records count
//! devices by phase; here they are spread over the segments that the phase takes from.

use std::collections::BTreeMap;

use super::{Outlook, PhaseStage};
use crate::plan::wording::{NEEDS_OS_UPDATE, lower_first};
use crate::plan::{Phase, Plan, Segment, SegmentId};

/// How far a device is on its way into co-management.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    CoManaged,
    /// Targeted by a phase that is under way, and not heard of yet.
    Scheduled,
    /// Nothing stands in its way. What failed is retried and counts here.
    Eligible,
    NeedsOsUpdate,
    NeedsJoin,
    Ineligible,
    Stale,
    Unknown,
}

impl Standing {
    pub const ALL: [Self; 8] = [
        Self::CoManaged,
        Self::Scheduled,
        Self::Eligible,
        Self::NeedsOsUpdate,
        Self::NeedsJoin,
        Self::Ineligible,
        Self::Stale,
        Self::Unknown,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::CoManaged => "Co-managed",
            Self::Scheduled => "Scheduled",
            Self::Eligible => "Eligible",
            Self::NeedsOsUpdate => "Needs OS update",
            Self::NeedsJoin => "Not Entra joined",
            Self::Ineligible => "Ineligible",
            Self::Stale => "Stale",
            Self::Unknown => "Unknown",
        }
    }

    /// What any number of devices are, in a sentence: `6,456 eligible`.
    pub fn in_text(self) -> String {
        match self {
            Self::NeedsOsUpdate => NEEDS_OS_UPDATE.to_owned(),
            _ => lower_first(self.name()),
        }
    }

    pub const fn is_ready(self) -> bool {
        matches!(self, Self::CoManaged | Self::Scheduled | Self::Eligible)
    }
}

/// Devices by standing, in the order of [`Standing::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standings([u64; 8]);

impl Standings {
    pub const fn of(&self, standing: Standing) -> u64 {
        self.0[standing as usize]
    }

    pub fn all(&self) -> impl Iterator<Item = (Standing, u64)> {
        Standing::ALL.into_iter().zip(self.0)
    }

    pub fn devices(&self) -> u64 {
        self.0.iter().sum()
    }

    pub fn ready(&self) -> u64 {
        self.all().filter(|(standing, _)| standing.is_ready()).map(|(_, devices)| devices).sum()
    }

    pub fn gaps(&self) -> u64 {
        self.devices() - self.ready()
    }
}

impl std::iter::Sum for Standings {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self(std::array::from_fn(|at| sum.0[at] + one.0[at])))
    }
}

/// The standings of each segment of the estate, in its order. Each adds up to the segment's devices.
pub fn standings(plan: &Plan, outlook: &Outlook) -> Vec<Standings> {
    let segments = &plan.estate.segments;
    let mut pools: Vec<Pool> = segments.iter().map(Pool::new).collect();
    for (index, phase) in plan.phases.iter().enumerate() {
        let Some(now) = outlook.observed.now.get(index) else { continue };
        let is_done = outlook.gates.get(index).is_some_and(|gate| gate.stage == PhaseStage::Done);
        let mut takes = takes(plan, phase);
        for (at, n) in give(now.enrolled, &mut takes, &mut pools) {
            pools[at].co_managed += n;
        }
        // A phase that has passed its gate waits for nobody any more.
        let waiting = if is_done { 0 } else { now.unheard };
        for (at, n) in give(waiting, &mut takes, &mut pools) {
            pools[at].scheduled += n;
        }
    }
    segments.iter().zip(&pools).map(|(segment, pool)| pool.standings(segment)).collect()
}

/// What is left of a segment to give to the phases.
struct Pool {
    /// Share of its devices that could enroll when they were counted.
    ready_share: f64,
    ready: u32,
    /// Those with a gap. Enrolled after all, they had none.
    rest: u32,
    co_managed: u32,
    scheduled: u32,
}

impl Pool {
    fn new(segment: &Segment) -> Self {
        let ready = segment.ready();
        let ready_share = f64::from(ready) / f64::from(segment.devices.max(1));
        Self { ready_share, ready, rest: segment.devices - ready, co_managed: 0, scheduled: 0 }
    }

    fn standings(&self, segment: &Segment) -> Standings {
        let mut left = segment.devices - self.co_managed - self.scheduled;
        // What enrolled beyond the ready ones leaves fewer gaps than were counted; the surest ones stay.
        let mut gap = |counted: u32| {
            let stays = counted.min(left);
            left -= stays;
            u64::from(stays)
        };
        let ineligible = gap(segment.ineligible);
        let needs_os_update = gap(segment.needs_os_update);
        let needs_join = gap(segment.needs_join);
        let stale = gap(segment.stale);
        let unknown = gap(segment.unknown);
        Standings([
            self.co_managed.into(),
            self.scheduled.into(),
            left.into(),
            needs_os_update,
            needs_join,
            ineligible,
            stale,
            unknown,
        ])
    }
}

/// Devices that a phase takes, by the segment's place in the estate. A phase that does not say takes from what
/// the others leave.
fn takes(plan: &Plan, phase: &Phase) -> BTreeMap<usize, u32> {
    let segments = &plan.estate.segments;
    let places: BTreeMap<SegmentId, usize> =
        segments.iter().enumerate().map(|(at, segment)| (segment.id, at)).collect();
    let taken_by = |phases: &[Phase]| {
        let mut taken: BTreeMap<usize, u32> = BTreeMap::new();
        for take in phases.iter().flat_map(|phase| &phase.takes) {
            if let Some(at) = places.get(&take.segment) {
                let sum = taken.entry(*at).or_default();
                *sum = sum.saturating_add(take.devices);
            }
        }
        taken
    };
    if !phase.takes.is_empty() {
        return taken_by(std::slice::from_ref(phase));
    }
    let taken = taken_by(&plan.phases);
    let free = |(at, segment): (usize, &Segment)| {
        (at, segment.devices.saturating_sub(taken.get(&at).copied().unwrap_or(0)))
    };
    segments.iter().enumerate().map(free).collect()
}

/// Takes `n` devices out of the pools, in proportion to the ready devices of the takes; who enrolled beyond
/// them comes out of the rest. Devices by place.
fn give(n: u32, takes: &mut BTreeMap<usize, u32>, pools: &mut [Pool]) -> Vec<(usize, u32)> {
    let places: Vec<usize> = takes.keys().copied().collect();
    let parts = |takes: &BTreeMap<usize, u32>, room: &dyn Fn(usize) -> u32, share: &dyn Fn(usize) -> f64| {
        let part = |at: &usize| (f64::from(takes[at]) * share(*at), takes[at].min(room(*at)));
        places.iter().map(part).collect::<Vec<_>>()
    };
    let first = apportion(n, &parts(takes, &|at| pools[at].ready, &|at| pools[at].ready_share));
    for (at, given) in places.iter().zip(&first) {
        pools[*at].ready -= given;
        takes.entry(*at).and_modify(|left| *left -= given);
    }
    let beyond = n - first.iter().sum::<u32>();
    let second = apportion(beyond, &parts(takes, &|at| pools[at].rest, &|_| 1.0));
    for (at, given) in places.iter().zip(&second) {
        pools[*at].rest -= given;
        takes.entry(*at).and_modify(|left| *left -= given);
    }
    places.into_iter().zip(first.iter().zip(&second).map(|(first, second)| first + second)).collect()
}

/// Splits `total` by weight, no part above its limit; where limits bind, the others get more. What no part
/// can hold is left over.
pub(crate) fn apportion(total: u32, parts: &[(f64, u32)]) -> Vec<u32> {
    let all: f64 = parts.iter().map(|(weight, _)| weight).sum();
    let (mut weight_so_far, mut given) = (0.0, 0);
    let mut shares: Vec<u32> = Vec::with_capacity(parts.len());
    for (weight, limit) in parts {
        weight_so_far += weight;
        let until = if all > 0.0 { (f64::from(total) * weight_so_far / all).round() as u32 } else { 0 };
        let share = until.min(total).saturating_sub(given).min(*limit);
        given += share;
        shares.push(share);
    }
    for (share, (_, limit)) in shares.iter_mut().zip(parts) {
        let more = (total - given).min(limit - *share);
        *share += more;
        given += more;
    }
    shares
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::outlook;
    use crate::plan::{PhaseActuals, PhaseId, PhaseKind, Stock, Take};
    use proptest::prelude::*;

    fn stock(targeted: u32, enrolled: u32, failed: u32) -> Stock {
        Stock {
            date: "2026-06-12".parse().unwrap(),
            targeted,
            enrolled,
            failed,
            abandoned: 0,
            pending: None,
            stale: None,
            tickets: None,
        }
    }

    /// One phase of 100 devices: 60 of an estate's 80 at HQ, of which 20 need an update, and 40 of 100 in KRK.
    fn plan(targeted: u32, enrolled: u32, failed: u32) -> Plan {
        let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        plan.status_date = "2026-06-15".parse().unwrap();
        let mut hq = Segment::new(SegmentId(1), "HQ", 80);
        hq.needs_os_update = 20;
        plan.estate.segments = vec![hq, Segment::new(SegmentId(2), "KRK", 100)];
        let mut phase = Phase::new(PhaseId(1), "First", PhaseKind::Wave, 100);
        phase.takes =
            vec![Take { segment: SegmentId(1), devices: 60 }, Take { segment: SegmentId(2), devices: 40 }];
        plan.phases.push(phase);
        let stocks = vec![stock(targeted, enrolled, failed)];
        plan.actuals.phases.push(PhaseActuals { phase: PhaseId(1), stocks, ..PhaseActuals::default() });
        plan
    }

    fn counted(plan: &Plan) -> Vec<[u64; 8]> {
        standings(plan, &outlook(plan)).into_iter().map(|standings| standings.0).collect()
    }

    #[test]
    fn enrolled_devices_are_spread_over_the_ready_ones_that_a_phase_takes() {
        // Of the takes 60 × 60/80 = 45 are ready at HQ and 40 in KRK: 34 enrolled are 18 and 16. Of 40 targeted
        // 4 failed and 2 are not heard of.
        let by_hand = [[18, 1, 41, 20, 0, 0, 0, 0], [16, 1, 83, 0, 0, 0, 0, 0]];
        assert_eq!(counted(&plan(40, 34, 4)), by_hand);
    }

    #[test]
    fn who_enrolled_had_no_gap() {
        // All of the takes enrolled: 60 at HQ, of whose 20 gaps the 20 other devices keep theirs.
        assert_eq!(counted(&plan(100, 100, 0)), [[60, 0, 0, 20, 0, 0, 0, 0], [40, 0, 60, 0, 0, 0, 0, 0]]);
        let mut all = plan(100, 100, 0);
        all.phases[0].takes =
            vec![Take { segment: SegmentId(1), devices: 80 }, Take { segment: SegmentId(2), devices: 20 }];
        assert_eq!(counted(&all), [[80, 0, 0, 0, 0, 0, 0, 0], [20, 0, 80, 0, 0, 0, 0, 0]]);
    }

    #[test]
    fn a_phase_that_names_no_segments_takes_from_all_of_them() {
        let mut plan = plan(40, 32, 8);
        plan.phases[0].takes.clear();
        // 60 of 160 ready devices are at HQ.
        assert_eq!(counted(&plan), [[12, 0, 48, 20, 0, 0, 0, 0], [20, 0, 80, 0, 0, 0, 0, 0]]);
    }

    proptest! {
        #[test]
        fn no_device_is_lost_or_counted_twice(
            sizes in prop::collection::vec((0_u32..400, 0_u32..200, 0_u32..200), 1..6),
            takes in prop::collection::vec((0_usize..6, 0_u32..500), 0..8),
            (targeted, enrolled, failed) in (0_u32..600, 0_u32..600, 0_u32..100),
        ) {
            let mut plan = plan(targeted, enrolled.min(targeted), failed.min(targeted - enrolled.min(targeted)));
            let segment = |(at, (devices, update, stale)): (usize, &(u32, u32, u32))| {
                let id = SegmentId(at as u32 + 1);
                Segment { needs_os_update: *update, stale: *stale, ..Segment::new(id, "Site", *devices) }
            };
            plan.estate.segments = sizes.iter().enumerate().map(segment).collect();
            plan.phases[0].devices = 600;
            plan.phases[0].takes = takes
                .iter()
                .map(|(at, devices)| Take { segment: SegmentId(*at as u32 + 1), devices: *devices })
                .collect();
            let outlook = outlook(&plan);
            let standings = standings(&plan, &outlook);
            for (segment, standings) in plan.estate.segments.iter().zip(&standings) {
                prop_assert_eq!(standings.devices(), u64::from(segment.devices));
            }
            let all: Standings = standings.into_iter().sum();
            prop_assert!(all.of(Standing::CoManaged) <= u64::from(outlook.observed.now[0].enrolled));
        }

        #[test]
        fn parts_add_up_and_keep_to_their_limits(total in 0_u32..1000, parts in prop::collection::vec((0.0_f64..50.0, 0_u32..300), 0..8)) {
            let shares = apportion(total, &parts);
            prop_assert!(shares.iter().zip(&parts).all(|(share, (_, limit))| share <= limit));
            let room: u32 = parts.iter().map(|(_, limit)| limit).sum();
            prop_assert_eq!(shares.iter().sum::<u32>(), total.min(room));
        }
    }
}
