//! A month to pick a day from, for the date fields. It knows the field's rule, not what the date is for.

use chrono::{Datelike, Days, Months, NaiveDate};
use egui::{EventFilter, Key, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::date::DateRule;
use super::{Button, Kind, icon_button, parse};
use crate::look::focus;
use crate::look::icons::Icon;
use crate::look::style::{color, stroke};
use crate::look::text::{centered_baseline, paint_text, words};
use crate::picture::{Anchor, Ink, TypeRole};

/// What the user took from the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Picked {
    Day(NaiveDate),
    /// The date was cleared.
    Nothing,
}

/// The width of the calendar with its margins.
pub(crate) const WIDTH: f32 = GRID + 16.0;

/// One month. The grid is one stop for the keyboard: arrows move the day, PageUp and PageDown the month,
/// Enter takes it.
pub(crate) fn show(
    ui: &mut Ui,
    cursor: &mut NaiveDate,
    (value, rule): (Option<NaiveDate>, &DateRule),
) -> Option<Picked> {
    let rows = 6.0;
    let foot = if rule.is_optional { 34.0 } else { 4.0 };
    let (_, whole) = ui.allocate_space(vec2(GRID + 8.0, 34.0 + 20.0 + rows * CELL + foot));
    let area = whole.shrink2(vec2(4.0, 0.0));
    turn_month(ui, area, cursor);
    let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    for (column, name) in weekdays.into_iter().enumerate() {
        let at = pos2(area.left() + (column as f32 + 0.5) * CELL, area.top() + 48.0);
        paint_text(ui.painter(), at, Anchor::Middle, words(name, TypeRole::CAPTION, Ink::Text3));
    }
    let grid = Rect::from_min_size(pos2(area.left(), area.top() + 54.0), vec2(GRID, rows * CELL));
    let response = ui.allocate_rect(grid, Sense::click());
    let spoken = parse::date(*cursor);
    response.widget_info(|| WidgetInfo::labeled(Role::Grid, true, &spoken));
    focus::shape(&response, grid, 6.0);
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    let mut picked = None;
    if walk(ui, &response, cursor) && rule.allows(*cursor) {
        picked = Some(Picked::Day(*cursor));
    }
    if let Some(day) = paint_days(ui, &response, *cursor, (value, rule)) {
        *cursor = day;
        picked = Some(Picked::Day(day));
    }
    if rule.is_optional {
        let clear = Rect::from_min_size(pos2(area.left(), grid.bottom() + 4.0), vec2(64.0, 26.0));
        let button = Button::new(Kind::Link, "Clear").small().at(clear);
        if button.show(ui).clicked() {
            picked = Some(Picked::Nothing);
        }
    }
    picked
}

const CELL: f32 = 30.0;
const GRID: f32 = 7.0 * CELL;

fn turn_month(ui: &mut Ui, area: Rect, cursor: &mut NaiveDate) {
    let title = cursor.format("%B %Y").to_string();
    let at = pos2(area.left() + 6.0, area.top() + 21.0);
    paint_text(ui.painter(), at, Anchor::Start, words(&title, TypeRole::BODY_STRONG, Ink::Text));
    let place = |from_right: f32| {
        Rect::from_min_size(pos2(area.right() - from_right, area.top() + 2.0), vec2(28.0, 28.0))
    };
    if icon_button(ui, place(60.0), Icon::Left, "Previous month").clicked() {
        *cursor = cursor.checked_sub_months(Months::new(1)).unwrap_or(*cursor);
    }
    if icon_button(ui, place(30.0), Icon::Right, "Next month").clicked() {
        *cursor = cursor.checked_add_months(Months::new(1)).unwrap_or(*cursor);
    }
}

/// Moves the day by the keys; `true` when Enter takes it.
fn walk(ui: &Ui, response: &Response, cursor: &mut NaiveDate) -> bool {
    if !response.has_focus() {
        return false;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let back = |days| cursor.checked_sub_days(Days::new(days));
    let on = |days| cursor.checked_add_days(Days::new(days));
    let next = if pressed(Key::ArrowLeft) {
        back(1)
    } else if pressed(Key::ArrowRight) {
        on(1)
    } else if pressed(Key::ArrowUp) {
        back(7)
    } else if pressed(Key::ArrowDown) {
        on(7)
    } else if pressed(Key::PageUp) {
        cursor.checked_sub_months(Months::new(1))
    } else if pressed(Key::PageDown) {
        cursor.checked_add_months(Months::new(1))
    } else {
        None
    };
    *cursor = next.unwrap_or(*cursor);
    pressed(Key::Enter) || pressed(Key::Space)
}

fn paint_days(
    ui: &Ui,
    grid: &Response,
    cursor: NaiveDate,
    (value, rule): (Option<NaiveDate>, &DateRule),
) -> Option<NaiveDate> {
    let first = cursor.with_day(1)?;
    let start = first.checked_sub_days(Days::new(u64::from(first.weekday().num_days_from_monday())))?;
    let mut clicked = None;
    for (index, day) in start.iter_days().take(42).enumerate() {
        let (row, column) = (index / 7, index % 7);
        let min = grid.rect.min + vec2(column as f32, row as f32) * CELL;
        let cell = Rect::from_min_size(min, vec2(CELL, CELL)).shrink(1.0);
        let is_free = rule.allows(day);
        let is_pointed = is_free && grid.hover_pos().is_some_and(|at| cell.contains(at));
        if is_pointed && grid.clicked() {
            clicked = Some(day);
        }
        let is_chosen = Some(day) == value;
        if is_chosen {
            ui.painter().rect_filled(cell, 6.0, color(ui, Ink::Accent));
        } else if is_pointed {
            ui.painter().rect_filled(cell, 6.0, color(ui, Ink::Bg3));
        }
        if Some(day) == rule.status_date && !is_chosen {
            ui.painter().rect_stroke(cell, 6.0, stroke(ui, 1.0, Ink::Today), egui::StrokeKind::Inside);
        }
        if day == cursor && grid.has_focus() {
            ui.painter().rect_stroke(cell, 6.0, stroke(ui, 1.5, Ink::Accent), egui::StrokeKind::Inside);
        }
        let is_month = day.month() == cursor.month();
        let is_weekend = column > 4;
        let ink = match (is_chosen, is_free && is_month, is_weekend) {
            (true, ..) => Ink::Inverse,
            (_, false, _) => Ink::Stroke2,
            (_, _, true) => Ink::Text3,
            _ => Ink::Text,
        };
        let at = pos2(cell.center().x, centered_baseline(TypeRole::LABEL_MEDIUM, cell.center().y));
        let number = day.day().to_string();
        paint_text(ui.painter(), at, Anchor::Middle, words(&number, TypeRole::LABEL_MEDIUM, ink));
    }
    clicked
}
