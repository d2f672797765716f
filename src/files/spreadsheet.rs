//! Text on its way into a spreadsheet and back: what a spreadsheet would take for a formula comes out as text.
//! Every table that leaves for one goes through here.

use std::borrow::Cow;

/// What stands between cells in one language of a spreadsheet or another: where a table is opened in another
/// language than it was written in, a cell may begin behind each of them.
const SEPARATORS: [char; 5] = [',', ';', '\t', '\r', '\n'];

/// A spreadsheet may begin to compute here. Tab and line end count: they are dropped before it looks.
fn would_compute(cell: &str) -> bool {
    // An apostrophe more than before must still be seen as one too many when it is read back.
    let inside = cell.trim_start_matches('\'');
    inside.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// It may begin to compute within the cell, where quotes do not hold it together.
fn would_compute_behind(separator: char, rest: &str) -> bool {
    SEPARATORS.contains(&separator) && rest.trim_start_matches(['\'', '"']).starts_with(['=', '+', '-', '@'])
}

/// A text cell that no spreadsheet computes: an apostrophe says that what follows is text, at its beginning and
/// behind each separator within it.
pub fn text(cell: &str) -> Cow<'_, str> {
    let is_inside = cell.char_indices().any(|(at, c)| would_compute_behind(c, &cell[at + c.len_utf8()..]));
    match (would_compute(cell), is_inside) {
        (false, false) => Cow::Borrowed(cell),
        (true, false) => Cow::Owned(format!("'{cell}")),
        (starts, true) => {
            let mut written = String::from(if starts { "'" } else { "" });
            for (at, c) in cell.char_indices() {
                written.push(c);
                if would_compute_behind(c, &cell[at + c.len_utf8()..]) {
                    written.push('\'');
                }
            }
            Cow::Owned(written)
        }
    }
}

/// What [`text`] was given.
pub fn plain(cell: &str) -> Cow<'_, str> {
    let cell = cell.strip_prefix('\'').filter(|inside| would_compute(inside)).unwrap_or(cell);
    let is_mark = |at: usize, c: char| {
        let rest = &cell[at + c.len_utf8()..];
        rest.starts_with('\'') && would_compute_behind(c, rest)
    };
    if !cell.char_indices().any(|(at, c)| is_mark(at, c)) {
        return Cow::Borrowed(cell);
    }
    let mut said = String::new();
    let mut characters = cell.char_indices();
    while let Some((at, c)) = characters.next() {
        said.push(c);
        if is_mark(at, c) {
            characters.next();
        }
    }
    Cow::Owned(said)
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
        for formula in ["=1+1", "+49 30", "-2", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(text(formula), format!("'{formula}"));
        }
        for (formula, written) in [("\t=1", "'\t'=1"), ("\r=1", "'\r'=1")] {
            assert_eq!(text(formula), written);
        }
        for words in ["", "PC-1", "'n Boom", "a=b", "O'Hara", "''"] {
            assert_eq!(text(words), words);
        }
        assert_eq!(plain("'Boom"), "Boom".replacen("Boom", "'Boom", 1));
    }

    #[test]
    fn a_cell_that_another_language_takes_apart_computes_nowhere() {
        assert_eq!(text("HQ;=1+1"), "HQ;'=1+1");
        assert_eq!(text("=1;\"=2,@x"), "'=1;'\"=2,'@x");
        assert_eq!(text("Bonn, - Nord; x=1"), "Bonn, - Nord; x=1", "a blank before it makes it text");
        assert_eq!(plain("HQ;'n Boom"), "HQ;'n Boom");
    }

    proptest! {
        #[test]
        fn no_text_computes_and_every_text_comes_back(cell in "['=+@a\t\r-]{0,6}|['\"=;,+a\n-]{0,9}|.{0,12}") {
            let written = text(&cell);
            prop_assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r']));
            for part in written.split([';', ',', '\t', '\r', '\n']).skip(1) {
                prop_assert!(!part.trim_start_matches('"').starts_with(['=', '+', '-', '@']), "{}", written);
            }
            prop_assert_eq!(plain(&written), cell.as_str());
        }
    }
}
