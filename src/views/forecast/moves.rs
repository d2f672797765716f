//! What moves the finish, what it would take to reach a chance, and the finish against the helpdesk.

use egui::{Rect, Role, ScrollArea, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::document::{ForecastState, MovesTab, Workspace};
use crate::look::style::stroke;
use crate::look::text::{text_at, text_at_elided, text_at_wrapped, words};
use crate::look::widgets::card::{PADDING, Surface, paint_surface};
use crate::look::widgets::{Button, Field, Kind, choice, segmented};
use crate::picture::{self, Anchor, Ink, TypeRole, format, text, tornado};
use crate::report::odds_takes::{self, TakesRow};
use crate::report::{odds_charts, study::Study};
use crate::views::kept::{kept, size};
use crate::views::{Action, Actions, ViewInput, chart};

const HEAD: f32 = 40.0;
const ROW: f32 = 32.0;

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    paint_surface(ui.painter(), rect, Surface::Card);
    let state = &mut workspace.forecast;
    head(ui, rect, state);
    let body = Rect::from_min_max(
        pos2(rect.left() + PADDING, rect.top() + HEAD),
        pos2(rect.right() - PADDING, rect.bottom() - 14.0),
    );
    match state.tab {
        MovesTab::Moves => moves(ui, body, input),
        MovesTab::Takes => takes(ui, body, input, state, actions),
    }
}

/// The title is the choice between the two; its words say what is shown.
fn head(ui: &mut Ui, rect: Rect, state: &mut ForecastState) {
    let names = ["What moves the finish", "What would it take"];
    let mut at = usize::from(state.tab == MovesTab::Takes);
    let width = segmented::width(&names).min(rect.width() - 2.0 * PADDING);
    let place = Rect::from_min_size(rect.min + vec2(PADDING - 3.0, 7.0), vec2(width, 28.0));
    segmented::segmented_at(ui, place, &mut at, &names);
    state.tab = if at == 0 { MovesTab::Moves } else { MovesTab::Takes };
    let right = rect.right() - PADDING;
    match state.tab {
        MovesTab::Moves => {
            let said = words("working days against P50", TypeRole::LABEL, Ink::Text3);
            let room = right - place.right() - 10.0;
            if text::width(TypeRole::LABEL, said.text) <= room {
                text_at(ui, pos2(right, rect.top() + 25.0), Anchor::End, said);
            }
        }
        MovesTab::Takes => {
            let chances: Vec<String> = ForecastState::WANTED.iter().map(|c| format::percent0(*c)).collect();
            let chances: Vec<&str> = chances.iter().map(String::as_str).collect();
            let near = |c: &f64| (*c - state.wanted).abs() < 1e-9;
            let mut chosen = ForecastState::WANTED.iter().position(near).unwrap_or(3);
            let width = 76.0_f32.min(right - place.right() - 6.0).max(56.0);
            let box_at = Rect::from_min_size(pos2(right - width, rect.top() + 7.0), vec2(width, 28.0));
            choice(
                ui,
                Field::new("Chance to finish by the target").without_label().at(box_at),
                &mut chosen,
                &chances,
                "",
            );
            state.wanted = ForecastState::WANTED[chosen];
            let said = words("for a chance of", TypeRole::LABEL, Ink::Text3);
            if text::width(TypeRole::LABEL, said.text) <= box_at.left() - place.right() - 16.0 {
                text_at(ui, pos2(box_at.left() - 8.0, rect.top() + 25.0), Anchor::End, said);
            }
        }
    }
}

fn moves(ui: &mut Ui, body: Rect, input: &ViewInput<'_>) {
    let study: &Study = input.beside.study;
    if study.rows.is_empty() && study.rows_to_come == 0 {
        say(ui, body, "What moves the finish is computed once the plan's own futures are in.");
        return;
    }
    let scene = kept(ui, input, ("forecast tornado", (input.beside.edition, size(body))), || {
        tornado::scene(&odds_charts::tornado(input.plan, study), body.width(), body.height())
    });
    ui.scope(|ui| {
        ui.multiply_opacity(ViewInput::strength_of(input.beside.is_study_of_plan));
        chart::bare(ui, body, &scene);
    });
}

fn takes(ui: &mut Ui, body: Rect, input: &ViewInput<'_>, state: &ForecastState, actions: &mut Actions) {
    let wanted = input.beside.wanted;
    let chance = input.odds.and_then(|odds| odds.by_target);
    let is_met = chance.is_some_and(|chance| chance >= state.wanted);
    if let Some(sentence) = odds_takes::empty(input.plan, wanted, is_met) {
        say(ui, body, &sentence);
        return;
    }
    let rows =
        kept(ui, input, ("forecast takes", input.beside.edition), || odds_takes::rows(input.plan, wanted));
    let mut child = ui.new_child(UiBuilder::new().max_rect(body).id_salt("takes"));
    child.set_clip_rect(body.expand2(vec2(4.0, 0.0)).intersect(ui.clip_rect()));
    child.multiply_opacity(ViewInput::strength_of(input.beside.is_wanted_of_plan));
    ScrollArea::vertical().id_salt("levers").auto_shrink(false).show(&mut child, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (n, row) in rows.iter().enumerate() {
            let (_, place) = ui.allocate_space(vec2(body.width(), ROW));
            if n > 0 {
                ui.painter().hline(place.x_range(), place.top(), stroke(ui, 1.0, Ink::Grid));
            }
            lever(ui, place, row, actions);
        }
    });
}

fn lever(ui: &mut Ui, place: Rect, row: &TakesRow, actions: &mut Actions) {
    let y = place.center().y + 4.5;
    let put = Button::new(Kind::Secondary, "Try it").small();
    let size = put.size();
    let right = place.right() - 12.0;
    let button = Rect::from_min_size(pos2(right - size.x, place.center().y - size.y / 2.0), size);
    let chance_at = button.left() - 12.0;
    let answer_ink = if row.value.is_some() { Ink::Text } else { Ink::Text3 };
    let answer_role = if row.value.is_some() { TypeRole::LABEL_STRONG } else { TypeRole::LABEL };
    let name_room = (place.width() * 0.36).min(text::width(TypeRole::LABEL_MEDIUM, &row.name));
    let name = words(&row.name, TypeRole::LABEL_MEDIUM, Ink::Text);
    text_at_elided(ui, pos2(place.left(), y), Anchor::Start, name, name_room);
    text_at(ui, pos2(chance_at, y), Anchor::End, words(&row.chance, TypeRole::LABEL, Ink::Text2));
    let from = place.left() + place.width() * 0.36 + 10.0;
    let room = chance_at - 44.0 - from;
    text_at_elided(ui, pos2(from, y), Anchor::Start, words(&row.answer, answer_role, answer_ink), room);
    if let Some(value) = row.value {
        let name = format!("Try {} at {}", row.name, row.answer);
        let response = ui.push_id(row.lever, |ui| put.at(button).show(ui)).inner;
        // Read alone, "Try it" does not say what.
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if response.clicked() {
            actions.push(Action::Try(row.lever, value));
        }
    }
}

/// The finish against the number of agents.
pub fn frontier(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>) {
    let study = input.beside.study;
    if study.frontier.is_empty() {
        paint_surface(ui.painter(), rect, Surface::Card);
        let title = words("Agents against finish", TypeRole::CARD_TITLE, Ink::Text);
        text_at(ui, rect.min + vec2(PADDING, 25.0), Anchor::Start, title);
        let body = rect.shrink(PADDING).with_min_y(rect.top() + HEAD);
        say(
            ui,
            body,
            "The finish with other numbers of agents is computed once the plan's own futures are in.",
        );
        return;
    }
    let scene = kept(ui, input, ("forecast frontier", (input.beside.edition, size(rect))), || {
        picture::frontier::scene(&odds_charts::frontier(input.plan, study), rect.width(), rect.height())
    });
    ui.scope(|ui| {
        ui.multiply_opacity(ViewInput::strength_of(input.beside.is_study_of_plan));
        chart::chart(ui, rect, &scene);
    });
}

fn say(ui: &mut Ui, body: Rect, sentence: &str) {
    let said = words(sentence, TypeRole::LABEL, Ink::Text2);
    text_at_wrapped(ui, body.min + vec2(0.0, 16.0), said, body.width());
}
