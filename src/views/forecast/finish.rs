//! The finish distribution with its figures: the plan's in colour, what is tried as an outline.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::FIGURES;
use crate::look::style::stroke;
use crate::look::text::{paint_elided, paint_text, text_at_wrapped, words};
use crate::look::widgets::card::{PADDING, Surface, paint_surface};
use crate::look::widgets::{Strip, explain, paint_strip};
use crate::look::{color, focus};
use crate::picture::{Anchor, Ink, TypeRole, histogram, text};
use crate::report::odds::{self, OddsFigure, OddsFigures};
use crate::report::odds_charts;
use crate::views::kept::{kept, size};
use crate::views::{ViewInput, chart};

/// What the figures add below the chart where there is no room beside it.
pub const FIGURES_BELOW: f32 = 216.0;
const LINE: f32 = 21.5;

pub fn show(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>) {
    paint_surface(ui.painter(), rect, Surface::Card);
    let Some(plan_odds) = input.odds else {
        waiting(ui, rect, input);
        return;
    };
    let is_wide = rect.width() >= 620.0;
    let chart_rect = if is_wide {
        rect.with_max_x(rect.right() - FIGURES)
    } else {
        rect.with_max_y(rect.bottom() - FIGURES_BELOW)
    };
    let key = (input.beside.edition, size(chart_rect));
    let scene = kept(ui, input, ("forecast finish", key), || {
        let of_what = input.document.scenario.unwrap_or("the current plan");
        let chart = odds_charts::finish(input.plan, plan_odds, input.beside.tried, of_what);
        histogram::scene(&chart, chart_rect.width(), chart_rect.height())
    });
    // Until the first futures of a changed plan are in, those of the state before stay, dimmed.
    ui.scope(|ui| {
        ui.multiply_opacity(if input.simulated.is_late { 0.6 } else { 1.0 });
        chart::bare(ui, chart_rect, &scene);
        let figures = kept(ui, input, ("forecast figures", input.beside.edition), || {
            odds::figures(&input.situation(), plan_odds, input.beside.tried)
        });
        let edge = stroke(ui, 1.0, Ink::Stroke);
        let place = if is_wide {
            ui.painter().vline(chart_rect.right(), rect.y_range().shrink(20.0), edge);
            Rect::from_min_max(
                pos2(chart_rect.right() + PADDING, rect.top() + 8.0),
                rect.max - vec2(PADDING, 8.0),
            )
        } else {
            ui.painter().hline(rect.x_range().shrink(PADDING), chart_rect.bottom(), edge);
            Rect::from_min_max(
                pos2(rect.left() + PADDING, chart_rect.bottom()),
                rect.max - vec2(PADDING, 4.0),
            )
        };
        column(ui, place, &figures);
    });
}

fn waiting(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>) {
    let at = rect.min + vec2(PADDING, 25.0);
    paint_text(ui.painter(), at, Anchor::Start, words("Finish date", TypeRole::CARD_TITLE, Ink::Text));
    let sentence = match input.outlook.expected.finish {
        Some(day) => format!(
            "The first futures are being simulated. The expected course finishes on {}.",
            crate::picture::format::date(day)
        ),
        None => "The first futures are being simulated. The expected course has no finish.".to_owned(),
    };
    let said = words(&sentence, TypeRole::BODY, Ink::Text2);
    text_at_wrapped(ui, at + vec2(0.0, 30.0), said, rect.width() - 2.0 * PADDING);
}

/// The chance, its strip and the lines under it, from the top down as far as there is room.
fn column(ui: &mut Ui, place: Rect, figures: &OddsFigures) {
    let mut y = main(ui, place, figures);
    for figure in &figures.rows {
        line(ui, Rect::from_min_size(pos2(place.left(), y), vec2(place.width(), LINE)), figure);
        y += LINE;
    }
    if let Some((reserve, is_needed)) = &figures.reserve {
        let room = Rect::from_min_max(pos2(place.left(), y + 6.0), pos2(place.right(), place.bottom()));
        if room.height() >= 34.0 {
            below(ui, room.with_max_y(room.top() + 36.0), reserve, *is_needed);
        }
    }
}

fn main(ui: &mut Ui, place: Rect, figures: &OddsFigures) -> f32 {
    let figure = &figures.main;
    let whole = Rect::from_min_size(place.min, vec2(place.width(), 66.0));
    read(ui, whole, figure);
    let painter = ui.painter();
    let baseline = place.top() + 31.0;
    let shown = figure.tried.as_deref().map(|tried| format!("→ {tried}"));
    let all = text::width(TypeRole::FIGURE, &figure.value)
        + shown.as_ref().map_or(0.0, |shown| text::width(TypeRole::FIGURE, shown) + 8.0);
    let role = if all <= place.width() { TypeRole::FIGURE } else { TypeRole::QUESTION };
    let at = pos2(place.left(), baseline);
    let wide = paint_text(painter, at, Anchor::Start, words(&figure.value, role, Ink::Text));
    if let Some(shown) = shown {
        let at = pos2(place.left() + wide + 8.0, baseline);
        paint_text(painter, at, Anchor::Start, words(&shown, role, better(figure)));
    }
    let name = words(&figure.name, TypeRole::LABEL, Ink::Text2);
    paint_elided(painter, pos2(place.left(), place.top() + 51.0), Anchor::Start, name, place.width());
    let Some(chance) = figures.chance else { return place.top() + 64.0 };
    let track = Rect::from_min_size(pos2(place.left(), place.top() + 59.0), vec2(place.width(), 6.0));
    let tick = figures.tried_chance.map(|chance| chance as f32);
    let parts = vec![(chance as f32, Ink::IntuneSolid)];
    paint_strip(painter, track, &Strip::Progress { parts, tick });
    place.top() + 76.0
}

const fn better(figure: &OddsFigure) -> Ink {
    match figure.is_better {
        Some(true) => Ink::OkText,
        Some(false) => Ink::WarnText,
        None => Ink::Text,
    }
}

/// Name at the left, value at the right; while something is tried the new value in the old one's place.
fn line(ui: &mut Ui, place: Rect, figure: &OddsFigure) {
    read(ui, place, figure);
    let painter = ui.painter();
    let y = place.center().y + 4.5;
    let name = words(&figure.name, TypeRole::LABEL, Ink::Text2);
    let wide = paint_text(painter, pos2(place.left(), y), Anchor::Start, name);
    let value = figure.tried.as_deref().unwrap_or(&figure.value);
    let ink = if figure.tried.is_some() { better(figure) } else { Ink::Text };
    let right = pos2(place.right(), y);
    let role = TypeRole::LABEL_STRONG;
    if figure.tried.is_some() {
        let shown = format!("→ {value}");
        let whole = format!("{} {shown}", figure.value);
        if text::width(role, &whole) + wide + 8.0 <= place.width() {
            let taken = paint_text(painter, right, Anchor::End, words(&shown, role, ink));
            let old = pos2(place.right() - taken - 4.0, y);
            paint_text(painter, old, Anchor::End, words(&figure.value, TypeRole::LABEL, Ink::Text2));
        } else {
            paint_elided(painter, right, Anchor::End, words(&shown, role, ink), place.width() - wide - 6.0);
        }
        return;
    }
    paint_elided(painter, right, Anchor::End, words(value, role, ink), place.width() - wide - 6.0);
}

/// A name with its value on the line below.
fn below(ui: &mut Ui, place: Rect, figure: &OddsFigure, is_needed: bool) {
    read(ui, place, figure);
    let name = words(&figure.name, TypeRole::LABEL, Ink::Text2);
    paint_text(ui.painter(), pos2(place.left(), place.top() + 13.0), Anchor::Start, name);
    let (value, ink) = match &figure.tried {
        Some(tried) => (format!("→ {tried}"), better(figure)),
        None => (figure.value.clone(), if is_needed { Ink::WarnText } else { Ink::OkText }),
    };
    let value = words(&value, TypeRole::LABEL_STRONG, ink);
    paint_elided(ui.painter(), pos2(place.left(), place.top() + 30.0), Anchor::Start, value, place.width());
}

/// A figure is a stop for the keyboard and says how it came about.
fn read(ui: &mut Ui, place: Rect, figure: &OddsFigure) {
    let response = ui.allocate_rect(place, Sense::click());
    let after = figure.tried.as_ref().map_or(String::new(), |tried| format!(", with the knobs {tried}"));
    let said = format!("{}: {}{after}", figure.name.trim_end_matches(':'), figure.value);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    focus::take_on_press(&response);
    focus::shape(&response, place, 4.0);
    if response.hovered() {
        ui.painter().rect_filled(place.expand2(vec2(4.0, 0.0)), 4.0, color(ui, Ink::Bg2));
    }
    let _ = explain(response, &figure.explanation);
}
