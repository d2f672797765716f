//! Fixed plans whose course was worked out by hand, or by a second program written from the model alone.

use baton::forecast::{Ending, Expected, Outlook, outlook};
use baton::plan::{PhaseId, Plan, Workload};
use chrono::NaiveDate;

use crate::common::plans::{day, six_phases};

mod actuals;
mod calibration;
mod desk;
mod futures;
mod gates;
mod hostile;
mod learning;
mod levers;
mod naive;
mod odds;
mod phases;
mod published;
mod records;
mod switches;

/// The expected course of a plan.
fn expected(plan: &Plan) -> Expected {
    outlook(plan).expected
}

fn text(date: Option<NaiveDate>) -> String {
    date.map_or_else(|| "–".to_owned(), |date| date.format("%d %b %y").to_string())
}

/// Value of a series of a phase on a day.
fn at(
    outlook: &Outlook,
    phase: u32,
    date: &str,
    series: fn(&baton::forecast::PhaseTrack) -> &Vec<f64>,
) -> f64 {
    let track = &outlook.expected.track;
    let place = track.phases.iter().position(|track| track.phase == PhaseId(phase)).unwrap();
    series(&track.phases[place])[track.index(day(date)).unwrap()]
}

fn close(value: f64, expected: f64, what: &str) {
    assert!((value - expected).abs() < 1e-6, "{what}: {value} instead of {expected}");
}

/// Computed by a second program, which walks the days naively and shares nothing with this one.
#[test]
fn the_six_phase_plan_takes_its_known_course() {
    let outlook = outlook(&six_phases());
    let course = &outlook.expected;
    let table: Vec<_> = course
        .phases
        .iter()
        .map(|p| [text(p.start), text(p.last_targeting), text(p.gate), text(p.cells[0])].join(", "))
        .collect();
    assert_eq!(
        table,
        [
            "01 Jun 26, 05 Jun 26, 12 Jun 26, 01 Jun 26",
            "15 Jun 26, 26 Jun 26, 03 Jul 26, 15 Jun 26",
            "06 Jul 26, 30 Jul 26, 06 Aug 26, 06 Jul 26",
            "07 Aug 26, 14 Sep 26, 21 Sep 26, 07 Aug 26",
            "22 Sep 26, 02 Nov 26, 09 Nov 26, 22 Sep 26",
            "10 Nov 26, 11 Jan 27, 18 Jan 27, 10 Nov 26",
        ]
    );
    assert_eq!(course.ending, Ending::Finished);
    assert_eq!(text(course.finish), "25 Jan 27");
    assert!(Workload::ALL.iter().all(|w| {
        let slider = course.sliders[w.index()];
        if *w == Workload::ResourceAccessPolicies { slider.is_none() } else { text(slider) == "25 Jan 27" }
    }));
    let sum = |date: &str, series: fn(&baton::forecast::PhaseTrack) -> &Vec<f64>| -> f64 {
        (1..=6).map(|phase| at(&outlook, phase, date, series)).sum()
    };
    close(sum("2026-07-01", |p| &p.enrolled), 684.115_762_363_945_2, "enrolled on 1 Jul");
    close(sum("2026-07-01", |p| &p.failed), 9.891_143_468_997_596, "failed on 1 Jul");
    close(sum("2026-10-14", |p| &p.enrolled), 7_313.897_750_732_167, "enrolled on 14 Oct");
    close(sum("2026-12-31", |p| &p.enrolled), 11_837.107_542_027_225, "enrolled in the freeze");
    close(sum("2027-03-31", |p| &p.enrolled), 11_955.831_963_265_087, "enrolled at the end");
    let tickets: Vec<f64> = course.track.phases.iter().map(|p| p.tickets.iter().sum()).collect();
    let known = [44.736_885, 143.158_032, 367.836_61, 636.257_92, 715.790_16, 596.491_8];
    for (value, expected) in tickets.iter().zip(known) {
        close(*value, expected, "tickets of a phase");
    }
    let peak = course.peak.unwrap();
    assert_eq!(peak.week, day("2026-10-26"));
    close(peak.load, 0.910_040_338_990_065_9, "the heaviest week");
    close(course.longest_wait_days, 0.059_989_101_258_249_9, "the longest wait");
    assert_eq!(course.breaks_on, None);
}

/// The file that other programs are compared with holds the same plan.
#[test]
fn the_six_phase_file_takes_the_same_course() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/plans/six-phases.ron");
    let file = baton::files::plan_file::open(&path).unwrap().plan;
    let (file, code) = (expected(&file), expected(&six_phases()));
    assert_eq!((file.phases, file.sliders, file.finish), (code.phases, code.sliders, code.finish));
    assert!(file.track.desk == code.track.desk);
}

/// The example of the pictures on its status date: sliders, devices and cells as the Workloads page shows them.
#[test]
fn northwind_health_stands_as_its_pictures_show() {
    use baton::forecast::{CellReason, authority_on, phase_authority, total_authority};
    use baton::plan::Authority::{ConfigurationManager, Intune, PilotIntune};
    use baton::plan::Workload::{ClientApps, CompliancePolicies, EndpointProtection, OfficeClickToRun};
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/plans/northwind-health.ron");
    let plan = baton::files::plan_file::open(&path).unwrap().plan;
    let (outlook, today) = (outlook(&plan), plan.status_date);
    let counts = authority_on(&plan, &outlook, today);
    let moved: Vec<_> = counts.iter().map(|count| count.pilot_intune + count.intune).collect();
    assert_eq!(moved, [4_085.0, 4_085.0, 4_085.0, 2_517.0, 731.0, 4_085.0, 2_517.0]);
    let total = total_authority(&plan, &outlook, today);
    assert_eq!((total.all(), total.pilot_intune + total.intune), (74_400.0, 18_020.0));
    let cell = |workload, phase: usize| {
        let state = phase_authority(&plan, &outlook, plan.phases[phase].id, workload, today);
        (state.position, state.is_done, text(state.date), text(state.pilot_since))
    };
    let none = || "–".to_owned();
    assert_eq!(cell(CompliancePolicies, 0), (Intune, true, "03 Aug 26".into(), "01 Jun 26".into()));
    assert_eq!(cell(CompliancePolicies, 3), (Intune, true, "21 Sep 26".into(), none()));
    assert_eq!(cell(OfficeClickToRun, 2), (Intune, true, "28 Sep 26".into(), "10 Aug 26".into()));
    assert_eq!(cell(EndpointProtection, 3), (PilotIntune, false, "19 Oct 26".into(), none()));
    assert_eq!(cell(ClientApps, 5), (ConfigurationManager, false, none(), none()));
    let stays = phase_authority(&plan, &outlook, plan.phases[5].id, ClientApps, today);
    assert_eq!(stays.reason, CellReason::Stays);
}
