//! A number as a slider: its name and value above, the track with what was seen and what is planned, and
//! below it the bounds and where the value comes from.

use egui::{Event, EventFilter, Key, Rect, Response, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::draft::{Slot, begin, discard, edit};
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
/// Page keys by ten, Home and End to the bounds. A digit, or a click on the figure, begins a typed value:
/// Enter takes it, Esc leaves it.
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
    let remedy = typed(ui, rect, (&response, knob), value);
    if *value != before {
        response.mark_changed();
    }
    name(ui, &response, knob, *value);
    paint_track(ui, track, knob, *value);
    let thumb = pos2(along(track, &knob.number, *value), track.center().y);
    focus::shape(&response, Rect::from_center_size(thumb, vec2(16.0, 16.0)), 8.0);
    match remedy {
        Some(remedy) => {
            let said = words(&remedy, TypeRole::CAPTION, Ink::BadText);
            paint_elided(ui.painter(), rect.min + vec2(0.0, 52.0), Anchor::Start, said, rect.width());
        }
        None => paint_foot(ui, rect, knob),
    }
    response.on_hover_cursor(egui::CursorIcon::ResizeHorizontal)
}

/// The figure, or in its place the box in which a value is typed; returns what to type instead.
fn typed(ui: &mut Ui, rect: Rect, (track, knob): (&Response, &Knob<'_>), value: &mut f64) -> Option<String> {
    let id = track.id.with("typed");
    let is_open = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    let place = Rect::from_min_max(rect.right_top() - vec2(92.0, 6.5), rect.right_top() + vec2(0.0, 21.5));
    let shown = knob.number.write(*value);
    if !is_open {
        let head = paint_head(ui, rect, knob, *value);
        // Reached by keyboard from the track, so no stop of its own.
        let figure = ui.interact(head, id.with("figure"), Sense::CLICK);
        let first = first_digits(ui, track);
        if (figure.clicked() || !first.is_empty()) && ui.is_enabled() {
            if first.is_empty() {
                discard(ui, id);
            } else {
                begin(ui, id, &shown, &first);
            }
            ui.data_mut(|data| data.insert_temp(id, true));
            ui.memory_mut(|memory| memory.request_focus(id));
            ui.ctx().request_repaint();
        }
        figure.on_hover_cursor(egui::CursorIcon::Text);
        return None;
    }
    paint_label(ui, rect, knob, place.left() - 8.0);
    ui.painter().rect(place, 5.0, color(ui, Ink::Bg1), stroke(ui, 1.5, Ink::Accent), StrokeKind::Inside);
    let slot = Slot {
        id,
        rect: place,
        shown: &shown,
        role: TypeRole::BODY_STRONG,
        align: Anchor::End,
        hint: "",
        can_scrub: false,
    };
    let edited = edit(ui, &slot, |text| knob.number.read(text));
    ui.ctx().accesskit_node_builder(id, |node| node.set_label(format!("{}, typed", knob.label)));
    if !edited.response.lost_focus() {
        return edited.remedy;
    }
    let is_entered = ui.input(|input| input.key_pressed(Key::Enter));
    if edited.remedy.is_some() && is_entered {
        ui.memory_mut(|memory| memory.request_focus(id));
        return edited.remedy;
    }
    if let Some(taken) = edited.taken {
        *value = taken;
    }
    discard(ui, id);
    ui.data_mut(|data| data.remove::<bool>(id));
    if is_entered || ui.input(|input| input.key_pressed(Key::Escape)) {
        track.request_focus();
    }
    None
}

/// What is typed while the track has the focus, if a number can begin so.
fn first_digits(ui: &Ui, track: &Response) -> String {
    if !track.has_focus() {
        return String::new();
    }
    let begins = |text: &str| text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | ','));
    ui.input(|input| {
        let texts = input.events.iter().filter_map(|event| match event {
            Event::Text(text) => Some(text.as_str()),
            _ => None,
        });
        let all: String = texts.collect();
        if begins(&all) { all } else { String::new() }
    })
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

/// Returns where the figure stands.
fn paint_head(ui: &Ui, rect: Rect, knob: &Knob<'_>, value: f64) -> Rect {
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
    paint_label(ui, rect, knob, right);
    Rect::from_min_max(pos2(right, rect.top() - 4.0), rect.right_top() + vec2(0.0, 18.0))
}

fn paint_label(ui: &Ui, rect: Rect, knob: &Knob<'_>, right: f32) {
    let label = words(knob.label, TypeRole::LABEL_MEDIUM, Ink::Text);
    let at = pos2(rect.left(), rect.top() + 12.0);
    paint_elided(ui.painter(), at, Anchor::Start, label, right - rect.left());
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

    #[test]
    fn a_value_is_typed_taken_by_enter_and_left_by_escape() {
        let mut harness = stage(14.0, |ui, value: &mut f64| {
            let knob_of_agents = Knob::new("Helpdesk agents", Number::whole(8.0, 24.0, ""));
            let rect = Rect::from_min_size(pos2(20.0, 20.0), vec2(240.0, KNOB_HEIGHT));
            knob(ui, rect, &knob_of_agents, value);
        });
        let type_in = |harness: &mut egui_kittest::Harness<'_, f64>, text: &str, last: Key| {
            for letter in text.chars() {
                harness.event(Event::Text(letter.to_string()));
                harness.run();
            }
            harness.key_press(last);
            harness.run();
        };
        harness.get_by_label("Helpdesk agents").focus();
        harness.run();
        type_in(&mut harness, "17", Key::Enter);
        assert_eq!(*harness.state(), 17.0);
        type_in(&mut harness, "9", Key::Escape);
        assert_eq!(*harness.state(), 17.0, "Esc leaves it");
        type_in(&mut harness, "99", Key::Enter);
        assert_eq!(*harness.state(), 17.0, "more than the knob can stand at");
        harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
        harness.run();
        type_in(&mut harness, "20", Key::Enter);
        assert_eq!(*harness.state(), 20.0, "typed anew");
        harness.key_press(Key::ArrowRight);
        harness.run();
        assert_eq!(*harness.state(), 21.0, "the track has the focus again");
    }
}
