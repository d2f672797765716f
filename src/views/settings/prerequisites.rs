//! Plan settings, the prerequisites: what must hold before a phase may begin, by whom and until when.

use egui::{Rect, Ui};

use super::cells;
use super::table::{Records, words_column};
use crate::look::widgets::{Card, DateRule};
use crate::picture::format;
use crate::plan::{Edit, Key, PhaseId, Prerequisite, PrerequisiteState, Record};
use crate::views::{Actions, ViewInput};

pub fn show(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let all = &input.plan.prerequisites;
    let settled = all.iter().filter(|prerequisite| prerequisite.state.is_settled()).count();
    let subtitle = format!("{settled} of {} settled", format::count(all.len() as u64));
    let phases: Vec<(Option<PhaseId>, &str)> = std::iter::once((None, "no phase"))
        .chain(input.plan.phases.iter().map(|phase| (Some(phase.id), phase.name.as_str())))
        .collect();
    Card::new(rect).title("Prerequisites", &subtitle).show(ui, |ui, body| {
        let columns = [
            words_column("What must hold", 2.4, 220.0),
            words_column("State", 0.0, 116.0),
            words_column("Owner", 1.0, 110.0),
            words_column("Due", 0.0, 156.0),
            words_column("Blocks", 1.0, 130.0),
            words_column("Note", 1.4, 120.0),
        ];
        let table = Records {
            columns: &columns,
            count: all.len(),
            add: "Add prerequisite",
            empty: "No prerequisites yet.",
            remove: "Remove prerequisite",
        };
        let done = table.show(ui, body, |ui, index, at| {
            let (Some(old), [name, state, owner, due, blocks, note]) = (all.get(index), at) else { return };
            let mut new = old.clone();
            let mut changed = cells::text(ui, *name, "What must hold", &mut new.name);
            let states = PrerequisiteState::ALL.map(|one| (one, one.name()));
            changed |= cells::one_of(ui, *state, "State", &states, &mut new.state);
            changed |= cells::text(ui, *owner, "Owner", &mut new.owner);
            changed |= cells::optional_date(ui, *due, "Due", &DateRule::default(), &mut new.due);
            changed |= cells::one_of(ui, *blocks, "Blocks", &phases, &mut new.blocks);
            changed |= cells::text(ui, *note, "Note", &mut new.note);
            if changed {
                actions.edit(Record::Prerequisite(new));
            }
        });
        if let Some(gone) = done.removed.and_then(|index| all.get(index)) {
            actions.edit(Edit::Remove(Key::Prerequisite(gone.id)));
        }
        if done.is_added {
            let new = Prerequisite {
                id: input.plan.fresh_prerequisite_id(),
                name: "New prerequisite".into(),
                state: PrerequisiteState::Open,
                owner: String::new(),
                due: None,
                blocks: input.plan.phases.first().map(|phase| phase.id),
                note: String::new(),
            };
            actions.edit(Record::Prerequisite(new));
        }
    });
}
