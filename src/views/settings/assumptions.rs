//! Plan settings, the assumptions: each parameter in plain words with its mean and how sure it is, what the
//! actuals say of it and what is believed now, and the tickets that an event causes.

use egui::{Rect, ScrollArea, Ui, pos2, vec2};

use super::fields::Fields;
use crate::look::paint;
use crate::look::style::stroke;
use crate::look::text::{text_at, text_at_elided, words};
use crate::look::widgets::{Card, Field, Number, check_at, number_field};
use crate::picture::Scene;
use crate::picture::{Anchor, Ink, TypeRole, text};
use crate::plan::{Parameter, Setting, Strength, SwitchTickets, wording};
use crate::report::{Situation, assumed};
use crate::views::kept::kept;
use crate::views::{Actions, ViewInput};

const ROW: f32 = 58.0;
/// What each line of what the actuals say adds.
const LINE: f32 = 18.0;
/// Between words and fields.
const GAP: f32 = 12.0;
/// Of the fields at the right, and of the curves beside them where the words still have room.
const FIELDS: f32 = 560.0;
const CURVES: egui::Vec2 = vec2(156.0, 44.0);
const LEAST_WORDS: f32 = 420.0;

/// A parameter's row as it is shown.
struct Line {
    parameter: Parameter,
    before: String,
    since: Option<String>,
    curves: Option<Scene>,
}

impl Line {
    /// What the words have of a room that they share with the curves.
    fn words_room(&self, width: f32) -> f32 {
        let beside = width - CURVES.x - 16.0;
        if self.curves.is_some() && beside >= LEAST_WORDS { beside } else { width }
    }

    /// What the actuals say, on as many lines as it takes.
    fn learned(&self, width: f32) -> Vec<String> {
        let since = self.since.as_deref().unwrap_or_default();
        if since.is_empty() {
            return Vec::new();
        }
        text::break_lines(TypeRole::LABEL, since, self.words_room(width))
    }
}

fn lines(input: &ViewInput<'_>) -> Vec<Line> {
    let rows = assumed::learned(&Situation::new(input.plan, input.outlook));
    let line = |row: assumed::LearnedRow| Line {
        parameter: row.parameter,
        curves: row.drawing(CURVES.x, CURVES.y),
        before: row.before,
        since: row.since,
    };
    rows.into_iter().map(line).collect()
}

pub fn parameters(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let subtitle = "no published figure exists for most of them; the pilots replace them";
    Card::new(rect).title("Assumptions", subtitle).show(ui, |ui, body| {
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(body).id_salt("parameters"));
        ScrollArea::both().auto_shrink(false).show(&mut inside, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            let width = (body.width() - 10.0).max(820.0);
            for line in kept(ui, input, ("assumptions", ()), || lines(input)).iter() {
                let height = ROW + LINE * line.learned(width - FIELDS - GAP).len() as f32;
                let (_, rect) = ui.allocate_space(vec2(width, height));
                ui.push_id(line.parameter.name(), |ui| parameter_row(ui, rect, (line, input), actions));
            }
            let (_, line) = ui.allocate_space(vec2(width, ROW));
            between_phases(ui, line, input, actions);
        });
    });
}

fn parameter_row(ui: &mut Ui, line: Rect, (said, input): (&Line, &ViewInput<'_>), actions: &mut Actions) {
    let parameter = said.parameter;
    let old = input.plan.assumptions.get(parameter);
    let right = line.right() - FIELDS;
    belief(ui, line.with_max_x(right - GAP), said);
    let mut new = old.clone();
    let number = scale(parameter);
    let factor = if number.unit == "%" { 100.0 } else { 1.0 };
    let top = line.top() + 4.0;
    let cell = |x: f32, wide: f32| Rect::from_min_size(pos2(right + x, top), vec2(wide, 47.0));
    let mut mean = new.mean * factor;
    let response = number_field(ui, Field::new("Mean").at(cell(0.0, 112.0)), &number, &mut mean);
    let mut is_dragged = response.changed();
    if is_dragged {
        new.mean = mean / factor;
    }
    let mut drag = response;
    let mut observations = match new.strength {
        Strength::Exact => 0.0,
        Strength::Observations(n) => n,
    };
    let mut is_exact = new.strength == Strength::Exact;
    let lock = is_exact.then_some("An exact figure does not learn");
    let field = Field::new("As sure as after").at(cell(124.0, 140.0)).locked(lock);
    let response =
        number_field(ui, field, &Number::whole(0.1, 1e6, "cases").with_decimals(1, 1.0), &mut observations);
    if response.changed() {
        new.strength = Strength::Observations(observations);
        is_dragged = true;
        drag = response;
    }
    let mut changed = false;
    if check_at(ui, cell(276.0, 72.0).translate(vec2(0.0, 9.5)), &mut is_exact, "Exact").changed() {
        new.strength = if is_exact { Strength::Exact } else { Strength::Observations(20.0) };
        changed = true;
    }
    let source = Field::new("Source").at(cell(356.0, 200.0)).hint("assumption, no source");
    changed |= crate::look::widgets::text_field(ui, source, &mut new.source).changed();
    ui.painter().hline(line.x_range(), line.bottom() - 0.5, stroke(ui, 1.0, Ink::Grid));
    let setting = || Setting::Assumption { parameter, assumption: new.clone() };
    if is_dragged {
        actions.edit_while_dragging(&drag, setting());
    } else if changed {
        actions.edit(setting());
    }
}

/// What is assumed, what came and what is believed now, with the curves of both.
fn belief(ui: &mut Ui, room: Rect, said: &Line) {
    let words_room = room.with_max_x(room.left() + said.words_room(room.width()));
    if let Some(scene) = said.curves.as_ref().filter(|_| words_room.width() < room.width()) {
        let at = pos2(room.right() - CURVES.x, room.center().y - CURVES.y / 2.0);
        paint::show(ui, Rect::from_min_size(at, CURVES), scene);
    }
    sentence(ui, words_room, (said.parameter.name(), &said.before));
    for (n, line) in said.learned(room.width()).iter().enumerate() {
        let at = pos2(room.left(), room.top() + 59.0 + LINE * n as f32);
        text_at(ui, at, Anchor::Start, words(line, TypeRole::LABEL, Ink::Text));
    }
}

/// The parameter's name over what it says in plain words.
fn sentence(ui: &mut Ui, room: Rect, (name, said): (&str, &str)) {
    let title = words(name, TypeRole::BODY_MEDIUM, Ink::Text);
    text_at(ui, pos2(room.left(), room.top() + 22.0), Anchor::Start, title);
    let at = pos2(room.left(), room.top() + 41.0);
    text_at_elided(ui, at, Anchor::Start, words(said, TypeRole::LABEL, Ink::Text2), room.width());
}

/// How a parameter is typed.
fn scale(parameter: Parameter) -> Number<'static> {
    match parameter {
        Parameter::TicketFactor => Number::whole(0.0, 100.0, "×").with_decimals(2, 0.1),
        Parameter::HalfLife => Number::whole(0.0, 365.0, "days").with_decimals(1, 0.5),
        _ => Number::whole(0.0, 100.0, "%").with_decimals(1, 1.0),
    }
}

fn between_phases(ui: &mut Ui, line: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let old = input.plan.assumptions.success_between_phases;
    let right = line.right() - FIELDS;
    let said = wording::between_phases(old);
    sentence(ui, line.with_max_x(right - 12.0), ("How alike phases are in success", &said));
    let top = line.top() + 4.0;
    let mut alike = old.is_none();
    let place = Rect::from_min_size(pos2(right + 276.0, top + 9.5), vec2(120.0, 47.0));
    if check_at(ui, place, &mut alike, "Exactly alike").changed() {
        actions.edit(Setting::SuccessBetweenPhases((!alike).then_some(120.0)));
    }
    if let Some(mut attempts) = old {
        let at = Rect::from_min_size(pos2(right + 124.0, top), vec2(140.0, 47.0));
        let number = Number::whole(1.0, 1e6, "attempts").with_decimals(1, 1.0);
        let response = number_field(ui, Field::new("As alike as").at(at), &number, &mut attempts);
        if response.changed() {
            actions.edit_while_dragging(&response, Setting::SuccessBetweenPhases(Some(attempts)));
        }
    }
}

pub fn ticket_rates(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let old = &input.plan.assumptions;
    let subtitle = "per 100 events, times the factor above; assumptions without a source";
    Card::new(rect).title("Tickets", subtitle).show(ui, |ui, body| {
        let mut fields = Fields::new(body, 4);
        let per_100 = Number::whole(0.0, 10_000.0, "per 100").with_decimals(1, 1.0);
        let (existing, other) = (old.tickets_existing_client, old.tickets_other_paths);
        fields.number(
            ui,
            actions,
            ("Enrolled, existing client", &per_100),
            existing.per_enrolled * 100.0,
            |v| {
                Setting::TicketsExistingClient(crate::plan::EnrollmentTickets {
                    per_enrolled: v / 100.0,
                    ..existing
                })
            },
        );
        fields.number(
            ui,
            actions,
            ("Failed, existing client", &per_100),
            existing.per_failure * 100.0,
            |v| {
                Setting::TicketsExistingClient(crate::plan::EnrollmentTickets {
                    per_failure: v / 100.0,
                    ..existing
                })
            },
        );
        fields.number(ui, actions, ("Enrolled, other paths", &per_100), other.per_enrolled * 100.0, |v| {
            Setting::TicketsOtherPaths(crate::plan::EnrollmentTickets { per_enrolled: v / 100.0, ..other })
        });
        fields.number(ui, actions, ("Failed, other paths", &per_100), other.per_failure * 100.0, |v| {
            Setting::TicketsOtherPaths(crate::plan::EnrollmentTickets { per_failure: v / 100.0, ..other })
        });
        for (name, place) in switch_rates() {
            let mut rates = old.tickets_switch;
            let value = *place(&mut rates) * 100.0;
            fields.number(ui, actions, (name, &per_100), value, |v| {
                *place(&mut rates) = v / 100.0;
                Setting::SwitchTickets(rates)
            });
        }
    });
}

type Rate = fn(&mut SwitchTickets) -> &mut f64;

/// The switch rates with where each is kept.
fn switch_rates() -> [(&'static str, Rate); 7] {
    [
        ("Compliance policies", |rates| &mut rates.compliance_policies),
        ("Compliance, access enforced", |rates| &mut rates.compliance_policies_enforced),
        ("Windows Update policies", |rates| &mut rates.windows_update_policies),
        ("Endpoint Protection", |rates| &mut rates.endpoint_protection),
        ("Device configuration", |rates| &mut rates.device_configuration),
        ("Office Click-to-Run apps", |rates| &mut rates.office_click_to_run),
        ("Client apps", |rates| &mut rates.client_apps),
    ]
}
