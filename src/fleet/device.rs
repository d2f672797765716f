//! One device as an export describes it, and the list of all of them without doubles.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::plan::JoinType;

/// Who manages a device, as Intune names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Agent {
    #[default]
    Unknown,
    /// Intune alone.
    Intune,
    CoManaged,
    /// Configuration Manager alone: tenant attach shows the device in Intune, it is not enrolled.
    ConfigurationManager,
    /// Defender settings only.
    Defender,
    /// Something that Baton does not plan.
    Other,
}

impl Agent {
    pub const fn is_enrolled(self) -> bool {
        matches!(self, Self::Intune | Self::CoManaged)
    }
}

/// A word that many devices share: a site, a model, a Windows version. Shared, not copied.
pub type Word = Arc<str>;

/// The words met so far.
#[derive(Default)]
pub struct Words {
    known: HashMap<Box<str>, Word>,
    last: Option<Word>,
}

impl Words {
    pub fn of(&mut self, text: &str) -> Word {
        // Exports are sorted more often than not: the last word comes again.
        if let Some(last) = self.last.as_ref().filter(|last| last.as_ref() == text) {
            return last.clone();
        }
        let word = if let Some(word) = self.known.get(text) {
            word.clone()
        } else {
            let word: Word = text.into();
            self.known.insert(text.into(), word.clone());
            word
        };
        self.last = Some(word.clone());
        word
    }
}

/// One device. Empty words and `None` mean that the export does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    pub name: Box<str>,
    pub entra_id: Option<u128>,
    pub serial: Box<str>,
    pub agent: Agent,
    pub enrolled: Option<NaiveDate>,
    pub last_seen: Option<NaiveDate>,
    pub join: JoinType,
    /// The Windows version as people call it.
    pub windows: Word,
    pub site: Word,
    pub department: Word,
    pub category: Word,
    pub model: Word,
    /// What Microsoft's report says of its eligibility; none = not reported.
    pub reported: Option<crate::fleet::Readiness>,
}

/// What tells a device from others, the surest first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Identity {
    Entra(u128),
    Serial(Box<str>),
    Name(Box<str>),
}

/// Serial numbers that makers leave in place of one.
const FILLERS: [&str; 8] = [
    "0",
    "none",
    "default string",
    "to be filled by o.e.m.",
    "system serial number",
    "not available",
    "n/a",
    "unknown",
];

impl Device {
    fn identity(&self) -> Option<Identity> {
        if let Some(id) = self.entra_id {
            return Some(Identity::Entra(id));
        }
        let serial = self.serial.trim().to_lowercase();
        if serial.len() > 2 && !FILLERS.contains(&serial.as_str()) && serial.bytes().any(|byte| byte != b'0')
        {
            return Some(Identity::Serial(serial.into()));
        }
        // Without its domain: `PC-1.contoso.example` and `CONTOSO\PC-1` are one device.
        let name = self.name.rsplit('\\').next().unwrap_or_default();
        let name = name.split('.').next().unwrap_or_default().to_lowercase();
        (!name.is_empty()).then(|| Identity::Name(name.into()))
    }
}

impl Device {
    /// Takes what is not known from another row about the same device. The first enrollment date that was
    /// ever seen stays: enrolling again is no second success.
    fn fill(&mut self, other: Self) {
        self.enrolled = match (self.enrolled, other.enrolled) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.last_seen = self.last_seen.or(other.last_seen);
        self.entra_id = self.entra_id.or(other.entra_id);
        self.reported = self.reported.or(other.reported);
        if self.agent == Agent::Unknown {
            self.agent = other.agent;
        }
        if self.join == JoinType::Unknown {
            self.join = other.join;
        }
        for (own, other) in [(&mut self.name, other.name), (&mut self.serial, other.serial)] {
            if own.is_empty() {
                *own = other;
            }
        }
        let words = [
            (&mut self.windows, other.windows),
            (&mut self.site, other.site),
            (&mut self.department, other.department),
            (&mut self.category, other.category),
            (&mut self.model, other.model),
        ];
        for (own, other) in words {
            if own.is_empty() {
                *own = other;
            }
        }
    }
}

/// The devices of an estate, each once.
#[derive(Default)]
pub struct Fleet {
    devices: Vec<Device>,
    places: HashMap<Identity, usize>,
    /// Rows that were of a device met before.
    pub doubles: u64,
    /// Rows by which no device could be told.
    pub nameless: u64,
}

impl Fleet {
    /// Takes a device in. Of one that is there already the row with the newest check-in counts; the other one
    /// fills in what it does not say.
    pub fn put(&mut self, device: Device) {
        let Some(identity) = device.identity() else {
            self.nameless += 1;
            return;
        };
        let next = self.devices.len();
        let place = *self.places.entry(identity).or_insert(next);
        if place == next {
            self.devices.push(device);
            return;
        }
        self.doubles += 1;
        let known = &mut self.devices[place];
        if device.last_seen >= known.last_seen {
            let older = std::mem::replace(known, device);
            known.fill(older);
        } else {
            known.fill(device);
        }
    }

    /// Takes in the devices of another list.
    pub fn join(&mut self, other: Self) {
        self.doubles += other.doubles;
        self.nameless += other.nameless;
        // That two lists know a device is no mistake of either.
        let doubles = self.doubles;
        other.devices.into_iter().for_each(|device| self.put(device));
        self.doubles = doubles;
    }

    pub fn devices(&self) -> &[Device] {
        &self.devices
    }

    pub fn len(&self) -> usize {
        self.devices.len()
    }

    pub fn is_empty(&self) -> bool {
        self.devices.is_empty()
    }

    /// The newest check-in of all: how old the list is.
    pub fn as_of(&self) -> Option<NaiveDate> {
        self.devices.iter().filter_map(|device| device.last_seen).max()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn device(name: &str, serial: &str, seen: &str) -> Device {
        Device { name: name.into(), serial: serial.into(), last_seen: seen.parse().ok(), ..Device::default() }
    }

    #[test]
    fn a_device_counts_once_whatever_it_is_known_by() {
        let mut fleet = Fleet::default();
        let with_id = |name: &str, seen: &str, enrolled: &str| Device {
            entra_id: Some(7),
            enrolled: enrolled.parse().ok(),
            ..device(name, "", seen)
        };
        let model = Device { model: "X1".into(), ..with_id("PC-1", "2026-08-01", "2026-07-01") };
        fleet.put(model);
        fleet.put(with_id("PC-1-renamed", "2026-08-20", "2026-08-19"));
        fleet.put(with_id("PC-1-old", "2026-06-01", ""));
        fleet.put(device("pc-2", "SN123", "2026-08-01"));
        fleet.put(device("PC-2B", "sn123 ", "2026-08-02"));
        fleet.put(device("CONTOSO\\PC-3", "Default string", "2026-08-01"));
        fleet.put(device("pc-3.contoso.example", "0000", "2026-08-01"));
        fleet.put(device("", "", "2026-08-01"));
        let names: Vec<_> = fleet.devices().iter().map(|device| device.name.as_ref()).collect();
        assert_eq!(names, ["PC-1-renamed", "PC-2B", "pc-3.contoso.example"]);
        assert_eq!(fleet.devices()[0].enrolled, "2026-07-01".parse().ok());
        assert_eq!(fleet.devices()[0].model.as_ref(), "X1");
        assert_eq!((fleet.doubles, fleet.nameless), (4, 1));
        assert_eq!(fleet.as_of(), "2026-08-20".parse().ok());
    }
}
