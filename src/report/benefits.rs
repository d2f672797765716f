//! What is gained, when: the benefits of tenant attach, of co-management and of each workload with Intune, as a
//! share of the plan's devices over time. They are facts of the products; the plan says when and for how many.

use chrono::{Datelike, NaiveDate};

use super::course::bands;
use super::wording::day_near;
use super::{Finding, Mark, Situation, course};
use crate::forecast::{Band, Daily, Position, milestone_date, together_daily};
use crate::picture::course::{DayRange, DayValue, value_at};
use crate::picture::format;
use crate::picture::gained::{GainedInput, GainedRow};
use crate::picture::legend::Heading;
use crate::plan::consequence::FOR_AUTOPATCH;
use crate::plan::{MilestoneKind, Workload, consequence};

/// What has to be so for a device to have a benefit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlock {
    /// The site is attached to the tenant; no device is enrolled for it.
    TenantAttach,
    /// The device is enrolled, whoever has its workloads.
    Enrolled,
    Workload(Workload),
    /// The slider of the workload is at Intune; a pilot collection does not do.
    Full(Workload),
    /// All three that Windows Autopatch asks for.
    Autopatch,
    /// The slider of every workload that can be switched is at Intune.
    Everything,
}

/// One benefit as Microsoft describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Benefit {
    pub key: &'static str,
    pub name: &'static str,
    pub what: &'static str,
    pub unlock: Unlock,
    /// The document that says so.
    pub source: &'static str,
}

const fn row(
    key: &'static str,
    name: &'static str,
    unlock: Unlock,
    what: &'static str,
    source: &'static str,
) -> Benefit {
    Benefit { key, name, what, unlock, source }
}

/// In the order in which a journey unlocks them.
pub const BENEFITS: &[Benefit] = &[
    row(
        "tenant_attach",
        "One console for the helpdesk",
        Unlock::TenantAttach,
        "Devices in the Intune admin center with client details, timeline, CMPivot, scripts, app installation and \
         endpoint security reports, servers included; Endpoint analytics.",
        "Tenant attach: device sync and device actions, Microsoft Learn",
    ),
    row(
        "remote_actions",
        "Remote actions from Intune",
        Unlock::Enrolled,
        "Retire, wipe, sync, restart and Fresh Start from anywhere; health of the client seen from outside; Autopilot \
         at the next reset.",
        "Co-management overview, Microsoft Learn",
    ),
    row(
        "conditional_access",
        "Conditional Access with device compliance",
        Unlock::Workload(Workload::CompliancePolicies),
        "Only compliant devices reach company resources; checks by Configuration Manager can stay as one rule.",
        consequence::FAQ,
    ),
    row(
        "update_rings",
        "Update rings without distribution points",
        Unlock::Workload(Workload::WindowsUpdatePolicies),
        "Rings and feature update policies for Windows, straight from the cloud.",
        consequence::WORKLOADS,
    ),
    row(
        "endpoint_security",
        "Endpoint security policies",
        Unlock::Workload(Workload::EndpointProtection),
        "Defender, firewall, BitLocker and attack surface rules from one place, without a gap in protection on the way.",
        consequence::WORKLOADS,
    ),
    row(
        "settings_catalog",
        "Settings catalog",
        Unlock::Workload(Workload::DeviceConfiguration),
        "Any setting of Windows by policy, wherever the device is.",
        consequence::WORKLOADS,
    ),
    row(
        "clean_removal",
        "Clean removal of settings",
        Unlock::Full(Workload::DeviceConfiguration),
        "Policies that are unassigned are removed from the device; at Pilot Intune they stay.",
        consequence::SWITCHING,
    ),
    row(
        "office_cloud",
        "Microsoft 365 Apps from the cloud",
        Unlock::Workload(Workload::OfficeClickToRun),
        "Installation and updates of Microsoft 365 Apps without packages of one’s own.",
        consequence::WORKLOADS,
    ),
    row(
        "company_portal",
        "Apps in one Company Portal",
        Unlock::Workload(Workload::ClientApps),
        "Win32 and Store apps from Intune; apps of Configuration Manager keep working.",
        consequence::WORKLOADS,
    ),
    row(
        "autopatch",
        "Windows Autopatch",
        Unlock::Autopatch,
        "Windows and Microsoft 365 Apps are kept current by the service; it needs Windows Update, Device \
         configuration and Office Click-to-Run with Intune.",
        consequence::AUTOPATCH,
    ),
    row(
        "client_removal",
        "Ready to do without the client",
        Unlock::Everything,
        "With every slider at Intune the Configuration Manager client can be removed; at Pilot Intune it is still \
         needed. Most organizations keep it for what stays behind.",
        "Migration guide to Microsoft Intune, Microsoft Learn",
    ),
];

/// A benefit with its devices.
#[derive(Clone, Debug, PartialEq)]
pub struct Gained {
    pub benefit: &'static Benefit,
    /// `Compliance policies`, `enrollment`: what unlocks it.
    pub by: String,
    /// Share of the plan's devices at the end of each day of the plan.
    pub days: Vec<DayValue>,
    pub band: Option<Vec<DayRange>>,
    pub today: f64,
    /// The first day from which so many have it for good.
    pub half: Option<NaiveDate>,
    pub ninety: Option<NaiveDate>,
    /// The share that is asked for, and the first day from which so many have it for good.
    pub asked: f64,
    pub reached: Option<NaiveDate>,
    /// The same in futures that go well and in such that do not: P10 and P90 of the devices.
    pub early: Option<NaiveDate>,
    pub late: Option<NaiveDate>,
    /// What it comes to in the end, and from when on.
    pub most: (f64, Option<NaiveDate>),
    /// The largest loss that is still to come.
    pub loss: Option<Loss>,
}

/// Devices lose a benefit that they had: what unlocks it is switched back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loss {
    /// The most before it, and from when on.
    pub before: f64,
    pub reached: NaiveDate,
    /// The least after it, and the day that brings it.
    pub to: f64,
    pub from: NaiveDate,
}

/// Everything that this plan can gain, asked for the usual share.
pub fn gained(at: &Situation<'_>) -> Vec<Gained> {
    BENEFITS.iter().map(|benefit| one(at, benefit).asking(MOST)).collect()
}

/// The benefit that words name: those of its key are all among them.
pub fn named(words: &[String]) -> Option<&'static Benefit> {
    let is_named =
        |benefit: &&Benefit| benefit.key.split('_').all(|part| words.iter().any(|word| word == part));
    BENEFITS.iter().find(is_named)
}

/// The share whose day is told where nobody asks for another one.
pub const MOST: f64 = 0.90;

/// A tenth of a percent is not worth waiting for.
const NEAR: f64 = 0.001;

/// A loss of fewer is a rounding of the course's means.
const WORTH_SAYING: f64 = 0.005;

/// Not asked for any share yet.
fn one(at: &Situation<'_>, benefit: &'static Benefit) -> Gained {
    let (days, band) = series(at, benefit.unlock);
    let last = days.last().map_or(0.0, |day| day.value);
    let today = value_at(&days, at.today()).unwrap_or(0.0);
    Gained {
        benefit,
        by: by(at, benefit.unlock),
        today,
        half: held_from(&days, 0.50),
        ninety: held_from(&days, 0.90),
        asked: 0.0,
        reached: None,
        early: None,
        late: None,
        most: (last, if last > 0.0 { held_from(&days, last - NEAR) } else { None }),
        loss: loss(&days, at.today()),
        days,
        band,
    }
}

/// The first day after the last that has less than the share, for a switch-back may take it away in between.
fn held_from(days: &[DayValue], share: f64) -> Option<NaiveDate> {
    after_last(days, |day| day.value < share - 1e-9).map(|day| day.date)
}

fn after_last<T>(days: &[T], lacks: impl Fn(&T) -> bool) -> Option<&T> {
    days.get(days.iter().rposition(lacks).map_or(0, |place| place + 1))
}

/// The deepest fall from the most that is held from today on.
fn loss(days: &[DayValue], today: NaiveDate) -> Option<Loss> {
    let mut deepest: Option<Loss> = None;
    let mut ahead = days.iter().skip_while(|day| day.date < today);
    let mut reached = *ahead.next()?;
    for day in ahead {
        if day.value > reached.value + NEAR {
            reached = *day;
        }
        let fall = reached.value - day.value;
        if fall > WORTH_SAYING && deepest.is_none_or(|d| fall > d.before - d.to + NEAR) {
            let (before, from) = (reached.value, day.date);
            deepest = Some(Loss { before, reached: reached.date, to: day.value, from });
        }
    }
    deepest
}

fn by(at: &Situation<'_>, unlock: Unlock) -> String {
    match unlock {
        Unlock::TenantAttach => "tenant attach".to_owned(),
        Unlock::Enrolled => "enrollment in Intune".to_owned(),
        Unlock::Workload(workload) => workload.name().to_owned(),
        Unlock::Full(workload) => format!("{}, slider at Intune", workload.name()),
        Unlock::Autopatch => "Windows Update, Device configuration, Office".to_owned(),
        Unlock::Everything => {
            let count = at.plan.switchable_workloads().count();
            format!("all {} sliders at Intune", super::wording::number(count))
        }
    }
}

/// Shares over the days of the plan's charts, with the futures' range where there is one.
fn series(at: &Situation<'_>, unlock: Unlock) -> (Vec<DayValue>, Option<Vec<DayRange>>) {
    let (first, last) = course::plan_span(at);
    let all = at.plan.devices().max(1) as f64;
    let days = || first.iter_days().take_while(move |day| *day <= last);
    let (workloads, position): (Vec<Workload>, Position) = match unlock {
        Unlock::TenantAttach => {
            let from = attached_from(at);
            let share = |day| if from.is_some_and(|from| from <= day) { 1.0 } else { 0.0 };
            return (days().map(|day| DayValue::new(day, share(day))).collect(), None);
        }
        Unlock::Enrolled => (Vec::new(), Position::Either),
        Unlock::Workload(workload) => (vec![workload], Position::Either),
        Unlock::Full(workload) => (vec![workload], Position::Intune),
        Unlock::Autopatch => (FOR_AUTOPATCH.to_vec(), Position::Either),
        Unlock::Everything => (at.plan.switchable_workloads().collect(), Position::Intune),
    };
    let known = together_daily(at.plan, at.outlook, &workloads, position);
    let mut before = 0.0;
    let mut values = Vec::new();
    let mut next = known.iter().peekable();
    for day in days() {
        while let Some((_, devices)) = next.next_if(|(known, _)| *known <= day) {
            before = (devices / all).clamp(0.0, 1.0);
        }
        values.push(DayValue::new(day, before));
    }
    let band = bands::share(at, |daily| simulated(daily, unlock, all), &mut values);
    (values, band)
}

/// The futures' shares of what unlocks a benefit of devices.
fn simulated(daily: &Daily, unlock: Unlock, all: f64) -> Band {
    let of_all = |devices: &[f64]| devices.iter().map(|devices| (devices / all).clamp(0.0, 1.0)).collect();
    match unlock {
        Unlock::TenantAttach => Band::default(),
        Unlock::Enrolled => {
            let enrolled = &daily.enrolled;
            Band { p10: of_all(&enrolled.p10), p50: of_all(&enrolled.p50), p90: of_all(&enrolled.p90) }
        }
        Unlock::Workload(workload) => bands::left(&daily.authority[workload.index()]),
        Unlock::Full(workload) => daily.authority[workload.index()].intune.clone(),
        Unlock::Autopatch => daily.autopatch.clone(),
        Unlock::Everything => daily.everything.clone(),
    }
}

/// The day on which the site is attached: by record, else as planned. What was due and is not done can come
/// tomorrow at the earliest.
fn attached_from(at: &Situation<'_>) -> Option<NaiveDate> {
    let milestone = at.plan.milestone(&MilestoneKind::TenantAttach)?;
    let day = milestone_date(at.plan, at.outlook, milestone);
    if milestone.done {
        return Some(day.unwrap_or(at.plan.start).min(at.today()));
    }
    let tomorrow = at.today().succ_opt()?;
    day.map(|day| day.max(tomorrow))
}

impl Gained {
    /// The same with the days from which that share of devices has it: they are found in what is known already.
    #[must_use]
    pub fn asking(self, share: f64) -> Self {
        let ranges = self.band.as_deref().unwrap_or_default();
        let reach = |value: fn(&DayRange) -> f64| {
            after_last(ranges, |range| value(range) < share - 1e-9).map(|range| range.date)
        };
        let (early, late) = (reach(|range| range.high), reach(|range| range.low));
        Self { asked: share, reached: held_from(&self.days, share), early, late, ..self }
    }

    /// `33% of devices today, 90% by 4 Feb 2027, at most 97.2%`.
    pub fn sentence(&self, at: &Situation<'_>) -> String {
        let today = format::percent1(self.today);
        match self.when(at).first() {
            Some(when) => format!("{}: {today} of devices today, {when}.", self.benefit.name),
            None => format!("{}: {today} of devices today.", self.benefit.name),
        }
    }

    /// What is still to come, the longest form first; empty when nothing is.
    pub fn when(&self, at: &Situation<'_>) -> Vec<String> {
        let near = at.today();
        if let Some(loss) = self.loss {
            return self.with_loss(loss, near);
        }
        let (most, from) = self.most;
        if most <= 0.0 {
            return vec!["not in this plan".to_owned()];
        }
        let ahead = |day: &Option<NaiveDate>| day.filter(|day| *day > near);
        let asked = format::percent_trimmed(self.asked);
        let reached = ahead(&self.reached).filter(|_| most >= self.asked - 1e-9 && self.today < self.asked);
        let end = ahead(&from).filter(|_| most > self.today + NEAR);
        match (reached, end) {
            (Some(reached), Some(end)) if end > reached => {
                let (a, b) = (day_near(reached, near), day_near(end, near));
                vec![format!("{asked} by {a}, {} by {b}", share(most)), format!("{asked} by {a}")]
            }
            (Some(reached), _) => vec![format!("{asked} by {}", day_near(reached, near))],
            (None, Some(end)) => {
                vec![
                    format!("{} by {}", share(most), day_near(end, near)),
                    format!("{} at most", share(most)),
                ]
            }
            (None, None) => Vec::new(),
        }
    }

    /// `P10–P90 28 Jan – 11 Feb`: when so many have it in the futures; none where that is no question any more.
    pub fn range(&self, at: &Situation<'_>) -> Option<String> {
        // It is of the last time, which is not the one that is said first.
        if self.loss.is_some() {
            return None;
        }
        let near = at.today();
        self.reached.filter(|day| *day > near && self.today < self.asked)?;
        let early = self.early?.max(near);
        Some(match self.late {
            // As short as it is said elsewhere, for it is never cut.
            Some(late) if late.year() == near.year() => {
                format!("P10–P90 {}", format::date_range(early, late))
            }
            Some(late) => format!("P10–P90 {}", format::date_range_year(early, late)),
            None => format!("P10 {}, P90 beyond the plan", day_near(early, near)),
        })
    }

    /// `90% by 4 Feb, down to 60% from 1 Jun, 95% again by 1 Sep`.
    fn with_loss(&self, loss: Loss, near: NaiveDate) -> Vec<String> {
        let down = format!("down to {} from {}", share(loss.to), day_near(loss.from, near));
        let before = || self.days.iter().take_while(|day| day.date < loss.from);
        let reached = before().find(|day| day.date > near && day.value >= self.asked - 1e-9);
        let up = match reached.filter(|_| self.today < self.asked) {
            Some(day) => {
                let asked = format::percent_trimmed(self.asked);
                Some(format!("{asked} by {}", day_near(day.date, near)))
            }
            None if loss.before > self.today + NEAR => {
                Some(format!("{} by {}", share(loss.before), day_near(loss.reached, near)))
            }
            None => None,
        };
        let (most, end) = self.most;
        let again = end.filter(|end| *end > loss.from && most > loss.to + WORTH_SAYING);
        // What nobody had before is not had again.
        let word = if before().any(|day| day.value >= most - NEAR) { " again" } else { "" };
        let again = again.map(|end| format!("{}{word} by {}", share(most), day_near(end, near)));
        let first: Vec<String> = up.into_iter().chain(Some(down.clone())).collect();
        let all: Vec<String> = first.iter().cloned().chain(again).collect();
        let mut forms = vec![all.join(", "), first.join(", "), down];
        forms.dedup();
        forms
    }
}

fn share(share: f64) -> String {
    match share {
        s if s > 0.9995 => "all".to_owned(),
        s if s < 0.0005 => "none".to_owned(),
        s => format::percent1(s),
    }
}

/// The sentence that opens the page: the benefits that decision makers ask for first.
pub fn headline(at: &Situation<'_>, gained: &[Gained]) -> Finding {
    let of = |key: &str| gained.iter().find(|gained| gained.benefit.key == key);
    let said: Vec<String> = ["conditional_access", "autopatch"]
        .into_iter()
        .filter_map(of)
        .map(|gained| gained.sentence(at))
        .collect();
    let is_any = gained.iter().any(|gained| gained.today > 0.0);
    Finding::new(if is_any { Mark::Running } else { Mark::Empty }, said.join(" "))
}

/// The chart of all of them.
pub fn chart(at: &Situation<'_>, gained: &[Gained]) -> GainedInput {
    let (first, last) = course::plan_span(at);
    let devices = format::plural(at.plan.devices(), "device", "devices");
    let rows = gained.iter().map(|gained| GainedRow {
        key: gained.benefit.key.to_owned(),
        name: gained.benefit.name.to_owned(),
        by: format!("with {}", gained.by),
        days: gained.days.clone(),
        band: gained.band.clone(),
        when: gained.when(at),
        range: gained.range(at),
        tip: format!("{}\n{}\n{}", gained.benefit.name, gained.benefit.what, gained.benefit.source),
    });
    GainedInput {
        heading: Some(Heading::new("What is gained, when", format!("share of {devices}"))),
        first,
        last,
        today: Some(at.today()),
        target: at.plan.target,
        rows: rows.collect(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::{Cause, Change, Reach};
    use crate::plan::Milestone;
    use crate::report::sample_tests::{day, sample, track};

    #[test]
    fn a_benefit_grows_with_what_unlocks_it() {
        let mut sample = sample();
        sample.plan.status_date = day(2026, 7, 10);
        sample.outlook.expected.track = track(day(2026, 7, 6), 120);
        let attached =
            Milestone { done: true, ..Milestone::new(MilestoneKind::TenantAttach, Some(day(2026, 7, 8))) };
        sample.plan.milestones = vec![attached];
        let phases = &mut sample.outlook.expected.track.phases;
        phases[0].enrolled = vec![100.0; 120];
        phases[1].enrolled = (0..120).map(|n| if n < 30 { 0.0 } else { 1000.0 }).collect();
        let pilot = |at| Change { at, reach: Reach::Pilot, cause: Cause::Rule };
        for workload in FOR_AUTOPATCH {
            phases[0].reach[workload.index()] = vec![pilot(0)];
        }
        // The wave's Office comes last of the three, 40 days after the start.
        phases[1].reach[Workload::WindowsUpdatePolicies.index()] = vec![pilot(30)];
        phases[1].reach[Workload::DeviceConfiguration.index()] = vec![pilot(35)];
        phases[1].reach[Workload::OfficeClickToRun.index()] = vec![pilot(40)];
        let at = sample.at();
        let all = gained(&at);
        let of = |key: &str| all.iter().find(|gained| gained.benefit.key == key).unwrap();
        assert!((of("autopatch").today - 100.0 / 1100.0).abs() < 1e-9);
        assert_eq!(of("autopatch").ninety, Some(day(2026, 8, 15)), "with the last of the three");
        assert_eq!(of("remote_actions").ninety, Some(day(2026, 8, 5)));
        assert_eq!((of("tenant_attach").today, of("tenant_attach").most.1), (1.0, Some(day(2026, 7, 8))));
        assert_eq!(of("clean_removal").most, (0.0, None), "Pilot Intune does not remove");
        assert_eq!(of("clean_removal").when(&at), ["not in this plan"]);
        let sentence = of("autopatch").sentence(&at);
        assert!(sentence.contains("9.1% of devices today, 90% by 15 Aug"), "{sentence}");
    }

    #[test]
    fn a_loss_that_is_to_come_is_said_with_its_day() {
        let mut sample = sample();
        sample.plan.status_date = day(2026, 7, 10);
        sample.outlook.expected.track = track(day(2026, 7, 6), 120);
        let phases = &mut sample.outlook.expected.track.phases;
        phases[0].enrolled = vec![100.0; 120];
        phases[1].enrolled = (0..120).map(|n| if n < 30 { 0.0 } else { 1000.0 }).collect();
        let change = |at, reach| Change { at, reach, cause: Cause::Rule };
        let workload = Workload::CompliancePolicies.index();
        phases[0].reach[workload] = vec![change(0, Reach::Pilot)];
        phases[1].reach[workload] = vec![change(30, Reach::Pilot), change(60, Reach::None)];
        let said = |sample: &crate::report::sample_tests::Sample| {
            let at = sample.at();
            let all = gained(&at);
            let of = all.into_iter().find(|gained| gained.benefit.key == "conditional_access").unwrap();
            (of.when(&at), of.loss)
        };
        let (when, loss) = said(&sample);
        assert_eq!(when[0], "90% by 5 Aug, down to 9.1% from 4 Sep");
        assert_eq!((loss.unwrap().before, loss.unwrap().from), (1.0, day(2026, 9, 4)));
        sample.outlook.expected.track.phases[1].reach[workload].push(change(90, Reach::Pilot));
        assert_eq!(said(&sample).0[0], "90% by 5 Aug, down to 9.1% from 4 Sep, all again by 4 Oct");
        // Once it is over only what is left to come counts.
        sample.plan.status_date = day(2026, 9, 10);
        assert_eq!(said(&sample), (vec!["90% by 4 Oct".to_owned()], None));
    }

    #[test]
    fn a_loss_counts_from_what_is_held_now_and_comes_with_the_day_of_its_least() {
        let first = day(2026, 7, 6);
        let days = |values: &[f64]| {
            first.iter_days().zip(values).map(|(day, value)| DayValue::new(day, *value)).collect::<Vec<_>>()
        };
        let of = |values: &[f64], today| {
            loss(&days(values), day(2026, 7, today)).map(|l| (l.before, l.to, l.from.to_string()))
        };
        let values = [1.0, 0.6, 0.6, 0.6, 0.1, 0.1];
        assert_eq!(of(&values, 8), Some((0.6, 0.1, "2026-07-10".into())), "what is lost by record is past");
        assert_eq!(of(&values, 6), Some((1.0, 0.1, "2026-07-10".into())), "not the day of the first step");
        assert_eq!(of(&values, 10), None);
    }

    #[test]
    fn what_is_had_before_and_after_a_loss_is_said_by_its_own_day() {
        let mut sample = sample();
        sample.plan.status_date = day(2026, 7, 8);
        sample.outlook.expected.track = track(day(2026, 7, 6), 120);
        let at = sample.at();
        let said = |values: &[f64]| {
            let days: Vec<DayValue> = day(2026, 7, 6)
                .iter_days()
                .zip(values)
                .map(|(day, value)| DayValue::new(day, *value))
                .collect();
            let most = (*values.last().unwrap(), days.last().map(|day| day.date));
            let today = value_at(&days, at.today()).unwrap();
            let loss = loss(&days, at.today());
            Gained { days, today, most, loss, ..gained(&at).remove(0) }.when(&at).remove(0)
        };
        assert_eq!(
            said(&[0.95, 0.5, 0.5, 0.7, 0.2, 0.2, 0.95]),
            "70.0% by 9 Jul, down to 20.0% from 10 Jul, 95.0% again by 12 Jul",
            "90% were had before today, and come once more only after the loss"
        );
        assert_eq!(said(&[0.5, 0.5, 0.5, 0.2, 0.95]), "down to 20.0% from 9 Jul, 95.0% by 10 Jul");
    }

    #[test]
    fn tenant_attach_counts_from_its_record_and_not_from_a_plan_that_was_missed() {
        let mut sample = sample();
        sample.plan.status_date = day(2026, 7, 10);
        sample.outlook.expected.track = track(day(2026, 7, 6), 120);
        let shares = |milestone: Milestone| {
            let mut plan = sample.plan.clone();
            plan.milestones = vec![milestone];
            let at = Situation::new(&plan, &sample.outlook);
            let attach = gained(&at).remove(0);
            (attach.today, attach.most.1)
        };
        let planned = |date| Milestone::new(MilestoneKind::TenantAttach, date);
        let (start, tomorrow) = (Some(day(2026, 7, 6)), Some(day(2026, 7, 11)));
        assert_eq!(shares(planned(None)), (0.0, None));
        assert_eq!(shares(planned(Some(day(2026, 7, 8)))), (0.0, tomorrow), "late: tomorrow at the earliest");
        assert_eq!(shares(planned(Some(day(2026, 8, 3)))), (0.0, Some(day(2026, 8, 3))));
        assert_eq!(
            shares(Milestone { done: true, ..planned(None) }),
            (1.0, start),
            "before anybody wrote it down"
        );
        assert_eq!(shares(planned(None).settled(Some(day(2026, 7, 8)))), (1.0, Some(day(2026, 7, 8))));
    }

    #[test]
    fn another_share_has_its_own_day_and_range() {
        let mut sample = sample().with_baseline().running(320);
        sample.outlook.observed.track = track(day(2026, 7, 6), 38);
        sample.outlook.expected.track = track(day(2026, 8, 13), 120);
        let phases = &mut sample.outlook.expected.track.phases;
        phases[0].enrolled = vec![100.0; 120];
        phases[1].enrolled = (0..120).map(|n| f64::from(n * 20).min(1000.0)).collect();
        let at = sample.at();
        let all = gained(&at);
        let actions = all.iter().find(|gained| gained.benefit.key == "remote_actions").unwrap();
        let of = |share| actions.clone().asking(share);
        let (half, most) = (of(0.5), of(0.9));
        assert!(half.reached.unwrap() < most.reached.unwrap());
        assert_eq!(most.reached, most.ninety);
        assert!(half.when(&at)[0].starts_with("50% by "), "{:?}", half.when(&at));
        assert_eq!(half.range(&at), None, "no futures, no range");
        let (early, late) = (Some(day(2026, 9, 1)), Some(day(2026, 10, 2)));
        let ranged = Gained { early, late, ..half };
        assert_eq!(ranged.range(&at).unwrap(), "P10–P90 1 Sep – 2 Oct");
        let from = day(2026, 9, 20);
        let loss = Loss { before: 0.9, reached: day(2026, 9, 10), to: 0.1, from };
        assert_eq!(Gained { loss: Some(loss), ..ranged }.range(&at), None, "of which of the two times?");
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(named(&words("when will 80 have conditional access")).unwrap().key, "conditional_access");
        assert_eq!(named(&words("access")), None);
    }

    #[test]
    fn without_the_client_only_sliders_at_intune_count() {
        let mut sample = sample();
        sample.plan.status_date = day(2026, 7, 10);
        sample.outlook.expected.track = track(day(2026, 7, 6), 120);
        let workloads: Vec<Workload> = sample.plan.switchable_workloads().collect();
        let phase = &mut sample.outlook.expected.track.phases[0];
        phase.enrolled = vec![100.0; 120];
        for workload in workloads {
            let change = |at, reach| Change { at, reach, cause: Cause::Rule };
            phase.reach[workload.index()] = vec![change(0, Reach::Pilot), change(50, Reach::Intune)];
        }
        let at = sample.at();
        let of = gained(&at).into_iter().find(|gained| gained.benefit.key == "client_removal").unwrap();
        assert_eq!((of.today, of.most.1), (0.0, Some(day(2026, 8, 25))));
    }

    #[test]
    fn several_workloads_together_have_the_range_of_the_futures() {
        let mut sample = sample().with_baseline().running(320);
        sample.outlook.observed.track = track(day(2026, 7, 6), 38);
        sample.outlook.expected.track = track(day(2026, 8, 13), 120);
        let odds = crate::report::sample_odds_tests::odds(&sample);
        let at = sample.at().with_odds(Some(&odds));
        for gained in gained(&at) {
            let band = gained.band.as_deref().unwrap_or_default();
            assert_eq!(
                band.is_empty(),
                gained.benefit.unlock == Unlock::TenantAttach,
                "{:?}",
                gained.benefit
            );
            let value = |date| gained.days.iter().find(|day| day.date == date).unwrap().value;
            assert!(
                band.iter().all(|r| r.low <= value(r.date) && value(r.date) <= r.high),
                "{:?}",
                gained.benefit
            );
        }
    }

    #[test]
    fn every_benefit_says_what_it_is_and_who_says_so() {
        let mut keys: Vec<&str> = BENEFITS.iter().map(|benefit| benefit.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), BENEFITS.len());
        for benefit in BENEFITS {
            assert!(
                benefit.what.ends_with('.') && benefit.source.ends_with("Microsoft Learn"),
                "{benefit:?}"
            );
        }
    }
}
