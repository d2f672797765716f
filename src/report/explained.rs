//! How the key figures came about: each in the words of its formula, with what went into it, until when
//! there are data and how sure it is. It computes no figure.

use chrono::NaiveDate;

use super::figures::Topic;
use super::wording::{agree, number};
use super::{Explanation, Situation, ranges};
use crate::forecast::Odds;
use crate::picture::format;
use crate::plan::{Parameter, PhaseKind, PrerequisiteState};

/// How the figure of a topic came about; none where there is nothing to explain.
pub fn of(at: &Situation<'_>, topic: Topic) -> Option<Explanation> {
    match topic {
        Topic::Devices if at.has_begun() => Some(co_managed(at)),
        Topic::Devices => Some(in_plan(at)),
        Topic::Finish => finish(at),
        Topic::Success(index) => success(at, index?),
        Topic::Load => load(at),
        Topic::Prerequisites => Some(ready(at)),
    }
}

/// The newest day of which anything is recorded, up to the status date.
pub fn data_until(at: &Situation<'_>) -> String {
    let now = at.outlook.observed.now.iter().filter_map(|now| now.as_of);
    let desk = at.plan.actuals.desk.iter().map(|desk| desk.to);
    match now.chain(desk).filter(|day| *day <= at.today()).max() {
        Some(day) => format!("Data until {}.", format::date(day)),
        None => "Nothing has been recorded yet.".to_owned(),
    }
}

fn until(day: Option<NaiveDate>) -> String {
    day.map_or_else(
        || "Nothing has been recorded yet.".to_owned(),
        |day| format!("Data until {}.", format::date(day)),
    )
}

/// So many phases are told one by one.
const TOLD: usize = 6;

fn co_managed(at: &Situation<'_>) -> Explanation {
    let formula = "Devices that are enrolled and hold the co-management policy, over all phases.";
    let mut explained = Explanation::new("Co-managed devices", formula);
    let recorded: Vec<usize> =
        (0..at.plan.phases.len()).filter(|index| at.now(*index).as_of.is_some()).collect();
    let earlier = recorded.len().saturating_sub(TOLD);
    let of = |indices: &[usize]| {
        let enrolled: u64 = indices.iter().map(|index| u64::from(at.now(*index).enrolled)).sum();
        let devices: u64 = indices.iter().filter_map(|i| at.phase(*i)).map(|p| u64::from(p.devices)).sum();
        format!("{} of {}", format::count(enrolled), format::count(devices))
    };
    if earlier > 0 {
        let name = format!("{} earlier {}", number(earlier), agree(earlier, "phase", "phases"));
        explained = explained.input(super::wording::sentence_case(&name), of(&recorded[..earlier]));
    }
    for index in &recorded[earlier..] {
        explained = explained.input(at.title(*index), of(&[*index]));
    }
    if let Some(planned) = at.planned_enrolled(at.today()) {
        explained = explained.input("Baseline for today", format::count(planned));
    }
    let silent: u64 = at.outlook.observed.now.iter().map(|now| u64::from(now.unheard)).sum();
    let sure = match silent {
        0 => "Counted, not estimated.".to_owned(),
        n => {
            let devices = format::plural(n, "targeted device has", "targeted devices have");
            format!("Counted, not estimated; {devices} not been heard of.")
        }
    };
    explained.until(data_until(at)).sure(sure)
}

fn in_plan(at: &Situation<'_>) -> Explanation {
    let count = |kind: PhaseKind| {
        let of = at.plan.phases.iter().filter(|phase| phase.kind == kind);
        format::count(of.map(|phase| u64::from(phase.devices)).sum())
    };
    Explanation::new("Devices in the plan", "The sizes of all phases, added up.")
        .input("In pilots", count(PhaseKind::Pilot))
        .input("In waves", count(PhaseKind::Wave))
        .until(until(None))
        .sure("Planned sizes, as typed in.")
}

const FINISHED: &str = "The first day on which every gate has passed and every planned switch is done";

fn finish(at: &Situation<'_>) -> Option<Explanation> {
    if at.is_over() {
        let explained = Explanation::new("Finish", format!("{FINISHED}."));
        return Some(explained.until(data_until(at)).sure("By record."));
    }
    let explained = if let Some(odds) = at.ranges() {
        simulated_finish(at, odds)
    } else {
        let formula = format!("{FINISHED}, on the expected course: each chance at its mean.");
        let day = at.outlook.expected.finish?;
        let explained = Explanation::new("Expected finish", formula).input("Expected", format::date(day));
        explained.sure("One course without a range; the Forecast page shows how far futures differ.")
    };
    let to_go = at.plan.devices().saturating_sub(at.enrolled());
    let gates = at.outlook.expected.phases.iter().filter(|dates| !dates.gate_is_done).count();
    let all = Parameter::ALL.map(|parameter| at.plan.assumptions.get(parameter));
    let assumed = all.iter().filter(|assumption| assumption.source.trim().is_empty()).count();
    let explained = explained
        .input("Devices not enrolled yet", format::count(to_go))
        .input("Gates to pass", format::count(gates as u64));
    let explained = match assumed {
        0 => explained,
        n => explained.assumed("Parameters without a source", format!("{n} of {}", all.len())),
    };
    Some(explained.until(data_until(at)))
}

fn simulated_finish(at: &Situation<'_>, odds: &Odds) -> Explanation {
    let formula = format!(
        "{FINISHED}, in each of {}. P50: half of them finish by then; P85: 85 of 100 do.",
        ranges::basis(odds)
    );
    let mut explained = Explanation::new("Forecast finish", formula);
    for (name, share) in [("P10", 0.10), ("P50", 0.50), ("P85", 0.85), ("P95", 0.95)] {
        explained = explained.input(name, ranges::day_or_never(odds.finish.quantile(share), at.plan));
    }
    if let (Some(target), Some(chance)) = (at.plan.target, odds.by_target) {
        explained = explained.input(format!("Chance by {}", format::date(target)), format::chance(chance));
    }
    explained
        .sure(super::wording::sentence_case(&format!("of all futures, {}.", ranges::without_finish(odds))))
}

fn success(at: &Situation<'_>, index: usize) -> Option<Explanation> {
    let now = at.now(index);
    let attempts = now.attempts();
    if attempts == 0 {
        return None;
    }
    let formula = "Enrolled ÷ (enrolled + failed + given up): the attempts whose outcome is known.";
    let mut explained = Explanation::new(format!("Enrollment success, {}", at.label(index)), formula);
    let parts = [("Enrolled", now.enrolled), ("Failed", now.failed), ("Given up", now.abandoned)];
    for (name, count) in parts {
        explained = explained.input(name, format::count(count.into()));
    }
    if now.unheard > 0 {
        explained = explained.input("Not heard of, not counted", format::count(now.unheard.into()));
    }
    let enrolled = f64::from(now.enrolled);
    let interval = crate::forecast::special::wilson(enrolled, f64::from(attempts));
    let interval = interval.map_or_else(String::new, |i| {
        let low = format!("{:.1}", i.low * 100.0);
        format!("95% interval by Wilson {low} – {}. ", format::percent1(i.high))
    });
    let all = f64::from(attempts) + f64::from(now.unheard);
    let (low, high) = (enrolled / all, (enrolled + f64::from(now.unheard)) / all);
    let band = match now.unheard {
        0 => String::new(),
        n => {
            let silent = format::plural(n.into(), "silent device", "silent devices");
            format!(
                "{} if the {silent} fail, {} if they enroll.",
                format::percent1(low),
                format::percent1(high)
            )
        }
    };
    Some(explained.until(until(now.as_of)).sure(format!("{interval}{band}").trim_end()))
}

fn load(at: &Situation<'_>) -> Option<Explanation> {
    let peak = at.outlook.expected.peak?;
    let desk = &at.plan.desk;
    let agents = desk.agents_on(peak.week);
    if agents <= 0.0 {
        return None;
    }
    let formula = "Tickets of the heaviest week ahead ÷ what the desk can close in that week.";
    let capacity = format!("{} a day", format::decimal(desk.capacity_of(agents), 1));
    let mut explained = Explanation::new("Peak helpdesk load", formula)
        .input("Heaviest week expected", format!("of {}", format::date(peak.week)))
        .input("Agents in it", format::decimal(agents, 1))
        .input("Tickets an agent closes a day", format::decimal(desk.tickets_per_agent_day, 1));
    if desk.shrinkage > 0.0 {
        explained =
            explained.input("Paid time not spent on tickets", format::percent_trimmed(desk.shrinkage));
    }
    explained = explained.input("Capacity", capacity);
    explained = match desk.ordinary_per_day {
        Some(tickets) => {
            explained.input("Ordinary tickets", format!("{} a day", format::decimal(tickets, 1)))
        }
        None => explained.assumed("Ordinary tickets", "none typed in"),
    };
    let factor = &at.plan.assumptions.ticket_factor;
    let is_assumed = factor.source.trim().is_empty();
    explained = explained.with(
        "Tickets per event, relative to the rates",
        format!("× {}", format::decimal(factor.mean, 2)),
        is_assumed,
    );
    let sure = match at.ranges() {
        Some(odds) => {
            let spread = odds.peak_load.spread();
            let limit = format::plural_decimal(desk.wait_limit_days, 1, "day", "days");
            format!(
                "Of 100 futures, 80 have their peak between {} and {}; in {} the wait goes above {limit}.",
                format::percent0(spread.p10),
                format::percent0(spread.p90),
                ranges::of_100(odds.breaks),
            )
        }
        None => "One course without a range; the Forecast page shows how far futures differ.".to_owned(),
    };
    Some(explained.until(data_until(at)).sure(sure))
}

fn ready(at: &Situation<'_>) -> Explanation {
    let count = |state: PrerequisiteState| {
        let of = at.plan.prerequisites.iter().filter(|prerequisite| prerequisite.state == state);
        format::count(of.count() as u64)
    };
    Explanation::new("Ready to start", "Prerequisites done, of those that are needed.")
        .input("Done", count(PrerequisiteState::Done))
        .input("Open", format::count(at.open_prerequisites().count() as u64))
        .input("Of these, blocking the first phase", format::count(at.blocking(0).count() as u64))
        .input("Not needed", count(PrerequisiteState::NotNeeded))
        .sure("As ticked off in Plan settings.")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::report::sample_odds_tests::odds;
    use crate::report::sample_tests::sample;

    fn value<'a>(explained: &'a Explanation, name: &str) -> &'a str {
        let found = explained.inputs.iter().find(|input| input.name == name);
        &found.unwrap_or_else(|| panic!("{name} is not in {explained:?}")).value
    }

    #[test]
    fn success_names_its_counts_its_day_and_both_intervals() {
        let plan = sample().running(480);
        let explained = of(&plan.at(), Topic::Success(Some(1))).unwrap();
        assert_eq!(value(&explained, "Enrolled"), "480");
        assert_eq!(value(&explained, "Failed"), "10");
        assert_eq!(explained.until, "Data until 12 Aug 2026.");
        let sure =
            "95% interval by Wilson 96.3 – 98.9%. 94.1% if the 20 silent devices fail, 98.0% if they enroll.";
        assert_eq!(explained.how_sure, sure);
    }

    #[test]
    fn the_finish_says_whether_it_is_one_course_or_many_futures() {
        let plan = sample().with_baseline().running(320);
        let explained = of(&plan.at(), Topic::Finish).unwrap();
        assert!(
            explained.formula.contains("expected course") && explained.how_sure.contains("without a range")
        );
        let odds = odds(&plan);
        let explained = of(&plan.at().with_odds(Some(&odds)), Topic::Finish).unwrap();
        assert!(explained.formula.contains("100 simulated futures, seed 1"), "{}", explained.formula);
        assert_eq!(value(&explained, "Chance by 30 Oct 2026"), "61%");
        assert_eq!(explained.how_sure, "Of all futures, 2 of 100 stall, none are unfinished at the horizon.");
        assert!(explained.inputs.iter().any(|input| input.is_assumed), "seven parameters have no source");
    }

    #[test]
    fn what_is_recorded_adds_up_to_the_figure() {
        let plan = sample().with_baseline().running(320);
        let explained = of(&plan.at(), Topic::Devices).unwrap();
        let enrolled: u64 = explained.inputs[..2]
            .iter()
            .map(|input| input.value.split(' ').next().unwrap().parse::<u64>().unwrap())
            .sum();
        assert_eq!(enrolled, plan.at().enrolled());
        assert_eq!(explained.how_sure, "Counted, not estimated; 40 targeted devices have not been heard of.");
    }
}
