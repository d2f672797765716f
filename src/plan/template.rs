//! New plans: six shapes, and the plan that a few answers make of one. Everything in it can be changed
//! later; a figure that nobody has published stays an assumption.

mod prerequisites;
mod rings;
mod tasks;

use chrono::NaiveDate;

pub use self::prerequisites::missing_prerequisites;
use self::rings::{Ring, allot};
pub use self::tasks::missing_tasks;
use super::support::windows_support_ends;
use super::{
    Anchor, AutoEnrollment, Cell, Desk, EnrollmentPath, FullSwitch, Gate, MigrationOption, Milestone,
    MilestoneKind, Phase, PhaseId, Plan, Segment, SegmentId, StartRule, SwitchRule, SwitchTickets, Take,
    Workload, WorkloadPlan,
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Template {
    #[default]
    PlanningGuide,
    Autopatch,
    FiveRings,
    CarefulRamp,
    BySite,
    Empty,
}

impl Template {
    pub const ALL: [Self; 6] =
        [Self::PlanningGuide, Self::Autopatch, Self::FiveRings, Self::CarefulRamp, Self::BySite, Self::Empty];

    /// Its name on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::PlanningGuide => "planning-guide",
            Self::Autopatch => "autopatch",
            Self::FiveRings => "five-rings",
            Self::CarefulRamp => "careful-ramp",
            Self::BySite => "by-site",
            Self::Empty => "empty",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.id() == id)
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::PlanningGuide => "Planning guide",
            Self::Autopatch => "Autopatch split",
            Self::FiveRings => "Five rings",
            Self::CarefulRamp => "Careful ramp",
            Self::BySite => "By site",
            Self::Empty => "Empty",
        }
    }

    /// One line beside the name.
    pub const fn description(self) -> &'static str {
        match self {
            Self::PlanningGuide => "Two pilots in IT, then department by department",
            Self::Autopatch => "1 / 9 / 90%, or 5 / 15 / 80% up to 200 devices",
            Self::FiveRings => "Test, three rings, and the special devices last",
            Self::CarefulRamp => "Six phases, none much larger than what was proven",
            Self::BySite => "A pilot in every site, then one wave a site",
            Self::Empty => "Add phases later",
        }
    }

    /// Phases it would make of these answers.
    pub fn phase_count(self, answers: &Answers) -> usize {
        if answers.option == MigrationOption::TenantAttach { 0 } else { self.rings(answers).len() }
    }

    fn rings(self, answers: &Answers) -> Vec<Ring> {
        match self {
            Self::PlanningGuide => rings::planning_guide(),
            Self::Autopatch => rings::autopatch(answers.devices),
            Self::FiveRings => rings::five_rings(),
            Self::CarefulRamp => rings::careful_ramp(),
            Self::BySite => rings::by_site(&answers.sites),
            Self::Empty => Vec::new(),
        }
    }
}

/// What the guided dialog asks.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    pub name: String,
    pub option: MigrationOption,
    pub path: EnrollmentPath,
    pub template: Template,
    pub devices: u32,
    pub start: NaiveDate,
    pub target: Option<NaiveDate>,
    /// The day on which the plan is made: nothing in it is due before. None = in good time.
    pub today: Option<NaiveDate>,
    /// Devices per day of the fastest rollout; pilots go slower.
    pub rate: u32,
    pub agents: f64,
    pub tickets_per_agent_day: f64,
    pub ordinary_tickets: Option<f64>,
    pub site_version: u16,
    /// Sites with their devices, for the template by site.
    pub sites: Vec<(String, u32)>,
    /// Devices per phase as typed, instead of the template's; used when there is one for each phase.
    pub sizes: Option<Vec<u32>>,
    /// The gate of the first phase, if it is to be another than usual.
    pub first_gate: Option<Gate>,
}

impl Answers {
    pub fn new(start: NaiveDate) -> Self {
        Self {
            name: "New plan".into(),
            option: MigrationOption::default(),
            path: EnrollmentPath::default(),
            template: Template::default(),
            devices: 3_380,
            start,
            target: None,
            today: None,
            rate: 100,
            agents: 6.0,
            tickets_per_agent_day: 15.0,
            ordinary_tickets: None,
            site_version: 2509,
            sites: Vec::new(),
            sizes: None,
            first_gate: None,
        }
    }
}

impl Answers {
    /// Gives the first phase so many devices; those that it gains or loses are the largest others' loss
    /// or gain, so that all devices stay in scope.
    pub fn size_first(&mut self, devices: u32) {
        let mut sizes: Vec<u32> = sizes(self).into_iter().map(|(_, devices)| devices).collect();
        let Some(before) = sizes.first().copied() else { return };
        let largest = |sizes: &[u32]| (1..sizes.len()).max_by_key(|place| sizes[*place]);
        let mut wanted = devices.saturating_sub(before);
        while let Some(from) = largest(&sizes).filter(|from| wanted > 0 && sizes[*from] > 1) {
            let taken = wanted.min(sizes[from] - 1);
            sizes[from] -= taken;
            sizes[0] += taken;
            wanted -= taken;
        }
        if let Some(into) = largest(&sizes).filter(|_| devices < before) {
            sizes[into] += before - devices;
            sizes[0] = devices;
        }
        self.sizes = Some(sizes);
    }
}

/// Devices per phase with the phases' names. The template's own sizes sum to the devices exactly.
pub fn sizes(answers: &Answers) -> Vec<(String, u32)> {
    sized_rings(answers).into_iter().map(|(ring, size)| (ring.name, size)).collect()
}

/// The plan that the answers describe.
pub fn plan_from(answers: &Answers) -> Plan {
    let mut plan = Plan::new(answers.name.clone(), answers.start);
    plan.option = answers.option;
    plan.site_version = answers.site_version;
    plan.target = answers.target;
    plan.desk = Desk::new(answers.start, answers.agents);
    plan.desk.tickets_per_agent_day = answers.tickets_per_agent_day;
    plan.desk.ordinary_per_day = answers.ordinary_tickets;
    plan.estate.support_ends = windows_support_ends();
    let path = path(answers);
    let rings = sized_rings(answers);
    add_phases(&mut plan, &rings, answers, path);
    if rings.is_empty() && answers.devices > 0 {
        plan.estate.segments.push(Segment::new(SegmentId(1), "All devices", answers.devices));
    }
    add_switches(&mut plan, path);
    add_milestones(&mut plan, path, answers.today);
    plan.prerequisites = prerequisites::prerequisites(&plan, path);
    plan.tasks = tasks::tasks(&plan, answers.today);
    date_from_today(&mut plan, answers.today);
    plan.horizon_days = horizon(&plan);
    plan.put_in_order();
    plan
}

/// Without Configuration Manager no device can have its client: such a path becomes that of new devices.
fn path(answers: &Answers) -> EnrollmentPath {
    let has_client = !matches!(answers.path, EnrollmentPath::ThirdPartyMdm | EnrollmentPath::OtherManager);
    if answers.option == MigrationOption::FromScratch && has_client {
        EnrollmentPath::InternetBased
    } else {
        answers.path
    }
}

fn sized_rings(answers: &Answers) -> Vec<(Ring, u32)> {
    if answers.option == MigrationOption::TenantAttach {
        return Vec::new();
    }
    let rings = answers.template.rings(answers);
    let typed = answers.sizes.as_ref().filter(|sizes| sizes.len() == rings.len());
    let sizes = typed.cloned().unwrap_or_else(|| {
        let weights: Vec<u32> = rings.iter().map(Ring::weight).collect();
        allot(answers.devices, &weights)
    });
    rings.into_iter().zip(sizes).collect()
}

fn add_phases(plan: &mut Plan, rings: &[(Ring, u32)], answers: &Answers, path: EnrollmentPath) {
    for (number, (ring, devices)) in (1..).zip(rings) {
        let mut phase = Phase::new(PhaseId(number), ring.name.clone(), ring.kind, *devices);
        phase.path = path;
        phase.start = if number == 1 {
            StartRule { not_before: Some(answers.start), after_previous: None }
        } else {
            StartRule { not_before: None, after_previous: Some(1) }
        };
        let rate = (f64::from(answers.rate) * ring.pace).round() as u32;
        phase.rate = Some(rate.clamp(1, (*devices).max(1)));
        let own = answers.first_gate.as_ref().filter(|_| number == 1);
        phase.gate = own.cloned().unwrap_or_else(Gate::usual);
        phase.note.clone_from(&ring.note);
        phase.it_staff_only = ring.it_staff_only;
        phase.takes = takes(plan, ring, *devices, answers.template);
        plan.phases.push(phase);
    }
}

/// Takes the ring's devices from the segments of its departments or sites, which grow by them.
fn takes(plan: &mut Plan, ring: &Ring, devices: u32, template: Template) -> Vec<Take> {
    let parts: Vec<&(String, u32)> = ring.parts.iter().filter(|(name, _)| !name.is_empty()).collect();
    let weights: Vec<u32> = parts.iter().map(|(_, weight)| *weight).collect();
    let mut takes = Vec::new();
    for ((name, _), n) in parts.into_iter().zip(allot(devices, &weights)) {
        if n == 0 {
            continue;
        }
        let segments = &mut plan.estate.segments;
        let named = |segment: &Segment| segment.site == *name || segment.department == *name;
        let at = segments.iter().position(named).unwrap_or_else(|| {
            let mut segment = Segment::new(SegmentId(segments.len() as u32 + 1), "", 0);
            let label =
                if template == Template::BySite { &mut segment.site } else { &mut segment.department };
            label.clone_from(name);
            segments.push(segment);
            segments.len() - 1
        });
        segments[at].devices = segments[at].devices.saturating_add(n);
        takes.push(Take { segment: segments[at].id, devices: n });
    }
    takes
}

/// The usual order: Compliance first, Device configuration last because it pulls others along.
const ORDER: [(Workload, SwitchRule, u32); 6] = [
    (Workload::CompliancePolicies, SwitchRule::AtEnrollment, 1),
    (Workload::OfficeClickToRun, SwitchRule::AfterStart(1), 1),
    (Workload::ClientApps, SwitchRule::AfterStart(2), 2),
    (Workload::WindowsUpdatePolicies, SwitchRule::AfterStart(3), 3),
    (Workload::EndpointProtection, SwitchRule::AfterStart(4), 4),
    (Workload::DeviceConfiguration, SwitchRule::AfterStart(5), 5),
];

fn add_switches(plan: &mut Plan, path: EnrollmentPath) {
    let start = plan.calendar.working_day_from(plan.start).unwrap_or(plan.start);
    let mut rows: Vec<WorkloadPlan> = Workload::ALL.into_iter().map(WorkloadPlan::new).collect();
    let mut order = ORDER.to_vec();
    if !plan.is_resource_access_locked() {
        order.push((Workload::ResourceAccessPolicies, SwitchRule::AfterStart(5), 5));
    }
    for (workload, rule, after_last) in order {
        let row = &mut rows[workload.index()];
        match plan.option {
            MigrationOption::TenantAttach => {}
            // No Configuration Manager to pilot against: Intune manages each device from its enrollment.
            MigrationOption::FromScratch => row.full = FullSwitch::OnDate(start),
            MigrationOption::CoManagement | MigrationOption::ConfigurationManagerToIntune => {
                row.full = FullSwitch::AfterLast(after_last);
                if path != EnrollmentPath::Autopilot {
                    let cell =
                        |phase: &Phase| Cell { phase: phase.id, rule, head_start: None, note: String::new() };
                    row.cells = plan.phases.iter().map(cell).collect();
                }
            }
        }
    }
    if plan.option == MigrationOption::FromScratch {
        // No authority ever leaves Configuration Manager, so no switch brings tickets.
        plan.assumptions.tickets_switch = SwitchTickets {
            compliance_policies: 0.0,
            compliance_policies_enforced: 0.0,
            windows_update_policies: 0.0,
            endpoint_protection: 0.0,
            device_configuration: 0.0,
            office_click_to_run: 0.0,
            client_apps: 0.0,
        };
    }
    plan.workloads = rows;
}

fn add_milestones(plan: &mut Plan, path: EnrollmentPath, today: Option<NaiveDate>) {
    let ahead = |kind, days| before_start(plan, kind, days, today);
    let open = |kind| Milestone::new(kind, None);
    let mut milestones = match plan.option {
        MigrationOption::TenantAttach => {
            vec![Milestone::new(MilestoneKind::TenantAttach, Some(plan.start))]
        }
        MigrationOption::FromScratch => vec![
            ahead(MilestoneKind::Other("Intune set up".into()), 5),
            open(MilestoneKind::ConditionalAccess),
        ],
        MigrationOption::CoManagement | MigrationOption::ConfigurationManagerToIntune => vec![
            ahead(MilestoneKind::TenantAttach, 10),
            ahead(MilestoneKind::CoManagementEnabled, 1),
            ahead(MilestoneKind::AutoEnrollmentSet(AutoEnrollment::Pilot), 1),
            enrollment_of_all(plan),
            open(MilestoneKind::ConditionalAccess),
        ],
    };
    if plan.option == MigrationOption::ConfigurationManagerToIntune {
        milestones.push(open(MilestoneKind::ClientRemoved));
    }
    if path == EnrollmentPath::ThirdPartyMdm {
        milestones.push(open(MilestoneKind::Other("Old product retired".into())));
    }
    plan.milestones = milestones;
}

/// So many working days before the first phase starts, or what is left of them today. It moves with that phase
/// if there is one.
fn before_start(plan: &Plan, kind: MilestoneKind, days: u32, today: Option<NaiveDate>) -> Milestone {
    let before = |days: u32| plan.calendar.working_days_before(plan.start, days);
    let left = (0..=days).rev().find(|days| today.is_none_or(|today| before(*days) >= Some(today)));
    match (plan.phases.first(), left) {
        (Some(phase), Some(left)) => Milestone::moving(kind, Anchor::PhaseStart(phase.id), -(left as i32)),
        _ => Milestone::new(kind, before(days)),
    }
}

/// From the last phase on nobody is held back any more. A pilot alone says nothing about all.
fn enrollment_of_all(plan: &Plan) -> Milestone {
    let kind = MilestoneKind::AutoEnrollmentSet(AutoEnrollment::All);
    match plan.phases.as_slice() {
        [_, .., last] => Milestone::moving(kind, Anchor::PhaseStart(last.id), 0),
        _ => Milestone::new(kind, None),
    }
}

/// Nothing to do lies in the past of a plan that was only just made.
fn date_from_today(plan: &mut Plan, today: Option<NaiveDate>) {
    let dues = plan.prerequisites.iter_mut().filter_map(|entry| entry.due.as_mut());
    let dates = plan.milestones.iter_mut().filter_map(|milestone| milestone.date.as_mut());
    let mut earliest = plan.start;
    for date in dues.chain(dates) {
        *date = today.map_or(*date, |today| today.max(*date));
        earliest = earliest.min(*date);
    }
    let first = plan.phases.first().map(|phase| phase.id);
    let is_first = |anchor: &Anchor| anchor.phase().is_some() && anchor.phase() == first;
    let tasks = plan.tasks.iter().filter(|task| is_first(&task.anchor)).map(|task| task.days);
    let moving = plan.milestones.iter().filter_map(Milestone::moves_with);
    let moving = moving.filter(|relative| is_first(&relative.anchor)).map(|relative| relative.days);
    let days = tasks.chain(moving).filter_map(|days| plan.calendar.working_days_from(plan.start, days));
    earliest = days.fold(earliest, NaiveDate::min);
    let before = earliest.pred_opt().unwrap_or(earliest);
    plan.status_date = today.map_or(before, |today| today.min(before));
}

/// Twice the days that the targeting and the soaks need: 900 at least, twenty years at most.
fn horizon(plan: &Plan) -> u32 {
    let days = |phase: &Phase| u64::from(phase.devices / phase.rate.unwrap_or(1).max(1)) + 10;
    let working: u64 = plan.phases.iter().map(days).sum();
    let calendar_days = working.saturating_mul(2).saturating_mul(7) / 5;
    let to_target = plan.target.map_or(0, |target| (target - plan.start).num_days().max(0) as u64 + 90);
    calendar_days.max(to_target).clamp(900, 7_305) as u32
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::PhaseKind;

    fn start() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 7, 6).unwrap()
    }

    fn answers(template: Template, option: MigrationOption) -> Answers {
        let sites = vec![("Oslo".into(), 700), ("Bergen".into(), 300)];
        Answers { option, template, sites, ..Answers::new(start()) }
    }

    fn sized(template: Template, devices: u32) -> Vec<u32> {
        let answers = Answers { devices, ..answers(template, MigrationOption::CoManagement) };
        sizes(&answers).into_iter().map(|(_, size)| size).collect()
    }

    #[test]
    fn the_planning_guide_is_microsofts_sample() {
        let plan = plan_from(&answers(Template::PlanningGuide, MigrationOption::CoManagement));
        let phases: Vec<_> =
            plan.phases.iter().map(|p| (p.name.as_str(), p.kind, p.devices, p.rate)).collect();
        let (pilot, wave) = (PhaseKind::Pilot, PhaseKind::Wave);
        let expected = [
            ("Limited pilot", pilot, 50, Some(10)),
            ("Expanded pilot", pilot, 210, Some(25)),
            ("Sales and Marketing", wave, 2000, Some(100)),
            ("Retail", wave, 1000, Some(60)),
            ("HR, Finance, Executives", wave, 120, Some(20)),
        ];
        assert_eq!(phases, expected);
        let departments: Vec<_> =
            plan.estate.segments.iter().map(|s| (s.department.as_str(), s.devices)).collect();
        assert_eq!(departments[..2], [("IT", 250), ("IT executives", 10)]);
        assert_eq!(departments[4..], [("HR", 50), ("Finance", 40), ("Executives", 30)]);
    }

    #[test]
    fn autopatch_splits_small_fleets_more_coarsely() {
        assert_eq!(sized(Template::Autopatch, 200), [10, 30, 160]);
        assert_eq!(sized(Template::Autopatch, 10_000), [100, 900, 9_000]);
    }

    #[test]
    fn by_site_pilots_every_site_and_loses_no_device() {
        let plan = plan_from(&Answers {
            devices: 1_000,
            ..answers(Template::BySite, MigrationOption::CoManagement)
        });
        let sizes: Vec<_> = plan.phases.iter().map(|p| (p.name.as_str(), p.devices)).collect();
        assert_eq!(sizes, [("Pilot", 100), ("Oslo", 630), ("Bergen", 270)]);
        assert_eq!(plan.phases[0].takes.len(), 2);
        assert_eq!(plan.estate.devices(), 1_000);
    }

    #[test]
    fn sizes_sum_to_the_devices_whatever_the_template() {
        for template in Template::ALL.into_iter().filter(|template| *template != Template::Empty) {
            for devices in [7, 201, 3_379, 999_999] {
                let sizes = sized(template, devices);
                assert_eq!(sizes.iter().sum::<u32>(), devices, "{template:?}");
                assert!(sizes.iter().all(|size| *size > 0), "{template:?} {sizes:?}");
            }
        }
    }

    #[test]
    fn typed_sizes_count_only_when_there_is_one_for_each_phase() {
        let mut answers = answers(Template::Autopatch, MigrationOption::CoManagement);
        answers.sizes = Some(vec![5, 6, 7]);
        assert_eq!(plan_from(&answers).devices(), 18);
        answers.sizes = Some(vec![5]);
        assert_eq!(plan_from(&answers).devices(), 3_380);
    }

    #[test]
    fn each_option_means_something_else() {
        let plan = |option| plan_from(&answers(Template::FiveRings, option));
        let attach = plan(MigrationOption::TenantAttach);
        assert!(attach.phases.is_empty() && attach.workloads.iter().all(|w| w.full == FullSwitch::Never));
        assert_eq!((attach.milestones.len(), attach.prerequisites.len()), (1, 6));

        let both = plan(MigrationOption::CoManagement);
        assert_eq!(both.prerequisites.len(), 11);
        assert!(both.switchable_workloads().all(|w| both.workload(w).unwrap().cells.len() == 5));
        assert!(both.workload(Workload::ResourceAccessPolicies).unwrap().cells.is_empty());

        let away = plan(MigrationOption::ConfigurationManagerToIntune);
        assert!(away.milestones.iter().any(|m| m.kind == MilestoneKind::ClientRemoved));

        let scratch = plan(MigrationOption::FromScratch);
        assert!(scratch.phases.iter().all(|p| p.path == EnrollmentPath::InternetBased));
        assert!(scratch.switchable_workloads().all(|w| {
            let row = scratch.workload(w).unwrap();
            row.cells.is_empty() && row.full == FullSwitch::OnDate(start())
        }));
    }

    #[test]
    fn what_blocks_the_first_phase_is_due_before_the_start() {
        let plan = plan_from(&answers(Template::PlanningGuide, MigrationOption::CoManagement));
        let blocking: Vec<_> = plan.prerequisites.iter().filter(|p| p.blocks == Some(PhaseId(1))).collect();
        assert!(blocking.len() > 5 && blocking.iter().all(|p| p.due.unwrap() < start()));
        assert!(plan.prerequisites.iter().any(|p| p.blocks == Some(PhaseId(3))));
    }

    #[test]
    fn a_plan_made_today_is_behind_with_nothing() {
        let today = start() - chrono::Days::new(3);
        let late = Answers { today: Some(today), ..Answers::new(start()) };
        for answers in [late, Answers::new(start())] {
            let plan = plan_from(&answers);
            assert!(plan.prerequisites.iter().all(|p| p.due.unwrap() > plan.status_date));
            let day = |m: &Milestone| {
                let days =
                    m.moves_with().filter(|relative| relative.anchor == Anchor::PhaseStart(PhaseId(1)));
                m.date.or_else(|| plan.calendar.working_days_from(plan.start, days?.days))
            };
            let days: Vec<_> = plan.milestones.iter().filter_map(day).collect();
            assert!(days.len() == 3 && days.iter().all(|day| *day > plan.status_date), "{days:?}");
            assert!(answers.today.is_none_or(|today| days.iter().all(|day| *day >= today)), "{days:?}");
            assert!(answers.today.is_none_or(|today| plan.status_date <= today));
        }
    }

    #[test]
    fn what_comes_before_the_first_phase_moves_with_it() {
        let days = |plan: &Plan, kind: MilestoneKind| {
            let milestone = plan.milestone(&kind).unwrap();
            milestone.moves_with().map(|relative| (relative.anchor.clone(), relative.days))
        };
        let of = |option| plan_from(&answers(Template::PlanningGuide, option));
        let plan = of(MigrationOption::CoManagement);
        let first = || Anchor::PhaseStart(PhaseId(1));
        assert_eq!(days(&plan, MilestoneKind::TenantAttach), Some((first(), -10)));
        assert_eq!(days(&plan, MilestoneKind::CoManagementEnabled), Some((first(), -1)));
        let all = MilestoneKind::AutoEnrollmentSet(AutoEnrollment::All);
        assert_eq!(days(&plan, all), Some((Anchor::PhaseStart(PhaseId(5)), 0)));
        assert_eq!(days(&plan, MilestoneKind::ConditionalAccess), None, "nobody has decided it yet");
        let alone = of(MigrationOption::TenantAttach);
        assert_eq!(alone.milestones[0].date, Some(start()), "it has no phase to move with");
        // Begun in the past, it is due today.
        let today = start() + chrono::Days::new(2);
        let late = plan_from(&Answers { today: Some(today), ..Answers::new(start()) });
        assert_eq!(late.milestone(&MilestoneKind::TenantAttach).unwrap().date, Some(today));
    }

    #[test]
    fn device_configuration_moves_last() {
        let plan = plan_from(&answers(Template::CarefulRamp, MigrationOption::CoManagement));
        let lag = |workload| match plan.workload(workload).unwrap().full {
            FullSwitch::AfterLast(days) => days,
            other => panic!("{other:?}"),
        };
        let last = lag(Workload::DeviceConfiguration);
        assert!(plan.switchable_workloads().all(|w| lag(w) <= last));
        assert_eq!(plan.cell_rule(Workload::CompliancePolicies, PhaseId(1)), SwitchRule::AtEnrollment);
    }

    #[test]
    fn autopilot_has_no_pilot_collections() {
        let answers = Answers {
            path: EnrollmentPath::Autopilot,
            ..answers(Template::Autopatch, MigrationOption::CoManagement)
        };
        let plan = plan_from(&answers);
        assert!(plan.workloads.iter().all(|row| row.cells.is_empty()));
        assert!(plan.switchable_workloads().all(|w| plan.workload(w).unwrap().full != FullSwitch::Never));
    }
}
