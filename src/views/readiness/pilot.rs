//! Is the pilot like the fleet? The shares beside each other, and the one step that would make it speak for more.

use egui::{Rect, Role, ScrollArea, Ui, WidgetInfo, pos2, vec2};

use super::{Facts, band, inside};
use crate::document::Page;
use crate::look::glyphs::paint_verdict;
use crate::look::text::{text_at, text_at_wrapped, words};
use crate::look::widgets::card::{PADDING, Surface, paint_surface};
use crate::look::widgets::{Button, Kind, tip};
use crate::picture::{Anchor, Ink, TypeRole, dumbbell, text};
use crate::report::mirror::Step;
use crate::views::kept::{kept, size};
use crate::views::{Action, Actions, ViewInput, chart};

const LINE: f32 = 17.0;
/// Left of the words: the glyph.
const INDENT: f32 = 36.0;

pub fn height(facts: &Facts, width: f32) -> f32 {
    match (&facts.pilot.chart, &facts.pilot.step) {
        (Some(chart), Some(step)) => {
            dumbbell::height(chart) + 10.0 + panel_height(step, width - 2.0 * PADDING) + PADDING
        }
        _ => 150.0,
    }
}

pub fn show(ui: &mut Ui, rect: Rect, (view, facts): (&ViewInput<'_>, &Facts), actions: &mut Actions) {
    paint_surface(ui.painter(), rect, Surface::Card);
    let (Some(input), Some(step)) = (&facts.pilot.chart, &facts.pilot.step) else {
        nothing(ui, rect, &facts.pilot.empty, actions);
        return;
    };
    let panel_top = rect.bottom() - PADDING - panel_height(step, rect.width() - 2.0 * PADDING);
    let chart_at = band(rect, rect.top(), panel_top - 6.0);
    let natural = dumbbell::height(input);
    let is_whole = natural <= chart_at.height() + 4.0;
    let drawn = vec2(rect.width(), if is_whole { chart_at.height() } else { natural });
    let key = size(Rect::from_min_size(rect.min, drawn));
    let scene = kept(ui, view, ("readiness pilot", key), || dumbbell::scene(input, drawn.x, drawn.y));
    if is_whole {
        chart::bare(ui, chart_at, &scene);
    } else {
        let body = band(rect, rect.top() + 1.0, panel_top - 6.0);
        let mut child = inside(ui, body, "strata");
        let area = ScrollArea::vertical().id_salt("strata").auto_shrink(false).min_scrolled_height(0.0);
        area.show(&mut child, |ui| {
            let (_, place) = ui.allocate_space(drawn);
            chart::bare(ui, place, &scene);
        });
    }
    let place = band(rect.shrink2(vec2(PADDING, 0.0)), panel_top, rect.bottom() - PADDING);
    panel(ui, place, step, actions);
}

/// Of the order and of the effect.
fn lines(step: &Step, width: f32) -> (usize, usize) {
    let room = room(step, width);
    let order = text::break_lines(TypeRole::LABEL_STRONG, &step.order, room).len();
    (order, text::break_lines(TypeRole::LABEL, &step.effect, room).len())
}

fn room(step: &Step, width: f32) -> f32 {
    let button = if step.remedy.is_some() { button().size().x + 8.0 } else { 0.0 };
    width - INDENT - 12.0 - button
}

fn button() -> Button<'static> {
    Button::new(Kind::Link, "Add them").small()
}

fn panel_height(step: &Step, width: f32) -> f32 {
    let (order, effect) = lines(step, width);
    (order + effect) as f32 * LINE + 14.0
}

fn panel(ui: &mut Ui, place: Rect, step: &Step, actions: &mut Actions) {
    paint_surface(ui.painter(), place, Surface::Tint(step.mark.tint()));
    paint_verdict(ui.painter(), step.mark, pos2(place.left() + 18.0, place.center().y), 16.0);
    let room = room(step, place.width());
    let (order, _) = lines(step, place.width());
    let at = pos2(place.left() + INDENT, place.top() + 7.0 + 12.5);
    text_at_wrapped(ui, at, words(&step.order, TypeRole::LABEL_STRONG, Ink::Text), room);
    let below = at + vec2(0.0, order as f32 * LINE);
    text_at_wrapped(ui, below, words(&step.effect, TypeRole::LABEL, Ink::Text), room);
    let Some(remedy) = &step.remedy else { return };
    let button = button();
    let room = button.size();
    let at = Rect::from_center_size(pos2(place.right() - 6.0 - room.x / 2.0, place.center().y), room);
    let response = button.at(at).show(ui);
    // Read alone, "Add them" does not say whom.
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &remedy.label));
    if tip(response, &format!("{}.\nThey change phases in one step, which undo takes back.", remedy.label))
        .clicked()
    {
        actions.edit(remedy.edit.clone());
    }
}

fn nothing(ui: &mut Ui, rect: Rect, sentence: &str, actions: &mut Actions) {
    let at = rect.min + vec2(PADDING, 25.0);
    let title = words("Is the pilot like the fleet?", TypeRole::CARD_TITLE, Ink::Text);
    text_at(ui, at, Anchor::Start, title);
    let said = words(sentence, TypeRole::LABEL, Ink::Text2);
    let response = text_at_wrapped(ui, at + vec2(0.0, 30.0), said, rect.width() - 2.0 * PADDING);
    let button = Button::new(Kind::Secondary, "Go to the timeline");
    let place = Rect::from_min_size(pos2(at.x, response.rect.bottom() + 10.0), button.size());
    if button.at(place).show(ui).clicked() {
        actions.push(Action::Go(Page::Timeline));
    }
}
