//! The segments of the estate: what each is made of, how far its devices are, and what is missing. Heads sort,
//! a part of the bar above narrows, a click goes to where the segment is described.

use egui::{Align, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::rows::{self, Columns, ROW};
use super::{Facts, band, inside};
use crate::document::{ReadinessState, workspace::readiness::SortBy};
use crate::forecast::Standing;
use crate::look::style::stroke;
use crate::look::text::{paint_text, text_at_elided, words};
use crate::look::widgets::card::{PADDING, Surface, paint_surface};
use crate::look::widgets::{Button, Kind};
use crate::look::{Icon, color, focus, icons};
use crate::picture::{Anchor, Ink, TypeRole, format, text};
use crate::report::readiness::{SegmentRow, SegmentTable};
use crate::views::Actions;

const HEAD: f32 = 39.0;
const FOOT: f32 = 39.0;
/// What the columns need; a narrower card scrolls sideways.
const LEAST: f32 = 690.0;

/// As high as all rows together.
pub fn height(facts: &Facts) -> f32 {
    HEAD + (facts.table.rows.len() + 1) as f32 * ROW + FOOT
}

/// The rows to show, in order: narrowed to those with devices of one standing, sorted, the first of equals as
/// the estate has them.
pub fn arrange(table: &SegmentTable, state: ReadinessState) -> Vec<usize> {
    let rows = &table.rows;
    let is_shown = |at: &usize| state.only.is_none_or(|standing| rows[*at].standings.of(standing) > 0);
    let mut order: Vec<usize> = (0..rows.len()).filter(is_shown).collect();
    let ready = |row: &SegmentRow| row.standings.ready() as f64 / row.standings.devices().max(1) as f64;
    order.sort_by(|a, b| {
        let (a, b) = (&rows[*a], &rows[*b]);
        let ordering = match state.by {
            SortBy::Site => std::cmp::Ordering::Equal,
            SortBy::Os => a.os.cmp(&b.os),
            SortBy::Join => a.join.cmp(&b.join),
            SortBy::Devices => a.standings.devices().cmp(&b.standings.devices()),
            SortBy::Ready => ready(a).total_cmp(&ready(b)),
            SortBy::Gaps => a.standings.gaps().cmp(&b.standings.gaps()),
        };
        if state.is_down { ordering.reverse() } else { ordering }
    });
    order
}

pub fn show(ui: &mut Ui, rect: Rect, facts: &Facts, state: &mut ReadinessState, actions: &mut Actions) {
    paint_surface(ui.painter(), rect, Surface::Card);
    let table = &facts.table;
    let order = arrange(table, *state);
    // Few rows close up to where they end; the card keeps its height.
    let all = HEAD + (order.len() + 1) as f32 * ROW;
    let foot_at = rect.bottom() - FOOT;
    let body = band(rect.shrink2(vec2(1.0, 0.0)), rect.top(), (rect.top() + all).min(foot_at));
    let mut child = inside(ui, body, "segments");
    ScrollArea::horizontal().id_salt("columns").auto_shrink(false).show(&mut child, |ui| {
        let width = body.width().max(LEAST);
        let (_, place) = ui.allocate_space(vec2(width, body.height()));
        let columns = Columns::new(place);
        head(ui, place.with_max_y(place.top() + HEAD), (&columns, table.place), state);
        let total_at = place.bottom() - ROW;
        let list = band(place, place.top() + HEAD, total_at);
        let mut child = inside(ui, list, "rows");
        ScrollArea::vertical().id_salt("list").auto_shrink(false).min_scrolled_height(0.0).show(
            &mut child,
            |ui| {
                rows::show(ui, list, (table, &order, &columns), state.by == SortBy::Site, actions);
            },
        );
        rows::total(ui, band(place, total_at, place.bottom()), table, &columns);
    });
    foot(ui, band(rect, foot_at, rect.bottom()), (table, order.len()), state);
}

fn head(ui: &mut Ui, place: Rect, (columns, first): (&Columns, &str), state: &mut ReadinessState) {
    for (name, by, at) in columns.heads() {
        let name = if by == Some(SortBy::Site) { first } else { name };
        let cell = Rect::from_x_y_ranges(at.0..=at.1, place.y_range());
        if let Some(by) = by {
            sortable(ui, cell, (name, by, at.2), state);
        } else {
            let at = pos2(cell.left(), cell.center().y + 4.5);
            paint_text(ui.painter(), at, Anchor::Start, words(name, TypeRole::LABEL_MEDIUM, Ink::Text2));
        }
    }
    ui.painter().hline(place.x_range(), place.bottom() - 0.5, stroke(ui, 1.0, Ink::Stroke));
}

/// A head that sorts by its column: a caret while it does, or while it is pointed at.
fn sortable(ui: &mut Ui, cell: Rect, (name, by, anchor): (&str, SortBy, Anchor), state: &mut ReadinessState) {
    let wide = text::width(TypeRole::LABEL_MEDIUM, name);
    let x = if anchor == Anchor::End { cell.right() - wide } else { cell.left() };
    let middle = cell.center().y;
    let caret_x = if anchor == Anchor::End { x - 9.0 } else { x + wide + 9.0 };
    let hit = Rect::from_x_y_ranges(x - 18.0..=x + wide + 18.0, middle - 14.0..=middle + 14.0);
    let hit = hit.intersect(Rect::from_x_y_ranges(cell.left() - 8.0..=cell.right() + 8.0, cell.y_range()));
    let response = ui.interact(hit, ui.scope_id().with(("head", name)), Sense::click());
    let is_sorted = state.by == by && by != SortBy::Site;
    let said = match (is_sorted, state.is_down) {
        (false, _) => format!("Sort by {}", name.to_lowercase()),
        (true, true) => format!("Sorted by {}, largest first", name.to_lowercase()),
        (true, false) => format!("Sorted by {}, smallest first", name.to_lowercase()),
    };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_sorted, &said));
    focus::shape(&response, hit.shrink2(vec2(6.0, 3.0)), 4.0);
    let ink = if is_sorted || response.hovered() { Ink::Text } else { Ink::Text2 };
    paint_text(ui.painter(), pos2(x, middle + 4.5), Anchor::Start, words(name, TypeRole::LABEL_MEDIUM, ink));
    if is_sorted || (response.hovered() && by != SortBy::Site) {
        let sign = if is_sorted && !state.is_down { Icon::Up } else { Icon::Down };
        icons::paint(ui.painter(), sign, pos2(caret_x, middle), 11.0, color(ui, ink));
    }
    if response.clicked() {
        state.sort(by);
    }
}

/// What counts as ready; or, while the table is narrowed, to what, and the way back.
fn foot(ui: &mut Ui, place: Rect, (table, shown): (&SegmentTable, usize), state: &mut ReadinessState) {
    ui.painter().hline(place.x_range(), place.top(), stroke(ui, 1.0, Ink::Stroke));
    let y = place.center().y + 4.0;
    let mut right = place.right() - PADDING;
    let said = match state.only {
        Some(standing) => {
            let button = Button::new(Kind::Link, "Show all").small();
            let size = button.size();
            let x = Align::Max.align_size_within_range(size.x, place.left()..=right + 4.0);
            let at = Rect::from_x_y_ranges(x, place.center().y - 13.0..=place.center().y + 13.0);
            right = at.left() - 8.0;
            if button.at(at).show(ui).clicked() {
                state.only = None;
            }
            narrowed(table, standing, shown)
        }
        None => table.note.clone(),
    };
    let said = words(&said, TypeRole::CAPTION, Ink::Text2);
    let left = place.left() + PADDING;
    text_at_elided(ui, pos2(left, y), Anchor::Start, said, right - left);
}

fn narrowed(table: &SegmentTable, standing: Standing, shown: usize) -> String {
    format!(
        "{} of {} with devices that count as “{}”; the last row is of all.",
        format::count(shown as u64),
        format::plural(table.rows.len() as u64, "segment", "segments"),
        standing.name()
    )
}
