//! `baton authority --take-back`: what it would take to give workloads back to Configuration Manager on a day.

use chrono::NaiveDate;
use serde::Serialize;

use super::outside;
use super::who::{Who, note, workloads};
use crate::cli::answer::Answer;
use crate::forecast::Outlook;
use crate::plan::{PhaseScope, Plan};
use crate::report::Situation;
use crate::report::owner_question::{Understood, When, day_of, understand};
use crate::report::way_back::{
    Retreat, WayBack, arrival_words, consequence, finish_words, headline, hit_words, way_back,
};

/// `what` are the words, which may name phases and a day too, and the options for both, which come first.
pub fn run(
    (plan, outlook): (&Plan, &Outlook),
    what: (&str, &Who),
    on: Option<NaiveDate>,
    json: bool,
) -> Answer {
    let at = Situation::new(plan, outlook);
    let (words, who) = what;
    let mut understood = understand(&at, words);
    let switchable: Vec<_> = plan.switchable_workloads().collect();
    understood.workloads.retain(|workload| switchable.contains(workload));
    if understood.workloads.is_empty() {
        let text = format!("No workload that can be switched is called “{words}”. {}", workloads());
        return Answer::wrong_use(text);
    }
    match who.phases(&at) {
        Ok(phases) if phases.is_empty() => {}
        Ok(phases) => understood.phases = phases,
        Err(answer) => return answer,
    }
    understood.when = on.map(When::On).or(understood.when);
    let Some(day) = one_day(&at, &understood) else {
        return Answer::wrong_use("These phases have different days: name one phase, or the day with --on");
    };
    if let Some(answer) = outside(plan, day) {
        return answer;
    }
    let messages = note(&understood);
    let phases =
        if understood.phases.is_empty() { PhaseScope::All } else { PhaseScope::Only(understood.phases) };
    let back = way_back(&at, &Retreat { workloads: understood.workloads, phases, day });
    let answer = if json { Answer::json(&Json::new(plan, &back)) } else { Answer::result(text(plan, &back)) };
    Answer { messages, ..answer }
}

/// The day that is meant on all the phases; None where it is another on each.
fn one_day(at: &Situation<'_>, understood: &Understood) -> Option<NaiveDate> {
    let all = at.plan.phases.iter().map(|phase| phase.id);
    let of = if understood.phases.is_empty() { all.collect::<Vec<_>>() } else { understood.phases.clone() };
    let mut days = of.into_iter().map(|phase| day_of(at, phase, understood.when));
    let first = days.next().unwrap_or_else(|| at.today());
    days.all(|day| day == first).then_some(first)
}

fn text(plan: &Plan, back: &WayBack) -> String {
    let said = format!("{} {}", headline(back), consequence(plan, back));
    let mut text = format!("{}\n", said.trim_end());
    if back.hits.is_empty() {
        return text;
    }
    let advice = &back.advice;
    for (title, sentences) in [
        ("What it hits", hit_words(plan, back)),
        ("How long it takes to arrive", vec![arrival_words(back)]),
        ("What does not return", advice.stays.clone()),
        ("What to do", advice.todo.clone()),
        ("What else it touches", advice.touches.clone()),
        ("Finish", finish_words(plan, back)),
    ] {
        if !sentences.is_empty() {
            text.extend(["\n", title, "\n"]);
            text.extend(sentences.iter().map(|sentence| format!("  {sentence}\n")));
        }
    }
    text
}

#[derive(Serialize)]
struct Json<'a> {
    date: NaiveDate,
    /// The first day on which it is allowed.
    effective: NaiveDate,
    workloads: Vec<&'static str>,
    /// Null = all.
    phases: Option<Vec<String>>,
    devices: f64,
    device_workload_pairs: f64,
    autopatch_devices_before: f64,
    autopatch_devices_after: f64,
    hits: Vec<Hit>,
    reached: Vec<Reached>,
    stays: &'a [String],
    to_do: &'a [String],
    touches: &'a [String],
    expected_finish_without: Option<NaiveDate>,
    expected_finish_with: Option<NaiveDate>,
    /// Null where nothing returns.
    futures: Option<Futures>,
}

#[derive(Serialize)]
struct Hit {
    workload: &'static str,
    phase: String,
    devices: f64,
    since: Option<NaiveDate>,
    effective: NaiveDate,
}

#[derive(Serialize)]
struct Reached {
    share: f64,
    working_days: u32,
    date: NaiveDate,
}

#[derive(Serialize)]
struct Futures {
    runs: u32,
    p50_without: Option<NaiveDate>,
    p50_with: Option<NaiveDate>,
    p85_without: Option<NaiveDate>,
    p85_with: Option<NaiveDate>,
    earlier: f64,
    same: f64,
    later: f64,
    neither: f64,
    median_days: Option<i64>,
}

impl<'a> Json<'a> {
    fn new(plan: &Plan, back: &'a WayBack) -> Self {
        let hit = |hit: &crate::report::way_back::Hit| Hit {
            workload: hit.workload.name(),
            phase: plan.phase_name(hit.phase),
            devices: hit.devices,
            since: hit.since,
            effective: hit.effective,
        };
        let reached = |arrival: &crate::report::way_back::Arrival| Reached {
            share: arrival.share,
            working_days: arrival.days,
            date: arrival.date,
        };
        let futures = back.futures.as_ref().map(|futures| Futures {
            runs: futures.paired.runs,
            p50_without: futures.without[0],
            p50_with: futures.with[0],
            p85_without: futures.without[1],
            p85_with: futures.with[1],
            earlier: futures.paired.earlier,
            same: futures.paired.same,
            later: futures.paired.later,
            neither: futures.paired.neither,
            median_days: futures.paired.median_days,
        });
        Self {
            date: back.retreat.day,
            effective: back.effective,
            workloads: back.retreat.workloads.iter().map(|workload| workload.name()).collect(),
            phases: match &back.retreat.phases {
                PhaseScope::All => None,
                PhaseScope::Only(phases) => Some(phases.iter().map(|id| plan.phase_name(*id)).collect()),
            },
            devices: back.devices,
            device_workload_pairs: back.pairs,
            autopatch_devices_before: back.autopatch.0,
            autopatch_devices_after: back.autopatch.1,
            hits: back.hits.iter().map(hit).collect(),
            reached: back.arrivals.iter().map(reached).collect(),
            stays: &back.advice.stays,
            to_do: &back.advice.todo,
            touches: &back.advice.touches,
            expected_finish_without: back.finish.0,
            expected_finish_with: back.finish.1,
            futures,
        }
    }
}
