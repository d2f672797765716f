//! The slides in their order: shown or hidden, moved by dragging or with Alt and the arrows. One stop of the Tab
//! key; beside it the chosen slide.

use egui::{EventFilter, Key, Modifiers, Pos2, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder};
use egui::{WidgetInfo, pos2, vec2};

use super::{changed, slide};
use crate::document::workspace::settings::PlanSettingsState;
use crate::look::focus;
use crate::look::style::{color, stroke};
use crate::look::text::{centered_baseline, paint_elided, paint_text, words};
use crate::look::widgets::check::tick_at;
use crate::look::widgets::{Button, Card, Kind};
use crate::picture::{Anchor, Ink, TypeRole, format, text};
use crate::report::pack::{PageKey, Placed, arranged, kept as kept_of};
use crate::views::kept::kept;
use crate::views::{Action, Actions, ViewInput};

const LIST: f32 = 330.0;
const ROW: f32 = 32.0;

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    (state, actions): (&mut PlanSettingsState, &mut Actions),
) {
    let all = kept(ui, input, ("slides of the settings", ()), || arranged(&input.situation()));
    let shown = all.iter().filter(|placed| placed.is_shown()).count();
    let note = format!("{} of {} shown now", shown, format::plural(all.len() as u64, "slide", "slides"));
    Card::new(rect).title("Slides", "and pages of the steering pack").note(&note).show(ui, |ui, body| {
        let is_wide = body.width() >= LIST + 360.0;
        let list = if is_wide { body.with_max_x(body.left() + LIST) } else { halved(body).0 };
        let chosen = state
            .slide
            .as_ref()
            .and_then(|key| all.iter().position(|placed| placed.setting.key == *key))
            .unwrap_or(0);
        // Whoever moves the first slide unasked goes on with that slide, not with the one that is first then.
        if state.slide.is_none() {
            state.slide = all.get(chosen).map(|placed| placed.setting.key.clone());
        }
        let rows = Rows { input, all: &all, chosen };
        let next = rows.show(ui, list.with_max_y(list.bottom() - 38.0), actions);
        foot(ui, list, (input, chosen, &all), actions);
        let side = if is_wide { body.with_min_x(list.right() + 24.0) } else { halved(body).1 };
        if let Some(placed) = all.get(chosen) {
            slide::show(ui, side, input, (placed, &all), actions);
        }
        // Last, so that what is being typed about the slide before is taken over first.
        if let Some(placed) = next.and_then(|next| all.get(next)) {
            state.slide = Some(placed.setting.key.clone());
        }
    });
}

/// In a narrow card the list stands above the slide.
fn halved(body: Rect) -> (Rect, Rect) {
    let middle = body.top() + body.height() * 0.42;
    (body.with_max_y(middle - 8.0), body.with_min_y(middle + 8.0))
}

fn foot(
    ui: &mut Ui,
    list: Rect,
    (input, chosen, all): (&ViewInput<'_>, usize, &[Placed]),
    actions: &mut Actions,
) {
    let y = list.bottom() - 30.0;
    let present = Button::new(Kind::Secondary, "Present from here");
    let size = present.size();
    let is_shown = all.get(chosen).is_some_and(Placed::is_shown);
    let why_not = (!is_shown).then_some("This slide is not shown now");
    let place = Rect::from_min_size(pos2(list.left(), y), size);
    if present.at(place).disabled_because(why_not).show(ui).clicked() {
        let before = all.iter().take(chosen).filter(|placed| placed.is_shown()).count();
        actions.push(Action::PresentFrom(before));
    }
    let reset = Button::new(Kind::Secondary, "Reset slides");
    let is_set = !input.plan.presentation.slides.is_empty();
    let why_not = (!is_set).then_some("Order, titles and notes are as by nature");
    let place = Rect::from_min_size(pos2(list.left() + size.x + 8.0, y), reset.size());
    if reset.at(place).disabled_because(why_not).show(ui).clicked() {
        actions.edit(changed(input.plan, "Reset slides", |all| all.slides.clear()));
    }
}

struct Rows<'a> {
    input: &'a ViewInput<'a>,
    all: &'a [Placed],
    chosen: usize,
}

impl Rows<'_> {
    /// Draws the list; the slide that was chosen in it.
    fn show(&self, ui: &mut Ui, room: Rect, actions: &mut Actions) -> Option<usize> {
        let response = ui.interact(room, ui.scope_id().with("slides"), Sense::focusable_noninteractive());
        response.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, "Slides in their order"));
        focus::shape(&response, room, 4.0);
        let next = self.by_keys(ui, &response, actions);
        let mut inside = ui.new_child(UiBuilder::new().max_rect(room).id_salt("slides"));
        inside.set_clip_rect(room.intersect(ui.clip_rect()));
        let area = ScrollArea::vertical().id_salt("slides").auto_shrink(false);
        let clicked = area.show_viewport(&mut inside, |ui, seen| {
            ui.set_height(self.all.len() as f32 * ROW);
            let origin = ui.min_rect().min;
            let width = room.width() - 12.0;
            if let Some(next) = next {
                ui.scroll_to_rect(row_at(origin, width, next), None);
            }
            let first = (seen.min.y / ROW).floor().max(0.0) as usize;
            let last = ((seen.max.y / ROW).ceil() as usize).min(self.all.len());
            let mut clicked = None;
            for place in first..last {
                let at = row_at(origin, width, place);
                if self.row(ui, (at, place, origin), actions) {
                    clicked = Some(place);
                    response.request_focus();
                }
            }
            clicked
        });
        clicked.inner.or(next)
    }

    fn by_keys(&self, ui: &Ui, response: &Response, actions: &mut Actions) -> Option<usize> {
        if !response.has_focus() {
            return None;
        }
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let count = |modifiers, key| i64::from(ui.input_mut(|input| input.consume_key(modifiers, key)));
        let moved = count(Modifiers::ALT, Key::ArrowDown) - count(Modifiers::ALT, Key::ArrowUp);
        if moved != 0 {
            let to = self.chosen.checked_add_signed(moved as isize).filter(|to| *to < self.all.len())?;
            self.reorder(self.chosen, to, actions);
            return None;
        }
        if count(Modifiers::NONE, Key::Space) > 0 {
            self.turn(self.chosen, actions);
            return None;
        }
        let step = count(Modifiers::NONE, Key::ArrowDown) - count(Modifiers::NONE, Key::ArrowUp);
        self.chosen.checked_add_signed(step as isize).filter(|to| step != 0 && *to < self.all.len())
    }

    /// Draws one slide of the list; whether it was clicked.
    fn row(&self, ui: &mut Ui, (at, place, origin): (Rect, usize, Pos2), actions: &mut Actions) -> bool {
        let placed = &self.all[place];
        let id = ui.scope_id().with(("slide", &placed.setting.key));
        let response = ui.interact(at, id, Sense::click_and_drag());
        response.widget_info(|| {
            WidgetInfo::selected(Role::ListBoxOption, true, place == self.chosen, &placed.name)
        });
        if place == self.chosen {
            ui.painter().rect_filled(at, 6.0, color(ui, Ink::AccentBg));
        } else if response.hovered() || response.dragged() {
            ui.painter().rect_filled(at, 6.0, color(ui, Ink::Bg3));
        }
        grip(ui, at);
        let mut is_shown = !placed.setting.is_hidden;
        let tick = Rect::from_min_size(pos2(at.left() + 24.0, at.top()), vec2(22.0, at.height()));
        let name = format!("Show {}", placed.name);
        if tick_at(ui, tick, &mut is_shown, &name).changed() {
            self.turn(place, actions);
        }
        let note = note(placed);
        let y = at.center().y;
        let right = at.right() - 10.0;
        paint_text(
            ui.painter(),
            pos2(right, centered_baseline(TypeRole::CAPTION, y)),
            Anchor::End,
            words(note, TypeRole::CAPTION, Ink::Text3),
        );
        let left = at.left() + 52.0;
        let wide = if note.is_empty() { 0.0 } else { text::width(TypeRole::CAPTION, note) + 12.0 };
        let (role, ink) = match (place == self.chosen, placed.is_shown()) {
            (true, _) => (TypeRole::LABEL_STRONG, Ink::AccentText),
            (false, true) => (TypeRole::LABEL_MEDIUM, Ink::Text),
            (false, false) => (TypeRole::LABEL_MEDIUM, Ink::Text3),
        };
        let name = words(&placed.name, role, ink);
        let base = pos2(left, centered_baseline(role, y));
        paint_elided(ui.painter(), base, Anchor::Start, name, right - wide - left);
        self.dragged(ui, &response, (at, place, origin), actions);
        response.on_hover_cursor(egui::CursorIcon::Grab).clicked()
    }

    /// A line where it would be dropped, and the step when it is.
    fn dragged(
        &self,
        ui: &Ui,
        response: &Response,
        (at, place, origin): (Rect, usize, Pos2),
        actions: &mut Actions,
    ) {
        if !response.dragged() && !response.drag_stopped() {
            return;
        }
        let Some(pointer) = response.interact_pointer_pos() else { return };
        let gap = ((pointer.y - origin.y) / ROW).round().clamp(0.0, self.all.len() as f32) as usize;
        if response.drag_stopped() {
            let to = if gap > place { gap - 1 } else { gap };
            if to != place {
                self.reorder(place, to, actions);
            }
            return;
        }
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
        let y = origin.y + gap as f32 * ROW;
        ui.painter().hline(at.x_range(), y, stroke(ui, 2.0, Ink::Accent));
    }

    fn reorder(&self, from: usize, to: usize, actions: &mut Actions) {
        let mut all = self.all.to_vec();
        let moved = all.remove(from);
        all.insert(to.min(all.len()), moved);
        self.put("Move slide", &all, actions);
    }

    fn turn(&self, place: usize, actions: &mut Actions) {
        let mut all = self.all.to_vec();
        let setting = &mut all[place].setting;
        setting.is_hidden = !setting.is_hidden;
        let label = if setting.is_hidden { "Hide slide" } else { "Show slide" };
        self.put(label, &all, actions);
    }

    fn put(&self, label: &str, all: &[Placed], actions: &mut Actions) {
        let slides = kept_of(&self.input.situation(), all);
        actions.edit(changed(self.input.plan, label, |presentation| presentation.slides = slides));
    }
}

fn row_at(origin: Pos2, width: f32, place: usize) -> Rect {
    Rect::from_min_size(origin + vec2(0.0, place as f32 * ROW), vec2(width, ROW)).shrink2(vec2(0.0, 1.0))
}

/// Why a slide is not shown now.
fn note(placed: &Placed) -> &'static str {
    match (placed.setting.is_hidden, placed.is_due, placed.page) {
        (true, ..) => "hidden",
        (false, true, _) => "",
        (false, false, PageKey::Phase(_)) => "while under way",
        (false, false, PageKey::Changes) => "with a baseline",
        (false, false, _) => "with phases",
    }
}

/// Six dots: this can be dragged.
fn grip(ui: &Ui, at: Rect) {
    let tint = color(ui, Ink::Stroke2);
    for column in 0..2 {
        for row in 0..3 {
            let dot = vec2(9.0 + column as f32 * 4.0, (row as f32 - 1.0) * 4.0);
            ui.painter().circle_filled(at.left_center() + dot, 1.2, tint);
        }
    }
}
