//! Questions typed into the palette: who manages what on a day, and what happens if it is taken back.

use crate::document::{Dialog, OwnerDraft, TakeBackDraft};
use crate::picture::format;
use crate::plan::PhaseScope;
use crate::report::owner_question::{Understood, When, understand};
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
    (is_question || (is_named && read.unknown.is_empty())).then(|| owner(input, typed, &read))
}

fn take_back(input: &ViewInput<'_>, read: Understood) -> (String, Action) {
    let day = match read.when {
        Some(When::On(day)) => day,
        _ => next_day(input.plan),
    };
    let names: Vec<String> = read.workloads.iter().map(|workload| workload.name().to_owned()).collect();
    let name = format!("Take {} back on {}…", list(&names), format::date(day));
    let phases = if read.phases.is_empty() { PhaseScope::All } else { PhaseScope::Only(read.phases) };
    let draft = TakeBackDraft { workloads: read.workloads, phases, day };
    (name, Action::Ask(Dialog::TakeBack(draft)))
}

fn owner(input: &ViewInput<'_>, typed: &str, read: &Understood) -> (String, Action) {
    let situation = input.situation();
    let draft = OwnerDraft::new(typed, input.plan.status_date);
    let draft = crate::views::dialogs::understood_owner(input, draft);
    let what = read.workloads.first().filter(|_| read.workloads.len() == 1).map_or("what", |w| w.name());
    let phase = draft.phase.and_then(|phase| input.plan.phase_index(phase));
    let whom = phase.map_or(String::new(), |index| format!(" on {}", situation.title(index)));
    let name = format!("Who manages {what}{whom} on {}?", format::date(draft.day));
    (name, Action::Ask(Dialog::Owner(draft)))
}
