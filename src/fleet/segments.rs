//! Devices counted by the columns that a person chooses, and what each group is ready for.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

use super::{Device, Fleet, Readiness, Word, count, readiness};
use crate::plan::{JoinType, Segment, SegmentId};

/// What devices can be counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum By {
    Site,
    /// The letters before the first digit or hyphen of the name, as sites often are named.
    NamePrefix,
    Category,
    Department,
    Windows,
    Join,
    Model,
}

impl By {
    pub const ALL: [Self; 7] = [
        Self::Site,
        Self::NamePrefix,
        Self::Category,
        Self::Department,
        Self::Windows,
        Self::Join,
        Self::Model,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Site => "Site",
            Self::NamePrefix => "Name prefix",
            Self::Category => "Category",
            Self::Department => "Department",
            Self::Windows => "Windows version",
            Self::Join => "Join type",
            Self::Model => "Model",
        }
    }

    /// The word for the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::NamePrefix => "prefix",
            Self::Category => "category",
            Self::Department => "department",
            Self::Windows => "os",
            Self::Join => "join",
            Self::Model => "model",
        }
    }
}

impl By {
    /// What a device says in this column.
    pub fn text(self, device: &Device) -> Cow<'_, str> {
        match self {
            Self::Site => Cow::Borrowed(&device.site),
            Self::NamePrefix => in_capitals(prefix(&device.name)),
            Self::Category => Cow::Borrowed(&device.category),
            Self::Department => Cow::Borrowed(&device.department),
            Self::Windows => Cow::Borrowed(&device.windows),
            Self::Join => Cow::Borrowed(device.join.name()),
            Self::Model => Cow::Borrowed(&device.model),
        }
    }

    /// A device says something in this column.
    pub fn says(self, device: &Device) -> bool {
        match self {
            Self::Join => device.join != JoinType::Unknown,
            _ => !self.text(device).is_empty(),
        }
    }

    /// Its word to be kept, shared where it is a word.
    pub fn word(self, device: &Device) -> Word {
        match self {
            Self::Site => device.site.clone(),
            Self::Category => device.category.clone(),
            Self::Department => device.department.clone(),
            Self::Windows => device.windows.clone(),
            Self::Model => device.model.clone(),
            Self::NamePrefix | Self::Join => self.text(device).as_ref().into(),
        }
    }
}

fn in_capitals(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_lowercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_uppercase())
    }
}

fn prefix(name: &str) -> &str {
    let end = name.find(|c: char| c.is_ascii_digit() || c == '-' || c == '_').unwrap_or(0);
    &name[..end]
}

/// Three columns can tell the site; the first one chosen does.
fn tells_site(by: &[By]) -> Option<By> {
    by.iter().find(|by| matches!(by, By::Site | By::NamePrefix | By::Category)).copied()
}

/// What a group has in common; none = the column is not chosen, or says nothing. An empty text would do, but half
/// a million comparisons of it take ten times as long: to compare no bytes at no address is an access that fails.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key<'d> {
    site: Option<Cow<'d, str>>,
    department: Option<&'d str>,
    windows: Option<&'d str>,
    join: JoinType,
    model: Option<&'d str>,
}

/// A group with its devices by what they are ready for.
type Group<'d> = (Key<'d>, [u32; 6]);

fn said(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

impl<'d> Key<'d> {
    /// What tells a device's group, counted by these columns.
    pub fn of(device: &'d Device, by: &[By]) -> Self {
        let chosen = |wanted: By, word: &'d Word| if by.contains(&wanted) { said(word) } else { None };
        Self {
            site: tells_site(by).map(|by| by.text(device)).filter(|site| !site.is_empty()),
            department: chosen(By::Department, &device.department),
            windows: chosen(By::Windows, &device.windows),
            join: if by.contains(&By::Join) { device.join } else { JoinType::Unknown },
            model: chosen(By::Model, &device.model),
        }
    }

    /// What tells the devices of a segment.
    pub fn of_segment(segment: &'d Segment) -> Self {
        Self {
            site: said(&segment.site).map(Cow::Borrowed),
            department: said(&segment.department),
            windows: said(&segment.os),
            join: segment.join,
            model: said(&segment.model),
        }
    }

    /// The same of devices that are too few for a site.
    #[must_use]
    pub fn among_others(self) -> Self {
        Self { site: Some(Cow::Borrowed(OTHER)), ..self }
    }

    fn segment(&self, id: SegmentId, counts: [u32; 6]) -> Segment {
        let text = |said: Option<&str>| said.unwrap_or_default().to_owned();
        let mut segment = Segment::new(id, text(self.site.as_deref()), counts.iter().sum());
        segment.department = text(self.department);
        segment.os = text(self.windows);
        segment.join = self.join;
        segment.model = text(self.model);
        let of = |readiness: Readiness| counts[readiness as usize];
        segment.needs_join = of(Readiness::NeedsJoin);
        segment.needs_os_update = of(Readiness::NeedsOsUpdate);
        segment.ineligible = of(Readiness::Ineligible);
        segment.stale = of(Readiness::Stale);
        segment.unknown = of(Readiness::Unknown);
        segment
    }
}

/// The estate as counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counted {
    /// The largest first, those of too many together at the end; numbered from 1.
    pub segments: Vec<Segment>,
    /// Devices by what they are ready for, in the order of [`Readiness::ALL`].
    pub ready: [u32; 6],
}

/// The site of the segment in which the many small groups are together.
pub const OTHER: &str = "Other";

/// Fewer devices that are called alike are no site.
const FEWEST_OF_PREFIX: u32 = 5;

/// More groups than this are no segments; the rest goes into one.
const MOST_SEGMENTS: usize = 400;

/// What devices are called by that are too few for a site, in capitals.
pub fn rare_prefixes(devices: &[Device]) -> HashSet<String> {
    let put = |sites: &mut HashMap<_, u32, RandomState>, device| {
        *sites.entry(By::NamePrefix.text(device)).or_default() += 1;
    };
    let sites = count(devices, put, |sites, more| {
        for (site, devices) in more.into_iter().collect::<Vec<_>>() {
            *sites.entry(site).or_default() += devices;
        }
    });
    let is_rare = |(site, devices): &(Cow<'_, str>, u32)| !site.is_empty() && *devices < FEWEST_OF_PREFIX;
    sites.into_iter().filter(is_rare).map(|(site, _)| site.into_owned()).collect()
}

/// Counts a fleet by the chosen columns.
pub fn segments(fleet: &Fleet, by: &[By], today: NaiveDate, stale_after_days: u64) -> Counted {
    let put = |groups: &mut HashMap<_, _, RandomState>, device| {
        let counts: &mut [u32; 6] = groups.entry(Key::of(device, by)).or_default();
        counts[readiness(device, today, stale_after_days) as usize] += 1;
    };
    let groups = count(fleet.devices(), put, |groups, more| {
        // In whatever order: sums do not depend on it.
        for (key, counts) in more.into_iter().collect::<Vec<_>>() {
            add(groups.entry(key).or_default(), counts);
        }
    });
    let mut groups: Vec<_> = groups.into_iter().collect();
    if tells_site(by) == Some(By::NamePrefix) {
        groups = without_rare_sites(groups);
    }
    groups.sort_unstable();
    let mut ready = [0; 6];
    for (_, counts) in &groups {
        add(&mut ready, *counts);
    }
    groups.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.iter().sum::<u32>()));
    let groups = not_too_many(groups).into_iter().zip(1..);
    let segments = groups.map(|((key, counts), id)| key.segment(SegmentId(id), counts)).collect();
    Counted { segments, ready }
}

/// The many small groups together, which have nothing in common; with what is in no site already, for no two
/// segments may be told by the same.
fn not_too_many(mut groups: Vec<Group<'_>>) -> Vec<Group<'_>> {
    if groups.len() <= MOST_SEGMENTS {
        return groups;
    }
    let mut rest = [0; 6];
    for (_, counts) in groups.drain(MOST_SEGMENTS - 1..) {
        add(&mut rest, counts);
    }
    let key = Key::default().among_others();
    match groups.iter_mut().find(|(known, _)| *known == key) {
        Some((_, counts)) => add(counts, rest),
        None => groups.push((key, rest)),
    }
    groups
}

/// What only a few devices are called by is no site, and may name somebody: these are together.
fn without_rare_sites(groups: Vec<Group<'_>>) -> Vec<Group<'_>> {
    let mut sites: HashMap<_, u32, RandomState> = HashMap::default();
    for (key, counts) in &groups {
        *sites.entry(key.site.clone()).or_default() += counts.iter().sum::<u32>();
    }
    let mut kept: BTreeMap<Key<'_>, [u32; 6]> = BTreeMap::new();
    for (key, counts) in groups {
        let is_rare = sites.get(&key.site).is_some_and(|devices| *devices < FEWEST_OF_PREFIX);
        let key = if is_rare && key.site.is_some() { key.among_others() } else { key };
        add(kept.entry(key).or_default(), counts);
    }
    kept.into_iter().collect()
}

fn add(all: &mut [u32; 6], more: [u32; 6]) {
    all.iter_mut().zip(more).for_each(|(all, more)| *all += more);
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn fleet(count: usize) -> Fleet {
        let mut fleet = Fleet::default();
        for n in 0..count {
            fleet.put(Device {
                name: format!("{}-{n:04}", if n % 3 == 0 { "HQ" } else { "KRK" }).into(),
                model: format!("Model {n}").as_str().into(),
                join: if n % 4 == 0 { JoinType::EntraRegistered } else { JoinType::HybridJoined },
                ..Device::default()
            });
        }
        fleet
    }

    #[test]
    fn any_number_of_cores_counts_the_same() {
        let fleet = fleet(40_000);
        let counted = |cores: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(cores).build().unwrap();
            pool.install(|| (segments(&fleet, &By::ALL, "2026-09-01".parse().unwrap(), 30), fleet.as_of()))
        };
        let one = counted(1);
        assert_eq!((one.0.segments.len(), one.0.ready.iter().sum::<u32>()), (MOST_SEGMENTS, 40_000));
        for cores in [2, 3, 8] {
            assert_eq!(counted(cores), one, "{cores} cores");
        }
    }

    #[test]
    fn every_device_counts_once_in_every_way_of_counting() {
        let today = "2026-09-01".parse().unwrap();
        let fleet = fleet(1200);
        for by in [&[][..], &[By::NamePrefix], &[By::NamePrefix, By::Join], &[By::Model], &By::ALL] {
            let counted = segments(&fleet, by, today, 30);
            let sum: u32 = counted.segments.iter().map(|segment| segment.devices).sum();
            let gaps: u32 = counted.segments.iter().map(Segment::gaps).sum();
            assert_eq!((sum, gaps), (1200, 300), "{by:?}");
            assert!(counted.segments.len() <= MOST_SEGMENTS);
            assert_eq!(counted.ready.iter().sum::<u32>(), 1200);
        }
        let sites = segments(&fleet, &[By::NamePrefix], today, 30).segments;
        assert_eq!(
            sites.iter().map(|s| (s.site.as_str(), s.devices)).collect::<Vec<_>>(),
            [("KRK", 800), ("HQ", 400)]
        );
    }

    #[test]
    fn too_many_groups_join_the_one_that_has_no_site() {
        let mut fleet = Fleet::default();
        let mut put = |name: String| fleet.put(Device { name: name.as_str().into(), ..Device::default() });
        let letters =
            |n: usize| [n / 26, n % 26].map(|at| char::from(b'A' + at as u8)).iter().collect::<String>();
        for n in 0..450 {
            (0..6).for_each(|device| put(format!("S{}-{device}", letters(n))));
        }
        (0..30).for_each(|n| put(format!("ODD{}-1", letters(n))));
        let counted = segments(&fleet, &[By::NamePrefix], "2026-09-01".parse().unwrap(), 30).segments;
        let others: Vec<_> = counted.iter().filter(|s| s.site == OTHER).map(|s| s.devices).collect();
        assert_eq!((counted.len(), others), (MOST_SEGMENTS - 1, vec![30 + 52 * 6]));
        assert_eq!(counted.iter().map(|s| s.devices).sum::<u32>(), 450 * 6 + 30);
        let rare = rare_prefixes(fleet.devices());
        assert_eq!((rare.len(), rare.contains("ODDAB"), rare.contains("SAB")), (30, true, false));
    }

    #[test]
    fn names_of_people_are_no_sites() {
        let mut fleet = fleet(12);
        for name in ["AnnaSchmidt-PC", "ANNA_LAPTOP", "anna-2", "7-BEN"] {
            fleet.put(Device { name: name.into(), windows: "Windows 11".into(), ..Device::default() });
        }
        let sites = |by: &[By]| {
            let segments = segments(&fleet, by, "2026-09-01".parse().unwrap(), 30).segments;
            segments.into_iter().map(|s| (s.site, s.os, s.devices)).collect::<Vec<_>>()
        };
        let of = |site: &str, os: &str, devices| (site.to_owned(), os.to_owned(), devices);
        // Four called HQ are too few as well.
        assert_eq!(sites(&[By::NamePrefix]), [of("KRK", "", 8), of(OTHER, "", 7), of("", "", 1)]);
        let eleven = |site, devices| of(site, "Windows 11", devices);
        assert_eq!(
            sites(&[By::NamePrefix, By::Windows]),
            [of("KRK", "", 8), of(OTHER, "", 4), eleven(OTHER, 3), eleven("", 1)]
        );
    }
}
