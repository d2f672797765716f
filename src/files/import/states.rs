//! What a row says of one device on its way: how far its client is, why it failed, who has its workloads.

use super::Field;
use super::kinds::Kind;
use super::rows::Row;
use crate::fleet::{Positions, Step};
use crate::plan::{Workload, error_code};

/// No reason is longer.
const LONGEST_REASON: usize = 60;

/// A reason out of a report's own list of words. What may name somebody or something, an account, a device, an
/// address, is no reason; free text never comes here.
pub(super) fn reason(text: &str) -> String {
    let text = text.trim();
    let may_name = |c: char| matches!(c, '@' | '\\' | '/') || c.is_numeric();
    let is_reason = text.len() <= LONGEST_REASON && !text.contains(may_name);
    if is_reason { text.to_owned() } else { String::new() }
}

/// The first error code in a text, whatever stands around it.
pub(super) fn code_within(text: &str) -> Option<String> {
    let at = text.find("0x").or_else(|| text.find("0X"))?;
    let end = at + 2 + text[at + 2..].bytes().take_while(u8::is_ascii_hexdigit).count();
    error_code(&text[at..end])
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
        // The detail is free text: only a code within it is kept.
        let trouble = error_code(&code).or_else(|| code_within(&detail));
        return (Step::Failed, trouble.unwrap_or_default());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_name_somebody_or_something_is_no_reason() {
        assert_eq!(reason(" User validation "), "User validation");
        for text in
            ["No licence for CONTOSO\\anna", "anna@contoso.example", "see C:/Users/anna", "on HQ-L0042"]
        {
            assert_eq!(reason(text), "", "{text}");
        }
        assert_eq!(reason(&"Nobody knows why ".repeat(9)), "", "free text");
        assert_eq!(code_within("PC-1: 0x8018002a (anna)").as_deref(), Some("0x8018002A"));
        assert_eq!(code_within("0x"), None);
    }
}
