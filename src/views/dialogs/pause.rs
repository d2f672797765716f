//! *Pause rollout*: which phases, from when until when, by whom; it says what stops and what does not.

use egui::Ui;

use super::frame::{Answer, Answers, dialog, focus_first};
use crate::document::PauseDraft;
use crate::look::text::{label, wrapped};
use crate::look::widgets::{DateRule, Field, check, date_field, text_field};
use crate::picture::{Ink, TypeRole, format};
use crate::plan::{Decision, DecisionKind, Edit, Pause, PhaseScope, Record};
use crate::report::decision_record::evidence;
use crate::views::{Actions, ViewInput};

pub fn show(ui: &Ui, input: &ViewInput<'_>, draft: &mut PauseDraft, actions: &mut Actions) -> bool {
    let (answer, is_left) = dialog(ui, "Pause rollout", 560.0, |ui| {
        phases(ui, input, draft);
        dates(ui, input, draft);
        ui.columns(2, |columns| {
            let response = text_field(&mut columns[0], Field::new("Paused by"), &mut draft.by);
            focus_first(&columns[0], &response);
            text_field(&mut columns[1], Field::new("Reason"), &mut draft.reason);
        });
        consequences(ui, input, draft);
        Answers { why_not: why_not(draft), ..Answers::new("Pause rollout") }
    });
    match answer {
        Some(Answer::Main) => actions.edit(edit(input, draft)),
        Some(_) => {}
        None => return !is_left,
    }
    false
}

fn phases(ui: &mut Ui, input: &ViewInput<'_>, draft: &mut PauseDraft) {
    let mut all = draft.phases == PhaseScope::All;
    if check(ui, &mut all, "All phases").changed() {
        draft.phases = if all { PhaseScope::All } else { PhaseScope::Only(Vec::new()) };
    }
    let PhaseScope::Only(chosen) = &mut draft.phases else { return };
    egui::ScrollArea::vertical().max_height(132.0).auto_shrink([false, true]).show(ui, |ui| {
        for phase in &input.plan.phases {
            let name = input.plan.phase_title(phase.id);
            let mut is_on = chosen.contains(&phase.id);
            if check(ui, &mut is_on, &name).changed() {
                chosen.retain(|id| *id != phase.id);
                if is_on {
                    chosen.push(phase.id);
                }
            }
        }
    });
}

fn dates(ui: &mut Ui, input: &ViewInput<'_>, draft: &mut PauseDraft) {
    let status_date = Some(input.plan.status_date);
    ui.columns(2, |columns| {
        let rule = DateRule { status_date, ..DateRule::default() };
        date_field(&mut columns[0], Field::new("First day"), &rule, &mut draft.from);
        let rule = DateRule { earliest: Some(draft.from), status_date, ..DateRule::default() };
        date_field(&mut columns[1], Field::new("Planned last day"), &rule, &mut draft.until);
    });
}

fn consequences(ui: &mut Ui, input: &ViewInput<'_>, draft: &PauseDraft) {
    ui.add_space(4.0);
    let days = input.plan.calendar.working_days_between(draft.from, draft.until)
        + i64::from(input.plan.calendar.is_working_day(draft.from));
    let stops = format!(
        "For {}: no device is targeted, no workload switches and no paused phase starts.{}",
        format::plural(days.max(0) as u64, "working day", "working days"),
        if draft.phases == PhaseScope::All { " No slider moves to Intune." } else { "" },
    );
    let goes_on = "Devices that are already targeted go on enrolling, failed ones are repaired, tickets keep \
                   coming in, and a gate whose criteria hold can still be passed. Devices need up to 8 hours to notice.";
    for (title, sentence) in [("What stops", stops.as_str()), ("What goes on", goes_on)] {
        label(ui, title, TypeRole::LABEL_STRONG, Ink::Text);
        wrapped(ui, sentence, TypeRole::LABEL, Ink::Text2);
    }
}

fn why_not(draft: &PauseDraft) -> Option<&'static str> {
    if matches!(&draft.phases, PhaseScope::Only(phases) if phases.is_empty()) {
        return Some("Choose the phases that pause");
    }
    (draft.until < draft.from).then_some("The last day lies before the first")
}

/// The pause and the decision that orders it are one step.
fn edit(input: &ViewInput<'_>, draft: &PauseDraft) -> Edit {
    let pause = Pause {
        id: input.plan.fresh_pause_id(),
        phases: draft.phases.clone(),
        from: draft.from,
        until: draft.until,
        by: draft.by.trim().to_owned(),
        reason: draft.reason.trim().to_owned(),
    };
    let phase = match &draft.phases {
        PhaseScope::Only(phases) if phases.len() == 1 => phases.first().copied(),
        _ => None,
    };
    let what = phase.map_or("the rollout".to_owned(), |id| input.plan.phase_label(id));
    let range = format::date_range_year(draft.from, draft.until);
    let why = if pause.reason.is_empty() { String::new() } else { format!(" {}", pause.reason) };
    let decision = Decision {
        id: input.plan.fresh_decision_id(),
        date: draft.from,
        kind: DecisionKind::Pause,
        phase,
        text: format!("Pause {what}, {range}.{why}"),
        who: draft.by.trim().to_owned(),
        evidence: evidence(&input.situation(), phase),
    };
    Edit::Several {
        label: "Pause rollout".into(),
        edits: vec![Edit::Put(Record::Pause(pause)), Edit::Put(Record::Decision(decision))],
    }
}
