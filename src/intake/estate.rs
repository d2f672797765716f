//! A list of devices as the estate's segments. Segments that are there already keep their identity, so that
//! the phases that take from them go on doing so, and learn from them how many devices are not ready.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Proposal;
use crate::fleet::{By, Fleet, Readiness, STALE_AFTER_DAYS, segments};
use crate::picture::format;
use crate::plan::{Edit, Key, NotReady, NotReadyReason, Phase, Plan, Record, Segment, SegmentId, Setting};

/// How devices are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counting {
    pub by: Vec<By>,
    pub stale_after_days: u64,
    /// Where the list comes from: "devices.csv".
    pub source: String,
}

impl Counting {
    pub fn new(by: Vec<By>, source: impl Into<String>) -> Self {
        Self { by, stale_after_days: STALE_AFTER_DAYS, source: source.into() }
    }
}

/// The estate out of a list of devices.
pub fn estate(plan: &Plan, fleet: &Fleet, counting: &Counting) -> Proposal {
    if fleet.is_empty() {
        return Proposal::default().warn(Some("The list has no device in scope.".into()));
    }
    // A list is as old as its newest check-in; against a later day all its devices would look stale.
    let as_of = fleet.as_of().unwrap_or(plan.status_date);
    let counted = segments(fleet, &counting.by, as_of, counting.stale_after_days);
    let mut edits = Vec::new();
    let known = &plan.estate.segments;
    let mut next = known.iter().map(|segment| segment.id.0).max().unwrap_or(0);
    let mut kept = Vec::new();
    let mut after = Vec::new();
    let tells_stale = tells_stale(fleet);
    for mut segment in counted.segments {
        let same = known.iter().find(|old| is_same(old, &segment) && !kept.contains(&old.id));
        if let Some(old) = same.filter(|_| !tells_stale) {
            segment.stale = old.stale.min(segment.devices - segment.gaps());
        }
        segment.id = same.map_or_else(
            || {
                next += 1;
                SegmentId(next)
            },
            |old| old.id,
        );
        kept.push(segment.id);
        if same != Some(&segment) {
            edits.push(Record::Segment(segment.clone()).into());
        }
        after.push(segment);
    }
    let gone: Vec<_> = known.iter().filter(|old| !kept.contains(&old.id)).collect();
    edits.extend(gone.iter().map(|old| Edit::Remove(Key::Segment(old.id))));
    let taken_from = |segment: &&&Segment| {
        plan.phases.iter().any(|phase| phase.takes.iter().any(|take| take.segment == segment.id))
    };
    let lost: Vec<_> = gone.iter().filter(taken_from).map(|segment| segment.title()).collect();
    let mut says = sentences(plan, fleet, &after, counted.ready);
    let moved = not_ready(plan, &after, tells_stale);
    if !moved.is_empty() {
        says.push(format!("Not-ready devices of {}.", format::plural(moved.len() as u64, "phase", "phases")));
    }
    edits.extend(moved.into_iter().map(|phase| Record::Phase(Box::new(phase)).into()));
    let duplicates = Some(u32::try_from(fleet.doubles).unwrap_or(u32::MAX));
    if plan.estate.duplicates != duplicates {
        edits.push(Setting::EstateDuplicates(duplicates).into());
    }
    let source = format!("{}, {}", counting.source, format::date(as_of));
    if !edits.is_empty() && plan.estate.source != source {
        edits.push(Setting::EstateSource(source).into());
    }
    let part = part_of(plan, fleet.len() as u64);
    let older = fleet.as_of().and_then(|day| older(plan, day)).filter(|_| !edits.is_empty());
    let warning = (!lost.is_empty()).then(|| {
        format!(
            "Phases take devices from segments that the list does not have any more: {}.",
            lost.join("; ")
        )
    });
    if edits.is_empty() {
        says.clear();
    }
    let part = part.filter(|_| !edits.is_empty());
    let stale: u32 = after.iter().map(|segment| segment.stale).sum();
    let untold = (!tells_stale && stale > 0 && !edits.is_empty()).then(|| {
        let devices = format::plural(stale.into(), "stale device stays", "stale devices stay");
        format!("No device of the list says when it was last seen: the plan's {devices}.")
    });
    Proposal::of("Import the estate", edits, says).warn(part).warn(older).warn(warning).warn(untold)
}

/// A list that covers less of the plan's devices is hardly the estate.
const MUCH: f64 = 0.5;

/// A part of the estate, taken for the whole.
fn part_of(plan: &Plan, listed: u64) -> Option<String> {
    let (estate, phases) = (plan.estate.devices(), plan.devices());
    let known = if estate > 0 { estate } else { phases };
    let share = listed as f64 / known.max(1) as f64;
    (share < MUCH).then(|| {
        let what = if estate > 0 {
            format!("{}: the estate would shrink to {} of it", format::count(estate), format::percent1(share))
        } else {
            format!("has {} in its phases", format::count(phases))
        };
        format!(
            "The list has {}, the plan {what}. Import a list of all devices, unless these are all that is left.",
            format::plural(listed, "device", "devices"),
        )
    })
}

/// A list older than the one that the plan's estate is of: "devices.csv, 14 Oct 2026".
fn older(plan: &Plan, as_of: NaiveDate) -> Option<String> {
    let (_, day) = plan.estate.source.rsplit_once(", ")?;
    let before = NaiveDate::parse_from_str(day, "%d %b %Y").ok()?;
    (as_of < before).then(|| {
        format!(
            "The list is of {}, the plan's estate of {}: what is newer would be replaced.",
            format::date(as_of),
            format::date(before)
        )
    })
}

fn is_same(a: &Segment, b: &Segment) -> bool {
    (&a.site, &a.department, &a.os, a.join, &a.model) == (&b.site, &b.department, &b.os, b.join, &b.model)
}

fn sentences(plan: &Plan, fleet: &Fleet, after: &[Segment], ready: [u32; 6]) -> Vec<String> {
    let count = |n: u64| format::plural(n, "device", "devices");
    let before = plan.estate.devices();
    let all = fleet.len() as u64;
    let change =
        if before == 0 { count(all) } else { format!("{} → {}", format::count(before), count(all)) };
    let mut says =
        vec![format!("Estate: {change} in {}.", format::plural(after.len() as u64, "segment", "segments"))];
    let of: Vec<_> = Readiness::ALL
        .into_iter()
        .zip(ready)
        .filter(|(_, n)| *n > 0)
        .map(|(readiness, n)| format!("{} {}", format::count(u64::from(n)), readiness.in_text()))
        .collect();
    says.push(format!("{}.", of.join(", ")));
    if fleet.doubles > 0 {
        let rows = format::plural(fleet.doubles, "row was", "rows were");
        says.push(format!("{rows} of a device that stands there again, by Entra ID, serial number or name."));
    }
    says
}

/// The phases whose not-ready devices change: of each segment a phase takes its share of the gaps. What was
/// ready of a phase that has passed its gate is history, and decided when its last device was targeted.
fn not_ready(plan: &Plan, segments: &[Segment], tells_stale: bool) -> Vec<Phase> {
    let told = |(reason, _): &&(NotReadyReason, Gap)| tells_stale || *reason != NotReadyReason::Stale;
    let reasons: Vec<_> = REASONS.iter().filter(told).collect();
    let segments: BTreeMap<SegmentId, &Segment> =
        segments.iter().map(|segment| (segment.id, segment)).collect();
    let mut changed = Vec::new();
    for phase in plan.phases.iter().filter(|phase| !phase.takes.is_empty() && !has_passed(plan, phase)) {
        let mut groups = Vec::new();
        for (reason, of) in reasons.iter().copied() {
            let devices: f64 = phase
                .takes
                .iter()
                .filter_map(|take| segments.get(&take.segment).map(|segment| (take, segment)))
                .map(|(take, segment)| {
                    f64::from(take.devices.min(segment.devices)) * f64::from(of(segment))
                        / f64::from(segment.devices.max(1))
                })
                .sum();
            let devices = devices.round() as u32;
            let until =
                phase.not_ready.iter().find(|group| group.reason == *reason).and_then(|group| group.until);
            if devices > 0 {
                groups.push(NotReady { reason: *reason, devices, until });
            }
        }
        // What a list cannot know, licences and the like, stays as it was typed.
        let is_typed = |group: &&NotReady| reasons.iter().all(|(reason, _)| *reason != group.reason);
        groups.extend(phase.not_ready.iter().filter(is_typed));
        if groups != phase.not_ready {
            let takes =
                phase.takes.iter().filter(|take| segments.contains_key(&take.segment)).copied().collect();
            changed.push(Phase { not_ready: groups, takes, ..phase.clone() });
        }
    }
    changed
}

pub(super) fn has_passed(plan: &Plan, phase: &Phase) -> bool {
    plan.recorded_go(phase.id).is_some()
}

/// A list without check-ins, or with none that can be read, says of no device that it is stale, nor that it is not.
pub(super) fn tells_stale(fleet: &Fleet) -> bool {
    fleet.devices().iter().any(|device| device.last_seen.is_some())
}

type Gap = fn(&Segment) -> u32;

const REASONS: [(NotReadyReason, Gap); 4] = [
    (NotReadyReason::NeedsOsUpdate, |segment| segment.needs_os_update),
    (NotReadyReason::NeedsJoin, |segment| segment.needs_join),
    (NotReadyReason::Ineligible, |segment| segment.ineligible),
    (NotReadyReason::Stale, |segment| segment.stale),
];

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::fleet::Device;
    use crate::plan::{Decision, DecisionId, DecisionKind, JoinType, PhaseId, PhaseKind, Take};

    fn fleet(hq: u32, krk: u32) -> Fleet {
        let mut fleet = Fleet::default();
        let sites = std::iter::repeat_n("HQ", hq as usize).chain(std::iter::repeat_n("KRK", krk as usize));
        for (n, site) in sites.enumerate() {
            fleet.put(Device {
                name: format!("{site}-{n}").into(),
                site: site.into(),
                join: if n % 10 == 0 { JoinType::EntraRegistered } else { JoinType::HybridJoined },
                last_seen: "2026-06-01".parse().ok(),
                ..Device::default()
            });
        }
        fleet
    }

    #[test]
    fn segments_keep_their_identity_and_phases_their_share() {
        let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        let counting = Counting::new(vec![By::Site], "devices.csv");
        let first = estate(&plan, &fleet(100, 50), &counting);
        assert_eq!(first.says, ["Estate: 150 devices in 2 segments.", "135 ready, 15 not Entra joined."]);
        first.edit.unwrap().apply(&mut plan).unwrap();
        let hq = plan.estate.segments.iter().find(|segment| segment.site == "HQ").unwrap().id;
        let mut phase = Phase::new(PhaseId(1), "Pilot", PhaseKind::Pilot, 50);
        phase.takes = vec![Take { segment: hq, devices: 50 }];
        phase.not_ready = vec![NotReady { reason: NotReadyReason::Licence, devices: 2, until: None }];
        plan.phases.push(phase);
        let again = estate(&plan, &fleet(100, 50), &counting);
        assert_eq!(again.says.last().unwrap(), "Not-ready devices of 1 phase.");
        again.edit.unwrap().apply(&mut plan).unwrap();
        let groups: Vec<_> =
            plan.phases[0].not_ready.iter().map(|group| (group.reason, group.devices)).collect();
        assert_eq!(groups, [(NotReadyReason::NeedsJoin, 5), (NotReadyReason::Licence, 2)]);
        assert_eq!(estate(&plan, &fleet(100, 50), &counting), Proposal::default());

        let mut newer = plan.clone();
        newer.estate.source = "devices.csv, 20 Nov 2026".into();
        let says =
            "The list is of 1 Jun 2026, the plan's estate of 20 Nov 2026: what is newer would be replaced.";
        assert_eq!(estate(&newer, &fleet(100, 51), &counting).warns, [says]);

        let smaller = estate(&plan, &fleet(0, 60), &counting);
        assert_eq!(smaller.says[0], "Estate: 150 → 60 devices in 1 segment.");
        assert_eq!(
            smaller.warns,
            [
                "The list has 60 devices, the plan 150: the estate would shrink to 40.0% of it. Import a list of all \
                 devices, unless these are all that is left.",
                "Phases take devices from segments that the list does not have any more: HQ."
            ]
        );
        let mut passed = plan.clone();
        passed.decisions.push(Decision {
            id: DecisionId(1),
            date: "2026-06-30".parse().unwrap(),
            kind: DecisionKind::Go,
            phase: Some(PhaseId(1)),
            text: String::new(),
            who: String::new(),
            evidence: Vec::new(),
        });
        estate(&passed, &fleet(0, 60), &counting).edit.unwrap().apply(&mut passed).unwrap();
        assert_eq!(
            passed.phases[0].not_ready, plan.phases[0].not_ready,
            "a phase that has passed is history"
        );
        smaller.edit.unwrap().apply(&mut plan).unwrap();
        assert_eq!(plan.estate.devices(), 60);
        assert!(plan.phases[0].takes.is_empty());
    }

    #[test]
    fn a_list_without_check_ins_says_nothing_of_stale_devices() {
        let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        let counting = Counting::new(vec![By::Site], "devices.csv");
        let mut list = Fleet::default();
        for (n, device) in fleet(20, 0).devices().iter().enumerate() {
            let last_seen = if n < 4 { "2026-01-05" } else { "2026-06-01" }.parse().ok();
            list.put(Device { last_seen, ..device.clone() });
        }
        estate(&plan, &list, &counting).edit.unwrap().apply(&mut plan).unwrap();
        let mut phase = Phase::new(PhaseId(1), "Pilot", PhaseKind::Pilot, 20);
        phase.takes = vec![Take { segment: plan.estate.segments[0].id, devices: 20 }];
        phase.not_ready = vec![NotReady { reason: NotReadyReason::Stale, devices: 4, until: None }];
        plan.phases.push(phase);
        let mut mute = Fleet::default();
        for device in fleet(21, 0).devices() {
            mute.put(Device { last_seen: None, ..device.clone() });
        }
        let proposal = estate(&plan, &mute, &counting);
        let says = "No device of the list says when it was last seen: the plan's 4 stale devices stay.";
        assert_eq!(proposal.warns, [says]);
        proposal.edit.unwrap().apply(&mut plan).unwrap();
        assert_eq!((plan.estate.devices(), plan.estate.segments[0].stale), (21, 4));
        assert!(plan.phases[0].not_ready.iter().any(|g| (g.reason, g.devices) == (NotReadyReason::Stale, 4)));
        estate(&plan, &fleet(21, 0), &counting).edit.unwrap().apply(&mut plan).unwrap();
        assert_eq!(plan.estate.segments[0].stale, 0, "all have been seen");
    }

    #[test]
    fn a_standing_is_said_of_one_device_as_of_many() {
        let plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        let mut list = Fleet::default();
        list.put(Device { name: "A".into(), reported: Some(Readiness::NeedsOsUpdate), ..Device::default() });
        let says = estate(&plan, &list, &Counting::new(vec![], "x")).says;
        assert_eq!(says[1], "1 in need of an OS update.");
    }

    #[test]
    fn no_device_is_no_estate() {
        let plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        let nothing = estate(&plan, &Fleet::default(), &Counting::new(vec![], "x"));
        assert_eq!((nothing.edit, nothing.warns.len()), (None, 1));
    }

    #[test]
    fn duplicates_are_kept_with_the_counts() {
        let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        let counting = Counting::new(vec![By::Site], "devices.csv");
        let mut list = fleet(20, 0);
        for place in 0..3 {
            let again = list.devices()[place].clone();
            list.put(again);
        }
        estate(&plan, &list, &counting).edit.unwrap().apply(&mut plan).unwrap();
        assert_eq!((plan.estate.devices(), plan.estate.duplicates), (20, Some(3)));
        estate(&plan, &fleet(20, 0), &counting).edit.unwrap().apply(&mut plan).unwrap();
        assert_eq!(plan.estate.duplicates, Some(0), "they are gone from the next list");
    }
}
