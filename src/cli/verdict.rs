//! `baton verdict`: how the gate of one phase is judged, criterion by criterion: before its day by simulated
//! futures, from its day on by what has happened.

use chrono::NaiveDate;
use serde::Serialize;

use super::PlanArguments;
use super::answer::{Answer, NEEDS_ATTENTION};
use super::forecast::{Luck, simulate};
use super::table::{Column, table};
use crate::forecast::{
    self, CriterionState, CriterionVerdict, Detail, Further, Interval, Odds, Outlook, PhaseStage,
    Verdict as Judged, Word,
};
use crate::picture::format;
use crate::plan::Plan;
use crate::report::{Situation, gate_rows, gate_verdict};

/// Judge the gate of a phase, criterion by criterion
#[derive(Debug, clap::Args)]
pub struct Verdict {
    #[command(flatten)]
    plan: PlanArguments,
    /// The phase, by its name or by its label: "Clinics North", "Wave 2"
    #[arg(long, value_name = "NAME")]
    phase: String,
    #[command(flatten)]
    luck: Luck,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
}

impl Verdict {
    pub fn run(self) -> Answer {
        let plan = match self.plan.open() {
            Ok(plan) => plan,
            Err(answer) => return answer,
        };
        let Some(place) = place_of(&plan, &self.phase) else {
            return Answer::wrong_use(no_phase(&plan, &self.phase));
        };
        let outlook = forecast::outlook(&plan);
        let odds = is_ahead(&plan, &outlook, place)
            .then(|| simulate(&plan, &self.luck.basis(Detail::Dates), "futures"));
        let at = Situation::new(&plan, &outlook).with_odds(odds.as_ref());
        let Some(judged) = forecast::verdict_at(&plan, &outlook, odds.as_ref(), place) else {
            return Answer::wrong_use(no_phase(&plan, &self.phase));
        };
        let answer = if self.json {
            Answer::json(&standing(&at, place, &judged))
        } else {
            Answer::result(text(&at, place, &judged))
        };
        let code = if judged.word == Some(Word::NoGo) { NEEDS_ATTENTION } else { 0 };
        Answer { code, ..answer }
    }
}

/// The phase's place in the plan, by name first, by label else; letters large or small.
fn place_of(plan: &Plan, name: &str) -> Option<usize> {
    let wanted = name.trim().to_lowercase();
    let by = |of: &dyn Fn(&crate::plan::Phase) -> String| {
        plan.phases.iter().position(|phase| of(phase).to_lowercase() == wanted)
    };
    by(&|phase| phase.name.clone()).or_else(|| by(&|phase| plan.phase_label(phase.id)))
}

fn no_phase(plan: &Plan, name: &str) -> String {
    let names: Vec<&str> = plan.phases.iter().map(|phase| phase.name.as_str()).collect();
    let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    format!("The plan has no phase “{name}”; it has {known}.")
}

/// The gate has not passed and its day has not come: only then simulated futures have a say.
fn is_ahead(plan: &Plan, outlook: &Outlook, place: usize) -> bool {
    outlook.gates.get(place).is_some_and(|gate| {
        gate.stage != PhaseStage::Done && gate.planned.is_none_or(|day| day > plan.status_date)
    })
}

fn text(at: &Situation<'_>, place: usize, judged: &Judged) -> String {
    let columns = [
        Column::Words("Criterion"),
        Column::Number("today"),
        Column::Number("needed"),
        Column::Words("verdict"),
        Column::Number("by the gate"),
        Column::Number("sure today"),
        Column::Words(""),
    ];
    let states = at.gate(place).map_or(&[][..], |gate| &gate.criteria);
    let passed = gate_rows::passed_on(at, place).is_some();
    let rows = states.iter().zip(&judged.criteria).zip(gate_rows::rows(at, place));
    let rows: Vec<Vec<String>> = rows
        .map(|((_, criterion), row)| {
            let chance = |chance: Option<f64>| chance.map_or_else(|| format::DASH.to_owned(), format::chance);
            let holds = if row.left.is_empty() { "holds" } else { row.left.as_str() };
            let word = match criterion.word {
                Some(word) => word.name(),
                None if passed || criterion.criterion.is_typed() => "",
                None => format::DASH,
            };
            vec![
                row.name.clone(),
                row.today.clone(),
                row.needed.clone(),
                word.to_owned(),
                chance(criterion.on_gate_day),
                chance(criterion.chance),
                if criterion.word.is_some_and(|word| word != Word::Go) { row.left } else { holds.to_owned() },
            ]
        })
        .collect();
    let mut paragraphs = vec![format!("{}\n{}\n", heading(at, place), sentence(at, place, judged))];
    if !rows.is_empty() {
        paragraphs.push(table(&columns, &rows));
    }
    paragraphs.extend(intervals(states));
    paragraphs.join("\n")
}

fn heading(at: &Situation<'_>, place: usize) -> String {
    let day = at.gate(place).and_then(|gate| gate.planned);
    let day = day.map_or_else(|| "without a date".to_owned(), |day| format!("of {}", format::date(day)));
    format!("{}: gate {day}, seen on {}", at.title(place), format::weekday_date(at.today()))
}

/// The verdict, and what it rests on.
fn sentence(at: &Situation<'_>, place: usize, judged: &Judged) -> String {
    let assurance = format::percent_trimmed(at.plan.assurance);
    if let Some(day) = gate_rows::passed_on(at, place) {
        return format!("The gate has passed on {}.", format::date(day));
    }
    let Some(word) = judged.word else {
        return match judged.by_planned {
            Some(chance) => format!(
                "The phase has not started; {} chance that its gate passes by then, by {}.",
                format::chance(chance),
                futures(at.odds)
            ),
            None => "Nothing can be said before the gate's day: no date is planned.".to_owned(),
        };
    };
    if judged.is_due {
        let reason = gate_verdict::reason(at, place, judged);
        return format!("{}: {reason} Assurance {assurance}.", word.name());
    }
    let chance = judged.by_planned.map(format::chance).unwrap_or_default();
    format!(
        "{}: {chance} chance to have passed by then, by {}; assurance {assurance}.",
        word.name(),
        futures(at.odds)
    )
}

fn futures(odds: Option<&Odds>) -> String {
    let runs = odds.map_or(0, |odds| odds.basis.runs);
    format::plural(runs.into(), "simulated future", "simulated futures")
}

/// Wilson's interval and the honest band of shares.
fn intervals(states: &[CriterionState]) -> Vec<String> {
    let range = |interval: Interval| {
        format!("{} – {}", format::percent1(interval.low), format::percent1(interval.high))
    };
    let of = |state: &CriterionState| {
        let (wilson, honest) = (state.interval?, state.honest?);
        Some(format!(
            "{}: Wilson 95% interval {}; {} if every device not heard of fails or succeeds.\n",
            state.criterion.name(),
            range(wilson),
            range(honest)
        ))
    };
    states.iter().filter_map(of).collect()
}

#[derive(Serialize)]
struct Standing {
    plan: String,
    status_date: NaiveDate,
    phase: String,
    gate_planned: Option<NaiveDate>,
    passed: Option<NaiveDate>,
    due: bool,
    verdict: Option<&'static str>,
    assurance: f64,
    chance_by_planned: Option<f64>,
    runs: Option<u32>,
    seed: Option<u64>,
    criteria: Vec<CriterionStanding>,
}

#[derive(Serialize)]
struct CriterionStanding {
    criterion: String,
    value: Option<f64>,
    needed: String,
    holds: Option<bool>,
    verdict: Option<&'static str>,
    chance_on_gate_day: Option<f64>,
    chance_today: Option<f64>,
    provisional: bool,
    further_devices: Option<u32>,
    undecidable_in_this_phase: bool,
    wilson: Option<Range>,
    honest: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    low: f64,
    high: f64,
}

fn standing(at: &Situation<'_>, place: usize, judged: &Judged) -> Standing {
    let gate = at.gate(place);
    let states = gate.map_or(&[][..], |gate| &gate.criteria);
    let criteria = states.iter().zip(&judged.criteria);
    Standing {
        plan: at.plan.name.clone(),
        status_date: at.today(),
        phase: at.phase(place).map_or_else(String::new, |phase| phase.name.clone()),
        gate_planned: gate.and_then(|gate| gate.planned),
        passed: gate_rows::passed_on(at, place),
        due: judged.is_due,
        verdict: judged.word.map(Word::name),
        assurance: at.plan.assurance,
        chance_by_planned: judged.by_planned,
        runs: at.odds.map(|odds| odds.basis.runs),
        seed: at.odds.map(|odds| odds.basis.seed),
        criteria: criteria.map(|(state, criterion)| criterion_standing(state, criterion)).collect(),
    }
}

fn criterion_standing(state: &CriterionState, criterion: &CriterionVerdict) -> CriterionStanding {
    let range = |interval: Interval| Range { low: interval.low, high: interval.high };
    CriterionStanding {
        criterion: state.criterion.name(),
        value: state.value.filter(|value| value.is_finite()),
        needed: gate_rows::needed(&state.criterion),
        holds: state.holds,
        verdict: criterion.word.map(Word::name),
        chance_on_gate_day: criterion.on_gate_day,
        chance_today: criterion.chance,
        provisional: criterion.is_provisional,
        further_devices: match criterion.further {
            Some(Further::Devices(devices)) => Some(devices),
            _ => None,
        },
        undecidable_in_this_phase: criterion.further == Some(Further::NotInThisPhase),
        wilson: state.interval.map(range),
        honest: state.honest.map(range),
    }
}
