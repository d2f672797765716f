//! Dragging in arithmetic: which days a part of the timeline may be put on, and the one edit that puts it
//! there. It draws nothing and changes no plan.

use chrono::{Days, NaiveDate};

use super::rate;
use crate::document::{Element, Grab};
use crate::forecast::{Odds, Outlook, PhaseDates};
use crate::picture::format;
use crate::plan::{
    Calendar, Cell, Edit, Freeze, FreezeId, Phase, PhaseId, Plan, Record, SwitchRule, Workload,
};

/// The plan as it stands before the drag.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    pub plan: &'a Plan,
    pub outlook: &'a Outlook,
    /// The simulated futures, where the drawing shows their middle.
    pub middle: Option<&'a Odds>,
}

/// Which way to look for an allowed day first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Earlier,
    Later,
}

/// No search for an allowed day goes further than this from where it was wanted.
const REACH_DAYS: u64 = 400;

impl<'a> Ground<'a> {
    pub fn dates(&self, phase: PhaseId) -> Option<&'a PhaseDates> {
        self.outlook.expected.phases.iter().find(|dates| dates.phase == phase)
    }

    /// Where the element lies: its first and last day, the same twice for a point; none = nowhere.
    pub fn place(&self, element: Element) -> Option<(NaiveDate, NaiveDate)> {
        let point = |day: NaiveDate| (day, day);
        match element {
            Element::Bar(id) => {
                let dates = self.dates(id)?;
                let start = dates.start?;
                Some((start, rollout_end(dates).unwrap_or(start).max(start)))
            }
            Element::End(id) => {
                let dates = self.dates(id)?;
                dates.start?;
                rollout_end(dates).map(point)
            }
            Element::Gate(id) => self.gate_day(id).map(point),
            Element::Switch(id, workload) => self.dates(id)?.cells[workload.index()].map(point),
            Element::Row(_) => None,
            Element::Freeze(id) => self.freeze(id).map(|freeze| (freeze.from, freeze.to)),
            Element::FreezeFirst(id) => self.freeze(id).map(|freeze| point(freeze.from)),
            Element::FreezeLast(id) => self.freeze(id).map(|freeze| point(freeze.to)),
        }
    }

    /// The day on which the diamond stands: the fact, else the planned date as typed, else the middle
    /// of the futures, else the expected one.
    pub fn gate_day(&self, id: PhaseId) -> Option<NaiveDate> {
        let dates = self.dates(id)?;
        let typed = self.plan.phase(id)?.gate.planned;
        let middle = || self.middle?.phases.iter().find(|odds| odds.phase == id)?.gate.quantile(0.50);
        if dates.gate_is_done { dates.gate } else { typed.or_else(middle).or(dates.gate) }
    }

    /// Why the element cannot be moved, in one sentence.
    pub fn locked(&self, element: Element) -> Option<String> {
        let name = |id: PhaseId| self.plan.phase(id).map(|phase| phase.name.clone()).unwrap_or_default();
        match element {
            Element::Bar(id) => {
                let dates = self.dates(id)?;
                let start = dates.start.filter(|_| dates.start_is_done)?;
                Some(format!("{} started on {}. What happened is not moved.", name(id), format::date(start)))
            }
            Element::End(id) => self.end_locked(id),
            Element::Gate(id) => {
                let dates = self.dates(id)?;
                let gate = dates.gate.filter(|_| dates.gate_is_done)?;
                Some(format!("The gate of {} passed on {}. It is a fact.", name(id), format::date(gate)))
            }
            Element::Switch(id, workload) => self.switch_locked(id, workload),
            Element::Row(_) | Element::Freeze(_) | Element::FreezeFirst(_) | Element::FreezeLast(_) => None,
        }
    }

    fn end_locked(&self, id: PhaseId) -> Option<String> {
        let dates = self.dates(id)?;
        let name = self.plan.phase(id).map(|phase| phase.name.as_str()).unwrap_or_default();
        let end = rollout_end(dates)?;
        if dates.gate_is_done || end < self.plan.first_forecast_day() {
            return Some(format!("Every ready device of {name} was targeted by {}.", format::date(end)));
        }
        None
    }

    fn switch_locked(&self, id: PhaseId, workload: Workload) -> Option<String> {
        let dates = self.dates(id)?;
        let at = workload.index();
        let name = workload.name();
        if workload == Workload::ResourceAccessPolicies && self.plan.is_resource_access_locked() {
            return Some(format!("{name} is fixed on Intune from site version 2403 on."));
        }
        if dates.cell_is_done[at] {
            let day = dates.cells[at].map(format::date).unwrap_or_default();
            return Some(format!("{name} was switched on {day}. What happened is not moved."));
        }
        None
    }

    /// Whether the element may stand on the day.
    pub fn allows(&self, element: Element, day: NaiveDate) -> bool {
        let calendar = &self.plan.calendar;
        if !calendar.is_working_day(day) {
            return false;
        }
        let ahead = day >= self.plan.first_forecast_day();
        match element {
            Element::Bar(id) => {
                ahead
                    && !calendar.bars_enrollment(id, day)
                    && self.earliest_start(id).is_none_or(|earliest| day >= earliest)
            }
            Element::End(id) => {
                let begun = self.dates(id).and_then(|dates| dates.start).is_some_and(|start| day >= start);
                ahead && begun && !calendar.bars_enrollment(id, day)
            }
            Element::Gate(id) => {
                let begun = self.dates(id).and_then(|dates| dates.start).is_some_and(|start| day >= start);
                ahead && begun && is_gate_day(calendar, day)
            }
            Element::Switch(id, workload) => {
                let follows = workload.follows_device_configuration().then(|| {
                    self.dates(id).and_then(|dates| dates.cells[Workload::DeviceConfiguration.index()])
                });
                let latest = follows.flatten();
                ahead && !calendar.bars_switch(id, day) && latest.is_none_or(|latest| day <= latest)
            }
            Element::Row(_) => false,
            Element::Freeze(_) => true,
            Element::FreezeFirst(id) => self.freeze(id).is_some_and(|freeze| day <= freeze.to),
            Element::FreezeLast(id) => self.freeze(id).is_some_and(|freeze| day >= freeze.from),
        }
    }

    /// The allowed day nearest to where the element is wanted, looking first in the direction it moves.
    pub fn snap(&self, element: Element, wanted: NaiveDate, way: Way) -> Option<NaiveDate> {
        let near = |n: u64, later: bool| {
            if later { wanted.checked_add_days(Days::new(n)) } else { wanted.checked_sub_days(Days::new(n)) }
        };
        (0..REACH_DAYS).find_map(|n| {
            let order = if way == Way::Later { [true, false] } else { [false, true] };
            order.into_iter().filter_map(|later| near(n, later)).find(|day| self.allows(element, *day))
        })
    }

    /// So many allowed days further on (or back, when negative); it stays where nothing is allowed beyond.
    pub fn step(&self, element: Element, from: NaiveDate, days: i64) -> NaiveDate {
        let mut at = from;
        for _ in 0..days.unsigned_abs() {
            let next = (1..REACH_DAYS)
                .filter_map(|n| {
                    if days > 0 {
                        at.checked_add_days(Days::new(n))
                    } else {
                        at.checked_sub_days(Days::new(n))
                    }
                })
                .find(|day| self.allows(element, *day));
            let Some(next) = next else { break };
            at = next;
        }
        at
    }

    /// The first day on which the phase could start if nothing but its predecessor held it.
    fn earliest_start(&self, id: PhaseId) -> Option<NaiveDate> {
        let index = self.plan.phase_index(id)?;
        let lag = self.plan.phases.get(index)?.start.after_previous?;
        let before = self.plan.phases.get(index.checked_sub(1)?)?;
        let gate = self.dates(before.id)?.gate?;
        // Gates come last in the day: a lag of none acts on the next working day.
        self.plan.calendar.add_working_days(gate, lag.max(1))
    }

    pub fn freeze(&self, id: FreezeId) -> Option<&'a Freeze> {
        self.plan.calendar.freezes.iter().find(|freeze| freeze.id == id)
    }

    /// The one edit that puts what is grabbed where it is held; none = it is where it was.
    pub fn edit(&self, grab: &Grab) -> Option<Edit> {
        let moved = |held: Option<NaiveDate>, from: NaiveDate| held.filter(|day| *day != from);
        let first = moved(grab.first, grab.from.0);
        let last = moved(grab.last, grab.from.1);
        match grab.element {
            Element::Row(_) => None,
            Element::Bar(id) => self.bar_edit(id, first, last),
            Element::End(id) => self.bar_edit(id, None, first.or(last)),
            Element::Gate(id) => {
                let mut phase = self.plan.phase(id)?.clone();
                phase.gate.planned = Some(first.or(last)?);
                Some(Record::Phase(Box::new(phase)).into())
            }
            Element::Switch(id, workload) => self.switch_edit(id, workload, first.or(last)?),
            Element::Freeze(id) => self.freeze_edit(id, first, last),
            Element::FreezeFirst(id) => self.freeze_edit(id, first.or(last), None),
            Element::FreezeLast(id) => self.freeze_edit(id, None, first.or(last)),
        }
    }

    fn bar_edit(&self, id: PhaseId, first: Option<NaiveDate>, last: Option<NaiveDate>) -> Option<Edit> {
        if first.is_none() && last.is_none() {
            return None;
        }
        let mut phase = self.plan.phase(id)?.clone();
        if let Some(first) = first {
            phase.start.not_before = Some(first);
        }
        if let Some(last) = last {
            phase.rate = Some(self.rate_for(&phase, first, last)?);
        }
        Some(Record::Phase(Box::new(phase)).into())
    }

    /// The lowest rate at which every ready device is targeted by `last`.
    fn rate_for(&self, phase: &Phase, first: Option<NaiveDate>, last: NaiveDate) -> Option<u32> {
        let rollout = self.rollout(phase, first)?;
        rate::lowest(&rollout, last)
    }

    /// The day on which the bar would really end when its end is wanted on `last`.
    pub fn end_with(&self, id: PhaseId, first: Option<NaiveDate>, last: NaiveDate) -> Option<NaiveDate> {
        let rollout = self.rollout(self.plan.phase(id)?, first)?;
        rollout.end(rate::lowest(&rollout, last)?)
    }

    fn rollout<'p>(&self, phase: &'p Phase, first: Option<NaiveDate>) -> Option<rate::Rollout<'p>>
    where
        'a: 'p,
    {
        let start = first.or_else(|| self.dates(phase.id).and_then(|dates| dates.start))?;
        let index = self.plan.phase_index(phase.id)?;
        let now = self.outlook.observed.now.get(index).filter(|now| now.as_of.is_some());
        Some(rate::Rollout {
            phase,
            calendar: &self.plan.calendar,
            from: start.max(self.plan.first_forecast_day()),
            until: self.plan.horizon(),
            targeted: now.map_or(0, |now| now.targeted),
        })
    }

    fn switch_edit(&self, id: PhaseId, workload: Workload, to: NaiveDate) -> Option<Edit> {
        let row = self.plan.workload(workload)?;
        let mut cell = row.cell(id).cloned().unwrap_or(Cell {
            phase: id,
            rule: SwitchRule::Never,
            head_start: None,
            note: String::new(),
        });
        cell.rule = self.rule_for(cell.rule, id, to);
        Some(Record::Cell { workload, cell }.into())
    }

    /// The same kind of rule with another lag where one leads to the day, else the day itself.
    fn rule_for(&self, rule: SwitchRule, id: PhaseId, to: NaiveDate) -> SwitchRule {
        let calendar = &self.plan.calendar;
        let lag = |from: Option<NaiveDate>| {
            let days = u32::try_from(calendar.working_days_between(from?, to)).ok()?;
            // A lag that a freeze has stretched would not lead to this day.
            (calendar.add_working_days(from?, days) == Some(to)).then_some(days)
        };
        let dates = self.dates(id);
        match rule {
            SwitchRule::AtEnrollment | SwitchRule::AfterStart(_) => {
                match lag(dates.and_then(|dates| dates.start)) {
                    Some(0) => SwitchRule::AtEnrollment,
                    Some(days) => SwitchRule::AfterStart(days),
                    None => SwitchRule::OnDate(to),
                }
            }
            SwitchRule::AfterGate(_) => match lag(dates.and_then(|dates| dates.gate)) {
                Some(days) if days > 0 => SwitchRule::AfterGate(days),
                _ => SwitchRule::OnDate(to),
            },
            SwitchRule::OnDate(_) | SwitchRule::Never => SwitchRule::OnDate(to),
        }
    }

    fn freeze_edit(&self, id: FreezeId, first: Option<NaiveDate>, last: Option<NaiveDate>) -> Option<Edit> {
        if first.is_none() && last.is_none() {
            return None;
        }
        let mut freeze = self.freeze(id)?.clone();
        freeze.from = first.unwrap_or(freeze.from);
        freeze.to = last.unwrap_or(freeze.to).max(freeze.from);
        Some(Record::Freeze(freeze).into())
    }
}

/// The last day on which devices of the phase are targeted.
pub fn rollout_end(dates: &PhaseDates) -> Option<NaiveDate> {
    dates.last_targeting.or(dates.targeted)
}

/// With a cadence, gates are judged on the first working day from each of its weekdays on.
fn is_gate_day(calendar: &Calendar, day: NaiveDate) -> bool {
    let Some(cadence) = calendar.cadence else { return true };
    (0..14)
        .filter_map(|n| day.checked_sub_days(Days::new(n)))
        .filter(|earlier| crate::plan::Day::of(*earlier) == cadence)
        .any(|earlier| calendar.working_day_from(earlier) == Some(day))
}
