//! Endpoint Protection and Resource access move with Device configuration at the latest; rules that say
//! later are overruled, and whoever typed them should know.

use super::look::{Look, PhaseLook};
use super::{Place, Problem, Rule};
use crate::plan::wording::{date, full_switch, switch_rule};
use crate::plan::{Edit, FullSwitch, Record, SwitchRule, Workload};

pub(super) const RULES: &[Rule] = &[later_cell, later_slider];

const LEADER: Workload = Workload::DeviceConfiguration;

fn followers(look: &Look) -> Vec<Workload> {
    look.plan.switchable_workloads().filter(|workload| workload.follows_device_configuration()).collect()
}

fn later_cell(look: &Look, out: &mut Vec<Problem>) {
    for workload in followers(look) {
        for entry in look.phases.iter().filter(|entry| entry.has_pilot_collections()) {
            let (own, leader) = (entry.rule(workload), entry.rule(LEADER));
            let is_done = entry.cells_done[workload.index()].is_some();
            if is_done || !is_later(look, entry, own, leader) {
                continue;
            }
            let say = |rule| match look.rule_date(entry, rule) {
                Some(day) => date(day),
                None => switch_rule(rule),
            };
            let text = if own == SwitchRule::Never {
                format!(
                    "{} has no switch for {}, but Device configuration takes it along ({}).",
                    workload.name(),
                    entry.name(),
                    say(leader)
                )
            } else {
                format!(
                    "{} is planned for {} in {}, but Device configuration takes it along earlier: {}.",
                    workload.name(),
                    say(own),
                    entry.name(),
                    say(leader)
                )
            };
            let place = Place::Cell { workload, phase: entry.id() };
            out.push(
                Problem::warning("follower-later", place, text)
                    .mend("Switch it with Device configuration", entry.cell_with(workload, leader)),
            );
        }
    }
}

/// `own` comes after `leader`; where nobody can tell, it does not.
fn is_later(look: &Look, entry: &PhaseLook, own: SwitchRule, leader: SwitchRule) -> bool {
    use SwitchRule::{AfterGate, AfterStart, AtEnrollment, Never};
    let lag = |rule| match rule {
        AtEnrollment => Some(0),
        AfterStart(days) => Some(days),
        _ => None,
    };
    match (own, leader) {
        (_, Never) => false,
        (Never, _) => true,
        (AfterGate(own), AfterGate(leader)) => own > leader,
        _ => {
            let dates = || look.rule_date(entry, own).zip(look.rule_date(entry, leader));
            let lags = lag(own).zip(lag(leader)).map(|(own, leader)| own > leader);
            lags.unwrap_or_else(|| dates().is_some_and(|(own, leader)| own > leader))
        }
    }
}

fn later_slider(look: &Look, out: &mut Vec<Problem>) {
    for workload in followers(look) {
        let (own, leader) = (look.full[workload.index()], look.full[LEADER.index()]);
        if look.slider_done[workload.index()].is_some() || !is_later_slider(look, own, leader) {
            continue;
        }
        let text = format!(
            "The slider of {} ({}) goes with that of Device configuration at the latest ({}).",
            workload.name(),
            full_switch(own, look.plan),
            full_switch(leader, look.plan)
        );
        let with = Edit::Put(Record::FullSwitch { workload, full: leader });
        out.push(
            Problem::warning("slider-follower-later", Place::Slider(workload), text)
                .mend("Move it with Device configuration", with),
        );
    }
}

fn is_later_slider(look: &Look, own: FullSwitch, leader: FullSwitch) -> bool {
    use FullSwitch::{AfterGate, AfterLast, Never, OnDate};
    match (own, leader) {
        (_, Never) => false,
        (Never, _) => true,
        (OnDate(own), OnDate(leader)) => own > leader,
        (AfterLast(own), AfterLast(leader)) => own > leader,
        (AfterGate { phase: a, days: own }, AfterGate { phase: b, days: leader }) if a == b => own > leader,
        (AfterGate { phase: a, days: own }, AfterGate { phase: b, days: leader }) => {
            own >= leader && look.index.get(&a) > look.index.get(&b)
        }
        (AfterLast(own), AfterGate { days: leader, .. }) => own > leader,
        _ => false,
    }
}
