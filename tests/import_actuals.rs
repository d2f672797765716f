//! What the exported samples make of a plan's actuals, counted by hand.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use baton::intake::{Intake, Proposal, Wish};
use baton::plan::{Phase, PhaseId, PhaseKind, Plan, Stock, Workload};

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/imports").join(name)
}

/// A pilot at the head office from 3 August on, and everybody else in a wave after it.
fn plan() -> Plan {
    let mut plan = Plan::new("Test", "2026-08-03".parse().unwrap());
    plan.status_date = "2026-08-31".parse().unwrap();
    plan.phases = vec![
        Phase::new(PhaseId(1), "Head office", PhaseKind::Pilot, 50),
        Phase::new(PhaseId(2), "Sites", PhaseKind::Wave, 200),
    ];
    plan
}

/// The devices whose names begin so are the head office's.
fn wish(begin: &str) -> Wish {
    let rule = format!("name begins with {begin}");
    let rule = baton::fleet::parse(PhaseId(1), &rule, &mut |_| Err(String::new())).unwrap();
    Wish { phases: vec![rule], ..Wish::default() }
}

fn import(plan: &mut Plan, names: &[&str], wish: &Wish) -> Proposal {
    let paths: Vec<_> = names.iter().map(|name| sample(name)).collect();
    let intake = Intake::read(&paths, wish, plan, &mut |_, _| ControlFlow::Continue(()));
    assert!(intake.files.iter().all(|file| file.error.is_none()), "{:?}", intake.files);
    let proposal = intake.proposal(plan, wish);
    if let Some(edit) = &proposal.edit {
        edit.apply(plan).unwrap();
    }
    assert_eq!(intake.proposal(plan, wish).edit, None, "importing again changes nothing");
    proposal
}

fn stocks(plan: &Plan, phase: u32) -> &[Stock] {
    plan.actuals.phase(PhaseId(phase)).map_or(&[], |actuals| &actuals.stocks)
}

const INTUNE: &str = "intune_portal_all_inventory_utf8.csv";
const CLIENTS: &str = "cm_v_ClientCoManagementState_ssms.csv";

#[test]
fn devices_are_enrolled_on_the_day_of_their_first_enrollment() {
    let mut plan = plan();
    let proposal = import(&mut plan, &[INTUNE], &wish("HQ-"));
    let so_far: Vec<_> =
        stocks(&plan, 1).iter().map(|s| (s.date.format("%m-%d").to_string(), s.enrolled)).collect();
    let on = |day: &str| so_far.iter().rfind(|(date, _)| date.as_str() <= day).unwrap().1;
    // Thirty had enrolled before 3 August; then one each on 3, 6, 7, 8, 16, 17, 24, 26 and 28 August.
    let days = ["08-03", "08-06", "08-07", "08-08", "08-16", "08-17", "08-24", "08-26", "08-28", "09-01"];
    assert_eq!(days.map(on), [31, 32, 33, 34, 35, 36, 37, 38, 39, 39]);
    // The newest check-in is of 1 September.
    assert_eq!(plan.status_date, "2026-09-01".parse().unwrap());
    assert_eq!(plan.actuals.source, "intune_portal_all_inventory_utf8.csv, 1 Sep 2026");
    let warning = proposal.warns.iter().find(|line| line.starts_with("No phase")).unwrap();
    assert!(warning.contains("157 enrolled devices of 196"), "{warning}");
}

#[test]
fn what_clients_say_completes_what_intune_says() {
    let mut plan = plan();
    import(&mut plan, &[CLIENTS, INTUNE], &wish("HQ-"));
    let newest = stocks(&plan, 1).last().unwrap();
    assert_eq!((newest.targeted, newest.enrolled, newest.failed), (46, 39, 4));
    // One of the three that wait for a sign-in was last seen on 29 July.
    assert_eq!((newest.pending, newest.stale), (Some(2), Some(1)));
}

#[test]
fn a_list_of_members_tells_the_phases() {
    let folder = tempfile::tempdir().unwrap();
    let members = folder.path().join("waves.csv");
    std::fs::write(&members, "Device;Wave\nhq-l0001;Head office\nZRH-L0005;Wave 1\nPAR-9;Wave 1\n").unwrap();
    let mut plan = plan();
    let wish = Wish::default();
    let paths = [members, sample(INTUNE)];
    let intake = Intake::read(&paths, &wish, &plan, &mut |_, _| ControlFlow::Continue(()));
    assert_eq!(intake.fleet.len(), 240, "members are no estate");
    let proposal = intake.proposal(&plan, &wish);
    proposal.edit.unwrap().apply(&mut plan).unwrap();
    assert_eq!(stocks(&plan, 1).last().unwrap().enrolled, 1);
    assert!(proposal.warns.iter().any(|line| line.starts_with("Sites has not started yet, and 1 of its")));
    let text = baton::files::plan_file::to_ron(&plan);
    assert!(!text.to_lowercase().contains("l0001"), "no device's name reaches the plan");
}

/// Who is with Intune of the head office, by workload in Microsoft's order.
fn with_intune(plan: &Plan) -> [Option<(u32, u32)>; 7] {
    let actuals = plan.actuals.phase(PhaseId(1)).unwrap();
    Workload::ALL.map(|workload| actuals.position(workload).map(|p| (p.devices, p.with_intune)))
}

#[test]
fn positions_are_observed_in_all_three_ways_in_which_exports_say_them() {
    let rules = wish("HQ-");
    let of = |files: &[&str]| {
        let mut plan = plan();
        import(&mut plan, files, &rules);
        with_intune(&plan)
    };
    // Of the 21 co-managed devices at the head office 8 have 12543, 1 has 8193, 4 have 8195, 2 have 8209 and
    // 6 have 8257.
    let all = [12, 10, 8, 8, 8, 8, 14].map(|n| Some((21, n)));
    assert_eq!(of(&[CLIENTS]), all);
    assert_eq!(of(&["intune_report_ComanagedDeviceWorkloads.csv", INTUNE]), all);
    assert_eq!(of(&["intune_report_ComanagedDeviceWorkloads.csv"]), all, "the report alone");
    let graph = ["graph_managedDevices_page1.json", "graph_managedDevices_page2_compact.json"];
    // Graph's stable version has neither Endpoint Protection nor Office.
    let mut without = all;
    (without[3], without[5]) = (None, None);
    assert_eq!(of(&graph), without);
}

#[test]
fn tickets_are_put_down_to_phases_by_rules() {
    let mut plan = plan();
    let mut by_rules = wish("HQ-");
    by_rules.ticket_rules = Some(vec!["*: subject ~ autopilot".parse().unwrap()]);
    let proposal = import(&mut plan, &[INTUNE, "helpdesk_servicenow_field_names_cp1252.csv"], &by_rules);
    assert_eq!(proposal.caught[0].tickets, 21);
    let known = |plan: &Plan| stocks(plan, 1).iter().rev().find_map(|stock| stock.tickets);
    assert_eq!(known(&plan), Some(1));
    // The last ticket was opened on 31 August, and resolved a day later: that day is not told of.
    let newest = stocks(&plan, 1).last().unwrap();
    assert_eq!((newest.date, newest.tickets), ("2026-09-01".parse().unwrap(), None));
    assert_eq!(plan.ticket_rules.len(), 1);
    // The next list needs no rule to be typed again.
    by_rules.ticket_rules = None;
    assert_eq!(import(&mut plan, &["helpdesk_servicenow_field_names_cp1252.csv"], &by_rules).edit, None);
    by_rules.ticket_rules = Some(vec!["Head office: text ~ company portal".parse().unwrap()]);
    let proposal = import(&mut plan, &["helpdesk_freshservice_export.csv"], &by_rules);
    assert_eq!(proposal.caught[0].tickets, 27);
    assert_eq!(proposal.caught[0].subjects, ["Company Portal \"stuck\" at 0%"]);
    assert_eq!(known(&plan), Some(6));
    let text = baton::files::plan_file::to_ron(&plan);
    assert!(!text.contains("stuck") && text.contains("company portal"));
}
