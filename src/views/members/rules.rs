//! The rules in their order: each with its phase, what it says, and how many devices it catches.

use egui::{Align2, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{MARGIN, caught};
use crate::document::{MembersDraft, RuleDraft};
use crate::fleet::{Rule, listed_title, title};
use crate::look::icons::Icon;
use crate::look::style::stroke;
use crate::look::text::{paint_elided, paint_text, text_at, words};
use crate::look::widgets::{Button, Kind, hover_blend, icon_button};
use crate::look::{color, focus};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::plan::Plan;
use crate::views::MembersSeen;

const ROW: f32 = 50.0;
/// The line under the list, with what can be done to it.
const TOOLS: f32 = 52.0;
const NUMBER: f32 = 96.0;

/// The height of so many rules with what can be done to them.
pub fn height(rules: usize) -> f32 {
    rules as f32 * ROW + TOOLS
}

pub fn show(ui: &mut Ui, place: Rect, plan: &Plan, (seen, draft): (&MembersSeen<'_>, &mut MembersDraft)) {
    let list = place.with_max_y(place.bottom() - TOOLS);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(list).id_salt("rules"));
    ScrollArea::vertical().id_salt("rules").auto_shrink(false).show(&mut inside, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let rules = draft.rules.as_deref().unwrap_or_default();
        if rules.is_empty() {
            let (_, line) = ui.allocate_space(vec2(list.width(), ROW));
            let said = words("No rules yet: add one for the first phase.", TypeRole::LABEL, Ink::Text2);
            text_at(ui, pos2(line.left() + MARGIN, line.top() + 28.0), Anchor::Start, said);
        }
        for (at, rule) in rules.iter().enumerate() {
            let (_, line) = ui.allocate_space(vec2(list.width(), ROW));
            let name = plan.phase(rule.phase).map_or("(removed phase)", |phase| phase.name.as_str());
            let count = caught(seen.read, rules, at);
            if row(ui, line, (at, draft.chosen == at), (name, &said(rule), count)) {
                draft.chosen = at;
            }
        }
    });
    tools(ui, place.with_min_y(list.bottom()), plan, draft);
}

/// The rule in words; the names of a list are counted, not said.
fn said(rule: &RuleDraft) -> String {
    let share = title(&Rule { phase: rule.phase, only: Vec::new(), share: rule.share.clone() });
    let listed = rule.listed.as_ref().map(|names| listed_title(names.len()));
    let only: Vec<String> =
        listed.into_iter().chain(Some(rule.only.clone()).filter(|only| !only.trim().is_empty())).collect();
    match (share.as_str(), only.is_empty()) {
        ("rest", true) => "all that are left".to_owned(),
        ("rest", false) => only.join(" and "),
        (share, true) => share.to_owned(),
        (share, false) => format!("{share} where {}", only.join(" and ")),
    }
}

fn row(
    ui: &mut Ui,
    line: Rect,
    (at, is_chosen): (usize, bool),
    (phase, said, count): (&str, &str, Option<usize>),
) -> bool {
    let id = ui.scope_id().with(("rule", at));
    let response = ui.interact(line, id, Sense::click());
    let spoken = format!("Rule {}: {phase}, {said}", at + 1);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, &spoken));
    focus::shape(&response, line.shrink(2.0), 6.0);
    let ground = if is_chosen { color(ui, Ink::AccentBg) } else { egui::Color32::TRANSPARENT };
    let ground = hover_blend(ui, &response, ground, color(ui, Ink::Bg3));
    ui.painter().rect_filled(line, 0.0, ground);
    ui.painter().hline(line.x_range(), line.bottom(), stroke(ui, 1.0, Ink::Stroke));
    let painter = ui.painter();
    let left = line.left() + MARGIN;
    let number = (at + 1).to_string();
    let top = line.top() + 21.0;
    paint_text(painter, pos2(left, top), Anchor::Start, words(&number, TypeRole::LABEL, Ink::Text2));
    let from = left + 24.0;
    let room = line.right() - NUMBER - from;
    paint_elided(
        painter,
        pos2(from, top),
        Anchor::Start,
        words(phase, TypeRole::BODY_STRONG, Ink::Text),
        room,
    );
    let below = pos2(from, top + 17.0);
    let whole = line.right() - MARGIN - from;
    let is_cut = paint_elided(painter, below, Anchor::Start, words(said, TypeRole::LABEL, Ink::Text2), whole);
    let shown = count.map_or_else(|| "…".to_owned(), |count| format::count(count as u64));
    let at = pos2(line.right() - MARGIN, top);
    paint_text(painter, at, Anchor::End, words(&shown, TypeRole::BODY_STRONG, Ink::Text));
    let clicked = response.clicked();
    if is_cut {
        response.on_hover_text(said);
    }
    clicked
}

fn tools(ui: &mut Ui, place: Rect, plan: &Plan, draft: &mut MembersDraft) {
    ui.painter().hline(place.x_range(), place.top(), stroke(ui, 1.0, Ink::Stroke));
    let Some(rules) = &mut draft.rules else { return };
    let line = place.shrink2(vec2(MARGIN, 0.0));
    let add = Button::new(Kind::Secondary, "Add rule").small();
    let at = Align2::LEFT_CENTER.align_size_within_rect(add.size(), line);
    let why_not = plan.phases.is_empty().then_some("The plan has no phase");
    if add.at(at).disabled_because(why_not).show(ui).clicked() {
        // The first phase that no rule names yet.
        let free = plan.phases.iter().find(|phase| rules.iter().all(|rule| rule.phase != phase.id));
        if let Some(phase) = free.or(plan.phases.last()) {
            rules.push(RuleDraft::new(phase.id));
            draft.chosen = rules.len() - 1;
        }
    }
    let mut right = line.right();
    let mut place_of = || {
        let place = Rect::from_min_size(pos2(right - 28.0, line.center().y - 14.0), vec2(28.0, 28.0));
        right -= 32.0;
        place
    };
    let chosen = draft.chosen;
    let (remove, down, up) = (place_of(), place_of(), place_of());
    let has_it = chosen < rules.len();
    ui.add_enabled_ui(has_it && chosen > 0, |ui| {
        if icon_button(ui, up, Icon::Up, "Earlier").clicked() {
            rules.swap(chosen, chosen - 1);
            draft.chosen -= 1;
        }
    });
    ui.add_enabled_ui(has_it && chosen + 1 < rules.len(), |ui| {
        if icon_button(ui, down, Icon::Down, "Later").clicked() {
            rules.swap(chosen, chosen + 1);
            draft.chosen += 1;
        }
    });
    ui.add_enabled_ui(has_it, |ui| {
        if icon_button(ui, remove, Icon::Trash, "Remove rule").clicked() {
            rules.remove(chosen);
            draft.chosen = chosen.min(rules.len().saturating_sub(1));
        }
    });
}
