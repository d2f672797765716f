//! The charts of the workloads page: the days of the scrubber, and authority per workload over time.

use chrono::NaiveDate;

use crate::forecast::{AuthorityCount, AuthorityDaily, Dates, TotalAuthority, authority_daily};
use crate::picture::format;
use crate::picture::legend::Heading;
use crate::picture::markers::Authority;
use crate::picture::river::AuthorityDay;
use crate::picture::scrub::{ScrubInput, ScrubPhase, ScrubSwitch};
use crate::picture::small::{SmallCell, SmallInput};
use crate::plan::{PhaseKind, Workload};
use crate::report::wording::number;
use crate::report::{Situation, course, ranges};

/// The track of the scrubber with its knob on a day.
pub fn scrub(situation: &Situation<'_>, at: NaiveDate) -> ScrubInput {
    let plan = situation.plan;
    let (first, last) = whole_span(situation);
    let phases = (0..plan.phases.len()).filter_map(|index| {
        let phase = &plan.phases[index];
        let label = match phase.kind {
            PhaseKind::Pilot if !phase.name.is_empty() => phase.name.clone(),
            _ => situation.label(index),
        };
        let is_ahead = situation.dates(index).is_some_and(|dates| !dates.start_is_done);
        let odds = situation.range_of(index).filter(|_| is_ahead && !situation.is_behind);
        let start = odds.and_then(|odds| odds.start.quantile(0.50)).or_else(|| situation.start(index))?;
        let when = odds.map(|odds| ranges::middle_and_late(&odds.start));
        Some(ScrubPhase { key: phase.id.0.to_string(), label, start, when })
    });
    ScrubInput {
        first,
        last,
        at,
        phases: phases.collect(),
        switches: switches(situation),
        freezes: course::freezes(situation),
        target: plan.target,
    }
}

/// The days that the scrubber can stand on.
pub fn whole_span(situation: &Situation<'_>) -> (NaiveDate, NaiveDate) {
    course::plan_span(situation)
}

fn switches(situation: &Situation<'_>) -> Vec<ScrubSwitch> {
    let expected = &situation.outlook.expected;
    let mut switches = Vec::new();
    for workload in situation.plan.switchable_workloads() {
        let at = workload.index();
        let middle = |days: Option<&Dates>| days.and_then(|days| days.quantile(0.50));
        let slider = middle(situation.slider_range(workload)).or(expected.sliders[at]);
        for (index, dates) in expected.phases.iter().enumerate() {
            if let Some(date) = dates.backs[at] {
                switches.push(ScrubSwitch { date, to: Authority::ConfigManager });
            }
            let cell = middle(situation.cell_range(index, workload)).or(dates.cells[at]);
            // A phase that joins when the slider is at Intune already makes no switch of its own.
            if let Some(date) = cell.filter(|date| slider.is_none_or(|slider| *date < slider)) {
                switches.push(ScrubSwitch { date, to: Authority::Pilot });
            }
        }
        if let Some(date) = slider {
            switches.push(ScrubSwitch { date, to: Authority::Intune });
        }
    }
    switches.sort_by_key(|switch| (switch.date, switch.to == Authority::Intune));
    switches.dedup();
    switches
}

/// The days at which playing stops: every gate still ahead of the knob's.
pub fn switch_days(situation: &Situation<'_>) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> =
        situation.outlook.expected.phases.iter().filter_map(|dates| dates.gate).collect();
    days.sort();
    days
}

/// Authority over each workload and over all of them.
pub fn small(situation: &Situation<'_>) -> SmallInput {
    let plan = situation.plan;
    let (first, last) = whole_span(situation);
    let daily = authority_daily(plan, situation.outlook);
    let all = plan.devices().max(1) as f64;
    let locked = plan.is_resource_access_locked();
    let mut cells: Vec<SmallCell> = Workload::ALL
        .into_iter()
        .map(|workload| {
            let days = days(&daily, (first, last), |counts, _| {
                let count = counts[workload.index()];
                (count.intune / all, count.pilot_intune / all)
            });
            let is_locked = locked && workload == Workload::ResourceAccessPolicies;
            let title = workload.short_name().to_owned();
            cell(situation, Some(workload), (title, is_locked), days)
        })
        .collect();
    let count = plan.switchable_workloads().count();
    let pairs = (all * count as f64).max(1.0);
    let together = days(&daily, (first, last), |_, total| (total.intune / pairs, total.pilot_intune / pairs));
    cells.push(cell(situation, None, (format!("All {}", number(count)), false), together));
    let ahead = if situation.ranges().is_some() { "forecast P10–P90" } else { "expected ahead" };
    let devices = format::plural(plan.devices(), "device", "devices");
    SmallInput {
        heading: Some(Heading::new("Authority per workload", format!("share of {devices}, {ahead}"))),
        first,
        last,
        today: Some(situation.today()),
        at: None,
        cells,
    }
}

/// A small chart with its range, where futures are simulated.
fn cell(
    situation: &Situation<'_>,
    workload: Option<Workload>,
    (title, is_locked): (String, bool),
    mut days: Vec<AuthorityDay>,
) -> SmallCell {
    let place = workload.map(Workload::index);
    let band = course::authority_band(situation, place, &days);
    course::middle_authority(situation, place, &mut days);
    let key = workload.map_or("all", Workload::name).to_owned();
    let devices = situation.plan.devices() as f64;
    let each = if workload.is_some() { 1 } else { situation.plan.switchable_workloads().count() };
    SmallCell { key, title, days, band, is_locked, of: devices * each as f64 }
}

/// A series between two days; what comes after the last day that is computed stays as it was.
fn days(
    daily: &AuthorityDaily,
    (first, last): (NaiveDate, NaiveDate),
    share: impl Fn(&[AuthorityCount; 7], &TotalAuthority) -> (f64, f64),
) -> Vec<AuthorityDay> {
    let mut before = (0.0, 0.0);
    first
        .iter_days()
        .take_while(|day| *day <= last)
        .map(|date| {
            let at = usize::try_from((date - daily.first).num_days()).ok();
            let known = at.and_then(|at| daily.days.get(at).zip(daily.totals.get(at)));
            if let Some((counts, total)) = known {
                before = share(counts, total);
            }
            AuthorityDay { date, intune: before.0, pilot: before.1 }
        })
        .collect()
}
