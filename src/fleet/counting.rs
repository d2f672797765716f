//! Many devices counted on all cores.

use rayon::prelude::*;

/// So many are counted at a time, whatever the number of cores: what is counted does not depend on it.
const AT_A_TIME: usize = 1 << 14;

/// Counts `things` in parts: `add` puts one to the count of its part, `join` the count of the next part to that
/// of those before, in their order.
pub fn count<'t, T: Sync, C: Default + Send>(
    things: &'t [T],
    add: impl Fn(&mut C, &'t T) + Sync,
    mut join: impl FnMut(&mut C, C),
) -> C {
    let part = |part: &'t [T]| {
        part.iter().fold(C::default(), |mut count, thing| {
            add(&mut count, thing);
            count
        })
    };
    let parts: Vec<C> = things.par_chunks(AT_A_TIME).map(part).collect();
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |mut all, next| {
        join(&mut all, next);
        all
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn every_thing_counts_once_and_in_order() {
        for length in [0, 1, AT_A_TIME, 3 * AT_A_TIME + 7] {
            let things: Vec<usize> = (0..length).collect();
            let counted = count(&things, |all: &mut Vec<usize>, thing| all.push(*thing), Extend::extend);
            assert_eq!(counted, things);
        }
    }
}
