//! What travels: a menu, a panel or the part of a page that a tab chose comes the last points to its place,
//! and then nothing moves. It asks for no frame that shows no movement.

use std::hash::{DefaultHasher, Hash, Hasher};

use egui::emath::TSTransform;
use egui::layers::{PaintList, ShapeIdx};
use egui::{Context, Id, Ui, Vec2, vec2};

use super::style::CALM;

/// How far it comes, in points.
const TRAVEL: f32 = 8.0;

/// From where a thing comes to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Above,
    Below,
    Right,
}

impl Side {
    const fn direction(self) -> Vec2 {
        match self {
            Self::Above => vec2(0.0, -1.0),
            Self::Below => vec2(0.0, 1.0),
            Self::Right => vec2(1.0, 0.0),
        }
    }
}

/// Lets what floats come to its place when it opens: called first thing inside it, it moves all of its layer.
pub fn slide_in(ui: &Ui, from: Side) {
    let id = ui.layer_id().id.with("slides in");
    let way = remaining(ui.ctx(), id, 0, true);
    ui.ctx().set_transform_layer(ui.layer_id(), TSTransform::from_translation(way * from.direction()));
}

/// Draws a part of a page, which comes to its place when it opens.
pub fn slide_open<R>(ui: &mut Ui, id: Id, from: Side, content: impl FnOnce(&mut Ui) -> R) -> R {
    let way = remaining(ui.ctx(), id, 0, true);
    moved(ui, way * from.direction(), content)
}

/// Draws a part of a page, which comes to its place whenever `key` is another than it was. What is there from
/// the beginning stands still.
pub fn slide_on_change<R>(ui: &mut Ui, id: Id, key: impl Hash, content: impl FnOnce(&mut Ui) -> R) -> R {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    let way = remaining(ui.ctx(), id, hasher.finish(), false);
    moved(ui, way * Side::Below.direction(), content)
}

/// The drawing alone is moved; what can be pressed stands where it will be.
fn moved<R>(ui: &mut Ui, by: Vec2, content: impl FnOnce(&mut Ui) -> R) -> R {
    if by == Vec2::ZERO {
        return content(ui);
    }
    let layer = ui.layer_id();
    let start = ui.ctx().graphics(|all| all.get(layer).map_or(ShapeIdx(0), PaintList::next_idx));
    let result = content(ui);
    ui.ctx().graphics_mut(|all| {
        let list = all.entry(layer);
        let end = list.next_idx();
        list.transform_range(start, end, TSTransform::from_translation(by));
    });
    result
}

#[derive(Clone, Copy)]
struct Trip {
    key: u64,
    seen_in: u64,
    /// The window's second in which it began.
    since: f64,
}

/// The points that are left of the way.
fn remaining(ctx: &Context, id: Id, key: u64, is_opened: bool) -> f32 {
    let (now, pass) = (ctx.input(|input| input.time), ctx.cumulative_pass_nr());
    let before: Option<Trip> = ctx.data(|data| data.get_temp(id));
    // egui may lay a frame out twice, and measures what is new in a frame of its own.
    let is_new = before.is_none_or(|trip| trip.seen_in + 2 < pass);
    let begins = if is_new { is_opened } else { before.is_some_and(|trip| trip.key != key) };
    let since = match before {
        _ if begins => now,
        Some(trip) if !is_new => trip.since,
        _ => f64::NEG_INFINITY,
    };
    ctx.data_mut(|data| data.insert_temp(id, Trip { key, seen_in: pass, since }));
    // Reduced motion leaves no time for any of it.
    let share =
        if ctx.global_style().animation_time > 0.0 { ((now - since) / f64::from(CALM)) as f32 } else { 1.0 };
    if share >= 1.0 {
        return 0.0;
    }
    ctx.request_repaint();
    TRAVEL * (1.0 - share.max(0.0)).powi(3)
}

#[cfg(test)]
mod tests {
    use egui::{RawInput, ViewportId};

    use super::*;
    use crate::look::style::{apply_motion, install};

    /// Where the thing stands at each of the seconds, and whether the last frame asked for another.
    fn ways(ctx: &Context, frames: &[(f64, u64)], is_opened: bool) -> (Vec<f32>, bool) {
        let mut is_moving = false;
        let ways = frames.iter().map(|(time, key)| {
            let mut way = 0.0;
            let input = RawInput { time: Some(*time), ..RawInput::default() };
            let mut output =
                ctx.run_ui(input, |ui| way = remaining(ui.ctx(), Id::unique("thing"), *key, is_opened));
            is_moving = output.viewport_output[&ViewportId::ROOT].repaint_delay.is_zero();
            output.textures_delta.clear();
            way
        });
        (ways.collect(), is_moving)
    }

    fn context() -> Context {
        let ctx = Context::default();
        install(&ctx);
        // The first frames of a context ask for more by themselves.
        for time in 0..4 {
            let input = RawInput { time: Some(f64::from(time) / 100.0), ..RawInput::default() };
            ctx.run_ui(input, |_| {}).textures_delta.clear();
        }
        ctx
    }

    #[test]
    fn what_opens_comes_eight_points_in_140_milliseconds_slower_and_slower_and_then_rests() {
        let frames = [1.0, 1.035, 1.07, 1.105, 1.14, 1.2].map(|time| (time, 0));
        let (ways, is_moving) = ways(&context(), &frames, true);
        assert_eq!((ways[0], ways[4], ways[5]), (8.0, 0.0, 0.0));
        let steps: Vec<f32> = ways.windows(2).map(|pair| pair[0] - pair[1]).collect();
        assert!(steps[..4].windows(2).all(|pair| pair[0] > pair[1]), "{ways:?}");
        assert!(!is_moving, "at rest nothing is drawn again");
    }

    #[test]
    fn it_is_drawn_again_while_it_moves() {
        let (ways, is_moving) = ways(&context(), &[(1.0, 0), (1.05, 0)], true);
        assert!(ways[1] > 0.0 && is_moving);
    }

    #[test]
    fn a_tab_moves_its_page_only_when_it_changes() {
        let frames = [(1.0, 1), (1.05, 1), (1.1, 2), (1.17, 2), (1.3, 2), (1.35, 1)];
        let (ways, _) = ways(&context(), &frames, false);
        assert_eq!((ways[0], ways[1], ways[2], ways[4], ways[5]), (0.0, 0.0, 8.0, 0.0, 8.0));
    }

    #[test]
    fn with_reduced_motion_nothing_travels() {
        let ctx = context();
        apply_motion(&ctx, true);
        let (ways, is_moving) = ways(&ctx, &[(1.0, 0), (1.05, 1), (1.1, 2)], true);
        assert_eq!(ways, [0.0; 3]);
        assert!(!is_moving);
    }
}
