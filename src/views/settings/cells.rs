//! The cells of the settings' tables: a field without its label at a rectangle, and what it took over.

use chrono::NaiveDate;
use egui::{Rect, Response, Ui, pos2};

use crate::look::text::{centered_baseline, paint_elided, words};
use crate::look::widgets::{
    DateRule, Field, Number, choice, count_field, date_field, number_field, optional_date_field, text_field,
};
use crate::picture::{Anchor, Ink, TypeRole};

/// A cell of free text.
pub fn text(ui: &mut Ui, at: Rect, name: &str, value: &mut String) -> bool {
    text_field(ui, Field::new(name).without_label().at(at), value).changed()
}

/// A cell with a count of devices or the like.
pub fn count(ui: &mut Ui, at: Rect, name: &str, value: &mut u32) -> Response {
    count_field(ui, Field::new(name).without_label().at(at), &Number::whole(0.0, 1e7, ""), value)
}

pub fn number(ui: &mut Ui, at: Rect, name: &str, number: &Number<'_>, value: &mut f64) -> Response {
    number_field(ui, Field::new(name).without_label().at(at), number, value)
}

pub fn date(ui: &mut Ui, at: Rect, name: &str, rule: &DateRule, value: &mut NaiveDate) -> bool {
    date_field(ui, Field::new(name).without_label().at(at), rule, value).changed()
}

pub fn optional_date(
    ui: &mut Ui,
    at: Rect,
    name: &str,
    rule: &DateRule,
    value: &mut Option<NaiveDate>,
) -> bool {
    let rule = DateRule { is_optional: true, ..*rule };
    optional_date_field(ui, Field::new(name).without_label().at(at), &rule, value).changed()
}

/// One of a closed set of values, shown by name.
pub fn one_of<T: Copy + PartialEq>(
    ui: &mut Ui,
    at: Rect,
    name: &str,
    all: &[(T, &str)],
    value: &mut T,
) -> bool {
    let mut chosen = all.iter().position(|(one, _)| one == value).unwrap_or(0);
    let names: Vec<&str> = all.iter().map(|(_, name)| *name).collect();
    let response = choice(ui, Field::new(name).without_label().at(at), &mut chosen, &names, "");
    if let (true, Some((one, _))) = (response.changed(), all.get(chosen)) {
        *value = *one;
    }
    response.changed()
}

/// A figure that is computed and cannot be typed.
pub fn figure(ui: &mut Ui, at: Rect, value: &str, ink: Ink) {
    let base = pos2(at.right() - 8.0, centered_baseline(TypeRole::LABEL_MEDIUM, at.center().y));
    paint_elided(ui.painter(), base, Anchor::End, words(value, TypeRole::LABEL_MEDIUM, ink), at.width());
}

/// Words that are computed and cannot be typed.
pub fn words_at(ui: &mut Ui, at: Rect, text: &str, ink: Ink) {
    let base = pos2(at.left(), centered_baseline(TypeRole::LABEL, at.center().y));
    paint_elided(ui.painter(), base, Anchor::Start, words(text, TypeRole::LABEL, ink), at.width());
}
