//! The fate of one simulated future: parameters drawn once, then what happens each day drawn from a stream
//! of its own, so that two plans meet with the same luck wherever they do the same.

use super::draw::{Chance, Luck, Purpose, Table};
use super::fate::{At, Fate};
use super::rates::Parameters;
use super::rules::Rules;
use super::{Learned, Outcomes};

/// Means up to which the ordinary tickets of a weekday are looked up in a table.
const TABLED_UP_TO: f64 = 4096.0;

/// In place of a phase's number, for what belongs to none.
const NO_PHASE: u32 = u32::MAX;

/// What the fates of all runs have in common.
pub(crate) struct Odd {
    pub seed: u64,
    pub learned: Learned,
    /// Every parameter stays at its mean.
    pub is_exact: bool,
    /// The law of the points of the grid of reach and stale share.
    grid: Option<Table>,
    /// The law of the plausible repair rates.
    rates: Table,
    ordinary: [Option<Table>; 7],
}

impl Odd {
    pub fn new(rules: &Rules, learned: Learned, seed: u64, is_exact: bool) -> Self {
        let grid = learned.reach_and_stale.as_ref().map(|joint| Table::new(joint.weights.iter().copied()));
        let is_tabled = |mean: f64| mean <= TABLED_UP_TO && rules.dispersion <= 1.0;
        let ordinary = rules.ordinary.map(|mean| is_tabled(mean).then(|| Table::poisson(mean)));
        let rates = Table::new(learned.by_rate.iter().map(|outcomes| outcomes.weight));
        Self { seed, learned, is_exact, grid, rates, ordinary }
    }

    pub fn luck(&self, run: u32) -> Luck {
        Luck::new(self.seed, run)
    }

    /// The parameters of a run.
    pub fn parameters(&self, luck: Luck, rules: &Rules) -> Parameters {
        if self.is_exact { self.means(rules.facts.len()) } else { self.drawn(luck, rules) }
    }

    /// All phases alike, and every ticket rate as the plan has it.
    fn means(&self, phases: usize) -> Parameters {
        let learned = &self.learned;
        Parameters {
            success: vec![learned.success.posterior.mean(); phases],
            reach: learned.reach.posterior.mean(),
            stale: learned.stale.posterior.mean(),
            repair: learned.repair.posterior.mean(),
            unfixable: learned.unfixable.posterior.mean(),
            factor: learned.ticket_factor.prior.mean(),
        }
    }

    /// What a run takes for the truth of repairs, and of success and losses with it.
    fn outcomes(&self, luck: Luck) -> (f64, &Outcomes) {
        let mut stream = luck.stream(Purpose::RepairShare, NO_PHASE, 0);
        let outcomes = match self.learned.by_rate.as_slice() {
            [only] => only,
            all => &all[self.rates.draw(&mut stream) as usize],
        };
        (outcomes.repair.draw(&mut stream), outcomes)
    }

    /// The success of a run that its phases have in common.
    pub fn success(&self, luck: Luck) -> f64 {
        success(self.outcomes(luck).1, luck)
    }

    fn drawn(&self, luck: Luck, rules: &Rules) -> Parameters {
        let learned = &self.learned;
        let stream = |purpose| luck.stream(purpose, NO_PHASE, 0);
        let (repair, outcomes) = self.outcomes(luck);
        let success = success(outcomes, luck);
        let of_phase = |place: usize| {
            let own = outcomes.phases.get(place).copied().unwrap_or_default();
            let alike = learned.between_phases;
            if alike.is_infinite() || success <= 0.0 || success >= 1.0 {
                return success;
            }
            let (a, b) = (alike * success + own.ok, alike * (1.0 - success) + (own.of - own.ok).max(0.0));
            luck.stream(Purpose::PhaseSuccess, rules.facts[place].id, 0).beta(a, b)
        };
        let (reach, stale) = match learned.reach_and_stale.as_ref().zip(self.grid.as_ref()) {
            Some((joint, grid)) => {
                let point = grid.draw(&mut stream(Purpose::Reach)) as usize;
                let columns = joint.stale.len().max(1);
                (joint.reach[point / columns], joint.stale[point % columns])
            }
            None => (
                learned.reach.posterior.draw(&mut stream(Purpose::Reach)),
                learned.stale.posterior.draw(&mut stream(Purpose::StaleShare)),
            ),
        };
        Parameters {
            success: (0..rules.facts.len()).map(of_phase).collect(),
            reach,
            stale,
            repair,
            unfixable: outcomes.unfixable.draw(&mut stream(Purpose::UnfixableShare)),
            factor: learned.ticket_factor.posterior.draw(&mut stream(Purpose::TicketFactor)),
        }
    }
}

fn success(outcomes: &Outcomes, luck: Luck) -> f64 {
    outcomes.success.draw(&mut luck.stream(Purpose::Success, NO_PHASE, 0))
}

/// The fate of one run.
pub(crate) struct Drawn<'a> {
    rules: &'a Rules,
    odd: &'a Odd,
    luck: Luck,
    factor: f64,
    /// By phase.
    success: Vec<Chance>,
    reach: Chance,
    stale: Chance,
    repair: Chance,
    unfixable: Chance,
}

impl<'a> Drawn<'a> {
    pub fn new(rules: &'a Rules, odd: &'a Odd, luck: Luck, parameters: &Parameters) -> Self {
        Self {
            rules,
            odd,
            luck,
            factor: parameters.factor,
            success: parameters.success.iter().map(|share| Chance::new(*share)).collect(),
            reach: Chance::new(parameters.reach),
            stale: Chance::new(parameters.stale),
            repair: Chance::new(parameters.repair),
            unfixable: Chance::new(parameters.unfixable),
        }
    }

    /// Of a phase's devices not heard of on the status date, those that never check in.
    pub fn silent(&self, phase: usize, unheard: f64, share: f64) -> f64 {
        let mut stream = self.luck.stream(Purpose::Silent, self.rules.facts[phase].id, 0);
        f64::from(stream.binomial(unheard as u32, &Chance::new(share)))
    }

    #[inline]
    fn tickets_of(&self, phase: u32, day: usize, mean: f64) -> f64 {
        let mean = mean * self.factor;
        if mean <= 0.0 {
            return 0.0;
        }
        let day = day.saturating_sub(self.rules.days.start) as u32;
        self.luck.stream(Purpose::Tickets, phase, day).poisson(mean) as f64
    }

    #[inline]
    fn of(&self, at: At, purpose: Purpose, devices: f64, chance: &Chance) -> f64 {
        if devices <= 0.0 {
            return 0.0;
        }
        let day = at.day.saturating_sub(self.rules.days.start) as u32;
        let mut stream = self.luck.stream(purpose, self.rules.facts[at.phase].id, day);
        f64::from(stream.binomial(devices as u32, chance))
    }
}

impl Fate for Drawn<'_> {
    /// The sum of Poisson numbers is one: a single draw in place of one a phase, day after day.
    const IS_POOLED: bool = true;

    fn stale(&mut self, at: At, targeted: f64) -> f64 {
        self.of(at, Purpose::Stale, targeted, &self.stale)
    }

    fn repaired(&mut self, at: At, failed: f64) -> f64 {
        self.of(at, Purpose::Repaired, failed, &self.repair)
    }

    fn attempts(&mut self, at: At, pending: f64) -> f64 {
        self.of(at, Purpose::Attempts, pending, &self.reach)
    }

    fn succeeded(&mut self, at: At, attempts: f64) -> f64 {
        self.of(at, Purpose::Succeeded, attempts, &self.success[at.phase])
    }

    fn lost(&mut self, at: At, bad: f64) -> f64 {
        self.of(at, Purpose::Lost, bad, &self.unfixable)
    }

    fn tickets(&mut self, at: At, mean: f64) -> f64 {
        self.tickets_of(self.rules.facts[at.phase].id, at.day, mean)
    }

    fn late_tickets(&mut self, day: usize, mean: f64) -> f64 {
        self.tickets_of(NO_PHASE, day, mean)
    }

    fn ordinary(&mut self, day: usize, weekday: usize, mean: f64) -> f64 {
        let day = day.saturating_sub(self.rules.days.start) as u32;
        let mut stream = self.luck.stream(Purpose::OrdinaryTickets, NO_PHASE, day);
        match &self.odd.ordinary[weekday] {
            Some(table) => f64::from(table.draw(&mut stream)),
            None => stream.negative_binomial(mean, self.rules.dispersion) as f64,
        }
    }
}
