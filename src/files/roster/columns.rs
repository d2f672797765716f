//! The columns of the roster: each device a row, each row a device again. Words go through `files::spreadsheet`,
//! numbers and dates as they are.

use std::borrow::Cow;
use std::num::{NonZeroU32, NonZeroU128};

use chrono::NaiveDate;

use crate::files::import::moment::{Order, parse};
use crate::files::spreadsheet::{plain, text};
use crate::fleet::{Agent, Device, Readiness, Words, guid};
use crate::plan::JoinType;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Phase,
    Rule,
    Name,
    EntraId,
    ObjectId,
    ResourceId,
    Serial,
    Agent,
    Enrolled,
    LastSeen,
    Join,
    Windows,
    Site,
    Department,
    Category,
    Model,
    Eligibility,
}

pub(super) const COLUMNS: [(What, &str); 17] = [
    (What::Phase, "Phase"),
    (What::Rule, "Rule"),
    (What::Name, "Device name"),
    (What::EntraId, "Entra device ID"),
    (What::ObjectId, "Entra object ID"),
    (What::ResourceId, "ResourceID"),
    (What::Serial, "Serial number"),
    (What::Agent, "Managed by"),
    (What::Enrolled, "Enrollment date"),
    (What::LastSeen, "Last check-in"),
    (What::Join, "Join type"),
    (What::Windows, "Windows version"),
    (What::Site, "Site"),
    (What::Department, "Department"),
    (What::Category, "Category"),
    (What::Model, "Model"),
    (What::Eligibility, "Eligibility"),
];

/// `f7adc3cb-8899-ae31-ad2f-7eca42577c28`
pub(in crate::files) fn id_text(id: u128) -> String {
    let digits = format!("{id:032x}");
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

pub(super) fn row(device: &Device, phase: &str, rule: Option<usize>) -> Vec<String> {
    let day = |date: Option<NaiveDate>| date.map_or_else(String::new, |date| date.to_string());
    let join = if device.join == JoinType::Unknown { "" } else { device.join.name() };
    COLUMNS
        .map(|(what, _)| match what {
            What::Phase => text(phase).into_owned(),
            What::Rule => rule.map_or_else(String::new, |at| (at + 1).to_string()),
            What::Name => text(&device.name).into_owned(),
            What::EntraId => device.entra_id.map_or_else(String::new, id_text),
            What::ObjectId => device.object_id.map_or_else(String::new, |id| id_text(id.get())),
            What::ResourceId => device.resource_id.map_or_else(String::new, |id| id.to_string()),
            What::Serial => text(&device.serial).into_owned(),
            What::Agent => device.agent.name().to_owned(),
            What::Enrolled => day(device.enrolled),
            What::LastSeen => day(device.last_seen),
            What::Join => join.to_owned(),
            What::Windows => text(&device.windows).into_owned(),
            What::Site => text(&device.site).into_owned(),
            What::Department => text(&device.department).into_owned(),
            What::Category => text(&device.category).into_owned(),
            What::Model => text(&device.model).into_owned(),
            What::Eligibility => device.reported.map_or_else(String::new, |is| is.name().to_owned()),
        })
        .to_vec()
}

/// Which column stands where in a file: a spreadsheet may have moved them, or added some.
pub(super) struct Columns {
    places: [Option<usize>; COLUMNS.len()],
    width: usize,
}

impl Columns {
    pub fn of(header: &csv::StringRecord) -> Result<Self, String> {
        let place = |title: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(title));
        let places = COLUMNS.map(|(_, title)| place(title));
        for (what, title) in [(What::Phase, "Phase"), (What::Rule, "Rule"), (What::Name, "Device name")] {
            if places[what as usize].is_none() {
                return Err(format!("expected the titles of the columns, among them “{title}”"));
            }
        }
        let last = places.iter().flatten().max();
        Ok(Self { places, width: last.map_or(0, |last| last + 1) })
    }

    /// A cell as it stands.
    fn raw<'r>(&self, record: &'r csv::StringRecord, what: What) -> &'r str {
        self.places[what as usize].and_then(|place| record.get(place)).unwrap_or_default()
    }

    /// The words of a cell.
    fn cell<'r>(&self, record: &'r csv::StringRecord, what: What) -> Cow<'r, str> {
        plain(self.raw(record, what))
    }

    pub fn phase(&self, record: &csv::StringRecord) -> String {
        self.cell(record, What::Phase).trim().to_owned()
    }

    pub fn rule<'r>(&self, record: &'r csv::StringRecord) -> &'r str {
        self.raw(record, What::Rule).trim()
    }

    pub fn dates<'r>(&self, record: &'r csv::StringRecord) -> impl Iterator<Item = &'r str> {
        [What::Enrolled, What::LastSeen].map(|what| self.raw(record, what).trim()).into_iter()
    }

    pub fn device(
        &self,
        record: &csv::StringRecord,
        words: &mut Words,
        order: Order,
    ) -> Result<Device, String> {
        if record.len() < self.width {
            return Err(format!("the row has {} cells, where {} are expected", record.len(), self.width));
        }
        let (raw, cell) = (|what| self.raw(record, what), |what| self.cell(record, what));
        let id = |what| match raw(what).trim() {
            "" => Ok(None),
            digits => guid(digits.as_bytes()).map(Some).ok_or_else(|| format!("“{digits}” is no ID")),
        };
        let day = |what| match raw(what).trim() {
            "" => Ok(None),
            day => date(day, order).map(Some).ok_or_else(|| format!("“{day}” is no date such as 2026-06-01")),
        };
        let resource = match raw(What::ResourceId).trim() {
            "" => None,
            number => {
                Some(number.parse::<NonZeroU32>().map_err(|_| format!("“{number}” is no resource ID"))?)
            }
        };
        let device = Device {
            name: cell(What::Name).into(),
            entra_id: id(What::EntraId)?,
            object_id: id(What::ObjectId)?.and_then(NonZeroU128::new),
            resource_id: resource,
            serial: cell(What::Serial).into(),
            agent: named(&Agent::ALL, Agent::name, raw(What::Agent)),
            enrolled: day(What::Enrolled)?,
            last_seen: day(What::LastSeen)?,
            join: named(&JoinType::ALL, JoinType::name, raw(What::Join)),
            windows: words.of(&cell(What::Windows)),
            site: words.of(&cell(What::Site)),
            department: words.of(&cell(What::Department)),
            category: words.of(&cell(What::Category)),
            model: words.of(&cell(What::Model)),
            reported: Readiness::ALL.into_iter().find(|is| is.name() == raw(What::Eligibility)),
            ..Device::default()
        };
        if device.entra_id.is_none() && device.name.trim().is_empty() && device.serial.trim().is_empty() {
            return Err("the row names no device".into());
        }
        Ok(device)
    }
}

/// The value of this name; what is none of them says nothing.
fn named<T: Copy + Default>(all: &[T], name: impl Fn(T) -> &'static str, text: &str) -> T {
    all.iter().copied().find(|value| name(*value) == text.trim()).unwrap_or_default()
}

/// A date as written here, or as spreadsheets save it.
fn date(text: &str, order: Order) -> Option<NaiveDate> {
    text.parse().ok().or_else(|| parse(text, order).map(|moment| moment.day_at(0, 0)))
}
