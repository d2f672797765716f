//! The top bar: what is open and whether it is saved, undo and redo, the command field, the status date and
//! the scenario.

use egui::{Rect, Response, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{Shown, rail};
use crate::document::Workspace;
use crate::look::text::{centered_baseline, paint_elided, paint_text, text_at, text_at_elided, words};
use crate::look::widgets::{Item, calendar, date, icon_button, menu, tip};
use crate::look::{Icon, color, focus, icons, style};
use crate::picture::{Anchor, Ink, TypeRole, format, text};
use crate::views::commands::{self, Id};
use crate::views::{Action, Actions, ViewInput};

const FIELD: f32 = 30.0;
const COMMAND: f32 = 330.0;
const DATE: f32 = 226.0;
const SCENARIO: f32 = 196.0;
const MARGIN: f32 = 20.0;

pub fn show(ui: &mut Ui, bar: Rect, shown: Shown<'_, '_>, workspace: &mut Workspace, actions: &mut Actions) {
    ui.painter().rect_filled(bar, 0.0, color(ui, Ink::Bg1));
    ui.painter().hline(bar.x_range(), bar.bottom() - 0.5, style::stroke(ui, 1.0, Ink::Stroke));
    let Some(input) = shown.1 else {
        rail::logo(ui, bar, shown, workspace, actions);
        let at = pos2(bar.left() + 72.0, centered_baseline(NAME, bar.center().y));
        text_at(ui, at, Anchor::Start, words("Baton", NAME, Ink::Text));
        let right = bar.right() - MARGIN;
        command_field(ui, bar, (bar.left() + 140.0, right), actions);
        return;
    };
    let is_narrow = bar.width() < 900.0;
    let mut right = bar.right() - MARGIN;
    let scenario = if is_narrow { 0.0 } else { SCENARIO };
    let date = if is_narrow { 150.0 } else { DATE };
    // The order of drawing is the order of the Tab key, so the right end is measured first and drawn last.
    let fields = scenario + date + 12.0;
    let left = name_and_undo(ui, bar, (right - fields - 60.0, shown), workspace, actions);
    command_field(ui, bar, (left + 12.0, right - fields - 12.0), actions);
    let date_left = right - scenario - date - if is_narrow { 0.0 } else { 12.0 };
    let place = Rect::from_min_size(pos2(date_left, bar.center().y - FIELD / 2.0), vec2(date, FIELD));
    status_date(ui, place, (shown, input), workspace, actions);
    if !is_narrow {
        right -= SCENARIO;
        let place = Rect::from_min_size(pos2(right, bar.center().y - FIELD / 2.0), vec2(SCENARIO, FIELD));
        scenario_choice(ui, place, input, actions);
    }
}

const NAME: TypeRole = TypeRole::CARD_TITLE.at(15.0);

/// Draws the left end of the bar; where it ends.
fn name_and_undo(
    ui: &mut Ui,
    bar: Rect,
    (limit, shown): (f32, Shown<'_, '_>),
    workspace: &Workspace,
    actions: &mut Actions,
) -> f32 {
    let Some(input) = shown.1 else { return bar.left() };
    let baseline = centered_baseline(NAME, bar.center().y);
    let mut x = bar.left() + MARGIN;
    let has_word = bar.width() >= 900.0;
    let state = if input.document.is_dirty { "Unsaved" } else { "Saved" };
    let state_width = if has_word { text::width(TypeRole::LABEL, state) + 6.0 } else { 0.0 };
    let room = (limit - x - state_width - 130.0).max(60.0);
    let name = words(&input.plan.name, NAME, Ink::Text);
    let where_ = input.document.path.map(|path| path.display().to_string()).unwrap_or_default();
    let response = text_at_elided(ui, pos2(x, baseline), Anchor::Start, name, room);
    let file = if where_.is_empty() { "This plan has no file yet" } else { &where_ };
    let _ = tip(response, file);
    x += text::width(NAME, &input.plan.name).min(room) + 12.0;

    let ink = if input.document.is_dirty { Ink::WarnSolid } else { Ink::OkSolid };
    let dot = pos2(x + 4.0, bar.center().y);
    ui.painter().circle_filled(dot, 4.0, color(ui, ink));
    x += 14.0;
    let at = pos2(x, centered_baseline(TypeRole::LABEL, bar.center().y));
    if has_word {
        text_at(ui, at, Anchor::Start, words(state, TypeRole::LABEL, Ink::Text2));
        x += state_width;
    } else {
        let place = Rect::from_center_size(dot, vec2(16.0, 28.0));
        let response = ui.allocate_rect(place, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, state));
        let _ = tip(response, state);
    }
    x += 10.0;
    ui.painter().vline(x, bar.center().y - 10.0..=bar.center().y + 10.0, style::stroke(ui, 1.0, Ink::Stroke));
    x += 8.0;
    for (id, icon, label) in
        [(Id::Undo, Icon::Undo, input.document.undo_label), (Id::Redo, Icon::Redo, input.document.redo_label)]
    {
        let place = Rect::from_min_size(pos2(x, bar.center().y - 14.0), vec2(28.0, 28.0));
        step_button(ui, place, (id, icon, label), (shown, workspace), actions);
        x += 36.0;
    }
    x
}

/// Undo or redo, which says what it would undo or redo.
fn step_button(
    ui: &mut Ui,
    place: Rect,
    (id, icon, label): (Id, Icon, Option<&str>),
    (shown, workspace): (Shown<'_, '_>, &Workspace),
    actions: &mut Actions,
) {
    let name = commands::command(id).map_or("", |command| command.name);
    let shortcut = commands::shortcut_of(ui.ctx(), id);
    let action = commands::action(id, shown.0, shown.1, workspace);
    let response = ui.add_enabled_ui(action.is_ok(), |ui| icon_button(ui, place, icon, name)).inner;
    let words = match (&action, label) {
        (Ok(_), Some(label)) => format!("{name}: {label}\n{shortcut}"),
        (Err(why_not), _) => (*why_not).to_owned(),
        (Ok(_), None) => String::new(),
    };
    if tip(response, &words).clicked()
        && let Ok(action) = action
    {
        actions.push(action);
    }
}

/// The field that opens the palette, between `from` and `to`; an icon where it has no room.
fn command_field(ui: &mut Ui, bar: Rect, (from, to): (f32, f32), actions: &mut Actions) {
    let width = COMMAND.min(to - from);
    let is_icon = width < 160.0;
    let place = if is_icon {
        Rect::from_min_size(pos2(to - 30.0, bar.center().y - FIELD / 2.0), vec2(30.0, FIELD))
    } else {
        let left = (bar.center().x - width / 2.0).clamp(from, (to - width).max(from));
        Rect::from_min_size(pos2(left, bar.center().y - FIELD / 2.0), vec2(width, FIELD))
    };
    let name = "Search or run a command";
    let response = ui.allocate_rect(place, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    focus::shape(&response, place, 6.0);
    paint_field(ui, place, &response, Ink::Bg2);
    let tint = color(ui, Ink::Text2);
    if is_icon {
        icons::paint(ui.painter(), Icon::Search, place.center(), 15.0, tint);
    } else {
        icons::paint(ui.painter(), Icon::Search, pos2(place.left() + 18.0, place.center().y), 15.0, tint);
        let key = commands::shortcut_of(ui.ctx(), Id::Palette);
        let key_width = text::width(TypeRole::CAPTION, &key) + 14.0;
        let key_place = Rect::from_min_size(
            pos2(place.right() - key_width - 6.0, place.top() + 5.0),
            vec2(key_width, FIELD - 10.0),
        );
        let edge = style::stroke(ui, 1.0, Ink::Stroke);
        ui.painter().rect(key_place, 4.0, color(ui, Ink::Bg1), edge, StrokeKind::Inside);
        let at = pos2(key_place.center().x, centered_baseline(TypeRole::CAPTION, place.center().y));
        paint_text(ui.painter(), at, Anchor::Middle, words(&key, TypeRole::CAPTION, Ink::Text2));
        let at = pos2(place.left() + 32.0, centered_baseline(TypeRole::LABEL, place.center().y));
        let room = key_place.left() - at.x - 6.0;
        paint_elided(ui.painter(), at, Anchor::Start, words(name, TypeRole::LABEL, Ink::Text2), room);
    }
    if response.clicked() {
        actions.push(Action::OpenPalette);
    }
}

fn status_date(
    ui: &mut Ui,
    place: Rect,
    (shown, input): (Shown<'_, '_>, &ViewInput<'_>),
    workspace: &Workspace,
    actions: &mut Actions,
) {
    let edge = style::stroke(ui, 1.0, Ink::Stroke2);
    ui.painter().rect(place, 6.0, color(ui, Ink::Bg1), edge, StrokeKind::Inside);
    let back = Rect::from_min_size(place.min, vec2(26.0, FIELD));
    let forward = Rect::from_min_max(pos2(place.right() - 26.0, place.top()), place.max);
    let middle = Rect::from_min_max(back.right_top(), forward.left_bottom());
    step_arrow(ui, back, (Id::DayBack, Icon::Left, "Previous working day"), (shown, workspace), actions);

    let day = input.plan.status_date;
    let written = format::weekday_date(day);
    let response = ui.allocate_rect(middle, Sense::click());
    let spoken = format!("Status date {written}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &spoken));
    focus::shape(&response, middle, 4.0);
    let date_width = text::width(TypeRole::LABEL_MEDIUM, &written);
    let date_ink = if response.hovered() { Ink::AccentText } else { Ink::Text };
    let y = centered_baseline(TypeRole::LABEL, place.center().y);
    let is_wide = middle.width() > date_width + text::width(TypeRole::LABEL, "Status date") + 6.0;
    let at = pos2(if is_wide { middle.right() - 2.0 } else { middle.center().x }, y);
    let anchor = if is_wide { Anchor::End } else { Anchor::Middle };
    let shown_date = if date_width > middle.width() { format::date(day) } else { written };
    paint_text(ui.painter(), at, anchor, words(&shown_date, TypeRole::LABEL_MEDIUM, date_ink));
    if is_wide {
        let at = pos2(middle.left() + 2.0, y);
        paint_text(ui.painter(), at, Anchor::Start, words("Status date", TypeRole::LABEL, Ink::Text2));
    }
    pick_day(&response, day, actions);
    let _ = tip(response, "The last day for which actuals are known. Everything after it is expected.");
    step_arrow(ui, forward, (Id::DayForward, Icon::Right, "Next working day"), (shown, workspace), actions);
}

fn step_arrow(
    ui: &mut Ui,
    place: Rect,
    (id, icon, name): (Id, Icon, &str),
    (shown, workspace): (Shown<'_, '_>, &Workspace),
    actions: &mut Actions,
) {
    let response = icon_button(ui, place.shrink2(vec2(1.0, 3.0)), icon, name);
    if response.clicked()
        && let Ok(action) = commands::action(id, shown.0, shown.1, workspace)
    {
        actions.push(action);
    }
}

/// The month under the status date.
fn pick_day(control: &Response, day: chrono::NaiveDate, actions: &mut Actions) {
    let cursor = control.id.with("month");
    if control.clicked() {
        control.ctx.data_mut(|data| data.remove::<chrono::NaiveDate>(cursor));
    }
    let rule = date::DateRule { status_date: Some(day), ..date::DateRule::default() };
    menu::floating(control, control.rect, calendar::WIDTH, |ui| {
        let mut month = ui.data(|data| data.get_temp(cursor)).unwrap_or(day);
        let picked = calendar::show(ui, &mut month, (Some(day), &rule));
        ui.data_mut(|data| data.insert_temp(cursor, month));
        if let Some(calendar::Picked::Day(day)) = picked {
            actions.push(Action::SetStatusDate(day));
            ui.close();
        }
    });
}

fn scenario_choice(ui: &mut Ui, place: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    const OWN: &str = crate::plan::OWN_SCHEDULE;
    let name = input.document.scenario.unwrap_or(OWN);
    let response = ui.allocate_rect(place, Sense::click());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, ui.is_enabled(), "Scenario");
        info.current_text_value = Some(name.to_owned());
        info
    });
    focus::shape(&response, place, 6.0);
    paint_field(ui, place, &response, Ink::Bg1);
    let y = centered_baseline(TypeRole::LABEL, place.center().y);
    let label = words("Scenario", TypeRole::LABEL, Ink::Text2);
    let width = paint_text(ui.painter(), pos2(place.left() + 12.0, y), Anchor::Start, label);
    let at = pos2(place.left() + 12.0 + width + 8.0, y);
    let ink = if input.document.scenario.is_some() { Ink::AccentText } else { Ink::Text };
    let room = place.right() - 28.0 - at.x;
    paint_elided(ui.painter(), at, Anchor::Start, words(name, TypeRole::LABEL_MEDIUM, ink), room);
    let arrow = pos2(place.right() - 16.0, place.center().y);
    icons::paint(ui.painter(), Icon::Down, arrow, 11.0, color(ui, Ink::Text2));

    let mut items = vec![Item { is_chosen: input.document.scenario.is_none(), ..Item::new(OWN) }];
    items.extend(input.own.scenarios.iter().map(|scenario| Item {
        is_chosen: input.document.scenario == Some(scenario.name.as_str()),
        ..Item::new(&scenario.name)
    }));
    items.push(Item { begins_group: true, ..Item::new("Save as scenario…") });
    let last = items.len() - 1;
    match menu::menu(&response, &items) {
        Some(0) => actions.push(Action::ChooseScenario(None)),
        Some(taken) if taken == last => actions.push(Action::AskSaveScenario),
        Some(taken) => {
            let chosen = input.own.scenarios.get(taken - 1).map(|scenario| scenario.name.clone());
            actions.push(Action::ChooseScenario(chosen));
        }
        None => {}
    }
}

fn paint_field(ui: &Ui, place: Rect, response: &Response, fill: Ink) {
    let edge = if response.hovered() { Ink::Text3 } else { Ink::Stroke2 };
    let line = style::stroke(ui, 1.0, edge);
    ui.painter().rect(place, 6.0, color(ui, fill), line, StrokeKind::Inside);
}
