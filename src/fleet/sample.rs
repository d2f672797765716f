//! Drawing by lot: how many of each stratum, by largest remainders, and which, by a keyed hash. The same
//! devices and the same seed draw the same ones in whatever order they come.

use crate::plan::wording::fingerprint;

/// One stratum: its weight, and the fewest and the most that may be drawn of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stratum {
    pub weight: usize,
    pub least: usize,
    pub most: usize,
}

/// Parts `total` among strata in proportion to their weights: each gets what is due to it, rounded down, and
/// the largest remainders get one more. Where a bound keeps a stratum from its due, the others share the
/// difference by the same rule. More than all bounds allow is cut to them.
pub fn allocate(total: usize, strata: &[Stratum]) -> Vec<usize> {
    let (least, most) = strata.iter().fold((0, 0), |sum, s| (sum.0 + s.least, sum.1 + s.most));
    let total = total.clamp(least, most);
    let mut fixed: Vec<Option<usize>> =
        strata.iter().map(|s| (s.weight == 0 || s.least == s.most).then_some(s.least)).collect();
    loop {
        let (rest, weight) = left(total, strata, &fixed);
        if weight == 0 {
            break;
        }
        // By how much bounds raise and lower what is due, in units of 1/weight.
        let (mut raised, mut lowered) = (0_u128, 0_u128);
        for (stratum, _) in free(strata, &fixed) {
            let due = rest as u128 * stratum.weight as u128;
            raised += (stratum.least as u128 * weight as u128).saturating_sub(due);
            lowered += due.saturating_sub(stratum.most as u128 * weight as u128);
        }
        if raised == 0 && lowered == 0 {
            break;
        }
        let bounded: Vec<(usize, usize)> = free(strata, &fixed)
            .filter_map(|(stratum, at)| {
                let due = rest as u128 * stratum.weight as u128;
                let is_low = due < stratum.least as u128 * weight as u128;
                let is_high = due > stratum.most as u128 * weight as u128;
                if raised >= lowered && is_low {
                    Some((at, stratum.least))
                } else if lowered >= raised && is_high {
                    Some((at, stratum.most))
                } else {
                    None
                }
            })
            .collect();
        for (at, bound) in bounded {
            fixed[at] = Some(bound);
        }
    }
    round(total, strata, &fixed)
}

/// What the strata that are not fixed share, and their weight.
fn left(total: usize, strata: &[Stratum], fixed: &[Option<usize>]) -> (usize, usize) {
    let taken: usize = fixed.iter().flatten().sum();
    (total.saturating_sub(taken), free(strata, fixed).map(|(stratum, _)| stratum.weight).sum())
}

fn free<'s>(
    strata: &'s [Stratum],
    fixed: &'s [Option<usize>],
) -> impl Iterator<Item = (&'s Stratum, usize)> + 's {
    strata.iter().zip(0..).filter(|(_, at)| fixed[*at].is_none())
}

fn round(total: usize, strata: &[Stratum], fixed: &[Option<usize>]) -> Vec<usize> {
    let (rest, weight) = left(total, strata, fixed);
    let mut parts: Vec<usize> = fixed.iter().map(|part| part.unwrap_or(0)).collect();
    let mut remainders = Vec::new();
    for (stratum, at) in free(strata, fixed) {
        let due = rest as u128 * stratum.weight as u128;
        parts[at] = (due / weight as u128) as usize;
        // Of two equal remainders the larger stratum's counts first, then the earlier one's.
        remainders.push((std::cmp::Reverse((due % weight as u128, stratum.weight)), at));
    }
    remainders.sort();
    let given: usize = parts.iter().sum();
    let mut missing = total.saturating_sub(given);
    // A weightless stratum, or one at its bound, takes what the others cannot.
    let order = remainders.iter().map(|(_, at)| *at).chain(0..strata.len());
    for at in order {
        if missing == 0 {
            break;
        }
        let is_due = fixed[at].is_none();
        let room = strata[at].most.saturating_sub(parts[at]);
        let more = if is_due { room.min(1) } else { room.min(missing) };
        parts[at] += more;
        missing -= more;
    }
    parts
}

/// A number for a device's mark under a seed, the same on every machine and in every version.
pub fn lot(seed: u32, mark: &str) -> u64 {
    // With the finalizer of MurmurHash3 every bit of the mark moves every bit of the number.
    let mut hash = fingerprint(seed.to_le_bytes().into_iter().chain(mark.bytes()));
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn open(weights: &[usize]) -> Vec<Stratum> {
        weights.iter().map(|weight| Stratum { weight: *weight, least: 0, most: *weight }).collect()
    }

    #[test]
    fn remainders_go_to_the_largest() {
        // 50 of 1,000: due are 25.05, 15.0, 7.45 and 2.5.
        assert_eq!(allocate(50, &open(&[501, 300, 149, 50])), [25, 15, 7, 3]);
        assert_eq!(allocate(3, &open(&[10, 10, 10, 10])), [1, 1, 1, 0]);
        assert_eq!(allocate(0, &open(&[4, 0])), [0, 0]);
        assert_eq!(allocate(99, &open(&[4, 2])), [4, 2]);
        assert_eq!(allocate(9, &[]), [0_usize; 0]);
    }

    #[test]
    fn what_a_stratum_cannot_give_the_others_give() {
        let strata = [
            Stratum { weight: 500, least: 0, most: 10 },
            Stratum { weight: 300, least: 0, most: 300 },
            Stratum { weight: 200, least: 0, most: 200 },
        ];
        assert_eq!(allocate(100, &strata), [10, 54, 36]);
        let held =
            [Stratum { weight: 500, least: 0, most: 500 }, Stratum { weight: 500, least: 80, most: 500 }];
        assert_eq!(allocate(100, &held), [20, 80]);
        assert_eq!(allocate(40, &held), [0, 80], "what is held stays");
    }

    proptest! {
        #[test]
        fn shares_are_within_one_of_proportion(weights in prop::collection::vec(0_usize..5_000, 1..40), percent in 0_usize..=100) {
            let sum: usize = weights.iter().sum();
            let total = sum * percent / 100;
            let parts = allocate(total, &open(&weights));
            prop_assert_eq!(parts.iter().sum::<usize>(), total);
            for (part, weight) in parts.iter().zip(&weights) {
                let due = total as f64 * *weight as f64 / sum.max(1) as f64;
                prop_assert!((*part as f64 - due).abs() < 1.0, "{part} of {weight}, due {due}");
            }
        }

        #[test]
        fn bounds_hold_and_everything_is_given_out(strata in prop::collection::vec((0_usize..500, 0_usize..50, 0_usize..100), 1..20), total in 0_usize..3_000) {
            let strata: Vec<_> = strata.into_iter().map(|(weight, least, more)| Stratum { weight, least, most: least + more }).collect();
            let parts = allocate(total, &strata);
            let (least, most) = strata.iter().fold((0, 0), |sum, s| (sum.0 + s.least, sum.1 + s.most));
            prop_assert_eq!(parts.iter().sum::<usize>(), total.clamp(least, most));
            for (part, stratum) in parts.iter().zip(&strata) {
                prop_assert!((stratum.least..=stratum.most).contains(part));
            }
        }
    }

    #[test]
    fn lots_are_spread_evenly_and_stay_what_they_are() {
        // A roster of today must be drawn alike by every later version.
        assert_eq!(lot(1, "name pc-1"), 12_311_238_369_550_864_642);
        let low = (0..10_000).filter(|n| lot(7, &format!("name pc-{n:05}")) < u64::MAX / 10).count();
        assert!((900..1_100).contains(&low), "{low}");
    }
}
