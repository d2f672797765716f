//! Files into facts about one plan: each is recognised, read and accounted for; devices of several files are
//! one list, for Graph's pages and Configuration Manager's views complete each other.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::lists::List;
use super::refused::{check_whole, file_name, regular};
use super::staying::Staying;
use super::{Counting, Proposal, Telling, Wish, calendar, desk, estate, members};
use crate::files::corrections::Correction;
use crate::files::import::attempts::UserFailure;
use crate::files::import::calendar::{CalendarReading, read_calendar};
use crate::files::import::fields::plain;
use crate::files::import::moment::Order;
use crate::files::import::tickets::{TicketReading, Tool};
use crate::files::import::{Field, ImportError, Input, Kind, Layout, Limits, Progress, Table, Tally};
use crate::fleet::{By, Fleet, Roster, STALE_AFTER_DAYS, count};
use crate::picture::format;
use crate::plan::{Edit, Plan};

/// What became of one file.
#[derive(Clone, Debug, Default)]
pub struct FileReport {
    /// Where it is; several files of one ZIP are in the same place.
    pub path: PathBuf,
    pub file: String,
    /// Under what corrections of files like this one are remembered: the names of its columns.
    pub key: String,
    /// None for calendars, and where no table was found.
    pub layout: Option<Layout>,
    pub kind: Option<Kind>,
    pub tally: Tally,
    pub dates: Option<(NaiveDate, NaiveDate)>,
    /// Date columns that can be read both ways, and were read in this order.
    pub open_dates: Option<(Vec<Field>, Order)>,
    /// Which tool a ticket list comes from.
    pub tool: Option<Tool>,
    pub notes: Vec<String>,
    /// Why nothing of it counts.
    pub error: Option<String>,
}

/// All files read.
#[derive(Default)]
pub struct Intake {
    pub files: Vec<FileReport>,
    pub fleet: Fleet,
    /// What Entra's own list says. It completes other lists: a device is in the estate only if one of them
    /// has it.
    pub directory: Fleet,
    /// Which device is in which phase, where the plan has a roster.
    pub(super) roster: Option<Arc<Roster>>,
    /// These files changed the roster.
    pub(super) is_seated: bool,
    /// Devices of the roster that the lists cannot name.
    pub(super) staying: Option<Staying>,
    /// Devices that only reports name, which are no list of the estate.
    pub strangers: Fleet,
    pub tickets: Vec<TicketReading>,
    pub calendars: Vec<CalendarReading>,
    /// The names and keys of what the devices come from.
    pub(super) device_files: Vec<(String, String)>,
    /// What reports and lists of members say of devices, until all files are read.
    pub(super) reports: Vec<(Layout, Fleet)>,
    pub(super) report_files: Vec<String>,
    /// Failures of which a report names only the users, by the places of their files.
    pub(super) user_failures: Vec<(usize, Vec<UserFailure>)>,
    pub(super) calendar_keys: Vec<String>,
    /// Files that name a next page.
    pub(super) pages_to_come: Vec<String>,
    pub(super) limits: Limits,
}

impl Intake {
    /// Reads all files; a file that cannot be read says why and stops no other. Progress is told of all.
    pub fn read(paths: &[PathBuf], wish: &Wish, plan: &Plan, progress: Progress<'_>) -> Self {
        Self::default().and(paths, wish, plan, progress)
    }

    pub(super) fn and(mut self, paths: &[PathBuf], wish: &Wish, plan: &Plan, progress: Progress<'_>) -> Self {
        let size = |path: &PathBuf| path.metadata().map_or(0, |about| about.len());
        let total = paths.iter().map(size).sum();
        let mut before = 0;
        for path in paths {
            if progress(before, total).is_break() {
                break;
            }
            let size = size(path);
            let mut of_all = |read: u64, whole: u64| {
                let share = read as f64 / whole.max(1) as f64;
                progress(before + (size as f64 * share.min(1.0)) as u64, total)
            };
            self.read_one(path, (wish, plan), &mut of_all);
            before += size;
        }
        self.note_missing_page();
        self.take_reports();
        self.fleet.look_up(&self.directory);
        self.fleet.name_sites();
        self.note_users();
        self
    }

    fn read_one(&mut self, path: &Path, said: (&Wish, &Plan), progress: Progress<'_>) {
        let inputs = match regular(path).and_then(|()| Input::open(path)) {
            Ok(inputs) => inputs,
            Err(error) => {
                let file = file_name(path);
                let error = Some(error.to_string());
                return self.files.push(FileReport {
                    path: path.to_owned(),
                    file,
                    error,
                    ..FileReport::default()
                });
            }
        };
        let (first, mut texts, mut more) = (self.files.len(), Vec::new(), 0);
        for (place, input) in inputs.into_iter().enumerate() {
            let open = || Input::open_at(path, place);
            let mut report =
                FileReport { path: path.to_owned(), file: input.name.clone(), ..FileReport::default() };
            let is_text = input.name.to_lowercase().ends_with(".txt");
            more += input.more_beside;
            let read = self.take(input, &open, said, (&mut report, progress));
            let is_foreign = matches!(read, Err(ImportError::Unknown { .. } | ImportError::Empty { .. }));
            report.error = read.err().map(|error| error.to_string());
            let all =
                if is_text && is_foreign && report.kind.is_none() { &mut texts } else { &mut self.files };
            all.push(report);
        }
        self.note_beside(first, texts, more);
    }

    /// What is said of a ZIP file whose reports begin at `first`: a text beside an export explains it and is no
    /// failure of the import; alone it is the wrong file.
    fn note_beside(&mut self, first: usize, texts: Vec<FileReport>, more: usize) {
        match self.files[first..].iter_mut().rev().find(|file| file.error.is_none()) {
            Some(read) => read.notes.extend(
                texts
                    .into_iter()
                    .map(|text| format!("{} is no table that is known, and is left.", text.file)),
            ),
            None => self.files.extend(texts),
        }
        if let Some(last) = self.files[first..].last_mut().filter(|_| more > 0) {
            let more = format::plural(more as u64, "more file", "more files");
            last.notes.push(format!("{more} of the ZIP file left: unpack it to read all."));
        }
    }

    /// Every page but the last names a next one: as many files as pages must follow.
    fn note_missing_page(&mut self) {
        let pages = self
            .files
            .iter()
            .filter(|file| file.error.is_none())
            .filter(|file| file.layout.as_ref().is_some_and(|l| l.separator.is_none()))
            .count();
        if pages == 0 || self.pages_to_come.len() < pages {
            return;
        }
        if let Some(file) = self.files.iter_mut().rev().find(|file| self.pages_to_come.contains(&file.file)) {
            file.notes.push("It names a next page, which is not among the files: the list is cut.".into());
        }
    }

    fn take(
        &mut self,
        input: Input,
        open: &dyn Fn() -> Result<Input, ImportError>,
        (wish, plan): (&Wish, &Plan),
        (report, progress): (&mut FileReport, Progress<'_>),
    ) -> Result<(), ImportError> {
        let is_calendar =
            wish.kind == Some(Kind::Calendar) || (wish.kind.is_none() && looks_like_calendar(&input));
        if is_calendar {
            return self.take_calendar(input, plan, report);
        }
        let table = Table::watched(input, progress)?;
        let mut layout = table.layout.clone();
        report.key = layout.key();
        let said = wish.of(&report.key);
        correct(&mut layout, &said);
        report.kind = layout.kind;
        report.layout = Some(layout.clone());
        check_whole(&layout)?;
        let choices = wish.choices(&said);
        // It is opened anew only where the dates turn out to be in another order.
        let first = RefCell::new(Some(table));
        let opened = || {
            let mut table = first.take().map_or_else(|| Table::of(open()?), Ok)?;
            table.layout = layout.clone();
            Ok(table)
        };
        let list = List { layout: &layout, open: &opened, choices: &choices, tool: said.tool };
        self.take_list(&list, report, progress)?;
        if layout.has_next_page {
            self.pages_to_come.push(layout.file);
        }
        Ok(())
    }

    fn take_calendar(
        &mut self,
        mut input: Input,
        plan: &Plan,
        report: &mut FileReport,
    ) -> Result<(), ImportError> {
        use std::io::Read;
        let file = input.name.clone();
        let mut bytes = Vec::new();
        let read = input.by_ref().take(MOST_CALENDAR_BYTES + 1).read_to_end(&mut bytes);
        read.map_err(|error| ImportError::of_reading(&file, error))?;
        if bytes.len() as u64 > MOST_CALENDAR_BYTES {
            return Err(ImportError::TooLarge { file, limit: "64 MB of calendar" });
        }
        let range = calendar_range(plan);
        let reading = read_calendar(&file, &bytes, range)?;
        report.kind = Some(Kind::Calendar);
        report.key = calendar_key(&reading, &file);
        report.tally.rows = reading.events.len() as u64;
        report.dates =
            reading.events.first().map(|event| event.from).zip(reading.events.last().map(|event| event.to));
        if reading.outside > 0 {
            let events = format::plural(u64::from(reading.outside), "event lies", "events lie");
            report
                .notes
                .push(format!("{events} outside the plan's {}.", format::date_range_year(range.0, range.1)));
        }
        self.calendar_keys.push(report.key.clone());
        self.calendars.push(reading);
        Ok(())
    }

    /// Under what is remembered how the devices are counted.
    pub fn device_keys(&self) -> impl Iterator<Item = &str> {
        self.device_files.iter().map(|(_, key)| key.as_str())
    }

    /// What the estate is counted by, and after how many days a device is stale; none = there are no devices.
    pub fn counting(&self, wish: &Wish) -> Option<Counting> {
        let (_, key) = self.device_files.first()?;
        let names: Vec<_> = self.device_files.iter().map(|(file, _)| file.as_str()).collect();
        Some(Counting {
            by: wish.of(key).by.unwrap_or_else(|| telling(&self.fleet)),
            stale_after_days: self.stale_after_days(wish),
            source: names.join(", "),
        })
    }

    pub fn stale_after_days(&self, wish: &Wish) -> u64 {
        let said = self.device_files.first().and_then(|(_, key)| wish.of(key).stale_after_days);
        said.or(wish.stale_after_days).unwrap_or(STALE_AFTER_DAYS)
    }

    /// All that the files would change in the plan, as one step.
    pub fn proposal(&self, plan: &Plan, wish: &Wish) -> Proposal {
        let mut steps = Steps { after: plan.clone(), all: Proposal::default() };
        if let Some(counting) = self.counting(wish) {
            steps.take(|plan| {
                estate(plan, &self.fleet, &counting)
                    .warn(self.staying.as_ref().map(|staying| staying.says.clone()))
            });
        }
        if let Some(roster) = self.new_roster() {
            steps.take(|plan| members(plan, roster, self.stale_after_days(wish)));
        }
        // Segments as they were when the phases took from them.
        let known = self.roster.as_deref().map(Roster::fleet).filter(|_| self.fleet.is_empty());
        let telling = Telling::of(plan, &wish.phases, self.roster.as_deref())
            .among(known.map_or(&self.fleet, AsRef::as_ref));
        steps.take(|plan| self.enrolled(plan, wish, &telling));
        for (reading, key) in self.calendars.iter().zip(&self.calendar_keys) {
            let usage = wish.of(key).usage.unwrap_or_default();
            steps.take(|plan| calendar(plan, reading, usage));
        }
        steps.take(|plan| desk(plan, &self.tickets));
        steps.take(|plan| self.of_phases(plan, wish, &telling));
        let mut proposal = steps.all;
        if let Some(Edit::Several { label, .. }) = &mut proposal.edit {
            *label = self.label();
        }
        proposal
    }

    /// The step in the history: "Import devices.csv".
    pub fn label(&self) -> String {
        let mut read = self.files.iter().filter(|file| file.error.is_none());
        match (read.next(), read.count()) {
            (Some(only), 0) => format!("Import {}", only.file),
            (_, others) => format!("Import {} files", others + 1),
        }
    }
}

/// Proposals one after another, each made for the plan after those before it.
struct Steps {
    after: Plan,
    all: Proposal,
}

impl Steps {
    fn take(&mut self, make: impl FnOnce(&Plan) -> Proposal) {
        let next = make(&self.after);
        if let Some(edit) = &next.edit {
            // What is refused here is refused again, with its reason, when the whole is done.
            let _ = edit.apply(&mut self.after);
        }
        self.all = std::mem::take(&mut self.all).and(next);
    }
}

const MOST_CALENDAR_BYTES: u64 = 64 << 20;

fn looks_like_calendar(input: &Input) -> bool {
    let head = String::from_utf8_lossy(&input.head[..input.head.len().min(400)]).to_uppercase();
    head.contains("GIN:VCALENDAR") || input.name.to_lowercase().ends_with(".ics")
}

/// The days of which a calendar's events are read.
pub fn calendar_range(plan: &Plan) -> (NaiveDate, NaiveDate) {
    let horizon = Days::new(u64::from(plan.horizon_days));
    (plan.start, plan.start.checked_add_days(horizon).unwrap_or(plan.start))
}

/// A calendar has no columns: its name tells it from others, else its file's without the year.
fn calendar_key(reading: &CalendarReading, file: &str) -> String {
    let stem = file.trim_end_matches(|c: char| c.is_ascii_alphabetic()).trim_end_matches('.');
    let name = reading.name.as_deref().unwrap_or(stem);
    let letters: String = name.chars().filter(|c| !c.is_ascii_digit()).collect();
    format!("calendar {}", plain(&letters))
}

/// Puts what a person says of it into the layout.
fn correct(layout: &mut Layout, said: &Correction) {
    let told = || {
        let is_there = |name: &String| layout.header.iter().any(|header| header.eq_ignore_ascii_case(name));
        let columns = said.columns.iter().filter(|(_, name)| name.as_ref().is_some_and(is_there));
        Kind::of_said(&layout.header, &columns.map(|(field, _)| *field).collect::<Vec<_>>())
    };
    if let Some(kind) = said.kind.or_else(|| layout.kind.is_none().then(told).flatten()) {
        layout.set_kind(kind);
    }
    for (field, name) in &said.columns {
        let place = |name: &String| layout.header.iter().position(|header| header.eq_ignore_ascii_case(name));
        match name {
            None => layout.set_column(*field, None),
            // A column that this file has not leaves what was recognised.
            Some(name) => {
                if let Some(column) = place(name) {
                    layout.set_column(*field, Some(column));
                }
            }
        }
    }
}

/// What the devices say most about: a site if any column tells one, the Windows version, the join type.
fn telling(fleet: &Fleet) -> Vec<By> {
    let columns = [By::Site, By::Category, By::Windows, By::Join];
    let put = |told: &mut [usize; 4], device: &crate::fleet::Device| {
        let says = [
            !device.site.is_empty(),
            !device.category.is_empty() && device.category.as_ref() != "Unknown",
            !device.windows.is_empty(),
            device.join != crate::plan::JoinType::Unknown,
        ];
        told.iter_mut().zip(says).for_each(|(told, says)| *told += usize::from(says));
    };
    let told = count(fleet.devices(), put, |all: &mut [usize; 4], more| {
        all.iter_mut().zip(more).for_each(|(all, more)| *all += more);
    });
    let says = |(by, told): (By, usize)| (told * 2 > fleet.len()).then_some(by);
    let mut by: Vec<By> = columns.into_iter().zip(told).filter_map(says).collect();
    if by.starts_with(&[By::Site, By::Category]) {
        by.remove(1);
    }
    if by.is_empty() { vec![By::NamePrefix] } else { by }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::ops::ControlFlow;

    use super::super::noting::SAMPLE;
    use super::*;
    use crate::files::corrections::Corrections;
    use crate::files::import::is_passing;
    use crate::fleet::Rule;
    use crate::plan::{Phase, PhaseId, PhaseKind};

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
    fn an_empty_page_is_the_end_of_a_list_and_no_error() {
        let page = |next: &str, value: &str| format!(r#"{{"@odata.nextLink":{next},"value":[{value}]}}"#);
        let device =
            r#"{"deviceName":"A","managementAgent":"mdm","lastSyncDateTime":"2026-08-31T00:00:00Z"}"#;
        let (first, empty) = (page("\"y\"", device), page("null", ""));
        let (_, intake) = read(&[("1.json", &first), ("2.json", &empty)], &Wish::default());
        assert!(intake.files.iter().all(|file| file.error.is_none()));
        assert_eq!((intake.fleet.len(), intake.files[0].notes.len()), (1, 0), "no page is missing");
        assert_eq!(intake.files[1].notes, ["A page with nothing in it."]);
        let (_, cut) = read(&[("1.json", &first)], &Wish::default());
        assert!(cut.files[0].notes[0].contains("the list is cut"));
    }

    #[test]
    fn what_may_name_somebody_is_neither_said_nor_remembered() {
        let said = |text: &str| {
            let (_, intake) = read(&[("x.csv", text)], &Wish::default());
            (intake.files[0].error.clone().unwrap(), intake.files[0].key.clone())
        };
        for first in [
            "HQ-L0001,anna@contoso.example,Intune",
            "HQ-1,f7adc3cb-8899-ae31-ad2f-7eca42577c28",
            "Anna,2026-08-31 06:00",
        ] {
            let (error, key) = said(&format!("{first}\n{first}\n"));
            assert!(error.contains("begins with a row in place of its column names"), "{error}");
            assert!(is_passing(&key) && !key.contains("anna") && !key.contains("hq"), "{key}");
            let mut corrections = Corrections::default();
            let correction = Correction { order: Some(Order::DayFirst), ..Correction::default() };
            corrections.set(&key, correction.clone());
            corrections.set("pc where", correction);
            let folder = tempfile::tempdir().unwrap();
            corrections.save(folder.path()).unwrap();
            let (kept, _) = Corrections::load(folder.path());
            assert_eq!((kept.of(&key), kept.of("pc where").is_some()), (None, true));
        }
        let (error, key) = said(&format!("Na\u{1b}[31mme,{},2026\n1,2,3\n", "x".repeat(100_000)));
        assert!(
            error.len() < 400 && !error.contains('\u{1b}') && key.starts_with("2026 na31mme x"),
            "{error}"
        );
    }

    #[test]
    fn a_text_beside_an_export_is_no_failure() {
        use std::io::Write;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.zip");
        let plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        let read = |files: &[(&str, &str)]| {
            let mut writer = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
            for (name, text) in files {
                writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
                writer.write_all(text.as_bytes()).unwrap();
            }
            writer.finish().unwrap();
            Intake::read(std::slice::from_ref(&path), &Wish::default(), &plan, &mut |_, _| {
                ControlFlow::Continue(())
            })
        };
        let text = ("readme.txt", "Exported by X. Please read.\nThanks\n");
        let beside = read(&[text, INTUNE]);
        assert_eq!((beside.files.len(), beside.files[0].error.as_deref(), beside.fleet.len()), (1, None, 2));
        let left = "x.zip: readme.txt is no table that is known, and is left.";
        assert_eq!(beside.files[0].notes, [left]);
        let of_users = "EnrollmentFailureDateTime,FailureReason,OS,UserId\n2026-08-05 10:00:00,User validation,Windows,1\n";
        let users = read(&[text, ("failures.csv", of_users)]);
        let notes = &users.files[0].notes;
        assert!(notes[0].ends_with("The report names no device, so no phase has them.") && notes[1] == left);
        let alone = read(&[text]);
        assert!(alone.files[0].error.as_ref().unwrap().starts_with("x.zip: readme.txt is a table"));
        let names: Vec<_> = (0..70).map(|n| format!("{n}.csv")).collect();
        let many: Vec<_> = names.iter().map(|name| (name.as_str(), INTUNE.1)).collect();
        let many = read(&many);
        assert_eq!(many.files.len(), 64);
        assert_eq!(many.files[63].notes, ["6 more files of the ZIP file left: unpack it to read all."]);
    }

    #[test]
    fn what_was_said_of_files_with_the_same_columns_holds_until_something_else_is_said() {
        let file = ("own.csv", "Where,Box,When\nBerlin,A-1,03/04/2026\nBonn,A-2,05/06/2026\n");
        let (_, without) = read(&[file], &Wish::default());
        assert!(without.files[0].error.is_some() && without.files[0].layout.is_some(), "to be corrected");
        let mut said = Correction { order: Some(Order::DayFirst), ..Correction::default() };
        said.set_kind(Some(Kind::DeviceList));
        said.set_column(Field::DeviceName, Some("box".into()));
        said.set_column(Field::Site, Some("Where".into()));
        said.set_column(Field::LastSeen, Some("When".into()));
        said.by = Some(vec![By::Site]);
        let mut wish = Wish::default();
        // The order in which the columns stand does not matter.
        let reordered = ("own.csv", "Box,When,Where\nA-1,03/04/2026,Berlin\nA-2,05/06/2026,Bonn\n");
        let (_, before) = read(&[reordered], &wish);
        wish.corrections.set(&before.files[0].key, said);
        let (plan, intake) = read(&[file], &wish);
        assert_eq!(intake.files[0].error, None);
        assert_eq!(intake.files[0].dates.unwrap().1, "2026-06-05".parse().unwrap());
        assert_eq!(intake.proposal(&plan, &wish).says[0], "Estate: 2 devices in 2 segments.");
        wish.choices.order = Some(Order::MonthFirst);
        wish.by = Some(vec![By::NamePrefix]);
        let (plan, intake) = read(&[file], &wish);
        assert_eq!(intake.files[0].dates.unwrap().1, "2026-05-06".parse().unwrap());
        assert_eq!(intake.proposal(&plan, &wish).says[0], "Estate: 2 devices in 1 segment.");
    }

    #[test]
    fn what_is_no_file_is_said_and_progress_is_of_all_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, INTUNE.1).unwrap();
        let paths = [folder.path().to_owned(), path.clone(), folder.path().join("gone.csv"), path];
        let plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        let mut seen = Vec::new();
        let intake = Intake::read(&paths, &Wish::default(), &plan, &mut |read, whole| {
            seen.push((read, whole));
            ControlFlow::Continue(())
        });
        let errors: Vec<_> = intake.files.iter().map(|file| file.error.clone().unwrap_or_default()).collect();
        assert!(errors[0].ends_with("is a folder; expected a file"), "{errors:?}");
        assert!(errors[2].starts_with("gone.csv cannot be read"), "{errors:?}");
        assert_eq!((errors[1].as_str(), errors[3].as_str()), ("", ""));
        assert!(seen.is_sorted(), "{seen:?}");
        let json = folder.path().join("large.json");
        let object =
            r#"{"deviceName":"A","managementAgent":"mdm","lastSyncDateTime":"2026-08-31T00:00:00Z"},"#;
        std::fs::write(&json, format!("[{}{{}}]", object.repeat(20_000))).unwrap();
        let (mut farthest, mut all) = (0, 0);
        let midway = Intake::read(&[json], &Wish::default(), &plan, &mut |read, whole| {
            (farthest, all) = (read, whole);
            if read * 2 > whole { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(midway.files[0].error.as_ref().unwrap().ends_with("was given up"));
        assert!(farthest < all, "{farthest} of {all} bytes: it went on");
        let mut calls = 0;
        let given_up = Intake::read(&paths, &Wish::default(), &plan, &mut |_, _| {
            calls += 1;
            ControlFlow::Break(())
        });
        assert_eq!((calls, given_up.files.len()), (1, 0), "nobody waits for the others");
    }

    #[test]
    fn a_result_of_cmpivot_is_no_estate() {
        let pivot = ("pivot.csv", "Device,Caption,Version,BuildNumber\nHQ-1,Windows 11,10.0,22631\nX-1,,,\n");
        let (plan, intake) = read(&[pivot], &Wish::default());
        assert_eq!((intake.fleet.len(), intake.files[0].notes.as_slice()), (0, &[SAMPLE.to_owned()][..]));
        assert_eq!(intake.proposal(&plan, &Wish::default()).edit, None);
        let (plan, both) = read(&[pivot, INTUNE], &Wish::default());
        assert_eq!(both.proposal(&plan, &Wish::default()).says[0], "Estate: 2 devices in 1 segment.");
        for own in ["Device,Site\nHQ-1,HQ\n", "Device,OS,Version,UPN\nHQ-1,Windows,10.0,a@c.example\n"] {
            assert_eq!(read(&[("own.csv", own)], &Wish::default()).1.fleet.len(), 1, "a list made by hand");
        }
    }

    #[test]
    fn dates_that_cannot_be_read_are_said_and_no_actuals_are_drawn_from_them() {
        let list = |date: &str| {
            let row = |n: usize| format!("HQ-{n},Co-managed,2026-08-20,{date}\n");
            let rows: String = (0..8).map(row).collect();
            format!("Device name,Managed by,Last check-in,Enrollment date\n{rows}")
        };
        let wish = Wish { phases: vec![Rule::rest(PhaseId(1))], ..Wish::default() };
        let says = |date: &str| {
            let (mut plan, intake) = read(&[("a.csv", &list(date))], &wish);
            plan.phases.push(Phase::new(PhaseId(1), "Pilot", PhaseKind::Pilot, 8));
            let proposal = intake.proposal(&plan, &wish);
            let text = proposal.says.join(" ");
            (text.contains("enrolled by"), proposal.warns, intake.files[0].notes.clone())
        };
        assert_eq!(says("2026-08-03"), (true, vec![], vec![]));
        assert!(says("13/08/2026 06:00:00 a. m.").0);
        let (is_recorded, warns, notes) = says("vor 3 Tagen");
        assert!(!is_recorded);
        assert_eq!(
            warns,
            [
                "Nothing is recorded of enrollment: the dates in Enrollment date of a.csv cannot be read. Without \
              that column, or with readable dates, it is."
            ]
        );
        assert_eq!(
            notes,
            [
                "Enrollment date: none of 8 dates can be read, and nothing is told by them (line 2; line 3; line 4; \
              line 5; line 6; …)."
            ]
        );
    }

    #[test]
    fn a_few_dates_that_cannot_be_read_are_told_from_those_that_count() {
        let rows: Vec<_> = (1..=9).map(|n| format!("HQ-{n},Intune,2026-08-0{n}")).collect();
        let list =
            format!("Device name,Managed by,Enrollment date\n{}\nHQ-10,Intune,tomorrow\n", rows.join("\n"));
        let (_, intake) = read(&[("a.csv", &list)], &Wish::default());
        let says = "Enrollment date: 1 of 10 dates cannot be read, and the others count (line 11).";
        assert_eq!(intake.files[0].notes, [says]);
    }

    #[test]
    fn who_has_a_workload_is_recorded_whenever_its_devices_enrolled() {
        let list =
            "Device name,Managed by,Last check-in,Enrollment date\nHQ-1,Co-managed,2026-08-20,vor 3 Tagen\n";
        let workloads =
            "DeviceName,CompliancePolicy,ModernApps,WindowsUpdateforBusiness\nHQ-1,Intune,Intune,Intune\n";
        let wish = Wish { phases: vec![Rule::rest(PhaseId(1))], ..Wish::default() };
        let of = |list: &str| {
            let (mut plan, intake) = read(&[("a.csv", list), ("w.csv", workloads)], &wish);
            plan.phases.push(Phase::new(PhaseId(1), "Pilot", PhaseKind::Pilot, 1));
            intake.proposal(&plan, &wish).edit.unwrap().apply(&mut plan).unwrap();
            plan.actuals.phase(PhaseId(1)).cloned()
        };
        let (unread, read) = (of(list).unwrap(), of(&list.replace("vor 3 Tagen", "2026-08-03")).unwrap());
        assert!(unread.stocks.is_empty() && !read.stocks.is_empty());
        assert!(!unread.positions.is_empty());
        assert_eq!(unread.positions, read.positions);
        assert_eq!(of(&list.replace("2026-08-20", "gestern")), None, "of which day it is nobody knows");
    }

    #[test]
    fn of_several_records_in_the_directory_the_one_in_use_gives_the_ids() {
        let id = |n: u8| format!("00000000-0000-0000-0000-00000000000{n}");
        let record = |n: u8, said: &str| format!("PC-1,{said},{},{},ServerAd\n", id(n), id(n));
        let header = "displayName,accountEnabled,approximateLastSignInDateTime,deviceId,objectId,trustType\n";
        let records = [
            record(1, "False,2026-08-22T08:00:00Z"),
            record(2, "True,2026-02-01T08:00:00Z"),
            record(3, "True,2026-08-20T08:00:00Z"),
        ];
        let entra = header.to_owned() + &records.concat();
        let (_, intake) =
            read(&[("list.csv", "Device name,Site\nPC-1,HQ\n"), ("e.csv", &entra)], &Wish::default());
        let [device] = intake.fleet.devices() else { panic!("{}", intake.fleet.len()) };
        assert_eq!(device.object_id.map(u128::from), Some(3));
        assert_eq!(device.last_seen, None, "a sign-in is no check-in");
    }

    #[test]
    fn people_and_goods_are_no_devices() {
        let people = ("people.csv", "Name;E-Mail;Abteilung\nAnna Schmidt;a@c.example;Vertrieb\n");
        let (_, intake) = read(&[people, ("goods.csv", "Name,Price\nBread,2\n")], &Wish::default());
        let errors: Vec<_> = intake.files.iter().map(|file| file.error.clone().unwrap_or_default()).collect();
        assert!(errors[0].starts_with("people.csv is a list of users; expected"), "{errors:?}");
        assert!(errors[1].starts_with("goods.csv is a table with the columns"), "{errors:?}");
        let (_, long) = read(&[("long.csv", &format!("{},B\n1,2\n", "A".repeat(1 << 20)))], &Wish::default());
        assert!(long.files[0].error.as_ref().unwrap().len() < 400, "a column's name is cut short");
        assert!(intake.fleet.is_empty());
    }

    #[test]
    fn lost_letters_and_cut_lists_are_said() {
        let list = ("a.csv", "Device name,Managed by,Last check-in\nZ?RICH-1,mdm,2026-08-31\n");
        let (_, intake) = read(&[list], &Wish::default());
        assert!(intake.files[0].notes[0].starts_with("1 row has a question mark in a name"));
        // Three of ten thousand rows are left, and the export was cut all the same.
        let row = |n: usize| format!("INC{n},{},x\n", if n < 3 { "soon" } else { "2026-03-02 06:00:00" });
        let rows: String = (0..10_000).map(row).collect();
        let tickets = format!("number,opened_at,short_description\n{rows}");
        let (_, intake) = read(&[("t.csv", &tickets)], &Wish::default());
        assert_eq!(
            intake.files[0].notes[1],
            "It has exactly 10,000 rows, where ServiceNow cuts an export: some may be missing."
        );
    }

    #[test]
    fn where_categories_are_the_sites_rules_find_them_as_sites() {
        let list = (
            "a.csv",
            "Device name,Managed by,Last check-in,Category\nA-1,mdm,2026-08-31,Lyon\nA-2,mdm,2026-08-31,Unknown\nA-3,mdm,2026-08-31,Lyon\n",
        );
        let (plan, intake) = read(&[list], &Wish::default());
        let sites: Vec<_> = intake.fleet.devices().iter().map(|device| device.site.as_ref()).collect();
        assert_eq!(sites, ["Lyon", "Unknown", "Lyon"]);
        assert_eq!(intake.counting(&Wish::default()).unwrap().by, [By::Site]);
        assert_eq!(intake.proposal(&plan, &Wish::default()).says[0], "Estate: 3 devices in 2 segments.");
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
