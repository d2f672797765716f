//! Any bytes as an exported file: read, proposed, put into a plan and put in again. Nothing may panic, hang or
//! change a plan twice.
#![no_main]

use std::cell::RefCell;
use std::fs;
use std::ops::ControlFlow;

use baton::files::plan_file;
use baton::intake::{Intake, Wish};
use baton::plan::Plan;
use libfuzzer_sys::fuzz_target;

struct Bench {
    folder: tempfile::TempDir,
    plan: Plan,
}

impl Bench {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().ok()?;
        let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/plans/northwind-health.ron");
        let plan = plan_file::open(plan.as_ref()).map(|opened| opened.plan);
        let plan = plan.unwrap_or_else(|_| Plan::new("Fuzz", chrono::NaiveDate::default()));
        Some(Self { folder, plan })
    }
}

thread_local!(static BENCH: RefCell<Option<Bench>> = RefCell::new(Bench::new()));

fuzz_target!(|bytes: &[u8]| {
    BENCH.with_borrow(|bench| {
        let Some(bench) = bench else { return };
        let path = bench.folder.path().join("export.csv");
        if fs::write(&path, bytes).is_err() {
            return;
        }
        let wish = Wish::default();
        let mut plan = bench.plan.clone();
        let paths = [path];
        let read = |plan: &Plan| {
            let intake = Intake::read(&paths, &wish, plan, &mut |_, _| ControlFlow::Continue(()));
            intake.proposal(plan, &wish)
        };
        if let Some(edit) = read(&plan).edit {
            let before = plan.clone();
            if edit.apply(&mut plan).is_err() {
                assert_eq!(plan, before, "what is refused must change nothing");
                return;
            }
            assert_eq!(read(&plan).edit, None, "the same file a second time changes the plan again");
        }
    });
});
