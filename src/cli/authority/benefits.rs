//! `baton authority --benefits`: what is gained, and by how many devices on a day.

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::answer::Answer;
use crate::cli::table::{Column, table};
use crate::forecast::Outlook;
use crate::picture::course::value_at;
use crate::picture::format;
use crate::plan::Plan;
use crate::report::Situation;
use crate::report::benefits::{Gained, gained};

pub fn run(plan: &Plan, outlook: &Outlook, day: NaiveDate, json: bool) -> Answer {
    let at = Situation::new(plan, outlook);
    let all = gained(&at);
    if json {
        return Answer::json(&all.iter().map(|gained| Row::new(gained, day)).collect::<Vec<_>>());
    }
    let columns = [
        Column::Words("Benefit"),
        Column::Words("With"),
        Column::Number("Devices"),
        Column::Words("Then"),
        Column::Words("Source"),
    ];
    let row = |gained: &Gained| {
        vec![
            gained.benefit.name.to_owned(),
            gained.by.clone(),
            format::percent1(share(gained, day)),
            gained.when(&at).into_iter().next().unwrap_or_default(),
            gained.benefit.source.to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = all.iter().map(row).collect();
    let day = format::weekday_date(day);
    Answer::result(format!("{}: share of devices on {day}\n\n{}", plan.name, table(&columns, &rows)))
}

/// After the last day of the plan's charts nothing changes any more.
fn share(gained: &Gained, day: NaiveDate) -> f64 {
    let last = gained.days.last().filter(|last| last.date < day).map(|last| last.value);
    value_at(&gained.days, day).or(last).unwrap_or(0.0)
}

#[derive(Serialize)]
struct Row {
    key: &'static str,
    benefit: &'static str,
    what: &'static str,
    with: String,
    source: &'static str,
    date: NaiveDate,
    share: f64,
    half_by: Option<NaiveDate>,
    ninety_by: Option<NaiveDate>,
    most: f64,
    most_by: Option<NaiveDate>,
    /// The largest loss to come.
    down_to: Option<f64>,
    down_from: Option<NaiveDate>,
}

impl Row {
    fn new(gained: &Gained, day: NaiveDate) -> Self {
        let benefit = gained.benefit;
        Self {
            key: benefit.key,
            benefit: benefit.name,
            what: benefit.what,
            with: gained.by.clone(),
            source: benefit.source,
            date: day,
            share: share(gained, day),
            half_by: gained.half,
            ninety_by: gained.ninety,
            most: gained.most.0,
            most_by: gained.most.1,
            down_to: gained.loss.map(|loss| loss.to),
            down_from: gained.loss.map(|loss| loss.from),
        }
    }
}
