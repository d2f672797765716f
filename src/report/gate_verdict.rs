//! The verdict on a gate in words: its sign, what it rests on, what would turn it. It judges nothing itself.

use super::wording::{agree, day_near, list, number, sentence_case};
use super::{Mark, Situation};
use crate::forecast::{CriterionVerdict, Further, PhaseStage, Verdict, Word};
use crate::picture::format;
use crate::plan::Criterion;

/// The simulated criteria of a gate together, ahead of its day.
#[derive(Clone, Debug, PartialEq)]
pub struct Joint {
    /// `Four simulated criteria, jointly`; of one, its name.
    pub name: String,
    /// None while the phase has not started.
    pub word: Option<Word>,
    pub chance: f64,
    /// What the tick on its bar is.
    pub assurance: f64,
    /// `by 13 Nov; assurance 90%`
    pub note: String,
}

/// The sign of a verdict.
pub const fn sign(word: Word) -> Mark {
    match word {
        Word::OnCourse | Word::Go => Mark::Met,
        Word::AtRisk | Word::Hold => Mark::Risk,
        Word::OffCourse | Word::NoGo => Mark::Missed,
    }
}

/// The chance of the gate as a whole; none from its day on, and without odds.
pub fn joint(at: &Situation<'_>, index: usize, verdict: &Verdict) -> Option<Joint> {
    let chance = verdict.by_planned.filter(|_| !verdict.is_due)?;
    let simulated: Vec<&CriterionVerdict> =
        verdict.criteria.iter().filter(|criterion| !criterion.criterion.is_typed()).collect();
    let name = match simulated.as_slice() {
        [] => "Passing in time".to_owned(),
        [one] => format!("{} alone", one.criterion.name()),
        several => format!("{} simulated criteria, jointly", sentence_case(&number(several.len()))),
    };
    let assurance = at.plan.assurance;
    let day = at.gate(index).and_then(|gate| gate.planned);
    let by = day.map_or_else(String::new, |day| format!("by {}; ", day_near(day, at.today())));
    Some(Joint {
        name,
        word: verdict.word,
        chance,
        assurance,
        note: format!("{by}assurance {}", format::percent_trimmed(assurance)),
    })
}

/// From the gate's day on: why it is what it is, and what would turn a Hold into a Go. One or two sentences.
pub fn reason(at: &Situation<'_>, index: usize, verdict: &Verdict) -> String {
    let named = |word: Word| -> Vec<String> {
        let mine = verdict.criteria.iter().filter(|criterion| criterion.today == word);
        mine.map(|criterion| criterion.criterion.name()).collect()
    };
    match verdict.word {
        Some(Word::Go) if verdict.criteria.is_empty() => "Every ready device is targeted.".to_owned(),
        Some(Word::Go) => "Every criterion holds.".to_owned(),
        Some(Word::NoGo) if at.stage(index) == PhaseStage::Stalled => {
            let limit = format::plural(at.plan.hold_limit_days.into(), "working day", "working days");
            format!("The hold limit has passed: {limit} since the last targeting.")
        }
        Some(Word::NoGo) => {
            let names = named(Word::NoGo);
            format!("{} {} out of reach.", list(&names), agree(names.len(), "is", "are"))
        }
        Some(Word::Hold) if verdict.criteria.is_empty() => {
            "Ready devices are still to be targeted.".to_owned()
        }
        Some(Word::Hold) => hold(verdict),
        _ => String::new(),
    }
}

/// What each criterion on hold waits for: shares and rates first, then all else together.
fn hold(verdict: &Verdict) -> String {
    let on_hold: Vec<&CriterionVerdict> =
        verdict.criteria.iter().filter(|criterion| criterion.today == Word::Hold).collect();
    let mut sentences: Vec<String> = on_hold.iter().filter_map(|criterion| turn(criterion)).collect();
    let waits: Vec<String> = on_hold
        .iter()
        .filter(|criterion| turn(criterion).is_none())
        .map(|criterion| criterion.criterion.name())
        .collect();
    if !waits.is_empty() {
        sentences.push(format!("Waits for {}.", list(&waits)));
    }
    sentences.join(" ")
}

/// What would turn this criterion's Hold, as a sentence; none where it is a matter of waiting.
pub fn turn(criterion: &CriterionVerdict) -> Option<String> {
    let name = criterion.criterion.name();
    if criterion.is_provisional {
        return Some(format!("{name} is provisional until the soak is over."));
    }
    let subject = if matches!(criterion.criterion, Criterion::Success { .. }) {
        String::new()
    } else {
        format!(" of {name}")
    };
    Some(match criterion.further? {
        Further::Devices(count) => {
            let devices = format::plural(count.into(), "more device", "more devices");
            format!("{devices} at this rate would give Go{subject}.")
        }
        Further::NotInThisPhase => format!("{name} cannot be decided in this phase."),
    })
}

/// The same in the width of a column; empty where there is nothing to say.
pub fn turn_short(criterion: &CriterionVerdict) -> String {
    match criterion.further {
        _ if criterion.is_provisional => "provisional".to_owned(),
        Some(Further::Devices(count)) => format!("{} more", format::count(count.into())),
        Some(Further::NotInThisPhase) => "not in this phase".to_owned(),
        None => String::new(),
    }
}

/// `64% chance to pass the gate on 13 Nov`, or from its day on `Hold at the gate of 13 Nov`; without its
/// full stop. None where nothing is judged.
pub fn clause(at: &Situation<'_>, index: usize, verdict: &Verdict) -> Option<String> {
    let word = verdict.word?;
    let day = at.gate(index)?.planned?;
    let said = day_near(day, at.today());
    Some(match verdict.is_due {
        true if day == at.today() => format!("{} at today's gate", word.name()),
        true => format!("{} at the gate of {said}", word.name()),
        false => format!("{} chance to pass the gate by {said}", format::chance(verdict.by_planned?)),
    })
}

/// The criteria that are least likely to hold on the gate's day, the weakest first.
pub fn weakest(verdict: &Verdict) -> Vec<String> {
    let mut at_risk: Vec<(&CriterionVerdict, f64)> = verdict
        .criteria
        .iter()
        .filter(|criterion| criterion.word.is_some_and(|word| word != Word::OnCourse))
        .filter_map(|criterion| Some((criterion, criterion.on_gate_day?)))
        .collect();
    at_risk.sort_by(|a, b| a.1.total_cmp(&b.1));
    at_risk
        .iter()
        .map(|(criterion, chance)| format!("{} {}", criterion.criterion.name(), format::chance(*chance)))
        .collect()
}
