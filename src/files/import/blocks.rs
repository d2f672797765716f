//! A stream in blocks of whole records, so that several can be read at once.

use std::io::{ErrorKind, Read};
use std::ops::Deref;

use super::ImportError;
use super::input::{Input, MOST_BYTES};
use super::split::last_record_end;

/// Small enough to stay in a core's own memory while it is taken apart.
const BLOCK_BYTES: usize = 512 << 10;
/// Blocks a core that are read ahead: with fewer, one core waits for the other's last block.
const BLOCKS_A_CORE: usize = 4;
/// A record that is longer is no record.
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
        Self { input, separator, left, done: Vec::new(), is_at_end: read.is_err(), read_bytes: skip as u64 }
    }

    /// The next block of whole records; the last one may lack its line end. None at the end.
    pub fn next(&mut self) -> Result<Option<Block>, ImportError> {
        let mut block = self.done.pop().unwrap_or_default();
        let mut wanted = BLOCK_BYTES.max(self.left.len());
        block.room.resize(wanted.max(block.room.len()), 0);
        block.len = self.left.len();
        block.room[..block.len].copy_from_slice(&self.left);
        self.left.clear();
        loop {
            self.fill(&mut block, wanted)?;
            if self.is_at_end {
                return Ok((!block.is_empty()).then_some(block));
            }
            let end = last_record_end(&block, self.separator);
            if end > 0 {
                self.left.extend_from_slice(&block[end..]);
                block.len = end;
                return Ok(Some(block));
            }
            if block.len() >= LONGEST_RECORD {
                let file = self.input.name.clone();
                return Err(ImportError::TooLarge {
                    file,
                    limit: "64 MB in one row; a quote may be missing",
                });
            }
            wanted = block.len() * 2;
        }
    }

    /// As many next blocks as can be read at once; none at the end.
    pub fn several(&mut self) -> Result<Vec<Block>, ImportError> {
        let mut blocks = Vec::new();
        while blocks.len() < BLOCKS_A_CORE * rayon::current_num_threads()
            && let Some(block) = self.next()?
        {
            blocks.push(block);
        }
        Ok(blocks)
    }

    /// Takes back blocks that are done with; one that a long record made large goes.
    pub fn take_back(&mut self, blocks: Vec<Block>) {
        self.done.extend(blocks.into_iter().filter(|block| block.room.len() == BLOCK_BYTES));
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
