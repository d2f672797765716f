//! No value of a personal column ever stands in a plan, in what a command prints or in the log: every sample is
//! imported, and every name, serial number, account, address and ticket of it is looked for.

use std::collections::BTreeSet;
use std::io::Read;

use baton::files::import::{Input, Table};
use baton::files::plan_file;
use baton::plan::{Phase, PhaseId, PhaseKind, Plan};

use super::*;

/// Parts of the names of columns that hold something of one person or one device.
const PERSONAL: [&str; 17] = [
    "devicename",
    "netbios",
    "serial",
    "upn",
    "user",
    "mail",
    "requester",
    "caller",
    "description",
    "subject",
    "comment",
    "imei",
    "macaddress",
    "phonenumber",
    "deviceid",
    "objectid",
    "managementname",
];
/// Columns that are personal under just this name.
const PERSONAL_NAMES: [&str; 4] = ["name", "smsid", "assignedto", "openedby"];
/// Shorter ones stand in other words by chance.
const SHORTEST: usize = 6;

fn is_personal(column: &str) -> bool {
    let plain = baton::files::import::fields::plain(column);
    PERSONAL.iter().any(|part| plain.contains(part)) || PERSONAL_NAMES.contains(&plain.as_str())
}

fn keep(values: &mut BTreeSet<String>, value: &str) {
    let value = value.trim();
    let says_nothing = value.chars().all(|c| !c.is_alphabetic() || c == '\u{fffd}');
    let is_word = ["Windows", "Unknown", "Default string", "Co-management"].contains(&value);
    if value.chars().count() >= SHORTEST
        && !says_nothing
        && !is_word
        && !value.starts_with("Microsoft.Graph.")
    {
        values.insert(value.to_lowercase());
    }
}

fn of_json(values: &mut BTreeSet<String>, key: &str, value: &Value) {
    match value {
        Value::String(text) if is_personal(key) => keep(values, text),
        Value::Array(all) => all.iter().for_each(|value| of_json(values, key, value)),
        Value::Object(all) => all.iter().for_each(|(key, value)| of_json(values, key, value)),
        _ => {}
    }
}

/// What a file says of single persons and devices.
fn personal(path: &Path) -> BTreeSet<String> {
    let open = || Input::open(path).unwrap().remove(0);
    let layout = Table::of(open()).unwrap().layout;
    let mut bytes = Vec::new();
    open().read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let mut values = BTreeSet::new();
    let Some(separator) = layout.separator else {
        let objects = serde_json::Deserializer::from_str(&text).into_iter::<Value>();
        objects.for_each(|value| of_json(&mut values, "", &value.unwrap()));
        return values;
    };
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(separator as u8);
    let mut is_below = false;
    for record in reader.from_reader(text.as_bytes()).records().flatten() {
        let columns = layout.header.iter().zip(&record);
        if is_below {
            columns.filter(|(column, _)| is_personal(column)).for_each(|(_, cell)| keep(&mut values, cell));
        }
        is_below |= record.iter().zip(&layout.header).filter(|(cell, name)| cell.trim() == *name).count() > 1;
    }
    values
}

fn plan(folder: &Path) -> PathBuf {
    let path = folder.join("quiet.baton.ron");
    let mut plan = Plan::new("Quiet", "2026-08-03".parse().unwrap());
    plan.status_date = "2026-09-01".parse().unwrap();
    plan.phases.push(Phase::new(PhaseId(1), "Pilot", PhaseKind::Pilot, 50));
    plan.phases.push(Phase::new(PhaseId(2), "Wave", PhaseKind::Wave, 200));
    plan_file::save(&path, &plan, None).unwrap();
    path
}

/// All that a command writes anywhere but into files, with the whole log.
fn said(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
    command.args(arguments).env("HOME", env!("CARGO_TARGET_TMPDIR")).env("RUST_LOG", "trace");
    let output = command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().unwrap();
    assert!(code(&output) <= 1, "{arguments:?}: {}", err(&output));
    out(&output) + &err(&output)
}

#[test]
fn no_value_of_a_personal_column_leaves_the_files() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/imports");
    let mut found = 0;
    for sample in fs::read_dir(samples).unwrap().map(|entry| entry.unwrap().path()) {
        if sample.extension().is_some_and(|end| end == "ics") {
            continue;
        }
        let values = personal(&sample);
        assert!(values.len() >= 2, "{}: {values:?}", sample.display());
        found += values.len();
        let folder = tempfile::tempdir().unwrap();
        let plan = plan(folder.path());
        let (plan, sample) = (plan.to_str().unwrap(), sample.to_str().unwrap());
        let import = [
            "import",
            plan,
            sample,
            "--phase-by",
            "Pilot: name begins with H",
            "--ticket-rule",
            "Pilot: text ~ e",
        ];
        let mut texts = vec![
            said(&[&import[..], &["--dry-run"]].concat()),
            said(&[&import[..], &["--dry-run", "--json"]].concat()),
            said(&import),
        ];
        // The others are tickets, and reports that are no list of devices.
        let has_devices =
            !["helpdesk", "EnrollmentFailures", "Workloads"].iter().any(|part| sample.contains(part));
        if has_devices {
            let members =
                ["members", plan, "--devices", sample, "--rule", "Pilot: sample 20", "--rule", "Wave: rest"];
            texts.push(said(&members));
            texts.push(said(&["members", plan, "--json"]));
            // The roster has them, and is the only one: told by being read again.
            texts.push(said(&import));
        }
        texts.extend([said(&["show", plan]), said(&["show", plan, "--json"]), said(&["check", plan])]);
        texts.push(fs::read_to_string(plan).unwrap());
        for text in texts {
            let text =
                text.to_lowercase().replace(&sample.to_lowercase(), "").replace(&plan.to_lowercase(), "");
            let leaked: Vec<_> = values.iter().filter(|value| text.contains(value.as_str())).collect();
            assert!(leaked.is_empty(), "{leaked:?} of {sample} in\n{text}");
        }
    }
    assert!(found > 1_000, "{found} values were looked for");
}
