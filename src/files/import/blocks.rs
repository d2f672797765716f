//! A stream in blocks of whole records, so that several can be read at once.

use std::io::Read;

use super::ImportError;
use super::input::{Input, MOST_BYTES};
use super::split::last_record_end;

/// Small enough to stay in a core's own memory while it is taken apart.
const BLOCK_BYTES: usize = 512 << 10;
/// Blocks a core that are read ahead: with fewer, one core waits for the other's last block.
const BLOCKS_A_CORE: usize = 4;
/// A record that is longer is no record.
const LONGEST_RECORD: usize = 64 << 20;

pub struct Blocks {
    input: Input,
    separator: u8,
    left: Vec<u8>,
    is_at_end: bool,
    pub read_bytes: u64,
}

impl Blocks {
    /// Begins `skip` bytes into the input, where the records begin.
    pub fn new(mut input: Input, skip: usize, separator: u8) -> Self {
        let mut left = Vec::new();
        let read = input.by_ref().take(skip as u64).read_to_end(&mut left);
        left.clear();
        Self { input, separator, left, is_at_end: read.is_err(), read_bytes: skip as u64 }
    }

    /// The next block of whole records; the last one may lack its line end. None at the end.
    pub fn next(&mut self) -> Result<Option<Vec<u8>>, ImportError> {
        let mut block = std::mem::take(&mut self.left);
        let mut wanted = BLOCK_BYTES;
        loop {
            self.fill(&mut block, wanted)?;
            if self.is_at_end {
                return Ok((!block.is_empty()).then_some(block));
            }
            let end = last_record_end(&block, self.separator);
            if end > 0 {
                self.left = block.split_off(end);
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
    pub fn several(&mut self) -> Result<Vec<Vec<u8>>, ImportError> {
        let mut blocks = Vec::new();
        while blocks.len() < BLOCKS_A_CORE * rayon::current_num_threads()
            && let Some(block) = self.next()?
        {
            blocks.push(block);
        }
        Ok(blocks)
    }

    fn fill(&mut self, block: &mut Vec<u8>, wanted: usize) -> Result<(), ImportError> {
        let missing = wanted.saturating_sub(block.len()).max(1);
        let count = self
            .input
            .by_ref()
            .take(missing as u64)
            .read_to_end(block)
            .map_err(|error| ImportError::of_reading(&self.input.name, error))?;
        self.is_at_end = count < missing;
        self.read_bytes += count as u64;
        if self.read_bytes > MOST_BYTES {
            return Err(ImportError::TooLarge { file: self.input.name.clone(), limit: "4 GB" });
        }
        Ok(())
    }
}
