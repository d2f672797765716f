//! Where a problem can be seen to: the page and what is chosen on it, and the words that name the place.

use crate::document::workspace::settings::SettingsTab;
use crate::document::{Page, PhaseTab, Workspace};
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

/// "Device configuration, Wave 2".
pub fn name(place: &Place, plan: &Plan) -> String {
    match place {
        Place::Plan | Place::Milestone(_) => "Plan settings".to_owned(),
        Place::Estate => "Estate".to_owned(),
        Place::Segment(id) => {
            plan.estate.segment(*id).map_or_else(|| "Estate".to_owned(), crate::plan::Segment::title)
        }
        Place::Calendar => "Calendar".to_owned(),
        Place::Desk => "Helpdesk".to_owned(),
        Place::Assumptions => "Assumptions".to_owned(),
        Place::Prerequisite(_) => "Prerequisites".to_owned(),
        Place::Phase(phase) => plan.phase_label(*phase),
        Place::Cell { workload, phase } => format!("{}, {}", workload.name(), plan.phase_label(*phase)),
        Place::Slider(workload) => format!("Slider of {}", workload.name()),
        Place::Actuals { phase: Some(phase), .. } => format!("Actuals of {}", plan.phase_label(*phase)),
        Place::Actuals { phase: None, .. } => "Actuals of the helpdesk".to_owned(),
        Place::Decision(_) => "Decision log".to_owned(),
        Place::Question(_) => "Next decision".to_owned(),
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
