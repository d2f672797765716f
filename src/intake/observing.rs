//! What reports say of devices one by one: it completes the lists of the estate, and becomes the actuals of
//! phases. Reading and telling phases is others' work.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::num::NonZeroU64;

use super::{Evidence, FileReport, Intake, Named, Proposal, Telling, Wish, enrollment, positions, tickets};
use crate::files::import::attempts::{AttemptReading, UserFailure};
use crate::files::import::fields::plain;
use crate::files::import::{Dates, Field, Kind, Layout};
use crate::fleet::Device;
use crate::picture::format;
use crate::plan::Plan;

/// Reasons that a note names.
const NAMED: usize = 5;

/// It lists devices to be counted; a report names some of them, and a list of members says whose they are.
pub(super) fn is_estate(layout: &Layout) -> bool {
    match layout.kind {
        Some(Kind::WorkloadStates) => false,
        Some(Kind::DeviceList) => layout.column(Field::Phase).is_none(),
        _ => true,
    }
}

/// Names of columns that CMPivot's queries give.
const OF_CMPIVOT: [&str; 14] = [
    "caption",
    "buildnumber",
    "version",
    "lastbootuptime",
    "osarchitecture",
    "installdate",
    "smbiosbiosversion",
    "releasedate",
    "productname",
    "productversion",
    "publisher",
    "property",
    "value",
    "count",
];

/// What is known of devices and no such query gives.
const OF_OWN_LISTS: [Field; 13] = [
    Field::Site,
    Field::Department,
    Field::Category,
    Field::Phase,
    Field::Agent,
    Field::EntraId,
    Field::Os,
    Field::User,
    Field::UserName,
    Field::Enrolled,
    Field::LastSeen,
    Field::State,
    Field::Join,
];

/// What clients that were online have answered to a query: the device first, then whatever was asked. A column that
/// such a query has no name for makes it somebody's own list.
pub(super) fn is_sample(layout: &Layout) -> bool {
    let header: Vec<_> = layout.header.iter().map(|name| plain(name)).collect();
    layout.kind == Some(Kind::DeviceList)
        && header.first().is_some_and(|name| name == "device")
        && header.iter().any(|name| OF_CMPIVOT.contains(&name.as_str()))
        && OF_OWN_LISTS.into_iter().all(|field| layout.column(field).is_none())
}

impl Intake {
    /// Reports complete the devices of the lists, whatever the order of the files.
    pub(super) fn take_reports(&mut self) {
        for (layout, report) in std::mem::take(&mut self.reports) {
            // Without any other list the one with the phases is the estate.
            let is_list = layout.kind == Some(Kind::DeviceList) && !is_sample(&layout);
            if self.device_files.is_empty() && is_list {
                self.fleet.join(report);
                self.device_files.push((layout.file.clone(), layout.key()));
                continue;
            }
            let strangers = self.fleet.learn(report);
            self.strangers.join(strangers);
            self.report_files.push(layout.file);
        }
    }

    fn devices(&self) -> Vec<&Device> {
        self.fleet.devices().iter().chain(self.strangers.devices()).collect()
    }

    /// Enrollment, failures and workload positions of each phase.
    pub(super) fn enrolled(&self, plan: &Plan, wish: &Wish, telling: &Telling) -> Proposal {
        let devices = self.devices();
        if devices.is_empty() {
            return Proposal::default();
        }
        let (failed, untold) = self.failed_by_users(&devices, telling);
        let devices: Vec<&Device> =
            devices.into_iter().enumerate().map(|(at, device)| failed.get(&at).unwrap_or(device)).collect();
        let newest = self.fleet.as_of().max(self.strangers.as_of());
        let as_of = wish.as_of.or(newest).unwrap_or(plan.status_date);
        let files: Vec<_> =
            self.device_files.iter().map(|(file, _)| file).chain(&self.report_files).cloned().collect();
        let evidence = Evidence {
            devices: &devices,
            as_of,
            stale_after_days: self.stale_after_days(wish),
            source: format!("{}, {}", files.join(", "), format::date(as_of)),
            phase_of: &|device| telling.phase_of(device),
        };
        let Some((unread, field)) = self.unread_dates(wish.as_of.is_some()) else {
            return enrollment(plan, &evidence).warn(untold).and(positions(plan, &evidence));
        };
        let nothing = Proposal::default().warn(Some(unread)).warn(untold);
        // Who has a workload is seen on the day of the list, whenever its devices enrolled.
        if field == Field::Enrolled { nothing.and(positions(plan, &evidence)) } else { nothing }
    }

    /// A column whose dates are needed and cannot be read: without them all devices would seem to have enrolled on
    /// one day, or as of a wrong one.
    fn unread_dates(&self, is_day_known: bool) -> Option<(String, Field)> {
        let lists = self.files.iter().filter(|file| file.kind != Some(Kind::EntraDevices));
        let unread = |file: &'_ FileReport, field: Field| {
            file.tally.undated.get(&field).is_some_and(Dates::tells_nothing)
        };
        let found = |field: Field| lists.clone().find(|file| unread(file, field)).map(|file| (file, field));
        // Which day it is weighs more: nothing is known of any day then.
        let day = found(Field::LastSeen).filter(|_| !is_day_known);
        let (file, field) = day.or_else(|| found(Field::Enrolled))?;
        let what =
            if field == Field::Enrolled { "enrollment" } else { "enrollment or of who has a workload" };
        let said = format!(
            "Nothing is recorded of {what}: the dates in {} of {} cannot be read. Without that column, or with \
             readable dates, it is.",
            field.name(),
            file.file
        );
        Some((said, field))
    }

    /// The devices that failed where a report names only their users, by their places, and what to say of the
    /// failures that are no phase's. Of a user's devices the one that has not enrolled is meant.
    fn failed_by_users(
        &self,
        devices: &[&Device],
        telling: &Telling,
    ) -> (BTreeMap<usize, Device>, Option<String>) {
        let mut failed: BTreeMap<usize, Device> = BTreeMap::new();
        if self.user_failures.is_empty() {
            return (failed, None);
        }
        let (owned, mut untold) = (Owned::of(devices), 0);
        // The newest says why, whichever report has it; what two reports have is one failure.
        let mut all: Vec<_> = self.user_failures.iter().flat_map(|(_, failures)| failures).collect();
        // One report has a user's name, another the ID: what has both goes first, and joins the others.
        all.sort_by_key(|failure| (failure.day, failure.users.iter().flatten().count()));
        let mut met = HashSet::new();
        for failure in all.into_iter().rev() {
            let users = || failure.users.iter().flatten().map(|user| (failure.day, *user));
            let is_known = users().any(|user| met.contains(&user));
            met.extend(users());
            if is_known {
                continue;
            }
            let own = owned.by(failure);
            let phase = |at: &usize| telling.phase_of(devices[*at]);
            let is_one_phase =
                own.first().and_then(phase).is_some_and(|one| own.iter().all(|at| phase(at) == Some(one)));
            let open = own.iter().find(|at| !devices[**at].is_enrolled()).or(own.first());
            match open.filter(|_| is_one_phase) {
                Some(at) => {
                    let device = failed.entry(*at).or_insert_with(|| devices[*at].clone());
                    device.fail(failure.day, &failure.why);
                }
                None => untold += 1,
            }
        }
        let said = (untold > 0).then(|| {
            format!(
                "{} without a phase: no list says whose devices these are, or they are in several phases or in none.",
                format::plural(untold, "failure of a user is", "failures of users are")
            )
        });
        (failed, said)
    }

    /// Says of reports that name only users how many of these the lists give a device.
    pub(super) fn note_users(&mut self) {
        if self.user_failures.is_empty() {
            return;
        }
        let devices = self.devices();
        let owned = Owned::of(&devices);
        let is_known = |failure: &&UserFailure| !owned.by(failure).is_empty();
        let known: Vec<_> = self
            .user_failures
            .iter()
            .map(|(file, failures)| (*file, failures.iter().filter(is_known).count(), failures.len()))
            .collect();
        for (file, known, all) in known {
            let tail = match known {
                0 => "The report names no device, so no phase has them.".to_owned(),
                _ if known == all => {
                    "The report names no device; the lists give each of its users one.".to_owned()
                }
                _ => format!(
                    "The report names no device; the lists give one to the user of {} of these {}.",
                    format::count(known as u64),
                    format::count(all as u64)
                ),
            };
            if let Some(note) = self.files.get_mut(file).and_then(|file| file.notes.first_mut()) {
                *note = format!("{note} {tail}");
            }
        }
    }

    /// Tickets of each phase.
    pub(super) fn of_phases(&self, plan: &Plan, wish: &Wish, telling: &Telling) -> Proposal {
        if self.tickets.is_empty() {
            return Proposal::default();
        }
        let devices = self.devices();
        let named = Named::of(&devices, telling);
        tickets(plan, &self.tickets, wish.ticket_rules.as_deref(), &|ticket| named.phase_of(ticket))
    }
}

/// The places of devices by their users.
struct Owned(HashMap<NonZeroU64, Vec<usize>>);

impl Owned {
    fn of(devices: &[&Device]) -> Self {
        let mut owned: HashMap<NonZeroU64, Vec<usize>> = HashMap::new();
        for (at, device) in devices.iter().enumerate() {
            if let Some(user) = device.user {
                owned.entry(user).or_default().push(at);
            }
        }
        Self(owned)
    }

    fn by(&self, failure: &UserFailure) -> &[usize] {
        let own = failure.users.iter().flatten().find_map(|user| self.0.get(user));
        own.map_or(&[], Vec::as_slice)
    }
}

impl FileReport {
    /// How many attempts failed, and which users did, whose devices the report does not name.
    pub(super) fn note_attempts(&mut self, reading: &AttemptReading) {
        let attempts = format::plural(reading.attempts, "attempt", "attempts");
        if reading.users.is_empty() {
            let devices = format::plural(reading.fleet.len() as u64, "device", "devices");
            self.notes.push(format!("{attempts} of {devices}, {} failed.", format::count(reading.failed)));
            return;
        }
        let mut reasons: BTreeMap<&str, u32> = BTreeMap::new();
        for UserFailure { why, .. } in &reading.users {
            *reasons.entry(if why.is_empty() { "no reason" } else { why }).or_default() += 1;
        }
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|(reason, users)| (std::cmp::Reverse(*users), *reason));
        let named = |(reason, users): &(&str, u32)| format!("{reason} {}", format::count(u64::from(*users)));
        let mut named: Vec<_> = reasons.iter().take(NAMED).map(named).collect();
        let others: u64 = reasons.iter().skip(NAMED).map(|(_, users)| u64::from(*users)).sum();
        if others > 0 {
            named.push(format!("other reasons {}", format::count(others)));
        }
        let users = format::count(reading.users.len() as u64);
        self.notes.push(format!("{attempts} failed; each user once a day, {users}: {}.", named.join(", ")));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::fleet::parse;
    use crate::plan::{Phase, PhaseId, PhaseKind};

    const DEVICES: &str = "Device name,Managed by,Enrollment date,Last check-in,Primary user UPN\n\
        HQ-1,Co-managed,2026-08-05,2026-08-31,anna@contoso.example\n\
        HQ-2,ConfigMgr,,2026-08-31,Anna@Contoso.example\n\
        HQ-3,Intune,2026-08-06,2026-08-31,ben@contoso.example\n\
        HQ-4,ConfigMgr,,2026-08-31,carla@contoso.example\n\
        LON-4,ConfigMgr,,2026-08-31,carla@contoso.example\n";
    const FAILURES: &str = "EnrollmentFailureDateTime,FailureReason,OS,UPN,UserId\n\
        2026-08-04 09:00:00,Authentication,Windows,anna@contoso.example,1\n\
        2026-08-07 09:00:00,User validation,Windows,anna@contoso.example,1\n\
        2026-08-04 09:00:00,Authentication,Windows,ben@contoso.example,2\n\
        2026-08-04 09:00:00,Authentication,Windows,carla@contoso.example,3\n\
        2026-08-04 09:00:00,Authentication,Windows,dora@contoso.example,4\n";

    #[test]
    fn a_failure_belongs_to_the_phase_of_its_users_device() {
        let folder = tempfile::tempdir().unwrap();
        let paths = [("failures.csv", FAILURES), ("devices.csv", DEVICES)].map(|(name, text)| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        });
        let mut plan = Plan::new("Test", "2026-08-03".parse().unwrap());
        plan.phases.push(Phase::new(PhaseId(1), "Pilot", PhaseKind::Pilot, 4));
        let rule = parse(PhaseId(1), "name begins with HQ", &mut |_| Err(String::new())).unwrap();
        let wish = Wish { phases: vec![rule], ..Wish::default() };
        let intake = Intake::read(&paths, &wish, &plan, &mut |_, _| ControlFlow::Continue(()));
        assert_eq!(
            intake.files[0].notes,
            [
                "5 attempts failed; each user once a day, 5: Authentication 4, User validation 1. The report names no \
                 device; the lists give one to the user of 4 of these 5."
            ]
        );
        let proposal = intake.proposal(&plan, &wish);
        let untold = "2 failures of users are without a phase: no list says whose devices these are, or they are in \
                      several phases or in none.";
        assert!(proposal.warns.iter().any(|line| line == untold), "{:?}", proposal.warns);
        proposal.edit.unwrap().apply(&mut plan).unwrap();
        let actuals = plan.actuals.phase(PhaseId(1)).unwrap();
        let last = actuals.stocks.last().unwrap();
        assert_eq!(
            (last.enrolled, last.failed),
            (2, 1),
            "HQ-2 is Anna's that has not enrolled, Ben's has since"
        );
        let on = |day: &str| actuals.stocks.iter().rfind(|s| s.date <= day.parse().unwrap()).unwrap().failed;
        assert_eq!([on("2026-08-05"), on("2026-08-06")], [2, 1]);
        let causes: Vec<_> = actuals.failures.iter().map(|f| (f.code.as_str(), f.devices)).collect();
        assert_eq!(causes, [("User validation", 1)], "the newest says why");
        assert!(!crate::files::plan_file::to_ron(&plan).to_lowercase().contains("anna"));
        assert_eq!(intake.proposal(&plan, &wish).edit, None);
    }

    #[test]
    fn a_report_says_of_how_many_of_its_users_a_list_has_the_device() {
        let said = |devices: Option<&str>| {
            let folder = tempfile::tempdir().unwrap();
            // All but Dora, whom no list has.
            let failures = FAILURES.lines().take(5).collect::<Vec<_>>().join("\n");
            let files = [("failures.csv", Some(failures.as_str())), ("devices.csv", devices)];
            let paths = files.into_iter().filter_map(|(name, text)| {
                let path = folder.path().join(name);
                std::fs::write(&path, text?).unwrap();
                Some(path)
            });
            let plan = Plan::new("Test", "2026-08-03".parse().unwrap());
            let paths: Vec<_> = paths.collect();
            let intake = Intake::read(&paths, &Wish::default(), &plan, &mut |_, _| ControlFlow::Continue(()));
            let note = intake.files[0].notes[0].clone();
            note.split_once("1. ").map(|(_, tail)| tail.to_owned()).unwrap()
        };
        let all = "The report names no device; the lists give each of its users one.";
        assert_eq!(said(Some(DEVICES)), all);
        let without_ben = DEVICES.replace("ben@", "someone@");
        let some = "The report names no device; the lists give one to the user of 3 of these 4.";
        assert_eq!(said(Some(&without_ben)), some);
        assert_eq!(said(None), "The report names no device, so no phase has them.");
    }

    #[test]
    fn of_several_reports_the_newest_failure_says_why_and_each_counts_once() {
        let folder = tempfile::tempdir().unwrap();
        let newer = FAILURES.lines().take(3).collect::<Vec<_>>().join("\n");
        let older = "EnrollmentFailureDateTime,FailureReason,OS,UPN,UserId\n\
            2026-08-04 09:00:00,Authentication,Windows,anna@contoso.example,1\n\
            2026-08-04 11:00:00,Authentication,Windows,dora@contoso.example,4\n\
            2026-08-04 12:00:00,Authentication,Windows,dora@contoso.example,4\n";
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let [devices, newer, older, again] = [("d", DEVICES), ("n", &newer), ("o", older), ("a", older)]
            .map(|(name, text)| write(&format!("{name}.csv"), text));
        let mut plan = Plan::new("Test", "2026-08-03".parse().unwrap());
        plan.phases.push(Phase::new(PhaseId(1), "Pilot", PhaseKind::Pilot, 4));
        let rule = parse(PhaseId(1), "name begins with HQ", &mut |_| Err(String::new())).unwrap();
        let wish = Wish { phases: vec![rule], ..Wish::default() };
        for files in [[&newer, &older, &again], [&older, &again, &newer]] {
            let paths: Vec<_> = std::iter::once(&devices).chain(files).cloned().collect();
            let intake = Intake::read(&paths, &wish, &plan, &mut |_, _| ControlFlow::Continue(()));
            let note = intake.files.iter().find(|file| file.file == "o.csv").unwrap().notes[0].as_str();
            assert!(
                note.starts_with("3 attempts failed; each user once a day, 2: Authentication 2."),
                "{note}"
            );
            assert!(note.ends_with("the user of 1 of these 2."), "{note}");
            let proposal = intake.proposal(&plan, &wish);
            let untold = proposal.warns.iter().filter(|line| line.starts_with("1 failure of a user is"));
            assert_eq!(untold.count(), 1, "Dora's is told by two reports: {:?}", proposal.warns);
            let mut after = plan.clone();
            proposal.edit.unwrap().apply(&mut after).unwrap();
            let causes = &after.actuals.phase(PhaseId(1)).unwrap().failures;
            assert_eq!(causes[0].code, "User validation");
        }
    }

    #[test]
    fn reports_that_tell_a_user_by_other_columns_tell_of_the_same_failure() {
        let folder = tempfile::tempdir().unwrap();
        let day = "2026-08-04 09:00:00,Authentication,Windows";
        let reports = [
            ("name", format!("EnrollmentFailureDateTime,FailureReason,OS,UPN\n{day},dora@contoso.example\n")),
            (
                "both",
                format!(
                    "EnrollmentFailureDateTime,FailureReason,OS,UPN,UserId\n{day},dora@contoso.example,4\n"
                ),
            ),
            ("id", format!("EnrollmentFailureDateTime,FailureReason,OS,UserId\n{day},4\n")),
            ("devices", DEVICES.to_owned()),
        ];
        let paths = reports.map(|(name, text)| {
            let path = folder.path().join(format!("{name}.csv"));
            std::fs::write(&path, text).unwrap();
            path
        });
        let plan = Plan::new("Test", "2026-08-03".parse().unwrap());
        let [name, both, id, devices] = &paths;
        for order in [[name, both, id], [both, id, name], [id, name, both]] {
            let paths: Vec<_> = order.into_iter().chain([devices]).cloned().collect();
            let wish = Wish::default();
            let intake = Intake::read(&paths, &wish, &plan, &mut |_, _| ControlFlow::Continue(()));
            let errors: Vec<_> = intake.files.iter().filter_map(|file| file.error.as_ref()).collect();
            assert!(errors.is_empty(), "{errors:?}");
            let warns = intake.proposal(&plan, &wish).warns;
            assert!(warns.iter().any(|line| line.starts_with("1 failure of a user is")), "{warns:?}");
        }
    }

    #[test]
    fn the_reasons_that_are_not_named_are_counted() {
        let day = "2026-08-04".parse().unwrap();
        let users = |(reason, count): (u64, u64)| {
            let failure = move |n| UserFailure {
                day,
                why: format!("Reason {reason}").as_str().into(),
                users: [NonZeroU64::new(reason * 10_000 + n + 1), None],
            };
            (0..count).map(failure)
        };
        let users = (1..).zip([1_200, 5, 4, 3, 2, 1, 1]).flat_map(users).collect();
        let mut report = FileReport::default();
        report.note_attempts(&AttemptReading { attempts: 1_300, users, ..AttemptReading::default() });
        assert_eq!(
            report.notes,
            [
                "1,300 attempts failed; each user once a day, 1,216: Reason 1 1,200, Reason 2 5, Reason 3 4, Reason 4 3, \
              Reason 5 2, other reasons 2."
            ]
        );
    }
}
