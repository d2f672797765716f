//! Records of what happened that cannot be true, or that nobody can compare with anything.

use chrono::NaiveDate;

use super::look::Look;
use super::{Place, Problem, Rule};
use crate::plan::edit::MAX_DEVICES;
use crate::plan::wording::{count, date, devices};
use crate::plan::{DecisionKind, DeskActual, Edit, EventKind, Key, PhaseId, Record, Setting, Stock};

pub(super) const RULES: &[Rule] = &[
    records_in_future,
    events_in_future,
    impossible_stocks,
    shrinking_totals,
    desk_backwards,
    no_baseline,
    decisions_in_future,
    go_before_start,
    questions_overdue,
];

fn to_status_date(day: NaiveDate) -> (String, Edit) {
    (format!("Move the status date to {}", date(day)), Edit::Set(Setting::StatusDate(day)))
}

fn records_in_future(look: &Look, out: &mut Vec<Problem>) {
    let now = look.plan.status_date;
    let of_phase = look.plan.actuals.phases.iter().map(|entry| {
        let dates =
            entry.stocks.iter().map(|stock| stock.date).chain(entry.flows.iter().map(|flow| flow.date));
        (Some(entry.phase), dates.max())
    });
    let desk = (None, look.plan.actuals.desk.iter().map(|entry| entry.to).max());
    for (phase, last) in of_phase.chain([desk]) {
        let Some(day) = last.filter(|day| *day > now) else { continue };
        let whose = phase.and_then(|id| look.phase(id)).map_or("the helpdesk", |entry| entry.name());
        let text = format!(
            "Figures of {whose} are recorded for {}, after the status date {}, and do not count yet.",
            date(day),
            date(now)
        );
        let (label, edit) = to_status_date(day);
        let place = Place::Actuals { phase, date: day };
        out.push(Problem::warning("record-in-future", place, text).mend(label, edit));
    }
}

fn events_in_future(look: &Look, out: &mut Vec<Problem>) {
    let now = look.plan.status_date;
    for event in look.plan.actuals.events.iter().filter(|event| event.date > now) {
        let (phase, what) = match &event.what {
            EventKind::PhaseStarted(phase) => (Some(*phase), format!("The start of {}", name(look, *phase))),
            EventKind::CellSwitched { workload, phase, .. } => {
                (Some(*phase), format!("The switch of {} for {}", workload.name(), name(look, *phase)))
            }
            EventKind::SliderMoved(workload) => (None, format!("The slider of {}", workload.name())),
            EventKind::SwitchedBack { workload, .. } => {
                (None, format!("The switch-back of {}", workload.name()))
            }
        };
        let text = format!(
            "{what} is recorded as done on {}, after the status date {}.",
            date(event.date),
            date(now)
        );
        let (label, edit) = to_status_date(event.date);
        let place = Place::Actuals { phase, date: event.date };
        out.push(Problem::warning("event-in-future", place, text).mend(label, edit));
    }
}

fn name(look: &Look, phase: PhaseId) -> String {
    look.phase(phase).map_or_else(|| format!("phase {}", phase.0), |entry| entry.name().to_owned())
}

/// Figures of one day that contradict each other or the size of the phase.
fn impossible_stocks(look: &Look, out: &mut Vec<Problem>) {
    for record in &look.plan.actuals.phases {
        let Some(entry) = look.phase(record.phase) else { continue };
        for stock in &record.stocks {
            let place = Place::Actuals { phase: Some(record.phase), date: stock.date };
            let (who, when) = (entry.name(), date(stock.date));
            if stock.targeted > entry.phase.devices {
                let text = format!(
                    "{who} has {}, but {} were targeted by {when}.",
                    devices(entry.phase.devices),
                    count(stock.targeted)
                );
                let problem = Problem::error("targeted-over-devices", place.clone(), text);
                let label = format!("Give {who} {}", devices(stock.targeted));
                out.push(if stock.targeted <= MAX_DEVICES {
                    problem.mend(label, entry.changed(|phase| phase.devices = stock.targeted))
                } else {
                    leave_out(problem, record.phase, stock)
                });
            }
            let accounted = accounted(stock);
            if accounted > u64::from(stock.targeted) {
                let text = format!(
                    "{who} accounts for {} on {when}, but only {} were targeted.",
                    devices(accounted),
                    count(stock.targeted)
                );
                out.push(leave_out(
                    Problem::error("enrolled-over-targeted", place, text),
                    record.phase,
                    stock,
                ));
            }
        }
    }
}

fn accounted(stock: &Stock) -> u64 {
    [Some(stock.enrolled), Some(stock.failed), Some(stock.abandoned), stock.pending, stock.stale]
        .into_iter()
        .flatten()
        .map(u64::from)
        .sum()
}

fn leave_out(problem: Problem, phase: PhaseId, stock: &Stock) -> Problem {
    let date = stock.date;
    problem.mend("Remove this record", Edit::Remove(Key::Stock { phase, date }))
}

/// Totals so far never fall; a smaller one is a slip in one of two records.
fn shrinking_totals(look: &Look, out: &mut Vec<Problem>) {
    for record in &look.plan.actuals.phases {
        let Some(entry) = look.phase(record.phase) else { continue };
        for pair in record.stocks.windows(2) {
            let [before, after] = pair else { continue };
            let totals = [
                ("targeted", before.targeted, after.targeted),
                ("abandoned", before.abandoned, after.abandoned),
            ];
            let Some((what, was, is)) = totals.into_iter().find(|(_, was, is)| is < was) else { continue };
            let text = format!(
                "{} had {} {what} on {} and only {} on {}.",
                entry.name(),
                devices(was),
                date(before.date),
                count(is),
                date(after.date)
            );
            let place = Place::Actuals { phase: Some(record.phase), date: after.date };
            out.push(leave_out(Problem::warning("total-shrinks", place, text), record.phase, after));
        }
    }
}

fn desk_backwards(look: &Look, out: &mut Vec<Problem>) {
    for entry in look.plan.actuals.desk.iter().filter(|entry| entry.from > entry.to) {
        let text = format!(
            "A helpdesk record ends on {}, before it begins on {}.",
            date(entry.to),
            date(entry.from)
        );
        let turned = DeskActual { from: entry.to, to: entry.from, ..*entry };
        let edits = vec![Edit::Remove(Key::Desk(entry.to)), Edit::Put(Record::Desk(turned))];
        let place = Place::Actuals { phase: None, date: entry.to };
        out.push(
            Problem::error("desk-record-backwards", place, text).mend_all("Exchange the two dates", edits),
        );
    }
}

fn no_baseline(look: &Look, out: &mut Vec<Problem>) {
    if !look.plan.baselines.is_empty() || !look.phases.iter().any(|entry| entry.has_started) {
        return;
    }
    let text =
        "The rollout has started without a baseline, so nothing can be compared with what was planned.";
    out.push(Problem::warning("no-baseline", Place::Plan, text));
}

fn decisions_in_future(look: &Look, out: &mut Vec<Problem>) {
    let now = look.plan.status_date;
    for decision in look.plan.decisions.iter().filter(|decision| decision.date > now) {
        let text = format!(
            "A {} is recorded for {}, after the status date {}.",
            decision.kind.name().to_lowercase(),
            date(decision.date),
            date(now)
        );
        let (label, edit) = to_status_date(decision.date);
        let place = Place::Decision(decision.id);
        out.push(Problem::warning("decision-in-future", place, text).mend(label, edit));
    }
}

fn go_before_start(look: &Look, out: &mut Vec<Problem>) {
    for decision in look.plan.decisions.iter().filter(|decision| decision.kind == DecisionKind::Go) {
        let Some(entry) = decision.phase.and_then(|phase| look.phase(phase)) else { continue };
        let Some(start) = entry.start.filter(|start| entry.has_started && *start > decision.date) else {
            continue;
        };
        let text = format!(
            "{} got its Go on {}, before it started on {}.",
            entry.name(),
            date(decision.date),
            date(start)
        );
        out.push(Problem::error("go-before-start", Place::Decision(decision.id), text));
    }
}

fn questions_overdue(look: &Look, out: &mut Vec<Problem>) {
    for question in look.plan.questions.iter().filter(|question| question.date < look.plan.status_date) {
        let text = format!(
            "“{}” was to be decided on {} and is still open.",
            question.question,
            date(question.date)
        );
        out.push(Problem::note("question-overdue", Place::Question(question.id), text));
    }
}
