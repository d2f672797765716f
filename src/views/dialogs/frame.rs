//! What every dialog looks like: a card in the middle over the veil, its title, its body, its answers at
//! the foot. It knows no dialog's purpose.

use egui::{Align2, Frame, Id, Margin, Modal, Response, Ui, Vec2, vec2};

use crate::look::text::{label, wrapped};
use crate::look::widgets::dialog::MARKED;
use crate::look::widgets::{Button, Kind, complaints};
use crate::look::{color, style};
use crate::picture::{Ink, TypeRole};

/// The answers at the foot of a dialog, from the right: what it is for, then what else can be done.
pub struct Answers<'a> {
    pub main: &'a str,
    /// Why the main answer cannot be given yet.
    pub why_not: Option<&'a str>,
    pub main_kind: Kind,
    /// Between the main answer and Cancel.
    pub other: Option<&'a str>,
    pub cancel: &'a str,
    /// The main answer has the keyboard when the dialog opens.
    pub is_focused: bool,
    /// Enter was pressed where it means the main answer.
    pub is_entered: bool,
}

impl<'a> Answers<'a> {
    /// There is nothing to decide: the dialog is read and closed.
    pub const CLOSE: Self = Self {
        main: "",
        why_not: None,
        main_kind: Kind::Primary,
        other: None,
        cancel: "Close",
        is_focused: false,
        is_entered: false,
    };

    pub const fn new(main: &'a str) -> Self {
        Self { main, cancel: "Cancel", ..Self::CLOSE }
    }

    /// Enter is the main answer, because that has the keyboard when the dialog opens.
    #[must_use]
    pub const fn focused(self) -> Self {
        Self { is_focused: true, ..self }
    }

    /// Nothing is done with the value from before.
    fn held_back(self) -> Self {
        Self { why_not: self.why_not.or(Some(MARKED)), other: None, ..self }
    }

    /// Draws the answers, right-aligned in `width`.
    fn show(&self, ui: &mut Ui, width: f32) -> Option<Answer> {
        let mut given = None;
        ui.horizontal(|ui| {
            // In reading order for the Tab key: the way out first, the main answer last, at the right.
            let main = Some(self.main).filter(|main| !main.is_empty());
            let sizes = [Some(self.cancel), self.other, main];
            let sizes: Vec<f32> =
                sizes.iter().flatten().map(|words| Button::new(Kind::Secondary, words).size().x).collect();
            let gaps = ui.spacing().item_spacing.x * (sizes.len() - 1) as f32;
            ui.add_space((width - sizes.iter().sum::<f32>() - gaps).max(0.0));
            let cancel = Button::new(Kind::Secondary, self.cancel).show(ui);
            if cancel.clicked() {
                given = Some(Answer::Cancel);
            }
            if let Some(other) = self.other
                && Button::new(Kind::Secondary, other).show(ui).clicked()
            {
                given = Some(Answer::Other);
            }
            let Some(main) = main else {
                if is_new(ui) {
                    cancel.request_focus();
                }
                return;
            };
            let main = Button::new(self.main_kind, main).disabled_because(self.why_not).show(ui);
            if self.is_focused && is_new(ui) {
                main.request_focus();
            }
            if (main.clicked() || self.is_entered) && self.why_not.is_none() {
                given = Some(Answer::Main);
            }
        });
        given
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Main,
    Other,
    Cancel,
}

/// Shows a dialog of `width`; `body` draws its inside and says what can be answered. True = Esc was pressed.
pub fn dialog<'a>(
    ui: &Ui,
    title: &str,
    width: f32,
    body: impl FnOnce(&mut Ui) -> Answers<'a>,
) -> (Option<Answer>, bool) {
    growing_dialog(ui, title, vec2(width, 0.0), body)
}

/// One that stands where it has room for `size` once its inside has grown.
pub fn growing_dialog<'a>(
    ui: &Ui,
    title: &str,
    size: Vec2,
    body: impl FnOnce(&mut Ui) -> Answers<'a>,
) -> (Option<Answer>, bool) {
    let content = ui.ctx().content_rect();
    let inner = size.x.min(content.width() - 24.0) - 2.0 * f32::from(PADDING);
    let frame = Frame::new()
        .fill(color(ui, Ink::Bg1))
        .stroke(style::stroke(ui, 1.0, Ink::Stroke))
        .corner_radius(12)
        .inner_margin(Margin { left: PADDING, right: PADDING - BAR, top: PADDING, bottom: FOOT })
        .shadow(style::float_shadow(ui));
    let veil = style::color32(style::palette(ui).veil());
    let id = Id::unique("dialog");
    let mut area = Modal::default_area(id);
    if let Some(top) = top(ui, title, size.y) {
        area = area.anchor(Align2::CENTER_TOP, vec2(0.0, top));
    }
    let modal = Modal::new(id).area(area).backdrop_color(veil).frame(frame);
    let response = modal.show(ui.ctx(), |ui| {
        ui.set_width(inner + f32::from(BAR));
        ui.set_max_height(content.height() - 24.0 - f32::from(PADDING + FOOT));
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        if !title.is_empty() {
            label(ui, title, TypeRole::QUESTION, Ink::Text);
            ui.add_space(4.0);
        }
        // In a low window the inside scrolls, its bar in the margin; the answers stay at the foot.
        let around = 24.0 + f32::from(PADDING + FOOT) + ui.min_rect().height() + ANSWERS;
        let room = (content.height() - around).max(64.0);
        let scroll = egui::ScrollArea::vertical().max_height(room).auto_shrink([false, true]);
        let before = complaints(ui);
        let answers = scroll.show(ui, |ui| {
            ui.set_max_width(inner);
            body(ui)
        });
        let is_wrong = complaints(ui) > before;
        let answers = if is_wrong { answers.inner.held_back() } else { answers.inner };
        ui.add_space(8.0);
        answers.show(ui, inner)
    });
    keep_top(ui, title, response.response.rect);
    let is_left = !response.backdrop_response.clicked() && response.should_close();
    (response.inner, is_left)
}

/// Where a dialog began. What is picked in it stays where it is while its inside grows and shrinks.
#[derive(Clone)]
struct Stand {
    title: String,
    first: u64,
    last: u64,
    /// From the window's top, and as high as it was seen last.
    top: f32,
    height: f32,
}

fn stand(ui: &Ui, title: &str) -> Option<Stand> {
    let pass = ui.ctx().cumulative_pass_nr();
    let stand: Option<Stand> = ui.data(|data| data.get_temp(Id::unique("dialog stands")));
    stand.filter(|stand| stand.title == title && stand.last + 1 >= pass)
}

/// Below the window's top; none before its height is known. It gives way only where its foot would leave the
/// window.
fn top(ui: &Ui, title: &str, expected: f32) -> Option<f32> {
    let stand = stand(ui, title)?;
    let window = ui.ctx().content_rect().height();
    let top = stand.top.min((window - expected) / 2.0);
    Some(top.min(window - stand.height - 12.0).max(12.0))
}

fn keep_top(ui: &Ui, title: &str, rect: egui::Rect) {
    let pass = ui.ctx().cumulative_pass_nr();
    let window = ui.ctx().content_rect();
    let centred = (window.height() - rect.height()) / 2.0;
    let mut stand = stand(ui, title).unwrap_or_else(|| Stand {
        title: title.to_owned(),
        first: pass,
        last: pass,
        top: centred,
        height: rect.height(),
    });
    // The first pass only measures.
    if pass <= stand.first + 1 {
        stand.top = centred;
    }
    (stand.last, stand.height) = (pass, rect.height());
    ui.data_mut(|data| data.insert_temp(Id::unique("dialog stands"), stand));
}

/// Around the inside of a dialog, and below its answers.
const PADDING: i8 = 24;
const FOOT: i8 = 20;
/// The room of a scroll bar in the padding.
const BAR: i8 = 16;
/// The height of the answers with the gaps above them.
const ANSWERS: f32 = 54.0;

/// A paragraph of a dialog.
pub fn paragraph(ui: &mut Ui, words: &str) {
    wrapped(ui, words, TypeRole::BODY, Ink::Text2);
}

/// The first control of a dialog takes the keyboard when the dialog opens.
pub fn focus_first(ui: &Ui, response: &Response) {
    if is_new(ui) {
        response.request_focus();
    }
}

/// Whether the dialog was not there a frame ago.
fn is_new(ui: &Ui) -> bool {
    let id = Id::unique("dialog was seen in pass");
    let pass = ui.ctx().cumulative_pass_nr();
    let last: Option<u64> = ui.data(|data| data.get_temp(id));
    ui.data_mut(|data| data.insert_temp(id, pass));
    last.is_none_or(|last| last + 1 < pass)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use chrono::NaiveDate;
    use egui::Key;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::look::stage::stage;
    use crate::look::widgets::{DateRule, Field, date_field};

    #[test]
    fn a_dialog_keeps_its_top_while_it_grows() {
        let mut harness = stage(40.0_f32, |ui, height: &mut f32| {
            growing_dialog(ui, "Growing", vec2(400.0, 500.0), |ui| {
                label(ui, "Pick", TypeRole::BODY, Ink::Text);
                ui.allocate_space(vec2(10.0, *height));
                Answers::CLOSE
            });
        });
        harness.run();
        let top = harness.get_by_label("Pick").rect().top();
        for height in [340.0, 120.0] {
            *harness.state_mut() = height;
            harness.run();
            assert_eq!(harness.get_by_label("Pick").rect().top(), top, "{height}");
            assert!(harness.get_by_label("Close").rect().bottom() < 600.0, "{height}");
        }
    }

    #[test]
    fn what_a_field_cannot_take_over_holds_the_answer_back() {
        let day: NaiveDate = "2026-10-15".parse().unwrap();
        let mut harness = stage((day, None), move |ui, (value, given): &mut (NaiveDate, Option<Answer>)| {
            let (answer, _) = dialog(ui, "Dated", 400.0, |ui| {
                let rule = DateRule { earliest: Some(day), ..DateRule::default() };
                date_field(ui, Field::new("Day"), &rule, value);
                let is_entered = ui.input(|input| input.key_pressed(Key::F2));
                Answers { is_entered, ..Answers::new("Apply") }
            });
            *given = answer.or(*given);
        });
        harness.run();
        harness.get_by_label("Day").focus();
        harness.run();
        harness.get_by_label("Day").type_text("1 Oct 2026");
        harness.key_press(Key::Enter);
        harness.run();
        harness.get_by_label("Apply").click();
        harness.run();
        assert_eq!(harness.state().1, None);
        harness.key_press(Key::F2);
        harness.run();
        assert_eq!(harness.state().1, None, "nor by a key that means it");
        harness.get_by_label("Day").focus();
        harness.run();
        harness.get_by_label("Day").type_text("1 March");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().0, "2027-03-01".parse::<NaiveDate>().unwrap());
        harness.get_by_label("Apply").click();
        harness.run();
        assert_eq!(harness.state().1, Some(Answer::Main));
    }
}
