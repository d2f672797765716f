//! Which devices are in which phase, as counts of the plan: devices, whom a phase takes them from, and how
//! many are not ready. Of a single device nothing passes through here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::estate::{has_passed, tells_stale};
use super::unmatched::unmatched;
use super::{Intake, Proposal};
use crate::fleet::{By, Condition, Device, Key, Readiness, Roster, Rule, Share, count, readiness, title};
use crate::picture::format;
use crate::plan::{
    JoinType, NotReady, NotReadyReason, Phase, PhaseId, Plan, Record, Segment, SegmentId, Take,
};

impl Intake {
    /// The roster after these files: their list of devices where they have one, else the roster's own, each
    /// device with what was known of it before. `rules` take the place of those that stand.
    pub fn seated(&self, before: &Roster, rules: Option<Vec<Rule>>) -> Roster {
        let mut fleet = before.fleet().clone();
        if self.device_keys().next().is_some() {
            let mut read = self.fleet.clone();
            read.complete(&fleet);
            for device in self.staying.iter().flat_map(|staying| &staying.devices) {
                read.put(device.clone());
            }
            fleet = Arc::new(read);
        } else if !self.directory.is_empty() {
            let mut known = fleet.as_ref().clone();
            known.look_up(&self.directory);
            fleet = Arc::new(known);
        }
        Roster::seat(rules.unwrap_or_else(|| before.rules().to_vec()), fleet, before)
    }

    /// Takes up the roster of the plan, which tells the phases of devices. Where the files list devices they
    /// are seated anew, the proposal counts the members, and who makes it saves the roster beside the plan.
    pub fn take_roster(&mut self, before: Arc<Roster>) {
        let has_devices = self.device_keys().next().is_some();
        self.is_seated = has_devices || !self.directory.is_empty();
        self.staying = if has_devices { self.unnamed(before.fleet()) } else { None };
        self.roster = Some(if self.is_seated { Arc::new(self.seated(&before, None)) } else { before });
        for device in self.staying.iter().flat_map(|staying| &staying.devices) {
            self.fleet.put(device.clone());
        }
    }

    /// The roster to be saved beside the plan; none = it stays as it is.
    pub fn new_roster(&self) -> Option<&Arc<Roster>> {
        self.roster.as_ref().filter(|_| self.is_seated)
    }
}

/// What a phase has of a roster.
#[derive(Default)]
struct Members {
    devices: u32,
    takes: BTreeMap<SegmentId, u32>,
    not_ready: BTreeMap<NotReadyReason, u32>,
    /// Devices of no segment of the estate.
    strangers: u32,
}

/// The plan's phases with the members that a roster gives them. Phases that no rule and no device names stay
/// as they were typed.
pub fn members(plan: &Plan, roster: &Roster, stale_after_days: u64) -> Proposal {
    let today = roster.fleet().as_of().unwrap_or(plan.status_date);
    let mut phases: BTreeMap<PhaseId, Members> =
        roster.rules().iter().map(|rule| (rule.phase, Members::default())).collect();
    let segments = Segments::of(plan, roster);
    for (device, seat) in roster.seats() {
        let Some(phase) = seat.phase else { continue };
        phases.entry(phase).or_default().count(device, &segments, (today, stale_after_days));
    }
    let (mut edits, mut says, mut strangers) = (Vec::new(), Vec::new(), 0);
    let tells_stale = tells_stale(roster.fleet());
    for phase in &plan.phases {
        let Some(members) = phases.remove(&phase.id) else { continue };
        strangers += members.strangers;
        let mut after = members.of_phase(phase, tells_stale);
        if has_passed(plan, phase) {
            after.not_ready.clone_from(&phase.not_ready);
        }
        if after != *phase {
            says.push(sentence(phase, &after));
            edits.push(Record::Phase(Box::new(after)).into());
        }
    }
    let left = roster.tally().left as u64;
    if left > 0 && !edits.is_empty() {
        says.push(format!("{} in no phase.", format::plural(left, "device is", "devices are")));
    }
    let mut warns = Vec::new();
    let gone: u64 = phases.values().map(|members| u64::from(members.devices)).sum();
    if !phases.is_empty() {
        let phases =
            format::plural(phases.len() as u64, "phase that the plan does", "phases that the plan does");
        warns.push(format!(
            "The roster names {phases} not have, with {}.",
            format::plural(gone, "device", "devices")
        ));
    }
    if strangers > 0 && !segments.known.is_empty() {
        let devices = format::plural(strangers.into(), "member is", "members are");
        warns.push(format!("{devices} of no segment of the estate: import the same list as the estate."));
    }
    warns.extend(silent(plan, roster));
    warns.extend(unmatched(plan, roster));
    Proposal { warns, ..Proposal::of("Set members of phases", edits, says) }
}

/// The rules that go by a column of which no device says anything.
fn silent(plan: &Plan, roster: &Roster) -> Vec<String> {
    let devices = roster.fleet().devices();
    let mut warns = Vec::new();
    for rule in roster.rules().iter().filter(|_| !devices.is_empty()) {
        let conditions = rule.only.iter().filter_map(|condition| match condition {
            Condition::Column { column, .. } => column.by(),
            Condition::Listed(_) => None,
        });
        let mirrored = match &rule.share {
            Share::Part(part) => part.mirror.as_slice(),
            Share::All => &[],
        };
        let columns: BTreeSet<By> = conditions.chain(mirrored.iter().copied()).collect();
        for by in columns.into_iter().filter(|by| !devices.iter().any(|device| by.says(device))) {
            let phase = plan.phase(rule.phase).map_or("a phase that is gone", |phase| phase.name.as_str());
            let has_sites = plan.estate.segments.iter().any(|segment| !segment.site.is_empty());
            let tail = if by == By::Site && has_sites {
                " The sites of the estate are the beginnings of names or another column: go by that."
            } else {
                ""
            };
            warns.push(format!(
                "{phase}: the rule “{}” goes by {}, of which no device says anything.{tail}",
                title(rule),
                by.name().to_lowercase()
            ));
        }
    }
    warns
}

impl Members {
    fn count(&mut self, device: &Device, segments: &Segments<'_>, (today, stale): (NaiveDate, u64)) {
        self.devices += 1;
        match segments.of_device(device) {
            Some(segment) => *self.takes.entry(segment).or_default() += 1,
            None => self.strangers += 1,
        }
        let reason = match readiness(device, today, stale) {
            Readiness::NeedsOsUpdate => NotReadyReason::NeedsOsUpdate,
            Readiness::NeedsJoin => NotReadyReason::NeedsJoin,
            Readiness::Ineligible => NotReadyReason::Ineligible,
            Readiness::Stale => NotReadyReason::Stale,
            Readiness::Ready | Readiness::Unknown => return,
        };
        *self.not_ready.entry(reason).or_default() += 1;
    }

    /// The phase with these counts; what no list tells stays as it was typed.
    fn of_phase(self, phase: &Phase, tells_stale: bool) -> Phase {
        let mut after = phase.clone();
        after.users = if phase.users == phase.devices { self.devices } else { phase.users };
        after.devices = self.devices;
        after.takes = self
            .takes
            .iter()
            .map(|(segment, devices)| Take { segment: *segment, devices: *devices })
            .collect();
        let until =
            |reason| phase.not_ready.iter().find(|g| g.reason == reason).and_then(|group| group.until);
        let counted = |(reason, devices): (&NotReadyReason, &u32)| NotReady {
            reason: *reason,
            devices: *devices,
            until: until(*reason),
        };
        after.not_ready = self.not_ready.iter().map(counted).collect();
        let is_typed = |group: &&NotReady| match group.reason {
            NotReadyReason::Licence | NotReadyReason::Other => self.devices > 0,
            NotReadyReason::Stale => !tells_stale && self.devices > 0,
            _ => false,
        };
        after.not_ready.extend(phase.not_ready.iter().filter(is_typed));
        after
    }
}

/// `Pilot: 50 → 64 devices, 3 of them not ready.`
fn sentence(before: &Phase, after: &Phase) -> String {
    let devices = format::plural(after.devices.into(), "device", "devices");
    let change = if before.devices == after.devices {
        devices
    } else {
        format!("{} → {devices}", format::count(before.devices.into()))
    };
    match after.not_ready_devices() {
        0 => format!("{}: {change}.", after.name),
        not_ready => {
            format!("{}: {change}, {} of them not ready.", after.name, format::count(not_ready.into()))
        }
    }
}

/// The estate's segments by what their devices have in common.
struct Segments<'p> {
    known: BTreeMap<Key<'p>, SegmentId>,
    by: Vec<By>,
    /// Where the many small groups are together.
    rest: Option<SegmentId>,
}

impl<'p> Segments<'p> {
    /// The columns that the estate was counted by are told from what its segments say; which of three columns
    /// was the site, from which one finds the most devices.
    fn of(plan: &'p Plan, roster: &Roster) -> Self {
        let segments = &plan.estate.segments;
        let says = |is: &dyn Fn(&Segment) -> bool| segments.iter().any(is);
        let mut by = Vec::new();
        for (column, is_told) in [
            (By::Department, says(&|segment| !segment.department.is_empty())),
            (By::Windows, says(&|segment| !segment.os.is_empty())),
            (By::Join, says(&|segment| segment.join != JoinType::Unknown)),
            (By::Model, says(&|segment| !segment.model.is_empty())),
        ] {
            by.extend(is_told.then_some(column));
        }
        let known = segments.iter().map(|segment| (Key::of_segment(segment), segment.id)).collect();
        let bare = |segment: &Segment| {
            (segment.os.as_str(), segment.department.as_str(), segment.model.as_str()) == ("", "", "")
        };
        let rest = segments.iter().find(|segment| segment.site == crate::fleet::OTHER && bare(segment));
        let mut found = Self { known, by, rest: rest.map(|segment| segment.id) };
        if says(&|segment| !segment.site.is_empty()) {
            let devices = roster.fleet().devices();
            let sites = [By::Site, By::NamePrefix, By::Category];
            let best = sites.into_iter().rev().max_by_key(|site| {
                let by: Vec<By> = std::iter::once(*site).chain(found.by.iter().copied()).collect();
                let find = |all: &mut usize, device| *all += usize::from(found.find(device, &by).is_some());
                count(devices, find, |all, more| *all += more)
            });
            found.by.extend(best);
        }
        found
    }

    fn find(&self, device: &Device, by: &[By]) -> Option<SegmentId> {
        self.known.get(&Key::of(device, by)).copied()
    }

    /// A name that few devices have is in the segments of the others.
    fn of_device(&self, device: &Device) -> Option<SegmentId> {
        let among_others = || self.known.get(&Key::of(device, &self.by).among_others()).copied();
        self.find(device, &self.by).or_else(among_others).or(self.rest)
    }
}

#[cfg(test)]
#[path = "members_tests.rs"]
mod tests;
