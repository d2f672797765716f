//! The ticket rules: which tickets are which phase's, each with what it catches. They go into the plan with the
//! tickets.

use egui::{Rect, Ui, pos2, vec2};

use super::words::{self as said, Line};
use super::{MARGIN, inside, row};
use crate::document::{ImportDraft, TicketRuleDraft};
use crate::intake::Caught;
use crate::look::Icon;
use crate::look::text::{text_at_elided, words};
use crate::look::widgets::{BOX_HEIGHT, Button, FIELD_HEIGHT, Field, Kind, choice, icon_button, text_field};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::plan::Plan;
use crate::views::ImportRead;

const GAP: f32 = 12.0;
/// The phase's part of the line.
const PHASE: f32 = 0.34;
const BIN: f32 = 28.0;
/// What a rule catches, under it.
const CATCHES: f32 = 24.0;
const BY_DEVICE: &str = "The device's phase";

pub fn show(ui: &mut Ui, width: f32, (plan, read): (&Plan, &ImportRead), draft: &mut ImportDraft) {
    let room = width - 2.0 * MARGIN;
    let title = Line::new("Which tickets are which phase's").role(TypeRole::BODY_STRONG).ink(Ink::Text);
    said::line(ui, room, MARGIN, title.above(16.0));
    let about = "The first rule that holds has the ticket; one that none catches is of no phase.";
    said::line(ui, room, MARGIN, Line::new(about).above(2.0));
    ui.allocate_space(vec2(1.0, 8.0));
    let mut rules = draft.ticket_rules(plan);
    let before = rules.clone();
    let caught =
        |at: usize| read.proposal.caught.get(at).filter(|_| read.proposal.caught.len() == before.len());
    let mut removed = None;
    for (at, rule) in rules.iter_mut().enumerate() {
        ui.push_id(("ticket rule", at), |ui| {
            if one(ui, width, (plan, at), (rule, caught(at))) {
                removed = Some(at);
            }
        });
    }
    if let Some(at) = removed {
        rules.remove(at);
    }
    let button = Button::new(Kind::Secondary, "Add ticket rule").small();
    let line = row(ui, width, 36.0);
    let place = Rect::from_min_size(line.min + vec2(0.0, 2.0), button.size());
    if button.at(place).show(&mut inside(ui)).clicked() {
        rules.push(TicketRuleDraft::default());
    }
    if rules != before {
        draft.set_ticket_rules(plan, rules);
    }
}

/// One rule; true = it is to go.
fn one(
    ui: &mut Ui,
    width: f32,
    (plan, at): (&Plan, usize),
    (rule, caught): (&mut TicketRuleDraft, Option<&Caught>),
) -> bool {
    let line = row(ui, width, FIELD_HEIGHT);
    let below = row(ui, width, CATCHES);
    let mut inside = inside(ui);
    let ui = &mut inside;
    let left = line.with_max_x(line.left() + line.width() * PHASE);
    phase(ui, left, (plan, at), rule);
    let right = line.with_min_x(left.right() + GAP).with_max_x(line.right() - BIN - 4.0);
    let complaint = rule.complaint();
    let name = format!("Rule {}: tickets with", at + 1);
    let field = Field::new(&name).hint("category = Enrollment, text ~ intune").at(right);
    text_field(ui, field.remedy(complaint.as_deref()), &mut rule.text);
    if complaint.is_none() {
        let (words_, more) = caught.map_or_else(|| ("…".to_owned(), None), catches);
        let at = pos2(right.left(), below.top() + 14.0);
        let set = words(&words_, TypeRole::CAPTION, Ink::Text2);
        let shown = text_at_elided(ui, at, Anchor::Start, set, right.width());
        if let Some(more) = more {
            shown.on_hover_text(more);
        }
    }
    let bin = Rect::from_min_size(
        pos2(line.right() - BIN, line.bottom() - BOX_HEIGHT / 2.0 - BIN / 2.0),
        vec2(BIN, BIN),
    );
    icon_button(ui, bin, Icon::Trash, &format!("Remove ticket rule {}", at + 1)).clicked()
}

fn phase(ui: &mut Ui, place: Rect, (plan, at): (&Plan, usize), rule: &mut TicketRuleDraft) {
    let phases = plan.phases.iter().map(|phase| phase.name.as_str());
    let names: Vec<&str> = std::iter::once(BY_DEVICE).chain(phases).collect();
    let own = |id| plan.phase_index(id).map_or(usize::MAX, |index| index + 1);
    let mut chosen = rule.phase.map_or(0, own);
    let name = format!("Rule {}: phase", at + 1);
    if choice(ui, Field::new(&name).hint("(removed phase)").at(place), &mut chosen, &names, "").changed() {
        rule.phase = chosen.checked_sub(1).and_then(|index| plan.phases.get(index)).map(|phase| phase.id);
    }
}

/// `27 tickets, the first: Company Portal stuck`, and all the first ones.
fn catches(caught: &Caught) -> (String, Option<String>) {
    let tickets = format::plural(caught.tickets, "ticket", "tickets");
    if caught.subjects.is_empty() {
        return (tickets, None);
    }
    (format!("{tickets}, the first: {}", caught.subjects.join("; ")), Some(caught.subjects.join("\n")))
}
