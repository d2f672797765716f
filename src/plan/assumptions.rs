//! What the plan takes for granted about enrollment and tickets, and how sure it is of each.

use serde::{Deserialize, Serialize};

use super::phase::EnrollmentPath;
use super::workload::Workload;

/// How sure a mean is: as after so many observations, or beyond doubt.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Strength {
    /// Fixed; it never learns.
    Exact,
    /// As sure as after this many observations.
    Observations(f64),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    pub mean: f64,
    pub strength: Strength,
    /// Where the figure comes from; empty = nobody has published one, it is assumed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

impl Assumption {
    pub fn new(mean: f64, observations: f64) -> Self {
        Self { mean, strength: Strength::Observations(observations), source: String::new() }
    }

    pub fn exact(mean: f64) -> Self {
        Self { mean, strength: Strength::Exact, source: String::new() }
    }
}

/// Tickets per event of enrollment on one kind of path.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnrollmentTickets {
    pub per_enrolled: f64,
    pub per_failure: f64,
}

/// Tickets per device whose authority leaves Configuration Manager, by workload.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwitchTickets {
    pub compliance_policies: f64,
    /// From the day on which Conditional Access enforces.
    pub compliance_policies_enforced: f64,
    pub windows_update_policies: f64,
    pub endpoint_protection: f64,
    pub device_configuration: f64,
    pub office_click_to_run: f64,
    pub client_apps: f64,
}

/// The parameters that are uncertain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Parameter {
    Success,
    Reach,
    Stale,
    Repair,
    Unfixable,
    TicketFactor,
    HalfLife,
}

impl Parameter {
    pub const ALL: [Self; 7] = [
        Self::Success,
        Self::Reach,
        Self::Stale,
        Self::Repair,
        Self::Unfixable,
        Self::TicketFactor,
        Self::HalfLife,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Success => "First-attempt success",
            Self::Reach => "Reached per working day",
            Self::Stale => "Stale share",
            Self::Repair => "Failures repaired per working day",
            Self::Unfixable => "Failures that cannot be repaired",
            Self::TicketFactor => "Tickets per event, relative to the rates",
            Self::HalfLife => "Half-life of tickets",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumptions {
    /// Devices that enroll at the first attempt.
    pub success: Assumption,
    /// How alike phases are in success: as so many attempts; none = exactly alike.
    pub success_between_phases: Option<f64>,
    /// Pending devices that attempt enrollment on a working day.
    pub reach: Assumption,
    /// Targeted devices that never check in.
    pub stale: Assumption,
    /// Failed devices repaired on a working day.
    pub repair: Assumption,
    /// First failures that no repair will mend.
    pub unfixable: Assumption,
    /// Factor on every ticket rate; its mean is 1.
    pub ticket_factor: Assumption,
    /// Working days until half of the tickets of an event have come.
    pub half_life_days: Assumption,
    pub tickets_existing_client: EnrollmentTickets,
    pub tickets_other_paths: EnrollmentTickets,
    pub tickets_switch: SwitchTickets,
}

impl Default for Assumptions {
    fn default() -> Self {
        Self {
            success: Assumption::new(0.94, 40.0),
            success_between_phases: Some(120.0),
            reach: Assumption::new(0.35, 20.0),
            stale: Assumption::new(0.03, 60.0),
            repair: Assumption::new(0.20, 20.0),
            unfixable: Assumption::new(0.10, 20.0),
            ticket_factor: Assumption::new(1.0, 8.0),
            half_life_days: Assumption::exact(3.0),
            tickets_existing_client: EnrollmentTickets { per_enrolled: 0.01, per_failure: 0.05 },
            tickets_other_paths: EnrollmentTickets { per_enrolled: 0.30, per_failure: 0.80 },
            tickets_switch: SwitchTickets {
                compliance_policies: 0.02,
                compliance_policies_enforced: 0.10,
                windows_update_policies: 0.02,
                endpoint_protection: 0.02,
                device_configuration: 0.06,
                office_click_to_run: 0.02,
                client_apps: 0.06,
            },
        }
    }
}

impl Assumptions {
    pub fn get(&self, parameter: Parameter) -> &Assumption {
        match parameter {
            Parameter::Success => &self.success,
            Parameter::Reach => &self.reach,
            Parameter::Stale => &self.stale,
            Parameter::Repair => &self.repair,
            Parameter::Unfixable => &self.unfixable,
            Parameter::TicketFactor => &self.ticket_factor,
            Parameter::HalfLife => &self.half_life_days,
        }
    }

    pub fn get_mut(&mut self, parameter: Parameter) -> &mut Assumption {
        match parameter {
            Parameter::Success => &mut self.success,
            Parameter::Reach => &mut self.reach,
            Parameter::Stale => &mut self.stale,
            Parameter::Repair => &mut self.repair,
            Parameter::Unfixable => &mut self.unfixable,
            Parameter::TicketFactor => &mut self.ticket_factor,
            Parameter::HalfLife => &mut self.half_life_days,
        }
    }

    pub const fn enrollment_tickets(&self, path: EnrollmentPath) -> EnrollmentTickets {
        match path {
            EnrollmentPath::ExistingClient => self.tickets_existing_client,
            _ => self.tickets_other_paths,
        }
    }

    /// Tickets per switched device; `enforced` = Conditional Access enforces on that day.
    pub const fn switch_tickets(&self, workload: Workload, enforced: bool) -> f64 {
        let rates = &self.tickets_switch;
        match workload {
            Workload::CompliancePolicies if enforced => rates.compliance_policies_enforced,
            Workload::CompliancePolicies => rates.compliance_policies,
            Workload::WindowsUpdatePolicies => rates.windows_update_policies,
            // Its authority follows enrollment from site version 2403 on; a switch of its own is the Device configuration's.
            Workload::ResourceAccessPolicies => 0.02,
            Workload::EndpointProtection => rates.endpoint_protection,
            Workload::DeviceConfiguration => rates.device_configuration,
            Workload::OfficeClickToRun => rates.office_click_to_run,
            Workload::ClientApps => rates.client_apps,
        }
    }
}
