//! `baton members`: which devices are in which phase, by rules. The devices stand in the roster beside the
//! plan; the plan is given their counts.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::answer::Answer;
use super::import::{Reading, changes, help, keep};
use super::table::{Column, table};
use crate::files::{plan_file, roster};
use crate::fleet::{Roster, Rule, parse, title};
use crate::intake::{Intake, Proposal};
use crate::picture::format;
use crate::plan::{PhaseId, Plan};

const RULES: &str = "\
Rules stand in order, and a device belongs to the first that catches it:
  \"Pilot: sample 50 by site,os\"        50 devices that mirror site and Windows version
  \"Pilot: names in pilot.txt\"          whom a file names, by name, serial number or Entra ID
  \"Wave 1: site = Bonn, Berlin\"        all devices of two sites
  \"Wave 2: name begins with KRK- and os contains Windows 11\"
  \"Wave 3: 30% by site where department = Sales\"
  \"Wave 4: rest\"                       all that are left
Columns are name, site, department, category, os, join and model; a sample can also mirror prefix, the letters \
before the first digit of a name. Words with a comma or “and” stand in \"quotes\". `seed 2` after a size draws \
other devices. A share is of those that the rules before leave.

A device keeps its phase when lists are read again, unless its rule or one before it was changed. The roster, \
PLAN.roster.csv, opens in a spreadsheet; a phase that you change there stays as you say.

Without --rule and --devices the command shows how things stand and changes nothing.";

/// Say by rules which devices are in which phase
#[derive(Debug, clap::Args)]
#[command(after_help = RULES)]
pub struct Members {
    /// The plan file
    plan: PathBuf,
    /// Device lists of Intune, Configuration Manager or Entra; without them the devices of the roster
    #[arg(long, value_name = "FILE", num_args = 1..)]
    devices: Vec<PathBuf>,
    /// A rule; all that are given take the place of those before
    #[arg(long = "rule", value_name = "PHASE: RULE")]
    rules: Vec<String>,
    #[command(flatten)]
    reading: Reading,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
    /// Write the changed plan here, and the roster beside it
    #[arg(short, long, value_name = "PLAN")]
    output: Option<PathBuf>,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
}

impl Members {
    pub fn run(self) -> Answer {
        let opened = match plan_file::open(&self.plan) {
            Ok(opened) => opened,
            Err(error) => return Answer::from(&error),
        };
        let path = roster::beside(&self.plan);
        let (before, notes) = match roster::open(&path) {
            Ok(Some(before)) => (before.roster, before.notes),
            Ok(None) if self.devices.is_empty() => {
                return Answer::file_trouble(format!(
                    "{}: there is no such roster yet; --devices with a list of devices makes it",
                    path.display()
                ));
            }
            Ok(None) => (Roster::default(), Vec::new()),
            Err(error) => return Answer::from(&error),
        };
        let rules: Result<Vec<Rule>, String> =
            self.rules.iter().map(|rule| read(&opened.plan, rule)).collect();
        let rules = match rules {
            Ok(rules) => Some(rules).filter(|rules| !rules.is_empty()),
            Err(why) => return Answer::wrong_use(why),
        };
        let (wish, complaint) = self.reading.wish();
        let intake = Intake::read(&self.devices, &wish, &opened.plan, &mut |_, _| ControlFlow::Continue(()));
        if let Some((file, error)) = intake.files.iter().find_map(|file| Some((file, file.error.as_ref()?))) {
            let mut answer = Answer::file_trouble(error);
            answer.messages.extend(help(file).into_iter().chain(self.reading.unused(&intake.files)));
            return answer;
        }
        if before.fleet().is_empty() && intake.fleet.is_empty() {
            return Answer::file_trouble(
                "The files have no device in scope; a list of Entra alone is not enough.",
            );
        }
        let seated = intake.seated(&before, rules);
        let proposal = crate::intake::members(&opened.plan, &seated, intake.stale_after_days(&wish));
        let mut answer = if self.json {
            Answer::json(&Said::of(&opened.plan, &seated, &proposal))
        } else {
            Answer::result(told(&opened.plan, &before, &seated, &proposal))
        };
        answer.messages.extend(notes.into_iter().chain(complaint));
        answer.messages.extend(self.reading.unused(&intake.files));
        let is_only_shown = self.devices.is_empty() && self.rules.is_empty();
        if !self.dry_run && !is_only_shown {
            let to = (self.plan.as_path(), self.output.as_deref());
            keep(&mut answer, opened, proposal.edit.as_ref(), to, Some(&seated));
        }
        answer
    }
}

/// `PHASE: RULE`; of phases whose names begin alike the longest counts.
pub(super) fn read(plan: &Plan, text: &str) -> Result<Rule, String> {
    let known = || {
        let names: Vec<&str> = plan.phases.iter().map(|phase| phase.name.as_str()).collect();
        format!(
            "“{text}”: expected a phase and a rule, as \"Pilot: rest\"; the phases are {}",
            names.join(", ")
        )
    };
    let after = |name: &str| {
        let (head, rest) = text.trim_start().split_at_checked(name.len())?;
        let is_name = head.to_lowercase() == name.to_lowercase();
        rest.trim_start().strip_prefix(':').filter(|_| is_name)
    };
    let found = plan
        .phases
        .iter()
        .filter_map(|phase| after(phase.name.trim()).map(|rest| (phase.name.len(), phase.id, rest)))
        .max_by_key(|(length, ..)| *length);
    let (_, phase, rest) = found.ok_or_else(known)?;
    parse(phase, rest, &mut |file| roster::names(Path::new(file))).map_err(|error| error.to_string())
}

fn phase_name(plan: &Plan, id: PhaseId) -> String {
    plan.phase(id).map_or_else(|| "(removed)".to_owned(), |phase| phase.name.clone())
}

/// The rules with what each catches, the phases, what is left, what changes.
fn told(plan: &Plan, before: &Roster, roster: &Roster, proposal: &Proposal) -> String {
    let count = |n: usize| format::count(n as u64);
    let mut lines = vec![format!("{}.", format::plural(roster.fleet().len() as u64, "device", "devices"))];
    let gone = before.fleet().devices().iter().filter(|device| !roster.has(device)).count() as u64;
    if gone > 0 {
        lines.push(format!("{} not on the list any more.", format::plural(gone, "device is", "devices are")));
    }
    let mut rows: Vec<Vec<String>> = roster
        .rules()
        .iter()
        .zip(&roster.tally().caught)
        .map(|(rule, caught)| vec![phase_name(plan, rule.phase), shortened(&title(rule)), count(*caught)])
        .collect();
    if roster.tally().by_hand > 0 {
        rows.push(vec!["(by hand)".into(), String::new(), count(roster.tally().by_hand)]);
    }
    rows.push(vec!["(in no phase)".into(), String::new(), count(roster.tally().left)]);
    lines.push(String::new());
    let columns = [Column::Words("phase"), Column::Words("rule"), Column::Number("devices")];
    lines.push(table(&columns, &rows));
    for (rule, missing) in roster.unlisted() {
        let names = format::plural(missing as u64, "name", "names");
        lines.push(format!("Rule {}: {names} of its list are no device here.", rule + 1));
    }
    lines.extend(changes(proposal));
    lines.join("\n") + "\n"
}

/// A rule may list a thousand names.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(std::iter::once('…')).collect()
}

#[derive(Serialize)]
struct Said {
    devices: usize,
    rules: Vec<SaidRule>,
    phases: Vec<SaidPhase>,
    by_hand: usize,
    in_no_phase: usize,
    changes: Vec<String>,
    warnings: Vec<String>,
}

#[derive(Serialize)]
struct SaidRule {
    phase: String,
    rule: String,
    devices: usize,
}

#[derive(Serialize)]
struct SaidPhase {
    phase: String,
    devices: usize,
}

impl Said {
    fn of(plan: &Plan, roster: &Roster, proposal: &Proposal) -> Self {
        let rules = roster.rules().iter().zip(&roster.tally().caught).map(|(rule, devices)| SaidRule {
            phase: phase_name(plan, rule.phase),
            rule: title(rule),
            devices: *devices,
        });
        let phases = plan.phases.iter().map(|phase| SaidPhase {
            phase: phase.name.clone(),
            devices: roster.tally().phases.get(&phase.id).copied().unwrap_or(0),
        });
        Self {
            devices: roster.fleet().len(),
            rules: rules.collect(),
            phases: phases.collect(),
            by_hand: roster.tally().by_hand,
            in_no_phase: roster.tally().left,
            changes: proposal.says.clone(),
            warnings: proposal.warns.clone(),
        }
    }
}
