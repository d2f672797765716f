//! The guided dialog that makes a plan: three steps, each open to change, and a preview that follows at once.
//! Its answer is an action with the finished plan; it saves nothing.

mod options;
mod preview;
mod rings;
mod size;

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::{Action, Actions, Program};
use crate::document::{self, NewPlanDraft, PilotDraft, PilotOf};
use crate::look::color;
use crate::look::text::{text_at, text_at_elided, words};
use crate::look::widgets::dialog::{Dialog, dialog};
use crate::look::widgets::{Button, Kind};
use crate::picture::{Anchor, Ink, TypeRole};
use crate::plan::MigrationOption;
use crate::plan::template::{Template, plan_from};

const STEPS: [&str; 3] = ["Option and path", "Ring shape", "Size and start"];
/// The form's margin, left and right.
const MARGIN: f32 = 24.0;

/// Draws the dialog over the veil; false = it was answered or given up. The finished plan is an
/// `Action::CreatePlan`.
pub fn show(ui: &mut Ui, _program: &Program<'_>, draft: &mut NewPlanDraft, actions: &mut Actions) -> bool {
    let frame = Dialog { steps: (&STEPS, draft.step), ..Dialog::new("New plan", vec2(1140.0, 772.0)) };
    let response = dialog(ui.ctx(), frame, |ui, rooms| {
        let form_width = if rooms.body.width() > 900.0 {
            (rooms.body.width() * 0.558).min(636.0)
        } else {
            rooms.body.width()
        };
        let form = rooms.body.with_max_x(rooms.body.left() + form_width);
        if form.right() < rooms.body.right() {
            let side = rooms.body.with_min_x(form.right());
            ui.painter().rect_filled(side.shrink2(vec2(1.0, 0.5)), 0.0, color(ui, Ink::Bg2));
            preview::show(ui, side, &draft.answers);
        }
        let is_sizing = steps(ui, form, draft);
        let held_back = rooms.held_back(ui);
        rooms
            .in_foot(ui, |ui, place| foot(ui, place, draft, held_back))
            .or(is_sizing.then_some(Answer::SizePilot))
    });
    match response.inner {
        Some(Answer::Create) => {
            actions.push(Action::CreatePlan(Box::new(plan_from(&draft.answers))));
            false
        }
        Some(Answer::SizePilot) => {
            let plan = plan_from(&draft.answers);
            if let Some(phase) = plan.phases.first() {
                let of = PilotOf::NewPlan(Box::new(draft.clone()));
                actions
                    .push(Action::Ask(document::Dialog::Pilot(Box::new(PilotDraft::new(of, &plan, phase)))));
            }
            plan.phases.is_empty()
        }
        Some(Answer::Cancel) => false,
        None => !response.should_close,
    }
}

enum Answer {
    Create,
    /// Another dialog asks how large the pilot must be, and comes back to this one.
    SizePilot,
    Cancel,
}

/// True = the pilot is to be sized.
fn steps(ui: &mut Ui, form: Rect, draft: &mut NewPlanDraft) -> bool {
    let mut inside = ui.new_child(UiBuilder::new().max_rect(form.shrink2(vec2(0.0, 1.0))).id_salt("steps"));
    let area = ScrollArea::vertical().auto_shrink(false).show(&mut inside, |ui| {
        let mut is_sizing = false;
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let width = form.width() - 2.0 * MARGIN;
        for step in 0..STEPS.len() {
            if head(ui, width, (step, draft)) {
                draft.step = step;
            }
            let is_here = draft.step == step;
            match step {
                0 => options::show(ui, width, is_here, draft),
                1 if draft.step >= 1 => rings::show(ui, width, is_here, draft),
                2 if is_here => is_sizing = size::show(ui, width, &mut draft.answers),
                _ => {}
            }
        }
        is_sizing
    });
    area.inner
}

/// A step's number and name; true when the user wants to change it.
fn head(ui: &mut Ui, width: f32, (step, draft): (usize, &NewPlanDraft)) -> bool {
    let line = row(ui, width, 44.0);
    let y = line.top() + 28.0;
    let is_ahead = step > draft.step;
    let ink = if is_ahead { Ink::Text3 } else { Ink::Text };
    let number = (step + 1).to_string();
    let number_ink = if is_ahead { Ink::Text3 } else { Ink::AccentText };
    text_at(ui, pos2(line.left(), y), Anchor::Start, words(&number, TypeRole::BODY_STRONG, number_ink));
    let name = STEPS.get(step).copied().unwrap_or_default();
    let shown =
        text_at(ui, pos2(line.left() + 18.0, y), Anchor::Start, words(name, TypeRole::CARD_TITLE, ink));
    let note = match (step, is_ahead) {
        (2, false) => "everything can be changed later",
        _ => "",
    };
    let at = pos2(shown.rect.right() + 10.0, y);
    text_at_elided(ui, at, Anchor::Start, words(note, TypeRole::LABEL, Ink::Text3), 220.0);
    if step >= draft.step {
        return false;
    }
    let change = Button::new(Kind::Link, "Change");
    let size = change.size();
    let place = Rect::from_min_size(pos2(line.right() - size.x + 4.0, line.top() + 8.0), size);
    ui.push_id(step, |ui| change.at(place).show(ui).clicked()).inner
}

/// A line of the form, between its margins.
fn row(ui: &mut Ui, width: f32, height: f32) -> Rect {
    let (_, line) = ui.allocate_space(vec2(width + 2.0 * MARGIN, height));
    line.shrink2(vec2(MARGIN, 0.0))
}

/// A place to draw a step's parts at rectangles, which does not move where the next line begins.
fn inside(ui: &mut Ui) -> Ui {
    ui.new_child(UiBuilder::new().max_rect(ui.max_rect()))
}

fn foot(
    ui: &mut Ui,
    foot: Rect,
    draft: &mut NewPlanDraft,
    held_back: Option<&'static str>,
) -> Option<Answer> {
    let cancel = Button::new(Kind::Secondary, "Cancel").min_width(84.0);
    let place = Rect::from_min_size(foot.min, cancel.size());
    if cancel.at(place).show(ui).clicked() {
        return Some(Answer::Cancel);
    }
    let is_last = draft.step + 1 == STEPS.len();
    let why_not = held_back.or_else(|| why_not(draft).filter(|_| is_last));
    let next = Button::new(Kind::Primary, if is_last { "Create plan" } else { "Next" }).min_width(120.0);
    let place_next = Rect::from_min_size(pos2(foot.right() - next.size().x, foot.top()), next.size());
    let at = pos2(place.right() + 16.0, foot.center().y + 4.5);
    let room = place_next.left() - 100.0 - at.x;
    let said = words("Nothing is saved until you choose a file.", TypeRole::LABEL, Ink::Text2);
    text_at_elided(ui, at, Anchor::Start, said, room);
    if draft.step > 0 {
        let back = Button::new(Kind::Secondary, "Back").min_width(76.0);
        let place = Rect::from_min_size(pos2(place_next.left() - 84.0, foot.top()), back.size());
        if back.at(place).show(ui).clicked() {
            draft.step -= 1;
        }
    }
    if next.at(place_next).disabled_because(why_not).show(ui).clicked() {
        if is_last {
            return Some(Answer::Create);
        }
        draft.step += 1;
    }
    None
}

/// Why the plan cannot be made yet.
fn why_not(draft: &NewPlanDraft) -> Option<&'static str> {
    let answers = &draft.answers;
    let sites: u64 = answers.sites.iter().map(|(_, devices)| u64::from(*devices)).sum();
    if answers.name.trim().is_empty() {
        Some("The plan needs a name")
    } else if answers.target.is_some_and(|target| target < answers.start) {
        Some("The target lies before the start")
    } else if answers.template == Template::BySite
        && answers.option != MigrationOption::TenantAttach
        && sites == 0
    {
        Some("Name the sites with their devices first")
    } else {
        None
    }
}
