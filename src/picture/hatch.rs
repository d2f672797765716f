//! A rectangle filled with a hatch, as plain segments: what every back end draws alike.

use super::scene::{Point, Rect, pt};

/// 45° lines rising to the right, `spacing` apart along x, cut at the edges of `rect`. The lines of two
/// touching rectangles meet, since they hang on the scene's origin and not on the rectangle.
#[must_use]
pub fn lines(rect: Rect, spacing: f32) -> Vec<[Point; 2]> {
    let is_sound = [rect.x, rect.y, rect.w, rect.h, spacing].into_iter().all(f32::is_finite);
    if !is_sound || spacing <= 0.0 || rect.w <= 0.0 || rect.h <= 0.0 {
        return Vec::new();
    }
    // Along one line x + y is constant.
    let first = ((rect.x + rect.y) / spacing).ceil() as i64;
    let last = ((rect.right() + rect.bottom()) / spacing).floor() as i64;
    (first..=last)
        .filter_map(|line| {
            let sum = line as f32 * spacing;
            let low_x = (sum - rect.bottom()).max(rect.x);
            let high_x = (sum - rect.y).min(rect.right());
            (high_x - low_x > 0.01).then(|| [pt(low_x, sum - low_x), pt(high_x, sum - high_x)])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_hatch_stays_inside_and_keeps_its_spacing(
            x in -50.0f32..50.0, y in -50.0f32..50.0, w in 1.0f32..200.0, h in 1.0f32..200.0,
        ) {
            let rect = Rect::new(x, y, w, h);
            let inside = |p: Point| {
                p.x >= rect.x - 0.01 && p.x <= rect.right() + 0.01 && p.y >= rect.y - 0.01 && p.y <= rect.bottom() + 0.01
            };
            let lines = lines(rect, 7.0);
            for [a, b] in &lines {
                prop_assert!(inside(*a) && inside(*b));
                prop_assert!((b.x - a.x + b.y - a.y).abs() < 0.01, "45 degrees");
                let turn = (a.x + a.y) / 7.0;
                prop_assert!((turn - turn.round()).abs() < 0.001);
            }
            prop_assert!(lines.len() as f32 >= (w + h) / 7.0 - 2.0);
        }
    }
}
