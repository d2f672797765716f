//! What differs between two states of a plan: every record and property that differs, and the way from the old
//! state to the new one in steps, one cause at a time. It says nothing of effects: those are simulated.

mod keys;

use super::{DecisionKind, Key, Phase, PhaseId, PhaseKind, Plan, Record, Setting};

/// One thing that is not the same.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// A record that was added (no old), removed (no new) or changed.
    Record {
        old: Option<Box<Record>>,
        new: Option<Box<Record>>,
    },
    Setting {
        old: Setting,
        new: Setting,
    },
    /// The same phases stand in another order.
    Order,
    /// How it is presented.
    Presentation,
}

/// What a difference belongs to when one asks what moved the finish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// What happened: records, gates passed, the status date.
    Facts,
    /// The frame of the whole plan: start, horizon, hold limit, site version, Conditional Access.
    Frame,
    /// Phases added, removed or put in another order, with their switches and pauses.
    Phases,
    /// One phase: its size, start, rate, gate.
    Phase(PhaseId),
    /// When workloads pass to Intune.
    Switches,
    /// Working days, holidays, freezes, pauses.
    Calendar,
    Desk,
    Assumptions,
    /// Names, notes, prices, questions, what is kept for comparison: no course depends on them.
    Words,
}

/// The plan with the first causes as they are now and the others as they were.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub cause: Cause,
    pub plan: Plan,
}

/// All that differs, in the plan's order: what it is as a whole, phases, switches, calendar, desk, records, words.
pub fn differences(old: &Plan, new: &Plan) -> Vec<Difference> {
    let mut found: Vec<Difference> = keys::settings(old)
        .into_iter()
        .zip(keys::settings(new))
        .filter(|(old, new)| old != new)
        .map(|(old, new)| Difference::Setting { old, new })
        .collect();
    if has_other_order(old, new) {
        found.push(Difference::Order);
    }
    if old.presentation != new.presentation {
        found.push(Difference::Presentation);
    }
    let mut all = keys::keys(new);
    // What is gone stands behind what is still there.
    let gone: Vec<Key> = keys::keys(old).into_iter().filter(|key| new.record(key).is_none()).collect();
    all.extend(gone);
    for key in all {
        let (old, new) = (old.record(&key), new.record(&key));
        if old != new {
            found.push(Difference::Record { old: old.map(Box::new), new: new.map(Box::new) });
        }
    }
    found
}

/// The two are states of one plan: phases that both have go by the same numbers.
pub fn is_same_rollout(old: &Plan, new: &Plan) -> bool {
    let both = || new.phases.iter().filter_map(|phase| Some((old.phase(phase.id)?, phase)));
    old.phases.is_empty() || new.phases.is_empty() || both().any(|(old, new)| old.has_name(&new.name))
}

/// From `old` to `new`, one cause after the other; the last step is `new` itself. Two plans that are not states
/// of one are a single step.
pub fn steps(old: &Plan, new: &Plan) -> Vec<Step> {
    let mut causes: Vec<Cause> = differences(old, new).iter().map(Difference::cause).collect();
    causes.sort_unstable();
    causes.dedup();
    causes.retain(|cause| *cause != Cause::Words);
    if !is_same_rollout(old, new) {
        causes = vec![Cause::Phases];
    }
    // With the phases come the switches that name them.
    if causes.contains(&Cause::Phases) {
        causes.retain(|cause| *cause != Cause::Switches);
    }
    let mut plan = old.clone();
    let mut steps = Vec::new();
    for (place, cause) in causes.iter().enumerate() {
        if place + 1 == causes.len() {
            plan = new.clone();
        } else {
            bring(&mut plan, new, *cause);
        }
        steps.push(Step { cause: *cause, plan: plan.clone() });
    }
    steps
}

/// Takes over what belongs to one cause.
fn bring(plan: &mut Plan, new: &Plan, cause: Cause) {
    match cause {
        Cause::Facts => {
            plan.status_date = new.status_date;
            plan.actuals.clone_from(&new.actuals);
            plan.decisions.clone_from(&new.decisions);
        }
        Cause::Frame => {
            plan.start = new.start;
            plan.horizon_days = new.horizon_days;
            plan.hold_limit_days = new.hold_limit_days;
            plan.assurance = new.assurance;
            plan.site_version = new.site_version;
            plan.option = new.option;
            plan.milestones.clone_from(&new.milestones);
        }
        Cause::Phases => {
            let own = |phase: &Phase| plan.phase(phase.id).unwrap_or(phase).clone();
            plan.phases = new.phases.iter().map(own).collect();
            plan.workloads.clone_from(&new.workloads);
            plan.switch_backs.clone_from(&new.switch_backs);
            plan.calendar.pauses.clone_from(&new.calendar.pauses);
        }
        Cause::Phase(id) => {
            let place = plan.phase_index(id);
            if let (Some(at), Some(phase)) = (place, new.phase(id)) {
                plan.phases[at] = phase.clone();
            }
        }
        Cause::Switches => {
            plan.workloads.clone_from(&new.workloads);
            plan.switch_backs.clone_from(&new.switch_backs);
        }
        Cause::Calendar => plan.calendar.clone_from(&new.calendar),
        Cause::Desk => plan.desk.clone_from(&new.desk),
        Cause::Assumptions => plan.assumptions.clone_from(&new.assumptions),
        Cause::Words => {}
    }
}

fn has_other_order(old: &Plan, new: &Plan) -> bool {
    let order = |of: &Plan, other: &Plan| -> Vec<PhaseId> {
        of.phases.iter().map(|phase| phase.id).filter(|id| other.phase(*id).is_some()).collect()
    };
    order(old, new) != order(new, old)
}

impl Difference {
    pub fn cause(&self) -> Cause {
        match self {
            Self::Order => Cause::Phases,
            Self::Presentation => Cause::Words,
            Self::Setting { new, .. } => of_setting(new),
            Self::Record { old, new } => match new.as_ref().or(old.as_ref()) {
                Some(record) => of_record(record, old.as_deref().zip(new.as_deref())),
                None => Cause::Words,
            },
        }
    }

    /// The record as it is, else as it was.
    pub fn record(&self) -> Option<&Record> {
        match self {
            Self::Record { old, new } => new.as_deref().or(old.as_deref()),
            Self::Setting { .. } | Self::Order | Self::Presentation => None,
        }
    }
}

const fn of_setting(setting: &Setting) -> Cause {
    match setting {
        Setting::StatusDate(_) => Cause::Facts,
        Setting::Option(_)
        | Setting::SiteVersion(_)
        | Setting::Start(_)
        | Setting::HorizonDays(_)
        | Setting::HoldLimitDays(_)
        | Setting::Assurance(_) => Cause::Frame,
        Setting::WorkingDays(_) | Setting::Cadence(_) => Cause::Calendar,
        Setting::TicketsPerAgentDay(_)
        | Setting::Shrinkage(_)
        | Setting::OrdinaryTickets(_)
        | Setting::WeekdayFactors(_)
        | Setting::Dispersion(_)
        | Setting::WaitLimitDays(_)
        | Setting::BrakeWaitDays(_) => Cause::Desk,
        Setting::Assumption { .. }
        | Setting::SuccessBetweenPhases(_)
        | Setting::TicketsExistingClient(_)
        | Setting::TicketsOtherPaths(_)
        | Setting::SwitchTickets(_) => Cause::Assumptions,
        _ => Cause::Words,
    }
}

fn of_record(record: &Record, both: Option<(&Record, &Record)>) -> Cause {
    match record {
        Record::Phase(phase) => match both {
            Some((Record::Phase(old), Record::Phase(new))) if is_renamed(old, new) => Cause::Words,
            Some(_) => Cause::Phase(phase.id),
            None => Cause::Phases,
        },
        Record::Cell { .. } | Record::FullSwitch { .. } | Record::SwitchBack(_) => Cause::Switches,
        Record::Holiday(_) | Record::Freeze(_) | Record::Pause(_) => Cause::Calendar,
        Record::Agents(_) => Cause::Desk,
        Record::Milestone(_) => Cause::Frame,
        Record::Stock { .. }
        | Record::Flow { .. }
        | Record::Failure { .. }
        | Record::Position { .. }
        | Record::Desk(_)
        | Record::Event(_)
        | Record::Measurement(_)
        | Record::SignOff(_) => Cause::Facts,
        Record::Decision(decision) => match decision.kind {
            DecisionKind::Go | DecisionKind::NoGo { .. } => Cause::Facts,
            DecisionKind::Pause | DecisionKind::Change | DecisionKind::Note => Cause::Words,
        },
        Record::Segment(_)
        | Record::SupportEnd(_)
        | Record::Prerequisite(_)
        | Record::Task(_)
        | Record::Question(_)
        | Record::Baseline(_)
        | Record::Scenario(_) => Cause::Words,
    }
}

/// What differs is what people read, not what devices do.
fn is_renamed(old: &Phase, new: &Phase) -> bool {
    let bare = |phase: &Phase| Phase {
        name: String::new(),
        takes: Vec::new(),
        owner: String::new(),
        users: 0,
        collection: String::new(),
        it_staff_only: false,
        note: String::new(),
        kind: PhaseKind::Wave,
        ..phase.clone()
    };
    bare(old) == bare(new)
}

#[cfg(test)]
#[path = "diff/tests.rs"]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests;
