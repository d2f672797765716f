//! Files into facts about one plan: each is recognised, read and accounted for; devices of several files are
//! one list, for Graph's pages and Configuration Manager's views complete each other.

use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};

use super::{Counting, Proposal, Use, calendar, desk, estate};
use crate::files::import::calendar::{CalendarReading, read_calendar};
use crate::files::import::moment::Order;
use crate::files::import::tickets::{Preset, TicketReading, read_tickets};
use crate::files::import::{
    Choices, Field, ImportError, Input, Kind, Layout, Progress, Table, Tally, missing, read_devices,
};
use crate::fleet::{By, Fleet, STALE_AFTER_DAYS};
use crate::picture::format;
use crate::plan::Plan;

/// What a person says about the files beyond what they say themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// The kind of all files; none = told by each file.
    pub kind: Option<Kind>,
    /// Columns by their names.
    pub columns: Vec<(Field, String)>,
    pub choices: Choices,
    /// What the estate is counted by; none = what the list says most about.
    pub by: Option<Vec<By>>,
    pub stale_after_days: u64,
    pub usage: Use,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            kind: None,
            columns: Vec::new(),
            choices: Choices::default(),
            by: None,
            stale_after_days: STALE_AFTER_DAYS,
            usage: Use::default(),
        }
    }
}

/// What became of one file.
#[derive(Clone, Debug, Default)]
pub struct FileReport {
    pub file: String,
    /// None for calendars, and where nothing was recognised.
    pub layout: Option<Layout>,
    pub kind: Option<Kind>,
    pub tally: Tally,
    pub dates: Option<(NaiveDate, NaiveDate)>,
    /// Date columns that can be read both ways, and were read in this order.
    pub open_dates: Option<(Vec<Field>, Order)>,
    pub notes: Vec<String>,
    /// Why nothing of it counts.
    pub error: Option<String>,
}

/// All files read.
#[derive(Default)]
pub struct Intake {
    pub files: Vec<FileReport>,
    pub fleet: Fleet,
    pub tickets: Vec<TicketReading>,
    pub calendars: Vec<CalendarReading>,
    device_files: Vec<String>,
    /// Files that name a next page.
    pages_to_come: Vec<String>,
}

impl Intake {
    /// Reads all files; a file that cannot be read says why and stops no other.
    pub fn read(paths: &[PathBuf], wish: &Wish, plan: &Plan, progress: Progress<'_>) -> Self {
        let mut intake = Self::default();
        for path in paths {
            match Input::open(path) {
                Err(error) => intake.fail(path, &error),
                Ok(inputs) => {
                    for (place, input) in inputs.into_iter().enumerate() {
                        let open = || input_at(path, place);
                        let file = input.name.clone();
                        if let Err(error) = intake.take(input, &open, (wish, plan), progress) {
                            intake.files.push(FileReport {
                                file,
                                error: Some(error.to_string()),
                                ..FileReport::default()
                            });
                        }
                    }
                }
            }
        }
        intake.note_missing_page();
        intake
    }

    /// Every page but the last names a next one: as many files as pages must follow.
    fn note_missing_page(&mut self) {
        let pages = self
            .files
            .iter()
            .filter(|file| file.layout.as_ref().is_some_and(|l| l.separator.is_none()))
            .count();
        if pages == 0 || self.pages_to_come.len() < pages {
            return;
        }
        if let Some(file) = self.files.iter_mut().rev().find(|file| self.pages_to_come.contains(&file.file)) {
            file.notes.push("It names a next page, which is not among the files: the list is cut.".into());
        }
    }

    fn fail(&mut self, path: &Path, error: &ImportError) {
        let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        self.files.push(FileReport { file, error: Some(error.to_string()), ..FileReport::default() });
    }

    fn take(
        &mut self,
        input: Input,
        open: &dyn Fn() -> Result<Input, ImportError>,
        (wish, plan): (&Wish, &Plan),
        progress: Progress<'_>,
    ) -> Result<(), ImportError> {
        let is_calendar =
            wish.kind == Some(Kind::Calendar) || (wish.kind.is_none() && looks_like_calendar(&input));
        if is_calendar {
            return self.take_calendar(input, plan);
        }
        let layout = Table::of(input)?.layout;
        let layout = corrected(layout, wish)?;
        let opened = || {
            let mut table = Table::of(open()?)?;
            table.layout = layout.clone();
            Ok(table)
        };
        let mut report = FileReport { file: layout.file.clone(), kind: layout.kind, ..FileReport::default() };
        if layout.has_next_page {
            self.pages_to_come.push(layout.file.clone());
        }
        match layout.kind {
            Some(Kind::Tickets) => {
                let reading = read_tickets(&opened, &wish.choices, progress)?;
                report.dates = reading.first().zip(reading.last());
                report.note_order(reading.open_orders().collect(), wish);
                report.note_tickets(&reading, &layout);
                report.tally = reading.tally.clone();
                self.tickets.push(reading);
            }
            Some(
                Kind::IntuneDevices
                | Kind::ConfigMgrDevices
                | Kind::ClientStates
                | Kind::Eligibility
                | Kind::DeviceList,
            ) => {
                let reading = read_devices(&opened, &wish.choices, progress)?;
                report.dates = reading.first.zip(reading.last);
                report.note_order(reading.open_orders().collect(), wish);
                report.tally = reading.tally;
                self.fleet.join(reading.fleet);
                self.device_files.push(layout.file.clone());
            }
            kind => return Err(not_taken(&layout, kind)),
        }
        report.layout = Some(layout);
        self.files.push(report);
        Ok(())
    }

    fn take_calendar(&mut self, mut input: Input, plan: &Plan) -> Result<(), ImportError> {
        use std::io::Read;
        let file = input.name.clone();
        let mut bytes = Vec::new();
        let read = input.by_ref().take(MOST_CALENDAR_BYTES + 1).read_to_end(&mut bytes);
        read.map_err(|error| ImportError::Unreadable { file: file.clone(), error })?;
        if bytes.len() as u64 > MOST_CALENDAR_BYTES {
            return Err(ImportError::TooLarge { file, limit: "64 MB of calendar" });
        }
        let horizon = Days::new(u64::from(plan.horizon_days));
        let range = (plan.start, plan.start.checked_add_days(horizon).unwrap_or(plan.start));
        let reading = read_calendar(&file, &bytes, range)?;
        let mut report = FileReport { file, kind: Some(Kind::Calendar), ..FileReport::default() };
        report.tally.rows = reading.events.len() as u64;
        report.dates =
            reading.events.first().map(|event| event.from).zip(reading.events.last().map(|event| event.to));
        if reading.outside > 0 {
            let events = format::plural(u64::from(reading.outside), "event lies", "events lie");
            report
                .notes
                .push(format!("{events} outside the plan's {}.", format::date_range_year(range.0, range.1)));
        }
        self.calendars.push(reading);
        self.files.push(report);
        Ok(())
    }

    /// All that the files would change in the plan, as one step.
    pub fn proposal(&self, plan: &Plan, wish: &Wish) -> Proposal {
        let mut proposal = Proposal::default();
        if !self.device_files.is_empty() {
            let by = wish.by.clone().unwrap_or_else(|| telling(&self.fleet));
            let counting = Counting {
                by,
                stale_after_days: wish.stale_after_days,
                source: self.device_files.join(", "),
            };
            proposal = proposal.and(estate(plan, &self.fleet, &counting));
        }
        for reading in &self.calendars {
            proposal = proposal.and(calendar(plan, reading, wish.usage));
        }
        // Two lists of tickets are two desks' or two months'; only the plan after the first knows of it.
        let mut after = plan.clone();
        for reading in &self.tickets {
            let next = desk(&after, reading);
            if let Some(edit) = &next.edit {
                // What is refused here is refused again, with its reason, when the whole is done.
                let _ = edit.apply(&mut after);
            }
            proposal = proposal.and(next);
        }
        proposal
    }
}

const MOST_CALENDAR_BYTES: u64 = 64 << 20;

fn input_at(path: &Path, place: usize) -> Result<Input, ImportError> {
    let mut inputs = Input::open(path)?;
    let file = path.display().to_string();
    if place < inputs.len() { Ok(inputs.swap_remove(place)) } else { Err(ImportError::Empty { file }) }
}

fn looks_like_calendar(input: &Input) -> bool {
    let head = String::from_utf8_lossy(&input.head[..input.head.len().min(400)]).to_uppercase();
    head.contains("GIN:VCALENDAR") || input.name.to_lowercase().ends_with(".ics")
}

/// The layout with what a person says of it.
fn corrected(mut layout: Layout, wish: &Wish) -> Result<Layout, ImportError> {
    if let Some(kind) = wish.kind {
        layout.set_kind(kind);
    }
    for (field, name) in &wish.columns {
        let column = layout.header.iter().position(|header| header.eq_ignore_ascii_case(name));
        let Some(column) = column else { continue };
        layout.set_column(*field, Some(column));
    }
    let lacking = missing(&layout);
    if layout.kind.is_none() || !lacking.is_empty() {
        return Err(not_taken(&layout, layout.kind));
    }
    Ok(layout)
}

/// What a file is, and what was expected.
fn not_taken(layout: &Layout, kind: Option<Kind>) -> ImportError {
    let shown: Vec<_> = layout.header.iter().take(6).map(|name| format!("\"{name}\"")).collect();
    let found = match kind {
        None => format!("a table with the columns {}", shown.join(", ")),
        Some(kind) if missing(layout).is_empty() => {
            format!("{}, of which nothing goes into a plan yet", kind.name())
        }
        Some(kind) => {
            format!("not enough for {}: no column for {}", kind.name(), missing(layout).join(", nor for "))
        }
    };
    let expected =
        "a list of devices from Intune, Graph or Configuration Manager, a ticket list, or a calendar";
    ImportError::Unknown { file: layout.file.clone(), found, expected: expected.into() }
}

/// What the devices say most about: a site if any column tells one, the Windows version, the join type.
fn telling(fleet: &Fleet) -> Vec<By> {
    let count = fleet.len();
    let says = |is: &dyn Fn(&crate::fleet::Device) -> bool| {
        fleet.devices().iter().filter(|d| is(d)).count() * 2 > count
    };
    let mut by = Vec::new();
    if says(&|device| !device.site.is_empty()) {
        by.push(By::Site);
    } else if says(&|device| !device.category.is_empty() && device.category.as_ref() != "Unknown") {
        by.push(By::Category);
    }
    if says(&|device| !device.windows.is_empty()) {
        by.push(By::Windows);
    }
    if says(&|device| device.join != crate::plan::JoinType::Unknown) {
        by.push(By::Join);
    }
    if by.is_empty() { vec![By::NamePrefix] } else { by }
}

impl FileReport {
    fn note_order(&mut self, open: Vec<Field>, wish: &Wish) {
        if !open.is_empty() {
            self.open_dates = Some((open, wish.choices.order.unwrap_or(Order::MonthFirst)));
        }
    }

    fn note_tickets(&mut self, reading: &TicketReading, layout: &Layout) {
        if let Some(preset) = Preset::of(&layout.header) {
            self.notes.push(format!("Read as an export of {}.", preset.name));
            if preset.is_cut(reading.tally.rows) {
                let rows = format::count(reading.tally.rows);
                self.notes.push(format!(
                    "It has exactly {rows} rows, where {} cuts an export: some may be missing.",
                    preset.name
                ));
            }
        }
        if reading.repeated > 0 {
            let rows = format::plural(reading.repeated, "row is", "rows are");
            self.notes.push(format!(
                "{rows} about a ticket that stands there before; first opened and last resolved count."
            ));
        }
        if reading.odd_durations > 0 {
            let tickets = format::plural(reading.odd_durations, "ticket", "tickets");
            self.notes.push(format!(
                "{tickets} resolved before opening or after 90 days: not counted for the handling time."
            ));
        }
        if let Some(minutes) = reading.median_minutes() {
            let hours = f64::from(minutes) / 60.0;
            self.notes.push(format!(
                "Median time from opening to resolution: {} hours.",
                format::decimal(hours, 1)
            ));
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    fn read(files: &[(&str, &str)], wish: &Wish) -> (Plan, Intake) {
        let folder = tempfile::tempdir().unwrap();
        let write = |(name, text): &(&str, &str)| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let paths: Vec<_> = files.iter().map(write).collect();
        let plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        let intake = Intake::read(&paths, wish, &plan, &mut |_, _| ControlFlow::Continue(()));
        (plan, intake)
    }

    const INTUNE: (&str, &str) = (
        "intune.csv",
        "Device name,Managed by,Enrollment date,Last check-in,Serial number\nHQ-1,Co-managed,2026-08-03,2026-08-31,S1\nHQ-2,ConfigMgr,,2026-08-31,S2\n",
    );

    #[test]
    fn several_files_complete_each_other() {
        let sccm = (
            "cm.csv",
            "Name;ResourceID;ADSiteName;SerialNumber;IsClient\nHQ-1;1;HQ;S1;True\nKRK-1;2;KRK;S3;True\nOld;3;HQ;S4;False\n",
        );
        let (plan, intake) = read(&[INTUNE, sccm], &Wish::default());
        let report: Vec<_> = intake.files.iter().map(|file| (file.kind, file.tally.rows)).collect();
        assert_eq!(report, [(Some(Kind::IntuneDevices), 2), (Some(Kind::ConfigMgrDevices), 2)]);
        let proposal = intake.proposal(&plan, &Wish::default());
        assert_eq!(proposal.says[0], "Estate: 3 devices in 3 segments.");
        let mut after = plan.clone();
        proposal.edit.unwrap().apply(&mut after).unwrap();
        assert_eq!(after.estate.source, "intune.csv, cm.csv, 31 Aug 2026");
        assert_eq!(
            after.estate.segments.iter().map(|s| s.site.as_str()).collect::<Vec<_>>(),
            ["", "HQ", "KRK"]
        );
        assert_eq!(intake.proposal(&after, &Wish::default()), Proposal::default());
    }

    #[test]
    fn a_wrong_file_says_what_it_is_and_stops_no_other() {
        let (_, intake) = read(
            &[("recipe.csv", "Recipe,Flour\nCake,1\n"), ("x.ics", "EGIN:VCALENDAR\n"), INTUNE],
            &Wish::default(),
        );
        let errors: Vec<_> = intake.files.iter().map(|file| file.error.clone().unwrap_or_default()).collect();
        assert!(errors[0].starts_with(
            "recipe.csv is a table with the columns \"Recipe\", \"Flour\"; expected a list of devices"
        ));
        assert!(errors[1].contains("line 1"));
        assert_eq!(errors[2], "");
    }

    #[test]
    fn kind_and_columns_can_be_said() {
        let file = ("own.csv", "PC,Where\nA-1,Berlin\nA-2,Bonn\n");
        let wish = Wish {
            kind: Some(Kind::DeviceList),
            columns: vec![(Field::DeviceName, "pc".into()), (Field::Site, "Where".into())],
            ..Wish::default()
        };
        let (plan, intake) = read(&[file], &wish);
        assert_eq!(intake.files[0].error, None);
        assert_eq!(intake.proposal(&plan, &wish).says[0], "Estate: 2 devices in 2 segments.");
        let (_, without) = read(&[file], &Wish { kind: Some(Kind::IntuneDevices), ..Wish::default() });
        assert!(without.files[0].error.as_ref().unwrap().contains("no column for Managed by"));
    }
}
