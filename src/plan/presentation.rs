//! How a plan is shown to others: under whose name and colours, and which slides in which order.

use serde::{Deserialize, Serialize};

/// The largest logo, as it stands in the file: 200 kB of picture in base64.
pub const LARGEST_LOGO: usize = 200_000 * 4 / 3 + 4;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presentation {
    /// Empty = the plan's name alone stands over every page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub organisation: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    /// What takes the place of the program's violet; the colours of data stay what they are.
    #[serde(default, skip_serializing_if = "Colours::is_default")]
    pub colours: Colours,
    /// In the order in which they are shown; slides without an entry follow their nature.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slides: Vec<SlideSetting>,
}

/// A picture inside the plan, so that the plan stays one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logo {
    pub kind: LogoKind,
    /// In base64.
    pub data: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LogoKind {
    Png,
    Svg,
}

/// An organization's two colours, each of them where it is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    /// Of what is asked and of headings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub main: Option<Colour>,
    /// Of the line under every title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<Colour>,
}

/// Red, green and blue, written as `"#1F55DA"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour(pub u8, pub u8, pub u8);

/// What is set of one slide, by its key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlideSetting {
    /// `summary`, `phase-3`
    pub key: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_hidden: bool,
    /// Empty = the computed one, which stays true as the plan moves.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
}

impl Presentation {
    /// Nothing is set: the plan file needs no word of it.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Colours {
    /// None is set.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let wrong = || format!("expected a colour such as \"#1F55DA\", not \"{text}\"");
        let is_hex = |digits: &&str| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let digits = text.strip_prefix('#').filter(is_hex).ok_or_else(wrong)?;
        let value = u32::from_str_radix(digits, 16).map_err(|_| wrong())?;
        Ok(Self((value >> 16) as u8, (value >> 8) as u8, value as u8))
    }
}

impl From<Colour> for String {
    fn from(Colour(red, green, blue): Colour) -> Self {
        format!("#{red:02X}{green:02X}{blue:02X}")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_as_it_is_written_and_else_refused() {
        let colour = Colour::try_from("#1f55DA".to_owned()).unwrap();
        assert_eq!((colour, String::from(colour).as_str()), (Colour(0x1F, 0x55, 0xDA), "#1F55DA"));
        for wrong in ["1F55DA", "#1F55D", "#1F55DAA", "#GGGGGG", "#+1F55D", "", "#äöü"] {
            assert!(Colour::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
