//! The plan full screen for a room: the Overview, then each phase, by arrow keys, clicker or mouse. The
//! slides are live: they show the plan as it stands. Bars at the sides fill what is not 16 to 9.

use egui::{Id, Key, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::kept::kept;
use super::{Action, Actions, ViewInput};
use crate::document::PresentState;
use crate::look::{color, paint};
use crate::picture::Ink;
use crate::report::pack::Options;
use crate::report::slides::{self, HEIGHT, WIDTH};

/// How many slides there are.
pub fn slides(input: &ViewInput<'_>) -> usize {
    slides::count(&input.situation())
}

/// Draws the slide into `rect`, which is the whole window. Keys that turn slides are read here.
pub fn show(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, state: &mut PresentState, actions: &mut Actions) {
    let last = slides(input).saturating_sub(1);
    state.slide = state.slide.min(last);
    ui.painter().rect_filled(rect, 0.0, color(ui, Ink::Bg1));
    let id = Id::unique("views::present");
    let response = ui.interact(rect, id, Sense::click());
    if !ui.ctx().egui_wants_keyboard_input() && ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    match turn(ui) {
        _ if response.clicked() => state.slide = (state.slide + 1).min(last),
        _ if response.secondary_clicked() => state.slide = state.slide.saturating_sub(1),
        Some(Turn::On) => state.slide = (state.slide + 1).min(last),
        Some(Turn::Back) => state.slide = state.slide.saturating_sub(1),
        Some(Turn::First) => state.slide = 0,
        Some(Turn::Last) => state.slide = last,
        Some(Turn::Leave) => actions.push(Action::StopPresenting),
        None => {}
    }
    let slide = kept(ui, input, ("slide", state.slide), || {
        slides::slide(&input.situation(), Options::default(), state.slide)
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &slide.scene.sentence));
    let canvas = letterbox(rect);
    paint::paint(ui.painter(), canvas, &slide.scene);
    let scale = canvas.width() / WIDTH;
    if let Some((chart, at)) = &slide.chart {
        let place = Rect::from_min_size(canvas.min + vec2(at.x, at.y) * scale, vec2(at.w, at.h) * scale);
        paint::paint(ui.painter(), place, chart);
    }
    pointer(ui);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    On,
    Back,
    First,
    Last,
    Leave,
}

/// What a key or a clicker asks for; clickers send PageUp and PageDown.
fn turn(ui: &Ui) -> Option<Turn> {
    const KEYS: [(Key, Turn); 12] = [
        (Key::Escape, Turn::Leave),
        (Key::ArrowRight, Turn::On),
        (Key::ArrowDown, Turn::On),
        (Key::Space, Turn::On),
        (Key::Enter, Turn::On),
        (Key::PageDown, Turn::On),
        (Key::ArrowLeft, Turn::Back),
        (Key::ArrowUp, Turn::Back),
        (Key::Backspace, Turn::Back),
        (Key::PageUp, Turn::Back),
        (Key::Home, Turn::First),
        (Key::End, Turn::Last),
    ];
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    KEYS.into_iter().find(|(key, _)| pressed(*key)).map(|(_, turn)| turn)
}

/// The largest 16 to 9 in the middle of the window.
fn letterbox(rect: Rect) -> Rect {
    let scale = (rect.width() / WIDTH).min(rect.height() / HEIGHT);
    let size = vec2(WIDTH, HEIGHT) * scale;
    let min = rect.center() - size / 2.0;
    Rect::from_min_size(pos2(min.x.round(), min.y.round()), size)
}

/// The pointer stays out of the picture until it is moved.
fn pointer(ui: &Ui) {
    const SHOWN_FOR: f32 = 2.0;
    let (still, moves) =
        ui.input(|input| (input.pointer.time_since_last_movement(), input.pointer.delta().length() > 0.0));
    if !moves && still > SHOWN_FOR {
        ui.ctx().set_cursor_icon(egui::CursorIcon::None);
    } else {
        // One more frame, when the pointer has rested long enough.
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f32(SHOWN_FOR + 0.1));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_slide_keeps_its_shape_on_every_screen() {
        for (width, height) in [(1440.0, 900.0), (1024.0, 700.0), (3440.0, 1440.0), (700.0, 1400.0)] {
            let window = Rect::from_min_size(pos2(0.0, 0.0), vec2(width, height));
            let slide = letterbox(window);
            assert!((slide.width() / slide.height() - WIDTH / HEIGHT).abs() < 1e-3);
            assert!(window.expand(1.0).contains_rect(slide), "{slide:?}");
            let fills = (slide.width() - width).abs() < 1.5 || (slide.height() - height).abs() < 1.5;
            assert!(fills, "{slide:?} leaves room in {window:?}");
        }
    }
}
