//! Several lines of free text in a field's box. What is typed is kept aside until the field is left.

use egui::{Frame, Id, Key, Margin, Rect, Response, ScrollArea, TextEdit, Ui, UiBuilder};

use super::field::{self, Field};
use crate::look::style::{color, font};
use crate::picture::{Ink, TypeRole};

const WORDS: TypeRole = TypeRole::LABEL;

/// As high as the field's rectangle. `response.changed()` when a new text was taken over.
pub fn text_area(ui: &mut Ui, field: Field<'_>, value: &mut String) -> Response {
    let mut place = field::open(ui, field);
    if let Some(bottom) = field.bottom() {
        place.rect = place.rect.with_max_y(bottom.max(place.rect.bottom()));
        ui.expand_to_include_rect(place.rect);
    }
    let memory = place.id.with("draft");
    let draft: Option<Draft> = ui.data(|data| data.get_temp(memory));
    // What was undone below a draft that nobody works on is shown.
    let is_focused = ui.memory(|memory| memory.has_focus(place.id));
    let draft = draft.filter(|draft| is_focused || draft.base == *value);
    let mut text = draft.map_or_else(|| value.clone(), |draft| draft.text);
    let (response, is_typed) = edit(ui, (place.id, place.rect), field.hint, &mut text);
    let mut response = response.accessible_name(field.name());
    if is_typed {
        let draft = Draft { base: value.clone(), text: text.clone() };
        ui.data_mut(|data| data.insert_temp(memory, draft));
    }
    let mut is_taken = false;
    // A screen reader sets a whole text without giving the field the focus first.
    let was_set_from_outside = is_typed && !response.has_focus();
    if response.lost_focus() || was_set_from_outside {
        let is_given_up = ui.input(|input| input.key_pressed(Key::Escape));
        ui.data_mut(|data| data.remove::<Draft>(memory));
        is_taken = !is_given_up && text.trim_end() != value.trim_end();
    }
    field::close(ui, field, &place, (&response, None));
    if is_taken {
        text.trim_end().clone_into(value);
        response.mark_changed();
    }
    response
}

#[derive(Clone)]
struct Draft {
    base: String,
    text: String,
}

fn edit(ui: &mut Ui, (id, rect): (Id, Rect), hint: &str, text: &mut String) -> (Response, bool) {
    let mut room = ui.new_child(UiBuilder::new().max_rect(rect.shrink(1.0)).id_salt(id));
    room.set_clip_rect(rect.intersect(ui.clip_rect()));
    let area = ScrollArea::vertical().id_salt(id).auto_shrink(false);
    let hint = egui::RichText::new(hint).font(font(WORDS)).color(color(&room, Ink::Text3));
    let shown = area.show(&mut room, |ui| {
        TextEdit::multiline(text)
            .id(id)
            .font(font(WORDS))
            .text_color(color(ui, Ink::Text))
            .hint_text(hint)
            .frame(Frame::NONE.inner_margin(Margin::symmetric(10, 6)))
            .min_size(rect.shrink(2.0).size())
            .desired_width(rect.width() - 14.0)
            .show(ui)
            .response
            .response
    });
    let mut response = shown.inner;
    let is_typed = response.changed();
    // To those who ask, it has changed when it is taken over.
    response.flags.remove(egui::response::Flags::CHANGED);
    (response, is_typed)
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::look::stage::stage;

    #[derive(Default)]
    struct Seen {
        value: String,
        changes: usize,
    }

    #[test]
    fn a_text_that_is_only_looked_at_stays_as_it_is() {
        let seen = Seen { value: "One\n".to_owned(), changes: 0 };
        let mut harness = stage(seen, |ui, seen: &mut Seen| {
            let rect = Rect::from_min_size(egui::pos2(10.0, 10.0), egui::vec2(300.0, 120.0));
            if text_area(ui, Field::new("Notes").at(rect), &mut seen.value).changed() {
                seen.changes += 1;
            }
        });
        harness.get_by_label("Notes").focus();
        harness.run();
        harness.ctx.memory_mut(egui::Memory::stop_text_input);
        harness.run();
        assert_eq!((harness.state().value.as_str(), harness.state().changes), ("One\n", 0));
    }

    #[test]
    fn lines_are_taken_over_when_the_field_is_left_and_not_before() {
        let mut harness = stage(Seen::default(), |ui, seen: &mut Seen| {
            let rect = Rect::from_min_size(egui::pos2(10.0, 10.0), egui::vec2(300.0, 120.0));
            if text_area(ui, Field::new("Notes").at(rect), &mut seen.value).changed() {
                seen.changes += 1;
            }
        });
        harness.get_by_label("Notes").focus();
        harness.run();
        harness.event(egui::Event::Text("One".to_owned()));
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        harness.event(egui::Event::Text("Two".to_owned()));
        harness.run();
        assert_eq!(harness.state().value, "");
        harness.ctx.memory_mut(egui::Memory::stop_text_input);
        harness.run();
        assert_eq!((harness.state().value.as_str(), harness.state().changes), ("One\nTwo", 1));
    }
}
