//! The rail: the pages, and at its foot the plan's settings and presenting. The logo opens the menu.

use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::Shown;
use crate::document::{Page, Workspace};
use crate::look::text::{paint_text, words};
use crate::look::widgets::{Item, menu, tip};
use crate::look::{Icon, color, focus, icons, style};
use crate::picture::{Anchor, Ink, TypeRole};
use crate::views::commands::{self, COMMANDS, Group, Id};
use crate::views::{Action, Actions};

const ITEM: egui::Vec2 = vec2(64.0, 56.0);
const PITCH: f32 = 66.0;
const FIRST: f32 = 64.0;
/// Below this height the words give way to tooltips.
const LOW: f32 = 560.0;

pub fn show(ui: &mut Ui, rect: Rect, shown: Shown<'_, '_>, workspace: &mut Workspace, actions: &mut Actions) {
    ui.painter().rect_filled(rect, 0.0, color(ui, Ink::Rail));
    let edge = style::stroke(ui, 1.0, Ink::Stroke);
    ui.painter().vline(rect.right() - 0.5, rect.y_range(), edge);
    logo(ui, rect, shown, workspace, actions);

    let is_low = rect.height() < LOW;
    let (height, pitch) = if is_low { (40.0, 44.0) } else { (ITEM.y, PITCH) };
    let mut top = rect.top() + if is_low { 52.0 } else { FIRST };
    let pages = [
        (Page::Overview, Icon::Overview),
        (Page::Timeline, Icon::Timeline),
        (Page::Workloads, Icon::Workloads),
        (Page::Phases, Icon::Phases),
        (Page::Forecast, Icon::Forecast),
        (Page::Readiness, Icon::Readiness),
    ];
    let left = rect.left() + (rect.width() - ITEM.x) / 2.0;
    for (page, icon) in pages {
        let place = Rect::from_min_size(pos2(left, top), vec2(ITEM.x, height));
        page_item(ui, place, (page, icon, is_low), workspace, actions);
        top += pitch;
    }
    let settings_height = if is_low { 40.0 } else { 76.0 };
    let present = Rect::from_min_size(pos2(left, rect.bottom() - height - 10.0), vec2(ITEM.x, height));
    let settings = Rect::from_min_size(
        pos2(left, present.top() - settings_height - if is_low { 4.0 } else { 0.0 }),
        vec2(ITEM.x, settings_height),
    );
    page_item(ui, settings, (Page::PlanSettings, Icon::Settings, is_low), workspace, actions);
    let can_present = commands::action(Id::Present, shown.0, shown.1, workspace);
    let response = ui
        .add_enabled_ui(can_present.is_ok(), |ui| {
            item(ui, present, (&["Present"], Icon::Present, is_low), false)
        })
        .inner;
    let why_not = can_present.as_ref().err().copied().unwrap_or_default();
    if tip(response, why_not).clicked()
        && let Ok(action) = can_present
    {
        actions.push(action);
    }
}

fn page_item(
    ui: &mut Ui,
    place: Rect,
    (page, icon, is_low): (Page, Icon, bool),
    workspace: &Workspace,
    actions: &mut Actions,
) {
    let two: [&str; 2] = ["Plan", "settings"];
    let one = [page.name()];
    let lines: &[&str] = if page == Page::PlanSettings { &two } else { &one };
    if item(ui, place, (lines, icon, is_low), workspace.page == page).clicked() {
        actions.push(Action::Go(page));
    }
}

/// Draws an item of the rail; its lines together are its name.
fn item(ui: &mut Ui, place: Rect, (lines, icon, is_low): (&[&str], Icon, bool), is_here: bool) -> Response {
    let response = ui.allocate_rect(place, Sense::click());
    let name = lines.join(" ");
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), is_here, &name));
    focus::shape(&response, place, 8.0);
    let ink = match (ui.is_enabled(), is_here) {
        (false, _) => Ink::Text3,
        (true, true) => Ink::AccentText,
        (true, false) => Ink::Text2,
    };
    if is_here {
        ui.painter().rect_filled(place, 8.0, color(ui, Ink::AccentBg));
        let bar = Rect::from_min_max(
            pos2(place.left() - 10.0, place.top() + 8.0),
            pos2(place.left() - 7.0, place.bottom() - 8.0),
        );
        ui.painter().rect_filled(bar, 1.5, color(ui, Ink::Accent));
    } else if response.hovered() {
        ui.painter().rect_filled(place, 8.0, color(ui, Ink::Bg3));
    }
    let center = place.center().x;
    if is_low {
        icons::paint(ui.painter(), icon, place.center(), 20.0, color(ui, ink));
        return tip(response, &name);
    }
    icons::paint(ui.painter(), icon, pos2(center, place.top() + 18.0), 20.0, color(ui, ink));
    let role = if is_here { TypeRole::CAPTION_STRONG } else { TypeRole::CAPTION_MEDIUM };
    for (n, line) in lines.iter().enumerate() {
        let at = pos2(center, place.top() + 45.0 + n as f32 * 14.0);
        paint_text(ui.painter(), at, Anchor::Middle, words(line, role, ink));
    }
    response
}

/// The logo, which opens the menu of all commands.
pub fn logo(ui: &mut Ui, rect: Rect, shown: Shown<'_, '_>, workspace: &Workspace, actions: &mut Actions) {
    let place = Rect::from_min_size(pos2(rect.left() + 26.0, rect.top() + 13.0), vec2(32.0, 26.0));
    let response = ui.allocate_rect(place.expand2(vec2(4.0, 5.0)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), "Menu"));
    focus::shape(&response, place.expand(2.0), 8.0);
    icons::paint_logo(ui.painter(), place);
    let response = tip(response, "Menu");
    let rows: Vec<_> = COMMANDS
        .iter()
        .filter(|c| !matches!(c.group, Group::Go) && c.id != Id::Palette)
        .map(|c| (c, commands::action(c.id, shown.0, shown.1, workspace)))
        .collect();
    let notes: Vec<String> = rows.iter().map(|(c, _)| commands::shortcut_of(ui.ctx(), c.id)).collect();
    let mut group = Group::File;
    let items: Vec<Item<'_>> = rows
        .iter()
        .zip(&notes)
        .map(|((command, action), note)| {
            let begins_group = command.group != group;
            group = command.group;
            let why_not = action.as_ref().err().copied();
            Item { note, why_not, begins_group, ..Item::new(command.name) }
        })
        .collect();
    if let Some(taken) = menu::menu(&response, &items)
        && let Some((_, Ok(action))) = rows.into_iter().nth(taken)
    {
        actions.push(action);
    }
}
