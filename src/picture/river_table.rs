//! What the authority chart says beside the drawing: the sentence, the table and the days' tips.

use super::course::{range_at, value_at};
use super::format;
use super::river::{AuthorityDay, Finish, RiverInput, total, totals};
use super::river_words::{is_past, planned};
use super::scene::Table;
use chrono::{Datelike, Weekday};

/// Where authority stands, where it ends and when.
pub(super) fn sentence(input: &RiverInput) -> String {
    let totals = totals(&input.days);
    let Some(last) = totals.last() else { return "Nothing is planned yet.".to_owned() };
    let mut parts = Vec::new();
    if let Some((day, share)) = input.today.and_then(|day| Some((day, value_at(&totals, day)?))) {
        let planned =
            planned(input).map_or_else(String::new, |p| format!(", {} planned", format::percent1(p)));
        parts.push(format!(
            "On {} {} of workload authority is with Intune or Pilot Intune{planned}",
            format::date(day),
            format::percent1(share),
        ));
    }
    parts.push(format!("{} by {}", format::percent1(last.value), format::date(last.date)));
    match input.finish {
        Some(Finish::Expected(day)) => parts.push(format!("expected finish {}", format::date(day))),
        Some(Finish::Range { p50, p85 }) => {
            let late = p85.map_or_else(|| "beyond the horizon".to_owned(), format::date);
            parts.push(format!("finish {} (P50) to {late} (P85)", format::date(p50)));
        }
        None => {}
    }
    parts.join("; ") + "."
}

/// One row a week and one for today: a row a day would bury a reader.
pub(super) fn table(input: &RiverInput) -> Table {
    let head = ["Date", "Intune", "Pilot Intune", "Configuration Manager", "Planned", "State", "P10–P90"];
    let last = input.days.len().saturating_sub(1);
    let is_shown = |index: usize, day: &AuthorityDay| {
        index == 0
            || index == last
            || Some(day.date) == input.today
            || day.date.weekday() == Weekday::Mon
            || input.days.len() <= 31
    };
    let rows = input.days.iter().enumerate().filter(|(index, day)| is_shown(*index, day)).map(|(_, day)| {
        let planned = value_at(&input.baseline, day.date);
        vec![
            format::date(day.date),
            format::percent1(day.intune),
            format::percent1(day.pilot),
            format::percent1(1.0 - total(day)),
            planned.map_or_else(|| format::DASH.to_owned(), format::percent1),
            if is_past(input, day.date) { "actual" } else { ahead(input) }.to_owned(),
            range_at(input.band.as_deref().unwrap_or_default(), day.date)
                .map_or_else(|| format::DASH.to_owned(), percents),
        ]
    });
    Table { head: head.map(str::to_owned).to_vec(), rows: rows.collect() }
}

/// What a day has to say when it is pointed at.
pub(super) fn tip(input: &RiverInput, day: &AuthorityDay) -> String {
    let kind = if is_past(input, day.date) { String::new() } else { format!(", {}", ahead(input)) };
    let mut lines = vec![
        format!("{}{kind}", format::weekday_date(day.date)),
        format!("Intune {}", format::percent1(day.intune)),
        format!("Pilot Intune {}", format::percent1(day.pilot)),
        format!("Configuration Manager {}", format::percent1(1.0 - total(day))),
    ];
    if let Some(planned) = value_at(&input.baseline, day.date) {
        lines.push(format!("Planned {}", format::percent1(planned)));
    }
    let band = input.band.as_deref().unwrap_or_default();
    if let Some(range) = range_at(band, day.date).filter(|_| !is_past(input, day.date)) {
        lines.push(format!("With Intune or Pilot Intune in 80 of 100 futures: {}", percents(range)));
    }
    if let Ok(at) = input.notes.binary_search_by_key(&day.date, |note| note.date) {
        lines.push(input.notes[at].text.clone());
    }
    lines.join("\n")
}

/// What days to come are called: one expected course, or the middle of many futures.
const fn ahead(input: &RiverInput) -> &'static str {
    if input.band.is_some() { "forecast" } else { "expected" }
}

/// `52.0 – 61.3%`
fn percents((low, high): (f64, f64)) -> String {
    format!("{} – {}", format::percent1(low).trim_end_matches('%'), format::percent1(high))
}
