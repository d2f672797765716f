//! The usual tasks of a plan: what each workload's move takes, what users are told, the helpdesk's part,
//! Conditional Access, and what has to end. States and owners are for the user to fill in.

use chrono::NaiveDate;

use crate::plan::consequence::Moment;
use crate::plan::{
    Anchor, EnrollmentPath, EventKind, MigrationOption, MilestoneKind, Phase, PhaseKind, Plan, Task, TaskId,
    TaskKind, Workload,
};

/// The usual tasks of the plan's option, phases, workloads and milestones that none of its own seems to be,
/// with the ids that come next. What is over is not offered.
pub fn missing_tasks(plan: &Plan) -> Vec<Task> {
    let mut own: Vec<&Task> = plan.tasks.iter().collect();
    let mut missing = usual(plan);
    missing.retain(|task| !is_over(plan, task));
    // A task of one's own stands for one usual task: by its name, else by its place and day.
    let mut claim = |is_it: &dyn Fn(&Task, &Task) -> bool| {
        missing.retain(|task| {
            let found = own.iter().position(|own| is_it(own, task));
            found.map(|at| own.remove(at)).is_none()
        });
    };
    claim(&|own, task| own.anchor == task.anchor && own.name.to_lowercase() == task.name.to_lowercase());
    claim(&|own, task| own.anchor == task.anchor && own.kind == task.kind && own.days == task.days);
    numbered(missing, plan.fresh_task_id().0)
}

/// The tasks of a new plan. Those that would be due before `today` are due today.
pub(super) fn tasks(plan: &Plan, today: Option<NaiveDate>) -> Vec<Task> {
    let mut tasks = usual(plan);
    let first = plan.phases.first().map(|phase| phase.id);
    let room = today.map(|today| plan.calendar.working_days_between(today, plan.start).clamp(0, 1_000));
    if let Some(room) = room {
        let is_early = |task: &&mut Task| {
            matches!(task.anchor, Anchor::First(_)) || task.anchor.phase() == first && first.is_some()
        };
        tasks.iter_mut().filter(is_early).for_each(|task| task.days = task.days.max(-(room as i32)));
    }
    numbered(tasks, 1)
}

fn numbered(mut tasks: Vec<Task>, first: u32) -> Vec<Task> {
    (first..).zip(&mut tasks).for_each(|(id, task)| task.id = TaskId(id));
    tasks
}

/// A phase that has passed needs no announcement; a workload that moves already was made ready.
fn is_over(plan: &Plan, task: &Task) -> bool {
    if let Some(phase) = task.anchor.phase() {
        return plan.recorded_go(phase).is_some();
    }
    let is_switch_of = |workload: Workload, what: &EventKind| matches!(what, EventKind::CellSwitched { workload: w, head_start: false, .. } if *w == workload);
    match task.anchor {
        Anchor::First(w) => plan.actuals.events.iter().any(|event| is_switch_of(w, &event.what)),
        Anchor::Full(w) => plan.actuals.done(&EventKind::SliderMoved(w)).is_some(),
        _ => false,
    }
}

fn usual(plan: &Plan) -> Vec<Task> {
    if plan.option == MigrationOption::TenantAttach || plan.phases.is_empty() {
        return Vec::new();
    }
    let mut list = List(Vec::new());
    if plan.option != MigrationOption::FromScratch {
        list.workloads(plan);
    }
    plan.phases.iter().for_each(|phase| list.phase(plan, phase));
    list.support(plan);
    list.conditional_access(plan);
    list.retirement(plan);
    list.0
}

struct List(Vec<Task>);

impl List {
    fn add(&mut self, name: &str, kind: TaskKind, anchor: Anchor, days: i32, note: &str) -> &mut Task {
        let mut task = Task::new(TaskId(0), name, kind, anchor, days);
        note.clone_into(&mut task.note);
        self.0.push(task);
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    fn workloads(&mut self, plan: &Plan) {
        for workload in plan.switchable_workloads() {
            let cells: Vec<&Phase> =
                plan.phases.iter().filter(|phase| plan.has_cell(workload, phase.id)).collect();
            let has_slider = plan.has_slider(workload);
            if cells.is_empty() && !has_slider {
                continue;
            }
            for step in workload.consequences().steps {
                let anchors: Vec<Anchor> = match step.moment {
                    Moment::Full if !has_slider => Vec::new(),
                    Moment::Full => vec![Anchor::Full(workload)],
                    // Without pilot collections the slider is the only switch there is.
                    _ if cells.is_empty() => vec![Anchor::Full(workload)],
                    Moment::First => vec![Anchor::First(workload)],
                    Moment::Cell => {
                        cells.iter().map(|phase| Anchor::Cell { workload, phase: phase.id }).collect()
                    }
                };
                for anchor in anchors {
                    let task = self.add(step.name, TaskKind::Switch, anchor, step.days, step.note);
                    task.is_blocking = step.is_blocking;
                }
            }
        }
    }

    fn phase(&mut self, plan: &Plan, phase: &Phase) {
        use TaskKind::{Communication, Switch};
        let start = || Anchor::PhaseStart(phase.id);
        self.add("Announce the move", Communication, start(), -15, "What changes, when, and why");
        self.add("Send instructions", Communication, start(), -8, "What users see and do, and whom to ask");
        self.add("Say that enrollment begins", Communication, start(), 0, "With the deadline for signing in");
        let note = "To those who have not enrolled: remind them, find out why";
        self.add("Follow up", Communication, start(), 10, note);
        let note = match phase.path {
            EnrollmentPath::InternetBased | EnrollmentPath::Autopilot => {
                "To the phase's groups, for every workload that moves with it; cloud management gateway in reach"
            }
            _ => "To the phase's groups, for every workload that moves with it; licenses for its users",
        };
        self.add("Assign Intune policies", Switch, start(), -3, note).is_blocking = true;
        if phase.path == EnrollmentPath::ThirdPartyMdm {
            let note =
                "Until they enroll, no policy reaches them: unenroll no more than enroll in a day or two";
            self.add("Unenroll devices from the old product", Switch, start(), 0, note);
            if has_conditional_access(plan) {
                let note = "Step by step, as they enroll";
                let gate = Anchor::PhaseGate(phase.id);
                self.add("Take users out of the exclusion group", TaskKind::ConditionalAccess, gate, 1, note);
            }
        }
    }

    fn support(&mut self, plan: &Plan) {
        let pilot = plan.phases.first().map(|phase| phase.id);
        let wave = plan.phases.iter().find(|phase| phase.kind == PhaseKind::Wave).map(|phase| phase.id);
        if let Some(pilot) = pilot {
            let start = || Anchor::PhaseStart(pilot);
            let note = "Tier 1 to 2 to 3, Microsoft as the fourth; answers go back through tier 1";
            self.add("Agree tiers and escalation", TaskKind::Support, start(), -10, note);
            let note = "Weekly, daily while a phase begins";
            self.add("Set up a meeting across the tiers", TaskKind::Support, start(), -5, note);
        }
        if let Some(wave) = wave.or(pilot) {
            let note = "Two to three hours, with what the pilots' tickets were about";
            let task =
                self.add("Train tiers 1 and 2", TaskKind::Support, Anchor::PhaseStart(wave), -10, note);
            task.is_blocking = true;
        }
    }

    fn conditional_access(&mut self, plan: &Plan) {
        use TaskKind::{Communication, ConditionalAccess};
        if !has_conditional_access(plan) {
            return;
        }
        let from = || Anchor::Milestone(MilestoneKind::ConditionalAccess);
        let note = "It shows whom the policy would block, and blocks nobody";
        self.add("Run the policy in report-only mode", ConditionalAccess, from(), -20, note);
        let note = "Accounts for emergencies, and users who are still to migrate";
        self.add("Exclude who must not be blocked", ConditionalAccess, from(), -10, note).is_blocking = true;
        let note = "Who is blocked from when on, and what helps";
        self.add("Announce Conditional Access", Communication, from(), -10, note);
        if plan.phases.iter().any(|phase| phase.path == EnrollmentPath::ThirdPartyMdm) {
            let note = "Two products must never both decide on access to mail and files";
            let task = self.add("End the old product's access rules", ConditionalAccess, from(), -1, note);
            task.is_blocking = true;
            let note = "From then on whatever is not compliant is blocked";
            self.add("Delete the exclusion group", ConditionalAccess, Anchor::Finish, 5, note);
        }
    }

    fn retirement(&mut self, plan: &Plan) {
        use TaskKind::Retirement;
        if plan.phases.iter().any(|phase| phase.path == EnrollmentPath::ThirdPartyMdm) {
            let note = "Once no device reports to it; keep its inventory";
            self.add("Retire the old product", Retirement, Anchor::Finish, 20, note);
        }
        if plan.option != MigrationOption::ConfigurationManagerToIntune {
            return;
        }
        let removed = || Anchor::Milestone(MilestoneKind::ClientRemoved);
        for (name, days, note) in [
            ("Replace OS deployment", -60, "Windows Autopilot, or another tool for bare metal"),
            ("Replace task sequences that install software", -60, "As Intune apps, or given up"),
            ("Find another manager for servers", -60, "Intune does not manage them"),
            ("Replace reports and inventory", -40, "What is still asked for, from Intune"),
            ("Confirm that every device has enrolled", -10, "And that all workloads are with Intune"),
            ("Stop installing the client", -1, "Client push and policies would bring it back"),
        ] {
            self.add(name, Retirement, removed(), days, note).is_blocking = true;
        }
        let note = "Distribution points, management points, the cloud management gateway, then the site";
        self.add("Remove site systems", Retirement, removed(), 20, note);
    }
}

fn has_conditional_access(plan: &Plan) -> bool {
    plan.milestones.iter().any(|milestone| milestone.kind == MilestoneKind::ConditionalAccess)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::{Answers, Edit, Record, plan_from};

    fn plan(option: MigrationOption, path: EnrollmentPath) -> Plan {
        plan_from(&Answers { option, path, ..Answers::new("2026-07-06".parse().unwrap()) })
    }

    #[test]
    fn a_new_plan_has_all_its_usual_tasks_and_each_once() {
        for option in MigrationOption::ALL {
            for path in EnrollmentPath::ALL {
                let plan = plan(option, path);
                assert_eq!(missing_tasks(&plan), Vec::new(), "{option:?} {path:?}");
                assert_eq!(plan.tasks.is_empty(), option == MigrationOption::TenantAttach);
                let mut again = plan.clone();
                for task in &plan.tasks {
                    Edit::Put(Record::Task(task.clone())).apply(&mut again).unwrap();
                }
                assert_eq!(again, plan, "no task is out of bounds or shares its id");
            }
        }
    }

    #[test]
    fn a_task_in_ones_own_words_or_on_another_day_is_not_offered_again() {
        let mut plan = plan(MigrationOption::CoManagement, EnrollmentPath::ExistingClient);
        let same =
            |task: &Task| task.anchor == Anchor::First(Workload::EndpointProtection) && task.days == -10;
        let [one, other]: [TaskId; 2] =
            plan.tasks.iter().filter(|t| same(t)).map(|t| t.id).collect::<Vec<_>>().try_into().unwrap();
        plan.tasks.iter_mut().find(|t| t.id == one).unwrap().name = "AV policies, John".into();
        plan.tasks.iter_mut().find(|t| t.name == "Announce the move").unwrap().days = -30;
        assert_eq!(missing_tasks(&plan), Vec::new());
        let gone = plan.tasks.iter().find(|task| task.id == other).unwrap().name.clone();
        plan.tasks.retain(|task| task.id != other);
        let offered: Vec<String> = missing_tasks(&plan).into_iter().map(|task| task.name).collect();
        assert_eq!(offered.len(), 1, "{offered:?} instead of {gone}");
    }

    #[test]
    fn nothing_is_offered_for_what_is_over() {
        let mut plan = crate::plan::plan_from(&Answers::new("2026-07-06".parse().unwrap()));
        plan.tasks.clear();
        let first = plan.phases[0].id;
        plan.decisions.push(crate::plan::Decision {
            id: crate::plan::DecisionId(1),
            date: plan.start,
            kind: crate::plan::DecisionKind::Go,
            phase: Some(first),
            text: String::new(),
            who: String::new(),
            evidence: Vec::new(),
        });
        let missing = missing_tasks(&plan);
        assert!(missing.iter().all(|task| task.anchor.phase() != Some(first)));
        assert!(missing.iter().any(|task| task.anchor.phase() == Some(plan.phases[1].id)));
    }

    #[test]
    fn what_comes_along_with_device_configuration_has_its_tasks_too() {
        let mut plan = plan(MigrationOption::CoManagement, EnrollmentPath::ExistingClient);
        let follower = Workload::EndpointProtection;
        let of = |plan: &Plan| plan.tasks.iter().filter(|t| t.anchor.workload() == Some(follower)).count();
        let all = of(&plan);
        assert!(all > 0);
        plan.workloads.retain(|row| row.workload != follower);
        plan.tasks.retain(|task| task.anchor.workload() != Some(follower));
        let missing = missing_tasks(&plan).into_iter();
        assert_eq!(missing.filter(|task| task.anchor.workload() == Some(follower)).count(), all);
    }
}
