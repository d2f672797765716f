//! How a chart of the pack is drawn by programs that draw their own: what the two kinds of document share.

use crate::picture::{Ink, Palette, Rgba, stack};
use crate::report::pack::{Categories, Chart, Part, PartKind, Series, Unit};

/// What stands below a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// Days at their distance.
    Days,
    /// One place each: names, and weeks as bars, which on an axis of days would be a day wide.
    Places,
}

pub fn axis(series: &Series) -> Axis {
    let Categories::Dates(days) = &series.categories else { return Axis::Places };
    let has_bars = series.parts.iter().any(|part| part.kind == PartKind::Bar);
    let is_weekly = days.windows(2).all(|pair| (pair[1] - pair[0]).num_days() >= 5);
    if has_bars && is_weekly { Axis::Places } else { Axis::Days }
}

/// The kind that is stacked below the lines; none where there are only lines.
pub fn stacked(series: &Series) -> Option<PartKind> {
    series.parts.iter().map(|part| part.kind).find(|kind| matches!(kind, PartKind::Area | PartKind::Bar))
}

/// The colour of a part. An area is as strong as in the drawing, of others what is forecast half as strong on the
/// ground; what lies behind a freeze can be seen.
pub fn color(part: &Part, palette: Palette) -> Rgba {
    let (own, ground) = (palette.color(part.ink), palette.color(Ink::Bg1));
    let alpha = match part.kind {
        PartKind::Area => strength(part),
        PartKind::Span => 0.4,
        PartKind::Bar | PartKind::Line | PartKind::Mark => 1.0,
    };
    if alpha < 1.0 {
        return Rgba(own.0, own.1, own.2, (alpha * 255.0).round() as u8);
    }
    if !part.is_pale {
        return own;
    }
    Rgba(own.0.midpoint(ground.0), own.1.midpoint(ground.1), own.2.midpoint(ground.2), 255)
}

/// How strongly an area of authority is filled.
fn strength(part: &Part) -> f32 {
    let fill = match part.ink {
        Ink::IntuneSolid => stack::INTUNE,
        Ink::PilotSolid => stack::PILOT,
        _ => stack::MANAGER,
    };
    if part.is_pale { fill.forecast } else { fill.actual }
}

/// Where the name of an area stands within it, at its highest day, if it is high enough there; the legend has the
/// others.
pub fn label(series: &Series, part: &Part) -> Option<usize> {
    const LEAST: f64 = 0.12;
    let known: Vec<(usize, f64)> =
        part.values.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?))).collect();
    // At its edges it would lie on the line of today or leave the chart.
    let quarter = known.len() / 4;
    let inside = &known[quarter..known.len() - quarter];
    let highest = inside.iter().map(|(_, value)| *value).fold(0.0, f64::max);
    let broad: Vec<usize> =
        inside.iter().filter(|(_, value)| *value >= highest * 0.9).map(|(at, _)| *at).collect();
    let is_named = part.kind == PartKind::Area && highest > series.top * LEAST;
    broad.get(broad.len() / 2).copied().filter(|_| is_named)
}

/// What stands over a chart: its title, and what the drawing says beside it.
pub fn title(chart: &Chart, series: &Series) -> String {
    let words = [chart.title.as_str(), &series.note];
    words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("  ·  ")
}

/// How values stand at the axis.
pub const fn form(unit: Unit) -> &'static str {
    match unit {
        Unit::Share => "0%",
        Unit::Devices | Unit::Tickets => "#,##0",
    }
}

/// How days stand below a chart, and how many of them, or months, lie between two of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ticks {
    Months(u8),
    Days(u8),
}

pub fn ticks(series: &Series) -> Ticks {
    let Categories::Dates(days) = &series.categories else { return Ticks::Days(1) };
    let span = days.first().zip(days.last()).map_or(0, |(first, last)| (*last - *first).num_days());
    match span {
        0..=24 => Ticks::Days(2),
        25..=120 => Ticks::Days(14),
        121..=500 => Ticks::Months(1),
        501..=1500 => Ticks::Months(3),
        _ => Ticks::Months(12),
    }
}

/// How a day is written at its tick; where each place has its own, as short as can be.
pub fn date_form(series: &Series) -> &'static str {
    match (axis(series), ticks(series)) {
        (Axis::Days, Ticks::Months(_)) => "mmm yyyy",
        _ => "d mmm",
    }
}

/// So many places lie between two names, for a dozen of them at most.
pub fn step(series: &Series) -> usize {
    series.categories.len().div_ceil(12).max(1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use chrono::{Days, NaiveDate};

    use super::*;

    #[test]
    fn weeks_as_bars_have_a_place_each_and_days_lie_at_their_distance() {
        let first = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
        let of = |step: u64, kind| Series {
            categories: Categories::Dates((0..20).map(|n| first + Days::new(n * step)).collect()),
            ..Series::new(
                Unit::Tickets,
                Categories::Words(Vec::new()),
                vec![Part::new("x", kind, Ink::Text, vec![Some(1.0); 20])],
            )
        };
        assert_eq!(axis(&of(7, PartKind::Bar)), Axis::Places);
        assert_eq!(axis(&of(1, PartKind::Bar)), Axis::Days);
        assert_eq!(axis(&of(7, PartKind::Line)), Axis::Days);
        assert_eq!(
            (ticks(&of(1, PartKind::Line)), ticks(&of(7, PartKind::Line))),
            (Ticks::Days(2), Ticks::Months(1))
        );
        assert_eq!(
            [of(7, PartKind::Line), of(7, PartKind::Bar)].map(|series| date_form(&series)),
            ["mmm yyyy", "d mmm"]
        );
        assert_eq!((step(&of(1, PartKind::Bar)), stacked(&of(1, PartKind::Line))), (2, None));
    }
}
