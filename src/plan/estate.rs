//! The Windows devices in scope, as counted segments. Single devices never appear in a plan.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::SegmentId;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum JoinType {
    HybridJoined,
    EntraJoined,
    /// Registered with Entra only; co-management does not support it.
    EntraRegistered,
    ActiveDirectoryOnly,
    #[default]
    Unknown,
}

impl JoinType {
    pub const ALL: [Self; 5] = [
        Self::HybridJoined,
        Self::EntraJoined,
        Self::EntraRegistered,
        Self::ActiveDirectoryOnly,
        Self::Unknown,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::HybridJoined => "Hybrid joined",
            Self::EntraJoined => "Entra joined",
            Self::EntraRegistered => "Registered only",
            Self::ActiveDirectoryOnly => "AD joined only",
            Self::Unknown => "Unknown",
        }
    }
}

/// Devices alike in what the estate is counted by. What is neither of the gaps is ready.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    pub id: SegmentId,
    #[serde(default)]
    pub site: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub department: String,
    /// The Windows version as people call it: "Windows 11 24H2".
    #[serde(default)]
    pub os: String,
    #[serde(default)]
    pub join: JoinType,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub model: String,
    pub devices: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub needs_os_update: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub needs_join: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub ineligible: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub stale: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unknown: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

impl Segment {
    pub fn new(id: SegmentId, site: impl Into<String>, devices: u32) -> Self {
        Self {
            id,
            site: site.into(),
            department: String::new(),
            os: String::new(),
            join: JoinType::Unknown,
            model: String::new(),
            devices,
            needs_os_update: 0,
            needs_join: 0,
            ineligible: 0,
            stale: 0,
            unknown: 0,
        }
    }

    /// Devices that cannot enroll as they are.
    pub fn gaps(&self) -> u32 {
        [self.needs_os_update, self.needs_join, self.ineligible, self.stale, self.unknown]
            .iter()
            .fold(0, |sum: u32, n| sum.saturating_add(*n))
    }

    pub fn ready(&self) -> u32 {
        self.devices.saturating_sub(self.gaps())
    }

    /// What it is called in lists: site, department, Windows version, join type, as far as known.
    pub fn title(&self) -> String {
        let join = if self.join == JoinType::Unknown { "" } else { self.join.name() };
        let parts =
            [self.site.as_str(), self.department.as_str(), self.os.as_str(), join, self.model.as_str()];
        let known: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if known.is_empty() { format!("Segment {}", self.id.0) } else { known.join(", ") }
    }
}

/// The day on which a Windows version leaves support.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupportEnd {
    pub os: String,
    pub date: NaiveDate,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Estate {
    #[serde(default)]
    pub segments: Vec<Segment>,
    #[serde(default)]
    pub support_ends: Vec<SupportEnd>,
    /// Records of the list that were of a device counted already; none = no list has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicates: Option<u32>,
    /// Where the counts come from: "estate counts typed in 26 Jun 2026".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

impl Estate {
    pub fn devices(&self) -> u64 {
        self.segments.iter().map(|segment| u64::from(segment.devices)).sum()
    }

    pub fn stale(&self) -> u64 {
        self.segments.iter().map(|segment| u64::from(segment.stale)).sum()
    }

    pub fn segment(&self, id: SegmentId) -> Option<&Segment> {
        self.segments.iter().find(|segment| segment.id == id)
    }

    /// When `os` leaves support, if the table knows it.
    pub fn support_end(&self, os: &str) -> Option<NaiveDate> {
        self.support_ends.iter().find(|end| end.os.eq_ignore_ascii_case(os)).map(|end| end.date)
    }
}
