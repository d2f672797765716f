//! The actuals of one phase: what happened, typed or pasted, beside what was planned. Its tables are in
//! files of their own; how values become totals is the report's.

mod desk;
mod errors;
mod events;
mod figures;
mod layout;
mod table;

use egui::{Rect, Ui, pos2, vec2};

use crate::document::{Workspace, workspace::phases::LowerTable};
use crate::look::Verdict;
use crate::look::widgets::{Card, segmented};
use crate::picture::format;
use crate::views::grid::{Cell, Grid, Row};
use crate::views::{Actions, ViewInput, frame};

/// How the record stands, and the sentence that says it.
pub fn headline(input: &ViewInput<'_>, index: usize) -> (Option<Verdict>, String) {
    let Some(phase) = input.plan.phases.get(index) else { return (None, String::new()) };
    let bad =
        input.outlook.observed.bad.iter().filter(|bad| bad.phase.is_none_or(|id| id == phase.id)).count();
    let as_of = input.outlook.observed.now.get(index).and_then(|now| now.as_of);
    let status = input.plan.status_date;
    match (bad, as_of) {
        (0, None) => {
            (None, "Nothing is recorded yet. Type the first week, or paste it from a spreadsheet.".into())
        }
        (0, Some(day)) if day >= status => {
            (Some(Verdict::Met), format!("Actuals are complete to {}.", format::weekday_date(day)))
        }
        (0, Some(day)) => {
            let late = input.plan.calendar.working_days_between(day, status);
            let days = format::plural(late.unsigned_abs(), "working day", "working days");
            (
                Some(Verdict::Risk),
                format!("Actuals end on {}, {days} before the status date.", format::weekday_date(day)),
            )
        }
        (1, _) => (
            Some(Verdict::Risk),
            "One record cannot be true: it is left out of every sum until it is corrected.".into(),
        ),
        (n, _) => (
            Some(Verdict::Risk),
            format!("{n} records cannot be true: they are left out of every sum until they are corrected."),
        ),
    }
}

/// Draws the cards into `content`, below the control that chooses the view.
pub fn show(
    ui: &mut Ui,
    content: Rect,
    (input, index): (&ViewInput<'_>, usize),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let Some(phase) = input.plan.phases.get(index) else { return };
    let grid = Grid::new([
        Row::fill_share(
            450.0,
            300.0,
            [Cell::share(1.0, 460.0), Cell::fixed(352.0, 420.0).folding("Really done")],
        ),
        Row::fill_share(260.0, 220.0, [Cell::share(1.0, 300.0)]),
    ]);
    // The events stand beside both tables: their card is as high as the page.
    let is_wide = ui.ctx().content_rect().width() >= crate::views::grid::WIDE;
    ui.push_id(("actuals", phase.id.0), |ui| {
        frame::cards(ui, content, &grid, workspace, |ui, card, rect, workspace| match card {
            0 => table::show(ui, rect, (input, index), workspace, actions),
            1 => {
                let rect = if is_wide {
                    rect.with_max_y(rect.top() + content.height().max(rect.height()))
                } else {
                    rect
                };
                events::show(ui, rect, (input, phase.id), actions);
            }
            _ => {
                let rect = if is_wide { rect.with_max_x(rect.right() - 352.0 - 12.0) } else { rect };
                lower(ui, rect, (input, index), workspace, actions);
            }
        });
    });
}

const LOWER: [(LowerTable, &str); 3] = [
    (LowerTable::Desk, "Helpdesk"),
    (LowerTable::Errors, "Error codes"),
    (LowerTable::Figures, "Gate figures"),
];

/// The table below: the desk's totals, the phase's errors, or the figures its gate asks for.
fn lower(
    ui: &mut Ui,
    rect: Rect,
    (input, index): (&ViewInput<'_>, usize),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let shown = workspace.phases.lower;
    let (title, subtitle) = match shown {
        LowerTable::Desk => ("Helpdesk totals", "tickets of all causes, one desk for all phases"),
        LowerTable::Errors => ("Error codes", "failed devices by their last enrollment error"),
        LowerTable::Figures => ("Gate figures", "what the gate asks for and nobody can compute"),
    };
    Card::new(rect).title(title, subtitle).show(ui, |ui, body| {
        let names = LOWER.map(|(_, name)| name);
        let width = segmented::width(&names);
        let place =
            Rect::from_min_size(pos2(rect.right() - 16.0 - width, rect.top() + 9.0), vec2(width, 26.0));
        let mut chosen = LOWER.iter().position(|(one, _)| *one == shown).unwrap_or(0);
        segmented::segmented_at(ui, place, &mut chosen, &names);
        if let Some((table, _)) = LOWER.get(chosen) {
            workspace.phases.lower = *table;
        }
        match shown {
            LowerTable::Desk => desk::show(ui, body, input, (workspace, actions)),
            LowerTable::Errors => errors::show(ui, body, (input, index), actions),
            LowerTable::Figures => figures::show(ui, body, (input, index), actions),
        }
    });
}
