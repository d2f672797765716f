//! One file of an import: its line in the list, and unfolded what was recognised of it, open to correction.

use std::path::Path;

use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::words::{self as said, Line};
use super::{MARGIN, columns, inside, row};
use crate::document::ImportDraft;
use crate::files::corrections::zone;
use crate::files::import::Kind;
use crate::files::import::moment::Order;
use crate::files::import::tickets::Tool;
use crate::intake::{FileReport, Use};
use crate::look::text::{paint_elided, words};
use crate::look::widgets::{
    Button, FIELD_HEIGHT, Field, Kind as ButtonKind, Surface, choice, icon_button, paint_surface,
};
use crate::look::{Icon, Verdict, color, focus, glyphs, icons, style};
use crate::picture::{Anchor, Ink, TypeRole};

const HEAD: f32 = 56.0;
/// From the margin to the words, past the sign.
const INDENT: f32 = 26.0;
const GAP: f32 = 12.0;

/// Where a file stands in the list.
#[derive(Clone, Copy)]
pub struct Place {
    pub index: usize,
    pub width: f32,
}

/// A file that no job has come to yet; true = it is to be left out.
pub fn waiting(ui: &mut Ui, width: f32, path: &Path) -> bool {
    let line = row(ui, width, HEAD);
    let file = path.file_name();
    let name = file.map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    glyphs::paint_verdict(ui.painter(), Verdict::Empty, pos2(line.left() + 8.0, line.top() + 20.0), 15.0);
    two_lines(ui, line, &name, "Not read yet");
    rule(ui, line);
    let mut inside = inside(ui);
    inside.push_id(path, |ui| remove(ui, line, &name)).inner
}

/// Draws the file; true = it is to be left out.
pub fn show(ui: &mut Ui, place: Place, report: &FileReport, draft: &mut ImportDraft) -> bool {
    let line = row(ui, place.width, HEAD);
    let is_open = draft.unfolded == Some(place.index);
    let mut on_line = inside(ui);
    if head(&mut on_line, line, report, is_open) {
        draft.unfolded = (!is_open).then_some(place.index);
    }
    let is_left_out = remove(&mut on_line, line, &report.file);
    if is_open {
        details(ui, place.width, report, draft);
    }
    let end = row(ui, place.width, 1.0);
    rule(ui, end);
    is_left_out
}

/// The line of a file, which folds and unfolds it; true = it was pressed.
fn head(ui: &mut Ui, line: Rect, report: &FileReport, is_open: bool) -> bool {
    let area = line.with_max_x(line.right() - 36.0).expand2(vec2(8.0, -4.0));
    let response = ui.allocate_rect(area, Sense::click());
    let summary = said::summary(report);
    let spoken = format!("{}: {summary}", report.file);
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), is_open, &spoken));
    focus::shape(&response, area, 6.0);
    if response.hovered() {
        ui.painter().rect_filled(area, 6.0, color(ui, Ink::Bg2));
    }
    let mark = match report {
        FileReport { error: Some(_), .. } => Verdict::Missed,
        FileReport { open_dates: Some(_), .. } => Verdict::Risk,
        FileReport { tally, .. } if !tally.undated.is_empty() => Verdict::Risk,
        _ => Verdict::Met,
    };
    glyphs::paint_verdict(ui.painter(), mark, pos2(line.left() + 8.0, line.top() + 20.0), 15.0);
    two_lines(ui, line, &report.file, &summary);
    let sign = if is_open { Icon::Up } else { Icon::Down };
    let at = pos2(line.right() - 50.0, line.center().y);
    icons::paint(ui.painter(), sign, at, 12.0, color(ui, Ink::Text2));
    response.clicked()
}

fn two_lines(ui: &Ui, line: Rect, name: &str, about: &str) {
    let left = line.left() + INDENT;
    let room = line.right() - 68.0 - left;
    let at = pos2(left, line.top() + 24.5);
    paint_elided(ui.painter(), at, Anchor::Start, words(name, TypeRole::BODY_STRONG, Ink::Text), room);
    let at = pos2(left, line.top() + 42.0);
    paint_elided(ui.painter(), at, Anchor::Start, words(about, TypeRole::LABEL, Ink::Text2), room);
}

fn remove(ui: &mut Ui, line: Rect, name: &str) -> bool {
    let place = Rect::from_center_size(pos2(line.right() - 12.0, line.center().y), vec2(28.0, 28.0));
    icon_button(ui, place, Icon::Close, &format!("Leave {name} out")).clicked()
}

fn rule(ui: &Ui, line: Rect) {
    ui.painter().hline(line.x_range(), line.bottom() - 0.5, style::stroke(ui, 1.0, Ink::Grid));
}

fn details(ui: &mut Ui, width: f32, report: &FileReport, draft: &mut ImportDraft) {
    let left = MARGIN + INDENT;
    let room = width - left - MARGIN;
    if let Some(error) = &report.error {
        wrong(ui, (left, room), &format!("{error}."));
    }
    corrections(ui, (left, room), report, draft);
    if let Some(form) = said::form(report) {
        said::line(ui, room, left, Line::new(&form).above(4.0));
    }
    for reason in said::left(report) {
        said::line(ui, room, left, Line::new(&reason));
    }
    for note in &report.notes {
        said::line(ui, room, left, Line::new(note));
    }
    if let Some(layout) = &report.layout {
        columns::show(ui, (left, room), (report, layout), draft);
    }
    remembered(ui, (left, room), report, draft);
    ui.allocate_space(vec2(1.0, 14.0));
}

/// What is wrong with the file, and what was expected.
fn wrong(ui: &mut Ui, (left, room): (f32, f32), error: &str) {
    let lines = crate::picture::text::break_lines(TypeRole::LABEL, error, room - 50.0).len() as f32;
    let (_, place) = ui.allocate_space(vec2(left + room, lines * TypeRole::LABEL.line + 24.0));
    let ground = place.with_min_x(place.left() + left).with_max_y(place.bottom() - 8.0);
    paint_surface(ui.painter(), ground, Surface::Tint(Verdict::Missed.tint()));
    glyphs::paint_verdict(ui.painter(), Verdict::Missed, ground.min + vec2(18.0, 16.0), 15.0);
    let at = ground.min + vec2(34.0, 20.2);
    crate::look::text::text_at_wrapped(ui, at, words(error, TypeRole::LABEL, Ink::Text), room - 50.0);
}

/// A field by which a person says what a file is, at its place.
type Said = fn(&mut Ui, Rect, &FileReport, &mut ImportDraft);

/// Two of them on a line.
fn corrections(ui: &mut Ui, (left, room): (f32, f32), report: &FileReport, draft: &mut ImportDraft) {
    let mut lines: Vec<Vec<Said>> = Vec::new();
    if report.layout.is_some() {
        let order = report.open_dates.is_some().then_some(order as Said);
        let tool = report.tool.is_some().then_some(tool as Said);
        let said: Vec<Said> = std::iter::once(kind as Said).chain(tool).chain(order).collect();
        lines.extend(said.chunks(2).map(<[Said]>::to_vec));
    }
    if report.layout.is_some() && report.dates.is_some() {
        lines.push(vec![written, counted]);
    }
    if report.kind == Some(Kind::Calendar) {
        lines.push(vec![usage]);
    }
    let wide = (room - GAP) / 2.0;
    for fields in lines {
        let (_, line) = ui.allocate_space(vec2(left + room, FIELD_HEIGHT + 8.0));
        for (n, field) in fields.iter().enumerate() {
            let at = pos2(line.left() + left + n as f32 * (wide + GAP), line.top());
            field(ui, Rect::from_min_size(at, vec2(wide, FIELD_HEIGHT)), report, draft);
        }
    }
}

fn kind(ui: &mut Ui, at: Rect, report: &FileReport, draft: &mut ImportDraft) {
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Calendar).collect();
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
    let mut chosen = kinds.iter().position(|kind| report.kind == Some(*kind)).unwrap_or(usize::MAX);
    let field = Field::new("What it is").hint("Choose what it is").at(at);
    if choice(ui, field, &mut chosen, &names, "").changed() {
        draft.correct(&report.key, |correction| correction.set_kind(kinds.get(chosen).copied()));
    }
}

fn tool(ui: &mut Ui, at: Rect, report: &FileReport, draft: &mut ImportDraft) {
    let names = Tool::ALL.map(Tool::name);
    let mut chosen = Tool::ALL.iter().position(|tool| report.tool == Some(*tool)).unwrap_or(usize::MAX);
    if choice(ui, Field::new("Which tool it is from").at(at), &mut chosen, &names, "").changed() {
        let tool = Tool::ALL.get(chosen).copied();
        draft.correct(&report.key, |correction| correction.tool = tool);
    }
}

fn order(ui: &mut Ui, at: Rect, report: &FileReport, draft: &mut ImportDraft) {
    let Some((_, used)) = &report.open_dates else { return };
    let names = ["Day first: 03/04 is 3 April", "Month first: 03/04 is 4 March"];
    let mut chosen = usize::from(*used == Order::MonthFirst);
    if choice(ui, Field::new("Dates that can be read both ways").at(at), &mut chosen, &names, "").changed() {
        let order = Order::ALL.get(chosen).copied();
        draft.correct(&report.key, |correction| correction.order = order);
    }
}

fn written(ui: &mut Ui, at: Rect, report: &FileReport, draft: &mut ImportDraft) {
    let said = draft.wish.corrections.of(&report.key).and_then(|c| c.written_ahead);
    let name = "Times that name no zone are of";
    if let Some(ahead) = clock(ui, Field::new(name).at(at), said.unwrap_or(0)) {
        draft.correct(&report.key, |correction| correction.written_ahead = Some(ahead));
    }
}

fn counted(ui: &mut Ui, at: Rect, report: &FileReport, draft: &mut ImportDraft) {
    let said = draft.wish.corrections.of(&report.key).and_then(|c| c.counted_ahead);
    if let Some(ahead) = clock(ui, Field::new("Days are counted by").at(at), said.unwrap_or(0)) {
        draft.correct(&report.key, |correction| correction.counted_ahead = Some(ahead));
    }
}

/// Minutes ahead of UTC: the clocks that people live by.
const CLOCKS: [i16; 38] = [
    0, 60, 120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600, 630, 660, 720,
    765, 780, 840, -60, -120, -150, -180, -210, -240, -300, -360, -420, -480, -540, -570, -600, -660,
];

fn clock(ui: &mut Ui, field: Field<'_>, ahead: i16) -> Option<i16> {
    let names: Vec<String> = CLOCKS.iter().map(|ahead| zone(*ahead)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut chosen = CLOCKS.iter().position(|known| *known == ahead).unwrap_or(usize::MAX);
    choice(ui, field, &mut chosen, &names, "").changed().then(|| CLOCKS.get(chosen).copied()).flatten()
}

fn usage(ui: &mut Ui, at: Rect, report: &FileReport, draft: &mut ImportDraft) {
    let said = draft.wish.corrections.of(&report.key).and_then(|c| c.usage).unwrap_or_default();
    let names = Use::ALL.map(Use::name);
    let mut chosen = Use::ALL.iter().position(|usage| *usage == said).unwrap_or(0);
    if choice(ui, Field::new("Its events are").at(at), &mut chosen, &names, "").changed() {
        let usage = Use::ALL.get(chosen).copied();
        draft.correct(&report.key, |correction| correction.usage = usage);
    }
}

/// What was corrected, with the way back to what was recognised.
fn remembered(ui: &mut Ui, (left, room): (f32, f32), report: &FileReport, draft: &mut ImportDraft) {
    let Some(correction) = draft.wish.corrections.of(&report.key) else { return };
    let sentence =
        format!("Corrected: {}. Remembered for files with the same columns.", correction.words().join("; "));
    let button = Button::new(ButtonKind::Link, "As recognized").small();
    let side = button.size().x;
    let corner = ui.cursor().min + vec2(left + room - side, 9.0);
    said::line(ui, room - side - 12.0, left, Line::new(&sentence).above(14.0));
    let mut inside = inside(ui);
    let ui = &mut inside;
    if button.at(Rect::from_min_size(corner, vec2(side, 26.0))).show(ui).clicked() {
        draft.wish.corrections.set(&report.key, crate::files::Correction::default());
    }
}
