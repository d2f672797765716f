//! Graph's objects as rows: pages, bare arrays, single objects, one object a line, or several of these
//! one after another. Nested objects become columns named `outer.inner`.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read};

use serde_json::{Deserializer, Map, Value};

use super::ImportError;
use super::input::Input;
use super::rows::{Left, Places, Progress, Take, Tally, hand_over, row};
use super::split;

/// Bytes of JSON that are read; objects of a device have 2 KB.
const MOST_BYTES: u64 = 1 << 30;
/// Properties of all objects together.
const MOST_COLUMNS: usize = 2_000;

pub fn is_json(head: &[u8]) -> bool {
    matches!(head.iter().find(|byte| !byte.is_ascii_whitespace()), Some(b'{' | b'['))
}

/// Bytes on their way, which stop when nobody waits for them any more.
struct Watched<'a, R> {
    bytes: R,
    read: u64,
    size: u64,
    progress: Progress<'a>,
    is_given_up: &'a Cell<bool>,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(into)?;
        self.read += count as u64;
        if (self.progress)(self.read.min(self.size), self.size).is_break() {
            self.is_given_up.set(true);
            return Err(io::Error::other("given up"));
        }
        Ok(count)
    }
}

/// All objects of a file.
pub struct Objects {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Things among the objects that are none.
    others: Vec<u64>,
    /// A page names a next one.
    pub has_next_page: bool,
}

impl Objects {
    pub fn read(input: Input, progress: Progress<'_>) -> Result<Self, ImportError> {
        let (file, size) = (input.name.clone(), input.size);
        let mut gathered = Gathered::default();
        let is_given_up = Cell::new(false);
        let bytes = input.take(MOST_BYTES + 1);
        let watched = Watched { bytes, read: 0, size, progress, is_given_up: &is_given_up };
        let limited = std::io::BufReader::with_capacity(1 << 18, watched);
        let mut values = Deserializer::from_reader(limited).into_iter::<Value>();
        for value in values.by_ref() {
            match value {
                Ok(value) => gathered.take(value, 0),
                Err(_) if is_given_up.get() => return Err(ImportError::GivenUp { file }),
                Err(error) => return Err(ImportError::BrokenJson { file, why: error.to_string() }),
            }
            if gathered.places.len() > MOST_COLUMNS {
                return Err(ImportError::TooLarge { file, limit: "2,000 properties" });
            }
        }
        if values.byte_offset() as u64 > MOST_BYTES {
            return Err(ImportError::TooLarge { file, limit: "1 GB of JSON" });
        }
        let mut header = vec![String::new(); gathered.places.len()];
        for (name, place) in gathered.places {
            header[place] = name;
        }
        let Gathered { rows, others, has_next_page, .. } = gathered;
        Ok(Self { header, rows, others, has_next_page })
    }

    pub fn header(&self) -> &[String] {
        &self.header
    }

    pub fn each(&self, columns: &Places, take: Take<'_>) -> Tally {
        let mut tally = Tally::default();
        for other in &self.others {
            tally.leave(Left::Shape, *other);
        }
        for (n, object) in self.rows.iter().enumerate() {
            let cells: Vec<_> = object.iter().map(|text| split::Cell::of(text.as_bytes())).collect();
            hand_over(&mut tally, &row(n as u64 + 1, &cells, columns), take);
        }
        tally
    }
}

#[derive(Default)]
struct Gathered {
    places: BTreeMap<String, usize>,
    rows: Vec<Vec<String>>,
    others: Vec<u64>,
    has_next_page: bool,
}

impl Gathered {
    /// A page, an array or an object. Deeper than an array of arrays of pages nothing is looked for.
    fn take(&mut self, value: Value, depth: u32) {
        match value {
            Value::Array(values) if depth < 3 => self.all(values, depth + 1),
            Value::Object(mut object) => {
                self.has_next_page |= object.contains_key("@odata.nextLink");
                match object.remove("value") {
                    Some(Value::Array(values)) => self.all(values, depth + 1),
                    // Microsoft's own placeholder of a page holds one object.
                    Some(Value::Object(inner)) => self.object(inner),
                    _ => self.object(object),
                }
            }
            _ => self.others.push(self.rows.len() as u64 + 1),
        }
    }

    fn all(&mut self, values: Vec<Value>, depth: u32) {
        for value in values {
            self.take(value, depth);
        }
    }

    fn object(&mut self, object: Map<String, Value>) {
        let mut row = vec![String::new(); self.places.len()];
        for (name, value) in object {
            if name.starts_with('@') {
                continue;
            }
            match value {
                Value::Object(inner) => {
                    for (below, value) in inner {
                        self.put(&mut row, format!("{name}.{below}"), &value);
                    }
                }
                value => self.put(&mut row, name, &value),
            }
        }
        self.rows.push(row);
    }

    fn put(&mut self, row: &mut Vec<String>, name: String, value: &Value) {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            _ => String::new(),
        };
        let next = self.places.len();
        let place = *self.places.entry(name).or_insert(next);
        if row.len() <= place {
            row.resize(place + 1, String::new());
        }
        row[place] = text;
    }
}
