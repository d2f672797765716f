//! Buttons: one primary in a card, others quiet, links without a frame. A disabled one says why.

use egui::{Color32, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::look::icons::{self, Icon};
use crate::look::style::color;
use crate::look::text::{centered_baseline, paint_colored};
use crate::look::widgets::{hover_blend, tip};
use crate::look::{focus, text::usable};
use crate::picture::{Anchor, Ink, TypeRole, text};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Primary,
    Secondary,
    /// Words alone, in the colour of what can be acted on.
    Link,
    /// For what destroys.
    Danger,
}

/// A button of a kind at the layout's cursor.
pub fn button(ui: &mut Ui, kind: Kind, words: &str) -> Response {
    Button::new(kind, words).show(ui)
}

/// A square control with an icon alone; `name` is its tooltip and its name for screen readers.
pub fn icon_button(ui: &mut Ui, rect: Rect, icon: Icon, name: &str) -> Response {
    let response = ui.allocate_rect(rect, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    focus::shape(&response, rect, 6.0);
    let ground = hover_blend(ui, &response, Color32::TRANSPARENT, color(ui, Ink::Bg3));
    ui.painter().rect_filled(rect, 6.0, ground);
    let tint = color(ui, if ui.is_enabled() { Ink::Text2 } else { Ink::Stroke2 });
    icons::paint(ui.painter(), icon, rect.center(), 16.0, tint);
    tip(response, name)
}

/// A button in full.
pub struct Button<'a> {
    kind: Kind,
    words: &'a str,
    icon: Option<Icon>,
    rect: Option<Rect>,
    min_width: f32,
    is_small: bool,
    why_not: Option<&'a str>,
}

impl<'a> Button<'a> {
    #[must_use]
    pub fn new(kind: Kind, words: &'a str) -> Self {
        Self { kind, words, icon: None, rect: None, min_width: 0.0, is_small: false, why_not: None }
    }

    #[must_use]
    pub fn icon(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// Exactly here, instead of at the layout's cursor.
    #[must_use]
    pub fn at(self, rect: Rect) -> Self {
        Self { rect: Some(rect), ..self }
    }

    #[must_use]
    pub fn min_width(self, min_width: f32) -> Self {
        Self { min_width, ..self }
    }

    #[must_use]
    pub fn small(self) -> Self {
        Self { is_small: true, ..self }
    }

    /// Cannot be pressed for this reason; with `None` it can.
    #[must_use]
    pub fn disabled_because(self, why_not: Option<&'a str>) -> Self {
        Self { why_not, ..self }
    }

    /// The room it takes when nothing else is said.
    #[must_use]
    pub fn size(&self) -> egui::Vec2 {
        let padding = if self.kind == Kind::Link { 4.0 } else { 12.0 };
        let icon = if self.icon.is_some() { ICON + GAP } else { 0.0 };
        let width = text::width(ROLE, self.words) + icon + 2.0 * padding;
        vec2(width.max(self.min_width).ceil(), if self.is_small { 26.0 } else { 30.0 })
    }

    pub fn show(self, ui: &mut Ui) -> Response {
        let is_enabled = self.why_not.is_none();
        ui.add_enabled_ui(is_enabled, |ui| self.show_enabled(ui)).inner
    }

    fn show_enabled(self, ui: &mut Ui) -> Response {
        let response = match self.rect {
            Some(rect) => ui.allocate_rect(rect, Sense::click()),
            None => ui.allocate_response(self.size(), Sense::click()),
        };
        let rect = response.rect;
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), self.words));
        focus::shape(&response, rect, 6.0);
        let look = self.look(ui, &response);
        ui.painter().rect(rect, 6.0, look.fill, look.edge, StrokeKind::Inside);
        self.paint_words(ui, rect, look.words);
        match self.why_not {
            Some(reason) => tip(response, reason),
            None => response,
        }
    }

    fn paint_words(&self, ui: &Ui, rect: Rect, tint: Color32) {
        let icon = if self.icon.is_some() { ICON + GAP } else { 0.0 };
        let cut = text::elide(ROLE, self.words, rect.width() - icon - 8.0);
        let width = text::width(ROLE, &cut) + icon;
        let left = rect.center().x - width / 2.0;
        if let Some(sign) = self.icon {
            icons::paint(ui.painter(), sign, pos2(left + ICON / 2.0, rect.center().y), ICON, tint);
        }
        let at = pos2(left + icon, centered_baseline(ROLE, rect.center().y));
        paint_colored(ui.painter(), at, Anchor::Start, (&cut, ROLE, tint));
    }

    fn look(&self, ui: &Ui, response: &Response) -> Look {
        let ink = |ink| color(ui, ink);
        let is_down = response.is_pointer_button_down_on();
        let enabled = ui.is_enabled();
        match self.kind {
            Kind::Primary if enabled => Look::bare(
                hover_blend(ui, response, ink(Ink::Accent), ink(Ink::AccentText)),
                ink(Ink::Inverse),
            ),
            Kind::Danger if enabled => Look::bare(
                hover_blend(ui, response, ink(Ink::BadSolid), ink(Ink::BadText)),
                ink(Ink::Inverse),
            ),
            Kind::Primary | Kind::Danger => Look::bare(ink(Ink::Bg3), ink(Ink::Text3)),
            Kind::Secondary => {
                let over = ink(if is_down { Ink::Bg3 } else { Ink::Bg2 });
                Look {
                    fill: hover_blend(ui, response, ink(Ink::Bg1), over),
                    edge: Stroke::new(1.0, ink(Ink::Stroke2)),
                    words: ink(usable(enabled, Ink::Text)),
                }
            }
            Kind::Link => {
                let over = hover_blend(ui, response, Color32::TRANSPARENT, ink(Ink::AccentBg));
                Look::bare(over, ink(usable(enabled, Ink::AccentText)))
            }
        }
    }
}

const ROLE: TypeRole = TypeRole::LABEL_MEDIUM;
const ICON: f32 = 14.0;
const GAP: f32 = 6.0;

struct Look {
    fill: Color32,
    edge: Stroke,
    words: Color32,
}

impl Look {
    fn bare(fill: Color32, words: Color32) -> Self {
        Self { fill, edge: Stroke::NONE, words }
    }
}
