//! Where a problem can be seen to: the page and what is chosen on it. The report names the place.

use crate::document::workspace::settings::SettingsTab;
use crate::document::{Page, PhaseTab, WorkloadsTab, Workspace};
use crate::plan::{PhaseId, Place, Plan};

/// Goes to a place: the page, with what it is about chosen there.
pub fn go_to(place: &Place, plan: &Plan, workspace: &mut Workspace) {
    match place {
        Place::Plan | Place::Milestone(_) => settings(workspace, SettingsTab::Plan),
        Place::Estate | Place::Segment(_) => settings(workspace, SettingsTab::Estate),
        Place::Calendar => settings(workspace, SettingsTab::Calendar),
        Place::Desk => settings(workspace, SettingsTab::Helpdesk),
        Place::Assumptions => settings(workspace, SettingsTab::Assumptions),
        Place::Prerequisite(_) => settings(workspace, SettingsTab::Prerequisites),
        Place::Task(id) => {
            workspace.go(Page::Workloads);
            workspace.workloads.tab = WorkloadsTab::Tasks;
            workspace.tasks.go_to(*id);
        }
        Place::Phase(phase) => {
            workspace.phase = Some(*phase);
            workspace.go(Page::Timeline);
        }
        Place::Cell { workload, phase } => {
            workspace.phase = Some(*phase);
            workspace.go(Page::Workloads);
            workspace.workloads.go_to(*workload, Some(*phase));
        }
        Place::Slider(workload) => {
            workspace.go(Page::Workloads);
            workspace.workloads.go_to(*workload, None);
        }
        Place::Actuals { phase, .. } => phases(workspace, *phase, PhaseTab::Actuals),
        Place::Decision(id) => {
            let phase = plan.decisions.iter().find(|decision| decision.id == *id).and_then(|d| d.phase);
            phases(workspace, phase, PhaseTab::Dashboard);
        }
        Place::Question(_) => workspace.go(Page::Overview),
    }
}

fn settings(workspace: &mut Workspace, tab: SettingsTab) {
    workspace.go(Page::PlanSettings);
    workspace.plan_settings.tab = tab;
}

fn phases(workspace: &mut Workspace, phase: Option<PhaseId>, tab: PhaseTab) {
    workspace.phase = phase.or(workspace.phase);
    workspace.go(Page::Phases);
    workspace.phases.tab = tab;
}
