//! What became of the devices of one phase: the funnel, the states of those targeted, and why some failed.
//! Counts are those of the newest record; what adds up to nothing is not shown.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::wording::agree;
use super::{Mark, Situation};
use crate::picture::format;
use crate::picture::funnel::{FunnelInput, FunnelStage};
use crate::picture::legend::Heading;
use crate::picture::pareto::{ParetoInput, ParetoRow};
use crate::picture::status_strip::{StatusPart, StatusStrip};
use crate::plan::enrollment_error;

/// Codes that have a row of their own; the rest is `Other`.
const CODES: usize = 5;

/// Eligible, targeted, enrolled, and the states of what was targeted.
pub fn funnel(at: &Situation<'_>, index: usize) -> Option<FunnelInput> {
    let phase = at.phase(index)?;
    let now = at.now(index);
    let total = u64::from(phase.devices);
    // Who was targeted was ready, whatever the counts of the plan say.
    let eligible = u64::from(phase.ready_by(at.today()).max(now.targeted.min(phase.devices)));
    let (targeted, enrolled) = (u64::from(now.targeted), u64::from(now.enrolled));
    let note =
        |n: u64, words: &str| if n == 0 { String::new() } else { format!("{} {words}", format::count(n)) };
    let waiting = eligible.saturating_sub(targeted);
    let waits = if waiting == 1 { "waits for a slot" } else { "wait for a slot" };
    let stage = |label: &str, note, devices| FunnelStage { label: label.into(), note, devices };
    Some(FunnelInput {
        heading: Some(Heading::new(
            "Enrollment funnel",
            format!("of {}", format::plural(total, "device", "devices")),
        )),
        total,
        stages: vec![
            stage("Eligible", note(total - eligible.min(total), "not ready"), eligible),
            stage("Targeted", note(waiting, waits), targeted),
            stage("Enrolled", note(targeted.saturating_sub(enrolled), "pending or failed"), enrolled),
        ],
        status: status(at, index),
    })
}

/// The states of the devices targeted; none before anything was targeted.
pub fn status(at: &Situation<'_>, index: usize) -> Option<StatusStrip> {
    let now = at.now(index);
    if now.targeted == 0 {
        return None;
    }
    let part = |label: &str, verdict, devices: u32| StatusPart {
        label: label.into(),
        verdict,
        devices: devices.into(),
    };
    let mut parts = vec![part("Enrolled", Mark::Met, now.enrolled)];
    match (now.pending, now.stale) {
        (Some(pending), Some(stale)) => {
            parts.push(part("Pending", Mark::Risk, pending));
            parts.push(part("Not checked in", Mark::Empty, stale));
        }
        _ => parts.push(part("Not heard of", Mark::Risk, now.unheard)),
    }
    parts.push(part("Failed", Mark::Missed, now.failed));
    parts.push(part("Given up", Mark::Missed, now.abandoned));
    parts.retain(|part| part.devices > 0 || part.verdict == Mark::Met);
    let title = format!("Status of {} targeted", format::count(now.targeted.into()));
    Some(StatusStrip { title, parts })
}

/// Why devices failed, by the newest codes typed in.
#[derive(Clone, Debug, PartialEq)]
pub struct Failures {
    pub title: String,
    pub subtitle: String,
    /// None when no code was typed in.
    pub pareto: Option<ParetoInput>,
    /// What to do when there is nothing to show.
    pub empty: String,
}

pub fn failures(at: &Situation<'_>, index: usize) -> Failures {
    let now = at.now(index);
    let failed = u64::from(now.failed) + u64::from(now.abandoned);
    let (as_of, codes) = newest_codes(at, index);
    let typed: u64 = codes.iter().map(|(_, devices)| devices).sum();
    let title = match failed.max(typed) {
        0 => "Why devices failed".to_owned(),
        1 => "Why 1 device failed".to_owned(),
        n => format!("Why {} devices failed", format::count(n)),
    };
    let empty = match failed {
        0 if now.as_of.is_some() => "No device has failed.".to_owned(),
        0 => "Nothing has been recorded yet.".to_owned(),
        n => {
            let n_words = format::plural(n, "device has", "devices have");
            format!("{n_words} failed. Type in their error codes under Actuals to see which fix pays most.")
        }
    };
    let subtitle = as_of.map_or_else(String::new, |day| format!("codes of {}", format::date_short(day)));
    let pareto = (!codes.is_empty()).then(|| {
        let missing = failed.saturating_sub(typed);
        ParetoInput {
            heading: Some(Heading::new(title.as_str(), subtitle.as_str())),
            rows: rows(&codes, missing),
            advice: advice(&codes, missing),
        }
    });
    Failures { title, subtitle, pareto, empty }
}

/// The codes of the newest day that has any, most devices first.
fn newest_codes(at: &Situation<'_>, index: usize) -> (Option<NaiveDate>, Vec<(String, u64)>) {
    let Some(actuals) = at.phase(index).and_then(|phase| at.plan.actuals.phase(phase.id)) else {
        return (None, Vec::new());
    };
    let known = || actuals.failures.iter().filter(|failure| failure.date <= at.today());
    let Some(newest) = known().map(|failure| failure.date).max() else { return (None, Vec::new()) };
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for failure in known().filter(|failure| failure.date == newest && failure.devices > 0) {
        *counts.entry(failure.code.as_str()).or_default() += u64::from(failure.devices);
    }
    let mut codes: Vec<(String, u64)> = counts.into_iter().map(|(code, n)| (code.to_owned(), n)).collect();
    codes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    (Some(newest), codes)
}

fn rows(codes: &[(String, u64)], missing: u64) -> Vec<ParetoRow> {
    let row = |code: &str, meaning: String, devices| ParetoRow {
        code: code.to_owned(),
        meaning,
        devices,
        is_transient: enrollment_error(code).is_some_and(|error| error.is_transient),
    };
    let meaning = |code: &str| enrollment_error(code).map_or(String::new(), |error| error.meaning.to_owned());
    let shown = if codes.len() == CODES + 1 { CODES + 1 } else { codes.len().min(CODES) };
    let mut rows: Vec<ParetoRow> =
        codes[..shown].iter().map(|(code, devices)| row(code, meaning(code), *devices)).collect();
    let rest = &codes[shown..];
    if !rest.is_empty() {
        let devices = rest.iter().map(|(_, devices)| devices).sum();
        rows.push(row("Other", format!("{} codes", rest.len()), devices));
    }
    if missing > 0 {
        rows.push(row("No code", "not typed in".into(), missing));
    }
    rows
}

/// The one fix that pays most: that of the most failures, for several codes may have the same. What passes by
/// itself needs none.
fn advice(codes: &[(String, u64)], missing: u64) -> String {
    let Some((first, devices)) = codes.first() else { return String::new() };
    let all: u64 = codes.iter().map(|(_, n)| n).sum::<u64>() + missing;
    let share = |devices: u64| format::percent0(devices as f64 / all.max(1) as f64);
    let mut fixes: BTreeMap<&str, u64> = BTreeMap::new();
    let mut is_passing = missing == 0;
    for (code, devices) in codes {
        match enrollment_error(code) {
            Some(error) if error.is_transient => {}
            Some(error) => *fixes.entry(error.remedy).or_default() += devices,
            None => is_passing = false,
        }
    }
    is_passing &= fixes.is_empty();
    let best = fixes.into_iter().max_by_key(|(_, devices)| *devices);
    if let Some((remedy, devices)) = best {
        return format!("{remedy}: fixes {} of failures.", share(devices));
    }
    if is_passing {
        return "Nothing to fix: they try again by themselves.".to_owned();
    }
    let failed = agree(*devices as usize, "failure", "failures");
    format!("{first} is behind {} of the failures: {} {failed}.", share(*devices), format::count(*devices))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::{Failure, NotReady, NotReadyReason, PhaseActuals, PhaseId};
    use crate::report::sample_tests::{Sample, day, sample};

    fn failing(codes: &[(&str, u32)]) -> Sample {
        let mut plan = sample().running(480);
        plan.outlook.observed.now[1].failed = 45;
        let failure = |(code, devices): &(&str, u32), date| Failure {
            date,
            code: (*code).to_owned(),
            devices: *devices,
        };
        let mut failures = vec![failure(&("0xOLD", 90), day(2026, 8, 1))];
        failures.extend(codes.iter().map(|code| failure(code, day(2026, 8, 10))));
        let phase = PhaseId(2);
        plan.plan.actuals.phases.push(PhaseActuals { phase, failures, ..PhaseActuals::default() });
        plan
    }

    #[test]
    fn the_funnel_narrows_and_says_what_is_missing() {
        let mut plan = sample().running(480);
        plan.plan.phases[1].not_ready =
            vec![NotReady { reason: NotReadyReason::NeedsJoin, devices: 32, until: None }];
        let input = funnel(&plan.at(), 1).unwrap();
        let notes: Vec<(&str, u64, &str)> =
            input.stages.iter().map(|s| (s.label.as_str(), s.devices, s.note.as_str())).collect();
        let stages = [
            ("Eligible", 968, "32 not ready"),
            ("Targeted", 510, "458 wait for a slot"),
            ("Enrolled", 480, "30 pending or failed"),
        ];
        assert_eq!(notes, stages);
        let status = input.status.unwrap();
        assert_eq!(status.title, "Status of 510 targeted");
        let sum: u64 = status.parts.iter().map(|part| part.devices).sum();
        assert_eq!(sum, 510);
        assert!(funnel(&sample().at(), 1).unwrap().status.is_none());
    }

    #[test]
    fn codes_fall_and_what_has_none_is_counted() {
        let plan = failing(&[("0xB", 10), ("0xA", 16), ("0xC", 10)]);
        let failures = failures(&plan.at(), 1);
        assert_eq!(
            (failures.title.as_str(), failures.subtitle.as_str()),
            ("Why 45 devices failed", "codes of 10 Aug")
        );
        let pareto = failures.pareto.unwrap();
        let rows: Vec<(&str, u64)> = pareto.rows.iter().map(|row| (row.code.as_str(), row.devices)).collect();
        assert_eq!(rows, [("0xA", 16), ("0xB", 10), ("0xC", 10), ("No code", 9)]);
        assert_eq!(pareto.advice, "0xA is behind 36% of the failures: 16 failures.");
    }

    #[test]
    fn known_codes_have_meanings_and_the_fix_that_pays_most() {
        let pareto = |codes: &[(&str, u32)]| failures(&failing(codes).at(), 1).pareto.unwrap();
        let known = [("0x8018002A", 16), ("0x8018002B", 18), ("0x80180014", 7), ("User validation", 4)];
        let shown = pareto(&known);
        let rows: Vec<_> =
            shown.rows.iter().map(|row| (row.meaning.as_str(), row.devices, row.is_transient)).collect();
        assert_eq!(
            rows,
            [
                ("Entra settings not applied yet", 18, true),
                ("MFA prompt not answered", 16, false),
                ("Platform or version not supported", 7, false),
                ("", 4, false),
            ]
        );
        // The most frequent one passes by itself.
        assert_eq!(shown.advice, "Exclude Intune enrollment from MFA: fixes 36% of failures.");
        // Two codes with one remedy pay together.
        let together = pareto(&[("0x80180002", 10), ("0xCAA90014", 10), ("0x8018002A", 15), ("0xAFFE", 10)]);
        assert_eq!(together.advice, "Mend the users' sign-in to Entra: fixes 44% of failures.");
        let passing = pareto(&[("0x8018002B", 40), ("0x80192EE2", 5)]);
        assert_eq!(passing.advice, "Nothing to fix: they try again by themselves.");
    }

    #[test]
    fn many_codes_are_gathered_and_a_lone_sixth_is_not() {
        let codes: Vec<(String, u32)> = (0..8).map(|n| (format!("0x{n}"), 9 - n)).collect();
        let borrowed = |n: usize| codes[..n].iter().map(|(c, d)| (c.as_str(), *d)).collect::<Vec<_>>();
        let rows = |n| failures(&failing(&borrowed(n)).at(), 1).pareto.unwrap().rows;
        assert!(rows(6).iter().all(|row| row.code != "Other"));
        let other = rows(8).into_iter().find(|row| row.code == "Other").unwrap();
        assert_eq!((other.devices, other.meaning.as_str()), (4 + 3 + 2, "3 codes"));
    }

    #[test]
    fn without_codes_it_says_what_to_type() {
        let mut plan = sample().running(480);
        assert!(
            failures(&plan.at(), 1).empty.starts_with("10 devices have failed. Type in their error codes")
        );
        plan.outlook.observed.now[1].failed = 0;
        assert_eq!(failures(&plan.at(), 1).empty, "No device has failed.");
        assert_eq!(failures(&sample().at(), 1).empty, "Nothing has been recorded yet.");
    }
}
