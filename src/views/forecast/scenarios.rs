//! Schedules side by side on the same luck: their finish, the helpdesk, what they take, and in how many
//! futures one is earlier than the one that is worked on.

use egui::{Align, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::document::{ForecastState, Workspace};
use crate::look::style::stroke;
use crate::look::text::{paint_elided, paint_text, text_at, text_at_elided, words};
use crate::look::widgets::card::{PADDING, Surface, paint_surface};
use crate::look::widgets::{Button, Chip, Item, Kind, Tone, chip_at, menu, tip};
use crate::look::{Icon, color, focus, paint};
use crate::picture::{Anchor, Ink, TypeRole, scenario_rows, text};
use crate::report::odds_ways::{self, WayRow, Ways};
use crate::views::kept::{kept, size};
use crate::views::{Action, Actions, ViewInput};

const TITLE: f32 = 40.0;
const HEAD: f32 = 28.0;
const PITCH: f32 = 37.0;
/// What the columns need; a narrower card scrolls sideways.
const LEAST: f32 = 920.0;

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    paint_surface(ui.painter(), rect, Surface::Card);
    let state = &mut workspace.forecast;
    let ways = kept(ui, input, ("forecast ways", (input.beside.edition, state.hidden.clone())), || {
        let shown = (input.own, input.document.scenario);
        let limits = (state.hidden.as_slice(), ForecastState::MOST);
        odds_ways::ways(&input.situation(), input.beside.study, shown, limits)
    });
    title(ui, rect, input, (state, &ways), actions);
    let body = Rect::from_min_max(pos2(rect.left() + 8.0, rect.top() + TITLE), rect.max - vec2(8.0, 6.0));
    let mut child = ui.new_child(UiBuilder::new().max_rect(body).id_salt("schedules"));
    child.set_clip_rect(body.intersect(ui.clip_rect()));
    child.multiply_opacity(ViewInput::strength_of(input.beside.is_study_of_plan));
    ScrollArea::both().id_salt("rows").auto_shrink(false).show(&mut child, |ui| {
        let height = HEAD + PITCH * ways.rows.len() as f32;
        let width = body.width().max(LEAST);
        let (_, place) = ui.allocate_space(vec2(width, height));
        table(ui, place, input, &ways, actions);
    });
}

fn title(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    (state, ways): (&mut ForecastState, &Ways),
    actions: &mut Actions,
) {
    let at = rect.min + vec2(PADDING, 25.0);
    let shown = text_at(ui, at, Anchor::Start, words("Scenarios", TypeRole::CARD_TITLE, Ink::Text));
    let new = Button::new(Kind::Secondary, "New scenario").icon(Icon::Plus).small();
    let new_size = new.size();
    let mut right = rect.right() - PADDING;
    let place = Rect::from_min_size(pos2(right - new_size.x, rect.top() + 8.0), new_size);
    if new.at(place).show(ui).clicked() {
        actions.push(Action::AskSaveScenario);
    }
    right = place.left() - 8.0;
    if input.own.scenarios.len() > 1 {
        let choose = Button::new(Kind::Secondary, "Choose").small();
        let choose_size = choose.size();
        let place = Rect::from_min_size(pos2(right - choose_size.x, rect.top() + 8.0), choose_size);
        let response = choose.at(place).show(ui);
        choose_which(&response, input, state);
        right = place.left() - 8.0;
    }
    let left_out = match ways.left_out {
        0 => String::new(),
        n => format!(" · {n} more not shown"),
    };
    let said = format!("side by side, same luck in each future{left_out}");
    let from = shown.rect.right() + 9.0;
    let said = words(&said, TypeRole::LABEL, Ink::Text3);
    text_at_elided(ui, pos2(from, at.y), Anchor::Start, said, right - from);
}

/// Which scenarios stand beside the plan.
fn choose_which(button: &egui::Response, input: &ViewInput<'_>, state: &mut ForecastState) {
    let scenarios = &input.own.scenarios;
    let is_shown = |name: &String| !state.hidden.contains(name);
    let items: Vec<Item<'_>> =
        scenarios.iter().map(|s| Item { is_chosen: is_shown(&s.name), ..Item::new(&s.name) }).collect();
    if let Some(scenario) = menu(button, &items).and_then(|taken| scenarios.get(taken)) {
        if is_shown(&scenario.name) {
            state.hidden.push(scenario.name.clone());
        } else {
            state.hidden.retain(|hidden| *hidden != scenario.name);
        }
    }
}

/// Where the columns stand; numbers end at theirs.
struct Columns {
    name: f32,
    finish: (f32, f32),
    by_target: f32,
    peak: f32,
    days: f32,
    effort: f32,
    cost: Option<f32>,
    paired: f32,
}

impl Columns {
    fn new(place: Rect, has_prices: bool) -> Self {
        let (left, right) = (place.left() + 8.0, place.right() - 8.0);
        let spare = (place.width() - LEAST).max(0.0);
        let paired = right;
        let cost = has_prices.then_some(right - 220.0);
        let effort = cost.map_or(right - 226.0, |cost| cost - 84.0);
        let days = effort - 112.0;
        let peak = days - 76.0;
        let by_target = peak - 66.0;
        let name = left;
        let finish = left + 200.0 + (spare * 0.5).min(64.0);
        Self { name, finish: (finish, by_target - 56.0), by_target, peak, days, effort, cost, paired }
    }
}

fn table(ui: &mut Ui, place: Rect, input: &ViewInput<'_>, ways: &Ways, actions: &mut Actions) {
    let columns = Columns::new(place, ways.has_prices);
    heads(ui, place, &columns);
    let mut top = place.top() + HEAD;
    for row in &ways.rows {
        let rect = Rect::from_min_size(pos2(place.left(), top), vec2(place.width(), PITCH));
        ground(ui, rect, row, &ways.rule, actions);
        top += PITCH;
    }
    let (from, to) = columns.finish;
    let area = Rect::from_min_max(pos2(from, place.top()), pos2(to, top));
    let scene =
        kept(ui, input, ("forecast schedules", (input.beside.edition, size(area), ways.rows.len())), || {
            scenario_rows::scene(&ways.chart, area.width(), (HEAD, PITCH))
        });
    paint::paint(ui.painter(), area, &scene);
    let mut top = place.top() + HEAD;
    for row in &ways.rows {
        let rect = Rect::from_min_size(pos2(place.left(), top), vec2(place.width(), PITCH));
        cells(ui, rect, row, &columns);
        top += PITCH;
    }
}

fn heads(ui: &mut Ui, place: Rect, columns: &Columns) {
    let y = place.top() + 17.0;
    let role = TypeRole::LABEL_MEDIUM;
    paint_text(ui.painter(), pos2(columns.name, y), Anchor::Start, words("Schedule", role, Ink::Text2));
    let ends = [
        (columns.by_target, "by target"),
        (columns.peak, "peak"),
        (columns.days, "days over"),
        (columns.effort, "extra effort"),
        (columns.paired, "against the active one"),
    ];
    for (x, name) in ends {
        paint_text(ui.painter(), pos2(x, y), Anchor::End, words(name, role, Ink::Text2));
    }
    if let Some(x) = columns.cost {
        paint_text(ui.painter(), pos2(x, y), Anchor::End, words("cost to P50", role, Ink::Text2));
    }
}

/// The row itself: works on this schedule when it is clicked.
fn ground(ui: &mut Ui, rect: Rect, row: &WayRow, rule: &str, actions: &mut Actions) {
    let response = ui.allocate_rect(rect, Sense::click());
    let said = spoken(row);
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), row.is_active, &said));
    focus::shape(&response, rect.shrink(1.0), 6.0);
    if row.is_recommended {
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 1.0)), 6.0, color(ui, Ink::OkTint));
    } else if response.hovered() {
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 1.0)), 6.0, color(ui, Ink::Bg2));
    }
    let line = stroke(ui, 1.0, Ink::Grid);
    ui.painter().hline(rect.x_range().shrink(8.0), rect.top(), line);
    let hint = if row.is_active { "This one is worked on." } else { "Click to work on this one." };
    let about = if row.about.is_empty() { String::new() } else { format!("{}\n", row.about) };
    let rule = if row.is_recommended { format!("{rule}\n") } else { String::new() };
    let response = tip(response, &format!("{}\n{about}{rule}{hint}", row.name));
    if response.clicked() && !row.is_active {
        actions.push(Action::ChooseScenario(row.scenario.clone()));
    }
}

fn cells(ui: &mut Ui, rect: Rect, row: &WayRow, columns: &Columns) {
    let middle = rect.center().y;
    let painter = ui.painter().clone();
    let chip = if row.is_active {
        Some(Chip::new(Tone::Accent, "Active"))
    } else if row.is_recommended {
        Some(Chip::new(Tone::OK, "Recommended").icon(Icon::Tick))
    } else {
        None
    };
    let room = columns.finish.0 - columns.name - 12.0;
    let chip_width = chip.map_or(0.0, |chip| chip.width() + 8.0);
    let name_width = text::width(TypeRole::LABEL_STRONG, &row.name);
    let name = words(&row.name, TypeRole::LABEL_STRONG, Ink::Text);
    paint_elided(&painter, pos2(columns.name, middle - 3.0), Anchor::Start, name, room);
    let mut below = columns.name;
    let mut about_room = room;
    if let Some(chip) = chip {
        if name_width + chip_width <= room {
            // Beside both lines, else beside the name alone.
            let is_beside = text::width(TypeRole::CAPTION, &row.about) + chip_width <= room;
            let y = if is_beside { middle } else { middle - 7.0 };
            chip_at(ui, pos2(columns.name + room, y), Align::Max, chip);
        } else {
            // Beside a long name its words go before those of the second line.
            let said = format!("{} · ", chip.text);
            let at = pos2(below, middle + 12.0);
            let wide = paint_text(
                &painter,
                at,
                Anchor::Start,
                words(&said, TypeRole::CAPTION_MEDIUM, chip.tone.text()),
            );
            below += wide;
            about_room -= wide;
        }
    }
    let about = words(&row.about, TypeRole::CAPTION, Ink::Text2);
    paint_elided(&painter, pos2(below, middle + 12.0), Anchor::Start, about, about_room);
    let y = middle + 4.5;
    let chance_ink = match row.by_target_is_met {
        Some(true) => Ink::OkText,
        Some(false) if row.by_target.starts_with('<') => Ink::BadText,
        _ => Ink::Text,
    };
    let peak_ink = if row.peak_is_over { Ink::BadText } else { Ink::Text };
    let strong = TypeRole::BODY_STRONG;
    paint_text(&painter, pos2(columns.by_target, y), Anchor::End, words(&row.by_target, strong, chance_ink));
    paint_text(&painter, pos2(columns.peak, y), Anchor::End, words(&row.peak_load, strong, peak_ink));
    let plain = TypeRole::LABEL;
    paint_text(&painter, pos2(columns.days, y), Anchor::End, words(&row.days_over, plain, Ink::Text));
    paint_text(&painter, pos2(columns.effort, y), Anchor::End, words(&row.effort, plain, Ink::Text2));
    let mut from = columns.effort;
    if let Some(x) = columns.cost {
        paint_text(&painter, pos2(x, y), Anchor::End, words(&row.cost, plain, Ink::Text));
        from = x;
    }
    let paired = if row.paired.is_empty() { crate::picture::format::DASH } else { &row.paired };
    let paired = words(paired, TypeRole::CAPTION, Ink::Text2);
    paint_elided(&painter, pos2(columns.paired, y), Anchor::End, paired, columns.paired - from - 10.0);
}

fn spoken(row: &WayRow) -> String {
    let recommended = if row.is_recommended { ", recommended" } else { "" };
    let paired = if row.paired.is_empty() { String::new() } else { format!(", {}", row.paired) };
    let cost = if row.cost.is_empty() { String::new() } else { format!(", cost {}", row.cost) };
    format!(
        "{}{recommended}: {} by the target, peak load {}, {} days over capacity, extra effort {}{cost}{paired}",
        row.name, row.by_target, row.peak_load, row.days_over, row.effort
    )
}
