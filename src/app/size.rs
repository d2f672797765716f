//! The window's size from one start to the next: in points of the system, whatever the size of text, within
//! the screen, and never too small to be worked in.

use eframe::egui::{Context, Vec2, ViewportCommand, ViewportInfo, vec2};

use crate::document::WindowSize;

/// The smallest window that the pages are made for.
pub const SMALLEST: Vec2 = vec2(640.0, 420.0);
/// The first window of all.
pub const USUAL: Vec2 = vec2(1440.0, 900.0);

/// Follows the window's size from frame to frame.
#[derive(Debug, Default)]
pub struct SizeWatch {
    /// The zoom of the frame before: what the system reports in a frame is still measured with that one.
    zoom: Option<f32>,
    is_fitted: bool,
}

impl SizeWatch {
    /// Takes over the size that the window has now, if it is one to come back to.
    pub fn watch(&mut self, ctx: &Context, kept: &mut Option<WindowSize>) {
        let zoom = ctx.zoom_factor();
        let viewport = ctx.input(|input| input.viewport().clone());
        if self.zoom.replace(zoom) != Some(zoom) {
            return;
        }
        if !std::mem::replace(&mut self.is_fitted, true)
            && let Some(size) = fitting(&viewport)
        {
            ctx.send_viewport_cmd(ViewportCommand::InnerSize(size));
        }
        *kept = remembered(&viewport, zoom, *kept);
    }
}

/// The size of the first frame, of what was kept or of a first start.
pub fn at_start(kept: Option<WindowSize>) -> Vec2 {
    kept.map_or(USUAL, |window| vec2(window.width, window.height)).max(SMALLEST)
}

/// What to keep of a window that is seen at `zoom`. Full screen and maximized are states, not sizes: behind
/// them stays the size to which the window returns.
fn remembered(viewport: &ViewportInfo, zoom: f32, kept: Option<WindowSize>) -> Option<WindowSize> {
    if viewport.fullscreen == Some(true) || viewport.minimized == Some(true) {
        return kept;
    }
    if viewport.maximized == Some(true) {
        let size = at_start(kept);
        return Some(WindowSize { width: size.x, height: size.y, maximized: true });
    }
    let Some(rect) = viewport.inner_rect else { return kept };
    let screen = viewport.monitor_size.map_or(Vec2::INFINITY, |size| size * zoom);
    let size = (rect.size() * zoom).round().min(screen).max(SMALLEST);
    Some(WindowSize { width: size.x, height: size.y, maximized: false })
}

/// The size that brings a window back onto its screen, when it is larger: the screen of the last time may
/// have been another one.
fn fitting(viewport: &ViewportInfo) -> Option<Vec2> {
    let is_free = viewport.fullscreen != Some(true) && viewport.maximized != Some(true);
    let (screen, size) = (viewport.monitor_size?, viewport.inner_rect?.size());
    let fits = size.min(screen);
    (is_free && screen.min_elem() > 0.0 && fits != size).then_some(fits)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use eframe::egui::{Pos2, RawInput, Rect, ViewportId};

    use super::*;

    /// A window of so many points of the system, as it is reported at `zoom`.
    fn seen(size: Vec2, zoom: f32) -> ViewportInfo {
        ViewportInfo {
            inner_rect: Some(Rect::from_min_size(Pos2::ZERO, size / zoom)),
            monitor_size: Some(vec2(1920.0, 1080.0) / zoom),
            ..ViewportInfo::default()
        }
    }

    fn kept(width: f32, height: f32, maximized: bool) -> WindowSize {
        WindowSize { width, height, maximized }
    }

    #[test]
    fn a_change_of_text_size_leaves_the_kept_size_alone() {
        let ctx = Context::default();
        let (mut watch, mut size) = (SizeWatch::default(), None);
        let mut measured = 1.0;
        for zoom in [1.0, 1.0, 1.25, 1.25, 2.5, 0.8, 0.8, 1.0] {
            ctx.set_zoom_factor(zoom);
            let mut input = RawInput::default();
            // The system reports before the frame, so with the zoom of the frame before.
            *input.viewports.entry(ViewportId::ROOT).or_default() = seen(vec2(1440.0, 900.0), measured);
            let mut output = ctx.run_ui(input, |ui| watch.watch(ui.ctx(), &mut size));
            output.textures_delta.clear();
            measured = ctx.zoom_factor();
            assert!(size.is_none() || size == Some(kept(1440.0, 900.0, false)), "at {zoom}: {size:?}");
        }
        assert_eq!(size, Some(kept(1440.0, 900.0, false)));
    }

    #[test]
    fn what_is_kept_lies_between_the_smallest_window_and_the_screen() {
        let at = |size, zoom| remembered(&seen(size, zoom), zoom, None);
        assert_eq!(at(vec2(9999.0, 9999.0), 1.0), Some(kept(1920.0, 1080.0, false)));
        assert_eq!(at(vec2(9999.0, 500.0), 2.0), Some(kept(1920.0, 500.0, false)));
        assert_eq!(at(vec2(1.0, 1.0), 1.0), Some(kept(640.0, 420.0, false)));
    }

    #[test]
    fn full_screen_and_minimized_keep_the_size_to_return_to() {
        let before = Some(kept(1000.0, 700.0, false));
        let full = ViewportInfo { fullscreen: Some(true), ..seen(vec2(1920.0, 1080.0), 1.0) };
        assert_eq!(remembered(&full, 1.0, before), before);
        let hidden = ViewportInfo { minimized: Some(true), ..seen(vec2(10.0, 10.0), 1.0) };
        assert_eq!(remembered(&hidden, 1.0, before), before);
        let maximized = ViewportInfo { maximized: Some(true), ..seen(vec2(1920.0, 1040.0), 1.0) };
        assert_eq!(remembered(&maximized, 1.0, before), Some(kept(1000.0, 700.0, true)));
        assert_eq!(remembered(&maximized, 1.0, None), Some(kept(1440.0, 900.0, true)), "even if it began so");
    }

    #[test]
    fn a_window_larger_than_its_screen_is_brought_back_once() {
        assert_eq!(fitting(&seen(vec2(2560.0, 900.0), 1.25)), Some(vec2(1920.0, 900.0) / 1.25));
        assert_eq!(fitting(&seen(vec2(1920.0, 1080.0), 1.0)), None);
        let full = ViewportInfo { fullscreen: Some(true), ..seen(vec2(4000.0, 1080.0), 1.0) };
        assert_eq!(fitting(&full), None);
    }
}
