//! A key figure: title, figure with its unit, a strip that places it, and one line of meaning.
//! The whole card opens the page that explains it.

use egui::{Rect, Response, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::bar::{Strip, paint_strip};
use super::card::{PADDING, Surface, paint_surface};
use super::explain::explain;
use super::hover_blend;
use crate::look::focus;
use crate::look::glyphs::{Verdict, paint_verdict};
use crate::look::style::color;
use crate::look::text::{paint_elided, paint_text, words};
use crate::picture::explanation::Explanation;
use crate::picture::{Anchor, Ink, TypeRole, text};

#[derive(Clone, Debug, PartialEq)]
pub struct Kpi {
    pub title: String,
    pub figure: String,
    /// What the figure counts, on its baseline.
    pub unit: String,
    pub strip: Option<Strip>,
    pub glyph: Option<Verdict>,
    /// What the figure means, in one line.
    pub meaning: String,
    /// How it came about.
    pub explanation: Option<Explanation>,
}

/// Draws the figure as a card of usually 320 × 104 that can be clicked.
pub fn kpi(ui: &mut Ui, rect: Rect, kpi: &Kpi) -> Response {
    let response = ui.allocate_rect(rect, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), spoken(kpi)));
    focus::shape(&response, rect, 8.0);
    let painter = ui.painter();
    paint_surface(painter, rect, Surface::Card);
    let edge = hover_blend(ui, &response, color(ui, Ink::Stroke), color(ui, Ink::Text3));
    painter.rect_stroke(rect, 8.0, egui::Stroke::new(1.0, edge), StrokeKind::Inside);

    let (left, top) = (rect.left() + PADDING, rect.top());
    let room = rect.width() - 2.0 * PADDING;
    let title = words(&kpi.title, TypeRole::LABEL_MEDIUM, Ink::Text2);
    let mut is_cut = paint_elided(painter, pos2(left, top + 24.0), Anchor::Start, title, room);

    // Figures are never cut: a long one is set smaller instead.
    let role = figure_role(&kpi.figure, room);
    let figure = words(&kpi.figure, role, Ink::Text);
    let wide = paint_text(painter, pos2(left, top + 58.0), Anchor::Start, figure);
    let unit = words(&kpi.unit, TypeRole::BODY, Ink::Text2);
    let left_over = room - wide - 9.0;
    // A unit of which next to nothing would be left is told by the tooltip alone.
    if text::width(TypeRole::BODY, &kpi.unit) <= left_over || left_over > 44.0 {
        is_cut |= paint_elided(painter, pos2(left + wide + 9.0, top + 58.0), Anchor::Start, unit, left_over);
    } else {
        is_cut |= !kpi.unit.is_empty();
    }
    if let Some(strip) = &kpi.strip {
        let place = Rect::from_min_size(pos2(left, top + 68.0), vec2(room, 6.0));
        paint_strip(painter, place, strip);
    }
    let mut at = pos2(left, top + 91.0);
    if let Some(glyph) = kpi.glyph {
        paint_verdict(painter, glyph, pos2(left + 6.5, top + 87.0), 13.0);
        at.x += 18.0;
    }
    let meaning = words(&kpi.meaning, TypeRole::LABEL, Ink::Text3);
    is_cut |= paint_elided(painter, at, Anchor::Start, meaning, rect.right() - 12.0 - at.x);
    if let Some(explanation) = &kpi.explanation {
        return explain(response, &whole(kpi, explanation, is_cut));
    }
    if is_cut {
        return response.on_hover_text(format!("{} {}\n{}", kpi.figure, kpi.unit, kpi.meaning));
    }
    response
}

/// The explanation under the figure as it is without want of room.
fn whole(kpi: &Kpi, explanation: &Explanation, is_cut: bool) -> Explanation {
    let figure = format!("{} {}", kpi.figure, kpi.unit);
    let meaning = if is_cut { format!("{}\n", kpi.meaning) } else { String::new() };
    Explanation {
        title: format!("{}: {}", explanation.title, figure.trim_end()),
        formula: format!("{meaning}{}", explanation.formula),
        ..explanation.clone()
    }
}

fn spoken(kpi: &Kpi) -> String {
    let verdict = kpi.glyph.map_or(String::new(), |glyph| format!("{}: ", glyph.spoken()));
    format!("{}: {} {}. {verdict}{}", kpi.title, kpi.figure, kpi.unit, kpi.meaning)
}

fn figure_role(figure: &str, room: f32) -> TypeRole {
    [TypeRole::FIGURE, TypeRole::FIGURE.at(24.0), TypeRole::PAGE_TITLE]
        .into_iter()
        .find(|role| text::width(*role, figure) <= room)
        .unwrap_or(TypeRole::QUESTION)
}
