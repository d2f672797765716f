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
}

impl<'a> Answers<'a> {
    /// There is nothing to decide: the dialog is read and closed.
    pub const CLOSE: Self =
        Self { main: "", why_not: None, main_kind: Kind::Primary, other: None, cancel: "Close" };

    pub const fn new(main: &'a str) -> Self {
        Self { main, why_not: None, main_kind: Kind::Primary, other: None, cancel: "Cancel" }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Main,
    Other,
    Cancel,
}

/// Shows a dialog of `width`; `body` draws its inside. True = Esc was pressed.
pub fn dialog<R>(ui: &Ui, title: &str, width: f32, body: impl FnOnce(&mut Ui) -> R) -> (R, bool) {
    let content = ui.ctx().content_rect();
    let width = width.min(content.width() - 24.0);
    let frame = Frame::new()
        .fill(color(ui, Ink::Bg1))
        .stroke(style::stroke(ui, 1.0, Ink::Stroke))
        .corner_radius(12)
        .inner_margin(Margin::same(24))
        .shadow(style::float_shadow(ui));
    let veil = style::color32(style::palette(ui).veil());
    let modal = Modal::new(Id::unique("dialog")).backdrop_color(veil).frame(frame);
    let response = modal.show(ui.ctx(), |ui| {
        ui.set_width(width - 48.0);
        ui.set_max_height(content.height() - 72.0);
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        if !title.is_empty() {
            label(ui, title, TypeRole::QUESTION, Ink::Text);
            ui.add_space(4.0);
        }
        // In a low window the inside scrolls, so that its answers can always be reached.
        egui::ScrollArea::vertical().auto_shrink([false, true]).show(ui, body).inner
    });
    let is_left = !response.backdrop_response.clicked() && response.should_close();
    (response.inner, is_left)
}

/// A paragraph of a dialog.
pub fn paragraph(ui: &mut Ui, words: &str) {
    wrapped(ui, words, TypeRole::BODY, Ink::Text2);
}

/// Draws the answers, right-aligned. Enter in a dialog without text fields is its main answer, because that
/// has the focus when it opens.
pub fn answers(ui: &mut Ui, answers: &Answers<'_>, focus_main: bool) -> Option<Answer> {
    let mut given = None;
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        // In reading order for the Tab key: the way out first, the main answer last, at the right.
        let main = Some(answers.main).filter(|main| !main.is_empty());
        let sizes = [Some(answers.cancel), answers.other, main];
        let total: f32 =
            sizes.iter().flatten().map(|words| Button::new(Kind::Secondary, words).size().x + 8.0).sum();
        ui.add_space((ui.available_width() - total).max(0.0));
        let cancel = Button::new(Kind::Secondary, answers.cancel).show(ui);
        if cancel.clicked() {
            given = Some(Answer::Cancel);
        }
        if let Some(other) = answers.other
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
        let main = Button::new(answers.main_kind, main).disabled_because(answers.why_not).show(ui);
        if focus_main && is_new(ui) {
            main.request_focus();
        }
        if main.clicked() && answers.why_not.is_none() {
            given = Some(Answer::Main);
        }
    });
    given
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
