//! Rows of device lists into devices: Intune's, Graph's, PowerShell's and Configuration Manager's words for
//! the same things.

use std::hash::{BuildHasher, Hasher};
use std::num::{NonZeroU32, NonZeroU64, NonZeroU128};
use std::sync::Mutex;

use chrono::NaiveDate;
use foldhash::fast::FixedState;

use super::dates::{Dates, Form};
use super::kinds::Kind;
use super::layout::Layout;
use super::left::{LONGEST_WORD, Left, LeftRow, Refused, Tally};
use super::limits::Limit;
use super::memo::Memo;
use super::moment::{Order, Orders};
use super::rows::{Row, Table};
use super::states::{positions_of, step_of};
use super::{Field, ImportError, rows::Progress};
use crate::fleet::{Agent, Device, Fleet, Readiness, Word, Words, guid, is_server_build, windows_name};
use crate::plan::JoinType;

/// What a person can say of a file that the file does not say itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Day or month first, for the columns that leave it open.
    pub order: Option<Order>,
    /// Minutes by which dates without zone are ahead of UTC.
    pub written_ahead: i16,
    /// The same of the clock by which days are counted.
    pub counted_ahead: i16,
}

/// The devices of one file.
pub struct DeviceReading {
    pub fleet: Fleet,
    pub tally: Tally,
    /// What each date column tells of its order.
    pub orders: Orders,
    /// The order that was used where a column leaves it open.
    pub assumed: Order,
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
}

const DATES: [Field; 2] = [Field::Enrolled, Field::LastSeen];

/// Reads the devices of a table. `open` opens it anew: where the dates turn out to be in the other order
/// than the first ones let believe, they are read again. Where nothing tells the order, it is the one in which no
/// device checked in after the file was written.
pub fn read_devices(
    open: &dyn Fn() -> Result<Table, ImportError>,
    choices: &Choices,
    limit: Limit,
    progress: Progress<'_>,
) -> Result<DeviceReading, ImportError> {
    let assumed = choices.order.unwrap_or(Order::MonthFirst);
    let known = Assumed { forms: [Form::Text(assumed); 2], blank_is_no_client: true };
    let table = open()?;
    let written_on = table.layout.written_on;
    let (mut reading, tells_clients) = read_once(table, choices, known, (limit, progress))?;
    let blank_is_no_client = tells_clients.unwrap_or(true);
    let found = Assumed { forms: forms(&reading, assumed), blank_is_no_client };
    if found != known {
        reading = read_once(open()?, choices, found, (limit, progress))?.0;
    }
    // A clock east of this one is a day ahead at most.
    let is_late = |reading: &DeviceReading| {
        reading.last.zip(written_on).is_some_and(|(last, day)| (last - day).num_days() > 1)
    };
    if choices.order.is_none() && !reading.orders.open().is_empty() && is_late(&reading) {
        let found = Assumed { forms: forms(&reading, Order::DayFirst), ..found };
        let (other, _) = read_once(open()?, choices, found, (limit, progress))?;
        if !is_late(&other) && other.tally.undated == reading.tally.undated {
            return Ok(DeviceReading { assumed: Order::DayFirst, ..other });
        }
    }
    Ok(reading)
}

/// How the columns of dates are written, by what was read of them.
fn forms(reading: &DeviceReading, assumed: Order) -> [Form; 2] {
    DATES.map(|field| match reading.tally.undated.get(&field) {
        Some(dates) if dates.are_serials() => Form::Serial,
        _ => Form::Text(reading.orders.of(field).unwrap_or(assumed)),
    })
}

/// What only all rows of a file tell, and the first ones are read by.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Assumed {
    forms: [Form; 2],
    /// The database says NULL of what was discovered and has no client; a column in which nobody has one and
    /// nobody lacks it says nothing.
    blank_is_no_client: bool,
}

/// What is made of the rows of one block. What was found of words is kept for a block to come: a list has few of
/// them, and shared among all blocks they stay where a core is quick to look.
#[derive(Default)]
struct Part {
    words: Words,
    site: Memo<Word>,
    department: Memo<Word>,
    category: Memo<Word>,
    model: Memo<Word>,
    /// Its name, and whether there is a server alone of it.
    windows: Memo<(Word, bool)>,
    phase: Memo<Word>,
    trouble: Memo<Word>,
    is_windows: Memo<bool>,
    is_leaving: Memo<bool>,
    agent: Memo<Agent>,
    join: Memo<Option<JoinType>>,
    devices: Vec<Device>,
    orders: Orders,
    /// In the order of [`DATES`].
    dates: [Dates; 2],
    questioned: u64,
    /// Some row says whether it has the client, and some row does not.
    clients: (bool, bool),
}

/// What is kept of a device beside its IDs.
const KEPT: [Field; 6] =
    [Field::Site, Field::Department, Field::Category, Field::Model, Field::OsVersion, Field::Phase];
/// Where letters beyond ASCII stand, if anywhere.
const NAMES: [Field; 4] = [Field::DeviceName, Field::Site, Field::Department, Field::Category];

/// What holds for all rows of a file.
struct Columns<'c> {
    kind: Kind,
    header: Vec<String>,
    /// Whether the file has them, in the order of [`DATES`].
    dated: [bool; 2],
    assumed: Assumed,
    has_clients: bool,
    choices: &'c Choices,
}

fn read_once(
    table: Table,
    choices: &Choices,
    assumed: Assumed,
    (limit, progress): (Limit, Progress<'_>),
) -> Result<(DeviceReading, Option<bool>), ImportError> {
    let kind = table.layout.kind.unwrap_or(Kind::DeviceList);
    let dated = DATES.map(|field| table.layout.column(field).is_some());
    let has_clients = table.layout.column(Field::IsClient).is_some();
    let columns = Columns { kind, header: table.layout.header.clone(), dated, assumed, has_clients, choices };
    let (mut dates, mut questioned) = (<[Dates; 2]>::default(), 0);
    let mut clients = (false, false);
    let mut reading = DeviceReading {
        fleet: Fleet::default(),
        tally: Tally::default(),
        orders: Orders::default(),
        assumed: choices.order.unwrap_or(Order::MonthFirst),
        first: None,
        last: None,
    };
    let spare = Mutex::new(Vec::<Box<Part>>::new());
    let begin = || spare.lock().ok().and_then(|mut spare| spare.pop()).unwrap_or_default();
    let take = |part: &mut Box<Part>, row: &Row<'_>| {
        let device = device(part, row, &columns)?;
        part.devices.push(device);
        Ok(())
    };
    let put = |mut part: Box<Part>, lines: u64| {
        reading.orders.join(std::mem::take(&mut part.orders));
        questioned += std::mem::take(&mut part.questioned);
        let told = std::mem::take(&mut part.clients);
        clients = (clients.0 || told.0, clients.1 || told.1);
        dates.iter_mut().zip(std::mem::take(&mut part.dates)).for_each(|(all, more)| all.join(more, lines));
        for device in part.devices.drain(..) {
            let seen = device.enrolled.or(device.last_seen);
            reading.first = [reading.first, seen].into_iter().flatten().min();
            reading.last = [reading.last, device.last_seen.or(device.enrolled)].into_iter().flatten().max();
            reading.fleet.put(device);
        }
        if let Ok(mut spare) = spare.lock() {
            spare.push(part);
        }
        limit.holds(reading.fleet.len())
    };
    reading.tally = table.read(begin, take, put, progress)?;
    let undated = DATES.into_iter().zip(dates).filter(|(_, dates)| dates.unread.count > 0);
    reading.tally.undated = undated.collect();
    reading.tally.questioned = questioned;
    Ok((reading, clients.1.then_some(clients.0)))
}

fn device(part: &mut Part, row: &Row<'_>, columns: &Columns<'_>) -> Result<Device, Refused> {
    let (kind, choices) = (columns.kind, columns.choices);
    let ids = Ids::of(row)?;
    row.too_long(&KEPT, LONGEST_WORD)?;
    if let Some(refused) = out_of_scope(part, row, columns) {
        return Err(refused);
    }
    let agent = agent_of(part, row, kind);
    if agent == Agent::Other {
        return Err(Left::OutOfScope.by(Field::Agent));
    }
    let mut dates = [None; 2];
    for (at, field) in DATES.into_iter().enumerate().filter(|(at, _)| columns.dated[*at]) {
        let cell = row.cell(field);
        if cell.bytes.is_empty() {
            continue;
        }
        let text = cell.text();
        part.orders.add(field, &text);
        let place = || LeftRow::of(row, Some(field), &columns.header);
        let moment = part.dates[at].take(&text, columns.assumed.forms[at], place);
        dates[at] = moment.map(|moment| moment.day_at(choices.written_ahead, choices.counted_ahead));
    }
    let (windows, is_server) = windows_of(part, row);
    if is_server {
        return Err(Left::NoWindows.by(Field::OsVersion));
    }
    let is_questioned = NAMES.into_iter().any(|field| row.cell(field).bytes.contains(&b'?'));
    part.questioned += u64::from(is_questioned);
    let words = &mut part.words;
    let mut word = |memo: &mut Memo<Word>, field: Field| {
        let cell = row.cell(field);
        memo.of(cell.bytes, || words.of(&row.word(field)))
    };
    let site = word(&mut part.site, Field::Site);
    let department = word(&mut part.department, Field::Department);
    let category = word(&mut part.category, Field::Category);
    let model = word(&mut part.model, Field::Model);
    let phase = word(&mut part.phase, Field::Phase);
    let (step, trouble) = step_of(row, kind);
    let trouble = part.trouble.of(trouble.as_bytes(), || words.of(&trouble));
    Ok(Device {
        site,
        department,
        category,
        model,
        windows,
        phase,
        agent,
        step,
        trouble,
        positions: positions_of(row),
        enrolled: dates[0].filter(|_| agent.is_enrolled()),
        last_seen: dates[1],
        join: join_of(part, row),
        reported: (kind == Kind::Eligibility)
            .then(|| Readiness::of_report(&row.text(Field::Eligibility)))
            .flatten(),
        failed: None,
        is_disabled: row.flag(Field::AccountEnabled) == Some(false),
        user: USERS.into_iter().find_map(|field| user(row, field)),
        name: ids.name,
        serial: ids.serial,
        entra_id: ids.entra,
        object_id: ids.object,
        resource_id: ids.resource,
        intune_id: ids.intune,
    })
}

/// How a row says who uses a device, the way that most exports share first.
pub(super) const USERS: [Field; 2] = [Field::UserName, Field::User];

/// Who is named in a column: a number that tells users apart and is no way back to them.
pub(super) fn user(row: &Row<'_>, field: Field) -> Option<NonZeroU64> {
    let name = row.cell(field).bytes.trim_ascii();
    let mut hasher = FixedState::default().build_hasher();
    let mut small = [0; 64];
    for part in name.chunks(small.len()) {
        let small = &mut small[..part.len()];
        small.copy_from_slice(part);
        small.make_ascii_lowercase();
        hasher.write(small);
    }
    NonZeroU64::new(hasher.finish()).filter(|_| !name.is_empty())
}

/// All that tells a device from others.
pub(super) struct Ids {
    name: Box<str>,
    serial: Box<str>,
    entra: Option<u128>,
    object: Option<NonZeroU128>,
    resource: Option<NonZeroU32>,
    intune: Option<NonZeroU64>,
}

impl Ids {
    pub(super) fn of(row: &Row<'_>) -> Result<Self, Refused> {
        row.too_long(&[Field::DeviceName, Field::Serial], LONGEST_WORD)?;
        let (name, serial) = (row.word(Field::DeviceName), row.word(Field::Serial));
        let id = |field: Field| guid(row.cell(field).bytes);
        let entra = id(Field::EntraId);
        if name.is_empty() && entra.is_none() && serial.is_empty() {
            return Err(Left::Nameless.by(Field::DeviceName));
        }
        Ok(Self {
            name: name.into(),
            serial: serial.into(),
            entra,
            object: id(Field::ObjectId).and_then(NonZeroU128::new),
            resource: row.text(Field::ResourceId).parse().ok(),
            intune: id(Field::IntuneId).and_then(|id| NonZeroU64::new(id as u64)),
        })
    }

    /// The device of whom nothing else is known.
    pub(super) fn device(self) -> Device {
        Device {
            name: self.name,
            serial: self.serial,
            entra_id: self.entra,
            object_id: self.object,
            resource_id: self.resource,
            intune_id: self.intune,
            ..Device::default()
        }
    }
}

/// Not said, or Windows and no server. A report without its second columns has numbers for words.
pub(super) fn is_windows_client(os: &str) -> bool {
    let os = os.to_lowercase();
    let is_told = os.bytes().any(|byte| !byte.is_ascii_digit());
    !is_told || (os.contains("windows") && !os.contains("server"))
}

/// What tells that it is no Windows client that is there: a server, a phone, on its way out, a record left behind.
fn out_of_scope(part: &mut Part, row: &Row<'_>, columns: &Columns<'_>) -> Option<Refused> {
    let os = row.cell(Field::Os);
    let is_windows = part.is_windows.of(os.bytes, || is_windows_client(&os.text()));
    let state = row.cell(Field::State);
    let is_leaving = part.is_leaving.of(state.bytes, || {
        let state = state.text().to_lowercase();
        ["retire", "wipe", "delete", "unhealthy", "discovered"].iter().any(|word| {
            // A cancelled retirement leaves the device where it is.
            state.starts_with(word) && !state.contains("cancel")
        })
    });
    let faults = [
        (Left::NoWindows, Field::Os, !is_windows),
        (Left::Leaving, Field::State, is_leaving),
        (Left::Obsolete, Field::IsObsolete, row.flag(Field::IsObsolete) == Some(true)),
        (Left::NoClient, Field::IsClient, columns.has_clients && !has_client(part, row, columns)),
    ];
    faults.into_iter().find(|(_, _, is_out)| *is_out).map(|(why, field, _)| why.by(field))
}

fn has_client(part: &mut Part, row: &Row<'_>, columns: &Columns<'_>) -> bool {
    let said = row.flag(Field::IsClient);
    let is_blank = said.is_none() && row.cell(Field::IsClient).bytes.is_empty();
    part.clients = (part.clients.0 || said.is_some(), part.clients.1 || is_blank);
    said.unwrap_or(!(is_blank && columns.assumed.blank_is_no_client))
}

/// The Windows of a row by the name that people use, and whether it is one that only servers have.
fn windows_of(part: &mut Part, row: &Row<'_>) -> (Word, bool) {
    let (words, version) = (&mut part.words, row.cell(Field::OsVersion));
    part.windows.of(version.bytes, || {
        let version = row.word(Field::OsVersion);
        (words.of(windows_name(&version).unwrap_or(&version)), is_server_build(&version))
    })
}

fn agent_of(part: &mut Part, row: &Row<'_>, kind: Kind) -> Agent {
    match kind {
        Kind::ClientStates => {
            let is_managed =
                row.flag(Field::MdmEnrolled) == Some(true) && row.flag(Field::PolicyPresent) == Some(true);
            if is_managed { Agent::CoManaged } else { Agent::ConfigurationManager }
        }
        Kind::ConfigMgrDevices if row.cell(Field::Agent).bytes.is_empty() => {
            match row.flag(Field::PolicyPresent) {
                Some(true) => Agent::CoManaged,
                _ => Agent::ConfigurationManager,
            }
        }
        _ => {
            let cell = row.cell(Field::Agent);
            part.agent.of(cell.bytes, || agent(&cell.text()))
        }
    }
}

/// The portal's words, Graph's words and Graph's numbers.
fn agent(text: &str) -> Agent {
    let plain = super::fields::plain(text);
    match plain.as_str() {
        "" | "unknown" | "16" => Agent::Unknown,
        "intune" | "mdm" | "easmdm" | "intuneclient" | "easintuneclient" | "2" | "3" | "4" | "5" => {
            Agent::Intune
        }
        "comanaged" | "configurationmanagerclientmdm" | "configurationmanagerclientmdmeas" | "10" | "11" => {
            Agent::CoManaged
        }
        "configmgr" | "configurationmanager" | "configurationmanagerclient" | "8" => {
            Agent::ConfigurationManager
        }
        "mde" | "mssense" | "microsoftdefenderforendpoint" | "1024" => Agent::Defender,
        _ => Agent::Other,
    }
}

fn join_of(part: &mut Part, row: &Row<'_>) -> JoinType {
    let cell = row.cell(Field::Join);
    if let Some(join) = part.join.of(cell.bytes, || join(&cell.text())) {
        return join;
    }
    match (row.flag(Field::HybridJoined), row.flag(Field::EntraJoined)) {
        (Some(true), _) => JoinType::HybridJoined,
        (_, Some(true)) => JoinType::EntraJoined,
        (Some(false), Some(false)) => JoinType::ActiveDirectoryOnly,
        _ => JoinType::Unknown,
    }
}

fn join(text: &str) -> Option<JoinType> {
    let text = super::fields::plain(text);
    // Graph's words for the trust of a device are ServerAd, Workplace and AzureAd.
    if text.contains("hybrid") || text == "serverad" {
        Some(JoinType::HybridJoined)
    } else if text.contains("registered") || text == "workplace" {
        Some(JoinType::EntraRegistered)
    } else if text.contains("joined") || text == "azuread" {
        Some(JoinType::EntraJoined)
    } else {
        None
    }
}

/// What the layout of a device list still lacks, in the words of the columns.
pub fn missing(layout: &Layout) -> Vec<String> {
    let groups = layout.kind.map_or_else(Vec::new, |kind| kind.missing(&layout.columns));
    groups
        .iter()
        .map(|group| group.iter().map(|field| field.name()).collect::<Vec<_>>().join(" or "))
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::ops::ControlFlow;

    use super::super::{Input, Limits};
    use super::*;
    use crate::fleet::Step;
    use crate::plan::Workload;

    fn read(text: &str) -> DeviceReading {
        let bytes = text.as_bytes().to_vec();
        let open = || Table::of(Input::of_bytes("devices.csv", bytes.clone())?);
        read_devices(&open, &Choices::default(), Limits::REAL.devices, &mut |_, _| ControlFlow::Continue(()))
            .unwrap()
    }

    #[test]
    fn presence_in_the_list_is_not_enrollment() {
        let reading = read(
            "Device name,Managed by,OS,Enrollment date,Last check-in,Device state\n\
             A,Co-managed,Windows,2026-08-03 03:16:06.33,2026-08-31 06:08:39,Managed\n\
             B,ConfigMgr,Windows,2026-08-03 03:16:06.33,2026-08-31 06:08:39,Managed\n\
             C,Intune,iOS,2026-08-03 03:16:06.33,2026-08-31 06:08:39,Managed\n\
             D,Intune,Windows,2026-08-04,0001-01-01T00:00:00Z,WipePending\n\
             E,mdm,Windows,2026-08-04,0001-01-01T00:00:00Z,\n\
             ,,Windows,,,\n",
        );
        let devices = reading.fleet.devices();
        assert_eq!(
            devices.iter().map(|d| (d.name.as_ref(), d.agent)).collect::<Vec<_>>(),
            [("A", Agent::CoManaged), ("B", Agent::ConfigurationManager), ("E", Agent::Intune)]
        );
        assert_eq!(devices[0].enrolled, "2026-08-03".parse().ok());
        assert_eq!((devices[1].enrolled, devices[2].last_seen), (None, None));
        assert_eq!(
            (reading.tally.left[&Left::NoWindows].count, reading.tally.left[&Left::Leaving].count),
            (1, 1)
        );
        let words = |why| reading.tally.left[&why].first.iter().map(LeftRow::words).collect::<Vec<_>>();
        assert_eq!(words(Left::Nameless), ["line 7, Device name is empty"]);
        assert_eq!(words(Left::NoWindows), ["line 4, OS: “iOS”"]);
        assert_eq!(words(Left::Leaving), ["line 5, Device state: “WipePending”"]);
        assert_eq!(reading.tally.left[&Left::Leaving].first[0].place(), "line 5, Device state");
    }

    #[test]
    fn nobody_checks_in_after_the_list_was_written() {
        let order = |dates: [&str; 2], written: &str| {
            let text = format!(
                "Device name,Managed by,Last check-in\nA,Intune,{}\nB,Intune,{}\n",
                dates[0], dates[1]
            );
            let open = || {
                let written_on = written.parse().ok();
                let mut input = Input::of_bytes("devices.csv", text.clone().into_bytes())?;
                input.written_on = written_on;
                Table::of(input)
            };
            let reading = read_devices(&open, &Choices::default(), Limits::REAL.devices, &mut |_, _| {
                ControlFlow::Continue(())
            });
            let reading = reading.unwrap();
            (reading.assumed, reading.last.unwrap().to_string(), reading.orders.open().len())
        };
        let told = ["05/11/2026 07:44", "11/12/2026 07:44"];
        assert_eq!(
            order(["05/11/2026 07:44", "12/11/2026"], "2026-11-12"),
            (Order::DayFirst, "2026-11-12".into(), 1)
        );
        assert_eq!(order(told, "2026-11-12"), (Order::MonthFirst, "2026-11-12".into(), 1));
        assert_eq!(
            order(told, "2026-01-12"),
            (Order::MonthFirst, "2026-11-12".into(), 1),
            "late in any order"
        );
        assert_eq!(order(told, "unknown").0, Order::MonthFirst);
    }

    #[test]
    fn who_is_blank_where_others_have_the_client_has_none() {
        let names = |rows: &str| {
            let reading = read(&format!("Name0,ResourceID,Client0,Obsolete0\n{rows}"));
            let names: Vec<_> =
                reading.fleet.devices().iter().map(|device| device.name.to_string()).collect();
            let left = reading.tally.left.iter().map(|(why, rows)| (*why, rows.count)).collect::<Vec<_>>();
            (names.join(" "), left)
        };
        let (some, left) = names("A,1,1,0\nB,2,NULL,0\nC,3,,0\nD,4,0,0\nE,5,1,1\n");
        assert_eq!((some.as_str(), left), ("A", vec![(Left::Obsolete, 1), (Left::NoClient, 3)]));
        assert_eq!(names("A,1,NULL,0\nB,2,NULL,0\n"), ("A B".into(), vec![]), "the column says nothing");
        assert_eq!(names("A,1,Contoso,0\nB,2,,0\n"), ("A B".into(), vec![]), "no such column at all");
    }

    #[test]
    fn servers_are_no_clients_by_name_or_by_build() {
        let reading = read(
            "Name0,Caption0,BuildNumber0,LastHWScan\n\
             A,Microsoft Windows 11 Enterprise,26100,2026-10-30\n\
             B,Microsoft Windows Server 2025 Standard,26100,2026-10-30\nC,Windows,20348,\n\
             D,Windows,17763,\n",
        );
        let devices: Vec<_> = reading
            .fleet
            .devices()
            .iter()
            .map(|d| (d.name.as_ref(), d.windows.as_ref(), d.last_seen))
            .collect();
        assert_eq!(
            devices,
            [("A", "Windows 11 24H2", "2026-10-30".parse().ok()), ("D", "Windows 10 1809", None)]
        );
        let left = &reading.tally.left[&Left::NoWindows];
        assert_eq!(left.first[1].words(), "line 4, BuildNumber0: “20348”");
        let graph = read(
            "[{\"deviceName\":\"A\",\"managementAgent\":\"mdm\",\"operatingSystem\":\"Windows\"},\n\n\n\n\
             {\"deviceName\":\"B\",\"managementAgent\":\"mdm\",\"operatingSystem\":\"iOS\"}]",
        );
        assert_eq!(graph.tally.left[&Left::NoWindows].first[0].place(), "record 2, operatingSystem");
    }

    #[test]
    fn any_number_of_cores_reads_the_same() {
        // Several blocks a core, with doubles, quotes, rows that are left, and an order told at the end.
        let row = |n: usize| {
            let note = ["", "\"a, \"\"b\"\"\nc\"", "plain", "caf\u{e9}"][n % 4];
            let os = if n.is_multiple_of(97) { "iOS" } else { "Windows" };
            format!(
                "PC-{:05},{os},Intune,0{}/08/2026,{note},{}\n",
                n % 60_000,
                n % 9 + 1,
                "x".repeat(n % 300)
            )
        };
        let rows: String = (0..70_000).map(row).collect();
        let text = format!(
            "Device name,OS,Managed by,Enrollment date,Notes,More\n{rows}LAST,Windows,Intune,31/08/2026,,\n"
        );
        let reading = |cores: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(cores).build().unwrap();
            pool.install(|| read(&text))
        };
        let one = reading(1);
        assert!(one.fleet.len() > 59_000 && one.fleet.doubles > 9_000, "{}", one.fleet.len());
        assert_eq!(one.fleet.devices().last().unwrap().enrolled, "2026-08-31".parse().ok());
        for cores in [2, 5] {
            let many = reading(cores);
            assert!(many.fleet.devices() == one.fleet.devices(), "{cores} cores");
            assert_eq!((many.tally, many.fleet.doubles), (one.tally.clone(), one.fleet.doubles));
        }
    }

    #[test]
    fn a_later_row_that_tells_the_order_turns_all_dates() {
        let reading = read(
            "Device name;Managed by;Enrollment date;Last check-in\nA;Intune;03/08/2026;04/08/2026\nB;Intune;31/08/2026;04/08/2026\n",
        );
        assert_eq!(reading.fleet.devices()[0].enrolled, "2026-08-03".parse().ok());
        assert_eq!(reading.fleet.devices()[0].last_seen, "2026-08-04".parse().ok());
        assert_eq!(reading.orders.open(), [], "one program wrote both columns");
        let odd = read(
            "Device name;Managed by;Enrollment date;Last check-in\nA;Intune;03/08/2026;31/08/2026\nB;Intune;05/08/2026;08/31/2026\n",
        );
        assert_eq!(odd.orders.open(), DATES, "a column that contradicts itself tells nothing of the other");
    }

    #[test]
    fn a_date_that_cannot_be_read_is_counted_and_its_row_kept() {
        let reading = read(
            "Device name,Managed by,Enrollment date,Last check-in\n\
             A,Co-managed,0001-01-01 00:00:00,20/10/2026 06:00:00 a. m.\n\
             B,Co-managed,tomorrow,19/10/2026 06:00:00 p. m.\n\
             C,Co-managed,,never\nD,Co-managed,2026/8/3 6:08:39,17/10/2026\n",
        );
        let days: Vec<_> = reading.fleet.devices().iter().map(|d| (d.enrolled, d.last_seen)).collect();
        let day = |text: &str| text.parse().ok();
        assert_eq!(
            days,
            [
                (None, day("2026-10-20")),
                (None, day("2026-10-19")),
                (None, None),
                (day("2026-08-03"), day("2026-10-17"))
            ]
        );
        assert_eq!((reading.tally.rows, reading.tally.undated.len()), (4, 1));
        let dates = &reading.tally.undated[&Field::Enrolled];
        assert_eq!((dates.read, dates.unread.count, dates.tells_nothing()), (1, 1, false));
        assert_eq!(dates.unread.first[0].words(), "line 3, Enrollment date: “tomorrow”");
    }

    #[test]
    fn what_is_longer_than_anything_kept_is_left_and_what_breaks_is_one_line() {
        let long = "x".repeat(1_001);
        let reading = read(&format!(
            "Device name,Site,OS version,Serial number,Managed by\n\
             A,{long},10.0,S,Intune\nB,HQ,{long},S,Intune\n{long},HQ,10.0,S,Intune\nC,HQ,10.0,{long},Intune\n\
             \"D\r\n2\",\"Haupt\nbahnhof \",10.0,S4,Intune\nE,{},10.0,S5,Intune\nZ?RICH-1,Z?rich,10.0,S6,Intune\n",
            "y".repeat(1_000)
        ));
        let devices: Vec<_> =
            reading.fleet.devices().iter().map(|d| (d.name.as_ref(), d.site.len())).collect();
        assert_eq!(devices, [("D  2", 13), ("E", 1_000), ("Z?RICH-1", 6)]);
        let left = &reading.tally.left[&Left::TooLong];
        let columns: Vec<_> = left.first.iter().filter_map(|row| row.column.as_deref()).collect();
        assert_eq!(
            (left.count, &columns[..]),
            (4, &["Site", "OS version", "Device name", "Serial number"][..])
        );
        assert!(left.first.iter().all(|row| row.value.chars().count() <= 41));
        assert_eq!(reading.tally.questioned, 1);
    }

    #[test]
    fn numbers_are_days_only_where_all_are() {
        let read = |more: &str| {
            read(&format!(
                "Device name,Managed by,Enrollment date\nA,Intune,46237.13\nB,Intune,46238\n{more}"
            ))
        };
        let all = read("C,Intune,\n");
        assert_eq!((all.tally.undated.len(), all.first), (0, "2026-08-03".parse().ok()));
        for more in ["C,Intune,7\n", "C,Intune,2026-08-01\n"] {
            let some = read(more);
            assert_eq!(some.fleet.devices()[0].enrolled, None, "{more}");
            assert!(some.tally.undated[&Field::Enrolled].tells_nothing(), "{more}");
        }
    }

    #[test]
    fn of_an_error_in_words_only_its_code_is_kept() {
        let of = |code: &str, detail: &str| {
            let reading = read(&format!(
                "ResourceID,MDMEnrolled,ComgmtPolicyPresent,Name,EnrollmentFailed,EnrollmentStatusCode,EnrollmentErrorDetail\n\
                 16777220,0,1,HQ-L0042,1,{code},{detail}\n"
            ));
            let device = &reading.fleet.devices()[0];
            assert_eq!(device.step, Step::Failed);
            device.trouble.to_string()
        };
        assert_eq!(of("2149056536", "No licence for CONTOSO\\anna on HQ-L0042"), "0x80180018");
        assert_eq!(of("NULL", "No licence (0x80180018) for CONTOSO\\anna"), "0x80180018");
        assert_eq!(of("NULL", "Anna Smith has no licence"), "");
    }

    #[test]
    fn configuration_managers_own_words_count_too() {
        let reading = read(
            "ResourceID,MDMEnrolled,MDMWorkloads,ComgmtPolicyPresent,Name,AADDeviceID,HybridAADJoined,AADJoined\n\
             1,1,8195,1,HQ-1,f7adc3cb-8899-ae31-ad2f-7eca42577c28,1,1\n\
             2,1,8193,0,HQ-2,00000000-0000-0000-0000-000000000000,0,0\n\
             3,0,NULL,0,HQ-3,NULL,0,1\n",
        );
        let devices = reading.fleet.devices();
        assert_eq!(devices.iter().map(|d| d.agent.is_enrolled()).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!(
            devices.iter().map(|d| d.join).collect::<Vec<_>>(),
            [JoinType::HybridJoined, JoinType::ActiveDirectoryOnly, JoinType::EntraJoined]
        );
        assert_eq!(devices[0].entra_id, Some(0xf7ad_c3cb_8899_ae31_ad2f_7eca_4257_7c28));
        assert_eq!(devices[1].entra_id, None);
        let compliance = |at: usize| devices[at].positions.is_with_intune(Workload::CompliancePolicies);
        assert_eq!([compliance(0), compliance(1), compliance(2)], [Some(true), Some(false), None]);
    }

    #[test]
    fn a_client_says_how_far_it_is_and_why_it_failed() {
        let reading = read(
            "Name,MDMEnrolled,ComgmtPolicyPresent,EnrollmentFailed,PendingLogon,EnrollmentScheduled,EnrollmentStatusCode,EnrollmentErrorDetail\n\
             A,1,1,0,0,0,0,\n\
             B,0,1,1,1,0,2149056554,\n\
             C,0,1,1,0,0,NULL,Broken relay\n\
             D,0,1,0,True,1,0,\n\
             E,0,1,0,0,1,0,\n\
             F,0,1,0,0,0,NULL,\n\
             G,0,0,0,0,0,NULL,\n",
        );
        let steps: Vec<_> = reading.fleet.devices().iter().map(|d| (d.step, d.trouble.as_ref())).collect();
        assert_eq!(
            steps,
            [
                (Step::Enrolled, ""),
                (Step::Failed, "0x8018002A"),
                // What stands in words may name somebody.
                (Step::Failed, ""),
                (Step::PendingSignIn, ""),
                (Step::Scheduled, ""),
                (Step::Eligible, ""),
                (Step::NotTargeted, ""),
            ]
        );
    }
}
