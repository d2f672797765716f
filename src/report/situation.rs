//! Where a plan stands: which phase is under way, what was planned for today, how far that is off.
//! It reads the course as computed; nothing here is shown by itself.

use chrono::NaiveDate;

use crate::forecast::{
    self, Dates, GateState, Odds, Outlook, PhaseDates, PhaseNow, PhaseOdds, PhaseStage, Verdict,
};
use crate::plan::{Baseline, Phase, PhaseKind, Plan, Prerequisite, Workload};

/// A plan with its course, and the questions that every page asks of them.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    pub plan: &'a Plan,
    pub outlook: &'a Outlook,
    /// What the plan's simulated futures come to; none until the first of them are in, or for a plan of
    /// which none are simulated.
    pub odds: Option<&'a Odds>,
    /// The odds are of the state before the last change: the expected course is newer.
    pub is_behind: bool,
}

impl<'a> Situation<'a> {
    /// A plan of which no futures are simulated.
    pub const fn new(plan: &'a Plan, outlook: &'a Outlook) -> Self {
        Self { plan, outlook, odds: None, is_behind: false }
    }

    #[must_use]
    pub const fn with_odds(self, odds: Option<&'a Odds>) -> Self {
        Self { odds, ..self }
    }

    #[must_use]
    pub const fn behind(self, is_behind: bool) -> Self {
        Self { is_behind, ..self }
    }

    /// The odds where ranges take the place of the expected course: from the first actuals to the finish.
    /// Before, only the Forecast page shows them.
    pub fn ranges(&self) -> Option<&'a Odds> {
        self.odds.filter(|_| self.has_begun() && !self.is_over())
    }

    /// The odds whose middle takes the place of the expected course: those of the plan as it stands.
    pub fn middle(&self) -> Option<&'a Odds> {
        self.ranges().filter(|_| !self.is_behind)
    }

    /// The odds of one phase, where ranges are shown.
    pub fn range_of(&self, index: usize) -> Option<&'a PhaseOdds> {
        let phase = self.phase(index)?.id;
        self.ranges()?.phases.iter().find(|odds| odds.phase == phase)
    }

    /// The futures' days of one switch of a phase that is still to come, where they are of the plan as it
    /// stands.
    pub fn cell_range(&self, index: usize, workload: Workload) -> Option<&'a Dates> {
        let is_done = self.dates(index)?.cell_is_done[workload.index()];
        let cells = &self.range_of(index).filter(|_| !is_done && !self.is_behind)?.cells;
        Some(&cells[workload.index()]).filter(|dates| !dates.runs().is_empty())
    }

    /// The same of a slider on its way to Intune.
    pub fn slider_range(&self, workload: Workload) -> Option<&'a Dates> {
        let at = workload.index();
        self.middle().filter(|_| !self.outlook.expected.slider_is_done[at]).map(|odds| &odds.sliders[at])
    }

    /// The plan has finished, by record.
    pub fn is_over(&self) -> bool {
        self.outlook.expected.finish.is_some_and(|day| day <= self.today())
    }

    pub const fn today(&self) -> NaiveDate {
        self.plan.status_date
    }

    pub fn phase(&self, index: usize) -> Option<&'a Phase> {
        self.plan.phases.get(index)
    }

    pub fn baseline(&self) -> Option<&'a Baseline> {
        self.plan.baseline()
    }

    pub fn gate(&self, index: usize) -> Option<&'a GateState> {
        self.outlook.gates.get(index)
    }

    /// The verdict on a phase's gate, by the actuals and, ahead of its day, by the odds.
    pub fn verdict(&self, index: usize) -> Option<Verdict> {
        forecast::verdict_at(self.plan, self.outlook, self.ranges(), index)
    }

    pub fn stage(&self, index: usize) -> PhaseStage {
        self.gate(index).map_or(PhaseStage::Planned, |gate| gate.stage)
    }

    pub fn dates(&self, index: usize) -> Option<&'a PhaseDates> {
        self.outlook.expected.phases.get(index)
    }

    pub fn start(&self, index: usize) -> Option<NaiveDate> {
        self.dates(index).and_then(|dates| dates.start)
    }

    /// The last day of its enrollment: of the last targeting, else the gate.
    pub fn end(&self, index: usize) -> Option<NaiveDate> {
        let dates = self.dates(index)?;
        dates.last_targeting.or(dates.targeted).or(dates.gate)
    }

    /// How the phase stands on the status date.
    pub fn now(&self, index: usize) -> PhaseNow {
        self.outlook.observed.now.get(index).copied().unwrap_or_default()
    }

    /// `Wave 2`; where two phases share it, or it says less than the name, see [`Self::title`].
    pub fn label(&self, index: usize) -> String {
        self.phase(index).map_or_else(String::new, |phase| self.plan.phase_label(phase.id))
    }

    /// `Wave 2 – Clinics North`
    pub fn title(&self, index: usize) -> String {
        self.phase(index).map_or_else(String::new, |phase| self.plan.phase_title(phase.id))
    }

    /// What a sentence calls the first phase: `the pilot`, else its label.
    pub fn first_name(&self) -> String {
        match self.phase(0) {
            Some(phase) if phase.kind == PhaseKind::Pilot => "the pilot".to_owned(),
            Some(_) => self.label(0),
            None => String::new(),
        }
    }

    /// Something has been recorded of a phase or of an event.
    pub fn has_begun(&self) -> bool {
        let is_under_way = |gate: &GateState| gate.stage != PhaseStage::Planned;
        self.outlook.gates.iter().any(is_under_way)
            || self.outlook.observed.now.iter().any(|now| now.as_of.is_some())
    }

    /// The phase that sentences and figures are about: stalled, paused or running, the earliest of them.
    pub fn current(&self) -> Option<usize> {
        (0..self.plan.phases.len()).find(|index| self.is_under_way(*index))
    }

    /// Phases that have started and not passed.
    pub fn under_way(&self) -> usize {
        (0..self.plan.phases.len()).filter(|index| self.is_under_way(*index)).count()
    }

    fn is_under_way(&self, index: usize) -> bool {
        let has_started = || {
            let dates = self.dates(index);
            dates.is_some_and(|dates| dates.start_is_done) || self.now(index).as_of.is_some()
        };
        match self.stage(index) {
            PhaseStage::Running | PhaseStage::Soaking | PhaseStage::Stalled => true,
            // A pause may also hold a phase that has not started.
            PhaseStage::Paused => has_started(),
            PhaseStage::Planned | PhaseStage::Done => false,
        }
    }

    /// The first phase that has not started.
    pub fn next(&self) -> Option<usize> {
        (0..self.plan.phases.len())
            .find(|index| self.stage(*index) != PhaseStage::Done && !self.is_under_way(*index))
    }

    pub fn is_done(&self) -> bool {
        let count = self.plan.phases.len();
        count > 0 && (0..count).all(|index| self.stage(index) == PhaseStage::Done)
    }

    /// Devices enrolled in all phases.
    pub fn enrolled(&self) -> u64 {
        self.outlook.observed.now.iter().map(|now| u64::from(now.enrolled)).sum()
    }

    /// Devices that the baseline has enrolled by the end of a day; none without a baseline.
    pub fn planned_enrolled(&self, day: NaiveDate) -> Option<u64> {
        let baseline = self.baseline()?;
        let on = baseline.on(day).map(|entry| entry.enrolled.iter().map(|n| u64::from(*n)).sum());
        Some(on.unwrap_or(0))
    }

    /// Devices of one phase that the baseline has enrolled by the end of a day; none when it knows no such phase.
    pub fn planned_of(&self, index: usize, day: NaiveDate) -> Option<u32> {
        let baseline = self.baseline()?;
        let phase = self.phase(index)?;
        baseline.phase(phase.id)?;
        Some(baseline.enrolled_on(phase.id, day))
    }

    /// Whole working days by which a phase's enrollment is behind the baseline (ahead if negative), seen
    /// from its newest record.
    pub fn behind_days(&self, index: usize) -> Option<i64> {
        let day = self.now(index).as_of?;
        let enrolled = self.now(index).enrolled;
        let planned = self.planned_of(index, day)?;
        let phase = self.phase(index)?.id;
        let baseline = self.baseline()?;
        let days = baseline.days.iter().map(|entry| entry.date);
        let calendar = &self.plan.calendar;
        if enrolled < planned {
            // The day on which the plan had as many; before its first device that is the day before.
            let reached = days.clone().find(|d| baseline.enrolled_on(phase, *d) >= enrolled.max(1))?;
            let reached = if enrolled == 0 { reached.pred_opt()? } else { reached };
            return Some(calendar.working_days_between(reached.min(day), day).max(0));
        }
        let last = baseline.days.last()?.date;
        let most = baseline.enrolled_on(phase, last);
        let until = if enrolled >= most {
            days.clone().find(|d| baseline.enrolled_on(phase, *d) >= most)?
        } else {
            let passed = days.clone().find(|d| baseline.enrolled_on(phase, *d) > enrolled)?;
            passed.pred_opt()?
        };
        Some(-calendar.working_days_between(day, until.max(day)))
    }

    /// Working days by which the end of a phase's enrollment has moved against the baseline, later if
    /// positive.
    pub fn slip_days(&self, index: usize) -> Option<i64> {
        let dates = self.dates(index)?;
        let planned = self.baseline()?.phase(dates.phase)?;
        let moved = |from: Option<NaiveDate>, to: Option<NaiveDate>| {
            Some(self.plan.calendar.working_days_between(from?, to?))
        };
        moved(planned.targeted, self.end(index))
            .or_else(|| moved(planned.gate, dates.gate))
            .or_else(|| moved(planned.start, dates.start))
    }

    /// The same of its gate.
    pub fn gate_slip_days(&self, index: usize) -> Option<i64> {
        let dates = self.dates(index)?;
        let planned = self.baseline()?.phase(dates.phase)?.gate?;
        Some(self.plan.calendar.working_days_between(planned, dates.gate?))
    }

    pub fn open_prerequisites(&self) -> impl Iterator<Item = &'a Prerequisite> {
        self.plan.prerequisites.iter().filter(|prerequisite| !prerequisite.state.is_settled())
    }

    /// Open prerequisites without which a phase cannot begin.
    pub fn blocking(&self, index: usize) -> impl Iterator<Item = &'a Prerequisite> {
        let phase = self.phase(index).map(|phase| phase.id);
        self.open_prerequisites().filter(move |p| phase.is_some() && p.blocks == phase)
    }
}
