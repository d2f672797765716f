//! What is gained, when: the benefits of tenant attach, of co-management and of each workload with Intune, as a
//! share of the plan's devices over time. They are facts of the products; the plan says when and for how many.

use chrono::NaiveDate;

use super::way_back::AUTOPATCH;
use super::wording::day_near;
use super::{Finding, Mark, Situation, course};
use crate::forecast::{Position, milestone_date, together_daily};
use crate::picture::course::{DayRange, DayValue, value_at};
use crate::picture::format;
use crate::picture::gained::{GainedInput, GainedRow};
use crate::picture::legend::Heading;
use crate::picture::river::AuthorityDay;
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
    /// Every workload that can be switched.
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
        "One console for the help desk",
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
        "With every workload at Intune the Configuration Manager client can be removed; most organizations keep it \
         for what stays behind.",
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
    /// The most that it comes to, and from when on.
    pub most: (f64, Option<NaiveDate>),
}

/// Everything that this plan can gain.
pub fn gained(at: &Situation<'_>) -> Vec<Gained> {
    BENEFITS.iter().map(|benefit| one(at, benefit)).collect()
}

fn one(at: &Situation<'_>, benefit: &'static Benefit) -> Gained {
    let (days, band) = series(at, benefit.unlock);
    let last = days.last().map_or(0.0, |day| day.value);
    let today = value_at(&days, at.today()).unwrap_or(0.0);
    let until = |share: f64| {
        // From the last day that has less, for a switch-back may take it away in between.
        let after = days.iter().rposition(|day| day.value < share - 1e-9).map_or(0, |place| place + 1);
        days.get(after).map(|day| day.date)
    };
    Gained {
        benefit,
        by: by(at, benefit.unlock),
        today,
        half: until(0.50),
        ninety: until(0.90),
        // A tenth of a percent is not worth waiting for.
        most: (last, if last > 0.0 { until(last - 0.001) } else { None }),
        days,
        band,
    }
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
            format!("all {} workloads", super::wording::number(count))
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
            let milestone = at.plan.milestone(&MilestoneKind::TenantAttach);
            let from = milestone.and_then(|milestone| milestone_date(at.plan, at.outlook, milestone));
            let share = |day| if from.is_some_and(|from| from <= day) { 1.0 } else { 0.0 };
            return (days().map(|day| DayValue::new(day, share(day))).collect(), None);
        }
        Unlock::Enrolled => (Vec::new(), Position::Either),
        Unlock::Workload(workload) => (vec![workload], Position::Either),
        Unlock::Full(workload) => (vec![workload], Position::Intune),
        Unlock::Autopatch => (AUTOPATCH.to_vec(), Position::Either),
        Unlock::Everything => (at.plan.switchable_workloads().collect(), Position::Either),
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
    // Futures are simulated of each workload, not of several together.
    let Unlock::Workload(workload) = unlock else { return (values, None) };
    let place = Some(workload.index());
    let mut stack: Vec<AuthorityDay> =
        values.iter().map(|day| AuthorityDay { date: day.date, intune: day.value, pilot: 0.0 }).collect();
    let band = course::authority_band(at, place, &stack);
    course::middle_authority(at, place, &mut stack);
    let middle = stack.iter().map(|day| DayValue::new(day.date, day.intune + day.pilot)).collect();
    (middle, band)
}

impl Gained {
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
        let (most, from) = self.most;
        if most <= 0.0 {
            return vec!["not in this plan".to_owned()];
        }
        let ahead = |day: &Option<NaiveDate>| day.filter(|day| *day > near);
        let ninety = ahead(&self.ninety).filter(|_| most >= 0.90 && self.today < 0.90);
        let end = ahead(&from).filter(|_| most > self.today + 0.001);
        let share = |share: f64| {
            if share > 0.9995 { "all".to_owned() } else { format::percent1(share) }
        };
        match (ninety, end) {
            (Some(ninety), Some(end)) if end > ninety => {
                let (a, b) = (day_near(ninety, near), day_near(end, near));
                vec![format!("90% by {a}, {} by {b}", share(most)), format!("90% by {a}")]
            }
            (Some(ninety), _) => vec![format!("90% by {}", day_near(ninety, near))],
            (None, Some(end)) => {
                vec![
                    format!("{} by {}", share(most), day_near(end, near)),
                    format!("{} at most", share(most)),
                ]
            }
            (None, None) => Vec::new(),
        }
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
        for workload in AUTOPATCH {
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
