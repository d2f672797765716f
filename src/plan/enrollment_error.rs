//! What the errors of enrollment mean, as far as Microsoft says: the class, whether they pass by themselves,
//! and the one thing to do about each. A code that is not here is shown as it comes.

/// Who can do something about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorClass {
    Configuration,
    Licence,
    Identity,
    Restriction,
    OsVersion,
    SignIn,
    Network,
    Service,
    Device,
    Other,
}

impl ErrorClass {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Licence => "license",
            Self::Identity => "identity",
            Self::Restriction => "restriction",
            Self::OsVersion => "OS version",
            Self::SignIn => "MFA or user",
            Self::Network => "network",
            Self::Service => "service",
            Self::Device => "device",
            Self::Other => "other",
        }
    }
}

/// One error of enrollment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnrollmentError {
    pub code: u32,
    /// A few words: "MFA prompt not answered".
    pub meaning: &'static str,
    pub class: ErrorClass,
    /// The client tries again and may succeed without anybody's doing.
    pub is_transient: bool,
    /// What to do, as an order: "Exclude Intune enrollment from MFA".
    pub remedy: &'static str,
}

const fn needs_fix(
    code: u32,
    meaning: &'static str,
    class: ErrorClass,
    remedy: &'static str,
) -> EnrollmentError {
    EnrollmentError { code, meaning, class, is_transient: false, remedy }
}

const fn passes(
    code: u32,
    meaning: &'static str,
    class: ErrorClass,
    remedy: &'static str,
) -> EnrollmentError {
    EnrollmentError { code, meaning, class, is_transient: true, remedy }
}

use ErrorClass::{
    Configuration, Device, Identity, Licence, Network, OsVersion, Other, Restriction, Service, SignIn,
};

const ERRORS: [EnrollmentError; 23] = [
    needs_fix(
        0x8000_FFFF,
        "MDM not configured in Entra",
        Configuration,
        "Set the MDM scope and URL in Entra",
    ),
    needs_fix(0x8007_0032, "Windows too old to enroll by itself", OsVersion, "Update Windows first"),
    passes(0x8007_0490, "Element not found", Other, "Wait for the next try"),
    needs_fix(0x8007_06D9, "Push service missing", Device, "Restore dmwappushservice"),
    needs_fix(0x8018_0002, "No Entra token for the user", Identity, "Mend the users' sign-in to Entra"),
    passes(0x8018_0005, "Failure on the server", Service, "Wait for the next try"),
    needs_fix(
        0x8018_0014,
        "Platform or version not supported",
        Restriction,
        "Check the enrollment restrictions",
    ),
    needs_fix(0x8018_0015, "Not supported", Restriction, "Check the enrollment restrictions"),
    needs_fix(0x8018_0018, "User license state", Licence, "Assign Intune and Entra ID licenses"),
    needs_fix(0x8018_0023, "Push service missing", Device, "Restore dmwappushservice"),
    // Microsoft calls it transient, but the policy that asks for the second factor goes on asking.
    needs_fix(0x8018_002A, "MFA prompt not answered", SignIn, "Exclude Intune enrollment from MFA"),
    passes(0x8018_002B, "Entra settings not applied yet", Configuration, "Wait for the next try"),
    needs_fix(0x8019_01AD, "HTTP problem", Network, "Check proxy and firewall"),
    passes(0x8019_2EE2, "Internet timeout", Network, "Wait for the next try"),
    needs_fix(0x8019_2EE7, "Name not resolved", Network, "Mend name resolution"),
    needs_fix(0x801C_03F2, "Device object not synced", Identity, "Let Entra Connect sync devices first"),
    passes(0x82AA_0008, "Not enough memory", Device, "Wait for the next try"),
    passes(0xCAA1_0001, "User sign-in needed", SignIn, "Ask the users to stay signed in"),
    needs_fix(0xCAA2_0003, "Grant failed for the assertion", Identity, "Mend federation with Entra"),
    passes(0xCAA7_0004, "Server or proxy not found", Network, "Wait for the next try"),
    needs_fix(0xCAA9_004D, "User realm unknown", Identity, "Mend the domain's federation"),
    needs_fix(0xCAA9_0014, "Token request failed", Identity, "Mend the users' sign-in to Entra"),
    needs_fix(
        0xCAA9_001F,
        "Integrated sign-in only when federated",
        Identity,
        "Let the users sign in another way",
    ),
];

/// What is known of an error as the console, a query or a person writes its code.
pub fn enrollment_error(code: &str) -> Option<&'static EnrollmentError> {
    let code = number(code)?;
    ERRORS.iter().find(|error| error.code == code)
}

/// A code as the console prints it, `0x8018002A`, of its decimal or hexadecimal form; none for what is no
/// error code.
pub fn error_code(text: &str) -> Option<String> {
    number(text).map(|code| format!("0x{code:08X}"))
}

fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let hexadecimal = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    let code = match hexadecimal {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        // Databases hold it unsigned or as a negative number of 32 bits.
        None => text.parse().ok().or_else(|| text.parse().ok().map(i32::cast_unsigned))?,
    };
    (code != 0).then_some(code)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_in_every_form_in_which_it_is_written() {
        for text in ["2149056554", "0x8018002A", "0X8018002a", " -2145910742 "] {
            assert_eq!(error_code(text).as_deref(), Some("0x8018002A"), "{text}");
            assert_eq!(enrollment_error(text).unwrap().meaning, "MFA prompt not answered");
        }
        for text in ["0", "", "NULL", "-", "0x", "User validation", "99999999999"] {
            assert_eq!(error_code(text), None, "{text}");
        }
        assert_eq!(enrollment_error("0xDEADBEEF"), None);
    }

    /// The decimal forms that Microsoft prints, each with whether it passes by itself.
    #[test]
    fn the_table_is_microsofts() {
        let lasting = [
            2_147_549_183_u32,
            2_149_056_536,
            2_149_056_532,
            2_149_056_533,
            2_149_056_514,
            2_147_942_450,
            3_400_073_293,
            3_400_073_236,
            2_149_122_477,
            3_400_073_247,
            3_399_614_467,
            2_149_134_055,
        ];
        let passing = [
            2_149_056_555_u32,
            3_399_548_929,
            3_399_942_148,
            2_147_943_568,
            2_192_179_208,
            2_149_056_517,
            2_149_134_050,
        ];
        let is_transient = |code: &u32| enrollment_error(&code.to_string()).map(|error| error.is_transient);
        assert!(lasting.iter().all(|code| is_transient(code) == Some(false)));
        assert!(passing.iter().all(|code| is_transient(code) == Some(true)));
        let codes: std::collections::BTreeSet<_> = ERRORS.iter().map(|error| error.code).collect();
        assert_eq!(codes.len(), ERRORS.len());
        // "…: fixes 36% of failures." stands on one line of its card.
        assert!(ERRORS.iter().all(|error| error.remedy.len() <= 36));
        assert_eq!(ERRORS.len(), lasting.len() + passing.len() + 4, "and four of the troubleshooting guide");
    }
}
