//! A file as a stream of UTF-8 or of single-byte text, whatever it was: plain, zipped, UTF-16, with or
//! without a byte order mark. What is larger than any export stops here with its limit named.

use std::fs::{File, Metadata};
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use chrono::{DateTime, Local, NaiveDate};
use encoding_rs::{UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::ImportError;
use super::zipped::Archive;

/// Bytes that a file may unpack to; two million devices of the widest report are 1.2 GB.
pub const MOST_BYTES: u64 = 2 << 30;
/// Bytes from which kind and separator are told.
pub const HEAD_BYTES: usize = 256 << 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// Single bytes beyond ASCII that are not UTF-8.
    Windows1252,
}

impl Encoding {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
            Self::Windows1252 => "Windows-1252",
        }
    }

    /// By the byte order mark, else by the NULs of UTF-16, else by what is valid.
    fn of(head: &[u8]) -> Self {
        match head {
            [0xff, 0xfe, ..] => return Self::Utf16Le,
            [0xfe, 0xff, ..] => return Self::Utf16Be,
            _ => {}
        }
        let pairs = head[..head.len().min(512)].chunks_exact(2);
        let count = pairs.len();
        let (even, odd) = pairs.fold((0, 0), |(even, odd), pair| {
            (even + usize::from(pair[0] == 0), odd + usize::from(pair[1] == 0))
        });
        if count >= 4 && odd * 2 > count {
            return Self::Utf16Le;
        }
        if count >= 4 && even * 2 > count {
            return Self::Utf16Be;
        }
        match std::str::from_utf8(head) {
            Ok(_) => Self::Utf8,
            // The head may end inside a letter.
            Err(error) if error.error_len().is_none() => Self::Utf8,
            Err(_) => Self::Windows1252,
        }
    }
}

/// One file's text from its beginning.
pub struct Input {
    /// The file, and within a ZIP the entry.
    pub name: String,
    pub encoding: Encoding,
    /// The first bytes, decoded and without byte order mark; they come again with the reading.
    pub head: Vec<u8>,
    /// Bytes of the whole, as stored, if known: what progress is measured against.
    pub size: u64,
    /// The day on which the file, or its ZIP, was written, if it is one.
    pub written_on: Option<NaiveDate>,
    /// Files of the same ZIP beyond this one that are not read.
    pub more_beside: usize,
    rest: Box<dyn Read + Send>,
    taken: usize,
}

impl Input {
    /// The text files in `path`: itself, or the CSV and JSON files of a ZIP. Of each only the beginning is read.
    pub fn open(path: &Path) -> Result<Vec<Self>, ImportError> {
        match Found::at(path)? {
            Found::Plain(input) => Ok(vec![input]),
            Found::Zipped(archive) => {
                let inputs: Result<Vec<_>, _> =
                    (0..archive.len()).map(|place| archive.input(place)).collect();
                let mut inputs = inputs?;
                if let Some(last) = inputs.last_mut() {
                    last.more_beside = archive.more;
                }
                Ok(inputs)
            }
        }
    }

    /// The text file that stands at this place among those of [`Input::open`], without the others.
    pub fn open_at(path: &Path, place: usize) -> Result<Self, ImportError> {
        match Found::at(path)? {
            Found::Plain(input) => Ok(input),
            Found::Zipped(archive) => archive.input(place),
        }
    }

    /// Bytes that are at hand, as a pasted table or a test has them.
    pub fn of_bytes(name: &str, bytes: Vec<u8>) -> Result<Self, ImportError> {
        let size = bytes.len() as u64;
        Self::of(name.to_owned(), size, Box::new(Cursor::new(bytes)))
    }

    pub(super) fn of(name: String, size: u64, mut bytes: Box<dyn Read + Send>) -> Result<Self, ImportError> {
        let unreadable = |error| ImportError::of_reading(&name, error);
        let mut raw = Vec::new();
        bytes.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut raw).map_err(unreadable)?;
        let encoding = Encoding::of(&raw);
        let all = Cursor::new(raw).chain(bytes);
        let mut builder = DecodeReaderBytesBuilder::new();
        builder.bom_override(true).strip_bom(true).utf8_passthru(true);
        let mut rest: Box<dyn Read + Send> = match encoding {
            Encoding::Utf16Le => Box::new(builder.encoding(Some(UTF_16LE)).build(all)),
            Encoding::Utf16Be => Box::new(builder.encoding(Some(UTF_16BE)).build(all)),
            // Single bytes are decoded cell by cell, where a file mixes them with UTF-8.
            Encoding::Utf8 | Encoding::Windows1252 => Box::new(without_mark(all)),
        };
        let mut head = Vec::new();
        rest.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(unreadable)?;
        if head.contains(&b'\r') && !head.contains(&b'\n') {
            mend_line_ends(&mut head);
            rest = Box::new(OfOldMac(rest));
        }
        Ok(Self { name, encoding, head, size, written_on: None, more_beside: 0, rest, taken: 0 })
    }
}

impl Read for Input {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.taken < self.head.len() {
            let count = (&self.head[self.taken..]).read(into)?;
            self.taken += count;
            return Ok(count);
        }
        self.rest.read(into)
    }
}

/// Text whose lines end as on the first Macs: a carriage return is a line end.
struct OfOldMac(Box<dyn Read + Send>);

impl Read for OfOldMac {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(into)?;
        mend_line_ends(&mut into[..count]);
        Ok(count)
    }
}

fn mend_line_ends(bytes: &mut [u8]) {
    for byte in bytes.iter_mut().filter(|byte| **byte == b'\r') {
        *byte = b'\n';
    }
}

/// What stands under a path.
enum Found {
    Plain(Input),
    Zipped(Archive),
}

impl Found {
    fn at(path: &Path) -> Result<Self, ImportError> {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let unreadable = |error| ImportError::of_reading(&name, error);
        let mut file = File::open(path).map_err(unreadable)?;
        let about = file.metadata().map_err(unreadable)?;
        let size = about.len();
        let mut magic = [0; 4];
        let is_zip = file.read_exact(&mut magic).is_ok() && matches!(&magic, b"PK\x03\x04" | b"PK\x05\x06");
        file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        if is_zip {
            return Archive::of(&name, file, path).map(Self::Zipped);
        }
        let input = Input::of(name, size, Box::new(file))?;
        Ok(Self::Plain(Input { written_on: written_on(&about), ..input }))
    }
}

/// The day of a file's last change, on this machine's clock.
pub(super) fn written_on(about: &Metadata) -> Option<NaiveDate> {
    about.modified().ok().map(|at| DateTime::<Local>::from(at).date_naive())
}

/// Leaves out the byte order mark of UTF-8.
fn without_mark(mut bytes: impl Read + Send) -> impl Read + Send {
    let mut first = Vec::new();
    // An error here comes again with the next read.
    let _ = bytes.by_ref().take(3).read_to_end(&mut first);
    if first == [0xef, 0xbb, 0xbf] {
        first.clear();
    }
    Cursor::new(first).chain(bytes)
}
