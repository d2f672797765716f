//! The page *Plan settings*: everything the plan takes for granted, in sections. It reads the plan and
//! pushes edits; each section is a file.

mod assumptions;
mod calendar;
mod cells;
mod desk;
mod estate;
mod fields;
mod kept;
mod phases;
mod prerequisites;
mod presentation;
mod properties;
mod table;

use egui::{Rect, Ui};

use super::grid::{Cell, Grid, Row};
use super::{Actions, ViewInput, frame};
use crate::document::{Workspace, workspace::settings::SettingsTab};
use crate::picture::format;
use crate::plan::Plan;

const TABS: [(SettingsTab, &str); 8] = [
    (SettingsTab::Plan, "Plan"),
    (SettingsTab::Estate, "Estate"),
    (SettingsTab::Phases, "Phases"),
    (SettingsTab::Calendar, "Calendar"),
    (SettingsTab::Helpdesk, "Helpdesk"),
    (SettingsTab::Assumptions, "Assumptions"),
    (SettingsTab::Prerequisites, "Prerequisites"),
    (SettingsTab::Presentation, "Presentation"),
];

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let tab = workspace.plan_settings.tab;
    let headline = headline(input.plan, tab);
    let names = TABS.map(|(_, name)| name);
    let chosen = TABS.iter().position(|(one, _)| *one == tab).unwrap_or(0);
    let head =
        frame::Head { title: "Plan settings", verdict: None, headline: &headline, tabs: &names, tab: chosen };
    let response = frame::head(ui, rect, &head);
    if let Some((tab, _)) = response.picked.and_then(|picked| TABS.get(picked)) {
        workspace.plan_settings.tab = *tab;
    }
    let tab = workspace.plan_settings.tab;
    ui.push_id(("settings", tab as u8), |ui| {
        frame::cards(ui, response.content, &grid(tab), workspace, |ui, index, rect, workspace| {
            if tab == SettingsTab::Presentation {
                let state = &mut workspace.plan_settings;
                return presentation::show(ui, index, rect, input, (state, actions));
            }
            card(ui, (tab, index), rect, input, actions);
        });
    });
}

fn grid(tab: SettingsTab) -> Grid {
    let half = [Cell::share(1.0, 420.0), Cell::share(1.0, 420.0)];
    match tab {
        SettingsTab::Plan => {
            // A milestone has more to say than what is kept for comparison.
            let lower = [Cell::share(1.3, 420.0), Cell::share(1.0, 420.0)];
            Grid::new([Row::fixed(345.0, [Cell::share(1.0, 520.0)]), Row::fill(260.0, lower)])
        }
        SettingsTab::Estate => Grid::new([
            Row::fill(300.0, [Cell::share(1.0, 520.0)]),
            Row::fixed(240.0, [Cell::share(1.0, 300.0)]),
        ]),
        SettingsTab::Phases | SettingsTab::Prerequisites => frame::single(600.0),
        SettingsTab::Calendar => Grid::new([
            Row::fixed(96.0, [Cell::share(1.0, 110.0)]),
            Row::fill(260.0, half),
            Row::fixed(200.0, [Cell::share(1.0, 240.0)]),
        ]),
        SettingsTab::Helpdesk => {
            Grid::new([Row::fill(400.0, [Cell::fixed(404.0, 320.0), Cell::share(1.0, 420.0)])])
        }
        SettingsTab::Presentation => {
            Grid::new([Row::fill(560.0, [Cell::fixed(384.0, 470.0), Cell::share(1.0, 640.0)])])
        }
        SettingsTab::Assumptions => Grid::new([
            Row::fill(440.0, [Cell::share(1.0, 560.0)]),
            Row::fixed(232.0, [Cell::share(1.0, 420.0)]),
        ]),
    }
}

fn card(
    ui: &mut Ui,
    (tab, index): (SettingsTab, usize),
    rect: Rect,
    input: &ViewInput<'_>,
    actions: &mut Actions,
) {
    match (tab, index) {
        (SettingsTab::Plan, 0) => properties::plan(ui, rect, input, actions),
        (SettingsTab::Plan, 1) => properties::milestones(ui, rect, input, actions),
        (SettingsTab::Plan, _) => kept::show(ui, rect, input, actions),
        (SettingsTab::Estate, 0) => estate::segments(ui, rect, input, actions),
        (SettingsTab::Estate, _) => estate::support_ends(ui, rect, input, actions),
        (SettingsTab::Phases, _) => phases::show(ui, rect, input, actions),
        (SettingsTab::Calendar, 0) => calendar::week(ui, rect, input, actions),
        (SettingsTab::Calendar, 1) => calendar::freezes(ui, rect, input, actions),
        (SettingsTab::Calendar, 2) => calendar::holidays(ui, rect, input, actions),
        (SettingsTab::Calendar, _) => calendar::pauses(ui, rect, input, actions),
        (SettingsTab::Helpdesk, 0) => desk::agents(ui, rect, input, actions),
        (SettingsTab::Helpdesk, _) => desk::work(ui, rect, input, actions),
        (SettingsTab::Assumptions, 0) => assumptions::parameters(ui, rect, input, actions),
        (SettingsTab::Assumptions, _) => assumptions::ticket_rates(ui, rect, input, actions),
        (SettingsTab::Prerequisites, _) => prerequisites::show(ui, rect, input, actions),
        (SettingsTab::Presentation, _) => {}
    }
}

/// What the section says, with its number.
fn headline(plan: &Plan, tab: SettingsTab) -> String {
    let plural = |n: usize, one: &str, many: &str| format::plural(n as u64, one, many);
    match tab {
        SettingsTab::Plan => format!(
            "{} from {}; {}.",
            plan.option.name(),
            format::date(plan.start),
            plan.target.map_or("no target date yet".into(), |target| format!(
                "to be finished by {}",
                format::date(target)
            ))
        ),
        SettingsTab::Estate => match plan.estate.segments.len() {
            0 => "The estate is not described yet; the phases hold the counts.".into(),
            n => format!(
                "{} in {}.",
                format::plural(plan.estate.devices(), "device", "devices"),
                plural(n, "segment", "segments")
            ),
        },
        SettingsTab::Phases => format!(
            "{} in {}.",
            format::plural(plan.devices(), "device", "devices"),
            plural(plan.phases.len(), "phase", "phases")
        ),
        SettingsTab::Calendar => format!(
            "{} a week, {} and {}.",
            plural(plan.calendar.working_days.len(), "working day", "working days"),
            plural(plan.calendar.holidays.len(), "holiday", "holidays"),
            plural(plan.calendar.freezes.len(), "freeze", "freezes")
        ),
        SettingsTab::Helpdesk => match plan.desk.ordinary_per_day {
            Some(ordinary) => {
                format!("{} ordinary tickets a day before any migration.", format::decimal(ordinary, 1))
            }
            None => "How many tickets come without the migration is not typed yet.".into(),
        },
        SettingsTab::Assumptions => {
            let unsourced =
                crate::plan::Parameter::ALL.iter().filter(|p| plan.assumptions.get(**p).source.is_empty());
            format!(
                "{} of {} have no source; actuals will replace them.",
                unsourced.count(),
                crate::plan::Parameter::ALL.len()
            )
        }
        SettingsTab::Presentation => presentation::headline(plan),
        SettingsTab::Prerequisites => {
            let settled = plan.prerequisites.iter().filter(|p| p.state.is_settled()).count();
            format!(
                "{settled} of {} settled.",
                plural(plan.prerequisites.len(), "prerequisite", "prerequisites")
            )
        }
    }
}
