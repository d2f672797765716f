//! Questions as people type them, and what is understood of them.

use super::*;
use crate::plan::{Phase, PhaseKind};
use crate::report::sample_tests::{Sample, day, sample};

/// Pilot IT, Wave 1 Head office, Wave 2 Clinics North, Wave 3 Clinics South; it is 14 Oct 2026.
fn clinics() -> Sample {
    let mut sample = sample();
    sample.plan.status_date = day(2026, 10, 14);
    sample.outlook.expected.finish = Some(day(2027, 3, 29));
    sample.plan.phases.truncate(1);
    for (id, name) in [(2, "Head office"), (3, "Clinics North"), (4, "Clinics South")] {
        sample.plan.phases.push(Phase::new(PhaseId(id), name, PhaseKind::Wave, 100));
    }
    sample
}

fn read(text: &str) -> (Vec<Workload>, Vec<u32>, Option<When>, Vec<String>) {
    let sample = clinics();
    let read = understand(&sample.at(), text);
    (read.workloads, read.phases.iter().map(|id| id.0).collect(), read.when, read.unknown)
}

const fn on(year: i32, month: u32, of_month: u32) -> Option<When> {
    match NaiveDate::from_ymd_opt(year, month, of_month) {
        Some(day) => Some(When::On(day)),
        None => None,
    }
}

#[test]
fn questions_name_workload_phase_and_day_in_many_ways() {
    use Workload::{
        ClientApps, CompliancePolicies, DeviceConfiguration, EndpointProtection, OfficeClickToRun,
        ResourceAccessPolicies, WindowsUpdatePolicies,
    };
    let table: [(&str, Workload, u32, Option<When>); 16] = [
        ("Who manages client apps in Wave 3 on 1 March?", ClientApps, 4, on(2027, 3, 1)),
        ("device configuration clinics north 1 mar 2027", DeviceConfiguration, 3, on(2027, 3, 1)),
        ("updates clinics south", WindowsUpdatePolicies, 4, None),
        ("Whose is Office in Head office on 2026-10-02", OfficeClickToRun, 2, on(2026, 10, 2)),
        ("Defender, pilot, today", EndpointProtection, 1, on(2026, 10, 14)),
        ("compliance policies in the pilot at the gate", CompliancePolicies, 1, Some(When::Gate)),
        ("vpn wave 2 5th of November", ResourceAccessPolicies, 3, on(2026, 11, 5)),
        ("office click-to-run apps wave 2 – clinics north", OfficeClickToRun, 3, None),
        ("Microsoft 365 apps phase 2 March 1st, 2027", OfficeClickToRun, 2, on(2027, 3, 1)),
        ("apps south 1.3.2027", ClientApps, 4, on(2027, 3, 1)),
        // The last 10 July lies within the plan, the next one after its finish.
        ("bitlocker it 10 July", EndpointProtection, 1, on(2026, 7, 10)),
        ("windows update clinics south at the start", WindowsUpdatePolicies, 4, Some(When::Start)),
        ("settings wave 3 25/12/2026", DeviceConfiguration, 4, on(2026, 12, 25)),
        ("complience wave 1", CompliancePolicies, 2, None),
        ("device configuration offic", DeviceConfiguration, 2, None),
        ("who has windows update policies on wave 1 tomorrow", WindowsUpdatePolicies, 2, on(2026, 10, 15)),
    ];
    for (text, workload, phase, when) in table {
        assert_eq!(read(text), (vec![workload], vec![phase], when, vec![]), "{text}");
    }
}

#[test]
fn what_is_left_open_or_unknown_is_said() {
    assert_eq!(read("updates clinics").1, [3, 4], "both have that name");
    assert_eq!(read("updates").1, Vec::<u32>::new());
    assert_eq!(read("clinics south").0, []);
    let (workloads, phases, _, unknown) = read("who manages printers in wave 2");
    assert_eq!((workloads, phases, unknown), (vec![], vec![3], vec!["printers".to_owned()]));
    // Nobody knows whether that is April or March.
    assert_eq!(read("apps wave 2 3/4/2027").2, None);
    assert_eq!(read("apps wave 2 31 june").2, None);
}

#[test]
fn an_open_question_offers_each_answer() {
    let sample = clinics();
    let (_, reply) = reply(&sample.at(), "clinics north");
    let Reply::Which { question, choices } = reply else { panic!("{reply:?}") };
    assert_eq!((question, choices.len()), ("Which workload?", 7));
    assert_eq!(choices[4].label, "Device configuration");
    assert_eq!(choices[4].asked.day, day(2026, 10, 14));
    assert!(choices[4].brief.starts_with("Configuration Manager, not enrolled"), "{}", choices[4].brief);
}

#[test]
fn no_question_breaks_the_reader() {
    let sample = clinics();
    for text in [
        "",
        "?",
        "–",
        "31",
        "of",
        "1 of",
        "march",
        "phase",
        "phase 0",
        "phase 99",
        "1.2.3.4",
        "ß 1 ⅔",
        "9999999999",
    ] {
        let _ = reply(&sample.at(), text);
    }
}

#[test]
fn a_year_has_two_digits_or_four_and_lies_in_this_age() {
    assert_eq!(read("office head office 1.3.27").2, on(2027, 3, 1));
    assert_eq!(read("office head office 31/3/27").2, on(2027, 3, 31));
    assert_eq!(read("office head office 1.3.2027").2, on(2027, 3, 1));
    for wrong in ["1.3.202", "1.3.20270", "1.3.1027"] {
        let read = read(&format!("office head office {wrong}"));
        assert!(read.2.is_none() && !read.3.is_empty(), "{wrong}: {read:?}");
    }
}

#[test]
fn a_question_about_the_way_back_is_understood_whole() {
    use Workload::{ClientApps, DeviceConfiguration};
    let sample = clinics();
    let on_march = on(2027, 3, 1);
    for (text, workload, phases, when) in [
        (
            "What happens if we take device configuration back in Wave 2 on 1 March 2027?",
            DeviceConfiguration,
            vec![3],
            on_march,
        ),
        ("When we go back with device settings on 1 March", DeviceConfiguration, vec![], on_march),
        ("switch client apps back to Configuration Manager in Clinics North", ClientApps, vec![3], None),
        (
            "what if apps were given back from Intune to SCCM at the gate",
            ClientApps,
            vec![],
            Some(When::Gate),
        ),
    ] {
        let read = understand(&sample.at(), text);
        let ids: Vec<u32> = read.phases.iter().map(|id| id.0).collect();
        assert_eq!((read.workloads, ids, read.when), (vec![workload], phases, when), "{text}");
        assert!(read.is_back && read.unknown.is_empty(), "{text}: {:?}", read.unknown);
    }
    for forth in ["who manages client apps in Wave 3", "When do client apps go back to Intune in Wave 2?"] {
        let read = understand(&sample.at(), forth);
        assert!(!read.is_back && read.workloads == [ClientApps] && read.unknown.is_empty(), "{forth}");
    }
}

#[test]
fn the_name_of_a_phase_is_no_way_back() {
    let mut sample = clinics();
    "Back office".clone_into(&mut sample.plan.phases[1].name);
    "Configuration Manager team".clone_into(&mut sample.plan.phases[2].name);
    let read = |text: &str| {
        let read = understand(&sample.at(), text);
        (read.workloads, read.phases.iter().map(|id| id.0).collect::<Vec<_>>(), read.is_back)
    };
    assert_eq!(read("client apps in back office"), (vec![Workload::ClientApps], vec![2], false));
    assert_eq!(read("take client apps back in back office"), (vec![Workload::ClientApps], vec![2], true));
    let team = read("client apps of the configuration manager team");
    assert_eq!(team, (vec![Workload::ClientApps], vec![3], false));
}
