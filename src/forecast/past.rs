//! What happened to a phase on each day of the past: first attempts, repairs, and the tickets that all of it
//! causes. Records of days say so themselves; where there are only totals, repairs are told from them.

use crate::plan::{Flow, Phase, Plan, Workload};

use super::course::PhaseState;
use super::days::Days;
use super::rates::{PhaseTickets, TicketRates, share};
use super::records::{self, Sound};
use super::{Observed, PhaseTrack};

/// One phase up to the status date.
#[derive(Clone, Debug, Default)]
pub(crate) struct Past {
    /// The days from its first targeting to the status date.
    pub days: Vec<PastDay>,
    /// The day of its last record.
    pub known_on: Option<usize>,
    /// Tickets attributed to it, and the day up to which they are counted.
    pub tickets: Option<(f64, usize)>,
    /// Its devices that nobody has heard of, by their age.
    pub silence: Silence,
    /// Tickets still to come of what happened so far, while the ticket factor is one.
    pub pool: f64,
    /// Enrolled devices weighted by the share of their tickets that is still to come.
    pub unexposed: f64,
}

/// One day of one phase.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PastDay {
    pub day: usize,
    pub is_working: bool,
    /// On this day, and by its end.
    pub targeted: f64,
    pub targeted_so_far: f64,
    /// Targeted on this day as far as can be told: at the planned rate where that left nobody to target.
    pub paced: f64,
    pub enrolled: f64,
    /// First attempts that succeeded and failed, failures given up and repaired on this day.
    pub ok: f64,
    pub bad: f64,
    pub lost: f64,
    pub repaired: f64,
    /// Failed at the end of the day before.
    pub failed_before: f64,
    /// A record of the day says what was repaired; totals alone leave it to the assumed rate.
    pub is_counted: bool,
    /// A record says how the phase stood at its end; other days are spread between two of these.
    pub is_told: bool,
    /// Targeted and not heard of, after the day's targeting and before its attempts.
    pub silent: f64,
    /// Tickets that the day causes at a ticket factor of one, whenever they come.
    pub causes: f64,
}

impl PastDay {
    pub fn attempts(&self) -> f64 {
        self.ok + self.bad
    }
}

/// Devices targeted and not heard of: either pending or stale, and the longer the more likely stale.
#[derive(Clone, Debug, Default)]
pub(crate) struct Silence {
    pub devices: f64,
    /// All devices ever targeted, by the working days from that day to the last record, both included.
    pub targeted: Vec<(f64, usize)>,
}

impl Silence {
    /// Of the silent devices, the share that will never check in.
    pub fn stale_share(&self, stale: f64, reach: f64) -> f64 {
        let (mut targeted, mut silent) = (0.0, 0.0);
        for (devices, days) in &self.targeted {
            targeted += devices;
            let unreached = (1.0 - reach).powi((*days).min(100_000) as i32);
            silent += devices * (stale + (1.0 - stale) * unreached);
        }
        if silent > 0.0 { (stale * targeted / silent).min(1.0) } else { 1.0 }
    }
}

/// Of all phases, in the plan's order. From a day on Conditional Access enforces.
pub(crate) fn of_plan(plan: &Plan, days: &Days, observed: &Observed, enforced_from: usize) -> Vec<Past> {
    let tickets = TicketRates::new(plan);
    let tracks = &observed.track.phases;
    let of = |(place, phase): (usize, &Phase)| {
        let (Some(track), true) = (tracks.get(place), plan.has_actuals()) else { return Past::default() };
        let sound = records::of_phase(plan, phase, days);
        Replay { plan, days, track, sound: &sound, tickets: &tickets, place, enforced_from }.past(observed)
    };
    plan.phases.iter().enumerate().map(of).collect()
}

/// Goes through a phase's totals day by day.
struct Replay<'a> {
    plan: &'a Plan,
    days: &'a Days,
    track: &'a PhaseTrack,
    sound: &'a Sound,
    tickets: &'a TicketRates,
    place: usize,
    enforced_from: usize,
}

impl Replay<'_> {
    fn past(&self, observed: &Observed) -> Past {
        let now = observed.now.get(self.place).copied().unwrap_or_default();
        let mut past = Past {
            days: self.list(),
            known_on: self.sound.points.last().map(|point| point.day),
            tickets: now.tickets.map(f64::from).zip(self.sound.tickets_on),
            ..Past::default()
        };
        past.silence.devices = f64::from(now.unheard);
        let today = self.days.known_until.saturating_sub(1);
        for day in &past.days {
            if day.paced > 0.0 {
                // Whether anybody was heard of since the last record is not known.
                let age = self.age(day, past.known_on.unwrap_or(today).max(day.day));
                past.silence.targeted.push((day.paced, age));
            }
            let left = keep(self.tickets.keep, self.age(day, today));
            past.pool += day.causes * left;
            past.unexposed += day.enrolled.max(0.0) * left;
        }
        past
    }

    /// Working days from a day to another one, both included.
    fn age(&self, day: &PastDay, to: usize) -> usize {
        self.days.between(day.day, to) + usize::from(day.is_working)
    }

    fn list(&self) -> Vec<PastDay> {
        let from = self.days.start;
        let repair = share(self.plan.assumptions.repair.mean);
        let rates = &self.tickets.phases[self.place];
        let mut list = Vec::new();
        let mut before = Totals::default();
        let mut state = PhaseState::default();
        for at in 0..self.track.targeted.len() {
            let (day, now) = (from + at, Totals::at(self.track, at));
            if now.targeted == 0.0 {
                continue;
            }
            let mut entry = now.since(&before, repair, self.recorded(day));
            entry.day = day;
            entry.is_told = entry.is_counted || self.sound.points.iter().any(|point| point.day == day);
            entry.is_working = self.days.is_working(day);
            let is_enforced = day >= self.enforced_from;
            state.enrolled = now.enrolled;
            let switch = if is_enforced { &self.tickets.switch_enforced } else { &self.tickets.switch };
            let left = state.leave(Workload::ALL.map(|workload| self.track.reach(workload, at)), switch);
            entry.causes = rates.causes(entry.enrolled.max(0.0), entry.bad, left);
            entry.paced = entry.targeted.max(0.0);
            list.push(entry);
            before = now;
        }
        let is_last = |day: &PastDay| day.is_told && !day.is_counted;
        for days in list.split_inclusive_mut(is_last) {
            self.pace(days);
        }
        list
    }

    /// The last devices of a phase are targeted at its rate, and then none; a total alone says on no day of the
    /// stretch how many. What is learned and forecast goes by that; the verdict on a gate goes by the record.
    fn pace(&self, days: &mut [PastDay]) {
        let phase = &self.plan.phases[self.place];
        let (Some(rate), Some(last)) = (phase.rate, days.last()) else { return };
        let is_spread = last.is_told && !days.iter().any(|day| day.is_counted);
        if !is_spread || last.targeted_so_far < f64::from(phase.ready_by(self.days.date(last.day))) {
            return;
        }
        let working = days.iter().filter(|day| day.is_working).count();
        let mut left: f64 = days.iter().map(|day| day.paced).sum();
        let rate = f64::from(rate).max((left / working.max(1) as f64).ceil());
        for day in days.iter_mut().filter(|day| day.is_working || working == 0) {
            day.paced = rate.min(left);
            left -= day.paced;
        }
        for day in days.iter_mut().filter(|day| !day.is_working && working > 0) {
            day.paced = 0.0;
        }
    }

    /// What the records of days say of a day; none where totals have to do.
    fn recorded(&self, day: usize) -> Option<Flow> {
        let points = &self.sound.points;
        let point = points.get(points.partition_point(|point| point.day < day))?;
        let flow = point.flow?;
        let is_silent = point.day > day;
        Some(if is_silent {
            Flow { enrolled_first_attempt: 0, bad: 0, lost: 0, repaired: 0, ..flow }
        } else {
            flow
        })
    }
}

impl PhaseTickets {
    /// Tickets that a day's enrollments, failures and switches cause.
    pub fn causes(&self, enrolled: f64, bad: f64, switched: f64) -> f64 {
        self.multiplier * (self.enrolled * enrolled + self.bad * bad + switched)
    }
}

/// What is left of a pool of tickets after so many working days.
pub(crate) fn keep(keep: f64, days: usize) -> f64 {
    keep.powi(days.min(100_000) as i32)
}

/// A phase's totals at the end of a day of the past.
#[derive(Clone, Copy, Default)]
struct Totals {
    targeted: f64,
    enrolled: f64,
    failed: f64,
    abandoned: f64,
}

impl Totals {
    fn at(track: &PhaseTrack, at: usize) -> Self {
        Self {
            targeted: track.targeted[at],
            enrolled: track.enrolled[at],
            failed: track.failed[at],
            abandoned: track.abandoned[at],
        }
    }

    fn heard(&self) -> f64 {
        self.enrolled + self.failed + self.abandoned
    }

    /// What happened since the day before. Totals hide the failures that were repaired on the day on which
    /// others failed; as many are taken as repaired as the assumed rate says and the totals allow.
    fn since(&self, before: &Self, repair: f64, recorded: Option<Flow>) -> PastDay {
        let mut day = PastDay {
            targeted: self.targeted - before.targeted,
            targeted_so_far: self.targeted,
            enrolled: self.enrolled - before.enrolled,
            failed_before: before.failed,
            silent: self.targeted - before.heard(),
            ..PastDay::default()
        };
        if let Some(flow) = recorded {
            (day.ok, day.bad) = (f64::from(flow.enrolled_first_attempt), f64::from(flow.bad));
            (day.lost, day.repaired) = (f64::from(flow.lost), f64::from(flow.repaired));
            day.is_counted = true;
            return day;
        }
        let enrolled = day.enrolled.max(0.0);
        let settled = (self.failed - before.failed) + (self.abandoned - before.abandoned);
        day.repaired = (repair * before.failed + 0.5).floor().max(-settled).max(0.0).min(enrolled);
        day.bad = (settled + day.repaired).max(0.0);
        day.ok = enrolled - day.repaired;
        day.lost = (self.abandoned - before.abandoned).max(0.0);
        day
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn silence_makes_a_device_stale_with_time() {
        let silent = |days| Silence { devices: 10.0, targeted: vec![(100.0, days)] }.stale_share(0.03, 0.35);
        // After one day 0.03 of 0.03 + 0.97 · 0.65.
        assert!((silent(1) - 0.03 / (0.03 + 0.97 * 0.65)).abs() < 1e-12);
        assert!(silent(1) < 0.05 && silent(20) > 0.99);
    }

    #[test]
    fn totals_tell_repairs_as_far_as_they_allow() {
        let day = |before: [f64; 3], now: [f64; 3]| {
            let totals =
                |t: [f64; 3]| Totals { targeted: 100.0, enrolled: t[0], failed: t[1], abandoned: t[2] };
            let day = totals(now).since(&totals(before), 0.2, None);
            [day.ok, day.bad, day.repaired, day.lost]
        };
        // Two of ten failures are taken as repaired; so two of the nine that enrolled did not at first.
        assert_eq!(day([0.0, 10.0, 0.0], [9.0, 10.0, 1.0]), [7.0, 3.0, 2.0, 1.0]);
        // Five fewer failed ask for five repairs at least.
        assert_eq!(day([0.0, 10.0, 0.0], [9.0, 5.0, 0.0]), [4.0, 0.0, 5.0, 0.0]);
        // Nobody enrolled, so nobody was repaired, whatever became of the failures.
        assert_eq!(day([9.0, 10.0, 0.0], [9.0, 4.0, 0.0]), [0.0, 0.0, 0.0, 0.0]);
    }
}
