//! Devices that are counted twice or not at all, that cannot enroll, or whose Windows or site runs out
//! of support on the way.

use std::collections::BTreeMap;

use super::look::{Look, PhaseLook};
use super::{Place, Problem, Rule};
use crate::plan::wording::{count, date, devices};
use crate::plan::{
    Edit, JoinType, MigrationOption, NotReady, NotReadyReason, Record, Segment, SegmentId, Setting, Take,
    support,
};

pub(super) const RULES: &[Rule] = &[
    takes_differ,
    segment_twice,
    segment_left,
    estate_left,
    gaps_over_devices,
    windows_leaves_support,
    unsupported_join,
    gaps_forgotten,
    site_version,
];

fn taken(look: &Look) -> BTreeMap<SegmentId, u64> {
    let mut taken = BTreeMap::new();
    for take in look.phases.iter().flat_map(|entry| &entry.phase.takes) {
        *taken.entry(take.segment).or_default() += u64::from(take.devices);
    }
    taken
}

fn takes_differ(look: &Look, out: &mut Vec<Problem>) {
    for entry in look.phases.iter().filter(|entry| !entry.phase.takes.is_empty()) {
        let sum: u64 = entry.phase.takes.iter().map(|take| u64::from(take.devices)).sum();
        if sum == u64::from(entry.phase.devices) {
            continue;
        }
        let text = format!(
            "{} has {}, but takes {} from the segments.",
            entry.name(),
            devices(entry.phase.devices),
            count(sum)
        );
        let problem = Problem::warning("takes-differ", Place::Phase(entry.id()), text);
        let size = u32::try_from(sum).ok().filter(|size| *size > 0);
        out.push(match size {
            Some(size) => problem.mend(
                format!("Give it {}", devices(size)),
                entry.changed(|phase| {
                    phase.users = if phase.users == phase.devices { size } else { phase.users };
                    phase.devices = size;
                }),
            ),
            None => problem,
        });
    }
}

fn segment_twice(look: &Look, out: &mut Vec<Problem>) {
    let taken = taken(look);
    for segment in &look.plan.estate.segments {
        let sum = taken.get(&segment.id).copied().unwrap_or(0);
        let Some(mut over) = sum.checked_sub(u64::from(segment.devices)).filter(|over| *over > 0) else {
            continue;
        };
        let text = format!(
            "{} has {}, but the phases take {} of them.",
            segment.title(),
            devices(segment.devices),
            count(sum)
        );
        let mut edits = Vec::new();
        for entry in look.phases.iter().rev() {
            let own: u64 = takes_of(entry, segment.id).map(|take| u64::from(take.devices)).sum();
            let less = own.min(over);
            if less > 0 {
                over -= less;
                edits.push(entry.changed(|phase| {
                    give_back(&mut phase.takes, segment.id, less as u32);
                    phase.devices = phase.devices.saturating_sub(less as u32);
                }));
            }
        }
        out.push(
            Problem::error("segment-allotted-twice", Place::Segment(segment.id), text)
                .mend_all("Take fewer from the last phases", edits),
        );
    }
}

fn takes_of<'e>(entry: &'e PhaseLook, segment: SegmentId) -> impl Iterator<Item = &'e Take> {
    entry.phase.takes.iter().filter(move |take| take.segment == segment)
}

fn give_back(takes: &mut Vec<Take>, segment: SegmentId, mut n: u32) {
    for take in takes.iter_mut().filter(|take| take.segment == segment) {
        let some = take.devices.min(n);
        take.devices -= some;
        n -= some;
    }
    takes.retain(|take| take.devices > 0);
}

fn segment_left(look: &Look, out: &mut Vec<Problem>) {
    let taken = taken(look);
    if taken.is_empty() {
        return;
    }
    for segment in &look.plan.estate.segments {
        let sum = taken.get(&segment.id).copied().unwrap_or(0);
        let Some(left) = u64::from(segment.devices).checked_sub(sum).filter(|left| *left > 0) else {
            continue;
        };
        let text = format!("{} of {} are in no phase.", devices(left), segment.title());
        let problem = Problem::warning("segment-left-out", Place::Segment(segment.id), text);
        let last = look.phases.last().filter(|entry| !entry.has_passed);
        out.push(match last {
            Some(entry) => {
                let add = entry.changed(|phase| {
                    phase.devices = phase.devices.saturating_add(left as u32);
                    match phase.takes.iter_mut().find(|take| take.segment == segment.id) {
                        Some(take) => take.devices = take.devices.saturating_add(left as u32),
                        None => phase.takes.push(Take { segment: segment.id, devices: left as u32 }),
                    }
                });
                problem.mend(format!("Add them to {}", entry.name()), add)
            }
            None => problem,
        });
    }
}

/// Where phases do not say whom they take, only the totals can be compared.
fn estate_left(look: &Look, out: &mut Vec<Problem>) {
    let (estate, phases) = (look.plan.estate.devices(), look.plan.devices());
    if estate == 0 || look.phases.is_empty() || estate == phases || !taken(look).is_empty() {
        return;
    }
    let text = if estate > phases {
        format!("The estate has {}, but the phases only {}.", devices(estate), count(phases))
    } else {
        format!("The phases have {}, more than the estate's {}.", devices(phases), count(estate))
    };
    out.push(Problem::warning("estate-differs", Place::Estate, text));
}

fn gaps_over_devices(look: &Look, out: &mut Vec<Problem>) {
    for segment in look.plan.estate.segments.iter().filter(|segment| segment.gaps() > segment.devices) {
        let text = format!(
            "{} counts {} that cannot enroll, but has only {}.",
            segment.title(),
            devices(segment.gaps()),
            count(segment.devices)
        );
        let mut cut = segment.clone();
        let mut left = cut.devices;
        let counts = [
            &mut cut.needs_os_update,
            &mut cut.needs_join,
            &mut cut.ineligible,
            &mut cut.stale,
            &mut cut.unknown,
        ];
        for gap in counts {
            *gap = (*gap).min(left);
            left -= *gap;
        }
        out.push(Problem::error("gaps-over-devices", Place::Segment(segment.id), text).mend(
            format!("Cut the counts to {}", devices(segment.devices)),
            Edit::Put(Record::Segment(cut)),
        ));
    }
}

fn windows_leaves_support(look: &Look, out: &mut Vec<Problem>) {
    for segment in look.plan.estate.segments.iter().filter(|segment| segment.ready() > 0) {
        let Some(end) = look.plan.estate.support_end(&segment.os) else { continue };
        let late = |entry: &&PhaseLook| {
            takes_of(entry, segment.id).any(|take| take.devices > 0)
                && !entry.has_started
                && entry.earliest_start > end
        };
        let Some(entry) = look.phases.iter().find(late) else { continue };
        let text = format!(
            "{} {} support on {}, before {} starts on {} at the earliest, with {} of {}.",
            segment.os,
            if end <= look.plan.status_date { "left" } else { "leaves" },
            date(end),
            entry.name(),
            date(entry.earliest_start),
            devices(segment.ready()),
            segment.title()
        );
        let mut updated = segment.clone();
        updated.needs_os_update = updated.needs_os_update.saturating_add(segment.ready());
        out.push(
            Problem::warning("windows-leaves-support", Place::Segment(segment.id), text)
                .mend("Count them as needing an OS update", Edit::Put(Record::Segment(updated))),
        );
    }
}

fn unsupported_join(look: &Look, out: &mut Vec<Problem>) {
    let unsupported = |segment: &&Segment| {
        matches!(segment.join, JoinType::EntraRegistered | JoinType::ActiveDirectoryOnly)
            && segment.ready() > 0
    };
    for segment in look.plan.estate.segments.iter().filter(unsupported) {
        let text = format!(
            "{} of {} count as ready, but devices that are {} cannot be co-managed.",
            devices(segment.ready()),
            segment.title(),
            match segment.join {
                JoinType::EntraRegistered => "only registered with Entra",
                _ => "joined to Active Directory alone",
            }
        );
        let mut joined = segment.clone();
        joined.needs_join = joined.needs_join.saturating_add(segment.ready());
        out.push(
            Problem::warning("join-unsupported", Place::Segment(segment.id), text)
                .mend("Count them as not Entra joined", Edit::Put(Record::Segment(joined))),
        );
    }
}

/// A phase that counts everybody ready although its segments have gaps promises too much.
fn gaps_forgotten(look: &Look, out: &mut Vec<Problem>) {
    let segments: BTreeMap<SegmentId, &Segment> =
        look.plan.estate.segments.iter().map(|segment| (segment.id, segment)).collect();
    for entry in look.phases.iter().filter(|e| e.phase.not_ready.is_empty() && !e.has_started) {
        let mut gaps: BTreeMap<NotReadyReason, f64> = BTreeMap::new();
        for take in &entry.phase.takes {
            let Some(segment) = segments.get(&take.segment).filter(|segment| segment.devices > 0) else {
                continue;
            };
            let share = f64::from(take.devices) / f64::from(segment.devices);
            let of = [
                (NotReadyReason::NeedsOsUpdate, segment.needs_os_update),
                (NotReadyReason::NeedsJoin, segment.needs_join),
                (NotReadyReason::Ineligible, segment.ineligible),
                (NotReadyReason::Stale, segment.stale),
                (NotReadyReason::Other, segment.unknown),
            ];
            for (reason, n) in of {
                *gaps.entry(reason).or_default() += share * f64::from(n);
            }
        }
        let whole =
            |(reason, n): (NotReadyReason, f64)| NotReady { reason, devices: n.round() as u32, until: None };
        let mut groups: Vec<NotReady> =
            gaps.into_iter().map(whole).filter(|group| group.devices > 0).collect();
        let mut left = entry.phase.devices;
        for group in &mut groups {
            group.devices = group.devices.min(left);
            left -= group.devices;
        }
        let sum: u64 = groups.iter().map(|group| u64::from(group.devices)).sum();
        if sum == 0 {
            continue;
        }
        let text = format!(
            "{} counts all {} as ready, but {} of those it takes from the segments are not.",
            entry.name(),
            devices(entry.phase.devices),
            count(sum)
        );
        let counted = entry.changed(|phase| phase.not_ready = groups);
        out.push(
            Problem::note("gaps-forgotten", Place::Phase(entry.id()), text)
                .mend(format!("Count {} as not ready", devices(sum)), counted),
        );
    }
}

/// Co-management asks for a site version that Microsoft supports.
fn site_version(look: &Look, out: &mut Vec<Problem>) {
    if look.plan.option == MigrationOption::FromScratch {
        return;
    }
    let version = look.plan.site_version;
    let Some(end) = support::site_version_support_end(version) else { return };
    let now = look.plan.status_date.max(look.plan.start);
    let newer = support::site_versions().rfind(|known| *known > version);
    let with_newer = |problem: Problem| match newer {
        Some(newer) => {
            problem.mend(format!("Plan with site version {newer}"), Edit::Set(Setting::SiteVersion(newer)))
        }
        None => problem,
    };
    if end < now {
        let text = format!(
            "Site version {version} left support on {}; co-management needs a supported one.",
            date(end)
        );
        out.push(with_newer(Problem::warning("site-version-unsupported", Place::Plan, text)));
    } else if let Some(target) = look.plan.target.filter(|target| end < *target) {
        let text = format!(
            "Site version {version} leaves support on {}, before the target date {}: an upgrade falls into the plan.",
            date(end),
            date(target)
        );
        out.push(with_newer(Problem::note("site-version-ends", Place::Plan, text)));
    }
}
