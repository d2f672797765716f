//! `baton pilot`: how large a pilot must be so that its gate tells a failure rate that nobody can live with
//! from one that should pass, and how often it is fooled either way.

use serde::Serialize;

use super::answer::Answer;
use super::table::{Column, table};
use crate::forecast::pilot::{
    Answered, Characteristic, LARGEST, Passing, Question, Sized, straight_successes,
};
use crate::picture::format;
use crate::plan::Assumptions;

/// How large must a pilot be? Which failure rate can you not live with?
#[derive(Debug, clap::Args)]
pub struct Pilot {
    /// The failure rate that you cannot live with: 0.10 or 10%
    #[arg(long, value_name = "SHARE", value_parser = share)]
    unacceptable: f64,
    /// A failure rate that should pass; without it a third of the other
    #[arg(long, value_name = "SHARE", value_parser = share)]
    acceptable: Option<f64>,
    /// How sure the gate must be, and how seldom it may be fooled: 0.90 or 90%
    #[arg(long, value_name = "SHARE", value_parser = share, default_value = "90%")]
    assurance: f64,
    /// The gate is looked at every so many working days
    #[arg(long, value_name = "DAYS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=250))]
    look_every: u32,
    /// Devices targeted per working day; without it all on the first
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    per_day: Option<u32>,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
}

/// A share as 0.1 or as 10%.
fn share(text: &str) -> Result<f64, String> {
    let text = text.trim();
    let (number, unit) = text.strip_suffix('%').map_or((text, 1.0), |number| (number.trim(), 100.0));
    let share = number.parse::<f64>().ok().map(|number| number / unit);
    share
        .filter(|share| (0.0..1.0).contains(share))
        .ok_or_else(|| "expected a share of at least 0 and below 1, as 0.10 or 10%".to_owned())
}

impl Pilot {
    pub fn run(self) -> Answer {
        let usual = Question::new(self.unacceptable, &Assumptions::default());
        let question = Question {
            acceptable: self.acceptable.unwrap_or(usual.acceptable),
            assurance: self.assurance,
            look_every: self.look_every,
            per_day: self.per_day,
            ..usual
        };
        if question.acceptable >= question.unacceptable {
            return Answer::wrong_use("--acceptable must be less than --unacceptable");
        }
        if !question.is_sound() {
            return Answer::wrong_use("--assurance must be at least 50%");
        }
        let answered = Answered::new(question, None);
        let (Some(sized), Some(curve)) = (answered.shown, answered.curve) else {
            return Answer::wrong_use(format!(
                "No pilot of up to {} devices tells {} of failures from {} in {} of 100 pilots.",
                format::count(LARGEST.into()),
                format::percent_trimmed(question.unacceptable),
                format::percent_trimmed(question.acceptable),
                format::decimal(100.0 * question.assurance, 1),
            ));
        };
        if self.json {
            return Answer::json(&standing(&question, &sized, &curve));
        }
        Answer::result(text(&question, &sized, &curve))
    }
}

fn text(question: &Question, sized: &Sized, curve: &Characteristic) -> String {
    let (unacceptable, acceptable) =
        (format::percent_trimmed(question.unacceptable), format::percent_trimmed(question.acceptable));
    let assurance = format::percent_trimmed(question.assurance);
    let success = format::percent_trimmed(sized.pilot.min);
    let columns =
        [Column::Number("true success"), Column::Number("passes, as assured"), Column::Number("as observed")];
    let rows: Vec<Vec<String>> = curve
        .points
        .iter()
        .step_by(2)
        .map(|(success, passing)| {
            let chances = [passing.assured, passing.observed].map(format::chance);
            std::iter::once(format::percent1(*success)).chain(chances).collect()
        })
        .collect();
    format!(
        "{} devices, {}.\nGate: enrollment success at least {success}, judged at {assurance} assurance, {}.\n\n\
         If {unacceptable} of devices really fail, it passes all the same in {} of pilots ({} if judged as observed).\n\
         If {acceptable} fail, it holds all the same in {} of pilots ({} if judged as observed).\n{}\n{}",
        format::count(sized.pilot.devices.into()),
        question.per_day.map_or_else(
            || "targeted on one day".to_owned(),
            |rate| format!("{} a day", format::count(rate.into()))
        ),
        looks(&sized.looks),
        format::chance(sized.fooled_into_passing.assured),
        format::chance(sized.fooled_into_passing.observed),
        format::chance(sized.fooled_into_holding.assured),
        format::chance(sized.fooled_into_holding.observed),
        straight_successes(sized.pilot.min, question.assurance).map_or_else(String::new, |count| format!(
            "Without a single failure {} devices would be enough.\n",
            format::count(count.into())
        )),
        table(&columns, &rows)
    )
}

/// `looked at on working day 15`, `looked at 3 times, on working days 5, 10 and 15`
fn looks(days: &[u32]) -> String {
    match days {
        [] => String::new(),
        [one] => format!("looked at once, on working day {one}"),
        [first, .., last] if days.len() > 6 => {
            format!("looked at {} times, from working day {first} to {last}", days.len())
        }
        [before @ .., last] => {
            let before: Vec<String> = before.iter().map(ToString::to_string).collect();
            let times = days.len();
            format!("looked at {times} times, on working days {} and {last}", before.join(", "))
        }
    }
}

#[derive(Serialize)]
struct Standing {
    unacceptable: f64,
    acceptable: f64,
    assurance: f64,
    devices: u32,
    per_day: Option<u32>,
    gate_success: f64,
    looks: Vec<u32>,
    passes_unacceptable: Chances,
    holds_acceptable: Chances,
    straight_successes: Option<u32>,
    operating_characteristic: Vec<Point>,
}

#[derive(Serialize)]
struct Chances {
    assured: f64,
    observed: f64,
}

#[derive(Serialize)]
struct Point {
    success: f64,
    assured: f64,
    observed: f64,
}

fn standing(question: &Question, sized: &Sized, curve: &Characteristic) -> Standing {
    let chances = |passing: Passing| Chances { assured: passing.assured, observed: passing.observed };
    let points = curve.points.iter().map(|(success, passing)| Point {
        success: *success,
        assured: passing.assured,
        observed: passing.observed,
    });
    Standing {
        unacceptable: question.unacceptable,
        acceptable: question.acceptable,
        assurance: question.assurance,
        devices: sized.pilot.devices,
        per_day: question.per_day,
        gate_success: sized.pilot.min,
        looks: sized.looks.clone(),
        passes_unacceptable: chances(sized.fooled_into_passing),
        holds_acceptable: chances(sized.fooled_into_holding),
        straight_successes: straight_successes(sized.pilot.min, question.assurance),
        operating_characteristic: points.collect(),
    }
}
