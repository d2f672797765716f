//! The rows of a phase's exit gate: each criterion with today's value, what is asked, and how it is judged:
//! by its chance where it has one, else by what is left.

use super::figures::interval_words;
use super::gate_verdict::{self, Joint, sign};
use super::wording::{agree, day_near};
use super::{Explanation, Mark, Situation, gate_explained};
use crate::forecast::{CriterionState, CriterionVerdict, PhaseStage, Verdict, devices_asked};
use crate::picture::format;
use crate::plan::{Bound, Criterion};

#[derive(Clone, Debug, PartialEq)]
pub struct GateRow {
    pub name: String,
    /// Below the name: interval, date typed, or what the value is made of.
    pub note: String,
    pub today: String,
    pub needed: String,
    /// What is left until it holds: `1,312 to go`, `3 days left`.
    pub left: String,
    /// Ahead of the gate's day the chance that it holds on it; from that day on the chance that it is
    /// within its limit. None where it is not a matter of chance.
    pub chance: Option<f64>,
    pub mark: Mark,
    /// How today's value came about and how sure it is.
    pub explanation: Explanation,
}

/// The gate as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct GateTable {
    /// `13 Nov 2026, opens Wave 3`
    pub subtitle: String,
    /// The verdict, else `4 of 6 met`.
    pub chip: String,
    pub mark: Mark,
    /// What the last column holds: chances, or what is left.
    pub last: &'static str,
    /// What the ticks on the chances' bars are.
    pub assurance: f64,
    pub rows: Vec<GateRow>,
    /// All simulated criteria together.
    pub joint: Option<Joint>,
    /// What is true of the gate as a whole: how it is passed, or that it was.
    pub note: String,
}

/// The gate of a phase with its rows.
pub fn table(at: &Situation<'_>, index: usize) -> GateTable {
    let verdict = at.verdict(index);
    let rows = rows(at, index);
    let (chip, mark) = chip(at, index, (verdict.as_ref(), &rows));
    GateTable {
        subtitle: subtitle(at, index),
        chip,
        mark,
        last: last_column(&rows, verdict.as_ref()),
        assurance: at.plan.assurance,
        note: table_note(at, index, verdict.as_ref()),
        joint: verdict.as_ref().and_then(|verdict| gate_verdict::joint(at, index, verdict)),
        rows,
    }
}

fn chip(at: &Situation<'_>, index: usize, (verdict, rows): (Option<&Verdict>, &[GateRow])) -> (String, Mark) {
    let all = rows.len();
    if passed_on(at, index).is_some() {
        return ("Passed".to_owned(), Mark::Met);
    }
    if let Some(word) = verdict.and_then(|verdict| verdict.word) {
        return (word.name().to_owned(), sign(word));
    }
    if all == 0 {
        return (String::new(), Mark::Empty);
    }
    if at.stage(index) == PhaseStage::Planned {
        return (format!("{all} {}", agree(all, "criterion", "criteria")), Mark::Empty);
    }
    let met = rows.iter().filter(|row| row.mark == Mark::Met).count();
    (format!("{met} of {all} met"), if met == all { Mark::Met } else { Mark::Risk })
}

/// The heading of the last column: what the rows have there.
pub fn last_column(rows: &[GateRow], verdict: Option<&Verdict>) -> &'static str {
    let has_chances = rows.iter().any(|row| row.chance.is_some());
    match verdict {
        Some(verdict) if has_chances && verdict.is_due => "how sure, or what is left",
        _ if has_chances => "chance to meet by the gate",
        _ => "left",
    }
}

fn table_note(at: &Situation<'_>, index: usize, verdict: Option<&Verdict>) -> String {
    if let Some(day) = passed_on(at, index) {
        return format!("Passed on {}; the values are those of today.", format::date(day));
    }
    if let Some(verdict) = verdict.filter(|verdict| verdict.is_due) {
        return gate_verdict::reason(at, index, verdict);
    }
    let Some(phase) = at.phase(index) else { return String::new() };
    if phase.gate.criteria.is_empty() {
        return "Without criteria the gate passes when every ready device is targeted.".to_owned();
    }
    let way = if phase.gate.judged == crate::plan::Judged::Assured {
        "success and tickets judged with the plan's assurance"
    } else {
        "judged by the values as they stand"
    };
    format!("All must hold on one gate day; {way}.")
}

/// One row per criterion, in the plan's order.
pub fn rows(at: &Situation<'_>, index: usize) -> Vec<GateRow> {
    let Some(gate) = at.gate(index) else { return Vec::new() };
    let verdict = at.verdict(index);
    let is_passed = passed_on(at, index).is_some();
    let judged = |place: usize| {
        let verdict = verdict.as_ref().filter(|_| !is_passed)?;
        Some((verdict.criteria.get(place)?, verdict.is_due))
    };
    let states = gate.criteria.iter().enumerate();
    states.map(|(place, state)| row(at, index, (state, judged(place)))).collect()
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

fn row(
    at: &Situation<'_>,
    index: usize,
    (state, judged): (&CriterionState, Option<(&CriterionVerdict, bool)>),
) -> GateRow {
    let mark = match (judged.and_then(|(verdict, _)| verdict.word), state.holds) {
        (Some(word), _) => sign(word),
        (None, Some(true)) => Mark::Met,
        (None, Some(false)) => Mark::Risk,
        (None, None) => Mark::Empty,
    };
    let turn = judged.filter(|(_, is_due)| *is_due).map(|(verdict, _)| gate_verdict::turn_short(verdict));
    let left = match turn.filter(|turn| !turn.is_empty()) {
        _ if mark == Mark::Met => String::new(),
        Some(turn) => turn,
        None if state.holds == Some(true) => String::new(),
        None => left(at, index, state),
    };
    GateRow {
        name: state.criterion.name(),
        note: note(at, state),
        today: value(state),
        needed: needed(&state.criterion),
        left,
        chance: judged.and_then(
            |(verdict, is_due)| {
                if is_due { verdict.chance } else { verdict.on_gate_day }
            },
        ),
        mark,
        explanation: gate_explained::of(at, index, (state, judged)),
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

/// What is asked, with its sign, to the last digit that can be typed.
pub fn needed(criterion: &Criterion) -> String {
    match criterion {
        Criterion::Coverage { min } | Criterion::Success { min } => format!("≥ {}", percent(*min)),
        Criterion::Soak { days } | Criterion::SwitchSoak { days } => {
            format!("≥ {}", format::plural(u64::from(*days), "day", "days"))
        }
        Criterion::TicketsPer100 { max } => format!("≤ {}", format::decimal(*max, DIGITS)),
        Criterion::DeskLoad { max } => format!("≤ {}", percent(*max)),
        Criterion::Wait { max_days } => {
            format!("≤ {}", format::plural_decimal(*max_days, DIGITS, "day", "days"))
        }
        Criterion::Measured { bound, .. } => match bound {
            Bound::Min(min) => format!("≥ {}", measured(*min, *bound)),
            Bound::Max(max) if *max == 0.0 => "= 0".to_owned(),
            Bound::Max(max) => format!("≤ {}", measured(*max, *bound)),
        },
        Criterion::SignOff { .. } => "signed".to_owned(),
    }
}

fn days(value: f64) -> String {
    format::plural_decimal(value, 1, "day", "days")
}

pub(super) fn measured(value: f64, bound: Bound) -> String {
    if bound.is_share() { percent(value) } else { format::decimal(value, DIGITS) }
}

/// Decimals of what people type in.
const DIGITS: usize = 2;

fn percent(share: f64) -> String {
    format::decimal(share * 100.0, DIGITS) + "%"
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
            let asked = at.phase(index).map_or(0, |phase| devices_asked(*min, phase.devices));
            format!("{} to go", format::count(asked.saturating_sub(at.now(index).enrolled).into()))
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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::Criterion;
    use crate::report::sample_odds_tests::odds;
    use crate::report::sample_tests::{day, sample};

    #[test]
    fn a_row_says_value_threshold_interval_and_what_is_left() {
        let plan = sample().running(490);
        let rows = rows(&plan.at(), 1);
        assert_eq!(rows[0].today, "97.2%");
        assert_eq!(rows[0].needed, "≥ 95%");
        assert_eq!(rows[0].note, "95% CI 96.3 – 97.9");
        assert_eq!((rows[0].mark, rows[0].left.as_str()), (Mark::Met, ""));
        assert_eq!((rows[1].mark, rows[1].left.as_str()), (Mark::Risk, "410 to go"));
        assert_eq!((rows[2].today.as_str(), rows[2].left.as_str()), ("0 days", "5 days left"));
        assert_eq!(table(&plan.at(), 1).chip, "1 of 3 met");
        assert_eq!(table(&plan.at(), 0).subtitle, "24 Jul 2026, opens Wave 1");
        assert_eq!(table(&plan.at(), 1).subtitle, "11 Sep 2026");
    }

    #[test]
    fn from_its_day_on_a_gate_is_a_go_a_hold_or_a_no_go() {
        let mut plan = sample().running(490);
        plan.plan.status_date = day(2026, 9, 11);
        plan.outlook.gates[1].criteria[2].holds = Some(true);
        let table = table(&plan.at(), 1);
        assert_eq!((table.chip.as_str(), table.mark), ("Hold", Mark::Risk));
        // Nothing ahead of the day speaks any more.
        assert_eq!(table.joint, None);
        let [success, coverage, soak] = &table.rows[..] else { panic!("three rows") };
        assert!(success.chance.is_some() && coverage.chance.is_some() && soak.chance.is_none());
        assert_eq!((soak.mark, soak.left.as_str()), (Mark::Met, ""));
        assert_eq!(coverage.left, "410 to go");
        assert!(table.note.contains("Waits for Phase enrolled"), "{}", table.note);
        plan.outlook.gates[1].stage = PhaseStage::Stalled;
        let table = super::table(&plan.at(), 1);
        assert_eq!((table.chip.as_str(), table.mark), ("No-go", Mark::Missed));
        assert!(table.note.starts_with("The hold limit has passed: 60 working days"), "{}", table.note);
    }

    #[test]
    fn a_hold_says_how_many_more_devices_would_settle_it() {
        let mut plan = sample().running(48);
        plan.plan.status_date = day(2026, 9, 11);
        plan.outlook.observed.now[1].failed = 1;
        plan.outlook.gates[1].criteria.truncate(1);
        let table = table(&plan.at(), 1);
        let Some(crate::forecast::Further::Devices(more)) = plan.at().verdict(1).unwrap().criteria[0].further
        else {
            panic!("{table:?}")
        };
        assert_eq!(table.rows[0].left, format!("{more} more"));
        assert_eq!(table.note, format!("{more} more devices at this rate would give Go."));
    }

    #[test]
    fn before_its_day_each_criterion_has_its_chance_and_all_have_one_together() {
        let plan = sample().running(490);
        let mut odds = odds(&plan);
        odds.phases[1].criteria[0].chance = Some(0.97);
        odds.phases[1].criteria[2].chance = None;
        let at = plan.at().with_odds(Some(&odds));
        let table = table(&at, 1);
        assert_eq!((table.chip.as_str(), table.mark), ("At risk", Mark::Risk));
        assert_eq!(table.last, "chance to meet by the gate");
        let rows: Vec<_> = table.rows.iter().map(|row| (row.chance, row.mark)).collect();
        assert_eq!(rows, [(Some(0.97), Mark::Met), (Some(0.8), Mark::Risk), (None, Mark::Risk)]);
        let joint = table.joint.unwrap();
        assert_eq!((joint.name.as_str(), joint.chance), ("Three simulated criteria, jointly", 0.3));
        assert_eq!(joint.note, "by 11 Sep; assurance 90%");
        // A gate that has passed is not judged any more.
        assert_eq!(super::table(&at, 0).joint, None);
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
