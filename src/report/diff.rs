//! What changed between two states of a rollout, in sentences with amount, comparison and cause: a plan as it
//! stands, as it stood in another file, or a frozen baseline. It compares what was computed elsewhere.

mod blame;
mod chart;
mod effects;
mod figures;
mod milestones;
mod recorded;
mod schedule;
mod settings;
mod words;

#[cfg(test)]
#[path = "diff/grid_tests.rs"]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod grid_tests;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Finding, Situation};
use crate::forecast::{self, Gist};
use crate::picture::before_after::BeforeAfterInput;
use crate::picture::format;
use crate::plan::diff::{self, Cause, Difference};
use crate::plan::{Baseline, PhaseId, Plan};

pub use effects::CauseRow;
pub use figures::FigureRow;
pub use words::Group;

/// One of the two states.
#[derive(Clone)]
pub struct Side<'a> {
    /// As it stands within a sentence: `now`, `the baseline of 1 Jun 2026`.
    pub name: String,
    /// Its expected course in whole devices.
    pub schedule: Baseline,
    /// Its plan, where it is more than a frozen schedule.
    pub at: Option<Situation<'a>>,
}

impl<'a> Side<'a> {
    /// A plan as it stands.
    pub fn plan(name: impl Into<String>, at: Situation<'a>) -> Self {
        let name = name.into();
        let schedule = forecast::baseline_of(at.plan, &at.outlook.expected, &name, at.today(), "");
        Self { name, schedule, at: Some(at) }
    }

    /// A frozen schedule: `the baseline “Start” of 1 Jun 2026`.
    pub fn baseline(baseline: &Baseline) -> Self {
        let name = format!("the {}", Self::baseline_name(baseline));
        Self { name, schedule: baseline.clone(), at: None }
    }

    /// `baseline “Start” of 1 Jun 2026`, `baseline without a name of 1 Jun 2026`
    pub fn baseline_name(baseline: &Baseline) -> String {
        format!("{} of {}", words::named("baseline", &baseline.name), format::date(baseline.frozen_on))
    }

    fn gist(&self) -> Option<Gist> {
        self.at?.odds.map(Gist::of)
    }

    /// The label that people know a phase by.
    fn label(&self, id: PhaseId) -> Option<String> {
        if let Some(at) = self.at {
            return at.plan.phase_index(id).map(|index| at.label(index));
        }
        self.schedule.phase(id).map(|phase| phase.name.clone()).filter(|name| !name.is_empty())
    }
}

/// The figures after one more cause, the others being as they were.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    pub cause: Cause,
    pub gist: Gist,
}

/// What is said of one phase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseLine {
    pub phase: PhaseId,
    /// `Wave 3: +200 devices; starts 5 working days later because Wave 2's gate slipped.`
    pub text: String,
    /// Its end comes earlier (true) or later (false).
    pub is_better: Option<bool>,
}

/// Everything that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    pub title: String,
    /// The effect on the finish, and its cause.
    pub headline: Finding,
    /// The effect on the helpdesk.
    pub desk: Option<String>,
    pub figures: Vec<FigureRow>,
    /// What each cause did, in the order in which they were followed.
    pub causes: Vec<CauseRow>,
    pub phases: Vec<PhaseLine>,
    /// All other differences, by what they are about.
    pub others: Vec<Group>,
    pub chart: BeforeAfterInput,
    /// The two are the same.
    pub is_same: bool,
}

/// Compares two states. `plan` is the newer one's or, between baselines, the one that keeps both: its calendar
/// counts the days, its names are used. `stages` lead from the one to the other.
pub fn changes(before: &Side<'_>, after: &Side<'_>, plan: &Plan, stages: &[Stage]) -> Changes {
    let differences = match (before.at, after.at) {
        (Some(old), Some(new)) => diff::differences(old.plan, new.plan),
        _ => Vec::new(),
    };
    let pair = Pair { before, after, plan, stages, differences: &differences };
    let phases = schedule::phases(&pair);
    let mut others = words::groups(&pair, &differences);
    others.extend(schedule::switches(&pair));
    let figures = figures::figures(&pair);
    let is_told_nothing = phases.is_empty()
        && others.is_empty()
        && before.schedule.finish == after.schedule.finish
        && figures.iter().all(|row| row.before == row.after);
    let is_same = match (before.at, after.at) {
        (Some(old), Some(new)) => old.plan == new.plan,
        _ => is_told_nothing && pair.other_course().is_none(),
    };
    let causes = effects::causes(&pair);
    Changes {
        title: format!("What changed since {}", before.name),
        headline: effects::headline(&pair, (is_same, is_told_nothing), (&phases, &others)),
        desk: if stages.is_empty() { None } else { effects::desk(&pair) },
        figures,
        causes,
        phases,
        others,
        chart: chart::chart(&pair),
        is_same,
    }
}

/// What differs on the days of two courses.
#[derive(Clone, Copy)]
enum Other {
    Devices,
    Load,
}

/// The two states on their way through the sentences.
struct Pair<'a, 'p> {
    before: &'a Side<'p>,
    after: &'a Side<'p>,
    plan: &'a Plan,
    stages: &'a [Stage],
    /// Between the two plans, where both are known.
    differences: &'a [Difference],
}

impl Pair<'_, '_> {
    fn plans(&self) -> Option<(&Plan, &Plan)> {
        Some((self.before.at?.plan, self.after.at?.plan))
    }

    /// Phases go by the same numbers on both sides.
    fn is_same_rollout(&self) -> bool {
        self.plans().is_none_or(|(old, new)| diff::is_same_rollout(old, new))
    }

    /// The first day with other devices, else with another load, and which of the two it is. Schedules with the
    /// same dates may differ in between.
    fn other_course(&self) -> Option<(NaiveDate, Other)> {
        let (old, new) = (&self.before.schedule, &self.after.schedule);
        let days: BTreeSet<NaiveDate> = old.days.iter().chain(&new.days).map(|day| day.date).collect();
        let devices = |of: &Baseline, day: NaiveDate| {
            let kept = of.on(day);
            let enrolled: Vec<u32> = of.phases.iter().map(|phase| of.enrolled_on(phase.phase, day)).collect();
            (enrolled, kept.map_or_else(Default::default, |day| (day.pilot, day.intune)))
        };
        let load = |of: &Baseline, day: NaiveDate| of.on(day).map_or(0.0, |day| day.load);
        let other_devices = days.iter().find(|day| devices(old, **day) != devices(new, **day));
        let other_load = days.iter().find(|day| (load(old, **day) - load(new, **day)).abs() > 0.000_05);
        let devices = other_devices.map(|day| (*day, Other::Devices));
        devices.or_else(|| other_load.map(|day| (*day, Other::Load)))
    }

    fn label(&self, id: PhaseId) -> String {
        let own = || self.plan.phase_index(id).map(|_| self.plan.phase_label(id));
        self.after
            .label(id)
            .filter(|_| self.after.at.is_some())
            .or_else(own)
            .or_else(|| self.before.label(id))
            .unwrap_or_else(|| format!("phase {}", id.0))
    }

    /// Working days from one day to another.
    fn moved(&self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Option<i64> {
        Some(self.plan.calendar.working_days_between(from?, to?))
    }
}

/// `5 working days later`, `1 working day earlier`; none where no working day lies between.
fn later(days: i64) -> Option<String> {
    let n = format::plural(days.unsigned_abs(), "working day", "working days");
    match days {
        0 => None,
        1.. => Some(format!("{n} later")),
        _ => Some(format!("{n} earlier")),
    }
}
