//! The IDs by which Entra and Intune know things.

/// Sixteen bytes as hyphenated hexadecimal; nothing but zeros is no id.
pub fn guid(text: &[u8]) -> Option<u128> {
    let mut value = 0;
    let mut digits = 0;
    for byte in text {
        match HEX[usize::from(*byte)] {
            digit @ 0..=15 => {
                value = value << 4 | u128::from(digit);
                digits += 1;
            }
            BRACKET => {}
            _ => return None,
        }
    }
    (digits == 32 && value != 0).then_some(value)
}

/// What stands between the digits of an id.
const BRACKET: u8 = 16;
/// The digit that a byte is, by table: three ids a row are a tenth of all reading.
const HEX: [u8; 256] = {
    let mut table = [u8::MAX; 256];
    let mut digit = 0;
    while digit < 16 {
        table[b"0123456789abcdef"[digit] as usize] = digit as u8;
        table[b"0123456789ABCDEF"[digit] as usize] = digit as u8;
        digit += 1;
    }
    table[b'-' as usize] = BRACKET;
    table[b'{' as usize] = BRACKET;
    table[b'}' as usize] = BRACKET;
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_told_from_other_words() {
        let id = Some(0xf7ad_c3cb_8899_ae31_ad2f_7eca_4257_7c28);
        for text in [
            "f7adc3cb-8899-ae31-ad2f-7eca42577c28",
            "{F7ADC3CB-8899-AE31-AD2F-7ECA42577C28}",
            "f7adc3cb8899ae31ad2f7eca42577c28",
        ] {
            assert_eq!(guid(text.as_bytes()), id, "{text}");
        }
        for text in ["", "00000000-0000-0000-0000-000000000000", "f7adc3cb-8899", "PC-1"] {
            assert_eq!(guid(text.as_bytes()), None, "{text}");
        }
    }
}
