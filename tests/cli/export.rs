//! `export --as mspdi` and `--as ics`: files for other programs, whole or not at all, the same bytes each time.

use std::fs;

use super::{asset, code, err, northwind, on, out};

#[test]
fn the_calendar_is_read_back_with_its_freezes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ics");
    let written = on("export", &northwind(), &["--as", "ics", "-o", path.to_str().unwrap()]);
    assert_eq!((code(&written), out(&written)), (0, String::new()), "{}", err(&written));
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(out(&on("export", &northwind(), &["--as", "ics"])), text, "the same to the pipe");
    let plan = baton::files::plan_file::open(&northwind()).unwrap().plan;
    let count = |what: &str| text.matches(&format!("\r\nCATEGORIES:{what}\r\n")).count();
    assert_eq!(count("Freeze"), plan.calendar.freezes.len());
    assert_eq!(count("Gate"), plan.phases.len());
    assert_eq!(count("Decision"), plan.questions.len());
    assert!(count("Workload switch") > plan.phases.len());
    let range = (plan.start, plan.horizon());
    let read = baton::files::import::calendar::read_calendar("plan.ics", text.as_bytes(), range).unwrap();
    for freeze in &plan.calendar.freezes {
        let found = read.events.iter().find(|event| event.name == freeze.name).unwrap();
        assert_eq!((found.from, found.to), (freeze.from, freeze.to));
    }
}

#[test]
fn a_project_has_its_phases_gates_and_links() {
    let text = out(&on("export", &asset("six-phases.ron"), &["--as", "mspdi"]));
    assert!(text.contains("<Project xmlns=\"http://schemas.microsoft.com/project\">"));
    let plan = baton::files::plan_file::open(&asset("six-phases.ron")).unwrap().plan;
    let gates = text.matches("<Name>Gate</Name>").count();
    assert_eq!(gates, plan.phases.len());
    assert!(text.matches("<PredecessorLink>").count() >= 3 * plan.phases.len() - 1);
    assert!(text.contains("<Exception>") && text.contains("<FromDate>2026-12-14T00:00:00</FromDate>"));
    let nowhere = on("export", &northwind(), &["--as", "mspdi", "-o", "/no/such/folder/plan.xml"]);
    assert_eq!((code(&nowhere), out(&nowhere)), (3, String::new()));
}
