//! The text files of a ZIP file, each unpacked as it is read: none is ever held as a whole, and what unpacks to
//! more than any export stops there.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::input::{Input, written_on};
use super::{EXPECTED, ImportError, cut};

/// Bytes that all files of a ZIP may unpack to.
const MOST_UNPACKED: u64 = 1 << 30;
/// Files of a ZIP that are read.
const MOST_ENTRIES: usize = 64;
const ENDINGS: [&str; 4] = [".csv", ".json", ".txt", ".ics"];

/// The text files of one ZIP.
pub struct Archive {
    name: String,
    path: PathBuf,
    entries: Vec<Entry>,
    /// Text files beyond these.
    pub more: usize,
    /// What may still be unpacked of all of them.
    left: Arc<AtomicU64>,
}

/// Where a file stands in the archive, as its list says.
struct Entry {
    name: String,
    start: u64,
    packed: u64,
    size: u64,
    crc: u32,
    is_deflated: bool,
}

/// What every document of Office has in it.
const OFFICE_ENTRY: &str = "[Content_Types].xml";

/// What macOS puts beside files for itself.
fn is_of_finder(inner: &str) -> bool {
    inner.starts_with("__MACOSX/") || inner.rsplit('/').next().is_some_and(|name| name.starts_with("._"))
}

fn unsuitable(name: &str, found: &str) -> ImportError {
    ImportError::Unknown { file: name.to_owned(), found: found.to_owned(), expected: EXPECTED.to_owned() }
}

/// What a ZIP file is in which no text file is to be read.
fn kind_of(entries: &[String]) -> &'static str {
    let has = |beginning: &str| entries.iter().any(|inner| inner.starts_with(beginning));
    if has(OFFICE_ENTRY) {
        let is_workbook = has("xl/");
        if is_workbook { "an Excel workbook: save it as CSV UTF-8" } else { "an Office document" }
    } else if has("META-INF/manifest.xml") && has("content.xml") {
        "an OpenDocument file: save a sheet of it as CSV in UTF-8"
    } else if entries.iter().any(|inner| inner.to_lowercase().ends_with(".zip")) {
        "a ZIP file in which another one is: unpack it first"
    } else if entries.is_empty() {
        "a ZIP file with nothing in it"
    } else {
        "a ZIP file without a CSV, JSON, text or calendar file"
    }
}

impl Archive {
    pub fn of(name: &str, file: File, path: &Path) -> Result<Self, ImportError> {
        Self::limited(name, file, path, MOST_UNPACKED)
    }

    fn limited(name: &str, file: File, path: &Path, most: u64) -> Result<Self, ImportError> {
        let broken = |why: String| ImportError::BrokenZip { file: name.to_owned(), why };
        let mut archive = ZipArchive::new(file).map_err(|error| broken(error.to_string()))?;
        let (mut entries, mut others, mut more) = (Vec::new(), Vec::new(), 0);
        for at in 0..archive.len() {
            let entry = archive.by_index_raw(at).map_err(|error| broken(error.to_string()))?;
            let inner = entry.name().map_err(|error| broken(error.to_string()))?.into_owned();
            if !entry.is_file() || is_of_finder(&inner) {
                continue;
            }
            if !ENDINGS.iter().any(|end| inner.to_lowercase().ends_with(end)) {
                others.push(inner);
                continue;
            }
            if entries.len() == MOST_ENTRIES {
                more += 1;
                continue;
            }
            let is_deflated = match entry.compression() {
                _ if entry.encrypted() => {
                    return Err(unsuitable(name, "a ZIP file with a password: unpack it first"));
                }
                CompressionMethod::Stored => false,
                CompressionMethod::Deflated => true,
                _ => {
                    return Err(broken(format!(
                        "{} is packed in a way that is not known here",
                        cut(&inner, 80)
                    )));
                }
            };
            let start = entry.data_start();
            entries.push(Entry {
                start: start
                    .ok_or_else(|| broken(format!("{} is not where it should be", cut(&inner, 80))))?,
                packed: entry.compressed_size(),
                size: entry.size(),
                crc: entry.crc32(),
                name: cut(&inner, 80),
                is_deflated,
            });
        }
        if entries.is_empty() || others.iter().any(|inner| inner == OFFICE_ENTRY) {
            return Err(unsuitable(name, kind_of(&others)));
        }
        let left = Arc::new(AtomicU64::new(most));
        Ok(Self { name: name.to_owned(), path: path.to_owned(), entries, more, left })
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// One of the files, from its beginning.
    pub fn input(&self, place: usize) -> Result<Input, ImportError> {
        let Some(entry) = self.entries.get(place) else {
            return Err(ImportError::Empty { file: self.name.clone() });
        };
        let shown = format!("{}: {}", self.name, entry.name);
        let unpacked = self.unpacked(entry).map_err(|error| ImportError::of_reading(&shown, error))?;
        let mut input = Input::of(shown, entry.size, Box::new(unpacked))?;
        input.written_on = self.path.metadata().ok().and_then(|about| written_on(&about));
        Ok(input)
    }

    fn unpacked(&self, entry: &Entry) -> io::Result<Unpacked> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(entry.start))?;
        let packed = BufReader::with_capacity(1 << 16, file.take(entry.packed));
        let bytes: Box<dyn Read + Send> =
            if entry.is_deflated { Box::new(DeflateDecoder::new(packed)) } else { Box::new(packed) };
        Ok(Unpacked { bytes, sum: Crc::new(), wanted: entry.crc, left: Arc::clone(&self.left) })
    }
}

/// A file as it is unpacked. An archive says how large its files are, but need not tell the truth: what comes
/// out of it is counted.
struct Unpacked {
    bytes: Box<dyn Read + Send>,
    sum: Crc,
    wanted: u32,
    left: Arc<AtomicU64>,
}

impl Read for Unpacked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(into)?;
        if count == 0 {
            let is_whole = into.is_empty() || self.sum.sum() == self.wanted;
            let damaged = || io::Error::new(io::ErrorKind::InvalidData, "it is damaged within its ZIP file");
            return if is_whole { Ok(0) } else { Err(damaged()) };
        }
        self.sum.update(&into[..count]);
        let taken = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(count as u64));
        taken.map(|_| count).map_err(|_| io::ErrorKind::FileTooLarge.into())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::files::import::input::HEAD_BYTES;

    fn zip(folder: &Path, files: &[(&str, &[u8])], method: CompressionMethod) -> PathBuf {
        let path = folder.join("x.zip");
        let mut writer = zip::ZipWriter::new(File::create(&path).unwrap());
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap();
        path
    }

    fn archive(path: &Path, most: u64) -> Archive {
        Archive::limited("x.zip", File::open(path).unwrap(), path, most).unwrap()
    }

    fn text(mut input: Input) -> Result<String, io::Error> {
        let mut text = String::new();
        input.read_to_string(&mut text).map(|_| text)
    }

    #[test]
    fn every_text_file_is_read_by_itself_at_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let long = "row\n".repeat(200_000);
        let files: [(&str, &[u8]); 4] = [
            ("a.csv", b"first"),
            ("note.docx", b"no"),
            ("b.JSON", b"\xef\xbb\xbf{}"),
            ("c.txt", long.as_bytes()),
        ];
        for method in [CompressionMethod::Deflated, CompressionMethod::Stored] {
            let path = zip(folder.path(), &files, method);
            let all = Input::open(&path).unwrap();
            let names: Vec<_> = all.iter().map(|input| input.name.clone()).collect();
            assert_eq!(names, ["x.zip: a.csv", "x.zip: b.JSON", "x.zip: c.txt"]);
            let texts: Vec<_> = all.into_iter().map(|input| text(input).unwrap()).collect();
            assert_eq!(texts, ["first", "{}", long.as_str()]);
            assert_eq!(text(Input::open_at(&path, 2).unwrap()).unwrap(), long);
            assert!(Input::open_at(&path, 3).is_err());
        }
    }

    #[test]
    fn what_is_no_export_is_called_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let says = |names: &[&str]| {
            let files: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, &b"x"[..])).collect();
            let path = zip(folder.path(), &files, CompressionMethod::Deflated);
            Input::open(&path).err().unwrap().to_string().replace(EXPECTED, "…")
        };
        let workbook = ["[Content_Types].xml", "xl/workbook.xml", "customXml/notes.txt"];
        assert_eq!(says(&workbook), "x.zip is an Excel workbook: save it as CSV UTF-8; expected …");
        assert_eq!(says(&["[Content_Types].xml", "word/x.xml"]), "x.zip is an Office document; expected …");
        assert!(says(&["inner.ZIP"]).contains("another one is: unpack it first"));
        assert!(says(&["a.docx"]).contains("without a CSV"));
        assert_eq!(says(&[]), "x.zip is a ZIP file with nothing in it; expected …");
        // The bit of each header that says it is encrypted.
        let path = zip(folder.path(), &[("a.csv", b"x")], CompressionMethod::Stored);
        let mut bytes = std::fs::read(&path).unwrap();
        let list = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
        bytes[6] |= 1;
        bytes[list + 8] |= 1;
        std::fs::write(&path, bytes).unwrap();
        assert!(Input::open(&path).err().unwrap().to_string().contains("a ZIP file with a password"));
    }

    #[test]
    fn files_of_the_finder_are_passed_over_and_those_beyond_the_most_counted() {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<_> = (0..70).map(|n| format!("{n}.csv")).collect();
        let mut files: Vec<(&str, &[u8])> = vec![("__MACOSX/._0.csv", b"\0\x05"), ("d/._1.csv", b"\0\x05")];
        files.extend(names.iter().map(|name| (name.as_str(), &b"a,b\n"[..])));
        let inputs = Input::open(&zip(folder.path(), &files, CompressionMethod::Deflated)).unwrap();
        assert_eq!((inputs.len(), inputs[0].name.as_str()), (64, "x.zip: 0.csv"));
        assert_eq!(inputs.iter().map(|input| input.more_beside).collect::<Vec<_>>()[62..], [0, 6]);
    }

    #[test]
    fn a_bomb_stops_at_the_limit_and_is_never_held() {
        let folder = tempfile::tempdir().unwrap();
        let bomb = vec![b' '; 64 << 20];
        let path = zip(folder.path(), &[("a.csv", &bomb), ("b.csv", b"a,b\n")], CompressionMethod::Deflated);
        assert!(path.metadata().unwrap().len() < 100_000, "it looks small");
        let limit = 1 << 20;
        let archive = archive(&path, limit);
        let mut input = archive.input(0).unwrap();
        assert_eq!(input.head.len(), HEAD_BYTES, "nothing but its beginning is there");
        let mut read = 0;
        let error = loop {
            let mut some = [0; 1 << 12];
            match input.read(&mut some) {
                Ok(count) => read += count as u64,
                Err(error) => break error,
            }
            assert!(read <= limit, "{read}");
        };
        assert_eq!(
            ImportError::of_reading("x.zip: a.csv", error).to_string(),
            "x.zip: a.csv is larger than can be read: 1 GB when unpacked"
        );
        assert!(archive.input(1).is_err(), "the limit is of all files together");
    }

    #[test]
    fn what_was_damaged_on_its_way_is_no_shorter_file() {
        let folder = tempfile::tempdir().unwrap();
        let rows = "device,site\n".repeat(50_000);
        let path = zip(folder.path(), &[("a.csv", rows.as_bytes())], CompressionMethod::Stored);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[400_000] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        let error = text(Input::open_at(&path, 0).unwrap()).unwrap_err();
        assert!(error.to_string().contains("damaged"), "{error}");
    }
}
