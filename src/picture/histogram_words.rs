//! What the finish distribution says beside the drawing: sentence, table and the tips of its bars.

use super::format;
use super::histogram::HistogramInput;
use super::scene::Table;
use crate::forecast::Dates;
use chrono::NaiveDate;

pub(super) fn sentence(input: &HistogramInput) -> String {
    if input.runs() == 0 {
        return "The futures of this plan have not been simulated yet.".to_owned();
    }
    let come = input.finish.sorted().iter().any(|day| *day != Dates::NEVER);
    if !come {
        return format!("No future finishes: {}.", without_finish(input));
    }
    let by = |share, words: &str| match input.finish.quantile(share) {
        Some(day) => format!("{words} by {}", format::date(day)),
        None => never(words),
    };
    let target = input.target.map_or(String::new(), |target| {
        format!("{} of futures finish by the target, {}; ", chance_of(input, target), format::date(target))
    });
    let [p50, p85, p95] = [by(0.50, "half"), by(0.85, "85 of 100"), by(0.95, "95 of 100")];
    let mut text = format!("{target}{p50}, {p85}, {p95}. {}.", first_up(&without_finish(input)));
    if let Some(other) = &input.other {
        let p50 = other.finish.quantile(0.50).map_or_else(|| "never".to_owned(), format::date);
        text = format!("{text} {}: half by {p50}.", first_up(&other.label));
    }
    first_up(&text)
}

/// `fewer than half ever`, `fewer than 85 of 100 ever`
pub(super) fn never(share: &str) -> String {
    format!("fewer than {share} ever")
}

/// `no future stalls`, `312 of 10,000 futures stall, 5 do not finish within the horizon`
pub fn without_finish(input: &HistogramInput) -> String {
    let runs = input.runs();
    let count = |share: f64| (share * runs as f64).round() as u64;
    let (stalled, unfinished) = (count(input.stalled), count(input.unfinished));
    let all = format::count(runs as u64);
    let verb = |n: u64, one: &str, many: &str| if n == 1 { one.to_owned() } else { many.to_owned() };
    let stalled_words =
        format!("{} of {all} futures {}", format::count(stalled), verb(stalled, "stalls", "stall"));
    if unfinished == 0 {
        return stalled_words;
    }
    let unfinished_words = format!(
        "{} {} within the horizon",
        format::count(unfinished),
        verb(unfinished, "does not finish", "do not finish")
    );
    format!("{stalled_words}, {unfinished_words}")
}

pub(super) fn tip(input: &HistogramInput, (first, last): (NaiveDate, NaiveDate), share: f64) -> String {
    let when = if first == last { format::weekday_date(first) } else { format::date_range_year(first, last) };
    let count = (share * input.runs() as f64).round() as u64;
    let mut lines = vec![
        when,
        format!("{} of {} futures finish", format::count(count), format::count(input.runs() as u64)),
        format!("{} by then", format::chance(input.finish.by(last))),
    ];
    if let Some(other) = &input.other {
        lines.push(format!("{} by then {}", format::chance(other.finish.by(last)), other.label));
    }
    lines.join("\n")
}

/// A row per day on which a future finishes.
pub(super) fn table(input: &HistogramInput) -> Table {
    let mut head = vec!["Finish".to_owned(), "Futures".to_owned(), "By then".to_owned()];
    head.extend(input.other.as_ref().map(|other| format!("By then {}", other.label)));
    let sorted = input.finish.sorted();
    let mut rows = Vec::new();
    let mut at = 0;
    while at < sorted.len() {
        let same = sorted[at..].partition_point(|day| *day <= sorted[at]);
        let day = input.finish.date(sorted[at]);
        let by = |finish: &Dates| {
            day.map_or_else(|| format::DASH.to_owned(), |day| format::chance(finish.by(day)))
        };
        let mut row = vec![
            day.map_or_else(|| "never".to_owned(), format::date),
            format::count(same as u64),
            by(&input.finish),
        ];
        row.extend(input.other.as_ref().map(|other| by(&other.finish)));
        rows.push(row);
        at += same;
    }
    Table { head, rows }
}

fn chance_of(input: &HistogramInput, target: NaiveDate) -> String {
    format::chance(input.finish.by(target))
}

fn first_up(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
