//! A job that answers more than once: it hands in what it has so far, and learns when nobody waits for it
//! any more.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

struct Shared<T> {
    newest: Mutex<Option<T>>,
    is_wanted: AtomicBool,
}

/// The window's end; dropping it gives the job up.
pub struct Feed<T>(Arc<Shared<T>>);

/// The job's end.
pub struct Source<T>(Arc<Shared<T>>);

pub fn feed<T>() -> (Feed<T>, Source<T>) {
    let shared = Arc::new(Shared { newest: Mutex::new(None), is_wanted: AtomicBool::new(true) });
    (Feed(Arc::clone(&shared)), Source(shared))
}

impl<T> Feed<T> {
    /// What came in since the last time; of several answers the newest.
    pub fn take(&self) -> Option<T> {
        self.0.newest.lock().ok()?.take()
    }
}

impl<T> Drop for Feed<T> {
    fn drop(&mut self) {
        self.0.is_wanted.store(false, Ordering::Relaxed);
    }
}

impl<T> Source<T> {
    pub fn give(&self, value: T) {
        if let Ok(mut newest) = self.0.newest.lock() {
            *newest = Some(value);
        }
    }

    pub fn is_wanted(&self) -> bool {
        self.0.is_wanted.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_answer_counts_and_a_dropped_feed_is_noticed() {
        let (feed, source) = feed();
        source.give(1);
        source.give(2);
        assert_eq!(feed.take(), Some(2));
        assert_eq!(feed.take(), None);
        assert!(source.is_wanted());
        drop(feed);
        assert!(!source.is_wanted());
    }
}
