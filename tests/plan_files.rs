//! Plan files: every example and every old version opens, nothing that is wrong with a file goes unsaid,
//! and nothing is ever lost in writing.

use std::fs;
use std::path::{Path, PathBuf};

use baton::files::plan_file::{self, from_ron, to_ron};
use baton::files::{OpenError, safe_write};
use baton::forecast;
use baton::plan::{
    Actuals, Anchor, Baseline, Colour, Colours, Criterion, Day, FullSwitch, Measurement, Milestone, PhaseId,
    PhaseKind, Plan, Prices, Relative, StartRule, SwitchRule, Workload,
};
use proptest::prelude::*;

use crate::common::edits::{edits, small_plan};

fn assets() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/plans");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "ron"));
    paths.sort();
    assert!(paths.len() >= 4, "{paths:?}");
    paths
}

fn northwind() -> Plan {
    baton::files::examples::NORTHWIND_HEALTH.plan().unwrap()
}

fn sentence(bytes: &[u8]) -> String {
    from_ron(bytes).unwrap_err().to_string()
}

/// Northwind's text with one passage replaced.
fn changed(from: &str, to: &str) -> String {
    let text = baton::files::examples::NORTHWIND_HEALTH.text;
    assert!(text.contains(from), "{from} is not in the example");
    text.replacen(from, to, 1)
}

#[test]
fn every_asset_opens_is_canonical_and_comes_back_equal() {
    for path in assets() {
        let bytes = fs::read(&path).unwrap();
        let opened = plan_file::open(&path).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(to_ron(&opened.plan), String::from_utf8(bytes).unwrap(), "{}", path.display());
        assert_eq!(from_ron(to_ron(&opened.plan).as_bytes()).unwrap().plan, opened.plan);
        assert!(!to_ron(&opened.plan).contains('\r'));
    }
}

#[test]
fn every_version_that_was_ever_written_opens() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for version in 1..=baton::files::CURRENT_VERSION {
        let opened = plan_file::open(&folder.join(format!("plan-v{version}.ron"))).unwrap();
        assert_eq!(opened.version, version);
        assert_eq!(opened.plan.name, "Everything a plan can hold");
    }
    let plan = |version| plan_file::open(&folder.join(format!("plan-v{version}.ron"))).unwrap().plan;
    let prices = Prices { agent_day: Some(320.0), week_of_both: Some(4_000.5), currency: "EUR".into() };
    assert!(plan(1).prices.is_empty(), "the first version knew no prices");
    assert_eq!(plan(2), Plan { prices, ..plan(1) });
    assert!(plan(2).ticket_rules.is_empty() && plan(2).actuals.phases[0].positions.is_empty());
    let mut third = plan(3);
    let (rules, positions) =
        (std::mem::take(&mut third.ticket_rules), std::mem::take(&mut third.actuals.phases[0].positions));
    assert_eq!((rules.len(), positions.len()), (2, 2));
    assert_eq!(third, plan(2), "the third version added ticket rules and observed positions");
    let mut fourth = plan(4);
    assert_eq!(std::mem::take(&mut fourth.tasks).len(), 9);
    let (moving, dated) = fourth.milestones.into_iter().partition(|milestone| milestone.relative.is_some());
    let [moving]: [Milestone; 1] = Vec::try_into(moving).unwrap();
    assert_eq!(moving.moves_with(), Some(&Relative { anchor: Anchor::PhaseGate(PhaseId(2)), days: -5 }));
    fourth.milestones = dated;
    assert_eq!(fourth, plan(3), "the fourth version added tasks and milestones that move");
    let newest = fs::read_to_string(folder.join("plan-v4.ron")).unwrap();
    assert_eq!(to_ron(&plan(4)), newest, "the newest sample is canonical");
}

#[test]
fn an_organization_has_two_colors_or_one() {
    let text = to_ron(&northwind());
    let (main, second) = ("main: \"#1F55DA\"", "second: \"#00AA55\"");
    let set = |red, green, blue| Some(Colour(red, green, blue));
    let [blue, green] = [set(0x1F, 0x55, 0xDA), set(0x00, 0xAA, 0x55)];
    for (written, colours) in [
        (format!("{main}, {second}"), Colours { main: blue, second: green }),
        (main.to_owned(), Colours { main: blue, second: None }),
        (second.to_owned(), Colours { main: None, second: green }),
    ] {
        let with = format!("version: 4, presentation: (colours: ({written})),");
        let plan = from_ron(text.replacen("version: 4,", &with, 1).as_bytes()).unwrap().plan;
        assert_eq!(plan.presentation.colours, colours);
        assert!(to_ron(&plan).contains(&format!("colours: ({written})")), "{written}");
    }
}

#[test]
fn a_record_takes_a_line_where_that_reads_well() {
    let text = to_ron(&northwind());
    let line = |part: &str| text.lines().filter(|line| line.contains(part)).count();
    assert_eq!(text.lines().nth(1), Some("    version: 4,"));
    assert_eq!(line("(date: \"2026-10-14\", targeted: 2240, enrolled: 1568, failed: 45,"), 1);
    assert_eq!(line("(date: \"2026-08-31\", name: \"Summer bank holiday\"),"), 2, "plan and scenario");
    assert_eq!(line("(from: \"2026-10-12\", to: \"2026-10-14\", opened: 591, closed: 604, open: 118,"), 1);
    assert!(text.ends_with(")\n") && !text.ends_with("\n\n"));
}

#[test]
fn changing_one_figure_changes_one_line() {
    let plan = northwind();
    let mut other = plan.clone();
    other.actuals.phases[3].stocks[3].failed += 1;
    let (a, b) = (to_ron(&plan), to_ron(&other));
    let differing = a.lines().zip(b.lines()).filter(|(a, b)| a != b).count();
    assert_eq!((differing, a.lines().count()), (1, b.lines().count()));
}

#[test]
fn a_file_that_is_no_plan_is_told_what_it_is() {
    let utf16: Vec<u8> = "(version: 1)".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark = [&[0xff, 0xfe][..], &utf16].concat();
    let cases: [(&[u8], &str); 12] = [
        (b"", "the file is empty; a plan begins with `(version: 4, …`"),
        (b" \r\n\t\n", "the file is empty; a plan begins with `(version: 4, …`"),
        (b"PK\x03\x04....", "this is a zip archive or an Office file, not a plan file"),
        (b"%PDF-1.7", "this is a PDF, not a plan file"),
        (b"(version: 1\0\0\0\0", "this is binary data, not a plan file"),
        (&with_mark, "the file is UTF-16 text; save it as UTF-8"),
        (&utf16, "the file is UTF-16 text; save it as UTF-8"),
        (b"(\n  name: \"K\xf6ln\")", "line 2, column 11: the text is not UTF-8; save it as UTF-8"),
        (b"name,devices\nIT,150\n", "line 1, column 1: expected a plan, which begins with `(version: 4, …`"),
        (b"{\"version\": 1}", "line 1, column 1: expected a plan, which begins with `(version: 4, …`"),
        (
            b"(version: 5, what: <is this>)",
            "the plan was written by a newer Baton (file version 5; this one reads up to 4); nothing was changed",
        ),
        (
            b"(version: 1, name: \"x\")",
            "line 1, column 23: the field `option` of `Plan` is missing before this place",
        ),
    ];
    for (bytes, expected) in cases {
        assert_eq!(sentence(bytes), expected, "{:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_do_no_harm() {
    let text = to_ron(&northwind()).replace('\n', "\r\n");
    let bytes = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    assert_eq!(from_ron(&bytes).unwrap().plan, northwind());
}

#[test]
fn a_mistake_is_named_with_its_line_column_and_what_was_expected() {
    let line_of = |part: &str| {
        let text = baton::files::examples::NORTHWIND_HEALTH.text;
        1 + text[..text.find(part).unwrap()].matches('\n').count()
    };
    let cases = [
        (
            "site_version: 2509",
            "site_versoin: 2509",
            "`site_versoin` is not known in `Plan`; expected `name`,",
        ),
        ("kind: Pilot", "kind: Ring", "`Ring` is not known here; expected `Pilot` or `Wave`"),
        ("start: \"2026-06-01\"", "start: \"1 June\"", "expected a date such as \"2026-06-01\""),
        ("devices: 620", "devices: -620", "the number is too large, or negative where none may be"),
        ("devices: 620", "devices: 5000000000", "the number is too large, or negative where none may be"),
        ("devices: 620", "devices: \"620\"", "expected integer"),
        ("judged: Observed,", "judged: Observed", "expected comma"),
        ("assurance: 0.9,", "assurance: 0.9", "expected comma"),
    ];
    for (from, to, expected) in cases {
        let message = sentence(changed(from, to).as_bytes());
        let (place, what) = message.split_once(": ").unwrap();
        let line = line_of(from);
        let near = [line, line + 1].iter().any(|line| place.starts_with(&format!("line {line}, column ")));
        assert!(near && what.contains(expected), "{to}: {message} (line {line})");
    }
}

#[test]
fn what_no_plan_can_mean_is_refused_where_it_stands() {
    let cases = [
        ("devices: 620", "devices: 4000000000", "`devices` must be between 0 and 10000000, not 4000000000"),
        (
            "horizon_days: 900",
            "horizon_days: 900000",
            "`horizon_days` must be between 1 and 7305, not 900000",
        ),
        ("assurance: 0.9", "assurance: NaN", "`assurance` must be a finite number, not `NaN`"),
        ("assurance: 0.9", "assurance: 1e999", "`assurance` must be a finite number, not `1e999`"),
        ("assurance: 0.9", "assurance: 90.0", "`assurance` must be between 0 and 1, not 90.0"),
        ("mean: 0.94", "mean: 94.0", "`mean` must be between 0 and 1, not 94.0"),
        ("per_enrolled: 0.2", "per_enrolled: 101.0", "`per_enrolled` must be between 0 and 100, not 101.0"),
        ("shrinkage: 0.0", "shrinkage: -inf", "`shrinkage` must be a finite number, not `-inf`"),
        (
            "start: \"2026-06-01\"",
            "start: \"0026-06-01\"",
            "the year 26 of `start` is not between 1970 and 2199",
        ),
        (
            "start: \"2026-06-01\"",
            "start: \"1999-06-01\"",
            "the status date is more than 20 years from the start",
        ),
        (
            "id: 2,\n            name",
            "id: 1,\n            name",
            "two phases have the id 1; each needs its own",
        ),
        (
            "workload: WindowsUpdatePolicies",
            "workload: CompliancePolicies",
            "Compliance policies is planned twice",
        ),
    ];
    for (from, to, expected) in cases {
        let message = sentence(changed(from, to).as_bytes());
        assert!(message.starts_with("line ") && message.contains(expected), "{to}: {message}");
    }
    let phases = "(id: 98, name: \"\", kind: Wave, devices: 9000000),";
    let many = changed("phases: [", &format!("phases: [{phases}{}", phases.replace("id: 98,", "id: 99,")));
    assert!(sentence(many.as_bytes()).contains("devices in all phases are more than 10000000"));
}

#[test]
fn an_impossible_actual_is_kept_as_typed() {
    let typed = changed("enrolled: 1568, failed: 45", "enrolled: 4000000000, failed: 61");
    let plan = from_ron(typed.as_bytes()).unwrap().plan;
    assert_eq!(plan.actuals.phases[3].stocks[3].enrolled, 4_000_000_000);
}

#[test]
fn a_file_of_a_hundred_megabytes_is_refused_without_reading_it_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.ron");
    fs::File::create(&path).unwrap().set_len(100 << 20).unwrap();
    let error = plan_file::open(&path).unwrap_err();
    assert_eq!(error.error, OpenError::TooLarge);
    assert!(error.to_string().ends_with("huge.ron: the file is larger than 64 MB, which no plan is"));
    let missing = plan_file::open(&folder.path().join("missing.ron")).unwrap_err();
    assert_eq!(missing.error, OpenError::NotFound);
    assert_eq!(plan_file::open(folder.path()).unwrap_err().error, OpenError::Folder);
}

#[test]
fn a_file_cut_off_anywhere_is_refused_with_a_place_and_never_a_panic() {
    let text = baton::files::examples::FABRIKAM_STORES.text.as_bytes();
    let whole = text.len() - 2;
    for length in 0..=whole {
        match from_ron(&text[..length]) {
            Err(OpenError::Empty | OpenError::CutOff { .. } | OpenError::NotUtf8(_)) => {}
            other => panic!("cut at {length}: {other:?}"),
        }
    }
    let message = sentence(&text[..whole / 2]);
    assert!(message.contains("the file ends in the middle of the plan"), "{message}");
}

#[test]
fn damage_anywhere_gives_a_sentence_and_never_a_panic() {
    let text = baton::files::examples::FABRIKAM_STORES.text.as_bytes();
    for at in (0..text.len()).step_by(3) {
        for damage in [b'(', b'"', b'9', b',', b'\\', 0xff] {
            let mut bytes = text.to_vec();
            bytes[at] = damage;
            if let Err(error) = from_ron(&bytes) {
                assert!(!error.to_string().is_empty());
            }
        }
    }
    for nested in ["(version: 1, name: ".to_owned() + &"(".repeat(100_000), "[".repeat(1_000_000)] {
        assert!(from_ron(nested.as_bytes()).is_err());
    }
}

#[test]
fn a_broken_file_offers_its_backup_and_saving_keeps_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.baton.ron");
    let mut plan = northwind();
    let first = plan_file::save(&path, &plan, None).unwrap();
    plan.name = "Second".into();
    plan_file::save(&path, &plan, Some(first)).unwrap();
    let backup = safe_write::backup_of(&path);
    assert_eq!(plan_file::open(&backup).unwrap().plan.name, "Northwind Health");
    fs::write(&path, "(version: 1, name: \"Sec").unwrap();
    assert_eq!(plan_file::open(&path).unwrap_err().backup, Some(backup.clone()));
    fs::write(&backup, "").unwrap();
    assert_eq!(plan_file::open(&path).unwrap_err().backup, None);
    fs::write(&path, "(version: 7)").unwrap();
    assert_eq!(plan_file::open(&path).unwrap_err().error.exit_code(), 4);
}

#[test]
fn what_somebody_else_saved_meanwhile_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.baton.ron");
    let mut plan = northwind();
    plan_file::save(&path, &plan, None).unwrap();
    let opened = plan_file::open(&path).unwrap();
    plan.name = "Theirs".into();
    plan_file::save(&path, &plan, None).unwrap();
    plan.name = "Mine".into();
    let refused = plan_file::save(&path, &plan, Some(opened.stamp)).unwrap_err();
    assert!(refused.to_string().contains("somebody else has changed the file since it was opened"));
    assert_eq!(plan_file::open(&path).unwrap().plan.name, "Theirs");
}

#[test]
fn a_plan_that_could_not_be_opened_again_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.baton.ron");
    let mut plan = northwind();
    plan_file::save(&path, &plan, None).unwrap();
    plan.assurance = f64::NAN;
    assert!(
        plan_file::save(&path, &plan, None).unwrap_err().to_string().contains("could not be opened again")
    );
    assert_eq!(plan_file::open(&path).unwrap().plan, northwind());
}

#[test]
fn the_examples_are_the_plans_of_the_pictures() {
    let plan = northwind();
    let sizes: Vec<u32> = plan.phases.iter().map(|phase| phase.devices).collect();
    assert_eq!(sizes, [150, 600, 1_850, 3_200, 3_600, 3_000]);
    let enrolled: Vec<u32> =
        plan.actuals.phases.iter().map(|phase| phase.stocks.last().unwrap().enrolled).collect();
    assert_eq!((enrolled.as_slice(), enrolled.iter().sum()), (&[148, 583, 1_786, 1_568][..], 4_085));
    let gaps: u32 = plan.estate.segments.iter().map(baton::plan::Segment::gaps).sum();
    assert_eq!((plan.estate.devices(), gaps), (12_400, 1_232));
    assert_eq!(plan.prerequisites.iter().filter(|p| p.state.is_settled()).count(), 8);
    assert_eq!(plan.prerequisites.len(), 11);

    let fabrikam = baton::files::examples::FABRIKAM_STORES.plan().unwrap();
    assert_eq!(fabrikam.devices(), 3_380);
    assert_eq!(fabrikam.prerequisites.iter().filter(|p| p.state.is_settled()).count(), 7);
    assert!(!fabrikam.has_actuals());

    let guide = baton::files::examples::PLANNING_GUIDE.plan().unwrap();
    let months: Vec<u32> =
        guide.phases.iter().map(|phase| chrono::Datelike::month(&phase.start.not_before.unwrap())).collect();
    assert_eq!(months, [7, 7, 8, 9, 10]);
    let sizes: Vec<u32> = guide.phases.iter().map(|phase| phase.devices).collect();
    assert_eq!(sizes, [50, 210, 2_000, 1_000, 120]);
    assert_eq!(guide.phases.iter().filter(|phase| phase.kind == PhaseKind::Pilot).count(), 2);
}

#[test]
fn every_segment_of_the_examples_is_allotted_exactly_once() {
    for path in assets() {
        let plan = plan_file::open(&path).unwrap().plan;
        for segment in &plan.estate.segments {
            let taken: u32 = plan
                .phases
                .iter()
                .flat_map(|phase| &phase.takes)
                .filter(|take| take.segment == segment.id)
                .map(|take| take.devices)
                .sum();
            assert_eq!(taken, segment.devices, "{}: {}", plan.name, segment.title());
        }
    }
}

#[test]
fn the_desk_of_northwind_adds_up_week_by_week() {
    let desk = northwind().actuals.desk;
    for pair in desk.windows(2) {
        let (before, week) = (&pair[0], &pair[1]);
        let open = before.open.unwrap() + week.opened - week.closed.unwrap();
        assert_eq!(week.open, Some(open), "week to {}", week.to);
    }
    let last = desk.last().unwrap();
    assert_eq!((last.opened, last.open, last.open_over_3_days), (591, Some(118), Some(52)));
}

#[test]
fn the_six_phases_are_the_model_s() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/plans/six-phases.ron");
    let plan = plan_file::open(&path).unwrap().plan;
    let rates: Vec<Option<u32>> = plan.phases.iter().map(|phase| phase.rate).collect();
    assert_eq!(rates, [30, 60, 100, 120, 120, 120].map(Some));
    assert!((plan.desk.capacity_on(plan.start) - 147.0).abs() < 1e-9);
    assert!(plan.is_resource_access_locked());
    assert!(
        Workload::ALL.into_iter().all(|w| (plan.assumptions.switch_tickets(w, true) - 0.02).abs() < 1e-12)
    );
}

/// Northwind as it was approved on 29 May 2026: nothing had happened, gates were judged on Fridays, the early
/// adopters were to go faster, the hospitals and the last sliders were three weeks earlier and all on fixed
/// days, no wave was known to be harder than another, and no gate asked for a short wait yet.
fn northwind_as_approved() -> Plan {
    let day = |text: &str| text.parse().unwrap();
    let mut plan = northwind();
    plan.status_date = day("2026-05-29");
    plan.actuals = Actuals::default();
    plan.decisions.clear();
    plan.questions.clear();
    plan.baselines.clear();
    plan.scenarios.clear();
    plan.phases[1].rate = Some(30);
    plan.phases[3].rate = Some(100);
    plan.phases[4].start.not_before = None;
    plan.phases[5].start = StartRule { not_before: Some(day("2027-01-18")), after_previous: Some(1) };
    for phase in &mut plan.phases {
        phase.gate.planned = None;
    }
    plan.phases[5].ticket_multiplier = 1.0;
    for criterion in plan.phases.iter_mut().flat_map(|phase| &mut phase.gate.criteria) {
        if let Criterion::Wait { max_days } = criterion {
            *max_days = 3.0;
        }
    }
    plan.calendar.cadence = Some(Day::Fri);
    let mut rule = |workload: Workload, phase: usize, rule: SwitchRule| {
        plan.workloads[workload.index()].cells[phase].rule = rule;
    };
    rule(Workload::DeviceConfiguration, 2, SwitchRule::AfterStart(25));
    rule(Workload::DeviceConfiguration, 4, SwitchRule::AfterStart(15));
    rule(Workload::ClientApps, 4, SwitchRule::AfterStart(20));
    let sliders = [
        (Workload::WindowsUpdatePolicies, "2027-01-25"),
        (Workload::EndpointProtection, "2027-02-08"),
        (Workload::DeviceConfiguration, "2027-02-22"),
        (Workload::CompliancePolicies, "2026-08-03"),
        (Workload::OfficeClickToRun, "2026-09-28"),
    ];
    for (workload, date) in sliders {
        plan.workloads[workload.index()].full = FullSwitch::OnDate(day(date));
    }
    plan
}

fn approved_baseline() -> Baseline {
    let plan = northwind_as_approved();
    let expected = forecast::outlook(&plan).expected;
    forecast::baseline_of(&plan, &expected, "Approved plan", plan.status_date, "Steering committee")
}

/// `cargo test --test main -- --ignored freeze_the_baseline` writes Northwind's baseline anew.
#[test]
#[ignore = "writes assets/plans/northwind-health.ron"]
fn freeze_the_baseline_of_northwind() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/plans/northwind-health.ron");
    let mut plan = plan_file::open(&path).unwrap().plan;
    plan.baselines = vec![approved_baseline()];
    fs::write(path, to_ron(&plan)).unwrap();
}

#[test]
fn the_baseline_of_northwind_is_the_plan_that_was_approved() {
    let plan = northwind();
    let baseline = plan.baseline().unwrap();
    let dates: Vec<(String, String)> = baseline
        .phases
        .iter()
        .map(|phase| (phase.start.unwrap().to_string(), phase.gate.unwrap().to_string()))
        .collect();
    let expected = [
        ("2026-06-01", "2026-06-19"),
        ("2026-06-22", "2026-07-24"),
        ("2026-07-27", "2026-09-11"),
        ("2026-09-14", "2026-11-06"),
        ("2026-11-09", "2026-12-29"),
        ("2027-01-18", "2027-02-26"),
    ];
    assert_eq!(dates, expected.map(|(start, gate)| (start.to_owned(), gate.to_owned())));
    assert_eq!(baseline.frozen_on.to_string(), "2026-05-29");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_plan_comes_back_as_it_was(edits in edits()) {
        let mut plan = small_plan();
        for edit in &edits {
            let _ = edit.apply(&mut plan);
        }
        let text = to_ron(&plan);
        match from_ron(text.as_bytes()) {
            Ok(opened) => {
                prop_assert_eq!(&opened.plan, &plan);
                prop_assert_eq!(to_ron(&opened.plan), text, "the text is canonical");
            }
            Err(error) => prop_assert!(matches!(error, OpenError::Absurd { .. }), "{}", error),
        }
    }

    #[test]
    fn any_name_and_any_finite_number_come_back(name in ".*", mean in 0.0..=1.0_f64, value in proptest::num::f64::NORMAL) {
        let mut plan = small_plan();
        plan.name = name;
        plan.assumptions.reach.mean = mean;
        let phase = plan.phases[0].id;
        let date = plan.start;
        plan.actuals.measurements = vec![Measurement { phase, what: "x".into(), date, value }];
        let text = to_ron(&plan);
        prop_assert_eq!(from_ron(text.as_bytes()).unwrap().plan, plan, "{}", text);
    }
}

/// The program is killed again and again while it rewrites a plan; the plan opens every time.
#[cfg(unix)]
#[test]
fn a_writer_that_is_killed_leaves_a_whole_plan() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.baton.ron");
    let messy = baton::files::examples::NORTHWIND_HEALTH.text.replace("\n    ", "\n");
    for round in 0..40_u64 {
        fs::write(&path, &messy).unwrap();
        let mut writer = std::process::Command::new(env!("CARGO_BIN_EXE_baton"))
            .args(["fmt", path.to_str().unwrap()])
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_micros(round * 500));
        writer.kill().unwrap();
        writer.wait().unwrap();
        let opened = plan_file::open(&path).unwrap_or_else(|error| panic!("round {round}: {error}"));
        assert_eq!(opened.plan, northwind(), "round {round}");
    }
}
