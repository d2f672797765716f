//! Lines cut into dashes, as plain segments. No painting here.

use egui::Pos2;

/// Cuts a line through `points` into dashes. One dash may turn corners: it comes back as one piece, so that
/// a see-through colour is not laid over itself at the joints.
#[must_use]
pub fn dashes(points: &[Pos2], on: f32, off: f32) -> Vec<Vec<Pos2>> {
    if on <= 0.0 || off <= 0.0 {
        return vec![points.to_vec()];
    }
    let mut pieces = Vec::new();
    let mut piece: Vec<Pos2> = points.first().copied().into_iter().collect();
    let (mut is_on, mut left) = (true, on);
    for pair in points.windows(2) {
        let length = pair[0].distance(pair[1]);
        let mut walked = 0.0;
        while length - walked > left {
            walked += left;
            let here = pair[0] + (pair[1] - pair[0]) * (walked / length);
            if is_on {
                piece.push(here);
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![here];
            }
            is_on = !is_on;
            left = if is_on { on } else { off };
        }
        left -= length - walked;
        if is_on {
            piece.push(pair[1]);
        }
    }
    if is_on && piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use egui::pos2;
    use proptest::prelude::*;

    fn length(piece: &[Pos2]) -> f32 {
        piece.windows(2).map(|pair| pair[0].distance(pair[1])).sum()
    }

    #[test]
    fn a_dash_goes_round_a_corner_in_one_piece() {
        let corner = [pos2(0.0, 0.0), pos2(5.0, 0.0), pos2(5.0, 20.0)];
        let pieces = dashes(&corner, 6.0, 4.0);
        assert_eq!(pieces[0], [pos2(0.0, 0.0), pos2(5.0, 0.0), pos2(5.0, 1.0)]);
        assert_eq!(pieces[1], [pos2(5.0, 5.0), pos2(5.0, 11.0)]);
        assert_eq!(pieces.len(), 3);
    }

    proptest! {
        #[test]
        fn dashes_cover_their_share_and_never_exceed_their_length(
            steps in prop::collection::vec((0.1f32..40.0, -30.0f32..30.0), 1..30),
            on in 1.0f32..8.0,
            off in 1.0f32..8.0,
        ) {
            let mut points = vec![pos2(0.0, 0.0)];
            for (dx, y) in steps {
                points.push(pos2(points.last().unwrap().x + dx, y));
            }
            let total = length(&points);
            let pieces = dashes(&points, on, off);
            for piece in &pieces {
                prop_assert!(length(piece) <= on + 0.01 * total.max(1.0));
            }
            let drawn: f32 = pieces.iter().map(|piece| length(piece)).sum();
            let whole = (total / (on + off)).floor();
            let expected = whole * on + (total - whole * (on + off)).min(on);
            prop_assert!((drawn - expected).abs() < 0.02 * total.max(1.0), "{drawn} of {expected}");
        }
    }
}
