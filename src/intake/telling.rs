//! Which phase a device belongs to: what a list of devices says, what a person's rules and the roster say, which
//! phase has the whole of its segment. Where these leave it open nobody guesses.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::files::import::tickets::Ticket;
use crate::fleet::{By, Device, Filter, Fleet, OTHER, Roster, Rule, Share, Word, rare_prefixes};
use crate::plan::{JoinType, Phase, PhaseId, Plan, Segment, SegmentId};

/// The phase that people call so: by its name, else by its label.
pub fn phase_called<'a>(plan: &'a Plan, name: &str) -> Option<&'a Phase> {
    let is_label = |phase: &&Phase| plan.phase_label(phase.id).eq_ignore_ascii_case(name.trim());
    plan.phases.iter().find(|phase| phase.has_name(name)).or_else(|| plan.phases.iter().find(is_label))
}

type Columns = [bool; 5];
/// Segments by what they have in common, each with the phase that has all of it.
type Segments = Vec<(Columns, HashMap<[Word; 5], Option<PhaseId>>)>;

/// Tells the phase of devices of one plan.
pub struct Telling<'a> {
    names: HashMap<String, PhaseId>,
    rules: Vec<(PhaseId, Filter)>,
    roster: Option<&'a Roster>,
    /// Segments that one phase has as a whole, by the columns that they are told by.
    segments: Segments,
    /// What only few devices of the list are called by, where a segment has these.
    rare: HashSet<String>,
}

impl<'a> Telling<'a> {
    /// What a rule draws by lot tells nothing of a single device; only a roster knows that.
    pub fn of(plan: &Plan, rules: &[Rule], roster: Option<&'a Roster>) -> Self {
        let labels = plan.phases.iter().map(|phase| (plan.phase_label(phase.id).to_lowercase(), phase.id));
        let names = plan.phases.iter().map(|phase| (phase.name.trim().to_lowercase(), phase.id));
        let whole = rules.iter().filter(|rule| rule.share == Share::All);
        Self {
            names: labels.chain(names).collect(),
            rules: whole.map(|rule| (rule.phase, rule.filter())).collect(),
            roster,
            segments: whole_segments(plan),
            rare: HashSet::new(),
        }
    }

    /// Tells those devices of this list too that are in the segment of the others. Of a device that no list has
    /// nobody knows how many are called so.
    #[must_use]
    pub fn among(self, fleet: &Fleet) -> Self {
        let is_other = |segments: &HashMap<[Word; 5], _>| segments.keys().any(|key| key[0].as_ref() == OTHER);
        if !self.segments.iter().any(|(_, segments)| is_other(segments)) {
            return self;
        }
        Self { rare: rare_prefixes(fleet.devices()), ..self }
    }

    pub fn phase_of(&self, device: &Device) -> Option<PhaseId> {
        if !device.phase.is_empty() {
            return self.names.get(&device.phase.to_lowercase()).copied();
        }
        let ruled = self.rules.iter().find(|(_, filter)| filter.holds(device)).map(|(phase, _)| *phase);
        ruled.or_else(|| self.roster?.phase_of(device)).or_else(|| self.phase_of_segment(device))
    }

    /// A device that fits two segments belongs to neither.
    fn phase_of_segment(&self, device: &Device) -> Option<PhaseId> {
        let mut found = None;
        for (columns, segments) in &self.segments {
            for site in [By::Site, By::NamePrefix, By::Category] {
                let Some(phase) = segments.get(&device_key(device, *columns, site)) else { continue };
                if found.is_some_and(|known| known != *phase) {
                    return None;
                }
                found = Some(*phase);
                if !columns[0] {
                    break;
                }
            }
        }
        found.unwrap_or_else(|| self.phase_of_others(device))
    }

    /// Names that only few devices begin with are no sites: their segment is that of the others.
    fn phase_of_others(&self, device: &Device) -> Option<PhaseId> {
        let is_rare = self.rare.contains(By::NamePrefix.text(device).as_ref());
        if !is_rare || !device.site.is_empty() || !device.category.is_empty() {
            return None;
        }
        self.segments.iter().filter(|(columns, _)| columns[0]).find_map(|(columns, segments)| {
            let mut key = device_key(device, *columns, By::NamePrefix);
            key[0] = OTHER.into();
            segments.get(&key).copied().flatten()
        })
    }
}

fn device_key(device: &Device, columns: Columns, site: By) -> [Word; 5] {
    let all = [site, By::Department, By::Windows, By::Join, By::Model];
    std::array::from_fn(|at| if columns[at] { all[at].word(device) } else { Word::from("") })
}

/// Tells the phase of the device that a ticket names.
pub struct Named<'a> {
    phases: BTreeMap<Box<str>, Option<PhaseId>>,
    telling: &'a Telling<'a>,
}

impl<'a> Named<'a> {
    /// Of these devices, and of those that the roster has beside them.
    pub fn of(devices: &[&Device], telling: &'a Telling<'a>) -> Self {
        let mut phases = by_name(devices.iter().copied(), telling);
        let known = telling.roster.into_iter().flat_map(|roster| roster.fleet().devices());
        for (name, phase) in by_name(known, telling) {
            phases.entry(name).or_insert(phase);
        }
        Self { phases, telling }
    }

    /// By the ticket's device, else by a device's name in its subject.
    pub fn phase_of(&self, ticket: &Ticket) -> Option<PhaseId> {
        let device = ticket.about.device.trim();
        if !device.is_empty() {
            let device = Device { name: device.into(), ..Device::default() };
            let known = device.bare_name().and_then(|name| self.phases.get(&name).copied());
            // Its name alone may tell: by its prefix, or by a list of members.
            return known.unwrap_or_else(|| self.telling.phase_of(&device));
        }
        let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        let mut words = ticket.about.subject.split(|c: char| !is_part(c)).filter(|word| !word.is_empty());
        words.find_map(|word| self.phases.get(word.to_lowercase().as_str()).copied()).flatten()
    }
}

/// The phases of devices by their names; none where two of a name are in different ones, for a ticket means either.
fn by_name<'d>(
    devices: impl Iterator<Item = &'d Device>,
    telling: &Telling<'_>,
) -> BTreeMap<Box<str>, Option<PhaseId>> {
    let mut phases: BTreeMap<Box<str>, Option<PhaseId>> = BTreeMap::new();
    for device in devices {
        let Some(name) = device.bare_name() else { continue };
        let phase = telling.phase_of(device);
        phases.entry(name).and_modify(|known| *known = known.filter(|_| *known == phase)).or_insert(phase);
    }
    phases
}

/// Segments by their columns, each with the phase that has all of it, if one has.
fn whole_segments(plan: &Plan) -> Segments {
    let mut takers: HashMap<SegmentId, Vec<(PhaseId, u32)>> = HashMap::new();
    for phase in &plan.phases {
        for take in &phase.takes {
            takers.entry(take.segment).or_default().push((phase.id, take.devices));
        }
    }
    let taker = |segment: &Segment| match takers.get(&segment.id)?.as_slice() {
        [(phase, devices)] if *devices >= segment.devices => Some(*phase),
        _ => None,
    };
    let mut found = Segments::new();
    if plan.estate.segments.iter().all(|segment| taker(segment).is_none()) {
        return found;
    }
    for segment in &plan.estate.segments {
        let join = if segment.join == JoinType::Unknown { "" } else { segment.join.name() };
        let key = [&segment.site, &segment.department, &segment.os, join, &segment.model].map(Word::from);
        let columns: Columns = std::array::from_fn(|at| !key[at].is_empty());
        // A segment of nothing in particular is the rest, which no column tells.
        if columns == [false; 5] {
            continue;
        }
        let at = found.iter().position(|(known, _)| *known == columns).unwrap_or_else(|| {
            found.push((columns, HashMap::new()));
            found.len() - 1
        });
        let phase = taker(segment);
        found[at].1.entry(key).and_modify(|known| *known = None).or_insert(phase);
    }
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::{PhaseKind, Take};

    fn plan() -> Plan {
        let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        plan.estate.segments = [("HQ", 50), ("LON", 80), ("MUC", 20), ("KRK", 30)]
            .into_iter()
            .enumerate()
            .map(|(n, (site, devices))| Segment::new(SegmentId(n as u32), site, devices))
            .collect();
        let phases = [("IT", PhaseKind::Pilot), ("London", PhaseKind::Wave), ("Rest", PhaseKind::Wave)];
        for (n, (name, kind)) in phases.into_iter().enumerate() {
            plan.phases.push(Phase::new(PhaseId(n as u32), name, kind, 50));
        }
        let take = |segment, devices| Take { segment: SegmentId(segment), devices };
        plan.phases[0].takes = vec![take(0, 50), take(2, 10)];
        plan.phases[1].takes = vec![take(1, 80), take(3, 20)];
        plan.phases[2].takes = vec![take(2, 10)];
        plan
    }

    fn device(name: &str, site: &str) -> Device {
        Device { name: name.into(), site: site.into(), ..Device::default() }
    }

    #[test]
    fn a_segment_tells_the_phase_that_has_all_of_it() {
        let plan = plan();
        let telling = Telling::of(&plan, &[], None);

        let phase = |name: &str, site: &str| telling.phase_of(&device(name, site)).map(|phase| phase.0);
        assert_eq!([phase("A", "HQ"), phase("LON-L7", "")], [Some(0), Some(1)], "by site or name prefix");
        assert_eq!(phase("A", "MUC"), None, "two phases share it");
        assert_eq!(phase("A", "KRK"), None, "a part of it is nobody's");
        assert_eq!(phase("HQ-1", "LON"), None, "its site and its name contradict each other");
        assert_eq!(phase("A", "PAR"), None);
    }

    #[test]
    fn a_name_that_few_have_is_in_the_segment_of_the_others() {
        let mut plan = plan();
        plan.estate.segments.push(Segment::new(SegmentId(9), OTHER, 12));
        plan.phases[2].takes.push(Take { segment: SegmentId(9), devices: 12 });
        let mut list = Fleet::default();
        let new_site = (0..5).map(|n| format!("OSL-{n}"));
        for name in ["ANNA-PC", "7-BEN"].map(str::to_owned).into_iter().chain(new_site) {
            list.put(device(&name, ""));
        }
        let telling = Telling::of(&plan, &[], None).among(&list);
        let phase = |name: &str, site: &str| telling.phase_of(&device(name, site)).map(|phase| phase.0);
        assert_eq!([phase("anna-2", ""), phase("LON-L7", "")], [Some(2), Some(1)]);
        assert_eq!(phase("ANNA-PC", "PAR"), None, "its site is known, and in no segment");
        assert_eq!(phase("OSL-1", ""), None, "a site that the plan does not have");
        assert_eq!([phase("SAP", ""), phase("7-BEN", "")], [None; 2], "nothing tells how many are called so");
    }

    #[test]
    fn a_list_and_a_persons_rules_come_first() {
        let rule =
            |phase, text| crate::fleet::parse(PhaseId(phase), text, &mut |_| Err(String::new())).unwrap();
        let rules =
            [rule(2, "site = HQ, krk"), rule(2, "category = Kiosk"), rule(0, "sample 5 where site = PAR")];
        let plan = plan();
        let telling = Telling::of(&plan, &rules, None);
        let phase = |device: Device| telling.phase_of(&device).map(|phase| phase.0);
        assert_eq!(phase(device("A", "HQ")), Some(2));
        assert_eq!(phase(device("A", "KRK")), Some(2));
        assert_eq!(phase(Device { category: "kiosk".into(), ..device("A", "PAR") }), Some(2));
        assert_eq!(phase(device("A", "LON")), Some(1), "rules say nothing of it, its segment does");
        assert_eq!(phase(Device { phase: "it".into(), ..device("A", "HQ") }), Some(0));
        assert_eq!(phase(Device { phase: "Pilot".into(), ..device("A", "HQ") }), Some(0), "by its label");
        assert_eq!(phase(Device { phase: "Elsewhere".into(), ..device("A", "HQ") }), None);
        assert_eq!(phase(device("A", "PAR")), None, "a sample tells no single device");
    }
}
