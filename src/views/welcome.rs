//! The page without a plan: begin a new one, open one, go on with a recent one, or look at an example.

use std::path::Path;
use std::sync::LazyLock;

use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::grid::{GAP, NARROW};
use super::{Action, Actions, Program};
use crate::files::examples::EXAMPLES;
use crate::forecast::{PhaseNow, observed};
use crate::look::paint::resolve;
use crate::look::text::{text_at, text_at_wrapped, words};
use crate::look::widgets::card::{Surface, paint_surface};
use crate::look::widgets::icon_button;
use crate::look::{Icon, color, focus, icons, paint_elided, paint_text, paint_wrapped, style};
use crate::picture::{Anchor, Ink, Paint, TypeRole, format};
use crate::plan::{Phase, Plan};

const ROW: f32 = 56.0;

pub fn show(ui: &mut Ui, page: Rect, program: &Program<'_>, actions: &mut Actions) {
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = page.width().min(1180.0) - 40.0;
        let left = page.left() + ((page.width() - width) / 2.0).max(20.0);
        let top = ui.cursor().top();
        let title = pos2(left, top + 56.0);
        text_at(ui, title, Anchor::Start, words("Welcome", TypeRole::PAGE_TITLE, Ink::Text));
        let sentence = "Plan the move from Configuration Manager to Intune, track it, and decide by what the figures say.";
        let line = words(sentence, TypeRole::BODY, Ink::Text2);
        let said = text_at_wrapped(ui, pos2(left, top + 80.0), line, width);
        let body = said.rect.bottom() + 24.0;
        let bottom = if ui.ctx().content_rect().width() < NARROW {
            let begin = begin(ui, Rect::from_min_size(pos2(left, body), vec2(width, 0.0)), true, actions);
            let recent = recent(ui, pos2(left, begin + 24.0), width, program, actions);
            examples(ui, pos2(left, recent + 24.0), (width, 1), actions)
        } else {
            let begin = begin(ui, Rect::from_min_size(pos2(left, body), vec2(220.0, 0.0)), false, actions);
            let right = left + 220.0 + 2.0 * GAP;
            let wide = width - 220.0 - 2.0 * GAP;
            let recent = recent(ui, pos2(right, body), wide, program, actions);
            begin.max(examples(ui, pos2(right, recent + 24.0), (wide, 2), actions))
        };
        ui.allocate_space(vec2(1.0, bottom - ui.cursor().top() + 24.0));
    });
}

/// The two ways to begin; where they end.
fn begin(ui: &mut Ui, area: Rect, is_row: bool, actions: &mut Actions) -> f32 {
    heading(ui, area.min, "Begin");
    let ways = [
        (Icon::Plus, "New plan", "Two minutes to a first schedule", Action::AskNewPlan),
        (Icon::Folder, "Open a plan", "Or drop its file onto this window", Action::Open),
    ];
    let corner = area.min + vec2(0.0, BELOW_HEADING);
    let height = 92.0;
    let width = if is_row { (area.width() - GAP) / 2.0 } else { area.width() };
    let mut bottom = corner.y;
    for (n, (icon, title, about, action)) in ways.into_iter().enumerate() {
        let shift =
            if is_row { vec2((width + GAP) * n as f32, 0.0) } else { vec2(0.0, (height + GAP) * n as f32) };
        let place = Rect::from_min_size(corner + shift, vec2(width, height));
        let response = tile(ui, place, title);
        let tint = color(ui, Ink::AccentText);
        icons::paint(ui.painter(), icon, place.min + vec2(26.0, 28.0), 18.0, tint);
        let at = place.min + vec2(16.0, 60.0);
        paint_text(ui.painter(), at, Anchor::Start, words(title, TypeRole::CARD_TITLE, Ink::Text));
        let about = words(about, TypeRole::CAPTION, Ink::Text2);
        paint_elided(ui.painter(), at + vec2(0.0, 17.0), Anchor::Start, about, width - 32.0);
        if response.clicked() {
            actions.push(action);
        }
        bottom = place.bottom();
    }
    bottom
}

/// The recent plans; where they end.
fn recent(ui: &mut Ui, at: egui::Pos2, width: f32, program: &Program<'_>, actions: &mut Actions) -> f32 {
    heading(ui, at, "Recent plans");
    let top = at.y + BELOW_HEADING;
    if program.recent.is_empty() {
        let place = Rect::from_min_size(pos2(at.x, top), vec2(width, ROW));
        paint_surface(ui.painter(), place, Surface::Inset);
        let sentence = "Plans that you open or save will be listed here.";
        let words = words(sentence, TypeRole::LABEL, Ink::Text2);
        text_at(ui, pos2(at.x + 16.0, place.center().y + 4.0), Anchor::Start, words);
        return place.bottom();
    }
    let shown = program.recent.len().min(5);
    let place = Rect::from_min_size(pos2(at.x, top), vec2(width, ROW * shown as f32));
    paint_surface(ui.painter(), place, Surface::Card);
    for (n, path) in program.recent.iter().take(shown).enumerate() {
        let row = Rect::from_min_size(pos2(at.x, top + ROW * n as f32), vec2(width, ROW));
        if n > 0 {
            let line = style::stroke(ui, 1.0, Ink::Grid);
            ui.painter().hline(row.left() + 16.0..=row.right() - 16.0, row.top(), line);
        }
        recent_row(ui, row, path, actions);
    }
    place.bottom()
}

fn recent_row(ui: &mut Ui, row: Rect, path: &Path, actions: &mut Actions) {
    let file =
        path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    let name = file.trim_end_matches(".ron").trim_end_matches(".baton").to_owned();
    let folder = path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
    let open = row.with_max_x(row.right() - 44.0);
    let response = ui.allocate_rect(open, Sense::click());
    let spoken = format!("Open {name}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &spoken));
    focus::shape(&response, open.shrink(4.0), 6.0);
    if response.hovered() {
        ui.painter().rect_filled(open.shrink(4.0), 6.0, color(ui, Ink::Bg3));
    }
    icons::paint(
        ui.painter(),
        Icon::File,
        pos2(row.left() + 26.0, row.center().y),
        16.0,
        color(ui, Ink::Text2),
    );
    let at = pos2(row.left() + 48.0, row.top() + 25.0);
    let room = open.right() - at.x - 8.0;
    paint_elided(ui.painter(), at, Anchor::Start, words(&name, TypeRole::BODY_STRONG, Ink::Text), room);
    let folder = words(&folder, TypeRole::CAPTION, Ink::Text3);
    paint_elided(ui.painter(), at + vec2(0.0, 16.0), Anchor::Start, folder, room);
    if response.clicked() {
        actions.push(Action::OpenPath(path.to_owned()));
    }
    let close = Rect::from_center_size(pos2(row.right() - 24.0, row.center().y), vec2(28.0, 28.0));
    let forget = format!("Remove {name} from this list");
    if icon_button(ui, close, Icon::Close, &forget).clicked() {
        actions.push(Action::ForgetRecent(path.to_owned()));
    }
}

/// The examples in so many columns; where they end.
fn examples(ui: &mut Ui, at: egui::Pos2, (width, columns): (f32, usize), actions: &mut Actions) -> f32 {
    heading(ui, at, "Examples");
    let top = at.y + BELOW_HEADING;
    let each = (width - GAP * (columns - 1) as f32) / columns as f32;
    let mut bottom = top;
    for (n, (example, shape)) in EXAMPLES.iter().zip(SHAPES.iter()).enumerate() {
        let (row, column) = (n / columns, n % columns);
        let corner = pos2(at.x + (each + GAP) * column as f32, top + (EXAMPLE + GAP) * row as f32);
        let place = Rect::from_min_size(corner, vec2(each, EXAMPLE));
        let response = tile(ui, place, example.name);
        let room = each - 32.0 - CHART - 16.0;
        let title = place.min + vec2(16.0, 30.0);
        let name = words(example.name, TypeRole::CARD_TITLE, Ink::Text);
        paint_elided(ui.painter(), title, Anchor::Start, name, room);
        let about = words(example.description, TypeRole::LABEL, Ink::Text2);
        paint_wrapped(ui.painter(), title + vec2(0.0, 23.0), about, room);
        let facts = words(&shape.facts, TypeRole::CAPTION, Ink::Text3);
        let foot = pos2(title.x, place.bottom() - 16.0);
        paint_elided(ui.painter(), foot, Anchor::Start, facts, room);
        let chart = Rect::from_min_max(
            pos2(place.right() - 16.0 - CHART, place.top() + 20.0),
            pos2(place.right() - 16.0, place.bottom() - 16.0),
        );
        paint_shape(ui, chart, shape);
        if response.clicked() {
            actions.push(Action::OpenExample(example.name.to_owned()));
        }
        bottom = place.bottom();
    }
    bottom
}

const EXAMPLE: f32 = 124.0;
const CHART: f32 = 132.0;

/// An example at a glance.
struct Shape {
    facts: String,
    /// By phase: its size against the largest, and how much of it is enrolled.
    phases: Vec<(f32, f32)>,
}

static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    EXAMPLES.iter().map(|example| example.plan().map_or_else(|_| Shape::none(), |p| Shape::of(&p))).collect()
});

impl Shape {
    const fn none() -> Self {
        Self { facts: String::new(), phases: Vec::new() }
    }

    fn of(plan: &Plan) -> Self {
        let observed = observed(plan);
        let largest = plan.phases.iter().map(|phase| phase.devices).max().unwrap_or(1).max(1) as f32;
        let phase = |(phase, now): (&Phase, &PhaseNow)| {
            let enrolled = now.enrolled as f32 / (phase.devices.max(1)) as f32;
            (phase.devices as f32 / largest, enrolled.min(1.0))
        };
        let phases = plan.phases.iter().zip(&observed.now).map(phase).collect();
        let facts = format!("Status date {}", format::date(plan.status_date));
        Self { facts, phases }
    }
}

/// The phases as bars of their size, filled as far as they are enrolled.
fn paint_shape(ui: &Ui, rect: Rect, shape: &Shape) {
    let count = shape.phases.len().max(1) as f32;
    let gap = 4.0;
    let width = ((rect.width() - gap * (count - 1.0)) / count).min(28.0);
    let left = rect.right() - (width + gap) * count + gap;
    for (n, (size, enrolled)) in shape.phases.iter().enumerate() {
        let x = left + (width + gap) * n as f32;
        let bar = Rect::from_min_max(
            pos2(x, rect.bottom() - (rect.height() * size).max(3.0)),
            pos2(x + width, rect.bottom()),
        );
        let pale = resolve(style::palette(ui), Paint::blend(Ink::IntuneSolid, 0.30, Ink::Bg1));
        ui.painter().rect_filled(bar, 2.0, pale);
        let done = bar.with_min_y(bar.bottom() - bar.height() * enrolled);
        if *enrolled > 0.0 {
            ui.painter().rect_filled(done, 2.0, color(ui, Ink::IntuneSolid));
        }
    }
    let axis = style::stroke(ui, 1.0, Ink::Stroke2);
    ui.painter().hline(left..=rect.right(), rect.bottom() + 0.5, axis);
}

/// From a heading to what stands under it.
const BELOW_HEADING: f32 = 14.0;

fn heading(ui: &mut Ui, at: egui::Pos2, words_: &str) {
    text_at(ui, pos2(at.x, at.y + 2.0), Anchor::Start, words(words_, TypeRole::LABEL_STRONG, Ink::Text2));
}

/// A card that is one button.
fn tile(ui: &mut Ui, place: Rect, name: &str) -> Response {
    let response = ui.allocate_rect(place, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    focus::shape(&response, place, 8.0);
    paint_surface(ui.painter(), place, Surface::Card);
    if response.hovered() {
        let edge = style::stroke(ui, 1.0, Ink::Text3);
        ui.painter().rect_stroke(place, 8.0, edge, egui::StrokeKind::Inside);
    }
    response
}
