//! Whether the pilots are like the fleet: each stratum's share of the pilots beside its share of the estate,
//! how likely a draw at random would be as far off, and which strata the pilots cannot speak for.

use std::collections::BTreeMap;

use statrs::distribution::{DiscreteCDF, Hypergeometric};

use super::standing::apportion;
use super::{Outlook, PhaseStage};
use crate::plan::{JoinType, Phase, PhaseId, PhaseKind, Plan, Segment, SegmentId, Take};

/// What the estate is compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Site,
    Windows,
    Join,
    Department,
    Model,
}

impl Column {
    pub const ALL: [Self; 5] = [Self::Site, Self::Windows, Self::Join, Self::Department, Self::Model];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Site => "Site",
            Self::Windows => "Windows version",
            Self::Join => "Join type",
            Self::Department => "Department",
            Self::Model => "Model",
        }
    }

    /// The stratum that a segment belongs to; none = the estate does not say.
    pub fn of(self, segment: &Segment) -> Option<&str> {
        let text = match self {
            Self::Site => segment.site.as_str(),
            Self::Windows => segment.os.as_str(),
            Self::Join => join(segment.join),
            Self::Department => segment.department.as_str(),
            Self::Model => segment.model.as_str(),
        };
        (!text.is_empty()).then_some(text)
    }
}

/// What no co-management can use is one stratum: joined to Entra neither way.
const fn join(join: JoinType) -> &'static str {
    match join {
        JoinType::HybridJoined | JoinType::EntraJoined => join.name(),
        JoinType::EntraRegistered | JoinType::ActiveDirectoryOnly => "Neither",
        JoinType::Unknown => "",
    }
}

/// The fault that a pilot should show, as a share of devices.
pub const FAULT: f64 = 0.05;
/// The chance with which it should.
pub const SHOWN: f64 = 0.95;
/// A share of the pilots this many times the fleet's is too many.
pub const OVER: f64 = 2.0;
/// And below this many times, too few.
pub const UNDER: f64 = 0.6;
/// A draw as far off in fewer than this share of draws is no luck.
pub const LUCK: f64 = 0.05;

/// How the pilots' share of a stratum compares with the fleet's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// No pilot device at all.
    Missing,
    Under,
    Alike,
    Over,
}

/// Devices alike in one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Stratum {
    pub column: Column,
    pub name: String,
    pub fleet: u64,
    pub pilot: u64,
    /// Pilot share by fleet share.
    pub ratio: f64,
    /// Devices of it that would show a fault on 5% of them with a chance of 95%.
    pub needed: u64,
}

impl Stratum {
    pub fn likeness(&self) -> Likeness {
        match self.ratio {
            _ if self.pilot == 0 => Likeness::Missing,
            ratio if ratio > OVER => Likeness::Over,
            ratio if ratio < UNDER => Likeness::Under,
            _ => Likeness::Alike,
        }
    }

    /// A fault of it shows in the pilots.
    pub fn is_spoken_for(&self) -> bool {
        self.pilot >= self.needed
    }
}

/// The pilots beside the fleet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mirror {
    /// Devices of the estate.
    pub fleet: u64,
    /// Devices that the pilots take out of it.
    pub pilot: u64,
    /// Column by column, in the order of the estate.
    pub strata: Vec<Stratum>,
}

impl Mirror {
    /// The strata of one column.
    pub fn of(&self, column: Column) -> impl Iterator<Item = &Stratum> {
        self.strata.iter().filter(move |stratum| stratum.column == column)
    }

    /// The chance that as many devices drawn at random hold so few of a stratum, or so many when they hold too
    /// many: the tail of the hypergeometric distribution, exact.
    pub fn luck(&self, stratum: &Stratum) -> f64 {
        let Ok(law) = Hypergeometric::new(self.fleet, stratum.fleet, self.pilot) else { return 1.0 };
        let chance = match stratum.pilot {
            few if stratum.ratio < 1.0 => law.cdf(few),
            0 => 1.0,
            many => law.sf(many - 1),
        };
        chance.clamp(0.0, 1.0)
    }
}

/// The pilots beside the fleet, in every column that tells devices apart. Without pilots that say whom they
/// take there is nothing to compare.
pub fn mirror(plan: &Plan) -> Mirror {
    let segments = &plan.estate.segments;
    let pilots = plan.phases.iter().filter(|phase| phase.kind == PhaseKind::Pilot);
    let mut taken: BTreeMap<SegmentId, u64> = BTreeMap::new();
    for take in pilots.flat_map(|phase| &phase.takes) {
        *taken.entry(take.segment).or_default() += u64::from(take.devices);
    }
    let of = |segment: &Segment| taken.get(&segment.id).copied().unwrap_or(0).min(segment.devices.into());
    let fleet = plan.estate.devices();
    let pilot: u64 = segments.iter().map(of).sum();
    if pilot == 0 {
        return Mirror { fleet, ..Mirror::default() };
    }
    let mut strata = Vec::new();
    for column in Column::ALL {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut found: Vec<(&str, u64, u64)> = Vec::new();
        for segment in segments.iter().filter(|segment| segment.devices > 0) {
            let Some(name) = column.of(segment) else { continue };
            let at = *places.entry(name).or_insert(found.len());
            if at == found.len() {
                found.push((name, 0, 0));
            }
            found[at].1 += u64::from(segment.devices);
            found[at].2 += of(segment);
        }
        if found.len() > 1 {
            strata.extend(found.into_iter().map(|counts| stratum(column, counts, (fleet, pilot))));
        }
    }
    Mirror { fleet, pilot, strata }
}

fn stratum(column: Column, (name, fleet, pilot): (&str, u64, u64), (all, drawn): (u64, u64)) -> Stratum {
    let share = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
    Stratum {
        column,
        name: name.to_owned(),
        fleet,
        pilot,
        ratio: share(pilot, drawn) / share(fleet, all),
        needed: devices_to_show(fleet, FAULT, SHOWN),
    }
}

/// The fewest devices, drawn from `population`, among which at least one of a fault on `share` of it stands with
/// a chance of at least `chance`. Of a small population fewer are needed than of a large one; never more than
/// all.
pub fn devices_to_show(population: u64, share: f64, chance: f64) -> u64 {
    let faulty = (population as f64 * share).ceil().max(1.0);
    let mut missed = 1.0;
    for drawn in 0..population {
        if missed <= 1.0 - chance {
            return drawn;
        }
        let left = (population - drawn) as f64;
        missed *= (left - faulty).max(0.0) / left;
    }
    population
}

/// The chance that of so many devices, drawn from `population`, one has a fault that `share` of it have.
pub fn chance_to_show(population: u64, share: f64, drawn: u64) -> f64 {
    let faulty = (population as f64 * share).ceil().max(1.0);
    let left = (0..drawn.min(population)).map(|drawn| (population - drawn) as f64);
    1.0 - left.map(|left| (left - faulty).max(0.0) / left).product::<f64>()
}

/// Devices that should join an earlier phase, so that a stratum is spoken for.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// The stratum, and how many devices of it.
    pub stratum: Stratum,
    pub devices: u32,
    /// Another stratum without pilot devices, and how many of these belong to it.
    pub among: Option<(Stratum, u32)>,
    /// Where they come from now.
    pub from: PhaseId,
    pub takes: Vec<Take>,
    /// The phase that still has room for them before; none = `from` comes next.
    pub to: Option<PhaseId>,
}

/// The one step that pays most: for the largest stratum without a pilot device, else without enough of them,
/// whose devices are ready and still to come.
pub fn advice(plan: &Plan, outlook: &Outlook, mirror: &Mirror) -> Option<Advice> {
    let mut open: Vec<&Stratum> = mirror.strata.iter().filter(|stratum| !stratum.is_spoken_for()).collect();
    open.sort_by_key(|stratum| (stratum.pilot > 0, std::cmp::Reverse(stratum.fleet)));
    let segments: BTreeMap<SegmentId, &Segment> =
        plan.estate.segments.iter().map(|segment| (segment.id, segment)).collect();
    let waits = |index: &usize| {
        let has_begun = outlook.observed.now.get(*index).is_some_and(|now| now.targeted > 0);
        plan.phases[*index].kind == PhaseKind::Wave && !has_begun && !is_done(outlook, *index)
    };
    let waiting: Vec<usize> = (0..plan.phases.len()).filter(waits).collect();
    open.iter().find_map(|stratum| {
        let (from, takes) = source(plan, &segments, (stratum, &waiting))?;
        let devices = takes.iter().map(|take| take.devices).sum();
        let among = open
            .iter()
            .filter(|other| other.column != stratum.column && other.pilot == 0)
            .map(|other| {
                let is_of = |take: &&Take| belongs(&segments, **take, other).is_some();
                ((*other).clone(), takes.iter().filter(is_of).map(|take| take.devices).sum::<u32>())
            })
            .filter(|(_, n)| *n > 0 && *n < devices)
            .max_by_key(|(other, _)| other.fleet);
        let to = earlier(plan, outlook, from).map(|phase| phase.id);
        Some(Advice { stratum: (*stratum).clone(), devices, among, from: plan.phases[from].id, takes, to })
    })
}

fn belongs<'s>(segments: &BTreeMap<SegmentId, &'s Segment>, take: Take, to: &Stratum) -> Option<&'s Segment> {
    let segment = segments.get(&take.segment)?;
    (to.column.of(segment) == Some(to.name.as_str())).then_some(segment)
}

/// The wave that has most ready devices of a stratum, and those that it should give up, in proportion. Only
/// devices that could enroll tell anything.
fn source(
    plan: &Plan,
    segments: &BTreeMap<SegmentId, &Segment>,
    (stratum, waiting): (&Stratum, &[usize]),
) -> Option<(usize, Vec<Take>)> {
    // Whole devices of each take: the rest of one and the rest of another are no device together.
    let ready = |take: &Take| {
        belongs(segments, *take, stratum).map_or(0, |segment| {
            let ready = u64::from(take.devices) * u64::from(segment.ready());
            (ready / u64::from(segment.devices.max(1))).min(take.devices.into()) as u32
        })
    };
    let reach =
        |index: usize| plan.phases[index].takes.iter().map(|take| u64::from(ready(take))).sum::<u64>();
    let reached = waiting.iter().map(|index| (*index, reach(*index))).filter(|(_, devices)| *devices > 0);
    let (from, _) = reached.max_by_key(|(index, devices)| (*devices, std::cmp::Reverse(*index)))?;
    let takes = &plan.phases[from].takes;
    let parts: Vec<(f64, u32)> =
        takes.iter().map(ready).map(|devices| (f64::from(devices), devices)).collect();
    let wanted = u32::try_from(stratum.needed - stratum.pilot).unwrap_or(u32::MAX);
    let given = takes.iter().zip(apportion(wanted, &parts)).filter(|(_, devices)| *devices > 0);
    Some((from, given.map(|(take, devices)| Take { devices, ..*take }).collect()))
}

fn is_done(outlook: &Outlook, index: usize) -> bool {
    outlook.gates.get(index).is_some_and(|gate| gate.stage == PhaseStage::Done)
}

/// The phase before `from` that may still take devices in: the last pilot, else the first wave.
fn earlier<'p>(plan: &'p Plan, outlook: &Outlook, from: usize) -> Option<&'p Phase> {
    let targets = |index: &usize| {
        let targeted = outlook.observed.now.get(*index).map_or(0, |now| now.targeted);
        !is_done(outlook, *index) && targeted < plan.phases[*index].devices
    };
    let before: Vec<usize> = (0..from).filter(targets).collect();
    let is_pilot = |index: &&usize| plan.phases[**index].kind == PhaseKind::Pilot;
    let chosen = before.iter().rfind(is_pilot).or_else(|| before.first())?;
    plan.phases.get(*chosen)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::outlook;
    use proptest::prelude::*;

    #[test]
    fn a_fault_of_five_percent_shows_in_59_devices_of_very_many_and_in_fewer_of_few() {
        assert_eq!(devices_to_show(100_000_000, 0.05, 0.95), 59);
        // By hand: of 20 devices one is faulty, so 19 of them must be looked at: 1/20 is missed.
        assert_eq!(devices_to_show(20, 0.05, 0.95), 19);
        // Of 40 two are faulty. 31 leave 9·8 / 40·39 = 0.0462; 30 leave 10·9 / 40·39 = 0.0577.
        assert_eq!(devices_to_show(40, 0.05, 0.95), 31);
        assert_eq!(devices_to_show(1, 0.05, 0.95), 1);
        assert_eq!(devices_to_show(0, 0.05, 0.95), 0);
    }

    fn segment(id: u32, site: &str, join: JoinType, devices: u32) -> Segment {
        Segment { join, ..Segment::new(SegmentId(id), site, devices) }
    }

    fn take(segment: u32, devices: u32) -> Take {
        Take { segment: SegmentId(segment), devices }
    }

    /// HQ 40 + 20, KRK 30, GDN 10; a pilot takes 8 of HQ and 2 of KRK.
    fn plan() -> Plan {
        let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        plan.estate.segments = vec![
            segment(1, "HQ", JoinType::HybridJoined, 40),
            segment(2, "HQ", JoinType::EntraJoined, 20),
            segment(3, "KRK", JoinType::HybridJoined, 30),
            Segment { needs_join: 10, ..segment(4, "GDN", JoinType::ActiveDirectoryOnly, 10) },
        ];
        let mut pilot = Phase::new(PhaseId(1), "Pilot", PhaseKind::Pilot, 10);
        pilot.takes = vec![take(1, 4), take(2, 4), take(3, 2)];
        let mut wave = Phase::new(PhaseId(2), "Wave", PhaseKind::Wave, 90);
        wave.takes = vec![take(1, 36), take(2, 16), take(3, 28), take(4, 10)];
        plan.phases = vec![pilot, wave];
        plan
    }

    #[test]
    fn strata_are_compared_as_worked_by_hand() {
        let mirror = mirror(&plan());
        assert_eq!((mirror.fleet, mirror.pilot), (100, 10));
        let rows: Vec<_> = mirror
            .strata
            .iter()
            .map(|s| (s.name.as_str(), s.fleet, s.pilot, (s.ratio * 100.0).round(), s.likeness()))
            .collect();
        let by_hand = [
            ("HQ", 60, 8, 133.0, Likeness::Alike),
            ("KRK", 30, 2, 67.0, Likeness::Alike),
            ("GDN", 10, 0, 0.0, Likeness::Missing),
            ("Hybrid joined", 70, 6, 86.0, Likeness::Alike),
            ("Entra joined", 20, 4, 200.0, Likeness::Alike),
            ("Neither", 10, 0, 0.0, Likeness::Missing),
        ];
        assert_eq!(rows, by_hand);
        // None of 10 in a draw of 10 from 100: 90!·90! / (80!·100!) = 0.3305.
        let gdn = mirror.of(Column::Site).last().unwrap();
        assert!((mirror.luck(gdn) - 0.330_476).abs() < 1e-6, "{}", mirror.luck(gdn));
        // Four or more of 20: one less the chances of 0 to 3, 0.0951 + 0.2679 + 0.3182 + 0.2092.
        let entra = mirror.of(Column::Join).nth(1).unwrap();
        assert!((mirror.luck(entra) - 0.109_6).abs() < 2e-4, "{}", mirror.luck(entra));
    }

    #[test]
    fn the_advice_takes_ready_devices_out_of_the_wave_that_has_them() {
        let plan = plan();
        let advice = advice(&plan, &outlook(&plan), &mirror(&plan)).unwrap();
        // Nobody of GDN could enroll; of what else is not spoken for, hybrid joined are the most.
        assert_eq!(advice.stratum.name, "Hybrid joined");
        assert_eq!(advice.devices, advice.takes.iter().map(|take| take.devices).sum::<u32>());
        assert_eq!(u64::from(advice.devices), advice.stratum.needed - 6);
        assert!(advice.takes.iter().all(|take| [SegmentId(1), SegmentId(3)].contains(&take.segment)));
        assert_eq!((advice.from, advice.to), (PhaseId(2), Some(PhaseId(1))));
    }

    #[test]
    fn half_a_device_of_two_segments_is_no_advice() {
        let mut plan = plan();
        let half = |id, department: &str| {
            let segment = segment(id, "GDN", JoinType::Unknown, 10);
            Segment { department: department.into(), needs_os_update: 5, ..segment }
        };
        plan.estate.segments =
            vec![segment(1, "HQ", JoinType::Unknown, 980), half(2, "Sales"), half(3, "IT")];
        plan.phases[0].takes = vec![take(1, 200)];
        // One device each, of which half is ready.
        plan.phases[1].takes = vec![take(1, 780), take(2, 1), take(3, 1)];
        assert_eq!(advice(&plan, &outlook(&plan), &mirror(&plan)), None);
        plan.phases[1].takes[1].devices = 2;
        let advice = advice(&plan, &outlook(&plan), &mirror(&plan)).unwrap();
        assert_eq!((advice.devices, advice.takes), (1, vec![take(2, 1)]));
    }

    #[test]
    fn pilots_that_name_no_segments_are_compared_with_nothing() {
        let mut plan = plan();
        plan.phases[0].takes.clear();
        let mirror = mirror(&plan);
        assert_eq!((mirror.strata.len(), mirror.fleet), (0, 100));
        assert_eq!(advice(&plan, &outlook(&plan), &mirror), None);
    }

    proptest! {
        #[test]
        fn the_devices_needed_are_the_fewest_that_do(population in 1_u64..3_000, share in 0.01_f64..0.5) {
            let needed = devices_to_show(population, share, 0.95);
            prop_assert!(chance_to_show(population, share, needed) >= 0.95 - 1e-9);
            prop_assert!(chance_to_show(population, share, needed - 1) < 0.95 + 1e-9);
        }

        #[test]
        fn both_tails_together_are_more_than_everything(fleet in 1_u64..200, rest in 1_u64..200, drawn in 1_u64..100, pilot in 0_u64..100) {
            let all = fleet + rest;
            let (drawn, pilot) = (drawn.min(all), pilot.min(drawn).min(fleet));
            let mirror = Mirror { fleet: all, pilot: drawn, strata: Vec::new() };
            let part = |ratio| Stratum { ratio, ..stratum(Column::Site, ("A", fleet, pilot), (all, drawn)) };
            let (few, many) = (mirror.luck(&part(0.5)), mirror.luck(&part(1.5)));
            prop_assert!(few + many >= 1.0 - 1e-9, "{few} {many}");
        }
    }
}
