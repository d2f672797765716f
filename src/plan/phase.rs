//! A phase: the devices that migrate together, how they start, how fast, and what opens the next one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::gate::Gate;
use super::{PhaseId, SegmentId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PhaseKind {
    Pilot,
    Wave,
}

impl PhaseKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pilot => "Pilot",
            Self::Wave => "Wave",
        }
    }
}

/// How the devices of a phase come to be co-managed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EnrollmentPath {
    /// Devices with a Configuration Manager client enroll by themselves.
    #[default]
    ExistingClient,
    /// New internet-based devices receive the client from Intune.
    InternetBased,
    /// New devices enter co-management with Windows Autopilot; Pilot Intune is not available to them.
    Autopilot,
    /// Devices already enrolled receive the Configuration Manager client.
    AlreadyInIntune,
    /// Devices leave another mobile device management product first.
    ThirdPartyMdm,
    /// Devices come from another on-premises manager.
    OtherManager,
}

impl EnrollmentPath {
    pub const ALL: [Self; 6] = [
        Self::ExistingClient,
        Self::InternetBased,
        Self::Autopilot,
        Self::AlreadyInIntune,
        Self::ThirdPartyMdm,
        Self::OtherManager,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::ExistingClient => "Existing clients",
            Self::InternetBased => "New internet-based devices",
            Self::Autopilot => "Windows Autopilot into co-management",
            Self::AlreadyInIntune => "Already in Intune",
            Self::ThirdPartyMdm => "From a third-party MDM",
            Self::OtherManager => "From another on-premises manager",
        }
    }
}

/// Devices taken from a segment of the estate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Take {
    pub segment: SegmentId,
    pub devices: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NotReadyReason {
    NeedsOsUpdate,
    NeedsJoin,
    Ineligible,
    Stale,
    Licence,
    Other,
}

impl NotReadyReason {
    pub const ALL: [Self; 6] =
        [Self::NeedsOsUpdate, Self::NeedsJoin, Self::Ineligible, Self::Stale, Self::Licence, Self::Other];

    pub const fn name(self) -> &'static str {
        match self {
            Self::NeedsOsUpdate => "Needs OS update",
            Self::NeedsJoin => "Not Entra joined",
            Self::Ineligible => "Ineligible",
            Self::Stale => "Stale",
            Self::Licence => "No license",
            Self::Other => "Other",
        }
    }
}

/// Devices of a phase that cannot enroll before a date, or never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotReady {
    pub reason: NotReadyReason,
    pub devices: u32,
    /// The day on which they become ready; none = never.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

/// When a phase may start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartRule {
    #[serde(default)]
    pub not_before: Option<NaiveDate>,
    /// Working days after the predecessor's gate; none = it does not wait.
    #[serde(default)]
    pub after_previous: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    pub id: PhaseId,
    pub name: String,
    pub kind: PhaseKind,
    #[serde(default)]
    pub path: EnrollmentPath,
    /// All devices of the phase, ready or not.
    pub devices: u32,
    /// Where they come from, when the estate is described by segments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes: Vec<Take>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_ready: Vec<NotReady>,
    #[serde(default)]
    pub start: StartRule,
    /// Devices targeted per working day; 0 = none, none = all at once.
    #[serde(default)]
    pub rate: Option<u32>,
    /// Tickets of this phase relative to the assumptions.
    #[serde(default = "one")]
    pub ticket_multiplier: f64,
    #[serde(default)]
    pub gate: Gate,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    #[serde(default)]
    pub users: u32,
    /// The enrollment collection's name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub collection: String,
    /// Its users are IT staff only, who stand for nobody else.
    #[serde(default)]
    pub it_staff_only: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

fn one() -> f64 {
    1.0
}

impl Phase {
    pub fn new(id: PhaseId, name: impl Into<String>, kind: PhaseKind, devices: u32) -> Self {
        Self {
            id,
            name: name.into(),
            kind,
            path: EnrollmentPath::default(),
            devices,
            takes: Vec::new(),
            not_ready: Vec::new(),
            start: StartRule { not_before: None, after_previous: Some(1) },
            rate: None,
            ticket_multiplier: 1.0,
            gate: Gate::default(),
            owner: String::new(),
            users: devices,
            collection: String::new(),
            it_staff_only: false,
            note: String::new(),
        }
    }

    /// Devices that can be targeted by `day`.
    pub fn ready_by(&self, day: NaiveDate) -> u32 {
        let waiting: u32 = self
            .not_ready
            .iter()
            .filter(|group| group.until.is_none_or(|until| until > day))
            .fold(0, |sum, group| sum.saturating_add(group.devices));
        self.devices.saturating_sub(waiting)
    }

    /// Devices that some gap keeps from enrolling at once, now or for good.
    pub fn not_ready_devices(&self) -> u32 {
        self.not_ready.iter().fold(0, |sum: u32, group| sum.saturating_add(group.devices))
    }

    /// Some devices, with their users, become another phase's; of its segments the last go first.
    pub fn hand_over(&mut self, to: &mut Self, devices: u32) {
        let devices = devices.min(self.devices);
        let users = u64::from(self.users) * u64::from(devices) / u64::from(self.devices.max(1));
        let users = users as u32;
        self.users -= users;
        to.users = to.users.saturating_add(users);
        for take in self.take_out(devices) {
            match to.takes.iter_mut().find(|own| own.segment == take.segment) {
                Some(own) => own.devices = own.devices.saturating_add(take.devices),
                None => to.takes.push(take),
            }
        }
        self.devices -= devices;
        to.devices = to.devices.saturating_add(devices);
    }

    /// Takes devices out of the last takes; what was taken out.
    pub fn take_out(&mut self, mut n: u32) -> Vec<Take> {
        let mut moved = Vec::new();
        while let Some(last) = self.takes.last_mut().filter(|_| n > 0) {
            let some = last.devices.min(n);
            last.devices -= some;
            n -= some;
            moved.push(Take { segment: last.segment, devices: some });
            if last.devices == 0 {
                self.takes.pop();
            }
        }
        moved.reverse();
        moved
    }
}
