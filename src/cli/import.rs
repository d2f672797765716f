//! `baton import`: what exported files would change in a plan, said first and then done as one step.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;
use serde::Serialize;

use super::answer::Answer;
use crate::files::import::fields::{DEVICES, TICKETS};
use crate::files::import::moment::Order;
use crate::files::import::{Field, Kind, Layout, LeftRow};
use crate::files::lock::{self, Locked};
use crate::files::{Correction, Corrections, Folders, Opened, plan_file, roster};
use crate::fleet::{By, Roster, Rule, STALE_AFTER_DAYS, Share};
use crate::intake::{FileReport, Intake, Proposal, RuleText, Use, Wish};
use crate::picture::format;
use crate::plan::{Edit, FreezeScope, Plan};

/// Read estate, enrollment, tickets, holidays and freezes out of files that other programs exported
#[derive(Debug, clap::Args)]
#[command(after_help = keys())]
pub struct Import {
    /// The plan file
    plan: PathBuf,
    /// Exported files: CSV, JSON, ZIP or iCalendar
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// What the estate is counted by, separated by commas: site, prefix, category, department, os, join, model
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', value_parser = by)]
    by: Vec<By>,
    /// What calendar events are, when their names do not tell
    #[arg(long, value_enum, value_name = "USE")]
    events: Option<Events>,
    /// Whose devices are whose, as "Wave 1: site = HQ, LON", where neither a roster nor a column Phase says it
    #[arg(long = "phase-by", value_name = "PHASE: RULE")]
    phase_by: Vec<String>,
    /// Which tickets are which phase's, as "Wave 1: category = Enrollment, text ~ intune"; * is the phase of the
    /// ticket's device. The rules given are kept in the plan, in place of those before
    #[arg(long = "ticket-rule", value_name = "PHASE: CONDITIONS")]
    ticket_rules: Vec<RuleText>,
    /// The day of the lists; else the newest day in them
    #[arg(long, value_name = "DATE")]
    as_of: Option<chrono::NaiveDate>,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
    /// Write the changed plan here instead of over itself
    #[arg(short, long, value_name = "PLAN")]
    output: Option<PathBuf>,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
}

/// The words for --as and --map.
fn keys() -> String {
    let mut lines = vec!["Kinds for --as:".to_owned()];
    lines.extend(Kind::ALL.map(|kind| format!("  {:<20} {}", kind.key(), kind.name())));
    for (of, names) in [("device lists", DEVICES), ("ticket lists", TICKETS)] {
        lines.push(format!("\nKeys of {of} for --map:"));
        let mut line = String::from(" ");
        for (field, _) in names {
            if line.len() + field.name().len() > 100 {
                lines.push(std::mem::replace(&mut line, " ".into()));
            }
            line.push(' ');
            line.push_str(field.name());
            line.push(',');
        }
        lines.push(line.trim_end_matches(',').to_owned());
    }
    lines.join("\n")
}

/// How a file that is not taken may be helped.
const HELP: &str =
    "--as KIND and --map \"KEY=COLUMN\" say what it is; `baton help import` lists the kinds and the keys";

/// How files are read where they do not say it themselves.
#[derive(Debug, clap::Args)]
pub struct Reading {
    /// What the files are, when it cannot be told from their columns; `baton help import` lists the kinds
    #[arg(long = "as", value_name = "KIND", value_parser = kind)]
    kind: Option<Kind>,
    /// Which column is what, as "Device name=PC"; `baton help import` lists the keys
    #[arg(long = "map", value_name = "KEY=COLUMN", value_parser = mapped)]
    map: Vec<(Field, String)>,
    #[arg(long, value_name = "DAYS", help = format!("Days without a check-in after which a device is stale [default: {STALE_AFTER_DAYS}]"))]
    stale_after: Option<u64>,
    /// How to read dates that can be read both ways
    #[arg(long, value_enum, value_name = "ORDER")]
    dates: Option<DateOrder>,
    /// Leave out what was corrected in the window about files with the same columns
    #[arg(long)]
    afresh: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DateOrder {
    DayFirst,
    MonthFirst,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Events {
    Holidays,
    /// Neither enrollment nor switches
    Freezes,
    /// Nobody new is targeted
    EnrollmentFreezes,
    /// No workload switches
    SwitchFreezes,
}

fn kind(text: &str) -> Result<Kind, String> {
    let known = Kind::ALL.map(Kind::key);
    let found = Kind::ALL.into_iter().find(|kind| kind.key() == text);
    found.ok_or_else(|| format!("there is no kind “{text}”; the kinds are {}", known.join(", ")))
}

fn by(text: &str) -> Result<By, String> {
    let known = By::ALL.map(By::key);
    let found = By::ALL.into_iter().find(|by| by.key() == text.trim());
    found.ok_or_else(|| format!("devices are not counted by “{text}”, but by {}", known.join(", ")))
}

fn mapped(text: &str) -> Result<(Field, String), String> {
    let (key, column) = text.split_once('=').ok_or("expected KEY=COLUMN")?;
    let plain = crate::files::import::fields::plain;
    let found = Field::all().find(|field| plain(field.name()) == plain(key));
    let known: Vec<_> = Field::all().map(Field::name).collect();
    let field = found.ok_or_else(|| format!("there is no “{key}”; the keys are {}", known.join(", ")))?;
    Ok((field, column.trim().to_owned()))
}

impl Import {
    pub fn run(self) -> Answer {
        let opened = match plan_file::open(&self.plan) {
            Ok(opened) => opened,
            Err(error) => return Answer::from(&error),
        };
        let (mut wish, complaint) = self.wish();
        match self.phase_by.iter().map(|rule| whole_rule(&opened.plan, rule)).collect() {
            Ok(rules) => wish.phases = rules,
            Err(why) => return Answer::wrong_use(why),
        }
        let mut intake =
            Intake::read(&self.files, &wish, &opened.plan, &mut |_, _| ControlFlow::Continue(()));
        let mut notes: Vec<String> = complaint.into_iter().collect();
        match roster::open(&roster::beside(&self.plan)) {
            Ok(None) => {}
            Ok(Some(before)) => {
                notes.extend(before.notes);
                intake.take_roster(Arc::new(before.roster));
            }
            Err(error) => return Answer::from(&error),
        }
        let proposal = intake.proposal(&opened.plan, &wish);
        let mut answer = if self.json {
            Answer::json(&Said::of((&intake, &wish), &proposal))
        } else {
            Answer::result(told((&intake, &wish), &proposal))
        };
        answer.messages.extend(notes);
        answer.messages.extend(self.reading.unused(&intake.files));
        if intake.files.iter().any(|file| file.error.is_some()) {
            answer.code = Answer::file_trouble("").code;
        }
        if !self.dry_run {
            let to = (self.plan.as_path(), self.output.as_deref());
            keep(&mut answer, opened, proposal.edit.as_ref(), to, intake.new_roster().map(AsRef::as_ref));
        }
        answer
    }

    fn wish(&self) -> (Wish, Option<String>) {
        let (mut wish, complaint) = self.reading.wish();
        wish.by = (!self.by.is_empty()).then(|| self.by.clone());
        wish.usage = self.events.map(|events| match events {
            Events::Holidays => Use::Holidays,
            Events::Freezes => Use::Freezes(FreezeScope::Both),
            Events::EnrollmentFreezes => Use::Freezes(FreezeScope::Enrollment),
            Events::SwitchFreezes => Use::Freezes(FreezeScope::Switches),
        });
        wish.ticket_rules = (!self.ticket_rules.is_empty()).then(|| self.ticket_rules.clone());
        wish.as_of = self.as_of;
        (wish, complaint)
    }
}

/// A rule that tells each device's phase by itself.
fn whole_rule(plan: &Plan, text: &str) -> Result<Rule, String> {
    let rule = super::members::read(plan, text)?;
    if rule.share == Share::All {
        return Ok(rule);
    }
    Err(format!("“{text}”: a share or a sample tells no single device; `baton members` seats devices so"))
}

impl Reading {
    /// What is said of columns and concerns no file.
    pub fn unused(&self, files: &[FileReport]) -> Vec<String> {
        let layouts: Vec<_> = files.iter().filter_map(|file| file.layout.as_ref()).collect();
        let said = |(field, column): &(Field, String)| {
            let has = |layout: &&&Layout| layout.header.iter().any(|name| name.eq_ignore_ascii_case(column));
            let with: Vec<_> = layouts.iter().filter(has).collect();
            let takes = |kind: Kind| kind.names().iter().any(|(known, _)| known == field);
            let kinds: Vec<Kind> = with.iter().filter_map(|layout| layout.kind).collect();
            match kinds.first() {
                _ if with.is_empty() => Some(format!("--map: no file has a column “{column}”")),
                Some(kind) if !kinds.iter().copied().any(takes) => {
                    let (field, kind) = (field.name(), kind.name());
                    Some(format!("--map: “{field}” is nothing that {kind} have; --as says what a file is"))
                }
                _ => None,
            }
        };
        self.map.iter().filter_map(said).collect()
    }

    /// With what was corrected in the window, and a sentence when that could not be read.
    pub fn wish(&self) -> (Wish, Option<String>) {
        let folders = Folders::of_user().filter(|_| !self.afresh);
        let (corrections, complaint) =
            folders.map(|folders| Corrections::load(&folders.settings)).unwrap_or_default();
        let mut wish = Wish { kind: self.kind, columns: self.map.clone(), corrections, ..Wish::default() };
        wish.choices.order = self.dates.map(|order| match order {
            DateOrder::DayFirst => Order::DayFirst,
            DateOrder::MonthFirst => Order::MonthFirst,
        });
        wish.stale_after_days = self.stale_after;
        (wish, complaint)
    }
}

/// Changes the plan in its file, or in another one, and keeps the roster beside it.
pub fn keep(
    answer: &mut Answer,
    opened: Opened,
    edit: Option<&Edit>,
    (path, output): (&Path, Option<&Path>),
    roster: Option<&Roster>,
) {
    let (mut plan, to) = (opened.plan, output.unwrap_or(path));
    if let Some(Err(refusal)) = edit.map(|edit| edit.apply(&mut plan)) {
        *answer = Answer::file_trouble(format!("{}: not changed: {refusal}", path.display()));
        return;
    }
    if edit.is_none() && roster.is_none() {
        return;
    }
    // Elsewhere the plan and its roster stand together or not at all.
    let is_elsewhere = output.is_some_and(|output| output != path);
    let writes_plan = edit.is_some() || is_elsewhere;
    // Held while the files are replaced; a window that has the plan open is warned by what it finds.
    let lock = lock::take(to);
    let stamp = output.is_none().then_some(opened.stamp);
    let write_plan = || if writes_plan { plan_file::save(to, &plan, stamp).map(|_| ()) } else { Ok(()) };
    let file = roster::beside(to);
    // The roster comes first: of a plan without its roster nobody could say whom it counts.
    let saved = match roster {
        Some(roster) => roster::save_before(&file, roster, &plan, write_plan).map(|()| false),
        None if is_elsewhere => {
            roster::copy_before(Some(&roster::beside(path)), &file, write_plan).map(|(is_aside, ())| is_aside)
        }
        None => write_plan().map(|()| false),
    };
    let is_aside = match saved {
        Ok(is_aside) => is_aside,
        Err(error) => {
            *answer = Answer::from(&error);
            return;
        }
    };
    let has_roster = roster.is_some() || (is_elsewhere && file.exists());
    let written = has_roster.then_some(file.as_path()).into_iter().chain(writes_plan.then_some(to));
    answer.messages.extend(written.map(|path| format!("{}: written", path.display())));
    if is_aside {
        let file = file.display();
        answer.messages.push(format!("{file}: put aside as {file}.bak; the plan written here has no roster"));
    }
    answer.messages.extend(elsewhere(&lock, to));
}

/// What to say of a plan that a window has open.
pub fn elsewhere(lock: &Locked, path: &Path) -> Option<String> {
    matches!(lock, Locked::Elsewhere).then(|| {
        format!(
            "{}: is open in a window, which still holds the plan as it was; it asks before it saves over the file",
            path.display()
        )
    })
}

/// What was understood, what was left, what changes.
fn told((intake, wish): (&Intake, &Wish), proposal: &Proposal) -> String {
    let mut lines = Vec::new();
    for file in &intake.files {
        lines.push(headline(file));
        if let Some(remembered) = wish.corrections.of(&file.key) {
            let words = remembered.words().join("; ");
            lines.push(format!("  As corrected before: {words}; what the command says goes first"));
        }
        lines.extend(details(file).into_iter().map(|line| format!("  {line}")));
    }
    lines.push(String::new());
    lines.extend(changes(proposal));
    if !proposal.caught.is_empty() {
        lines.push(String::new());
        // What the tickets say is for the window: a terminal's lines are kept and sent on.
        lines.push("Tickets by rule".into());
    }
    for caught in &proposal.caught {
        lines.push(format!("  {}: {}", caught.rule, format::plural(caught.tickets, "ticket", "tickets")));
    }
    lines.join("\n") + "\n"
}

/// What changes in the plan, and what is to be known before.
pub fn changes(proposal: &Proposal) -> Vec<String> {
    let head = if proposal.says.is_empty() { "Nothing changes in the plan." } else { "In the plan" };
    let mut lines = vec![head.to_owned()];
    lines.extend(proposal.says.iter().map(|line| format!("  {line}")));
    lines.extend(proposal.warns.iter().map(|line| format!("  Note: {line}")));
    lines
}

fn headline(file: &FileReport) -> String {
    match (&file.error, file.kind) {
        (Some(error), _) => error.clone(),
        (None, Some(kind)) => format!("{}: {}", file.file, kind.name()),
        (None, None) => file.file.clone(),
    }
}

/// A table that is not taken can be told what it is.
pub fn help(file: &FileReport) -> Option<String> {
    (file.error.is_some() && file.layout.is_some()).then(|| HELP.to_owned())
}

fn details(file: &FileReport) -> Vec<String> {
    let mut lines = Vec::new();
    if file.error.is_some() {
        return help(file).into_iter().collect();
    }
    let dates = file
        .dates
        .map_or(String::new(), |(first, last)| format!(", {}", format::date_range_year(first, last)));
    lines.push(format!("{} read{dates}", format::plural(file.tally.rows, "row", "rows")));
    if let Some(layout) = &file.layout {
        let separator = match layout.separator {
            None => String::new(),
            Some('\t') => ", separated by tabs".into(),
            Some(mark) => format!(", separated by {mark}"),
        };
        lines.push(format!("{}{separator}", layout.encoding.name()));
        let columns: Vec<_> = layout
            .columns
            .iter()
            .map(|(field, column)| format!("{} = {}", field.name(), layout.header[*column]))
            .collect();
        lines.push(format!("Columns: {}", columns.join("; ")));
    }
    for (why, left) in &file.tally.left {
        // What stands there may name somebody: the window shows it, no terminal keeps it.
        let first: Vec<_> = left.first.iter().map(LeftRow::place).collect();
        let rows = format::plural(left.count, "row", "rows");
        let more = if left.count > first.len() as u64 { "; …" } else { "" };
        lines.push(format!("{rows} left: {} ({}{more})", why.reason(), first.join("; ")));
    }
    if file.tally.recoded > 0 {
        lines.push(format!(
            "{} not UTF-8, read as Windows-1252",
            format::plural(file.tally.recoded, "row was", "rows were")
        ));
    }
    if let Some((fields, order)) = &file.open_dates {
        let names: Vec<_> = fields.iter().map(|field| field.name()).collect();
        let order = order.name();
        lines.push(format!(
            "{}: dates that can be read both ways were read {order}; --dates says otherwise",
            names.join(", ")
        ));
    }
    lines.extend(file.notes.iter().cloned());
    lines
}

#[derive(Serialize)]
struct Said {
    files: Vec<SaidFile>,
    changes: Vec<String>,
    warnings: Vec<String>,
    ticket_rules: Vec<SaidRule>,
}

#[derive(Serialize)]
struct SaidRule {
    rule: String,
    tickets: u64,
}

#[derive(Serialize)]
struct SaidFile {
    file: String,
    kind: Option<&'static str>,
    error: Option<String>,
    encoding: Option<&'static str>,
    separator: Option<String>,
    rows: u64,
    left: Vec<SaidLeft>,
    columns: Vec<SaidColumn>,
    from: Option<chrono::NaiveDate>,
    to: Option<chrono::NaiveDate>,
    notes: Vec<String>,
    corrected_before: Vec<String>,
}

#[derive(Serialize)]
struct SaidLeft {
    reason: &'static str,
    rows: u64,
    first_lines: Vec<u64>,
    /// Of the first lines, the columns that say why.
    columns: Vec<Option<String>>,
}

#[derive(Serialize)]
struct SaidColumn {
    field: &'static str,
    column: String,
}

impl Said {
    fn of((intake, wish): (&Intake, &Wish), proposal: &Proposal) -> Self {
        Self {
            files: intake.files.iter().map(|file| SaidFile::of(file, wish)).collect(),
            changes: proposal.says.clone(),
            warnings: proposal.warns.clone(),
            ticket_rules: proposal
                .caught
                .iter()
                .map(|caught| SaidRule { rule: caught.rule.clone(), tickets: caught.tickets })
                .collect(),
        }
    }
}

impl SaidFile {
    fn of(file: &FileReport, wish: &Wish) -> Self {
        let layout = file.layout.as_ref();
        let left = file.tally.left.iter().map(|(why, left)| SaidLeft {
            reason: why.reason(),
            rows: left.count,
            first_lines: left.first.iter().map(|row| row.line).collect(),
            columns: left.first.iter().map(|row| row.column.clone()).collect(),
        });
        let columns = layout.into_iter().flat_map(|layout| {
            layout.columns.iter().map(|(field, column)| SaidColumn {
                field: field.name(),
                column: layout.header[*column].clone(),
            })
        });
        Self {
            file: file.file.clone(),
            kind: file.kind.map(Kind::key),
            error: file.error.clone(),
            encoding: layout.map(|layout| layout.encoding.name()),
            separator: layout.and_then(|layout| layout.separator).map(String::from),
            rows: file.tally.rows,
            left: left.collect(),
            columns: columns.collect(),
            from: file.dates.map(|dates| dates.0),
            to: file.dates.map(|dates| dates.1),
            notes: file.notes.clone(),
            corrected_before: wish.corrections.of(&file.key).map(Correction::words).unwrap_or_default(),
        }
    }
}
