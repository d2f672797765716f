//! Words of questions about who manages what: what workloads are called, how days are written, and what
//! carries no meaning.

use chrono::NaiveDate;

use crate::plan::Workload;

/// What workloads are called, beside their own names. The first words in a row of them that fit count.
pub(super) const CALLED: &[(Workload, &[&str])] = &[
    (Workload::CompliancePolicies, &["compliance policy", "compliance"]),
    (
        Workload::WindowsUpdatePolicies,
        &["windows updates", "windows update", "wufb", "updates", "update", "patching", "patches"],
    ),
    (
        Workload::ResourceAccessPolicies,
        &["resource access", "vpn", "wi fi", "wifi", "certificates", "certificate profiles"],
    ),
    (
        Workload::EndpointProtection,
        &["defender", "antivirus", "firewall", "bitlocker", "protection", "security"],
    ),
    (
        Workload::DeviceConfiguration,
        &["device config", "device settings", "configuration", "settings", "configuration profiles"],
    ),
    (
        Workload::OfficeClickToRun,
        &[
            "office click to run",
            "click to run",
            "microsoft 365 apps",
            "m365 apps",
            "microsoft 365",
            "m365",
            "office",
        ],
    ),
    (Workload::ClientApps, &["client app", "applications", "application", "apps", "app", "software"]),
];

/// Words that ask for the way back to Configuration Manager.
const BACK: &[&str] =
    &["back", "return", "returns", "returned", "returning", "revert", "reverted", "reverting", "rollback"];

/// Words that ask who has something, whatever else they say.
const WHO: &[&str] = &["who", "whose"];

/// Whether the words ask what it takes to go back.
pub(super) fn asks_back(words: &[Option<String>]) -> bool {
    let has = |any: &[&str]| words.iter().flatten().any(|word| any.contains(&word.as_str()));
    let to_intune =
        words.windows(2).any(|two| matches!(two, [Some(a), Some(b)] if a == "to" && b == "intune"));
    has(BACK) && !has(WHO) && !to_intune
}

/// Where workloads are and where they go: the "configuration" in it is no workload.
pub(super) const MANAGERS: &[&str] =
    &["configuration manager", "config manager", "configmgr", "sccm", "mecm", "intune"];

/// Whether a word carries no meaning here.
pub(super) fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word) || BACK.contains(&word)
}

/// Words that carry no meaning here.
const FILLERS: &[&str] = &[
    "who",
    "whose",
    "what",
    "which",
    "manages",
    "manage",
    "managed",
    "managing",
    "owns",
    "own",
    "owned",
    "owner",
    "has",
    "have",
    "had",
    "in",
    "on",
    "of",
    "the",
    "a",
    "an",
    "is",
    "are",
    "was",
    "were",
    "will",
    "be",
    "for",
    "by",
    "at",
    "to",
    "over",
    "does",
    "do",
    "did",
    "and",
    "with",
    "from",
    "workload",
    "workloads",
    "policies",
    "policy",
    "phase",
    "phases",
    "authority",
    "day",
    "date",
    "then",
    "it",
    "there",
    "devices",
    "device",
    "as",
    "happens",
    "happen",
    "if",
    "when",
    "would",
    "we",
    "i",
    "take",
    "takes",
    "taken",
    "taking",
    "go",
    "goes",
    "going",
    "give",
    "given",
    "giving",
    "switch",
    "switched",
    "switching",
    "roll",
    "rolled",
];

/// Small letters without signs; hyphens part words, but not the parts of a date.
pub(super) fn words(text: &str) -> Vec<Option<String>> {
    let text = text.to_lowercase().replace(['’', '\''], "");
    let part = |word: &str| -> Vec<String> {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.parse::<NaiveDate>().is_ok() || word.contains('.') || word.contains('/') {
            return vec![word.to_owned()];
        }
        word.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    text.split_whitespace().flat_map(part).filter(|word| !word.is_empty()).map(Some).collect()
}

/// `1`, `1st`, `22nd`.
pub(super) fn day_number(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    let day: u32 = digits.parse().ok()?;
    (["", "st", "nd", "rd", "th"].contains(&ending) && (1..=31).contains(&day)).then_some(day)
}

/// A year that a plan can be about; of two digits it is one of this century.
pub(super) fn full_year(year: i32) -> Option<i32> {
    let year = if (0..100).contains(&year) { 2000 + year } else { year };
    (1990..=2100).contains(&year).then_some(year)
}

/// `1.3.2027` has the day first; `3/1/2027` is read only where it can be no other day.
pub(super) fn numbers(word: &str) -> Option<NaiveDate> {
    let parts: Vec<u32> = word.split(['.', '/']).map_while(|part| part.parse().ok()).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    let year = full_year(i32::try_from(*year).ok()?)?;
    let day_first = NaiveDate::from_ymd_opt(year, *second, *first);
    let month_first = NaiveDate::from_ymd_opt(year, *first, *second);
    match (word.contains('/'), day_first, month_first) {
        (false, day, _) => day,
        (true, Some(a), Some(b)) => (a == b).then_some(a),
        (true, a, b) => a.or(b),
    }
}

/// The two words differ by one letter put in, left out or exchanged.
pub(super) fn is_one_off(a: &str, b: &str) -> bool {
    if a.len().min(b.len()) < 5 {
        return false;
    }
    let (short, long) = if a.chars().count() <= b.chars().count() { (a, b) } else { (b, a) };
    let (short, long): (Vec<char>, Vec<char>) = (short.chars().collect(), long.chars().collect());
    let same = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    match long.len() - short.len() {
        0 => short.get(same + 1..) == long.get(same + 1..),
        1 => short[same..] == long[same + 1..],
        _ => false,
    }
}
