//! What was made of a cell, to be found again: many columns repeat a few words half a million times.

/// More words than these are looked for nowhere: a column of that many is no column of words.
const MOST: usize = 32;

pub struct Memo<T> {
    known: Vec<(Box<[u8]>, T)>,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self { known: Vec::new() }
    }
}

impl<T: Clone> Memo<T> {
    /// What `make` makes of these bytes, which must be all that it goes by.
    pub fn of(&mut self, bytes: &[u8], make: impl FnOnce() -> T) -> T {
        if let Some((_, made)) = self.known.iter().find(|(known, _)| **known == *bytes) {
            return made.clone();
        }
        let made = make();
        if self.known.len() < MOST {
            self.known.push((bytes.into(), made.clone()));
        }
        made
    }
}
