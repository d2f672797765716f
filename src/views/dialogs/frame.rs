//! What every dialog looks like: a card in the middle over the veil, its title, its body, its answers at
//! the foot. It knows no dialog's purpose.

use egui::{Frame, Id, Margin, Modal, Response, Ui, vec2};

use crate::look::text::{label, wrapped};
use crate::look::widgets::{Button, Kind};
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
    };

    pub const fn new(main: &'a str) -> Self {
        Self { main, cancel: "Cancel", ..Self::CLOSE }
    }

    /// Enter is the main answer, because that has the keyboard when the dialog opens.
    #[must_use]
    pub const fn focused(self) -> Self {
        Self { is_focused: true, ..self }
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
            if main.clicked() && self.why_not.is_none() {
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
    let content = ui.ctx().content_rect();
    let inner = width.min(content.width() - 24.0) - 2.0 * f32::from(PADDING);
    let frame = Frame::new()
        .fill(color(ui, Ink::Bg1))
        .stroke(style::stroke(ui, 1.0, Ink::Stroke))
        .corner_radius(12)
        .inner_margin(Margin { left: PADDING, right: PADDING - BAR, top: PADDING, bottom: FOOT })
        .shadow(style::float_shadow(ui));
    let veil = style::color32(style::palette(ui).veil());
    let modal = Modal::new(Id::unique("dialog")).backdrop_color(veil).frame(frame);
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
        let answers = scroll.show(ui, |ui| {
            ui.set_max_width(inner);
            body(ui)
        });
        ui.add_space(8.0);
        answers.inner.show(ui, inner)
    });
    let is_left = !response.backdrop_response.clicked() && response.should_close();
    (response.inner, is_left)
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
