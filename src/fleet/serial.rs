//! Serial numbers for comparing, and what stands in place of one.

/// What makers and tools leave in place of a serial number: its letters alone, in small ones.
const FILLERS: [&str; 32] = [
    "none",
    "null",
    "nil",
    "empty",
    "blank",
    "undefined",
    "unknown",
    "unspecified",
    "invalid",
    "standard",
    "default",
    "defaultstring",
    "oem",
    "filledbyoem",
    "tobefilled",
    "tobefilledbyoem",
    "tobefilledbytheoem",
    "notapplicable",
    "notavailable",
    "notspecified",
    "notset",
    "noserial",
    "noserialnumber",
    "serial",
    "serialnumber",
    "systemserialnumber",
    "chassisserialnumber",
    "baseboardserialnumber",
    "system",
    "systemmanufacturer",
    "systemproductname",
    "vmware",
];

/// Digits in their order are no serial number from so many on.
const COUNTED: usize = 6;

/// A serial number for comparing: letters and digits alone, for one product puts blanks between them and another
/// none, and without the zeros before them, which spreadsheets drop. None where none stands.
pub(super) fn bare_serial(serial: &str) -> Option<Box<str>> {
    if is_rounded(serial) {
        return None;
    }
    let mut bare = String::with_capacity(serial.len());
    let telling = serial.chars().filter(|letter| letter.is_alphanumeric());
    bare.extend(telling.skip_while(|letter| *letter == '0').flat_map(char::to_lowercase));
    let first = bare.bytes().next();
    let tells = bare.len() > 2
        && bare.bytes().any(|byte| Some(byte) != first)
        && !(bare.len() >= COUNTED && "1234567890".starts_with(&bare))
        && !FILLERS.contains(&bare.as_str());
    tells.then(|| bare.into())
}

/// What a spreadsheet writes in place of a long number, `1.23457E+11`: a hundred serial numbers are one there.
pub(super) fn is_rounded(serial: &str) -> bool {
    let Some((digits, power)) = serial.trim().split_once("E+").or_else(|| serial.trim().split_once("e+"))
    else {
        return false;
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    is_number(power) && is_number(whole) && is_number(part)
}

/// Serial numbers that are the same for comparing have the same number here, quickly made; few others have it.
pub(super) fn quick_mark(serial: &str) -> u32 {
    let mut mark = 0_u64;
    for byte in serial.bytes() {
        if byte == b'+' || !byte.is_ascii() {
            return CLOSELY;
        }
        if byte.is_ascii_alphanumeric() && (byte, mark) != (b'0', 0) {
            let next = mark.rotate_left(5) ^ u64::from(byte.to_ascii_lowercase());
            mark = next.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }
    if mark == 0 { NO_MARK } else { ((mark >> 32) as u32).max(NO_MARK + 1) }
}

/// It takes a closer look.
pub(super) const CLOSELY: u32 = 0;
pub(super) const NO_MARK: u32 = 1;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_serial_number_in_several_hands_is_one() {
        for (one, other) in [
            ("012345678902", "12345678902"),
            (
                "VMware-56 4d 1a 2b 3c 4d 5e 6f-70 81 92 a3 b4 c5 d6 e7",
                "vmware-564d1a2b3c4d5e6f-708192a3b4c5d6e7",
            ),
            (" PF0XY1Z", "pf0xy1z "),
        ] {
            assert_eq!(bare_serial(one).unwrap(), bare_serial(other).unwrap());
        }
        assert_ne!(bare_serial("PF0XY1Z"), bare_serial("PF0XY1Y"));
    }

    #[test]
    fn fillers_and_rounded_numbers_are_no_serial_numbers() {
        for filler in [
            "",
            "0",
            "0000",
            "None",
            "N/A",
            "To Be Filled By O.E.M.",
            "O.E.M.",
            "Not Specified",
            "INVALID",
            "Chassis Serial Number",
            "System Serial Number",
            "Default string",
            "123456789",
            "0123456789",
            "1234567890",
            "xxxxxxxx",
            "....................",
            "1.23457E+11",
            "1,23457E+11",
            "5E+09",
            "7.43219e+11",
        ] {
            assert_eq!(bare_serial(filler), None, "{filler}");
        }
        for serial in ["12E45678", "1E9X+11", "12345678901", "E+11AB", "5CG1234XYZ", "1-2-3-5"] {
            assert!(bare_serial(serial).is_some() && !is_rounded(serial), "{serial}");
        }
    }

    proptest! {
        #[test]
        fn what_is_the_same_has_the_same_quick_mark(serial in "0{0,2}[a-zA-Z0-9 .-]{3,12}é?", gap in "[ .-]{0,2}") {
            let mut other = format!("0{}", serial.to_uppercase());
            other.insert_str(3, &gap);
            prop_assert_eq!(bare_serial(&serial), bare_serial(&other));
            if bare_serial(&serial).is_some() {
                prop_assert_eq!(quick_mark(&serial), quick_mark(&other));
            }
        }
    }
}
