//! Where workloads really stand on a phase's devices, beside what is planned for the same day.

use chrono::NaiveDate;

use crate::forecast::{CellReason, Reach, due_authority, phase_authority};
use crate::picture::format;
use crate::plan::check::{Place, Problem, Remedy, Severity};
use crate::plan::{Authority, Event, EventKind, PhaseId, Record, Workload};
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
    let due = due_authority(situation.plan, &situation.outlook.observed, phase, workload, position.date);
    let reach = due.map_or(Reach::None, |due| due.reach);
    let is_recorded = state.is_done && state.position != Authority::ConfigurationManager;
    let is_switched = matches!(reach, Reach::Pilot | Reach::Intune);
    let planned = reach.pilot(position.devices.into()) + reach.intune(position.devices.into());
    Some(Observed {
        date: position.date,
        devices: position.devices,
        with_intune: position.with_intune,
        planned: planned as u32,
        position: reach.authority(),
        unrecorded: due.map(|due| due.since).filter(|_| is_switched && !is_recorded),
    })
}

/// The cells of which more devices than a few stand elsewhere than planned.
pub fn differing(situation: &Situation<'_>) -> Vec<Problem> {
    let plan = situation.plan;
    let cells = plan.phases.iter().flat_map(|phase| {
        plan.switchable_workloads()
            .filter_map(move |workload| Some((phase.id, workload, observed(situation, workload, phase.id)?)))
    });
    let cells: Vec<_> = cells.collect();
    let unrecorded = cells
        .iter()
        .filter_map(|(phase, workload, observed)| unrecorded(situation, (*phase, *workload), observed));
    let unrecorded: Vec<_> = unrecorded.collect();
    let cells = cells.into_iter();
    let problem = cells.filter(|(.., observed)| observed.is_telling()).map(|(phase, workload, observed)| Problem {
        code: "position-differs",
        severity: Severity::Warning,
        place: Place::Cell { workload, phase },
        text: format!(
            "{} of {} is planned with {} on {}, but {} of {} were observed with Intune: it differs on {}.",
            workload.name(),
            situation.plan.phase_name(phase),
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
fn unrecorded(
    situation: &Situation<'_>,
    (phase, workload): (PhaseId, Workload),
    observed: &Observed,
) -> Option<Problem> {
    let date = observed.unrecorded.filter(|_| observed.with_intune * 2 > observed.devices)?;
    let day = format::date(date);
    let (what, label) = if observed.position == Authority::Intune {
        let label = format!("Record the slider of {} as moved on {day}", workload.name());
        (EventKind::SliderMoved(workload), label)
    } else {
        let label = format!("Record it as done on {day}");
        (EventKind::CellSwitched { workload, phase, head_start: false }, label)
    };
    let edit = Record::Event(Event { date, what, note: String::new() }).into();
    Some(Problem {
        code: "switch-unrecorded",
        severity: Severity::Note,
        place: Place::Cell { workload, phase },
        text: format!(
            "{} of {}: {}, but the switch is not recorded as done and counts nowhere.",
            workload.name(),
            situation.plan.phase_name(phase),
            observed.words(),
        ),
        remedy: Some(Remedy { label, edit }),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::outlook;
    use crate::plan::{
        Cell, Edit, Freeze, FreezeId, FreezeScope, Phase, PhaseKind, Plan, Position, Stock, SwitchRule,
        WorkloadPlan,
    };

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

    #[test]
    fn what_a_freeze_holds_up_is_no_finding() {
        let mut plan = plan(0);
        plan.phases[0].name.clear();
        let codes = |plan: &Plan| -> Vec<_> {
            let problems = differing(&Situation::new(plan, &outlook(plan)));
            problems.into_iter().map(|problem| problem.text).collect()
        };
        assert!(codes(&plan)[0].starts_with("Compliance policies of Pilot is planned with Pilot Intune"));
        plan.calendar.freezes.push(Freeze {
            id: FreezeId(1),
            name: "Summer".into(),
            from: day("2026-08-10"),
            to: day("2026-08-31"),
            scope: FreezeScope::Switches,
        });
        let left = codes(&plan);
        assert!(left.len() == 1 && left[0].starts_with("Client apps of Pilot"), "{left:?}");
    }

    #[test]
    fn a_slider_that_came_is_what_is_planned_and_recorded() {
        let mut plan = plan(98);
        plan.workloads[0].full = crate::plan::FullSwitch::OnDate(day("2026-08-20"));
        let look = outlook(&plan);
        let situation = Situation::new(&plan, &look);
        let compliance = observed(&situation, Workload::CompliancePolicies, PhaseId(1)).unwrap();
        assert_eq!(
            (compliance.position, compliance.unrecorded),
            (Authority::Intune, Some(day("2026-08-20")))
        );
        let found = differing(&situation);
        let remedy = found[1].remedy.clone().unwrap();
        assert_eq!(remedy.label, "Record the slider of Compliance policies as moved on 20 Aug 2026");
        remedy.edit.apply(&mut plan).unwrap();
        let look = outlook(&plan);
        let found = differing(&Situation::new(&plan, &look));
        assert!(found.iter().all(|problem| problem.code != "switch-unrecorded"), "{found:?}");
    }
}
