//! The status line: where the figures come from and how old they are, the plan's size; at the right what
//! was computed, by what it is drawn and how long it took.

use chrono::NaiveDate;
use egui::{Rect, Sense, Ui, pos2};

use super::Shown;
use crate::document::Workspace;
use crate::look::text::{centered_baseline, text_at, text_at_elided, words};
use crate::look::{color, style};
use crate::picture::{Anchor, Ink, TypeRole, format, text};
use crate::plan::Plan;
use crate::views::{Actions, ViewInput};

const MARGIN: f32 = 20.0;
const ROLE: TypeRole = TypeRole::CAPTION;

pub fn show(
    ui: &mut Ui,
    line: Rect,
    (program, input): Shown<'_, '_>,
    _workspace: &mut Workspace,
    _actions: &mut Actions,
) {
    ui.painter().rect_filled(line, 0.0, color(ui, Ink::Rail));
    ui.painter().hline(line.x_range(), line.top() + 0.5, style::stroke(ui, 1.0, Ink::Stroke));
    let y = centered_baseline(ROLE, line.center().y);
    let mut right = line.right() - MARGIN;
    let mut left = line.left() + MARGIN;
    let Some(input) = input else {
        text_at(ui, pos2(left, y), Anchor::Start, words("No plan open", ROLE, Ink::Text2));
        text_at(ui, pos2(right, y), Anchor::End, words(program.renderer, ROLE, Ink::Text2));
        return;
    };
    let computed = computed(program.renderer, input, line.width());
    let computed = program.busy.map_or(computed.clone(), |busy| format!("{busy} · {computed}"));
    text_at(ui, pos2(right, y), Anchor::End, words(&computed, ROLE, Ink::Text2));
    right -= text::width(ROLE, &computed) + 16.0;

    let age = Age::of(input.plan);
    ui.painter().circle_filled(pos2(left + 4.0, line.center().y), 4.0, color(ui, age.ink()));
    left += 14.0;
    let size = size(input.plan);
    let data = format!("{} · {size}", age.sentence(input.plan));
    let response =
        text_at_elided(ui, pos2(left, y), Anchor::Start, words(&data, ROLE, Ink::Text2), right - left);
    let _ =
        ui.interact(response.rect, response.id.with("age"), Sense::hover()).on_hover_text(age.explanation());
}

fn computed(renderer: &str, input: &ViewInput<'_>, width: f32) -> String {
    let seconds = input.calculated_in.as_secs_f64();
    let took = if seconds < 0.001 { "under 1 ms".to_owned() } else { format!("{:.0} ms", seconds * 1000.0) };
    if width < 700.0 {
        return format!("calculated in {took}");
    }
    format!("expected course, no range yet · {renderer} · calculated in {took}")
}

fn size(plan: &Plan) -> String {
    let devices = format::count(plan.devices());
    let phases = format::plural(plan.phases.len() as u64, "phase", "phases");
    let workloads = plan.workloads.len();
    format!("{devices} devices · {phases} · {workloads} workloads")
}

/// How far the newest figure lies behind the status date.
struct Age {
    newest: Option<NaiveDate>,
    working_days: i64,
}

/// Older than this many working days is said aloud.
const FRESH: i64 = 5;

impl Age {
    fn of(plan: &Plan) -> Self {
        let stocks = plan.actuals.phases.iter().flat_map(|phase| phase.stocks.iter().map(|stock| stock.date));
        let flows = plan.actuals.phases.iter().flat_map(|phase| phase.flows.iter().map(|flow| flow.date));
        let desk = plan.actuals.desk.iter().map(|desk| desk.to);
        let newest = stocks.chain(flows).chain(desk).filter(|day| *day <= plan.status_date).max();
        let working_days = newest.map_or(0, |day| plan.calendar.working_days_between(day, plan.status_date));
        Self { newest, working_days }
    }

    const fn ink(&self) -> Ink {
        match self.newest {
            Some(_) if self.working_days > FRESH => Ink::WarnSolid,
            Some(_) => Ink::OkSolid,
            None => Ink::NeutralSolid,
        }
    }

    fn sentence(&self, plan: &Plan) -> String {
        let typed = if self.newest.is_some() { &plan.actuals.source } else { &plan.estate.source };
        match (typed.is_empty(), self.newest) {
            (false, Some(_)) if self.working_days > FRESH => {
                format!("Data: {typed}, {} working days old", self.working_days)
            }
            (false, _) => format!("Data: {typed}"),
            (true, Some(newest)) => format!("Data: typed in up to {}", format::date(newest)),
            (true, None) => "No actuals yet".to_owned(),
        }
    }

    fn explanation(&self) -> String {
        match self.newest {
            Some(newest) => format!("The newest figures are of {}.", format::date(newest)),
            None => "Nothing has been recorded yet; all figures are planned or expected.".to_owned(),
        }
    }
}
