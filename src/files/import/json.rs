//! Graph's objects as rows: pages, bare arrays, single objects, one object a line, or several of these
//! one after another. Nested objects become columns named `outer.inner`. Objects are taken apart as they come,
//! and only cells that hold something are kept: nothing grows beyond the text that is read.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read};

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Deserializer, Number};

use super::ImportError;
use super::input::Input;
use super::left::{Left, LeftRow, Refused, Tally};
use super::rows::{Places, Progress, Row, Take, hand_over, row};
use super::split;

/// Bytes of JSON that are read; objects of a device have 2 KB.
const MOST_BYTES: u64 = 512 << 20;
/// Properties of all objects together.
const MOST_COLUMNS: usize = 2_000;
/// Objects that are put together at once with those before.
const ROWS_OF_PART: usize = 10_000;
/// What desks and others call the list of a page.
const LISTS: [&str; 10] = [
    "records",
    "result",
    "results",
    "tickets",
    "issues",
    "incidents",
    "requests",
    "devices",
    "items",
    "data",
];
/// What may stand before it.
const PAGING: [&str; 24] = [
    "count",
    "total",
    "total_count",
    "totalCount",
    "totalRecords",
    "page",
    "pages",
    "per_page",
    "pageSize",
    "limit",
    "offset",
    "start",
    "startAt",
    "maxResults",
    "expand",
    "next",
    "previous",
    "next_page",
    "previous_page",
    "has_more",
    "status",
    "success",
    "message",
    "meta",
];
/// Deeper than an array of arrays of pages nothing is looked for.
const DEEPEST: u32 = 3;

pub fn is_json(head: &[u8]) -> bool {
    matches!(head.iter().find(|byte| !byte.is_ascii_whitespace()), Some(b'{' | b'['))
}

/// Bytes on their way, which stop when nobody waits for them any more, or when they are too many.
struct Watched<'a> {
    bytes: Input,
    progress: Progress<'a>,
    read: &'a Cell<u64>,
    is_given_up: &'a Cell<bool>,
}

impl Read for Watched<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(into)?;
        let (read, size) = (self.read.get() + count as u64, self.bytes.size);
        self.read.set(read);
        if (self.progress)(read.min(size), size).is_break() {
            self.is_given_up.set(true);
            return Err(io::Error::other("given up"));
        }
        if read > MOST_BYTES { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(count) }
    }
}

/// All objects of a file.
pub struct Objects {
    header: Vec<String>,
    /// In their order, none of them empty.
    parts: Vec<Rows>,
    /// Things among the objects that are none.
    others: Tally,
    /// Its last page names a next one.
    pub has_next_page: bool,
    /// Pages, or a bare array, without anything.
    pub is_empty: bool,
}

impl Objects {
    pub fn read(input: Input, progress: Progress<'_>) -> Result<Self, ImportError> {
        let file = input.name.clone();
        let mut gathered = Gathered::default();
        let (read, is_given_up) = (Cell::new(0), Cell::new(false));
        let watched = Watched { bytes: input, progress, read: &read, is_given_up: &is_given_up };
        let mut values = Deserializer::from_reader(io::BufReader::with_capacity(1 << 18, watched));
        // Where nothing follows it is at its end.
        while values.end().is_err() {
            let read_one = gathered.reader(Place::Thing(0)).deserialize(&mut values);
            let Err(error) = read_one else { continue };
            return Err(if is_given_up.get() {
                ImportError::GivenUp { file }
            } else if gathered.places.len() > MOST_COLUMNS {
                ImportError::TooLarge { file, limit: "2,000 properties" }
            } else if read.get() > MOST_BYTES {
                ImportError::TooLarge { file, limit: "512 MB of JSON" }
            } else if error.is_io() {
                ImportError::of_reading(&file, error.into())
            } else {
                ImportError::BrokenJson { file, why: error.to_string() }
            });
        }
        gathered.end_part();
        let Gathered { places, parts, others, pages, next_pages, .. } = gathered;
        let mut header = vec![String::new(); places.len()];
        for (name, place) in places {
            header[place as usize] = name;
        }
        // Pages one after another name each other.
        let has_next_page = next_pages >= pages.max(1);
        let is_empty = parts.is_empty() && others == Tally::default();
        Ok(Self { header, parts, others, has_next_page, is_empty })
    }

    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The code of the error that Graph wrote in place of objects.
    pub fn error(&self) -> Option<&str> {
        let place = |name: &str| self.header.iter().position(|known| known == name);
        let (code, _) = (place("error.code")?, place("error.message")?);
        let rows = self.parts.first()?;
        let at = rows.cells.iter().position(|(place, _)| *place as usize == code)?;
        let from = at.checked_sub(1).map_or(0, |before| rows.cells[before].1);
        rows.text.get(from as usize..rows.cells[at].1 as usize)
    }

    /// Gives the rows to whom each is taken, a part of them after another; a part that is done with goes.
    pub fn each<P>(
        self,
        columns: &Places,
        begin: impl Fn() -> P,
        take: impl Fn(&mut P, &Row<'_>) -> Result<(), Refused>,
        mut put: impl FnMut(P) -> Result<(), ImportError>,
    ) -> Result<Tally, ImportError> {
        let mut tally = self.others;
        for rows in self.parts {
            let mut part = begin();
            rows.each(&self.header, columns, &mut tally, &mut |row| take(&mut part, row));
            put(part)?;
        }
        Ok(tally)
    }
}

/// The cells that hold something, one after another, of some rows. No part has so many that 32 bits do not count
/// them.
#[derive(Default)]
struct Rows {
    /// Rows of the parts before it.
    before: u64,
    text: String,
    /// Each cell's column, and where its text ends.
    cells: Vec<(u32, u32)>,
    /// Where each row's cells end.
    ends: Vec<u32>,
}

impl Rows {
    fn each(&self, header: &[String], columns: &Places, tally: &mut Tally, take: Take<'_>) {
        let mut cells = vec![split::Cell::default(); header.len()];
        let (mut first, mut from) = (0, 0);
        for (n, end) in (self.before + 1..).zip(&self.ends) {
            let filled = &self.cells[first..*end as usize];
            for (place, to) in filled {
                let to = *to as usize;
                cells[*place as usize] = split::Cell::of(&self.text.as_bytes()[from..to]);
                from = to;
            }
            first = *end as usize;
            let mut row = row(n, &cells, columns);
            row.is_record = true;
            hand_over(tally, &row, header, take);
            for (place, _) in filled {
                cells[*place as usize] = split::Cell::default();
            }
        }
    }

    /// Takes back the cells of a row that is none.
    fn drop_row(&mut self) {
        self.cells.truncate(self.ends.last().map_or(0, |end| *end as usize));
        self.text.truncate(self.cells.last().map_or(0, |(_, end)| *end as usize));
    }

    /// What it takes is what it holds.
    fn shrunk(mut self) -> Self {
        self.text.shrink_to_fit();
        self.cells.shrink_to_fit();
        self.ends.shrink_to_fit();
        self
    }
}

#[derive(Default)]
struct Gathered {
    places: BTreeMap<String, u32>,
    parts: Vec<Rows>,
    /// The part that is gathered.
    rows: Rows,
    others: Tally,
    pages: u32,
    /// Pages that name a next one.
    next_pages: u32,
}

impl Gathered {
    const fn reader(&mut self, place: Place) -> Reader<'_> {
        Reader { gathered: self, place }
    }

    fn end_row(&mut self) {
        self.rows.ends.push(self.rows.cells.len() as u32);
        if self.rows.ends.len() == ROWS_OF_PART {
            self.end_part();
        }
    }

    fn end_part(&mut self) {
        let before = self.rows.before + self.rows.ends.len() as u64;
        let part = std::mem::replace(&mut self.rows, Rows { before, ..Rows::default() });
        if !part.ends.is_empty() {
            self.parts.push(part.shrunk());
        }
    }

    /// Puts a cell into its column; an error when there are too many of these.
    fn put<E: Error>(&mut self, name: String, text: &str) -> Result<(), E> {
        let next = self.places.len() as u32;
        let place = *self.places.entry(name).or_insert(next);
        if self.places.len() > MOST_COLUMNS {
            return Err(E::custom("too many properties"));
        }
        if !text.is_empty() {
            self.rows.text.push_str(text);
            self.rows.cells.push((place, self.rows.text.len() as u32));
        }
        Ok(())
    }
}

/// Where in a file a value stands.
enum Place {
    /// It is a page, an array, an object, or none of these.
    Thing(u32),
    /// Behind `value`: the things of a page, or one object.
    Held(u32),
    /// Behind `responses`: what was answered to several requests at once.
    Answers,
    /// One of these, whose `body` is a page.
    Answer,
    /// A property of an object.
    Property(String),
    /// A property that is the whole page if it is an array of objects.
    List(String),
    /// The first thing in such an array.
    First,
    /// A property of an object within an object.
    Inner(String),
    /// The address of a next page.
    NextPage,
    /// Where nothing is looked for.
    Nowhere,
}

/// What was read: whether it was all that counts of the object around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Was {
    Part,
    /// The whole page.
    Things,
    /// The one object of a page.
    Object,
    /// The pages of several requests.
    Answers,
}

/// Takes one value apart, wherever it stands.
struct Reader<'g> {
    gathered: &'g mut Gathered,
    place: Place,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Was;

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<Was, D::Error> {
        from.deserialize_any(self)
    }
}

impl Reader<'_> {
    fn word<E: Error>(self, text: &str) -> Result<Was, E> {
        match self.place {
            Place::Thing(_) => {
                let rows = &self.gathered.rows;
                let place = rows.before + rows.ends.len() as u64 + 1;
                let left = LeftRow { is_record: true, ..LeftRow::at(place) };
                self.gathered.others.leave_row(Left::Shape, || left);
            }
            Place::Property(name) | Place::Inner(name) | Place::List(name) => {
                self.gathered.put(name, text)?;
            }
            Place::NextPage => self.gathered.next_pages += u32::from(!text.is_empty()),
            Place::Held(_) | Place::Answers | Place::Answer | Place::First | Place::Nowhere => {}
        }
        Ok(Was::Part)
    }

    fn things<'de, A: SeqAccess<'de>>(self, mut values: A, depth: u32) -> Result<Was, A::Error> {
        let Self { gathered, .. } = self;
        while values.next_element_seed(gathered.reader(Place::Thing(depth)))?.is_some() {}
        Ok(Was::Things)
    }

    /// An array in which nothing is looked for.
    fn no_things<'de, A: SeqAccess<'de>>(self, mut values: A) -> Result<Was, A::Error> {
        while values.next_element_seed(self.gathered.reader(Place::Nowhere))?.is_some() {}
        self.word("")
    }

    /// A page, or an object that is a row.
    fn thing<'de, A: MapAccess<'de>>(self, mut map: A, depth: u32) -> Result<Was, A::Error> {
        let mut was = Was::Part;
        // What nothing but paging stands before may be a page.
        let mut may_be_page = depth == 0;
        while let Some(name) = map.next_key::<String>()? {
            let place = match name.as_str() {
                "@odata.nextLink" => Place::NextPage,
                "next_page" if depth == 0 && (may_be_page || was == Was::Things) => Place::NextPage,
                _ if was != Was::Part || name.starts_with('@') => Place::Nowhere,
                "value" => Place::Held(depth),
                "responses" if depth == 0 => Place::Answers,
                listed if depth == 0 && (may_be_page || LISTS.contains(&listed)) => {
                    may_be_page &= PAGING.contains(&listed);
                    Place::List(name)
                }
                _ => Place::Property(name),
            };
            let is_page = matches!(place, Place::Held(_) | Place::Answers | Place::List(_));
            let read = map.next_value_seed(self.gathered.reader(place))?;
            was = if is_page { read } else { was };
        }
        match was {
            Was::Things => self.gathered.pages += 1,
            Was::Answers => {}
            Was::Part | Was::Object => self.gathered.end_row(),
        }
        Ok(Was::Part)
    }

    fn properties<'de, A: MapAccess<'de>>(
        self,
        mut map: A,
        place: impl Fn(String) -> Place,
    ) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            map.next_value_seed(self.gathered.reader(place(name)))?;
        }
        Ok(())
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Was;

    fn expecting(&self, words: &mut fmt::Formatter<'_>) -> fmt::Result {
        words.write_str("any value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Was, E> {
        self.word(text)
    }

    fn visit_bool<E: Error>(self, is: bool) -> Result<Was, E> {
        self.word(if is { "true" } else { "false" })
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Was, E> {
        self.word(&number.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Was, E> {
        self.word(&number.to_string())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Was, E> {
        self.word(&Number::from_f64(number).map(|number| number.to_string()).unwrap_or_default())
    }

    fn visit_unit<E: Error>(self) -> Result<Was, E> {
        self.word("")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Was, A::Error> {
        match self.place {
            Place::Thing(depth) if depth < DEEPEST => self.things(values, depth + 1),
            Place::Held(depth) => {
                self.gathered.rows.drop_row();
                self.things(values, depth + 1)
            }
            Place::Answers => {
                self.gathered.rows.drop_row();
                while values.next_element_seed(self.gathered.reader(Place::Answer))?.is_some() {}
                Ok(Was::Answers)
            }
            Place::List(_) => match values.next_element_seed(self.gathered.reader(Place::First))? {
                Some(Was::Object) => self.things(values, 1),
                _ => self.no_things(values),
            },
            _ => self.no_things(values),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Was, A::Error> {
        match &self.place {
            Place::Thing(depth) => {
                let depth = *depth;
                return self.thing(map, depth);
            }
            Place::Held(_) => {
                self.gathered.rows.drop_row();
                let is_note = |name: &String| name.starts_with('@');
                let place = |name| if is_note(&name) { Place::Nowhere } else { Place::Property(name) };
                self.properties(map, place)?;
                return Ok(Was::Object);
            }
            Place::First => {
                self.gathered.rows.drop_row();
                self.thing(map, 1)?;
                return Ok(Was::Object);
            }
            Place::Property(outer) | Place::List(outer) => {
                let outer = outer.clone();
                self.properties(map, |name| Place::Inner(format!("{outer}.{name}")))?;
            }
            Place::Inner(_) => {
                self.gathered.reader(Place::Nowhere).properties(map, |_| Place::Nowhere)?;
                return self.word("");
            }
            Place::Answer => {
                self.properties(map, |name| if name == "body" { Place::Thing(1) } else { Place::Nowhere })?;
            }
            Place::NextPage | Place::Answers | Place::Nowhere => self.properties(map, |_| Place::Nowhere)?,
        }
        Ok(Was::Part)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    fn read(text: &str) -> Result<Objects, ImportError> {
        let input = Input::of_bytes("x.json", text.as_bytes().to_vec()).unwrap();
        Objects::read(input, &mut |_, _| ControlFlow::Continue(()))
    }

    #[test]
    fn what_is_kept_grows_with_the_text_and_not_with_rows_times_columns() {
        // A few wide objects, then many that are nearly empty.
        let wide: Vec<String> = (0..2_000).map(|n| format!("\"p{n}\":1")).collect();
        let text = format!("[{{{}}}{}]", wide.join(","), ",{\"p7\":\"x\"}".repeat(50_000));
        let objects = read(&text).unwrap();
        let sum = |of: &dyn Fn(&Rows) -> usize| objects.parts.iter().map(of).sum::<usize>();
        let held =
            (sum(&|rows| rows.ends.len()), sum(&|rows| rows.cells.len()), sum(&|rows| rows.text.len()));
        assert_eq!(held, (50_001, 52_000, 52_000));
        let kept = sum(&|rows| rows.text.capacity() + rows.cells.capacity() * 8 + rows.ends.capacity() * 4);
        assert!(kept < 3 * text.len() / 2, "{kept} bytes of {}", text.len());
    }

    #[test]
    fn too_many_properties_stop_it_within_the_object_that_has_them() {
        let many = (0..100_000).fold(String::new(), |many, n| many + &format!("\"p{n}\":1,"));
        // It never comes to the end, where the text breaks off.
        let says = read(&format!("{{{many}")).err().unwrap().to_string();
        assert_eq!(says, "x.json is larger than can be read: 2,000 properties");
        let nested = read(&format!("[{{\"a\":{{{many}")).err().unwrap().to_string();
        assert!(nested.contains("2,000 properties"), "{nested}");
    }

    #[test]
    fn every_value_is_what_its_object_says() {
        let text = r#"{"value":[{"a":"x","b":null,"c":{"d":1.5,"e":{"f":2},"g":[3]},"h":[{"i":4}],"j":-7},{"c":{"d":true}}],"@odata.nextLink":"y"}"#;
        let objects = read(text).unwrap();
        assert!(objects.has_next_page);
        assert_eq!(objects.header, ["a", "b", "c.d", "c.e", "c.g", "h", "j"]);
        let rows = |objects: &Objects| {
            let [rows] = &objects.parts[..] else { panic!("one part") };
            (rows.cells.clone(), rows.ends.clone(), rows.text.clone())
        };
        let (cells, ends, text) = rows(&objects);
        assert_eq!(cells, [(0, 1), (2, 4), (6, 6), (2, 10)]);
        assert_eq!((ends.as_slice(), text.as_str()), (&[3, 4][..], "x1.5-7true"));
        let has_next = |text: &str| read(text).unwrap().has_next_page;
        let (first, last) =
            (r#"{"@odata.nextLink":"y","value":[{"a":1}]}"#, r#"{"@odata.nextLink":null,"value":[{"a":2}]}"#);
        assert!(has_next(first) && !has_next(last), "no address is no page");
        for whole in [format!("{first}\n{last}"), format!("[{last},{first}]"), format!("[[{first}],{last}]")]
        {
            assert!(!has_next(&whole), "{whole}");
        }
        assert!(has_next(&format!("{first}{first}")));
        let is_empty = |text: &str| read(text).unwrap().is_empty;
        assert!(is_empty(r#"{"@odata.context":"x","value":[]}"#) && is_empty("[]"));
        assert!(!is_empty("{}") && !is_empty("[7]") && !is_empty(first));
        // Microsoft's placeholder of a page, and what stands around it.
        let held = read(r#"{"count":1,"value":{"@odata.type":"t","a":"x"},"more":2}"#).unwrap();
        let (_, ends, text) = rows(&held);
        assert_eq!((ends.as_slice(), text.as_str()), (&[1][..], "x"));
        let batch = r#"{"responses":[{"id":"1","status":200,"body":{"value":[{"a":"x"},{"a":"y"}]}},
            {"id":"2","body":{"@odata.nextLink":"z","value":[{"a":"w"}]}}]}"#;
        let batch = read(batch).unwrap();
        let (_, ends, text) = rows(&batch);
        assert_eq!((ends.as_slice(), text.as_str(), batch.has_next_page), (&[1, 2, 3][..], "xyw", false));
        let refused =
            r#"{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges"}}"#;
        assert_eq!(read(refused).unwrap().error(), Some("Authorization_RequestDenied"));
        assert_eq!(read(r#"[{"a":"x"},{"error":"y"}]"#).unwrap().error(), None);
        let (_, ends, text) = rows(&read(r#"{"a":"x","value":7,"b":"y"}"#).unwrap());
        assert_eq!((ends.as_slice(), text.as_str()), (&[2][..], "xy"));
    }

    #[test]
    fn a_page_may_be_called_otherwise_and_a_row_may_hold_a_list() {
        let rows = |text: &str| {
            let objects = read(text).unwrap();
            objects.parts.iter().map(|rows| rows.ends.len()).sum::<usize>()
        };
        for page in [
            r#"{"records":[{"a":"x"},{"a":"y"}]}"#,
            r#"{"result":[{"a":"x"},{"a":"y"}]}"#,
            r#"{"count":2,"next_page":null,"tickets":[{"id":1},{"id":2}],"users":[{"id":7}]}"#,
            r#"{"made_by":"x","issues":[{"key":1,"fields":{"summary":"x"}},{"key":2}]}"#,
            r#"{"computers":[{"a":1,"b":[{"c":2}]},{"a":2}],"total":2}"#,
        ] {
            assert_eq!(rows(page), 2, "{page}");
        }
        for row in [
            r#"{"id":"x","deviceName":"PC-1","deviceActionResults":[{"a":1},{"a":2}],"devices":["a"]}"#,
            r#"{"devices":[],"id":"x"}"#,
            r#"{"records":["a","b"]}"#,
            r#"[{"records":[{"a":1},{"a":2}]}]"#,
        ] {
            assert_eq!(rows(row), 1, "{row}");
        }
        let next = r#"{"tickets":[{"id":1}],"next_page":"https://example.com/2"}"#;
        assert!(read(next).unwrap().has_next_page);
        let kept = read(r#"{"count":7,"records":[{"a":"x"}]}"#).unwrap();
        assert_eq!((kept.parts[0].text.as_str(), kept.parts[0].ends.as_slice()), ("x", &[1][..]));
    }
}
