//! The dates that the actuals are compared with: typed, else the baseline's, else the expected ones.

use chrono::NaiveDate;

use crate::plan::{PhaseId, Plan, Workload};

use super::{Expected, PhaseDates};

/// The planned date of a phase's gate.
pub fn planned_gate(plan: &Plan, expected: &Expected, phase: PhaseId) -> Option<NaiveDate> {
    let typed = plan.phase(phase).and_then(|phase| phase.gate.planned);
    let baseline = || plan.baseline().and_then(|baseline| baseline.phase(phase)?.gate);
    typed.or_else(baseline).or_else(|| dates(expected, phase)?.gate)
}

/// The planned start of a phase.
pub fn planned_start(plan: &Plan, expected: &Expected, phase: PhaseId) -> Option<NaiveDate> {
    let baseline = plan.baseline().and_then(|baseline| baseline.phase(phase)?.start);
    baseline.or_else(|| dates(expected, phase)?.start)
}

/// The planned day of a cell's switch.
pub fn planned_cell(
    plan: &Plan,
    expected: &Expected,
    workload: Workload,
    phase: PhaseId,
) -> Option<NaiveDate> {
    let baseline = plan.baseline().and_then(|baseline| baseline.switch(workload, Some(phase)));
    baseline.or_else(|| dates(expected, phase)?.cells[workload.index()])
}

/// The planned day of a slider's move to Intune.
pub fn planned_slider(plan: &Plan, expected: &Expected, workload: Workload) -> Option<NaiveDate> {
    let baseline = plan.baseline().and_then(|baseline| baseline.switch(workload, None));
    baseline.or(expected.sliders[workload.index()])
}

fn dates(expected: &Expected, phase: PhaseId) -> Option<&PhaseDates> {
    expected.phases.iter().find(|dates| dates.phase == phase)
}
