//! A stream in blocks of whole records, so that several can be read at once.

use std::io::{ErrorKind, Read};
use std::ops::Deref;

use super::ImportError;
use super::input::{Input, MOST_BYTES};
use super::split::{Extent, last_record_end};

/// Small enough to stay in a core's own memory while it is taken apart.
const BLOCK_BYTES: usize = 512 << 10;
/// Blocks a core that are read ahead: with fewer, one core waits for the other's last block.
const BLOCKS_A_CORE: usize = 4;
/// A record that is longer is no record; a quote that is not closed before is a character.
const LONGEST_RECORD: usize = 64 << 20;

/// Whole records.
#[derive(Default)]
pub struct Block {
    /// Room for a block, of which the first `len` bytes are this one.
    room: Vec<u8>,
    len: usize,
}

impl Deref for Block {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.room[..self.len]
    }
}

pub struct Blocks {
    input: Input,
    separator: u8,
    /// Bytes of a block, and of the longest record.
    sizes: (usize, usize),
    /// What is read of the next block already.
    left: Vec<u8>,
    /// Blocks that are done with: to ask for new memory takes longer than to read into it.
    done: Vec<Block>,
    is_at_end: bool,
    pub read_bytes: u64,
}

impl Blocks {
    /// Begins `skip` bytes into the input, where the records begin.
    pub fn new(mut input: Input, skip: usize, separator: u8) -> Self {
        let mut left = Vec::new();
        let read = input.by_ref().take(skip as u64).read_to_end(&mut left);
        left.clear();
        let sizes = (BLOCK_BYTES, LONGEST_RECORD);
        let (is_at_end, read_bytes) = (read.is_err(), skip as u64);
        Self { input, separator, sizes, left, done: Vec::new(), is_at_end, read_bytes }
    }

    /// The next block of whole records; the last one may lack its line end. None at the end.
    pub fn next(&mut self) -> Result<Option<Block>, ImportError> {
        let mut block = self.done.pop().unwrap_or_default();
        let (usual, longest) = self.sizes;
        let mut wanted = usual.max(self.left.len());
        block.room.resize(wanted.max(block.room.len()), 0);
        block.len = self.left.len();
        block.room[..block.len].copy_from_slice(&self.left);
        self.left.clear();
        loop {
            self.fill(&mut block, wanted)?;
            if self.is_at_end {
                return Ok((!block.is_empty()).then_some(block));
            }
            let end = match last_record_end(&block, self.separator, Extent::MoreToCome) {
                0 if block.len() >= longest => last_record_end(&block, self.separator, Extent::Whole),
                end => end,
            };
            if end > 0 {
                self.left.extend_from_slice(&block[end..]);
                block.len = end;
                return Ok(Some(block));
            }
            if block.len() >= longest {
                return Err(ImportError::TooLarge {
                    file: self.input.name.clone(),
                    limit: "64 MB in one row",
                });
            }
            wanted = block.len() * 2;
        }
    }

    /// As many next blocks as can be read at once; none at the end. Long records are fewer at once.
    pub fn several(&mut self) -> Result<Vec<Block>, ImportError> {
        let mut blocks = Vec::new();
        let (mut bytes, most) = (0, BLOCKS_A_CORE * rayon::current_num_threads() * self.sizes.0);
        while bytes < most
            && let Some(block) = self.next()?
        {
            bytes += block.room.len();
            blocks.push(block);
        }
        Ok(blocks)
    }

    /// Takes back blocks that are done with; one that a long record made large goes.
    pub fn take_back(&mut self, blocks: Vec<Block>) {
        self.done.extend(blocks.into_iter().filter(|block| block.room.len() == self.sizes.0));
    }

    /// Reads until a block has so many bytes.
    fn fill(&mut self, block: &mut Block, wanted: usize) -> Result<(), ImportError> {
        let wanted = wanted.max(block.len + 1);
        block.room.resize(wanted.max(block.room.len()), 0);
        while block.len < wanted && !self.is_at_end {
            let count = match self.input.read(&mut block.room[block.len..wanted]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                read => read.map_err(|error| ImportError::of_reading(&self.input.name, error))?,
            };
            self.is_at_end = count == 0;
            block.len += count;
            self.read_bytes += count as u64;
        }
        if self.read_bytes > MOST_BYTES {
            return Err(ImportError::TooLarge { file: self.input.name.clone(), limit: "2 GB" });
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::files::import::split::{Cell, record};

    /// All blocks of a text, where a block has so many bytes and the longest record so many.
    fn blocks(text: &[u8], sizes: (usize, usize)) -> Result<Vec<Vec<u8>>, ImportError> {
        let mut blocks = Blocks::new(Input::of_bytes("x.csv", text.to_vec())?, 0, b',');
        blocks.sizes = sizes;
        let mut all = Vec::new();
        loop {
            let several = blocks.several()?;
            if several.is_empty() {
                return Ok(all);
            }
            all.extend(several.iter().map(|block| block.to_vec()));
            blocks.take_back(several);
        }
    }

    /// The cells of each record.
    fn records(bytes: &[u8]) -> Vec<Vec<Cell<'_>>> {
        let (mut at, mut records) = (0, Vec::new());
        while at < bytes.len() {
            let mut found = Vec::new();
            at = record(bytes, at, b',', usize::MAX, &mut found).0;
            records.push(found);
        }
        records
    }

    proptest! {
        #[test]
        fn blocks_of_any_size_hold_the_same_records(
            text in "(a|b|,|\"|\"\"| |\n|\r\n|,\"|\",){0,80}",
            size in 1..40_usize,
        ) {
            let parts = blocks(text.as_bytes(), (size, usize::MAX)).unwrap();
            let apart: Vec<_> = parts.iter().flat_map(|part| records(part)).collect();
            prop_assert_eq!(apart, records(text.as_bytes()));
        }
    }

    #[test]
    fn a_quote_that_is_not_closed_within_the_longest_record_is_a_character() {
        let rows = |count: usize| "a,b,c\n".repeat(count);
        let text = format!("{}x,\"y,z\n{}\"two\nlines\",b,c\n{}", rows(100), rows(3_000), rows(100));
        let parts = blocks(text.as_bytes(), (64, 4_096)).unwrap();
        assert!(parts.iter().all(|part| part.len() <= 8_192), "no more is held");
        assert_eq!(parts.concat(), text.as_bytes());
        let found: Vec<_> = parts.iter().flat_map(|part| records(part)).collect();
        assert_eq!(found.len(), 3_202);
        assert!(found.iter().all(|cells| cells.len() == 3));
        let line = blocks(&b"x".repeat(5_000), (64, 4_096)).unwrap_err();
        assert_eq!(line.to_string(), "x.csv is larger than can be read: 64 MB in one row");
    }
}
