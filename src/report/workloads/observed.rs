//! Where workloads really stand on a phase's devices, beside what is planned for the same day.

use chrono::NaiveDate;

use crate::forecast::{CellReason, phase_authority};
use crate::picture::format;
use crate::plan::check::{Place, Problem, Remedy, Severity};
use crate::plan::{Authority, Event, EventKind, FullSwitch, Phase, PhaseId, Record, SwitchRule, Workload};
use crate::report::Situation;

/// One workload on one phase as it was observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observed {
    pub date: NaiveDate,
    /// Devices that say who has it.
    pub devices: u32,
    pub with_intune: u32,
    /// Of these devices, those that were to be with Intune by that day.
    pub planned: u32,
    pub position: Authority,
    /// It was due on this day, and nobody has recorded it as done.
    pub unrecorded: Option<NaiveDate>,
}

impl Observed {
    /// Devices that stand elsewhere than planned, at the least.
    pub const fn differs(&self) -> u32 {
        self.with_intune.abs_diff(self.planned)
    }

    /// More than single devices that have not heard of it yet.
    pub fn is_telling(&self) -> bool {
        f64::from(self.differs()) > TOLERANCE * f64::from(self.devices)
    }

    /// `20 of 21 devices with Intune, 1 Sep`
    pub fn words(&self) -> String {
        format!(
            "{} of {} with Intune, {}",
            format::count(self.with_intune.into()),
            format::plural(self.devices.into(), "device", "devices"),
            format::date_short(self.date)
        )
    }

    /// `as planned` or `differs on 3 devices`
    pub fn verdict(&self) -> String {
        match self.differs() {
            0 => "as planned".to_owned(),
            n => format!("differs on {}", format::plural(n.into(), "device", "devices")),
        }
    }
}

/// Devices check in at different hours, and some are off: so large a share may lag behind.
const TOLERANCE: f64 = 0.03;

/// What was observed last; none where nothing was, and for what nobody plans.
pub fn observed(situation: &Situation<'_>, workload: Workload, phase: PhaseId) -> Option<Observed> {
    let position = situation.plan.actuals.phase(phase)?.position(workload)?;
    let state = phase_authority(situation.plan, situation.outlook, phase, workload, position.date);
    // Clients of sites that have locked it do not agree on what they report of it.
    if state.reason == CellReason::Locked {
        return None;
    }
    let is_recorded = state.is_done && state.position != Authority::ConfigurationManager;
    let is_back = state.reason == CellReason::SwitchedBack;
    let due = due(situation, workload, phase).filter(|(day, _)| *day <= position.date && !is_back);
    let is_switched = is_recorded || due.is_some();
    let planned = if is_switched {
        position.devices
    } else {
        state.head_start.map_or(0, |devices| devices.min(position.devices))
    };
    Some(Observed {
        date: position.date,
        devices: position.devices,
        with_intune: position.with_intune,
        planned,
        position: match due {
            _ if is_recorded => state.position,
            Some((_, position)) => position,
            None => Authority::ConfigurationManager,
        },
        unrecorded: due.map(|(day, _)| day).filter(|_| !is_recorded),
    })
}

/// The day on which the plan's own rules switch a cell, as far as their dates are known, and to where.
fn due(situation: &Situation<'_>, workload: Workload, phase: PhaseId) -> Option<(NaiveDate, Authority)> {
    let plan = situation.plan;
    let dates = situation.dates(plan.phase_index(phase)?)?;
    let start = dates.start.filter(|_| dates.start_is_done);
    let gate = dates.gate.filter(|_| dates.gate_is_done);
    let after = |day: Option<NaiveDate>, n| plan.calendar.add_working_days(day?, n);
    let of_rule = |workload| match plan.cell_rule(workload, phase) {
        SwitchRule::Never => None,
        SwitchRule::AtEnrollment => start,
        SwitchRule::AfterStart(n) => after(start, n),
        SwitchRule::AfterGate(n) => after(gate, n),
        SwitchRule::OnDate(day) => Some(day),
    };
    let led = Some(Workload::DeviceConfiguration).filter(|_| workload.follows_device_configuration());
    let joins = [of_rule(workload), led.and_then(of_rule)].into_iter().flatten().min();
    let slides = match plan.workload(workload)?.full {
        FullSwitch::OnDate(day) => Some(day),
        _ => None,
    };
    let joined = joins.map(|day| (day, Authority::PilotIntune));
    [joined, slides.map(|day| (day, Authority::Intune))].into_iter().flatten().min()
}

/// The cells of which more devices than a few stand elsewhere than planned.
pub fn differing(situation: &Situation<'_>) -> Vec<Problem> {
    let plan = situation.plan;
    let cells = plan.phases.iter().flat_map(|phase| {
        plan.switchable_workloads()
            .filter_map(move |workload| Some((phase, workload, observed(situation, workload, phase.id)?)))
    });
    let cells: Vec<_> = cells.collect();
    let unrecorded =
        cells.iter().filter_map(|(phase, workload, observed)| unrecorded(phase, *workload, observed));
    let unrecorded: Vec<_> = unrecorded.collect();
    let cells = cells.into_iter();
    let problem = cells.filter(|(.., observed)| observed.is_telling()).map(|(phase, workload, observed)| Problem {
        code: "position-differs",
        severity: Severity::Warning,
        place: Place::Cell { workload, phase: phase.id },
        text: format!(
            "{} of {} is planned with {} on {}, but {} of {} were observed with Intune: it differs on {}.",
            workload.name(),
            phase.name,
            observed.position.name(),
            format::date(observed.date),
            format::count(observed.with_intune.into()),
            format::plural(observed.devices.into(), "device", "devices"),
            format::plural(observed.differs().into(), "device", "devices"),
        ),
        remedy: None,
    });
    problem.chain(unrecorded).collect()
}

/// A switch that most devices show and nobody has recorded, so that no sum counts it.
fn unrecorded(phase: &Phase, workload: Workload, observed: &Observed) -> Option<Problem> {
    let date = observed.unrecorded.filter(|_| observed.with_intune * 2 > observed.devices)?;
    let what = EventKind::CellSwitched { workload, phase: phase.id, head_start: false };
    let edit = Record::Event(Event { date, what, note: String::new() }).into();
    Some(Problem {
        code: "switch-unrecorded",
        severity: Severity::Note,
        place: Place::Cell { workload, phase: phase.id },
        text: format!(
            "{} of {}: {}, but the switch is not recorded as done and counts nowhere.",
            workload.name(),
            phase.name,
            observed.words(),
        ),
        remedy: Some(Remedy { label: format!("Record it as done on {}", format::date(date)), edit }),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::outlook;
    use crate::plan::{Cell, Edit, PhaseKind, Plan, Position, Stock, WorkloadPlan};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A pilot under way whose devices took Compliance over on 10 August.
    fn plan(with_intune: u32) -> Plan {
        let mut plan = Plan::new("Test", day("2026-08-03"));
        plan.status_date = day("2026-08-31");
        plan.phases.push(Phase::new(PhaseId(1), "IT", PhaseKind::Pilot, 100));
        let rule = SwitchRule::OnDate(day("2026-08-10"));
        let cell = Cell { phase: PhaseId(1), rule, head_start: None, note: String::new() };
        plan.workloads =
            vec![WorkloadPlan { cells: vec![cell], ..WorkloadPlan::new(Workload::CompliancePolicies) }];
        let stock = Stock {
            date: day("2026-08-28"),
            targeted: 100,
            enrolled: 100,
            failed: 0,
            abandoned: 0,
            pending: None,
            stale: None,
            tickets: None,
        };
        Edit::from(Record::Stock { phase: PhaseId(1), stock }).apply(&mut plan).unwrap();
        for (workload, with_intune) in [
            (Workload::CompliancePolicies, with_intune),
            (Workload::ClientApps, 4),
            (Workload::ResourceAccessPolicies, 0),
        ] {
            let position = Position { workload, date: day("2026-08-31"), devices: 100, with_intune };
            Edit::from(Record::Position { phase: PhaseId(1), position }).apply(&mut plan).unwrap();
        }
        plan
    }

    #[test]
    fn observed_stands_beside_planned() {
        let plan = plan(98);
        let outlook = outlook(&plan);
        let situation = Situation::new(&plan, &outlook);
        let of = |workload| observed(&situation, workload, PhaseId(1));
        let compliance = of(Workload::CompliancePolicies).unwrap();
        assert_eq!((compliance.planned, compliance.differs()), (100, 2));
        assert_eq!(compliance.words(), "98 of 100 devices with Intune, 31 Aug");
        assert_eq!(compliance.verdict(), "differs on 2 devices");
        assert_eq!(of(Workload::ResourceAccessPolicies), None, "locked");
        assert_eq!(of(Workload::OfficeClickToRun), None, "nothing observed");
        let found = differing(&situation);
        // Two late devices are no finding, four that were never to switch are.
        let codes: Vec<_> = found.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["position-differs", "switch-unrecorded"]);
        assert_eq!(
            found[0].text,
            "Client apps of IT is planned with Configuration Manager on 31 Aug 2026, but 4 of 100 devices were \
             observed with Intune: it differs on 4 devices."
        );
    }

    #[test]
    fn a_switch_that_devices_show_can_be_recorded() {
        let mut plan = plan(98);
        let found = differing(&Situation::new(&plan, &outlook(&plan)));
        found[1].remedy.clone().unwrap().edit.apply(&mut plan).unwrap();
        let outlook = outlook(&plan);
        let situation = Situation::new(&plan, &outlook);
        let compliance = observed(&situation, Workload::CompliancePolicies, PhaseId(1)).unwrap();
        assert_eq!((compliance.planned, compliance.unrecorded), (100, None));
        assert_eq!(differing(&situation).len(), 1);
    }

    #[test]
    fn a_switch_that_has_not_reached_its_devices_is_found() {
        let plan = plan(60);
        let outlook = outlook(&plan);
        let found = crate::report::troubles::problems(&Situation::new(&plan, &outlook));
        let text = found.iter().find(|problem| {
            problem.place == Place::Cell { workload: Workload::CompliancePolicies, phase: PhaseId(1) }
                && problem.code == "position-differs"
        });
        assert!(text.unwrap().text.contains("differs on 40 devices"));
    }
}
