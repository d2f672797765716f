//! Which column of a file is which field, each open to correction by the file's own headers.

use egui::{Rect, Ui, pos2, vec2};

use super::inside;
use super::words::{self as said, Line};
use crate::document::ImportDraft;
use crate::files::import::{Field as Meaning, Layout};
use crate::intake::FileReport;
use crate::look::widgets::{Button, FIELD_HEIGHT, Field, Kind, choice};
use crate::picture::{Ink, TypeRole};

const GAP: f32 = 12.0;
/// No column of the file is this field.
const NOWHERE: &str = "– in no column –";

pub fn show(
    ui: &mut Ui,
    (left, room): (f32, f32),
    (report, layout): (&FileReport, &Layout),
    draft: &mut ImportDraft,
) {
    let Some(kind) = report.kind else { return };
    let fields = fields(layout, draft.has_all_fields);
    let others = kind.names().len().saturating_sub(fields.len());
    let title = "Columns";
    said::line(ui, room, left, Line::new(title).role(TypeRole::LABEL_STRONG).ink(Ink::Text).above(12.0));
    ui.allocate_space(vec2(1.0, 6.0));
    let mut headers: Vec<&str> = vec![NOWHERE];
    for name in layout.header.iter().map(String::as_str).filter(|name| !name.is_empty()) {
        if !headers.contains(&name) {
            headers.push(name);
        }
    }
    let wide = (room - 2.0 * GAP) / 3.0;
    for three in fields.chunks(3) {
        let (_, line) = ui.allocate_space(vec2(left + room, FIELD_HEIGHT + 8.0));
        for (n, meaning) in three.iter().enumerate() {
            let at = pos2(line.left() + left + n as f32 * (wide + GAP), line.top());
            let place = Rect::from_min_size(at, vec2(wide, FIELD_HEIGHT));
            let own = layout.column(*meaning).map(|column| layout.header[column].as_str());
            let mut chosen = own.and_then(|own| headers.iter().position(|name| *name == own)).unwrap_or(0);
            let field = Field::new(meaning.name()).at(place);
            if choice(ui, field, &mut chosen, &headers, "").changed() {
                let column = (chosen > 0).then(|| headers[chosen].to_owned());
                draft.correct(&report.key, |correction| correction.set_column(*meaning, column));
            }
        }
    }
    if others > 0 || draft.has_all_fields {
        let words = if draft.has_all_fields { "Show matched fields only" } else { "Show all fields" };
        let button = Button::new(Kind::Link, words).small();
        let (_, line) = ui.allocate_space(vec2(left + room, 28.0));
        let place = Rect::from_min_size(pos2(line.left() + left - 4.0, line.top()), button.size());
        if button.at(place).show(&mut inside(ui)).clicked() {
            draft.has_all_fields = !draft.has_all_fields;
        }
    }
}

/// The fields that have a column or cannot do without one, in the order of the kind; or all of them.
fn fields(layout: &Layout, has_all: bool) -> Vec<Meaning> {
    let Some(kind) = layout.kind else { return Vec::new() };
    let missing = kind.missing(&layout.columns);
    let is_shown = |field: &Meaning| {
        has_all || layout.column(*field).is_some() || missing.iter().any(|group| group.contains(field))
    };
    kind.names().iter().map(|(field, _)| *field).filter(is_shown).collect()
}
