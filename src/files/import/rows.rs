//! The rows of one file, whatever its form: the same few cells of each row, read in blocks on all cores and
//! put together in the file's order. Rows that are no rows are left, counted and shown.

use std::borrow::Cow;
use std::ops::ControlFlow;

use rayon::prelude::*;

use super::blocks::{Block, Blocks};
use super::fields::Field;
use super::foreign;
use super::input::Input;
use super::json;
use super::kinds::Kind;
use super::layout::Layout;
use super::left::{LONGEST_WORD, Left, LeftRow, Refused, Tally, shortened};
use super::limits::Limit;
use super::preamble::{MOST_COLUMNS, Preamble, is_dashes};
use super::split::{self, Cell};
use super::{EXPECTED, ImportError};

/// A file whose form is known and whose rows are not read yet.
pub struct Table {
    pub layout: Layout,
    source: Source,
}

enum Source {
    Text { input: Input, preamble: Preamble },
    Json(json::Objects),
}

/// One row, by field.
pub struct Row<'a> {
    /// Its line within its part, or its place among the objects, from 1.
    pub number: u64,
    /// It is such an object.
    pub(super) is_record: bool,
    cells: &'a [Cell<'a>],
    columns: &'a [usize; FIELDS],
    /// Further columns of fields that a file may have several of.
    further: &'a [(Field, usize)],
}

pub(super) const FIELDS: usize = Field::TicketDevice as usize + 1;
pub(super) const NOWHERE: usize = usize::MAX;

impl<'a> Row<'a> {
    /// The cell of a field, empty where the file has no such column or the export wrote "none".
    pub fn cell(&self, field: Field) -> Cell<'a> {
        let cell = self.cells.get(self.columns[field as usize]).copied().unwrap_or_default();
        if is_none(cell.bytes) { Cell::default() } else { cell }
    }

    pub fn text(&self, field: Field) -> Cow<'a, str> {
        self.cell(field).text()
    }

    /// The text of what is kept of a device: in one line, for a name that breaks is two in a list of names.
    pub(super) fn word(&self, field: Field) -> Cow<'a, str> {
        one_line(self.text(field))
    }

    /// The column of a field, if the file has it, and what stands there.
    pub(super) fn as_written(&self, field: Field) -> (Option<usize>, Cell<'a>) {
        let column = self.columns[field as usize];
        let cell = self.cells.get(column).copied().unwrap_or_default();
        (Some(column).filter(|column| *column != NOWHERE), cell)
    }

    /// The first of these fields that says more than is kept of anything, in one column of it or in all together.
    pub(super) fn too_long(&self, fields: &[Field], most: usize) -> Result<(), Refused> {
        let is_long = |field: &&Field| {
            let (_, cell) = self.as_written(**field);
            let further = self.further.iter().filter(|(known, _)| known == *field);
            let more = further.filter_map(|(_, column)| self.cells.get(*column)).map(|cell| cell.bytes.len());
            cell.bytes.len() + more.sum::<usize>() > most
                && (most == LONGEST_WORD || self.all_text(**field).chars().count() > most)
        };
        fields.iter().find(is_long).map_or(Ok(()), |field| Err(Left::TooLong.by(*field)))
    }

    /// The text of all columns of a field.
    pub fn all_text(&self, field: Field) -> Cow<'a, str> {
        let mut text = self.text(field);
        for (_, column) in self.further.iter().filter(|(known, _)| *known == field) {
            let more = self.cells.get(*column).copied().filter(|cell| !is_none(cell.bytes));
            if let Some(more) = more {
                let between = if text.is_empty() { "" } else { ", " };
                text.to_mut().push_str(between);
                text.to_mut().push_str(&more.text());
            }
        }
        text
    }

    /// True, false or not said.
    pub fn flag(&self, field: Field) -> Option<bool> {
        match self.cell(field).bytes {
            b"1" | b"True" | b"true" | b"TRUE" | b"Yes" | b"yes" => Some(true),
            b"0" | b"False" | b"false" | b"FALSE" | b"No" | b"no" => Some(false),
            _ => None,
        }
    }
}

/// Control characters, line breaks among them, as blanks, and none at the ends.
pub(super) fn one_line(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return text;
    }
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    if text.chars().any(char::is_control) || text.trim().len() < text.len() {
        return text.chars().map(plain).collect::<String>().trim().to_owned().into();
    }
    text
}

/// Words that exports write for nothing.
fn is_none(cell: &[u8]) -> bool {
    match cell.first() {
        None => true,
        Some(b'-' | b'?' | b'N' | b'n') => matches!(cell, b"-" | b"?" | b"NULL" | b"null" | b"n/a" | b"N/A"),
        // Nested objects that PowerShell could not write.
        Some(b'M' | b'S') => cell.starts_with(b"Microsoft.Graph.") || cell.starts_with(b"System."),
        Some(_) => false,
    }
}

/// How far a reading is: bytes of bytes, and whether to go on.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

impl Table {
    /// Tells form and kind by the beginning of the text.
    pub fn of(input: Input) -> Result<Self, ImportError> {
        Self::watched(input, &mut |_, _| ControlFlow::Continue(()))
    }

    /// As [`Table::of`]; JSON, which is read to its end for it, tells how far that is.
    pub fn watched(input: Input, progress: Progress<'_>) -> Result<Self, ImportError> {
        if input.head.trim_ascii().is_empty() {
            return Err(ImportError::Empty { file: input.name });
        }
        if let Some(found) = foreign::found(&input.head) {
            let (found, expected) = (found.to_owned(), EXPECTED.to_owned());
            return Err(ImportError::Unknown { file: input.name, found, expected });
        }
        let (file, encoding, written_on) = (input.name.clone(), input.encoding, input.written_on);
        if json::is_json(&input.head) {
            let objects = json::Objects::read(input, progress)?;
            if let Some(code) = objects.error() {
                let found = format!("an error of Graph in place of a list, {}", shortened(code));
                return Err(ImportError::Unknown { file, found, expected: EXPECTED.to_owned() });
            }
            let header = objects.header().to_vec();
            let mut layout = Layout::new(file, encoding, (None, header), None);
            layout.has_next_page = objects.has_next_page;
            layout.is_empty_page = objects.is_empty;
            layout.written_on = written_on;
            return Ok(Self { layout, source: Source::Json(objects) });
        }
        let preamble = Preamble::of_blocks(&input.head, |header| Kind::of_header(header).is_some());
        if preamble.header.len() > MOST_COLUMNS {
            return Err(ImportError::TooLarge { file, limit: "2,000 columns" });
        }
        let separator = (Some(char::from(preamble.separator)), preamble.header.clone());
        let mut layout = Layout::new(file, encoding, separator, preamble.type_line.clone());
        layout.written_on = written_on;
        Ok(Self { layout, source: Source::Text { input, preamble } })
    }

    /// Reads all rows: `take` puts a row into a part of the result, or says why not; parts come in the
    /// file's order, each with the lines before it. Where `put` says that there is no room for more, it ends.
    pub fn read<P: Send>(
        self,
        begin: impl Fn() -> P + Sync,
        take: impl Fn(&mut P, &Row<'_>) -> Result<(), Refused> + Sync,
        mut put: impl FnMut(P, u64) -> Result<(), Limit> + Send,
        progress: Progress<'_>,
    ) -> Result<Tally, ImportError> {
        let columns = self.layout.places();
        let file = self.layout.file.clone();
        let mut put = |part, lines| put(part, lines).map_err(|limit| limit.refuses(&file));
        match self.source {
            Source::Json(objects) => objects.each(&columns, begin, take, |part| put(part, 0)),
            Source::Text { input, preamble } => {
                let further = self.layout.further();
                let reader = Reader { preamble: &preamble, columns: &columns, further: &further };
                let size = input.size;
                let mut blocks = Blocks::new(input, preamble.skip, preamble.separator);
                let mut tally = Tally::default();
                let mut lines = preamble.lines;
                let mut parts = Vec::new();
                let mut batch = blocks.several()?;
                // While some blocks are taken apart, what the ones before hold is put together and the next
                // ones are read.
                while !(batch.is_empty() && parts.is_empty()) {
                    let read = |block: &Block| {
                        let mut part = begin();
                        let (tally, lines) = reader.block(block, &mut |row| take(&mut part, row));
                        (part, tally, lines)
                    };
                    let done = std::mem::take(&mut parts);
                    let (read, next) = rayon::join(
                        || batch.par_iter().map(read).collect(),
                        || {
                            for (part, of_block, its_lines) in done {
                                put(part, lines)?;
                                tally.join(of_block, lines);
                                lines += its_lines;
                            }
                            blocks.several()
                        },
                    );
                    parts = read;
                    blocks.take_back(std::mem::replace(&mut batch, next?));
                    if progress(blocks.read_bytes.min(size), size).is_break() {
                        return Err(ImportError::GivenUp { file: file.clone() });
                    }
                }
                Ok(tally)
            }
        }
    }
}

pub(super) type Places = [usize; FIELDS];
pub(super) type Take<'t> = &'t mut dyn FnMut(&Row<'_>) -> Result<(), Refused>;

/// Takes one row into the tally and what is built of the rows.
pub(super) fn hand_over(tally: &mut Tally, row: &Row<'_>, header: &[String], take: Take<'_>) {
    match take(row) {
        Ok(()) => tally.rows += 1,
        Err(Refused { why, field }) => tally.leave_row(why, || LeftRow::of(row, field, header)),
    }
}

pub(super) fn row<'a>(number: u64, cells: &'a [Cell<'a>], columns: &'a Places) -> Row<'a> {
    Row { number, is_record: false, cells, columns, further: &[] }
}

struct Reader<'a> {
    preamble: &'a Preamble,
    columns: &'a Places,
    further: &'a [(Field, usize)],
}

impl Reader<'_> {
    /// The rows of a block, and how many lines it has.
    fn block(&self, block: &[u8], take: Take<'_>) -> (Tally, u64) {
        let separator = self.preamble.separator;
        let width = self.preamble.header.len();
        let (mut tally, mut lines, mut at) = (Tally::default(), 0, 0);
        let mut cells = Vec::with_capacity(width + 1);
        while at < block.len() {
            let (end, its_lines) = split::record(block, at, separator, width + 2, &mut cells);
            let record = &block[at..end];
            let line = lines + 1;
            lines += its_lines;
            at = end;
            if let Some(why) = self.left(record, &cells) {
                // Line ends doubled by a careless writer are no rows at all.
                if why != Left::Blank {
                    let value = shortened(&cells.first().copied().unwrap_or_default().text());
                    tally.leave_row(why, || LeftRow { value, ..LeftRow::at(line) });
                }
                continue;
            }
            tally.recoded += u64::from(!record.is_ascii() && cells.iter().any(|cell| !cell.is_utf8()));
            let row = Row { further: self.further, ..row(line, &cells, self.columns) };
            hand_over(&mut tally, &row, &self.preamble.header, take);
        }
        (tally, lines)
    }

    fn left(&self, record: &[u8], cells: &[Cell<'_>]) -> Option<Left> {
        let width = self.preamble.header.len();
        let is_short = cells.len() != width && !(cells.len() == width + 1 && cells[width].bytes.is_empty());
        if is_total(cells) {
            return Some(Left::Footer);
        }
        if !is_short && cells.first().is_some_and(|cell| !cell.bytes.is_empty()) {
            return None;
        }
        if cells.iter().all(|cell| cell.bytes.is_empty()) {
            return Some(Left::Blank);
        }
        if !is_short {
            return None;
        }
        Some(if cells.iter().any(|cell| cell.is_open()) {
            Left::Quote
        } else if cells.len() == 1 || is_dashes(record, self.preamble.separator) {
            Left::Footer
        } else {
            Left::Cells
        })
    }
}

/// What a person or a pivot table writes before a sum.
const TOTALS: [&str; 14] = [
    "total",
    "totals",
    "grand total",
    "sum",
    "count",
    "summe",
    "gesamt",
    "gesamtsumme",
    "gesamtergebnis",
    "anzahl",
    "totale",
    "somme",
    "suma",
    "totaal",
];

/// A sum under a table: the first cell that is filled says so, and there is nothing but numbers beside it.
fn is_total(cells: &[Cell<'_>]) -> bool {
    let mut filled = cells.iter().map(|cell| cell.bytes).filter(|bytes| !bytes.is_empty());
    let Some(first) = filled.next() else { return false };
    let first = first.strip_suffix(b":").unwrap_or(first);
    if first.len() > 14 || !TOTALS.iter().any(|word| first.eq_ignore_ascii_case(word.as_bytes())) {
        return false;
    }
    let is_number = |bytes: &[u8]| bytes.iter().all(|byte| b"0123456789., %".contains(byte));
    let mut numbers = 0;
    filled.all(|bytes| {
        numbers += 1;
        is_number(bytes)
    }) && numbers > 0
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::fmt::Write;

    use proptest::prelude::*;

    use super::super::LeftRows;
    use super::*;
    use crate::files::import::Encoding;

    fn read(bytes: &[u8]) -> (Layout, Vec<(u64, String)>, Tally) {
        let table = Table::of(Input::of_bytes("test", bytes.to_vec()).unwrap()).unwrap();
        let layout = table.layout.clone();
        let mut rows = Vec::new();
        let take = |part: &mut Vec<(u64, String)>, row: &Row<'_>| {
            let name = row.text(Field::DeviceName).into_owned();
            if name.is_empty() {
                return Err(Left::Nameless.by(Field::DeviceName));
            }
            part.push((row.number, name));
            Ok(())
        };
        let tally = table
            .read(
                Vec::new,
                take,
                |part, before| {
                    rows.extend(part.into_iter().map(|(n, name)| (before + n, name)));
                    Ok(())
                },
                &mut |_, _| ControlFlow::Continue(()),
            )
            .unwrap();
        (layout, rows, tally)
    }

    #[test]
    fn rows_keep_their_lines_and_bad_ones_are_counted() {
        let text = b"Device name,Serial number\r\r\nA,1\r\n\r\n\"B\n2\",2\r\nC\r\n,4\r\nD,5,6,7\r\nE,6,\r\n(6 rows affected)\r\n";
        let (_, rows, tally) = read(text);
        assert_eq!(rows, [(2, "A".into()), (4, "B\n2".into()), (9, "E".into())]);
        let lines = |left: &LeftRows| left.first.iter().map(|row| row.line).collect::<Vec<_>>();
        let left = |why| tally.left.get(&why).map(|left| (left.count, lines(left)));
        assert_eq!(left(Left::Nameless), Some((1, vec![7])));
        assert_eq!(left(Left::Cells), Some((1, vec![8])));
        assert_eq!(left(Left::Footer), Some((2, vec![6, 10])));
        assert_eq!(tally.rows, 3);
    }

    #[test]
    fn one_lone_quote_costs_one_row_however_long_the_file() {
        for last in ["HQ", "\"Two\nlines\""] {
            let mut text = String::from("Device name,Managed by,Site\r\n");
            for n in 0..40_000 {
                let _ = match n {
                    // One cell less, and one whose cells fit.
                    48 => write!(text, "HQ-{n:05},\"Co-managed\r\n"),
                    20_000 => write!(text, "HQ-{n:05},\"Co-managed,HQ\r\n"),
                    _ => write!(text, "HQ-{n:05},Co-managed,{last}\r\n"),
                };
            }
            let (_, rows, tally) = read(text.as_bytes());
            assert_eq!((tally.rows, rows.len()), (39_999, 39_999), "{last}");
            let left = &tally.left[&Left::Quote];
            let line = if last == "HQ" { 50 } else { 98 };
            assert_eq!((left.count, left.first[0].words()), (1, format!("line {line}: “HQ-00048”")));
            assert_eq!((tally.left.len(), rows[0].0), (1, 2));
        }
    }

    #[test]
    fn a_sum_under_a_table_is_no_device() {
        let (_, rows, tally) = read(
            b"Device name,OS,Count\nTOTAL,Windows,1\nSum,,\nTotal-1,,7\nTotal,,60\n,,\nSumme:,\"1.234,5\",60 %\n,Grand total,3\n",
        );
        let names: Vec<_> = rows.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["TOTAL", "Sum", "Total-1"], "what has more than numbers, or none, is a device");
        assert_eq!((tally.left.len(), tally.left[&Left::Footer].count), (1, 3));
    }

    #[test]
    fn lines_end_as_on_any_system() {
        let rows: Vec<_> = (0..40_000).map(|n| format!("PC-{n:05},Latitude")).collect();
        for end in ["\r", "\n", "\r\n", "\r\r\n"] {
            let (layout, read, tally) =
                read(format!("Device name,Model{end}{}{end}", rows.join(end)).as_bytes());
            assert_eq!((layout.header.len(), tally.rows), (2, 40_000), "{end:?}");
            assert_eq!(read[39_999], (40_001, "PC-39999".to_owned()), "{end:?}");
        }
    }

    #[test]
    fn a_file_of_many_blocks_is_read_in_order() {
        let mut text = String::from("Device name;Model\n");
        for n in 0..300_000 {
            let _ = writeln!(text, "PC-{n:06};\"Latitude; \"\"7440\"\"\"");
        }
        assert!(text.len() > 6 << 20);
        let (layout, rows, tally) = read(text.as_bytes());
        assert_eq!((layout.separator, tally.rows), (Some(';'), 300_000));
        assert!(rows.iter().enumerate().all(|(n, row)| *row == (n as u64 + 2, format!("PC-{n:06}"))));
    }

    #[test]
    fn encodings_are_told_apart() {
        let utf16: Vec<u8> =
            "\u{feff}Device name\tModel\r\nZürich\tA\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!((read(&utf16).0.encoding, read(&utf16).1[0].1.as_str()), (Encoding::Utf16Le, "Zürich"));
        assert_eq!(read(&utf16[2..]).1[0].1, "Zürich");
        let western = read(b"Device name,Model\nZ\xfcrich,A\n");
        assert_eq!(
            (western.0.encoding, western.1[0].1.as_str(), western.2.recoded),
            (Encoding::Windows1252, "Zürich", 1)
        );
        assert_eq!(read("\u{feff}Device name,Model\nZürich,A\n".as_bytes()).1[0].1, "Zürich");
    }

    #[test]
    fn graphs_objects_are_rows_in_every_wrapping() {
        let object = |name: &str| {
            format!(
                r#"{{"@odata.context":"x","id":"1","deviceName":"{name}","features":{{"modernApps":true}}}}"#
            )
        };
        let (a, b) = (object("A"), object("B"));
        for text in [
            format!(r#"{{"@odata.nextLink":"https://next","value":[{a},{b}]}}"#),
            format!("[{a},{b}]"),
            format!("[[{a}],[{b}]]"),
            format!("{a}\n{b}\n"),
            format!(r#"{{"value":{a}}} {{"value":[{b}]}}"#),
        ] {
            let (layout, rows, _) = read(text.as_bytes());
            assert_eq!(rows.iter().map(|row| row.1.as_str()).collect::<Vec<_>>(), ["A", "B"], "{text}");
            assert!(layout.header.contains(&"features.modernApps".to_owned()) && layout.separator.is_none());
        }
        let (_, rows, tally) = read(format!("[{a}, 7, null]").as_bytes());
        assert_eq!((rows.len(), tally.left[&Left::Shape].count), (1, 2));
        assert_eq!(tally.left[&Left::Shape].first[0].words(), "record 2", "objects have no lines");
    }

    #[test]
    fn many_objects_are_put_together_in_parts_and_in_order() {
        let object = |n| format!("{{\"deviceName\":\"PC-{n}\",\"id\":\"{n}\"}}\n");
        let text = (0..25_000).fold(String::new(), |text, n| text + &object(n));
        let table = Table::of(Input::of_bytes("test", text.into_bytes()).unwrap()).unwrap();
        let (mut parts, mut names) = (Vec::new(), Vec::new());
        let take = |part: &mut Vec<String>, row: &Row<'_>| {
            part.push(row.text(Field::DeviceName).into_owned());
            Ok(())
        };
        let put = |part: Vec<String>, _| {
            parts.push(part.len());
            names.extend(part);
            Ok(())
        };
        let tally = table.read(Vec::new, take, put, &mut |_, _| ControlFlow::Continue(())).unwrap();
        assert_eq!((parts.as_slice(), tally.rows), (&[10_000, 10_000, 5_000][..], 25_000));
        assert!(names.iter().enumerate().all(|(n, name)| *name == format!("PC-{n}")));
    }

    #[test]
    fn what_is_no_export_is_an_error_with_its_reason() {
        let open = |bytes: &[u8]| Table::of(Input::of_bytes("x.csv", bytes.to_vec()).unwrap());
        let says = |bytes: &[u8]| open(bytes).err().unwrap().to_string();
        assert_eq!((says(b""), says(b"\r\n  \r\n")), ("x.csv is empty".into(), "x.csv is empty".into()));
        assert!(says(b"{\"value\": [").contains("EOF"));
        assert!(says("[".repeat(10_000).as_bytes()).contains("recursion"));
        assert!(says("a,".repeat(3_000).as_bytes()).contains("2,000 columns"));
        assert_eq!(open(b"Recipe,Flour\n1,2\n").unwrap().layout.kind, None);
    }

    proptest! {
        #[test]
        fn no_bytes_break_a_reading(bytes in prop::collection::vec(any::<u8>(), 1..400), text in "[a-z,;\"\n\r\\[\\]{}:]{1,200}") {
            for bytes in [bytes, text.into_bytes()] {
                let Ok(table) = Table::of(Input::of_bytes("x", bytes).unwrap()) else { continue };
                let take = |(): &mut (), row: &Row<'_>| {
                    let _ = (row.text(Field::DeviceName), row.flag(Field::IsClient));
                    Ok(())
                };
                let _ = table.read(|| (), take, |(), _| Ok(()), &mut |_, _| ControlFlow::Continue(()));
            }
        }
    }
}
