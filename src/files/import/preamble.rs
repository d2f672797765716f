//! What stands before the rows: a type line, a separator line, the header and a line of dashes under it.

use super::split::{self, Cell, Extent, record_end};

const SEPARATORS: [u8; 4] = *b",;\t|";
/// Rows by which a separator is judged.
const SAMPLE_ROWS: usize = 20;
/// Columns beyond which a file is no table.
pub const MOST_COLUMNS: usize = 2_000;

/// Lines among which the table is looked for under a report's title, and the most of them in one title.
const TITLE_LINES: usize = 64;
const TITLE_ROWS: usize = 3;

/// Where the rows begin, and what was said before them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preamble {
    pub separator: u8,
    /// The column names as they stand, an empty last one left out.
    pub header: Vec<String>,
    /// Bytes before the first row.
    pub skip: usize,
    /// Lines before the first row.
    pub lines: u64,
    /// What `Export-Csv` said of the objects' type.
    pub type_line: Option<String>,
}

impl Preamble {
    pub fn of(head: &[u8]) -> Self {
        let mut at = 0;
        let mut lines = 0;
        let mut type_line = None;
        let mut separator = None;
        while let Some(end) = head[at..].iter().position(|byte| *byte == b'\n').map(|far| at + far + 1) {
            let whole = String::from_utf8_lossy(&head[at..end]);
            let line = whole.trim();
            if let Some(kind) = line.strip_prefix("#TYPE ") {
                type_line = Some(kind.to_owned());
            } else if let Some(given) = said_separator(&whole) {
                separator = Some(given);
            } else if !line.is_empty() {
                break;
            }
            at = end;
            lines += 1;
        }
        let separator = separator.unwrap_or_else(|| separator_of(&head[at..]));
        let end = record_end(head, at, separator, Extent::Whole).unwrap_or(head.len());
        let mut cells = Vec::new();
        split::cells(&head[at..end], separator, MOST_COLUMNS + 1, &mut cells);
        let mut header: Vec<_> = cells.iter().map(|cell| cell.text().trim().to_owned()).collect();
        if header.len() > 1 && header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        let after_dashes = record_end(head, end, separator, Extent::Whole)
            .filter(|next| is_dashes(&head[end..*next], separator));
        let skip = after_dashes.unwrap_or(end);
        Self { separator, header, skip, lines: lines + lines_of(&head[at..skip]), type_line }
    }

    /// As [`Preamble::of`]. Reports write their title as a table of its own, with an empty line between: the first
    /// table with known columns counts then, else the widest.
    pub fn of_blocks(head: &[u8], is_known: impl Fn(&[String]) -> bool) -> Self {
        let mut best = Self::of(head);
        if is_known(&best.header) {
            return best;
        }
        let (mut at, mut rows, mut is_title) = (0, 0, true);
        for line in head.split_inclusive(|byte| *byte == b'\n').take(TITLE_LINES) {
            at += line.len();
            if !line.trim_ascii().is_empty() {
                rows += 1;
                continue;
            }
            is_title &= rows <= TITLE_ROWS;
            rows = 0;
            let mut next = Self::of(&head[at..]);
            let is_wider = is_title && next.header.len() > best.header.len();
            let is_known = is_known(&next.header);
            if is_known || is_wider {
                next.skip += at;
                next.lines += lines_of(&head[..at]);
                best = next;
            }
            if is_known {
                break;
            }
        }
        best
    }
}

fn lines_of(text: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', text).count() as u64
}

/// The separator of a line that names it: `sep=;`, in whatever letters and with or without quotes.
fn said_separator(line: &str) -> Option<u8> {
    let line = line.trim_end_matches(['\r', '\n']).trim_start();
    let line = line.strip_prefix('"').unwrap_or(line);
    line.get(..4).filter(|word| word.eq_ignore_ascii_case("sep="))?;
    line.as_bytes()
        .get(4)
        .copied()
        .filter(|mark| mark.is_ascii() && !mark.is_ascii_alphanumeric() && *mark != b'"')
}

/// The separator that gives the most columns and the same number of them on the first rows.
fn separator_of(head: &[u8]) -> u8 {
    let mut best = (0, b',');
    for separator in SEPARATORS {
        let mut counts = Vec::new();
        let (mut at, mut cells) = (0, Vec::new());
        while counts.len() < SAMPLE_ROWS {
            let extent = if counts.is_empty() { Extent::Whole } else { Extent::MoreToCome };
            let end = record_end(head, at, separator, extent);
            // Where a head breaks off, its last row counts only if there is no other.
            let Some(end) = end.or((counts.is_empty() && at < head.len()).then_some(head.len())) else {
                break;
            };
            split::cells(&head[at..end], separator, MOST_COLUMNS, &mut cells);
            counts.push(cells.len());
            at = end;
        }
        let columns = counts.first().copied().unwrap_or(0);
        let alike = counts.iter().filter(|count| **count == columns).count();
        let score = if columns < 2 { 0 } else { alike * 1_000 / counts.len() * MOST_COLUMNS + columns };
        if score > best.0 {
            best = (score, separator);
        }
    }
    best.1
}

/// A line of dashes, as `sqlcmd` draws it under the header.
pub fn is_dashes(record: &[u8], separator: u8) -> bool {
    let mut cells: Vec<Cell<'_>> = Vec::new();
    split::cells(record, separator, MOST_COLUMNS, &mut cells);
    cells.iter().all(|cell| !cell.bytes.is_empty() && cell.bytes.iter().all(|byte| *byte == b'-'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn header(text: &str) -> Vec<String> {
        Preamble::of(text.as_bytes()).header
    }

    #[test]
    fn what_stands_before_the_header_is_passed_over() {
        let typed = Preamble::of(
            b"#TYPE IResultObject#SMS_CombinedDeviceResources\r\n\"Name\",\"SMSID\"\r\n\"A\",\"B\"\r\n",
        );
        assert_eq!(typed.header, ["Name", "SMSID"]);
        assert_eq!(typed.type_line.unwrap(), "IResultObject#SMS_CombinedDeviceResources");
        assert_eq!(
            (typed.lines, &b"\"A\""[..]),
            (
                2,
                &b"#TYPE IResultObject#SMS_CombinedDeviceResources\r\n\"Name\",\"SMSID\"\r\n\"A\",\"B\"\r\n"
                    [typed.skip..][..3]
            )
        );
        let excel = Preamble::of(b"sep=;\r\nDevice name;OS, version\r\nA;1,5\r\n");
        assert_eq!((excel.separator, excel.header.len()), (b';', 2));
        for (line, separator) in
            [("sep=\t", b'\t'), ("SEP=;", b';'), ("\"sep=;\"", b';'), ("Sep=|", b'|'), ("sep=;;;", b';')]
        {
            let mark = char::from(separator);
            let said = Preamble::of(format!("{line}\r\nDevice name{mark}OS\r\nA{mark}1\r\n").as_bytes());
            assert_eq!((said.separator, said.header.len(), said.lines), (separator, 2, 2), "{line:?}");
        }
        let sqlcmd = Preamble::of(b"ResourceID,Name\n----------,----\n1,A\n");
        assert_eq!((sqlcmd.skip, sqlcmd.lines), (32, 2));
    }

    #[test]
    fn the_table_under_a_reports_title_is_the_one_that_counts() {
        let title = "ReportTitle,Textbox12\r\nAll devices,P01\r\n\r\n";
        let known = |header: &[String]| header.contains(&"Name".to_owned());
        let of = |text: &str| {
            let found = Preamble::of_blocks(text.as_bytes(), known);
            (found.header.join("|"), text[found.skip..].to_owned(), found.lines)
        };
        let rows = |text: &str, lines: u64| ("Name|Site".to_owned(), text.to_owned(), lines);
        assert_eq!(of(&format!("{title}Name,Site\r\nA,HQ\r\n")), rows("A,HQ\r\n", 4));
        assert_eq!(of(&format!("{title}{title}Name,Site\r\nA,HQ\r\n\r\nx,y,z\r\n1,2,3\r\n")).2, 7);
        assert_eq!(of("Name,Site\n\nA,HQ,x,y\n"), rows("\nA,HQ,x,y\n", 1), "it is known from the start");
        // For who says by hand which column is what.
        assert_eq!(of(&format!("{title}Gerät,Ort,Nummer\r\n1,2,3\r\n")).0, "Gerät|Ort|Nummer");
        assert_eq!(of("a,b\n1,2\n3,4\n5,6\n\n7,8,9\n").0, "a|b", "a table, and not a title");
    }

    #[test]
    fn the_separator_is_the_one_that_makes_a_table() {
        assert_eq!(header("Name;Site\nA;1,5\nB;2,5\n"), ["Name", "Site"]);
        assert_eq!(header("Name\tOpened\nA, B\t2026-06-01\n"), ["Name", "Opened"]);
        assert_eq!(header("\"a;b\",c\n\"1;2\",3\n"), ["a;b", "c"]);
        assert_eq!(header("only one column\nx\n"), ["only one column"]);
        assert_eq!(header("a,b,\n1,2,\n"), ["a", "b"]);
        assert_eq!(header(""), [""]);
    }
}
