//! An organization's logo out of the plan: base64 to a picture that documents can hold. A logo that cannot be read is
//! left out and said, never a reason for no document.

use std::fs;
use std::path::Path;

use krilla::Data;
use krilla::image::Image;

use super::png::{self, Pixels};
use crate::plan::{LARGEST_LOGO, Logo, LogoKind};

/// A side longer than this is no logo; a few bytes of PNG could claim more than the memory holds.
const LONGEST_SIDE: u32 = 8_000;
/// What is read at most, and so a little more than may be kept.
const LARGEST_FILE: u64 = 200_000;

/// Why a file cannot be a logo.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogoError {
    #[error("{0}")]
    Unreadable(String),
    #[error("a logo can have at most 200 kB; this file has {} kB", .0.div_ceil(1000))]
    TooLarge(u64),
    #[error("this is neither a PNG nor an SVG picture")]
    NoPicture,
}

/// A picture file as a plan keeps it.
pub fn read(path: &Path) -> Result<Logo, LogoError> {
    let failed = |error: std::io::Error| LogoError::Unreadable(error.to_string());
    let size = fs::metadata(path).map_err(failed)?.len();
    if size > LARGEST_FILE {
        return Err(LogoError::TooLarge(size));
    }
    let bytes = fs::read(path).map_err(failed)?;
    let kind = if bytes.starts_with(SIGNATURE) { LogoKind::Png } else { LogoKind::Svg };
    let logo = Logo { kind, data: encoded(&bytes) };
    // A picture is what can be shown.
    if pixels(&logo).is_some() { Ok(logo) } else { Err(LogoError::NoPicture) }
}

/// The logo as pixels for a screen; their colours are multiplied by their alpha.
pub fn pixels(logo: &Logo) -> Option<Pixels> {
    png::decoded(&png_of(logo)?)
}

/// The logo as a PNG file; none when its text is no picture.
pub fn png_of(logo: &Logo) -> Option<Vec<u8>> {
    let bytes = if logo.data.len() <= LARGEST_LOGO { decoded(&logo.data)? } else { return None };
    match logo.kind {
        // The head says how much memory the body takes; only then is the body looked at.
        LogoKind::Png => Some(bytes).filter(|png| has_sound_size(png) && png::decoded(png).is_some()),
        LogoKind::Svg => png::of_svg(std::str::from_utf8(&bytes).ok()?),
    }
}

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Whether it is a PNG whose head says a size that a logo may have.
fn has_sound_size(png: &[u8]) -> bool {
    let side = |at: usize| {
        let bytes = png.get(at..at + 4)?;
        Some(bytes.iter().fold(0_u32, |n, byte| (n << 8) | u32::from(*byte)))
    };
    let is_sound = |side: Option<u32>| side.is_some_and(|side| (1..=LONGEST_SIDE).contains(&side));
    png.starts_with(SIGNATURE) && is_sound(side(16)) && is_sound(side(20))
}

/// The logo for a PDF.
pub(super) fn image(logo: &Logo) -> Option<Image> {
    let png = png_of(logo).or_else(|| {
        log::warn!("the logo in the plan cannot be read; the document is made without it");
        None
    })?;
    Image::from_png(Data::from(png), true).ok()
}

/// Base64 as in RFC 4648, with padding.
fn encoded(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for part in bytes.chunks(3) {
        let bits =
            part.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - part.len()));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= part.len() { char::from(letter) } else { '=' });
        }
    }
    out
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
    fn a_file_becomes_a_logo_or_it_is_said_why_not() {
        for text in ["", "M", "Ma", "Man", "Many hands"] {
            assert_eq!(decoded(&encoded(text.as_bytes())).unwrap(), text.as_bytes());
        }
        let folder = tempfile::tempdir().unwrap();
        let file = |bytes: &[u8]| {
            let path = folder.path().join("logo");
            fs::write(&path, bytes).unwrap();
            read(&path)
        };
        let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><rect width="4" height="2"/></svg>"#;
        let logo = file(svg).unwrap();
        let pixels = pixels(&logo).unwrap();
        assert_eq!((logo.kind, pixels.width, pixels.height), (LogoKind::Svg, 1200, 600));
        let png = png_of(&logo).unwrap();
        assert_eq!(file(&png).unwrap().kind, LogoKind::Png);
        let cut = Logo { kind: LogoKind::Png, data: encoded(&png[..png.len() / 2]) };
        assert_eq!(png_of(&cut), None, "its head is sound, its body is not");
        let mut huge = png;
        huge[16..20].copy_from_slice(&[0x7F, 0xFF, 0xFF, 0xFF]);
        assert_eq!(file(&huge), Err(LogoError::NoPicture), "it claims more pixels than the memory holds");
        assert_eq!(file(b"GIF89a"), Err(LogoError::NoPicture));
        assert_eq!(file(&vec![0; 200_001]), Err(LogoError::TooLarge(200_001)));
        assert!(matches!(read(&folder.path().join("gone")), Err(LogoError::Unreadable(_))));
    }

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
