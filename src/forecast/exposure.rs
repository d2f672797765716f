//! Devices that have left another product and are not enrolled: device-days without any management, on the
//! expected course.

use crate::plan::{EnrollmentPath, Phase, Plan};

use super::{Outlook, enforced_from};

/// Device-days between leaving the old management and enrollment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExpectedExposure {
    /// While Conditional Access enforces: they cannot work.
    pub blocked: f64,
    /// Before: no policy protects them.
    pub unprotected: f64,
}

/// Devices of the phase leave another manager first.
pub const fn leaves_another(phase: &Phase) -> bool {
    matches!(phase.path, EnrollmentPath::ThirdPartyMdm | EnrollmentPath::OtherManager)
}

/// From the first day that is not known, each phase up to its gate.
pub fn expected_exposure(plan: &Plan, outlook: &Outlook) -> ExpectedExposure {
    let track = &outlook.expected.track;
    let enforced = enforced_from(plan, outlook);
    let mut exposure = ExpectedExposure::default();
    for (index, phase) in plan.phases.iter().enumerate().filter(|(_, phase)| leaves_another(phase)) {
        let gate =
            outlook.expected.phases.iter().find(|dates| dates.phase == phase.id).and_then(|dates| dates.gate);
        let until = gate.or(outlook.expected.finish).unwrap_or_else(|| plan.horizon());
        let Some(series) = track.phases.get(index) else { continue };
        for at in (0..track.len()).take_while(|at| track.day(*at) <= until) {
            let devices = series.pending[at] + series.stale[at] + series.failed[at] + series.abandoned[at];
            if enforced.is_some_and(|from| from <= track.day(at)) {
                exposure.blocked += devices;
            } else {
                exposure.unprotected += devices;
            }
        }
    }
    exposure
}
