//! `baton diff`: two files, a file and its baseline, two baselines; what is said, and the exit codes.

use std::fs;
use std::path::PathBuf;

use super::{baton, code, err, json, keys, northwind, on, out};

/// Northwind with 200 devices more in its third wave, at a faster rate, with two agents fewer.
fn changed(folder: &tempfile::TempDir) -> PathBuf {
    let mut plan = baton::files::plan_file::open(&northwind()).unwrap().plan;
    plan.phases[4].devices += 200;
    plan.phases[4].rate = Some(200);
    plan.desk.agents.iter_mut().for_each(|entry| entry.agents -= 2.0);
    let path = folder.path().join("newer.baton.ron");
    fs::write(&path, baton::files::plan_file::to_ron(&plan)).unwrap();
    path
}

#[test]
fn a_file_does_not_differ_from_itself() {
    let path = northwind().display().to_string();
    let same = on("diff", &northwind(), &[path.as_str(), "--exit-code", "--runs", "50"]);
    assert_eq!(code(&same), 0, "{}", err(&same));
    assert!(out(&same).contains("Nothing has changed since"), "{}", out(&same));
}

#[test]
fn what_changed_is_said_cause_by_cause() {
    let folder = tempfile::tempdir().unwrap();
    let newer = changed(&folder).display().to_string();
    let told = json(&on("diff", &northwind(), &[newer.as_str(), "--runs", "400", "--json"]));
    assert_eq!(told["differs"], true);
    let mut found = keys(&told);
    found.sort_unstable();
    assert_eq!(found, ["causes", "differs", "figures", "headline", "helpdesk", "others", "phases", "title"]);
    let causes: Vec<&str> =
        told["causes"].as_array().unwrap().iter().map(|cause| cause["name"].as_str().unwrap()).collect();
    assert_eq!(causes, ["Wave 3", "The helpdesk"]);
    let phases: Vec<&str> = told["phases"].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect();
    let wave_3 = phases.iter().find(|phase| phase.starts_with("Wave 3: ")).unwrap();
    assert!(wave_3.starts_with("Wave 3: +200 devices; the rate rises from "), "{phases:?}");
    let desk = told["others"].as_array().unwrap().iter().find(|group| group["about"] == "Helpdesk").unwrap();
    assert!(desk["changes"][0].as_str().unwrap().starts_with("Agents from "), "{desk}");
    let points: i64 = told["causes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cause| cause["peak_load_points"].as_i64().unwrap())
        .sum();
    let helpdesk = told["helpdesk"].as_str().unwrap();
    assert!(points > 0 && helpdesk.contains(&format!("{points} points more")), "{points}: {helpdesk}");

    let text = on("diff", &northwind(), &[newer.as_str(), "--runs", "50", "--exit-code"]);
    assert_eq!(code(&text), 1);
    assert_eq!(code(&on("diff", &northwind(), &[newer.as_str(), "--runs", "50"])), 0);
    let again = on("diff", &northwind(), &[newer.as_str(), "--runs", "50"]);
    assert_eq!(out(&text), out(&again), "the same futures each time");
}

#[test]
fn a_plan_alone_is_compared_with_its_baseline() {
    let told = json(&on("diff", &northwind(), &["--runs", "200", "--json"]));
    assert!(told["title"].as_str().unwrap().starts_with("What changed since the baseline “"), "{told}");
    let phases = told["phases"].as_array().unwrap();
    let wave =
        phases.iter().find_map(|line| line.as_str().filter(|line| line.starts_with("Wave 2: "))).unwrap();
    assert!(wave.contains("working days later"), "{wave}");
    assert!(phases.iter().any(|line| line.as_str().unwrap().contains("'s gate slipped")), "{phases:?}");
    let unknown = on("diff", &northwind(), &["--baseline", "Nowhere"]);
    assert_eq!(code(&unknown), 2);
    assert!(err(&unknown).contains("“Nowhere”; it has “"), "{}", err(&unknown));
    let nothing = on("diff", &northwind(), &["/no/such/plan.ron"]);
    assert_eq!((code(&nothing), out(&nothing)), (3, String::new()));
    assert_eq!(code(&baton(&["diff"])), 2);
}
