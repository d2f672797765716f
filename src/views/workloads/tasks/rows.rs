//! The lines of the list: a box to tick, what it is, when by its rule and by date, and whose it is.

use egui::{Align, Key, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::ticked;
use crate::document::Workspace;
use crate::look::glyphs::paint_verdict;
use crate::look::style::stroke;
use crate::look::text::{paint_elided, paint_text, text_at, words};
use crate::look::widgets::{check::tick_at, tip};
use crate::look::{color, focus};
use crate::picture::{Anchor, Ink, TypeRole, text};
use crate::plan::{Edit, Key as RecordKey, PrerequisiteState};
use crate::report::Mark;
use crate::report::tasks::{TaskLine, TaskList};
use crate::views::{Actions, ViewInput};

const HEAD: f32 = 30.0;
const LINE: f32 = 42.0;
const OWNER: f32 = 120.0;

pub fn show(
    ui: &mut Ui,
    room: Rect,
    (input, list): (&ViewInput<'_>, &TaskList),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let mut child = ui.new_child(UiBuilder::new().max_rect(room).id_salt("task lines"));
    child.set_clip_rect(room.expand2(vec2(6.0, 0.0)).intersect(ui.clip_rect()));
    ScrollArea::vertical().id_salt("tasks").auto_shrink(false).show(&mut child, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let width = room.width() - 12.0;
        if list.groups.is_empty() {
            let (_, line) = ui.allocate_space(vec2(width, HEAD));
            let said = words("Nothing is left to do.", TypeRole::LABEL, Ink::Text2);
            text_at(ui, pos2(line.left(), line.top() + 18.0), Anchor::Start, said);
        }
        for group in &list.groups {
            let (_, head) = ui.allocate_space(vec2(width, HEAD));
            title(ui, head, &group.title, group.lines.len());
            for one in &group.lines {
                let (_, place) = ui.allocate_space(vec2(width, LINE));
                ui.push_id(one.id, |ui| line(ui, place, (input, one), workspace, actions));
            }
        }
    });
    workspace.tasks.is_to_be_seen = false;
}

fn title(ui: &mut Ui, head: Rect, name: &str, count: usize) {
    let ink = if name == "Late" { Ink::BadText } else { Ink::Text2 };
    let said = format!("{name}  ·  {count}");
    let at = pos2(head.left(), head.bottom() - 9.0);
    text_at(ui, at, Anchor::Start, words(&said, TypeRole::LABEL_STRONG, ink));
    ui.painter().hline(head.x_range(), head.bottom() - 0.5, stroke(ui, 1.0, Ink::Stroke));
}

fn line(
    ui: &mut Ui,
    place: Rect,
    (input, line): (&ViewInput<'_>, &TaskLine),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let is_chosen = workspace.tasks.chosen == Some(line.id);
    if is_chosen && workspace.tasks.is_to_be_seen {
        ui.scroll_to_rect(place, Some(Align::Center));
    }
    let body = place.with_min_x(place.left() + 28.0);
    let response = ui.interact(body, ui.scope_id().with("line"), Sense::click());
    let said = format!("{}: {}, {}", line.mark.spoken(), line.name, line.rule);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &said));
    focus::take_on_press(&response);
    focus::shape(&response, body, 4.0);
    if is_chosen {
        ui.painter().rect_filled(place.expand2(vec2(4.0, 0.0)), 4.0, color(ui, Ink::AccentBg));
    } else if response.hovered() {
        ui.painter().rect_filled(place.expand2(vec2(4.0, 0.0)), 4.0, color(ui, Ink::Bg2));
    }
    let mut is_done = line.state == PrerequisiteState::Done;
    let square = Rect::from_min_size(place.min, vec2(28.0, LINE));
    if tick_at(ui, square, &mut is_done, &format!("Done: {}", line.name)).changed() {
        actions.push_edit(ticked(input, line.id));
    }
    if ui.is_rect_visible(place) {
        paint(ui, body, line);
    }
    // A button is pressed by Space as well: here Space ticks, and Enter opens.
    let has_focus = response.has_focus();
    let pressed = |key| has_focus && ui.input(|input| input.key_pressed(key));
    if pressed(Key::Space) {
        actions.push_edit(ticked(input, line.id));
    } else if pressed(Key::Delete) {
        actions.edit(Edit::Remove(RecordKey::Task(line.id)));
    } else if tip(response, &line.tip).clicked() {
        workspace.tasks.chosen = (!is_chosen).then_some(line.id);
        workspace.unfolded = (!is_chosen).then_some(1);
    }
}

fn paint(ui: &Ui, body: Rect, line: &TaskLine) {
    let painter = ui.painter();
    let is_settled = line.state.is_settled();
    let (first, second) = (body.top() + 18.0, body.top() + 33.5);
    let right = body.right() - 2.0;
    let has_owner = body.width() > 420.0;
    let (ink, role) = match line.mark {
        Mark::Missed | Mark::Risk => (line.mark.text(), TypeRole::LABEL_MEDIUM),
        _ => (Ink::Text2, TypeRole::LABEL),
    };
    paint_text(painter, pos2(right, first), Anchor::End, words(&line.when, role, ink));
    let when = text::width(role, &line.when).max(if has_owner { OWNER } else { 0.0 });
    if has_owner {
        let owner = if line.owner.is_empty() { "no owner" } else { line.owner.as_str() };
        let ink = if line.owner.is_empty() && line.holds_up { Ink::WarnText } else { Ink::Text3 };
        let owner = text::elide(TypeRole::CAPTION, owner, OWNER);
        paint_text(painter, pos2(right, second), Anchor::End, words(&owner, TypeRole::CAPTION, ink));
    }
    let mut left = body.left();
    if matches!(line.mark, Mark::Missed | Mark::Risk | Mark::Running) {
        paint_verdict(painter, line.mark, pos2(left + 7.0, body.top() + 13.5), 13.0);
        left += 20.0;
    }
    let (role, ink) =
        if is_settled { (TypeRole::LABEL, Ink::Text2) } else { (TypeRole::LABEL_MEDIUM, Ink::Text) };
    let room = right - when - 14.0;
    paint_elided(painter, pos2(left, first), Anchor::Start, words(&line.name, role, ink), room - left);
    let rule = if line.holds_up { format!("{}  ·  blocking", line.rule) } else { line.rule.clone() };
    let rule = words(&rule, TypeRole::CAPTION, Ink::Text3);
    paint_elided(painter, pos2(body.left(), second), Anchor::Start, rule, room - body.left());
}
