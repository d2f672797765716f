//! Files that are no text at all, or text of another kind, told by how they begin: people drop workbooks,
//! pictures and saved sign-in pages where an export is meant.

/// How files of other programs begin, and what they are.
const BEGINNINGS: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a ZIP file within another: unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook or another Office document: save it as CSV UTF-8"),
    (b"\x1f\x8b", "a gzip file: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip file: unpack it first"),
    (b"Rar!", "a RAR file: unpack it first"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
];
/// Bytes from which it is told whether they are text.
const LOOKED_AT: usize = 4 << 10;

/// What a file is whose text begins so; none = it may be an export.
pub fn found(head: &[u8]) -> Option<&'static str> {
    let known = BEGINNINGS.iter().find(|(beginning, _)| head.starts_with(beginning));
    known.map(|(_, what)| *what).or_else(|| markup(head)).or_else(|| {
        // Some exports have stray ones in their cells, none in its header.
        let is_control = |byte: &&u8| **byte < b' ' && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c);
        let looked_at = &head[..head.len().min(LOOKED_AT)];
        let line = looked_at.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let is_noise = looked_at.iter().filter(is_control).count() * 20 > looked_at.len();
        (is_noise && line.iter().any(|byte| is_control(&byte))).then_some("no text")
    })
}

fn markup(head: &[u8]) -> Option<&'static str> {
    let text = head.trim_ascii_start();
    let is_markup =
        matches!(text, [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'!' | b'?'));
    let beginning = String::from_utf8_lossy(&text[..text.len().min(512)]).to_lowercase();
    is_markup.then_some(if beginning.contains("<html") || beginning.contains("<!doctype html") {
        "a web page: perhaps a sign-in page was saved in place of the export"
    } else {
        "an XML file"
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn likely_wrong_files_are_called_by_their_names() {
        let says = |head: &[u8]| found(head).unwrap_or("may be an export");
        assert!(says(b"\xd0\xcf\x11\xe0\xa1\xb1").starts_with("an old Excel workbook"));
        assert!(says(b"\n<!DOCTYPE html>\n<html><head><title>Sign in").starts_with("a web page"));
        assert_eq!(says(b"<?xml version=\"1.0\"?><Report/>"), "an XML file");
        assert_eq!(says(b"%PDF-1.7\n%"), "a PDF document");
        assert_eq!(says(&[0; 5_000]), "no text");
        let noise: Vec<u8> = (0..5_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(says(&noise), "no text");
        for text in ["Device name,OS\nHQ\0L0001,Windows\n", "{}", "", "< 5 days;b"] {
            assert_eq!(found(text.as_bytes()), None, "{text:?}");
        }
    }
}
