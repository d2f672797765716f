//! Menus and drop-down choices: rows of words under the control that opened them, walked by the arrows.

use egui::{
    Frame, Margin, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::field::{self, Field, VALUE};
use super::tooltip::tip;
use crate::look::icons::{self, Icon};
use crate::look::style::{color, float_shadow, stroke};
use crate::look::text::{centered_baseline, paint_elided, paint_text, words};
use crate::look::{focus, motion};
use crate::picture::{Anchor, Ink, TypeRole, text};

/// A row of a menu.
#[derive(Clone, Copy, Default)]
pub struct Item<'a> {
    pub words: &'a str,
    /// Its shortcut, or a word about it, at the right.
    pub note: &'a str,
    pub icon: Option<Icon>,
    pub is_chosen: bool,
    /// Why it cannot be taken.
    pub why_not: Option<&'a str>,
    /// A line above it.
    pub begins_group: bool,
}

impl<'a> Item<'a> {
    #[must_use]
    pub fn new(words: &'a str) -> Self {
        Self { words, ..Self::default() }
    }
}

/// Opens under `control` when that is clicked. Returns the row that was taken.
pub fn menu(control: &Response, items: &[Item<'_>]) -> Option<usize> {
    let mut taken = None;
    floating(control, control.rect, menu_width(items).max(control.rect.width() - 10.0), |ui| {
        taken = rows(ui, items);
        if taken.is_some() {
            ui.close();
        }
    });
    taken
}

/// Opens where the secondary button was pressed on `place`. Returns the row that was taken.
pub fn context_menu(place: &Response, items: &[Item<'_>]) -> Option<usize> {
    let mut taken = None;
    Popup::context_menu(place).width(menu_width(items)).frame(frame(&place.ctx)).show(|ui| {
        motion::slide_in(ui, motion::Side::Above);
        taken = rows(ui, items);
        if taken.is_some() {
            ui.close();
        }
    });
    taken
}

/// One of several values in a field that drops down. `unit` stands after the value in the box.
/// `response.changed()` when another was chosen.
pub fn choice(ui: &mut Ui, field: Field<'_>, chosen: &mut usize, names: &[&str], unit: &str) -> Response {
    let place = field::open(ui, field);
    let shown = names.get(*chosen).copied().unwrap_or_default();
    if field.locked.is_some() {
        return field::locked(ui, field, &place, shown);
    }
    let mut response = ui.interact(place.rect, place.id, Sense::click());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, true, field.name());
        info.current_text_value = Some(shown.to_owned());
        info
    });
    paint_value(ui, place.rect, if shown.is_empty() { field.hint } else { shown }, shown.is_empty());
    field::paint_unit(ui, place.rect.with_max_x(place.rect.right() - 24.0), shown, unit);
    let arrow = pos2(place.rect.right() - 15.0, place.rect.center().y);
    icons::paint(ui.painter(), Icon::Down, arrow, 11.0, color(ui, Ink::Text2));
    let items: Vec<Item<'_>> = names
        .iter()
        .enumerate()
        .map(|(index, name)| Item { is_chosen: index == *chosen, ..Item::new(name) })
        .collect();
    if let Some(taken) = menu(&response, &items)
        && taken != *chosen
    {
        *chosen = taken;
        response.mark_changed();
    }
    field::close(ui, field, &place, (&response, None));
    response
}

/// What floats `under` a control: a menu, a calendar. Closes on Esc and on a click elsewhere, and then gives
/// the keyboard back to the control.
pub(crate) fn floating(control: &Response, under: Rect, width: f32, content: impl FnOnce(&mut Ui)) {
    let was_open = Popup::is_id_open(&control.ctx, Popup::default_response_id(control));
    Popup::from_toggle_button_response(control)
        .kind(egui::PopupKind::Menu)
        .layout(egui::Layout::top_down(egui::Align::Min))
        .anchor(under)
        .gap(4.0)
        .width(width)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .frame(frame(&control.ctx))
        .show(|ui| {
            motion::slide_in(ui, motion::Side::Above);
            content(ui);
        });
    let is_open = Popup::is_id_open(&control.ctx, Popup::default_response_id(control));
    if was_open && !is_open && !control.clicked_elsewhere() {
        control.request_focus();
    }
}

const ROW: f32 = 28.0;

fn frame(ctx: &egui::Context) -> Frame {
    Frame {
        inner_margin: Margin::same(4),
        fill: color(ctx, Ink::Bg1),
        stroke: Stroke::new(1.0, color(ctx, Ink::Stroke)),
        corner_radius: 8.into(),
        shadow: float_shadow(ctx),
        ..Frame::default()
    }
}

fn menu_width(items: &[Item<'_>]) -> f32 {
    let widest = items
        .iter()
        .map(|item| {
            let note = text::width(TypeRole::CAPTION, item.note);
            text::width(VALUE, item.words) + if note > 0.0 { note + 28.0 } else { 0.0 }
        })
        .fold(80.0, f32::max);
    (widest + 56.0).min(420.0).ceil()
}

fn rows(ui: &mut Ui, items: &[Item<'_>]) -> Option<usize> {
    ui.spacing_mut().item_spacing.y = 0.0;
    let is_new =
        ui.memory(|memory| memory.focused().is_none_or(|id| !memory.has_focus(id))) || first_frame(ui);
    let mut taken = None;
    let has_icons = items.iter().any(|item| item.icon.is_some() || item.is_chosen);
    let to_focus = items.iter().position(|item| item.is_chosen).unwrap_or(0);
    let tallest = (ui.ctx().content_rect().height() - 96.0).clamp(200.0, 640.0);
    egui::ScrollArea::vertical().max_height(tallest).show(ui, |ui| {
        for (index, item) in items.iter().enumerate() {
            if item.begins_group {
                let line = ui.allocate_space(vec2(ui.available_width(), 9.0)).1;
                ui.painter().hline(line.x_range(), line.center().y, stroke(ui, 1.0, Ink::Stroke));
            }
            let response = row(ui, item, has_icons);
            if is_new && index == to_focus {
                response.request_focus();
                response.scroll_to_me(None);
            }
            if response.clicked() && item.why_not.is_none() {
                taken = Some(index);
            }
        }
    });
    taken
}

/// Whether what floats has just been opened, so that one thing in it can take the focus once.
pub(crate) fn first_frame(ui: &Ui) -> bool {
    let id = ui.scope_id().with("seen");
    let pass = ui.ctx().cumulative_pass_nr();
    let last: Option<u64> = ui.data(|data| data.get_temp(id));
    ui.data_mut(|data| data.insert_temp(id, pass));
    last.is_none_or(|last| last + 2 < pass)
}

fn row(ui: &mut Ui, item: &Item<'_>, has_icons: bool) -> Response {
    let enabled = item.why_not.is_none();
    let response = ui.allocate_response(vec2(ui.available_width(), ROW), Sense::click());
    let rect = response.rect;
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::MenuItem, enabled, item.words);
        info.selected = item.is_chosen.then_some(true);
        info
    });
    focus::shape(&response, rect.shrink(2.0), 5.0);
    if enabled && (response.hovered() || response.has_focus()) {
        ui.painter().rect_filled(rect, 5.0, color(ui, Ink::Bg3));
    }
    let ink = match (enabled, item.is_chosen) {
        (false, _) => Ink::Text3,
        (true, true) => Ink::AccentText,
        (true, false) => Ink::Text,
    };
    let mut left = rect.left() + 10.0;
    if has_icons {
        let icon = item.icon.or(item.is_chosen.then_some(Icon::Tick));
        if let Some(icon) = icon {
            icons::paint(ui.painter(), icon, pos2(left + 6.0, rect.center().y), 13.0, color(ui, ink));
        }
        left += 20.0;
    }
    let baseline = centered_baseline(VALUE, rect.center().y);
    let mut right = rect.right() - 10.0;
    if !item.note.is_empty() {
        let note = words(item.note, TypeRole::CAPTION, Ink::Text3);
        right -= paint_text(ui.painter(), pos2(right, baseline), Anchor::End, note) + 12.0;
    }
    let is_cut = paint_elided(
        ui.painter(),
        pos2(left, baseline),
        Anchor::Start,
        words(item.words, VALUE, ink),
        right - left,
    );
    match item.why_not {
        Some(reason) => tip(response, reason),
        None if is_cut => response.on_hover_text(item.words),
        None => response,
    }
}

fn paint_value(ui: &Ui, rect: Rect, shown: &str, is_hint: bool) {
    let at = pos2(rect.left() + 10.0, centered_baseline(VALUE, rect.center().y));
    let ink = if is_hint { Ink::Text3 } else { Ink::Text };
    paint_elided(ui.painter(), at, Anchor::Start, words(shown, VALUE, ink), rect.width() - 36.0);
}

#[cfg(test)]
mod tests {
    use egui::Key;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::look::stage::stage;

    #[test]
    fn a_choice_is_made_by_keys_alone() {
        let mut harness = stage(0, |ui, chosen: &mut usize| {
            choice(ui, Field::new("Site version").width(200.0), chosen, &["2509", "2503", "2409"], "");
        });
        assert_eq!(harness.get_by_label("Site version").value().as_deref(), Some("2509"));
        harness.get_by_label("Site version").focus();
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        harness.key_press(Key::ArrowDown);
        harness.run();
        harness.key_press(Key::ArrowDown);
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(*harness.state(), 2);
        assert!(harness.query_by_label("2503").is_none(), "the list is closed");
        assert!(harness.get_by_label("Site version").is_focused());
    }

    #[test]
    fn a_row_that_cannot_be_taken_is_not() {
        let mut harness = stage(None, |ui, taken: &mut Option<usize>| {
            let control = crate::look::widgets::button(ui, crate::look::widgets::Kind::Secondary, "More");
            let up = Item { why_not: Some("It is the first."), ..Item::new("Move up") };
            *taken = taken.or(menu(&control, &[up, Item::new("Delete")]));
        });
        harness.get_by_label("More").click();
        harness.run();
        harness.get_by_label("Move up").click();
        harness.run();
        assert_eq!(*harness.state(), None);
        harness.get_by_label("Delete").click();
        harness.run();
        assert_eq!(*harness.state(), Some(1));
    }
}
