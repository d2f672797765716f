//! Whether a device can be co-managed, in Graph's vocabulary, and why not.

use chrono::{Days, NaiveDate};

use super::{Agent, Device, windows};
use crate::plan::JoinType;
use crate::plan::wording::{NEEDS_OS_UPDATE, lower_first};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Readiness {
    Ready,
    NeedsJoin,
    NeedsOsUpdate,
    Ineligible,
    /// Not seen for too long to count on it.
    Stale,
    /// The list does not say enough.
    Unknown,
}

impl Readiness {
    pub const ALL: [Self; 6] =
        [Self::Ready, Self::NeedsJoin, Self::NeedsOsUpdate, Self::Ineligible, Self::Stale, Self::Unknown];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Ready => "Ready",
            Self::NeedsJoin => "Needs join",
            Self::NeedsOsUpdate => "Needs OS update",
            Self::Ineligible => "Ineligible",
            Self::Stale => "Stale",
            Self::Unknown => "Unknown",
        }
    }

    /// What any number of devices are, in a sentence: `6,456 ready`.
    pub fn in_text(self) -> String {
        match self {
            Self::NeedsOsUpdate => NEEDS_OS_UPDATE.to_owned(),
            Self::NeedsJoin => "not Entra joined".to_owned(),
            _ => lower_first(self.name()),
        }
    }

    /// The word, or the number, of `comanagementEligibleType`.
    pub fn of_report(text: &str) -> Option<Self> {
        let plain: String =
            text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        match plain.as_str() {
            "comanaged" | "1" | "eligible" | "2" | "scheduledforenrollment" | "6" => Some(Self::Ready),
            "eligiblebutnotazureadjoined" | "eligiblebutnotentrajoined" | "3" => Some(Self::NeedsJoin),
            "needsosupdate" | "4" => Some(Self::NeedsOsUpdate),
            "ineligible" | "5" => Some(Self::Ineligible),
            _ => None,
        }
    }
}

/// Days without a check-in after which a device is stale, unless a person says otherwise.
pub const STALE_AFTER_DAYS: u64 = 30;

/// What a device is ready for on `today`. What Microsoft reports counts before what is derived; an enrolled
/// device has shown that it can.
pub fn readiness(device: &Device, today: NaiveDate, stale_after_days: u64) -> Readiness {
    let is_stale = device
        .last_seen
        .and_then(|seen| seen.checked_add_days(Days::new(stale_after_days)))
        .is_some_and(|until| until < today);
    if is_stale {
        return Readiness::Stale;
    }
    if let Some(reported) = device.reported {
        return reported;
    }
    if device.agent == Agent::CoManaged || device.agent == Agent::Intune {
        return Readiness::Ready;
    }
    if windows::is_too_old(&device.windows) {
        return Readiness::NeedsOsUpdate;
    }
    match device.join {
        JoinType::HybridJoined | JoinType::EntraJoined => Readiness::Ready,
        JoinType::EntraRegistered | JoinType::ActiveDirectoryOnly => Readiness::NeedsJoin,
        JoinType::Unknown => Readiness::Unknown,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn readiness_says_what_is_missing() {
        let today: NaiveDate = "2026-09-01".parse().unwrap();
        let seen = |day: &str| Device { last_seen: day.parse().ok(), ..Device::default() };
        let ready = |device: &Device| readiness(device, today, STALE_AFTER_DAYS);
        assert_eq!(ready(&seen("2026-08-02")), Readiness::Unknown);
        assert_eq!(ready(&seen("2026-08-01")), Readiness::Stale);
        assert_eq!(ready(&Device { join: JoinType::HybridJoined, ..Device::default() }), Readiness::Ready);
        assert_eq!(
            ready(&Device { join: JoinType::EntraRegistered, ..Device::default() }),
            Readiness::NeedsJoin
        );
        assert_eq!(ready(&Device { agent: Agent::CoManaged, ..Device::default() }), Readiness::Ready);
        let old = Device {
            windows: "Windows 10 before 1709".into(),
            join: JoinType::HybridJoined,
            ..Device::default()
        };
        assert_eq!(ready(&old), Readiness::NeedsOsUpdate);
        assert_eq!(ready(&Device { reported: Some(Readiness::Ineligible), ..old }), Readiness::Ineligible);
    }

    #[test]
    fn microsofts_words_are_understood() {
        assert_eq!(Readiness::of_report("eligibleButNotAzureAdJoined"), Some(Readiness::NeedsJoin));
        assert_eq!(Readiness::of_report("Needs OS update"), Some(Readiness::NeedsOsUpdate));
        assert_eq!(Readiness::of_report("6"), Some(Readiness::Ready));
        assert_eq!(Readiness::of_report("perhaps"), None);
    }
}
