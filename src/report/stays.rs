//! What stays with Configuration Manager and why, and what must hold before its client and a site can go: the
//! plan's own part counted, the rest as documented.

use super::wording::{agree, list};
use super::{Mark, Situation};
use crate::forecast::{self, Amounts, Exposure};
use crate::picture::format;
use crate::plan::{Anchor, MigrationOption, MilestoneKind, PhaseId, PrerequisiteState, TaskKind, Workload};

/// Something that stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stays {
    pub what: String,
    pub why: String,
    /// The public document that says so; empty = the plan does.
    pub source: &'static str,
}

/// Something that must hold before Configuration Manager can go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub mark: Mark,
    pub text: String,
    pub why: String,
}

const OVERVIEW: &str = "What is co-management?, Microsoft Learn";
const GUIDE: &str = "Deployment guide: set up or move to Intune, Microsoft Learn";

/// What stays, the plan's own first.
pub fn stays(at: &Situation<'_>) -> Vec<Stays> {
    if at.plan.option == MigrationOption::FromScratch {
        return Vec::new();
    }
    let mut all: Vec<Stays> = Workload::ALL.into_iter().filter_map(|w| workload_stays(at, w)).collect();
    let never = never_ready(at);
    if never > 0 {
        all.push(Stays {
            what: format::plural(never, "device", "devices"),
            why: "Not ready by any planned day: they never enroll".into(),
            source: "",
        });
    }
    for (what, why, source) in [
        (
            "Windows Server",
            "Intune does not enroll servers; tenant attach shows them and brings endpoint security policies",
            "Tenant attach: prerequisites, Microsoft Learn",
        ),
        (
            "OS deployment",
            "No bare-metal imaging in Intune: new devices come by Windows Autopilot, others stay",
            GUIDE,
        ),
        (
            "Complex deployments",
            "Task sequences that install software go on after Client apps has moved",
            crate::plan::consequence::WORKLOADS,
        ),
        (
            "Inventory, software metering and reports",
            "No workload moves them; clients go on reporting to the site",
            OVERVIEW,
        ),
        (
            "Baselines marked for co-managed clients",
            "They are evaluated on after Device configuration has moved",
            crate::plan::consequence::WORKLOADS,
        ),
    ] {
        all.push(Stays { what: what.into(), why: why.into(), source });
    }
    all
}

/// The phases on which a workload is never planned to leave Configuration Manager.
fn workload_stays(at: &Situation<'_>, workload: Workload) -> Option<Stays> {
    if !at.plan.switchable_workloads().any(|w| w == workload) {
        return None;
    }
    if at.plan.has_slider(workload) {
        return None;
    }
    let staying: Vec<PhaseId> = at
        .plan
        .phases
        .iter()
        .map(|phase| phase.id)
        .filter(|phase| !at.plan.has_cell(workload, *phase))
        .collect();
    if staying.is_empty() {
        return None;
    }
    let names: Vec<String> = staying.iter().map(|phase| at.plan.phase_name(*phase)).collect();
    let is_all = staying.len() == at.plan.phases.len();
    let note = at
        .plan
        .workload(workload)
        .and_then(|row| row.cells.iter().find(|c| staying.contains(&c.phase) && !c.note.is_empty()));
    let what =
        if is_all { workload.name().to_owned() } else { format!("{} on {}", workload.name(), list(&names)) };
    let why =
        note.map_or_else(|| "No switch is planned".to_owned(), |cell| format!("Planned so: {}", cell.note));
    Some(Stays { what, why, source: "" })
}

fn never_ready(at: &Situation<'_>) -> u64 {
    let gaps = at.plan.phases.iter().flat_map(|phase| &phase.not_ready);
    gaps.filter(|gap| gap.until.is_none()).map(|gap| u64::from(gap.devices)).sum()
}

/// What must hold before the client can be removed from the devices in scope.
pub fn before_client_goes(at: &Situation<'_>) -> Vec<Condition> {
    let all = at.plan.devices();
    let enrolled = at.enrolled();
    let is_over = |done: bool| if done { Mark::Met } else { Mark::Empty };
    let mut conditions = vec![Condition {
        mark: is_over(enrolled >= all && all > 0),
        text: format!("Every device has enrolled: {} of {}", format::count(enrolled), format::count(all)),
        why: "Without the client nothing else manages a device that has not".into(),
    }];
    let moved: Vec<Workload> =
        at.plan.switchable_workloads().filter(|w| at.outlook.expected.slider_is_done[w.index()]).collect();
    let count = at.plan.switchable_workloads().count();
    let planned_never: Vec<String> = at
        .plan
        .switchable_workloads()
        .filter(|w| !at.plan.has_slider(*w))
        .map(|w| w.name().to_owned())
        .collect();
    conditions.push(Condition {
        mark: if planned_never.is_empty() { is_over(moved.len() == count) } else { Mark::Risk },
        text: format!("Every workload is with Intune: {} of {count} sliders", moved.len()),
        why: if planned_never.is_empty() {
            "Pilot Intune is not enough: the client reads the position from its site".into()
        } else {
            let n = planned_never.len();
            format!("{} {} not planned to go to Intune", list(&planned_never), agree(n, "is", "are"))
        },
    });
    conditions.extend(own_tasks(at));
    if at.plan.option != MigrationOption::ConfigurationManagerToIntune {
        for (text, why) in [
            ("OS deployment has a new home", "Windows Autopilot, or another tool for bare metal"),
            ("No software needs a task sequence", "As Intune apps, or given up"),
            ("Reports and inventory come from elsewhere", "Whatever is still asked for"),
        ] {
            conditions.push(Condition { mark: Mark::Empty, text: text.into(), why: why.into() });
        }
    }
    conditions
}

/// The plan's tasks before the client's removal.
fn own_tasks<'a>(at: &Situation<'a>) -> impl Iterator<Item = Condition> + use<'a> {
    let of_client = |anchor: &Anchor| *anchor == Anchor::Milestone(MilestoneKind::ClientRemoved);
    let tasks =
        at.plan.tasks.iter().filter(move |task| {
            task.kind == TaskKind::Retirement && task.holds_up() && of_client(&task.anchor)
        });
    tasks.filter(|task| task.state != PrerequisiteState::NotNeeded).map(|task| Condition {
        mark: match task.state {
            PrerequisiteState::Done | PrerequisiteState::NotNeeded => Mark::Met,
            PrerequisiteState::InProgress => Mark::Running,
            PrerequisiteState::Open => Mark::Empty,
        },
        text: task.name.clone(),
        why: task.note.clone(),
    })
}

/// What must hold before a site can go, beside the client.
pub const BEFORE_SITE_GOES: &[(&str, &str)] = &[
    ("No client is assigned to it, servers among them", "Servers have another manager, or another site"),
    ("Nothing is deployed from it", "No task sequence, no update group, no baseline"),
    ("Co-management and tenant attach are off", "Offboarding can take up to two hours"),
    ("Its site systems are removed", "Distribution points, management points, the cloud management gateway"),
];

/// The time without any management between another product and enrollment, where phases leave one: before
/// Conditional Access enforces and from then on.
pub fn exposure(at: &Situation<'_>) -> Option<String> {
    if !at.plan.phases.iter().any(forecast::leaves_another) {
        return None;
    }
    let expected = forecast::expected_exposure(at.plan, at.outlook);
    let days = |days: f64| format::plural_decimal(days, 0, "device-day", "device-days");
    let range = |of: fn(&Exposure) -> &Amounts| {
        let spread = at.middle().map(|odds| of(&odds.exposure).spread());
        let [low, high] = spread.map(|spread| [spread.p10, spread.p90].map(format::count_f64))?;
        (low != high).then(|| format!(" (P10–P90 {low}–{high})"))
    };
    let unprotected = range(|exposure| &exposure.unprotected).unwrap_or_default();
    Some(format!(
        "Between the old product and enrollment no policy reaches a device: expected are {}{unprotected} unprotected{}",
        days(expected.unprotected),
        match forecast::enforced_from(at.plan, at.outlook) {
            Some(day) => {
                let blocked = range(|exposure| &exposure.blocked).unwrap_or_default();
                format!(
                    " before Conditional Access enforces, {}{blocked} blocked from {} on.",
                    days(expected.blocked),
                    format::date(day)
                )
            }
            None => ", for Conditional Access never enforces.".to_owned(),
        }
    ))
}

/// How the documents see it: most organizations keep Configuration Manager.
pub const MINORITY: &str =
    "Removing Configuration Manager is the rarer case; most keep it for servers and what Intune lacks.";

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::{Cell, FullSwitch, NotReady, NotReadyReason, SwitchRule};
    use crate::report::sample_tests::sample;

    #[test]
    fn a_workload_that_never_leaves_and_devices_that_never_enroll_stay() {
        let mut sample = sample();
        for row in &mut sample.plan.workloads {
            row.full = FullSwitch::AfterLast(1);
        }
        let whats = |sample: &crate::report::sample_tests::Sample| -> Vec<String> {
            stays(&Situation::new(&sample.plan, &sample.outlook)).into_iter().map(|s| s.what).collect()
        };
        assert_eq!(whats(&sample)[0], "Windows Server", "everything of the plan moves");
        let row = &mut sample.plan.workloads[Workload::ClientApps.index()];
        row.full = FullSwitch::Never;
        let cell = |phase, rule, note: &str| Cell {
            phase: PhaseId(phase),
            rule,
            head_start: None,
            note: note.into(),
        };
        row.cells = vec![cell(1, SwitchRule::AtEnrollment, ""), cell(2, SwitchRule::Never, "clinical apps")];
        sample.plan.phases[1].not_ready =
            vec![NotReady { reason: NotReadyReason::Ineligible, devices: 12, until: None }];
        let stays = stays(&Situation::new(&sample.plan, &sample.outlook));
        assert_eq!(stays[0].what, "Client apps on Retail");
        assert_eq!(stays[0].why, "Planned so: clinical apps");
        assert_eq!(stays[1].what, "12 devices");
        assert!(stays.iter().all(|entry| !entry.why.is_empty()));
    }

    #[test]
    fn a_follower_goes_with_device_configuration_and_does_not_stay() {
        let mut sample = sample();
        for row in &mut sample.plan.workloads {
            row.full = FullSwitch::AfterLast(1);
        }
        sample.plan.workloads[Workload::EndpointProtection.index()].full = FullSwitch::Never;
        let at = Situation::new(&sample.plan, &sample.outlook);
        assert_eq!(stays(&at)[0].what, "Windows Server", "its slider goes with that of Device configuration");
        assert_eq!(before_client_goes(&at)[1].mark, Mark::Empty);
        let row = &mut sample.plan.workloads[Workload::DeviceConfiguration.index()];
        row.full = FullSwitch::Never;
        let at = Situation::new(&sample.plan, &sample.outlook);
        let whats: Vec<String> = stays(&at).into_iter().take(2).map(|s| s.what).collect();
        assert_eq!(whats, ["Endpoint Protection", "Device configuration"]);
    }

    #[test]
    fn devices_without_a_manager_have_the_range_of_the_futures() {
        let mut sample = sample().with_baseline().running(320);
        sample.plan.phases[1].path = crate::plan::EnrollmentPath::ThirdPartyMdm;
        let mut odds = crate::report::sample_odds_tests::odds(&sample);
        odds.exposure.unprotected = Amounts::new((0..100_u16).map(|n| f32::from(1_000 + 10 * n)).collect());
        let said = exposure(&sample.at().with_odds(Some(&odds))).unwrap();
        assert!(said.contains("(P10–P90 1,090–1,890) unprotected"), "{said}");
        assert!(!exposure(&sample.at()).unwrap().contains("P10"));
    }

    #[test]
    fn the_client_can_go_once_everything_has_moved() {
        let mut sample = sample();
        for row in &mut sample.plan.workloads {
            row.full = FullSwitch::AfterLast(1);
        }
        let marks = |sample: &crate::report::sample_tests::Sample| -> Vec<Mark> {
            let all = before_client_goes(&Situation::new(&sample.plan, &sample.outlook));
            all.into_iter().take(2).map(|condition| condition.mark).collect()
        };
        assert_eq!(marks(&sample), [Mark::Empty, Mark::Empty]);
        sample.outlook.expected.slider_is_done = [true; 7];
        for (now, devices) in sample.outlook.observed.now.iter_mut().zip([100, 1_000]) {
            now.enrolled = devices;
        }
        assert_eq!(marks(&sample), [Mark::Met, Mark::Met]);
        sample.plan.workloads[Workload::ClientApps.index()].full = FullSwitch::Never;
        assert_eq!(marks(&sample)[1], Mark::Risk, "a pilot for good keeps the client");
    }
}
