//! Devices that a list cannot name: Intune alone knows nothing of those that are not enrolled, Configuration Manager
//! alone nothing of those that only Intune manages. They stay in the estate and in the roster as they were.

use chrono::{Days, NaiveDate};

use super::Intake;
use super::observing::{is_estate, is_sample};
use crate::files::import::Kind;
use crate::fleet::{Agent, Device, Fleet, STALE_AFTER_DAYS};
use crate::picture::format;

/// Devices that stay.
pub(super) struct Staying {
    pub devices: Vec<Device>,
    pub says: String,
}

/// The one system that a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lister {
    Intune,
    ConfigurationManager,
}

impl Lister {
    fn of(intake: &Intake) -> Option<Self> {
        let kinds: Vec<Kind> = intake.estate_kinds().collect();
        let any =
            |agents: &[Agent]| intake.fleet.devices().iter().any(|device| agents.contains(&device.agent));
        let are = |known: &[Kind]| !kinds.is_empty() && kinds.iter().all(|kind| known.contains(kind));
        // Where devices are attached to the tenant, Intune's list has those of Configuration Manager too.
        if are(&[Kind::IntuneDevices]) && !any(&[Agent::ConfigurationManager, Agent::Unknown]) {
            Some(Self::Intune)
        } else if are(&[Kind::ConfigMgrDevices, Kind::ClientStates]) && !any(&[Agent::Intune]) {
            Some(Self::ConfigurationManager)
        } else {
            None
        }
    }

    fn sentence(self, staying: usize) -> String {
        let devices = format::plural(staying as u64, "device", "devices");
        let (stay, them) = if staying == 1 { ("stays", "it") } else { ("stay", "them") };
        match self {
            Self::Intune => format!(
                "The list is Intune's alone: {devices} of the roster that Intune does not have {stay}. A list of \
                 Configuration Manager beside it tells about {them}."
            ),
            Self::ConfigurationManager => format!(
                "The list is Configuration Manager's alone: {devices} of the roster that only Intune manages {stay}. \
                 Intune's list beside it tells about {them}."
            ),
        }
    }

    fn cannot_name(self, device: &Device) -> bool {
        match self {
            Self::Intune => !device.is_enrolled(),
            Self::ConfigurationManager => device.agent == Agent::Intune,
        }
    }
}

impl Intake {
    /// What the lists are that the estate is made of.
    fn estate_kinds(&self) -> impl Iterator<Item = Kind> {
        const OTHERS: [Kind; 4] =
            [Kind::EntraDevices, Kind::EnrollmentActivity, Kind::EnrollmentFailures, Kind::Tickets];
        let layouts =
            self.files.iter().filter(|file| file.error.is_none()).filter_map(|file| file.layout.as_ref());
        let lists = layouts.filter(|layout| is_estate(layout) && !is_sample(layout));
        lists.filter_map(|layout| layout.kind).filter(|kind| !OTHERS.contains(kind))
    }

    /// Those devices of the roster that the lists cannot name, and what to say of them.
    pub(super) fn unnamed(&self, before: &Fleet) -> Option<Staying> {
        let lister = Lister::of(self)?;
        let known = self.fleet.index();
        let is_unnamed =
            |device: &&Device| lister.cannot_name(device) && known.find(&self.fleet, device).is_none();
        let last = before.as_of();
        let devices: Vec<Device> =
            before.devices().iter().filter(is_unnamed).map(|device| unseen_since(device, last)).collect();
        (!devices.is_empty()).then(|| Staying { says: lister.sentence(devices.len()), devices })
    }
}

/// Nobody knows when it was last seen since; it has not become stale by a list that cannot name it.
fn unseen_since(device: &Device, last: Option<NaiveDate>) -> Device {
    let oldest = last.and_then(|day| day.checked_sub_days(Days::new(STALE_AFTER_DAYS)));
    Device {
        last_seen: device.last_seen.filter(|seen| oldest.is_some_and(|oldest| *seen < oldest)),
        ..device.clone()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::ops::ControlFlow;
    use std::sync::Arc;

    use super::*;
    use crate::fleet::{Roster, Rule};
    use crate::intake::{Proposal, Wish};
    use crate::plan::{Phase, PhaseId, PhaseKind, Plan};

    const INTUNE: (&str, &str) =
        ("intune.csv", "Device name,Managed by,Last check-in\nHQ-1,Co-managed,2026-09-30\n");
    const CONFIGURATION_MANAGER: (&str, &str) =
        ("cm.csv", "Name,ResourceID,IsClient\nHQ-1,16777219,True\nHQ-2,16777220,True\n");

    /// What lists make of a plan with a roster: HQ-1 is in both systems, HQ-2 and HQ-3 in Configuration Manager,
    /// HQ-4 in Intune. HQ-3 has not been seen for months.
    fn imported(files: &[(&str, &str)]) -> (Vec<(String, Option<NaiveDate>)>, Proposal) {
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<_> = files.iter().map(|(name, _)| folder.path().join(name)).collect();
        for (path, (_, text)) in paths.iter().zip(files) {
            std::fs::write(path, text).unwrap();
        }
        let mut fleet = Fleet::default();
        for (name, agent, seen) in [
            ("HQ-1", Agent::CoManaged, "2026-08-30"),
            ("HQ-2", Agent::ConfigurationManager, "2026-08-31"),
            ("HQ-3", Agent::ConfigurationManager, "2026-03-01"),
            ("HQ-4", Agent::Intune, "2026-08-29"),
        ] {
            fleet.put(Device { name: name.into(), agent, last_seen: seen.parse().ok(), ..Device::default() });
        }
        let before = Roster::seat(vec![Rule::rest(PhaseId(1))], Arc::new(fleet), &Roster::default());
        let mut plan = Plan::new("Test", "2026-08-03".parse().unwrap());
        plan.phases.push(Phase::new(PhaseId(1), "Pilot", PhaseKind::Pilot, 4));
        let wish = Wish::default();
        let mut intake = Intake::read(&paths, &wish, &plan, &mut |_, _| ControlFlow::Continue(()));
        intake.take_roster(Arc::new(before));
        let after = intake.new_roster().unwrap().fleet().devices().iter();
        let mut seats: Vec<_> = after.map(|device| (device.name.to_string(), device.last_seen)).collect();
        seats.sort();
        (seats, intake.proposal(&plan, &wish))
    }

    #[test]
    fn what_a_list_cannot_name_stays_and_has_not_become_stale() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let (seats, proposal) = imported(&[INTUNE]);
        let expected = [("HQ-1", day("2026-09-30")), ("HQ-2", None), ("HQ-3", day("2026-03-01"))];
        assert_eq!(
            seats,
            expected.map(|(name, seen)| (name.to_owned(), seen)),
            "Intune knows that HQ-4 is gone"
        );
        assert!(
            proposal.says.iter().any(|line| line.starts_with("Estate: 3 devices")),
            "{:?}",
            proposal.says
        );
        assert!(
            proposal
                .warns
                .iter()
                .any(|line| line.contains("2 devices of the roster that Intune does not have stay"))
        );

        let (seats, _) = imported(&[CONFIGURATION_MANAGER]);
        let names: Vec<_> = seats.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["HQ-1", "HQ-2", "HQ-4"], "Configuration Manager knows that HQ-3 is gone");

        let (seats, proposal) = imported(&[INTUNE, CONFIGURATION_MANAGER]);
        assert_eq!(seats.len(), 2, "together they know all");
        assert!(!proposal.warns.iter().any(|line| line.contains("alone")), "{:?}", proposal.warns);
    }
}
