//! Words that many devices share: sites, models, Windows versions. Shared, not copied.

use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use foldhash::fast::RandomState;

/// One word. Most devices lack most of theirs: an empty one is nothing, and a device with all of them is no larger.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(Option<Arc<String>>);

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        Self((!text.is_empty()).then(|| Arc::new(text.to_owned())))
    }
}

impl Deref for Word {
    type Target = str;

    fn deref(&self) -> &str {
        self.0.as_ref().map_or("", |word| word.as_str())
    }
}

impl AsRef<str> for Word {
    fn as_ref(&self) -> &str {
        self
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

/// More words than this are no words that devices share: they are forgotten.
const MOST_KNOWN: usize = 1 << 12;

/// The words met so far.
#[derive(Default)]
pub struct Words {
    known: HashMap<Box<str>, Word, RandomState>,
    last: Word,
}

impl Words {
    pub fn of(&mut self, text: &str) -> Word {
        // Exports are sorted more often than not: the last word comes again.
        if self.last.as_ref() == text {
            return self.last.clone();
        }
        let word = if let Some(word) = self.known.get(text) {
            word.clone()
        } else {
            let word = Word::from(text);
            if self.known.len() == MOST_KNOWN {
                self.known.clear();
            }
            self.known.insert(text.into(), word.clone());
            word
        };
        self.last = word.clone();
        word
    }
}
