//! What a change would do, before it is applied: the dates and the load that differ, old and new.

use chrono::{Datelike, NaiveDate};

use super::weeks::{peak_between, weeks};
use crate::forecast::{Dates, Odds, Outlook};
use crate::picture::format;
use crate::plan::{Criterion, Phase, PhaseId, Plan};
use crate::report::Situation;
use crate::report::gate_rows::needed;
use crate::report::wording::{list, lower_first};

/// One figure before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectRow {
    pub name: String,
    pub old: String,
    pub new: String,
    /// None = neither better nor worse.
    pub is_better: Option<bool>,
}

/// The box that stands between an edit and its Apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// `If the rate falls from 111 to 95 per day`
    pub title: String,
    pub rows: Vec<EffectRow>,
}

/// Compares the plan with `after`, in which the phase `id` was changed: the end by simulated futures where
/// ranges are shown, with those of `after` once they are in.
pub fn effect(id: PhaseId, before: &Situation<'_>, then: &Situation<'_>) -> Effect {
    let (plan, outlook, after, ahead) = (before.plan, before.outlook, then.plan, then.outlook);
    let (Some(old), Some(new)) = (plan.phase(id), after.phase(id)) else {
        return Effect { title: "If this is changed".to_owned(), rows: Vec::new() };
    };
    let label = after.phase_label(id);
    let dates = |plan: &Plan, outlook: &Outlook| {
        plan.phase_index(id).and_then(|at| outlook.expected.phases.get(at).cloned()).unwrap_or_default()
    };
    let (was, is) = (dates(plan, outlook), dates(after, ahead));
    let mut rows = Vec::new();
    if was.start != is.start {
        rows.push(date_row(format!("{label} starts"), was.start, is.start));
    }
    rows.push(date_row(format!("{label} ends"), was.targeted, is.targeted));
    if was.gate != is.gate {
        rows.push(date_row(format!("{label} passes its gate"), was.gate, is.gate));
    }
    if let Some(odds) = before.ranges() {
        rows.extend(futures(plan, odds, then.odds));
    } else {
        let (end, finish) = (outlook.expected.finish, ahead.expected.finish);
        rows.push(date_row("Expected finish".to_owned(), end, finish));
    }
    let peak = |plan: &Plan, outlook: &Outlook, from: Option<NaiveDate>, to: Option<NaiveDate>| {
        let last = to.unwrap_or_else(|| plan.horizon());
        peak_between(&weeks(outlook, plan.status_date), from?, last).map(|week| week.load)
    };
    let loads = (peak(plan, outlook, was.start, was.gate), peak(after, ahead, is.start, is.gate));
    if let (Some(before), Some(then)) = loads {
        rows.push(load_row(format!("Helpdesk peak in {label}"), before, then));
    }
    Effect { title: title(old, new), rows }
}

/// The middle of the futures, and their chance by the target or their P85. Both sides are read off the same
/// runs, so that luck is the same on both.
fn futures(plan: &Plan, odds: &Odds, ahead: Option<&Odds>) -> Vec<EffectRow> {
    let count = ahead.map_or(usize::MAX, |ahead| ahead.finish.runs().len());
    let runs = odds.finish.runs();
    let before = Dates::new(odds.finish.first(), runs[..runs.len().min(count)].to_vec());
    let dates = |name: &str, share: f64| match ahead {
        Some(ahead) => date_row(name.to_owned(), before.quantile(share), ahead.finish.quantile(share)),
        None => awaited(date_row(name.to_owned(), before.quantile(share), before.quantile(share))),
    };
    let second = match plan.target {
        Some(target) => {
            let (old, new) = (before.by(target), ahead.map_or(0.0, |ahead| ahead.finish.by(target)));
            let name = format!("Chance by {}", format::date_short(target));
            let words = (format::chance(old), format::chance(new));
            let is_better = (words.0 != words.1).then_some(new > old);
            let row = EffectRow { name, old: words.0, new: words.1, is_better };
            if ahead.is_some() { row } else { awaited(row) }
        }
        None => dates("Finish P85", 0.85),
    };
    vec![dates("Finish P50", 0.50), second]
}

/// The same row while its new value is being simulated.
fn awaited(row: EffectRow) -> EffectRow {
    EffectRow { new: "…".to_owned(), is_better: None, ..row }
}

fn date_row(name: String, old: Option<NaiveDate>, new: Option<NaiveDate>) -> EffectRow {
    let is_turn = old.zip(new).is_some_and(|(old, new)| old.year() != new.year());
    let write = |day: Option<NaiveDate>| match day {
        Some(day) if is_turn => format::date(day),
        Some(day) => format::date_short(day),
        None => "never".to_owned(),
    };
    let is_better = match (old, new) {
        (Some(old), Some(new)) if old == new => None,
        (None, None) => None,
        (Some(old), Some(new)) => Some(new < old),
        (None, Some(_)) => Some(true),
        (Some(_), None) => Some(false),
    };
    EffectRow { name, old: write(old), new: write(new), is_better }
}

fn load_row(name: String, old: f64, new: f64) -> EffectRow {
    let (before, then) = (format::percent0(old), format::percent0(new));
    let is_better = (before != then).then_some(new < old);
    EffectRow { name, old: before, new: then, is_better }
}

/// What was changed, in one line; several changes are counted.
fn title(old: &Phase, new: &Phase) -> String {
    let changes = changes(old, new);
    match changes.len() {
        0 => "If nothing is changed".to_owned(),
        1 => format!("If {}", changes[0]),
        n => format!("With these {n} changes"),
    }
}

/// What differs between two states of a phase, each part as it stands after `if` or after the phase's name.
pub(in crate::report) fn changes(old: &Phase, new: &Phase) -> Vec<String> {
    let mut said = Vec::new();
    if old.rate != new.rate {
        said.push(rate_words(old.rate, new.rate));
    }
    if old.devices != new.devices {
        let (a, b) = (format::count(old.devices.into()), format::count(new.devices.into()));
        said.push(format!("the phase has {b} devices instead of {a}"));
    }
    if old.start.not_before != new.start.not_before {
        said.push(match new.start.not_before {
            Some(day) => format!("it starts no earlier than {}", format::date_short(day)),
            None => "it has no earliest start".to_owned(),
        });
    }
    if old.start.after_previous != new.start.after_previous {
        said.push(match new.start.after_previous {
            Some(days) => {
                format!("it waits {} after the gate before", format::plural(days.into(), "day", "days"))
            }
            None => "it does not wait for the gate before".to_owned(),
        });
    }
    said.extend(gate_words(&old.gate.criteria, &new.gate.criteria));
    if (old.gate.judged, old.gate.prior) != (new.gate.judged, new.gate.prior) {
        said.push("the gate is judged otherwise".to_owned());
    }
    if old.gate.planned != new.gate.planned {
        said.push("the gate has another date".to_owned());
    }
    if (old.ticket_multiplier - new.ticket_multiplier).abs() > f64::EPSILON {
        let (a, b) = (format::decimal(old.ticket_multiplier, 2), format::decimal(new.ticket_multiplier, 2));
        said.push(format!("tickets are {b} instead of {a} times the assumption"));
    }
    if old.not_ready != new.not_ready {
        said.push("other devices are not ready".to_owned());
    }
    if old.takes != new.takes {
        said.push("the devices come from elsewhere".to_owned());
    }
    if old.path != new.path {
        said.push(format!("the path is {}", new.path.name()));
    }
    if old.kind != new.kind {
        said.push(format!("it is a {}", new.kind.name().to_lowercase()));
    }
    if words_differ(old, new) {
        said.push("its description changes".to_owned());
    }
    said
}

fn words_differ(old: &Phase, new: &Phase) -> bool {
    old.name != new.name
        || old.owner != new.owner
        || old.users != new.users
        || old.collection != new.collection
        || old.note != new.note
        || old.it_staff_only != new.it_staff_only
}

fn rate_words(old: Option<u32>, new: Option<u32>) -> String {
    match (old, new) {
        (Some(old), Some(new)) => {
            let verb = if new < old { "falls" } else { "rises" };
            let (old, new) = (format::count(old.into()), format::count(new.into()));
            format!("the rate {verb} from {old} to {new} per day")
        }
        (Some(_), None) => "all devices are targeted at once".to_owned(),
        (None, Some(new)) => {
            format!("{} are targeted per day", format::plural(new.into(), "device", "devices"))
        }
        (None, None) => String::new(),
    }
}

fn gate_words(old: &[Criterion], new: &[Criterion]) -> Option<String> {
    if old == new {
        return None;
    }
    let soak = |criteria: &[Criterion]| {
        criteria.iter().find_map(|c| if let Criterion::Soak { days } = c { Some(*days) } else { None })
    };
    let rest = |criteria: &[Criterion]| -> Vec<Criterion> {
        criteria.iter().filter(|c| !matches!(c, Criterion::Soak { .. })).cloned().collect()
    };
    Some(match (soak(old), soak(new)) {
        (Some(a), Some(b)) if a != b && rest(old) == rest(new) => {
            format!("the soak is {} instead of {a}", format::plural(b.into(), "working day", "working days"))
        }
        _ => format!("the gate {}", list(&asked(old, new))),
    })
}

/// Criterion by criterion: `asks helpdesk load ≤ 90% instead of ≤ 95%`, `no longer asks helpdesk wait ≤ 3 days`.
fn asked(old: &[Criterion], new: &[Criterion]) -> Vec<String> {
    let name = |criterion: &Criterion| match criterion.name().trim() {
        "" => "something without a name".to_owned(),
        typed if criterion.is_typed() => format!("“{typed}”"),
        known => lower_first(known),
    };
    let same = |of: &[Criterion], what: &Criterion| of.iter().find(|c| c.name() == what.name()).map(needed);
    let mut said: Vec<String> = new
        .iter()
        .filter_map(|is| match same(old, is) {
            Some(was) if was == needed(is) => None,
            Some(was) => Some(format!("asks {} {} instead of {was}", name(is), needed(is))),
            None => Some(format!("also asks {} {}", name(is), needed(is))),
        })
        .collect();
    let gone = old.iter().filter(|was| same(new, was).is_none());
    said.extend(gone.map(|was| format!("no longer asks {} {}", name(was), needed(was))));
    if said.is_empty() {
        let has_all = |one: &[Criterion], other: &[Criterion]| other.iter().all(|c| one.contains(c));
        let is_same = has_all(old, new) && has_all(new, old);
        said.push(if is_same { "asks the same in another order" } else { "asks something else" }.to_owned());
    }
    said
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::Bound;

    #[test]
    fn what_a_gate_asks_is_told_by_the_names_and_digits_that_were_typed() {
        let sign = |what: &str| Criterion::SignOff { what: what.into() };
        let count = |what: &str, max| Criterion::Measured { what: what.into(), bound: Bound::Max(max) };
        let said = |old: &[Criterion], new: &[Criterion]| gate_words(old, new).unwrap();
        assert_eq!(said(&[], &[sign("CISO approval")]), "the gate also asks “CISO approval” signed");
        assert_eq!(said(&[], &[count(" ", 0.0)]), "the gate also asks something without a name = 0");
        assert_eq!(said(&[sign("")], &[]), "the gate no longer asks something without a name signed");
        let (load, wait) = (Criterion::DeskLoad { max: 0.9 }, Criterion::Wait { max_days: 3.0 });
        let both = [load.clone(), wait.clone()];
        assert_eq!(
            said(&[], &both),
            "the gate also asks helpdesk load ≤ 90% and also asks helpdesk wait ≤ 3 days"
        );
        let per_100 = |max| Criterion::TicketsPer100 { max };
        assert_eq!(
            said(&[per_100(1.24)], &[per_100(1.21)]),
            "the gate asks tickets per 100 devices ≤ 1.21 instead of ≤ 1.24"
        );
        assert_eq!(said(&both, &[wait, load]), "the gate asks the same in another order");
        assert_eq!(said(&[per_100(1.241)], &[per_100(1.242)]), "the gate asks something else");
    }
}
