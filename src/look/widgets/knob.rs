//! A number as a slider: its name and value above, the track with what was seen and what is planned, and
//! below it the bounds and where the value comes from.

use egui::{EventFilter, Key, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::number::Number;
use crate::look::focus;
use crate::look::style::{color, stroke};
use crate::look::text::{paint_elided, paint_text, words};
use crate::picture::{Anchor, Ink, TypeRole, text};

/// The height a knob takes.
pub const KNOB_HEIGHT: f32 = 58.0;

/// A slider in full.
#[derive(Clone, Copy)]
pub struct Knob<'a> {
    pub label: &'a str,
    pub number: Number<'a>,
    /// The value seen in practice: a thin tick.
    pub seen: Option<f64>,
    /// The plan's own value, while another is being tried: a strong tick.
    pub planned: Option<f64>,
    /// Where the value comes from, or what it means, in one line.
    pub source: &'a str,
    /// Nothing but an assumption stands behind it.
    pub is_assumption: bool,
}

impl<'a> Knob<'a> {
    #[must_use]
    pub const fn new(label: &'a str, number: Number<'a>) -> Self {
        Self { label, number, seen: None, planned: None, source: "", is_assumption: false }
    }
}

/// Draws the slider at the top of `rect`. `response.changed()` with each new value; keys move it by a step,
/// Page keys by ten, Home and End to the bounds.
pub fn knob(ui: &mut Ui, rect: Rect, knob: &Knob<'_>, value: &mut f64) -> Response {
    let track = Rect::from_min_max(
        pos2(rect.left() + 4.0, rect.top() + 28.0),
        pos2(rect.right() - 4.0, rect.top() + 32.0),
    );
    let reach = track.expand2(vec2(4.0, 12.0));
    let mut response = ui.allocate_rect(reach, Sense::click_and_drag());
    focus::take_on_press(&response);
    let before = *value;
    if let Some(at) = response.interact_pointer_pos() {
        let share = ((at.x - track.left()) / track.width()).clamp(0.0, 1.0);
        let raw = knob.number.min + f64::from(share) * (knob.number.max - knob.number.min);
        *value = on_step(&knob.number, raw);
    }
    if let Some(steps) = keys(ui, &response) {
        *value = knob.number.hold(match steps {
            Steps::By(steps) => *value + steps * knob.number.step,
            Steps::ToMin => knob.number.min,
            Steps::ToMax => knob.number.max,
        });
    }
    if *value != before {
        response.mark_changed();
    }
    name(ui, &response, knob, *value);
    paint_head(ui, rect, knob, *value);
    paint_track(ui, track, knob, *value);
    let thumb = pos2(along(track, &knob.number, *value), track.center().y);
    focus::shape(&response, Rect::from_center_size(thumb, vec2(16.0, 16.0)), 8.0);
    paint_foot(ui, rect, knob);
    response.on_hover_cursor(egui::CursorIcon::ResizeHorizontal)
}

enum Steps {
    By(f64),
    ToMin,
    ToMax,
}

fn keys(ui: &Ui, response: &Response) -> Option<Steps> {
    use egui::accesskit::Action;
    let asked = |action| ui.input(|input| input.num_accesskit_action_requests(response.id, action)) as f64;
    let by_reader = asked(Action::Increment) - asked(Action::Decrement);
    if by_reader != 0.0 {
        return Some(Steps::By(by_reader));
    }
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |key| ui.input(|input| input.num_presses(key)) as f64;
    let arrows =
        pressed(Key::ArrowRight) + pressed(Key::ArrowUp) - pressed(Key::ArrowLeft) - pressed(Key::ArrowDown);
    let pages = pressed(Key::PageUp) - pressed(Key::PageDown);
    if pressed(Key::Home) > 0.0 {
        Some(Steps::ToMin)
    } else if pressed(Key::End) > 0.0 {
        Some(Steps::ToMax)
    } else {
        let steps = arrows + 10.0 * pages;
        (steps != 0.0).then_some(Steps::By(steps))
    }
}

/// The nearest value a whole number of steps from the lower bound.
fn on_step(number: &Number<'_>, raw: f64) -> f64 {
    let steps = ((raw - number.min) / number.step).round();
    number.hold(number.min + steps * number.step)
}

fn along(track: Rect, number: &Number<'_>, value: f64) -> f32 {
    let span = (number.max - number.min).max(f64::MIN_POSITIVE);
    let share = ((value - number.min) / span).clamp(0.0, 1.0) as f32;
    egui::lerp(track.x_range(), share)
}

fn paint_head(ui: &Ui, rect: Rect, knob: &Knob<'_>, value: f64) {
    let baseline = rect.top() + 12.0;
    let mut right = rect.right();
    if !knob.number.unit.is_empty() {
        let unit = words(knob.number.unit, TypeRole::LABEL, Ink::Text3);
        let gap = if knob.number.unit == "%" { 1.0 } else { 6.0 };
        right -= paint_text(ui.painter(), pos2(right, baseline), Anchor::End, unit) + gap;
    }
    let shown = knob.number.write(value);
    let figure = words(&shown, TypeRole::BODY_STRONG, Ink::Text);
    right -= paint_text(ui.painter(), pos2(right, baseline), Anchor::End, figure) + 8.0;
    let label = words(knob.label, TypeRole::LABEL_MEDIUM, Ink::Text);
    paint_elided(ui.painter(), pos2(rect.left(), baseline), Anchor::Start, label, right - rect.left());
}

fn paint_track(ui: &Ui, track: Rect, knob: &Knob<'_>, value: f64) {
    let painter = ui.painter();
    let thumb = pos2(along(track, &knob.number, value), track.center().y);
    painter.rect_filled(track, 2.0, color(ui, Ink::Bg3));
    let ink = if ui.is_enabled() { Ink::Accent } else { Ink::Text3 };
    painter.rect_filled(track.with_max_x(thumb.x), 2.0, color(ui, ink));
    for (value, width, tick) in [(knob.seen, 1.0, Ink::Text2), (knob.planned, 2.0, Ink::Today)] {
        if let Some(value) = value {
            let x = along(track, &knob.number, value);
            painter.vline(x, track.y_range().expand(5.0), stroke(ui, width, tick));
        }
    }
    painter.circle(thumb, 7.0, color(ui, Ink::Bg1), stroke(ui, 2.0, ink));
}

fn paint_foot(ui: &Ui, rect: Rect, knob: &Knob<'_>) {
    let baseline = rect.top() + 52.0;
    let role = TypeRole::CAPTION;
    let (low, high) = (knob.number.write(knob.number.min), knob.number.write(knob.number.max));
    let left = rect.left()
        + paint_text(ui.painter(), pos2(rect.left(), baseline), Anchor::Start, words(&low, role, Ink::Text3));
    let right = rect.right()
        - paint_text(ui.painter(), pos2(rect.right(), baseline), Anchor::End, words(&high, role, Ink::Text3));
    let ink = if knob.is_assumption { Ink::WarnText } else { Ink::Text3 };
    let room = right - left - 16.0;
    let middle = rect.center().x;
    let half = text::width(role, knob.source).min(room) / 2.0;
    // In the middle of the track, unless a long bound pushes it aside.
    let center = middle.clamp(left + 8.0 + half, (right - 8.0 - half).max(left + 8.0 + half));
    paint_elided(ui.painter(), pos2(center, baseline), Anchor::Middle, words(knob.source, role, ink), room);
}

fn name(ui: &Ui, response: &Response, knob: &Knob<'_>, value: f64) {
    response.widget_info(|| WidgetInfo::slider(ui.is_enabled(), value, knob.label));
    let spoken = format!("{} {}", knob.number.write(value), knob.number.unit);
    let (min, max, step) = (knob.number.min, knob.number.max, knob.number.step);
    let source = knob.source.to_owned();
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Slider);
        node.set_value(spoken.trim_end());
        node.set_min_numeric_value(min);
        node.set_max_numeric_value(max);
        node.set_numeric_value_step(step);
        node.set_description(source);
        node.add_action(egui::accesskit::Action::Increment);
        node.add_action(egui::accesskit::Action::Decrement);
    });
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::look::stage::stage;

    #[test]
    fn keys_move_by_steps_and_the_pointer_lands_on_one() {
        let mut harness = stage(14.0, |ui, value: &mut f64| {
            let knob_of_agents = Knob::new("Helpdesk agents", Number::whole(8.0, 24.0, ""));
            let rect = Rect::from_min_size(pos2(20.0, 20.0), vec2(240.0, KNOB_HEIGHT));
            knob(ui, rect, &knob_of_agents, value);
        });
        harness.get_by_label("Helpdesk agents").focus();
        harness.run();
        harness.key_press(Key::ArrowRight);
        harness.run();
        assert_eq!(*harness.state(), 15.0);
        harness.key_press(Key::End);
        harness.run();
        harness.key_press(Key::ArrowUp);
        harness.run();
        assert_eq!(*harness.state(), 24.0);
        harness.get_by_label("Helpdesk agents").click();
        harness.run();
        assert_eq!(*harness.state(), 16.0);
    }
}
