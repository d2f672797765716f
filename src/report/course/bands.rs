//! The ranges of simulated futures, day by day, as the charts over time draw them. A range begins at the
//! last point that is known, so that it opens like a fan.

use chrono::NaiveDate;

use crate::forecast::{AuthorityBands, Band, Daily, Odds};
use crate::picture::course::{DayRange, DayValue};
use crate::picture::river::AuthorityDay;
use crate::report::Situation;

/// The daily ranges, where ranges are shown.
fn daily<'a>(at: &Situation<'a>) -> Option<(&'a Odds, &'a Daily)> {
    let odds = at.ranges()?;
    odds.daily.as_ref().map(|daily| (odds, daily))
}

/// The days from the first simulated one to `last`, with their places.
fn days(odds: &Odds, last: NaiveDate) -> impl Iterator<Item = (NaiveDate, usize)> + '_ {
    let days = odds.first_day.iter_days().take_while(move |day| *day <= last);
    days.map_while(|day| Some((day, odds.day_index(day)?)))
}

/// From P10 to P90 of a band, opening at `from`.
fn fan(odds: &Odds, band: &Band, from: Option<DayValue>, last: NaiveDate) -> Vec<DayRange> {
    fan_between(odds, (&band.p10, &band.p90), from, last)
}

/// Between two lines of a value a day.
fn fan_between(
    odds: &Odds,
    (low, high): (&[f64], &[f64]),
    from: Option<DayValue>,
    last: NaiveDate,
) -> Vec<DayRange> {
    let start = from.map(|point| DayRange { date: point.date, low: point.value, high: point.value });
    let ahead = days(odds, last).filter_map(|(date, place)| {
        let (low, high) = (*low.get(place)?, *high.get(place)?);
        Some(DayRange { date, low, high })
    });
    start.into_iter().filter(|start| start.date < odds.first_day).chain(ahead).collect()
}

/// Which authority is meant: of one workload by its place, or of all that can be switched, together.
fn authority_of(daily: &Daily, workload: Option<usize>) -> Option<&AuthorityBands> {
    match workload {
        Some(place) => daily.authority.get(place),
        None => Some(&daily.total),
    }
}

/// P10–P90 of what has left Configuration Manager, from the last actual day of `course` on.
pub fn authority(
    at: &Situation<'_>,
    workload: Option<usize>,
    course: &[AuthorityDay],
) -> Option<Vec<DayRange>> {
    let (odds, daily) = daily(at)?;
    let last = course.last()?.date;
    let moved = left(authority_of(daily, workload)?);
    let today = course.iter().rfind(|day| day.date < odds.first_day);
    let today = today.map(|day| DayValue::new(day.date, day.intune + day.pilot));
    Some(fan(odds, &moved, today, last)).filter(|band| band.len() > 1)
}

/// What has left Configuration Manager: what few futures leave with it is what many have moved.
pub fn left(bands: &AuthorityBands) -> Band {
    let with_cm = &bands.configuration_manager;
    let rest = |shares: &[f64]| shares.iter().map(|share| (1.0 - share).clamp(0.0, 1.0)).collect();
    Band { p10: rest(&with_cm.p90), p50: rest(&with_cm.p50), p90: rest(&with_cm.p10) }
}

/// P10–P90 of a share of devices from the last actual day of `course` on, whose days to come go by the middle
/// where it is of the plan as it stands.
pub fn share(
    at: &Situation<'_>,
    band: impl Fn(&Daily) -> Band,
    course: &mut [DayValue],
) -> Option<Vec<DayRange>> {
    let (odds, daily) = daily(at)?;
    let band = band(daily);
    let last = course.last()?.date;
    let today = course.iter().rfind(|day| day.date < odds.first_day).copied();
    if at.middle().is_some() {
        let mut before = None;
        for day in course.iter_mut().filter(|day| day.date >= odds.first_day) {
            let middle = odds.day_index(day.date).and_then(|place| band.p50.get(place).copied()).or(before);
            day.value = middle.unwrap_or(day.value);
            before = middle;
        }
    }
    Some(fan(odds, &band, today, last)).filter(|band| band.len() > 1)
}

/// The share that has left Configuration Manager at the end of a day to come: P10, P50 and P90.
pub fn moved(at: &Situation<'_>, workload: Option<usize>, day: NaiveDate) -> Option<[f64; 3]> {
    let (odds, daily) = daily(at)?;
    let with_cm = &authority_of(daily, workload)?.configuration_manager;
    // After the horizon nothing changes any more.
    let last = with_cm.p50.len().checked_sub(1)?;
    let place = usize::try_from((day - odds.first_day).num_days()).ok()?.min(last);
    let left = |share: &[f64]| Some((1.0 - share.get(place)?).clamp(0.0, 1.0));
    Some([left(&with_cm.p90)?, left(&with_cm.p50)?, left(&with_cm.p10)?])
}

/// Puts the middle of the futures in the place of the expected course, where it is of the plan as it stands.
pub fn middle_authority(at: &Situation<'_>, workload: Option<usize>, course: &mut [AuthorityDay]) {
    let Some((odds, daily)) = daily(at).filter(|_| at.middle().is_some()) else { return };
    let Some(bands) = authority_of(daily, workload) else { return };
    let mut before: Option<(f64, f64)> = None;
    for day in course.iter_mut().filter(|day| day.date >= odds.first_day) {
        let known = odds.day_index(day.date).and_then(|place| {
            let intune = *bands.intune.p50.get(place)?;
            let moved = 1.0 - bands.configuration_manager.p50.get(place)?;
            // Medians of parts need not add up to that of the whole.
            Some((intune.min(moved), (moved - intune).max(0.0)))
        });
        if let Some((intune, pilot)) = known.or(before) {
            (day.intune, day.pilot) = (intune, pilot);
            before = Some((intune, pilot));
        }
    }
}

/// P10–P90 and P2.5–P97.5 of the devices of a phase that are enrolled, from its last record on.
pub fn enrolled(at: &Situation<'_>, index: usize, course: &[DayValue]) -> Option<[Vec<DayRange>; 2]> {
    let (odds, daily) = daily(at)?;
    let place = place_of(at, odds, index)?;
    let (band, outer) = (daily.phases.get(place)?, daily.phases_outer.get(place)?);
    let (first, last) = (course.first()?, course.last()?.date);
    let ranges = [(&band.p10, &band.p90), (&outer.low, &outer.high)].map(|(low, high)| {
        let ranges = fan_between(odds, (low, high), Some(*first), last);
        // A phase to come is drawn from its start on.
        ranges.into_iter().filter(|range| range.date >= first.date).collect::<Vec<_>>()
    });
    Some(ranges).filter(|[band, _]| band.len() > 1)
}

/// Puts the middle of the futures in the place of the expected course of a phase.
pub fn middle_enrolled(at: &Situation<'_>, index: usize, course: &mut [DayValue]) {
    let Some((odds, daily)) = daily(at).filter(|_| at.middle().is_some()) else { return };
    let band = place_of(at, odds, index).and_then(|place| daily.phases.get(place));
    let Some(band) = band else { return };
    for point in course {
        if let Some(value) = odds.day_index(point.date).and_then(|place| band.p50.get(place)) {
            point.value = *value;
        }
    }
}

/// P10 and P90 of all tickets of a day, by what the desk can close on it.
pub fn tickets(at: &Situation<'_>, day: NaiveDate, capacity: Option<f64>) -> Option<(f64, f64)> {
    let (odds, daily) = daily(at)?;
    let place = odds.day_index(day)?;
    let (low, high) = (*daily.load.p10.get(place)?, *daily.load.p90.get(place)?);
    let range = capacity.map(|capacity| (low * capacity, high * capacity))?;
    (range.0.is_finite() && range.1.is_finite()).then_some(range)
}

/// P10–P90 of the tickets that stay open.
pub fn open(at: &Situation<'_>, from: Option<DayValue>, last: NaiveDate) -> Option<Vec<DayRange>> {
    let (odds, daily) = daily(at)?;
    Some(fan(odds, &daily.backlog, from, last)).filter(|band| band.len() > 1)
}

fn place_of(at: &Situation<'_>, odds: &Odds, index: usize) -> Option<usize> {
    let phase = at.phase(index)?.id;
    odds.phases.iter().position(|odds| odds.phase == phase)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use crate::report::course;
    use crate::report::sample_odds_tests::odds;
    use crate::report::sample_tests::{day, sample, track};

    #[test]
    fn a_fan_opens_at_the_last_record_and_holds_the_line() {
        let mut plan = sample().with_baseline().running(320);
        plan.outlook.observed.track = track(day(2026, 7, 6), 38);
        plan.outlook.observed.track.phases[1].enrolled[37] = 320.0;
        plan.outlook.expected.track = track(day(2026, 8, 13), 60);
        plan.outlook.expected.track.phases[1].enrolled = vec![400.0; 60];
        let odds = odds(&plan);
        let at = plan.at().with_odds(Some(&odds));
        let input = course::enrollment(&at, 1).unwrap();
        let band = input.band.unwrap();
        assert_eq!((band[0].date, band[0].low, band[0].high), (day(2026, 8, 12), 320.0, 320.0));
        assert_eq!((band[1].date, band[1].low, band[1].high), (day(2026, 8, 13), 375.0, 425.0));
        let outer = &input.outer_band.as_ref().unwrap()[1];
        assert_eq!((outer.date, outer.low, outer.high), (day(2026, 8, 13), 350.0, 450.0));
        for point in &input.expected[1..] {
            let range = band.iter().find(|range| range.date == point.date).unwrap();
            assert!(range.low <= point.value && point.value <= range.high, "{point:?} {range:?}");
        }
        // While the futures are those of the state before, the line follows the edit at once.
        let behind = course::enrollment(&at.behind(true), 1).unwrap();
        assert_eq!(behind.expected[1].value, 400.0);
        assert_eq!(behind.band.unwrap(), band);
    }

    #[test]
    fn what_has_moved_is_what_is_not_with_configuration_manager() {
        let mut plan = sample().with_baseline().running(320);
        plan.outlook.observed.track = track(day(2026, 7, 6), 38);
        plan.outlook.expected.track = track(day(2026, 8, 13), 120);
        let odds = odds(&plan);
        let input = course::river(&plan.at().with_odds(Some(&odds)));
        let band = input.band.unwrap();
        assert_eq!(band[0].date, day(2026, 8, 12), "it opens today");
        assert!((band[1].low - 0.49).abs() < 1e-9 && (band[1].high - 0.51).abs() < 1e-9, "{:?}", band[1]);
        assert!(super::moved(&plan.at().with_odds(Some(&odds)), None, day(2026, 8, 12)).is_none(), "a fact");
        let tomorrow = input.days.iter().find(|d| d.date == day(2026, 8, 13)).unwrap();
        assert!((tomorrow.intune - 0.2).abs() < 1e-9 && (tomorrow.pilot - 0.3).abs() < 1e-9);
    }

    #[test]
    fn before_the_first_actuals_no_chart_shows_a_range() {
        let plan = sample();
        let odds = odds(&plan);
        let at = plan.at().with_odds(Some(&odds));
        assert!(course::river(&at).band.is_none() && course::enrollment(&at, 1).unwrap().band.is_none());
        assert!(course::helpdesk(&at, 1).days.iter().all(|day| day.range.is_none()));
    }
}
