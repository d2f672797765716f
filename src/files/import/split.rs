//! Text with separators into records and cells, on bytes. A quote opens a cell only at its beginning;
//! elsewhere it is a character like any other, as people's exports have them. So is one that is never closed.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use memchr::{memchr, memchr_iter, memchr2, memchr2_iter, memrchr};

/// One cell, as it stands between its separators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Without its quotes and the blanks around an unquoted value.
    pub bytes: &'a [u8],
    has_doubled_quotes: bool,
}

impl<'a> Cell<'a> {
    /// Its text; what is not UTF-8 is read as Windows-1252.
    pub fn text(self) -> Cow<'a, str> {
        let text = match std::str::from_utf8(self.bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(self.bytes).0,
        };
        if self.has_doubled_quotes { Cow::Owned(text.replace("\"\"", "\"")) } else { text }
    }

    pub fn is_utf8(self) -> bool {
        self.bytes.is_ascii() || std::str::from_utf8(self.bytes).is_ok()
    }

    pub const fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, has_doubled_quotes: false }
    }

    /// A quote stands at its beginning that is not closed.
    pub fn is_open(self) -> bool {
        self.bytes.first() == Some(&b'"') && !self.has_doubled_quotes
    }
}

/// The end of the quoted cell that opens at `at`: the place behind its closing quote.
fn quoted_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut from = at + 1;
    loop {
        let quote = from + memchr(b'"', &bytes[from..])?;
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some(quote + 1);
        }
        from = quote + 2;
    }
}

fn opens(bytes: &[u8], quote: usize, separator: u8) -> bool {
    let before = bytes[..quote].iter().rev().find(|byte| **byte != b' ');
    before.is_none_or(|byte| *byte == separator || *byte == b'\n' || *byte == b'\r')
}

/// Whether bytes are all that there is: then a quote that none of them closes is a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    Whole,
    MoreToCome,
}

/// A quote that closes a cell stands before a separator, a line end or nothing. One that closes it on another
/// line and stands before something else opens the next cell: the one before was never closed.
fn closes(bytes: &[u8], (open, end): (usize, usize), separator: u8) -> bool {
    let after = bytes[end..].iter().find(|byte| **byte != b' ');
    after.is_none_or(|byte| *byte == separator || *byte == b'\n' || *byte == b'\r')
        || memchr(b'\n', &bytes[open..end]).is_none()
}

/// The place behind the line end of the record that begins at `from`; none when it does not end in these bytes.
///
/// However many quotes are never closed, the time is that of two passes: between such a quote and where its
/// search ends all runs of quotes are even, and each of these closes what it opens.
pub fn record_end(bytes: &[u8], from: usize, separator: u8, extent: Extent) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + memchr2(b'\n', b'"', &bytes[at..])?;
        if bytes[found] == b'\n' {
            return Some(found + 1);
        }
        at = found + 1;
        if opens(&bytes[from..], found - from, separator) {
            match quoted_end(bytes, found) {
                Some(end) if closes(bytes, (found, end), separator) => at = end,
                None if extent == Extent::MoreToCome => return None,
                _ => {}
            }
        }
    }
}

/// The place behind the last whole record of a block that begins with one; 0 when none is whole.
pub fn last_record_end(block: &[u8], separator: u8, extent: Extent) -> usize {
    if memchr(b'"', block).is_none() {
        return memrchr(b'\n', block).map_or(0, |at| at + 1);
    }
    let mut end = 0;
    while let Some(next) = record_end(block, end, separator, extent) {
        end = next;
    }
    end
}

/// Puts the cells of the record that begins at `from` of whole records into `cells`, at most `most` of them;
/// gives its end and how many line ends it has.
pub fn record<'a>(
    bytes: &'a [u8],
    from: usize,
    separator: u8,
    most: usize,
    found: &mut Vec<Cell<'a>>,
) -> (usize, u64) {
    if let Some(end) = plain_record(bytes, from, separator, most, found) {
        return (end, u64::from(bytes[from..end].ends_with(b"\n")));
    }
    let end = record_end(bytes, from, separator, Extent::Whole).unwrap_or(bytes.len());
    let record = &bytes[from..end];
    cells(record, separator, most, found);
    (end, memchr_iter(b'\n', record).count() as u64)
}

/// As [`record`], its cells and its end in one pass, eight bytes a step. None where a quote stands in it that
/// does not open a cell which ends on the same line.
fn plain_record<'a>(
    bytes: &'a [u8],
    from: usize,
    separator: u8,
    most: usize,
    found: &mut Vec<Cell<'a>>,
) -> Option<usize> {
    found.clear();
    let (separators, mut start, mut at) = (repeated(separator), from, from);
    let mut is_quoted = false;
    while at < bytes.len() {
        let (mut marks, step) = match bytes[at..].first_chunk::<8>() {
            Some(eight) => {
                let word = u64::from_le_bytes(*eight);
                let others = missing(word ^ separators) & missing(word ^ QUOTES) & missing(word ^ LINE_ENDS);
                (!others & HIGH, 8)
            }
            // What is left at the end, a byte a step.
            None => (0x80, 1),
        };
        at += step;
        while marks != 0 {
            let place = at - step + marks.trailing_zeros() as usize / 8;
            marks &= marks - 1;
            match bytes[place] {
                b'\n' => {
                    last_cell(&bytes[start..place], is_quoted, most, found);
                    return Some(place + 1);
                }
                b'"' => {
                    let is_first = !is_quoted && bytes[start..place].iter().all(|byte| *byte == b' ');
                    at = is_first.then(|| end_on_its_line(bytes, place)).flatten()?;
                    (is_quoted, marks) = (true, 0);
                }
                byte if byte == separator => {
                    if found.len() < most {
                        push(found, &bytes[start..place], is_quoted);
                    }
                    (start, is_quoted) = (place + 1, false);
                }
                _ => {}
            }
        }
    }
    last_cell(&bytes[start..], is_quoted, most, found);
    Some(bytes.len())
}

/// The end of the quoted cell that opens at `at`, where no line ends in it.
fn end_on_its_line(bytes: &[u8], at: usize) -> Option<usize> {
    let end = quoted_end(bytes, at)?;
    memchr(b'\n', &bytes[at..end]).is_none().then_some(end)
}

fn last_cell<'a>(bytes: &'a [u8], is_quoted: bool, most: usize, found: &mut Vec<Cell<'a>>) {
    if found.len() < most {
        push(found, trim_line_end(bytes), is_quoted);
    }
}

/// The highest bit of each of eight bytes.
const HIGH: u64 = repeated(0x80);
const QUOTES: u64 = repeated(b'"');
const LINE_ENDS: u64 = repeated(b'\n');

const fn repeated(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Of each byte the highest bit, set where it is not 0.
const fn missing(word: u64) -> u64 {
    ((word & !HIGH) + !HIGH) | word
}

/// Puts the cells of one record into `cells`, at most `most` of them.
pub fn cells<'a>(record: &'a [u8], separator: u8, most: usize, cells: &mut Vec<Cell<'a>>) {
    cells.clear();
    let record = trim_line_end(record);
    // The place where the cell at hand begins, and up to where separators are text.
    let (mut start, mut quoted) = (0, 0);
    let mut is_quoted = false;
    // Something stands before its first quote, so that all its quotes are text.
    let mut is_plain = false;
    for at in memchr2_iter(separator, b'"', record) {
        if at < quoted {
            continue;
        }
        if record[at] != separator {
            if !(is_quoted || is_plain) {
                is_quoted = record[start..at].iter().all(|byte| *byte == b' ');
                is_plain = !is_quoted;
                if is_quoted {
                    quoted = quoted_end(record, at).unwrap_or(at);
                }
            }
            continue;
        }
        push(cells, &record[start..at], is_quoted);
        if cells.len() == most {
            return;
        }
        (start, is_quoted, is_plain) = (at + 1, false, false);
    }
    if cells.len() < most {
        push(cells, &record[start..], is_quoted);
    }
}

fn trim_line_end(record: &[u8]) -> &[u8] {
    let mut end = record.len();
    while end > 0 && matches!(record[end - 1], b'\n' | b'\r') {
        end -= 1;
    }
    &record[..end]
}

/// Puts a cell, as it stands between its separators, to the others. Each kind is put where it is made: by way
/// of a common variable half of all the time here would go into waiting for it.
fn push<'a>(cells: &mut Vec<Cell<'a>>, bytes: &'a [u8], is_quoted: bool) {
    if bytes.is_empty() {
        cells.push(Cell::of(&[]));
        return;
    }
    let bytes = if bytes[0] == b' ' { bytes.trim_ascii_start() } else { bytes };
    match is_quoted.then(|| quoted_end(bytes, 0)).flatten() {
        Some(end) => {
            let bytes = &bytes[1..end - 1];
            cells.push(Cell { bytes, has_doubled_quotes: memchr(b'"', bytes).is_some() });
        }
        None => cells.push(Cell::of(bytes.trim_ascii_end())),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(record: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        cells(record, b',', usize::MAX, &mut found);
        found.iter().map(|cell| cell.text().into_owned()).collect()
    }

    #[test]
    fn cells_are_read_as_people_write_them() {
        assert_eq!(
            texts(b"a, \"b, c\" ,\"say \"\"hi\"\"\",5\" disk,,z \r\r\n"),
            ["a", "b, c", "say \"hi\"", "5\" disk", "", "z"]
        );
        assert_eq!(texts(b"\"two\nlines\",x\n"), ["two\nlines", "x"]);
        // A quote that never closes is a character.
        assert_eq!(texts(b"\"open,x\n"), ["\"open", "x"]);
        assert_eq!(texts(b"Z\xfcrich,Caf\xc3\xa9\n"), ["Zürich", "Café"]);
    }

    #[test]
    fn a_line_end_inside_quotes_ends_no_record() {
        let block = b"a,\"1\n2\",b\nc,5\" disk,d\ne,\"open\n";
        let first = record_end(block, 0, b',', Extent::MoreToCome).unwrap();
        assert_eq!(&block[..first], b"a,\"1\n2\",b\n");
        assert_eq!(last_record_end(block, b',', Extent::MoreToCome), block.len() - b"e,\"open\n".len());
        assert_eq!(last_record_end(b"no end", b',', Extent::MoreToCome), 0);
    }

    fn records(text: &[u8]) -> Vec<Vec<String>> {
        let (mut at, mut found, mut records) = (0, Vec::new(), Vec::new());
        while at < text.len() {
            at = record(text, at, b',', usize::MAX, &mut found).0;
            records.push(found.iter().map(|cell| cell.text().into_owned()).collect());
        }
        records
    }

    #[test]
    fn a_quote_that_is_never_closed_swallows_nothing() {
        assert_eq!(
            records(b"a,\"b,c\nd,\"two\nlines\",e\nf,\"\",g\nh,\"i"),
            [["a", "\"b", "c"], ["d", "two\nlines", "e"], ["f", "", "g"]]
                .map(Vec::from)
                .into_iter()
                .chain([vec!["h", "\"i"]])
                .collect::<Vec<_>>()
        );
        // The next cell's quote does not close it.
        assert_eq!(records(b"a,\"b\nc,\"d, e\"\n"), [["a", "\"b"], ["c", "d, e"]]);
        assert_eq!(records(b"\"a\",\"b\n\"c\",\"d\"\r\n"), [["a", "\"b"], ["c", "d"]]);
        let cells =
            [Cell::of(b"\"open"), Cell::of(b"plain"), Cell { bytes: b"\"\"a", has_doubled_quotes: true }];
        assert_eq!(cells.map(Cell::is_open), [true, false, false]);
    }

    const MOST_GROWTH: f64 = 512.0;

    /// How much longer 64 times as much takes, the shortest of three each: 64 for passes, 4,096 for a look back at
    /// each byte. Caches and a busy machine make it some times more.
    fn growth(text: impl Fn(usize) -> String, read: impl Fn(&[u8])) -> f64 {
        let shortest = |size: usize| {
            let text = text(size);
            let once = |_| {
                let before = std::time::Instant::now();
                read(text.as_bytes());
                before.elapsed().as_secs_f64()
            };
            (0..3).map(once).fold(f64::INFINITY, f64::min)
        };
        shortest(1 << 19) / shortest(1 << 13)
    }

    #[test]
    fn any_number_of_quotes_that_are_never_closed_take_a_few_passes() {
        let read = |text: &[u8]| {
            let (mut at, mut count, mut found) = (0, 0, Vec::new());
            while at < text.len() {
                at = record(text, at, b',', 9, &mut found).0;
                count += 1;
            }
            assert!(count >= 1 << 12, "{count} records");
        };
        for (start, row) in
            [("", "a,\"b\n"), ("\"x\n", "a,\"\",\"\"\"\"\n"), ("", "\"\"\"a,\"b\n"), ("", ",\" \n")]
        {
            let growth = growth(|rows| start.to_owned() + &row.repeat(rows), read);
            assert!(growth < MOST_GROWTH, "{row:?}: {growth:.0}");
        }
    }

    #[test]
    fn a_cell_is_judged_once_however_many_quotes_it_has() {
        let read = |text: &[u8]| {
            let mut found = Vec::new();
            cells(text, b',', usize::MAX, &mut found);
            assert!(record_end(text, 0, b',', Extent::Whole).is_none() && !found.is_empty());
        };
        for parts in [[" ", "x", "\""], [" ", "\"", "x"], ["x", "\"", " "]] {
            let text = |size: usize| {
                let part = |part: &str| part.repeat(if part == "x" { 1 } else { size });
                format!("{},y", parts.map(part).concat())
            };
            let growth = growth(text, read);
            assert!(growth < MOST_GROWTH, "{parts:?}: {growth:.0}");
        }
    }

    #[test]
    fn a_quoted_cell_costs_no_second_pass() {
        let one_pass = |text: &str| plain_record(text.as_bytes(), 0, b',', 9, &mut Vec::new());
        assert_eq!(one_pass("a,\"b, \"\"c\"\"\" ,\"\"\r\nd"), Some("a,\"b, \"\"c\"\"\" ,\"\"\r\n".len()));
        assert_eq!(one_pass("plain, row"), Some(10));
        for text in ["5\" disk,b\n", "a,\"two\nlines\"\n", "a,\"never closed\n", "\"a\"\r\"b\"\n"] {
            assert_eq!(one_pass(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_a_writer_quotes_comes_back(rows in prop::collection::vec(prop::collection::vec("[a-z \",;\n]{0,8}", 1..5), 1..6)) {
            let mut text = Vec::new();
            for row in &rows {
                let quoted: Vec<_> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
                text.extend(quoted.join(",").bytes().chain(*b"\r\n"));
            }
            let mut at = 0;
            for row in &rows {
                let end = record_end(&text, at, b',', Extent::MoreToCome).unwrap();
                prop_assert_eq!(&texts(&text[at..end]), row);
                at = end;
            }
            prop_assert_eq!(at, text.len());
            prop_assert_eq!(last_record_end(&text, b',', Extent::MoreToCome), text.len());
        }

        #[test]
        fn one_pass_over_a_record_finds_what_two_find(
            text in "[a-c ,\r]{0,30}|(([a-c ]{0,4}| {0,2}\"([a-c, ]|\"\"){0,9}\"[a \r\"]{0,2})[,\n]){0,6}|[a-c ,\"\n\r\u{80}\u{ff}\u{12c}]{0,60}",
            from in 0..8_usize,
            most in 0..9_usize,
        ) {
            let bytes = text.as_bytes();
            let from = from.min(bytes.len());
            let end = record_end(bytes, from, b',', Extent::Whole).unwrap_or(bytes.len());
            let (mut one, mut two) = (Vec::new(), Vec::new());
            cells(&bytes[from..end], b',', most.max(1), &mut two);
            let lines = memchr::memchr_iter(b'\n', &bytes[from..end]).count() as u64;
            prop_assert_eq!(record(bytes, from, b',', most.max(1), &mut one), (end, lines));
            prop_assert_eq!(one, two);
        }

        #[test]
        fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            for extent in [Extent::Whole, Extent::MoreToCome] {
                let mut found = Vec::new();
                let mut at = 0;
                while let Some(end) = record_end(&bytes, at, b';', extent) {
                    prop_assert!(end > at);
                    cells(&bytes[at..end], b';', usize::MAX, &mut found);
                    at = end;
                }
                cells(&bytes[at..], b';', 3, &mut found);
                prop_assert!(found.len() <= 3 && last_record_end(&bytes, b';', extent) == at);
            }
        }
    }
}
