//! The rows of a phase's exit gate: each criterion with today's value, what is asked, and what is left.
//! It judges no gate; chances belong to a simulated future.

use super::figures::interval_words;
use super::wording::{agree, day_near};
use super::{Mark, Situation};
use crate::forecast::{CriterionState, PhaseStage};
use crate::picture::format;
use crate::plan::{Bound, Criterion};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateRow {
    pub name: String,
    /// Below the name: interval, date typed, or what the value is made of.
    pub note: String,
    pub today: String,
    pub needed: String,
    /// What is left until it holds: `1,312 devices`, `3 working days`.
    pub left: String,
    pub mark: Mark,
    /// More than a row can say.
    pub tip: String,
}

/// The gate as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateTable {
    /// `13 Nov 2026, opens Wave 3`
    pub subtitle: String,
    /// `4 of 6 met`
    pub chip: String,
    pub mark: Mark,
    pub rows: Vec<GateRow>,
    /// What is true of the gate as a whole: how it is passed, or that it was.
    pub note: String,
}

/// The gate of a phase with its rows.
pub fn table(at: &Situation<'_>, index: usize) -> GateTable {
    let rows = rows(at, index);
    let met = rows.iter().filter(|row| row.mark == Mark::Met).count();
    let passed = passed_on(at, index);
    let all = rows.len();
    let (chip, mark) = match (passed, all) {
        (Some(_), _) => ("Passed".to_owned(), Mark::Met),
        (None, 0) => (String::new(), Mark::Empty),
        (None, _) if at.stage(index) == PhaseStage::Planned => {
            (format!("{all} {}", agree(all, "criterion", "criteria")), Mark::Empty)
        }
        (None, _) => (format!("{met} of {all} met"), if met == all { Mark::Met } else { Mark::Risk }),
    };
    let note = match passed {
        Some(day) => format!("Passed on {}; the values are those of today.", format::date(day)),
        None if all == 0 => {
            "Without criteria the gate passes when every ready device is targeted.".to_owned()
        }
        None => {
            let gate = at.phase(index).map(|phase| phase.gate.judged);
            let way = if gate == Some(crate::plan::Judged::Assured) {
                "success and tickets judged with the plan's assurance"
            } else {
                "judged by the values as they stand"
            };
            format!("All must hold on one gate day; {way}.")
        }
    };
    GateTable { subtitle: subtitle(at, index), chip, mark, rows, note }
}

/// One row per criterion, in the plan's order.
pub fn rows(at: &Situation<'_>, index: usize) -> Vec<GateRow> {
    let Some(gate) = at.gate(index) else { return Vec::new() };
    gate.criteria.iter().map(|state| row(at, index, state)).collect()
}

/// The day on which a phase's gate passed, by record or because the criteria held.
pub fn passed_on(at: &Situation<'_>, index: usize) -> Option<chrono::NaiveDate> {
    let dates = at.dates(index)?;
    dates.gate.filter(|day| dates.gate_is_done && *day <= at.today())
}

fn subtitle(at: &Situation<'_>, index: usize) -> String {
    let day = passed_on(at, index).or_else(|| at.gate(index).and_then(|gate| gate.planned));
    let when = day.map_or_else(|| "no date".to_owned(), format::date);
    let opens = at.phase(index + 1).filter(|next| next.start.after_previous.is_some());
    match opens {
        Some(_) => format!("{when}, opens {}", at.label(index + 1)),
        None => when,
    }
}

fn row(at: &Situation<'_>, index: usize, state: &CriterionState) -> GateRow {
    let mark = match state.holds {
        Some(true) => Mark::Met,
        Some(false) => Mark::Risk,
        None => Mark::Empty,
    };
    let (today, needed) = (value(state), needed(&state.criterion));
    let left = if mark == Mark::Met { String::new() } else { left(at, index, state) };
    GateRow {
        name: state.criterion.name(),
        note: note(at, state),
        today,
        needed,
        left,
        mark,
        tip: tip(at, index, state),
    }
}

/// Today's value in the criterion's own unit.
pub fn value(state: &CriterionState) -> String {
    let Some(value) = state.value else {
        return match (&state.criterion, state.holds) {
            (Criterion::SignOff { .. }, Some(true)) => "signed".to_owned(),
            (Criterion::SignOff { .. }, _) => "not yet".to_owned(),
            _ => format::DASH.to_owned(),
        };
    };
    match &state.criterion {
        Criterion::Coverage { .. } | Criterion::Success { .. } => format::percent1(value),
        Criterion::DeskLoad { .. } => format::percent0(value),
        Criterion::Soak { .. } | Criterion::SwitchSoak { .. } => days(value),
        Criterion::Wait { .. } => days(value),
        Criterion::TicketsPer100 { .. } => format::decimal(value, 1),
        Criterion::Measured { bound, .. } => measured(value, *bound),
        Criterion::SignOff { .. } => if value > 0.0 { "signed" } else { "not yet" }.to_owned(),
    }
}

/// What is asked, with its sign.
pub fn needed(criterion: &Criterion) -> String {
    match criterion {
        Criterion::Coverage { min } | Criterion::Success { min } => {
            format!("≥ {}", format::percent_trimmed(*min))
        }
        Criterion::Soak { days } | Criterion::SwitchSoak { days } => {
            format!("≥ {}", format::plural(u64::from(*days), "day", "days"))
        }
        Criterion::TicketsPer100 { max } => format!("≤ {}", format::decimal(*max, 1)),
        Criterion::DeskLoad { max } => format!("≤ {}", format::percent_trimmed(*max)),
        Criterion::Wait { max_days } => format!("≤ {}", days(*max_days)),
        Criterion::Measured { bound, .. } => match bound {
            Bound::Min(min) => format!("≥ {}", measured(*min, *bound)),
            Bound::Max(max) if *max == 0.0 => "= 0".to_owned(),
            Bound::Max(max) => format!("≤ {}", measured(*max, *bound)),
        },
        Criterion::SignOff { .. } => "signed".to_owned(),
    }
}

fn days(value: f64) -> String {
    format!("{} {}", format::decimal(value, 1), if value == 1.0 { "day" } else { "days" })
}

/// A bound strictly between 0 and 1 is a share, anything else a count.
fn measured(value: f64, bound: Bound) -> String {
    let (Bound::Min(limit) | Bound::Max(limit)) = bound;
    if limit > 0.0 && limit < 1.0 { format::percent_trimmed(value) } else { format::decimal(value, 1) }
}

fn note(at: &Situation<'_>, state: &CriterionState) -> String {
    let recorded = state.recorded.map(|day| day_near(day, at.today()));
    match &state.criterion {
        Criterion::Success { .. } => interval_words(state.interval),
        Criterion::Coverage { .. } => state.counts.map_or_else(String::new, |(part, whole)| {
            format!("{} of {}", format::count(part.into()), format::count(whole.into()))
        }),
        Criterion::Soak { .. } => "working days, all targeted".to_owned(),
        Criterion::SwitchSoak { .. } => "working days, all switched".to_owned(),
        Criterion::TicketsPer100 { .. } => state.counts.map_or_else(String::new, |(part, whole)| {
            let tickets = format::plural(part.into(), "ticket", "tickets");
            format!("{tickets}, {} enrolled", format::count(whole.into()))
        }),
        Criterion::DeskLoad { .. } => "mean of five working days".to_owned(),
        Criterion::Wait { .. } => "backlog over capacity".to_owned(),
        Criterion::Measured { .. } => {
            recorded.map_or_else(|| "not typed in yet".to_owned(), |day| format!("typed in {day}"))
        }
        Criterion::SignOff { .. } => {
            recorded.map_or_else(|| "not signed yet".to_owned(), |day| format!("signed {day}"))
        }
    }
}

fn left(at: &Situation<'_>, index: usize, state: &CriterionState) -> String {
    if let Some(days) = state.days_left.filter(|days| *days > 0) {
        return format!("{} left", format::plural(days.into(), "day", "days"));
    }
    match &state.criterion {
        Criterion::Coverage { min } => {
            let phase = at.phase(index).map_or(0, |phase| phase.devices);
            let asked = (min * f64::from(phase)).ceil() as u64;
            let missing = asked.saturating_sub(at.now(index).enrolled.into());
            format!("{} to go", format::count(missing))
        }
        Criterion::Soak { .. } | Criterion::SwitchSoak { .. } if at.stage(index) == PhaseStage::Planned => {
            "not started".to_owned()
        }
        Criterion::Soak { .. } => "targeting".to_owned(),
        Criterion::SwitchSoak { .. } => "switching".to_owned(),
        Criterion::Success { .. } if state.value.is_none() => "no data yet".to_owned(),
        Criterion::Measured { .. } if state.value.is_none() => "to type in".to_owned(),
        Criterion::SignOff { .. } => "to sign".to_owned(),
        Criterion::Success { .. } | Criterion::Measured { .. } | Criterion::TicketsPer100 { .. } => {
            "outside".to_owned()
        }
        Criterion::DeskLoad { .. } | Criterion::Wait { .. } if state.value.is_none() => {
            "no data yet".to_owned()
        }
        Criterion::DeskLoad { .. } | Criterion::Wait { .. } => "too high".to_owned(),
    }
}

/// The interval, and the honest band: what success would be if every silent device failed, or enrolled.
fn tip(at: &Situation<'_>, index: usize, state: &CriterionState) -> String {
    let mut lines = vec![state.criterion.name()];
    if let Some((part, whole)) = state.counts {
        lines.push(format!("{} of {}", format::count(part.into()), format::count(whole.into())));
    }
    if let Some(interval) = state.interval {
        lines.push(format!(
            "Wilson 95% interval {} – {}",
            format::percent1(interval.low),
            format::percent1(interval.high)
        ));
    }
    if let Some(band) = state.honest {
        let silent = at.now(index).unheard as usize;
        lines.push(format!(
            "{} if the {} {} not heard of {}, {} if all enroll",
            format::percent1(band.low),
            format::count(silent as u64),
            agree(silent, "device", "devices"),
            agree(silent, "fails", "fail"),
            format::percent1(band.high)
        ));
    }
    if let Some(days) = state.days_left.filter(|days| *days > 0) {
        lines.push(format!("{} left", format::plural(days.into(), "working day", "working days")));
    }
    if lines.len() == 1 { String::new() } else { lines.join("\n") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::Criterion;
    use crate::report::sample_tests::{day, sample};

    #[test]
    fn a_row_says_value_threshold_interval_and_what_is_left() {
        let plan = sample().running(490);
        let rows = rows(&plan.at(), 1);
        assert_eq!(rows[0].today, "97.2%");
        assert_eq!(rows[0].needed, "≥ 95%");
        assert_eq!(rows[0].note, "95% CI 96.3 – 97.9");
        assert_eq!((rows[0].mark, rows[0].left.as_str()), (Mark::Met, ""));
        let band = "90.0% if the 20 devices not heard of fail, 98.0% if all enroll";
        assert!(rows[0].tip.contains(band), "{}", rows[0].tip);
        assert_eq!((rows[1].mark, rows[1].left.as_str()), (Mark::Risk, "410 to go"));
        assert_eq!((rows[2].today.as_str(), rows[2].left.as_str()), ("0 days", "5 days left"));
        assert_eq!(table(&plan.at(), 1).chip, "1 of 3 met");
        assert_eq!(table(&plan.at(), 0).subtitle, "24 Jul 2026, opens Wave 1");
        assert_eq!(table(&plan.at(), 1).subtitle, "11 Sep 2026");
    }

    #[test]
    fn what_nobody_typed_is_never_met() {
        let mut plan = sample().running(490);
        let state = &mut plan.outlook.gates[1].criteria[0];
        state.criterion = Criterion::Measured { what: "Compliant devices".into(), bound: Bound::Min(0.9) };
        (state.value, state.holds, state.interval, state.honest) = (None, None, None, None);
        let row = &rows(&plan.at(), 1)[0];
        assert_eq!((row.today.as_str(), row.needed.as_str(), row.mark), ("–", "≥ 90%", Mark::Empty));
        assert_eq!((row.note.as_str(), row.left.as_str()), ("not typed in yet", "to type in"));
        let state = &mut plan.outlook.gates[1].criteria[0];
        (state.value, state.holds, state.recorded) = (Some(0.931), Some(true), Some(day(2026, 8, 12)));
        let row = &rows(&plan.at(), 1)[0];
        assert_eq!((row.today.as_str(), row.note.as_str()), ("93.1%", "typed in 12 Aug"));
    }

    #[test]
    fn thresholds_read_as_they_were_typed() {
        let measured = |bound| Criterion::Measured { what: String::new(), bound };
        for (criterion, words) in [
            (Criterion::Soak { days: 1 }, "≥ 1 day"),
            (Criterion::Wait { max_days: 2.5 }, "≤ 2.5 days"),
            (Criterion::DeskLoad { max: 0.95 }, "≤ 95%"),
            (measured(Bound::Max(0.0)), "= 0"),
            (measured(Bound::Max(40.0)), "≤ 40"),
            (Criterion::SignOff { what: String::new() }, "signed"),
        ] {
            assert_eq!(needed(&criterion), words);
        }
    }
}
