//! An organization's logo out of the plan: base64 to a picture that documents can hold. A logo that cannot be read is
//! left out and said, never a reason for no document.

use krilla::Data;
use krilla::image::Image;

use super::png;
use crate::plan::{LARGEST_LOGO, Logo, LogoKind};

/// The logo as a PNG file; none when its text is no picture.
pub fn png_of(logo: &Logo) -> Option<Vec<u8>> {
    let bytes = if logo.data.len() <= LARGEST_LOGO { decoded(&logo.data)? } else { return None };
    match logo.kind {
        LogoKind::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n").then_some(bytes),
        LogoKind::Svg => png::of_svg(std::str::from_utf8(&bytes).ok()?),
    }
}

/// The logo for a PDF.
pub(super) fn image(logo: &Logo) -> Option<Image> {
    let png = png_of(logo).or_else(|| {
        log::warn!("the logo in the plan cannot be read; the document is made without it");
        None
    })?;
    Image::from_png(Data::from(png), true).ok()
}

/// Base64 as in RFC 4648, with or without line ends and padding.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    Some(out)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_logo_is_read_out_of_its_text_and_nonsense_is_none() {
        assert_eq!(decoded("TWFu").unwrap(), b"Man");
        assert_eq!(decoded("TW\nE=").unwrap(), b"Ma");
        assert_eq!(decoded("T%Fu"), None);
        let svg = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI0IiBoZWlnaHQ9IjIiPjxyZWN0IHdpZHRoPSI0IiBoZWlnaHQ9IjIiLz48L3N2Zz4=";
        let of = |kind, data: &str| png_of(&Logo { kind, data: data.to_owned() });
        assert!(of(LogoKind::Svg, svg).unwrap().starts_with(b"\x89PNG"));
        assert_eq!(of(LogoKind::Png, svg), None, "an SVG is no PNG");
        assert_eq!(of(LogoKind::Svg, "TWFu"), None);
    }
}
