//! Where in a list a device stands that another list describes.

use std::collections::HashMap;
use std::num::NonZeroU64;

use foldhash::fast::RandomState;

use super::device::bare_name;
use super::serial::bare_serial;
use super::{Device, Fleet};

/// The places of a fleet's devices by each of their identities.
pub struct Index {
    entra: HashMap<u128, usize, RandomState>,
    intune: HashMap<NonZeroU64, usize, RandomState>,
    /// None = several devices have it, so that it tells none.
    serials: HashMap<Box<str>, Option<usize>, RandomState>,
    names: HashMap<Box<str>, Option<usize>, RandomState>,
}

impl Index {
    pub(super) fn of(devices: &[Device]) -> Self {
        let mut index = Self {
            entra: HashMap::default(),
            intune: HashMap::default(),
            serials: HashMap::default(),
            names: HashMap::default(),
        };
        for (place, device) in devices.iter().enumerate() {
            if let Some(id) = device.entra_id {
                index.entra.insert(id, place);
            }
            if let Some(id) = device.intune_id {
                index.intune.insert(id, place);
            }
            if let Some(serial) = bare_serial(&device.serial) {
                index.serials.entry(serial).and_modify(|known| *known = None).or_insert(Some(place));
            }
            if let Some(name) = bare_name(&device.name) {
                index.names.entry(name).and_modify(|known| *known = None).or_insert(Some(place));
            }
        }
        index
    }

    /// Exactly one device has this name.
    pub(super) fn has_name(&self, name: &str) -> bool {
        bare_name(name).and_then(|name| self.names.get(&name)).is_some_and(Option::is_some)
    }

    /// The place of a device in the fleet that this is the index of: by an ID, else by serial number, else by
    /// name, where nothing contradicts and only one has it. One serial number and one name are one device,
    /// however often it was registered.
    pub fn find(&self, fleet: &Fleet, device: &Device) -> Option<usize> {
        if let Some(place) = device.entra_id.and_then(|id| self.entra.get(&id)) {
            return Some(*place);
        }
        let is_another = |place: &usize| {
            let known = &fleet.devices[*place];
            known.entra_id.zip(device.entra_id).is_some_and(|(a, b)| a != b)
        };
        let by_intune = device.intune_id.and_then(|id| self.intune.get(&id).copied());
        if let Some(place) = by_intune.filter(|place| !is_another(place)) {
            return Some(place);
        }
        let name = bare_name(&device.name);
        let serial = fleet.twins.telling(&device.serial);
        if let Some(place) = serial.as_ref().and_then(|serial| *self.serials.get(serial)?) {
            let known = &fleet.devices[place];
            let is_same = (name.is_some() && name == bare_name(&known.name)) || !known.differs_by_id(device);
            return is_same.then_some(place);
        }
        let place = (*self.names.get(&name?)?)?;
        let known = fleet.twins.telling(&fleet.devices[place].serial);
        let differs = known.zip(serial).is_some_and(|(a, b)| a != b);
        Some(place).filter(|place| !differs && !is_another(place))
    }
}
