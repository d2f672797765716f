//! The verdict on each gate. Before its day: how likely it is to pass by then. From its day on: Go, Hold
//! or No-go by what has really happened, criterion by criterion, and what would turn a Hold into a Go.

use crate::plan::{Criterion, Phase, PhaseId, Plan};

use super::posterior::{Share, chance_of_tickets, tickets_settled_by};
use super::{CriterionState, GateState, Odds, Outlook, PhaseNow, PhaseOdds, PhaseStage};

/// The first three exist before a gate's day only, the others from that day on only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    OnCourse,
    AtRisk,
    OffCourse,
    Go,
    Hold,
    NoGo,
}

impl Word {
    pub const fn name(self) -> &'static str {
        match self {
            Self::OnCourse => "On course",
            Self::AtRisk => "At risk",
            Self::OffCourse => "Off course",
            Self::Go => "Go",
            Self::Hold => "Hold",
            Self::NoGo => "No-go",
        }
    }

    /// Of a chance ahead of the day.
    pub fn ahead(chance: f64, assurance: f64) -> Self {
        if chance >= assurance {
            Self::OnCourse
        } else if 1.0 - chance >= assurance {
            Self::OffCourse
        } else {
            Self::AtRisk
        }
    }

    /// Of what is believed on the day.
    fn on_the_day(chance: f64, assurance: f64) -> Self {
        match Self::ahead(chance, assurance) {
            Self::OnCourse => Self::Go,
            Self::OffCourse => Self::NoGo,
            _ => Self::Hold,
        }
    }
}

/// What would turn a Hold into a Go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Further {
    /// So many more devices at the rate observed so far.
    Devices(u32),
    /// Not even all devices that are left.
    NotInThisPhase,
}

/// One criterion as it would be judged on the status date.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionVerdict {
    pub criterion: Criterion,
    /// Go, Hold or No-go by the actuals.
    pub today: Word,
    /// The belief behind it, where it has one: that success or tickets are within their limit, that as many
    /// devices enroll as are asked for.
    pub chance: Option<f64>,
    /// The figures would decide, but devices may still change them.
    pub is_provisional: bool,
    /// For a Hold of a share or a rate with data.
    pub further: Option<Further>,
    /// Share of simulated futures in which it holds on the gate's day; none without odds, or where nobody
    /// can simulate it.
    pub on_gate_day: Option<f64>,
    /// What is said of it today: of the kind that the gate's date allows.
    pub word: Option<Word>,
}

/// The verdict on the gate of one phase.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    pub phase: PhaseId,
    /// None: the gate has passed, or the phase has not started and its gate's day has not come, or nothing
    /// is simulated.
    pub word: Option<Word>,
    /// The gate's day has come.
    pub is_due: bool,
    /// Share of simulated futures that have passed by the planned date.
    pub by_planned: Option<f64>,
    /// In the order of the gate.
    pub criteria: Vec<CriterionVerdict>,
}

/// The verdicts on all gates, in the plan's order of phases.
pub fn verdict(plan: &Plan, outlook: &Outlook, odds: Option<&Odds>) -> Vec<Verdict> {
    (0..plan.phases.len()).filter_map(|place| verdict_at(plan, outlook, odds, place)).collect()
}

/// The verdict on the gate of one phase, by its place in the plan.
pub fn verdict_at(plan: &Plan, outlook: &Outlook, odds: Option<&Odds>, place: usize) -> Option<Verdict> {
    let (phase, gate) = (plan.phases.get(place)?, outlook.gates.get(place)?);
    let now = outlook.observed.now.get(place).copied().unwrap_or_default();
    let odds = odds.and_then(|odds| odds.phases.get(place)).filter(|odds| odds.phase == phase.id);
    Some(Bench { plan, phase, gate, now, odds }.verdict())
}

/// The fewest devices of a phase whose share is at least `min`, compared as a gate compares it.
pub fn devices_asked(min: f64, devices: u32) -> u32 {
    let holds = |count: u32| f64::from(count) / f64::from(devices) >= min;
    let near = (min * f64::from(devices)).ceil().clamp(0.0, f64::from(devices)) as u32;
    // One product and one quotient may round to either side.
    match near.checked_sub(1) {
        Some(fewer) if holds(fewer) => fewer,
        _ if near < devices && !holds(near) => near + 1,
        _ => near,
    }
}

/// What one gate is judged by.
struct Bench<'a> {
    plan: &'a Plan,
    phase: &'a Phase,
    gate: &'a GateState,
    now: PhaseNow,
    odds: Option<&'a PhaseOdds>,
}

impl Bench<'_> {
    fn verdict(&self) -> Verdict {
        let is_passed = self.gate.stage == PhaseStage::Done;
        let is_due = !is_passed && self.gate.planned.is_some_and(|day| day <= self.plan.status_date);
        let by_planned = self.odds.filter(|_| !is_passed).and_then(|odds| odds.by_planned);
        let criteria: Vec<CriterionVerdict> = self
            .gate
            .criteria
            .iter()
            .enumerate()
            .map(|(place, state)| self.criterion(place, state, is_due))
            .collect();
        let is_running = !is_passed && self.gate.stage != PhaseStage::Planned;
        let word = if is_due {
            Some(self.call(&criteria))
        } else {
            by_planned.filter(|_| is_running).map(|chance| Word::ahead(chance, self.plan.assurance))
        };
        Verdict { phase: self.phase.id, word, is_due, by_planned, criteria }
    }

    /// The worst of the criteria.
    fn call(&self, criteria: &[CriterionVerdict]) -> Word {
        if self.gate.stage == PhaseStage::Stalled {
            return Word::NoGo;
        }
        let without = if self.gate.stage == PhaseStage::Soaking { Word::Go } else { Word::Hold };
        criteria.iter().map(|criterion| criterion.today).max().unwrap_or(without)
    }

    fn criterion(&self, place: usize, state: &CriterionState, is_due: bool) -> CriterionVerdict {
        let odds = self.odds.and_then(|odds| odds.criteria.get(place));
        let mut verdict = CriterionVerdict {
            criterion: state.criterion.clone(),
            today: if state.holds == Some(true) { Word::Go } else { Word::Hold },
            chance: None,
            is_provisional: false,
            further: None,
            on_gate_day: odds.and_then(|odds| odds.chance),
            word: None,
        };
        match &state.criterion {
            Criterion::Success { min } => self.success(*min, &mut verdict),
            Criterion::TicketsPer100 { max } => self.tickets(*max, &mut verdict),
            Criterion::Coverage { min } => self.coverage(*min, &mut verdict),
            Criterion::Measured { .. } if state.holds == Some(false) => verdict.today = Word::NoGo,
            _ => {}
        }
        let ahead = verdict.on_gate_day.filter(|_| self.gate.stage != PhaseStage::Planned);
        verdict.word = if is_due {
            Some(verdict.today)
        } else {
            ahead.map(|chance| Word::ahead(chance, self.plan.assurance))
        };
        verdict
    }

    fn success(&self, min: f64, verdict: &mut CriterionVerdict) {
        let (enrolled, bad) = self.outcomes();
        let share = Share::of_success(self.plan, &self.phase.gate, enrolled, bad);
        let chance = share.map(|share| share.at_least(min));
        self.settle(chance, verdict, |assurance, left| {
            share.and_then(|share| share.settled_by((enrolled, bad), min, assurance, left))
        });
    }

    fn tickets(&self, max: f64, verdict: &mut CriterionVerdict) {
        let exposed = self.gate.exposed;
        let tickets = self.now.tickets.map(f64::from);
        let chance = tickets.and_then(|tickets| chance_of_tickets(tickets, exposed, max));
        self.settle(chance, verdict, |assurance, left| {
            tickets_settled_by((tickets.unwrap_or(0.0), exposed), max, assurance, left)
        });
    }

    /// The rule of shares and rates: sure enough of it, sure enough of the contrary, or not sure.
    fn settle(
        &self,
        chance: Option<f64>,
        verdict: &mut CriterionVerdict,
        settled_by: impl Fn(f64, u32) -> Option<u32>,
    ) {
        let assurance = self.plan.assurance;
        verdict.chance = chance;
        verdict.today = chance.map_or(Word::Hold, |chance| Word::on_the_day(chance, assurance));
        if chance.is_none() {
            return;
        }
        if verdict.today == Word::Hold {
            let more = settled_by(assurance, self.left());
            verdict.further = Some(more.map_or(Further::NotInThisPhase, Further::Devices));
        } else if self.is_soaking() {
            verdict.is_provisional = true;
            verdict.today = Word::Hold;
        }
    }

    fn coverage(&self, min: f64, verdict: &mut CriterionVerdict) {
        let need = devices_asked(min, self.phase.devices);
        let (enrolled, bad) = self.outcomes();
        // A failed device can still be repaired, an abandoned one not.
        let at_most = self.able().saturating_sub(self.now.abandoned).max(self.now.enrolled);
        verdict.today = if self.now.enrolled >= need {
            Word::Go
        } else if at_most < need {
            Word::NoGo
        } else {
            Word::Hold
        };
        if enrolled + bad > 0.0 {
            let missing = need.saturating_sub(self.now.enrolled);
            verdict.chance = Some(Share::jeffreys(enrolled, bad).chance_of(missing, self.left()));
        }
    }

    fn outcomes(&self) -> (f64, f64) {
        let bad = self.now.failed.saturating_add(self.now.abandoned);
        (f64::from(self.now.enrolled), f64::from(bad))
    }

    /// Devices that are ready now or will be.
    fn able(&self) -> u32 {
        let never = self.phase.not_ready.iter().filter(|group| group.until.is_none());
        never.fold(self.phase.devices, |able, group| able.saturating_sub(group.devices))
    }

    /// Devices not heard of yet that still may be.
    fn left(&self) -> u32 {
        self.able().saturating_sub(self.now.attempts())
    }

    /// The gate asks for a soak that is not over.
    fn is_soaking(&self) -> bool {
        let mut soaks = self.gate.criteria.iter().filter(|s| matches!(s.criterion, Criterion::Soak { .. }));
        soaks.any(|soak| soak.holds != Some(true))
    }
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
