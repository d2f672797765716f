//! Prerequisites that are late, or come after the phase that cannot begin without them.

use super::look::Look;
use super::{Place, Problem, Rule};
use crate::plan::wording::date;
use crate::plan::{Edit, Prerequisite, Record};

pub(super) const RULES: &[Rule] = &[overdue, too_late, undated, nobody_in_charge];

fn open<'l>(look: &'l Look) -> impl Iterator<Item = &'l Prerequisite> {
    look.plan.prerequisites.iter().filter(|entry| !entry.state.is_settled())
}

fn overdue(look: &Look, out: &mut Vec<Problem>) {
    for entry in open(look) {
        let Some(due) = entry.due.filter(|due| *due < look.plan.status_date) else { continue };
        let blocked = entry.blocks.and_then(|phase| look.phase(phase));
        let text = match blocked {
            Some(phase) if !phase.has_started => {
                format!("{} was due on {} and holds up {}.", entry.name, date(due), phase.name())
            }
            _ => format!("{} was due on {}.", entry.name, date(due)),
        };
        out.push(Problem::warning("prerequisite-overdue", Place::Prerequisite(entry.id), text));
    }
}

fn too_late(look: &Look, out: &mut Vec<Problem>) {
    for entry in open(look) {
        let Some(phase) = entry.blocks.and_then(|phase| look.phase(phase)) else { continue };
        let place = Place::Prerequisite(entry.id);
        if phase.has_started {
            let text = format!("{} is still open, but {} has started without it.", entry.name, phase.name());
            out.push(Problem::error("prerequisite-skipped", place, text));
            continue;
        }
        let Some(due) = entry.due else { continue };
        let Some(start) = phase.start.filter(|start| *start <= due) else { continue };
        let text = format!(
            "{} is due on {}, but {} starts on {} and cannot begin without it.",
            entry.name,
            date(due),
            phase.name(),
            date(start)
        );
        let problem = Problem::warning("prerequisite-after-start", place, text);
        let before = look.plan.calendar.working_days_before(start, 1);
        out.push(match before {
            Some(before) => {
                let mut earlier = entry.clone();
                earlier.due = Some(before);
                problem.mend(
                    format!("Have it done by {}", date(before)),
                    Edit::Put(Record::Prerequisite(earlier)),
                )
            }
            None => problem,
        });
    }
}

fn undated(look: &Look, out: &mut Vec<Problem>) {
    for entry in open(look).filter(|entry| entry.due.is_none()) {
        let Some(phase) = entry.blocks.and_then(|phase| look.phase(phase)) else { continue };
        if phase.has_started {
            continue;
        }
        let text = format!("{} cannot begin without it, but {} has no due date.", phase.name(), entry.name);
        let problem = Problem::note("prerequisite-undated", Place::Prerequisite(entry.id), text);
        let before = look.plan.calendar.working_days_before(phase.earliest_start, 1);
        out.push(match before {
            Some(before) => {
                let mut dated = entry.clone();
                dated.due = Some(before);
                problem
                    .mend(format!("Have it done by {}", date(before)), Edit::Put(Record::Prerequisite(dated)))
            }
            None => problem,
        });
    }
}

/// What is due within a week and has no owner will not be done.
fn nobody_in_charge(look: &Look, out: &mut Vec<Problem>) {
    for entry in open(look).filter(|entry| entry.owner.trim().is_empty()) {
        let Some(due) = entry.due else { continue };
        let left = (due - look.plan.status_date).num_days();
        if (0..=7).contains(&left) {
            let text = format!("{} is due on {} and has no owner.", entry.name, date(due));
            out.push(Problem::note("prerequisite-without-owner", Place::Prerequisite(entry.id), text));
        }
    }
}
