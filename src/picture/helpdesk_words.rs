//! What the helpdesk chart says beside the drawing: the sentence, the table and the days' tips.

use super::course::value_at;
use super::format;
use super::helpdesk::{DeskDay, HelpdeskInput, heaviest, is_past};
use super::scene::Table;

pub(super) fn tip(input: &HelpdeskInput, day: &DeskDay) -> String {
    let kind = match day.range {
        _ if is_past(input, day.date) => "",
        Some(_) => ", forecast",
        None => ", expected",
    };
    let mut lines = vec![
        if is_weekly(input) {
            format!("Week of {}, mean of its days{kind}", format::date(day.date))
        } else {
            format!("{}{kind}", format::weekday_date(day.date))
        },
        format!("{} tickets", format::count_f64(day.total())),
        format!("{} by the migration", format::count_f64(day.migration)),
    ];
    if let Some((low, high)) = day.range {
        let (low, high) = (format::count_f64(low), format::count_f64(high));
        lines.push(format!("{low} – {high} in 80 of 100 futures"));
    }
    if let Some(capacity) = day.capacity.filter(|capacity| *capacity > 0.0) {
        lines.push(format!(
            "{} of capacity {}",
            format::percent0(day.total() / capacity),
            format::decimal(capacity, 1)
        ));
    }
    if let Some(open) = &input.open
        && let Some(value) = value_at(&open.actual, day.date).or_else(|| value_at(&open.expected, day.date))
    {
        lines.push(format!("{}: {}", open.title, format::count_f64(value)));
    }
    lines.join("\n")
}

pub(super) fn sentence(input: &HelpdeskInput) -> String {
    let load = |day: &&DeskDay| day.capacity.filter(|c| *c > 0.0).map_or(0.0, |c| day.total() / c);
    let peak = input.days.iter().max_by(|a, b| load(a).total_cmp(&load(b)));
    let over = input.days.iter().filter(|day| day.capacity.is_some_and(|c| day.total() > c)).count() as u64;
    let are_over =
        |one: &str, many: &str| if over == 0 { format!("no {one}") } else { format::plural(over, one, many) };
    // With futures each bar ahead is the middle of them, which is not the middle of their peaks.
    let is_middle = |day: &DeskDay| day.range.is_some() && !is_past(input, day.date);
    let the = |day: &DeskDay| if is_middle(day) { "By the median of the futures, the" } else { "The" };
    match peak.filter(|day| load(day) > 0.0) {
        Some(day) if is_weekly(input) => format!(
            "{} highest weekly load is {} of capacity in the week of {}; {} over capacity.",
            the(day),
            format::percent0(load(&day)),
            format::date(day.date),
            are_over("week is", "weeks are")
        ),
        Some(day) => format!(
            "{} highest daily load is {} of capacity on {}; {} over capacity.",
            the(day),
            format::percent0(load(&day)),
            format::date(day.date),
            are_over("day is", "days are")
        ),
        None => "No tickets against a capacity in these days.".to_owned(),
    }
}

const fn is_weekly(input: &HelpdeskInput) -> bool {
    input.bar_days > 1
}

pub(super) fn table(input: &HelpdeskInput) -> Table {
    let is_long = input.days.len() > 130;
    let days = heaviest(input, if is_long { 7 } else { 1 });
    let first = match is_long {
        _ if is_weekly(input) => "Week of",
        true => "Heaviest day of each week",
        false => "Date",
    };
    let head = [first, "Baseline", "Migration", "Capacity", "Load", "Open", "State", "P10–P90"];
    let rows = days.into_iter().map(|day| {
        let open = input
            .open
            .as_ref()
            .and_then(|open| value_at(&open.actual, day.date).or_else(|| value_at(&open.expected, day.date)));
        let dash = || format::DASH.to_owned();
        vec![
            format::date(day.date),
            format::count_f64(day.baseline),
            format::count_f64(day.migration),
            day.capacity.map_or_else(dash, |capacity| format::decimal(capacity, 1)),
            day.capacity.filter(|c| *c > 0.0).map_or_else(dash, |c| format::percent0(day.total() / c)),
            open.map_or_else(dash, format::count_f64),
            if is_past(input, day.date) { "actual" } else { "expected" }.to_owned(),
            day.range.map_or_else(dash, |(low, high)| {
                format!("{} – {}", format::count_f64(low), format::count_f64(high))
            }),
        ]
    });
    Table { head: head.map(str::to_owned).to_vec(), rows: rows.collect() }
}
