//! How well typed letters fit a name: they must stand in it in order, and fit better at the beginnings of
//! words and side by side. No drawing.

/// None = it does not fit; more = better.
pub fn score(typed: &str, name: &str) -> Option<i32> {
    if name.chars().count() > LONGEST_NAME {
        return is_said(typed, name).then_some(0);
    }
    let letters: Vec<char> = typed.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let Some(first) = letters.first() else { return Some(0) };
    let starts = name.iter().enumerate().filter(|(_, c)| *c == first).map(|(at, _)| at);
    let best = starts.filter_map(|start| from(start, &letters, &name)).max()?;
    // Of two names that fit alike, the shorter is meant.
    Some(best - name.len() as i32 / 8)
}

/// In anything longer every few letters stand somewhere in order: a sentence fits by its words.
const LONGEST_NAME: usize = 48;

fn is_said(typed: &str, sentence: &str) -> bool {
    sentence.to_lowercase().contains(typed.trim().to_lowercase().as_str())
}

fn from(start: usize, letters: &[char], name: &[char]) -> Option<i32> {
    let mut total = 0;
    let mut last: Option<usize> = None;
    let mut at = start;
    for letter in letters {
        let next = name.get(at..)?.iter().position(|c| c == letter)? + at;
        let begins_word = next == 0 || name.get(next - 1).is_some_and(|c| !c.is_alphanumeric());
        let follows = last.is_some_and(|last| last + 1 == next);
        total += if begins_word { 8 } else { 1 } + if follows { 6 } else { 0 };
        total -= last.map_or(0, |last| ((next - last - 1) as i32).min(3));
        last = Some(next);
        at = next + 1;
    }
    Some(total + if start == 0 { 4 } else { 0 })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn best<'a>(typed: &str, names: &[&'a str]) -> Option<&'a str> {
        let fits = names.iter().filter_map(|name| Some((score(typed, name)?, *name)));
        fits.max_by_key(|(score, _)| *score).map(|(_, name)| name)
    }

    #[test]
    fn the_meant_command_comes_first() {
        let names = ["Save", "Save as…", "Save as scenario…", "Go to Phases", "Pause rollout…", "Present"];
        assert_eq!(best("save", &names), Some("Save"));
        assert_eq!(best("sas", &names), Some("Save as…"), "the shorter of two that fit alike");
        assert_eq!(best("scen", &names), Some("Save as scenario…"));
        assert_eq!(best("pa", &names), Some("Pause rollout…"));
        assert_eq!(best("phas", &names), Some("Go to Phases"));
        assert_eq!(best("PRES", &names), Some("Present"));
        assert_eq!(best("xq", &names), None);
    }

    #[test]
    fn a_sentence_fits_by_its_words_alone() {
        let sentence = "Wave 2 switches Windows Update policies without a Patch Tuesday in its pilot.";
        assert!(score("patch tues", sentence).is_some());
        assert_eq!(score("undo", sentence), None);
    }

    #[test]
    fn nothing_typed_fits_everything_and_letters_must_keep_their_order() {
        assert_eq!(score("", "Anything"), Some(0));
        assert!(score("ed", "Redo").is_some());
        assert_eq!(score("de", "Redo"), None);
    }
}
