//! `baton show`: where a plan stands on its status date, for people and as JSON.
//! Chances need a simulated future and are not said here.

mod observed;
mod tasks;

use chrono::NaiveDate;
use serde::Serialize;

use observed::ObservedStanding;

use super::PlanArguments;
use super::answer::Answer;
use super::table::{Column, table};
use crate::forecast::{self, Ending, Outlook, PhaseStage, authority_on, phase_authority, total_authority};
use crate::picture::format;
use crate::plan::{Plan, Workload};
use crate::report::{Mark, Situation, findings, gate_rows};

/// Show where a plan stands: phases with their gates, and who manages what
#[derive(Debug, clap::Args)]
pub struct Show {
    #[command(flatten)]
    plan: PlanArguments,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
}

impl Show {
    pub fn run(self) -> Answer {
        match self.plan.open() {
            Ok(plan) if self.json => Answer::json(&standing(&plan)),
            Ok(plan) => Answer::result(text(&plan)),
            Err(answer) => answer,
        }
    }
}

/// What `show` prints for people.
pub fn text(plan: &Plan) -> String {
    let outlook = forecast::outlook(plan);
    let at = Situation::new(plan, &outlook);
    let total = total_authority(plan, &outlook, plan.status_date);
    let share = if total.all() > 0.0 { (total.pilot_intune + total.intune) / total.all() } else { 0.0 };
    let mut paragraphs = vec![
        format!("{}, on {}\n", plan.name, format::weekday_date(plan.status_date)),
        format!("{}\n", findings::overview(&at).text),
        format!(
            "{}, {} co-managed; {} of all authority is with Intune or Pilot Intune.\n{}\n",
            format::plural(plan.devices(), "device", "devices"),
            format::count(at.enrolled()),
            format::percent1(share),
            ending(plan, &outlook),
        ),
        phase_table(&at),
    ];
    paragraphs.extend(gates(&at));
    paragraphs.extend(observed::failures(&at));
    paragraphs.push(authority_table(plan, &outlook));
    paragraphs.extend(observed::positions(&at));
    paragraphs.extend(tasks::text(&at));
    paragraphs.extend(left_out(&outlook));
    paragraphs.join("\n")
}

/// How the expected course ends, in one sentence.
pub fn ending(plan: &Plan, outlook: &Outlook) -> String {
    let expected = &outlook.expected;
    let target =
        plan.target.map_or_else(String::new, |target| format!("; the target is {}", format::date(target)));
    match (expected.finish, expected.ending) {
        (Some(finish), _) => format!("Expected finish, no range yet: {}{target}.", format::date(finish)),
        (None, Ending::Stalled) => {
            let stalled = expected.phases.iter().find(|dates| dates.stalled.is_some());
            let name =
                stalled.and_then(|dates| plan.phase(dates.phase)).map_or("a phase", |phase| &phase.name);
            format!(
                "The expected course stalls: {name} does not pass its gate within the hold limit{target}."
            )
        }
        (None, _) => {
            format!("The expected course does not finish by {}{target}.", format::date(plan.horizon()))
        }
    }
}

fn phase_table(at: &Situation<'_>) -> String {
    let columns = [
        Column::Words("Phase"),
        Column::Number("Devices"),
        Column::Number("Enrolled"),
        Column::Number(""),
        Column::Words("State"),
        Column::Words("Start"),
        Column::Words("Last targeting"),
        Column::Words("Gate"),
    ];
    let day = |date: Option<NaiveDate>, is_done: bool| match date {
        Some(date) if is_done => format::date(date),
        Some(date) => format!("{} expected", format::date(date)),
        None => format::DASH.to_owned(),
    };
    let row = |index: usize| {
        let (phase, dates) = (at.phase(index)?, at.dates(index)?);
        let enrolled = at.now(index).enrolled;
        let share = if phase.devices > 0 { f64::from(enrolled) / f64::from(phase.devices) } else { 0.0 };
        Some(vec![
            at.title(index),
            format::count(u64::from(phase.devices)),
            format::count(u64::from(enrolled)),
            if enrolled > 0 { format::percent1(share) } else { format::DASH.to_owned() },
            stage_name(at.stage(index)).to_owned(),
            day(dates.start, dates.start_is_done),
            day(at.end(index), at.end(index).is_some_and(|end| end <= at.today() && dates.start_is_done)),
            day(dates.gate, dates.gate_is_done),
        ])
    };
    let rows: Vec<Vec<String>> = (0..at.plan.phases.len()).filter_map(row).collect();
    table(&columns, &rows)
}

/// The gates at hand, criterion by criterion: of the phases under way, else of the next one.
fn gates(at: &Situation<'_>) -> Vec<String> {
    let open = || (0..at.plan.phases.len()).filter(|index| at.stage(*index) != PhaseStage::Done);
    let mut at_hand: Vec<usize> = open().filter(|index| at.stage(*index) != PhaseStage::Planned).collect();
    if at_hand.is_empty() {
        at_hand.extend(open().min_by_key(|index| (at.dates(*index).and_then(|dates| dates.start), *index)));
    }
    let shown = |index: usize| {
        let gate = gate_rows::table(at, index);
        if gate.rows.is_empty() {
            return None;
        }
        let rows: Vec<Vec<String>> = gate
            .rows
            .iter()
            .map(|row| {
                let state = if row.mark == Mark::Met { "holds" } else { &row.left };
                [&row.name, &row.today, &row.needed, state, &row.note].map(ToString::to_string).to_vec()
            })
            .collect();
        let columns = [
            Column::Words("  Criterion"),
            Column::Number("today"),
            Column::Number("needed"),
            Column::Words(""),
            Column::Words(""),
        ];
        let rows: Vec<Vec<String>> = rows
            .into_iter()
            .map(|mut row| {
                row[0].insert_str(0, "  ");
                row
            })
            .collect();
        Some(format!(
            "Gate of {}, {}: {}\n{}",
            at.title(index),
            gate.subtitle,
            gate.chip,
            table(&columns, &rows)
        ))
    };
    at_hand.into_iter().filter_map(shown).collect()
}

fn authority_table(plan: &Plan, outlook: &Outlook) -> String {
    let columns = [
        Column::Words("Workload"),
        Column::Words("Slider"),
        Column::Number("Configuration Manager"),
        Column::Number("Pilot Intune"),
        Column::Number("Intune"),
    ];
    let rows: Vec<Vec<String>> = authority_on(plan, outlook, plan.status_date)
        .iter()
        .map(|count| {
            vec![
                count.workload.name().to_owned(),
                count.slider.name().to_owned(),
                format::count_f64(count.configuration_manager),
                format::count_f64(count.pilot_intune),
                format::count_f64(count.intune),
            ]
        })
        .collect();
    table(&columns, &rows)
}

fn left_out(outlook: &Outlook) -> Option<String> {
    let bad = &outlook.observed.bad;
    let lines: Vec<String> = bad
        .iter()
        .map(|record| format!("  {}: {} {}\n", format::date(record.date), record.what, record.remedy))
        .collect();
    let count = format::plural(bad.len() as u64, "record is", "records are");
    (!bad.is_empty()).then(|| format!("{count} left out of all sums until mended:\n{}", lines.concat()))
}

pub const fn stage_name(stage: PhaseStage) -> &'static str {
    match stage {
        PhaseStage::Planned => "Planned",
        PhaseStage::Running => "Running",
        PhaseStage::Paused => "Paused",
        PhaseStage::Soaking => "Soaking",
        PhaseStage::Done => "Done",
        PhaseStage::Stalled => "Stalled",
    }
}

#[derive(Serialize)]
struct Standing {
    plan: String,
    status_date: NaiveDate,
    devices: u64,
    enrolled: u64,
    target: Option<NaiveDate>,
    finish: Option<NaiveDate>,
    phases: Vec<PhaseStanding>,
    workloads: Vec<WorkloadStanding>,
    tasks: Vec<tasks::TaskStanding>,
    records_left_out: usize,
}

#[derive(Serialize)]
struct PhaseStanding {
    name: String,
    label: String,
    devices: u32,
    state: &'static str,
    start: Option<NaiveDate>,
    start_done: bool,
    last_targeting: Option<NaiveDate>,
    gate: Option<NaiveDate>,
    gate_done: bool,
    gate_planned: Option<NaiveDate>,
    /// From the gate's day on: Go, Hold or No-go.
    verdict: Option<&'static str>,
    targeted: u32,
    enrolled: u32,
    failed: u32,
    abandoned: u32,
    pending_or_stale: u32,
    tickets: Option<u32>,
    criteria: Vec<CriterionStanding>,
}

#[derive(Serialize)]
struct CriterionStanding {
    criterion: String,
    value: Option<f64>,
    needed: String,
    holds: Option<bool>,
}

#[derive(Serialize)]
struct WorkloadStanding {
    name: &'static str,
    slider: &'static str,
    slider_date: Option<NaiveDate>,
    configuration_manager: f64,
    pilot_intune: f64,
    intune: f64,
    phases: Vec<CellStanding>,
}

#[derive(Serialize)]
struct CellStanding {
    phase: String,
    authority: &'static str,
    date: Option<NaiveDate>,
    done: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    observed: Option<ObservedStanding>,
}

fn standing(plan: &Plan) -> Standing {
    let outlook = forecast::outlook(plan);
    let at = Situation::new(plan, &outlook);
    Standing {
        plan: plan.name.clone(),
        status_date: plan.status_date,
        devices: plan.devices(),
        enrolled: at.enrolled(),
        target: plan.target,
        finish: outlook.expected.finish,
        phases: (0..plan.phases.len()).filter_map(|index| phase_standing(&at, index)).collect(),
        workloads: authority_on(plan, &outlook, plan.status_date)
            .iter()
            .map(|count| WorkloadStanding {
                name: count.workload.name(),
                slider: count.slider.name(),
                slider_date: outlook.expected.sliders[count.workload.index()],
                configuration_manager: count.configuration_manager,
                pilot_intune: count.pilot_intune,
                intune: count.intune,
                phases: cells(&at, count.workload),
            })
            .collect(),
        tasks: tasks::standing(&at),
        records_left_out: outlook.observed.bad.len(),
    }
}

fn cells(at: &Situation<'_>, workload: Workload) -> Vec<CellStanding> {
    let plan = at.plan;
    let cell = |phase: &crate::plan::Phase| {
        let state = phase_authority(plan, at.outlook, phase.id, workload, plan.status_date);
        CellStanding {
            phase: phase.name.clone(),
            authority: state.position.name(),
            date: state.date,
            done: state.is_done,
            observed: ObservedStanding::of(at, workload, phase.id),
        }
    };
    plan.phases.iter().map(cell).collect()
}

fn phase_standing(at: &Situation<'_>, index: usize) -> Option<PhaseStanding> {
    let (phase, dates, gate, now) = (at.phase(index)?, at.dates(index)?, at.gate(index)?, at.now(index));
    Some(PhaseStanding {
        name: phase.name.clone(),
        label: at.label(index),
        devices: phase.devices,
        state: stage_name(at.stage(index)),
        start: dates.start,
        start_done: dates.start_is_done,
        last_targeting: dates.last_targeting,
        gate: dates.gate,
        gate_done: dates.gate_is_done,
        gate_planned: gate.planned,
        verdict: at.verdict(index).and_then(|verdict| verdict.word).map(forecast::Word::name),
        targeted: now.targeted,
        enrolled: now.enrolled,
        failed: now.failed,
        abandoned: now.abandoned,
        pending_or_stale: now.unheard,
        tickets: now.tickets,
        criteria: gate
            .criteria
            .iter()
            .map(|state| CriterionStanding {
                criterion: state.criterion.name(),
                value: state.value,
                needed: gate_rows::needed(&state.criterion),
                holds: state.holds,
            })
            .collect(),
    })
}
