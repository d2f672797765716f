//! Devices one by one as the counts of phases: who has enrolled on which day, failed and why, or waits.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::Evidence;
use crate::fleet::{Device, Step, Word, count};
use crate::plan::PhaseId;

/// What the files say of a phase's devices.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) enrolled: BTreeMap<NaiveDate, u32>,
    /// Enrolled, nobody knows when.
    pub(super) undated: u32,
    pub(super) failed: u32,
    /// Why they failed, as far as that is known.
    pub(super) troubles: BTreeMap<Word, u32>,
    /// Targeted, and neither enrolled nor failed; the stale ones among them.
    pub(super) waiting: u32,
    pub(super) stale: u32,
    /// By day the devices that failed first, less those that had failed and enrolled.
    pub(super) failing: BTreeMap<NaiveDate, i64>,
    /// Clients or attempts say what has failed.
    pub(super) knows_failed: bool,
    /// Clients say what is pending too.
    pub(super) knows_pending: bool,
}

impl Counts {
    fn put(&mut self, device: &Device, evidence: &Evidence<'_>) {
        self.knows_failed |= device.step != Step::Unknown;
        self.knows_pending |= !matches!(device.step, Step::Unknown | Step::Failed | Step::Enrolled);
        let mended = device.enrolled.filter(|_| device.is_enrolled());
        if let Some(failed) = device.failed.filter(|failed| mended.is_none_or(|mended| *failed < mended)) {
            *self.failing.entry(failed).or_default() += 1;
            if let Some(mended) = mended {
                *self.failing.entry(mended).or_default() -= 1;
            }
        }
        if device.is_enrolled() {
            match device.enrolled {
                Some(day) => *self.enrolled.entry(day).or_default() += 1,
                None => self.undated += 1,
            }
            return;
        }
        match device.step {
            Step::Failed => {
                self.failed += 1;
                if !device.trouble.is_empty() {
                    *self.troubles.entry(device.trouble.clone()).or_default() += 1;
                }
            }
            Step::PendingSignIn | Step::Scheduled | Step::Eligible => {
                self.waiting += 1;
                let until = device
                    .last_seen
                    .and_then(|seen| seen.checked_add_days(Days::new(evidence.stale_after_days)));
                self.stale += u32::from(until.is_some_and(|until| until < evidence.as_of));
            }
            _ => {}
        }
    }

    /// Adds what was counted of other devices.
    fn join(&mut self, other: Self) {
        for (day, devices) in other.enrolled {
            *self.enrolled.entry(day).or_default() += devices;
        }
        for (trouble, devices) in other.troubles {
            *self.troubles.entry(trouble).or_default() += devices;
        }
        for (day, devices) in other.failing {
            *self.failing.entry(day).or_default() += devices;
        }
        self.undated += other.undated;
        self.failed += other.failed;
        self.waiting += other.waiting;
        self.stale += other.stale;
        self.knows_failed |= other.knows_failed;
        self.knows_pending |= other.knows_pending;
    }

    pub(super) fn all_enrolled(&self) -> u32 {
        self.enrolled.values().sum::<u32>() + self.undated
    }

    /// By day the devices that enrolled or failed first: the days on which something is known to have happened.
    pub(super) fn tried(&self) -> BTreeMap<NaiveDate, u32> {
        let mut tried = self.enrolled.clone();
        for (day, devices) in &self.failing {
            // Who had failed and enrolls has tried before.
            let all = i64::from(tried.get(day).copied().unwrap_or(0)) + devices;
            tried.insert(*day, u32::try_from(all).unwrap_or(0));
        }
        tried.retain(|_, devices| *devices > 0);
        tried
    }

    /// Failed, nobody knows when.
    pub(super) fn failed_undated(&self) -> u32 {
        let dated = u32::try_from(self.failing.values().sum::<i64>()).unwrap_or(0);
        self.failed.saturating_sub(dated)
    }

    /// Devices that the list shows as targeted.
    pub(super) fn targeted(&self) -> u32 {
        self.all_enrolled() + self.failed + self.waiting
    }

    /// Devices in trouble at the end of a day; none before attempts are known of.
    pub(super) fn failing_on(&self, day: NaiveDate) -> Option<u32> {
        let first = *self.failing.keys().next()?;
        let failing: i64 = self.failing.range(..=day).map(|(_, devices)| devices).sum();
        (first <= day).then(|| u32::try_from(failing).unwrap_or(0))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.targeted() == 0
    }
}

/// What the files say of all devices.
#[derive(Default)]
pub(super) struct Counted {
    pub(super) phases: BTreeMap<PhaseId, Counts>,
    /// Enrolled, and those of them that are no phase's.
    pub(super) enrolled: u64,
    pub(super) untold: u64,
}

impl Counted {
    pub(super) fn of(evidence: &Evidence<'_>) -> Self {
        let put = |all: &mut Self, device: &&Device| {
            let is_enrolled = u64::from(device.is_enrolled());
            all.enrolled += is_enrolled;
            match (evidence.phase_of)(device) {
                Some(phase) => all.phases.entry(phase).or_default().put(device, evidence),
                None => all.untold += is_enrolled,
            }
        };
        count(evidence.devices, put, |all: &mut Self, more| {
            all.enrolled += more.enrolled;
            all.untold += more.untold;
            for (phase, counts) in more.phases {
                all.phases.entry(phase).or_default().join(counts);
            }
        })
    }
}
