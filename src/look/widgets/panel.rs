//! Tinted panels: a recommendation with its verdict, and a notice with what can be done about it.

use egui::{Align, Rect, Response, Role, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::button::{Button, Kind};
use super::card::{Surface, paint_surface};
use super::icon_button;
use crate::look::Icon;
use crate::look::glyphs::{Verdict, paint_verdict};
use crate::look::text::{text_at_elided, text_at_wrapped, words};
use crate::picture::{Anchor, Ink, TypeRole, text};

/// A verdict in words and below it the condition, on the verdict's tint. Returns the height it took.
pub fn tint_panel(ui: &mut Ui, rect: Rect, verdict: Verdict, title: &str, sentence: &str) -> f32 {
    let room = rect.width() - 44.0 - 14.0;
    let lines = text::break_lines(TypeRole::LABEL, sentence, room).len() as f32;
    let height = 34.0 + lines * TypeRole::LABEL.line + 8.0;
    let ground = Rect::from_min_size(rect.min, vec2(rect.width(), height));
    paint_surface(ui.painter(), ground, Surface::Tint(verdict.tint()));
    paint_verdict(ui.painter(), verdict, rect.min + vec2(22.0, 24.0), 20.0);
    let role = TypeRole::CARD_TITLE.at(15.0);
    let title_words = words(title, role, verdict.text());
    text_at_elided(ui, rect.min + vec2(42.0, 28.5), Anchor::Start, title_words, room);
    let sentence_words = words(sentence, TypeRole::LABEL, Ink::Text);
    text_at_wrapped(ui, rect.min + vec2(42.0, 47.5), sentence_words, room);
    height
}

/// A notice across the page or inside a card.
pub struct Banner<'a> {
    pub verdict: Verdict,
    /// What is the matter.
    pub title: &'a str,
    /// What to do about it.
    pub detail: &'a str,
    /// The words of a button that does it.
    pub action: Option<&'a str>,
    /// Whether it can be put away.
    pub is_dismissable: bool,
}

/// What the user did with a notice.
pub struct BannerResponse {
    pub acted: bool,
    pub dismissed: bool,
    pub response: Response,
}

/// Draws a notice into `rect`, at least 40 points high; words that do not fit are cut with a tooltip.
pub fn banner(ui: &mut Ui, rect: Rect, banner: &Banner<'_>) -> BannerResponse {
    let response = ui.allocate_rect(rect, egui::Sense::hover());
    let spoken = format!("{}. {}", banner.title, banner.detail);
    response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, &spoken));
    paint_surface(ui.painter(), rect, Surface::Tint(banner.verdict.tint()));
    paint_verdict(ui.painter(), banner.verdict, pos2(rect.left() + 19.0, rect.center().y), 15.0);
    let mut right = rect.right() - 8.0;
    let mut outcome = BannerResponse { acted: false, dismissed: false, response };
    let room = UiBuilder::new().max_rect(rect).id_salt(("banner", banner.title));
    ui.scope_builder(room, |ui| {
        if banner.is_dismissable {
            let place = Rect::from_center_size(pos2(right - 14.0, rect.center().y), vec2(28.0, 28.0));
            outcome.dismissed = icon_button(ui, place, Icon::Close, "Dismiss").clicked();
            right -= 34.0;
        }
        if let Some(action) = banner.action {
            let button = Button::new(Kind::Secondary, action).small();
            let place = Align::Max.align_size_within_range(button.size().x, rect.left()..=right);
            let box_ = Rect::from_x_y_ranges(place, rect.center().y - 13.0..=rect.center().y + 13.0);
            outcome.acted = button.at(box_).show(ui).clicked();
            right = place.min - 12.0;
        }
        banner_words(ui, rect, right, banner);
    });
    outcome
}

fn banner_words(ui: &mut Ui, rect: Rect, right: f32, banner: &Banner<'_>) {
    let left = rect.left() + 36.0;
    let room = right - left;
    let title = words(banner.title, TypeRole::LABEL_MEDIUM, Ink::Text);
    let middle = rect.center().y;
    if banner.detail.is_empty() {
        text_at_elided(ui, pos2(left, middle + 4.3), Anchor::Start, title, room);
        return;
    }
    let detail = words(banner.detail, TypeRole::LABEL, Ink::Text2);
    text_at_elided(ui, pos2(left, middle - 3.5), Anchor::Start, title, room);
    text_at_elided(ui, pos2(left, middle + 13.0), Anchor::Start, detail, room);
}
