//! The chosen phase with everything about it that can be changed. Changes of the schedule wait as a draft
//! beside their effect until they are applied; words are taken over at once.

mod basics;
mod details;
mod effect;
pub(in crate::views) mod flow;
mod gate;
mod readiness;
mod switches;
pub(in crate::views) mod troubles;

use egui::{Align, Rect, ScrollArea, Ui, UiBuilder, pos2};

use self::flow::Flow;
use crate::document::{Gesture, PhaseDraft, Workspace};
use crate::forecast::PhaseStage;
use crate::look::style::stroke;
use crate::look::text::{text_at_elided, words};
use crate::look::widgets::card::{PADDING, Surface, paint_surface};
use crate::look::widgets::{Button, Chip, Kind, Tone, chip_at};
use crate::look::{Icon, Position, Verdict};
use crate::picture::{Anchor, Ink, TypeRole};
use crate::plan::{Phase, PhaseId, Record};
use crate::report::Situation;
use crate::views::{Action, Actions, ViewInput};

/// What the groups of the inspector read.
pub(in crate::views) struct About<'a> {
    pub input: &'a ViewInput<'a>,
    pub situation: Situation<'a>,
    pub index: usize,
    /// The phase as the plan has it.
    pub own: &'a Phase,
    pub has_started: bool,
}

const HEAD: f32 = 46.0;

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    paint_surface(ui.painter(), rect, Surface::Card);
    let Some((index, own)) = input.phase(workspace) else { return };
    let situation = input.situation();
    let has_started = situation.dates(index).is_some_and(|dates| dates.start_is_done);
    let about = About { input, situation, index, own, has_started };
    head(ui, rect, &about);
    // What was changed in a phase that has changed since is not the user's wish any more.
    workspace.timeline.drafts.retain(|draft| input.plan.phase(draft.base.id) == Some(&draft.base));
    let draft = workspace.timeline.drafts.iter().find(|draft| draft.base.id == own.id);
    let mut phase = draft.map_or_else(|| own.clone(), |draft| draft.phase.clone());
    let has_draft = draft.is_some();

    let foot = if has_draft { effect::height(ui, &about, &phase, rect.width() - 2.0 * PADDING) } else { 0.0 };
    let body = Rect::from_min_max(
        pos2(rect.left(), rect.top() + HEAD),
        pos2(rect.right(), rect.bottom() - foot.max(6.0)),
    );
    let before = phase.clone();
    let mut child = ui.new_child(UiBuilder::new().max_rect(body).id_salt(("inspector", own.id)));
    child.set_clip_rect(body.intersect(ui.clip_rect()));
    ScrollArea::vertical().id_salt("body").auto_shrink(false).show(&mut child, |ui| {
        let room = Rect::from_min_max(
            ui.max_rect().min + egui::vec2(PADDING, 10.0),
            pos2(rect.right() - PADDING, ui.max_rect().bottom()),
        );
        let mut flow = Flow::new(room);
        let top = flow.y;
        basics::show(ui, &mut flow, &about, &mut phase);
        gate::show(ui, &mut flow, &about, &mut phase, actions);
        switches::show(ui, &mut flow, &about, workspace, actions);
        troubles::show(ui, &mut flow, &about, input.problems, actions);
        details::show(ui, &mut flow, &about, &mut phase);
        readiness::show(ui, &mut flow, &about, &mut phase);
        members(ui, &mut flow, own.id, actions);
        flow.gap(16.0);
        flow.finish(ui, top - 10.0);
    });
    if phase != before {
        let is_dragging = ui.input(|input| input.pointer.any_down());
        let gesture = is_dragging.then(|| ui.scope_id().value());
        take(workspace, (actions, gesture), own, phase.clone(), has_draft);
    }
    if has_draft && foot > 0.0 {
        let place = Rect::from_min_max(pos2(rect.left(), rect.bottom() - foot), rect.max);
        effect::show(ui, place, &about, &phase, (workspace, actions));
    }
}

/// The way to say which devices are its members.
fn members(ui: &mut Ui, flow: &mut Flow, id: PhaseId, actions: &mut Actions) {
    let button = Button::new(Kind::Link, "Choose members by rules…").small();
    let line = flow.row(28.0);
    let place = Rect::from_min_size(pos2(line.left() - 4.0, line.top()), button.size());
    if button.at(place).show(ui).clicked() {
        actions.push(Action::AskMembers(Some(id)));
    }
    flow.clear(ui);
}

/// The name and how the phase stands.
fn head(ui: &mut Ui, rect: Rect, about: &About<'_>) {
    let right = rect.right() - PADDING;
    let middle = rect.top() + 21.0;
    let stage = about.situation.stage(about.index);
    let (tone, icon, word) = state_chip(stage);
    let chip = match icon {
        Some(icon) => Chip::new(tone, word).icon(icon),
        None => Chip::new(tone, word),
    };
    let room = right - chip.width() - 10.0 - rect.left() - PADDING;
    chip_at(ui, pos2(right, middle), Align::Max, chip);
    let title = about.situation.title(about.index);
    let title = words(&title, TypeRole::CARD_TITLE, Ink::Text);
    text_at_elided(ui, pos2(rect.left() + PADDING, rect.top() + 26.0), Anchor::Start, title, room);
    let line = stroke(ui, 1.0, Ink::Stroke);
    ui.painter().hline(rect.x_range().shrink(1.0), rect.top() + HEAD - 1.0, line);
}

const fn state_chip(stage: PhaseStage) -> (Tone, Option<Icon>, &'static str) {
    match stage {
        PhaseStage::Planned => (Tone::Neutral, Some(Icon::Clock), "Planned"),
        PhaseStage::Running => (Tone::Position(Position::Intune), Some(Icon::Play), "Running"),
        PhaseStage::Soaking => (Tone::Position(Position::Intune), Some(Icon::Clock), "Soaking"),
        PhaseStage::Paused => (Tone::Verdict(Verdict::Paused), Some(Icon::Pause), "Paused"),
        PhaseStage::Done => (Tone::OK, Some(Icon::Tick), "Done"),
        PhaseStage::Stalled => (Tone::BAD, Some(Icon::Warning), "Stalled"),
    }
}

/// A change of words is taken over at once; one of the schedule waits for Apply.
fn take(
    workspace: &mut Workspace,
    (actions, gesture): (&mut Actions, Option<Gesture>),
    own: &Phase,
    phase: Phase,
    has_draft: bool,
) {
    let drafts = &mut workspace.timeline.drafts;
    if !has_draft && same_schedule(own, &phase) {
        let edit = Record::Phase(Box::new(phase)).into();
        actions.push(match gesture {
            Some(gesture) => Action::EditInGesture { edit, gesture },
            None => Action::Edit(edit),
        });
        return;
    }
    drafts.retain(|draft| draft.base.id != own.id);
    if phase != *own {
        drafts.push(PhaseDraft { base: own.clone(), phase });
    }
}

/// Nothing in which the two differ can move a date.
fn same_schedule(a: &Phase, b: &Phase) -> bool {
    let words_of = |from: &Phase, into: &Phase| Phase {
        name: from.name.clone(),
        owner: from.owner.clone(),
        users: from.users,
        collection: from.collection.clone(),
        it_staff_only: from.it_staff_only,
        note: from.note.clone(),
        ..into.clone()
    };
    words_of(a, b) == *a
}

/// Applies, reverts or keeps a draft: it is no longer one.
pub(super) fn settle(workspace: &mut Workspace, phase: PhaseId) {
    workspace.timeline.drafts.retain(|draft| draft.base.id != phase);
}
