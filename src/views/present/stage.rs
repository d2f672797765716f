//! A slide on screen: its place in a window of any shape, its colours, and the organization's logo.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use egui::{ColorImage, Id, Rect, TextureHandle, TextureOptions, Ui, pos2, vec2};

use crate::document::Over;
use crate::files::export::{branded, logo};
use crate::look::style::color32;
use crate::look::{paint, palette};
use crate::picture::{Ink, Palette, Theme};
use crate::plan::{Logo, Presentation};
use crate::report::slides::{HEIGHT, LOGO, Slide, WIDTH};
use crate::views::ViewInput;
use crate::views::kept::kept;

/// The window's palette with the plan's own two colours.
pub fn palette_of(ui: &Ui, presentation: &Presentation) -> Palette {
    branded(palette(ui), presentation)
}

/// What lies behind the slide and at its sides.
pub fn ground(ui: &Ui, rect: Rect, input: &ViewInput<'_>, over: &Over) {
    let strong = |theme| Palette::high_contrast(theme).color(Ink::Bg1);
    let ground = match over {
        Over::Black => strong(Theme::Dark),
        Over::White => strong(Theme::Light),
        Over::Overview { .. } => palette(ui).color(Ink::Bg0),
        _ => palette_of(ui, &input.plan.presentation).color(Ink::Bg1),
    };
    ui.painter().rect_filled(rect, 0.0, color32(ground));
}

/// The largest 16 to 9 in the middle of the room.
pub fn letterbox(rect: Rect) -> Rect {
    let scale = (rect.width() / WIDTH).min(rect.height() / HEIGHT);
    let size = vec2(WIDTH, HEIGHT) * scale;
    let min = rect.center() - size / 2.0;
    Rect::from_min_size(pos2(min.x.round(), min.y.round()), size)
}

/// The slide at any size, in the plan's colours and with its logo.
pub fn paint_slide(ui: &Ui, canvas: Rect, input: &ViewInput<'_>, slide: &Slide) {
    let palette = palette_of(ui, &input.plan.presentation);
    let painter = ui.painter_at(canvas.intersect(ui.clip_rect()));
    paint::paint_in(&painter, canvas, &slide.scene, palette);
    let scale = canvas.width() / WIDTH;
    if let Some((chart, at)) = &slide.chart {
        let place = Rect::from_min_size(canvas.min + vec2(at.x, at.y) * scale, vec2(at.w, at.h) * scale);
        paint::paint_in(&painter, place, chart, palette);
    }
    if let Some(logo) = &input.plan.presentation.logo {
        let room =
            Rect::from_min_size(canvas.min + vec2(LOGO.x, LOGO.y) * scale, vec2(LOGO.w, LOGO.h) * scale);
        paint_logo(ui, room, (input, logo), (scale, 1.0));
    }
}

/// The plan's logo within its room, at the left (0) or the right (1) edge of it; whether it can be read.
pub fn paint_logo(
    ui: &Ui,
    room: Rect,
    (input, logo): (&ViewInput<'_>, &Logo),
    (scale, side): (f32, f32),
) -> bool {
    let Some(texture) = texture(ui, input, logo) else { return false };
    let natural = texture.size_vec2();
    let fits = (room.width() / natural.x).min(room.height() / natural.y);
    let size = natural * fits;
    let left = room.left() + (room.width() - size.x) * side;
    let place = Rect::from_min_size(pos2(left, room.center().y - size.y / 2.0), size);
    if ui.visuals().dark_mode {
        // A logo is made for paper.
        let paper = color32(Palette::new(Theme::Light).color(Ink::Bg1));
        ui.painter().rect_filled(place.expand(8.0 * scale), 6.0 * scale, paper);
    }
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    let as_it_is = color32(Palette::high_contrast(Theme::Dark).color(Ink::Text));
    ui.painter().image(texture.id(), place, whole, as_it_is);
    true
}

/// The logo's pixels on the graphics card; none when it cannot be read.
type Kept = (u64, Option<TextureHandle>);

fn texture(ui: &Ui, input: &ViewInput<'_>, logo: &Logo) -> Option<TextureHandle> {
    let id = Id::unique("views::present::logo");
    // The overview draws the logo many times in a frame, and it may be large.
    let key = *kept(ui, input, ("key of the logo", ()), || {
        let mut hasher = DefaultHasher::new();
        logo.data.hash(&mut hasher);
        hasher.finish()
    });
    let found: Option<Kept> = ui.data(|data| data.get_temp(id));
    if let Some((_, texture)) = found.filter(|(of, _)| *of == key) {
        return texture;
    }
    let texture = logo::pixels(logo).map(|pixels| {
        let size = [pixels.width as usize, pixels.height as usize];
        let image = ColorImage::from_rgba_premultiplied(size, &pixels.rgba);
        let options =
            TextureOptions { mipmap_mode: Some(egui::TextureFilter::Linear), ..TextureOptions::LINEAR };
        ui.ctx().load_texture("logo", image, options)
    });
    ui.data_mut(|data| data.insert_temp::<Kept>(id, (key, texture.clone())));
    texture
}

/// The pointer stays out of the picture until it is moved.
pub fn hide_pointer(ui: &Ui, is_alone: bool) {
    if !is_alone {
        return;
    }
    let (is_resting, rests_in) = rest(ui);
    if is_resting {
        ui.ctx().set_cursor_icon(egui::CursorIcon::None);
    } else {
        // One more frame, when the pointer has rested long enough.
        ui.ctx().request_repaint_after(rests_in);
    }
}

/// Whether the pointer rests, and when it does so at the latest.
pub fn rest(ui: &Ui) -> (bool, Duration) {
    const SHOWN_FOR: f32 = 2.0;
    let (still, moves) =
        ui.input(|input| (input.pointer.time_since_last_movement(), input.pointer.delta().length() > 0.0));
    (!moves && still > SHOWN_FOR, Duration::from_secs_f32(SHOWN_FOR + 0.1))
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
