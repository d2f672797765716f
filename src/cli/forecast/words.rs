//! The odds of a plan as text for people: how it ends, how the helpdesk fares, each phase with its gate, and
//! on request the days and what moves the finish.

use chrono::NaiveDate;

use crate::cli::table::{Column, table};
use crate::forecast::{Amounts, Band, Dates, Odds, PhaseOdds, SensitivityRow};
use crate::picture::format;
use crate::plan::{Plan, wording};

pub fn odds_text(plan: &Plan, odds: &Odds, rows: Option<&[SensitivityRow]>) -> String {
    let summary = format!(
        "{}, {} simulated futures from {} (seed {})\n{}\n{}\n{}\n",
        plan.name,
        format::count(u64::from(odds.basis.runs)),
        format::date(odds.first_day),
        odds.basis.seed,
        finish(plan, odds),
        ends(plan, odds),
        desk(plan, odds),
    );
    let parts = [Some(phases(plan, odds)), gates(plan, odds), rows.map(|rows| moved(plan, rows)), days(odds)];
    std::iter::once(summary).chain(parts.into_iter().flatten()).collect::<Vec<_>>().join("\n")
}

fn day(date: Option<NaiveDate>) -> String {
    date.map_or_else(|| "never".to_owned(), format::date)
}

/// Of so many futures, how many: `61 of 100`; what happens in some never reads as none or all.
pub(in crate::cli) fn of_100(share: f64) -> String {
    match share {
        0.0 => "none".to_owned(),
        1.0 => "all".to_owned(),
        ..0.01 => "fewer than 1 of 100".to_owned(),
        share if share > 0.99 => "more than 99 of 100".to_owned(),
        share => format!("{} of 100", (share * 100.0).round()),
    }
}

/// The same in a sentence.
pub(in crate::cli) fn futures(share: f64) -> String {
    match share {
        0.0 => "no future".to_owned(),
        share => of_100(share) + " futures",
    }
}

fn finish(plan: &Plan, odds: &Odds) -> String {
    let at = |share| day(odds.finish.quantile(share));
    let dates = format!("Finish: P50 {}, P85 {}, P95 {}.", at(0.50), at(0.85), at(0.95));
    match (plan.target, odds.by_target) {
        (Some(target), Some(chance)) => {
            format!("{dates} By the target, {}: {}.", format::date(target), futures(chance))
        }
        _ => format!("{dates} There is no target date."),
    }
}

fn ends(plan: &Plan, odds: &Odds) -> String {
    let horizon = format::date(plan.horizon());
    let stalled = plan.phases.iter().zip(&odds.phases).filter(|(_, odds)| odds.stalled > 0.0);
    let stalled = stalled.map(|(phase, odds)| format!("{} {}", phase.name, of_100(odds.stalled)));
    let stalled: Vec<String> = stalled.collect();
    let at = if stalled.is_empty() { String::new() } else { format!(" ({})", stalled.join(", ")) };
    let unfinished = futures(odds.unfinished);
    format!("Stalled: {}{at}. Unfinished on {horizon}: {unfinished}.", futures(odds.stalled))
}

fn desk(plan: &Plan, odds: &Odds) -> String {
    let [p50, p90] = [0.50, 0.90].map(|share| load(odds.peak_load.quantile(share)));
    let [short, long] = [0.50, 0.90].map(|share| amount(odds.longest_wait_days.quantile(share), 1));
    let limit = wording::number(plan.desk.wait_limit_days);
    let week = odds
        .break_week
        .map_or_else(String::new, |week| format!(", most often in the week of {}", format::date(week)));
    format!(
        "Helpdesk: heaviest week P50 {p50}, P90 {p90} of its capacity; longest wait P50 {short}, P90 {long} days. \
         It waits above {limit} days in {}{week}.",
        futures(odds.breaks)
    )
}

/// Infinite: there is work and nobody to do it.
fn load(share: f64) -> String {
    if share.is_finite() { format::percent0(share) } else { "more than any".to_owned() }
}

fn amount(value: f64, places: usize) -> String {
    if value.is_finite() { format::decimal(value, places) } else { format::DASH.to_owned() }
}

fn from_to(dates: &Dates) -> String {
    format!("{} – {}", day(dates.quantile(0.10)), day(dates.quantile(0.90)))
}

fn phases(plan: &Plan, odds: &Odds) -> String {
    let columns = [
        Column::Words("Phase"),
        Column::Words("Start P50"),
        Column::Words("Gate P50"),
        Column::Words("Gate P10 – P90"),
        Column::Words("Planned"),
        Column::Number("By planned"),
        Column::Number("Enrolled"),
        Column::Number("Success"),
        Column::Number("Tickets per 100"),
    ];
    let dash = || format::DASH.to_owned();
    let row = |name: &str, phase: &PhaseOdds| {
        let p50 = |amounts: &Amounts| amounts.quantile(0.50);
        let success = p50(&phase.success);
        vec![
            name.to_owned(),
            day(phase.start.quantile(0.50)),
            day(phase.gate.quantile(0.50)),
            from_to(&phase.gate),
            phase.planned.map_or_else(dash, format::date),
            phase.by_planned.map_or_else(dash, format::chance),
            amount(p50(&phase.enrolled).round(), 0),
            if success.is_finite() { format::percent1(success) } else { dash() },
            amount(p50(&phase.tickets_per_100), 1),
        ]
    };
    let rows: Vec<_> = plan.phases.iter().zip(&odds.phases).map(|(of, phase)| row(&of.name, phase)).collect();
    table(&columns, &rows)
}

/// The criteria of the gates that are not certain to hold on their day.
fn gates(plan: &Plan, odds: &Odds) -> Option<String> {
    let mut rows = Vec::new();
    for (phase, of) in plan.phases.iter().zip(&odds.phases) {
        for criterion in &of.criteria {
            let Some(chance) = criterion.chance.filter(|chance| *chance < 0.995) else { continue };
            let asked = wording::asked(&criterion.criterion);
            let name = criterion.criterion.name();
            rows.push(vec![phase.name.clone(), name, asked, format::chance(chance)]);
        }
    }
    let columns = [
        Column::Words("Gate"),
        Column::Words("Criterion in doubt on the planned day"),
        Column::Words("Asked"),
        Column::Number("Chance"),
    ];
    (!rows.is_empty()).then(|| table(&columns, &rows))
}

fn moved(plan: &Plan, rows: &[SensitivityRow]) -> String {
    let columns = [
        Column::Words("What moves the finish"),
        Column::Number("Low"),
        Column::Number("P50"),
        Column::Number("P85"),
        Column::Number("Peak"),
        Column::Number("High"),
        Column::Number("P50"),
        Column::Number("P85"),
        Column::Number("Peak"),
    ];
    let days = |days: Option<i64>| days.map_or_else(|| format::DASH.to_owned(), format::signed_count);
    let peak = |peak: Option<f64>| {
        let points = peak.map(|peak| (peak * 100.0).round() as i64);
        points.map_or_else(|| format::DASH.to_owned(), |points| format::signed_count(points) + "%")
    };
    let written: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let mut cells = vec![row.factor.name(plan)];
            for end in [&row.low, &row.high] {
                let value = if row.factor.is_relative() {
                    format::signed_count(((end.value - 1.0) * 100.0).round() as i64) + "%"
                } else {
                    wording::number(end.value)
                };
                cells.extend([value, days(end.p50.days()), days(end.p85.days()), peak(end.peak)]);
            }
            cells
        })
        .collect();
    table(&columns, &written) + "P50 and P85 in working days against the plan as it stands.\n"
}

fn days(odds: &Odds) -> Option<String> {
    let daily = odds.daily.as_ref()?;
    let columns = [
        Column::Words("Day"),
        Column::Number("Enrolled P10"),
        Column::Number("P50"),
        Column::Number("P90"),
        Column::Number("Failed P50"),
        Column::Number("Tickets P50"),
        Column::Number("P90"),
        Column::Number("Load P50"),
        Column::Number("P90"),
        Column::Number("Open P50"),
        Column::Number("P90"),
    ];
    let whole = |series: &[f64], at: usize| series.get(at).map_or(String::new(), |n| amount(n.round(), 0));
    let share = |series: &[f64], at: usize| series.get(at).map_or(String::new(), |share| load(*share));
    let row = |at: usize| {
        let date = odds.first_day.checked_add_days(chrono::Days::new(at as u64)).unwrap_or(odds.first_day);
        let ends = |band: &Band| [whole(&band.p50, at), whole(&band.p90, at)];
        let mut cells = vec![format::weekday_date(date), whole(&daily.enrolled.p10, at)];
        cells.extend(ends(&daily.enrolled));
        cells.push(whole(&daily.failed.p50, at));
        cells.extend(ends(&daily.tickets));
        cells.extend([share(&daily.load.p50, at), share(&daily.load.p90, at)]);
        cells.extend(ends(&daily.backlog));
        cells
    };
    let rows: Vec<Vec<String>> = (0..daily.enrolled.p50.len()).map(row).collect();
    Some(table(&columns, &rows))
}
