//! The task in hand: what it is called, what it belongs to, how many working days away, whose it is. Each
//! change is one edit.

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::stays::paragraph;
use crate::document::Workspace;
use crate::look::icons::Icon;
use crate::look::widgets::card::PADDING;
use crate::look::widgets::{Button, Card, FIELD_HEIGHT, Kind, check_at, icon_button, text_field};
use crate::picture::{Ink, TypeRole, format, text};
use crate::plan::wording;
use crate::plan::{Anchor, Edit, Key, PrerequisiteState, Record, Task, TaskKind};
use crate::views::timeline::inspector::flow::{Flow, at};
use crate::views::{Actions, ViewInput, anchor};

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    (input, task): (&ViewInput<'_>, &Task),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    Card::new(rect).title("Task", task.kind.name()).show(ui, |ui, body| {
        let close = Rect::from_min_size(pos2(body.right() - 26.0, rect.top() + 8.0), vec2(26.0, 26.0));
        if icon_button(ui, close, Icon::Close, "Close").clicked() {
            workspace.tasks.chosen = None;
            workspace.unfolded = None;
        }
        let room = Rect::from_min_max(body.min, pos2(rect.right() - 4.0, rect.bottom() - 6.0));
        let mut child = ui.new_child(UiBuilder::new().max_rect(room).id_salt(("task", task.id)));
        child.set_clip_rect(room.expand2(vec2(4.0, 0.0)).intersect(ui.clip_rect()));
        ScrollArea::vertical().id_salt("task").auto_shrink(false).show(&mut child, |ui| {
            let corner = ui.max_rect().min;
            let mut flow = Flow { left: corner.x, width: rect.width() - 2.0 * PADDING, y: corner.y };
            let top = flow.y;
            let mut new = task.clone();
            ui.push_id(task.id, |ui| {
                fields(ui, &mut flow, input, &mut new);
                flow.gap(14.0);
                let remove = Button::new(Kind::Secondary, "Remove task");
                let line = flow.row(30.0);
                let size = remove.size();
                if remove.at(Rect::from_min_size(line.min, size)).show(ui).clicked() {
                    workspace.tasks.chosen = None;
                    actions.edit(Edit::Remove(Key::Task(task.id)));
                } else if new != *task {
                    actions.edit_within(ui, Record::Task(new));
                }
            });
            flow.gap(12.0);
            flow.finish(ui, top);
        });
    });
}

fn fields(ui: &mut Ui, flow: &mut Flow, input: &ViewInput<'_>, task: &mut Task) {
    let line = flow.row(FIELD_HEIGHT);
    text_field(ui, at("What is to be done", line), &mut task.name);
    flow.clear(ui);
    flow.gap(8.0);
    let (left, right) = flow.pair();
    anchor::one_of(
        ui,
        left,
        "Kind",
        &TaskKind::ALL.map(|kind| (kind, kind.name().to_owned())),
        &mut task.kind,
    );
    let states = PrerequisiteState::ALL.map(|state| (state, state.name().to_owned()));
    anchor::one_of(ui, right, "State", &states, &mut task.state);
    flow.gap(8.0);
    anchor::fields(ui, flow, input.plan, (&mut task.anchor, &mut task.days), |_| true);
    due(ui, flow, input, task);
    flow.gap(8.0);
    let line = flow.row(FIELD_HEIGHT);
    text_field(ui, at("Owner", line).hint("nobody yet"), &mut task.owner);
    flow.clear(ui);
    flow.gap(6.0);
    let line = flow.row(28.0);
    check_at(ui, line, &mut task.is_blocking, "It should not happen before this is done");
    flow.gap(6.0);
    let line = flow.row(FIELD_HEIGHT);
    text_field(ui, at("Note", line).hint("what it takes"), &mut task.note);
    flow.clear(ui);
    // A note that its field cuts is told in full.
    if text::width(TypeRole::LABEL_MEDIUM, &task.note) > flow.width - 20.0 {
        flow.gap(6.0);
        paragraph(ui, flow, &task.note, (TypeRole::CAPTION, Ink::Text2), 0.0);
    }
}

/// The date that all this comes to.
fn due(ui: &mut Ui, flow: &mut Flow, input: &ViewInput<'_>, task: &Task) {
    let anchor = crate::forecast::anchor_date(input.plan, input.outlook, &task.anchor);
    let due = anchor.and_then(|day| task.due(&input.plan.calendar, day));
    let of = wording::anchor(&task.anchor, input.plan);
    let said = match (due, anchor) {
        (Some(due), Some(_)) if matches!(task.anchor, Anchor::Date(_)) => {
            format!("Due {}.", format::weekday_date(due))
        }
        (Some(due), Some(anchor)) => {
            format!("Due {}: {of} is on {}.", format::weekday_date(due), format::date(anchor))
        }
        _ => format!("No date: {of} has none."),
    };
    flow.gap(4.0);
    paragraph(ui, flow, &said, (TypeRole::CAPTION, Ink::Text2), 0.0);
}
