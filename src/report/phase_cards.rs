//! The strip of phases on the Overview and the list of phases before the start: one card or row a phase.

use super::findings::share;
use super::wording::day_near;
use super::{Mark, Situation, ranges};
use crate::forecast::PhaseStage;
use crate::picture::format;

/// The word and the sign of a phase's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageChip {
    pub stage: PhaseStage,
    pub text: String,
    /// Where the text has no room; empty = the text itself.
    pub short: &'static str,
    /// Since when, by whom and until when, where that is known.
    pub tip: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PhaseCard {
    pub name: String,
    /// Its label where that says more than the name: `Wave 2`.
    pub label: String,
    pub chip: StageChip,
    pub enrolled: u64,
    pub devices: u64,
    /// Share enrolled; none before anything was recorded.
    pub share: Option<f64>,
    /// Share enrolled by the plan for today, while the phase is under way.
    pub planned: Option<f64>,
    /// `21 Sep – 6 Nov`
    pub dates: String,
    /// `+5 working days`, `on plan`; with ranges `gate 13 – 19 Nov  ·  +5 days`, the gate's.
    pub slip: String,
    pub is_late: bool,
    /// The phase that is looked at first.
    pub is_current: bool,
}

/// A phase before the start: `Limited pilot`, `Pilot 1 · 6 – 10 Jul`, 50, `17 Jul`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseRow {
    pub name: String,
    pub note: String,
    pub devices: String,
    pub gate: String,
}

pub fn cards(at: &Situation<'_>) -> Vec<PhaseCard> {
    (0..at.plan.phases.len()).filter_map(|index| card(at, index)).collect()
}

pub fn rows(at: &Situation<'_>) -> Vec<PhaseRow> {
    let row = |(index, phase): (usize, &crate::plan::Phase)| {
        let dates = dates(at, index);
        let label = at.label(index);
        let named = !phase.name.is_empty() && phase.name != label;
        let gate = at.gate(index).and_then(|gate| gate.planned);
        PhaseRow {
            name: if named { phase.name.clone() } else { label.clone() },
            note: if named { format!("{label}  ·  {dates}") } else { dates },
            devices: format::count(phase.devices.into()),
            gate: gate.map_or_else(|| format::DASH.to_owned(), |day| day_near(day, at.today())),
        }
    };
    at.plan.phases.iter().enumerate().map(row).collect()
}

/// The state of a phase in one word, a planned gate with its date.
pub fn chip(at: &Situation<'_>, index: usize) -> StageChip {
    let stage = at.stage(index);
    let (text, tip) = match stage {
        PhaseStage::Planned => awaited_gate(at, index).unwrap_or(("Planned".to_owned(), String::new())),
        PhaseStage::Running => ("Running".to_owned(), String::new()),
        PhaseStage::Soaking => {
            ("Running".to_owned(), "Every ready device is targeted; the gate is awaited.".to_owned())
        }
        PhaseStage::Paused => ("Paused".to_owned(), pause(at, index)),
        PhaseStage::Done => ("Done".to_owned(), String::new()),
        PhaseStage::Stalled => {
            ("Stalled".to_owned(), "The gate did not pass within the hold limit.".to_owned())
        }
    };
    let short = if text.starts_with("Gate") { "Planned" } else { "" };
    StageChip { stage, text, short, tip }
}

/// The gate that a planned phase waits for, when the one before it is under way.
fn awaited_gate(at: &Situation<'_>, index: usize) -> Option<(String, String)> {
    let before = index.checked_sub(1)?;
    let waits = at.phase(index)?.start.after_previous.is_some();
    let is_open = !matches!(at.stage(before), PhaseStage::Planned | PhaseStage::Done);
    let day = at.gate(before)?.planned.filter(|_| waits && is_open)?;
    let date = format::date_short(day);
    Some((format!("Gate {date}"), format!("Waits for the gate of {}, due on {date}.", at.label(before))))
}

/// The glyph of a stage where no chip has room.
pub const fn stage_mark(stage: PhaseStage) -> Mark {
    match stage {
        PhaseStage::Planned => Mark::Empty,
        PhaseStage::Running | PhaseStage::Soaking => Mark::Running,
        PhaseStage::Paused => Mark::Paused,
        PhaseStage::Done => Mark::Met,
        PhaseStage::Stalled => Mark::Missed,
    }
}

fn card(at: &Situation<'_>, index: usize) -> Option<PhaseCard> {
    let phase = at.phase(index)?;
    let now = at.now(index);
    let label = at.label(index);
    let named = !phase.name.is_empty() && phase.name != label;
    let devices = u64::from(phase.devices);
    let is_open = !matches!(at.stage(index), PhaseStage::Done | PhaseStage::Planned);
    let planned = at.planned_of(index, at.today()).filter(|_| is_open);
    let gate = at.range_of(index).filter(|_| at.stage(index) != PhaseStage::Done);
    let gate = gate.and_then(|odds| ranges::short(&odds.gate, at.today()));
    // Beside the gate's days stands what became of the gate, not of the enrollment before it.
    let slip = if gate.is_some() { at.gate_slip_days(index) } else { at.slip_days(index) };
    Some(PhaseCard {
        name: if named { phase.name.clone() } else { label.clone() },
        label: if named { label } else { phase.kind.name().to_owned() },
        chip: chip(at, index),
        enrolled: now.enrolled.into(),
        devices,
        share: now.as_of.map(|_| share(now.enrolled.into(), devices)),
        planned: planned.map(|planned| share(planned.into(), devices)),
        dates: dates(at, index),
        slip: match (slip, gate) {
            (Some(days), Some(gate)) if days != 0 => {
                format!("gate {gate}  ·  {}", format::signed_days(days))
            }
            (_, Some(gate)) => format!("gate {gate}"),
            (Some(0), None) => "on plan".to_owned(),
            (Some(days), None) => format::signed_working_days(days),
            (None, None) if at.baseline().is_none() => "no baseline".to_owned(),
            (None, None) => "not in the baseline".to_owned(),
        },
        is_late: slip.is_some_and(|days| days > 0),
        is_current: at.current() == Some(index),
    })
}

fn dates(at: &Situation<'_>, index: usize) -> String {
    match (at.start(index), at.end(index)) {
        // Days a year and more away are another year's of the same name.
        (Some(start), Some(end)) if end >= start && (end - at.today()).num_days() > 365 => {
            format::date_range_year(start, end)
        }
        (Some(start), Some(end)) if end >= start => format::date_range(start, end),
        (Some(start), _) => format!("from {}", day_near(start, at.today())),
        (None, _) => "no dates".to_owned(),
    }
}

fn pause(at: &Situation<'_>, index: usize) -> String {
    let pause = at.phase(index).and_then(|phase| at.plan.calendar.pause_of(phase.id, at.today()));
    let Some(pause) = pause else { return String::new() };
    let mut lines = vec![format!("Paused {}", format::date_range_year(pause.from, pause.until))];
    if !pause.by.is_empty() {
        lines.push(format!("by {}", pause.by));
    }
    if !pause.reason.is_empty() {
        lines.push(pause.reason.clone());
    }
    lines.join("\n")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::{Pause, PauseId, PhaseScope};
    use crate::report::sample_odds_tests::odds;
    use crate::report::sample_tests::{day, sample};

    #[test]
    fn a_card_stands_beside_its_plan() {
        let mut plan = sample().with_baseline().running(320);
        plan.outlook.expected.phases[1].last_targeting = Some(day(2026, 9, 11));
        let cards = cards(&plan.at());
        assert_eq!((cards[0].name.as_str(), cards[0].label.as_str()), ("IT", "Pilot"));
        assert_eq!((cards[0].slip.as_str(), cards[0].is_late), ("on plan", false));
        assert_eq!(cards[0].planned, None, "what is done is not held against a day's plan");
        let wave = &cards[1];
        assert_eq!((wave.share, wave.planned), (Some(0.32), Some(0.48)));
        assert_eq!((wave.dates.as_str(), wave.slip.as_str()), ("27 Jul – 11 Sep", "+5 working days"));
        assert!(wave.is_late && wave.is_current);
        let alone = super::cards(&sample().running(320).at());
        assert_eq!(alone[1].slip, "no baseline");
    }

    #[test]
    fn a_gate_to_come_is_a_range_of_days() {
        let plan = sample().with_baseline().running(320);
        let odds = odds(&plan);
        let cards = cards(&plan.at().with_odds(Some(&odds)));
        assert_eq!(cards[0].slip, "on plan", "what is done has no range");
        assert_eq!(cards[1].slip, "gate 1 Oct – 5 Nov");
        let mut late = sample().with_baseline().running(320);
        let gate = late.plan.baselines[0].phases[1].gate.unwrap();
        late.outlook.expected.phases[1].gate = Some(gate + chrono::Days::new(14));
        late.outlook.expected.phases[1].last_targeting = Some(gate);
        let shown = &super::cards(&late.at().with_odds(Some(&odds)))[1];
        assert_eq!(shown.slip, "gate 1 Oct – 5 Nov  ·  +10 days", "the gate's own days, not the rollout's");
        assert!(shown.is_late);
    }

    #[test]
    fn a_pause_says_since_when_by_whom_and_until_when() {
        let mut plan = sample().running(320);
        plan.outlook.gates[1].stage = PhaseStage::Paused;
        plan.plan.calendar.pauses.push(Pause {
            id: PauseId(1),
            phases: PhaseScope::All,
            from: day(2026, 8, 10),
            until: day(2026, 8, 21),
            by: "Endpoint lead".into(),
            reason: "VPN outage".into(),
        });
        let chip = chip(&plan.at(), 1);
        assert_eq!(chip.text, "Paused");
        assert_eq!(chip.tip, "Paused 10 – 21 Aug 2026\nby Endpoint lead\nVPN outage");
    }

    #[test]
    fn before_the_start_a_row_gives_devices_and_gate() {
        let rows = rows(&sample().at());
        assert_eq!(rows[1].note, "Wave 1  ·  27 Jul – 4 Sep");
        assert_eq!((rows[1].devices.as_str(), rows[1].gate.as_str()), ("1,000", "11 Sep"));
    }
}
