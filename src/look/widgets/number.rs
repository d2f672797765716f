//! Numbers: typed, stepped, or dragged. What is typed is read by people's rules and held to its bounds.

use egui::accesskit::Action;
use egui::{EventFilter, Id, Key, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::draft::{Slot, discard, edit};
use super::field::{self, Field, VALUE};
use super::parse;
use crate::look::icons::{self, Icon};
use crate::look::style::{color, stroke};
use crate::picture::{Anchor, Ink};

/// What a number may be and how it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number<'a> {
    pub min: f64,
    pub max: f64,
    /// One press of the stepper, and what a short drag changes.
    pub step: f64,
    pub decimals: usize,
    /// Zeros at the end are left away: `95`, but `97.5`.
    pub is_trimmed: bool,
    /// Stands after the value.
    pub unit: &'a str,
}

impl<'a> Number<'a> {
    #[must_use]
    pub const fn whole(min: f64, max: f64, unit: &'a str) -> Self {
        Self { min, max, step: 1.0, decimals: 0, is_trimmed: false, unit }
    }

    #[must_use]
    pub const fn with_decimals(self, decimals: usize, step: f64) -> Self {
        Self { step, decimals, ..self }
    }

    /// Written without zeros at the end.
    #[must_use]
    pub const fn trimmed(self) -> Self {
        Self { is_trimmed: true, ..self }
    }

    /// The nearest value that may stand.
    #[must_use]
    pub fn hold(&self, value: f64) -> f64 {
        let unit = 10f64.powi(i32::try_from(self.decimals).unwrap_or(0));
        ((value * unit).round() / unit).clamp(self.min, self.max)
    }

    #[must_use]
    pub fn write(&self, value: f64) -> String {
        let written = parse::number(value, self.decimals);
        if self.is_trimmed && written.contains('.') {
            return written.trim_end_matches('0').trim_end_matches('.').to_owned();
        }
        written
    }

    /// The number in `text`, or what to enter instead.
    pub fn read(&self, text: &str) -> Result<f64, String> {
        let bounds = || format!("Enter {} to {}", self.write(self.min), self.write(self.max));
        let value = parse::read_number(text).ok_or_else(bounds)?;
        if value < self.min || value > self.max {
            return Err(bounds());
        }
        if self.decimals == 0 && value.fract() != 0.0 {
            return Err("Enter a whole number".to_owned());
        }
        Ok(self.hold(value))
    }
}

/// A number in a field, with a stepper. `response.changed()` for each new value, also while dragging.
pub fn number_field(ui: &mut Ui, field: Field<'_>, number: &Number<'_>, value: &mut f64) -> Response {
    let place = field::open(ui, field);
    let shown = number.write(*value);
    if field.locked.is_some() {
        let with_unit = format!("{shown} {}", number.unit);
        return field::locked(ui, field, &place, with_unit.trim_end());
    }
    let before = *value;
    let stepper = Rect::from_min_max(pos2(place.rect.right() - 24.0, place.rect.top()), place.rect.max);
    let has_stepper = place.rect.width() >= 96.0;
    let mut inner = place.rect;
    if has_stepper {
        inner.max.x = stepper.left();
    }
    let slot = Slot {
        id: place.id,
        rect: inner,
        shown: &shown,
        role: VALUE,
        align: Anchor::Start,
        hint: field.hint,
        can_scrub: true,
    };
    let edited = edit(ui, &slot, |text| number.read(text));
    let mut response = edited.response;
    if let Some(taken) = edited.taken {
        *value = taken;
    }
    scrub(ui, &response, number, value);
    let by_key = step_by_key(ui, &response, number, edited.text.as_str());
    let by_button = if has_stepper { step_by_button(ui, stepper, place.id) } else { 0.0 };
    if let Some(stepped) =
        by_key.or((by_button != 0.0).then(|| number.hold(*value + by_button * number.step)))
    {
        *value = stepped;
        discard(ui, place.id);
    }
    field::paint_unit(ui, inner, &edited.text, number.unit);
    if *value != before {
        response.mark_changed();
    }
    name(ui, &response, field.name(), (*value, number));
    field::close(ui, field, &place, (&response, edited.remedy));
    response
}

/// As [`number_field`] where emptying the box means that there is no number; it is typed, never dragged.
pub fn optional_number_field(
    ui: &mut Ui,
    field: Field<'_>,
    number: &Number<'_>,
    value: &mut Option<f64>,
) -> Response {
    let place = field::open(ui, field);
    let shown = value.map_or_else(String::new, |value| number.write(value));
    let slot = Slot {
        id: place.id,
        rect: place.rect,
        shown: &shown,
        role: VALUE,
        align: Anchor::Start,
        hint: field.hint,
        can_scrub: false,
    };
    let edited = edit(ui, &slot, |text| match text.trim() {
        "" => Ok(None),
        text => number.read(text).map(Some),
    });
    let mut response = edited.response.accessible_name(field.name());
    if let Some(taken) = edited.taken.filter(|taken| taken != value) {
        *value = taken;
        response.mark_changed();
    }
    if !edited.text.is_empty() {
        field::paint_unit(ui, place.rect, &edited.text, number.unit);
    }
    field::close(ui, field, &place, (&response, edited.remedy));
    response
}

/// As [`number_field`] for a count.
pub fn count_field(ui: &mut Ui, field: Field<'_>, number: &Number<'_>, value: &mut u32) -> Response {
    let mut float = f64::from(*value);
    let response = number_field(ui, field, number, &mut float);
    *value = float.round().max(0.0) as u32;
    response
}

/// Dragging sideways changes the value by a step for every few points, Shift ten times as fast.
fn scrub(ui: &Ui, response: &Response, number: &Number<'_>, value: &mut f64) {
    const POINTS_PER_STEP: f32 = 4.0;
    let start = response.id.with("scrub");
    if response.drag_started() {
        ui.data_mut(|data| data.insert_temp(start, (*value, 0.0_f32)));
        discard(ui, response.id);
    }
    if !response.dragged() {
        return;
    }
    let Some((from, moved)) = ui.data(|data| data.get_temp::<(f64, f32)>(start)) else { return };
    let fast = if ui.input(|input| input.modifiers.shift) { 10.0 } else { 1.0 };
    let moved = moved + response.drag_delta().x * fast;
    ui.data_mut(|data| data.insert_temp(start, (from, moved)));
    *value = number.hold(from + f64::from((moved / POINTS_PER_STEP).round()) * number.step);
}

/// Up and down while the field is being edited, and the same asked by a screen reader.
fn step_by_key(ui: &Ui, response: &Response, number: &Number<'_>, text: &str) -> Option<f64> {
    let asked = |action| ui.input(|input| input.num_accesskit_action_requests(response.id, action)) as f64;
    let by_reader = asked(Action::Increment) - asked(Action::Decrement);
    if by_reader != 0.0 {
        return parse::read_number(text).map(|current| number.hold(current + by_reader * number.step));
    }
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let (up, down) = ui.input(|input| (input.key_pressed(Key::ArrowUp), input.key_pressed(Key::ArrowDown)));
    let direction = f64::from(i8::from(up) - i8::from(down));
    let current = parse::read_number(text)?;
    (direction != 0.0).then(|| number.hold(current + direction * number.step))
}

fn step_by_button(ui: &mut Ui, rect: Rect, id: Id) -> f64 {
    let line = stroke(ui, 1.0, Ink::Stroke2);
    ui.painter().vline(rect.left(), rect.shrink(1.0).y_range(), line);
    let mut direction = 0.0;
    for (way, icon, part) in [
        (1.0, Icon::Up, rect.split_top_bottom_at_fraction(0.5).0),
        (-1.0, Icon::Down, rect.split_top_bottom_at_fraction(0.5).1),
    ] {
        // Not a stop of its own for the keyboard: up and down do the same in the field.
        let response = ui.interact(part, id.with(("step", way > 0.0)), Sense::CLICK);
        let ink = if response.hovered() { Ink::Text } else { Ink::Text2 };
        let center = part.center() + vec2(0.0, if way > 0.0 { 1.5 } else { -1.5 });
        icons::paint(ui.painter(), icon, center, 11.0, color(ui, ink));
        if response.clicked() {
            direction = way;
        }
    }
    direction
}

fn name(ui: &Ui, response: &Response, label: &str, (value, number): (f64, &Number<'_>)) {
    let enabled = ui.is_enabled();
    response.widget_info(|| {
        let mut info = WidgetInfo::drag_value(enabled, value);
        info.label = Some(label.to_owned());
        info.current_text_value = Some(format!("{} {}", number.write(value), number.unit).trim().to_owned());
        info
    });
    let (min, max, step) = (number.min, number.max, number.step);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::SpinButton);
        node.set_min_numeric_value(min);
        node.set_max_numeric_value(max);
        node.set_numeric_value_step(step);
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::look::stage::stage;

    /// A field for 40 to 2,000 devices a day, beside another control to go to.
    fn rate(value: f64) -> Harness<'static, f64> {
        stage(value, |ui, value| {
            let number = Number::whole(40.0, 2_000.0, "devices per day");
            number_field(ui, Field::new("Rate").width(200.0), &number, value);
            crate::look::widgets::button(ui, crate::look::widgets::Kind::Secondary, "Elsewhere");
        })
    }

    fn type_over(harness: &mut Harness<'_, f64>, text: &str) {
        harness.get_by_label("Rate").focus();
        harness.run();
        harness.get_by_label("Rate").type_text(text);
        harness.run();
    }

    #[test]
    fn enter_takes_what_was_typed_and_not_before() {
        let mut harness = rate(111.0);
        type_over(&mut harness, "1,250");
        assert_eq!(*harness.state(), 111.0);
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(*harness.state(), 1_250.0);
    }

    #[test]
    fn pressing_another_control_takes_it_too() {
        let mut harness = rate(111.0);
        type_over(&mut harness, "95");
        harness.get_by_label("Elsewhere").click();
        harness.run();
        assert_eq!(*harness.state(), 95.0);
    }

    #[test]
    fn escape_restores() {
        let mut harness = rate(111.0);
        type_over(&mut harness, "95");
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(*harness.state(), 111.0);
        assert_eq!(harness.get_by_label("Rate").value().as_deref(), Some("111 devices per day"));
    }

    #[test]
    fn an_impossible_number_stays_visible_says_the_remedy_and_changes_nothing() {
        let mut harness = rate(111.0);
        type_over(&mut harness, "20");
        assert!(harness.query_by_label("Enter 40 to 2,000").is_none(), "not while typing");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(*harness.state(), 111.0);
        harness.get_by_label("Enter 40 to 2,000");
        // Mending it makes the remedy go.
        harness.get_by_label("Rate").focus();
        harness.run();
        harness.get_by_label("Rate").type_text("200");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(*harness.state(), 200.0);
        assert!(harness.query_by_label("Enter 40 to 2,000").is_none());
    }

    #[test]
    fn arrows_step_and_stop_at_the_bounds() {
        let mut harness = rate(41.0);
        harness.get_by_label("Rate").focus();
        harness.run();
        for _ in 0..3 {
            harness.key_press(Key::ArrowDown);
            harness.run();
        }
        assert_eq!(*harness.state(), 40.0);
        harness.get_by_label("Rate").increment_accesskit();
        harness.run();
        assert_eq!(*harness.state(), 41.0);
    }

    #[test]
    fn dragging_scrubs() {
        let mut harness = rate(100.0);
        let from = harness.get_by_label("Rate").rect().left_center() + vec2(20.0, 0.0);
        harness.hover_at(from);
        harness.drag_at(from);
        harness.run();
        harness.hover_at(from + vec2(40.0, 0.0));
        harness.run();
        harness.drop_at(from + vec2(40.0, 0.0));
        harness.run();
        assert!((105.0..=111.0).contains(harness.state()), "{}", harness.state());
    }

    #[test]
    fn an_optional_number_is_taken_cleared_and_refused() {
        let mut harness = stage(Some(320.0), |ui, value| {
            let number = Number::whole(0.0, 1e6, "EUR").with_decimals(2, 1.0).trimmed();
            let field = Field::new("An agent-day").hint("not counted").width(200.0);
            optional_number_field(ui, field, &number, value);
        });
        let mut enter = |text: &str| {
            harness.get_by_label("An agent-day").focus();
            harness.run();
            if text.is_empty() {
                harness.key_press(Key::Backspace);
            } else {
                harness.get_by_label("An agent-day").type_text(text);
            }
            harness.run();
            harness.key_press(Key::Enter);
            harness.run();
            *harness.state()
        };
        assert_eq!(enter("350.5"), Some(350.5));
        assert_eq!(enter(""), None);
        assert_eq!(enter("much"), None);
    }

    #[test]
    fn a_change_from_outside_wins_over_a_refused_draft() {
        let mut harness = rate(111.0);
        type_over(&mut harness, "20");
        harness.key_press(Key::Enter);
        harness.run();
        *harness.state_mut() = 300.0;
        harness.run();
        assert_eq!(harness.get_by_label("Rate").value().as_deref(), Some("300 devices per day"));
        assert!(harness.query_by_label("Enter 40 to 2,000").is_none());
    }

    #[test]
    fn a_locked_number_cannot_be_typed_over() {
        let mut harness = stage(5.0, |ui, value| {
            let field = Field::new("Soak").locked(Some("The template sets it."));
            number_field(ui, field, &Number::whole(0.0, 15.0, "working days"), value);
        });
        harness.get_by_label_contains("The template sets it.").click();
        harness.run();
        harness.get_by_label_contains("Soak").type_text("9");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(*harness.state(), 5.0);
    }
}
