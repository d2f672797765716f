//! What was observed of devices, as `baton show` prints it: why they failed, and where workloads stand beside
//! what is planned.

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::table::{Column, table};
use crate::picture::format;
use crate::plan::{PhaseId, Workload};
use crate::report::workloads::{Observed, observed};
use crate::report::{Situation, devices};

/// `Wave 2 – Clinics North, why 45 devices failed: …`, a line a phase with error codes.
pub fn failures(at: &Situation<'_>) -> Option<String> {
    let line = |index: usize| {
        let failures = devices::failures(at, index);
        let pareto = failures.pareto?;
        let rows = pareto.rows.iter().map(|row| {
            let meaning = if row.meaning.is_empty() { String::new() } else { format!(" {}", row.meaning) };
            format!("    {:>6}  {}{meaning}\n", format::count(row.devices), row.code)
        });
        let rows: String = rows.collect();
        let title =
            format!("  {}: {}, {}", at.title(index), failures.title.to_lowercase(), failures.subtitle);
        Some(format!("{title}\n{rows}    {}\n", pareto.advice))
    };
    let lines: Vec<String> = (0..at.plan.phases.len()).filter_map(line).collect();
    (!lines.is_empty()).then(|| format!("Failed devices by error code\n{}", lines.concat()))
}

/// Planned, observed and differing, for every cell that was observed.
pub fn positions(at: &Situation<'_>) -> Option<String> {
    let columns = [
        Column::Words("Phase"),
        Column::Words("Workload"),
        Column::Words("Planned"),
        Column::Words("Observed"),
        Column::Words(""),
    ];
    let row = |name: &str, workload: Workload, observed: &Observed| {
        vec![
            name.to_owned(),
            workload.name().to_owned(),
            observed.position.name().to_owned(),
            observed.words(),
            observed.verdict(),
        ]
    };
    let cells = at.plan.phases.iter().flat_map(|phase| {
        let of = |workload| Some(row(&phase.name, workload, &observed(at, workload, phase.id)?));
        Workload::ALL.into_iter().filter_map(of).collect::<Vec<_>>()
    });
    let rows: Vec<_> = cells.collect();
    (!rows.is_empty()).then(|| table(&columns, &rows))
}

#[derive(Serialize)]
pub struct ObservedStanding {
    date: NaiveDate,
    devices: u32,
    with_intune: u32,
    planned_with_intune: u32,
    differs: u32,
}

impl ObservedStanding {
    pub fn of(at: &Situation<'_>, workload: Workload, phase: PhaseId) -> Option<Self> {
        let observed = observed(at, workload, phase)?;
        Some(Self {
            date: observed.date,
            devices: observed.devices,
            with_intune: observed.with_intune,
            planned_with_intune: observed.planned,
            differs: observed.differs(),
        })
    }
}
