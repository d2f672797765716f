//! A figure answers for itself: a calm panel beside it that says how it came about, while it is pointed at
//! or the keyboard is on it. Screen readers get the same as the figure's description.

use egui::{Response, Tooltip, Ui, vec2};

use crate::look::focus;
use crate::look::style::stroke;
use crate::look::text::{label, paint_text, words, wrapped};
use crate::picture::explanation::{Explanation, Input};
use crate::picture::{Anchor, Ink, TypeRole, text};

const WIDTH: f32 = 300.0;
const ROW: f32 = 18.0;
const ASSUMED: &str = "assumed";

/// Lets the widget explain itself.
#[must_use]
pub fn explain(response: Response, explanation: &Explanation) -> Response {
    response.ctx.accesskit_node_builder(response.id, |node| node.set_description(explanation.spoken()));
    if response.has_focus() && focus::is_by_key(&response.ctx) {
        let panel = Tooltip::always_open(
            response.ctx.clone(),
            response.layer_id,
            response.id,
            response.rect.expand(4.0),
        );
        panel.width(WIDTH).show(|ui| explanation_panel(ui, explanation));
        return response;
    }
    let response = response.on_hover_ui(|ui| explanation_panel(ui, explanation));
    response.on_disabled_hover_ui(|ui| explanation_panel(ui, explanation))
}

/// The panel itself.
pub fn explanation_panel(ui: &mut Ui, explanation: &Explanation) {
    ui.set_width(WIDTH);
    ui.spacing_mut().item_spacing = vec2(0.0, 2.0);
    label(ui, &explanation.title, TypeRole::LABEL_STRONG, Ink::Text);
    if !explanation.formula.is_empty() {
        wrapped(ui, &explanation.formula, TypeRole::LABEL, Ink::Text2);
    }
    if !explanation.inputs.is_empty() {
        rule(ui);
        for input in &explanation.inputs {
            row(ui, input);
        }
    }
    let rest = [&explanation.until, &explanation.how_sure];
    if rest.iter().any(|text| !text.is_empty()) {
        rule(ui);
    }
    for text in rest.into_iter().filter(|text| !text.is_empty()) {
        wrapped(ui, text, TypeRole::LABEL, Ink::Text2);
    }
}

fn rule(ui: &mut Ui) {
    let (_, place) = ui.allocate_space(vec2(WIDTH, 9.0));
    ui.painter().hline(place.x_range(), place.center().y, stroke(ui, 1.0, Ink::Stroke));
}

/// Name at the left, value at the right; what is assumed says so before its value.
fn row(ui: &mut Ui, input: &Input) {
    let (_, place) = ui.allocate_space(vec2(WIDTH, ROW));
    let y = place.center().y + 4.3;
    let value = words(&input.value, TypeRole::LABEL_MEDIUM, Ink::Text);
    let mut right = place.right()
        - paint_text(ui.painter(), place.right_top() + vec2(0.0, y - place.top()), Anchor::End, value);
    if input.is_assumed {
        right -= 8.0;
        let at = egui::pos2(right, y);
        right -= paint_text(ui.painter(), at, Anchor::End, words(ASSUMED, TypeRole::CAPTION, Ink::WarnText));
    }
    let name = text::elide(TypeRole::LABEL, &input.name, right - 10.0 - place.left());
    paint_text(
        ui.painter(),
        egui::pos2(place.left(), y),
        Anchor::Start,
        words(&name, TypeRole::LABEL, Ink::Text2),
    );
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use egui::Key;
    use egui_kittest::kittest::{NodeT as _, Queryable as _};

    use super::*;
    use crate::look::stage::stage;
    use crate::look::widgets::{Kind, button};

    fn explanation() -> Explanation {
        Explanation::new("Success", "enrolled ÷ attempts").input("Enrolled", "48").until("Data until today")
    }

    #[test]
    fn it_opens_by_pointer_and_by_key_and_is_always_read() {
        let mut harness = stage((), |ui, ()| {
            let first = button(ui, Kind::Secondary, "96.0%");
            let _shown = explain(first, &explanation());
            button(ui, Kind::Secondary, "Next");
        });
        let says =
            |harness: &egui_kittest::Harness<'_, ()>| harness.query_by_label("enrolled ÷ attempts").is_some();
        let description = harness.get_by_label("96.0%").accesskit_node().description();
        assert!(description.unwrap().contains("Enrolled: 48"));
        assert!(!says(&harness));
        harness.key_press(Key::Tab);
        harness.run();
        assert!(says(&harness), "the keyboard is on it");
        harness.key_press(Key::Tab);
        harness.run();
        assert!(!says(&harness), "and has gone on");
        let at = harness.get_by_label("96.0%").rect().center();
        harness.hover_at(at);
        harness.run_steps(10);
        assert!(says(&harness), "it is pointed at");
    }
}
