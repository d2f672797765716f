//! A calendar in which nothing can happen, and a span that is too short for what is planned.

use chrono::{Days, NaiveDate};

use super::look::Look;
use super::{Place, Problem, Rule};
use crate::plan::wording::{count, date};
use crate::plan::{Day, Edit, FullSwitch, Record, Setting, SwitchRule};

pub(super) const RULES: &[Rule] =
    &[no_working_days, freeze_backwards, pause_backwards, target_before_start, dates_after_target, horizon];

fn no_working_days(look: &Look, out: &mut Vec<Problem>) {
    if !look.plan.calendar.working_days.is_empty() {
        return;
    }
    let usual = vec![Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri];
    out.push(
        Problem::error(
            "no-working-days",
            Place::Calendar,
            "No weekday is a working day, so nothing ever happens.",
        )
        .mend("Work from Monday to Friday", Edit::Set(Setting::WorkingDays(usual))),
    );
}

fn freeze_backwards(look: &Look, out: &mut Vec<Problem>) {
    for freeze in look.plan.calendar.freezes.iter().filter(|freeze| freeze.from > freeze.to) {
        let text = format!(
            "The freeze {} ends on {}, before it begins on {}.",
            freeze.name,
            date(freeze.to),
            date(freeze.from)
        );
        let mut turned = freeze.clone();
        std::mem::swap(&mut turned.from, &mut turned.to);
        out.push(
            Problem::error("freeze-backwards", Place::Calendar, text)
                .mend("Exchange the two dates", Edit::Put(Record::Freeze(turned))),
        );
    }
}

fn pause_backwards(look: &Look, out: &mut Vec<Problem>) {
    for pause in look.plan.calendar.pauses.iter().filter(|pause| pause.from > pause.until) {
        let text =
            format!("A pause ends on {}, before it begins on {}.", date(pause.until), date(pause.from));
        let mut turned = pause.clone();
        std::mem::swap(&mut turned.from, &mut turned.until);
        out.push(
            Problem::error("pause-backwards", Place::Calendar, text)
                .mend("Exchange the two dates", Edit::Put(Record::Pause(turned))),
        );
    }
}

fn target_before_start(look: &Look, out: &mut Vec<Problem>) {
    let Some(target) = look.plan.target.filter(|target| *target <= look.plan.start) else { return };
    let text =
        format!("The target date {} is not after the start on {}.", date(target), date(look.plan.start));
    out.push(
        Problem::error("target-before-start", Place::Plan, text)
            .mend("Remove the target date", Edit::Set(Setting::Target(None))),
    );
}

/// Every date that is typed into the schedule, with what it is.
fn typed_dates(look: &Look) -> Vec<(NaiveDate, String)> {
    let mut dates = Vec::new();
    for entry in &look.phases {
        dates.extend(entry.phase.start.not_before.map(|d| (d, format!("the start of {}", entry.name()))));
        dates.extend(entry.phase.gate.planned.map(|d| (d, format!("the gate of {}", entry.name()))));
        for workload in look.plan.switchable_workloads() {
            if let SwitchRule::OnDate(day) = entry.rule(workload) {
                dates.push((day, format!("the switch of {} for {}", workload.name(), entry.name())));
            }
        }
    }
    for workload in look.plan.switchable_workloads() {
        if let FullSwitch::OnDate(day) = look.full[workload.index()] {
            dates.push((day, format!("the slider of {}", workload.name())));
        }
    }
    dates
}

fn dates_after_target(look: &Look, out: &mut Vec<Problem>) {
    let Some(target) = look.plan.target.filter(|target| *target > look.plan.start) else { return };
    let last = typed_dates(look).into_iter().max_by_key(|(day, _)| *day);
    let Some((day, what)) = last.filter(|(day, _)| *day > target) else { return };
    let text = format!("{} on {} comes after the target date {}.", capital(&what), date(day), date(target));
    out.push(
        Problem::warning("date-after-target", Place::Plan, text)
            .mend(format!("Set the target to {}", date(day)), Edit::Set(Setting::Target(Some(day)))),
    );
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The plan cannot end within the days that are computed.
fn horizon(look: &Look, out: &mut Vec<Problem>) {
    let week = look.plan.calendar.working_days.len().max(1) as u64;
    let mut working: u64 = 0;
    let mut longest: u64 = 0;
    for (at, entry) in look.phases.iter().enumerate() {
        let targeting = if entry.phase.rate == Some(0) { 0 } else { entry.targeting_days() };
        let soak = entry.phase.gate.criteria.iter().map(|criterion| match criterion {
            crate::plan::Criterion::Soak { days } => *days,
            _ => 0,
        });
        let own = u64::from(targeting) + u64::from(soak.max().unwrap_or(0));
        let waits = entry.phase.start.after_previous.filter(|_| at > 0);
        working = waits.map_or(own, |lag| working + own + u64::from(lag));
        longest = longest.max(working);
    }
    let needed = longest * 7 / week;
    let span = |day: NaiveDate| (day - look.plan.start).num_days().max(0) as u64;
    let typed = typed_dates(look).into_iter().map(|(day, _)| span(day)).max().unwrap_or(0);
    let target = look.plan.target.map_or(0, span);
    let days = u64::from(look.plan.horizon_days);
    let most = needed.max(typed).max(target);
    if most <= days {
        return;
    }
    let end = look.plan.start.checked_add_days(Days::new(days)).unwrap_or(look.plan.start);
    let why = if needed == most {
        format!("targeting and soaking alone take {} days", count(needed))
    } else if typed == most {
        "a date of the schedule lies beyond it".to_owned()
    } else {
        "the target date lies beyond it".to_owned()
    };
    let text =
        format!("Nothing is computed after {}, {} days from the start, but {why}.", date(end), count(days));
    let problem = Problem::error("horizon-too-short", Place::Plan, text);
    let fresh = most + most / 4 + 60;
    out.push(if most <= 7_305 {
        let fresh = fresh.min(7_305) as u32;
        problem.mend(format!("Compute {} days", count(fresh)), Edit::Set(Setting::HorizonDays(fresh)))
    } else {
        problem
    });
}
