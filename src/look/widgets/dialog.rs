//! Dialogs: centred over the dimmed page, with a title, a cross and a foot. Esc closes them, unless it was
//! needed to restore a field.

use egui::{Context, CornerRadius, Frame, Id, Key, Modal, Rect, StrokeKind, Ui, UiBuilder, Vec2, pos2, vec2};

use super::button::{Button, Kind};
use super::draft::is_left_untouched;
use super::field::complaints;
use super::menu::first_frame;
use super::{card, icon_button};
use crate::look::Icon;
use crate::look::glyphs::{Verdict, paint_verdict};
use crate::look::style::{Themed, color, color32, float_shadow, stroke};
use crate::look::text::{centered_baseline, paint_text, text_at, text_at_elided, text_at_wrapped, words};
use crate::picture::{Anchor, Ink, TypeRole, text};

/// A dialog's frame.
#[derive(Clone, Copy)]
pub struct Dialog<'a> {
    pub title: &'a str,
    /// Shrinks where the window is smaller.
    pub size: Vec2,
    /// The steps of a guided dialog and the one the user is at; none for a plain dialog.
    pub steps: (&'a [&'a str], usize),
}

impl<'a> Dialog<'a> {
    #[must_use]
    pub const fn new(title: &'a str, size: Vec2) -> Self {
        Self { title, size, steps: (&[], 0) }
    }
}

/// Where the parts of a dialog stand.
#[derive(Clone, Copy, Debug)]
pub struct Rooms {
    /// Between title and foot, from edge to edge.
    pub body: Rect,
    /// The line of buttons, without its margins.
    pub foot: Rect,
    /// Of the fields before this dialog's own.
    complaints: usize,
}

/// Why nothing is answered while a field holds what it cannot take over: it would be with the value from before.
pub const MARKED: &str = "Correct the marked field first";

impl Rooms {
    /// The line of buttons, drawn from within the body. What stands there comes and goes; the buttons stay the
    /// same ones all the while, so that one that is pressed is the one that was seen.
    pub fn in_foot<R>(&self, ui: &mut Ui, content: impl FnOnce(&mut Ui, Rect) -> R) -> R {
        let below = UiBuilder::new().max_rect(self.foot).scope_id(ui.scope_id().with("foot"));
        ui.scope_builder(below, |ui| content(ui, self.foot)).inner
    }

    /// Why the main answer cannot be given yet. The foot asks, which is drawn after the fields.
    #[must_use]
    pub fn held_back(&self, ui: &Ui) -> Option<&'static str> {
        (complaints(ui) > self.complaints).then_some(MARKED)
    }
}

pub struct DialogResponse<R> {
    pub inner: R,
    /// The user pressed the cross or Esc.
    pub should_close: bool,
}

/// Shows a dialog over everything else. Clicking the dimmed page does nothing: what was typed is not lost.
pub fn dialog<R>(
    ctx: &Context,
    dialog: Dialog<'_>,
    content: impl FnOnce(&mut Ui, Rooms) -> R,
) -> DialogResponse<R> {
    let id = Id::unique(("dialog", dialog.title));
    let room = ctx.content_rect().size() - vec2(32.0, 32.0);
    let size = dialog.size.min(room);
    let modal = Modal::new(id).backdrop_color(color32(ctx.palette().veil())).frame(Frame::NONE);
    let shown = modal.show(ctx, |ui| {
        let (_, rect) = ui.allocate_space(size);
        paint_ground(ui, rect);
        let is_closed = title_line(ui, rect, &dialog);
        let rooms = rooms(rect, complaints(ui));
        let body = UiBuilder::new().max_rect(rooms.body).id_salt("body");
        let inner = ui.scope_builder(body, |ui| content(ui, rooms)).inner;
        (inner, is_closed)
    });
    let was_typing = id.with("typing");
    let typed: bool = ctx.data(|data| data.get_temp(was_typing)).unwrap_or_default();
    let is_typing = ctx.text_edit_focused();
    ctx.data_mut(|data| data.insert_temp(was_typing, is_typing));
    let by_key = shown.is_top_modal
        && !shown.any_popup_open
        && (!typed || is_left_untouched(ctx))
        && ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape));
    let (inner, is_closed) = shown.inner;
    DialogResponse { inner, should_close: is_closed || by_key }
}

/// An answer to a [`question`]: its words and how its button looks.
pub type Answer<'a> = (&'a str, Kind);

/// A short question with its answers; the first one is the way out that changes nothing and is also what
/// Esc means. Enter means the primary one. Returns the answer given.
pub fn question(
    ctx: &Context,
    (verdict, title): (Verdict, &str),
    sentence: &str,
    answers: &[Answer<'_>],
) -> Option<usize> {
    let width = 460.0_f32;
    let lines = text::break_lines(TypeRole::BODY, sentence, width - 88.0).len() as f32;
    let size = vec2(width, TITLE + FOOT + 32.0 + lines * TypeRole::BODY.line);
    let response = dialog(ctx, Dialog::new(title, size), |ui, rooms| {
        let at = rooms.body.min + vec2(24.0, 16.0);
        paint_verdict(ui.painter(), verdict, at + vec2(10.0, 9.0), 20.0);
        let said = words(sentence, TypeRole::BODY, Ink::Text);
        text_at_wrapped(ui, at + vec2(34.0, 14.0), said, width - 88.0);
        rooms.in_foot(ui, |ui, foot| given(ui, foot, answers))
    });
    response.inner.or(response.should_close.then_some(0))
}

fn given(ui: &mut Ui, foot: Rect, answers: &[Answer<'_>]) -> Option<usize> {
    let is_new = first_frame(ui);
    let usual = answers.iter().rposition(|(_, kind)| *kind == Kind::Primary).unwrap_or(0);
    let mut right = foot.right();
    let mut given = None;
    for (index, (answer, kind)) in answers.iter().enumerate().rev() {
        let button = Button::new(*kind, answer).min_width(84.0);
        let place = Rect::from_min_size(pos2(right - button.size().x, foot.top()), button.size());
        right = place.left() - 8.0;
        let response = button.at(place).show(ui);
        if is_new && index == usual {
            response.request_focus();
        }
        if response.clicked() {
            given = Some(index);
        }
    }
    given
}

const TITLE: f32 = 64.0;
const FOOT: f32 = 61.0;

fn rooms(rect: Rect, complaints: usize) -> Rooms {
    let body =
        Rect::from_min_max(pos2(rect.left(), rect.top() + TITLE), pos2(rect.right(), rect.bottom() - FOOT));
    let foot = Rect::from_center_size(
        pos2(rect.center().x, rect.bottom() - FOOT / 2.0),
        vec2(rect.width() - 48.0, 30.0),
    );
    Rooms { body, foot, complaints }
}

fn paint_ground(ui: &Ui, rect: Rect) {
    let radius = CornerRadius::same(12);
    ui.painter().add(float_shadow(ui).as_shape(rect, radius));
    let edge = stroke(ui, 1.0, Ink::Stroke);
    ui.painter().rect(rect, radius, color(ui, Ink::Bg1), edge, StrokeKind::Inside);
    for y in [rect.top() + TITLE, rect.bottom() - FOOT] {
        card::divider(ui.painter(), pos2(rect.left() + 1.0, y), rect.width() - 2.0);
    }
}

/// Whether the cross was pressed.
fn title_line(ui: &mut Ui, rect: Rect, dialog: &Dialog<'_>) -> bool {
    let middle = rect.top() + TITLE / 2.0;
    let at = pos2(rect.left() + 24.0, centered_baseline(TypeRole::PAGE_TITLE, middle));
    let title = words(dialog.title, TypeRole::PAGE_TITLE, Ink::Text);
    text_at_elided(ui, at, Anchor::Start, title, rect.width() - 96.0);
    let left = at.x + text::width(TypeRole::PAGE_TITLE, dialog.title) + 40.0;
    paint_steps(ui, pos2(left, middle), dialog.steps);
    let cross = Rect::from_center_size(pos2(rect.right() - 36.0, middle), vec2(30.0, 30.0));
    icon_button(ui, cross, Icon::Close, "Close").clicked()
}

fn paint_steps(ui: &mut Ui, at: egui::Pos2, (steps, here): (&[&str], usize)) {
    let mut left = at.x;
    for (index, step) in steps.iter().enumerate() {
        if index > 0 {
            ui.painter().hline(left..=left + 28.0, at.y, stroke(ui, 1.0, Ink::Stroke2));
            left += 40.0;
        }
        let center = pos2(left + 9.0, at.y);
        if index < here {
            paint_verdict(ui.painter(), Verdict::Met, center, 18.0);
        } else {
            let (fill, ink) =
                if index == here { (Ink::Accent, Ink::Inverse) } else { (Ink::Bg3, Ink::Text2) };
            ui.painter().circle_filled(center, 9.0, color(ui, fill));
            let number = (index + 1).to_string();
            let below = pos2(center.x, centered_baseline(TypeRole::CAPTION_STRONG, at.y));
            paint_text(ui.painter(), below, Anchor::Middle, words(&number, TypeRole::CAPTION_STRONG, ink));
        }
        let (role, ink) =
            if index == here { (TypeRole::BODY_STRONG, Ink::Text) } else { (TypeRole::BODY, Ink::Text2) };
        let baseline = centered_baseline(role, at.y);
        text_at(ui, pos2(left + 25.0, baseline), Anchor::Start, words(step, role, ink));
        left += 25.0 + text::width(role, step) + 12.0;
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::{NodeT as _, Queryable as _};

    use super::*;
    use crate::look::stage::stage;
    use crate::look::widgets::{Field, text_field};

    struct Page {
        is_open: bool,
        name: String,
    }

    #[test]
    fn escape_first_restores_the_field_and_then_closes() {
        let page = Page { is_open: true, name: "Wave 2".to_owned() };
        let mut harness = stage(page, |ui, page: &mut Page| {
            if page.is_open {
                let shown = dialog(ui.ctx(), Dialog::new("Phase", vec2(500.0, 300.0)), |ui, rooms| {
                    text_field(ui, Field::new("Name").at(rooms.body.shrink(24.0)), &mut page.name);
                });
                page.is_open = !shown.should_close;
            }
        });
        harness.run();
        harness.get_by_label("Name").focus();
        harness.run();
        harness.get_by_label("Name").type_text("other");
        harness.run();
        harness.key_press(Key::Escape);
        harness.run();
        assert!(harness.state().is_open);
        assert_eq!(harness.get_by_label("Name").value().as_deref(), Some("Wave 2"));
        harness.key_press(Key::Escape);
        harness.run();
        assert!(!harness.state().is_open);
        assert_eq!(harness.state().name, "Wave 2");
    }

    #[test]
    fn escape_closes_at_once_where_nothing_was_typed() {
        let mut harness = stage((true, String::new()), |ui, (is_open, path): &mut (bool, String)| {
            if *is_open {
                let shown = dialog(ui.ctx(), Dialog::new("Import", vec2(500.0, 300.0)), |ui, rooms| {
                    let line = rooms.body.shrink(24.0).with_max_y(rooms.body.top() + 60.0);
                    super::super::typed_path(ui, line, ("Add", true), path);
                });
                *is_open = !shown.should_close;
            }
        });
        harness.run();
        assert!(harness.get_by_label("Path of a file").is_focused());
        harness.key_press(Key::Escape);
        harness.run();
        assert!(!harness.state().0);
    }

    #[test]
    fn what_comes_above_leaves_the_buttons_the_ones_they_were() {
        let mut harness = stage(false, |ui, has_more: &mut bool| {
            dialog(ui.ctx(), Dialog::new("Phase", vec2(500.0, 300.0)), |ui, rooms| {
                if *has_more {
                    text_field(ui, Field::new("Name").at(rooms.body.shrink(24.0)), &mut String::new());
                }
                let foot = |ui: &mut Ui, foot: Rect| {
                    for (n, words) in ["Cancel", "Apply"].into_iter().enumerate() {
                        let at = foot.translate(vec2(n as f32 * 120.0, 0.0)).with_max_x(foot.left() + 90.0);
                        Button::new(Kind::Secondary, words).at(at).show(ui);
                    }
                };
                rooms.in_foot(ui, foot);
            });
        });
        harness.run();
        let id = |harness: &egui_kittest::Harness<'_, bool>| {
            let node = |words| harness.get_by_label(words).accesskit_node().id();
            [node("Cancel"), node("Apply")]
        };
        let before = id(&harness);
        *harness.state_mut() = true;
        harness.run();
        assert_eq!(id(&harness), before);
    }

    #[test]
    fn a_question_gives_the_answer_pressed_and_escape_and_enter_have_one() {
        for (press, key, expected) in
            [(Some("Discard"), Key::Tab, 1), (None, Key::Escape, 0), (None, Key::Enter, 2)]
        {
            let mut harness = stage(None, |ui, given: &mut Option<usize>| {
                if given.is_none() {
                    *given = question(
                        ui.ctx(),
                        (Verdict::Risk, "Save the changes?"),
                        "They are lost otherwise.",
                        &[("Cancel", Kind::Secondary), ("Discard", Kind::Danger), ("Save", Kind::Primary)],
                    );
                }
            });
            harness.run();
            match press {
                Some(label) => harness.get_by_label(label).click(),
                None => harness.key_press(key),
            }
            harness.run();
            assert_eq!(*harness.state(), Some(expected));
        }
    }
}
