//! What the way back says: the blast in one sentence, what does not return, what is left to do by hand, and
//! what depends on it. Facts of the workloads are Microsoft's; the plan gives names and dates.

use chrono::NaiveDate;

use super::{Retreat, WayBack};
use crate::forecast::{Position, enforced_from, together_of};
use crate::picture::format;
use crate::plan::{PhaseScope, Plan, Workload};
use crate::report::Situation;
use crate::report::odds_ways::paired_words;
use crate::report::wording::list;

/// Sentences, in the order in which they are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// What is not undone by it.
    pub stays: Vec<String>,
    /// What is left to be done by hand.
    pub todo: Vec<String>,
    /// What else it touches: sliders, Autopatch, Conditional Access, tickets.
    pub touches: Vec<String>,
}

/// `4,085 devices lose Device configuration on Mon 1 Mar 2027; half of them hear of it by 2 Mar, 99% by 12 Mar.`
pub fn headline(back: &WayBack) -> String {
    let names: Vec<String> = back.retreat.workloads.iter().map(|w| w.name().to_owned()).collect();
    let day = format::weekday_date(back.effective);
    if names.is_empty() {
        return "Choose what is taken back.".to_owned();
    }
    if back.hits.is_empty() {
        return format!(
            "On {day} Intune has {} on no device of these phases: nothing returns.",
            list(&names)
        );
    }
    let devices = format::plural(back.devices.round() as u64, "device", "devices");
    let verb = if devices == "1 device" { "goes" } else { "go" };
    let pairs = if names.len() > 1 {
        let pairs = format::count_f64(back.pairs);
        format!(", {pairs} pairs of a device and a workload")
    } else {
        String::new()
    };
    format!("{devices} {verb} back to Configuration Manager with {} on {day}{pairs}.", list(&names))
}

/// `The expected finish moves from 16 Mar to 2 Apr 2027; nothing planned moves it to Intune again.`
pub fn consequence(plan: &Plan, back: &WayBack) -> String {
    if back.hits.is_empty() {
        return String::new();
    }
    let finish = match back.finish {
        (Some(before), None) => {
            format!("Nothing leads to the finish, expected on {} without it", format::date(before))
        }
        (None, Some(after)) => format!("The finish is then expected on {}", format::date(after)),
        (Some(before), Some(after)) if before != after => {
            format!("The expected finish moves from {} to {}", format::date(before), format::date(after))
        }
        (Some(same), Some(_)) => format!("The expected finish stays {}", format::date(same)),
        (None, None) => format!("It does not finish by {}, with or without it", format::date(plan.horizon())),
    };
    let mut workloads: Vec<Workload> = back.hits.iter().map(|hit| hit.workload).collect();
    workloads.dedup();
    let one = workloads.first().map_or("", |workload| workload.name());
    let it = if workloads.len() > 1 || one.ends_with('s') { "them" } else { "it" };
    let again: Vec<NaiveDate> = back.hits.iter().filter_map(|hit| hit.again).collect();
    let comes = match again.iter().max().map(|day| format::date(*day)) {
        None => format!("nothing in the plan moves {it} to Intune again"),
        Some(day) if again.len() == back.hits.len() => {
            format!("the plan moves {it} to Intune again by {day}")
        }
        Some(day) => format!(
            "the plan moves {it} to Intune again by {day}, but not on {} of the {} phases and workloads hit",
            back.hits.len() - again.len(),
            back.hits.len()
        ),
    };
    format!("{finish}; {comes}.")
}

/// `Device configuration: IT 148 since 15 Jun, Clinics North 3,050 since 9 Nov`
pub fn hit_words(plan: &Plan, back: &WayBack) -> Vec<String> {
    let of = |workload: &Workload| {
        let hits = back.hits.iter().filter(|hit| hit.workload == *workload);
        let said: Vec<String> = hits
            .map(|hit| {
                let name = plan.phase_name(hit.phase);
                let since =
                    hit.since.map_or(String::new(), |day| format!(" since {}", format::date_short(day)));
                format!("{name} {}{since}", format::count_f64(hit.devices))
            })
            .collect();
        (!said.is_empty()).then(|| format!("{}: {}", workload.name(), said.join(", ")))
    };
    back.retreat.workloads.iter().filter_map(of).collect()
}

/// How long it takes until the devices have heard of it.
pub fn arrival_words(back: &WayBack) -> String {
    let by = back.arrivals.iter().map(|arrival| {
        format!("{} by {}", format::percent_trimmed(arrival.share), format::date(arrival.date))
    });
    let by: Vec<String> = by.collect();
    format!(
        "A device that is on hears of it at its next check-in, within about 8 hours; of those that are off {} of 100 are \
         reached on a working day, as far as this plan knows: {}.",
        format::decimal(back.reach * 100.0, 0),
        by.join(", ")
    )
}

/// What becomes of the finish: as expected, and in simulated futures.
pub fn finish_words(plan: &Plan, back: &WayBack) -> Vec<String> {
    let never = || format!("not by {}", format::date(plan.horizon()));
    let said = |day: Option<NaiveDate>| day.map_or_else(never, format::date);
    let both = |name: &str, without: Option<NaiveDate>, with: Option<NaiveDate>| {
        if without == with {
            format!("{name} as before: {}", said(without))
        } else {
            format!("{name} {} without it, {} with it", said(without), said(with))
        }
    };
    let mut words = vec![match back.finish {
        (before, None) if before.is_some() => format!(
            "Expected {} without it; with it nothing leads to the finish again until these workloads are switched anew.",
            said(before)
        ),
        (before, after) => both("Expected", before, after) + ".",
    }];
    if let Some(futures) = &back.futures {
        let [p50, p85] = [0, 1].map(|at| (futures.without[at], futures.with[at]));
        // Fewer than the forecast has, so that its own figures may lie a day beside these.
        let runs = format::count(u64::from(futures.paired.runs));
        let both = format!("{}; {}", both("P50", p50.0, p50.1), both("P85", p85.0, p85.1));
        words.push(format!("In {runs} of the forecast’s futures: {both}."));
        let moved = if futures.paired.neither > 0.995 {
            "None of them finishes, without it or with it.".to_owned()
        } else {
            format!("Compared one by one, the finish is {}.", paired_words(&futures.paired))
        };
        words.push(moved);
    }
    words
}

/// A name for the scenario that no other one has.
pub fn scenario_name(plan: &Plan, retreat: &Retreat) -> String {
    let what = match retreat.workloads.as_slice() {
        [one] => one.short_name().to_owned(),
        _ => "Workloads".to_owned(),
    };
    let name = format!("{what} back on {}", format::date_short(retreat.day));
    let is_free = |name: &String| plan.scenarios.iter().all(|scenario| scenario.name != *name);
    let numbered = (2..).map(|n| format!("{name}, {n}"));
    std::iter::once(name.clone()).chain(numbered).find(is_free).unwrap_or(name)
}

pub(super) fn advice(at: &Situation<'_>, back: &WayBack) -> Advice {
    let mut advice = Advice::default();
    for workload in &back.retreat.workloads {
        advice.stays.extend(stays(*workload).iter().map(|said| (*said).to_owned()));
        advice.todo.extend(todo(*workload).iter().map(|said| (*said).to_owned()));
    }
    advice.stays.extend(followers(at, back));
    advice.touches.extend(sliders(at.plan, back));
    advice.touches.extend(autopatch(back));
    advice.touches.extend(conditional_access(at, back));
    advice.touches.push(
        "No tickets are modeled for the return itself. Devices that leave Configuration Manager again later \
         bring their tickets again."
            .to_owned(),
    );
    advice
}

/// What a return does not undo.
const fn stays(workload: Workload) -> &'static [&'static str] {
    match workload {
        Workload::WindowsUpdatePolicies => &["Windows versions installed through Intune stay newer."],
        Workload::OfficeClickToRun => {
            &["Versions of Microsoft 365 Apps installed through Intune stay newer."]
        }
        Workload::EndpointProtection => &[
            "Settings from Intune stay until those of Configuration Manager overwrite them; at Pilot Intune, \
             policies that are unassigned are not removed.",
            "Settings that are tattooed are undone only while Device configuration is with Intune.",
        ],
        Workload::DeviceConfiguration => &[
            "Settings from Intune stay on the device until something overwrites them; at Pilot Intune, policies \
             that are unassigned are not removed.",
        ],
        Workload::ClientApps => &[
            "Apps installed from Company Portal stay installed; from then on nobody updates them through Intune.",
        ],
        Workload::ResourceAccessPolicies => {
            &["Profiles from Intune stay on the device, but are no longer renewed."]
        }
        Workload::CompliancePolicies => {
            &["Devices keep their last state of compliance until they report anew."]
        }
    }
}

/// What an administrator has to do by hand.
const fn todo(workload: Workload) -> &'static [&'static str] {
    match workload {
        Workload::WindowsUpdatePolicies => &[
            "Turn the client setting “software updates” of Configuration Manager on again for these devices, else \
             nobody patches them.",
            "Enable the update deployments of Configuration Manager for them, and exclude them from update rings.",
        ],
        Workload::OfficeClickToRun => &[
            "Enable the Microsoft 365 Apps deployments of Configuration Manager; the change may take 24 hours to show.",
        ],
        Workload::EndpointProtection => &[
            "Check that antimalware and firewall policies of Configuration Manager are deployed to these devices \
             before the day.",
        ],
        Workload::DeviceConfiguration => &[
            "Deploy configuration items and baselines of Configuration Manager for the settings that must hold, and \
             exclude the devices from the profiles in Intune.",
        ],
        Workload::ClientApps => &[
            "Check that Software Center offers what Company Portal did; its deployments have run all along.",
        ],
        Workload::ResourceAccessPolicies => {
            &["Deploy VPN, Wi-Fi, email and certificate profiles from Configuration Manager again."]
        }
        Workload::CompliancePolicies => &[
            "Deploy compliance policies and baselines of Configuration Manager to these devices before the day.",
        ],
    }
}

/// What came along with Device configuration does not go back with it.
fn followers(at: &Situation<'_>, back: &WayBack) -> Vec<String> {
    if !back.retreat.workloads.contains(&Workload::DeviceConfiguration) {
        return Vec::new();
    }
    let left = at.plan.switchable_workloads().filter(|workload| {
        let is_with_intune = |index: usize| {
            let hit = back.hits.iter().any(|hit| at.plan.phase_index(hit.phase) == Some(index));
            hit && together_of(at.outlook, index, &[*workload], Position::Either, back.effective) >= 0.5
        };
        workload.follows_device_configuration()
            && !back.retreat.workloads.contains(workload)
            && (0..at.plan.phases.len()).any(is_with_intune)
    });
    let say = |workload: Workload| {
        format!(
            "{} does not go back with it: it stays with Intune until it is taken back itself, and its settings can no \
             longer be undone from Intune.",
            workload.name()
        )
    };
    left.map(say).collect()
}

/// A slider knows no exceptions: some phases alone go back through the pilot collection.
fn sliders(plan: &Plan, back: &WayBack) -> Vec<String> {
    let is_all = match &back.retreat.phases {
        PhaseScope::All => true,
        PhaseScope::Only(phases) => plan.phases.iter().all(|phase| phases.contains(&phase.id)),
    };
    let say = |workload: &Workload| {
        let name = workload.name();
        let has_slider = plan.has_slider(*workload);
        if is_all {
            format!("{name}: put the slider back to Configuration Manager.")
        } else if has_slider {
            format!(
                "{name}: these phases leave the pilot collection; if the slider is at Intune it goes back to Pilot \
                 Intune with all other phases in the collection."
            )
        } else {
            format!("{name}: these phases leave the pilot collection; the slider stays at Pilot Intune.")
        }
    };
    back.retreat.workloads.iter().map(say).collect()
}

fn autopatch(back: &WayBack) -> Option<String> {
    let (before, after) = back.autopatch;
    let lost = (before - after).round() as u64;
    if lost == 0 {
        let is_asked = back.retreat.workloads.iter().any(|workload| workload.is_needed_by_autopatch());
        let said = match before.round() as u64 {
            0 => "Windows Autopatch: no device has all it needs that day.".to_owned(),
            1 => "Windows Autopatch loses none: the device that has all it needs keeps it.".to_owned(),
            n => format!(
                "Windows Autopatch loses none of the {} devices that have all it needs.",
                format::count(n)
            ),
        };
        return is_asked.then_some(said);
    }
    Some(format!(
        "Windows Autopatch loses {}: it needs Windows Update, Device configuration and Office Click-to-Run with Intune.",
        format::plural(lost, "device", "devices")
    ))
}

fn conditional_access(at: &Situation<'_>, back: &WayBack) -> Option<String> {
    if !back.retreat.workloads.contains(&Workload::CompliancePolicies) {
        return None;
    }
    let from: Option<NaiveDate> = enforced_from(at.plan, at.outlook);
    Some(match from {
        Some(day) if day <= back.effective => format!(
            "Conditional Access has enforced compliance since {}: without Intune’s policies a device is judged by \
             what Configuration Manager reports; check that before, or users are locked out.",
            format::date(day)
        ),
        Some(day) => format!(
            "Conditional Access is to enforce compliance from {}: these devices would be judged by what Configuration \
             Manager reports.",
            format::date(day)
        ),
        None => {
            "Conditional Access can no longer go by Intune’s compliance policies on these devices.".to_owned()
        }
    })
}
