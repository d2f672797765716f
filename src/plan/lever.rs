//! What a decision maker can move: each lever with its value, its range and the one edit that moves it.
//! It knows the plan alone; what the data say of a parameter is put into the plan by who asks.

mod freezes;

use chrono::NaiveDate;

use super::wording::{self, number, percent};
use super::{
    AgentsFrom, Assumption, Criterion, Edit, EventKind, MAX_DEVICES, MAX_LAG_DAYS, Parameter, Phase, PhaseId,
    Plan, Record, Setting, Strength, SwitchTickets, Workload,
};

/// One thing to move; the rest of the plan stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lever {
    /// Helpdesk agents from the first day that is not known; later changes of staff move along.
    Agents,
    /// Devices that a phase targets per working day.
    Rate(PhaseId),
    /// Devices of a phase; the rest moves to the next phase that has not started.
    Size(PhaseId),
    /// Working days of soak at the gates still ahead: that of the next one, the others move along.
    Soak,
    /// First-attempt success.
    Success,
    /// Pending devices that attempt enrollment on a working day.
    Reach,
    /// Tickets per 100 devices that switch all workloads the plan moves.
    SwitchTickets,
    /// The enrollment freezes ahead are respected (1) or lifted (0).
    Freezes,
    /// Targeting stops while tickets wait longer than so many days; infinite = no brake.
    Brake,
}

/// Where a lever can go, and by how much a step of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeverRange {
    pub low: f64,
    pub high: f64,
    pub step: f64,
}

impl Lever {
    /// Every lever that moves something in this plan.
    pub fn all(plan: &Plan) -> Vec<Self> {
        let of_phases = |lever: fn(PhaseId) -> Self| plan.phases.iter().map(move |phase| lever(phase.id));
        let mut levers = vec![Self::Agents];
        levers.extend(of_phases(Self::Rate));
        levers.extend(of_phases(Self::Size));
        levers.extend([Self::Soak, Self::Success, Self::Reach, Self::SwitchTickets]);
        levers.extend([Self::Freezes, Self::Brake]);
        levers.retain(|lever| lever.value(plan).is_some());
        levers
    }

    /// Moves several, one after the other, as one step.
    pub fn move_all(plan: &Plan, moves: &[(Self, f64)], label: impl Into<String>) -> Option<Edit> {
        let mut after = plan.clone();
        let mut edits = Vec::new();
        // Two levers of one phase change the same record: the later edit is made from what the earlier left.
        for (lever, value) in moves {
            if let Some(edit) = lever.edit(&after, *value)
                && edit.apply(&mut after).is_ok()
            {
                edits.push(edit);
            }
        }
        (!edits.is_empty()).then(|| Edit::Several { label: label.into(), edits })
    }

    pub fn name(self, plan: &Plan) -> String {
        match self {
            Self::Agents => "Helpdesk agents".into(),
            Self::Rate(phase) => format!("Rollout rate, {}", plan.phase_label(phase)),
            Self::Size(phase) => format!("{} size", plan.phase_label(phase)),
            Self::Soak => "Soak after a wave".into(),
            Self::Success => "First-attempt success".into(),
            Self::Reach => "Daily reach".into(),
            Self::SwitchTickets => "Tickets per 100 switched devices".into(),
            Self::Freezes => "Respect the change freezes".into(),
            Self::Brake => "Brake: stop targeting while tickets wait".into(),
        }
    }

    /// What stands behind its value; empty where nothing does.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Rate(_) => "per day",
            Self::Size(_) => "devices",
            Self::Soak | Self::Brake => "days",
            _ => "",
        }
    }

    /// It is on or off.
    pub const fn is_toggle(self) -> bool {
        matches!(self, Self::Freezes | Self::Brake)
    }

    /// The value of a toggle that is on, or off.
    pub fn toggled(self, plan: &Plan, on: bool) -> f64 {
        match self {
            Self::Brake if on => plan.desk.brake_wait_days.unwrap_or(plan.desk.wait_limit_days),
            Self::Brake => f64::INFINITY,
            _ => f64::from(u8::from(on)),
        }
    }

    /// Where it stands; none = this plan has no such lever, or it would move nothing any more.
    pub fn value(self, plan: &Plan) -> Option<f64> {
        match self {
            Self::Agents => Some(plan.desk.agents_on(plan.first_forecast_day())),
            Self::Rate(id) => {
                let phase = plan.phase(id).filter(|phase| plan.has_devices_left(phase))?;
                // All at once is as many a day as there are; none a day is a mistake, and no value.
                phase.rate.or(Some(phase.devices)).filter(|rate| *rate > 0).map(f64::from)
            }
            Self::Size(id) => sizes(plan, id).map(|(phase, _)| f64::from(phase.devices)),
            Self::Soak => soaks(plan).next().map(|(_, days)| f64::from(days)),
            Self::Success => Some(plan.assumptions.success.mean),
            Self::Reach => Some(plan.assumptions.reach.mean),
            Self::SwitchTickets => switch_tickets(plan),
            Self::Freezes => Some(f64::from(u8::from(freezes::ahead(plan).next().is_some()))),
            Self::Brake => Some(plan.desk.brake_wait_days.unwrap_or(f64::INFINITY)),
        }
    }

    /// Where it can go from where it stands.
    pub fn range(self, plan: &Plan) -> Option<LeverRange> {
        let value = self.value(plan)?;
        let range = |low, high, step| Some(LeverRange { low, high, step });
        match self {
            Self::Agents => {
                let even = |agents: f64| (agents / 2.0).floor() * 2.0;
                let low = even(value * 0.6).min((value - 2.0).max(0.0));
                range(low, (even(value * 1.7 + 1.0)).max(value + 6.0), 1.0)
            }
            Self::Rate(id) => {
                let all = plan.phase(id).map_or(1.0, |phase| f64::from(phase.devices)).max(value).max(1.0);
                let (low, high) = around(value);
                range(low.min(value), high.min(all), 1.0)
            }
            Self::Size(id) => {
                let (phase, next) = sizes(plan, id)?;
                // Neither fewer than are not ready nor than are recorded, be it after the status date.
                let recorded = |phase: &Phase| u32::try_from(plan.targeted_by(phase.id, NaiveDate::MAX));
                let held = |phase: &Phase| recorded(phase).unwrap_or(u32::MAX).max(phase.not_ready_devices());
                let least = |phase: &Phase| f64::from(held(phase).max(1).min(phase.devices));
                let most = value + f64::from(next.devices) - least(next);
                let (low, high) = around(value);
                range(low.max(least(phase)).min(value), high.min(most).max(value), 1.0)
            }
            Self::Soak => range(0.0, ((value * 1.65 / 5.0).ceil() * 5.0).max(15.0), 1.0),
            Self::Success => range(0.80_f64.min((value * 10.0 - 0.5).floor() / 10.0).max(0.0), 1.0, 0.01),
            Self::Reach => range(0.10_f64.min(value), 0.80_f64.max(value), 0.01),
            Self::SwitchTickets => {
                range((value * 0.2).floor(), ((value * 2.1 / 5.0).ceil() * 5.0).max(5.0), 0.1)
            }
            Self::Freezes => range(0.0, 1.0, 1.0),
            Self::Brake => range(0.0, 10.0, 0.5),
        }
    }

    /// The words between the ends of its range.
    pub fn note(self, plan: &Plan) -> String {
        match self {
            Self::Agents => format!("each closes {} tickets a day", number(plan.desk.capacity_of(1.0))),
            Self::Rate(id) => {
                let own = plan.phase(id).map(|phase| phase.note.clone()).filter(|note| !note.is_empty());
                let pace = || {
                    let (phase, pace) = plan.newest_pace()?;
                    Some(format!("{} so far: {} per day", plan.phase_label(phase.id), number(pace.round())))
                };
                own.or_else(pace).unwrap_or_else(|| "devices targeted per working day".into())
            }
            Self::Size(id) => sizes(plan, id)
                .map_or_else(String::new, |(_, next)| format!("rest moves to {}", plan.phase_label(next.id))),
            Self::Soak => "working days without enrollment".into(),
            Self::Success => wording::strength(Parameter::Success, plan.assumptions.success.strength),
            Self::Reach => wording::strength(Parameter::Reach, plan.assumptions.reach.strength),
            Self::SwitchTickets => "all workloads that move, together".into(),
            Self::Freezes => freezes::ahead(plan).next().map_or_else(String::new, freezes::words),
            Self::Brake => plan.desk.brake_wait_days.map_or_else(String::new, |days| {
                format!("over {} {}", number(days), if days == 1.0 { "day" } else { "days" })
            }),
        }
    }

    /// The one step that moves it to `value`; none = it stands there, or cannot be moved there.
    pub fn edit(self, plan: &Plan, value: f64) -> Option<Edit> {
        let now = self.value(plan)?;
        let value = self.settled(value);
        if value.is_nan() || value == now {
            return None;
        }
        let edits = match self {
            Self::Agents => agents(plan, value),
            Self::Rate(id) => vec![put_phase(plan.phase(id)?, |phase| phase.rate = Some(value as u32))],
            Self::Size(id) => resize(plan, id, value as u32)?,
            Self::Soak => soak(plan, value - now),
            Self::Success => vec![suppose(plan, Parameter::Success, value)],
            Self::Reach => vec![suppose(plan, Parameter::Reach, value)],
            Self::SwitchTickets => scale_switch_tickets(plan, now, value),
            // What is lifted cannot be put back from the plan without it.
            Self::Freezes if value == 0.0 => freezes::lifted(plan),
            Self::Freezes => return None,
            Self::Brake => vec![Setting::BrakeWaitDays(value.is_finite().then_some(value)).into()],
        };
        Some(Edit::Several { label: self.label(plan, value), edits })
    }

    /// The nearest value that it can take at all.
    fn settled(self, value: f64) -> f64 {
        match self {
            Self::Rate(_) | Self::Size(_) => value.round().clamp(1.0, f64::from(MAX_DEVICES)),
            Self::Soak => value.round().clamp(0.0, f64::from(MAX_LAG_DAYS)),
            Self::Success | Self::Reach => value.clamp(0.0, 1.0),
            Self::Agents => value.clamp(0.0, 100_000.0),
            Self::Freezes => value.round().clamp(0.0, 1.0),
            Self::Brake if value.is_finite() => value.clamp(0.0, 365.0),
            Self::Brake => value,
            Self::SwitchTickets => value.max(0.0),
        }
    }

    fn label(self, plan: &Plan, value: f64) -> String {
        let name = |id: PhaseId| plan.phase(id).map_or_else(String::new, |phase| phase.name.clone());
        match self {
            Self::Agents => format!("Set helpdesk agents to {}", number(value)),
            Self::Rate(id) => format!("Set rate of {} to {} per day", name(id), number(value)),
            Self::Size(id) => format!("Set size of {} to {}", name(id), wording::devices(value as u32)),
            Self::Soak => format!("Set soak to {}", wording::working_days(value as u32)),
            Self::Success => format!("Set first-attempt success to {}", percent(value)),
            Self::Reach => format!("Set daily reach to {}", percent(value)),
            Self::SwitchTickets => format!("Set tickets per 100 switched devices to {}", number(value)),
            Self::Freezes => "Lift the change freezes".into(),
            Self::Brake => Edit::from(Setting::BrakeWaitDays(value.is_finite().then_some(value))).label(plan),
        }
    }
}

/// Round ends about two fifths and five thirds of a count.
fn around(value: f64) -> (f64, f64) {
    let grain = (5.0 * 10_f64.powf(value.max(1.0).log10().floor() - 1.0)).max(1.0);
    let low = (value * 0.4 / grain).floor() * grain;
    let low = if low > 0.0 { low } else { (value * 0.4).floor() };
    (low.max(1.0), ((value * 1.65 / grain).ceil() * grain).max(5.0))
}

fn put_phase(phase: &Phase, change: impl FnOnce(&mut Phase)) -> Edit {
    let mut phase = phase.clone();
    change(&mut phase);
    Edit::Put(Record::Phase(Box::new(phase)))
}

/// Later entries keep their distance to the first day's, so that planned changes of staff stay.
fn agents(plan: &Plan, value: f64) -> Vec<Edit> {
    let first = plan.first_forecast_day();
    let (now, entries) = (plan.desk.agents_on(first), &plan.desk.agents);
    let put = |from, agents| Edit::Put(Record::Agents(AgentsFrom { from, agents }));
    let mut edits = Vec::new();
    // Without an entry of its own the past would take the number of the new one.
    if first > plan.start && entries.iter().all(|entry| entry.from >= first) {
        edits.push(put(plan.start, now));
    }
    edits.push(put(first, value));
    let later = entries.iter().filter(|entry| entry.from > first);
    edits.extend(later.map(|entry| put(entry.from, (entry.agents + value - now).clamp(0.0, 100_000.0))));
    edits
}

/// A phase that has not started, and the next one that has not either.
fn sizes(plan: &Plan, id: PhaseId) -> Option<(&Phase, &Phase)> {
    let at = plan.phase_index(id)?;
    let mut ahead = plan.phases[at..].iter().filter(|phase| !plan.has_started(phase.id));
    let phase = ahead.next().filter(|phase| phase.id == id && phase.devices > 0)?;
    Some((phase, ahead.next()?))
}

fn resize(plan: &Plan, id: PhaseId, devices: u32) -> Option<Vec<Edit>> {
    let (phase, next) = sizes(plan, id)?;
    let (mut phase, mut next) = (phase.clone(), next.clone());
    if devices < phase.devices {
        let n = phase.devices - devices;
        next.devices.checked_add(n).filter(|sum| *sum <= MAX_DEVICES)?;
        phase.hand_over(&mut next, n);
    } else {
        let n = devices - phase.devices;
        next.devices.checked_sub(n)?;
        next.hand_over(&mut phase, n);
    }
    Some([phase, next].map(|phase| Edit::Put(Record::Phase(Box::new(phase)))).into())
}

/// The phases whose gate is ahead and asks for soak, with its days.
fn soaks(plan: &Plan) -> impl Iterator<Item = (&Phase, u32)> {
    let ahead = plan.phases.iter().filter(|phase| !plan.has_passed(phase.id));
    ahead.filter_map(|phase| {
        let days = phase.gate.criteria.iter().find_map(|criterion| match criterion {
            Criterion::Soak { days } => Some(*days),
            _ => None,
        });
        Some((phase, days?))
    })
}

fn soak(plan: &Plan, more: f64) -> Vec<Edit> {
    let moved = |days: u32| (f64::from(days) + more).clamp(0.0, f64::from(MAX_LAG_DAYS)) as u32;
    let change = |phase: &mut Phase| {
        for criterion in &mut phase.gate.criteria {
            if let Criterion::Soak { days } = criterion {
                *days = moved(*days);
            }
        }
    };
    soaks(plan).map(|(phase, _)| put_phase(phase, change)).collect()
}

/// With data behind it a mean alone would move little: then what is supposed holds beyond doubt.
fn suppose(plan: &Plan, parameter: Parameter, mean: f64) -> Edit {
    let mut assumption: Assumption = plan.assumptions.get(parameter).clone();
    assumption.mean = mean;
    if plan.has_actuals() {
        assumption.strength = Strength::Exact;
    }
    Setting::Assumption { parameter, assumption }.into()
}

/// The workloads that the plan moves, and whose tickets are a rate of the plan's own.
fn moving(plan: &Plan) -> Vec<Workload> {
    let moves = |workload: &Workload| *workload != Workload::ResourceAccessPolicies && plan.moves(*workload);
    plan.switchable_workloads().filter(moves).collect()
}

/// Per 100 devices that switch all of them, with the factor on all tickets.
fn switch_tickets(plan: &Plan) -> Option<f64> {
    let (moving, is_enforced) = (moving(plan), plan.enforces_conditional_access());
    let rates = moving.iter().map(|workload| plan.assumptions.switch_tickets(*workload, is_enforced));
    (!moving.is_empty()).then(|| 100.0 * rates.sum::<f64>() * plan.assumptions.ticket_factor.mean)
}

fn scale_switch_tickets(plan: &Plan, now: f64, value: f64) -> Vec<Edit> {
    let factor = &plan.assumptions.ticket_factor;
    let each = value / (100.0 * moving(plan).len() as f64 * factor.mean);
    let scaled = |rate: f64| if now > 0.0 { rate * value / now } else { each }.clamp(0.0, 100.0);
    let rates = plan.assumptions.tickets_switch;
    let rates = SwitchTickets {
        compliance_policies: scaled(rates.compliance_policies),
        compliance_policies_enforced: scaled(rates.compliance_policies_enforced),
        windows_update_policies: scaled(rates.windows_update_policies),
        endpoint_protection: scaled(rates.endpoint_protection),
        device_configuration: scaled(rates.device_configuration),
        office_click_to_run: scaled(rates.office_click_to_run),
        client_apps: scaled(rates.client_apps),
    };
    let mut edits = vec![Setting::SwitchTickets(rates).into()];
    // Learning would take the change back: fewer tickets expected of the past make a larger factor.
    if plan.has_actuals() {
        edits.push(suppose(plan, Parameter::TicketFactor, factor.mean));
    }
    edits
}

impl Plan {
    /// Recorded as started, as targeted, or as passed.
    pub fn has_started(&self, id: PhaseId) -> bool {
        let started = self.actuals.done(&EventKind::PhaseStarted(id));
        started.is_some_and(|day| day <= self.status_date) || self.targeted(id) > 0 || self.has_passed(id)
    }

    /// A Go of its gate is recorded.
    pub fn has_passed(&self, id: PhaseId) -> bool {
        self.recorded_go(id).is_some_and(|day| day <= self.status_date)
    }

    /// Devices of a phase recorded as targeted by the status date.
    fn targeted(&self, id: PhaseId) -> u64 {
        self.targeted_by(id, self.status_date)
    }

    fn targeted_by(&self, id: PhaseId, day: NaiveDate) -> u64 {
        let Some(actuals) = self.actuals.phase(id) else { return 0 };
        let stocks = actuals.stocks.iter().filter(|stock| stock.date <= day);
        let flows = actuals.flows.iter().filter(|flow| flow.date <= day);
        let flowed = flows.map(|flow| u64::from(flow.targeted)).sum();
        stocks.map(|stock| u64::from(stock.targeted)).max().unwrap_or(0).max(flowed)
    }

    fn has_devices_left(&self, phase: &Phase) -> bool {
        phase.devices > 0 && !self.has_passed(phase.id) && self.targeted(phase.id) < u64::from(phase.devices)
    }

    /// The last phase that has started with a record, and the devices it has targeted per working day.
    fn newest_pace(&self) -> Option<(&Phase, f64)> {
        let phase = self.phases.iter().rfind(|phase| self.targeted(phase.id) > 0)?;
        let actuals = self.actuals.phase(phase.id)?;
        let dates = actuals.stocks.iter().map(|stock| stock.date);
        let dates = dates.chain(actuals.flows.iter().map(|flow| flow.date));
        let last = dates.filter(|day| *day <= self.status_date).max()?;
        let start = self.actuals.done(&EventKind::PhaseStarted(phase.id))?;
        let days = self.calendar.working_days_between(start.pred_opt()?, last);
        (days > 0).then(|| (phase, self.targeted(phase.id) as f64 / days as f64))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
#[path = "lever/lever_tests.rs"]
mod tests;
