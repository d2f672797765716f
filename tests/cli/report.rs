//! `report`: the steering pack in every medium, the same bytes each time, whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{asset, code, err, northwind, on, out};

const ALL: &str = "pdf,pptx,xlsx,html,svg,png,md,csv";

fn written(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

fn report(plan: &Path, folder: &Path, kinds: &str) -> std::process::Output {
    on("report", plan, &["--out", folder.to_str().unwrap(), "--as", kinds, "--runs", "200"])
}

#[test]
fn the_same_plan_is_the_same_files_and_each_is_named() {
    let parent = tempfile::tempdir().unwrap();
    let folders = ["a", "b"].map(|name| parent.path().join(name));
    for folder in &folders {
        let done = report(&northwind(), folder, ALL);
        assert_eq!(code(&done), 0, "{}", err(&done));
        let files = written(folder);
        assert_eq!(out(&done).lines().count(), files.len());
        for ending in ALL.split(',') {
            let of_kind = files.iter().filter(|(name, _)| name.ends_with(&format!(".{ending}")));
            assert!(
                of_kind.clone().count() > 0 && of_kind.clone().all(|(_, bytes)| bytes.len() > 20),
                "{ending}"
            );
        }
    }
    let [first, second] = folders.map(|folder| written(&folder));
    assert!(first == second, "the same names and bytes");
}

#[test]
fn where_nothing_can_be_written_nothing_is() {
    let parent = tempfile::tempdir().unwrap();
    let file = parent.path().join("a file");
    fs::write(&file, "mine").unwrap();
    for folder in [file.clone(), parent.path().join("no/such/folder")] {
        let refused = report(&asset("six-phases.ron"), &folder, "md");
        assert_eq!((code(&refused), out(&refused)), (3, String::new()));
        assert!(err(&refused).contains("not saved"), "{}", err(&refused));
    }
    assert_eq!(written(parent.path()).len(), 1);
    assert_eq!(fs::read(&file).unwrap(), b"mine");
}

#[test]
fn a_folder_in_the_place_of_one_file_keeps_all_of_them_from_being_written() {
    let folder = tempfile::tempdir().unwrap();
    let plan = asset("six-phases.ron");
    assert_eq!(code(&report(&plan, folder.path(), "md,csv")), 0);
    let before = written(folder.path());
    let last = before.keys().last().unwrap();
    fs::remove_file(folder.path().join(last)).unwrap();
    fs::create_dir(folder.path().join(last)).unwrap();
    let refused = report(&asset("six-phases.ron"), folder.path(), "md,csv");
    assert_eq!((code(&refused), out(&refused)), (3, String::new()));
    assert!(err(&refused).contains(&format!("{last}: not saved, this is a folder")), "{}", err(&refused));
    fs::remove_dir(folder.path().join(last)).unwrap();
    let after = written(folder.path());
    assert_eq!(after.len() + 1, before.len(), "nothing is left beside them");
    assert!(after.iter().all(|(name, bytes)| before.get(name) == Some(bytes)));
}

/// The system ends a write in the middle of the PDF: at a limit to the size of files, as it would on a full disk.
#[cfg(unix)]
#[test]
fn a_write_that_ends_in_the_middle_of_the_pack_leaves_everything_as_it_was() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("pack");
    let limited = |folder: &Path| {
        let script = "trap '' XFSZ; ulimit -f 100; exec \"$@\"";
        let mut command = std::process::Command::new("sh");
        command
            .args(["-c", script, "sh", env!("CARGO_BIN_EXE_baton"), "report"])
            .arg(asset("six-phases.ron"));
        command.arg("--out").arg(folder).args(["--as", "md,csv,pdf", "--runs", "50"]);
        command.output().unwrap()
    };
    let full = limited(&folder);
    assert_eq!((code(&full), out(&full)), (3, String::new()));
    let why = "steering pack.pdf: not saved, the file is larger than this disk or your limit takes";
    assert!(err(&full).contains(why), "{}", err(&full));
    assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0, "not even the folder is left");

    assert_eq!(code(&report(&asset("six-phases.ron"), &folder, "md,csv,pdf")), 0);
    let before = written(&folder);
    assert_eq!(code(&limited(&folder)), 3);
    assert!(written(&folder) == before, "the pack that was there is whole");
}

#[test]
fn a_plan_of_three_hundred_phases_and_one_without_any_are_documents() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(northwind()).unwrap();
    let mut plan = baton::files::plan_file::from_ron(text.as_bytes()).unwrap().plan;
    let last = plan.phases.last().unwrap().clone();
    for id in 100..394 {
        let id = baton::plan::PhaseId(id);
        plan.phases.push(baton::plan::Phase {
            id,
            name: format!("Site {}", id.0),
            devices: 30,
            ..last.clone()
        });
    }
    let many = folder.path().join("many.ron");
    baton::files::plan_file::save(&many, &plan, None).unwrap();
    plan.phases.clear();
    let none = folder.path().join("none.ron");
    baton::files::plan_file::save(&none, &plan, None).unwrap();
    for (plan, endings) in [(many, &["pdf", "pptx", "png"][..]), (none, &["pdf", "pptx"][..])] {
        let to = plan.with_extension("");
        let done =
            on("report", &plan, &["--out", to.to_str().unwrap(), "--as", "pdf,pptx,png", "--runs", "20"]);
        assert_eq!(code(&done), 0, "{}", err(&done));
        let files = written(&to);
        for ending in endings {
            assert!(files.keys().any(|name| name.ends_with(&format!(".{ending}"))), "{ending}");
        }
    }
}
