//! Surfaces: cards with their title line, insets and dividers. What stands inside is the caller's.

use egui::{
    CornerRadius, Painter, Pos2, Rect, Response, Role, Sense, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};

use crate::look::style::{Themed, color, color32, stroke};
use crate::look::text::{text_at, text_at_elided, words};
use crate::look::{focus, widgets::hover_blend};
use crate::picture::{Anchor, Ink, TypeRole, text};

/// The space between a card's edge and what stands in it.
pub const PADDING: f32 = 16.0;
/// From a card's top to the baseline of its title.
const TITLE_BASELINE: f32 = 25.0;
/// From a card's top to where its body begins when it has a title.
const TITLED_BODY: f32 = 40.0;

/// What a rectangle is the ground of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Surface {
    Card,
    /// A card that is chosen: an accent edge.
    Selected,
    /// A panel inside a card.
    Inset,
    /// A coloured panel without an edge.
    Tint(Ink),
}

pub fn paint_surface(painter: &Painter, rect: Rect, surface: Surface) {
    let (fill, edge) = match surface {
        Surface::Card => (Ink::Bg1, Some((1.0, Ink::Stroke))),
        Surface::Selected => (Ink::Bg1, Some((1.5, Ink::Accent))),
        Surface::Inset => (Ink::Bg2, Some((1.0, Ink::Stroke))),
        Surface::Tint(ink) => (ink, None),
    };
    let radius = CornerRadius::same(8);
    let is_card = matches!(surface, Surface::Card | Surface::Selected);
    if let Some(shadow) = painter.palette().card_shadow().filter(|_| is_card) {
        painter.rect_filled(rect.translate(vec2(0.0, 1.0)), radius, color32(shadow));
    }
    painter.rect_filled(rect, radius, color(painter, fill));
    if let Some((width, ink)) = edge {
        painter.rect_stroke(rect, radius, stroke(painter, width, ink), StrokeKind::Inside);
    }
}

/// A line between parts of a card.
pub fn divider(painter: &Painter, from: Pos2, width: f32) {
    painter.hline(from.x..=from.x + width, from.y, stroke(painter, 1.0, Ink::Stroke));
}

/// A card at `rect` with its title and subtitle; `body` gets the room below them.
pub fn card<R>(
    ui: &mut Ui,
    rect: Rect,
    title: &str,
    subtitle: &str,
    body: impl FnOnce(&mut Ui, Rect) -> R,
) -> R {
    Card::new(rect).title(title, subtitle).show(ui, body).0
}

/// A card with more than a title: a note at the right, an accent edge, a click.
pub struct Card<'a> {
    rect: Rect,
    title: &'a str,
    subtitle: &'a str,
    note: &'a str,
    is_selected: bool,
    is_clickable: bool,
}

impl<'a> Card<'a> {
    #[must_use]
    pub fn new(rect: Rect) -> Self {
        Self { rect, title: "", subtitle: "", note: "", is_selected: false, is_clickable: false }
    }

    #[must_use]
    pub fn title(self, title: &'a str, subtitle: &'a str) -> Self {
        Self { title, subtitle, ..self }
    }

    /// Words at the right end of the title line.
    #[must_use]
    pub fn note(self, note: &'a str) -> Self {
        Self { note, ..self }
    }

    #[must_use]
    pub fn selected(self, is_selected: bool) -> Self {
        Self { is_selected, ..self }
    }

    /// The whole card can be clicked, and is reached by keyboard as a button named by its title.
    #[must_use]
    pub fn clickable(self) -> Self {
        Self { is_clickable: true, ..self }
    }

    pub fn show<R>(self, ui: &mut Ui, body: impl FnOnce(&mut Ui, Rect) -> R) -> (R, Response) {
        let sense = if self.is_clickable { Sense::click() } else { Sense::hover() };
        let response = ui.allocate_rect(self.rect, sense);
        self.paint_ground(ui, &response);
        let room = self.rect.shrink(PADDING);
        let inside = UiBuilder::new().max_rect(room).id_salt(("card", self.title));
        let inner = ui.scope_builder(inside, |ui| {
            let body_rect = if self.title.is_empty() {
                room
            } else {
                self.title_line(ui);
                Rect::from_min_max(pos2(room.left(), self.rect.top() + TITLED_BODY), room.max)
            };
            let mut body_ui = ui.new_child(UiBuilder::new().max_rect(body_rect));
            body(&mut body_ui, body_rect)
        });
        (inner.inner, response)
    }

    fn paint_ground(&self, ui: &Ui, response: &Response) {
        if self.is_clickable {
            let title = self.title;
            response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), title));
            focus::shape(response, self.rect, 8.0);
        }
        let surface = if self.is_selected { Surface::Selected } else { Surface::Card };
        paint_surface(ui.painter(), self.rect, surface);
        if self.is_clickable && !self.is_selected {
            let edge = hover_blend(ui, response, color(ui, Ink::Stroke), color(ui, Ink::Text3));
            let line = egui::Stroke::new(1.0, edge);
            ui.painter().rect_stroke(self.rect, 8.0, line, StrokeKind::Inside);
        }
    }

    fn title_line(&self, ui: &mut Ui) {
        let left = self.rect.left() + PADDING;
        let right = self.rect.right() - PADDING;
        let baseline = self.rect.top() + TITLE_BASELINE;
        let mut end = right;
        if !self.note.is_empty() {
            let note = words(self.note, TypeRole::LABEL, Ink::Text3);
            text_at(ui, pos2(right, baseline), Anchor::End, note);
            end -= text::width(TypeRole::LABEL, self.note) + 12.0;
        }
        let title = words(self.title, TypeRole::CARD_TITLE, Ink::Text);
        let wide = text::width(TypeRole::CARD_TITLE, self.title).min(end - left);
        text_at_elided(ui, pos2(left, baseline), Anchor::Start, title, wide);
        let rest = end - left - wide - 8.0;
        if !self.subtitle.is_empty() && rest > 24.0 {
            let subtitle = words(self.subtitle, TypeRole::LABEL, Ink::Text3);
            text_at_elided(ui, pos2(left + wide + 8.0, baseline), Anchor::Start, subtitle, rest);
        }
    }
}
