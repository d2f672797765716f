//! The roster file: what is written comes back, also by way of a spreadsheet, and what is no roster is refused
//! with its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use proptest::prelude::*;

use super::*;
use crate::fleet::{By, Column, Compare, Device, Part};
use crate::plan::{Phase, PhaseKind};

fn plan() -> Plan {
    let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
    plan.phases.push(Phase::new(PhaseId(1), "Pilot, \"IT\"", PhaseKind::Pilot, 2));
    plan.phases.push(Phase::new(PhaseId(4), "=Wave", PhaseKind::Wave, 8));
    plan
}

fn rules() -> Vec<Rule> {
    let words = vec!["Head office".to_owned(), "a\"b,c".to_owned()];
    let condition = Condition::Column { column: Column::Site, compare: Compare::BeginsWith, words };
    let share = Share::Part(Part { size: Size::Percent(12.5), mirror: vec![By::Site, By::Join], seed: 3 });
    vec![
        Rule { phase: PhaseId(1), only: vec![Condition::Listed(vec!["PC-3".into()])], share: Share::All },
        Rule { phase: PhaseId(4), only: vec![condition], share },
    ]
}

fn device(n: u32) -> Device {
    Device {
        name: format!("PC-{n}").into(),
        entra_id: Some(u128::from(n) << 100 | 5),
        object_id: (n.is_multiple_of(2)).then(|| 77.try_into().unwrap()),
        resource_id: 16_777_220.try_into().ok(),
        serial: "=cmd|' /C calc'!A0".into(),
        agent: crate::fleet::Agent::CoManaged,
        enrolled: "2026-08-03".parse().ok(),
        last_seen: format!("2026-08-{:02}", n + 10).parse().ok(),
        join: crate::plan::JoinType::HybridJoined,
        windows: "Windows 11 24H2".into(),
        site: "Head office; \"Nord\"\nEast".into(),
        department: "-".into(),
        category: "Zürich".into(),
        model: "'=X".into(),
        reported: Some(crate::fleet::Readiness::NeedsJoin),
        ..Device::default()
    }
}

fn roster() -> Roster {
    let mut fleet = Fleet::default();
    (0..9).for_each(|n| fleet.put(device(n)));
    let mut roster = Roster::seat(rules(), Arc::new(fleet), &Roster::default());
    let mut seats: Vec<Seat> = roster.seats().map(|(_, seat)| seat).collect();
    seats[8] = Seat { phase: Some(PhaseId(1)), rule: None };
    roster = Roster::of(rules(), roster.fleet().clone(), seats);
    roster
}

fn seats(roster: &Roster) -> Vec<(Device, Seat)> {
    let mut seats: Vec<_> = roster.seats().map(|(device, seat)| (device.clone(), seat)).collect();
    seats.sort_by(|a, b| a.0.name.cmp(&b.0.name));
    seats
}

#[track_caller]
fn same(text: &[u8]) {
    let read = from_csv(text).unwrap();
    assert_eq!(read.notes, [] as [String; 0]);
    assert_eq!(read.roster.rules(), rules());
    assert_eq!(seats(&read.roster), seats(&roster()));
}

/// What a spreadsheet writes of a table: all rows as wide as the widest.
fn saved_by_spreadsheet(separator: u8) -> String {
    let bytes = to_csv(&roster(), &plan());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap());
    let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
    for record in reader.records() {
        let record = record.unwrap();
        let cells: Vec<_> = (0..COLUMNS.len()).map(|at| record.get(at).unwrap_or_default()).collect();
        writer.write_record(cells).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn what_is_written_comes_back_and_is_written_alike() {
    let bytes = to_csv(&roster(), &plan());
    same(&bytes);
    assert_eq!(to_csv(&from_csv(&bytes).unwrap().roster, &plan()), bytes);
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "\u{feff}# Baton roster version 1");
    assert!(lines.iter().all(|line| !line.split(',').any(|cell| cell.starts_with(['=', '@']))), "{text}");
    assert!(text.contains(",'=cmd|"), "{text}");
}

#[test]
fn a_spreadsheet_may_save_it_in_its_own_way() {
    for separator in [b',', b';', b'\t'] {
        let text = saved_by_spreadsheet(separator);
        same(text.as_bytes());
        same(&WINDOWS_1252.encode(&text).0);
        let wide: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        same(&wide);
    }
    let slashed = |days: std::ops::Range<u32>| {
        days.fold(saved_by_spreadsheet(b';'), |text, day| {
            text.replace(&format!("2026-08-{day:02}"), &format!("{day:02}/08/2026"))
        })
    };
    same(slashed(1..29).as_bytes());
    assert_eq!(from_csv(slashed(1..12).as_bytes()).unwrap().notes.len(), 1, "the order is open");
}

#[test]
fn a_phase_changed_by_hand_is_a_seat_given_by_hand() {
    let text = String::from_utf8(to_csv(&roster(), &plan())).unwrap();
    let moved = |to: &str| {
        let line = text.lines().find(|line| line.contains(",PC-3,")).unwrap();
        let row = line.replacen("\"Pilot, \"\"IT\"\"\"", to, 1);
        from_csv(text.replacen(line, &row, 1).as_bytes()).unwrap()
    };
    let seat = |opened: &Opened| seats(&opened.roster)[3].1;
    assert_eq!(seat(&moved("'=wave")), Seat { phase: Some(PhaseId(4)), rule: None });
    assert_eq!(seat(&moved("")), Seat::default());
    let strange = moved("Wave 9");
    assert_eq!(seat(&strange), Seat::default());
    assert_eq!(strange.notes, ["1 device of the roster are in no phase, for there is none called Wave 9."]);
}

#[test]
fn what_is_no_roster_is_refused_with_its_reason() {
    let text = String::from_utf8(to_csv(&roster(), &plan())).unwrap();
    let says = |text: &str| from_csv(text.as_bytes()).err().unwrap().to_string();
    assert!(says("").contains("this is no roster"));
    assert!(says("Device name,Phase\nPC-1,Pilot\n").contains("this is no roster"));
    let newer = text.replacen("version 1", "version 12", 1);
    assert_eq!(from_csv(newer.as_bytes()).err(), Some(RosterError::Newer("12".into())));
    assert_eq!(RosterError::Newer("12".into()).exit_code(), 4);
    assert!(says(&text.replacen("Percent(12.5)", "Percent(NaN)", 1)).contains("0 to 100 percent"));
    let unknown = says(&text.replacen("share:", "part:", 1));
    assert!(unknown.starts_with("line 4: no rule: "), "{unknown}");
    assert!(says(&text.replacen("00000010-0000", "0000001-0000", 1)).contains("is no ID"));
    assert!(says(&text.replacen("2026-08-03", "soon", 1)).contains("“soon” is no date"));
    assert!(says(&text.replacen("# devices 9", "# devices 10", 1)).contains("9 of 10 devices"));
    assert!(open(Path::new("/nowhere/at/all.csv")).unwrap().is_none());
}

#[test]
fn a_cut_file_is_never_a_smaller_roster() {
    let bytes = to_csv(&roster(), &plan());
    for end in 0..bytes.len() {
        let Ok(read) = from_csv(&bytes[..end]) else { continue };
        // Only the end of the last cells may be missing without notice.
        assert!(end > bytes.len() - 20 && read.roster.fleet().len() == 9, "cut at {end} of {}", bytes.len());
    }
}

#[test]
fn huge_files_and_cells_are_read_or_refused_in_time() {
    let text = String::from_utf8(to_csv(&roster(), &plan())).unwrap();
    let long = "x".repeat(10 << 20);
    assert_eq!(
        from_csv(text.replacen("PC-1,", &format!("{long},"), 1).as_bytes()).unwrap().roster.fleet().len(),
        9
    );
    let wide = text.replacen("Phase,Rule", &format!("{}Phase,Rule", "c,".repeat(500_000)), 1);
    assert!(from_csv(wide.as_bytes()).is_err());
    let many = text.replacen("# devices", &("# rule (phase: 1)\r\n".repeat(2_000) + "# devices"), 1);
    assert!(from_csv(many.as_bytes()).is_err_and(|error| error.to_string().contains("more than 1000 rules")));
    let deep = format!("{TITLE}1\n# rule {}", "[(".repeat(200_000));
    assert!(from_csv(deep.as_bytes()).is_err());
}

#[test]
fn rows_stand_in_the_order_of_the_phases_whatever_these_are_called() {
    let seats =
        [1, 4, 1, 4, 0].map(|phase| Seat { phase: (phase > 0).then_some(PhaseId(phase)), rule: None });
    let mut fleet = Fleet::default();
    (0..5).for_each(|n| fleet.put(device(n)));
    let only_last = vec![rules().remove(1)];
    let text =
        String::from_utf8(to_csv(&Roster::of(only_last, Arc::new(fleet), seats.to_vec()), &plan())).unwrap();
    let place = |name: &str| text.find(&format!(",{name},")).unwrap();
    let order = ["PC-1", "PC-3", "PC-0", "PC-2", "PC-4"].map(place);
    assert!(order.is_sorted(), "“=Wave” is the rules' first phase: {text}");
    let line = |n| format!("\"# phase (id: {n}, name: \"\"{n}\"\")\"\r\n");
    let many = (0..20_000).fold(String::new(), |many, n| many + &line(n));
    let refused = from_csv(text.replacen("# devices", &(many + "# devices"), 1).as_bytes());
    assert!(refused.is_err_and(|error| error.to_string().contains("more than 10000 phases")));
}

#[test]
fn where_the_plan_cannot_be_written_the_roster_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.roster.csv");
    let refused = || Err::<(), _>(WriteError { path: "x".into(), reason: WriteReason::ChangedByOther });
    let error = save_before(&path, &roster(), &plan(), refused).unwrap_err();
    assert_eq!(error.reason, WriteReason::ChangedByOther);
    assert!(!path.exists(), "there was none before");
    save(&path, &Roster::default(), &plan()).unwrap();
    save_before(&path, &roster(), &plan(), refused).unwrap_err();
    assert!(open(&path).unwrap().unwrap().roster.fleet().is_empty());
    assert_eq!(save_before(&path, &roster(), &plan(), || Ok(7)), Ok(7));
    assert_eq!(open(&path).unwrap().unwrap().roster.fleet().len(), 9);
}

#[test]
fn the_file_stands_beside_its_plan() {
    assert_eq!(beside(Path::new("/a/stores.baton.ron")), Path::new("/a/stores.roster.csv"));
    assert_eq!(beside(Path::new("stores.ron")), Path::new("stores.roster.csv"));
    let folder = tempfile::tempdir().unwrap();
    let path = beside(&folder.path().join("x.ron"));
    save(&path, &roster(), &plan()).unwrap();
    save(&path, &Roster::default(), &plan()).unwrap();
    assert!(safe_write::backup_of(&path).exists(), "what was replaced stays");
    assert!(open(&path).unwrap().unwrap().roster.fleet().is_empty());
}

proptest! {
    #[test]
    fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..300), at in any::<prop::sample::Index>(), text in "[a-z#,;\"\n\r(\\[:]{0,60}") {
        let mut damaged = to_csv(&roster(), &plan());
        let place = at.index(damaged.len());
        let end = (place + bytes.len()).min(damaged.len());
        damaged.splice(place..end, bytes.iter().copied());
        let _ = from_csv(&damaged);
        let _ = from_csv(&bytes);
        let _ = from_csv(format!("{TITLE}1\n{text}").as_bytes());
    }
}

fn kept(path: &Path, roster: &Roster, plan: &Plan, expected: Expected) -> Result<Option<Stamp>, WriteError> {
    keep_before(path, (roster, expected), plan, || Ok(())).map(|(stamp, ())| stamp)
}

/// A folder in its place can be read by nobody, on any system and for any user.
#[test]
fn a_roster_that_cannot_be_read_is_not_taken_for_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.roster.csv");
    std::fs::create_dir(&path).unwrap();
    assert!(kept(&path, &roster(), &plan(), Expected::NoFile).is_err());
    assert!(kept(&path, &Roster::default(), &plan(), Expected::NoFile).is_err());
    assert!(copy_before(None, &path, || Ok(())).is_err());
    assert!(path.is_dir(), "it stays where it is");
}

#[test]
fn a_roster_is_kept_over_what_was_opened_only_and_one_of_nothing_goes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.roster.csv");
    let first = kept(&path, &roster(), &plan(), Expected::NoFile).unwrap();
    assert_eq!(open(&path).unwrap().unwrap().stamp, first.unwrap());
    let other = std::fs::read_to_string(&path).unwrap().replace("PC-4", "PC-44");
    std::fs::write(&path, &other).unwrap();
    for expected in [Expected::NoFile, Expected::opened(first)] {
        let error = kept(&path, &roster(), &plan(), expected).unwrap_err();
        assert_eq!(error.reason, WriteReason::ChangedByOther);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), other);
    }
    assert_eq!(kept(&path, &roster(), &plan(), Expected::Anything), Ok(first), "meant: theirs is the backup");
    let copied = folder.path().join("y.roster.csv");
    copy_before(Some(&path), &copied, || Ok(())).unwrap();
    assert_eq!(open(&copied).unwrap().unwrap().stamp, first.unwrap());
    let none = folder.path().join("none");
    let fails = || Err::<(), _>(WriteError::changed(Path::new("plan")));
    for from in [Some(none.as_path()), None] {
        copy_before(from, &copied, fails).unwrap_err();
        assert!(copied.exists(), "the plan whose it is stays");
        assert_eq!(copy_before(from, &copied, || Ok(())), Ok((true, ())), "theirs is put aside");
        assert!(!copied.exists(), "the plan saved here has none, and takes over nobody's");
        assert_eq!(copy_before(from, &copied, || Ok(())), Ok((false, ())), "there is none");
        copy_before(Some(&path), &copied, || Ok(())).unwrap();
    }
    keep_before(&path, (&Roster::default(), Expected::Anything), &plan(), fails).unwrap_err();
    keep_before(&path, (&Roster::default(), Expected::Anything), &plan(), fails).unwrap_err();
    assert_eq!(open(&path).unwrap().unwrap().stamp, first.unwrap(), "it stays with the plan that stays");
    assert_eq!(kept(&path, &Roster::default(), &plan(), Expected::opened(first)), Ok(None));
    assert!(!path.exists() && crate::files::safe_write::backup_of(&path).exists());
    assert_eq!(
        kept(&path, &Roster::default(), &plan(), Expected::NoFile),
        Ok(None),
        "there is none as it is"
    );
}

#[test]
fn a_roster_of_more_devices_than_lists_may_have_is_refused_where_they_are_too_many() {
    let bytes = to_csv(&roster(), &plan());
    assert!(up_to(9, &bytes).is_ok());
    let Err(RosterError::Malformed { what, .. }) = up_to(8, &bytes) else { panic!() };
    assert_eq!(what, "more than 8 devices");
}
