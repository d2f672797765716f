//! `members` and `export --as groups`: from two lists and two rules to a roster, counts in the plan and a
//! folder of collections, and what a second import of the same lists changes: nothing.

use baton::files::plan_file;
use baton::plan::{Phase, PhaseId, PhaseKind, Plan};

use super::*;

fn list(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/imports").join(name).display().to_string()
}

/// A plan of three phases in a folder of its own.
fn plan() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stores.baton.ron");
    let mut plan = Plan::new("Stores", "2026-08-03".parse().unwrap());
    for (id, name, kind) in
        [(1, "Pilot", PhaseKind::Pilot), (2, "Pilot: shops", PhaseKind::Pilot), (3, "Wave", PhaseKind::Wave)]
    {
        plan.phases.push(Phase::new(PhaseId(id), name, kind, 10));
    }
    plan_file::save(&path, &plan, None).unwrap();
    (folder, path)
}

fn seat(plan: &Path, more: &[&str]) -> Output {
    let devices = list("intune_portal_all_inventory_utf8.csv");
    let manager = list("cm_get_cmdevice_export_csv_ps51.csv");
    on("members", plan, &[&["--devices", &devices, &manager], more].concat())
}

const RULES: [&str; 6] = [
    "--rule",
    "pilot: sample 20 by prefix,os",
    "--rule",
    "Pilot: shops: name begins with LON",
    "--rule",
    "Wave: rest",
];

#[test]
fn rules_seat_every_device_and_a_second_reading_moves_nobody() {
    let (folder, path) = plan();
    let first = json(&seat(&path, &[&RULES[..], &["--json"]].concat()));
    let devices = first["devices"].as_u64().unwrap();
    let of = |said: &Value, at: usize| said["phases"][at]["devices"].as_u64().unwrap();
    assert_eq!(of(&first, 0), 20);
    assert!(of(&first, 1) > 0);
    assert_eq!((0..3).map(|at| of(&first, at)).sum::<u64>(), devices);
    assert_eq!(first["rules"][1]["rule"], "name begins with LON");
    let saved = plan_file::open(&path).unwrap().plan;
    let counts: Vec<u64> = saved.phases.iter().map(|phase| u64::from(phase.devices)).collect();
    assert_eq!(counts, (0..3).map(|at| of(&first, at)).collect::<Vec<_>>());

    let roster = folder.path().join("stores.roster.csv");
    let before = (fs::read(&roster).unwrap(), fs::read(&path).unwrap());
    let second = json(&seat(&path, &["--json"]));
    assert_eq!(second["changes"], Value::Array(vec![]));
    assert_eq!((fs::read(&roster).unwrap(), fs::read(&path).unwrap()), before, "same lists, same bytes");
    let shown = on("members", &path, &[] as &[&str]);
    assert!(out(&shown).contains("sample 20 by prefix,os"), "{}", out(&shown));
    assert!(out(&shown).contains("Nothing changes in the plan."));
    // The estate may be counted from the same list; members follow it.
    let estate =
        on("import", &path, &[list("intune_portal_all_inventory_utf8.csv"), "--by=prefix,os".into()]);
    assert_eq!(code(&estate), 0, "{}", err(&estate));
    let after = plan_file::open(&path).unwrap().plan;
    assert!(after.phases.iter().all(|phase| !phase.takes.is_empty()));
    let estate_only = String::from_utf8(fs::read(&path).unwrap()).unwrap();
    let text = String::from_utf8(fs::read(&roster).unwrap()).unwrap();
    let rows: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("Phase,")).skip(1).collect();
    assert_eq!(rows.len() as u64, devices);
    for row in rows {
        for personal in row.split(',').skip(2).take(2).filter(|cell| !cell.is_empty()) {
            assert!(!estate_only.contains(personal), "{row}");
        }
    }
}

#[test]
fn groups_are_a_whole_folder() {
    let (folder, path) = plan();
    let to = folder.path().join("groups");
    let groups = |to: &Path| on("export", &path, &["--as", "groups", "-o", &to.display().to_string()]);
    assert_eq!(code(&groups(&to)), 3, "there is no roster yet");
    assert!(!to.exists());
    assert_eq!(code(&seat(&path, &RULES)), 0);
    let done = groups(&to);
    assert_eq!(code(&done), 0, "{}", err(&done));
    assert!(out(&done).contains("Intune Auto Enrollment"));
    let rows = |name: &str| fs::read_to_string(to.join(name)).unwrap().lines().count();
    assert_eq!(rows("01 Pilot - names.txt"), 20);
    assert_eq!(rows("01 Pilot - Configuration Manager.csv"), 21);
    let all = ["01 Pilot", "02 Pilot_ shops", "03 Wave"].map(|name| rows(&format!("{name} - names.txt")));
    assert_eq!(rows("Intune Auto Enrollment - names.txt"), all.iter().sum::<usize>());
    assert_eq!(code(&on("export", &path, &["--as", "groups"])), 2, "a folder must be named");
}

#[test]
fn what_cannot_be_done_says_why_and_changes_nothing() {
    let (folder, path) = plan();
    let before = fs::read(&path).unwrap();
    let said = |output: &Output| (code(output), err(output));
    let (code_, text) = said(&seat(&path, &["--rule", "Shops: rest"]));
    assert_eq!(code_, 2);
    assert!(text.contains("the phases are Pilot, Pilot: shops, Wave"), "{text}");
    let (code_, text) = said(&seat(&path, &["--rule", "Wave: names in nowhere.txt"]));
    assert!(code_ == 2 && text.contains("nowhere.txt"), "{text}");
    let (code_, text) = said(&on("members", &path, &["--rule", "Wave: rest"]));
    assert!(code_ == 3 && text.contains("--devices"), "{text}");
    assert_eq!(code(&seat(&path, &[&RULES[..], &["--dry-run"]].concat())), 0);
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no roster either");

    let roster = folder.path().join("stores.roster.csv");
    fs::write(&roster, "# Baton roster version 9\n").unwrap();
    let (code_, text) = said(&seat(&path, &RULES));
    assert!(code_ == 4 && text.contains("newer Baton"), "{text}");
    assert_eq!(fs::read(&roster).unwrap(), b"# Baton roster version 9\n");
}

#[test]
fn a_plan_written_elsewhere_has_its_roster_beside_it() {
    let (folder, path) = plan();
    assert_eq!(code(&seat(&path, &RULES)), 0);
    let roster = fs::read(folder.path().join("stores.roster.csv")).unwrap();
    let at = |name: &str| folder.path().join(name);
    let import = |file: &str, to: &str| {
        let done = on("import", &path, &[file, "-o", at(to).to_str().unwrap()]);
        assert_eq!(code(&done), 0, "{}", err(&done));
        err(&done)
    };
    let holidays = at("days.ics");
    let event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260901\r\nSUMMARY:Day off\r\nEND:VEVENT\r\n";
    fs::write(&holidays, format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}END:VCALENDAR\r\n")).unwrap();
    // Of another plan, which is written over: its devices are not this one's.
    fs::write(at("holidays.roster.csv"), "another plan's").unwrap();
    import(holidays.to_str().unwrap(), "holidays.baton.ron");
    assert_eq!(fs::read(at("holidays.roster.csv")).unwrap(), roster);
    assert_eq!(fs::read(at("holidays.roster.csv.bak")).unwrap(), b"another plan's");
    let devices = list("intune_portal_all_inventory_utf8.csv");
    assert_eq!(code(&on("import", &path, &[devices.as_str()])), 0);
    let said = import(&devices, "same.baton.ron");
    assert!(
        said.contains("same.baton.ron: written"),
        "nothing changes, and a roster stands beside a plan: {said}"
    );
    assert_eq!(plan_file::open(&at("same.baton.ron")).unwrap().plan, plan_file::open(&path).unwrap().plan);
    assert!(at("same.roster.csv").exists());
    // A plan without a roster takes over none, and says where the other one is.
    fs::remove_file(at("stores.roster.csv")).unwrap();
    let theirs = fs::read(at("holidays.roster.csv")).unwrap();
    let said = import(holidays.to_str().unwrap(), "holidays.baton.ron");
    assert!(said.contains("holidays.roster.csv.bak; the plan written here has no roster"), "{said}");
    assert!(!at("holidays.roster.csv").exists());
    assert_eq!(fs::read(at("holidays.roster.csv.bak")).unwrap(), theirs);
    let again = import(holidays.to_str().unwrap(), "holidays.baton.ron");
    assert!(!again.contains("put aside"), "there is none any more: {again}");
}

#[test]
fn a_plan_that_cannot_be_written_keeps_its_roster() {
    let (folder, path) = plan();
    let protect = |is: bool| {
        let mut mode = fs::metadata(&path).unwrap().permissions();
        mode.set_readonly(is);
        fs::set_permissions(&path, mode).unwrap();
    };
    protect(true);
    let refused = seat(&path, &RULES);
    assert_eq!(code(&refused), 3);
    assert!(err(&refused).contains("write-protected"), "{}", err(&refused));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a roster of members that nobody counts");
    protect(false);
    assert_eq!(code(&seat(&path, &RULES)), 0);
    let roster = folder.path().join("stores.roster.csv");
    let before = fs::read(&roster).unwrap();
    protect(true);
    assert_eq!(code(&seat(&path, &["--rule", "Pilot: sample 7", "--rule", "Wave: rest"])), 3);
    assert_eq!(fs::read(&roster).unwrap(), before);
    protect(false);
}
