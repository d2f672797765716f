//! Numbers, dates, rules and assumptions of a plan in plain words, the same on every page and in files.
//! It decides nothing; it only says.

use chrono::NaiveDate;

use super::{
    Anchor, Assumption, Bound, Criterion, FullSwitch, Parameter, Phase, PhaseId, Plan, Relative, StartRule,
    Strength, SwitchRule, Task,
};

/// `14 Oct 2026`.
pub fn date(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// `14 Oct`, where the year is clear.
pub fn short_date(day: NaiveDate) -> String {
    day.format("%-d %b").to_string()
}

/// The first letter small, for a phrase that stands within a sentence.
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().collect::<String>() + letters.as_str())
}

/// What any number of devices are whose Windows is too old: `426 in need of an OS update`.
pub const NEEDS_OS_UPDATE: &str = "in need of an OS update";

/// A name as letters and digits that every program takes in an identifier; empty where it has none of them.
pub fn slug(name: &str) -> String {
    const LONGEST: usize = 40;
    let kept = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    let text: String = kept.collect();
    let words: Vec<&str> = text.split('-').filter(|word| !word.is_empty()).collect();
    let mut slug = words.join("-");
    slug.truncate(LONGEST);
    slug.trim_end_matches('-').to_owned()
}

/// A sign of some bytes that is the same at all times and on all machines (64-bit FNV-1a): two of them do not match
/// by accident, though they can be made to.
pub fn fingerprint(bytes: impl IntoIterator<Item = u8>) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, mix)
}

/// `12,400`.
pub fn count(n: impl Into<u64>) -> String {
    let digits = n.into().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `12,400 devices`, `1 device`.
pub fn devices(n: impl Into<u64>) -> String {
    let n = n.into();
    if n == 1 { "1 device".into() } else { format!("{} devices", count(n)) }
}

/// `5 working days`, `1 working day`.
pub fn working_days(n: u32) -> String {
    if n == 1 { "1 working day".into() } else { format!("{} working days", count(n)) }
}

/// As many decimals as the number needs, three at most: `12,400`, `0.05`.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return "unknown".into();
    }
    let rounded = format!("{:.3}", value.abs());
    let (whole, decimals) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let decimals = decimals.trim_end_matches('0');
    let sign =
        if value < 0.0 && (rounded.chars().any(|c| c.is_ascii_digit() && c != '0')) { "–" } else { "" };
    let whole = whole.parse::<u64>().map_or_else(|_| whole.to_owned(), count);
    if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") }
}

/// `95%`, `94.5%`.
pub fn percent(share: f64) -> String {
    format!("{}%", number((share * 1000.0).round() / 10.0))
}

/// What a parameter's mean says: "94 of 100 enroll at the first attempt".
pub fn mean(parameter: Parameter, mean: f64) -> String {
    let of_100 = || number((mean * 1000.0).round() / 10.0);
    match parameter {
        Parameter::Success => format!("{} of 100 enroll at the first attempt", of_100()),
        Parameter::Reach => format!("{} of 100 waiting devices are reached on a working day", of_100()),
        Parameter::Stale => format!("{} of 100 targeted devices never check in", of_100()),
        Parameter::Repair => format!("{} of 100 failed devices are repaired on a working day", of_100()),
        Parameter::Unfixable => format!("{} of 100 failures cannot be repaired", of_100()),
        Parameter::TicketFactor if mean == 1.0 => "tickets come at the rates given".into(),
        Parameter::TicketFactor => format!("{} times the tickets of the rates given", number(mean)),
        Parameter::HalfLife if mean == 0.0 => "all tickets come on the day itself".into(),
        Parameter::HalfLife => {
            let days =
                if mean == 1.0 { "1 working day".into() } else { format!("{} working days", number(mean)) };
            format!("half of the tickets have come after {days}")
        }
    }
}

/// How sure: "as sure as after 40 attempts", "beyond doubt".
pub fn strength(parameter: Parameter, strength: Strength) -> String {
    let Strength::Observations(n) = strength else { return "beyond doubt".into() };
    let what = match parameter {
        Parameter::Success => ("attempt", "attempts"),
        Parameter::Reach => ("try", "tries"),
        Parameter::Stale => ("device", "devices"),
        Parameter::Repair => ("repair", "repairs"),
        Parameter::Unfixable => ("failure", "failures"),
        Parameter::TicketFactor => ("ticket", "tickets"),
        Parameter::HalfLife => ("observation", "observations"),
    };
    format!("as sure as after {} {}", number(n), if n == 1.0 { what.0 } else { what.1 })
}

/// "94 of 100 enroll at the first attempt, as sure as after 40 attempts".
pub fn assumption(parameter: Parameter, assumption: &Assumption) -> String {
    format!("{}, {}", mean(parameter, assumption.mean), strength(parameter, assumption.strength))
}

/// How alike the phases are in success.
pub fn between_phases(attempts: Option<f64>) -> String {
    attempts.map_or_else(
        || "all phases enroll exactly alike".into(),
        |n| format!("phases resemble each other as {} attempts of one would", number(n)),
    )
}

/// When a phase joins a pilot collection: "at enrollment", "5 working days after the gate".
pub fn switch_rule(rule: SwitchRule) -> String {
    match rule {
        SwitchRule::Never => "stays with Configuration Manager".into(),
        SwitchRule::AtEnrollment | SwitchRule::AfterStart(0) => "at enrollment".into(),
        SwitchRule::AfterStart(days) => format!("{} after the start", working_days(days)),
        SwitchRule::AfterGate(0) => "right after the gate".into(),
        SwitchRule::AfterGate(days) => format!("{} after the gate", working_days(days)),
        SwitchRule::OnDate(day) => format!("on {}", date(day)),
    }
}

/// When a slider goes to Intune: "stays in Pilot", "5 working days after the last gate".
pub fn full_switch(full: FullSwitch, plan: &Plan) -> String {
    match full {
        FullSwitch::Never => "stays in Pilot".into(),
        FullSwitch::OnDate(day) => format!("on {}", date(day)),
        FullSwitch::AfterGate { phase, days } => {
            let is_there = plan.phase(phase).is_some();
            let name = if is_there { plan.phase_name(phase) } else { "a phase that is gone".to_owned() };
            after(days, &format!("the gate of {name}"))
        }
        FullSwitch::AfterLast(days) => after(days, "the last gate"),
    }
}

/// When a phase starts: "1 working day after the gate of Pilot, not before 5 Oct 2026".
pub fn start_rule(rule: StartRule, previous: Option<&Phase>) -> String {
    let waits = rule.after_previous.zip(previous);
    let waits = waits.map(|(days, previous)| after(days, &format!("the gate of {}", previous.name)));
    match (waits, rule.not_before) {
        (Some(waits), Some(day)) => format!("{waits}, not before {}", date(day)),
        (Some(waits), None) => waits,
        (None, Some(day)) => format!("on {}", date(day)),
        (None, None) => "with the plan".into(),
    }
}

/// What a task belongs to: "the start of Clinics North", "the first switch of Client apps".
pub fn anchor(anchor: &Anchor, plan: &Plan) -> String {
    let name = |phase: PhaseId| {
        plan.phase(phase).map_or_else(|| "a phase of a scenario".to_owned(), |_| plan.phase_name(phase))
    };
    match anchor {
        Anchor::Cell { workload, phase } => format!("the switch of {} on {}", workload.name(), name(*phase)),
        Anchor::First(workload) => format!("the first switch of {}", workload.name()),
        Anchor::Full(workload) => format!("the full switch of {}", workload.name()),
        Anchor::PhaseStart(phase) => format!("the start of {}", name(*phase)),
        Anchor::PhaseTargeted(phase) => format!("the last targeting of {}", name(*phase)),
        Anchor::PhaseGate(phase) => format!("the gate of {}", name(*phase)),
        Anchor::Milestone(kind) => format!("the milestone {}", kind.name()),
        Anchor::Finish => "the finish".into(),
        Anchor::Date(day) => date(*day),
    }
}

/// When a task is due by its rule: "15 working days before the start of Clinics North".
pub fn task_day(task: &Task, plan: &Plan) -> String {
    relative_day(&task.anchor, task.days, plan)
}

/// The same of a milestone that moves.
pub fn milestone_day(relative: &Relative, plan: &Plan) -> String {
    relative_day(&relative.anchor, relative.days, plan)
}

fn relative_day(to: &Anchor, days: i32, plan: &Plan) -> String {
    let anchor = anchor(to, plan);
    let count = days;
    let days = working_days(days.unsigned_abs());
    match count {
        0 if matches!(to, Anchor::Date(_)) => format!("on {anchor}"),
        0 => format!("with {anchor}"),
        before if before < 0 => format!("{days} before {anchor}"),
        _ => format!("{days} after {anchor}"),
    }
}

/// What a criterion asks: "at least 95%", "5 working days", "signed".
pub fn asked(criterion: &Criterion) -> String {
    match criterion {
        Criterion::Coverage { min } | Criterion::Success { min } => format!("at least {}", percent(*min)),
        Criterion::Soak { days } | Criterion::SwitchSoak { days } => working_days(*days),
        Criterion::TicketsPer100 { max } => format!("at most {}", number(*max)),
        Criterion::DeskLoad { max } => format!("at most {}", percent(*max)),
        Criterion::Wait { max_days } => format!("at most {} days", number(*max_days)),
        Criterion::Measured { bound, .. } => {
            let said = |limit: f64| if bound.is_share() { percent(limit) } else { number(limit) };
            match bound {
                Bound::Min(min) => format!("at least {}", said(*min)),
                Bound::Max(max) => format!("at most {}", said(*max)),
            }
        }
        Criterion::SignOff { .. } => "signed".into(),
    }
}

fn after(days: u32, what: &str) -> String {
    if days == 0 { format!("right after {what}") } else { format!("{} after {what}", working_days(days)) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::{Assumptions, PhaseId, PhaseKind};

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, month, day).unwrap()
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!([count(0_u32), count(999_u32), count(12_400_u32)], ["0", "999", "12,400"]);
        assert_eq!(count(1_000_000_u32), "1,000,000");
        assert_eq!(
            [number(0.05), number(12_400.0), number(-1.5), number(-0.0)],
            ["0.05", "12,400", "–1.5", "0"]
        );
        assert_eq!([percent(0.95), percent(0.945), percent(1.0)], ["95%", "94.5%", "100%"]);
        assert_eq!([number(f64::NAN), number(f64::INFINITY)], ["unknown", "unknown"]);
        assert_eq!(devices(1_u32), "1 device");
    }

    #[test]
    fn a_slug_has_plain_letters_only() {
        assert_eq!([slug("Ünïcode 🎉 Plan"), slug("🎉"), slug("")], ["n-code-plan", "", ""]);
        assert!(slug(&"long name ".repeat(50)).len() <= 40);
    }

    #[test]
    fn an_assumption_is_said_in_plain_words() {
        let assumptions = Assumptions::default();
        let say = |parameter| assumption(parameter, assumptions.get(parameter));
        assert_eq!(
            say(Parameter::Success),
            "94 of 100 enroll at the first attempt, as sure as after 40 attempts"
        );
        assert_eq!(
            say(Parameter::HalfLife),
            "half of the tickets have come after 3 working days, beyond doubt"
        );
        assert_eq!(mean(Parameter::Stale, 0.025), "2.5 of 100 targeted devices never check in");
    }

    #[test]
    fn rules_name_what_they_wait_for() {
        let mut plan = Plan::new("P", day(1, 4));
        plan.phases.push(Phase::new(PhaseId(3), "Clinics", PhaseKind::Wave, 9));
        assert_eq!(switch_rule(SwitchRule::AfterGate(5)), "5 working days after the gate");
        assert_eq!(full_switch(FullSwitch::OnDate(day(2, 15)), &plan), "on 15 Feb 2027");
        let after_clinics = FullSwitch::AfterGate { phase: PhaseId(3), days: 1 };
        assert_eq!(full_switch(after_clinics, &plan), "1 working day after the gate of Clinics");
        let rule = StartRule { not_before: Some(day(2, 15)), after_previous: Some(0) };
        let text = start_rule(rule, plan.phases.first());
        assert_eq!(text, "right after the gate of Clinics, not before 15 Feb 2027");
        assert_eq!(start_rule(rule, None), "on 15 Feb 2027");
    }
}
