//! Devices of one list that share a serial number: one that was set up anew and is there twice, or many on which
//! something else stands in place of a serial number. Which of the two shows only when the whole list is known.

use std::collections::HashSet;

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::Fleet;
use super::device::{Places, bare_name};
use super::serial::{CLOSELY, NO_MARK, bare_serial, is_rounded, quick_mark};

/// What the serial numbers of a list turn out to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Twins {
    /// Serial numbers of two devices with other names and IDs: both count.
    pub shared: u64,
    /// Devices whose serial number a spreadsheet has rounded.
    pub rounded: u64,
    /// What stands on devices with more than two names is nobody's serial number.
    fillers: HashSet<Box<str>, RandomState>,
}

/// A device among those with its serial number, for sorting: its name and its place.
type Named = (Box<str>, Option<Box<str>>, usize);

impl Twins {
    /// The serial number for comparing, where it tells this device from others.
    pub(super) fn telling(&self, serial: &str) -> Option<Box<str>> {
        bare_serial(serial).filter(|serial| !self.fillers.contains(serial))
    }

    /// What is no serial number in one list is none in the other.
    pub(super) fn take_fillers(&mut self, other: Self) {
        self.fillers.extend(other.fillers);
    }

    /// How many words stand in place of serial numbers that nobody knew as such.
    pub fn fillers(&self) -> usize {
        self.fillers.len()
    }
}

impl Fleet {
    /// Makes one of the devices that are one by serial number and name, the newest check-in first; and of those
    /// with one serial number and two names where no ID says otherwise. More names than two on one serial number
    /// are so many devices.
    pub fn settle(&mut self) {
        (self.twins.shared, self.twins.rounded) = (0, 0);
        let mut marks = self.doubtful();
        marks.sort_unstable();
        let mut gone = Vec::new();
        for alike in marks.chunk_by(|a, b| a >> 32 == b >> 32) {
            let is_close = alike[0] >> 32 == u64::from(CLOSELY);
            if is_close || alike.len() > 1 {
                let places: Vec<usize> = alike.iter().map(|mark| *mark as u32 as usize).collect();
                self.settle_alike(&places, &mut gone);
            }
        }
        if !gone.is_empty() {
            self.drop_all(&gone);
        }
    }

    /// The devices that may have a twin, each by its mark and its place. Half a million devices pass here and hardly
    /// one has a twin: what is looked at are bits.
    fn doubtful(&self) -> Vec<u64> {
        const BITS: usize = u64::BITS as usize;
        let marks: Vec<u32> = self.devices.par_iter().map(|device| quick_mark(&device.serial)).collect();
        let words = (marks.len() / 2).next_power_of_two();
        let bit = |mark: u32| (mark as usize / BITS % words, 1_u64 << (mark as usize % BITS));
        let (mut once, mut twice) = (vec![0_u64; words], vec![0_u64; words]);
        for mark in marks.iter().filter(|mark| **mark != NO_MARK) {
            let (word, bit) = bit(*mark);
            twice[word] |= once[word] & bit;
            once[word] |= bit;
        }
        let is_doubtful = |mark: u32| {
            let (word, bit) = bit(mark);
            mark == CLOSELY || (mark != NO_MARK && twice[word] & bit != 0)
        };
        let doubtful = marks.iter().enumerate().filter(|(_, mark)| is_doubtful(**mark));
        doubtful.map(|(place, mark)| u64::from(*mark) << 32 | place as u64).collect()
    }

    fn settle_alike(&mut self, places: &[usize], gone: &mut Vec<usize>) {
        let mut known = Vec::new();
        for place in places {
            let device = &self.devices[*place];
            self.twins.rounded += u64::from(is_rounded(&device.serial));
            if let Some(serial) = self.twins.telling(&device.serial) {
                known.push((serial, bare_name(&device.name), *place));
            }
        }
        known.sort_unstable();
        for same in known.chunk_by(|a: &Named, b| a.0 == b.0).filter(|same| same.len() > 1) {
            self.settle_one(same, gone);
        }
    }

    /// Devices with one serial number, by name.
    fn settle_one(&mut self, same: &[Named], gone: &mut Vec<usize>) {
        let mut names = same.chunk_by(|a, b| a.1.is_some() && a.1 == b.1);
        let (first, second, third) = (names.next(), names.next(), names.next());
        if third.is_some() {
            self.twins.fillers.insert(same[0].0.clone());
            return;
        }
        let named: Vec<usize> = [first, second]
            .into_iter()
            .flatten()
            .map(|named| {
                named[1..].iter().for_each(|(_, _, other)| self.unite(named[0].2, *other, gone));
                named[0].2
            })
            .collect();
        if let [one, other] = named[..] {
            if self.devices[one].differs_by_id(&self.devices[other]) {
                self.twins.shared += 1;
            } else {
                self.unite(one.min(other), one.max(other), gone);
            }
        }
    }

    fn unite(&mut self, place: usize, other: usize, gone: &mut Vec<usize>) {
        let device = std::mem::take(&mut self.devices[other]);
        self.merge(place, device);
        self.doubles += 1;
        gone.push(other);
    }

    fn drop_all(&mut self, gone: &[usize]) {
        let gone: HashSet<usize> = gone.iter().copied().collect();
        let mut places = 0..self.devices.len();
        self.devices.retain(|_| places.next().is_some_and(|place| !gone.contains(&place)));
        self.places = Places::default();
        for place in 0..self.devices.len() {
            let (before, rest) = self.devices.split_at(place);
            self.places.find_among(before, &rest[0]);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::num::{NonZeroU32, NonZeroU64};

    use super::*;
    use crate::fleet::Device;

    fn device(name: &str, serial: &str, seen: &str) -> Device {
        Device { name: name.into(), serial: serial.into(), last_seen: seen.parse().ok(), ..Device::default() }
    }

    fn with_ids(id: u64, device: Device) -> Device {
        Device { entra_id: Some(id.into()), intune_id: NonZeroU64::new(id), ..device }
    }

    fn settled(devices: impl IntoIterator<Item = Device>) -> Fleet {
        let mut fleet = Fleet::default();
        devices.into_iter().for_each(|device| fleet.put(device));
        fleet.settle();
        fleet
    }

    fn names(fleet: &Fleet) -> Vec<&str> {
        fleet.devices().iter().map(|device| device.name.as_ref()).collect()
    }

    #[test]
    fn a_device_that_was_set_up_anew_is_there_once() {
        let fleet = settled([
            with_ids(1, device("PC-1", "SN100", "2026-08-20")),
            with_ids(2, device("PC-2", "SN200", "2026-08-20")),
            with_ids(3, device("pc-1.contoso.example", "sn 100", "2026-04-01")),
            with_ids(4, device("PC-2", "SN200", "2026-08-22")),
            with_ids(5, device("OLD-1", "SN100", "2026-03-01")),
            with_ids(6, device("PC-3", "SN300", "2026-08-20")),
        ]);
        // Another name with other IDs is another device, and said to be.
        assert_eq!(names(&fleet), ["PC-1", "PC-2", "OLD-1", "PC-3"]);
        let ids: Vec<_> = fleet.devices().iter().filter_map(|device| device.entra_id).collect();
        assert_eq!(ids, [1, 4, 5, 6], "the newest check-in has its IDs");
        assert_eq!((fleet.doubles, fleet.twins.shared, fleet.twins.fillers()), (2, 1, 0));
        let mut again = fleet.clone();
        again.put(with_ids(6, device("PC-3", "SN300", "2026-08-21")));
        assert_eq!(again.len(), 4, "what stays is found in its new place");
    }

    #[test]
    fn what_stands_on_many_names_is_no_serial_number() {
        let list = |ids: bool| {
            (1..=5).map(move |n| Device {
                resource_id: NonZeroU32::new(n).filter(|_| ids),
                ..device(&format!("PC-{n}"), "Board 7", "2026-08-20")
            })
        };
        for ids in [false, true] {
            let fleet = settled(list(ids));
            assert_eq!((fleet.len(), fleet.doubles, fleet.twins.fillers()), (5, 0, 1));
        }
        // The other list has their serial numbers: they are the same all the same, whichever comes first.
        let other = || settled((1..=7).map(|n| device(&format!("pc-{n}"), &format!("SN{n}00"), "")));
        let mut fleet = settled(list(true));
        assert_eq!((fleet.join(other()), fleet.len()), (0, 7));
        let mut fleet = other();
        assert_eq!((fleet.join(settled(list(true))), fleet.len()), (0, 7));
        let one = device("PC-9", "Board 7", "");
        let mut fleet = settled([one]);
        fleet.join(settled(list(false)));
        assert_eq!(fleet.len(), 6, "nor is it one where it stands once");
    }

    #[test]
    fn resource_ids_and_names_weigh_more_than_a_serial_number() {
        let of =
            |id: u32, name: &str| Device { resource_id: NonZeroU32::new(id), ..device(name, "SN100", "") };
        let fleet = settled([of(1, "PC-1"), of(2, "PC-2"), of(3, "PC-2")]);
        assert_eq!((names(&fleet), fleet.twins.shared), (vec!["PC-1", "PC-2"], 1));
        // Without IDs one that was renamed is there twice.
        let fleet = settled([device("PC-1", "SN100", "2026-08-01"), device("PC-1B", "SN100", "2026-08-02")]);
        assert_eq!((names(&fleet), fleet.doubles), (vec!["PC-1B"], 1));
        let mut renamed = settled([of(1, "PC-1")]);
        renamed
            .join(settled([Device { last_seen: "2026-08-20".parse().ok(), ..device("PC-9", "sn100", "") }]));
        assert_eq!(names(&renamed), ["PC-9"]);
    }

    #[test]
    fn rounded_serial_numbers_leave_the_names() {
        let mut rounded = settled((1..=4).map(|n| device(&format!("PC-{n}"), "1.23457E+11", "2026-08-20")));
        assert_eq!((rounded.len(), rounded.twins.rounded), (4, 4));
        let real = settled((1..=4).map(|n| device(&format!("PC-{n}"), &format!("01234567890{n}"), "")));
        assert_eq!((rounded.join(real), rounded.len()), (0, 4));
        assert_eq!(rounded.devices()[0].serial.as_ref(), "012345678901");
        // Another serial number is another device, and how many names stand twice is told.
        let others = settled((3..=6).map(|n| device(&format!("PC-{n}"), &format!("XY{n}00"), "")));
        assert_eq!((rounded.join(others), rounded.len()), (2, 8));
    }
}
