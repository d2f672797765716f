//! Questions typed into the palette: who manages what on a day, and what happens if it is taken back.

use crate::document::{Dialog, OwnerDraft, TakeBackDraft};
use crate::picture::format;
use crate::plan::PhaseScope;
use crate::report::owner_question::{Understood, When, day_of, understand};
use crate::report::wording::list;
use crate::views::workloads::next_day;
use crate::views::{Action, ViewInput};

/// What the words ask, in full, and the dialog that answers; none where they ask nothing.
pub fn asked(input: &ViewInput<'_>, typed: &str) -> Option<(String, Action)> {
    // One word is a command's or a phase's name.
    if !typed.trim().contains(' ') || input.plan.phases.is_empty() {
        return None;
    }
    let words: Vec<String> = typed.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let has = |any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
    let read = understand(&input.situation(), typed);
    if has(&["back", "return", "returns", "revert", "rollback"]) && !read.workloads.is_empty() {
        return Some(take_back(input, read));
    }
    let is_question =
        has(&["who", "whose", "manages", "owns"]) && (!read.workloads.is_empty() || !read.phases.is_empty());
    let is_named = read.workloads.len() == 1 && (read.when.is_some() || read.phases.len() == 1);
    (is_question || (is_named && read.unknown.is_empty())).then(|| owner(input, typed, read))
}

fn take_back(input: &ViewInput<'_>, read: Understood) -> (String, Action) {
    let situation = input.situation();
    let day = match (read.when, read.phases.as_slice()) {
        (Some(When::On(day)), _) => Some(day),
        (Some(When::Finish), _) => input.outlook.expected.finish,
        // A gate of several phases is no one day.
        (Some(_), [phase]) => Some(day_of(&situation, *phase, read.when)),
        _ => None,
    };
    let day = day.unwrap_or_else(|| next_day(input.plan));
    let names: Vec<String> = read.workloads.iter().map(|workload| workload.name().to_owned()).collect();
    let name = format!("Take {} back on {}…", list(&names), format::date(day));
    let phases = if read.phases.is_empty() { PhaseScope::All } else { PhaseScope::Only(read.phases) };
    let draft = TakeBackDraft { workloads: read.workloads, phases, day };
    (name, Action::Ask(Dialog::TakeBack(draft)))
}

fn owner(input: &ViewInput<'_>, typed: &str, asked: Understood) -> (String, Action) {
    let what = match asked.workloads.as_slice() {
        [workload] => workload.name(),
        _ => "what",
    };
    let index = match asked.phases.as_slice() {
        [phase] => input.plan.phase_index(*phase),
        _ => None,
    };
    let whom = index.map_or(String::new(), |index| format!(" on {}", input.situation().title(index)));
    let when = match asked.when {
        Some(When::On(day)) => format!("on {}", format::date(day)),
        Some(When::Start) => "at the start".to_owned(),
        Some(When::Gate) => "at the gate".to_owned(),
        Some(When::Finish) => "at the finish".to_owned(),
        None => format!("on {}", format::date(input.plan.status_date)),
    };
    let name = format!("Who manages {what}{whom} {when}?");
    let draft = OwnerDraft { typed: typed.to_owned(), asked };
    (name, Action::Ask(Dialog::Owner(draft)))
}
