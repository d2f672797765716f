//! Every layout in which administrators export their devices, tickets and calendars, read to the end: what
//! is recognised, counted and left, and that a plan takes it in once.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use baton::files::import::Kind;
use baton::fleet::By;
use baton::intake::{Intake, Proposal, Wish};
use baton::plan::{Freeze, Plan};

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/imports").join(name)
}

fn plan() -> Plan {
    let mut plan = Plan::new("Test", "2026-08-03".parse().unwrap());
    plan.status_date = "2026-09-01".parse().unwrap();
    plan
}

fn read(names: &[&str], wish: &Wish) -> Intake {
    let paths: Vec<_> = names.iter().map(|name| sample(name)).collect();
    Intake::read(&paths, wish, &plan(), &mut |_, _| ControlFlow::Continue(()))
}

/// Kind, rows and devices in scope of a file.
fn counted(name: &str) -> (Option<Kind>, u64, usize) {
    let intake = read(&[name], &Wish::default());
    assert_eq!(intake.files.len(), 1, "{name}");
    assert_eq!(intake.files[0].error, None, "{name}");
    (intake.files[0].kind, intake.files[0].tally.rows, intake.fleet.len())
}

#[test]
fn device_lists_of_every_layout_are_read() {
    let intune = |rows| (Some(Kind::IntuneDevices), rows, rows as usize);
    assert_eq!(counted("intune_portal_all_inventory_utf8.csv"), intune(240));
    assert_eq!(counted("intune_portal_selected_columns_bom.csv"), intune(60));
    assert_eq!(counted("intune_resaved_by_german_excel_cp1252_semicolon.csv"), intune(60));
    assert_eq!(counted("mggraph_export_csv_ps51_type_line.csv"), intune(120));
    assert_eq!(counted("graph_managedDevices_bare_array_utf16le.json"), intune(20));
    assert_eq!(counted("cm_v_ClientCoManagementState_sqlcmd.csv"), (Some(Kind::ClientStates), 30, 30));
    assert_eq!(counted("cm_v_ClientCoManagementState_ssms.csv"), (Some(Kind::ClientStates), 139, 139));
    assert_eq!(counted("cm_get_cmdevice_export_csv_ps51.csv"), (Some(Kind::ConfigMgrDevices), 139, 139));
    assert_eq!(
        counted("cm_get_cmcollectionmember_ps7_semicolon.csv"),
        (Some(Kind::ConfigMgrDevices), 50, 50)
    );
}

#[test]
fn graphs_pages_are_one_list_and_a_missing_page_is_said() {
    let both = read(
        &["graph_managedDevices_page1.json", "graph_managedDevices_page2_compact.json"],
        &Wish::default(),
    );
    assert_eq!((both.fleet.len(), both.fleet.doubles), (240, 0));
    let first = read(&["graph_managedDevices_page1.json"], &Wish::default());
    let notes = first.files[0].notes.join(" ");
    assert!(notes.contains("names a next page"), "{notes}");
    assert!(both.files.iter().all(|file| file.notes.is_empty()));
}

#[test]
fn a_file_saved_anew_by_a_spreadsheet_is_the_same_list() {
    let names = |file: &str| {
        let fleet = read(&[file], &Wish::default()).fleet;
        let mut devices: Vec<_> =
            fleet.devices().iter().map(|d| (d.name.clone(), d.entra_id, d.enrolled, d.agent)).collect();
        devices.sort_by(|a, b| a.0.cmp(&b.0));
        devices
    };
    let original = names("intune_portal_selected_columns_bom.csv");
    assert_eq!(names("intune_resaved_by_german_excel_cp1252_semicolon.csv"), original);
    let sites: std::collections::BTreeSet<_> =
        read(&["intune_resaved_by_german_excel_cp1252_semicolon.csv"], &Wish::default())
            .fleet
            .devices()
            .iter()
            .map(|device| device.category.to_string())
            .collect();
    assert!(sites.contains("Zürich"), "{sites:?}");
}

#[test]
fn an_estate_is_taken_in_once() {
    let files = ["intune_portal_all_inventory_utf8.csv", "cm_get_cmdevice_export_csv_ps51.csv"];
    let wish = Wish { by: Some(vec![By::NamePrefix, By::Windows]), ..Wish::default() };
    let intake = read(&files, &wish);
    let mut plan = plan();
    let proposal = intake.proposal(&plan, &wish);
    proposal.edit.unwrap().apply(&mut plan).unwrap();
    assert_eq!(plan.estate.devices(), intake.fleet.len() as u64);
    assert!(intake.fleet.len() < 379, "the two lists know the same devices");
    assert_eq!(intake.proposal(&plan, &wish), Proposal::default());
    // Only counts reach the plan: no name, serial number or id of a device.
    let text = baton::files::plan_file::to_ron(&plan);
    for device in intake.fleet.devices() {
        assert!(!text.contains(device.name.as_ref()), "{}", device.name);
        assert!(device.serial.is_empty() || !text.contains(device.serial.as_ref()));
    }
}

#[test]
fn tickets_of_every_tool_are_read() {
    for (file, tool) in [
        ("helpdesk_freshservice_export.csv", "Freshservice"),
        ("helpdesk_servicenow_field_names_cp1252.csv", "ServiceNow"),
        ("helpdesk_zendesk_all_tickets.csv", "Zendesk"),
    ] {
        let intake = read(&[file], &Wish::default());
        let report = &intake.files[0];
        assert_eq!(report.kind, Some(Kind::Tickets), "{file}: {:?}", report.error);
        assert!(report.notes[0].contains(tool), "{file}: {:?}", report.notes);
        let text = std::fs::read(sample(file)).unwrap();
        let rows = text.split(|byte| *byte == b'\n').count() as u64 - 1;
        assert!(
            report.tally.rows > 0 && report.tally.rows <= rows,
            "{file}: {} of {rows}",
            report.tally.rows
        );
        assert_eq!(intake.tickets[0].tickets.len() as u64, report.tally.rows - intake.tickets[0].repeated);
    }
}

#[test]
fn freezes_end_on_their_last_day_and_cancelled_ones_are_left() {
    let intake = read(&["calendar_freezes_edge_cases.ics"], &Wish::default());
    assert_eq!(intake.files[0].error, None);
    assert!(intake.calendars[0].cancelled > 0);
    let mut plan = plan();
    intake.proposal(&plan, &Wish::default()).edit.unwrap().apply(&mut plan).unwrap();
    let text = std::fs::read_to_string(sample("calendar_freezes_edge_cases.ics")).unwrap();
    assert!(!plan.calendar.freezes.is_empty());
    for Freeze { name, from, to, .. } in &plan.calendar.freezes {
        let end = to.succ_opt().unwrap().format("%Y%m%d").to_string();
        assert!(from <= to && (text.contains(&end) || text.contains("RRULE")), "{name} {from} – {to}");
    }
}

#[test]
fn a_report_without_devices_says_what_it_counts() {
    let intake = read(&["intune_report_DeviceEnrollmentFailures.csv"], &Wish::default());
    let report = &intake.files[0];
    assert_eq!((report.kind, report.tally.rows), (Some(Kind::EnrollmentFailures), 40));
    assert_eq!(
        report.notes,
        ["40 attempts failed; each user once a day, 40: Device not supported 16, User validation 14, \
          Authentication 10. The report names no device, so no phase has them."]
    );
    assert_eq!(intake.proposal(&plan(), &Wish::default()), Proposal::default());
}
