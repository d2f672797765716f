//! *Record decision*: what was decided, by whom and why, with the evidence of this moment. Once recorded
//! the evidence never changes.

use egui::Ui;

use super::frame::{Answer, Answers, dialog, focus_first};
use crate::document::DecisionDraft;
use crate::look::text::{label, text_at, text_at_elided, words, wrapped};
use crate::look::widgets::{DateRule, Field, choice, date_field, optional_date_field, segmented, text_field};
use crate::look::{Verdict, glyphs};
use crate::picture::{Anchor, Ink, TypeRole};
use crate::plan::{Decision, DecisionKind, Edit, Evidence, Record};
use crate::report::decision_record::evidence;
use crate::views::{Actions, ViewInput};

pub fn show(ui: &Ui, input: &ViewInput<'_>, draft: &mut DecisionDraft, actions: &mut Actions) -> bool {
    let (answer, is_left) = dialog(ui, "Record decision", 620.0, |ui| {
        kind(ui, draft);
        about(ui, input, draft);
        let response = text_field(ui, Field::new("Decision and reason, in one sentence"), &mut draft.text);
        focus_first(ui, &response);
        wrapped(ui, effect(draft), TypeRole::LABEL, Ink::Text2);
        shown_evidence(ui, &draft.evidence);
        Answers { why_not: why_not(draft), ..Answers::new("Record decision") }
    });
    match answer {
        Some(Answer::Main) => actions.edit(edit(input, draft)),
        Some(_) => {}
        None => return !is_left,
    }
    false
}

const KINDS: [&str; 4] = ["Go", "No-go", "Change", "Note"];

fn kind(ui: &mut Ui, draft: &mut DecisionDraft) {
    let mut chosen = match draft.kind {
        DecisionKind::Go => 0,
        DecisionKind::NoGo { .. } => 1,
        DecisionKind::Pause | DecisionKind::Change => 2,
        DecisionKind::Note => 3,
    };
    if segmented(ui, &mut chosen, &KINDS).changed() {
        draft.kind = match chosen {
            0 => DecisionKind::Go,
            1 => DecisionKind::NoGo { not_before: None },
            2 => DecisionKind::Change,
            _ => DecisionKind::Note,
        };
    }
}

fn about(ui: &mut Ui, input: &ViewInput<'_>, draft: &mut DecisionDraft) {
    let plan = input.plan;
    let mut names = vec!["The plan as a whole".to_owned()];
    names.extend(plan.phases.iter().map(|p| plan.phase_title(p.id)));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut chosen = draft.phase.and_then(|id| plan.phase_index(id)).map_or(0, |index| index + 1);
    let not_before =
        if let DecisionKind::NoGo { not_before } = &mut draft.kind { Some(not_before) } else { None };
    ui.columns(2, |columns| {
        if choice(&mut columns[0], Field::new("About"), &mut chosen, &names, "").changed() {
            draft.phase =
                chosen.checked_sub(1).and_then(|index| plan.phases.get(index)).map(|phase| phase.id);
            draft.evidence = evidence(&input.situation(), draft.phase);
        }
        let rule = DateRule { status_date: Some(plan.status_date), ..DateRule::default() };
        date_field(&mut columns[1], Field::new("Date"), &rule, &mut draft.date);
    });
    ui.columns(2, |columns| {
        text_field(&mut columns[0], Field::new("Decided by"), &mut draft.who);
        if let Some(not_before) = not_before {
            let rule = DateRule {
                earliest: Some(draft.date),
                is_optional: true,
                status_date: Some(plan.status_date),
                ..DateRule::default()
            };
            let field = Field::new("Not before").hint("until the criteria hold");
            optional_date_field(&mut columns[1], field, &rule, not_before);
        }
    });
}

/// What the decision will do to the plan.
const fn effect(draft: &DecisionDraft) -> &'static str {
    match draft.kind {
        DecisionKind::Go => "The phase's gate counts as passed on this date, whatever its criteria say.",
        DecisionKind::NoGo { .. } => {
            "The phase's gate stays shut until this date, or until the day named; then its criteria decide again."
        }
        DecisionKind::Pause => "The pause itself stands in the calendar.",
        DecisionKind::Change => "It is kept in the decision log. The change itself is made in the plan.",
        DecisionKind::Note => "It is kept in the decision log and changes nothing.",
    }
}

fn shown_evidence(ui: &mut Ui, evidence: &[Evidence]) {
    ui.add_space(4.0);
    label(ui, "Evidence as it stands today, frozen with the decision", TypeRole::LABEL_STRONG, Ink::Text);
    egui::ScrollArea::vertical()
        .max_height((ui.ctx().content_rect().height() - 480.0).clamp(110.0, 330.0))
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for entry in evidence {
                let (_, place) = ui.allocate_space(egui::vec2(ui.available_width(), 22.0));
                let y = place.center().y + 4.0;
                if let Some(holds) = entry.holds {
                    let verdict = if holds { Verdict::Met } else { Verdict::Missed };
                    let at = egui::pos2(place.left() + 8.0, place.center().y);
                    glyphs::paint_verdict(ui.painter(), verdict, at, 13.0);
                }
                let right = place.right() - 12.0;
                let middle = place.left() + place.width() * 0.44;
                let what = words(&entry.what, TypeRole::LABEL, Ink::Text2);
                text_at_elided(
                    ui,
                    egui::pos2(place.left() + 22.0, y),
                    Anchor::Start,
                    what,
                    middle - place.left() - 30.0,
                );
                let value = words(&entry.value, TypeRole::LABEL_MEDIUM, Ink::Text);
                text_at_elided(ui, egui::pos2(middle, y), Anchor::Start, value, right - middle - 90.0);
                text_at(
                    ui,
                    egui::pos2(right, y),
                    Anchor::End,
                    words(&entry.asked, TypeRole::LABEL, Ink::Text3),
                );
            }
        });
}

fn why_not(draft: &DecisionDraft) -> Option<&'static str> {
    let is_about_gate = matches!(draft.kind, DecisionKind::Go | DecisionKind::NoGo { .. });
    if is_about_gate && draft.phase.is_none() {
        return Some("Choose the phase whose gate it is about");
    }
    if draft.text.trim().is_empty() {
        return Some("Say what was decided");
    }
    draft.who.trim().is_empty().then_some("Say who decided")
}

fn edit(input: &ViewInput<'_>, draft: &DecisionDraft) -> Edit {
    Edit::Put(Record::Decision(Decision {
        id: input.own.fresh_decision_id(),
        date: draft.date,
        kind: draft.kind,
        phase: draft.phase,
        text: draft.text.trim().to_owned(),
        who: draft.who.trim().to_owned(),
        evidence: draft.evidence.clone(),
    }))
}
