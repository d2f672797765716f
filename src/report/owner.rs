//! Who manages a workload on a phase on a day, as a sentence with its rule and the source of that rule. What
//! was recorded and what is expected are worded differently.

use chrono::NaiveDate;

use super::wording::sentence_case;
use super::{Situation, ranges};
use crate::forecast::{Cause, HeldBy, NextSwitch, OwnedGroup, Owner, Reach, Why, owner, rule_days};
use crate::picture::format;
use crate::plan::consequence::{SWITCHING, WORKLOADS};
use crate::plan::{Authority, FullSwitch, PhaseId, SwitchRule, Workload, wording};

/// The answer to one question.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnerAnswer {
    pub owner: Owner,
    /// Of the enrolled devices, or where none is of all.
    pub authority: Authority,
    /// Authority, devices and reason in one sentence.
    pub sentence: String,
    /// What the plan says about this cell and this slider.
    pub rule: String,
    /// Why that makes it so, and the document that says it.
    pub law: &'static str,
    pub source: &'static str,
}

/// Who has the workload on the phase at the end of the day; none for a phase that is gone.
pub fn owner_answer(
    at: &Situation<'_>,
    phase: PhaseId,
    workload: Workload,
    day: NaiveDate,
) -> Option<OwnerAnswer> {
    let owner = owner(at.plan, at.outlook, phase, workload, day)?;
    let words = Words { at, index: at.plan.phase_index(phase)?, owner: &owner };
    let main = owner.main()?;
    let (law, source) = law(main.why);
    let (authority, sentence, rule) = (main.authority, words.sentence(main), words.rule());
    Some(OwnerAnswer { owner, authority, sentence, rule, law, source })
}

/// `Intune (Pilot Intune)`: who manages, and where that is by a pilot collection only.
pub const fn manager(authority: Authority) -> &'static str {
    match authority {
        Authority::ConfigurationManager => "Configuration Manager",
        Authority::PilotIntune => "Intune (Pilot Intune)",
        Authority::Intune => "Intune",
    }
}

/// A reason in one or two words, for tables and other programs.
pub const fn reason_name(why: Why) -> &'static str {
    match why {
        Why::NotEnrolled => "not enrolled",
        Why::Locked => "locked",
        Why::NothingMovesIt => "nothing moves it",
        Why::NotReached => "not reached",
        Why::ToCome => "to come",
        Why::HeldUp { by: HeldBy::Freeze(_), .. } => "held by a freeze",
        Why::HeldUp { by: HeldBy::Pause(_), .. } => "held by a pause",
        Why::HeldUp { by: HeldBy::DayOff, .. } => "waits for a working day",
        Why::HeldUp { by: HeldBy::NoRecord, .. } => "due, not recorded as done",
        Why::Joined => "in the pilot collection",
        Why::HeadStart => "head start",
        Why::Follows => "follows Device configuration",
        Why::FullSwitch => "slider at Intune",
        Why::SwitchedBack => "switched back",
    }
}

/// What Microsoft's documents say that makes it so.
const fn law(why: Why) -> (&'static str, &'static str) {
    match why {
        Why::NotEnrolled => (
            "A device has every workload with Configuration Manager until it is enrolled in Intune and holds the \
             co-management policy.",
            "How to monitor co-management, Microsoft Learn",
        ),
        Why::Locked => {
            ("From site version 2403 on the slider of Resource access is fixed on Intune.", WORKLOADS)
        }
        Why::NothingMovesIt | Why::NotReached | Why::ToCome | Why::HeldUp { .. } => (
            "Configuration Manager keeps a workload until its slider leaves it; at Pilot Intune only the devices in \
             the workload’s pilot collection go.",
            SWITCHING,
        ),
        Why::Joined | Why::HeadStart => (
            "At Pilot Intune, Intune manages the devices in the workload’s pilot collection, and Configuration \
             Manager all others.",
            SWITCHING,
        ),
        Why::Follows => {
            ("Moving Device configuration also moves Endpoint Protection and Resource access.", WORKLOADS)
        }
        Why::FullSwitch => {
            ("At Intune, Intune manages the workload on every co-managed Windows device.", SWITCHING)
        }
        Why::SwitchedBack => {
            ("A slider can be moved back at any time; what Intune has installed stays.", WORKLOADS)
        }
    }
}

/// The words of one answer.
struct Words<'a> {
    at: &'a Situation<'a>,
    index: usize,
    owner: &'a Owner,
}

impl Words<'_> {
    fn sentence(&self, main: &OwnedGroup) -> String {
        let owner = self.owner;
        let day = format::weekday_date(owner.day);
        let workload = owner.workload.name();
        let title = self.at.title(self.index);
        let who = self.who();
        let doubt = self.doubt().map_or(String::new(), |doubt| format!(" {doubt}"));
        format!(
            "On {day} {workload} on {title} {} managed by {who}: {}.{doubt}",
            self.verb(),
            self.because(main)
        )
    }

    /// A day in the range of a switch: how many futures have it by then.
    fn doubt(&self) -> Option<String> {
        let owner = self.owner;
        if owner.day <= self.at.today() {
            return None;
        }
        let cell = self.at.cell_range(self.index, owner.workload);
        let slider = self.at.slider_range(owner.workload);
        let switches =
            [(cell, "the phase has joined the pilot collection"), (slider, "the slider is at Intune")];
        let said = switches.into_iter().filter_map(|(range, what)| {
            let range = range?;
            let by = range.by(owner.day);
            let days = range.quantile(0.10).zip(range.quantile(0.90));
            let days = days.map_or(String::new(), |(from, to)| {
                format!(" (P10–P90 {})", format::date_range_year(from, to))
            });
            // A few futures at either end are no doubt.
            (0.05..=0.95).contains(&by).then(|| {
                format!("in {} of 100 simulated futures {what} by that day{days}", ranges::of_100(by))
            })
        });
        let said: Vec<String> = said.collect();
        (!said.is_empty()).then(|| format!("It is not certain: {}.", said.join("; ")))
    }

    /// Names of workloads are singular or plural.
    fn is_plural(&self) -> bool {
        self.owner.workload.name().ends_with('s')
    }

    fn verb(&self) -> &'static str {
        self.be(self.is_plural())
    }

    /// What stands for the workload where something is done to it.
    fn it(&self) -> &'static str {
        if self.is_plural() { "them" } else { "it" }
    }

    /// `it is switched back`, `they were switched back`
    fn switched_back(&self, day: NaiveDate) -> &'static str {
        match (self.is_plural(), self.is_past(day)) {
            (false, true) => "it was switched back",
            (false, false) => "it is switched back",
            (true, true) => "they were switched back",
            (true, false) => "they are switched back",
        }
    }

    /// What is asked about is, was or is expected to be.
    fn be(&self, is_plural: bool) -> &'static str {
        match (self.owner.is_known, self.owner.day == self.at.today(), is_plural) {
            (true, true, true) => "are",
            (true, true, false) => "is",
            (true, false, true) => "were",
            (true, false, false) => "was",
            (false, _, true) => "are expected to be",
            (false, _, false) => "is expected to be",
        }
    }

    /// A day that has come, of a rollout that has begun.
    fn is_past(&self, day: NaiveDate) -> bool {
        day <= self.at.today() && self.at.has_begun()
    }

    /// The day that is asked about is over and known.
    fn is_over(&self) -> bool {
        self.owner.is_known && self.owner.day < self.at.today()
    }

    /// Every device is named: whose it is among the enrolled ones, and among the others.
    fn who(&self) -> String {
        let owner = self.owner;
        let groups: Vec<&OwnedGroup> = owner.enrolled_groups().collect();
        let others = f64::from(owner.devices) - owner.enrolled;
        match groups.as_slice() {
            [] => Authority::ConfigurationManager.name().to_owned(),
            [one] if one.authority == Authority::ConfigurationManager => one.authority.name().to_owned(),
            [one] if others < 0.5 => manager(one.authority).to_owned(),
            [one] => format!(
                "{} on the {} enrolled and by Configuration Manager on the {} not enrolled",
                manager(one.authority),
                one_or(one.devices, "one device", devices),
                one_or(others, "one", format::count_f64),
            ),
            [first, ..] => format!(
                "{} on the first {} enrolled and by Configuration Manager on all others",
                manager(first.authority),
                one_or(first.devices, "device", devices)
            ),
        }
    }

    fn because(&self, main: &OwnedGroup) -> String {
        if main.why == Why::NotEnrolled {
            return self.not_enrolled();
        }
        let owner = self.owner;
        let reason = match main.why {
            Why::HeldUp { due, by } => Some(self.held_up(due, by)),
            Why::NothingMovesIt => Some(self.nothing_moves_it()),
            Why::NotReached => Some("the expected course does not come to its rule".to_owned()),
            Why::Locked => Some(format!("the site’s version fixes {} on Intune", self.it())),
            Why::SwitchedBack => main.since.map(|day| {
                let recorded = if main.is_recorded { ", as recorded" } else { "" };
                format!("{} on {}{recorded}", self.switched_back(day), format::date(day))
            }),
            _ => main.since.map(|day| self.switched(main, day)),
        };
        let mut parts = Vec::new();
        if main.authority == Authority::ConfigurationManager {
            let all = format::plural(u64::from(owner.devices), "device", "devices");
            let are = self.be(owner.enrolled.round() as u64 != 1);
            parts.push(format!("{} of {all} {are} enrolled", format::count_f64(owner.enrolled)));
        }
        parts.extend(reason);
        if !matches!(main.why, Why::Locked) {
            parts.extend(self.next());
        }
        clauses(&parts)
    }

    fn not_enrolled(&self) -> String {
        let owner = self.owner;
        let none = match owner.devices {
            1 => format!("its one device {} not enrolled", if self.is_over() { "was" } else { "is" }),
            n if owner.is_known => {
                format!("none of its {} {} enrolled", devices(f64::from(n)), self.be(false))
            }
            n => format!("none of its {} is enrolled by then", devices(f64::from(n))),
        };
        let start = self.at.start(self.index).filter(|start| *start > owner.day);
        let start = start.map_or(String::new(), |day| {
            let starts = if self.is_past(day) { "started" } else { "starts" };
            format!("; the phase {starts} on {}", format::date(day))
        });
        let come =
            if self.is_over() { "as they enrolled, devices came" } else { "as they enroll, devices come" };
        let then = match owner.reach {
            Reach::Intune if owner.since.is_some() => format!("; {come} to Intune"),
            Reach::Pilot => format!("; {come} to Pilot Intune"),
            _ => self.next().map_or(String::new(), |next| format!("; {next}")),
        };
        format!("{none}{start}{then}")
    }

    /// What moved it, and when.
    fn switched(&self, main: &OwnedGroup, day: NaiveDate) -> String {
        let date = format::date(day);
        let tense = self.tense(day);
        let recorded = if main.is_recorded { ", as recorded" } else { "" };
        match main.why {
            Why::FullSwitch => format!("the slider {} to Intune on {date}{recorded}", tense("went", "goes")),
            Why::Follows => {
                format!("Device configuration {} {} along on {date}", tense("took", "takes"), self.it())
            }
            Why::HeadStart => {
                format!("the head start {} on {date}{recorded}", tense("began", "begins"))
            }
            _ => {
                let joined = tense("joined", "joins");
                format!("the phase {joined} the pilot collection on {date}{recorded}")
            }
        }
    }

    /// The form of a verb for what happens on a day.
    fn tense(&self, day: NaiveDate) -> impl Fn(&'static str, &'static str) -> &'static str + use<> {
        let is_past = self.is_past(day);
        move |past, future| if is_past { past } else { future }
    }

    fn held_up(&self, due: NaiveDate, by: HeldBy) -> String {
        let calendar = &self.at.plan.calendar;
        let due = format::date(due);
        let waits = if self.is_over() { "waited" } else { "waits" };
        match by {
            HeldBy::Freeze(id) => {
                let freeze = calendar.freezes.iter().find(|freeze| freeze.id == id);
                let name = freeze.map(|freeze| freeze.name.trim()).filter(|name| !name.is_empty());
                let until = freeze.map_or(String::new(), |f| format!(" until {}", format::date(f.to)));
                let name =
                    name.map_or("a freeze of switches".to_owned(), |name| format!("the freeze {name}"));
                format!("the switch, due on {due}, {waits} for {name}{until}")
            }
            HeldBy::Pause(id) => {
                let pause = calendar.pauses.iter().find(|pause| pause.id == id);
                let until = pause.map_or(String::new(), |p| format!(" until {}", format::date(p.until)));
                format!("the switch, due on {due}, {waits} for the pause{until}")
            }
            HeldBy::DayOff => format!("the switch, due on {due}, {waits} for the next working day"),
            HeldBy::NoRecord if self.owner.next.is_some_and(|next| next.day <= self.at.today()) => {
                format!("the switch was due on {due} and came late")
            }
            HeldBy::NoRecord => format!("the switch was due on {due} and is not recorded as done"),
        }
    }

    fn nothing_moves_it(&self) -> String {
        let cell = self.at.plan.workload(self.owner.workload).and_then(|row| row.cell(self.owner.phase));
        match cell.map(|cell| cell.note.trim()).filter(|note| !note.is_empty()) {
            Some(note) => format!("nothing in the plan moves {} ({note})", self.it()),
            None => format!("nothing in the plan moves {}", self.it()),
        }
    }

    /// The switch after the day, with its range where futures are simulated.
    fn next(&self) -> Option<String> {
        let next = self.owner.next?;
        let tense = self.tense(next.day);
        let day = self.day_of(next);
        Some(match (next.reach, next.cause) {
            (Reach::None, _) => format!("{} on {day}", self.switched_back(next.day)),
            (Reach::HeadStart(1), _) => {
                format!(
                    "the first enrolled device {} the pilot collection on {day}",
                    tense("joined", "joins")
                )
            }
            (Reach::HeadStart(n), _) => {
                let n = format::count(u64::from(n));
                format!(
                    "the first {n} enrolled devices {} the pilot collection on {day}",
                    tense("joined", "join")
                )
            }
            (_, Cause::Follows) => {
                format!("Device configuration {} {} along on {day}", tense("took", "takes"), self.it())
            }
            (Reach::Intune, _) => format!("the slider {} to Intune on {day}", tense("went", "goes")),
            (Reach::Pilot, _) => {
                let after = self.after(next.day).map_or(String::new(), |after| format!(", {after}"));
                format!("the phase {} the pilot collection on {day}{after}", tense("joined", "joins"))
            }
        })
    }

    fn day_of(&self, next: NextSwitch) -> String {
        let day = format::date(next.day);
        let range = match next.reach {
            Reach::Pilot => self.at.cell_range(self.index, self.owner.workload),
            Reach::Intune => self.at.slider_range(self.owner.workload),
            Reach::None | Reach::HeadStart(_) => None,
        };
        // One day where most futures agree on it; the middle only where it is another than the expected day.
        match range.map(|range| (range, range.quantile(0.50), range.quantile(0.85))) {
            Some((_, _, Some(late))) if late == next.day => day,
            Some((_, Some(middle), Some(late))) if middle == next.day => {
                format!("{day} (P85 {})", format::date(late))
            }
            Some((range, ..)) => format!("{day} ({})", ranges::middle_and_late(range)),
            None => day,
        }
    }

    /// `35 working days after its start on 21 Sep 2026`, where the rule is kept to the day.
    fn after(&self, day: NaiveDate) -> Option<String> {
        let (plan, dates) = (self.at.plan, self.at.dates(self.index)?);
        let own = rule_days(plan, self.at.outlook, self.owner.phase, self.owner.workload);
        let is_own = own.iter().any(|due| due.day == day && !due.is_full && !due.is_led);
        match plan.cell_rule(self.owner.workload, self.owner.phase) {
            _ if !is_own => None,
            SwitchRule::AtEnrollment | SwitchRule::AfterStart(0) => Some("the day of its start".to_owned()),
            SwitchRule::AfterStart(n) => {
                let start = format::date(dates.start?);
                Some(format!("{} after its start on {start}", wording::working_days(n)))
            }
            SwitchRule::AfterGate(n) => {
                let gate = format::date(dates.gate?);
                Some(format!("{} after its gate on {gate}", wording::working_days(n.max(1))))
            }
            SwitchRule::OnDate(_) | SwitchRule::Never => None,
        }
    }

    fn rule(&self) -> String {
        let plan = self.at.plan;
        let (workload, phase) = (self.owner.workload, self.owner.phase);
        if workload == Workload::ResourceAccessPolicies && plan.is_resource_access_locked() {
            return "Locked: nothing to plan.".to_owned();
        }
        let full = |workload| plan.workload(workload).map_or(FullSwitch::Never, |row| row.full);
        let cell = plan.workload(workload).and_then(|row| row.cell(phase));
        let own = plan.cell_rule(workload, phase);
        let leader = plan.movers(workload).find(|mover| *mover != workload);
        let led = leader.map(|leader| plan.cell_rule(leader, phase)).filter(|led| *led != SwitchRule::Never);
        let led = led.map(wording::switch_rule);
        let mut parts = match (own, led) {
            (SwitchRule::Never, Some(led)) => vec![format!("with Device configuration, which goes {led}")],
            (own, Some(led)) => vec![
                wording::switch_rule(own),
                format!("at the latest with Device configuration, which goes {led}"),
            ],
            (own, None) => vec![wording::switch_rule(own)],
        };
        if let Some(head) = cell.and_then(|cell| cell.head_start) {
            let first = one_or(f64::from(head.devices), "device", devices);
            parts.push(format!("its first {first} {}", wording::switch_rule(head.rule)));
        }
        let words = |full| wording::full_switch(full, plan);
        let led = leader.map(full).filter(|led| *led != FullSwitch::Never).map(words);
        let slider = match (full(workload), led) {
            (FullSwitch::Never, None) if plan.moves(workload) => "stays in Pilot Intune for good".to_owned(),
            (FullSwitch::Never, None) => "stays with Configuration Manager".to_owned(),
            (FullSwitch::Never, Some(led)) => format!("to Intune with Device configuration, {led}"),
            (own, None) => format!("to Intune {}", words(own)),
            (own, Some(led)) if words(own) == led => format!("to Intune {led}, as Device configuration"),
            (own, Some(led)) => {
                format!("to Intune {}, at the latest with Device configuration, {led}", words(own))
            }
        };
        format!("{}. Slider: {slider}.", sentence_case(&parts.join("; ")))
    }
}

/// `a`, `a, and b`, `a, b, and c`: what is joined has commas of its own.
fn clauses(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{}, and {last}", before.join(", ")),
    }
}

/// One is said in its own words.
fn one_or(n: f64, one: &'static str, many: impl Fn(f64) -> String) -> String {
    if n.round() as u64 == 1 { one.to_owned() } else { many(n) }
}

fn devices(n: f64) -> String {
    format::plural(n.round().max(0.0) as u64, "device", "devices")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::Change;
    use crate::report::sample_tests::{Sample, day, now, sample, track};
    use crate::report::sentences_tests::assert_sound;

    /// The pilot has so many devices enrolled; two workloads joined, a switch-back is to come.
    fn moved(devices: u32, enrolled: f64) -> Sample {
        let mut sample = sample();
        sample.plan.status_date = day(2026, 7, 20);
        sample.plan.phases[0].devices = devices;
        sample.outlook.observed.now[0] = now(1, day(2026, 7, 20), enrolled as u32);
        sample.outlook.observed.track = track(day(2026, 7, 6), 15);
        sample.outlook.expected.track = track(day(2026, 7, 21), 120);
        for track in [&mut sample.outlook.observed.track, &mut sample.outlook.expected.track] {
            let length = track.len();
            track.phases[0].enrolled = vec![enrolled; length];
        }
        let change = |at, reach, cause| Change { at, reach, cause };
        for workload in [Workload::ClientApps, Workload::DeviceConfiguration] {
            let at = workload.index();
            let joined = change(3, Reach::Pilot, Cause::Recorded);
            sample.outlook.observed.track.phases[0].reach[at] = vec![joined];
            let (before, back) =
                (change(0, Reach::Pilot, Cause::Before), change(20, Reach::None, Cause::SwitchedBack));
            sample.outlook.expected.track.phases[0].reach[at] = vec![before, back];
        }
        sample
    }

    fn said(sample: &Sample, workload: Workload, on: NaiveDate) -> String {
        owner_answer(&sample.at(), PhaseId(1), workload, on).unwrap().sentence
    }

    #[test]
    fn a_return_to_come_is_to_come_and_several_are_they() {
        let sample = moved(100, 60.0);
        let apps = said(&sample, Workload::ClientApps, day(2026, 7, 20));
        assert!(apps.contains("they are switched back on 10 Aug 2026"), "{apps}");
        let settings = said(&sample, Workload::DeviceConfiguration, day(2026, 7, 20));
        assert!(settings.contains("it is switched back on 10 Aug 2026"), "{settings}");
        assert!(said(&sample, Workload::EndpointProtection, day(2026, 7, 20)).contains("moves it"));
        assert!(said(&sample, Workload::OfficeClickToRun, day(2026, 7, 20)).contains("moves them"));
    }

    #[test]
    fn a_day_within_the_range_of_a_switch_is_said_to_be_uncertain() {
        let sample = moved(100, 60.0);
        // The switch comes in a hundred futures on a hundred days in a row, from 24 Aug on.
        let odds = crate::report::sample_odds_tests::odds(&sample);
        let at = sample.at().with_odds(Some(&odds));
        let doubt = |month, of_month| {
            let answer = owner_answer(&at, PhaseId(1), Workload::ClientApps, day(2026, month, of_month));
            answer.unwrap().sentence.split_once("It is not certain: ").map(|(_, doubt)| doubt.to_owned())
        };
        assert_eq!(
            doubt(9, 12).unwrap(),
            "in 20 of 100 simulated futures the phase has joined the pilot collection by that day (P10–P90 2 Sep – \
             21 Nov 2026)."
        );
        assert_eq!(doubt(8, 26), None, "a few futures are no doubt");
        let both = doubt(10, 20).unwrap();
        assert!(both.contains("joined the pilot collection") && both.contains("; in 21 of 100"), "{both}");
    }

    #[test]
    fn one_device_is_one_whatever_the_day() {
        for (devices, enrolled) in [(1, 0.0), (1, 1.0), (2, 1.0), (100, 1.0), (100, 99.0), (100, 0.0)] {
            let sample = moved(devices, enrolled);
            for workload in Workload::ALL {
                for date in [day(2026, 7, 6), day(2026, 7, 20), day(2026, 8, 3), day(2026, 9, 1)] {
                    let answer = owner_answer(&sample.at(), PhaseId(1), workload, date).unwrap();
                    for text in [&answer.sentence, &answer.rule] {
                        assert_sound(text);
                        for wrong in [" 1 enrolled devices", "1 of 100 devices are", "the 1 device"] {
                            assert!(!text.contains(wrong), "{text}");
                        }
                    }
                }
            }
        }
        let before = said(&moved(100, 0.0), Workload::ClientApps, day(2026, 7, 6));
        assert!(before.contains("none of its 100 devices was enrolled"), "{before}");
    }
}
