//! The shapes of the templates: how many phases, whose devices, how large a share, how fast.
//! Shares and paces are proposals; nothing here knows a date.

use crate::plan::PhaseKind;

/// One phase of a template.
#[derive(Clone, Debug)]
pub(super) struct Ring {
    pub name: String,
    pub kind: PhaseKind,
    /// Its devices by department or site, as weights within the whole template.
    pub parts: Vec<(String, u32)>,
    /// Devices per day, as a share of the fastest rollout.
    pub pace: f64,
    pub note: String,
    pub it_staff_only: bool,
}

impl Ring {
    fn new(name: &str, kind: PhaseKind, weight: u32, pace: f64) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            parts: vec![(String::new(), weight)],
            pace,
            note: String::new(),
            it_staff_only: false,
        }
    }

    fn of(mut self, parts: &[(&str, u32)], note: &str) -> Self {
        self.parts = parts.iter().map(|(name, weight)| ((*name).to_owned(), *weight)).collect();
        note.clone_into(&mut self.note);
        self
    }

    fn it_only(mut self) -> Self {
        self.it_staff_only = true;
        self
    }

    /// The ring's weight within its template.
    pub fn weight(&self) -> u32 {
        self.parts.iter().fold(0, |sum: u32, (_, weight)| sum.saturating_add(*weight))
    }
}

use PhaseKind::{Pilot, Wave};

/// The sample rollout of Microsoft's Intune planning guide.
pub(super) fn planning_guide() -> Vec<Ring> {
    let last = [("HR", 50), ("Finance", 40), ("Executives", 30)];
    vec![
        Ring::new("Limited pilot", Pilot, 0, 0.10).of(&[("IT", 50)], "IT").it_only(),
        Ring::new("Expanded pilot", Pilot, 0, 0.25)
            .of(&[("IT", 200), ("IT executives", 10)], "IT and IT executives")
            .it_only(),
        Ring::new("Sales and Marketing", Wave, 0, 1.0).of(&[("Sales and Marketing", 2000)], "Production 1"),
        Ring::new("Retail", Wave, 0, 0.60).of(&[("Retail", 1000)], "Production 2"),
        Ring::new("HR, Finance, Executives", Wave, 0, 0.20).of(&last, "Production 3"),
    ]
}

/// Windows Autopatch's split at registration, which is coarser for small fleets.
pub(super) fn autopatch(devices: u32) -> Vec<Ring> {
    let [first, fast, broad] = if devices <= 200 { [5, 15, 80] } else { [1, 9, 90] };
    vec![
        Ring::new("First", Pilot, first, 0.10),
        Ring::new("Fast", Wave, fast, 0.40),
        Ring::new("Broad", Wave, broad, 1.0),
    ]
}

/// The five software rings of Windows Autopatch, the outer two for devices assigned by hand.
pub(super) fn five_rings() -> Vec<Ring> {
    let mut rings = vec![
        Ring::new("Test", Pilot, 1, 0.10),
        Ring::new("Ring 1", Pilot, 4, 0.25),
        Ring::new("Ring 2", Wave, 25, 0.60),
        Ring::new("Ring 3", Wave, 60, 1.0),
        Ring::new("Last", Wave, 10, 0.30),
    ];
    rings[0].note = "Assigned test devices".into();
    rings[4].note = "Executives and special devices".into();
    rings
}

/// No phase is much larger than all that was proven before it.
pub(super) fn careful_ramp() -> Vec<Ring> {
    vec![
        Ring::new("Pilot", Pilot, 1, 0.10),
        Ring::new("Early adopters", Pilot, 2, 0.20),
        Ring::new("Wave 1", Wave, 5, 0.35),
        Ring::new("Wave 2", Wave, 12, 0.60),
        Ring::new("Wave 3", Wave, 30, 1.0),
        Ring::new("Wave 4", Wave, 50, 1.0),
    ]
}

/// A pilot with a tenth of every site, then one wave a site. Without sites there are three to be named.
pub(super) fn by_site(sites: &[(String, u32)]) -> Vec<Ring> {
    let mut sites: Vec<(String, u32)> = sites.iter().filter(|(_, devices)| *devices > 0).cloned().collect();
    if sites.is_empty() {
        sites = (1..=3).map(|n| (format!("Site {n}"), 10)).collect();
    }
    let everywhere = |share: fn(u32) -> u32| sites.iter().map(move |(name, n)| (name.clone(), share(*n)));
    let mut pilot = Ring::new("Pilot", Pilot, 0, 0.25);
    pilot.parts = everywhere(|n| n.div_ceil(10)).collect();
    pilot.note = "A tenth of every site".into();
    let waves = everywhere(|n| n - n.div_ceil(10)).map(|(name, rest)| {
        let mut wave = Ring::new(&name, Wave, 0, 1.0);
        wave.parts = vec![(name, rest)];
        wave
    });
    let mut rings = vec![pilot];
    rings.extend(waves);
    rings
}

/// `total` in proportion to `weights`, summing exactly; nobody goes without while there is enough.
pub(super) fn allot(total: u32, weights: &[u32]) -> Vec<u32> {
    let sum: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
    if weights.is_empty() {
        return Vec::new();
    }
    if sum == 0 {
        return allot(total, &vec![1; weights.len()]);
    }
    let exact = |weight: u32| u64::from(total) * u64::from(weight);
    let mut shares: Vec<u32> = weights.iter().map(|weight| (exact(*weight) / sum) as u32).collect();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|at| std::cmp::Reverse(exact(weights[*at]) % sum));
    let left = total - shares.iter().sum::<u32>();
    for at in by_remainder.into_iter().take(left as usize) {
        shares[at] += 1;
    }
    while let (Some(empty), Some(largest)) =
        (shares.iter().position(|share| *share == 0), (0..shares.len()).max_by_key(|at| shares[*at]))
    {
        if shares[largest] < 2 {
            break;
        }
        shares[largest] -= 1;
        shares[empty] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_allotted_sums_exactly_and_leaves_nobody_out() {
        for total in [0, 1, 4, 5, 7, 99, 3_380, 12_400, 10_000_000] {
            let shares = allot(total, &[50, 210, 2000, 1000, 120]);
            assert_eq!(shares.iter().sum::<u32>(), total);
            assert!(total < 5 || shares.iter().all(|share| *share > 0), "{total}: {shares:?}");
        }
    }

    #[test]
    fn a_small_total_goes_to_the_first_rings_only_as_far_as_it_reaches() {
        assert_eq!(allot(2, &[1, 9, 90]).iter().sum::<u32>(), 2);
        assert_eq!(allot(9, &[0, 0, 0]), [3, 3, 3]);
    }
}
