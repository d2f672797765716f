//! Questions typed into the palette: who manages what on a day, and what happens if it is taken back.

use crate::document::{Dialog, OwnerDraft, TakeBackDraft};
use crate::picture::format;
use crate::plan::PhaseScope;
use crate::report::benefits;
use crate::report::owner_question::{Understood, When, understand};
use crate::report::wording::list;
use crate::views::dialogs::take_back_draft;
use crate::views::{Action, ViewInput};

/// What the words ask, in full, and the dialog that answers; none where they ask nothing.
pub fn asked(input: &ViewInput<'_>, typed: &str) -> Option<(String, Action)> {
    // One word is a command's or a phase's name.
    if !typed.trim().contains(' ') || input.plan.phases.is_empty() {
        return None;
    }
    let words = words_of(typed);
    let has = |any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
    let read = understand(&input.situation(), typed);
    if read.is_back && (!read.workloads.is_empty() || !read.phases.is_empty()) {
        return Some(match take_back_draft(input, &read) {
            Some(draft) => take_back(input, draft),
            // The answer says why it cannot be.
            None => owner(input, typed, read),
        });
    }
    if let Some(gained) = gained(&words, has(&["when", "percent", "share"])) {
        return Some(gained);
    }
    let is_question =
        has(&["who", "whose", "manages", "owns"]) && (!read.workloads.is_empty() || !read.phases.is_empty());
    let is_named = read.workloads.len() == 1 && (read.when.is_some() || read.phases.len() == 1);
    (is_question || (is_named && read.unknown.is_empty())).then(|| owner(input, typed, read))
}

/// Small, with a sign for percent as the word.
fn words_of(typed: &str) -> Vec<String> {
    let said = typed.to_lowercase().replace('%', " percent ");
    let parts = said.split(|c: char| !c.is_alphanumeric() && c != '.');
    parts.map(|word| word.trim_matches('.').to_owned()).filter(|word| !word.is_empty()).collect()
}

/// `when will 80 % have conditional access`; a number without a percent is a wave's or a day's.
fn gained(words: &[String], is_question: bool) -> Option<(String, Action)> {
    let benefit = benefits::named(words).filter(|_| is_question)?;
    let named = words.windows(2).filter(|pair| pair[1] == "percent");
    let percent = named.filter_map(|pair| pair[0].parse::<u32>().ok()).find(|n| (1..=100).contains(n));
    let whose = percent.map_or_else(|| "devices".to_owned(), |percent| format!("{percent}% of devices"));
    Some((format!("When will {whose} have {}?", benefit.name), Action::ShowGained(percent)))
}

fn take_back(input: &ViewInput<'_>, draft: TakeBackDraft) -> (String, Action) {
    let names: Vec<String> = draft.workloads.iter().map(|workload| workload.name().to_owned()).collect();
    let what = if names.is_empty() { "workloads".to_owned() } else { list(&names) };
    let of = match &draft.phases {
        PhaseScope::Only(phases) => {
            let names: Vec<String> = phases.iter().map(|id| input.plan.phase_name(*id)).collect();
            format!(" of {}", list(&names))
        }
        PhaseScope::All => String::new(),
    };
    let name = format!("Take {what}{of} back on {}…", format::date(draft.day));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_called_a_percentage_is_a_share() {
        let share = |typed: &str| match gained(&words_of(typed), true) {
            Some((_, Action::ShowGained(percent))) => percent,
            _ => Some(0),
        };
        assert_eq!(share("when will 80 % have conditional access"), Some(80));
        assert_eq!(share("Conditional Access for 80% of Wave 3"), Some(80));
        assert_eq!(share("endpoint security, 100 percent"), Some(100));
        assert_eq!(share("when will Wave 3 have endpoint security"), None);
        assert_eq!(share("has everybody conditional access on 1 March"), None);
        assert_eq!(share("99.5% with endpoint security"), None, "it is not 5%");
    }
}
