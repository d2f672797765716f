//! The last results of a costly function. A dragged date or another number of agents leaves the past as it is, so
//! what the past says is not worked out again for every value on the way. Results are the same with and without.

use std::sync::{Mutex, PoisonError};

/// So many states are taken up in turn: a plan, the same with a knob held elsewhere, and others of its schedules.
const KEPT: usize = 4;

/// Results by what the function was given, the newest first.
pub struct Memo<K, V>(Mutex<Vec<(K, V)>>);

impl<K: PartialEq, V: Clone> Memo<K, V> {
    pub const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// What `make` makes of `key`, now or some time before.
    pub fn get(&self, key: K, make: impl FnOnce(&K) -> V) -> V {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = known().iter().find(|(other, _)| *other == key).map(|(_, value)| value.clone()) {
            return value;
        }
        // Unlocked: who asks for something else need not wait.
        let value = make(&key);
        let mut kept = known();
        kept.insert(0, (key, value.clone()));
        kept.truncate(KEPT);
        value
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn what_was_worked_out_lately_is_not_worked_out_again() {
        let memo = Memo::new();
        let mut made = Vec::new();
        for key in [1, 1, 2, 1, 3, 4, 5, 5, 1] {
            assert_eq!(
                memo.get(key, |key| {
                    made.push(*key);
                    10 * key
                }),
                10 * key
            );
        }
        assert_eq!(made, [1, 2, 3, 4, 5, 1], "the oldest is forgotten");
    }
}
