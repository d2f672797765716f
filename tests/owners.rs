//! Who manages what on which day: tables worked by hand from the text of two plans, and the rule that
//! every device has exactly one owner.

use std::path::Path;

use baton::files::plan_file;
use baton::forecast::{HeldBy, Outlook, OwnedGroup, Why, outlook, owner};
use baton::plan::{Authority, FreezeId, PauseId, PhaseId, Plan, Workload};
use baton::report::Situation;
use baton::report::owner::owner_answer;
use chrono::NaiveDate;
use proptest::prelude::*;

use crate::common::plans::day;
use Workload::{
    ClientApps, CompliancePolicies, DeviceConfiguration, EndpointProtection, OfficeClickToRun,
    ResourceAccessPolicies, WindowsUpdatePolicies,
};

fn open(path: &str) -> (Plan, Outlook) {
    let plan = plan_file::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap().plan;
    let outlook = outlook(&plan);
    (plan, outlook)
}

fn short(day: NaiveDate) -> String {
    day.format("%-d %b").to_string()
}

/// `50 Pilot Intune, head start since 13 Jan`
fn said(group: &OwnedGroup) -> String {
    let why = match group.why {
        Why::NotEnrolled => "not enrolled".to_owned(),
        Why::Locked => "locked".to_owned(),
        Why::NothingMovesIt => "nothing moves it".to_owned(),
        Why::NotReached => "not reached".to_owned(),
        Why::ToCome => "to come".to_owned(),
        Why::HeldUp { due, by } => {
            let by = match by {
                HeldBy::Freeze(FreezeId(n)) => format!("freeze {n}"),
                HeldBy::Pause(PauseId(n)) => format!("pause {n}"),
                HeldBy::DayOff => "day off".to_owned(),
                HeldBy::NoRecord => "no record".to_owned(),
            };
            format!("due {}, held by {by}", short(due))
        }
        Why::Joined => "joined".to_owned(),
        Why::HeadStart => "head start".to_owned(),
        Why::Follows => "follows".to_owned(),
        Why::FullSwitch => "full switch".to_owned(),
        Why::SwitchedBack => "switched back".to_owned(),
    };
    let authority = match group.authority {
        Authority::ConfigurationManager => "ConfigMgr",
        Authority::PilotIntune => "Pilot Intune",
        Authority::Intune => "Intune",
    };
    let since = group.since.map_or(String::new(), |since| format!(" {}", short(since)));
    let recorded = if group.is_recorded { ", recorded" } else { "" };
    format!("{:.0} {authority} {why}{since}{recorded}", group.devices)
}

fn answer(plan: &Plan, outlook: &Outlook, (phase, workload, on): (u32, Workload, &str)) -> String {
    let owner = owner(plan, outlook, PhaseId(phase), workload, day(on)).unwrap();
    owner.groups.iter().map(said).collect::<Vec<_>>().join(" | ")
}

/// Worked by hand from the file. The Lab (40 devices, 20 a day) starts on Mon 4 Jan 2027 and soaks three days:
/// gate Fri 8 Jan. The Town (300, 60 a day) starts on Mon 11 Jan and soaks five: gate Fri 22 Jan. The Country (480
/// of 500 are ready, 100 a day) starts on Mon 25 Jan and soaks ten: gate Fri 12 Feb.
#[test]
fn a_small_plan_with_every_rule_has_the_owners_worked_by_hand() {
    let (plan, outlook) = open("tests/data/plans/one-owner.ron");
    let table = [
        // Before the start; from the start on, as far as enrolled.
        ((1, CompliancePolicies, "2027-01-03"), "40 ConfigMgr not enrolled"),
        ((1, CompliancePolicies, "2027-01-04"), "20 Pilot Intune joined 4 Jan | 20 ConfigMgr not enrolled"),
        // The site's version locks it on every enrolled device.
        ((1, ResourceAccessPolicies, "2027-01-04"), "20 Intune locked | 20 ConfigMgr not enrolled"),
        // Three working days after the start.
        ((1, WindowsUpdatePolicies, "2027-01-06"), "40 ConfigMgr to come"),
        ((1, WindowsUpdatePolicies, "2027-01-07"), "40 Pilot Intune joined 7 Jan"),
        // Endpoint Protection alone, before Device configuration on 11 Jan.
        ((1, EndpointProtection, "2027-01-09"), "40 Pilot Intune joined 5 Jan"),
        // Its slider never goes to Intune: pilot for good.
        ((1, ClientApps, "2029-06-01"), "40 Pilot Intune joined 4 Jan"),
        // 180 are enrolled by Wednesday; the first 50 have a head start.
        (
            (2, WindowsUpdatePolicies, "2027-01-13"),
            "50 Pilot Intune head start 13 Jan | 130 ConfigMgr to come | 120 ConfigMgr not enrolled",
        ),
        // Two working days after the gate is Tue 26 Jan, in the freeze of switches.
        (
            (2, WindowsUpdatePolicies, "2027-01-27"),
            "50 Pilot Intune head start 13 Jan | 250 ConfigMgr due 26 Jan, held by freeze 1",
        ),
        ((2, WindowsUpdatePolicies, "2027-02-01"), "300 Pilot Intune joined 1 Feb"),
        // Its own rule says 15 Mar; Device configuration goes on 15 Jan.
        ((2, EndpointProtection, "2027-01-15"), "300 Pilot Intune follows 15 Jan"),
        // Switched back on 10 Feb, but not what followed it; the slider brings it again.
        ((2, DeviceConfiguration, "2027-02-09"), "300 Pilot Intune joined 15 Jan"),
        ((2, DeviceConfiguration, "2027-02-10"), "300 ConfigMgr switched back 10 Feb"),
        ((2, EndpointProtection, "2027-02-10"), "300 Pilot Intune follows 15 Jan"),
        ((2, DeviceConfiguration, "2027-03-01"), "300 Intune full switch 1 Mar"),
        ((2, ClientApps, "2027-03-01"), "300 ConfigMgr nothing moves it"),
        // Due on its start, Mon 25 Jan, in the freeze; the weekend after it is none for switches either.
        (
            (3, CompliancePolicies, "2027-01-26"),
            "200 ConfigMgr due 25 Jan, held by freeze 1 | 300 ConfigMgr not enrolled",
        ),
        (
            (3, CompliancePolicies, "2027-01-30"),
            "480 ConfigMgr due 25 Jan, held by day off | 20 ConfigMgr not enrolled",
        ),
        ((3, CompliancePolicies, "2027-02-01"), "480 Pilot Intune joined 1 Feb | 20 ConfigMgr not enrolled"),
        // The head start of Device configuration takes Endpoint Protection along.
        (
            (3, EndpointProtection, "2027-02-02"),
            "30 Pilot Intune head start 2 Feb | 450 ConfigMgr to come | 20 ConfigMgr not enrolled",
        ),
        // The slider goes five working days after the last gate.
        (
            (3, WindowsUpdatePolicies, "2027-02-19"),
            "480 Intune full switch 19 Feb | 20 ConfigMgr not enrolled",
        ),
        (
            (3, OfficeClickToRun, "2027-02-23"),
            "480 ConfigMgr due 22 Feb, held by pause 1 | 20 ConfigMgr not enrolled",
        ),
        // Endpoint Protection has no slider rule of its own.
        ((3, EndpointProtection, "2027-03-01"), "480 Intune follows 1 Mar | 20 ConfigMgr not enrolled"),
    ];
    for (question, expected) in table {
        assert_eq!(answer(&plan, &outlook, question), expected, "{question:?}");
    }
}

/// Worked by hand from the file's records up to Wed 14 Oct 2026; later days from its rules, its holidays and
/// the planned start of Clinics South on Mon 16 Nov 2026.
#[test]
fn northwind_health_has_the_owners_worked_by_hand() {
    let (plan, outlook) = open("assets/plans/northwind-health.ron");
    assert_eq!(outlook.expected.phases[4].start, Some(day("2026-11-16")), "the table takes this for given");
    let table = [
        (
            (1, CompliancePolicies, "2026-06-05"),
            "41 Pilot Intune joined 1 Jun, recorded | 109 ConfigMgr not enrolled",
        ),
        ((1, ResourceAccessPolicies, "2026-06-05"), "41 Intune locked | 109 ConfigMgr not enrolled"),
        ((1, DeviceConfiguration, "2026-06-12"), "119 ConfigMgr to come | 31 ConfigMgr not enrolled"),
        (
            (1, DeviceConfiguration, "2026-06-19"),
            "148 Pilot Intune joined 15 Jun, recorded | 2 ConfigMgr not enrolled",
        ),
        ((2, ClientApps, "2026-07-10"), "299 ConfigMgr to come | 301 ConfigMgr not enrolled"),
        (
            (2, CompliancePolicies, "2026-07-31"),
            "583 Pilot Intune joined 22 Jun, recorded | 17 ConfigMgr not enrolled",
        ),
        (
            (2, CompliancePolicies, "2026-08-07"),
            "583 Intune full switch 3 Aug, recorded | 17 ConfigMgr not enrolled",
        ),
        ((3, CompliancePolicies, "2026-07-31"), "1850 ConfigMgr not enrolled"),
        (
            (3, CompliancePolicies, "2026-08-07"),
            "172 Intune full switch 3 Aug, recorded | 1678 ConfigMgr not enrolled",
        ),
        ((3, WindowsUpdatePolicies, "2026-08-14"), "462 ConfigMgr to come | 1388 ConfigMgr not enrolled"),
        ((3, DeviceConfiguration, "2026-10-14"), "1786 ConfigMgr to come | 64 ConfigMgr not enrolled"),
        (
            (4, WindowsUpdatePolicies, "2026-10-14"),
            "1568 Pilot Intune joined 5 Oct, recorded | 1632 ConfigMgr not enrolled",
        ),
        ((4, DeviceConfiguration, "2026-10-14"), "1568 ConfigMgr to come | 1632 ConfigMgr not enrolled"),
        ((4, OfficeClickToRun, "2026-09-25"), "272 ConfigMgr to come | 2928 ConfigMgr not enrolled"),
        (
            (4, OfficeClickToRun, "2026-10-02"),
            "825 Intune full switch 28 Sep, recorded | 2375 ConfigMgr not enrolled",
        ),
        ((6, ClientApps, "2026-10-14"), "3000 ConfigMgr not enrolled"),
    ];
    for (question, expected) in table {
        assert_eq!(answer(&plan, &outlook, question), expected, "{question:?}");
    }
    // Ahead the devices are the course's; who has the enrolled ones, and since when, follows from the plan.
    let ahead = [
        ((3, DeviceConfiguration, "2026-10-26"), "Pilot Intune joined 26 Oct"),
        // 20 and 35 working days after 21 Sep.
        ((4, EndpointProtection, "2026-10-18"), "ConfigMgr to come"),
        ((4, EndpointProtection, "2026-10-19"), "Pilot Intune joined 19 Oct"),
        ((4, DeviceConfiguration, "2026-11-09"), "Pilot Intune joined 9 Nov"),
        // Both sliders were at Intune before the phase began.
        ((5, CompliancePolicies, "2026-11-17"), "Intune full switch 3 Aug, recorded"),
        ((5, OfficeClickToRun, "2026-11-17"), "Intune full switch 28 Sep, recorded"),
        // 15 working days after the start Device configuration takes it along, before its own 20.
        ((5, EndpointProtection, "2026-12-04"), "ConfigMgr to come"),
        ((5, EndpointProtection, "2026-12-07"), "Pilot Intune follows 7 Dec"),
        // 36 working days with three holidays among them; the change freeze bars enrollment alone.
        ((5, ClientApps, "2027-01-07"), "ConfigMgr to come"),
        ((5, ClientApps, "2027-01-08"), "Pilot Intune joined 8 Jan"),
        // Pilot for good.
        ((1, ClientApps, "2028-06-01"), "Pilot Intune joined 15 Jun, recorded"),
        // Clinical apps stay.
        ((6, ClientApps, "2028-06-01"), "ConfigMgr nothing moves it"),
    ];
    for ((phase, workload, on), expected) in ahead {
        let owner = owner(&plan, &outlook, PhaseId(phase), workload, day(on)).unwrap();
        let main = said(owner.main().unwrap());
        let (_, words) = main.split_once(' ').unwrap();
        assert_eq!(words, expected, "phase {phase}, {workload:?}, {on}");
    }
}

/// Facts, expectations and reasons are worded as what they are, and every device is named.
#[test]
fn answers_are_sentences_with_their_numbers() {
    let (plan, outlook) = open("assets/plans/northwind-health.ron");
    let at = Situation::new(&plan, &outlook);
    let said = |(phase, workload, on): (u32, Workload, &str)| {
        owner_answer(&at, PhaseId(phase), workload, day(on)).unwrap().sentence
    };
    let table = [
        (
            (4, DeviceConfiguration, "2026-10-14"),
            "On Wed 14 Oct 2026 Device configuration on Wave 2 – Clinics North is managed by Configuration Manager: \
             1,568 of 3,200 devices are enrolled, and the phase joins the pilot collection on 9 Nov 2026, 35 working \
             days after its start on 21 Sep 2026.",
        ),
        (
            (2, ClientApps, "2026-07-10"),
            "On Fri 10 Jul 2026 Client apps on Pilot 2 – Early adopters were managed by Configuration Manager: 299 of \
             600 devices were enrolled, and the phase joined the pilot collection on 13 Jul 2026, 15 working days after \
             its start on 22 Jun 2026.",
        ),
        (
            (3, CompliancePolicies, "2026-08-07"),
            "On Fri 7 Aug 2026 Compliance policies on Wave 1 – Head office were managed by Intune on the 172 devices \
             enrolled and by Configuration Manager on the 1,678 not enrolled: the slider went to Intune on 3 Aug 2026, \
             as recorded.",
        ),
        (
            (6, ClientApps, "2026-10-14"),
            "On Wed 14 Oct 2026 Client apps on Wave 4 – Hospitals are managed by Configuration Manager: none of its \
             3,000 devices is enrolled",
        ),
        (
            (1, ResourceAccessPolicies, "2026-06-05"),
            "On Fri 5 Jun 2026 Resource access policies on Pilot 1 – IT were managed by Intune on the 41 devices enrolled \
             and by Configuration Manager on the 109 not enrolled: the site’s version fixes them on Intune.",
        ),
    ];
    for (question, expected) in table {
        let sentence = said(question);
        assert!(sentence.starts_with(expected), "{sentence}\n{expected}");
    }
    let ahead = said((5, EndpointProtection, "2026-12-07"));
    assert!(
        ahead
            .starts_with("On Mon 7 Dec 2026 Endpoint Protection on Wave 3 – Clinics South is expected to be"),
        "{ahead}"
    );
    assert!(ahead.contains("Device configuration takes it along on 7 Dec 2026"), "{ahead}");
    let (plan, outlook) = open("tests/data/plans/one-owner.ron");
    let at = Situation::new(&plan, &outlook);
    let frozen = owner_answer(&at, PhaseId(2), WindowsUpdatePolicies, day("2027-01-27")).unwrap();
    assert!(
        frozen.sentence.contains("due on 26 Jan 2027, waits for the freeze Quarter close until 29 Jan 2027"),
        "{}",
        frozen.sentence
    );
    assert!(
        frozen.sentence.contains("Intune (Pilot Intune) on the first 50 devices enrolled"),
        "{}",
        frozen.sentence
    );
    assert!(
        frozen.rule.starts_with(
            "2 working days after the gate; its first 50 devices 2 working days after the start"
        ),
        "{}",
        frozen.rule
    );
}

/// A switch that nobody has recorded is due still, and Configuration Manager has the devices.
#[test]
fn what_is_due_and_not_recorded_is_with_configuration_manager() {
    let (mut plan, _) = open("assets/plans/northwind-health.ron");
    plan.actuals.events.retain(|event| event.date != day("2026-10-05"));
    let outlook = outlook(&plan);
    let question = (4, WindowsUpdatePolicies, "2026-10-14");
    assert_eq!(
        answer(&plan, &outlook, question),
        "1568 ConfigMgr due 5 Oct, held by no record | 1632 ConfigMgr not enrolled"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// On every phase, workload and day the groups add up to the phase's devices, and Configuration
    /// Manager has a device exactly for a reason of its own.
    #[test]
    fn every_device_has_exactly_one_owner(file in 0..4_usize, shift in -20_i64..900, step in 1..30_i64) {
        let path = [
            "assets/plans/northwind-health.ron",
            "tests/data/plans/one-owner.ron",
            "tests/data/futures/every-rule.ron",
            "tests/data/futures/under-way.ron",
        ][file];
        let (plan, outlook) = open(path);
        for n in 0..6 {
            let on = plan.start + chrono::TimeDelta::days(shift + n * step);
            for phase in &plan.phases {
                for workload in Workload::ALL {
                    let owner = owner(&plan, &outlook, phase.id, workload, on).unwrap();
                    let sum: f64 = owner.groups.iter().map(|group| group.devices).sum();
                    prop_assert!((sum - f64::from(phase.devices)).abs() < 1e-6, "{on} {workload:?}: {sum}");
                    for group in &owner.groups {
                        let is_kept = matches!(
                            group.why,
                            Why::NotEnrolled | Why::NothingMovesIt | Why::NotReached | Why::ToCome
                                | Why::HeldUp { .. } | Why::SwitchedBack
                        );
                        let is_theirs = group.authority == Authority::ConfigurationManager;
                        prop_assert_eq!(is_kept, is_theirs, "{} {:?} {:?}", on, workload, group);
                    }
                }
            }
        }
    }
}
