//! Text on its way into a spreadsheet and back: what a spreadsheet would take for a formula comes out as text.
//! Every table that leaves for one goes through here.

use std::borrow::Cow;

/// A spreadsheet may begin to compute here. Tab and line end count: they are dropped before it looks.
fn would_compute(cell: &str) -> bool {
    // An apostrophe more than before must still be seen as one too many when it is read back.
    let inside = cell.trim_start_matches('\'');
    inside.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// A text cell that no spreadsheet computes: an apostrophe before it says that it is text.
pub fn text(cell: &str) -> Cow<'_, str> {
    if would_compute(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// What [`text`] was given.
pub fn plain(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|inside| would_compute(inside)).unwrap_or(cell)
}

/// A table as a spreadsheet opens it: UTF-8 with its mark, commas, the line ends of Windows. Its cells are
/// taken as they are: words among them belong through [`text`] before.
pub fn table<'r, R: AsRef<[u8]> + 'r>(rows: impl IntoIterator<Item = &'r [R]>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    for row in rows {
        // Writing into memory cannot fail.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_become_text_and_nothing_else_changes() {
        for formula in ["=1+1", "+49 30", "-2", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(text(formula), format!("'{formula}"));
        }
        for words in ["", "PC-1", "'n Boom", "a=b", "O'Hara", "''"] {
            assert_eq!(text(words), words);
        }
        assert_eq!(plain("'Boom"), "Boom".replacen("Boom", "'Boom", 1));
    }

    proptest! {
        #[test]
        fn no_text_computes_and_every_text_comes_back(cell in "['=+@a\t\r-]{0,6}|.{0,12}") {
            let written = text(&cell);
            prop_assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r']));
            prop_assert_eq!(plain(&written), cell.as_str());
        }
    }
}
