//! Fields: a label above a box of 28 points, its lock or its remedy, and the plain text field.
//! Numbers, dates and choices stand in the same box and live beside this file.

use egui::layers::ShapeIdx;
use egui::{Id, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::draft::{Slot, edit};
use super::tooltip::tip;
use crate::look::icons::{self, Icon};
use crate::look::style::{color, stroke};
use crate::look::text::{centered_baseline, paint_elided, paint_text, words};
use crate::picture::{Anchor, Ink, TypeRole, text};

/// The height of the box of every field.
pub const BOX_HEIGHT: f32 = 28.0;
/// A field with its label, without a remedy below it.
pub const FIELD_HEIGHT: f32 = LABEL_HEIGHT + BOX_HEIGHT;
/// What a remedy adds below.
pub const REMEDY_HEIGHT: f32 = 19.0;

pub(crate) const VALUE: TypeRole = TypeRole::LABEL_MEDIUM;
const LABEL_HEIGHT: f32 = 19.0;

/// What every field has in common.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    label: &'a str,
    salt: &'a str,
    rect: Option<Rect>,
    width: Option<f32>,
    has_label_above: bool,
    pub(crate) hint: &'a str,
    pub(crate) locked: Option<&'a str>,
    remedy: Option<&'a str>,
}

impl<'a> Field<'a> {
    /// `label` stands above the box, names the field for screen readers and keeps its draft apart from those
    /// of other fields: two records edited on one page go into `ui.push_id`.
    #[must_use]
    pub const fn new(label: &'a str) -> Self {
        Self {
            label,
            salt: label,
            rect: None,
            width: None,
            has_label_above: true,
            hint: "",
            locked: None,
            remedy: None,
        }
    }

    /// At the rectangle's top, as wide as it.
    #[must_use]
    pub const fn at(self, rect: Rect) -> Self {
        Self { rect: Some(rect), ..self }
    }

    #[must_use]
    pub const fn width(self, width: f32) -> Self {
        Self { width: Some(width), ..self }
    }

    /// Another identity than the label, where a label stands twice.
    #[must_use]
    pub const fn salt(self, salt: &'a str) -> Self {
        Self { salt, ..self }
    }

    /// The box alone; the label is only spoken.
    #[must_use]
    pub const fn without_label(self) -> Self {
        Self { has_label_above: false, ..self }
    }

    /// What stands in an empty box.
    #[must_use]
    pub const fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }

    /// Cannot be changed, for this reason; with `None` it can.
    #[must_use]
    pub const fn locked(self, reason: Option<&'a str>) -> Self {
        Self { locked: reason, ..self }
    }

    /// The value breaks a rule of the page: what to do about it, below the box.
    #[must_use]
    pub const fn remedy(self, remedy: Option<&'a str>) -> Self {
        Self { remedy, ..self }
    }

    /// Where the rectangle it stands in ends.
    pub(crate) fn bottom(&self) -> Option<f32> {
        self.rect.map(|rect| rect.bottom())
    }

    pub(crate) const fn name(&self) -> &'a str {
        self.label
    }
}

/// One line of free text. `response.changed()` when a new text was taken over.
pub fn text_field(ui: &mut Ui, field: Field<'_>, value: &mut String) -> Response {
    let place = open(ui, field);
    if field.locked.is_some() {
        return locked(ui, field, &place, value);
    }
    let slot = Slot {
        id: place.id,
        rect: place.rect,
        shown: value,
        role: VALUE,
        align: Anchor::Start,
        hint: field.hint,
        can_scrub: false,
    };
    let edited = edit(ui, &slot, |text| Ok(text.trim().to_owned()));
    let mut response = edited.response.accessible_name(field.label);
    if let Some(text) = edited.taken.filter(|text| text != value) {
        *value = text;
        response.mark_changed();
    }
    close(ui, field, &place, (&response, edited.remedy));
    response
}

/// Where the parts of a field stand in this frame.
pub(crate) struct Place {
    pub id: Id,
    /// The box.
    pub rect: Rect,
    ground: ShapeIdx,
}

/// Takes the room, writes the label and keeps a place below everything for the box, whose edge depends on
/// what happens inside.
pub(crate) fn open(ui: &mut Ui, field: Field<'_>) -> Place {
    let above = if field.has_label_above { LABEL_HEIGHT } else { 0.0 };
    let width = field.rect.map(|rect| rect.width()).or(field.width).unwrap_or_else(|| ui.available_width());
    let whole = match field.rect {
        Some(rect) => Rect::from_min_size(rect.min, vec2(width, above + BOX_HEIGHT)),
        None => ui.allocate_space(vec2(width, above + BOX_HEIGHT)).1,
    };
    if field.rect.is_some() {
        ui.expand_to_include_rect(whole);
    }
    if field.has_label_above {
        let at = pos2(whole.left(), whole.top() + 11.0);
        let label = words(field.label, TypeRole::CAPTION, Ink::Text2);
        paint_elided(ui.painter(), at, Anchor::Start, label, width);
    }
    let rect = Rect::from_min_max(pos2(whole.left(), whole.bottom() - BOX_HEIGHT), whole.max);
    let ground = ui.painter().add(Shape::Noop);
    Place { id: ui.scope_id().with(("field", field.salt)), rect, ground }
}

/// Draws the box, and the remedy below it where there is one.
pub(crate) fn close(
    ui: &mut Ui,
    field: Field<'_>,
    place: &Place,
    (response, own): (&Response, Option<String>),
) {
    let remedy = own.as_deref().or(field.remedy);
    let edge = if remedy.is_some() {
        stroke(ui, 1.5, Ink::BadSolid)
    } else if response.has_focus() {
        stroke(ui, 1.5, Ink::Accent)
    } else if response.hovered() {
        stroke(ui, 1.0, Ink::Text2)
    } else {
        stroke(ui, 1.0, Ink::Text3)
    };
    let fill = if remedy.is_some() { Ink::Bg1 } else { Ink::Bg2 };
    paint_box(ui, place, color(ui, fill), edge);
    crate::look::focus::shape(response, place.rect, 5.0);
    if own.is_some() {
        ui.data_mut(|data| *data.get_temp_mut_or_default::<usize>(complaint()) += 1);
    }
    if let Some(remedy) = remedy {
        say_remedy(ui, field, place.rect, remedy);
        let spoken = remedy.to_owned();
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_description(spoken);
            node.set_invalid(egui::accesskit::Invalid::True);
        });
    }
}

/// How often a field has been drawn whose text could not be taken over: what is done with the fields of a
/// form counts before and after it.
pub fn complaints(ui: &Ui) -> usize {
    ui.data(|data| data.get_temp(complaint())).unwrap_or_default()
}

fn complaint() -> Id {
    Id::unique("fields that complain")
}

/// A value that something else decides: a lock, and the reason when pointed at.
pub(crate) fn locked(ui: &mut Ui, field: Field<'_>, place: &Place, value: &str) -> Response {
    let reason = field.locked.unwrap_or_default();
    let response = ui.interact(place.rect, place.id, Sense::hover());
    let spoken = format!("{}: {value}, locked. {reason}", field.label);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, false, &spoken));
    paint_box(ui, place, color(ui, Ink::Bg2), stroke(ui, 1.0, Ink::Stroke2));
    let at = pos2(place.rect.left() + 10.0, centered_baseline(VALUE, place.rect.center().y));
    let room = place.rect.width() - 40.0;
    paint_elided(ui.painter(), at, Anchor::Start, words(value, VALUE, Ink::Text), room);
    let lock = pos2(place.rect.right() - 15.0, place.rect.center().y);
    icons::paint(ui.painter(), Icon::Lock, lock, 14.0, color(ui, Ink::Text2));
    tip(response, reason)
}

/// What the value counts, after it in the box.
pub(crate) fn paint_unit(ui: &Ui, rect: Rect, value: &str, unit: &str) {
    if unit.is_empty() || value.is_empty() {
        return;
    }
    let gap = if unit == "%" { 1.0 } else { 6.0 };
    let left = rect.left() + 10.0 + text::width(VALUE, value) + gap;
    let at = pos2(left, centered_baseline(TypeRole::LABEL, rect.center().y));
    let unit = words(unit, TypeRole::LABEL, Ink::Text3);
    paint_elided(ui.painter(), at, Anchor::Start, unit, rect.right() - 4.0 - left);
}

fn paint_box(ui: &Ui, place: &Place, fill: egui::Color32, edge: Stroke) {
    let shape = egui::epaint::RectShape::new(place.rect, 5.0, fill, edge, StrokeKind::Inside);
    ui.painter().set(place.ground, shape);
}

fn say_remedy(ui: &mut Ui, field: Field<'_>, rect: Rect, remedy: &str) {
    let line = Rect::from_min_size(rect.left_bottom(), vec2(rect.width(), REMEDY_HEIGHT));
    if field.rect.is_none() && ui.layout().main_dir() == egui::Direction::TopDown {
        ui.advance_cursor_after_rect(line);
    } else {
        ui.expand_to_include_rect(line);
    }
    let at = pos2(rect.left(), rect.bottom() + 14.0);
    let id = ui.next_auto_id();
    ui.skip_ahead_auto_ids(1);
    let response = ui.interact(line, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, remedy));
    let said = words(remedy, TypeRole::CAPTION, Ink::BadText);
    if text::width(TypeRole::CAPTION, remedy) > rect.width() {
        paint_elided(ui.painter(), at, Anchor::Start, said, rect.width());
        let _ = tip(response, remedy);
    } else {
        paint_text(ui.painter(), at, Anchor::Start, said);
    }
}
