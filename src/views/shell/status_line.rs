//! The status line: where the figures come from and how old they are, the plan's size; at the right what
//! was computed, by what it is drawn and how long it took.

use chrono::NaiveDate;
use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{Shown, problems};
use crate::document::Workspace;
use crate::look::text::{centered_baseline, paint_text, text_at, text_at_elided, words};
use crate::look::{color, focus, glyphs, style};
use crate::picture::{Anchor, Ink, TypeRole, format, text};
use crate::plan::Plan;
use crate::views::{Action, Actions, ViewInput};

const MARGIN: f32 = 20.0;
const ROLE: TypeRole = TypeRole::CAPTION;

pub fn show(
    ui: &mut Ui,
    line: Rect,
    (program, input): Shown<'_, '_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
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
    right -= text::width(ROLE, &computed) + 12.0;
    right = problems_button(ui, line, right, (input, workspace), actions);

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

/// Opens the list of problems; its left edge.
fn problems_button(
    ui: &mut Ui,
    line: Rect,
    right: f32,
    (input, workspace): (&ViewInput<'_>, &Workspace),
    actions: &mut Actions,
) -> f32 {
    let (verdict, said) = problems::summary(input.problems);
    let width = text::width(TypeRole::CAPTION_MEDIUM, &said) + 34.0;
    let place = Rect::from_min_max(pos2(right - width, line.top() + 1.0), pos2(right, line.bottom()));
    let response = ui.allocate_rect(place, Sense::click());
    let is_open = workspace.are_problems_open;
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), is_open, &said));
    focus::shape(&response, place.shrink2(vec2(2.0, 3.0)), 5.0);
    if response.hovered() || is_open {
        ui.painter().rect_filled(place.shrink2(vec2(2.0, 3.0)), 5.0, color(ui, Ink::Bg3));
    }
    glyphs::paint_verdict(ui.painter(), verdict, pos2(place.left() + 15.0, place.center().y), 13.0);
    let at = pos2(place.left() + 26.0, centered_baseline(ROLE, line.center().y));
    paint_text(ui.painter(), at, Anchor::Start, words(&said, TypeRole::CAPTION_MEDIUM, Ink::Text));
    if response.clicked() {
        actions.push(Action::ShowProblems(!is_open));
    }
    place.left() - 12.0
}

/// What was computed, by what it is drawn and how long it took; the shorter, the narrower the window.
fn computed(renderer: &str, input: &ViewInput<'_>, width: f32) -> String {
    let simulated = input.simulated;
    let took = seconds(simulated.took);
    let whole = match simulated.runs {
        0 if input.odds.is_some() => "simulating; ranges of the plan before the change".to_owned(),
        0 => {
            let calculated = format!("calculated in {}", seconds(input.calculated_in));
            return if width < 1000.0 { calculated } else { format!("{renderer} · {calculated}") };
        }
        runs if runs < simulated.wanted => {
            let wanted = format::count(simulated.wanted.into());
            format!("{} of {wanted} simulated futures · seed {}", format::count(runs.into()), simulated.seed)
        }
        runs => {
            format!("{} simulated futures · seed {} · {took}", format::count(runs.into()), simulated.seed)
        }
    };
    if width < 1000.0 { whole } else { format!("{renderer} · {whole}") }
}

/// `under 1 ms`, `31 ms`, `1.20 s`
fn seconds(took: std::time::Duration) -> String {
    match took.as_secs_f64() {
        0.0..0.001 => "under 1 ms".to_owned(),
        s if s < 0.1 => format!("{:.0} ms", s * 1000.0),
        s => format!("{s:.2} s"),
    }
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
