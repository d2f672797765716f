//! Plan settings, all phases in one table: size, rate, start. The Timeline's inspector has the rest.

use egui::{Rect, Ui};

use super::cells;
use super::table::{Records, figure_column, words_column};
use crate::look::widgets::{Card, DateRule, Number};
use crate::picture::format;
use crate::plan::{Edit, EnrollmentPath, Gate, Key, Phase, PhaseKind, Record};
use crate::views::{Actions, ViewInput};

const KINDS: [(PhaseKind, &str); 2] = [(PhaseKind::Pilot, "Pilot"), (PhaseKind::Wave, "Wave")];

pub fn show(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let phases = &input.plan.phases;
    let note = format!("{} devices in all", format::count(input.plan.devices()));
    Card::new(rect).title("Phases", "in order; pilots first").note(&note).show(ui, |ui, body| {
        let columns = [
            words_column("Name", 1.6, 130.0),
            words_column("Kind", 0.0, 84.0),
            words_column("Path", 1.2, 130.0),
            figure_column("Devices", 84.0),
            figure_column("Per day", 96.0),
            words_column("Not before", 0.0, 156.0),
            figure_column("Days after gate", 100.0),
            figure_column("Users", 84.0),
            words_column("Owner", 1.0, 100.0),
            words_column("Collection", 1.0, 100.0),
        ];
        let table = Records {
            columns: &columns,
            count: phases.len(),
            add: "Add phase",
            empty: "No phases yet. Add the first pilot.",
            remove: "Remove phase",
        };
        let done = table.show(ui, body, |ui, index, at| {
            if let Some(old) = phases.get(index) {
                row(ui, at, (old, index == 0), actions);
            }
        });
        if let Some(phase) = done.removed.and_then(|index| phases.get(index)) {
            actions.edit(Edit::Remove(Key::Phase(phase.id)));
        }
        if done.is_added {
            let kind = if phases.is_empty() { PhaseKind::Pilot } else { PhaseKind::Wave };
            let name =
                format!("{} {}", kind.name(), phases.iter().filter(|phase| phase.kind == kind).count() + 1);
            let mut phase = Phase::new(input.plan.fresh_phase_id(), name, kind, 100);
            phase.gate = Gate::usual();
            phase.rate = Some(20);
            actions.edit(Record::Phase(Box::new(phase)));
        }
    });
}

fn row(ui: &mut Ui, at: &[Rect], (old, is_first): (&Phase, bool), actions: &mut Actions) {
    let [name, kind, path, devices, rate, start, lag, users, owner, collection] = at else { return };
    let mut new = old.clone();
    let mut changed = cells::text(ui, *name, "Name", &mut new.name);
    changed |= cells::one_of(ui, *kind, "Kind", &KINDS, &mut new.kind);
    let paths = EnrollmentPath::ALL.map(|one| (one, one.name()));
    changed |= cells::one_of(ui, *path, "Path", &paths, &mut new.path);
    let mut dragged = None;
    for (place, title, value) in [(devices, "Devices", &mut new.devices), (users, "Users", &mut new.users)] {
        let response = cells::count(ui, *place, title, value);
        dragged = response.changed().then_some(response).or(dragged);
    }
    let mut per_day = f64::from(new.rate.unwrap_or(new.devices));
    let limit = Number::whole(0.0, 1e7, if new.rate.is_none() { "at once" } else { "" });
    let response = cells::number(ui, *rate, "Devices per day", &limit, &mut per_day);
    if response.changed() {
        new.rate = Some(per_day as u32);
        dragged = Some(response);
    }
    changed |=
        cells::optional_date(ui, *start, "Not before", &DateRule::default(), &mut new.start.not_before);
    if is_first {
        cells::figure(ui, *lag, "–", crate::picture::Ink::Text3);
    } else {
        let mut days = f64::from(new.start.after_previous.unwrap_or(0));
        let unit = if new.start.after_previous.is_none() { "does not wait" } else { "" };
        let response =
            cells::number(ui, *lag, "Days after gate", &Number::whole(0.0, 1000.0, unit), &mut days);
        if response.changed() {
            new.start.after_previous = Some(days as u32);
            dragged = Some(response);
        }
    }
    changed |= cells::text(ui, *owner, "Owner", &mut new.owner);
    changed |= cells::text(ui, *collection, "Collection", &mut new.collection);
    if let Some(response) = dragged {
        actions.edit_while_dragging(&response, Record::Phase(Box::new(new)));
    } else if changed {
        actions.edit(Record::Phase(Box::new(new)));
    }
}
