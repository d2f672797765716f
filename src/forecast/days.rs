//! The calendar of one plan as tables by day, so that a run looks up what would else be searched again
//! for every phase and day. It knows dates only; what is done on them is the course's business.

use chrono::{Datelike, Days as Span, NaiveDate};

use crate::plan::{Event, Plan};

/// A day that does not come within the tables.
pub(crate) const NEVER: usize = usize::MAX;

/// Nothing is computed further than this from the plan's start, whatever the plan asks.
const LIMIT_DAYS: i64 = 366 * 20;

#[derive(Clone, Copy, Default)]
struct Marks {
    working: bool,
    enrollment_frozen: bool,
    switches_frozen: bool,
    gate_day: bool,
    /// Some phase is paused, and all of them are.
    paused: bool,
    all_paused: bool,
}

struct PauseRange {
    from: usize,
    until: usize,
    phases: Vec<bool>,
}

/// Days by their place: 0 is the first day that any record or the plan itself speaks of.
pub(crate) struct Days {
    pub origin: NaiveDate,
    /// Its weekday, Monday = 0.
    first_weekday: usize,
    /// The plan's start.
    pub start: usize,
    /// The first simulated day, and the one after the last.
    pub begin: usize,
    pub end: usize,
    /// The day after the status date.
    pub known_until: usize,
    marks: Vec<Marks>,
    /// Working days up to and including each day.
    ordinals: Vec<usize>,
    /// The places of the working days, in order.
    work: Vec<usize>,
    pauses: Vec<PauseRange>,
}

impl Days {
    pub fn new(plan: &Plan) -> Self {
        let origin = origin(plan);
        let to_start = place_from(origin, plan.start);
        let horizon = i64::from(plan.horizon_days).min(LIMIT_DAYS);
        let known = (plan.status_date - plan.start).num_days().clamp(-1, LIMIT_DAYS);
        let last = to_start as i64 + horizon.max(known).max(0);
        let length = (0..=last).take_while(|n| day_from(origin, *n as usize).is_some()).count();
        let known_until = (to_start as i64 + known + 1).max(0) as usize;
        let end = (to_start + horizon as usize + 1).min(length);
        let begin = if plan.has_actuals() { known_until.max(to_start) } else { to_start };
        let mut days = Self {
            origin,
            first_weekday: origin.weekday().num_days_from_monday() as usize,
            start: to_start,
            begin: begin.min(end),
            end,
            known_until: known_until.min(length),
            marks: vec![Marks::default(); length],
            ordinals: Vec::with_capacity(length),
            work: Vec::new(),
            pauses: Vec::new(),
        };
        days.mark_working(plan);
        days.mark_freezes(plan);
        days.mark_pauses(plan);
        days.mark_gate_days(plan);
        days
    }

    fn mark_working(&mut self, plan: &Plan) {
        let first = self.first_weekday;
        let mut week = [false; 7];
        for day in &plan.calendar.working_days {
            week[*day as usize] = true;
        }
        for (place, marks) in self.marks.iter_mut().enumerate() {
            marks.working = week[(first + place) % 7];
        }
        for holiday in &plan.calendar.holidays {
            if let Some(place) = self.place(holiday.date) {
                self.marks[place].working = false;
            }
        }
        for (place, marks) in self.marks.iter().enumerate() {
            if marks.working {
                self.work.push(place);
            }
            self.ordinals.push(self.work.len());
        }
    }

    fn mark_freezes(&mut self, plan: &Plan) {
        for freeze in &plan.calendar.freezes {
            let Some((from, until)) = self.range(freeze.from, freeze.to) else { continue };
            for marks in &mut self.marks[from..until] {
                marks.enrollment_frozen |= freeze.scope.bars_enrollment();
                marks.switches_frozen |= freeze.scope.bars_switches();
            }
        }
    }

    fn mark_pauses(&mut self, plan: &Plan) {
        for pause in &plan.calendar.pauses {
            let Some((from, until)) = self.range(pause.from, pause.until) else { continue };
            let phases = plan.phases.iter().map(|phase| pause.phases.contains(phase.id)).collect();
            self.pauses.push(PauseRange { from, until, phases });
            for marks in &mut self.marks[from..until] {
                marks.paused = true;
            }
        }
        for place in 0..self.marks.len() {
            if self.marks[place].paused {
                let all = !plan.phases.is_empty() && (0..plan.phases.len()).all(|p| self.is_paused(p, place));
                self.marks[place].all_paused = all;
            }
        }
    }

    fn mark_gate_days(&mut self, plan: &Plan) {
        let Some(cadence) = plan.calendar.cadence else {
            for place in self.work.iter().copied().filter(|place| *place >= self.start) {
                self.marks[place].gate_day = true;
            }
            return;
        };
        let start = plan.start.weekday().num_days_from_monday() as usize;
        let ahead = (cadence as usize + 7 - start) % 7;
        for meeting in (self.start + ahead..self.marks.len()).step_by(7) {
            if let Some(day) = self.work_from(meeting) {
                self.marks[day].gate_day = true;
            }
        }
    }

    /// A range of dates as places, the end excluded; none when it lies outside or is empty.
    fn range(&self, from: NaiveDate, to: NaiveDate) -> Option<(usize, usize)> {
        let from = (from - self.origin).num_days().max(0);
        let until = (to - self.origin).num_days().saturating_add(1).min(self.marks.len() as i64);
        (from < until).then_some((from as usize, until as usize))
    }

    /// The first working day from `place` on, itself included.
    pub fn work_from(&self, place: usize) -> Option<usize> {
        let before = place.checked_sub(1).map_or(0, |eve| self.ordinal(eve));
        self.work.get(before).copied()
    }

    /// The place of a date within the tables.
    pub fn place(&self, date: NaiveDate) -> Option<usize> {
        let place = usize::try_from((date - self.origin).num_days()).ok()?;
        (place < self.marks.len()).then_some(place)
    }

    /// The place of a date; the first one for earlier dates, [`NEVER`] for later ones.
    pub fn due(&self, date: NaiveDate) -> usize {
        if date <= self.origin { 0 } else { self.place(date).unwrap_or(NEVER) }
    }

    pub fn date(&self, place: usize) -> NaiveDate {
        day_from(self.origin, place).unwrap_or(NaiveDate::MAX)
    }

    /// Monday = 0.
    pub fn weekday(&self, place: usize) -> usize {
        (self.first_weekday + place) % 7
    }

    pub fn is_working(&self, place: usize) -> bool {
        self.marks[place].working
    }

    pub fn is_gate_day(&self, place: usize) -> bool {
        self.marks[place].gate_day
    }

    pub fn is_enrollment_frozen(&self, place: usize) -> bool {
        self.marks[place].enrollment_frozen
    }

    pub fn is_switching_frozen(&self, place: usize) -> bool {
        self.marks[place].switches_frozen
    }

    pub fn is_paused(&self, phase: usize, place: usize) -> bool {
        self.marks[place].paused
            && self.pauses.iter().any(|p| p.from <= place && place < p.until && p.phases[phase])
    }

    pub fn is_all_paused(&self, place: usize) -> bool {
        self.marks[place].all_paused
    }

    /// Working days up to and including a day.
    pub fn ordinal(&self, place: usize) -> usize {
        self.ordinals.get(place).copied().unwrap_or(self.work.len())
    }

    /// Working days after `from` up to and including `to`.
    pub fn between(&self, from: usize, to: usize) -> usize {
        self.ordinal(to).saturating_sub(self.ordinal(from))
    }

    /// The day on which a lag of `n` working days after `from` is over; 0 is `from` itself.
    pub fn after(&self, from: usize, n: u32) -> usize {
        match n {
            0 => from,
            _ => self.work.get(self.ordinal(from) + n as usize - 1).copied().unwrap_or(NEVER),
        }
    }

    /// The same after a gate, which comes last in its day, so that nothing can follow on the day itself.
    pub fn after_gate(&self, gate: usize, n: u32) -> usize {
        self.after(gate, n).max(gate + 1)
    }
}

/// The plan's start, or the earliest recorded event or decision before it, but no more than the limit.
fn origin(plan: &Plan) -> NaiveDate {
    let events = plan.actuals.events.iter().map(|event: &Event| event.date);
    let earliest = events.chain(plan.decisions.iter().map(|d| d.date)).min().unwrap_or(plan.start);
    let limit = plan.start.checked_sub_days(Span::new(LIMIT_DAYS as u64)).unwrap_or(NaiveDate::MIN);
    earliest.clamp(limit, plan.start)
}

fn place_from(origin: NaiveDate, day: NaiveDate) -> usize {
    usize::try_from((day - origin).num_days()).unwrap_or(0)
}

fn day_from(origin: NaiveDate, place: usize) -> Option<NaiveDate> {
    origin.checked_add_days(Span::new(place as u64))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::{
        Day, Freeze, FreezeId, FreezeScope, Holiday, Pause, PauseId, Phase, PhaseId, PhaseKind, PhaseScope,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn plan() -> Plan {
        let mut plan = Plan::new("Test", day("2026-06-01"));
        for n in 1..=2 {
            plan.phases.push(Phase::new(PhaseId(n), "P", PhaseKind::Wave, 10));
        }
        plan
    }

    fn gate_days(plan: &Plan, first: &str, last: &str) -> Vec<String> {
        let days = Days::new(plan);
        let range = days.place(day(first)).unwrap()..=days.place(day(last)).unwrap();
        range.filter(|place| days.is_gate_day(*place)).map(|place| days.date(place).to_string()).collect()
    }

    #[test]
    fn a_lag_is_over_on_its_nth_working_day() {
        let mut plan = plan();
        plan.calendar.holidays.push(Holiday { date: day("2026-06-08"), name: String::new() });
        let days = Days::new(&plan);
        let thursday = days.place(day("2026-06-04")).unwrap();
        assert_eq!(days.after(thursday, 0), thursday);
        assert_eq!(days.date(days.after(thursday, 1)), day("2026-06-05"));
        // The weekend and Monday's holiday do not count.
        assert_eq!(days.date(days.after(thursday, 2)), day("2026-06-09"));
        assert_eq!(days.date(days.after_gate(thursday, 0)), day("2026-06-05"));
        let saturday = days.place(day("2026-06-06")).unwrap();
        assert_eq!(days.date(days.after(saturday, 1)), day("2026-06-09"));
        assert_eq!(days.between(thursday, days.place(day("2026-06-09")).unwrap()), 2);
    }

    #[test]
    fn a_meeting_on_a_holiday_moves_to_the_next_working_day() {
        let mut plan = plan();
        plan.calendar.cadence = Some(Day::Fri);
        plan.calendar.holidays.push(Holiday { date: day("2026-06-12"), name: String::new() });
        assert_eq!(gate_days(&plan, "2026-06-01", "2026-06-21"), ["2026-06-05", "2026-06-15", "2026-06-19"]);
        // A meeting before the plan's start is not caught up with.
        plan.start = day("2026-06-13");
        assert_eq!(gate_days(&plan, "2026-06-13", "2026-06-19"), ["2026-06-19"]);
    }

    #[test]
    fn freezes_and_pauses_include_both_their_dates() {
        let mut plan = plan();
        let (from, to) = (day("2026-06-02"), day("2026-06-03"));
        let freeze = Freeze { id: FreezeId(1), name: String::new(), from, to, scope: FreezeScope::Switches };
        plan.calendar.freezes.push(freeze);
        let pause = |phases| Pause {
            id: PauseId(1),
            phases,
            from,
            until: to,
            by: String::new(),
            reason: String::new(),
        };
        plan.calendar.pauses.push(pause(PhaseScope::Only(vec![PhaseId(2)])));
        let days = Days::new(&plan);
        let on = |text: &str| days.place(day(text)).unwrap();
        let frozen =
            ["2026-06-01", "2026-06-02", "2026-06-03", "2026-06-04"].map(|d| days.is_switching_frozen(on(d)));
        assert_eq!(frozen, [false, true, true, false]);
        assert!(!days.is_enrollment_frozen(on("2026-06-02")));
        assert!(days.is_paused(1, on("2026-06-03")) && !days.is_paused(1, on("2026-06-04")));
        assert!(!days.is_paused(0, on("2026-06-02")) && !days.is_all_paused(on("2026-06-02")));
        plan.calendar.pauses.push(pause(PhaseScope::Only(vec![PhaseId(1)])));
        let days = Days::new(&plan);
        assert!(days.is_all_paused(on("2026-06-02")));
    }

    #[test]
    fn absurd_dates_end_in_short_tables() {
        let mut plan = plan();
        plan.horizon_days = u32::MAX;
        plan.status_date = NaiveDate::MAX;
        let days = Days::new(&plan);
        assert!(days.end <= LIMIT_DAYS as usize + 1 && days.known_until <= LIMIT_DAYS as usize + 2);
        plan.start = NaiveDate::MAX;
        assert_eq!(Days::new(&plan).end, 1);
        plan.start = NaiveDate::MIN;
        plan.status_date = NaiveDate::MIN;
        assert!(Days::new(&plan).end > 0);
    }
}
