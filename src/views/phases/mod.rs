//! The page *Phases*: its tabs choose the phase, a control under the title the dashboard or the actuals.

pub mod actuals;
pub mod dashboard;

use egui::{Rect, Ui, pos2, vec2};

use super::{Action, Actions, ViewInput, frame};
use crate::document::{PhaseTab, Workspace};
use crate::look::widgets::segmented;

/// The control under the title takes this much of the page.
const CONTROL: f32 = 32.0;

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let Some((index, phase)) = input.phase(workspace) else { return no_phase(ui, rect, actions) };
    let labels: Vec<String> = input.plan.phases.iter().map(|p| input.plan.phase_label(p.id)).collect();
    let tabs: Vec<&str> = labels.iter().map(String::as_str).collect();
    let title = input.plan.phase_title(phase.id);
    let (verdict, headline) = match workspace.phases.tab {
        PhaseTab::Dashboard => dashboard::headline(input, index),
        PhaseTab::Actuals => actuals::headline(input, index),
    };
    let head = frame::Head { title: &title, verdict, headline: &headline, tabs: &tabs, tab: index };
    let response = frame::head(ui, rect, &head);
    if let Some(picked) = response.picked.and_then(|at| input.plan.phases.get(at)) {
        actions.push(Action::SelectPhase(picked.id));
    }
    let content = response.content;
    view_control(ui, content, workspace);
    let content = Rect::from_min_max(pos2(content.left(), content.top() + CONTROL), content.max);
    match workspace.phases.tab {
        PhaseTab::Dashboard => dashboard::show(ui, content, (input, index), workspace, actions),
        PhaseTab::Actuals => actuals::show(ui, content, (input, index), workspace, actions),
    }
}

fn view_control(ui: &mut Ui, content: Rect, workspace: &mut Workspace) {
    const NAMES: [&str; 2] = ["Dashboard", "Actuals"];
    let size = vec2(segmented::width(&NAMES).max(180.0), 28.0);
    let place = Rect::from_min_size(pos2(content.left(), content.top() - 8.0), size);
    let mut chosen = usize::from(workspace.phases.tab == PhaseTab::Actuals);
    let before = chosen;
    segmented::segmented_at(ui, place, &mut chosen, &NAMES);
    if chosen != before {
        workspace.phases.tab = if chosen == 1 { PhaseTab::Actuals } else { PhaseTab::Dashboard };
    }
}

fn no_phase(ui: &mut Ui, rect: Rect, actions: &mut Actions) {
    let headline = "The plan has no phases yet.";
    let content = frame::head(ui, rect, &frame::Head::plain("Phases", None, headline)).content;
    let sentence = "A phase is a group of devices that migrates together.";
    if frame::empty(ui, content, sentence, &["Add phases in Plan settings"]).is_some() {
        actions.push(Action::Go(crate::document::Page::PlanSettings));
    }
}
