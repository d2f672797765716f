//! Text on its way to becoming a value: kept aside from the first key to Enter, Tab, a click elsewhere or
//! Esc, so that a half-typed number changes nothing and an impossible one is not lost.

use egui::text::{CCursor, CCursorRange};
use egui::{Align2, Context, CursorIcon, Frame, Id, Key, Margin, Rect, Response, Sense, TextEdit, Ui, pos2};

use crate::look::style::{color, font};
use crate::look::text::{centered_baseline, paint_elided, words};
use crate::picture::{Anchor, Ink, TypeRole};

/// Where and how a draft is edited.
pub(crate) struct Slot<'a> {
    pub id: Id,
    pub rect: Rect,
    /// The value as it is written when nobody edits it.
    pub shown: &'a str,
    pub role: TypeRole,
    pub align: Anchor,
    pub hint: &'a str,
    /// A number that can be dragged is plain text until it is clicked.
    pub can_scrub: bool,
}

pub(crate) struct Edited<T> {
    pub response: Response,
    /// The value just taken over.
    pub taken: Option<T>,
    /// What is wrong with the text that could not be taken over.
    pub remedy: Option<String>,
    /// What the slot shows now.
    pub text: String,
}

/// Shows the slot and hands out a value when one is complete.
pub(crate) fn edit<T>(ui: &mut Ui, slot: &Slot<'_>, parse: impl Fn(&str) -> Result<T, String>) -> Edited<T> {
    let memory = slot.id.with("draft");
    let is_focused = ui.memory(|memory| memory.has_focus(slot.id));
    let mut draft: Option<Draft> = ui.data(|data| data.get_temp(memory));
    // Undo or another field changed the value below a draft nobody is working on.
    if !is_focused && draft.as_ref().is_some_and(|draft| draft.base != slot.shown) {
        draft = None;
    }
    let mut text = draft.as_ref().map_or_else(|| slot.shown.to_owned(), |draft| draft.text.clone());

    let response = if is_focused || !slot.can_scrub {
        let response = text_edit(ui, slot, &mut text, is_focused);
        if response.changed() {
            let has_complained = draft.is_some_and(|draft| draft.has_complained);
            draft = Some(Draft { text: text.clone(), base: slot.shown.to_owned(), has_complained });
        }
        response
    } else {
        still(ui, slot, &text)
    };

    let mut taken = None;
    // A screen reader sets a whole value without giving the field the focus first.
    let was_set_from_outside = response.changed() && !response.has_focus();
    if response.lost_focus() || was_set_from_outside {
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            if draft.take().is_none() {
                let pass = ui.ctx().cumulative_pass_nr();
                ui.data_mut(|data| data.insert_temp(unneeded(), pass));
            }
            slot.shown.clone_into(&mut text);
        } else if let Some(open) = draft.take() {
            match parse(&open.text) {
                Ok(value) => taken = Some(value),
                Err(_) => draft = Some(Draft { has_complained: true, ..open }),
            }
        }
    }
    let remedy =
        draft.as_ref().filter(|draft| draft.has_complained).and_then(|draft| parse(&draft.text).err());
    ui.data_mut(|data| match draft {
        Some(draft) => {
            data.insert_temp(memory, draft);
        }
        None => data.remove::<Draft>(memory),
    });
    Edited { response, taken, remedy, text }
}

/// Goes on from `text` in a slot that shows itself from the next frame on: the key that opened it is its first.
pub(crate) fn begin(ui: &Ui, id: Id, shown: &str, text: &str) {
    let draft = Draft { text: text.to_owned(), base: shown.to_owned(), has_complained: false };
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::one(end)));
    TextEdit::store_state(ui.ctx(), id, state);
    ui.data_mut(|data| {
        data.insert_temp(id.with("draft"), draft);
        // Nothing is chosen that the second key would write over.
        data.insert_temp(id.with("editing"), true);
    });
}

/// Forgets what is being typed, because a stepper or a drag has set the value.
pub(crate) fn discard(ui: &Ui, id: Id) {
    ui.data_mut(|data| data.remove::<Draft>(id.with("draft")));
}

/// Esc left a field in this pass in which nothing had been typed: it may mean what is around the field.
pub(crate) fn is_left_untouched(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp::<u64>(unneeded())) == Some(ctx.cumulative_pass_nr())
}

fn unneeded() -> Id {
    Id::unique("field left by Esc without a draft")
}

#[derive(Clone)]
struct Draft {
    text: String,
    /// The written value the draft began from.
    base: String,
    /// Complaints begin when the user has finished, not with the first key.
    has_complained: bool,
}

const PADDING: i8 = 10;

fn text_edit(ui: &mut Ui, slot: &Slot<'_>, text: &mut String, is_focused: bool) -> Response {
    let editing = slot.id.with("editing");
    let was_editing: bool = ui.data(|data| data.get_temp(editing)).unwrap_or_default();
    let by_pointer = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
    if is_focused && !was_editing && (slot.can_scrub || !by_pointer) {
        let mut state = TextEdit::load_state(ui.ctx(), slot.id).unwrap_or_default();
        state
            .cursor
            .set_char_range(Some(CCursorRange::two(CCursor::default(), CCursor::new(text.chars().count()))));
        TextEdit::store_state(ui.ctx(), slot.id, state);
    }
    ui.data_mut(|data| data.insert_temp(editing, is_focused));
    let align = match slot.align {
        Anchor::Start => Align2::LEFT_CENTER,
        Anchor::Middle => Align2::CENTER_CENTER,
        Anchor::End => Align2::RIGHT_CENTER,
    };
    // egui rounds the baseline down by itself; this keeps it where painted words have theirs.
    let rect = slot.rect.translate(egui::vec2(0.0, -0.3));
    let mut room = ui.new_child(egui::UiBuilder::new().max_rect(rect));
    room.set_clip_rect(slot.rect.intersect(ui.clip_rect()));
    let hint = egui::RichText::new(slot.hint).font(font(slot.role)).color(color(ui, Ink::Text3));
    TextEdit::singleline(text)
        .id(slot.id)
        .font(font(slot.role))
        .text_color(color(ui, Ink::Text))
        .hint_text(hint)
        .frame(Frame::NONE.inner_margin(Margin::symmetric(PADDING, 0)))
        .align(align)
        .min_size(slot.rect.size())
        .desired_width(slot.rect.width())
        .show(&mut room)
        .response
        .response
}

fn still(ui: &mut Ui, slot: &Slot<'_>, text: &str) -> Response {
    ui.data_mut(|data| data.insert_temp(slot.id.with("editing"), false));
    let response = ui.interact(slot.rect, slot.id, Sense::click_and_drag());
    if response.clicked() {
        response.request_focus();
    }
    let rect = slot.rect.shrink2(egui::vec2(f32::from(PADDING), 0.0));
    let baseline = centered_baseline(slot.role, rect.center().y);
    let x = match slot.align {
        Anchor::Start => rect.left(),
        Anchor::Middle => rect.center().x,
        Anchor::End => rect.right(),
    };
    let (text, ink) = if text.is_empty() { (slot.hint, Ink::Text3) } else { (text, Ink::Text) };
    let cut = words(text, slot.role, ink);
    paint_elided(ui.painter(), pos2(x, baseline), slot.align, cut, rect.width());
    response.on_hover_cursor(CursorIcon::ResizeHorizontal)
}
