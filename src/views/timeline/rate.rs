//! How fast a rollout must run to end on a day. Targeting alone, as the plan's recurrences count it.

use chrono::NaiveDate;

use crate::plan::{Calendar, Phase};

/// What is left to target of a phase, and from when on.
#[derive(Clone, Copy)]
pub struct Rollout<'a> {
    pub phase: &'a Phase,
    pub calendar: &'a Calendar,
    /// The first day on which targeting can go on.
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// Devices targeted before it.
    pub targeted: u32,
}

impl Rollout<'_> {
    /// The day of the last targeting at this rate, devices that become ready later included.
    pub fn end(&self, rate: u32) -> Option<NaiveDate> {
        let all = self.phase.ready_by(self.until);
        let mut done = self.targeted;
        let mut day = self.from;
        while day <= self.until && done < all {
            if self.calendar.is_working_day(day) && !self.calendar.bars_enrollment(self.phase.id, day) {
                let ready = self.phase.ready_by(day);
                done = done.saturating_add(rate.min(ready.saturating_sub(done)));
                if done >= all {
                    return Some(day);
                }
            }
            day = day.succ_opt()?;
        }
        None
    }

    /// The fastest rate that still makes a difference.
    fn most(&self) -> u32 {
        self.phase.devices.saturating_sub(self.targeted).max(1)
    }
}

/// The lowest rate at which the rollout ends on `wanted` or before it; at the very most all at once.
pub fn lowest(rollout: &Rollout<'_>, wanted: NaiveDate) -> Option<u32> {
    let (mut low, mut high) = (1, rollout.most());
    rollout.end(high)?;
    while low < high {
        let middle = low + (high - low) / 2;
        if rollout.end(middle).is_some_and(|end| end <= wanted) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(high)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::{PhaseId, PhaseKind};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn one_device_a_day_less_would_end_later(
            devices in 1_u32..5000,
            targeted in 0_u32..4000,
            wanted in 0_i64..200,
        ) {
            let targeted = targeted % devices;
            let phase = Phase::new(PhaseId(1), "Wave", PhaseKind::Wave, devices);
            let calendar = Calendar::default();
            let from = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
            let until = from + chrono::Duration::days(900);
            let rollout = Rollout { phase: &phase, calendar: &calendar, from, until, targeted };
            let wanted = from + chrono::Duration::days(wanted);
            let rate = lowest(&rollout, wanted).unwrap();
            prop_assert!(rollout.end(rate).unwrap() <= wanted);
            prop_assert!(rate == 1 || rollout.end(rate - 1).is_none_or(|end| end > wanted));
        }
    }
}
