//! One device as an export describes it, and the list of all of them without doubles.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::num::{NonZeroU32, NonZeroU64, NonZeroU128};

use chrono::{Days, NaiveDate};
use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::serial::{bare_serial, is_rounded};
use super::twins::Twins;
use super::{Index, Positions, Word, count};
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
    pub const ALL: [Self; 6] = [
        Self::Unknown,
        Self::Intune,
        Self::CoManaged,
        Self::ConfigurationManager,
        Self::Defender,
        Self::Other,
    ];

    pub const fn is_enrolled(self) -> bool {
        matches!(self, Self::Intune | Self::CoManaged)
    }

    /// Intune's word for it; empty where nobody says.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "",
            Self::Intune => "Intune",
            Self::CoManaged => "Co-managed",
            Self::ConfigurationManager => "ConfigMgr",
            Self::Defender => "MDE",
            Self::Other => "Other",
        }
    }
}

/// How far a device is on its way into co-management, as its Configuration Manager client or an attempt says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    #[default]
    Unknown,
    /// No co-management policy has reached it.
    NotTargeted,
    /// The policy is there, nothing has happened yet.
    Eligible,
    Scheduled,
    /// Enrollment waits for a user to sign in.
    PendingSignIn,
    Failed,
    Enrolled,
}

/// One device. Empty words and `None` mean that the export does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    pub name: Box<str>,
    pub entra_id: Option<u128>,
    /// The ID of the device's object in Entra, by which groups know it; not the device ID.
    pub object_id: Option<NonZeroU128>,
    /// What Configuration Manager knows it by.
    pub resource_id: Option<NonZeroU32>,
    /// Half of Intune's own ID, which is enough to tell devices apart.
    pub intune_id: Option<NonZeroU64>,
    pub serial: Box<str>,
    pub agent: Agent,
    pub enrolled: Option<NaiveDate>,
    pub last_seen: Option<NaiveDate>,
    pub step: Step,
    /// Its account in the directory is.
    pub is_disabled: bool,
    /// The day of its first failed attempt.
    pub failed: Option<NaiveDate>,
    /// Why it failed: an error code, else the reason in words.
    pub trouble: Word,
    /// Whose it is: a number that tells users apart and names none.
    pub user: Option<NonZeroU64>,
    /// Who has its workloads.
    pub positions: Positions,
    /// What a list of devices by phase says.
    pub phase: Word,
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

/// A name without its domain: `PC-1.contoso.example` and `CONTOSO\PC-1` are one device.
pub(super) fn bare_name(name: &str) -> Option<Box<str>> {
    let name = name.rsplit('\\').next().unwrap_or_default();
    let name = name.split('.').next().unwrap_or_default().trim().to_lowercase();
    (!name.is_empty()).then(|| name.into())
}

impl Device {
    fn identity(&self) -> Option<Identity> {
        if let Some(id) = self.entra_id {
            return Some(Identity::Entra(id));
        }
        let serial = bare_serial(&self.serial).map(Identity::Serial);
        serial.or_else(|| bare_name(&self.name).map(Identity::Name))
    }

    /// It is enrolled: its agent says so, and where no list says who manages it, its last attempt.
    pub fn is_enrolled(&self) -> bool {
        self.agent.is_enrolled() || (self.agent == Agent::Unknown && self.step == Step::Enrolled)
    }

    /// Takes in that its user has failed to enroll it. What another report says of why stays.
    pub fn fail(&mut self, day: NaiveDate, why: &Word) {
        self.failed = [self.failed, Some(day)].into_iter().flatten().min();
        if self.step < Step::Failed || (self.step == Step::Failed && self.trouble.is_empty()) {
            (self.step, self.trouble) = (Step::Failed, why.clone());
        }
    }

    /// One product knows them by different IDs.
    pub(super) fn differs_by_id(&self, other: &Self) -> bool {
        fn differ<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
            one.zip(other).is_some_and(|(one, other)| one != other)
        }
        differ(self.entra_id, other.entra_id)
            || differ(self.intune_id, other.intune_id)
            || differ(self.resource_id, other.resource_id)
    }

    /// How well a record in a directory shows a device in use: one that is disabled, or was registered before the
    /// device was joined, is left over.
    fn use_of(&self) -> (bool, bool, Option<NaiveDate>) {
        let is_joined = matches!(self.join, JoinType::HybridJoined | JoinType::EntraJoined);
        (!self.is_disabled, is_joined, self.last_seen)
    }

    /// Both have a name, and not the same.
    fn differs_by_name(&self, other: &Self) -> bool {
        bare_name(&self.name).zip(bare_name(&other.name)).is_some_and(|(one, other)| one != other)
    }

    /// Its name without the domain, in small letters.
    pub fn bare_name(&self) -> Option<Box<str>> {
        bare_name(&self.name)
    }

    /// The surest that tells it from others, as text; what draws of samples go by.
    pub(super) fn mark(&self) -> String {
        match self.identity() {
            Some(Identity::Entra(id)) => format!("entra {id:032x}"),
            Some(Identity::Serial(serial)) => format!("serial {serial}"),
            Some(Identity::Name(name)) => format!("name {name}"),
            None => String::new(),
        }
    }
}

impl Device {
    /// Takes what is not known from another row about the same device. The first enrollment date that was
    /// ever seen stays: enrolling again is no second success.
    fn fill(&mut self, other: Self) {
        // Who is known not to be enrolled any more has no date, whatever another list remembers.
        let counts = self.agent == Agent::Unknown || self.agent.is_enrolled();
        let other_enrolled = other.enrolled.filter(|_| counts);
        self.enrolled = [self.enrolled, other_enrolled].into_iter().flatten().min();
        self.failed = [self.failed, other.failed].into_iter().flatten().min();
        if self.step < other.step {
            (self.step, self.trouble) = (other.step, other.trouble);
        }
        self.positions = self.positions.or(other.positions);
        self.intune_id = self.intune_id.or(other.intune_id);
        self.user = self.user.or(other.user);
        self.last_seen = self.last_seen.or(other.last_seen);
        self.entra_id = self.entra_id.or(other.entra_id);
        self.object_id = self.object_id.or(other.object_id);
        self.resource_id = self.resource_id.or(other.resource_id);
        self.reported = self.reported.or(other.reported);
        if self.agent == Agent::Unknown {
            self.agent = other.agent;
        }
        if self.join == JoinType::Unknown {
            self.join = other.join;
        }
        if self.name.is_empty() {
            self.name = other.name;
        }
        if self.serial.is_empty() || is_rounded(&self.serial) {
            self.serial = other.serial;
        }
        let words = [
            (&mut self.windows, other.windows),
            (&mut self.site, other.site),
            (&mut self.department, other.department),
            (&mut self.category, other.category),
            (&mut self.model, other.model),
            (&mut self.phase, other.phase),
        ];
        for (own, other) in words {
            if own.is_empty() {
                *own = other;
            }
        }
    }
}

/// The places of devices by the surest that tells them, of which a number is enough to tell them apart: half as
/// large, half a million are found in half the time.
#[derive(Clone, Default)]
pub(super) struct Places {
    places: HashMap<u64, u32, RandomState>,
    marks: RandomState,
}

impl Places {
    /// Where a device is, or `next`, where it will be.
    fn find_or(&mut self, identity: &Identity, next: u32) -> u32 {
        *self.places.entry(self.marks.hash_one(identity)).or_insert(next)
    }

    /// Where among these devices one is, or the place after them; none = nothing tells it. That they share a serial
    /// number says nothing of devices with different names until all are known.
    pub(super) fn find_among(&mut self, devices: &[Device], device: &Device) -> Option<usize> {
        let next = devices.len() as u32;
        let identity = device.identity()?;
        let is_by_serial = matches!(identity, Identity::Serial(_));
        let place = self.find_or(&identity, next) as usize;
        match devices.get(place) {
            Some(known) if is_by_serial && known.differs_by_name(device) => {
                let name = bare_name(&device.name).map(Identity::Name)?;
                Some(self.find_or(&name, next) as usize)
            }
            _ => Some(place),
        }
    }

    fn insert(&mut self, identity: &Identity, place: u32) {
        self.places.insert(self.marks.hash_one(identity), place);
    }
}

/// So many days after nearly all others a check-in is a mistake.
const FAR_AHEAD_DAYS: u64 = 30;

/// The devices of an estate, each once.
#[derive(Clone, Default)]
pub struct Fleet {
    pub(super) devices: Vec<Device>,
    pub(super) places: Places,
    /// What its serial numbers turn out to be; of a list of which not all is there yet nothing.
    pub twins: Twins,
    /// Rows that were of a device met before.
    pub doubles: u64,
    /// Rows by which no device could be told.
    pub nameless: u64,
}

impl Fleet {
    /// Takes a device in. Of one that is there already the row with the newest check-in counts; the other one
    /// fills in what it does not say.
    pub fn put(&mut self, device: Device) {
        let next = self.devices.len();
        let Some(place) = self.places.find_among(&self.devices, &device) else {
            self.nameless += 1;
            return;
        };
        if place == next {
            // Half a million devices are large: room for a quarter more, not for as many again.
            if next == self.devices.capacity() {
                self.devices.reserve_exact(next / 4 + 1024);
            }
            self.devices.push(device);
            return;
        }
        self.doubles += 1;
        self.merge(place, device);
    }

    pub(super) fn merge(&mut self, place: usize, device: Device) {
        let known = &mut self.devices[place];
        if device.last_seen >= known.last_seen {
            let older = std::mem::replace(known, device);
            known.fill(older);
        } else {
            known.fill(device);
        }
    }

    /// Takes in the devices of another list. One list may know a device by its Entra ID, the other by its name
    /// alone: here each of its identities counts. Gives how many names both have, of devices that something else
    /// tells apart.
    pub fn join(&mut self, other: Self) -> u64 {
        if self.is_empty() {
            let nameless = self.nameless;
            *self = other;
            self.nameless += nameless;
            return 0;
        }
        self.doubles += other.doubles;
        self.nameless += other.nameless;
        self.twins.take_fillers(other.twins);
        let index = self.index();
        // That two lists know a device is no mistake of either.
        let (doubles, mut apart) = (self.doubles, 0);
        for mut device in other.devices {
            let Some(place) = index.find(self, &device) else {
                apart += u64::from(index.has_name(&device.name));
                self.put(device);
                continue;
            };
            // Only Intune knows all that it manages: that Configuration Manager does not say so is no denial.
            let known = &mut self.devices[place];
            if device.agent.is_enrolled() || known.agent.is_enrolled() {
                let is_co_managed = [device.agent, known.agent].contains(&Agent::CoManaged);
                let agent = if is_co_managed { Agent::CoManaged } else { Agent::Intune };
                (device.agent, known.agent) = (agent, agent);
            }
            self.merge(place, device);
            if let Some(identity) = self.devices[place].identity() {
                self.places.insert(&identity, place as u32);
            }
        }
        self.settle();
        self.doubles = doubles;
        apart
    }

    /// Joined with another list it would have no more devices than this.
    pub fn has_room(&self, other: &Self, most: usize) -> bool {
        let is_new = |index: &Index, device: &&Device| index.find(self, device).is_none();
        self.len() + other.len() <= most || {
            let index = self.index();
            self.len() + other.devices.iter().filter(|device| is_new(&index, device)).count() <= most
        }
    }

    /// Learns of its own devices what another list says of them; that list's other devices stay out, and what
    /// it says of their eligibility may be long past. Where that list has a device several times, one of them says
    /// it all: what is known by its ID, else what is in use.
    pub fn complete(&mut self, other: &Self) {
        self.fill_from(other, |device| Device { reported: None, ..device.clone() });
    }

    /// The same of a list out of the directory, where the day of the last sign-in is no check-in.
    pub fn look_up(&mut self, directory: &Self) {
        self.fill_from(directory, |device| Device { reported: None, last_seen: None, ..device.clone() });
    }

    fn fill_from(&mut self, other: &Self, told: impl Fn(&Device) -> Device) {
        if other.is_empty() {
            return;
        }
        let index = self.index();
        let mut found: Vec<_> = (other.devices.iter())
            .filter_map(|device| index.find(self, device).map(|place| (place, device)))
            .collect();
        // Of equal ones the first.
        found.sort_by_key(|(place, device)| {
            let is_known = device.entra_id.is_some() && device.entra_id == self.devices[*place].entra_id;
            (*place, Reverse((is_known, device.use_of())))
        });
        found.dedup_by_key(|(place, _)| *place);
        for (place, device) in found {
            self.devices[place].fill(told(device));
            if let Some(identity) = self.devices[place].identity() {
                self.places.insert(&identity, place as u32);
            }
        }
    }

    /// Learns what a report says of its own devices; gives those that it does not have.
    #[must_use]
    pub fn learn(&mut self, report: Self) -> Self {
        let index = self.index();
        let mut strangers = Self::default();
        for device in report.devices {
            match index.find(self, &device) {
                Some(place) => self.devices[place].fill(device),
                None => strangers.put(device),
            }
        }
        strangers
    }

    /// Where no device says its site and most are in a category, the category is the site, as those who use it so
    /// mean it: segments, rules and samples then speak of the same.
    pub fn name_sites(&mut self) {
        let put = |told: &mut [usize; 2], device: &Device| {
            let is_told = !device.category.is_empty() && device.category.as_ref() != "Unknown";
            told[0] += usize::from(!device.site.is_empty());
            told[1] += usize::from(is_told);
        };
        let [sites, categories] = count(&self.devices, put, |all: &mut [usize; 2], more| {
            all.iter_mut().zip(more).for_each(|(all, more)| *all += more);
        });
        if sites == 0 && categories * 2 > self.devices.len() {
            self.devices.par_iter_mut().for_each(|device| device.site = device.category.clone());
        }
    }

    pub fn index(&self) -> Index {
        Index::of(&self.devices)
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

    /// The newest check-in or enrollment: how old the list is. A clock that is far ahead of all others tells
    /// no time.
    pub fn as_of(&self) -> Option<NaiveDate> {
        let newest = |seen: &mut Vec<_>, device: &Device| seen.extend(device.last_seen.max(device.enrolled));
        let mut seen = count(&self.devices, newest, Vec::extend);
        let near_last = seen.len().checked_sub(1)? * 99 / 100;
        let (_, usual, later) = seen.select_nth_unstable(near_last);
        let latest = usual.checked_add_days(Days::new(FAR_AHEAD_DAYS)).unwrap_or(*usual);
        let later = later.iter().filter(|day| **day <= latest).max().copied();
        Some(later.unwrap_or(*usual).max(*usual))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn lists_that_know_a_device_by_different_things_are_one_list() {
        let mut intune = Fleet::default();
        intune.put(Device { entra_id: Some(1), ..device("PC-1", "SN100", "2026-08-01") });
        intune.put(Device { entra_id: Some(2), ..device("PC-2", "SN200", "2026-08-01") });
        intune.put(Device { entra_id: Some(3), ..device("TWIN", "", "2026-08-01") });
        intune.put(Device { entra_id: Some(4), ..device("TWIN", "", "2026-08-01") });
        let mut manager = Fleet::default();
        let resource = |id: u32, device: Device| Device { resource_id: NonZeroU32::new(id), ..device };
        manager.put(resource(11, device("contoso\\pc-1", "", "")));
        manager.put(resource(12, device("renamed", "sn200", "")));
        manager.put(resource(13, device("PC-2", "SN999", "")));
        manager.put(resource(14, device("twin", "", "")));
        manager.put(resource(15, Device { entra_id: Some(9), ..device("PC-1", "", "") }));
        let directory = manager.devices().to_vec();
        intune.join(manager);
        let ids = |fleet: &Fleet| -> Vec<_> {
            fleet.devices().iter().map(|d| d.resource_id.map_or(0, NonZeroU32::get)).collect()
        };
        // The last three are other devices: another serial, one name of two, another Entra ID.
        assert_eq!(ids(&intune), [11, 12, 0, 0, 13, 14, 15]);
        assert_eq!((intune.doubles, intune.devices()[1].name.as_ref()), (0, "PC-2"));

        let mut only = Fleet::default();
        only.put(Device { entra_id: Some(1), ..device("PC-1", "", "2026-08-01") });
        let mut other = Fleet::default();
        for device in directory {
            other.put(device);
        }
        only.complete(&other);
        assert_eq!(ids(&only), [11]);
    }

    #[test]
    fn of_a_device_that_is_twice_in_the_directory_the_record_in_use_counts() {
        let of = |devices: &[Device]| {
            let mut fleet = Fleet::default();
            for device in devices {
                fleet.put(device.clone());
            }
            fleet
        };
        let record = |id: u128, join: JoinType, seen: &str| Device {
            entra_id: Some(id),
            object_id: NonZeroU128::new(id),
            join,
            ..device("PC-1", "", seen)
        };
        let used = record(1, JoinType::HybridJoined, "2026-08-20");
        let disabled = Device { is_disabled: true, ..record(2, JoinType::HybridJoined, "2026-08-21") };
        let registered = record(3, JoinType::EntraRegistered, "2026-08-22");
        let older = record(4, JoinType::HybridJoined, "2026-02-01");
        for stale in [&disabled, &registered, &older] {
            for records in [[&used, stale], [stale, &used]] {
                let directory = of(&records.map(Clone::clone));
                let mut fleet = of(&[device("pc-1", "SN100", "")]);
                fleet.complete(&directory);
                let [known] = fleet.devices() else { panic!() };
                assert_eq!((known.object_id, known.join), (used.object_id, JoinType::HybridJoined));
                // Who is known by an ID is that one, in use or not.
                let mut fleet = of(&[Device { entra_id: stale.entra_id, ..device("pc-1", "", "") }]);
                fleet.complete(&directory);
                assert_eq!(fleet.devices()[0].object_id, stale.object_id);
            }
        }
    }

    #[test]
    fn what_intune_manages_is_enrolled_whatever_configuration_manager_says() {
        let of = |device: &Device| {
            let mut fleet = Fleet::default();
            fleet.put(device.clone());
            fleet
        };
        let in_intune = Device {
            entra_id: Some(7),
            agent: Agent::Intune,
            enrolled: "2026-07-01".parse().ok(),
            ..device("HQ-1", "SN100", "2026-08-01")
        };
        let in_configmgr = Device {
            agent: Agent::ConfigurationManager,
            site: "HQ".into(),
            ..device("hq-1", "SN100", "2026-08-02")
        };
        for [first, second] in [[&in_intune, &in_configmgr], [&in_configmgr, &in_intune]] {
            let mut fleet = of(first);
            fleet.join(of(second));
            let [both] = fleet.devices() else { panic!() };
            assert_eq!((both.agent, both.site.as_ref()), (Agent::Intune, "HQ"));
            assert_eq!(both.enrolled, "2026-07-01".parse().ok());
        }
        let mut fleet = of(&in_intune);
        let by_wave = |name: &str| Device { phase: "Pilot".into(), ..device(name, "", "") };
        let mut waves = of(&by_wave("HQ-1"));
        waves.put(by_wave("HQ-9"));
        let strangers = fleet.learn(waves);
        assert_eq!((fleet.len(), fleet.devices()[0].phase.as_ref()), (1, "Pilot"));
        assert_eq!((strangers.len(), strangers.devices()[0].name.as_ref()), (1, "HQ-9"));
        // By Intune's own ID, where a report says no more.
        let with_id = |name: &str| Device { intune_id: NonZeroU64::new(5), ..device(name, "", "") };
        let mut fleet = of(&Device { entra_id: Some(7), ..with_id("OLD-NAME") });
        assert_eq!((fleet.learn(of(&with_id("HQ-2"))).len(), fleet.len()), (0, 1));
    }

    #[test]
    fn a_clock_far_ahead_of_all_others_does_not_date_the_list() {
        let mut fleet = Fleet::default();
        for n in 0..200 {
            fleet.put(device(&format!("PC-{n}x"), "", "2026-08-20"));
        }
        fleet.put(device("NEW", "", "2026-09-02"));
        fleet.put(device("ODD", "", "2031-01-01"));
        assert_eq!(fleet.as_of(), "2026-09-02".parse().ok());
        assert_eq!(Fleet::default().as_of(), None);
    }

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
        fleet.settle();
        let names: Vec<_> = fleet.devices().iter().map(|device| device.name.as_ref()).collect();
        assert_eq!(names, ["PC-1-renamed", "PC-2B", "pc-3.contoso.example"]);
        assert_eq!(fleet.devices()[0].enrolled, "2026-07-01".parse().ok());
        assert_eq!(fleet.devices()[0].model.as_ref(), "X1");
        assert_eq!((fleet.doubles, fleet.nameless), (4, 1));
        assert_eq!(fleet.as_of(), "2026-08-20".parse().ok());
    }
}
