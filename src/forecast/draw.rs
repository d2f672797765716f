//! Chance: streams of random numbers that are found by name, and draws from them that are exact in
//! distribution. What a name means is fixed, so that plans are compared on the same luck.

mod bell;
mod binomial;
mod continuous;
mod poisson;
mod table;

use rand::{Rng, SeedableRng};
use rand_xoshiro::SplitMix64;

pub use binomial::Chance;
pub use table::Table;

/// What a stream is drawn for. The numbers are part of every seeded result: new ones go to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Purpose {
    /// The parameters of a run.
    Success,
    Reach,
    StaleShare,
    RepairShare,
    UnfixableShare,
    TicketFactor,
    /// Success of one phase.
    PhaseSuccess,
    /// Devices of the status date that will never check in.
    Silent,
    /// Days of a phase.
    Stale,
    Repaired,
    Attempts,
    Succeeded,
    Lost,
    Tickets,
    /// Days of the desk.
    OrdinaryTickets,
    /// The operating characteristic of a gate.
    Pilot,
}

/// The luck of one run: the streams of all its purposes, phases and days.
#[derive(Clone, Copy, Debug)]
pub struct Luck(u64);

/// The golden ratio in 64 bits, the step of `SplitMix64`; and three other odd numbers, so that names that
/// differ in one thing start far apart on its cycle.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
const OF_PURPOSE: u64 = 0xd1b5_4a32_d192_ed03;
const OF_PHASE: u64 = 0xaef1_7502_108e_f2d9;
const OF_DAY: u64 = 0xf135_7aea_2e62_a9c5;

impl Luck {
    pub const fn new(seed: u64, run: u32) -> Self {
        Self(mix(mix(seed.wrapping_add(STEP)) ^ (run as u64).wrapping_mul(STEP)))
    }

    /// `phase` is the number by which the plan knows it, not its place in the list, so that a phase keeps
    /// its luck when another is put before it; `day` counts from the plan's start.
    #[inline]
    pub fn stream(self, purpose: Purpose, phase: u32, day: u32) -> Stream {
        let state = self
            .0
            .wrapping_add((purpose as u64).wrapping_mul(OF_PURPOSE))
            .wrapping_add(u64::from(phase).wrapping_mul(OF_PHASE))
            .wrapping_add(u64::from(day).wrapping_mul(OF_DAY));
        // The generator mixes each state on the way out, so that the state itself need not be mixed.
        Stream(SplitMix64::from_seed(state.to_le_bytes()))
    }
}

/// Stafford's thirteenth mixer: every bit of the name moves every bit of the state.
const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// A stream of random numbers: `SplitMix64` from a state that stands for its name. A run asks for some two
/// thousand of them and takes a few numbers from each, so what counts is how fast one is made.
#[derive(Clone, Debug)]
pub struct Stream(SplitMix64);

impl Stream {
    #[inline]
    fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// At least 0 and below 1.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        unit(self.bits())
    }

    /// Above 0 and below 1.
    #[inline]
    fn open(&mut self) -> f64 {
        ((self.bits() >> 12) as i64 as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
    }
}

/// The upper 53 bits as a number of at least 0 and below 1.
#[inline]
fn unit(bits: u64) -> f64 {
    // By way of i64: processors convert signed numbers in one step.
    (bits >> 11) as i64 as f64 * (1.0 / (1u64 << 53) as f64)
}

/// 1/1, 1/2, … as far as a sum of masses from 0 is ever taken: it is for laws with a mean below 6.
const INVERSES: [f64; 64] = {
    let mut inverses = [1.0; 64];
    let mut n = 0;
    while n < 64 {
        inverses[n] = 1.0 / (n + 1) as f64;
        n += 1;
    }
    inverses
};

/// What ln k! has beyond (k + ½)·ln(k + 1) − (k + 1) + ½·ln 2π, after Hörmann; exact to 10⁻¹¹.
fn stirling(k: f64) -> f64 {
    const FIRST: [f64; 10] = [
        0.081_061_466_795_327_2,
        0.041_340_695_955_409_2,
        0.027_677_925_684_998_3,
        0.020_790_672_103_765_09,
        0.016_644_691_189_821_1,
        0.013_876_128_823_070_7,
        0.011_896_709_945_891_7,
        0.010_411_265_261_972,
        0.009_255_462_182_712_73,
        0.008_330_563_433_362_87,
    ];
    if k < 10.0 {
        return FIRST[k as usize];
    }
    let x = 1.0 / (k + 1.0);
    (1.0 / 12.0 - (1.0 / 360.0 - x * x / 1260.0) * x * x) * x
}

#[cfg(test)]
mod goodness_tests;
