//! The strip of phases at the foot of the Overview: one card a phase, scrolled sideways when there are many.
//! Only what is seen is drawn.

use egui::scroll_area::ScrollBarVisibility;
use egui::{
    Align, Id, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::forecast::PhaseStage;
use crate::look::style::color;
use crate::look::text::{paint_elided, paint_text, words};
use crate::look::widgets::{Chip, Surface, Tone, bar, chip_at, hover_blend, paint_surface, tip};
use crate::look::{Icon, Verdict, focus};
use crate::picture::{Anchor, Ink, TypeRole, format, text};
use crate::report::phase_cards::{PhaseCard, StageChip};
use crate::views::grid::GAP;
use crate::views::{Action, Actions, ViewInput};

/// A card is never narrower than this.
const NARROWEST: f32 = 180.0;
/// The room of the strip's bar below the cards, in the page's margin.
const BAR: f32 = 9.0;

pub fn show(ui: &mut Ui, rect: Rect, cards: &[PhaseCard], input: &ViewInput<'_>, actions: &mut Actions) {
    let n = cards.len().max(1) as f32;
    let width = ((rect.width() - GAP * (n - 1.0)) / n).max(NARROWEST);
    // Cards of one width show their states alike.
    let has_icons = !cards.iter().any(|card| is_crowded(card, &chip(&card.chip), width));
    let mut draw = |ui: &mut Ui, place: Rect, index: usize| {
        if card(ui, place, &cards[index], has_icons)
            && let Some(phase) = input.plan.phases.get(index)
        {
            actions.push(Action::OpenPhase(phase.id));
        }
    };
    let total = width * n + GAP * (n - 1.0);
    if total <= rect.width() + 0.5 {
        for index in 0..cards.len() {
            let left = rect.left() + index as f32 * (width + GAP);
            draw(ui, Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height())), index);
        }
        return;
    }
    // The bar stands below the cards; where the page cuts them, egui would lay it over their words.
    let seen = ui.clip_rect().bottom();
    let is_whole = rect.bottom() <= seen + 0.5;
    let bar =
        if is_whole { ScrollBarVisibility::VisibleWhenNeeded } else { ScrollBarVisibility::AlwaysHidden };
    let room = rect.expand2(vec2(0.0, 2.0)).with_max_y((rect.bottom() + BAR).min(seen.max(rect.bottom())));
    let mut inside = ui.new_child(UiBuilder::new().max_rect(room).id_salt("strip"));
    let area = ScrollArea::horizontal().auto_shrink(false).scroll_bar_visibility(bar);
    area.show_viewport(&mut inside, |ui, seen| {
        ui.set_width(total);
        let origin = ui.min_rect().min;
        let place = |index: usize| {
            let left = origin.x + index as f32 * (width + GAP);
            Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()))
        };
        let first = (seen.min.x / (width + GAP)).floor().max(0.0) as usize;
        let last = ((seen.max.x / (width + GAP)).ceil() as usize).min(cards.len());
        for index in first..last {
            draw(ui, place(index), index);
        }
        follow(ui, cards, place);
    });
}

/// Brings the phase under way into view when it becomes another one.
fn follow(ui: &Ui, cards: &[PhaseCard], place: impl Fn(usize) -> Rect) {
    let Some(current) = cards.iter().position(|card| card.is_current) else { return };
    let id = Id::unique("overview::strip::current");
    let before: Option<usize> = ui.data(|data| data.get_temp(id));
    if before != Some(current) {
        ui.data_mut(|data| data.insert_temp(id, current));
        ui.scroll_to_rect_animation(
            place(current),
            Some(Align::Center),
            egui::style::ScrollAnimation::none(),
        );
    }
}

/// A name comes before the sign of a state that is in words beside it.
fn is_crowded(card: &PhaseCard, chip: &Chip<'_>, width: f32) -> bool {
    14.0 + text::width(TypeRole::BODY_STRONG, &card.name) + 6.0 + chip.width() > width - 12.0
}

/// One phase; true when it was clicked.
fn card(ui: &mut Ui, rect: Rect, card: &PhaseCard, has_icon: bool) -> bool {
    let response = ui.allocate_rect(rect, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), spoken(card)));
    focus::shape(&response, rect, 8.0);
    let surface = if card.is_current { Surface::Selected } else { Surface::Card };
    paint_surface(ui.painter(), rect, surface);
    if !card.is_current {
        let edge = hover_blend(ui, &response, color(ui, Ink::Stroke), color(ui, Ink::Text3));
        ui.painter().rect_stroke(rect, 8.0, Stroke::new(1.0, edge), StrokeKind::Inside);
    }
    let (left, right) = (rect.left() + 14.0, rect.right() - 14.0);
    let mut chip = chip(&card.chip);
    chip.icon = chip.icon.filter(|_| has_icon);
    if is_crowded(card, &chip, rect.width()) && !card.chip.short.is_empty() {
        chip.text = card.chip.short;
    }
    let chip_width = chip.width();
    let shown = chip_at(ui, pos2(rect.right() - 12.0, rect.top() + 20.0), Align::Max, chip);
    let _shown = tip(shown, &card.chip.tip);
    let painter = ui.painter();
    let line = |y: f32| pos2(left, rect.top() + y);
    let end = |y: f32| pos2(right, rect.top() + y);
    let name = words(&card.name, TypeRole::BODY_STRONG, Ink::Text);
    let is_cut =
        paint_elided(painter, line(24.5), Anchor::Start, name, rect.right() - 12.0 - chip_width - 6.0 - left);
    paint_elided(
        painter,
        line(41.0),
        Anchor::Start,
        words(&card.label, TypeRole::CAPTION, Ink::Text2),
        right - left,
    );
    let track = Rect::from_min_max(line(56.0), end(64.0));
    let share = card.share.unwrap_or(0.0) as f32;
    bar(painter, track, share, Ink::IntuneSolid, card.planned.map(|share| share as f32));
    let enrolled = format::count(card.enrolled);
    let wide =
        paint_text(painter, line(84.0), Anchor::Start, words(&enrolled, TypeRole::BODY_STRONG, Ink::Text));
    let of = format!("of {}", format::count(card.devices));
    let share = card.share.map_or_else(|| format::DASH.to_owned(), format::percent1);
    let share_width = text::width(TypeRole::LABEL, &share);
    paint_elided(
        painter,
        line(84.0) + vec2(wide + 5.0, 0.0),
        Anchor::Start,
        words(&of, TypeRole::LABEL, Ink::Text2),
        right - left - wide - share_width - 10.0,
    );
    paint_text(painter, end(84.0), Anchor::End, words(&share, TypeRole::LABEL, Ink::Text2));
    let dates = words(&card.dates, TypeRole::LABEL, Ink::Text2);
    paint_elided(painter, line(103.5), Anchor::Start, dates, right - left);
    let ink = if card.is_late { Ink::WarnText } else { Ink::Text2 };
    let slip = words(&card.slip, TypeRole::CAPTION, ink);
    paint_elided(painter, line(121.0), Anchor::Start, slip, right - left);
    let response = if is_cut { tip(response, &card.name) } else { response };
    response.clicked()
}

fn chip(state: &StageChip) -> Chip<'_> {
    let (tone, icon) = match state.stage {
        PhaseStage::Planned => (Tone::Neutral, Icon::Clock),
        PhaseStage::Running | PhaseStage::Soaking => (Tone::Verdict(Verdict::Running), Icon::Play),
        PhaseStage::Paused => (Tone::WARN, Icon::Pause),
        PhaseStage::Done => (Tone::OK, Icon::Tick),
        PhaseStage::Stalled => (Tone::BAD, Icon::Warning),
    };
    Chip::new(tone, &state.text).icon(icon)
}

fn spoken(card: &PhaseCard) -> String {
    let share = card.share.map(|share| format!(", {}", format::percent1(share))).unwrap_or_default();
    format!(
        "{}, {}: {}. {} of {} enrolled{share}. {}, {}",
        card.name,
        card.label,
        card.chip.text,
        format::count(card.enrolled),
        format::count(card.devices),
        card.dates,
        card.slip
    )
}
