//! A list of devices as a phase's record: enrolled on each day by the date of first enrollment; failed,
//! pending and stale as of the day of the list only, for no list says how they stood before.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Proposal;
use super::counted::{Counted, Counts};
use super::failures::failures;
use crate::files::LONGEST_DAYS;
use crate::fleet::Device;
use crate::picture::format;
use crate::plan::{Edit, Event, EventKind, Phase, PhaseId, Plan, Record, Setting, Stock};

/// What is known of devices one by one, and of when.
pub struct Evidence<'a> {
    pub devices: &'a [&'a Device],
    pub as_of: NaiveDate,
    pub stale_after_days: u64,
    /// "intune.csv, 14 Oct 2026"
    pub source: String,
    pub phase_of: &'a (dyn Fn(&Device) -> Option<PhaseId> + Sync),
}

/// The record of each phase out of lists of devices.
pub fn enrollment(plan: &Plan, evidence: &Evidence<'_>) -> Proposal {
    let counted = Counted::of(evidence);
    let mut made = Made::default();
    if (evidence.as_of - plan.start).num_days() > i64::from(LONGEST_DAYS) {
        let far =
            format!("The list's day, {}, is too far from the plan's start.", format::date(evidence.as_of));
        return Proposal::default().warn(Some(far));
    }
    for phase in &plan.phases {
        if let Some(counts) = counted.phases.get(&phase.id).filter(|counts| !counts.is_empty()) {
            made.phase(&Told { plan, phase, counts, as_of: evidence.as_of });
        }
    }
    made.finish(plan, evidence).warn(no_phase(plan, &counted))
}

/// What helps where no phase could be told.
pub(super) const TELLS_PHASES: &str =
    "A roster, a list of devices with a column Phase, or rules tell phases.";

fn no_phase(plan: &Plan, counted: &Counted) -> Option<String> {
    if counted.untold == 0 || plan.phases.is_empty() {
        return None;
    }
    let devices = format::plural(counted.untold, "enrolled device", "enrolled devices");
    let all = format::count(counted.enrolled);
    Some(format!("No phase could be told for {devices} of {all}: they are left. {TELLS_PHASES}"))
}

/// The edits and sentences made so far.
#[derive(Default)]
struct Made {
    edits: Vec<Edit>,
    failures: Vec<Edit>,
    says: Vec<String>,
    causes: Vec<String>,
    warns: Vec<String>,
}

impl Made {
    fn phase(&mut self, told: &Told<'_>) {
        let Some((start, is_known)) = told.start() else {
            self.warns.extend(told.not_started());
            return;
        };
        let known = told.known();
        let stocks = told.stocks(start);
        if told.counts.knows_failed {
            let (edits, says) = failures(told.plan, told.phase, &told.counts.troubles, told.as_of);
            self.failures.extend(edits);
            self.causes.extend(says);
        }
        let changed: Vec<_> = stocks.iter().filter(|stock| !known.contains(stock)).copied().collect();
        if changed.is_empty() {
            return;
        }
        let phase = told.phase.id;
        if !is_known {
            let what = EventKind::PhaseStarted(phase);
            self.edits.push(Record::Event(Event { date: start, what, note: String::new() }).into());
        }
        self.says.push(told.sentence(&stocks, changed.len(), (!is_known).then_some(start)));
        self.says.extend(told.replaced(&changed));
        self.warns.extend(told.gone(&stocks));
        self.warns.extend(told.too_many(&stocks));
        self.edits.extend(changed.into_iter().map(|stock| Record::Stock { phase, stock }.into()));
    }

    fn finish(mut self, plan: &Plan, evidence: &Evidence<'_>) -> Proposal {
        self.edits.extend(self.failures);
        self.says.extend(self.causes);
        if !self.edits.is_empty() {
            if evidence.as_of > plan.status_date {
                self.edits.push(Setting::StatusDate(evidence.as_of).into());
                self.says.push(format!(
                    "Status date: {} → {}, the day of the list.",
                    format::date(plan.status_date),
                    format::date(evidence.as_of)
                ));
            }
            if plan.actuals.source != evidence.source {
                self.edits.push(Setting::ActualsSource(evidence.source.clone()).into());
            }
        }
        let mut proposal = Proposal::of("Import enrollment", self.edits, self.says);
        proposal.warns = self.warns;
        proposal
    }
}

/// One phase, and what is told of it.
struct Told<'a> {
    plan: &'a Plan,
    phase: &'a Phase,
    counts: &'a Counts,
    as_of: NaiveDate,
}

/// Of a phase that the plan does not know to be open, so large a share must have enrolled; a few devices that
/// somebody tried early open none.
const SURGE: f64 = 0.05;
const SURGE_LEAST: u32 = 3;
/// Days without an enrollment that part those few from the phase.
const LULL_DAYS: i64 = 7;

impl Told<'_> {
    fn known(&self) -> &[Stock] {
        self.plan.actuals.phase(self.phase.id).map_or(&[], |actuals| &actuals.stocks)
    }

    /// The day on which the phase started, and whether the plan knows it.
    fn start(&self) -> Option<(NaiveDate, bool)> {
        let plan = self.plan;
        let recorded = plan.actuals.done(&EventKind::PhaseStarted(self.phase.id));
        let flows = plan.actuals.phase(self.phase.id).into_iter().flat_map(|actuals| &actuals.flows);
        let targeted = self.known().iter().filter(|stock| stock.targeted > 0).map(|stock| stock.date);
        let first = targeted.chain(flows.map(|flow| flow.date)).min();
        if let Some(day) = recorded.or(first) {
            return (day <= self.as_of).then_some((day.max(plan.start), true));
        }
        if self.as_of < plan.start {
            return None;
        }
        let tried = self.counts.tried();
        // Clients say that they failed, not when: by the day of the list at the latest.
        let undated = (self.counts.failed_undated() > 0).then_some(self.as_of);
        let since = |day: NaiveDate| tried.range(day..=self.as_of).next().map(|(day, _)| *day).or(undated);
        let first = self.opened().filter(|day| *day <= self.as_of).and_then(since);
        first.or_else(|| self.surge(&tried)).map(|day| (day, false))
    }

    /// The first day on which the plan lets it start; none while its predecessor's gate has not passed.
    fn opened(&self) -> Option<NaiveDate> {
        let plan = self.plan;
        let own = self.phase.start.not_before.unwrap_or(plan.start).max(plan.start);
        let at = plan.phase_index(self.phase.id)?;
        match (self.phase.start.after_previous, at.checked_sub(1)) {
            (Some(lag), Some(before)) => {
                let go = plan.recorded_go(plan.phases[before].id)?;
                Some(own.max(plan.calendar.add_working_days(go, lag.max(1))?))
            }
            _ => Some(own),
        }
    }

    /// The first day of the enrollments, failed ones too, that no early tries account for.
    fn surge(&self, tried: &BTreeMap<NaiveDate, u32>) -> Option<NaiveDate> {
        let least = (f64::from(self.phase.devices) * SURGE).ceil().max(f64::from(SURGE_LEAST)) as u32;
        let mut so_far = 0;
        let mut first: Option<NaiveDate> = None;
        let mut last: Option<NaiveDate> = None;
        for (day, devices) in tried.range(self.plan.start..=self.as_of) {
            if last.is_none_or(|last| (*day - last).num_days() > LULL_DAYS) {
                (first, so_far) = (Some(*day), 0);
            }
            last = Some(*day);
            so_far += devices;
            if so_far >= least {
                return first;
            }
        }
        (self.counts.undated + self.counts.failed_undated() >= least).then_some(self.as_of)
    }

    fn not_started(&self) -> Option<String> {
        let (enrolled, failed) = (u64::from(self.counts.all_enrolled()), u64::from(self.counts.failed));
        let enrolled = (enrolled > 0).then(|| {
            format!("{} enrolled", format::plural(enrolled, "of its devices is", "of its devices are"))
        });
        let failed = (failed > 0).then(|| {
            let devices = match &enrolled {
                Some(_) => format!("{} {}", format::count(failed), if failed == 1 { "has" } else { "have" }),
                None => format::plural(failed, "of its devices has", "of its devices have"),
            };
            format!("{devices} failed")
        });
        let both: Vec<_> = enrolled.into_iter().chain(failed).collect();
        (!both.is_empty()).then(|| {
            format!(
                "{} has not started yet, and {}: they count once it has.",
                self.phase.name,
                both.join(" and ")
            )
        })
    }

    /// The days that get a record, in order.
    fn days(&self, start: NaiveDate) -> Vec<NaiveDate> {
        let actuals = self.plan.actuals.phase(self.phase.id);
        let recorded = actuals.into_iter().flat_map(|actuals| {
            actuals.stocks.iter().map(|stock| stock.date).chain(actuals.flows.iter().map(|flow| flow.date))
        });
        let mut days: BTreeSet<NaiveDate> = recorded.collect();
        if !self.counts.enrolled.is_empty() || !self.counts.failing.is_empty() {
            days.extend(self.counts.enrolled.keys().chain(self.counts.failing.keys()));
            let working = start.iter_days().take_while(|day| *day < self.as_of);
            days.extend(working.filter(|day| self.plan.calendar.is_working_day(*day)));
            days.insert(start);
        }
        days.insert(self.as_of);
        days.range(start..=self.as_of).copied().collect()
    }

    /// The record of each day, as it will stand.
    fn stocks(&self, start: NaiveDate) -> Vec<Stock> {
        let known = self.known();
        let of_day = |day| known.iter().find(|stock| stock.date == day);
        let before = known.iter().rfind(|stock| stock.date < start && is_sound(stock, self.phase));
        let mut last = before.copied().unwrap_or_else(|| blank(start));
        let mut slots = Slots::new(self, start);
        let mut all = Vec::new();
        for day in self.days(start) {
            let own = of_day(day).filter(|stock| is_sound(stock, self.phase));
            let next = known.iter().find(|stock| stock.date > day && is_sound(stock, self.phase));
            let planned = slots.by(day).min(next.map_or(u32::MAX, |next| next.targeted));
            // No list of devices counts tickets: what stands there stays, even of a record that cannot be true.
            let tickets = of_day(day).and_then(|stock| stock.tickets);
            let stock = Stock { tickets, ..self.stock(day, own, &last, planned) };
            all.push((stock, of_day(day).is_some()));
            last = stock;
        }
        without_flat_stretches(&all)
    }

    fn stock(&self, day: NaiveDate, own: Option<&Stock>, last: &Stock, planned: u32) -> Stock {
        let counts = self.counts;
        let is_newest = day == self.as_of;
        let undated = if is_newest { counts.undated } else { 0 };
        let listed = counts.enrolled.range(..=day).map(|(_, devices)| devices).sum::<u32>() + undated;
        let own_enrolled = own.map_or(0, |own| own.enrolled);
        let enrolled = listed.max(last.enrolled).max(own_enrolled);
        let abandoned = own.map_or(0, |own| own.abandoned).max(last.abandoned);
        let heard = enrolled.saturating_add(abandoned);
        let base =
            own.map_or_else(|| last.targeted.max(planned), |own| own.targeted).max(last.targeted).max(heard);
        let (knows_failed, knows_pending) =
            (is_newest && counts.knows_failed, is_newest && counts.knows_pending);
        let failed = if knows_failed {
            // Who was given up still shows its error.
            counts.failed.saturating_sub(abandoned)
        } else {
            counts
                .failing_on(day)
                .unwrap_or_else(|| own.map_or(last.failed, |own| own.failed).min(base - heard))
        };
        let stale = if knows_pending { counts.stale } else { 0 };
        let accounted = heard.saturating_add(failed).saturating_add(stale);
        let targeted = base.max(accounted).max(if knows_pending { counts.targeted() } else { 0 });
        let (pending, stale) = if knows_pending {
            (Some(targeted - accounted), Some(stale))
        } else {
            rest_of(own, targeted.saturating_sub(heard.saturating_add(failed)))
        };
        Stock { date: day, targeted, enrolled, failed, abandoned, pending, stale, tickets: None }
    }

    fn sentence(&self, stocks: &[Stock], changed: usize, started: Option<NaiveDate>) -> String {
        let Some(last) = stocks.last() else { return String::new() };
        let devices = format::plural(u64::from(self.phase.devices), "device", "devices");
        let mut states = Vec::new();
        let named = [(Some(last.failed), "failed"), (last.pending, "pending"), (last.stale, "stale")];
        for (n, name) in named {
            states.extend(n.filter(|n| *n > 0).map(|n| format!("{} {name}", format::count(n.into()))));
        }
        let states = if states.is_empty() { String::new() } else { format!("; {}", states.join(", ")) };
        let start = started.map_or(String::new(), |day| {
            // What clients say has no day of its own.
            let is_latest = day == self.as_of && !self.counts.tried().contains_key(&day);
            let tail = if is_latest { " at the latest" } else { "" };
            format!(" Started on {}{tail}.", format::date(day))
        });
        format!(
            "{}: {} of {devices} enrolled by {}{states}; {} recorded.{start}",
            self.phase.name,
            format::count(last.enrolled.into()),
            format::date(last.date),
            format::plural(changed as u64, "day is", "days are"),
        )
    }

    /// Which recorded figures give way.
    fn replaced(&self, changed: &[Stock]) -> Option<String> {
        let old = |new: &Stock| self.known().iter().find(|old| old.date == new.date).map(|old| (*old, *new));
        let pairs: Vec<_> = changed.iter().filter_map(old).collect();
        let (old, new) = pairs.first()?;
        let figures = [
            ("targeted", Some(old.targeted), Some(new.targeted)),
            ("enrolled", Some(old.enrolled), Some(new.enrolled)),
            ("failed", Some(old.failed), Some(new.failed)),
            ("pending", old.pending, new.pending),
            ("stale", old.stale, new.stale),
        ];
        let word = |n: Option<u32>| n.map_or("not typed".to_owned(), |n| format::count(n.into()));
        let changes: Vec<_> = figures
            .into_iter()
            .filter(|(_, old, new)| old != new)
            .map(|(name, old, new)| format!("{name} {} → {}", word(old), word(new)))
            .collect();
        let days = format::plural(
            pairs.len() as u64,
            "day already recorded changes",
            "days already recorded change",
        );
        Some(format!(
            "{}: {days}, the first on {}: {}.",
            self.phase.name,
            format::date(new.date),
            changes.join(", ")
        ))
    }

    /// Devices that were recorded as enrolled and are not in the list any more.
    fn gone(&self, stocks: &[Stock]) -> Option<String> {
        let last = stocks.last()?;
        let missing = last.enrolled.checked_sub(self.counts.all_enrolled()).filter(|n| *n > 0)?;
        let devices = format::plural(u64::from(missing), "device", "devices");
        Some(format!(
            "{}: {} enrolled is recorded, the list has {devices} fewer. Who has enrolled once goes on counting.",
            self.phase.name,
            format::count(last.enrolled.into()),
        ))
    }

    fn too_many(&self, stocks: &[Stock]) -> Option<String> {
        let last = stocks.last().filter(|last| last.targeted > self.phase.devices)?;
        Some(format!(
            "{}: the list accounts for {}, the phase has {}: give it as many, or see which are another phase's.",
            self.phase.name,
            format::plural(last.targeted.into(), "device", "devices"),
            format::count(self.phase.devices.into())
        ))
    }
}

/// How many devices were targeted by a day. No list says so of the past: it is the plan's own pace from the
/// start on, and never more than the list shows as targeted by its day.
struct Slots<'a> {
    told: &'a Told<'a>,
    next: NaiveDate,
    days: u32,
}

impl<'a> Slots<'a> {
    fn new(told: &'a Told<'a>, start: NaiveDate) -> Self {
        Self { told, next: start, days: 0 }
    }

    fn by(&mut self, day: NaiveDate) -> u32 {
        let (plan, phase) = (self.told.plan, self.told.phase);
        while self.next <= day {
            let is_open = plan.calendar.is_working_day(self.next)
                && !plan.calendar.bars_enrollment(phase.id, self.next);
            self.days += u32::from(is_open);
            let Some(next) = self.next.succ_opt() else { break };
            self.next = next;
        }
        let planned = match phase.rate {
            Some(rate) => rate.saturating_mul(self.days),
            None => u32::MAX,
        };
        let shown = if self.told.counts.knows_pending { self.told.counts.targeted() } else { u32::MAX };
        planned.min(phase.ready_by(day)).min(shown)
    }
}

fn blank(date: NaiveDate) -> Stock {
    let (targeted, enrolled, failed, abandoned) = (0, 0, 0, 0);
    Stock { date, targeted, enrolled, failed, abandoned, pending: None, stale: None, tickets: None }
}

/// A record that contradicts neither itself nor the size of its phase; others give way.
fn is_sound(stock: &Stock, phase: &Phase) -> bool {
    let parts = [Some(stock.enrolled), Some(stock.failed), Some(stock.abandoned), stock.pending, stock.stale];
    let sum: u64 = parts.into_iter().flatten().map(u64::from).sum();
    sum <= u64::from(stock.targeted) && stock.enrolled <= phase.devices
}

/// Pending and stale of a recorded day, made to fit what is left for them.
fn rest_of(own: Option<&Stock>, left: u32) -> (Option<u32>, Option<u32>) {
    let Some(own) = own else { return (None, None) };
    match (own.pending, own.stale) {
        (Some(pending), Some(stale)) if pending + stale == left => (own.pending, own.stale),
        (Some(_), Some(stale)) if stale <= left => (Some(left - stale), Some(stale)),
        (Some(_), Some(_)) => (None, None),
        (pending, stale) => (pending.filter(|n| *n <= left), stale.filter(|n| *n <= left)),
    }
}

/// Between two equal records the same is believed of the days between: these need no record of their own.
fn without_flat_stretches(all: &[(Stock, bool)]) -> Vec<Stock> {
    let is_same = |a: &Stock, b: &Stock| {
        (a.targeted, a.enrolled, a.failed, a.abandoned) == (b.targeted, b.enrolled, b.failed, b.abandoned)
    };
    let is_flat = |at: usize| {
        let (before, after) = (at.checked_sub(1).and_then(|at| all.get(at)), all.get(at + 1));
        let (stock, was_there) = &all[at];
        let both = before.zip(after);
        !was_there && both.is_some_and(|((a, _), (b, _))| is_same(a, stock) && is_same(b, stock))
    };
    (0..all.len()).filter(|at| !is_flat(*at)).map(|at| all[at].0).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
#[path = "enrollment_tests.rs"]
mod tests;
