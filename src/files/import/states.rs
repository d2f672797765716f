//! What a row says of one device on its way: how far its client is, why it failed, who has its workloads.

use super::Field;
use super::kinds::Kind;
use super::rows::Row;
use crate::fleet::{Positions, Step};
use crate::plan::{Workload, error_code};

/// No reason is longer.
const LONGEST_REASON: usize = 60;

/// A reason in words; what may name somebody is none.
pub(super) fn reason(text: &str) -> String {
    let text = text.trim();
    if text.contains('@') { String::new() } else { text.chars().take(LONGEST_REASON).collect() }
}

/// How far its client says it is, and why it failed.
pub(super) fn step_of(row: &Row<'_>, kind: Kind) -> (Step, String) {
    let none = String::new();
    if kind != Kind::ClientStates {
        return (Step::Unknown, none);
    }
    let is = |field: Field| row.flag(field) == Some(true);
    if is(Field::MdmEnrolled) && is(Field::PolicyPresent) {
        return (Step::Enrolled, none);
    }
    if is(Field::EnrollmentFailed) {
        let code = row.text(Field::StatusCode);
        let detail = row.text(Field::StatusDetail);
        let trouble = error_code(&code).unwrap_or_else(|| reason(&detail));
        return (Step::Failed, trouble);
    }
    let step = if is(Field::PendingSignIn) {
        Step::PendingSignIn
    } else if is(Field::Scheduled) {
        Step::Scheduled
    } else if is(Field::PolicyPresent) {
        Step::Eligible
    } else {
        Step::NotTargeted
    };
    (step, none)
}

const WORKLOADS: [(Workload, Field); 7] = [
    (Workload::CompliancePolicies, Field::CompliancePolicy),
    (Workload::WindowsUpdatePolicies, Field::WindowsUpdate),
    (Workload::ResourceAccessPolicies, Field::ResourceAccess),
    (Workload::EndpointProtection, Field::EndpointProtection),
    (Workload::DeviceConfiguration, Field::DeviceConfiguration),
    (Workload::OfficeClickToRun, Field::OfficeApps),
    (Workload::ClientApps, Field::ClientApps),
];

/// Who has its workloads: the clients' flags, else what Graph or the report say of each.
pub(super) fn positions_of(row: &Row<'_>) -> Positions {
    let flags = row.text(Field::WorkloadFlags);
    if let Some(positions) = flags.trim().parse().ok().and_then(Positions::of_flags) {
        return positions;
    }
    let mut positions = Positions::default();
    for (workload, field) in WORKLOADS {
        let cell = row.cell(field);
        if cell.bytes.is_empty() {
            continue;
        }
        let said = row.flag(field).or_else(|| {
            let text = cell.text().to_lowercase();
            // The report writes the side in words: "Intune", "Pilot Intune", "Configuration Manager".
            if text.contains("intune") { Some(true) } else { text.contains("config").then_some(false) }
        });
        if let Some(is_with_intune) = said {
            positions.set(workload, is_with_intune);
        }
    }
    positions
}
