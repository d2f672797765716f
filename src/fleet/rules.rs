//! Rules by which devices come into phases: of whom, and how many of them. Plain data; who is caught is
//! decided in `roster`.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::device::bare_name;
use super::serial::bare_serial;
use super::{By, Device, guid};
use crate::plan::PhaseId;

/// One rule. Rules stand in order, and a device belongs to the first that catches it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub phase: PhaseId,
    /// All must hold; none = every device.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<Condition>,
    #[serde(default)]
    pub share: Share,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// A column that equals, begins with or contains one of some words, whatever their case.
    Column { column: Column, compare: Compare, words: Vec<String> },
    /// The device is named in a list, by name, serial number or Entra device ID.
    Listed(Vec<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Column {
    Name,
    Site,
    Department,
    Category,
    Windows,
    Join,
    Model,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Compare {
    Equals,
    BeginsWith,
    Contains,
}

/// How many of the devices that a rule may take.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Share {
    #[default]
    All,
    Part(Part),
}

/// Some of the devices, drawn by lot, so that the chosen columns are mirrored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub size: Size,
    /// Each combination of these is represented by its share of all devices for which the rule's conditions
    /// hold. None = every device has the same chance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mirror: Vec<By>,
    /// Another number draws other devices.
    #[serde(default)]
    pub seed: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Size {
    Devices(u32),
    /// 0 to 100, of what the rules before leave.
    Percent(f64),
}

impl Size {
    /// Devices out of `base`.
    pub fn of(self, base: usize) -> usize {
        match self {
            Self::Devices(devices) => devices as usize,
            Self::Percent(percent) => (base as f64 * percent.clamp(0.0, 100.0) / 100.0).round() as usize,
        }
    }
}

impl Column {
    pub const ALL: [Self; 7] =
        [Self::Name, Self::Site, Self::Department, Self::Category, Self::Windows, Self::Join, Self::Model];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "Device name",
            Self::Site => "Site",
            Self::Department => "Department",
            Self::Category => "Category",
            Self::Windows => "Windows version",
            Self::Join => "Join type",
            Self::Model => "Model",
        }
    }

    /// The word in rules that are written.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Site => "site",
            Self::Department => "department",
            Self::Category => "category",
            Self::Windows => "os",
            Self::Join => "join",
            Self::Model => "model",
        }
    }

    pub fn of(self, device: &Device) -> &str {
        match self {
            Self::Name => &device.name,
            Self::Site => &device.site,
            Self::Department => &device.department,
            Self::Category => &device.category,
            Self::Windows => &device.windows,
            Self::Join => device.join.name(),
            Self::Model => &device.model,
        }
    }
}

impl Column {
    /// The same column where devices are counted by it; none = each device has its own.
    pub const fn by(self) -> Option<By> {
        match self {
            Self::Name => None,
            Self::Site => Some(By::Site),
            Self::Department => Some(By::Department),
            Self::Category => Some(By::Category),
            Self::Windows => Some(By::Windows),
            Self::Join => Some(By::Join),
            Self::Model => Some(By::Model),
        }
    }
}

impl Compare {
    pub const ALL: [Self; 3] = [Self::Equals, Self::BeginsWith, Self::Contains];

    /// As it stands between a column and a word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Equals => "=",
            Self::BeginsWith => "begins with",
            Self::Contains => "contains",
        }
    }

    fn holds(self, text: &str, word: &str) -> bool {
        match self {
            Self::Equals => text == word,
            Self::BeginsWith => text.starts_with(word),
            Self::Contains => text.contains(word),
        }
    }
}

impl Rule {
    /// Every device that no rule before has caught.
    pub const fn rest(phase: PhaseId) -> Self {
        Self { phase, only: Vec::new(), share: Share::All }
    }

    /// Names on its lists that none of the devices has.
    pub(super) fn unlisted(&self, devices: &[Device]) -> usize {
        let lists = self.only.iter().filter_map(|condition| match condition {
            Condition::Listed(names) => Some(names),
            Condition::Column { .. } => None,
        });
        lists
            .map(|names| {
                let found = Listed::of(names).found(devices);
                names.iter().filter(|name| !found.has(name)).count()
            })
            .sum()
    }

    /// The rule made ready to judge many devices.
    pub fn filter(&self) -> Filter {
        Filter(self.only.iter().map(Ready::of).collect())
    }
}

/// A rule's conditions, in small letters.
pub struct Filter(Vec<Ready>);

enum Ready {
    Column(Column, Compare, Vec<String>),
    Listed(Listed),
}

/// What a list names, by each way of naming a device.
#[derive(Default)]
pub(super) struct Listed {
    ids: HashSet<u128>,
    names: HashSet<Box<str>>,
    /// Apart from the names: letters and digits alone, `PC-1` and `PC1` would be one.
    serials: HashSet<Box<str>>,
}

impl Listed {
    fn of(names: &[String]) -> Self {
        let mut listed = Self::default();
        for name in names {
            if let Some(id) = guid(name.trim().as_bytes()) {
                listed.ids.insert(id);
                continue;
            }
            listed.names.extend(bare_name(name));
            listed.serials.extend(bare_serial(name));
        }
        listed
    }

    fn has(&self, name: &str) -> bool {
        match guid(name.trim().as_bytes()) {
            Some(id) => self.ids.contains(&id),
            None => self.has_words(name, name),
        }
    }

    /// What of it names one of these devices.
    fn found(&self, devices: &[Device]) -> Self {
        let mut found = Self::default();
        for device in devices {
            found.ids.extend(device.entra_id.filter(|id| self.ids.contains(id)));
            found.names.extend(bare_name(&device.name).filter(|name| self.names.contains(name)));
            found.serials.extend(bare_serial(&device.serial).filter(|serial| self.serials.contains(serial)));
        }
        found
    }

    fn holds(&self, device: &Device) -> bool {
        device.entra_id.is_some_and(|id| self.ids.contains(&id))
            || self.has_words(&device.name, &device.serial)
    }

    fn has_words(&self, name: &str, serial: &str) -> bool {
        bare_name(name).is_some_and(|name| self.names.contains(&name))
            || bare_serial(serial).is_some_and(|serial| self.serials.contains(&serial))
    }
}

impl Ready {
    fn of(condition: &Condition) -> Self {
        match condition {
            Condition::Column { column, compare, words } => {
                Self::Column(*column, *compare, words.iter().map(|word| word.to_lowercase()).collect())
            }
            Condition::Listed(names) => Self::Listed(Listed::of(names)),
        }
    }

    fn holds(&self, device: &Device) -> bool {
        match self {
            Self::Column(column, compare, words) => {
                let text = column.of(device).to_lowercase();
                words.iter().any(|word| compare.holds(&text, word))
            }
            Self::Listed(listed) => listed.holds(device),
        }
    }
}

impl Filter {
    pub fn holds(&self, device: &Device) -> bool {
        self.0.iter().all(|condition| condition.holds(device))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn holds(only: Condition, device: &Device) -> bool {
        Rule { only: vec![only], ..Rule::rest(PhaseId(1)) }.filter().holds(device)
    }

    #[test]
    fn conditions_look_past_case_and_take_any_of_their_words() {
        let device = Device { name: "KRK-L0004".into(), site: "Kraków".into(), ..Device::default() };
        let says = |column, compare, words: &[&str]| {
            let words = words.iter().map(|word| (*word).to_owned()).collect();
            holds(Condition::Column { column, compare, words }, &device)
        };
        assert!(says(Column::Site, Compare::Equals, &["Bonn", "KRAKÓW"]));
        assert!(!says(Column::Site, Compare::Equals, &["Krak"]));
        assert!(says(Column::Site, Compare::BeginsWith, &["krak"]));
        assert!(says(Column::Name, Compare::Contains, &["-l00"]));
        assert!(!says(Column::Name, Compare::BeginsWith, &["L00"]));
        assert!(!says(Column::Site, Compare::Equals, &[]));
    }

    #[test]
    fn a_list_names_devices_by_name_serial_number_or_entra_id() {
        let device = Device {
            name: "CONTOSO\\PC-1".into(),
            serial: "SN100".into(),
            entra_id: Some(0xf7ad_c3cb_8899_ae31_ad2f_7eca_4257_7c28),
            ..Device::default()
        };
        let listed = |name: &str| holds(Condition::Listed(vec!["x".into(), name.into()]), &device);
        assert!(listed("pc-1.contoso.example") && listed("sn100 "));
        assert!(listed("{F7ADC3CB-8899-AE31-AD2F-7ECA42577C28}"));
        assert!(listed("0sn-100") && !listed("PC1"));
        assert!(!listed("pc-10") && !listed("") && !listed("f7adc3cb-8899-ae31-ad2f-7eca42577c29"));
        let rule = |names: &[&str]| Rule {
            only: vec![Condition::Listed(names.iter().map(|name| (*name).to_owned()).collect())],
            ..Rule::rest(PhaseId(1))
        };
        let devices = std::slice::from_ref(&device);
        assert_eq!(rule(&["pc-1", "PC-2", "SN100", "f7adc3cb8899ae31ad2f7eca42577c29"]).unlisted(devices), 2);
        let filler = Device { serial: "None".into(), ..Device::default() };
        assert!(!holds(Condition::Listed(vec!["none".into()]), &filler), "a filler names no device");
    }

    #[test]
    fn a_percentage_is_of_what_is_there() {
        assert_eq!(Size::Percent(12.5).of(1_000), 125);
        assert_eq!(Size::Percent(f64::NAN).of(1_000), 0);
        assert_eq!(Size::Percent(300.0).of(10), 10);
        assert_eq!(Size::Devices(50).of(10), 50);
    }
}
