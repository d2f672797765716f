//! The way back on a course with known counts.

use super::*;
use crate::forecast::{Cause, Change, Reach};
use crate::report::sample_tests::{Sample, day, sample, track};

use Workload::{DeviceConfiguration, EndpointProtection, OfficeClickToRun, WindowsUpdatePolicies};

/// From 6 Jul 2026 on 100 pilot devices and 400 of the wave are enrolled; the pilot has all of Autopatch's
/// workloads, the wave Device configuration with its follower.
fn moved() -> Sample {
    let mut sample = sample();
    sample.outlook.expected.track = track(day(2026, 7, 6), 120);
    let phases = &mut sample.outlook.expected.track.phases;
    phases[0].enrolled = vec![100.0; 120];
    phases[1].enrolled = vec![400.0; 120];
    let change = Change { at: 0, reach: Reach::Pilot, cause: Cause::Rule };
    for workload in [DeviceConfiguration, EndpointProtection, OfficeClickToRun, WindowsUpdatePolicies] {
        phases[0].reach[workload.index()] = vec![change];
    }
    for workload in [DeviceConfiguration, EndpointProtection] {
        phases[1].reach[workload.index()] = vec![change];
    }
    sample
}

fn back(sample: &Sample, workloads: &[Workload], phases: PhaseScope) -> WayBack {
    let retreat = Retreat { workloads: workloads.to_vec(), phases, day: day(2026, 8, 1) };
    way_back(&sample.at(), &retreat)
}

#[test]
fn the_blast_counts_devices_once_and_pairs_each() {
    let sample = moved();
    let all = back(&sample, &[DeviceConfiguration, WindowsUpdatePolicies], PhaseScope::All);
    assert_eq!((all.devices, all.pairs, all.hits.len()), (500.0, 600.0, 3));
    assert_eq!(all.effective, day(2026, 8, 3), "1 August is a Saturday");
    assert_eq!(all.autopatch, (100.0, 0.0));
    let wave = back(&sample, &[DeviceConfiguration], PhaseScope::Only(vec![PhaseId(2)]));
    assert_eq!((wave.devices, wave.autopatch), (400.0, (100.0, 100.0)));
    assert!(headline(&wave).starts_with("400 devices go back"), "{}", headline(&wave));
    let none = back(&sample, &[Workload::ClientApps], PhaseScope::All);
    assert!(none.hits.is_empty() && headline(&none).contains("nothing returns"), "{}", headline(&none));
}

#[test]
fn half_hear_of_it_sooner_than_all() {
    let sample = moved();
    let back = back(&sample, &[DeviceConfiguration], PhaseScope::All);
    // 35 of 100 a working day: 35, 58, 73, 82, 88, 92 … 99.1.
    let days: Vec<(f64, u32)> = back.arrivals.iter().map(|arrival| (arrival.share, arrival.days)).collect();
    assert_eq!(days, [(0.50, 1), (0.90, 5), (0.99, 10)]);
    assert_eq!(back.arrivals[1].date, day(2026, 8, 10));
    assert_eq!((days_until(0.99, 1.0), days_until(0.5, 0.5)), (0, 0));
}

#[test]
fn what_followed_is_said_to_stay() {
    let sample = moved();
    let alone = back(&sample, &[DeviceConfiguration], PhaseScope::All);
    let stays =
        |back: &WayBack| back.advice.stays.iter().any(|s| s.starts_with("Endpoint Protection does not"));
    assert!(stays(&alone));
    assert!(!stays(&back(&sample, &[DeviceConfiguration, EndpointProtection], PhaseScope::All)));
}

#[test]
fn planning_recording_and_keeping_it_are_one_step_each() {
    let sample = moved();
    let retreat = Retreat {
        workloads: vec![DeviceConfiguration, OfficeClickToRun],
        phases: PhaseScope::Only(vec![PhaseId(1)]),
        day: day(2026, 6, 26),
    };
    let mut after = sample.plan.clone();
    planned(&sample.plan, &retreat).apply(&mut after).unwrap();
    let ids: Vec<u32> = after.switch_backs.iter().map(|back| back.id.0).collect();
    assert_eq!(ids, [1, 2]);
    let name = scenario_name(&sample.plan, &retreat);
    as_scenario(&sample.plan, &retreat, &name).apply(&mut after).unwrap();
    assert_eq!(after.scenarios[0].switch_backs.len(), 2);
    assert_ne!(scenario_name(&after, &retreat), name);
    as_done(&retreat).apply(&mut after).unwrap();
    assert_eq!(after.actuals.events.len(), 2);
}
