//! What was corrected in the window holds on the command line too, which says so.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use baton::files::import::{Field, Kind};
use baton::files::{Correction, Corrections};

use super::{code, northwind};

/// Runs an import at the home of a person of whom corrections are remembered.
fn import(home: &Path, file: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
    command.arg("import").arg(northwind()).arg(file).arg("--dry-run").args(more);
    command.env("HOME", home).env("XDG_CONFIG_HOME", home.join("config")).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Where settings are differs from system to system, and cannot be said from outside on the others.
#[cfg(target_os = "linux")]
#[test]
fn what_was_corrected_in_the_window_holds_until_the_command_says_otherwise() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("own.csv");
    fs::write(&file, "Box,Old name,Where\nA-1,B-1,Berlin\nA-2,B-2,Bonn\n").unwrap();
    assert_eq!(code(&import(home.path(), &file, &[])), 3, "nothing is remembered yet");

    let mut correction = Correction::default();
    correction.set_kind(Some(Kind::DeviceList));
    correction.set_column(Field::DeviceName, Some("Box".into()));
    let mut corrections = Corrections::default();
    corrections.set("box oldname where", correction);
    corrections.save(&home.path().join("config/baton")).unwrap();

    let output = import(home.path(), &file, &[]);
    assert_eq!(code(&output), 0, "{output:?}");
    assert!(
        said(&output).contains("As corrected before: kind List of devices; Device name = Box"),
        "{output:?}"
    );
    assert!(said(&output).contains("Columns: Device name = Box"), "{output:?}");
    let other = said(&import(home.path(), &file, &["--map", "Device name=Old name"]));
    assert!(other.contains("Columns: Device name = Old name"), "{other}");
    assert_eq!(code(&import(home.path(), &file, &["--afresh"])), 3);

    fs::write(home.path().join("config/baton/import-corrections.ron"), "(").unwrap();
    let broken = import(home.path(), &file, &["--as", "devices", "--map", "Device name=Box"]);
    assert_eq!(code(&broken), 0);
    assert!(String::from_utf8_lossy(&broken.stderr).contains("Earlier corrections"), "{broken:?}");
}

#[test]
fn a_file_that_is_not_taken_can_be_told_what_it_is() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("list.csv");
    fs::write(&file, "Gerät,Ort\nPC-1,Bonn\n").unwrap();
    let refused = import(home.path(), &file, &[]);
    assert_eq!(code(&refused), 3);
    assert!(said(&refused).contains("--as KIND and --map"), "{refused:?}");
    let mapped = import(home.path(), &file, &["--map", "Device name=Gerät"]);
    assert_eq!(code(&mapped), 0, "{mapped:?}");
    assert!(said(&mapped).contains("list.csv: List of devices"), "{mapped:?}");
    let unused = import(home.path(), &file, &["--map", "Device name=Gerät", "--map", "Site=Standort"]);
    let complaint = String::from_utf8_lossy(&unused.stderr).into_owned();
    assert!(complaint.contains("no file has a column “Standort”"), "{complaint}");
}
