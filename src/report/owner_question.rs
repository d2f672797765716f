//! Questions in free words, "who manages client apps in Wave 3 on 1 March": which workload, phase and day are
//! meant. What is left open becomes choices, each with its short answer; a word it does not know is said.

mod names;

use chrono::{Datelike, Days, NaiveDate};

use names::{CALLED, MANAGERS, asks_back, day_number, full_year, is_filler, is_one_off, numbers, words};

use super::Situation;
use super::owner::{OwnerAnswer, manager, owner_answer, reason_name};
use crate::picture::format;
use crate::plan::{Authority, PhaseId, Workload};

/// What was understood of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Understood {
    /// Empty = none was named; several = the words fit them all.
    pub workloads: Vec<Workload>,
    pub phases: Vec<PhaseId>,
    pub when: Option<When>,
    /// It asks what it takes to give that back to Configuration Manager.
    pub is_back: bool,
    /// Words that name nothing in the plan.
    pub unknown: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    On(NaiveDate),
    /// The day of the phase's start, of its gate, or of the plan's finish.
    Start,
    Gate,
    Finish,
}

/// A workload on a phase on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub phase: PhaseId,
    pub workload: Workload,
    pub day: NaiveDate,
}

/// One way to read a question that leaves something open.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub asked: Asked,
    /// `Client apps`, `Wave 3 – Clinics South`: what distinguishes it from the others.
    pub label: String,
    pub authority: Authority,
    /// `Intune (Pilot Intune), in the pilot collection since 2 Nov 2026`
    pub brief: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    One(Box<OwnerAnswer>),
    /// The question that is open, and what it could mean.
    Which {
        question: &'static str,
        choices: Vec<Choice>,
    },
    /// Nothing in it names anything of the plan.
    Nothing,
}

/// Understands and answers. Without a day it is the status date.
pub fn reply(at: &Situation<'_>, text: &str) -> (Understood, Reply) {
    let understood = understand(at, text);
    let reply = reply_to(at, &understood);
    (understood, reply)
}

/// The answer to what was understood.
pub fn reply_to(at: &Situation<'_>, understood: &Understood) -> Reply {
    if at.plan.phases.is_empty() || (understood.workloads.is_empty() && understood.phases.is_empty()) {
        return Reply::Nothing;
    }
    let phases: Vec<PhaseId> = match understood.phases.as_slice() {
        [] => at.plan.phases.iter().map(|phase| phase.id).collect(),
        phases => phases.to_vec(),
    };
    let workloads = match understood.workloads.as_slice() {
        [] => Workload::ALL.to_vec(),
        workloads => workloads.to_vec(),
    };
    let mut choices = Vec::new();
    for phase in &phases {
        for workload in &workloads {
            let day = day_of(at, *phase, understood.when);
            let asked = Asked { phase: *phase, workload: *workload, day };
            if let Some(answer) = owner_answer(at, asked.phase, asked.workload, asked.day) {
                choices.push((asked, answer));
            }
        }
    }
    if choices.len() == 1
        && let Some((_, answer)) = choices.pop()
    {
        return Reply::One(Box::new(answer));
    }
    let question = match (phases.len(), workloads.len()) {
        (1, _) => "Which workload?",
        (_, 1) => "Which phase?",
        _ => "Which workload on which phase?",
    };
    let label = |asked: &Asked| {
        let title = || at.plan.phase_index(asked.phase).map_or(String::new(), |index| at.title(index));
        match (phases.len(), workloads.len()) {
            (1, _) => asked.workload.name().to_owned(),
            (_, 1) => title(),
            _ => format!("{}, {}", asked.workload.short_name(), title()),
        }
    };
    let choice = |(asked, answer): (Asked, OwnerAnswer)| Choice {
        asked,
        label: label(&asked),
        authority: answer.authority,
        brief: brief(&answer),
    };
    Reply::Which { question, choices: choices.into_iter().map(choice).collect() }
}

/// `Configuration Manager, to come on 9 Nov 2026`
pub fn brief(answer: &OwnerAnswer) -> String {
    let owner = &answer.owner;
    let Some(main) = owner.main() else { return manager(answer.authority).to_owned() };
    let day = match main.since {
        Some(since) => format!(" since {}", format::date(since)),
        None => owner.next.map_or(String::new(), |next| format!(", next {}", format::date(next.day))),
    };
    format!("{}, {}{day}", manager(main.authority), reason_name(main.why))
}

/// The day that is meant on a phase; the status date where it has none.
pub fn day_of(at: &Situation<'_>, phase: PhaseId, when: Option<When>) -> NaiveDate {
    let dates = at.plan.phase_index(phase).and_then(|index| at.dates(index));
    let day = match when {
        None => None,
        Some(When::On(day)) => Some(day),
        Some(When::Start) => dates.and_then(|dates| dates.start),
        Some(When::Gate) => dates.and_then(|dates| dates.gate),
        Some(When::Finish) => at.outlook.expected.finish,
    };
    day.unwrap_or_else(|| at.today())
}

/// What the words name.
pub fn understand(at: &Situation<'_>, text: &str) -> Understood {
    let mut reader = Reader { words: words(text), at };
    // A phase's own name comes first: "Head office" is no Office, and "phase 2 March 1st" not 2 March.
    let named = reader.take_phases();
    let is_back = asks_back(&reader.words);
    let date = reader.take_date();
    for manager in MANAGERS {
        reader.take_phrase(manager);
    }
    let workloads = reader.take_workloads();
    let phases = if named.is_empty() { reader.take_parts_of_phases() } else { named };
    let when = date.or_else(|| reader.take_event());
    Understood { workloads, phases, when, is_back, unknown: reader.left() }
}

/// Takes words out of a question as it understands them.
struct Reader<'a> {
    words: Vec<Option<String>>,
    at: &'a Situation<'a>,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> Option<&str> {
        self.words.get(at)?.as_deref()
    }

    fn take(&mut self, from: usize, n: usize) {
        for word in self.words.iter_mut().skip(from).take(n) {
            *word = None;
        }
    }

    /// The place of these words in a row.
    fn find(&self, phrase: &[String]) -> Option<usize> {
        let fits = |from: usize| {
            phrase.iter().enumerate().all(|(n, word)| self.word(from + n) == Some(word.as_str()))
        };
        (0..self.words.len()).find(|from| !phrase.is_empty() && fits(*from))
    }

    fn take_phrase(&mut self, phrase: &str) -> bool {
        let phrase: Vec<String> = words(phrase).into_iter().flatten().collect();
        let Some(from) = self.find(&phrase) else { return false };
        self.take(from, phrase.len());
        true
    }

    fn take_date(&mut self) -> Option<When> {
        for place in 0..self.words.len() {
            let Some((date, n)) = self.date_at(place) else { continue };
            self.take(place, n);
            return Some(When::On(date));
        }
        None
    }

    /// A date that begins at a word, with the number of its words.
    fn date_at(&self, place: usize) -> Option<(NaiveDate, usize)> {
        let word = self.word(place)?;
        let today = self.at.today();
        match word {
            "today" | "now" => return Some((today, 1)),
            "tomorrow" => return Some((today.checked_add_days(Days::new(1))?, 1)),
            "yesterday" => return Some((today.checked_sub_days(Days::new(1))?, 1)),
            _ => {}
        }
        if let Ok(day) = word.parse::<NaiveDate>() {
            return Some((day, 1));
        }
        if let Some(day) = numbers(word) {
            return Some((day, 1));
        }
        let second = self.word(place + 1);
        let (day, month, n) = match (day_number(word), format::month_of(word), second) {
            (Some(day), _, Some("of")) => (day, format::month_of(self.word(place + 2)?)?, 3),
            (Some(day), _, Some(second)) => (day, format::month_of(second)?, 2),
            (None, Some(month), Some(second)) => (day_number(second)?, month, 2),
            _ => return None,
        };
        // After day and month two digits may as well be a phase's number.
        let year = self.word(place + n).and_then(|word| word.parse::<i32>().ok());
        match year.filter(|year| *year >= 100).and_then(full_year) {
            Some(year) => Some((NaiveDate::from_ymd_opt(year, month, day)?, n + 1)),
            None => Some((self.near(month, day)?, n)),
        }
    }

    /// A day without a year: the next one, unless only the one before lies within the plan.
    fn near(&self, month: u32, day: u32) -> Option<NaiveDate> {
        let (plan, today) = (self.at.plan, self.at.today());
        let of = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
        // Only every fourth year has a 29 February.
        let next = (today.year()..today.year() + 8).filter_map(of).find(|date| *date >= today)?;
        let before = (today.year() - 8..=today.year()).rev().filter_map(of).find(|date| *date < today);
        let end = self.at.outlook.expected.finish.unwrap_or_else(|| plan.horizon());
        let is_within = |date: &NaiveDate| *date >= plan.start && *date <= end;
        Some(match before.filter(is_within) {
            Some(before) if !is_within(&next) => before,
            _ => next,
        })
    }

    /// Phases by their whole name or label, the longest first.
    fn take_phases(&mut self) -> Vec<PhaseId> {
        let mut names = Vec::new();
        for (index, phase) in self.at.plan.phases.iter().enumerate() {
            names.push((phase.name.clone(), phase.id));
            names.push((self.at.label(index), phase.id));
        }
        names.sort_by_key(|(name, _)| std::cmp::Reverse(words(name).len()));
        let mut found = Vec::new();
        for (name, id) in names {
            if self.take_phrase(&name) && !found.contains(&id) {
                found.push(id);
            }
        }
        if found.is_empty() {
            found.extend(self.take_numbered());
        }
        // "Wave 2 Clinics North" names one phase twice; two names are two phases, in the plan's order.
        found.sort_by_key(|id| self.at.plan.phase_index(*id));
        found
    }

    /// `phase 4`: by its place in the plan.
    fn take_numbered(&mut self) -> Option<PhaseId> {
        let place = (0..self.words.len()).find(|at| self.word(*at) == Some("phase"))?;
        let number: usize = self.word(place + 1)?.parse().ok()?;
        let phase = self.at.plan.phases.get(number.checked_sub(1)?)?.id;
        self.take(place, 2);
        Some(phase)
    }

    fn take_workloads(&mut self) -> Vec<Workload> {
        let mut names: Vec<(&str, Workload)> = Workload::ALL.iter().map(|w| (w.name(), *w)).collect();
        for (workload, called) in CALLED {
            names.extend(called.iter().map(|name| (*name, *workload)));
        }
        names.sort_by_key(|(name, _)| std::cmp::Reverse(words(name).len()));
        let mut found = Vec::new();
        for (name, workload) in names {
            if self.take_phrase(name) && !found.contains(&workload) {
                found.push(workload);
            }
        }
        if found.is_empty() {
            found.extend(self.take_misspelt());
        }
        found.sort();
        found
    }

    /// A long word of a workload's name with one letter wrong.
    fn take_misspelt(&mut self) -> Option<Workload> {
        let names = || Workload::ALL.into_iter().map(|w| (w, w.name()));
        let called = CALLED.iter().flat_map(|(w, names)| names.iter().map(|name| (*w, *name)));
        let vocabulary: Vec<(Workload, String)> = names()
            .chain(called)
            .flat_map(|(w, name)| words(name).into_iter().flatten().map(move |word| (w, word)))
            .filter(|(_, word)| word.len() >= 6 && !is_filler(word))
            .collect();
        for place in 0..self.words.len() {
            let Some(word) = self.word(place).filter(|word| word.len() >= 6) else { continue };
            let near: Vec<Workload> = vocabulary
                .iter()
                .filter(|(_, known)| is_one_off(word, known))
                .map(|(workload, _)| *workload)
                .collect();
            if let Some(first) = near.first().copied().filter(|first| near.iter().all(|w| w == first)) {
                self.take(place, 1);
                return Some(first);
            }
        }
        None
    }

    /// Phases of whose names single words are given: "south", "hospital".
    fn take_parts_of_phases(&mut self) -> Vec<PhaseId> {
        let mut fitting: Option<Vec<PhaseId>> = None;
        for place in 0..self.words.len() {
            let Some(word) = self.word(place).filter(|word| word.len() >= 2) else { continue };
            if is_filler(word) {
                continue;
            }
            let fits = |name: &str| {
                let own = words(name).into_iter().flatten();
                own.into_iter().any(|own| {
                    own == word || (word.len() >= 3 && own.starts_with(word)) || is_one_off(word, &own)
                })
            };
            let of_word: Vec<PhaseId> = self
                .at
                .plan
                .phases
                .iter()
                .enumerate()
                .filter(|(index, phase)| fits(&phase.name) || fits(&self.at.label(*index)))
                .map(|(_, phase)| phase.id)
                .collect();
            if of_word.is_empty() {
                continue;
            }
            self.take(place, 1);
            let before = fitting.take();
            let both: Vec<PhaseId> = match &before {
                Some(before) => of_word.iter().copied().filter(|id| before.contains(id)).collect(),
                None => of_word.clone(),
            };
            fitting = Some(if both.is_empty() { before.unwrap_or(of_word) } else { both });
        }
        fitting.unwrap_or_default()
    }

    /// "at the gate", "at the start", "at the end".
    fn take_event(&mut self) -> Option<When> {
        for (word, when) in
            [("gate", When::Gate), ("start", When::Start), ("finish", When::Finish), ("end", When::Finish)]
        {
            if self.take_phrase(word) {
                return Some(when);
            }
        }
        None
    }

    fn left(self) -> Vec<String> {
        self.words.into_iter().flatten().filter(|word| !is_filler(word)).collect()
    }
}

#[cfg(test)]
#[path = "owner_question/owner_question_tests.rs"]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests;
