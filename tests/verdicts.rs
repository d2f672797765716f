//! Verdicts and pilots on the command line: the built program, its words, its JSON, its exit codes.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use baton::files::plan_file;
use serde_json::Value;

fn northwind() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/plans/northwind-health.ron")
}

fn baton(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
    command.args(arguments).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    command.env("HOME", env!("CARGO_TARGET_TMPDIR")).output().unwrap()
}

fn verdict(plan: &Path, phase: &str, more: &[&str]) -> Output {
    let plan = plan.display().to_string();
    baton(&[&["verdict", plan.as_str(), "--phase", phase][..], more].concat())
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn before_its_day_a_gate_is_judged_by_the_futures_of_the_forecast() {
    let output = verdict(&northwind(), "Clinics North", &["--runs", "300", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let judged = json(&output);
    assert_eq!((&judged["due"], &judged["gate_planned"]), (&false.into(), &"2026-11-13".into()));
    let plan = northwind().display().to_string();
    let forecast = json(&baton(&["forecast", &plan, "--runs", "300", "--json"]));
    let phase = &forecast["phases"][3];
    assert_eq!(judged["chance_by_planned"], phase["chance_by_planned"]);
    let chance = judged["chance_by_planned"].as_f64().unwrap();
    let word = match chance {
        c if c >= 0.9 => "On course",
        c if c <= 0.1 => "Off course",
        _ => "At risk",
    };
    assert_eq!(judged["verdict"], word);
    let criteria = judged["criteria"].as_array().unwrap();
    assert_eq!(criteria.len(), 7);
    let success = &criteria[0];
    assert_eq!(success["criterion"], "Enrollment success");
    // 1,568 of 1,613.
    let low = success["wilson"]["low"].as_f64().unwrap();
    assert!((low - 0.963).abs() < 5e-4, "{success}");
    // What is typed in is never simulated.
    assert!(criteria[5]["chance_on_gate_day"].is_null() && criteria[5]["verdict"].is_null());
    // By its label it is the same phase, and the same run gives the same bytes.
    let again = verdict(&northwind(), "wave 2", &["--runs", "300", "--json"]);
    assert_eq!(again.stdout, output.stdout);
}

#[test]
fn from_its_day_on_a_gate_is_judged_by_what_has_happened() {
    let output = verdict(&northwind(), "Clinics North", &["--today", "2026-11-13"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(
        text.contains("Hold: ") && text.contains("Waits for Phase enrolled, Soak after the last device and"),
        "{text}"
    );
    assert!(!text.contains("futures"), "{text}");
    let json = json(&verdict(&northwind(), "Clinics North", &["--today", "2026-11-13", "--json"]));
    assert_eq!((&json["due"], &json["runs"]), (&true.into(), &Value::Null));
    let passed = verdict(&northwind(), "IT", &[]);
    assert!(String::from_utf8(passed.stdout).unwrap().contains("The gate has passed on 19 Jun 2026."));
}

#[test]
fn a_no_go_needs_attention_and_an_unknown_phase_is_wrong_use() {
    let mut plan = plan_file::open(&northwind()).unwrap().plan;
    plan.status_date = "2026-11-13".parse().unwrap();
    for measurement in &mut plan.actuals.measurements {
        if measurement.what == "Compliant devices" {
            measurement.value = 0.5;
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("outside.ron");
    plan_file::save(&path, &plan, None).unwrap();
    let output = verdict(&path, "Clinics North", &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("No-go: Compliant devices is out of reach."), "{text}");
    let unknown = verdict(&path, "Mars", &[]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8(unknown.stderr).unwrap().contains("it has IT, Early adopters, Head office"));
}

#[test]
fn a_pilot_is_sized_by_the_failure_rate_nobody_can_live_with() {
    let output = baton(&["pilot", "--unacceptable", "10%", "--acceptable", "0.03", "--json"]);
    let sized = json(&output);
    let devices = sized["devices"].as_u64().unwrap();
    assert!((60..=110).contains(&devices), "{sized}");
    for key in ["passes_unacceptable", "holds_acceptable"] {
        assert!(sized[key]["assured"].as_f64().unwrap() <= 0.10, "{sized}");
    }
    assert!(sized["passes_unacceptable"]["observed"].as_f64().unwrap() > 0.4, "{sized}");
    assert!(!sized["looks"].as_array().unwrap().is_empty());
    let again = baton(&["pilot", "--unacceptable", "0.10", "--acceptable", "3%", "--json"]);
    assert_eq!(again.stdout, output.stdout);
    let text = String::from_utf8(baton(&["pilot", "--unacceptable", "10%"]).stdout).unwrap();
    assert!(text.contains("Gate: enrollment success at least 90%, judged at 90% assurance"), "{text}");
    assert!(text.contains("Without a single failure 22 devices would be enough."), "{text}");
    for wrong in [&["--unacceptable", "5%", "--acceptable", "5%"][..], &["--unacceptable", "150%"][..], &[]] {
        assert_eq!(baton(&[&["pilot"][..], wrong].concat()).status.code(), Some(2), "{wrong:?}");
    }
}
