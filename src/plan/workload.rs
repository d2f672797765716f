//! The seven workloads, and when authority over each passes: cells, full switches, switch-backs.
//! It states what is planned; what was really done stands in `actuals`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Calendar, PhaseId, PhaseScope, SwitchBackId};

/// The seven co-management workloads in Microsoft's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Workload {
    CompliancePolicies,
    WindowsUpdatePolicies,
    ResourceAccessPolicies,
    EndpointProtection,
    DeviceConfiguration,
    OfficeClickToRun,
    ClientApps,
}

impl Workload {
    pub const ALL: [Self; 7] = [
        Self::CompliancePolicies,
        Self::WindowsUpdatePolicies,
        Self::ResourceAccessPolicies,
        Self::EndpointProtection,
        Self::DeviceConfiguration,
        Self::OfficeClickToRun,
        Self::ClientApps,
    ];

    /// Its place in [`Workload::ALL`], for arrays of seven.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Microsoft's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CompliancePolicies => "Compliance policies",
            Self::WindowsUpdatePolicies => "Windows Update policies",
            Self::ResourceAccessPolicies => "Resource access policies",
            Self::EndpointProtection => "Endpoint Protection",
            Self::DeviceConfiguration => "Device configuration",
            Self::OfficeClickToRun => "Office Click-to-Run apps",
            Self::ClientApps => "Client apps",
        }
    }

    /// A name that fits a narrow column.
    pub const fn short_name(self) -> &'static str {
        match self {
            Self::CompliancePolicies => "Compliance",
            Self::WindowsUpdatePolicies => "Windows Update",
            Self::ResourceAccessPolicies => "Resource access",
            Self::EndpointProtection => "Endpoint Protection",
            Self::DeviceConfiguration => "Device configuration",
            Self::OfficeClickToRun => "Office Click-to-Run",
            Self::ClientApps => "Client apps",
        }
    }

    /// The letter inside its marker.
    pub const fn letter(self) -> char {
        match self {
            Self::CompliancePolicies => 'C',
            Self::WindowsUpdatePolicies => 'U',
            Self::ResourceAccessPolicies => 'R',
            Self::EndpointProtection => 'E',
            Self::DeviceConfiguration => 'D',
            Self::OfficeClickToRun => 'O',
            Self::ClientApps => 'A',
        }
    }

    /// Moving Device configuration also moves these.
    pub const fn follows_device_configuration(self) -> bool {
        matches!(self, Self::EndpointProtection | Self::ResourceAccessPolicies)
    }
}

/// Who manages one workload on one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Authority {
    ConfigurationManager,
    PilotIntune,
    Intune,
}

impl Authority {
    pub const fn name(self) -> &'static str {
        match self {
            Self::ConfigurationManager => "Configuration Manager",
            Self::PilotIntune => "Pilot Intune",
            Self::Intune => "Intune",
        }
    }
}

/// When a phase joins a workload's pilot collection. Lags are working days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SwitchRule {
    #[default]
    Never,
    /// On the phase's start day.
    AtEnrollment,
    /// Working days after the phase's start; 0 is the start day.
    AfterStart(u32),
    /// Working days after the phase's own gate.
    AfterGate(u32),
    OnDate(NaiveDate),
}

impl SwitchRule {
    /// The same rule so many working days later; what never comes stays so.
    #[must_use]
    pub fn later(self, days: u32, calendar: &Calendar) -> Option<Self> {
        Some(match self {
            Self::Never => Self::Never,
            Self::AtEnrollment if days == 0 => Self::AtEnrollment,
            Self::AtEnrollment => Self::AfterStart(days),
            Self::AfterStart(n) => Self::AfterStart(n.saturating_add(days)),
            Self::AfterGate(n) => Self::AfterGate(n.saturating_add(days)),
            Self::OnDate(day) => Self::OnDate(calendar.add_working_days(day, days)?),
        })
    }
}

/// A workload's own pilot: its first enrolled devices switch by an earlier rule than the phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadStart {
    pub devices: u32,
    pub rule: SwitchRule,
}

/// One workload on one phase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    pub phase: PhaseId,
    pub rule: SwitchRule,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head_start: Option<HeadStart>,
    /// Why, where it is not obvious: "clinical apps".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// When a workload's slider goes to Intune for every co-managed device. Lags are working days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum FullSwitch {
    /// It stays in Pilot Intune for good.
    #[default]
    Never,
    OnDate(NaiveDate),
    AfterGate {
        phase: PhaseId,
        days: u32,
    },
    /// After the last of all gates.
    AfterLast(u32),
}

/// One row of the grid: a workload with its cells and its slider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkloadPlan {
    pub workload: Workload,
    pub full: FullSwitch,
    /// A phase without a cell here stays with Configuration Manager.
    #[serde(default)]
    pub cells: Vec<Cell>,
}

impl WorkloadPlan {
    pub fn new(workload: Workload) -> Self {
        Self { workload, full: FullSwitch::Never, cells: Vec::new() }
    }

    pub fn cell(&self, phase: PhaseId) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.phase == phase)
    }
}

/// Authority returns to Configuration Manager, until switched anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwitchBack {
    pub id: SwitchBackId,
    pub workload: Workload,
    pub phases: PhaseScope,
    pub date: NaiveDate,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_rule_taken_over_later_keeps_its_kind() {
        use SwitchRule::{AfterGate, AfterStart, AtEnrollment, Never, OnDate};
        let calendar = Calendar::default();
        let later = |rule: SwitchRule, days| rule.later(days, &calendar).unwrap();
        assert_eq!(
            [later(Never, 5), later(AtEnrollment, 0), later(AtEnrollment, 5)],
            [Never, AtEnrollment, AfterStart(5)]
        );
        assert_eq!([later(AfterStart(3), 5), later(AfterGate(0), 2)], [AfterStart(8), AfterGate(2)]);
        // A Friday, and the Monday after it.
        let day = |d| NaiveDate::from_ymd_opt(2026, 6, d).unwrap();
        assert_eq!(later(OnDate(day(5)), 1), OnDate(day(8)));
    }
}
