//! All slides at once, small: arrows, a number or the mouse choose one.

use egui::{Id, Rect, Role, ScrollArea, Sense, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{edition, options, paint_slide};
use crate::document::{Over, PresentState};
use crate::look::style::{color, stroke};
use crate::look::text::{paint_elided, words};
use crate::picture::{Anchor, Ink, TypeRole};
use crate::report::slides::{self, Slide};
use crate::views::ViewInput;
use crate::views::kept::kept;

const MARGIN: f32 = 28.0;
const GAP: f32 = 20.0;
/// The title below a slide.
const TITLE: f32 = 28.0;
/// Below this width a slide is no longer known again.
const NARROWEST: f32 = 200.0;

/// How the slides stand: as large as lets all of them be seen, else so that they are known again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    pub columns: usize,
    room: Rect,
    slide: egui::Vec2,
    rows: usize,
}

impl Grid {
    pub fn new(rect: Rect, count: usize) -> Self {
        let room = rect.shrink(MARGIN);
        let of = |columns: usize| {
            let width = (room.width() - GAP * (columns as f32 - 1.0)) / columns as f32;
            let slide = vec2(width, width * slides::HEIGHT / slides::WIDTH);
            Self { columns, room, slide, rows: count.div_ceil(columns) }
        };
        let fits = |grid: &Self| grid.slide.x >= NARROWEST && grid.height() <= room.height();
        let widest = ((room.width() + GAP) / (NARROWEST + GAP)).floor().max(1.0) as usize;
        (2..=widest.min(8)).map(of).find(fits).unwrap_or_else(|| of(widest.min(4)))
    }

    fn height(&self) -> f32 {
        self.rows as f32 * (self.slide.y + TITLE + GAP) - GAP
    }

    /// Where a slide stands from the first one's corner.
    fn place(&self, number: usize) -> Rect {
        let (row, column) = (number / self.columns, number % self.columns);
        let min = pos2(column as f32 * (self.slide.x + GAP), row as f32 * (self.slide.y + TITLE + GAP));
        Rect::from_min_size(min, self.slide)
    }
}

/// Draws the slides; `has_moved` says that another one was chosen by a key.
pub fn show(
    ui: &mut Ui,
    (rect, grid, has_moved): (Rect, &Grid, bool),
    input: &ViewInput<'_>,
    state: &mut PresentState,
) {
    let Over::Overview { chosen } = state.over else { return };
    let all =
        kept(ui, input, ("all slides", edition(input)), || slides::all(&input.situation(), options(input)));
    let area = rect.shrink2(vec2(0.0, MARGIN - GAP));
    let mut inside = ui.new_child(UiBuilder::new().max_rect(area).id_salt("overview"));
    inside.set_clip_rect(area);
    let mut taken = None;
    ScrollArea::vertical().auto_shrink(false).show_viewport(&mut inside, |ui, seen| {
        ui.set_width(area.width());
        ui.set_height((grid.height() + 2.0 * GAP).max(area.height()));
        // Few slides stand in the middle of a high screen.
        let above = ((area.height() - grid.height()) / 2.0).max(GAP);
        let origin = pos2(grid.room.left(), ui.min_rect().top() + above);
        for (number, slide) in all.iter().enumerate() {
            let place = grid.place(number).translate(origin.to_vec2());
            let whole = place.with_max_y(place.bottom() + TITLE);
            if has_moved && number == chosen {
                ui.scroll_to_rect(whole.expand(GAP), None);
            }
            let top = whole.top() - ui.min_rect().top();
            if top > seen.max.y || top + whole.height() < seen.min.y {
                continue;
            }
            if one(ui, (place, whole), input, (number, slide, number == chosen)) {
                taken = Some(number);
            }
        }
    });
    if let Some(number) = taken {
        let typed = String::new();
        *state = PresentState { slide: number, aside: None, over: Over::Nothing, typed, ..state.clone() };
    }
}

fn one(
    ui: &mut Ui,
    (place, whole): (Rect, Rect),
    input: &ViewInput<'_>,
    (number, slide, is_chosen): (usize, &Slide, bool),
) -> bool {
    let response = ui.interact(whole, Id::unique(("slide of the overview", number)), Sense::click());
    let name = format!("{}  {}", number + 1, slide.title);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &name));
    ui.painter().rect_filled(place, 4.0, color(ui, Ink::Bg1));
    paint_slide(ui, place, input, slide);
    let edge = if is_chosen {
        stroke(ui, 3.0, Ink::Accent)
    } else if response.hovered() {
        stroke(ui, 1.0, Ink::Text3)
    } else {
        stroke(ui, 1.0, Ink::Stroke)
    };
    ui.painter().rect_stroke(place, 4.0, edge, StrokeKind::Outside);
    let role = if is_chosen { TypeRole::BODY_STRONG } else { TypeRole::BODY };
    let said = words(&name, role, if is_chosen { Ink::AccentText } else { Ink::Text2 });
    let at = pos2(place.left(), place.bottom() + 20.0);
    paint_elided(ui.painter(), at, Anchor::Start, said, place.width());
    response.clicked()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn all_slides_are_seen_at_once_where_they_can_be_known_again() {
        for (width, height) in [(1440.0, 900.0), (1024.0, 700.0), (3440.0, 1440.0), (1024.0, 768.0)] {
            for count in 1..=12 {
                let screen = Rect::from_min_size(pos2(0.0, 0.0), vec2(width, height));
                let grid = Grid::new(screen, count);
                assert!(grid.height() <= screen.height(), "{count} on {width} × {height}: {grid:?}");
                assert!(grid.slide.x >= NARROWEST, "{grid:?}");
                let last = grid.place(count - 1).translate(grid.room.min.to_vec2());
                assert!(last.right() <= grid.room.right() + 0.5, "{grid:?}");
            }
        }
        let phone = Grid::new(Rect::from_min_size(pos2(0.0, 0.0), vec2(300.0, 500.0)), 300);
        assert_eq!(phone.columns, 1);
    }
}
