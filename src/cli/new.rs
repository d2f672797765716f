//! `baton new`: a plan from a template and a few answers, written where nothing stands yet.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::Serialize;

use super::answer::Answer;
use super::table::{Column, table};
use crate::files::{self, plan_file};
use crate::plan::{Answers, EnrollmentPath, MigrationOption, Template, plan_from};

/// Make a plan from a template
#[derive(Debug, clap::Args)]
pub struct New {
    /// The template's name; --list names them
    #[arg(long, value_name = "NAME", required_unless_present = "list")]
    template: Option<String>,
    /// Devices in scope
    #[arg(long, value_name = "N", required_unless_present = "list")]
    devices: Option<u32>,
    /// The first day, as 2026-07-06
    #[arg(long, value_name = "DATE", required_unless_present = "list")]
    start: Option<NaiveDate>,
    /// More answers: name, option, path, target, rate, agents, tickets-per-agent-day, ordinary-tickets,
    /// site-version, sites (North:120,South:80), sizes (50,210,2000)
    #[arg(long = "set", value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// The plan file to write; `.baton.ron` is added when it has no ending
    #[arg(short, long, value_name = "PLAN", required_unless_present = "list")]
    output: Option<PathBuf>,
    /// Name the templates
    #[arg(long)]
    list: bool,
    /// With --list: print JSON for other programs
    #[arg(long, requires = "list")]
    json: bool,
}

#[derive(Serialize)]
struct Listed {
    template: &'static str,
    name: &'static str,
    description: &'static str,
}

impl New {
    pub fn run(self) -> Answer {
        if self.list {
            return list(self.json);
        }
        match self.answers() {
            Ok((answers, output)) => write(&answers, &output),
            Err(message) => Answer::wrong_use(message),
        }
    }

    fn answers(self) -> Result<(Answers, PathBuf), String> {
        let id = self.template.unwrap_or_default();
        let template = Template::from_id(&id).ok_or_else(|| {
            let known: Vec<&str> = Template::ALL.iter().map(|template| template.id()).collect();
            format!("There is no template “{id}”; the templates are {}.", known.join(", "))
        })?;
        let output = self.output.map(with_ending).ok_or("--output is missing")?;
        let start = self.start.ok_or("--start is missing")?;
        let devices = self.devices.ok_or("--devices is missing")?;
        if u64::from(devices) > files::MOST_DEVICES {
            return Err(format!("--devices must not be more than {}.", files::MOST_DEVICES));
        }
        let mut answers = Answers::new(start);
        answers.name = plan_name(&output);
        answers.template = template;
        answers.devices = devices;
        for setting in &self.set {
            let (key, value) =
                setting.split_once('=').ok_or_else(|| format!("--set {setting}: expected KEY=VALUE"))?;
            set(&mut answers, key.trim(), value.trim())?;
        }
        Ok((answers, output))
    }
}

fn list(json: bool) -> Answer {
    let templates = Template::ALL.map(|template| Listed {
        template: template.id(),
        name: template.name(),
        description: template.description(),
    });
    if json {
        return Answer::json(&templates);
    }
    let columns = [Column::Words("Template"), Column::Words("Name"), Column::Words("What it is")];
    let rows: Vec<Vec<String>> =
        templates.iter().map(|t| [t.template, t.name, t.description].map(str::to_owned).to_vec()).collect();
    Answer::result(table(&columns, &rows))
}

fn write(answers: &Answers, output: &Path) -> Answer {
    if output.exists() {
        return Answer::file_trouble(format!(
            "{}: there is a file already; choose another name or remove it",
            output.display()
        ));
    }
    let plan = plan_from(answers);
    match plan_file::save(output, &plan, None) {
        Ok(_) => {
            let phases = if plan.phases.len() == 1 { "phase" } else { "phases" };
            Answer::message(format!("{}: written, {} {phases}", output.display(), plan.phases.len()))
        }
        Err(error) => Answer::from(&error),
    }
}

/// One answer by its name on the command line.
fn set(answers: &mut Answers, key: &str, value: &str) -> Result<(), String> {
    let wrong = |expected: &str| format!("--set {key}={value}: expected {expected}");
    let number = |expected: &str| {
        let number = value.parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0);
        number.ok_or_else(|| wrong(expected))
    };
    match key {
        "name" => value.clone_into(&mut answers.name),
        "option" => answers.option = option(value).ok_or_else(|| wrong("tenant-attach, co-management, to-intune or from-scratch"))?,
        "path" => answers.path = path(value).ok_or_else(|| wrong("existing-client, internet-based, autopilot, already-in-intune, third-party-mdm or other-manager"))?,
        "target" => answers.target = Some(value.parse().map_err(|_| wrong("a date such as 2026-11-30"))?),
        "rate" => answers.rate = value.parse().map_err(|_| wrong("devices a day"))?,
        "agents" => answers.agents = number("a number of agents")?,
        "tickets-per-agent-day" => answers.tickets_per_agent_day = number("tickets a day")?,
        "ordinary-tickets" => answers.ordinary_tickets = Some(number("tickets a working day")?),
        "site-version" => answers.site_version = value.parse().map_err(|_| wrong("a version such as 2509"))?,
        "sites" => answers.sites = sites(value).ok_or_else(|| wrong("sites with devices, North:120,South:80"))?,
        "sizes" => {
            let sizes: Result<Vec<u32>, _> = value.split(',').map(|size| size.trim().parse()).collect();
            let sizes = sizes.map_err(|_| wrong("devices per phase, 50,210,2000"))?;
            answers.devices = sizes.iter().fold(0, |sum: u32, size| sum.saturating_add(*size));
            answers.sizes = Some(sizes);
        }
        _ => return Err(format!("--set {key}: there is no such answer; see baton new --help")),
    }
    Ok(())
}

fn option(name: &str) -> Option<MigrationOption> {
    let names = ["tenant-attach", "co-management", "to-intune", "from-scratch"];
    names.iter().position(|other| *other == name).map(|at| MigrationOption::ALL[at])
}

fn path(name: &str) -> Option<EnrollmentPath> {
    let names = [
        "existing-client",
        "internet-based",
        "autopilot",
        "already-in-intune",
        "third-party-mdm",
        "other-manager",
    ];
    names.iter().position(|other| *other == name).map(|at| EnrollmentPath::ALL[at])
}

fn sites(value: &str) -> Option<Vec<(String, u32)>> {
    let site = |part: &str| {
        let (name, devices) = part.rsplit_once(':')?;
        Some((name.trim().to_owned(), devices.trim().parse().ok()?))
    };
    value.split(',').map(site).collect()
}

fn with_ending(output: PathBuf) -> PathBuf {
    if output.extension().is_some() { output } else { output.with_extension("baton.ron") }
}

/// `plans/Contoso.baton.ron` is the plan “Contoso”.
fn plan_name(output: &Path) -> String {
    let name = output.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bare = name.trim_end_matches(".ron").trim_end_matches(".baton");
    if bare.is_empty() { "New plan".to_owned() } else { bare.to_owned() }
}
