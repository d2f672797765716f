//! The plan as it would be after an edit that is not applied yet, with its course. Computed once per edit
//! and kept between frames.

use std::sync::Arc;

use egui::{Id, Ui};

use crate::forecast::{self, Outlook};
use crate::plan::{Edit, Plan};
use crate::views::ViewInput;

pub struct Preview {
    pub plan: Plan,
    pub outlook: Outlook,
}

#[derive(Clone)]
struct Kept {
    revision: u64,
    edit: Edit,
    /// None = the plan refuses the edit, for this reason.
    preview: Result<Arc<Preview>, String>,
}

/// What the edit would lead to, or why the plan refuses it. `slot` names who asks: each keeps one answer.
pub fn preview(
    ui: &Ui,
    input: &ViewInput<'_>,
    slot: &'static str,
    edit: &Edit,
) -> Result<Arc<Preview>, String> {
    let id = Id::unique(("views::timeline::preview", slot));
    let kept: Option<Kept> = ui.data(|data| data.get_temp(id));
    if let Some(kept) = kept.filter(|kept| kept.revision == input.revision && kept.edit == *edit) {
        return kept.preview;
    }
    let mut plan = input.plan.clone();
    let preview = match edit.apply(&mut plan) {
        Ok(()) => Ok(Arc::new(Preview { outlook: forecast::outlook(&plan), plan })),
        Err(refusal) => Err(refusal.to_string()),
    };
    let kept = Kept { revision: input.revision, edit: edit.clone(), preview: preview.clone() };
    ui.data_mut(|data| data.insert_temp(id, kept));
    preview
}
